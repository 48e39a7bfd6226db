//! When a sequence of visits can happen: windows, travel, cold limits and the longest time out, exactly.
//!
//! Every constraint says "this visit starts no earlier than some growing function of another", so the valid schedules
//! have a least one, found by raising the starts until nothing moves (the fixpoint of difference constraints; with
//! several windows a start is raised to the next opening). The published schedule keeps the least finish, leaves as late
//! as that allows, loads as late and unloads as early as possible: waiting moves to the start of the round and food
//! spends as little time as it can outside a fridge.

use crate::planner::day::Day;
use crate::planner::problem::Time;

/// Food with a clock: from the start of one visit to the end of another at most `limit` seconds.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Clock {
    pub load: usize,
    pub unload: usize,
    pub limit: i64,
}

/// A visit as the schedule sees it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Slot {
    pub place: usize,
    /// A handover may start from here.
    pub ready: Time,
    /// A handover must start by here.
    pub until: Time,
    pub service: i64,
    /// The place has further windows, which `ready` and `until` say nothing of.
    pub more: bool,
}

/// What a new stop costs on the way between two stops: kept while a portion is tried at one stop after the other.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Detour {
    pub cost: i64,
    /// Seconds to the new stop, from there to the next, and more than the direct way.
    pub there: i64,
    pub back: i64,
    pub longer: i64,
}

impl Detour {
    /// Not worked out yet.
    pub(crate) const UNKNOWN: Self = Self { cost: 0, there: -1, back: 0, longer: 0 };
}

/// A sequence of visits of one vehicle, with room to work in; kept between uses to spare allocations.
#[derive(Debug, Clone, Default)]
pub(crate) struct Sequence {
    pub slots: Vec<Slot>,
    pub clocks: Vec<Clock>,
    pub detours: Vec<Detour>,
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
        self.clocks.clear();
    }

    /// Finds the least schedule; false if there is none (or, for very strange windows, if none was found in time).
    pub(crate) fn fits(&mut self, day: &Day, vehicle: usize) -> bool {
        let carrier = &day.problem.vehicles[vehicle];
        self.depart = carrier.from;
        self.starts.clear();
        self.drives.clear();
        let (mut time, mut at) = (self.depart, carrier.start);
        for slot in &self.slots {
            let drive = day.seconds(at, slot.place);
            let Some(start) = day.next_start(slot, time + drive) else {
                return false;
            };
            self.starts.push(start);
            self.drives.push(drive);
            (time, at) = (start + slot.service, slot.place);
        }
        let home = carrier.end.map_or(0, |end| day.seconds(at, end));
        self.finish = time + home;
        let windows: usize = self.slots.iter().map(|slot| 1 + self.windows(day, slot)).sum();
        for _ in 0..4 + 2 * windows {
            if self.finish > carrier.until {
                return false;
            }
            let (mut first, mut last) = (usize::MAX, 0);
            for clock in &self.clocks {
                let least = self.starts[clock.unload] + self.slots[clock.unload].service - clock.limit;
                if least > self.starts[clock.load] {
                    self.starts[clock.load] = least;
                    (first, last) = (first.min(clock.load), last.max(clock.load));
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
            if !self.raise(day, (first, last), home) {
                return false;
            }
        }
        false
    }

    /// Lets what follows from raised starts at `first..=last` and a raised departure follow; false if a visit cannot
    /// start any more.
    fn raise(&mut self, day: &Day, (first, last): (usize, usize), home: i64) -> bool {
        let mut time = match first.checked_sub(1) {
            Some(before) => self.starts[before] + self.slots[before].service,
            None => self.depart,
        };
        for index in first..self.slots.len() {
            let slot = &self.slots[index];
            let was = self.starts[index];
            let Some(start) = day.next_start(slot, was.max(time + self.drives[index])) else {
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

    fn windows(&self, day: &Day, slot: &Slot) -> usize {
        if slot.more { day.problem.places[slot.place].windows.len() } else { 1 }
    }

    /// The schedule to publish; `loads` says which visits load food. `None` if no schedule exists.
    pub(crate) fn publish(&mut self, day: &Day, vehicle: usize, loads: &[bool]) -> Option<Schedule> {
        if !self.fits(day, vehicle) {
            return None;
        }
        let carrier = &day.problem.vehicles[vehicle];
        let least = self.starts.clone();
        let latest = self.latest(day).unwrap_or_else(|| least.clone());
        let (mut depart, mut starts) = (self.depart, Vec::with_capacity(latest.len()));
        let (mut time, mut at) = (depart, carrier.start);
        for (index, (slot, &late)) in self.slots.iter().zip(&latest).enumerate() {
            if index == 0 {
                depart = late - day.seconds(at, slot.place);
                time = depart;
            }
            let start = match day.next_start(slot, time + day.seconds(at, slot.place)) {
                Some(early) if !loads.get(index).copied().unwrap_or(false) => early.min(late),
                _ => late,
            };
            starts.push(start);
            time = start + slot.service;
            at = slot.place;
        }
        Some(Schedule { depart, starts, finish: self.finish })
    }

    /// The latest starts with the least finish: the same fixpoint from above.
    fn latest(&self, day: &Day) -> Option<Vec<Time>> {
        let mut latest = self.starts.clone();
        let last = latest.len().checked_sub(1)?;
        for (start, slot) in latest.iter_mut().zip(&self.slots).take(last) {
            *start = slot.until;
        }
        for _ in 0..4 + 4 * self.slots.len() {
            for index in (0..last).rev() {
                let (slot, next) = (&self.slots[index], self.slots[index + 1].place);
                let leave = latest[index + 1] - day.seconds(slot.place, next);
                latest[index] = day.last_start(slot, (leave - slot.service).min(latest[index]))?;
            }
            let mut moved = false;
            for clock in &self.clocks {
                let by = latest[clock.load] + clock.limit - self.slots[clock.unload].service;
                if by < latest[clock.unload] {
                    latest[clock.unload] = by;
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
