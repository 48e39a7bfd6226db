//! Public holidays of Italy.

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
}
