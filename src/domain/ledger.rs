//! The double-entry ledger of crates.
//!
//! Crates are only ever moved from one holder to another. A movement is appended and never changed; a correction is a
//! movement the other way that names the one it corrects. Where every crate is now follows from the movements alone.

use crate::domain::id::{AreaId, DeviceId, LotId, MovementId, OpId, PersonId, RoundId, SiteId, StopId};
use crate::domain::quantity::{Crates, Decidegrees, Grams, share_of_weight};
use crate::domain::time::Millis;
use crate::domain::word_enum;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

word_enum!(
    /// The kind of a holder.
    HolderKind {
        /// The world outside: where food comes from, and where what was never handed over stays.
        Supplier = "supplier",
        /// A donor's goods door.
        Donor = "donor",
        /// A vehicle on a round.
        Vehicle = "vehicle",
        /// Set down at a point, not yet checked.
        Handover = "handover",
        /// Accepted by a point.
        Point = "point",
        /// A hub.
        Hub = "hub",
        /// Handed to families.
        Families = "families",
        /// Thrown away.
        Discarded = "discarded",
    }
);

/// Who has crates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Holder {
    /// The world outside.
    Supplier,
    /// A donor.
    Donor(SiteId),
    /// A vehicle, on this round.
    Vehicle(RoundId),
    /// Set down at a point, waiting for its check.
    Handover(SiteId),
    /// A point that accepted it.
    Point(SiteId),
    /// A hub.
    Hub(SiteId),
    /// The families of a point.
    Families(SiteId),
    /// Nobody: thrown away.
    Discarded,
}

impl Holder {
    /// Its kind.
    #[must_use]
    pub const fn kind(self) -> HolderKind {
        match self {
            Self::Supplier => HolderKind::Supplier,
            Self::Donor(_) => HolderKind::Donor,
            Self::Vehicle(_) => HolderKind::Vehicle,
            Self::Handover(_) => HolderKind::Handover,
            Self::Point(_) => HolderKind::Point,
            Self::Hub(_) => HolderKind::Hub,
            Self::Families(_) => HolderKind::Families,
            Self::Discarded => HolderKind::Discarded,
        }
    }

    /// The id of the site or round, as text; empty for holders without one.
    #[must_use]
    pub fn id_text(self) -> String {
        match self {
            Self::Supplier | Self::Discarded => String::new(),
            Self::Vehicle(round) => round.to_string(),
            Self::Donor(site) | Self::Handover(site) | Self::Point(site) | Self::Hub(site) | Self::Families(site) => {
                site.to_string()
            }
        }
    }

    /// The holder of a kind and an id text, as written by [`Self::id_text`].
    #[must_use]
    pub fn of(kind: HolderKind, id: &str) -> Option<Self> {
        Some(match kind {
            HolderKind::Supplier => Self::Supplier,
            HolderKind::Discarded => Self::Discarded,
            HolderKind::Vehicle => Self::Vehicle(id.parse().ok()?),
            HolderKind::Donor => Self::Donor(id.parse().ok()?),
            HolderKind::Handover => Self::Handover(id.parse().ok()?),
            HolderKind::Point => Self::Point(id.parse().ok()?),
            HolderKind::Hub => Self::Hub(id.parse().ok()?),
            HolderKind::Families => Self::Families(id.parse().ok()?),
        })
    }

    /// The site it is, or is at.
    #[must_use]
    pub const fn site(self) -> Option<SiteId> {
        match self {
            Self::Donor(site) | Self::Handover(site) | Self::Point(site) | Self::Hub(site) | Self::Families(site) => {
                Some(site)
            }
            Self::Supplier | Self::Vehicle(_) | Self::Discarded => None,
        }
    }
}

