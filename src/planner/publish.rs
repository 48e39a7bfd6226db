//! From the search's plan to the published one: exact weights, times and cold seconds.

use crate::domain::plan::LeftCode;
use crate::domain::quantity::{Crates, Grams, Metres, Seconds, share_of_weight};
use crate::planner::day::{Day, Origin};
use crate::planner::route::{Job, Route};
use crate::planner::schedule::{Schedule, Sequence};
use crate::planner::solution::{Action, Left, Round, Solution, Visit};
use crate::planner::state::State;

/// The weight of every portion and of what is left of every item. Weights of one supply add up to its own.
struct Weights {
    /// By round, then by job.
    jobs: Vec<Vec<i64>>,
    left: Vec<i64>,
}

impl Weights {
    fn of(day: &Day, state: &State) -> Self {
        let mut handed_out = vec![0; day.problem.supplies.len()];
        let mut next = |supply: usize, crates: i64| {
            let lot = &day.problem.supplies[supply];
            let upto = |crates: i64| share_of_weight(lot.grams, lot.crates, Crates(crates)).0;
            let before = handed_out[supply];
            handed_out[supply] += crates;
            if before == 0 { upto(crates) } else { upto(before + crates) - upto(before) }
        };
        let jobs = state
            .routes
            .iter()
            .map(|route| route.jobs.iter().map(|job| next(job.supply, job.crates)).collect())
            .collect();
        let left = day
            .items
            .iter()
            .zip(&state.left)
            .map(|(item, &left)| if left > 0 { next(item.supply, left) } else { 0 })
            .collect();
        Self { jobs, left }
    }
}

/// The published plan, without reasons.
pub(crate) fn publish(day: &Day, state: &State, seed: u64, iterations: u64) -> Solution {
    let weights = Weights::of(day, state);
    let rounds = state
        .routes
        .iter()
        .zip(&weights.jobs)
        .filter(|(route, _)| !route.stops.is_empty())
        .filter_map(|(route, grams)| round(day, route, grams, &weights.left))
        .collect();
    let left = day
        .items
        .iter()
        .enumerate()
        .filter(|(item, _)| state.left[*item] > 0)
        .map(|(item, found)| Left {
            supply: found.supply,
            crates: Crates(state.left[item]),
            grams: Grams(weights.left[item]),
            code: LeftCode::NoVehicleInWindow,
            fix: None,
        })
        .collect();
    Solution { seed, rounds, left, objective: weighed(day, state, &weights).objective(day), iterations }
}

/// The plan with the exact grams that each point gets.
fn weighed(day: &Day, state: &State, weights: &Weights) -> State {
    let mut exact = state.clone();
    let mut given = vec![[0; 11]; day.problem.sinks.len()];
    for (route, grams) in state.routes.iter().zip(&weights.jobs) {
        for (job, grams) in route.jobs.iter().zip(grams) {
            let category = day.problem.supplies[job.supply].category;
            given[job.sink][category as usize] += grams;
        }
    }
    exact.weigh(day, given);
    exact
}

fn round(day: &Day, route: &Route, grams: &[i64], left: &[i64]) -> Option<Round> {
    let mut work = Sequence::default();
    route.sequence(&mut work);
    let mut loads = vec![false; route.stops.len()];
    for job in &route.jobs {
        if let Some(load) = Route::clock_start(day, job.item, job.load) {
            loads[load] = true;
        }
    }
    let schedule = work.publish(day, route.vehicle, &loads)?;
    let mut time = schedule.depart;
    let mut visits = Vec::with_capacity(route.stops.len());
    for (index, (stop, &start)) in route.stops.iter().zip(&schedule.starts).enumerate() {
        let arrive = time + stop.seconds;
        time = start + stop.slot.service;
        let actions = if index < route.committed {
            committed(day, route, index, (grams, left), &schedule)
        } else {
            free(day, route, index, grams, &schedule)
        };
        visits.push(Visit { place: stop.slot.place, arrive, start, depart: time, actions });
    }
    Some(Round {
        vehicle: route.vehicle,
        visits,
        depart: schedule.depart,
        finish: schedule.finish,
        metres: Metres(route.metres),
        driving: Seconds(route.seconds),
    })
}

/// Seconds outside a fridge at the end of an unload.
fn cold(day: &Day, route: &Route, job: &Job, schedule: &Schedule) -> Option<Seconds> {
    route.limit(day, job.supply)?;
    let since = match Route::clock_start(day, job.item, job.load) {
        Some(load) => schedule.starts[load],
        None => day.problem.supplies[job.supply].on_board?.since,
    };
    let end = schedule.starts[job.unload] + route.stops[job.unload].slot.service;
    Some(Seconds(end - since))
}

fn free(day: &Day, route: &Route, stop: usize, grams: &[i64], schedule: &Schedule) -> Vec<Action> {
    let mut actions: Vec<Action> = Vec::new();
    let mut add = |job: &Job, grams: i64, sink: Option<usize>, cold: Option<Seconds>| {
        let same = actions.iter_mut().find(|action| (action.supply, action.sink) == (job.supply, sink));
        match same {
            Some(action) => {
                action.crates.0 += job.crates;
                action.grams.0 += grams;
                action.cold = action.cold.max(cold);
            }
            None => actions.push(Action {
                supply: job.supply,
                crates: Crates(job.crates),
                grams: Grams(grams),
                sink,
                cold,
                reasons: Vec::new(),
            }),
        }
    };
    for (job, &grams) in route.jobs.iter().zip(grams) {
        if job.unload == stop {
            add(job, grams, Some(job.sink), cold(day, route, job, schedule));
        }
    }
    for (job, &grams) in route.jobs.iter().zip(grams) {
        if job.load == Some(stop) {
            add(job, grams, None, None);
        }
    }
    actions
}

/// The handovers of a committed visit, in the order they were given in.
fn committed(
    day: &Day,
    route: &Route,
    stop: usize,
    (grams, left): (&[i64], &[i64]),
    schedule: &Schedule,
) -> Vec<Action> {
    let commitment = &day.problem.vehicles[route.vehicle].committed[stop];
    let mut pending: Vec<(Job, i64)> = route
        .jobs
        .iter()
        .zip(grams)
        .filter(|(job, _)| job.fixed && job.unload == stop)
        .map(|(job, &grams)| (*job, grams))
        .collect();
    let mut items = day
        .items
        .iter()
        .enumerate()
        .filter(|(_, item)| item.origin == Origin::Aboard { vehicle: route.vehicle, visit: Some(stop) });
    let mut actions = Vec::new();
    for action in &commitment.actions {
        let (mut weight, mut since) = (0, None);
        if let Some(sink) = action.sink {
            // Jobs were made for the handovers in this order.
            let mut wanted = action.crates.0;
            while wanted > 0 {
                let found = pending.iter().position(|(job, _)| (job.supply, job.sink) == (action.supply, sink));
                let Some(found) = found else { break };
                let (job, grams) = pending.remove(found);
                wanted -= job.crates;
                weight += grams;
                since = since.max(cold(day, route, &job, schedule));
            }
        } else if let Some((item, _)) = items.next() {
            let carried = route.jobs.iter().zip(grams).filter(|(job, _)| job.item == item);
            weight = left[item] + carried.map(|(_, grams)| grams).sum::<i64>();
        }
        actions.push(Action {
            supply: action.supply,
            crates: action.crates,
            grams: Grams(weight),
            sink: action.sink,
            cold: since,
            reasons: Vec::new(),
        });
    }
    actions
}
