//! The end of a round: what was done, what is still on board, and thanks.

use axum::response::Response;
use maud::{Markup, html};

use super::loads::{cold_clock, lot_row, site_name};
use super::offline;
use super::round::nothing;
use super::round_view::RoundView;
use super::scope::RoundScope;
use crate::app::day::StopDay;
use crate::app::driving::{Driving, RoundSums};
use crate::domain::id::RoundId;
use crate::domain::quantity::Crates;
use crate::domain::round::VisitOutcome;
use crate::t;
use crate::web::address::Id;
use crate::web::context::Context;
use crate::web::error::WebError;
use crate::web::form_state::FormState;
use crate::web::input::Input;
use crate::web::ui::{
    ActForm, ActionBar, Button, Card, DefinitionList, Emphasis, Icon, LinkButton, Notice, Page, StatTile, Stats, Tab,
    Tone,
};

/// `/driver/end`
pub async fn show(mut context: Context, scope: RoundScope) -> Result<Response, WebError> {
    let driving = context.web.app.driving(&context.actor, scope.round).await?;
    let page = page(&context, scope, &driving, &FormState::new(context.words)).await?;
    if let Some(after) = scope.after {
        context.path = scope.stop(after);
    }
    context.show(page).await
}

/// `POST /driver/rounds/{round}/end`
pub async fn end(
    context: Context,
    scope: RoundScope,
    Id(round): Id<RoundId>,
    mut input: Input,
) -> Result<Response, WebError> {
    let act = input.act(&context.web)?;
    let (app, who) = (&context.web.app, &context.actor);
    match app.end_round(who, act, round).await {
        Ok(done) => Ok(context.acted(&done, &scope.link("/driver/end"))),
        Err(refusal) => {
            let form = FormState::refused(context.words, refusal, input)?;
            let driving = app.driving(who, Some(round)).await?;
            Ok(form.answer(&page(&context, scope, &driving, &form).await?))
        }
    }
}

/// `POST /driver/rounds/{round}/reopen`
pub async fn reopen(
    context: Context,
    scope: RoundScope,
    Id(round): Id<RoundId>,
    mut input: Input,
) -> Result<Response, WebError> {
    let act = input.act(&context.web)?;
    let done = context.web.app.reopen_round(&context.actor, act, round).await?;
    Ok(context.acted(&done, &scope.link("/driver")))
}

async fn page(context: &Context, scope: RoundScope, driving: &Driving, form: &FormState) -> Result<Page, WebError> {
    let w = context.words;
    let Some(view) = RoundView::of(context, scope, driving) else {
        let body = nothing(context, scope, driving).await?;
        return Ok(context.page(Tab::DriverEnd, t!(w, "tab-driver-end"), body).scope(scope.query()));
    };
    let sums = context.web.app.carried(&context.actor, view.round.head.id).await?.sums();
    let ended = view.round.head.ended;
    let body = html! {
        (form.summary())
        @if let Some(at) = ended { (Notice::success(t!(w, "driver-thanks", time = context.when(at)))) }
        (figures(&view, &sums))
        // A point may reject a lot after the end: it is on board form, and needs a place.
        @if ended.is_some() && view.round.on_board.is_empty() { (reopening(&view)) } @else { (before_the_end(&view)) }
    };
    let title = if ended.is_some() { t!(w, "driver-thanks-title") } else { t!(w, "tab-driver-end") };
    Ok(context.page(Tab::DriverEnd, title, body).lead(view.lead()).scope(scope.query()))
}

fn figures(view: &RoundView<'_>, sums: &RoundSums) -> Markup {
    let w = view.context.words;
    let ended_as = |wanted: fn(VisitOutcome) -> bool| {
        view.round.stops.iter().filter(|stop| stop.visit.as_ref().is_some_and(|visit| wanted(visit.outcome))).count()
    };
    let (done, skipped) = (ended_as(|o| o == VisitOutcome::Done), ended_as(|o| o != VisitOutcome::Done));
    let mut facts = vec![(
        t!(w, "driver-stops-done"),
        html! { span.number { (t!(w, "done-of-total", done = done, total = view.round.stops.len())) } },
    )];
    if skipped > 0 {
        facts.push((t!(w, "driver-stops-skipped"), html! { span.number { (skipped) } }));
    }
    if sums.returned.crates > Crates::ZERO {
        facts.push((t!(w, "driver-brought-back"), html! { span.number { (w.crates(sums.returned.crates.0)) } }));
    }
    if sums.discarded.crates > Crates::ZERO {
        facts.push((t!(w, "driver-thrown-away"), html! { span.number { (w.crates(sums.discarded.crates.0)) } }));
    }
    if let Some(figures) = &view.round.figures {
        facts.push((t!(w, "driver-way-planned"), html! { span.number { (w.distance(figures.metres.0)) } }));
    }
    html! {
        (Stats(vec![
            StatTile::new(sums.collected.crates.0.to_string(), t!(w, "driver-crates-collected")),
            StatTile::new(sums.delivered.crates.0.to_string(), t!(w, "driver-crates-delivered")),
            StatTile::new(w.kilograms(sums.delivered.grams.0), t!(w, "driver-weight-delivered")).tone(Tone::Good),
        ]))
        (DefinitionList(facts))
    }
}

