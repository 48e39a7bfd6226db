//! Bringing portions into the rounds: for each, round, stops and sink are chosen together.
//!
//! Greedy insertion in a given order (as in Christiaens & Vanden Berghe 2020, "Slack induction by string removals") and
//! regret insertion (Ropke & Pisinger 2006, "An adaptive large neighborhood search heuristic for the pickup and delivery
//! problem with time windows"). What a round offers a portion is kept by the round's stamp, so that it is still known
//! when a round comes back after a trial that failed.

use crate::planner::day::{Day, LOST};
use crate::planner::route::Route;
use crate::planner::schedule::Sequence;
use crate::planner::state::State;
use crate::planner::trial::{Portion, Spot, find};
use rand::RngExt;
use rand_pcg::Pcg64Mcg;

/// Worse than any option there is: what a missing option counts in a regret.
const NO_OPTION: i64 = 1_000_000_000_000;

/// The most rounds compared in a regret.
const DEPTH: usize = 5;

/// How many offers are kept in all, counted in sinks.
const KEPT: usize = 1 << 19;

/// The option to take for a portion.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Choice {
    pub route: usize,
    pub sink: usize,
    pub spot: Spot,
    pub crates: i64,
    /// Effort minus what is gained; smaller is better. Points come before hubs whatever the value.
    pub value: (bool, i64),
    /// What the next best rounds are worse by.
    regret: i64,
}

/// Which sinks are tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reach {
    /// Those worth trying.
    Near,
    /// All that may take the food.
    All,
}

/// What rounds offer portions, by item and stamp of the round.
struct Offers {
    /// Rounds kept for an item; a power of two.
    ways: usize,
    keys: Vec<u64>,
    /// For each item, where its spots begin.
    first: Vec<usize>,
    spots: Vec<Spot>,
}

impl Offers {
    fn new(day: &Day) -> Self {
        let near = |item: usize| day.near[day.items[item].supply].len();
        let whole: usize = (0..day.items.len()).map(near).sum();
        let mut ways = 128;
        while ways > 8 && ways * whole > KEPT {
            ways /= 2;
        }
        let mut first = Vec::with_capacity(day.items.len());
        let mut next = 0;
        for item in 0..day.items.len() {
            first.push(next);
            next += ways * near(item);
        }
        Self { ways, keys: vec![0; ways * day.items.len()], first, spots: vec![Spot::NONE; next] }
    }

    fn of(&mut self, day: &Day, route: &Route, portion: Portion, sinks: &[u32], work: &mut Sequence) -> &[Spot] {
        let key = route.stamp ^ portion.crates.cast_unsigned().wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
        let way = (key >> 40) as usize & (self.ways - 1);
        let known = &mut self.keys[portion.item * self.ways + way];
        let from = self.first[portion.item] + way * sinks.len();
        let spots = &mut self.spots[from..from + sinks.len()];
        if *known != key {
            *known = key;
            find(day, route, portion, sinks, spots, work);
        }
        spots
    }
}

pub(crate) struct Inserter {
    offers: Offers,
    pub work: Sequence,
    parts: Vec<usize>,
    gains: Vec<(i64, i64)>,
    spare: Vec<Spot>,
    /// Vehicles like those seen idle already.
    idle: Vec<u32>,
    scan: u32,
    /// Of how many chances one is passed over at random; 0 for none.
    pub blink: u32,
    /// What a weighted gram of shortage counts when sinks are compared.
    pub short: i64,
    /// The most people called out.
    pub most: usize,
}

impl Inserter {
    pub(crate) fn new(day: &Day) -> Self {
        Self {
            offers: Offers::new(day),
            work: Sequence::default(),
            parts: Vec::new(),
            gains: Vec::new(),
            spare: Vec::new(),
            idle: vec![0; day.problem.vehicles.len()],
            scan: 0,
            blink: 0,
            short: day.short,
            most: usize::MAX,
        }
    }

