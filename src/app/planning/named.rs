//! What the indices of a planning problem stand for.

use crate::app::forecast::Expected;
use crate::domain::id::{LotId, RoundId, ShiftId, SiteId};
use crate::planner::problem::CrewedVehicle;

/// What a supply stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// A lot of the ledger.
    Lot(LotId),
    /// Food that is only expected.
    Expected(Expected),
}

/// What a location stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    Site(SiteId),
    /// A halted vehicle at a site: it can be met whenever the day lasts, whatever the hours of the site.
    Halted(SiteId),
}

impl Place {
    /// Where people would drive to, a halted vehicle or not.
    pub const fn site(self) -> SiteId {
        match self {
            Self::Site(site) | Self::Halted(site) => site,
        }
    }
}

/// A vehicle with its shift, and its round if it has one.
pub(super) type NamedVehicle = (ShiftId, Option<RoundId>, CrewedVehicle);
