//! What counts for how much in an area's plans, below the food that is saved. People set it.

use super::quantity::{Grams, Seconds};
use super::word_enum;
use serde::{Deserialize, Serialize};

word_enum!(
    /// How much fair shares count beside the effort of the rounds.
    Evenness {
        /// Hardly: large differences only.
        Least = "least",
        /// Less than usual.
        Less = "less",
        Usual = "usual",
        /// More than usual.
        More = "more",
        /// Small differences too, whatever the way.
        Most = "most",
    }
);

impl Evenness {
    /// Weighted grams of shortage that count as one unit of unfairness: finer differences are left to the effort.
    pub const fn unit(self) -> Grams {
        Grams(match self {
            Self::Least => 1_000_000,
            Self::Less => 200_000,
            Self::Usual => 50_000,
            Self::More => 12_500,
            Self::Most => 3_000,
        })
    }
}

/// What an area set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Weights {
    /// What calling one person out costs, as time at the wheel.
    pub person: Seconds,
    /// What a kilometre costs, as time at the wheel.
    pub kilometre: Seconds,
    /// How much fair shares count.
    pub evenness: Evenness,
}

impl Default for Weights {
    fn default() -> Self {
        Self { person: Seconds(1_800), kilometre: Seconds(30), evenness: Evenness::Usual }
    }
}
