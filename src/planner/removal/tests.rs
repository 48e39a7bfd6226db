//! What each removal takes out, beside its rule applied by hand.

use super::*;
use crate::planner::problem::PlanningProblem;
use crate::planner::testing::{assert_sound, chance, networks, plan, route_cost};
use std::collections::{BTreeMap, BTreeSet};

type Placed = (usize, Shipment);

/// What may be taken out of a plan.
fn free(state: &State) -> Vec<Placed> {
    state.shipments().filter(|(_, one)| !one.fixed).map(|(route, one)| (route, *one)).collect()
}

/// Those of the shipments that were picked. Fails if one was picked twice or may not be.
fn picked(state: &State, keys: &[ShipmentKey]) -> Vec<Placed> {
    let found: Vec<Placed> = free(state)
        .into_iter()
        .filter(|(route, one)| keys.iter().any(|key| key.route == *route && key.is(one)))
        .collect();
    let routes: BTreeSet<_> = keys.iter().map(|key| (key.route, key.item, key.sink, key.unload)).collect();
    assert!(keys.iter().all(|key| found.iter().any(|(route, one)| key.route == *route && key.is(one))), "{keys:?}");
    assert_eq!(routes.len(), routes.iter().filter(|key| key.0 < state.routes.len()).count());
    found
}

/// Plans to take something out of, each with chance of its own.
fn every_plan(mut check: impl FnMut(&Instance, &State, &mut Pcg64Mcg)) {
    let problems: Vec<PlanningProblem> = networks(20);
    for (seed, problem) in (0..).zip(&problems) {
        let instance = Instance::new(problem);
        let mut rng = chance(seed);
        let state = plan(&mut Inserter::new(&instance), &mut rng);
        assert!(free(&state).len() > 3, "hardly anything to take out");
        check(&instance, &state, &mut rng);
    }
}

#[test]
fn a_random_removal_takes_any_shipments_of_a_route_and_as_many_as_it_is_to() {
    every_plan(|_, state, rng| {
        let shipments = free(state);
        let mut times: BTreeMap<ShipmentKey, usize> = BTreeMap::new();
        for _ in 0..4_000 {
            let keys = filtered(&shipments, 2, rng, |_| true);
            assert_eq!(keys.len(), 2);
            assert_ne!(keys[0], keys[1]);
            keys.into_iter().for_each(|key| *times.entry(key).or_default() += 1);
        }
        let expected = 2 * 4_000 / shipments.len();
        assert_eq!(times.len(), shipments.len());
        assert!(times.values().all(|&seen| seen > expected / 2 && seen < expected * 2), "{expected}: {times:?}");
        let all = filtered(&shipments, shipments.len() + 5, rng, |_| true);
        assert_eq!(picked(state, &all), shipments);
    });
}

#[test]
fn a_related_removal_prefers_what_is_near_in_both_places_and_in_time() {
    let mut firsts = 0;
    every_plan(|instance, state, rng| {
        let shipments = free(state);
        let seed = shipments[rng.random_range(0..shipments.len())];
        let problem = instance.problem;
        let apart = |other: &Placed| {
            let ways = [
                (problem.supplies[seed.1.supply].location, problem.supplies[other.1.supply].location),
                (problem.sinks[seed.1.sink].location, problem.sinks[other.1.sink].location),
            ];
            // Two places are as far apart as the way takes, in thousandths of a second; five seconds apart in time count
            // as one.
            let ways: i64 = ways.iter().map(|&(from, to)| problem.matrix.seconds(from, to).0 * 1_000).sum();
            let time = |one: &Placed| state.routes[one.0].stops[one.1.unload].earliest;
            ways + (time(&seed) - time(other)).abs() * 1_000 / 5
        };
        let mut ranked: Vec<(i64, usize)> = shipments.iter().map(apart).zip(0..).collect();
        ranked.sort_unstable();
        let key = |rank: usize| {
            let (route, one) = &shipments[ranked[rank].1];
            ShipmentKey::of((*route, one))
        };
        // The least of four draws is the first of n with a chance of 1 - (1 - 1/n)^4.
        let count = shipments.len();
        let mut seen = vec![0_u32; count];
        for _ in 0..2_000 {
            let keys = related(instance, state, &shipments, &seed, 1, rng);
            seen[(0..count).find(|&rank| key(rank) == keys[0]).unwrap()] += 1;
        }
        let first = 1.0 - (1.0 - 1.0 / f64::from(u32::try_from(count).unwrap())).powi(4);
        let share = f64::from(seen[0]) / 2_000.0;
        assert!((share - first).abs() < 0.05, "{share} instead of {first}: {seen:?}");
        let (near, far) = seen.split_at(count / 2);
        assert!(near.iter().sum::<u32>() > 8 * far.iter().sum::<u32>(), "{seen:?}");
        firsts += seen[0];
        let keys = related(instance, state, &shipments, &seed, 4, rng);
        assert_eq!(picked(state, &keys).len(), keys.len().min(4));
    });
    assert!(firsts > 5_000, "{firsts}");
}

