//! `vehicles.csv` and `shifts.csv`: what drives, who drives it, and when.

use super::cells::Cells;
use super::names::WordsOf;
use super::problem::{Expected, Problem, What};
use super::references::{self, Codes};
use super::source::Given;
use super::table::{Columns, read};
use crate::app::import::{DowntimeRow, File, Line, ShiftRow, VehicleRow};
use crate::domain::calendar::holiday;
use crate::domain::dates;
use crate::domain::downtime::{DowntimeReason, LONGEST_DAYS};
use crate::domain::opening::DAYS;
use crate::domain::quantity::{Crates, Grams, LEAST_LOAD_PER_CRATE};
use crate::domain::rest::Rest;
use crate::domain::site::SiteKind;
use crate::domain::spot::{Spot, Spots};
use crate::domain::time::Window;
use crate::domain::written;
use jiff::ToSpan;
use jiff::civil::{Date, Weekday};
use std::collections::{BTreeMap, BTreeSet};

pub(super) const VEHICLES: Columns = Columns {
    file: File::Vehicles,
    needed: &["name", "home", "crates", "max_kg"],
    more: &["code", "refrigerated", "insulated_crates"],
};
pub(super) const DOWNTIMES: Columns =
    Columns { file: File::Downtimes, needed: &["vehicle", "first"], more: &["last", "reason"] };
pub(super) const SHIFTS: Columns = Columns {
    file: File::Shifts,
    needed: &["date", "person", "vehicle", "from", "until"],
    more: &["start", "end", "break"],
};

/// A shift given by days of the week stands for that many days, the first included.
pub(super) const DAYS_AHEAD: i64 = 28;
/// Nobody plans further.
const FARTHEST_DAYS: i64 = 400;
const MOST_CRATES: i64 = 5_000;
const MOST_KILOGRAMS: i64 = 40_000;

pub(super) fn read_vehicles(
    given: &Given,
    sites: &Codes<SiteKind>,
    codes: &mut Codes<()>,
    problems: &mut Vec<Problem>,
) -> Vec<Line<VehicleRow>> {
    let Some(table) = read(given, &VEHICLES, problems) else {
        codes.unsure = true;
        return Vec::new();
    };
    let mut vehicles = Vec::new();
    for row in &table.rows {
        let mut cells = Cells::new(&table, row, problems);
        let name = cells.name("name");
        let said = references::Row { line: row.line, name: name.as_deref().unwrap_or_default(), town: "" };
        let code = codes.of_row(&mut cells, &said, Some(()));
        let home = sites.referred(&mut cells, "home").map(|(home, _)| home);
        let crates = cells.needed("crates", Expected::Whole).and_then(|c| cells.count("crates", c, 1, MOST_CRATES));
        let grams =
            cells.needed("max_kg", Expected::Kilograms).and_then(|kg| cells.kilograms("max_kg", kg, MOST_KILOGRAMS));
        if let (Some(grams), Some(crates)) = (grams, crates)
            && grams < LEAST_LOAD_PER_CRATE.0 * crates
        {
            let what = What::TooLight { crates, least: LEAST_LOAD_PER_CRATE.0 * crates };
            cells.wrong("max_kg", cells.filled("max_kg").unwrap_or_default(), what);
        }
        let refrigerated = cells.yes_or_no("refrigerated");
        let insulated = cells.count_or_none("insulated_crates", MOST_CRATES).map(Crates);
        if let (Some(insulated), Some(crates)) = (insulated, crates)
            && insulated.0 > crates
        {
            let what = What::OutOfRange { least: 0.0, most: crates as f64 };
            cells.wrong("insulated_crates", &insulated.0.to_string(), what);
        }
        let right = cells.are_right();
        if let (true, Some(code), Some(name), Some(home), Some(crates), Some(grams)) =
            (right, code, name, home, crates, grams)
        {
            let (crates, grams) = (Crates(crates), Grams(grams));
            let row = VehicleRow { code, name, home, crates, grams, refrigerated, insulated };
            vehicles.push(Line { line: cells.line(), row });
        }
    }
    vehicles
}

