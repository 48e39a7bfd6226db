//! What came of an import, in the language of who reads it.

use super::names::{self, WordsOf};
use super::near::nearest;
use super::problem::{Expected, Needed, Problem, Problems, What};
use super::source::{LARGEST_FILE, Source};
use crate::app::import::{ClashKind, Counts, File, Remark};
use crate::domain::phone::PhoneError;
use crate::domain::rest::RestError;
use crate::domain::site::SiteKind;
use crate::domain::text::TextError;
use crate::t;
use crate::words::{Lang, Words};
use jiff::civil::Date;

/// So many names are said; the rest is counted.
const MOST_NAMES: usize = 5;

impl Problems {
    /// One sentence a line.
    pub fn said(&self, w: Words) -> String {
        self.0.iter().map(|problem| problem.said(w)).collect::<Vec<_>>().join("\n")
    }
}

impl Problem {
    /// Where, what stands there, and what is wrong with it: one sentence.
    pub fn said(&self, w: Words) -> String {
        let (place, what) = self.parts(w);
        match &self.value {
            Some(value) => format!("{place}: \"{value}\" {what}"),
            None if self.line.is_none() && self.column.is_none() => format!("{place} {what}"),
            None => format!("{place}: {what}"),
        }
    }

    /// Where it is, and what is wrong there.
    pub fn parts(&self, w: Words) -> (String, String) {
        let mut place = self.name.clone();
        if let Some(number) = self.line {
            place = format!("{place}, {}", line(w, number));
        }
        if let Some(column) = &self.column {
            place = format!("{place}, {}", t!(w, "import-column", column = column.as_str()));
        }
        (place, what(w, self))
    }
}

/// A line of a file.
pub fn line(w: Words, line: u64) -> String {
    t!(w, "import-line", line = line.to_string())
}

/// What became of the rows of a file.
pub fn counts(w: Words, name: &str, counts: Counts) -> String {
    let Counts { added, changed, unchanged } = counts;
    t!(w, "import-counts", file = name, added = added, changed = changed, unchanged = unchanged)
}

/// That nothing was taken in, and how much is wrong.
pub fn refused(w: Words, problems: &Problems) -> String {
    t!(w, "import-mistakes", n = problems.0.len())
}

/// Sheets that nobody has read.
pub fn unread(w: Words, sheet: &str) -> String {
    t!(w, "import-unread-sheet", sheet = sheet)
}

/// What people should know of what was taken in.
pub fn remark(w: Words, source: &Source, remark: &Remark) -> String {
    match remark {
        Remark::LeftOut { file, names } => {
            let n = names.len();
            let mut shown = names.iter().take(MOST_NAMES).map(String::as_str).collect::<Vec<_>>().join(", ");
            if n > MOST_NAMES {
                shown.push_str(", …");
            }
            let file_name = source.name(*file);
            match file {
                File::Vehicles => t!(w, "import-left-vehicles", file = file_name, n = n, names = shown),
                File::Downtimes => t!(w, "import-left-downtimes", file = file_name, n = n, names = shown),
                File::People => t!(w, "import-left-people", file = file_name, n = n, names = shown),
                File::Shifts => t!(w, "import-left-shifts", file = file_name, n = n, names = shown),
                File::Announcements => t!(w, "import-left-lots", file = file_name, n = n, names = shown),
                _ => t!(w, "import-left-sites", file = file_name, n = n, names = shown),
            }
        }
        Remark::Rests { days } => {
            let days = days.iter().map(|date| day(*date)).collect::<Vec<_>>().join(", ");
            t!(w, "import-rests", file = source.name(File::Shifts), days = days)
        }
        Remark::ClosedThen { line, site, date } => {
            t!(w, "import-closed-then", place = at(w, source, *line), site = site.as_str(), date = day(*date))
        }
        Remark::ClosedAtThatHour { line, site, date, open } => t!(
            w,
            "import-closed-at-that-hour",
            place = at(w, source, *line),
            site = site.as_str(),
            date = day(*date),
            open = open.as_str()
        ),
    }
}

/// With its year: files speak of days far away.
fn day(date: Date) -> String {
    date.strftime("%d/%m/%Y").to_string()
}

fn at(w: Words, source: &Source, line: u64) -> String {
    format!("{}, {}", source.name(File::Announcements), self::line(w, line))
}

