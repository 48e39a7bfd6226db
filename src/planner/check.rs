//! An independent verifier of plans. It recomputes everything from the problem and shares no code with the search, so
//! that neither can hide a mistake of the other.

mod objective;

pub use objective::recompute;

use crate::domain::food::StorageClass;
use crate::domain::quantity::{Crates, Seconds};
use crate::planner::problem::{PlanningProblem, Time};
use crate::planner::solution::{Action, PlannedVisit, Round, Solution};
use std::collections::{BTreeMap, BTreeSet};

/// A rule that a plan breaks.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{code}: {sentence}")]
pub struct Violation {
    /// The code that people can search for.
    pub code: &'static str,
    pub sentence: String,
}

/// Every rule that a plan breaks; empty for a valid plan. The problem must itself be valid.
pub fn violations(problem: &PlanningProblem, solution: &Solution) -> Vec<Violation> {
    let mut report = Violations(Vec::new());
    names(problem, solution, &mut report);
    if !report.0.is_empty() {
        return report.0;
    }
    for round in &solution.rounds {
        times(problem, round, &mut report);
        shift(problem, round, &mut report);
        rest(problem, round, &mut report);
        cargo(problem, round, &mut report);
        cold(problem, round, &mut report);
        handovers(problem, round, &mut report);
    }
    one_at_a_time(problem, solution, &mut report);
    committed(problem, solution, &mut report);
    sinks(problem, solution, &mut report);
    amounts(problem, solution, &mut report);
    objective(problem, solution, &mut report);
    report.0
}

struct Violations(Vec<Violation>);

impl Violations {
    fn unless(&mut self, fine: bool, code: &'static str, sentence: impl FnOnce() -> String) {
        if !fine {
            self.0.push(Violation { code, sentence: sentence() });
        }
    }
}

fn actions(round: &Round) -> impl Iterator<Item = (&PlannedVisit, &Action)> {
    (round.visits.iter()).flat_map(|visit| visit.actions.iter().map(move |action| (visit, action)))
}

/// Indices exist, rounds are one for each vehicle in order, visits hand something over.
fn names(problem: &PlanningProblem, solution: &Solution, report: &mut Violations) {
    let in_order = solution.rounds.windows(2).all(|pair| pair[0].vehicle < pair[1].vehicle);
    report.unless(in_order, "C02", || "There must be one round for each vehicle, in the order of the vehicles.".into());
    for round in &solution.rounds {
        let fine = round.vehicle < problem.vehicles.len() && !round.visits.is_empty();
        report.unless(fine, "C01", || {
            format!("A round names vehicle {} and has {} visits.", round.vehicle, round.visits.len())
        });
        let committed = problem.vehicles.get(round.vehicle).map_or(0, |vehicle| vehicle.committed.len());
        for (at, visit) in round.visits.iter().enumerate() {
            report.unless(visit.location < problem.locations.len(), "C01", || {
                format!("A visit names place {}, which does not exist.", visit.location)
            });
            report.unless(at < committed || !visit.actions.is_empty(), "C03", || {
                format!("Vehicle {} visits place {} for nothing.", round.vehicle, visit.location)
            });
        }
        for (_, action) in actions(round) {
            let fine = action.supply < problem.supplies.len()
                && action.sink.is_none_or(|sink| sink < problem.sinks.len())
                && action.crates.0 > 0
                && action.grams.0 >= 0;
            report.unless(fine, "C01", || {
                format!("A handover names supply {} and {} crates.", action.supply, action.crates.0)
            });
        }
    }
    for left in &solution.left {
        let fine = left.supply < problem.supplies.len() && left.crates.0 > 0 && left.grams.0 >= 0;
        report
            .unless(fine, "C01", || format!("What is left names supply {} and {} crates.", left.supply, left.crates.0));
    }
}

