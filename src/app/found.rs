//! A driver at a shop that was expected to have food and has not announced it: what is really there, recorded for the
//! shop, and taken along.

use super::announce::{Surplus, add_surplus, date_fault};
use super::stop::{held, open_stop};
use super::{Act, ActContext, App, Done, Field, FieldError, FieldErrorKind, Refusal, Result, Said, Thing};
use crate::domain::food::{Category, Shelf};
use crate::domain::id::{LotId, StopId};
use crate::domain::ledger::{Holder, OpKind, Transfer};
use crate::domain::lot::LotFacts;
use crate::domain::people::Actor;
use crate::domain::quantity::{Crates, MOST_CRATES_PER_LOT, Seconds};
use crate::domain::round::VisitOutcome;
use crate::domain::site::SiteKind;
use crate::domain::text;
use crate::store::Tx;

/// Food that a driver found at a shop.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    pub category: Category,
    pub crates: Crates,
    /// Until when it is good.
    pub shelf: Shelf,
}

impl App {
    /// A driver records what a shop really has, announces it for the shop and loads it; nothing at all, if there is
    /// nothing. Crates that the shop announced meanwhile are taken first.
    ///
    /// # Errors
    /// When the round is somebody else's, the stop is closed, it is no shop, or a number cannot be taken.
    pub async fn record_found(
        &self,
        who: &Actor,
        act: Act,
        stop: StopId,
        found: Vec<Found>,
        note: String,
    ) -> Result<Done> {
        self.perform(who, act, OpKind::Found, move |tx, cx| Box::pin(record(tx, cx, stop, found, note))).await
    }
}

async fn record(tx: &mut Tx<'_>, cx: ActContext, stop: StopId, found: Vec<Found>, note: String) -> Result<Vec<Said>> {
    let open = open_stop(tx, &cx, stop, None).await?;
    let round = &open.round;
    let site = tx.site(open.planned.site).await?.ok_or(Refusal::NotFound(Thing::Site))?;
    if site.kind != SiteKind::Donor {
        return Err(Refusal::NotFound(Thing::Stop));
    }
    let note = text::note(&note).map_err(|error| FieldError::new(Field::Note, error.into()))?;
    for one in &found {
        let field = Field::Crates.of(one.category);
        if one.crates < Crates(1) {
            return Err(FieldError::new(field, FieldErrorKind::TooSmall { least: 1 }).into());
        }
        if one.crates > MOST_CRATES_PER_LOT {
            return Err(FieldError::new(field, FieldErrorKind::TooLarge { most: MOST_CRATES_PER_LOT.0 }).into());
        }
    }
    for one in &found {
        if let Some(fault) = date_fault(one.shelf, round.date) {
            return Err(FieldError::new(Field::Date.of(one.category), fault).into());
        }
    }
    let mut taken: Vec<(LotId, Crates)> = Vec::new();
    let mut new = Vec::new();
    let announced = tx.lots_of_site(site.id, round.date, round.date).await?;
    for one in found {
        let mut left = one.crates;
        for lot in announced.iter().filter(|lot| lot.category == one.category) {
            let there = held(tx, lot.id, Holder::Donor(site.id)).await?.crates;
            let crates = left.min(there);
            if crates > Crates::ZERO {
                taken.push((lot.id, crates));
                left -= crates;
            }
        }
        if left > Crates::ZERO {
            new.push(LotFacts::usual(one.category, left, one.shelf, (cx.op.occurred, cx.op.occurred + Seconds(3600))));
        }
    }
    if !new.is_empty() {
        let surplus = Surplus { date: round.date, lots: new, note: String::new(), photo: None };
        taken.extend(add_surplus(tx, &cx, &site, surplus).await?);
    }
    let loaded = taken.into_iter().map(|(lot, crates)| {
        let load = Transfer::new(lot, Holder::Donor(site.id), Holder::Vehicle(round.id), crates);
        load.at_stop(stop).flagged(open.flag())
    });
    let loaded = loaded.collect();
    cx.append(tx, loaded).await?;
    open.close(tx, &cx, VisitOutcome::Done, note).await?;
    Ok(open.said())
}
