//! A small area in the middle of its day: two shops, two points, a hub, a van, a published plan, and a phone for
//! everybody. Requests go through the real router.

use super::Fresh;
use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use girofresco::app::announce::Surplus;
use girofresco::app::people::Admitted;
use girofresco::app::refusal::Refusal;
use girofresco::app::{Act, App, Settings};
use girofresco::clock::{Chance, Clock, Machine};
use girofresco::domain::food::{BestBefore, Category, Shelf, UseBy};
use girofresco::domain::id::{AreaId, LotId, OpId, PersonId, PlanId, RoundId, SiteId, StopId};
use girofresco::domain::lot::{Lot, LotFacts};
use girofresco::domain::people::{Actor, Grant, Person, Role};
use girofresco::domain::plan::{Action, DayPlan, Load, Objective, Reason, Round, RoundFigures, Stop};
use girofresco::domain::quantity::{Crates, Grams, Metres, Seconds};
use girofresco::domain::round::{PlanState, Shift};
use girofresco::domain::site::{LatLon, Site, SiteKind, Town, TownShape, Vehicle};
use girofresco::domain::time::{Millis, Zone};
use girofresco::store::{NewArea, Store};
use girofresco::web::{Web, router};
use http_body_util::BodyExt;
use jiff::civil::{Date, date, time};
use std::collections::BTreeMap;
use tower::ServiceExt;

/// The day of the world: a Thursday.
pub const DAY: Date = date(2026, 11, 26);

/// The area and everything in it that tests name.
pub struct World {
    pub app: App,
    pub store: Store,
    pub router: Router,
    pub web: Web,
    pub area: AreaId,
    pub zone: Zone,
    /// A shop in Codogno; its lots are the first two of [`World::lots`].
    pub shop: SiteId,
    /// A shop in Maleo; its lot is the third.
    pub other_shop: SiteId,
    /// A point in Codogno that all three lots are planned for.
    pub point: SiteId,
    /// A point in Maleo.
    pub other_point: SiteId,
    pub hub: SiteId,
    pub round: RoundId,
    /// Pickup at the shop, pickup at the other shop, delivery at the point.
    pub stops: [StopId; 3],
    /// Bread 3 crates, dairy 2 crates (use-by tomorrow), cheese 4 crates (best before last week).
    pub lots: Vec<Lot>,
    /// The session cookie and actor of each person: `donor`, `other_donor`, `driver`, `other_driver`, `point`,
    /// `other_point`, `coordinator`.
    pub phones: BTreeMap<&'static str, Admitted>,
    /// The database, which goes with the world that was made on it.
    fresh: Option<Fresh>,
}

/// What the server answered.
pub struct Answer {
    pub status: StatusCode,
    pub location: Option<String>,
    pub op_ack: Option<String>,
    pub body: String,
}

impl World {
    /// The instant of a local time of the day.
    pub fn at(&self, hour: i8, minute: i8) -> Millis {
        self.zone.instant(DAY, time(hour, minute, 0, 0))
    }

    /// Where the database is.
    pub fn address(&self) -> &str {
        &self.fresh.as_ref().expect("the world that was made on it").address
    }

    /// Moves the clock.
    pub fn set(&self, hour: i8, minute: i8) {
        self.app.machine().clock.set(self.at(hour, minute));
    }

    /// Makes it that nobody has said the date of a lot.
    pub async fn unsay(&self, lot: &Lot) {
        let shelf = Shelf::of(lot.shelf.kind(), None).expect("a kind of date");
        let unsaid = Lot { shelf, ..lot.clone() };
        let change = self
            .store
            .write(self.area, move |tx| Box::pin(async move { tx.change_lot(&unsaid).await.map_err(Refusal::from) }));
        change.await.expect("the lot changes");
    }

    /// The actor of a person.
    pub fn actor(&self, who: &str) -> &Actor {
        &self.phones[who].actor
    }

    /// A fresh act.
    pub fn act(&self) -> Act {
        Act { op: self.app.machine().id(), occurred: None, device_seq: None }
    }

