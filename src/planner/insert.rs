//! Bringing portions into the rounds: for each, round, stops and sink are chosen together.
//!
//! Greedy insertion in a given order (as in Christiaens & Vanden Berghe 2020, "Slack induction by string removals") and
//! regret insertion (Ropke & Pisinger 2006, "An adaptive large neighborhood search heuristic for the pickup and delivery
//! problem with time windows"). What a route offers a request is kept by the route's fingerprint, so that it is still known
//! when a round comes back after a trial that failed.

use crate::planner::evaluate::{InsertionPosition, Request, evaluate};
use crate::planner::instance::{Instance, LOSS_PRICE};
use crate::planner::route::Route;
use crate::planner::schedule::Sequence;
use crate::planner::state::State;
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
pub(crate) struct Insertion {
    pub route: usize,
    pub sink: usize,
    pub position: InsertionPosition,
    pub crates: i64,
    /// Effort minus what is gained; smaller is better. Points come before hubs whatever the value.
    pub value: (bool, i64),
    /// What the next best rounds are worse by.
    regret: i64,
}

/// Which sinks are tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SinkSet {
    /// Those worth trying.
    Candidates,
    /// All that may take the food.
    Eligible,
}

/// What routes offer requests, by item and fingerprint of the route.
struct InsertionCache {
    /// Rounds kept for an item; a power of two.
    ways: usize,
    keys: Vec<u64>,
    /// For each item, where its positions begin.
    first: Vec<usize>,
    positions: Vec<InsertionPosition>,
}

impl InsertionCache {
    fn new(instance: &Instance) -> Self {
        let near = |item: usize| instance.candidates[instance.items[item].supply].len();
        let whole: usize = (0..instance.items.len()).map(near).sum();
        let mut ways = 128;
        while ways > 8 && ways * whole > KEPT {
            ways /= 2;
        }
        let mut first = Vec::with_capacity(instance.items.len());
        let mut next = 0;
        for item in 0..instance.items.len() {
            first.push(next);
            next += ways * near(item);
        }
        Self { ways, keys: vec![0; ways * instance.items.len()], first, positions: vec![InsertionPosition::NONE; next] }
    }

    fn of(
        &mut self,
        instance: &Instance,
        route: &Route,
        request: Request,
        sinks: &[u32],
        work: &mut Sequence,
    ) -> &[InsertionPosition] {
        let key = route.fingerprint ^ request.crates.cast_unsigned().wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
        let way = (key >> 40) as usize & (self.ways - 1);
        let known = &mut self.keys[request.item * self.ways + way];
        let from = self.first[request.item] + way * sinks.len();
        let positions = &mut self.positions[from..from + sinks.len()];
        if *known != key {
            *known = key;
            evaluate(instance, route, request, sinks, positions, work);
        }
        positions
    }
}

pub(crate) struct Inserter {
    cache: InsertionCache,
    pub work: Sequence,
    parts: Vec<usize>,
    gains: Vec<(i64, i64)>,
    uncached: Vec<InsertionPosition>,
    /// Vehicles like those seen idle already.
    idle: Vec<u32>,
    scan: u32,
    /// Of how many chances one is passed over at random; 0 for none.
    pub blink_rate: u32,
    /// What a weighted gram of shortage counts when sinks are compared.
    pub shortage_price: i64,
    /// The most people called out.
    pub max_routes: usize,
}

impl Inserter {
    pub(crate) fn new(instance: &Instance) -> Self {
        Self {
            cache: InsertionCache::new(instance),
            work: Sequence::default(),
            parts: Vec::new(),
            gains: Vec::new(),
            uncached: Vec::new(),
            idle: vec![0; instance.problem.vehicles.len()],
            scan: 0,
            blink_rate: 0,
            shortage_price: instance.shortage_price,
            max_routes: usize::MAX,
        }
    }

