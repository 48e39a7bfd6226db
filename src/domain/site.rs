//! Places: shops, distribution points, hubs, and the towns they are in.

use crate::domain::cold::Equipment;
use crate::domain::food::{CategorySet, PerClass};
use crate::domain::id::{AreaId, SiteId, VehicleId};
use crate::domain::ledger::Holder;
use crate::domain::opening::Opening;
use crate::domain::quantity::{Crates, Grams, Metres, Seconds};
use crate::domain::time::Zone;
use crate::domain::word_enum;
use geo::{Distance, Haversine, Point};
use serde::{Deserialize, Serialize};

word_enum!(
    /// What a site does in the network.
    SiteKind {
        /// Gives food: a shop, a farm, a bakery, a food drive.
        Donor = "donor",
        /// Hands food to families.
        Point = "point",
        /// Keeps food for another day.
        Hub = "hub",
    }
);

/// A place on the map, in degrees (WGS 84).
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct LatLon {
    pub lat: f64,
    pub lon: f64,
}

impl LatLon {
    /// The place, if the numbers are degrees of the globe.
    pub fn new(lat: f64, lon: f64) -> Option<Self> {
        ((-90.0..=90.0).contains(&lat) && (-180.0..=180.0).contains(&lon)).then_some(Self { lat, lon })
    }

    /// The place that a link of a map or two degrees in one text name: `geo:45.16,9.70`, `…/@45.16,9.70,17z`,
    /// `…!3d45.16!4d9.70`, `…#map=17/45.16/9.70`, `45.16, 9.70`. In a link of Google the pin counts, not the middle of the map.
    pub fn pasted(text: &str) -> Option<Self> {
        let text = text.split_once("!3d").map_or(text, |(_, pin)| pin);
        let degrees =
            |word: &&str| word.split_once('.').is_some_and(|(whole, part)| !whole.is_empty() && part.len() >= 2);
        let mut numbers = text
            .split(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | '-')))
            .filter(degrees)
            .filter_map(|word| word.parse::<f64>().ok());
        Self::new(numbers.next()?, numbers.next()?)
    }

    /// As a point of the `geo` crate: x is the longitude.
    pub fn point(self) -> Point<f64> {
        Point::new(self.lon, self.lat)
    }

    /// The great-circle distance.
    pub fn distance(self, other: Self) -> Metres {
        Metres(Haversine.distance(self.point(), other.point()).round() as i64)
    }
}

/// Farther than this from its town's centre a site is taken for a slip in its coordinates.
pub const FARTHEST_FROM_TOWN: Metres = Metres(12_000);

/// A municipality.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Town {
    /// Its official code; for Italy ISTAT's, six digits.
    pub code: String,
    pub name: String,
    pub at: LatLon,
}

/// A shop, a distribution point or a hub.
#[derive(Debug, Clone, PartialEq)]
pub struct Site {
    pub id: SiteId,
    /// The code people's files call it by; unique in its area.
    pub code: String,
    pub kind: SiteKind,
    pub name: String,
    pub town: String,
    pub town_name: String,
    pub at: LatLon,
    /// Whether its place is only that of its town.
    pub approximate: bool,
    pub address: String,
    pub phone: String,
    /// What a driver should know.
    pub notes: String,
    /// When it hands over or takes in.
    pub opening: Opening,
    /// Whether its hours hold on public holidays too.
    pub open_holidays: bool,
    /// How long a visit takes.
    pub service: Seconds,
    pub families: i64,
    pub persons: i64,
    /// Crates a point or hub can take in a day, by class.
    pub room: PerClass<Crates>,
    /// What a point does not take.
    pub refused: CategorySet,
    pub active: bool,
}

impl Site {
    /// Who holds what vehicles pick up here: the donor, or the hub.
    pub const fn source(&self) -> Holder {
        match self.kind {
            SiteKind::Hub => Holder::Hub(self.id),
            SiteKind::Donor | SiteKind::Point => Holder::Donor(self.id),
        }
    }
}

/// A van or a car.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Vehicle {
    pub id: VehicleId,
    /// The code people's files call it by; unique in its area.
    pub code: String,
    pub name: String,
    pub home: SiteId,
    pub crates: Crates,
    pub grams: Grams,
    /// Whether its load space is refrigerated.
    pub refrigerated: bool,
    /// Crates that fit in its insulated boxes.
    pub insulated: Crates,
    pub active: bool,
}

impl Vehicle {
    /// How it keeps cold food.
    pub const fn equipment(&self) -> Equipment {
        if self.refrigerated {
            Equipment::Refrigerated
        } else if self.insulated.0 > 0 {
            Equipment::Insulated
        } else {
            Equipment::Bare
        }
    }

    /// Crates it holds of each class: with insulated boxes, cold and hot food rides only in them.
    pub fn room(&self) -> PerClass<Crates> {
        let timed = match self.equipment() {
            Equipment::Insulated => self.insulated,
            _ => self.crates,
        };
        PerClass([self.crates, timed, timed, timed, timed])
    }
}

/// A governed territory.
#[derive(Debug, Clone)]
pub struct Area {
    pub id: AreaId,
    pub name: String,
    pub zone: Zone,
    /// Whether it is a demonstration, with a clock of its own.
    pub demo: bool,
}

/// A town with its boundary.
#[derive(Debug, Clone, PartialEq)]
pub struct TownShape {
    pub town: Town,
    /// Its rings, each a list of places; empty when no boundary is known.
    pub rings: Vec<Vec<LatLon>>,
}
