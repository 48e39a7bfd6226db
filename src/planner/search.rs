//! Adaptive large neighbourhood search (Ropke & Pisinger 2006) with annealing: take some portions out, put them back
//! better, keep the result if it is better or, ever more rarely, a little worse; ways that did well are drawn more often.
//! The best plan is chosen layer by layer.

use crate::domain::plan::Objective;
use crate::planner::fleet;
use crate::planner::insert::{Inserter, SinkSet};
use crate::planner::instance::Instance;
use crate::planner::problem::Commitment;
use crate::planner::removal::{self, Removal, ShipmentKey};
use crate::planner::roulette::Roulette;
use crate::planner::state::State;
use crate::planner::validate::ProblemError;
use rand::{RngExt, SeedableRng};
use rand_pcg::Pcg64Mcg;
use std::cmp::Ordering::{Equal, Greater, Less};
use std::sync::atomic::{AtomicBool, AtomicU16, Ordering};

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
    /// Search on; this share of the budget is gone, out of 65,536, whatever the iterations. For callers whose budget is
    /// time: their plans depend on the machine.
    Elapsed(u16),
    /// Return the best plan so far.
    Stop,
}

/// One unit of the share of the budget that is gone.
pub(crate) const WHOLE: u64 = 1 << 16;

/// How much worse than the plan at hand a plan may be at the start, at the start from a plan in force, and at the end, on
/// average, in parts of a million of the driving and the unfairness.
const START_TEMPERATURE: i128 = 100_000;
const RESTART_TEMPERATURE: i128 = 5_000;
const END_TEMPERATURE: i128 = 30;

/// The share of the budget after which people called out are no longer saved, out of 65,536.
const CUTTING: u64 = WHOLE / 5;

/// Of how many chances one is passed over at random.
const BLINK: u32 = 100;

/// More items than this are not put in by regret when a plan is made from nothing.
const CONSTRUCTED: usize = 250;

/// The most items that were left before and are tried again in an iteration.
const RETRIED: usize = 8;

/// `-ln(u)` in thousandths for `u` in the middle of each 32nd: an exponential draw in integers.
const EXPONENTIAL: [i128; 32] = [
    4_159, 3_060, 2_549, 2_213, 1_962, 1_761, 1_594, 1_451, 1_326, 1_214, 1_114, 1_023, 940, 863, 792, 725, 663, 604,
    548, 496, 446, 398, 353, 309, 268, 228, 190, 153, 117, 83, 49, 16,
];

/// Ways of putting portions back.
#[derive(Debug, Clone, Copy)]
enum Repair {
    Heaviest,
    MostUrgent,
    Farthest,
    Shuffled,
    Regret(usize),
}

impl Repair {
    const ALL: [Self; 7] = [
        Self::Heaviest,
        Self::MostUrgent,
        Self::Farthest,
        Self::Shuffled,
        Self::Regret(2),
        Self::Regret(3),
        Self::Regret(5),
    ];
}

/// The search at work, for its phases to share.
pub(crate) struct Search<'a, 'p> {
    pub instance: &'a Instance<'p>,
    pub inserter: Inserter,
    pub rng: Pcg64Mcg,
    pub best: State,
    pub objective: Objective,
    budget: Budget,
    done: u64,
    elapsed: u64,
    stopped: bool,
    on_progress: &'a mut dyn FnMut(SearchProgress) -> Control,
}

impl Search<'_, '_> {
    /// Counts an iteration and asks whether to go on.
    pub(crate) fn step(&mut self) -> bool {
        self.done += 1;
        self.tell();
        !self.stopped && self.elapsed() < WHOLE
    }

    /// The share of the budget that is gone, out of 65,536.
    pub(crate) fn elapsed(&self) -> u64 {
        let done = u128::from(self.done) * u128::from(WHOLE) / u128::from(self.budget.iterations.max(1));
        u64::try_from(done).unwrap_or(WHOLE).max(self.elapsed).min(WHOLE)
    }

