//! Pages and forms, through the real router over a fresh database each.

#[path = "../support/mod.rs"]
mod support;

mod areas;
mod changes;
mod clock;
mod day;
mod donor;
mod downtimes;
mod driver;
mod fairness;
mod forms;
mod html;
mod import;
mod limits;
mod login;
mod manage;
mod outbox;
mod point;
mod recurring;
mod routes;
mod searches;
mod spots;
mod start;