/// The stops that a shipment is handed over at.
fn handovers(one: &Shipment) -> impl Iterator<Item = usize> {
    one.load.into_iter().chain([one.unload])
}

#[test]
fn strings_are_of_the_nearest_routes_around_their_nearest_stops_and_whole() {
    let (mut longest, mut most_routes, mut beside) = (0, 0, 0);
    every_plan(|instance, state, rng| {
        let shipments = free(state);
        for _ in 0..200 {
            let seed = shipments[rng.random_range(0..shipments.len())];
            let size = RemovalSize { shipments: 9, routes: 3, stops: 4 };
            let keys = strings(instance, state, &seed, &size, rng);
            let taken = picked(state, &keys);
            let centres =
                [instance.problem.supplies[seed.1.supply].location, instance.problem.sinks[seed.1.sink].location];
            // By one of the two centres, each route loses all that is handed over within a string around its nearest stop.
            let fits = |centre: usize| {
                let away = |route: usize, stop: usize| {
                    instance.problem.matrix.seconds(centre, state.routes[route].stops[stop].slot.location)
                };
                let nearest = |route: usize| {
                    let free = state.routes[route].committed..state.routes[route].stops.len();
                    free.map(|stop| (away(route, stop), stop)).min()
                };
                let mut order: Vec<_> =
                    (0..state.routes.len()).filter_map(|at| nearest(at).map(|(far, stop)| (far, at, stop))).collect();
                order.sort_unstable();
                let routes: BTreeSet<usize> = taken.iter().map(|(route, _)| *route).collect();
                let strings = |&(_, at, stop): &(_, usize, usize)| {
                    let of_route: Vec<&Shipment> =
                        taken.iter().filter(|(route, _)| *route == at).map(|(_, one)| one).collect();
                    let first = state.routes[at].committed;
                    (first..=stop).any(|from| {
                        (stop + 1 - from..=4).any(|length| {
                            let string = from..from + length;
                            let inside = |one: &Shipment| handovers(one).any(|stop| string.contains(&stop));
                            let expected = shipments.iter().filter(|(route, one)| *route == at && inside(one));
                            expected.map(|(_, one)| one).eq(of_route.iter().copied())
                        })
                    })
                };
                let near = &order[..routes.len().max(1)];
                routes.len() <= 3
                    && routes.iter().all(|at| near.iter().any(|one| one.1 == *at))
                    && near.iter().all(strings)
            };
            assert!(centres.into_iter().any(fits), "{taken:?} of {:?}", state.routes);
            let per_route = |at: usize| taken.iter().filter(|(route, _)| *route == at).count();
            longest = longest.max((0..state.routes.len()).map(per_route).max().unwrap_or(0));
            most_routes = most_routes.max(taken.iter().map(|(route, _)| route).collect::<BTreeSet<_>>().len());
            beside += usize::from(!taken.iter().any(|one| one.1 == seed.1));
        }
    });
    // Strings are longer than one, of several routes, and at times miss what they are drawn around.
    assert!(longest > 2 && most_routes == 3 && beside > 0, "{longest} {most_routes} {beside}");
}

#[test]
fn the_worst_stops_are_those_without_which_the_route_is_shortest() {
    every_plan(|instance, state, rng| {
        let mut expected: Vec<(i64, usize, usize)> = Vec::new();
        for (at, route) in state.routes.iter().enumerate() {
            for stop in route.committed..route.stops.len() {
                let mut past = (**route).clone();
                past.stops.remove(stop);
                // Without its only stop a vehicle would not drive: what counts here is the way past it.
                let idle = past.stops.is_empty();
                let vehicle = &instance.problem.vehicles[route.vehicle];
                let home = vehicle.end.map_or(0, |end| instance.cost(vehicle.start, end));
                let rest = if idle { home + instance.fixed_cost(at) } else { route_cost(instance, &past) };
                expected.push((rest - route_cost(instance, route), at, stop));
            }
        }
        expected.sort_unstable();
        assert_eq!(dearest_stops(instance, state), expected);
        let mut times = vec![0_u32; expected.len()];
        for _ in 0..1_000 {
            let keys = worst_stops(instance, state, 1, rng);
            let taken = picked(state, &keys);
            let at = |route: usize, stop: usize| {
                let here = |one: &&Placed| one.0 == route && handovers(&one.1).any(|at| at == stop);
                free(state).iter().filter(here).copied().collect::<Vec<_>>()
            };
            let rank = expected.iter().position(|&(_, route, stop)| at(route, stop) == taken);
            times[rank.expect("all that is handed over at one stop")] += 1;
        }
        let (dear, cheap) = times.split_at(times.len() / 2);
        assert!(dear.iter().sum::<u32>() > 4 * cheap.iter().sum::<u32>(), "{times:?}");
        // Three shipments make up for another stop.
        let stops = |count: usize, rng: &mut Pcg64Mcg| {
            let keys = worst_stops(instance, state, count, rng);
            picked(state, &keys).len()
        };
        let mean = |count: usize, rng: &mut Pcg64Mcg| (0..200).map(|_| stops(count, rng)).sum::<usize>();
        assert!(mean(7, rng) > mean(1, rng));
    });
}

