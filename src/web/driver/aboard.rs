//! What is on board and should go elsewhere than planned: to another place, back to the shop, or away.

use axum::response::Response;
use maud::{Markup, html};

use super::loads::{cold_clock, lot_row, site_name};
use super::offline;
use super::round::{call_coordinators, nothing};
use super::round_view::RoundView;
use super::scope::RoundScope;
use crate::app::day::{OnBoard, REASONS};
use crate::app::driving::Driving;
use crate::app::{Field, FieldError, FieldErrorKind, Refusal};
use crate::domain::calendar;
use crate::domain::id::{LotId, RoundId, SiteId};
use crate::domain::ledger::MovementReason;
use crate::domain::lot::Lot;
use crate::domain::quantity::{Crates, MOST_CRATES_PER_LOT, Metres};
use crate::domain::round::{Visit, VisitOutcome};
use crate::domain::site::{Site, SiteKind};
use crate::t;
use crate::web::address::Id;
use crate::web::context::Context;
use crate::web::error::WebError;
use crate::web::form_state::FormState;
use crate::web::input::Input;
use crate::web::say;
use crate::web::ui::{
    ActForm, ActionBar, Button, Card, Choice, Disclosure, Emphasis, EmptyState, Icon, Notice, Page, Section, Tab,
    hidden,
};

/// `/driver/aboard`
pub async fn show(context: Context, scope: RoundScope) -> Result<Response, WebError> {
    let driving = context.web.app.driving(&context.actor, scope.round).await?;
    let page = page(&context, scope, &driving, &FormState::new(context.words)).await?;
    context.show(page).await
}

/// `POST /driver/rounds/{round}/set-down`
pub async fn set_down(
    context: Context,
    scope: RoundScope,
    Id(round): Id<RoundId>,
    mut input: Input,
) -> Result<Response, WebError> {
    let (app, who) = (&context.web.app, &context.actor);
    let act = input.act(&context.web)?;
    let done = match set_down_where(&mut input) {
        Ok((site, lots)) => app.set_down(who, act, round, site, lots).await,
        Err(refusal) => Err(refusal),
    };
    match done {
        Ok(done) => Ok(context.acted(&done, &scope.link("/driver"))),
        Err(refusal) => {
            let form = FormState::refused(context.words, refusal, input)?;
            let driving = app.driving(who, Some(round)).await?;
            Ok(form.answer(&page(&context, scope, &driving, &form).await?))
        }
    }
}

/// `POST /driver/rounds/{round}/discard`
pub async fn discard(
    context: Context,
    scope: RoundScope,
    Id(round): Id<RoundId>,
    mut input: Input,
) -> Result<Response, WebError> {
    let (app, who) = (&context.web.app, &context.actor);
    let act = input.act(&context.web)?;
    let done = match thrown_away(&mut input) {
        Ok((lot, crates, why)) => app.discard_on_board(who, act, round, (lot, crates), why).await,
        Err(refusal) => Err(refusal),
    };
    match done {
        Ok(done) => Ok(context.acted(&done, &scope.link("/driver"))),
        Err(refusal) => {
            let form = FormState::refused(context.words, refusal, input)?;
            let driving = app.driving(who, Some(round)).await?;
            Ok(form.answer(&page(&context, scope, &driving, &form).await?))
        }
    }
}

/// The place, and the lots of which at least one crate is set down.
fn set_down_where(input: &mut Input) -> Result<(SiteId, Vec<(LotId, Crates)>), Refusal> {
    let site = input.choice::<SiteId>(Field::Site);
    let mut lots = Vec::new();
    for lot in input.lots(Field::Crates)? {
        let crates = input.number(Field::Crates.of(lot), 0, MOST_CRATES_PER_LOT.0).unwrap_or_default();
        lots.push((lot, Crates(crates)));
    }
    lots.retain(|(_, crates)| *crates > Crates::ZERO);
    input.check()?;
    Ok((site.ok_or_else(|| FieldError::new(Field::Site, FieldErrorKind::Missing))?, lots))
}

fn thrown_away(input: &mut Input) -> Result<(LotId, Crates, MovementReason), Refusal> {
    let Some(lot) = input.choice::<LotId>(Field::Lot) else {
        input.check()?;
        return Err(FieldError::new(Field::Lot, FieldErrorKind::Missing).into());
    };
    let crates = Crates(input.needed_number(Field::Discarded.of(lot), 1, MOST_CRATES_PER_LOT.0));
    let name = Field::Why.of(lot);
    let why = input.choice::<MovementReason>(&name);
    input.check()?;
    match why.filter(|why| REASONS.contains(why)) {
        Some(why) => Ok((lot, crates, why)),
        None => Err(FieldError::new(name, FieldErrorKind::NotAChoice).into()),
    }
}

