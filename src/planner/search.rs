//! A search from beginning to end: a first plan, fewer people called out, annealing, and a last look at what is left.
//! Several may run side by side.

use crate::planner::anneal::{RESTART_TEMPERATURE, START_TEMPERATURE, anneal};
use crate::planner::fleet;
use crate::planner::insert::{Inserter, Mode, SinkSet};
use crate::planner::instance::Instance;
use crate::planner::position::Request;
use crate::planner::problem::Commitment;
use crate::planner::progress::{Budget, Control, Search, SearchProgress, WHOLE};
use crate::planner::state::State;
use crate::planner::validate::ProblemError;
use rand::SeedableRng;
use rand_pcg::Pcg64Mcg;
use std::sync::atomic::{AtomicBool, AtomicU16, Ordering};

/// The share of the budget after which people called out are no longer saved, out of 65,536.
const CUTTING: u64 = WHOLE / 5;

/// More items than this are not put in by regret when a plan is made from nothing.
const CONSTRUCTED: usize = 250;

/// Several starts at once, each on a thread and with a seed of its own; the best plan, with the seed and iterations of its
/// start. How the threads take turns changes nothing but the time it takes.
pub(crate) fn starts(
    instance: &Instance,
    current: &[Vec<Commitment>],
    seed: u64,
    budget: Budget,
    on_progress: &mut dyn FnMut(SearchProgress) -> Control,
) -> Result<(State, u64, u64), ProblemError> {
    let (elapsed, stopped) = (AtomicU16::new(0), AtomicBool::new(false));
    let mut lead = |progress: SearchProgress| {
        let control = on_progress(progress);
        match control {
            Control::Continue => {}
            Control::Elapsed(share) => elapsed.store(share, Ordering::Relaxed),
            Control::Stop => stopped.store(true, Ordering::Relaxed),
        }
        control
    };
    let follow = |_: SearchProgress| match (stopped.load(Ordering::Relaxed), elapsed.load(Ordering::Relaxed)) {
        (true, _) => Control::Stop,
        (false, 0) => Control::Continue,
        (false, share) => Control::Elapsed(share),
    };
    let others = 1..u64::from(budget.starts);
    let mut plans = std::thread::scope(|scope| {
        let running: Vec<_> = others
            .map(|nth| {
                let mut follow = follow;
                let seed = seed.wrapping_add(nth);
                scope.spawn(move || (seed, run(instance, current, seed, budget, &mut follow)))
            })
            .collect();
        let mut plans = vec![(seed, run(instance, current, seed, budget, &mut lead))];
        plans.extend(running.into_iter().filter_map(|start| start.join().ok()));
        plans
    });
    plans.sort_by_key(|(seed, plan)| (plan.as_ref().ok().map(|(state, _)| state.objective(instance)), *seed));
    let (seed, plan) = plans.swap_remove(0);
    plan.map(|(state, iterations)| (state, seed, iterations))
}

/// One start.
fn run<'i>(
    instance: &'i Instance<'i>,
    current: &[Vec<Commitment>],
    seed: u64,
    budget: Budget,
    on_progress: &'i mut dyn FnMut(SearchProgress) -> Control,
) -> Result<(State, u64), ProblemError> {
    let mut rng = Pcg64Mcg::seed_from_u64(seed);
    let mut inserter = Inserter::new(instance);
    let mut first = State::new(instance, &mut inserter.scratch.sequence)?;
    first.resume(instance, current, &mut inserter.scratch.sequence);
    let from_nothing = current.is_empty();
    if from_nothing {
        first = construct(&first, &mut inserter, &mut rng);
    } else {
        let order = in_first_order(instance, &first);
        inserter.greedy(&mut first, &order, Mode::plain(instance), &mut rng);
    }

    let mut search = Search::new(inserter, rng, first, budget, on_progress);
    if !search.is_over() {
        let all_placed = search.best.unplaced.iter().all(|left| *left == 0);
        if from_nothing && all_placed && search.objective().unfair == 0 {
            fleet::cut(&mut search, CUTTING);
        }
        anneal(&mut search, if from_nothing { START_TEMPERATURE } else { RESTART_TEMPERATURE });
    }

    let iterations = search.iterations();
    let Search { mut inserter, mut rng, mut best, .. } = search;
    let mode = Mode { sinks: SinkSet::Eligible, ..Mode::plain(instance) };
    for item in 0..instance.items.len() {
        let crates = best.unplaced[item];
        if crates > 0 {
            inserter.fill(&mut best, Request { item, crates }, mode, &mut rng);
        }
    }
    Ok((best, iterations))
}

/// The best of a few plans made in one go each: in order or by regret, and with fairness at a high or a low price.
fn construct(nothing: &State, inserter: &mut Inserter, rng: &mut Pcg64Mcg) -> State {
    let instance = inserter.instance;
    let order = in_first_order(instance, nothing);
    let ways = [(instance.shortage_price, 0), (0, 0), (instance.shortage_price / 8, 2), (0, 2)];
    let plans = ways.map(|(shortage_price, depth)| {
        let mut plan = nothing.clone();
        let mode = Mode { shortage_price, ..Mode::plain(instance) };
        if depth > 0 && order.len() <= CONSTRUCTED {
            inserter.by_regret(&mut plan, &order, depth, mode, rng);
        } else {
            inserter.greedy(&mut plan, &order, mode, rng);
        }
        plan
    });
    let best = plans.into_iter().min_by_key(|plan| plan.objective(instance));
    best.unwrap_or_else(|| nothing.clone())
}

/// All that is left: food that is worth most first, then what can wait least.
fn in_first_order(instance: &Instance, state: &State) -> Vec<Request> {
    let left = state.unplaced.iter().enumerate().filter(|(_, crates)| **crates > 0);
    let mut order: Vec<Request> = left.map(|(item, &crates)| Request { item, crates }).collect();
    order.sort_by_key(|&Request { item, .. }| {
        let lot = &instance.problem.supplies[instance.items[item].supply];
        (-lot.loss_weight, lot.until, item)
    });
    order
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::planner::testing::networks;

    #[test]
    fn of_starts_that_come_to_the_same_the_first_counts() {
        for problem in &networks(5) {
            let instance = Instance::new(problem);
            let budget = Budget { iterations: 0, starts: 4 };
            let (_, seed, iterations) = starts(&instance, &[], 7, budget, &mut |_| Control::Continue).unwrap();
            assert_eq!((seed, iterations), (7, 0));
        }
    }
}
