//! A shop's day: who comes and when, what is announced, and what became of it.

use axum::http::header::CACHE_CONTROL;
use axum::response::{IntoResponse, Redirect, Response};
use axum_htmx::HxRequest;
use maud::{Markup, Render, html};

use super::pickups::forecast;
use crate::app::Field;
use crate::app::day::{RoundDay, StopDay};
use crate::app::donor::{DonorDay, DonorLot, Fate, FateKind, promised};
use crate::app::place::Contact;
use crate::domain::id::LotId;
use crate::domain::people::Role;
use crate::domain::quantity::Crates;
use crate::domain::round::VisitOutcome;
use crate::domain::site::SiteKind;
use crate::t;
use crate::web::address::Id;
use crate::web::context::Context;
use crate::web::error::WebError;
use crate::web::form_state::FormState;
use crate::web::input::Input;
use crate::web::scope::Scope;
use crate::web::ui::{
    ActForm, Badge, Button, CallButton, Card, Disclosure, Emphasis, Icon, LinkButton, LiveRegion, LotRow, Notice,
    Offline, Page, Section, Tab, Tone, hidden,
};
use crate::web::{marks, notices, say};

pub(super) async fn show(context: Context) -> Result<Response, WebError> {
    let scope = Scope::of(&context, Role::Donor).await?;
    let page = page(&context, &scope, &FormState::new(context.words)).await?;
    context.show(page).await
}

/// The part of the page that changes while a vehicle is on its way.
pub(super) async fn visit(context: Context, HxRequest(by_script): HxRequest) -> Result<Response, WebError> {
    let scope = Scope::of(&context, Role::Donor).await?;
    if !by_script {
        return Ok(Redirect::to(&scope.path("/donor")).into_response());
    }
    let day = context.web.app.donor_day(&context.actor, scope.site()).await?;
    let contacts = context.web.app.coordinators(&context.actor).await?;
    Ok(([(CACHE_CONTROL, "no-store")], now(&context, &day, &contacts)).into_response())
}

pub(super) async fn reduce(context: Context, Id(lot): Id<LotId>, mut input: Input) -> Result<Response, WebError> {
    let scope = Scope::of(&context, Role::Donor).await?;
    let act = input.act(&context.web)?;
    let crates = Crates(input.needed_number(Field::Crates.of(lot), 0, i64::MAX));
    let reduced = match input.check() {
        Ok(()) => context.web.app.reduce_lot(&context.actor, act, lot, crates).await,
        Err(refusal) => Err(refusal),
    };
    match reduced {
        Ok(done) => Ok(context.acted(&done, &scope.path("/donor"))),
        Err(refusal) => {
            let form = FormState::refused(context.words, refusal, input)?;
            Ok(form.answer(&page(&context, &scope, &form).await?))
        }
    }
}

pub(super) async fn page(context: &Context, scope: &Scope, form: &FormState) -> Result<Page, WebError> {
    let w = context.words;
    let day = context.web.app.donor_day(&context.actor, scope.site()).await?;
    let contacts = context.web.app.coordinators(&context.actor).await?;
    let has_some = day.lots.iter().any(|lot| lot.lot.date == day.about);
    let url = scope.path("/donor/visit");
    let wants_notices = if has_some {
        notices::ask(context, t!(w, "push-ask-donor")).await?
    } else {
        html! {}
    };
    let body = html! {
        (form.summary())
        div.here role="status" data-here="/donor/" {}
        (LiveRegion { id: "visit", url: &url, event: "changed", seconds: 60, body: now(context, &day, &contacts) })
        (announcing(context, scope, &day, has_some))
        (wants_notices)
        @for (title, lots) in by_day(context, &day) {
            (Section {
                title,
                aside: None,
                body: html! { (Card::new(html! { div { @for lot in lots { (row(context, scope, &day, lot, form)) } } })) },
            })
        }
    };
    let page = scope.page(context, Tab::DonorToday, t!(w, "tab-donor-today"), body).live("/live");
    Ok(page.keep(vec![scope.path("/donor/announce?like=yesterday")]))
}

/// The lots by the day they are for, each day with its heading.
fn by_day<'a>(context: &Context, day: &'a DonorDay) -> Vec<(String, Vec<&'a DonorLot>)> {
    let w = context.words;
    let mut days: Vec<(jiff::civil::Date, Vec<&DonorLot>)> = Vec::new();
    for lot in &day.lots {
        match days.last_mut() {
            Some((date, lots)) if *date == lot.lot.date => lots.push(lot),
            _ => days.push((lot.lot.date, vec![lot])),
        }
    }
    days.into_iter()
        .map(|(date, lots)| (t!(w, "donor-announced-for", date = w.date_from(date, day.day.date)), lots))
        .collect()
}

