//! Schedules and insertions beside trying everything, on rounds small enough for it.

use crate::domain::cold::Equipment;
use crate::domain::food::{Category, CategorySet, PerCategory, PerClass};
use crate::domain::quantity::{Crates, Grams, Seconds};
use crate::planner::evaluate::{InsertionPosition, Request, StopChoice, apply, evaluate};
use crate::planner::insert::{Inserter, Mode, SinkSet};
use crate::planner::instance::{Instance, LATEST};
use crate::planner::problem::{ColdSeconds, CrewedVehicle, Location, PlanningProblem, Policy, Sink, Supply};
use crate::planner::route::Route;
use crate::planner::schedule::{RideLimit, Sequence};
use crate::planner::state::State;
use crate::roads::Matrix;
use rand::{RngExt, SeedableRng};
use rand_pcg::Pcg64Mcg;

const PLACES: usize = 7;

/// One vehicle, three points and five lots, in units small enough to count through; roads without short cuts.
fn small(rng: &mut Pcg64Mcg) -> PlanningProblem {
    let mut seconds = vec![0; PLACES * PLACES];
    for pair in (0..PLACES * PLACES).filter(|pair| pair / PLACES != pair % PLACES) {
        seconds[pair] = rng.random_range(1..7);
    }
    for over in 0..PLACES {
        for pair in 0..PLACES * PLACES {
            let detour = seconds[pair / PLACES * PLACES + over] + seconds[over * PLACES + pair % PLACES];
            seconds[pair] = seconds[pair].min(detour);
        }
    }
    let location = |rng: &mut Pcg64Mcg| {
        let first = rng.random_range(0..12);
        let mut windows = vec![(first, first + rng.random_range(2..24))];
        if rng.random_range(0..4) == 0 {
            let second = windows[0].1 + rng.random_range(2..6);
            windows.push((second, second + rng.random_range(1..9)));
        }
        Location { windows, service: Seconds(rng.random_range(0..3)) }
    };
    let sink = |location| Sink {
        location,
        hub: false,
        room: PerClass::all(Crates(100)),
        persons: 10,
        refused: CategorySet::default(),
        received: PerCategory::default(),
    };
    let supply = |rng: &mut Pcg64Mcg| {
        let limit = (rng.random_range(0..2) == 0).then(|| Seconds(rng.random_range(4..22)));
        Supply {
            location: rng.random_range(3..PLACES),
            category: Category::Dairy,
            class: Category::Dairy.usual_class(),
            crates: Crates(rng.random_range(1..4)),
            grams: Grams(rng.random_range(1..9)),
            ready: 0,
            until: rng.random_range(10..60),
            deliver_by: (rng.random_range(0..4) == 0).then(|| rng.random_range(15..60)),
            loss_weight: 1,
            cold: ColdSeconds { refrigerated: limit, insulated: limit, bare: limit },
            on_board: None,
            promised: None,
            declined: Vec::new(),
        }
    };
    let vehicle = CrewedVehicle {
        start: 0,
        end: (rng.random_range(0..3) > 0).then_some(1),
        from: 0,
        until: rng.random_range(30..70),
        longest: (rng.random_range(0..2) == 0).then(|| Seconds(rng.random_range(15..50))),
        crates: Crates(rng.random_range(3..8)),
        grams: Grams(100),
        room: PerClass::all(Crates(100)),
        equipment: Equipment::Bare,
        called_out: true,
        known: Vec::new(),
        committed: Vec::new(),
    };
    PlanningProblem {
        locations: (0..PLACES).map(|_| location(rng)).collect(),
        matrix: Matrix::new(PLACES, seconds, vec![0; PLACES * PLACES], false).expect("a square without holes"),
        supplies: (0..5).map(|_| supply(rng)).collect(),
        sinks: (0..3).map(sink).collect(),
        vehicles: vec![vehicle],
        policy: Policy { person: 50, ..Policy::default() },
    }
}

/// The least finish of a sequence, trying every departure and every start.
fn least_finish(instance: &Instance, work: &Sequence) -> Option<i64> {
    fn go(instance: &Instance, work: &Sequence, depart: i64, starts: &mut Vec<i64>) -> Option<i64> {
        let vehicle = &instance.problem.vehicles[0];
        let (leave, at) = match starts.len().checked_sub(1) {
            Some(last) => (starts[last] + work.slots[last].service, work.slots[last].location),
            None => (depart, vehicle.start),
        };
        let Some(slot) = work.slots.get(starts.len()) else {
            let finish = leave + vehicle.end.map_or(0, |end| instance.seconds(at, end));
            let in_time = finish <= vehicle.until && vehicle.longest.is_none_or(|longest| finish - depart <= longest.0);
            let kept = |clock: &RideLimit| {
                starts[clock.unload] + work.slots[clock.unload].service - starts[clock.load] <= clock.limit
            };
            return (in_time && work.ride_limits.iter().all(kept)).then_some(finish);
        };
        let opening = &instance.problem.locations[slot.location].windows;
        let open = |time: i64| opening.iter().any(|(from, until)| (*from..=*until).contains(&time));
        let first = (leave + instance.seconds(at, slot.location)).max(slot.ready);
        let mut best: Option<i64> = None;
        for start in (first..=slot.until.min(vehicle.until)).filter(|start| open(*start)) {
            starts.push(start);
            let finish = go(instance, work, depart, starts);
            starts.pop();
            best = [best, finish].into_iter().flatten().min();
        }
        best
    }
    let vehicle = &instance.problem.vehicles[0];
    (vehicle.from..=vehicle.until).filter_map(|depart| go(instance, work, depart, &mut Vec::new())).min()
}

