//! The files of `migrations`, as part of the program.
//!
//! `sqlx::migrate!` would do it too, but its crate of macros builds both engines a second time, for the compiler.

use super::{Result, StoreError};
use rust_embed::RustEmbed;
use sqlx::SqlSafeStr;
use sqlx::migrate::{Migration, MigrationType, Migrator};

#[derive(RustEmbed)]
#[folder = "migrations"]
struct Files;

/// All of them, by number. `0012_what_it_adds.sql` is number 12; what it says may never change once it has run somewhere.
pub fn all() -> Result<Migrator> {
    Ok(Migrator::with_migrations(Files::iter().map(|name| read(&name)).collect::<Result<_>>()?))
}

fn read(name: &str) -> Result<Migration> {
    let wrong = || StoreError::Migration(format!("{name} is no migration"));
    let (number, what) = name.trim_end_matches(".sql").split_once('_').ok_or_else(wrong)?;
    let number = number.parse().map_err(|_| wrong())?;
    let file = Files::get(name).ok_or_else(wrong)?;
    let sql = String::from_utf8(file.data.into_owned()).map_err(|_| wrong())?;
    let sql = sqlx::AssertSqlSafe(sql).into_sql_str();
    Ok(Migration::new(number, what.replace('_', " ").into(), MigrationType::Simple, sql, false))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_is_in_with_the_number_it_begins_with() {
        let all = all().unwrap();
        let files = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/migrations")).unwrap();
        let numbers: Vec<i64> = all.iter().map(|one| one.version).collect();
        assert_eq!(numbers, (1..=files.count() as i64).collect::<Vec<_>>());
        assert_eq!(all.iter().next().unwrap().description, "first");
    }

    #[test]
    fn a_migration_that_has_run_is_known_by_the_sum_that_was_stored_then() {
        let all = all().unwrap();
        let first = all.iter().next().unwrap();
        let stored: String = first.checksum[..8].iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(stored, "a630138ce5d81240");
    }
}
