//! The planner alone: a problem and a seed in, a plan out.

#![expect(clippy::disallowed_methods, reason = "the benchmarks measure the machine's own time")]

#[path = "../../benches/day/areas.rs"]
mod areas;
#[path = "../../benches/day/baselines.rs"]
mod baselines;
#[path = "../../benches/dynamic/calls.rs"]
mod calls;
#[path = "../../benches/dynamic/day.rs"]
mod day;
#[path = "../../benches/day/events.rs"]
mod events;
#[path = "../../benches/day/figures.rs"]
mod figures;
#[path = "../../benches/day/hub.rs"]
mod hub;
#[path = "../../benches/day/instance.rs"]
mod instance;
#[path = "../../benches/routing/mod.rs"]
mod routing;
#[path = "../../benches/support/mod.rs"]
mod support;

mod benchmarks;
mod check;
mod instances;
mod nonsense;
mod optimum;
mod planted;
mod reasons;
mod rests;
mod same_plans;
mod search;
