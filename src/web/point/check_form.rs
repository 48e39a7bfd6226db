//! The check on the screen: what it is filled with, what was typed, and reading it.

use std::collections::BTreeMap;

use maud::{Markup, html};

use crate::app::check_in::{CheckIn, CheckLine, WARM_REASONS};
use crate::app::day::REASONS;
use crate::app::point::{Portion, ToCheck, is_expired};
use crate::app::{Field, FieldErrorKind, Refusal};
use crate::domain::cold;
use crate::domain::food::{DateKind, PerClass, StorageClass};
use crate::domain::id::RoundId;
use crate::domain::ledger::MovementReason;
use crate::domain::lot::Lot;
use crate::domain::quantity::{Crates, Decidegrees, MOST_CRATES_PER_LOT};
use crate::t;
use crate::web::context::Context;
use crate::web::form_state::FormState;
use crate::web::input::Input;
use crate::web::scope::Scope;
use crate::web::ui::form::FieldKind;
use crate::web::ui::{
    ActForm, ActionBar, Card, Choice, Disclosure, EmptyState, Icon, LinkButton, LotRow, Notice, Offline, hidden,
};
use crate::web::{marks, say};
use crate::words::Words;

/// How many days are chips for the date on a label; any other is in the calendar.
const LABEL_CHIPS: u8 = 3;
/// The value of "it is fine" among the reasons.
const FINE: &str = "fine";

/// Everything fine, but for what is past its use-by date.
pub(super) fn filled(words: Words, to_check: &ToCheck) -> FormState {
    let mut form = FormState::new(words);
    for portion in &to_check.portions {
        form.replace(Field::Why.of(portion.lot.id), FINE);
    }
    set_aside(&mut form, to_check);
    form
}

/// Sets lots that cannot be accepted to be rejected.
pub(super) fn set_aside(form: &mut FormState, to_check: &ToCheck) {
    for lot in to_check.portions.iter().map(|portion| &portion.lot) {
        let why = Field::Why.of(lot.id);
        match form.error_kind(Field::Verdict.of(lot.id)) {
            Some(FieldErrorKind::TooWarm { .. }) => form.replace(why, MovementReason::TooWarm),
            Some(FieldErrorKind::Expired { .. }) => form.replace(why, MovementReason::Expired),
            _ if is_expired(lot, to_check.date) && !is_rejected(form, lot) => {
                form.replace(why, MovementReason::Expired);
            }
            _ => {}
        }
    }
}

fn is_rejected(form: &FormState, lot: &Lot) -> bool {
    form.parsed::<MovementReason>(Field::Why.of(lot.id)).is_some()
}

/// What the form says.
pub(super) fn read(input: &mut Input, from: Option<RoundId>) -> Result<CheckIn, Refusal> {
    let (mut lines, mut labels, mut warm) = (Vec::new(), BTreeMap::new(), BTreeMap::new());
    let mut measured = PerClass::<bool>::default();
    for lot in input.lots(Field::Crates)? {
        let crates = input.needed_number(Field::Crates.of(lot), 1, MOST_CRATES_PER_LOT.0);
        let why = match input.text(Field::Why.of(lot)) {
            "" | FINE => None,
            _ => input.choice::<MovementReason>(Field::Why.of(lot)).filter(|why| REASONS.contains(why)),
        };
        let rejected = match why {
            Some(_) => input.number(Field::Rejected.of(lot), 1, crates).unwrap_or(crates),
            None => 0,
        };
        let note = input.text(Field::Note.of(lot)).to_owned();
        if let Some(label) = input.date(Field::Date.of(lot)) {
            labels.insert(lot, label);
        }
        if let Some(why) = input.optional_choice::<MovementReason>(Field::Warm.of(lot)) {
            warm.insert(lot, why);
        }
        if crates > rejected {
            lines.push(CheckLine { lot, from, crates: Crates(crates - rejected), verdict: Ok(()) });
            if let Ok(class) = input.text(Field::Class.of(lot)).parse::<StorageClass>() {
                measured[class] = true;
            }
        }
        if let Some(why) = why {
            lines.push(CheckLine { lot, from, crates: Crates(rejected), verdict: Err((why, note)) });
        }
    }
    let mut temperatures = PerClass::<Option<Decidegrees>>::default();
    for class in StorageClass::ALL.iter().filter(|class| class.is_timed()) {
        let name = Field::Temperature.of(class);
        temperatures[*class] = input.temperature(&name);
        if measured[*class] && input.is_empty(&name) && !input.has(Field::Unmeasured.of(class)) {
            input.error(name, FieldErrorKind::NoTemperature { class: *class });
        }
    }
    input.check()?;
    Ok(CheckIn { lines, temperatures, labels, warm })
}

