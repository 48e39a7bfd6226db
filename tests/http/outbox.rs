//! What a phone sends by itself, later: the answers its program goes by.

use crate::support;
use crate::support::world::{Answer, World, crates_of, world};
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use girofresco::domain::id::OpId;
use girofresco::domain::quantity::Seconds;
use image::{DynamicImage, ImageFormat};
use std::io::Cursor;

async fn a_world() -> World {
    world(support::sqlite().await).await
}

/// Sends a form as the phone of `who` does, for `author`, `late` seconds after it was filled in.
async fn send(world: &World, people: (&str, &str), path: &str, op: &str, late: i64) -> Answer {
    counted(world, people, path, op, late, 0).await
}

/// Sends a form with the phone's count of it; none if it is zero.
async fn counted(world: &World, (who, author): (&str, &str), path: &str, op: &str, late: i64, count: i64) -> Answer {
    let at = world.app.now() - Seconds(late);
    let count = if count > 0 { count.to_string() } else { String::new() };
    let outbox = format!("{} {op} {} {count}", world.actor(author).person, at.0);
    let request = Request::post(path)
        .header("outbox", outbox)
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(Body::from(format!("op_id={op}&occurred_at={}&device_seq={count}", at.0)))
        .unwrap();
    world.send(who, request).await
}

fn op(world: &World) -> String {
    world.app.machine().id::<OpId>().to_string()
}

fn complete(world: &World, stop: usize) -> String {
    format!("/driver/stops/{}/complete", world.stops[stop])
}

#[tokio::test]
async fn what_is_taken_is_acknowledged_with_the_address_to_go_on_to() {
    let world = a_world().await;
    let act = op(&world);
    let first = send(&world, ("driver", "driver"), &complete(&world, 0), &act, 600).await;
    assert_eq!((first.status, first.op_ack.as_deref()), (StatusCode::OK, Some(act.as_str())));
    assert!(first.body.starts_with(&format!("/driver/stops/{}", world.stops[1])), "{}", first.body);
    let again = send(&world, ("driver", "driver"), &complete(&world, 0), &act, 900).await;
    assert_eq!((again.status, again.op_ack.as_deref()), (StatusCode::OK, Some(act.as_str())));
    assert_eq!(crates_of(&world, world.lots[0].id).await["vehicle"], 3);
}

#[tokio::test]
async fn what_was_sent_at_once_is_not_believed_to_be_an_hour_old() {
    let world = a_world().await;
    let send = |waited: i64| {
        let (act, at) = (op(&world), world.app.now() - Seconds(3_600));
        let count = if waited > 60_000 { 2 } else { 1 };
        let outbox = format!("{} {act} {} {count} {waited}", world.actor("driver").person, at.0);
        let request = Request::post(complete(&world, usize::from(waited > 60_000)))
            .header("outbox", outbox)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(format!("op_id={act}&occurred_at={}&device_seq={count}", at.0)))
            .unwrap();
        let world = &world;
        async move {
            assert_eq!(world.send("driver", request).await.status, StatusCode::OK);
            let done = world.app.done(world.actor("driver"), act.parse().unwrap()).await.unwrap();
            world.app.now().since(done.unwrap().occurred).0
        }
    };
    assert_eq!(send(1_000).await, 1, "the page's clock was wrong");
    assert_eq!(send(3_600_000).await, 3_600, "it waited");
}

#[tokio::test]
async fn a_session_that_ended_keeps_the_act_waiting() {
    let world = a_world().await;
    let act = op(&world);
    let stranger = send(&world, ("", "driver"), &complete(&world, 0), &act, 0).await;
    assert_eq!((stranger.status, stranger.op_ack), (StatusCode::UNAUTHORIZED, None));
    let other = send(&world, ("coordinator", "driver"), &complete(&world, 0), &act, 0).await;
    assert_eq!((other.status, other.op_ack), (StatusCode::PRECONDITION_FAILED, None));
    assert!(
        world.get("coordinator", &complete(&world, 0).replace("/complete", "")).await.body.contains("Ritirato tutto")
    );
}

