//! The unit that lost food is counted in on a day, so that how likely food is can be a part of its loss weight.

use super::named::Source;

/// How many units a gram of weight 1 counts. Plans of days with and without forecasts are compared, so what leaves the
/// planner is brought back to whole grams.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LossScale {
    /// One: all food is there.
    Grams,
    /// A hundred, of which food that is only expected counts as many as it is likely in percent.
    Percent,
}

impl LossScale {
    const SURE: i64 = 100;

    /// That of a day with these supplies.
    pub(super) fn of<'a>(supplies: impl IntoIterator<Item = &'a Source>) -> Self {
        let forecast = supplies.into_iter().any(|source| matches!(source, Source::Expected(_)));
        if forecast { Self::Percent } else { Self::Grams }
    }

    /// A loss weight for the planner. What is there always weighs more than its like that is only expected.
    pub(super) fn weight(self, source: &Source, loss_weight: i64) -> i64 {
        match (self, source) {
            (Self::Grams, _) => loss_weight,
            (Self::Percent, Source::Lot(_)) => loss_weight * Self::SURE,
            (Self::Percent, Source::Expected(expected)) => loss_weight * expected.percent.clamp(1, Self::SURE - 1),
        }
    }

    /// What the planner says is lost, in weighted grams.
    pub(super) const fn grams(self, lost: i64) -> i64 {
        match self {
            Self::Grams => lost,
            Self::Percent => lost / Self::SURE,
        }
    }
}
