//! Screens of the coordinator: the day, alarms, the plan, tracing, sites, fleet, people.

mod alarms;
mod fleet;
mod form;
mod limits;
mod lot;
mod opening;
mod people;
mod person_form;
mod plan;
mod recall;
mod shifts;
mod site_form;
mod sites;
mod today;
mod trace;

use super::routes::Routes;

/// The routes of this folder.
#[must_use]
pub fn routes(routes: Routes) -> Routes {
    let routes = plan::routes(alarms::routes(today::routes(routes)));
    let routes = limits::routes(sites::routes(trace::routes(routes)));
    people::routes(fleet::routes(routes))
}
