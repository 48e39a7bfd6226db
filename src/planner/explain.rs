//! Why each portion goes where it goes, what stopped each portion that is left, and the cheapest change that would save
//! it. All of it is found by trying: with the portion taken out, with one constraint lifted, with one thing changed.

use crate::domain::cold::Equipment;
use crate::domain::food::PerClass;
use crate::domain::plan::{LeftCode, Reason};
use crate::domain::quantity::{Crates, Grams, Seconds};
use crate::planner::evaluate::Scratch;
use crate::planner::instance::Instance;
use crate::planner::position::Request;
use crate::planner::problem::{CrewedVehicle, PlanningProblem};
use crate::planner::relax::{Constraint, Relaxation, Relaxations, open_longer, takes};
use crate::planner::route::Shipment;
use crate::planner::solution::{Fix, Left, Solution};
use crate::planner::state::State;

/// Changes are looked for only for this many portions left, those that weigh most first.
const FIXES: usize = 12;

/// How many minutes longer something may be open or out before it is no fix any more.
const LONGER: [i64; 4] = [15, 30, 60, 120];

/// The van that one more driver would bring, as crates and grams.
const VAN: (i64, i64) = (80, 700_000);

/// The problem without each constraint, as it is, and with everything of a kind open or out so much longer.
struct Variants(Vec<PlanningProblem>);

impl Variants {
    const AS_IT_IS: usize = Constraint::ALL.len();

    fn of(problem: &PlanningProblem) -> Self {
        let mut all: Vec<PlanningProblem> =
            Constraint::ALL.iter().map(|constraint| constraint.lifted(problem)).collect();
        all.push(problem.clone());
        for kind in [longer_points, longer_donors, longer_shifts] {
            for minutes in LONGER {
                let mut longer = problem.clone();
                kind(&mut longer, Seconds(minutes * 60));
                all.push(longer);
            }
        }
        Self(all)
    }

    fn without(constraint: Constraint) -> usize {
        Constraint::ALL.iter().position(|one| *one == constraint).unwrap_or(Self::AS_IT_IS)
    }

    const fn longer(kind: usize, step: usize) -> usize {
        Self::AS_IT_IS + 1 + kind * LONGER.len() + step
    }
}

const POINTS: usize = 0;
const DONORS: usize = 1;
const SHIFTS: usize = 2;

fn longer_points(problem: &mut PlanningProblem, by: Seconds) {
    let mut locations: Vec<usize> = problem.sinks.iter().map(|sink| sink.location).collect();
    locations.sort_unstable();
    locations.dedup();
    for location in locations {
        open_longer(problem, location, by);
    }
}

fn longer_donors(problem: &mut PlanningProblem, by: Seconds) {
    let mut locations: Vec<usize> = problem.supplies.iter().map(|lot| lot.location).collect();
    locations.sort_unstable();
    locations.dedup();
    for location in locations {
        open_longer(problem, location, by);
    }
    for lot in &mut problem.supplies {
        lot.until += by.0;
    }
}

fn longer_shifts(problem: &mut PlanningProblem, by: Seconds) {
    for vehicle in &mut problem.vehicles {
        longer_shift(vehicle, by);
    }
}

/// Fills in the reasons, codes and fixes of a published plan.
pub(crate) fn explain(instance: &Instance, state: &State, solution: &mut Solution) {
    let variants = Variants::of(instance.problem);
    reasons(instance, state, &variants, solution);
    if !solution.left.is_empty() {
        left(instance, state, &mut Relaxations::new(instance, state, &variants.0), solution);
    }
}

fn reasons(instance: &Instance, state: &State, variants: &Variants, solution: &mut Solution) {
    let network = network(instance.problem);
    let mut scratch = Scratch::default();
    let mut relaxations = Relaxations::new(instance, state, &variants.0);
    for round in &mut solution.rounds {
        for (stop, visit) in round.visits.iter_mut().enumerate() {
            for action in &mut visit.actions {
                let Some(sink) = action.sink else { continue };
                let here = |shipment: &Shipment| {
                    (shipment.supply, shipment.sink, shipment.unload) == (action.supply, sink, stop)
                };
                let told = &mut action.reasons;
                let lot = &instance.problem.supplies[action.supply];
                let target = &instance.problem.sinks[sink];
                if lot.promised.is_some() {
                    told.push(Reason::Promised);
                }
                if target.hub {
                    told.push(Reason::LastResort);
                }
                let point = per_person(target.received.0.iter().map(|grams| grams.0).sum(), target.persons);
                if let (Some(point), Some(network), false) = (point, network, target.hub)
                    && point < network
                {
                    told.push(Reason::FairShare { point, network });
                }
                let fixed = stop < state.routes[round.vehicle].committed;
                let mut without = state.clone();
                without.remove(instance, round.vehicle, &mut scratch.sequence, here);
                let saved = state.routes[round.vehicle].seconds - without.routes[round.vehicle].seconds;
                if !fixed && !target.hub && lot.promised.is_none() {
                    let item = state.routes[round.vehicle]
                        .shipments
                        .iter()
                        .find(|shipment| here(shipment))
                        .map(|shipment| shipment.item);
                    let only = item.and_then(|item| {
                        let request = Request { item, crates: action.crates.0 };
                        only(instance, &without, &mut relaxations, request, sink, &mut scratch)
                    });
                    told.extend(only);
                }
                told.push(Reason::OnTheWay { extra: Seconds(saved.max(0)) });
            }
        }
    }
}

