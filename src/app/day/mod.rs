//! A day as it stands: what was planned, what happened, and where everything is now. Every screen of the day reads it.

pub(super) mod alarms;
mod read;
mod settling;

use crate::domain::calendar::{self, Closure};
use crate::domain::cold::{ColdClock, ColdLimit};
use crate::domain::id::{LotId, PersonId, RoundId, SiteId, StopId, VehicleId};
use crate::domain::ledger::{Balance, Holder, Holding, MovementReason};
use crate::domain::lot::Lot;
use crate::domain::plan::{Action, Forecast, Left, Load, RoundFigures, Stop};
use crate::domain::quantity::{Crates, Seconds};
use crate::domain::rest::Rest;
use crate::domain::round::{Halt, PlanHead, Problem, RoundHead, Shift, Visit};
use crate::domain::site::{Area, Site, SiteKind, Vehicle};
use crate::domain::time::Millis;
use jiff::civil::Date;
use std::collections::BTreeMap;

/// A day of an area.
#[derive(Debug, Clone)]
pub struct Day {
    pub area: Area,
    /// Which local day.
    pub date: Date,
    pub now: Millis,
    /// Every site of the area.
    pub sites: BTreeMap<SiteId, Site>,
    /// Every vehicle of the area.
    pub vehicles: BTreeMap<VehicleId, Vehicle>,
    pub shifts: Vec<Shift>,
    /// The plan people go by.
    pub plan: Option<PlanHead>,
    pub draft: Option<PlanHead>,
    /// The rounds of the published plan (and others of the day that still have something on board), by number.
    pub rounds: Vec<RoundDay>,
    /// What the published plan does not carry.
    pub left: Vec<Left>,
    /// Every lot that the day speaks of.
    pub lots: BTreeMap<LotId, Lot>,
    /// Where crates are now, of the day's lots and of those on the way or in hubs.
    pub holdings: Vec<Holding>,
    /// The days on which sites, or the whole area, are closed.
    pub closures: Vec<Closure>,
    pub limits: Vec<ColdLimit>,
    pub problems: Vec<Problem>,
    /// The shifts that do not go on.
    pub halts: Vec<Halt>,
}

/// A round with what happened to it.
#[derive(Debug, Clone)]
pub struct RoundDay {
    pub head: RoundHead,
    pub figures: Option<RoundFigures>,
    pub stops: Vec<StopDay>,
    /// What its vehicle carries now.
    pub on_board: Vec<OnBoard>,
    /// By how much it is behind its plan.
    pub delay: Seconds,
}

/// A visit with what happened to it.
#[derive(Debug, Clone)]
pub struct StopDay {
    pub planned: Stop,
    /// How it ended, unless it is open.
    pub visit: Option<Visit>,
    /// When the vehicle should be there, given its delay.
    pub expected: Millis,
    /// Whether it is the first open visit.
    pub is_next: bool,
}

impl StopDay {
    /// Whether it is still to be done.
    pub const fn is_open(&self) -> bool {
        self.visit.is_none()
    }

    /// Planned crates of one action.
    pub fn crates(&self, action: Action) -> Crates {
        self.planned.loads.iter().filter(|load| load.action == action).map(|load| load.crates).sum()
    }

    /// What is expected here of donors that have not announced yet.
    pub fn forecast(&self, action: Action) -> impl Iterator<Item = &Load<Forecast>> {
        self.planned.forecast.iter().filter(move |load| load.action == action)
    }

    /// Whether anything is loaded here.
    pub fn loads(&self) -> bool {
        self.planned.loads.iter().any(|load| load.action == Action::Load)
    }

    /// Whether anything is set down here.
    pub fn unloads(&self) -> bool {
        self.planned.loads.iter().any(|load| load.action == Action::Unload)
    }
}

/// A portion on board of a vehicle.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OnBoard {
    pub lot: LotId,
    pub balance: Balance,
    /// When it left a fridge.
    pub since: Millis,
    /// Its cold clock, if it has one on this vehicle.
    pub clock: Option<ColdClock>,
    /// The open visit that sets it down, if there is one.
    pub going: Option<(StopId, SiteId)>,
}

impl Day {
    /// What a holder has now.
    pub fn held_by(&self, holder: Holder) -> impl Iterator<Item = &Holding> {
        self.holdings.iter().filter(move |held| held.holder == holder && held.balance.crates > Crates::ZERO)
    }

