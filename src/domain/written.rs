//! Numbers and days as people write them. Forms and files read them alike; what could mean two things is asked back.

use crate::domain::time::clock_time;
use jiff::civil::{Date, Time, Weekday};

/// Why a text is not the number that is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NumberError {
    NotANumber,
    /// It has a part where only whole things count.
    NotWhole,
    /// One separator and three digits behind it: Italians write thousands so, others thousandths.
    Doubtful {
        /// The number if the separator groups thousands.
        thousands: String,
        /// The number if it separates decimals.
        decimals: String,
    },
}

/// The digits of a number, and whether its only separator could be either kind.
struct Digits {
    negative: bool,
    whole: String,
    part: String,
    doubtful: bool,
}

/// More digits than any quantity needs, and few enough for 64 bits in any unit.
const MOST_DIGITS: usize = 10;

/// An amount in units of ten to the minus `places`. A number that could be thousands or decimals is asked back.
///
/// # Errors
/// When it is no number, in doubt, or has a part although `places` is 0.
pub fn amount(text: &str, places: u32) -> Result<i64, NumberError> {
    let digits = digits(text).ok_or(NumberError::NotANumber)?;
    if digits.doubtful {
        let part = digits.part.trim_end_matches('0');
        let sign = if digits.negative { "-" } else { "" };
        let decimals =
            if part.is_empty() { format!("{sign}{}", digits.whole) } else { format!("{sign}{},{part}", digits.whole) };
        return Err(NumberError::Doubtful { thousands: format!("{sign}{}{}", digits.whole, digits.part), decimals });
    }
    if places == 0 && digits.part.bytes().any(|digit| digit != b'0') {
        return Err(NumberError::NotWhole);
    }
    scaled(&digits, places).ok_or(NumberError::NotANumber)
}

/// Kilograms as grams, with or without the unit behind the number.
///
/// # Errors
/// When it is no number, or in doubt.
pub fn kilograms(text: &str) -> Result<i64, NumberError> {
    let lower = text.trim().to_ascii_lowercase();
    let bare = lower.trim_end_matches('.');
    amount(bare.strip_suffix("kg").unwrap_or(&lower), 3)
}

/// A reading such as degrees, of which nobody writes thousands: a lone separator is that of the decimals.
pub fn reading(text: &str, places: u32) -> Option<i64> {
    scaled(&digits(text)?, places)
}

fn scaled(digits: &Digits, places: u32) -> Option<i64> {
    let whole: i64 = digits.whole.parse().ok()?;
    let padded: String = digits.part.chars().chain(std::iter::repeat('0')).take(places as usize).collect();
    let part: i64 = if padded.is_empty() { 0 } else { padded.parse().ok()? };
    let up = digits.part.as_bytes().get(places as usize).is_some_and(|digit| *digit >= b'5');
    let size = whole.checked_mul(10_i64.checked_pow(places)?)?.checked_add(part + i64::from(up))?;
    Some(if digits.negative { -size } else { size })
}

fn digits(text: &str) -> Option<Digits> {
    let space = |c: char| c.is_whitespace() || matches!(c, '\'' | '’');
    let text: String = text.trim().chars().map(|c| if space(c) { ' ' } else { c }).collect();
    let (negative, text) = match text.strip_prefix(['-', '\u{2212}']) {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(&text)),
    };
    let last = text.rfind([',', '.']);
    let is_group = |sign: char| {
        let mut groups = text.split(sign);
        let first = groups.next().unwrap_or_default();
        (1..=3).contains(&first.len()) && groups.all(|group| group.len() == 3)
    };
    let (whole, part, grouped) = match last {
        None => (text.to_owned(), "", None),
        Some(at) => {
            let sign = if text[at..].starts_with(',') { ',' } else { '.' };
            if text.matches(sign).count() > 1 {
                if !is_group(sign) {
                    return None;
                }
                (text.replace(sign, ""), "", Some(sign))
            } else {
                let other = if sign == ',' { '.' } else { ',' };
                let (whole, part) = (&text[..at], &text[at + 1..]);
                if part.is_empty() {
                    return None;
                }
                let grouped = if whole.contains(other) {
                    Some(other)
                } else if whole.contains(' ') {
                    Some(' ')
                } else {
                    None
                };
                (whole.to_owned(), part, grouped)
            }
        }
    };
    let plain = match grouped {
        Some(sign) if whole.contains(sign) => in_thousands(&whole, sign)?,
        _ if whole.contains(' ') => in_thousands(&whole, ' ')?,
        _ => whole,
    };
    let are_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if plain.is_empty()
        || plain.len() > MOST_DIGITS
        || part.len() > MOST_DIGITS
        || !are_digits(&plain)
        || !are_digits(part)
    {
        return None;
    }
    let doubtful = grouped.is_none() && part.len() == 3 && plain.len() <= 3 && !plain.starts_with('0');
    Some(Digits { negative, whole: plain, part: part.to_owned(), doubtful })
}

