//! Bringing portions into the routes: for each, route, stops and sink are chosen together.
//!
//! Greedy insertion in a given order with blinks, as in Christiaens & Vanden Berghe 2020 ("Slack induction by string
//! removals for vehicle routing problems"), and regret-k insertion, as in Ropke & Pisinger 2006 ("An adaptive large
//! neighborhood search heuristic for the pickup and delivery problem with time windows").

use crate::planner::evaluate::{Scratch, evaluate};
use crate::planner::instance::{Instance, LOSS_PRICE};
use crate::planner::position::{InsertionPosition, Request};
use crate::planner::route::{Route, Shipment};
use crate::planner::state::State;
use rand::RngExt;
use rand_pcg::Pcg64Mcg;

/// Worse than any option there is: what a missing option counts in a regret.
const NO_OPTION: i64 = 1_000_000_000_000;

/// The most routes compared in a regret.
const DEPTH: usize = 5;

/// How many offers are kept in all, counted in sinks.
const KEPT: usize = 1 << 19;

/// What insertions are weighed by. Each phase of the search makes its own.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Mode {
    /// Which sinks are tried.
    pub sinks: SinkSet,
    /// What a weighted gram of shortage counts when sinks are compared, in thousandths of a second at the wheel.
    pub shortage_price: i64,
    /// Of how many options one is passed over at random; 0 for none.
    pub blink_rate: u32,
    /// No further vehicle that calls somebody out is started once so many are out.
    pub max_routes: usize,
}

impl Mode {
    /// Everything at its price, nothing left to chance.
    pub(crate) const fn plain(instance: &Instance) -> Self {
        Self {
            sinks: SinkSet::Candidates,
            shortage_price: instance.shortage_price,
            blink_rate: 0,
            max_routes: usize::MAX,
        }
    }
}

/// Which sinks are tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SinkSet {
    /// Those worth trying.
    Candidates,
    /// All that may take the food.
    Eligible,
}

/// Where to insert a request, and what that is worth.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Insertion {
    pub route: usize,
    pub sink: usize,
    pub position: InsertionPosition,
    /// Fewer than were asked for where the sink has no more room.
    pub crates: i64,
    /// Effort minus what is gained; smaller is better. Points come before hubs whatever the value.
    pub value: (bool, i64),
    /// What the next best routes are worse by.
    regret: i64,
}

/// What routes offer requests, by item and fingerprint of the route.
struct InsertionCache {
    /// Routes kept for an item; a power of two.
    ways: usize,
    keys: Vec<u64>,
    /// For each item, where its positions begin.
    first: Vec<usize>,
    positions: Vec<InsertionPosition>,
}

impl InsertionCache {
    fn new(instance: &Instance) -> Self {
        let candidates = |item: usize| instance.candidates[instance.items[item].supply].len();
        let whole: usize = (0..instance.items.len()).map(candidates).sum();
        let mut ways = 128;
        while ways > 8 && ways * whole > KEPT {
            ways /= 2;
        }
        let mut first = Vec::with_capacity(instance.items.len());
        let mut next = 0;
        for item in 0..instance.items.len() {
            first.push(next);
            next += ways * candidates(item);
        }
        Self { ways, keys: vec![0; ways * instance.items.len()], first, positions: vec![InsertionPosition::NONE; next] }
    }

    fn of(
        &mut self,
        instance: &Instance,
        route: &Route,
        request: Request,
        sinks: &[u32],
        scratch: &mut Scratch,
    ) -> &[InsertionPosition] {
        let key = route.fingerprint ^ request.crates.cast_unsigned().wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
        let way = (key >> 40) as usize & (self.ways - 1);
        let known = &mut self.keys[request.item * self.ways + way];
        let from = self.first[request.item] + way * sinks.len();
        let positions = &mut self.positions[from..from + sinks.len()];
        if *known != key {
            *known = key;
            evaluate(instance, route, request, sinks, positions, scratch);
        }
        positions
    }
}

/// What a sink can take of a request and what that gains, whatever the route.
#[derive(Debug, Clone, Copy)]
struct Gain {
    /// None where it takes nothing.
    crates: i64,
    value: i64,
}

