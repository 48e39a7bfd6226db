//! Problems whose every number may be absurd.

use crate::instances::instance;
use girofresco::domain::quantity::{Crates, Grams, Seconds};
use girofresco::planner::problem::{Aboard, ColdSeconds, Commitment, CommittedAction, PlanningProblem, Time};
use girofresco::roads::Matrix;
use rand::{RngExt, SeedableRng};
use rand_pcg::Pcg64Mcg;

const ABSURD: [i64; 12] = [
    i64::MIN,
    i64::MAX,
    -1,
    0,
    1,
    i64::MIN / 2,
    i64::MAX / 2,
    1_000_000,
    100_000_000,
    -604_800,
    1_000_000_000_000,
    100_000_000_000,
];

fn number(rng: &mut Pcg64Mcg) -> i64 {
    ABSURD[rng.random_range(0..ABSURD.len())]
}

fn index(rng: &mut Pcg64Mcg) -> usize {
    [0, 1, 2, 3, usize::MAX][rng.random_range(0..5)]
}

fn window(rng: &mut Pcg64Mcg) -> (Time, Time) {
    (number(rng), number(rng))
}

/// A valid problem with one to four absurd changes.
pub fn problem(seed: u64) -> PlanningProblem {
    let mut problem = instance(seed);
    let mut rng = Pcg64Mcg::seed_from_u64(seed ^ 0x5EED);
    for _ in 0..rng.random_range(1..5) {
        change(&mut problem, &mut rng);
    }
    problem
}

fn change(problem: &mut PlanningProblem, rng: &mut Pcg64Mcg) {
    let location = rng.random_range(0..problem.locations.len());
    match rng.random_range(0..10) {
        0 => problem.locations[location].windows = vec![window(rng)],
        1 => problem.locations[location].windows.push(window(rng)),
        2 => problem.locations[location].service = Seconds(number(rng)),
        3 if rng.random() => problem.policy.person = number(rng),
        3 => problem.policy.unfair_unit = number(rng),
        4 => problem.policy.most_parts = index(rng),
        5 => {
            let size = problem.locations.len();
            let far = (0..size * size).map(|at| if at % (size + 1) == 0 { 0 } else { i64::MAX });
            let far: Vec<i64> = far.collect();
            problem.matrix = Matrix::new(size, far.clone(), far, false).unwrap();
        }
        6 => change_sink(problem, rng),
        7 => change_vehicle(problem, rng),
        _ => change_supply(problem, rng),
    }
}

fn change_sink(problem: &mut PlanningProblem, rng: &mut Pcg64Mcg) {
    for sink in &mut problem.sinks {
        match rng.random_range(0..5) {
            0 => sink.location = index(rng),
            1 => sink.room.0[0] = Crates(number(rng)),
            2 => sink.persons = number(rng),
            3 => sink.received.0[0] = Grams(number(rng)),
            _ => {}
        }
    }
}

fn change_vehicle(problem: &mut PlanningProblem, rng: &mut Pcg64Mcg) {
    for vehicle in &mut problem.vehicles {
        match rng.random_range(0..9) {
            0 => vehicle.start = index(rng),
            1 => vehicle.end = Some(index(rng)),
            2 => (vehicle.from, vehicle.until) = window(rng),
            3 => vehicle.longest = Some(Seconds(number(rng))),
            4 => vehicle.crates = Crates(number(rng)),
            5 => vehicle.grams = Grams(number(rng)),
            6 => vehicle.known.push(index(rng)),
            7 => vehicle.committed.push(Commitment {
                location: index(rng),
                actions: vec![CommittedAction {
                    supply: index(rng),
                    crates: Crates(number(rng)),
                    sink: [None, Some(index(rng))][rng.random_range(0..2)],
                }],
            }),
            _ => {}
        }
    }
}

fn change_supply(problem: &mut PlanningProblem, rng: &mut Pcg64Mcg) {
    for supply in &mut problem.supplies {
        match rng.random_range(0..11) {
            0 => supply.location = index(rng),
            1 => supply.crates = Crates(number(rng)),
            2 => supply.grams = Grams(number(rng)),
            3 => (supply.ready, supply.until) = window(rng),
            4 => supply.deliver_by = Some(number(rng)),
            5 => supply.loss_weight = number(rng),
            6 => supply.cold = ColdSeconds { bare: Some(Seconds(number(rng))), ..supply.cold },
            7 => supply.on_board = Some(Aboard { vehicle: index(rng), since: number(rng) }),
            8 => supply.promised = Some(index(rng)),
            _ => {}
        }
    }
}