/// Visits follow each other in time and start in the windows of their places.
fn times(problem: &PlanningProblem, round: &Round, report: &mut Violations) {
    let vehicle = &problem.vehicles[round.vehicle];
    let (mut location, mut time) = (vehicle.start, round.depart);
    let (mut seconds, mut metres) = (0, 0);
    for visit in &round.visits {
        let drive = problem.matrix.seconds(location, visit.location).0;
        seconds += drive;
        metres += problem.matrix.metres(location, visit.location).0;
        report.unless(visit.arrive >= time + drive, "C10", || {
            format!("Vehicle {} cannot be at place {} by {}.", round.vehicle, visit.location, visit.arrive)
        });
        let service = problem.locations[visit.location].service.0;
        report.unless(visit.start >= visit.arrive && visit.depart == visit.start + service, "C11", || {
            format!(
                "The visit of vehicle {} at place {} does not last as long as it must.",
                round.vehicle, visit.location
            )
        });
        let open = |&(from, until): &(Time, Time)| from <= visit.start && visit.start <= until;
        report.unless(problem.locations[visit.location].windows.iter().any(open), "C12", || {
            format!("Place {} is closed at {}.", visit.location, visit.start)
        });
        (location, time) = (visit.location, visit.depart);
    }
    if let Some(end) = vehicle.end {
        seconds += problem.matrix.seconds(location, end).0;
        metres += problem.matrix.metres(location, end).0;
        time += problem.matrix.seconds(location, end).0;
    }
    report.unless(round.finish >= time, "C13", || {
        format!("Vehicle {} cannot have finished by {}.", round.vehicle, round.finish)
    });
    report.unless((round.driving.0, round.metres.0) == (seconds, metres), "C14", || {
        format!("The round of vehicle {} is {seconds} s and {metres} m long, not what it says.", round.vehicle)
    });
}

fn shift(problem: &PlanningProblem, round: &Round, report: &mut Violations) {
    let vehicle = &problem.vehicles[round.vehicle];
    report.unless(round.depart >= vehicle.from && round.finish <= vehicle.until, "C15", || {
        format!("The round of vehicle {} is outside its shift.", round.vehicle)
    });
    let out = Seconds(round.finish - round.depart);
    report.unless(vehicle.longest.is_none_or(|longest| out <= longest), "C16", || {
        format!("Vehicle {} is out for {} seconds, longer than it may be.", round.vehicle, out.0)
    });
}

/// The driver has the whole break: before leaving, between getting to a place and handing over there, or when all is done.
fn rest(problem: &PlanningProblem, round: &Round, report: &mut Violations) {
    let vehicle = &problem.vehicles[round.vehicle];
    let Some(rest) = vehicle.rest else { return };
    let mut on_board: i64 = (problem.supplies.iter())
        .filter(|lot| lot.on_board.is_some_and(|on_board| on_board.vehicle == round.vehicle))
        .map(|lot| lot.crates.0)
        .sum();
    let mut had = false;
    let mut free = |from: Time, until: Time, on_board: i64| {
        let begin = from.max(rest.from);
        had |= begin <= rest.until && begin + rest.length.0 <= until && (rest.with_food || on_board == 0);
    };
    free(vehicle.from, round.depart, on_board);
    let mut last = round.depart;
    for visit in &round.visits {
        free(visit.arrive, visit.start, on_board);
        for action in &visit.actions {
            on_board += if action.sink.is_some() { -action.crates.0 } else { action.crates.0 };
        }
        last = visit.depart;
    }
    let home = vehicle.end.zip(round.visits.last());
    let home = home.map_or(0, |(end, visit)| problem.matrix.seconds(visit.location, end).0);
    free(last, round.finish - home, on_board);
    free(round.finish, vehicle.until, on_board);
    report.unless(had, "C17", || format!("The driver of vehicle {} has no break.", round.vehicle));
}

/// One person and one vehicle are in one place at a time, and get from where one round ends to where the next begins.
fn one_at_a_time(problem: &PlanningProblem, solution: &Solution, report: &mut Violations) {
    let round = |vehicle| solution.rounds.iter().find(|round| round.vehicle == vehicle);
    for &(one, other) in &problem.exclusive {
        let (Some(one), Some(other)) = (round(one), round(other)) else { continue };
        let (first, second) = if one.depart <= other.depart { (one, other) } else { (other, one) };
        let last = first.visits.last().map(|visit| visit.location);
        let ends = problem.vehicles[first.vehicle].end.or(last);
        let start = problem.vehicles[second.vehicle].start;
        let way = ends.map_or(0, |end| problem.matrix.seconds(end, start).0);
        report.unless(first.finish + way <= second.depart, "C18", || {
            format!(
                "Vehicle {} leaves before vehicle {}, with which it shares a driver or is one, can be at its start.",
                second.vehicle, first.vehicle
            )
        });
    }
}

