//! Files to begin with: the columns in the reader's language, and a row or two that show how they are filled.

use super::names;
use super::table::Columns;
use super::{announcements, fleet, people, sites};
use crate::app::import::File;
use crate::domain::calendar::days;
use crate::words::Lang;
use jiff::civil::Date;

/// The files that have a template.
pub const TEMPLATES: [File; 6] =
    [File::Sites, File::Vehicles, File::People, File::Shifts, File::Announcements, File::Downtimes];

/// The name of a file in a language, without its end: `luoghi`, `sites`.
pub fn name(lang: Lang, file: File) -> &'static str {
    match (file, lang) {
        (File::Sites, Lang::It) => "luoghi",
        (File::Vehicles, Lang::It) => "mezzi",
        (File::Downtimes, Lang::It) => "fermi",
        (File::People, Lang::It) => "persone",
        (File::Shifts, Lang::It) => "turni",
        (File::Announcements, Lang::It) => "lotti",
        (File::Sites, Lang::En) => "sites",
        (File::Vehicles, Lang::En) => "vehicles",
        (File::Downtimes, Lang::En) => "downtimes",
        (File::People, Lang::En) => "people",
        (File::Shifts, Lang::En) => "shifts",
        (File::Announcements, Lang::En) => "lots",
        (other, _) => other.name(),
    }
}

/// A file that Excel opens with a double click: semicolons, and the mark of UTF-8 in front. Its food is for `day`.
pub fn of(lang: Lang, file: File, day: Date) -> String {
    let (columns, rows): (&Columns, &[&[(&str, &str)]]) = match file {
        File::Vehicles => (&fleet::VEHICLES, VEHICLES),
        File::Downtimes => (&fleet::DOWNTIMES, DOWNTIMES),
        File::People => (&people::PEOPLE, PEOPLE),
        File::Shifts => (&fleet::SHIFTS, SHIFTS),
        File::Announcements => (&announcements::ANNOUNCEMENTS, LOTS),
        _ => (&sites::SITES, SITES),
    };
    let line = |cells: Vec<String>| format!("{}\r\n", cells.join(";"));
    let mut text = String::from("\u{feff}");
    text += &line(columns.all().map(|column| names::column(lang, column).to_owned()).collect());
    for row in rows {
        let cell = |column| match row.iter().find(|(known, _)| *known == column) {
            Some((_, "in a month")) => days(day, 31).strftime("%d/%m/%Y").to_string(),
            Some((_, "today")) => day.strftime("%d/%m/%Y").to_string(),
            Some((_, value)) => names::value(lang, column, value),
            None => String::new(),
        };
        text += &line(columns.all().map(cell).collect());
    }
    text
}

/// Invented, as all of it: numbers that begin with +39 000 ring nowhere.
const SITES: &[&[(&str, &str)]] = &[
    &[
        ("code", "SM01"),
        ("kind", "donor"),
        ("name", "Super Esempio"),
        ("town", "Lodi"),
        ("opening", "mon-sat 08:00-12:30"),
        ("address", "Via Esempio 1"),
        ("phone", "+39 000 000 0001"),
        ("service_minutes", "10"),
    ],
    &[
        ("code", "PD01"),
        ("kind", "point"),
        ("name", "Emporio Esempio"),
        ("town", "Codogno"),
        ("opening", "mon-fri 09:00-12:30 15:00-18:00"),
        ("families", "40"),
        ("persons", "110"),
        ("crates_ambient", "60"),
        ("crates_chilled", "30"),
    ],
    &[
        ("code", "HB1"),
        ("kind", "hub"),
        ("name", "Magazzino Esempio"),
        ("town", "Lodi"),
        ("opening", "mon-sat 06:30-20:00"),
        ("crates_ambient", "400"),
        ("crates_chilled", "150"),
    ],
];
const VEHICLES: &[&[(&str, &str)]] = &[&[
    ("code", "VE1"),
    ("name", "Furgone Esempio"),
    ("home", "HB1"),
    ("crates", "60"),
    ("max_kg", "800"),
    ("refrigerated", "no"),
    ("insulated_crates", "10"),
]];
const DOWNTIMES: &[&[(&str, &str)]] =
    &[&[("vehicle", "VE1"), ("first", "in a month"), ("last", "in a month"), ("reason", "inspection")]];
const PEOPLE: &[&[(&str, &str)]] = &[
    &[
        ("code", "AU01"),
        ("name", "Ada Esempio"),
        ("roles", "driver"),
        ("phone", "+39 000 000 0002"),
        ("language", "it"),
    ],
    &[
        ("code", "NE01"),
        ("name", "Ugo Esempio"),
        ("roles", "donor:SM01"),
        ("phone", "+39 000 000 0003"),
        ("language", "it"),
    ],
];
const SHIFTS: &[&[(&str, &str)]] =
    &[&[("date", "mon-fri"), ("person", "AU01"), ("vehicle", "VE1"), ("from", "8:00"), ("until", "12:30")]];
const LOTS: &[&[(&str, &str)]] =
    &[&[("site", "SM01"), ("date", "today"), ("category", "bread"), ("crates", "3"), ("kg", "12,5")]];
