//! A day replayed: what is known grows, vehicles drive by the plan in force, and it is planned again.

use crate::routing::{Aim, Instance, Stopwatch, up};
use crate::support::{Failure, Times};
use girofresco::domain::quantity::Seconds;
use girofresco::planner::check::violations;
use girofresco::planner::problem::{Aboard, Commitment, CommittedAction, Location, PlanningProblem, Time};
use girofresco::planner::solution::{PlannedVisit, Solution};
use girofresco::planner::{Budget, Control, solve_from};
use girofresco::roads::Matrix;
use std::collections::BTreeSet;
use std::time::Duration;

/// Leaving an accepted request out counts this many times as much as leaving a new one out.
const ACCEPTED: i64 = 50;

/// How a day went.
pub struct Outcome {
    /// The nodes that each vehicle visited.
    pub rounds: Vec<Vec<usize>>,
    pub served: usize,
    /// Every replanning, and its first plan alone.
    pub replanning: Times,
    pub inserting: Times,
}

/// A handover as the plan in force has it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Stop {
    node: usize,
    request: usize,
    arrive: Time,
    start: Time,
    depart: Time,
}

/// A vehicle: what is done or under way, and what is planned after it.
#[derive(Debug, Clone, Default)]
struct Round {
    frozen: Vec<Stop>,
    planned: Vec<Stop>,
    /// When it left the depot.
    left: Option<Time>,
}

pub fn replay(instance: &Instance, seed: u64, iterations: u64) -> Result<Outcome, Failure> {
    let whole = instance.problem(Aim::Distance)?;
    let mut calls: Vec<Time> = instance.requests.iter().map(|request| up(request.known)).collect();
    calls.sort_unstable();
    calls.dedup();
    let mut day = Replay {
        instance,
        whole,
        rounds: vec![Round::default(); instance.vehicles],
        accepted: BTreeSet::new(),
        refused: BTreeSet::new(),
        outcome: Outcome { rounds: Vec::new(), served: 0, replanning: Times::default(), inserting: Times::default() },
    };
    for now in calls {
        day.freeze(now);
        day.replan(now, seed, iterations)?;
    }
    day.freeze(Time::MAX);
    let served = day.rounds.iter().map(|round| round.frozen.len()).sum::<usize>() / 2;
    let rounds = day.rounds.iter().map(|round| round.frozen.iter().map(|stop| stop.node).collect()).collect();
    Ok(Outcome { rounds, served, ..day.outcome })
}

struct Replay<'a> {
    instance: &'a Instance,
    whole: PlanningProblem,
    rounds: Vec<Round>,
    accepted: BTreeSet<usize>,
    /// Requests that could not be taken when they called.
    refused: BTreeSet<usize>,
    outcome: Outcome,
}