/// The buttons: the main job first.
fn announcing(context: &Context, scope: &Scope, day: &DonorDay, has_some: bool) -> Markup {
    let w = context.words;
    let about = w.date_from(day.about, day.day.date);
    let main = if has_some { Emphasis::Plain } else { Emphasis::Primary };
    let announce = if has_some { t!(w, "donor-announce-more") } else { t!(w, "donor-announce") };
    html! {
        div.stack {
            @if day.about != day.day.date { p.hint { (t!(w, "donor-for-day", day = about.as_str())) } }
            (LinkButton::new(scope.path("/donor/announce"), announce).icon(Icon::Basket).emphasis(main))
            @if !has_some {
                div.button-row {
                    @if day.can_repeat {
                        (LinkButton::new(scope.path("/donor/announce?like=yesterday"), t!(w, "donor-like-yesterday"))
                            .icon(Icon::History))
                    }
                    @if !day.nothing && day.site.kind == SiteKind::Donor {
                        (ActForm::new(scope.path("/donor/nothing"), context.op_id(), html! {
                            (hidden(Field::Date, day.about))
                            (Button::new(t!(w, "donor-nothing", day = about.as_str())).icon(Icon::Cross))
                        }).offline(Offline::new(t!(w, "donor-nothing", day = about.as_str())).settles(format!("nothing:{}", day.site.id))))
                    }
                }
            }
        }
    }
}

/// Who comes and when, or why nobody does.
fn now(context: &Context, day: &DonorDay, contacts: &[Contact]) -> Markup {
    let w = context.words;
    let visits = day.visits();
    let waits = day.waiting().next().is_some();
    let about = w.date_from(day.about, day.day.date);
    html! {
        @if day.nothing {
            (Notice::success(t!(w, "donor-nothing-said", day = about.as_str())).then(html! { p { (t!(w, "donor-changed-mind")) } }))
        } @else if visits.is_empty() && !day.lots.iter().any(|lot| lot.lot.date == day.about) {
            p.big { (t!(w, "donor-push", day = about)) }
        }
        @for (round, stop) in &visits { (visit_card(context, day, round, stop)) }
        @if waits && day.day.plan.is_none() { (Notice::success(t!(w, "donor-no-plan-yet"))) }
        @if day.day.plan.is_some() { (not_carried(context, day, contacts)) }
    }
}

fn visit_card(context: &Context, day: &DonorDay, round: &RoundDay, stop: &StopDay) -> Markup {
    let w = context.words;
    let head = &round.head;
    let who = t!(w, "donor-who-comes", driver = head.person_name.as_str(), vehicle = head.vehicle_name.as_str());
    let call = html! {
        @if !head.person_phone.is_empty() {
            (CallButton { words: w, name: &head.person_name, phone: &head.person_phone })
        }
    };
    match stop.visit.as_ref().map(|visit| (visit.outcome, visit.occurred)) {
        None => {
            let (from, until) = promised(stop.expected, day.day.now);
            let (from, until) = (context.clock(from), context.clock(until));
            let minutes = round.delay.0 / 60;
            Card::new(html! {
                p { (who) }
                (forecast(w, stop))
                @if minutes >= 10 { p { (Badge::new(Tone::Warning, t!(w, "donor-late", n = minutes)).icon(Icon::Clock)) } }
                (call)
            })
            .title(t!(w, "donor-announced", from = from, until = until))
            .icon(Icon::Truck)
            .now(true)
            .render()
        }
        Some((VisitOutcome::Done, at)) => {
            Notice::success(t!(w, "donor-collected", time = context.when(at))).then(html! { p { (who) } }).render()
        }
        Some((outcome, at)) => {
            let time = context.when(at);
            let missed = match outcome {
                VisitOutcome::Unreachable => t!(w, "donor-visit-unreachable", time = time),
                VisitOutcome::Closed | VisitOutcome::Done | VisitOutcome::Reopened => {
                    t!(w, "donor-visit-closed", time = time)
                }
            };
            Notice::warning(missed).then(html! { p { (t!(w, "donor-coordinator-knows")) } (call) }).render()
        }
    }
}

