//! Girofresco plans daily pickup rounds of surplus food and follows every crate from shop to family.
//!
//! Data and instructions go one way: `domain` knows nothing else; `planner`, `roads` and `store` know `domain`; `app`
//! uses those; `web` and `import` use `app`; the command line joins all. A test reads the sources and holds them to it.

pub mod app;
pub mod cli;
pub mod clock;
pub mod config;
pub mod demo;
pub mod domain;
pub mod import;
pub mod jobs;
pub mod planner;
pub mod push;
pub mod roads;
pub mod store;
pub mod web;
pub mod words;
