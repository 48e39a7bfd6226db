//! Days that are not like their weekday: public holidays of Italy, and closures of a site or of the whole area.

use crate::domain::id::{ClosureId, SiteId};
use crate::domain::site::Site;
use crate::domain::time::{Millis, Window, Zone};
use crate::domain::word_enum;
use jiff::ToSpan;
use jiff::civil::Date;

word_enum!(
    /// A public holiday of Italy.
    ///
    /// Law 260 of 27 May 1949 as it stands, article 2; 4 October was added by law 151 of 8 October 2025, in force from
    /// 2026. Holidays of single towns are closures.
    Holiday {
        /// 1 January.
        NewYear = "new-year",
        /// 6 January.
        Epiphany = "epiphany",
        Easter = "easter",
        /// The day after Easter.
        EasterMonday = "easter-monday",
        /// 25 April.
        Liberation = "liberation",
        /// 1 May.
        Labour = "labour",
        /// 2 June.
        Republic = "republic",
        /// 15 August.
        Assumption = "assumption",
        /// 4 October, from 2026.
        Francis = "francis",
        /// 1 November.
        AllSaints = "all-saints",
        /// 8 December.
        Immaculate = "immaculate",
        /// 25 December.
        Christmas = "christmas",
        /// 26 December.
        Stephen = "stephen",
    }
);

/// The first year in which 4 October is a public holiday again.
const FRANCIS_SINCE: i16 = 2026;

/// Easter Sunday of a year of the Gregorian calendar, by the anonymous computus (Meeus, Jones and Butcher).
pub fn easter(year: i16) -> Option<Date> {
    let y = i32::from(year);
    let (a, b, c) = (y % 19, y / 100, y % 100);
    let (d, e, g) = (b / 4, b % 4, (8 * b + 13) / 25);
    let h = (19 * a + b - d - g + 15) % 30;
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k) % 7;
    let m = (a + 11 * h + 19 * l) / 433;
    let month = (h + l - 7 * m + 90) / 25;
    let day = (h + l - 7 * m + 33 * month + 19) % 32;
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// The public holiday on a day, if it is one.
pub fn holiday(date: Date) -> Option<Holiday> {
    Some(match (date.month(), date.day()) {
        (1, 1) => Holiday::NewYear,
        (1, 6) => Holiday::Epiphany,
        (4, 25) => Holiday::Liberation,
        (5, 1) => Holiday::Labour,
        (6, 2) => Holiday::Republic,
        (8, 15) => Holiday::Assumption,
        (10, 4) if date.year() >= FRANCIS_SINCE => Holiday::Francis,
        (11, 1) => Holiday::AllSaints,
        (12, 8) => Holiday::Immaculate,
        (12, 25) => Holiday::Christmas,
        (12, 26) => Holiday::Stephen,
        (3..=4, _) => {
            let easter = easter(date.year())?;
            match date {
                date if date == easter => Holiday::Easter,
                date if Some(date) == easter.tomorrow().ok() => Holiday::EasterMonday,
                _ => return None,
            }
        }
        _ => return None,
    })
}

/// Days on which a site, or the whole area, is closed, or on which a site has other hours: also its appointments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Closure {
    pub id: ClosureId,
    /// Which site; the whole area when there is none.
    pub site: Option<SiteId>,
    /// The first local day.
    pub first: Date,
    /// The last local day.
    pub last: Date,
    /// When it opens all the same on those days; closed when there are none.
    pub hours: Vec<Window>,
    /// Why, in a few words.
    pub note: String,
}

impl Closure {
    /// Whether it closes a site on a day.
    pub fn closes(&self, site: SiteId, date: Date) -> bool {
        self.site.is_none_or(|own| own == site) && self.covers(date) && self.hours.is_empty()
    }

    /// Whether it is about a day.
    pub fn covers(&self, date: Date) -> bool {
        self.first <= date && date <= self.last
    }
}

/// Why a site does not open on a day on which its weekly hours say that it does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Closed<'a> {
    Holiday(Holiday),
    /// A closure that people wrote down.
    Closure(&'a Closure),
}

