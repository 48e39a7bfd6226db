//! A driver's phone, through the real router: what a driver sees and sends.

use crate::support;
use crate::support::world::{Answer, DAY, World, crates_of, world};
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use girofresco::app::check_in::{CheckIn, CheckLine};
use girofresco::app::refusal::Refusal;
use girofresco::domain::ledger::MovementReason;
use girofresco::domain::quantity::{Crates, Seconds};
use girofresco::domain::round::ProblemKind;
use std::collections::BTreeMap;

fn at(pairs: &[(&'static str, i64)]) -> BTreeMap<&'static str, i64> {
    pairs.iter().copied().collect()
}

async fn a_world() -> World {
    world(support::sqlite().await).await
}

fn stop(world: &World, index: usize) -> String {
    format!("/driver/stops/{}", world.stops[index])
}

fn round(world: &World, what: &str) -> String {
    format!("/driver/rounds/{}/{what}", world.round)
}

async fn complete(world: &World, index: usize, fields: &[(&str, &str)]) -> Answer {
    world.post("driver", &format!("{}/complete", stop(world, index)), fields).await
}

async fn complete_all(world: &World) {
    for index in 0..3 {
        assert_eq!(complete(world, index, &[]).await.status, StatusCode::SEE_OTHER);
    }
}

/// Goes where an answer leads.
async fn follow(world: &World, answer: &Answer) -> Answer {
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    world.get("driver", answer.location.as_deref().expect("a location")).await
}

#[track_caller]
fn assert_says(answer: &Answer, texts: &[&str]) {
    for text in texts {
        assert!(answer.body.contains(text), "{text:?} is not on the page:\n{}", answer.body);
    }
}

#[track_caller]
fn assert_silent(answer: &Answer, texts: &[&str]) {
    for text in texts {
        assert!(!answer.body.contains(text), "{text:?} is on the page");
    }
}

/// The part of a page from one text to another.
#[track_caller]
fn between<'a>(page: &'a str, from: &str, to: &str) -> &'a str {
    let start = page.split_once(from).unwrap_or_else(|| panic!("{from:?} is not on the page")).1;
    start.split_once(to).unwrap_or_else(|| panic!("{to:?} does not follow")).0
}

#[tokio::test]
async fn a_round_is_driven_by_taps_alone() {
    for fresh in support::both().await {
        let world = world(fresh).await;
        let start = world.get("driver", "/driver").await;
        assert_eq!(start.status, StatusCode::OK);
        assert_says(&start, &["Giro 1", "Parti alle 08:20 da Magazzino Prova.", "Mancano 3 tappe", "17,4 km"]);
        assert_says(&start, &["tempi stimati", "Carica 5 casse: Pane 3, Latte e ricotta 2", "id=\"round-map\""]);
        let open = world.get("driver", &stop(&world, 0)).await;
        assert_says(&open, &["<h1>Super Prova</h1>", "Via Roma 1, Codogno", "aperto 08:00–19:00", "Ritirato tutto"]);
        assert_says(&open, &["Temperatura ambiente", "Frigo", "Scadenza ven 27/11", "tel:0377000000", "data-geo="]);
        let done = complete(&world, 0, &[]).await;
        let next = format!("{}?after={}&done={}", stop(&world, 1), world.stops[0], done.op_ack.as_deref().unwrap());
        assert_eq!(done.location.as_deref(), Some(next.as_str()), "the next stop is already open");
        assert_eq!(crates_of(&world, world.lots[0].id).await, at(&[("vehicle", 3)]));
        let second = follow(&world, &done).await;
        assert_says(
            &second,
            &[
                "<h1>Discount Prova</h1>",
                "Annulla",
                "Meglio entro il gio 19/11, già passato",
                "Consegna entro le 09:30",
            ],
        );
        let third = follow(&world, &complete(&world, 1, &[]).await).await;
        assert_says(&third, &["<h1>Punto Prova</h1>", "Consegnato", "Da scaricare", "Di strada: 4 minuti in più"]);
        let last = follow(&world, &complete(&world, 2, &[]).await).await;
        assert_says(&last, &["<h1>Fine giro</h1>", "3 di 3", "Il giro è finito"]);
        assert_eq!(crates_of(&world, world.lots[2].id).await, at(&[("handover", 4)]));
        let thanks = follow(&world, &world.post("driver", &round(&world, "end"), &[]).await).await;
        assert_says(&thanks, &["<h1>Grazie!</h1>", "casse consegnate", "Giro finito alle 08:00."]);
        assert_eq!(between(&thanks.body, "casse raccolte</dt><dd>", "<"), "9");
        assert_eq!(between(&thanks.body, "casse consegnate</dt><dd>", "<"), "9");
    }
}

#[tokio::test]
async fn what_is_still_to_be_loaded_is_shown_as_planned_where_it_goes() {
    let world = a_world().await;
    let early = world.get("driver", &stop(&world, 2)).await;
    let total = between(&early.body, "Da scaricare", "</strong>");
    assert!(total.contains("9 casse"), "{total}");
    let counted = world.get("driver", &format!("{}/missing", stop(&world, 2))).await;
    let stepper = between(&counted.body, &format!("<input id=\"crates-{}\"", world.lots[0].id), ">");
    assert!(stepper.contains("value=\"3\"") && stepper.contains("max=\"3\""), "{stepper}");
    let closed = world.post("driver", &format!("{}/missed", stop(&world, 0)), &[("outcome", "closed")]).await;
    assert_eq!(closed.status, StatusCode::SEE_OTHER);
    let later = world.get("driver", &stop(&world, 2)).await;
    let total = between(&later.body, "Da scaricare", "</strong>");
    assert!(total.contains("4 casse"), "nothing of the closed shop: {total}");
}

#[tokio::test]
async fn crates_that_were_not_there_stay_behind_or_are_refused() {
    for (fate, kept) in [("not-there", None), ("left-behind", Some(2)), ("too_warm", None)] {
        let world = a_world().await;
        let (bread, dairy) = (world.lots[0].id, world.lots[1].id);
        let asked = world.get("driver", &format!("{}/missing", stop(&world, 0))).await;
        assert_says(&asked, &["Quante casse prendi?", "Non c'erano", "Restano lì", "Rifiutate: troppo caldo"]);
        let fields = [
            ("counted", "1"),
            (&*format!("crates-{bread}"), "1"),
            (&*format!("rest-{bread}"), fate),
            (&*format!("crates-{dairy}"), "2"),
        ];
        let done = complete(&world, 0, &fields).await;
        let next = follow(&world, &done).await;
        let mut expected = at(&[("vehicle", 1)]);
        expected.extend(kept.map(|crates| ("donor", crates)));
        assert_eq!(crates_of(&world, bread).await, expected, "{fate}");
        assert_eq!(crates_of(&world, dairy).await, at(&[("vehicle", 2)]));
        assert_eq!(next.body.contains("Lotto 1: restano 2 casse"), kept.is_some(), "{fate}");
        let closed = world.get("driver", &stop(&world, 0)).await;
        assert_says(&closed, &["Registrato", "caricato", "Correggi"]);
        let why = fate.parse::<MovementReason>().ok();
        assert_eq!(closed.body.contains("non preso: troppo caldo"), why == Some(MovementReason::TooWarm), "{fate}");
    }
}

#[tokio::test]
async fn what_became_of_missing_crates_must_be_said_and_what_was_typed_stays() {
    let world = a_world().await;
    let bread = world.lots[0].id;
    let (crates, rest) = (format!("crates-{bread}"), format!("rest-{bread}"));
    let typed = [("counted", "1"), (&*crates, "1"), ("temperature-chilled", "3,5"), ("note", "porta <rotta>")];
    let again = complete(&world, 0, &typed).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(again.op_ack.is_some(), "the phone must not send it again");
    assert_says(&again, &[&format!("href=\"#{rest}\""), &format!("id=\"{rest}-error\""), "Conferma così"]);
    assert_says(&again, &["value=\"3,5\"", "porta &lt;rotta&gt;"]);
    let stepper = between(&again.body, &format!("<input id=\"{crates}\""), ">");
    assert!(stepper.contains("value=\"1\""), "{stepper}");
    assert_eq!(crates_of(&world, bread).await, at(&[("donor", 3)]), "nothing was recorded");
    let nonsense =
        [(&*crates, "99999999999999999999"), ("temperature-chilled", "fredda"), ("temperature-frozen", "-900")];
    let again = complete(&world, 0, &nonsense).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_says(&again, &["value=\"fredda\"", "id=\"temperature-chilled-error\"", "<details class=\"more\" open>"]);
    let huge = "x".repeat(5_000);
    let again = complete(&world, 0, &[("counted", "1"), ("note", &huge)]).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_says(&again, &["id=\"note-error\"", "al massimo 1000 caratteri"]);
    let hot = complete(&world, 0, &[("temperature-chilled", "900")]).await;
    assert_eq!(hot.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_says(&hot, &["È troppo: al massimo 120.", "value=\"900\""]);
    assert_eq!(crates_of(&world, bread).await, at(&[("donor", 3)]));
}

#[tokio::test]
async fn a_temperature_out_of_range_is_recorded_and_said() {
    let world = a_world().await;
    let warm = follow(&world, &complete(&world, 0, &[("temperature-chilled", "11,5")]).await).await;
    assert_says(&warm, &["Latte e ricotta: 11,5 °C è fuori dai limiti. Avvisa il coordinatore."]);
    let closed = world.get("driver", &stop(&world, 0)).await;
    assert_says(&closed, &["11,5 °C", "Temperatura fuori dai limiti"]);
}

#[tokio::test]
async fn fewer_crates_at_the_point_stay_on_board_with_nowhere_to_go() {
    let world = a_world().await;
    let cheese = world.lots[2].id;
    complete(&world, 0, &[]).await;
    complete(&world, 1, &[]).await;
    let counting = world.get("driver", &format!("{}/missing", stop(&world, 2))).await;
    assert_says(&counting, &["Quante casse lasci?", "max=\"4\""]);
    assert_silent(&counting, &["Non c'erano"]);
    let done = complete(&world, 2, &[("counted", "1"), (&format!("crates-{cheese}"), "1")]).await;
    let end = follow(&world, &done).await;
    assert_says(&end, &["Ci sono ancora 3 casse a bordo.", "Decidi dove portarle"]);
    assert_silent(&end, &["Il giro è finito"]);
    assert_eq!(crates_of(&world, cheese).await, at(&[("handover", 1), ("vehicle", 3)]));
    let refused = world.post("driver", &round(&world, "end"), &[]).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert!(refused.op_ack.is_some());
    assert_says(&refused, &["Ci sono ancora 3 casse a bordo.", "Decidi dove portarle"]);

    // The day after, the coordinator still sees it, and can still open where to bring it.
    world.app.machine().clock.set(world.at(9, 0) + Seconds(86_400));
    let alarms = world.get("coordinator", "/coordinator/alarms").await;
    assert_says(&alarms, &["Cibo rimasto a bordo", "3 casse a bordo da"]);
    let aboard = between(&alarms.body, "href=\"/driver/aboard?", "\"").to_owned();
    assert_eq!(world.get("coordinator", &format!("/driver/aboard?{aboard}")).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_lot_rejected_after_the_end_of_the_round_gets_a_place_too() {
    let world = a_world().await;
    for at in 0..3 {
        complete(&world, at, &[]).await;
    }
    assert_eq!(world.post("driver", &round(&world, "end"), &[]).await.status, StatusCode::SEE_OTHER);
    let cheese = world.lots[2].id;
    let site = world.point;
    let check = CheckIn {
        lines: vec![CheckLine {
            lot: cheese,
            from: None,
            crates: Crates(4),
            verdict: Err((MovementReason::Broken, String::new())),
        }],
        ..CheckIn::default()
    };
    world.app.check_in(world.actor("point"), world.act(), site, check).await.unwrap();
    let end = world.get("driver", "/driver/end").await;
    assert_says(&end, &["Ci sono ancora 4 casse a bordo.", "Decidi dove portarle"]);
}

#[tokio::test]
async fn a_closed_door_takes_one_tap_and_opens_again() {
    for (outcome, words) in [("closed", "Era chiuso"), ("unreachable", "Non raggiungibile")] {
        let world = a_world().await;
        let missed = world.post("driver", &format!("{}/missed", stop(&world, 0)), &[("outcome", outcome)]).await;
        let next = follow(&world, &missed).await;
        assert_says(&next, &["<h1>Discount Prova</h1>", "Lotto 1: restano 3 casse"]);
        let closed = world.get("driver", &stop(&world, 0)).await;
        assert_says(&closed, &[&format!("{words} alle 08:00.")]);
        let giro = world.get("driver", "/driver").await;
        assert_says(&giro, &["Mancano 2 tappe", "saltata", words]);
        let undo = format!("/acts/{}/undo?back=/driver/stops/{}", missed.op_ack.unwrap(), world.stops[0]);
        let open = follow(&world, &world.post("driver", &undo, &[]).await).await;
        assert_says(&open, &["Ritirato tutto"]);
    }
    let world = a_world().await;
    for bad in ["", "done", "reopened", "boh"] {
        let answer = world.post("driver", &format!("{}/missed", stop(&world, 0)), &[("outcome", bad)]).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{bad:?}");
        assert_says(&answer, &["Ritirato tutto"]);
    }
}

#[tokio::test]
async fn correcting_a_closed_stop_opens_it_and_gives_the_crates_back() {
    let world = a_world().await;
    complete(&world, 0, &[]).await;
    let closed = world.get("driver", &stop(&world, 0)).await;
    assert_silent(&closed, &["Ritirato tutto", "Manca qualcosa"]);
    let action = between(&closed.body, "action=\"/acts/", "\"").replace("&amp;", "&");
    let open = follow(&world, &world.post("driver", &format!("/acts/{action}"), &[]).await).await;
    assert_says(&open, &["<h1>Super Prova</h1>", "Ritirato tutto"]);
    assert_eq!(crates_of(&world, world.lots[0].id).await, at(&[("donor", 3)]));
    assert_says(&world.get("driver", "/driver").await, &["Mancano 3 tappe"]);
    complete(&world, 0, &[]).await;
    let other = world.get("coordinator", &stop(&world, 0)).await;
    assert_says(&other, &["Correggi"]);
}

#[tokio::test]
async fn a_stop_that_the_coordinator_closed_is_not_the_drivers_to_correct() {
    let world = a_world().await;
    world.post("coordinator", &format!("{}/complete", stop(&world, 0)), &[]).await;
    let closed = world.get("driver", &stop(&world, 0)).await;
    assert_says(&closed, &["Registrato"]);
    assert_silent(&closed, &["Correggi"]);
}

#[tokio::test]
async fn a_double_tap_counts_once_and_a_stale_form_shows_how_it_is() {
    let world = a_world().await;
    let op = uuid();
    let first = complete(&world, 0, &[("op_id", &op)]).await;
    let second = complete(&world, 0, &[("op_id", &op)]).await;
    assert_eq!((first.status, second.status), (StatusCode::SEE_OTHER, StatusCode::SEE_OTHER));
    assert_eq!(first.location, second.location);
    assert_eq!((first.op_ack.as_deref(), second.op_ack.as_deref()), (Some(&*op), Some(&*op)));
    assert_eq!(crates_of(&world, world.lots[0].id).await, at(&[("vehicle", 3)]));
    let stale = complete(&world, 0, &[("counted", "1")]).await;
    assert_eq!(stale.status, StatusCode::CONFLICT);
    assert!(stale.op_ack.is_some());
    assert_says(&stale, &["Questa tappa è già confermata. Se è sbagliata, correggila.", "Correggi", "Prossima tappa"]);
    let missed = world.post("driver", &format!("{}/missed", stop(&world, 0)), &[("outcome", "closed")]).await;
    assert_eq!(missed.status, StatusCode::CONFLICT);
    let without_id = Request::post(format!("{}/complete", stop(&world, 1))).body(Body::empty()).unwrap();
    assert_eq!(world.send("driver", without_id).await.status, StatusCode::UNPROCESSABLE_ENTITY);
}

fn uuid() -> String {
    "01a216a7-6980-7000-8000-00000000abcd".to_owned()
}

#[tokio::test]
async fn nobody_opens_what_is_not_theirs() {
    let world = a_world().await;
    let lot = world.lots[0].id;
    for path in [stop(&world, 0), format!("{}/missing", stop(&world, 0)), format!("/driver?round={}", world.round)] {
        assert_eq!(world.get("other_driver", &path).await.status, StatusCode::NOT_FOUND, "{path}");
        assert_eq!(world.get("donor", &path).await.status, StatusCode::FORBIDDEN, "{path}");
        assert_eq!(world.get("", &path).await.status, StatusCode::SEE_OTHER, "{path}");
        assert_eq!(world.get("coordinator", &path).await.status, StatusCode::OK, "{path}");
    }
    let posts = [
        (format!("{}/complete", stop(&world, 0)), vec![]),
        (format!("{}/missed", stop(&world, 0)), vec![("outcome", "closed")]),
        (round(&world, "problem"), vec![("kind", "vehicle")]),
        (round(&world, "end"), vec![]),
        (round(&world, "reopen"), vec![]),
    ];
    let (site, crates, discarded, why) =
        (world.hub.to_string(), format!("crates-{lot}"), format!("discarded-{lot}"), format!("why-{lot}"));
    let lot = lot.to_string();
    let aboard = [
        (round(&world, "set-down"), vec![("site", &*site), (&*crates, "1")]),
        (round(&world, "discard"), vec![("lot", &*lot), (&*discarded, "1"), (&*why, "broken")]),
    ];
    for (path, fields) in posts.iter().chain(&aboard) {
        assert_eq!(world.post("other_driver", path, fields).await.status, StatusCode::NOT_FOUND, "{path}");
        assert_eq!(world.post("donor", path, fields).await.status, StatusCode::FORBIDDEN, "{path}");
        assert_eq!(world.post("", path, fields).await.status, StatusCode::UNAUTHORIZED, "{path}");
    }
    assert_eq!(crates_of(&world, world.lots[0].id).await, at(&[("donor", 3)]));
}

#[tokio::test]
async fn ids_that_name_nothing_are_not_found() {
    let world = a_world().await;
    for id in [uuid(), "x".to_owned(), "%FF%FE".to_owned(), "0".repeat(5_000), "..%2f..".to_owned()] {
        for page in
            [format!("/driver/stops/{id}"), format!("/driver/stops/{id}/missing"), format!("/driver?round={id}")]
        {
            assert_eq!(world.get("driver", &page).await.status, StatusCode::NOT_FOUND, "{page}");
        }
        for act in ["stops/ID/complete", "stops/ID/missed", "rounds/ID/problem", "rounds/ID/set-down", "rounds/ID/end"]
        {
            let path = format!("/driver/{}", act.replace("ID", &id));
            let fields = [("kind", "late"), ("minutes", "10"), ("site", &*world.hub.to_string())];
            assert_eq!(world.post("driver", &path, &fields).await.status, StatusCode::NOT_FOUND, "{path}");
        }
    }
    let twice = format!("/driver?round={0}&round={0}", world.round);
    assert_eq!(world.get("driver", &twice).await.status, StatusCode::OK);
}

#[tokio::test]
async fn what_is_no_form_is_refused_in_words() {
    let world = a_world().await;
    for (body, status) in [
        (b"op_id=\xff\xfe".to_vec(), StatusCode::UNPROCESSABLE_ENTITY),
        (b"note=%FF".to_vec(), StatusCode::UNPROCESSABLE_ENTITY),
        (vec![b'x'; 10 * 1024 * 1024], StatusCode::PAYLOAD_TOO_LARGE),
    ] {
        let request = Request::post(format!("{}/complete", stop(&world, 0)))
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(body))
            .unwrap();
        let answer = world.send("driver", request).await;
        assert_eq!(answer.status, status);
        assert_says(&answer, &["<h1>Controlla i dati</h1>"]);
    }
    assert_eq!(crates_of(&world, world.lots[0].id).await, at(&[("donor", 3)]));
}

#[tokio::test]
async fn crates_without_a_place_are_set_down_brought_back_or_thrown_away() {
    let world = a_world().await;
    let [bread, dairy, cheese] = [world.lots[0].id, world.lots[1].id, world.lots[2].id];
    complete(&world, 0, &[]).await;
    complete(&world, 1, &[]).await;
    world.post("driver", &format!("{}/missed", stop(&world, 2)), &[("outcome", "closed")]).await;
    assert_says(
        &world.get("driver", "/driver").await,
        &["9 casse a bordo senza destinazione.", "Le tappe sono finite"],
    );
    let page = world.get("driver", "/driver/aboard").await;
    let places = between(&page.body, "id=\"site\"", "</fieldset>");
    let order: Vec<usize> = ["Magazzino Prova", "Parrocchia Prova", "Punto Prova", "Riporta a Super Prova"]
        .map(|name| places.find(name).expect(name))
        .to_vec();
    assert!(order.is_sorted(), "near first, what was closed last, shops after all: {order:?}");
    let set_down = round(&world, "set-down");
    let nothing = world.post("driver", &set_down, &[(&format!("crates-{bread}"), "2")]).await;
    assert_eq!(nothing.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_says(&nothing, &["id=\"site-error\"", "value=\"2\""]);
    let nothing = world.post("driver", &set_down, &[("site", &world.hub.to_string())]).await;
    assert_eq!(nothing.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_says(&nothing, &["Scegli almeno una cosa."]);
    let fields =
        [("site", &*world.hub.to_string()), (&*format!("crates-{bread}"), "2"), (&*format!("crates-{dairy}"), "0")];
    let done = world.post("driver", &set_down, &fields).await;
    assert_says(&follow(&world, &done).await, &["7 casse a bordo senza destinazione.", "Non era nel piano."]);
    assert_eq!(crates_of(&world, bread).await, at(&[("hub", 2), ("vehicle", 1)]));
    let shop = world.shop.to_string();
    let not_from_there = world.post("driver", &set_down, &[("site", &shop), (&format!("crates-{cheese}"), "1")]).await;
    assert_eq!(not_from_there.status, StatusCode::UNPROCESSABLE_ENTITY);
    let back = [("site", &*shop), (&*format!("crates-{dairy}"), "2")];
    assert_eq!(world.post("driver", &set_down, &back).await.status, StatusCode::SEE_OTHER);
    assert_eq!(crates_of(&world, dairy).await, at(&[("donor", 2)]));
    let too_many = world.post("driver", &set_down, &[("site", &shop), (&format!("crates-{dairy}"), "2")]).await;
    assert_eq!(too_many.status, StatusCode::CONFLICT);
    assert_says(&too_many, &["Lotto 2: non c'è più niente."]);
    let discard = round(&world, "discard");
    let (lot, crates, why) = (cheese.to_string(), format!("discarded-{cheese}"), format!("why-{cheese}"));
    let no_reason = world.post("driver", &discard, &[("lot", &lot), (&crates, "4")]).await;
    assert_eq!(no_reason.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_says(&no_reason, &[&format!("id=\"{why}-error\"")]);
    let thrown = world.post("driver", &discard, &[("lot", &lot), (&crates, "4"), (&why, "broken")]).await;
    assert_eq!(thrown.status, StatusCode::SEE_OTHER);
    assert_eq!(crates_of(&world, cheese).await, at(&[("discarded", 4)]));
    world.post("driver", &set_down, &[("site", &shop), (&format!("crates-{bread}"), "1")]).await;
    let end = world.get("driver", "/driver/end").await;
    assert_says(&end, &["Il giro è finito", "Riportate", "Buttate"]);
}

#[tokio::test]
async fn trouble_reaches_the_coordinator_and_can_be_taken_back() {
    let world = a_world().await;
    let path = round(&world, "problem");
    let page = world.get("driver", "/driver/problem").await;
    assert_says(
        &page,
        &["In ritardo", "Guasto al mezzo", "Strada chiusa", "Non posso continuare", "Prova coordinator"],
    );
    let none = world.post("driver", &path, &[("note", "gomma <a terra>")]).await;
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_says(&none, &["id=\"kind-error\"", "gomma &lt;a terra&gt;"]);
    for minutes in ["", "0", "-5", "99999", "tanto"] {
        let bad = world.post("driver", &path, &[("kind", "late"), ("minutes", minutes)]).await;
        assert_eq!(bad.status, StatusCode::UNPROCESSABLE_ENTITY, "{minutes:?}");
        assert_says(&bad, &["id=\"minutes-error\""]);
    }
    let told = world.post("driver", &path, &[("kind", "late"), ("minutes", "30")]).await;
    assert_says(&follow(&world, &told).await, &["In ritardo: 30 minuti", "Il coordinatore lo vede.", "Annulla"]);
    let day = world.app.today(world.actor("coordinator")).await.unwrap();
    assert!(day.problems.iter().any(|problem| problem.kind == ProblemKind::Late && problem.minutes == 30));
    assert_says(&world.get("driver", "/driver").await, &["in ritardo di 30 minuti", "Arrivo alle 09:00"]);
    let undo = format!("/acts/{}/undo", told.op_ack.unwrap());
    assert_eq!(world.post("driver", &undo, &[]).await.status, StatusCode::SEE_OTHER);
    assert_silent(&world.get("driver", "/driver").await, &["in ritardo"]);
}

#[tokio::test]
async fn a_round_ended_too_early_is_opened_again() {
    let world = a_world().await;
    complete_all(&world).await;
    let ended = follow(&world, &world.post("driver", &round(&world, "end"), &[]).await).await;
    assert_silent(&ended, &["/undo?back"]);
    let twice = world.post("driver", &round(&world, "end"), &[]).await;
    assert_eq!(twice.status, StatusCode::CONFLICT);
    assert_says(&twice, &["Questo giro è già finito.", "Riapri il giro"]);
    let open = follow(&world, &world.post("driver", &round(&world, "reopen"), &[]).await).await;
    assert_says(&open, &["<h1>Giro 1</h1>"]);
    assert_says(&world.get("driver", "/driver/end").await, &["Il giro è finito"]);
}

#[tokio::test]
async fn a_coordinator_drives_for_somebody_and_stays_on_that_round() {
    let world = a_world().await;
    let choose = world.get("coordinator", "/driver").await;
    let scope = format!("?round={}", world.round);
    assert_says(&choose, &["Scegli il giro", "Giro 1, Prova driver", &format!("/driver{scope}")]);
    let page = world.get("coordinator", &format!("/driver{scope}")).await;
    assert_says(&page, &["guida Prova driver", &format!("{}{scope}", stop(&world, 0))]);
    assert_says(&page, &[&format!("href=\"/driver/problem{scope}\""), &format!("href=\"/driver/end{scope}\"")]);
    let done = world.post("coordinator", &format!("{}/complete{scope}", stop(&world, 0)), &[]).await;
    assert!(done.location.unwrap().contains(&format!("round={}", world.round)));
    assert_eq!(crates_of(&world, world.lots[0].id).await, at(&[("vehicle", 3)]));
}

#[tokio::test]
async fn without_a_round_a_driver_learns_what_to_do() {
    let world = a_world().await;
    for page in ["/driver", "/driver/problem", "/driver/end", "/driver/aboard"] {
        let empty = world.get("other_driver", page).await;
        assert_eq!(empty.status, StatusCode::OK, "{page}");
        assert_says(&empty, &["Nessun giro per te oggi.", "Chiama il coordinatore", "tel:0000000"]);
    }
    world.app.machine().clock.set(world.at(8, 0) + girofresco::domain::quantity::Seconds(24 * 3600));
    let tomorrow = world.get("driver", "/driver").await;
    assert_says(&tomorrow, &["Il piano di oggi non c'è ancora.", "appena il coordinatore lo pubblica"]);
}

#[tokio::test]
async fn food_left_on_board_yesterday_is_not_forgotten() {
    let world = a_world().await;
    complete(&world, 0, &[]).await;
    world.app.machine().clock.set(world.at(8, 0) + girofresco::domain::quantity::Seconds(24 * 3600));
    let today = world.get("driver", "/driver").await;
    assert_says(&today, &["Un giro non è finito (ieri). C'è ancora cibo a bordo."]);
    let page = world.get("driver", &format!("/driver?round={}", world.round)).await;
    assert_says(&page, &["<h1>Giro 1</h1>", "A bordo"]);
}

#[tokio::test]
async fn stops_can_be_done_in_any_order_and_a_delay_is_seen() {
    let world = a_world().await;
    world.set(9, 5);
    let giro = world.get("driver", "/driver").await;
    assert_says(&giro, &["in ritardo di 35 minuti"]);
    complete(&world, 1, &[]).await;
    let giro = world.get("driver", "/driver").await;
    assert_says(&giro, &["Mancano 2 tappe", "Caricato: 4 casse"]);
    let first = world.get("driver", &stop(&world, 0)).await;
    assert_says(&first, &["Ritirato tutto", "previsto 08:30"]);
}

#[tokio::test]
async fn what_was_done_by_a_page_counts_as_the_page_showed_it_after_a_new_plan() {
    let world = a_world().await;
    let path = stop(&world, 0);
    let page = world.get("driver", &path).await.body;
    let plan = between(&page, "name=\"plan\" value=\"", "\"").to_owned();
    assert!(world.get("driver", &format!("{path}/missing")).await.body.contains(&format!("value=\"{plan}\"")));

    // The dairy goes with somebody else now; the stop keeps its id.
    let (_, mut changed) = world.app.plan(world.actor("coordinator"), plan.parse().unwrap()).await.unwrap();
    let [bread, dairy] = [world.lots[0].id, world.lots[1].id];
    for stop in &mut changed.rounds[0].stops {
        stop.loads.retain(|load| load.of != dairy);
    }
    let (id, now) = (world.app.machine().id(), world.app.now());
    world
        .store
        .write(world.area, move |tx| {
            Box::pin(async move { Ok::<_, Refusal>(tx.add_plan(id, DAY, &changed, now, None).await?) })
        })
        .await
        .unwrap();
    world.app.publish_plan(world.actor("coordinator"), world.act(), id).await.unwrap();

    let done = complete(&world, 0, &[("plan", &plan)]).await;
    assert_eq!(crates_of(&world, bread).await["vehicle"], 3);
    assert_eq!(crates_of(&world, dairy).await["vehicle"], 2, "it was on the page, so it is on board");
    assert_says(&follow(&world, &done).await, &["Non era nel piano"]);
}

#[tokio::test]
async fn the_message_names_what_was_done_and_takes_back_that() {
    let world = a_world().await;
    let first = world.post("driver", &format!("/driver/stops/{}/complete", world.stops[0]), &[]).await;
    let next = first.location.expect("on to the next stop");
    let op = next.split("done=").nth(1).expect("which act").to_owned();
    let page = world.get("driver", &next).await;
    let shop = world.store.reader(world.area).await.unwrap().db().site(world.shop).await.unwrap().unwrap().name;
    assert!(page.body.contains(&format!("Ritirato da {shop}.")), "{}", page.body);
    assert!(page.body.contains(&format!("/acts/{op}/undo")));
    let closed =
        world.post("driver", &format!("/driver/stops/{}/missed", world.stops[1]), &[("outcome", "closed")]).await;
    let page = world.get("driver", &closed.location.expect("on to the next stop")).await;
    assert!(page.body.contains("Tappa saltata: "), "{}", page.body);
}
