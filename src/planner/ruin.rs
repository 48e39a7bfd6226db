//! Which portions to take out of a plan before putting them back better.
//!
//! Random, related and worst removals follow Ropke & Pisinger 2006 and Shaw 1998; strings of neighbouring stops follow
//! Schrimpf et al. 2000 and Christiaens & Vanden Berghe 2020. Removals by point and by category re-open who gets what.

use crate::planner::day::Day;
use crate::planner::route::Job;
use crate::planner::state::State;
use rand::RngExt;
use rand_pcg::Pcg64Mcg;

/// How much is taken out at most.
struct Size {
    /// Portions, strings and whole rounds aside.
    portions: usize,
    /// Rounds that strings are taken out of, and stops of each.
    rounds: usize,
    stops: usize,
}

/// Where a lot may go to one point only: nothing but the round and the order can change, which takes room.
const BOUND: Size = Size { portions: 16, rounds: 4, stops: 10 };

/// Where there is a choice of points, which is a way out in itself: the less is taken out, the more is tried.
const FREE: Size = Size { portions: 5, rounds: 2, stops: 4 };

/// A portion on a round, by where it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Taken {
    pub route: usize,
    pub item: usize,
    pub sink: usize,
    pub unload: usize,
}

impl Taken {
    fn of((route, job): (usize, &Job)) -> Self {
        Self { route, item: job.item, sink: job.sink, unload: job.unload }
    }
}

/// A way to choose what is taken out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Removal {
    Random,
    Related,
    Strings,
    WorstStops,
    SamePoint,
    SameCategory,
    ShortRound,
}

impl Removal {
    pub(crate) const ALL: [Self; 7] = [
        Self::Random,
        Self::Related,
        Self::Strings,
        Self::WorstStops,
        Self::SamePoint,
        Self::SameCategory,
        Self::ShortRound,
    ];
}

/// Picks portions to take out.
pub(crate) fn pick(day: &Day, state: &State, removal: Removal, rng: &mut Pcg64Mcg) -> Vec<Taken> {
    let jobs: Vec<(usize, Job)> =
        state.jobs().filter(|(_, job)| !job.fixed).map(|(route, job)| (route, *job)).collect();
    let Some(&seed) = (!jobs.is_empty()).then(|| &jobs[rng.random_range(0..jobs.len())]) else {
        return Vec::new();
    };
    let size = if day.near[seed.1.supply].len() > 1 { FREE } else { BOUND };
    let count = rng.random_range(1..=size.portions).min(jobs.len());
    match removal {
        Removal::Random => random(&jobs, count, rng),
        Removal::Related => related(day, state, &jobs, &seed, count, rng),
        Removal::Strings => strings(day, state, &seed, &size, rng),
        Removal::WorstStops => worst_stops(day, state, count, rng),
        Removal::SamePoint => filtered(&jobs, count, rng, |job| job.sink == seed.1.sink),
        Removal::SameCategory => {
            let category = |job: &Job| day.problem.supplies[job.supply].category;
            filtered(&jobs, count, rng, |job| category(job) == category(&seed.1))
        }
        Removal::ShortRound => short_round(state, rng),
    }
}

fn random(jobs: &[(usize, Job)], count: usize, rng: &mut Pcg64Mcg) -> Vec<Taken> {
    filtered(jobs, count, rng, |_| true)
}

/// Up to `count` of the portions that match, at random.
fn filtered(jobs: &[(usize, Job)], count: usize, rng: &mut Pcg64Mcg, matches: impl Fn(&Job) -> bool) -> Vec<Taken> {
    let mut found: Vec<Taken> =
        jobs.iter().filter(|(_, job)| matches(job)).map(|(route, job)| Taken::of((*route, job))).collect();
    while found.len() > count {
        found.swap_remove(rng.random_range(0..found.len()));
    }
    found
}

