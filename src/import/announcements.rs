//! `announcements.csv`: what donors announce, one lot a row.

use super::cells::Cells;
use super::names::WordsOf;
use super::problem::{Expected, Problem, What};
use super::references::Codes;
use super::source::Given;
use super::table::{Columns, read};
use crate::app::import::{AnnouncementRow, File, Line};
use crate::domain::dates;
use crate::domain::food::{Category, DateKind, Freshness, Shelf, StorageClass};
use crate::domain::ledger::ChainHash;
use crate::domain::quantity::{Crates, Grams, LEAST_GRAMS_PER_CRATE, MOST_CRATES_PER_LOT, MOST_GRAMS_PER_CRATE};
use crate::domain::site::SiteKind;
use crate::domain::time::Window;
use jiff::civil::{Date, Time};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

pub(super) const ANNOUNCEMENTS: Columns = Columns {
    file: File::Announcements,
    needed: &["site", "date", "category", "crates"],
    more: &["code", "class", "kg", "date_kind", "shelf_date", "ready_from", "ready_until", "note"],
};
/// How far ahead food can be announced.
const FARTHEST_DAYS: i64 = 60;

pub(super) fn read_announcements(
    given: &Given,
    sites: &Codes<SiteKind>,
    today: Date,
    problems: &mut Vec<Problem>,
) -> Vec<Line<AnnouncementRow>> {
    let Some(table) = read(given, &ANNOUNCEMENTS, problems) else { return Vec::new() };
    let mut first: BTreeMap<String, u64> = BTreeMap::new();
    let mut alike: BTreeMap<String, u32> = BTreeMap::new();
    let mut announcements = Vec::new();
    for row in &table.rows {
        let mut cells = Cells::new(&table, row, problems);
        let given = cells.filled("code").and_then(|_| cells.code("code"));
        if let Some(code) = &given
            && let Some(first) = first.insert(code.clone(), row.line)
        {
            cells.wrong("code", code, What::Duplicate { first });
        }
        let site = sites.referred(&mut cells, "site");
        if let Some((_, Some(SiteKind::Point))) = &site {
            cells.wrong("site", cells.filled("site").unwrap_or_default(), What::TakesFood);
        }
        let site = site.map(|(site, _)| site);
        let date = cells.needed("date", Expected::Date).and_then(|date| cells.date("date", date));
        if let Some(date) = date
            && i64::from((date - today).get_days()) > FARTHEST_DAYS
        {
            cells.wrong("date", &date.to_string(), What::TooFarAhead { days: FARTHEST_DAYS });
        }
        let category: Option<Category> =
            cells.needed("category", Expected::Food).and_then(|word| cells.word("category", WordsOf::Category, word));
        let class: Option<StorageClass> = match cells.filled("class") {
            Some(word) => cells.word("class", WordsOf::Class, word),
            None => category.map(Category::usual_class),
        };
        let (crates, grams) = amount(&mut cells, category);
        let shelf = shelf(&mut cells, category, date);
        let (ready_from, ready_until) = ready(&mut cells);
        let note = cells.note("note").unwrap_or_default();
        let right = cells.are_right();
        let (true, Some(site), Some(date), Some(category), Some(class), Some(shelf)) =
            (right, site, date, category, class, shelf)
        else {
            continue;
        };
        let (Some(crates), Some(grams)) = (crates, grams) else { continue };
        let code = given.unwrap_or_else(|| {
            let shelf_date = shelf.date().map(|date| date.to_string()).unwrap_or_default();
            let says = format!("{site}|{date}|{category}|{class}|{}|{shelf_date}", shelf.kind());
            let nth = alike.entry(says.clone()).or_insert(0);
            *nth += 1;
            natural_code(&says, *nth)
        });
        let row =
            AnnouncementRow { code, site, date, category, class, shelf, crates, grams, ready_from, ready_until, note };
        announcements.push(Line { line: cells.line(), row });
    }
    announcements
}

/// The code of a row that has none: the same for the same food, however many crates it is.
fn natural_code(says: &str, nth: u32) -> String {
    let hash = ChainHash(Sha256::digest(format!("{says}|{nth}").as_bytes()).into()).to_hex();
    let short: String = hash.chars().take(20).collect();
    format!("auto-{short}")
}

fn amount(cells: &mut Cells<'_>, category: Option<Category>) -> (Option<Crates>, Option<Grams>) {
    let crates =
        cells.needed("crates", Expected::Whole).and_then(|cell| cells.count("crates", cell, 1, MOST_CRATES_PER_LOT.0));
    let Some(cell) = cells.filled("kg") else {
        let usual = category.zip(crates).map(|(category, crates)| Grams(category.usual_crate().0 * crates));
        return (crates.map(Crates), usual);
    };
    let grams = cells.kilograms("kg", cell, 1_000_000);
    if let (Some(grams), Some(crates)) = (grams, crates)
        && grams > MOST_GRAMS_PER_CRATE.0 * crates
    {
        let what = What::TooHeavy { crates, most: MOST_GRAMS_PER_CRATE.0 * crates / 1000 };
        cells.wrong("kg", cell, what);
    }
    if let (Some(grams), Some(crates)) = (grams, crates)
        && grams < LEAST_GRAMS_PER_CRATE.0 * crates
    {
        cells.wrong("kg", cell, What::TooLight { crates, least: LEAST_GRAMS_PER_CRATE.0 * crates });
    }
    (crates.map(Crates), grams.map(Grams))
}

fn shelf(cells: &mut Cells<'_>, category: Option<Category>, day: Option<Date>) -> Option<Shelf> {
    let kind: Option<DateKind> = match cells.filled("date_kind") {
        Some(word) => Some(cells.word("date_kind", WordsOf::DateKind, word)?),
        None => None,
    };
    let cell = cells.filled("shelf_date");
    let date = match cell {
        Some(cell) => Some(cells.date("shelf_date", cell)?),
        None => None,
    };
    let (category, day) = (category?, day?);
    // An empty cell says nothing about the label.
    let kind = kind.unwrap_or(category.usual_date());
    let (first, last) = dates::on_label(kind, day);
    match (Shelf::of(kind, date), cell) {
        (Some(shelf), _) if shelf.on(day) == Freshness::Expired => {
            cells.wrong("shelf_date", cell.unwrap_or_default(), What::Expired);
            None
        }
        (Some(_), Some(cell)) if date.is_some_and(|date| !(first..=last).contains(&date)) => {
            cells.wrong("shelf_date", cell, What::NotBetween { first, last });
            None
        }
        (Some(shelf), _) => Some(shelf),
        (None, _) => {
            cells.wrong("shelf_date", cell.unwrap_or_default(), What::DateWithoutKind);
            None
        }
    }
}

fn ready(cells: &mut Cells<'_>) -> (Option<Time>, Option<Time>) {
    let [from, until] =
        ["ready_from", "ready_until"].map(|column| cells.filled(column).and_then(|time| cells.time(column, time)));
    if let (Some(from), Some(until)) = (from, until)
        && Window::of(from, until).is_none()
    {
        let written = cells.filled("ready_until").unwrap_or_default();
        cells.wrong("ready_until", written, What::EndsBeforeItBegins { from: from.strftime("%H:%M").to_string() });
    }
    (from, until)
}
