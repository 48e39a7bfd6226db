//! Takes in what files say: loads what is there, sets beside it what the files say, and saves what differs in one write.
//!
//! Rows refer to each other by the codes of the files. Whatever a file does not say stays as it is.

mod apply;
mod changes;
mod downtimes;
mod food;
mod rows;
mod shifts;

pub use changes::{Change, ColumnChange};
pub use rows::{AnnouncementRow, Batch, DowntimeRow, Line, PersonRow, ShiftRow, SiteRow, Target, VehicleRow};

use self::apply::Import;
use self::food::take_announcements;
use super::{App, Refusal, Result, Thing};
use crate::clock::Machine;
use crate::domain::id::{AreaId, UploadId};
use crate::domain::ledger::ChainHash;
use crate::domain::people::{Actor, Person};
use crate::domain::quantity::Seconds;
use crate::domain::site::{Area, Site, SiteKind, TownShape, Vehicle};
use crate::domain::time::Zone;
use crate::store::{NewArea, StoreError, Tx, Upload};
use jiff::civil::Date;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// So long files wait to be taken in.
const UPLOADS_STAY: Seconds = Seconds(24 * 3600);

/// A file that can be taken in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum File {
    /// The area's name and time zone.
    Area,
    Towns,
    /// The outlines of its towns.
    Boundaries,
    /// Shops, points and hubs.
    Sites,
    /// Vans and cars.
    Vehicles,
    /// Days on which vehicles cannot drive.
    Downtimes,
    /// Who works in the network.
    People,
    /// Who drives which vehicle when.
    Shifts,
    /// What donors announce.
    Announcements,
}

impl File {
    /// Every file, in the order in which they are taken in.
    pub const ALL: [Self; 9] = [
        Self::Area,
        Self::Towns,
        Self::Boundaries,
        Self::Sites,
        Self::Vehicles,
        Self::Downtimes,
        Self::People,
        Self::Shifts,
        Self::Announcements,
    ];

    /// Its name in a directory.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Area => "area.csv",
            Self::Towns => "towns.csv",
            Self::Boundaries => "boundaries.geojson",
            Self::Sites => "sites.csv",
            Self::Vehicles => "vehicles.csv",
            Self::Downtimes => "downtimes.csv",
            Self::People => "people.csv",
            Self::Shifts => "shifts.csv",
            Self::Announcements => "announcements.csv",
        }
    }
}

impl std::fmt::Display for File {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}

/// What an area has already, which rows may refer to.
#[derive(Debug, Clone, Default)]
pub struct Known {
    pub towns: Vec<TownShape>,
    pub sites: Vec<Site>,
    pub vehicles: Vec<Vehicle>,
    pub people: Vec<Person>,
}

/// What became of the rows of a file.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    pub added: usize,
    pub changed: usize,
    pub unchanged: usize,
}

/// What became of each file that was given.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// The area they went into; none while its creation is only tried.
    pub area: Option<AreaId>,
    /// The rows, by file. For shifts each day counts.
    pub files: BTreeMap<File, Counts>,
    /// The rows that are new or change something.
    pub changes: Vec<Change>,
    /// What people should know of what was taken in.
    pub remarks: Vec<Remark>,
}

/// Something that is no mistake and that people should know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Remark {
    /// What is there and not in its file any more: it stays.
    LeftOut { file: File, names: Vec<String> },
    /// Days of the week fell on days on which nobody works.
    Rests { days: Vec<Date> },
    /// Food is announced for a day on which its site is closed.
    ClosedThen { line: u64, site: String, date: Date },
    /// Food can be collected only when its site is closed.
    ClosedAtThatHour {
        line: u64,
        site: String,
        date: Date,
        /// When it is open that day.
        open: String,
    },
}

impl Report {
    /// How many rows are new or change something.
    pub fn changed(&self) -> usize {
        self.files.values().map(|counts| counts.added + counts.changed).sum()
    }

    /// Stands for what it says: it differs as soon as anything that was there, or that would be, does.
    pub fn digest(&self) -> String {
        let said = format!("{:?} {:?} {:?}", self.files, self.changes, self.remarks);
        ChainHash(Sha256::digest(said.as_bytes()).into()).to_hex()
    }

