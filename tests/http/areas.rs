//! Two areas on one server: nobody sees or changes anything of the other, whatever ids they know of it.

use crate::forms::{a_day, questions, without_ids};
use crate::html::Form;
use crate::routes::{filled, real};
use crate::support;
use crate::support::world::{Answer, DAY, World, neighbour, world_with};
use axum::http::Method;
use girofresco::app::Settings;
use girofresco::app::stop::StopReport;
use girofresco::domain::id::OpId;
use girofresco::push::Identity;
use girofresco::push::guard::Guard;
use girofresco::web::declared;
use sqlx::{AnyConnection, Connection, Row};
use std::collections::{BTreeMap, BTreeSet};

/// Whoever asks, in their own area.
const ASKERS: [&str; 4] = ["coordinator", "driver", "point", "donor"];
/// What the other area calls everything.
const FOREIGN: &str = "Altrove";

async fn here() -> World {
    let guard = Guard::with_test_origin(None);
    let push = Identity { guard, public_key: "key".to_owned(), public_url: "https://giro.lodi.it".to_owned() };
    world_with(support::sqlite().await, Settings { push: Some(push), ..Settings::default() }).await
}

/// Every row of an area, by table: those that say so, and those that belong to one that does.
async fn rows_of(database: &World, world: &World) -> BTreeMap<String, String> {
    let mut database = AnyConnection::connect(database.address()).await.unwrap();
    let mut columns: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let of_tables = "SELECT m.name AS of_table, c.name AS of_column FROM sqlite_master m \
        JOIN pragma_table_info(m.name) c WHERE m.type = 'table' AND m.name NOT LIKE '\\_%' ESCAPE '\\' ORDER BY 1, c.cid";
    for row in sqlx::query(of_tables).fetch_all(&mut database).await.unwrap() {
        columns.entry(row.get("of_table")).or_default().push(row.get("of_column"));
    }
    let owners = [("person_id", "people"), ("plan_id", "plans"), ("notice_id", "notices"), ("site_id", "sites")];
    let mut rows = BTreeMap::new();
    for (table, columns) in columns {
        let has = |name: &str| columns.iter().any(|column| column == name);
        let of_area = match owners.iter().find(|(column, _)| has(column)) {
            _ if has("area_id") => format!("area_id = '{}'", world.area),
            _ if table == "areas" => format!("id = '{}'", world.area),
            Some((column, owner)) => {
                format!("{column} IN (SELECT id FROM {owner} WHERE area_id = '{}')", world.area)
            }
            None => continue,
        };
        let quoted: Vec<String> = columns.iter().map(|column| format!("quote({column})")).collect();
        let quoted = quoted.join(" || ',' || ");
        let all = format!(
            "SELECT COALESCE(group_concat(one, char(10)), '') AS everything FROM \
            (SELECT {quoted} AS one FROM {table} WHERE {of_area} ORDER BY 1)"
        );
        let row = sqlx::query(sqlx::AssertSqlSafe(all)).fetch_one(&mut database).await.unwrap();
        rows.insert(table, row.get::<String, _>("everything"));
    }
    for table in ["areas", "sites", "people", "devices", "movements", "holdings", "lots", "plan_loads", "visits"] {
        assert!(rows.get(table).is_some_and(|rows| !rows.is_empty()), "{table} of the other area: {:?}", rows.keys());
    }
    rows
}

/// Each page that names an id of the other area answers that there is no such thing.
fn is_refused(answer: &Answer) -> bool {
    matches!(answer.status.as_u16(), 403 | 404 | 409 | 422)
}

/// A real id for each name in a path and each field.
async fn ids_of(world: &World) -> BTreeMap<String, String> {
    let chief = world.actor("coordinator");
    let shift = world.app.shifts(chief, DAY, DAY).await.unwrap().remove(0);
    let plan = world.app.today(chief).await.unwrap().plan.unwrap().id;
    let mut ids: BTreeMap<String, String> =
        ["site", "lot", "round", "stop", "person", "device"].map(|name| (name.to_owned(), real(world, name))).into();
    let op = world.store.reader(world.area).await.unwrap().db().movements_of_lot(world.lots[0].id).await.unwrap();
    for (name, id) in [
        ("shift", shift.id.to_string()),
        ("take", shift.id.to_string()),
        ("vehicle", shift.vehicle.to_string()),
        ("home", world.hub.to_string()),
        ("start", world.hub.to_string()),
        ("end", world.hub.to_string()),
        ("plan", plan.to_string()),
        ("from", world.round.to_string()),
        ("op", op[0].op.to_string()),
        ("done", op[0].op.to_string()),
        ("id", world.shop.to_string()),
    ] {
        ids.insert(name.to_owned(), id);
    }
    for lot in &world.lots {
        ids.insert(format!("crates-{}", lot.id), "1".to_owned());
        ids.insert(format!("lots-{}", lot.id), "1".to_owned());
    }
    ids
}

