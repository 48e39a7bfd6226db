//! Adaptive large neighbourhood search (Ropke & Pisinger 2006) with annealing: take some portions out, put them back
//! better, keep the result if it is better or, ever more rarely, a little worse; ways that did well are drawn more often.
//! The best plan is chosen layer by layer.

use crate::domain::plan::Objective;
use crate::planner::day::Day;
use crate::planner::fleet;
use crate::planner::insert::{Inserter, Reach};
use crate::planner::problem::Commitment;
use crate::planner::roulette::Roulette;
use crate::planner::ruin::{self, Removal, Taken};
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
pub struct Progress {
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
    Gone(u16),
    /// Return the best plan so far.
    Stop,
}

/// One unit of the share of the budget that is gone.
pub(crate) const WHOLE: u64 = 1 << 16;

/// How much worse than the plan at hand a plan may be at the start, at the start from a plan in force, and at the end, on
/// average, in parts of a million of the driving and the unfairness.
const HOT: i128 = 100_000;
const WARM: i128 = 5_000;
const COLD: i128 = 30;

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
    pub day: &'a Day<'p>,
    pub inserter: Inserter,
    pub rng: Pcg64Mcg,
    pub best: State,
    pub objective: Objective,
    budget: Budget,
    done: u64,
    gone: u64,
    stopped: bool,
    watch: &'a mut dyn FnMut(Progress) -> Control,
}

impl Search<'_, '_> {
    /// Counts an iteration and asks whether to go on.
    pub(crate) fn step(&mut self) -> bool {
        self.done += 1;
        self.tell();
        !self.stopped && self.gone() < WHOLE
    }

    /// The share of the budget that is gone, out of 65,536.
    pub(crate) fn gone(&self) -> u64 {
        let done = u128::from(self.done) * u128::from(WHOLE) / u128::from(self.budget.iterations.max(1));
        u64::try_from(done).unwrap_or(WHOLE).max(self.gone).min(WHOLE)
    }

    fn tell(&mut self) {
        let left: i64 = self.best.left.iter().sum();
        let control = (self.watch)(Progress {
            iterations: self.done,
            objective: self.objective,
            placed: self.day.items.iter().map(|item| item.crates).sum::<i64>() - left,
            left,
        });
        match control {
            Control::Continue => {}
            Control::Gone(share) => self.gone = u64::from(share),
            Control::Stop => self.stopped = true,
        }
    }

