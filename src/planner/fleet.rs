//! Fewer people called out: a round is dropped and its portions are put into the others, ejecting what is easier to place
//! elsewhere where they do not fit (guided ejection search, Nagata & Kobayashi 2010, "Guided ejection search for the
//! pickup and delivery problem with time windows").

use crate::planner::evaluate::Request;
use crate::planner::insert::{Insertion, SinkSet};
use crate::planner::instance::Instance;
use crate::planner::route::{Route, Shipment};
use crate::planner::search::Search;
use crate::planner::state::State;
use rand::RngExt;

/// Portions moved at random after an ejection.
const SHAKEN: usize = 12;

/// Tries to place one portion before a round is given up, for each portion there is.
const PATIENCE: usize = 60;

/// Drops rounds until none can be spared or this share of the budget is gone, out of 65,536.
pub(crate) fn cut(search: &mut Search, until: u64) {
    let mut failed = 0;
    while search.elapsed() < until {
        let mut rounds = droppable(search.instance, &search.best);
        if failed >= rounds.len() {
            return;
        }
        rounds.sort_by_key(|&round| (search.best.routes[round].shipments.len(), round));
        if drop_round(search, rounds[failed], until) {
            failed = 0;
        } else {
            failed += 1;
        }
    }
}

/// Rounds that call somebody out and carry nothing that they must.
fn droppable(instance: &Instance, state: &State) -> Vec<usize> {
    let free = |at: &usize| {
        let route = &state.routes[*at];
        !route.stops.is_empty()
            && route.committed == 0
            && instance.fixed_cost(*at) > 0
            && instance.aboard[*at].is_empty()
    };
    (0..state.routes.len()).filter(free).collect()
}

/// Whether the portions of a round could be placed on the others, and that is better.
fn drop_round(search: &mut Search, round: usize, until: u64) -> bool {
    let instance = search.instance;
    let mut state = search.best.clone();
    let allowed: Vec<i64> = state.left.clone();
    state.remove(instance, round, &mut search.inserter.work, |_| true);
    search.inserter.max_routes = state.called(instance);
    search.inserter.blink_rate = 0;
    let done = place_all(search, &mut state, &allowed, until);
    search.inserter.max_routes = usize::MAX;
    done && search.offer(&state)
}

fn place_all(search: &mut Search, state: &mut State, allowed: &[i64], until: u64) -> bool {
    let instance = search.instance;
    let mut penalties = vec![1_u32; instance.items.len()];
    let mut pool: Vec<usize> = (0..instance.items.len()).filter(|&item| state.left[item] > allowed[item]).collect();
    let mut patience = PATIENCE * instance.items.len();
    while let Some(item) = pool.pop() {
        if patience == 0 || !search.step() || search.elapsed() >= until {
            return false;
        }
        patience -= 1;
        let crates = state.left[item] - allowed[item];
        let Search { inserter, rng, .. } = search;
        inserter.fill(instance, state, (item, crates), SinkSet::Candidates, rng);
        if state.left[item] <= allowed[item] {
            continue;
        }
        let request = Request { item, crates: state.left[item] - allowed[item] };
        penalties[item] += 1;
        let Some((route, out, insertion)) = ejection(search, state, request, &penalties) else {
            pool.insert(0, item);
            shake(search, state);
            continue;
        };
        let ejected: Vec<Shipment> = out.iter().map(|&at| state.routes[route].shipments[at]).collect();
        state.remove(instance, route, &mut search.inserter.work, |shipment| ejected.contains(shipment));
        search.inserter.insert(instance, state, item, insertion);
        for item in std::iter::once(item).chain(ejected.iter().map(|shipment| shipment.item)) {
            if state.left[item] > allowed[item] && !pool.contains(&item) {
                pool.push(item);
            }
        }
        shake(search, state);
    }
    true
}

/// The one or two portions of a round which are the easiest to place, and without which a portion fits; of those as easy,
/// where it fits best.
fn ejection(
    search: &mut Search,
    state: &State,
    request: Request,
    penalties: &[u32],
) -> Option<(usize, Vec<usize>, Insertion)> {
    let Search { instance, inserter, .. } = search;
    let most = penalties[request.item];
    let mut bound = (most, (true, i64::MAX));
    let mut best: Option<(usize, Vec<usize>, Insertion)> = None;
    inserter.weigh(instance, state, request);
    for (at, route) in state.routes.iter().enumerate().filter(|(_, route)| !route.stops.is_empty()) {
        let shipments: Vec<usize> =
            (0..route.shipments.len()).filter(|&shipment| !route.shipments[shipment].fixed).collect();
        for (nth, &one) in shipments.iter().enumerate() {
            let single = std::iter::once(None);
            for other in single.chain(shipments[nth + 1..].iter().copied().map(Some)) {
                let out = [Some(one), other];
                let price =
                    out.iter().flatten().map(|&shipment| penalties[route.shipments[shipment].item]).sum::<u32>();
                if price >= most || price > bound.0 {
                    continue;
                }
                let ejected = out.map(|shipment| shipment.map(|shipment| route.shipments[shipment]));
                let mut without = Route::clone(route);
                if !without.remove(instance, &mut inserter.work, |shipment| ejected.contains(&Some(*shipment))) {
                    continue;
                }
                if let Some(insertion) = inserter.on_round(instance, (at, &without), request)
                    && insertion.crates == request.crates
                    && (price, insertion.value) < bound
                {
                    bound = (price, insertion.value);
                    best = Some((at, out.into_iter().flatten().collect(), insertion));
                }
            }
        }
    }
    best
}

/// Moves some portions to where they fit as well, at random.
fn shake(search: &mut Search, state: &mut State) {
    let instance = search.instance;
    let Search { inserter, rng, .. } = search;
    for _ in 0..SHAKEN {
        let shipments: Vec<(usize, Shipment)> = state
            .shipments()
            .filter(|(_, shipment)| !shipment.fixed)
            .map(|(route, shipment)| (route, *shipment))
            .collect();
        if shipments.is_empty() {
            return;
        }
        let (route, shipment) = shipments[rng.random_range(0..shipments.len())];
        let mut moved = state.clone();
        moved.remove(instance, route, &mut inserter.work, |other| *other == shipment);
        inserter.blink_rate = 2;
        let request = Request { item: shipment.item, crates: shipment.crates };
        let insertion = inserter.best_insertion(instance, &moved, request, SinkSet::Candidates, 1, rng);
        inserter.blink_rate = 0;
        if let Some(insertion) = insertion.filter(|insertion| insertion.crates == request.crates)
            && inserter.insert(instance, &mut moved, shipment.item, insertion)
        {
            *state = moved;
        }
    }
}
