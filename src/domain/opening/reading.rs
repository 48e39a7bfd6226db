//! Opening hours read as people write them: as OpenStreetMap does, in Italian or in English.

use super::tokens::{
    AND, APPOINTMENT, ENGLISH_DAYS, ENGLISH_MONTHS, FILLERS, ITALIAN_DAYS, ITALIAN_MONTHS, Placed, TO, Token, tokens,
};
use super::{Days, Hours, Joined, OSM_DAYS, OSM_MONTHS, Opening, Rule, Weekdays, Weeks, YearDay};
use crate::domain::time::Window;
use jiff::civil::Date;

/// What is wrong with a text that should say when a place is open.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OpeningError {
    /// From here on it cannot be read.
    #[error("\"{0}\" is not understood")]
    NotUnderstood(String),
    #[error("\"{0}\" closes before it opens")]
    ClosesBeforeItOpens(String),
    /// Two windows of the same day overlap.
    #[error("two windows of one day overlap: \"{0}\"")]
    Overlap(String),
    /// "Every two weeks" needs the date of one of them.
    #[error("every so many weeks needs a date, as in: every 2 weeks from 2026-11-27 fri 15:00-17:00")]
    FromWhichWeek,
    #[error("it is longer than {LONGEST} characters")]
    TooLong,
}

pub(super) type Result<T> = std::result::Result<T, OpeningError>;

/// The most characters that are read.
const LONGEST: usize = 1_000;
/// The last week that a year may have.
const LAST_WEEK: i8 = 53;

impl std::str::FromStr for Opening {
    type Err = OpeningError;

    fn from_str(text: &str) -> Result<Self> {
        if text.chars().count() > LONGEST {
            return Err(OpeningError::TooLong);
        }
        let mut reader = Reader { text, tokens: tokens(text), at: 0, house: true };
        let mut rules: Vec<Rule> = Vec::new();
        let mut joined = Joined::Replaces;
        while reader.at < reader.tokens.len() {
            match reader.separator() {
                Some(separator) => joined = separator,
                None => {
                    let rule = reader.rule(joined, &rules)?;
                    rules.push(rule);
                    joined = Joined::Replaces;
                }
            }
        }
        Ok(Self(rules).tidied())
    }
}

pub(super) struct Reader<'t> {
    pub(super) text: &'t str,
    pub(super) tokens: Vec<Placed>,
    pub(super) at: usize,
    /// Whether the days of the rule are written as in the first version's files or in Italian, and not as in OpenStreetMap.
    house: bool,
}

