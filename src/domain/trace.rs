//! Who kept a lot on its way, and how much of it: what a recall must reach. It follows from the movements alone.

use crate::domain::id::{LotId, MovementId, RoundId, SiteId};
use crate::domain::ledger::{Balance, Holder, HolderKind, Movement};
use crate::domain::plan::Reason;
use crate::domain::quantity::{Crates, Grams};
use crate::domain::time::Millis;
use std::collections::{BTreeMap, BTreeSet};

/// Somebody who can be called about a lot. What a place has not checked yet and what it accepted is kept by the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Keeper {
    /// A distribution point or a hub.
    Place(SiteId),
    /// The families of a point.
    Families(SiteId),
    /// A vehicle and its driver.
    Round(RoundId),
    Donor(SiteId),
    /// Nobody: thrown away.
    Discarded,
}

impl Keeper {
    /// Who keeps what a holder has; nobody for the world outside.
    pub const fn of(holder: Holder) -> Option<Self> {
        match holder {
            Holder::Supplier => None,
            Holder::Donor(site) => Some(Self::Donor(site)),
            Holder::Vehicle(round) => Some(Self::Round(round)),
            Holder::Handover(site) | Holder::Point(site) | Holder::Hub(site) => Some(Self::Place(site)),
            Holder::Families(site) => Some(Self::Families(site)),
            Holder::Discarded => Some(Self::Discarded),
        }
    }
}

/// What somebody kept of a lot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kept {
    pub keeper: Keeper,
    pub lot: LotId,
    /// Crates that came, without those that were given back later and without acts taken back. Zero when every act
    /// that brought some was taken back.
    pub came: Crates,
    pub grams: Grams,
    pub first: Millis,
    /// When the last came or went.
    pub last: Millis,
    pub now: Balance,
}

/// What each keeper kept of each lot, the places and families first.
pub fn kept(movements: &[Movement]) -> Vec<Kept> {
    let corrected: BTreeSet<MovementId> = movements.iter().filter_map(|movement| movement.transfer.corrects).collect();
    let mut all: BTreeMap<(Keeper, LotId), Kept> = BTreeMap::new();
    for movement in movements {
        let transfer = &movement.transfer;
        let (from, to) = (Keeper::of(transfer.from), Keeper::of(transfer.to));
        if from == to {
            continue;
        }
        let counts = transfer.corrects.is_none() && !corrected.contains(&movement.id);
        let back = is_back(transfer.from.kind(), transfer.to.kind());
        for (keeper, sign) in [(from, -1), (to, 1)] {
            let Some(keeper) = keeper else { continue };
            let entry = all.entry((keeper, transfer.lot)).or_insert(Kept {
                keeper,
                lot: transfer.lot,
                came: Crates::ZERO,
                grams: Grams::ZERO,
                first: movement.occurred,
                last: movement.occurred,
                now: Balance::default(),
            });
            entry.now.crates += Crates(sign * transfer.crates.0);
            entry.now.grams += Grams(sign * transfer.grams.0);
            entry.last = entry.last.max(movement.occurred);
            let is_withdrawn = sign < 0 && transfer.to.kind() == HolderKind::Supplier;
            if counts && (is_withdrawn || (sign > 0 && !back)) {
                entry.came += Crates(sign * transfer.crates.0);
                entry.grams += Grams(sign * transfer.grams.0);
            }
        }
    }
    all.into_values().collect()
}

/// Whether crates go back to who had brought them.
const fn is_back(from: HolderKind, to: HolderKind) -> bool {
    use HolderKind as K;
    matches!((from, to), (K::Handover | K::Point, K::Vehicle) | (K::Vehicle, K::Donor))
}

/// Where the plan sends crates of a lot, and why there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Intended {
    pub site: SiteId,
    /// The number of the round that brings it.
    pub round: i64,
    /// When it should get there.
    pub arrive: Millis,
    pub crates: Crates,
    pub reasons: Vec<Reason>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::id::{OpId, PersonId};
    use crate::domain::ledger::Transfer;
    use uuid::Uuid;

    fn id<T: From<Uuid>>(n: u128) -> T {
        Uuid::from_u128(n).into()
    }

    fn moved(seq: i64, from: Holder, to: Holder, crates: i64, corrects: Option<i64>) -> Movement {
        let named = |seq: i64| id::<MovementId>(u128::from(seq.unsigned_abs()));
        let transfer = Transfer { corrects: corrects.map(named), ..Transfer::new(id(1), from, to, Crates(crates)) };
        Movement {
            id: named(seq),
            seq,
            transfer: transfer.weighing(Grams(crates * 1000)),
            op: id::<OpId>(1),
            occurred: Millis(seq * 1000),
            received: Millis(seq * 1000),
            person: id::<PersonId>(1),
            device: None,
            device_seq: None,
        }
    }

    #[test]
    fn a_place_keeps_what_it_was_brought_once_and_gives_some_on() {
        let (shop, round, point) = (Holder::Donor(id(7)), Holder::Vehicle(id(8)), id::<SiteId>(9));
        let all = kept(&[
            moved(1, Holder::Supplier, shop, 5, None),
            moved(2, shop, Holder::Supplier, 1, None),
            moved(3, shop, round, 4, None),
            moved(4, round, Holder::Handover(point), 4, None),
            moved(5, Holder::Handover(point), Holder::Point(point), 3, None),
            moved(6, Holder::Handover(point), round, 1, None),
            moved(7, Holder::Point(point), Holder::Families(point), 2, None),
        ]);
        let of = |keeper| *all.iter().find(|kept| kept.keeper == keeper).unwrap();
        let place = of(Keeper::Place(point));
        assert_eq!((place.came, place.now.crates), (Crates(4), Crates(1)));
        assert_eq!((place.first, place.last), (Millis(4000), Millis(7000)));
        assert_eq!(of(Keeper::Families(point)).came, Crates(2));
        let vehicle = of(Keeper::Round(id(8)));
        assert_eq!((vehicle.came, vehicle.grams, vehicle.now.crates), (Crates(4), Grams(4000), Crates(1)));
        let donor = of(Keeper::Donor(id(7)));
        assert_eq!((donor.came, donor.now.crates), (Crates(4), Crates::ZERO));
    }

    #[test]
    fn an_act_taken_back_leaves_its_place_in_the_list_with_nothing() {
        let (shop, round) = (Holder::Donor(id(7)), Holder::Vehicle(id(8)));
        let all = kept(&[
            moved(1, Holder::Supplier, shop, 2, None),
            moved(2, shop, round, 2, None),
            moved(3, round, shop, 2, Some(2)),
        ]);
        let vehicle = all.iter().find(|kept| kept.keeper == Keeper::Round(id(8))).unwrap();
        assert_eq!((vehicle.came, vehicle.now.crates), (Crates::ZERO, Crates::ZERO));
        let donor = all.iter().find(|kept| kept.keeper == Keeper::Donor(id(7))).unwrap();
        assert_eq!((donor.came, donor.now.crates), (Crates(2), Crates(2)));
    }
}
