//! Published routing problems as problems of ours: every request is a lot promised to a point of its own, every node a
//! place of its own. Times and distances are in thousandths of the files' unit, rounded so that what we find holds for the
//! real numbers.

#![allow(dead_code, reason = "each benchmark uses its own part of it")]

use crate::support::{EndOfSearch, Failure, Options};
use girofresco::domain::cold::Equipment;
use girofresco::domain::food::{Category, CategorySet, PerCategory, PerClass};
use girofresco::domain::quantity::{Crates, Grams, Seconds};
use girofresco::planner::check::violations;
use girofresco::planner::problem::{ColdSeconds, CrewedVehicle, Location, PlanningProblem, Policy, Sink, Supply};
use girofresco::planner::solution::Solution;
use girofresco::planner::solve;
use girofresco::roads::Matrix;
use std::path::Path;

/// How many of our units one unit of the files is.
pub const SCALE: f64 = 1_000.0;
/// Calling one vehicle out, in our units: more than any distance.
const PERSON: i64 = 10_000_000;
/// Leaving a request out costs more than any detour.
const LOSS_WEIGHT: i64 = 100;
const ALWAYS: (i64, i64) = (-1_000_000, 1_000_000_000);

/// A stop of a request.
#[derive(Debug, Clone, Copy)]
pub struct Node {
    pub x: f64,
    pub y: f64,
    pub window: (f64, f64),
    pub service: f64,
}

/// A request: from where, to where, how much, and when it becomes known.
#[derive(Debug, Clone, Copy)]
pub struct Request {
    pub pickup: usize,
    pub delivery: usize,
    pub load: f64,
    pub known: f64,
}

/// A published problem. Node 0 is the depot.
#[derive(Debug, Clone)]
pub struct Instance {
    pub name: String,
    pub vehicles: usize,
    pub capacity: f64,
    pub nodes: Vec<Node>,
    pub requests: Vec<Request>,
    /// From the end of the pickup to the start of the delivery.
    pub ride: Option<f64>,
    /// From leaving the depot to being back.
    pub duration: Option<f64>,
}

/// What is aimed at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Aim {
    /// The fewest vehicles, then the least distance.
    Vehicles,
    /// The least distance.
    Distance,
}

impl Aim {
    pub fn named(name: &str) -> Result<Self, Failure> {
        match name {
            "vehicles" => Ok(Self::Vehicles),
            "distance" => Ok(Self::Distance),
            other => Err(format!("--mode is vehicles or distance, not \"{other}\"").into()),
        }
    }
}

fn rows(path: &str) -> Result<Vec<Vec<f64>>, Failure> {
    let text = std::fs::read_to_string(path).map_err(|error| format!("{path}: {error}"))?;
    let numbers = |line: &str| line.split_whitespace().map(str::parse).collect::<Result<Vec<f64>, _>>();
    let rows: Result<Vec<_>, _> = text.lines().filter(|line| !line.trim().is_empty()).map(numbers).collect();
    rows.map_err(|error| format!("{path}: {error}").into())
}

fn name(path: &str) -> String {
    Path::new(path).file_stem().map_or_else(|| path.to_owned(), |stem| stem.to_string_lossy().to_lowercase())
}

fn wide(path: &str, rows: &[Vec<f64>], columns: usize) -> Result<(), Failure> {
    match rows.iter().position(|row| row.len() < columns) {
        Some(at) => Err(format!("{path}: line {} has fewer than {columns} numbers", at + 2).into()),
        None => Ok(()),
    }
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "indices in the files are small and whole")]
fn index(number: f64) -> usize {
    number as usize
}

impl Instance {
    /// A Li & Lim file: vehicles, capacity and speed; then for each node its number, x, y, demand, window, service time,
    /// and the nodes of its pickup and delivery.
    pub fn li_lim(path: &str) -> Result<Self, Failure> {
        let rows = rows(path)?;
        let (Some(head), body) = (rows.first().filter(|head| head.len() >= 2), rows.get(1..).unwrap_or_default())
        else {
            return Err(format!("{path}: the first line must have the vehicles and their capacity").into());
        };
        wide(path, body, 9)?;
        let nodes = body.iter().map(|row| Node { x: row[1], y: row[2], window: (row[4], row[5]), service: row[6] });
        let requests = body.iter().filter(|row| row[3] > 0.0).map(|row| Request {
            pickup: index(row[0]),
            delivery: index(row[8]),
            load: row[3],
            known: 0.0,
        });
        Self {
            name: name(path),
            vehicles: index(head[0]),
            capacity: head[1],
            nodes: nodes.collect(),
            requests: requests.collect(),
            ride: None,
            duration: None,
        }
        .sound(path)
    }

