//! What food is: its category, how it must be kept, and until when it is good.

use crate::domain::quantity::{Crates, Grams};
use crate::domain::word_enum;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::ops::{Index, IndexMut};

word_enum!(
    /// What people see on the tile they tap.
    Category {
        Bread = "bread",
        /// Fruit and vegetables.
        Produce = "produce",
        /// Milk, ricotta, cream.
        Dairy = "dairy",
        /// Yogurt, fresh cheese, butter.
        Cheese = "cheese",
        Meat = "meat",
        Poultry = "poultry",
        /// Fresh fish on ice.
        Fish = "fish",
        /// Cold cooked food and cold cuts from the counter.
        Deli = "deli",
        Frozen = "frozen",
        Meal = "meal",
        /// Dry goods: pasta, rice, tins, oil.
        Dry = "dry",
    }
);

word_enum!(
    /// How food must be kept on the way.
    StorageClass {
        /// Needs no cold.
        Ambient = "ambient",
        /// Fridge temperature.
        Chilled = "chilled",
        /// Fresh fish on ice.
        Fish = "fish",
        /// Freezer temperature.
        Frozen = "frozen",
        Hot = "hot",
    }
);

impl Category {
    /// How this category is usually kept.
    pub const fn usual_class(self) -> StorageClass {
        match self {
            Self::Bread | Self::Produce | Self::Dry => StorageClass::Ambient,
            Self::Dairy | Self::Cheese | Self::Meat | Self::Poultry | Self::Deli => StorageClass::Chilled,
            Self::Fish => StorageClass::Fish,
            Self::Frozen => StorageClass::Frozen,
            Self::Meal => StorageClass::Hot,
        }
    }

    /// What a crate of it usually weighs: the first guess when nobody weighed it.
    pub const fn usual_crate(self) -> Grams {
        Grams(match self {
            Self::Bread => 4_000,
            Self::Produce => 9_000,
            Self::Dairy | Self::Frozen => 8_000,
            Self::Cheese | Self::Deli | Self::Meal => 6_000,
            Self::Meat | Self::Poultry | Self::Fish => 7_000,
            Self::Dry => 10_000,
        })
    }

    /// What so many crates of it usually weigh.
    pub const fn usual_weight(self, crates: Crates) -> Grams {
        Grams(self.usual_crate().0.saturating_mul(crates.0))
    }

    /// The kind of date its packages usually carry.
    pub const fn usual_date(self) -> DateKind {
        match self {
            Self::Bread | Self::Produce => DateKind::None,
            Self::Dairy | Self::Meat | Self::Poultry | Self::Fish | Self::Deli | Self::Meal => DateKind::UseBy,
            Self::Cheese | Self::Frozen | Self::Dry => DateKind::BestBefore,
        }
    }

    const fn index(self) -> usize {
        self as usize
    }
}

impl StorageClass {
    /// Whether it must be kept cold or hot, and so has a clock once it leaves where it was kept.
    pub const fn is_timed(self) -> bool {
        !matches!(self, Self::Ambient)
    }

    /// Whether a refrigerated vehicle keeps it as it must be kept.
    pub const fn is_cold(self) -> bool {
        matches!(self, Self::Chilled | Self::Fish | Self::Frozen)
    }
}

word_enum!(
    /// The kind of date on a package (Reg. EU 1169/2011, art. 24 and annex X).
    DateKind {
        /// "Da consumare entro": unsafe after it.
        UseBy = "use-by",
        /// "Da consumarsi preferibilmente entro" (TMC): good after it if well kept and intact.
        BestBefore = "best-before",
        /// No date on the package, such as loose bread and vegetables.
        None = "none",
    }
);

/// The last day on which food is safe to eat. After it nobody may accept it or hand it out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct UseBy(pub Date);

/// The day up to which food is at its best. After it it may still be given, marked as such
/// (Italian law 166/2016, art. 4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct BestBefore(pub Date);

/// Until when food is good. The two kinds of date are different types, so that no rule can take one for the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Shelf {
    /// Blocked after the date.
    UseBy(UseBy),
    /// Allowed after the date, with a mark.
    BestBefore(BestBefore),
    /// It has a use-by date that nobody has said: it stands on the label, and must be read before anybody accepts it.
    UnreadUseBy,
    /// It has a best-before date that nobody has said.
    UnreadBestBefore,
    Undated,
}

/// What a shelf date says about a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Freshness {
    /// Within its date, or without one.
    Good,
    /// Past its best-before date: may be given if intact, with the mark.
    PastBest,
    /// Past its use-by date: must not be given.
    Expired,
    /// Nobody has said its use-by date: must not be accepted or given before somebody reads it.
    Unread,
}

impl Shelf {
    /// The shelf date of a kind and a date; a kind without a date has yet to be read. A date without a kind is `None`.
    pub const fn of(kind: DateKind, date: Option<Date>) -> Option<Self> {
        match (kind, date) {
            (DateKind::UseBy, Some(date)) => Some(Self::UseBy(UseBy(date))),
            (DateKind::BestBefore, Some(date)) => Some(Self::BestBefore(BestBefore(date))),
            (DateKind::UseBy, None) => Some(Self::UnreadUseBy),
            (DateKind::BestBefore, None) => Some(Self::UnreadBestBefore),
            (DateKind::None, None) => Some(Self::Undated),
            (DateKind::None, Some(_)) => None,
        }
    }

    /// The kind of date.
    pub const fn kind(self) -> DateKind {
        match self {
            Self::UseBy(_) | Self::UnreadUseBy => DateKind::UseBy,
            Self::BestBefore(_) | Self::UnreadBestBefore => DateKind::BestBefore,
            Self::Undated => DateKind::None,
        }
    }

