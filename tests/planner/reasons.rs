//! What a plan says about what it carries and what it leaves.

use girofresco::domain::cold::Equipment;
use girofresco::domain::food::{Category, CategorySet, PerCategory, PerClass, StorageClass};
use girofresco::domain::plan::{LeftCode, Reason};
use girofresco::domain::quantity::{Crates, Grams, Seconds};
use girofresco::planner::check::violations;
use girofresco::planner::problem::{ColdSeconds, CrewedVehicle, Location, PlanningProblem, Policy, Sink, Supply};
use girofresco::planner::solution::{Fix, Left, Solution};
use girofresco::planner::{Budget, Control, solve};
use girofresco::roads::Matrix;

/// A shop at place 1, points at 2 and 3, a hub at 0 where the van starts; ten minutes from each to the next.
fn problem() -> PlanningProblem {
    let seconds: Vec<i64> = (0..16_i64).map(|at| (at / 4 - at % 4).abs() * 600).collect();
    let point = |location, grams| Sink {
        location,
        hub: false,
        room: PerClass([Crates(50); 5]),
        persons: 10,
        refused: CategorySet::default(),
        received: PerCategory([Grams(grams); 11]),
    };
    PlanningProblem {
        locations: (0..4).map(|_| Location { windows: vec![(0, 20_000)], service: Seconds(300) }).collect(),
        matrix: Matrix::new(4, seconds.clone(), seconds, false).unwrap(),
        supplies: vec![Supply {
            location: 1,
            category: Category::Dairy,
            class: StorageClass::Chilled,
            crates: Crates(3),
            grams: Grams(24_000),
            ready: 0,
            until: 20_000,
            deliver_by: None,
            loss_weight: 1,
            cold: ColdSeconds::default(),
            on_board: None,
            promised: None,
            declined: Vec::new(),
        }],
        sinks: vec![point(2, 10_000), point(3, 90_000)],
        vehicles: vec![CrewedVehicle {
            start: 0,
            end: Some(0),
            from: 0,
            until: 20_000,
            longest: None,
            crates: Crates(20),
            grams: Grams(500_000),
            room: PerClass([Crates(20); 5]),
            equipment: Equipment::Bare,
            rest: None,
            called_out: true,
            known: Vec::new(),
            committed: Vec::new(),
        }],
        exclusive: Vec::new(),
        policy: Policy::default(),
    }
}

fn plan(problem: &PlanningProblem) -> Solution {
    let plan = solve(problem, 1, Budget::of(50), &mut |_| Control::Continue).unwrap();
    assert_eq!(violations(problem, &plan), vec![]);
    plan
}

/// Why the one lot goes where it goes.
fn reasons(change: impl FnOnce(&mut PlanningProblem)) -> Vec<Reason> {
    let mut problem = problem();
    change(&mut problem);
    let plan = plan(&problem);
    assert!(plan.left.is_empty(), "{:?}", plan.left);
    plan.rounds
        .iter()
        .flat_map(|round| &round.visits)
        .flat_map(|visit| &visit.actions)
        .flat_map(|action| action.reasons.clone())
        .collect()
}

