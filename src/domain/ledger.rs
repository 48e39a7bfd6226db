//! The double-entry ledger of crates.
//!
//! Crates are only ever moved from one holder to another. A movement is appended and never changed; a correction is a
//! movement the other way that names the one it corrects. Where every crate is now follows from the movements alone.

mod op;

pub use op::{Op, OpKind, OpOutcome};

use crate::domain::id::{DeviceId, LotId, MovementId, OpId, PersonId, RoundId, SiteId, StopId};
use crate::domain::quantity::{Crates, Decidegrees, Grams, share_of_weight};
use crate::domain::time::Millis;
use crate::domain::word_enum;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

word_enum!(
    HolderKind {
        /// The world outside: where food comes from, and where what was never handed over stays.
        Supplier = "supplier",
        /// A donor's goods door.
        Donor = "donor",
        /// A vehicle on a round.
        Vehicle = "vehicle",
        /// Set down at a point, not yet checked.
        Handover = "handover",
        Point = "point",
        Hub = "hub",
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
    Donor(SiteId),
    Vehicle(RoundId),
    /// Set down at a point, waiting for its check.
    Handover(SiteId),
    /// A point that accepted it.
    Point(SiteId),
    Hub(SiteId),
    /// The families of a point.
    Families(SiteId),
    /// Nobody: thrown away.
    Discarded,
}

impl Holder {
    /// Which column of a holding it is stored under, whoever it is of its kind.
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

    /// The site it is, or is at: none on the road, before it is announced and after it is thrown away.
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
    MovementReason {
        /// The donor took an announcement back, in whole or in part.
        Withdrawn = "withdrawn",
        /// There were fewer crates than announced.
        NotThere = "not_there",
        /// There were more crates than announced.
        MoreThere = "more_there",
        /// The driver did not take it: not fit to give.
        Unfit = "unfit",
        TooWarm = "too_warm",
        Broken = "broken",
        /// Past its use-by date.
        Expired = "expired",
        /// Another reason, said in the note.
        Other = "other",
        /// Taken above its range: only its outside is warm.
        ColdInside = "cold_inside",
        /// Taken above its range: out of the cold for a few minutes.
        JustOut = "just_out",
        /// Taken above its range: cooked or eaten at once.
        EatenAtOnce = "eaten_at_once",
        /// Brought back.
        Returned = "returned",
        /// An undo or a correction.
        Correction = "correction",
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
        MoreThanAnnounced = "more_than_announced",
        /// A point took more of it than the plan gives that point.
        MoreThanPlanned = "more_than_planned",
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
    pub lot: LotId,
    pub from: Holder,
    pub to: Holder,
    /// How many crates. At least one.
    pub crates: Crates,
    /// What they weigh. From the supplier it is given; elsewhere [`Book::post`] takes the share of what is there.
    pub grams: Grams,
    pub temperature: Option<Decidegrees>,
    /// Why, if otherwise than planned.
    pub why: Option<MovementReason>,
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
    pub fn weighing(self, grams: Grams) -> Self {
        Self { grams, ..self }
    }

    /// With the reason it moved.
    pub fn because(self, why: MovementReason) -> Self {
        Self { why: Some(why), ..self }
    }

    /// At a planned visit.
    pub fn at_stop(self, stop: StopId) -> Self {
        Self { stop: Some(stop), ..self }
    }

    /// With the temperature read.
    pub fn at_temperature(self, temperature: Option<Decidegrees>) -> Self {
        Self { temperature, ..self }
    }

    /// With what contradicts the plan.
    pub fn flagged(self, flag: Option<Flag>) -> Self {
        Self { flag, ..self }
    }
}

/// A row of the ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Movement {
    pub id: MovementId,
    /// Its place in its area's chain, from 1.
    pub seq: i64,
    pub transfer: Transfer,
    /// The act that made it.
    pub op: OpId,
    /// When it happened, by the phone.
    pub occurred: Millis,
    /// When the server took it in.
    pub received: Millis,
    pub person: PersonId,
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
    pub fn to_hex(self) -> String {
        use std::fmt::Write;
        self.0.iter().fold(String::with_capacity(64), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        })
    }

    /// From 64 hexadecimal digits.
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
        transfer.why.map(MovementReason::word).unwrap_or_default().to_owned(),
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
    pub crates: Crates,
    pub grams: Grams,
}

/// What a holder has of a lot now, and since when the food is outside a fridge.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Holding {
    pub lot: LotId,
    pub holder: Holder,
    pub balance: Balance,
    /// When it last left a donor, hub or point: the start of its cold clock while it is on the way.
    pub since: Millis,
}

/// Why a transfer cannot be posted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PostError {
    /// Zero or negative crates, or a negative weight.
    #[error("a transfer moves at least one crate")]
    Nothing,
    /// Food does not go this way.
    #[error("food does not go from {from} to {to}")]
    NoSuchWay { from: HolderKind, to: HolderKind },
    /// The holder has fewer crates than that.
    #[error("there are {there} crates, not {asked}")]
    NotEnough { lot: LotId, holder: Holder, there: i64, asked: i64 },
    /// The lot, who gives it or who gets it is not of the area whose ledger it is.
    #[error("the lot, who gives it or who gets it is of another area")]
    OtherArea { lot: LotId },
}

/// Whether food may go from one kind of holder to another.
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
pub fn reversal(movement: &Movement) -> Transfer {
    let done = &movement.transfer;
    Transfer {
        from: done.to,
        to: done.from,
        temperature: None,
        why: Some(MovementReason::Correction),
        note: String::new(),
        corrects: Some(movement.id),
        flag: None,
        ..done.clone()
    }
}

#[cfg(test)]
mod tests;