/// The page's body.
pub(super) fn page(context: &Context, scope: &Scope, to_check: &ToCheck, form: &FormState) -> Markup {
    let w = context.words;
    let others = html! {
        @for round in &to_check.others {
            (LinkButton::new(
                scope.path(&format!("/point/check?from={}", round.id)),
                t!(w, "point-check-van", vehicle = round.vehicle_name.as_str(), driver = round.person_name.as_str()),
            ).icon(Icon::Truck))
        }
    };
    if to_check.portions.is_empty() {
        let empty = EmptyState::new(Icon::Check, t!(w, "point-nothing-to-check"))
            .next_step(t!(w, "point-nothing-to-check-hint"))
            .link(scope.path("/point"), t!(w, "tab-point-arrivals"));
        return html! { (form.summary()) (empty) (others) };
    }
    let action = match &to_check.from {
        Some(round) => scope.path(&format!("/point/check?from={}", round.id)),
        None => scope.path("/point/check"),
    };
    let n = to_check.portions.len();
    let preset = to_check.portions.iter().any(|portion| is_rejected(form, &portion.lot));
    let body = html! {
        (form.summary())
        @if let Some(round) = &to_check.from {
            (Notice::info(t!(w, "point-still-on-van", vehicle = round.vehicle_name.as_str())))
        }
        (temperatures(to_check, form))
        div.stack { @for portion in &to_check.portions { (lot(context, to_check, form, portion)) } }
        (ActionBar { body: html! {
            @if preset { p.hint.centred { (t!(w, "point-some-rejected")) } }
            button.button.primary type="submit" {
                (Icon::Check)
                span.when-all { (t!(w, "point-accept-all", n = n)) }
                span.when-some { (t!(w, "point-accept-others")) }
            }
        } })
    };
    let mut offline = Offline::new(t!(w, "offline-check-in", lots = t!(w, "lots", n = n))).next(scope.path("/point"));
    offline.settles = to_check.portions.iter().map(|portion| format!("lot:{}", portion.lot.id)).collect();
    html! {
        div.check-in { (ActForm::new(action, context.op_id(), body).offline(offline)) }
        div data-once-kept hidden { (Notice::success(t!(w, "offline-kept-here"))) }
        (others)
    }
}

fn temperatures(to_check: &ToCheck, form: &FormState) -> Markup {
    let w = form.words;
    let present = |class: &&StorageClass| {
        class.is_timed() && to_check.portions.iter().any(|portion| portion.lot.class == **class)
    };
    html! {
        @for class in StorageClass::ALL.iter().filter(present) {
            @let name = Field::Temperature.of(class);
            (Card::new(html! {
                @let input = form.temperature(&name, t!(w, "point-degrees", storage = w.storage(*class)));
                @let input = match range(w, to_check, *class) { Some(range) => input.hint(range), None => input };
                (input.of(*class))
                @if form.has_error([&name]) { (form.checkbox(Field::Unmeasured.of(class), t!(w, "point-no-thermometer"))) }
            }))
        }
    }
}

/// The strictest range among the lots of a class.
fn range(w: Words, to_check: &ToCheck, class: StorageClass) -> Option<String> {
    let limits = to_check.portions.iter().filter(|portion| portion.lot.class == class);
    let limits: Vec<_> = limits.filter_map(|portion| cold::limit_for(&to_check.limits, portion.lot.category)).collect();
    let warmest = limits.iter().filter_map(|limit| limit.warmest).min();
    let coldest = limits.iter().filter_map(|limit| limit.coldest).max();
    let degrees = |read: Decidegrees| w.temperature(i32::try_from(read.0).unwrap_or(i32::MAX));
    match (class, coldest, warmest) {
        (StorageClass::Hot, Some(coldest), _) => Some(t!(w, "point-range-at-least", value = degrees(coldest))),
        (_, _, Some(warmest)) => Some(t!(w, "point-range-at-most", value = degrees(warmest))),
        _ => None,
    }
}

