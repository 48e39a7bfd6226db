//! A plan during the search: the rounds, what is not placed yet, the room left and what each point gets.

use crate::domain::plan::Objective;
use crate::planner::day::{Day, LOST, Origin, PARKED, PARKED_LOSS, SHORT};
use crate::planner::fairness::UNIT;
use crate::planner::route::{Job, Route, Stop};
use crate::planner::schedule::Sequence;
use crate::planner::trial::{Portion, Spot, carry_out};
use crate::planner::validate::ProblemError;

/// What a unit of unfairness costs when polishing, in thousandths of a second at the wheel: more than a round.
const UNFAIR_UNIT: i128 = 20_000_000;
/// What a weighted gram lost costs when polishing: more than any unfairness.
const LOST_GRAM: i128 = 1_000_000_000;

#[derive(Debug, Clone)]
pub(crate) struct State {
    pub routes: Vec<Route>,
    /// Crates not placed, for each item.
    pub left: Vec<i64>,
    /// Crates that each sink still takes, by class.
    pub room: Vec<[i64; 5]>,
    /// Grams that each sink gets, by category.
    pub given: Vec<[i64; 11]>,
    /// Crates of donors' food at hubs.
    pub parked: i64,
}

/// Hands out stamps: no two changed rounds share one.
#[derive(Debug, Default)]
pub(crate) struct Stamps(u64);

impl Stamps {
    pub(crate) fn next(&mut self) -> u64 {
        self.0 += 1;
        self.0
    }
}

impl State {
    /// The committed visits and nothing else.
    pub(crate) fn new(day: &Day, stamps: &mut Stamps, work: &mut Sequence) -> Result<Self, ProblemError> {
        let problem = day.problem;
        let mut state = Self {
            routes: (0..problem.vehicles.len()).map(Route::new).collect(),
            left: day.items.iter().map(|item| item.crates).collect(),
            room: problem.sinks.iter().map(|sink| sink.room.0.map(|room| room.0)).collect(),
            given: vec![[0; 11]; problem.sinks.len()],
            parked: 0,
        };
        for vehicle in 0..problem.vehicles.len() {
            state.commit(day, vehicle);
            if !state.routes[vehicle].refresh(day, stamps.next(), work) {
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
            self.routes[vehicle].stops.push(Stop { place: commitment.place, ready: 0, until: 0 });
            for action in &commitment.actions {
                let Some(sink) = action.sink else { continue };
                self.commit_unload(day, (vehicle, visit), action.supply, sink, action.crates.0);
            }
        }
        self.routes[vehicle].committed = committed.len();
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
            self.routes[vehicle].jobs.push(job);
            self.count(day, &job, 1);
        }
    }

    /// Books a job in (1) or out (-1) of everything but its round.
    fn count(&mut self, day: &Day, job: &Job, sign: i64) {
        let lot = &day.problem.supplies[job.supply];
        self.left[job.item] -= sign * job.crates;
        self.room[job.sink][lot.class as usize] -= sign * job.crates;
        self.given[job.sink][lot.category as usize] += sign * day.grams(job.supply, job.crates);
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
        stamp: u64,
        work: &mut Sequence,
    ) -> bool {
        let before = self.routes[route].clone();
        carry_out(day, &mut self.routes[route], portion, sink, spot);
        if !self.routes[route].refresh(day, stamp, work) {
            self.routes[route] = before;
            return false;
        }
        for job in before.jobs.iter().filter(|job| !job.fixed) {
            self.count(day, job, -1);
        }
        let jobs = self.routes[route].jobs.clone();
        for job in jobs.iter().filter(|job| !job.fixed) {
            self.count(day, job, 1);
        }
        true
    }

    /// Takes portions off a round.
    pub(crate) fn take_out(
        &mut self,
        day: &Day,
        route: usize,
        stamps: &mut Stamps,
        work: &mut Sequence,
        out: impl Fn(&Job) -> bool,
    ) {
        if !self.routes[route].jobs.iter().any(|job| !job.fixed && out(job)) {
            return;
        }
        let before = self.routes[route].jobs.clone();
        if !self.routes[route].take_out(day, stamps.next(), work, out) {
            // Nothing but the committed part is certain to be drivable.
            self.routes[route].take_out(day, stamps.next(), work, |_| true);
        }
        for job in before.iter().filter(|job| !job.fixed) {
            self.count(day, job, -1);
        }
        let jobs = self.routes[route].jobs.clone();
        for job in jobs.iter().filter(|job| !job.fixed) {
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
        for (_, job) in self.jobs() {
            if job.supply == supply && !parts.contains(&job.sink) {
                parts.push(job.sink);
            }
        }
    }

    fn lost(&self, day: &Day) -> i64 {
        let mut crates = vec![0; day.problem.supplies.len()];
        for (item, left) in day.items.iter().zip(&self.left) {
            crates[item.supply] += left;
        }
        let weighted = |(supply, &left): (usize, &i64)| {
            let lot = &day.problem.supplies[supply];
            (lot.grams.0 - day.grams(supply, lot.crates.0 - left)) * lot.loss_weight
        };
        let lost: i64 = crates.iter().enumerate().filter(|(_, left)| **left > 0).map(weighted).sum();
        lost
    }

    fn shortage(&self, day: &Day) -> i64 {
        let relief: i64 = self
            .given
            .iter()
            .enumerate()
            .flat_map(|(sink, given)| {
                crate::domain::food::Category::ALL
                    .iter()
                    .map(move |&category| (sink, category, given[category as usize]))
            })
            .map(|(sink, category, grams)| day.fairness.relief(sink, category, grams))
            .sum();
        day.fairness.whole() - relief
    }

    /// Effort in seconds at the wheel.
    fn effort(&self, day: &Day) -> i64 {
        let (mut calls, mut seconds, mut metres) = (0, 0, 0);
        for route in self.routes.iter().filter(|route| !route.stops.is_empty()) {
            calls += i64::from(day.problem.vehicles[route.vehicle].called_out);
            seconds += route.seconds;
            metres += route.metres;
        }
        calls * day.problem.policy.person + seconds + metres * day.problem.policy.kilometre / 1_000
    }

    pub(crate) fn objective(&self, day: &Day) -> Objective {
        Objective {
            lost: self.lost(day) + self.parked * PARKED_LOSS,
            unfair: self.shortage(day) / UNIT,
            effort: self.effort(day),
            change: self.routes.iter().map(|route| route.change).sum(),
        }
    }

    /// All layers added up in thousandths of a second at the wheel, for the annealing: first with food lost and fairness
    /// at a smooth price, then, when polishing, almost as strictly as plans are compared.
    pub(crate) fn energy(&self, day: &Day, polish: bool) -> i128 {
        let (lost, shortage) = (i128::from(self.lost(day)), i128::from(self.shortage(day)));
        let (lost, unfair) = if polish {
            (lost * LOST_GRAM, shortage / i128::from(UNIT) * UNFAIR_UNIT + shortage)
        } else {
            (lost * i128::from(LOST), shortage * i128::from(SHORT))
        };
        lost + unfair
            + i128::from(self.parked) * i128::from(PARKED)
            + i128::from(self.effort(day)) * 1_000
            + i128::from(self.routes.iter().map(|route| route.change).sum::<i64>())
    }
}
