//! Asking what would be possible if a constraint were not there: the ground of reasons and of proposed changes.

use crate::domain::food::PerClass;
use crate::domain::quantity::{Crates, Seconds};
use crate::planner::evaluate::{Scratch, evaluate};
use crate::planner::instance::Instance;
use crate::planner::position::{InsertionPosition, Request};
use crate::planner::problem::{ColdSeconds, PlanningProblem};
use crate::planner::state::State;
use crate::planner::validate::{FARTHEST_TIME, MOST_CRATES, MOST_ELSE};
use std::sync::Arc;

const DAY: i64 = 86_400;

/// A kind of constraint.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Constraint {
    UseBy,
    Cold,
    PointHours,
    DonorHours,
    Shift,
    Vehicle,
    Room,
}

impl Constraint {
    pub(crate) const ALL: [Self; 7] =
        [Self::UseBy, Self::Cold, Self::PointHours, Self::DonorHours, Self::Shift, Self::Vehicle, Self::Room];

    /// The same problem without this constraint.
    pub(crate) fn lifted(self, problem: &PlanningProblem) -> PlanningProblem {
        let mut free = problem.clone();
        let always = vec![(-FARTHEST_TIME, FARTHEST_TIME)];
        match self {
            Self::UseBy => free.supplies.iter_mut().for_each(|lot| lot.deliver_by = None),
            Self::Cold => {
                for lot in &mut free.supplies {
                    lot.cold = ColdSeconds::default();
                }
            }
            Self::PointHours => {
                for sink in &problem.sinks {
                    free.locations[sink.location].windows.clone_from(&always);
                }
            }
            Self::DonorHours => {
                for lot in &mut free.supplies {
                    free.locations[lot.location].windows.clone_from(&always);
                    (lot.ready, lot.until) = (-FARTHEST_TIME, FARTHEST_TIME);
                }
            }
            Self::Shift => {
                for vehicle in &mut free.vehicles {
                    vehicle.until += DAY;
                    vehicle.longest = None;
                }
            }
            Self::Vehicle => {
                for vehicle in &mut free.vehicles {
                    vehicle.crates = Crates(2 * MOST_CRATES);
                    vehicle.grams.0 = 2 * MOST_ELSE;
                    vehicle.room = PerClass::all(Crates(2 * MOST_CRATES));
                }
            }
            Self::Room => {
                for sink in &mut free.sinks {
                    sink.room = PerClass::all(Crates(2 * MOST_CRATES));
                }
            }
        }
        free
    }
}

/// A plan seen against another problem of the same shape.
pub(crate) struct Relaxation<'p> {
    pub instance: Instance<'p>,
    /// The rounds of the plan that is looked at; `None` if they cannot be driven here.
    plan: Option<State>,
    /// Rounds with nothing but what is under way.
    idle: State,
    scratch: Scratch,
}

impl<'p> Relaxation<'p> {
    /// `None` if what is under way cannot be driven in that world.
    pub(crate) fn new(instance: Instance<'p>) -> Option<Self> {
        let mut scratch = Scratch::default();
        let idle = State::new(&instance, &mut scratch.sequence).ok()?;
        Some(Self { instance, plan: None, idle, scratch })
    }

    /// Looks at a plan.
    pub(crate) fn view(&mut self, plan: &State) {
        self.plan = None;
        let mut plan = plan.clone();
        for route in &mut plan.routes {
            if !Arc::make_mut(route).refresh(&self.instance, &mut self.scratch.sequence) {
                return;
            }
        }
        for route in self.idle.routes.iter().skip(plan.routes.len()) {
            plan.routes.push(Arc::clone(route));
        }
        // Room may differ: count again.
        for (sink, room) in plan.room.iter_mut().enumerate() {
            *room = PerClass(self.instance.problem.sinks[sink].room.0.map(|room| room.0));
        }
        let taken: Vec<_> = plan.shipments().map(|(_, shipment)| *shipment).collect();
        for shipment in taken {
            plan.room[shipment.sink][self.instance.class(shipment.supply)] -= shipment.crates;
        }
        self.plan = Some(plan);
    }

    /// Whether some sink that is `allowed` takes a portion, by the plan's rounds or else by idle vehicles.
    pub(crate) fn takes(&mut self, request: Request, idle: bool, allowed: &dyn Fn(usize) -> bool) -> bool {
        let state = if idle { Some(&self.idle) } else { self.plan.as_ref() };
        state.is_some_and(|state| takes(&self.instance, state, request, allowed, &mut self.scratch))
    }
}

/// Worlds that are made when they are asked for.
pub(crate) struct Relaxations<'a, 'p> {
    instance: &'a Instance<'p>,
    plan: &'a State,
    problems: &'a [PlanningProblem],
    made: Vec<Option<Option<Relaxation<'a>>>>,
}

impl<'a, 'p> Relaxations<'a, 'p> {
    pub(crate) fn new(instance: &'a Instance<'p>, plan: &'a State, problems: &'a [PlanningProblem]) -> Self {
        Self { instance, plan, problems, made: problems.iter().map(|_| None).collect() }
    }

    /// The world of a problem, looking at the plan.
    pub(crate) fn of(&mut self, at: usize) -> Option<&mut Relaxation<'a>> {
        let (instance, plan) = (self.instance, self.plan);
        let problem = &self.problems[at];
        let relaxation = self.made[at].get_or_insert_with(|| {
            let mut relaxation = Relaxation::new(instance.varied(problem))?;
            relaxation.view(plan);
            Some(relaxation)
        });
        relaxation.as_mut()
    }
}

/// Whether some round takes a portion to some sink that `allowed` and has room.
pub(crate) fn takes(
    instance: &Instance,
    state: &State,
    request: Request,
    allowed: &dyn Fn(usize) -> bool,
    scratch: &mut Scratch,
) -> bool {
    let supply = instance.items[request.item].supply;
    let class = instance.class(supply);
    let mut parts = Vec::new();
    state.parts(supply, &mut parts);
    let full = parts.len() >= instance.problem.policy.most_parts;
    let sinks: Vec<u32> = instance.eligible_sinks[supply]
        .iter()
        .copied()
        .filter(|&sink| {
            let sink = sink as usize;
            allowed(sink) && state.room[sink][class] >= request.crates && (!full || parts.contains(&sink))
        })
        .collect();
    let mut positions = vec![InsertionPosition::NONE; sinks.len()];
    state.routes.iter().any(|route| {
        evaluate(instance, route, request, &sinks, &mut positions, scratch);
        positions.iter().any(InsertionPosition::exists)
    })
}

/// Each opening of a place that long longer.
pub(crate) fn open_longer(problem: &mut PlanningProblem, location: usize, by: Seconds) {
    let windows = &mut problem.locations[location].windows;
    for window in windows.iter_mut() {
        window.1 += by.0;
    }
    // An opening that now reaches into the next one is one with it.
    windows.dedup_by(|next, last| {
        let joins = next.0 <= last.1;
        if joins {
            last.1 = last.1.max(next.1);
        }
        joins
    });
}
