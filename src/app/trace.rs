//! Where a lot came from, where it is, and everybody who ever held it.

use super::{App, Refusal, Result, Thing};
use crate::domain::food::Category;
use crate::domain::id::{LotId, RoundId, SiteId};
use crate::domain::ledger::{Holding, Movement};
use crate::domain::lot::{Announcement, Lot};
use crate::domain::people::{Actor, Person, Role};
use crate::domain::quantity::Seconds;
use crate::domain::round::RoundHead;
use crate::domain::site::{Site, SiteKind};
use crate::domain::time::Millis;
use crate::domain::trace::{Intended, Kept, kept};
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// A lot with all that happened to it.
#[derive(Debug, Clone)]
pub struct Trace {
    pub lot: Lot,
    pub announcement: Option<Announcement>,
    /// Everything that happened to it, in order.
    pub movements: Vec<Movement>,
    pub holdings: Vec<Holding>,
    /// Where the plan sends it, and why.
    pub intended: Vec<Intended>,
    pub sites: BTreeMap<SiteId, Site>,
    pub rounds: BTreeMap<RoundId, RoundHead>,
    pub people: Vec<Person>,
}

/// What is to be called back from everybody who may still have it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Recalled {
    Lot(LotId),
    /// What a donor announced for a local day, of one category or all.
    Shop {
        site: SiteId,
        date: Date,
        category: Option<Category>,
    },
}

/// Everybody who ever held some lots, with what is needed to reach them.
#[derive(Debug, Clone)]
pub struct Recall {
    pub lots: Vec<Lot>,
    pub kept: Vec<Kept>,
    pub sites: BTreeMap<SiteId, Site>,
    /// The rounds that carried some.
    pub rounds: BTreeMap<RoundId, RoundHead>,
    pub people: Vec<Person>,
}

/// What lots are looked for by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// Those of a local day.
    Day(Date),
    /// Those that a donor announced, or that were brought to a point or hub, on a day or in the last four weeks.
    Site(SiteId, Option<Date>),
}

/// Lots that were found, and where they are now.
#[derive(Debug, Clone, Default)]
pub struct Found {
    pub lots: Vec<Lot>,
    pub holdings: Vec<Holding>,
}

/// Without a day, lots of a site are looked for this far back.
const LOOK_BACK: Seconds = Seconds(28 * 24 * 3600);

impl App {
    /// Traces a lot. A coordinator may trace every lot; others those that a site of theirs held.
    ///
    /// # Errors
    /// When there is no such lot, or it is none of theirs.
    pub async fn trace(&self, who: &Actor, lot: LotId) -> Result<Trace> {
        let mut reader = self.store.reader(who.area).await?;
        let mut db = reader.db();
        let lot = db.lot(lot).await?.ok_or(Refusal::NotFound(Thing::Lot))?;
        let sites: BTreeMap<SiteId, Site> = db.sites().await?.into_iter().map(|site| (site.id, site)).collect();
        let holders = db.recall(lot.id).await?;
        let own = |site| who.may_at(Role::Donor, site) || who.may_at(Role::Point, site);
        if !sites.contains_key(&lot.site) || !(own(lot.site) || holders.iter().filter_map(|h| h.site()).any(own)) {
            return Err(Refusal::NotFound(Thing::Lot));
        }
        Ok(Trace {
            announcement: db.announcement(lot.announcement).await?,
            movements: db.movements_of_lot(lot.id).await?,
            holdings: db.holdings_of_lot(lot.id).await?,
            intended: db.intended(lot.id).await?,
            rounds: db.rounds_of_lot(lot.id).await?.into_iter().map(|round| (round.id, round)).collect(),
            people: db.people().await?,
            sites,
            lot,
        })
    }

    /// Everybody who ever held a lot, or what a donor gave on a day.
    ///
    /// # Errors
    /// When the person does not coordinate, or there is no such lot or donor.
    pub async fn recall(&self, who: &Actor, what: Recalled) -> Result<Recall> {
        Self::must_coordinate(who)?;
        let mut reader = self.store.reader(who.area).await?;
        let mut db = reader.db();
        let sites: BTreeMap<SiteId, Site> = db.sites().await?.into_iter().map(|site| (site.id, site)).collect();
        let (lots, mut movements, rounds) = match what {
            Recalled::Lot(id) => {
                let lot = db.lot(id).await?.filter(|lot| sites.contains_key(&lot.site));
                let lot = lot.ok_or(Refusal::NotFound(Thing::Lot))?;
                (vec![lot], db.movements_of_lot(id).await?, db.rounds_of_lot(id).await?)
            }
            Recalled::Shop { site, date, category } => {
                if !sites.contains_key(&site) {
                    return Err(Refusal::NotFound(Thing::Site));
                }
                let mut lots = db.lots_of_site(site, date, date).await?;
                lots.retain(|lot| category.is_none_or(|category| lot.category == category));
                (lots, db.movements_of_shop(site, date).await?, db.rounds_of_shop(site, date).await?)
            }
        };
        let ids: BTreeSet<LotId> = lots.iter().map(|lot| lot.id).collect();
        movements.retain(|movement| ids.contains(&movement.transfer.lot));
        Ok(Recall {
            kept: kept(&movements),
            rounds: rounds.into_iter().map(|round| (round.id, round)).collect(),
            people: db.people().await?,
            lots,
            sites,
        })
    }

    /// The lot with the number on its label, of the coordinator's own area.
    ///
    /// # Errors
    /// When the person does not coordinate.
    pub async fn lot_numbered(&self, who: &Actor, number: i64) -> Result<Option<Lot>> {
        Self::must_coordinate(who)?;
        Ok(self.store.reader(who.area).await?.db().lot_by_number(number).await?)
    }

    /// The lots that a coordinator looks for, and where they are.
    ///
    /// # Errors
    /// When the person does not coordinate, or there is no such site.
    pub async fn find_lots(&self, who: &Actor, wanted: Wanted) -> Result<Found> {
        Self::must_coordinate(who)?;
        let mut reader = self.store.reader(who.area).await?;
        let mut db = reader.db();
        let (site, date) = match wanted {
            Wanted::Day(date) => {
                let lots = db.lots_of_day(date).await?;
                return Ok(Found { lots, holdings: db.holdings_of_day(date).await? });
            }
            Wanted::Site(site, date) => (site, date),
        };
        let sites = db.sites().await?;
        let site = sites.iter().find(|known| known.id == site).ok_or(Refusal::NotFound(Thing::Site))?;
        let (zone, now) = (db.area().await?.zone, self.now());
        if site.kind == SiteKind::Donor {
            let last = date.unwrap_or_else(|| zone.date(now).tomorrow().unwrap_or(Date::MAX));
            let first = date.unwrap_or_else(|| zone.date(now - LOOK_BACK));
            let lots = db.lots_of_site(site.id, first, last).await?;
            return Ok(Found { lots, holdings: db.holdings_from(site.id, first, last).await? });
        }
        let until = date.map_or(Millis(i64::MAX), |date| zone.end_of(date));
        let from = date.map_or(now - LOOK_BACK, |date| zone.start_of(date));
        let lots = db.lots_brought_to(site.id, from, until).await?;
        Ok(Found { lots, holdings: db.holdings_brought_to(site.id, from, until).await? })
    }
}
