//! Areas, towns and their outlines: reading them, finding a town by what people call it, and how far a place is from it.

use super::cells::Cells;
use super::names::heading;
use super::near::nearest;
use super::problem::{Expected, Problem, What};
use super::shipped;
use super::source::{Content, Given};
use super::table::{Columns, read};
use crate::app::import::File;
use crate::domain::quantity::Metres;
use crate::domain::site::{LatLon, Town, TownShape};
use crate::domain::text::folded;
use crate::domain::time::Zone;
use geojson::{FeatureCollection, GeometryValue, Position};
use std::collections::{BTreeMap, BTreeSet};

const AREA: Columns = Columns { file: File::Area, needed: &["name", "zone"], more: &[] };
const TOWNS: Columns = Columns { file: File::Towns, needed: &["name", "lat", "lon"], more: &["code", "inhabitants"] };

/// A code made of a name is cut.
const LONGEST_CODE: usize = 32;

pub(super) fn read_area(given: &Given, problems: &mut Vec<Problem>) -> Option<(String, Zone)> {
    let table = read(given, &AREA, problems)?;
    let Some(row) = table.rows.first() else {
        let what = What::Empty { columns: AREA.needed.to_vec() };
        let name = given.name.clone();
        problems.push(Problem { file: Some(File::Area), name, line: None, column: None, value: None, what });
        return None;
    };
    let mut cells = Cells::new(&table, row, problems);
    let name = cells.name("name");
    let zone = cells
        .needed("zone", Expected::Zone)
        .and_then(|zone| Zone::named(zone).map_err(|_| cells.wrong("zone", zone, What::Zone)).ok());
    Some((name?, zone?))
}

pub(super) fn read_towns(given: &Given, problems: &mut Vec<Problem>) -> Vec<TownShape> {
    let Some(table) = read(given, &TOWNS, problems) else { return Vec::new() };
    let mut first: BTreeMap<String, u64> = BTreeMap::new();
    let mut towns = Vec::new();
    for row in &table.rows {
        let mut cells = Cells::new(&table, row, problems);
        let name = cells.name("name");
        // Without a code a town is known by its name.
        let column = if cells.filled("code").is_some() { "code" } else { "name" };
        let code = match column {
            "code" => cells.code("code"),
            _ => name.as_deref().map(|name| heading(name).replace('_', "-").chars().take(LONGEST_CODE).collect()),
        };
        if let Some(code) = code.as_ref().filter(|code| !code.is_empty())
            && let Some(first) = first.insert(code.clone(), row.line)
        {
            cells.wrong(
                column,
                name.as_deref().filter(|_| column == "name").unwrap_or(code),
                What::Duplicate { first },
            );
        }
        let lat = cells.needed("lat", Expected::Degrees).and_then(|c| cells.degrees("lat", c, 90));
        let lon = cells.needed("lon", Expected::Degrees).and_then(|c| cells.degrees("lon", c, 180));
        let right = cells.are_right();
        if let (true, Some(code), Some(name), Some(lat), Some(lon)) = (right, code, name, lat, lon) {
            towns.push(TownShape { town: Town { code, name, at: LatLon { lat, lon } }, rings: Vec::new() });
        }
    }
    towns
}

/// Reads outlines: each feature names its town by its code in the property `code`.
pub(super) fn read_boundaries(given: &Given, towns: &Towns, problems: &mut Vec<Problem>) -> Vec<TownShape> {
    let mut problem = |value: Option<&str>, what: What| {
        let value = value.map(super::table::cut);
        let (file, name) = (Some(File::Boundaries), given.name.clone());
        problems.push(Problem { file, name, line: None, column: None, value, what });
    };
    let text = match &given.content {
        Content::Bytes(bytes) => super::rows::text(bytes),
        Content::Rows(_) => Err(What::NotText),
    };
    let text = match text {
        Ok(text) => text,
        Err(what) => {
            problem(None, what);
            return Vec::new();
        }
    };
    let features = match text.parse::<FeatureCollection>() {
        Ok(collection) => collection.features,
        Err(error) => {
            problem(None, What::NotGeoJson(super::table::cut(&error.to_string())));
            return Vec::new();
        }
    };
    let mut shapes: BTreeMap<String, TownShape> = BTreeMap::new();
    for (number, feature) in (1..).zip(features) {
        let code = feature.property("code").map(|code| code.as_str().map_or_else(|| code.to_string(), str::to_owned));
        let Some(code) = code else {
            problem(None, What::FeatureWithoutTown(number));
            continue;
        };
        let Some(known) = towns.by_code.get(&code).and_then(|index| towns.all.get(*index)) else {
            let near = nearest(&code, towns.by_code.keys().map(String::as_str));
            problem(Some(&code), What::UnknownTown { near });
            continue;
        };
        let rings = match feature.geometry.map(|geometry| geometry.value) {
            Some(GeometryValue::Polygon { coordinates }) => rings(&coordinates),
            Some(GeometryValue::MultiPolygon { coordinates }) => {
                coordinates.iter().map(|polygon| rings(polygon)).collect::<Option<Vec<_>>>().map(|all| all.concat())
            }
            _ => None,
        };
        match rings.filter(|rings| !rings.is_empty()) {
            Some(rings) => shapes
                .entry(code)
                .or_insert_with(|| TownShape { town: known.town.clone(), rings: Vec::new() })
                .rings
                .extend(rings),
            None => problem(Some(&code), What::NotAnOutline),
        }
    }
    shapes.into_values().collect()
}

