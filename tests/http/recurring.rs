//! The screens of what comes back every week: a driver's shifts, standing shifts, closures, usual days, and what is only
//! expected.

use crate::support;
use crate::support::world::{DAY, World, world};
use girofresco::app::announce::Surplus;
use girofresco::app::planning::PlanOrder;
use girofresco::domain::calendar::days;
use girofresco::domain::food::{Category, Shelf};
use girofresco::domain::lot::LotFacts;
use girofresco::domain::quantity::{Crates, Seconds};
use girofresco::domain::round::Shift;
use girofresco::planner::{Budget, Control};
use jiff::civil::time;

const BOSS: &str = "coordinator";

async fn fresh() -> World {
    world(support::sqlite().await).await
}

async fn page(world: &World, who: &str, path: &str) -> String {
    let answer = world.get(who, path).await;
    assert_eq!(answer.status, 200, "{path} as {who}");
    answer.body
}

fn says(body: &str, words: &[&str]) {
    for word in words {
        assert!(body.contains(word), "{word:?} is not on the page:\n{body}");
    }
}

fn keeps_silent(body: &str, words: &[&str]) {
    for word in words {
        assert!(!body.contains(word), "{word:?} is on the page");
    }
}

async fn shift(world: &World) -> Shift {
    world.app.shifts(world.actor(BOSS), DAY, DAY).await.unwrap().remove(0)
}

#[tokio::test]
async fn a_driver_says_that_they_cannot_and_another_one_takes_the_shift() {
    let world = fresh().await;
    let shift = shift(&world).await;
    says(&page(&world, "driver", "/driver").await, &["href=\"/driver/shifts\""]);
    says(&page(&world, "driver", "/driver/shifts").await, &["Non posso", "Furgone Prova", "Apri il giro"]);
    keeps_silent(&page(&world, "other_driver", "/driver/shifts").await, &["Lo prendo io"]);
    let cannot = world.post("driver", &format!("/driver/shifts/{}/cannot", shift.id), &[]).await;
    assert_eq!(cannot.location.as_deref(), Some("/driver/shifts?did=cannot"));
    says(
        &page(&world, "driver", "/driver/shifts?did=cannot").await,
        &["Cerchiamo chi ti copre", "Posso di nuovo", "Va bene"],
    );
    says(&page(&world, "other_driver", "/driver/shifts").await, &["Lo prendo io", "Prova driver non può"]);
    keeps_silent(&page(&world, BOSS, "/driver/shifts").await, &["Lo prendo io"]);
    says(&page(&world, BOSS, "/coordinator/fleet").await, &["Scoperto: cerchiamo un autista", "Non cercare più"]);
    let claim = world.post("other_driver", &format!("/driver/shifts/{}/claim", shift.id), &[]).await;
    assert_eq!(claim.location.as_deref(), Some("/driver/shifts?did=claimed"));
    let late = world.post("driver", &format!("/driver/shifts/{}/can", shift.id), &[]).await;
    assert_eq!(late.status, 409);
    says(&late.body, &["già preso", "Ti copre Prova other_driver"]);
    says(&page(&world, "other_driver", "/driver/shifts").await, &["Al posto di Prova driver"]);
    says(&page(&world, BOSS, "/coordinator/fleet").await, &["Al posto di Prova driver"]);
    says(&page(&world, "other_driver", "/driver").await, &["Giro 1"]);
    let answer = world.post("other_driver", &format!("/driver/shifts/{}/swap", shift.id), &[("take", "x")]).await;
    assert_eq!(answer.status, 422);
}

