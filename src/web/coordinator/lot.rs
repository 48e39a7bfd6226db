//! One lot: where its crates are, what the plan wants with it, and all that happened to it.

use std::collections::BTreeMap;

use axum::response::Response;
use maud::{Markup, html};

use crate::app::trace::Trace;
use crate::domain::id::{LotId, MovementId, RoundId, SiteId};
use crate::domain::ledger::{Holder, HolderKind, Movement, MovementReason};
use crate::domain::quantity::{Decidegrees, Seconds};
use crate::t;
use crate::web::address::Id;
use crate::web::context::Context;
use crate::web::error::WebError;
use crate::web::ui::{
    ActionBar, Badge, CategoryBlob, DefinitionList, Emphasis, EmptyState, Icon, LinkButton, Section, Tab, Tone,
};
use crate::web::{marks, say};
use crate::words::Words;

/// Device and server times that differ by less say nothing.
const SAME_TIME: Seconds = Seconds(90);

pub(super) async fn show(context: Context, Id(lot): Id<LotId>) -> Result<Response, WebError> {
    let w = context.words;
    let trace = context.web.app.trace(&context.actor, lot).await?;
    let recall = format!("/coordinator/recall?lot={lot}");
    let body = html! {
        (facts(&context, &trace))
        div.columns {
            div.stack {
                (Section { title: t!(w, "lot-now"), aside: None, body: now(&context, &trace) })
                @if !trace.intended.is_empty() {
                    (Section { title: t!(w, "lot-planned"), aside: None, body: planned(&context, &trace) })
                }
                @if let Some(photo) = trace.lot.photo {
                    (Section { title: t!(w, "lot-photo"), aside: None, body: html! {
                        img.lot-photo src={ "/photos/" (photo) } alt=(t!(w, "lot-photo-of", lot = say::lot(w, &trace.lot)));
                    } })
                }
            }
            (Section { title: t!(w, "lot-happened"), aside: None, body: timeline(&context, &trace) })
        }
        (ActionBar { body: html! {
            (LinkButton::new(recall, t!(w, "recall-lot")).emphasis(Emphasis::Primary).icon(Icon::Warning))
        } })
    };
    let page = context
        .page(Tab::CoordinatorTrace, say::lot(w, &trace.lot), body)
        .back("/coordinator/trace", t!(w, "trace-title"));
    context.show(page).await
}

/// The name of a site.
pub(super) fn site_name(sites: &BTreeMap<SiteId, crate::domain::site::Site>, id: SiteId) -> String {
    sites.get(&id).map(say::site).unwrap_or_default()
}

fn round_name(w: Words, trace: &Trace, id: RoundId) -> String {
    trace.rounds.get(&id).map_or_else(String::new, |round| {
        t!(w, "round-named", number = round.number, vehicle = &*round.vehicle_name, driver = &*round.person_name)
    })
}

fn holder_name(w: Words, trace: &Trace, holder: Holder) -> String {
    say::holder(w, holder, |id| site_name(&trace.sites, id), |id| round_name(w, trace, id))
}

/// From where to where, without the world outside, and one name where both are the same place.
fn way(w: Words, trace: &Trace, from: Holder, to: Holder) -> String {
    let name = |holder: Holder| match (holder, holder.site()) {
        (Holder::Families(_), _) | (_, None) => {
            say::holder(w, holder, |id| site_name(&trace.sites, id), |id| round_number(w, trace, id))
        }
        (_, Some(site)) => site_name(&trace.sites, site),
    };
    let ends: Vec<String> = match (from, to) {
        (Holder::Supplier, end) | (end, Holder::Supplier) => vec![name(end)],
        _ => vec![name(from), name(to)],
    };
    if ends.first() == ends.get(1) { name(to) } else { ends.join(" → ") }
}

fn round_number(w: Words, trace: &Trace, id: RoundId) -> String {
    trace.rounds.get(&id).map_or_else(String::new, |round| t!(w, "round-number", number = round.number))
}

fn facts(context: &Context, trace: &Trace) -> Markup {
    let (w, lot) = (context.words, &trace.lot);
    let mut facts = vec![
        (
            t!(w, "lot-from"),
            html! { a href={ "/coordinator/sites/" (lot.site) } { (site_name(&trace.sites, lot.site)) } },
        ),
        (t!(w, "lot-day"), html! { (w.date(lot.date)) }),
        (t!(w, "lot-announced"), html! { (w.crates(lot.crates.0)) ", " (w.kilograms(lot.grams.0)) }),
        (
            t!(w, "lot-ready"),
            html! { (t!(w, "from-until", from = context.clock(lot.ready_from), until = context.clock_until(lot.ready_from, lot.ready_until))) },
        ),
    ];
    if let Some(note) =
        trace.announcement.as_ref().map(|announcement| &announcement.note).filter(|note| !note.is_empty())
    {
        facts.push((t!(w, "lot-note"), html! { (note) }));
    }
    html! {
        div.line {
            (CategoryBlob { category: lot.category.word() })
            div.badges {
                (Badge::storage(w, lot.class))
                @match marks::of_date(w, lot.shelf, context.today()) {
                    Some(mark) => (mark),
                    None => (Badge::new(Tone::Neutral, t!(w, "date-none"))),
                }
            }
        }
        (DefinitionList(facts))
    }
}

