//! From a day as it stands to a planning problem: ids become indices, instants become seconds since midnight.

use crate::app::day::{Day, RoundDay, StopDay};
use crate::app::forecast::Expected;
use crate::domain::cold::{self, Equipment};
use crate::domain::food::{Category, DateKind, PerCategory, Shelf, StorageClass};
use crate::domain::id::{LotId, RoundId, ShiftId, SiteId};
use crate::domain::ledger::{Holder, Holding};
use crate::domain::lot::Lot;
use crate::domain::plan::Action;
use crate::domain::quantity::{Crates, Grams};
use crate::domain::round::Shift;
use crate::domain::site::{Site, SiteKind};
use crate::domain::time::Millis;
use crate::planner::problem::{
    ColdSeconds, Commitment, CommittedAction, OnBoard, Place, Policy, Problem, Sink, Supply, Time, Vehicle,
};
use crate::roads::straight;
use jiff::civil::Date;
use std::collections::BTreeMap;

/// A day and what planning it needs beside.
#[derive(Debug, Clone)]
pub struct Snapshot {
    /// The day as it stands.
    pub day: Day,
    /// Grams that points accepted over the past four weeks, by point and category.
    pub received: BTreeMap<(SiteId, Category), Grams>,
    /// What to expect of donors that have not announced yet.
    pub expected: Vec<Expected>,
}

/// What a supply stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// A lot of the ledger.
    Lot(LotId),
    /// Food that is only expected.
    Expected(Expected),
}

/// A planning problem, and what its indices stand for.
#[derive(Debug, Clone)]
pub struct Assembly {
    /// The problem.
    pub problem: Problem,
    /// The site of each place.
    pub places: Vec<SiteId>,
    /// What each supply is.
    pub supplies: Vec<Source>,
    /// The site of each sink.
    pub sinks: Vec<SiteId>,
    /// The shift of each vehicle, with its round if it has one.
    pub vehicles: Vec<(ShiftId, Option<RoundId>)>,
    /// Midnight: second zero.
    pub origin: Millis,
}

impl Assembly {
    /// The problem of planning what is left of a day.
    #[must_use]
    pub fn of(snapshot: &Snapshot) -> Self {
        let day = &snapshot.day;
        let mut building = Building::new(day);
        let sinks = building.sinks(snapshot);
        let vehicles = building.vehicles();
        let supplies = building.supplies(&snapshot.expected);
        let commitments = building.commitments(&vehicles, &supplies, &sinks);
        let points: Vec<_> = building.places.iter().map(|site| day.sites[site].at.point()).collect();
        let matrix = straight::matrix(&points);
        let mut problem = Problem {
            places: building.places.iter().map(|site| building.place(*site)).collect(),
            matrix,
            supplies: supplies.iter().map(|(_, supply)| supply.clone()).collect(),
            sinks: sinks.iter().map(|(_, sink)| sink.clone()).collect(),
            vehicles: vehicles.iter().map(|(_, _, vehicle)| vehicle.clone()).collect(),
            policy: Policy::default(),
        };
        for (vehicle, committed) in problem.vehicles.iter_mut().zip(commitments) {
            // Who is under way gets to the next stop now at the earliest.
            if let Some(next) = committed.first() {
                let travel = problem.matrix.seconds(vehicle.start, next.place).0;
                vehicle.from = vehicle.from.max(building.seconds(day.now) - travel);
            }
            vehicle.committed = committed;
        }
        Self {
            problem,
            places: building.places,
            supplies: supplies.into_iter().map(|(lot, _)| lot).collect(),
            sinks: sinks.into_iter().map(|(site, _)| site).collect(),
            vehicles: vehicles.into_iter().map(|(shift, round, _)| (shift, round)).collect(),
            origin: building.origin,
        }
    }
}

struct Building<'a> {
    day: &'a Day,
    origin: Millis,
    places: Vec<SiteId>,
    index: BTreeMap<SiteId, usize>,
}

type NamedVehicle = (ShiftId, Option<RoundId>, Vehicle);

impl<'a> Building<'a> {
    fn new(day: &'a Day) -> Self {
        Self { day, origin: day.area.zone.start_of(day.date), places: Vec::new(), index: BTreeMap::new() }
    }

    const fn seconds(&self, at: Millis) -> Time {
        at.since(self.origin).0
    }

