//! Where a portion fits into a round, and what it costs there: all stops to load at, all stops to unload at, and all
//! sinks together. Windows and capacity are read off the round; cold limits and the longest time out are checked exactly,
//! and only for what would be cheaper than the best so far.

use crate::planner::day::{Day, Origin};
use crate::planner::problem::Time;
use crate::planner::route::{EARLIEST, Job, LATEST, Route, Stop};
use crate::planner::schedule::{Clock, Sequence, Slot};

/// What another stop costs beside its detour, in thousandths of a second at the wheel: enough to join one on the spot.
const NEW_STOP: i64 = 1;

/// Which stop hands a portion over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum At {
    /// None: it is on board already.
    Aboard,
    /// One there is, counted in the round as it is.
    Stop(usize),
    /// A new one before this one, counted in the round as it is.
    Before(usize),
}

/// A way to carry a portion to a sink.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Spot {
    /// Added effort in thousandths of a second at the wheel.
    pub cost: i64,
    pub load: At,
    pub unload: At,
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
    spots: &'a mut [Option<Spot>],
    work: &'a mut Sequence,
    item: usize,
    /// Class, crates and grams.
    portion: (usize, i64, i64),
    supply: usize,
    limit: Option<i64>,
    by: Time,
    exact: bool,
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
}

/// Finds the cheapest feasible spot of a portion in a round for each sink; room at the sinks is the caller's matter.
pub(crate) fn find(
    day: &Day,
    route: &Route,
    portion: Portion,
    sinks: &[u32],
    spots: &mut [Option<Spot>],
    work: &mut Sequence,
) {
    spots.fill(None);
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
        portion: (day.class(supply) as usize, portion.crates, day.grams_at_most(supply, portion.crates)),
        supply,
        limit,
        by: route.deliver_by(day, supply),
        exact: route.clocked || longest || limit.is_some(),
    };
    match item.origin {
        Origin::Aboard { vehicle, .. } if vehicle == route.vehicle => trial.on_board(),
        Origin::Aboard { .. } => {}
        Origin::Place => {
            trial.at_stops();
            if trial.spots.iter().all(Option::is_none) {
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
                let place = self.route.stops[last].place;
                (place, self.route.earliest[last] + self.day.service(place))
            }
            None => {
                let vehicle = &self.day.problem.vehicles[self.route.vehicle];
                (vehicle.start, vehicle.from)
            }
        }
    }

    /// The place after `place`: that of the stop `next`, or the end.
    fn after(&self, next: usize) -> Option<usize> {
        match self.route.stops.get(next) {
            Some(stop) => Some(stop.place),
            None => self.day.problem.vehicles[self.route.vehicle].end,
        }
    }

    fn leg(&self, from: usize, to: Option<usize>) -> i64 {
        to.map_or(0, |to| self.day.cost(from, to))
    }

    /// What the round saves by not going from `place` to what comes next; for an idle vehicle, minus what starting costs.
    fn gap(&self, place: usize, next: usize) -> i64 {
        if self.route.stops.is_empty() { -self.day.call(self.route.vehicle) } else { self.leg(place, self.after(next)) }
    }

    fn on_board(&mut self) {
        let next = self.route.committed;
        let (place, depart) = self.before(next);
        let cost = self.leg(place, self.after(next)) - self.gap(place, next);
        self.follow(Head { load: At::Aboard, next, place, depart, cost, elapsed: 0 });
    }

    fn at_stops(&mut self) {
        let lot = &self.day.problem.supplies[self.supply];
        for at in self.route.committed..self.route.stops.len() {
            let stop = self.route.stops[at];
            if stop.place != lot.place || !self.holds(at + 1) {
                continue;
            }
            let (ready, until) = (stop.ready.max(lot.ready), stop.until.min(lot.until));
            let start = (self.day).next_start(stop.place, ready, until, self.route.earliest[at]);
            let Some(start) = start.filter(|&start| start <= self.route.latest[at]) else {
                continue;
            };
            let service = self.day.service(stop.place);
            self.follow(Head {
                load: At::Stop(at),
                next: at + 1,
                place: stop.place,
                depart: start + service,
                cost: 0,
                elapsed: service,
            });
        }
    }

    fn at_new_stops(&mut self) {
        let lot = &self.day.problem.supplies[self.supply];
        let service = self.day.service(lot.place);
        for next in self.route.committed..=self.route.stops.len() {
            if !self.holds(next) {
                continue;
            }
            let (from, leave) = self.before(next);
            let arrive = leave + self.day.seconds(from, lot.place);
            let Some(start) = (self.day).next_start(lot.place, lot.ready, lot.until, arrive) else {
                // Later places in the round are reached later still, unless a detour is faster than the direct way.
                continue;
            };
            let cost = self.day.cost(from, lot.place) + self.leg(lot.place, self.after(next)) - self.gap(from, next);
            self.follow(Head {
                load: At::Before(next),
                next,
                place: lot.place,
                depart: start + service,
                cost,
                elapsed: service,
            });
        }
    }

    fn holds(&self, cargo: usize) -> bool {
        (self.route).holds(self.day, &self.route.cargo[cargo], Some(self.portion))
    }

    fn follow(&mut self, mut head: Head) {
        let (day, route) = (self.day, self.route);
        loop {
            let after = self.after(head.next);
            let gap = self.leg(head.place, after);
            for index in 0..self.sinks.len() {
                self.unload_new(index, &head, after, gap);
            }
            let Some(stop) = route.stops.get(head.next) else {
                return;
            };
            let drive = day.seconds(head.place, stop.place);
            let start = day.next_start(stop.place, stop.ready, stop.until, head.depart + drive);
            let Some(start) = start.filter(|&start| start <= route.latest[head.next]) else {
                return;
            };
            let service = day.service(stop.place);
            head.elapsed += drive + service;
            if start + service <= self.by && self.limit.is_none_or(|limit| head.elapsed <= limit) {
                for index in 0..self.sinks.len() {
                    if day.problem.sinks[self.sinks[index] as usize].place == stop.place {
                        self.offer(index, head.cost, head.load, At::Stop(head.next));
                    }
                }
            }
            let aboard = head.load == At::Aboard;
            if !aboard && !self.holds(head.next + 1) {
                return;
            }
            head.depart = start + service;
            head.place = stop.place;
            head.next += 1;
        }
    }

    fn unload_new(&mut self, index: usize, head: &Head, after: Option<usize>, gap: i64) {
        let (day, route) = (self.day, self.route);
        let place = day.problem.sinks[self.sinks[index] as usize].place;
        let cost = head.cost + day.cost(head.place, place) + self.leg(place, after) - gap + NEW_STOP;
        if self.spots[index].is_some_and(|best| best.cost <= cost) {
            return;
        }
        let (drive, service) = (day.seconds(head.place, place), day.service(place));
        if self.limit.is_some_and(|limit| head.elapsed + drive + service > limit) && head.load != At::Aboard {
            return;
        }
        let start = day.next_start(place, EARLIEST, self.by - service, head.depart + drive);
        let Some(start) = start else { return };
        let arrive = start + service + after.map_or(0, |after| day.seconds(place, after));
        let by = match route.latest.get(head.next) {
            Some(&latest) => latest,
            None => day.problem.vehicles[route.vehicle].until,
        };
        if arrive <= by {
            self.offer(index, cost, head.load, At::Before(head.next));
        }
    }

    /// Takes a spot if it is cheaper than the best so far and every clock can be kept.
    fn offer(&mut self, index: usize, cost: i64, load: At, unload: At) {
        if self.spots[index].is_some_and(|best| best.cost <= cost) {
            return;
        }
        if self.exact && !self.clocks_kept(index, load, unload) {
            return;
        }
        self.spots[index] = Some(Spot { cost, load, unload });
    }

    fn clocks_kept(&mut self, index: usize, load: At, unload: At) -> bool {
        let (day, route) = (self.day, self.route);
        let lot = &day.problem.supplies[self.supply];
        let sink = day.problem.sinks[self.sinks[index] as usize].place;
        route.sequence(day, self.work);
        let by = self.by - day.service(sink);
        let new = insert_slots(&mut self.work.slots, (load, lot.place, lot.ready, lot.until), (unload, sink, by));
        for clock in &mut self.work.clocks {
            clock.load = moved(clock.load, load, unload);
            clock.unload = moved(clock.unload, load, unload);
        }
        let starts = match load {
            At::Aboard => Route::clock_start(day, self.item, None),
            _ => new.0,
        };
        if let (Some(limit), Some(load)) = (self.limit, starts) {
            self.work.clocks.push(Clock { load, unload: new.1, limit });
        }
        self.work.fits(day, route.vehicle)
    }
}

