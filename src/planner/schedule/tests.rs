//! Schedules beside trying every departure and every start.

use super::*;
use crate::domain::quantity::Seconds;
use crate::planner::testing::{PLACES, chance, small};
use rand::RngExt;

/// The least finish of a sequence, trying every departure and every start.
fn least_finish(instance: &Instance, sequence: &Sequence) -> Option<i64> {
    fn go(instance: &Instance, sequence: &Sequence, depart: i64, starts: &mut Vec<i64>) -> Option<i64> {
        let vehicle = &instance.problem.vehicles[0];
        let (leave, at) = match starts.len().checked_sub(1) {
            Some(last) => (starts[last] + sequence.slots[last].service, sequence.slots[last].location),
            None => (depart, vehicle.start),
        };
        let Some(slot) = sequence.slots.get(starts.len()) else {
            let finish = leave + vehicle.end.map_or(0, |end| instance.seconds(at, end));
            let in_time = finish <= vehicle.until && vehicle.longest.is_none_or(|longest| finish - depart <= longest.0);
            let kept = |ride: &RideLimit| {
                starts[ride.unload] + sequence.slots[ride.unload].service - starts[ride.load] <= ride.limit
            };
            return (in_time && sequence.ride_limits.iter().all(kept)).then_some(finish);
        };
        let opening = &instance.problem.locations[slot.location].windows;
        // A break needs nobody to open.
        let rests = sequence.rest == Some(starts.len());
        let open = |time: i64| rests || opening.iter().any(|(from, until)| (*from..=*until).contains(&time));
        let first = (leave + instance.seconds(at, slot.location)).max(slot.ready);
        let mut best: Option<i64> = None;
        for start in (first..=slot.until.min(vehicle.until)).filter(|start| open(*start)) {
            starts.push(start);
            let finish = go(instance, sequence, depart, starts);
            starts.pop();
            best = [best, finish].into_iter().flatten().min();
        }
        best
    }
    let vehicle = &instance.problem.vehicles[0];
    (vehicle.from..=vehicle.until).filter_map(|depart| go(instance, sequence, depart, &mut Vec::new())).min()
}

#[test]
fn among_equals_the_earlier_arrival_is_published() {
    let mut rng = chance(3);
    let (mut earlier, mut clocked) = (0, 0);
    for _ in 0..400 {
        let problem = small(&mut rng);
        let instance = Instance::new(&problem);
        let mut sequence = Sequence::default();
        for _ in 0..2 {
            let lot = &problem.supplies[rng.random_range(0..problem.supplies.len())];
            sequence.slots.push(instance.slot(rng.random_range(0..PLACES), lot.ready, lot.until));
        }
        let limited = rng.random_bool(0.5);
        if limited {
            sequence.ride_limits.push(RideLimit { load: 0, unload: 1, limit: 1000 });
        }
        let Some(schedule) = sequence.publish(&instance, 0, &[true, false]) else { continue };
        assert!(sequence.fits(&instance, 0));
        let least = sequence.starts.clone();
        let latest = sequence.latest(&instance).unwrap();
        // These problems are minutes long, so that a quarter of an hour is always the whole of it.
        let bound = problem.vehicles[0].longest.is_some();
        let expected = if limited || bound { latest[0] } else { least[0] };
        assert_eq!(schedule.starts[0], expected, "{:?}", sequence.slots);
        earlier += usize::from(!limited && least[0] < latest[0]);
        clocked += usize::from(limited && least[0] < latest[0]);
    }
    assert!(earlier > 5 && clocked > 5, "{earlier} {clocked}");
}

