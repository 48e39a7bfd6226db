//! Dial-a-ride with a limit on every ride, on the files of Cordeau (2006) and Ropke, Cordeau & Laporte (2007): the limit is
//! our cold chain.
//!
//! `cargo bench --bench darp -- FILE... [--seconds S] [--seed N] [--mode vehicles|distance] [--routes]`: one line for each
//! file, with `--routes` the routes. Seconds are processor seconds.

#![expect(clippy::disallowed_methods, reason = "a benchmark measures the machine's own time")]

mod routing;
mod support;

use routing::{Aim, Instance, Order};
use support::{Failure, Options};

fn main() -> Result<(), Failure> {
    let mut options = Options::read();
    let order = Order {
        aim: Aim::named(&options.text("--mode")?.unwrap_or_else(|| "distance".into()))?,
        seed: options.number("--seed", 1)?.unsigned_abs(),
        seconds: options.seconds("--seconds", 2.0)?,
        routes: options.given("--routes"),
    };
    routing::run(&options.rest(), Instance::cordeau, &order)
}
