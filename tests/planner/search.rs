//! Plans of problems made at random: always valid, always the same, never a panic.

use crate::instances::{instance, under_way};
use crate::nonsense;
use girofresco::domain::food::Category;
use girofresco::domain::quantity::{Crates, Seconds};
use girofresco::planner::check::violations;
use girofresco::planner::problem::{Commitment, CrewedVehicle, PlanningProblem};
use girofresco::planner::solution::Solution;
use girofresco::planner::{Budget, Control, fairest, solve, solve_from};
use girofresco::roads::Matrix;
use proptest::prelude::*;
use rand::{RngExt, SeedableRng};
use rand_pcg::Pcg64Mcg;

fn plan(problem: &PlanningProblem, seed: u64, iterations: u64) -> Solution {
    solve(problem, seed, Budget::of(iterations), &mut |_| Control::Continue).unwrap()
}

fn again(problem: &PlanningProblem, current: &[Vec<Commitment>], seed: u64, iterations: u64) -> Solution {
    solve_from(problem, current, seed, Budget::of(iterations), &mut |_| Control::Continue).unwrap()
}

fn crates_left(plan: &Solution) -> Crates {
    plan.left.iter().map(|left| left.crates).sum()
}

/// The rounds as people drive them: where, and what is handed over.
fn driven(plan: &Solution) -> Vec<(usize, Vec<usize>)> {
    plan.rounds.iter().map(|round| (round.vehicle, round.visits.iter().map(|visit| visit.location).collect())).collect()
}

