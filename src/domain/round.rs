//! Shifts, rounds and how visits ended.

use crate::domain::id::{AreaId, OpId, PersonId, PlanId, RoundId, ShiftId, SiteId, StandingId, StopId, VehicleId};
use crate::domain::plan::{ExpectedLoad, Load, Objective};
use crate::domain::quantity::{Metres, Seconds};
use crate::domain::time::Millis;
use crate::domain::word_enum;
use jiff::civil::Date;

/// A driver and a vehicle available in a window of one day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shift {
    /// Its id.
    pub id: ShiftId,
    /// The local day.
    pub date: Date,
    /// Who drives; while somebody is sought, who asked for that.
    pub person: PersonId,
    /// Which vehicle.
    pub vehicle: VehicleId,
    /// From when.
    pub from: Millis,
    /// Until when.
    pub until: Millis,
    /// Where it starts.
    pub start: SiteId,
    /// Where it must end, if anywhere.
    pub end: Option<SiteId>,
    /// Whether nobody drives it: the driver cannot, or none was found yet.
    pub cancelled: bool,
    /// Since when a driver is sought, if one is.
    pub wanted: Option<Millis>,
    /// Whom the driver stands in for; while somebody is sought, who cannot.
    pub covers: Option<PersonId>,
    /// The standing assignment it came from, if any.
    pub standing: Option<StandingId>,
}

impl Shift {
    /// Whether a driver is sought.
    #[must_use]
    pub const fn is_open(&self) -> bool {
        self.cancelled && self.wanted.is_some()
    }

    /// Whether it is the same work as it was, whoever does it: a plan that uses it still holds.
    #[must_use]
    pub fn is_same_work(&self, before: &Self) -> bool {
        (self.date, self.vehicle, self.from, self.until) == (before.date, before.vehicle, before.from, before.until)
            && (self.start, self.end) == (before.start, before.end)
    }

    /// Whether two shifts have time in common.
    #[must_use]
    pub fn meets(&self, other: &Self) -> bool {
        self.from < other.until && other.from < self.until
    }
}

/// A round with the names that screens show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoundHead {
    /// Its id.
    pub id: RoundId,
    /// Its area.
    pub area: AreaId,
    /// Its local day.
    pub date: Date,
    /// Its number on that day, from 1.
    pub number: i64,
    /// The shift it fills.
    pub shift: ShiftId,
    /// Its vehicle.
    pub vehicle: VehicleId,
    /// The vehicle's name.
    pub vehicle_name: String,
    /// Its driver.
    pub person: PersonId,
    /// The driver's name.
    pub person_name: String,
    /// The driver's telephone.
    pub person_phone: String,
    /// When the shift begins.
    pub from: Millis,
    /// When the shift ends.
    pub until: Millis,
    /// Whether the shift is cancelled.
    pub cancelled: bool,
    /// When the driver ended it.
    pub ended: Option<Millis>,
}

word_enum!(
    /// How a visit ended.
    VisitOutcome {
        /// What was there was handed over.
        Done = "done",
        /// The place was closed.
        Closed = "closed",
        /// The driver could not get there.
        Unreachable = "unreachable",
        /// It is open again: what was recorded was taken back.
        Reopened = "reopened",
    }
);

/// How a planned visit ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Visit {
    /// Which visit.
    pub stop: StopId,
    /// Of which round.
    pub round: RoundId,
    /// Where.
    pub site: SiteId,
    /// By which act.
    pub op: OpId,
    /// How.
    pub outcome: VisitOutcome,
    /// When.
    pub occurred: Millis,
    /// What the driver wrote.
    pub note: String,
}

/// A planned visit with the round it belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedStop {
    /// The visit.
    pub id: StopId,
    /// Its round.
    pub round: RoundId,
    /// Its place in the round, from 0.
    pub position: i64,
    /// Where.
    pub site: SiteId,
    /// When the vehicle gets there.
    pub arrive: Millis,
    /// When the handover starts.
    pub start: Millis,
    /// When it leaves.
    pub depart: Millis,
    /// What is loaded and unloaded.
    pub loads: Vec<Load>,
    /// What is expected of donors that have not announced yet.
    pub forecast: Vec<ExpectedLoad>,
}

/// The figures of a planned round.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedRound {
    /// Which round.
    pub id: RoundId,
    /// When it leaves its start.
    pub depart: Millis,
    /// When it is back, or done.
    pub finish: Millis,
    /// Its length.
    pub metres: Metres,
    /// Its time at the wheel.
    pub driving: Seconds,
}

word_enum!(
    /// What a version of a plan is.
    PlanState {
        /// A proposal.
        Draft = "draft",
        /// What people go by.
        Published = "published",
        /// Replaced.
        Past = "past",
    }
);

/// What a version of a day's plan is, without its rounds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanHead {
    /// Its id.
    pub id: PlanId,
    /// Its local day.
    pub date: Date,
    /// Its number on that day, from 1.
    pub version: i64,
    /// What it is.
    pub state: PlanState,
    /// The seed that made it.
    pub seed: u64,
    /// When it was made.
    pub created: Millis,
    /// When it was published.
    pub published: Option<Millis>,
    /// How good it is.
    pub objective: Objective,
    /// Whether travel times are estimates.
    pub estimated: bool,
    /// How much of the fairest use that the food allows it reaches, in percent; none where that was not reckoned.
    pub fairest: Option<i64>,
}

word_enum!(
    /// What a driver tells the coordinator.
    ProblemKind {
        /// Running late.
        Late = "late",
        /// The vehicle does not go on.
        Vehicle = "vehicle",
        /// The road is closed.
        Road = "road",
        /// The driver cannot go on.
        Person = "person",
        /// Something else.
        Other = "other",
    }
);

/// Something a driver told the coordinator during a round.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// By which act.
    pub op: OpId,
    /// On which round.
    pub round: RoundId,
    /// What kind.
    pub kind: ProblemKind,
    /// By how many minutes, for a delay.
    pub minutes: i64,
    /// What the driver wrote.
    pub note: String,
    /// When.
    pub occurred: Millis,
    /// When the coordinator settled it.
    pub settled: Option<Millis>,
}

/// A shift that does not go on, and where its vehicle stands. What is on board waits there for another vehicle.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Halt {
    /// Which shift.
    pub shift: ShiftId,
    /// Where the vehicle stands.
    pub site: SiteId,
    /// Since when.
    pub since: Millis,
}

/// Crates given to the families of a point: how many, never who.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Handout {
    /// By which act.
    pub op: OpId,
    /// Where.
    pub site: SiteId,
    /// The local day.
    pub date: Date,
    /// How many families.
    pub families: i64,
    /// How many persons.
    pub persons: i64,
    /// When.
    pub occurred: Millis,
}
