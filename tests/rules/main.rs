//! What no compiler holds the sources and packages to.

mod architecture;
mod licences;
mod sources;
mod spdx;
