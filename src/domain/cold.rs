//! The cold chain: which temperatures are right, and how long food may be outside a fridge.
//!
//! The figures are reference data that an area may change; [`defaults`] are those shipped. Temperatures are those of
//! Annex C of Italian DPR 327/1980 (as amended by DM 1 April 1988), which is repealed but still what people use.
//! The minutes are Girofresco's own proposal, to be confirmed by whoever is responsible for hygiene (HACCP).

use crate::domain::food::{Category, StorageClass};
use crate::domain::quantity::{Decidegrees, Seconds};
use crate::domain::time::Millis;
use serde::{Deserialize, Serialize};

/// The limits of one category.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ColdLimit {
    pub category: Category,
    /// Colder than this is wrong.
    pub coldest: Option<Decidegrees>,
    /// Warmer than this is out of range.
    pub warmest: Option<Decidegrees>,
    /// Warmer than [`Self::warmest`] but not than this is tolerated during a round of several stops. At the last check a
    /// person must say why such food is taken all the same.
    pub tolerated: Option<Decidegrees>,
    /// After this long outside a fridge people are warned.
    pub warn: Seconds,
    /// After this long outside a fridge it must have been accepted.
    pub limit: Seconds,
}

/// What a thermometer says about a lot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reading {
    /// Within the range.
    Right,
    /// Above the range, within what a round of several stops tolerates.
    Tolerated,
    /// Too warm to accept (for hot food: too cold).
    TooWarm,
    /// Colder than it should be: the food may have frozen.
    TooCold,
}

impl ColdLimit {
    /// Judges a temperature read at a handover.
    pub fn judge(&self, class: StorageClass, read: Decidegrees) -> Reading {
        let above = |limit: Option<Decidegrees>| limit.is_some_and(|limit| read > limit);
        let below = self.coldest.is_some_and(|limit| read < limit);
        match class {
            StorageClass::Ambient => Reading::Right,
            StorageClass::Hot if below => Reading::TooWarm,
            StorageClass::Hot => Reading::Right,
            StorageClass::Frozen | StorageClass::Chilled | StorageClass::Fish => {
                if above(self.warmest) {
                    if self.tolerated.is_some() && !above(self.tolerated) {
                        Reading::Tolerated
                    } else {
                        Reading::TooWarm
                    }
                } else if below {
                    Reading::TooCold
                } else {
                    Reading::Right
                }
            }
        }
    }
}

/// How a vehicle keeps cold or hot food.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Equipment {
    /// A refrigerated load space: cold food's clock stands still in it.
    Refrigerated,
    /// Insulated boxes: all cold and hot food rides in them and its minutes stretch.
    Insulated,
    Bare,
}

/// By how much insulated boxes stretch the minutes, in hundredths.
pub const BOX_STRETCH_PERCENT: i64 = 150;

/// How long food of this class may be on such a vehicle before a point accepts it. `None` is as long as needed.
pub fn allowance(limit: &ColdLimit, class: StorageClass, equipment: Equipment) -> Option<Seconds> {
    stretched(limit.limit, class, equipment)
}

fn stretched(length: Seconds, class: StorageClass, equipment: Equipment) -> Option<Seconds> {
    match equipment {
        _ if !class.is_timed() => None,
        Equipment::Refrigerated if class.is_cold() => None,
        Equipment::Insulated => Some(Seconds(length.0 * BOX_STRETCH_PERCENT / 100)),
        Equipment::Refrigerated | Equipment::Bare => Some(length),
    }
}

/// The clock of a lot on board: it started when the lot left the donor's fridge and ends when a point accepts it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ColdClock {
    /// When the lot left the fridge.
    pub since: Millis,
    pub warn_at: Millis,
    /// When it must have been accepted.
    pub deadline: Millis,
}

/// The clock of food that left a fridge at `since` on such a vehicle, if it has one.
pub fn clock(limit: &ColdLimit, class: StorageClass, equipment: Equipment, since: Millis) -> Option<ColdClock> {
    let deadline = since + stretched(limit.limit, class, equipment)?;
    let warn_at = since + stretched(limit.warn, class, equipment)?;
    Some(ColdClock { since, warn_at, deadline })
}

