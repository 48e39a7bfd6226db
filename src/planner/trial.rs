//! Where a portion fits into a round, and what it costs there: all stops to load at, all stops to unload at, and all
//! sinks together. Windows and capacity are read off the round, and so is how much longer each way may get; cold limits
//! and the longest time out are checked exactly, and only for what would be cheaper than the best so far.

use crate::planner::day::{Day, EARLIEST, LATEST, Origin};
use crate::planner::problem::Time;
use crate::planner::route::{Cargo, Job, Route, Stop, cargo};
use crate::planner::schedule::{Clock, Detour, Sequence, Slot};

/// What another stop costs beside its detour, in thousandths of a second at the wheel: enough to join one on the spot.
const NEW_STOP: i64 = 1;

/// Which stop hands a portion over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum At {
    /// None: it is on board already.
    Aboard,
    /// One there is, counted in the round as it is.
    Stop(u32),
    /// A new one before this one, counted in the round as it is.
    Before(u32),
}

impl At {
    const fn stop(at: usize) -> Self {
        Self::Stop(at as u32)
    }

    const fn before(next: usize) -> Self {
        Self::Before(next as u32)
    }
}

/// A way to carry a portion to a sink.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Spot {
    /// Added effort in thousandths of a second at the wheel. [`Spot::NONE`] has [`LATEST`].
    pub cost: i64,
    pub load: At,
    pub unload: At,
}

impl Spot {
    /// There is no way.
    pub(crate) const NONE: Self = Self { cost: LATEST, load: At::Aboard, unload: At::Aboard };

    pub(crate) const fn exists(&self) -> bool {
        self.cost < LATEST
    }
}

/// A portion to find a place for.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Portion {
    pub item: usize,
    pub crates: i64,
}

struct Trial<'a, 'p> {
    day: &'a Day<'p>,
    route: &'a Route,
    sinks: &'a [u32],
    spots: &'a mut [Spot],
    work: &'a mut Sequence,
    item: usize,
    cargo: Cargo,
    supply: usize,
    limit: i64,
    by: Time,
    exact: bool,
    /// The dearest of the spots found, once there is one for every sink.
    bar: i64,
}

/// What is known when the portion is on board and the vehicle leaves a place.
#[derive(Clone, Copy)]
struct Head {
    load: At,
    /// The next stop of the round as it is.
    next: usize,
    place: usize,
    depart: Time,
    cost: i64,
    /// Seconds on board at least.
    elapsed: i64,
    /// Seconds by which the way to the next stop is longer than in the round, if a stop was put there.
    longer: i64,
    /// The place is not that of the stop before the next.
    fresh: bool,
}

/// Finds the cheapest feasible spot of a portion in a round for each sink; room at the sinks is the caller's matter.
pub(crate) fn find(day: &Day, route: &Route, portion: Portion, sinks: &[u32], spots: &mut [Spot], work: &mut Sequence) {
    spots.fill(Spot::NONE);
    let item = &day.items[portion.item];
    let supply = item.supply;
    let limit = route.limit(day, supply);
    let longest = day.problem.vehicles[route.vehicle].longest.is_some();
    let mut trial = Trial {
        day,
        route,
        sinks,
        spots,
        work,
        item: portion.item,
        cargo: cargo(day.class(supply) as usize, portion.crates, day.grams_at_most(supply, portion.crates)),
        supply,
        limit: limit.unwrap_or(LATEST),
        by: route.deliver_by(day, supply),
        exact: route.clocked || longest || limit.is_some(),
        bar: LATEST,
    };
    trial.work.detours.clear();
    trial.work.detours.resize((route.stops.len() + 1) * sinks.len(), Detour::UNKNOWN);
    match item.origin {
        Origin::Aboard { vehicle, .. } if vehicle == route.vehicle => trial.on_board(),
        Origin::Aboard { .. } => {}
        Origin::Place => {
            trial.at_stops();
            if !trial.spots.iter().any(Spot::exists) {
                trial.at_new_stops();
            }
        }
    }
}

impl Trial<'_, '_> {
    /// Where the vehicle is and when it leaves, before the stop `next`.
    fn before(&self, next: usize) -> (usize, Time) {
        match next.checked_sub(1) {
            Some(last) => {
                let stop = &self.route.stops[last];
                (stop.slot.place, stop.earliest + stop.slot.service)
            }
            None => {
                let vehicle = &self.day.problem.vehicles[self.route.vehicle];
                (vehicle.start, vehicle.from)
            }
        }
    }

    /// From a place to the stop `next`, or to the end: seconds and cost.
    fn on(&self, from: usize, next: usize) -> (i64, i64) {
        match self.route.stops.get(next) {
            Some(stop) => self.day.way(from, stop.slot.place),
            None => match self.day.problem.vehicles[self.route.vehicle].end {
                Some(end) => self.day.way(from, end),
                None => (0, 0),
            },
        }
    }

    /// The way to the stop `next` of the round as it is; for an idle vehicle, minus what starting costs.
    fn gap(&self, next: usize) -> (i64, i64) {
        match self.route.stops.get(next) {
            Some(stop) => (stop.seconds, stop.cost),
            None if next == 0 => (0, -self.day.call(self.route.vehicle)),
            None => self.route.home,
        }
    }

