//! On problems small enough to try everything, the search loses no more food than it must.

use girofresco::domain::cold::Equipment;
use girofresco::domain::food::{Category, CategorySet, PerCategory, PerClass};
use girofresco::domain::plan::{LeftCode, Objective};
use girofresco::domain::quantity::{Crates, Grams, Metres, Seconds};
use girofresco::planner::check::{recompute, violations};
use girofresco::planner::problem::{ColdSeconds, CrewedVehicle, Location, PlanningProblem, Policy, Sink, Supply};
use girofresco::planner::solution::{Action, Left, PlannedVisit, Round, Solution};
use girofresco::planner::{Budget, Control, solve};
use girofresco::roads::Matrix;
use rand::{RngExt, SeedableRng};
use rand_pcg::Pcg64Mcg;

const PLACES: usize = 6;

/// One van, two points and two or three lots; each lot goes to one point, whole or in part.
fn tiny(seed: u64) -> PlanningProblem {
    let mut rng = Pcg64Mcg::seed_from_u64(seed);
    let rng = &mut rng;
    let mut seconds = vec![0; PLACES * PLACES];
    for from in 0..PLACES {
        for to in (0..PLACES).filter(|to| *to != from) {
            seconds[from * PLACES + to] = rng.random_range(200..2_000);
        }
    }
    // Roads: no detour is faster than the way there.
    for over in 0..PLACES {
        for pair in 0..PLACES * PLACES {
            let (from, to) = (pair / PLACES, pair % PLACES);
            let detour = seconds[from * PLACES + over] + seconds[over * PLACES + to];
            seconds[pair] = seconds[pair].min(detour);
        }
    }
    let locations = (0..PLACES)
        .map(|_| {
            let from = rng.random_range(0..4_000);
            Location {
                windows: vec![(from, from + rng.random_range(500..6_000))],
                service: Seconds(rng.random_range(0..400)),
            }
        })
        .collect();
    let sink = |location, rng: &mut Pcg64Mcg| Sink {
        location,
        hub: false,
        room: PerClass([Crates(rng.random_range(0..7)); 5]),
        persons: rng.random_range(1..50),
        refused: CategorySet::default(),
        received: PerCategory([(); 11].map(|()| Grams(rng.random_range(0..300_000)))),
    };
    let sinks = vec![sink(1, rng), sink(2, rng)];
    let supplies = (0..rng.random_range(2..4))
        .map(|at| {
            let crates = rng.random_range(1..4);
            Supply {
                location: 3 + at,
                category: Category::Bread,
                class: Category::Bread.usual_class(),
                crates: Crates(crates),
                grams: Grams(crates * rng.random_range(20_000..60_000)),
                ready: 0,
                until: rng.random_range(2_000..9_000),
                deliver_by: None,
                loss_weight: rng.random_range(1..4),
                cold: ColdSeconds::default(),
                on_board: None,
                promised: None,
                declined: Vec::new(),
            }
        })
        .collect();
    PlanningProblem {
        locations,
        matrix: Matrix::new(PLACES, seconds.clone(), seconds, false).unwrap(),
        supplies,
        sinks,
        vehicles: vec![CrewedVehicle {
            start: 0,
            end: None,
            from: 0,
            until: rng.random_range(4_000..10_000),
            longest: None,
            crates: Crates(rng.random_range(3..9)),
            grams: Grams(1_000_000),
            room: PerClass([Crates(9); 5]),
            equipment: Equipment::Bare,
            rest: None,
            called_out: true,
            known: Vec::new(),
            committed: Vec::new(),
        }],
        exclusive: Vec::new(),
        policy: Policy { most_parts: 1, ..Policy::default() },
    }
}

type Portion = Option<(usize, i64)>;

/// The best objective of all plans: every choice of point and crates for every lot, in every order of handovers.
fn best(problem: &PlanningProblem) -> Objective {
    let mut best = None;
    choices(problem, &mut Vec::new(), &mut best);
    best.unwrap()
}

