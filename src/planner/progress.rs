//! The search at work: its budget, how far it has come, and the best plan so far, for its phases to share.

use crate::domain::plan::Objective;
use crate::planner::insert::Inserter;
use crate::planner::instance::Instance;
use crate::planner::state::State;
use rand_pcg::Pcg64Mcg;

/// How long to search, in iterations, so that the same problem and seed give the same plan on any machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Budget {
    /// Iterations of the search after the first plan.
    pub iterations: u64,
    /// Starts with different seeds, side by side; the best plan counts.
    pub starts: u8,
}

impl Budget {
    /// One start of this many iterations.
    pub const fn of(iterations: u64) -> Self {
        Self { iterations, starts: 1 }
    }
}

impl Default for Budget {
    fn default() -> Self {
        Self { iterations: 8_000, starts: 2 }
    }
}

/// How far the search has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SearchProgress {
    /// Iterations done; 0 when the first plan is there.
    pub iterations: u64,
    /// How good the best plan is.
    pub objective: Objective,
    /// Crates that the best plan carries.
    pub placed: i64,
    pub left: i64,
}

/// What the caller wants after hearing of the progress.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Control {
    Continue,
    /// Search on; this share of the budget has elapsed, out of 65,536, whatever the iterations. For callers whose budget is
    /// time: their plans depend on the machine.
    Elapsed(u16),
    /// Return the best plan so far.
    Stop,
}

/// The whole of a budget, in the units its shares are counted in. A power of two, so that the temperature can be
/// interpolated in integers.
pub(crate) const WHOLE: u64 = 1 << 16;

/// The search at work.
pub(crate) struct Search<'i> {
    pub instance: &'i Instance<'i>,
    pub inserter: Inserter<'i>,
    pub rng: Pcg64Mcg,
    pub best: State,
    objective: Objective,
    budget: Budget,
    iterations: u64,
    /// The share of the budget that the caller says has elapsed.
    told: u64,
    stopped: bool,
    on_progress: &'i mut dyn FnMut(SearchProgress) -> Control,
}

impl<'i> Search<'i> {
    /// Begins with a first plan, and tells of it.
    pub(crate) fn new(
        inserter: Inserter<'i>,
        rng: Pcg64Mcg,
        first: State,
        budget: Budget,
        on_progress: &'i mut dyn FnMut(SearchProgress) -> Control,
    ) -> Self {
        let instance = inserter.instance;
        let objective = first.objective(instance);
        let (iterations, told, stopped) = (0, 0, budget.iterations == 0);
        let mut search =
            Self { instance, inserter, rng, best: first, objective, budget, iterations, told, stopped, on_progress };
        search.report();
        search
    }

    /// Counts an iteration and tells of it. Whether to go on.
    pub(crate) fn step(&mut self) -> bool {
        self.iterations += 1;
        self.report();
        !self.is_over()
    }

    /// Whether the budget is used up or the caller wants no more.
    pub(crate) fn is_over(&self) -> bool {
        self.stopped || self.elapsed() >= WHOLE
    }

    /// The share of the budget that has elapsed, out of [`WHOLE`].
    pub(crate) fn elapsed(&self) -> u64 {
        let done = u128::from(self.iterations) * u128::from(WHOLE) / u128::from(self.budget.iterations.max(1));
        u64::try_from(done).unwrap_or(WHOLE).max(self.told).min(WHOLE)
    }

    /// How many have been counted since the first plan.
    pub(crate) const fn iterations(&self) -> u64 {
        self.iterations
    }

    /// How good the best plan is, kept so that it need not be worked out at each offer.
    pub(crate) const fn objective(&self) -> Objective {
        self.objective
    }

    /// Keeps a plan if it is better than the best, layer by layer.
    pub(crate) fn offer(&mut self, state: &State) -> bool {
        let objective = state.objective(self.instance);
        let better = objective < self.objective;
        if better {
            self.objective = objective;
            self.best.clone_from(state);
        }
        better
    }

    fn report(&mut self) {
        let left: i64 = self.best.unplaced.iter().sum();
        let control = (self.on_progress)(SearchProgress {
            iterations: self.iterations,
            objective: self.objective,
            placed: self.instance.items.iter().map(|item| item.crates).sum::<i64>() - left,
            left,
        });
        match control {
            Control::Continue => {}
            Control::Elapsed(share) => self.told = u64::from(share),
            Control::Stop => self.stopped = true,
        }
    }
}