    /// By when the handover at the stop `next` must start, or the vehicle be at its end.
    fn by(&self, next: usize) -> Time {
        match self.route.stops.get(next) {
            Some(stop) => stop.latest,
            None => self.day.problem.vehicles[self.route.vehicle].until,
        }
    }

    /// By how many seconds the way to the stop `next` may get longer.
    fn spare(&self, next: usize) -> i64 {
        self.route.spare.get(next).copied().unwrap_or(LATEST)
    }

    fn on_board(&mut self) {
        let next = self.route.committed;
        let (place, depart) = self.before(next);
        let idle = self.route.stops.is_empty();
        let cost = if idle { self.day.call(self.route.vehicle) } else { 0 };
        self.follow(Head { load: At::Aboard, next, place, depart, cost, elapsed: 0, longer: 0, fresh: idle });
    }

    fn at_stops(&mut self) {
        let lot = &self.day.problem.supplies[self.supply];
        for at in self.route.committed..self.route.stops.len() {
            let stop = &self.route.stops[at];
            if stop.slot.place != lot.place || !self.route.holds(at + 1, &self.cargo) {
                continue;
            }
            let mut slot = stop.slot;
            (slot.ready, slot.until) = (slot.ready.max(lot.ready), slot.until.min(lot.until));
            let start = self.day.next_start(&slot, stop.earliest);
            let Some(start) = start.filter(|&start| start <= stop.latest) else {
                continue;
            };
            let service = slot.service;
            self.follow(Head {
                load: At::stop(at),
                next: at + 1,
                place: slot.place,
                depart: start + service,
                cost: 0,
                elapsed: service,
                longer: 0,
                fresh: false,
            });
        }
    }

    fn at_new_stops(&mut self) {
        let lot = &self.day.problem.supplies[self.supply];
        let slot = self.day.slot(lot.place, lot.ready, lot.until);
        for next in self.route.committed..=self.route.stops.len() {
            let (from, leave) = self.before(next);
            let (there, cost) = self.day.way(from, lot.place);
            // Later places in the round are reached later still, unless a detour is faster than the direct way.
            let Some(start) = self.day.next_start(&slot, leave + there) else {
                if slot.more || next == self.route.committed {
                    continue;
                }
                return;
            };
            if !self.route.holds(next, &self.cargo) {
                continue;
            }
            let (on, cost_on) = self.on(lot.place, next);
            let (gap, cost_gap) = self.gap(next);
            let depart = start + slot.service;
            let (longer, cost) = (there + slot.service + on - gap, cost + cost_on - cost_gap);
            // The round goes on in time only if it does without the unload.
            if depart + on > self.by(next) || longer > self.spare(next) || cost >= self.bar {
                continue;
            }
            self.follow(Head {
                load: At::before(next),
                next,
                place: lot.place,
                depart,
                cost,
                elapsed: slot.service,
                longer,
                fresh: true,
            });
        }
    }

    fn follow(&mut self, mut head: Head) {
        let (day, route) = (self.day, self.route);
        loop {
            let (on, cost_on) = self.on(head.place, head.next);
            if head.fresh {
                for index in 0..self.sinks.len() {
                    let detour = self.detour(index, &head, on, cost_on);
                    self.unload_new(index, &head, detour);
                }
            } else {
                let row = head.next * self.sinks.len();
                for index in 0..self.sinks.len() {
                    let mut detour = self.work.detours[row + index];
                    if detour.there == Detour::UNKNOWN.there {
                        detour = self.detour(index, &head, on, cost_on);
                        self.work.detours[row + index] = detour;
                    }
                    self.unload_new(index, &head, detour);
                }
            }
            let Some(stop) = route.stops.get(head.next) else {
                return;
            };
            let start = day.next_start(&stop.slot, head.depart + on);
            let Some(start) = start.filter(|&start| start <= stop.latest) else {
                return;
            };
            let service = stop.slot.service;
            head.elapsed += on + service;
            if head.elapsed > self.limit && head.load != At::Aboard {
                return;
            }
            if start + service <= self.by {
                for index in 0..self.sinks.len() {
                    if day.problem.sinks[self.sinks[index] as usize].place == stop.slot.place {
                        self.offer(index, head.cost, head.load, At::stop(head.next));
                    }
                }
            }
            if head.load != At::Aboard && !route.holds(head.next + 1, &self.cargo) {
                return;
            }
            head.depart = start + service;
            head.place = stop.slot.place;
            head.next += 1;
            (head.longer, head.fresh) = (0, false);
        }
    }

    /// What a new stop at a sink costs on the way from a head to the next stop.
    fn detour(&self, index: usize, head: &Head, on: i64, cost_on: i64) -> Detour {
        let place = self.day.problem.sinks[self.sinks[index] as usize].place;
        let (there, cost_there) = self.day.way(head.place, place);
        let (back, cost_back) = self.on(place, head.next);
        // An idle vehicle does not drive to its end.
        let unused = self.route.stops.is_empty() && head.load == At::Aboard;
        let cost = cost_there + cost_back + NEW_STOP - if unused { 0 } else { cost_on };
        Detour { cost, there, longer: there + back - on, back }
    }

