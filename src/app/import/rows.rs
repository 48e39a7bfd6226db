//! What the rows of files say, in the types of the domain. A `None` is something the file is silent about.

use crate::domain::downtime::DowntimeReason;
use crate::domain::food::{Category, CategorySet, PerClass, Shelf, StorageClass};
use crate::domain::id::PersonId;
use crate::domain::opening::Opening;
use crate::domain::people::Role;
use crate::domain::quantity::{Crates, Grams, Seconds};
use crate::domain::rest::Rest;
use crate::domain::site::{Area, LatLon, SiteKind, TownShape};
use crate::domain::spot::Spots;
use crate::domain::time::{Window, Zone};
use jiff::civil::{Date, Time};

/// A row with the line it stands in.
#[derive(Debug, Clone, PartialEq)]
pub struct Line<T> {
    /// Its line in its file, from 1.
    pub line: u64,
    pub row: T,
}

/// The area that rows go into.
#[derive(Debug, Clone)]
pub enum Target {
    Known(Area),
    New { name: String, zone: Zone },
}

/// Everything that is taken in at once. A file that is not there is `None`.
#[derive(Debug, Clone)]
pub struct Batch {
    pub target: Target,
    /// The time zone that `area.csv` gives, if there is one.
    pub zone: Option<Zone>,
    /// The current local day.
    pub today: Date,
    /// Who takes it in; nobody at the command line.
    pub by: Option<PersonId>,
    /// Towns to add or change.
    pub towns: Option<Vec<TownShape>>,
    pub boundaries: Option<Vec<TownShape>>,
    pub sites: Option<Vec<Line<SiteRow>>>,
    pub vehicles: Option<Vec<Line<VehicleRow>>>,
    pub downtimes: Option<Vec<Line<DowntimeRow>>>,
    pub people: Option<Vec<Line<PersonRow>>>,
    /// Shifts, one for each day.
    pub shifts: Option<Vec<Line<ShiftRow>>>,
    pub announcements: Option<Vec<Line<AnnouncementRow>>>,
}

/// What a row of `sites.csv` says.
#[derive(Debug, Clone, PartialEq)]
pub struct SiteRow {
    pub code: String,
    pub kind: SiteKind,
    pub name: String,
    pub town: String,
    /// The centre of its town, where it is put when nobody says where it is.
    pub town_at: LatLon,
    pub at: Option<LatLon>,
    pub address: Option<String>,
    pub phone: Option<String>,
    /// When it hands over or takes in; by appointment when the file is silent about a new place.
    pub opening: Option<Opening>,
    /// How long a visit takes.
    pub service: Option<Seconds>,
    pub families: Option<i64>,
    pub persons: Option<i64>,
    /// Crates it can take in a day, by class.
    pub room: PerClass<Option<Crates>>,
    /// What it does not take.
    pub refused: Option<CategorySet>,
    /// Whether its hours hold on public holidays too.
    pub open_holidays: Option<bool>,
    /// What a driver should know.
    pub notes: Option<String>,
}

/// What a row of `vehicles.csv` says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VehicleRow {
    pub code: String,
    pub name: String,
    /// The code of the site where it is kept.
    pub home: String,
    pub crates: Crates,
    pub grams: Grams,
    /// Whether its load space is refrigerated.
    pub refrigerated: Option<bool>,
    /// Crates that fit in its insulated boxes.
    pub insulated: Option<Crates>,
}

/// What a row of `downtimes.csv` says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DowntimeRow {
    /// The code of the vehicle that cannot drive.
    pub vehicle: String,
    /// The first local day.
    pub first: Date,
    /// The last local day.
    pub last: Date,
    pub reason: DowntimeReason,
}

/// What a row of `people.csv` says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonRow {
    pub code: String,
    pub name: String,
    pub phone: Option<String>,
    pub language: Option<String>,
    /// Their roles, with the code of the site where the role is held at one.
    pub roles: Vec<(Role, Option<String>)>,
}

/// What a row of `shifts.csv` says of one day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShiftRow {
    /// The local day.
    pub date: Date,
    /// Whether the file names days of the week: then it rests when standing shifts do.
    pub weekly: bool,
    /// The code of who drives.
    pub person: String,
    pub vehicle: String,
    /// From when until when, local time.
    pub hours: Window,
    /// The code of the site where it starts; the vehicle's home when the file is silent.
    pub start: Option<String>,
    /// The code of the site where it must end.
    pub end: Option<String>,
    /// Where it begins or ends instead, if not at a site.
    pub spots: Spots,
    /// The driver's break; `Some(None)` when the file says that there is none.
    pub rest: Option<Option<Rest>>,
}

/// What a row of `announcements.csv` says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnnouncementRow {
    /// Its code; never empty, because rows without one get one from what they say.
    pub code: String,
    /// The code of the donor or hub.
    pub site: String,
    /// The local day.
    pub date: Date,
    pub category: Category,
    /// How it must be kept.
    pub class: StorageClass,
    /// Until when it is good.
    pub shelf: Shelf,
    pub crates: Crates,
    pub grams: Grams,
    /// From when it can be collected, local time; from the first opening when the file is silent.
    pub ready_from: Option<Time>,
    /// Until when it can be collected, local time; until the last closing when the file is silent.
    pub ready_until: Option<Time>,
    pub note: String,
}
