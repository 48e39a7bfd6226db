//! Solving a day: with what is under way kept as it is, and every promise kept, as far as that can be.

use super::PlanOrder;
use super::assemble::{Assembly, Snapshot};
use crate::planner::solution::Solution;
use crate::planner::validate::{ErrorCode, ProblemError};
use crate::planner::{self, Budget, Control, SearchProgress};

/// How much is tried when a plan is in force and the day has moved. Told in iterations, so that the plan is the same on
/// every machine; how long they take is in docs/benchmarks.md.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tier {
    /// No iterations: what is new is put into the plan in force, and nothing else moves without need.
    Insert,
    /// 10,000 iterations from the plan in force, while a person waits.
    Search,
    /// Two starts of 100,000 iterations in the background: the plan is offered, never imposed.
    Background,
}

impl Tier {
    /// How much is searched after the plan was mended.
    pub const fn budget(self) -> Budget {
        match self {
            Self::Insert => Budget::of(0),
            Self::Search => Budget::of(10_000),
            Self::Background => Budget { iterations: 100_000, starts: 2 },
        }
    }
}

/// What the search starts from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum StartFrom {
    Nothing,
    PlanInForce,
}

/// What the planner is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct SearchOrder {
    start: StartFrom,
    seed: u64,
    pub(super) budget: Budget,
    /// Whether the fairest use of the food is worked out beside the plan.
    pub(super) with_bound: bool,
}

impl SearchOrder {
    /// For a day planned from nothing, as somebody ordered it.
    pub(super) const fn anew(order: PlanOrder) -> Self {
        Self { start: StartFrom::Nothing, seed: order.seed, budget: order.budget, with_bound: true }
    }

    /// For a day that has moved: the more is upset, the more is searched.
    pub(super) const fn again(seed: u64, tier: Tier) -> Self {
        // Putting in what is new must not wait for the bound.
        let with_bound = !matches!(tier, Tier::Insert);
        Self { start: StartFrom::PlanInForce, seed, budget: tier.budget(), with_bound }
    }
}

/// Plans what is left of a day from the plan in force.
///
/// # Errors
/// When the day is no planning problem.
pub fn solve_again(snapshot: &Snapshot, seed: u64, tier: Tier) -> Result<(Assembly, Solution), Vec<ProblemError>> {
    solve(snapshot, SearchOrder::again(seed, tier), &mut |_| Control::Continue)
}

/// Plans a day. Where visits under way cannot be kept any more, they are let go and it is planned without them: a late van must
/// not leave everybody without a plan.
pub(super) fn solve(
    snapshot: &Snapshot,
    SearchOrder { start, seed, budget, .. }: SearchOrder,
    on_progress: &mut dyn FnMut(SearchProgress) -> Control,
) -> Result<(Assembly, Solution), Vec<ProblemError>> {
    let mut assembly = Assembly::of(snapshot);
    let mut run = |assembly: &Assembly| match start {
        StartFrom::Nothing => planner::solve(&assembly.problem, seed, budget, on_progress),
        StartFrom::PlanInForce => planner::solve_from(&assembly.problem, &assembly.current, seed, budget, on_progress),
    };
    let mut solution = match run(&assembly) {
        Err(wrong) if wrong.iter().any(|error| error.code == ErrorCode::CannotBeKept) => {
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
