//! Putting back what was taken out of a plan: in which order, in parts of what size, and at what price of fairness.
//!
//! Sorted and random orders with greedy insertion and blinks follow Christiaens & Vanden Berghe 2020, whose orders are
//! random, demand, far and close; regret insertion follows Ropke & Pisinger 2006.

use crate::planner::insert::{Inserter, Mode};
use crate::planner::instance::Instance;
use crate::planner::position::Request;
use crate::planner::state::State;
use rand::RngExt;
use rand_pcg::Pcg64Mcg;

/// Of how many options one is passed over at random: the blink rate of 1 % of Christiaens & Vanden Berghe 2020.
const BLINK_RATE: u32 = 100;

/// The most items that were left before and are tried again in an iteration: where vehicles are few there may be
/// many. Set by reasoning; 2 and 30 made little difference (docs/benchmarks.md).
const RETRIED: usize = 8;

/// A way of putting portions back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Repair {
    Heaviest,
    MostUrgent,
    Farthest,
    Shuffled,
    Regret(usize),
}

impl Repair {
    pub(crate) const ALL: [Self; 7] = [
        Self::Heaviest,
        Self::MostUrgent,
        Self::Farthest,
        Self::Shuffled,
        Self::Regret(2),
        Self::Regret(3),
        Self::Regret(5),
    ];
}

/// Puts back what was taken out of a plan since `before`, and tries again some of what was left then.
pub(crate) fn repair(inserter: &mut Inserter, before: &State, trial: &mut State, repair: Repair, rng: &mut Pcg64Mcg) {
    let instance = inserter.instance;
    let mut requests = requests(instance, before, trial, rng);
    let shortage_price = instance.shortage_price * [1, 2, 4, 4][rng.random_range(0..4)] / 4;
    let mode = Mode { shortage_price, blink_rate: BLINK_RATE, ..Mode::plain(instance) };
    if let Repair::Regret(depth) = repair {
        inserter.by_regret(trial, &requests, depth, mode, rng);
    } else {
        sort(instance, &mut requests, repair);
        inserter.greedy(trial, &requests, mode, rng);
    }
}

/// What is to be put in, in random order.
fn requests(instance: &Instance, before: &State, trial: &State, rng: &mut Pcg64Mcg) -> Vec<Request> {
    let mut items = Vec::new();
    let mut waiting = Vec::new();
    for (item, (&left, &was)) in trial.unplaced.iter().zip(&before.unplaced).enumerate() {
        if left > was {
            items.push(item);
        } else if left > 0 && !instance.candidates[instance.items[item].supply].is_empty() {
            waiting.push(item);
        }
    }
    while waiting.len() > RETRIED {
        waiting.swap_remove(rng.random_range(0..waiting.len()));
    }
    items.extend(waiting);
    let request = |item: usize| Request { item, crates: part_of(trial.unplaced[item], rng) };
    let mut requests: Vec<Request> = items.into_iter().map(request).collect();
    for at in (1..requests.len()).rev() {
        requests.swap(at, rng.random_range(0..=at));
    }
    requests
}

/// Sorts requests; those that are as good stay in the order they are in.
fn sort(instance: &Instance, requests: &mut [Request], repair: Repair) {
    let supply = |request: &Request| instance.items[request.item].supply;
    let lot = |request: &Request| &instance.problem.supplies[supply(request)];
    match repair {
        Repair::Heaviest => requests.sort_by_key(|one| -lot(one).grams.0 * lot(one).loss_weight),
        Repair::MostUrgent => requests.sort_by_key(|one| lot(one).until),
        Repair::Farthest => requests.sort_by_key(|one| -instance.distance_to_depots[supply(one)]),
        Repair::Shuffled | Repair::Regret(_) => {}
    }
}

/// Crates of each part of an item: mostly all of it, at times a half or a third.
fn part_of(crates: i64, rng: &mut Pcg64Mcg) -> i64 {
    let parts = match rng.random_range(0..10) {
        0..8 => 1,
        8 => 2,
        _ => 3,
    };
    (crates + parts - 1) / parts
}

#[cfg(test)]
mod tests;
