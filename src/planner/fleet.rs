//! Fewer people called out: a round is dropped and its portions are put into the others, ejecting what is easier to place
//! elsewhere where they do not fit (guided ejection search, Nagata & Kobayashi 2010, "Guided ejection search for the
//! pickup and delivery problem with time windows").

use crate::planner::day::Day;
use crate::planner::insert::{Choice, Reach};
use crate::planner::route::{Job, Route};
use crate::planner::search::Search;
use crate::planner::state::State;
use crate::planner::trial::Portion;
use rand::RngExt;

/// Portions moved at random after an ejection.
const SHAKEN: usize = 12;

/// Tries to place one portion before a round is given up, for each portion there is.
const PATIENCE: usize = 60;

/// Drops rounds until none can be spared or this share of the budget is gone, out of 65,536.
pub(crate) fn cut(search: &mut Search, until: u64) {
    let mut failed = 0;
    while search.gone() < until {
        let mut rounds = droppable(search.day, &search.best);
        if failed >= rounds.len() {
            return;
        }
        rounds.sort_by_key(|&round| (search.best.routes[round].jobs.len(), round));
        if drop_round(search, rounds[failed], until) {
            failed = 0;
        } else {
            failed += 1;
        }
    }
}

/// Rounds that call somebody out and carry nothing that they must.
fn droppable(day: &Day, state: &State) -> Vec<usize> {
    let free = |at: &usize| {
        let route = &state.routes[*at];
        !route.stops.is_empty() && route.committed == 0 && day.call(*at) > 0 && day.aboard[*at].is_empty()
    };
    (0..state.routes.len()).filter(free).collect()
}

/// Whether the portions of a round could be placed on the others, and that is better.
fn drop_round(search: &mut Search, round: usize, until: u64) -> bool {
    let day = search.day;
    let mut state = search.best.clone();
    let allowed: Vec<i64> = state.left.clone();
    state.take_out(day, round, &mut search.inserter.work, |_| true);
    search.inserter.most = state.called(day);
    search.inserter.blink = 0;
    let done = place_all(search, &mut state, &allowed, until);
    search.inserter.most = usize::MAX;
    done && search.offer(&state)
}

fn place_all(search: &mut Search, state: &mut State, allowed: &[i64], until: u64) -> bool {
    let day = search.day;
    let mut penalties = vec![1_u32; day.items.len()];
    let mut pool: Vec<usize> = (0..day.items.len()).filter(|&item| state.left[item] > allowed[item]).collect();
    let mut patience = PATIENCE * day.items.len();
    while let Some(item) = pool.pop() {
        if patience == 0 || !search.step() || search.gone() >= until {
            return false;
        }
        patience -= 1;
        let crates = state.left[item] - allowed[item];
        let Search { inserter, rng, .. } = search;
        inserter.fill(day, state, (item, crates), Reach::Near, rng);
        if state.left[item] <= allowed[item] {
            continue;
        }
        let portion = Portion { item, crates: state.left[item] - allowed[item] };
        penalties[item] += 1;
        let Some((route, out, choice)) = ejection(search, state, portion, &penalties) else {
            pool.insert(0, item);
            shake(search, state);
            continue;
        };
        let ejected: Vec<Job> = out.iter().map(|&at| state.routes[route].jobs[at]).collect();
        state.take_out(day, route, &mut search.inserter.work, |job| ejected.contains(job));
        search.inserter.take(day, state, item, choice);
        for item in std::iter::once(item).chain(ejected.iter().map(|job| job.item)) {
            if state.left[item] > allowed[item] && !pool.contains(&item) {
                pool.push(item);
            }
        }
        shake(search, state);
    }
    true
}

/// The one or two portions of a round which are the easiest to place, and without which a portion fits; of those as easy,
/// where it fits best.
fn ejection(
    search: &mut Search,
    state: &State,
    portion: Portion,
    penalties: &[u32],
) -> Option<(usize, Vec<usize>, Choice)> {
    let Search { day, inserter, .. } = search;
    let most = penalties[portion.item];
    let mut bar = (most, (true, i64::MAX));
    let mut best: Option<(usize, Vec<usize>, Choice)> = None;
    inserter.weigh(day, state, portion);
    for (at, route) in state.routes.iter().enumerate().filter(|(_, route)| !route.stops.is_empty()) {
        let jobs: Vec<usize> = (0..route.jobs.len()).filter(|&job| !route.jobs[job].fixed).collect();
        for (nth, &one) in jobs.iter().enumerate() {
            let single = std::iter::once(None);
            for other in single.chain(jobs[nth + 1..].iter().copied().map(Some)) {
                let out = [Some(one), other];
                let price = out.iter().flatten().map(|&job| penalties[route.jobs[job].item]).sum::<u32>();
                if price >= most || price > bar.0 {
                    continue;
                }
                let ejected = out.map(|job| job.map(|job| route.jobs[job]));
                let mut without = Route::clone(route);
                if !without.take_out(day, &mut inserter.work, |job| ejected.contains(&Some(*job))) {
                    continue;
                }
                if let Some(choice) = inserter.on_round(day, (at, &without), portion)
                    && choice.crates == portion.crates
                    && (price, choice.value) < bar
                {
                    bar = (price, choice.value);
                    best = Some((at, out.into_iter().flatten().collect(), choice));
                }
            }
        }
    }
    best
}

/// Moves some portions to where they fit as well, at random.
fn shake(search: &mut Search, state: &mut State) {
    let day = search.day;
    let Search { inserter, rng, .. } = search;
    for _ in 0..SHAKEN {
        let jobs: Vec<(usize, Job)> =
            state.jobs().filter(|(_, job)| !job.fixed).map(|(route, job)| (route, *job)).collect();
        if jobs.is_empty() {
            return;
        }
        let (route, job) = jobs[rng.random_range(0..jobs.len())];
        let mut moved = state.clone();
        moved.take_out(day, route, &mut inserter.work, |other| *other == job);
        inserter.blink = 2;
        let portion = Portion { item: job.item, crates: job.crates };
        let choice = inserter.choose(day, &moved, portion, Reach::Near, 1, rng);
        inserter.blink = 0;
        if let Some(choice) = choice.filter(|choice| choice.crates == portion.crates)
            && inserter.take(day, &mut moved, job.item, choice)
        {
            *state = moved;
        }
    }
}
