//! How evenly food is shared out between points, for everybody in the network: kilograms per person, the share, and how
//! today's choice is made.

use axum::response::Response;
use maud::{Markup, html};

use super::context::{Context, audiences_of};
use super::error::WebError;
use super::routes::{Access, Routes};
use super::say;
use super::ui::{Audience, Bar, BarChart, Disclosure, EmptyState, Icon, LinkButton, Notice, Section};
use crate::app::fairness::Shared;
use crate::app::planning::FAIRNESS_DAYS;
use crate::domain::fairness::PerPerson;
use crate::domain::site::Site;
use crate::t;
use crate::words::Words;

/// The address of the page.
const PAGE: &str = "/fairness";

/// The routes of this page.
pub fn routes(routes: Routes) -> Routes {
    routes.get(PAGE, Access::Signed, show)
}

/// The way to the page from a screen where shares matter.
pub fn link(w: Words) -> LinkButton {
    LinkButton::new(PAGE, t!(w, "fairness-title")).icon(Icon::People)
}

async fn show(context: Context) -> Result<Response, WebError> {
    let w = context.words;
    let shared = context.web.app.shared(&context.actor).await?;
    let body = html! {
        (Notice::info(t!(w, "fairness-today")).then(html! {
            p { (t!(w, "fairness-how")) }
            @if let Some(percent) = shared.plan.as_ref().and_then(|plan| plan.fairest) {
                p { (t!(w, "fairness-today-reaches", percent = t!(w, "the-percent", value = percent))) }
            }
        }))
        @if shared.by_category.is_empty() {
            (EmptyState::new(Icon::People, t!(w, "fairness-none", n = FAIRNESS_DAYS))
                .next_step(t!(w, "fairness-none-next")))
        } @else {
            (figures(w, &shared))
        }
    };
    let audience = audiences_of(&context.actor).first().copied().unwrap_or(Audience::Driver);
    let lead = t!(w, "fairness-lead", n = FAIRNESS_DAYS);
    context.show(context.page_of(audience, t!(w, "fairness-title"), body).lead(lead)).await
}

fn figures(w: Words, shared: &Shared) -> Markup {
    html! {
        (chart(w, t!(w, "fairness-in-all"), &shared.in_all))
        p.hint { (t!(w, "fairness-target")) }
        (Section { title: t!(w, "fairness-by-category"), aside: None, body: html! {
            div.stack-close {
                @for (category, points) in &shared.by_category {
                    @let name = w.category(*category);
                    (Disclosure {
                        summary: name.clone(), icon: None, open: false,
                        body: html! { (chart(w, t!(w, "fairness-of-category", category = name.as_str()), points)) },
                    })
                }
            }
        } })
    }
}

fn chart(w: Words, title: String, points: &[(Site, PerPerson)]) -> BarChart {
    let bar = |(site, per): &(Site, PerPerson)| Bar {
        label: say::site(site),
        size: per.received.0,
        value: stands(w, *per),
        target: Some((per.target.0, weight(w, per.target.0))),
    };
    BarChart { words: w, title, bars: points.iter().map(bar).collect() }
}

/// What a point has, and how far that is from its share.
fn stands(w: Words, per: PerPerson) -> String {
    let (received, missing) = (weight(w, per.received.0), per.missing().0);
    match missing {
        0 => t!(w, "fairness-even", received = received),
        n if n > 0 => t!(w, "fairness-missing", received = received, missing = weight(w, n)),
        n => t!(w, "fairness-above", received = received, more = weight(w, -n)),
    }
}

/// A weight per person: in grams below a kilogram.
fn weight(w: Words, grams: i64) -> String {
    if grams < 1000 { t!(w, "grams", value = grams) } else { w.kilograms(grams) }
}
