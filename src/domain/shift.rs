//! Shifts that come back every week, shifts that overlap, and shifts that are exchanged.

use crate::domain::calendar::days;
use crate::domain::id::{PersonId, ShiftId, SiteId, StandingId, SwapId, VehicleId};
use crate::domain::rest::Rest;
use crate::domain::round::Shift;
use crate::domain::spot::Spots;
use crate::domain::time::{Window, Zone};
use jiff::civil::{Date, Time};

/// Why two shifts cannot both be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Overlap {
    Person(PersonId),
    Vehicle(VehicleId),
}

/// Why a shift cannot be driven as it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Gone {
    /// Who was to drive takes no part any more, or is no driver.
    Driver(PersonId),
    /// The vehicle is out of use.
    Vehicle(VehicleId),
}

/// What overlaps with a shift: each other shift that goes on at the same time with the same person or vehicle.
pub fn overlaps<'a>(shift: &Shift, all: &'a [Shift]) -> Vec<(Overlap, &'a Shift)> {
    if shift.cancelled {
        return Vec::new();
    }
    let mut found = Vec::new();
    for other in all.iter().filter(|other| other.id != shift.id && !other.cancelled && other.meets(shift)) {
        if other.person == shift.person {
            found.push((Overlap::Person(shift.person), other));
        }
        if other.vehicle == shift.vehicle {
            found.push((Overlap::Vehicle(shift.vehicle), other));
        }
    }
    found
}

/// A shift that somebody drives every week, or every so many weeks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    pub id: StandingId,
    /// The day of the week, from Monday 1 to Sunday 7.
    pub weekday: i8,
    pub person: PersonId,
    pub vehicle: VehicleId,
    pub from: Time,
    /// On the day after where it is not after `from`.
    pub until: Time,
    pub start: SiteId,
    /// Where it must end, if anywhere.
    pub end: Option<SiteId>,
    /// The first local day on which it may fall.
    pub first: Date,
    /// The last one, if it ends.
    pub last: Option<Date>,
    /// Every how many weeks, counted from the week of the first day.
    pub every_weeks: i64,
    /// The break of each of its shifts, if any.
    pub rest: Option<Rest>,
    /// Where each of its shifts begins or ends instead, if not at a site.
    pub spots: Spots,
}

impl Standing {
    /// Whether it falls on a day.
    pub fn falls_on(&self, date: Date) -> bool {
        let monday = |date: Date| days(date, -i64::from(date.weekday().to_monday_zero_offset()));
        let weeks = i64::from((monday(date) - monday(self.first)).get_days()) / 7;
        date.weekday().to_monday_one_offset() == self.weekday
            && self.first <= date
            && self.last.is_none_or(|last| date <= last)
            && weeks % self.every_weeks.max(1) == 0
    }

    /// Its shift on a day.
    pub fn shift(&self, id: ShiftId, date: Date, zone: &Zone) -> Shift {
        let (from, until) = Window { from: self.from, until: self.until }.instants(date, zone);
        Shift {
            id,
            date,
            person: self.person,
            vehicle: self.vehicle,
            from,
            until,
            start: self.start,
            end: self.end,
            cancelled: false,
            wanted: None,
            covers: None,
            standing: Some(self.id),
            rest: self.rest,
            spots: self.spots.clone(),
        }
    }
}

/// A proposal to exchange two shifts, unanswered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Swap {
    pub id: SwapId,
    pub person: PersonId,
    pub give: ShiftId,
    pub other: PersonId,
    /// The shift of theirs that is asked for.
    pub take: ShiftId,
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::{date, time};
    use uuid::Uuid;

    fn standing(first: Date, every_weeks: i64) -> Standing {
        Standing {
            id: Uuid::from_u128(1).into(),
            weekday: 2,
            person: Uuid::from_u128(2).into(),
            vehicle: Uuid::from_u128(3).into(),
            from: time(8, 0, 0, 0),
            until: time(12, 0, 0, 0),
            start: Uuid::from_u128(4).into(),
            end: None,
            first,
            last: None,
            every_weeks,
            rest: None,
            spots: Spots::default(),
        }
    }

    #[test]
    fn every_tuesday_and_every_other_tuesday() {
        // A Thursday: the first Tuesday is that of the week after.
        let first = date(2026, 11, 26);
        let weekly = standing(first, 1);
        let of = |standing: &Standing| -> Vec<Date> {
            (0..35).map(|n| days(date(2026, 11, 20), n)).filter(|day| standing.falls_on(*day)).collect()
        };
        assert_eq!(of(&weekly), [date(2026, 12, 1), date(2026, 12, 8), date(2026, 12, 15), date(2026, 12, 22)]);
        let other = Standing { first: date(2026, 11, 24), ..standing(first, 2) };
        assert_eq!(of(&other), [date(2026, 11, 24), date(2026, 12, 8), date(2026, 12, 22)]);
        let ended = Standing { last: Some(date(2026, 12, 8)), ..weekly };
        assert_eq!(of(&ended), [date(2026, 12, 1), date(2026, 12, 8)]);
    }

    #[test]
    fn local_hours_stay_over_the_change_of_the_clocks() {
        let zone = Zone::named("Europe/Rome").unwrap();
        let winter = standing(date(2026, 1, 1), 1).shift(Uuid::from_u128(9).into(), date(2026, 3, 24), &zone);
        let summer = standing(date(2026, 1, 1), 1).shift(Uuid::from_u128(9).into(), date(2026, 3, 31), &zone);
        assert_eq!(summer.from.since(winter.from).0, (7 * 24 - 1) * 3600);
        assert_eq!(zone.local(summer.from).time(), time(8, 0, 0, 0));
    }

    #[test]
    fn shifts_overlap_by_person_or_by_vehicle_and_not_when_cancelled() {
        let zone = Zone::utc();
        let shift = |id: u128, person: u128, vehicle: u128, hour| {
            let standing = Standing {
                person: Uuid::from_u128(person).into(),
                vehicle: Uuid::from_u128(vehicle).into(),
                from: time(hour, 0, 0, 0),
                until: time(hour + 3, 0, 0, 0),
                ..standing(date(2026, 1, 1), 1)
            };
            standing.shift(Uuid::from_u128(id).into(), date(2026, 12, 1), &zone)
        };
        let one = shift(1, 1, 1, 8);
        let all = [one.clone(), shift(2, 1, 2, 10), shift(3, 2, 1, 9), shift(4, 1, 1, 11), shift(5, 3, 3, 8)];
        let found: Vec<ShiftId> = overlaps(&one, &all).into_iter().map(|(_, other)| other.id).collect();
        assert_eq!(found, [all[1].id, all[2].id], "the one that begins when it ends is no overlap");
        let cancelled = Shift { cancelled: true, ..one };
        assert!(overlaps(&cancelled, &all).is_empty());
    }
}