fn columns(w: Words, columns: &[&'static str]) -> String {
    columns.iter().copied().map(|column| names::column(w.lang(), column)).collect::<Vec<_>>().join(", ")
}

fn perhaps(w: Words, near: &[String]) -> String {
    match near {
        [] => String::new(),
        near => format!(" {}", t!(w, "import-perhaps", words = near.join(&format!(" {} ", t!(w, "import-or"))))),
    }
}

fn expected(w: Words, expected: Expected) -> String {
    match expected {
        Expected::Code => t!(w, "import-expected-code"),
        Expected::Name => t!(w, "import-expected-name"),
        Expected::Kind => WordsOf::Kind.shown(w.lang()),
        Expected::Town => t!(w, "import-expected-town"),
        Expected::Opening => t!(w, "import-expected-opening"),
        Expected::Whole => t!(w, "import-expected-whole"),
        Expected::Kilograms => t!(w, "import-expected-kilograms"),
        Expected::Degrees => t!(w, "import-expected-degrees"),
        Expected::Zone => t!(w, "import-expected-zone"),
        Expected::Date => t!(w, "import-expected-date"),
        Expected::DateOrDays => t!(w, "import-expected-date-or-days"),
        Expected::Time => t!(w, "import-expected-time"),
        Expected::Food => t!(w, "import-expected-food"),
    }
}

fn what(w: Words, problem: &Problem) -> String {
    match &problem.what {
        What::Unreadable(error) => t!(w, "import-unreadable", error = error.as_str()),
        What::TooLarge => t!(w, "import-too-large", mb = LARGEST_FILE / 1024 / 1024),
        What::TooMuchInside => t!(w, "import-too-much-inside"),
        What::NotASpreadsheet => t!(w, "import-not-a-spreadsheet"),
        What::Locked => t!(w, "import-locked"),
        What::OldWorkbook => t!(w, "import-old-workbook"),
        What::UnknownSheets { sheets } => t!(w, "import-unknown-sheets", sheets = sheets.as_str()),
        What::UnknownFile => t!(w, "import-unknown-file"),
        What::GivenTwice { other } => t!(w, "import-given-twice", other = other.as_str()),
        What::Empty { columns: needed } => t!(w, "import-empty", columns = columns(w, needed)),
        What::NotText => t!(w, "import-not-text"),
        What::TwoEncodings => t!(w, "import-two-encodings"),
        What::OpenQuote => t!(w, "import-open-quote"),
        What::SwallowedRows { last } => t!(w, "import-swallowed-rows", last = last.to_string()),
        What::UnnamedColumn => t!(w, "import-unnamed-column"),
        What::FormulaError => t!(w, "import-formula-error"),
        What::UnknownColumn { known, near } => {
            t!(w, "import-unknown-column", perhaps = perhaps(w, near), known = columns(w, known))
        }
        What::RepeatedColumn => t!(w, "import-repeated-column"),
        What::MissingColumn { needed } => t!(w, "import-missing-column", needed = columns(w, needed)),
        What::TooManyCells { cells, columns } => t!(w, "import-too-many-cells", cells = *cells, columns = *columns),
        What::Missing(what) => t!(w, "import-missing", expected = expected(w, *what)),
        What::Doubtful { thousands, decimals } => {
            t!(w, "import-doubtful", thousands = thousands.as_str(), decimals = decimals.as_str())
        }
        What::DoubtfulDate { one, other } => {
            t!(w, "import-doubtful-date", one = day(*one), other = day(*other))
        }
        What::Phone(PhoneError::NoNumber) => t!(w, "import-no-phone"),
        What::Phone(PhoneError::LostZero) => t!(w, "import-lost-zero"),
        What::TooLight { crates, least } => {
            let kg = (*least as f64 / 1000.0).to_string();
            let kg = if w.lang() == Lang::It { kg.replace('.', ",") } else { kg };
            t!(w, "import-too-light", crates = *crates, kg = kg)
        }
        What::NotANumber(what) => t!(w, "import-not-a-number", expected = expected(w, *what)),
        What::OutOfRange { least, most } => {
            t!(w, "import-out-of-range", least = least.to_string(), most = most.to_string())
        }
        What::Word(of) => {
            // Only words of the reader's language: "cold" is nearly "caldo".
            let near = nearest(problem.value.as_deref().unwrap_or_default(), of.words(w.lang()));
            t!(w, "import-word", words = of.shown(w.lang()), perhaps = perhaps(w, &near))
        }
        What::Text(TextError::Empty) => t!(w, "import-text-empty"),
        What::Text(TextError::TooLong(most)) => t!(w, "import-text-long", most = *most),
        What::Text(TextError::NotText) => t!(w, "import-text-control"),
        What::Code => t!(w, "import-code"),
        What::NotADate => t!(w, "import-not-a-date"),
        What::NotADateOrDays => t!(w, "import-not-a-date-or-days"),
        What::NotATime => t!(w, "import-not-a-time"),
        What::EndsBeforeItBegins { from } => t!(w, "import-ends-before", from = from.as_str()),
        What::LastBeforeFirst { first } => t!(w, "import-last-before", first = first.as_str()),
        What::Opening => t!(w, "import-opening"),
        What::Rest(RestError::NotABreak) => t!(w, "import-no-break"),
        What::Rest(RestError::TooLong) => t!(w, "import-break-too-long"),
        What::RestOutside => t!(w, "import-break-outside"),
        What::Zone => t!(w, "import-zone"),
        What::UnknownTown { near } => t!(w, "import-unknown-town", perhaps = perhaps(w, near)),
        What::HalfCoordinates => t!(w, "import-half-coordinates"),
        What::Swapped => t!(w, "import-swapped"),
        What::FarFromTown { kilometres, town } => t!(w, "import-far", km = *kilometres, town = town.as_str()),
        What::Duplicate { first } => t!(w, "import-duplicate", first = first.to_string()),
        What::Overlap { date, first } => t!(w, "import-overlap", date = day(*date), first = first.to_string()),
        What::UnknownCode { file, near } => match file {
            File::Vehicles => t!(w, "import-unknown-vehicle", perhaps = perhaps(w, near)),
            File::People => t!(w, "import-unknown-person", perhaps = perhaps(w, near)),
            _ => t!(w, "import-unknown-site", perhaps = perhaps(w, near)),
        },
        What::SeveralSo { codes } => t!(w, "import-several-so", codes = codes.as_str()),
        What::TakesFood => t!(w, "import-takes-food"),
        What::GivesFood => t!(w, "import-gives-food"),
        What::Role => t!(w, "import-role"),
        What::Language => t!(w, "import-language"),
        What::NotBetween { first, last } => t!(w, "import-not-between", first = day(*first), last = day(*last)),
        What::DateWithoutKind => t!(w, "import-date-without-kind"),
        What::Expired => t!(w, "import-expired"),
        What::TooFarAhead { days } => t!(w, "import-too-far", days = *days),
        What::FewerThanFamilies { families } => t!(w, "import-fewer", families = *families),
        What::TooHeavy { crates, most } => t!(w, "import-too-heavy", crates = *crates, kg = *most),
        What::NotGeoJson(error) => t!(w, "import-not-geojson", error = error.as_str()),
        What::FeatureWithoutTown(number) => t!(w, "import-feature-without-town", number = number.to_string()),
        What::NotAnOutline => t!(w, "import-not-an-outline"),
        What::FileNeeded(Needed::NameOfArea) => t!(w, "import-needed-area"),
        What::FileNeeded(Needed::WhichArea) => t!(w, "import-needed-which"),
        What::FileNeeded(Needed::Towns) => t!(w, "import-needed-towns"),
        What::Clash(kind) => clash(w, kind),
    }
}

fn clash(w: Words, kind: &ClashKind) -> String {
    match kind {
        ClashKind::OtherKind { was: SiteKind::Donor } => t!(w, "import-was-donor"),
        ClashKind::OtherKind { was: SiteKind::Point } => t!(w, "import-was-point"),
        ClashKind::OtherKind { was: SiteKind::Hub } => t!(w, "import-was-hub"),
        ClashKind::DayOver { today } => t!(w, "import-day-over", today = day(*today)),
        ClashKind::Moved { lot } => t!(w, "import-moved", lot = lot.to_string()),
        ClashKind::Closed => t!(w, "import-closed"),
        ClashKind::RoundEnded => t!(w, "import-round-ended"),
        ClashKind::Overlap { date, from, until, person, vehicle } => t!(
            w,
            "import-other-shift",
            person = person.as_str(),
            vehicle = vehicle.as_str(),
            date = day(*date),
            from = from.as_str(),
            until = until.as_str()
        ),
        ClashKind::DoesNotDrive => t!(w, "import-does-not-drive"),
        ClashKind::OutOfUse => t!(w, "import-out-of-use"),
        ClashKind::Down { first, last } => t!(w, "import-down", first = day(*first), last = day(*last)),
        ClashKind::SkippedHour => t!(w, "import-skipped-hour"),
        ClashKind::TooLong => t!(w, "import-shift-too-long"),
    }
}