async fn page(context: &Context, scope: RoundScope, driving: &Driving, form: &FormState) -> Result<Page, WebError> {
    let w = context.words;
    let people = context.web.app.coordinators(&context.actor).await?;
    let body = match RoundView::of(context, scope, driving) {
        None => nothing(context, scope, driving).await?,
        Some(view) if view.round.on_board.is_empty() => html! {
            (form.summary())
            (EmptyState::new(Icon::Box, t!(w, "driver-nothing-on-board")).link(scope.link("/driver"), t!(w, "driver-back-to-round")))
        },
        Some(view) => html! {
            (form.summary())
            (what_is_where(&view))
            (elsewhere(&view, form))
            (away(&view, form))
            (call_coordinators(context, &people))
        },
    };
    let page = context.page(Tab::DriverRound, t!(w, "driver-set-down-elsewhere"), body).scope(scope.query());
    Ok(page.back(scope.link("/driver"), t!(w, "driver-back-to-round")))
}

fn what_is_where(view: &RoundView<'_>) -> Markup {
    let (w, homeless) = (view.context.words, view.homeless());
    let crates: Crates = homeless.iter().map(|portion| portion.balance.crates).sum();
    html! {
        @if homeless.is_empty() {
            p.soft { (t!(w, "driver-all-has-a-place")) }
        } @else {
            (Notice::danger(t!(w, "driver-homeless", crates = w.crates(crates.0))).then(html! { p { (t!(w, "driver-homeless-next")) } }))
        }
    }
}

/// How many of each lot, and where to.
fn elsewhere(view: &RoundView<'_>, form: &FormState) -> Markup {
    let (w, context) = (view.context.words, view.context);
    let action = view.scope.link(&format!("/driver/rounds/{}/set-down", view.round.head.id));
    let body = html! {
        fieldset.group id=(Field::Lots) tabindex="-1" {
            legend { (t!(w, "driver-how-many-set-down")) }
            @if let Some(error) = form.error(Field::Lots) { p.error { (Icon::Warning) span { (error) } } }
            @for portion in &view.round.on_board { (countable(view, portion, form)) }
        }
        div.one-column { (form.tiles(Field::Site, t!(w, "driver-where-to"), places(view))) }
        (ActionBar { body: html! { (Button::primary(t!(w, "driver-set-down-here")).icon(Icon::Check)) } })
    };
    let done = offline::of_round(t!(w, "offline-set-down"), view.round);
    html! { (ActForm::new(action, context.op_id(), body).offline(done)) }
}

fn countable(view: &RoundView<'_>, portion: &OnBoard, form: &FormState) -> Markup {
    let (w, context) = (view.context.words, view.context);
    let Some(lot) = view.day.lots.get(&portion.lot) else { return html! {} };
    let start = if portion.going.is_none() { portion.balance.crates } else { Crates::ZERO };
    let under = html! {
        div.stack {
            @if let Some(clock) = cold_clock(context, portion) { (clock) }
            (form.stepper(Field::Crates.of(lot.id), t!(w, "driver-crates-set-down"), start.0).max(portion.balance.crates.0).all())
        }
    };
    let from = t!(
        w,
        "driver-lot-from",
        lot = t!(w, "driver-lot-number", number = lot.number),
        place = site_name(view.day, lot.site)
    );
    let detail = match portion.going {
        Some((_, site)) => format!("{from}. {}", t!(w, "driver-goes-to", place = site_name(view.day, site))),
        None => from,
    };
    html! { (lot_row(context, lot, portion.balance.crates).detail(detail).under(under)) }
}