#[tokio::test]
async fn what_cannot_be_taken_any_more_is_acknowledged_and_told_to_the_coordinator() {
    let world = a_world().await;
    let act = op(&world);
    send(&world, ("coordinator", "coordinator"), &complete(&world, 0), &op(&world), 0).await;
    let closed = send(&world, ("driver", "driver"), &complete(&world, 0), &act, 600).await;
    assert_eq!((closed.status, closed.op_ack.as_deref()), (StatusCode::CONFLICT, Some(act.as_str())));

    for (path, status) in [
        (format!("/driver/stops/{}/complete", op(&world)), StatusCode::NOT_FOUND),
        (format!("/point/check?site={}", world.point), StatusCode::FORBIDDEN),
    ] {
        let act = op(&world);
        let answer = send(&world, ("driver", "driver"), &path, &act, 600).await;
        assert_eq!((answer.status, answer.op_ack.as_deref()), (status, Some(act.as_str())), "{path}");
    }
    let alarms = world.get("coordinator", "/coordinator/alarms").await.body;
    assert!(alarms.contains("Ho risposto: «Questa tappa è già confermata. Se è sbagliata, correggila.»"));
    assert_eq!(alarms.matches("Il server non ha preso quello che il telefono ha mandato.").count(), 2);
}

#[tokio::test]
async fn a_phone_whose_clock_is_ahead_hides_no_refusal_from_the_coordinator() {
    let world = a_world().await;
    let gone = format!("/driver/stops/{}/complete", op(&world));
    let answer = send(&world, ("driver", "driver"), &gone, &op(&world), -26 * 3600).await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
    let alarms = world.get("coordinator", "/coordinator/alarms").await.body;
    assert!(alarms.contains("Il server non ha preso quello che il telefono ha mandato."));
}

#[tokio::test]
async fn a_mistake_in_front_of_the_form_alarms_nobody() {
    let world = a_world().await;
    let act = op(&world);
    let answer = send(&world, ("donor", "donor"), "/donor/announce", &act, 2).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(world.get("coordinator", "/coordinator/alarms").await.body.contains("Tutto tranquillo"));
}

#[tokio::test]
async fn a_photo_follows_its_announcement() {
    let world = a_world().await;
    let (announced, photo) = (op(&world), op(&world));
    world.post("donor", "/donor/announce", &[("op_id", &announced), ("crates-bread", "2")]).await;
    let mut jpeg = Cursor::new(Vec::new());
    DynamicImage::new_rgb8(40, 30).write_to(&mut jpeg, ImageFormat::Jpeg).unwrap();
    let attach = async |who: &str, of: &str, op: &str| {
        let mut body = format!("--cut\r\nContent-Disposition: form-data; name=\"op_id\"\r\n\r\n{op}\r\n").into_bytes();
        body.extend(b"--cut\r\nContent-Disposition: form-data; name=\"photo\"; filename=\"photo.jpg\"\r\n\r\n");
        body.extend(jpeg.get_ref());
        body.extend(b"\r\n--cut--\r\n");
        let request = Request::post(format!("/acts/{of}/photo"))
            .header("outbox", format!("{} {op} {}", world.actor(who).person, world.app.now().0))
            .header(header::CONTENT_TYPE, "multipart/form-data; boundary=cut")
            .body(Body::from(body))
            .unwrap();
        world.send(who, request).await
    };
    assert_eq!(attach("other_donor", &announced, &op(&world)).await.status, StatusCode::NOT_FOUND, "somebody else's");
    for _ in 0..2 {
        let answer = attach("donor", &announced, &photo).await;
        assert_eq!((answer.status, answer.op_ack.as_deref()), (StatusCode::OK, Some(photo.as_str())));
    }
    assert!(world.get("donor", "/donor").await.body.contains("/photos/"));
}

#[tokio::test]
async fn a_check_waits_for_the_driver_whose_phone_has_no_network() {
    let world = a_world().await;
    let lot = world.lots[0].id;
    let page = world.get("point", &format!("/point/check?from={}", world.round)).await;
    assert!(page.body.contains(&format!("name=\"crates-{lot}\"")), "what is only planned can be checked");
    let act = op(&world);
    let check = async || {
        let at = world.app.now().0;
        let body = format!("op_id={act}&occurred_at={at}&crates-{lot}=3&why-{lot}=fine");
        let request = Request::post(format!("/point/check?from={}", world.round))
            .header("outbox", format!("{} {act} {at}", world.actor("point").person))
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(body))
            .unwrap();
        world.send("point", request).await
    };
    let early = check().await;
    assert_eq!((early.status, early.op_ack), (StatusCode::TOO_EARLY, None));
    assert!(world.get("coordinator", "/coordinator/alarms").await.body.contains("Tutto tranquillo"));
    for stop in 0..3 {
        send(&world, ("driver", "driver"), &complete(&world, stop), &op(&world), 0).await;
    }
    let taken = check().await;
    assert_eq!((taken.status, taken.op_ack.as_deref()), (StatusCode::OK, Some(act.as_str())));
    assert_eq!(crates_of(&world, lot).await["point"], 3);
}