    /// Notes what a file has no more.
    fn left_out(&mut self, file: File, names: Vec<String>) {
        if !names.is_empty() {
            self.remarks.push(Remark::LeftOut { file, names });
        }
    }

    fn count(&mut self, file: File, was: Was) {
        let counts = self.files.entry(file).or_default();
        match was {
            Was::Missing => counts.added += 1,
            Was::Other => counts.changed += 1,
            Was::Same => counts.unchanged += 1,
        }
    }
}

/// What was there before a row came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Was {
    Missing,
    Other,
    Same,
}

impl Was {
    fn compare<T: PartialEq>(before: Option<&T>, now: &T) -> Self {
        match before {
            None => Self::Missing,
            Some(before) if before == now => Self::Same,
            Some(_) => Self::Other,
        }
    }
}

/// A row that contradicts what is there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clash {
    pub file: File,
    pub line: u64,
    pub column: &'static str,
    pub value: String,
    pub what: ClashKind,
}

/// Why a row contradicts what is there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ClashKind {
    /// A site cannot become another kind of place.
    OtherKind {
        was: SiteKind,
    },
    /// Nothing can be planned for a day that is over.
    DayOver {
        /// The current local day.
        today: Date,
    },
    /// Crates of the lot moved since it was taken in.
    Moved {
        lot: i64,
    },
    /// The shop is closed on that day.
    Closed,
    /// The shift has a round, and its vehicle or times are promised.
    RoundEnded,
    /// Somebody or something is on another shift at that time.
    Overlap {
        date: Date,
        from: String,
        until: String,
        person: String,
        vehicle: String,
    },
    /// Not active, or no driver.
    DoesNotDrive,
    OutOfUse,
    /// The vehicle cannot drive on these days.
    Down {
        first: Date,
        last: Date,
    },
    /// The clocks skip that hour on that day.
    SkippedHour,
    /// Longer than anybody drives.
    TooLong,
}

/// Whether rows are kept or only tried.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mode {
    /// Say what clashes, keep nothing.
    Try,
    /// Keep everything, or nothing if anything clashes.
    Keep,
    /// Keep everything of an upload, once, if the report is still the one with this digest.
    KeepSeen { upload: UploadId, digest: String },
}

/// How taking in files ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Imported {
    /// Everything was kept (or would be).
    Done(Report),
    /// Nothing was kept.
    Clashes(Vec<Clash>),
    /// Nothing was kept, because it is not what was looked at.
    Differs,
}

enum Stop {
    Answer(Imported),
    Refusal(Refusal),
}

impl From<StoreError> for Stop {
    fn from(error: StoreError) -> Self {
        Self::Refusal(error.into())
    }
}

impl From<Refusal> for Stop {
    fn from(refusal: Refusal) -> Self {
        Self::Refusal(refusal)
    }
}

impl App {
    /// Every area of the database.
    pub async fn every_area(&self) -> Result<Vec<Area>> {
        Ok(self.store.directory().await?.areas().await?)
    }

    /// What an area has that rows of files may refer to.
    pub async fn known(&self, area: AreaId) -> Result<Known> {
        let mut reader = self.store.reader(area).await?;
        let mut db = reader.db();
        Ok(Known {
            towns: db.town_shapes().await?,
            sites: db.sites().await?,
            vehicles: db.vehicles().await?,
            people: db.people().await?,
        })
    }

    /// Keeps files that a coordinator sent, to be looked at and taken in, for a day.
    ///
    /// # Errors
    /// When the person does not coordinate.
    pub async fn keep_upload(&self, who: &Actor, files: Vec<(String, Vec<u8>)>) -> Result<UploadId> {
        Self::must_coordinate(who)?;
        let (id, person, now) = (self.machine.id(), who.person, self.now());
        self.store
            .write(who.area, move |tx| {
                Box::pin(async move {
                    tx.drop_uploads(now - UPLOADS_STAY).await?;
                    tx.keep_upload(id, person, &files, now).await?;
                    Ok::<_, Refusal>(id)
                })
            })
            .await
    }

