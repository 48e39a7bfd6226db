//! The first hour: what is still missing before a first day can be published, each with the page where it is done.

use axum::response::Response;
use maud::{Markup, html};

use super::sites::site_path;
use crate::app::start::Start;
use crate::domain::people::Role;
use crate::domain::site::Site;
use crate::domain::start::Step;
use crate::t;
use crate::web::context::Context;
use crate::web::error::WebError;
use crate::web::routes::{Access, Routes};
use crate::web::say;
use crate::web::ui::{Card, Icon, Notice, Tab};
use crate::words::Words;

pub(super) fn routes(routes: Routes) -> Routes {
    routes.get("/coordinator/start", Access::As(Role::Coordinator), show)
}

async fn show(context: Context) -> Result<Response, WebError> {
    let (w, start) = (context.words, context.web.app.start(&context.actor).await?);
    let whole = start.done.len() == Step::ALL.len() && start.no_room.is_empty() && start.no_hours.is_empty();
    let body = html! {
        @if whole { (Notice::success(t!(w, "start-whole"))) }
        (list(w, &start))
        p { a href="/coordinator/import" { (t!(w, "upload-title")) } }
    };
    let page = context.page(Tab::CoordinatorToday, t!(w, "start-title"), body).lead(t!(w, "start-lead"));
    context.show(page.back("/coordinator", t!(w, "tab-coordinator-today"))).await
}

/// What leads through the first hour, on the page that opens first; nothing once a day was published.
pub(super) async fn lead(context: &Context) -> Result<Markup, WebError> {
    if context.web.app.has_started(&context.actor).await? {
        return Ok(html! {});
    }
    let (w, start) = (context.words, context.web.app.start(&context.actor).await?);
    Ok(html! { (Card::new(list(w, &start)).title(t!(w, "start-title")).icon(Icon::List).now(true)) })
}

fn list(w: Words, start: &Start) -> Markup {
    html! {
        ol.rows {
            @for step in Step::ALL {
                @let done = start.done.contains(step);
                li {
                    @if done { (Icon::Check) " " span.only-heard { (t!(w, "start-done")) } " " }
                    a.row-name href=(path(*step)) { (w.step(*step)) }
                    @if !done { p.soft.small { (w.step_hint(*step)) } }
                    @if *step == Step::Phones && start.without_phone > 0 {
                        p.small { (t!(w, "start-without-phone", n = start.without_phone)) }
                    }
                }
            }
        }
        (gaps(&t!(w, "start-no-room"), &start.no_room))
        (gaps(&t!(w, "start-no-hours"), &start.no_hours))
    }
}

/// The page on which a step is done.
const fn path(step: Step) -> &'static str {
    match step {
        Step::Area => "/coordinator/area",
        Step::Shop => "/coordinator/sites/new?kind=donor",
        Step::Point => "/coordinator/sites/new?kind=point",
        Step::Vehicle => "/coordinator/vehicles/new",
        Step::Driver => "/coordinator/people/new",
        Step::Shift => "/coordinator/fleet",
        Step::Phones => "/coordinator/codes",
        Step::Food => "/coordinator/announce",
        Step::Plan => "/coordinator/plan",
    }
}

fn gaps(title: &str, sites: &[Site]) -> Markup {
    html! {
        @if !sites.is_empty() {
            p { strong { (title) } }
            ul.rows.close { @for site in sites { li { a.row-name href=(site_path(site.id)) { (say::site(site)) } } } }
        }
    }
}