/// Why a site is closed on a day, if it is. What is written about the site itself counts before what is written about
/// the area, and a holiday that its hours name is a day like others.
pub fn closed<'a>(site: &Site, date: Date, closures: &'a [Closure]) -> Option<Closed<'a>> {
    let closing = |closure: &&Closure| closure.closes(site.id, date);
    let own = closures.iter().filter(|closure| closure.site.is_some()).find(closing);
    if own.is_none() && special(site, date, closures).is_some() {
        return None;
    }
    let written = own.or_else(|| closures.iter().find(closing)).map(Closed::Closure);
    let rests = !site.open_holidays && !site.opening.names(date);
    written.or_else(|| holiday(date).filter(|_| rests).map(Closed::Holiday))
}

/// The hours that somebody wrote for a site on that very day.
fn special<'a>(site: &Site, date: Date, closures: &'a [Closure]) -> Option<&'a [Window]> {
    let written =
        |closure: &&Closure| closure.site == Some(site.id) && closure.covers(date) && !closure.hours.is_empty();
    closures.iter().find(written).map(|closure| &*closure.hours)
}

/// The windows in which a site is open on a day: what is written for the day, else its rules; none on a day on which it is
/// closed.
pub fn windows(site: &Site, date: Date, closures: &[Closure]) -> Vec<Window> {
    if closed(site, date, closures).is_some() {
        return Vec::new();
    }
    special(site, date, closures).map_or_else(|| site.opening.on(date), <[Window]>::to_vec)
}

/// Whether work that comes back every week rests on a day: the area is closed, or it is a public holiday on which no site
/// opens.
pub fn rests<'s>(date: Date, sites: impl IntoIterator<Item = &'s Site>, closures: &[Closure]) -> bool {
    let opens = |site: &Site| site.active && !windows(site, date, closures).is_empty();
    closures.iter().any(|closure| closure.site.is_none() && closure.covers(date) && closure.hours.is_empty())
        || (holiday(date).is_some() && !sites.into_iter().any(opens))
}

/// The windows in which a site is open on a day, as instants.
pub fn instants(site: &Site, date: Date, zone: &Zone, closures: &[Closure]) -> Vec<(Millis, Millis)> {
    let windows = windows(site, date, closures).into_iter();
    windows.map(|window| (zone.instant(date, window.from), zone.instant(date, window.until))).collect()
}

/// The local day so many days from another.
pub fn days(date: Date, days: i64) -> Date {
    date.checked_add(days.days()).unwrap_or(date)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn easter_falls_where_the_church_says() {
        // From the tables of the United States Naval Observatory.
        let known = [
            date(1999, 4, 4),
            date(2000, 4, 23),
            date(2008, 3, 23),
            date(2011, 4, 24),
            date(2024, 3, 31),
            date(2025, 4, 20),
            date(2026, 4, 5),
            date(2027, 3, 28),
            date(2038, 4, 25),
        ];
        for day in known {
            assert_eq!(easter(day.year()), Some(day));
        }
    }

    #[test]
    fn a_year_has_its_holidays_and_no_others() {
        let of = |year: i16| -> Vec<(Date, Holiday)> {
            let first = date(year, 1, 1);
            (0..366)
                .map(|n| days(first, n))
                .filter(|day| day.year() == year)
                .filter_map(|day| Some((day, holiday(day)?)))
                .collect()
        };
        assert_eq!(of(2025).len(), 12, "4 October was not one yet");
        let found = of(2026);
        assert_eq!(found.len(), Holiday::ALL.len());
        assert!(found.contains(&(date(2026, 4, 6), Holiday::EasterMonday)));
        assert!(found.contains(&(date(2026, 10, 4), Holiday::Francis)));
    }

    #[test]
    fn closures_close_their_site_or_everybody() {
        let closure = |site: Option<u128>| Closure {
            id: uuid::Uuid::from_u128(9).into(),
            site: site.map(|id| uuid::Uuid::from_u128(id).into()),
            first: date(2026, 8, 10),
            last: date(2026, 8, 20),
            hours: Vec::new(),
            note: String::new(),
        };
        let (one, other) = (uuid::Uuid::from_u128(1).into(), uuid::Uuid::from_u128(2).into());
        assert!(closure(Some(1)).closes(one, date(2026, 8, 10)) && closure(Some(1)).closes(one, date(2026, 8, 20)));
        assert!(!closure(Some(1)).closes(other, date(2026, 8, 12)));
        assert!(!closure(Some(1)).closes(one, date(2026, 8, 21)));
        assert!(closure(None).closes(other, date(2026, 8, 12)));
    }
}