/// Days on which vehicles cannot drive: one day where the last is empty.
pub(super) fn read_downtimes(
    given: &Given,
    vehicles: &Codes<()>,
    today: Date,
    problems: &mut Vec<Problem>,
) -> Vec<Line<DowntimeRow>> {
    let Some(table) = read(given, &DOWNTIMES, problems) else { return Vec::new() };
    let mut lines: BTreeMap<(String, Date), u64> = BTreeMap::new();
    let mut downtimes = Vec::new();
    for row in &table.rows {
        let mut cells = Cells::new(&table, row, problems);
        let vehicle = vehicles.referred(&mut cells, "vehicle").map(|(vehicle, _)| vehicle);
        let first = cells.needed("first", Expected::Date).and_then(|date| cells.date("first", date));
        let last = match cells.filled("last") {
            Some(date) => cells.date("last", date),
            None => first,
        };
        let reason = match cells.filled("reason") {
            Some(word) => cells.word("reason", WordsOf::Reason, word),
            None => Some(DowntimeReason::Other),
        };
        if let (Some(first), Some(last)) = (first, last) {
            let (earliest, latest) = dates::planned(today);
            if last < first {
                let from = first.strftime("%d/%m/%Y").to_string();
                cells.wrong("last", cells.filled("last").unwrap_or_default(), What::LastBeforeFirst { first: from });
            } else if first < earliest || latest < last || (last - first).get_days() > LONGEST_DAYS {
                let (column, written) = if first < earliest { ("first", first) } else { ("last", last) };
                let latest = latest.min(days_after(first, LONGEST_DAYS));
                cells.wrong(
                    column,
                    &written.to_string(),
                    What::NotBetween { first: earliest.max(first), last: latest },
                );
            }
        }
        let right = cells.are_right();
        let (true, Some(vehicle), Some(first), Some(last), Some(reason)) = (right, vehicle, first, last, reason) else {
            continue;
        };
        match lines.insert((vehicle.clone(), first), row.line) {
            Some(line) => cells.wrong("first", &first.to_string(), What::Duplicate { first: line }),
            None => downtimes.push(Line { line: cells.line(), row: DowntimeRow { vehicle, first, last, reason } }),
        }
    }
    downtimes
}

fn days_after(date: Date, days: i32) -> Date {
    date.checked_add(days.days()).unwrap_or(date)
}

/// What shifts may refer to.
pub(super) struct Crew<'c> {
    pub(super) sites: &'c Codes<SiteKind>,
    pub(super) vehicles: &'c Codes<()>,
    pub(super) people: &'c Codes<()>,
}

pub(super) fn read_shifts(
    given: &Given,
    crew: &Crew<'_>,
    first_day: Date,
    problems: &mut Vec<Problem>,
) -> Vec<Line<ShiftRow>> {
    let Some(table) = read(given, &SHIFTS, problems) else { return Vec::new() };
    let mut taken = Taken::default();
    let mut shifts = Vec::new();
    for row in &table.rows {
        let mut cells = Cells::new(&table, row, problems);
        let days = days(&mut cells, first_day);
        let person = crew.people.referred(&mut cells, "person").map(|(person, _)| person);
        let vehicle = crew.vehicles.referred(&mut cells, "vehicle").map(|(vehicle, _)| vehicle);
        let from = cells.needed("from", Expected::Time).and_then(|time| cells.time("from", time));
        let until = cells.needed("until", Expected::Time).and_then(|time| cells.time("until", time));
        let hours = from.zip(until).and_then(|(from, until)| Window::of(from, until));
        if let (Some(from), true, None) = (from, until.is_some(), hours) {
            let from = from.strftime("%H:%M").to_string();
            let written = cells.filled("until").unwrap_or_default();
            cells.wrong("until", written, What::EndsBeforeItBegins { from });
        }
        let spot = |cell: &str| if crew.sites.find(cell).is_ok() { None } else { cell.parse::<Spot>().ok() };
        let [from_spot, to_spot] = ["start", "end"].map(|column| cells.filled(column).and_then(spot));
        let [start, end] = [("start", &from_spot), ("end", &to_spot)].map(|(column, spot)| {
            cells.filled(column).filter(|_| spot.is_none())?;
            crew.sites.referred(&mut cells, column).map(|(code, _)| code)
        });
        let spots = Spots { start: from_spot, end: to_spot };
        let rest = rest(&mut cells, hours);
        let right = cells.are_right();
        let (true, Some(days), Some(person), Some(vehicle), Some(hours)) = (right, days, person, vehicle, hours) else {
            continue;
        };
        let weekly = cells.filled("date").is_some_and(|cell| !is_one_day(cell));
        for date in days {
            // On a public holiday days of the week usually rest; whether they do, the calendar says when they are taken in.
            let may_rest = weekly && holiday(date).is_some();
            for (column, code) in [("person", &person), ("vehicle", &vehicle)] {
                if may_rest {
                    break;
                }
                if let Some(first) = taken.take((column, code), date, hours, row.line) {
                    cells.wrong(column, code, What::Overlap { date, first });
                }
            }
            if !cells.are_right() {
                break;
            }
            let (person, vehicle, start, end) = (person.clone(), vehicle.clone(), start.clone(), end.clone());
            let spots = spots.clone();
            shifts.push(Line {
                line: cells.line(),
                row: ShiftRow { date, weekly, person, vehicle, hours, start, end, spots, rest },
            });
        }
    }
    // Somebody who writes a date means it: on a holiday its row counts instead of those of the weekday.
    let written: BTreeSet<(Date, String)> = shifts
        .iter()
        .filter(|line| !line.row.weekly)
        .flat_map(|line| [&line.row.person, &line.row.vehicle].map(|code| (line.row.date, code.clone())))
        .collect();
    let said_otherwise = |row: &ShiftRow| {
        [&row.person, &row.vehicle].into_iter().any(|code| written.contains(&(row.date, code.clone())))
    };
    shifts.retain(|Line { row, .. }| !(row.weekly && holiday(row.date).is_some() && said_otherwise(row)));
    shifts
}

