//! Messages to phones, as a push service on this machine gets them: what is sent, what its answers lead to, and that
//! nothing is ever sent twice. What was encrypted is opened by other people's code.

use crate::support;
use crate::support::Fresh;
use crate::support::log::Log;
use crate::support::world::{World, world_with};
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use futures_util::future::BoxFuture;
use girofresco::app::{App, Settings};
use girofresco::domain::mailbox::{Mailbox, PushState};
use girofresco::domain::notice::{News, QuietHours};
use girofresco::domain::people::Actor;
use girofresco::domain::quantity::Seconds;
use girofresco::jobs::deliver::{Addresses, deliver_due};
use girofresco::push::courier::{HttpCourier, Lookup, system_lookup};
use girofresco::push::guard::Guard;
use girofresco::push::keys::Keys;
use girofresco::push::{Courier, Identity, Outgoing, Verdict};
use girofresco::store::{Push, Store};
use girofresco::web::notices;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io::Write;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::watch;

/// Where `bash tests/run` puts the Python packages that read what a browser would.
const READER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/target/tools/push-reader-1");
const CONTACT: &str = "mailto:avvisi@giro.lodi.it";
const ADDRESSES: Addresses = Addresses { page_of: notices::page_of, opening: notices::opening };

/// What a push service got.
#[derive(Debug, Clone)]
struct Got {
    path: String,
    headers: HeaderMap,
    body: Vec<u8>,
}

impl Got {
    fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }
}

#[derive(Debug, Clone, Default)]
struct Answers(Arc<Mutex<Answering>>);

