//! A mistake planted in a valid plan is found, and named for what it is.

use girofresco::domain::cold::Equipment;
use girofresco::domain::food::{Category, CategorySet, PerCategory, PerClass};
use girofresco::domain::quantity::{Crates, Grams, Seconds};
use girofresco::planner::check::violations;
use girofresco::planner::problem::{
    Aboard, ColdSeconds, Commitment, CommittedAction, CrewedVehicle, Location, PlanningProblem, Policy, Rest, Sink,
    Supply,
};
use girofresco::planner::solution::{Action, PlannedVisit, Solution};
use girofresco::planner::{Budget, Control, solve};
use girofresco::roads::Matrix;

const OPEN: (i64, i64) = (0, 40_000);

fn lot(location: usize, category: Category, crates: i64) -> Supply {
    let timed = category.usual_class().is_timed();
    Supply {
        location,
        category,
        class: category.usual_class(),
        crates: Crates(crates),
        grams: Grams(crates * 5_000),
        ready: 0,
        until: 20_000,
        deliver_by: None,
        loss_weight: 2,
        cold: ColdSeconds { refrigerated: None, insulated: None, bare: timed.then_some(Seconds(6_000)) },
        on_board: None,
        promised: None,
        declined: Vec::new(),
    }
}

fn point(location: usize, hub: bool) -> Sink {
    Sink {
        location,
        hub,
        room: PerClass([Crates(100); 5]),
        persons: if hub { 0 } else { 80 },
        refused: CategorySet::default(),
        received: PerCategory([Grams(10_000); 11]),
    }
}

fn van(start: usize) -> CrewedVehicle {
    CrewedVehicle {
        start,
        end: Some(start),
        from: 1_000,
        until: 30_000,
        longest: Some(Seconds(28_000)),
        crates: Crates(50),
        grams: Grams(400_000),
        room: PerClass([Crates(50); 5]),
        equipment: Equipment::Bare,
        rest: None,
        called_out: true,
        known: Vec::new(),
        committed: Vec::new(),
    }
}

/// Two vans, three shops on a line, two points and a hub: bread, milk, a lot on board, a visit under way.
fn problem() -> PlanningProblem {
    let size = 7;
    let seconds: Vec<i64> = (0..size * size).map(|at: i64| (at / size - at % size).abs() * 600).collect();
    let metres = seconds.iter().map(|time| time * 10).collect();
    let mut first = van(0);
    first.committed =
        vec![Commitment { location: 1, actions: vec![CommittedAction { supply: 0, crates: Crates(4), sink: None }] }];
    let mut aboard = lot(6, Category::Dry, 3);
    aboard.on_board = Some(Aboard { vehicle: 1, since: 0 });
    PlanningProblem {
        locations: (0..size).map(|_| Location { windows: vec![OPEN], service: Seconds(300) }).collect(),
        matrix: Matrix::new(7, seconds, metres, false).unwrap(),
        supplies: vec![lot(1, Category::Bread, 6), lot(2, Category::Dairy, 8), lot(3, Category::Produce, 5), aboard],
        sinks: vec![point(4, false), point(5, false), point(0, true)],
        vehicles: vec![first, van(6)],
        exclusive: Vec::new(),
        policy: Policy::default(),
    }
}

fn plan(problem: &PlanningProblem) -> Solution {
    let plan = solve(problem, 1, Budget::of(300), &mut |_| Control::Continue).unwrap();
    assert_eq!(violations(problem, &plan), vec![]);
    assert!(plan.left.is_empty(), "{:?}", plan.left);
    plan
}

/// Breaks a valid plan, or changes the problem under it, and checks what is found.
fn finds(code: &str, plant: impl FnOnce(&mut PlanningProblem, &mut Solution)) {
    finds_with(code, "", plant);
}

/// The same where one mistake cannot be made without another.
fn finds_with(code: &str, companion: &str, plant: impl FnOnce(&mut PlanningProblem, &mut Solution)) {
    let mut problem = problem();
    let mut plan = plan(&problem);
    plant(&mut problem, &mut plan);
    let found: Vec<_> = violations(&problem, &plan).iter().map(|found| found.code).collect();
    assert!(found.contains(&code), "{code} not in {found:?}");
    let layer = |code: &str| code.starts_with("C7");
    let other = found.iter().filter(|found| **found != code && **found != companion && !layer(found));
    assert_eq!(other.count(), 0, "{code} brought {found:?}");
}

