//! Asking what would be possible if a constraint were not there: the ground of reasons and of proposed changes.

use crate::domain::quantity::{Crates, Seconds};
use crate::planner::day::Day;
use crate::planner::problem::{ColdSeconds, Problem};
use crate::planner::schedule::Sequence;
use crate::planner::state::State;
use crate::planner::trial::{Portion, Spot, find};
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
    pub(crate) fn lifted(self, problem: &Problem) -> Problem {
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
                    free.places[sink.place].windows.clone_from(&always);
                }
            }
            Self::DonorHours => {
                for lot in &mut free.supplies {
                    free.places[lot.place].windows.clone_from(&always);
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
                    vehicle.room.0 = [Crates(2 * MOST_CRATES); 5];
                }
            }
            Self::Room => {
                for sink in &mut free.sinks {
                    sink.room.0 = [Crates(2 * MOST_CRATES); 5];
                }
            }
        }
        free
    }
}

/// A plan seen against another problem of the same shape.
pub(crate) struct World<'p> {
    pub day: Day<'p>,
    /// The rounds of the plan that is looked at; `None` if they cannot be driven here.
    plan: Option<State>,
    /// Rounds with nothing but what is under way.
    idle: State,
    work: Sequence,
}

impl<'p> World<'p> {
    /// `None` if what is under way cannot be driven in that world.
    pub(crate) fn new(day: Day<'p>) -> Option<Self> {
        let mut work = Sequence::default();
        let idle = State::new(&day, &mut work).ok()?;
        Some(Self { day, plan: None, idle, work })
    }

    /// Looks at a plan.
    pub(crate) fn see(&mut self, plan: &State) {
        self.plan = None;
        let mut plan = plan.clone();
        for route in &mut plan.routes {
            if !Arc::make_mut(route).refresh(&self.day, &mut self.work) {
                return;
            }
        }
        for route in self.idle.routes.iter().skip(plan.routes.len()) {
            plan.routes.push(Arc::clone(route));
        }
        // Room may differ: count again.
        for (sink, room) in plan.room.iter_mut().enumerate() {
            *room = self.day.problem.sinks[sink].room.0.map(|room| room.0);
        }
        let taken: Vec<_> = plan.jobs().map(|(_, job)| *job).collect();
        for job in taken {
            plan.room[job.sink][self.day.class(job.supply) as usize] -= job.crates;
        }
        self.plan = Some(plan);
    }

    /// Whether some sink that is `allowed` takes a portion, by the plan's rounds or else by idle vehicles.
    pub(crate) fn takes(&mut self, portion: Portion, idle: bool, allowed: &dyn Fn(usize) -> bool) -> bool {
        let state = if idle { Some(&self.idle) } else { self.plan.as_ref() };
        state.is_some_and(|state| takes(&self.day, state, portion, allowed, &mut self.work))
    }
}

/// Worlds that are made when they are asked for.
pub(crate) struct Worlds<'a, 'p> {
    day: &'a Day<'p>,
    plan: &'a State,
    problems: &'a [Problem],
    made: Vec<Option<Option<World<'a>>>>,
}

impl<'a, 'p> Worlds<'a, 'p> {
    pub(crate) fn new(day: &'a Day<'p>, plan: &'a State, problems: &'a [Problem]) -> Self {
        Self { day, plan, problems, made: problems.iter().map(|_| None).collect() }
    }

    /// The world of a problem, looking at the plan.
    pub(crate) fn of(&mut self, at: usize) -> Option<&mut World<'a>> {
        let (day, plan) = (self.day, self.plan);
        let problem = &self.problems[at];
        let world = self.made[at].get_or_insert_with(|| {
            let mut world = World::new(day.varied(problem))?;
            world.see(plan);
            Some(world)
        });
        world.as_mut()
    }
}

/// Whether some round takes a portion to some sink that `allowed` and has room.
pub(crate) fn takes(
    day: &Day,
    state: &State,
    portion: Portion,
    allowed: &dyn Fn(usize) -> bool,
    work: &mut Sequence,
) -> bool {
    let supply = day.items[portion.item].supply;
    let class = day.class(supply) as usize;
    let mut parts = Vec::new();
    state.parts(supply, &mut parts);
    let full = parts.len() >= day.problem.policy.most_parts;
    let sinks: Vec<u32> = day.takers[supply]
        .iter()
        .copied()
        .filter(|&sink| {
            let sink = sink as usize;
            allowed(sink) && state.room[sink][class] >= portion.crates && (!full || parts.contains(&sink))
        })
        .collect();
    let mut spots = vec![Spot::NONE; sinks.len()];
    state.routes.iter().any(|route| {
        find(day, route, portion, &sinks, &mut spots, work);
        spots.iter().any(Spot::exists)
    })
}

/// Each opening of a place that long longer.
pub(crate) fn open_longer(problem: &mut Problem, place: usize, by: Seconds) {
    let windows = &mut problem.places[place].windows;
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
