//! Every form that a page shows is read by its handler, with no field over and none missing.

use std::collections::{BTreeMap, BTreeSet};

use crate::html::{Form, forms, links};
use crate::routes::{filled, real};
use crate::support;
use crate::support::world::{DAY, World, world_with};
use axum::body::Body;
use axum::http::{Method, Request, StatusCode, header};
use girofresco::app::planning::Event;
use girofresco::app::round::Trouble;
use girofresco::app::stop::StopReport;
use girofresco::app::{Refusal, Settings};
use girofresco::domain::id::{OpId, ShiftId};
use girofresco::domain::quantity::Seconds;
use girofresco::domain::round::{ProblemKind, Shift};
use girofresco::domain::site::{LatLon, Site, Town, TownShape, Vehicle};
use girofresco::push::Identity;
use girofresco::push::guard::Guard;
use girofresco::web::declared;
use girofresco::web::input::Asked;

/// Who looks at the pages: between them they see every form.
const LOOKERS: [&str; 3] = ["coordinator", "driver", "other_driver"];
/// So many addresses of one route are opened at a time.
const MOST_OF_A_ROUTE: usize = 8;
/// What scripts send by themselves, so that no page has a form for it; and the end of the session, which has no fields.
const WITHOUT_A_FORM: [&str; 6] = [
    "/logout",
    "/acts/{op}/photo",
    "/notices/subscribe",
    "/notices/unsubscribe",
    "/notices/{notice}/answer",
    "/coordinator/proposal/better",
];
/// What scripts write on the forms they watch, whether it is an act or not.
const STAMPED: [&str; 3] = ["op_id", "occurred_at", "device_seq"];
/// What only links of a list longer than a page send.
const OF_LONG_LISTS: &str = "page";

/// Names of fields by the route or the address that they are sent to.
type Names = BTreeMap<String, BTreeSet<String>>;

/// The forms that were found, and the names that links send.
#[derive(Default)]
pub struct Found {
    pub forms: Vec<(&'static str, Form)>,
    linked: Names,
}

/// The route of an address, as the table declares it.
fn route(world: &World, method: &Method, address: &str) -> Option<&'static str> {
    let path = address.split(['?', '#']).next().unwrap_or_default();
    let fits = |pattern: &str| {
        let (path, pattern): (Vec<&str>, Vec<&str>) = (path.split('/').collect(), pattern.split('/').collect());
        path.len() == pattern.len() && path.iter().zip(&pattern).all(|(part, of)| of.starts_with('{') || part == of)
    };
    let known = declared(&world.web).into_iter().filter(|route| route.method == *method && fits(route.path));
    // What is written out counts before what stands for any word.
    known.map(|route| route.path).min_by_key(|path| path.matches('{').count())
}

impl Found {
    /// Opens every page below these addresses and what it leads to there, and takes their forms.
    pub async fn look(&mut self, world: &World, below: &[&str]) {
        for who in LOOKERS {
            let mut seen: Names = BTreeMap::new();
            let mut open: Vec<String> = Vec::new();
            let table = declared(&world.web).into_iter().filter(|route| route.method == Method::GET);
            open.extend(table.map(|route| filled(route.path, |name| real(world, name))));
            while let Some(address) = open.pop() {
                let Some(route) = route(world, &Method::GET, &address) else { continue };
                self.note_link(route, &address);
                let known = seen.entry(route.to_owned()).or_default();
                let endless = route == "/live";
                let skipped = endless || !below.iter().any(|start| route.starts_with(start));
                if skipped || known.len() == MOST_OF_A_ROUTE || !known.insert(address.clone()) {
                    continue;
                }
                let page = world.get(who, &address).await;
                open.extend(page.location);
                open.extend(links(&page.body));
                let forms = forms(&page.body);
                open.extend(forms.iter().filter(|form| !form.post).map(|form| address_of(form, &form.filled(0))));
                self.forms.extend(forms.into_iter().map(|form| (who, form)));
            }
        }
    }

