//! Pickups at a shop: those to come, and those done with what was taken, by whom and when.

use axum::response::Response;
use maud::{Markup, html};

use crate::app::day::StopDay;
use crate::app::donor::{DonorDay, Pickup, promised};
use crate::domain::food::Category;
use crate::domain::people::Role;
use crate::domain::plan::Action;
use crate::domain::quantity::{Crates, Grams};
use crate::t;
use crate::web::context::Context;
use crate::web::error::WebError;
use crate::web::say;
use crate::web::scope::Scope;
use crate::web::ui::{Card, Disclosure, EmptyState, Icon, LotRow, Section, Tab};
use crate::words::Words;

pub(super) async fn show(context: Context) -> Result<Response, WebError> {
    let (scope, w) = (Scope::of(&context, Role::Donor).await?, context.words);
    let app = &context.web.app;
    let day = app.donor_day(&context.actor, scope.site()).await?;
    let done = app.donor_pickups(&context.actor, scope.site()).await?;
    let planned = planned(&context, &day);
    let body = html! {
        @if planned.is_empty() && done.is_empty() {
            (EmptyState::new(Icon::Truck, t!(w, "donor-no-pickups"))
                .link(scope.path("/donor/announce"), t!(w, "donor-announce")))
        }
        @if !planned.is_empty() {
            (Section { title: t!(w, "donor-pickups-planned"), aside: None, body: html! { @for card in &planned { (card) } } })
        }
        @if !done.is_empty() {
            (Section {
                title: t!(w, "donor-pickups-done"),
                aside: None,
                body: html! { @for pickup in &done { (done_card(&context, pickup)) } },
            })
        }
    };
    context.show(scope.page(&context, Tab::DonorPickups, t!(w, "tab-donor-pickups"), body)).await
}

fn planned(context: &Context, day: &DonorDay) -> Vec<Markup> {
    let w = context.words;
    let mut cards = Vec::new();
    for (round, stop) in day.visits().into_iter().filter(|(_, stop)| stop.is_open()) {
        let (from, until) = promised(stop.expected, day.day.now);
        let who = t!(
            w,
            "donor-who-comes",
            driver = round.head.person_name.as_str(),
            vehicle = round.head.vehicle_name.as_str()
        );
        let lots = html! {
            p.soft { (who) }
            (forecast(w, stop))
            div {
                @for load in stop.planned.loads.iter().filter(|load| load.action == Action::Load) {
                    @if let Some(lot) = day.day.lots.get(&load.of) {
                        (LotRow::new(w, lot.category.word(), say::lot(w, lot), load.crates.0))
                    }
                }
            }
        };
        let title = t!(w, "from-until", from = context.clock(from), until = context.clock(until));
        cards.push(html! { (Card::new(lots).title(title).icon(Icon::Clock).now(true)) });
    }
    cards
}

/// What is expected of a shop that has not announced: the visit is planned all the same.
pub(super) fn forecast(w: Words, stop: &StopDay) -> Markup {
    html! {
        @if let Some(line) = say::expected(w, &stop.planned.forecast, Action::Load).filter(|_| stop.is_open()) {
            p.line { (say::forecast_badge(w)) (line) }
            p.soft { (t!(w, "donor-forecast-hint")) }
        }
    }
}

fn done_card(context: &Context, pickup: &Pickup) -> Markup {
    let w = context.words;
    let crates: Crates = pickup.taken.iter().map(|flow| flow.crates).sum();
    let grams: Grams = pickup.taken.iter().map(|flow| flow.grams).sum();
    let by = t!(
        w,
        "donor-who-came",
        driver = pickup.round.person_name.as_str(),
        vehicle = pickup.round.vehicle_name.as_str()
    );
    let total = t!(w, "crates-and-kilograms", crates = w.crates(crates.0), kilograms = w.kilograms(grams.0));
    let lots = html! {
        p { (by) ": " strong { (total) } }
        (Disclosure {
            summary: t!(w, "point-see-lots"),
            icon: Some(Icon::List),
            open: false,
            body: html! {
                div {
                    @for flow in &pickup.taken {
                        (LotRow::new(w, flow.category.word(), named(context, flow.number, flow.category), flow.crates.0))
                    }
                }
            },
        })
    };
    html! { (Card::new(lots).title(context.when(pickup.at)).icon(Icon::Check)) }
}

fn named(context: &Context, number: i64, category: Category) -> String {
    let w = context.words;
    t!(w, "lot-named", number = number, category = w.category(category))
}
