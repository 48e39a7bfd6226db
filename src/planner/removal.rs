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
use std::ops::Range;

/// How much is taken out at most.
struct RemovalSize {
    /// Strings and whole routes aside.
    shipments: usize,
    /// Routes that strings are taken out of, and stops of each.
    routes: usize,
    stops: usize,
}

/// Where a lot may go to one point only: nothing but the route and the order can change, which takes room. Strings of at
/// most 10 stops are those of Christiaens & Vanden Berghe 2020. Smaller ones stay in poor plans (decision 0011).
const ONE_SINK: RemovalSize = RemovalSize { shipments: 16, routes: 4, stops: 10 };

/// Where there is a choice of points, which is a way out in itself: the less is taken out, the more is tried.
/// By measurement: twice as much gives a little more for twice the time (docs/benchmarks.md).
const SEVERAL_SINKS: RemovalSize = RemovalSize { shipments: 5, routes: 2, stops: 4 };

/// A portion on a round, by where it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
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
    ShortRoute,
}

impl Removal {
    pub(crate) const ALL: [Self; 7] = [
        Self::Random,
        Self::Related,
        Self::Strings,
        Self::WorstStops,
        Self::SamePoint,
        Self::SameCategory,
        Self::ShortRoute,
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
    let count = rng.random_range(1..=size.shipments).min(shipments.len());
    match removal {
        Removal::Random => filtered(&shipments, count, rng, |_| true),
        Removal::Related => related(instance, state, &shipments, &seed, count, rng),
        Removal::Strings => strings(instance, state, &seed, &size, rng),
        Removal::WorstStops => worst_stops(instance, state, count, rng),
        Removal::SamePoint => filtered(&shipments, count, rng, |shipment| shipment.sink == seed.1.sink),
        Removal::SameCategory => {
            let category = |shipment: &Shipment| instance.problem.supplies[shipment.supply].category;
            filtered(&shipments, count, rng, |shipment| category(shipment) == category(&seed.1))
        }
        Removal::ShortRoute => short_route(state, rng),
    }
}

/// Up to `count` of the shipments that match, at random.
fn filtered(
    shipments: &[(usize, Shipment)],
    count: usize,
    rng: &mut Pcg64Mcg,
    matches: impl Fn(&Shipment) -> bool,
) -> Vec<ShipmentKey> {
    let matching = shipments.iter().filter(|(_, shipment)| matches(shipment));
    let mut found: Vec<ShipmentKey> = matching.map(|(route, shipment)| ShipmentKey::of((*route, shipment))).collect();
    while found.len() > count {
        found.swap_remove(rng.random_range(0..found.len()));
    }
    found
}

/// How unlike two shipments are: how far they are apart in where they come from, where they go, and when they get there.
fn unlikeness(instance: &Instance, state: &State, one: &(usize, Shipment), other: &(usize, Shipment)) -> i64 {
    let when = |(route, shipment): &(usize, Shipment)| state.routes[*route].stops[shipment.unload].earliest * 1_000;
    let from = |(_, shipment): &(usize, Shipment)| instance.problem.supplies[shipment.supply].location;
    let to = |(_, shipment): &(usize, Shipment)| instance.problem.sinks[shipment.sink].location;
    let apart = instance.cost(from(one), from(other)) + instance.cost(to(one), to(other));
    // Five seconds apart in time count as one on the way. Set by reasoning: in full or a 25th made little difference
    // (docs/benchmarks.md).
    apart + (when(one) - when(other)).abs() / 5
}

/// The shipments most like one.
fn related(
    instance: &Instance,
    state: &State,
    shipments: &[(usize, Shipment)],
    seed: &(usize, Shipment),
    count: usize,
    rng: &mut Pcg64Mcg,
) -> Vec<ShipmentKey> {
    let unlikeness = |other: &(usize, Shipment)| unlikeness(instance, state, seed, other);
    let mut ranked: Vec<(i64, usize)> = shipments.iter().map(unlikeness).zip(0..).collect();
    ranked.sort_unstable();
    let mut removed = Vec::new();
    while removed.len() < count && !ranked.is_empty() {
        let (_, index) = ranked.remove(skewed::<4>(ranked.len(), rng));
        removed.push(ShipmentKey::of((shipments[index].0, &shipments[index].1)));
    }
    removed
}

/// A rank below `count`, the lower the likelier: the least of so many draws.
fn skewed<const DRAWS: usize>(count: usize, rng: &mut Pcg64Mcg) -> usize {
    (0..DRAWS).map(|_| rng.random_range(0..count)).min().unwrap_or(0)
}

/// All shipments that are loaded or unloaded at a range of stops of a route.
fn on_stops(state: &State, route: usize, stops: Range<usize>, removed: &mut Vec<ShipmentKey>) {
    for shipment in state.routes[route].shipments.iter().filter(|shipment| !shipment.fixed) {
        if stops.contains(&shipment.unload) || shipment.load.is_some_and(|load| stops.contains(&load)) {
            removed.push(ShipmentKey::of((route, shipment)));
        }
    }
}

/// The free stop of each route that is nearest to a location, nearest routes first: what it is away, the route, the stop.
fn nearest_stops(instance: &Instance, state: &State, centre: usize) -> Vec<(i64, usize, usize)> {
    let mut nearest = Vec::new();
    for (at, route) in state.routes.iter().enumerate() {
        let away = |stop: usize| (instance.cost(centre, route.stops[stop].slot.location), stop);
        if let Some((away, stop)) = (route.committed..route.stops.len()).map(away).min() {
            nearest.push((away, at, stop));
        }
    }
    nearest.sort_unstable();
    nearest
}

/// Strings of stops around where a shipment comes from or goes to, of the routes that come nearest.
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
    let mut nearest = nearest_stops(instance, state, centre);
    nearest.truncate(rng.random_range(1..=size.routes));
    let mut removed = Vec::new();
    for (_, at, stop) in nearest {
        let route = &state.routes[at];
        let free = route.stops.len() - route.committed;
        let length = rng.random_range(1..=free.min(size.stops));
        let from = stop.saturating_sub(rng.random_range(0..length)).max(route.committed);
        on_stops(state, at, from..from + length, &mut removed);
    }
    removed
}

