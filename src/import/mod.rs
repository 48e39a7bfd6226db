//! Takes in a directory of CSV files: all of it or nothing, and every mistake in it at once.
//!
//! Files come as spreadsheets write them: separated by `;`, `,` or tab, in UTF-8, UTF-16 or Windows-1252, with the names
//! of the columns in English or Italian, in any order, below a title or not. Any file may be missing; then nothing of
//! that kind changes. An optional column that is missing leaves what is there as it is; an empty cell empties it. Rows
//! are known by their `code`: taking a file in again changes only what differs, and a row that is left out stays and is
//! said. Numbers and days are read by `domain::written`, which asks back what could be two. Times are local.
//!
//! A sheet of a workbook (`.xlsx`, `.ods`) is a file of its name; sites, vehicles and people without a code are known by
//! what they are called.
//!
//! | File | Columns (optional ones in brackets) |
//! |---|---|
//! | `area.csv` | `name`, `zone` (IANA, such as `Europe/Rome`) |
//! | `towns.csv` | `name`, `lat`, `lon`, \[`code` (made of the name if empty), `inhabitants` (not kept)\] |
//! | `boundaries.geojson` | polygons with the property `code` of their town |
//! | `sites.csv` | \[`code`\], `kind` (`donor`, `point`, `hub`), `name`, `town` (name or code), `opening` (`mon-fri 08:00-12:30; sat 08:00-12:00`), \[`address`, `lat`, `lon`, `phone`, `service_minutes`, `families`, `persons`, `crates_ambient`, `crates_chilled`, `crates_fish`, `crates_frozen`, `crates_hot`, `refuses` (categories), `open_holidays` (yes, no), `notes`\] |
//! | `vehicles.csv` | \[`code`\], `name`, `home` (a site), `crates`, `max_kg`, \[`refrigerated` (`yes`, `no`), `insulated_crates`\] |
//! | `downtimes.csv` | `vehicle`, `first` (a date), \[`last` (the first if empty), `reason` (`repair`, `inspection`, `lent`, `other`)\] |
//! | `people.csv` | \[`code`\], `name`, `roles` (`driver;donor:SM01;point:PD02;coordinator`), \[`phone`, `language`\] |
//! | `shifts.csv` | `date` (a date, or days of the week such as `mon-fri` or `tue,thu`: each such day of the next 28, today included), `person`, `vehicle`, `from`, `until`, \[`start` (the vehicle's home if empty), `end` (anywhere if empty), each a site or degrees with an address, `break`\] |
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
pub mod say;
pub mod shipped;
mod sites;
mod source;
mod table;
pub mod template;
mod workbook;

pub use names::{column, value};
pub use problem::{Problem, Problems, What};
pub use source::Source;

use crate::app::import::{Batch, File, Imported, Known, Mode, Report, Target};
use crate::app::{App, Refusal};
use crate::domain::id::{PersonId, UploadId};
use crate::domain::people::Actor;
use crate::domain::site::Area;
use crate::domain::text::folded;
use crate::domain::time::Zone;
use jiff::civil::Date;
use places::Towns;
use problem::Needed;
use references::{Codes, There};
use source::{Content, Given};