word_enum!(
    /// Why crates moved otherwise than planned.
    Why {
        /// The donor took an announcement back, in whole or in part.
        Withdrawn = "withdrawn",
        /// There were fewer crates than announced.
        NotThere = "not_there",
        /// There were more crates than announced.
        MoreThere = "more_there",
        /// The driver did not take it: not fit to give.
        Unfit = "unfit",
        /// Too warm.
        TooWarm = "too_warm",
        /// Packaging broken.
        Broken = "broken",
        /// Past its use-by date.
        Expired = "expired",
        /// Another reason, said in the note.
        Other = "other",
        /// Brought back.
        Returned = "returned",
        /// An undo or a correction.
        Correction = "correction",
        /// Bought.
        Bought = "bought",
    }
);

word_enum!(
    /// In what an act contradicted the plan. It is recorded all the same, and shown to the coordinator.
    Flag {
        /// Done by another round than planned.
        OtherRound = "other_round",
        /// Delivered to another place than planned.
        OtherPlace = "other_place",
        /// Not in the plan at all.
        Unplanned = "unplanned",
        /// More crates than announced.
        MoreThanAnnounced = "more_than_announced",
        /// Outside the temperature range, within tolerance or accepted nevertheless.
        Temperature = "temperature",
        /// The phone's clock and the server's differ too much.
        ClockOff = "clock_off",
        /// The cold limit had passed.
        ColdLimit = "cold_limit",
    }
);

/// Crates of one lot going from one holder to another: what is to be recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Transfer {
    /// Which lot.
    pub lot: LotId,
    /// From whom.
    pub from: Holder,
    /// To whom.
    pub to: Holder,
    /// How many crates. At least one.
    pub crates: Crates,
    /// What they weigh. From the supplier it is given; elsewhere [`Book::post`] takes the share of what is there.
    pub grams: Grams,
    /// The temperature read.
    pub temperature: Option<Decidegrees>,
    /// Why, if otherwise than planned.
    pub why: Option<Why>,
    /// Free text.
    pub note: String,
    /// The movement this one takes back.
    pub corrects: Option<MovementId>,
    /// The planned visit it belongs to.
    pub stop: Option<StopId>,
    /// In what it contradicts the plan.
    pub flag: Option<Flag>,
}

impl Transfer {
    /// A transfer with nothing unusual about it. The weight follows from the crates.
    #[must_use]
    pub const fn new(lot: LotId, from: Holder, to: Holder, crates: Crates) -> Self {
        Self {
            lot,
            from,
            to,
            crates,
            grams: Grams(0),
            temperature: None,
            why: None,
            note: String::new(),
            corrects: None,
            stop: None,
            flag: None,
        }
    }

    /// With its weight given: for food that enters from outside.
    #[must_use]
    pub fn weighing(self, grams: Grams) -> Self {
        Self { grams, ..self }
    }

    /// With the reason it moved.
    #[must_use]
    pub fn because(self, why: Why) -> Self {
        Self { why: Some(why), ..self }
    }

    /// At a planned visit.
    #[must_use]
    pub fn at_stop(self, stop: StopId) -> Self {
        Self { stop: Some(stop), ..self }
    }

    /// With the temperature read.
    #[must_use]
    pub fn at_temperature(self, temperature: Option<Decidegrees>) -> Self {
        Self { temperature, ..self }
    }

    /// With what contradicts the plan.
    #[must_use]
    pub fn flagged(self, flag: Option<Flag>) -> Self {
        Self { flag, ..self }
    }
}

/// A row of the ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Movement {
    /// Its id.
    pub id: MovementId,
    /// Its place in its area's chain, from 1.
    pub seq: i64,
    /// What moved.
    pub transfer: Transfer,
    /// The act that made it.
    pub op: OpId,
    /// When it happened, by the phone.
    pub occurred: Millis,
    /// When the server took it in.
    pub received: Millis,
    /// Who did it.
    pub person: PersonId,
    /// On which phone.
    pub device: Option<DeviceId>,
    /// The phone's own count of its acts.
    pub device_seq: Option<i64>,
}