/// What each free stop costs the route that makes it, dearest first: minus what driving past it would save, the route, the
/// stop.
fn dearest_stops(instance: &Instance, state: &State) -> Vec<(i64, usize, usize)> {
    let mut dearest = Vec::new();
    for (at, route) in state.routes.iter().enumerate() {
        let vehicle = &instance.problem.vehicles[route.vehicle];
        for stop in route.committed..route.stops.len() {
            let location = route.stops[stop].slot.location;
            let before = stop.checked_sub(1).map_or(vehicle.start, |before| route.stops[before].slot.location);
            let after = route.stops.get(stop + 1).map(|next| next.slot.location).or(vehicle.end);
            let leg = |from: usize| after.map_or(0, |after| instance.cost(from, after));
            let saved = instance.cost(before, location) + leg(location) - leg(before);
            dearest.push((-saved, at, stop));
        }
    }
    dearest.sort_unstable();
    dearest
}

/// What is handed over at some of the dearest stops: as many as would come to about `count` shipments.
fn worst_stops(instance: &Instance, state: &State, count: usize, rng: &mut Pcg64Mcg) -> Vec<ShipmentKey> {
    let mut dearest = dearest_stops(instance, state);
    let mut removed = Vec::new();
    for _ in 0..count.div_ceil(3) {
        if dearest.is_empty() {
            break;
        }
        let (_, route, stop) = dearest.remove(skewed::<3>(dearest.len(), rng));
        on_stops(state, route, stop..stop + 1, &mut removed);
    }
    removed
}

/// A whole route, the shorter of two.
fn short_route(state: &State, rng: &mut Pcg64Mcg) -> Vec<ShipmentKey> {
    let used: Vec<usize> =
        (0..state.routes.len()).filter(|&at| state.routes[at].stops.len() > state.routes[at].committed).collect();
    if used.is_empty() {
        return Vec::new();
    }
    let draw = |rng: &mut Pcg64Mcg| used[rng.random_range(0..used.len())];
    let (one, other) = (draw(rng), draw(rng));
    let at = [one, other].into_iter().min_by_key(|&at| (state.routes[at].stops.len(), at)).unwrap_or(one);
    let mut removed = Vec::new();
    on_stops(state, at, 0..state.routes[at].stops.len(), &mut removed);
    removed
}

#[cfg(test)]
mod tests;
