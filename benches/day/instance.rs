//! Problems of allocation with routing: the file format of `benches/instances` (described in docs/instances.md), and a
//! maker of such problems from a seed.

#![allow(dead_code, reason = "each benchmark uses its own part of it")]

use crate::support::Failure;
use geo::Point;
use girofresco::domain::cold::Equipment;
use girofresco::domain::food::{Category, CategorySet, PerCategory, PerClass, StorageClass};
use girofresco::domain::quantity::{Crates, Grams, Seconds};
use girofresco::planner::problem::{ColdSeconds, CrewedVehicle, Location, PlanningProblem, Policy, Sink, Supply, Time};
use girofresco::roads::straight;
use rand::{RngExt, SeedableRng};
use rand_pcg::Pcg64Mcg;
use serde::{Deserialize, Serialize};

/// What every file begins with.
const FORMAT: &str = "girofresco-allocation-1";

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Instance {
    pub format: String,
    pub name: String,
    /// Which seed it was made from.
    pub seed: u64,
    pub places: Vec<Spot>,
    pub lots: Vec<Lot>,
    pub points: Vec<Taker>,
    pub vehicles: Vec<Van>,
    pub policy: Weights,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Spot {
    /// Millionths of a degree.
    pub lat: i64,
    pub lon: i64,
    pub open: Vec<(Time, Time)>,
    pub service: i64,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Lot {
    pub place: usize,
    pub category: Category,
    pub class: StorageClass,
    pub crates: i64,
    pub grams: i64,
    pub ready: Time,
    pub until: Time,
    pub deliver_by: Option<Time>,
    pub weight: i64,
    /// Seconds allowed on a refrigerated, an insulated and a bare vehicle.
    pub cold: [Option<i64>; 3],
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Taker {
    pub place: usize,
    pub hub: bool,
    /// Crates by class.
    pub room: [i64; 5],
    pub persons: i64,
    pub refused: Vec<Category>,
    /// Grams over 28 days by category.
    pub received: [i64; 11],
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Van {
    pub start: usize,
    pub end: Option<usize>,
    pub from: Time,
    pub until: Time,
    pub longest: Option<i64>,
    pub crates: i64,
    pub grams: i64,
    pub room: [i64; 5],
    pub equipment: Equipment,
    pub called_out: bool,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Weights {
    pub person: i64,
    pub kilometre: i64,
    pub unfair_unit: i64,
    pub most_parts: usize,
}

impl Instance {
    pub fn read(path: &str) -> Result<Self, Failure> {
        let text = std::fs::read_to_string(path).map_err(|error| format!("{path}: {error}"))?;
        let instance: Self = serde_json::from_str(&text).map_err(|error| format!("{path}: {error}"))?;
        if instance.format != FORMAT {
            return Err(format!("{path}: the format is \"{}\", not \"{FORMAT}\"", instance.format).into());
        }
        Ok(instance)
    }

    /// The planning problem. Travel is that of [`straight`], whose rule docs/instances.md states.
    pub fn problem(&self) -> PlanningProblem {
        #[allow(clippy::cast_precision_loss, reason = "millionths of a degree are far below 2^52")]
        let degrees = |spot: &Spot| Point::new(spot.lon as f64 / 1e6, spot.lat as f64 / 1e6);
        let points: Vec<Point<f64>> = self.places.iter().map(degrees).collect();
        PlanningProblem {
            locations: self
                .places
                .iter()
                .map(|spot| Location { windows: spot.open.clone(), service: Seconds(spot.service) })
                .collect(),
            matrix: straight::matrix(&points),
            supplies: self.lots.iter().map(supply).collect(),
            sinks: self.points.iter().map(sink).collect(),
            vehicles: self.vehicles.iter().map(vehicle).collect(),
            exclusive: Vec::new(),
            policy: Policy {
                person: self.policy.person,
                kilometre: self.policy.kilometre,
                unfair_unit: self.policy.unfair_unit,
                most_parts: self.policy.most_parts,
            },
        }
    }
}

fn supply(lot: &Lot) -> Supply {
    let [refrigerated, insulated, bare] = lot.cold.map(|limit| limit.map(Seconds));
    Supply {
        location: lot.place,
        category: lot.category,
        class: lot.class,
        crates: Crates(lot.crates),
        grams: Grams(lot.grams),
        ready: lot.ready,
        until: lot.until,
        deliver_by: lot.deliver_by,
        loss_weight: lot.weight,
        cold: ColdSeconds { refrigerated, insulated, bare },
        on_board: None,
        promised: None,
        declined: Vec::new(),
    }
}

fn sink(taker: &Taker) -> Sink {
    Sink {
        location: taker.place,
        hub: taker.hub,
        room: PerClass(taker.room.map(Crates)),
        persons: taker.persons,
        refused: taker.refused.iter().copied().collect::<CategorySet>(),
        received: PerCategory(taker.received.map(Grams)),
    }
}

fn vehicle(van: &Van) -> CrewedVehicle {
    CrewedVehicle {
        start: van.start,
        end: van.end,
        from: van.from,
        until: van.until,
        longest: van.longest.map(Seconds),
        crates: Crates(van.crates),
        grams: Grams(van.grams),
        room: PerClass(van.room.map(Crates)),
        equipment: van.equipment,
        rest: None,
        called_out: van.called_out,
        known: Vec::new(),
        committed: Vec::new(),
    }
}

const HOUR: Time = 3_600;

/// How large a made problem is.
#[derive(Debug, Clone, Copy)]
pub struct Size {
    pub donors: usize,
    pub points: usize,
    pub vehicles: usize,
}

impl Size {
    /// The southern Lodi area.
    pub const LODI: Self = Self { donors: 44, points: 36, vehicles: 5 };

    pub const fn times(self, many: usize) -> Self {
        Self { donors: self.donors * many, points: self.points * many, vehicles: self.vehicles * many }
    }
}

/// The municipalities of Lodi, in millionths of a degree.
pub fn towns_of_lodi() -> Vec<(i64, i64)> {
    let text = include_str!("../../assets/lodi/towns.csv");
    let town = |line: &str| {
        let mut fields = line.split(',').skip(2).map(str::parse::<f64>);
        let mut next = || fields.next()?.ok();
        #[allow(clippy::cast_possible_truncation, reason = "degrees are small")]
        Some(((next()? * 1e6).round() as i64, (next()? * 1e6).round() as i64))
    };
    text.lines().skip(1).filter_map(town).collect()
}

/// Towns of a region at random: so many, over 120 by 100 km of plain.
pub fn towns_at_random(count: usize, seed: u64) -> Vec<(i64, i64)> {
    let mut rng = Pcg64Mcg::seed_from_u64(seed);
    (0..count).map(|_| (rng.random_range(44_900_000..45_800_000), rng.random_range(8_900_000..10_400_000))).collect()
}

struct Maker<'a> {
    towns: &'a [(i64, i64)],
    rng: Pcg64Mcg,
    places: Vec<Spot>,
}

impl Maker<'_> {
    fn town(&mut self) -> (i64, i64) {
        self.towns[self.rng.random_range(0..self.towns.len())]
    }

    fn place(&mut self, town: (i64, i64), open: Vec<(Time, Time)>, service: i64) -> usize {
        let mut jitter = || self.rng.random_range(-9_000..9_000);
        let (lat, lon) = (town.0 + jitter(), town.1 + jitter());
        self.places.push(Spot { lat, lon, open, service });
        self.places.len() - 1
    }

    fn lots(&mut self, count: usize) -> Vec<Lot> {
        const KINDS: [(Category, i64, i64); 6] = [
            (Category::Bread, 1, 3_000),
            (Category::Produce, 1, 9_000),
            (Category::Dairy, 3, 7_000),
            (Category::Meat, 4, 8_000),
            (Category::Produce, 1, 9_000),
            (Category::Dairy, 3, 7_000),
        ];
        let mut lots = Vec::new();
        for _ in 0..count {
            let town = self.town();
            let ready = 7 * HOUR + 1_800 * self.rng.random_range(0..4);
            let until = ready + 1_800 * self.rng.random_range(4..9);
            let minutes = self.rng.random_range(5..11);
            let place = self.place(town, vec![(ready, until)], minutes * 60);
            let first = self.rng.random_range(0..KINDS.len());
            for nth in 0..self.rng.random_range(1..4) {
                let (category, weight, crate_grams) = KINDS[(first + nth) % KINDS.len()];
                let class = category.usual_class();
                let crates = self.rng.random_range(1..6);
                let grams = crates * crate_grams + self.rng.random_range(0..500);
                let minutes = self.rng.random_range(60..121);
                let cold = if class.is_timed() { [None, Some(minutes * 90), Some(minutes * 30)] } else { [None; 3] };
                let deliver_by = None;
                lots.push(Lot { place, category, class, crates, grams, ready, until, deliver_by, weight, cold });
            }
        }
        lots
    }

    fn points(&mut self, count: usize) -> Vec<Taker> {
        let mut points = Vec::new();
        for _ in 0..count {
            let town = self.town();
            let open = match self.rng.random_range(0..3) {
                0 => vec![(9 * HOUR, 12 * HOUR)],
                1 => vec![(9 * HOUR, 12 * HOUR), (15 * HOUR, 18 * HOUR)],
                _ => vec![(8 * HOUR, 18 * HOUR)],
            };
            let place = self.place(town, open, 480);
            let persons = self.rng.random_range(15..160);
            let share = self.rng.random_range(0..5);
            let refused: Vec<Category> = [Category::Fish, Category::Frozen, Category::Meat]
                .into_iter()
                .filter(|_| self.rng.random_range(0..5) == 0)
                .collect();
            let mut received = [0; 11];
            for category in [Category::Bread, Category::Produce, Category::Dairy, Category::Meat] {
                if !refused.contains(&category) {
                    received[category as usize] = persons * share * self.rng.random_range(50..400);
                }
            }
            points.push(Taker { place, hub: false, room: [40, 14, 3, 6, 2], persons, refused, received });
        }
        points
    }
}

/// A problem made from a seed.
pub fn make(name: &str, seed: u64, size: Size, towns: &[(i64, i64)]) -> Instance {
    let mut maker = Maker { towns, rng: Pcg64Mcg::seed_from_u64(seed), places: Vec::new() };
    let lots = maker.lots(size.donors);
    let mut points = maker.points(size.points);
    let mut vehicles = Vec::new();
    let mut hub = 0;
    for nth in 0..size.vehicles {
        if nth % 5 == 0 {
            let town = maker.town();
            hub = maker.place(town, vec![(7 * HOUR, 19 * HOUR)], 600);
            points.push(Taker {
                place: hub,
                hub: true,
                room: [200, 60, 10, 40, 0],
                persons: 0,
                refused: Vec::new(),
                received: [0; 11],
            });
        }
        let refrigerated = nth % 2 == 0;
        let car = nth % 5 == 4;
        let (crates, grams) = if car { (16, 150_000) } else { (80, 700_000) };
        let late = nth % 3 == 2;
        vehicles.push(Van {
            start: hub,
            end: Some(hub),
            from: if late { 9 * HOUR } else { 7 * HOUR + 1_800 },
            until: if late { 17 * HOUR + 1_800 } else { 13 * HOUR },
            longest: late.then_some(6 * HOUR),
            crates,
            grams,
            room: if refrigerated && !car { [crates, crates, crates, 0, 0] } else { [crates, crates / 2, 4, 0, 0] },
            equipment: if refrigerated && !car { Equipment::Refrigerated } else { Equipment::Insulated },
            called_out: true,
        });
    }
    Instance {
        format: FORMAT.into(),
        name: name.into(),
        seed,
        places: maker.places,
        lots,
        points,
        vehicles,
        policy: Weights { person: 1_800, kilometre: 30, unfair_unit: 50_000, most_parts: 4 },
    }
}
