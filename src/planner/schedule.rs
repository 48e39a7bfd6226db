//! When a sequence of visits can happen: windows, travel, cold limits and the longest time out, exactly.
//!
//! Every constraint says "this visit starts no earlier than some growing function of another", so the valid schedules
//! have a least one, found by raising the starts until nothing moves (the fixpoint of difference constraints; with
//! several windows a start is raised to the next opening). The published schedule keeps the least finish, leaves as late
//! as that allows, loads as late and unloads as early as possible: waiting moves to the start of the round and food
//! spends as little time as it can outside a fridge.

use crate::planner::instance::{Instance, Slot};
use crate::planner::problem::Time;

/// Food with a clock: from the start of one visit to the end of another at most `limit` seconds.
#[derive(Debug, Clone, Copy)]
pub(crate) struct RideLimit {
    pub load: usize,
    pub unload: usize,
    pub limit: i64,
}

/// A sequence of visits of one vehicle, with room to work in; kept between uses to spare allocations.
#[derive(Debug, Clone, Default)]
pub(crate) struct Sequence {
    pub slots: Vec<Slot>,
    pub ride_limits: Vec<RideLimit>,
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
    pub(crate) fn clear(&mut self) {
        self.slots.clear();
        self.ride_limits.clear();
    }

    /// Finds the least schedule; false if there is none (or, for very strange windows, if none was found in time).
    pub(crate) fn fits(&mut self, instance: &Instance, vehicle: usize) -> bool {
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
        let carrier = &instance.problem.vehicles[vehicle];
        let least = self.starts.clone();
        let latest = self.latest(instance).unwrap_or_else(|| least.clone());
        let (mut depart, mut starts) = (self.depart, Vec::with_capacity(latest.len()));
        let (mut time, mut at) = (depart, carrier.start);
        for (index, (slot, &late)) in self.slots.iter().zip(&latest).enumerate() {
            if index == 0 {
                depart = late - instance.seconds(at, slot.location);
                time = depart;
            }
            let start = match instance.next_start(slot, time + instance.seconds(at, slot.location)) {
                Some(early) if !loads.get(index).copied().unwrap_or(false) => early.min(late),
                _ => late,
            };
            starts.push(start);
            time = start + slot.service;
            at = slot.location;
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
