//! Problems small enough to try everything on, and what trying everything comes to.

use crate::domain::cold::Equipment;
use crate::domain::food::{Category, CategorySet, PerCategory, PerClass};
use crate::domain::quantity::{Crates, Grams, Seconds};
use crate::planner::insert::{Inserter, Mode};
use crate::planner::instance::{HUB_LOSS, Instance, Origin};
use crate::planner::position::{InsertionPosition, Request, StopChoice, apply};
use crate::planner::problem::{
    Aboard, ColdSeconds, Commitment, CommittedAction, CrewedVehicle, Location, PlanningProblem, Policy, Sink, Supply,
};
use crate::planner::route::Route;
use crate::planner::schedule::Sequence;
use crate::planner::state::State;
use crate::planner::validate::problems;
use crate::roads::Matrix;
use rand::{RngExt, SeedableRng};
use rand_pcg::Pcg64Mcg;

/// Chance that is the same in every run.
pub(super) fn chance(seed: u64) -> Pcg64Mcg {
    Pcg64Mcg::seed_from_u64(seed)
}

/// Roads without short cuts; one way streets make them asymmetric.
fn roads(size: usize, rng: &mut Pcg64Mcg) -> Matrix {
    let mut seconds = vec![0; size * size];
    for pair in (0..size * size).filter(|pair| pair / size != pair % size) {
        seconds[pair] = rng.random_range(1..7);
    }
    for over in 0..size {
        for pair in 0..size * size {
            let detour = seconds[pair / size * size + over] + seconds[over * size + pair % size];
            seconds[pair] = seconds[pair].min(detour);
        }
    }
    Matrix::new(size, seconds, vec![0; size * size], false).expect("a square without holes")
}

pub(super) const PLACES: usize = 7;

/// One vehicle, three points and five lots, in units small enough to count through; roads without short cuts.
pub(super) fn small(rng: &mut Pcg64Mcg) -> PlanningProblem {
    let location = |rng: &mut Pcg64Mcg| {
        let first = rng.random_range(0..12);
        let mut windows = vec![(first, first + rng.random_range(2..24))];
        if rng.random_range(0..4) == 0 {
            let second = windows[0].1 + rng.random_range(2..6);
            windows.push((second, second + rng.random_range(1..9)));
        }
        Location { windows, service: Seconds(rng.random_range(0..3)) }
    };
    let sink = |location| Sink {
        location,
        hub: false,
        room: PerClass::all(Crates(100)),
        persons: 10,
        refused: CategorySet::default(),
        received: PerCategory::default(),
    };
    let supply = |rng: &mut Pcg64Mcg| {
        let limit = (rng.random_range(0..2) == 0).then(|| Seconds(rng.random_range(4..22)));
        Supply {
            location: rng.random_range(3..PLACES),
            category: Category::Dairy,
            class: Category::Dairy.usual_class(),
            crates: Crates(rng.random_range(1..4)),
            grams: Grams(rng.random_range(1..9)),
            ready: 0,
            until: rng.random_range(10..60),
            deliver_by: (rng.random_range(0..4) == 0).then(|| rng.random_range(15..60)),
            loss_weight: 1,
            cold: ColdSeconds { refrigerated: limit, insulated: limit, bare: limit },
            on_board: None,
            promised: None,
            declined: Vec::new(),
        }
    };
    let vehicle = CrewedVehicle {
        start: 0,
        end: (rng.random_range(0..3) > 0).then_some(1),
        from: 0,
        until: rng.random_range(30..70),
        longest: (rng.random_range(0..2) == 0).then(|| Seconds(rng.random_range(15..50))),
        crates: Crates(rng.random_range(3..8)),
        grams: Grams(100),
        room: PerClass::all(Crates(100)),
        equipment: Equipment::Bare,
        rest: None,
        called_out: true,
        known: Vec::new(),
        committed: Vec::new(),
    };
    PlanningProblem {
        locations: (0..PLACES).map(|_| location(rng)).collect(),
        matrix: roads(PLACES, rng),
        supplies: (0..5).map(|_| supply(rng)).collect(),
        sinks: (0..3).map(sink).collect(),
        vehicles: vec![vehicle],
        exclusive: Vec::new(),
        policy: Policy { person: 50, ..Policy::default() },
    }
}