/// The digits of a whole number written in groups of three.
fn in_thousands(text: &str, sign: char) -> Option<String> {
    let mut groups = text.split(sign);
    let first = groups.next()?;
    let right = (1..=3).contains(&first.len()) && groups.all(|group| group.len() == 3);
    right.then(|| text.replace(sign, ""))
}

/// Why a text is not a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateError {
    NotADate,
    /// It could be either day.
    Doubtful {
        one: Date,
        other: Date,
    },
}

/// Years that two digits can stand for where their place is in doubt: rounds and food are of these.
const LIKELY_YEARS: std::ops::RangeInclusive<i16> = 2020..=2049;

/// A day: `2026-11-27`, or in the order of Italy `27/11/2026`, `27.11.26`, `27 novembre 2026`. The name of the weekday
/// may stand in front, and midnight behind, as spreadsheets write it. `27-11-26` could be the 27th of 2026 or the 26th
/// of 2027 and is asked back.
///
/// # Errors
/// When it is no day, or could be two.
pub fn date(text: &str) -> Result<Date, DateError> {
    let text = text.trim().to_lowercase();
    let (text, hour) = match text.find(['t', ' ']).filter(|at| *at >= 8 && text[at + 1..].contains(':')) {
        Some(at) => (text[..at].to_owned(), Some(text[at + 1..].to_owned())),
        None => (text, None),
    };
    if hour.is_some_and(|hour| clock_time(hour.trim_end_matches('z')) != Some(Time::midnight())) {
        return Err(DateError::NotADate);
    }
    let mut parts: Vec<&str> = text
        .split(|c: char| c.is_whitespace() || matches!(c, '/' | '.' | '-' | ','))
        .filter(|part| !part.is_empty())
        .collect();
    let weekday = match parts.first().map(|first| weekday(first)) {
        Some(Some(day)) => {
            parts.remove(0);
            Some(day)
        }
        _ => None,
    };
    let [first, middle, last] = parts.as_slice() else { return Err(DateError::NotADate) };
    let read = read_date(first, middle, last, text.contains('-'))?;
    if weekday.is_some_and(|day| day != read.weekday()) { Err(DateError::NotADate) } else { Ok(read) }
}

fn read_date(first: &str, middle: &str, last: &str, dashed: bool) -> Result<Date, DateError> {
    let number = |text: &str| text.parse::<i16>().ok().filter(|_| text.bytes().all(|byte| byte.is_ascii_digit()));
    let day = |year: i16, month: &str, day: &str| {
        let month = month_named(month).or_else(|| number(month).filter(|_| month.len() <= 2))?;
        let day = number(day).filter(|_| day.len() <= 2)?;
        Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
    };
    let year = |text: &str, length: usize| number(text).filter(|_| text.len() == length);
    if let Some(year) = year(first, 4) {
        return day(year, middle, last).ok_or(DateError::NotADate);
    }
    if let Some(year) = year(last, 4) {
        return day(year, middle, first).ok_or(DateError::NotADate);
    }
    let in_century = |text: &str| year(text, 2).map(|year| 2000 + year);
    let italian = in_century(last).and_then(|year| day(year, middle, first));
    if !dashed || month_named(middle).is_some() {
        return italian.ok_or(DateError::NotADate);
    }
    let likely = |date: &Date| LIKELY_YEARS.contains(&date.year());
    let backwards = in_century(first).and_then(|year| day(year, middle, last)).filter(likely);
    match (italian.filter(likely), backwards) {
        (Some(one), Some(other)) if one != other => Err(DateError::Doubtful { one, other }),
        (Some(date), _) => Ok(date),
        _ => Err(DateError::NotADate),
    }
}

/// The month of a name or its beginning, in Italian or English.
fn month_named(text: &str) -> Option<i16> {
    const MONTHS: [[&str; 2]; 12] = [
        ["gennaio", "january"],
        ["febbraio", "february"],
        ["marzo", "march"],
        ["aprile", "april"],
        ["maggio", "may"],
        ["giugno", "june"],
        ["luglio", "july"],
        ["agosto", "august"],
        ["settembre", "september"],
        ["ottobre", "october"],
        ["novembre", "november"],
        ["dicembre", "december"],
    ];
    let begins = |names: &[&str; 2]| text.len() >= 3 && names.iter().any(|name| name.starts_with(text));
    MONTHS.iter().position(begins).and_then(|index| i16::try_from(index + 1).ok())
}

