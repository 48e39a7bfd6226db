//! Adaptive large neighbourhood search (Ropke & Pisinger 2006): take some portions out, put them back better, and keep the
//! result if it is better or, ever more rarely, a little worse (simulated annealing). Ways of taking out and of putting
//! back that did well are drawn more often.

use crate::planner::progress::{Search, WHOLE};
use crate::planner::removal::{self, Removal};
use crate::planner::repair::{Repair, repair};
use crate::planner::roulette::Roulette;
use rand::RngExt;
use std::cmp::Ordering::{Equal, Greater, Less};

/// How much worse than the plan at hand a plan may be at the start, at the start from a plan in force, and at the end, on
/// average, in parts of a million of the driving and the unfairness: what can still be won, so that large and small days are
/// annealed alike. From a plan in force the start is lower, or the first iterations would undo what people know. Were
/// 50,000 and 100 at first; what others do now is in docs/benchmarks.md.
pub(crate) const START_TEMPERATURE: i128 = 100_000;
pub(crate) const RESTART_TEMPERATURE: i128 = 5_000;
const END_TEMPERATURE: i128 = 30;

/// `-ln(u)` in thousandths for `u` in the middle of each 32nd, (n + 1/2) / 32: an exponential draw in integers. The rule of
/// Metropolis takes a plan that is worse by d where `u < exp(-d / T)`, that is `d < T * -ln(u)`.
const EXPONENTIAL: [i128; 32] = [
    4_159, 3_060, 2_549, 2_213, 1_962, 1_761, 1_594, 1_451, 1_326, 1_214, 1_114, 1_023, 940, 863, 792, 725, 663, 604,
    548, 496, 446, 398, 353, 309, 268, 228, 190, 153, 117, 83, 49, 16,
];

/// Searches until the budget is used up, from the best plan and from a temperature on.
pub(crate) fn anneal(search: &mut Search, start_temperature: i128) {
    let instance = search.instance;
    let begun = search.elapsed();
    let share = |tenths: u64| begun + (WHOLE - begun) * tenths / 10;
    let mut returns = [share(5), share(8)].into_iter().peekable();
    let mut removals = Roulette::new(Removal::ALL.len());
    let mut repairs = Roulette::new(Repair::ALL.len());
    let mut current = search.best.clone();
    let mut polish = false;
    let mut energy = current.energy(instance, polish);
    while !search.is_over() {
        let elapsed = search.elapsed();
        if returns.next_if(|at| elapsed >= *at).is_some() {
            polish = returns.peek().is_none();
            current.clone_from(&search.best);
            energy = current.energy(instance, polish);
        }
        let (removal, way) = (removals.draw(&mut search.rng), repairs.draw(&mut search.rng));
        let mut trial = current.clone();
        removal::remove(&mut search.inserter, &mut trial, Removal::ALL[removal], &mut search.rng);
        repair(&mut search.inserter, &current, &mut trial, Repair::ALL[way], &mut search.rng);
        let reached = trial.energy(instance, polish);
        let cost = search.best.cost(instance);
        let temperature = temperature(cost, start_temperature, elapsed - begun, WHOLE - begun);
        let margin = temperature * EXPONENTIAL[search.rng.random_range(0..EXPONENTIAL.len())] / 1_000;
        let mut score = 0;
        if reached < energy + margin {
            // The order of sigma 1 and 2 of Ropke & Pisinger 2006, section 3.4.1 (33, 9). Their sigma 3 for a worse plan that is
            // taken, 13, would be more than for a better one.
            score = match reached.cmp(&energy) {
                Less => 9,
                Equal => 0,
                Greater => 3,
            };
            if search.offer(&trial) {
                score = 33;
            }
            (current, energy) = (trial, reached);
        }
        removals.learn(removal, score);
        repairs.learn(way, score);
        search.step();
    }
}

/// By how much a plan may be worse on average: it falls evenly on a logarithmic scale, here by halves with straight lines
/// between, in whole halvings: it ends between [`END_TEMPERATURE`] and twice that.
fn temperature(cost: i128, start: i128, elapsed: u64, whole: u64) -> i128 {
    let halvings = i128::from((start / END_TEMPERATURE).ilog2());
    let unit = i128::from(WHOLE);
    let fallen = halvings * unit * i128::from(elapsed) / i128::from(whole.max(1));
    let (halved, rest) = (fallen / unit, fallen % unit);
    let level = (cost * start / 1_000_000) >> halved.min(60);
    level - level * rest / unit / 2 + 1
}

#[cfg(test)]
mod tests;