    /// Keeps a plan if it is better than the best.
    pub(crate) fn offer(&mut self, state: &State) -> bool {
        let objective = state.objective(self.day);
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
    day: &Day,
    current: &[Vec<Commitment>],
    seed: u64,
    budget: Budget,
    watch: &mut dyn FnMut(Progress) -> Control,
) -> Result<(State, u64, u64), ProblemError> {
    let (gone, stopped) = (AtomicU16::new(0), AtomicBool::new(false));
    let mut lead = |progress: Progress| {
        let control = watch(progress);
        match control {
            Control::Continue => {}
            Control::Gone(share) => gone.store(share, Ordering::Relaxed),
            Control::Stop => stopped.store(true, Ordering::Relaxed),
        }
        control
    };
    let follow = |_: Progress| match (stopped.load(Ordering::Relaxed), gone.load(Ordering::Relaxed)) {
        (true, _) => Control::Stop,
        (false, 0) => Control::Continue,
        (false, share) => Control::Gone(share),
    };
    let others = 1..u64::from(budget.starts);
    let mut plans = std::thread::scope(|scope| {
        let running: Vec<_> = others
            .map(|nth| {
                let mut follow = follow;
                let seed = seed.wrapping_add(nth);
                scope.spawn(move || (seed, run(day, current, seed, budget, &mut follow)))
            })
            .collect();
        let mut plans = vec![(seed, run(day, current, seed, budget, &mut lead))];
        plans.extend(running.into_iter().filter_map(|start| start.join().ok()));
        plans
    });
    plans.sort_by_key(|(seed, plan)| (plan.as_ref().ok().map(|(state, _)| state.objective(day)), *seed));
    let (seed, plan) = plans.swap_remove(0);
    plan.map(|(state, iterations)| (state, seed, iterations))
}

fn run<'a, 'p>(
    day: &'a Day<'p>,
    current: &[Vec<Commitment>],
    seed: u64,
    budget: Budget,
    watch: &'a mut dyn FnMut(Progress) -> Control,
) -> Result<(State, u64), ProblemError> {
    let mut rng = Pcg64Mcg::seed_from_u64(seed);
    let mut inserter = Inserter::new(day);
    let mut first = State::new(day, &mut inserter.work)?;
    first.resume(day, current, &mut inserter.work);
    let first = if current.is_empty() {
        construct(day, &first, &mut inserter, &mut rng)
    } else {
        let order = in_first_order(day, &first);
        inserter.in_order(day, &mut first, &order, &mut rng);
        first
    };

    let objective = first.objective(day);
    let mut search =
        Search { day, inserter, rng, best: first, objective, budget, done: 0, gone: 0, stopped: false, watch };
    search.tell();
    if budget.iterations > 0 && !search.stopped {
        if current.is_empty() && search.best.left.iter().all(|left| *left == 0) && objective.unfair == 0 {
            fleet::cut(&mut search, CUTTING);
        }
        anneal(&mut search, if current.is_empty() { HOT } else { WARM });
    }
    let Search { mut inserter, mut rng, mut best, done, .. } = search;
    (inserter.blink, inserter.short, inserter.most) = (0, day.short, usize::MAX);
    for item in 0..day.items.len() {
        let left = best.left[item];
        if left > 0 {
            inserter.fill(day, &mut best, (item, left), Reach::All, &mut rng);
        }
    }
    Ok((best, done))
}

fn anneal(search: &mut Search, hot: i128) {
    let day = search.day;
    let begun = search.gone();
    let share = |part: u64| begun + (WHOLE - begun) * part / 10;
    let mut back = [share(5), share(8)].into_iter().peekable();
    let mut removals = Roulette::new(Removal::ALL.len());
    let mut repairs = Roulette::new(Repair::ALL.len());
    let mut current = search.best.clone();
    let mut polish = false;
    let mut energy = current.energy(day, polish);
    while !search.stopped && search.gone() < WHOLE {
        let gone = search.gone();
        if back.next_if(|back| gone >= *back).is_some() {
            polish = back.peek().is_none();
            current.clone_from(&search.best);
            energy = current.energy(day, polish);
        }
        let (removal, repair) = (removals.draw(&mut search.rng), repairs.draw(&mut search.rng));
        let mut trial = current.clone();
        let taken = ruin::pick(day, &current, Removal::ALL[removal], &mut search.rng);
        for taken in by_route(taken) {
            trial.take_out(day, taken[0].route, &mut search.inserter.work, |job| {
                taken.iter().any(|one| (one.item, one.sink, one.unload) == (job.item, job.sink, job.unload))
            });
        }
        recreate(search, &current, &mut trial, Repair::ALL[repair]);
        let reached = trial.energy(day, polish);
        let heat = heat(search.best.worth(day), hot, gone - begun, WHOLE - begun);
        let slack = heat * EXPONENTIAL[search.rng.random_range(0..EXPONENTIAL.len())] / 1_000;
        let mut score = 0;
        if reached < energy + slack {
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
fn heat(worth: i128, hot: i128, gone: u64, whole: u64) -> i128 {
    let halvings = i128::from((hot / COLD).ilog2());
    let unit = i128::from(WHOLE);
    let fallen = halvings * unit * i128::from(gone) / i128::from(whole.max(1));
    let (halved, rest) = (fallen / unit, fallen % unit);
    let level = (worth * hot / 1_000_000) >> halved.min(60);
    level - level * rest / unit / 2 + 1
}

/// The best of a few plans made in one go each: in order or by regret, and with fairness at a high or a low price.
fn construct(day: &Day, nothing: &State, inserter: &mut Inserter, rng: &mut Pcg64Mcg) -> State {
    let order = in_first_order(day, nothing);
    let ways = [(day.short, 0), (0, 0), (day.short / 8, 2), (0, 2)];
    let plans = ways.map(|(short, depth)| {
        let mut plan = nothing.clone();
        inserter.short = short;
        if depth > 0 && order.len() <= CONSTRUCTED {
            inserter.by_regret(day, &mut plan, &order, depth, rng);
        } else {
            inserter.in_order(day, &mut plan, &order, rng);
        }
        plan
    });
    let best = plans.into_iter().min_by_key(|plan| plan.objective(day));
    best.unwrap_or_else(|| nothing.clone())
}

fn in_first_order(day: &Day, state: &State) -> Vec<(usize, i64)> {
    let mut order: Vec<(usize, i64)> = state.left.iter().copied().enumerate().filter(|(_, left)| *left > 0).collect();
    order.sort_by_key(|&(item, _)| first_order(day, item));
    order
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

fn recreate(search: &mut Search, before: &State, trial: &mut State, repair: Repair) {
    let (day, rng, inserter) = (search.day, &mut search.rng, &mut search.inserter);
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
    inserter.blink = BLINK;
    inserter.short = day.short * [1, 2, 4, 4][rng.random_range(0..4)] / 4;
    let lot = |item: usize| &day.problem.supplies[day.items[item].supply];
    match repair {
        Repair::Heaviest => pool.sort_by_key(|&(item, _)| -lot(item).grams.0 * lot(item).loss_weight),
        Repair::MostUrgent => pool.sort_by_key(|&(item, _)| lot(item).until),
        Repair::Farthest => pool.sort_by_key(|&(item, _)| -day.apart[day.items[item].supply]),
        Repair::Shuffled => {}
        Repair::Regret(depth) => return inserter.by_regret(day, trial, &pool, depth, rng),
    }
    inserter.in_order(day, trial, &pool, rng);
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
