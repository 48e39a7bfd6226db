//! Short versions of the benchmarks, on problems whose answer is planted and on the instances of `benches/instances`. The
//! gates are wide: they catch a search that broke, not one that got a little worse. `same_plans` is narrow: it catches any
//! plan that is not the one it was.

use crate::instance::{Instance, Size, make, towns_at_random};
use crate::planted::{self, Planted, VEHICLES};
use crate::routing::{self, Aim};
use crate::{areas, baselines, calls, day, events, figures, hub};
use girofresco::planner::check::violations;
use girofresco::planner::problem::PlanningProblem;
use girofresco::planner::solution::Solution;
use girofresco::planner::{Budget, Control, fairest, solve};
use std::path::PathBuf;

/// The finest unit of unfairness, in weighted grams.
const FINEST: i64 = 1_000;

fn plan(problem: &PlanningProblem, seed: u64, iterations: u64) -> Solution {
    let plan = solve(problem, seed, Budget::of(iterations), &mut |_| Control::Continue).unwrap();
    assert_eq!(violations(problem, &plan), vec![]);
    plan
}

/// Rounds that serve everything, about as long as the planted ones; nothing shorter exists.
fn rounds(planted: &Planted, instance: &routing::Instance, aim: Aim, ride: Option<f64>) -> Solution {
    let plan = plan(&instance.problem(aim).unwrap(), 1, 400);
    assert_eq!(plan.left.len(), 0);
    planted.judge(&plan, ride);
    let length: f64 = routing::routes(&plan).iter().map(|locations| instance.length(locations)).sum();
    assert!((length / planted.length() - 1.0).abs() < 0.02, "{length} instead of {}", planted.length());
    plan
}

fn instances() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("benches/instances")
}

pub(crate) fn made(name: &str) -> Instance {
    Instance::read(instances().join(name).with_extension("json").to_str().unwrap()).unwrap()
}

#[test]
fn pickup_and_delivery_finds_the_planted_rounds() {
    let planted = Planted::new();
    let folder = tempfile::tempdir().unwrap();
    let instance = routing::Instance::li_lim(&planted.li_lim(folder.path())).unwrap();
    let plan = rounds(&planted, &instance, Aim::Vehicles, None);
    assert_eq!(plan.rounds.len(), VEHICLES);
}

#[test]
fn dial_a_ride_keeps_every_ride_short() {
    let planted = Planted::new();
    let folder = tempfile::tempdir().unwrap();
    let instance = routing::Instance::cordeau(&planted.cordeau(folder.path())).unwrap();
    rounds(&planted, &instance, Aim::Distance, Some(planted::RIDE));
}

#[test]
fn calls_during_the_day_are_served_and_the_same_seed_gives_the_same_day() {
    let planted = Planted::new();
    let folder = tempfile::tempdir().unwrap();
    let instance = calls::read(&planted.calls(folder.path())).unwrap();
    let first = day::replay(&instance, 1, 20).unwrap();
    assert_eq!(first.served, instance.requests.len());
    assert_eq!(day::replay(&instance, 1, 20).unwrap().rounds, first.rounds);
}

#[test]
fn a_made_day_saves_all_and_is_planned_again_after_events() {
    let problem = made("made-1-1").problem();
    let plan = plan(&problem, 1, 1_000);
    assert_eq!(plan.objective.lost, 0);
    let reached = fairest(&problem).unwrap().reached(&problem, &plan);
    assert!((75..=100).contains(&reached), "{reached} % of the fairest use");
    let mut took = events::replay(&problem, &plan, 1, 30).unwrap();
    let (_, all) = took.last_mut().unwrap();
    assert_eq!(all.count(), 30);
    // Without optimization; the benchmark itself asks for 50 ms.
    assert!(all.percentile(99) < 5_000.0, "{} ms", all.percentile(99));
}

#[test]
fn simple_rules_save_no_more_and_share_out_less_evenly() {
    let problem = made("made-1-1").problem();
    let ours = figures::figures(&problem, &plan(&problem, 1, 1_000));
    let budget = Budget::of(300);
    let at = problem.sinks.iter().position(|sink| sink.hub).unwrap();
    let mut others = vec![("hub", hub::plan(&problem, at, 1, budget).unwrap())];
    for (name, rule) in baselines::RULES {
        others.push((name, baselines::plan(&problem, rule, 1, budget).unwrap()));
    }
    for (name, theirs) in others {
        let both = format!("{}\n{}\n{}", figures::Figures::heading(), ours.row("ours", 0.0), theirs.row(name, 0.0));
        assert!(theirs.violations.is_empty(), "{name}: {:?}", theirs.violations);
        assert!(ours.saved >= theirs.saved && ours.gini() <= theirs.gini(), "{both}");
    }
}

#[test]
fn a_region_is_planned_area_by_area() {
    let region = make("region", 1, Size::LODI.times(2), &towns_at_random(120, 1));
    let whole = areas::plan(&region, 1, 2.0).unwrap();
    assert_eq!(whole.areas, 2);
    assert!(whole.first < 5.0, "the first plan took {} s", whole.first);
    assert!(whole.left < region.lots.len(), "nothing was planned");
}

/// No plan is below the bound, and none that is found in a moment is better than the best known.
#[test]
fn the_best_known_values_of_the_instances_hold() {
    let table = std::fs::read_to_string(instances().join("best_known.csv")).unwrap();
    let mut rows = 0;
    for row in table.lines().skip(1) {
        let cells: Vec<&str> = row.split(',').collect();
        let [name, bound, lost, unfair, effort] = cells[..] else { panic!("{row}") };
        let [bound, lost, unfair, effort] = [bound, lost, unfair, effort].map(|cell| cell.parse::<i64>().unwrap());
        let problem = made(name).problem();
        assert_eq!(bound, least_unfair(&problem), "{name}: the bound");
        assert!(bound <= unfair, "{name}: better than any plan can be");
        let found = plan(&problem, 1, 50).objective;
        assert!(found.unfair >= bound, "{name}: a plan below the bound");
        assert!(
            (found.lost, found.unfair, found.effort) >= (lost, unfair, effort),
            "{name}: better than the best known"
        );
        rows += 1;
    }
    let files = std::fs::read_dir(instances()).unwrap().filter_map(Result::ok);
    let json = files.filter(|file| file.path().extension().is_some_and(|extension| extension == "json")).count();
    assert_eq!(rows, json, "every instance has its row");
}

/// The least unfairness of any plan: what is left of the shortage by the fairest use.
fn least_unfair(problem: &PlanningProblem) -> i64 {
    let mut nobody = problem.clone();
    nobody.vehicles.clear();
    nobody.policy.unfair_unit = FINEST;
    let whole = plan(&nobody, 1, 0).objective.unfair * FINEST;
    (whole - fairest(problem).unwrap().relief) / problem.policy.unfair_unit
}
