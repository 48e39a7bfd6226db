//! A plan during the search: the rounds, what is not placed yet, the room left and what each point gets.

use crate::domain::food::{Category, PerCategory, PerClass};
use crate::domain::plan::Objective;
use crate::planner::instance::{HUB_LOSS, HUB_PRICE, Instance, LOSS_PRICE, Origin};
use crate::planner::position::{InsertionPosition, Request, apply};
use crate::planner::route::{Route, Shipment, Stop};
use crate::planner::schedule::Sequence;
use crate::planner::validate::{ErrorCode, ProblemError};
use std::sync::Arc;

/// What a unit of unfairness costs when polishing, in thousandths of a second at the wheel: 20,000 s, more than a whole
/// route takes, so that no way is worth a unit.
const POLISH_UNFAIRNESS_PRICE: i128 = 20_000_000;
/// What a weighted gram lost costs when polishing: a million seconds, or fifty units of unfairness.
/// Layers are compared strictly only in the end, where the best plan is chosen.
const POLISH_LOSS_PRICE: i128 = 1_000_000_000;

/// A plan with its books, which follow each portion that goes in or out: counting everything again would be what the search
/// spends its time on.
#[derive(Debug, Clone)]
pub(crate) struct State {
    /// One for each vehicle, shared between plans until it changes.
    pub routes: Vec<Arc<Route>>,
    /// Crates not placed, for each item.
    pub unplaced: Vec<i64>,
    /// Crates that each sink still takes, by class.
    pub room: Vec<PerClass<i64>>,
    /// Grams that each sink gets, by category.
    pub given: Vec<PerCategory<i64>>,
    /// Crates of donors' food at hubs.
    pub at_hubs: i64,
    /// Portions on rounds, for each supply.
    shipment_counts: Vec<u32>,
    /// Crates not placed, for each supply.
    unplaced_of_supply: Vec<i64>,
    /// Weighted grams not placed, and by how much the weighted shortage has shrunk.
    lost: i64,
    relief: i64,
}

impl State {
    /// The committed visits and nothing else.
    pub(crate) fn new(instance: &Instance, sequence: &mut Sequence) -> Result<Self, ProblemError> {
        let problem = instance.problem;
        let mut state = Self {
            routes: (0..problem.vehicles.len()).map(|vehicle| Arc::new(Route::new(vehicle))).collect(),
            unplaced: instance.items.iter().map(|item| item.crates).collect(),
            room: problem.sinks.iter().map(|sink| PerClass(sink.room.0.map(|room| room.0))).collect(),
            given: vec![PerCategory::default(); problem.sinks.len()],
            at_hubs: 0,
            shipment_counts: vec![0; problem.supplies.len()],
            unplaced_of_supply: problem.supplies.iter().map(|lot| lot.crates.0).collect(),
            lost: problem.supplies.iter().map(|lot| lot.grams.0 * lot.loss_weight).sum(),
            relief: 0,
        };
        for vehicle in 0..problem.vehicles.len() {
            state.commit(instance, vehicle);
            if !Arc::make_mut(&mut state.routes[vehicle]).refresh(instance, sequence) {
                return Err(ProblemError {
                    code: ErrorCode::CannotBeKept,
                    sentence: format!(
                        "The visits under way of vehicle {vehicle} and what it carries cannot be kept in time and within its capacity."
                    ),
                });
            }
        }
        Ok(state)
    }

    fn commit(&mut self, instance: &Instance, vehicle: usize) {
        let committed = &instance.problem.vehicles[vehicle].committed;
        for (visit, commitment) in committed.iter().enumerate() {
            Arc::make_mut(&mut self.routes[vehicle]).stops.push(Stop::new(instance, commitment.location));
            for action in &commitment.actions {
                let Some(sink) = action.sink else { continue };
                self.commit_unload(instance, (vehicle, visit), action.supply, sink, action.crates.0);
            }
        }
        Arc::make_mut(&mut self.routes[vehicle]).committed = committed.len();
    }