    /// Inserts a chunk of each item where it is best, one item after the other, and then what is left of them.
    pub(crate) fn in_order(&mut self, day: &Day, state: &mut State, items: &[(usize, i64)], rng: &mut Pcg64Mcg) {
        for &(item, chunk) in items {
            let chunk = self.size(day, state, item, chunk);
            self.fill(day, state, (item, chunk), Reach::Near, rng);
        }
        for &(item, chunk) in items {
            let left = state.left[item];
            if left > 0 && chunk < left {
                self.fill(day, state, (item, left), Reach::Near, rng);
            }
        }
    }

    /// Inserts as many of these crates of an item as fit, halving the portion where it does not fit as one.
    pub(crate) fn fill(
        &mut self,
        day: &Day,
        state: &mut State,
        (item, wanted): (usize, i64),
        reach: Reach,
        rng: &mut Pcg64Mcg,
    ) {
        let target = state.left[item] - wanted.min(state.left[item]);
        let mut crates = wanted;
        while state.left[item] > target && crates > 0 {
            crates = crates.min(state.left[item] - target);
            match self.choose(day, state, Portion { item, crates }, reach, 1, rng) {
                Some(choice) if self.take(day, state, item, choice) => {}
                _ => crates /= 2,
            }
        }
    }

    /// Inserts items in the order of what waiting would cost them.
    pub(crate) fn by_regret(
        &mut self,
        day: &Day,
        state: &mut State,
        items: &[(usize, i64)],
        depth: usize,
        rng: &mut Pcg64Mcg,
    ) {
        let mut pool = items.to_vec();
        let mut hard = Vec::new();
        while !pool.is_empty() {
            let mut best: Option<(usize, Choice)> = None;
            let mut index = 0;
            while let Some(&(item, chunk)) = pool.get(index) {
                let crates = self.size(day, state, item, chunk);
                match self.choose(day, state, Portion { item, crates }, Reach::Near, depth, rng) {
                    Some(choice) => {
                        let better =
                            best.is_none_or(|(_, other)| (choice.regret, other.value) > (other.regret, choice.value));
                        if better {
                            best = Some((index, choice));
                        }
                        index += 1;
                    }
                    None => hard.push(pool.swap_remove(index)),
                }
            }
            let Some((index, choice)) = best else { break };
            let (item, _) = pool[index];
            if !self.take(day, state, item, choice) {
                hard.push(pool.swap_remove(index));
            } else if state.left[item] == 0 {
                pool.swap_remove(index);
            }
        }
        self.in_order(day, state, &hard, rng);
    }

    /// Crates of the next portion: the last sink allowed gets all the rest.
    fn size(&mut self, day: &Day, state: &State, item: usize, chunk: i64) -> i64 {
        let left = state.left[item];
        state.parts(day.items[item].supply, &mut self.parts);
        if self.parts.len() + 1 >= day.problem.policy.most_parts { left } else { left.min(chunk) }
    }

    pub(crate) fn take(&mut self, day: &Day, state: &mut State, item: usize, choice: Choice) -> bool {
        let portion = Portion { item, crates: choice.crates };
        state.put(day, (choice.route, choice.sink), portion, choice.spot, &mut self.work)
    }

    /// What each sink can take of a portion and what that gains, whatever the round. No crates where it takes nothing.
    fn gains(&mut self, day: &Day, state: &State, portion: Portion, sinks: &[u32]) {
        let supply = day.items[portion.item].supply;
        let lot = &day.problem.supplies[supply];
        state.parts(supply, &mut self.parts);
        let full = self.parts.len() >= day.problem.policy.most_parts;
        self.gains.clear();
        for &sink in sinks {
            let sink = sink as usize;
            let crates = portion.crates.min(state.room[sink][lot.class as usize]);
            if crates <= 0 || full && !self.parts.contains(&sink) {
                self.gains.push((0, 0));
                continue;
            }
            let grams = day.grams(supply, crates);
            let had = state.given[sink][lot.category as usize];
            let relief = |grams: i64| day.fairness.relief(sink, lot.category, grams);
            let relief = relief(had + grams) - relief(had);
            self.gains.push((crates, grams * lot.loss_weight * LOST + relief * self.short));
        }
    }

