//! Alarms: what a coordinator should look at.

use crate::domain::id::{LotId, RoundId, SiteId, StopId};
use crate::domain::ledger::{Flag, Movement, Op};
use crate::domain::notice::AlarmKind;
use crate::domain::people::{HeldAct, MissingActs};
use crate::domain::plan::{Fault, Fix, LeftCode};
use crate::domain::quantity::{Crates, Seconds};
use crate::domain::round::{Problem, RoundHead, Shift, Visit, VisitOutcome};
use crate::domain::shift::{Gone, Overlap};
use crate::domain::time::Millis;
use jiff::civil::Date;

/// What a day has none of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lack {
    /// Shifts that somebody drives.
    Drivers,
    /// Points and hubs that open.
    Points,
}

/// Why nobody collects a lot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WhyNoPlace {
    /// The plan left it out.
    LeftOut(LeftCode),
    /// It was announced after the plan.
    AfterPlan,
    /// A driver was to load it at this stop, and could not.
    Missed { stop: StopId, site: SiteId, outcome: VisitOutcome },
}

/// One thing a coordinator should look at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Alarm {
    /// A portion on board passes its limit outside a fridge, or soon will.
    Cold {
        round: RoundId,
        lot: LotId,
        /// By when it must be accepted.
        deadline: Millis,
        /// Whether the deadline is past, or will be when the portion arrives.
        broken: bool,
    },
    /// A lot has no place in the plan.
    NoPlace { lot: LotId, crates: Crates, why: WhyNoPlace, fix: Option<Fix> },
    /// A round has, and will load, fewer crates of a lot than it is to set down: `crates` are missing.
    Shortfall { round: RoundId, lot: LotId, crates: Crates },
    /// A portion on board has nowhere to go.
    NowhereToGo { round: RoundId, lot: LotId, crates: Crates },
    /// A round of an earlier day still has food on board.
    StillAboard { round: RoundHead, crates: Crates },
    /// The shift of a published round, today or on a day ahead, has no driver any more, or its vehicle is out of use.
    NoDriver { round: RoundHead, gone: Option<Gone> },
    /// A visit that people go by, today or on a day ahead, cannot be done as things stand by now.
    Broken { round: RoundHead, site: SiteId, fault: Fault },
    /// Who drives no more, or a vehicle out of use, still has so many coming shifts; those not begun are sought.
    Gone { gone: Gone, shifts: usize, first: Date },
    /// Two shifts of one driver or vehicle, today or on a day ahead, have time in common.
    Overlap { what: Overlap, one: Box<Shift>, other: Box<Shift> },
    /// The vehicle of a round is halted, and the plan still counts on it.
    Stopped { round: RoundId },
    Late {
        round: RoundId,
        /// The next stop.
        stop: StopId,
        by: Seconds,
    },
    /// A driver reported a problem.
    Problem(Problem),
    /// Crates were set down at a point and are not checked yet.
    Unchecked { site: SiteId, since: Millis, crates: Crates },
    /// An act was refused because it contradicts what others recorded.
    Conflict(Op),
    /// An act contradicted the plan and was recorded with a flag.
    Flagged(Movement),
    /// There is food for a day, today or tomorrow, and nobody at all to drive it or to take it in.
    Nobody { date: Date, lack: Lack },
    /// The day has lots and shifts, and no published plan.
    NoPlan,
    /// Acts that a phone counted never arrived.
    Missing(MissingActs),
    /// Acts of one person that wait on a phone that may not send any more, the oldest first.
    Held(Vec<HeldAct>),
    /// A driver found a site closed or out of reach, at a stop that is no longer in the plan.
    OffPlan(Visit),
    /// The number of phones that get no messages because their push service refuses this server.
    PushBlocked(i64),
}

impl Alarm {
    /// The kind, without the details.
    pub const fn kind(&self) -> AlarmKind {
        match self {
            Self::Cold { .. } => AlarmKind::Cold,
            Self::NoPlace { .. } => AlarmKind::NoPlace,
            Self::Shortfall { .. } => AlarmKind::Shortfall,
            Self::NowhereToGo { .. } => AlarmKind::NowhereToGo,
            Self::StillAboard { .. } => AlarmKind::StillAboard,
            Self::NoDriver { .. } => AlarmKind::NoDriver,
            Self::Broken { .. } => AlarmKind::Broken,
            Self::Gone { gone: Gone::Driver(_), .. } => AlarmKind::DriverGone,
            Self::Gone { gone: Gone::Vehicle(_), .. } => AlarmKind::VehicleGone,
            Self::Overlap { .. } => AlarmKind::Overlap,
            Self::Stopped { .. } => AlarmKind::Stopped,
            Self::Late { .. } => AlarmKind::Late,
            Self::Problem(_) => AlarmKind::Problem,
            Self::Unchecked { .. } => AlarmKind::Unchecked,
            Self::Conflict(_) => AlarmKind::Conflict,
            Self::Flagged(_) => AlarmKind::Flagged,
            Self::Nobody { lack: Lack::Drivers, .. } => AlarmKind::NobodyDrives,
            Self::Nobody { lack: Lack::Points, .. } => AlarmKind::NobodyOpens,
            Self::NoPlan => AlarmKind::NoPlan,
            Self::Missing(_) => AlarmKind::Missing,
            Self::Held(_) => AlarmKind::Held,
            Self::OffPlan(_) => AlarmKind::OffPlan,
            Self::PushBlocked(_) => AlarmKind::PushBlocked,
        }
    }

    /// Whether the coordinator must act on it, rather than know of it.
    pub const fn is_urgent(&self) -> bool {
        // Warm food that was taken is about to be given.
        if let Self::Flagged(movement) = self {
            return matches!(movement.transfer.flag, Some(Flag::Temperature)) && movement.transfer.why.is_some();
        }
        !matches!(self, Self::Unchecked { .. } | Self::OffPlan(_) | Self::Shortfall { .. })
    }
}

/// How many things there are to do, the same on every page: lots that the same thing stopped are one.
pub fn to_do(alarms: &[Alarm]) -> usize {
    let mut stopped: Vec<WhyNoPlace> = Vec::new();
    let mut alone = 0;
    for alarm in alarms.iter().filter(|alarm| alarm.is_urgent()) {
        match alarm {
            Alarm::NoPlace { why, .. } if stopped.contains(why) => {}
            Alarm::NoPlace { why, .. } => stopped.push(*why),
            _ => alone += 1,
        }
    }
    alone + stopped.len()
}
