//! A day in a town that every seed starts from: shops, drivers, points, coordinators, food, and a published plan.

use girofresco::app::announce::Surplus;
use girofresco::app::refusal::Refusal;
use girofresco::app::{Act, App, Settings};
use girofresco::clock::{Chance, Clock, Machine};
use girofresco::domain::food::{BestBefore, Category, PerClass, Shelf, UseBy};
use girofresco::domain::id::{AreaId, PersonId, PlanId, RoundId, SiteId};
use girofresco::domain::lot::Lot;
use girofresco::domain::lot::LotFacts;
use girofresco::domain::people::{Actor, Grant, Person, Role};
use girofresco::domain::plan::{Action, DayPlan, Load, Objective, Round, RoundFigures, Stop};
use girofresco::domain::quantity::{Crates, Grams, Metres, Seconds};
use girofresco::domain::round::{PlanState, Shift};
use girofresco::domain::site::{LatLon, Site, SiteKind, Town as Municipality, TownShape, Vehicle};
use girofresco::domain::time::{Millis, Zone};
use girofresco::store::{NewArea, Store};
use jiff::civil::{Date, date, time};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

/// The day: a Thursday.
pub const DAY: Date = date(2026, 11, 26);
pub const SHOPS: usize = 16;
pub const DRIVERS: usize = 8;
const POINTS: usize = 16;
const COORDINATORS: usize = 3;
/// Sets the chance of a day apart from that of the town.
const OWN_CHANCE: u64 = 1 << 32;
const STAFF_OF_A_SHOP: usize = 2;

/// Somebody, and the secret of the session on their phone.
#[derive(Debug, Clone)]
pub struct Resident {
    pub person: PersonId,
    pub token: String,
}

/// What every seed starts from.
pub struct Town {
    pub area: AreaId,
    pub zone: Zone,
    pub chief: Actor,
    /// Two for each shop.
    pub staff: Vec<Resident>,
    pub drivers: Vec<Resident>,
    /// Each point's first volunteer, then some points' second.
    pub volunteers: Vec<(usize, Resident)>,
    pub coordinators: Vec<Resident>,
    pub shops: Vec<SiteId>,
    pub points: Vec<SiteId>,
    pub hub: SiteId,
    pub rounds: Vec<RoundId>,
    pub lots: Vec<Lot>,
    pub plan: (PlanId, DayPlan),
    database: Vec<u8>,
}

/// A server on a database of its own.
pub struct Server {
    pub app: App,
    pub store: Store,
    pub database: String,
    _folder: tempfile::TempDir,
}

impl Town {
    /// The instant of a local time of the day.
    pub fn at(&self, hour: i8, minute: i8) -> Millis {
        self.zone.instant(DAY, time(hour, minute, 0, 0))
    }

    /// A server that starts with this town, at `now`, with chance of its own.
    pub async fn server(&self, seed: u64, now: Millis) -> Server {
        let folder = folder();
        let file = folder.path().join("fleet.db");
        std::fs::write(&file, &self.database).expect("a copy of the database");
        let database = address(&file);
        let store = Store::open(&database).await.expect("the copy opens");
        let machine = Machine { clock: Clock::still(now), chance: Chance::seeded(seed.wrapping_add(OWN_CHANCE)) };
        let app = App::new(store.clone(), machine, Settings::default());
        Server { app, store, database, _folder: folder }
    }
}

/// A folder in memory where the system has one: what is tested is not whether a disk keeps it.
fn folder() -> tempfile::TempDir {
    let memory = PathBuf::from("/dev/shm");
    let made = if memory.is_dir() { tempfile::tempdir_in(memory) } else { tempfile::tempdir() };
    made.expect("a temporary folder")
}

fn address(file: &Path) -> String {
    format!("sqlite://{}", file.display())
}

