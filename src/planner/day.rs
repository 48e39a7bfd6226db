//! A validated problem, prepared for the search: flat tables, the items to place, and the sinks worth trying for each.

use crate::domain::food::StorageClass;
use crate::domain::quantity::{Crates, share_of_weight};
use crate::planner::fairness::Fairness;
use crate::planner::problem::{Problem, Time};

/// How many sinks are tried for an item before all of them are.
const NEAREST: usize = 7;
const NEEDIEST: usize = 5;

/// What one gram lost, weighted, one weighted gram of shortage, and one crate parked at a hub cost beside the effort of
/// the rounds, in thousandths of a second at the wheel. Only the search adds the layers up; plans are compared by layer.
pub(crate) const LOST: i64 = 3_000;
pub(crate) const SHORT: i64 = 30;
pub(crate) const PARKED: i64 = 4_000_000;

/// What a crate of donors' food at a hub adds to the first layer: less than any food lost, but a point always wins.
pub(crate) const PARKED_LOSS: i64 = 1;

/// Where crates of a supply are found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Origin {
    /// At the supply's place, for any vehicle to load.
    Place,
    /// On this vehicle already, or after this committed visit of it.
    Aboard { vehicle: usize, visit: Option<usize> },
}

/// Crates of one supply that are found in one way. Portions are taken from items.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Item {
    pub supply: usize,
    pub origin: Origin,
    pub crates: i64,
}

pub(crate) struct Day<'p> {
    pub problem: &'p Problem,
    pub fairness: Fairness,
    pub items: Vec<Item>,
    /// For each supply, the sinks that may take it and are worth trying first, hubs last.
    pub near: Vec<Vec<u32>>,
    /// For each supply, all sinks that may take it, in the same order.
    pub takers: Vec<Vec<u32>>,
    /// For each vehicle and place, its position in the known round.
    known: Vec<Vec<u32>>,
    size: usize,
    seconds: Vec<i64>,
    cost: Vec<i64>,
}

pub(crate) const UNKNOWN: u32 = u32::MAX;

impl<'p> Day<'p> {
    pub(crate) fn new(problem: &'p Problem) -> Self {
        let size = problem.places.len();
        let pairs = || (0..size).flat_map(|from| (0..size).map(move |to| (from, to)));
        let seconds: Vec<_> = pairs().map(|(from, to)| problem.matrix.seconds(from, to).0).collect();
        let cost = pairs()
            .map(|(from, to)| {
                problem.matrix.seconds(from, to).0 * 1_000
                    + problem.matrix.metres(from, to).0 * problem.policy.kilometre
            })
            .collect();
        let known = problem
            .vehicles
            .iter()
            .map(|vehicle| {
                if vehicle.known.is_empty() {
                    return Vec::new();
                }
                let mut positions = vec![UNKNOWN; size];
                for (position, &place) in (0..).zip(&vehicle.known) {
                    if positions[place] == UNKNOWN {
                        positions[place] = position;
                    }
                }
                positions
            })
            .collect();
        let mut day = Self {
            problem,
            fairness: Fairness::new(problem),
            items: items(problem),
            near: Vec::new(),
            takers: Vec::new(),
            known,
            size,
            seconds,
            cost,
        };
        let hubs = hub_places(problem);
        for supply in 0..problem.supplies.len() {
            let takers = day.takers_of(supply, &hubs);
            day.near.push(day.worth_trying(supply, &takers));
            day.takers.push(takers);
        }
        day
    }

    /// Driving seconds.
    pub(crate) fn seconds(&self, from: usize, to: usize) -> i64 {
        self.seconds[from * self.size + to]
    }

    /// Driving time and kilometres in thousandths of a second at the wheel.
    pub(crate) fn cost(&self, from: usize, to: usize) -> i64 {
        self.cost[from * self.size + to]
    }

    /// What calling out the driver of a vehicle costs, in thousandths of a second at the wheel.
    pub(crate) fn call(&self, vehicle: usize) -> i64 {
        if self.problem.vehicles[vehicle].called_out { self.problem.policy.person * 1_000 } else { 0 }
    }

    pub(crate) fn service(&self, place: usize) -> i64 {
        self.problem.places[place].service.0
    }

    /// The earliest start of a handover at a place from `time` on and within `ready..=until`.
    pub(crate) fn next_start(&self, place: usize, ready: Time, until: Time, time: Time) -> Option<Time> {
        let time = time.max(ready);
        for &(from, to) in &self.problem.places[place].windows {
            if time <= to {
                let start = time.max(from);
                return (start <= until).then_some(start);
            }
        }
        None
    }

