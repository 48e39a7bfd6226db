//! What a driver's form says about a stop, and the fields it is made of.

use std::str::FromStr;

use maud::{Markup, html};

use super::loads::{by_class, destinations, lot_row, site_name};
use crate::app::day::REASONS;
use crate::app::driving::DriverStop;
use crate::app::stop::{Rest, StopException, StopReport};
use crate::app::{Field, Refusal};
use crate::domain::cold::{ColdLimit, limit_for};
use crate::domain::food::StorageClass;
use crate::domain::id::PlanId;
use crate::domain::ledger::{Holder, MovementReason};
use crate::domain::lot::Lot;
use crate::domain::plan::{Action, Load};
use crate::domain::quantity::{Crates, Decidegrees, MOST_CRATES_PER_LOT};
use crate::t;
use crate::web::context::Context;
use crate::web::form_state::FormState;
use crate::web::input::Input;
use crate::web::say;
use crate::web::ui::form::FieldKind;
use crate::web::ui::{Badge, Choice, Disclosure, Icon, hidden};

/// What became of the rest, as a tile sends it.
struct Fate(Rest);

impl FromStr for Fate {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        match text {
            "not-there" => Ok(Self(Rest::NotThere)),
            "left-behind" => Ok(Self(Rest::LeftBehind)),
            word => {
                let why = word.parse::<MovementReason>().map_err(|_| ())?;
                if REASONS.contains(&why) { Ok(Self(Rest::Refused(why))) } else { Err(()) }
            }
        }
    }
}

/// The version of the plan that a page shows, so that what was done by it is recorded as done, also after a newer one.
pub fn plan_shown(stop: &DriverStop) -> Markup {
    let plan = stop.day.plan.as_ref().filter(|_| stop.in_plan);
    html! { @if let Some(plan) = plan { (hidden(Field::Plan, plan.id)) } }
}

/// On a day before that of the stop: that it is done already is said, not taken for granted.
pub fn ahead(context: &Context, stop: &DriverStop, form: &FormState) -> Markup {
    let w = context.words;
    let label = t!(w, "driver-ahead", date = w.date(stop.round.date));
    html! {
        @if stop.round.date > context.today() {
            (form.checkbox(Field::Ahead, label))
            @if let Some(error) = form.error(Field::Ahead) { p.error { (error) } }
        }
    }
}

/// The version of the plan that the sender's page showed.
pub fn plan_of(input: &Input) -> Option<PlanId> {
    input.text(Field::Plan).parse().ok()
}

/// Reads what was sent about what the page showed. Lots that the form does not name went as planned.
pub fn read(shown: &[Load], input: &mut Input) -> Result<StopReport, Refusal> {
    let (plan, note) = (plan_of(input), input.text(Field::Note).to_owned());
    let mut report = StopReport { plan, note, ahead: input.has(Field::Ahead), ..StopReport::default() };
    for load in shown {
        let name = Field::Crates.of(load.of);
        if !input.has(&name) {
            continue;
        }
        let crates = Crates(input.needed_number(name, 0, MOST_CRATES_PER_LOT.0));
        let mut rest = Rest::NotThere;
        if load.action == Action::Load && crates < load.crates {
            rest = input.choice::<Fate>(Field::Rest.of(load.of)).map_or(rest, |fate| fate.0);
        }
        if crates != load.crates {
            report.exceptions.push(StopException { lot: load.of, crates, rest });
        }
    }
    for class in StorageClass::ALL {
        report.temperatures[*class] = input.temperature(Field::Temperature.of(class));
    }
    input.check()?;
    Ok(report)
}

/// The lots of one action, by storage class, as rows.
pub fn rows(context: &Context, stop: &DriverStop, action: Action) -> Markup {
    grouped(context, stop, action, &|lot, load| {
        let crates = stop.expected(lot.id, action, load.crates);
        html! { (lot_row(context, lot, crates).detail(origin_or_goal(context, stop, lot, load)).under(small_print(context, load))) }
    })
}

/// The lots of one action with plus and minus, and what became of crates that are not taken.
pub fn counters(context: &Context, stop: &DriverStop, action: Action, form: &FormState) -> Markup {
    grouped(context, stop, action, &|lot, load| counter(context, stop, (lot, load), form))
}

fn grouped(context: &Context, stop: &DriverStop, action: Action, row: &dyn Fn(&Lot, &Load) -> Markup) -> Markup {
    html! {
        @for (class, lots) in by_class(&stop.day, &stop.stop, action) {
            div.stack-close {
                div.badges { (Badge::storage(context.words, class)) }
                div { @for (lot, load) in lots { (row(lot, load)) } }
            }
        }
    }
}