    /// Inserts a chunk of each item where it is best, one item after the other, and then what is left of them.
    pub(crate) fn in_order(
        &mut self,
        instance: &Instance,
        state: &mut State,
        items: &[(usize, i64)],
        rng: &mut Pcg64Mcg,
    ) {
        for &(item, chunk) in items {
            let chunk = self.size(instance, state, item, chunk);
            self.fill(instance, state, (item, chunk), SinkSet::Candidates, rng);
        }
        for &(item, chunk) in items {
            let left = state.left[item];
            if left > 0 && chunk < left {
                self.fill(instance, state, (item, left), SinkSet::Candidates, rng);
            }
        }
    }

    /// Inserts as many of these crates of an item as fit, halving the portion where it does not fit as one.
    pub(crate) fn fill(
        &mut self,
        instance: &Instance,
        state: &mut State,
        (item, wanted): (usize, i64),
        sink_set: SinkSet,
        rng: &mut Pcg64Mcg,
    ) {
        let target = state.left[item] - wanted.min(state.left[item]);
        let mut crates = wanted;
        while state.left[item] > target && crates > 0 {
            crates = crates.min(state.left[item] - target);
            match self.best_insertion(instance, state, Request { item, crates }, sink_set, 1, rng) {
                Some(insertion) if self.insert(instance, state, item, insertion) => {}
                _ => crates /= 2,
            }
        }
    }

    /// Inserts items in the order of what waiting would cost them.
    pub(crate) fn by_regret(
        &mut self,
        instance: &Instance,
        state: &mut State,
        items: &[(usize, i64)],
        depth: usize,
        rng: &mut Pcg64Mcg,
    ) {
        let mut pool = items.to_vec();
        let mut hard = Vec::new();
        while !pool.is_empty() {
            let mut best: Option<(usize, Insertion)> = None;
            let mut index = 0;
            while let Some(&(item, chunk)) = pool.get(index) {
                let crates = self.size(instance, state, item, chunk);
                match self.best_insertion(instance, state, Request { item, crates }, SinkSet::Candidates, depth, rng) {
                    Some(insertion) => {
                        let better = best
                            .is_none_or(|(_, other)| (insertion.regret, other.value) > (other.regret, insertion.value));
                        if better {
                            best = Some((index, insertion));
                        }
                        index += 1;
                    }
                    None => hard.push(pool.swap_remove(index)),
                }
            }
            let Some((index, insertion)) = best else { break };
            let (item, _) = pool[index];
            if !self.insert(instance, state, item, insertion) {
                hard.push(pool.swap_remove(index));
            } else if state.left[item] == 0 {
                pool.swap_remove(index);
            }
        }
        self.in_order(instance, state, &hard, rng);
    }

    /// Crates of the next portion: the last sink allowed gets all the rest.
    fn size(&mut self, instance: &Instance, state: &State, item: usize, chunk: i64) -> i64 {
        let left = state.left[item];
        state.parts(instance.items[item].supply, &mut self.parts);
        if self.parts.len() + 1 >= instance.problem.policy.most_parts { left } else { left.min(chunk) }
    }

    pub(crate) fn insert(&mut self, instance: &Instance, state: &mut State, item: usize, insertion: Insertion) -> bool {
        let request = Request { item, crates: insertion.crates };
        state.insert(instance, (insertion.route, insertion.sink), request, insertion.position, &mut self.work)
    }

    /// What each sink can take of a portion and what that gains, whatever the round. No crates where it takes nothing.
    fn gains(&mut self, instance: &Instance, state: &State, request: Request, sinks: &[u32]) {
        let supply = instance.items[request.item].supply;
        let lot = &instance.problem.supplies[supply];
        state.parts(supply, &mut self.parts);
        let full = self.parts.len() >= instance.problem.policy.most_parts;
        self.gains.clear();
        for &sink in sinks {
            let sink = sink as usize;
            let crates = request.crates.min(state.room[sink][lot.class as usize]);
            if crates <= 0 || full && !self.parts.contains(&sink) {
                self.gains.push((0, 0));
                continue;
            }
            let grams = instance.grams(supply, crates);
            let had = state.given[sink][lot.category as usize];
            let relief = |grams: i64| instance.fairness.relief(sink, lot.category, grams);
            let relief = relief(had + grams) - relief(had);
            self.gains.push((crates, grams * lot.loss_weight * LOSS_PRICE + relief * self.shortage_price));
        }
    }