/// What stands in the way of the end, or the button.
fn before_the_end(view: &RoundView<'_>) -> Markup {
    let (w, context) = (view.context.words, view.context);
    let open = view.round.stops.iter().filter(|stop| stop.is_open()).count();
    let crates: Crates = view.round.on_board.iter().map(|portion| portion.balance.crates).sum();
    let action = view.scope.link(&format!("/driver/rounds/{}/end", view.round.head.id));
    html! {
        @if open > 0 {
            (Notice::warning(t!(w, "stops-left", n = open)))
        }
        @if crates > Crates::ZERO {
            (still_on_board(view, crates))
        } @else if let Some(next) = view.next() {
            (ActForm::new(action, context.op_id(), html! {
                (Button::new(t!(w, "driver-end-despite")).icon(Icon::Flag))
                p.soft.small { (t!(w, "driver-end-anyway")) }
            }).offline(offline::of_round(t!(w, "offline-end"), view.round)))
            (ActionBar { body: html! {
                (LinkButton::new(view.scope.stop(next.planned.id), t!(w, "driver-open-next"))
                    .emphasis(Emphasis::Primary).icon(Icon::Navigate))
            } })
        } @else {
            (ActForm::new(action, context.op_id(), html! {
                (ActionBar { body: html! { (Button::primary(t!(w, "driver-end-button")).icon(Icon::Flag)) } })
            }).offline(offline::of_round(t!(w, "offline-end"), view.round)))
        }
    }
}

fn still_on_board(view: &RoundView<'_>, crates: Crates) -> Markup {
    let (w, context) = (view.context.words, view.context);
    let going = view.round.stops.iter().filter(|stop| stop.is_open() && stop.unloads()).collect::<Vec<&StopDay>>();
    html! {
        (Notice::danger(t!(w, "conflict-still-on-board", n = crates.0)).then(html! { p { (t!(w, "driver-empty-first")) } }))
        (Card::new(html! {
            div {
                @for portion in &view.round.on_board {
                    @if let Some(lot) = view.day.lots.get(&portion.lot) {
                        @let row = lot_row(context, lot, portion.balance.crates).detail(match portion.going {
                            Some((_, site)) => t!(w, "driver-goes-to", place = site_name(view.day, site)),
                            None => t!(w, "alarm-nowhere-to-go"),
                        });
                        @match cold_clock(context, portion) { Some(clock) => (row.under(clock)), None => (row) }
                    }
                }
            }
        }))
        (ActionBar { body: html! {
            @match going.first() {
                Some(stop) if view.homeless().is_empty() => {
                    (LinkButton::new(view.scope.stop(stop.planned.id), t!(w, "driver-deliver-to", place = site_name(view.day, stop.planned.site)))
                        .emphasis(Emphasis::Primary).icon(Icon::Navigate))
                }
                _ => {
                    (LinkButton::new(view.scope.link("/driver/aboard"), t!(w, "driver-decide-where")).emphasis(Emphasis::Primary).icon(Icon::Box))
                }
            }
        } })
    }
}

/// A round ended too early is opened form in one tap.
fn reopening(view: &RoundView<'_>) -> Markup {
    let (w, context) = (view.context.words, view.context);
    let action = view.scope.link(&format!("/driver/rounds/{}/reopen", view.round.head.id));
    html! {
        (ActForm::new(action, context.op_id(), html! {
            (Button::new(t!(w, "driver-reopen")).icon(Icon::Undo))
            p.soft.small { (t!(w, "driver-reopen-hint")) }
        }))
    }
}