    fn note_link(&mut self, route: &str, address: &str) {
        let query = address.split('#').next().unwrap_or_default().split_once('?').map_or("", |(_, query)| query);
        let names = form_urlencoded::parse(query.as_bytes()).map(|(name, _)| name.into_owned());
        self.linked.entry(route.to_owned()).or_default().extend(names);
    }
}

/// The address that a search leads to.
fn address_of(form: &Form, fields: &[(&str, String)]) -> String {
    format!("{}?{}", form.action, encoded(fields))
}

fn encoded(fields: &[(&str, String)]) -> String {
    form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish()
}

/// Sends a form once for each choice of each field, and says what its handler asked for. Forms that come back are forms
/// that a page shows.
async fn send(world: &World, who: &'static str, form: &Form) -> (BTreeSet<String>, Vec<Form>) {
    let asked = Asked::default();
    let mut back = Vec::new();
    for turn in 0..form.turns() {
        let mut fields = form.filled(turn);
        let op = world.app.machine().id::<OpId>().to_string();
        for field in fields.iter_mut().filter(|(name, _)| *name == "op_id") {
            field.1.clone_from(&op);
        }
        let mut request = if form.post {
            let kind = "application/x-www-form-urlencoded";
            let body = Body::from(encoded(&fields));
            Request::post(&form.action).header(header::CONTENT_TYPE, kind).body(body).expect("a request")
        } else {
            Request::get(address_of(form, &fields)).body(Body::empty()).expect("a request")
        };
        request.extensions_mut().insert(asked.clone());
        let answer = world.send(who, request).await;
        assert!(answer.status.as_u16() < 500, "{} as {who}: {}", form.action, answer.status);
        if answer.status == StatusCode::UNPROCESSABLE_ENTITY {
            back.extend(forms(&answer.body).into_iter().filter(|again| again.action == form.action));
        }
    }
    (asked.names(), back)
}

