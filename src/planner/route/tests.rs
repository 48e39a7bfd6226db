//! What is kept of a route beside walking it.

use super::*;
use crate::domain::quantity::Seconds;
use crate::planner::insert::Inserter;
use crate::planner::instance::Item;
use crate::planner::problem::PlanningProblem;
use crate::planner::state::State;
use crate::planner::testing::{chance, networks, plan, small};
use crate::roads::Matrix;
use rand::RngExt;

/// Each route of plans of some networks.
fn every_route(mut check: impl FnMut(&Instance, &Route)) {
    for (seed, problem) in (0..).zip(&networks(25)) {
        let instance = Instance::new(problem);
        let state = plan(&mut Inserter::new(&instance), &mut chance(seed));
        state.routes.iter().for_each(|route| check(&instance, route));
    }
}

#[test]
fn room_is_what_is_left_when_everything_on_board_is_counted() {
    let (mut looked_at, mut full) = (0, 0);
    every_route(|instance, route| {
        let vehicle = &instance.problem.vehicles[route.vehicle];
        // After each stop: what items brought on board by then, less what was set down by then.
        for (after, room) in route.room.iter().enumerate() {
            let by_then = |stop: Option<usize>| stop.is_none_or(|stop| stop < after);
            let mut on_board: Vec<(usize, i64)> = Vec::new();
            for &item in &instance.aboard[route.vehicle] {
                let Item { supply, origin, crates } = instance.items[item as usize];
                let Origin::Aboard { visit, .. } = origin else { continue };
                if by_then(visit) {
                    on_board.push((supply, crates));
                }
            }
            for shipment in &route.shipments {
                if shipment.load.is_some() && by_then(shipment.load) {
                    on_board.push((shipment.supply, shipment.crates));
                }
                if by_then(Some(shipment.unload)) {
                    on_board.push((shipment.supply, -shipment.crates));
                }
            }
            let of = |class: StorageClass| {
                on_board.iter().filter(|one| instance.class(one.0) == class).map(|one| one.1).sum::<i64>()
            };
            for &class in StorageClass::ALL {
                assert_eq!(room.by_class[class], vehicle.room[class].0 - of(class));
            }
            let crates: i64 = on_board.iter().map(|one| one.1).sum();
            assert_eq!(room.crates, vehicle.crates.0 - crates);
            // Weights are rounded by portion, so what is left may be told too low, by a gram each, and never too high.
            let weight = |&(supply, crates): &(usize, i64)| crates.signum() * instance.grams(supply, crates.abs());
            let grams = vehicle.grams.0 - on_board.iter().map(weight).sum::<i64>();
            let portions = i64::try_from(on_board.len()).expect("few");
            assert!((grams - portions..=grams).contains(&room.grams), "{} g instead of {grams}", room.grams);
            looked_at += 1;
            full += usize::from(room.crates < 3);
        }
    });
    assert!(looked_at > 300 && full > 20, "{looked_at} places, {full} almost full");
}

#[test]
fn a_cargo_fits_where_it_fits_by_crates_by_weight_and_by_every_class() {
    let mut rng = chance(5);
    let cargo = |rng: &mut rand_pcg::Pcg64Mcg| Cargo {
        crates: rng.random_range(0..4),
        grams: rng.random_range(0..4),
        by_class: PerClass(std::array::from_fn(|_| rng.random_range(0..4))),
    };
    let (mut fits, mut lacks) = (0, [0; 3]);
    for _ in 0..200_000 {
        let (room, other) = (cargo(&mut rng), cargo(&mut rng));
        let classes = StorageClass::ALL.iter().all(|&class| other.by_class[class] <= room.by_class[class]);
        let each = [other.crates <= room.crates, other.grams <= room.grams, classes];
        assert_eq!(room.holds(&other), each == [true; 3], "{other:?} in {room:?}");
        fits += usize::from(each == [true; 3]);
        // How often each is the only one that does not fit.
        for (at, lack) in lacks.iter_mut().enumerate() {
            *lack += usize::from(!each[at] && each.iter().filter(|fine| **fine).count() == 2);
        }
    }
    assert!(fits > 1_000 && lacks.iter().all(|&lack| lack > 1_000), "{fits} {lacks:?}");
}