    /// Weighs what the sinks would gain by a portion, for [`Inserter::on_round`].
    pub(crate) fn weigh(&mut self, instance: &Instance, state: &State, request: Request) {
        self.gains(instance, state, request, sinks_of(instance, request, SinkSet::Candidates));
    }

    /// The best option for a portion that was weighed on one round, which need not be of the plan.
    pub(crate) fn on_round(
        &mut self,
        instance: &Instance,
        (at, route): (usize, &Route),
        request: Request,
    ) -> Option<Insertion> {
        let sinks = sinks_of(instance, request, SinkSet::Candidates);
        self.uncached.resize(sinks.len(), InsertionPosition::NONE);
        evaluate(instance, route, request, sinks, &mut self.uncached, &mut self.work);
        let mut best: Option<Insertion> = None;
        for ((&sink, position), &(crates, gain)) in sinks.iter().zip(&self.uncached).zip(&self.gains) {
            let sink = sink as usize;
            let value = (instance.problem.sinks[sink].hub, position.cost - gain);
            if crates > 0 && position.exists() && best.is_none_or(|best| value < best.value) {
                best = Some(Insertion { route: at, sink, position: *position, crates, value, regret: 0 });
            }
        }
        best
    }

    /// The best option for a portion, or for as much of it as a sink has room for.
    pub(crate) fn best_insertion(
        &mut self,
        instance: &Instance,
        state: &State,
        request: Request,
        sink_set: SinkSet,
        depth: usize,
        rng: &mut Pcg64Mcg,
    ) -> Option<Insertion> {
        let sinks = sinks_of(instance, request, sink_set);
        self.gains(instance, state, request, sinks);
        self.scan += 1;
        let mut best: Option<Insertion> = None;
        let mut next_best = [NO_OPTION; DEPTH];
        let closed = self.max_routes < usize::MAX && state.called(instance) >= self.max_routes;
        for (at, route) in state.routes.iter().enumerate() {
            if route.stops.is_empty() {
                let seen = &mut self.idle[instance.symmetry_class[at]];
                if *seen == self.scan || closed && instance.fixed_cost(at) > 0 {
                    continue;
                }
                *seen = self.scan;
            }
            let offered = match sink_set {
                SinkSet::Candidates => self.cache.of(instance, route, request, sinks, &mut self.work),
                SinkSet::Eligible => {
                    self.uncached.resize(sinks.len(), InsertionPosition::NONE);
                    evaluate(instance, route, request, sinks, &mut self.uncached, &mut self.work);
                    &self.uncached
                }
            };
            let mut here: Option<Insertion> = None;
            for ((&sink, position), &(crates, gain)) in sinks.iter().zip(offered).zip(&self.gains) {
                if crates == 0 || !position.exists() || self.blink_rate > 0 && rng.random_range(0..self.blink_rate) == 0
                {
                    continue;
                }
                let sink = sink as usize;
                let value = (instance.problem.sinks[sink].hub, position.cost - gain);
                if here.is_none_or(|here| value < here.value) {
                    here = Some(Insertion { route: at, sink, position: *position, crates, value, regret: 0 });
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

fn sinks_of<'d>(instance: &'d Instance, request: Request, sink_set: SinkSet) -> &'d [u32] {
    let supply = instance.items[request.item].supply;
    match sink_set {
        SinkSet::Candidates => &instance.candidates[supply],
        SinkSet::Eligible => &instance.eligible_sinks[supply],
    }
}
