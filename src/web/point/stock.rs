//! What a point or hub holds, and throwing some of it away.

use axum::response::Response;
use maud::{Markup, html};

use crate::app::day::REASONS;
use crate::app::point::{Stock, is_expired};
use crate::app::{Field, FieldError, FieldErrorKind, Refusal};
use crate::domain::food::Category;
use crate::domain::id::LotId;
use crate::domain::ledger::{Balance, MovementReason};
use crate::domain::lot::Lot;
use crate::domain::people::Role;
use crate::domain::quantity::{Crates, Grams, MOST_CRATES_PER_LOT};
use crate::t;
use crate::web::address::Id;
use crate::web::context::Context;
use crate::web::error::WebError;
use crate::web::form_state::FormState;
use crate::web::input::Input;
use crate::web::scope::Scope;
use crate::web::ui::{
    ActForm, Button, Card, Choice, Disclosure, Emphasis, EmptyState, Icon, LotRow, Offline, Page, PageAct, PageButton,
    Section, StatTile, Stats, Tab, hidden,
};
use crate::web::{marks, say};

pub(super) async fn show(context: Context) -> Result<Response, WebError> {
    let scope = Scope::of(&context, Role::Point).await?;
    let page = page(&context, &scope, &FormState::new(context.words)).await?;
    context.show(page).await
}

pub(super) async fn discard(context: Context, Id(lot): Id<LotId>, mut input: Input) -> Result<Response, WebError> {
    let scope = Scope::of(&context, Role::Point).await?;
    let act = input.act(&context.web)?;
    let discarded = match read(lot, &mut input) {
        Ok((crates, why)) => context.web.app.discard(&context.actor, act, scope.site().id, (lot, crates), why).await,
        Err(refusal) => Err(refusal),
    };
    match discarded {
        Ok(done) => Ok(context.acted(&done, &scope.path("/point/stock"))),
        Err(refusal) => {
            let form = FormState::refused(context.words, refusal, input)?;
            Ok(form.answer(&page(&context, &scope, &form).await?))
        }
    }
}

fn read(lot: LotId, input: &mut Input) -> Result<(Crates, MovementReason), Refusal> {
    let crates = Crates(input.needed_number(Field::Crates.of(lot), 1, MOST_CRATES_PER_LOT.0));
    let why = input.choice::<MovementReason>(Field::Why.of(lot));
    input.check()?;
    let why = why.filter(|why| REASONS.contains(why));
    Ok((crates, why.ok_or_else(|| FieldError::new(Field::Why.of(lot), FieldErrorKind::NotAChoice))?))
}

async fn page(context: &Context, scope: &Scope, form: &FormState) -> Result<Page, WebError> {
    let w = context.words;
    let stock = context.web.app.stock_of(&context.actor, scope.site()).await?;
    let body = if stock.lots.is_empty() {
        html! {
            (EmptyState::new(Icon::Crate, t!(w, "point-no-stock"))
                .next_step(t!(w, "point-no-stock-hint"))
                .link(scope.path("/point"), t!(w, "tab-point-arrivals")))
        }
    } else {
        held(context, scope, &stock, form)
    };
    let body = html! { div.here role="status" data-here="/point/stock" {} (form.summary()) (body) };
    Ok(scope.page(context, Tab::PointStock, t!(w, "tab-point-stock"), body))
}

fn held(context: &Context, scope: &Scope, stock: &Stock, form: &FormState) -> Markup {
    let w = context.words;
    let crates: Crates = stock.lots.iter().map(|(_, balance)| balance.crates).sum();
    let grams: Grams = stock.lots.iter().map(|(_, balance)| balance.grams).sum();
    let expired = stock.lots.iter().filter(|(lot, _)| is_expired(lot, stock.date)).count();
    html! {
        (Stats(vec![
            StatTile::new(crates.0.to_string(), t!(w, "crates-unit", n = crates.0)),
            StatTile::new(w.kilograms(grams.0), t!(w, "point-in-all")),
        ]))
        @if expired > 0 { p.error { (Icon::Warning) span { (t!(w, "point-expired-lots", n = expired)) } } }
        @for category in Category::ALL {
            @let lots: Vec<_> = stock.lots.iter().filter(|(lot, _)| lot.category == *category).collect();
            @let weight: Grams = lots.iter().map(|(_, balance)| balance.grams).sum();
            @if !lots.is_empty() {
                (Section {
                    title: w.category(*category),
                    aside: Some(html! { span.soft { (w.kilograms(weight.0)) } }),
                    body: html! {
                        (Card::new(html! { div { @for (lot, balance) in &lots { (row(context, scope, stock, (lot, *balance), form)) } } }))
                    },
                })
            }
        }
        div.button-row { (PageButton { words: w, act: PageAct::Print }) }
    }
}

fn row(context: &Context, scope: &Scope, stock: &Stock, (lot, balance): (&Lot, Balance), form: &FormState) -> Markup {
    let w = context.words;
    let mut row =
        LotRow::new(w, lot.category.word(), say::lot(w, lot), balance.crates.0).detail(w.kilograms(balance.grams.0));
    for mark in marks::of_lot(w, lot, stock.date) {
        row = row.badge(mark);
    }
    let expired = is_expired(lot, stock.date);
    let (crates, why) = (Field::Crates.of(lot.id), Field::Why.of(lot.id));
    let action = scope.path(&format!("/point/stock/{}/discard", lot.id));
    let reasons = REASONS.iter().map(|why| Choice::new(why.word(), say::rejection(w, *why)));
    let offline = Offline::new(t!(w, "offline-discard", lot = say::lot(w, lot))).touches([format!("lot:{}", lot.id)]);
    let body = html! {
        @if expired {
            (ActForm::new(action, context.op_id(), html! {
                (hidden(crates, balance.crates.0))
                (hidden(why, MovementReason::Expired))
                (Button::new(t!(w, "point-discard-all", n = balance.crates.0)).icon(Icon::Cross).emphasis(Emphasis::Danger))
            }).offline(offline))
        } @else {
            (Disclosure {
                summary: t!(w, "point-discard"),
                icon: Some(Icon::Cross),
                open: form.has_error([&crates, &why]),
                body: html! {
                    (ActForm::new(action, context.op_id(), html! {
                        (form.stepper(crates, t!(w, "point-how-many-discarded"), balance.crates.0)
                            .min(1).max(balance.crates.0).said(t!(w, "offline-crates")))
                        (form.tiles(why, t!(w, "point-reject-why"), reasons.collect()))
                        (Button::new(t!(w, "point-discard")).icon(Icon::Cross).emphasis(Emphasis::Danger))
                    }).offline(offline))
                },
            })
        }
    };
    html! { (row.under(body)) }
}