/// The one constraint that keeps a portion from all other points, if there is one.
fn only(
    instance: &Instance,
    without: &State,
    relaxations: &mut Relaxations,
    request: Request,
    sink: usize,
    scratch: &mut Scratch,
) -> Option<Reason> {
    let other = |at: usize| at != sink && !instance.problem.sinks[at].hub;
    if takes(instance, without, request, &other, scratch) {
        return None;
    }
    let kinds = [
        (Constraint::Room, Reason::OnlyRoom),
        (Constraint::Cold, Reason::OnlyBeforeColdLimit),
        (Constraint::PointHours, Reason::OnlyOpen),
    ];
    kinds.into_iter().find_map(|(constraint, reason)| {
        let relaxation = relaxations.of(Variants::without(constraint))?;
        relaxation.view(without);
        relaxation.takes(request, false, &other).then_some(reason)
    })
}

fn per_person(grams: i64, persons: i64) -> Option<Grams> {
    (persons > 0).then(|| Grams(grams / persons))
}

/// Grams per person over 28 days in the whole network.
fn network(problem: &PlanningProblem) -> Option<Grams> {
    let points = || problem.sinks.iter().filter(|sink| !sink.hub);
    let grams = points().flat_map(|sink| sink.received.0).map(|grams| i128::from(grams.0)).sum::<i128>();
    let persons = points().map(|sink| i128::from(sink.persons)).sum::<i128>();
    (persons > 0).then(|| Grams(i64::try_from(grams / persons).unwrap_or(i64::MAX)))
}

fn left(instance: &Instance, state: &State, relaxations: &mut Relaxations, solution: &mut Solution) {
    // What is left is published in the order of the items.
    let items: Vec<usize> = (0..instance.items.len()).filter(|&item| state.unplaced[item] > 0).collect();
    let mut by_loss: Vec<usize> = (0..solution.left.len()).collect();
    by_loss.sort_by_key(|&at| {
        let left = &solution.left[at];
        -left.grams.0 * instance.problem.supplies[left.supply].loss_weight
    });
    by_loss.truncate(FIXES);
    for (at, (&item, left)) in items.iter().zip(&mut solution.left).enumerate() {
        left.code = code(instance, relaxations, item);
        if by_loss.contains(&at) {
            left.fix = fix(instance, state, relaxations, item, left);
        }
    }
}

fn code(instance: &Instance, relaxations: &mut Relaxations, item: usize) -> LeftCode {
    use Constraint as C;
    let any = |_: usize| true;
    let one = Request { item, crates: 1 };
    if instance.problem.vehicles.is_empty() {
        return LeftCode::NoDriver;
    }
    let supply = instance.items[item].supply;
    if relaxations
        .of(Variants::without(C::PointHours))
        .is_some_and(|relaxation| relaxation.instance.eligible_sinks[supply].is_empty())
    {
        return LeftCode::Refused;
    }
    let possible = relaxations.of(Variants::AS_IT_IS).is_some_and(|relaxation| relaxation.takes(one, true, &any));
    let order = if possible {
        [C::Room, C::Vehicle, C::PointHours, C::Cold, C::Shift, C::DonorHours, C::UseBy]
    } else {
        [C::UseBy, C::Cold, C::PointHours, C::DonorHours, C::Shift, C::Vehicle, C::Room]
    };
    for constraint in order {
        let relaxation = relaxations.of(Variants::without(constraint));
        if relaxation.is_some_and(|relaxation| relaxation.takes(one, !possible, &any)) {
            return match constraint {
                C::UseBy => LeftCode::UseBy,
                C::Cold => LeftCode::ColdLimit,
                C::PointHours => LeftCode::NoPointOpen,
                C::DonorHours => LeftCode::NoVehicleInWindow,
                C::Shift => LeftCode::ShiftTooShort,
                C::Vehicle => LeftCode::VehicleFull,
                C::Room => LeftCode::NoRoom,
            };
        }
    }
    if possible { LeftCode::ShiftTooShort } else { LeftCode::NoVehicleInWindow }
}

