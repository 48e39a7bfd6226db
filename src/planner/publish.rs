//! From the search's plan to the published one: exact weights, times and cold seconds.

use crate::domain::food::PerCategory;
use crate::domain::plan::LeftCode;
use crate::domain::quantity::{Crates, Grams, Metres, Seconds, share_of_weight};
use crate::planner::instance::{Instance, Origin};
use crate::planner::route::{Route, Shipment};
use crate::planner::schedule::{Schedule, Sequence};
use crate::planner::solution::{Action, Left, PlannedVisit, Round, Solution};
use crate::planner::state::State;

/// The weight of every portion and of what is left of every item. Weights of one supply add up to its own.
struct ExactGrams {
    /// By round, then by job.
    shipments: Vec<Vec<i64>>,
    left: Vec<i64>,
}

impl ExactGrams {
    fn of(instance: &Instance, state: &State) -> Self {
        let mut handed_out = vec![0; instance.problem.supplies.len()];
        let mut next = |supply: usize, crates: i64| {
            let lot = &instance.problem.supplies[supply];
            let upto = |crates: i64| share_of_weight(lot.grams, lot.crates, Crates(crates)).0;
            let before = handed_out[supply];
            handed_out[supply] += crates;
            if before == 0 { upto(crates) } else { upto(before + crates) - upto(before) }
        };
        let shipments = state
            .routes
            .iter()
            .map(|route| route.shipments.iter().map(|shipment| next(shipment.supply, shipment.crates)).collect())
            .collect();
        let left = instance
            .items
            .iter()
            .zip(&state.unplaced)
            .map(|(item, &left)| if left > 0 { next(item.supply, left) } else { 0 })
            .collect();
        Self { shipments, left }
    }
}

/// The published plan, without reasons.
pub(crate) fn publish(instance: &Instance, state: &State, seed: u64, iterations: u64) -> Solution {
    let weights = ExactGrams::of(instance, state);
    let rounds = state
        .routes
        .iter()
        .zip(&weights.shipments)
        .filter(|(route, _)| !route.stops.is_empty())
        .filter_map(|(route, grams)| round(instance, route, grams, &weights.left))
        .collect();
    let left = instance
        .items
        .iter()
        .enumerate()
        .filter(|(item, _)| state.unplaced[*item] > 0)
        .map(|(item, found)| Left {
            supply: found.supply,
            crates: Crates(state.unplaced[item]),
            grams: Grams(weights.left[item]),
            code: LeftCode::NoVehicleInWindow,
            fix: None,
        })
        .collect();
    Solution { seed, rounds, left, objective: weighed(instance, state, &weights).objective(instance), iterations }
}

/// The plan with the exact grams that each point gets.
fn weighed(instance: &Instance, state: &State, weights: &ExactGrams) -> State {
    let mut exact = state.clone();
    let mut given = vec![PerCategory::default(); instance.problem.sinks.len()];
    for (route, grams) in state.routes.iter().zip(&weights.shipments) {
        for (shipment, grams) in route.shipments.iter().zip(grams) {
            let category = instance.problem.supplies[shipment.supply].category;
            given[shipment.sink][category] += grams;
        }
    }
    exact.set_grams(instance, given);
    exact
}

fn round(instance: &Instance, route: &Route, grams: &[i64], left: &[i64]) -> Option<Round> {
    let mut sequence = Sequence::default();
    route.sequence(&mut sequence);
    let mut loads = vec![false; route.stops.len()];
    for shipment in &route.shipments {
        if let Some(load) = Route::ride_start(instance, shipment.item, shipment.load) {
            loads[load] = true;
        }
    }
    let schedule = sequence.publish(instance, route.vehicle, &loads)?;
    let mut time = schedule.depart;
    let mut visits = Vec::with_capacity(route.stops.len());
    for (index, (stop, &start)) in route.stops.iter().zip(&schedule.starts).enumerate() {
        let arrive = time + stop.seconds;
        time = start + stop.slot.service;
        let actions = if index < route.committed {
            committed(instance, route, index, (grams, left), &schedule)
        } else {
            free(instance, route, index, grams, &schedule)
        };
        visits.push(PlannedVisit { location: stop.slot.location, arrive, start, depart: time, actions });
    }
    Some(Round {
        vehicle: route.vehicle,
        visits,
        depart: schedule.depart,
        finish: schedule.finish,
        metres: Metres(route.metres),
        driving: Seconds(route.seconds),
    })
}

