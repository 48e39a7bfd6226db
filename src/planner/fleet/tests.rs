//! Dropping rounds, against trying every ejection, and what a plan must keep when a round is dropped.

use super::*;
use crate::domain::food::PerClass;
use crate::domain::quantity::{Crates, Grams};
use crate::planner::problem::{ColdSeconds, Commitment, PlanningProblem};
use crate::planner::progress::{Budget, Control, SearchProgress, WHOLE};
use crate::planner::testing::{assert_sound, chance, networks, plan, scarce_networks};
use rand_pcg::Pcg64Mcg;

/// Networks where one vehicle could do everything at any time, each calls somebody out, and shares are fair anyway.
fn roomy(count: usize) -> Vec<PlanningProblem> {
    let roomy = |mut problem: PlanningProblem| {
        for vehicle in &mut problem.vehicles {
            (vehicle.crates, vehicle.grams, vehicle.called_out) = (Crates(200), Grams(1_000_000), true);
            vehicle.room = PerClass::all(Crates(200));
            (vehicle.until, vehicle.longest) = (2_000, None);
        }
        problem.locations.iter_mut().for_each(|location| location.windows = vec![(0, 2_000)]);
        for lot in &mut problem.supplies {
            (lot.ready, lot.until, lot.deliver_by, lot.cold) = (0, 2_000, None, ColdSeconds::default());
        }
        problem.sinks.iter_mut().for_each(|sink| sink.room = PerClass::all(Crates(200)));
        problem.policy.unfair_unit = 1_000_000_000;
        problem
    };
    networks(count).into_iter().map(roomy).collect()
}

/// A plan with something on every vehicle: far more are out than need be.
fn spread<'i>(instance: &'i Instance<'i>, seed: u64) -> (Inserter<'i>, State, Pcg64Mcg) {
    let mut inserter = Inserter::new(instance);
    let mut rng = chance(seed);
    let mode = Mode::plain(instance);
    let mut state = State::new(instance, &mut inserter.scratch.sequence).unwrap();
    for item in 0..instance.items.len() {
        let request = Request { item, crates: state.unplaced[item] };
        inserter.weigh(&state, request, mode);
        let at = item % state.routes.len();
        if let Some(insertion) = inserter.on_route((at, &state.routes[at]), request, mode) {
            inserter.insert(&mut state, item, insertion);
        } else {
            inserter.fill(&mut state, request, mode, &mut rng);
        }
    }
    (inserter, state, rng)
}

#[test]
fn only_rounds_that_call_somebody_out_and_carry_nothing_they_must_can_go() {
    // A vehicle that has been seen somewhere and has nothing on board is out all the same.
    let seen = |mut problem: PlanningProblem| {
        let last = problem.vehicles.last_mut().expect("a vehicle");
        (last.called_out, last.from) = (true, 0);
        problem.locations[last.start].windows = vec![(0, 2_000)];
        last.committed = vec![Commitment { location: last.start, actions: Vec::new() }];
        problem
    };
    let (mut can, mut must, mut only_seen) = (0, 0, 0);
    for (seed, problem) in (0..).zip(networks(20).iter().chain(&networks(20).into_iter().map(seen).collect::<Vec<_>>()))
    {
        let instance = Instance::new(problem);
        let (_, state, _) = spread(&instance, seed);
        let found = droppable(&instance, &state);
        for (at, vehicle) in problem.vehicles.iter().enumerate() {
            let carries = problem.supplies.iter().any(|lot| lot.on_board.is_some_and(|aboard| aboard.vehicle == at));
            let out = !state.routes[at].stops.is_empty();
            let expected = out && vehicle.called_out && vehicle.committed.is_empty() && !carries;
            assert_eq!(found.contains(&at), expected, "{at} of {found:?}");
            can += usize::from(expected);
            must += usize::from(out && !expected);
            only_seen += usize::from(out && vehicle.called_out && !carries && !expected);
        }
    }
    assert!(
        can > 20 && must > 40 && only_seen > 10,
        "{can} may go, {must} may not, {only_seen} for what they did only"
    );
}

