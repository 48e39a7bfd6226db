//! The verbs of the application, over a fresh database each, without a page.

#[path = "../support/mod.rs"]
mod support;

mod acts;
mod areas;
mod demo;
mod downtimes;
mod faults;
mod idle;
mod import;
mod jobs;
mod nights;
mod notices;
mod planning;
mod push;
mod recurring;
mod replanning;
mod searches;
mod spots;
mod store;
mod week;
mod workbooks;
