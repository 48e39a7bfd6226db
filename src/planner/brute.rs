//! Schedules and insertions beside trying everything, on rounds small enough for it.

use crate::domain::cold::Equipment;
use crate::domain::food::{Category, CategorySet, PerCategory, PerClass};
use crate::domain::quantity::{Crates, Grams, Seconds};
use crate::planner::day::{Day, LATEST};
use crate::planner::insert::{Inserter, Reach};
use crate::planner::problem::{ColdSeconds, Place, Policy, Problem, Sink, Supply, Vehicle};
use crate::planner::route::Route;
use crate::planner::schedule::{Clock, Sequence};
use crate::planner::state::State;
use crate::planner::trial::{At, Portion, Spot, carry_out, find};
use crate::roads::Matrix;
use rand::{RngExt, SeedableRng};
use rand_pcg::Pcg64Mcg;

const PLACES: usize = 7;

/// One vehicle, three points and five lots, in units small enough to count through; roads without short cuts.
fn small(rng: &mut Pcg64Mcg) -> Problem {
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
    let place = |rng: &mut Pcg64Mcg| {
        let first = rng.random_range(0..12);
        let mut windows = vec![(first, first + rng.random_range(2..24))];
        if rng.random_range(0..4) == 0 {
            let second = windows[0].1 + rng.random_range(2..6);
            windows.push((second, second + rng.random_range(1..9)));
        }
        Place { windows, service: Seconds(rng.random_range(0..3)) }
    };
    let sink = |place| Sink {
        place,
        hub: false,
        room: PerClass([Crates(100); 5]),
        persons: 10,
        refused: CategorySet::default(),
        received: PerCategory::default(),
    };
    let supply = |rng: &mut Pcg64Mcg| {
        let limit = (rng.random_range(0..2) == 0).then(|| Seconds(rng.random_range(4..22)));
        Supply {
            place: rng.random_range(3..PLACES),
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
    let vehicle = Vehicle {
        start: 0,
        end: (rng.random_range(0..3) > 0).then_some(1),
        from: 0,
        until: rng.random_range(30..70),
        longest: (rng.random_range(0..2) == 0).then(|| Seconds(rng.random_range(15..50))),
        crates: Crates(rng.random_range(3..8)),
        grams: Grams(100),
        room: PerClass([Crates(100); 5]),
        equipment: Equipment::Bare,
        called_out: true,
        known: Vec::new(),
        committed: Vec::new(),
    };
    Problem {
        places: (0..PLACES).map(|_| place(rng)).collect(),
        matrix: Matrix::new(PLACES, seconds, vec![0; PLACES * PLACES], false).expect("a square without holes"),
        supplies: (0..5).map(|_| supply(rng)).collect(),
        sinks: (0..3).map(sink).collect(),
        vehicles: vec![vehicle],
        policy: Policy { person: 50, ..Policy::default() },
    }
}

/// The least finish of a sequence, trying every departure and every start.
fn least_finish(day: &Day, work: &Sequence) -> Option<i64> {
    fn go(day: &Day, work: &Sequence, depart: i64, starts: &mut Vec<i64>) -> Option<i64> {
        let vehicle = &day.problem.vehicles[0];
        let (leave, at) = match starts.len().checked_sub(1) {
            Some(last) => (starts[last] + work.slots[last].service, work.slots[last].place),
            None => (depart, vehicle.start),
        };
        let Some(slot) = work.slots.get(starts.len()) else {
            let finish = leave + vehicle.end.map_or(0, |end| day.seconds(at, end));
            let in_time = finish <= vehicle.until && vehicle.longest.is_none_or(|longest| finish - depart <= longest.0);
            let kept = |clock: &Clock| {
                starts[clock.unload] + work.slots[clock.unload].service - starts[clock.load] <= clock.limit
            };
            return (in_time && work.clocks.iter().all(kept)).then_some(finish);
        };
        let opening = &day.problem.places[slot.place].windows;
        let open = |time: i64| opening.iter().any(|(from, until)| (*from..=*until).contains(&time));
        let first = (leave + day.seconds(at, slot.place)).max(slot.ready);
        let mut best: Option<i64> = None;
        for start in (first..=slot.until.min(vehicle.until)).filter(|start| open(*start)) {
            starts.push(start);
            let finish = go(day, work, depart, starts);
            starts.pop();
            best = [best, finish].into_iter().flatten().min();
        }
        best
    }
    let vehicle = &day.problem.vehicles[0];
    (vehicle.from..=vehicle.until).filter_map(|depart| go(day, work, depart, &mut Vec::new())).min()
}

#[test]
fn a_schedule_is_found_exactly_where_there_is_one() {
    let mut rng = Pcg64Mcg::seed_from_u64(1);
    let (mut there, mut none) = (0, 0);
    for _ in 0..400 {
        let problem = small(&mut rng);
        let day = Day::new(&problem);
        let mut work = Sequence::default();
        let visits = rng.random_range(1..4);
        for _ in 0..visits {
            let lot = &problem.supplies[rng.random_range(0..problem.supplies.len())];
            work.slots.push(day.slot(rng.random_range(0..PLACES), lot.ready, lot.until));
        }
        for unload in 1..visits {
            let load = rng.random_range(0..unload);
            work.clocks.push(Clock { load, unload, limit: rng.random_range(3..15) });
        }
        let expected = least_finish(&day, &work);
        let found = work.fits(&day, 0);
        assert_eq!(found, expected.is_some(), "{:?} {:?}", work.slots, work.clocks);
        if let Some(least) = expected {
            let schedule = work.publish(&day, 0, &vec![true; visits]).expect("it fits");
            assert_eq!(schedule.finish, least, "{:?} {:?}", work.slots, work.clocks);
            there += 1;
        } else {
            none += 1;
        }
    }
    assert!(there > 50 && none > 50, "{there} with a schedule, {none} without");
}

/// What a round costs: its driving, and the call.
fn cost(day: &Day, route: &Route) -> i64 {
    let vehicle = &day.problem.vehicles[0];
    let Some(last) = route.stops.last() else { return 0 };
    let places = std::iter::once(vehicle.start).chain(route.stops.iter().map(|stop| stop.slot.place));
    let legs = places.zip(route.stops.iter().map(|stop| stop.slot.place));
    let home = vehicle.end.map_or(0, |end| day.cost(last.slot.place, end));
    legs.map(|(from, to)| day.cost(from, to)).sum::<i64>() + home + day.call(0)
}

/// The least added cost of a portion to a sink, carrying out every way to load and unload it.
fn cheapest(day: &Day, route: &Route, portion: Portion, sink: usize, at_stops: bool) -> Option<i64> {
    let from = day.problem.supplies[day.items[portion.item].supply].place;
    let to = day.problem.sinks[sink].place;
    let stops = route.stops.len() as u32;
    let is_at = |stop: u32, place: usize| route.stops[stop as usize].slot.place == place;
    let mut best: Option<i64> = None;
    for load in (0..=stops).map(At::Before).chain((0..stops).map(At::Stop)) {
        let (At::Before(first) | At::Stop(first)) = load else { continue };
        if matches!(load, At::Stop(stop) if !is_at(stop, from)) || at_stops != matches!(load, At::Stop(_)) {
            continue;
        }
        // What is loaded at a stop is set down at a later one; what is loaded before a stop, there or later.
        let first = first + u32::from(matches!(load, At::Stop(_)));
        for unload in (first..=stops).map(At::Before).chain((first..stops).map(At::Stop)) {
            if matches!(unload, At::Stop(stop) if !is_at(stop, to)) {
                continue;
            }
            let mut after = route.clone();
            carry_out(day, &mut after, portion, sink, Spot { cost: 0, load, unload });
            if after.refresh(day, &mut Sequence::default()) {
                let added = cost(day, &after) - cost(day, route) + i64::from(matches!(unload, At::Before(_)));
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
        let day = Day::new(&problem);
        let mut inserter = Inserter::new(&day);
        let mut state = State::new(&day, &mut inserter.work).expect("nothing is under way");
        for item in 0..4 {
            let crates = state.left[item];
            inserter.fill(&day, &mut state, (item, crates), Reach::All, &mut rng);
        }
        let portion = Portion { item: 4, crates: state.left[4] };
        let route = &state.routes[0];
        let sinks = [0, 1, 2];
        let mut spots = [Spot::NONE; 3];
        find(&day, route, portion, &sinks, &mut spots, &mut inserter.work);
        // Where the round calls at the donor already, it loads there if it can at all.
        let by_stop = sinks.map(|sink| cheapest(&day, route, portion, sink as usize, true));
        let joins = by_stop.iter().any(Option::is_some);
        joined += usize::from(joins);
        for (sink, spot) in sinks.into_iter().zip(spots) {
            let expected =
                if joins { by_stop[sink as usize] } else { cheapest(&day, route, portion, sink as usize, false) };
            assert_eq!(spot.exists().then_some(spot.cost), expected, "{:?} to {sink}: {spot:?}", route.stops);
            assert!(spot.cost <= LATEST);
            if expected.is_some() { ways += 1 } else { none += 1 }
        }
    }
    assert!(ways > 1_000 && none > 500 && joined > 200, "{ways} ways, {none} without, {joined} at a stop there is");
}
