//! Instants, local days and opening windows.

use crate::domain::quantity::Seconds;
use jiff::civil::{Date, Time, Weekday};
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

/// A span within one day of the week, local time. `until` is after `from`; a window never crosses midnight.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Window {
    pub from: Time,
    pub until: Time,
}

/// What is wrong with a text that should say when a place is open.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WindowError {
    /// Not of the form `08:00-10:00`.
    #[error("\"{0}\" is not a window such as 08:00-10:00")]
    NotAWindow(String),
    #[error("\"{0}\" closes before it opens")]
    ClosesBeforeItOpens(String),
    /// Not the name of a day.
    #[error("\"{0}\" is not a day: mon tue wed thu fri sat sun")]
    NotADay(String),
    /// Two windows of the same day overlap.
    #[error("two windows of one day overlap: \"{0}\"")]
    Overlap(String),
}

impl std::str::FromStr for Window {
    type Err = WindowError;

    fn from_str(text: &str) -> Result<Self, WindowError> {
        let bad = || WindowError::NotAWindow(text.chars().take(60).collect());
        let (from, until) = text.trim().split_once('-').ok_or_else(bad)?;
        let (from, until) = (clock_time(from).ok_or_else(bad)?, clock_time(until).ok_or_else(bad)?);
        if until <= from {
            return Err(WindowError::ClosesBeforeItOpens(text.trim().to_owned()));
        }
        Ok(Self { from, until })
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

/// The days of the week as written in files and forms, Monday first.
pub const DAYS: [(&str, Weekday); 7] = [
    ("mon", Weekday::Monday),
    ("tue", Weekday::Tuesday),
    ("wed", Weekday::Wednesday),
    ("thu", Weekday::Thursday),
    ("fri", Weekday::Friday),
    ("sat", Weekday::Saturday),
    ("sun", Weekday::Sunday),
];

/// When a place is open in a week.
///
/// Written as groups of days and windows, for instance `mon-fri 08:00-12:30 15:00-18:00; sat 08:00-12:00`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Opening([Vec<Window>; 7]);

impl Opening {
    /// The windows of a day, in order.
    pub fn on(&self, day: Weekday) -> &[Window] {
        &self.0[day.to_monday_zero_offset().unsigned_abs() as usize % 7]
    }

    /// The windows of a local date as instants.
    pub fn instants(&self, date: Date, zone: &Zone) -> Vec<(Millis, Millis)> {
        self.on(date.weekday()).iter().map(|w| (zone.instant(date, w.from), zone.instant(date, w.until))).collect()
    }

    /// Whether the place never opens.
    pub fn is_never(&self) -> bool {
        self.0.iter().all(Vec::is_empty)
    }
}

impl std::str::FromStr for Opening {
    type Err = WindowError;

    fn from_str(text: &str) -> Result<Self, WindowError> {
        let mut week = Self::default();
        for group in text.split(';').map(str::trim).filter(|group| !group.is_empty()) {
            let mut parts = group.split_whitespace();
            let days = read_days(parts.next().unwrap_or_default())?;
            let windows = parts.map(str::parse).collect::<Result<Vec<Window>, _>>()?;
            if windows.is_empty() {
                return Err(WindowError::NotAWindow(group.chars().take(60).collect()));
            }
            for day in days {
                week.0[day].extend(&windows);
            }
        }
        for day in &mut week.0 {
            day.sort_by_key(|window| window.from);
            if let Some(pair) = day.windows(2).find(|pair| pair[1].from < pair[0].until) {
                return Err(WindowError::Overlap(format!("{} {}", pair[0], pair[1])));
            }
        }
        Ok(week)
    }
}

fn read_days(text: &str) -> Result<Vec<usize>, WindowError> {
    let position = |name: &str| {
        DAYS.iter()
            .position(|(word, _)| *word == name)
            .ok_or_else(|| WindowError::NotADay(name.chars().take(20).collect()))
    };
    let mut days = Vec::new();
    for part in text.split(',') {
        match part.split_once('-') {
            None => days.push(position(part)?),
            Some((first, last)) => {
                let (first, last) = (position(first)?, position(last)?);
                let length = (last + 7 - first) % 7;
                days.extend((0..=length).map(|step| (first + step) % 7));
            }
        }
    }
    Ok(days)
}

impl std::fmt::Display for Opening {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut first = true;
        let mut day = 0;
        while day < 7 {
            let mut last = day;
            while last + 1 < 7 && self.0[last + 1] == self.0[day] {
                last += 1;
            }
            if !self.0[day].is_empty() {
                if !first {
                    f.write_str("; ")?;
                }
                first = false;
                f.write_str(DAYS[day].0)?;
                if last > day {
                    write!(f, "-{}", DAYS[last].0)?;
                }
                for window in &self.0[day] {
                    write!(f, " {window}")?;
                }
            }
            day = last + 1;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::{date, time};

    #[test]
    fn opening_reads_and_writes_groups_of_days() {
        let opening: Opening = "mon-fri 08:00-12:30 15:00-18:00; sat 8:00-12:00".parse().unwrap();
        assert_eq!(opening.on(Weekday::Tuesday).len(), 2);
        assert_eq!(opening.on(Weekday::Saturday)[0].until, time(12, 0, 0, 0));
        assert!(opening.on(Weekday::Sunday).is_empty());
        assert_eq!(opening.to_string(), "mon-fri 08:00-12:30 15:00-18:00; sat 08:00-12:00");
        assert_eq!(opening.to_string().parse::<Opening>().unwrap(), opening);
        assert_eq!("tue,thu 09:00-11:30".parse::<Opening>().unwrap().to_string(), "tue 09:00-11:30; thu 09:00-11:30");
    }

    #[test]
    fn opening_says_what_is_wrong() {
        assert!(matches!("mon 12:00-08:00".parse::<Opening>(), Err(WindowError::ClosesBeforeItOpens(_))));
        assert!(matches!("lun 08:00-12:00".parse::<Opening>(), Err(WindowError::NotADay(_))));
        assert!(matches!("mon 8-12".parse::<Opening>(), Err(WindowError::NotAWindow(_))));
        assert!(matches!("mon".parse::<Opening>(), Err(WindowError::NotAWindow(_))));
        assert!(matches!("mon 08:00-12:00 11:00-13:00".parse::<Opening>(), Err(WindowError::Overlap(_))));
    }

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
    fn a_local_day_is_23_or_25_hours_when_the_clocks_change() {
        let rome = Zone::named("Europe/Rome").unwrap();
        let length = |day| rome.end_of(day).since(rome.start_of(day)).0 / 3600;
        assert_eq!(length(date(2026, 3, 29)), 23);
        assert_eq!(length(date(2026, 10, 25)), 25);
        assert_eq!(length(date(2026, 11, 25)), 24);
        assert!(Zone::named("Europe/Lodi").is_err());
    }
}
