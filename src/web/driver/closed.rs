//! A stop that was confirmed: what was recorded, and the way to correct it.

use maud::{Markup, html};

use super::loads::lot_row;
use super::offline;
use super::scope::RoundScope;
use crate::app::driving::{DriverStop, Record};
use crate::domain::ledger::{HolderKind, Movement};
use crate::domain::round::VisitOutcome;
use crate::t;
use crate::web::context::{Context, percent};
use crate::web::ui::{ActForm, ActionBar, Badge, Button, Card, Emphasis, Icon, LinkButton, Notice, Tone};

/// What was recorded at a stop.
pub fn body(context: &Context, scope: RoundScope, stop: &DriverStop, record: &Record) -> Markup {
    let (w, visit) = (context.words, &record.visit);
    let time = context.when(visit.occurred);
    let notice = match visit.outcome {
        VisitOutcome::Done => Notice::success(t!(w, "driver-closed-done", time = time)),
        outcome => Notice::warning(t!(w, "driver-closed-missed", outcome = w.outcome(outcome), time = time)),
    };
    html! {
        (notice)
        @if !record.movements.is_empty() {
            (Card::new(html! { div { @for movement in &record.movements { (moved(context, stop, movement)) } } })
                .title(t!(w, "driver-recorded")))
        }
        @if !visit.note.is_empty() { (Notice::info(&visit.note)) }
        @if record.may_correct {
            (ActForm::new(
                format!("/acts/{}/undo?back={}", visit.op, percent(&scope.stop(visit.stop))),
                context.op_id(),
                html! {
                    (Button::new(t!(w, "correct")).icon(Icon::Undo))
                    p.soft.small { (t!(w, "driver-correct-hint")) }
                },
            ).offline(offline::of_stop_again(t!(w, "correct"), stop, visit.op)))
        }
        @if let Some(next) = stop.next() {
            (ActionBar { body: html! {
                (LinkButton::new(scope.stop(next.planned.id), t!(w, "driver-open-next")).emphasis(Emphasis::Primary).icon(Icon::Navigate).next_stop())
            } })
            (offline::ahead(w, scope, &stop.day, stop.stops()))
        } @else {
            (ActionBar { body: html! {
                (LinkButton::new(scope.link("/driver/end"), t!(w, "tab-driver-end")).emphasis(Emphasis::Primary).icon(Icon::Flag))
            } })
        }
    }
}

fn moved(context: &Context, stop: &DriverStop, movement: &Movement) -> Markup {
    let (w, transfer) = (context.words, &movement.transfer);
    let Some(lot) = stop.day.lots.get(&transfer.lot) else { return html! {} };
    let what = match (transfer.from.kind(), transfer.to.kind(), transfer.why) {
        (HolderKind::Supplier, _, _) => t!(w, "why-more_there"),
        (_, HolderKind::Vehicle, _) => t!(w, "driver-was-loaded"),
        (HolderKind::Vehicle, HolderKind::Handover | HolderKind::Hub, _) => t!(w, "driver-was-set-down"),
        (_, _, Some(why)) => t!(w, "driver-was-not-taken", why = w.why(why)),
        _ => t!(w, "driver-was-moved"),
    };
    let mut row = lot_row(context, lot, transfer.crates).detail(what);
    if let Some(read) = transfer.temperature {
        let words = w.temperature(i32::try_from(read.0).unwrap_or_default());
        row = row.badge(Badge::new(Tone::Neutral, words).icon(Icon::Thermometer));
    }
    if let Some(flag) = transfer.flag {
        row = row.badge(Badge::new(Tone::Warning, w.flag(flag)).icon(Icon::Flag));
    }
    html! { (row) }
}
