//! Lots as a driver sees them: by storage class, with dates, with where they come from and go.

use std::collections::BTreeMap;

use maud::{Markup, html};

use crate::app::day::{Day, OnBoard, RoundDay, StopDay};
use crate::domain::food::StorageClass;
use crate::domain::id::SiteId;
use crate::domain::lot::Lot;
use crate::domain::plan::{Action, Load};
use crate::domain::quantity::Crates;
use crate::web::context::Context;
use crate::web::marks;
use crate::web::ui::{ColdClock, LotRow};

/// The name of a site; empty for one that is gone.
pub fn site_name(day: &Day, site: SiteId) -> &str {
    day.sites.get(&site).map_or("", |site| &site.name)
}

/// A lot with its date, and its number: what is written on the crate.
pub fn lot_row(context: &Context, lot: &Lot, crates: Crates) -> LotRow {
    let w = context.words;
    let row = LotRow::new(w, lot.category.word(), w.category(lot.category), crates.0);
    match marks::of_date(w, lot.shelf, context.today()) {
        Some(mark) => row.badge(mark),
        None => row,
    }
}

/// What of one action happens at a stop, by storage class.
pub fn by_class<'a>(
    day: &'a Day,
    stop: &'a StopDay,
    action: Action,
) -> BTreeMap<StorageClass, Vec<(&'a Lot, &'a Load)>> {
    let mut classes: BTreeMap<StorageClass, Vec<_>> = BTreeMap::new();
    for load in stop.planned.loads.iter().filter(|load| load.action == action) {
        if let Some(lot) = day.lots.get(&load.of) {
            classes.entry(lot.class).or_default().push((lot, load));
        }
    }
    classes
}

/// Where a lot that is loaded goes: the names of the visits of the round that set it down.
pub fn destinations(day: &Day, round: Option<&RoundDay>, lot: &Lot) -> String {
    let sets_down =
        |stop: &&StopDay| stop.planned.loads.iter().any(|load| load.of == lot.id && load.action == Action::Unload);
    let stops = round.map_or(&[][..], |round| &round.stops);
    let names: Vec<&str> = stops.iter().filter(sets_down).map(|stop| site_name(day, stop.planned.site)).collect();
    names.join(", ")
}

/// The cold clock that runs out first of what is on board.
pub fn most_urgent(on_board: &[OnBoard]) -> Option<&OnBoard> {
    on_board
        .iter()
        .filter(|portion| portion.clock.is_some())
        .min_by_key(|portion| portion.clock.map(|clock| clock.deadline))
}

/// The cold clock of a portion on board, if it has one.
pub fn cold_clock(context: &Context, portion: &OnBoard) -> Option<Markup> {
    let clock = portion.clock?;
    let drawn = ColdClock {
        words: context.words,
        started_ms: clock.since.0,
        warn_ms: clock.warn_at.0,
        deadline_ms: clock.deadline.0,
        now_ms: context.now().0,
        deadline: context.clock(clock.deadline),
    };
    Some(html! { (drawn) })
}
