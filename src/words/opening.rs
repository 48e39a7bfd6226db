//! Opening hours in plain words. What is said here can be read back: forms show it to be changed.

use super::Words;
use crate::domain::opening::{Days, Hours, Joined, Opening, Rule, Span, Weekdays, Weeks, YearDay};
use crate::domain::time::Window;
use jiff::civil::{Date, Time};

impl Words {
    /// The hours of a place, line by line: on which days, and when.
    pub fn opening(self, opening: &Opening) -> Vec<(String, String)> {
        let (week, rest) = opening.week();
        let mut lines = Vec::new();
        let mut day = 0;
        while day < week.len() {
            let alike = week[day..].iter().take_while(|windows| **windows == week[day]).count();
            if !week[day].is_empty() {
                lines.push((self.weekdays(day, day + alike - 1), self.windows(&week[day])));
            }
            day += alike;
        }
        lines.extend(rest.iter().map(|rule| (self.days_of(rule), self.hours_of(rule))));
        if lines.is_empty() {
            lines.push((String::new(), t!(self, "opening-appointment")));
        }
        lines
    }

    /// Windows of one day: `08:30–12:00, 15:00–18:00`.
    pub fn windows(self, windows: &[Window]) -> String {
        let said = |window: &Window| {
            let (from, until) = (self.clock(window.from), self.clock(window.until));
            // Until midnight is until the end of the day.
            if window.passes_midnight() && window.until != Time::midnight() {
                t!(self, "hours-window-night", from = from, until = until)
            } else {
                t!(self, "hours-window", from = from, until = until)
            }
        };
        windows.iter().map(said).collect::<Vec<_>>().join(", ")
    }

    /// A rule on one line.
    pub fn rule(self, rule: &Rule) -> String {
        let days = if rule.days == Days::default() { String::new() } else { self.days_of(rule) };
        format!("{days} {}", self.hours_of(rule)).trim().to_owned()
    }

    fn hours_of(self, rule: &Rule) -> String {
        match &rule.hours {
            Hours::Open(windows) => self.windows(windows),
            Hours::Closed => t!(self, "opening-closed"),
            Hours::ByAppointment => t!(self, "opening-appointment"),
        }
    }

    fn days_of(self, rule: &Rule) -> String {
        let days = &rule.days;
        let weekdays = days.weekdays.iter().map(|weekdays| self.weekdays_of(weekdays));
        let weekdays =
            weekdays.chain(days.holidays.then(|| t!(self, "opening-holidays"))).collect::<Vec<_>>().join(", ");
        let spans = days.spans.iter().map(|span| self.span(*span));
        let weeks = days.weeks.iter().map(|weeks| self.weeks(*weeks));
        let parts = spans.chain(weeks).chain([weekdays]).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ");
        match (parts.is_empty(), rule.joined) {
            (false, _) => parts,
            (true, Joined::Otherwise) => t!(self, "opening-otherwise"),
            (true, _) => t!(self, "opening-every-day"),
        }
    }

    /// Days of the week from one to another, Monday 0.
    fn weekdays(self, from: usize, until: usize) -> String {
        let name = |day: usize| self.weekday_short(i8::try_from(day + 1).unwrap_or(1));
        if from == until { name(from) } else { format!("{}–{}", name(from), name(until)) }
    }

    fn weekdays_of(self, weekdays: &Weekdays) -> String {
        if weekdays.nth.is_empty() {
            return self.weekdays(weekdays.from, weekdays.until);
        }
        let day = i8::try_from(weekdays.from + 1).unwrap_or(1);
        let nth = weekdays.nth.iter().map(|n| t!(self, "opening-ordinal", n = *n)).collect::<Vec<_>>();
        t!(self, "opening-nth", nth = nth.join(", "), day = self.weekday(day))
    }

    fn span(self, span: Span) -> String {
        match span {
            Span::Easter(0) => t!(self, "holiday-easter"),
            Span::Easter(after) => t!(self, "opening-easter", n = format!("{after:+}")),
            Span::Dates { from, until } if from == until => self.year_day(from),
            Span::Dates { from, until } if (from.day, until.day) == (1, 31) && from.year == until.year => {
                let month = if from.month == until.month {
                    self.month_of(from)
                } else {
                    format!("{}–{}", self.month_of(from), self.month_of(until))
                };
                from.year.map_or_else(|| month.clone(), |year| format!("{year} {month}"))
            }
            Span::Dates { from, until } => {
                t!(self, "opening-span", from = self.year_day(from), until = self.year_day(until))
            }
        }
    }

    fn month_of(self, day: YearDay) -> String {
        Date::new(2024, day.month, 1).map(|date| self.month(date)).unwrap_or_default()
    }

    fn year_day(self, day: YearDay) -> String {
        let month = self.month_of(day);
        match day.year {
            // As text: a year takes no separator of thousands.
            Some(year) => t!(self, "opening-date", day = day.day, month = month, year = year.to_string()),
            None => t!(self, "opening-day-of-year", day = day.day, month = month),
        }
    }

    fn weeks(self, weeks: Weeks) -> String {
        match weeks {
            Weeks::Numbered { from: 1, until, step: 2 } if until >= 52 => t!(self, "opening-weeks-odd"),
            Weeks::Numbered { from: 2, until, step: 2 } if until >= 52 => t!(self, "opening-weeks-even"),
            Weeks::Numbered { from, until, step: 1 } if from == until => t!(self, "opening-week", n = from),
            Weeks::Numbered { from, until, step: 1 } => t!(self, "opening-week", n = format!("{from}-{until}")),
            Weeks::Numbered { from, until, step } => t!(self, "opening-week", n = format!("{from}-{until}/{step}")),
            Weeks::Every { weeks, first } => t!(self, "opening-every", n = weeks, date = first.to_string()),
        }
    }
}