    fn tell(&mut self) {
        let left: i64 = self.best.left.iter().sum();
        let control = (self.on_progress)(SearchProgress {
            iterations: self.done,
            objective: self.objective,
            placed: self.instance.items.iter().map(|item| item.crates).sum::<i64>() - left,
            left,
        });
        match control {
            Control::Continue => {}
            Control::Elapsed(share) => self.elapsed = u64::from(share),
            Control::Stop => self.stopped = true,
        }
    }

    /// Keeps a plan if it is better than the best.
    pub(crate) fn offer(&mut self, state: &State) -> bool {
        let objective = state.objective(self.instance);
        let better = objective < self.objective;
        if better {
            self.objective = objective;
            self.best.clone_from(state);
        }
        better
    }
}

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

fn run<'a, 'p>(
    instance: &'a Instance<'p>,
    current: &[Vec<Commitment>],
    seed: u64,
    budget: Budget,
    on_progress: &'a mut dyn FnMut(SearchProgress) -> Control,
) -> Result<(State, u64), ProblemError> {
    let mut rng = Pcg64Mcg::seed_from_u64(seed);
    let mut inserter = Inserter::new(instance);
    let mut first = State::new(instance, &mut inserter.work)?;
    first.resume(instance, current, &mut inserter.work);
    let first = if current.is_empty() {
        construct(instance, &first, &mut inserter, &mut rng)
    } else {
        let order = in_first_order(instance, &first);
        inserter.in_order(instance, &mut first, &order, &mut rng);
        first
    };

    let objective = first.objective(instance);
    let mut search = Search {
        instance,
        inserter,
        rng,
        best: first,
        objective,
        budget,
        done: 0,
        elapsed: 0,
        stopped: false,
        on_progress,
    };
    search.tell();
    if budget.iterations > 0 && !search.stopped {
        if current.is_empty() && search.best.left.iter().all(|left| *left == 0) && objective.unfair == 0 {
            fleet::cut(&mut search, CUTTING);
        }
        anneal(&mut search, if current.is_empty() { START_TEMPERATURE } else { RESTART_TEMPERATURE });
    }
    let Search { mut inserter, mut rng, mut best, done, .. } = search;
    (inserter.blink_rate, inserter.shortage_price, inserter.max_routes) = (0, instance.shortage_price, usize::MAX);
    for item in 0..instance.items.len() {
        let left = best.left[item];
        if left > 0 {
            inserter.fill(instance, &mut best, (item, left), SinkSet::Eligible, &mut rng);
        }
    }
    Ok((best, done))
}

