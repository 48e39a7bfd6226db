//! What is wrong with a file: where, what stands there, and what is expected.

use super::names::WordsOf;
use crate::app::import::{Clash, ClashKind, File};
use crate::domain::phone::PhoneError;
use crate::domain::rest::RestError;
use crate::domain::text::TextError;
use jiff::civil::Date;
use std::fmt;

/// One thing that is wrong with a file.
#[derive(Debug, Clone, PartialEq)]
pub struct Problem {
    /// What it is, where its name or its sheets tell.
    pub file: Option<File>,
    /// What people call it, with the sheet.
    pub name: String,
    /// In which line, from 1; none when it concerns the whole file.
    pub line: Option<u64>,
    /// The name of the column in the file.
    pub column: Option<String>,
    /// What stands there, cut to 60 characters.
    pub value: Option<String>,
    pub what: What,
}

/// What must stand in a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expected {
    Code,
    Name,
    Kind,
    Town,
    Opening,
    Whole,
    Kilograms,
    Degrees,
    Zone,
    Date,
    DateOrDays,
    Time,
    Food,
}

/// Why an area is not clear without a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Needed {
    /// Towns of its own are there, and no name and time zone.
    NameOfArea,
    /// There are several areas.
    WhichArea,
    /// Only the towns of Lodi are shipped.
    Towns,
}

/// What can be wrong.
#[derive(Debug, Clone, PartialEq)]
pub enum What {
    /// The operating system cannot read it.
    Unreadable(String),
    TooLarge,
    /// It would unpack to more than any of our files is.
    TooMuchInside,
    NotASpreadsheet,
    /// It is protected with a password.
    Locked,
    /// Of before 2007.
    OldWorkbook,
    /// None of its sheets has a name that is known.
    UnknownSheets {
        sheets: String,
    },
    /// Its name does not tell what it is.
    UnknownFile,
    /// The same kind of file stands elsewhere too.
    GivenTwice {
        other: String,
    },
    Empty {
        columns: Vec<&'static str>,
    },
    /// Its bytes are not text.
    NotText,
    /// Some letters are of UTF-8, others are not.
    TwoEncodings,
    /// A quotation mark is never closed.
    OpenQuote,
    /// What stands between two quotation marks are rows of this file.
    SwallowedRows {
        /// The line where the quotation ends.
        last: u64,
    },
    /// There is something below a column without a name.
    UnnamedColumn,
    /// A formula went wrong in the spreadsheet.
    FormulaError,
    /// The file has no such column.
    UnknownColumn {
        /// The columns it can have.
        known: Vec<&'static str>,
        /// One that is spelt nearly so.
        near: Vec<String>,
    },
    RepeatedColumn,
    MissingColumn {
        /// The columns it must have.
        needed: Vec<&'static str>,
    },
    /// A row has more cells than there are columns.
    TooManyCells {
        cells: usize,
        columns: usize,
    },
    Missing(Expected),
    /// A number that some read as thousands and others as decimals.
    Doubtful {
        thousands: String,
        decimals: String,
    },
    /// A date whose year could stand at either end.
    DoubtfulDate {
        one: Date,
        other: Date,
    },
    Phone(PhoneError),
    /// Less than so many crates can weigh, or a vehicle for them can carry.
    TooLight {
        crates: i64,
        /// In grams.
        least: i64,
    },
    NotANumber(Expected),
    /// A number that cannot be.
    OutOfRange {
        least: f64,
        most: f64,
    },
    /// Not one of the words that can stand there.
    Word(WordsOf),
    Text(TextError),
    /// A code has other characters, or too many.
    Code,
    NotADate,
    /// Neither a date nor days of the week.
    NotADateOrDays,
    NotATime,
    EndsBeforeItBegins {
        from: String,
    },
    /// The last day lies before the first.
    LastBeforeFirst {
        first: String,
    },
    /// Opening hours that cannot be read.
    Opening,
    Rest(RestError),
    /// A break for which the shift has no time.
    RestOutside,
    Zone,
    UnknownTown {
        /// Towns that are spelt nearly so.
        near: Vec<String>,
    },
    /// Only one of the two coordinates.
    HalfCoordinates,
    /// Latitude and longitude in each other's place.
    Swapped,
    /// Far from the town it should be in.
    FarFromTown {
        kilometres: i64,
        town: String,
    },
    /// The same code in two lines.
    Duplicate {
        /// The line where it stood first.
        first: u64,
    },
    /// Two shifts at the same time.
    Overlap {
        date: Date,
        /// The line of the other shift.
        first: u64,
    },
    /// Refers to something that is not there.
    UnknownCode {
        /// Where it would have to stand.
        file: File,
        /// Codes that are spelt nearly so.
        near: Vec<String>,
    },
    /// Two places have the name that a row without a code has.
    SeveralSo {
        codes: String,
    },
    /// A point stands where a shop or hub should.
    TakesFood,
    /// A shop stands where a point or hub should.
    GivesFood,
    /// A role that needs a place has none, or the other way round.
    Role,
    Language,
    /// A food without a date has one.
    DateWithoutKind,
    /// A use-by date that is over when the food would be collected.
    Expired,
    /// A date that people cannot mean.
    NotBetween {
        first: Date,
        last: Date,
    },
    TooFarAhead {
        /// How far it may be.
        days: i64,
    },
    FewerThanFamilies {
        families: i64,
    },
    /// Heavier than crates can be.
    TooHeavy {
        crates: i64,
        /// In kilograms.
        most: i64,
    },
    NotGeoJson(String),
    FeatureWithoutTown(usize),
    /// A feature that is no outline.
    NotAnOutline,
    FileNeeded(Needed),
    /// It contradicts what is there.
    Clash(ClashKind),
}

impl Problem {
    /// What a row that contradicts what is there says of itself. `heading` is what the file calls the column.
    pub(super) fn clash(clash: Clash, name: &str, heading: Option<String>) -> Self {
        Self {
            file: Some(clash.file),
            name: name.to_owned(),
            line: Some(clash.line),
            column: Some(heading.unwrap_or_else(|| clash.column.to_owned())),
            value: Some(clash.value),
            what: What::Clash(clash.what),
        }
    }
}

/// Everything that is wrong, in the order of files and lines.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Problems(pub Vec<Problem>);

impl Problems {
    pub(super) fn sort(&mut self) {
        self.0.sort_by(|a, b| (a.file, &a.name, a.line, &a.column).cmp(&(b.file, &b.name, b.line, &b.column)));
    }
}

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} mistakes in the files", self.0.len())
    }
}