    /// Takes committed crates from what the vehicle has on board by then, first loaded first.
    fn commit_unload(
        &mut self,
        instance: &Instance,
        (vehicle, visit): (usize, usize),
        supply: usize,
        sink: usize,
        crates: i64,
    ) {
        let mut wanted = crates;
        for (item, found) in instance.items.iter().enumerate() {
            let here = matches!(found.origin, Origin::Aboard { vehicle: on, visit: since }
                if on == vehicle && since.is_none_or(|since| since < visit));
            let take = wanted.min(self.unplaced[item]);
            if found.supply != supply || !here || take == 0 {
                continue;
            }
            wanted -= take;
            let shipment = Shipment { item, supply, sink, crates: take, load: None, unload: visit, fixed: true };
            Arc::make_mut(&mut self.routes[vehicle]).shipments.push(shipment);
            self.book(instance, &shipment, 1);
        }
    }

    /// Books a job in (1) or out (-1) of everything but its round.
    fn book(&mut self, instance: &Instance, shipment: &Shipment, sign: i64) {
        let lot = &instance.problem.supplies[shipment.supply];
        let grams = |unplaced: i64| lot.grams.0 - instance.grams(shipment.supply, lot.crates.0 - unplaced);
        let unplaced = &mut self.unplaced_of_supply[shipment.supply];
        self.lost -= grams(*unplaced) * lot.loss_weight;
        *unplaced -= sign * shipment.crates;
        self.lost += grams(*unplaced) * lot.loss_weight;
        self.unplaced[shipment.item] -= sign * shipment.crates;
        self.room[shipment.sink][lot.class] -= sign * shipment.crates;
        let given = &mut self.given[shipment.sink][lot.category];
        self.relief -= instance.fairness.relief(shipment.sink, lot.category, *given);
        *given += sign * instance.grams(shipment.supply, shipment.crates);
        self.relief += instance.fairness.relief(shipment.sink, lot.category, *given);
        self.shipment_counts[shipment.supply] =
            self.shipment_counts[shipment.supply].wrapping_add_signed(if sign > 0 { 1 } else { -1 });
        if instance.problem.sinks[shipment.sink].hub {
            self.at_hubs += sign * shipment.crates;
        }
    }

    /// Puts a portion on a round. The position must have been found feasible.
    pub(crate) fn insert(
        &mut self,
        instance: &Instance,
        (route, sink): (usize, usize),
        request: Request,
        position: InsertionPosition,
        sequence: &mut Sequence,
    ) -> bool {
        let before = Arc::clone(&self.routes[route]);
        let after = Arc::make_mut(&mut self.routes[route]);
        apply(instance, after, request, sink, position);
        if !after.refresh(instance, sequence) {
            self.routes[route] = before;
            return false;
        }
        self.rebook(instance, &before, route);
        true
    }

    /// Takes portions off a round.
    pub(crate) fn remove(
        &mut self,
        instance: &Instance,
        route: usize,
        sequence: &mut Sequence,
        out: impl Fn(&Shipment) -> bool,
    ) {
        if !self.routes[route].shipments.iter().any(|shipment| !shipment.fixed && out(shipment)) {
            return;
        }
        let before = Arc::clone(&self.routes[route]);
        let after = Arc::make_mut(&mut self.routes[route]);
        if !after.remove(instance, sequence, out) {
            // Nothing but the committed part is certain to be drivable.
            after.remove(instance, sequence, |_| true);
        }
        self.rebook(instance, &before, route);
    }

    /// Books what changed between a round as it was and as it is. Jobs keep their order, so that those at the front
    /// which are the same need no second look.
    pub(crate) fn rebook(&mut self, instance: &Instance, before: &Route, route: usize) {
        let after = Arc::clone(&self.routes[route]);
        let what = |shipment: &Shipment| (shipment.item, shipment.sink, shipment.crates);
        let mut new = after.shipments.iter().peekable();
        for shipment in &before.shipments {
            match new.peek() {
                Some(same) if what(same) == what(shipment) => {
                    new.next();
                }
                _ => self.book(instance, shipment, -1),
            }
        }
        for shipment in new {
            self.book(instance, shipment, 1);
        }
    }