#[test]
fn a_schedule_is_found_exactly_where_there_is_one() {
    let mut rng = chance(1);
    let (mut there, mut none) = (0, 0);
    for _ in 0..400 {
        let problem = small(&mut rng);
        let instance = Instance::new(&problem);
        let mut sequence = Sequence::default();
        let visits = rng.random_range(1..4);
        for _ in 0..visits {
            let lot = &problem.supplies[rng.random_range(0..problem.supplies.len())];
            sequence.slots.push(instance.slot(rng.random_range(0..PLACES), lot.ready, lot.until));
        }
        for unload in 1..visits {
            let load = rng.random_range(0..unload);
            sequence.ride_limits.push(RideLimit { load, unload, limit: rng.random_range(3..15) });
        }
        let expected = least_finish(&instance, &sequence);
        let found = sequence.fits(&instance, 0);
        assert_eq!(found, expected.is_some(), "{:?} {:?}", sequence.slots, sequence.ride_limits);
        if let Some(least) = expected {
            let schedule = sequence.publish(&instance, 0, &vec![true; visits]).expect("it fits");
            assert_eq!(schedule.finish, least, "{:?} {:?}", sequence.slots, sequence.ride_limits);
            there += 1;
        } else {
            none += 1;
        }
    }
    assert!(there > 50 && none > 50, "{there} with a schedule, {none} without");
}

/// Whether a break can follow a sequence or be anywhere within it, trying each place.
fn can_rest(instance: &Instance, sequence: &Sequence, rest: Rest) -> bool {
    let vehicle = &instance.problem.vehicles[0];
    let laden = |at: usize| sequence.laden.get(at).is_some_and(|laden| *laden);
    let visits = sequence.slots.len();
    let after = least_finish(instance, sequence).is_some_and(|finish| {
        let start = finish.max(rest.from);
        !laden(visits) && start <= rest.until && start + rest.length.0 <= vehicle.until
    });
    let within = |at: usize, location: usize| {
        let mut with = sequence.clone();
        let (ready, until, service) = (rest.from, rest.until, rest.length.0);
        with.slots.insert(at, Slot { location, ready, until, service, more_windows: false });
        for ride in &mut with.ride_limits {
            ride.load += usize::from(ride.load >= at);
            ride.unload += usize::from(ride.unload >= at);
        }
        with.rest = Some(at);
        least_finish(instance, &with).is_some()
    };
    let mut places: Vec<(usize, usize)> = sequence.slots.iter().map(|slot| slot.location).enumerate().collect();
    places.extend([(0, vehicle.start), (visits, sequence.slots[visits - 1].location)]);
    after || places.into_iter().any(|(at, location)| !laden(at) && within(at, location))
}

#[test]
fn a_break_has_a_place_exactly_where_there_is_one() {
    let mut rng = chance(2);
    let (mut there, mut only_without) = (0, 0);
    for _ in 0..600 {
        let mut problem = small(&mut rng);
        let from = rng.random_range(0..45);
        let (until, length) = (from + rng.random_range(0..6), Seconds(rng.random_range(1..12)));
        let rest = Rest { length, from, until, with_food: false };
        problem.vehicles[0].rest = Some(rest);
        let instance = Instance::new(&problem);
        let mut sequence = Sequence::default();
        let visits = rng.random_range(1..3);
        for _ in 0..visits {
            let lot = &problem.supplies[rng.random_range(0..problem.supplies.len())];
            sequence.slots.push(instance.slot(rng.random_range(0..PLACES), lot.ready, lot.until));
        }
        if visits == 2 {
            sequence.ride_limits.push(RideLimit { load: 0, unload: 1, limit: rng.random_range(3..30) });
        }
        sequence.laden = (0..=visits).map(|_| rng.random_range(0..3) == 0).collect();
        let expected = can_rest(&instance, &sequence, rest);
        let asked = format!("{:?} {:?} {:?} {rest:?}", sequence.slots, sequence.ride_limits, sequence.laden);
        only_without += usize::from(!expected && least_finish(&instance, &sequence).is_some());
        there += usize::from(expected);
        assert_eq!(sequence.fits(&instance, 0), expected, "{asked}");
    }
    assert!(there > 50 && only_without > 50, "{there} with a break, {only_without} only without");
}
