//! What points and hubs do with what they hold: give it to families, or throw it away.

use super::place::site_in_area;
use super::stop::held;
use super::{Act, App, Conflict, Done, Field, FieldError, FieldErrorKind, Refusal, Result, Thing};
use crate::domain::food::Freshness;
use crate::domain::id::{LotId, SiteId};
use crate::domain::ledger::{Holder, MovementReason, OpKind, Transfer};
use crate::domain::people::{Actor, Role};
use crate::domain::quantity::Crates;
use crate::domain::round::Handout;
use crate::domain::site::SiteKind;

/// The most families or persons one handout can serve.
pub const MOST_PERSONS: i64 = 5_000;

impl App {
    /// A point hands crates to families, and counts them.
    ///
    /// # Errors
    /// When the person may not act for the point, it holds fewer crates, or a use-by date is past.
    pub async fn hand_out(
        &self,
        who: &Actor,
        act: Act,
        site: SiteId,
        lots: Vec<(LotId, Crates)>,
        (families, persons): (i64, i64),
    ) -> Result<Done> {
        if !who.may_at(Role::Point, site) {
            return Err(Refusal::NotAllowed);
        }
        let mut errors = Vec::new();
        // A canteen or a night shelter serves persons that no family is counted for.
        for (field, count, least) in [(Field::Families, families, 0), (Field::Persons, persons, families.max(1))] {
            if count < least {
                errors.push(FieldError::new(field, FieldErrorKind::TooSmall { least }));
            } else if count > MOST_PERSONS {
                errors.push(FieldError::new(field, FieldErrorKind::TooLarge { most: MOST_PERSONS }));
            }
        }
        if lots.is_empty() {
            errors.push(FieldError::new(Field::Lots, FieldErrorKind::NothingChosen));
        }
        Refusal::if_any(errors)?;
        self.perform(who, act, OpKind::HandOut, move |tx, cx| {
            Box::pin(async move {
                let site = site_in_area(tx, site).await?;
                let zone = tx.area().await?.zone;
                let date = zone.date(cx.op.occurred);
                let mut transfers = Vec::new();
                for (lot, crates) in lots {
                    let lot = tx.lot(lot).await?.ok_or(Refusal::NotFound(Thing::Lot))?;
                    let there = held(tx, lot.id, Holder::Point(site.id)).await?.crates;
                    if crates < Crates(1) || crates > there {
                        return Err(Conflict::NotEnough { lot: lot.number, there: there.0 }.into());
                    }
                    let kind = match lot.shelf.on(date) {
                        Freshness::Expired => Some(FieldErrorKind::Expired { lot: lot.number }),
                        Freshness::Unread => Some(FieldErrorKind::Unread { lot: lot.number }),
                        Freshness::Good | Freshness::PastBest => None,
                    };
                    if let Some(kind) = kind {
                        return Err(FieldError::new(Field::Crates.of(lot.id), kind).into());
                    }
                    transfers.push(Transfer::new(lot.id, Holder::Point(site.id), Holder::Families(site.id), crates));
                }
                cx.append(tx, transfers).await?;
                let handout =
                    Handout { op: cx.op.id, site: site.id, date, families, persons, occurred: cx.op.occurred };
                tx.add_handout(&handout).await?;
                Ok(Vec::new())
            })
        })
        .await
    }

    /// A point, hub or donor throws crates away.
    ///
    /// # Errors
    /// When the person may not act for the site, or it holds fewer crates.
    pub async fn discard(
        &self,
        who: &Actor,
        act: Act,
        site: SiteId,
        (lot, crates): (LotId, Crates),
        why: MovementReason,
    ) -> Result<Done> {
        if !who.may_at(Role::Point, site) {
            return Err(Refusal::NotAllowed);
        }
        self.perform(who, act, OpKind::Discard, move |tx, cx| {
            Box::pin(async move {
                let site = site_in_area(tx, site).await?;
                let lot = tx.lot(lot).await?.ok_or(Refusal::NotFound(Thing::Lot))?;
                let holder = match site.kind {
                    SiteKind::Donor => Holder::Donor(site.id),
                    SiteKind::Point => Holder::Point(site.id),
                    SiteKind::Hub => Holder::Hub(site.id),
                };
                let there = held(tx, lot.id, holder).await?.crates;
                if crates < Crates(1) || crates > there {
                    return Err(Conflict::NotEnough { lot: lot.number, there: there.0 }.into());
                }
                let gone = Transfer::new(lot.id, holder, Holder::Discarded, crates).because(why);
                cx.append(tx, vec![gone]).await?;
                Ok(Vec::new())
            })
        })
        .await
    }
}