/// Where a stop of the round is after an insertion.
fn moved(stop: usize, load: At, unload: At) -> usize {
    let shift = |at: At| usize::from(matches!(at, At::Before(next) if next <= stop));
    stop + shift(load) + shift(unload)
}

/// Puts the slots of an insertion into a sequence; where its load and unload then are.
fn insert_slots(
    slots: &mut Vec<Slot>,
    load: (At, usize, Time, Time),
    unload: (At, usize, Time),
) -> (Option<usize>, usize) {
    let (at, place, by) = unload;
    let mut unloads = match at {
        At::Before(next) => {
            slots.insert(next, Slot { place, ready: EARLIEST, until: by });
            next
        }
        At::Stop(stop) => {
            slots[stop].until = slots[stop].until.min(by);
            stop
        }
        At::Aboard => 0,
    };
    let (at, place, ready, until) = load;
    let loads = match at {
        At::Before(next) => {
            slots.insert(next, Slot { place, ready, until });
            unloads += 1;
            Some(next)
        }
        At::Stop(stop) => {
            slots[stop].ready = slots[stop].ready.max(ready);
            slots[stop].until = slots[stop].until.min(until);
            Some(stop)
        }
        At::Aboard => None,
    };
    (loads, unloads)
}

/// Carries out an insertion. The round must be refreshed after it.
pub(crate) fn carry_out(day: &Day, route: &mut Route, portion: Portion, sink: usize, spot: Spot) {
    let supply = day.items[portion.item].supply;
    let new = |place| Stop { place, ready: EARLIEST, until: LATEST };
    for job in &mut route.jobs {
        job.unload = moved(job.unload, spot.load, spot.unload);
        job.load = job.load.map(|load| moved(load, spot.load, spot.unload));
    }
    let mut unload = match spot.unload {
        At::Before(next) => {
            route.stops.insert(next, new(day.problem.sinks[sink].place));
            next
        }
        At::Stop(stop) => stop,
        At::Aboard => 0,
    };
    let load = match spot.load {
        At::Before(next) => {
            route.stops.insert(next, new(day.problem.supplies[supply].place));
            unload += 1;
            Some(next)
        }
        At::Stop(stop) => Some(stop),
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
