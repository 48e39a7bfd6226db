//! Chance that follows from the seed of the demonstration.

use rand::{Rng, SeedableRng};
use rand_pcg::Pcg64;

/// Dice that fall the same way for the same seed.
#[derive(Debug, Clone)]
pub(super) struct Dice(Pcg64);

impl Dice {
    /// Dice for one purpose: what one of them is used for does not change how another falls.
    pub(super) fn new(seed: u64, purpose: u64) -> Self {
        Self(Pcg64::seed_from_u64(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15).wrapping_add(purpose)))
    }

    /// A whole number from `least` to `most`, both included.
    pub(super) fn between(&mut self, least: i64, most: i64) -> i64 {
        let span = most.abs_diff(least).saturating_add(1);
        least + (self.0.next_u64() % span.max(1)).cast_signed()
    }

    /// True so many times in a hundred.
    pub(super) fn percent(&mut self, chance: i64) -> bool {
        self.between(0, 99) < chance
    }

    /// A number drawn around `mean`, roughly as a bell, never below nothing.
    pub(super) fn around(&mut self, mean: f64, deviation: f64) -> f64 {
        let dice: i64 = (0..12).map(|_| self.between(0, 1_000)).sum();
        #[allow(clippy::cast_precision_loss, reason = "it is at most 12,000")]
        let bell = dice as f64 / 1_000.0 - 6.0;
        (mean + deviation * bell).max(0.0)
    }

    /// One of `weights`, by its place, as likely as it is heavy; none when they weigh nothing.
    pub(super) fn weighted(&mut self, weights: &[i64]) -> Option<usize> {
        let total: i64 = weights.iter().sum();
        if total <= 0 {
            return None;
        }
        let mut left = self.between(0, total - 1);
        weights.iter().position(|weight| {
            left -= weight;
            left < 0
        })
    }
}
