//! From a day as it stands to a planning problem: ids become indices, instants become seconds since midnight.

use super::crews::{ended_before, keep_apart};
use super::in_force::{Reading, promises};
use super::loss_scale::LossScale;
use super::named::{NamedVehicle, Place, Source};
use crate::app::day::{Day, RoundDay};
use crate::app::forecast::Expected;
use crate::app::vacant::Crews;
use crate::domain::cold::{self, Equipment};
use crate::domain::food::{Category, DateKind, PerCategory, Shelf, StorageClass};
use crate::domain::id::{LotId, RoundId, ShiftId, SiteId};
use crate::domain::ledger::{Holder, Holding};
use crate::domain::lot::Lot;
use crate::domain::policy::Weights;
use crate::domain::quantity::{Crates, Grams, Seconds};
use crate::domain::round::Shift;
use crate::domain::site::{Site, SiteKind};
use crate::domain::time::Millis;
use crate::planner::problem::{
    self, Aboard, ColdSeconds, Commitment, CrewedVehicle, Location, PlanningProblem, Sink, Supply, Time,
};
use crate::roads::straight;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// A day and what planning it needs beside.
#[derive(Debug, Clone)]
pub struct Snapshot {
    /// The day as it stands.
    pub day: Day,
    /// Grams that points accepted over the past four weeks, by point and category.
    pub received: BTreeMap<(SiteId, Category), Grams>,
    /// What to expect of donors that have not announced yet.
    pub expected: Vec<Expected>,
    /// Which points do not take which lots.
    pub declined: BTreeSet<(LotId, SiteId)>,
    /// What counts for how much in the area.
    pub weights: Weights,
    /// Who drives, and which vehicles are in use.
    pub crews: Crews,
}

/// A planning problem, and what its indices stand for.
#[derive(Debug, Clone)]
pub struct Assembly {
    pub problem: PlanningProblem,
    pub locations: Vec<Place>,
    pub supplies: Vec<Source>,
    pub sinks: Vec<SiteId>,
    pub vehicles: Vec<(ShiftId, Option<RoundId>)>,
    /// For each vehicle, the visits of the plan in force that follow the committed ones and may change.
    pub current: Vec<Vec<Commitment>>,
    /// Midnight: second zero.
    pub origin: Millis,
}

