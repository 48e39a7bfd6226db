//! The data that is part of the program: Lodi's towns and outlines, and the invented network of the demonstration.

use super::Source;
use crate::app::import::File;

/// The name of the area whose towns are shipped.
pub const LODI: &str = "Lodi";

pub(super) const LODI_AREA: &[u8] = include_bytes!("../../assets/lodi/area.csv");
pub(super) const LODI_TOWNS: &[u8] = include_bytes!("../../assets/lodi/towns.csv");
pub(super) const LODI_BOUNDARIES: &[u8] = include_bytes!("../../assets/lodi/boundaries.geojson");

/// What shops of the invented network usually give: columns `site,category,kg,deviation`.
pub const USUAL: &str = include_str!("../../assets/demo/usual.csv");

/// The invented network: shops, points, hubs, vehicles, people and shifts around Lodi.
pub fn demo() -> Source {
    Source::of([
        (File::Sites, include_bytes!("../../assets/demo/sites.csv").to_vec()),
        (File::Vehicles, include_bytes!("../../assets/demo/vehicles.csv").to_vec()),
        (File::People, include_bytes!("../../assets/demo/people.csv").to_vec()),
        (File::Shifts, include_bytes!("../../assets/demo/shifts.csv").to_vec()),
    ])
}
