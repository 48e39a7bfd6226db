//! Fewer people called out: a round is dropped and its portions are put into the others, ejecting what is easier to place
//! elsewhere where they do not fit (guided ejection search, Nagata & Kobayashi 2010, "Guided ejection search for the
//! pickup and delivery problem with time windows").

use crate::planner::insert::{Inserter, Insertion, Mode};
use crate::planner::instance::Instance;
use crate::planner::position::Request;
use crate::planner::progress::Search;
use crate::planner::route::{Route, Shipment};
use crate::planner::state::State;
use rand::RngExt;

/// Shipments moved at random after an ejection, so that the next one does not meet the same routes. Set by reasoning; 40 save
/// more vehicles in a third more time, 3 as many (docs/benchmarks.md).
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
        if drop_route(search, rounds[failed], until) {
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

/// Whether the portions of a route could be placed on the others, and that is better.
fn drop_route(search: &mut Search, route: usize, until: u64) -> bool {
    let instance = search.instance;
    let mut state = search.best.clone();
    let allowed: Vec<i64> = state.unplaced.clone();
    search.inserter.remove(&mut state, route, |_| true);
    // Fair shares are met: nothing but effort tells sinks apart.
    let mode = Mode { shortage_price: 0, max_routes: state.people_called(instance), ..Mode::plain(instance) };
    place_all(search, &mut state, &allowed, mode, until) && search.offer(&state)
}

fn place_all(search: &mut Search, state: &mut State, allowed: &[i64], mode: Mode, until: u64) -> bool {
    let items = search.instance.items.len();
    let mut penalties = vec![1_u32; items];
    let mut pool: Vec<usize> = (0..items).filter(|&item| state.unplaced[item] > allowed[item]).collect();
    let mut patience = PATIENCE * items;
    while let Some(item) = pool.pop() {
        if patience == 0 || !search.step() || search.elapsed() >= until {
            return false;
        }
        patience -= 1;
        let request = Request { item, crates: state.unplaced[item] - allowed[item] };
        search.inserter.fill(state, request, mode, &mut search.rng);
        if state.unplaced[item] <= allowed[item] {
            continue;
        }
        let request = Request { item, crates: state.unplaced[item] - allowed[item] };
        penalties[item] += 1;
        let Some(ejection) = ejection(&mut search.inserter, state, request, &penalties, mode) else {
            pool.insert(0, item);
            shake(search, state, mode);
            continue;
        };
        let Ejection { out, insertion } = ejection;
        search.inserter.remove(state, insertion.route, |shipment| out.contains(&Some(*shipment)));
        search.inserter.insert(state, item, insertion);
        for item in std::iter::once(item).chain(out.iter().flatten().map(|shipment| shipment.item)) {
            if state.unplaced[item] > allowed[item] && !pool.contains(&item) {
                pool.push(item);
            }
        }
        shake(search, state, mode);
    }
    true
}

/// Shipments to take off a route, and how a request fits there without them.
struct Ejection {
    out: [Option<Shipment>; 2],
    insertion: Insertion,
}

/// The one or two shipments of a route which are the easiest to place, and without which a request fits; of those as easy,
/// where it fits best.
fn ejection(
    inserter: &mut Inserter,
    state: &State,
    request: Request,
    penalties: &[u32],
    mode: Mode,
) -> Option<Ejection> {
    let instance = inserter.instance;
    let hardness = penalties[request.item];
    let mut bound = (hardness, (true, i64::MAX));
    let mut best: Option<Ejection> = None;
    inserter.weigh(state, request, mode);
    for (at, route) in state.routes.iter().enumerate().filter(|(_, route)| !route.stops.is_empty()) {
        let shipments: Vec<Shipment> = route.shipments.iter().filter(|shipment| !shipment.fixed).copied().collect();
        for (nth, &one) in shipments.iter().enumerate() {
            let alone = std::iter::once(None);
            for other in alone.chain(shipments[nth + 1..].iter().copied().map(Some)) {
                let out = [Some(one), other];
                let price = out.iter().flatten().map(|shipment| penalties[shipment.item]).sum::<u32>();
                if price >= hardness || price > bound.0 {
                    continue;
                }
                let mut without = Route::clone(route);
                let sequence = &mut inserter.scratch.sequence;
                if !without.remove(instance, sequence, |shipment| out.contains(&Some(*shipment))) {
                    continue;
                }
                if let Some(insertion) = inserter.on_route((at, &without), request, mode)
                    && insertion.crates == request.crates
                    && (price, insertion.value) < bound
                {
                    bound = (price, insertion.value);
                    best = Some(Ejection { out, insertion });
                }
            }
        }
    }
    best
}

/// Moves some shipments to where they fit as well, at random.
fn shake(search: &mut Search, state: &mut State, mode: Mode) {
    let mode = Mode { blink_rate: 2, ..mode };
    for _ in 0..SHAKEN {
        let free = state.shipments().filter(|(_, shipment)| !shipment.fixed);
        let shipments: Vec<(usize, Shipment)> = free.map(|(route, shipment)| (route, *shipment)).collect();
        if shipments.is_empty() {
            return;
        }
        let (route, shipment) = shipments[search.rng.random_range(0..shipments.len())];
        let mut moved = state.clone();
        search.inserter.remove(&mut moved, route, |other| *other == shipment);
        let request = Request { item: shipment.item, crates: shipment.crates };
        let insertion = search.inserter.best_insertion(&moved, request, 1, mode, &mut search.rng);
        if let Some(insertion) = insertion.filter(|insertion| insertion.crates == request.crates)
            && search.inserter.insert(&mut moved, shipment.item, insertion)
            // What is on board from the start stays there if it is taken off its round, and may leave no room for the rest.
            && moved.unplaced == state.unplaced
        {
            *state = moved;
        }
    }
}

#[cfg(test)]
mod tests;
