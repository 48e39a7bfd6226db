//! What a stop shows of food that is expected and not announced.

use maud::{Markup, html};

use super::offline;
use super::scope::RoundScope;
use crate::app::driving::DriverStop;
use crate::domain::plan::Action;
use crate::t;
use crate::web::context::Context;
use crate::web::say;
use crate::web::ui::{ActForm, Button, Emphasis, Icon, LinkButton, LotRow, Section};

/// What is expected here, in place of what to load: with the button for what is really there, and for nothing.
pub fn expected(context: &Context, scope: RoundScope, stop: &DriverStop) -> Markup {
    let w = context.words;
    let loads: Vec<_> = stop.stop.forecast(Action::Load).collect();
    let crates: i64 = loads.iter().map(|load| load.crates.0).sum();
    let path = scope.link(&format!("/driver/stops/{}/found", stop.stop.planned.id));
    html! {
        @if !loads.is_empty() {
            (Section {
                title: t!(w, "driver-expected"),
                aside: Some(html! { strong.number { (w.crates(crates)) } }),
                body: html! {
                    div.badges { (say::forecast_badge(w)) }
                    p { (t!(w, "driver-expected-how")) }
                    div { @for load in &loads {
                        (LotRow::new(w, load.of.category.word(), w.category(load.of.category), load.crates.0))
                    } }
                    div.stack data-while-open { (LinkButton::new(&path, t!(w, "driver-found")).icon(Icon::Basket).emphasis(Emphasis::Primary)) }
                },
            })
        }
    }
}

/// The button that closes a stop at which nothing is to be collected.
pub fn nothing(context: &Context, scope: RoundScope, stop: &DriverStop) -> Markup {
    let w = context.words;
    let path = scope.link(&format!("/driver/stops/{}/found", stop.stop.planned.id));
    let title = t!(w, "offline-stop", place = stop.site.name.as_str());
    html! {
        (ActForm::new(path, context.op_id(), html! {
            (Button::new(t!(w, "driver-found-nothing")).icon(Icon::Cross))
        }).offline(offline::of_stop(title, stop)))
    }
}

/// What is to be set down here once it was found at a shop.
pub fn expected_down(context: &Context, stop: &DriverStop) -> Markup {
    let w = context.words;
    html! {
        @if let Some(line) = say::expected(w, &stop.stop.planned.forecast, Action::Unload) {
            p.line { (say::forecast_badge(w)) (line) }
        }
    }
}
