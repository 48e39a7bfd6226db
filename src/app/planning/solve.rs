//! Solving a day: with what is under way kept as it is, and every promise kept, as far as that can be.

use super::assemble::{Assembly, Snapshot};
use crate::planner::solution::Solution;
use crate::planner::validate::ProblemError;
use crate::planner::{self, Budget, Control, SearchProgress};

/// The visits under way cannot be kept.
const CANNOT_BE_KEPT: &str = "E1060";

/// How much is tried when a plan is in force and the day has moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tier {
    /// What is new is put into the plan in force, and nothing else moves without need. At most 50 ms.
    Insert,
    /// A search from the plan in force, of one or two seconds.
    Search,
    /// A search in the background, of about ten seconds: its plan is offered, never imposed.
    Background,
}

impl Tier {
    /// How much is searched after the plan was mended: a made Lodi day takes some 10,000 iterations in a second.
    pub const fn budget(self) -> Budget {
        match self {
            Self::Insert => Budget::of(0),
            Self::Search => Budget::of(10_000),
            Self::Background => Budget { iterations: 100_000, starts: 2 },
        }
    }
}

/// Whether the search starts from nothing or from the plan in force.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum From {
    Nothing,
    PlanInForce,
}

/// Plans what is left of a day from the plan in force.
///
/// # Errors
/// When the day is no planning problem.
pub fn solve_again(snapshot: &Snapshot, seed: u64, tier: Tier) -> Result<(Assembly, Solution), Vec<ProblemError>> {
    solve(snapshot, From::PlanInForce, (seed, tier.budget()), &mut |_| Control::Continue)
}

pub(super) fn solve(
    snapshot: &Snapshot,
    from: From,
    (seed, budget): (u64, Budget),
    watch: &mut dyn FnMut(SearchProgress) -> Control,
) -> Result<(Assembly, Solution), Vec<ProblemError>> {
    let mut assembly = Assembly::of(snapshot);
    let mut run = |assembly: &Assembly| match from {
        From::Nothing => planner::solve(&assembly.problem, seed, budget, watch),
        From::PlanInForce => planner::solve_from(&assembly.problem, &assembly.current, seed, budget, watch),
    };
    let mut solution = match run(&assembly) {
        Err(wrong) if wrong.iter().any(|error| error.code == CANNOT_BE_KEPT) => {
            assembly.let_go();
            run(&assembly)?
        }
        solved => solved?,
    };
    if assembly.break_promises(&solution) {
        solution = run(&assembly)?;
    }
    Ok((assembly, solution))
}

impl Assembly {
    /// Lets go of visits under way that cannot be kept any more: the place is closed, or it is too late.
    fn let_go(&mut self) {
        for vehicle in 0..self.problem.vehicles.len() {
            if self.problem.vehicles[vehicle].committed.is_empty() {
                continue;
            }
            let mut alone = self.problem.clone();
            for (at, other) in alone.vehicles.iter_mut().enumerate() {
                if at != vehicle {
                    other.committed.clear();
                }
            }
            if planner::solve(&alone, 0, Budget::of(0), &mut |_| Control::Stop).is_err() {
                let free = std::mem::take(&mut self.problem.vehicles[vehicle].committed);
                self.current[vehicle].splice(0..0, free);
            }
        }
    }

    /// Takes back promises that kept food from going anywhere. Whether there were any.
    fn break_promises(&mut self, solution: &Solution) -> bool {
        let mut broken = false;
        for left in &solution.left {
            broken |= self.problem.supplies[left.supply].promised.take().is_some();
        }
        broken
    }
}