/// A status and headers.
type Reply = (u16, Vec<(&'static str, String)>);

#[derive(Debug, Default)]
struct Answering {
    got: Vec<Got>,
    /// The status and headers for each path; 201 where nothing is set.
    answers: BTreeMap<String, Reply>,
    /// Paths that take long to answer.
    slow: Vec<String>,
}

/// A push service on this machine.
struct Service {
    origin: String,
    state: Answers,
}

impl Service {
    async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let origin = format!("http://{}", listener.local_addr().unwrap());
        let state = Answers::default();
        let router = axum::Router::new().fallback(take).with_state(state.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { origin, state }
    }

    fn answer(&self, path: &str, status: u16, headers: Vec<(&'static str, String)>) {
        self.state.0.lock().unwrap().answers.insert(path.to_owned(), (status, headers));
    }

    fn got(&self) -> Vec<Got> {
        self.state.0.lock().unwrap().got.clone()
    }
}

async fn take(State(state): State<Answers>, uri: Uri, headers: HeaderMap, body: Bytes) -> Response {
    let path = uri.path().to_owned();
    let (answer, is_slow) = {
        let mut state = state.0.lock().unwrap();
        state.got.push(Got { path: path.clone(), headers, body: body.to_vec() });
        (state.answers.get(&path).cloned(), state.slow.contains(&path))
    };
    if is_slow {
        tokio::time::sleep(Duration::from_secs(60)).await;
    }
    let (status, headers) = answer.unwrap_or((201, Vec::new()));
    let mut answer = StatusCode::from_u16(status).unwrap().into_response();
    for (name, value) in headers {
        answer.headers_mut().insert(name, value.parse().unwrap());
    }
    answer
}

/// Runs the reader.
fn reader(what: &str, input: &str) -> String {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/app/push/read.py");
    let mut child = Command::new("python3")
        .args([script, what])
        .env("PYTHONPATH", READER)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("python3 runs");
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "the reader failed; `bash tests/run` installs what it needs");
    String::from_utf8(output.stdout).unwrap()
}

/// A browser: its mailbox, and the key that only it has.
struct Browser {
    mailbox: Mailbox,
    private: String,
}

impl Browser {
    fn at(endpoint: String) -> Self {
        let made: Value = serde_json::from_str(&reader("make", "")).unwrap();
        let text = |name: &str| made[name].as_str().unwrap().to_owned();
        Self { mailbox: Mailbox { endpoint, p256dh: text("p256dh"), auth: text("auth") }, private: text("private") }
    }

    /// What a message says, and what its signature claims.
    fn read(&self, got: &Got, audience: &str) -> (Value, Value) {
        let sent = json!({
            "private": self.private,
            "auth": self.mailbox.auth,
            "body": base64(&got.body),
            "authorization": got.header("authorization"),
            "audience": audience,
        });
        let read: Value = serde_json::from_str(&reader("open", &sent.to_string())).unwrap();
        (serde_json::from_str(read["text"].as_str().unwrap()).unwrap(), read)
    }
}

fn base64(bytes: &[u8]) -> String {
    openssl::base64::encode_block(bytes).replace('+', "-").replace('/', "_")
}

/// A world whose server sends to a push service on this machine.
struct Stage {
    world: World,
    service: Service,
    courier: HttpCourier,
    key: String,
}

impl Stage {
    async fn on(fresh: Fresh) -> Self {
        let service = Service::start().await;
        let guard = Guard::with_test_origin(Some(service.origin.parse().unwrap()));
        let keys = Keys::fresh().unwrap();
        let key = keys.public();
        let push =
            Identity { guard: guard.clone(), public_key: key.clone(), public_url: "https://giro.lodi.it".to_owned() };
        let world = world_with(fresh, Settings { push: Some(push), ..Settings::default() }).await;
        let courier = HttpCourier::new(keys, CONTACT.to_owned(), guard, system_lookup()).unwrap();
        Self { world, service, courier, key }
    }

    fn app(&self) -> &App {
        &self.world.app
    }

    /// The phone of a person takes messages at a path of the push service.
    async fn subscribe(&self, who: &str, path: &str) -> Browser {
        let browser = Browser::at(format!("{}{path}", self.service.origin));
        self.app().subscribe(self.world.actor(who), browser.mailbox.clone(), &self.key).await.unwrap();
        browser
    }

    async fn deliver(&self) -> usize {
        deliver_due(self.app(), &self.courier, ADDRESSES, &watch::channel(false).1).await.unwrap()
    }

    /// The messages about the newest notice of a person.
    async fn pushes(&self, who: &str) -> Vec<Push> {
        let newest = self.app().notices(self.world.actor(who)).await.unwrap().remove(0);
        self.world.store.reader(self.world.area).await.unwrap().db().pushes_of(newest.id).await.unwrap()
    }

    async fn only_push(&self, who: &str) -> Push {
        let mut pushes = self.pushes(who).await;
        assert_eq!(pushes.len(), 1);
        pushes.remove(0)
    }

    fn later(&self, seconds: i64) {
        let clock = &self.app().machine().clock;
        clock.set(clock.now() + Seconds(seconds));
    }
}

async fn stage() -> Stage {
    Stage::on(support::sqlite().await).await
}

#[tokio::test]
async fn a_notice_is_encrypted_signed_and_sent_once_on_both_engines() {
    for fresh in support::both().await {
        let stage = Stage::on(fresh).await;
        let browser = stage.subscribe("driver", "/push/driver").await;
        stage.app().test_notice(stage.world.actor("driver")).await.unwrap();
        assert_eq!(stage.deliver().await, 1);
        assert_eq!(stage.deliver().await, 0);
        let got = stage.service.got();
        assert_eq!(got.len(), 1);
        let got = &got[0];
        assert_eq!((got.path.as_str(), got.header("ttl"), got.header("urgency")), ("/push/driver", "600", "high"));
        assert_eq!(got.header("content-encoding"), "aes128gcm");
        assert_eq!(got.header("topic").len(), 32);
        let (message, signed) = browser.read(got, &stage.service.origin);
        assert_eq!(message["web_push"], 8030);
        assert_eq!(message["notification"]["title"], "Prova riuscita");
        assert_eq!(message["notification"]["lang"], "it");
        let notice = stage.app().notices(stage.world.actor("driver")).await.unwrap().remove(0);
        assert_eq!(message["notification"]["navigate"], format!("https://giro.lodi.it/notices/{}/open", notice.id));
        assert_eq!(message["app_badge"], 1);
        let claims = &signed["claims"];
        assert_eq!((claims["aud"].as_str(), claims["sub"].as_str()), (Some(&*stage.service.origin), Some(CONTACT)));
        let life = claims["exp"].as_i64().unwrap() - claims["iat"].as_i64().unwrap();
        assert!(life > 0 && life <= 24 * 3600, "{life}");
        assert_eq!(signed["key"], stage.key);
        let push = stage.only_push("driver").await;
        assert_eq!((push.state, push.tries, push.status), (PushState::Taken, 1, Some(201)));
    }
}

#[tokio::test]
async fn each_answer_has_its_consequence() {
    let stage = stage().await;
    let driver = stage.world.actor("driver").clone();
    for (status, state, is_kept, is_blocked) in [
        (201, PushState::Taken, true, false),
        (404, PushState::Gone, false, false),
        (410, PushState::Gone, false, false),
        (400, PushState::Refused, true, false),
        (413, PushState::Refused, true, false),
        (403, PushState::Refused, true, true),
    ] {
        stage.subscribe("driver", "/push").await;
        stage.service.answer("/push", status, Vec::new());
        stage.app().test_notice(&driver).await.unwrap();
        stage.deliver().await;
        let push = stage.only_push("driver").await;
        assert_eq!((push.state, push.status), (state, Some(i64::from(status))), "{status}");
        let held = stage.app().subscription(&driver).await.unwrap();
        assert_eq!(held.is_some(), is_kept, "{status}");
        assert_eq!(held.is_some_and(|held| held.blocked.is_some()), is_blocked, "{status}");
        let sent = stage.service.got().len();
        stage.later(60);
        stage.deliver().await;
        assert_eq!(stage.service.got().len(), sent, "{status} is final");
    }
    // Nothing more is tried with a server that is refused, and the coordinator reads of it.
    stage.app().test_notice(&driver).await.unwrap();
    assert_eq!(stage.deliver().await, 0);
    assert!(stage.world.get("coordinator", "/notices").await.body.contains("Un telefono non riceve avvisi"));
    let alarms = stage.world.get("coordinator", "/coordinator/alarms").await.body;
    assert!(alarms.contains("Avvisi che non arrivano") && alarms.contains("Un telefono non riceve avvisi"), "{alarms}");
    // When the phone renews itself it is tried again.
    stage.subscribe("driver", "/push").await;
    assert!(stage.app().subscription(&driver).await.unwrap().unwrap().blocked.is_none());
}

#[tokio::test]
async fn a_push_service_that_is_busy_gets_it_later_and_as_late_as_it_asks() {
    let stage = stage().await;
    let driver = stage.world.actor("driver").clone();
    stage.subscribe("driver", "/push").await;
    stage.service.answer("/push", 429, vec![("retry-after", "200".to_owned())]);
    stage.app().test_notice(&driver).await.unwrap();
    stage.deliver().await;
    let push = stage.only_push("driver").await;
    assert_eq!((push.state, push.status, push.due), (PushState::Waiting, Some(429), stage.app().now() + Seconds(200)));
    stage.later(199);
    assert_eq!(stage.deliver().await, 0);
    stage.service.answer("/push", 500, Vec::new());
    stage.later(1);
    assert_eq!(stage.deliver().await, 1);
    let push = stage.only_push("driver").await;
    assert_eq!((push.state, push.tries, push.due), (PushState::Waiting, 2, stage.app().now() + Seconds(120)));
    stage.service.answer("/push", 201, Vec::new());
    stage.later(120);
    assert_eq!(stage.deliver().await, 1);
    assert_eq!(stage.only_push("driver").await.state, PushState::Taken);
    let ttls: Vec<String> = stage.service.got().iter().map(|got| got.header("ttl").to_owned()).collect();
    assert_eq!(ttls, ["600", "400", "280"], "it never lives longer than its news");
}

#[tokio::test]
async fn what_would_come_too_late_is_let_go() {
    let stage = stage().await;
    let driver = stage.world.actor("driver").clone();
    stage.subscribe("driver", "/push").await;
    stage.app().test_notice(&driver).await.unwrap();
    stage.later(601);
    assert_eq!(stage.deliver().await, 0);
    assert_eq!(stage.only_push("driver").await.state, PushState::Expired);
    stage.service.answer("/push", 503, vec![("retry-after", "3600".to_owned())]);
    stage.app().test_notice(&driver).await.unwrap();
    assert_eq!(stage.deliver().await, 1);
    assert_eq!(stage.only_push("driver").await.state, PushState::Expired, "the next try would be after its end");
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let (stage, inside) = (stage().await, Service::start().await);
    stage.subscribe("driver", "/push").await;
    for status in [301, 302, 307, 308] {
        stage.service.answer("/push", status, vec![("location", format!("{}/inside", inside.origin))]);
        stage.app().test_notice(stage.world.actor("driver")).await.unwrap();
        stage.deliver().await;
        assert_eq!(stage.only_push("driver").await.state, PushState::Refused);
    }
    assert_eq!(inside.got().len(), 0);
}

#[tokio::test]
async fn a_service_that_cannot_be_reached_is_tried_again_and_one_that_never_answers_is_not() {
    let stage = stage().await;
    let driver = stage.world.actor("driver").clone();
    stage.subscribe("driver", "/push").await;
    stage.service.state.0.lock().unwrap().slow.push("/push".to_owned());
    stage.app().test_notice(&driver).await.unwrap();
    stage.deliver().await;
    assert_eq!(stage.only_push("driver").await.state, PushState::Sending, "whether it arrived is not known");
    stage.later(300);
    assert_eq!(stage.deliver().await, 0);
    assert_eq!(stage.service.got().len(), 1);

    let nobody = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let origin = format!("http://{}", nobody.local_addr().unwrap());
    drop(nobody);
    let guard = Guard::with_test_origin(Some(origin.parse().unwrap()));
    let courier = HttpCourier::new(Keys::fresh().unwrap(), CONTACT.to_owned(), guard, system_lookup()).unwrap();
    let message = Outgoing {
        to: Browser::at(format!("{origin}/push")).mailbox,
        text: "{}".to_owned(),
        life: Seconds(60),
        urgent: false,
        topic: "t".to_owned(),
    };
    assert_eq!(courier.send(&message).await, Verdict::Later { status: None, after: None });
}

#[tokio::test]
async fn a_push_service_s_name_that_leads_inside_is_not_dialled() {
    let inside = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let at = inside.local_addr().unwrap();
    let asked = Arc::new(AtomicUsize::new(0));
    let counted = asked.clone();
    let lookup: Lookup = Arc::new(move |_| {
        counted.fetch_add(1, Ordering::SeqCst);
        Box::pin(std::future::ready(Ok(vec![at])))
    });
    let courier = HttpCourier::new(Keys::fresh().unwrap(), CONTACT.to_owned(), Guard::default(), lookup).unwrap();
    for endpoint in ["https://fcm.googleapis.com/fcm/send/x", "https://web.push.apple.com/x"] {
        let message = Outgoing {
            to: Browser::at(endpoint.to_owned()).mailbox,
            text: "{}".to_owned(),
            life: Seconds(60),
            urgent: false,
            topic: "t".to_owned(),
        };
        assert_eq!(courier.send(&message).await, Verdict::Later { status: None, after: None });
    }
    assert_eq!(asked.load(Ordering::SeqCst), 2);
    let dialled = tokio::time::timeout(Duration::from_millis(100), inside.accept()).await;
    assert!(dialled.is_err(), "nobody came");
    // An address that was let in once and is none of a push service goes nowhere either.
    let message = Outgoing {
        to: Browser::at(format!("http://{at}/push")).mailbox,
        text: "{}".to_owned(),
        life: Seconds(60),
        urgent: false,
        topic: "t".to_owned(),
    };
    assert_eq!(courier.send(&message).await, Verdict::Refused(None));
    assert!(tokio::time::timeout(Duration::from_millis(100), inside.accept()).await.is_err());
}

/// Never answers: as if the program were killed while it sends.
struct Killed;

impl Courier for Killed {
    fn send<'a>(&'a self, _: &'a Outgoing) -> BoxFuture<'a, Verdict> {
        Box::pin(std::future::pending())
    }
}

#[tokio::test]
async fn what_was_being_sent_when_the_program_died_is_not_sent_again_on_both_engines() {
    for fresh in support::both().await {
        let address = fresh.address.clone();
        let stage = Stage::on(fresh).await;
        stage.subscribe("driver", "/push").await;
        stage.app().test_notice(stage.world.actor("driver")).await.unwrap();
        let stopped = watch::channel(false).1;
        let sending = deliver_due(stage.app(), &Killed, ADDRESSES, &stopped);
        assert!(tokio::time::timeout(Duration::from_secs(1), sending).await.is_err(), "it hangs");
        // The next start of the program, on the same database.
        let machine = stage.app().machine().clone();
        let again = App::new(Store::open(&address).await.unwrap(), machine, Settings::default());
        assert_eq!(deliver_due(&again, &stage.courier, ADDRESSES, &stopped).await.unwrap(), 0);
        assert_eq!(stage.service.got().len(), 0);
        assert_eq!(stage.only_push("driver").await.state, PushState::Sending);
    }
}

/// Counts how often each message is sent.
#[derive(Default)]
struct Counting(Mutex<BTreeMap<String, usize>>);

impl Courier for Counting {
    fn send<'a>(&'a self, message: &'a Outgoing) -> BoxFuture<'a, Verdict> {
        *self.0.lock().unwrap().entry(message.text.clone()).or_default() += 1;
        Box::pin(async {
            tokio::task::yield_now().await;
            Verdict::Taken(201)
        })
    }
}

#[tokio::test]
async fn two_servers_side_by_side_send_each_of_a_thousand_messages_once_on_both_engines() {
    for fresh in support::both().await {
        let address = fresh.address.clone();
        let stage = Stage::on(fresh).await;
        stage.subscribe("driver", "/push").await;
        let driver = stage.world.actor("driver").clone();
        let told = (0..1000).map(|_| stage.app().test_notice(&driver));
        for made in futures_util::future::join_all(told).await {
            made.unwrap();
        }
        // Of several notices with one tag only the newest is sent: these are a thousand things.
        spread(&address).await;
        let courier = Counting::default();
        let second = App::new(Store::open(&address).await.unwrap(), stage.app().machine().clone(), Settings::default());
        let stopped = watch::channel(false).1;
        let (one, other) = tokio::join!(
            deliver_due(stage.app(), &courier, ADDRESSES, &stopped),
            deliver_due(&second, &courier, ADDRESSES, &stopped)
        );
        let (one, other) = (one.unwrap(), other.unwrap());
        assert_eq!(one + other, 1000);
        assert!(one > 0 && other > 0, "both had a part: {one} and {other}");
        let sent = courier.0.into_inner().unwrap();
        assert_eq!(sent.len(), 1000);
        assert!(sent.values().all(|times| *times == 1));
    }
}

#[tokio::test]
async fn a_phone_that_nobody_opened_for_three_months_is_forgotten() {
    for fresh in support::both().await {
        let stage = Stage::on(fresh).await;
        stage.subscribe("driver", "/push").await;
        let device = stage.world.actor("driver").device.unwrap();
        let is_known = async || {
            let mut reader = stage.world.store.reader(stage.world.area).await.unwrap();
            reader.db().subscription(device).await.unwrap().is_some()
        };
        for (day, known) in [(89, true), (91, false)] {
            let at = stage.world.at(8, 0) + Seconds(day * 86_400);
            stage.app().machine().clock.set(at);
            stage.app().tick().await.unwrap();
            assert_eq!(is_known().await, known, "after {day} days");
        }
    }
}

/// Makes notices that replaced each other stand side by side.
async fn spread(address: &str) {
    use sqlx::{Connection, Executor};
    let mut database = sqlx::AnyConnection::connect(address).await.unwrap();
    database.execute("UPDATE notices SET retracted = NULL, tag = 'cover/' || id").await.unwrap();
    database.execute("UPDATE pushes SET state = 'waiting'").await.unwrap();
}

#[tokio::test]
async fn news_that_was_taken_back_is_not_sent_and_is_taken_off_the_phone() {
    let stage = stage().await;
    let driver = stage.world.actor("driver").clone();
    let browser = stage.subscribe("driver", "/push").await;
    stage.app().test_notice(&driver).await.unwrap();
    retract_newest(&stage, &driver).await;
    assert_eq!(stage.deliver().await, 0);
    assert_eq!(stage.only_push("driver").await.state, PushState::Withdrawn);

    stage.later(1);
    stage.app().test_notice(&driver).await.unwrap();
    stage.deliver().await;
    retract_newest(&stage, &driver).await;
    assert_eq!(stage.deliver().await, 1);
    let got = stage.service.got();
    let (shown, taken_back) =
        (browser.read(&got[0], &stage.service.origin).0, browser.read(&got[1], &stage.service.origin).0);
    assert_eq!(shown["notification"]["tag"], taken_back["notification"]["tag"]);
    assert_eq!(taken_back["notification"]["body"], "Non serve più");
    assert_eq!(
        (&shown["notification"]["silent"], &taken_back["notification"]["silent"]),
        (&json!(false), &json!(true))
    );
    assert_eq!(got[0].header("topic"), got[1].header("topic"), "it overtakes what was not delivered yet");
    assert_eq!(got[1].header("urgency"), "normal");

    // Taken back while a try waits for its next turn: neither is sent.
    stage.later(1);
    stage.service.answer("/push", 503, Vec::new());
    stage.app().test_notice(&driver).await.unwrap();
    stage.deliver().await;
    retract_newest(&stage, &driver).await;
    stage.later(120);
    assert_eq!(stage.deliver().await, 0);
}

async fn retract_newest(stage: &Stage, who: &Actor) {
    let (id, now) = (stage.app().notices(who).await.unwrap().remove(0).id, stage.app().now());
    stage
        .world
        .store
        .write(stage.world.area, move |tx| {
            Box::pin(async move { Ok::<_, girofresco::app::Refusal>(tx.retract_notice(id, now).await?) })
        })
        .await
        .unwrap();
}

#[tokio::test]
async fn a_phone_s_subscription_belongs_to_whoever_is_signed_in_on_it_last() {
    for fresh in support::both().await {
        let stage = Stage::on(fresh).await;
        let browser = stage.subscribe("driver", "/shared").await;
        let (driver, other) = (stage.world.actor("driver").clone(), stage.world.actor("other_driver").clone());
        stage.app().test_notice(&driver).await.unwrap();
        stage.app().subscribe(&other, browser.mailbox.clone(), &stage.key).await.unwrap();
        assert!(stage.app().subscription(&driver).await.unwrap().is_none());
        stage.deliver().await;
        assert_eq!(stage.service.got().len(), 0, "what was meant for the one is not shown to the other");
        assert_eq!(stage.only_push("driver").await.state, PushState::Gone);
        stage.app().test_notice(&other).await.unwrap();
        assert_eq!(stage.deliver().await, 1);
    }
}

#[tokio::test]
async fn who_is_locked_out_or_signs_out_gets_nothing_more() {
    let stage = stage().await;
    let chief = stage.world.actor("coordinator").clone();
    for who in ["driver", "donor", "point"] {
        let actor = stage.world.actor(who).clone();
        stage.subscribe(who, &format!("/{who}")).await;
        stage.app().test_notice(&actor).await.unwrap();
    }
    stage.app().revoke(&chief, stage.world.actor("driver").device.unwrap()).await.unwrap();
    let donor = stage.app().people(&chief).await.unwrap().0.into_iter().find(|person| person.code == "donor").unwrap();
    stage.app().save_person(&chief, girofresco::domain::people::Person { active: false, ..donor }).await.unwrap();
    stage.world.post("point", "/logout", &[]).await;
    stage.deliver().await;
    assert_eq!(stage.service.got().len(), 0);
}

#[tokio::test]
async fn what_a_phone_says_of_itself_is_taken_or_refused_with_a_reason() {
    let stage = stage().await;
    let good = Browser::at(format!("{}/push", stage.service.origin)).mailbox;
    let post = async |endpoint: &str, p256dh: &str, auth: &str, vapid: &str| {
        let fields = [("endpoint", endpoint), ("p256dh", p256dh), ("auth", auth), ("vapid", vapid)];
        stage.world.post("driver", "/notices/subscribe", &fields).await
    };
    for (endpoint, p256dh, auth) in [
        ("http://169.254.169.254/latest", &*good.p256dh, &*good.auth),
        ("https://localhost/push", &*good.p256dh, &*good.auth),
        (&*good.endpoint, "", &*good.auth),
        (&*good.endpoint, "AAAA", &*good.auth),
        (&*good.endpoint, &*good.p256dh, "AAAA"),
    ] {
        let answer = post(endpoint, p256dh, auth, &stage.key).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{endpoint} {p256dh} {auth}");
    }
    let refused = post("https://localhost/push", &good.p256dh, &good.auth, &stage.key).await;
    assert!(refused.body.contains("servizio di avvisi che non conosciamo"), "{}", refused.body);
    let other_key = post(&good.endpoint, &good.p256dh, &good.auth, "BOldKey").await;
    assert_eq!(other_key.body, format!(r#"{{"key":"{}","again":true}}"#, stage.key), "it must subscribe anew");
    assert!(stage.app().subscription(stage.world.actor("driver")).await.unwrap().is_none());
    let taken = post(&good.endpoint, &good.p256dh, &good.auth, &stage.key).await;
    assert_eq!(taken.body, format!(r#"{{"key":"{}","again":false}}"#, stage.key));
    assert_eq!(stage.app().subscription(stage.world.actor("driver")).await.unwrap().unwrap().mailbox, good);
    assert_eq!(stage.world.post("", "/notices/subscribe", &[]).await.status, StatusCode::UNAUTHORIZED);
    stage.world.post("driver", "/notices/unsubscribe", &[]).await;
    assert!(stage.app().subscription(stage.world.actor("driver")).await.unwrap().is_none());
}

#[tokio::test]
async fn a_person_s_newest_phones_get_messages_and_no_endless_number_of_them() {
    let stage = stage().await;
    let chief = stage.world.actor("coordinator").clone();
    let person = stage.world.actor("driver").person;
    for n in 0..8 {
        let (code, _) = stage.app().invite(&chief, person, false).await.unwrap();
        let phone = stage.app().enter(&code, "test").await.unwrap();
        let mailbox = Browser::at(format!("{}/phone/{n}", stage.service.origin)).mailbox;
        stage.app().subscribe(&phone.actor, mailbox, &stage.key).await.unwrap();
        stage.later(1);
    }
    stage.app().test_notice(stage.world.actor("driver")).await.unwrap();
    stage.deliver().await;
    let mut paths: Vec<String> = stage.service.got().into_iter().map(|got| got.path).collect();
    paths.sort();
    assert_eq!(paths, ["/phone/3", "/phone/4", "/phone/5", "/phone/6", "/phone/7"]);
}

#[tokio::test]
async fn quiet_hours_and_choices_are_kept_and_said_to_be() {
    let stage = stage().await;
    let page = stage.world.get("driver", "/notices/settings").await.body;
    assert!(page.contains("Attiva gli avvisi") && page.contains("Cibo che si scalda a bordo"));
    assert!(!page.contains("Allarmi della giornata"), "a driver is not offered what coordinators get");
    let saved = stage
        .world
        .post("driver", "/notices/settings", &[("topic", "rounds"), ("from", "22:00"), ("until", "07:00")])
        .await;
    assert_eq!(saved.location.as_deref(), Some("/notices/settings?did=saved"));
    let choices = stage.app().notice_choices(stage.world.actor("driver")).await.unwrap();
    let time = |hour| jiff::civil::time(hour, 0, 0, 0);
    assert_eq!(choices.quiet, Some(QuietHours { from: time(22), until: time(7) }));
    assert_eq!(choices.muted.iter().map(|topic| topic.word()).collect::<Vec<_>>(), ["cold", "shifts"]);
    let half = stage.world.post("driver", "/notices/settings", &[("topic", "rounds"), ("from", "22:00")]).await;
    assert_eq!(half.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(half.body.contains("Serve. Scrivilo qui."));
}

#[tokio::test]
async fn notices_stand_in_the_app_and_count_as_opened_when_they_are() {
    let stage = stage().await;
    let driver = stage.world.actor("driver").clone();
    assert!(stage.world.get("driver", "/notices").await.body.contains("Nessun avviso"));
    stage.world.post("driver", "/notices/test", &[]).await;
    let list = stage.world.get("driver", "/notices").await.body;
    assert!(list.contains("Prova riuscita") && list.contains("Nuovo") && list.contains("Avvisi: 1 nuovo"));
    let notice = stage.app().notices(&driver).await.unwrap().remove(0);
    assert_eq!(notice.news, News::Test);
    let path = format!("/notices/{}/open", notice.id);
    assert_eq!(stage.world.get("donor", &path).await.status, StatusCode::NOT_FOUND, "it is not theirs");
    let opened = stage.world.get("driver", &path).await;
    assert_eq!((opened.status, opened.location.as_deref()), (StatusCode::SEE_OTHER, Some("/notices")));
    assert_eq!(stage.app().new_notices(&driver).await.unwrap(), 0);
    assert!(!stage.world.get("driver", "/notices").await.body.contains("Nuovo"));
}

#[tokio::test]
async fn the_question_comes_where_it_makes_sense_and_goes_when_it_is_answered() {
    let stage = stage().await;
    let asks = "Non ora";
    for (who, path) in
        [("driver", "/driver"), ("donor", "/donor"), ("point", "/point"), ("coordinator", "/coordinator/alarms")]
    {
        assert!(stage.world.get(who, path).await.body.contains(asks), "{path}");
    }
    let later = stage.world.post("driver", "/notices/later", &[("back", "//evil.example")]).await;
    assert_eq!(later.location.as_deref(), Some("/"));
    let with_cookie = axum::http::Request::get("/driver")
        .header("cookie", format!("girofresco={}; push=later", stage.world.phones["driver"].token))
        .body(axum::body::Body::empty())
        .unwrap();
    assert!(!stage.world.send("", with_cookie).await.body.contains(asks));
    stage.subscribe("point", "/push").await;
    assert!(!stage.world.get("point", "/point").await.body.contains(asks));
}

#[test]
fn what_is_secret_is_not_printed() {
    let mailbox = Mailbox {
        endpoint: "https://fcm.googleapis.com/fcm/send/CANARY".to_owned(),
        p256dh: "CANARY".to_owned(),
        auth: "CANARY".to_owned(),
    };
    let message =
        Outgoing { to: mailbox.clone(), text: "x".to_owned(), life: Seconds(1), urgent: false, topic: "t".to_owned() };
    assert!(!format!("{mailbox:?} {message:?}").contains("CANARY"));
}

#[tokio::test]
async fn no_address_key_or_word_of_a_message_gets_into_the_log() {
    let (log, _listening) = Log::listen();
    let stage = stage().await;
    let browser = stage.subscribe("driver", "/push/CANARY").await;
    for status in [201, 400, 429, 500, 301] {
        stage.service.answer("/push/CANARY", status, Vec::new());
        stage.app().test_notice(stage.world.actor("driver")).await.unwrap();
        stage.deliver().await;
    }
    for status in [403, 410] {
        stage.subscribe("driver", "/push/CANARY").await;
        stage.service.answer("/push/CANARY", status, Vec::new());
        stage.app().test_notice(stage.world.actor("driver")).await.unwrap();
        stage.deliver().await;
    }
    let text = log.text();
    // The crates below log at levels that are off unless somebody asks for them by name.
    let ours: String = text.lines().filter(|line| line.contains("girofresco")).collect();
    assert!(ours.contains("refuses this server"), "the log was read: {text}");
    for secret in ["CANARY", &browser.mailbox.auth, &browser.mailbox.p256dh, "Prova riuscita"] {
        assert!(!ours.contains(secret), "{secret}");
    }
}
