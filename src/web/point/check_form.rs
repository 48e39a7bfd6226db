//! The check on the screen: what it is filled with, what was typed, and reading it.

use std::collections::BTreeMap;

use maud::{Markup, html};

use crate::app::check_in::{CheckIn, CheckLine};
use crate::app::day::REASONS;
use crate::app::point::{Portion, ToCheck, is_expired};
use crate::app::{FieldError, FieldErrorKind, Refusal};
use crate::domain::cold;
use crate::domain::food::{PerClass, StorageClass};
use crate::domain::id::{LotId, RoundId};
use crate::domain::ledger::MovementReason;
use crate::domain::quantity::{Crates, Decidegrees, MOST_CRATES_PER_LOT};
use crate::t;
use crate::web::context::Context;
use crate::web::input::Input;
use crate::web::scope::Scope;
use crate::web::ui::form::FieldKind;
use crate::web::ui::{
    ActForm, ActionBar, Card, Checkbox, Choice, ChoiceTiles, Disclosure, EmptyState, ErrorSummary, Field, Icon,
    LinkButton, LotRow, Notice, NumberStepper, Offline, TemperatureInput,
};
use crate::web::{marks, say};
use crate::words::Words;

/// The value of "it is fine" among the reasons.
const FINE: &str = "fine";

/// The check as it stands.
#[derive(Debug, Clone, Default)]
pub(super) struct Form {
    temperatures: BTreeMap<StorageClass, String>,
    unmeasured: Vec<StorageClass>,
    lines: BTreeMap<LotId, Line>,
}

#[derive(Debug, Clone, Default)]
struct Line {
    why: Option<MovementReason>,
    rejected: Option<i64>,
    note: String,
}

impl Form {
    /// Everything fine, but for what is past its use-by date.
    pub(super) fn fresh(to_check: &ToCheck) -> Self {
        let line = |portion: &Portion| {
            let why = is_expired(&portion.lot, to_check.date).then_some(MovementReason::Expired);
            (portion.lot.id, Line { why, ..Line::default() })
        };
        Self { lines: to_check.portions.iter().map(line).collect(), ..Self::default() }
    }

    /// What was typed; lots that cannot be accepted are set to be rejected.
    pub(super) fn typed(input: &Input, to_check: &ToCheck, faults: &[FieldError]) -> Self {
        let mut form = Self::fresh(to_check);
        for class in StorageClass::ALL {
            form.temperatures.insert(*class, input.text(&format!("temperature-{class}")).chars().take(12).collect());
            if input.has(&format!("unmeasured-{class}")) {
                form.unmeasured.push(*class);
            }
        }
        for (lot, line) in &mut form.lines {
            line.why = input.text(&format!("why-{lot}")).parse().ok().or(line.why);
            line.rejected = input.text(&format!("rejected-{lot}")).parse().ok();
            line.note = input.text(&format!("note-{lot}")).chars().take(2_000).collect();
            let fault = faults.iter().find(|fault| fault.field == format!("verdict-{lot}"));
            match fault.map(|fault| &fault.kind) {
                Some(FieldErrorKind::TooWarm { .. }) => line.why = Some(MovementReason::TooWarm),
                Some(FieldErrorKind::Expired { .. }) => line.why = Some(MovementReason::Expired),
                _ => {}
            }
        }
        form
    }
}

/// What the form says.
pub(super) fn read(input: &mut Input, from: Option<RoundId>) -> Result<CheckIn, Refusal> {
    let named: Vec<String> = input.starting_with("crates-").map(|(lot, _)| lot.to_owned()).collect();
    let mut lines = Vec::new();
    let mut measured = PerClass::<bool>::default();
    for name in named {
        let Ok(lot) = name.parse::<LotId>() else { return Err(Refusal::NotFound(crate::app::Thing::Lot)) };
        let crates = input.needed_number(&format!("crates-{name}"), 1, MOST_CRATES_PER_LOT.0);
        let why = match input.text(&format!("why-{name}")) {
            "" | FINE => None,
            _ => input.choice::<MovementReason>(&format!("why-{name}")).filter(|why| REASONS.contains(why)),
        };
        let rejected = match why {
            Some(_) => input.number(&format!("rejected-{name}"), 1, crates).unwrap_or(crates),
            None => 0,
        };
        let note = input.text(&format!("note-{name}")).to_owned();
        if crates > rejected {
            lines.push(CheckLine { lot, from, crates: Crates(crates - rejected), verdict: Ok(()) });
            if let Ok(class) = input.text(&format!("class-{name}")).parse::<StorageClass>() {
                measured[class] = true;
            }
        }
        if let Some(why) = why {
            lines.push(CheckLine { lot, from, crates: Crates(rejected), verdict: Err((why, note)) });
        }
    }
    let mut temperatures = PerClass::<Option<Decidegrees>>::default();
    for class in StorageClass::ALL.iter().filter(|class| class.is_timed()) {
        let field = format!("temperature-{class}");
        temperatures[*class] = input.temperature(&field);
        if measured[*class] && input.text(&field).is_empty() && !input.has(&format!("unmeasured-{class}")) {
            input.fault(field, FieldErrorKind::Missing);
        }
    }
    input.check()?;
    Ok(CheckIn { lines, temperatures })
}

