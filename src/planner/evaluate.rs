//! Where a portion fits into a round, and what it costs there: all stops to load at, all stops to unload at, and all
//! sinks together. Windows and capacity are read off the round, and so is how much longer each way may get; cold limits
//! and the longest time out are checked exactly, and only for what would be cheaper than the best so far.

use crate::planner::instance::{EARLIEST, Instance, LATEST, Origin};
use crate::planner::position::{InsertionPosition, Request, StopChoice, insert_slots, shifted};
use crate::planner::problem::Time;
use crate::planner::route::{Cargo, Route};
use crate::planner::schedule::{RideLimit, Sequence};

/// What another stop costs beside its detour, in thousandths of a second at the wheel: enough to join one on the spot.
const NEW_STOP: i64 = 1;

/// What a new stop costs on the way between two stops: kept while a portion is tried at one stop after the other.
#[derive(Debug, Clone, Copy)]
struct Detour {
    cost: i64,
    /// Seconds to the new stop, from there to the next, and more than the direct way.
    there: i64,
    back: i64,
    longer: i64,
}

impl Detour {
    /// Not worked out yet.
    const UNKNOWN: Self = Self { cost: 0, there: -1, back: 0, longer: 0 };
}

/// Room to work in, kept between evaluations to spare allocations.
#[derive(Debug, Clone, Default)]
pub(crate) struct Scratch {
    pub sequence: Sequence,
    /// For each stop and sink, what a new stop there costs.
    detours: Vec<Detour>,
}

struct Evaluation<'a, 'p> {
    instance: &'a Instance<'p>,
    route: &'a Route,
    sinks: &'a [u32],
    positions: &'a mut [InsertionPosition],
    scratch: &'a mut Scratch,
    item: usize,
    cargo: Cargo,
    supply: usize,
    limit: i64,
    by: Time,
    needs_schedule: bool,
    /// The dearest of the positions found, once there is one for every sink.
    bound: i64,
}

/// What is known when the portion is on board and the vehicle leaves a place.
#[derive(Clone, Copy)]
struct Prefix {
    load: StopChoice,
    /// The next stop of the round as it is.
    next: usize,
    location: usize,
    depart: Time,
    cost: i64,
    /// Seconds on board at least.
    elapsed: i64,
    /// Seconds by which the way to the next stop is longer than in the round, if a stop was put there.
    longer: i64,
    /// The place is not that of the stop before the next.
    at_new_stop: bool,
}

/// Finds the cheapest feasible position of a request in a route for each sink; room at the sinks is the caller's matter.
pub(crate) fn evaluate(
    instance: &Instance,
    route: &Route,
    request: Request,
    sinks: &[u32],
    positions: &mut [InsertionPosition],
    scratch: &mut Scratch,
) {
    positions.fill(InsertionPosition::NONE);
    let item = &instance.items[request.item];
    let supply = item.supply;
    let limit = route.ride_limit(instance, supply);
    let vehicle = &instance.problem.vehicles[route.vehicle];
    let longest = vehicle.longest.is_some() || vehicle.rest.is_some();
    let mut evaluation = Evaluation {
        instance,
        route,
        sinks,
        positions,
        scratch,
        item: request.item,
        cargo: Cargo::new(instance.class(supply), request.crates, instance.grams_at_most(supply, request.crates)),
        supply,
        limit: limit.unwrap_or(LATEST),
        by: route.deliver_by(instance, supply),
        needs_schedule: route.limited || longest || limit.is_some(),
        bound: LATEST,
    };
    evaluation.scratch.detours.clear();
    evaluation.scratch.detours.resize((route.stops.len() + 1) * sinks.len(), Detour::UNKNOWN);
    match item.origin {
        Origin::Aboard { vehicle, .. } if vehicle == route.vehicle => evaluation.on_board(),
        Origin::Aboard { .. } => {}
        Origin::Place => {
            evaluation.load_at_stops();
            if !evaluation.positions.iter().any(InsertionPosition::exists) {
                evaluation.load_at_new_stops();
            }
        }
    }
}

impl Evaluation<'_, '_> {
    /// Where the vehicle is and when it leaves, before the stop `next`.
    fn before(&self, next: usize) -> (usize, Time) {
        match next.checked_sub(1) {
            Some(last) => {
                let stop = &self.route.stops[last];
                (stop.slot.location, stop.earliest + stop.slot.service)
            }
            None => {
                let vehicle = &self.instance.problem.vehicles[self.route.vehicle];
                (vehicle.start, vehicle.from)
            }
        }
    }

    /// From a place to the stop `next`, or to the end: seconds and cost.
    fn leg_to(&self, from: usize, next: usize) -> (i64, i64) {
        match self.route.stops.get(next) {
            Some(stop) => self.instance.leg(from, stop.slot.location),
            None => match self.instance.problem.vehicles[self.route.vehicle].end {
                Some(end) => self.instance.leg(from, end),
                None => (0, 0),
            },
        }
    }

