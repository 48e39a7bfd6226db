//! A routing problem whose best answer is known, in the three file formats of the benchmarks. Three lines of stops leave
//! the depot, and each is to be served at the same time: one vehicle drives out and back along each, whatever else it
//! could do costs the way through the depot.

use girofresco::planner::solution::Solution;
use std::fmt::Write;
use std::path::Path;

/// Vehicles that are needed; there are as many again.
pub const VEHICLES: usize = 3;
/// The longest ride.
pub const RIDE: f64 = 40.0;
/// Requests on each line: loaded on the way out, unloaded on the way out, so that a vehicle holds one at a time.
const REQUESTS: usize = 4;
const STEP: f64 = 10.0;
const SERVICE: f64 = 2.0;
const HORIZON: f64 = 400.0;

#[derive(Clone, Copy)]
struct Node {
    x: f64,
    y: f64,
    from: f64,
    until: f64,
}

pub struct Planted {
    depot: Node,
    /// Where each request is loaded and unloaded.
    requests: Vec<(Node, Node)>,
}

impl Planted {
    pub fn new() -> Self {
        let directions: [(f64, f64); VEHICLES] = [(1.0, 0.0), (-0.5, 0.866), (-0.5, -0.866)];
        let mut requests = Vec::new();
        for nth in 0..REQUESTS {
            for (x, y) in directions {
                let node = |step: usize| {
                    #[allow(clippy::cast_precision_loss, reason = "a handful")]
                    let (far, reached) = (step as f64 * STEP, step as f64 * (STEP + SERVICE) - SERVICE);
                    Node { x: x * far, y: y * far, from: reached, until: reached + 5.0 }
                };
                requests.push((node(2 * nth + 1), node(2 * nth + 2)));
            }
        }
        Self { depot: Node { x: 0.0, y: 0.0, from: 0.0, until: HORIZON }, requests }
    }

    /// The length of the best rounds: out to the end of each line and back.
    #[allow(clippy::cast_precision_loss, reason = "a handful")]
    pub fn length(&self) -> f64 {
        VEHICLES as f64 * 2.0 * (2 * REQUESTS) as f64 * STEP
    }

    /// As a Li & Lim file: the pickup and the delivery of a request stand one after the other.
    pub fn li_lim(&self, folder: &Path) -> String {
        let mut text = format!("{} 1 1\n", 2 * VEHICLES);
        let mut line = |number: usize, node: &Node, load: i64, pickup: usize, delivery: usize| {
            let service = if number == 0 { 0.0 } else { SERVICE };
            let Node { x, y, from, until } = node;
            writeln!(text, "{number} {x} {y} {load} {from} {until} {service} {pickup} {delivery}").unwrap();
        };
        line(0, &self.depot, 0, 0, 0);
        for (nth, (pickup, delivery)) in self.requests.iter().enumerate() {
            line(2 * nth + 1, pickup, 1, 0, 2 * nth + 2);
            line(2 * nth + 2, delivery, -1, 2 * nth + 1, 0);
        }
        write(folder, "planted.txt", &text)
    }

    /// As a Cordeau file: all pickups, then all deliveries.
    pub fn cordeau(&self, folder: &Path) -> String {
        let half = self.requests.len();
        let mut text = format!("{} {half} {HORIZON} 1 {RIDE}\n", 2 * VEHICLES);
        let mut line = |number: usize, node: &Node, load: i64| {
            let service = if number == 0 { 0.0 } else { SERVICE };
            let Node { x, y, from, until } = node;
            writeln!(text, "{number} {x} {y} {service} {load} {from} {until}").unwrap();
        };
        line(0, &self.depot, 0);
        for (nth, (pickup, _)) in (1..).zip(&self.requests) {
            line(nth, pickup, 1);
        }
        for (nth, (_, delivery)) in (1..).zip(&self.requests) {
            line(half + nth, delivery, -1);
        }
        write(folder, "planted.txt", &text)
    }

    /// As a file of requests that call in, each a little before a vehicle must leave for it.
    pub fn calls(&self, folder: &Path) -> std::path::PathBuf {
        let at = |node: &Node| serde_json::json!({"x_coord": node.x, "y_coord": node.y});
        let call = |(pickup, delivery): &(Node, Node)| {
            serde_json::json!({
                "pickup_location": at(pickup), "delivery_location": at(delivery),
                "pickup_lower_tw": pickup.from, "pickup_upper_tw": pickup.until,
                "delivery_lower_tw": delivery.from, "delivery_upper_tw": delivery.until,
                "pickup_service_time": SERVICE, "delivery_service_time": SERVICE,
                "load": 1.0, "arrival_time": (pickup.from - 2.0 * STEP).max(0.0),
            })
        };
        let file = serde_json::json!({
            "static_info": {
                "number_of_vehicles": 2 * VEHICLES, "vehicle_capacity": 1.0, "planing_horizon": HORIZON,
                "max_route_time": HORIZON, "max_ride_time": RIDE, "depot_location": at(&self.depot),
            },
            "requests": self.requests.iter().map(call).collect::<Vec<_>>(),
        });
        write(folder, "planted.json", &file.to_string()).into()
    }

    /// Judges the rounds from nothing but this problem and the times of the plan, in the files' unit: everything is loaded
    /// and unloaded once by one vehicle, in time, one request at a time, and no ride is too long.
    pub fn judge(&self, plan: &Solution, ride: Option<f64>) {
        #[allow(clippy::cast_precision_loss, reason = "times of a day")]
        let unit = |time: i64| time as f64 / crate::routing::SCALE;
        let mut served = vec![0; self.requests.len()];
        for round in &plan.rounds {
            let (mut at, mut free, mut aboard) = (self.depot, 0.0, None);
            for visit in &round.visits {
                let action = &visit.actions[0];
                let (pickup, delivery) = self.requests[action.supply];
                let node = if action.sink.is_none() { pickup } else { delivery };
                let start = unit(visit.start);
                assert!(start + 1e-6 >= free + (node.x - at.x).hypot(node.y - at.y), "faster than it can drive");
                assert!(start + 1e-6 >= node.from && start <= node.until + 1e-6, "out of hours");
                match (action.sink, aboard.take()) {
                    (None, None) => aboard = Some((action.supply, start + SERVICE)),
                    (Some(_), Some((supply, left))) if supply == action.supply => {
                        assert!(ride.is_none_or(|ride| start - left <= ride + 1e-6), "a ride too long");
                        served[supply] += 1;
                    }
                    other => panic!("the vehicle holds one request: {other:?}"),
                }
                (at, free) = (node, start + SERVICE);
            }
            assert!(aboard.is_none(), "something stays on board");
            assert!(free + (at.x - self.depot.x).hypot(at.y - self.depot.y) <= HORIZON, "back too late");
        }
        assert!(served.iter().all(|times| *times == 1), "{served:?}");
    }
}

fn write(folder: &Path, name: &str, text: &str) -> String {
    let file = folder.join(name);
    std::fs::write(&file, text).unwrap();
    file.to_str().unwrap().to_owned()
}
