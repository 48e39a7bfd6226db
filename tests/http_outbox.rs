//! What a phone sends by itself, later: the answers its program goes by.

mod support;

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use girofresco::domain::id::OpId;
use girofresco::domain::quantity::Seconds;
use image::{DynamicImage, ImageFormat};
use std::io::Cursor;
use support::world::{Answer, World, crates_of, world};

async fn a_world() -> World {
    world(support::sqlite().await).await
}

/// Sends a form as the phone of `who` does, for `author`, `late` seconds after it was filled in.
async fn send(world: &World, (who, author): (&str, &str), path: &str, op: &str, late: i64) -> Answer {
    let at = world.app.now() - Seconds(late);
    let outbox = format!("{} {op} {}", world.actor(author).person, at.0);
    let request = Request::post(path)
        .header("outbox", outbox)
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(Body::from(format!("op_id={op}&occurred_at={}", at.0)))
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
    assert!(alarms.contains("La tappa era già confermata."));
    assert_eq!(alarms.matches("Il server non ha preso quello che il telefono ha mandato.").count(), 2);
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