    /// The way to the stop `next` of the round as it is; for an idle vehicle, minus what starting costs.
    fn direct_leg(&self, next: usize) -> (i64, i64) {
        match self.route.stops.get(next) {
            Some(stop) => (stop.seconds, stop.cost),
            None if next == 0 => (0, -self.instance.fixed_cost(self.route.vehicle)),
            None => self.route.home,
        }
    }

    /// By when the handover at the stop `next` must start, or the vehicle be at its end.
    fn latest_start(&self, next: usize) -> Time {
        match self.route.stops.get(next) {
            Some(stop) => stop.latest,
            None => self.instance.problem.vehicles[self.route.vehicle].until,
        }
    }

    /// By how many seconds the way to the stop `next` may get longer.
    fn slack(&self, next: usize) -> i64 {
        self.route.slack.get(next).copied().unwrap_or(LATEST)
    }

    fn on_board(&mut self) {
        let next = self.route.committed;
        let (location, depart) = self.before(next);
        let idle = self.route.stops.is_empty();
        let cost = if idle { self.instance.fixed_cost(self.route.vehicle) } else { 0 };
        self.extend(Prefix {
            load: StopChoice::OnBoard,
            next,
            location,
            depart,
            cost,
            elapsed: 0,
            longer: 0,
            at_new_stop: idle,
        });
    }

    fn load_at_stops(&mut self) {
        let lot = &self.instance.problem.supplies[self.supply];
        for at in self.route.committed..self.route.stops.len() {
            let stop = &self.route.stops[at];
            if stop.slot.location != lot.location || !self.route.holds(at + 1, &self.cargo) {
                continue;
            }
            let mut slot = stop.slot;
            (slot.ready, slot.until) = (slot.ready.max(lot.ready), slot.until.min(lot.until));
            let start = self.instance.next_start(&slot, stop.earliest);
            let Some(start) = start.filter(|&start| start <= stop.latest) else {
                continue;
            };
            let service = slot.service;
            self.extend(Prefix {
                load: StopChoice::existing(at),
                next: at + 1,
                location: slot.location,
                depart: start + service,
                cost: 0,
                elapsed: service,
                longer: 0,
                at_new_stop: false,
            });
        }
    }

    fn load_at_new_stops(&mut self) {
        let lot = &self.instance.problem.supplies[self.supply];
        let slot = self.instance.slot(lot.location, lot.ready, lot.until);
        for next in self.route.committed..=self.route.stops.len() {
            let (from, leave) = self.before(next);
            let (there, cost) = self.instance.leg(from, lot.location);
            // Later places in the round are reached later still, unless a detour is faster than the direct way.
            let Some(start) = self.instance.next_start(&slot, leave + there) else {
                if slot.more_windows || next == self.route.committed {
                    continue;
                }
                return;
            };
            if !self.route.holds(next, &self.cargo) {
                continue;
            }
            let (on, cost_on) = self.leg_to(lot.location, next);
            let (gap, cost_gap) = self.direct_leg(next);
            let depart = start + slot.service;
            let (longer, cost) = (there + slot.service + on - gap, cost + cost_on - cost_gap);
            // The round goes on in time only if it does without the unload.
            if depart + on > self.latest_start(next) || longer > self.slack(next) || cost >= self.bound {
                continue;
            }
            self.extend(Prefix {
                load: StopChoice::new_before(next),
                next,
                location: lot.location,
                depart,
                cost,
                elapsed: slot.service,
                longer,
                at_new_stop: true,
            });
        }
    }

    fn extend(&mut self, mut prefix: Prefix) {
        let (instance, route) = (self.instance, self.route);
        loop {
            let (on, cost_on) = self.leg_to(prefix.location, prefix.next);
            if prefix.at_new_stop {
                for index in 0..self.sinks.len() {
                    let detour = self.detour(index, &prefix, on, cost_on);
                    self.unload_new(index, &prefix, detour);
                }
            } else {
                let row = prefix.next * self.sinks.len();
                for index in 0..self.sinks.len() {
                    let mut detour = self.scratch.detours[row + index];
                    if detour.there == Detour::UNKNOWN.there {
                        detour = self.detour(index, &prefix, on, cost_on);
                        self.scratch.detours[row + index] = detour;
                    }
                    self.unload_new(index, &prefix, detour);
                }
            }
            let Some(stop) = route.stops.get(prefix.next) else {
                return;
            };
            let start = instance.next_start(&stop.slot, prefix.depart + on);
            let Some(start) = start.filter(|&start| start <= stop.latest) else {
                return;
            };
            let service = stop.slot.service;
            prefix.elapsed += on + service;
            if prefix.elapsed > self.limit && prefix.load != StopChoice::OnBoard {
                return;
            }
            if start + service <= self.by {
                for index in 0..self.sinks.len() {
                    if instance.problem.sinks[self.sinks[index] as usize].location == stop.slot.location {
                        self.propose(index, prefix.cost, prefix.load, StopChoice::existing(prefix.next));
                    }
                }
            }
            if prefix.load != StopChoice::OnBoard && !route.holds(prefix.next + 1, &self.cargo) {
                return;
            }
            prefix.depart = start + service;
            prefix.location = stop.slot.location;
            prefix.next += 1;
            (prefix.longer, prefix.at_new_stop) = (0, false);
        }
    }

