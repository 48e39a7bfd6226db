//! Crates that go out to families: how many, to how many families and persons, and nothing else about them.

use std::collections::BTreeSet;

use axum::response::Response;
use maud::{Markup, html};

use crate::app::point::{HandoutDone, is_expired};
use crate::app::stock::MOST_PERSONS;
use crate::app::{Field, FieldName, Refusal};
use crate::domain::id::LotId;
use crate::domain::lot::Lot;
use crate::domain::people::Role;
use crate::domain::quantity::{Crates, MOST_CRATES_PER_LOT};
use crate::domain::site::SiteKind;
use crate::t;
use crate::web::context::{Context, percent};
use crate::web::error::WebError;
use crate::web::form_state::FormState;
use crate::web::input::Input;
use crate::web::scope::Scope;
use crate::web::ui::{
    ActForm, ActionBar, Button, Card, Emphasis, EmptyState, Icon, LotRow, Offline, Page, Section, Tab,
};
use crate::web::{marks, say};
use crate::words::Words;

pub(super) async fn show(context: Context) -> Result<Response, WebError> {
    let scope = Scope::of(&context, Role::Point).await?;
    let page = page(&context, &scope, &FormState::new(context.words)).await?;
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
        Err(refusal) => {
            let form = FormState::refused(context.words, refusal, input)?;
            Ok(form.answer(&page(&context, &scope, &form).await?))
        }
    }
}

type Given = (Vec<(LotId, Crates)>, (i64, i64));

fn read(input: &mut Input) -> Result<Given, Refusal> {
    let mut lots = Vec::new();
    for lot in input.lots(Field::Crates)? {
        match input.number(Field::Crates.of(lot), 0, MOST_CRATES_PER_LOT.0) {
            None | Some(0) => {}
            Some(crates) => lots.push((lot, Crates(crates))),
        }
    }
    let families = input.number(Field::Families, 0, i64::MAX).unwrap_or(0);
    let persons = input.number(Field::Persons, 0, i64::MAX).unwrap_or(0);
    input.check()?;
    Ok((lots, (families, persons)))
}

async fn page(context: &Context, scope: &Scope, form: &FormState) -> Result<Page, WebError> {
    let (w, app) = (context.words, &context.web.app);
    let body = if scope.site().kind == SiteKind::Point {
        let open = open_form(context, scope, form).await?;
        let done = app.handouts_today(&context.actor, scope.site()).await?;
        html! { div.here role="status" data-here="/point/handouts" {} (open) (today(context, scope, &done)) }
    } else {
        html! { (EmptyState::new(Icon::Point, t!(w, "point-hub-gives-nothing"))) }
    };
    Ok(scope.page(context, Tab::PointHandouts, t!(w, "point-handouts-title"), body))
}

async fn open_form(context: &Context, scope: &Scope, form: &FormState) -> Result<Markup, WebError> {
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
    let number = |name: FieldName, label: String| form.stepper(name, label, 0);
    let body = html! {
        (form.summary())
        (Card::new(html! {
            div id=(Field::Lots) tabindex="-1" {
                @if let Some(error) = form.error(Field::Lots) { p.error { (Icon::Warning) span { (error) } } }
                @for (lot, balance) in &good {
                    @let mut row = LotRow::new(w, lot.category.word(), say::lot(w, lot), balance.crates.0);
                    @let () = { for mark in marks::of_lot(w, lot, stock.date) { row = row.badge(mark); } };
                    (row.under(html! {
                        (number(Field::Crates.of(lot.id), t!(w, "point-crates-out")).max(balance.crates.0).said(said(w, lot)))
                    }))
                }
                // What the phone has checked in without a network can be given too.
                @for portion in &expected {
                    @let lot = &portion.lot;
                    div hidden data-if-key={ "accepted:" (lot.id) } {
                        (LotRow::new(w, lot.category.word(), say::lot(w, lot), portion.crates.0).under(html! {
                            (number(Field::Crates.of(lot.id), t!(w, "point-crates-out")).max(portion.crates.0).said(said(w, lot)))
                        }))
                    }
                }
                @if good.is_empty() { p.soft { (t!(w, "point-nothing-to-give")) } }
            }
        }).title(t!(w, "point-what-goes-out")).icon(Icon::Crate))
        (Card::new(html! {
            (number(Field::Families.into(), t!(w, "point-families")).max(MOST_PERSONS).said(t!(w, "offline-families")))
            (number(Field::Persons.into(), t!(w, "point-persons")).max(MOST_PERSONS))
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