#[tokio::test]
async fn an_exchange_is_proposed_and_answered_with_a_tap_each() {
    let world = fresh().await;
    let mine = shift(&world).await;
    let theirs = Shift {
        id: world.app.machine().id(),
        date: days(DAY, 1),
        person: world.actor("other_driver").person,
        from: mine.from + Seconds(86_400),
        until: mine.until + Seconds(86_400),
        ..mine.clone()
    };
    world.app.save_shift(world.actor(BOSS), theirs.clone()).await.unwrap();
    let swap = format!("/driver/shifts/{}/swap", mine.id);
    says(&page(&world, "driver", &swap).await, &["Chiedi a Prova other_driver"]);
    assert_eq!(world.get("other_driver", &swap).await.status, 404, "somebody else's shift");
    let sent = world.post("driver", &swap, &[("take", &theirs.id.to_string())]).await;
    assert_eq!(sent.location.as_deref(), Some("/driver/shifts?did=proposed"));
    says(&page(&world, "driver", "/driver/shifts").await, &["Aspetti la risposta di Prova other_driver"]);
    let asked = page(&world, "other_driver", "/driver/shifts").await;
    says(&asked, &["Prova driver ti propone uno scambio", "Accetto", "No, grazie"]);
    let accept = asked.split("action=\"").find(|part| part.contains("/accept\"")).unwrap().split('"').next().unwrap();
    let done = world.post("other_driver", accept, &[]).await;
    assert_eq!(done.location.as_deref(), Some("/driver/shifts?did=accepted"));
    assert_eq!(world.app.shift(world.actor(BOSS), mine.id).await.unwrap().person, theirs.person);
}

#[tokio::test]
async fn the_calendar_link_is_shown_once_and_can_be_renewed() {
    let world = fresh().await;
    let made = world.post("driver", "/driver/calendar", &[]).await;
    assert_eq!(made.status, 200);
    let link = |body: &str| {
        let start = body.find("/calendar/").expect("a link");
        body[start..].split(".ics").next().unwrap().to_owned() + ".ics"
    };
    let first = link(&made.body);
    keeps_silent(&page(&world, "driver", "/driver/shifts").await, &["/calendar/"]);
    assert_eq!(world.get("", &first).await.status, 200);
    let second = link(&world.post("driver", "/driver/calendar", &[]).await.body);
    assert_eq!(world.get("", &first).await.status, 404);
    let request = axum::http::Request::get(&second).body(axum::body::Body::empty()).unwrap();
    let answer = tower::ServiceExt::oneshot(world.router.clone(), request).await.unwrap();
    assert_eq!(answer.headers()["content-type"], "text/calendar; charset=utf-8");
    assert_eq!(answer.headers()["cache-control"], "no-cache, private");
}

#[tokio::test]
async fn a_coordinator_keeps_standing_shifts_and_sees_where_they_overlap() {
    let world = fresh().await;
    let like = shift(&world).await;
    let form = page(&world, BOSS, "/coordinator/standing/new").await;
    says(&form, &["Ogni settimana", "giovedì"]);
    let action = form.split("action=\"/coordinator/standing/").nth(1).unwrap().split('"').next().unwrap();
    let path = format!("/coordinator/standing/{action}");
    let (person, vehicle, start) = (like.person.to_string(), like.vehicle.to_string(), like.start.to_string());
    let fields = |until: &'static str| {
        let mut fields = vec![("weekday", "4"), ("weeks", "1"), ("from", "10:00"), ("until", until), ("end", "")];
        fields.extend([("first", "2026-11-26"), ("last", "")]);
        fields.into_iter().map(|(name, value)| (name, value.to_owned())).collect::<Vec<_>>()
    };
    let send = async |until: &'static str| {
        let mut all = fields(until);
        all.extend([("person", person.clone()), ("vehicle", vehicle.clone()), ("start", start.clone())]);
        let all: Vec<(&str, &str)> = all.iter().map(|(name, value)| (*name, value.as_str())).collect();
        world.post(BOSS, &path, &all).await
    };
    let wrong = send("09:00").await;
    assert_eq!(wrong.status, 422);
    let saved = send("15:00").await;
    assert_eq!(saved.location.as_deref(), Some("/coordinator/fleet?saved=1&left=1#standing"));
    let fleet = page(&world, BOSS, "/coordinator/fleet?saved=1&left=1").await;
    says(&fleet, &["ogni giovedì", "1 turno lasciato fuori: autista o mezzo già occupato."]);
    keeps_silent(&fleet, &["nelle stesse ore", "Turno fisso<"]);
    // Files may still bring shifts that overlap.
    let twice = Shift { id: world.app.machine().id(), ..like };
    let saved = world.store.write(world.area, move |tx| {
        Box::pin(async move { Ok::<_, girofresco::app::Refusal>(tx.save_shift(&twice).await?) })
    });
    saved.await.unwrap();
    let fleet = page(&world, BOSS, "/coordinator/fleet").await;
    says(&fleet, &["ha due turni nelle stesse ore", "in due turni nelle stesse ore"]);
    says(&page(&world, "driver", "/driver/shifts").await, &["ogni giovedì", "Hai due turni nelle stesse ore"]);
    says(&page(&world, BOSS, &path).await, &["Turno fisso", "15:00"]);
    assert_eq!(world.get("driver", &path).await.status, 403);
}

