//! When a place is open: weekly hours, and the rules that people write beside them.
//!
//! The rules are those of OpenStreetMap's `opening_hours` as far as places in Italy use them. Of the rules that hold on a
//! day the last one counts, unless it only adds to those before it.

mod reading;
#[cfg(test)]
mod tests;
mod times;
mod tokens;

use crate::domain::holiday::{days, easter, holiday};
use crate::domain::time::{Millis, Window, Zone};
use jiff::civil::{Date, Weekday};

pub use reading::OpeningError;

/// The days of the week as written in files and stored, Monday first.
pub const DAYS: [(&str, Weekday); 7] = [
    ("mon", Weekday::Monday),
    ("tue", Weekday::Tuesday),
    ("wed", Weekday::Wednesday),
    ("thu", Weekday::Thursday),
    ("fri", Weekday::Friday),
    ("sat", Weekday::Saturday),
    ("sun", Weekday::Sunday),
];

/// Their names in OpenStreetMap.
const OSM_DAYS: [&str; 7] = ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"];
/// The months, also in OpenStreetMap; but its "Mar" is Tuesday in Italian, so March is written out.
const OSM_MONTHS: [&str; 12] = ["Jan", "Feb", "March", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// When a place is open. One without rules has no hours: it opens when somebody writes an appointment.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Opening(Vec<Rule>);

/// The hours of one day, in order: `8:30-12 15-18`. There are none where nothing is written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DayHours(pub Vec<Window>);

/// What holds on some days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    pub days: Days,
    pub hours: Hours,
    pub joined: Joined,
}

/// What a place does on the days of a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Hours {
    /// In order, without overlaps, never empty.
    Open(Vec<Window>),
    Closed,
    /// Open only when somebody wrote an appointment for the date.
    ByAppointment,
}

/// How a rule goes with those before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Joined {
    /// It counts instead of them.
    Replaces,
    /// Its windows are added to theirs.
    Adds,
    /// It counts where none of them holds.
    Otherwise,
}

/// On which days a rule holds: each kind of condition that is given must be met.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Days {
    /// Parts of the year.
    pub spans: Vec<Span>,
    pub weeks: Vec<Weeks>,
    /// Days of the week; a public holiday named by `holidays` meets this condition too.
    pub weekdays: Vec<Weekdays>,
    /// Whether it names public holidays.
    pub holidays: bool,
}

/// A part of the year, or of one year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Span {
    /// Between two dates, both included. Either both have a year or neither; without, it can go over New Year.
    Dates { from: YearDay, until: YearDay },
    /// So many days after Easter Sunday.
    Easter(i16),
}

/// A date, of every year when it has none. The last day of a month may be written as 31.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct YearDay {
    pub year: Option<i16>,
    pub month: i8,
    pub day: i8,
}

/// Some of the weeks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weeks {
    /// Weeks of the year as ISO 8601 numbers them, every so many of them.
    Numbered { from: i8, until: i8, step: i8 },
    /// Every so many weeks, the week of `first` included. OpenStreetMap has no word for it: its numbers begin again each
    /// year, and 2026 has 53.
    Every { weeks: i8, first: Date },
}

/// Days of the week from one to another, Monday 0, over Sunday if need be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Weekdays {
    pub from: usize,
    pub until: usize,
    /// Which of the month, from 1, or from the end, from -1; each when it is empty.
    pub nth: Vec<i8>,
}

impl Span {
    fn holds(self, date: Date) -> bool {
        match self {
            Self::Easter(after) => {
                let on = |year| easter(year).map(|easter| days(easter, i64::from(after)));
                on(date.year()) == Some(date)
            }
            Self::Dates { from, until } => {
                let (year, month, day) = (date.year(), date.month(), date.day());
                match (from.year, until.year) {
                    (Some(first), Some(last)) => {
                        (first, from.month, from.day) <= (year, month, day)
                            && (year, month, day) <= (last, until.month, until.day)
                    }
                    _ => {
                        let (from, until, date) = ((from.month, from.day), (until.month, until.day), (month, day));
                        if from <= until { from <= date && date <= until } else { from <= date || date <= until }
                    }
                }
            }
        }
    }

