//! Dates and times of day within opening hours, as people write them.

use super::reading::{OpeningError, Reader, Result};
use super::tokens::{AND, APPOINTMENT, TO, Token};
use super::{Hours, Span, YearDay};
use crate::domain::time::Window;
use jiff::civil::{Date, Time};

/// The last minute that a window can end at; `24:00` means it.
const LAST_MINUTE: Time = Time::constant(23, 59, 0, 0);

impl Reader<'_> {
    /// A part of the year, if one comes next.
    pub(super) fn span(&mut self) -> Result<Option<Span>> {
        if self.take_word(&["easter", "pasqua"]) {
            return Ok(Some(Span::Easter(self.days_after()?)));
        }
        if self.take_word(&["pasquetta"]) {
            return Ok(Some(Span::Easter(1)));
        }
        // "1-15 agosto": the month stands once, at the end.
        if let (Some((first, _)), Some((last, _)), Some(month)) = (self.number(0), self.number(2), self.month(3))
            && (self.is(1, '-') || self.word_is(1, TO))
        {
            self.at += 4;
            let year = self.year();
            let (Some(from), Some(until)) = (year_day(year, month, first), year_day(year, month, last)) else {
                self.at -= 1;
                return self.not_understood();
            };
            return Ok(Some(Span::Dates { from, until }));
        }
        let Some(mut from) = self.part_of_year()? else { return Ok(None) };
        let mut until = from.1;
        let range = self.is(0, '-') || self.word_is(0, TO);
        if range && !self.is_a_time_at(1) {
            let before = self.at;
            self.at += 1;
            while self.take_word(&["il", "la", "the"]) {}
            let day = self.number(0).filter(|_| self.month(1).is_none() && !self.is(1, '/') && !self.is(1, '.'));
            if let Some((day, 1..=2)) = day.filter(|_| from.0 == from.1) {
                // "Dec 24-26".
                self.at += 1;
                until = match year_day(from.0.year, from.0.month, day) {
                    Some(until) => until,
                    None => return self.not_understood(),
                };
            } else if let Some((_, last)) = self.part_of_year()? {
                until = last;
            } else {
                self.at = before;
            }
        }
        // "Dal 24 dicembre 2026 al 6 gennaio": the year after. "Dal 24/12 al 6/1/2027": the year before.
        match (from.0.year, until.year) {
            (Some(year), None) => {
                let later = (until.month, until.day) < (from.0.month, from.0.day);
                until.year = Some(if later { year + 1 } else { year });
            }
            (None, Some(year)) => {
                let later = (until.month, until.day) < (from.0.month, from.0.day);
                from.0.year = Some(if later { year - 1 } else { year });
            }
            _ => {}
        }
        if from.0.year.is_some() && until < from.0 {
            return self.not_understood();
        }
        Ok(Some(Span::Dates { from: from.0, until }))
    }

    /// `+1 day`, `-2 days` behind Easter.
    fn days_after(&mut self) -> Result<i16> {
        let sign = match () {
            () if self.is(0, '+') => 1,
            () if self.is(0, '-') && self.word_is(2, &["day", "days", "giorno", "giorni"]) => -1,
            () => return Ok(0),
        };
        let Some(days) = self.number(1).and_then(|(n, _)| i16::try_from(n).ok()).filter(|n| *n <= 60) else {
            return self.not_understood();
        };
        self.at += 2;
        self.take_word(&["day", "days", "giorno", "giorni"]);
        Ok(sign * days)
    }

    fn year(&mut self) -> Option<i16> {
        let year = self.number(0).filter(|(_, digits)| *digits == 4).and_then(|(year, _)| i16::try_from(year).ok())?;
        if !(2000..=2100).contains(&year) || self.is_a_time() {
            return None;
        }
        self.at += 1;
        Some(year)
    }

    /// A date, a month or a year, as its first and last day.
    fn part_of_year(&mut self) -> Result<Option<(YearDay, YearDay)>> {
        if let Some(date) = self.date()? {
            return Ok(Some((date, date)));
        }
        let begin = self.at;
        let year = self.year();
        if let Some(month) = self.month(0) {
            self.at += 1;
            let year = year.or_else(|| self.year());
            let day = |day| YearDay { year, month, day };
            return Ok(Some((day(1), day(31))));
        }
        if year.is_some() {
            return Ok(Some((YearDay { year, month: 1, day: 1 }, YearDay { year, month: 12, day: 31 })));
        }
        self.at = begin;
        Ok(None)
    }

    /// A single date, if one comes next: `2026-12-24`, `2026 Dec 24`, `Dec 24`, `24/12/2026`, `24.12.2026`, `24 dicembre`.
    pub(super) fn date(&mut self) -> Result<Option<YearDay>> {
        let begin = self.at;
        let found = self.maybe_date();
        match found {
            Some(Some(date)) => Ok(Some(date)),
            Some(None) => {
                self.at = begin;
                self.not_understood()
            }
            None => {
                self.at = begin;
                Ok(None)
            }
        }
    }

    /// `Some(None)` when it looks like a date that is none.
    fn maybe_date(&mut self) -> Option<Option<YearDay>> {
        let Some((number, digits)) = self.number(0) else {
            let month = self.month(0)?;
            let (day, digits) = self.number(1).filter(|_| !self.is_a_time_at(1))?;
            if digits > 2 {
                return None;
            }
            self.at += 2;
            return Some(year_day(None, month, day));
        };
        let small = |value: u32| i8::try_from(value).unwrap_or(99);
        if digits == 4 {
            let year = i16::try_from(number).ok()?;
            if let (true, Some((month, 1..=2)), true, Some((day, 1..=2))) =
                (self.is(1, '-'), self.number(2), self.is(3, '-'), self.number(4))
            {
                self.at += 5;
                return Some(year_day(Some(year), small(month), day));
            }
            let month = self.month(1)?;
            let (day, _) = self.number(2).filter(|(_, digits)| *digits <= 2 && !self.is_a_time_at(2))?;
            self.at += 3;
            return Some(year_day(Some(year), month, day));
        }
        if digits > 2 {
            return None;
        }
        for sign in ['/', '.', '-'] {
            let Some((month, 1..=2)) = self.number(2).filter(|_| self.is(1, sign)) else { continue };
            let year = self.number(4).filter(|(_, digits)| self.is(3, sign) && *digits == 4);
            match year {
                Some((year, _)) => {
                    self.at += 5;
                    return Some(year_day(i16::try_from(year).ok(), small(month), number));
                }
                None if sign == '/' => {
                    self.at += 3;
                    return Some(year_day(None, small(month), number));
                }
                None => {}
            }
        }
        let ordinal = usize::from(self.is(1, '°'));
        let month = self.month(1 + ordinal)?;
        self.at += 2 + ordinal;
        let year = self.year();
        Some(year_day(year, month, number))
    }

    pub(super) fn open_all_day(&self) -> bool {
        self.number(0) == Some((24, 2)) && self.is(1, '/') && self.number(2) == Some((7, 1))
    }

    pub(super) fn is_a_time(&self) -> bool {
        self.is_a_time_at(0)
    }

    /// Whether a window begins there: a time, then `-` or "to", then a time.
    pub(super) fn is_a_time_at(&self, ahead: usize) -> bool {
        let Some((_, first)) = self.time_at(ahead) else { return false };
        let between = ahead + first;
        if !(self.is(between, '-') || self.word_is(between, TO)) {
            return false;
        }
        let mut second = between + 1;
        while self.word_is(second, &["alle", "le", "ore", "l"]) || self.is(second, '\'') {
            second += 1;
        }
        let Some((_, length)) = self.time_at(second) else { return false };
        // Not a date such as 2026-12-24, 24-26 Dec or 1-15 agosto.
        let written = self.number(ahead).is_some_and(|(_, digits)| digits == 4 && first == 1);
        let dated = written && self.is(second + length, '-') && self.number(second + length + 1).is_some();
        !dated && (length > 1 || self.month(second + length).is_none())
    }

    /// A time of day and how many tokens it takes: `8`, `8:30`, `8.30`, `0830`, `8h30`, `mezzogiorno`.
    pub(super) fn time_at(&self, ahead: usize) -> Option<(Time, usize)> {
        if self.word_is(ahead, &["mezzogiorno", "noon"]) {
            return Some((Time::constant(12, 0, 0, 0), 1));
        }
        if self.word_is(ahead, &["mezzanotte", "midnight"]) {
            return Some((LAST_MINUTE, 1));
        }
        let (hour, digits) = self.number(ahead)?;
        let minutes = self.number(ahead + 2).filter(|(_, digits)| *digits == 2);
        let parted = self.is(ahead + 1, ':') || self.is(ahead + 1, '.') || self.word_is(ahead + 1, &["h"]);
        let (hour, minute, length) = match minutes.filter(|_| parted && digits <= 2) {
            Some((minute, _)) => (hour, minute, 3),
            None if digits == 4 => (hour / 100, hour % 100, 1),
            None if digits <= 2 => (hour, 0, 1),
            None => return None,
        };
        let seconds = self.is(ahead + 3, ':') && self.number(ahead + 4) == Some((0, 2)) && length == 3;
        let length = if seconds { 5 } else { length };
        let time = match (hour, minute) {
            (24, 0) => LAST_MINUTE,
            // As OpenStreetMap writes a time of the night after.
            (25..=36, minute) => Time::new(i8::try_from(hour - 24).ok()?, i8::try_from(minute).ok()?, 0, 0).ok()?,
            (hour, minute) => Time::new(i8::try_from(hour).ok()?, i8::try_from(minute).ok()?, 0, 0).ok()?,
        };
        Some((time, length))
    }

    /// The windows that come next: `8.30-12 15-18`, `dalle 8:30 alle 12:00 e dalle 15 alle 18`.
    pub(super) fn windows(&mut self) -> Result<Vec<Window>> {
        let mut windows = Vec::new();
        if self.open_all_day() {
            self.at += 3;
            windows.push(Window { from: Time::midnight(), until: LAST_MINUTE });
            return Ok(windows);
        }
        loop {
            let begin = self.at;
            if !windows.is_empty() {
                while self.is(0, ',') || self.is(0, '/') || self.word_is(0, AND) || self.is(0, '+') {
                    self.at += 1;
                }
            }
            while self.word_is(0, &["dalle", "dalla", "dall", "ore", "from", "le", "h"])
                || self.is(0, '\'')
                || self.is(0, ':')
            {
                self.at += 1;
            }
            if !self.is_a_time() || (!windows.is_empty() && self.begins_days()) {
                self.at = begin;
                return Ok(windows);
            }
            windows.push(self.window()?);
        }
    }

    /// Whether what looks like a time are the days of another rule: a date.
    fn begins_days(&self) -> bool {
        self.number(0).is_some_and(|(_, digits)| digits <= 2) && self.is(1, '/') && self.number(2).is_some()
    }

    fn window(&mut self) -> Result<Window> {
        let begin = self.at;
        let is_of_night = |reader: &Self| reader.number(0).is_some_and(|(hour, digits)| digits <= 2 && hour > 24);
        let Some((from, length)) = self.time_at(0).filter(|_| !is_of_night(self)) else { return self.not_understood() };
        self.at += length + 1;
        while self.take_word(&["alle", "le", "ore", "l"]) || self.take('\'') {}
        let night = is_of_night(self);
        let Some((until, length)) = self.time_at(0).filter(|(until, _)| !night || *until <= from) else {
            return self.not_understood();
        };
        self.at += length;
        let next_day = [["del", "giorno", "dopo"], ["the", "next", "day"]];
        if until <= from && next_day.iter().any(|words| (0..3).all(|at| self.word_is(at, &[words[at]]))) {
            self.at += 3;
        }
        if self.is(0, '+') && !self.is_a_time_at(1) {
            return self.not_understood();
        }
        let Some(window) = Window::of(from, until) else {
            let end = self.tokens.get(self.at).map_or(usize::MAX, |(_, begin)| *begin);
            let first = self.tokens[begin].1;
            let written: String = self.text.chars().take(end).skip(first).collect();
            let written = written.trim_end_matches([' ', ';', ',', '\n']).to_owned();
            return Err(OpeningError::ClosesBeforeItOpens(written));
        };
        Ok(window)
    }

    /// What stands behind the windows, or instead of them: closed, by appointment.
    pub(super) fn modifier(&mut self, no_hours: bool) -> Result<Option<Hours>> {
        const CLOSED: &[&str] = &[
            "chiuso", "chiusi", "chiusa", "chiusura", "closed", "off", "ferie", "escluso", "esclusi", "escluse",
            "esclusa", "tranne", "eccetto", "except",
        ];
        let begin = self.at;
        if no_hours && self.take_word(CLOSED) {
            return Ok(Some(Hours::Closed));
        }
        while self
            .take_word(&["su", "per", "solo", "previo", "previa", "by", "on", "only", "upon", "unknown", "e", "and"])
        {
        }
        if self.take_word(APPOINTMENT) {
            while self.take_word(&["solo", "only"]) {}
            return Ok(Some(Hours::ByAppointment));
        }
        if let Some(Token::Quoted(said)) = self.token(0) {
            let by_appointment = said.split([' ', '.', ',']).any(|word| APPOINTMENT.contains(&word));
            if by_appointment {
                self.at += 1;
                return Ok(Some(Hours::ByAppointment));
            }
            return self.not_understood();
        }
        self.at = begin;
        self.take_word(&["open", "aperto"]);
        Ok(None)
    }
}

/// A date if there is such a one; 29 February is one of a year without a number.
fn year_day(year: Option<i16>, month: i8, day: u32) -> Option<YearDay> {
    let day = i8::try_from(day).ok()?;
    if year.is_some_and(|year| !(2000..=2100).contains(&year)) {
        return None;
    }
    Date::new(year.unwrap_or(2024), month, day).ok()?;
    Some(YearDay { year, month, day })
}