    /// Files that were sent.
    ///
    /// # Errors
    /// When there are none, or not any more, or the person does not coordinate.
    pub async fn upload(&self, who: &Actor, id: UploadId) -> Result<Upload> {
        Self::must_coordinate(who)?;
        let upload = self.store.reader(who.area).await?.db().upload(id).await?;
        upload.ok_or(Refusal::NotFound(Thing::Page))
    }

    /// Takes in rows, all or none of them. What is there already is left alone.
    ///
    /// # Errors
    /// When storage does not answer, or a row refers to what is not there.
    pub async fn import(&self, batch: Batch, mode: Mode) -> Result<Imported> {
        let machine = self.machine.clone();
        let result = match batch.target.clone() {
            Target::Known(area) => {
                self.store.write(area.id, move |tx| Box::pin(take_in(tx, machine, batch, mode))).await
            }
            Target::New { name, zone } => {
                let area = NewArea { id: self.machine.id(), name, zone, demo: self.settings.demo };
                self.store.write_new(area, move |tx| Box::pin(take_in(tx, machine, batch, mode))).await
            }
        };
        match result {
            Ok(imported) | Err(Stop::Answer(imported)) => Ok(imported),
            Err(Stop::Refusal(refusal)) => Err(refusal),
        }
    }
}

/// Takes in every file. Nothing is kept of an answer that comes as an error.
async fn take_in(tx: &mut Tx<'_>, machine: Machine, batch: Batch, mode: Mode) -> std::result::Result<Imported, Stop> {
    let imported = apply(tx, &machine, batch, mode.clone()).await?;
    let keeps = match (&imported, &mode) {
        (Imported::Done(_), Mode::Keep) => true,
        (Imported::Done(report), Mode::KeepSeen { upload, digest }) => {
            if report.digest() != *digest || !tx.take_upload(*upload, machine.now()).await? {
                return Err(Stop::Answer(Imported::Differs));
            }
            true
        }
        _ => false,
    };
    if keeps { Ok(imported) } else { Err(Stop::Answer(imported)) }
}

/// Takes in every file in the order in which they refer to each other.
async fn apply(tx: &mut Tx<'_>, machine: &Machine, batch: Batch, mode: Mode) -> Result<Imported> {
    let mut report = Report::default();
    let zone = take_area(tx, &batch, &mut report).await?;
    report.area = Some(tx.area_id());
    let mut import = Import {
        machine,
        zone,
        today: batch.today,
        mode,
        by: batch.by,
        report,
        clashes: Vec::new(),
        sites: tx.sites().await?.into_iter().map(|site| (site.code.clone(), site)).collect(),
        people: tx.people().await?.into_iter().map(|person| (person.code.clone(), person)).collect(),
        closures: tx.closures(batch.today).await?,
        vehicles: tx.vehicles().await?.into_iter().map(|vehicle| (vehicle.code.clone(), vehicle)).collect(),
        downtimes: tx.downtimes(batch.today).await?,
    };
    import.take_towns(tx, batch.towns, batch.boundaries).await?;
    import.take_sites(tx, batch.sites).await?;
    import.take_vehicles(tx, batch.vehicles).await?;
    import.take_downtimes(tx, batch.downtimes).await?;
    import.take_people(tx, batch.people).await?;
    import.take_shifts(tx, batch.shifts).await?;
    if let Some(rows) = batch.announcements {
        take_announcements(&mut import, tx, rows).await?;
    }
    if import.clashes.is_empty() {
        super::vacant::seek_for_gone(tx, machine).await?;
    }
    Ok(if import.clashes.is_empty() { Imported::Done(import.report) } else { Imported::Clashes(import.clashes) })
}

/// Gives the area its zone, where a file says one, and tells which one counts.
async fn take_area(tx: &mut Tx<'_>, batch: &Batch, report: &mut Report) -> Result<Zone> {
    match &batch.target {
        Target::New { zone, .. } => {
            report.count(File::Area, Was::Missing);
            Ok(zone.clone())
        }
        Target::Known(area) => {
            let zone = batch.zone.clone().unwrap_or_else(|| area.zone.clone());
            if batch.zone.is_some() {
                let was = Was::compare(Some(&area.zone), &zone);
                if was == Was::Other {
                    tx.rename_area(&area.name, &zone).await?;
                }
                report.count(File::Area, was);
            }
            Ok(zone)
        }
    }
}