/// Nothing is unloaded that is not on board, and all that is on board fits, after every handover of a visit.
fn cargo(problem: &PlanningProblem, round: &Round, report: &mut Violations) {
    let vehicle = &problem.vehicles[round.vehicle];
    let mut held: BTreeMap<usize, (i64, i64)> = BTreeMap::new();
    for (at, supply) in problem.supplies.iter().enumerate() {
        if supply.on_board.is_some_and(|on_board| on_board.vehicle == round.vehicle) {
            held.insert(at, (supply.crates.0, supply.grams.0));
        }
    }
    let fits = |held: &BTreeMap<usize, (i64, i64)>, report: &mut Violations| {
        let crates: i64 = held.values().map(|(crates, _)| crates).sum();
        let grams: i64 = held.values().map(|(_, grams)| grams).sum();
        report.unless(crates <= vehicle.crates.0, "C21", || {
            format!("Vehicle {} carries {crates} crates, more than it holds.", round.vehicle)
        });
        report.unless(grams <= vehicle.grams.0, "C22", || {
            format!("Vehicle {} carries {grams} grams, more than it may.", round.vehicle)
        });
        for &class in StorageClass::ALL {
            let of_class = |supply: usize| problem.supplies[supply].class == class;
            let crates: i64 = held.iter().filter(|(at, _)| of_class(**at)).map(|(_, (crates, _))| crates).sum();
            report.unless(crates <= vehicle.room[class].0, "C23", || {
                format!("Vehicle {} carries {crates} {class} crates, more than it has room for.", round.vehicle)
            });
        }
    };
    fits(&held, report);
    for visit in &round.visits {
        for action in visit.actions.iter().filter(|action| action.sink.is_some()) {
            let entry = held.entry(action.supply).or_default();
            entry.0 -= action.crates.0;
            entry.1 -= action.grams.0;
            report.unless(entry.0 >= 0 && entry.1 >= 0, "C20", || {
                format!("Vehicle {} unloads more of supply {} than it carries.", round.vehicle, action.supply)
            });
        }
        for action in visit.actions.iter().filter(|action| action.sink.is_none()) {
            let entry = held.entry(action.supply).or_default();
            entry.0 += action.crates.0;
            entry.1 += action.grams.0;
        }
        fits(&held, report);
    }
    for (supply, (crates, _)) in held {
        let anchored = anchored(problem, round.vehicle, supply);
        report.unless(crates <= anchored, "C24", || {
            format!(
                "Vehicle {} ends with {crates} crates of supply {supply} on board that it need not have loaded.",
                round.vehicle
            )
        });
    }
}

/// Crates of a supply that a vehicle carries whether it wants or not.
fn anchored(problem: &PlanningProblem, vehicle: usize, supply: usize) -> i64 {
    let carrier = &problem.vehicles[vehicle];
    let committed: i64 = carrier
        .committed
        .iter()
        .flat_map(|visit| &visit.actions)
        .filter(|action| action.supply == supply && action.sink.is_none())
        .map(|action| action.crates.0)
        .sum();
    let lot = &problem.supplies[supply];
    let aboard = lot.on_board.is_some_and(|on_board| on_board.vehicle == vehicle);
    committed + if aboard { lot.crates.0 } else { 0 }
}