/// The page's body.
pub(super) fn page(context: &Context, scope: &Scope, to_check: &ToCheck, form: &Form, faults: &[FieldError]) -> Markup {
    let w = context.words;
    let others = html! {
        @for round in &to_check.others {
            (LinkButton::new(
                scope.path(&format!("/point/check?from={}", round.id)),
                t!(w, "point-check-van", vehicle = round.vehicle_name.as_str(), driver = round.person_name.as_str()),
            ).icon(Icon::Truck))
        }
    };
    let errors = faults.iter().map(|fault| (fault.field.clone(), say::field_error(w, &fault.kind))).collect();
    let summary = ErrorSummary { words: w, errors };
    if to_check.portions.is_empty() {
        let empty = EmptyState::new(Icon::Check, t!(w, "point-nothing-to-check"))
            .next_step(t!(w, "point-nothing-to-check-hint"))
            .link(scope.path("/point"), t!(w, "tab-point-arrivals"));
        return html! { (summary) (empty) (others) };
    }
    let action = match &to_check.from {
        Some(round) => scope.path(&format!("/point/check?from={}", round.id)),
        None => scope.path("/point/check"),
    };
    let n = to_check.portions.len();
    let preset = form.lines.values().any(|line| line.why.is_some());
    let body = html! {
        (summary)
        @if let Some(round) = &to_check.from {
            (Notice::info(t!(w, "point-still-on-van", vehicle = round.vehicle_name.as_str())))
        }
        (temperatures(w, to_check, form, faults))
        div.stack { @for portion in &to_check.portions { (lot(context, to_check, form, portion, faults)) } }
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

fn temperatures(w: Words, to_check: &ToCheck, form: &Form, faults: &[FieldError]) -> Markup {
    let present = |class: &&StorageClass| {
        class.is_timed() && to_check.portions.iter().any(|portion| portion.lot.class == **class)
    };
    html! {
        @for class in StorageClass::ALL.iter().filter(present) {
            @let name = format!("temperature-{class}");
            @let asked = t!(w, "point-degrees", storage = w.storage(*class));
            (Card::new(html! {
                @let input = TemperatureInput::new(w, &name, asked)
                    .typed(form.temperatures.get(class).cloned().unwrap_or_default())
                    .error(say::fault_of(w, faults, &name))
                    .optional();
                @let input = match range(w, to_check, *class) { Some(range) => input.hint(range), None => input };
                @if *class == StorageClass::Frozen { (input.below_zero()) } @else { (input) }
                @if faults.iter().any(|fault| fault.field == name) {
                    (Checkbox {
                        name: format!("unmeasured-{class}"),
                        value: "1".into(),
                        label: t!(w, "point-no-thermometer"),
                        ticked: form.unmeasured.contains(class),
                    })
                }
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

fn lot(context: &Context, to_check: &ToCheck, form: &Form, portion: &Portion, faults: &[FieldError]) -> Markup {
    let w = context.words;
    let lot = &portion.lot;
    let line = form.lines.get(&lot.id).cloned().unwrap_or_default();
    let named = |field: &str| format!("{field}-{}", lot.id);
    let fault = |field: &str| say::fault_of(w, faults, &named(field));
    let mut row = LotRow::new(w, lot.category.word(), say::lot(w, lot), portion.crates.0);
    if let Some(donor) = to_check.donors.get(&lot.site) {
        row = row.detail(t!(w, "point-from", donor = say::site(donor)));
    }
    for mark in marks::of_lot(w, lot, to_check.date) {
        row = row.badge(mark);
    }
    let chosen = line.why.map_or(FINE, MovementReason::word);
    let mut choices =
        vec![Choice::new(FINE, t!(w, "point-fine")).icon(Icon::Check).settles(format!("accepted:{}", lot.id))];
    choices.extend(
        REASONS
            .iter()
            .map(|why| Choice::new(why.word(), say::rejection(w, *why)).settles(format!("rejected:{}", lot.id))),
    );
    let reject = html! {
        (ChoiceTiles::new(named("why"), t!(w, "point-reject-why"), choices).chosen(chosen).optional().error(fault("why")))
        @if portion.crates > Crates(1) {
            (NumberStepper::new(w, named("rejected"), t!(w, "point-how-many-rejected"))
                .value(line.rejected.unwrap_or(portion.crates.0)).min(1).max(portion.crates.0).error(fault("rejected")))
        }
        (Field::new(FieldKind::Text, named("note"), t!(w, "point-note")).value(&line.note).error(fault("note")))
    };
    html! {
        div #(named("verdict")) .card.to-check tabindex="-1" data-key={ "lot:" (lot.id) } {
            input type="hidden" name=(named("crates")) value=(portion.crates.0);
            input type="hidden" name=(named("class")) value=(lot.class);
            (row)
            p.error hidden data-if-key={ "rejected:" (lot.id) } { (Icon::Cross) span { (t!(w, "offline-rejected")) } }
            @if let Some(error) = fault("verdict") { p.error { (Icon::Warning) span { (error) } } }
            (Disclosure {
                summary: t!(w, "point-reject-this"),
                icon: Some(Icon::Cross),
                open: line.why.is_some() || fault("note").is_some(),
                body: reject,
            })
        }
    }
}
