//! Files of requests that call in: one JSON object with the fleet, and each request with its call-in time.

use crate::routing::{Instance, Node, Request};
use crate::support::Failure;
use serde::Deserialize;
use std::path::Path;

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

/// Reads a file of requests with their call-in times.
pub fn read(path: &Path) -> Result<Instance, Failure> {
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