/// Something that happens during a day.
fn happens(problem: &mut PlanningProblem, what: u64) {
    let kind = what % 8;
    let nth = |count: usize| usize::try_from(what / 8).unwrap_or(0) % count.max(1);
    let sink = nth(problem.sinks.len());
    for vehicle in problem.vehicles.iter_mut().filter(|_| kind == 0) {
        vehicle.from = (vehicle.from + 1_800).min(vehicle.until);
    }
    for vehicle in problem.vehicles.iter_mut().filter(|_| kind == 1) {
        vehicle.longest = Some(Seconds(4_000));
    }
    for lot in problem.supplies.iter_mut().filter(|lot| kind == 2 && lot.on_board.is_none()) {
        lot.grams.0 /= lot.crates.0;
        lot.crates = Crates(1);
    }
    for lot in problem.supplies.iter_mut().filter(|_| kind == 3) {
        lot.cold.bare = lot.cold.bare.map(|limit| Seconds(limit.0 / 2));
    }
    for point in problem.sinks.iter_mut().filter(|_| kind == 4) {
        point.room.0 = point.room.0.map(|room| Crates(room.0 / 2));
    }
    match problem.sinks.get_mut(sink) {
        Some(closed) if kind == 5 => problem.locations[closed.location].windows.clear(),
        Some(refuses) if kind == 6 => refuses.refused = Category::ALL.iter().copied().collect(),
        _ => {}
    }
    for location in problem.locations.iter_mut().filter(|_| kind == 7) {
        location.service.0 += 300;
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn plans_are_valid(seed: u64) {
        let problem = instance(seed);
        let plan = plan(&problem, seed, 60);
        prop_assert_eq!(violations(&problem, &plan), vec![]);
    }

    #[test]
    fn what_is_under_way_is_kept(seed: u64, visits in 1usize..4) {
        let problem = instance(seed);
        let first = plan(&problem, seed, 20);
        let later = under_way(&problem, &first, visits);
        let second = plan(&later, seed ^ 1, 40);
        prop_assert_eq!(violations(&later, &second), vec![]);
    }

    #[test]
    fn the_same_seed_gives_the_same_plan(seed: u64) {
        let problem = instance(seed);
        prop_assert_eq!(plan(&problem, seed, 40), plan(&problem, seed, 40));
    }

    #[test]
    fn a_plan_in_force_stays_as_it_is_when_nothing_happened(seed: u64) {
        let problem = instance(seed);
        let first = plan(&problem, seed, 40);
        let second = again(&problem, &first.in_force(problem.vehicles.len()), seed, 0);
        prop_assert_eq!(violations(&problem, &second), vec![]);
        prop_assert!(crates_left(&second) <= crates_left(&first));
        if crates_left(&second) == crates_left(&first) {
            prop_assert_eq!(driven(&second), driven(&first));
        }
    }

    #[test]
    fn a_day_that_moves_is_planned_again_from_the_plan_in_force(seed: u64, what: u64) {
        let mut problem = instance(seed);
        let current = plan(&problem, seed, 40).in_force(problem.vehicles.len());
        happens(&mut problem, what);
        let Ok(now) = solve_from(&problem, &current, seed, Budget::of(0), &mut |_| Control::Continue) else {
            // What is on board cannot be carried on.
            return Ok(());
        };
        prop_assert_eq!(violations(&problem, &now), vec![]);
        let searched = again(&problem, &current, seed, 30);
        prop_assert_eq!(violations(&problem, &searched), vec![]);
        prop_assert_eq!(searched, again(&problem, &current, seed, 30));
    }

    #[test]
    fn no_plan_is_fairer_than_the_fairest_use(seed: u64) {
        let problem = instance(seed);
        let fairest = fairest(&problem).unwrap();
        let plan = plan(&problem, seed, 60);
        prop_assert!((0..=100).contains(&fairest.reached(&problem, &plan)));
    }

    #[test]
    fn several_starts_give_the_best_of_them_whatever_the_threads(seed in 0u64..1_000_000) {
        let problem = instance(seed);
        let both = || solve(&problem, seed, Budget { iterations: 20, starts: 2 }, &mut |_| Control::Continue).unwrap();
        let each = [seed, seed + 1].map(|seed| plan(&problem, seed, 20));
        let best = each.into_iter().min_by_key(|plan| (plan.objective, plan.seed)).unwrap();
        prop_assert_eq!(both(), both());
        prop_assert!(both().objective <= best.objective);
    }

    #[test]
    fn nonsense_is_refused_or_planned(seed: u64) {
        let problem = nonsense::problem(seed);
        if let Ok(plan) = solve(&problem, seed, Budget::of(10), &mut |_| Control::Continue) {
            prop_assert_eq!(violations(&problem, &plan), vec![]);
        }
    }
}

/// The same problem with everything in another order.
fn shuffled(problem: &PlanningProblem, seed: u64) -> PlanningProblem {
    let mut rng = Pcg64Mcg::seed_from_u64(seed);
    // Where each index goes: what was at `index` is then at `order[index]`.
    let mut order = |count: usize| {
        let mut order: Vec<usize> = (0..count).collect();
        for at in (1..count).rev() {
            order.swap(at, rng.random_range(0..=at));
        }
        order
    };
    fn moved<T: Clone>(items: &[T], order: &[usize]) -> Vec<T> {
        let mut placed: Vec<(usize, &T)> = order.iter().copied().zip(items).collect();
        placed.sort_by_key(|(at, _)| *at);
        placed.into_iter().map(|(_, item)| item.clone()).collect()
    }
    let size = problem.locations.len();
    let locations = order(size);
    let (supplies, sinks, vehicles) =
        (order(problem.supplies.len()), order(problem.sinks.len()), order(problem.vehicles.len()));
    let (mut seconds, mut metres) = (vec![0; size * size], vec![0; size * size]);
    for from in 0..size {
        for to in 0..size {
            let at = locations[from] * size + locations[to];
            seconds[at] = problem.matrix.seconds(from, to).0;
            metres[at] = problem.matrix.metres(from, to).0;
        }
    }
    let mut other = PlanningProblem {
        locations: moved(&problem.locations, &locations),
        matrix: Matrix::new(size, seconds, metres, false).unwrap(),
        supplies: moved(&problem.supplies, &supplies),
        sinks: moved(&problem.sinks, &sinks),
        vehicles: moved(&problem.vehicles, &vehicles),
        exclusive: Vec::new(),
        policy: problem.policy.clone(),
    };
    for lot in &mut other.supplies {
        lot.location = locations[lot.location];
        lot.promised = lot.promised.map(|sink| sinks[sink]);
        lot.declined = lot.declined.iter().map(|sink| sinks[*sink]).collect();
        if let Some(aboard) = &mut lot.on_board {
            aboard.vehicle = vehicles[aboard.vehicle];
        }
    }
    for sink in &mut other.sinks {
        sink.location = locations[sink.location];
    }
    for vehicle in &mut other.vehicles {
        vehicle.start = locations[vehicle.start];
        vehicle.end = vehicle.end.map(|end| locations[end]);
        vehicle.known = vehicle.known.iter().map(|location| locations[*location]).collect();
    }
    other
}

/// The problem with one more vehicle like the first, or with every place and shift open longer.
fn eased(problem: &PlanningProblem, by_a_vehicle: bool) -> PlanningProblem {
    let mut eased = problem.clone();
    if by_a_vehicle {
        let like = problem.vehicles.first().map(|first| CrewedVehicle {
            committed: Vec::new(),
            known: Vec::new(),
            ..first.clone()
        });
        eased.vehicles.extend(like);
    } else {
        for location in &mut eased.locations {
            if let Some(last) = location.windows.last_mut() {
                last.1 += 3_600;
            }
        }
        for vehicle in &mut eased.vehicles {
            vehicle.until += 3_600;
        }
    }
    eased
}

#[test]
fn the_order_of_the_input_changes_nothing_but_names() {
    let mut differ = Vec::new();
    for seed in 0..300 {
        let problem = instance(seed);
        let other = shuffled(&problem, seed);
        let [one, two] = [&problem, &other].map(|problem| plan(problem, seed, 600));
        assert_eq!(violations(&other, &two), vec![], "seed {seed}");
        let all = |plan: &Solution| (plan.objective.lost, plan.objective.unfair, plan.objective.effort);
        if all(&one) != all(&two) {
            differ.push((seed, all(&one), all(&two)));
        }
    }
    println!("{} of 300 plans are as good in another way: {differ:?}", differ.len());
    assert!(differ.len() <= 9, "{differ:?}");
}

#[test]
fn more_vehicles_and_later_closing_never_lose_more_food() {
    let mut worse = Vec::new();
    for seed in 0..300 {
        let problem = instance(seed);
        let first = plan(&problem, seed, 100);
        for by_a_vehicle in [true, false] {
            let easier = eased(&problem, by_a_vehicle);
            let current = first.in_force(easier.vehicles.len());
            let on = again(&easier, &current, seed, 100);
            assert!(on.objective.lost <= first.objective.lost, "seed {seed}, searched on: {:?}", on.objective);
            let fresh = plan(&easier, seed, 100);
            if fresh.objective.lost > first.objective.lost {
                worse.push((seed, by_a_vehicle, first.objective.lost, fresh.objective.lost));
            }
        }
    }
    println!("{} of 600 plans made anew lose more: {worse:?}", worse.len());
    assert!(worse.len() <= 6, "{worse:?}");
}

#[test]
fn stopping_returns_the_best_plan_so_far() {
    let problem = instance(7);
    let mut heard = 0;
    let plan = solve(&problem, 1, Budget::of(1_000), &mut |progress| {
        heard += 1;
        if progress.iterations < 5 { Control::Continue } else { Control::Stop }
    })
    .unwrap();
    assert_eq!((plan.iterations, heard), (5, 6));
    assert_eq!(violations(&problem, &plan), vec![]);
}

#[test]
fn random_problems_are_not_empty_ones() {
    let (mut cold, mut aboard, mut split, mut parked) = (0, 0, 0, 0);
    for seed in 0..300 {
        let problem = instance(seed);
        let plan = plan(&problem, seed, 20);
        let unloads: Vec<(usize, usize, bool)> = plan
            .rounds
            .iter()
            .flat_map(|round| &round.visits)
            .flat_map(|visit| &visit.actions)
            .filter_map(|action| Some((action.supply, action.sink?, action.cold.is_some())))
            .collect();
        let any = |matches: &dyn Fn(&(usize, usize, bool)) -> bool| u32::from(unloads.iter().any(matches));
        cold += any(&|unload| unload.2);
        aboard += any(&|unload| problem.supplies[unload.0].on_board.is_some());
        parked += any(&|unload| problem.sinks[unload.1].hub);
        split += any(&|unload| unloads.iter().any(|other| other.0 == unload.0 && other.1 != unload.1));
    }
    let seen = [cold, aboard, split, parked];
    assert!(seen.iter().all(|&seen| seen >= 10), "{seen:?}");
}
