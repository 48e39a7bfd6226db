//! Lots, and the announcements they come from.

use crate::domain::food::{Category, Shelf, StorageClass};
use crate::domain::id::{AnnouncementId, LotId, PhotoId, SiteId};
use crate::domain::quantity::{Crates, Grams};
use crate::domain::time::Millis;
use jiff::civil::Date;

/// What is said of a batch of food when it is announced.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LotFacts {
    /// Its code in an imported file; empty otherwise.
    pub code: String,
    pub category: Category,
    /// How it must be kept.
    pub class: StorageClass,
    /// Until when it is good.
    pub shelf: Shelf,
    pub crates: Crates,
    /// How much they weigh together.
    pub grams: Grams,
    /// From when it can be collected.
    pub ready_from: Millis,
    /// Until when it can be collected.
    pub ready_until: Millis,
}

impl LotFacts {
    /// Food that is kept as usual, in crates that nobody weighed.
    pub const fn usual(
        category: Category,
        crates: Crates,
        shelf: Shelf,
        (ready_from, ready_until): (Millis, Millis),
    ) -> Self {
        let (class, grams) = (category.usual_class(), category.usual_weight(crates));
        Self { code: String::new(), category, class, shelf, crates, grams, ready_from, ready_until }
    }
}

impl Lot {
    /// A lot of an announcement, under the next number of its area.
    pub fn new(id: LotId, number: i64, announcement: &Announcement, facts: LotFacts) -> Self {
        let LotFacts { code, category, class, shelf, crates, grams, ready_from, ready_until } = facts;
        let (site, date, announcement) = (announcement.site, announcement.date, announcement.id);
        let photo = None;
        Self {
            id,
            number,
            announcement,
            site,
            code,
            date,
            category,
            class,
            shelf,
            crates,
            grams,
            ready_from,
            ready_until,
            photo,
        }
    }
}

/// One batch of one product from one donor, as it was announced. Where its crates are is in the ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lot {
    pub id: LotId,
    /// Its number in its area: what people write on a crate.
    pub number: i64,
    pub announcement: AnnouncementId,
    /// The donor (or the hub, for food that came in there).
    pub site: SiteId,
    /// Its code in an imported file; empty otherwise.
    pub code: String,
    /// The local day it was announced for.
    pub date: Date,
    pub category: Category,
    /// How it must be kept.
    pub class: StorageClass,
    /// Until when it is good.
    pub shelf: Shelf,
    pub crates: Crates,
    /// How much they were said to weigh.
    pub grams: Grams,
    /// From when it can be collected.
    pub ready_from: Millis,
    /// Until when it can be collected.
    pub ready_until: Millis,
    pub photo: Option<PhotoId>,
}

/// What a donor said it has, in one go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Announcement {
    pub id: AnnouncementId,
    pub site: SiteId,
    /// The local day.
    pub date: Date,
    pub created: Millis,
    pub note: String,
    /// Whether the donor said that it has nothing on this day.
    pub nothing: bool,
}
