//! The cells of a row read as what they should be. What is wrong is noted, and reading goes on.

use super::names::WordsOf;
use super::problem::{Expected, Problem, What};
use super::rows::Row;
use super::table::{Table, cut};
use crate::domain::UnknownWord;
use crate::domain::time::clock_time;
use crate::domain::written::{self, DateError, NumberError};
use crate::domain::{phone, text};
use jiff::civil::{Date, Time};
use std::str::FromStr;

/// A row being read.
pub(super) struct Cells<'t> {
    table: &'t Table,
    row: &'t Row,
    problems: &'t mut Vec<Problem>,
    before: usize,
}

impl<'t> Cells<'t> {
    pub(super) fn new(table: &'t Table, row: &'t Row, problems: &'t mut Vec<Problem>) -> Self {
        let before = problems.len();
        Self { table, row, problems, before }
    }

    pub(super) const fn line(&self) -> u64 {
        self.row.line
    }

    /// Whether nothing was wrong with the row so far.
    pub(super) fn are_right(&self) -> bool {
        self.problems.len() == self.before
    }

    /// Notes what is wrong with a cell, under the name that its column has in the file.
    pub(super) fn wrong(&mut self, column: &str, value: &str, what: What) {
        let value = if value.is_empty() { None } else { Some(cut(value)) };
        let heading = self.table.columns.iter().find(|known| known.name == column).map(|known| known.heading.clone());
        let column = Some(heading.unwrap_or_else(|| column.to_owned()));
        let (file, name, line) = (Some(self.table.file), self.table.name.clone(), Some(self.row.line));
        self.problems.push(Problem { file, name, line, column, value, what });
    }

    /// The text of a cell; none when the column is not there. It may be empty.
    pub(super) fn raw(&self, column: &str) -> Option<&'t str> {
        let found = self.table.columns.iter().find(|known| known.name == column)?;
        Some(self.row.cells.get(found.index).map_or("", String::as_str))
    }

    /// The text of a cell that is there and filled.
    pub(super) fn filled(&self, column: &str) -> Option<&'t str> {
        self.raw(column).filter(|text| !text.is_empty())
    }

    pub(super) fn needed(&mut self, column: &str, expected: Expected) -> Option<&'t str> {
        let text = self.filled(column);
        if text.is_none() {
            self.wrong(column, "", What::Missing(expected));
        }
        text
    }

    pub(super) fn code(&mut self, column: &str) -> Option<String> {
        let code = self.needed(column, Expected::Code)?;
        let right = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '_');
        if code.chars().count() > 40 || !code.chars().all(right) {
            self.wrong(column, code, What::Code);
            return None;
        }
        Some(code.to_owned())
    }

    pub(super) fn name(&mut self, column: &str) -> Option<String> {
        let name = self.needed(column, Expected::Name)?;
        text::name(name).map_err(|error| self.wrong(column, name, What::Text(error))).ok()
    }

    /// A single line that may be empty.
    pub(super) fn line_of_text(&mut self, column: &str) -> Option<String> {
        let line = self.raw(column)?;
        self.one_line(column, line)
    }

    fn one_line(&mut self, column: &str, line: &str) -> Option<String> {
        match line {
            "" => Some(String::new()),
            line => text::name(line).map_err(|error| self.wrong(column, line, What::Text(error))).ok(),
        }
    }

    pub(super) fn note(&mut self, column: &str) -> Option<String> {
        let note = self.raw(column)?;
        text::note(note).map_err(|error| self.wrong(column, note, What::Text(error))).ok()
    }

    /// A word of the domain, or what people call it.
    pub(super) fn word<T: FromStr<Err = UnknownWord>>(&mut self, column: &str, of: WordsOf, word: &str) -> Option<T> {
        let known = of.known(word).parse().ok();
        if known.is_none() {
            self.wrong(column, word, What::Word(of));
        }
        known
    }

    /// The telephone of somebody, with what people write beside it.
    pub(super) fn phone(&mut self, column: &str) -> Option<String> {
        let text = self.raw(column)?.split_whitespace().collect::<Vec<_>>().join(" ");
        if let Err(error) = phone::check(&text) {
            self.wrong(column, &text, What::Phone(error));
            return None;
        }
        self.one_line(column, &text)
    }

    pub(super) fn date(&mut self, column: &str, date: &str) -> Option<Date> {
        match written::date(date) {
            Ok(date) => Some(date),
            Err(DateError::NotADate) => {
                self.wrong(column, date, What::NotADate);
                None
            }
            Err(DateError::Doubtful { one, other }) => {
                self.wrong(column, date, What::DoubtfulDate { one, other });
                None
            }
        }
    }

    pub(super) fn time(&mut self, column: &str, time: &str) -> Option<Time> {
        let read = clock_time(time);
        if read.is_none() {
            self.wrong(column, time, What::NotATime);
        }
        read
    }

    fn number(&mut self, column: &str, cell: &str, read: Result<i64, NumberError>, expected: Expected) -> Option<i64> {
        let what = match read {
            Ok(number) => return Some(number),
            Err(NumberError::Doubtful { thousands, decimals }) => What::Doubtful { thousands, decimals },
            Err(NumberError::NotANumber | NumberError::NotWhole) => What::NotANumber(expected),
        };
        self.wrong(column, cell, what);
        None
    }

    /// Degrees of a place, at most so many to either side.
    pub(super) fn degrees(&mut self, column: &str, cell: &str, most: i64) -> Option<f64> {
        const PLACES: u32 = 7;
        let unit = 10_f64.powi(7);
        let read = written::reading(cell.trim_end_matches('°'), PLACES).ok_or(NumberError::NotANumber);
        let degrees = self.number(column, cell, read, Expected::Degrees)? as f64 / unit;
        if degrees.abs() > most as f64 {
            self.wrong(column, cell, What::OutOfRange { least: -most as f64, most: most as f64 });
            return None;
        }
        Some(degrees)
    }

    /// A whole number within bounds.
    pub(super) fn count(&mut self, column: &str, cell: &str, least: i64, most: i64) -> Option<i64> {
        let number = self.number(column, cell, written::amount(cell, 0), Expected::Whole)?;
        if (least..=most).contains(&number) {
            return Some(number);
        }
        self.wrong(column, cell, What::OutOfRange { least: least as f64, most: most as f64 });
        None
    }

    /// A count in a cell that can be empty: `Some(0)` then, and `None` without the column.
    pub(super) fn count_or_none(&mut self, column: &str, most: i64) -> Option<i64> {
        match self.raw(column)? {
            "" => Some(0),
            cell => self.count(column, cell, 0, most),
        }
    }

    /// Kilograms up to `most`, as grams.
    pub(super) fn kilograms(&mut self, column: &str, cell: &str, most: i64) -> Option<i64> {
        let grams = self.number(column, cell, written::kilograms(cell), Expected::Kilograms)?;
        if (1..=most * 1000).contains(&grams) {
            return Some(grams);
        }
        self.wrong(column, cell, What::OutOfRange { least: 0.001, most: most as f64 });
        None
    }

    pub(super) fn yes_or_no(&mut self, column: &str) -> Option<bool> {
        let text = self.raw(column)?;
        match WordsOf::YesOrNo.known(text).as_str() {
            "yes" => Some(true),
            "no" | "" => Some(false),
            _ => {
                self.wrong(column, text, What::Word(WordsOf::YesOrNo));
                None
            }
        }
    }
}
