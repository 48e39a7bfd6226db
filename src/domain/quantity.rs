//! Integer quantities. They are converted to kilograms, kilometres and degrees only where a person reads them.

use serde::{Deserialize, Serialize};
use std::iter::Sum;
use std::ops::{Add, AddAssign, Neg, Sub, SubAssign};

macro_rules! quantity {
    ($(#[$meta:meta])* $name:ident) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub i64);

        impl $name {
            /// None of it.
            pub const ZERO: Self = Self(0);

            /// The bare number, for storage and arithmetic that mixes units.
            pub const fn get(self) -> i64 {
                self.0
            }

            /// Whether there is none of it.
            pub const fn is_zero(self) -> bool {
                self.0 == 0
            }
        }

        impl Add for $name {
            type Output = Self;
            fn add(self, other: Self) -> Self {
                Self(self.0 + other.0)
            }
        }
        impl Sub for $name {
            type Output = Self;
            fn sub(self, other: Self) -> Self {
                Self(self.0 - other.0)
            }
        }
        impl Neg for $name {
            type Output = Self;
            fn neg(self) -> Self {
                Self(-self.0)
            }
        }
        impl AddAssign for $name {
            fn add_assign(&mut self, other: Self) {
                self.0 += other.0;
            }
        }
        impl SubAssign for $name {
            fn sub_assign(&mut self, other: Self) {
                self.0 -= other.0;
            }
        }
        impl Sum for $name {
            fn sum<I: Iterator<Item = Self>>(items: I) -> Self {
                items.fold(Self::ZERO, Add::add)
            }
        }
    };
}

quantity!(
    /// Whole crates: the unit people count, load and hand over.
    Crates
);
quantity!(Grams);
quantity!(Metres);
quantity!(
    /// A length of time in seconds.
    Seconds
);
quantity!(
    /// A temperature in tenths of a degree Celsius.
    Decidegrees
);

/// The most crates one lot may have. More is a slip of the finger.
pub const MOST_CRATES_PER_LOT: Crates = Crates(500);
/// The most one crate may weigh: what two people can lift.
pub const MOST_GRAMS_PER_CRATE: Grams = Grams(50_000);
/// The least a crate of food weighs: less is a thousand read as one.
pub const LEAST_GRAMS_PER_CRATE: Grams = Grams(200);
/// The least a vehicle may carry for each crate it has room for.
pub const LEAST_LOAD_PER_CRATE: Grams = Grams(1_000);
/// The coldest and warmest a food thermometer can sensibly read.
pub const THERMOMETER_RANGE: std::ops::RangeInclusive<Decidegrees> = Decidegrees(-600)..=Decidegrees(1200);

/// The weight that goes with `part` of `crates` crates weighing `grams` together.
///
/// Rounds down; the last crates out take what is left, so that splitting a lot never makes or loses a gram.
pub fn share_of_weight(grams: Grams, crates: Crates, part: Crates) -> Grams {
    if part >= crates || crates.0 <= 0 { grams } else { weight_at_rate(grams, crates, part) }
}

/// The weight of `count` crates as heavy as `crates` crates that weigh `grams` together, rounded down.
///
/// Unlike a share it may be more than all of them: crates that nobody announced weigh what the announced ones do.
pub fn weight_at_rate(grams: Grams, crates: Crates, count: Crates) -> Grams {
    Grams(grams.0 * count.0.max(0) / crates.0.max(1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn taking_crates_one_by_one_takes_all_the_weight(grams in 0i64..10_000_000, crates in 1i64..500) {
            let (mut left, mut taken) = (Grams(grams), Grams::ZERO);
            for at_hand in (1..=crates).rev() {
                let share = share_of_weight(left, Crates(at_hand), Crates(1));
                prop_assert!(share.0 >= 0);
                left -= share;
                taken += share;
            }
            prop_assert_eq!(taken, Grams(grams));
            prop_assert_eq!(left, Grams::ZERO);
        }

        #[test]
        fn a_share_is_what_the_crates_weigh_and_never_more_than_all(
            grams in 0i64..10_000_000, crates in 1i64..500, count in 0i64..1_000,
        ) {
            let share = share_of_weight(Grams(grams), Crates(crates), Crates(count));
            prop_assert_eq!(share, weight_at_rate(Grams(grams), Crates(crates), Crates(count)).min(Grams(grams)));
        }
    }
}
