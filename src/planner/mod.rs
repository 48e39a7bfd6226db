//! The planner: which portion of food goes where, on which round, in which order. Pure and synchronous.

pub mod check;
pub mod problem;
pub mod solution;
pub mod validate;

mod day;
mod explain;
mod fairness;
mod insert;
mod publish;
mod relax;
mod route;
mod ruin;
mod schedule;
mod search;
mod state;
mod trial;

pub use search::{Budget, Control, Progress};

use problem::Problem;
use solution::Solution;
use validate::ProblemError;

/// Plans a day. The same problem, seed and iterations give the same plan on any machine; `watch` hears of the first plan
/// and of every iteration after it, and is the only way that time can end the search.
///
/// # Errors
/// Everything that is wrong with the problem, each with its code.
pub fn solve(
    problem: &Problem,
    seed: u64,
    budget: Budget,
    watch: &mut dyn FnMut(Progress) -> Control,
) -> Result<Solution, Vec<ProblemError>> {
    let wrong = validate::problems(problem);
    if !wrong.is_empty() {
        return Err(wrong);
    }
    let day = day::Day::new(problem);
    let (state, iterations) = search::run(&day, seed, budget, watch).map_err(|error| vec![error])?;
    let mut solution = publish::publish(&day, &state, seed, iterations);
    explain::explain(&day, &state, &mut solution);
    Ok(solution)
}
