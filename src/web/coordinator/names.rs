//! What the things of a day are called on the coordinator's screens, and where a tap on them leads.

use jiff::civil::Date;
use serde::Deserialize;
use std::collections::BTreeMap;

use crate::app::day::{Day, RoundDay};
use crate::app::{Field, FieldError, FieldErrorKind, Refusal};
use crate::domain::id::{LotId, RoundId, SiteId, StopId};
use crate::domain::lot::Lot;
use crate::domain::plan::{Action, Forecast, Load};
use crate::domain::site::{Site, SiteKind};
use crate::t;
use crate::web::context::Context;
use crate::web::input::Input;
use crate::web::say;
use crate::words::Words;

/// The day that a page is asked for: `?date=`, or today.
#[derive(Debug, Clone, Default, Deserialize)]
pub(super) struct OfDay {
    #[serde(default)]
    date: String,
}

impl OfDay {
    /// The day that a form chose.
    pub(super) fn asked(input: &Input) -> Self {
        Self { date: input.text(Field::Date).to_owned() }
    }

    /// The day asked for.
    pub(super) fn date(&self, context: &Context) -> Result<Date, Refusal> {
        if self.date.is_empty() { Ok(context.today()) } else { day_of(&self.date) }
    }
}

/// Where food is added for a day.
pub(super) fn add_lot_href(date: Date) -> String {
    format!("/coordinator/announce?date={date}")
}

/// Reads a local day. Days that nobody plans for are as wrong as words.
pub(super) fn day_of(text: &str) -> Result<Date, Refusal> {
    let date: Date = text.parse().map_err(|_| FieldError::new(Field::Date, FieldErrorKind::NotADate))?;
    if (2000..2100).contains(&date.year()) {
        Ok(date)
    } else {
        Err(FieldError::new(Field::Date, FieldErrorKind::DateTooFar).into())
    }
}

/// Names and addresses of what a day speaks of.
#[derive(Clone, Copy)]
pub(super) struct Names<'a> {
    pub(super) w: Words,
    pub(super) day: &'a Day,
}

impl<'a> Names<'a> {
    pub(super) const fn new(context: &Context, day: &'a Day) -> Self {
        Self { w: context.words, day }
    }

    /// A site with its town.
    pub(super) fn site(&self, id: SiteId) -> String {
        self.day.sites.get(&id).map(say::site).unwrap_or_default()
    }

    /// A lot with its category.
    pub(super) fn lot(&self, id: LotId) -> String {
        self.day.lots.get(&id).map(|lot| say::lot(self.w, lot)).unwrap_or_default()
    }

    /// A round by its number.
    pub(super) fn round(&self, id: RoundId) -> String {
        self.day.round(id).map(|round| round_name(self.w, round.head.number)).unwrap_or_default()
    }

    /// Food by category with its crates: "Pane 3, Latte e ricotta 2".
    pub(super) fn food<'l>(&self, lots: impl Iterator<Item = (&'l Lot, i64)>) -> String {
        let mut crates: BTreeMap<_, i64> = BTreeMap::new();
        for (lot, n) in lots {
            *crates.entry(lot.category).or_default() += n;
        }
        let parts = crates.into_iter().map(|(category, n)| format!("{} {n}", self.w.category(category)));
        parts.collect::<Vec<_>>().join(", ")
    }

    /// What one action of a stop is about.
    pub(super) fn load(&self, loads: &[Load], action: Action) -> Option<String> {
        let of = || loads.iter().filter(move |load| load.action == action);
        let crates: i64 = of().map(|load| load.crates.0).sum();
        if crates == 0 {
            return None;
        }
        let what = self.food(of().filter_map(|load| Some((self.day.lots.get(&load.of)?, load.crates.0))));
        Some(match action {
            Action::Load => t!(self.w, "day-loads", crates = self.w.crates(crates), what = what),
            Action::Unload => t!(self.w, "day-unloads", crates = self.w.crates(crates), what = what),
        })
    }

    /// How many crates were to change hands at a stop, without saying of what.
    pub(super) fn crates(&self, loads: &[Load]) -> String {
        let parts = [Action::Unload, Action::Load].into_iter().filter_map(|action| {
            let n: i64 = loads.iter().filter(|load| load.action == action).map(|load| load.crates.0).sum();
            let crates = self.w.crates(n);
            (n > 0).then(|| match action {
                Action::Load => t!(self.w, "day-loads-crates", crates = crates),
                Action::Unload => t!(self.w, "day-unloads-crates", crates = crates),
            })
        });
        parts.collect::<Vec<_>>().join(" ")
    }

    /// Everything that happens at a stop, and what is expected to, in a line.
    pub(super) fn loads(&self, loads: &[Load], expected: &[Load<Forecast>]) -> String {
        let parts = [Action::Unload, Action::Load]
            .into_iter()
            .flat_map(|action| self.load(loads, action).into_iter().chain(say::expected(self.w, expected, action)));
        parts.collect::<Vec<_>>().join(" ")
    }
}

pub(super) fn round_name(w: Words, number: i64) -> String {
    t!(w, "day-round", number = number)
}

pub(super) fn round_href(round: RoundId) -> String {
    format!("/coordinator/rounds/{round}")
}

pub(super) fn lot_href(lot: LotId) -> String {
    format!("/coordinator/lots/{lot}")
}

pub(super) fn plan_href(date: Date) -> String {
    format!("/coordinator/plan?date={date}")
}

pub(super) fn day_href(date: Date) -> String {
    format!("/coordinator?date={date}")
}

/// Where a coordinator does a step for the driver.
pub(super) fn stop_href(round: RoundId, stop: StopId) -> String {
    format!("/driver/stops/{stop}?round={round}")
}

/// Where a coordinator does a step for the people of a site.
pub(super) fn site_href(site: &Site) -> String {
    match site.kind {
        SiteKind::Donor => format!("/donor?site={}", site.id),
        SiteKind::Point => format!("/point?site={}", site.id),
        SiteKind::Hub => format!("/coordinator/sites/{}", site.id),
    }
}

/// How far a round is, as done and all stops.
pub(super) fn progress(round: &RoundDay) -> (usize, usize) {
    (round.stops.iter().filter(|stop| !stop.is_open()).count(), round.stops.len())
}
