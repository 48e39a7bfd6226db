//! Plans of problems made at random: always valid, always the same, never a panic.

#[path = "planner/instances.rs"]
mod instances;
#[path = "planner/nonsense.rs"]
mod nonsense;

use girofresco::planner::check::violations;
use girofresco::planner::problem::Problem;
use girofresco::planner::solution::Solution;
use girofresco::planner::{Budget, Control, solve};
use instances::{instance, under_way};
use proptest::prelude::*;

fn plan(problem: &Problem, seed: u64, iterations: u64) -> Solution {
    solve(problem, seed, Budget { iterations }, &mut |_| Control::Continue).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn plans_are_valid(seed: u64) {
        let problem = instance(seed);
        let plan = plan(&problem, seed, 60);
        prop_assert_eq!(violations(&problem, &plan), vec![]);
    }

    #[test]
    fn what_is_under_way_is_kept(seed: u64, visits in 1usize..4) {
        let problem = instance(seed);
        let first = plan(&problem, seed, 20);
        let later = under_way(&problem, &first, visits);
        let second = plan(&later, seed ^ 1, 40);
        prop_assert_eq!(violations(&later, &second), vec![]);
    }

    #[test]
    fn the_same_seed_gives_the_same_plan(seed: u64) {
        let problem = instance(seed);
        prop_assert_eq!(plan(&problem, seed, 40), plan(&problem, seed, 40));
    }

    #[test]
    fn nonsense_is_refused_or_planned(seed: u64) {
        let problem = nonsense::problem(seed);
        if let Ok(plan) = solve(&problem, seed, Budget { iterations: 10 }, &mut |_| Control::Continue) {
            prop_assert_eq!(violations(&problem, &plan), vec![]);
        }
    }
}

#[test]
fn stopping_returns_the_best_plan_so_far() {
    let problem = instance(7);
    let mut heard = 0;
    let plan = solve(&problem, 1, Budget { iterations: 1_000 }, &mut |progress| {
        heard += 1;
        if progress.iterations < 5 { Control::Continue } else { Control::Stop }
    })
    .unwrap();
    assert_eq!((plan.iterations, heard), (5, 6));
    assert_eq!(violations(&problem, &plan), vec![]);
}

#[test]
fn random_problems_are_not_empty_ones() {
    let (mut cold, mut aboard, mut split, mut parked) = (0, 0, 0, 0);
    for seed in 0..300 {
        let problem = instance(seed);
        let plan = plan(&problem, seed, 20);
        let unloads: Vec<(usize, usize, bool)> = plan
            .rounds
            .iter()
            .flat_map(|round| &round.visits)
            .flat_map(|visit| &visit.actions)
            .filter_map(|action| Some((action.supply, action.sink?, action.cold.is_some())))
            .collect();
        let any = |matches: &dyn Fn(&(usize, usize, bool)) -> bool| u32::from(unloads.iter().any(matches));
        cold += any(&|unload| unload.2);
        aboard += any(&|unload| problem.supplies[unload.0].on_board.is_some());
        parked += any(&|unload| problem.sinks[unload.1].hub);
        split += any(&|unload| unloads.iter().any(|other| other.0 == unload.0 && other.1 != unload.1));
    }
    let seen = [cold, aboard, split, parked];
    assert!(seen.iter().all(|&seen| seen >= 10), "{seen:?}");
}