impl Reader<'_> {
    pub(super) fn token(&self, ahead: usize) -> Option<&Token> {
        self.tokens.get(self.at + ahead).map(|(token, _)| token)
    }

    pub(super) fn is(&self, ahead: usize, sign: char) -> bool {
        self.token(ahead) == Some(&Token::Sign(sign))
    }

    pub(super) fn word(&self, ahead: usize) -> Option<&str> {
        match self.token(ahead)? {
            Token::Word(word) => Some(word),
            _ => None,
        }
    }

    pub(super) fn number(&self, ahead: usize) -> Option<(u32, usize)> {
        match self.token(ahead)? {
            Token::Number(value, digits) => Some((*value, *digits)),
            _ => None,
        }
    }

    pub(super) fn word_is(&self, ahead: usize, words: &[&str]) -> bool {
        self.word(ahead).is_some_and(|word| words.contains(&word))
    }

    pub(super) fn take(&mut self, sign: char) -> bool {
        let there = self.is(0, sign);
        self.at += usize::from(there);
        there
    }

    pub(super) fn take_word(&mut self, words: &[&str]) -> bool {
        let there = self.word_is(0, words);
        self.at += usize::from(there);
        there
    }

    /// What is left of the text, for a message.
    pub(super) fn not_understood<T>(&self) -> Result<T> {
        let begin = self.tokens.get(self.at).or(self.tokens.last()).map_or(0, |(_, begin)| *begin);
        Err(OpeningError::NotUnderstood(self.text.chars().skip(begin).take(40).collect::<String>().trim().to_owned()))
    }

    fn separator(&mut self) -> Option<Joined> {
        if self.is(0, '|') && self.is(1, '|') {
            self.at += 2;
            return Some(Joined::Otherwise);
        }
        match self.token(0)? {
            Token::Sign(';') => {
                self.at += 1;
                Some(Joined::Replaces)
            }
            Token::Sign(',' | '/' | '.') => {
                self.at += 1;
                Some(Joined::Adds)
            }
            _ => None,
        }
    }

    fn rule(&mut self, joined: Joined, before: &[Rule]) -> Result<Rule> {
        self.house = true;
        let begin = self.at;
        let mut days = self.days()?;
        let mut windows = self.windows()?;
        if !windows.is_empty() {
            days.weeks.extend(self.weeks()?.into_iter().flatten());
        }
        let hours = self.modifier(windows.is_empty())?;
        if hours.is_some() {
            if windows.is_empty() && days == Days::default() {
                // "Closed in August".
                days = self.days()?;
            }
            if !self.ends() {
                return self.not_understood();
            }
        }
        // In the order in which they are stored.
        days.weeks.sort_by_key(|weeks| matches!(weeks, Weeks::Every { .. }));
        let all_days = days == Days::default();
        if self.at == begin || (hours == Some(Hours::Closed) && all_days && !before.is_empty()) {
            return self.not_understood();
        }
        let hours = match hours {
            Some(hours) => hours,
            None if windows.is_empty() => return self.not_understood(),
            None => {
                windows.sort_by_key(|window| window.from);
                if let Some(pair) = windows.windows(2).find(|pair| pair[1].meets(pair[0])) {
                    return Err(OpeningError::Overlap(format!("{} {}", pair[0], pair[1])));
                }
                Hours::Open(windows)
            }
        };
        let joined = match (joined, &hours) {
            _ if before.is_empty() => Joined::Replaces,
            (Joined::Otherwise, _) => Joined::Otherwise,
            // "Mon 9-12; by appointment": by appointment otherwise.
            (_, Hours::ByAppointment) if all_days => Joined::Otherwise,
            (_, Hours::Closed | Hours::ByAppointment) => Joined::Replaces,
            (Joined::Adds, Hours::Open(_)) => Joined::Adds,
            (Joined::Replaces, Hours::Open(windows)) if self.house && days.are_weekly() => {
                if adds(&days, windows, before) { Joined::Adds } else { Joined::Replaces }
            }
            (Joined::Replaces, Hours::Open(_)) => Joined::Replaces,
        };
        Ok(Rule { days, hours, joined })
    }

    fn ends(&self) -> bool {
        matches!(self.token(0), None | Some(Token::Sign(';' | ',' | '/' | '.' | '|')))
    }

    fn days(&mut self) -> Result<Days> {
        let mut days = Days::default();
        loop {
            if self.open_all_day() || self.is_a_time() {
                return Ok(days);
            }
            if let Some(weeks) = self.weeks()? {
                days.weeks.extend(weeks);
            } else if let Some(span) = self.span()? {
                days.spans.push(span);
            } else if let Some(weekdays) = self.weekdays()? {
                days.weekdays.push(weekdays);
            } else if self.take_word(&[
                "ph",
                "festivi",
                "festivo",
                "festivita",
                "festive",
                "feste",
                "holidays",
                "holiday",
            ]) {
                days.holidays = true;
            } else if self.word_is(0, &["public", "bank"]) && self.word_is(1, &["holiday", "holidays"]) {
                self.at += 2;
                days.holidays = true;
            } else if self.word_is(0, &["feriali", "feriale"]) {
                self.at += 1;
                days.weekdays.push(Weekdays { from: 0, until: 5, nth: Vec::new() });
            } else if self.take_word(&["weekend"]) || self.take_both("fine", "settimana") {
                days.weekdays.push(Weekdays { from: 5, until: 6, nth: Vec::new() });
            } else if (days != Days::default() && self.joins_days())
                || self.word_is(0, FILLERS)
                || self.is(0, ':')
                || self.is(0, '\'')
            {
                self.at += 1;
            } else {
                return Ok(days);
            }
        }
    }

    fn take_both(&mut self, first: &str, second: &str) -> bool {
        let there = self.word_is(0, &[first]) && self.word_is(1, &[second]);
        self.at += if there { 2 } else { 0 };
        there
    }

    /// Whether a comma or an "and" stands between two conditions.
    fn joins_days(&self) -> bool {
        (self.is(0, ',') || self.is(0, '/') || self.is(0, '+') || self.is(0, '&') || self.word_is(0, AND))
            && self.token(1).is_some()
    }

    fn weekday(&self, ahead: usize) -> Option<(usize, bool)> {
        let word = self.word(ahead)?;
        let short = |names: &[&str; 7], least: usize| {
            names.iter().position(|name| word.len() >= least && name.starts_with(word))
        };
        if word == "su" && self.word_is(ahead + 1, APPOINTMENT) {
            return None;
        }
        if let Some(day) = OSM_DAYS.iter().position(|name| name.eq_ignore_ascii_case(word)) {
            return Some((day, false));
        }
        let day = short(&ITALIAN_DAYS, 2).or_else(|| short(&ENGLISH_DAYS, 3));
        // "Mercoledi'" and plurals.
        let day = day.or_else(|| match word {
            "sabati" => Some(5),
            "domeniche" => Some(6),
            _ => ENGLISH_DAYS.iter().position(|name| word.strip_suffix('s') == Some(name)),
        });
        day.map(|day| (day, true))
    }

    pub(super) fn month(&self, ahead: usize) -> Option<i8> {
        let word = self.word(ahead)?;
        let named = |name: &&str| word.len() >= 3 && name.starts_with(word);
        let found = ITALIAN_MONTHS.iter().position(&named).or_else(|| {
            let osm = OSM_MONTHS.iter().position(|name| name.eq_ignore_ascii_case(word));
            osm.or_else(|| ENGLISH_MONTHS.iter().position(&named))
        })?;
        // "Mar" is Tuesday in Italian, unless what follows makes it March.
        if word == "mar" && !self.is_march(ahead) {
            return None;
        }
        i8::try_from(found + 1).ok()
    }

    fn is_march(&self, ahead: usize) -> bool {
        let other_month = |at: usize| {
            self.word(at).is_some_and(|word| {
                let named = |name: &&str| word != "mar" && word.len() >= 3 && name.starts_with(word);
                ITALIAN_MONTHS.iter().any(&named) || ENGLISH_MONTHS.iter().any(&named)
            })
        };
        let range = |at: usize| self.is(at, '-') || self.word_is(at, TO);
        let day_of_month = self.number(ahead + 1).is_some() && !self.is_a_time_at(ahead + 1);
        let before = |back: usize| self.at.checked_sub(back).map(|at| &self.tokens[at].0);
        let within_a_date = matches!(before(2), Some(Token::Sign('/' | '.' | '-')));
        let after_year = ahead == 0 && matches!(before(1), Some(Token::Number(_, 4))) && !within_a_date;
        let closes_a_range = self.at + ahead >= 2 && range_before(&self.tokens, self.at + ahead);
        day_of_month
            || after_year
            || closes_a_range
            || (range(ahead + 1) && other_month(ahead + 2))
            || self.weekday(ahead + 1).is_some_and(|(_, house)| !house)
    }

    /// Which days of the month: `primo e terzo`, `1° e 3°`, `first`. The tokens are taken if a day of the week follows.
    fn ordinals(&mut self) -> Vec<i8> {
        let mut nth = Vec::new();
        let mut ahead = 0;
        loop {
            let word = self.word(ahead).unwrap_or_default();
            let of_word = match word.trim_end_matches(['o', 'a', 'i']) {
                "prim" | "first" => Some(1),
                "second" => Some(2),
                "terz" | "third" => Some(3),
                "quart" | "fourth" => Some(4),
                "quint" | "fifth" => Some(5),
                "ultim" | "last" => Some(-1),
                "penultim" | "penultimate" => Some(-2),
                _ => None,
            };
            let number = self.number(ahead).and_then(|(n, _)| i8::try_from(n).ok()).filter(|n| (1..=5).contains(n));
            match (of_word, number) {
                (Some(n), _) => nth.push(n),
                (None, Some(n)) => {
                    nth.push(n);
                    let suffix =
                        self.is(ahead + 1, '°') || self.word_is(ahead + 1, &["st", "nd", "rd", "th", "o", "a"]);
                    ahead += usize::from(suffix);
                }
                (None, None) if nth.is_empty() => return nth,
                (None, None)
                    if self.is(ahead, ',') || self.word_is(ahead, AND) || self.word_is(ahead, &["il", "la"]) => {}
                (None, None) => {
                    if self.weekday(ahead).is_none() {
                        nth.clear();
                        return nth;
                    }
                    self.at += ahead;
                    return nth;
                }
            }
            ahead += 1;
        }
    }

    fn weekdays(&mut self) -> Result<Option<Weekdays>> {
        let mut nth = self.ordinals();
        let Some((from, house)) = self.weekday(0) else { return Ok(None) };
        self.house &= house;
        self.at += 1;
        // An apostrophe for the accent.
        self.take('\'');
        if nth.is_empty() && self.take('[') {
            nth = self.listed()?;
        }
        let range = self.is(0, '-') || self.word_is(0, TO);
        let until = match self.weekday(1).filter(|_| range && nth.is_empty()) {
            Some((until, _)) => {
                self.at += 2;
                self.take('\'');
                until
            }
            None => from,
        };
        if self.word_is(0, &["del"]) && self.word_is(1, &["mese"]) {
            self.at += 2;
        }
        Ok(Some(Weekdays { from, until, nth }))
    }

    /// `1,3]` or `-1]` or `1-2]`.
    fn listed(&mut self) -> Result<Vec<i8>> {
        let mut nth = Vec::new();
        loop {
            let from_the_end = self.take('-');
            let Some(n) = self.number(0).and_then(|(n, _)| i8::try_from(n).ok()).filter(|n| (1..=5).contains(n)) else {
                return self.not_understood();
            };
            self.at += 1;
            let last = self.number(1).and_then(|(n, _)| i8::try_from(n).ok()).filter(|last| (n..=5).contains(last));
            match last.filter(|_| self.is(0, '-') && !from_the_end) {
                Some(last) => {
                    nth.extend(n..=last);
                    self.at += 2;
                }
                None => nth.push(if from_the_end { -n } else { n }),
            }
            if self.take(']') {
                return Ok(nth);
            }
            if !self.take(',') && !self.take_word(AND) {
                return self.not_understood();
            }
        }
    }

    fn weeks(&mut self) -> Result<Option<Vec<Weeks>>> {
        const WEEK: &[&str] = &["settimana", "settimane", "week", "weeks"];
        const EVERY: &[&str] = &["ogni", "every"];
        if self.word_is(0, EVERY) {
            let other = self.word_is(1, &["other", "second", "seconda"]) && self.word_is(2, WEEK);
            let spelt = if self.word_is(1, &["due", "two"]) { Some((2, 2)) } else { None };
            let weeks = match self.number(1).or(spelt).map(|(n, _)| n) {
                Some(weeks) if self.word_is(2, WEEK) => {
                    i8::try_from(weeks).ok().filter(|weeks| (1..=8).contains(weeks))
                }
                Some(14 | 15) if self.word_is(2, &["giorni", "days"]) => Some(2),
                None if other || (self.word_is(1, &["quindici"]) && self.word_is(2, &["giorni"])) => Some(2),
                _ => return Ok(None),
            };
            let Some(weeks) = weeks else { return self.not_understood() };
            self.at += 3;
            while self.take_word(&["dal", "da", "from", "a", "partire", "starting", "il"]) || self.take(':') {}
            let Some(first) = self.date()?.and_then(dated) else { return Err(OpeningError::FromWhichWeek) };
            return Ok(Some(vec![Weeks::Every { weeks, first }]));
        }
        const EVEN: &[&str] = &["pari", "even"];
        const ODD: &[&str] = &["dispari", "odd"];
        for (words, from) in [(EVEN, 2), (ODD, 1)] {
            let said =
                (self.word_is(0, WEEK) && self.word_is(1, words)) || (self.word_is(0, words) && self.word_is(1, WEEK));
            if said {
                self.at += 2;
                return Ok(Some(vec![Weeks::Numbered { from, until: LAST_WEEK, step: 2 }]));
            }
        }
        if !self.take_word(WEEK) {
            return Ok(None);
        }
        let mut found = Vec::new();
        loop {
            let Some(from) = self.week_number(0) else { return self.not_understood() };
            self.at += 1;
            let mut weeks = (from, from, 1);
            if let Some(until) = self.week_number(1).filter(|until| self.is(0, '-') && from <= *until) {
                self.at += 2;
                weeks.1 = until;
                if let Some(step) = self.week_number(1).filter(|_| self.is(0, '/')) {
                    self.at += 2;
                    weeks.2 = step;
                }
            }
            found.push(Weeks::Numbered { from: weeks.0, until: weeks.1, step: weeks.2 });
            let written_with_minutes = self.time_at(1).is_some_and(|(_, length)| length > 1);
            if self.week_number(1).is_none() || written_with_minutes || !self.take(',') {
                return Ok(Some(found));
            }
        }
    }

    fn week_number(&self, ahead: usize) -> Option<i8> {
        let number = self.number(ahead).and_then(|(n, _)| i8::try_from(n).ok());
        number.filter(|week| (1..=LAST_WEEK).contains(week))
    }
}

