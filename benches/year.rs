//! A year of data, and how long the hot queries take on it.
//!
//! `cargo bench --bench year -- [--movements 5000000] [--database ADDRESS]`
//!
//! Makes a year of an area with 440 donors, 60 points, a hub and 20 rounds a day, about `--movements` movements in all,
//! on a fresh SQLite file on the disk of the build, or on an empty PostgreSQL database. It goes by SQL on a connection of its
//! own that does not wait for the disk; the hashes of the chain are placeholders. The database is then opened as the
//! program opens it, every statement's plan is printed, and every hot query runs 50 times with different arguments.
//!
//! Fails when a statement walks a whole big table that should not, or when the median of a query is above its bound
//! (on SQLite, where the engine is part of this process, only if its processor time is above it too).

#![expect(clippy::disallowed_methods, reason = "a benchmark measures the machine's own time")]

#[path = "support/database.rs"]
mod database;
#[path = "year/make.rs"]
mod make;
#[path = "year/plans.rs"]
mod plans;
#[path = "year/queries.rs"]
mod queries;
mod support;

use database::Database;
use girofresco::store::Store;
use sqlx::Executor;
use std::time::Instant;
use support::{Failure, Options};

#[tokio::main]
async fn main() -> Result<(), Failure> {
    let mut options = Options::read();
    let movements = options.number("--movements", 5_000_000)?;
    let address = options.text("--database")?;
    options.end()?;

    let database = Database::fresh(address).await?;
    let begun = Instant::now();
    let year = make::make(&database, movements).await?;
    let took = begun.elapsed().as_secs_f64();
    let big = sizes(&database).await?;
    println!("{} MB, made in {took:.0} s\n", database.size().await? / 1_000_000);

    let store = Store::open(&database.address).await?;
    let mut faults = plans::check(&store, &database, &big).await?;
    faults.extend(queries::time(&store, &year).await?);
    store.close().await;
    if faults.is_empty() { Ok(()) } else { Err(format!("\n{}", faults.join("\n")).into()) }
}

/// Prints how many rows the tables have; returns those so big that no engine should walk them.
async fn sizes(database: &Database) -> Result<Vec<&'static str>, Failure> {
    let mut connection = database.connect().await?;
    let mut big = Vec::new();
    for table in plans::GROWING {
        let query = format!("SELECT CAST(COUNT(*) AS BIGINT) FROM {table}");
        let row = connection.fetch_one(sqlx::AssertSqlSafe(query)).await?;
        let rows: i64 = sqlx::Row::try_get(&row, 0)?;
        println!("{rows:>10} {table}");
        if rows >= plans::BIG {
            big.push(*table);
        }
    }
    Ok(big)
}