#[tokio::test]
async fn a_shift_can_be_opened_for_whoever_takes_it() {
    let world = fresh().await;
    let like = shift(&world).await;
    let id: girofresco::domain::id::ShiftId = world.app.machine().id();
    let (vehicle, start) = (like.vehicle.to_string(), like.start.to_string());
    let fields = [
        ("date", "2026-11-27"),
        ("person", "nobody"),
        ("vehicle", vehicle.as_str()),
        ("from", "08:00"),
        ("until", "12:00"),
        ("start", start.as_str()),
        ("end", ""),
    ];
    let saved = world.post(BOSS, &format!("/coordinator/shifts/{id}"), &fields).await;
    assert_eq!(saved.status, 303, "{}", saved.body);
    says(&page(&world, BOSS, "/coordinator/fleet").await, &["Nessun autista", "Scoperto"]);
    says(&page(&world, "driver", "/driver/shifts").await, &["Serve un autista", "Lo prendo io"]);
    let sought = page(&world, BOSS, &format!("/coordinator/shifts/{id}")).await;
    says(&sought, &["value=\"nobody\" selected"]);
    let gone = world.post(BOSS, &format!("/coordinator/shifts/{id}/seek-nobody"), &[]).await;
    assert_eq!(gone.status, 303);
    keeps_silent(&page(&world, "driver", "/driver/shifts").await, &["Lo prendo io"]);
}

#[tokio::test]
async fn closures_and_holidays_are_kept_by_the_coordinator() {
    let world = fresh().await;
    says(&page(&world, BOSS, "/coordinator/more").await, &["Feste e chiusure"]);
    says(&page(&world, BOSS, "/coordinator/closures").await, &["Immacolata", "Natale", "Nessuna chiusura in vista"]);
    let wrong = [("site", ""), ("first", "2026-12-10"), ("last", "2026-12-09"), ("note", "")];
    assert_eq!(world.post(BOSS, "/coordinator/closures", &wrong).await.status, 422);
    let point = world.point.to_string();
    let fields = [("site", point.as_str()), ("first", "2026-12-10"), ("last", "2026-12-12"), ("note", "Trasloco")];
    assert_eq!(world.post(BOSS, "/coordinator/closures", &fields).await.status, 303);
    let shown = page(&world, BOSS, "/coordinator/closures").await;
    says(&shown, &["Trasloco", "Punto Prova", "Togli la chiusura"]);
    let drop = shown.split("action=\"").find(|part| part.contains("/drop\"")).unwrap().split('"').next().unwrap();
    assert_eq!(world.post(BOSS, drop, &[]).await.status, 303);
    assert_eq!(world.post(BOSS, drop, &[]).await.status, 404);
}

/// A Thursday a week on, planned from what the shop in Codogno usually has.
async fn planned_from_habit() -> World {
    let world = fresh().await;
    let next = days(DAY, 7);
    for week in [1, 2, 3] {
        let day = days(DAY, -7 * week);
        world.app.machine().clock.set(world.zone.instant(day, time(7, 0, 0, 0)));
        let bread = LotFacts::usual(
            Category::Bread,
            Crates(4),
            Shelf::Undated,
            (world.zone.instant(day, time(8, 0, 0, 0)), world.zone.instant(day, time(12, 0, 0, 0))),
        );
        let surplus = Surplus { date: day, lots: vec![bread], note: String::new(), photo: None };
        world.app.announce_surplus(world.actor("donor"), world.act(), world.shop, surplus).await.unwrap();
    }
    let like = shift(&world).await;
    world.app.machine().clock.set(world.zone.instant(next, time(7, 0, 0, 0)));
    let week = Seconds(7 * 86_400);
    let id = world.app.machine().id();
    let shift = Shift { id, date: next, from: like.from + week, until: like.until + week, ..like };
    world.app.save_shift(world.actor(BOSS), shift).await.unwrap();
    let order = PlanOrder { date: next, seed: 1, budget: Budget::of(300) };
    let plan = world.app.plan_day(world.actor(BOSS), order, |_| Control::Continue).await.unwrap();
    world.app.publish_plan(world.actor(BOSS), world.act(), plan.id).await.unwrap();
    world
}