/// Seconds outside a fridge at the end of an unload.
fn cold(instance: &Instance, route: &Route, shipment: &Shipment, schedule: &Schedule) -> Option<Seconds> {
    route.ride_limit(instance, shipment.supply)?;
    let since = match Route::ride_start(instance, shipment.item, shipment.load) {
        Some(load) => schedule.starts[load],
        None => instance.problem.supplies[shipment.supply].on_board?.since,
    };
    let end = schedule.starts[shipment.unload] + route.stops[shipment.unload].slot.service;
    Some(Seconds(end - since))
}

fn free(instance: &Instance, route: &Route, stop: usize, grams: &[i64], schedule: &Schedule) -> Vec<Action> {
    let mut actions: Vec<Action> = Vec::new();
    let mut add = |shipment: &Shipment, grams: i64, sink: Option<usize>, cold: Option<Seconds>| {
        let same = actions.iter_mut().find(|action| (action.supply, action.sink) == (shipment.supply, sink));
        match same {
            Some(action) => {
                action.crates.0 += shipment.crates;
                action.grams.0 += grams;
                action.cold = action.cold.max(cold);
            }
            None => actions.push(Action {
                supply: shipment.supply,
                crates: Crates(shipment.crates),
                grams: Grams(grams),
                sink,
                cold,
                reasons: Vec::new(),
            }),
        }
    };
    for (shipment, &grams) in route.shipments.iter().zip(grams) {
        if shipment.unload == stop {
            add(shipment, grams, Some(shipment.sink), cold(instance, route, shipment, schedule));
        }
    }
    for (shipment, &grams) in route.shipments.iter().zip(grams) {
        if shipment.load == Some(stop) {
            add(shipment, grams, None, None);
        }
    }
    actions
}

/// The handovers of a committed visit, in the order they were given in.
fn committed(
    instance: &Instance,
    route: &Route,
    stop: usize,
    (grams, left): (&[i64], &[i64]),
    schedule: &Schedule,
) -> Vec<Action> {
    let commitment = &instance.problem.vehicles[route.vehicle].committed[stop];
    let mut pending: Vec<(Shipment, i64)> = route
        .shipments
        .iter()
        .zip(grams)
        .filter(|(shipment, _)| shipment.fixed && shipment.unload == stop)
        .map(|(shipment, &grams)| (*shipment, grams))
        .collect();
    let mut items = instance
        .items
        .iter()
        .enumerate()
        .filter(|(_, item)| item.origin == Origin::Aboard { vehicle: route.vehicle, visit: Some(stop) });
    let mut actions = Vec::new();
    for action in &commitment.actions {
        let (mut weight, mut since) = (0, None);
        if let Some(sink) = action.sink {
            // Jobs were made for the handovers in this order.
            let mut wanted = action.crates.0;
            while wanted > 0 {
                let found =
                    pending.iter().position(|(shipment, _)| (shipment.supply, shipment.sink) == (action.supply, sink));
                let Some(found) = found else { break };
                let (shipment, grams) = pending.remove(found);
                wanted -= shipment.crates;
                weight += grams;
                since = since.max(cold(instance, route, &shipment, schedule));
            }
        } else if let Some((item, _)) = items.next() {
            let carried = route.shipments.iter().zip(grams).filter(|(shipment, _)| shipment.item == item);
            weight = left[item] + carried.map(|(_, grams)| grams).sum::<i64>();
        }
        actions.push(Action {
            supply: action.supply,
            crates: action.crates,
            grams: Grams(weight),
            sink: action.sink,
            cold: since,
            reasons: Vec::new(),
        });
    }
    actions
}