/// Crates are unloaded in the order they were loaded in, which suits the clocks best; where some stay on board those that
/// were first may be the ones that stay.
fn cold(problem: &PlanningProblem, round: &Round, report: &mut Violations) {
    let equipment = problem.vehicles[round.vehicle].equipment;
    let supplies: BTreeSet<usize> = actions(round).map(|(_, action)| action.supply).collect();
    for supply in supplies {
        let lot = &problem.supplies[supply];
        let Some(limit) = lot.cold.on(equipment) else {
            let silent = actions(round).all(|(_, action)| action.supply != supply || action.cold.is_none());
            report.unless(silent, "C31", || format!("Supply {supply} has no clock on vehicle {}.", round.vehicle));
            continue;
        };
        let mut loads: Vec<(Time, i64)> = Vec::new();
        if let Some(on_board) = lot.on_board.filter(|on_board| on_board.vehicle == round.vehicle) {
            loads.push((on_board.since, lot.crates.0));
        }
        let mut unloads: Vec<(Time, i64, Option<Seconds>)> = Vec::new();
        for (visit, action) in actions(round).filter(|(_, action)| action.supply == supply) {
            match action.sink {
                None => loads.push((visit.start, action.crates.0)),
                Some(_) => unloads.push((visit.depart, action.crates.0, action.cold)),
            }
        }
        let loaded: i64 = loads.iter().map(|(_, crates)| crates).sum();
        let unloaded: i64 = unloads.iter().map(|(_, crates, _)| crates).sum();
        let kept = [0, loaded - unloaded]
            .into_iter()
            .any(|stays| longest_out(&loads, &unloads, stays).is_some_and(|out| out <= limit.0));
        report.unless(kept, "C30", || {
            format!(
                "Supply {supply} is outside a fridge for more than {} seconds on vehicle {}.",
                limit.0, round.vehicle
            )
        });
        let one_load = loads.len() == 1;
        for (end, _, told) in unloads {
            let fine = told.is_some_and(|told| !one_load || told.0 == end - loads[0].0);
            report.unless(fine, "C31", || {
                format!(
                    "The seconds outside a fridge of supply {supply} on vehicle {} are not what they say.",
                    round.vehicle
                )
            });
        }
    }
}

/// The longest time any crate is out, if the first `stays` crates loaded are not those unloaded.
fn longest_out(loads: &[(Time, i64)], unloads: &[(Time, i64, Option<Seconds>)], stays: i64) -> Option<i64> {
    let mut queue: Vec<(Time, i64)> = loads.to_vec();
    let take = |queue: &mut Vec<(Time, i64)>, mut crates: i64, end: Option<Time>| -> Option<i64> {
        let mut longest = 0;
        while crates > 0 {
            let first = queue.first_mut()?;
            if let Some(end) = end {
                if first.0 > end {
                    return None;
                }
                longest = longest.max(end - first.0);
            }
            let taken = first.1.min(crates);
            first.1 -= taken;
            crates -= taken;
            if first.1 == 0 {
                queue.remove(0);
            }
        }
        Some(longest)
    };
    take(&mut queue, stays, None)?;
    let mut longest = 0;
    for &(end, crates, _) in unloads {
        longest = longest.max(take(&mut queue, crates, Some(end))?);
    }
    Some(longest)
}

/// Each load and unload on its own: place, times, dates, categories, promises.
fn handovers(problem: &PlanningProblem, round: &Round, report: &mut Violations) {
    for (visit, action) in actions(round) {
        let lot = &problem.supplies[action.supply];
        match action.sink {
            None => {
                report.unless(lot.location == visit.location && lot.on_board.is_none(), "C40", || {
                    format!("Supply {} is not to be loaded at place {}.", action.supply, visit.location)
                });
                report.unless(lot.ready <= visit.start && visit.start <= lot.until, "C41", || {
                    format!("Supply {} cannot be loaded at {}.", action.supply, visit.start)
                });
            }
            Some(sink) => {
                let target = &problem.sinks[sink];
                report.unless(target.location == visit.location, "C42", || {
                    format!("Sink {sink} is not at place {}.", visit.location)
                });
                report.unless(lot.deliver_by.is_none_or(|by| visit.depart <= by), "C43", || {
                    format!("Supply {} reaches sink {sink} after its last day.", action.supply)
                });
                let takes = !target.refused.contains(lot.category) && !lot.declined.contains(&sink);
                report.unless(takes, "C44", || format!("Sink {sink} refuses supply {}.", action.supply));
                report.unless(lot.promised.is_none_or(|promised| promised == sink), "C45", || {
                    format!("Supply {} is promised to another sink than {sink}.", action.supply)
                });
                let hub_to_hub = target.hub && is_at_hub(problem, action.supply);
                report.unless(!hub_to_hub, "C46", || format!("Supply {} goes from a hub to a hub.", action.supply));
            }
        }
    }
}

fn is_at_hub(problem: &PlanningProblem, supply: usize) -> bool {
    let lot = &problem.supplies[supply];
    lot.on_board.is_none() && problem.sinks.iter().any(|sink| sink.hub && sink.location == lot.location)
}