/// The day of the week of a name or its beginning, in Italian or English.
pub fn weekday(text: &str) -> Option<Weekday> {
    const DAYS: [([&str; 2], Weekday); 7] = [
        (["lunedì", "monday"], Weekday::Monday),
        (["martedì", "tuesday"], Weekday::Tuesday),
        (["mercoledì", "wednesday"], Weekday::Wednesday),
        (["giovedì", "thursday"], Weekday::Thursday),
        (["venerdì", "friday"], Weekday::Friday),
        (["sabato", "saturday"], Weekday::Saturday),
        (["domenica", "sunday"], Weekday::Sunday),
    ];
    let text = text.trim().trim_end_matches('.').to_lowercase();
    let plain =
        text.strip_suffix("i'").or_else(|| text.strip_suffix('i')).map_or(text.clone(), |stem| format!("{stem}ì"));
    let begins = |name: &str| text.len() >= 3 && (name.starts_with(&text) || name == plain);
    DAYS.iter().find(|(names, _)| names.iter().any(|name| begins(name))).map(|(_, day)| *day)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date as day;

    fn doubt(thousands: &str, decimals: &str) -> Result<i64, NumberError> {
        Err(NumberError::Doubtful { thousands: thousands.to_owned(), decimals: decimals.to_owned() })
    }

    #[test]
    fn thousands_or_decimals_are_asked_where_they_could_be_either() {
        assert_eq!(amount("1.200", 3), doubt("1200", "1,2"));
        assert_eq!(amount("1,250", 3), doubt("1250", "1,25"));
        assert_eq!(amount("1.000", 0), doubt("1000", "1"));
        assert_eq!(amount("-1.000", 0), doubt("-1000", "-1"));
        assert_eq!(kilograms("12.345 kg"), doubt("12345", "12,345"));
    }

    #[test]
    fn what_is_certain_is_read() {
        for (text, grams) in [
            ("12", 12_000),
            ("12,5", 12_500),
            ("12.5", 12_500),
            ("1.200,5", 1_200_500),
            ("1,200.5", 1_200_500),
            ("1.200.000", 1_200_000_000),
            ("1 200", 1_200_000),
            ("1\u{a0}200,500", 1_200_500),
            ("1'200", 1_200_000),
            ("1200,500", 1_200_500),
            ("0,250", 250),
            ("12.3456", 12_346),
            ("7,5 kg", 7_500),
            ("800KG.", 800_000),
            ("\u{2212}18", -18_000),
        ] {
            assert_eq!(kilograms(text), Ok(grams), "{text}");
        }
        assert_eq!(amount("20,00", 0), Ok(20));
        assert_eq!(amount("1,5", 0), Err(NumberError::NotWhole));
        assert_eq!(reading("45.307", 6), Some(45_307_000));
        assert_eq!(reading("9,50", 6), Some(9_500_000));
        for bad in
            ["", "3,5,1", "ventitré", "-", "1e9", "99999999999", "12,", ",5", "1.20.000", "12 34", "1.200.5", "٣"]
        {
            assert_eq!(amount(bad, 3), Err(NumberError::NotANumber), "{bad}");
        }
    }

    #[test]
    fn days_are_read_in_the_order_of_italy() {
        let friday = day(2026, 11, 27);
        for text in [
            "2026-11-27",
            "2026/11/27",
            "2026-11-27T00:00:00",
            "2026-11-27 00:00:00",
            "27/11/2026",
            "27/11/26",
            "27.11.2026",
            "27-11-2026",
            "27/11/2026 00:00",
            "27-nov-26",
            "27 novembre 2026",
            "venerdì 27 novembre 2026",
            "ven. 27/11/2026",
            "Fri 27/11/2026",
        ] {
            assert_eq!(date(text), Ok(friday), "{text}");
        }
        assert_eq!(date("7/1/2027"), Ok(day(2027, 1, 7)));
        assert_eq!(date("05-11-26"), Ok(day(2026, 11, 5)), "nobody means 2005");
        assert_eq!(date("27-11-26"), Err(DateError::Doubtful { one: friday, other: day(2027, 11, 26) }));
        for bad in
            ["", "11/27/2026", "30/02/2026", "27/11", "46353", "sab 27/11/2026", "27/11/2026 09:30", "2026-11-27x", "è"]
        {
            assert_eq!(date(bad), Err(DateError::NotADate), "{bad}");
        }
    }

    #[test]
    fn days_of_the_week_have_names_in_both_languages() {
        for text in ["lun", "lunedì", "lunedi", "lunedi'", "LUN.", "mon", "Monday"] {
            assert_eq!(weekday(text), Some(Weekday::Monday), "{text}");
        }
        assert_eq!(weekday("ma"), None);
    }
}