/// The visit and action that match, wherever they are.
fn the(plan: &mut Solution, matches: impl Fn(&Action) -> bool) -> (&mut PlannedVisit, usize) {
    plan.rounds
        .iter_mut()
        .flat_map(|round| &mut round.visits)
        .find_map(|visit| {
            let at = visit.actions.iter().position(&matches)?;
            Some((visit, at))
        })
        .unwrap()
}

fn unloads(supply: usize) -> impl Fn(&Action) -> bool {
    move |action| action.supply == supply && action.sink.is_some()
}

#[test]
fn a_driver_without_a_break() {
    // Between the visits of this plan nobody stands still for so long.
    let never = Rest { length: Seconds(9_000), from: 2_000, until: 6_000, with_food: true };
    finds("C17", |problem, plan| problem.vehicles[plan.rounds[0].vehicle].rest = Some(never));
}

#[test]
fn two_rounds_of_one_driver_at_the_same_time() {
    finds("C18", |problem, plan| {
        assert!(plan.rounds[1].depart < plan.rounds[0].finish, "both are out at the same time");
        problem.exclusive = vec![(0, 1)];
    });
}

#[test]
fn an_unknown_name() {
    finds("C01", |_, plan| plan.rounds[0].visits[0].location = 99);
}

#[test]
fn two_rounds_of_one_vehicle() {
    finds("C02", |_, plan| plan.rounds[1].vehicle = 0);
}

#[test]
fn a_visit_for_nothing() {
    finds("C03", |_, plan| {
        let visit = PlannedVisit { actions: Vec::new(), ..plan.rounds[1].visits[0].clone() };
        plan.rounds[1].visits.push(visit);
    });
}

#[test]
fn driving_faster_than_the_roads_allow() {
    finds("C10", |_, plan| plan.rounds[1].visits[0].arrive = plan.rounds[1].depart);
}

#[test]
fn a_visit_cut_short() {
    finds("C11", |_, plan| {
        let last = plan.rounds[0].visits.len() - 1;
        plan.rounds[0].visits[last].depart -= 1;
        for action in &mut plan.rounds[0].visits[last].actions {
            action.cold = action.cold.map(|cold| cold - Seconds(1));
        }
    });
}

#[test]
fn a_closed_place() {
    finds("C12", |problem, plan| {
        let last = plan.rounds[1].visits.last().unwrap();
        problem.locations[last.location].windows = vec![(0, 1), (last.start + 1, 40_000)];
        for visit in plan.rounds.iter().flat_map(|round| &round.visits) {
            if visit.location == last.location && visit.start != last.start {
                problem.locations[last.location].windows = vec![(visit.start, visit.start)];
            }
        }
    });
}

#[test]
fn finished_before_the_way_home() {
    finds("C13", |_, plan| plan.rounds[0].finish -= 1);
}

#[test]
fn a_round_said_to_be_shorter() {
    finds("C14", |_, plan| plan.rounds[0].metres.0 -= 1);
}

#[test]
fn outside_the_shift() {
    finds("C15", |problem, plan| problem.vehicles[0].from = plan.rounds[0].depart + 1);
    finds("C15", |problem, plan| problem.vehicles[0].until = plan.rounds[0].finish - 1);
}

#[test]
fn out_for_too_long() {
    finds("C16", |problem, plan| {
        let out = plan.rounds[0].finish - plan.rounds[0].depart;
        problem.vehicles[0].longest = Some(Seconds(out - 1));
    });
}

#[test]
fn unloading_what_is_not_on_board() {
    finds("C20", |_, plan| {
        let (visit, at) = the(plan, |action| action.supply == 2 && action.sink.is_none());
        visit.actions[at].crates.0 -= 1;
        visit.actions[at].grams.0 -= 5_000;
    });
}

/// The most crates and grams that the first van has on board at once.
fn peak(plan: &Solution) -> (i64, i64) {
    let (mut held, mut most) = ((0, 0), (0, 0));
    for visit in &plan.rounds[0].visits {
        for action in &visit.actions {
            let sign = if action.sink.is_some() { -1 } else { 1 };
            held.0 += sign * action.crates.0;
            held.1 += sign * action.grams.0;
        }
        most = (most.0.max(held.0), most.1.max(held.1));
    }
    most
}

#[test]
fn more_crates_than_the_van_holds() {
    finds("C21", |problem, plan| problem.vehicles[0].crates = Crates(peak(plan).0 - 1));
}

