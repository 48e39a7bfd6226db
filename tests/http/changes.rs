//! The round changed while a driver was away: what they are told, and what becomes of acts that the plan no longer has.

use crate::support;
use crate::support::world::{Answer, DAY, World, crates_of, world};
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use girofresco::app::refusal::Refusal;
use girofresco::domain::id::{OpId, PlanId, RoundId, SiteId, StopId};
use girofresco::domain::lot::Lot;
use girofresco::domain::plan::{Action, DayPlan, Load, Objective, Round, RoundFigures, Stop};
use girofresco::domain::quantity::{Crates, Metres, Seconds};
use girofresco::domain::round::{PlanState, Shift};
use http_body_util::BodyExt;
use tower::ServiceExt;

async fn a_world() -> World {
    world(support::sqlite().await).await
}

fn load(lot: &Lot, action: Action, crates: i64) -> Load {
    Load { of: lot.id, action, crates: Crates(crates), grams: lot.grams, cold: None, reasons: Vec::new() }
}

fn stop(world: &World, id: StopId, site: SiteId, minute: i8, loads: Vec<Load>) -> Stop {
    let arrive = world.at(9, minute);
    Stop { id, site, arrive, start: arrive, depart: arrive + Seconds(300), loads, forecast: Vec::new() }
}

/// Publishes another plan for the day: the stops of the world's round, and those of a second round.
async fn replan(world: &World, first: Vec<Stop>, second: Vec<Stop>) {
    let mut rounds = vec![(world.round, first)];
    if !second.is_empty() {
        let driver = world.actor("other_driver").person;
        let known = world.store.reader(world.area).await.unwrap().db().shifts(DAY, DAY).await.unwrap();
        let shift = Shift { id: world.app.machine().id(), person: driver, ..known[0].clone() };
        let round: RoundId = world.app.machine().id();
        world
            .store
            .write(world.area, move |tx| {
                Box::pin(async move {
                    tx.save_shift(&shift).await?;
                    tx.add_round(round, &shift).await?;
                    Ok::<_, Refusal>(())
                })
            })
            .await
            .unwrap();
        rounds.push((round, second));
    }
    let mut planned = Vec::new();
    for (id, stops) in rounds {
        let head = world.store.reader(world.area).await.unwrap().db().round(id).await.unwrap().unwrap();
        let (depart, finish) = (world.at(8, 20), world.at(10, 0));
        let (metres, driving) = (Metres(17_000), Seconds(2_400));
        let figures = RoundFigures { depart, finish, metres, driving };
        planned.push(Round { id, shift: head.shift, vehicle: head.vehicle, stops, figures });
    }
    let plan = DayPlan {
        seed: 7,
        rounds: planned,
        left: Vec::new(),
        objective: Objective::default(),
        estimated_times: true,
        fairest: None,
    };
    let (id, now, area) = (world.app.machine().id::<PlanId>(), world.app.now(), world.area);
    world
        .store
        .write(area, move |tx| {
            Box::pin(async move {
                tx.add_plan(id, DAY, &plan, now, None).await?;
                let draft = tx.plan_in(DAY, PlanState::Draft).await?.expect("the draft");
                tx.publish_plan(&draft, now, None).await?;
                Ok::<_, Refusal>(())
            })
        })
        .await
        .unwrap();
}

/// The driver's phone: it opens a page with the cookies it has, and keeps those it gets.
struct Phone<'a> {
    world: &'a World,
    seen: Option<String>,
}

impl Phone<'_> {
    async fn open(&mut self, path: &str) -> String {
        let session = format!("girofresco={}", self.world.phones["driver"].token);
        let cookies = self.seen.iter().fold(session, |all, seen| format!("{all}; {seen}"));
        let request = Request::get(path).header(header::COOKIE, cookies).body(Body::empty()).unwrap();
        let answer = self.world.router.clone().oneshot(request).await.unwrap();
        assert_eq!(answer.status(), StatusCode::OK, "{path}");
        if let Some(cookie) = answer.headers().get(header::SET_COOKIE) {
            let cookie = cookie.to_str().unwrap();
            assert!(cookie.contains("Path=/driver; Max-Age=") && cookie.contains("HttpOnly; SameSite=Lax"), "{cookie}");
            self.seen = Some(cookie.split(';').next().unwrap().to_owned());
        }
        let bytes = answer.into_body().collect().await.unwrap().to_bytes();
        String::from_utf8_lossy(&bytes).into_owned()
    }
}

/// Sends a confirmation that waited on the driver's phone.
async fn late(world: &World, stop: StopId) -> Answer {
    let (op, at) = (world.app.machine().id::<OpId>(), world.app.now() - Seconds(900));
    let request = Request::post(format!("/driver/stops/{stop}/complete"))
        .header("outbox", format!("{} {op} {}", world.actor("driver").person, at.0))
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(Body::from(format!("op_id={op}&occurred_at={}", at.0)))
        .unwrap();
    world.send("driver", request).await
}

/// The first shop goes to the other driver; the second has a crate less; a point comes in between; the rest stays.
async fn changed(world: &World) {
    let [bread, dairy, cheese] = &world.lots[..] else { panic!("three lots") };
    let ids: [StopId; 4] = std::array::from_fn(|_| world.app.machine().id());
    let first = vec![
        stop(world, ids[0], world.other_shop, 0, vec![load(cheese, Action::Load, 3)]),
        stop(world, ids[1], world.other_point, 20, vec![load(cheese, Action::Unload, 1)]),
        stop(world, world.stops[2], world.point, 40, vec![load(cheese, Action::Unload, 2)]),
    ];
    let both = |action| vec![load(bread, action, 3), load(dairy, action, 2)];
    let second = vec![
        stop(world, ids[2], world.shop, 5, both(Action::Load)),
        stop(world, ids[3], world.point, 30, both(Action::Unload)),
    ];
    replan(world, first, second).await;
}

