//! Screens of the coordinator: the day, alarms, the plan, tracing, sites, fleet, people.

mod alarms;
mod area;
mod clockwork;
mod closures;
mod codes;
mod compare;
mod day_map;
mod downtimes;
mod event_choices;
mod event_kind;
mod events;
mod figures;
mod fleet;
mod form;
mod import;
mod left_behind;
mod limits;
mod lot;
mod more;
mod names;
mod opening;
mod people;
mod person_form;
mod places;
mod plan;
mod plan_alarms;
mod plan_view;
mod policy;
mod printed;
mod proposal;
mod recall;
mod rest;
mod round_alarms;
mod rounds;
mod shifts;
mod site_form;
mod sites;
mod spots;
mod standing;
mod start;
mod today;
mod trace;

use axum::http::HeaderValue;
use axum::http::header::CACHE_CONTROL;
use axum::response::{IntoResponse, Redirect, Response};
use axum_htmx::HxRequest;
use maud::Markup;

use super::routes::Routes;

/// How often a page asks again by itself, in seconds, where the server cannot tell it.
const ASK_AGAIN: u32 = 30;

/// The routes of this folder.
pub fn routes(routes: Routes) -> Routes {
    let routes = plan::routes(alarms::routes(rounds::routes(places::routes(today::routes(routes)))));
    let routes = clockwork::routes(closures::routes(limits::routes(sites::routes(trace::routes(routes)))));
    let routes = area::routes(downtimes::routes(codes::routes(start::routes(routes))));
    let routes = proposal::routes(events::routes(policy::routes(routes)));
    import::routes(people::routes(standing::routes(fleet::routes(more::routes(routes)))))
}

/// A part of a page for a page that is open; who opens its address by hand is led to the whole.
fn fragment(HxRequest(asked_by_page): HxRequest, whole: &str, part: &Markup) -> Response {
    if !asked_by_page {
        return Redirect::to(whole).into_response();
    }
    let mut answer = part.clone().into_response();
    answer.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    answer
}
