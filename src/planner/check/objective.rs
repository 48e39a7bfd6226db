//! The objective once more, by its definition.

use crate::domain::food::Category;
use crate::domain::plan::Objective;
use crate::planner::problem::PlanningProblem;
use crate::planner::solution::{Round, Solution};
use std::collections::BTreeMap;

/// The objective of a plan, from nothing but the plan and the problem.
pub fn recompute(problem: &PlanningProblem, solution: &Solution) -> Objective {
    let mut objective = Objective::default();
    for left in &solution.left {
        objective.lost += left.grams.0 * problem.supplies[left.supply].loss_weight;
    }
    let mut given: BTreeMap<(usize, Category), i64> = BTreeMap::new();
    let visits = solution.rounds.iter().flat_map(|round| &round.visits);
    for action in visits.flat_map(|visit| &visit.actions) {
        if let Some(sink) = action.sink {
            let category = problem.supplies[action.supply].category;
            *given.entry((sink, category)).or_default() += action.grams.0;
            if problem.sinks[sink].hub {
                objective.lost += action.crates.0;
            }
        }
    }
    let shortage: i64 = Category::ALL
        .iter()
        .flat_map(|&category| (0..problem.sinks.len()).map(move |sink| (sink, category)))
        .map(|key| shortage(problem, key, given.get(&key).copied().unwrap_or(0)))
        .sum();
    objective.unfair = shortage / problem.policy.unfair_unit.max(1);
    let mut metres = 0;
    for round in &solution.rounds {
        let vehicle = &problem.vehicles[round.vehicle];
        objective.effort += round.driving.0 + if vehicle.called_out { problem.policy.person } else { 0 };
        metres += round.metres.0;
        objective.change += change(problem, round);
    }
    objective.effort += metres * problem.policy.kilometre / 1_000;
    objective
}

/// Visits away from the known round, and visits out of its order.
fn change(problem: &PlanningProblem, round: &Round) -> i64 {
    let vehicle = &problem.vehicles[round.vehicle];
    if vehicle.known.is_empty() {
        return 0;
    }
    let free = round.visits.iter().skip(vehicle.committed.len());
    let positions: Vec<Option<usize>> =
        free.map(|visit| vehicle.known.iter().position(|&location| location == visit.location)).collect();
    let new = positions.iter().filter(|position| position.is_none()).count();
    let known: Vec<usize> = positions.into_iter().flatten().collect();
    let back = known.windows(2).filter(|pair| pair[1] < pair[0]).count();
    i64::try_from(new + back).unwrap_or(i64::MAX)
}

/// The weighted grams still missing at a point after today: each quarter of its 28-day target counts 8, 4, 2 and 1 times,
/// but what lies beyond four times its share of today's food counts once.
fn shortage(problem: &PlanningProblem, (sink, category): (usize, Category), given: i64) -> i64 {
    let point = &problem.sinks[sink];
    if point.hub || point.refused.contains(category) || point.persons == 0 {
        return 0;
    }
    let (mut persons, mut history) = (0_i128, 0_i128);
    for other in &problem.sinks {
        if !other.hub && !other.refused.contains(category) {
            persons += i128::from(other.persons);
            history += i128::from(other.received[category].0);
        }
    }
    let today: i128 = problem
        .supplies
        .iter()
        .filter(|supply| supply.category == category)
        .map(|supply| i128::from(supply.grams.0))
        .sum();
    let mine = i128::from(point.persons);
    let (target, daily) = ((history + today) * mine / persons, today * mine / persons);
    let had = i128::from(point.received[category].0);
    let given = i128::from(given);
    let missing = (target - had).max(0);
    let pressing = (4 * daily).min(missing);
    let between = |from: i128, until: i128| (until - from.max(given)).max(0);
    let mut sum = between(pressing, missing);
    for (quarter, weight) in [(1, 8), (2, 4), (3, 2), (4, 1)] {
        let (from, until) = (target * (quarter - 1) / 4 - had, target * quarter / 4 - had);
        sum += weight * between(from.max(0), until.min(pressing));
    }
    i64::try_from(sum).unwrap_or(i64::MAX)
}
