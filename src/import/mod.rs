//! Takes in a directory of CSV files: all of it or nothing, and every mistake in it at once.
//!
//! Files come as spreadsheets write them: separated by `;`, `,` or tab, in UTF-8, UTF-16 or Windows-1252, with the names
//! of the columns in English or Italian, in any order, below a title or not. Any file may be missing; then nothing of
//! that kind changes. An optional column that is missing leaves what is there as it is; an empty cell empties it. Rows
//! are known by their `code`: taking a file in again changes only what differs, and a row that is left out stays and is
//! said. Numbers and days are read by `domain::written`, which asks back what could be two. Times are local.
//!
//! | File | Columns (optional ones in brackets) |
//! |---|---|
//! | `area.csv` | `name`, `zone` (IANA, such as `Europe/Rome`) |
//! | `towns.csv` | `code`, `name`, `lat`, `lon` |
//! | `boundaries.geojson` | polygons with the property `code` of their town |
//! | `sites.csv` | `code`, `kind` (`donor`, `point`, `hub`), `name`, `town` (name or code), `opening` (`mon-fri 08:00-12:30; sat 08:00-12:00`), \[`address`, `lat`, `lon`, `phone`, `service_minutes`, `families`, `persons`, `crates_ambient`, `crates_chilled`, `crates_fish`, `crates_frozen`, `crates_hot`, `refuses` (categories), `open_holidays` (yes, no), `notes`\] |
//! | `vehicles.csv` | `code`, `name`, `home` (a site), `crates`, `max_kg`, \[`refrigerated` (`yes`, `no`), `insulated_crates`\] |
//! | `people.csv` | `code`, `name`, `roles` (`driver;donor:SM01;point:PD02;coordinator`), \[`phone`, `language`\] |
//! | `shifts.csv` | `date` (a date, or days of the week such as `mon-fri` or `tue,thu`: each such day of the next 28, today included), `person`, `vehicle`, `from`, `until`, \[`start` (the vehicle's home if empty), `end` (anywhere if empty)\] |
//! | `announcements.csv` | `site`, `date`, `category`, `crates`, \[`code`, `class`, `kg`, `date_kind` (`use-by`, `best-before`, `none`), `shelf_date`, `ready_from`, `ready_until` (the opening hours if empty), `note`\] |
//!
//! A site without coordinates is put in the middle of its town and marked as approximate. Shifts are known by date,
//! person and beginning; one whose hours were corrected, by the time both have in common. An announcement without a code is known by its site, date, category, class and shelf date (and
//! by how many such rows stand above it): give codes where one shop has several lots of the same food. An announcement
//! can change until crates of it move.

mod announcements;
mod cells;
mod fleet;
mod names;
mod near;
mod people;
mod places;
mod problem;
mod references;
mod rows;
pub mod shipped;
mod sites;
mod table;

pub use problem::{Problem, Problems, What};

use crate::app::import::{Batch, File, Imported, Known, Mode, Report, Target};
use crate::app::{App, Refusal};
use crate::domain::site::Area;
use crate::domain::text::folded;
use crate::domain::time::Zone;
use jiff::civil::Date;
use places::Towns;
use references::Codes;
use std::collections::BTreeMap;
use std::path::Path;

/// The largest file that is read: a hundred thousand rows.
const LARGEST_FILE: u64 = 32 * 1024 * 1024;

/// The files of an import, by what they are.
#[derive(Debug, Clone, Default)]
pub struct Source {
    files: BTreeMap<File, Vec<u8>>,
    unreadable: Vec<Problem>,
}

impl Source {
    /// The files in a directory that have a name we know.
    ///
    /// # Errors
    /// When there is no such directory.
    pub fn directory(path: &Path) -> std::io::Result<Self> {
        std::fs::read_dir(path)?;
        let mut source = Self::default();
        for file in File::ALL {
            let path = path.join(file.name());
            let what = match std::fs::metadata(&path) {
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => continue,
                Err(error) => What::Unreadable(error.to_string()),
                Ok(about) if about.len() > LARGEST_FILE => What::Unreadable("it is larger than 32 MB".to_owned()),
                Ok(_) => match std::fs::read(&path) {
                    Ok(bytes) => {
                        source.files.insert(file, bytes);
                        continue;
                    }
                    Err(error) => What::Unreadable(error.to_string()),
                },
            };
            source.unreadable.push(Problem { file, line: None, column: None, value: None, what });
        }
        Ok(source)
    }

    /// Files that are at hand.
    pub fn of(files: impl IntoIterator<Item = (File, Vec<u8>)>) -> Self {
        Self { files: files.into_iter().collect(), unreadable: Vec::new() }
    }

    /// Whether there is nothing to take in.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty() && self.unreadable.is_empty()
    }

    fn get(&self, file: File) -> Option<&[u8]> {
        self.files.get(&file).map(Vec::as_slice)
    }
}

