//! When a sequence of visits can happen: windows, travel, cold limits and the longest time out, exactly.
//!
//! Every constraint says "this visit starts no earlier than some growing function of another", so the valid schedules
//! have a least one, found by raising the starts until nothing moves (the fixpoint of difference constraints; with
//! several windows a start is raised to the next opening). The published schedule keeps the least finish, leaves as late
//! as that allows, loads as late and unloads as early as possible: waiting moves to the start of the round and food
//! spends as little time as it can outside a fridge. What has no clock is loaded some minutes before the last moment, where
//! there is time: among equals the earlier arrival, which a red light does not turn into a closed door.

use crate::planner::instance::{Instance, Slot};
use crate::planner::problem::{CrewedVehicle, Rest, Time};

/// Food with a clock: from the start of one visit to the end of another at most `limit` seconds.
#[derive(Debug, Clone, Copy)]
pub(crate) struct RideLimit {
    pub load: usize,
    pub unload: usize,
    pub limit: i64,
}

/// So many seconds before the last moment a visit begins that loads nothing with a clock, where it can.
const BEFORE_THE_LAST_MOMENT: Time = 15 * 60;

/// A sequence of visits of one vehicle, with room to work in; kept between uses to spare allocations.
#[derive(Debug, Clone, Default)]
pub(crate) struct Sequence {
    pub slots: Vec<Slot>,
    pub ride_limits: Vec<RideLimit>,
    /// Where a break may not be for the food on board: on the way to each stop, and to the end. Empty where it may be anywhere.
    pub laden: Vec<bool>,
    /// Stops before this one are under way: a break delays them only where it fits nowhere else.
    pub committed: usize,
    /// The slot that is the break, once it has been found a place within the round.
    rest: Option<usize>,
    starts: Vec<Time>,
    drives: Vec<i64>,
    depart: Time,
    finish: Time,
}

/// Starts of the visits, departure and end of a round.
#[derive(Debug, Clone)]
pub(crate) struct Schedule {
    pub depart: Time,
    pub starts: Vec<Time>,
    pub finish: Time,
}

impl Sequence {
    /// Empties it for the next round; the room it has stays.
    pub(crate) fn clear(&mut self) {
        self.slots.clear();
        self.ride_limits.clear();
        self.laden.clear();
        self.committed = 0;
        self.rest = None;
    }

    /// Finds a schedule, with the break of the driver if there must be one; false if there is none.
    pub(crate) fn fits(&mut self, instance: &Instance, vehicle: usize) -> bool {
        let carrier = &instance.problem.vehicles[vehicle];
        match carrier.rest {
            None => self.least(instance, vehicle),
            // What does not fit without a break does not fit with one.
            Some(rest) => {
                self.least(instance, vehicle)
                    && (self.rests_after(rest, carrier) || self.rests(instance, vehicle, rest))
            }
        }
    }

    /// Whether the break can follow the round. The vehicle is empty then, or need not be.
    fn rests_after(&self, rest: Rest, carrier: &CrewedVehicle) -> bool {
        let start = self.finish.max(rest.from);
        let empty = self.laden.last().is_none_or(|laden| !laden);
        empty && start <= rest.until && start + rest.length.0 <= carrier.until
    }

    /// Gives the break a place within the round: before leaving, at a stop before its handover, or after the last one. The
    /// first that has a schedule is taken: at each the vehicle stands, so that the way is as long as without.
    fn rests(&mut self, instance: &Instance, vehicle: usize, rest: Rest) -> bool {
        let carrier = &instance.problem.vehicles[vehicle];
        let slot = |location| Slot {
            location,
            ready: rest.from,
            until: rest.until,
            service: rest.length.0,
            more_windows: false,
        };
        let last = self.slots.len();
        let at_stops = (self.committed..=last).chain(0..self.committed).map(|at| {
            let there = self.slots.get(at).or(self.slots.last()).map_or(carrier.start, |slot| slot.location);
            (at, there)
        });
        let at_start = (self.committed == 0).then_some((0, carrier.start));
        for (at, location) in at_start.into_iter().chain(at_stops).collect::<Vec<_>>() {
            if self.laden.get(at).copied().unwrap_or(false) {
                continue;
            }
            self.slots.insert(at, slot(location));
            self.shift_rides(at, 1);
            if self.least(instance, vehicle) {
                self.rest = Some(at);
                return true;
            }
            self.slots.remove(at);
            self.shift_rides(at, -1);
        }
        false
    }

    /// Rides that concern stops from `at` on are counted one further, or back.
    fn shift_rides(&mut self, at: usize, by: isize) {
        let from = if by < 0 { at + 1 } else { at };
        for ride in &mut self.ride_limits {
            for stop in [&mut ride.load, &mut ride.unload] {
                if *stop >= from {
                    *stop = stop.saturating_add_signed(by);
                }
            }
        }
    }