/// The hash of a row, which the next row holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ChainHash(pub [u8; 32]);

impl ChainHash {
    /// What the first row of an area holds.
    pub const START: Self = Self([0; 32]);

    /// As 64 hexadecimal digits.
    #[must_use]
    pub fn to_hex(self) -> String {
        use std::fmt::Write;
        self.0.iter().fold(String::with_capacity(64), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        })
    }

    /// From 64 hexadecimal digits.
    #[must_use]
    pub fn from_hex(text: &str) -> Option<Self> {
        if text.len() != 64 || !text.is_ascii() {
            return None;
        }
        let mut hash = [0; 32];
        for (byte, pair) in hash.iter_mut().zip(text.as_bytes().chunks(2)) {
            *byte = u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()?;
        }
        Some(Self(hash))
    }
}

/// The hash of `movement` when the row before it has the hash `before` (SHA-256 over each field with its length first,
/// so that no two rows give the same bytes).
#[must_use]
pub fn link(before: ChainHash, movement: &Movement) -> ChainHash {
    let transfer = &movement.transfer;
    let number = |n: i64| n.to_string();
    let maybe = |n: Option<i64>| n.map(number).unwrap_or_default();
    let fields = [
        movement.id.to_string(),
        number(movement.seq),
        transfer.lot.to_string(),
        transfer.from.kind().word().to_owned(),
        transfer.from.id_text(),
        transfer.to.kind().word().to_owned(),
        transfer.to.id_text(),
        number(transfer.crates.0),
        number(transfer.grams.0),
        maybe(transfer.temperature.map(Decidegrees::get)),
        transfer.why.map(Why::word).unwrap_or_default().to_owned(),
        transfer.note.clone(),
        transfer.corrects.map(|id| id.to_string()).unwrap_or_default(),
        transfer.stop.map(|id| id.to_string()).unwrap_or_default(),
        transfer.flag.map(Flag::word).unwrap_or_default().to_owned(),
        movement.op.to_string(),
        number(movement.occurred.0),
        number(movement.received.0),
        movement.person.to_string(),
        movement.device.map(|id| id.to_string()).unwrap_or_default(),
        maybe(movement.device_seq),
    ];
    let mut hasher = Sha256::new();
    hasher.update(before.0);
    for field in fields {
        hasher.update((field.len() as u64).to_le_bytes());
        hasher.update(field.as_bytes());
    }
    ChainHash(hasher.finalize().into())
}

/// What a holder has of a lot.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Balance {
    /// Crates.
    pub crates: Crates,
    /// Their weight.
    pub grams: Grams,
}

/// What a holder has of a lot now, and since when the food is outside a fridge.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Holding {
    /// Which lot.
    pub lot: LotId,
    /// Who has it.
    pub holder: Holder,
    /// How much.
    pub balance: Balance,
    /// When it last left a donor, hub or point: the start of its cold clock while it is on the way.
    pub since: Millis,
}

word_enum!(
    /// Whether an act could be done.
    OpOutcome {
        /// It is in the ledger.
        Done = "done",
        /// It contradicts what others recorded. It is kept for the coordinator to settle.
        Conflict = "conflict",
    }
);

/// An act of a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Op {
    /// Its id, made by the phone.
    pub id: OpId,
    /// In which area.
    pub area: AreaId,
    /// What kind of act.
    pub kind: String,
    /// Who.
    pub person: PersonId,
    /// On which phone.
    pub device: Option<DeviceId>,
    /// The phone's own count of its acts.
    pub device_seq: Option<i64>,
    /// When, by the phone.
    pub occurred: Millis,
    /// When the server took it in.
    pub received: Millis,
    /// Whether it could be done.
    pub outcome: OpOutcome,
    /// What the person was told, as the app wrote it.
    pub answer: String,
    /// The act that took this one back.
    pub undone: Option<OpId>,
}

