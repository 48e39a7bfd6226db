//! Ruin and recreate (Schrimpf et al. 2000) with annealing: take some portions out, put them back better, keep the result
//! if it is better or, ever more rarely, a little worse. The best plan is chosen layer by layer.

use crate::domain::plan::Objective;
use crate::planner::day::{Day, SHORT};
use crate::planner::insert::{Inserter, Reach};
use crate::planner::ruin::{self, Taken};
use crate::planner::state::{Stamps, State};
use crate::planner::validate::ProblemError;
use rand::{RngExt, SeedableRng};
use rand_pcg::Pcg64Mcg;

/// How long to search, in iterations, so that the same problem and seed give the same plan on any machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Budget {
    /// Iterations of the search after the first plan.
    pub iterations: u64,
}

impl Default for Budget {
    fn default() -> Self {
        Self { iterations: 5_000 }
    }
}

/// How far the search has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Iterations done; 0 when the first plan is there.
    pub iterations: u64,
    /// How good the best plan is.
    pub objective: Objective,
    /// Crates that the best plan carries.
    pub placed: i64,
    /// Crates that it leaves.
    pub left: i64,
}

/// What the caller wants after hearing of the progress.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Control {
    /// Search on.
    Continue,
    /// Return the best plan so far.
    Stop,
}

/// How much worse than the plan at hand a plan may be at the start and at the end, on average, in thousandths of a second
/// at the wheel.
const HOT: i128 = 400_000;
const COLD: i128 = 2_000;

/// The most items that were left before and are tried again in an iteration.
const RETRIED: usize = 8;

/// `-ln(u)` in thousandths for `u` in the middle of each sixteenth: an exponential draw in integers.
const EXPONENTIAL: [i128; 16] =
    [3_466, 2_367, 1_856, 1_520, 1_269, 1_068, 901, 758, 633, 522, 421, 330, 247, 170, 99, 32];

pub(crate) fn run(
    day: &Day,
    seed: u64,
    budget: Budget,
    watch: &mut dyn FnMut(Progress) -> Control,
) -> Result<(State, u64), ProblemError> {
    let mut rng = Pcg64Mcg::seed_from_u64(seed);
    let mut stamps = Stamps::default();
    let mut inserter = Inserter::new(day);
    let mut current = State::new(day, &mut stamps, &mut inserter.work)?;
    let mut order: Vec<(usize, i64)> = day.items.iter().map(|item| item.crates).enumerate().collect();
    order.sort_by_key(|&(item, _)| first_order(day, item));
    inserter.in_order(day, &mut current, &order, &mut stamps, &mut rng);

    let mut energy = current.energy(day, false);
    let mut best = current.clone();
    let mut objective = best.objective(day);
    let mut done = 0;
    let mut tell = |done: u64, objective: Objective, best: &State| {
        let left = best.left.iter().sum();
        watch(Progress {
            iterations: done,
            objective,
            placed: day.items.iter().map(|item| item.crates).sum::<i64>() - left,
            left,
        })
    };
    let turn = budget.iterations / 2;
    let mut polish = false;
    let mut control = tell(done, objective, &best);
    while control == Control::Continue && done < budget.iterations {
        if done == turn {
            polish = true;
            current.clone_from(&best);
            energy = current.energy(day, polish);
        }
        let mut trial = current.clone();
        for taken in by_route(ruin::pick(day, &current, &mut rng)) {
            trial.take_out(day, taken[0].route, &mut stamps, &mut inserter.work, |job| {
                taken.iter().any(|one| (one.item, one.sink, one.unload) == (job.item, job.sink, job.unload))
            });
        }
        recreate(day, &current, &mut trial, &mut inserter, &mut stamps, &mut rng);
        let reached = trial.energy(day, polish);
        let heat = heat(done, turn, budget.iterations);
        let slack = heat * EXPONENTIAL[rng.random_range(0..EXPONENTIAL.len())] / 1_000;
        if reached < energy + slack {
            let layers = trial.objective(day);
            if layers < objective {
                objective = layers;
                best.clone_from(&trial);
            }
            (current, energy) = (trial, reached);
        }
        done += 1;
        control = tell(done, objective, &best);
    }
    inserter.blink = 0;
    inserter.short = SHORT;
    for item in 0..day.items.len() {
        let left = best.left[item];
        if left > 0 {
            inserter.fill(day, &mut best, (item, left), Reach::All, &mut stamps, &mut rng);
        }
    }
    Ok((best, done))
}

/// The average slack at an iteration: it cools twice, before and after the turn to polishing.
fn heat(done: u64, turn: u64, whole: u64) -> i128 {
    let (gone, length, hot) = if done < turn { (done, turn, HOT) } else { (done - turn, whole - turn, HOT / 2) };
    let (length, remaining) = (i128::from(length.max(1)), i128::from(length - gone));
    hot * remaining * remaining / (length * length) + COLD
}

/// Food that is worth most first, then what can wait least.
fn first_order(day: &Day, item: usize) -> (i64, i64, usize) {
    let found = day.items[item];
    let lot = &day.problem.supplies[found.supply];
    (-lot.loss_weight, lot.until, item)
}

/// Groups by round.
fn by_route(mut taken: Vec<Taken>) -> Vec<Vec<Taken>> {
    taken.sort_by_key(|one| one.route);
    taken.chunk_by(|one, other| one.route == other.route).map(<[Taken]>::to_vec).collect()
}

fn recreate(
    day: &Day,
    before: &State,
    trial: &mut State,
    inserter: &mut Inserter,
    stamps: &mut Stamps,
    rng: &mut Pcg64Mcg,
) {
    let mut pool = Vec::new();
    let mut waiting = Vec::new();
    for (item, (&left, &was)) in trial.left.iter().zip(&before.left).enumerate() {
        if left > was {
            pool.push(item);
        } else if left > 0 && !day.near[day.items[item].supply].is_empty() {
            waiting.push(item);
        }
    }
    while waiting.len() > RETRIED {
        waiting.swap_remove(rng.random_range(0..waiting.len()));
    }
    pool.extend(waiting);
    let mut pool: Vec<(usize, i64)> = pool.into_iter().map(|item| (item, chunk(trial.left[item], rng))).collect();
    for at in (1..pool.len()).rev() {
        pool.swap(at, rng.random_range(0..=at));
    }
    inserter.blink = 60;
    inserter.short = SHORT * [1, 2, 4, 4][rng.random_range(0..4)] / 4;
    let supply = |item: usize| &day.problem.supplies[day.items[item].supply];
    match rng.random_range(0..12) {
        0..3 => pool.sort_by_key(|&(item, _)| -supply(item).grams.0 * supply(item).loss_weight),
        3..5 => pool.sort_by_key(|&(item, _)| supply(item).until),
        5..7 => pool.sort_by_key(|&(item, _)| supply(item).place),
        7 => return inserter.by_regret(day, trial, &pool, 2, stamps, rng),
        8 => return inserter.by_regret(day, trial, &pool, 3, stamps, rng),
        _ => {}
    }
    inserter.in_order(day, trial, &pool, stamps, rng);
}

/// Crates of each portion of an item: mostly all of it, at times a half or a third.
fn chunk(crates: i64, rng: &mut Pcg64Mcg) -> i64 {
    let parts = match rng.random_range(0..10) {
        0..8 => 1,
        8 => 2,
        _ => 3,
    };
    (crates + parts - 1) / parts
}
