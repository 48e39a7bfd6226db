//! A plan during the search: the rounds, what is not placed yet, the room left and what each point gets.

use crate::domain::plan::Objective;
use crate::planner::day::{Day, LOST, Origin, PARKED, PARKED_LOSS};
use crate::planner::route::{Job, Route, Stop};
use crate::planner::schedule::Sequence;
use crate::planner::trial::{Portion, Spot, carry_out};
use crate::planner::validate::ProblemError;
use std::sync::Arc;

/// What a unit of unfairness costs when polishing, in thousandths of a second at the wheel: more than a round.
const UNFAIR_UNIT: i128 = 20_000_000;
/// What a weighted gram lost costs when polishing: more than any unfairness.
const LOST_GRAM: i128 = 1_000_000_000;

#[derive(Debug, Clone)]
pub(crate) struct State {
    /// One for each vehicle, shared between plans until it changes.
    pub routes: Vec<Arc<Route>>,
    /// Crates not placed, for each item.
    pub left: Vec<i64>,
    /// Crates that each sink still takes, by class.
    pub room: Vec<[i64; 5]>,
    /// Grams that each sink gets, by category.
    pub given: Vec<[i64; 11]>,
    /// Crates of donors' food at hubs.
    pub parked: i64,
    /// Portions on rounds, for each supply.
    portions: Vec<u32>,
    /// Crates not placed, for each supply.
    unplaced: Vec<i64>,
    /// Weighted grams not placed, and by how much the weighted shortage has shrunk.
    lost: i64,
    relief: i64,
}

impl State {
    /// The committed visits and nothing else.
    pub(crate) fn new(day: &Day, work: &mut Sequence) -> Result<Self, ProblemError> {
        let problem = day.problem;
        let mut state = Self {
            routes: (0..problem.vehicles.len()).map(|vehicle| Arc::new(Route::new(vehicle))).collect(),
            left: day.items.iter().map(|item| item.crates).collect(),
            room: problem.sinks.iter().map(|sink| sink.room.0.map(|room| room.0)).collect(),
            given: vec![[0; 11]; problem.sinks.len()],
            parked: 0,
            portions: vec![0; problem.supplies.len()],
            unplaced: problem.supplies.iter().map(|lot| lot.crates.0).collect(),
            lost: problem.supplies.iter().map(|lot| lot.grams.0 * lot.loss_weight).sum(),
            relief: 0,
        };
        for vehicle in 0..problem.vehicles.len() {
            state.commit(day, vehicle);
            if !Arc::make_mut(&mut state.routes[vehicle]).refresh(day, work) {
                return Err(ProblemError {
                    code: "E1060",
                    sentence: format!(
                        "The visits under way of vehicle {vehicle} and what it carries cannot be kept in time and within its capacity."
                    ),
                });
            }
        }
        Ok(state)
    }

    fn commit(&mut self, day: &Day, vehicle: usize) {
        let committed = &day.problem.vehicles[vehicle].committed;
        for (visit, commitment) in committed.iter().enumerate() {
            Arc::make_mut(&mut self.routes[vehicle]).stops.push(Stop::new(day, commitment.place));
            for action in &commitment.actions {
                let Some(sink) = action.sink else { continue };
                self.commit_unload(day, (vehicle, visit), action.supply, sink, action.crates.0);
            }
        }
        Arc::make_mut(&mut self.routes[vehicle]).committed = committed.len();
    }

    /// Takes committed crates from what the vehicle has on board by then, first loaded first.
    fn commit_unload(&mut self, day: &Day, (vehicle, visit): (usize, usize), supply: usize, sink: usize, crates: i64) {
        let mut wanted = crates;
        for (item, found) in day.items.iter().enumerate() {
            let here = matches!(found.origin, Origin::Aboard { vehicle: on, visit: since }
                if on == vehicle && since.is_none_or(|since| since < visit));
            let take = wanted.min(self.left[item]);
            if found.supply != supply || !here || take == 0 {
                continue;
            }
            wanted -= take;
            let job = Job { item, supply, sink, crates: take, load: None, unload: visit, fixed: true };
            Arc::make_mut(&mut self.routes[vehicle]).jobs.push(job);
            self.count(day, &job, 1);
        }
    }

    /// Books a job in (1) or out (-1) of everything but its round.
    fn count(&mut self, day: &Day, job: &Job, sign: i64) {
        let lot = &day.problem.supplies[job.supply];
        let grams = |unplaced: i64| lot.grams.0 - day.grams(job.supply, lot.crates.0 - unplaced);
        let unplaced = &mut self.unplaced[job.supply];
        self.lost -= grams(*unplaced) * lot.loss_weight;
        *unplaced -= sign * job.crates;
        self.lost += grams(*unplaced) * lot.loss_weight;
        self.left[job.item] -= sign * job.crates;
        self.room[job.sink][lot.class as usize] -= sign * job.crates;
        let given = &mut self.given[job.sink][lot.category as usize];
        self.relief -= day.fairness.relief(job.sink, lot.category, *given);
        *given += sign * day.grams(job.supply, job.crates);
        self.relief += day.fairness.relief(job.sink, lot.category, *given);
        self.portions[job.supply] = self.portions[job.supply].wrapping_add_signed(if sign > 0 { 1 } else { -1 });
        if day.problem.sinks[job.sink].hub {
            self.parked += sign * job.crates;
        }
    }