/// Why a transfer cannot be posted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PostError {
    /// Zero or negative crates, or a negative weight.
    #[error("a transfer moves at least one crate")]
    Nothing,
    /// Food does not go this way.
    #[error("food does not go from {from} to {to}")]
    NoSuchWay {
        /// From.
        from: HolderKind,
        /// To.
        to: HolderKind,
    },
    /// The holder has fewer crates than that.
    #[error("there are {there} crates, not {asked}")]
    NotEnough {
        /// Which lot.
        lot: LotId,
        /// Who should have it.
        holder: Holder,
        /// How many there are.
        there: i64,
        /// How many were asked for.
        asked: i64,
    },
}

/// Whether food may go from one kind of holder to another.
#[must_use]
pub const fn is_a_way(from: HolderKind, to: HolderKind) -> bool {
    use HolderKind as K;
    matches!(
        (from, to),
        (K::Supplier, K::Donor | K::Hub)
            | (K::Donor, K::Supplier | K::Vehicle | K::Discarded)
            | (K::Vehicle, K::Donor | K::Handover | K::Point | K::Hub | K::Vehicle | K::Discarded)
            | (K::Handover, K::Point | K::Vehicle | K::Discarded)
            | (K::Point, K::Vehicle | K::Families | K::Discarded)
            | (K::Hub, K::Vehicle | K::Discarded)
    )
}

/// What every holder has of some lots, following from their movements.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Book(BTreeMap<(LotId, Holder), Balance>);

impl Book {
    /// Sets what a holder has, as read from storage.
    pub fn open(&mut self, lot: LotId, holder: Holder, balance: Balance) {
        self.0.insert((lot, holder), balance);
    }

    /// What a holder has of a lot.
    #[must_use]
    pub fn balance(&self, lot: LotId, holder: Holder) -> Balance {
        self.0.get(&(lot, holder)).copied().unwrap_or_default()
    }

    /// Every balance that is not zero.
    pub fn balances(&self) -> impl Iterator<Item = (LotId, Holder, Balance)> {
        self.0
            .iter()
            .filter(|(_, b)| !b.crates.is_zero() || !b.grams.is_zero())
            .map(|((lot, holder), b)| (*lot, *holder, *b))
    }

    /// Posts a transfer, filling in its weight: the share of what the giver has, or as given from the supplier and in
    /// corrections (which put back exactly what they take back).
    ///
    /// # Errors
    /// When food does not go that way, or the giver has fewer crates. The book is then unchanged.
    pub fn post(&mut self, transfer: &mut Transfer) -> Result<(), PostError> {
        if transfer.crates.0 <= 0 || transfer.grams.0 < 0 {
            return Err(PostError::Nothing);
        }
        let (from, to) = (transfer.from.kind(), transfer.to.kind());
        let is_correction = transfer.corrects.is_some();
        if !(is_a_way(from, to) || (is_correction && is_a_way(to, from))) || transfer.from == transfer.to {
            return Err(PostError::NoSuchWay { from, to });
        }
        if transfer.from != Holder::Supplier {
            let there = self.balance(transfer.lot, transfer.from);
            if there.crates < transfer.crates || (is_correction && there.grams < transfer.grams) {
                return Err(PostError::NotEnough {
                    lot: transfer.lot,
                    holder: transfer.from,
                    there: there.crates.0,
                    asked: transfer.crates.0,
                });
            }
            if !is_correction {
                transfer.grams = share_of_weight(there.grams, there.crates, transfer.crates);
            }
        }
        self.shift(transfer, -1);
        self.shift(transfer, 1);
        Ok(())
    }

    fn shift(&mut self, transfer: &Transfer, sign: i64) {
        let holder = if sign < 0 { transfer.from } else { transfer.to };
        let balance = self.0.entry((transfer.lot, holder)).or_default();
        balance.crates += Crates(sign * transfer.crates.0);
        balance.grams += Grams(sign * transfer.grams.0);
    }
}

