//! The data that is part of the program: Lodi's towns and outlines, and the invented network of the demonstration.

use super::source::Source;
use crate::app::import::File;
use crate::domain::text::folded;

/// The name of the area whose towns are shipped.
pub const LODI: &str = "Lodi";

pub(super) const LODI_AREA: &[u8] = include_bytes!("../../assets/lodi/area.csv");
pub(super) const LODI_TOWNS: &[u8] = include_bytes!("../../assets/lodi/towns.csv");
pub(super) const LODI_BOUNDARIES: &[u8] = include_bytes!("../../assets/lodi/boundaries.geojson");

/// Names under which people still know parts of Lodi's towns: `name,town,merged`, the last where it was a town.
const FORMER: &str = include_str!("../../assets/lodi/former.csv");

/// The code of the town that a name, as texts are compared, belongs to today.
pub(super) fn today_of(name: &str) -> Option<&'static str> {
    let found = FORMER.lines().skip(1).map(|line| line.split(',')).find_map(|mut cells| {
        let (known, town) = (cells.next()?, cells.next()?);
        (folded(known) == name).then_some(town)
    });
    // The codes that they had.
    found.or_else(|| matches!(name, "098007" | "098016").then_some("098062"))
}

/// The towns that went into one, by its code.
pub fn merged_into(town: &str) -> impl Iterator<Item = &'static str> {
    FORMER.lines().skip(1).filter_map(move |line| {
        let mut cells = line.split(',');
        let (name, today, merged) = (cells.next()?, cells.next()?, cells.next()?);
        (today == town && !merged.is_empty()).then_some(name)
    })
}

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