/// Looks at a day from one end to the other: a form shows when there is something to do with it.
pub async fn a_day(world: &World) -> Found {
    let mut found = Found::default();
    let app = &world.app;
    let (chief, driver) = (world.actor("coordinator").clone(), world.actor("driver").clone());
    let post = async |who: &str, path: String, fields: &[(&str, &str)]| {
        let answer = world.post(who, &path, fields).await;
        assert!(
            answer.status.is_success() || answer.status.is_redirection(),
            "{path}: {} {}",
            answer.status,
            answer.body
        );
    };
    let today = app.shifts(&chief, DAY, DAY).await.unwrap().remove(0);
    let [own, other, open] = tomorrow(world, &today).await;
    let quiet = app.sites(&chief).await.unwrap().into_iter().find(|site| site.id == world.other_shop).unwrap();
    let quiet = Site { id: app.machine().id(), code: String::new(), name: "Bottega Prova".to_owned(), ..quiet };
    app.save_site(&chief, quiet).await.unwrap();
    let days = [("first", "2026-12-24"), ("last", "2026-12-24")];
    post("coordinator", "/coordinator/closures".to_owned(), &days).await;
    let van = world.app.vehicles(world.actor("coordinator")).await.unwrap()[0].id;
    let days = [("first", "2026-12-28"), ("last", "2026-12-30"), ("why", "repair")];
    post("coordinator", format!("/coordinator/vehicles/{van}/downtimes"), &days).await;
    let town = Town { code: "098031".to_owned(), name: "Lodi".to_owned(), at: LatLon { lat: 45.31, lon: 9.5 } };
    let town = TownShape { town, rings: Vec::new() };
    let save =
        world.store.write(world.area, move |tx| Box::pin(async move { Ok::<_, Refusal>(tx.save_town(&town).await?) }));
    save.await.unwrap();
    // The evening before, a stop asks whether it is done already.
    app.machine().clock.set(world.at(8, 0) - Seconds(12 * 3600));
    found.look(world, &["/driver/stops"]).await;
    world.set(8, 0);
    found.look(world, &["/"]).await;
    let people = b"nome;ruoli\nNora Prova;autista\n".to_vec();
    let upload = app.keep_upload(&chief, vec![("persone.csv".to_owned(), people)]).await.unwrap();
    let page = world.get("coordinator", &format!("/coordinator/import/{upload}")).await;
    found.forms.extend(forms(&page.body).into_iter().map(|form| ("coordinator", form)));

    let trouble = Trouble { kind: ProblemKind::Late, minutes: 20, note: "Traffico".to_owned() };
    app.report_problem(&driver, world.act(), world.round, trouble).await.unwrap();
    post("driver", format!("/driver/shifts/{own}/swap"), &[("take", &other.to_string())]).await;
    post("coordinator", format!("/coordinator/shifts/{open}/seek-nobody"), &[]).await;
    world.set(8, 35);
    app.complete_stop(&driver, world.act(), world.stops[0], StopReport::default()).await.unwrap();
    found.look(world, &["/driver", "/coordinator/alarms", "/coordinator/fleet"]).await;

    post("driver", format!("/driver/shifts/{own}/cannot"), &[]).await;
    app.happened(&chief, world.act(), Event::VehicleOut(today.id, Some(world.shop))).await.unwrap();
    found.look(world, &["/driver/shifts", "/coordinator/events", "/coordinator/plan", "/coordinator/proposal"]).await;
    post("coordinator", "/coordinator/plan/drop".to_owned(), &[("date", &DAY.to_string())]).await;
    app.happened(&chief, world.act(), Event::GoesOn(today.id)).await.unwrap();
    post("coordinator", "/coordinator/plan/drop".to_owned(), &[("date", &DAY.to_string())]).await;
    for stop in &world.stops[1..] {
        app.complete_stop(&driver, world.act(), *stop, StopReport::default()).await.unwrap();
    }
    world.unsay(&world.lots[2]).await;
    found.look(world, &["/point/check", "/driver/end", "/driver/stops"]).await;

    let crates: Vec<(String, String)> =
        world.lots.iter().map(|lot| (format!("crates-{}", lot.id), lot.crates.0.to_string())).collect();
    let classes: Vec<(String, &str)> =
        world.lots.iter().map(|lot| (format!("class-{}", lot.id), lot.class.word())).collect();
    let lots = crates.iter().map(|(name, n)| (name.as_str(), n.as_str()));
    let mut check: Vec<(&str, &str)> =
        lots.chain(classes.iter().map(|(name, class)| (name.as_str(), *class))).collect();
    let unmeasured = world.post("point", "/point/check", &check).await;
    found.forms.extend(forms(&unmeasured.body).into_iter().map(|form| ("coordinator", form)));
    check.push(("temperature-chilled", "4"));
    post("point", "/point/check".to_owned(), &check).await;
    let given = [(crates[0].0.as_str(), "1"), ("families", "2"), ("persons", "5")];
    post("point", "/point/handouts".to_owned(), &given).await;
    app.end_round(&driver, world.act(), world.round).await.unwrap();
    found.look(world, &["/point", "/driver/end"]).await;
    found
}

/// A shift tomorrow for each driver, and one that nobody has.
async fn tomorrow(world: &World, today: &Shift) -> [ShiftId; 3] {
    let chief = world.actor("coordinator");
    let date = DAY.tomorrow().unwrap();
    let later = world.zone.start_of(date).since(world.zone.start_of(DAY));
    let van = world.app.vehicles(chief).await.unwrap().remove(0);
    let mut shifts = Vec::new();
    for (who, open, hours) in [("driver", false, 0), ("other_driver", false, 6), ("coordinator", true, 0)] {
        let later = later + Seconds(hours * 3600);
        let vehicle =
            Vehicle { id: world.app.machine().id(), code: String::new(), name: who.to_owned(), ..van.clone() };
        let shift = Shift {
            id: world.app.machine().id(),
            date,
            person: world.actor(if open { "driver" } else { who }).person,
            vehicle: vehicle.id,
            from: today.from + later,
            until: today.until + later,
            cancelled: open,
            wanted: open.then(|| world.app.now()),
            ..today.clone()
        };
        world.app.save_vehicle(chief, vehicle).await.unwrap();
        shifts.push(shift.id);
        world.app.save_shift(chief, shift).await.unwrap();
    }
    shifts.try_into().unwrap()
}

