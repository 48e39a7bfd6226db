//! What is intended for a day, and why. What happened is in the ledger.

use crate::domain::food::{Category, StorageClass};
use crate::domain::id::{LotId, RoundId, ShiftId, SiteId, StopId, VehicleId};
use crate::domain::quantity::{Crates, Grams, Metres, Seconds};
use crate::domain::time::Millis;
use crate::domain::word_enum;
use serde::{Deserialize, Serialize};

/// A day's plan: the rounds, what is left, and how good it is. Versioned and stored whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DayPlan {
    /// The seed that made it: the same problem and seed give the same plan.
    pub seed: u64,
    /// The rounds, one for each shift that is used.
    pub rounds: Vec<Round>,
    /// What is not carried, and why.
    pub left: Vec<Left>,
    /// How good it is; smaller is better, layer by layer.
    pub objective: Objective,
    /// Whether travel times are estimates rather than from a road network.
    pub estimated_times: bool,
    /// How much of the fairest use that the food allows it reaches, in percent; none where that was not reckoned.
    #[serde(default)]
    pub fairest: Option<i64>,
}

/// One vehicle and driver on one day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Round {
    /// The round; the same for a shift whatever the version of the plan.
    pub id: RoundId,
    pub shift: ShiftId,
    pub vehicle: VehicleId,
    pub stops: Vec<Stop>,
    #[serde(flatten)]
    pub figures: RoundFigures,
}

/// When a round is on its way, and how far that is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoundFigures {
    /// When it leaves its start.
    pub depart: Millis,
    /// When it is back, or done.
    pub finish: Millis,
    pub metres: Metres,
    /// Its time at the wheel.
    pub driving: Seconds,
}

/// One visit of a round.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stop {
    /// The visit; kept when the plan changes around it.
    pub id: StopId,
    pub site: SiteId,
    /// When the vehicle gets there.
    pub arrive: Millis,
    /// When the handover starts (after waiting for the opening, if need be).
    pub start: Millis,
    pub depart: Millis,
    pub loads: Vec<Load>,
    /// What is expected of donors that have not announced yet. Apart, because the ledger must never hear of it.
    pub forecast: Vec<Load<Forecast>>,
}

word_enum!(
    /// Onto the vehicle or off it.
    Action {
        /// Onto the vehicle.
        Load = "load",
        /// Off the vehicle.
        Unload = "unload",
    }
);

/// A portion that changes hands at a stop: of a lot, or of what is only expected.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Load<Of = LotId> {
    pub of: Of,
    /// Onto the vehicle or off it.
    pub action: Action,
    pub crates: Crates,
    pub grams: Grams,
    /// At an unload: how long it was outside a fridge by then.
    pub cold: Option<Seconds>,
    /// At an unload: why this point.
    pub reasons: Vec<Reason>,
}

/// Food that a donor usually has and has not announced: there is no lot of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Forecast {
    pub donor: SiteId,
    pub category: Category,
    /// How it must be kept.
    pub class: StorageClass,
}

/// Why a portion goes where it goes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum Reason {
    /// The round passes by: serving it there costs this much more driving.
    OnTheWay { extra: Seconds },
    /// The point had less per person over the past 28 days than the network.
    FairShare {
        /// Grams per person the point had.
        point: Grams,
        /// Grams per person in the network.
        network: Grams,
    },
    /// No other point can take it before its cold limit.
    OnlyBeforeColdLimit,
    /// No other point that takes this category is open in time.
    OnlyOpen,
    /// No other point has room for it.
    OnlyRoom,
    /// A hub keeps it because no point can take it today.
    LastResort,
    /// It was already promised to this point.
    Promised,
}

word_enum!(
    /// The constraint that stopped a portion.
    LeftCode {
        /// No shift on this day at all.
        NoDriver = "no_driver",
        /// The shop is closed on that day, or while the food is ready.
        ShopClosed = "shop_closed",
        /// No vehicle can be there while the place is open and the food ready.
        NoVehicleInWindow = "no_vehicle_in_window",
        /// No point or hub accepts the category.
        Refused = "refused",
        /// Points that accept it are closed when it could arrive.
        NoPointOpen = "no_point_open",
        /// No point or hub has room.
        NoRoom = "no_room",
        /// Vehicles that could carry it are full.
        VehicleFull = "vehicle_full",
        /// It would be outside a fridge too long.
        ColdLimit = "cold_limit",
        /// Its use-by date is past, or would be on arrival.
        UseBy = "use_by",
        /// The shifts end too early.
        ShiftTooShort = "shift_too_short",
    }
);

word_enum!(
    /// Why a visit that people go by cannot be done as things stand by now.
    Fault {
        /// The place is closed at that time.
        Closed = "closed",
        /// The place is not in use.
        OutOfUse = "out_of_use",
        /// The hours of the shift, or its vehicle, are not those of the plan.
        OtherShift = "other_shift",
        /// The vehicle cannot hold what it is to carry.
        TooMuch = "too_much",
        /// The place has not the room for what it is to get.
        NoRoom = "no_room",
        /// The place does not take it.
        Refused = "refused",
        /// It would be outside a fridge too long.
        Cold = "cold",
        /// It would arrive after its use-by date.
        UseBy = "use_by",
        /// Crates to load, or to set down, are not there.
        Missing = "missing",
        /// Visits are planned at the same time.
        Order = "order",
    }
);

impl Fault {
    /// Whether a fact that people set has changed since the plan was made; the others come of how the day goes, and have
    /// alarms of their own.
    pub const fn is_of_facts(self) -> bool {
        !matches!(self, Self::Missing | Self::Order)
    }
}

/// A portion that the plan does not carry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Left {
    pub lot: LotId,
    pub crates: Crates,
    pub grams: Grams,
    pub code: LeftCode,
    /// The cheapest change found that would save it.
    pub fix: Option<Fix>,
}

/// A change that would save a portion. Found by trying it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "change", rename_all = "snake_case")]
pub enum Fix {
    OpenLonger {
        site: SiteId,
        by: Seconds,
    },
    LongerShift {
        shift: ShiftId,
        by: Seconds,
    },
    /// More room at a place.
    MoreRoom {
        site: SiteId,
        class: StorageClass,
        crates: Crates,
    },
    /// Insulated boxes on a vehicle that has none.
    InsulatedBoxes {
        shift: ShiftId,
    },
    /// One more driver with a van.
    OneMoreDriver,
}

/// The layers of the objective, compared in this order; smaller is better in each.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Objective {
    /// Grams lost, weighted by how soon the food spoils.
    pub lost: i64,
    /// Convex shortage against each point's 28-day share.
    pub unfair: i64,
    /// What the rounds cost: people called out, driving seconds, metres, in the policy's weights.
    pub effort: i64,
    /// Distance from the plan people already know.
    pub change: i64,
}
