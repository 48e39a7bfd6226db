//! Drawing among ways of doing something: those that did well of late are drawn more often (Ropke & Pisinger 2006).

use rand::RngExt;
use rand_pcg::Pcg64Mcg;

/// Draws between two looks at the scores. Ropke & Pisinger 2006 look every 100 iterations and move weights by a tenth; a fifth
/// every 200 was set by reasoning, and hardly matters (docs/benchmarks.md).
const SEGMENT: u32 = 200;

/// The weight of a way at the start, and the least of any: a way that is of no use now may be later.
const START: u64 = 1_000;
const LEAST: u64 = 150;

/// Ways by their number, each with a weight that follows what it brought.
pub(crate) struct Roulette {
    weights: Vec<u64>,
    /// Score and draws since the last look.
    tally: Vec<(u64, u64)>,
    draws: u32,
}

impl Roulette {
    pub(crate) fn new(ways: usize) -> Self {
        Self { weights: vec![START; ways], tally: vec![(0, 0); ways], draws: 0 }
    }

    /// A way, each as likely as its weight is of all weights.
    pub(crate) fn draw(&self, rng: &mut Pcg64Mcg) -> usize {
        let mut left = rng.random_range(0..self.weights.iter().sum::<u64>());
        for (way, &weight) in self.weights.iter().enumerate() {
            if left < weight {
                return way;
            }
            left -= weight;
        }
        0
    }

    /// Counts what a way brought.
    pub(crate) fn learn(&mut self, way: usize, score: u64) {
        self.tally[way].0 += score;
        self.tally[way].1 += 1;
        self.draws += 1;
        if self.draws < SEGMENT {
            return;
        }
        self.draws = 0;
        for (weight, (score, draws)) in self.weights.iter_mut().zip(&mut self.tally) {
            if let Some(mean) = (*score * START).checked_div(*draws) {
                *weight = ((*weight * 4 + mean) / 5).max(LEAST);
            }
            (*score, *draws) = (0, 0);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::SeedableRng;

    #[test]
    fn what_does_well_is_drawn_more_often_and_nothing_never() {
        let mut rng = Pcg64Mcg::seed_from_u64(1);
        let mut roulette = Roulette::new(3);
        let mut drawn = [0; 3];
        for nth in 0..30_000 {
            let way = roulette.draw(&mut rng);
            // Only once it has long been known what does well.
            drawn[way] += u32::from(nth >= 20_000);
            roulette.learn(way, if way == 1 { 9 } else { 0 });
        }
        assert!(drawn[1] > 9_000 && drawn[0] > 100 && drawn[2] > 100, "{drawn:?}");
    }
}
