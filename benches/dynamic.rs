//! Requests that call in during the day: replays of Fabri & Recht (2006) and Berbeglia, Cordeau & Laporte (2012).
//!
//! `cargo bench --bench dynamic -- DIR... [--iterations N] [--seed N]`: for each file, requests become known at their call-in
//! time and the rounds are planned again from the plan in force. What vehicles have done or are on the way to is frozen;
//! what was accepted stays accepted as far as it can be. Every plan is checked, every frozen part compared, and every day
//! replayed twice.

#![expect(clippy::disallowed_methods, reason = "a benchmark measures the machine's own time")]

#[path = "dynamic/calls.rs"]
mod calls;
#[path = "dynamic/day.rs"]
mod day;
mod routing;
mod support;

use day::{Outcome, replay};
use routing::Instance;
use std::path::PathBuf;
use support::{Failure, Options};

/// The JSON files of a directory, or the file itself, in the order of their names.
fn files(path: &str) -> Result<Vec<PathBuf>, Failure> {
    let path = PathBuf::from(path);
    if path.is_file() {
        return Ok(vec![path]);
    }
    let mut found = Vec::new();
    for entry in std::fs::read_dir(&path).map_err(|error| format!("{}: {error}", path.display()))? {
        let file = entry?.path();
        if file.extension().is_some_and(|extension| extension == "json") {
            found.push(file);
        }
    }
    found.sort();
    Ok(found)
}

fn main() -> Result<(), Failure> {
    let mut options = Options::read();
    let iterations = options.number("--iterations", 300)?.unsigned_abs();
    let seed = options.number("--seed", 1)?.unsigned_abs();
    let paths = options.rest();
    if paths.is_empty() {
        return Err("name the directories of the instances".into());
    }
    println!(
        "{:<10} {:>8} {:>6} {:>12} {:>8} {:>9} {:>9} {:>9}",
        "instance", "requests", "served", "distance", "replans", "p50 ms", "p99 ms", "insert ms"
    );
    let (mut asked, mut served) = (0, 0);
    for path in paths {
        for file in files(&path)? {
            let instance = calls::read(&file)?;
            let first = replay(&instance, seed, iterations)?;
            if replay(&instance, seed, iterations)?.rounds != first.rounds {
                return Err(format!("{}: the same seed gave another day", instance.name).into());
            }
            asked += instance.requests.len();
            served += first.served;
            report(&instance, first);
        }
    }
    println!("served {served} of {asked}; no frozen part changed, no limit broken, same seed same day");
    Ok(())
}

fn report(instance: &Instance, mut day: Outcome) {
    let distance: f64 = day.rounds.iter().map(|places| instance.length(places)).sum();
    println!(
        "{:<10} {:>8} {:>6} {distance:>12.2} {:>8} {:>9.2} {:>9.2} {:>9.2}",
        instance.name,
        instance.requests.len(),
        day.served,
        day.replanning.count(),
        day.replanning.percentile(50),
        day.replanning.percentile(99),
        day.inserting.percentile(99),
    );
}