    /// Opens a page as a person; nobody if `who` is empty.
    pub async fn get(&self, who: &str, path: &str) -> Answer {
        self.send(who, Request::get(path).body(Body::empty()).expect("a request")).await
    }

    /// Sends a form as a person, with a fresh `op_id` unless it has one.
    pub async fn post(&self, who: &str, path: &str, fields: &[(&str, &str)]) -> Answer {
        let mut form = form_urlencoded::Serializer::new(String::new());
        if !fields.iter().any(|(name, _)| *name == "op_id") {
            form.append_pair("op_id", &self.app.machine().id::<OpId>().to_string());
        }
        let body = form.extend_pairs(fields).finish();
        let request = Request::post(path).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.send(who, request.body(Body::from(body)).expect("a request")).await
    }

    /// Sends any request as a person.
    pub async fn send(&self, who: &str, mut request: Request<Body>) -> Answer {
        if let Some(phone) = self.phones.get(who) {
            let cookie = format!("girofresco={}", phone.token).parse().expect("a cookie");
            request.headers_mut().insert(header::COOKIE, cookie);
        }
        let answer = self.router.clone().oneshot(request).await.expect("the router answers");
        let text = |name| answer.headers().get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
        let (status, location, op_ack) = (answer.status(), text("location"), text("op-ack"));
        let bytes = answer.into_body().collect().await.expect("a body").to_bytes();
        // Spaces that keep a number and its unit on one line read as spaces.
        let body = String::from_utf8_lossy(&bytes).replace('\u{a0}', " ");
        Answer { status, location, op_ack, body }
    }
}

/// The world on a fresh database, at 08:00.
pub async fn world(fresh: Fresh) -> World {
    world_with(fresh, Settings::default()).await
}

/// The world with settings of its own.
pub async fn world_with(fresh: Fresh, settings: Settings) -> World {
    let start = Zone::named("Europe/Rome").expect("a zone").instant(DAY, time(8, 0, 0, 0));
    let machine = Machine { clock: Clock::still(start), chance: Chance::seeded(7) };
    let app = App::new(fresh.store.clone(), machine, settings);
    area(app, fresh.store.clone(), Some(fresh), "Prova").await
}

/// An area like the world's beside it, with people of its own; `word` is part of every name there.
pub async fn neighbour(world: &World, word: &str) -> World {
    area(world.app.clone(), world.store.clone(), None, word).await
}