/// What stopped the one lot, and what would save it.
fn left(change: impl FnOnce(&mut PlanningProblem)) -> (LeftCode, Option<Fix>) {
    let mut problem = problem();
    change(&mut problem);
    let plan = plan(&problem);
    match &plan.left[..] {
        [Left { code, fix, .. }] => (*code, fix.clone()),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_point_that_had_less_is_told_so() {
    let told = reasons(|_| {});
    let (point, network) = (Grams(11_000), Grams(55_000));
    assert_eq!(told, [Reason::FairShare { point, network }, Reason::OnTheWay { extra: Seconds(2_400) }]);
}

#[test]
fn the_only_open_point_is_told_so() {
    assert!(reasons(|problem| problem.locations[3].windows.clear()).contains(&Reason::OnlyOpen));
}

#[test]
fn the_only_point_with_room_is_told_so() {
    assert!(reasons(|problem| problem.sinks[1].room = PerClass::default()).contains(&Reason::OnlyRoom));
}

#[test]
fn the_only_point_before_the_cold_limit_is_told_so() {
    let told = reasons(|problem| problem.supplies[0].cold.bare = Some(Seconds(1_300)));
    assert!(told.contains(&Reason::OnlyBeforeColdLimit), "{told:?}");
}

#[test]
fn a_promise_is_told_so() {
    assert!(reasons(|problem| problem.supplies[0].promised = Some(1)).contains(&Reason::Promised));
}

#[test]
fn a_hub_is_the_last_resort_only() {
    let hub = |problem: &mut PlanningProblem| {
        problem.sinks.push(Sink { location: 0, hub: true, persons: 0, ..problem.sinks[0].clone() });
    };
    assert!(!reasons(hub).contains(&Reason::LastResort));
    let told = reasons(|problem| {
        hub(problem);
        problem.sinks[0].room = PerClass::default();
        problem.sinks[1].room = PerClass::default();
    });
    assert!(told.contains(&Reason::LastResort), "{told:?}");
}

#[test]
fn what_is_left_says_what_stopped_it() {
    assert_eq!(left(|problem| problem.vehicles.clear()), (LeftCode::NoDriver, Some(Fix::OneMoreDriver)));
    assert_eq!(left(|problem| problem.sinks.clear()), (LeftCode::Refused, None));
    let refuse = |problem: &mut PlanningProblem| {
        for sink in &mut problem.sinks {
            sink.refused = std::iter::once(Category::Dairy).collect();
        }
    };
    assert_eq!(left(refuse), (LeftCode::Refused, None));
    assert_eq!(left(|problem| problem.supplies[0].deliver_by = Some(100)).0, LeftCode::UseBy);
}

#[test]
fn a_later_closing_would_save_it() {
    let closed = |problem: &mut PlanningProblem| {
        problem.locations[2].windows = vec![(0, 1_400)];
        problem.locations[3].windows = Vec::new();
    };
    let by = Seconds(900);
    assert_eq!(left(closed), (LeftCode::NoPointOpen, Some(Fix::OpenLonger { location: 2, by })));
    let early = |problem: &mut PlanningProblem| problem.supplies[0].until = 500;
    assert_eq!(left(early), (LeftCode::NoVehicleInWindow, Some(Fix::OpenLonger { location: 1, by })));
}

#[test]
fn a_longer_shift_would_save_it() {
    let short = |problem: &mut PlanningProblem| problem.vehicles[0].until = 2_800;
    let (vehicle, by) = (0, Seconds(900));
    assert_eq!(left(short), (LeftCode::ShiftTooShort, Some(Fix::LongerShift { vehicle, by })));
}

#[test]
fn more_room_would_save_it() {
    let full = |problem: &mut PlanningProblem| {
        for sink in &mut problem.sinks {
            sink.room = PerClass::default();
        }
    };
    let (sink, crates) = (0, Crates(3));
    assert_eq!(left(full), (LeftCode::NoRoom, Some(Fix::MoreRoom { sink, crates })));
}

#[test]
fn insulated_boxes_would_save_it() {
    let warm = |problem: &mut PlanningProblem| {
        problem.supplies[0].cold =
            ColdSeconds { bare: Some(Seconds(600)), insulated: Some(Seconds(1_300)), refrigerated: None };
    };
    assert_eq!(left(warm), (LeftCode::ColdLimit, Some(Fix::InsulatedBoxes { vehicle: 0 })));
}

#[test]
fn a_full_van_is_told_so() {
    let small = |problem: &mut PlanningProblem| problem.vehicles[0].room[StorageClass::Chilled] = Crates(0);
    assert_eq!(left(small), (LeftCode::VehicleFull, Some(Fix::OneMoreDriver)));
}
