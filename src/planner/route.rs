//! The round of one vehicle during the search: its stops, the portions it carries, and what lets an insertion be tried
//! without walking the whole round.

use crate::domain::food::{PerClass, StorageClass};
use crate::planner::instance::{EARLIEST, Instance, LATEST, Origin, Slot, UNKNOWN};
use crate::planner::problem::{CrewedVehicle, Time};
use crate::planner::schedule::{RideLimit, Sequence};

/// A visit. Committed ones come first and stay as they are.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Stop {
    /// The place, and when a handover may start for the sake of all that is handed over.
    pub slot: Slot,
    /// Earliest and latest start, cold limits and the longest time out aside.
    pub earliest: Time,
    pub latest: Time,
    /// What the way there costs and how long it takes.
    pub seconds: i64,
    pub cost: i64,
}

impl Stop {
    pub(crate) fn new(instance: &Instance, location: usize) -> Self {
        Self { slot: instance.slot(location, EARLIEST, LATEST), earliest: 0, latest: 0, seconds: 0, cost: 0 }
    }
}

/// A portion on its way to a sink.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Shipment {
    pub item: usize,
    pub supply: usize,
    pub sink: usize,
    pub crates: i64,
    /// The stop that loads it; `None` for what is on board or loaded by a committed visit.
    pub load: Option<usize>,
    pub unload: usize,
    /// Part of a committed visit.
    pub fixed: bool,
}

/// What a portion takes of a vehicle, or what a vehicle has room for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Cargo {
    crates: i64,
    grams: i64,
    by_class: PerClass<i64>,
}

impl Cargo {
    pub(crate) fn new(class: StorageClass, crates: i64, grams: i64) -> Self {
        let mut by_class = PerClass::all(0);
        by_class[class] = crates;
        Self { crates, grams, by_class }
    }

    fn capacity(vehicle: &CrewedVehicle) -> Self {
        let by_class = PerClass(vehicle.room.0.map(|room| room.0));
        Self { crates: vehicle.crates.0, grams: vehicle.grams.0, by_class }
    }

    fn add(&mut self, other: &Self) {
        self.crates += other.crates;
        self.grams += other.grams;
        for (own, more) in self.by_class.0.iter_mut().zip(&other.by_class.0) {
            *own += more;
        }
    }

    fn subtract(&mut self, other: &Self) {
        self.crates -= other.crates;
        self.grams -= other.grams;
        for (own, less) in self.by_class.0.iter_mut().zip(&other.by_class.0) {
            *own -= less;
        }
    }

    /// Whether another fits into this room. The signs of all differences are looked at in one, which needs no branches.
    fn holds(&self, other: &Self) -> bool {
        let classes = self.by_class.0.iter().zip(&other.by_class.0).fold(0, |lack, (room, more)| lack | (room - more));
        (self.crates - other.crates) | (self.grams - other.grams) | classes >= 0
    }
}

/// A round with what follows from its stops and portions, which `refresh` works out after each change.
#[derive(Debug, Clone)]
pub(crate) struct Route {
    pub vehicle: usize,
    pub committed: usize,
    pub stops: Vec<Stop>,
    pub shipments: Vec<Shipment>,
    /// The same for the same round: what is known of one holds for the other.
    pub fingerprint: u64,
    /// Room left when leaving the start (at 0) and each stop (at its index and one).
    pub room: Vec<Cargo>,
    /// By how many seconds the way to each stop, and the way home, may get longer before some clock or the longest time
    /// out is broken whatever the schedule.
    pub slack: Vec<i64>,
    pub ride_limits: Vec<RideLimit>,
    /// The way home: its seconds and its cost.
    pub home: (i64, i64),
    /// Driving seconds and metres.
    pub seconds: i64,
    pub metres: i64,
    /// Departures from the known round.
    pub change: i64,
    /// Whether a schedule depends on more than windows.
    pub limited: bool,
    /// Where a break may not be for the food on board, on the way to each stop and to the end; empty where it may be anywhere.
    pub laden: Vec<bool>,
}

