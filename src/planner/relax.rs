//! Asking what would be possible if a constraint were not there: the ground of reasons and of proposed changes.

use crate::domain::quantity::{Crates, Seconds};
use crate::planner::day::Day;
use crate::planner::problem::{ColdSeconds, Problem};
use crate::planner::schedule::Sequence;
use crate::planner::state::{Stamps, State};
use crate::planner::trial::{Portion, find};
use crate::planner::validate::{FARTHEST_TIME, MOST_CRATES, MOST_ELSE};

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
    /// The rounds of the plan.
    plan: State,
    /// Rounds with nothing but what is under way.
    idle: State,
    work: Sequence,
}

impl<'p> World<'p> {
    /// `None` if the plan's rounds cannot be driven in that world.
    pub(crate) fn new(problem: &'p Problem, plan: &State) -> Option<Self> {
        let day = Day::new(problem);
        let (mut stamps, mut work) = (Stamps::default(), Sequence::default());
        let idle = State::new(&day, &mut stamps, &mut work).ok()?;
        let mut plan = plan.clone();
        for route in &mut plan.routes {
            if !route.refresh(&day, stamps.next(), &mut work) {
                return None;
            }
        }
        for route in idle.routes.iter().skip(plan.routes.len()) {
            plan.routes.push(route.clone());
        }
        // Room may differ: count again.
        for (sink, room) in plan.room.iter_mut().enumerate() {
            *room = problem.sinks[sink].room.0.map(|room| room.0);
        }
        let taken: Vec<_> = plan.jobs().map(|(_, job)| *job).collect();
        for job in taken {
            plan.room[job.sink][day.class(job.supply) as usize] -= job.crates;
        }
        Some(Self { day, plan, idle, work })
    }

    /// Whether some sink that `allowed` takes a portion, by the plan's rounds or else by idle vehicles.
    pub(crate) fn takes(&mut self, portion: Portion, idle: bool, allowed: &dyn Fn(usize) -> bool) -> bool {
        let state = if idle { &self.idle } else { &self.plan };
        takes(&self.day, state, portion, allowed, &mut self.work)
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
    let mut spots = vec![None; sinks.len()];
    state.routes.iter().any(|route| {
        find(day, route, portion, &sinks, &mut spots, work);
        spots.iter().any(Option::is_some)
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
