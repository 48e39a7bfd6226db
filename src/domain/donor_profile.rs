//! On which weekdays a donor usually has something, and how much: learned from what it announced.

use crate::domain::food::{Category, StorageClass};
use crate::domain::quantity::{Crates, Grams};
use crate::domain::word_enum;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// How many weeks back are looked at.
pub const WEEKS: i64 = 8;
/// A day is usual when something was announced on so many weeks at least.
const FEWEST_WEEKS: usize = 2;

word_enum!(
    /// Whether a donor is expected on a weekday.
    Choice {
        /// As its past announcements say.
        Learned = "learned",
        /// On every such day.
        Always = "always",
        /// On no such day.
        Never = "never",
    }
);

/// What a donor announced of one category for one day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given {
    /// The local day.
    pub date: Date,
    pub category: Category,
    /// How it must be kept.
    pub class: StorageClass,
    pub crates: Crates,
    pub grams: Grams,
}

/// One category that a donor gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UsualFood {
    pub category: Category,
    /// How it must be kept.
    pub class: StorageClass,
    /// How many crates when it gives this: the median.
    pub crates: Crates,
    /// How much they weigh: the median.
    pub grams: Grams,
    /// On how many of a hundred days it gives this.
    pub percent: i64,
}

/// What a donor does on a weekday.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DonorProfile {
    /// On how many days it could have announced.
    pub observed: usize,
    pub announced: usize,
    /// How many categories it gives when it gives: the median.
    pub kinds: usize,
    /// What it gives, the most frequent first.
    pub foods: Vec<UsualFood>,
}

impl DonorProfile {
    /// What a donor does, from what it announced on the days on which it was open.
    pub fn learn(given: &[Given], observed: &BTreeSet<Date>) -> Self {
        let given: Vec<&Given> = given.iter().filter(|one| observed.contains(&one.date)).collect();
        let mut of_day: BTreeMap<Date, usize> = BTreeMap::new();
        let mut foods: BTreeMap<(Category, StorageClass), Vec<&Given>> = BTreeMap::new();
        for one in &given {
            *of_day.entry(one.date).or_default() += 1;
            foods.entry((one.category, one.class)).or_default().push(one);
        }
        let mut foods: Vec<UsualFood> = foods
            .into_iter()
            .map(|((category, class), times)| UsualFood {
                category,
                class,
                crates: Crates(median(times.iter().map(|one| one.crates.0)).max(1)),
                grams: Grams(median(times.iter().map(|one| one.grams.0))),
                percent: times.len() as i64 * 100 / observed.len().max(1) as i64,
            })
            .collect();
        foods.sort_by_key(|food| (-food.percent, -food.grams.0, food.category, food.class));
        let kinds = median(of_day.values().map(|kinds| *kinds as i64));
        Self {
            observed: observed.len(),
            announced: of_day.len(),
            kinds: usize::try_from(kinds).unwrap_or_default(),
            foods,
        }
    }

    /// Whether it usually announces: on two weeks at least, and on at least half of them.
    pub const fn is_learned(&self) -> bool {
        self.announced >= FEWEST_WEEKS && 2 * self.announced >= self.observed
    }

    /// Whether something is expected, given what people chose.
    pub fn is_expected(&self, choice: Choice) -> bool {
        match choice {
            Choice::Always => true,
            Choice::Never => false,
            Choice::Learned => self.is_learned(),
        }
    }

    /// What to expect on one day: as many categories as it usually gives, the most frequent ones.
    pub fn expected(&self) -> &[UsualFood] {
        &self.foods[..self.kinds.min(self.foods.len())]
    }
}

/// The middle one; of two in the middle their mean, rounded up. Zero of none.
fn median(numbers: impl Iterator<Item = i64>) -> i64 {
    let mut sorted: Vec<i64> = numbers.collect();
    sorted.sort_unstable();
    let half = sorted.len() / 2;
    match sorted.get(half) {
        None => 0,
        Some(upper) if sorted.len() % 2 == 1 => *upper,
        Some(upper) => (sorted[half - 1] + upper + 1) / 2,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::calendar::days;
    use jiff::civil::date;

    fn weeks(n: i64) -> BTreeSet<Date> {
        (0..n).map(|week| days(date(2026, 10, 6), 7 * week)).collect()
    }

    fn given(week: i64, category: Category, crates: i64) -> Given {
        let date = days(date(2026, 10, 6), 7 * week);
        Given { date, category, class: category.usual_class(), crates: Crates(crates), grams: Grams(crates * 1000) }
    }

    #[test]
    fn half_of_the_weeks_and_two_at_least_make_a_day_usual() {
        let bread =
            |weeks: &[i64]| -> Vec<Given> { weeks.iter().map(|week| given(*week, Category::Bread, 3)).collect() };
        let is = |announced: &[i64], of: i64| DonorProfile::learn(&bread(announced), &weeks(of)).is_learned();
        assert!(is(&[0, 2, 4, 6], 8));
        assert!(!is(&[0, 2, 4], 8));
        assert!(!is(&[0], 1), "once is no habit");
        assert!(is(&[0, 1], 3));
        assert!(!is(&[], 0));
    }

    #[test]
    fn quantities_are_medians_of_the_days_on_which_there_was_some() {
        let past = [
            given(0, Category::Bread, 2),
            given(1, Category::Bread, 30),
            given(2, Category::Bread, 4),
            given(2, Category::Dairy, 1),
            given(3, Category::Dairy, 2),
        ];
        let usual = DonorProfile::learn(&past, &weeks(4));
        assert_eq!((usual.observed, usual.announced, usual.kinds), (4, 4, 1));
        let bread = &usual.foods[0];
        assert_eq!((bread.category, bread.crates, bread.percent), (Category::Bread, Crates(4), 75));
        assert_eq!((usual.foods[1].crates, usual.foods[1].percent), (Crates(2), 50));
        assert_eq!(usual.expected(), &usual.foods[..1], "one kind a day is what it gives");
    }

    #[test]
    fn days_on_which_it_was_closed_do_not_count() {
        let mut open = weeks(4);
        let closed = days(date(2026, 10, 6), 7);
        open.remove(&closed);
        let usual = DonorProfile::learn(&[given(1, Category::Bread, 9), given(2, Category::Bread, 3)], &open);
        assert_eq!((usual.observed, usual.announced), (3, 1));
        assert_eq!(usual.foods[0].crates, Crates(3));
    }

    #[test]
    fn people_know_better_than_the_past() {
        let habit = DonorProfile::learn(&[given(0, Category::Bread, 1), given(1, Category::Bread, 1)], &weeks(2));
        assert!(habit.is_expected(Choice::Learned) && !habit.is_expected(Choice::Never));
        assert!(
            DonorProfile::default().is_expected(Choice::Always)
                && !DonorProfile::default().is_expected(Choice::Learned)
        );
    }
}
