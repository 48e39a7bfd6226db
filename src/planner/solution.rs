//! What the planner answers, in the indices of the problem.

use crate::domain::plan::{LeftCode, Objective, Reason};
use crate::domain::quantity::{Crates, Grams, Metres, Seconds};
use crate::planner::problem::{Commitment, CommittedAction, Time};

/// A plan that keeps every hard constraint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Solution {
    /// The seed it came from.
    pub seed: u64,
    /// One round for each vehicle that moves, in the order of the vehicles.
    pub rounds: Vec<Round>,
    pub left: Vec<Left>,
    pub objective: Objective,
    pub iterations: u64,
}

impl Solution {
    /// The visits of each of the vehicles, for [`crate::planner::solve_from`] to search on from.
    pub fn in_force(&self, vehicles: usize) -> Vec<Vec<Commitment>> {
        let mut visits = vec![Vec::new(); vehicles];
        for round in &self.rounds {
            visits[round.vehicle] = round.visits.iter().map(PlannedVisit::commitment).collect();
        }
        visits
    }
}

/// The round of one vehicle.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Round {
    pub vehicle: usize,
    /// Visits in order, committed ones first. The start and end places are not visits unless something is handed over.
    pub visits: Vec<PlannedVisit>,
    /// When it leaves its start.
    pub depart: Time,
    /// When it is at its end, or done with its last visit.
    pub finish: Time,
    pub metres: Metres,
    /// Its time at the wheel.
    pub driving: Seconds,
}

/// One stop.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedVisit {
    pub location: usize,
    /// When the vehicle gets there.
    pub arrive: Time,
    pub start: Time,
    /// When it leaves: the start plus the place's service time.
    pub depart: Time,
    /// What is handed over; unloads first.
    pub actions: Vec<Action>,
}

impl PlannedVisit {
    /// The visit as one to be kept.
    pub fn commitment(&self) -> Commitment {
        let action =
            |action: &Action| CommittedAction { supply: action.supply, crates: action.crates, sink: action.sink };
        Commitment { location: self.location, actions: self.actions.iter().map(action).collect() }
    }
}

/// A portion handed over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Action {
    pub supply: usize,
    pub crates: Crates,
    pub grams: Grams,
    /// The sink at an unload; `None` at a load.
    pub sink: Option<usize>,
    /// At an unload of food with a clock: seconds outside a fridge by the end of the visit.
    pub cold: Option<Seconds>,
    /// At an unload: why this sink.
    pub reasons: Vec<Reason>,
}

/// A portion that is not carried.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Left {
    pub supply: usize,
    pub crates: Crates,
    pub grams: Grams,
    pub code: LeftCode,
    /// The cheapest change found that would save it.
    pub fix: Option<Fix>,
}

/// A change that would save a portion, in the indices of the problem.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fix {
    OpenLonger {
        location: usize,
        by: Seconds,
    },
    /// A vehicle out longer.
    LongerShift {
        vehicle: usize,
        by: Seconds,
    },
    /// More room at a sink.
    MoreRoom {
        sink: usize,
        crates: Crates,
    },
    /// Insulated boxes on a vehicle without.
    InsulatedBoxes {
        vehicle: usize,
    },
    /// One more driver with a van.
    OneMoreDriver,
}