    /// Puts a portion on a round. The spot must have been found feasible.
    pub(crate) fn put(
        &mut self,
        day: &Day,
        (route, sink): (usize, usize),
        portion: Portion,
        spot: Spot,
        work: &mut Sequence,
    ) -> bool {
        let before = Arc::clone(&self.routes[route]);
        let after = Arc::make_mut(&mut self.routes[route]);
        carry_out(day, after, portion, sink, spot);
        if !after.refresh(day, work) {
            self.routes[route] = before;
            return false;
        }
        self.recount(day, &before, route);
        true
    }

    /// Takes portions off a round.
    pub(crate) fn take_out(&mut self, day: &Day, route: usize, work: &mut Sequence, out: impl Fn(&Job) -> bool) {
        if !self.routes[route].jobs.iter().any(|job| !job.fixed && out(job)) {
            return;
        }
        let before = Arc::clone(&self.routes[route]);
        let after = Arc::make_mut(&mut self.routes[route]);
        if !after.take_out(day, work, out) {
            // Nothing but the committed part is certain to be drivable.
            after.take_out(day, work, |_| true);
        }
        self.recount(day, &before, route);
    }

    /// Books what changed between a round as it was and as it is. Jobs keep their order, so that those at the front
    /// which are the same need no second look.
    pub(crate) fn recount(&mut self, day: &Day, before: &Route, route: usize) {
        let after = Arc::clone(&self.routes[route]);
        let what = |job: &Job| (job.item, job.sink, job.crates);
        let mut new = after.jobs.iter().peekable();
        for job in &before.jobs {
            match new.peek() {
                Some(same) if what(same) == what(job) => {
                    new.next();
                }
                _ => self.count(day, job, -1),
            }
        }
        for job in new {
            self.count(day, job, 1);
        }
    }

    /// All portions on rounds, with their round.
    pub(crate) fn jobs(&self) -> impl Iterator<Item = (usize, &Job)> {
        self.routes.iter().enumerate().flat_map(|(route, on)| on.jobs.iter().map(move |job| (route, job)))
    }

    /// The sinks that get a part of a supply.
    pub(crate) fn parts(&self, supply: usize, parts: &mut Vec<usize>) {
        parts.clear();
        if self.portions[supply] == 0 {
            return;
        }
        for (_, job) in self.jobs() {
            if job.supply == supply && !parts.contains(&job.sink) {
                parts.push(job.sink);
            }
        }
    }

    /// How many people are called out.
    pub(crate) fn called(&self, day: &Day) -> usize {
        self.routes.iter().filter(|route| !route.stops.is_empty() && day.call(route.vehicle) > 0).count()
    }

    /// Time at the wheel and kilometres, in seconds at the wheel.
    pub(crate) fn driving(&self, day: &Day) -> i64 {
        let (mut seconds, mut metres) = (0, 0);
        for route in &self.routes {
            seconds += route.seconds;
            metres += route.metres;
        }
        seconds + metres * day.problem.policy.kilometre / 1_000
    }

    /// What annealing can still win: the driving, and the unfairness at its smooth price, in thousandths of a second.
    pub(crate) fn worth(&self, day: &Day) -> i128 {
        i128::from(self.driving(day)) * 1_000 + i128::from(day.fairness.whole() - self.relief) * i128::from(day.short)
    }

    /// Effort in seconds at the wheel.
    fn effort(&self, day: &Day) -> i64 {
        let called = |route: &&Arc<Route>| !route.stops.is_empty() && day.problem.vehicles[route.vehicle].called_out;
        let calls = i64::try_from(self.routes.iter().filter(called).count()).unwrap_or(i64::MAX);
        calls * day.problem.policy.person + self.driving(day)
    }

    /// Sets what each sink gets to the exact grams of the published portions.
    pub(crate) fn weigh(&mut self, day: &Day, given: Vec<[i64; 11]>) {
        self.relief = 0;
        for (sink, given) in given.iter().enumerate() {
            for &category in crate::domain::food::Category::ALL {
                self.relief += day.fairness.relief(sink, category, given[category as usize]);
            }
        }
        self.given = given;
    }

    pub(crate) fn objective(&self, day: &Day) -> Objective {
        Objective {
            lost: self.lost + self.parked * PARKED_LOSS,
            unfair: (day.fairness.whole() - self.relief) / day.problem.policy.unfair_unit,
            effort: self.effort(day),
            change: self.routes.iter().map(|route| route.change).sum(),
        }
    }

    /// All layers added up in thousandths of a second at the wheel, for the annealing: first with food lost and fairness
    /// at a smooth price, then, when polishing, almost as strictly as plans are compared.
    pub(crate) fn energy(&self, day: &Day, polish: bool) -> i128 {
        let (lost, shortage) = (i128::from(self.lost), i128::from(day.fairness.whole() - self.relief));
        let (lost, unfair) = if polish {
            (lost * LOST_GRAM, shortage / i128::from(day.problem.policy.unfair_unit) * UNFAIR_UNIT + shortage)
        } else {
            (lost * i128::from(LOST), shortage * i128::from(day.short))
        };
        lost + unfair
            + i128::from(self.parked) * i128::from(PARKED)
            + i128::from(self.effort(day)) * 1_000
            + i128::from(self.routes.iter().map(|route| route.change).sum::<i64>())
    }
}
