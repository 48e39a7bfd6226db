//! Which portions to take out of a plan before putting them back better.
//!
//! Random, related and worst removals follow Ropke & Pisinger 2006 and Shaw 1998; strings of neighbouring stops follow
//! Schrimpf et al. 2000 and Christiaens & Vanden Berghe 2020. Removals by point and by category re-open who gets what.

use crate::planner::insert::Inserter;
use crate::planner::instance::Instance;
use crate::planner::route::Shipment;
use crate::planner::state::State;
use rand::RngExt;
use rand_pcg::Pcg64Mcg;

/// How much is taken out at most.
struct RemovalSize {
    /// Portions, strings and whole rounds aside.
    portions: usize,
    /// Rounds that strings are taken out of, and stops of each.
    rounds: usize,
    stops: usize,
}

/// Where a lot may go to one point only: nothing but the round and the order can change, which takes room.
const ONE_SINK: RemovalSize = RemovalSize { portions: 16, rounds: 4, stops: 10 };

/// Where there is a choice of points, which is a way out in itself: the less is taken out, the more is tried.
const SEVERAL_SINKS: RemovalSize = RemovalSize { portions: 5, rounds: 2, stops: 4 };

/// A portion on a round, by where it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct ShipmentKey {
    route: usize,
    item: usize,
    sink: usize,
    unload: usize,
}

impl ShipmentKey {
    fn of((route, shipment): (usize, &Shipment)) -> Self {
        Self { route, item: shipment.item, sink: shipment.sink, unload: shipment.unload }
    }

    fn is(&self, shipment: &Shipment) -> bool {
        (self.item, self.sink, self.unload) == (shipment.item, shipment.sink, shipment.unload)
    }
}

/// A way to choose what is taken out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Removal {
    Random,
    Related,
    Strings,
    WorstStops,
    SamePoint,
    SameCategory,
    ShortRound,
}

impl Removal {
    pub(crate) const ALL: [Self; 7] = [
        Self::Random,
        Self::Related,
        Self::Strings,
        Self::WorstStops,
        Self::SamePoint,
        Self::SameCategory,
        Self::ShortRound,
    ];
}

/// Takes portions out of a plan.
pub(crate) fn remove(inserter: &mut Inserter, trial: &mut State, removal: Removal, rng: &mut Pcg64Mcg) {
    let mut removed = pick(inserter.instance, trial, removal, rng);
    removed.sort_by_key(|one| one.route);
    for on_route in removed.chunk_by(|one, other| one.route == other.route) {
        inserter.remove(trial, on_route[0].route, |shipment| on_route.iter().any(|one| one.is(shipment)));
    }
}

/// Picks portions to take out.
fn pick(instance: &Instance, state: &State, removal: Removal, rng: &mut Pcg64Mcg) -> Vec<ShipmentKey> {
    let shipments: Vec<(usize, Shipment)> =
        state.shipments().filter(|(_, shipment)| !shipment.fixed).map(|(route, shipment)| (route, *shipment)).collect();
    let Some(&seed) = (!shipments.is_empty()).then(|| &shipments[rng.random_range(0..shipments.len())]) else {
        return Vec::new();
    };
    let size = if instance.candidates[seed.1.supply].len() > 1 { SEVERAL_SINKS } else { ONE_SINK };
    let count = rng.random_range(1..=size.portions).min(shipments.len());
    match removal {
        Removal::Random => random(&shipments, count, rng),
        Removal::Related => related(instance, state, &shipments, &seed, count, rng),
        Removal::Strings => strings(instance, state, &seed, &size, rng),
        Removal::WorstStops => worst_stops(instance, state, count, rng),
        Removal::SamePoint => filtered(&shipments, count, rng, |shipment| shipment.sink == seed.1.sink),
        Removal::SameCategory => {
            let category = |shipment: &Shipment| instance.problem.supplies[shipment.supply].category;
            filtered(&shipments, count, rng, |shipment| category(shipment) == category(&seed.1))
        }
        Removal::ShortRound => short_round(state, rng),
    }
}

fn random(shipments: &[(usize, Shipment)], count: usize, rng: &mut Pcg64Mcg) -> Vec<ShipmentKey> {
    filtered(shipments, count, rng, |_| true)
}

/// Up to `count` of the portions that match, at random.
fn filtered(
    shipments: &[(usize, Shipment)],
    count: usize,
    rng: &mut Pcg64Mcg,
    matches: impl Fn(&Shipment) -> bool,
) -> Vec<ShipmentKey> {
    let mut found: Vec<ShipmentKey> = shipments
        .iter()
        .filter(|(_, shipment)| matches(shipment))
        .map(|(route, shipment)| ShipmentKey::of((*route, shipment)))
        .collect();
    while found.len() > count {
        found.swap_remove(rng.random_range(0..found.len()));
    }
    found
}

