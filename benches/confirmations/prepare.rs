//! Days of stops to confirm, made through the store.

use crate::support::Failure;
use girofresco::app::Refusal;
use girofresco::clock::Machine;
use girofresco::domain::food::{Category, PerClass, Shelf};
use girofresco::domain::id::{AreaId, DeviceId, LotId, OpId, PersonId, RoundId, SiteId, StopId, VehicleId};
use girofresco::domain::ledger::{Holder, Op, OpKind, OpOutcome, Transfer};
use girofresco::domain::lot::{Announcement, Lot, LotFacts};
use girofresco::domain::people::{Actor, Grant, Person, Role};
use girofresco::domain::plan::{Action, DayPlan, Load, Objective, Round, RoundFigures, Stop};
use girofresco::domain::quantity::{Crates, Grams, Metres, Seconds};
use girofresco::domain::round::{PlanState, Shift};
use girofresco::domain::site::{LatLon, Site, SiteKind, Town, TownShape, Vehicle};
use girofresco::domain::time::{Millis, Zone};
use girofresco::store::{NewArea, Store, Tx};
use jiff::ToSpan;
use jiff::civil::Date;

const DONORS: usize = 440;
const ROUNDS: usize = 20;
const LOTS_PER_DONOR: usize = 2;
const STOPS_PER_DAY: usize = DONORS * LOTS_PER_DONOR;
const TOWN: &str = "098019";

/// What is there to confirm.
pub struct Prepared {
    /// The area.
    pub area: AreaId,
    /// Those who confirm.
    pub drivers: Vec<Actor>,
    /// Each stop with the place of its driver among them.
    pub stops: Vec<(StopId, usize)>,
    /// Movements that made it.
    pub movements: i64,
}

/// What every day has in common.
#[derive(Clone)]
struct Place {
    machine: Machine,
    zone: Zone,
    donors: Vec<SiteId>,
    hub: SiteId,
    vehicles: Vec<VehicleId>,
    drivers: Vec<PersonId>,
}

/// Makes an area with at least `stops` stops to confirm, on as many days as that takes.
pub async fn prepare(store: &Store, machine: &Machine, stops: usize) -> Result<Prepared, Failure> {
    let zone = Zone::named("Europe/Rome")?;
    let area: AreaId = machine.id();
    let place = Place {
        machine: machine.clone(),
        zone: zone.clone(),
        donors: (0..DONORS).map(|_| machine.id()).collect(),
        hub: machine.id(),
        vehicles: (0..ROUNDS).map(|_| machine.id()).collect(),
        drivers: (0..ROUNDS).map(|_| machine.id()).collect(),
    };
    let devices: Vec<DeviceId> = place.drivers.iter().map(|_| machine.id()).collect();
    {
        let (place, devices) = (place.clone(), devices.clone());
        let new = NewArea { id: area, name: "Zona".to_owned(), zone: zone.clone(), demo: false };
        store.write_new(new, move |tx| Box::pin(async move { add_place(tx, &place, &devices).await })).await?;
    }
    let today = zone.date(machine.now());
    let (mut ready, mut movements) = (Vec::new(), 0);
    for day in 0..stops.div_ceil(STOPS_PER_DAY).max(1) {
        let (place, date) = (place.clone(), today.checked_add(i64::try_from(day)?.days())?);
        let made = store.write(area, move |tx| Box::pin(async move { add_day(tx, &place, date).await })).await?;
        movements += i64::try_from(made.len())?;
        ready.extend(made);
    }
    ready.truncate(stops);
    let drivers = place.drivers.iter().zip(devices).map(|(person, device)| Actor {
        person: *person,
        name: String::new(),
        device: Some(device),
        area,
        grants: vec![Grant { role: Role::Driver, site: None }],
    });
    Ok(Prepared { area, drivers: drivers.collect(), stops: ready, movements })
}

async fn add_place(tx: &mut Tx<'_>, place: &Place, devices: &[DeviceId]) -> Result<(), Refusal> {
    let at = LatLon { lat: 45.16, lon: 9.70 };
    tx.save_town(&TownShape {
        town: Town { code: TOWN.to_owned(), name: "Codogno".to_owned(), at },
        rings: Vec::new(),
    })
    .await?;
    let sites = place.donors.iter().map(|donor| (*donor, SiteKind::Donor)).chain([(place.hub, SiteKind::Hub)]);
    for (number, (id, kind)) in sites.enumerate() {
        tx.save_site(&Site {
            id,
            code: format!("S{number}"),
            kind,
            name: format!("Luogo {number}"),
            town: TOWN.to_owned(),
            town_name: String::new(),
            at,
            approximate: false,
            address: String::new(),
            phone: String::new(),
            notes: String::new(),
            opening: "mon-sat 08:00-19:00".parse().unwrap_or_default(),
            open_holidays: false,
            service: Seconds(300),
            families: 0,
            persons: 0,
            room: PerClass([Crates(60); 5]),
            refused: std::iter::empty().collect(),
            active: true,
        })
        .await?;
    }
    for (number, id) in place.vehicles.iter().enumerate() {
        tx.save_vehicle(&Vehicle {
            id: *id,
            code: format!("V{number}"),
            name: format!("Furgone {number}"),
            home: place.hub,
            crates: Crates(60),
            grams: Grams(600_000),
            refrigerated: number % 2 == 0,
            insulated: Crates::ZERO,
            active: true,
        })
        .await?;
    }
    let now = place.machine.now();
    for (number, (id, device)) in place.drivers.iter().zip(devices).enumerate() {
        tx.save_person(&Person {
            id: *id,
            code: format!("P{number}"),
            name: format!("Autista {number}"),
            phone: String::new(),
            language: "it".to_owned(),
            active: true,
            grants: vec![Grant { role: Role::Driver, site: None }],
        })
        .await?;
        tx.add_device(*device, *id, &format!("token {number}"), "", now).await?;
    }
    Ok(())
}