#[test]
fn more_weight_than_the_van_may_carry() {
    finds("C22", |problem, plan| problem.vehicles[0].grams = Grams(peak(plan).1 - 1));
}

#[test]
fn no_room_for_the_class() {
    finds("C23", |problem, _| {
        for vehicle in &mut problem.vehicles {
            vehicle.room[Category::Dairy.usual_class()] = Crates(1);
        }
    });
}

#[test]
fn food_that_never_leaves_the_van() {
    finds("C24", |_, plan| {
        let (visit, at) = the(plan, |action| action.supply == 2 && action.sink.is_none());
        visit.actions[at].crates.0 += 1;
        visit.actions[at].grams.0 += 5_000;
    });
}

#[test]
fn too_long_outside_a_fridge() {
    finds("C30", |problem, plan| {
        let (visit, at) = the(plan, unloads(1));
        let cold = visit.actions[at].cold.unwrap();
        problem.supplies[1].cold.bare = Some(cold - Seconds(1));
    });
}

#[test]
fn a_clock_told_wrong() {
    finds("C31", |_, plan| {
        let (visit, at) = the(plan, unloads(1));
        visit.actions[at].cold = Some(Seconds(1));
    });
}

#[test]
fn loading_where_the_food_is_not() {
    finds("C40", |problem, _| problem.supplies[2].location = 2);
}

#[test]
fn loading_before_it_is_ready_or_too_late() {
    let start = |plan: &mut Solution| the(plan, |action| action.supply == 2 && action.sink.is_none()).0.start;
    finds("C41", |problem, plan| problem.supplies[2].ready = start(plan) + 1);
    finds("C41", |problem, plan| problem.supplies[2].until = start(plan) - 1);
}

#[test]
fn unloading_where_the_point_is_not() {
    finds("C42", |problem, plan| {
        let (visit, at) = the(plan, unloads(2));
        let sink = visit.actions[at].sink.unwrap();
        problem.sinks[sink].location = 3;
    });
}

#[test]
fn food_past_its_last_day() {
    finds("C43", |problem, plan| {
        problem.supplies[2].deliver_by = Some(the(plan, unloads(2)).0.depart - 1);
    });
}

#[test]
fn a_category_that_is_refused() {
    finds("C44", |problem, _| {
        for sink in &mut problem.sinks {
            sink.refused = std::iter::once(Category::Produce).collect();
        }
    });
}

#[test]
fn a_promise_to_another_point() {
    finds("C45", |problem, _| problem.supplies[2].promised = Some(2));
}

#[test]
fn from_a_hub_to_a_hub() {
    finds("C46", |problem, _| {
        problem.sinks.push(point(3, true));
        for sink in &mut problem.sinks {
            sink.hub = true;
        }
        problem.supplies[0].location = 1;
    });
}

#[test]
fn a_point_without_room() {
    finds("C47", |problem, _| {
        for sink in &mut problem.sinks {
            sink.room[Category::Dairy.usual_class()] = Crates(0);
        }
    });
}

#[test]
fn split_over_too_many_points() {
    finds("C48", |problem, _| problem.policy.most_parts = 0);
}

#[test]
fn what_is_under_way_is_dropped() {
    finds("C50", |problem, _| problem.vehicles[0].committed[0].actions[0].crates = Crates(3));
}

#[test]
fn crates_lost_on_the_way() {
    finds_with("C60", "C62", |problem, _| problem.supplies[2].crates.0 += 1);
}

#[test]
fn grams_lost_on_the_way() {
    finds("C61", |problem, _| problem.supplies[2].grams.0 += 1);
}

#[test]
fn crates_that_weigh_nothing() {
    finds_with("C62", "C61", |_, plan| {
        let whole = the(plan, unloads(2));
        whole.0.actions[whole.1].grams.0 -= 1_000;
        let (visit, at) = the(plan, |action| action.supply == 2 && action.sink.is_none());
        visit.actions[at].grams.0 -= 1_000;
        plan.left.clear();
    });
}

#[test]
fn a_layer_told_better_than_it_is() {
    finds("C70", |_, plan| plan.objective.lost -= 1);
    finds("C71", |_, plan| plan.objective.unfair -= 1);
    finds("C72", |_, plan| plan.objective.effort -= 1);
    finds("C73", |_, plan| plan.objective.change -= 1);
}
