//! The point's screens, as somebody at a point sees them.

use crate::support;
use crate::support::world::{Answer, World, crates_of, world};
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use girofresco::app::stop::StopReport;
use girofresco::domain::food::{Shelf, UseBy};
use girofresco::domain::id::{LotId, OpId};
use girofresco::domain::quantity::Seconds;
use jiff::civil::date;
use tower::ServiceExt;

/// The world with what the first `stops` visits did.
async fn after(stops: usize) -> World {
    let world = world(support::sqlite().await).await;
    let driver = world.actor("driver").clone();
    for stop in &world.stops[..stops] {
        world.app.complete_stop(&driver, world.act(), *stop, StopReport::default()).await.unwrap();
    }
    world
}

/// The fields of the check with every lot as it is on the page, and then `more`.
fn check(world: &World, more: &[(String, &str)]) -> Vec<(String, String)> {
    let mut fields: Vec<(String, String)> =
        more.iter().map(|(name, value)| (name.clone(), (*value).to_owned())).collect();
    for lot in &world.lots {
        let mut add = |field: &str, value: String| {
            let name = format!("{field}-{}", lot.id);
            if !fields.iter().any(|(known, _)| *known == name) {
                fields.push((name, value));
            }
        };
        add("crates", lot.crates.0.to_string());
        add("class", lot.class.to_string());
        add("why", "fine".to_owned());
    }
    fields
}

async fn post(world: &World, who: &str, path: &str, fields: &[(String, String)]) -> Answer {
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    world.post(who, path, &fields).await
}

fn of(field: &str, lot: LotId) -> String {
    format!("{field}-{lot}")
}

fn degrees(value: &str) -> (String, &str) {
    ("temperature-chilled".to_owned(), value)
}

fn followed(answer: &Answer) -> String {
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    assert!(answer.op_ack.is_some() || answer.location.as_deref() == Some("/point"));
    answer.location.clone().expect("a location")
}

fn is_chosen(page: &str, field: &str, value: &str) -> bool {
    page.contains(&format!("name=\"{field}\" value=\"{value}\" checked"))
}

#[tokio::test]
async fn arrivals_say_what_comes_when_from_whom_and_why() {
    let world = after(0).await;
    let page = world.get("point", "/point").await;
    assert_eq!(page.status, StatusCode::OK);
    for words in [
        "Verso le 09:10",
        "Prova driver, Furgone Prova",
        "9 casse",
        "da Super Prova, Codogno",
        "da Discount Prova, Maleo",
        "Meglio entro il gio 19/11, già passato",
        "Scadenza ven 27/11",
        "Di strada: 4 minuti in più.",
        "hx-get=\"/point/arrivals\"",
        "sse-connect=\"/live\"",
    ] {
        assert!(page.body.contains(words), "{words}: {}", page.body);
    }
    assert!(page.body.contains("- Pane: 3 casse\n"), "the text to send on");
    assert!(world.get("other_point", "/point").await.body.contains("Per ora non arriva niente."));
}

#[tokio::test]
async fn arrivals_follow_what_was_loaded_and_what_was_set_down() {
    let world = world(support::sqlite().await).await;
    let driver = world.actor("driver").clone();
    let short = girofresco::app::stop::StopException {
        lot: world.lots[0].id,
        crates: girofresco::domain::quantity::Crates(1),
        rest: girofresco::app::stop::Rest::NotThere,
    };
    let report = StopReport { exceptions: vec![short], ..StopReport::default() };
    world.app.complete_stop(&driver, world.act(), world.stops[0], report).await.unwrap();
    let page = world.get("point", "/point").await;
    assert!(page.body.contains("ne erano previste 3"), "{}", page.body);
    for stop in &world.stops[1..] {
        world.app.complete_stop(&driver, world.act(), *stop, StopReport::default()).await.unwrap();
    }
    let page = world.get("point", "/point").await;
    assert!(page.body.contains("3 lotti, 7 casse: l'autista li ha lasciati qui."), "{}", page.body);
    assert!(page.body.contains("Controlla (3)"));
    assert!(!page.body.contains("Verso le"));
}