/// Why nothing was taken in.
#[derive(Debug, Clone, thiserror::Error)]
pub enum Failure {
    /// The files are wrong. Every mistake is named.
    #[error("{0}")]
    Problems(Problems),
    /// Something changed since it was looked at.
    #[error("something changed since the files were looked at")]
    Differs,
    #[error("{0}")]
    Refused(#[from] Refusal),
}

/// Takes in files. Shifts given by days of the week begin on `first_day`, which is also the day before which nothing
/// can change; without it, on the current local day.
///
/// # Errors
/// When anything in the files is wrong, or storage does not answer. Nothing is kept then.
pub async fn run(app: &App, source: &Source, first_day: Option<Date>) -> Result<Report, Failure> {
    let by = By { areas: app.every_area().await?, person: None, first_day };
    take(app, source, by, Mode::Keep).await
}

/// What a coordinator would take in, without taking it in.
///
/// # Errors
/// When anything in the files is wrong, the person does not coordinate, or storage does not answer.
pub async fn look_at(app: &App, who: &Actor, source: &Source) -> Result<Report, Failure> {
    take(app, source, By::coordinator(app, who).await?, Mode::Try).await
}

/// Takes in the files of an upload, once, if that still does what was looked at: what has this digest.
///
/// # Errors
/// When it would do something else now, anything in the files is wrong, the person does not coordinate, or storage does
/// not answer.
pub async fn take_seen(
    app: &App,
    who: &Actor,
    source: &Source,
    (upload, digest): (UploadId, String),
) -> Result<Report, Failure> {
    take(app, source, By::coordinator(app, who).await?, Mode::KeepSeen { upload, digest }).await
}

/// For whom files are taken in.
struct By {
    /// The areas they may be for.
    areas: Vec<Area>,
    person: Option<PersonId>,
    first_day: Option<Date>,
}

impl By {
    async fn coordinator(app: &App, who: &Actor) -> Result<Self, Failure> {
        if !who.coordinates() {
            return Err(Refusal::NotAllowed.into());
        }
        Ok(Self { areas: vec![app.area(who).await?], person: Some(who.person), first_day: None })
    }
}

async fn take(app: &App, source: &Source, by: By, mode: Mode) -> Result<Report, Failure> {
    let mut problems = source.unreadable.clone();
    let given = source.get(File::Area).and_then(|given| places::read_area(given, &mut problems));
    let target = match target(source, given.as_ref(), &by.areas) {
        // Nobody makes another area from within one.
        Ok(Target::New { .. }) if by.person.is_some() => Err((File::Area, Needed::WhichArea)),
        target => target,
    };
    let target = match target {
        Ok(target) => target,
        Err((file, why)) => {
            // The rest of an area that is not clear cannot be judged.
            if problems.is_empty() {
                let (name, what) = (file.name().to_owned(), What::FileNeeded(why));
                problems.push(Problem { file: Some(file), name, line: None, column: None, value: None, what });
            }
            return Err(Failure::Problems(Problems(problems)));
        }
    };
    let (known, zone) = match &target {
        Target::Known(area) => (app.known(area.id).await?, area.zone.clone()),
        Target::New { zone, .. } => (Known::default(), zone.clone()),
    };
    let today = by.first_day.unwrap_or_else(|| zone.date(app.now()));
    let zone = given.map(|(_, zone)| zone);
    let batch = read(source, Judged { target, known, zone, today, by: by.person }, &mut problems);
    let mode = if problems.is_empty() { mode } else { Mode::Try };
    let report = match app.import(batch, mode).await? {
        Imported::Done(report) => report,
        Imported::Clashes(clashes) => {
            problems.extend(clashes.into_iter().map(|clash| {
                let name = source.name(clash.file).to_owned();
                let heading = source.get(clash.file).and_then(|given| table::heading(given, clash.column));
                Problem::clash(clash, &name, heading)
            }));
            Report::default()
        }
        Imported::Differs => return Err(Failure::Differs),
    };
    if problems.is_empty() {
        return Ok(report);
    }
    let mut problems = Problems(problems);
    problems.sort();
    Err(Failure::Problems(problems))
}

/// Which area the files are for; else the file that is needed to know, and why.
fn target(source: &Source, given: Option<&(String, Zone)>, areas: &[Area]) -> Result<Target, (File, Needed)> {
    let needed = |file: File, why: Needed| Err((file, why));
    let (name, zone) = match (given, areas) {
        (Some((name, zone)), _) => match areas.iter().find(|area| folded(&area.name) == folded(name)) {
            Some(area) => return Ok(Target::Known(area.clone())),
            None => (name.clone(), zone.clone()),
        },
        (None, [area]) => return Ok(Target::Known(area.clone())),
        (None, []) if source.get(File::Towns).is_some() => {
            return needed(File::Area, Needed::NameOfArea);
        }
        (None, []) => match places::read_area(&shipped(File::Area, shipped::LODI_AREA), &mut Vec::new()) {
            Some(lodi) => lodi,
            None => return needed(File::Area, Needed::NameOfArea),
        },
        (None, _) => return needed(File::Area, Needed::WhichArea),
    };
    if source.get(File::Towns).is_none() && folded(&name) != folded(shipped::LODI) {
        return needed(File::Towns, Needed::Towns);
    }
    Ok(Target::New { name, zone })
}

/// What files are judged by.
struct Judged {
    target: Target,
    known: Known,
    zone: Option<Zone>,
    today: Date,
    by: Option<PersonId>,
}

fn read(source: &Source, judged: Judged, problems: &mut Vec<Problem>) -> Batch {
    let Judged { target, known, zone, today, by } = judged;
    let is_lodi = match &target {
        Target::New { name, .. } => folded(name) == folded(shipped::LODI),
        Target::Known(area) => folded(&area.name) == folded(shipped::LODI),
    };
    // Lodi without towns gets the shipped ones.
    let ship = is_lodi && known.towns.is_empty() && source.get(File::Towns).is_none();
    let shipped = |file, bytes| ship.then(|| shipped(file, bytes));
    let before = problems.len();
    let towns = source.get(File::Towns).cloned().or_else(|| shipped(File::Towns, shipped::LODI_TOWNS));
    let towns = towns.map(|given| places::read_towns(&given, problems));
    let mut all = Towns::new(known.towns, towns.as_deref().unwrap_or_default());
    all.unsure = problems.len() > before || source.cannot_be_read(File::Towns);
    let outlines = source.get(File::Boundaries).cloned();
    let outlines = outlines.or_else(|| shipped(File::Boundaries, shipped::LODI_BOUNDARIES));
    let boundaries = outlines.map(|given| places::read_boundaries(&given, &all, problems));
    all.outline(boundaries.as_deref().unwrap_or_default());

    let there = |code, name, town, what| There { code, name, town, what };
    let mut sites = Codes::new(File::Sites, known.sites.into_iter().map(|s| there(s.code, s.name, s.town, s.kind)));
    let there = |code, name| There { code, name, town: String::new(), what: () };
    let mut vehicles = Codes::new(File::Vehicles, known.vehicles.into_iter().map(|v| there(v.code, v.name)));
    let mut people = Codes::new(File::People, known.people.into_iter().map(|p| there(p.code, p.name)));
    sites.unsure = source.cannot_be_read(File::Sites);
    vehicles.unsure = source.cannot_be_read(File::Vehicles);
    people.unsure = source.cannot_be_read(File::People);
    let site_rows = source.get(File::Sites).map(|given| sites::read_sites(given, &all, &mut sites, problems));
    let vehicle_rows =
        source.get(File::Vehicles).map(|given| fleet::read_vehicles(given, &sites, &mut vehicles, problems));
    let downtimes = source.get(File::Downtimes).map(|given| fleet::read_downtimes(given, &vehicles, today, problems));
    let people_rows = source.get(File::People).map(|given| people::read_people(given, &sites, &mut people, problems));
    let crew = fleet::Crew { sites: &sites, vehicles: &vehicles, people: &people };
    let shifts = source.get(File::Shifts).map(|given| fleet::read_shifts(given, &crew, today, problems));
    let announcements =
        source.get(File::Announcements).map(|given| announcements::read_announcements(given, &sites, today, problems));
    Batch {
        target,
        zone,
        today,
        by,
        towns,
        boundaries,
        sites: site_rows,
        vehicles: vehicle_rows,
        downtimes,
        people: people_rows,
        shifts,
        announcements,
    }
}

/// A file that is part of the program.
fn shipped(file: File, bytes: &[u8]) -> Given {
    Given { name: file.name().to_owned(), content: Content::Bytes(bytes.to_vec()) }
}
