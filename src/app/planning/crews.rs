//! One person and one vehicle are in one place at a time, whatever shifts are stored: where two shifts overlap, the second
//! gets what the first leaves of its hours, and a shift begins only when its driver and vehicle can have come to its start.

use super::named::{NamedVehicle, Place};
use crate::app::day::{Day, RoundDay};
use crate::domain::round::Shift;
use crate::domain::time::Millis;
use crate::planner::problem::{CrewedVehicle, PlanningProblem, Rest};
use crate::roads::Matrix;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// Takes from shifts the hours in which their driver or vehicle is out on another one, or on the way from it.
pub(super) fn keep_apart(
    (day, origin): (&Day, Millis),
    locations: &BTreeMap<Place, usize>,
    named: &[NamedVehicle],
    problem: &mut PlanningProblem,
) {
    let shifts: Vec<(&Shift, Option<&RoundDay>)> = named
        .iter()
        .filter_map(|(id, round, _)| Some((day.shifts.iter().find(|shift| shift.id == *id)?, *round)))
        .map(|(shift, round)| (shift, round.and_then(|id| day.round(id))))
        .collect();
    for (vehicle, (shift, _)) in problem.vehicles.iter_mut().zip(&shifts) {
        for (place, since) in ended_before(day, shift) {
            let Some(&at) = locations.get(&place) else { continue };
            let there = since.since(origin).0 + problem.matrix.seconds(at, vehicle.start).0;
            vehicle.from = vehicle.from.max(there).min(vehicle.until);
        }
    }
    // What is under way is a fact, and what was published was told: both come before what is only stored.
    let is_under_way = |round: Option<&RoundDay>| round.is_some_and(|round| round.has_started(day.now));
    let is_told = |round: Option<&RoundDay>| round.is_some_and(|round| round.figures.is_some());
    let mut order: Vec<usize> = (0..shifts.len()).collect();
    order.sort_by_key(|&at| {
        let (shift, round) = shifts[at];
        (Reverse(is_under_way(round)), Reverse(is_told(round)), shift.from, shift.id)
    });
    for (nth, &second) in order.iter().enumerate() {
        for &first in &order[..nth] {
            let ((one, _), (other, round)) = (shifts[first], shifts[second]);
            if one.person != other.person && one.vehicle != other.vehicle {
                continue;
            }
            problem.exclusive.push((first.min(second), first.max(second)));
            if !is_under_way(round) {
                give_way(&mut problem.vehicles, (first, second), one.from <= other.from, &problem.matrix);
            }
        }
    }
}

/// Where rounds of a shift's driver or vehicle ended that are over, and since when each is, if that is not its start.
pub(super) fn ended_before(day: &Day, shift: &Shift) -> Vec<(Place, Millis)> {
    let mut ended = Vec::new();
    for round in day.rounds.iter().filter(|round| round.head.shift != shift.id) {
        let is_theirs = round.head.vehicle == shift.vehicle || round.head.person == shift.person;
        let own = day.shifts.iter().find(|own| own.id == round.head.shift);
        let visits = round.stops.iter().filter_map(|stop| stop.visit.as_ref());
        let last = visits.max_by_key(|visit| visit.occurred).map(|visit| visit.site);
        let place = own.and_then(Place::end_of).or(last.map(Place::Site));
        if let (true, Some(since), Some(place)) = (is_theirs, round.head.ended, place)
            && place != Place::start_of(shift)
            && day.sites.contains_key(&place.site())
        {
            ended.push((place, since));
        }
    }
    ended
}

/// Lets the second of two vehicles have what the first leaves of its hours. Who may end anywhere must end where the
/// other begins, unless there is time to come from wherever that is.
fn give_way(vehicles: &mut [CrewedVehicle], (first, second): (usize, usize), begins_first: bool, matrix: &Matrix) {
    let (before, after) = if begins_first { (first, second) } else { (second, first) };
    let start = vehicles[after].start;
    let longest = || (0..matrix.size()).map(|at| matrix.seconds(at, start).0).max().unwrap_or(0);
    if vehicles[before].end.is_none() {
        if vehicles[before].until + longest() <= vehicles[after].from {
            return;
        }
        vehicles[before].end = Some(start);
    }
    let way = vehicles[before].end.map_or(0, |end| matrix.seconds(end, start).0);
    if begins_first {
        let free = vehicles[before].until + way;
        vehicles[second].from = vehicles[second].from.max(free);
    } else {
        let wanted = vehicles[after].from - way;
        vehicles[second].until = vehicles[second].until.min(wanted);
    }
    // Nothing is left of it: a shift without time, which no round fits in.
    let second = &mut vehicles[second];
    second.until = second.until.max(second.from);
    // A break that does not fit into what is left is had while the driver is out on no shift.
    second.rest = second.rest.and_then(|rest| {
        let (from, until) = (rest.from.max(second.from), rest.until.min(second.until - rest.length.0));
        (from <= until).then_some(Rest { from, until, ..rest })
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::cold::Equipment;
    use crate::domain::food::PerClass;
    use crate::domain::quantity::{Crates, Grams};

    fn vehicle(start: usize, end: Option<usize>, hours: (i64, i64)) -> CrewedVehicle {
        CrewedVehicle {
            start,
            end,
            from: hours.0,
            until: hours.1,
            longest: None,
            crates: Crates(10),
            grams: Grams(1_000),
            room: PerClass::all(Crates(10)),
            equipment: Equipment::Bare,
            called_out: true,
            rest: None,
            known: Vec::new(),
            committed: Vec::new(),
        }
    }

    fn apart(first: CrewedVehicle, second: CrewedVehicle) -> [CrewedVehicle; 2] {
        let times = vec![0, 10, 10, 0];
        let matrix = Matrix::new(2, times.clone(), times, false).unwrap();
        let begins_first = first.from <= second.from;
        let mut both = [first, second];
        give_way(&mut both, (0, 1), begins_first, &matrix);
        both
    }

    #[test]
    fn the_second_gets_what_the_first_leaves() {
        let hours = |[_, second]: [CrewedVehicle; 2]| (second.from, second.until);
        let home = |hours| vehicle(0, Some(0), hours);
        assert_eq!(hours(apart(home((0, 100)), home((50, 200)))), (100, 200));
        assert_eq!(
            hours(apart(home((50, 200)), home((0, 100)))),
            (0, 50),
            "it begins earlier, and comes second all the same"
        );
        assert_eq!(hours(apart(home((0, 100)), home((20, 80)))), (100, 100), "nothing is left");
        assert_eq!(hours(apart(home((0, 100)), home((100, 200)))), (100, 200), "one after the other is no overlap");
        let elsewhere = vehicle(1, Some(1), (100, 200));
        assert_eq!(hours(apart(home((0, 100)), elsewhere)), (110, 200), "it has to be brought there");
    }

    #[test]
    fn who_may_end_anywhere_ends_where_the_next_shift_begins() {
        let [first, second] = apart(vehicle(0, None, (0, 100)), vehicle(1, None, (105, 200)));
        assert_eq!((first.end, second.from), (Some(1), 105));
        let [first, _] = apart(vehicle(0, None, (0, 100)), vehicle(1, None, (110, 200)));
        assert_eq!(first.end, None, "there is time to come from anywhere");
    }
}
