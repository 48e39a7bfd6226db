//! A region planned area by area: every hub with the donors and points that are nearer to it than to any other.

use crate::instance::{Instance, Lot, Spot, Taker, Van};
use crate::support::{Failure, pace};
use girofresco::domain::plan::Objective;
use girofresco::planner::check::violations;
use girofresco::planner::{Budget, solve};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

const THREADS: usize = 2;

/// What the plans of all areas come to.
pub struct Whole {
    pub areas: usize,
    pub objective: Objective,
    /// Portions that are left, if areas do not help each other out.
    pub left: usize,
    /// Seconds until the first plan of an area, at most.
    pub first: f64,
}

/// Plans a region on two threads within so many seconds, and says how it went.
pub fn plan(region: &Instance, seed: u64, seconds: f64) -> Result<Whole, Failure> {
    let areas = split(region);
    let each = seconds * 2.0 / areas.len().max(1) as f64;
    let (next, done) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    std::thread::scope(|scope| {
        for _ in 0..THREADS {
            scope.spawn(|| {
                loop {
                    let at = next.fetch_add(1, Ordering::Relaxed);
                    let Some(area) = areas.get(at) else { return };
                    let plan = solve_area(area, seed, each);
                    let Ok(mut done) = done.lock() else { return };
                    done.push(plan);
                }
            });
        }
    });
    let mut whole = Whole { areas: areas.len(), objective: Objective::default(), left: 0, first: 0.0 };
    for plan in done.into_inner().unwrap_or_default() {
        let (objective, left, first) = plan?;
        whole.objective.lost += objective.lost;
        whole.objective.unfair += objective.unfair;
        whole.objective.effort += objective.effort;
        whole.left += left;
        whole.first = whole.first.max(first);
    }
    Ok(whole)
}

fn solve_area(area: &Instance, seed: u64, seconds: f64) -> Result<(Objective, usize, f64), String> {
    let problem = area.problem();
    let begun = Instant::now();
    let mut first = None;
    let plan = solve(&problem, seed, Budget::of(u64::MAX / 2), &mut |_| {
        let now = begun.elapsed().as_secs_f64();
        first.get_or_insert(now);
        pace(now / seconds)
    });
    let plan = plan.map_err(|errors| format!("{}: {errors:?}", area.name))?;
    match violations(&problem, &plan).first() {
        Some(wrong) => Err(format!("{}: the plan breaks a rule: {wrong}", area.name)),
        None => Ok((plan.objective, plan.left.len(), first.unwrap_or_default())),
    }
}

/// One instance for each hub.
fn split(region: &Instance) -> Vec<Instance> {
    let hubs: Vec<usize> = region.points.iter().filter(|point| point.hub).map(|point| point.place).collect();
    let away = |one: &Spot, other: &Spot| (one.lat - other.lat).pow(2) * 2 + (one.lon - other.lon).pow(2);
    let nearest = |place: usize| {
        let near = |hub: &usize| away(&region.places[place], &region.places[hubs[*hub]]);
        (0..hubs.len()).min_by_key(near).unwrap_or(0)
    };
    let area_of: Vec<usize> = (0..region.places.len()).map(nearest).collect();
    (0..hubs.len())
        .map(|area| {
            let mut index = vec![usize::MAX; region.places.len()];
            let mut places = Vec::new();
            for (at, spot) in region.places.iter().enumerate().filter(|(at, _)| area_of[*at] == area) {
                index[at] = places.len();
                places.push(spot.clone());
            }
            let here = |place: usize| area_of[place] == area;
            let lots = region.lots.iter().filter(|lot| here(lot.place));
            let points = region.points.iter().filter(|point| here(point.place));
            let vans = region.vehicles.iter().filter(|van| here(van.start));
            Instance {
                format: region.format.clone(),
                name: format!("{}-{area}", region.name),
                seed: region.seed,
                places,
                lots: lots.map(|lot| Lot { place: index[lot.place], ..lot.clone() }).collect(),
                points: points.map(|point| Taker { place: index[point.place], ..point.clone() }).collect(),
                vehicles: vans
                    .map(|van| Van { start: index[van.start], end: van.end.map(|end| index[end]), ..van.clone() })
                    .collect(),
                policy: region.policy.clone(),
            }
        })
        .collect()
}
