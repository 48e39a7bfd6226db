//! What the log of the server says, and what it never says. A binary of its own: which lines are told at all is settled for
//! the whole process by whoever listens, so other tests beside would decide it too.

mod support;

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use sqlx::{AnyConnection, Connection, Executor};
use support::log::Log;
use support::world::{World, world};
use tracing::level_filters::LevelFilter;

/// What nobody may read in the log: names, telephones, notes, codes, secrets of addresses and phones, push services.
const CANARIES: [&str; 5] = ["CANARYname", "333 7654321", "CANARYnote", "CANARYpush", "CANARYkey"];

/// Walks through the main acts, right and wrong; the secrets that came up.
async fn walk(world: &World) -> Vec<String> {
    let boss = world.actor("coordinator").clone();
    let driver = world.actor("driver").clone();
    let mut secrets: Vec<String> = CANARIES.map(str::to_owned).to_vec();
    secrets.extend(world.phones.values().map(|phone| phone.token.clone()));
    let (people, _) = world.app.people(&boss).await.unwrap();
    secrets.extend(people.iter().map(|person| person.name.clone()).filter(|name| !name.is_empty()));

    let person = format!("/coordinator/people/{}", driver.person);
    let fields = [("name", "CANARYname"), ("phone", "333 7654321"), ("language", "it"), ("active", "1")];
    let mut more = fields.to_vec();
    more.extend([("role", "driver"), ("role", "coordinator")]);
    assert_eq!(world.post("coordinator", &person, &more).await.status, StatusCode::SEE_OTHER);
    let (code, _) = world.app.invite(&boss, driver.person, false).await.unwrap();
    world.get("", &format!("/enter/{code}")).await;
    let entered = world.post("", "/login", &[("code", &code), ("next", "/enter/CANARYkey")]).await;
    assert_eq!(entered.status, StatusCode::SEE_OTHER);
    world.post("", "/login", &[("code", &code)]).await;
    world.post("", "/login", &[("code", "CANARYkey")]).await;
    world.get("", "/enter/CANARYkey").await;
    world.get("", "/driver?next=CANARYkey").await;
    world.get("", "/CANARYkey").await;
    let calendar = world.app.renew_calendar(&driver).await.unwrap();
    world.get("", &format!("/calendar/{calendar}.ics")).await;
    world.get("", "/calendar/CANARYkey.ics").await;
    secrets.extend([code, calendar]);

    let announced = [("crates-bread", "2"), ("note", "CANARYnote")];
    assert_eq!(world.post("donor", "/donor/announce", &announced).await.status, StatusCode::SEE_OTHER);
    for stop in &world.stops[..2] {
        let done = world.post("driver", &format!("/driver/stops/{stop}/complete"), &[("note", "CANARYnote")]).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER);
    }
    let push = [("endpoint", "https://CANARYpush.example/CANARYpush"), ("p256dh", "CANARYkey"), ("auth", "CANARYkey")];
    world.post("driver", "/notices/subscribe", &push).await;
    world.get("donor", "/coordinator").await;
    let elsewhere =
        Request::post("/logout").header("sec-fetch-site", "cross-site").header(header::REFERER, "CANARYkey");
    world.send("donor", elsewhere.body(Body::empty()).unwrap()).await;
    let lock = format!("/coordinator/phones/{}/revoke", world.actor("other_driver").device.unwrap());
    world.post("coordinator", &lock, &[]).await;
    let complete = format!("/driver/stops/{}/complete", world.stops[2]);
    world.post("other_driver", &complete, &[("note", "CANARYnote")]).await;
    world.app.tick().await.unwrap();
    secrets
}

/// Makes every code unreadable, then looks at one: the number of the error that the page shows.
async fn break_codes(world: &World) -> String {
    let mut database = AnyConnection::connect(world.address()).await.unwrap();
    database.execute("ALTER TABLE invitations RENAME TO elsewhere").await.unwrap();
    let broken = world.get("", "/enter/CANARYkey").await;
    assert_eq!(broken.status, StatusCode::SERVICE_UNAVAILABLE);
    let (_, number) = broken.body.split_once("Numero dell'errore: ").expect("a number");
    number[..8].to_owned()
}

#[tokio::test]
async fn nothing_personal_or_secret_is_logged_at_any_level() {
    for level in [LevelFilter::ERROR, LevelFilter::WARN, LevelFilter::INFO, LevelFilter::DEBUG, LevelFilter::TRACE] {
        let (log, _listening) = Log::of_the_program(level);
        let world = world(support::sqlite().await).await;
        let secrets = walk(&world).await;
        let number = break_codes(&world).await;
        let text = log.text();
        for secret in &secrets {
            assert!(!text.contains(secret.as_str()), "{level}: {secret} in {text}");
        }
        let line = text.lines().find(|line| line.contains(&number)).expect("the number of the error");
        assert!(line.contains("ERROR") && line.contains("/enter/{code}") && line.contains("invitations"), "{line}");
    }
}

#[tokio::test]
async fn the_log_says_who_came_in_was_refused_locked_or_may_more_now() {
    let (log, _listening) = Log::of_the_program(LevelFilter::INFO);
    let world = world(support::sqlite().await).await;
    walk(&world).await;
    let text = log.text();
    let says = |parts: &[&str]| {
        assert!(text.lines().any(|line| parts.iter().all(|part| line.contains(part))), "{parts:?} in {text}");
    };
    let driver = world.actor("driver").person.to_string();
    let boss = world.actor("coordinator").person.to_string();
    says(&["a code was made", &driver]);
    says(&["a phone was let in", &driver, "device"]);
    says(&["a code was refused", "UsedCode"]);
    says(&["a code was refused", "BadCode"]);
    says(&["what a person may do was changed", &driver, &boss, "may=driver, coordinator"]);
    says(&["a phone was locked", &world.actor("other_driver").device.unwrap().to_string(), &boss]);
    says(&["a request was refused", "not theirs to do", "/coordinator", &world.actor("donor").person.to_string()]);
    says(&["a request was refused", "another site sent it", "/logout"]);
    says(&["a request was refused", "no session", "/driver/stops/{stop}/complete"]);
    says(&["a job ended", "plan-today"]);
    says(&["request{id="]);
}