/// The starts of each visit that can be reached from the beginning, and those from which the rest can be done, by trying
/// every second. Limits on rides and on the time out aside.
fn possible_starts(instance: &Instance, route: &Route) -> Vec<[Vec<Time>; 2]> {
    let vehicle = &instance.problem.vehicles[route.vehicle];
    let times = vehicle.from..=vehicle.until;
    let open = |stop: &Stop, time: Time| {
        let windows = &instance.problem.locations[stop.slot.location].windows;
        stop.slot.ready <= time && time <= stop.slot.until && windows.iter().any(|one| one.0 <= time && time <= one.1)
    };
    let mut starts: Vec<[Vec<Time>; 2]> = vec![[Vec::new(), Vec::new()]; route.stops.len()];
    let mut leaves = vec![vehicle.from];
    for (stop, starts) in route.stops.iter().zip(&mut starts) {
        let can = |start: &Time| open(stop, *start) && leaves.iter().any(|leave| leave + stop.seconds <= *start);
        starts[0] = times.clone().filter(can).collect();
        leaves = starts[0].iter().map(|start| start + stop.slot.service).collect();
    }
    let mut next: Vec<Time> = times.clone().collect();
    let mut way = route.home.0;
    for (stop, starts) in route.stops.iter().zip(&mut starts).rev() {
        let can = |start: &Time| open(stop, *start) && next.iter().any(|next| start + stop.slot.service + way <= *next);
        starts[1] = times.clone().filter(can).collect();
        (next, way) = (starts[1].clone(), stop.seconds);
    }
    starts
}

#[test]
fn earliest_and_latest_starts_are_the_first_and_the_last_that_can_be() {
    let mut rng = chance(6);
    let mut stops = 0;
    let mut check = |instance: &Instance, route: &Route| {
        for (stop, [reached, left]) in route.stops.iter().zip(possible_starts(instance, route)) {
            assert_eq!((Some(&stop.earliest), Some(&stop.latest)), (reached.first(), left.last()), "{route:?}");
            stops += 1;
        }
    };
    every_route(&mut check);
    for _ in 0..300 {
        let problem = small(&mut rng);
        let instance = Instance::new(&problem);
        let state = plan(&mut Inserter::new(&instance), &mut rng);
        check(&instance, &state.routes[0]);
    }
    assert!(stops > 500, "{stops}");
}

/// The problem of driving one route as it is, each stop being a location of its own, with one leg so much longer.
fn lengthened(instance: &Instance, route: &Route, leg: usize, by: i64) -> PlanningProblem {
    let problem = instance.problem;
    let vehicle = &problem.vehicles[route.vehicle];
    let size = route.stops.len() + 2;
    let mut seconds = vec![0; size * size];
    for (at, stop) in route.stops.iter().enumerate() {
        seconds[at * size + at + 1] = stop.seconds;
    }
    seconds[(size - 2) * size + size - 1] = route.home.0;
    seconds[leg * size + leg + 1] += by;
    let mut on_its_own = problem.clone();
    on_its_own.matrix = Matrix::new(size, seconds, vec![0; size * size], false).expect("a square");
    let locations = std::iter::once(vehicle.start).chain(route.stops.iter().map(|stop| stop.slot.location));
    on_its_own.locations = locations.map(|location| problem.locations[location].clone()).collect();
    on_its_own.locations.push(problem.locations[0].clone());
    on_its_own.supplies.clear();
    on_its_own.sinks.clear();
    on_its_own.vehicles = vec![CrewedVehicle {
        start: 0,
        end: Some(size - 1),
        known: Vec::new(),
        committed: Vec::new(),
        ..vehicle.clone()
    }];
    on_its_own
}

/// Whether a route can be driven in time with one leg so much longer.
fn bears(instance: &Instance, route: &Route, leg: usize, by: i64) -> bool {
    let problem = lengthened(instance, route, leg, by);
    let alone = Instance::new(&problem);
    let mut sequence = Sequence::default();
    route.sequence(&mut sequence);
    for (at, slot) in sequence.slots.iter_mut().enumerate() {
        slot.location = at + 1;
    }
    sequence.fits(&alone, 0)
}

