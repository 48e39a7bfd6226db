//! Reading columns into the types of the domain.

use super::{Result, StoreError};
use jiff::civil::Date;
use sqlx::any::AnyRow;
use std::fmt::Display;
use std::str::FromStr;

/// Reads columns by name.
pub(super) trait Columns {
    fn int(&self, column: &'static str) -> Result<i64>;
    fn maybe_int(&self, column: &'static str) -> Result<Option<i64>>;
    fn real(&self, column: &'static str) -> Result<f64>;
    fn text(&self, column: &'static str) -> Result<String>;
    fn maybe_text(&self, column: &'static str) -> Result<Option<String>>;
    fn bytes(&self, column: &'static str) -> Result<Vec<u8>>;

    fn flag(&self, column: &'static str) -> Result<bool> {
        Ok(self.int(column)? != 0)
    }

    /// An id, a fixed word, a date: whatever is read from text.
    fn parsed<T: FromStr<Err: Display>>(&self, column: &'static str) -> Result<T> {
        parse(column, &self.text(column)?)
    }

    fn maybe_parsed<T: FromStr<Err: Display>>(&self, column: &'static str) -> Result<Option<T>> {
        self.maybe_text(column)?.map(|text| parse(column, &text)).transpose()
    }

    fn json<T: serde::de::DeserializeOwned>(&self, column: &'static str) -> Result<T> {
        serde_json::from_str(&self.text(column)?).map_err(|error| {
            // The error itself repeats what stands there, which may be a name.
            StoreError::Corrupt(format!("{column}: {:?} at {}:{}", error.classify(), error.line(), error.column()))
        })
    }

    fn date(&self, column: &'static str) -> Result<Date> {
        self.parsed(column)
    }
}

/// Reads a text of a column.
pub(super) fn parse<T: FromStr<Err: Display>>(column: &str, text: &str) -> Result<T> {
    text.parse().map_err(|error: T::Err| StoreError::Corrupt(format!("{column} \"{text}\": {error}")))
}

impl Columns for AnyRow {
    fn int(&self, column: &'static str) -> Result<i64> {
        Ok(sqlx::Row::try_get(self, column)?)
    }
    fn maybe_int(&self, column: &'static str) -> Result<Option<i64>> {
        Ok(sqlx::Row::try_get(self, column)?)
    }
    fn real(&self, column: &'static str) -> Result<f64> {
        Ok(sqlx::Row::try_get(self, column)?)
    }
    fn text(&self, column: &'static str) -> Result<String> {
        Ok(sqlx::Row::try_get(self, column)?)
    }
    fn maybe_text(&self, column: &'static str) -> Result<Option<String>> {
        Ok(sqlx::Row::try_get(self, column)?)
    }
    fn bytes(&self, column: &'static str) -> Result<Vec<u8>> {
        Ok(sqlx::Row::try_get(self, column)?)
    }
}

/// How JSON goes into a text column.
pub(super) fn to_json<T: serde::Serialize>(value: &T) -> Result<String> {
    serde_json::to_string(value).map_err(|error| StoreError::Corrupt(error.to_string()))
}