async fn alarms(world: &World) -> String {
    world.get("coordinator", "/coordinator/alarms").await.body
}

#[tokio::test]
async fn crates_of_a_lot_taken_out_meanwhile_are_recorded_and_flagged() {
    let world = a_world().await;
    let [bread, dairy] = [world.lots[0].id, world.lots[1].id];
    for lot in [bread, dairy] {
        let gone = [(format!("crates-{lot}"), "0")];
        let fields: Vec<(&str, &str)> = gone.iter().map(|(name, value)| (&**name, *value)).collect();
        assert_eq!(
            world.post("donor", &format!("/donor/lots/{lot}/reduce"), &fields).await.status,
            StatusCode::SEE_OTHER
        );
    }
    let act = op(&world);
    let answer = send(&world, ("driver", "driver"), &complete(&world, 0), &act, 600).await;
    assert_eq!((answer.status, answer.op_ack.as_deref()), (StatusCode::OK, Some(act.as_str())));
    assert_eq!(crates_of(&world, bread).await["vehicle"], 3, "the crates are real");
    let told = world.get("driver", &answer.body).await.body;
    assert!(told.contains("3 casse in più dell'annuncio"), "{told}");
    assert!(alarms(&world).await.contains("Più dell'annuncio"));
}

#[tokio::test]
async fn a_locked_phone_keeps_its_acts_and_the_coordinator_hears_of_them() {
    let mut world = a_world().await;
    let act = op(&world);
    let device = world.actor("driver").device.unwrap();
    world.app.revoke(world.actor("coordinator"), device).await.unwrap();
    for _ in 0..2 {
        let held = send(&world, ("driver", "driver"), &complete(&world, 0), &act, 600).await;
        assert_eq!((held.status, held.op_ack), (StatusCode::UNAUTHORIZED, None), "it waits on the phone");
    }
    let page = alarms(&world).await;
    assert!(page.contains("Prova driver") && page.contains("1 conferma aspetta su un telefono"), "{page}");
    assert!(page.contains(&format!("/driver/stops/{}", world.stops[0])), "the stop is one tap away");
    assert!(!page.contains("Tappa già confermata"));

    let (code, _) = world.app.invite(world.actor("coordinator"), world.actor("driver").person, false).await.unwrap();
    let again = world.app.enter(&code, "test").await.unwrap();
    world.phones.insert("driver", again);
    let taken = send(&world, ("driver", "driver"), &complete(&world, 0), &act, 900).await;
    assert_eq!((taken.status, taken.op_ack.as_deref()), (StatusCode::OK, Some(act.as_str())));
    assert!(!alarms(&world).await.contains("su un telefono"), "it has arrived");
}

#[tokio::test]
async fn nobody_can_hold_acts_for_others() {
    let world = a_world().await;
    let device = world.actor("driver").device.unwrap();
    world.app.revoke(world.actor("coordinator"), device).await.unwrap();
    send(&world, ("driver", "other_driver"), &complete(&world, 0), &op(&world), 600).await;
    assert!(alarms(&world).await.contains("Tutto tranquillo"));
}

