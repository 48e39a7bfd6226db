//! What a shop gave over the past weeks, and where it went.

use axum::response::Response;
use maud::{Markup, html};

use crate::app::donor::DonorHistory;
use crate::domain::people::Role;
use crate::domain::quantity::Crates;
use crate::t;
use crate::web::context::Context;
use crate::web::error::WebError;
use crate::web::fairness;
use crate::web::say;
use crate::web::scope::Scope;
use crate::web::ui::{Bar, BarChart, Cell, Disclosure, EmptyState, Icon, LinkButton, StatTile, Stats, Tab, Table};

pub(super) async fn show(context: Context) -> Result<Response, WebError> {
    let (scope, w) = (Scope::of(&context, Role::Donor).await?, context.words);
    let history = context.web.app.donor_history(&context.actor, scope.site()).await?;
    let body = if history.days.is_empty() {
        html! {
            (EmptyState::new(Icon::History, t!(w, "donor-no-history"))
                .link(scope.path("/donor/announce"), t!(w, "donor-announce")))
        }
    } else {
        figures(&context, &history)
    };
    let body = html! {
        (LinkButton::new(scope.path("/donor/usual"), t!(w, "usual-title")).icon(Icon::Calendar))
        (body)
    };
    context.show(scope.page(&context, Tab::DonorHistory, t!(w, "tab-donor-history"), body)).await
}

fn figures(context: &Context, history: &DonorHistory) -> Markup {
    let w = context.words;
    let weeks = history.weeks.iter().map(|(monday, grams)| Bar {
        label: t!(w, "week-of", date = w.date_short(*monday)),
        size: grams.0,
        value: w.kilograms(grams.0),
        target: None,
    });
    let places = history.went_to.iter().map(|(site, grams)| Bar {
        label: say::site(site),
        size: grams.0,
        value: w.kilograms(grams.0),
        target: None,
    });
    let rows = history.days.iter().map(|day| {
        let number = |crates: Crates| Cell::amount(if crates.is_zero() { String::new() } else { crates.0.to_string() });
        let announced = if day.nothing { Cell::text(t!(w, "donor-said-nothing")) } else { number(day.announced) };
        vec![Cell::text(w.date_short(day.date)), announced, number(day.collected), number(day.refused)]
    });
    html! {
        (Stats(vec![
            StatTile::new(w.kilograms(history.collected.0), t!(w, "donor-given-in-all")),
            StatTile::new(history.went_to.len().to_string(), t!(w, "donor-places-reached")),
        ]))
        (BarChart { words: w, title: t!(w, "donor-kilograms-by-week"), bars: weeks.collect() })
        @if !history.went_to.is_empty() {
            (BarChart { words: w, title: t!(w, "donor-where-it-went"), bars: places.collect() })
            p.hint { (t!(w, "donor-where-it-went-hint")) }
            (fairness::link(w))
        }
        (Disclosure {
            summary: t!(w, "day-by-day"),
            icon: Some(Icon::Calendar),
            open: false,
            body: html! {
                (Table {
                    caption: t!(w, "donor-by-day"),
                    columns: vec![
                        t!(w, "day"), t!(w, "donor-column-announced"), t!(w, "donor-column-collected"), t!(w, "donor-column-refused"),
                    ],
                    rows: rows.collect(),
                    keep_shape: false,
                })
            },
        })
    }
}
