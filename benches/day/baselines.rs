//! Simple rules for who gets what: each lot is given to a point before any round is thought of, and the rounds are then
//! planned as well as ours. What no point can take is for the nearest hub.

#![allow(dead_code, reason = "each benchmark uses its own part of it")]

use crate::figures::{Figures, figures};
use girofresco::domain::quantity::{Crates, Grams, share_of_weight};
use girofresco::planner::problem::{PlanningProblem, Supply};
use girofresco::planner::validate::ProblemError;
use girofresco::planner::{Budget, Control, fairest, solve};
use std::time::Instant;

/// Gives the lots of a problem to points.
pub type Rule = fn(&PlanningProblem) -> PlanningProblem;

pub const RULES: [(&str, Rule); 3] =
    [("nearest point", nearest), ("nearer two, least served", two_choices), ("fair share, then routing", fair_share)];

/// Prints the figures of each rule's plan.
pub fn print(problem: &PlanningProblem, seed: u64, budget: Budget) {
    for (name, rule) in RULES {
        let begun = Instant::now();
        match plan(problem, rule, seed, budget) {
            Ok(figures) => println!("{}", figures.row(name, begun.elapsed().as_secs_f64())),
            Err(errors) => eprintln!("{name}: {errors:?}"),
        }
    }
}

/// The figures of a rule's plan.
pub fn plan(problem: &PlanningProblem, rule: Rule, seed: u64, budget: Budget) -> Result<Figures, Vec<ProblemError>> {
    let given = rule(problem);
    let plan = solve(&given, seed, budget, &mut |_| Control::Continue)?;
    Ok(figures(&given, &plan))
}

/// The sinks that could take a lot, nearest first, points before hubs.
fn takers(problem: &PlanningProblem, room: &[[i64; 5]], lot: &Supply) -> Vec<usize> {
    let from_hub = problem.sinks.iter().any(|sink| sink.hub && sink.location == lot.location);
    let takes = |at: &usize| {
        let sink = &problem.sinks[*at];
        let arrive = lot.ready + problem.matrix.seconds(lot.location, sink.location).0;
        let open = problem.locations[sink.location].windows.last().is_some_and(|(_, closes)| *closes >= arrive);
        let has_room = room[*at][lot.class as usize] >= lot.crates.0;
        open && has_room && !sink.refused.contains(lot.category) && !(sink.hub && from_hub)
    };
    let mut found: Vec<usize> = (0..problem.sinks.len()).filter(takes).collect();
    found.sort_by_key(|&at| {
        let sink = &problem.sinks[at];
        (sink.hub, problem.matrix.metres(lot.location, sink.location), at)
    });
    found
}

/// Gives each lot to the one of its takers that a rule picks.
fn give(problem: &PlanningProblem, pick: impl Fn(&[usize], &[i64]) -> Option<usize>) -> PlanningProblem {
    let mut given = problem.clone();
    let mut room: Vec<[i64; 5]> = problem.sinks.iter().map(|sink| sink.room.0.map(|room| room.0)).collect();
    let mut had: Vec<i64> =
        problem.sinks.iter().map(|sink| sink.received.0.iter().map(|grams| grams.0).sum()).collect();
    for lot in &mut given.supplies {
        if let Some(at) = pick(&takers(problem, &room, lot), &had) {
            room[at][lot.class as usize] -= lot.crates.0;
            had[at] += lot.grams.0;
            lot.promised = Some(at);
        }
    }
    given
}

/// The nearest point.
fn nearest(problem: &PlanningProblem) -> PlanningProblem {
    give(problem, |takers, _| takers.first().copied())
}

/// Of the two nearest points, the one that has had less for each person it serves ("Food Drop", the power of two choices).
fn two_choices(problem: &PlanningProblem) -> PlanningProblem {
    give(problem, |takers, had| {
        let points = takers.iter().copied().filter(|at| !problem.sinks[*at].hub).take(2);
        let served = |at: usize| (had[at] * 1_000 / problem.sinks[at].persons.max(1), at);
        points.min_by_key(|at| served(*at)).or_else(|| takers.first().copied())
    })
}

/// The shares of the fairest use, in whole crates, whatever the way; what relieves no shortage goes to the nearest point.
fn fair_share(problem: &PlanningProblem) -> PlanningProblem {
    let shares = fairest(problem).map(|fairest| fairest.shares).unwrap_or_default();
    let mut given = PlanningProblem { supplies: Vec::new(), ..problem.clone() };
    let mut rest = Vec::new();
    let mut room: Vec<[i64; 5]> = problem.sinks.iter().map(|sink| sink.room.0.map(|room| room.0)).collect();
    for (supply, lot) in problem.supplies.iter().enumerate() {
        let mut left = lot.crates.0;
        let mut wanted: Vec<_> = shares.iter().filter(|share| share.supply == supply).collect();
        wanted.sort_by_key(|share| -share.grams);
        for share in wanted.into_iter().take(problem.policy.most_parts) {
            let crates = (share.grams * lot.crates.0 + lot.grams.0 / 2) / lot.grams.0.max(1);
            let room = &mut room[share.sink][lot.class as usize];
            let crates = crates.min(left).min(*room);
            if crates > 0 {
                (left, *room) = (left - crates, *room - crates);
                given.supplies.push(part(lot, crates, Some(share.sink)));
            }
        }
        if left > 0 {
            rest.push(part(lot, left, None));
        }
    }
    for mut lot in rest {
        if let Some(&at) = takers(problem, &room, &lot).first() {
            room[at][lot.class as usize] -= lot.crates.0;
            lot.promised = Some(at);
        }
        given.supplies.push(lot);
    }
    given
}

fn part(lot: &Supply, crates: i64, promised: Option<usize>) -> Supply {
    let grams: Grams = share_of_weight(lot.grams, lot.crates, Crates(crates));
    Supply { crates: Crates(crates), grams, promised, ..lot.clone() }
}