impl Replay<'_> {
    /// Vehicles wait where they are and leave as late as the plan allows: what they have left for by now is frozen.
    fn freeze(&mut self, now: Time) {
        for round in &mut self.rounds {
            while let Some(next) = round.planned.first() {
                let at = round.frozen.last().map_or(0, |stop| stop.node);
                let leave = next.start - self.whole.matrix.seconds(at, next.node).0;
                if leave > now {
                    break;
                }
                round.left.get_or_insert(leave);
                round.frozen.push(round.planned.remove(0));
            }
        }
    }

    fn replan(&mut self, now: Time, seed: u64, iterations: u64) -> Result<(), Failure> {
        let open: Vec<usize> = (0..self.instance.requests.len())
            .filter(|&request| up(self.instance.requests[request].known) <= now)
            .filter(|request| !self.refused.contains(request) && !self.delivered(*request))
            .collect();
        let (problem, current) = self.problem(now, &open)?;
        let watch = Stopwatch::start();
        let mut inserted = None;
        let plan = solve_from(&problem, &current, seed, Budget::of(iterations), &mut |progress| {
            if progress.iterations == 0 {
                inserted = Some(watch.seconds());
            }
            Control::Continue
        });
        let plan = plan.map_err(|errors| format!("{} at {now}: {errors:?}", self.instance.name))?;
        self.outcome.replanning.add(Duration::from_secs_f64(watch.seconds()));
        self.outcome.inserting.add(Duration::from_secs_f64(inserted.unwrap_or_default()));
        if let Some(wrong) = violations(&problem, &plan).first() {
            return Err(format!("{} at {now}: {wrong}", self.instance.name).into());
        }
        self.take(&plan, &open, now)
    }

    fn delivered(&self, request: usize) -> bool {
        let node = self.instance.requests[request].delivery;
        self.rounds.iter().any(|round| round.frozen.iter().any(|stop| stop.node == node))
    }

    fn carried_by(&self, request: usize) -> Option<(usize, &Stop)> {
        let node = self.instance.requests[request].pickup;
        self.rounds
            .iter()
            .enumerate()
            .find_map(|(at, round)| Some((at, round.frozen.iter().find(|stop| stop.node == node)?)))
    }

    /// What is left of the day. Vehicles start where they are or are going, as places of their own at the end of the
    /// list, so that lots on board have a place.
    fn problem(&self, now: Time, open: &[usize]) -> Result<(PlanningProblem, Vec<Vec<Commitment>>), Failure> {
        let mut problem = self.whole.clone();
        let nodes = self.whole.locations.len();
        let at: Vec<usize> = self.rounds.iter().map(|round| round.frozen.last().map_or(0, |stop| stop.node)).collect();
        let real = |location: usize| if location < nodes { location } else { at[location - nodes] };
        let size = nodes + at.len();
        let pairs = (0..size).flat_map(|from| (0..size).map(move |to| (from, to)));
        let seconds = pairs.map(|(from, to)| self.whole.matrix.seconds(real(from), real(to)).0).collect();
        problem.matrix = Matrix::new(size, seconds, vec![0; size * size], false)?;
        for (nth, (vehicle, round)) in problem.vehicles.iter_mut().zip(&self.rounds).enumerate() {
            problem.locations.push(Location { windows: vec![(-1, i64::MAX / 1_000_000_000)], service: Seconds(0) });
            vehicle.start = nodes + nth;
            vehicle.from = vehicle.from.max(round.frozen.last().map_or(now, |stop| stop.depart.max(now)));
            if let (Some(left), Some(longest)) = (round.left, vehicle.longest.take_if(|_| round.left.is_some())) {
                vehicle.until = vehicle.until.min(left + longest.0);
            }
            vehicle.until = vehicle.until.max(vehicle.from);
        }
        problem.supplies.clear();
        for &request in open {
            let mut supply = self.whole.supplies[request].clone();
            if let Some((vehicle, pickup)) = self.carried_by(request) {
                (supply.location, supply.on_board) = (nodes + vehicle, Some(Aboard { vehicle, since: pickup.start }));
            }
            if self.accepted.contains(&request) {
                supply.loss_weight *= ACCEPTED;
            }
            problem.supplies.push(supply);
        }
        let commitment = |stop: &Stop| {
            let supply = open.binary_search(&stop.request).ok()?;
            let sink = (self.instance.requests[stop.request].delivery == stop.node).then_some(stop.request);
            let crates = girofresco::domain::quantity::Crates(1);
            Some(Commitment { location: stop.node, actions: vec![CommittedAction { supply, crates, sink }] })
        };
        let current = self.rounds.iter().map(|round| round.planned.iter().filter_map(commitment).collect()).collect();
        Ok((problem, current))
    }

    fn take(&mut self, plan: &Solution, open: &[usize], now: Time) -> Result<(), Failure> {
        for round in &mut self.rounds {
            round.planned.clear();
        }
        for round in &plan.rounds {
            let stop = |visit: &PlannedVisit| {
                let request = open[visit.actions[0].supply];
                Stop { node: visit.location, request, arrive: visit.arrive, start: visit.start, depart: visit.depart }
            };
            self.rounds[round.vehicle].planned = round.visits.iter().map(stop).collect();
        }
        for left in &plan.left {
            let request = open[left.supply];
            if self.carried_by(request).is_some() {
                return Err(format!(
                    "{} at {now}: request {request} is on board and has no way out",
                    self.instance.name
                )
                .into());
            }
            self.accepted.remove(&request);
            self.refused.insert(request);
        }
        let taken = open.iter().filter(|request| !self.refused.contains(request));
        self.accepted.extend(taken);
        Ok(())
    }
}