    /// What food of a category has while nobody has said its date.
    pub const fn unsaid(category: Category) -> Self {
        match category.usual_date() {
            DateKind::UseBy => Self::UnreadUseBy,
            DateKind::BestBefore => Self::UnreadBestBefore,
            DateKind::None => Self::Undated,
        }
    }

    /// Whether it has a date that nobody has said.
    pub const fn is_unread(self) -> bool {
        matches!(self, Self::UnreadUseBy | Self::UnreadBestBefore)
    }

    /// The date, if it is known.
    pub const fn date(self) -> Option<Date> {
        match self {
            Self::UseBy(UseBy(date)) | Self::BestBefore(BestBefore(date)) => Some(date),
            Self::UnreadUseBy | Self::UnreadBestBefore | Self::Undated => None,
        }
    }

    /// The last day on which it may reach a family, if its date is strict. While that has not been read it could be
    /// `day`, the day that asks.
    pub const fn last_day(self, day: Date) -> Option<Date> {
        match self {
            Self::UseBy(UseBy(date)) => Some(date),
            Self::UnreadUseBy => Some(day),
            Self::BestBefore(_) | Self::UnreadBestBefore | Self::Undated => None,
        }
    }

    /// With the date that somebody read on the label. Where one is known already the earlier counts: a misread date
    /// may cost food, never a family's health.
    #[must_use]
    pub fn read(self, label: Date) -> Self {
        let date = self.date().map_or(label, |known| known.min(label));
        Self::of(self.kind(), Some(date)).unwrap_or(self)
    }

    /// How good it is on a local day.
    pub fn on(self, day: Date) -> Freshness {
        match self {
            Self::UseBy(UseBy(last)) if day > last => Freshness::Expired,
            Self::UnreadUseBy => Freshness::Unread,
            Self::BestBefore(BestBefore(best)) if day > best => Freshness::PastBest,
            _ => Freshness::Good,
        }
    }
}

/// One value for each storage class.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PerClass<T>(pub [T; StorageClass::ALL.len()]);

impl<T: Copy> PerClass<T> {
    /// The same for every class.
    pub const fn all(value: T) -> Self {
        Self([value; StorageClass::ALL.len()])
    }
}

impl<T> Index<StorageClass> for PerClass<T> {
    type Output = T;
    fn index(&self, class: StorageClass) -> &T {
        &self.0[class as usize]
    }
}

impl<T> IndexMut<StorageClass> for PerClass<T> {
    fn index_mut(&mut self, class: StorageClass) -> &mut T {
        &mut self.0[class as usize]
    }
}

/// One value for each category.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PerCategory<T>(pub [T; Category::ALL.len()]);

impl<T> Index<Category> for PerCategory<T> {
    type Output = T;
    fn index(&self, category: Category) -> &T {
        &self.0[category.index()]
    }
}

impl<T> IndexMut<Category> for PerCategory<T> {
    fn index_mut(&mut self, category: Category) -> &mut T {
        &mut self.0[category.index()]
    }
}

/// A set of categories, for instance those a point refuses.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CategorySet(u16);

impl CategorySet {
    /// Whether the set holds `category`.
    pub const fn contains(self, category: Category) -> bool {
        self.0 & (1 << category.index()) != 0
    }

    /// The categories in the set.
    pub fn iter(self) -> impl Iterator<Item = Category> {
        Category::ALL.iter().copied().filter(move |category| self.contains(*category))
    }
}

impl FromIterator<Category> for CategorySet {
    fn from_iter<I: IntoIterator<Item = Category>>(categories: I) -> Self {
        Self(categories.into_iter().fold(0, |set, category| set | 1 << category.index()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn only_a_use_by_date_blocks() {
        let day = date(2026, 11, 25);
        let (eve, morrow) = (day.yesterday().unwrap(), day.tomorrow().unwrap());
        let strict = Shelf::UseBy(UseBy(day));
        let best = Shelf::BestBefore(BestBefore(day));
        assert_eq!([eve, day, morrow].map(|d| strict.on(d)), [Freshness::Good, Freshness::Good, Freshness::Expired]);
        assert_eq!([eve, day, morrow].map(|d| best.on(d)), [Freshness::Good, Freshness::Good, Freshness::PastBest]);
        assert_eq!(best.last_day(day), None);
        assert_eq!(Shelf::of(DateKind::None, Some(day)), None);
    }

    #[test]
    fn a_use_by_date_that_nobody_said_is_never_good() {
        let day = date(2026, 11, 25);
        let unread = Shelf::unsaid(Category::Dairy);
        assert_eq!((unread.on(day), unread.last_day(day)), (Freshness::Unread, Some(day)));
        assert_eq!(Shelf::unsaid(Category::Dry).on(day), Freshness::Good);
        assert_eq!(Shelf::unsaid(Category::Bread), Shelf::Undated);
        let read = unread.read(day.tomorrow().unwrap());
        assert_eq!(read, Shelf::UseBy(UseBy(day.tomorrow().unwrap())));
        assert_eq!(read.read(day), Shelf::UseBy(UseBy(day)), "the earlier of two readings counts");
        assert_eq!(read.read(date(2026, 12, 24)), read);
        assert_eq!(Shelf::Undated.read(day), Shelf::Undated);
    }

    #[test]
    fn a_set_holds_what_was_put_in() {
        let set: CategorySet = [Category::Dry, Category::Bread].into_iter().collect();
        assert_eq!(set.iter().collect::<Vec<_>>(), [Category::Bread, Category::Dry]);
    }
}
