//! Starting from a plan there is: what still fits stays as it is, and what does not is taken out.

use crate::planner::day::{Day, Origin};
use crate::planner::problem::Commitment;
use crate::planner::route::{Job, Route, Stop};
use crate::planner::schedule::Sequence;
use crate::planner::state::State;
use std::sync::Arc;

/// Crates of an item that a vehicle holds by some stop.
struct Held {
    item: usize,
    load: Option<usize>,
    crates: i64,
}

impl State {
    /// Puts the free visits of rounds behind the committed ones, as far as they still can be. What a visit hands over
    /// beyond what is there, wanted and has room is left out; what cannot be driven in time any more is taken out, the
    /// portion that weighs least first.
    pub(crate) fn resume(&mut self, day: &Day, current: &[Vec<Commitment>], work: &mut Sequence) {
        for (vehicle, visits) in current.iter().enumerate().take(self.routes.len()) {
            if visits.is_empty() {
                continue;
            }
            let before = Arc::clone(&self.routes[vehicle]);
            let mut route = Route::clone(&before);
            self.follow(day, &mut route, visits);
            if drivable(day, &mut route, work) {
                self.routes[vehicle] = Arc::new(route);
                self.recount(day, &before, vehicle);
            }
        }
    }

    /// The stops and jobs of visits, as far as there is food and room for them.
    fn follow(&self, day: &Day, route: &mut Route, visits: &[Commitment]) {
        let vehicle = route.vehicle;
        let mut held: Vec<Held> = Vec::new();
        for &item in &day.aboard[vehicle] {
            let item = item as usize;
            held.push(Held { item, load: None, crates: self.left[item] });
        }
        let mut room = self.room.clone();
        for visit in visits {
            let stop = route.stops.len();
            route.stops.push(Stop::new(day, visit.place));
            for action in &visit.actions {
                let lot = &day.problem.supplies[action.supply];
                match action.sink {
                    None => {
                        let here = |item: &usize| {
                            let found = &day.items[*item];
                            found.supply == action.supply && found.origin == Origin::Place && lot.place == visit.place
                        };
                        let Some(item) = (0..day.items.len()).find(here) else { continue };
                        let taken: i64 = held.iter().filter(|held| held.item == item).map(|held| held.crates).sum();
                        let used: i64 = route.jobs.iter().filter(|job| job.item == item).map(|job| job.crates).sum();
                        let crates = action.crates.0.min(self.left[item] - taken - used);
                        if crates > 0 {
                            held.push(Held { item, load: Some(stop), crates });
                        }
                    }
                    Some(sink) if day.takers[action.supply].contains(&(sink as u32)) => {
                        if day.problem.sinks[sink].place != visit.place {
                            continue;
                        }
                        let free = &mut room[sink][lot.class as usize];
                        let mut wanted = action.crates.0.min(*free);
                        for held in held.iter_mut().filter(|held| day.items[held.item].supply == action.supply) {
                            let crates = wanted.min(held.crates);
                            if crates == 0 || !self.may_part(day, route, action.supply, sink) {
                                continue;
                            }
                            (wanted, held.crates, *free) = (wanted - crates, held.crates - crates, *free - crates);
                            let (item, supply, load) = (held.item, action.supply, held.load);
                            route.jobs.push(Job { item, supply, sink, crates, load, unload: stop, fixed: false });
                        }
                    }
                    Some(_) => {}
                }
            }
        }
    }

    /// Whether a supply may go to one more sink, or goes there already.
    fn may_part(&self, day: &Day, route: &Route, supply: usize, sink: usize) -> bool {
        let mut parts = Vec::new();
        self.parts(supply, &mut parts);
        for job in route.jobs.iter().filter(|job| job.supply == supply) {
            if !parts.contains(&job.sink) {
                parts.push(job.sink);
            }
        }
        parts.contains(&sink) || parts.len() < day.problem.policy.most_parts
    }
}

/// Takes portions out until a round can be driven; false if even its committed visits cannot.
fn drivable(day: &Day, route: &mut Route, work: &mut Sequence) -> bool {
    if route.take_out(day, work, |_| false) {
        return true;
    }
    let worth = |job: &Job| day.grams(job.supply, job.crates) * day.problem.supplies[job.supply].loss_weight;
    loop {
        let mut free: Vec<Job> = route.jobs.iter().filter(|job| !job.fixed).copied().collect();
        let Some(last) = free.iter().max_by_key(|job| job.unload).copied() else {
            return false;
        };
        free.sort_by_key(|job| (worth(job), job.item, job.unload));
        for one in free {
            let mut without = route.clone();
            if without.take_out(day, work, |job| *job == one) {
                *route = without;
                return true;
            }
        }
        // No single portion will do: the last of the round goes first, for it has the least time.
        if route.take_out(day, work, |job| *job == last) {
            return true;
        }
    }
}