#[tokio::test]
async fn a_fragment_is_only_for_scripts_and_is_not_kept() {
    let world = after(0).await;
    assert_eq!(followed(&world.get("point", "/point/arrivals").await), "/point");
    let cookie = format!("girofresco={}", world.phones["point"].token);
    let asked = Request::get("/point/arrivals").header("hx-request", "true").header(header::COOKIE, cookie);
    let answer = world.router.clone().oneshot(asked.body(Body::empty()).unwrap()).await.unwrap();
    assert_eq!(answer.headers()[header::CACHE_CONTROL], "no-store");
    let asked = Request::get("/point/arrivals").header("hx-request", "true").body(Body::empty()).unwrap();
    let fragment = world.send("point", asked).await;
    assert!(fragment.body.contains("Verso le 09:10") && !fragment.body.contains("<html"));
}

#[tokio::test]
async fn all_is_accepted_with_one_temperature_and_counts_once() {
    let world = after(3).await;
    let page = world.get("point", "/point/check").await;
    assert!(page.body.contains("Accetta tutti (3)"));
    assert_eq!(page.body.matches("name=\"temperature-").count(), 1, "one cold class, one temperature");
    assert!(page.body.contains("Va bene fino a 4,0 °C."), "the strictest range of the lots");
    assert!(!page.body.contains("hx-post"));
    let op = world.app.machine().id::<OpId>().to_string();
    let mut fields = check(&world, &[degrees("3,5")]);
    fields.push(("op_id".to_owned(), op));
    for _ in 0..2 {
        let next = followed(&post(&world, "point", "/point/check", &fields).await);
        assert!(next.starts_with("/point?done="));
    }
    for lot in &world.lots {
        assert_eq!(crates_of(&world, lot.id).await["point"], lot.crates.0);
    }
    let page = world.get("point", "/point").await;
    assert!(page.body.contains("Già preso oggi") && page.body.contains("9 casse, "));
    let stale = post(&world, "point", "/point/check", &check(&world, &[degrees("3,5")])).await;
    assert_eq!(stale.status, StatusCode::CONFLICT);
    assert!(stale.op_ack.is_some());
    assert!(stale.body.contains(": non c'è più niente."), "{}", stale.body);
    assert!(world.get("point", "/point/check").await.body.contains("Niente da controllare."));
}

#[tokio::test]
async fn a_rejected_lot_stays_on_the_vehicle_and_the_page_says_so() {
    let world = after(3).await;
    let cheese = world.lots[2].id;
    let too_few = [(of("why", cheese), "broken"), (of("rejected", cheese), "0"), degrees("4")];
    let answer = post(&world, "point", "/point/check", &check(&world, &too_few)).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.body.contains("almeno 1"));
    let more = [
        degrees("4"),
        (of("why", cheese), "broken"),
        (of("rejected", cheese), "3"),
        (of("note", cheese), "schiacciate"),
    ];
    let next = followed(&post(&world, "point", "/point/check", &check(&world, &more)).await);
    let held = crates_of(&world, cheese).await;
    assert_eq!((held["vehicle"], held["point"]), (3, 1));
    let page = world.get("point", &next).await;
    assert!(page.body.contains("Lotto 3: 3 casse tornano sul mezzo. L'autista lo vede."), "{}", page.body);
}

