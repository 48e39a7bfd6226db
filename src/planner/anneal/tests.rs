//! The temperature by hand, the draw against the logarithm, and what the loop must keep.

use super::*;
use crate::planner::insert::Inserter;
use crate::planner::instance::Instance;
use crate::planner::progress::{Budget, Control, SearchProgress};
use crate::planner::testing::{assert_sound, chance, networks, plan};

#[test]
fn the_temperature_falls_by_halves_with_straight_lines_between() {
    // 480 millionths are four halvings above the end.
    let at = |share: u64| temperature(1_000_000, 480, WHOLE * share / 16, WHOLE);
    assert_eq!([0, 4, 8, 12, 16].map(at), [481, 241, 121, 61, 31]);
    assert_eq!([2, 6, 14].map(at), [361, 181, 46], "half way down is three quarters");
    assert_eq!(temperature(5_000_000, 480, 0, WHOLE), 2_401, "twice the cost, twice the heat");
    assert_eq!(temperature(0, 480, 0, WHOLE), 1, "never nothing, or no plan that is as good would be taken");
    assert_eq!(temperature(1_000_000, 480, 0, 0), 481, "a budget of nothing");
}

#[test]
fn a_search_ends_within_twice_the_last_temperature_and_never_gets_warmer() {
    for start in [START_TEMPERATURE, RESTART_TEMPERATURE] {
        let temperatures: Vec<i128> = (0..=WHOLE).map(|at| temperature(1_000_000_000, start, at, WHOLE)).collect();
        assert_eq!(temperatures[0], start * 1_000 + 1);
        assert!(temperatures.is_sorted_by(|one, next| one >= next));
        let last = temperatures[temperatures.len() - 1] / 1_000;
        assert!((END_TEMPERATURE..2 * END_TEMPERATURE).contains(&last), "{last}");
    }
}

#[test]
fn the_draw_is_exponential() {
    for (n, &drawn) in (0..).zip(&EXPONENTIAL) {
        let exact = -((f64::from(n) + 0.5) / 32.0).ln() * 1_000.0;
        assert!((drawn as f64 - exact).abs() < 2.0, "{n}: {drawn} for {exact}");
    }
}

/// Searches a network from a plan made in one go, and what was told of it: objective by iteration.
fn annealed(
    instance: &Instance,
    iterations: u64,
    control: Control,
    check: impl FnOnce(&Search),
) -> Vec<SearchProgress> {
    let mut inserter = Inserter::new(instance);
    let mut rng = chance(7);
    let first = plan(&mut inserter, &mut rng);
    let mut told = Vec::new();
    let mut hear = |progress: SearchProgress| {
        told.push(progress);
        control
    };
    // The closure must live as long as the instance does.
    {
        let mut search = Search::new(inserter, rng, first, Budget::of(iterations), &mut hear);
        anneal(&mut search, START_TEMPERATURE);
        check(&search);
    }
    told
}

#[test]
fn the_best_plan_only_gets_better_and_the_budget_is_kept_exactly() {
    let mut won = 0;
    for problem in &networks(6) {
        let instance = Instance::new(problem);
        let told = annealed(&instance, 200, Control::Continue, |search| {
            assert_sound(&instance, &search.best);
            assert_eq!(search.best.objective(&instance), search.objective());
            assert_eq!(search.iterations(), 200);
        });
        assert_eq!(told.len(), 201, "the first plan and every iteration");
        assert!(told.is_sorted_by(|one, next| one.objective >= next.objective));
        won += usize::from(told[200].objective < told[0].objective);
    }
    assert!(won >= 5, "{won} of 6 networks got a better plan than the first");
}

#[test]
fn a_caller_who_says_stop_is_heard_at_once_and_one_who_counts_time_ends_it() {
    let problem = &networks(1)[0];
    let instance = Instance::new(problem);
    assert_eq!(annealed(&instance, 200, Control::Stop, |_| {}).len(), 1);
    let whole = u16::MAX;
    assert!(annealed(&instance, 200, Control::Elapsed(whole), |_| {}).len() <= 201);
}
