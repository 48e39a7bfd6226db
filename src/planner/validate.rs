//! What makes a problem unfit for planning, said with a code and a plain sentence. The search relies on these rules.

use crate::domain::word_enum;
use crate::planner::problem::{Aboard, Commitment, CommittedAction, CrewedVehicle, PlanningProblem, Time};

/// Times must be within this many seconds of their origin, either way.
pub const FARTHEST_TIME: Time = 100_000_000_000;
/// The longest shift and visit: a hundred days, so that problems in finer units than seconds fit.
pub const LONGEST_SHIFT: i64 = 100 * 86_400;
/// The most crates a supply, vehicle or sink may have.
pub const MOST_CRATES: i64 = 1_000_000;
/// The most a supply may weigh, in grams.
pub const MOST_GRAMS: i64 = 100_000_000;
/// The most grams a sink may have received, a vehicle may hold, and the most persons a sink may serve.
pub const MOST_ELSE: i64 = 1_000_000_000_000;
/// The finest unit of unfairness, in weighted grams of shortage.
pub const FINEST_UNIT: i64 = 1_000;
/// The highest policy weight and loss weight.
pub const MOST_WEIGHT: i64 = 10_000;

word_enum!(
    /// What can be wrong, as a code that people can search for. Codes stay with what they mean, whatever it is called here.
    ErrorCode {
        MatrixSize = "E1010",
        ServiceTime = "E1011",
        OpeningOutOfRange = "E1012",
        ClosesBeforeOpening = "E1013",
        OpeningsOverlap = "E1014",
        PolicyPrice = "E1015",
        PolicyParts = "E1016",
        PolicyUnit = "E1017",
        SupplyLocation = "E1020",
        SupplyCrates = "E1021",
        SupplyGrams = "E1022",
        SupplyTimes = "E1023",
        SupplyEndsBeforeReady = "E1024",
        LossWeight = "E1025",
        ColdLimit = "E1026",
        PromisedSink = "E1027",
        CarryingVehicle = "E1028",
        CarriedElsewhere = "E1029",
        SinkLocation = "E1030",
        SinkRoom = "E1031",
        SinkHistory = "E1032",
        VehicleLocation = "E1040",
        VehicleTimes = "E1041",
        ShiftEndsBeforeBeginning = "E1042",
        ShiftTooLong = "E1043",
        LongestTimeOut = "E1044",
        Capacity = "E1045",
        VisitLocation = "E1046",
        Rest = "E1048",
        CommittedNames = "E1047",
        ExclusiveVehicles = "E1049",
        CommittedLoad = "E1050",
        CommittedUnloadsTooMuch = "E1051",
        CommittedUnload = "E1052",
        CommittedTooMuch = "E1053",
        /// Visits under way cannot be kept in time or within the capacity of their vehicle: seen when the routes are built.
        CannotBeKept = "E1060",
        RoundsInForce = "E1070",
        VisitInForce = "E1071",
    }
);

/// Something in a problem that no plan can be made from.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{code}: {sentence}")]
pub struct ProblemError {
    pub code: ErrorCode,
    /// What is wrong, where, and what is expected.
    pub sentence: String,
}

/// Everything that is wrong with a problem; empty when it can be planned.
pub fn problems(problem: &PlanningProblem) -> Vec<ProblemError> {
    let mut found = Findings(Vec::new());
    let size = problem.locations.len();
    if problem.matrix.size() != size {
        let rows = problem.matrix.size();
        found.say(ErrorCode::MatrixSize, || {
            format!("There are {size} places but travel times between {rows}; they must be the same places.")
        });
    }
    locations(problem, &mut found);
    policy(problem, &mut found);
    supplies(problem, &mut found);
    sinks(problem, &mut found);
    for at in 0..problem.vehicles.len() {
        vehicle(problem, at, &mut found);
    }
    let known = |vehicle: usize| vehicle < problem.vehicles.len();
    for &(one, other) in &problem.exclusive {
        found.unless(known(one) && known(other) && one != other, ErrorCode::ExclusiveVehicles, || {
            format!("Vehicles {one} and {other} are said not to be out at the same time; they must be two that exist.")
        });
    }
    if found.0.is_empty() {
        committed(problem, &mut found);
    }
    found.0
}