/// Points and hubs, those that take what has no place and were not closed first, then the open ones, then the near ones; and the shops
/// that something on board came from.
fn places(view: &RoundView<'_>) -> Vec<Choice> {
    let w = view.context.words;
    let lots: Vec<&Lot> = view.round.on_board.iter().filter_map(|portion| view.day.lots.get(&portion.lot)).collect();
    let homeless: Vec<&Lot> = view.homeless().iter().filter_map(|portion| view.day.lots.get(&portion.lot)).collect();
    let here = whereabouts(view);
    let far = |site: &Site| here.map_or(Metres::ZERO, |here| here.at.distance(site.at));
    let refuses = |site: &Site| homeless.iter().any(|lot| site.refused.contains(lot.category));
    let mut takers: Vec<&Site> =
        view.day.sites.values().filter(|site| site.active && site.kind != SiteKind::Donor).collect();
    takers.sort_by_key(|site| (was_missed(view, site), refuses(site), open_until(view, site).is_none(), far(site)));
    let mut choices: Vec<Choice> = takers
        .into_iter()
        .take(MOST_PLACES)
        .map(|site| {
            let open = match open_until(view, site) {
                Some(until) => t!(w, "driver-open-until", time = until),
                None => t!(w, "driver-closed-now"),
            };
            let mut detail = format!("{open}, {}", w.distance(far(site).0));
            if was_missed(view, site) {
                detail.push_str(&format!(", {}", t!(w, "driver-was-missed")));
            }
            if refuses(site) {
                detail.push_str(&format!(", {}", t!(w, "driver-refuses-some")));
            }
            Choice::new(site.id.to_string(), say::site(site)).detail(detail).icon(super::route::icon_of(site.kind))
        })
        .collect();
    for donor in view.day.sites.values().filter(|site| site.kind == SiteKind::Donor) {
        if lots.iter().any(|lot| lot.site == donor.id) {
            let label = t!(w, "driver-back-to-shop", place = donor.name.as_str());
            choices.push(
                Choice::new(donor.id.to_string(), label).detail(t!(w, "driver-back-to-shop-detail")).icon(Icon::Shop),
            );
        }
    }
    choices
}

/// Whether the driver stood before a closed door there today, or could not get there.
fn was_missed(view: &RoundView<'_>, site: &Site) -> bool {
    let missed = |visit: &Visit| visit.site == site.id && visit.outcome != VisitOutcome::Done;
    view.round.stops.iter().filter_map(|stop| stop.visit.as_ref()).any(missed)
}

/// More places than this are farther than anybody would drive.
const MOST_PLACES: usize = 12;

/// The site of the last confirmed stop, or where the round started.
fn whereabouts<'a>(view: &RoundView<'a>) -> Option<&'a Site> {
    let visited = view.round.stops.iter().filter_map(|stop| stop.visit.as_ref()).max_by_key(|visit| visit.occurred);
    let shift = view.day.shifts.iter().find(|shift| shift.id == view.round.head.shift);
    view.day.sites.get(&visited.map(|visit| visit.site).or_else(|| shift.map(|shift| shift.start))?)
}

fn open_until(view: &RoundView<'_>, site: &Site) -> Option<String> {
    let now = view.context.now();
    let today = calendar::instants(site, view.context.today(), &view.day.area.zone, &view.day.closures);
    today.iter().find(|(from, until)| (*from..*until).contains(&now)).map(|(_, until)| view.context.clock(*until))
}

/// Throwing away, one lot at a time, folded away: nobody should do it by mistake.
fn away(view: &RoundView<'_>, form: &FormState) -> Markup {
    let (w, context) = (view.context.words, view.context);
    let action = view.scope.link(&format!("/driver/rounds/{}/discard", view.round.head.id));
    let body = html! {
        @for portion in &view.round.on_board {
            @if let Some(lot) = view.day.lots.get(&portion.lot) {
                @let (crates, why) = (Field::Discarded.of(lot.id), Field::Why.of(lot.id));
                @let reasons = REASONS.iter().map(|why| Choice::new(why.word(), capital(&w.why(*why))));
                (Disclosure {
                    summary: t!(w, "driver-throw-away-lot", lot = say::lot(w, lot)),
                    icon: Some(Icon::Cross),
                    open: form.has_error([&crates, &why]),
                    body: html! { (ActForm::new(&action, context.op_id(), html! {
                        (hidden(Field::Lot, lot.id))
                        (form.stepper(crates, t!(w, "driver-crates-thrown-away"), portion.balance.crates.0)
                            .min(1).max(portion.balance.crates.0))
                        (form.tiles(why, t!(w, "point-reject-why"), reasons.collect()))
                        (Button::new(t!(w, "driver-throw-away")).emphasis(Emphasis::Danger).icon(Icon::Cross))
                    }).offline(offline::of_round(t!(w, "offline-discard"), view.round))) },
                })
            }
        }
    };
    let card = Card::new(html! { p { (t!(w, "driver-throw-away-last")) } });
    html! { (Section { title: t!(w, "driver-throw-away"), aside: None, body: html! { (card) (body) } }) }
}

/// The text with a capital first letter.
fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