/// Whether weekly windows can only be meant beside those written before for the same days: they share none of their hours.
/// In files of the first version each group of days added its windows.
fn adds(days: &Days, windows: &[Window], before: &[Rule]) -> bool {
    let each = |weekdays: &Weekdays| {
        let length = (weekdays.until + 7 - weekdays.from) % 7;
        (0..=length).map(move |step| (weekdays.from + step) % 7).collect::<Vec<_>>()
    };
    let own: Vec<usize> = days.weekdays.iter().flat_map(each).collect();
    let shares =
        |rule: &&Rule| rule.days.are_weekly() && rule.days.weekdays.iter().flat_map(each).any(|day| own.contains(&day));
    let mut shared = before.iter().filter(shares).peekable();
    shared.peek().is_some()
        && shared.all(|rule| match &rule.hours {
            Hours::Open(there) => windows.iter().all(|new| there.iter().all(|old| !new.meets(*old))),
            Hours::Closed | Hours::ByAppointment => false,
        })
}

/// Whether the token is the second end of a range of months.
fn range_before(tokens: &[Placed], at: usize) -> bool {
    let joins = matches!(&tokens[at - 1].0, Token::Sign('-'))
        || matches!(&tokens[at - 1].0, Token::Word(word) if TO.contains(&word.as_str()));
    let month = |word: &str| {
        word != "mar"
            && word.len() >= 3
            && (ITALIAN_MONTHS.iter().any(|name| name.starts_with(word))
                || ENGLISH_MONTHS.iter().any(|name| name.starts_with(word)))
    };
    joins && matches!(&tokens[at - 2].0, Token::Word(word) if month(word))
}

fn dated(day: YearDay) -> Option<Date> {
    Date::new(day.year?, day.month, day.day).ok()
}