/// The portions most like one: near in where they come from, where they go, and when.
fn related(
    day: &Day,
    state: &State,
    jobs: &[(usize, Job)],
    seed: &(usize, Job),
    count: usize,
    rng: &mut Pcg64Mcg,
) -> Vec<Taken> {
    let when = |(route, job): &(usize, Job)| state.routes[*route].stops[job.unload].earliest * 1_000;
    let from = |job: &Job| day.problem.supplies[job.supply].place;
    let to = |job: &Job| day.problem.sinks[job.sink].place;
    let mut near: Vec<(i64, usize)> = jobs
        .iter()
        .enumerate()
        .map(|(index, one)| {
            let apart = day.cost(from(&seed.1), from(&one.1)) + day.cost(to(&seed.1), to(&one.1));
            (apart + (when(one) - when(seed)).abs() / 5, index)
        })
        .collect();
    near.sort_unstable();
    let mut taken = Vec::new();
    while taken.len() < count && !near.is_empty() {
        // The nearer the likelier: the least of four draws.
        let at = (0..4).map(|_| rng.random_range(0..near.len())).min().unwrap_or(0);
        let (_, index) = near.remove(at);
        taken.push(Taken::of((jobs[index].0, &jobs[index].1)));
    }
    taken
}

/// All portions handed over at a range of stops of a round.
fn on_stops(state: &State, route: usize, from: usize, until: usize, taken: &mut Vec<Taken>) {
    for job in state.routes[route].jobs.iter().filter(|job| !job.fixed) {
        let inside = |stop: usize| (from..until).contains(&stop);
        if inside(job.unload) || job.load.is_some_and(inside) {
            taken.push(Taken::of((route, job)));
        }
    }
}

/// Strings of stops around a place.
fn strings(day: &Day, state: &State, seed: &(usize, Job), size: &Size, rng: &mut Pcg64Mcg) -> Vec<Taken> {
    let centre = if rng.random_range(0..2) == 0 {
        day.problem.supplies[seed.1.supply].place
    } else {
        day.problem.sinks[seed.1.sink].place
    };
    let mut rounds: Vec<(i64, usize, usize)> = Vec::new();
    for (at, route) in state.routes.iter().enumerate() {
        let nearest = (route.committed..route.stops.len())
            .map(|stop| (day.cost(centre, route.stops[stop].slot.place), stop))
            .min();
        if let Some((apart, stop)) = nearest {
            rounds.push((apart, at, stop));
        }
    }
    rounds.sort_unstable();
    rounds.truncate(rng.random_range(1..=size.rounds));
    let mut taken = Vec::new();
    for (_, at, stop) in rounds {
        let route = &state.routes[at];
        let free = route.stops.len() - route.committed;
        let length = rng.random_range(1..=free.min(size.stops));
        let from = stop.saturating_sub(rng.random_range(0..length)).max(route.committed);
        on_stops(state, at, from, from + length, &mut taken);
    }
    taken
}

/// What is handed over at some of the stops with the longest detours.
fn worst_stops(day: &Day, state: &State, count: usize, rng: &mut Pcg64Mcg) -> Vec<Taken> {
    let mut detours: Vec<(i64, usize, usize)> = Vec::new();
    for (at, route) in state.routes.iter().enumerate() {
        let vehicle = &day.problem.vehicles[route.vehicle];
        for stop in route.committed..route.stops.len() {
            let place = route.stops[stop].slot.place;
            let before = stop.checked_sub(1).map_or(vehicle.start, |before| route.stops[before].slot.place);
            let after = route.stops.get(stop + 1).map(|next| next.slot.place).or(vehicle.end);
            let leg = |from: usize| after.map_or(0, |after| day.cost(from, after));
            let saved = day.cost(before, place) + leg(place) - leg(before);
            detours.push((-saved, at, stop));
        }
    }
    detours.sort_unstable();
    let mut taken = Vec::new();
    for _ in 0..count.div_ceil(3) {
        if detours.is_empty() {
            break;
        }
        let draw = |rng: &mut Pcg64Mcg| rng.random_range(0..detours.len());
        let at = draw(rng).min(draw(rng)).min(draw(rng));
        let (_, route, stop) = detours.remove(at);
        on_stops(state, route, stop, stop + 1, &mut taken);
    }
    taken
}

/// A whole round, the shorter of two.
fn short_round(state: &State, rng: &mut Pcg64Mcg) -> Vec<Taken> {
    let used: Vec<usize> =
        (0..state.routes.len()).filter(|&at| state.routes[at].stops.len() > state.routes[at].committed).collect();
    if used.is_empty() {
        return Vec::new();
    }
    let draw = |rng: &mut Pcg64Mcg| used[rng.random_range(0..used.len())];
    let (one, other) = (draw(rng), draw(rng));
    let shorter = |at: usize| (state.routes[at].stops.len(), at);
    let at = if shorter(one) <= shorter(other) { one } else { other };
    let mut taken = Vec::new();
    on_stops(state, at, 0, state.routes[at].stops.len(), &mut taken);
    taken
}