#[tokio::test]
async fn a_driver_sees_what_changed_until_they_say_so() {
    let world = a_world().await;
    let mut phone = Phone { world: &world, seen: None };
    assert!(!phone.open("/driver").await.contains("Il giro è cambiato"));
    changed(&world).await;
    for path in ["/driver", "/driver"] {
        let page = phone.open(path).await;
        assert!(page.contains("Il giro è cambiato"), "{page}");
        for line in [
            "Non passare più da Super Prova, Codogno: ci va Prova other_driver",
            "Nuova tappa: Parrocchia Prova, Maleo, alle 09:20",
            "Discount Prova, Maleo: carica 3 casse (erano 4)",
            "Punto Prova, Codogno: lascia 2 casse (erano 9)",
            "Quello che hai già fatto resta fatto.",
        ] {
            assert!(page.contains(line), "{line}");
        }
    }
    let stop = phone.open(&format!("/driver/stops/{}", world.stops[2])).await;
    assert!(stop.contains("Il giro è cambiato") && stop.contains("Guarda che cosa cambia"));
    let page = phone.open("/driver").await;
    let link = page.split("seen=").nth(1).unwrap().split('"').next().unwrap().to_owned();
    assert!(!phone.open(&format!("/driver?seen={link}")).await.contains("Il giro è cambiato"));
    assert!(!phone.open("/driver").await.contains("Il giro è cambiato"));
    let stop = phone.open(&format!("/driver/stops/{}", world.stops[2])).await;
    assert!(!stop.contains("Il giro è cambiato"));
    let mut new_phone = Phone { world: &world, seen: None };
    assert!(!new_phone.open("/driver").await.contains("Il giro è cambiato"), "a phone that never saw the old one");
}

#[tokio::test]
async fn an_act_on_a_stop_that_another_driver_got_counts_and_is_told() {
    let world = a_world().await;
    let mut phone = Phone { world: &world, seen: None };
    phone.open("/driver").await;
    world.set(8, 40);
    changed(&world).await;
    let answer = late(&world, world.stops[0]).await;
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(crates_of(&world, world.lots[0].id).await["vehicle"], 3);
    let page = phone.open("/driver").await;
    assert!(page.contains("Super Prova, Codogno, 08:25: non era più nel tuo giro"), "{page}");
    assert!(page.contains("È registrato e il coordinatore lo sa."));
    assert!(!page.contains("Non passare più da Super Prova"), "what is done needs no telling off");
    let alarms = world.get("coordinator", "/coordinator/alarms").await.body;
    assert!(alarms.contains("Non era nel piano"), "{alarms}");
    let link = page.split("seen=").nth(1).unwrap().split('"').next().unwrap().to_owned();
    assert!(!phone.open(&format!("/driver?seen={link}")).await.contains("non era più nel tuo giro"));
}

#[tokio::test]
async fn a_closed_door_that_was_no_longer_in_the_plan_is_told_to_the_coordinator() {
    let world = a_world().await;
    changed(&world).await;
    let quiet = world.get("coordinator", "/coordinator/alarms").await.body;
    assert!(!quiet.contains("Tappa non fatta, fuori dal piano"), "{quiet}");
    let path = format!("/driver/stops/{}/missed", world.stops[0]);
    let missed = world.post("driver", &path, &[("outcome", "closed"), ("note", "cancello <chiuso>")]).await;
    assert_eq!(missed.status, StatusCode::SEE_OTHER);
    let alarms = world.get("coordinator", "/coordinator/alarms").await.body;
    for words in ["Tappa non fatta, fuori dal piano", "Super Prova", "Era chiuso", "cancello &lt;chiuso&gt;"] {
        assert!(alarms.contains(words), "{words}: {alarms}");
    }
}

#[tokio::test]
async fn what_was_done_before_stays_done() {
    let world = a_world().await;
    let mut phone = Phone { world: &world, seen: None };
    phone.open("/driver").await;
    assert_eq!(late(&world, world.stops[0]).await.status, StatusCode::OK);
    let [bread, dairy, cheese] = &world.lots[..] else { panic!("three lots") };
    let all = vec![load(bread, Action::Unload, 3), load(dairy, Action::Unload, 2), load(cheese, Action::Unload, 4)];
    let stops = vec![
        stop(&world, world.stops[0], world.shop, 0, vec![load(bread, Action::Load, 3), load(dairy, Action::Load, 2)]),
        stop(&world, world.stops[2], world.point, 40, all),
        stop(&world, world.stops[1], world.other_shop, 50, vec![load(cheese, Action::Load, 4)]),
    ];
    replan(&world, stops, Vec::new()).await;
    let page = phone.open("/driver").await;
    assert!(page.contains("Il giro è cambiato"));
    assert!(page.contains("Punto Prova, Codogno: ora è la prima tappa"), "the order changed");
    assert!(!page.contains("Non passare più") && !page.contains("Nuova tappa"));
    assert_eq!(page.matches("class=\"done\"").count(), 1);
}