impl Route {
    pub(crate) const fn new(vehicle: usize) -> Self {
        Self {
            vehicle,
            committed: 0,
            stops: Vec::new(),
            shipments: Vec::new(),
            fingerprint: 0,
            room: Vec::new(),
            slack: Vec::new(),
            ride_limits: Vec::new(),
            home: (0, 0),
            seconds: 0,
            metres: 0,
            change: 0,
            limited: false,
            laden: Vec::new(),
        }
    }

    /// Allowed seconds of a portion on this vehicle from the start of its load to the end of its unload.
    pub(crate) fn ride_limit(&self, instance: &Instance, supply: usize) -> Option<i64> {
        let equipment = instance.problem.vehicles[self.vehicle].equipment;
        let lot = &instance.problem.supplies[supply];
        lot.cold.on(equipment).map(|limit| limit.0)
    }

    /// By when a portion must have been unloaded whatever the round: its last day, or its clock if that runs already.
    pub(crate) fn deliver_by(&self, instance: &Instance, supply: usize) -> Time {
        let lot = &instance.problem.supplies[supply];
        let clock = match (lot.on_board, self.ride_limit(instance, supply)) {
            (Some(on_board), Some(limit)) => on_board.since + limit,
            _ => LATEST,
        };
        lot.deliver_by.unwrap_or(LATEST).min(clock)
    }

    /// Where the clock of an item starts: a stop, given the one that loads it; `None` if it runs already or never.
    pub(crate) fn ride_start(instance: &Instance, item: usize, load: Option<usize>) -> Option<usize> {
        match instance.items[item].origin {
            Origin::Place => load,
            Origin::Aboard { visit, .. } => visit,
        }
    }

    /// Fills a sequence with the stops and clocks of this round.
    pub(crate) fn sequence(&self, sequence: &mut Sequence) {
        sequence.clear();
        sequence.slots.extend(self.stops.iter().map(|stop| stop.slot));
        sequence.ride_limits.extend_from_slice(&self.ride_limits);
        sequence.laden.extend_from_slice(&self.laden);
        sequence.committed = self.committed;
    }

    /// Works out everything that follows from stops and jobs. False if the round cannot be driven so.
    pub(crate) fn refresh(&mut self, instance: &Instance, sequence: &mut Sequence) -> bool {
        self.fingerprint = self.fingerprint();
        self.limits(instance);
        self.length(instance);
        if !self.times(instance) || !self.rooms(instance) {
            return false;
        }
        let vehicle = &instance.problem.vehicles[self.vehicle];
        let longest = vehicle.longest.map(|longest| longest.0);
        self.limited = longest.is_some() || vehicle.rest.is_some() || !self.ride_limits.is_empty();
        self.laden.clear();
        if vehicle.rest.is_some_and(|rest| !rest.with_food) {
            let empty = Cargo::capacity(vehicle);
            self.laden.extend(self.room.iter().map(|room| *room != empty));
        }
        self.compute_slacks(longest);
        if !self.limited || self.stops.is_empty() {
            return true;
        }
        self.sequence(sequence);
        sequence.fits(instance, self.vehicle)
    }

    /// A number that only equal rounds share (but for a chance in 2^64, which would cost a second look and nothing else).
    fn fingerprint(&self) -> u64 {
        let mut fingerprint = 0x9E37_79B9_7F4A_7C15_u64;
        let mut mix = |number: u64| {
            fingerprint = (fingerprint ^ number).wrapping_mul(0xFF51_AFD7_ED55_8CCD);
            fingerprint ^= fingerprint >> 32;
        };
        mix(self.vehicle as u64);
        for stop in &self.stops {
            mix(stop.slot.location as u64);
        }
        for shipment in &self.shipments {
            mix(shipment.item as u64 ^ (shipment.unload as u64) << 32 ^ (shipment.load.unwrap_or(0xFFFF) as u64) << 48);
            mix(shipment.sink as u64 ^ shipment.crates.cast_unsigned() << 32);
        }
        fingerprint
    }

