//! Bringing portions into the rounds: for each, round, stops and sink are chosen together.
//!
//! Greedy insertion in a given order (as in Christiaens & Vanden Berghe 2020, "Slack induction by string removals") and
//! regret insertion (Ropke & Pisinger 2006, "An adaptive large neighborhood search heuristic for the pickup and delivery
//! problem with time windows"). What a round offers a portion is kept as long as neither changes.

use crate::planner::day::{Day, LOST, SHORT};
use crate::planner::schedule::Sequence;
use crate::planner::state::{Stamps, State};
use crate::planner::trial::{Portion, Spot, find};
use rand::RngExt;
use rand_pcg::Pcg64Mcg;

/// Worse than any option there is: what a missing option counts in a regret.
const NO_OPTION: i64 = 1_000_000_000_000;

/// What a round offered a portion, for each sink worth trying.
#[derive(Debug, Clone, Default)]
struct Offer {
    stamp: u64,
    crates: i64,
    spots: Vec<Option<Spot>>,
}

/// The option to take for a portion.
#[derive(Debug, Clone, Copy)]
struct Choice {
    route: usize,
    sink: usize,
    spot: Spot,
    crates: i64,
    /// Effort minus what is gained; smaller is better. Points come before hubs whatever the value.
    value: (bool, i64),
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

pub(crate) struct Inserter {
    offers: Vec<Vec<Offer>>,
    pub work: Sequence,
    parts: Vec<usize>,
    /// Of how many chances one is passed over at random; 0 for none.
    pub blink: u32,
    /// What a weighted gram of shortage counts when sinks are compared.
    pub short: i64,
}

impl Inserter {
    pub(crate) fn new(day: &Day) -> Self {
        Self {
            offers: vec![vec![Offer::default(); day.problem.vehicles.len()]; day.items.len()],
            work: Sequence::default(),
            parts: Vec::new(),
            blink: 0,
            short: SHORT,
        }
    }

    /// Inserts a chunk of each item where it is best, one item after the other, and then what is left of them.
    pub(crate) fn in_order(
        &mut self,
        day: &Day,
        state: &mut State,
        items: &[(usize, i64)],
        stamps: &mut Stamps,
        rng: &mut Pcg64Mcg,
    ) {
        for &(item, chunk) in items {
            let chunk = self.size(day, state, item, chunk);
            self.fill(day, state, (item, chunk), Reach::Near, stamps, rng);
        }
        for &(item, chunk) in items {
            let left = state.left[item];
            if left > 0 && chunk < left {
                self.fill(day, state, (item, left), Reach::Near, stamps, rng);
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
        stamps: &mut Stamps,
        rng: &mut Pcg64Mcg,
    ) {
        let target = state.left[item] - wanted.min(state.left[item]);
        let mut crates = wanted;
        while state.left[item] > target && crates > 0 {
            crates = crates.min(state.left[item] - target);
            match self.choose(day, state, Portion { item, crates }, reach, 1, rng) {
                Some(choice) if self.take(day, state, item, choice, stamps) => {}
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
        stamps: &mut Stamps,
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
            if !self.take(day, state, item, choice, stamps) {
                hard.push(pool.swap_remove(index));
            } else if state.left[item] == 0 {
                pool.swap_remove(index);
            }
        }
        self.in_order(day, state, &hard, stamps, rng);
    }

    /// Crates of the next portion: the last sink allowed gets all the rest.
    fn size(&mut self, day: &Day, state: &State, item: usize, chunk: i64) -> i64 {
        let left = state.left[item];
        state.parts(day.items[item].supply, &mut self.parts);
        if self.parts.len() + 1 >= day.problem.policy.most_parts { left } else { left.min(chunk) }
    }

    fn take(&mut self, day: &Day, state: &mut State, item: usize, choice: Choice, stamps: &mut Stamps) -> bool {
        let portion = Portion { item, crates: choice.crates };
        let (to, stamp) = ((choice.route, choice.sink), stamps.next());
        state.put(day, to, portion, choice.spot, stamp, &mut self.work)
    }

    /// The best option for a portion, or for as much of it as a sink has room for.
    fn choose(
        &mut self,
        day: &Day,
        state: &State,
        portion: Portion,
        reach: Reach,
        depth: usize,
        rng: &mut Pcg64Mcg,
    ) -> Option<Choice> {
        let supply = day.items[portion.item].supply;
        let lot = &day.problem.supplies[supply];
        let sinks = match reach {
            Reach::Near => &day.near[supply],
            Reach::All => &day.takers[supply],
        };
        let short = self.short;
        state.parts(supply, &mut self.parts);
        let full = self.parts.len() >= day.problem.policy.most_parts;
        // What each sink can take and what that gains, whatever the round.
        let gains: Vec<Option<(i64, i64)>> = sinks
            .iter()
            .map(|&sink| {
                let sink = sink as usize;
                let crates = portion.crates.min(state.room[sink][lot.class as usize]);
                if crates <= 0 || full && !self.parts.contains(&sink) {
                    return None;
                }
                let grams = day.grams(supply, crates);
                let had = state.given[sink][lot.category as usize];
                let relief =
                    day.fairness.relief(sink, lot.category, had + grams) - day.fairness.relief(sink, lot.category, had);
                Some((crates, grams * lot.loss_weight * LOST + relief * short))
            })
            .collect();
        let mut best: Option<Choice> = None;
        let mut by_route: Vec<i64> = Vec::new();
        for (at, route) in state.routes.iter().enumerate() {
            let mut spare;
            let offer = match reach {
                Reach::Near => &mut self.offers[portion.item][at],
                Reach::All => {
                    spare = Offer::default();
                    &mut spare
                }
            };
            if offer.stamp != route.stamp || offer.crates != portion.crates || offer.spots.is_empty() {
                offer.stamp = route.stamp;
                offer.crates = portion.crates;
                offer.spots.resize(sinks.len(), None);
                find(day, route, portion, sinks, &mut offer.spots, &mut self.work);
            }
            let mut here: Option<Choice> = None;
            for ((&sink, spot), gain) in sinks.iter().zip(&offer.spots).zip(&gains) {
                let (Some(spot), &Some((crates, gain))) = (spot, gain) else {
                    continue;
                };
                if self.blink > 0 && rng.random_range(0..self.blink) == 0 {
                    continue;
                }
                let hub = day.problem.sinks[sink as usize].hub;
                let value = (hub, spot.cost - gain);
                if here.is_none_or(|here| value < here.value) {
                    here = Some(Choice { route: at, sink: sink as usize, spot: *spot, crates, value, regret: 0 });
                }
            }
            if let Some(here) = here {
                by_route.push(here.value.1);
                if best.is_none_or(|best| here.value < best.value) {
                    best = Some(here);
                }
            }
        }
        let mut best = best?;
        by_route.sort_unstable();
        best.regret = (1..depth).map(|next| by_route.get(next).map_or(NO_OPTION, |value| value - best.value.1)).sum();
        Some(best)
    }
}