#[test]
fn a_schedule_is_found_exactly_where_there_is_one() {
    let mut rng = Pcg64Mcg::seed_from_u64(1);
    let (mut there, mut none) = (0, 0);
    for _ in 0..400 {
        let problem = small(&mut rng);
        let instance = Instance::new(&problem);
        let mut work = Sequence::default();
        let visits = rng.random_range(1..4);
        for _ in 0..visits {
            let lot = &problem.supplies[rng.random_range(0..problem.supplies.len())];
            work.slots.push(instance.slot(rng.random_range(0..PLACES), lot.ready, lot.until));
        }
        for unload in 1..visits {
            let load = rng.random_range(0..unload);
            work.ride_limits.push(RideLimit { load, unload, limit: rng.random_range(3..15) });
        }
        let expected = least_finish(&instance, &work);
        let found = work.fits(&instance, 0);
        assert_eq!(found, expected.is_some(), "{:?} {:?}", work.slots, work.ride_limits);
        if let Some(least) = expected {
            let schedule = work.publish(&instance, 0, &vec![true; visits]).expect("it fits");
            assert_eq!(schedule.finish, least, "{:?} {:?}", work.slots, work.ride_limits);
            there += 1;
        } else {
            none += 1;
        }
    }
    assert!(there > 50 && none > 50, "{there} with a schedule, {none} without");
}

/// What a round costs: its driving, and the call.
fn cost(instance: &Instance, route: &Route) -> i64 {
    let vehicle = &instance.problem.vehicles[0];
    let Some(last) = route.stops.last() else { return 0 };
    let locations = std::iter::once(vehicle.start).chain(route.stops.iter().map(|stop| stop.slot.location));
    let legs = locations.zip(route.stops.iter().map(|stop| stop.slot.location));
    let home = vehicle.end.map_or(0, |end| instance.cost(last.slot.location, end));
    legs.map(|(from, to)| instance.cost(from, to)).sum::<i64>() + home + instance.fixed_cost(0)
}

/// The least added cost of a portion to a sink, carrying out every way to load and unload it.
fn cheapest(instance: &Instance, route: &Route, request: Request, sink: usize, at_stops: bool) -> Option<i64> {
    let from = instance.problem.supplies[instance.items[request.item].supply].location;
    let to = instance.problem.sinks[sink].location;
    let stops = route.stops.len() as u32;
    let is_at = |stop: u32, location: usize| route.stops[stop as usize].slot.location == location;
    let mut best: Option<i64> = None;
    for load in (0..=stops).map(StopChoice::NewBefore).chain((0..stops).map(StopChoice::Existing)) {
        let (StopChoice::NewBefore(first) | StopChoice::Existing(first)) = load else { continue };
        if matches!(load, StopChoice::Existing(stop) if !is_at(stop, from))
            || at_stops != matches!(load, StopChoice::Existing(_))
        {
            continue;
        }
        // What is loaded at a stop is set down at a later one; what is loaded before a stop, there or later.
        let first = first + u32::from(matches!(load, StopChoice::Existing(_)));
        for unload in (first..=stops).map(StopChoice::NewBefore).chain((first..stops).map(StopChoice::Existing)) {
            if matches!(unload, StopChoice::Existing(stop) if !is_at(stop, to)) {
                continue;
            }
            let mut after = route.clone();
            apply(instance, &mut after, request, sink, InsertionPosition { cost: 0, load, unload });
            if after.refresh(instance, &mut Sequence::default()) {
                let added = cost(instance, &after) - cost(instance, route)
                    + i64::from(matches!(unload, StopChoice::NewBefore(_)));
                best = Some(best.map_or(added, |best| best.min(added)));
            }
        }
    }
    best
}

#[test]
fn the_cheapest_way_is_found_wherever_there_is_any() {
    let mut rng = Pcg64Mcg::seed_from_u64(2);
    let (mut ways, mut none, mut joined) = (0, 0, 0);
    for _ in 0..3_000 {
        let problem = small(&mut rng);
        let instance = Instance::new(&problem);
        let mut inserter = Inserter::new(&instance);
        let mut state = State::new(&instance, &mut inserter.scratch.sequence).expect("nothing is under way");
        let mode = Mode { sinks: SinkSet::Eligible, ..Mode::plain(&instance) };
        for item in 0..4 {
            let crates = state.left[item];
            inserter.fill(&mut state, Request { item, crates }, mode, &mut rng);
        }
        let request = Request { item: 4, crates: state.left[4] };
        let route = &state.routes[0];
        let sinks = [0, 1, 2];
        let mut positions = [InsertionPosition::NONE; 3];
        evaluate(&instance, route, request, &sinks, &mut positions, &mut inserter.scratch);
        // Where the round calls at the donor already, it loads there if it can at all.
        let by_stop = sinks.map(|sink| cheapest(&instance, route, request, sink as usize, true));
        let joins = by_stop.iter().any(Option::is_some);
        joined += usize::from(joins);
        for (sink, position) in sinks.into_iter().zip(positions) {
            let expected =
                if joins { by_stop[sink as usize] } else { cheapest(&instance, route, request, sink as usize, false) };
            assert_eq!(
                position.exists().then_some(position.cost),
                expected,
                "{:?} to {sink}: {position:?}",
                route.stops
            );
            assert!(position.cost <= LATEST);
            if expected.is_some() { ways += 1 } else { none += 1 }
        }
    }
    assert!(ways > 1_000 && none > 500 && joined > 200, "{ways} ways, {none} without, {joined} at a stop there is");
}