    /// Crates of a lot that a holder has now.
    pub fn crates_of(&self, lot: LotId, holder: Holder) -> Crates {
        self.held_by(holder).find(|held| held.lot == lot).map_or(Crates::ZERO, |held| held.balance.crates)
    }

    /// The break in a round's shift, and when it is by the plan: before leaving, on getting to a place, or when all is done.
    pub fn rest(&self, round: &RoundDay) -> Option<(Rest, Option<Millis>)> {
        let shift = self.shifts.iter().find(|shift| shift.id == round.head.shift)?;
        let rest = shift.rest?;
        let figures = round.figures.as_ref();
        let before = figures.map(|figures| (shift.from, figures.depart));
        let waits = round.stops.iter().map(|stop| (stop.planned.arrive, stop.planned.start));
        let done = figures.map(|figures| (figures.finish, shift.until));
        // On the way home it is at the last place: how long that way is, the plan does not say.
        let home = figures.zip(round.stops.last()).map(|(figures, last)| (last.planned.depart, figures.finish));
        let free = before.into_iter().chain(waits).chain(done).chain(home);
        Some((rest, rest.within(shift.from, &self.area.zone, free)))
    }

    /// When a site is open on the day.
    pub fn opening(&self, site: &Site) -> Vec<(Millis, Millis)> {
        calendar::instants(site, self.date, &self.area.zone, &self.closures)
    }

    /// When a place closes while a planned visit goes on, which happens where it is open for less than a visit takes.
    pub fn closes_during(&self, stop: &Stop) -> Option<Millis> {
        let windows = self.opening(self.sites.get(&stop.site)?);
        let (_, closes) = windows.into_iter().find(|(from, until)| *from <= stop.start && stop.start <= *until)?;
        Some(closes).filter(|closes| *closes < stop.depart)
    }

    /// A round of the day.
    pub fn round(&self, id: RoundId) -> Option<&RoundDay> {
        self.rounds.iter().find(|round| round.head.id == id)
    }

    /// A visit of the day, with its round.
    pub fn stop(&self, id: StopId) -> Option<(&RoundDay, &StopDay)> {
        self.rounds.iter().find_map(|round| Some((round, round.stops.iter().find(|stop| stop.planned.id == id)?)))
    }

    /// The rounds of a driver, by the start of their shift.
    pub fn rounds_of(&self, person: PersonId) -> Vec<&RoundDay> {
        let mut rounds: Vec<_> = self.rounds.iter().filter(|round| round.head.person == person).collect();
        rounds.sort_by_key(|round| round.head.from);
        rounds
    }

    /// The visits at a site, in the order they are expected, each with its round.
    pub fn visits_at(&self, site: SiteId) -> Vec<(&RoundDay, &StopDay)> {
        let stops = |round| {
            let round: &RoundDay = round;
            round.stops.iter().filter(move |stop| stop.planned.site == site).map(move |stop| (round, stop))
        };
        let mut visits: Vec<_> = self.rounds.iter().flat_map(stops).collect();
        visits.sort_by_key(|(_, stop)| stop.expected);
        visits
    }

    /// The point nearest to a lot's donor that takes such food and is still to close today, and when it does.
    pub fn nearest_taker(&self, lot: &Lot) -> Option<(&Site, Millis)> {
        let from = self.sites.get(&lot.site)?;
        let takes = |site: &&Site| site.active && site.kind == SiteKind::Point && !site.refused.contains(lot.category);
        let open = |site| Some((site, self.opening(site).last()?.1)).filter(|(_, closes)| *closes > self.now);
        let takers = self.sites.values().filter(takes).filter_map(open);
        takers.min_by_key(|(site, _)| from.at.distance(site.at))
    }

    /// The lots that a donor announced for the day, by number.
    pub fn lots_of(&self, site: SiteId) -> Vec<&Lot> {
        let mut lots: Vec<_> = self.lots.values().filter(|lot| lot.site == site && lot.date == self.date).collect();
        lots.sort_by_key(|lot| lot.number);
        lots
    }
}

/// The reasons a driver or point can give for not taking a lot.
pub const REASONS: [MovementReason; 4] =
    [MovementReason::TooWarm, MovementReason::Broken, MovementReason::Expired, MovementReason::Other];