fn lot(context: &Context, to_check: &ToCheck, form: &FormState, portion: &Portion) -> Markup {
    let w = context.words;
    let lot = &portion.lot;
    let (verdict, note) = (Field::Verdict.of(lot.id), Field::Note.of(lot.id));
    let mut row = LotRow::new(w, lot.category.word(), say::lot(w, lot), portion.crates.0);
    if let Some(donor) = to_check.donors.get(&lot.site) {
        row = row.detail(t!(w, "point-from", donor = say::site(donor)));
    }
    for mark in marks::of_lot(w, lot, to_check.date) {
        row = row.badge(mark);
    }
    let mut choices =
        vec![Choice::new(FINE, t!(w, "point-fine")).icon(Icon::Check).settles(format!("accepted:{}", lot.id))];
    choices.extend(
        REASONS
            .iter()
            .map(|why| Choice::new(why.word(), say::rejection(w, *why)).settles(format!("rejected:{}", lot.id))),
    );
    let reject = html! {
        (form.tiles(Field::Why.of(lot.id), t!(w, "point-reject-why"), choices).optional())
        @if portion.crates > Crates(1) {
            (form.stepper(Field::Rejected.of(lot.id), t!(w, "point-how-many-rejected"), portion.crates.0)
                .min(1).max(portion.crates.0))
        }
        (form.field(FieldKind::Text, &note, t!(w, "point-note")))
    };
    html! {
        div #(verdict) .card.to-check tabindex="-1" data-key={ "lot:" (lot.id) } {
            (hidden(Field::Crates.of(lot.id), portion.crates.0))
            (hidden(Field::Class.of(lot.id), lot.class))
            (row)
            p.error hidden data-if-key={ "rejected:" (lot.id) } { (Icon::Cross) span { (t!(w, "offline-rejected")) } }
            @if let Some(error) = form.error(&verdict) { p.error { (Icon::Warning) span { (error) } } }
            (warm(to_check, form, lot))
            @if lot.shelf.is_unread() { (label(to_check, form, portion)) }
            (Disclosure {
                summary: t!(w, "point-reject-this"),
                icon: Some(Icon::Cross),
                open: is_rejected(form, lot) || form.has_error([&note]),
                body: reject,
            })
        }
    }
}

/// The date of a lot that nobody has said: it is read on the label before the lot is accepted. Scripts ask for it while
/// the lot is not rejected, also without a network.
fn label(to_check: &ToCheck, form: &FormState, portion: &Portion) -> Markup {
    let (w, lot) = (form.words, &portion.lot);
    let strict = lot.shelf.kind() == DateKind::UseBy;
    let question = if strict { t!(w, "point-label-use-by") } else { t!(w, "point-label-best-before") };
    let chooser = form.date(Field::Date.of(lot.id), question, to_check.date, LABEL_CHIPS).optional();
    html! {
        div data-label[strict] data-today=(to_check.date) data-expired=(t!(w, "wrong-expired", lot = lot.number)) {
            @if strict { (chooser) } @else { (chooser.hint(t!(w, "point-label-best-before-hint"))) }
        }
    }
}

/// Why a lot above its range is taken all the same: asked once the temperature is known, by a script or by the answer.
/// What a round tolerates is not what a point may take without a word.
fn warm(to_check: &ToCheck, form: &FormState, lot: &Lot) -> Markup {
    let w = form.words;
    let limit = cold::limit_for(&to_check.limits, lot.category).filter(|_| lot.class.is_cold());
    let Some((warmest, limit)) = limit.and_then(|limit| Some((limit.warmest?, limit))) else { return html! {} };
    let (verdict, name) = (Field::Verdict.of(lot.id), Field::Warm.of(lot.id));
    let asked = matches!(form.error_kind(&verdict), Some(FieldErrorKind::Warm { .. }))
        || form.has_error([&name])
        || !form.value(&name).is_empty();
    let reasons = WARM_REASONS.iter().map(|why| Choice::new(why.word(), say::taken_warm(w, *why))).collect();
    let degrees = |read: Decidegrees| w.temperature(i32::try_from(read.0).unwrap_or(i32::MAX));
    let category = w.category(lot.category);
    html! {
        div.stack-close data-warm=(Field::Temperature.of(lot.class)) data-above=(warmest.0)
            data-most=(limit.tolerated.unwrap_or(warmest).0) hidden[!asked] {
            p.error { (Icon::Warning) span { (t!(w, "point-warm", category = category.as_str(), warmest = degrees(warmest))) } }
            (form.tiles(name, t!(w, "point-warm-why"), reasons).optional())
        }
        p.error data-too-warm hidden { (Icon::Warning) span { (t!(w, "point-too-warm", category = category.as_str())) } }
    }
}