fn choices(problem: &PlanningProblem, chosen: &mut Vec<Portion>, best: &mut Option<Objective>) {
    let Some(lot) = problem.supplies.get(chosen.len()) else {
        orders(problem, chosen, &mut Vec::new(), best);
        return;
    };
    chosen.push(None);
    choices(problem, chosen, best);
    for sink in 0..problem.sinks.len() {
        for crates in 1..=lot.crates.0 {
            *chosen.last_mut().unwrap() = Some((sink, crates));
            choices(problem, chosen, best);
        }
    }
    chosen.pop();
}

/// Lots by their number: the first time is the load, the second the unload.
fn orders(problem: &PlanningProblem, chosen: &[Portion], order: &mut Vec<usize>, best: &mut Option<Objective>) {
    let mut complete = true;
    for lot in (0..chosen.len()).filter(|&lot| chosen[lot].is_some()) {
        if order.iter().filter(|&&done| done == lot).count() < 2 {
            complete = false;
            order.push(lot);
            orders(problem, chosen, order, best);
            order.pop();
        }
    }
    if !complete {
        return;
    }
    let plan = driven(problem, chosen, order);
    if best.is_none_or(|best| plan.objective < best) && violations(problem, &plan).is_empty() {
        *best = Some(plan.objective);
    }
}

fn driven(problem: &PlanningProblem, chosen: &[Portion], order: &[usize]) -> Solution {
    let mut visits: Vec<PlannedVisit> = Vec::new();
    let (mut at, mut time, mut driving) = (0, 0, 0);
    for (step, &lot) in order.iter().enumerate() {
        let supply = &problem.supplies[lot];
        let (sink, crates) = chosen[lot].unwrap();
        let unload = order[..step].contains(&lot);
        let location = if unload { problem.sinks[sink].location } else { supply.location };
        let action = Action {
            supply: lot,
            crates: Crates(crates),
            grams: Grams(supply.grams.0 * crates / supply.crates.0),
            sink: unload.then_some(sink),
            cold: None,
            reasons: Vec::new(),
        };
        match visits.last_mut() {
            Some(last) if last.location == location => last.actions.push(action),
            _ => {
                let drive = problem.matrix.seconds(at, location).0;
                driving += drive;
                let arrive = time + drive;
                let start = arrive.max(problem.locations[location].windows[0].0);
                time = start + problem.locations[location].service.0;
                at = location;
                visits.push(PlannedVisit { location, arrive, start, depart: time, actions: vec![action] });
            }
        }
    }
    let left = |(lot, portion): (usize, &Portion)| {
        let supply = &problem.supplies[lot];
        let taken = portion.map_or(0, |(_, crates)| crates);
        (taken < supply.crates.0).then(|| Left {
            supply: lot,
            crates: Crates(supply.crates.0 - taken),
            grams: Grams(supply.grams.0 - supply.grams.0 * taken / supply.crates.0),
            code: LeftCode::VehicleFull,
            fix: None,
        })
    };
    let round =
        Round { vehicle: 0, depart: 0, finish: time, metres: Metres(driving), driving: Seconds(driving), visits };
    let mut plan = Solution {
        seed: 0,
        rounds: if order.is_empty() { Vec::new() } else { vec![round] },
        left: chosen.iter().enumerate().filter_map(left).collect(),
        objective: Objective::default(),
        iterations: 0,
    };
    plan.objective = recompute(problem, &plan);
    plan
}

#[test]
fn tiny_problems_lose_no_more_than_they_must() {
    let (mut fair, mut optimal, mut carried) = (0, 0, 0);
    let cases = 150;
    for seed in 0..cases {
        let problem = tiny(seed);
        let plan = solve(&problem, seed, Budget::of(400), &mut |_| Control::Continue).unwrap();
        assert_eq!(violations(&problem, &plan), vec![], "seed {seed}");
        let best = best(&problem);
        assert_eq!(plan.objective.lost, best.lost, "seed {seed}: {:?}, {best:?}", plan.objective);
        fair += u64::from(plan.objective.unfair == best.unfair);
        optimal += u64::from(plan.objective == best);
        carried += u64::from(!plan.rounds.is_empty());
    }
    println!("{cases} problems, {carried} with a round: fairness optimal in {fair}, all layers in {optimal}");
    assert!(carried > cases / 2, "{carried}");
    assert!(fair * 100 >= cases * 95, "{fair}");
    assert!(optimal * 100 >= cases * 90, "{optimal}");
}
