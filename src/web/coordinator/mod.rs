//! Screens of the coordinator: the day, alarms, the plan, tracing, sites, fleet, people.

use super::routes::Routes;

/// The routes of this folder.
#[must_use]
pub fn routes(routes: Routes) -> Routes {
    routes
}