/// The town, made once for all seeds.
pub fn town() -> &'static Town {
    static TOWN: OnceLock<Town> = OnceLock::new();
    TOWN.get_or_init(|| {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        // Whoever asks first may be in a runtime of their own.
        std::thread::spawn(move || runtime.block_on(build())).join().expect("a town")
    })
}

struct Builder {
    machine: Machine,
    start: Millis,
    sites: Vec<Site>,
    people: Vec<Person>,
    vehicles: Vec<Vehicle>,
    shifts: Vec<Shift>,
}

impl Builder {
    fn site(&mut self, kind: SiteKind, name: String) -> SiteId {
        let id = self.machine.id();
        let nth = i32::try_from(self.sites.len()).expect("few sites");
        self.sites.push(Site {
            id,
            code: name.clone(),
            kind,
            name,
            town: "098019".to_owned(),
            town_name: String::new(),
            at: LatLon { lat: 45.16 + f64::from(nth % 7) * 0.01, lon: 9.70 + f64::from(nth / 7) * 0.01 },
            approximate: false,
            address: "Via Roma 1".to_owned(),
            phone: "0377 000000".to_owned(),
            notes: String::new(),
            opening: "mon-sat 07:00-20:00".parse().expect("hours"),
            open_holidays: false,
            service: Seconds(300),
            families: if kind == SiteKind::Point { 20 } else { 0 },
            persons: if kind == SiteKind::Point { 60 } else { 0 },
            room: PerClass([Crates(200); 5]),
            refused: std::iter::empty().collect(),
            active: true,
        });
        id
    }

    fn person(&mut self, code: String, role: Role, site: Option<SiteId>) -> PersonId {
        let id = self.machine.id();
        self.people.push(Person {
            id,
            name: format!("Prova {code}"),
            code,
            phone: "000 0000".to_owned(),
            language: "it".to_owned(),
            active: true,
            grants: vec![Grant { role, site }],
        });
        id
    }

    fn shift(&mut self, nth: usize, person: PersonId, hub: SiteId) {
        let vehicle = self.machine.id();
        self.vehicles.push(Vehicle {
            id: vehicle,
            code: format!("V{nth}"),
            name: format!("Furgone {nth}"),
            home: hub,
            crates: Crates(80),
            grams: Grams(900_000),
            refrigerated: true,
            insulated: Crates::ZERO,
            active: true,
        });
        self.shifts.push(Shift {
            id: self.machine.id(),
            date: DAY,
            person,
            vehicle,
            from: self.start,
            until: self.start + Seconds(10 * 3600),
            start: hub,
            end: None,
            cancelled: false,
            standing: None,
            rest: None,
            spots: Default::default(),
            wanted: None,
            covers: None,
        });
    }
}

