//! What is wrong with a file: where, what stands there, and what is expected. One plain sentence each.

use crate::app::import::{Clash, ClashKind, File};
use crate::domain::UnknownWord;
use crate::domain::opening::OpeningError;
use crate::domain::phone::PhoneError;
use crate::domain::rest::RestError;
use crate::domain::text::TextError;
use crate::domain::time::UnknownZone;
use jiff::civil::Date;
use std::fmt;

/// One thing that is wrong with a file.
#[derive(Debug, Clone, PartialEq)]
pub struct Problem {
    pub file: File,
    /// In which line, from 1; none when it concerns the whole file.
    pub line: Option<u64>,
    pub column: Option<String>,
    /// What stands there, cut to 60 characters.
    pub value: Option<String>,
    pub what: What,
}

/// What can be wrong.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum What {
    /// The operating system cannot read it.
    #[error("cannot be read: {0}")]
    Unreadable(String),
    #[error("is empty; the first line must name the columns: {columns}")]
    Empty { columns: String },
    /// Its bytes are not text.
    #[error("is not text; save it as \"CSV UTF-8\", or as .xlsx or .ods")]
    NotText,
    /// Some letters are of UTF-8, others are not.
    #[error("has letters of two encodings; save it as \"CSV UTF-8\"")]
    TwoEncodings,
    /// A quotation mark is never closed.
    #[error("has a quotation mark that is opened here and never closed")]
    OpenQuote,
    /// What stands between two quotation marks are rows of this file.
    #[error(
        "has a quotation mark that is opened here and closed in line {last}, so that the rows between are its text; write \" twice where the text itself has one"
    )]
    SwallowedRows {
        /// The line where the quotation ends.
        last: u64,
    },
    /// There is something below a column without a name.
    #[error("stands in a column that has no name; name it, or empty it")]
    UnnamedColumn,
    /// A formula went wrong in the spreadsheet.
    #[error("is the error of a formula; correct it in the spreadsheet")]
    FormulaError,
    /// The file has no such column.
    #[error("is no column of this file{}; known are: {known}", perhaps(.near))]
    UnknownColumn {
        /// The columns it can have.
        known: String,
        /// One that is spelt nearly so.
        near: Vec<String>,
    },
    /// A column stands there twice.
    #[error("is named twice")]
    RepeatedColumn,
    /// A column that must be there is not.
    #[error("the column is missing; needed are: {needed}")]
    MissingColumn {
        /// The columns it must have.
        needed: String,
    },
    /// A row has more cells than there are columns.
    #[error(
        "has {cells} cells but there are {columns} columns; put text that has the separator in it between quotation marks, and numbers too"
    )]
    TooManyCells { cells: usize, columns: usize },
    /// A cell that must be filled is not.
    #[error("is empty; expected {expected}")]
    Missing { expected: &'static str },
    /// A number that some read as thousands and others as decimals.
    #[error("could be either: write {thousands} or {decimals}")]
    Doubtful { thousands: String, decimals: String },
    /// A date whose year could stand at either end.
    #[error("could be {one} or {other}: write the year with four digits")]
    DoubtfulDate { one: Date, other: Date },
    /// No telephone number can be read.
    #[error("{}", phone(.0))]
    Phone(PhoneError),
    /// Less than so many crates can weigh, or a vehicle for them can carry.
    #[error("is too little for {crates} crates; expected at least {} kg", kilograms(.least))]
    TooLight {
        crates: i64,
        /// In grams.
        least: i64,
    },
    #[error("is not a number; expected {expected}")]
    NotANumber { expected: &'static str },
    /// A number that cannot be.
    #[error("cannot be; expected a number from {least} to {most}")]
    OutOfRange {
        /// The smallest that can be.
        least: f64,
        /// The largest that can be.
        most: f64,
    },
    /// Not one of the words that can stand there.
    #[error("is not one of: {expected}{}", perhaps(.near))]
    Word {
        expected: String,
        /// One that is spelt nearly so.
        near: Vec<String>,
    },
    /// Text that cannot be taken.
    #[error("cannot be taken: {0}")]
    Text(TextError),
    #[error("is no code; expected at most 40 letters, digits, dots, dashes or underscores")]
    Code,
    #[error("is not a date; expected one such as 2026-11-26")]
    NotADate,
    /// Neither a date nor days of the week.
    #[error("is neither a date such as 2026-11-26 nor days of the week such as mon-fri or tue,thu")]
    NotADateOrDays,
    /// Not a time of day.
    #[error("is not a time of day; expected one such as 08:30")]
    NotATime,
    #[error("is not after {from}, when it begins")]
    EndsBeforeItBegins { from: String },
    /// Opening hours that cannot be.
    #[error("{0}; expected hours such as mon-fri 08:00-12:30 15:00-18:00; sat 08:00-12:00")]
    Opening(OpeningError),
    /// A break that cannot be.
    #[error("{0}")]
    Rest(RestError),
    #[error("is a break for which the shift has no time")]
    RestOutside,
    #[error("is not a time zone; expected a name such as Europe/Rome")]
    Zone,
    #[error("is no town of this area{}", perhaps(.near))]
    UnknownTown {
        /// Towns that are spelt nearly so.
        near: Vec<String>,
    },
    /// Only one of the two coordinates.
    #[error("stands alone; give both lat and lon, or neither")]
    HalfCoordinates,
    /// Latitude and longitude in each other's place.
    #[error("seems to be the longitude: lat and lon are swapped")]
    Swapped,
    /// Far from the town it should be in.
    #[error("is {kilometres} km from {town}; check the town and both coordinates")]
    FarFromTown { kilometres: i64, town: String },
    /// The same code in two lines.
    #[error("stands in line {first} already; a code can stand only once")]
    Duplicate {
        /// The line where it stood first.
        first: u64,
    },
    /// Two shifts at the same time.
    #[error("has another shift at that time on {date}, in line {first}")]
    Overlap {
        date: String,
        /// The line of the other shift.
        first: u64,
    },
    /// Refers to something that is not there.
    #[error("is the code of no {thing}, neither in {file} nor in what is there{}", perhaps(.near))]
    UnknownCode {
        /// What there is none of.
        thing: &'static str,
        file: File,
        /// Codes that are spelt nearly so.
        near: Vec<String>,
    },
    /// Refers to a place of the wrong kind.
    #[error("is a {is}; expected a {expected}")]
    OtherKind { is: &'static str, expected: &'static str },
    /// A role that needs a place has none, or the other way round.
    #[error("is no role; expected driver, coordinator, donor:CODE or point:CODE, separated by semicolons")]
    Role,
    /// Not the code of a language.
    #[error("is no language; expected two letters such as it or en")]
    Language,
    /// A food without a date has one.
    #[error("is a date, but date_kind is none; expected use-by or best-before in date_kind")]
    DateWithoutKind,
    /// A use-by date that is over when the food would be collected.
    #[error("is before the day it is announced for; food past its use-by date must not be given")]
    Expired,
    /// A date that people cannot mean.
    #[error("is not a date that can be on this food: expected {first} to {last}; check the year")]
    NotBetween { first: Date, last: Date },
    /// A day too far away.
    #[error("is more than {days} days ahead")]
    TooFarAhead {
        /// How far it may be.
        days: i64,
    },
    /// More persons than families is the rule.
    #[error("is fewer than the {families} families")]
    FewerThanFamilies { families: i64 },
    /// Heavier than crates can be.
    #[error("is too much for {crates} crates; expected at most {most} kg")]
    TooHeavy { crates: i64, most: i64 },
    #[error("is not GeoJSON with a collection of features: {0}")]
    NotGeoJson(String),
    #[error("feature {0} has no property \"code\" with the code of a town")]
    FeatureWithoutTown(usize),
    /// A feature that is no outline.
    #[error("is no polygon")]
    NotAnOutline,
    #[error("is missing; {0}")]
    FileNeeded(String),
    /// It contradicts what is there.
    #[error("{0}")]
    Clash(ClashKind),
}

fn perhaps(near: &[String]) -> String {
    match near {
        [] => String::new(),
        near => format!(" (did you mean {}?)", near.join(" or ")),
    }
}

fn phone(error: &PhoneError) -> &'static str {
    match error {
        PhoneError::NoNumber => "has no telephone number; expected one such as 0371 420000",
        PhoneError::LostZero => {
            "may have lost the 0 it began with; write 0371 420000, or with spaces if it is a mobile number"
        }
    }
}

