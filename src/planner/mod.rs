//! The planner: which portion of food goes where, on which round, in which order. Pure and synchronous.

pub mod problem;
pub mod solution;