    fn limits(&mut self, instance: &Instance) {
        self.ride_limits.clear();
        for stop in &mut self.stops {
            stop.slot = instance.slot(stop.slot.location, EARLIEST, LATEST);
        }
        for at in 0..self.shipments.len() {
            let shipment = self.shipments[at];
            let lot = &instance.problem.supplies[shipment.supply];
            if let Some(load) = shipment.load {
                self.narrow(load, lot.ready, lot.until);
            }
            let by = self.deliver_by(instance, shipment.supply);
            let slot = &mut self.stops[shipment.unload].slot;
            slot.until = slot.until.min(by - slot.service);
            if let Some(limit) = self.ride_limit(instance, shipment.supply)
                && let Some(load) = Self::ride_start(instance, shipment.item, shipment.load)
            {
                self.ride_limits.push(RideLimit { load, unload: shipment.unload, limit });
            }
        }
        for &item in &instance.aboard[self.vehicle] {
            let item = instance.items[item as usize];
            if let Origin::Aboard { visit: Some(visit), .. } = item.origin {
                let lot = &instance.problem.supplies[item.supply];
                self.narrow(visit, lot.ready, lot.until);
            }
        }
    }

    fn narrow(&mut self, stop: usize, ready: Time, until: Time) {
        let slot = &mut self.stops[stop].slot;
        slot.ready = slot.ready.max(ready);
        slot.until = slot.until.min(until);
    }

    fn length(&mut self, instance: &Instance) {
        let vehicle = &instance.problem.vehicles[self.vehicle];
        (self.seconds, self.metres, self.change) = (0, 0, 0);
        let mut at = vehicle.start;
        let mut last_known = None;
        for (index, stop) in self.stops.iter_mut().enumerate() {
            let location = stop.slot.location;
            (stop.seconds, stop.cost) = instance.leg(at, location);
            self.seconds += stop.seconds;
            self.metres += instance.metres(at, location);
            at = location;
            if index < self.committed {
                continue;
            }
            match instance.known(self.vehicle, location) {
                None => {}
                Some(UNKNOWN) => self.change += 1,
                Some(position) => {
                    self.change += i64::from(last_known.is_some_and(|last| position < last));
                    last_known = Some(position);
                }
            }
        }
        self.home = (0, 0);
        if let Some(end) = vehicle.end.filter(|_| !self.stops.is_empty()) {
            self.home = instance.leg(at, end);
            self.seconds += self.home.0;
            self.metres += instance.metres(at, end);
        }
    }

    fn times(&mut self, instance: &Instance) -> bool {
        let vehicle = &instance.problem.vehicles[self.vehicle];
        let mut time = vehicle.from;
        for stop in &mut self.stops {
            let Some(start) = instance.next_start(&stop.slot, time + stop.seconds) else {
                return false;
            };
            stop.earliest = start;
            time = start + stop.slot.service;
        }
        if time + self.home.0 > vehicle.until {
            return false;
        }
        let mut by = vehicle.until - self.home.0;
        for stop in self.stops.iter_mut().rev() {
            let Some(start) = instance.last_start(&stop.slot, by - stop.slot.service) else {
                return false;
            };
            stop.latest = start;
            by = start - stop.seconds;
        }
        true
    }

    fn rooms(&mut self, instance: &Instance) -> bool {
        let vehicle = &instance.problem.vehicles[self.vehicle];
        self.room.clear();
        self.room.resize(self.stops.len() + 1, Cargo::capacity(vehicle));
        for &item in &instance.aboard[self.vehicle] {
            let item = instance.items[item as usize];
            if let Origin::Aboard { visit, .. } = item.origin {
                let from = visit.map_or(0, |visit| visit + 1);
                let grams = instance.grams_at_most(item.supply, item.crates);
                let cargo = Cargo::new(instance.class(item.supply), item.crates, grams);
                self.room[from..].iter_mut().for_each(|room| room.subtract(&cargo));
            }
        }
        for shipment in &self.shipments {
            let class = instance.class(shipment.supply);
            match shipment.load {
                Some(load) => {
                    let grams = instance.grams_at_most(shipment.supply, shipment.crates);
                    let cargo = Cargo::new(class, shipment.crates, grams);
                    self.room[load + 1..=shipment.unload].iter_mut().for_each(|room| room.subtract(&cargo));
                }
                None => {
                    let grams = instance.grams(shipment.supply, shipment.crates);
                    let cargo = Cargo::new(class, shipment.crates, grams);
                    self.room[shipment.unload + 1..].iter_mut().for_each(|room| room.add(&cargo));
                }
            }
        }
        let nothing = Cargo { crates: 0, grams: 0, by_class: PerClass::all(0) };
        self.room.iter().all(|room| room.holds(&nothing))
    }