/// The cheapest change found that would save a portion: a little longer before more room or boxes, and a driver last.
/// Whether anything of a kind would help is asked first of a world where all of that kind is longer.
fn fix(instance: &Instance, state: &State, relaxations: &mut Relaxations, item: usize, left: &Left) -> Option<Fix> {
    let request = Request { item, crates: left.crates.0 };
    let any = |_: usize| true;
    let mut helps = |variant: usize, allowed: &dyn Fn(usize) -> bool| {
        relaxations.of(variant).is_some_and(|relaxation| relaxation.takes(request, false, allowed))
    };
    let try_out = |change: &dyn Fn(&mut PlanningProblem)| {
        let mut changed = instance.problem.clone();
        change(&mut changed);
        let Some(mut relaxation) = Relaxation::new(instance.varied(&changed)) else { return false };
        relaxation.view(state);
        relaxation.takes(request, false, &any)
    };
    let cold = helps(Variants::without(Constraint::Cold), &any);
    let room = helps(Variants::without(Constraint::Room), &any);
    let lot = &instance.problem.supplies[left.supply];
    for (step, minutes) in LONGER.into_iter().enumerate() {
        let by = Seconds(minutes * 60);
        if helps(Variants::longer(POINTS, step), &any) {
            for &sink in &instance.eligible_sinks[left.supply] {
                let location = instance.problem.sinks[sink as usize].location;
                if helps(Variants::longer(POINTS, step), &|at| at == sink as usize)
                    && try_out(&|problem| open_longer(problem, location, by))
                {
                    return Some(Fix::OpenLonger { location, by });
                }
            }
        }
        if helps(Variants::longer(DONORS, step), &any)
            && try_out(&|problem| {
                open_longer(problem, lot.location, by);
                problem.supplies[left.supply].until += by.0;
            })
        {
            return Some(Fix::OpenLonger { location: lot.location, by });
        }
        if helps(Variants::longer(SHIFTS, step), &any) {
            for vehicle in (0..instance.problem.vehicles.len()).filter(|at| may_stay_out(instance.problem, *at, by)) {
                if try_out(&|problem| longer_shift(&mut problem.vehicles[vehicle], by)) {
                    return Some(Fix::LongerShift { vehicle, by });
                }
            }
        }
        if step == 0 {
            let bare = |vehicle: &usize| instance.problem.vehicles[*vehicle].equipment == Equipment::Bare;
            for vehicle in (0..instance.problem.vehicles.len()).filter(bare).filter(|_| cold) {
                if try_out(&|problem| problem.vehicles[vehicle].equipment = Equipment::Insulated) {
                    return Some(Fix::InsulatedBoxes { vehicle });
                }
            }
            for sink in instance.eligible_sinks[left.supply].iter().map(|&sink| sink as usize).filter(|_| room) {
                let crates = left.crates.0 - state.room[sink][lot.class];
                if crates > 0 && try_out(&|problem| problem.sinks[sink].room[lot.class].0 += crates) {
                    return Some(Fix::MoreRoom { sink, crates: Crates(crates) });
                }
            }
        }
    }
    try_out(&|problem| problem.vehicles.push(one_more(problem, lot.location))).then_some(Fix::OneMoreDriver)
}

const fn longer_shift(vehicle: &mut CrewedVehicle, by: Seconds) {
    vehicle.until += by.0;
    if let Some(longest) = &mut vehicle.longest {
        longest.0 += by.0;
    }
}

/// Whether a vehicle could be out so much longer: neither it nor its driver has a shift that begins before.
fn may_stay_out(problem: &PlanningProblem, vehicle: usize, by: Seconds) -> bool {
    let until = problem.vehicles[vehicle].until;
    let others = problem.exclusive.iter().filter_map(|&(one, other)| match vehicle {
        at if at == one => Some(other),
        at if at == other => Some(one),
        _ => None,
    });
    others.map(|other| &problem.vehicles[other]).all(|other| other.until <= until || until + by.0 <= other.from)
}

/// A van with insulated boxes and a driver who is there all the time that anybody is; if nobody is, while places are open.
fn one_more(problem: &PlanningProblem, location: usize) -> CrewedVehicle {
    let windows = || problem.locations.iter().flat_map(|location| &location.windows);
    let from = problem.vehicles.iter().map(|vehicle| vehicle.from).min();
    let from = from.or_else(|| windows().map(|window| window.0).min());
    let until = problem.vehicles.iter().map(|vehicle| vehicle.until).max();
    let until = until.or_else(|| windows().map(|window| window.1).max());
    let start = problem.vehicles.first().map_or(location, |vehicle| vehicle.start);
    CrewedVehicle {
        start,
        end: Some(start),
        from: from.unwrap_or(0),
        until: until.unwrap_or(0),
        longest: None,
        crates: Crates(VAN.0),
        grams: Grams(VAN.1),
        room: PerClass::all(Crates(VAN.0)),
        equipment: Equipment::Insulated,
        rest: None,
        called_out: true,
        known: Vec::new(),
        committed: Vec::new(),
    }
}