/// Inserts requests into a plan. It holds nothing of the plan, only room to work in and what routes offered before.
pub(crate) struct Inserter<'i> {
    pub instance: &'i Instance<'i>,
    pub scratch: Scratch,
    cache: InsertionCache,
    /// Sinks that get a part of the supply at hand.
    parts: Vec<usize>,
    gains: Vec<Gain>,
    /// Positions that are not worth keeping.
    uncached: Vec<InsertionPosition>,
    /// For each class of idle vehicles that are alike, the scan it was last seen in.
    seen_idle: Vec<u32>,
    scan: u32,
}

impl<'i> Inserter<'i> {
    pub(crate) fn new(instance: &'i Instance<'i>) -> Self {
        Self {
            instance,
            scratch: Scratch::default(),
            cache: InsertionCache::new(instance),
            parts: Vec::new(),
            gains: Vec::new(),
            uncached: Vec::new(),
            seen_idle: vec![0; instance.problem.vehicles.len()],
            scan: 0,
        }
    }

    /// Takes shipments off a route.
    pub(crate) fn remove(&mut self, state: &mut State, route: usize, out: impl Fn(&Shipment) -> bool) {
        state.remove(self.instance, route, &mut self.scratch.sequence, out);
    }

    /// Inserts a part of each item where it is best, one item after the other, and then what is left of them.
    pub(crate) fn greedy(&mut self, state: &mut State, requests: &[Request], mode: Mode, rng: &mut Pcg64Mcg) {
        for &Request { item, crates } in requests {
            let crates = self.size(state, item, crates);
            self.fill(state, Request { item, crates }, mode, rng);
        }
        for &Request { item, crates } in requests {
            let left = state.unplaced[item];
            if left > 0 && crates < left {
                self.fill(state, Request { item, crates: left }, mode, rng);
            }
        }
    }

    /// Inserts as much of a request as fits, halving it where it does not fit as one.
    pub(crate) fn fill(&mut self, state: &mut State, request: Request, mode: Mode, rng: &mut Pcg64Mcg) {
        let Request { item, mut crates } = request;
        let target = state.unplaced[item] - crates.min(state.unplaced[item]);
        while state.unplaced[item] > target && crates > 0 {
            crates = crates.min(state.unplaced[item] - target);
            match self.best_insertion(state, Request { item, crates }, 1, mode, rng) {
                Some(insertion) if self.insert(state, item, insertion) => {}
                _ => crates /= 2,
            }
        }
    }

