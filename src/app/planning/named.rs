//! What the indices of a planning problem stand for.

use crate::app::day::Day;
use crate::app::forecast::Expected;
use crate::domain::id::{LotId, RoundId, ShiftId, SiteId};
use crate::domain::round::Shift;
use crate::domain::site::LatLon;
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
    /// Where a shift begins that begins at no site, beside the site that stands for it.
    Start(ShiftId, SiteId),
    /// Where it ends.
    End(ShiftId, SiteId),
}

impl Place {
    /// Where a shift begins.
    pub fn start_of(shift: &Shift) -> Self {
        match shift.spots.start {
            Some(_) => Self::Start(shift.id, shift.start),
            None => Self::Site(shift.start),
        }
    }

    /// Where a shift must end, if anywhere.
    pub fn end_of(shift: &Shift) -> Option<Self> {
        match shift.spots.end {
            Some(_) => Some(Self::End(shift.id, shift.start)),
            None => shift.end.map(Self::Site),
        }
    }

    /// Where that is on the map on a day.
    pub fn at(self, day: &Day) -> LatLon {
        let spots = |id| day.shifts.iter().find(|shift| shift.id == id).map(|shift| &shift.spots);
        let spot = match self {
            Self::Site(_) | Self::Halted(_) => None,
            Self::Start(shift, _) => spots(shift).and_then(|spots| spots.start.as_ref()),
            Self::End(shift, _) => spots(shift).and_then(|spots| spots.end.as_ref()),
        };
        spot.map_or_else(|| day.sites[&self.site()].at, |spot| spot.at)
    }

    /// Where people would drive to, a halted vehicle or not.
    pub const fn site(self) -> SiteId {
        match self {
            Self::Site(site) | Self::Halted(site) | Self::Start(_, site) | Self::End(_, site) => site,
        }
    }
}

/// A vehicle with its shift, and its round if it has one.
pub(super) type NamedVehicle = (ShiftId, Option<RoundId>, CrewedVehicle);
