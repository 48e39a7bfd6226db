//! Today's practice: every van starts at the Lodi hub, collects, brings everything back, and what is at the hub by then is
//! taken out to the points on the same shift. Afternoon shifts first take out and then collect until the evening.
//!
//! Each half is planned with our own search, food at the hub counts as saved, its clock starts anew there, and the stock
//! of the other hubs is taken to be in Lodi already: all in favour of the practice.

use crate::figures::{Figures, per_person};
use girofresco::domain::food::PerClass;
use girofresco::domain::quantity::{Crates, share_of_weight};
use girofresco::planner::check::violations;
use girofresco::planner::problem::{CrewedVehicle, PlanningProblem, Supply, Time};
use girofresco::planner::solution::Solution;
use girofresco::planner::{Budget, Control, solve};
use std::collections::BTreeSet;

const NOON: Time = 12 * 3_600;
const SIX: Time = 18 * 3_600;
/// How much of a morning is for collecting, in percent.
const COLLECTING: i64 = 55;
const UNLOADING: Time = 600;

/// When an afternoon shift stops taking out and starts to collect: at six, or near its middle if it ends early.
fn turn(vehicle: &CrewedVehicle) -> Time {
    if vehicle.until > SIX + 3_600 {
        vehicle.from.max(SIX)
    } else {
        vehicle.until - (vehicle.until - vehicle.from) * COLLECTING / 100
    }
}

fn run(problem: &PlanningProblem, seed: u64, budget: Budget) -> Option<Solution> {
    solve(problem, seed, budget, &mut |_| Control::Continue)
        .map_err(|errors| eprintln!("the hub's half of a day cannot be planned: {errors:?}"))
        .ok()
}

#[allow(clippy::cast_precision_loss, reason = "figures for people: rounded is enough")]
pub fn plan(problem: &PlanningProblem, hub: usize, seed: u64, budget: Budget) -> Option<Figures> {
    let location = problem.sinks[hub].location;
    let at_hub = |lot: &Supply| problem.sinks.iter().any(|sink| sink.hub && sink.location == lot.location);
    let mut collecting = problem.clone();
    collecting.supplies.retain(|lot| !at_hub(lot));
    for (at, sink) in collecting.sinks.iter_mut().enumerate() {
        sink.room = PerClass([Crates(if at == hub { 100_000 } else { 0 }); 5]);
    }
    for vehicle in &mut collecting.vehicles {
        (vehicle.start, vehicle.end) = (location, Some(location));
        if vehicle.from < NOON {
            vehicle.until = vehicle.from + (vehicle.until - vehicle.from) * COLLECTING / 100;
        } else {
            vehicle.from = turn(vehicle);
        }
    }
    let in_ = run(&collecting, seed, budget)?;

    let mut handing_out = problem.clone();
    handing_out.supplies.clear();
    for lot in problem.supplies.iter().filter(|lot| at_hub(lot)) {
        let place_ready = Supply { location, ..lot.clone() };
        handing_out.supplies.push(place_ready);
    }
    for round in &in_.rounds {
        if problem.vehicles[round.vehicle].from >= NOON {
            continue;
        }
        for action in round.visits.iter().flat_map(|visit| &visit.actions).filter(|action| action.sink.is_some()) {
            let lot = &collecting.supplies[action.supply];
            handing_out.supplies.push(Supply {
                location,
                crates: action.crates,
                grams: share_of_weight(lot.grams, lot.crates, action.crates),
                ready: round.finish + UNLOADING,
                until: 24 * 3_600,
                ..lot.clone()
            });
        }
    }
    for (at, vehicle) in handing_out.vehicles.iter_mut().enumerate() {
        (vehicle.start, vehicle.end) = (location, Some(location));
        if vehicle.from < NOON {
            let back = in_.rounds.iter().find(|round| round.vehicle == at).map(|round| round.finish);
            vehicle.from = back.map_or(vehicle.from, |back| (back + UNLOADING).min(vehicle.until));
        } else {
            vehicle.until = turn(vehicle);
        }
    }
    for sink in handing_out.sinks.iter_mut().filter(|sink| sink.hub) {
        sink.room = PerClass([Crates(0); 5]);
    }
    let out = run(&handing_out, seed, budget)?;

    let both = || in_.rounds.iter().chain(&out.rounds);
    let announced: i64 = problem.supplies.iter().map(|lot| lot.grams.0).sum();
    let mut broken = violations(&collecting, &in_);
    broken.extend(violations(&handing_out, &out));
    Some(Figures {
        announced,
        saved: announced
            - in_.left.iter().map(|left| left.grams.0).sum::<i64>()
            - stock_left(problem, &handing_out, &out),
        handed_out: out_grams(&out),
        per_person: per_person(&handing_out, &out),
        kilometres: both().map(|round| round.metres.0).sum::<i64>() as f64 / 1_000.0,
        minutes: both().map(|round| round.driving.0).sum::<i64>() / 60,
        people: both().map(|round| round.vehicle).collect::<BTreeSet<_>>().len(),
        violations: broken,
    })
}

/// Hub stock that stays at the hub is left, as it is in our own plans.
fn stock_left(problem: &PlanningProblem, handing_out: &PlanningProblem, out: &Solution) -> i64 {
    let at_hub = |lot: &Supply| problem.sinks.iter().any(|sink| sink.hub && sink.location == lot.location);
    let stock = problem.supplies.iter().filter(|lot| at_hub(lot)).count();
    debug_assert!(stock <= handing_out.supplies.len());
    out.left.iter().filter(|left| left.supply < stock).map(|left| left.grams.0).sum()
}

fn out_grams(out: &Solution) -> i64 {
    let actions = out.rounds.iter().flat_map(|round| &round.visits).flat_map(|visit| &visit.actions);
    actions.filter(|action| action.sink.is_some()).map(|action| action.grams.0).sum()
}