    fn at(&mut self, site: SiteId) -> usize {
        *self.index.entry(site).or_insert_with(|| {
            self.places.push(site);
            self.places.len() - 1
        })
    }

    fn windows(&self, site: &Site) -> Vec<(Time, Time)> {
        self.day.opening(site).into_iter().map(|(from, until)| (self.seconds(from), self.seconds(until))).collect()
    }

    fn place(&self, site: SiteId) -> Place {
        let site = &self.day.sites[&site];
        Place { windows: self.windows(site), service: site.service }
    }

    /// Points that open on the day, and hubs, with the room they still have.
    fn sinks(&mut self, snapshot: &Snapshot) -> Vec<(SiteId, Sink)> {
        let day = self.day;
        let mut sinks = Vec::new();
        for site in day.sites.values().filter(|site| site.active && site.kind != SiteKind::Donor) {
            if self.windows(site).is_empty() {
                continue;
            }
            let mut room = site.room;
            for held in &day.holdings {
                let here =
                    matches!(held.holder, Holder::Hub(at) | Holder::Handover(at) | Holder::Point(at) if at == site.id);
                if let (true, Some(lot)) = (here, day.lots.get(&held.lot)) {
                    room[lot.class] = (room[lot.class] - held.balance.crates).max(Crates::ZERO);
                }
            }
            let mut received = PerCategory::<Grams>::default();
            for category in Category::ALL {
                let grams = snapshot.received.get(&(site.id, *category)).copied().unwrap_or_default();
                received[*category] = grams.max(Grams::ZERO);
            }
            let hub = site.kind == SiteKind::Hub;
            let sink = Sink {
                place: self.at(site.id),
                hub,
                room,
                persons: if hub { 0 } else { site.persons },
                refused: site.refused,
                received,
            };
            sinks.push((site.id, sink));
        }
        sinks
    }

    /// The shifts that can still be planned, each with its round if it has one. Their order is that of the vehicles.
    fn shifts(&self) -> Vec<(&'a Shift, Option<&'a RoundDay>)> {
        let day = self.day;
        day.shifts
            .iter()
            .filter(|shift| !shift.cancelled && shift.until > day.now && day.sites.contains_key(&shift.start))
            .filter(|shift| day.vehicles.get(&shift.vehicle).is_some_and(|vehicle| vehicle.active))
            .map(|shift| (shift, day.rounds.iter().find(|round| round.head.shift == shift.id)))
            .filter(|(_, round)| round.is_none_or(|round| round.head.ended.is_none()))
            .collect()
    }

    /// The vehicles of the shifts, each from where its round has come to.
    fn vehicles(&mut self) -> Vec<NamedVehicle> {
        let day = self.day;
        let mut vehicles = Vec::new();
        for (shift, round) in self.shifts() {
            let vehicle = &day.vehicles[&shift.vehicle];
            let (start, from) = self.position(shift, round);
            let known = round.map_or_else(Vec::new, |round| {
                round.stops.iter().filter(|stop| stop.is_open()).map(|stop| stop.planned.site).collect()
            });
            vehicles.push((
                shift.id,
                round.map(|round| round.head.id),
                Vehicle {
                    start: self.at(start),
                    end: shift.end.filter(|site| day.sites.contains_key(site)).map(|site| self.at(site)),
                    from,
                    until: self.seconds(shift.until),
                    longest: None,
                    crates: vehicle.crates,
                    grams: vehicle.grams,
                    room: vehicle.room(),
                    equipment: vehicle.equipment(),
                    called_out: !round.is_some_and(|round| has_started(round, day.now)),
                    known: known.into_iter().map(|site| self.at(site)).collect(),
                    committed: Vec::new(),
                },
            ));
        }
        vehicles
    }

    /// Where a shift's vehicle is, and from when it can go on.
    fn position(&self, shift: &Shift, round: Option<&RoundDay>) -> (SiteId, Time) {
        let last = round
            .and_then(|round| round.stops.iter().filter_map(|stop| stop.visit.as_ref()).max_by_key(|v| v.occurred));
        match last {
            Some(visit) => (visit.site, self.seconds(visit.occurred.max(shift.from))),
            None if round.is_some_and(|round| has_started(round, self.day.now)) => {
                (shift.start, self.seconds(shift.from))
            }
            None => (shift.start, self.seconds(shift.from.max(self.day.now))),
        }
    }