/// The same with the last lot on board of the vehicle already, `left` seconds of its cold limit being left at the start.
pub(super) fn small_aboard(rng: &mut Pcg64Mcg) -> PlanningProblem {
    let mut problem = small(rng);
    let left = rng.random_range(5..40);
    let lot = problem.supplies.last_mut().expect("five lots");
    lot.location = problem.vehicles[0].start;
    let limit = Seconds(left + 10);
    lot.cold = ColdSeconds { refrigerated: Some(limit), insulated: Some(limit), bare: Some(limit) };
    lot.on_board = Some(Aboard { vehicle: 0, since: -10 });
    problem.vehicles[0].crates.0 += lot.crates.0;
    problem
}

/// Five vehicles of which two are alike, six points, a hub and sixteen lots: one on board, one about to be loaded by a visit under way,
/// one at the hub.
fn network(seed: u64) -> PlanningProblem {
    let mut rng = chance(seed);
    let rng = &mut rng;
    let size = 16;
    let location = |rng: &mut Pcg64Mcg| {
        let first = rng.random_range(0..20);
        Location { windows: vec![(first, first + rng.random_range(30..90))], service: Seconds(rng.random_range(0..3)) }
    };
    let sink = |location: usize, hub: bool, rng: &mut Pcg64Mcg| Sink {
        location,
        hub,
        room: PerClass(std::array::from_fn(|_| Crates(rng.random_range(4..16)))),
        persons: if hub { 0 } else { rng.random_range(10..60) },
        refused: Category::ALL.iter().copied().filter(|_| !hub && rng.random_range(0..8) == 0).collect::<CategorySet>(),
        received: PerCategory(std::array::from_fn(|_| Grams(rng.random_range(0..4_000)))),
    };
    let supply = |rng: &mut Pcg64Mcg| {
        let category = [Category::Bread, Category::Dairy, Category::Dry, Category::Fish][rng.random_range(0..4)];
        let crates = rng.random_range(1..8);
        let limit = category.usual_class().is_timed().then(|| Seconds(rng.random_range(12..40)));
        Supply {
            location: rng.random_range(9..size),
            category,
            class: category.usual_class(),
            crates: Crates(crates),
            grams: Grams(rng.random_range(100..900) * crates),
            ready: rng.random_range(0..20),
            until: rng.random_range(40..100),
            deliver_by: (rng.random_range(0..6) == 0).then(|| rng.random_range(50..100)),
            loss_weight: rng.random_range(1..4),
            cold: ColdSeconds { refrigerated: None, insulated: limit, bare: limit },
            on_board: None,
            promised: None,
            declined: Vec::new(),
        }
    };
    let vehicle = |rng: &mut Pcg64Mcg| CrewedVehicle {
        start: 0,
        end: (rng.random_range(0..3) > 0).then_some(1),
        from: rng.random_range(0..10),
        until: rng.random_range(70..120),
        longest: (rng.random_range(0..3) == 0).then(|| Seconds(rng.random_range(50..90))),
        crates: Crates(rng.random_range(8..20)),
        grams: Grams(rng.random_range(4_000..14_000)),
        room: PerClass(std::array::from_fn(|_| Crates(rng.random_range(6..16)))),
        equipment: [Equipment::Refrigerated, Equipment::Insulated, Equipment::Bare][rng.random_range(0..3)],
        rest: None,
        called_out: rng.random_range(0..3) > 0,
        known: (0..rng.random_range(0..4)).map(|_| rng.random_range(2..size)).collect(),
        committed: Vec::new(),
    };
    let locations = (0..size).map(|_| location(rng)).collect();
    let sinks = (2..8).map(|at| sink(at, false, rng)).chain([sink(8, true, &mut chance(seed))]).collect();
    let mut supplies: Vec<Supply> = (0..16).map(|_| supply(rng)).collect();
    let mut vehicles: Vec<CrewedVehicle> = (0..5).map(|_| vehicle(rng)).collect();
    vehicles[4] = vehicles[3].clone();
    // One vehicle is on the way with a lot, and is to load another first.
    let (first, rest) = supplies.split_at_mut(1);
    (first[0].location, first[0].on_board) = (0, Some(Aboard { vehicle: 0, since: -1 }));
    let load = CommittedAction { supply: 1, crates: rest[0].crates, sink: None };
    vehicles[0].committed = vec![Commitment { location: rest[0].location, actions: vec![load] }];
    let carried = [&first[0], &rest[0]];
    vehicles[0].crates.0 += carried.iter().map(|lot| lot.crates.0).sum::<i64>();
    vehicles[0].grams.0 += carried.iter().map(|lot| lot.grams.0).sum::<i64>();
    vehicles[0].room.0.iter_mut().for_each(|room| room.0 += 16);
    supplies[2].location = 8;
    let policy = Policy { person: 20, unfair_unit: 1_000, most_parts: 3, ..Policy::default() };
    PlanningProblem { matrix: roads(size, rng), locations, supplies, sinks, vehicles, exclusive: Vec::new(), policy }
}

