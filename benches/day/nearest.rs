//! The simplest rule: each lot goes to the nearest point that takes it, is open late enough and has room; to the nearest
//! hub if there is no such point. The rounds are then planned as well as ours.

use girofresco::planner::problem::Problem;
use girofresco::planner::solution::Solution;
use girofresco::planner::{Budget, Control, solve};

pub fn plan(problem: &Problem, seed: u64, budget: Budget) -> Option<Solution> {
    let mut fixed = problem.clone();
    let mut room: Vec<_> = problem.sinks.iter().map(|sink| sink.room).collect();
    for lot in &mut fixed.supplies {
        let reachable = |sink: &usize| {
            let sink = &problem.sinks[*sink];
            let arrive = lot.ready + problem.matrix.seconds(lot.place, sink.place).0;
            let closes = problem.places[sink.place].windows.last().map(|window| window.1);
            closes.is_some_and(|closes| closes >= arrive)
        };
        let from_hub = problem.sinks.iter().any(|sink| sink.hub && sink.place == lot.place);
        let nearest = (0..problem.sinks.len())
            .filter(|&at| {
                let sink = &problem.sinks[at];
                !sink.refused.contains(lot.category) && room[at][lot.class] >= lot.crates && !(sink.hub && from_hub)
            })
            .filter(reachable)
            .min_by_key(|&at| {
                let sink = &problem.sinks[at];
                (sink.hub, problem.matrix.metres(lot.place, sink.place), at)
            });
        if let Some(at) = nearest {
            room[at][lot.class] -= lot.crates;
            lot.promised = Some(at);
        }
    }
    solve(&fixed, seed, budget, &mut |_| Control::Continue).ok()
}