    /// Weighs what the sinks would gain by a portion, for [`Inserter::on_round`].
    pub(crate) fn weigh(&mut self, day: &Day, state: &State, portion: Portion) {
        self.gains(day, state, portion, sinks_of(day, portion, Reach::Near));
    }

    /// The best option for a portion that was weighed on one round, which need not be of the plan.
    pub(crate) fn on_round(&mut self, day: &Day, (at, route): (usize, &Route), portion: Portion) -> Option<Choice> {
        let sinks = sinks_of(day, portion, Reach::Near);
        self.spare.resize(sinks.len(), Spot::NONE);
        find(day, route, portion, sinks, &mut self.spare, &mut self.work);
        let mut best: Option<Choice> = None;
        for ((&sink, spot), &(crates, gain)) in sinks.iter().zip(&self.spare).zip(&self.gains) {
            let sink = sink as usize;
            let value = (day.problem.sinks[sink].hub, spot.cost - gain);
            if crates > 0 && spot.exists() && best.is_none_or(|best| value < best.value) {
                best = Some(Choice { route: at, sink, spot: *spot, crates, value, regret: 0 });
            }
        }
        best
    }

    /// The best option for a portion, or for as much of it as a sink has room for.
    pub(crate) fn choose(
        &mut self,
        day: &Day,
        state: &State,
        portion: Portion,
        reach: Reach,
        depth: usize,
        rng: &mut Pcg64Mcg,
    ) -> Option<Choice> {
        let sinks = sinks_of(day, portion, reach);
        self.gains(day, state, portion, sinks);
        self.scan += 1;
        let mut best: Option<Choice> = None;
        let mut next_best = [NO_OPTION; DEPTH];
        let closed = self.most < usize::MAX && state.called(day) >= self.most;
        for (at, route) in state.routes.iter().enumerate() {
            if route.stops.is_empty() {
                let seen = &mut self.idle[day.like[at]];
                if *seen == self.scan || closed && day.call(at) > 0 {
                    continue;
                }
                *seen = self.scan;
            }
            let offered = match reach {
                Reach::Near => self.offers.of(day, route, portion, sinks, &mut self.work),
                Reach::All => {
                    self.spare.resize(sinks.len(), Spot::NONE);
                    find(day, route, portion, sinks, &mut self.spare, &mut self.work);
                    &self.spare
                }
            };
            let mut here: Option<Choice> = None;
            for ((&sink, spot), &(crates, gain)) in sinks.iter().zip(offered).zip(&self.gains) {
                if crates == 0 || !spot.exists() || self.blink > 0 && rng.random_range(0..self.blink) == 0 {
                    continue;
                }
                let sink = sink as usize;
                let value = (day.problem.sinks[sink].hub, spot.cost - gain);
                if here.is_none_or(|here| value < here.value) {
                    here = Some(Choice { route: at, sink, spot: *spot, crates, value, regret: 0 });
                }
            }
            let Some(here) = here else { continue };
            if best.is_none_or(|best| here.value < best.value) {
                best = Some(here);
            }
            let mut value = here.value.1;
            for ranked in &mut next_best[..depth] {
                if value < *ranked {
                    std::mem::swap(ranked, &mut value);
                }
            }
        }
        let mut best = best?;
        best.regret = next_best[1..depth].iter().map(|value| (value - best.value.1).min(NO_OPTION)).sum();
        Some(best)
    }
}

fn sinks_of<'d>(day: &'d Day, portion: Portion, reach: Reach) -> &'d [u32] {
    let supply = day.items[portion.item].supply;
    match reach {
        Reach::Near => &day.near[supply],
        Reach::All => &day.takers[supply],
    }
}