#[tokio::test]
async fn no_route_shows_or_changes_anything_of_another_area() {
    let here = here().await;
    let there = neighbour(&here, FOREIGN).await;
    for world in [&here, &there] {
        world.set(8, 35);
        let driver = world.actor("driver").clone();
        for stop in &world.stops[..2] {
            world.app.complete_stop(&driver, world.act(), *stop, StopReport::default()).await.unwrap();
        }
    }
    let ids = ids_of(&there).await;
    let before = rows_of(&here, &there).await;
    let fields: Vec<(&str, &str)> = ids.iter().map(|(name, id)| (name.as_str(), id.as_str())).collect();
    let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(&fields).finish();
    let table = declared(&here.web).into_iter().filter(|route| !["/logout", "/live"].contains(&route.path));
    for route in table {
        let named = |name: &str| ids.get(name).cloned().unwrap_or_else(|| real(&there, name));
        let path = filled(route.path, named);
        let is_foreign = ids.values().any(|id| id.len() > 1 && path.contains(id));
        for who in ASKERS {
            let (answer, what) = if route.method == Method::GET {
                let plain = here.get(who, &path).await;
                assert!(!is_foreign || is_refused(&plain), "{path} as {who}: {}", plain.status);
                assert!(!plain.body.contains(FOREIGN), "{path} as {who} shows it");
                (here.get(who, &format!("{path}?{query}")).await, format!("GET {path} as {who}"))
            } else {
                (here.post(who, &path, &fields).await, format!("POST {path} as {who}"))
            };
            assert!(answer.status.as_u16() < 500, "{what}: {}", answer.status);
            assert!(!is_foreign || is_refused(&answer), "{what}: {}", answer.status);
            assert!(!answer.body.contains(FOREIGN), "{what} shows it");
        }
        assert_eq!(rows_of(&here, &there).await, before, "{} {path} changed the other area", route.method);
    }
    all_is_well(&here, &there).await;
}

#[tokio::test]
async fn no_form_of_another_area_does_anything_there() {
    let here = here().await;
    let there = neighbour(&here, FOREIGN).await;
    let found = a_day(&there).await;
    let before = rows_of(&here, &there).await;
    let mut sent = BTreeSet::new();
    for (who, form) in found.forms.iter().filter(|(_, form)| form.post && form.action != "/logout") {
        let names = form.names().map(str::to_owned).collect();
        if !sent.insert((who, without_ids(&form.action), questions(&names))) {
            continue;
        }
        for turn in 0..2 {
            let fields = sent_anew(&there, form, turn);
            let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
            let answer = here.post(who, &form.action, &fields).await;
            assert!(answer.status.as_u16() < 500, "{} as {who}: {}", form.action, answer.status);
            let typed = fields.iter().any(|(_, value)| value.contains(FOREIGN));
            assert!(typed || !answer.body.contains(FOREIGN), "{} as {who} shows it", form.action);
        }
    }
    assert!(sent.len() > 80, "{} forms were sent", sent.len());
    let after = rows_of(&here, &there).await;
    for (table, rows) in &before {
        assert_eq!(&after[table], rows, "{table} of the other area changed");
    }
    all_is_well(&here, &there).await;
}

/// What a form sends as an act of its own.
fn sent_anew<'f>(world: &World, form: &'f Form, turn: usize) -> Vec<(&'f str, String)> {
    let mut fields = form.filled(turn);
    let op = world.app.machine().id::<OpId>().to_string();
    for field in fields.iter_mut().filter(|(name, _)| *name == "op_id") {
        field.1.clone_from(&op);
    }
    fields
}

async fn all_is_well(here: &World, there: &World) {
    for world in [here, there] {
        let verified = here.store.reader(world.area).await.unwrap().db().verify().await.unwrap();
        assert_eq!(verified.faults, Vec::new());
        assert!(verified.movements > 0);
    }
}