    fn unload_new(&mut self, index: usize, head: &Head, detour: Detour) {
        let cost = head.cost + detour.cost;
        if cost >= self.spots[index].cost {
            return;
        }
        let day = self.day;
        let slot = day.slot(day.problem.sinks[self.sinks[index] as usize].place, EARLIEST, LATEST);
        let service = slot.service;
        if head.elapsed + detour.there + service > self.limit && head.load != At::Aboard {
            return;
        }
        let Some(start) = day.next_start(&slot, head.depart + detour.there) else { return };
        if start + service > self.by || start + service + detour.back > self.by(head.next) {
            return;
        }
        if head.longer + detour.longer + service <= self.spare(head.next) {
            self.offer(index, cost, head.load, At::before(head.next));
        }
    }

    /// Takes a spot if it is cheaper than the best so far and every clock can be kept.
    fn offer(&mut self, index: usize, cost: i64, load: At, unload: At) {
        if cost >= self.spots[index].cost {
            return;
        }
        if self.exact && !self.clocks_kept(index, load, unload) {
            return;
        }
        self.spots[index] = Spot { cost, load, unload };
        self.bar = self.spots.iter().map(|spot| spot.cost).max().unwrap_or(LATEST);
    }

    fn clocks_kept(&mut self, index: usize, load: At, unload: At) -> bool {
        let (day, route) = (self.day, self.route);
        let lot = &day.problem.supplies[self.supply];
        let sink = day.problem.sinks[self.sinks[index] as usize].place;
        route.sequence(self.work);
        let mut to = day.slot(sink, EARLIEST, LATEST);
        to.until = to.until.min(self.by - to.service);
        let from = day.slot(lot.place, lot.ready, lot.until);
        let new = insert_slots(&mut self.work.slots, (load, from), (unload, to));
        for clock in &mut self.work.clocks {
            clock.load = moved(clock.load, load, unload);
            clock.unload = moved(clock.unload, load, unload);
        }
        let starts = match load {
            At::Aboard => Route::clock_start(day, self.item, None),
            _ => new.0,
        };
        if let (true, Some(load)) = (self.limit < LATEST, starts) {
            self.work.clocks.push(Clock { load, unload: new.1, limit: self.limit });
        }
        self.work.fits(day, route.vehicle)
    }
}

/// Where a stop of the round is after an insertion.
fn moved(stop: usize, load: At, unload: At) -> usize {
    let shift = |at: At| usize::from(matches!(at, At::Before(next) if next as usize <= stop));
    stop + shift(load) + shift(unload)
}

/// Puts the slots of an insertion into a sequence; where its load and unload then are.
fn insert_slots(slots: &mut Vec<Slot>, (load, from): (At, Slot), (unload, to): (At, Slot)) -> (Option<usize>, usize) {
    let join = |slot: &mut Slot, other: &Slot| {
        slot.ready = slot.ready.max(other.ready);
        slot.until = slot.until.min(other.until);
    };
    let mut unloads = match unload {
        At::Before(next) => {
            slots.insert(next as usize, to);
            next as usize
        }
        At::Stop(stop) => {
            join(&mut slots[stop as usize], &to);
            stop as usize
        }
        At::Aboard => 0,
    };
    let loads = match load {
        At::Before(next) => {
            slots.insert(next as usize, from);
            unloads += 1;
            Some(next as usize)
        }
        At::Stop(stop) => {
            join(&mut slots[stop as usize], &from);
            Some(stop as usize)
        }
        At::Aboard => None,
    };
    (loads, unloads)
}

/// Carries out an insertion. The round must be refreshed after it.
pub(crate) fn carry_out(day: &Day, route: &mut Route, portion: Portion, sink: usize, spot: Spot) {
    let supply = day.items[portion.item].supply;
    for job in &mut route.jobs {
        job.unload = moved(job.unload, spot.load, spot.unload);
        job.load = job.load.map(|load| moved(load, spot.load, spot.unload));
    }
    let mut unload = match spot.unload {
        At::Before(next) => {
            route.stops.insert(next as usize, Stop::new(day, day.problem.sinks[sink].place));
            next as usize
        }
        At::Stop(stop) => stop as usize,
        At::Aboard => 0,
    };
    let load = match spot.load {
        At::Before(next) => {
            route.stops.insert(next as usize, Stop::new(day, day.problem.supplies[supply].place));
            unload += 1;
            Some(next as usize)
        }
        At::Stop(stop) => Some(stop as usize),
        At::Aboard => None,
    };
    let same = route
        .jobs
        .iter_mut()
        .find(|job| !job.fixed && (job.item, job.sink, job.load, job.unload) == (portion.item, sink, load, unload));
    match same {
        Some(job) => job.crates += portion.crates,
        None => route.jobs.push(Job {
            item: portion.item,
            supply,
            sink,
            crates: portion.crates,
            load,
            unload,
            fixed: false,
        }),
    }
}
