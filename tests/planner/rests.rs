//! Breaks of drivers: every round has its own, and a round without one stays as it was.

use crate::instances::{instance, under_way};
use girofresco::domain::quantity::Seconds;
use girofresco::planner::check::violations;
use girofresco::planner::problem::{PlanningProblem, Rest};
use girofresco::planner::solution::Solution;
use girofresco::planner::{Budget, Control, solve, solve_from};
use rand::{RngExt, SeedableRng};
use rand_pcg::Pcg64Mcg;

fn plan(problem: &PlanningProblem, seed: u64) -> Solution {
    solve(problem, seed, Budget::of(80), &mut |_| Control::Continue).unwrap()
}

/// Every driver must have some break.
fn tired(problem: &mut PlanningProblem, rng: &mut Pcg64Mcg) {
    for vehicle in &mut problem.vehicles {
        let from = vehicle.from + rng.random_range(-500..6_000);
        let until = from + rng.random_range(0..5_000);
        let length = Seconds(rng.random_range(1..2_400));
        vehicle.rest = Some(Rest { length, from, until, with_food: rng.random_range(0..2) == 0 });
    }
}

#[test]
fn no_plan_breaks_a_break() {
    let (mut rounds, mut missed) = (0, 0);
    for seed in 0..600 {
        let mut problem = instance(seed);
        tired(&mut problem, &mut Pcg64Mcg::seed_from_u64(seed));
        let found = plan(&problem, seed);
        assert_eq!(violations(&problem, &found), vec![], "seed {seed}");
        rounds += found.rounds.len();
        // The same plan without breaks mostly leaves none: what is checked is not there by chance.
        let mut awake = problem.clone();
        awake.vehicles.iter_mut().for_each(|vehicle| vehicle.rest = None);
        let without = plan(&awake, seed);
        missed += violations(&problem, &without).iter().filter(|found| found.code == "C17").count();
    }
    assert!(rounds > 200 && missed > 100, "{rounds} rounds, {missed} without");
}

#[test]
fn a_plan_that_is_mended_keeps_its_breaks() {
    let mut mended = 0;
    for seed in 0..300 {
        let mut problem = instance(seed);
        tired(&mut problem, &mut Pcg64Mcg::seed_from_u64(seed));
        let first = plan(&problem, seed);
        let current = first.in_force(problem.vehicles.len());
        let again = solve_from(&problem, &current, seed, Budget::of(40), &mut |_| Control::Continue).unwrap();
        assert_eq!(violations(&problem, &again), vec![], "seed {seed}");
        mended += again.rounds.len();
        let mut going = under_way(&problem, &first, 1);
        for vehicle in &mut going.vehicles {
            // What is under way leaves no room for some breaks: then there is no plan, and that is said.
            vehicle.rest = vehicle.rest.filter(|rest| rest.from >= vehicle.from);
        }
        if let Ok(found) = solve(&going, seed, Budget::of(40), &mut |_| Control::Continue) {
            assert_eq!(violations(&going, &found), vec![], "seed {seed}");
        }
    }
    assert!(mended > 80, "{mended}");
}
