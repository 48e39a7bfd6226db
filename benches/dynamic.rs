//! Requests that call in during the day: replays of Fabri & Recht (2006) and Berbeglia, Cordeau & Laporte (2012).
//!
//! `cargo bench --bench dynamic -- DIR... [--iterations N] [--seed N]`: for each file, requests become known at their call-in
//! time and the rounds are planned again from the plan in force. What vehicles have done or are on the way to is frozen;
//! what was accepted stays accepted as far as it can be. Every plan is checked, every frozen part compared, and every day
//! replayed twice.

#![expect(clippy::disallowed_methods, reason = "a benchmark measures the machine's own time")]

#[path = "dynamic/day.rs"]
mod day;
mod routing;
mod support;

use day::{Outcome, replay};
use routing::{Instance, Node, Request};
use serde::Deserialize;
use std::path::PathBuf;
use support::{Failure, Options};

#[derive(Deserialize)]
struct File {
    static_info: Info,
    requests: Vec<Call>,
}

#[derive(Deserialize)]
struct Info {
    number_of_vehicles: usize,
    vehicle_capacity: f64,
    planing_horizon: f64,
    max_route_time: Option<f64>,
    max_ride_time: Option<f64>,
    depot_location: At,
}

#[derive(Deserialize)]
struct At {
    x_coord: f64,
    y_coord: f64,
}

#[derive(Deserialize)]
struct Call {
    pickup_location: At,
    delivery_location: At,
    pickup_lower_tw: f64,
    pickup_upper_tw: f64,
    delivery_lower_tw: f64,
    delivery_upper_tw: f64,
    pickup_service_time: f64,
    delivery_service_time: f64,
    load: f64,
    arrival_time: f64,
}

fn read(path: &PathBuf) -> Result<Instance, Failure> {
    let text = std::fs::read_to_string(path)?;
    let file: File = serde_json::from_str(&text).map_err(|error| format!("{}: {error}", path.display()))?;
    let info = file.static_info;
    let node = |at: &At, window: (f64, f64), service: f64| Node { x: at.x_coord, y: at.y_coord, window, service };
    let mut nodes = vec![node(&info.depot_location, (0.0, info.planing_horizon), 0.0)];
    let mut requests = Vec::new();
    for call in &file.requests {
        let pickup = nodes.len();
        let window = (call.pickup_lower_tw, call.pickup_upper_tw);
        nodes.push(node(&call.pickup_location, window, call.pickup_service_time));
        let window = (call.delivery_lower_tw, call.delivery_upper_tw);
        nodes.push(node(&call.delivery_location, window, call.delivery_service_time));
        requests.push(Request { pickup, delivery: pickup + 1, load: call.load, known: call.arrival_time });
    }
    Ok(Instance {
        name: path.file_stem().map_or_else(String::new, |stem| stem.to_string_lossy().into_owned()),
        vehicles: info.number_of_vehicles,
        capacity: info.vehicle_capacity,
        nodes,
        requests,
        ride: info.max_ride_time,
        duration: info.max_route_time.filter(|longest| *longest < info.planing_horizon),
    })
}

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
            let instance = read(&file)?;
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
