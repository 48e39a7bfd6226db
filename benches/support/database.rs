//! A database for a benchmark.

#![allow(dead_code, reason = "each benchmark uses its own part of it")]

use crate::support::Failure;
use sqlx::{AnyConnection, Connection, Executor};
use std::path::{Path, PathBuf};

/// A database that holds nothing yet.
pub struct Database {
    /// Its address.
    pub address: String,
    file: Option<PathBuf>,
    _folder: Option<tempfile::TempDir>,
}

impl Database {
    /// The one at `address`, which must hold no area; otherwise a SQLite file that goes when the benchmark ends, on the
    /// disk that the build is on.
    pub async fn fresh(address: Option<String>) -> Result<Self, Failure> {
        sqlx::any::install_default_drivers();
        let Some(address) = address else {
            let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR"))?;
            let file = folder.path().join("girofresco.db");
            return Ok(Self {
                address: format!("sqlite://{}", file.display()),
                file: Some(file),
                _folder: Some(folder),
            });
        };
        let file = address.strip_prefix("sqlite://").map(|path| PathBuf::from(path.split('?').next().unwrap_or(path)));
        if file.as_deref().is_some_and(Path::exists) {
            return Err(format!("{address} exists: give a file that does not").into());
        }
        if file.is_none() {
            let mut connection = AnyConnection::connect(&address).await?;
            // On a database that never was Girofresco's there is no such table, and nothing to spoil.
            if connection.fetch_optional("SELECT 1 FROM areas LIMIT 1").await.is_ok_and(|row| row.is_some()) {
                return Err("that database has an area already: give an empty one".into());
            }
            connection.close().await?;
        }
        Ok(Self { address, file, _folder: None })
    }

    /// Whether it is a SQLite file.
    pub const fn is_sqlite(&self) -> bool {
        self.file.is_some()
    }

    /// A connection of one's own, beside the store's.
    pub async fn connect(&self) -> Result<AnyConnection, Failure> {
        Ok(AnyConnection::connect(&self.address).await?)
    }

    /// Its size in bytes.
    pub async fn size(&self) -> Result<i64, Failure> {
        if let Some(file) = &self.file {
            return Ok(i64::try_from(std::fs::metadata(file)?.len())?);
        }
        let mut connection = self.connect().await?;
        let row = connection.fetch_one("SELECT pg_database_size(current_database())").await?;
        Ok(sqlx::Row::try_get(&row, 0)?)
    }
}