fn anneal(search: &mut Search, hot: i128) {
    let instance = search.instance;
    let begun = search.elapsed();
    let share = |part: u64| begun + (WHOLE - begun) * part / 10;
    let mut back = [share(5), share(8)].into_iter().peekable();
    let mut removals = Roulette::new(Removal::ALL.len());
    let mut repairs = Roulette::new(Repair::ALL.len());
    let mut current = search.best.clone();
    let mut polish = false;
    let mut energy = current.energy(instance, polish);
    while !search.stopped && search.elapsed() < WHOLE {
        let elapsed = search.elapsed();
        if back.next_if(|back| elapsed >= *back).is_some() {
            polish = back.peek().is_none();
            current.clone_from(&search.best);
            energy = current.energy(instance, polish);
        }
        let (removal, repair) = (removals.draw(&mut search.rng), repairs.draw(&mut search.rng));
        let mut trial = current.clone();
        let removed = removal::pick(instance, &current, Removal::ALL[removal], &mut search.rng);
        for removed in by_route(removed) {
            trial.remove(instance, removed[0].route, &mut search.inserter.work, |shipment| {
                removed
                    .iter()
                    .any(|one| (one.item, one.sink, one.unload) == (shipment.item, shipment.sink, shipment.unload))
            });
        }
        recreate(search, &current, &mut trial, Repair::ALL[repair]);
        let reached = trial.energy(instance, polish);
        let temperature = temperature(search.best.cost(instance), hot, elapsed - begun, WHOLE - begun);
        let margin = temperature * EXPONENTIAL[search.rng.random_range(0..EXPONENTIAL.len())] / 1_000;
        let mut score = 0;
        if reached < energy + margin {
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
        repairs.learn(repair, score);
        search.step();
    }
}

/// The average slack: it falls evenly on a logarithmic scale, here by halves with straight lines between.
fn temperature(cost: i128, hot: i128, elapsed: u64, whole: u64) -> i128 {
    let halvings = i128::from((hot / END_TEMPERATURE).ilog2());
    let unit = i128::from(WHOLE);
    let fallen = halvings * unit * i128::from(elapsed) / i128::from(whole.max(1));
    let (halved, rest) = (fallen / unit, fallen % unit);
    let level = (cost * hot / 1_000_000) >> halved.min(60);
    level - level * rest / unit / 2 + 1
}

/// The best of a few plans made in one go each: in order or by regret, and with fairness at a high or a low price.
fn construct(instance: &Instance, nothing: &State, inserter: &mut Inserter, rng: &mut Pcg64Mcg) -> State {
    let order = in_first_order(instance, nothing);
    let ways = [(instance.shortage_price, 0), (0, 0), (instance.shortage_price / 8, 2), (0, 2)];
    let plans = ways.map(|(short, depth)| {
        let mut plan = nothing.clone();
        inserter.shortage_price = short;
        if depth > 0 && order.len() <= CONSTRUCTED {
            inserter.by_regret(instance, &mut plan, &order, depth, rng);
        } else {
            inserter.in_order(instance, &mut plan, &order, rng);
        }
        plan
    });
    let best = plans.into_iter().min_by_key(|plan| plan.objective(instance));
    best.unwrap_or_else(|| nothing.clone())
}

fn in_first_order(instance: &Instance, state: &State) -> Vec<(usize, i64)> {
    let mut order: Vec<(usize, i64)> = state.left.iter().copied().enumerate().filter(|(_, left)| *left > 0).collect();
    order.sort_by_key(|&(item, _)| first_order(instance, item));
    order
}

/// Food that is worth most first, then what can wait least.
fn first_order(instance: &Instance, item: usize) -> (i64, i64, usize) {
    let found = instance.items[item];
    let lot = &instance.problem.supplies[found.supply];
    (-lot.loss_weight, lot.until, item)
}

/// Groups by round.
fn by_route(mut removed: Vec<ShipmentKey>) -> Vec<Vec<ShipmentKey>> {
    removed.sort_by_key(|one| one.route);
    removed.chunk_by(|one, other| one.route == other.route).map(<[ShipmentKey]>::to_vec).collect()
}

fn recreate(search: &mut Search, before: &State, trial: &mut State, repair: Repair) {
    let (instance, rng, inserter) = (search.instance, &mut search.rng, &mut search.inserter);
    let mut pool = Vec::new();
    let mut waiting = Vec::new();
    for (item, (&left, &was)) in trial.left.iter().zip(&before.left).enumerate() {
        if left > was {
            pool.push(item);
        } else if left > 0 && !instance.candidates[instance.items[item].supply].is_empty() {
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
    inserter.blink_rate = BLINK;
    inserter.shortage_price = instance.shortage_price * [1, 2, 4, 4][rng.random_range(0..4)] / 4;
    let lot = |item: usize| &instance.problem.supplies[instance.items[item].supply];
    match repair {
        Repair::Heaviest => pool.sort_by_key(|&(item, _)| -lot(item).grams.0 * lot(item).loss_weight),
        Repair::MostUrgent => pool.sort_by_key(|&(item, _)| lot(item).until),
        Repair::Farthest => pool.sort_by_key(|&(item, _)| -instance.distance_to_depots[instance.items[item].supply]),
        Repair::Shuffled => {}
        Repair::Regret(depth) => return inserter.by_regret(instance, trial, &pool, depth, rng),
    }
    inserter.in_order(instance, trial, &pool, rng);
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