#[tokio::test]
async fn acts_that_a_wiped_phone_never_sent_are_missed() {
    for fresh in support::both().await {
        let mut world = world(fresh).await;
        let problem = format!("/driver/rounds/{}/problem", world.round);
        let tell = async |world: &World, count: i64| {
            let fields = "kind=road&minutes=0";
            let (op, at) = (op(world), world.app.now().0);
            let request = Request::post(&problem)
                .header("outbox", format!("{} {op} {at} {count}", world.actor("driver").person))
                .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
                .body(Body::from(format!("{fields}&op_id={op}&occurred_at={at}&device_seq={count}")))
                .unwrap();
            assert_eq!(world.send("driver", request).await.status, StatusCode::OK);
        };
        world.set(10, 12);
        tell(&world, 4).await;
        world.set(10, 40);
        tell(&world, 7).await;
        world.set(10, 45);
        assert!(!alarms(&world).await.contains("mancano"), "they may only wait their turn");
        world.set(10, 51);
        let page = alarms(&world).await;
        assert!(page.contains("Dal telefono mancano 2 conferme, tra le 10:12 e le 10:40."), "{page}");
        tell(&world, 6).await;
        world.set(11, 2);
        assert!(alarms(&world).await.contains("Dal telefono manca 1 conferma, tra le 10:12 e le 10:51."));

        let (code, _) =
            world.app.invite(world.actor("coordinator"), world.actor("driver").person, false).await.unwrap();
        let again = world.app.enter(&code, "test").await.unwrap();
        world.phones.insert("driver", again);
        tell(&world, 5).await;
        assert!(!alarms(&world).await.contains("manca 1 conferma"), "the same phone, let in again, has sent it");
    }
}

#[tokio::test]
async fn a_count_that_no_phone_can_have_is_no_count() {
    for fresh in support::both().await {
        let world = world(fresh).await;
        for count in [i64::MIN, 0, i64::MAX] {
            let (op, at) = (op(&world), world.app.now().0);
            for path in [complete(&world, 0), complete(&world, 0), format!("/driver/stops/{op}/complete")] {
                let request = Request::post(path)
                    .header("outbox", format!("{} {op} {} {count}", world.actor("driver").person, at - 60_000))
                    .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
                    .body(Body::from(format!("op_id={op}&occurred_at={at}&device_seq={count}")))
                    .unwrap();
                world.send("driver", request).await;
            }
        }
        world.set(9, 0);
        assert_eq!(world.get("coordinator", "/coordinator/alarms").await.status, StatusCode::OK);
        world.app.look_over(world.area).await.unwrap();
    }
}

#[tokio::test]
async fn an_undo_that_could_not_be_kept_is_sent_again() {
    use sqlx::{Connection, Executor};
    let fresh = support::sqlite().await;
    let mut database = sqlx::AnyConnection::connect(&fresh.address).await.unwrap();
    let world = world(fresh).await;
    let (act, back) = (op(&world), op(&world));
    send(&world, ("driver", "driver"), &complete(&world, 0), &act, 0).await;
    let undo = format!("/acts/{act}/undo?back=/driver");
    database.execute("ALTER TABLE ops RENAME TO elsewhere").await.unwrap();
    let lost = send(&world, ("driver", "driver"), &undo, &back, 60).await;
    assert_eq!((lost.status, lost.op_ack), (StatusCode::SERVICE_UNAVAILABLE, None));
    database.execute("ALTER TABLE elsewhere RENAME TO ops").await.unwrap();
    let taken = send(&world, ("driver", "driver"), &undo, &back, 90).await;
    assert_eq!((taken.status, taken.op_ack.as_deref()), (StatusCode::OK, Some(back.as_str())));
    assert_eq!(crates_of(&world, world.lots[0].id).await.get("vehicle"), None);
}

/// Sends a form that cannot be taken, once more after the first answer was lost.
async fn twice(world: &World, path: &str, fields: &str) -> [(StatusCode, Option<String>, String); 2] {
    let (op, at) = (op(world), world.app.now() - Seconds(600));
    let sent = async || {
        let request = Request::post(path)
            .header("outbox", format!("{} {op} {}", world.actor("driver").person, at.0))
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(format!("op_id={op}&occurred_at={}&{fields}", at.0)))
            .unwrap();
        let answer = world.send("driver", request).await;
        assert_eq!(answer.op_ack.as_deref(), Some(&*op), "{path}: {}", answer.body);
        let notice =
            answer.body.split_once("class=\"notice danger").map(|(_, rest)| rest.split_once("</p>").unwrap().0);
        (answer.status, answer.op_ack, notice.expect("a sentence").to_owned())
    };
    [sent().await, sent().await]
}

