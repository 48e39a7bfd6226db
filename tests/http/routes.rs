//! Every route as declared: who gets in, and that nothing anybody sends breaks it.

use crate::support;
use crate::support::world::{World, world};
use axum::body::Body;
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use girofresco::domain::people::{Person, Role};
use girofresco::domain::site::Vehicle;
use girofresco::web::declared;
use girofresco::web::routes::{Access, Declared};
use http_body_util::BodyExt;
use std::collections::BTreeSet;
use tower::ServiceExt;

const NOWHERE: &str = "00000000-0000-7000-8000-000000000000";
const EVERYBODY: [(&str, Option<Role>); 5] = [
    ("", None),
    ("donor", Some(Role::Donor)),
    ("driver", Some(Role::Driver)),
    ("point", Some(Role::Point)),
    ("coordinator", Some(Role::Coordinator)),
];
const SCRIPT: &str = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>";

async fn fresh() -> World {
    world(support::sqlite().await).await
}

/// A path with every `{name}` replaced.
pub fn filled(path: &str, with: impl Fn(&str) -> String) -> String {
    path.split('/')
        .map(|part| match part.strip_prefix('{').and_then(|part| part.strip_suffix('}')) {
            Some(name) => with(name),
            None => part.to_owned(),
        })
        .collect::<Vec<_>>()
        .join("/")
}

/// A real id for each name in a path, where the world has one.
pub fn real(world: &World, name: &str) -> String {
    let donor = world.actor("donor");
    match name {
        "site" => world.point.to_string(),
        "lot" => world.lots[0].id.to_string(),
        "round" => world.round.to_string(),
        "stop" => world.stops[0].to_string(),
        "person" => donor.person.to_string(),
        "device" => donor.device.expect("a phone").to_string(),
        "category" => "dairy".to_owned(),
        "kind" => "vehicle".to_owned(),
        "date" => "2026-11-26".to_owned(),
        _ => NOWHERE.to_owned(),
    }
}

fn may(access: Access, role: Option<Role>) -> bool {
    match (access, role) {
        (Access::Public, _) | (Access::Signed, Some(_)) => true,
        (Access::As(_), Some(Role::Coordinator)) => true,
        (Access::As(wanted), Some(role)) => wanted == role,
        (_, None) => false,
    }
}

struct Got {
    status: StatusCode,
    headers: HeaderMap,
    body: String,
}

/// Sends a request with somebody's cookie. A stream that never ends is not read.
async fn send(world: &World, who: &str, mut request: Request<Body>) -> Got {
    if let Some(phone) = world.phones.get(who) {
        let cookie = format!("girofresco={}", phone.token).parse().expect("a cookie");
        request.headers_mut().insert(header::COOKIE, cookie);
    }
    let answer = world.router.clone().oneshot(request).await.expect("the router answers");
    let (parts, body) = answer.into_parts();
    let endless = parts.headers.get(header::CONTENT_TYPE).is_some_and(|kind| kind == "text/event-stream");
    let bytes = if endless { Default::default() } else { body.collect().await.expect("a body").to_bytes() };
    Got { status: parts.status, headers: parts.headers, body: String::from_utf8_lossy(&bytes).into_owned() }
}

fn request(method: &Method, path: &str, body: impl Into<Body>) -> Request<Body> {
    let request = Request::builder().method(method).uri(path);
    request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded").body(body.into()).expect("a request")
}

/// The table without the one route that ends the session it is asked with.
fn table(world: &World) -> Vec<Declared> {
    let all = declared(&world.web);
    assert!(all.len() > 40, "the table has {} routes", all.len());
    all.into_iter().filter(|route| route.path != "/logout").collect()
}

