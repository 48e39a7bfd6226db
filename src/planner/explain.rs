//! Why each portion goes where it goes, what stopped each portion that is left, and the cheapest change that would save
//! it. All of it is found by trying: with the portion taken out, with one constraint lifted, with one thing changed.

use crate::domain::cold::Equipment;
use crate::domain::food::PerClass;
use crate::domain::plan::{LeftCode, Reason};
use crate::domain::quantity::{Crates, Grams, Seconds};
use crate::planner::day::Day;
use crate::planner::problem::{Problem, Vehicle};
use crate::planner::relax::{Constraint, World, Worlds, open_longer, takes};
use crate::planner::route::Job;
use crate::planner::schedule::Sequence;
use crate::planner::solution::{Fix, Left, Solution};
use crate::planner::state::State;
use crate::planner::trial::Portion;

/// Changes are looked for only for this many portions left, those that weigh most first.
const FIXES: usize = 12;

/// How many minutes longer something may be open or out before it is no fix any more.
const LONGER: [i64; 4] = [15, 30, 60, 120];

/// The van that one more driver would bring, as crates and grams.
const VAN: (i64, i64) = (80, 700_000);

/// The problem without each constraint, as it is, and with everything of a kind open or out so much longer.
struct Variants(Vec<Problem>);

impl Variants {
    const AS_IT_IS: usize = Constraint::ALL.len();