#[tokio::test]
async fn what_met_a_conflict_is_answered_word_for_word_the_same_however_often_it_arrives() {
    for fresh in support::both().await {
        let world = world(fresh).await;
        let lot = world.lots[0].id;
        send(&world, ("coordinator", "coordinator"), &complete(&world, 0), &op(&world), 0).await;
        let too_many = format!("lot={lot}&discarded-{lot}=300&why-{lot}=broken");
        let discard = format!("/driver/rounds/{}/discard", world.round);
        let nowhere = format!("/driver/stops/{}/complete", op(&world));
        let not_enough = format!("Lotto {}: ci sono solo 3 casse.", world.lots[0].number);
        for (path, fields, status, sentence) in [
            (&complete(&world, 0), "", StatusCode::CONFLICT, "Questa tappa è già confermata."),
            (&discard, &*too_many, StatusCode::CONFLICT, &*not_enough),
            (&nowhere, "", StatusCode::NOT_FOUND, "Forse è cambiato, o è di qualcun altro."),
        ] {
            let [first, again] = twice(&world, path, fields).await;
            assert_eq!(first, again);
            assert_eq!(first.0, status, "{path}");
            assert!(first.2.contains(sentence), "{path}: {}", first.2);
        }
        let page = alarms(&world).await;
        assert_eq!(page.matches("Ho risposto: «").count(), 2, "{page}");
        assert!(page.contains(&format!("Ho risposto: «{not_enough}»")), "{page}");
    }
}

#[tokio::test]
async fn a_conflict_of_which_only_the_name_was_kept_is_told_as_far_as_that_goes() {
    use sqlx::{Connection, Executor};
    let fresh = support::sqlite().await;
    let mut database = sqlx::AnyConnection::connect(&fresh.address).await.unwrap();
    let world = world(fresh).await;
    send(&world, ("coordinator", "coordinator"), &complete(&world, 0), &op(&world), 0).await;
    let act = op(&world);
    for (kept, sentence) in [
        ("UPDATE ops SET answer = 'stop-closed' WHERE outcome = 'conflict'", "Questa tappa è già confermata."),
        ("UPDATE ops SET answer = 'not-enough' WHERE outcome = 'conflict'", "Nel frattempo è cambiato qualcosa."),
        ("UPDATE ops SET answer = 'nothing-there' WHERE outcome = 'conflict'", "Nel frattempo è cambiato qualcosa."),
    ] {
        send(&world, ("driver", "driver"), &complete(&world, 0), &act, 600).await;
        database.execute(kept).await.unwrap();
        let again = send(&world, ("driver", "driver"), &complete(&world, 0), &act, 660).await;
        assert_eq!((again.status, again.op_ack.as_deref()), (StatusCode::CONFLICT, Some(&*act)));
        assert!(again.body.contains(sentence), "{}", again.body);
        assert!(alarms(&world).await.contains(sentence));
    }
}

#[tokio::test]
async fn what_was_refused_once_is_taken_when_it_can_be() {
    let world = world(support::sqlite().await).await;
    let act = op(&world);
    let check = format!("/point/check?site={}", world.point);
    let refused = send(&world, ("driver", "driver"), &check, &act, 600).await;
    assert_eq!((refused.status, refused.op_ack.as_deref()), (StatusCode::FORBIDDEN, Some(&*act)));
    let taken = send(&world, ("driver", "driver"), &complete(&world, 0), &act, 600).await;
    assert_eq!((taken.status, taken.op_ack.as_deref()), (StatusCode::OK, Some(&*act)));
    let stolen = send(&world, ("coordinator", "coordinator"), &complete(&world, 0), &act, 600).await;
    assert_eq!(stolen.status, StatusCode::CONFLICT);
    assert!(stolen.body.contains("Questa conferma era già arrivata."), "{}", stolen.body);
}

#[tokio::test]
async fn the_coordinator_reads_what_kind_of_act_met_a_conflict() {
    use sqlx::{Connection, Executor};
    let fresh = support::sqlite().await;
    let mut database = sqlx::AnyConnection::connect(&fresh.address).await.unwrap();
    let world = world(fresh).await;
    let lot = world.lots[0].id.to_string();
    let (discarded, why) = (format!("discarded-{lot}"), format!("why-{lot}"));
    let more_than_there = [("lot", &*lot), (&*discarded, "300"), (&*why, "broken")];
    let discard = format!("/driver/rounds/{}/discard", world.round);
    assert_eq!(world.post("driver", &discard, &more_than_there).await.status, StatusCode::CONFLICT);
    send(&world, ("driver", "driver"), &complete(&world, 0), &op(&world), 0).await;
    let found = complete(&world, 0).replace("complete", "found");
    assert_eq!(world.post("driver", &found, &[("crates-bread", "2")]).await.status, StatusCode::CONFLICT);
    let page = alarms(&world).await;
    assert!(page.contains("Prova driver · scarto a bordo"), "{page}");
    assert!(page.contains("Prova driver · cibo trovato in negozio"), "{page}");

    database.execute("UPDATE ops SET kind = 'by-a-newer-server' WHERE kind = 'found'").await.unwrap();
    let page = world.get("coordinator", "/coordinator/alarms").await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.body.contains("Prova driver · conferma<"), "{}", page.body);
}

