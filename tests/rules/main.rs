//! What no compiler holds the sources and packages to.

mod architecture;
mod docs;
mod licences;
mod measures;
mod sources;
mod spdx;
