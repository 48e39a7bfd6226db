//! Shifts, rounds and how visits ended.

use crate::domain::id::{AreaId, OpId, PersonId, PlanId, RoundId, ShiftId, SiteId, StandingId, StopId, VehicleId};
use crate::domain::plan::Objective;
use crate::domain::rest::Rest;
use crate::domain::spot::Spots;
use crate::domain::time::Millis;
use crate::domain::word_enum;
use jiff::civil::Date;

/// A driver and a vehicle available in a window of one day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shift {
    pub id: ShiftId,
    /// The local day.
    pub date: Date,
    /// Who drives; while somebody is sought, who asked for that.
    pub person: PersonId,
    pub vehicle: VehicleId,
    pub from: Millis,
    pub until: Millis,
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
    /// The break that its driver must have, if any.
    pub rest: Option<Rest>,
    /// Where it begins or ends instead, if not at a site.
    pub spots: Spots,
}

impl Shift {
    /// Whether a driver is sought.
    pub const fn is_open(&self) -> bool {
        self.cancelled && self.wanted.is_some()
    }

    /// Whether it is the same work as it was, whoever does it: a plan that uses it still holds.
    pub fn is_same_work(&self, before: &Self) -> bool {
        (self.date, self.vehicle, self.from, self.until) == (before.date, before.vehicle, before.from, before.until)
            && (self.start, self.end, self.rest) == (before.start, before.end, before.rest)
            && self.spots == before.spots
    }

    /// Whether two shifts have time in common.
    pub fn meets(&self, other: &Self) -> bool {
        self.from < other.until && other.from < self.until
    }
}

/// A round with the names that screens show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoundHead {
    pub id: RoundId,
    pub area: AreaId,
    /// Its local day.
    pub date: Date,
    /// Its number on that day, from 1.
    pub number: i64,
    pub shift: ShiftId,
    pub vehicle: VehicleId,
    pub vehicle_name: String,
    pub person: PersonId,
    pub person_name: String,
    pub person_phone: String,
    pub from: Millis,
    pub until: Millis,
    pub cancelled: bool,
    pub ended: Option<Millis>,
}

word_enum!(
    VisitOutcome {
        /// What was there was handed over.
        Done = "done",
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
    pub stop: StopId,
    pub round: RoundId,
    pub site: SiteId,
    pub op: OpId,
    pub outcome: VisitOutcome,
    pub occurred: Millis,
    pub note: String,
}

word_enum!(
    /// What a version of a plan is.
    PlanState {
        Draft = "draft",
        /// What people go by.
        Published = "published",
        Past = "past",
    }
);

/// What a version of a day's plan is, without its rounds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanHead {
    pub id: PlanId,
    /// Its local day.
    pub date: Date,
    /// Its number on that day, from 1.
    pub version: i64,
    pub state: PlanState,
    /// The seed that made it.
    pub seed: u64,
    pub created: Millis,
    pub published: Option<Millis>,
    pub objective: Objective,
    /// Whether travel times are estimates.
    pub estimated: bool,
    /// How much of the fairest use that the food allows it reaches, in percent; none where that was not reckoned.
    pub fairest: Option<i64>,
}

word_enum!(
    /// What a driver tells the coordinator.
    ProblemKind {
        Late = "late",
        /// The vehicle does not go on.
        Vehicle = "vehicle",
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
    pub op: OpId,
    pub round: RoundId,
    pub kind: ProblemKind,
    pub minutes: i64,
    pub note: String,
    pub occurred: Millis,
    pub settled: Option<Millis>,
}

/// A shift that does not go on, and where its vehicle is halted. What is on board waits there for another vehicle.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Halt {
    pub shift: ShiftId,
    pub site: SiteId,
    pub since: Millis,
}

/// Crates given to the families of a point: how many, never who.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Handout {
    pub op: OpId,
    pub site: SiteId,
    /// The local day.
    pub date: Date,
    pub families: i64,
    pub persons: i64,
    pub occurred: Millis,
}