/// The transfer that takes a movement back.
#[must_use]
pub fn reversal(movement: &Movement) -> Transfer {
    let done = &movement.transfer;
    Transfer {
        from: done.to,
        to: done.from,
        temperature: None,
        why: Some(Why::Correction),
        note: String::new(),
        corrects: Some(movement.id),
        flag: None,
        ..done.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::HashMap;
    use uuid::Uuid;

    fn id<T: From<Uuid>>(n: u128) -> T {
        Uuid::from_u128(n).into()
    }

    fn holders() -> Vec<Holder> {
        vec![
            Holder::Supplier,
            Holder::Donor(id(1)),
            Holder::Vehicle(id(2)),
            Holder::Vehicle(id(3)),
            Holder::Handover(id(4)),
            Holder::Point(id(4)),
            Holder::Handover(id(5)),
            Holder::Point(id(5)),
            Holder::Hub(id(6)),
            Holder::Families(id(4)),
            Holder::Families(id(5)),
            Holder::Discarded,
        ]
    }

    /// The plainest model there is: each crate by itself, with the one holder that has it.
    #[derive(Default)]
    struct Model {
        crates: HashMap<LotId, Vec<Holder>>,
    }

    impl Model {
        fn try_move(&mut self, transfer: &Transfer) -> bool {
            let crates = self.crates.entry(transfer.lot).or_default();
            let count = transfer.crates.0 as usize;
            if transfer.from == Holder::Supplier {
                crates.extend(vec![transfer.to; count]);
                return true;
            }
            let at: Vec<usize> = (0..crates.len()).filter(|&i| crates[i] == transfer.from).take(count).collect();
            if at.len() < count {
                return false;
            }
            for index in at {
                crates[index] = transfer.to;
            }
            crates.retain(|holder| *holder != Holder::Supplier);
            true
        }
    }

    /// 2,000 cases of 500 steps: a million movements tried against the model.
    #[test]
    fn a_million_steps_keep_every_crate_in_exactly_one_place() {
        let mut steps = 0u64;
        let mut refused = 0u64;
        let mut runner =
            proptest::test_runner::TestRunner::new(ProptestConfig { cases: 2_000, ..ProptestConfig::default() });
        let counts = std::cell::RefCell::new((&mut steps, &mut refused));
        let step = (0u128..3, 0usize..12, 0usize..12, 1i64..6, 0i64..9_999, any::<bool>());
        runner
            .run(&prop::collection::vec(step, 500), |script| {
                let (mut book, mut model, mut log) = (Book::default(), Model::default(), Vec::<Movement>::new());
                let holders = holders();
                for (lot, from, to, crates, grams, take_back) in script {
                    let mut transfer = match log.get(from * 7 % log.len().max(1)) {
                        Some(movement) if take_back => reversal(movement),
                        _ => Transfer::new(id(100 + lot), holders[from], holders[to], Crates(crates))
                            .weighing(Grams(grams)),
                    };
                    let before = book.clone();
                    let posted = book.post(&mut transfer);
                    *counts.borrow_mut().0 += 1;
                    match posted {
                        Err(PostError::NoSuchWay { from, to }) => {
                            prop_assert!(!is_a_way(from, to) || transfer.from == transfer.to);
                            prop_assert_eq!(&before, &book);
                        }
                        Err(_) => {
                            *counts.borrow_mut().1 += 1;
                            prop_assert_eq!(&before, &book);
                        }
                        Ok(()) => {
                            prop_assert!(model.try_move(&transfer), "the model has no such crates: {:?}", transfer);
                            log.push(Movement {
                                id: id(1_000_000 + log.len() as u128),
                                seq: log.len() as i64 + 1,
                                transfer,
                                op: id(7),
                                occurred: Millis(0),
                                received: Millis(0),
                                person: id(8),
                                device: None,
                                device_seq: None,
                            });
                        }
                    }
                }
                for lot in 0..3u128 {
                    let lot = id(100 + lot);
                    let mut weight = Grams::ZERO;
                    for holder in &holders {
                        let balance = book.balance(lot, *holder);
                        weight += balance.grams;
                        if *holder == Holder::Supplier {
                            continue;
                        }
                        let counted =
                            model.crates.get(&lot).map_or(0, |crates| crates.iter().filter(|h| *h == holder).count());
                        prop_assert_eq!(balance.crates.0, counted as i64);
                        prop_assert!(balance.grams.0 >= 0);
                    }
                    prop_assert_eq!(weight, Grams::ZERO, "what the supplier gave is somewhere");
                }
                Ok(())
            })
            .unwrap();
        assert_eq!(steps, 1_000_000);
        assert!(refused > 10_000, "the script must also try what cannot be");
    }

    #[test]
    fn a_rejected_lot_has_no_way_to_families() {
        let (point, round) = (id(4), id(2));
        let lot = id(100);
        let mut book = Book::default();
        let donor = Holder::Donor(id(1));
        for (from, to) in [
            (Holder::Supplier, donor),
            (donor, Holder::Vehicle(round)),
            (Holder::Vehicle(round), Holder::Handover(point)),
            (Holder::Handover(point), Holder::Vehicle(round)),
        ] {
            book.post(&mut Transfer::new(lot, from, to, Crates(3)).weighing(Grams(900))).unwrap();
        }
        for from in [Holder::Vehicle(round), Holder::Handover(point), Holder::Point(point)] {
            assert!(book.post(&mut Transfer::new(lot, from, Holder::Families(point), Crates(1))).is_err());
        }
        assert_eq!(book.balance(lot, Holder::Vehicle(round)).crates, Crates(3));
    }

    #[test]
    fn the_chain_notices_every_changed_field() {
        let row = Movement {
            id: id(1),
            seq: 1,
            transfer: Transfer::new(id(2), Holder::Supplier, Holder::Donor(id(3)), Crates(2)).weighing(Grams(500)),
            op: id(4),
            occurred: Millis(5),
            received: Millis(6),
            person: id(7),
            device: None,
            device_seq: Some(1),
        };
        let hash = link(ChainHash::START, &row);
        let changed: Vec<Movement> = vec![
            Movement { id: id(9), ..row.clone() },
            Movement { seq: 2, ..row.clone() },
            Movement { op: id(9), ..row.clone() },
            Movement { occurred: Millis(6), ..row.clone() },
            Movement { received: Millis(5), ..row.clone() },
            Movement { person: id(9), ..row.clone() },
            Movement { device: Some(id(9)), ..row.clone() },
            Movement { device_seq: None, ..row.clone() },
            Movement { transfer: row.transfer.clone().weighing(Grams(501)), ..row.clone() },
            Movement { transfer: row.transfer.clone().because(Why::Other), ..row.clone() },
            Movement { transfer: row.transfer.clone().flagged(Some(Flag::Unplanned)), ..row.clone() },
            Movement { transfer: row.transfer.clone().at_stop(id(9)), ..row.clone() },
            Movement { transfer: row.transfer.clone().at_temperature(Some(Decidegrees(0))), ..row.clone() },
            Movement { transfer: Transfer { note: "x".into(), ..row.transfer.clone() }, ..row.clone() },
            Movement { transfer: Transfer { crates: Crates(3), ..row.transfer.clone() }, ..row.clone() },
            Movement { transfer: Transfer { to: Holder::Hub(id(3)), ..row.transfer.clone() }, ..row.clone() },
            Movement { transfer: Transfer { corrects: Some(id(3)), ..row.transfer.clone() }, ..row.clone() },
        ];
        for other in changed {
            assert_ne!(link(ChainHash::START, &other), hash, "{other:?}");
        }
        assert_ne!(link(hash, &row), hash);
        assert_eq!(ChainHash::from_hex(&hash.to_hex()), Some(hash));
    }
}