fn committed(problem: &PlanningProblem, solution: &Solution, report: &mut Violations) {
    for (at, vehicle) in problem.vehicles.iter().enumerate() {
        let visits =
            solution.rounds.iter().find(|round| round.vehicle == at).map_or(&[][..], |round| round.visits.as_slice());
        let kept = visits.len() >= vehicle.committed.len()
            && vehicle.committed.iter().zip(visits).all(|(committed, visit)| {
                committed.location == visit.location
                    && committed.actions.len() == visit.actions.len()
                    && committed.actions.iter().zip(&visit.actions).all(|(one, other)| {
                        (one.supply, one.crates, one.sink) == (other.supply, other.crates, other.sink)
                    })
            });
        report.unless(kept, "C50", || format!("The round of vehicle {at} does not begin with its committed visits."));
    }
}

/// What each sink takes of each class, and over how many sinks a supply is split.
fn sinks(problem: &PlanningProblem, solution: &Solution, report: &mut Violations) {
    let mut taken: BTreeMap<(usize, StorageClass), i64> = BTreeMap::new();
    let mut parts: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
    for (_, action) in solution.rounds.iter().flat_map(actions) {
        if let Some(sink) = action.sink {
            let class = problem.supplies[action.supply].class;
            *taken.entry((sink, class)).or_default() += action.crates.0;
            parts.entry(action.supply).or_default().insert(sink);
        }
    }
    for ((sink, class), crates) in taken {
        report.unless(crates <= problem.sinks[sink].room[class].0, "C47", || {
            format!("Sink {sink} gets {crates} {class} crates, more than it has room for.")
        });
    }
    for (supply, sinks) in parts {
        let committed: BTreeSet<usize> = problem
            .vehicles
            .iter()
            .flat_map(|vehicle| vehicle.committed.iter().flat_map(|visit| &visit.actions))
            .filter(|action| action.supply == supply)
            .filter_map(|action| action.sink)
            .collect();
        let most = problem.policy.most_parts.max(committed.len());
        report.unless(sinks.len() <= most, "C48", || {
            format!("Supply {supply} is split over {} sinks, more than {most}.", sinks.len())
        });
    }
}

/// Nothing is made or lost: what is placed and what is left is the supply, in crates and in grams.
fn amounts(problem: &PlanningProblem, solution: &Solution, report: &mut Violations) {
    let mut totals = vec![(0, 0); problem.supplies.len()];
    let handed = solution.rounds.iter().flat_map(actions).filter(|(_, action)| action.sink.is_some());
    let handed = handed.map(|(_, action)| (action.supply, action.crates, action.grams));
    let left = solution.left.iter().map(|left| (left.supply, left.crates, left.grams));
    for (supply, crates, grams) in handed.chain(left) {
        totals[supply].0 += crates.0;
        totals[supply].1 += grams.0;
        let lot = &problem.supplies[supply];
        let fair = lot.grams.0 * crates.0 / lot.crates.0;
        let parts = i64::try_from(problem.policy.most_parts).unwrap_or(i64::MAX);
        report.unless((grams.0 - fair).abs() <= parts.max(crates.0), "C62", || {
            format!("{} crates of supply {supply} do not weigh {} grams.", crates.0, grams.0)
        });
    }
    for (at, (lot, (crates, grams))) in problem.supplies.iter().zip(totals).enumerate() {
        report.unless(Crates(crates) == lot.crates, "C60", || {
            format!("{crates} crates of supply {at} are placed or left; it has {}.", lot.crates.0)
        });
        report.unless(grams == lot.grams.0, "C61", || {
            format!("{grams} grams of supply {at} are placed or left; it weighs {}.", lot.grams.0)
        });
    }
}

fn objective(problem: &PlanningProblem, solution: &Solution, report: &mut Violations) {
    let (told, found) = (solution.objective, recompute(problem, solution));
    for (code, layer, told, found) in [
        ("C70", "food lost", told.lost, found.lost),
        ("C71", "unfairness", told.unfair, found.unfair),
        ("C72", "effort", told.effort, found.effort),
        ("C73", "change", told.change, found.change),
    ] {
        report.unless(told == found, code, || format!("The {layer} is {found}, not {told}."));
    }
}