#[test]
fn no_leg_may_get_longer_than_its_slack_whatever_the_schedule() {
    let (mut legs, mut borne) = (0, 0);
    every_route(|instance, route| {
        for (leg, &slack) in route.slack.iter().enumerate().filter(|_| !route.stops.is_empty()) {
            for by in (slack + 1)..(slack + 30).min(150) {
                assert!(!bears(instance, route, leg, by), "leg {leg} bears {by} beyond {slack}: {route:?}");
            }
            legs += 1;
            borne += usize::from(slack > 0 && bears(instance, route, leg, slack));
        }
    });
    assert!(legs > 100 && borne > 20, "{legs} legs, {borne} of which bear all their slack");
}

/// Where nothing else limits a route, its slack is exact: there is nothing to wait for.
#[test]
fn a_leg_may_get_as_long_as_its_slack_where_all_is_open() {
    let mut legs = 0;
    for (seed, problem) in (0..).zip(networks(25)) {
        let mut problem = problem;
        problem.locations.iter_mut().for_each(|location| location.windows = vec![(-1_000, 10_000)]);
        for lot in &mut problem.supplies {
            (lot.ready, lot.until, lot.deliver_by) = (-1_000, 10_000, None);
        }
        // What is on board has a date of its own instead of a limit.
        problem.supplies[0].cold = crate::planner::problem::ColdSeconds::default();
        for vehicle in &mut problem.vehicles {
            (vehicle.from, vehicle.until) = (0, 10_000);
            vehicle.longest.get_or_insert(Seconds(80));
        }
        let instance = Instance::new(&problem);
        let state = plan(&mut Inserter::new(&instance), &mut chance(seed));
        for route in state.routes.iter().filter(|route| !route.stops.is_empty()) {
            for (leg, &slack) in route.slack.iter().enumerate() {
                assert!(bears(&instance, route, leg, slack), "leg {leg} does not bear {slack}: {route:?}");
                assert!(!bears(&instance, route, leg, slack + 1), "leg {leg} bears more than {slack}: {route:?}");
                legs += 1;
            }
        }
    }
    assert!(legs > 200, "{legs}");
}

#[test]
fn equal_routes_share_their_fingerprint_and_others_do_not() {
    let mut seen: std::collections::BTreeMap<u64, String> = std::collections::BTreeMap::new();
    for (seed, problem) in (0..).zip(&networks(10)) {
        let instance = Instance::new(problem);
        let mut inserter = Inserter::new(&instance);
        let state = plan(&mut inserter, &mut chance(seed));
        for route in &state.routes {
            for out in route.shipments.iter().filter(|shipment| !shipment.fixed) {
                let mut changed = Route::clone(route);
                changed.remove(&instance, &mut inserter.scratch.sequence, |shipment| shipment == out);
                let places: Vec<usize> = changed.stops.iter().map(|stop| stop.slot.location).collect();
                let what = format!("{} {places:?} {:?}", changed.vehicle, changed.shipments);
                let known = seen.entry(changed.fingerprint).or_insert_with(|| what.clone());
                assert_eq!(*known, what);
            }
        }
    }
    assert!(seen.len() > 100, "{}", seen.len());
}

#[test]
fn a_stop_that_nothing_is_handed_over_at_goes_with_its_last_shipment() {
    let mut gone = 0;
    for (seed, problem) in (0..).zip(&networks(25)) {
        let instance = Instance::new(problem);
        let mut inserter = Inserter::new(&instance);
        let state: State = plan(&mut inserter, &mut chance(seed));
        for route in &state.routes {
            let mut empty = Route::clone(route);
            assert!(empty.remove(&instance, &mut inserter.scratch.sequence, |_| true));
            assert_eq!(empty.stops.len(), route.committed);
            assert!(empty.shipments.iter().all(|shipment| shipment.fixed));
            gone += route.stops.len() - empty.stops.len();
        }
    }
    assert!(gone > 100, "{gone}");
}
