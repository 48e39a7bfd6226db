//! Acts of people: what each did, and how it ended.

use crate::domain::id::{AreaId, DeviceId, OpId, PersonId};
use crate::domain::time::Millis;
use crate::domain::word_enum;

word_enum!(
    /// What a person did, in one act.
    OpKind {
        /// A donor announced food, or that it has none.
        Announce = "announce",
        /// A donor lowered a lot or withdrew it.
        Reduce = "reduce",
        /// A driver confirmed a stop.
        Stop = "stop",
        /// A driver could not do a stop.
        Miss = "miss",
        /// A driver recorded what a shop had that had announced nothing.
        Found = "found",
        /// A driver set crates down where the plan did not.
        SetDown = "set-down",
        /// A driver threw away crates that were on board.
        DiscardOnBoard = "discard-on-board",
        /// A point or hub checked what came.
        CheckIn = "check-in",
        HandOut = "hand-out",
        /// A site threw away crates it held.
        Discard = "discard",
        Photo = "photo",
        /// A driver told of trouble.
        Problem = "problem",
        EndRound = "end-round",
        ReopenRound = "reopen-round",
        /// A vehicle does not go on.
        Halt = "halt",
        GoOn = "go-on",
        /// A point does not take a lot that is planned for it.
        Decline = "decline",
        Publish = "publish",
        Undo = "undo",
        /// Crates read from a file.
        Import = "import",
        /// Something a phone sent later that the server could not take, whatever it was.
        Refused = "refused",
        /// An act of a kind that this version does not know: a newer server on the same database wrote it.
        Other = "other",
    }
);

impl OpKind {
    /// Whether [`reversal`] takes such an act back. The others are taken back, if at all, by an act of their own: a
    /// round that ended is reopened, a vehicle that halted goes on, another plan is published.
    pub const fn undoable(self) -> bool {
        match self {
            Self::Announce
            | Self::Reduce
            | Self::Stop
            | Self::Miss
            | Self::Found
            | Self::SetDown
            | Self::DiscardOnBoard
            | Self::CheckIn
            | Self::HandOut
            | Self::Discard
            | Self::Problem
            | Self::Undo => true,
            Self::Photo
            | Self::EndRound
            | Self::ReopenRound
            | Self::Halt
            | Self::GoOn
            | Self::Decline
            | Self::Publish
            | Self::Import
            | Self::Refused
            | Self::Other => false,
        }
    }
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
    pub area: AreaId,
    pub kind: OpKind,
    pub person: PersonId,
    pub device: Option<DeviceId>,
    /// The phone's own count of its acts.
    pub device_seq: Option<i64>,
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
