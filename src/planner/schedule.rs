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
    pub ready: Time,
    pub until: Time,
}

/// A sequence of visits of one vehicle, with room to work in; kept between uses to spare allocations.
#[derive(Debug, Clone, Default)]
pub(crate) struct Sequence {
    pub slots: Vec<Slot>,
    pub clocks: Vec<Clock>,
    starts: Vec<Time>,
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
        self.starts.clear();
        self.starts.extend(self.slots.iter().map(|slot| slot.ready));
        self.depart = carrier.from;
        let windows = |slot: &Slot| day.problem.places[slot.place].windows.len();
        let rounds = 4 + 2 * self.slots.iter().map(|slot| 1 + windows(slot)).sum::<usize>();
        for _ in 0..rounds {
            let (mut time, mut at) = (self.depart, carrier.start);
            for (slot, start) in self.slots.iter().zip(&mut self.starts) {
                let arrive = (time + day.seconds(at, slot.place)).max(*start);
                match day.next_start(slot.place, slot.ready, slot.until, arrive) {
                    Some(next) => *start = next,
                    None => return false,
                }
                time = *start + day.service(slot.place);
                at = slot.place;
            }
            self.finish = time + carrier.end.map_or(0, |end| day.seconds(at, end));
            if self.finish > carrier.until {
                return false;
            }
            let mut moved = false;
            for clock in &self.clocks {
                let ends = self.starts[clock.unload] + day.service(self.slots[clock.unload].place);
                if ends - clock.limit > self.starts[clock.load] {
                    self.starts[clock.load] = ends - clock.limit;
                    moved = true;
                }
            }
            if let Some(longest) = carrier.longest
                && self.finish - longest.0 > self.depart
            {
                self.depart = self.finish - longest.0;
                moved = true;
            }
            if !moved {
                return true;
            }
        }
        false
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
            let early = day.next_start(slot.place, slot.ready, slot.until, time + day.seconds(at, slot.place));
            let start = match early {
                Some(early) if !loads.get(index).copied().unwrap_or(false) => early.min(late),
                _ => late,
            };
            starts.push(start);
            time = start + day.service(slot.place);
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
                let (slot, next) = (self.slots[index], self.slots[index + 1].place);
                let leave = latest[index + 1] - day.seconds(slot.place, next);
                let by = (leave - day.service(slot.place)).min(latest[index]);
                latest[index] = day.last_start(slot.place, slot.ready, slot.until, by)?;
            }
            let mut moved = false;
            for clock in &self.clocks {
                let service = day.service(self.slots[clock.unload].place);
                let by = latest[clock.load] + clock.limit - service;
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
