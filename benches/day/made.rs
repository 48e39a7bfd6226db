//! Made networks from the Lodi day to a region: how soon there is a plan, how good it gets by when, how soon a changed day
//! is planned again, and how all of it grows.

use crate::baselines;
use crate::figures::{Figures, figures};
use crate::instance::{Instance, Size, make, towns_at_random, towns_of_lodi};
use crate::support::{EndOfSearch, Failure, Options};
use crate::{areas, events, hub};
use girofresco::planner::check::violations;
use girofresco::planner::problem::PlanningProblem;
use girofresco::planner::solution::Solution;
use girofresco::planner::{Budget, fairest, solve};
use std::time::Instant;

/// More than this many times the Lodi day are planned area by area.
const ONE_PLAN: usize = 10;

/// Runs what the command line asks for.
pub fn run(mut options: Options) -> Result<(), Failure> {
    let seed = options.number("--seed", 1)?.unsigned_abs();
    let times = usize::try_from(options.number("--times", 1)?)?;
    let end = options.end_of_search(2.0)?;
    let events = usize::try_from(options.number("--events", 0)?)?;
    let against = options.given("--baselines");
    let (file, write) = (options.text("--instance")?, options.text("--write")?);
    options.end()?;

    let instance = match file {
        Some(file) => Instance::read(&file)?,
        None => {
            let towns = if times > ONE_PLAN { towns_at_random(60 * times, seed) } else { towns_of_lodi() };
            make(&format!("made-{times}-{seed}"), seed, Size::LODI.times(times), &towns)
        }
    };
    if let Some(write) = write {
        std::fs::write(&write, serde_json::to_string(&instance)? + "\n")?;
    }
    println!(
        "{}: {} lots, {} points, {} vehicles, {} places",
        instance.name,
        instance.lots.len(),
        instance.points.len(),
        instance.vehicles.len(),
        instance.places.len()
    );
    if times > ONE_PLAN {
        let EndOfSearch::Seconds(seconds) = end else { return Err("a region is planned for so many seconds".into()) };
        let begun = Instant::now();
        let areas::Whole { areas, objective: whole, left, first } = areas::plan(&instance, seed, seconds)?;
        println!(
            "{areas} areas in {:.1} s: lost {} unfair {} effort {}, {left} portions left; first plan of an area after \
             {first:.3} s at most",
            begun.elapsed().as_secs_f64(),
            whole.lost,
            whole.unfair,
            whole.effort
        );
    } else {
        let problem = instance.problem();
        let begun = Instant::now();
        let plan = one(&problem, seed, end)?;
        let took = begun.elapsed().as_secs_f64();
        if events > 0 {
            events::report(&problem, &plan, seed, events)?;
        }
        if against {
            println!("{}\n{}", Figures::heading(), figures(&problem, &plan).row("girofresco", took));
            compare(&problem, seed, Budget::of(plan.iterations));
        }
    }
    println!("memory at most {} MB", peak_megabytes().unwrap_or(0));
    Ok(())
}

/// Prints what the rules that people go by come to, each with our own search for the rounds.
pub fn compare(problem: &PlanningProblem, seed: u64, budget: Budget) {
    let begun = Instant::now();
    let hub = problem.sinks.iter().position(|sink| sink.hub);
    if let Some(found) = hub.and_then(|hub| hub::plan(problem, hub, seed, budget)) {
        println!("{}", found.row("every van from one hub", begun.elapsed().as_secs_f64()));
    }
    baselines::print(problem, seed, budget);
}

fn one(problem: &PlanningProblem, seed: u64, end: EndOfSearch) -> Result<Solution, Failure> {
    let begun = Instant::now();
    let mut next = 0.0;
    let plan = solve(problem, seed, end.budget(), &mut |progress| {
        let now = begun.elapsed().as_secs_f64();
        if progress.iterations == 0 || now >= next {
            let layers = progress.objective;
            println!(
                "{now:8.3} s {:>8} it  lost {:>8} unfair {:>7} effort {:>7} left {}",
                progress.iterations, layers.lost, layers.unfair, layers.effort, progress.left
            );
            next = if next == 0.0 { 0.125 } else { next * 2.0 };
        }
        end.control(now)
    });
    let plan = plan.map_err(|errors| format!("{errors:?}"))?;
    if let Some(wrong) = violations(problem, &plan).first() {
        return Err(format!("the plan breaks a rule: {wrong}").into());
    }
    let layers = plan.objective;
    let begun_flow = Instant::now();
    let fairest = fairest(problem).map_err(|errors| format!("{errors:?}"))?;
    println!(
        "{:8.3} s {:>8} it  lost {:>8} unfair {:>7} effort {:>7} published; {} % of the fairest use (bound in {:.0} ms)",
        begun.elapsed().as_secs_f64(),
        plan.iterations,
        layers.lost,
        layers.unfair,
        layers.effort,
        fairest.reached(problem, &plan),
        begun_flow.elapsed().as_secs_f64() * 1_000.0
    );
    Ok(plan)
}

/// The most memory that this process has had, where the system says so.
fn peak_megabytes() -> Option<u64> {
    let text = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = text.lines().find(|line| line.starts_with("VmHWM:"))?;
    Some(line.split_whitespace().nth(1)?.parse::<u64>().ok()? / 1_024)
}
