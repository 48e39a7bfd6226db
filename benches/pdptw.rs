//! Pickup and delivery with time windows, on the files of Li & Lim (2001).
//!
//! `cargo bench --bench pdptw -- FILE... [--seconds S] [--seed N] [--mode vehicles|distance] [--routes]`: one line for each
//! file, with `--routes` the routes in the published format. Seconds are processor seconds.

#![expect(clippy::disallowed_methods, reason = "a benchmark measures the machine's own time")]

mod routing;
mod support;

use routing::{Aim, Instance, Order};
use support::{Failure, Options};

fn main() -> Result<(), Failure> {
    let mut options = Options::read();
    let order = Order {
        aim: Aim::named(&options.text("--mode")?.unwrap_or_else(|| "vehicles".into()))?,
        seed: options.number("--seed", 1)?.unsigned_abs(),
        seconds: options.seconds("--seconds", 2.0)?,
        routes: options.given("--routes"),
    };
    routing::run(&options.rest(), Instance::li_lim, &order)
}