async fn build() -> Town {
    let zone = Zone::named("Europe/Rome").expect("a zone");
    let start = zone.instant(DAY, time(6, 0, 0, 0));
    let machine = Machine { clock: Clock::still(start), chance: Chance::seeded(1) };
    let folder = folder();
    let file = folder.path().join("town.db");
    let store = Store::open(&address(&file)).await.expect("a fresh database");
    let app = App::new(store.clone(), machine.clone(), Settings::default());
    let area: AreaId = machine.id();

    let mut made = Builder {
        machine: machine.clone(),
        start,
        sites: Vec::new(),
        people: Vec::new(),
        vehicles: Vec::new(),
        shifts: Vec::new(),
    };
    let hub = made.site(SiteKind::Hub, "Magazzino".to_owned());
    let shops: Vec<SiteId> = (0..SHOPS).map(|nth| made.site(SiteKind::Donor, format!("Negozio {nth}"))).collect();
    let points: Vec<SiteId> = (0..POINTS).map(|nth| made.site(SiteKind::Point, format!("Punto {nth}"))).collect();
    let staff: Vec<PersonId> = (0..SHOPS * STAFF_OF_A_SHOP)
        .map(|nth| made.person(format!("S{nth}"), Role::Donor, Some(shops[nth / STAFF_OF_A_SHOP])))
        .collect();
    let drivers: Vec<PersonId> = (0..DRIVERS).map(|nth| made.person(format!("D{nth}"), Role::Driver, None)).collect();
    let at_points: Vec<usize> = (0..POINTS).chain(0..SECOND_VOLUNTEERS).collect();
    let volunteers: Vec<PersonId> = at_points
        .iter()
        .enumerate()
        .map(|(nth, point)| made.person(format!("P{nth}"), Role::Point, Some(points[*point])))
        .collect();
    let coordinators: Vec<PersonId> =
        (0..COORDINATORS).map(|nth| made.person(format!("C{nth}"), Role::Coordinator, None)).collect();
    for (nth, driver) in drivers.iter().enumerate() {
        made.shift(nth, *driver, hub);
    }
    let rounds: Vec<RoundId> = drivers.iter().map(|_| machine.id()).collect();
    save(&store, area, &zone, made, rounds.clone()).await;

    let chief = Actor {
        person: coordinators[0],
        name: String::new(),
        device: None,
        area,
        grants: vec![Grant { role: Role::Coordinator, site: None }],
    };
    let mut let_in = Vec::new();
    for person in staff.iter().chain(&drivers).chain(&volunteers).chain(&coordinators) {
        let (code, _) = app.invite(&chief, *person, false).await.expect("a code");
        let admitted = app.enter(&code, "fleet").await.expect("a session");
        let_in.push(Resident { person: *person, token: admitted.token });
    }
    let mut rest = let_in.into_iter();
    let mut take = |count: usize| rest.by_ref().take(count).collect::<Vec<Resident>>();
    let (staff, drivers) = (take(staff.len()), take(drivers.len()));
    let volunteers = at_points.into_iter().zip(take(volunteers.len())).collect();
    let coordinators = take(coordinators.len());

    for (nth, shop) in shops.iter().enumerate() {
        let act = Act { op: machine.id(), occurred: None, device_seq: None };
        let surplus = Surplus { date: DAY, lots: food_of(nth, start), note: String::new(), photo: None };
        app.announce_surplus(&chief, act, *shop, surplus).await.expect("an announcement");
    }
    let lots = store.reader(area).await.expect("a reader").db().lots_of_day(DAY).await.expect("lots");
    let plan = plan((&store, area), &machine, &rounds, &lots, (&shops, &points), start).await;
    let plan_id: PlanId = machine.id();
    publish(&store, area, plan_id, plan.clone(), start).await;
    app.close().await;
    drop(app);
    let database = std::fs::read(&file).expect("the database");
    Town {
        area,
        zone,
        chief,
        staff,
        drivers,
        volunteers,
        coordinators,
        shops,
        points,
        hub,
        rounds,
        lots,
        plan: (plan_id, plan),
        database,
    }
}

/// So many points have a second volunteer with a phone.
const SECOND_VOLUNTEERS: usize = 6;

async fn save(store: &Store, area: AreaId, zone: &Zone, made: Builder, rounds: Vec<RoundId>) {
    let new = NewArea { id: area, name: "Zona Prova".to_owned(), zone: zone.clone(), demo: false };
    store
        .write_new(new, move |tx| {
            Box::pin(async move {
                let at = LatLon { lat: 45.16, lon: 9.70 };
                let town = Municipality { code: "098019".to_owned(), name: "Codogno".to_owned(), at };
                tx.save_town(&TownShape { town, rings: Vec::new() }).await?;
                for site in &made.sites {
                    tx.save_site(site).await?;
                }
                for vehicle in &made.vehicles {
                    tx.save_vehicle(vehicle).await?;
                }
                for person in &made.people {
                    tx.save_person(person).await?;
                }
                for (shift, round) in made.shifts.iter().zip(rounds) {
                    tx.save_shift(shift).await?;
                    tx.add_round(round, shift).await?;
                }
                Ok::<_, Refusal>(())
            })
        })
        .await
        .expect("sites, people and shifts");
}

