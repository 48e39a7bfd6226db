//! How the engine runs each statement, and whether it walks a big table to do so.

use crate::database::Database;
use crate::support::Failure;
use girofresco::store::{Engine, Store};
use sqlx::{AnyConnection, Executor, Row};

/// From how many rows on no engine should walk a table. A smaller one PostgreSQL may rightly read whole.
pub const BIG: i64 = 100_000;

/// Tables that grow with every day.
pub const GROWING: &[&str] = &[
    "movements",
    "holdings",
    "lots",
    "ops",
    "announcements",
    "visits",
    "plan_stops",
    "plan_loads",
    "plan_rounds",
    "plan_left",
    "handouts",
    "shifts",
    "rounds",
];

/// Statements of the check that walks everything.
const WALKS: &[&str] = &["HOLDINGS_ALL", "MOVEMENTS_AFTER"];

/// Prints the plan of every statement that reads; returns those that walk a big table. SQLite, which tells of a walk
/// whatever the size, may walk no growing table at all.
pub async fn check(store: &Store, database: &Database, big: &[&str]) -> Result<Vec<String>, Failure> {
    let mut connection = database.connect().await?;
    let mut faults = Vec::new();
    for (name, statement) in Store::statements() {
        if statement.starts_with("INSERT") && !statement.contains("SELECT") {
            continue;
        }
        let steps = match store.engine() {
            Engine::Sqlite => store.explain(statement).await?,
            Engine::Postgres => explain(&mut connection, name, statement).await?,
        };
        println!("{name}");
        for (at, step) in steps.iter().enumerate() {
            println!("    {step}");
            let (walked, watched) = match store.engine() {
                Engine::Sqlite => (walked_by_sqlite(statement, step), GROWING),
                Engine::Postgres => (walked_by_postgres(step, steps.get(at + 1).map_or("", String::as_str)), big),
            };
            if let Some(table) = walked.filter(|table| watched.contains(table) && !WALKS.contains(&name)) {
                faults.push(format!("{name} walks {table}: {}", step.trim()));
            }
        }
    }
    println!();
    Ok(faults)
}

/// The plan that serves whatever the arguments are. PostgreSQL 16 has a word for it; this way 15 tells it too.
async fn explain(connection: &mut AnyConnection, name: &str, statement: &str) -> Result<Vec<String>, Failure> {
    let arguments = (1..).take_while(|number| statement.contains(&format!("${number}"))).count();
    let nulls = if arguments == 0 { String::new() } else { format!("({})", vec!["NULL"; arguments].join(", ")) };
    let text = format!(
        "SET plan_cache_mode = force_generic_plan; PREPARE plan_of_{name} AS {statement}; EXPLAIN EXECUTE plan_of_{name}{nulls}"
    );
    let rows = connection.fetch_all(sqlx::AssertSqlSafe(text)).await?;
    rows.iter().map(|row| Ok(row.try_get(0)?)).collect()
}

/// The table of a step such as `SCAN m` or `SCAN m USING INDEX ...`.
fn walked_by_sqlite<'a>(statement: &'a str, step: &'a str) -> Option<&'a str> {
    let alias = step.strip_prefix("SCAN ")?.split(' ').next()?;
    let words: Vec<&str> = statement.split_whitespace().map(|word| word.trim_matches(['(', ')', ','])).collect();
    let named = words.windows(3).find(|words| matches!(words[0], "FROM" | "JOIN") && words[2] == alias);
    Some(named.map_or(alias, |words| words[1]))
}

/// The table of a step such as `Seq Scan on movements m`, or of one that goes through an index from end to end.
fn walked_by_postgres<'a>(step: &'a str, next: &str) -> Option<&'a str> {
    let (how, rest) = step.split_once(" on ")?;
    let whole = how.ends_with("Seq Scan")
        || ((how.contains("Index Scan") || how.contains("Index Only Scan")) && !next.contains("Index Cond"));
    if whole { rest.split(' ').next() } else { None }
}