fn rings(polygon: &[Vec<Position>]) -> Option<Vec<Vec<LatLon>>> {
    let place = |position: &Position| match position.as_slice() {
        [lon, lat, ..] => LatLon::new(*lat, *lon),
        _ => None,
    };
    polygon.iter().map(|ring| ring.iter().map(place).collect()).collect()
}

/// Towns as people name them.
#[derive(Debug, Default)]
pub(super) struct Towns {
    all: Vec<TownShape>,
    by_code: BTreeMap<String, usize>,
    by_name: BTreeMap<String, usize>,
    /// Whether its file has mistakes, so that nothing can be said of towns that are not known.
    pub(super) unsure: bool,
}

impl Towns {
    /// Those that are there, then those of the files, which win.
    pub(super) fn new(there: Vec<TownShape>, given: &[TownShape]) -> Self {
        let mut towns = Self::default();
        for shape in there.into_iter().chain(given.iter().cloned()) {
            towns.add(shape);
        }
        towns
    }

    fn add(&mut self, mut shape: TownShape) {
        let index = self.by_code.get(&shape.town.code).copied().unwrap_or(self.all.len());
        self.by_code.insert(shape.town.code.clone(), index);
        self.by_name.insert(folded(&shape.town.name), index);
        match self.all.get_mut(index) {
            Some(known) => {
                if shape.rings.is_empty() {
                    shape.rings = std::mem::take(&mut known.rings);
                }
                *known = shape;
            }
            None => self.all.push(shape),
        }
    }

    pub(super) fn outline(&mut self, shapes: &[TownShape]) {
        for shape in shapes {
            self.add(shape.clone());
        }
    }

    /// The town with this name, in any case and with or without accents, or with this code, or into which a town or
    /// hamlet of this name went; none if that is unsure.
    pub(super) fn find(&self, text: &str) -> Result<Option<&TownShape>, What> {
        let name = folded(text);
        let today = || shipped::today_of(&name).and_then(|code| self.by_code.get(code));
        let index = self.by_code.get(text).or_else(|| self.by_name.get(&name)).or_else(today);
        let found = index.and_then(|index| self.all.get(*index));
        if found.is_none() && !self.unsure {
            let names: BTreeSet<&str> = self.all.iter().map(|shape| shape.town.name.as_str()).collect();
            return Err(What::UnknownTown { near: nearest(text, names.into_iter()) });
        }
        Ok(found)
    }
}

/// How far a place is from a town: nothing inside its outline, else to the nearer of its outline and its centre.
pub(super) fn distance(shape: &TownShape, place: LatLon) -> Metres {
    let to_centre = place.distance(shape.town.at);
    let inside = shape.rings.iter().filter(|ring| encloses(ring, place)).count() % 2 == 1;
    if inside {
        return Metres::ZERO;
    }
    let outline =
        shape.rings.iter().flat_map(|ring| ring.windows(2)).map(|edge| to_edge(place, edge[0], edge[1])).min();
    outline.map_or(to_centre, |outline| outline.min(to_centre))
}

fn encloses(ring: &[LatLon], place: LatLon) -> bool {
    let crosses = |a: LatLon, b: LatLon| {
        (a.lat > place.lat) != (b.lat > place.lat)
            && place.lon < (b.lon - a.lon) * (place.lat - a.lat) / (b.lat - a.lat) + a.lon
    };
    ring.windows(2).filter(|edge| crosses(edge[0], edge[1])).count() % 2 == 1
}

/// The distance to the nearest place of a short straight line, on a plane that touches the globe at `place`.
fn to_edge(place: LatLon, a: LatLon, b: LatLon) -> Metres {
    let narrow = place.lat.to_radians().cos();
    let flat = |other: LatLon| ((other.lon - place.lon) * narrow, other.lat - place.lat);
    let ((ax, ay), (bx, by)) = (flat(a), flat(b));
    let (dx, dy) = (bx - ax, by - ay);
    let length = dx * dx + dy * dy;
    let along = if length > 0.0 { (-(ax * dx + ay * dy) / length).clamp(0.0, 1.0) } else { 0.0 };
    let nearest = LatLon { lat: a.lat + (b.lat - a.lat) * along, lon: a.lon + (b.lon - a.lon) * along };
    place.distance(nearest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_inside_an_outline_is_in_the_town_however_far_its_centre() {
        let at = |lat, lon| LatLon { lat, lon };
        let square = vec![at(45.0, 9.0), at(45.0, 9.4), at(45.4, 9.4), at(45.4, 9.0), at(45.0, 9.0)];
        let town = Town { code: "1".into(), name: "Wide".into(), at: at(45.01, 9.01) };
        let shape = TownShape { town: town.clone(), rings: vec![square] };
        assert_eq!(distance(&shape, at(45.39, 9.39)), Metres::ZERO);
        let outside = distance(&shape, at(45.2, 9.5)).0;
        assert!((7_800..7_900).contains(&outside), "{outside}");
        let bare = TownShape { town, rings: Vec::new() };
        assert!(distance(&bare, at(45.39, 9.39)) > Metres(40_000));
    }
}
