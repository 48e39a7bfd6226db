//! `sites.csv`: shops, distribution points and hubs.

use super::cells::Cells;
use super::names::WordsOf;
use super::places::{Towns, distance};
use super::problem::{Expected, Problem, What};
use super::references::{self, Codes};
use super::source::Given;
use super::table::{Columns, read};
use crate::app::import::{File, Line, SiteRow};
use crate::domain::food::{Category, CategorySet, PerClass};
use crate::domain::opening::Opening;
use crate::domain::quantity::{Crates, Seconds};
use crate::domain::site::{FARTHEST_FROM_TOWN, LatLon, SiteKind, TownShape};

pub(super) const SITES: Columns = Columns {
    file: File::Sites,
    needed: &["kind", "name", "town", "opening"],
    more: &[
        "code",
        "address",
        "lat",
        "lon",
        "phone",
        "service_minutes",
        "families",
        "persons",
        "crates_ambient",
        "crates_chilled",
        "crates_fish",
        "crates_frozen",
        "crates_hot",
        "refuses",
        "open_holidays",
        "notes",
    ],
};
const ROOM: [&str; 5] = ["crates_ambient", "crates_chilled", "crates_fish", "crates_frozen", "crates_hot"];
const LONGEST_VISIT_MINUTES: i64 = 240;
const MOST_PERSONS: i64 = 100_000;
const MOST_ROOM: i64 = 10_000;

pub(super) fn read_sites(
    given: &Given,
    towns: &Towns,
    codes: &mut Codes<SiteKind>,
    problems: &mut Vec<Problem>,
) -> Vec<Line<SiteRow>> {
    let Some(table) = read(given, &SITES, problems) else {
        codes.unsure = true;
        return Vec::new();
    };
    let mut sites = Vec::new();
    for row in &table.rows {
        let mut cells = Cells::new(&table, row, problems);
        let kind: Option<SiteKind> =
            cells.needed("kind", Expected::Kind).and_then(|kind| cells.word("kind", WordsOf::Kind, kind));
        let name = cells.name("name");
        let town = cells
            .needed("town", Expected::Town)
            .and_then(|town| towns.find(town).map_err(|what| cells.wrong("town", town, what)).ok().flatten());
        let said = references::Row {
            line: row.line,
            name: name.as_deref().unwrap_or_default(),
            town: town.map_or("", |town| &*town.town.code),
        };
        let code = codes.of_row(&mut cells, &said, kind);
        let at = place(&mut cells, town);
        let opening = opening(&mut cells, kind);
        let families = cells.count_or_none("families", MOST_PERSONS);
        let persons = cells.count_or_none("persons", MOST_PERSONS);
        if let (Some(families), Some(persons)) = (families, persons)
            && persons < families
        {
            cells.wrong("persons", &persons.to_string(), What::FewerThanFamilies { families });
        }
        let service = cells
            .filled("service_minutes")
            .and_then(|minutes| cells.count("service_minutes", minutes, 0, LONGEST_VISIT_MINUTES));
        let room = PerClass(ROOM.map(|column| cells.count_or_none(column, MOST_ROOM).map(Crates)));
        let refused = refused(&mut cells);
        let open_holidays = cells.yes_or_no("open_holidays");
        let address = cells.line_of_text("address");
        let phone = cells.phone("phone");
        let notes = cells.note("notes");
        let right = cells.are_right();
        if let (true, Some(code), Some(kind), Some(name), Some(town), Some(opening)) =
            (right, code, kind, name, town, opening)
        {
            let row = SiteRow {
                code,
                kind,
                name,
                town: town.town.code.clone(),
                town_at: town.town.at,
                at,
                address,
                phone,
                opening,
                service: service.map(|minutes| Seconds(minutes * 60)),
                families,
                persons,
                room,
                refused,
                open_holidays,
                notes,
            };
            sites.push(Line { line: cells.line(), row });
        }
    }
    sites
}

/// Where the row says it is, checked against its town.
fn place(cells: &mut Cells<'_>, town: Option<&TownShape>) -> Option<LatLon> {
    let (lat_cell, lon_cell) = match (cells.filled("lat"), cells.filled("lon")) {
        (Some(lat), Some(lon)) => (lat, lon),
        (Some(lat), None) => {
            cells.wrong("lat", lat, What::HalfCoordinates);
            return None;
        }
        (None, Some(lon)) => {
            cells.wrong("lon", lon, What::HalfCoordinates);
            return None;
        }
        (None, None) => return None,
    };
    let lat = cells.degrees("lat", lat_cell, 90);
    let lon = cells.degrees("lon", lon_cell, 180);
    let place = LatLon::new(lat?, lon?)?;
    let town = town?;
    let far = distance(town, place);
    if far <= FARTHEST_FROM_TOWN {
        return Some(place);
    }
    let swapped = LatLon::new(place.lon, place.lat).filter(|swapped| distance(town, *swapped) <= FARTHEST_FROM_TOWN);
    if swapped.is_some() {
        cells.wrong("lat", lat_cell, What::Swapped);
    } else {
        let what = What::FarFromTown { kilometres: far.0 / 1000, town: town.town.name.clone() };
        cells.wrong("lat", &format!("{lat_cell}, {lon_cell}"), what);
    }
    None
}

/// When it opens; `Some(None)` where a point's cell is empty, because it can open by appointment alone.
fn opening(cells: &mut Cells<'_>, kind: Option<SiteKind>) -> Option<Option<Opening>> {
    if kind == Some(SiteKind::Point) && cells.raw("opening") == Some("") {
        return Some(None);
    }
    let text = cells.needed("opening", Expected::Opening)?;
    text.parse().map(Some).map_err(|_| cells.wrong("opening", text, What::Opening)).ok()
}

/// Categories by their words: several in a cell, some of which are several words.
fn refused(cells: &mut Cells<'_>) -> Option<CategorySet> {
    let mut refused = Vec::new();
    for part in cells.raw("refuses")?.split([',', ';', '\n']).map(str::trim).filter(|part| !part.is_empty()) {
        if let Ok(category) = WordsOf::Category.known(part).parse::<Category>() {
            refused.push(category);
            continue;
        }
        for word in part.split_whitespace() {
            refused.push(cells.word::<Category>("refuses", WordsOf::Category, word)?);
        }
    }
    Some(refused.into_iter().collect())
}
