//! Fair shares: of what all points that take a kind of food received, each has a share by the persons it serves.

use super::food::{Category, CategorySet, PerCategory};
use super::quantity::Grams;

/// The part of `grams` that `persons` of `all` persons have a share of. Nobody has a share where nobody is counted.
pub fn share(grams: i128, persons: i64, all: i128) -> i64 {
    if all == 0 { 0 } else { i64::try_from(grams * i128::from(persons) / all).unwrap_or(i64::MAX) }
}

/// What counts of a point when food is shared out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Taker {
    pub persons: i64,
    /// What it does not take: that counts neither for it nor against it.
    pub refused: CategorySet,
    pub received: PerCategory<Grams>,
}

impl Taker {
    fn takes(&self, category: Category) -> bool {
        !self.refused.contains(category)
    }
}

/// What a point has for each person it serves, and what its share is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct PerPerson {
    pub received: Grams,
    pub target: Grams,
}

impl PerPerson {
    /// How much is missing from the share; negative where there is more than that.
    pub fn missing(self) -> Grams {
        self.target - self.received
    }

    /// Whether there is less than half of the share.
    pub fn is_below_half(self) -> bool {
        self.received.0 * 2 < self.target.0
    }
}

/// What a point has for each person of one kind of food; none where it does not take it, or serves nobody.
pub fn of_category(taker: &Taker, all: &[Taker], category: Category) -> Option<PerPerson> {
    let takers = || all.iter().filter(|other| other.takes(category));
    let persons = takers().map(|other| i128::from(other.persons)).sum();
    let grams = takers().map(|other| i128::from(other.received[category].0)).sum();
    (taker.takes(category) && taker.persons > 0).then(|| PerPerson {
        received: Grams(taker.received[category].0 / taker.persons),
        target: Grams(share(grams, 1, persons)),
    })
}

/// What a point has for each person of all it takes together; none where it serves nobody.
pub fn in_all(taker: &Taker, all: &[Taker]) -> Option<PerPerson> {
    let taken = || Category::ALL.iter().copied().filter(|category| taker.takes(*category));
    let received: i64 = taken().map(|category| taker.received[category].0).sum();
    let target = taken().filter_map(|category| of_category(taker, all, category)).map(|of| of.target.0).sum();
    (taker.persons > 0).then(|| PerPerson { received: Grams(received / taker.persons), target: Grams(target) })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn taker(persons: i64, refused: &[Category], received: &[(Category, i64)]) -> Taker {
        let mut of = PerCategory::<Grams>::default();
        for (category, grams) in received {
            of[*category] = Grams(*grams);
        }
        Taker { persons, refused: refused.iter().copied().collect(), received: of }
    }

    #[test]
    fn a_share_is_by_persons_among_those_who_take_the_food() {
        let all = [
            taker(10, &[], &[(Category::Bread, 6_000), (Category::Meat, 2_000)]),
            taker(20, &[Category::Meat], &[(Category::Bread, 3_000), (Category::Meat, 9_000)]),
            taker(30, &[], &[]),
        ];
        let of = |at: usize, category| of_category(&all[at], &all, category);
        let per = |received, target| Some(PerPerson { received: Grams(received), target: Grams(target) });
        assert_eq!(of(0, Category::Bread), per(600, 150));
        assert_eq!(of(1, Category::Bread), per(150, 150));
        assert_eq!(of(2, Category::Bread), per(0, 150));
        assert_eq!(of(2, Category::Meat), per(0, 50), "what came to a point that takes none is not shared out");
        assert_eq!(of(1, Category::Meat), None);
        assert_eq!(in_all(&all[0], &all), per(800, 200));
        assert_eq!(in_all(&all[1], &all), per(150, 150));
        assert_eq!(in_all(&all[2], &all).map(PerPerson::missing), Some(Grams(200)));
    }

    #[test]
    fn nobody_counted_is_no_division() {
        let nobody = taker(0, &[], &[(Category::Bread, 6_000)]);
        assert_eq!(in_all(&nobody, &[nobody]), None);
        assert_eq!(share(1_000, 0, 0), 0);
    }
}