    /// The latest start of a handover at a place up to `time` and within `ready..=until`.
    pub(crate) fn last_start(&self, place: usize, ready: Time, until: Time, time: Time) -> Option<Time> {
        let time = time.min(until);
        for &(from, to) in self.problem.places[place].windows.iter().rev() {
            if from <= time {
                let start = time.min(to);
                return (start >= ready).then_some(start);
            }
        }
        None
    }

    /// The known position of a place on a vehicle's round; `None` if the vehicle has no known round.
    pub(crate) fn known(&self, vehicle: usize, place: usize) -> Option<u32> {
        self.known[vehicle].get(place).copied()
    }

    /// Grams of a portion, rounded down.
    pub(crate) fn grams(&self, supply: usize, crates: i64) -> i64 {
        let supply = &self.problem.supplies[supply];
        share_of_weight(supply.grams, supply.crates, Crates(crates)).0
    }

    /// Grams of a portion at most, however the rest is split.
    pub(crate) fn grams_at_most(&self, supply: usize, crates: i64) -> i64 {
        let whole = self.problem.supplies[supply].grams.0;
        (self.grams(supply, crates) + 1).min(whole)
    }

    pub(crate) fn class(&self, supply: usize) -> StorageClass {
        self.problem.supplies[supply].class
    }

    fn takers_of(&self, supply: usize, hubs: &[bool]) -> Vec<u32> {
        let lot = &self.problem.supplies[supply];
        let from_hub = lot.on_board.is_none() && hubs[lot.place];
        let mut takers: Vec<u32> = (0..)
            .zip(&self.problem.sinks)
            .filter(|(at, sink)| {
                !sink.refused.contains(lot.category)
                    && lot.promised.is_none_or(|promised| promised == *at as usize)
                    && !(sink.hub && from_hub)
                    && (lot.on_board.is_some() || sink.place != lot.place)
                    && !self.problem.places[sink.place].windows.is_empty()
            })
            .map(|(at, _)| at)
            .collect();
        takers.sort_by_key(|&at| {
            let sink = &self.problem.sinks[at as usize];
            (sink.hub, self.cost(lot.place, sink.place), at)
        });
        takers
    }

    /// The nearest and the neediest points, and the hubs.
    fn worth_trying(&self, supply: usize, takers: &[u32]) -> Vec<u32> {
        let lot = &self.problem.supplies[supply];
        let sinks = &self.problem.sinks;
        let open: Vec<u32> = takers.iter().copied().filter(|&at| sinks[at as usize].room[lot.class].0 > 0).collect();
        let points = open.iter().copied().filter(|&at| !sinks[at as usize].hub);
        let mut near: Vec<u32> = points.clone().take(NEAREST).collect();
        let mut others: Vec<u32> = points.skip(NEAREST).collect();
        let relief = |at: u32| self.fairness.relief(at as usize, lot.category, lot.grams.0);
        others.sort_by_key(|&at| {
            let detour = self.cost(lot.place, sinks[at as usize].place);
            (detour - relief(at).saturating_mul(SHORT), at)
        });
        near.extend(others.into_iter().take(NEEDIEST));
        near.extend(open.iter().copied().filter(|&at| sinks[at as usize].hub).take(3));
        near
    }
}

fn hub_places(problem: &Problem) -> Vec<bool> {
    let mut hubs = vec![false; problem.places.len()];
    for sink in problem.sinks.iter().filter(|sink| sink.hub) {
        hubs[sink.place] = true;
    }
    hubs
}

fn items(problem: &Problem) -> Vec<Item> {
    let mut items = Vec::new();
    let mut committed = vec![0; problem.supplies.len()];
    for (vehicle, carrier) in problem.vehicles.iter().enumerate() {
        for (visit, commitment) in carrier.committed.iter().enumerate() {
            for action in commitment.actions.iter().filter(|action| action.sink.is_none()) {
                committed[action.supply] += action.crates.0;
                items.push(Item {
                    supply: action.supply,
                    origin: Origin::Aboard { vehicle, visit: Some(visit) },
                    crates: action.crates.0,
                });
            }
        }
    }
    for (supply, lot) in problem.supplies.iter().enumerate() {
        let crates = lot.crates.0 - committed[supply];
        if crates > 0 {
            let origin = lot
                .on_board
                .map_or(Origin::Place, |on_board| Origin::Aboard { vehicle: on_board.vehicle, visit: None });
            items.push(Item { supply, origin, crates });
        }
    }
    items
}