fn kilograms(grams: &i64) -> f64 {
    *grams as f64 / 1000.0
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.file)?;
        if let Some(line) = self.line {
            write!(f, ", line {line}")?;
        }
        if let Some(column) = &self.column {
            write!(f, ", column {column}")?;
        }
        match &self.value {
            Some(value) => write!(f, ": \"{value}\" {}", self.what),
            None if self.line.is_none() && self.column.is_none() => write!(f, " {}", self.what),
            None => write!(f, ": {}", self.what),
        }
    }
}

impl From<Clash> for Problem {
    fn from(clash: Clash) -> Self {
        Self {
            file: clash.file,
            line: Some(clash.line),
            column: Some(clash.column.to_owned()),
            value: Some(clash.value),
            what: What::Clash(clash.what),
        }
    }
}

impl From<UnknownZone> for What {
    fn from(_: UnknownZone) -> Self {
        Self::Zone
    }
}

impl From<UnknownWord> for What {
    fn from(error: UnknownWord) -> Self {
        let words: Vec<&str> = error.expected.split(", ").collect();
        let near = super::near::nearest(&error.given, words.iter().copied());
        Self::Word { expected: error.expected, near }
    }
}

/// Everything that is wrong, in the order of files and lines.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Problems(pub Vec<Problem>);

impl Problems {
    pub(super) fn sort(&mut self) {
        self.0.sort_by(|a, b| (a.file, a.line, &a.column).cmp(&(b.file, b.line, &b.column)));
    }
}

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, problem) in self.0.iter().enumerate() {
            if index > 0 {
                f.write_str("\n")?;
            }
            write!(f, "{problem}")?;
        }
        Ok(())
    }
}
