//! What came to a point over the past weeks, and how that compares with the network.

use axum::response::Response;
use maud::{Markup, html};

use crate::app::point::PointHistory;
use crate::domain::people::Role;
use crate::domain::quantity::Crates;
use crate::t;
use crate::web::context::Context;
use crate::web::error::WebError;
use crate::web::fairness;
use crate::web::scope::Scope;
use crate::web::ui::{Bar, BarChart, Cell, Disclosure, EmptyState, Icon, StatTile, Stats, Tab, Table, Tone};

/// A rejected share above this, in percent, stands out.
const MANY_REJECTED: i64 = 10;

pub(super) async fn show(context: Context) -> Result<Response, WebError> {
    let (scope, w) = (Scope::of(&context, Role::Point).await?, context.words);
    let history = context.web.app.point_history(&context.actor, scope.site()).await?;
    let body = if history.days.is_empty() {
        html! {
            (EmptyState::new(Icon::History, t!(w, "point-no-history"))
                .link(scope.path("/point"), t!(w, "tab-point-arrivals")))
        }
    } else {
        figures(&context, &history)
    };
    context.show(scope.page(&context, Tab::PointHistory, t!(w, "tab-point-history"), body)).await
}

fn figures(context: &Context, history: &PointHistory) -> Markup {
    let w = context.words;
    let sum = |of: fn(&crate::app::point::PointDayFigures) -> i64| history.days.iter().map(of).sum::<i64>();
    let (taken, rejected, grams) = (sum(|day| day.taken.0), sum(|day| day.rejected.0), sum(|day| day.grams.0));
    let share = rejected * 100 / (taken + rejected).max(1);
    let tone = if share > MANY_REJECTED { Tone::Warning } else { Tone::Neutral };
    let weeks = history.weeks.iter().map(|(monday, grams)| Bar {
        label: t!(w, "week-of", date = w.date_short(*monday)),
        size: grams.0,
        value: w.kilograms(grams.0),
        target: None,
    });
    let number = |crates: Crates| Cell::amount(if crates.is_zero() { String::new() } else { crates.0.to_string() });
    let rows = history.days.iter().map(|day| {
        let weight = if day.grams.is_zero() { String::new() } else { w.kilograms(day.grams.0) };
        vec![
            Cell::text(w.date_short(day.date)),
            number(day.taken),
            Cell::amount(weight),
            number(day.rejected),
            number(day.given),
        ]
    });
    html! {
        (Stats(vec![
            StatTile::new(w.kilograms(grams), t!(w, "point-got-in-all")),
            StatTile::new(t!(w, "percent", value = share), t!(w, "point-rejected-share")).tone(tone),
        ]))
        @if let Some((here, network)) = history.per_person {
            (BarChart { words: w, title: t!(w, "point-per-person"), bars: vec![
                Bar { label: t!(w, "point-here"), size: here.0, value: w.kilograms(here.0), target: None },
                Bar { label: t!(w, "point-network"), size: network.0, value: w.kilograms(network.0), target: None },
            ] })
            p.hint { (t!(w, "point-per-person-hint")) }
            (fairness::link(w))
        }
        (BarChart { words: w, title: t!(w, "point-kilograms-by-week"), bars: weeks.collect() })
        (Disclosure {
            summary: t!(w, "day-by-day"),
            icon: Some(Icon::Calendar),
            open: false,
            body: html! {
                (Table {
                    caption: t!(w, "donor-by-day"),
                    columns: vec![
                        t!(w, "day"), t!(w, "point-column-taken"), t!(w, "point-column-weight"), t!(w, "point-column-rejected"),
                        t!(w, "point-column-given"),
                    ],
                    rows: rows.collect(),
                    keep_shape: false,
                })
            },
        })
    }
}