/// What is wrong with the visits of a plan in force: they must name what there is.
pub(crate) fn current(problem: &PlanningProblem, current: &[Vec<Commitment>]) -> Vec<ProblemError> {
    let mut found = Findings(Vec::new());
    found.unless(current.is_empty() || current.len() == problem.vehicles.len(), ErrorCode::RoundsInForce, || {
        format!("There are {} vehicles but rounds in force for {}.", problem.vehicles.len(), current.len())
    });
    for visit in current.iter().flatten() {
        let known = |action: &CommittedAction| {
            action.supply < problem.supplies.len()
                && action.sink.is_none_or(|sink| sink < problem.sinks.len())
                && (1..=MOST_CRATES).contains(&action.crates.0)
        };
        found.unless(
            visit.location < problem.locations.len() && visit.actions.iter().all(known),
            ErrorCode::VisitInForce,
            || {
                format!(
                    "A visit in force at place {} names a place, supply or sink that does not exist, or no crates.",
                    visit.location
                )
            },
        );
    }
    found.0
}

struct Findings(Vec<ProblemError>);

impl Findings {
    fn say(&mut self, code: ErrorCode, sentence: impl FnOnce() -> String) {
        self.0.push(ProblemError { code, sentence: sentence() });
    }

    fn unless(&mut self, fine: bool, code: ErrorCode, sentence: impl FnOnce() -> String) {
        if !fine {
            self.say(code, sentence);
        }
    }
}

const fn sane(time: Time) -> bool {
    -FARTHEST_TIME <= time && time <= FARTHEST_TIME
}

fn locations(problem: &PlanningProblem, found: &mut Findings) {
    for (at, location) in problem.locations.iter().enumerate() {
        found.unless((0..=LONGEST_SHIFT).contains(&location.service.0), ErrorCode::ServiceTime, || {
            format!("Place {at} has a visit of {} seconds; it must be from none to a hundred days.", location.service.0)
        });
        let mut open = None;
        for &(from, until) in &location.windows {
            found.unless(sane(from) && sane(until), ErrorCode::OpeningOutOfRange, || {
                format!("Place {at} has an opening time that is out of range.")
            });
            found.unless(from <= until, ErrorCode::ClosesBeforeOpening, || {
                format!("Place {at} closes before it opens ({until} is before {from}).")
            });
            found.unless(open.is_none_or(|last| last < from), ErrorCode::OpeningsOverlap, || {
                format!("The opening windows of place {at} overlap or are out of order.")
            });
            open = Some(until);
        }
    }
}

fn policy(problem: &PlanningProblem, found: &mut Findings) {
    let policy = &problem.policy;
    for (name, value) in [("person", policy.person), ("kilometre", policy.kilometre)] {
        let most = if name == "person" { MOST_GRAMS } else { MOST_WEIGHT };
        found.unless((0..=most).contains(&value), ErrorCode::PolicyPrice, || {
            format!("The policy's cost of a {name} is {value}; it must be from 0 to {most}.")
        });
    }
    found.unless((FINEST_UNIT..=MOST_GRAMS).contains(&policy.unfair_unit), ErrorCode::PolicyUnit, || {
        format!(
            "A unit of unfairness is {} weighted grams; it must be from {FINEST_UNIT} to {MOST_GRAMS}.",
            policy.unfair_unit
        )
    });
    found.unless((1..=1_000).contains(&policy.most_parts), ErrorCode::PolicyParts, || {
        format!("A supply may be split into {} parts; it must be from 1 to 1000.", policy.most_parts)
    });
}