    fn of(problem: &Problem) -> Self {
        let mut all: Vec<Problem> = Constraint::ALL.iter().map(|constraint| constraint.lifted(problem)).collect();
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

fn longer_points(problem: &mut Problem, by: Seconds) {
    let mut places: Vec<usize> = problem.sinks.iter().map(|sink| sink.place).collect();
    places.sort_unstable();
    places.dedup();
    for place in places {
        open_longer(problem, place, by);
    }
}

fn longer_donors(problem: &mut Problem, by: Seconds) {
    let mut places: Vec<usize> = problem.supplies.iter().map(|lot| lot.place).collect();
    places.sort_unstable();
    places.dedup();
    for place in places {
        open_longer(problem, place, by);
    }
    for lot in &mut problem.supplies {
        lot.until += by.0;
    }
}

fn longer_shifts(problem: &mut Problem, by: Seconds) {
    for vehicle in &mut problem.vehicles {
        longer_shift(vehicle, by);
    }
}

/// Fills in the reasons, codes and fixes of a published plan.
pub(crate) fn explain(day: &Day, state: &State, solution: &mut Solution) {
    let variants = Variants::of(day.problem);
    reasons(day, state, &variants, solution);
    if !solution.left.is_empty() {
        left(day, state, &mut Worlds::new(day, state, &variants.0), solution);
    }
}

fn reasons(day: &Day, state: &State, variants: &Variants, solution: &mut Solution) {
    let network = network(day.problem);
    let mut work = Sequence::default();
    let mut worlds = Worlds::new(day, state, &variants.0);
    for round in &mut solution.rounds {
        for (stop, visit) in round.visits.iter_mut().enumerate() {
            for action in &mut visit.actions {
                let Some(sink) = action.sink else { continue };
                let here = |job: &Job| (job.supply, job.sink, job.unload) == (action.supply, sink, stop);
                let told = &mut action.reasons;
                let lot = &day.problem.supplies[action.supply];
                let target = &day.problem.sinks[sink];
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
                without.take_out(day, round.vehicle, &mut work, here);
                let saved = state.routes[round.vehicle].seconds - without.routes[round.vehicle].seconds;
                if !fixed && !target.hub && lot.promised.is_none() {
                    let item = state.routes[round.vehicle].jobs.iter().find(|job| here(job)).map(|job| job.item);
                    let only = item.and_then(|item| {
                        let portion = Portion { item, crates: action.crates.0 };
                        only(day, &without, &mut worlds, portion, sink, &mut work)
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
    day: &Day,
    without: &State,
    worlds: &mut Worlds,
    portion: Portion,
    sink: usize,
    work: &mut Sequence,
) -> Option<Reason> {
    let other = |at: usize| at != sink && !day.problem.sinks[at].hub;
    if takes(day, without, portion, &other, work) {
        return None;
    }
    let kinds = [
        (Constraint::Room, Reason::OnlyRoom),
        (Constraint::Cold, Reason::OnlyBeforeColdLimit),
        (Constraint::PointHours, Reason::OnlyOpen),
    ];
    kinds.into_iter().find_map(|(constraint, reason)| {
        let world = worlds.of(Variants::without(constraint))?;
        world.see(without);
        world.takes(portion, false, &other).then_some(reason)
    })
}

fn per_person(grams: i64, persons: i64) -> Option<Grams> {
    (persons > 0).then(|| Grams(grams / persons))
}

/// Grams per person over 28 days in the whole network.
fn network(problem: &Problem) -> Option<Grams> {
    let points = || problem.sinks.iter().filter(|sink| !sink.hub);
    let grams = points().flat_map(|sink| sink.received.0).map(|grams| i128::from(grams.0)).sum::<i128>();
    let persons = points().map(|sink| i128::from(sink.persons)).sum::<i128>();
    (persons > 0).then(|| Grams(i64::try_from(grams / persons).unwrap_or(i64::MAX)))
}

fn left(day: &Day, state: &State, worlds: &mut Worlds, solution: &mut Solution) {
    // What is left is published in the order of the items.
    let items: Vec<usize> = (0..day.items.len()).filter(|&item| state.left[item] > 0).collect();
    let mut by_loss: Vec<usize> = (0..solution.left.len()).collect();
    by_loss.sort_by_key(|&at| {
        let left = &solution.left[at];
        -left.grams.0 * day.problem.supplies[left.supply].loss_weight
    });
    by_loss.truncate(FIXES);
    for (at, (&item, left)) in items.iter().zip(&mut solution.left).enumerate() {
        left.code = code(day, worlds, item);
        if by_loss.contains(&at) {
            left.fix = fix(day, state, worlds, item, left);
        }
    }
}

fn code(day: &Day, worlds: &mut Worlds, item: usize) -> LeftCode {
    use Constraint as C;
    let any = |_: usize| true;
    let one = Portion { item, crates: 1 };
    if day.problem.vehicles.is_empty() {
        return LeftCode::NoDriver;
    }
    let supply = day.items[item].supply;
    if worlds.of(Variants::without(C::PointHours)).is_some_and(|world| world.day.takers[supply].is_empty()) {
        return LeftCode::Refused;
    }
    let possible = worlds.of(Variants::AS_IT_IS).is_some_and(|world| world.takes(one, true, &any));
    let order = if possible {
        [C::Room, C::Vehicle, C::PointHours, C::Cold, C::Shift, C::DonorHours, C::UseBy]
    } else {
        [C::UseBy, C::Cold, C::PointHours, C::DonorHours, C::Shift, C::Vehicle, C::Room]
    };
    for constraint in order {
        let world = worlds.of(Variants::without(constraint));
        if world.is_some_and(|world| world.takes(one, !possible, &any)) {
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
fn fix(day: &Day, state: &State, worlds: &mut Worlds, item: usize, left: &Left) -> Option<Fix> {
    let portion = Portion { item, crates: left.crates.0 };
    let any = |_: usize| true;
    let mut helps = |variant: usize, allowed: &dyn Fn(usize) -> bool| {
        worlds.of(variant).is_some_and(|world| world.takes(portion, false, allowed))
    };
    let try_out = |change: &dyn Fn(&mut Problem)| {
        let mut changed = day.problem.clone();
        change(&mut changed);
        let Some(mut world) = World::new(day.varied(&changed)) else { return false };
        world.see(state);
        world.takes(portion, false, &any)
    };
    let cold = helps(Variants::without(Constraint::Cold), &any);
    let room = helps(Variants::without(Constraint::Room), &any);
    let lot = &day.problem.supplies[left.supply];
    for (step, minutes) in LONGER.into_iter().enumerate() {
        let by = Seconds(minutes * 60);
        if helps(Variants::longer(POINTS, step), &any) {
            for &sink in &day.takers[left.supply] {
                let place = day.problem.sinks[sink as usize].place;
                if helps(Variants::longer(POINTS, step), &|at| at == sink as usize)
                    && try_out(&|problem| open_longer(problem, place, by))
                {
                    return Some(Fix::OpenLonger { place, by });
                }
            }
        }
        if helps(Variants::longer(DONORS, step), &any)
            && try_out(&|problem| {
                open_longer(problem, lot.place, by);
                problem.supplies[left.supply].until += by.0;
            })
        {
            return Some(Fix::OpenLonger { place: lot.place, by });
        }
        if helps(Variants::longer(SHIFTS, step), &any) {
            for vehicle in 0..day.problem.vehicles.len() {
                if try_out(&|problem| longer_shift(&mut problem.vehicles[vehicle], by)) {
                    return Some(Fix::LongerShift { vehicle, by });
                }
            }
        }
        if step == 0 {
            let bare = |vehicle: &usize| day.problem.vehicles[*vehicle].equipment == Equipment::Bare;
            for vehicle in (0..day.problem.vehicles.len()).filter(bare).filter(|_| cold) {
                if try_out(&|problem| problem.vehicles[vehicle].equipment = Equipment::Insulated) {
                    return Some(Fix::InsulatedBoxes { vehicle });
                }
            }
            for sink in day.takers[left.supply].iter().map(|&sink| sink as usize).filter(|_| room) {
                let crates = left.crates.0 - state.room[sink][lot.class as usize];
                if crates > 0 && try_out(&|problem| problem.sinks[sink].room[lot.class].0 += crates) {
                    return Some(Fix::MoreRoom { sink, crates: Crates(crates) });
                }
            }
        }
    }
    try_out(&|problem| problem.vehicles.push(one_more(problem, lot.place))).then_some(Fix::OneMoreDriver)
}

const fn longer_shift(vehicle: &mut Vehicle, by: Seconds) {
    vehicle.until += by.0;
    if let Some(longest) = &mut vehicle.longest {
        longest.0 += by.0;
    }
}

/// A van with insulated boxes and a driver who is there all the time that anybody is; if nobody is, while places are open.
fn one_more(problem: &Problem, place: usize) -> Vehicle {
    let windows = || problem.places.iter().flat_map(|place| &place.windows);
    let from = problem.vehicles.iter().map(|vehicle| vehicle.from).min();
    let from = from.or_else(|| windows().map(|window| window.0).min());
    let until = problem.vehicles.iter().map(|vehicle| vehicle.until).max();
    let until = until.or_else(|| windows().map(|window| window.1).max());
    let start = problem.vehicles.first().map_or(place, |vehicle| vehicle.start);
    Vehicle {
        start,
        end: Some(start),
        from: from.unwrap_or(0),
        until: until.unwrap_or(0),
        longest: None,
        crates: Crates(VAN.0),
        grams: Grams(VAN.1),
        room: PerClass([Crates(VAN.0); 5]),
        equipment: Equipment::Insulated,
        called_out: true,
        known: Vec::new(),
        committed: Vec::new(),
    }
}
