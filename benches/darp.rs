//! Dial-a-ride with a limit on every ride, on the files of Cordeau (2006) and Ropke, Cordeau & Laporte (2007): the limit is
//! our cold chain.
//!
//! `cargo bench --bench darp -- FILE... [--seconds S | --iterations N] [--seed N] [--mode vehicles|distance] [--routes]`:
//! one line for each file, with `--routes` the routes. Seconds are processor seconds.

#![expect(clippy::disallowed_methods, reason = "a benchmark measures the machine's own time")]

mod routing;
mod support;

fn main() -> Result<(), support::Failure> {
    routing::run(routing::Instance::cordeau, "distance")
}
