//! The demonstration.
pub mod play;
