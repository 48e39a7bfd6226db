//! Days on which a vehicle that is in use cannot drive.

use crate::domain::id::{DowntimeId, VehicleId};
use crate::domain::time::{Millis, Zone};
use crate::domain::word_enum;
use jiff::civil::Date;

/// A longer one is taken for a mistake: a vehicle that is away for so long is out of use.
pub const LONGEST_DAYS: i32 = 366;

word_enum!(
    /// Why a vehicle cannot drive.
    DowntimeReason {
        Repair = "repair",
        /// Its service, or the inspection that the law asks for.
        Inspection = "inspection",
        /// Somebody else has it.
        Lent = "lent",
        Other = "other",
    }
);

/// Whole local days on which a vehicle stands still.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Downtime {
    pub id: DowntimeId,
    pub vehicle: VehicleId,
    /// The first local day.
    pub first: Date,
    /// The last local day.
    pub last: Date,
    pub reason: DowntimeReason,
}

impl Downtime {
    /// Whether it has time in common with a span: a shift that goes on past midnight counts for both days.
    pub fn meets(&self, (from, until): (Millis, Millis), zone: &Zone) -> bool {
        from < zone.end_of(self.last) && zone.start_of(self.first) < until
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::{date, time};
    use uuid::Uuid;

    #[test]
    fn a_shift_past_midnight_is_of_both_its_days() {
        let zone = Zone::named("Europe/Rome").unwrap();
        let (first, last) = (date(2026, 12, 3), date(2026, 12, 4));
        let (id, vehicle) = (Uuid::from_u128(1).into(), Uuid::from_u128(2).into());
        let down = Downtime { id, vehicle, first, last, reason: DowntimeReason::Repair };
        let at = |day, hour| zone.instant(date(2026, 12, day), time(hour, 0, 0, 0));
        assert!(down.meets((at(2, 22), at(3, 1)), &zone) && down.meets((at(4, 8), at(4, 12)), &zone));
        assert!(!down.meets((at(2, 20), at(3, 0)), &zone) && !down.meets((at(5, 0), at(5, 8)), &zone));
    }
}