/// A day with its announcements and its published plan; its stops, those of one donor in different rounds.
async fn add_day(tx: &mut Tx<'_>, place: &Place, date: Date) -> Result<Vec<(StopId, usize)>, Refusal> {
    let now = place.machine.now();
    let start = place.zone.start_of(date) + Seconds(8 * 3600);
    let mut rounds = Vec::new();
    for (driver, vehicle) in place.drivers.iter().zip(&place.vehicles) {
        let shift = Shift {
            id: place.machine.id(),
            date,
            person: *driver,
            vehicle: *vehicle,
            from: start,
            until: start + Seconds(6 * 3600),
            start: place.hub,
            end: None,
            cancelled: false,
            wanted: None,
            covers: None,
            standing: None,
            rest: None,
            spots: Default::default(),
        };
        let round: RoundId = place.machine.id();
        tx.save_shift(&shift).await?;
        tx.add_round(round, &shift).await?;
        rounds.push(Round {
            id: round,
            shift: shift.id,
            vehicle: *vehicle,
            stops: Vec::new(),
            figures: RoundFigures {
                depart: start,
                finish: start + Seconds(5 * 3600),
                metres: Metres(40_000),
                driving: Seconds(5_000),
            },
        });
    }
    let mut made = Vec::new();
    for (number, donor) in place.donors.iter().enumerate() {
        for (index, load) in announce(tx, place, *donor, date, (start, now)).await?.into_iter().enumerate() {
            let driver = (number + index * 7) % ROUNDS;
            let stops = &mut rounds[driver].stops;
            let arrive = start + Seconds(stops.len() as i64 * 300);
            let id = place.machine.id();
            stops.push(Stop {
                id,
                site: *donor,
                arrive,
                start: arrive,
                depart: arrive + Seconds(200),
                loads: vec![load],
                forecast: Vec::new(),
            });
            made.push((id, driver));
        }
    }
    let (objective, left) = (Objective::default(), Vec::new());
    let plan = DayPlan { seed: 1, rounds, left, objective, estimated_times: true, fairest: None };
    tx.add_plan(place.machine.id(), date, &plan, now, None).await?;
    if let Some(draft) = tx.plan_in(date, PlanState::Draft).await? {
        tx.publish_plan(&draft, now, None).await?;
    }
    Ok(made)
}

/// Announces the lots of a donor: how each is loaded.
async fn announce(
    tx: &mut Tx<'_>,
    place: &Place,
    donor: SiteId,
    date: Date,
    (start, now): (Millis, Millis),
) -> Result<Vec<Load>, Refusal> {
    let op = Op {
        id: place.machine.id::<OpId>(),
        area: tx.area_id(),
        kind: OpKind::Announce,
        person: place.drivers[0],
        device: None,
        device_seq: None,
        occurred: now,
        received: now,
        outcome: OpOutcome::Done,
        answer: String::new(),
        undone: None,
    };
    tx.add_op(&op).await?;
    tx.answer_op(op.id, OpOutcome::Done, "[]").await?;
    let announcement =
        Announcement { id: place.machine.id(), site: donor, date, created: now, note: String::new(), nothing: false };
    tx.add_announcement(&announcement, op.id).await?;
    let (mut transfers, mut loads) = (Vec::new(), Vec::new());
    for index in 0..LOTS_PER_DONOR {
        let id: LotId = place.machine.id();
        let crates = Crates(1 + index as i64);
        let grams = Grams(crates.0 * 4_000);
        let ready = (start, start + Seconds(6 * 3600));
        let facts = LotFacts { grams, ..LotFacts::usual(Category::Bread, crates, Shelf::Undated, ready) };
        let number = tx.next_lot_number().await?;
        tx.add_lot(&Lot::new(id, number, &announcement, facts)).await?;
        transfers.push(Transfer::new(id, Holder::Supplier, Holder::Donor(donor), crates).weighing(grams));
        loads.push(Load { of: id, action: Action::Load, crates, grams, cold: None, reasons: Vec::new() });
    }
    tx.append(&op, transfers, || place.machine.id()).await?.expect("announced crates can be taken");
    Ok(loads)
}
