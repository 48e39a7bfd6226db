//! Starting from a plan there is: what still fits stays as it is, and what does not is taken out.

use crate::planner::instance::{Instance, Origin};
use crate::planner::problem::Commitment;
use crate::planner::route::{Route, Shipment, Stop};
use crate::planner::schedule::Sequence;
use crate::planner::state::State;
use std::sync::Arc;

/// Crates of an item that a vehicle holds by some stop.
struct Held {
    item: usize,
    load: Option<usize>,
    crates: i64,
}

impl State {
    /// Puts the free visits of rounds behind the committed ones, as far as they still can be. What a visit hands over
    /// beyond what is there, wanted and has room is left out; what cannot be driven in time any more is taken out, the
    /// portion that weighs least first.
    pub(crate) fn resume(&mut self, instance: &Instance, current: &[Vec<Commitment>], sequence: &mut Sequence) {
        for (vehicle, visits) in current.iter().enumerate().take(self.routes.len()) {
            if visits.is_empty() {
                continue;
            }
            let before = Arc::clone(&self.routes[vehicle]);
            let mut route = Route::clone(&before);
            self.follow(instance, &mut route, visits);
            if drivable(instance, &mut route, sequence) {
                self.routes[vehicle] = Arc::new(route);
                self.rebook(instance, &before, vehicle);
            }
        }
    }

    /// The stops and jobs of visits, as far as there is food and room for them.
    fn follow(&self, instance: &Instance, route: &mut Route, visits: &[Commitment]) {
        let vehicle = route.vehicle;
        let mut held: Vec<Held> = Vec::new();
        for &item in &instance.aboard[vehicle] {
            let item = item as usize;
            held.push(Held { item, load: None, crates: self.unplaced[item] });
        }
        let mut room = self.room.clone();
        for visit in visits {
            let stop = route.stops.len();
            route.stops.push(Stop::new(instance, visit.location));
            for action in &visit.actions {
                let lot = &instance.problem.supplies[action.supply];
                match action.sink {
                    None => {
                        let here = |item: &usize| {
                            let found = &instance.items[*item];
                            found.supply == action.supply
                                && found.origin == Origin::Place
                                && lot.location == visit.location
                        };
                        let Some(item) = (0..instance.items.len()).find(here) else { continue };
                        let taken: i64 = held.iter().filter(|held| held.item == item).map(|held| held.crates).sum();
                        let used: i64 = route
                            .shipments
                            .iter()
                            .filter(|shipment| shipment.item == item)
                            .map(|shipment| shipment.crates)
                            .sum();
                        let crates = action.crates.0.min(self.unplaced[item] - taken - used);
                        if crates > 0 {
                            held.push(Held { item, load: Some(stop), crates });
                        }
                    }
                    Some(sink) if instance.eligible_sinks[action.supply].contains(&(sink as u32)) => {
                        if instance.problem.sinks[sink].location != visit.location {
                            continue;
                        }
                        let free = &mut room[sink][lot.class];
                        let mut wanted = action.crates.0.min(*free);
                        for held in held.iter_mut().filter(|held| instance.items[held.item].supply == action.supply) {
                            let crates = wanted.min(held.crates);
                            if crates == 0 || !self.may_part(instance, route, action.supply, sink) {
                                continue;
                            }
                            (wanted, held.crates, *free) = (wanted - crates, held.crates - crates, *free - crates);
                            let (item, supply, load) = (held.item, action.supply, held.load);
                            route.shipments.push(Shipment {
                                item,
                                supply,
                                sink,
                                crates,
                                load,
                                unload: stop,
                                fixed: false,
                            });
                        }
                    }
                    Some(_) => {}
                }
            }
        }
    }

    /// Whether a supply may go to one more sink, or goes there already.
    fn may_part(&self, instance: &Instance, route: &Route, supply: usize, sink: usize) -> bool {
        let mut parts = Vec::new();
        self.parts(supply, &mut parts);
        for shipment in route.shipments.iter().filter(|shipment| shipment.supply == supply) {
            if !parts.contains(&shipment.sink) {
                parts.push(shipment.sink);
            }
        }
        parts.contains(&sink) || parts.len() < instance.problem.policy.most_parts
    }
}

/// Takes portions out until a round can be driven; false if even its committed visits cannot.
fn drivable(instance: &Instance, route: &mut Route, sequence: &mut Sequence) -> bool {
    if route.remove(instance, sequence, |_| false) {
        return true;
    }
    let worth = |shipment: &Shipment| {
        instance.grams(shipment.supply, shipment.crates) * instance.problem.supplies[shipment.supply].loss_weight
    };
    loop {
        let mut free: Vec<Shipment> = route.shipments.iter().filter(|shipment| !shipment.fixed).copied().collect();
        let Some(last) = free.iter().max_by_key(|shipment| shipment.unload).copied() else {
            return false;
        };
        free.sort_by_key(|shipment| (worth(shipment), shipment.item, shipment.unload));
        for one in free {
            let mut without = route.clone();
            if without.remove(instance, sequence, |shipment| *shipment == one) {
                *route = without;
                return true;
            }
        }
        // No single portion will do: the last of the round goes first, for it has the least time.
        if route.remove(instance, sequence, |shipment| *shipment == last) {
            return true;
        }
    }
}