    /// Finds the least schedule; false if there is none (or, for very strange windows, if none was found in time).
    fn least(&mut self, instance: &Instance, vehicle: usize) -> bool {
        let carrier = &instance.problem.vehicles[vehicle];
        self.depart = carrier.from;
        self.starts.clear();
        self.drives.clear();
        let (mut time, mut at) = (self.depart, carrier.start);
        for slot in &self.slots {
            let drive = instance.seconds(at, slot.location);
            let Some(start) = instance.next_start(slot, time + drive) else {
                return false;
            };
            self.starts.push(start);
            self.drives.push(drive);
            (time, at) = (start + slot.service, slot.location);
        }
        let home = carrier.end.map_or(0, |end| instance.seconds(at, end));
        self.finish = time + home;
        let windows: usize = self.slots.iter().map(|slot| 1 + self.windows(instance, slot)).sum();
        for _ in 0..4 + 2 * windows {
            if self.finish > carrier.until {
                return false;
            }
            let (mut first, mut last) = (usize::MAX, 0);
            for ride in &self.ride_limits {
                let least = self.starts[ride.unload] + self.slots[ride.unload].service - ride.limit;
                if least > self.starts[ride.load] {
                    self.starts[ride.load] = least;
                    (first, last) = (first.min(ride.load), last.max(ride.load));
                }
            }
            if let Some(longest) = carrier.longest
                && self.finish - longest.0 > self.depart
            {
                self.depart = self.finish - longest.0;
                first = 0;
            }
            if first == usize::MAX {
                return true;
            }
            if !self.raise(instance, (first, last), home) {
                return false;
            }
        }
        false
    }

    /// Lets what follows from raised starts at `first..=last` and a raised departure follow; false if a visit cannot
    /// start any more.
    fn raise(&mut self, instance: &Instance, (first, last): (usize, usize), home: i64) -> bool {
        let mut time = match first.checked_sub(1) {
            Some(before) => self.starts[before] + self.slots[before].service,
            None => self.depart,
        };
        for index in first..self.slots.len() {
            let slot = &self.slots[index];
            let was = self.starts[index];
            let Some(start) = instance.next_start(slot, was.max(time + self.drives[index])) else {
                return false;
            };
            if start == was && index > last {
                return true;
            }
            self.starts[index] = start;
            time = start + slot.service;
        }
        self.finish = time + home;
        true
    }

    fn windows(&self, instance: &Instance, slot: &Slot) -> usize {
        if slot.more_windows { instance.problem.locations[slot.location].windows.len() } else { 1 }
    }

    /// The schedule to publish; `loads` says which visits load food. `None` if no schedule exists.
    pub(crate) fn publish(&mut self, instance: &Instance, vehicle: usize, loads: &[bool]) -> Option<Schedule> {
        if !self.fits(instance, vehicle) {
            return None;
        }
        let mut loads = loads.to_vec();
        if let Some(at) = self.rest {
            loads.insert(at.min(loads.len()), false);
        }
        let carrier = &instance.problem.vehicles[vehicle];
        let least = self.starts.clone();
        let latest = self.latest(instance).unwrap_or_else(|| least.clone());
        let has_clock = |index| self.ride_limits.iter().any(|ride| ride.load == index);
        let is_bound = carrier.longest.is_some();
        let (mut depart, mut starts) = (self.depart, Vec::with_capacity(latest.len()));
        let (mut time, mut at) = (depart, carrier.start);
        for (index, (slot, &late)) in self.slots.iter().zip(&latest).enumerate() {
            let is_load = loads.get(index).copied().unwrap_or(false);
            let in_time = |early: Time| {
                let wanted = early.max(late - BEFORE_THE_LAST_MOMENT);
                instance.next_start(slot, wanted).map_or(late, |start| start.min(late))
            };
            let late = if index == 0 && is_load && !has_clock(0) && !is_bound { in_time(least[0]) } else { late };
            if index == 0 {
                depart = late - instance.seconds(at, slot.location);
                time = depart;
            }
            let start = match instance.next_start(slot, time + instance.seconds(at, slot.location)) {
                Some(early) if !is_load => early.min(late),
                Some(early) if !has_clock(index) && !is_bound => in_time(early),
                _ => late,
            };
            starts.push(start);
            time = start + slot.service;
            at = slot.location;
        }
        if let Some(at) = self.rest {
            starts.remove(at);
            if at == 0 && self.slots[0].location == carrier.start {
                // Resting at the start is not yet being out.
                depart = starts
                    .first()
                    .map_or(depart, |first| first - instance.seconds(carrier.start, self.slots[1].location));
            }
        }
        Some(Schedule { depart, starts, finish: self.finish })
    }

    /// The latest starts with the least finish: the same fixpoint from above.
    fn latest(&self, instance: &Instance) -> Option<Vec<Time>> {
        let mut latest = self.starts.clone();
        let last = latest.len().checked_sub(1)?;
        for (start, slot) in latest.iter_mut().zip(&self.slots).take(last) {
            *start = slot.until;
        }
        for _ in 0..4 + 4 * self.slots.len() {
            for index in (0..last).rev() {
                let (slot, next) = (&self.slots[index], self.slots[index + 1].location);
                let leave = latest[index + 1] - instance.seconds(slot.location, next);
                latest[index] = instance.last_start(slot, (leave - slot.service).min(latest[index]))?;
            }
            let mut moved = false;
            for ride in &self.ride_limits {
                let by = latest[ride.load] + ride.limit - self.slots[ride.unload].service;
                if by < latest[ride.unload] {
                    latest[ride.unload] = by;
                    moved = true;
                }
            }
            if !moved {
                return Some(latest);
            }
        }
        None
    }
}

#[cfg(test)]
mod tests;
