//! Girofresco plans daily pickup rounds of surplus food and follows every crate from shop to family.

pub mod app;
pub mod clock;
pub mod domain;
pub mod planner;
pub mod roads;
pub mod store;