    /// Inserts requests in the order of what waiting would cost them: the one whose best route is better than its next
    /// best ones by most comes first (Ropke & Pisinger 2006, section 3.2.2, with k = `depth`).
    pub(crate) fn by_regret(
        &mut self,
        state: &mut State,
        requests: &[Request],
        depth: usize,
        mode: Mode,
        rng: &mut Pcg64Mcg,
    ) {
        let mut pool = requests.to_vec();
        let mut hard = Vec::new();
        while !pool.is_empty() {
            let mut best: Option<(usize, Insertion)> = None;
            let mut index = 0;
            while let Some(&Request { item, crates }) = pool.get(index) {
                let crates = self.size(state, item, crates);
                match self.best_insertion(state, Request { item, crates }, depth, mode, rng) {
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
            let item = pool[index].item;
            if !self.insert(state, item, insertion) {
                hard.push(pool.swap_remove(index));
            } else if state.unplaced[item] == 0 {
                pool.swap_remove(index);
            }
        }
        self.greedy(state, &hard, mode, rng);
    }

    /// Crates of the next request: the last sink allowed gets all the rest.
    fn size(&mut self, state: &State, item: usize, crates: i64) -> i64 {
        let left = state.unplaced[item];
        state.parts(self.instance.items[item].supply, &mut self.parts);
        if self.parts.len() + 1 >= self.instance.problem.policy.most_parts { left } else { left.min(crates) }
    }

    /// Carries an insertion out. False, and nothing changed, if the route cannot be driven so after all.
    pub(crate) fn insert(&mut self, state: &mut State, item: usize, insertion: Insertion) -> bool {
        let request = Request { item, crates: insertion.crates };
        let to = (insertion.route, insertion.sink);
        state.insert(self.instance, to, request, insertion.position, &mut self.scratch.sequence)
    }

    /// Works out what each sink can take of a request and what that gains.
    fn weigh_sinks(&mut self, state: &State, request: Request, sinks: &[u32], shortage_price: i64) {
        let instance = self.instance;
        let supply = instance.items[request.item].supply;
        let lot = &instance.problem.supplies[supply];
        state.parts(supply, &mut self.parts);
        let full = self.parts.len() >= instance.problem.policy.most_parts;
        self.gains.clear();
        for &sink in sinks {
            let sink = sink as usize;
            let crates = request.crates.min(state.room[sink][lot.class]);
            if crates <= 0 || full && !self.parts.contains(&sink) {
                self.gains.push(Gain { crates: 0, value: 0 });
                continue;
            }
            let grams = instance.grams(supply, crates);
            let had = state.given[sink][lot.category];
            let relief = |grams: i64| instance.fairness.relief(sink, lot.category, grams);
            let relief = relief(had + grams) - relief(had);
            let value = grams * lot.loss_weight * LOSS_PRICE + relief * shortage_price;
            self.gains.push(Gain { crates, value });
        }
    }

    /// Weighs the sinks of a request once, for [`Inserter::on_route`] to be asked of many routes.
    pub(crate) fn weigh(&mut self, state: &State, request: Request, mode: Mode) {
        self.weigh_sinks(state, request, sinks_of(self.instance, request, mode.sinks), mode.shortage_price);
    }

    /// The best insertion of a request that was weighed into one route, which need not be of the plan.
    pub(crate) fn on_route(&mut self, (at, route): (usize, &Route), request: Request, mode: Mode) -> Option<Insertion> {
        let sinks = sinks_of(self.instance, request, mode.sinks);
        self.uncached.resize(sinks.len(), InsertionPosition::NONE);
        evaluate(self.instance, route, request, sinks, &mut self.uncached, &mut self.scratch);
        let mut best: Option<Insertion> = None;
        for ((&sink, position), gain) in sinks.iter().zip(&self.uncached).zip(&self.gains) {
            let sink = sink as usize;
            let value = (self.instance.problem.sinks[sink].hub, position.cost - gain.value);
            if gain.crates > 0 && position.exists() && best.is_none_or(|best| value < best.value) {
                best = Some(Insertion { route: at, sink, position: *position, crates: gain.crates, value, regret: 0 });
            }
        }
        best
    }

    /// The best insertion of a request, or of as much of it as a sink has room for, with its regret over the `depth` best
    /// routes.
    pub(crate) fn best_insertion(
        &mut self,
        state: &State,
        request: Request,
        depth: usize,
        mode: Mode,
        rng: &mut Pcg64Mcg,
    ) -> Option<Insertion> {
        let instance = self.instance;
        let sinks = sinks_of(instance, request, mode.sinks);
        self.weigh_sinks(state, request, sinks, mode.shortage_price);
        self.scan += 1;
        let mut best: Option<Insertion> = None;
        let mut next_best = [NO_OPTION; DEPTH];
        let closed = mode.max_routes < usize::MAX && state.people_called(instance) >= mode.max_routes;
        for (at, route) in state.routes.iter().enumerate() {
            if route.stops.is_empty() {
                let seen = &mut self.seen_idle[instance.symmetry_class[at]];
                if *seen == self.scan || closed && instance.fixed_cost(at) > 0 {
                    continue;
                }
                *seen = self.scan;
            }
            let positions = match mode.sinks {
                SinkSet::Candidates => self.cache.of(instance, route, request, sinks, &mut self.scratch),
                SinkSet::Eligible => {
                    self.uncached.resize(sinks.len(), InsertionPosition::NONE);
                    evaluate(instance, route, request, sinks, &mut self.uncached, &mut self.scratch);
                    &self.uncached
                }
            };
            let mut here: Option<Insertion> = None;
            for ((&sink, position), gain) in sinks.iter().zip(positions).zip(&self.gains) {
                let blinks = |rng: &mut Pcg64Mcg| mode.blink_rate > 0 && rng.random_range(0..mode.blink_rate) == 0;
                if gain.crates == 0 || !position.exists() || blinks(rng) {
                    continue;
                }
                let sink = sink as usize;
                let value = (instance.problem.sinks[sink].hub, position.cost - gain.value);
                if here.is_none_or(|here| value < here.value) {
                    let (position, crates) = (*position, gain.crates);
                    here = Some(Insertion { route: at, sink, position, crates, value, regret: 0 });
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

fn sinks_of<'i>(instance: &'i Instance, request: Request, sinks: SinkSet) -> &'i [u32] {
    let supply = instance.items[request.item].supply;
    match sinks {
        SinkSet::Candidates => &instance.candidates[supply],
        SinkSet::Eligible => &instance.eligible_sinks[supply],
    }
}

#[cfg(test)]
mod tests;
