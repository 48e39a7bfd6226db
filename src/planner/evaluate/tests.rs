//! Evaluation of insertions beside carrying out every one of them.

use super::*;
use crate::planner::insert::{Inserter, Mode, SinkSet};
use crate::planner::problem::PlanningProblem;
use crate::planner::state::State;
use crate::planner::testing::{chance, cheapest, networks, plan, small, small_aboard};

/// What evaluating a request comes to for each sink, beside the cheapest there is.
fn both(
    inserter: &mut Inserter,
    route: &Route,
    request: Request,
    sinks: &[u32],
) -> (Vec<Option<i64>>, Vec<Option<i64>>) {
    let mut positions = vec![InsertionPosition::NONE; sinks.len()];
    evaluate(inserter.instance, route, request, sinks, &mut positions, &mut inserter.scratch);
    let found = positions.iter().map(|position| position.exists().then_some(position.cost)).collect();
    (found, cheapest(inserter.instance, route, request, sinks))
}

/// Fills a route with the first four lots and evaluates the fifth. How often there was a way, and how often none.
fn compare(problem: &PlanningProblem, seed: u64) -> (usize, usize) {
    let instance = Instance::new(problem);
    let mut inserter = Inserter::new(&instance);
    let Ok(mut state) = State::new(&instance, &mut inserter.scratch.sequence) else { return (0, 0) };
    let mode = Mode { sinks: SinkSet::Eligible, ..Mode::plain(&instance) };
    let mut rng = chance(seed);
    for item in 0..4 {
        let crates = state.unplaced[item];
        inserter.fill(&mut state, Request { item, crates }, mode, &mut rng);
    }
    let request = Request { item: 4, crates: state.unplaced[4] };
    let route = &state.routes[0];
    let (found, expected) = both(&mut inserter, route, request, &[0, 1, 2]);
    assert_eq!(found, expected, "{:?}", route.stops);
    let ways = expected.iter().flatten().count();
    (ways, expected.len() - ways)
}

#[test]
fn the_cheapest_way_is_found_wherever_there_is_any() {
    let mut rng = chance(2);
    let (mut ways, mut none) = (0, 0);
    for seed in 0..3_000 {
        let (some, others) = compare(&small(&mut rng), seed);
        (ways, none) = (ways + some, none + others);
    }
    assert!(ways > 1_000 && none > 500, "{ways} ways, {none} without");
}

#[test]
fn what_is_on_board_is_set_down_the_cheapest_way() {
    let mut rng = chance(3);
    let (mut ways, mut none) = (0, 0);
    for seed in 0..2_000 {
        let (some, others) = compare(&small_aboard(&mut rng), seed);
        (ways, none) = (ways + some, none + others);
    }
    assert!(ways > 500 && none > 500, "{ways} ways, {none} without");
}

/// Routes with visits under way, several lots on board at once, and room that binds by class and by weight.
#[test]
fn the_cheapest_way_is_found_on_every_route_of_a_plan() {
    let (mut ways, mut none) = (0, 0);
    for (seed, problem) in (0..).zip(&networks(25)) {
        let instance = Instance::new(problem);
        let mut inserter = Inserter::new(&instance);
        let state = plan(&mut inserter, &mut chance(seed));
        for (item, found) in instance.items.iter().enumerate() {
            let mut without = state.clone();
            for route in 0..without.routes.len() {
                inserter.remove(&mut without, route, |shipment| shipment.item == item);
            }
            let request = Request { item, crates: without.unplaced[item] };
            let sinks = &instance.candidates[found.supply];
            for route in &without.routes {
                let (found, expected) = both(&mut inserter, route, request, sinks);
                assert_eq!(found, expected, "item {item} of network {seed} on {route:?}");
                ways += expected.iter().flatten().count();
                none += expected.iter().filter(|way| way.is_none()).count();
            }
        }
    }
    assert!(ways > 2_000 && none > 2_000, "{ways} ways, {none} without");
}