    /// Whether the vehicle has room for a portion when it leaves the start (0) or a stop (its index and one).
    pub(crate) fn holds(&self, at: usize, cargo: &Cargo) -> bool {
        self.room[at].holds(cargo)
    }

    fn compute_slacks(&mut self, longest: Option<i64>) {
        self.slack.clear();
        if !self.limited {
            return;
        }
        let elapsed: i64 = self.stops.iter().map(|stop| stop.seconds + stop.slot.service).sum::<i64>() + self.home.0;
        self.slack.resize(self.stops.len() + 1, longest.map_or(LATEST, |longest| longest - elapsed));
        for ride in &self.ride_limits {
            let between = &self.stops[ride.load + 1..=ride.unload];
            let least: i64 = between.iter().map(|stop| stop.seconds + stop.slot.service).sum();
            let slack = ride.limit - least - self.stops[ride.load].slot.service;
            for room in &mut self.slack[ride.load + 1..=ride.unload] {
                *room = (*room).min(slack);
            }
        }
    }

    /// Takes jobs out, and the stops that nothing is handed over at any more. False if what is left cannot be driven,
    /// which may happen where a detour is faster than the direct way.
    pub(crate) fn remove(
        &mut self,
        instance: &Instance,
        sequence: &mut Sequence,
        out: impl Fn(&Shipment) -> bool,
    ) -> bool {
        self.shipments.retain(|shipment| shipment.fixed || !out(shipment));
        let mut used = vec![false; self.stops.len()];
        used[..self.committed].fill(true);
        for shipment in &self.shipments {
            used[shipment.unload] = true;
            if let Some(load) = shipment.load {
                used[load] = true;
            }
        }
        let mut moved = Vec::with_capacity(used.len());
        let mut kept: Vec<Stop> = Vec::with_capacity(used.len());
        for (at, &used) in used.iter().enumerate() {
            if used {
                let stop = self.stops[at];
                let joins = kept.len() > self.committed
                    && kept.last().is_some_and(|last| {
                        last.slot.location == stop.slot.location
                            && last.slot.ready.max(stop.slot.ready) <= last.slot.until.min(stop.slot.until)
                    });
                match kept.last_mut() {
                    Some(last) if joins => {
                        last.slot.ready = last.slot.ready.max(stop.slot.ready);
                        last.slot.until = last.slot.until.min(stop.slot.until);
                    }
                    _ => kept.push(stop),
                }
            }
            moved.push(kept.len().saturating_sub(1));
        }
        let before = (kept.len() < used.iter().filter(|used| **used).count())
            .then(|| (self.stops.clone(), self.shipments.clone(), used));
        self.stops = kept;
        self.renumber(&moved);
        if self.refresh(instance, sequence) {
            return true;
        }
        // Joining two visits of a place may have been too much: keep them apart.
        let Some((stops, shipments, used)) = before else {
            return false;
        };
        (self.stops, self.shipments) = (stops, shipments);
        let mut moved = Vec::with_capacity(used.len());
        let mut count = 0;
        for &used in &used {
            count += usize::from(used);
            moved.push(count.saturating_sub(1));
        }
        let mut used = used.into_iter();
        self.stops.retain(|_| used.next().unwrap_or(false));
        self.renumber(&moved);
        self.refresh(instance, sequence)
    }

    fn renumber(&mut self, moved: &[usize]) {
        for shipment in &mut self.shipments {
            shipment.unload = moved[shipment.unload];
            shipment.load = shipment.load.map(|load| moved[load]);
        }
    }
}

#[cfg(test)]
mod tests;