impl Assembly {
    /// The problem of planning what is left of a day.
    pub fn of(snapshot: &Snapshot) -> Self {
        let day = &snapshot.day;
        let mut building = Building::new(day);
        let sinks = building.sinks(snapshot);
        let vehicles = building.vehicles(&snapshot.crews);
        let mut supplies = building.supplies(snapshot, &vehicles, &sinks);
        let visits = Reading::new(day, &building.index, &supplies, &sinks).visits(&vehicles);
        for (promised, (_, supply)) in promises(&supplies, &visits).into_iter().zip(&mut supplies) {
            supply.promised = promised;
        }
        let points: Vec<_> = building.locations.iter().map(|place| place.at(day).point()).collect();
        let matrix = straight::matrix(&points);
        let mut problem = PlanningProblem {
            locations: building.locations.iter().map(|place| building.location(*place)).collect(),
            matrix,
            supplies: supplies.iter().map(|(_, supply)| supply.clone()).collect(),
            sinks: sinks.iter().map(|(_, sink)| sink.clone()).collect(),
            vehicles: vehicles.iter().map(|(_, _, vehicle)| vehicle.clone()).collect(),
            exclusive: Vec::new(),
            policy: snapshot.weights.into(),
        };
        for ((vehicle, committed), (_, round, _)) in problem.vehicles.iter_mut().zip(visits.committed).zip(&vehicles) {
            let round = round.and_then(|id| day.round(id));
            let travel = committed.first().map(|next| problem.matrix.seconds(vehicle.start, next.location));
            vehicle.from = vehicle.from.max(building.leaves(round, travel)).min(vehicle.until);
            vehicle.committed = committed;
        }
        // Who is on the way is let in until the place closes.
        for next in problem.vehicles.iter().filter_map(|vehicle| vehicle.committed.first()) {
            if let Place::Site(site) = building.locations[next.location] {
                problem.locations[next.location].windows = building.windows(&day.sites[&site]);
            }
        }
        keep_apart((day, building.origin), &building.index, &vehicles, &mut problem);
        Self {
            problem,
            current: visits.current,
            locations: building.locations,
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
    locations: Vec<Place>,
    index: BTreeMap<Place, usize>,
}

impl<'a> Building<'a> {
    fn new(day: &'a Day) -> Self {
        Self { day, origin: day.area.zone.start_of(day.date), locations: Vec::new(), index: BTreeMap::new() }
    }

    /// When the day is over for who works on it: with its last shift, where that goes on past midnight.
    fn end(&self) -> Millis {
        let last = self.day.shifts.iter().filter(|shift| !shift.cancelled).map(|shift| shift.until).max();
        last.into_iter().chain([self.day.area.zone.end_of(self.day.date)]).max().unwrap_or(self.day.now)
    }

    const fn seconds(&self, at: Millis) -> Time {
        at.since(self.origin).0
    }

    fn at(&mut self, site: SiteId) -> usize {
        self.index_of(Place::Site(site))
    }

    fn index_of(&mut self, place: Place) -> usize {
        *self.index.entry(place).or_insert_with(|| {
            self.locations.push(place);
            self.locations.len() - 1
        })
    }

    fn windows(&self, site: &Site) -> Vec<(Time, Time)> {
        self.day.opening(site).into_iter().map(|(from, until)| (self.seconds(from), self.seconds(until))).collect()
    }

    fn location(&self, place: Place) -> Location {
        let site = &self.day.sites[&place.site()];
        let windows = match place {
            Place::Site(_) => self.windows(site),
            Place::Halted(_) | Place::Start(..) | Place::End(..) => vec![(0, self.seconds(self.end()))],
        };
        Location {
            windows: windows.into_iter().map(|window| fitting(window, site.service)).collect(),
            service: site.service,
        }
    }

    /// The earliest that a vehicle can leave where it is, `travel` away from the visit that it is heading for: who is
    /// under way gets there now at the earliest, and later if they are late.
    fn leaves(&self, round: Option<&RoundDay>, travel: Option<Seconds>) -> Time {
        let now = self.seconds(self.day.now);
        let Some(round) = round else { return now };
        let is_late = round.delay > Seconds::ZERO;
        match travel {
            Some(travel) => {
                let next = round.stops.iter().find(|stop| stop.is_next).filter(|_| is_late);
                next.map_or(now, |next| now.max(self.seconds(next.expected))) - travel.0
            }
            None => {
                let depart = round.figures.as_ref().filter(|_| is_late && !round.has_started(self.day.now));
                depart.map_or(now, |figures| now.max(self.seconds(figures.depart + round.delay)))
            }
        }
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
                location: self.at(site.id),
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
    fn shifts(&self, crews: &Crews) -> Vec<(&'a Shift, Option<&'a RoundDay>)> {
        let day = self.day;
        day.shifts
            .iter()
            .filter(|shift| !shift.cancelled && shift.until > day.now && day.sites.contains_key(&shift.start))
            .filter(|shift| crews.gone(shift).is_none())
            .filter(|shift| day.halts.iter().all(|halt| halt.shift != shift.id))
            .map(|shift| (shift, day.rounds.iter().find(|round| round.head.shift == shift.id)))
            .filter(|(_, round)| round.is_none_or(|round| round.head.ended.is_none()))
            .collect()
    }

    /// The vehicles of the shifts, each from where its round has come to.
    fn vehicles(&mut self, crews: &Crews) -> Vec<NamedVehicle> {
        let day = self.day;
        let mut vehicles = Vec::new();
        for (shift, round) in self.shifts(crews) {
            let vehicle = &day.vehicles[&shift.vehicle];
            let (start, from) = self.position(shift, round);
            for (place, _) in ended_before(day, shift) {
                self.index_of(place);
            }
            let known = round.map_or_else(Vec::new, |round| {
                round.stops.iter().filter(|stop| stop.is_open()).map(|stop| stop.planned.site).collect()
            });
            vehicles.push((
                shift.id,
                round.map(|round| round.head.id),
                CrewedVehicle {
                    start: self.index_of(start),
                    end: Place::end_of(shift)
                        .filter(|place| day.sites.contains_key(&place.site()))
                        .map(|place| self.index_of(place)),
                    from,
                    until: self.seconds(shift.until),
                    longest: None,
                    crates: vehicle.crates,
                    grams: vehicle.grams,
                    room: vehicle.room(),
                    equipment: vehicle.equipment(),
                    rest: self.rest(shift, round, from),
                    called_out: !round.is_some_and(|round| round.has_started(day.now)),
                    known: known.into_iter().map(|site| self.at(site)).collect(),
                    committed: Vec::new(),
                },
            ));
        }
        vehicles
    }

    /// The break that a shift still needs: one whose time is over was had, or cannot be had any more, and so was one that the
    /// plan in force had until now, unless the round is so late that there was no time for it.
    fn rest(&self, shift: &Shift, round: Option<&RoundDay>, from: Time) -> Option<problem::Rest> {
        let rest = shift.rest?;
        let was_had = round.is_some_and(|round| {
            let planned = self.day.rest(round).and_then(|(_, at)| at);
            round.delay < rest.length && planned.is_some_and(|at| at + rest.length <= self.day.now)
        });
        if was_had {
            return None;
        }
        let (first, last) = rest.begins(shift.from, &self.day.area.zone);
        let (first, last) = (self.seconds(first), self.seconds(last));
        let until = last.min(self.seconds(shift.until) - rest.length.0);
        let needed = problem::Rest { length: rest.length, from: first, until, with_food: rest.with_food };
        (from <= until && first <= until).then_some(needed)
    }

    /// Where a shift's vehicle is, and from when it can go on.
    fn position(&self, shift: &Shift, round: Option<&RoundDay>) -> (Place, Time) {
        let last = round
            .and_then(|round| round.stops.iter().filter_map(|stop| stop.visit.as_ref()).max_by_key(|v| v.occurred));
        match last {
            Some(visit) => (Place::Site(visit.site), self.seconds(visit.occurred.max(shift.from))),
            None if round.is_some_and(|round| round.has_started(self.day.now)) => {
                (Place::start_of(shift), self.seconds(shift.from))
            }
            None => (Place::start_of(shift), self.seconds(shift.from.max(self.day.now))),
        }
    }

    /// Everything that donors, hubs and vehicles of the day hold, and what is expected of donors.
    fn supplies(
        &mut self,
        snapshot: &Snapshot,
        vehicles: &[NamedVehicle],
        sinks: &[(SiteId, Sink)],
    ) -> Vec<(Source, Supply)> {
        let day = self.day;
        let end = self.end();
        let mut supplies = Vec::new();
        for held in day.holdings.iter().filter(|held| held.balance.crates > Crates::ZERO) {
            let Some(lot) = day.lots.get(&held.lot) else { continue };
            let mut supply = match held.holder {
                Holder::Donor(site) if lot.date == day.date && day.sites.contains_key(&site) => {
                    let location = self.at(site);
                    self.supply(held, lot, location, (lot.ready_from, lot.ready_until))
                }
                Holder::Hub(site) if day.sites.contains_key(&site) => {
                    let location = self.at(site);
                    self.supply(held, lot, location, (self.origin, end))
                }
                Holder::Vehicle(round) => match self.aboard(held, lot, round, vehicles) {
                    Some(supply) => supply,
                    None => continue,
                },
                _ => continue,
            };
            let declines = |site: &SiteId| snapshot.declined.contains(&(lot.id, *site));
            supply.declined = (0..).zip(sinks).filter(|(_, (site, _))| declines(site)).map(|(at, _)| at).collect();
            supplies.push((Source::Lot(lot.id), supply));
        }
        for expected in &snapshot.expected {
            let supply = self.forecast(expected);
            supplies.push((Source::Expected(expected.clone()), supply));
        }
        let scale = LossScale::of(supplies.iter().map(|(source, _)| source));
        for (source, supply) in &mut supplies {
            supply.loss_weight = scale.weight(source, supply.loss_weight);
        }
        supplies
    }

    /// What a round has on board: with its vehicle, or, if that does not go on, where it stands for others to fetch.
    fn aboard(&mut self, held: &Holding, lot: &Lot, round: RoundId, vehicles: &[NamedVehicle]) -> Option<Supply> {
        let (day, end) = (self.day, self.end());
        if let Some((index, (_, _, vehicle))) = (0..).zip(vehicles).find(|(_, (_, known, _))| *known == Some(round)) {
            let since = self.seconds(held.since).min(vehicle.from);
            let supply = self.supply(held, lot, vehicle.start, (self.origin, end));
            return Some(Supply { on_board: Some(Aboard { vehicle: index, since }), ..supply });
        }
        let halt = day.halt(&day.round(round)?.head)?;
        let location = self.index_of(Place::Halted(halt.site));
        let mut supply = self.supply(held, lot, location, (self.origin, end));
        // Its clock runs on while it waits and on the vehicle that fetches it.
        let since = self.seconds(held.since);
        let shortest = vehicles.iter().filter_map(|(_, _, vehicle)| supply.cold.on(vehicle.equipment)).min();
        match shortest.map(|allowed| since + allowed.0) {
            Some(by) if by > self.seconds(day.now) => {
                supply.deliver_by = Some(supply.deliver_by.map_or(by, |last| last.min(by)));
            }
            // Too late for any vehicle but one with a fridge.
            Some(_) => supply.cold = supply.cold.used_up(),
            None => {}
        }
        Some(supply)
    }

    fn supply(&self, held: &Holding, lot: &Lot, location: usize, (ready, until): (Millis, Millis)) -> Supply {
        let day = self.day;
        Supply {
            location,
            category: lot.category,
            class: lot.class,
            crates: held.balance.crates,
            grams: held.balance.grams,
            ready: self.seconds(ready),
            until: self.seconds(until),
            deliver_by: lot.shelf.last_day(day.date).map(|last| self.seconds(day.area.zone.end_of(last))),
            loss_weight: loss_weight(lot.class, lot.shelf, day.date),
            cold: self.cold(lot.category, lot.class),
            on_board: None,
            promised: None,
            declined: Vec::new(),
        }
    }

    fn forecast(&mut self, expected: &Expected) -> Supply {
        let shelf = Shelf::unsaid(expected.of.category);
        let location = self.at(expected.of.donor);
        Supply {
            location,
            category: expected.of.category,
            class: expected.of.class,
            crates: expected.crates,
            grams: expected.grams,
            ready: self.seconds(expected.ready),
            until: self.seconds(expected.until),
            deliver_by: shelf.last_day(self.day.date).map(|last| self.seconds(self.day.area.zone.end_of(last))),
            loss_weight: loss_weight(expected.of.class, shelf, self.day.date),
            cold: self.cold(expected.of.category, expected.of.class),
            on_board: None,
            promised: None,
            declined: Vec::new(),
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
}

/// When a visit may start so that it ends before a place closes; where it lasts longer than the place is open, at once.
fn fitting((from, until): (Time, Time), service: Seconds) -> (Time, Time) {
    (from, from.max(until - service.0))
}

/// How many times a lost gram of this food counts: the sooner it spoils, the more. A use-by date that nobody has said
/// could be today.
pub fn loss_weight(class: StorageClass, shelf: Shelf, today: Date) -> i64 {
    let date = shelf.date().or(shelf.last_day(today));
    let days = date.map(|date| i64::from((date - today).get_days()));
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
