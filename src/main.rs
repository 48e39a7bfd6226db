//! The Girofresco program.

fn main() {}
