//! Screens of the coordinator: the day, alarms, the plan, tracing, sites, fleet, people.

mod alarms;
mod fleet;
mod people;
mod plan;
mod sites;
mod today;
mod trace;

use super::routes::Routes;

/// The routes of this folder.
#[must_use]
pub fn routes(routes: Routes) -> Routes {
    let routes = plan::routes(alarms::routes(today::routes(routes)));
    people::routes(fleet::routes(sites::routes(trace::routes(routes))))
}