#[test]
fn what_is_ejected_is_the_easiest_to_place_elsewhere_and_leaves_room() {
    let (mut one, mut two, mut none) = (0, 0, 0);
    for (seed, problem) in (0..).zip(networks(6).iter().chain(&scarce_networks(6))) {
        let instance = Instance::new(problem);
        let mut inserter = Inserter::new(&instance);
        let mut rng = chance(seed);
        let full = plan(&mut inserter, &mut rng);
        let mode = Mode::plain(&instance);
        let usual: Vec<u32> = instance.items.iter().map(|_| rng.random_range(1..5)).collect();
        for item in (0..instance.items.len()).filter(|&item| full.unplaced[item] == 0) {
            let mut state = full.clone();
            for route in 0..state.routes.len() {
                inserter.remove(&mut state, route, |shipment| shipment.item == item);
            }
            let request = Request { item, crates: state.unplaced[item] };
            if request.crates == 0 {
                continue;
            }
            let mut penalties = usual.clone();
            penalties[item] += [0, 9][item % 2];
            let mut least = None;
            inserter.weigh(&state, request, mode);
            for (at, route) in state.routes.iter().enumerate() {
                let free: Vec<Shipment> = route.shipments.iter().filter(|one| !one.fixed).copied().collect();
                for (first, second) in (0..free.len()).flat_map(|one| (one..free.len()).map(move |two| (one, two))) {
                    let out: Vec<Shipment> =
                        if first == second { vec![free[first]] } else { vec![free[first], free[second]] };
                    let price: u32 = out.iter().map(|shipment| penalties[shipment.item]).sum();
                    let mut without = Route::clone(route);
                    if !without.remove(&instance, &mut inserter.scratch.sequence, |shipment| out.contains(shipment)) {
                        continue;
                    }
                    let Some(found) = inserter.on_route((at, &without), request, mode) else { continue };
                    let value = (price, found.value);
                    if price < penalties[item]
                        && found.crates == request.crates
                        && least.is_none_or(|least| value < least)
                    {
                        least = Some(value);
                    }
                }
            }
            let found = ejection(&mut inserter, &state, request, &penalties, mode);
            let value = found.as_ref().map(|found| {
                let price = found.out.iter().flatten().map(|shipment| penalties[shipment.item]).sum::<u32>();
                (price, found.insertion.value)
            });
            assert_eq!(value, least, "{request:?} with {penalties:?}");
            match found {
                None => none += 1,
                Some(Ejection { out: [_, None], .. }) => one += 1,
                Some(_) => two += 1,
            }
        }
    }
    assert!(one > 20 && two > 0 && none > 20, "{one} of one, {two} of two, {none} without");
}

#[test]
fn shaking_moves_portions_and_loses_none() {
    let mut moved = 0;
    for (seed, problem) in (0..).zip(&networks(8)) {
        let instance = Instance::new(problem);
        let (inserter, first, rng) = spread(&instance, seed);
        let mut hear = |_: SearchProgress| Control::Continue;
        let mut search = Search::new(inserter, rng, first.clone(), Budget::of(10), &mut hear);
        let mut state = first.clone();
        for _ in 0..5 {
            shake(&mut search, &mut state, Mode::plain(&instance));
            assert_sound(&instance, &state);
            assert_eq!(state.unplaced, first.unplaced);
        }
        let routes = |state: &State| state.routes.iter().map(|route| route.fingerprint).collect::<Vec<_>>();
        moved += usize::from(routes(&state) != routes(&first));
    }
    assert!(moved >= 7, "{moved} of 8");
}

#[test]
fn rounds_are_dropped_until_none_can_be_spared_and_no_food_with_them() {
    let (mut before, mut after) = (0, 0);
    for (seed, problem) in (0..).zip(&roomy(10)) {
        let instance = Instance::new(problem);
        let (inserter, first, rng) = spread(&instance, seed);
        let left = first.unplaced.clone();
        let (people, objective) = (first.people_called(&instance), first.objective(&instance));
        let mut hear = |_: SearchProgress| Control::Continue;
        let mut search = Search::new(inserter, rng, first, Budget::of(2_000), &mut hear);
        cut(&mut search, WHOLE);
        assert_sound(&instance, &search.best);
        assert!(search.best.unplaced.iter().zip(&left).all(|(now, before)| now <= before));
        assert!(search.objective() <= objective);
        before += people;
        after += search.best.people_called(&instance);
    }
    assert!(after < before / 2, "{before} people were out, {after} are");
}

#[test]
fn no_round_is_dropped_once_the_share_of_the_budget_is_gone() {
    let problem = &roomy(1)[0];
    let instance = Instance::new(problem);
    let (inserter, first, rng) = spread(&instance, 1);
    let people = first.people_called(&instance);
    let mut hear = |_: SearchProgress| Control::Continue;
    let mut search = Search::new(inserter, rng, first, Budget::of(1_000), &mut hear);
    cut(&mut search, 0);
    assert_eq!((search.best.people_called(&instance), search.iterations()), (people, 0));
    cut(&mut search, WHOLE / 100);
    assert!(search.iterations() <= 10, "{}", search.iterations());
}
