//! Everything that speaks HTTP.

pub mod assets;
pub mod language;
pub mod ui;