/// The limits that Girofresco ships.
pub fn defaults() -> Vec<ColdLimit> {
    use Category as C;
    let row = |category, coldest: Option<i64>, warmest: Option<i64>, tolerated: Option<i64>, warn: i64, limit: i64| {
        ColdLimit {
            category,
            coldest: coldest.map(|d| Decidegrees(d * 10)),
            warmest: warmest.map(|d| Decidegrees(d * 10)),
            tolerated: tolerated.map(|d| Decidegrees(d * 10)),
            warn: Seconds(warn * 60),
            limit: Seconds(limit * 60),
        }
    };
    vec![
        row(C::Dairy, Some(0), Some(4), Some(9), 60, 90),
        row(C::Cheese, Some(0), Some(6), Some(14), 60, 90),
        row(C::Meat, Some(-1), Some(7), Some(10), 60, 90),
        row(C::Poultry, Some(-1), Some(4), Some(8), 60, 90),
        row(C::Fish, Some(0), Some(4), None, 30, 45),
        row(C::Deli, Some(0), Some(10), None, 60, 90),
        row(C::Frozen, None, Some(-18), Some(-15), 30, 45),
        row(C::Meal, Some(60), None, None, 60, 120),
        row(C::Bread, None, None, None, 60, 90),
        row(C::Produce, None, None, None, 60, 90),
        row(C::Dry, None, None, None, 60, 90),
    ]
}

/// The limits of a category among those of an area, or the shipped ones where the area has none.
pub fn limit_for(limits: &[ColdLimit], category: Category) -> Option<&ColdLimit> {
    limits.iter().find(|limit| limit.category == category)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(category: Category) -> ColdLimit {
        defaults().into_iter().find(|limit| limit.category == category).unwrap()
    }

    #[test]
    fn every_category_has_limits() {
        for category in Category::ALL {
            assert!(limit_for(&defaults(), *category).is_some(), "{category}");
        }
    }

    #[test]
    fn readings_are_judged_by_category() {
        let judge = |category, tenths| of(category).judge(category.usual_class(), Decidegrees(tenths));
        assert_eq!(judge(Category::Dairy, 35), Reading::Right);
        assert_eq!(judge(Category::Dairy, 85), Reading::Tolerated);
        assert_eq!(judge(Category::Dairy, 95), Reading::TooWarm);
        assert_eq!(judge(Category::Dairy, -20), Reading::TooCold);
        assert_eq!(judge(Category::Fish, 45), Reading::TooWarm);
        assert_eq!(judge(Category::Frozen, -160), Reading::Tolerated);
        assert_eq!(judge(Category::Frozen, -140), Reading::TooWarm);
        assert_eq!(judge(Category::Meal, 550), Reading::TooWarm);
        assert_eq!(judge(Category::Bread, 300), Reading::Right);
    }

    #[test]
    fn a_cold_van_stops_the_clock_and_a_box_stretches_it() {
        let dairy = of(Category::Dairy);
        let start = Millis(0);
        assert_eq!(clock(&dairy, StorageClass::Chilled, Equipment::Refrigerated, start), None);
        let boxed = clock(&dairy, StorageClass::Chilled, Equipment::Insulated, start).unwrap();
        assert_eq!(boxed.deadline, Millis(135 * 60_000));
        let bare = clock(&dairy, StorageClass::Chilled, Equipment::Bare, start).unwrap();
        assert_eq!((bare.warn_at, bare.deadline), (Millis(60 * 60_000), Millis(90 * 60_000)));
        assert_eq!(allowance(&of(Category::Meal), StorageClass::Hot, Equipment::Refrigerated), Some(Seconds(7200)));
        assert_eq!(allowance(&of(Category::Bread), StorageClass::Ambient, Equipment::Bare), None);
    }
}
