//! The planner: which portion of food goes where, on which round, in which order. Pure and synchronous.

pub mod check;
pub mod problem;
pub mod solution;
pub mod validate;

mod anneal;
mod evaluate;
mod explain;
mod fairness;
mod fleet;
mod flow;
mod insert;
mod instance;
mod position;
mod progress;
mod publish;
mod relax;
mod removal;
mod repair;
mod resume;
mod roulette;
mod route;
mod schedule;
mod search;
mod state;
#[cfg(test)]
mod testing;

pub use flow::{FairShare, Fairest};
pub use progress::{Budget, Control, SearchProgress};

use problem::{Commitment, PlanningProblem};
use solution::Solution;
use validate::ProblemError;

/// Plans a day. The same problem, seed and iterations give the same plan on any machine; `on_progress` hears of the first plan
/// and of every iteration after it, and is the only way that time can end the search.
///
/// # Errors
/// Everything that is wrong with the problem, each with its code.
pub fn solve(
    problem: &PlanningProblem,
    seed: u64,
    budget: Budget,
    on_progress: &mut dyn FnMut(SearchProgress) -> Control,
) -> Result<Solution, Vec<ProblemError>> {
    solve_from(problem, &[], seed, budget, on_progress)
}

/// Plans a day again, starting from the plan in force: `current[vehicle]` are the visits that follow the committed ones
/// and are free to change. What does not fit any more is taken out and put elsewhere. With no iterations that is all, and
/// takes milliseconds: everything else stays as it was.
///
/// # Errors
/// Everything that is wrong with the problem, each with its code.
pub fn solve_from(
    problem: &PlanningProblem,
    current: &[Vec<Commitment>],
    seed: u64,
    budget: Budget,
    on_progress: &mut dyn FnMut(SearchProgress) -> Control,
) -> Result<Solution, Vec<ProblemError>> {
    let mut wrong = validate::problems(problem);
    if wrong.is_empty() {
        wrong = validate::current(problem, current);
    }
    if !wrong.is_empty() {
        return Err(wrong);
    }
    let instance = instance::Instance::new(problem);
    let (state, seed, iterations) =
        search::starts(&instance, current, seed, budget, on_progress).map_err(|error| vec![error])?;
    let mut solution = publish::publish(&instance, &state, seed, iterations);
    explain::explain(&instance, &state, &mut solution);
    Ok(solution)
}

/// The fairest use of a day's food if every lot could be at every point that takes it: a bound for every plan.
///
/// # Errors
/// Everything that is wrong with the problem, each with its code.
pub fn fairest(problem: &PlanningProblem) -> Result<Fairest, Vec<ProblemError>> {
    let wrong = validate::problems(problem);
    if wrong.is_empty() { Ok(flow::fairest(&instance::Instance::new(problem))) } else { Err(wrong) }
}
