//! What a coordinator should look at.

use crate::domain::id::{LotId, RoundId, SiteId, StopId};
use crate::domain::ledger::{Movement, Op};
use crate::domain::notice::AlarmKind;
use crate::domain::people::{HeldAct, MissingActs};
use crate::domain::plan::{Fix, LeftCode};
use crate::domain::quantity::{Crates, Seconds};
use crate::domain::round::{Problem, RoundHead, Visit};
use crate::domain::time::Millis;

/// Something the coordinator should look at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Alarm {
    /// Food was outside a fridge beyond its limit, or soon will be.
    Cold {
        round: RoundId,
        lot: LotId,
        /// When it must have been accepted.
        deadline: Millis,
        /// Whether that has passed, or will have when it arrives.
        broken: bool,
    },
    /// A lot has no place in the plan.
    NoPlace {
        lot: LotId,
        crates: Crates,
        /// What stopped it; none when it came after the plan.
        code: Option<LeftCode>,
        fix: Option<Fix>,
    },
    /// A round has less of a lot than the plan sets down.
    Shortfall { round: RoundId, lot: LotId, crates: Crates },
    /// A portion on board has nowhere to go.
    NowhereToGo { round: RoundId, lot: LotId, crates: Crates },
    /// A round of an earlier day still has food on board.
    StillAboard { round: RoundHead, crates: Crates },
    /// A published round has no driver any more.
    NoDriver { round: RoundId },
    /// The vehicle of a round does not go on, and the plan still counts on it.
    Stopped { round: RoundId },
    Late {
        round: RoundId,
        /// The visit it is late for.
        stop: StopId,
        by: Seconds,
    },
    /// A driver told of trouble.
    Problem(Problem),
    /// Food was set down at a point and nobody checked it.
    Unchecked { site: SiteId, since: Millis, crates: Crates },
    /// An act contradicts what others recorded.
    Conflict(Op),
    /// An act contradicted the plan and was recorded.
    Flagged(Movement),
    /// There is food and there are shifts, and no plan.
    NoPlan,
    /// A phone counted acts that never came.
    Missing(MissingActs),
    /// A phone that may not send any more has acts of a person, the oldest first.
    Held(Vec<HeldAct>),
    /// A driver could not do a visit that the plan no longer had.
    OffPlan(Visit),
    /// So many phones get no notices, because their push service refuses this server.
    PushBlocked(i64),
}

impl Alarm {
    /// Which of the things that a coordinator should look at it is.
    pub const fn kind(&self) -> AlarmKind {
        match self {
            Self::Cold { .. } => AlarmKind::Cold,
            Self::NoPlace { .. } => AlarmKind::NoPlace,
            Self::Shortfall { .. } => AlarmKind::Shortfall,
            Self::NowhereToGo { .. } => AlarmKind::NowhereToGo,
            Self::StillAboard { .. } => AlarmKind::StillAboard,
            Self::NoDriver { .. } => AlarmKind::NoDriver,
            Self::Stopped { .. } => AlarmKind::Stopped,
            Self::Late { .. } => AlarmKind::Late,
            Self::Problem(_) => AlarmKind::Problem,
            Self::Unchecked { .. } => AlarmKind::Unchecked,
            Self::Conflict(_) => AlarmKind::Conflict,
            Self::Flagged(_) => AlarmKind::Flagged,
            Self::NoPlan => AlarmKind::NoPlan,
            Self::Missing(_) => AlarmKind::Missing,
            Self::Held(_) => AlarmKind::Held,
            Self::OffPlan(_) => AlarmKind::OffPlan,
            Self::PushBlocked(_) => AlarmKind::PushBlocked,
        }
    }

    /// Whether somebody must act, rather than know.
    pub const fn is_urgent(&self) -> bool {
        !matches!(self, Self::Flagged(_) | Self::Unchecked { .. } | Self::OffPlan(_) | Self::Shortfall { .. })
    }
}
