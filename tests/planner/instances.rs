//! Small planning problems made from a number.

use girofresco::domain::cold::Equipment;
use girofresco::domain::food::{Category, CategorySet, PerCategory, PerClass};
use girofresco::domain::quantity::{Crates, Grams, Seconds};
use girofresco::planner::problem::{
    Aboard, ColdSeconds, CrewedVehicle, Location, PlanningProblem, Policy, Sink, Supply, Time,
};
use girofresco::planner::solution::{PlannedVisit, Solution};
use girofresco::roads::Matrix;
use rand::{RngExt, SeedableRng};
use rand_pcg::Pcg64Mcg;

const DAY: Time = 40_000;

fn matrix(size: usize, rng: &mut Pcg64Mcg) -> Matrix {
    let at: Vec<(i64, i64)> = (0..size).map(|_| (rng.random_range(0..3_000), rng.random_range(0..3_000))).collect();
    let mut seconds = Vec::new();
    for (from, (x, y)) in at.iter().enumerate() {
        for (to, (u, v)) in at.iter().enumerate() {
            let away = (x - u).abs() + (y - v).abs();
            // One way streets: asymmetric, and at times a detour is faster.
            let noise = rng.random_range(0..200);
            seconds.push(if from == to { 0 } else { away + noise });
        }
    }
    let metres = seconds.iter().map(|time| time * 12).collect();
    Matrix::new(size, seconds, metres, false).unwrap()
}

fn windows(rng: &mut Pcg64Mcg) -> Vec<(Time, Time)> {
    match rng.random_range(0..10) {
        0 => Vec::new(),
        1..4 => {
            let noon = rng.random_range(5_000..20_000);
            vec![(0, noon), (noon + rng.random_range(1..9_000), DAY)]
        }
        4..7 => {
            let from = rng.random_range(0..15_000);
            vec![(from, from + rng.random_range(0..15_000))]
        }
        _ => vec![(0, DAY)],
    }
}

fn often<T>(rng: &mut Pcg64Mcg, one_in: u32, value: T) -> Option<T> {
    (rng.random_range(0..one_in) == 0).then_some(value)
}

/// A valid problem with windows, classes, cold limits, hubs, promises, lots on board and everything else.
pub fn instance(seed: u64) -> PlanningProblem {
    let mut rng = Pcg64Mcg::seed_from_u64(seed);
    let rng = &mut rng;
    let size = rng.random_range(3..12);
    let location = |rng: &mut Pcg64Mcg| rng.random_range(0..size);
    let locations =
        (0..size).map(|_| Location { windows: windows(rng), service: Seconds(rng.random_range(0..900)) }).collect();
    let sinks: Vec<Sink> = (0..rng.random_range(0..6))
        .map(|_| {
            let hub = rng.random_range(0..4) == 0;
            Sink {
                location: location(rng),
                hub,
                room: PerClass([(); 5].map(|()| Crates(rng.random_range(0..25)))),
                persons: if hub { 0 } else { rng.random_range(0..300) },
                refused: Category::ALL.iter().copied().filter(|_| rng.random_range(0..6) == 0).collect::<CategorySet>(),
                received: PerCategory([(); 11].map(|()| Grams(rng.random_range(0..200_000)))),
            }
        })
        .collect();
    let vehicles: Vec<CrewedVehicle> = (0..rng.random_range(0..4))
        .map(|_| {
            let from = rng.random_range(0..8_000);
            let start = location(rng);
            CrewedVehicle {
                start,
                end: match rng.random_range(0..3) {
                    0 => None,
                    1 => Some(location(rng)),
                    _ => Some(start),
                },
                from,
                until: from + rng.random_range(0..30_000),
                longest: {
                    let longest = Seconds(rng.random_range(3_000..20_000));
                    often(rng, 3, longest)
                },
                crates: Crates(rng.random_range(0..40)),
                grams: Grams(rng.random_range(0..300_000)),
                room: PerClass([(); 5].map(|()| Crates(rng.random_range(0..30)))),
                equipment: [Equipment::Refrigerated, Equipment::Insulated, Equipment::Bare][rng.random_range(0..3)],
                rest: None,
                called_out: rng.random_range(0..2) == 0,
                known: (0..rng.random_range(0..4)).map(|_| location(rng)).collect(),
                committed: Vec::new(),
            }
        })
        .collect();
    let supplies = (0..rng.random_range(0..9)).map(|_| supply(size, &sinks, &vehicles, rng)).collect();
    let mut problem = PlanningProblem {
        locations,
        matrix: matrix(size, rng),
        supplies,
        sinks,
        vehicles,
        exclusive: Vec::new(),
        policy: Policy { most_parts: rng.random_range(1..5), unfair_unit: 1_000 << (size % 11), ..Policy::default() },
    };
    for (at, vehicle) in problem.vehicles.iter_mut().enumerate() {
        let aboard = || problem.supplies.iter().filter(|lot| lot.on_board.is_some_and(|on| on.vehicle == at));
        vehicle.crates.0 += aboard().map(|lot| lot.crates.0).sum::<i64>();
        vehicle.grams.0 += aboard().map(|lot| lot.grams.0).sum::<i64>();
        for lot in aboard() {
            vehicle.room[lot.class].0 += lot.crates.0;
        }
    }
    problem
}

fn supply(size: usize, sinks: &[Sink], vehicles: &[CrewedVehicle], rng: &mut Pcg64Mcg) -> Supply {
    let category = Category::ALL[rng.random_range(0..11)];
    let crates = rng.random_range(1..18);
    let ready = rng.random_range(0..15_000);
    let limit = Seconds(rng.random_range(500..9_000));
    let timed = category.usual_class().is_timed();
    let vehicle = rng.random_range(0..vehicles.len().max(1));
    let since = vehicles.get(vehicle).map_or(0, |vehicle| vehicle.from) - rng.random_range(0..3_000);
    let on_board = often(rng, 6, Aboard { vehicle, since }).filter(|_| !vehicles.is_empty());
    let promised = rng.random_range(0..sinks.len().max(1));
    Supply {
        location: on_board.map_or(rng.random_range(0..size), |on| vehicles[on.vehicle].start),
        category,
        class: category.usual_class(),
        crates: Crates(crates),
        grams: Grams(rng.random_range(0..crates * 9_000)),
        ready,
        until: ready + rng.random_range(0..20_000),
        deliver_by: {
            let by = rng.random_range(5_000..DAY);
            often(rng, 4, by)
        },
        loss_weight: rng.random_range(1..5),
        cold: ColdSeconds {
            refrigerated: None,
            insulated: timed.then_some(Seconds(limit.0 * 3 / 2)),
            bare: timed.then_some(limit),
        },
        on_board,
        promised: often(rng, 6, promised).filter(|_| !sinks.is_empty()),
        declined: Vec::new(),
    }
}

/// The same problem when the first visits of each round of a plan are under way.
pub fn under_way(problem: &PlanningProblem, plan: &Solution, visits: usize) -> PlanningProblem {
    let mut later = problem.clone();
    for round in &plan.rounds {
        later.vehicles[round.vehicle].committed =
            round.visits.iter().take(visits).map(PlannedVisit::commitment).collect();
    }
    later
}
