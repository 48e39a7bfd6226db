//! Days planned, and what today's practice and simple rules come to on them.
//!
//! `cargo bench --bench day -- [--seed N] [--days N] [--iterations N] [--alone]`: each of `--days` seeds invents a network's
//! last four weeks and a Thursday's announcements, as `girofresco demo --seed` does.
//!
//! `cargo bench --bench day -- --made [--times N] [--seed N] [--seconds S | --iterations N] [--events N] [--baselines]
//! [--instance FILE] [--write FILE]`: a made network, `--times` the Lodi day (44 donors, 36 points, 5 vehicles); from 11 times
//! on the towns are random and the network is planned area by area on two threads. `--events` changes the day so often and
//! plans it again, `--instance` reads a problem of `benches/instances`, `--write` keeps it as one.

#![expect(clippy::disallowed_methods, reason = "a benchmark measures the machine's own time")]

#[path = "day/areas.rs"]
mod areas;
#[path = "day/baselines.rs"]
mod baselines;
#[path = "support/database.rs"]
mod database;
#[path = "day/events.rs"]
mod events;
#[path = "day/figures.rs"]
mod figures;
#[path = "day/hub.rs"]
mod hub;
#[path = "day/instance.rs"]
mod instance;
#[path = "day/made.rs"]
mod made;
mod support;

use database::Database;
use figures::Figures;
use girofresco::app::planning::Assembly;
use girofresco::app::{App, Settings};
use girofresco::clock::{Chance, Clock, Machine};
use girofresco::demo;
use girofresco::domain::site::SiteKind;
use girofresco::domain::time::Zone;
use girofresco::planner::problem::PlanningProblem;
use girofresco::planner::{Budget, Control, SearchProgress, solve};
use girofresco::store::Store;
use jiff::civil::{Date, date, time};
use std::time::Instant;
use support::{Failure, Options};

/// A Thursday.
const DAY: Date = date(2026, 11, 26);

/// The problem that the program makes of the demo's morning, and the sink that is the hub of Lodi.
async fn morning(seed: u64) -> Result<(PlanningProblem, usize), Failure> {
    let database = Database::fresh(None).await?;
    let store = Store::open(&database.address).await?;
    let start = Zone::named("Europe/Rome")?.instant(DAY, time(8, 0, 0, 0));
    let machine = Machine { clock: Clock::still(start), chance: Chance::seeded(seed) };
    let app = App::new(store.clone(), machine, Settings { demo: true, ..Settings::default() });
    let people = demo::invent(&app, seed, DAY).await?;
    let snapshot = app.snapshot(people.area.id, DAY).await?;
    let assembly = Assembly::of(&snapshot);
    let in_lodi = |id| {
        let site = &snapshot.day.sites[id];
        site.kind == SiteKind::Hub && site.town_name == "Lodi"
    };
    let hub = assembly.sinks.iter().position(in_lodi).ok_or("there is no hub in Lodi")?;
    store.close().await;
    Ok((assembly.problem, hub))
}

fn ours(problem: &PlanningProblem, seed: u64, iterations: u64) -> Result<String, Failure> {
    let begun = Instant::now();
    let mut next = 0.0;
    let mut lines = Vec::new();
    let plan = solve(problem, seed, Budget::of(iterations), &mut |progress: SearchProgress| {
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

#[tokio::main]
async fn main() -> Result<(), Failure> {
    let mut options = Options::read();
    if options.given("--made") {
        return made::run(options);
    }
    let first = options.number("--seed", 1)?.unsigned_abs();
    let days = options.number("--days", 1)?.unsigned_abs();
    let usual = Budget::default().iterations;
    let iterations = options.number("--iterations", usual.cast_signed())?.unsigned_abs();
    let alone = options.given("--alone");
    options.end()?;

    let budget = Budget::of(iterations);
    for seed in first..first + days {
        let (problem, hub) = morning(seed).await?;
        let crates: i64 = problem.supplies.iter().map(|supply| supply.crates.0).sum();
        println!(
            "\nday {seed}: {} supplies, {crates} crates, {} sinks, {} vehicles",
            problem.supplies.len(),
            problem.sinks.len(),
            problem.vehicles.len()
        );
        let row = ours(&problem, seed, iterations)?;
        println!("{}\n{row}", Figures::heading());
        if alone {
            continue;
        }
        let begun = Instant::now();
        if let Some(figures) = hub::plan(&problem, hub, seed, budget) {
            println!("{}", figures.row("every van from the Lodi hub", begun.elapsed().as_secs_f64()));
        }
        baselines::print(&problem, seed, budget);
    }
    Ok(())
}
