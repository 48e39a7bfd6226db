//! What an act came to, in a few facts, for the person who did it: what the message after it names, and takes back.

use super::{App, Result};
use crate::domain::id::{OpId, SiteId};
use crate::domain::ledger::{Holder, HolderKind, Movement, Op, OpKind};
use crate::domain::people::Actor;
use crate::domain::round::VisitOutcome;
use jiff::civil::Date;

/// An act that was done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deed {
    pub kind: OpKind,
    /// The shop or point it was done at, if at one.
    pub place: Option<String>,
    /// What became of a stop, if it was one.
    pub stop: Option<StopDeed>,
    /// Crates that moved.
    pub crates: i64,
    /// The local day that an announcement is for.
    pub day: Option<Date>,
}

/// What a driver did at a stop.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StopDeed {
    Collected,
    Delivered,
    /// Nothing was moved there.
    Seen,
}

impl App {
    /// What an act of the person (or of anybody, for a coordinator) came to.
    pub async fn deed(&self, who: &Actor, op: OpId) -> Result<Option<Deed>> {
        let mut reader = self.store.reader(who.area).await?;
        let mut db = reader.db();
        let own = |of: &Op| who.coordinates() || of.person == who.person;
        let Some(kind) = db.op(op).await?.filter(own).map(|op| op.kind) else { return Ok(None) };
        let movements = db.movements_of_op(op).await?;
        let visit = db.visit_of_act(op).await?;
        let stop = visit.as_ref().filter(|visit| visit.outcome == VisitOutcome::Done).map(|_| of_stop(&movements));
        let site = visit.map(|visit| visit.site).or_else(|| movements.iter().find_map(site_of));
        let place = match site {
            Some(site) => db.site(site).await?.map(|site| site.name),
            None => None,
        };
        let crates = movements.iter().map(|movement| movement.transfer.crates.0).sum();
        let day = db.announcement_of_act(op).await?.map(|announcement| announcement.date);
        Ok(Some(Deed { kind, place, stop, crates, day }))
    }
}

fn of_stop(movements: &[Movement]) -> StopDeed {
    let some = |from_vehicle: bool| {
        movements.iter().any(|movement| (movement.transfer.from.kind() == HolderKind::Vehicle) == from_vehicle)
    };
    match (some(false), some(true)) {
        (_, true) => StopDeed::Delivered,
        (true, false) => StopDeed::Collected,
        (false, false) => StopDeed::Seen,
    }
}

fn site_of(movement: &Movement) -> Option<SiteId> {
    [movement.transfer.from, movement.transfer.to].into_iter().find_map(|holder| match holder {
        Holder::Donor(site)
        | Holder::Handover(site)
        | Holder::Point(site)
        | Holder::Hub(site)
        | Holder::Families(site) => Some(site),
        Holder::Supplier | Holder::Vehicle(_) | Holder::Discarded => None,
    })
}