async fn area(app: App, store: Store, fresh: Option<Fresh>, word: &str) -> World {
    let zone = Zone::named("Europe/Rome").expect("a zone");
    let start = zone.instant(DAY, time(8, 0, 0, 0));
    let machine = app.machine().clone();
    let area: AreaId = machine.id();
    let site = |kind, name: &str, town: &str, lat, lon| Site {
        id: machine.id(),
        code: name.to_owned(),
        kind,
        name: name.to_owned(),
        town: town.to_owned(),
        town_name: String::new(),
        at: LatLon { lat, lon },
        approximate: false,
        address: "Via Roma 1".to_owned(),
        phone: "0377 000000".to_owned(),
        notes: String::new(),
        opening: "mon-sat 08:00-19:00".parse().expect("hours"),
        open_holidays: false,
        service: Seconds(300),
        families: if kind == SiteKind::Point { 20 } else { 0 },
        persons: if kind == SiteKind::Point { 60 } else { 0 },
        room: girofresco::domain::food::PerClass([Crates(60), Crates(30), Crates(10), Crates(10), Crates(10)]),
        refused: std::iter::empty().collect(),
        active: true,
    };
    let shop = site(SiteKind::Donor, &format!("Super {word}"), "098019", 45.162, 9.704);
    let other_shop = site(SiteKind::Donor, &format!("Discount {word}"), "098035", 45.167, 9.756);
    let point = site(SiteKind::Point, &format!("Punto {word}"), "098019", 45.161, 9.705);
    let other_point = site(SiteKind::Point, &format!("Parrocchia {word}"), "098035", 45.165, 9.763);
    let hub = site(SiteKind::Hub, &format!("Magazzino {word}"), "098019", 45.168, 9.703);
    let sites = [shop.clone(), other_shop.clone(), point.clone(), other_point.clone(), hub.clone()];
    let van = Vehicle {
        id: machine.id(),
        code: "V1".to_owned(),
        name: format!("Furgone {word}"),
        home: hub.id,
        crates: Crates(60),
        grams: Grams(600_000),
        refrigerated: false,
        insulated: Crates::ZERO,
        active: true,
    };
    let grants = |role, site: Option<SiteId>| vec![Grant { role, site }];
    let people: Vec<(&'static str, Person)> = [
        ("donor", grants(Role::Donor, Some(shop.id))),
        ("other_donor", grants(Role::Donor, Some(other_shop.id))),
        ("driver", grants(Role::Driver, None)),
        ("other_driver", grants(Role::Driver, None)),
        ("point", grants(Role::Point, Some(point.id))),
        ("other_point", grants(Role::Point, Some(other_point.id))),
        ("coordinator", grants(Role::Coordinator, None)),
    ]
    .into_iter()
    .map(|(code, grants)| {
        let person = Person {
            id: machine.id(),
            code: code.to_owned(),
            name: format!("{word} {code}"),
            phone: "000 0000".to_owned(),
            language: "it".to_owned(),
            active: true,
            grants,
        };
        (code, person)
    })
    .collect();
    let id_of = |code: &str| people.iter().find(|(known, _)| *known == code).expect("a person").1.id;
    let shift = Shift {
        id: machine.id(),
        date: DAY,
        person: id_of("driver"),
        vehicle: van.id,
        from: start,
        until: start + Seconds(5 * 3600),
        start: hub.id,
        end: Some(hub.id),
        cancelled: false,
        wanted: None,
        covers: None,
        standing: None,
        rest: None,
        spots: Default::default(),
    };
    let round: RoundId = machine.id();
    {
        let everybody = people.iter().map(|(_, person)| person.clone()).collect::<Vec<_>>();
        let new = NewArea { id: area, name: format!("Zona {word}"), zone: zone.clone(), demo: false };
        store
            .write_new(new, move |tx| {
                Box::pin(async move {
                    for (code, name, lat, lon) in [("098019", "Codogno", 45.16, 9.70), ("098035", "Maleo", 45.17, 9.76)]
                    {
                        let town = Town { code: code.to_owned(), name: name.to_owned(), at: LatLon { lat, lon } };
                        tx.save_town(&TownShape { town, rings: Vec::new() }).await?;
                    }
                    for site in &sites {
                        tx.save_site(site).await?;
                    }
                    tx.save_vehicle(&van).await?;
                    for person in &everybody {
                        tx.save_person(person).await?;
                    }
                    tx.save_shift(&shift).await?;
                    tx.add_round(round, &shift).await?;
                    Ok::<_, Refusal>(())
                })
            })
            .await
            .expect("sites, people and a shift");
    }
    let mut phones = BTreeMap::new();
    let chief = Actor {
        person: id_of("coordinator"),
        name: String::new(),
        device: None,
        area,
        grants: grants(Role::Coordinator, None),
    };
    for (code, person) in &people {
        let (secret, _) = app.invite(&chief, person.id, false).await.expect("a code");
        phones.insert(*code, app.enter(&secret, "test").await.expect("a phone"));
    }
    let surplus = |category: Category, crates, shelf| {
        LotFacts::usual(category, Crates(crates), shelf, (start, start + Seconds(4 * 3600)))
    };
    let bread = surplus(Category::Bread, 3, Shelf::Undated);
    let dairy = surplus(Category::Dairy, 2, Shelf::UseBy(UseBy(date(2026, 11, 27))));
    let cheese = surplus(Category::Cheese, 4, Shelf::BestBefore(BestBefore(date(2026, 11, 19))));
    for (who, site, lots) in [("donor", shop.id, vec![bread, dairy]), ("other_donor", other_shop.id, vec![cheese])] {
        let act = Act { op: machine.id(), occurred: None, device_seq: None };
        let surplus = Surplus { date: DAY, lots, note: String::new(), photo: None };
        app.announce_surplus(&phones[who].actor, act, site, surplus).await.expect("an announcement");
    }
    let lots = store.reader(area).await.expect("a reader").db().lots_of_day(DAY).await.expect("lots");
    let stops: [StopId; 3] = [machine.id(), machine.id(), machine.id()];
    publish(
        &store,
        area,
        &machine,
        &lots,
        (round, stops),
        id_of("coordinator"),
        [shop.id, other_shop.id, point.id],
        start,
    )
    .await;
    let web = Web::new(app.clone(), "http://127.0.0.1:8080");
    World {
        router: router(web.clone()),
        app,
        store,
        web,
        area,
        zone,
        shop: shop.id,
        other_shop: other_shop.id,
        point: point.id,
        other_point: other_point.id,
        hub: hub.id,
        round,
        stops,
        lots,
        phones,
        fresh,
    }
}

