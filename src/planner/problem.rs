//! What the planner is asked. Everything is an index, an integer and a flag: names, ids and clocks stay outside.

use crate::domain::cold::Equipment;
use crate::domain::food::{Category, CategorySet, PerCategory, PerClass, StorageClass};
use crate::domain::policy::Weights;
use crate::domain::quantity::{Crates, Grams, Seconds};
use crate::roads::Matrix;

/// Seconds since an origin that the caller chooses (usually midnight of the day). May be negative.
pub type Time = i64;

/// One area and one day.
#[derive(Debug, Clone)]
pub struct PlanningProblem {
    /// Everywhere a vehicle may be; indices into this are used throughout and in `matrix`.
    pub locations: Vec<Location>,
    pub matrix: Matrix,
    pub supplies: Vec<Supply>,
    pub sinks: Vec<Sink>,
    pub vehicles: Vec<CrewedVehicle>,
    /// Pairs of vehicles that are one vehicle on two shifts, or have one driver: the second of the two to go out leaves its
    /// start only when the first is done and could be there. The caller keeps their shifts apart, since the search looks at
    /// each round alone.
    pub exclusive: Vec<(usize, usize)>,
    pub policy: Policy,
}

/// Somewhere a vehicle may stop.
#[derive(Debug, Clone)]
pub struct Location {
    /// When a handover may start, in order, not overlapping. It may end after the window closes.
    pub windows: Vec<(Time, Time)>,
    /// How long a visit takes, whatever is handed over.
    pub service: Seconds,
}

/// A lot at a donor or hub, or already on board of a vehicle. Splits into portions of whole crates.
#[derive(Debug, Clone)]
pub struct Supply {
    /// Where it is. For a lot on board: where its vehicle starts.
    pub location: usize,
    pub category: Category,
    /// How it must be kept.
    pub class: StorageClass,
    /// How many crates. At least one.
    pub crates: Crates,
    /// Their weight together; portions get [`crate::domain::quantity::share_of_weight`].
    pub grams: Grams,
    /// Loading may start from here.
    pub ready: Time,
    /// Loading must start by here.
    pub until: Time,
    /// It must have been accepted by here: the end of its last day, for a use-by date.
    pub deliver_by: Option<Time>,
    /// Lost grams count this many times. At least 1; more for food that spoils sooner.
    pub loss_weight: i64,
    /// Allowed seconds from leaving the fridge to acceptance (start of the handover plus the visit's service time), by
    /// equipment: refrigerated, insulated, bare. `None` is as long as needed.
    pub cold: ColdSeconds,
    /// Set when a vehicle already carries it.
    pub on_board: Option<Aboard>,
    /// Set when it is promised to one sink.
    pub promised: Option<usize>,
    /// Sinks that do not take it, though they take its like.
    pub declined: Vec<usize>,
}

/// Allowed seconds outside a fridge on each kind of vehicle.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ColdSeconds {
    /// In a refrigerated load space.
    pub refrigerated: Option<Seconds>,
    pub insulated: Option<Seconds>,
    pub bare: Option<Seconds>,
}

impl ColdSeconds {
    /// The allowance on a vehicle with this equipment.
    pub const fn on(&self, equipment: Equipment) -> Option<Seconds> {
        match equipment {
            Equipment::Refrigerated => self.refrigerated,
            Equipment::Insulated => self.insulated,
            Equipment::Bare => self.bare,
        }
    }

    /// With nothing left of what was allowed; as long as needed stays so.
    pub fn used_up(self) -> Self {
        let none_left = |allowed: Option<Seconds>| allowed.map(|_| Seconds::ZERO);
        Self {
            refrigerated: none_left(self.refrigerated),
            insulated: none_left(self.insulated),
            bare: none_left(self.bare),
        }
    }
}

/// The state of a lot that is already on its way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Aboard {
    pub vehicle: usize,
    /// When it left the fridge.
    pub since: Time,
}

/// A distribution point, or a hub as a point of last resort.
#[derive(Debug, Clone)]
pub struct Sink {
    pub location: usize,
    /// Hubs take only what no point can take today, and count for nothing in fairness. Food at a hub is saved.
    pub hub: bool,
    /// Crates it can still take today of each class.
    pub room: PerClass<Crates>,
    /// Persons it serves. Zero for hubs.
    pub persons: i64,
    /// What it does not take.
    pub refused: CategorySet,
    /// Grams it got over the past 28 days.
    pub received: PerCategory<Grams>,
}

/// A vehicle with its driver for one shift.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CrewedVehicle {
    pub start: usize,
    /// Where it must end; anywhere if `None`.
    pub end: Option<usize>,
    /// It may leave from here.
    pub from: Time,
    /// It must be at its end (or done with its last stop) by here.
    pub until: Time,
    /// The longest it may be out, counted from leaving the start.
    pub longest: Option<Seconds>,
    pub crates: Crates,
    pub grams: Grams,
    /// Crates it holds of each class (zero where it cannot carry it at all).
    pub room: PerClass<Crates>,
    /// How it keeps cold food.
    pub equipment: Equipment,
    /// The break its driver must have, if any.
    pub rest: Option<Rest>,
    /// Whether using it calls somebody out who is not out yet.
    pub called_out: bool,
    /// Sites of the round it usually does or is published to do, in order: staying near it is the last layer.
    pub known: Vec<usize>,
    /// Visits under way, to be kept exactly, in order, before anything else.
    pub committed: Vec<Commitment>,
}

/// A break: time without driving and without handing over, in one piece.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rest {
    /// At least one second.
    pub length: Seconds,
    /// It may begin from here.
    pub from: Time,
    /// It must begin by here.
    pub until: Time,
    /// Whether food may stay in the vehicle meanwhile. Its clocks run on.
    pub with_food: bool,
}

/// A visit that a new plan must keep as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Commitment {
    pub location: usize,
    /// What is handed over there.
    pub actions: Vec<CommittedAction>,
}

/// A handover within a committed visit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CommittedAction {
    pub supply: usize,
    pub crates: Crates,
    /// The sink at an unload; `None` at a load.
    pub sink: Option<usize>,
}

/// What counts for how much within the layers. Policy, not technique: people set it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policy {
    /// What calling one person out costs, in seconds at the wheel.
    pub person: i64,
    /// What a kilometre costs, in seconds at the wheel.
    pub kilometre: i64,
    /// Weighted grams of shortage that count as one unit of unfairness: finer differences are left to the effort of the
    /// rounds.
    pub unfair_unit: i64,
    /// The most sinks one supply may be split over.
    pub most_parts: usize,
}

impl Default for Policy {
    fn default() -> Self {
        Weights::default().into()
    }
}

impl From<Weights> for Policy {
    fn from(Weights { person, kilometre, evenness }: Weights) -> Self {
        Self { person: person.0, kilometre: kilometre.0, unfair_unit: evenness.unit().0, most_parts: 4 }
    }
}
