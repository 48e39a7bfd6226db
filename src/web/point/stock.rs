//! What a point or hub holds, and throwing some of it away.

use axum::extract::Path;
use axum::response::Response;
use maud::{Markup, html};

use crate::app::day::REASONS;
use crate::app::point::{Stock, is_expired};
use crate::app::{FieldError, Refusal, Thing};
use crate::domain::food::Category;
use crate::domain::id::LotId;
use crate::domain::ledger::{Balance, MovementReason};
use crate::domain::lot::Lot;
use crate::domain::people::Role;
use crate::domain::quantity::{Crates, Grams, MOST_CRATES_PER_LOT};
use crate::t;
use crate::web::context::Context;
use crate::web::error::WebError;
use crate::web::input::Input;
use crate::web::scope::Scope;
use crate::web::ui::{
    ActForm, Button, Card, Choice, ChoiceTiles, Disclosure, Emphasis, EmptyState, Icon, LotRow, NumberStepper, Offline,
    Page, PageAct, PageButton, Section, StatTile, Stats, Tab,
};
use crate::web::{marks, say};

pub(super) async fn show(context: Context) -> Result<Response, WebError> {
    let scope = Scope::of(&context, Role::Point).await?;
    let page = page(&context, &scope, None).await?;
    context.show(page).await
}

pub(super) async fn discard(context: Context, Path(lot): Path<String>, mut input: Input) -> Result<Response, WebError> {
    let scope = Scope::of(&context, Role::Point).await?;
    let act = input.act(&context.web)?;
    let lot: LotId = lot.parse().map_err(|_| Refusal::NotFound(Thing::Lot))?;
    let crates = input.needed_number(&format!("crates-{lot}"), 1, MOST_CRATES_PER_LOT.0);
    let why = input.choice::<MovementReason>(&format!("why-{lot}")).filter(|why| REASONS.contains(why));
    let discarded = match (input.check(), why) {
        (Ok(()), Some(why)) => {
            context.web.app.discard(&context.actor, act, scope.site().id, (lot, Crates(crates)), why).await
        }
        (Ok(()), None) => Err(FieldError::new(format!("why-{lot}"), crate::app::FieldErrorKind::NotAChoice).into()),
        (Err(refusal), _) => Err(refusal),
    };
    match discarded {
        Ok(done) => Ok(context.acted(&done, &scope.path("/point/stock"))),
        Err(Refusal::Invalid(faults)) => {
            let page = page(&context, &scope, Some((lot, &faults))).await?;
            Ok(context.mistaken(act, &page))
        }
        Err(refusal) => Ok(context.refused(act, refusal)),
    }
}

async fn page(context: &Context, scope: &Scope, faults: Option<(LotId, &[FieldError])>) -> Result<Page, WebError> {
    let w = context.words;
    let stock = context.web.app.stock_of(&context.actor, scope.site()).await?;
    let body = if stock.lots.is_empty() {
        html! {
            (EmptyState::new(Icon::Crate, t!(w, "point-no-stock"))
                .next_step(t!(w, "point-no-stock-hint"))
                .link(scope.path("/point"), t!(w, "tab-point-arrivals")))
        }
    } else {
        held(context, scope, &stock, faults)
    };
    let body = html! { div.here role="status" data-here="/point/stock" {} (body) };
    Ok(scope.page(context, Tab::PointStock, t!(w, "tab-point-stock"), body))
}

fn held(context: &Context, scope: &Scope, stock: &Stock, faults: Option<(LotId, &[FieldError])>) -> Markup {
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
                        (Card::new(html! { div { @for (lot, balance) in &lots { (row(context, scope, stock, (lot, *balance), faults)) } } }))
                    },
                })
            }
        }
        div.button-row { (PageButton { words: w, act: PageAct::Print }) }
    }
}

fn row(
    context: &Context,
    scope: &Scope,
    stock: &Stock,
    (lot, balance): (&Lot, Balance),
    faults: Option<(LotId, &[FieldError])>,
) -> Markup {
    let w = context.words;
    let faults = faults.filter(|(of, _)| *of == lot.id).map_or(&[][..], |(_, faults)| faults);
    let mut row =
        LotRow::new(w, lot.category.word(), say::lot(w, lot), balance.crates.0).detail(w.kilograms(balance.grams.0));
    for mark in marks::of_lot(w, lot, stock.date) {
        row = row.badge(mark);
    }
    let expired = is_expired(lot, stock.date);
    let (crates, why) = (format!("crates-{}", lot.id), format!("why-{}", lot.id));
    let action = scope.path(&format!("/point/stock/{}/discard", lot.id));
    let reasons = REASONS.iter().map(|why| Choice::new(why.word(), say::rejection(w, *why)));
    let offline = Offline::new(t!(w, "offline-discard", lot = say::lot(w, lot))).touches([format!("lot:{}", lot.id)]);
    let form = html! {
        @if expired {
            (ActForm::new(action, context.op_id(), html! {
                input type="hidden" name=(crates) value=(balance.crates.0);
                input type="hidden" name=(why) value=(MovementReason::Expired);
                (Button::new(t!(w, "point-discard-all", n = balance.crates.0)).icon(Icon::Cross).emphasis(Emphasis::Danger))
            }).offline(offline))
        } @else {
            (Disclosure {
                summary: t!(w, "point-discard"),
                icon: Some(Icon::Cross),
                open: !faults.is_empty(),
                body: html! {
                    (ActForm::new(action, context.op_id(), html! {
                        (NumberStepper::new(w, &crates, t!(w, "point-how-many-discarded"))
                            .value(balance.crates.0).min(1).max(balance.crates.0).said(t!(w, "offline-crates"))
                            .error(say::fault_of(w, faults, &crates)))
                        (ChoiceTiles::new(&why, t!(w, "point-reject-why"), reasons.collect())
                            .error(say::fault_of(w, faults, &why)))
                        (Button::new(t!(w, "point-discard")).icon(Icon::Cross).emphasis(Emphasis::Danger))
                    }).offline(offline))
                },
            })
        }
    };
    html! { (row.under(form)) }
}