#[expect(clippy::too_many_arguments, reason = "the pieces of one plan")]
async fn publish(
    store: &Store,
    area: AreaId,
    machine: &Machine,
    lots: &[Lot],
    (round, stops): (RoundId, [StopId; 3]),
    by: PersonId,
    sites: [SiteId; 3],
    start: Millis,
) {
    let load = |lot: &Lot, action| Load {
        of: lot.id,
        action,
        crates: lot.crates,
        grams: lot.grams,
        cold: (action == Action::Unload).then_some(Seconds(1800)),
        reasons: if action == Action::Unload { vec![Reason::OnTheWay { extra: Seconds(240) }] } else { Vec::new() },
    };
    let stop = |index: usize, minutes: i64, loads| Stop {
        id: stops[index],
        site: sites[index],
        arrive: start + Seconds(minutes * 60),
        start: start + Seconds(minutes * 60),
        depart: start + Seconds(minutes * 60 + 300),
        loads,
        forecast: Vec::new(),
    };
    let shift = store.reader(area).await.expect("a reader").db().round(round).await.expect("a round").expect("a round");
    let plan = DayPlan {
        seed: 7,
        rounds: vec![Round {
            id: round,
            shift: shift.shift,
            vehicle: shift.vehicle,
            stops: vec![
                stop(0, 30, vec![load(&lots[0], Action::Load), load(&lots[1], Action::Load)]),
                stop(1, 50, vec![load(&lots[2], Action::Load)]),
                stop(2, 70, lots.iter().map(|lot| load(lot, Action::Unload)).collect()),
            ],
            figures: RoundFigures {
                depart: start + Seconds(20 * 60),
                finish: start + Seconds(90 * 60),
                metres: Metres(17_400),
                driving: Seconds(2_400),
            },
        }],
        left: Vec::new(),
        objective: Objective::default(),
        estimated_times: true,
        fairest: None,
    };
    let id: PlanId = machine.id();
    store
        .write(area, move |tx| {
            Box::pin(async move {
                tx.add_plan(id, DAY, &plan, start, Some(by)).await?;
                let head = tx.plan_in(DAY, PlanState::Draft).await?.expect("the draft");
                tx.publish_plan(&head, start, Some(by)).await?;
                Ok::<_, Refusal>(())
            })
        })
        .await
        .expect("a published plan");
}

/// The crates of a lot, by kind of holder, without what is zero.
pub async fn crates_of(world: &World, lot: LotId) -> BTreeMap<&'static str, i64> {
    let held =
        world.store.reader(world.area).await.expect("a reader").db().holdings_of_lot(lot).await.expect("holdings");
    held.iter()
        .filter(|held| held.balance.crates.0 > 0)
        .map(|held| (held.holder.kind().word(), held.balance.crates.0))
        .collect()
}
