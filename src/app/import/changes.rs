//! What rows change, column by column, so that people see it before it is done.

use super::{File, Report};
use crate::domain::downtime::Downtime;
use crate::domain::food::{PerClass, StorageClass};
use crate::domain::lot::Lot;
use crate::domain::people::{Grant, Person};
use crate::domain::quantity::Crates;
use crate::domain::round::Shift;
use crate::domain::site::{Site, Vehicle};
use crate::domain::time::Zone;

/// What stands in the columns of a row.
pub(super) type Facts = Vec<(&'static str, String)>;

/// A row that is new, or that changes what is there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    pub file: File,
    pub line: u64,
    /// What people call it.
    pub name: String,
    pub is_new: bool,
    /// The columns that differ, as they were and as they will be; all that are filled where it is new.
    pub columns: Vec<ColumnChange>,
}

/// What stands in a column before and after.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ColumnChange {
    pub column: &'static str,
    pub before: String,
    pub after: String,
}

impl Report {
    /// Notes a row, if it changes anything.
    pub(super) fn compared(&mut self, file: File, line: u64, name: &str, before: Option<Facts>, after: Facts) {
        let is_new = before.is_none();
        let was = |column: &str| {
            let mut facts = before.iter().flatten();
            facts.find(|(known, _)| *known == column).map(|(_, value)| value.clone()).unwrap_or_default()
        };
        let columns: Vec<ColumnChange> = after
            .into_iter()
            .map(|(column, after)| ColumnChange { before: was(column), column, after })
            .filter(|change| change.before != change.after)
            .collect();
        if !columns.is_empty() {
            self.changes.push(Change { file, line, name: name.to_owned(), is_new, columns });
        }
    }
}

/// A place as a row would say it.
pub(super) fn of_site(site: &Site) -> Facts {
    let degrees = |degrees: f64| format!("{degrees:.5}");
    let refuses = site.refused.iter().map(|category| category.to_string()).collect::<Vec<_>>().join(", ");
    let mut facts = vec![
        ("kind", site.kind.to_string()),
        ("name", site.name.clone()),
        ("town", site.town.clone()),
        ("address", site.address.clone()),
        ("lat", degrees(site.at.lat)),
        ("lon", degrees(site.at.lon)),
        ("phone", site.phone.clone()),
        ("opening", site.opening.to_string()),
        ("service_minutes", (site.service.0 / 60).to_string()),
        ("families", number(site.families)),
        ("persons", number(site.persons)),
        ("refuses", refuses),
        ("open_holidays", yes(site.open_holidays)),
        ("notes", site.notes.clone()),
    ];
    facts.extend(room(&site.room));
    facts
}

fn room(room: &PerClass<Crates>) -> impl Iterator<Item = (&'static str, String)> {
    const COLUMNS: [&str; 5] = ["crates_ambient", "crates_chilled", "crates_fish", "crates_frozen", "crates_hot"];
    StorageClass::ALL.iter().zip(COLUMNS).map(|(class, column)| (column, number(room[*class].0)))
}

/// A vehicle as a row would say it; `home` is the code of its place.
pub(super) fn of_vehicle(vehicle: &Vehicle, home: &str) -> Facts {
    vec![
        ("name", vehicle.name.clone()),
        ("home", home.to_owned()),
        ("crates", number(vehicle.crates.0)),
        ("max_kg", kilograms(vehicle.grams.0)),
        ("refrigerated", yes(vehicle.refrigerated)),
        ("insulated_crates", number(vehicle.insulated.0)),
    ]
}

/// A downtime as a row would say it; `vehicle` is the name of its vehicle.
pub(super) fn of_downtime(down: &Downtime, vehicle: &str) -> Facts {
    vec![
        ("vehicle", vehicle.to_owned()),
        ("first", down.first.to_string()),
        ("last", down.last.to_string()),
        ("reason", down.reason.to_string()),
    ]
}

/// A person as a row would say it; `site` tells the code of the place of a role.
pub(super) fn of_person(person: &Person, site: impl Fn(&Grant) -> Option<String>) -> Facts {
    let role = |grant: &Grant| match site(grant) {
        Some(code) => format!("{}:{code}", grant.role),
        None => grant.role.to_string(),
    };
    vec![
        ("name", person.name.clone()),
        ("phone", person.phone.clone()),
        ("language", person.language.clone()),
        ("roles", person.grants.iter().map(role).collect::<Vec<_>>().join("; ")),
    ]
}

/// Who and what a shift is about, in the words of people.
pub(super) struct ShiftNames {
    pub(super) person: String,
    pub(super) vehicle: String,
    pub(super) start: String,
    pub(super) end: String,
}

/// A shift as a row would say it, in local hours.
pub(super) fn of_shift(shift: &Shift, zone: &Zone, names: ShiftNames) -> Facts {
    let clock = |at| zone.local(at).strftime("%H:%M").to_string();
    vec![
        ("date", shift.date.to_string()),
        ("person", names.person),
        ("vehicle", names.vehicle),
        ("from", clock(shift.from)),
        ("until", clock(shift.until)),
        ("start", names.start),
        ("end", names.end),
        ("break", shift.rest.map(|rest| rest.to_string()).unwrap_or_default()),
    ]
}

/// A lot as a row would say it; `site` is the name of its place.
pub(super) fn of_lot(lot: &Lot, zone: &Zone, site: &str) -> Facts {
    let clock = |at| zone.local(at).strftime("%H:%M").to_string();
    vec![
        ("site", site.to_owned()),
        ("date", lot.date.to_string()),
        ("category", lot.category.to_string()),
        ("class", lot.class.to_string()),
        ("shelf_date", lot.shelf.date().map(|date| date.to_string()).unwrap_or_default()),
        ("crates", number(lot.crates.0)),
        ("kg", kilograms(lot.grams.0)),
        ("ready_from", clock(lot.ready_from)),
        ("ready_until", clock(lot.ready_until)),
    ]
}

/// Nothing where there is none of it: an empty cell says the same.
fn number(number: i64) -> String {
    if number == 0 { String::new() } else { number.to_string() }
}

fn kilograms(grams: i64) -> String {
    (grams as f64 / 1000.0).to_string()
}

fn yes(yes: bool) -> String {
    (if yes { "yes" } else { "no" }).to_owned()
}
