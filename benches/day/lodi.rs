//! A weekday in and around Lodi as a planning problem, from the CSV folder of real towns and invented shops.

use geo::Point;
use girofresco::domain::cold::{Equipment, allowance, defaults, limit_for};
use girofresco::domain::food::{Category, CategorySet, DateKind, PerCategory, PerClass, StorageClass};
use girofresco::domain::quantity::{Crates, Grams, Seconds};
use girofresco::planner::problem::{ColdSeconds, Place, Policy, Problem, Sink, Supply, Time, Vehicle};
use girofresco::roads::straight;
use rand::{RngExt, SeedableRng};
use rand_pcg::Pcg64Mcg;
use std::error::Error;
use std::path::Path;

const HOUR: Time = 3_600;
const WEDNESDAY: usize = 2;
const DAYS: [&str; 7] = ["lun", "mar", "mer", "gio", "ven", "sab", "dom"];

struct Table {
    names: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Table {
    fn read(dir: &Path, name: &str) -> Result<Self, Box<dyn Error>> {
        let mut reader = csv::Reader::from_path(dir.join(name))?;
        let names = reader.headers()?.iter().map(str::to_owned).collect();
        let rows = reader
            .records()
            .map(|row| row.map(|row| row.iter().map(str::to_owned).collect()))
            .collect::<Result<_, _>>()?;
        Ok(Self { names, rows })
    }

    fn text(&self, row: usize, column: &str) -> Result<&str, Box<dyn Error>> {
        let at = self.names.iter().position(|name| name == column);
        let at = at.ok_or_else(|| format!("no column {column}"))?;
        Ok(&self.rows[row][at])
    }

    fn number(&self, row: usize, column: &str) -> Result<f64, Box<dyn Error>> {
        Ok(self.text(row, column)?.parse()?)
    }

    fn point(&self, row: usize) -> Result<Point<f64>, Box<dyn Error>> {
        Ok(Point::new(self.number(row, "lon")?, self.number(row, "lat")?))
    }
}

#[allow(clippy::cast_possible_truncation, reason = "figures for people: rounded is enough")]
fn whole(value: f64) -> i64 {
    value.round() as i64
}

fn clock(text: &str) -> Result<Time, Box<dyn Error>> {
    let (hours, minutes) = text.split_once(':').ok_or("no time")?;
    Ok(hours.parse::<Time>()? * HOUR + minutes.parse::<Time>()? * 60)
}

fn window(text: &str) -> Result<(Time, Time), Box<dyn Error>> {
    let (from, until) = text.split_once('-').ok_or("no window")?;
    Ok((clock(from)?, clock(until)?))
}

/// Whether days such as `lun-sab` or `mar-gio-sab` name the day: two days six or five apart are a range.
fn opens_on(days: &str, day: usize) -> bool {
    let named: Vec<usize> = days.split('-').filter_map(|word| DAYS.iter().position(|day| *day == word)).collect();
    match named[..] {
        [from, until] if until >= from + 4 => (from..=until).contains(&day),
        _ => named.contains(&day),
    }
}

const COLUMNS: [(&str, Category); 5] = [
    ("kg_pane", Category::Bread),
    ("kg_ortofrutta", Category::Produce),
    ("kg_latticini_freschi", Category::Dairy),
    ("kg_gastronomia", Category::Deli),
    ("kg_secco", Category::Dry),
];

fn loss_weight(category: Category) -> i64 {
    match category.usual_date() {
        DateKind::UseBy => 3,
        DateKind::None => 2,
        DateKind::BestBefore => 1,
    }
}

fn supply(place: usize, category: Category, grams: i64, hours: (Time, Time)) -> Supply {
    let class = category.usual_class();
    let limits = defaults();
    let on = |equipment| limit_for(&limits, category).and_then(|limit| allowance(limit, class, equipment));
    let crates = (grams + category.usual_crate().0 / 2) / category.usual_crate().0;
    Supply {
        place,
        category,
        class,
        crates: Crates(crates.max(1)),
        grams: Grams(grams),
        ready: hours.0,
        until: hours.1,
        deliver_by: (category.usual_date() == DateKind::UseBy).then_some(24 * HOUR),
        loss_weight: loss_weight(category),
        cold: ColdSeconds {
            refrigerated: on(Equipment::Refrigerated),
            insulated: on(Equipment::Insulated),
            bare: on(Equipment::Bare),
        },
        on_board: None,
        promised: None,
    }
}

/// A Wednesday: shops and their surplus, points open that day with 28 days of history, hubs with what came in the evening
/// before, five vehicles in the morning and again from the afternoon on.
pub fn problem_from_lodi(dir: &Path, seed: u64) -> Result<Problem, Box<dyn Error>> {
    let mut rng = Pcg64Mcg::seed_from_u64(seed);
    let (mut places, mut points) = (Vec::new(), Vec::new());
    let (mut supplies, mut sinks, mut vehicles) = (Vec::new(), Vec::new(), Vec::new());
    let hubs = Table::read(dir, "synthetic_hubs.csv")?;
    for row in 0..hubs.rows.len() {
        let cold = hubs.text(row, "ha_cella_frigo")? == "1";
        points.push(hubs.point(row)?);
        places.push(Place { windows: vec![(6 * HOUR, 22 * HOUR)], service: Seconds(600) });
        sinks.push(Sink {
            place: row,
            hub: true,
            room: PerClass([150, if cold { 60 } else { 0 }, 0, if cold { 10 } else { 0 }, 0].map(Crates)),
            persons: 0,
            refused: CategorySet::default(),
            received: PerCategory::default(),
        });
        for (category, kilograms) in [(Category::Produce, 40), (Category::Dry, 60), (Category::Bread, 12)] {
            let grams = kilograms * rng.random_range(300..=1_000);
            supplies.push(supply(row, category, grams, (6 * HOUR, 22 * HOUR)));
        }
    }
    let shops = Table::read(dir, "synthetic_supermarkets.csv")?;
    for row in 0..shops.rows.len() {
        if !opens_on(shops.text(row, "giorni_ritiro")?, WEDNESDAY) {
            continue;
        }
        let place = places.len();
        points.push(shops.point(row)?);
        let hours = window(shops.text(row, "finestra_ritiro")?)?;
        places
            .push(Place { windows: vec![hours], service: Seconds(whole(shops.number(row, "minuti_carico")? * 60.0)) });
        let spread = shops.number(row, "kg_giorno_devstd")? / shops.number(row, "kg_giorno_medio")?;
        let chance: f64 = (0..12).map(|_| rng.random_range(0.0..1.0)).sum::<f64>() - 6.0;
        let factor = (1.0 + spread * chance).max(0.2);
        for (column, category) in COLUMNS {
            let grams = whole(shops.number(row, column)? * factor * 1_000.0);
            if grams >= 1_500 {
                supplies.push(supply(place, category, grams, hours));
            }
        }
        if shops.number(row, "kg_giorno_medio")? > 75.0 {
            supplies.push(supply(place, Category::Fish, rng.random_range(3_000..9_000), hours));
            supplies.push(supply(place, Category::Frozen, rng.random_range(4_000..16_000), hours));
        }
    }
    let needs = Table::read(dir, "synthetic_distribution_points.csv")?;
    for row in 0..needs.rows.len() {
        let place = places.len();
        points.push(needs.point(row)?);
        let open = opens_on(needs.text(row, "giorni_consegna")?, WEDNESDAY);
        let hours = window(needs.text(row, "finestra_consegna")?)?;
        places.push(Place {
            windows: if open { vec![hours] } else { Vec::new() },
            service: Seconds(whole(needs.number(row, "minuti_scarico")? * 60.0)),
        });
        let fridge = needs.text(row, "ha_frigo")? == "1";
        let freezer = needs.text(row, "ha_freezer")? == "1";
        let crates = whole(needs.number(row, "capacita_kg_consegna")?) / 8;
        let cold = if fridge { crates / 3 } else { 0 };
        let frozen = if freezer { (crates / 8).max(2) } else { 0 };
        let weekly = needs.number(row, "fabbisogno_kg_settimana")?;
        let level = if rng.random_range(0..8) == 0 { 0.0 } else { rng.random_range(0.05..0.6) };
        let mut received = PerCategory::default();
        for (category, share) in [
            (Category::Bread, 0.22),
            (Category::Produce, 0.34),
            (Category::Dairy, 0.17),
            (Category::Deli, 0.09),
            (Category::Dry, 0.14),
            (Category::Frozen, 0.02),
            (Category::Fish, 0.02),
        ] {
            let varied = share * rng.random_range(0.5..1.5);
            received[category] = Grams(whole(weekly * 4_000.0 * level * varied));
        }
        sinks.push(Sink {
            place,
            hub: false,
            room: PerClass([crates, cold, cold / 6, frozen, 0].map(Crates)),
            persons: whole(needs.number(row, "persone")?),
            refused: CategorySet::default(),
            received,
        });
    }
    let fleet = Table::read(dir, "synthetic_vehicles.csv")?;
    for row in 0..fleet.rows.len() {
        let hub = fleet.text(row, "hub")?;
        let start = (0..hubs.rows.len()).find(|&at| hubs.text(at, "id").is_ok_and(|id| id == hub));
        let start = start.ok_or("no such hub")?;
        let cooled = fleet.text(row, "refrigerato")? == "1";
        let boxed = fleet.text(row, "tipo")?.contains("isotermico");
        let crates = whole(fleet.number(row, "volume_casse")?);
        let cold = match (cooled, boxed) {
            (true, _) => [crates, crates, 10, 10, 0],
            (_, true) => [crates, 12, 4, 4, 0],
            _ => [crates, crates / 4, 2, 2, 0],
        };
        let morning = (clock(fleet.text(row, "turno_da")?)?, clock(fleet.text(row, "turno_a")?)?);
        let evening = (14 * HOUR + 1_800, 21 * HOUR + 2_700);
        for (from, until) in [morning, evening] {
            vehicles.push(Vehicle {
                start,
                end: Some(start),
                from,
                until,
                longest: None,
                crates: Crates(crates),
                grams: Grams(whole(fleet.number(row, "portata_kg")?) * 1_000),
                room: PerClass(cold.map(Crates)),
                equipment: match (cooled, boxed) {
                    (true, _) => Equipment::Refrigerated,
                    (_, true) => Equipment::Insulated,
                    _ => Equipment::Bare,
                },
                called_out: true,
                known: Vec::new(),
                committed: Vec::new(),
            });
        }
    }
    debug_assert_eq!(StorageClass::ALL.len(), 5);
    Ok(Problem { matrix: straight::matrix(&points), places, supplies, sinks, vehicles, policy: Policy::default() })
}
