//! Repairs, against doing by hand what each is said to do.

use super::*;
use crate::planner::removal::{Removal, remove};
use crate::planner::testing::{assert_sound, chance, networks, plan, scarce_networks};

/// Plans of which something was taken out: the plan before, and the plan with the gap.
fn every_gap(mut check: impl FnMut(&mut Inserter, &State, &State, &mut Pcg64Mcg)) {
    for (seed, problem) in (0..).zip(networks(6).iter().chain(&scarce_networks(8))) {
        let instance = Instance::new(problem);
        let mut inserter = Inserter::new(&instance);
        let mut rng = chance(seed);
        let before = plan(&mut inserter, &mut rng);
        for removal in [Removal::ShortRoute, Removal::Strings, Removal::Random] {
            let mut trial = before.clone();
            remove(&mut inserter, &mut trial, removal, &mut rng);
            check(&mut inserter, &before, &trial, &mut rng);
        }
    }
}

fn fingerprints(state: &State) -> Vec<u64> {
    state.routes.iter().map(|route| route.fingerprint).collect()
}

#[test]
fn a_part_is_mostly_the_whole_and_at_times_a_half_or_a_third_rounded_up() {
    let mut rng = chance(1);
    let mut drawn = [0; 3];
    for _ in 0..10_000 {
        match part_of(11, &mut rng) {
            11 => drawn[0] += 1,
            6 => drawn[1] += 1,
            4 => drawn[2] += 1,
            other => panic!("{other} of 11"),
        }
    }
    let [whole, half, third] = drawn;
    assert!((7_800..8_200).contains(&whole) && (900..1_100).contains(&half) && third > 900, "{drawn:?}");
    assert!((0..100).all(|_| part_of(1, &mut rng) == 1), "a single crate cannot be split");
}

#[test]
fn what_was_taken_out_is_tried_again_and_a_little_of_what_was_left_before() {
    let (mut taken, mut retried, mut passed_over) = (0, 0, 0);
    let mut first = std::collections::BTreeSet::new();
    every_gap(|inserter, before, trial, rng| {
        let instance = inserter.instance;
        let wanted = requests(instance, before, trial, rng);
        let mut items: Vec<usize> = wanted.iter().map(|one| one.item).collect();
        first.insert(items.first().copied());
        items.sort_unstable();
        assert!(items.windows(2).all(|pair| pair[0] < pair[1]), "each item once: {items:?}");
        for one in &wanted {
            let left = trial.unplaced[one.item];
            let parts = [left, (left + 1) / 2, (left + 2) / 3];
            assert!(one.crates > 0 && parts.contains(&one.crates), "{one:?} of {left}");
        }
        let out = |item: &usize| trial.unplaced[*item] > before.unplaced[*item];
        let waits = |item: &usize| {
            let sinks = &instance.candidates[instance.items[*item].supply];
            !out(item) && trial.unplaced[*item] > 0 && !sinks.is_empty()
        };
        let all = || 0..instance.items.len();
        let waiting = all().filter(waits).count();
        assert!(all().filter(out).all(|item| items.contains(&item)));
        assert_eq!(items.iter().filter(|item| waits(item)).count(), waiting.min(8));
        assert!(items.iter().all(|item| out(item) || waits(item)));
        taken += all().filter(out).count();
        retried += waiting.min(8);
        passed_over += waiting - waiting.min(8);
    });
    assert!(taken > 100 && retried > 50 && passed_over > 5, "{taken}, {retried}, {passed_over}");
    assert!(first.len() > 8, "any item comes first at times: {first:?}");
}

/// By what requests are put in order, the least first.
type Key<'k> = &'k dyn Fn(&Request) -> i64;

/// Of two requests, which one a repair wants first; as good ones stay as they are.
#[test]
fn each_order_is_by_what_it_is_named_after_and_keeps_ties_as_they_are() {
    let mut swapped = 0;
    every_gap(|inserter, before, trial, rng| {
        let instance = inserter.instance;
        let given = requests(instance, before, trial, rng);
        let lot = |one: &Request| &instance.problem.supplies[instance.items[one.item].supply];
        let starts = || instance.problem.vehicles.iter().map(|vehicle| vehicle.start);
        let weight = |one: &Request| -(lot(one).grams.0 * lot(one).loss_weight);
        let until = |one: &Request| lot(one).until;
        let away = |one: &Request| -starts().map(|start| instance.cost(start, lot(one).location)).min().unwrap();
        let orders: [(Repair, Key<'_>); 4] = [
            (Repair::Heaviest, &weight),
            (Repair::MostUrgent, &until),
            (Repair::Farthest, &away),
            (Repair::Shuffled, &|_| 0),
        ];
        for (repair, key) in orders {
            let mut sorted = given.clone();
            sort(instance, &mut sorted, repair);
            let at = |one: &Request| given.iter().position(|other| other.item == one.item);
            let keys: Vec<_> = sorted.iter().map(|one| (key(one), at(one))).collect();
            assert!(keys.is_sorted(), "{repair:?}: {keys:?}");
            assert_eq!(sorted.len(), given.len());
            swapped += usize::from(!keys.iter().map(|key| key.1).is_sorted());
        }
    });
    assert!(swapped > 60, "{swapped} were out of order");
}

/// What a repair does is one of its insertions at one of its three prices of fairness; each price is met.
#[test]
fn each_repair_puts_in_by_its_own_rule_at_a_whole_a_half_or_a_quarter_of_the_price() {
    let mut only_by = [[0; 3]; 7];
    every_gap(|inserter, before, gap, rng| {
        let instance = inserter.instance;
        for (nth, &way) in Repair::ALL.iter().enumerate() {
            let mut repaired = gap.clone();
            let mut after = rng.clone();
            repair(inserter, before, &mut repaired, way, &mut after);
            assert_sound(instance, &repaired);

            let mut wanted = requests(instance, before, gap, rng);
            let _price: usize = rng.random_range(0..4);
            let by_hand = |inserter: &mut Inserter, wanted: &mut [Request], part: i64| {
                let (mut state, mut rng) = (gap.clone(), rng.clone());
                let shortage_price = instance.shortage_price / part;
                let mode = Mode { shortage_price, blink_rate: 100, ..Mode::plain(instance) };
                match way {
                    Repair::Regret(depth) => inserter.by_regret(&mut state, wanted, depth, mode, &mut rng),
                    _ => {
                        sort(instance, wanted, way);
                        inserter.greedy(&mut state, wanted, mode, &mut rng);
                    }
                }
                fingerprints(&state)
            };
            let plans = [1, 2, 4].map(|part| by_hand(inserter, &mut wanted.clone(), part));
            let same: Vec<usize> = (0..3).filter(|&part| plans[part] == fingerprints(&repaired)).collect();
            assert!(!same.is_empty(), "{way:?} did something else");
            if let [only] = same[..] {
                only_by[nth][only] += 1;
            }
            wanted.clear();
            *rng = after;
        }
    });
    let by_price = [0, 1, 2].map(|price| only_by.iter().map(|way| way[price]).sum::<usize>());
    assert!(by_price.iter().all(|&only| only > 0), "{only_by:?}");
}
