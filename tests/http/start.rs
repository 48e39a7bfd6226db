//! The first hour of a charity: from an empty database to a first published day, and what is missing on the way.

use crate::support;
use axum::Router;
use axum::body::Body;
use axum::http::{Method, Request, StatusCode, header};
use girofresco::app::announce::Surplus;
use girofresco::app::planning::PlanOrder;
use girofresco::app::{Act, App, Settings};
use girofresco::clock::{Chance, Clock, Machine};
use girofresco::domain::food::{Category, Shelf};
use girofresco::domain::id::AreaId;
use girofresco::domain::lot::LotFacts;
use girofresco::domain::people::Actor;
use girofresco::domain::quantity::Crates;
use girofresco::domain::round::Shift;
use girofresco::domain::time::{Millis, Zone};
use girofresco::import::{self, Source};
use girofresco::planner::{Budget, Control};
use girofresco::web::{Web, router};
use http_body_util::BodyExt;
use jiff::civil::{Date, date, time};
use tower::ServiceExt;

/// A Thursday.
const DAY: Date = date(2026, 11, 26);

fn at(hour: i8) -> Millis {
    Zone::named("Europe/Rome").unwrap().instant(DAY, time(hour, 0, 0, 0))
}

fn new_app(fresh: &support::Fresh) -> App {
    let machine = Machine { clock: Clock::still(at(7)), chance: Chance::seeded(5) };
    App::new(fresh.store.clone(), machine, Settings::default())
}

/// The phone of the first coordinator.
struct Boss {
    app: App,
    router: Router,
    cookie: String,
    actor: Actor,
}

struct Got {
    status: StatusCode,
    body: String,
}

impl Boss {
    async fn of_an_empty_area(fresh: &support::Fresh) -> Self {
        let app = new_app(fresh);
        let area = import::run(&app, &Source::default(), None).await.unwrap().area.unwrap();
        Self::of(app, area).await
    }

    async fn of(app: App, area: AreaId) -> Self {
        let (code, _) = app.invite_coordinator(area, "Paola").await.unwrap();
        let admitted = app.enter(&code, "telefono").await.unwrap();
        let router = router(Web::new(app.clone(), "http://localhost:8080"));
        Self { app, router, cookie: format!("girofresco={}", admitted.token), actor: admitted.actor }
    }

    async fn send(&self, method: Method, path: &str, fields: &[(&str, &str)]) -> Got {
        let form = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::COOKIE, &self.cookie)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(form))
            .unwrap();
        let answer = self.router.clone().oneshot(request).await.unwrap();
        let status = answer.status();
        let body = answer.into_body().collect().await.unwrap().to_bytes();
        Got { status, body: String::from_utf8(body.to_vec()).unwrap() }
    }

    async fn page(&self, path: &str) -> String {
        let got = self.send(Method::GET, path, &[]).await;
        assert_eq!(got.status, StatusCode::OK, "{path}");
        got.body
    }

    /// Where the form of a page for something new goes.
    async fn action(&self, page: &str, folder: &str) -> String {
        let body = self.page(page).await;
        let mark = format!("action=\"{folder}/");
        let id = body.split(&mark).nth(1).and_then(|rest| rest.split('"').next()).expect("a form for something new");
        format!("{folder}/{id}")
    }

    async fn saved(&self, path: &str, fields: &[(&str, &str)]) {
        let got = self.send(Method::POST, path, fields).await;
        assert_eq!(got.status, StatusCode::SEE_OTHER, "{path}: {}", got.body);
    }
}

fn missing(body: &str) -> usize {
    let list = body.split("<ol class=\"rows\">").nth(1).and_then(|rest| rest.split("</ol>").next()).unwrap_or_default();
    list.matches("<li>").count() - list.matches("Fatto:").count()
}

