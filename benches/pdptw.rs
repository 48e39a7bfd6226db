//! Pickup and delivery with time windows, on the files of Li & Lim (2001).
//!
//! `cargo bench --bench pdptw -- FILE... [--seconds S | --iterations N] [--seed N] [--mode vehicles|distance] [--routes]`:
//! one line for each file, with `--routes` the routes in the published format. Seconds are processor seconds.

#![expect(clippy::disallowed_methods, reason = "a benchmark measures the machine's own time")]

mod routing;
mod support;

fn main() -> Result<(), support::Failure> {
    routing::run(routing::Instance::li_lim, "vehicles")
}