    /// What a new stop at a sink costs on the way from a prefix to the next stop.
    fn detour(&self, index: usize, prefix: &Prefix, on: i64, cost_on: i64) -> Detour {
        let location = self.instance.problem.sinks[self.sinks[index] as usize].location;
        let (there, cost_there) = self.instance.leg(prefix.location, location);
        let (back, cost_back) = self.leg_to(location, prefix.next);
        // An idle vehicle does not drive to its end.
        let unused = self.route.stops.is_empty() && prefix.load == StopChoice::OnBoard;
        let cost = cost_there + cost_back + NEW_STOP - if unused { 0 } else { cost_on };
        Detour { cost, there, longer: there + back - on, back }
    }

    fn unload_new(&mut self, index: usize, prefix: &Prefix, detour: Detour) {
        let cost = prefix.cost + detour.cost;
        if cost >= self.positions[index].cost {
            return;
        }
        let instance = self.instance;
        let slot = instance.slot(instance.problem.sinks[self.sinks[index] as usize].location, EARLIEST, LATEST);
        let service = slot.service;
        if prefix.elapsed + detour.there + service > self.limit && prefix.load != StopChoice::OnBoard {
            return;
        }
        let Some(start) = instance.next_start(&slot, prefix.depart + detour.there) else { return };
        if start + service > self.by || start + service + detour.back > self.latest_start(prefix.next) {
            return;
        }
        if prefix.longer + detour.longer + service <= self.slack(prefix.next) {
            self.propose(index, cost, prefix.load, StopChoice::new_before(prefix.next));
        }
    }

    /// Takes a position if it is cheaper than the best so far and every clock can be kept.
    fn propose(&mut self, index: usize, cost: i64, load: StopChoice, unload: StopChoice) {
        if cost >= self.positions[index].cost {
            return;
        }
        if self.needs_schedule && !self.is_schedulable(index, load, unload) {
            return;
        }
        self.positions[index] = InsertionPosition { cost, load, unload };
        self.bound = self.positions.iter().map(|position| position.cost).max().unwrap_or(LATEST);
    }

    /// Where the portion is on board, for a break that food must not wait through.
    fn carry(&mut self, load: StopChoice, unload: StopChoice, (loads, unloads): (Option<usize>, usize)) {
        let laden = &mut self.scratch.sequence.laden;
        if laden.is_empty() && self.instance.problem.vehicles[self.route.vehicle].rest.is_none_or(|rest| rest.with_food)
        {
            return;
        }
        // An idle vehicle has one way, to its end, and it is empty.
        if laden.is_empty() {
            laden.push(false);
        }
        for choice in [unload, load] {
            if let StopChoice::NewBefore(next) = choice {
                laden.insert(next as usize, laden[next as usize]);
            }
        }
        laden[loads.map_or(0, |at| at + 1)..=unloads].fill(true);
    }

    fn is_schedulable(&mut self, index: usize, load: StopChoice, unload: StopChoice) -> bool {
        let (instance, route) = (self.instance, self.route);
        let lot = &instance.problem.supplies[self.supply];
        let sink = instance.problem.sinks[self.sinks[index] as usize].location;
        route.sequence(&mut self.scratch.sequence);
        let mut to = instance.slot(sink, EARLIEST, LATEST);
        to.until = to.until.min(self.by - to.service);
        let from = instance.slot(lot.location, lot.ready, lot.until);
        let new = insert_slots(&mut self.scratch.sequence.slots, (load, from), (unload, to));
        self.carry(load, unload, new);
        for ride in &mut self.scratch.sequence.ride_limits {
            ride.load = shifted(ride.load, load, unload);
            ride.unload = shifted(ride.unload, load, unload);
        }
        let starts = match load {
            StopChoice::OnBoard => Route::ride_start(instance, self.item, None),
            _ => new.0,
        };
        if let (true, Some(load)) = (self.limit < LATEST, starts) {
            self.scratch.sequence.ride_limits.push(RideLimit { load, unload: new.1, limit: self.limit });
        }
        self.scratch.sequence.fits(instance, route.vehicle)
    }
}

#[cfg(test)]
mod tests;
