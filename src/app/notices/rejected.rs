//! Tells a point what became of a lot it rejected.

use super::{audience::Audience, tell};
use crate::app::Result;
use crate::clock::Machine;
use crate::domain::ledger::{Holder, Movement};
use crate::domain::notice::{Effect, Event, NewNotice, News, RejectedTo, Subject, Tag, Target};
use crate::domain::people::Role;
use crate::domain::quantity::Seconds;
use crate::store::Tx;
use std::collections::BTreeSet;

/// The notice expires after this.
const USEFUL: Seconds = Seconds(24 * 3600);

/// Tells the rejecting point of each movement that takes a rejected lot off a vehicle for good. Corrections count for
/// nothing, and neither does a rejection that was undone.
pub(in crate::app) async fn tell_ends(tx: &mut Tx<'_>, machine: &Machine, movements: &[Movement]) -> Result<()> {
    for movement in movements.iter().filter(|movement| movement.transfer.corrects.is_none()) {
        let transfer = &movement.transfer;
        if !matches!(transfer.from, Holder::Vehicle(_)) {
            continue;
        }
        let of_lot = tx.movements_of_lot(transfer.lot).await?;
        let taken_back: BTreeSet<_> = of_lot.iter().filter_map(|movement| movement.transfer.corrects).collect();
        let rejection = of_lot.iter().rev().find_map(|before| match (before.transfer.from, before.transfer.to) {
            (Holder::Handover(site), Holder::Vehicle(_))
                if before.transfer.why.is_some() && !taken_back.contains(&before.id) =>
            {
                Some(site)
            }
            _ => None,
        });
        let Some(site) = rejection else { continue };
        let end = match transfer.to {
            Holder::Donor(_) => RejectedTo::Returned,
            Holder::Handover(other) | Holder::Point(other) if other != site => RejectedTo::OtherPoint,
            Holder::Hub(_) => RejectedTo::Hub,
            Holder::Discarded => RejectedTo::Discarded,
            _ => continue,
        };
        let Some(lot) = tx.lot(transfer.lot).await? else { continue };
        let place = tx.sites().await?.into_iter().find(|known| known.id == site);
        let people = Audience::read(tx).await?.at(Role::Point, site);
        let (Some(place), Some(person)) = (place, people.first().copied()) else { continue };
        let notice = NewNotice {
            person,
            effect: Effect::Event(Event::RejectedEnd { movement: movement.id }),
            tag: Tag::About(Subject::RejectedLot { lot: lot.id }),
            news: News::RejectedEnd { place: place.name, category: lot.category, crates: transfer.crates.0, end },
            target: Target::PointHistory { site },
            expires: machine.now() + USEFUL,
            answer_by: None,
        };
        tell(tx, machine, &notice).await?;
    }
    Ok(())
}
