//! The demonstration: an invented network around Lodi, four weeks behind it, and a day to play.

mod dice;
mod history;
mod invent;
mod network;
pub mod play;
mod usual;

pub use invent::{DemoPeople, Unable, invent, usual_day};
