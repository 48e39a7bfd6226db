//! A validated problem, prepared for the search: flat tables, the items to place, and the sinks worth trying for each.

use crate::domain::food::StorageClass;
use crate::domain::quantity::{Crates, share_of_weight};
use crate::planner::fairness::Fairness;
use crate::planner::problem::{Problem, Time};
use crate::planner::schedule::Slot;
use std::sync::Arc;

/// How many sinks are tried for an item before all of them are.
const NEAREST: usize = 7;
const NEEDIEST: usize = 5;

/// What one gram lost, weighted, one unit of unfairness, and one crate parked at a hub cost beside the effort of the
/// rounds, in thousandths of a second at the wheel. Only the search adds the layers up; plans are compared by layer.
pub(crate) const LOST: i64 = 3_000;
const UNFAIR: i64 = 1_500_000;
pub(crate) const PARKED: i64 = 4_000_000;

/// What a crate of donors' food at a hub adds to the first layer: less than any food lost, but a point always wins.
pub(crate) const PARKED_LOSS: i64 = 1;

/// Before and after all times, with room to add to.
pub(crate) const EARLIEST: Time = Time::MIN / 4;
pub(crate) const LATEST: Time = Time::MAX / 4;

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

/// The way from one place to another, as the search reads it.
#[derive(Debug, Clone, Copy)]
struct Leg {
    seconds: u32,
    metres: u32,
}

/// When a place is open, for the sake of the many places with one window.
#[derive(Debug, Clone, Copy)]
struct Hours {
    from: Time,
    to: Time,
    /// Further windows follow: look them up.
    more: bool,
    service: i64,
}

pub(crate) struct Day<'p> {
    pub problem: &'p Problem,
    pub fairness: Fairness,
    pub items: Vec<Item>,
    /// For each vehicle, the items that it carries already or will after a committed visit.
    pub aboard: Vec<Vec<u32>>,
    /// For each vehicle, the first that is exactly like it and free as it is.
    pub like: Vec<usize>,
    /// For each supply, the sinks that may take it and are worth trying first, hubs last.
    pub near: Vec<Vec<u32>>,
    /// For each supply, all sinks that may take it, in the same order.
    pub takers: Vec<Vec<u32>>,
    /// For each supply, what it costs to get there from where some vehicle starts.
    pub apart: Vec<i64>,
    /// For each vehicle and place, its position in the known round.
    known: Vec<Vec<u32>>,
    size: usize,
    legs: Arc<[Leg]>,
    hours: Vec<Hours>,
    kilometre: i64,
    /// What a weighted gram of shortage costs in the search.
    pub short: i64,
}

pub(crate) const UNKNOWN: u32 = u32::MAX;

impl<'p> Day<'p> {
    pub(crate) fn new(problem: &'p Problem) -> Self {
        let size = problem.places.len();
        let pairs = (0..size).flat_map(|from| (0..size).map(move |to| (from, to)));
        let narrow = |long: i64| u32::try_from(long).unwrap_or(u32::MAX);
        let legs = pairs
            .map(|(from, to)| Leg {
                seconds: narrow(problem.matrix.seconds(from, to).0),
                metres: narrow(problem.matrix.metres(from, to).0),
            })
            .collect();
        Self::with(problem, legs, Fairness::new(problem))
    }

