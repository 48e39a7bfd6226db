//! A validated problem, prepared for the search: flat tables, the items to place, and the sinks worth trying for each.

use crate::domain::food::StorageClass;
use crate::domain::quantity::{Crates, share_of_weight};
use crate::planner::fairness::Fairness;
use crate::planner::problem::{PlanningProblem, Time};
use std::sync::Arc;

/// How many sinks are tried for an item before all of them are: near ones for the way, needy ones for fairness. By
/// measurement (docs/benchmarks.md): none of the neediest is much less fair, and twice as many of either is hardly better and
/// takes a third to a half longer.
const NEAREST: usize = 7;
const NEEDIEST: usize = 5;

/// What one gram lost, weighted, one unit of unfairness, and one crate at a hub cost beside the effort of the routes, in
/// thousandths of a second at the wheel. Only the search adds the layers up; plans are compared by layer.
///
/// A crate of bread, 4 kg of weight 4, costs 48,000 s if it is lost: more than any detour. A unit of unfairness costs most
/// of calling a person out; with the usual unit of 50 kg that is 30 for each weighted gram, so that a gram for a starved point,
/// which counts 8 times, gains a twelfth of what losing it would cost. A crate at a hub costs a third of losing 4 kg of
/// weight 1, and more than a usual detour to a point. Set by reasoning; what other prices do is in docs/benchmarks.md.
pub(crate) const LOSS_PRICE: i64 = 3_000;
const UNFAIRNESS_PRICE: i64 = 1_500_000;
pub(crate) const HUB_PRICE: i64 = 4_000_000;

/// What a crate of donors' food at a hub adds to the first layer: less than any food lost, but a point always wins.
pub(crate) const HUB_LOSS: i64 = 1;

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
    more_windows: bool,
    service: i64,
}

/// A visit of a location: when a handover may start there, and how long it takes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Slot {
    pub location: usize,
    /// A handover may start from here.
    pub ready: Time,
    /// A handover must start by here.
    pub until: Time,
    pub service: i64,
    /// The location has further windows, which `ready` and `until` say nothing of.
    pub more_windows: bool,
}

/// The problem in tables that are filled once and only read by the search.
pub(crate) struct Instance<'p> {
    pub problem: &'p PlanningProblem,
    pub fairness: Fairness,
    pub items: Vec<Item>,
    /// For each vehicle, the items that it carries already or will after a committed visit.
    pub aboard: Vec<Vec<u32>>,
    /// For each vehicle, the first that is exactly like it and free as it is.
    pub symmetry_class: Vec<usize>,
    /// For each supply, the sinks that may take it and are worth trying first, hubs last.
    pub candidates: Vec<Vec<u32>>,
    /// For each supply, all sinks that may take it, in the same order.
    pub eligible_sinks: Vec<Vec<u32>>,
    /// For each supply, what it costs to get there from where some vehicle starts.
    pub distance_to_depots: Vec<i64>,
    /// For each vehicle and place, its position in the known round.
    known: Vec<Vec<u32>>,
    size: usize,
    legs: Arc<[Leg]>,
    hours: Vec<Hours>,
    kilometre: i64,
    /// What a weighted gram of shortage costs in the search.
    pub shortage_price: i64,
}

pub(crate) const UNKNOWN: u32 = u32::MAX;

