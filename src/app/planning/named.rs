//! What the indices of a planning problem stand for.

use crate::app::forecast::Expected;
use crate::domain::id::{LotId, RoundId, ShiftId};
use crate::planner::problem::CrewedVehicle;

/// What a supply stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// A lot of the ledger.
    Lot(LotId),
    /// Food that is only expected.
    Expected(Expected),
}

/// A vehicle with its shift, and its round if it has one.
pub(super) type NamedVehicle = (ShiftId, Option<RoundId>, CrewedVehicle);
