//! Where a lot came from, where it is, and everybody who ever held it.

use super::{App, Refusal, Result, Thing};
use crate::domain::id::{LotId, RoundId, SiteId};
use crate::domain::ledger::{Holder, Holding, Movement};
use crate::domain::lot::{Announcement, Lot};
use crate::domain::people::{Actor, Person, Role};
use crate::domain::round::RoundHead;
use crate::domain::site::Site;
use jiff::civil::Date;
use std::collections::BTreeMap;

/// A lot with all that happened to it.
#[derive(Debug, Clone)]
pub struct Trace {
    /// The lot.
    pub lot: Lot,
    /// How it was announced.
    pub announcement: Option<Announcement>,
    /// Everything that happened to it, in order.
    pub movements: Vec<Movement>,
    /// Who has how much of it now.
    pub holdings: Vec<Holding>,
    /// Everybody who ever held it: the recall.
    pub holders: Vec<Holder>,
    /// The sites that these name.
    pub sites: BTreeMap<SiteId, Site>,
    /// The rounds that these name.
    pub rounds: BTreeMap<RoundId, RoundHead>,
    /// The people who moved it.
    pub people: Vec<Person>,
}

impl App {
    /// Traces a lot. A coordinator may trace every lot; others those that a site of theirs held.
    ///
    /// # Errors
    /// When there is no such lot, or it is none of theirs.
    pub async fn trace(&self, who: &Actor, lot: LotId) -> Result<Trace> {
        let mut reader = self.store.reader().await?;
        let mut db = reader.db();
        let lot = db.lot(lot).await?.ok_or(Refusal::NotFound(Thing::Lot))?;
        let sites: BTreeMap<SiteId, Site> = db.sites(who.area).await?.into_iter().map(|site| (site.id, site)).collect();
        let holders = db.recall(lot.id).await?;
        let own = |site| who.may_at(Role::Donor, site) || who.may_at(Role::Point, site);
        if !sites.contains_key(&lot.site) || !(own(lot.site) || holders.iter().filter_map(|h| h.site()).any(own)) {
            return Err(Refusal::NotFound(Thing::Lot));
        }
        let mut rounds = BTreeMap::new();
        for holder in &holders {
            if let Holder::Vehicle(id) = holder
                && let Some(round) = db.round(*id).await?
            {
                rounds.insert(*id, round);
            }
        }
        Ok(Trace {
            announcement: db.announcement(lot.announcement).await?,
            movements: db.movements_of_lot(lot.id).await?,
            holdings: db.holdings_of_lot(lot.id).await?,
            holders,
            sites,
            rounds,
            people: db.people(who.area).await?,
            lot,
        })
    }

    /// The lots that a coordinator looks for: with a number, or of a day.
    ///
    /// # Errors
    /// When the person does not coordinate.
    pub async fn find_lots(&self, who: &Actor, number: Option<i64>, date: Date) -> Result<Vec<Lot>> {
        if !who.coordinates() {
            return Err(Refusal::NotAllowed);
        }
        let mut reader = self.store.reader().await?;
        let mut db = reader.db();
        match number {
            Some(number) => Ok(db.lot_by_number(who.area, number).await?.into_iter().collect()),
            None => Ok(db.lots_of_day(who.area, date).await?),
        }
    }
}