    /// Whether it is a single day.
    pub fn is_one_day(self) -> bool {
        match self {
            Self::Easter(_) => true,
            Self::Dates { from, until } => from == until,
        }
    }
}

impl Weeks {
    fn holds(self, date: Date) -> bool {
        match self {
            Self::Numbered { from, until, step } => {
                let week = date.iso_week_date().week();
                from <= week && week <= until && (week - from) % step.max(1) == 0
            }
            Self::Every { weeks, first } => {
                let monday = |date: Date| days(date, -i64::from(date.weekday().to_monday_zero_offset()));
                let passed = (monday(date) - monday(first)).get_days() / 7;
                first <= date && passed % i32::from(weeks.max(1)) == 0
            }
        }
    }
}

impl Weekdays {
    fn holds(&self, date: Date) -> bool {
        let day = usize::from(date.weekday().to_monday_zero_offset().unsigned_abs());
        if (day + 7 - self.from) % 7 > (self.until + 7 - self.from) % 7 {
            return false;
        }
        let of_month = (date.day() - 1) / 7 + 1;
        let from_the_end = -((date.days_in_month() - date.day()) / 7 + 1);
        self.nth.is_empty() || self.nth.contains(&of_month) || self.nth.contains(&from_the_end)
    }
}

impl Days {
    fn hold(&self, date: Date) -> bool {
        let named = self.holidays && holiday(date).is_some();
        let any_day = self.weekdays.is_empty() && !self.holidays;
        (self.spans.is_empty() || self.spans.iter().any(|span| span.holds(date)))
            && (self.weeks.is_empty() || self.weeks.iter().any(|weeks| weeks.holds(date)))
            && (any_day || named || self.weekdays.iter().any(|weekdays| weekdays.holds(date)))
    }

    /// Whether they are days of the week and nothing else.
    pub fn are_weekly(&self) -> bool {
        self.spans.is_empty()
            && self.weeks.is_empty()
            && !self.holidays
            && self.weekdays.iter().all(|weekdays| weekdays.nth.is_empty())
    }

    /// Whether they are all the days of the week, as when none is named.
    fn are_every_day(&self) -> bool {
        match &self.weekdays[..] {
            [] => true,
            [one] => (one.from, one.until) == (0, 6),
            _ => false,
        }
    }

    /// Whether they name a day itself, so that it counts also on a public holiday.
    fn name(&self, date: Date) -> bool {
        (self.holidays && holiday(date).is_some())
            || self.spans.iter().any(|span| span.is_one_day() && span.holds(date))
    }
}

impl Rule {
    fn is_weekly(&self) -> bool {
        self.days.are_weekly() && matches!(self.hours, Hours::Open(_))
    }
}

impl std::str::FromStr for DayHours {
    type Err = OpeningError;

    fn from_str(text: &str) -> Result<Self, OpeningError> {
        if text.trim().is_empty() {
            return Ok(Self::default());
        }
        let read: Opening = text.parse()?;
        match &read.0[..] {
            [Rule { days, hours: Hours::Open(windows), .. }] if days.are_weekly() && days.are_every_day() => {
                Ok(Self(windows.clone()))
            }
            _ => Err(OpeningError::NotUnderstood(text.trim().to_owned())),
        }
    }
}

impl std::fmt::Display for DayHours {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0.iter().map(Window::to_string).collect::<Vec<_>>().join(" "))
    }
}

