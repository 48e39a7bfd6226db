//! Confirmations per second: drivers who confirm pickups, as many at once as there are clients.
//!
//! `cargo bench --bench confirmations -- [--seconds 10] [--clients 32] [--stops N] [--database ADDRESS] [--least N]`
//!
//! Each confirmation is the whole act: a driver completes a stop of a published plan at which one lot is loaded; it is
//! authorised, decided, written to the ledger, and answered after its commit. Every act has a stop of its own, made
//! beforehand: days of 440 donors, 20 rounds and 880 stops. Afterwards the ledger is walked: no fault, and as many
//! movements as were acknowledged. Without `--database` it runs on a SQLite file on the disk of the build (never in
//! memory) with the settings of the program, and prints how a commit is made safe as the program's own connection tells it.
//! With `--database` it runs on an empty PostgreSQL database. `--least` fails the run below that many a second.
//!
//! `--statements` measures the statements of a confirmation instead: which, how often, and how long each takes inside
//! the engine, over 200 confirmations one after the other.

#![expect(clippy::disallowed_methods, reason = "a benchmark measures the machine's own time")]

#[path = "support/database.rs"]
mod database;
#[path = "confirmations/prepare.rs"]
mod prepare;
#[path = "confirmations/statements.rs"]
mod statements;
mod support;

use database::Database;
use girofresco::app::stop::StopReport;
use girofresco::app::{Act, App, Settings};
use girofresco::clock::Machine;
use girofresco::store::Store;
use prepare::Prepared;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};
use support::{Failure, Options, Times};

/// With one at a time, how many are measured statement by statement.
const MEASURED: usize = 200;

#[tokio::main]
async fn main() -> Result<(), Failure> {
    let mut options = Options::read();
    let seconds = options.number("--seconds", 10)?.max(1);
    let clients = options.number("--clients", 32)?.max(1);
    let stops = options.number("--stops", seconds.saturating_mul(5_000))?;
    let least = options.number("--least", 0)?;
    let only_statements = options.given("--statements");
    let address = options.text("--database")?;
    options.end()?;

    let database = Database::fresh(address).await?;
    let store = Store::open(&database.address).await?;
    println!("{}", safety(&store, &database).await?);
    let machine = Machine::real();
    let begun = Instant::now();
    let stops = if only_statements { MEASURED } else { usize::try_from(stops)? };
    let prepared = Arc::new(prepare::prepare(&store, &machine, stops).await?);
    println!("{} stops made in {:.1} s", prepared.stops.len(), begun.elapsed().as_secs_f64());
    let app = App::new(store.clone(), machine, Settings::default());

    if only_statements {
        let counted = statements::listen()?;
        for at in 0..MEASURED {
            confirm(&app, &prepared, at).await?;
        }
        println!("{}", counted.table(MEASURED));
        return check(&store, &prepared, MEASURED).await;
    }

    let used = support::processor();
    let (next, begun) = (Arc::new(AtomicUsize::new(0)), Instant::now());
    let until = begun + Duration::from_secs(seconds.unsigned_abs());
    let tasks: Vec<_> = (0..clients)
        .map(|_| {
            let (app, prepared, next) = (app.clone(), Arc::clone(&prepared), Arc::clone(&next));
            tokio::spawn(async move {
                let mut times = Times::default();
                while Instant::now() < until {
                    let at = next.fetch_add(1, Ordering::Relaxed);
                    if at >= prepared.stops.len() {
                        break;
                    }
                    let asked = Instant::now();
                    confirm(&app, &prepared, at).await?;
                    times.add(asked.elapsed());
                }
                Ok::<_, Failure>(times)
            })
        })
        .collect();
    let mut times = Times::default();
    for task in tasks {
        times.join(task.await??);
    }
    let took = begun.elapsed().as_secs_f64();
    let rate = times.count() as f64 / took;
    println!(
        "{} confirmations by {clients} clients in {took:.2} s: {rate:.0} per second, p50 {:.1} ms, p99 {:.1} ms",
        times.count(),
        times.percentile(50),
        times.percentile(99),
    );
    if let (Some(before), Some(after)) = (used, support::processor()) {
        let each = (after - before).as_secs_f64() * 1e6 / times.count().max(1) as f64;
        println!("{each:.0} us of processor time for each");
    }
    if times.count() == prepared.stops.len() {
        println!("all stops were used before the time was up: more with --stops");
    }
    check(&store, &prepared, times.count()).await?;
    store.close().await;
    if rate < least as f64 { Err(format!("fewer than {least} per second").into()) } else { Ok(()) }
}

async fn confirm(app: &App, prepared: &Prepared, at: usize) -> Result<(), Failure> {
    let (stop, driver) = prepared.stops[at];
    let act = Act { op: app.machine().id(), occurred: None, device_seq: Some(i64::try_from(at)?) };
    let done = app.complete_stop(&prepared.drivers[driver], act, stop, StopReport::default()).await?;
    if done.repeated || !done.said.is_empty() {
        return Err(format!("a plain pickup was answered with {:?}", done.said).into());
    }
    Ok(())
}

/// Walks the ledger: it must hold what was prepared and what was acknowledged, and no fault.
async fn check(store: &Store, prepared: &Prepared, acknowledged: usize) -> Result<(), Failure> {
    let begun = Instant::now();
    let verified = store.reader(prepared.area).await?.db().verify().await?;
    let moved = verified.movements - prepared.movements;
    println!(
        "ledger: {} faults in {} movements, {moved} by confirmations, walked in {:.1} s",
        verified.faults.len(),
        verified.movements,
        begun.elapsed().as_secs_f64()
    );
    if let Some(fault) = verified.faults.first() {
        return Err(format!("movement {}: {}", fault.seq, fault.what).into());
    }
    if moved != i64::try_from(acknowledged)? {
        return Err(format!("{acknowledged} were acknowledged, {moved} are in the ledger").into());
    }
    Ok(())
}

/// How a commit is made safe, as a connection of the store's own pool tells it: the text given to `explain` runs as it
/// is, so a second statement in it is answered too.
async fn safety(store: &Store, database: &Database) -> Result<String, Failure> {
    if database.is_sqlite() {
        let told = store
            .explain(
                "SELECT 1; SELECT 0, 0, 0, CAST(synchronous AS TEXT) FROM pragma_synchronous; \
                 SELECT 0, 0, 0, journal_mode FROM pragma_journal_mode",
            )
            .await?;
        return match told.as_slice() {
            [.., synchronous, journal] => {
                Ok(format!("SQLite: PRAGMA synchronous = {synchronous} (2 is FULL), journal_mode = {journal}"))
            }
            _ => Err("SQLite does not tell how it syncs".into()),
        };
    }
    let mut connection = database.connect().await?;
    let query = "SELECT current_setting('fsync') || ', synchronous_commit ' || current_setting('synchronous_commit')";
    let row = sqlx::Executor::fetch_one(&mut connection, query).await?;
    Ok(format!("PostgreSQL: fsync {}", sqlx::Row::try_get::<String, _>(&row, 0)?))
}