    /// A Cordeau dial-a-ride file: vehicles, nodes, longest route, capacity, longest ride; then for each node its number,
    /// x, y, service time, load and window. The second half of the nodes are the destinations of the first.
    pub fn cordeau(path: &str) -> Result<Self, Failure> {
        let rows = rows(path)?;
        let (Some(head), body) = (rows.first().filter(|head| head.len() >= 5), rows.get(1..).unwrap_or_default())
        else {
            return Err(format!("{path}: the first line must have five numbers").into());
        };
        // Some files repeat the depot at the end.
        let body = if body.len() % 2 == 0 { &body[..body.len().saturating_sub(1)] } else { body };
        wide(path, body, 7)?;
        let half = body.len() / 2;
        let nodes = body.iter().map(|row| Node { x: row[1], y: row[2], window: (row[5], row[6]), service: row[3] });
        let requests =
            (1..=half).map(|pickup| Request { pickup, delivery: pickup + half, load: body[pickup][4], known: 0.0 });
        Self {
            name: name(path),
            vehicles: index(head[0]),
            capacity: head[3],
            nodes: nodes.collect(),
            requests: requests.collect(),
            ride: Some(head[4]),
            duration: Some(head[2]),
        }
        .sound(path)
    }

    fn sound(self, path: &str) -> Result<Self, Failure> {
        let known = |request: &Request| request.pickup.max(request.delivery) < self.nodes.len();
        if self.nodes.is_empty() || !self.requests.iter().all(known) {
            return Err(format!("{path}: a request names a node that does not exist").into());
        }
        Ok(self)
    }

    pub fn away(&self, from: usize, to: usize) -> f64 {
        (self.nodes[from].x - self.nodes[to].x).hypot(self.nodes[from].y - self.nodes[to].y)
    }

    /// The problem of these requests. Supply and sink `n` belong to the request `n`.
    pub fn problem(&self, aim: Aim) -> Result<PlanningProblem, Failure> {
        let size = self.nodes.len();
        let pairs = (0..size).flat_map(|from| (0..size).map(move |to| (from, to)));
        let seconds: Vec<i64> = pairs.map(|(from, to)| up(self.away(from, to))).collect();
        let locations = self.nodes.iter().map(|node| Location {
            windows: vec![(up(node.window.0), down(node.window.1))],
            service: Seconds(up(node.service)),
        });
        let depot = self.nodes[0];
        let vehicle = CrewedVehicle {
            start: 0,
            end: Some(0),
            from: up(depot.window.0),
            until: down(depot.window.1),
            longest: self.duration.map(|longest| Seconds(down(longest))),
            crates: Crates(1_000_000),
            grams: Grams(down(self.capacity)),
            room: PerClass([Crates(1_000_000); 5]),
            equipment: Equipment::Bare,
            rest: None,
            called_out: aim == Aim::Vehicles,
            known: Vec::new(),
            committed: Vec::new(),
        };
        Ok(PlanningProblem {
            locations: locations.collect(),
            matrix: Matrix::new(size, seconds, vec![0; size * size], false)?,
            supplies: (0..).zip(&self.requests).map(|(nth, request)| self.supply(nth, request)).collect(),
            sinks: self.requests.iter().map(sink).collect(),
            vehicles: vec![vehicle; self.vehicles],
            exclusive: Vec::new(),
            policy: Policy { person: PERSON, kilometre: 0, most_parts: 1, ..Policy::default() },
        })
    }

    fn supply(&self, nth: usize, request: &Request) -> Supply {
        let service = |node: usize| up(self.nodes[node].service);
        let limit = self.ride.map(|ride| Seconds(down(ride) + service(request.pickup) + service(request.delivery)));
        Supply {
            location: request.pickup,
            category: Category::ALL[0],
            class: Category::ALL[0].usual_class(),
            crates: Crates(1),
            grams: Grams(up(request.load)),
            ready: ALWAYS.0,
            until: ALWAYS.1,
            deliver_by: None,
            loss_weight: LOSS_WEIGHT,
            cold: ColdSeconds { refrigerated: limit, insulated: limit, bare: limit },
            on_board: None,
            promised: Some(nth),
            declined: Vec::new(),
        }
    }