/// The break within a shift; none when the file is silent about breaks.
fn rest(cells: &mut Cells<'_>, shift: Option<Window>) -> Option<Option<Rest>> {
    let cell = cells.raw("break")?;
    if cell.is_empty() {
        return Some(None);
    }
    let rest: Rest = cell.parse().map_err(|error| cells.wrong("break", cell, What::Rest(error))).ok()?;
    if shift.is_some_and(|shift| !rest.fits(shift)) {
        cells.wrong("break", cell, What::RestOutside);
    }
    Some(Some(rest))
}

/// When people and vehicles are on a shift already.
#[derive(Default)]
struct Taken(BTreeMap<(&'static str, String), Vec<Slot>>);

/// A span in minutes since a midnight long ago, and the line that takes it.
type Slot = (i64, i64, u64);

impl Taken {
    /// Takes somebody for a time; gives the line that took them before.
    fn take(&mut self, who: (&'static str, &str), date: Date, window: Window, line: u64) -> Option<u64> {
        let (column, code) = who;
        let day = i64::from((date - Date::constant(2000, 1, 1)).get_days()) * 24 * 60;
        let (from, until) = (day + window.minutes().0, day + window.minutes().1);
        let slots = self.0.entry((column, code.to_owned())).or_default();
        let first = slots.iter().find(|slot| from < slot.1 && slot.0 < until).map(|slot| slot.2);
        slots.push((from, until, line));
        first
    }
}

/// Whether a cell is for one date, and not for days of the week.
fn is_one_day(cell: &str) -> bool {
    cell.contains(|c: char| c.is_ascii_digit())
}

/// The days of a shift: one date, or the days of the week from the first day on.
fn days(cells: &mut Cells<'_>, first_day: Date) -> Option<Vec<Date>> {
    let cell = cells.needed("date", Expected::DateOrDays)?;
    if is_one_day(cell) {
        let date = cells.date("date", cell)?;
        if i64::from((date - first_day).get_days()) > FARTHEST_DAYS {
            cells.wrong("date", cell, What::TooFarAhead { days: FARTHEST_DAYS });
            return None;
        }
        return Some(vec![date]);
    }
    let Some(week) = weekdays(cell) else {
        cells.wrong("date", cell, What::NotADateOrDays);
        return None;
    };
    let ahead = (0..DAYS_AHEAD).filter_map(|days| first_day.checked_add(days.days()).ok());
    Some(ahead.filter(|date| week.contains(&date.weekday())).collect())
}

/// The days of `mon-fri`, `lun, mer e ven` or `tutti i giorni`.
fn weekdays(text: &str) -> Option<Vec<Weekday>> {
    let text = text.to_lowercase().replace(['–', '—'], "-").replace(" - ", "-");
    if matches!(text.trim(), "tutti i giorni" | "ogni giorno" | "every day" | "daily") {
        return Some(DAYS.map(|(_, day)| day).to_vec());
    }
    let text = text.replace(" al ", "-").replace(" a ", "-");
    let mut found = Vec::new();
    for part in text.split([',', ' ', ';', '/', '+']).filter(|part| !matches!(*part, "" | "e" | "and" | "dal" | "da")) {
        match part.split_once('-') {
            None => found.push(written::weekday(part)?),
            Some((first, last)) => {
                let (mut day, last) = (written::weekday(first)?, written::weekday(last)?);
                while day != last {
                    found.push(day);
                    day = day.next();
                }
                found.push(last);
            }
        }
    }
    (!found.is_empty()).then_some(found)
}