/// So many networks whose visits under way can be kept.
pub(super) fn networks(count: usize) -> Vec<PlanningProblem> {
    let sound = |problem: &PlanningProblem| {
        assert_eq!(problems(problem), vec![]);
        State::new(&Instance::new(problem), &mut Sequence::default()).is_ok()
    };
    (0..).map(network).filter(sound).take(count).collect()
}

/// So many networks where points and vehicles take little, so that food is split, goes to the hub or is left.
pub(super) fn scarce_networks(count: usize) -> Vec<PlanningProblem> {
    let scarce = |mut problem: PlanningProblem| {
        for sink in problem.sinks.iter_mut().filter(|sink| !sink.hub) {
            sink.room.0.iter_mut().for_each(|room| *room = Crates(room.0.min(2)));
        }
        for vehicle in &mut problem.vehicles[1..] {
            vehicle.crates = Crates(vehicle.crates.0.min(5));
        }
        problem
    };
    networks(count).into_iter().map(scarce).collect()
}

/// A plan made in one go.
pub(super) fn plan(inserter: &mut Inserter, rng: &mut Pcg64Mcg) -> State {
    let instance = inserter.instance;
    let mut state = State::new(instance, &mut inserter.scratch.sequence).expect("what is under way can be kept");
    let all: Vec<Request> = (0..).zip(&state.unplaced).map(|(item, &crates)| Request { item, crates }).collect();
    inserter.greedy(&mut state, &all, Mode::plain(instance), rng);
    state
}

/// What a route costs: its driving, and the call.
pub(super) fn route_cost(instance: &Instance, route: &Route) -> i64 {
    let vehicle = &instance.problem.vehicles[route.vehicle];
    let Some(last) = route.stops.last() else { return 0 };
    let locations = std::iter::once(vehicle.start).chain(route.stops.iter().map(|stop| stop.slot.location));
    let legs = locations.zip(route.stops.iter().map(|stop| stop.slot.location));
    let home = vehicle.end.map_or(0, |end| instance.cost(last.slot.location, end));
    legs.map(|(from, to)| instance.cost(from, to)).sum::<i64>() + home + instance.fixed_cost(route.vehicle)
}

/// The least added cost of a request to each sink, carrying out every way to load and unload it. Where the route calls at
/// the donor already, it loads there if it can at all.
pub(super) fn cheapest(instance: &Instance, route: &Route, request: Request, sinks: &[u32]) -> Vec<Option<i64>> {
    let stops = route.committed as u32..route.stops.len() as u32;
    let free = |from: u32| (from.max(stops.start)..=stops.end).map(StopChoice::NewBefore);
    let existing = |from: u32| (from.max(stops.start)..stops.end).map(StopChoice::Existing);
    let at = |stop: u32| route.stops[stop as usize].slot.location;
    let item = instance.items[request.item];
    let loads: [Vec<StopChoice>; 2] = match item.origin {
        Origin::Aboard { vehicle, .. } if vehicle == route.vehicle => [vec![StopChoice::OnBoard], Vec::new()],
        Origin::Aboard { .. } => [Vec::new(), Vec::new()],
        Origin::Place => {
            let from = instance.problem.supplies[item.supply].location;
            let calls = |load: &StopChoice| matches!(load, StopChoice::Existing(stop) if at(*stop) == from);
            [existing(0).filter(calls).collect(), free(0).collect()]
        }
    };
    let least = |sink: u32, loads: &[StopChoice]| {
        let to = instance.problem.sinks[sink as usize].location;
        let ways = loads.iter().flat_map(|&load| {
            // What is loaded at a stop is set down at a later one; what is loaded before a stop, there or later.
            let first = match load {
                StopChoice::OnBoard => 0,
                StopChoice::Existing(stop) => stop + 1,
                StopChoice::NewBefore(stop) => stop,
            };
            let calls = |unload: &StopChoice| matches!(unload, StopChoice::Existing(stop) if at(*stop) == to);
            free(first).chain(existing(first).filter(calls)).map(move |unload| (load, unload))
        });
        let added = ways.filter_map(|(load, unload)| {
            let mut after = route.clone();
            apply(instance, &mut after, request, sink as usize, InsertionPosition { cost: 0, load, unload });
            let new_stop = i64::from(matches!(unload, StopChoice::NewBefore(_)));
            let drivable = after.refresh(instance, &mut Sequence::default());
            drivable.then(|| route_cost(instance, &after) - route_cost(instance, route) + new_stop)
        });
        added.min()
    };
    let each = |loads: &[StopChoice]| sinks.iter().map(|&sink| least(sink, loads)).collect::<Vec<_>>();
    let joining = each(&loads[0]);
    if joining.iter().any(Option::is_some) { joining } else { each(&loads[1]) }
}

