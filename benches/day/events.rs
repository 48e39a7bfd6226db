//! A day that moves: one change after the other, and how soon a plan that knows of it is there.

#![allow(dead_code, reason = "each benchmark uses its own part of it")]

use crate::support::{Failure, Times};
use girofresco::domain::quantity::{Crates, Grams};
use girofresco::planner::check::violations;
use girofresco::planner::problem::PlanningProblem;
use girofresco::planner::solution::Solution;
use girofresco::planner::{Budget, Control, solve_from};
use rand::{RngExt, SeedableRng};
use rand_pcg::Pcg64Mcg;
use std::time::Instant;

const NAMES: [&str; 6] = ["late lot", "shop closed", "fewer crates", "delay", "driver out", "point closed"];

/// Prints how soon there is a plan after so many events.
pub fn report(morning: &PlanningProblem, plan: &Solution, seed: u64, events: usize) -> Result<(), Failure> {
    println!("{:<16} {:>6} {:>9} {:>9} {:>9}", "insert now", "events", "p50 ms", "p99 ms", "most ms");
    for (name, mut times) in replay(morning, plan, seed, events)? {
        let (median, most) = (times.percentile(50), times.percentile(100));
        println!("{name:<16} {:>6} {median:>9.2} {:>9.2} {most:>9.2}", times.count(), times.percentile(99));
    }
    Ok(())
}

/// Each event changes the day as it was planned in the morning, and is put into the plan at once. How long that took for
/// each kind, and in all.
pub fn replay(
    morning: &PlanningProblem,
    plan: &Solution,
    seed: u64,
    events: usize,
) -> Result<Vec<(&'static str, Times)>, Failure> {
    let mut rng = Pcg64Mcg::seed_from_u64(seed);
    let current = plan.in_force(morning.vehicles.len());
    let mut took: Vec<(&str, Times)> = NAMES.iter().map(|name| (*name, Times::default())).collect();
    let mut all = Times::default();
    for nth in 0..events {
        let mut problem = morning.clone();
        let kind = nth % NAMES.len();
        change(&mut problem, kind, &mut rng);
        let begun = Instant::now();
        let again = solve_from(&problem, &current, seed, Budget::of(0), &mut |_| Control::Continue);
        let again = again.map_err(|errors| format!("{}: {errors:?}", NAMES[kind]))?;
        let time = begun.elapsed();
        took[kind].1.add(time);
        all.add(time);
        if let Some(wrong) = violations(&problem, &again).first() {
            return Err(format!("{}: the plan breaks a rule: {wrong}", NAMES[kind]).into());
        }
    }
    took.push(("all", all));
    Ok(took)
}

fn change(problem: &mut PlanningProblem, kind: usize, rng: &mut Pcg64Mcg) {
    let lot = rng.random_range(0..problem.supplies.len());
    match kind {
        0 => {
            let mut late = problem.supplies[lot].clone();
            late.crates = Crates(rng.random_range(1..8));
            late.grams = Grams(late.crates.0 * 7_000);
            problem.supplies.push(late);
        }
        1 => problem.locations[problem.supplies[lot].location].windows.clear(),
        2 => {
            let supply = &mut problem.supplies[lot];
            let left = (supply.crates.0 / 2).max(1);
            supply.grams = Grams(supply.grams.0 * left / supply.crates.0);
            supply.crates = Crates(left);
        }
        3 => {
            let at = rng.random_range(0..problem.vehicles.len());
            let vehicle = &mut problem.vehicles[at];
            vehicle.from = (vehicle.from + rng.random_range(5..46) * 60).min(vehicle.until);
        }
        4 => {
            let at = rng.random_range(0..problem.vehicles.len());
            problem.vehicles[at].until = problem.vehicles[at].from;
        }
        _ => {
            let sink = rng.random_range(0..problem.sinks.len());
            problem.locations[problem.sinks[sink].location].windows.clear();
        }
    }
}