#[tokio::test]
async fn too_warm_food_comes_back_set_to_be_rejected() {
    let world = after(3).await;
    let (bread, dairy, cheese) = (world.lots[0].id, world.lots[1].id, world.lots[2].id);
    let warm = post(&world, "point", "/point/check", &check(&world, &[degrees("12,1")])).await;
    assert_eq!(warm.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(warm.op_ack.is_some());
    assert!(warm.body.contains("Latte e ricotta: 12,1 °C è troppo caldo. Rifiutalo."));
    assert!(warm.body.contains(&format!("href=\"#verdict-{dairy}\"")));
    assert!(is_chosen(&warm.body, &of("why", dairy), "too_warm"));
    assert!(is_chosen(&warm.body, &of("why", cheese), "fine"), "cheese may be taken for a reason");
    assert!(warm.body.contains("Yogurt e formaggi: 12,1 °C, più di 6,0 °C. Rifiutalo, o scegli perché lo prendi."));
    assert!(is_chosen(&warm.body, &of("why", bread), "fine"));
    assert!(warm.body.contains("value=\"12,1\""), "what was typed is kept");
    assert_eq!(crates_of(&world, bread).await["handover"], 3, "nothing was taken yet");
    let again = [degrees("12,1"), (of("why", dairy), "too_warm"), (of("warm", cheese), "just_out")];
    followed(&post(&world, "point", "/point/check", &check(&world, &again)).await);
    assert_eq!(crates_of(&world, dairy).await["vehicle"], 2);
    assert_eq!(crates_of(&world, cheese).await["point"], 4);
}

#[tokio::test]
async fn food_above_its_range_is_taken_for_a_reason_and_the_coordinator_sees_it() {
    let world = after(3).await;
    let (dairy, cheese) = (world.lots[1].id, world.lots[2].id);
    let page = world.get("point", "/point/check").await.body;
    assert!(page.contains("data-above=\"40\" data-most=\"90\""), "the phone knows it without a network: {page}");
    let silent = post(&world, "point", "/point/check", &check(&world, &[degrees("9")])).await;
    assert_eq!(silent.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(silent.op_ack.is_some());
    assert!(silent.body.contains("Latte e ricotta: 9,0 °C, più di 4,0 °C. Rifiutalo, o scegli perché lo prendi."));
    assert!(is_chosen(&silent.body, &of("why", dairy), "fine"), "nothing is decided for the person");
    let odd = [degrees("9"), (of("warm", dairy), "broken"), (of("warm", cheese), "broken")];
    let odd = post(&world, "point", "/point/check", &check(&world, &odd)).await;
    assert_eq!(odd.status, StatusCode::UNPROCESSABLE_ENTITY, "not every reason is one");
    let reasons = [degrees("9"), (of("warm", dairy), "eaten_at_once"), (of("warm", cheese), "cold_inside")];
    let next = followed(&post(&world, "point", "/point/check", &check(&world, &reasons)).await);
    let said = world.get("point", &next).await.body;
    assert!(said.contains("Latte e ricotta: 9,0 °C è fuori dai limiti."), "{said}");
    assert_eq!(crates_of(&world, dairy).await["point"], 2);
    let alarms = world.get("coordinator", "/coordinator/alarms").await.body;
    assert!(alarms.contains("Temperatura fuori dai limiti: 9,0 °C."), "{alarms}");
    assert!(alarms.contains("Preso lo stesso: si cuoce o si mangia subito."), "{alarms}");
    let log = world.get("coordinator", &format!("/coordinator/lots/{dairy}")).await.body;
    assert!(log.contains("si cuoce o si mangia subito") && log.contains("Temperatura fuori dai limiti"), "{log}");
}

#[tokio::test]
async fn warm_food_that_is_rejected_needs_no_other_reason() {
    let world = after(3).await;
    let (dairy, cheese) = (world.lots[1].id, world.lots[2].id);
    let reject = [degrees("9"), (of("why", dairy), "too_warm"), (of("why", cheese), "too_warm")];
    followed(&post(&world, "point", "/point/check", &check(&world, &reject)).await);
    assert_eq!(crates_of(&world, dairy).await["vehicle"], 2);
}

#[tokio::test]
async fn a_temperature_is_asked_for_unless_nobody_can_measure() {
    let world = after(3).await;
    let without = post(&world, "point", "/point/check", &check(&world, &[])).await;
    assert_eq!(without.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(without.body.contains("href=\"#temperature-chilled\"") && without.body.contains("Non posso misurare"));
    assert!(without.body.contains("Manca la temperatura del frigo."), "{}", without.body);
    assert!(without.body.contains("data-start=\"4\""), "plus begins where a fridge should be");
    for (typed, words) in [("caldo", "Scrivi un numero."), ("900", "al massimo 120")] {
        let nonsense = post(&world, "point", "/point/check", &check(&world, &[degrees(typed)])).await;
        assert_eq!(nonsense.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(nonsense.body.contains(words) && nonsense.body.contains(&format!("value=\"{typed}\"")), "{typed}");
    }
    let broken = [("unmeasured-chilled".to_owned(), "1")];
    followed(&post(&world, "point", "/point/check", &check(&world, &broken)).await);
}

#[tokio::test]
async fn food_past_its_use_by_date_cannot_be_taken_and_past_its_best_before_date_can() {
    let world = after(3).await;
    let (dairy, cheese) = (world.lots[1].id, world.lots[2].id);
    world.app.machine().clock.set(world.zone.start_of(date(2026, 11, 28)) + Seconds(36_000));
    let page = world.get("point", "/point/check").await;
    assert!(is_chosen(&page.body, &of("why", dairy), "expired"), "set to be rejected");
    assert!(is_chosen(&page.body, &of("why", cheese), "fine"));
    assert!(page.body.contains("Scaduto il ven 27/11") && page.body.contains("Meglio entro il gio 19/11, già passato"));
    let forced = post(&world, "point", "/point/check", &check(&world, &[degrees("3")])).await;
    assert_eq!(forced.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(forced.body.contains("Lotto 2: è scaduto. Non si può dare."));
    let right = [degrees("3"), (of("why", dairy), "expired")];
    followed(&post(&world, "point", "/point/check", &check(&world, &right)).await);
    assert_eq!(crates_of(&world, cheese).await["point"], 4);
    assert_eq!(crates_of(&world, dairy).await["vehicle"], 2);
    assert!(world.get("point", "/point/stock").await.body.contains("Meglio entro il gio 19/11, già passato"));
}

async fn shelf_of(world: &World, lot: LotId) -> Shelf {
    world.store.reader(world.area).await.unwrap().db().lot(lot).await.unwrap().unwrap().shelf
}

#[tokio::test]
async fn a_use_by_date_that_nobody_said_is_read_before_the_lot_is_taken() {
    let world = after(3).await;
    let (dairy, cheese) = (world.lots[1].id, world.lots[2].id);
    for lot in &world.lots[1..] {
        world.unsay(lot).await;
    }
    let page = world.get("point", "/point/check").await.body;
    assert!(page.contains("Scadenza da leggere sull'etichetta") && page.contains("Che scadenza c'è sull'etichetta?"));
    let driver = world.get("driver", &format!("/driver/stops/{}", world.stops[2])).await.body;
    assert!(driver.contains("Scadenza da leggere sull'etichetta"), "{driver}");
    let unread = post(&world, "point", "/point/check", &check(&world, &[degrees("3")])).await;
    assert_eq!(unread.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(unread.op_ack.is_some(), "a phone must not send it again");
    assert!(unread.body.contains(&format!("href=\"#{}\"", of("date", dairy))), "{}", unread.body);
    assert!(unread.body.contains("Lotto 2: leggi la scadenza sull'etichetta."));
    let past = [degrees("3"), (of("date", dairy), "other"), (of("date", dairy) + "-other", "2026-11-25")];
    let expired = post(&world, "point", "/point/check", &check(&world, &past)).await;
    assert_eq!(expired.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(expired.body.contains("Lotto 2: è scaduto. Non si può dare."));
    assert!(is_chosen(&expired.body, &of("why", dairy), "expired"), "set to be rejected");
    assert_eq!(shelf_of(&world, dairy).await, Shelf::UnreadUseBy, "nothing was taken yet");
    let read = [degrees("3"), (of("date", dairy), "2026-11-26")];
    let next = followed(&post(&world, "point", "/point/check", &check(&world, &read)).await);
    assert_eq!(crates_of(&world, dairy).await["point"], 2);
    assert_eq!(shelf_of(&world, dairy).await, Shelf::UseBy(UseBy(date(2026, 11, 26))));
    assert_eq!(shelf_of(&world, cheese).await, Shelf::UnreadBestBefore, "a best-before date blocks nothing");
    let op = next.split("done=").nth(1).unwrap();
    followed(&world.post("point", &format!("/acts/{op}/undo?back=/point"), &[]).await);
    assert_eq!(shelf_of(&world, dairy).await, Shelf::UnreadUseBy, "a misread date is taken back with its check");
}

#[tokio::test]
async fn a_lot_whose_date_cannot_be_read_can_be_rejected_and_never_reaches_families() {
    let world = after(3).await;
    let dairy = world.lots[1].id;
    world.unsay(&world.lots[1]).await;
    let reject = [degrees("3"), (of("why", dairy), "other")];
    followed(&post(&world, "point", "/point/check", &check(&world, &reject)).await);
    assert_eq!(crates_of(&world, dairy).await["vehicle"], 2);

    let world = holding().await;
    let dairy = world.lots[1].id;
    world.unsay(&world.lots[1]).await;
    let crates = of("crates", dairy);
    let given = world.post("point", "/point/handouts", &[(&crates, "1"), ("families", "1"), ("persons", "1")]).await;
    assert_eq!(given.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(given.body.contains("leggi la scadenza sull'etichetta"), "{}", given.body);
    assert_eq!(crates_of(&world, dairy).await.get("families"), None);
}

#[tokio::test]
async fn lots_still_on_the_vehicle_can_be_checked_straight_from_it() {
    let world = after(2).await;
    let from = format!("/point/check?from={}", world.round);
    assert!(world.get("point", "/point").await.body.contains(&from));
    let page = world.get("point", &from).await;
    assert!(page.body.contains("Questi lotti sono ancora sul mezzo (Furgone Prova)."));
    followed(&post(&world, "point", &from, &check(&world, &[degrees("3")])).await);
    assert_eq!(crates_of(&world, world.lots[0].id).await["point"], 3);
    let unknown = format!("/point/check?from={}", world.app.machine().id::<OpId>());
    assert_eq!(world.get("point", &unknown).await.status, StatusCode::NOT_FOUND);
    assert_eq!(world.get("point", "/point/check?from=x").await.status, StatusCode::NOT_FOUND);
}

async fn holding() -> World {
    let world = after(3).await;
    followed(&post(&world, "point", "/point/check", &check(&world, &[degrees("3")])).await);
    world
}

#[tokio::test]
async fn stock_is_shown_with_dates_and_thrown_away_with_a_reason() {
    let world = holding().await;
    let dairy = world.lots[1].id;
    let page = world.get("point", "/point/stock").await;
    assert!(page.body.contains("Latte e ricotta") && page.body.contains("16,0 kg"), "{}", page.body);
    let address = format!("/point/stock/{dairy}/discard");
    let (crates, why) = (of("crates", dairy), of("why", dairy));
    let no_reason = world.post("point", &address, &[(&crates, "1")]).await;
    assert_eq!(no_reason.status, StatusCode::UNPROCESSABLE_ENTITY);
    let odd = world.post("point", &address, &[(&crates, "1"), (&why, "bought")]).await;
    assert_eq!(odd.status, StatusCode::UNPROCESSABLE_ENTITY);
    let much = world.post("point", &address, &[(&crates, "9"), (&why, "broken")]).await;
    assert_eq!(much.status, StatusCode::CONFLICT);
    assert!(much.body.contains("Lotto 2: ci sono solo 2 casse."));
    followed(&world.post("point", &address, &[(&crates, "1"), (&why, "broken")]).await);
    assert_eq!(crates_of(&world, dairy).await["discarded"], 1);
    world.app.machine().clock.set(world.zone.start_of(date(2026, 11, 28)) + Seconds(36_000));
    let page = world.get("point", "/point/stock").await;
    assert!(page.body.contains("1 lotto è scaduto: non si può dare.") && page.body.contains("Butta la cassa"));
}

#[tokio::test]
async fn handouts_count_crates_families_and_persons_and_can_be_taken_back() {
    let world = holding().await;
    let bread = of("crates", world.lots[0].id);
    let none = world.post("point", "/point/handouts", &[(&bread, "0")]).await;
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
    for field in ["lots", "persons"] {
        assert!(none.body.contains(&format!("href=\"#{field}\"")), "{field}");
    }
    let fewer = [(bread.as_str(), "2"), ("families", "9"), ("persons", "4")];
    let fewer = world.post("point", "/point/handouts", &fewer).await;
    assert_eq!(fewer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(fewer.body.contains("almeno 9") && fewer.body.contains("value=\"4\""));
    let canteen = [(bread.as_str(), "1"), ("families", "0"), ("persons", "80")];
    let served = followed(&world.post("point", "/point/handouts", &canteen).await);
    assert!(world.get("point", &served).await.body.contains("0 famiglie, 80 persone"));
    let op = served.split("done=").nth(1).unwrap();
    followed(&world.post("point", &format!("/acts/{op}/undo?back=/point/handouts"), &[]).await);
    let minus = [(bread.as_str(), "1"), ("families", "-1"), ("persons", "8")];
    assert_eq!(world.post("point", "/point/handouts", &minus).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let fields = [(bread.as_str(), "2"), ("families", "4"), ("persons", "11")];
    let next = followed(&world.post("point", "/point/handouts", &fields).await);
    let page = world.get("point", &next).await;
    assert!(page.body.contains("4 famiglie, 11 persone"), "{}", page.body);
    assert_eq!(crates_of(&world, world.lots[0].id).await["families"], 2);
    let stale = world.post("point", "/point/handouts", &fields).await;
    assert_eq!(stale.status, StatusCode::CONFLICT);
    assert!(stale.body.contains("Lotto 1: c'è solo 1 cassa.") && stale.op_ack.is_some());
    let op = next.split("done=").nth(1).unwrap();
    let address = format!("/acts/{op}/undo?back=/point/handouts");
    assert_eq!(world.post("other_point", &address, &[]).await.status, StatusCode::NOT_FOUND);
    followed(&world.post("point", &address, &[]).await);
    assert_eq!(crates_of(&world, world.lots[0].id).await["point"], 3);
    assert!(!world.get("point", "/point/handouts").await.body.contains("4 famiglie, 11 persone"));
}

#[tokio::test]
async fn history_compares_with_the_network() {
    let world = after(3).await;
    let more = [degrees("3"), (of("why", world.lots[0].id), "broken")];
    followed(&post(&world, "point", "/point/check", &check(&world, &more)).await);
    let page = world.get("point", "/point/history").await;
    // 16 kg of dairy and 24 kg of cheese came; 3 of 9 crates were rejected; 60 persons here, 120 in the network.
    for words in ["40,0 kg", "33 %", "0,7 kg", "0,3 kg", "Media della rete"] {
        assert!(page.body.contains(words), "{words}: {}", page.body);
    }
    assert!(world.get("other_point", "/point/history").await.body.contains("Ancora niente."));
}

#[tokio::test]
async fn other_points_stay_theirs() {
    let world = after(3).await;
    let at = format!("site={}", world.point);
    for path in ["/point", "/point/arrivals", "/point/check", "/point/stock", "/point/handouts", "/point/history"] {
        let status = world.get("other_point", &format!("{path}?{at}")).await.status;
        assert_eq!(status, StatusCode::FORBIDDEN, "{path}");
        assert_eq!(world.get("donor", path).await.status, StatusCode::FORBIDDEN, "{path}");
    }
    let fields = check(&world, &[degrees("3")]);
    let act = post(&world, "other_point", &format!("/point/check?{at}"), &fields).await;
    assert_eq!(act.status, StatusCode::FORBIDDEN);
    let theirs = post(&world, "other_point", "/point/check", &fields).await;
    assert_eq!(theirs.status, StatusCode::CONFLICT, "those lots are not there");
    assert_eq!(crates_of(&world, world.lots[0].id).await["handover"], 3);
    assert_eq!(world.get("point", &format!("/point?site={}", world.shop)).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_coordinator_checks_in_for_a_point_and_sees_a_hub() {
    let world = after(3).await;
    let at = format!("site={}", world.point);
    let page = world.get("coordinator", &format!("/point?{at}")).await;
    assert!(page.body.contains(&format!("href=\"/point/check?{at}\"")), "{}", page.body);
    let next =
        followed(&post(&world, "coordinator", &format!("/point/check?{at}"), &check(&world, &[degrees("3")])).await);
    assert!(next.starts_with(&format!("/point?{at}&done=")), "{next}");
    let hub = format!("site={}", world.hub);
    for path in ["/point", "/point/stock", "/point/handouts", "/point/history"] {
        let page = world.get("coordinator", &format!("{path}?{hub}")).await;
        assert_eq!(page.status, StatusCode::OK, "{path}");
        assert!(page.body.contains("Magazzino Prova"), "{path}");
    }
    assert_eq!(world.get("coordinator", &format!("/point/check?{hub}")).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn nonsense_gets_a_page_and_moves_nothing() {
    let world = after(3).await;
    let bad_lot = world.post("point", "/point/check", &[("crates-nessuno", "1")]).await;
    assert_eq!(bad_lot.status, StatusCode::NOT_FOUND);
    let unknown = format!("crates-{}", world.app.machine().id::<OpId>());
    assert_eq!(world.post("point", "/point/check", &[(&unknown, "1")]).await.status, StatusCode::NOT_FOUND);
    let empty = world.post("point", "/point/check", &[]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    let bread = world.lots[0].id;
    for crates in ["-1", "99999999999999999999", "due"] {
        let odd = check(&world, &[(of("crates", bread), crates), degrees("3")]);
        assert_eq!(post(&world, "point", "/point/check", &odd).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
    let note = "n".repeat(100_000);
    let long = [(of("why", bread), "other"), (of("note", bread), note.as_str()), degrees("3")];
    let long = post(&world, "point", "/point/check", &check(&world, &long)).await;
    assert_eq!(long.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(long.body.contains("al massimo 1000 caratteri"));
    assert_eq!(crates_of(&world, bread).await["handover"], 3);
}