    /// Everything that donors, hubs and vehicles of the day hold, and what is expected of donors.
    fn supplies(&mut self, expected: &[Expected]) -> Vec<(Source, Supply)> {
        let day = self.day;
        let on_rounds: BTreeMap<RoundId, (usize, &Shift)> = self
            .shifts()
            .into_iter()
            .enumerate()
            .filter_map(|(index, (shift, round))| Some((round?.head.id, (index, shift))))
            .collect();
        let mut supplies = Vec::new();
        for held in day.holdings.iter().filter(|held| held.balance.crates > Crates::ZERO) {
            let Some(lot) = day.lots.get(&held.lot) else { continue };
            let (place, ready, until, on_board) = match held.holder {
                Holder::Donor(site) if lot.date == day.date => (site, lot.ready_from, lot.ready_until, None),
                Holder::Hub(site) => (site, self.origin, day.area.zone.end_of(day.date), None),
                Holder::Vehicle(round) => {
                    let Some((vehicle, shift)) = on_rounds.get(&round) else { continue };
                    let (site, _) = self.position(shift, day.round(round));
                    let on_board = OnBoard { vehicle: *vehicle, since: self.seconds(held.since) };
                    (site, self.origin, day.area.zone.end_of(day.date), Some(on_board))
                }
                _ => continue,
            };
            if !day.sites.contains_key(&place) {
                continue;
            }
            let supply = self.supply(held, lot, place, (ready, until), on_board);
            supplies.push((Source::Lot(lot.id), supply));
        }
        for expected in expected {
            let supply = self.forecast(expected);
            supplies.push((Source::Expected(expected.clone()), supply));
        }
        if !expected.is_empty() {
            make_surer_weigh_more(&mut supplies);
        }
        supplies
    }

    fn supply(
        &mut self,
        held: &Holding,
        lot: &Lot,
        place: SiteId,
        (ready, until): (Millis, Millis),
        on_board: Option<OnBoard>,
    ) -> Supply {
        let day = self.day;
        Supply {
            place: self.at(place),
            category: lot.category,
            class: lot.class,
            crates: held.balance.crates,
            grams: held.balance.grams,
            ready: self.seconds(ready),
            until: self.seconds(until),
            deliver_by: lot.shelf.last_day().map(|last| self.seconds(day.area.zone.end_of(last))),
            loss_weight: loss_weight(lot.class, lot.shelf, day.date),
            cold: self.cold(lot.category, lot.class),
            on_board,
            promised: None,
        }
    }

    fn forecast(&mut self, expected: &Expected) -> Supply {
        let shelf = usual_shelf(expected.category, self.day.date);
        let place = self.at(expected.donor);
        Supply {
            place,
            category: expected.category,
            class: expected.class,
            crates: expected.crates,
            grams: expected.grams,
            ready: self.seconds(expected.ready),
            until: self.seconds(expected.until),
            deliver_by: None,
            loss_weight: loss_weight(expected.class, shelf, self.day.date),
            cold: self.cold(expected.category, expected.class),
            on_board: None,
            promised: None,
        }
    }

    fn cold(&self, category: Category, class: StorageClass) -> ColdSeconds {
        let allowance = |equipment| {
            cold::limit_for(&self.day.limits, category).and_then(|limit| cold::allowance(limit, class, equipment))
        };
        ColdSeconds {
            refrigerated: allowance(Equipment::Refrigerated),
            insulated: allowance(Equipment::Insulated),
            bare: allowance(Equipment::Bare),
        }
    }

    /// For each vehicle under way, the stop its driver is heading for, as far as it can still be done.
    fn commitments(
        &self,
        vehicles: &[NamedVehicle],
        supplies: &[(Source, Supply)],
        sinks: &[(SiteId, Sink)],
    ) -> Vec<Vec<Commitment>> {
        let mut free: Vec<Crates> = supplies.iter().map(|(_, supply)| supply.crates).collect();
        let mut commitments = Vec::new();
        for (index, (_, round, _)) in vehicles.iter().enumerate() {
            let under_way = round.and_then(|id| self.day.round(id)).filter(|round| has_started(round, self.day.now));
            let next = under_way.and_then(|round| round.stops.iter().find(|stop| stop.is_next));
            let Some(next) = next.filter(|stop| self.index.contains_key(&stop.planned.site)) else {
                commitments.push(Vec::new());
                continue;
            };
            let actions = self.committed(index, next, supplies, sinks, &mut free);
            let place = self.index[&next.planned.site];
            commitments.push(if actions.is_empty() { Vec::new() } else { vec![Commitment { place, actions }] });
        }
        commitments
    }