    /// The length of a round over these places, in the files' unit, from the depot and back.
    pub fn length(&self, places: &[usize]) -> f64 {
        let depot = [0];
        let stops: Vec<usize> = depot.iter().chain(places).chain(&depot).copied().collect();
        stops.windows(2).map(|leg| self.away(leg[0], leg[1])).sum()
    }
}

fn sink(request: &Request) -> Sink {
    Sink {
        location: request.delivery,
        hub: false,
        room: PerClass([Crates(1); 5]),
        persons: 0,
        refused: CategorySet::default(),
        received: PerCategory([Grams(0); 11]),
    }
}

#[allow(clippy::cast_possible_truncation, reason = "numbers in the files are far from the limits")]
pub fn up(number: f64) -> i64 {
    (number * SCALE - 1e-9).ceil() as i64
}

#[allow(clippy::cast_possible_truncation, reason = "numbers in the files are far from the limits")]
pub fn down(number: f64) -> i64 {
    (number * SCALE + 1e-9).floor() as i64
}

/// Seconds of processor time that this thread has used, or of time where the system does not say.
pub struct Stopwatch {
    began: f64,
    wall: std::time::Instant,
}

impl Stopwatch {
    pub fn start() -> Self {
        Self { began: Self::used().unwrap_or(0.0), wall: std::time::Instant::now() }
    }

    fn used() -> Option<f64> {
        let text = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
        Some(text.split_whitespace().next()?.parse::<f64>().ok()? / 1e9)
    }

    pub fn seconds(&self) -> f64 {
        Self::used().map_or_else(|| self.wall.elapsed().as_secs_f64(), |used| used - self.began)
    }
}

/// The plan of a problem, and the seconds it took.
pub fn solve_until(problem: &PlanningProblem, seed: u64, end: EndOfSearch) -> Result<(Solution, f64), Failure> {
    let watch = Stopwatch::start();
    let mut took = 0.0_f64;
    let plan = solve(problem, seed, end.budget(), &mut |progress| {
        // Reading the processor's time costs as much as some iterations do.
        if progress.iterations % 16 == 0 {
            took = watch.seconds();
        }
        end.control(took)
    });
    let plan = plan.map_err(|errors| format!("{errors:?}"))?;
    let wrong = violations(problem, &plan);
    if let Some(wrong) = wrong.first() {
        return Err(format!("the plan breaks a rule: {wrong}").into());
    }
    Ok((plan, watch.seconds()))
}

/// The nodes of each round.
pub fn routes(plan: &Solution) -> Vec<Vec<usize>> {
    plan.rounds.iter().map(|round| round.visits.iter().map(|visit| visit.location).collect()).collect()
}

/// Solves the instances that the command line names, one after the other, and prints a line for each, with its routes if
/// wanted: `FILE... [--seconds S | --iterations N] [--seed N] [--mode vehicles|distance] [--routes]`. Seconds are processor
/// seconds.
pub fn run(read: fn(&str) -> Result<Instance, Failure>, usual_mode: &str) -> Result<(), Failure> {
    let mut options = Options::read();
    let aim = Aim::named(&options.text("--mode")?.unwrap_or_else(|| usual_mode.into()))?;
    let seed = options.number("--seed", 1)?.unsigned_abs();
    let end = options.end_of_search(2.0)?;
    let with_routes = options.given("--routes");
    let files = options.rest();
    if files.is_empty() {
        return Err("name the files of the instances".into());
    }
    println!(
        "{:<12} {:>8} {:>12} {:>6} {:>10} {:>8}",
        "instance", "vehicles", "distance", "left", "iterations", "seconds"
    );
    for file in &files {
        let instance = read(file)?;
        let problem = instance.problem(aim)?;
        let (plan, seconds) = solve_until(&problem, seed, end)?;
        let routes = routes(&plan);
        let distance: f64 = routes.iter().map(|places| instance.length(places)).sum();
        println!(
            "{:<12} {:>8} {distance:>12.2} {:>6} {:>10} {seconds:>8.2}",
            instance.name,
            routes.len(),
            plan.left.len(),
            plan.iterations
        );
        for (nth, places) in (1..).zip(&routes).filter(|_| with_routes) {
            let places: Vec<String> = places.iter().map(ToString::to_string).collect();
            println!("Route {nth} : {}", places.join(" "));
        }
    }
    Ok(())
}