#[tokio::test]
async fn every_route_lets_in_whom_it_says() {
    let world = fresh().await;
    for route in table(&world) {
        let path = filled(route.path, |_| NOWHERE.to_owned());
        for (who, role) in EVERYBODY {
            let got = send(&world, who, request(&route.method, &path, "")).await;
            let what = format!("{} {path} as {who:?}: {}", route.method, got.status);
            let to_login =
                got.headers.get(header::LOCATION).is_some_and(|to| to.as_bytes().starts_with(b"/login?next="));
            match (may(route.access, role), role) {
                (true, _) => {
                    assert!(!matches!(got.status.as_u16(), 401 | 403 | 405 | 500..), "{what}");
                    assert!(!to_login, "{what}");
                }
                (false, None) if route.method == Method::GET => {
                    assert!(got.status == StatusCode::SEE_OTHER && to_login, "{what}");
                }
                (false, None) => assert_eq!(got.status, StatusCode::UNAUTHORIZED, "{what}"),
                (false, Some(_)) => assert_eq!(got.status, StatusCode::FORBIDDEN, "{what}"),
            }
        }
    }
}

#[tokio::test]
async fn nothing_that_is_sent_breaks_a_route() {
    let world = fresh().await;
    let ids = [NOWHERE.to_owned(), "x".to_owned(), "%FF%FE".to_owned(), "..%2F..%2Fetc".to_owned(), "0".repeat(3000)];
    let kinds =
        ["application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "multipart/form-data", "text/plain"];
    let act = format!("op_id={NOWHERE}");
    let bodies = [
        String::new(),
        format!("{act}&a=%FF%FE&name=%00&date=%"),
        format!(
            "{act}&date=99999-99-99&from=banana&lat=1e999&lon=NaN&crates=-1&kilograms=99999999999999999999&kind=castle"
        ),
        "--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n\u{1}".to_owned(),
        "a".repeat(300 * 1024),
    ];
    for route in table(&world) {
        let who = EVERYBODY.iter().find(|(who, role)| !who.is_empty() && may(route.access, *role)).expect("somebody").0;
        for id in &ids {
            let path = filled(route.path, |_| id.clone());
            if route.method == Method::GET {
                for query in ["", "?date=%FF&q=%00&site=x&lot=%F0%28&kind=%ZZ&added=x&done=y"] {
                    let got = send(&world, who, request(&Method::GET, &format!("{path}{query}"), "")).await;
                    assert!(got.status.as_u16() < 500, "GET {path}{query} as {who}: {}", got.status);
                }
                continue;
            }
            for (kind, body) in kinds.iter().flat_map(|kind| bodies.iter().map(move |body| (kind, body))) {
                let sent = Request::post(&path).header(header::CONTENT_TYPE, *kind).body(Body::from(body.clone()));
                let got = send(&world, who, sent.expect("a request")).await;
                let start: String = body.chars().take(40).collect();
                assert!(got.status.as_u16() < 500, "POST {path} as {who}, {kind}, {start:?}: {}", got.status);
            }
        }
    }
}

#[tokio::test]
async fn every_page_opens_with_what_there_is() {
    let world = fresh().await;
    for route in table(&world).iter().filter(|route| route.method == Method::GET) {
        let path = filled(route.path, |name| real(&world, name));
        let got = send(&world, "coordinator", request(&Method::GET, &path, "")).await;
        assert!(got.status.as_u16() < 500, "{path}: {}", got.status);
        let is_page =
            got.headers.get(header::CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
        if is_page && got.status == StatusCode::OK && got.body.contains("<html") {
            assert!(got.body.contains("<h1>"), "{path} has a heading");
            assert!(!got.body.contains("No localization for id"), "{path} lacks a word");
        }
    }
}

#[tokio::test]
async fn an_address_that_was_cut_or_put_together_is_answered_in_words() {
    let world = fresh().await;
    let queries =
        ["?date=2026-11-26&date=x&like=a&like=b&kind=a&kind=b&back=a&back=b", "?added=many&left=&before=-1&watch=x"];
    for route in table(&world).iter().filter(|route| route.method == Method::GET) {
        let path = filled(route.path, |name| real(&world, name));
        for query in queries {
            let got = send(&world, "coordinator", request(&Method::GET, &format!("{path}{query}"), "")).await;
            assert_ne!(got.status, StatusCode::BAD_REQUEST, "{path}{query}: {}", got.body);
        }
        let nothing = filled(route.path, |_| "x".to_owned());
        let is_id = |name: &&str| ["lot", "round", "stop", "person", "site", "shift", "vehicle"].contains(name);
        let mut names = route.path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'));
        if names.any(|name| is_id(&name)) {
            let got = send(&world, "coordinator", request(&Method::GET, &nothing, "")).await;
            assert_eq!(got.status, StatusCode::NOT_FOUND, "{nothing}");
        }
    }
}

/// The router's own list of paths, which its debug text tells.
fn paths_of(router: &axum::Router) -> BTreeSet<String> {
    let text = format!("{router:?}");
    let quoted = text.split('"').skip(1).step_by(2).filter(|part| part.starts_with('/'));
    quoted.map(str::to_owned).collect()
}

#[tokio::test]
async fn nothing_is_reachable_that_is_not_in_the_table() {
    let world = fresh().await;
    let mut known: BTreeSet<String> = declared(&world.web).iter().map(|route| route.path.to_owned()).collect();
    let files = girofresco::web::assets::routes::<()>().merge(girofresco::web::offline::routes());
    let open = paths_of(&files.merge(girofresco::web::language::routes()));
    assert!(open.contains("/language") && open.len() < 12, "files and the language switch: {open:?}");
    known.extend(open);
    let there = paths_of(&world.router);
    let unheard: Vec<&String> = known.difference(&there).collect();
    assert!(unheard.is_empty(), "the router does not tell of {unheard:?}");
    let strangers: Vec<&String> = there.difference(&known).collect();
    assert!(strangers.is_empty(), "reachable without a declaration: {strangers:?}");
}

#[tokio::test]
async fn another_site_s_page_changes_nothing() {
    let world = fresh().await;
    for route in table(&world).iter().filter(|route| route.method == Method::POST) {
        let path = filled(route.path, |_| NOWHERE.to_owned());
        for (name, value) in
            [("sec-fetch-site", "cross-site"), ("sec-fetch-site", "same-site"), ("origin", "https://evil.example")]
        {
            let mut sent = request(&Method::POST, &path, "");
            sent.headers_mut().insert(name, value.parse().expect("a header"));
            sent.headers_mut().insert(header::HOST, "127.0.0.1:8080".parse().expect("a header"));
            let got = send(&world, "coordinator", sent).await;
            assert_eq!(got.status, StatusCode::FORBIDDEN, "{path} with {name}: {value}");
            assert!(got.body.contains("altro sito"), "{path} says why");
        }
        let mut own = request(&Method::POST, &path, "");
        own.headers_mut().insert("origin", "http://127.0.0.1:8080".parse().expect("a header"));
        own.headers_mut().insert(header::HOST, "127.0.0.1:8080".parse().expect("a header"));
        assert_ne!(send(&world, "coordinator", own).await.status, StatusCode::FORBIDDEN, "{path} from its own page");
    }
    let mut link = request(&Method::GET, "/coordinator/trace", "");
    link.headers_mut().insert("sec-fetch-site", "cross-site".parse().expect("a header"));
    assert_eq!(send(&world, "coordinator", link).await.status, StatusCode::OK, "a link from elsewhere opens");
}

#[tokio::test]
async fn every_answer_carries_the_headers_that_protect_it() {
    let world = fresh().await;
    let mut paths: Vec<String> = table(&world)
        .iter()
        .filter(|route| route.method == Method::GET)
        .map(|route| filled(route.path, |name| real(&world, name)))
        .collect();
    paths.extend(["/no/such/page".to_owned(), "/assets/x/app.css".to_owned(), "/offline".to_owned()]);
    for path in paths {
        for who in ["", "coordinator"] {
            let got = send(&world, who, request(&Method::GET, &path, "")).await;
            let header = |name: &str| got.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
            let policy = header("content-security-policy");
            assert!(policy.contains("default-src 'none'") && !policy.contains("unsafe"), "{path}: {policy}");
            assert_eq!(header("x-content-type-options"), "nosniff", "{path}");
            assert_eq!(header("referrer-policy"), "same-origin", "{path}");
            assert!(!header("cache-control").is_empty(), "{path}");
            assert!(!got.body.contains("<script>") && !got.body.contains(" style=\""), "{path} has nothing inline");
        }
    }
}

#[tokio::test]
async fn too_much_unknown_and_wrongly_asked_are_said_in_words() {
    let world = fresh().await;
    let site = format!("/coordinator/sites/{}", world.shop);
    let note = format!("name=x&notes={}", "n".repeat(10 * 1024 * 1024));
    let got = send(&world, "coordinator", request(&Method::POST, &site, note)).await;
    assert_eq!(got.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert!(got.body.contains("È troppo grande"), "{}", got.body);
    let parts = format!(
        "--x\r\nContent-Disposition: form-data; name=\"notes\"\r\n\r\n{}\r\n--x--\r\n",
        "n".repeat(13 * 1024 * 1024)
    );
    let sent =
        Request::post(&site).header(header::CONTENT_TYPE, "multipart/form-data; boundary=x").body(Body::from(parts));
    let got = send(&world, "coordinator", sent.expect("a request")).await;
    assert_eq!(got.status, StatusCode::PAYLOAD_TOO_LARGE);
    for who in ["", "donor"] {
        let got = send(&world, who, request(&Method::GET, "/no/such/page", "")).await;
        assert_eq!(got.status, StatusCode::NOT_FOUND);
        assert!(got.body.contains("<html") && got.body.contains("Non trovo questa pagina"));
    }
    let paths: BTreeSet<&str> = table(&world).iter().map(|route| route.path).collect();
    for path in paths {
        let path = filled(path, |_| NOWHERE.to_owned());
        for method in [Method::PUT, Method::DELETE, Method::PATCH, Method::OPTIONS] {
            let got = send(&world, "coordinator", request(&method, &path, "")).await;
            assert!(matches!(got.status.as_u16(), 404 | 405), "{method} {path}: {}", got.status);
        }
    }
}

#[tokio::test]
async fn what_people_write_stays_text_on_every_page() {
    let world = fresh().await;
    let chief = world.actor("coordinator").clone();
    for site in world.app.sites(&chief).await.expect("sites") {
        let evil = girofresco::domain::site::Site {
            name: format!("{} {SCRIPT}", site.name),
            address: SCRIPT.to_owned(),
            phone: SCRIPT.to_owned(),
            notes: SCRIPT.to_owned(),
            ..site
        };
        world.app.save_site(&chief, evil).await.expect("a site");
    }
    for person in world.app.people(&chief).await.expect("people").0 {
        let evil = Person { name: format!("{} {SCRIPT}", person.name), phone: SCRIPT.to_owned(), ..person };
        world.app.save_person(&chief, evil).await.expect("a person");
    }
    for vehicle in world.app.vehicles(&chief).await.expect("vehicles") {
        let evil = Vehicle { name: SCRIPT.to_owned(), ..vehicle };
        world.app.save_vehicle(&chief, evil).await.expect("a vehicle");
    }
    let mut shown = BTreeSet::new();
    let mut paths: Vec<String> = table(&world)
        .iter()
        .filter(|route| route.method == Method::GET)
        .map(|route| filled(route.path, |name| real(&world, name)))
        .collect();
    let typed = girofresco::web::context::percent(SCRIPT);
    paths.push(format!("/coordinator/recall?lot={}", world.lots[0].id));
    paths.extend(["trace", "sites", "people"].map(|page| format!("/coordinator/{page}?q={typed}")));
    paths.push(format!("/login?next={typed}"));
    for path in paths {
        for (who, _) in EVERYBODY {
            let got = send(&world, who, request(&Method::GET, &path, "")).await;
            assert!(!got.body.contains("<script>alert") && !got.body.contains("<img src=x"), "{path} as {who:?}");
            if got.body.contains("&lt;script&gt;alert(1)") {
                shown.insert(path.split('?').next().unwrap_or_default().to_owned());
            }
        }
    }
    for page in ["/coordinator/sites", "/coordinator/people", "/coordinator/fleet", "/coordinator/recall", "/login"] {
        assert!(shown.contains(page), "{page} shows what people wrote: {shown:?}");
    }
}