/// The questions behind names of fields: of which lots, foods or days a page asks them depends on the day.
pub fn questions(names: &BTreeSet<String>) -> BTreeSet<String> {
    names.iter().map(|name| name.split('-').next().unwrap_or_default().to_owned()).collect()
}

/// An address with a mark for each id, so that forms of one kind are sent once.
pub fn without_ids(address: &str) -> String {
    let path = address.split('?').next().unwrap_or_default();
    path.split('/').map(|part| if part.parse::<OpId>().is_ok() { "{}" } else { part }).collect::<Vec<_>>().join("/")
}

#[tokio::test]
async fn every_form_is_read_by_its_handler_and_every_field_that_is_read_is_on_a_form() {
    let guard = Guard::with_test_origin(None);
    let push = Identity { guard, public_key: "key".to_owned(), public_url: "https://giro.lodi.it".to_owned() };
    let settings = Settings { push: Some(push), ..Settings::default() };
    let world = world_with(support::sqlite().await, settings).await;
    let mut found = a_day(&world).await;
    // Who is changed or locked out by a form asks no more: those come last, and who asks after all others.
    let own = format!("/people/{}", world.actor("coordinator").person);
    let last = |form: &Form| ["/people/", "/phones/", &*own].iter().filter(|last| form.action.contains(**last)).count();
    found.forms.retain(|(_, form)| form.action != "/logout");
    found.forms.sort_by_key(|(_, form)| last(form));
    let (mut shown, mut asked) = (Names::new(), Names::new());
    let mut unread = BTreeSet::new();
    let mut sent = BTreeSet::new();
    for (who, form) in &found.forms {
        let method = if form.post { Method::POST } else { Method::GET };
        let route = route(&world, &method, &form.action).unwrap_or(form.action.as_str());
        let names: BTreeSet<String> = form.names().map(str::to_owned).collect();
        shown.entry(route.to_owned()).or_default().extend(names.clone());
        if !sent.insert((without_ids(&form.action), questions(&names))) {
            continue;
        }
        let (read, back) = send(&world, who, form).await;
        let again = back.iter().flat_map(Form::names).map(str::to_owned);
        let names: BTreeSet<String> = again.chain(names).collect();
        let strange = names.difference(&read).filter(|name| !STAMPED.contains(&name.as_str()));
        unread.extend(strange.map(|name| format!("{method} {route}: {name} is not read")));
        shown.entry(route.to_owned()).or_default().extend(names);
        asked.entry(route.to_owned()).or_default().extend(read);
    }
    assert_eq!(unread, BTreeSet::new(), "fields that no handler reads");
    let mut missing = BTreeSet::new();
    for (route, read) in &asked {
        let sent = [&shown[route], found.linked.get(route).unwrap_or(&BTreeSet::new())].map(questions);
        let unsent = questions(read).into_iter().filter(|name| !sent.iter().any(|sent| sent.contains(name)));
        let unsent = unsent.filter(|name| !STAMPED.contains(&name.as_str()) && name != OF_LONG_LISTS);
        missing.extend(unsent.map(|name| format!("{route}: nothing sends {name}")));
    }
    assert_eq!(missing, BTreeSet::new(), "fields that no page has");
    let table = declared(&world.web).into_iter().filter(|route| route.method == Method::POST).map(|route| route.path);
    let without: BTreeSet<&str> = table.filter(|path| !shown.contains_key(*path)).collect();
    assert_eq!(without, BTreeSet::from(WITHOUT_A_FORM), "routes to which no page has a form");
}