fn counter(context: &Context, stop: &DriverStop, (lot, load): (&Lot, &Load), form: &FormState) -> Markup {
    let w = context.words;
    let planned = stop.expected(lot.id, load.action, load.crates);
    let vehicle = Holder::Vehicle(stop.round.id);
    let (label, most) = match load.action {
        Action::Load => (t!(w, "driver-crates-taken"), MOST_CRATES_PER_LOT),
        Action::Unload => (t!(w, "driver-crates-set-down"), stop.day.crates_of(lot.id, vehicle).max(planned)),
    };
    let under = html! {
        div.stack data-short=[(load.action == Action::Load).then_some(planned.0)] {
            (form.stepper(Field::Crates.of(lot.id), label, planned.0).max(most.0))
            @if load.action == Action::Load { (fate(context, lot, form)) }
        }
    };
    html! { (lot_row(context, lot, planned).detail(origin_or_goal(context, stop, lot, load)).under(under)) }
}

/// What became of the crates that were not there to take. Scripts show it once crates are missing.
fn fate(context: &Context, lot: &Lot, form: &FormState) -> Markup {
    let w = context.words;
    let mut choices = vec![
        Choice::new("not-there", t!(w, "driver-were-not-there")),
        Choice::new("left-behind", t!(w, "driver-left-there")).detail(t!(w, "driver-left-there-detail")),
    ];
    choices.extend(REASONS.iter().map(|why| Choice::new(why.word(), t!(w, "driver-refused", why = w.why(*why)))));
    let tiles = form.tiles(Field::Rest.of(lot.id), t!(w, "driver-why-missing"), choices).optional();
    html! { div data-if-short { (tiles) } }
}

fn origin_or_goal(context: &Context, stop: &DriverStop, lot: &Lot, load: &Load) -> String {
    let w = context.words;
    let number = t!(w, "driver-lot-number", number = lot.number);
    match load.action {
        Action::Unload => t!(w, "driver-lot-from", lot = number, place = site_name(&stop.day, lot.site)),
        Action::Load => match destinations(&stop.day, stop.day.round(stop.round.id), lot) {
            places if places.is_empty() => number,
            places => t!(w, "driver-lot-to", lot = number, place = places),
        },
    }
}

fn small_print(context: &Context, load: &Load) -> Markup {
    let reasons: Vec<String> = load.reasons.iter().map(|reason| say::reason(context.words, reason)).collect();
    html! { @if !reasons.is_empty() { p.soft.small { (reasons.join(". ")) "." } } }
}

/// One thermometer for each class that has a range, folded away while nobody needs it.
pub fn thermometers(context: &Context, stop: &DriverStop, form: &FormState) -> Markup {
    let w = context.words;
    let classes: Vec<StorageClass> = StorageClass::ALL.iter().copied().filter(|class| handles(stop, *class)).collect();
    let names = || classes.iter().map(|class| Field::Temperature.of(class));
    html! {
        @if !classes.is_empty() {
            (Disclosure {
                summary: t!(w, "driver-temperature"),
                icon: Some(Icon::Thermometer),
                open: form.has_error(names()) || names().any(|name| !form.value(name).is_empty()),
                body: html! { @for class in &classes { (thermometer(context, stop, *class, form)) } },
            })
        }
    }
}

fn thermometer(context: &Context, stop: &DriverStop, class: StorageClass, form: &FormState) -> Markup {
    let w = context.words;
    let label = t!(w, "driver-temperature-of", storage = w.storage(class));
    let mut input = form.temperature(Field::Temperature.of(class), label);
    if let Some(range) = range(context, stop, class) {
        input = input.hint(range);
    }
    html! { (input.of(class)) }
}

fn handles(stop: &DriverStop, class: StorageClass) -> bool {
    class.is_timed() && lots(stop).any(|lot| lot.class == class)
}

fn lots(stop: &DriverStop) -> impl Iterator<Item = &Lot> {
    stop.stop.planned.loads.iter().filter_map(|load| stop.day.lots.get(&load.of))
}

/// The range that suits every lot of a class at this stop, in words.
fn range(context: &Context, stop: &DriverStop, class: StorageClass) -> Option<String> {
    let w = context.words;
    let limits: Vec<&ColdLimit> = lots(stop)
        .filter(|lot| lot.class == class)
        .filter_map(|lot| limit_for(&stop.day.limits, lot.category))
        .collect();
    let degrees = |tenths: Decidegrees| w.temperature(i32::try_from(tenths.0).unwrap_or_default());
    let coldest = limits.iter().filter_map(|limit| limit.coldest).max();
    let warmest = limits.iter().filter_map(|limit| limit.warmest).min();
    match (coldest, warmest) {
        (Some(low), Some(high)) => Some(t!(w, "driver-range", low = degrees(low), high = degrees(high))),
        (None, Some(high)) => Some(t!(w, "driver-range-at-most", high = degrees(high))),
        (Some(low), None) => Some(t!(w, "driver-range-at-least", low = degrees(low))),
        (None, None) => None,
    }
}

/// A note for the coordinator.
pub fn note(form: &FormState) -> Markup {
    let w = form.words;
    let label = format!("{} ({})", t!(w, "driver-note"), t!(w, "optional"));
    html! { (form.field(FieldKind::LongText, Field::Note, label).max_length(1_000)) }
}