/// Fails unless a plan's books are what counting everything again comes to, and its routes what they say.
pub(super) fn assert_sound(instance: &Instance, state: &State) {
    let problem = instance.problem;
    let fresh = State::new(instance, &mut Sequence::default()).expect("what is under way can be kept");
    let (mut unplaced, mut room) = (Vec::new(), Vec::new());
    unplaced.extend(instance.items.iter().map(|item| item.crates));
    room.extend(problem.sinks.iter().map(|sink| PerClass(sink.room.0.map(|room| room.0))));
    let mut given = vec![PerCategory::<i64>::default(); problem.sinks.len()];
    let (mut placed, mut at_hubs) = (vec![0; problem.supplies.len()], 0);
    for (_, shipment) in state.shipments() {
        let lot = &problem.supplies[shipment.supply];
        unplaced[shipment.item] -= shipment.crates;
        room[shipment.sink][lot.class] -= shipment.crates;
        given[shipment.sink][lot.category] += instance.grams(shipment.supply, shipment.crates);
        placed[shipment.supply] += shipment.crates;
        at_hubs += if problem.sinks[shipment.sink].hub { shipment.crates } else { 0 };
    }
    assert_eq!((&state.unplaced, &state.room, &state.given), (&unplaced, &room, &given));
    assert_eq!(state.at_hubs, at_hubs);
    assert!(unplaced.iter().all(|&crates| crates >= 0) && room.iter().all(|room| room.0.iter().all(|&left| left >= 0)));
    let mut relief = 0;
    for (sink, given) in given.iter().enumerate() {
        relief += Category::ALL
            .iter()
            .map(|&category| instance.fairness.relief(sink, category, given[category]))
            .sum::<i64>();
    }
    let lost =
        (0..).zip(&problem.supplies).map(|(at, lot)| (lot.grams.0 - instance.grams(at, placed[at])) * lot.loss_weight);
    let objective = state.objective(instance);
    assert_eq!(objective.lost, lost.sum::<i64>() + at_hubs * HUB_LOSS);
    assert_eq!(objective.unfair, (instance.fairness.whole() - relief) / problem.policy.unfair_unit);
    let mut driving = 0;
    for (route, empty) in state.routes.iter().zip(&fresh.routes) {
        let mut again = Route::clone(route);
        assert!(again.refresh(instance, &mut Sequence::default()), "a route that cannot be driven: {route:?}");
        assert_eq!(again.fingerprint, route.fingerprint);
        assert_eq!((again.seconds, again.metres, &again.room), (route.seconds, route.metres, &route.room));
        assert_eq!(route.committed, empty.committed);
        let used = |stop: &usize| {
            *stop < route.committed || route.shipments.iter().any(|one| one.unload == *stop || one.load == Some(*stop))
        };
        assert!((0..route.stops.len()).all(|stop| used(&stop)), "a stop for nothing: {route:?}");
        driving += route_cost(instance, route);
    }
    let people: i64 = (state.routes.iter())
        .filter(|route| !route.stops.is_empty() && problem.vehicles[route.vehicle].called_out)
        .map(|_| problem.policy.person)
        .sum();
    let routes = |state: &State| state.routes.iter().map(|route| route.seconds).sum::<i64>();
    assert_eq!(objective.effort, people + routes(state));
    assert_eq!(driving, objective.effort * 1_000, "driving and calls, in thousandths of a second");
}