#[test]
fn a_removal_by_point_takes_nothing_of_other_points_and_one_by_category_nothing_of_others() {
    let mut several = [0, 0];
    every_plan(|instance, state, rng| {
        for _ in 0..300 {
            for (nth, removal) in [Removal::SamePoint, Removal::SameCategory].into_iter().enumerate() {
                let keys = pick(instance, state, removal, rng);
                let taken = picked(state, &keys);
                assert!(!taken.is_empty());
                let what = |one: &Placed| match removal {
                    Removal::SamePoint => one.1.sink,
                    _ => instance.problem.supplies[one.1.supply].category as usize,
                };
                assert!(taken.iter().all(|one| what(one) == what(&taken[0])), "{removal:?}: {taken:?}");
                several[nth] += usize::from(taken.len() > 1);
            }
        }
    });
    assert!(several.iter().all(|&times| times > 500), "{several:?}");
}

#[test]
fn a_short_route_goes_whole_and_the_longest_only_if_it_is_drawn_twice() {
    every_plan(|_, state, rng| {
        let used = |at: &usize| state.routes[*at].stops.len() > state.routes[*at].committed;
        let used: Vec<usize> = (0..state.routes.len()).filter(used).collect();
        let longest = *used.iter().max_by_key(|&&at| (state.routes[at].stops.len(), at)).unwrap();
        let mut times = vec![0_u32; state.routes.len()];
        for _ in 0..2_000 {
            let keys = short_route(state, rng);
            let taken = picked(state, &keys);
            let route = keys[0].route;
            assert_eq!(taken, free(state).into_iter().filter(|(at, _)| *at == route).collect::<Vec<_>>());
            times[route] += 1;
        }
        let expected = 2_000 / u32::try_from(used.len() * used.len()).unwrap();
        let seen = times[longest];
        assert!(seen > expected / 2 && seen < expected * 2, "{seen} times instead of {expected}: {times:?}");
        assert!(used.iter().all(|&at| times[at] > 0), "{times:?}");
    });
}

#[test]
fn every_removal_leaves_books_that_balance_and_routes_that_can_be_driven() {
    let mut removed = BTreeMap::new();
    every_plan(|instance, state, rng| {
        let mut inserter = Inserter::new(instance);
        for removal in Removal::ALL {
            for _ in 0..20 {
                let mut trial = state.clone();
                remove(&mut inserter, &mut trial, removal, rng);
                assert_sound(instance, &trial);
                let fixed = |state: &State| state.shipments().filter(|(_, one)| one.fixed).count();
                assert_eq!(fixed(&trial), fixed(state));
                *removed.entry(format!("{removal:?}")).or_insert(0) += free(state).len() - free(&trial).len();
            }
        }
    });
    assert!(removed.len() == 7 && removed.values().all(|&count| count > 500), "{removed:?}");
}

/// Where a lot has a choice of sinks, less is taken out at a time.
#[test]
fn removals_are_smaller_where_there_is_a_choice_of_sinks() {
    let mut most = [0, 0];
    for (nth, promised) in [false, true].into_iter().enumerate() {
        for (seed, problem) in (0..).zip(networks(20)) {
            let mut problem = problem;
            if promised {
                for lot in &mut problem.supplies {
                    lot.promised = (0..problem.sinks.len()).find(|&sink| {
                        let point = &problem.sinks[sink];
                        !point.hub && !point.refused.contains(lot.category) && point.location != lot.location
                    });
                }
            }
            let instance = Instance::new(&problem);
            let mut rng = chance(seed);
            let state = plan(&mut Inserter::new(&instance), &mut rng);
            for _ in 0..100 {
                most[nth] = most[nth].max(pick(&instance, &state, Removal::Random, &mut rng).len());
            }
        }
    }
    assert_eq!(most[0], SEVERAL_SINKS.shipments);
    assert!(most[1] > SEVERAL_SINKS.shipments && most[1] <= ONE_SINK.shipments, "{most:?}");
}
