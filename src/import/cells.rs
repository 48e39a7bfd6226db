//! The cells of a row read as what they should be. What is wrong is noted, and reading goes on.

use super::problem::{Problem, What};
use super::table::{Row, Table, cut};
use crate::domain::UnknownWord;
use crate::domain::text;
use crate::domain::time::clock_time;
use jiff::civil::{Date, Time};
use std::str::FromStr;

/// A row being read.
pub(super) struct Cells<'t> {
    table: &'t Table,
    row: &'t Row,
    problems: &'t mut Vec<Problem>,
    before: usize,
}

/// A number that a cell must hold.
#[derive(Debug, Clone, Copy)]
pub(super) struct Range {
    pub(super) least: f64,
    pub(super) most: f64,
    pub(super) expected: &'static str,
}

pub(super) const fn whole(least: i32, most: i32) -> Range {
    Range { least: least as f64, most: most as f64, expected: "a whole number" }
}

pub(super) const fn decimal(least: f64, most: f64) -> Range {
    Range { least, most, expected: "a number such as 12.5" }
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

    pub(super) fn wrong(&mut self, column: &str, value: &str, what: What) {
        let value = if value.is_empty() { None } else { Some(cut(value)) };
        self.problems.push(Problem {
            file: self.table.file,
            line: Some(self.row.line),
            column: Some(column.to_owned()),
            value,
            what,
        });
    }

    /// The text of a cell; none when the column is not there. It may be empty.
    pub(super) fn raw(&self, column: &str) -> Option<&'t str> {
        let (_, index) = self.table.columns.iter().find(|(name, _)| *name == column)?;
        Some(self.row.cells.get(*index).map_or("", String::as_str))
    }

    /// The text of a cell that is there and filled.
    pub(super) fn filled(&self, column: &str) -> Option<&'t str> {
        self.raw(column).filter(|text| !text.is_empty())
    }

    pub(super) fn needed(&mut self, column: &str, expected: &'static str) -> Option<&'t str> {
        let text = self.filled(column);
        if text.is_none() {
            self.wrong(column, "", What::Missing { expected });
        }
        text
    }

    pub(super) fn code(&mut self, column: &str) -> Option<String> {
        let code = self.needed(column, "a code such as SM01")?;
        let right = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '_');
        if code.chars().count() > 40 || !code.chars().all(right) {
            self.wrong(column, code, What::Code);
            return None;
        }
        Some(code.to_owned())
    }

    pub(super) fn name(&mut self, column: &str) -> Option<String> {
        let name = self.needed(column, "a name")?;
        text::name(name).map_err(|error| self.wrong(column, name, What::Text(error))).ok()
    }

    /// A single line that may be empty.
    pub(super) fn line_of_text(&mut self, column: &str) -> Option<String> {
        match self.raw(column)? {
            "" => Some(String::new()),
            line => text::name(line).map_err(|error| self.wrong(column, line, What::Text(error))).ok(),
        }
    }

    pub(super) fn note(&mut self, column: &str) -> Option<String> {
        let note = self.raw(column)?;
        text::note(note).map_err(|error| self.wrong(column, note, What::Text(error))).ok()
    }

    pub(super) fn word<T: FromStr<Err = UnknownWord>>(&mut self, column: &str, word: &str) -> Option<T> {
        word.to_lowercase().parse().map_err(|error: UnknownWord| self.wrong(column, word, error.into())).ok()
    }

    pub(super) fn date(&mut self, column: &str, date: &str) -> Option<Date> {
        let read = date.parse().ok().filter(|_| date.len() == 10);
        if read.is_none() {
            self.wrong(column, date, What::NotADate);
        }
        read
    }

    pub(super) fn time(&mut self, column: &str, time: &str) -> Option<Time> {
        let read = clock_time(time);
        if read.is_none() {
            self.wrong(column, time, What::NotATime);
        }
        read
    }

    /// A number within a range.
    pub(super) fn number(&mut self, column: &str, cell: &str, range: Range) -> Option<f64> {
        let plain = |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | '-'));
        let number = cell.parse::<f64>().ok().filter(|number| plain(cell) && number.is_finite());
        let Some(number) = number else {
            let write = cell.replacen(',', ".", 1);
            let what = if plain(&write) && write.parse::<f64>().is_ok() {
                What::DecimalComma { write }
            } else {
                What::NotANumber { expected: range.expected }
            };
            self.wrong(column, cell, what);
            return None;
        };
        if number < range.least || number > range.most {
            self.wrong(column, cell, What::OutOfRange { least: range.least, most: range.most });
            return None;
        }
        Some(number)
    }

    /// A whole number within a range.
    #[allow(clippy::cast_possible_truncation, reason = "it is whole and within a range of 32 bits")]
    pub(super) fn count(&mut self, column: &str, cell: &str, range: Range) -> Option<i64> {
        let number = self.number(column, cell, range)?;
        if number.fract() != 0.0 {
            self.wrong(column, cell, What::NotANumber { expected: range.expected });
            return None;
        }
        Some(number as i64)
    }

    /// A count in a cell that can be empty: `Some(0)` then, and `None` without the column.
    pub(super) fn count_or_none(&mut self, column: &str, most: i32) -> Option<i64> {
        match self.raw(column)? {
            "" => Some(0),
            cell => self.count(column, cell, whole(0, most)),
        }
    }

    /// Kilograms, as grams.
    #[allow(clippy::cast_possible_truncation, reason = "the range is within 53 bits")]
    pub(super) fn kilograms(&mut self, column: &str, cell: &str, most: f64) -> Option<i64> {
        let kilograms = self.number(column, cell, decimal(0.001, most))?;
        Some((kilograms * 1000.0).round() as i64)
    }

    pub(super) fn yes_or_no(&mut self, column: &str) -> Option<bool> {
        match self.raw(column)?.to_lowercase().as_str() {
            "yes" | "true" | "1" | "y" | "si" | "sì" => Some(true),
            "" | "no" | "false" | "0" | "n" => Some(false),
            other => {
                let what = What::Word { expected: "yes, no".to_owned(), near: Vec::new() };
                self.wrong(column, other, what);
                None
            }
        }
    }
}