/// Two lots for each shop.
fn food_of(nth: usize, start: Millis) -> Vec<LotFacts> {
    let kinds = [
        (Category::Bread, Shelf::Undated),
        (Category::Dairy, Shelf::UseBy(UseBy(date(2026, 11, 27)))),
        (Category::Cheese, Shelf::BestBefore(BestBefore(date(2026, 11, 24)))),
        (Category::Produce, Shelf::Undated),
    ];
    let lot = |which: usize| {
        let (category, shelf) = kinds[which % kinds.len()];
        LotFacts::usual(
            category,
            Crates(i64::try_from(2 + (nth + which) % 5).expect("few crates")),
            shelf,
            (start, start + Seconds(12 * 3600)),
        )
    };
    vec![lot(nth), lot(nth + 1)]
}

/// The plan: each driver collects from two shops and brings it to two points.
async fn plan(
    (store, area): (&Store, AreaId),
    machine: &Machine,
    rounds: &[RoundId],
    lots: &[Lot],
    (shops, points): (&[SiteId], &[SiteId]),
    start: Millis,
) -> DayPlan {
    let mut planned = Vec::new();
    for (nth, round) in rounds.iter().enumerate() {
        let head =
            store.reader(area).await.expect("a reader").db().round(*round).await.expect("a round").expect("a round");
        let mut stops: Vec<Stop> = Vec::new();
        let leaves = start + Seconds(i64::try_from(2 * 3600 + nth * 900).expect("a morning"));
        let mut add = |site: SiteId, loads: Vec<Load>| {
            let arrive = leaves + Seconds(i64::try_from(stops.len() * 1500 + 900).expect("a morning"));
            stops.push(Stop {
                id: machine.id(),
                site,
                arrive,
                start: arrive,
                depart: arrive + Seconds(300),
                loads,
                forecast: Vec::new(),
            });
        };
        let mut aboard = Vec::new();
        for shop in &shops[2 * nth..2 * nth + 2] {
            let here: Vec<&Lot> = lots.iter().filter(|lot| lot.site == *shop).collect();
            add(*shop, here.iter().map(|lot| load(lot, lot.crates, Action::Load)).collect());
            aboard.extend(here);
        }
        for (turn, point) in [points[2 * nth], points[(2 * nth + 3) % POINTS]].into_iter().enumerate() {
            let loads = aboard.iter().skip(turn).step_by(2).map(|lot| load(lot, lot.crates, Action::Unload)).collect();
            add(point, loads);
        }
        let finish = stops.last().expect("stops").depart;
        planned.push(Round {
            id: *round,
            shift: head.shift,
            vehicle: head.vehicle,
            stops,
            figures: RoundFigures { depart: leaves, finish, metres: Metres(20_000), driving: Seconds(2_400) },
        });
    }
    DayPlan {
        seed: 1,
        rounds: planned,
        left: Vec::new(),
        objective: Objective::default(),
        estimated_times: true,
        fairest: None,
    }
}

/// A line of a plan.
pub fn load(lot: &Lot, crates: Crates, action: Action) -> Load {
    Load {
        of: lot.id,
        action,
        crates,
        grams: Grams(lot.grams.0 * crates.0 / lot.crates.0),
        cold: (action == Action::Unload).then_some(Seconds(1800)),
        reasons: Vec::new(),
    }
}

async fn publish(store: &Store, area: AreaId, id: PlanId, plan: DayPlan, now: Millis) {
    store
        .write(area, move |tx| {
            Box::pin(async move {
                tx.add_plan(id, DAY, &plan, now, None).await?;
                let head = tx.plan_in(DAY, PlanState::Draft).await?.expect("the draft");
                tx.publish_plan(&head, now, None).await?;
                Ok::<_, Refusal>(())
            })
        })
        .await
        .expect("a published plan");
}