    /// All portions on rounds, with their round.
    pub(crate) fn shipments(&self) -> impl Iterator<Item = (usize, &Shipment)> {
        self.routes
            .iter()
            .enumerate()
            .flat_map(|(route, on)| on.shipments.iter().map(move |shipment| (route, shipment)))
    }

    /// The sinks that get a part of a supply.
    pub(crate) fn parts(&self, supply: usize, parts: &mut Vec<usize>) {
        parts.clear();
        if self.shipment_counts[supply] == 0 {
            return;
        }
        for (_, shipment) in self.shipments() {
            if shipment.supply == supply && !parts.contains(&shipment.sink) {
                parts.push(shipment.sink);
            }
        }
    }

    /// How many people are called out.
    pub(crate) fn people_called(&self, instance: &Instance) -> usize {
        self.routes.iter().filter(|route| !route.stops.is_empty() && instance.fixed_cost(route.vehicle) > 0).count()
    }

    /// Time at the wheel and kilometres, in seconds at the wheel.
    pub(crate) fn driving(&self, instance: &Instance) -> i64 {
        let (mut seconds, mut metres) = (0, 0);
        for route in &self.routes {
            seconds += route.seconds;
            metres += route.metres;
        }
        seconds + metres * instance.problem.policy.kilometre / 1_000
    }

    /// What annealing can still win: the driving, and the unfairness at its smooth price, in thousandths of a second.
    pub(crate) fn cost(&self, instance: &Instance) -> i128 {
        i128::from(self.driving(instance)) * 1_000
            + i128::from(instance.fairness.whole() - self.relief) * i128::from(instance.shortage_price)
    }

    /// Effort in seconds at the wheel.
    fn effort(&self, instance: &Instance) -> i64 {
        let called =
            |route: &&Arc<Route>| !route.stops.is_empty() && instance.problem.vehicles[route.vehicle].called_out;
        let calls = i64::try_from(self.routes.iter().filter(called).count()).unwrap_or(i64::MAX);
        calls * instance.problem.policy.person + self.driving(instance)
    }

    /// Sets what each sink gets to the exact grams of the published portions.
    pub(crate) fn set_grams(&mut self, instance: &Instance, given: Vec<PerCategory<i64>>) {
        self.relief = 0;
        for (sink, given) in given.iter().enumerate() {
            for &category in Category::ALL {
                self.relief += instance.fairness.relief(sink, category, given[category]);
            }
        }
        self.given = given;
    }

    /// How good the plan is, layer by layer, as plans are compared.
    pub(crate) fn objective(&self, instance: &Instance) -> Objective {
        Objective {
            lost: self.lost + self.at_hubs * HUB_LOSS,
            unfair: (instance.fairness.whole() - self.relief) / instance.problem.policy.unfair_unit,
            effort: self.effort(instance),
            change: self.routes.iter().map(|route| route.change).sum(),
        }
    }

    /// All layers added up in thousandths of a second at the wheel, for the annealing: first with food lost and fairness
    /// at a smooth price, then, when polishing, almost as strictly as plans are compared.
    pub(crate) fn energy(&self, instance: &Instance, polish: bool) -> i128 {
        let (lost, shortage) = (i128::from(self.lost), i128::from(instance.fairness.whole() - self.relief));
        let (lost, unfair) = if polish {
            (
                lost * POLISH_LOSS_PRICE,
                shortage / i128::from(instance.problem.policy.unfair_unit) * POLISH_UNFAIRNESS_PRICE + shortage,
            )
        } else {
            (lost * i128::from(LOSS_PRICE), shortage * i128::from(instance.shortage_price))
        };
        lost + unfair
            + i128::from(self.at_hubs) * i128::from(HUB_PRICE)
            + i128::from(self.effort(instance)) * 1_000
            + i128::from(self.routes.iter().map(|route| route.change).sum::<i64>())
    }
}
