//! Fifty phones for a day, from one seed, on one thread, by a clock that is only moved: requests and answers get lost,
//! arrive twice, late, and in another order, clocks are wrong by up to 26 hours, sessions end, phones are killed, shared
//! and wiped. In the end all is sent, and the server has what people did, once.
//!
//! `GIROFRESCO_FLEET_SEEDS=10000 cargo test --release --test fleet` runs more than the usual 200 seeds, and
//! `GIROFRESCO_FLEET_SEED=N` that one alone.

mod check;
mod day;
mod network;
mod phone;
mod town;

use day::Fleet;
use phone::Quirk;
use std::sync::atomic::{AtomicU64, Ordering};

const SEEDS: u64 = 200;

/// A day and what was wrong in the end.
struct Told {
    trace: String,
    acts: usize,
    requests: u64,
    faults: Vec<String>,
}

fn day(seed: u64, quirk: Quirk) -> Told {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    runtime.block_on(async {
        let mut fleet = Fleet::new(seed, quirk).await;
        let trace = fleet.run().await;
        let faults = check::faults(&fleet).await;
        fleet.server.app.close().await;
        Told { trace, acts: fleet.deeds.len(), requests: fleet.requests, faults }
    })
}

fn setting(name: &str) -> Option<u64> {
    std::env::var(name).ok().map(|value| value.parse().unwrap_or_else(|_| panic!("{name} is no number: {value}")))
}

#[test]
fn every_seed_converges() {
    let first = setting("GIROFRESCO_FLEET_SEED");
    let seeds = match first {
        Some(_) => 1,
        None => setting("GIROFRESCO_FLEET_SEEDS").unwrap_or(SEEDS),
    };
    let first = first.unwrap_or(0);
    let (next, acts, requests) = (AtomicU64::new(first), AtomicU64::new(0), AtomicU64::new(0));
    town::town();
    let work = || {
        let mut wrong = Vec::new();
        loop {
            let seed = next.fetch_add(1, Ordering::Relaxed);
            if seed >= first + seeds {
                return wrong;
            }
            let told = day(seed, Quirk::None);
            acts.fetch_add(told.acts as u64, Ordering::Relaxed);
            requests.fetch_add(told.requests, Ordering::Relaxed);
            wrong.extend(told.faults.into_iter().map(|fault| format!("seed {seed}: {fault}")));
        }
    };
    let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let wrong: Vec<String> = std::thread::scope(|scope| {
        let running: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        running.into_iter().flat_map(|thread| thread.join().expect("a day")).collect()
    });
    let (acts, requests) = (acts.into_inner(), requests.into_inner());
    println!("{seeds} days from seed {first}: {acts} acts in {requests} requests");
    assert!(wrong.is_empty(), "{} faults, the first:\n{}", wrong.len(), wrong[..wrong.len().min(20)].join("\n"));
}

/// The first planted fault that a few days bring to light.
fn caught(quirk: Quirk, what: &str) {
    let faults: Vec<String> = (0..2).flat_map(|seed| day(seed, quirk).faults).collect();
    assert!(faults.iter().any(|fault| fault.contains(what)), "{what:?} is not among {faults:#?}");
}

#[test]
fn a_phone_that_forgets_before_the_answer_is_caught() {
    caught(Quirk::ForgetsBeforeTheAnswer, "it is lost");
}

#[test]
fn a_phone_that_makes_a_fresh_id_at_each_try_is_caught() {
    caught(Quirk::FreshIdAtEachTry, "nobody did it");
}

#[test]
fn a_phone_that_takes_any_answer_for_a_yes_is_caught() {
    caught(Quirk::AnyAnswerIsYes, "acknowledged, but not done");
}

#[test]
fn a_phone_that_sends_in_any_order_is_caught() {
    caught(Quirk::IgnoresTheOrder, "done before");
}

#[test]
fn a_phone_that_sends_for_whoever_is_signed_in_is_caught() {
    caught(Quirk::SendsForWhoeverIsSignedIn, "done by somebody else");
}

/// What a server that forgets, doubles or alters would leave in its database.
#[test]
fn a_database_that_was_meddled_with_is_caught() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    runtime.block_on(async {
        let mut fleet = Fleet::new(3, Quirk::None).await;
        fleet.run().await;
        assert_eq!(check::faults(&fleet).await, Vec::<String>::new());
        let stop = "SELECT op_id FROM movements WHERE from_kind = 'donor' AND to_kind = 'vehicle' LIMIT 1";
        for (change, back, what) in [
            ("UPDATE movements SET crates = crates + 1", "UPDATE movements SET crates = crates - 1", "the books"),
            ("UPDATE ops SET outcome = 'conflict'", "UPDATE ops SET outcome = 'done'", "acknowledged, but not done"),
            ("UPDATE ops SET occurred = occurred + 1", "UPDATE ops SET occurred = occurred - 1", "at another time"),
        ] {
            let column = if change.starts_with("UPDATE ops") { "id" } else { "op_id" };
            let of_one = |statement: &str| format!("{statement} WHERE {column} = ({stop})");
            check::meddle(&fleet, of_one(change)).await;
            let faults = check::faults(&fleet).await;
            assert!(faults.iter().any(|fault| fault.contains(what)), "{what:?} is not among {faults:#?}");
            check::meddle(&fleet, of_one(back)).await;
        }
        assert_eq!(check::faults(&fleet).await, Vec::<String>::new());
    });
}

#[test]
fn the_same_seed_is_the_same_day() {
    let [first, again, other] = [7, 7, 8].map(|seed| day(seed, Quirk::None).trace);
    assert_eq!(first, again);
    assert_ne!(first, other);
}
