//! Instants, local days and opening windows.

use crate::domain::quantity::Seconds;
use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use std::ops::{Add, Sub};

/// An instant: milliseconds since 1970-01-01 UTC.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Millis(pub i64);

impl Millis {
    /// The bare number.
    pub const fn get(self) -> i64 {
        self.0
    }

    /// The time from `earlier` to this instant, rounded down to seconds.
    pub const fn since(self, earlier: Self) -> Seconds {
        Seconds((self.0 - earlier.0).div_euclid(1000))
    }
}

impl Add<Seconds> for Millis {
    type Output = Self;
    fn add(self, length: Seconds) -> Self {
        Self(self.0.saturating_add(length.0.saturating_mul(1000)))
    }
}

impl Sub<Seconds> for Millis {
    type Output = Self;
    fn sub(self, length: Seconds) -> Self {
        Self(self.0.saturating_sub(length.0.saturating_mul(1000)))
    }
}

/// The time zone of an area, by its IANA name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Zone(TimeZone);

/// A name that the time zone database does not know.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("\"{0}\" is not a time zone of the IANA database, such as Europe/Rome")]
pub struct UnknownZone(pub String);

impl Zone {
    /// The zone with this IANA name, such as `Europe/Rome`.
    ///
    /// # Errors
    /// When the database has no such zone.
    pub fn named(name: &str) -> Result<Self, UnknownZone> {
        TimeZone::get(name).map(Self).map_err(|_| UnknownZone(name.chars().take(60).collect()))
    }

    /// Coordinated universal time.
    pub fn utc() -> Self {
        Self(TimeZone::UTC)
    }

    /// The IANA name.
    pub fn name(&self) -> &str {
        self.0.iana_name().unwrap_or("UTC")
    }

    /// The instant of a local time on a local day. In the hour that daylight saving skips or repeats,
    /// the earlier reading that exists (RFC 5545's rule, as `jiff` calls "compatible").
    pub fn instant(&self, date: Date, time: Time) -> Millis {
        self.0
            .to_ambiguous_zoned(date.to_datetime(time))
            .compatible()
            .map_or(Millis(0), |zoned| Millis(zoned.timestamp().as_millisecond()))
    }

    /// Whether the clocks show a local time on a local day: in spring they skip an hour.
    pub fn shows(&self, date: Date, time: Time) -> bool {
        self.local(self.instant(date, time)).time() == time
    }

    /// The instant a local day begins.
    pub fn start_of(&self, date: Date) -> Millis {
        self.instant(date, Time::midnight())
    }

    /// The instant the local day after `date` begins.
    pub fn end_of(&self, date: Date) -> Millis {
        self.start_of(date.tomorrow().unwrap_or(date))
    }

    /// The local day and time of an instant.
    pub fn local(&self, at: Millis) -> jiff::civil::DateTime {
        jiff::Timestamp::from_millisecond(at.0).unwrap_or_default().to_zoned(self.0.clone()).datetime()
    }

    /// The local day of an instant.
    pub fn date(&self, at: Millis) -> Date {
        self.local(at).date()
    }
}

/// A span that begins on one day, local time. Where `until` is not after `from` it ends on the day after.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Window {
    pub from: Time,
    pub until: Time,
}

/// What ends before it begins goes on past midnight for so long at most; more is two times in each other's place.
const LONGEST_NIGHT: i64 = 12 * 60;
const MINUTES_A_DAY: i64 = 24 * 60;

impl Window {
    /// The window from one time to another, past midnight where that is earlier; none where it would last too long for a
    /// night, or not at all.
    pub fn of(from: Time, until: Time) -> Option<Self> {
        let window = Self { from, until };
        let (first, last) = window.minutes();
        (!window.passes_midnight() || last - first <= LONGEST_NIGHT && from != until).then_some(window)
    }

    /// Whether it ends on the day after.
    pub fn passes_midnight(self) -> bool {
        self.until <= self.from
    }

    /// Its ends in minutes since the midnight before it.
    pub fn minutes(self) -> (i64, i64) {
        let minutes = |time: Time| i64::from(time.hour()) * 60 + i64::from(time.minute());
        let next_day = if self.passes_midnight() { MINUTES_A_DAY } else { 0 };
        (minutes(self.from), minutes(self.until) + next_day)
    }

    /// Its ends when it begins on a local day.
    pub fn instants(self, date: Date, zone: &Zone) -> (Millis, Millis) {
        let last = if self.passes_midnight() { date.tomorrow().unwrap_or(date) } else { date };
        (zone.instant(date, self.from), zone.instant(last, self.until))
    }

    /// Whether it has time in common with another one of the same day.
    pub fn meets(self, other: Self) -> bool {
        let ((from, until), (other_from, other_until)) = (self.minutes(), other.minutes());
        from < other_until && other_from < until
    }
}