/// The number that the page of an error shows.
fn number_of(broken: &Answer) -> String {
    let number = broken.body.split_once("Numero dell'errore: ").and_then(|(_, rest)| rest.get(..8));
    let number = number.filter(|text| text.chars().all(|digit| digit.is_ascii_hexdigit()));
    number.unwrap_or_else(|| panic!("a number: {}", broken.body)).to_owned()
}

#[tokio::test]
async fn what_breaks_inside_is_no_conflict_and_stays_on_the_phone() {
    use sqlx::{Connection, Executor};
    let fresh = support::sqlite().await;
    let mut database = sqlx::AnyConnection::connect(&fresh.address).await.unwrap();
    let world = world(fresh).await;
    let act = op(&world);
    // The dairy vanishes after the verb has looked at it, while the bread is being posted.
    let (log, _listening) = support::log::Log::listen();
    let vanishes = "CREATE TRIGGER vanishes AFTER INSERT ON movements BEGIN \
        UPDATE holdings SET crates = 0, grams = 0 WHERE holder_kind = 'donor' \
        AND lot_id IN (SELECT id FROM lots WHERE category = 'dairy'); END";
    database.execute(vanishes).await.unwrap();
    let broken = send(&world, ("driver", "driver"), &complete(&world, 0), &act, 600).await;
    assert_eq!((broken.status, broken.op_ack.clone()), (StatusCode::INTERNAL_SERVER_ERROR, None));
    assert!(log.text().contains(&number_of(&broken)), "{}", log.text());
    assert!(alarms(&world).await.contains("Tutto tranquillo"), "people contradict nobody");

    database.execute("DROP TRIGGER vanishes").await.unwrap();
    let taken = send(&world, ("driver", "driver"), &complete(&world, 0), &act, 660).await;
    assert_eq!((taken.status, taken.op_ack.as_deref()), (StatusCode::OK, Some(act.as_str())));
    assert_eq!(crates_of(&world, world.lots[1].id).await["vehicle"], 2);
}

#[tokio::test]
async fn a_planner_that_panics_is_a_number_in_the_log_and_the_event_stays_on_the_phone() {
    use sqlx::{Connection, Executor};
    let fresh = support::sqlite().await;
    let mut database = sqlx::AnyConnection::connect(&fresh.address).await.unwrap();
    let world = world(fresh).await;
    let (act, lot) = (op(&world), world.lots[0].id);
    let fewer = async || {
        let form = format!("op_id={act}&lot={lot}&crates=1");
        let request = Request::post("/coordinator/events/fewer")
            .header("outbox", format!("{} {act} {} ", world.actor("coordinator").person, world.app.now().0))
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        world.send("coordinator", request.body(Body::from(form)).unwrap()).await
    };
    // No clock reckons with an instant so early: the problem cannot be put together, and whoever tries panics.
    database.execute("UPDATE lots SET ready_from = -9223372036854775808").await.unwrap();
    let (log, _listening) = support::log::Log::listen();
    let broken = fewer().await;
    assert_eq!((broken.status, broken.op_ack.as_deref()), (StatusCode::INTERNAL_SERVER_ERROR, None), "{}", broken.body);
    let line = |line: &&str| line.contains(&number_of(&broken)) && line.contains("planning") && line.contains("panic");
    assert!(log.text().lines().any(|said| line(&said)), "{}", log.text());
    let searches = world.app.planning_progress(world.actor("coordinator"), support::world::DAY).await;
    assert_eq!(searches.unwrap(), None, "the day is free to be planned again");

    database.execute("UPDATE lots SET ready_from = ready_until - 7200000").await.unwrap();
    let taken = fewer().await;
    assert_eq!(taken.op_ack.as_deref(), Some(act.as_str()), "{} {}", taken.status, taken.body);
    assert!(taken.status.is_success() || taken.status.is_redirection(), "{}", taken.status);
    assert_eq!(crates_of(&world, lot).await["donor"], 1, "the event counts once");
}
