//! Crates that go out to families: how many, to how many families and persons, and nothing else about them.

use std::collections::BTreeSet;

use axum::response::Response;
use maud::{Markup, html};

use crate::app::point::{HandoutDone, is_expired};
use crate::app::stock::MOST_PERSONS;
use crate::app::{FieldError, Refusal, Thing};
use crate::domain::id::LotId;
use crate::domain::lot::Lot;
use crate::domain::people::Role;
use crate::domain::quantity::{Crates, MOST_CRATES_PER_LOT};
use crate::domain::site::SiteKind;
use crate::t;
use crate::web::context::{Context, percent};
use crate::web::error::WebError;
use crate::web::input::Input;
use crate::web::scope::Scope;
use crate::web::ui::{
    ActForm, ActionBar, Button, Card, Emphasis, EmptyState, ErrorSummary, Icon, LotRow, NumberStepper, Offline, Page,
    Section, Tab,
};
use crate::web::{marks, say};
use crate::words::Words;

pub(super) async fn show(context: Context) -> Result<Response, WebError> {
    let scope = Scope::of(&context, Role::Point).await?;
    let page = page(&context, &scope, &Input::default(), &[]).await?;
    context.show(page).await
}

pub(super) async fn hand_out(context: Context, mut input: Input) -> Result<Response, WebError> {
    let scope = Scope::of(&context, Role::Point).await?;
    let act = input.act(&context.web)?;
    let given = match read(&mut input) {
        Ok((lots, served)) => context.web.app.hand_out(&context.actor, act, scope.site().id, lots, served).await,
        Err(refusal) => Err(refusal),
    };
    match given {
        Ok(done) => Ok(context.acted(&done, &scope.path("/point/handouts"))),
        Err(Refusal::Invalid(faults)) => {
            let page = page(&context, &scope, &input, &faults).await?;
            Ok(context.mistaken(act, &page))
        }
        Err(refusal) => Ok(context.refused(act, refusal)),
    }
}

type Given = (Vec<(LotId, Crates)>, (i64, i64));

fn read(input: &mut Input) -> Result<Given, Refusal> {
    let named: Vec<String> = input.starting_with("crates-").map(|(lot, _)| lot.to_owned()).collect();
    let mut lots = Vec::new();
    for name in named {
        let lot: LotId = name.parse().map_err(|_| Refusal::NotFound(Thing::Lot))?;
        match input.number(&format!("crates-{name}"), 0, MOST_CRATES_PER_LOT.0) {
            None | Some(0) => {}
            Some(crates) => lots.push((lot, Crates(crates))),
        }
    }
    let families = input.number("families", 0, i64::MAX).unwrap_or(0);
    let persons = input.number("persons", 0, i64::MAX).unwrap_or(0);
    input.check()?;
    Ok((lots, (families, persons)))
}

async fn page(context: &Context, scope: &Scope, typed: &Input, faults: &[FieldError]) -> Result<Page, WebError> {
    let (w, app) = (context.words, &context.web.app);
    let body = if scope.site().kind == SiteKind::Point {
        let form = form(context, scope, typed, faults).await?;
        let done = app.handouts_today(&context.actor, scope.site()).await?;
        html! { div.here role="status" data-here="/point/handouts" {} (form) (today(context, scope, &done)) }
    } else {
        html! { (EmptyState::new(Icon::Point, t!(w, "point-hub-gives-nothing"))) }
    };
    Ok(scope.page(context, Tab::PointHandouts, t!(w, "point-handouts-title"), body))
}