impl<'p> Instance<'p> {
    pub(crate) fn new(problem: &'p PlanningProblem) -> Self {
        let size = problem.locations.len();
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

    /// The instance of a problem with the same locations and sinks, where limits differ.
    pub(crate) fn varied<'q>(&self, problem: &'q PlanningProblem) -> Instance<'q> {
        Instance::with(problem, Arc::clone(&self.legs), self.fairness.clone())
    }

    fn with(problem: &'p PlanningProblem, legs: Arc<[Leg]>, fairness: Fairness) -> Self {
        let size = problem.locations.len();
        let hours = problem
            .locations
            .iter()
            .map(|location| {
                let (from, to) = location.windows.first().copied().unwrap_or((LATEST, EARLIEST));
                Hours { from, to, more_windows: location.windows.len() > 1, service: location.service.0 }
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
                for (position, &location) in (0..).zip(&vehicle.known) {
                    if positions[location] == UNKNOWN {
                        positions[location] = position;
                    }
                }
                positions
            })
            .collect();
        let mut instance = Self {
            problem,
            fairness,
            items: items(problem),
            candidates: Vec::new(),
            eligible_sinks: Vec::new(),
            distance_to_depots: Vec::new(),
            known,
            size,
            legs,
            hours,
            kilometre: problem.policy.kilometre,
            shortage_price: (UNFAIRNESS_PRICE / problem.policy.unfair_unit).max(1),
            aboard: vec![Vec::new(); problem.vehicles.len()],
            symmetry_class: symmetry_classes(problem),
        };
        for (at, item) in (0..).zip(&instance.items) {
            if let Origin::Aboard { vehicle, .. } = item.origin {
                instance.aboard[vehicle].push(at);
            }
        }
        let starts: Vec<usize> = problem.vehicles.iter().map(|vehicle| vehicle.start).collect();
        for lot in &problem.supplies {
            let nearest = starts.iter().map(|&start| instance.cost(start, lot.location)).min();
            instance.distance_to_depots.push(nearest.unwrap_or(0));
        }
        let hubs = hub_places(problem);
        for supply in 0..problem.supplies.len() {
            let eligible_sinks = instance.eligible_sinks_of(supply, &hubs);
            instance.candidates.push(instance.candidates_of(supply, &eligible_sinks));
            instance.eligible_sinks.push(eligible_sinks);
        }
        instance
    }

    /// Driving seconds.
    pub(crate) fn seconds(&self, from: usize, to: usize) -> i64 {
        i64::from(self.legs[from * self.size + to].seconds)
    }

    /// Driving time and kilometres in thousandths of a second at the wheel.
    pub(crate) fn cost(&self, from: usize, to: usize) -> i64 {
        self.leg(from, to).1
    }

    /// Metres of the way.
    pub(crate) fn metres(&self, from: usize, to: usize) -> i64 {
        i64::from(self.legs[from * self.size + to].metres)
    }

    /// Driving seconds, and the cost of the way.
    pub(crate) fn leg(&self, from: usize, to: usize) -> (i64, i64) {
        let leg = self.legs[from * self.size + to];
        let seconds = i64::from(leg.seconds);
        (seconds, seconds * 1_000 + i64::from(leg.metres) * self.kilometre)
    }

    /// What calling out the driver of a vehicle costs, in thousandths of a second at the wheel.
    pub(crate) fn fixed_cost(&self, vehicle: usize) -> i64 {
        if self.problem.vehicles[vehicle].called_out { self.problem.policy.person * 1_000 } else { 0 }
    }

    /// A visit of a place with a handover that starts within `ready..=until`.
    pub(crate) fn slot(&self, location: usize, ready: Time, until: Time) -> Slot {
        let hours = self.hours[location];
        let (ready, until) =
            if hours.more_windows { (ready, until) } else { (ready.max(hours.from), until.min(hours.to)) };
        Slot { location, ready, until, service: hours.service, more_windows: hours.more_windows }
    }

    /// The earliest start of a handover from `time` on.
    pub(crate) fn next_start(&self, slot: &Slot, time: Time) -> Option<Time> {
        let time = time.max(slot.ready);
        if !slot.more_windows {
            return (time <= slot.until).then_some(time);
        }
        let (from, _) = *self.problem.locations[slot.location].windows.iter().find(|window| time <= window.1)?;
        let start = time.max(from);
        (start <= slot.until).then_some(start)
    }

    /// The latest start of a handover up to `time`.
    pub(crate) fn last_start(&self, slot: &Slot, time: Time) -> Option<Time> {
        let time = time.min(slot.until);
        if !slot.more_windows {
            return (time >= slot.ready).then_some(time);
        }
        let (_, to) = *self.problem.locations[slot.location].windows.iter().rfind(|window| window.0 <= time)?;
        let start = time.min(to);
        (start >= slot.ready).then_some(start)
    }

    /// The known position of a place on a vehicle's round; `None` if the vehicle has no known round.
    pub(crate) fn known(&self, vehicle: usize, location: usize) -> Option<u32> {
        self.known[vehicle].get(location).copied()
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

    /// How a supply must be kept.
    pub(crate) fn class(&self, supply: usize) -> StorageClass {
        self.problem.supplies[supply].class
    }

    fn eligible_sinks_of(&self, supply: usize, hubs: &[bool]) -> Vec<u32> {
        let lot = &self.problem.supplies[supply];
        let from_hub = lot.on_board.is_none() && hubs[lot.location];
        let mut eligible_sinks: Vec<u32> = (0..)
            .zip(&self.problem.sinks)
            .filter(|(at, sink)| {
                !sink.refused.contains(lot.category)
                    && lot.promised.is_none_or(|promised| promised == *at as usize)
                    && !(sink.hub && from_hub)
                    && (lot.on_board.is_some() || sink.location != lot.location)
                    && !self.problem.locations[sink.location].windows.is_empty()
            })
            .filter(|(at, _)| !lot.declined.contains(&(*at as usize)))
            .map(|(at, _)| at)
            .collect();
        eligible_sinks.sort_by_key(|&at| {
            let sink = &self.problem.sinks[at as usize];
            (sink.hub, self.cost(lot.location, sink.location), at)
        });
        eligible_sinks
    }

    /// The nearest and the neediest points, and the hubs.
    fn candidates_of(&self, supply: usize, eligible_sinks: &[u32]) -> Vec<u32> {
        let lot = &self.problem.supplies[supply];
        let sinks = &self.problem.sinks;
        let open: Vec<u32> =
            eligible_sinks.iter().copied().filter(|&at| sinks[at as usize].room[lot.class].0 > 0).collect();
        let points = open.iter().copied().filter(|&at| !sinks[at as usize].hub);
        let mut near: Vec<u32> = points.clone().take(NEAREST).collect();
        let mut others: Vec<u32> = points.skip(NEAREST).collect();
        let relief = |at: u32| self.fairness.relief(at as usize, lot.category, lot.grams.0);
        others.sort_by_key(|&at| {
            let detour = self.cost(lot.location, sinks[at as usize].location);
            (detour - relief(at).saturating_mul(self.shortage_price), at)
        });
        near.extend(others.into_iter().take(NEEDIEST));
        near.extend(open.iter().copied().filter(|&at| sinks[at as usize].hub).take(3));
        near
    }
}

/// For each vehicle, the first that is exactly like it, nothing being under way on either.
fn symmetry_classes(problem: &PlanningProblem) -> Vec<usize> {
    let busy = |at: usize| {
        !problem.vehicles[at].committed.is_empty()
            || problem.supplies.iter().any(|lot| lot.on_board.is_some_and(|on_board| on_board.vehicle == at))
    };
    let busy: Vec<bool> = (0..problem.vehicles.len()).map(busy).collect();
    let same = |at: usize, other: usize| !busy[at] && !busy[other] && problem.vehicles[at] == problem.vehicles[other];
    let mut symmetry_class: Vec<usize> = Vec::new();
    for at in 0..problem.vehicles.len() {
        let first = (0..at).find(|&other| symmetry_class[other] == other && same(at, other));
        symmetry_class.push(first.unwrap_or(at));
    }
    symmetry_class
}

fn hub_places(problem: &PlanningProblem) -> Vec<bool> {
    let mut hubs = vec![false; problem.locations.len()];
    for sink in problem.sinks.iter().filter(|sink| sink.hub) {
        hubs[sink.location] = true;
    }
    hubs
}

fn items(problem: &PlanningProblem) -> Vec<Item> {
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