fn supplies(problem: &PlanningProblem, found: &mut Findings) {
    for (at, supply) in problem.supplies.iter().enumerate() {
        found.unless(supply.location < problem.locations.len(), ErrorCode::SupplyLocation, || {
            format!("Supply {at} is at place {}, which does not exist.", supply.location)
        });
        found.unless((1..=MOST_CRATES).contains(&supply.crates.0), ErrorCode::SupplyCrates, || {
            format!("Supply {at} has {} crates; it must have at least one and at most {MOST_CRATES}.", supply.crates.0)
        });
        found.unless((0..=MOST_GRAMS).contains(&supply.grams.0), ErrorCode::SupplyGrams, || {
            format!("Supply {at} weighs {} grams; it must be from 0 to {MOST_GRAMS}.", supply.grams.0)
        });
        found.unless(
            sane(supply.ready) && sane(supply.until) && supply.deliver_by.is_none_or(sane),
            ErrorCode::SupplyTimes,
            || format!("Supply {at} has a time that is out of range."),
        );
        found.unless(
            supply.on_board.is_some() || supply.ready <= supply.until,
            ErrorCode::SupplyEndsBeforeReady,
            || format!("Supply {at} may not be loaded after {} but is ready only at {}.", supply.until, supply.ready),
        );
        found.unless((1..=MOST_WEIGHT).contains(&supply.loss_weight), ErrorCode::LossWeight, || {
            format!("Supply {at} has the loss weight {}; it must be from 1 to {MOST_WEIGHT}.", supply.loss_weight)
        });
        let cold = supply.cold;
        let fine = [cold.refrigerated, cold.insulated, cold.bare]
            .into_iter()
            .flatten()
            .all(|limit| (0..=FARTHEST_TIME).contains(&limit.0));
        found
            .unless(fine, ErrorCode::ColdLimit, || format!("Supply {at} has a cold limit below zero or out of range."));
        found.unless(supply.promised.is_none_or(|sink| sink < problem.sinks.len()), ErrorCode::PromisedSink, || {
            format!("Supply {at} is promised to a sink that does not exist.")
        });
        if let Some(Aboard { vehicle, since }) = supply.on_board {
            found.unless(sane(since), ErrorCode::SupplyTimes, || {
                format!("Supply {at} has a time that is out of range.")
            });
            match problem.vehicles.get(vehicle) {
                None => found.say(ErrorCode::CarryingVehicle, || {
                    format!("Supply {at} is on board of vehicle {vehicle}, which does not exist.")
                }),
                Some(carrier) => found.unless(carrier.start == supply.location && since <= carrier.from, ErrorCode::CarriedElsewhere, || {
                    format!("Supply {at} is on board of vehicle {vehicle}, so its place must be where that vehicle starts, and it must have left the fridge before the vehicle leaves.")
                }),
            }
        }
    }
}

fn sinks(problem: &PlanningProblem, found: &mut Findings) {
    for (at, sink) in problem.sinks.iter().enumerate() {
        found.unless(sink.location < problem.locations.len(), ErrorCode::SinkLocation, || {
            format!("Sink {at} is at place {}, which does not exist.", sink.location)
        });
        let fine = sink.room.0.iter().all(|room| (0..=MOST_CRATES).contains(&room.0));
        found.unless(fine, ErrorCode::SinkRoom, || {
            format!("Sink {at} has room below zero or above {MOST_CRATES} crates.")
        });
        let fine = (0..=MOST_ELSE).contains(&sink.persons)
            && sink.received.0.iter().all(|grams| (0..=MOST_ELSE).contains(&grams.0));
        found.unless(fine, ErrorCode::SinkHistory, || {
            format!("Sink {at} serves a number of persons or received an amount that is below zero or out of range.")
        });
    }
}

fn vehicle(problem: &PlanningProblem, at: usize, found: &mut Findings) {
    let Some(vehicle) = problem.vehicles.get(at) else {
        return;
    };
    let size = problem.locations.len();
    found.unless(vehicle.start < size && vehicle.end.is_none_or(|end| end < size), ErrorCode::VehicleLocation, || {
        format!("Vehicle {at} starts or ends at a place that does not exist.")
    });
    found.unless(sane(vehicle.from) && sane(vehicle.until), ErrorCode::VehicleTimes, || {
        format!("Vehicle {at} has a time that is out of range.")
    });
    found.unless(vehicle.from <= vehicle.until, ErrorCode::ShiftEndsBeforeBeginning, || {
        format!("The shift of vehicle {at} ends at {} before it begins at {}.", vehicle.until, vehicle.from)
    });
    found.unless(vehicle.until.saturating_sub(vehicle.from) <= LONGEST_SHIFT, ErrorCode::ShiftTooLong, || {
        format!("The shift of vehicle {at} is longer than a hundred days.")
    });
    found.unless(
        vehicle.longest.is_none_or(|longest| (0..=FARTHEST_TIME).contains(&longest.0)),
        ErrorCode::LongestTimeOut,
        || format!("The longest time out of vehicle {at} is below zero or out of range."),
    );
    let fine = vehicle.rest.is_none_or(|rest| {
        (1..=FARTHEST_TIME).contains(&rest.length.0) && sane(rest.from) && sane(rest.until) && rest.from <= rest.until
    });
    found.unless(fine, ErrorCode::Rest, || {
        format!("The break of vehicle {at} has no length, ends before it begins or is out of range.")
    });
    let fine = (0..=MOST_CRATES).contains(&vehicle.crates.0)
        && (0..=MOST_ELSE).contains(&vehicle.grams.0)
        && vehicle.room.0.iter().all(|room| (0..=MOST_CRATES).contains(&room.0));
    found.unless(fine, ErrorCode::Capacity, || format!("Vehicle {at} has a capacity below zero or out of range."));
    let fine = vehicle.known.iter().all(|&location| location < size)
        && vehicle.committed.iter().all(|visit| visit.location < size);
    found.unless(fine, ErrorCode::VisitLocation, || {
        format!("The known or committed visits of vehicle {at} name a place that does not exist.")
    });
    actions(problem, at, vehicle, found);
}