async fn form(context: &Context, scope: &Scope, typed: &Input, faults: &[FieldError]) -> Result<Markup, WebError> {
    let w = context.words;
    let stock = context.web.app.stock_of(&context.actor, scope.site()).await?;
    let good: Vec<_> = stock.lots.iter().filter(|(lot, _)| !is_expired(lot, stock.date)).collect();
    let day = context.web.app.point_day(&context.actor, scope.site()).await?;
    let mut seen = BTreeSet::new();
    let expected: Vec<_> = day
        .unchecked
        .iter()
        .chain(day.coming.iter().flat_map(|coming| &coming.portions))
        .filter(|portion| !good.iter().any(|(lot, _)| lot.id == portion.lot.id) && seen.insert(portion.lot.id))
        .collect();
    if good.is_empty() && expected.is_empty() {
        let empty = EmptyState::new(Icon::Point, t!(w, "point-nothing-to-give"));
        return Ok(
            html! { (empty.next_step(t!(w, "point-no-stock-hint")).link(scope.path("/point"), t!(w, "tab-point-arrivals"))) },
        );
    }
    let fault = |field: &str| say::fault_of(w, faults, field);
    let number = |field: &str| typed.text(field).parse().unwrap_or(0);
    let errors = faults.iter().map(|fault| (fault.field.clone(), say::field_error(w, &fault.kind))).collect();
    let body = html! {
        (ErrorSummary { words: w, errors })
        (Card::new(html! {
            div #lots tabindex="-1" {
                @if let Some(error) = fault("lots") { p.error { (Icon::Warning) span { (error) } } }
                @for (lot, balance) in &good {
                    @let field = format!("crates-{}", lot.id);
                    @let mut row = LotRow::new(w, lot.category.word(), say::lot(w, lot), balance.crates.0);
                    @let () = { for mark in marks::of_lot(w, lot, stock.date) { row = row.badge(mark); } };
                    (row.under(html! {
                        (NumberStepper::new(w, &field, t!(w, "point-crates-out"))
                            .value(number(&field)).max(balance.crates.0).error(fault(&field)).said(said(w, lot)))
                    }))
                }
                // What the phone has checked in without a network can be given too.
                @for portion in &expected {
                    @let field = format!("crates-{}", portion.lot.id);
                    @let row = LotRow::new(w, portion.lot.category.word(), say::lot(w, &portion.lot), portion.crates.0);
                    div hidden data-if-key={ "accepted:" (portion.lot.id) } {
                        (row.under(html! {
                            (NumberStepper::new(w, &field, t!(w, "point-crates-out")).max(portion.crates.0).said(said(w, &portion.lot)))
                        }))
                    }
                }
                @if good.is_empty() { p.soft { (t!(w, "point-nothing-to-give")) } }
            }
        }).title(t!(w, "point-what-goes-out")).icon(Icon::Crate))
        (Card::new(html! {
            (NumberStepper::new(w, "families", t!(w, "point-families")).value(number("families")).max(MOST_PERSONS).error(fault("families")).said(t!(w, "offline-families")))
            (NumberStepper::new(w, "persons", t!(w, "point-persons")).value(number("persons")).max(MOST_PERSONS).error(fault("persons")))
            p.hint { (t!(w, "point-only-numbers")) }
        }).title(t!(w, "point-to-whom")).icon(Icon::People))
        (ActionBar { body: html! { (Button::primary(t!(w, "point-hand-out")).icon(Icon::Check)) } })
    };
    Ok(html! { (ActForm::new(scope.path("/point/handouts"), context.op_id(), body)
    .offline(Offline::new(t!(w, "offline-handout")).touches(good.iter().map(|(lot, _)| lot.id).chain(expected.iter().map(|portion| portion.lot.id)).map(|lot| format!("lot:{lot}"))))) })
}

/// A lot that goes out, in the list of what waits on a phone.
fn said(w: Words, lot: &Lot) -> String {
    format!("{} #", w.category(lot.category))
}

fn today(context: &Context, scope: &Scope, done: &[HandoutDone]) -> Markup {
    let w = context.words;
    let back = percent(&scope.path("/point/handouts"));
    html! {
        @if !done.is_empty() {
            (Section {
                title: t!(w, "point-handouts-today"),
                aside: None,
                body: html! {
                    @for one in done {
                        @let crates: Crates = one.given.iter().map(|flow| flow.crates).sum();
                        @let undone = format!("undone:{}", one.handout.op);
                        (Card::new(html! {
                            p data-key=(undone) {
                                (t!(w, "families", n = one.handout.families)) ", " (t!(w, "persons", n = one.handout.persons))
                                ": " strong { (w.crates(crates.0)) }
                            }
                            @if one.can_undo {
                                (ActForm::new(format!("/acts/{}/undo?back={back}", one.handout.op), context.op_id(), html! {
                                    (Button::new(t!(w, "undo")).icon(Icon::Undo).emphasis(Emphasis::Quiet))
                                }).offline(Offline::new(t!(w, "offline-undone")).settles(&undone).touches([format!("op:{}", one.handout.op)])))
                                p hidden data-if-key=(undone) { strong { (t!(w, "offline-undone")) } }
                            }
                        }).title(context.clock(one.handout.occurred)).icon(Icon::Point))
                    }
                },
            })
        }
    }
}