impl Opening {
    /// The windows of a local date by these rules, in order.
    pub fn on(&self, date: Date) -> Vec<Window> {
        let mut windows = Vec::new();
        let mut any = false;
        for rule in self.0.iter().filter(|rule| rule.days.hold(date)) {
            match (rule.joined, &rule.hours) {
                (Joined::Otherwise, _) if any => continue,
                (Joined::Adds, Hours::Open(more)) => windows.extend(more),
                (_, Hours::Open(instead)) => windows.clone_from(instead),
                (_, Hours::Closed | Hours::ByAppointment) => windows.clear(),
            }
            any = true;
        }
        joined(windows)
    }

    /// Whether a rule names that very day, a public holiday or a date, so that these rules count on it though others rest.
    pub fn names(&self, date: Date) -> bool {
        self.0.iter().any(|rule| rule.days.hold(date) && rule.days.name(date))
    }

    /// The windows of a local date as instants.
    pub fn instants(&self, date: Date, zone: &Zone) -> Vec<(Millis, Millis)> {
        self.on(date).iter().map(|window| window.instants(date, zone)).collect()
    }

    /// Whether nobody said anything about its hours.
    pub const fn has_no_rules(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether no rule opens the place.
    pub fn is_never(&self) -> bool {
        !self.0.iter().any(|rule| matches!(rule.hours, Hours::Open(_)))
    }

    /// Whether the place opens when somebody writes an appointment.
    pub fn by_appointment(&self) -> bool {
        self.0.is_empty() || self.0.iter().any(|rule| rule.hours == Hours::ByAppointment)
    }

    /// The windows of each day of the week, Monday first, and the rules beside them. A place whose weekly rules do not
    /// come first has none that can be told apart.
    pub fn week(&self) -> ([Vec<Window>; 7], &[Rule]) {
        let weekly = self.0.iter().take_while(|rule| rule.is_weekly()).count();
        if self.0[weekly..].iter().any(Rule::is_weekly) {
            return (Default::default(), &self.0);
        }
        (Self(self.0[..weekly].to_vec()).of_weekdays(), &self.0[weekly..])
    }

    /// The windows of weekly rules on each day of the week.
    fn of_weekdays(&self) -> [Vec<Window>; 7] {
        let monday = jiff::civil::date(2024, 1, 1);
        std::array::from_fn(|day| self.on(days(monday, i64::try_from(day).unwrap_or_default())))
    }

    /// The same hours always as the same rules: days of the week that are alike stand together, each once.
    fn tidied(self) -> Self {
        let (week, rest) = self.week();
        let mut rules: Vec<Rule> = Vec::new();
        for (day, windows) in week.into_iter().enumerate().filter(|(_, windows)| !windows.is_empty()) {
            let hours = Hours::Open(windows);
            match rules.last_mut() {
                Some(last) if last.hours == hours && last.days.weekdays[0].until + 1 == day => {
                    last.days.weekdays[0].until = day;
                }
                _ => {
                    let weekdays = vec![Weekdays { from: day, until: day, nth: Vec::new() }];
                    let days = Days { weekdays, ..Days::default() };
                    rules.push(Rule { days, hours, joined: Joined::Replaces });
                }
            }
        }
        rules.extend(rest.iter().cloned());
        Self(rules)
    }
}

/// Windows in order, those that touch as one.
fn joined(mut windows: Vec<Window>) -> Vec<Window> {
    windows.sort_by_key(|window| window.from);
    let mut joined: Vec<Window> = Vec::with_capacity(windows.len());
    for window in windows {
        match joined.last_mut() {
            Some(last) if window.meets(*last) => {
                if last.minutes().1 < window.minutes().1 {
                    last.until = window.until;
                }
            }
            _ => joined.push(window),
        }
    }
    joined
}

impl Joined {
    /// What is written between a rule and the one before it.
    pub const fn separator(self) -> &'static str {
        match self {
            Self::Replaces => "; ",
            Self::Adds => ", ",
            Self::Otherwise => " || ",
        }
    }
}

