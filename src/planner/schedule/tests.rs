//! Schedules beside trying every departure and every start.

use super::*;
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
        let open = |time: i64| opening.iter().any(|(from, until)| (*from..=*until).contains(&time));
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