impl std::fmt::Display for Window {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "{:02}:{:02}-{:02}:{:02}",
            self.from.hour(),
            self.from.minute(),
            self.until.hour(),
            self.until.minute()
        )
    }
}

/// A time of day as people write it: `8:30`, `8.30`, `8h30`, `08:30:00`, `8:30 AM`. `24:00` is the last minute of the day.
pub fn clock_time(text: &str) -> Option<Time> {
    let text = text.trim().to_ascii_lowercase();
    let text = text.strip_prefix("ore ").unwrap_or(&text);
    let (text, half) = match (text.strip_suffix("am"), text.strip_suffix("pm")) {
        (Some(text), _) => (text.trim_end(), Some(0)),
        (_, Some(text)) => (text.trim_end(), Some(12)),
        _ => (text, None),
    };
    let mut parts = text.split([':', '.', 'h']);
    let (hour, minute, second) = (parts.next()?, parts.next()?, parts.next());
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if !(1..=2).contains(&hour.len()) || minute.len() != 2 || !digits(hour) || !digits(minute) {
        return None;
    }
    if second.is_some_and(|second| second != "00") || parts.next().is_some() {
        return None;
    }
    match (hour.parse::<i8>().ok()?, minute.parse::<i8>().ok()?, half) {
        (24, 0, None) => Time::new(23, 59, 0, 0).ok(),
        (hour, minute, None) => Time::new(hour, minute, 0, 0).ok(),
        (hour @ 1..=12, minute, Some(half)) => Time::new(hour % 12 + half, minute, 0, 0).ok(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::{date, time};

    #[test]
    fn times_of_day_are_read_as_people_write_them() {
        for text in ["8:30", "08:30", "8.30", "08:30:00", "8h30", " ore 8.30", "8:30 AM"] {
            assert_eq!(clock_time(text), Some(time(8, 30, 0, 0)), "{text}");
        }
        assert_eq!(clock_time("12:15 AM"), Some(time(0, 15, 0, 0)));
        assert_eq!(clock_time("1.15pm"), Some(time(13, 15, 0, 0)));
        assert_eq!(clock_time("24:00"), Some(time(23, 59, 0, 0)));
        for bad in ["", "8", "8.3", "08:30:15", "8:30:00:00", "25:00", "13:00 pm", "+8:30", "8,5"] {
            assert_eq!(clock_time(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_window_that_ends_before_it_begins_goes_on_past_midnight() {
        let window =
            |from: (i8, i8), until: (i8, i8)| Window::of(time(from.0, from.1, 0, 0), time(until.0, until.1, 0, 0));
        let night = window((22, 0), (2, 0)).unwrap();
        assert!(night.passes_midnight() && night.minutes() == (22 * 60, 26 * 60) && night.to_string() == "22:00-02:00");
        assert!(night.meets(window((20, 0), (22, 30)).unwrap()) && !night.meets(window((0, 30), (1, 30)).unwrap()));
        assert!(!window((8, 0), (12, 0)).unwrap().passes_midnight());
        assert!(window((18, 0), (0, 0)).is_some(), "until midnight");
        for slip in [((12, 30), (8, 30)), ((8, 0), (8, 0)), ((15, 0), (14, 0))] {
            assert_eq!(window(slip.0, slip.1), None, "{slip:?}");
        }
        let rome = Zone::named("Europe/Rome").unwrap();
        let length = |date| {
            let (from, until) = night.instants(date, &rome);
            until.since(from).0 / 3600
        };
        assert_eq!(length(date(2026, 11, 26)), 4);
        // 02:00 is skipped in spring: it is 03:00, as late as it would have been. In autumn it is the first of the two.
        assert_eq!((length(date(2027, 3, 27)), length(date(2026, 10, 24))), (4, 4));
        let late = window((22, 0), (4, 0)).unwrap();
        let hours = |date| late.instants(date, &rome).1.since(late.instants(date, &rome).0).0 / 3600;
        assert_eq!(
            (hours(date(2027, 3, 27)), hours(date(2026, 10, 24))),
            (5, 7),
            "a night of the change is told truly"
        );
    }

    #[test]
    fn a_local_day_is_23_or_25_hours_when_the_clocks_change() {
        let rome = Zone::named("Europe/Rome").unwrap();
        let length = |day| rome.end_of(day).since(rome.start_of(day)).0 / 3600;
        assert_eq!(length(date(2026, 3, 29)), 23);
        assert_eq!(length(date(2026, 10, 25)), 25);
        assert_eq!(length(date(2026, 11, 25)), 24);
        assert!(Zone::named("Europe/Lodi").is_err());
        assert!(!rome.shows(date(2027, 3, 28), time(2, 30, 0, 0)) && rome.shows(date(2027, 3, 28), time(3, 0, 0, 0)));
        assert!(rome.shows(date(2026, 10, 25), time(2, 30, 0, 0)), "twice, even");
    }
}