impl Rule {
    fn written(&self, names: &[&str; 7], between: &str) -> String {
        let days = self.days.written(names);
        let hours = match &self.hours {
            Hours::Open(windows) => windows.iter().map(Window::to_string).collect::<Vec<_>>().join(between),
            Hours::Closed => "off".to_owned(),
            Hours::ByAppointment => "\"by appointment\"".to_owned(),
        };
        if days.is_empty() { hours } else { format!("{days} {hours}") }
    }
}

impl std::fmt::Display for Rule {
    /// As OpenStreetMap writes it.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.written(&OSM_DAYS, ","))
    }
}

impl std::fmt::Display for Opening {
    /// As it is stored. Plain weeks keep the form of the first version: `mon-fri 08:00-12:30 15:00-18:00; sat 08:00-12:00`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let plain = self.0.iter().all(|rule| rule.is_weekly() && rule.joined == Joined::Replaces);
        for (position, rule) in self.0.iter().enumerate() {
            if position > 0 {
                f.write_str(rule.joined.separator())?;
            }
            match plain {
                true => f.write_str(&rule.written(&DAYS.map(|(word, _)| word), " "))?,
                false => write!(f, "{rule}")?,
            }
        }
        Ok(())
    }
}

impl Days {
    fn written(&self, names: &[&str; 7]) -> String {
        let spans: Vec<String> = self.spans.iter().map(Span::to_string).collect();
        let numbered = self.weeks.iter().filter_map(|weeks| match weeks {
            Weeks::Numbered { from, until, step: 1 } if from == until => Some(format!("{from}")),
            Weeks::Numbered { from, until, step: 1 } => Some(format!("{from}-{until}")),
            Weeks::Numbered { from, until, step } => Some(format!("{from}-{until}/{step}")),
            Weeks::Every { .. } => None,
        });
        let numbered = numbered.collect::<Vec<_>>().join(",");
        let every = self.weeks.iter().filter_map(|weeks| match weeks {
            Weeks::Every { weeks, first } => Some(format!("every {weeks} weeks from {first}")),
            Weeks::Numbered { .. } => None,
        });
        let weekdays = self.weekdays.iter().map(|weekdays| {
            let (from, until) = (names[weekdays.from % 7], names[weekdays.until % 7]);
            let nth = weekdays.nth.iter().map(i8::to_string).collect::<Vec<_>>().join(",");
            match () {
                () if !nth.is_empty() => format!("{from}[{nth}]"),
                () if weekdays.from == weekdays.until => from.to_owned(),
                () => format!("{from}-{until}"),
            }
        });
        let weekdays = weekdays.chain(self.holidays.then(|| "PH".to_owned())).collect::<Vec<_>>().join(",");
        let numbered = if numbered.is_empty() { numbered } else { format!("week {numbered}") };
        let parts = [spans.join(","), numbered].into_iter().chain(every).chain([weekdays]);
        parts.filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
    }
}

impl std::fmt::Display for Span {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let month = |day: &YearDay| OSM_MONTHS[usize::try_from(day.month - 1).unwrap_or_default() % 12];
        let year = |day: &YearDay| day.year.map(|year| format!("{year} ")).unwrap_or_default();
        match self {
            Self::Easter(0) => f.write_str("easter"),
            Self::Easter(after) => write!(f, "easter {after:+} days"),
            Self::Dates { from, until } if from == until => write!(f, "{}{} {:02}", year(from), month(from), from.day),
            Self::Dates { from, until } if (from.day, until.day) == (1, 31) && from.year == until.year => {
                write!(f, "{}{}", year(from), month(from))?;
                if from.month == until.month { Ok(()) } else { write!(f, "-{}", month(until)) }
            }
            Self::Dates { from, until } => {
                let (first, last) = (format!("{:02}", from.day), format!("{:02}", until.day));
                write!(f, "{}{} {first}-{}{} {last}", year(from), month(from), year(until), month(until))
            }
        }
    }
}