#[tokio::test]
async fn an_empty_area_is_led_to_its_first_published_day() {
    let fresh = support::sqlite().await;
    let boss = Boss::of_an_empty_area(&fresh).await;
    let first = boss.page("/coordinator").await;
    assert!(first.contains("Cosa manca per partire") && first.contains("/coordinator/sites/new?kind=donor"));
    assert_eq!(missing(&first), 8);
    assert!(boss.page("/coordinator/sites").await.contains("Non c'è ancora nessun luogo."));
    assert!(boss.page("/coordinator/announce").await.contains("Non c'è ancora nessun negozio"));
    assert!(boss.page("/coordinator/vehicles/new").await.contains("Un mezzo sta in un luogo: prima aggiungine uno."));

    let form = boss.page("/coordinator/sites/new?kind=point").await;
    assert!(form.contains("<option value=\"\" selected>Scegli</option>"), "no town is taken unseen");
    let shop = boss.action("/coordinator/sites/new?kind=donor", "/coordinator/sites").await;
    let opening = [("hours-thu", "8-19"), ("hours-fri", "8-19"), ("service", "10"), ("active", "1")];
    let with = |more: &[(&'static str, &'static str)]| [&opening[..], more].concat();
    boss.saved(&shop, &with(&[("kind", "donor"), ("name", "Super Prova"), ("town", "098019")])).await;

    let point = boss.action("/coordinator/sites/new?kind=point", "/coordinator/sites").await;
    let unsaid = with(&[("kind", "point"), ("name", "Emporio"), ("town", "098019")]);
    let asked = boss.send(Method::POST, &point, &unsaid).await;
    assert_eq!(asked.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(asked.body.contains("id=\"room-ambient-error\""), "room is asked for");
    let nothing = with(&[("kind", "point"), ("name", "Emporio"), ("town", "098019"), ("room-ambient", "0")]);
    boss.saved(&point, &nothing).await;
    let empty = boss.page("/coordinator/start").await;
    assert!(empty.contains("Senza posto per le casse") && missing(&empty) == 7, "zero is said, and named");
    let pin = "https://www.openstreetmap.org/#map=17/45.1612/9.7031";
    let room = [("kind", "point"), ("name", "Emporio"), ("town", "098019"), ("room-ambient", "40"), ("lat", pin)];
    boss.saved(&point, &with(&room)).await;
    let sites = boss.app.sites(&boss.actor).await.unwrap();
    let emporio = sites.iter().find(|site| site.name == "Emporio").unwrap();
    assert_eq!((emporio.at.lat, emporio.at.lon, emporio.approximate), (45.1612, 9.7031, false));

    let van = boss.action("/coordinator/vehicles/new", "/coordinator/vehicles").await;
    let home = emporio.id.to_string();
    let fields = [("name", "Furgone"), ("crates", "40"), ("kilograms", "400"), ("home", &*home), ("active", "1")];
    boss.saved(&van, &fields).await;
    let driver = boss.action("/coordinator/people/new", "/coordinator/people").await;
    let fields = [("name", "Ivo"), ("phone", "333 0000001"), ("language", "it"), ("role", "driver"), ("active", "1")];
    boss.saved(&driver, &fields).await;
    let known = boss.app.people(&boss.actor).await.unwrap().0;
    let (ivo, van) =
        (known.iter().find(|person| person.name == "Ivo").unwrap(), &boss.app.vehicles(&boss.actor).await.unwrap()[0]);
    let halfway = boss.page("/coordinator").await;
    assert_eq!(missing(&halfway), 4);
    assert!(halfway.contains("Una persona non è ancora entrata."));

    let sheet = boss.send(Method::POST, "/coordinator/codes", &[("site", "driver")]).await;
    assert_eq!(sheet.status, StatusCode::OK);
    assert!(
        sheet.body.contains("Ivo") && sheet.body.contains("<svg") && sheet.body.contains("https://wa.me/393330000001")
    );
    let code = sheet.body.split("/enter/").nth(1).unwrap().chars().take(8).collect::<String>();
    boss.app.machine().clock.set(at(7) + girofresco::domain::quantity::Seconds(6 * 24 * 3600));
    let phone = boss.app.enter(&code, "telefono di Ivo").await.expect("good for a week");
    assert!(boss.app.enter(&code, "un altro").await.is_err(), "and for one phone");
    boss.app.machine().clock.set(at(7));
    let nobody = boss.send(Method::POST, "/coordinator/codes", &[("site", "")]).await;
    assert_eq!(nobody.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(nobody.body.contains("nessuno da far entrare"));

    let shift = Shift {
        id: boss.app.machine().id(),
        date: DAY,
        person: ivo.id,
        vehicle: van.id,
        from: at(8),
        until: at(13),
        start: van.home,
        end: None,
        cancelled: false,
        wanted: None,
        covers: None,
        standing: None,
        rest: Some("30 08:00-12:00".parse().unwrap()),
        spots: Default::default(),
    };
    boss.app.save_shift(&boss.actor, shift).await.unwrap();
    let bread = LotFacts::usual(Category::Bread, Crates(4), Shelf::Undated, (at(8), at(12)));
    let shop = sites.iter().find(|site| site.name == "Super Prova").unwrap().id;
    let surplus = Surplus { date: DAY, lots: vec![bread], note: String::new(), photo: None };
    let act = Act { op: boss.app.machine().id(), occurred: None, device_seq: None };
    boss.app.announce_surplus(&boss.actor, act, shop, surplus).await.unwrap();
    assert_eq!(missing(&boss.page("/coordinator").await), 1);
    let order = PlanOrder { budget: Budget::of(50), ..PlanOrder::usual(DAY) };
    let planned = boss.app.plan_day(&boss.actor, order, |_| Control::Continue).await.unwrap();
    boss.app.publish_unattended(boss.actor.area, planned.id).await.unwrap();
    assert!(!boss.page("/coordinator").await.contains("Cosa manca per partire"), "the first hour is over");
    assert!(boss.page("/coordinator/start").await.contains("Non manca niente."));
    let driver = Boss { cookie: format!("girofresco={}", phone.token), actor: phone.actor, ..boss };
    let round = driver.page("/driver").await;
    assert!(round.contains("Pausa di 30 minuti alle "), "the break is planned, and said: {round}");
    let sheet = driver.page("/driver/sheet").await;
    assert!(sheet.contains("Pausa di 30 minuti alle "), "paper says it too: {sheet}");
    assert!(driver.app.verify_plan(driver.actor.area, DAY).await.unwrap().is_empty());
}

/// Sends a file as a browser does.
async fn upload(boss: &Boss, path: &str, name: &str, text: &str) -> (StatusCode, String, String) {
    let body = format!(
        "--b\r\nContent-Disposition: form-data; name=\"files\"; filename=\"{name}\"\r\n\
         Content-Type: text/csv\r\n\r\n{text}\r\n--b--\r\n"
    );
    let request = Request::post(path)
        .header(header::COOKIE, &boss.cookie)
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=b")
        .body(Body::from(body))
        .unwrap();
    let answer = boss.router.clone().oneshot(request).await.unwrap();
    let to = answer.headers().get(header::LOCATION).map(|to| to.to_str().unwrap().to_owned()).unwrap_or_default();
    let status = answer.status();
    let bytes = answer.into_body().collect().await.unwrap().to_bytes();
    (status, to, String::from_utf8(bytes.to_vec()).unwrap())
}

/// The value of a hidden field of a page.
fn hidden(body: &str, name: &str) -> String {
    let mark = format!("name=\"{name}\" value=\"");
    body.split(&mark).nth(1).unwrap_or_else(|| panic!("{name}: {body}")).split('"').next().unwrap().to_owned()
}

#[tokio::test]
async fn another_province_is_set_up_by_screens() {
    let fresh = support::sqlite().await;
    let app = new_app(&fresh);
    app.new_area("Bergamo", Zone::named("Europe/Rome").unwrap()).await.unwrap();
    let area = app.every_area().await.unwrap()[0].id;
    let boss = Boss::of(app, area).await;
    let first = boss.page("/coordinator").await;
    assert_eq!(missing(&first), 9, "the area is the first of what is missing");
    assert!(first.contains("Scegli la zona") && first.contains("/coordinator/area"));
    assert!(boss.page("/coordinator/area").await.contains("Non c'è ancora nessun comune."));
    let towns = "/coordinator/area/towns";
    let (status, _, body) = upload(&boss, towns, "", "").await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(body.contains("id=\"files-error\""), "{body}");
    let (_, wrong, _) =
        upload(&boss, towns, "x.csv", "nome;latitudine;longitudine\nBergamo;quarantacinque;9,67\n").await;
    let shown = boss.page(&wrong).await;
    assert!(shown.contains("quarantacinque") && !shown.contains("name=\"seen\""), "{shown}");
    let file =
        "Nome;Latitudine;Longitudine;Abitanti\nBergamo;45,6983;9,6773;120000\nSan Pellegrino;45,8370;9,6680;4700\n";
    let (status, to, _) = upload(&boss, towns, "comuni BG.csv", file).await;
    assert_eq!(status, StatusCode::SEE_OTHER);
    let look = boss.page(&to).await;
    let seen = hidden(&look, "seen");
    let op = hidden(&look, "op_id");
    boss.saved(&to, &[("seen", &*seen), ("op_id", &*op)]).await;
    assert_eq!(missing(&boss.page("/coordinator").await), 8);
    assert!(boss.page("/coordinator/area").await.contains("Ci sono 2 comuni."));
    let form = boss.page("/coordinator/sites/new?kind=donor").await;
    assert!(form.contains("San Pellegrino"), "a place can be there");
    let (_, again, _) = upload(&boss, towns, "comuni.csv", file).await;
    assert!(!boss.page(&again).await.contains("name=\"seen\""), "a second time nothing changes");

    let empty = boss.send(Method::POST, "/coordinator/area", &[("name", " ")]).await;
    assert!(empty.status == StatusCode::UNPROCESSABLE_ENTITY && empty.body.contains("id=\"name-error\""));
    boss.saved("/coordinator/area", &[("name", "Bergamo e valli")]).await;
    assert_eq!(boss.app.every_area().await.unwrap()[0].name, "Bergamo e valli");
}

#[tokio::test]
async fn the_towns_of_lodi_make_room_for_others() {
    let fresh = support::sqlite().await;
    let boss = Boss::of_an_empty_area(&fresh).await;
    let first = boss.page("/coordinator").await;
    assert!(first.contains("Scegli la zona") && missing(&first) == 8, "Lodi needs no more than to be let be");
    let shop = boss.action("/coordinator/sites/new?kind=donor", "/coordinator/sites").await;
    let fields = [("kind", "donor"), ("name", "Super"), ("town", "098019"), ("hours-thu", "8-19"), ("service", "10")];
    boss.saved(&shop, &[&fields[..], &[("active", "1")]].concat()).await;
    assert!(boss.page("/coordinator/area").await.contains("Togli i 68 comuni senza luoghi"));
    boss.saved("/coordinator/area/unused", &[]).await;
    let towns = boss.app.towns(&boss.actor).await.unwrap();
    assert_eq!(towns.iter().map(|town| &*town.name).collect::<Vec<_>>(), ["Codogno"]);
}