fn now(context: &Context, trace: &Trace) -> Markup {
    let w = context.words;
    let held: Vec<_> = trace
        .holdings
        .iter()
        .filter(|held| held.balance.crates.0 > 0 && held.holder.kind() != HolderKind::Supplier)
        .collect();
    html! {
        @if held.is_empty() { (EmptyState::new(Icon::Crate, t!(w, "where-nowhere"))) }
        ul.stack-close {
            @for held in held {
                li.card.now-there {
                    div.spread {
                        strong { (holder_name(w, trace, held.holder)) }
                        span.quantity { (w.crates(held.balance.crates.0)) }
                    }
                    p.soft.small {
                        (w.kind(held.holder.kind())) " · " (w.kilograms(held.balance.grams.0))
                    }
                }
            }
        }
    }
}

fn planned(context: &Context, trace: &Trace) -> Markup {
    let w = context.words;
    html! {
        ul.stack-close {
            @for goal in &trace.intended {
                li.card {
                    strong { (site_name(&trace.sites, goal.site)) }
                    p { (t!(w, "lot-planned-how", crates = w.crates(goal.crates.0), round = goal.round, time = context.when(goal.arrive))) }
                    @for reason in &goal.reasons { p.soft.small { (say::reason(w, reason)) } }
                }
            }
        }
    }
}

fn timeline(context: &Context, trace: &Trace) -> Markup {
    let corrected: BTreeMap<MovementId, &Movement> =
        trace.movements.iter().filter_map(|movement| Some((movement.transfer.corrects?, movement))).collect();
    html! {
        ol.timeline {
            @for movement in &trace.movements { (event(context, trace, movement, corrected.get(&movement.id).copied())) }
        }
    }
}

fn event(context: &Context, trace: &Trace, movement: &Movement, by: Option<&Movement>) -> Markup {
    let (w, transfer) = (context.words, &movement.transfer);
    let (step, icon, tone) = step(w, transfer.from.kind(), transfer.to.kind());
    let taken_back = transfer.corrects.is_some();
    let tone = match (taken_back, transfer.flag) {
        (true, _) | (_, Some(_)) => Tone::Warning,
        _ => tone,
    };
    let step = if taken_back { t!(w, "step-undone") } else { step };
    let person = trace.people.iter().find(|person| person.id == movement.person).map(|person| &*person.name);
    let why = transfer.why.filter(|why| *why != MovementReason::Correction && *why != MovementReason::Returned);
    html! {
        li.warning[tone == Tone::Warning].danger[tone == Tone::Danger].taken-back[by.is_some()] {
            @if taken_back { (Icon::Undo) } @else { (icon) }
            span.soft.small.number { (context.when(movement.occurred)) }
            strong { (step) ": " (w.crates(transfer.crates.0)) ", " (w.kilograms(transfer.grams.0)) }
            p.small { (way(w, trace, transfer.from, transfer.to)) }
            @if let Some(read) = transfer.temperature { p.small { (t!(w, "lot-read", degrees = temperature(w, read))) } }
            @if let Some(why) = why { p.small { (t!(w, "lot-because", why = w.why(why))) } }
            @if !transfer.note.is_empty() { p.small { "«" (transfer.note) "»" } }
            @if let Some(before) = transfer.corrects.and_then(|id| trace.movements.iter().find(|known| known.id == id)) {
                p.small { (t!(w, "lot-corrects", time = context.when(before.occurred))) }
            }
            @if let Some(by) = by { p.small { (t!(w, "lot-corrected", time = context.when(by.occurred))) } }
            @if let Some(person) = person { p.soft.small { (person) } }
            @if movement.received.since(movement.occurred) > SAME_TIME || movement.occurred > movement.received {
                p.soft.small { (t!(w, "lot-received", time = context.when(movement.received))) }
            }
            @if let Some(flag) = transfer.flag {
                div.badges { (Badge::new(Tone::Warning, w.flag(flag)).icon(Icon::Flag)) }
            }
        }
    }
}

/// The word, picture and tone of crates that go from one kind of holder to another.
fn step(w: Words, from: HolderKind, to: HolderKind) -> (String, Icon, Tone) {
    use HolderKind as K;
    match (from, to) {
        (K::Supplier, K::Hub) => (t!(w, "step-entered"), Icon::Plus, Tone::Neutral),
        (K::Supplier, _) => (t!(w, "step-announced"), Icon::Basket, Tone::Neutral),
        (_, K::Supplier) => (t!(w, "step-withdrawn"), Icon::Minus, Tone::Warning),
        (K::Donor, K::Vehicle) => (t!(w, "step-collected"), Icon::Truck, Tone::Neutral),
        (K::Hub, K::Vehicle) => (t!(w, "step-taken"), Icon::Truck, Tone::Neutral),
        (K::Vehicle, K::Vehicle) => (t!(w, "step-moved"), Icon::Truck, Tone::Neutral),
        (K::Vehicle, K::Handover) => (t!(w, "step-set-down"), Icon::Pin, Tone::Neutral),
        (K::Vehicle | K::Handover, K::Point) => (t!(w, "step-accepted"), Icon::Check, Tone::Good),
        (_, K::Hub) => (t!(w, "step-stored"), Icon::Crate, Tone::Neutral),
        (_, K::Vehicle) => (t!(w, "step-rejected"), Icon::Cross, Tone::Danger),
        (_, K::Families) => (t!(w, "step-handed-out"), Icon::People, Tone::Good),
        (_, K::Discarded) => (t!(w, "step-discarded"), Icon::Cross, Tone::Danger),
        (_, K::Donor) => (t!(w, "step-returned"), Icon::Back, Tone::Warning),
        (_, K::Handover | K::Point) => (t!(w, "step-moved"), Icon::Arrow, Tone::Neutral),
    }
}

fn temperature(w: Words, read: Decidegrees) -> String {
    w.temperature(i32::try_from(read.0).unwrap_or(i32::MAX))
}