/// Why nothing was taken in.
#[derive(Debug, Clone, thiserror::Error)]
pub enum Failure {
    /// The files are wrong. Every mistake is named.
    #[error("{0}")]
    Problems(Problems),
    #[error("{0}")]
    Refused(#[from] Refusal),
}

/// Takes in files. Shifts given by days of the week begin on `first_day`, which is also the day before which nothing
/// can change; without it, on the current local day.
///
/// # Errors
/// When anything in the files is wrong, or storage does not answer. Nothing is kept then.
pub async fn run(app: &App, source: &Source, first_day: Option<Date>) -> Result<Report, Failure> {
    let areas = app.every_area().await?;
    let mut problems = source.unreadable.clone();
    let given = source.get(File::Area).and_then(|bytes| places::read_area(bytes, &mut problems));
    let target = match target(source, given.as_ref(), &areas) {
        Ok(target) => target,
        Err((file, why)) => {
            // The rest of an area that is not clear cannot be judged.
            if problems.is_empty() {
                problems.push(Problem { file, line: None, column: None, value: None, what: What::FileNeeded(why) });
            }
            return Err(Failure::Problems(Problems(problems)));
        }
    };
    let (known, zone) = match &target {
        Target::Known(area) => (app.known(area.id).await?, area.zone.clone()),
        Target::New { zone, .. } => (Known::default(), zone.clone()),
    };
    let today = first_day.unwrap_or_else(|| zone.date(app.now()));
    let zone = given.map(|(_, zone)| zone);
    let batch = read(source, Judged { target, known, zone, today }, &mut problems);
    let mode = if problems.is_empty() { Mode::Keep } else { Mode::Try };
    let report = match app.import(batch, mode).await? {
        Imported::Done(report) => report,
        Imported::Clashes(clashes) => {
            problems.extend(clashes.into_iter().map(Problem::from));
            Report::default()
        }
    };
    if problems.is_empty() {
        return Ok(report);
    }
    let mut problems = Problems(problems);
    problems.sort();
    Err(Failure::Problems(problems))
}

/// Which area the files are for; else the file that is needed to know, and why.
fn target(source: &Source, given: Option<&(String, Zone)>, areas: &[Area]) -> Result<Target, (File, String)> {
    let needed = |file: File, why: &str| Err((file, why.to_owned()));
    let (name, zone) = match (given, areas) {
        (Some((name, zone)), _) => match areas.iter().find(|area| folded(&area.name) == folded(name)) {
            Some(area) => return Ok(Target::Known(area.clone())),
            None => (name.clone(), zone.clone()),
        },
        (None, [area]) => return Ok(Target::Known(area.clone())),
        (None, []) if source.get(File::Towns).is_some() => {
            return needed(File::Area, "a new area with towns of its own needs its name and time zone there");
        }
        (None, []) => match places::read_area(shipped::LODI_AREA, &mut Vec::new()) {
            Some(lodi) => lodi,
            None => return needed(File::Area, "a new area needs its name and time zone there"),
        },
        (None, _) => return needed(File::Area, "there are several areas, so it must name the one that is meant"),
    };
    if source.get(File::Towns).is_none() && folded(&name) != folded(shipped::LODI) {
        return needed(File::Towns, "a new area needs its towns (only those of Lodi are shipped)");
    }
    Ok(Target::New { name, zone })
}

/// What files are judged by.
struct Judged {
    target: Target,
    known: Known,
    zone: Option<Zone>,
    today: Date,
}

fn read(source: &Source, judged: Judged, problems: &mut Vec<Problem>) -> Batch {
    let Judged { target, known, zone, today } = judged;
    let is_lodi = match &target {
        Target::New { name, .. } => folded(name) == folded(shipped::LODI),
        Target::Known(area) => folded(&area.name) == folded(shipped::LODI),
    };
    // Lodi without towns gets the shipped ones.
    let ship = is_lodi && known.towns.is_empty() && source.get(File::Towns).is_none();
    let shipped = |bytes: &'static [u8]| if ship { Some(bytes) } else { None };
    let before = problems.len();
    let towns = source.get(File::Towns).or(shipped(shipped::LODI_TOWNS)).map(|b| places::read_towns(b, problems));
    let mut all = Towns::new(known.towns, towns.as_deref().unwrap_or_default());
    all.unsure = problems.len() > before || cannot_be_read(source, File::Towns);
    let outlines = source.get(File::Boundaries).or(shipped(shipped::LODI_BOUNDARIES));
    let boundaries = outlines.map(|bytes| places::read_boundaries(bytes, &all, problems));
    all.outline(boundaries.as_deref().unwrap_or_default());

    let mut sites = Codes::new("site", File::Sites, known.sites.into_iter().map(|site| (site.code, site.kind)));
    let mut vehicles =
        Codes::new("vehicle", File::Vehicles, known.vehicles.into_iter().map(|vehicle| (vehicle.code, ())));
    let mut people = Codes::new("person", File::People, known.people.into_iter().map(|person| (person.code, ())));
    sites.unsure = cannot_be_read(source, File::Sites);
    vehicles.unsure = cannot_be_read(source, File::Vehicles);
    people.unsure = cannot_be_read(source, File::People);
    let site_rows = source.get(File::Sites).map(|bytes| sites::read_sites(bytes, &all, &mut sites, problems));
    let vehicle_rows =
        source.get(File::Vehicles).map(|bytes| fleet::read_vehicles(bytes, &sites, &mut vehicles, problems));
    let people_rows = source.get(File::People).map(|bytes| people::read_people(bytes, &sites, &mut people, problems));
    let crew = fleet::Crew { sites: &sites, vehicles: &vehicles, people: &people };
    let shifts = source.get(File::Shifts).map(|bytes| fleet::read_shifts(bytes, &crew, today, problems));
    let announcements =
        source.get(File::Announcements).map(|b| announcements::read_announcements(b, &sites, today, problems));
    Batch {
        target,
        zone,
        today,
        towns,
        boundaries,
        sites: site_rows,
        vehicles: vehicle_rows,
        people: people_rows,
        shifts,
        announcements,
    }
}

fn cannot_be_read(source: &Source, file: File) -> bool {
    source.unreadable.iter().any(|problem| problem.file == file)
}