#[tokio::test]
async fn what_is_only_expected_is_marked_everywhere() {
    let world = planned_from_habit().await;
    let next = days(DAY, 7);
    let expected = ["previsto", "Pane"];
    says(
        &page(&world, BOSS, &format!("/coordinator/plan?date={next}")).await,
        &["previsto", "non ha ancora annunciato"],
    );
    says(
        &page(&world, BOSS, &format!("/coordinator/plan/print?date={next}")).await,
        &["previsto", "Previsto il ritiro"],
    );
    let round = page(&world, "driver", "/driver").await;
    says(&round, &expected);
    says(&page(&world, "donor", "/donor").await, &["previsto", "Non hai ancora annunciato"]);
    says(&page(&world, "donor", "/donor/pickups").await, &["previsto"]);
    let points = [page(&world, "point", "/point").await, page(&world, "other_point", "/point").await].concat();
    says(&points, &["previsto", "potrebbe non arrivare"]);
    let day = world.app.day(world.actor(BOSS), next).await.unwrap();
    says(&page(&world, BOSS, &format!("/coordinator/rounds/{}", day.rounds[0].head.id)).await, &["previsto"]);

    let stop = day.rounds[0].stops.iter().find(|stop| stop.planned.site == world.shop).unwrap().planned.id;
    let path = format!("/driver/stops/{stop}");
    says(&page(&world, "driver", &path).await, &["Segna cosa c", "Niente da ritirare", "previsto"]);
    let form = page(&world, "driver", &format!("{path}/found")).await;
    says(&form, &["crates-bread", "value=\"4\"", "Altro cibo"]);
    let wrong = world.post("driver", &format!("{path}/found"), &[("crates-bread", "banana")]).await;
    assert_eq!(wrong.status, 422);
    let found = world.post("driver", &format!("{path}/found"), &[("crates-bread", "3"), ("crates-dairy", "1")]).await;
    assert_eq!(found.status, 303, "{}", found.body);
    let lots = world.app.day(world.actor(BOSS), next).await.unwrap();
    assert_eq!(lots.rounds[0].on_board.len(), 2);
    says(&page(&world, "donor", "/donor").await, &["Pane", "Latte"]);
}

#[tokio::test]
async fn usual_days_are_seen_and_chosen_by_the_shop_and_the_coordinator() {
    let world = planned_from_habit().await;
    says(&page(&world, "donor", "/donor/history").await, &["I tuoi giorni"]);
    says(&page(&world, "donor", "/donor/usual").await, &["giovedì", "Annunci: 4 su 4", "Lo aspettiamo", "100"]);
    let chosen = world.post("donor", "/donor/usual", &[("day-4", "never"), ("day-2", "learned")]).await;
    assert_eq!(chosen.location.as_deref(), Some("/donor/usual?saved=1"));
    let path = format!("/coordinator/sites/{}/usual", world.shop);
    says(&page(&world, BOSS, &format!("/coordinator/sites/{}", world.shop)).await, &["Giorni soliti", "chiuso"]);
    says(&page(&world, BOSS, &path).await, &["value=\"never\" selected"]);
    assert_eq!(world.post(BOSS, &path, &[("day-4", "sometimes")]).await.status, 422);
    assert_eq!(world.post(BOSS, &path, &[("day-4", "always")]).await.status, 303);
    assert_eq!(world.get(BOSS, &format!("/coordinator/sites/{}/usual", world.point)).await.status, 404);
    assert_eq!(world.get("donor", &format!("/donor/usual?site={}", world.other_shop)).await.status, 403);
}
