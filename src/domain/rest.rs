//! Breaks of drivers within their shifts.

use crate::domain::opening::DayHours;
use crate::domain::quantity::Seconds;
use crate::domain::text::folded;
use crate::domain::time::{Millis, Window, Zone};

/// A shift longer than this without a break is asked about: the limit of Italian law, article 8 of decree 66 of 8 April
/// 2003, which binds employers; volunteers get tired just the same.
pub const LONG_WITHOUT: Seconds = Seconds(6 * 3600);

/// A break in one piece: how long, and within which local hours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rest {
    /// Whole minutes, at least one.
    pub length: Seconds,
    /// It begins and ends within.
    pub within: Window,
    /// Whether food may stay in the vehicle meanwhile.
    pub with_food: bool,
}

/// What is wrong with a text that should be a break.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RestError {
    #[error("is no break; expected minutes and hours such as 30 12:00-14:00, or 30 12:00-14:00 empty")]
    NotABreak,
    #[error("is a break longer than the hours it lies within")]
    TooLong,
}

impl Rest {
    /// The break, if it fits within its hours.
    ///
    /// # Errors
    /// When it is longer than they are, or has no length.
    pub fn new(minutes: i64, within: Window, with_food: bool) -> Result<Self, RestError> {
        if !(1..=24 * 60).contains(&minutes) {
            return Err(RestError::NotABreak);
        }
        let rest = Self { length: Seconds(minutes * 60), within, with_food };
        if rest.fits(within) { Ok(rest) } else { Err(RestError::TooLong) }
    }

    /// Whether there is time for it within a shift.
    pub fn fits(&self, shift: Window) -> bool {
        let ((from, until), (mut first, mut last)) = (shift.minutes(), self.within.minutes());
        if last <= from {
            (first, last) = (first + 24 * 60, last + 24 * 60);
        }
        (until.min(last) - from.max(first)) * 60 >= self.length.0
    }

    /// Between which instants it may begin in a shift that begins then: hours that are over by that time are those of the
    /// night after.
    pub fn begins(&self, shift: Millis, zone: &Zone) -> (Millis, Millis) {
        let date = zone.date(shift);
        let (mut from, mut until) = self.within.instants(date, zone);
        if until <= shift {
            (from, until) = self.within.instants(date.tomorrow().unwrap_or(date), zone);
        }
        (from, Millis(until.0 - self.length.0 * 1000))
    }

    /// When it is in a shift that begins then, given when the driver neither drives nor hands anything over.
    pub fn within(
        &self,
        shift: Millis,
        zone: &Zone,
        free: impl IntoIterator<Item = (Millis, Millis)>,
    ) -> Option<Millis> {
        let (first, last) = self.begins(shift, zone);
        let begin = |(from, until): (Millis, Millis)| {
            let begin = from.max(first);
            (begin <= last && begin + self.length <= until).then_some(begin)
        };
        free.into_iter().find_map(begin)
    }
}

impl std::fmt::Display for Rest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}", self.length.0 / 60, self.within)?;
        if self.with_food { Ok(()) } else { f.write_str(" empty") }
    }
}

impl std::str::FromStr for Rest {
    type Err = RestError;

    fn from_str(text: &str) -> Result<Self, RestError> {
        let plain = folded(text);
        let (minutes, hours) = plain.split_once(' ').ok_or(RestError::NotABreak)?;
        let minutes = minutes.trim_end_matches("min").parse().map_err(|_| RestError::NotABreak)?;
        let empty = ["empty", "vuoto", "senza cibo"].into_iter().find_map(|word| hours.strip_suffix(word));
        let hours = empty.unwrap_or(hours).trim();
        let hours =
            ["min ", "minuti ", "minutes "].into_iter().find_map(|word| hours.strip_prefix(word)).unwrap_or(hours);
        match hours.parse::<DayHours>() {
            Ok(DayHours(windows)) if windows.len() == 1 => Self::new(minutes, windows[0], empty.is_none()),
            _ => Err(RestError::NotABreak),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::{date, time};

    #[test]
    fn breaks_are_read_as_people_write_them() {
        for text in ["30 12:00-14:00", "30 min 12-14", "30min 12.00–14.00", "30 minuti 12-14"] {
            assert_eq!(text.parse::<Rest>().map(|rest| rest.to_string()).as_deref(), Ok("30 12:00-14:00"), "{text}");
        }
        let empty: Rest = "45 12-14 senza cibo".parse().unwrap();
        assert!(!empty.with_food && empty.to_string() == "45 12:00-14:00 empty");
        assert_eq!("180 12-14".parse::<Rest>(), Err(RestError::TooLong));
        for text in ["", "30", "12-14", "0 12-14", "mezz'ora 12-14", "30 12-14 15-16", "30 mattina", "-5 12-14"] {
            assert_eq!(text.parse::<Rest>(), Err(RestError::NotABreak), "{text}");
        }
    }

    #[test]
    fn a_break_is_where_there_is_time_for_it() {
        let rest: Rest = "30 12:00-14:00".parse().unwrap();
        let shift = |from, until| Window { from: time(from, 0, 0, 0), until: time(until, 0, 0, 0) };
        assert!(
            rest.fits(shift(8, 20))
                && rest.fits(shift(13, 20))
                && !rest.fits(shift(14, 20))
                && !rest.fits(shift(8, 12))
        );
        let (zone, day) = (Zone::utc(), date(2026, 11, 26));
        let at = |hour, minute| zone.instant(day, time(hour, minute, 0, 0));
        let free = [(at(8, 0), at(9, 0)), (at(11, 50), at(12, 20)), (at(13, 20), at(14, 30))];
        assert_eq!(rest.within(at(8, 0), &zone, free), Some(at(13, 20)));
        assert_eq!(rest.within(at(8, 0), &zone, [(at(13, 40), at(15, 0))]), None, "it ends within its hours");
        let night: Rest = "30 00:30-01:30".parse().unwrap();
        assert!(night.fits(shift(20, 3)) && !night.fits(shift(20, 23)) && night.fits(shift(0, 5)));
        let next = |hour, minute| zone.instant(date(2026, 11, 27), time(hour, minute, 0, 0));
        assert_eq!(night.begins(at(20, 0), &zone), (next(0, 30), next(1, 0)), "in the night after the evening");
        assert!("30 23-1".parse::<Rest>().unwrap().fits(shift(20, 3)));
    }
}