/// The portions most like one: near in where they come from, where they go, and when.
fn related(
    instance: &Instance,
    state: &State,
    shipments: &[(usize, Shipment)],
    seed: &(usize, Shipment),
    count: usize,
    rng: &mut Pcg64Mcg,
) -> Vec<ShipmentKey> {
    let when = |(route, shipment): &(usize, Shipment)| state.routes[*route].stops[shipment.unload].earliest * 1_000;
    let from = |shipment: &Shipment| instance.problem.supplies[shipment.supply].location;
    let to = |shipment: &Shipment| instance.problem.sinks[shipment.sink].location;
    let mut near: Vec<(i64, usize)> = shipments
        .iter()
        .enumerate()
        .map(|(index, one)| {
            let apart = instance.cost(from(&seed.1), from(&one.1)) + instance.cost(to(&seed.1), to(&one.1));
            (apart + (when(one) - when(seed)).abs() / 5, index)
        })
        .collect();
    near.sort_unstable();
    let mut removed = Vec::new();
    while removed.len() < count && !near.is_empty() {
        // The nearer the likelier: the least of four draws.
        let at = (0..4).map(|_| rng.random_range(0..near.len())).min().unwrap_or(0);
        let (_, index) = near.remove(at);
        removed.push(ShipmentKey::of((shipments[index].0, &shipments[index].1)));
    }
    removed
}

/// All portions handed over at a range of stops of a round.
fn on_stops(state: &State, route: usize, from: usize, until: usize, removed: &mut Vec<ShipmentKey>) {
    for shipment in state.routes[route].shipments.iter().filter(|shipment| !shipment.fixed) {
        let inside = |stop: usize| (from..until).contains(&stop);
        if inside(shipment.unload) || shipment.load.is_some_and(inside) {
            removed.push(ShipmentKey::of((route, shipment)));
        }
    }
}

/// Strings of stops around a place.
fn strings(
    instance: &Instance,
    state: &State,
    seed: &(usize, Shipment),
    size: &RemovalSize,
    rng: &mut Pcg64Mcg,
) -> Vec<ShipmentKey> {
    let centre = if rng.random_range(0..2) == 0 {
        instance.problem.supplies[seed.1.supply].location
    } else {
        instance.problem.sinks[seed.1.sink].location
    };
    let mut rounds: Vec<(i64, usize, usize)> = Vec::new();
    for (at, route) in state.routes.iter().enumerate() {
        let nearest = (route.committed..route.stops.len())
            .map(|stop| (instance.cost(centre, route.stops[stop].slot.location), stop))
            .min();
        if let Some((apart, stop)) = nearest {
            rounds.push((apart, at, stop));
        }
    }
    rounds.sort_unstable();
    rounds.truncate(rng.random_range(1..=size.rounds));
    let mut removed = Vec::new();
    for (_, at, stop) in rounds {
        let route = &state.routes[at];
        let free = route.stops.len() - route.committed;
        let length = rng.random_range(1..=free.min(size.stops));
        let from = stop.saturating_sub(rng.random_range(0..length)).max(route.committed);
        on_stops(state, at, from, from + length, &mut removed);
    }
    removed
}

/// What is handed over at some of the stops with the longest detours.
fn worst_stops(instance: &Instance, state: &State, count: usize, rng: &mut Pcg64Mcg) -> Vec<ShipmentKey> {
    let mut detours: Vec<(i64, usize, usize)> = Vec::new();
    for (at, route) in state.routes.iter().enumerate() {
        let vehicle = &instance.problem.vehicles[route.vehicle];
        for stop in route.committed..route.stops.len() {
            let location = route.stops[stop].slot.location;
            let before = stop.checked_sub(1).map_or(vehicle.start, |before| route.stops[before].slot.location);
            let after = route.stops.get(stop + 1).map(|next| next.slot.location).or(vehicle.end);
            let leg = |from: usize| after.map_or(0, |after| instance.cost(from, after));
            let saved = instance.cost(before, location) + leg(location) - leg(before);
            detours.push((-saved, at, stop));
        }
    }
    detours.sort_unstable();
    let mut removed = Vec::new();
    for _ in 0..count.div_ceil(3) {
        if detours.is_empty() {
            break;
        }
        let draw = |rng: &mut Pcg64Mcg| rng.random_range(0..detours.len());
        let at = draw(rng).min(draw(rng)).min(draw(rng));
        let (_, route, stop) = detours.remove(at);
        on_stops(state, route, stop, stop + 1, &mut removed);
    }
    removed
}

/// A whole round, the shorter of two.
fn short_round(state: &State, rng: &mut Pcg64Mcg) -> Vec<ShipmentKey> {
    let used: Vec<usize> =
        (0..state.routes.len()).filter(|&at| state.routes[at].stops.len() > state.routes[at].committed).collect();
    if used.is_empty() {
        return Vec::new();
    }
    let draw = |rng: &mut Pcg64Mcg| used[rng.random_range(0..used.len())];
    let (one, other) = (draw(rng), draw(rng));
    let shorter = |at: usize| (state.routes[at].stops.len(), at);
    let at = if shorter(one) <= shorter(other) { one } else { other };
    let mut removed = Vec::new();
    on_stops(state, at, 0, state.routes[at].stops.len(), &mut removed);
    removed
}