fn actions(problem: &PlanningProblem, at: usize, vehicle: &CrewedVehicle, found: &mut Findings) {
    for action in vehicle.committed.iter().flat_map(|visit| &visit.actions) {
        let fine = action.supply < problem.supplies.len()
            && action.sink.is_none_or(|sink| sink < problem.sinks.len())
            && (1..=MOST_CRATES).contains(&action.crates.0);
        found.unless(fine, ErrorCode::CommittedNames, || {
            format!("A committed handover of vehicle {at} names no supply or sink there is, or no crates.")
        });
    }
}

/// Committed handovers must add up; whether they can be kept in time is seen when the rounds are built.
fn committed(problem: &PlanningProblem, found: &mut Findings) {
    let mut taken = vec![0; problem.supplies.len()];
    let mut room: Vec<_> = problem.sinks.iter().map(|sink| sink.room).collect();
    for (at, vehicle) in problem.vehicles.iter().enumerate() {
        let mut held: Vec<i64> = problem
            .supplies
            .iter()
            .map(|supply| match supply.on_board {
                Some(on_board) if on_board.vehicle == at => supply.crates.0,
                _ => 0,
            })
            .collect();
        for visit in &vehicle.committed {
            for action in visit.actions.iter().filter(|action| action.sink.is_none()) {
                let supply = &problem.supplies[action.supply];
                found.unless(
                    supply.on_board.is_none() && supply.location == visit.location,
                    ErrorCode::CommittedLoad,
                    || {
                        format!(
                            "Vehicle {at} is committed to load supply {} at place {}, where it is not.",
                            action.supply, visit.location
                        )
                    },
                );
                taken[action.supply] += action.crates.0;
            }
            for action in &visit.actions {
                let Some(sink) = action.sink else { continue };
                let supply = &problem.supplies[action.supply];
                held[action.supply] -= action.crates.0;
                found.unless(held[action.supply] >= 0, ErrorCode::CommittedUnloadsTooMuch, || {
                    format!(
                        "Vehicle {at} is committed to unload more of supply {} than it holds by then.",
                        action.supply
                    )
                });
                let target = &problem.sinks[sink];
                let space = &mut room[sink][supply.class].0;
                *space -= action.crates.0;
                let fine = target.location == visit.location
                    && !target.refused.contains(supply.category)
                    && supply.promised.is_none_or(|promised| promised == sink)
                    && !supply.declined.contains(&sink)
                    && *space >= 0
                    && !(target.hub && from_hub(problem, action.supply));
                found.unless(fine, ErrorCode::CommittedUnload, || {
                    format!("Vehicle {at} is committed to unload supply {} at sink {sink}, which is elsewhere, refuses it, has no room for it, is a hub for food from a hub, or is not the one it is promised to.", action.supply)
                });
            }
            for action in visit.actions.iter().filter(|action| action.sink.is_none()) {
                held[action.supply] += action.crates.0;
            }
        }
    }
    for (at, (&taken, supply)) in taken.iter().zip(&problem.supplies).enumerate() {
        found.unless(taken <= supply.crates.0, ErrorCode::CommittedTooMuch, || {
            format!("{taken} crates of supply {at} are committed but it has only {}.", supply.crates.0)
        });
    }
}

/// Whether a supply lies at a hub: such food goes to points only.
fn from_hub(problem: &PlanningProblem, supply: usize) -> bool {
    let lot = &problem.supplies[supply];
    let at_hub = problem.sinks.iter().any(|sink| sink.hub && sink.location == lot.location);
    lot.on_board.is_none() && at_hub
}