    /// The day of a problem with the same places and points, where limits differ.
    pub(crate) fn varied<'q>(&self, problem: &'q Problem) -> Day<'q> {
        Day::with(problem, Arc::clone(&self.legs), self.fairness.clone())
    }

    fn with(problem: &'p Problem, legs: Arc<[Leg]>, fairness: Fairness) -> Self {
        let size = problem.places.len();
        let hours = problem
            .places
            .iter()
            .map(|place| {
                let (from, to) = place.windows.first().copied().unwrap_or((LATEST, EARLIEST));
                Hours { from, to, more: place.windows.len() > 1, service: place.service.0 }
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
            fairness,
            items: items(problem),
            near: Vec::new(),
            takers: Vec::new(),
            apart: Vec::new(),
            known,
            size,
            legs,
            hours,
            kilometre: problem.policy.kilometre,
            short: (UNFAIR / problem.policy.unfair_unit).max(1),
            aboard: vec![Vec::new(); problem.vehicles.len()],
            like: alike(problem),
        };
        for (at, item) in (0..).zip(&day.items) {
            if let Origin::Aboard { vehicle, .. } = item.origin {
                day.aboard[vehicle].push(at);
            }
        }
        let starts: Vec<usize> = problem.vehicles.iter().map(|vehicle| vehicle.start).collect();
        for lot in &problem.supplies {
            let nearest = starts.iter().map(|&start| day.cost(start, lot.place)).min();
            day.apart.push(nearest.unwrap_or(0));
        }
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
        i64::from(self.legs[from * self.size + to].seconds)
    }

    /// Driving time and kilometres in thousandths of a second at the wheel.
    pub(crate) fn cost(&self, from: usize, to: usize) -> i64 {
        self.way(from, to).1
    }

    /// Metres of the way.
    pub(crate) fn metres(&self, from: usize, to: usize) -> i64 {
        i64::from(self.legs[from * self.size + to].metres)
    }

    /// Driving seconds, and the cost of the way.
    pub(crate) fn way(&self, from: usize, to: usize) -> (i64, i64) {
        let leg = self.legs[from * self.size + to];
        let seconds = i64::from(leg.seconds);
        (seconds, seconds * 1_000 + i64::from(leg.metres) * self.kilometre)
    }

    /// What calling out the driver of a vehicle costs, in thousandths of a second at the wheel.
    pub(crate) fn call(&self, vehicle: usize) -> i64 {
        if self.problem.vehicles[vehicle].called_out { self.problem.policy.person * 1_000 } else { 0 }
    }

    /// A visit of a place with a handover that starts within `ready..=until`.
    pub(crate) fn slot(&self, place: usize, ready: Time, until: Time) -> Slot {
        let hours = self.hours[place];
        let (ready, until) = if hours.more { (ready, until) } else { (ready.max(hours.from), until.min(hours.to)) };
        Slot { place, ready, until, service: hours.service, more: hours.more }
    }

    /// The earliest start of a handover from `time` on.
    pub(crate) fn next_start(&self, slot: &Slot, time: Time) -> Option<Time> {
        let time = time.max(slot.ready);
        if !slot.more {
            return (time <= slot.until).then_some(time);
        }
        let (from, _) = *self.problem.places[slot.place].windows.iter().find(|window| time <= window.1)?;
        let start = time.max(from);
        (start <= slot.until).then_some(start)
    }

    /// The latest start of a handover up to `time`.
    pub(crate) fn last_start(&self, slot: &Slot, time: Time) -> Option<Time> {
        let time = time.min(slot.until);
        if !slot.more {
            return (time >= slot.ready).then_some(time);
        }
        let (_, to) = *self.problem.places[slot.place].windows.iter().rfind(|window| window.0 <= time)?;
        let start = time.min(to);
        (start >= slot.ready).then_some(start)
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
            .filter(|(at, _)| !lot.declined.contains(&(*at as usize)))
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
            (detour - relief(at).saturating_mul(self.short), at)
        });
        near.extend(others.into_iter().take(NEEDIEST));
        near.extend(open.iter().copied().filter(|&at| sinks[at as usize].hub).take(3));
        near
    }
}

/// For each vehicle, the first that is exactly like it, nothing being under way on either.
fn alike(problem: &Problem) -> Vec<usize> {
    let busy = |at: usize| {
        !problem.vehicles[at].committed.is_empty()
            || problem.supplies.iter().any(|lot| lot.on_board.is_some_and(|on_board| on_board.vehicle == at))
    };
    let busy: Vec<bool> = (0..problem.vehicles.len()).map(busy).collect();
    let same = |at: usize, other: usize| !busy[at] && !busy[other] && problem.vehicles[at] == problem.vehicles[other];
    let mut like: Vec<usize> = Vec::new();
    for at in 0..problem.vehicles.len() {
        let first = (0..at).find(|&other| like[other] == other && same(at, other));
        like.push(first.unwrap_or(at));
    }
    like
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
