//! What a notice leads to.

use super::text::text_enum;
use crate::domain::id::{RoundId, SiteId, StopId};

text_enum!(
    /// What a notice leads to. Which address that is, only the pages know.
    Target {
        /// The round that its driver drives today.
        CurrentRound = "current-round",
        Round { round: RoundId } = "round",
        Stop { stop: StopId } = "stop",
        /// What the driver has on board.
        Aboard = "aboard",
        /// A driver's shifts, and those that nobody has.
        Shifts = "shifts",
        /// A shop's day.
        Donor { site: SiteId } = "donor",
        /// What comes to a point.
        Arrivals { site: SiteId } = "arrivals",
        /// What came to a point, and what became of it.
        PointHistory { site: SiteId } = "point-history",
        /// What a coordinator should look at.
        Alarms = "alarms",
        /// The plan of the day.
        Plan = "plan",
        /// The vehicles and their shifts.
        Fleet = "fleet",
        /// Everything the person was told.
        Notices = "notices",
    }
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_target_survives_storage() {
        let site: SiteId = "0190a7c0-0000-7000-8000-000000000001".parse().unwrap();
        for target in [Target::CurrentRound, Target::Donor { site }, Target::PointHistory { site }, Target::Alarms] {
            assert_eq!(target.to_string().parse(), Ok(target));
        }
        assert!("/driver".parse::<Target>().is_err(), "an address is no target");
    }
}