    fn committed(
        &self,
        vehicle: usize,
        stop: &StopDay,
        supplies: &[(Source, Supply)],
        sinks: &[(SiteId, Sink)],
        free: &mut [Crates],
    ) -> Vec<CommittedAction> {
        let place = self.index[&stop.planned.site];
        let mut actions = Vec::new();
        for load in &stop.planned.loads {
            let found = supplies.iter().position(|(lot, supply)| {
                *lot == Source::Lot(load.lot)
                    && match load.action {
                        Action::Load => supply.on_board.is_none() && supply.place == place,
                        Action::Unload => supply.on_board.is_some_and(|on_board| on_board.vehicle == vehicle),
                    }
            });
            let sink = match load.action {
                Action::Load => None,
                Action::Unload => match sinks.iter().position(|(site, _)| *site == stop.planned.site) {
                    Some(sink) => Some(sink),
                    None => continue,
                },
            };
            let Some(supply) = found else { continue };
            let crates = load.crates.min(free[supply]);
            if crates > Crates::ZERO {
                free[supply] -= crates;
                actions.push(CommittedAction { supply, crates, sink });
            }
        }
        // What is only expected is still to be looked for; it cannot be on board.
        for load in stop.forecast(Action::Load) {
            let found = supplies.iter().position(|(source, supply)| {
                matches!(source, Source::Expected(expected) if expected.donor == load.donor)
                    && (supply.category, supply.class) == (load.category, load.class)
            });
            let Some(supply) = found else { continue };
            let crates = load.crates.min(free[supply]);
            if crates > Crates::ZERO {
                free[supply] -= crates;
                actions.push(CommittedAction { supply, crates, sink: None });
            }
        }
        actions
    }
}

/// Whether a round's driver has set out.
fn has_started(round: &RoundDay, now: Millis) -> bool {
    round.stops.iter().any(|stop| !stop.is_open())
        || round.figures.as_ref().is_some_and(|figures| figures.depart <= now)
}

/// Weights are multiplied by this where forecasts are planned, so that a likelihood can be part of them.
pub(super) const SURE: i64 = 100;

/// What is only expected weighs less, by how likely it is; what is there always weighs more than its like.
fn make_surer_weigh_more(supplies: &mut [(Source, Supply)]) {
    for (source, supply) in supplies {
        supply.loss_weight *= match source {
            Source::Lot(_) => SURE,
            Source::Expected(expected) => expected.percent.clamp(1, SURE - 1),
        };
    }
}

/// Until when food that was not announced yet is taken to be good.
fn usual_shelf(category: Category, date: Date) -> Shelf {
    let tomorrow = date.tomorrow().unwrap_or(date);
    Shelf::of(category.usual_date(), Some(tomorrow))
        .or(Shelf::of(category.usual_date(), None))
        .unwrap_or(Shelf::Undated)
}

/// How many times a lost gram of this food counts: the sooner it spoils, the more.
#[must_use]
pub fn loss_weight(class: StorageClass, shelf: Shelf, today: Date) -> i64 {
    let days = shelf.date().map(|date| i64::from((date - today).get_days()));
    let by_date = match (shelf.kind(), days) {
        (DateKind::UseBy, Some(..=0)) => 10,
        (DateKind::UseBy, Some(1)) => 8,
        (DateKind::UseBy, Some(2..=3)) => 6,
        (DateKind::UseBy, _) => 4,
        (DateKind::BestBefore, Some(..=2)) => 3,
        (DateKind::BestBefore, _) => 1,
        // Loose bread and vegetables.
        (DateKind::None, _) => 4,
    };
    match class {
        StorageClass::Hot => 10,
        StorageClass::Fish => by_date.max(9),
        StorageClass::Ambient | StorageClass::Chilled | StorageClass::Frozen => by_date,
    }
}
