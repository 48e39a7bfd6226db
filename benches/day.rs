//! One day planned, against what is done today and against the simplest rule.
//!
//! `cargo bench --bench day -- DIR [--seed N] [--days N] [--iterations N] [--alone]`: `DIR` holds the CSV files of a place.

#[path = "day/figures.rs"]
mod figures;
#[path = "day/hub.rs"]
mod hub;
#[path = "day/lodi.rs"]
mod lodi;
#[path = "day/nearest.rs"]
mod nearest;

use figures::Figures;
use girofresco::planner::problem::Problem;
use girofresco::planner::{Budget, Control, Progress, solve};
use std::error::Error;
use std::path::Path;
use std::time::Instant;

struct Asked {
    dir: Option<String>,
    seed: u64,
    days: u64,
    iterations: u64,
    /// Without the baselines.
    alone: bool,
}

fn asked() -> Result<Asked, Box<dyn Error>> {
    let mut asked = Asked { dir: None, seed: 1, days: 1, iterations: Budget::default().iterations, alone: false };
    let mut words = std::env::args().skip(1);
    while let Some(word) = words.next() {
        let mut number = || words.next().ok_or("a number is missing")?.parse::<u64>().map_err(Box::<dyn Error>::from);
        match word.as_str() {
            "--seed" => asked.seed = number()?,
            "--days" => asked.days = number()?,
            "--iterations" => asked.iterations = number()?,
            "--alone" => asked.alone = true,
            "--bench" => {}
            _ => asked.dir = Some(word),
        }
    }
    Ok(asked)
}

fn ours(problem: &Problem, seed: u64, iterations: u64) -> Result<String, Box<dyn Error>> {
    let begun = Instant::now();
    let mut next = 0.0;
    let mut lines = Vec::new();
    let plan = solve(problem, seed, Budget { iterations }, &mut |progress: Progress| {
        let now = begun.elapsed().as_secs_f64();
        if progress.iterations == 0 || now >= next {
            let layers = progress.objective;
            lines.push(format!(
                "  {now:7.3} s {:>6} it  lost {:>8} unfair {:>6} effort {:>6}  left {}",
                progress.iterations, layers.lost, layers.unfair, layers.effort, progress.left
            ));
            next = if next == 0.0 { 0.125 } else { next * 2.0 };
        }
        Control::Continue
    });
    let plan = plan.map_err(|errors| format!("{errors:?}"))?;
    let seconds = begun.elapsed().as_secs_f64();
    let layers = plan.objective;
    lines.push(format!(
        "  {seconds:7.3} s {:>6} it  lost {:>8} unfair {:>6} effort {:>6}  published",
        plan.iterations, layers.lost, layers.unfair, layers.effort
    ));
    let found = figures::figures(problem, &plan);
    for violation in found.violations.iter().take(10) {
        println!("  {violation}");
    }
    println!("{}", lines.join("\n"));
    Ok(found.row("girofresco", seconds))
}

fn main() -> Result<(), Box<dyn Error>> {
    let asked = asked()?;
    let Some(dir) = &asked.dir else {
        println!("give the folder with the CSV files of a place");
        return Ok(());
    };
    for seed in asked.seed..asked.seed + asked.days {
        let problem = lodi::problem_from_lodi(Path::new(dir), seed)?;
        let crates: i64 = problem.supplies.iter().map(|supply| supply.crates.0).sum();
        println!(
            "\nday {seed}: {} supplies, {crates} crates, {} sinks, {} vehicles",
            problem.supplies.len(),
            problem.sinks.len(),
            problem.vehicles.len()
        );
        let row = ours(&problem, seed, asked.iterations)?;
        println!("{}\n{row}", Figures::heading());
        if asked.alone {
            continue;
        }
        let budget = Budget { iterations: asked.iterations };
        let begun = Instant::now();
        if let Some(figures) = hub::plan(&problem, seed, budget) {
            println!("{}", figures.row("every van from the Lodi hub", begun.elapsed().as_secs_f64()));
        }
        let begun = Instant::now();
        if let Some(plan) = nearest::plan(&problem, seed, budget) {
            let found = figures::figures(&problem, &plan);
            println!("{}", found.row("nearest point", begun.elapsed().as_secs_f64()));
        }
    }
    Ok(())
}