/// Lots that the plan does not carry, each with its reason, and whom to call.
fn not_carried(context: &Context, day: &DonorDay, contacts: &[Contact]) -> Markup {
    let w = context.words;
    let alone: Vec<&DonorLot> = day.waiting().filter(|lot| !lot.planned).collect();
    html! {
        @if !alone.is_empty() {
            (Notice::warning(t!(w, "donor-not-carried", n = alone.len())).then(html! {
                ul {
                    @for lot in &alone {
                        li {
                            (say::lot(w, &lot.lot)) ": "
                            @match lot.left {
                                Some(code) => (w.left(code)),
                                None => (t!(w, "donor-after-plan")),
                            }
                        }
                    }
                }
                p { (t!(w, "donor-coordinator-looks")) }
                @if let Some(contact) = contacts.first() {
                    (CallButton { words: w, name: &contact.name, phone: &contact.phone })
                }
            }))
        }
    }
}

fn row(context: &Context, scope: &Scope, day: &DonorDay, lot: &DonorLot, form: &FormState) -> Markup {
    let w = context.words;
    let mut row = LotRow::new(w, lot.lot.category.word(), say::lot(w, &lot.lot), lot.lot.crates.0);
    for mark in marks::of_lot(w, &lot.lot, day.day.date) {
        row = row.badge(mark);
    }
    let whole = lot.waiting == lot.lot.crates;
    if whole {
        row = row.badge(Badge::new(Tone::Neutral, t!(w, "donor-waits")).icon(Icon::Clock));
    }
    let photo = lot.lot.photo.map(|photo| format!("/photos/{photo}"));
    html! {
        (row.under(html! {
            div.stack-close {
                @if lot.waiting > Crates::ZERO && !whole {
                    p.fate { (Icon::Clock) span { (t!(w, "donor-waiting", n = lot.waiting.0)) } }
                }
                @for fate in &lot.fates { (fate_line(context, fate)) }
                @if let Some(photo) = photo { a.row-link href=(photo) { (Icon::Camera) (t!(w, "donor-photo")) } }
                @if lot.waiting > Crates::ZERO && day.site.kind == SiteKind::Donor {
                    (change(context, scope, lot, form))
                }
            }
        }))
    }
}

fn fate_line(context: &Context, fate: &Fate) -> Markup {
    let w = context.words;
    let (n, at) = (fate.crates.0, context.when(fate.at));
    let (icon, line) = match fate.what {
        FateKind::Collected(_) => (Icon::Check, t!(w, "donor-fate-collected", n = n, time = at)),
        FateKind::Returned => (Icon::Undo, t!(w, "donor-fate-returned", n = n, time = at)),
        FateKind::Withdrawn => (Icon::Minus, t!(w, "donor-fate-withdrawn", n = n)),
        FateKind::NotThere => (Icon::Minus, t!(w, "donor-fate-not-there", n = n)),
        FateKind::Refused(why) => (Icon::Cross, t!(w, "donor-fate-refused", n = n, why = w.why(why))),
        FateKind::Discarded => (Icon::Cross, t!(w, "donor-fate-discarded", n = n)),
    };
    html! { p.fate { (icon) span { (line) } } }
}

/// Fewer crates, or none, while it is not on board.
fn change(context: &Context, scope: &Scope, lot: &DonorLot, form: &FormState) -> Markup {
    let w = context.words;
    let field = Field::Crates.of(lot.lot.id);
    let action = scope.path(&format!("/donor/lots/{}/reduce", lot.lot.id));
    let name = say::lot(w, &lot.lot);
    let offline = |title: String| Offline::new(title).touches([format!("lot:{}", lot.lot.id)]);
    let body = html! {
        (ActForm::new(&action, context.op_id(), html! {
            (form.stepper(&field, t!(w, "donor-how-many-left"), lot.waiting.0 - 1).max(lot.waiting.0)
                .said(t!(w, "offline-left")))
            (Button::new(t!(w, "save")).icon(Icon::Check))
        }).offline(offline(t!(w, "offline-reduce", lot = name.as_str()))))
        (ActForm::new(&action, context.op_id(), html! {
            (hidden(&field, 0))
            (Button::new(t!(w, "donor-withdraw")).icon(Icon::Cross).emphasis(Emphasis::Danger))
        }).offline(offline(t!(w, "offline-withdraw", lot = name.as_str()))))
    };
    html! { (Disclosure { summary: t!(w, "donor-change"), icon: Some(Icon::Minus), open: form.has_error([&field]), body }) }
}
