//! Taking in files: what is right comes in once, what is wrong is named, all of it, and nothing is kept then.

use crate::support;
use girofresco::app::import::{Counts, File};
use girofresco::app::{App, Settings};
use girofresco::clock::{Chance, Clock, Machine};
use girofresco::domain::people::Role;
use girofresco::domain::time::{Millis, Zone};
use girofresco::import::{self, Failure, Source, shipped};
use girofresco::store::Store;
use jiff::civil::{Date, date, time};
use proptest::prelude::*;
use std::path::Path;

/// A Thursday.
const DAY: Date = date(2026, 11, 26);

fn morning() -> Millis {
    Zone::named("Europe/Rome").unwrap().instant(DAY, time(6, 0, 0, 0))
}

fn app(store: &Store) -> App {
    let machine = Machine { clock: Clock::still(morning()), chance: Chance::seeded(5) };
    App::new(store.clone(), machine, Settings::default())
}

fn files<const N: usize>(files: [(File, &str); N]) -> Source {
    Source::of(files.map(|(file, text)| (file, text.as_bytes().to_vec())))
}

fn directory(name: &str) -> Source {
    Source::directory(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/app/import").join(name)).unwrap()
}

async fn problems(app: &App, source: &Source) -> String {
    match import::run(app, source, None).await {
        Err(Failure::Problems(problems)) => problems.to_string(),
        other => panic!("{other:?}"),
    }
}

const SITES: &str = "code,kind,name,town,opening,phone\n\
    A,donor,Super Airone,Codogno,mon-sat 08:00-10:00,+39 000 1\n\
    B,point,Emporio,Maleo,thu 14:30-17:00,\n\
    H,hub,Magazzino,Lodi,mon-sun 00:00-24:00,\n";

#[tokio::test]
async fn the_shipped_network_comes_in_once_on_both_engines() {
    for fresh in support::both().await {
        let app = app(&fresh.store);
        let report = import::run(&app, &shipped::demo(), None).await.unwrap();
        let added = |file| report.files.get(&file).copied().unwrap_or_default();
        assert_eq!(added(File::Towns), Counts { added: 69, ..Counts::default() });
        assert_eq!(added(File::Boundaries).added, 61);
        assert_eq!(added(File::Sites), Counts { added: 83, ..Counts::default() });
        assert_eq!(added(File::Vehicles).added, 5);
        assert_eq!(added(File::People).added, 94);
        assert!(added(File::Shifts).added > 200, "{:?}", added(File::Shifts));

        let known = app.known(report.area.unwrap()).await.unwrap();
        assert_eq!(known.towns.iter().filter(|shape| shape.rings.is_empty()).count(), 8);
        assert!(known.sites.iter().all(|site| !site.approximate && !site.opening.is_never()));
        assert!(known.people.iter().all(|person| !person.grants.is_empty()));
        for role in Role::ALL {
            assert!(known.people.iter().any(|person| person.grants.iter().any(|grant| grant.role == *role)), "{role}");
        }

        let again = import::run(&app, &shipped::demo(), None).await.unwrap();
        for (file, counts) in again.files {
            assert_eq!((counts.added, counts.changed), (0, 0), "{file} again");
        }
    }
}

#[tokio::test]
async fn only_what_differs_changes() {
    let fresh = support::sqlite().await;
    let app = app(&fresh.store);
    let area = import::run(&app, &files([(File::Sites, SITES)]), None).await.unwrap().area.unwrap();
    let before = app.known(area).await.unwrap().sites;
    let renamed = "code,kind,name,town,opening\nA,donor,Super Gelso,codogno,mon-sat 08:00-10:00\n\
        B,point,Emporio,098035,thu 14:30-17:00\n";
    let report = import::run(&app, &files([(File::Sites, renamed)]), None).await.unwrap();
    assert_eq!(report.files[&File::Sites], Counts { added: 0, changed: 1, unchanged: 1 });
    let after = app.known(area).await.unwrap().sites;
    let shop = |sites: &[girofresco::domain::site::Site]| sites.iter().find(|site| site.code == "A").unwrap().clone();
    assert_eq!(shop(&after).name, "Super Gelso");
    assert_eq!(shop(&after).id, shop(&before).id, "the id stays");
    assert_eq!(shop(&after).phone, "+39 000 1", "what the file is silent about stays");
    assert!(shop(&after).approximate, "no coordinates: the town's, marked");
    assert_eq!(after.len(), 3, "what the file leaves out stays");
}

#[tokio::test]
async fn every_mistake_of_a_directory_is_named_at_once_and_nothing_is_kept() {
    let fresh = support::sqlite().await;
    let app = app(&fresh.store);
    insta::assert_snapshot!(problems(&app, &directory("nasty")).await);
    assert!(app.every_area().await.unwrap().is_empty(), "nothing is kept");
}

#[tokio::test]
async fn files_that_are_no_tables_are_named() {
    let fresh = support::sqlite().await;
    let app = app(&fresh.store);
    let sources = [
        directory("latin1"),
        files([(File::Sites, "")]),
        files([(File::Sites, "\u{feff}\r\n\r\n")]),
        files([(File::People, "name,name,roles\n")]),
        files([(File::People, "code,name,roles\nP1,\"Ada,driver\n")]),
        files([(File::Boundaries, "{}")]),
        files([(File::Towns, "code,name,lat,lon\n1,Here,45,9\n")]),
        files([(File::Area, "name,zone\nHere,Europe/Lodi\n")]),
        files([(File::Area, "name,zone\nHere,Europe/Rome\n")]),
    ];
    let mut said = String::new();
    for source in &sources {
        said.push_str(&problems(&app, source).await);
        said.push('\n');
    }
    insta::assert_snapshot!(said);
    assert!(app.every_area().await.unwrap().is_empty());
}

#[tokio::test]
async fn another_area_brings_its_own_towns() {
    let fresh = support::sqlite().await;
    let app = app(&fresh.store);
    let source = files([
        (File::Area, "name,zone\nElsewhere,Europe/Lisbon\n"),
        (File::Towns, "code,name,lat,lon\n1,Évora,38.57,-7.91\n"),
        (File::Sites, "code,kind,name,town,opening\nA,hub,Store,evora,mon 08:00-10:00\n"),
    ]);
    let area = import::run(&app, &source, None).await.unwrap().area.unwrap();
    let known = app.known(area).await.unwrap();
    assert_eq!((known.towns.len(), known.sites[0].town_name.as_str()), (1, "Évora"));
}

#[tokio::test]
async fn announcements_come_in_once_and_change_until_crates_move() {
    for fresh in support::both().await {
        let app = app(&fresh.store);
        let announced = |crates: u32| {
            format!(
                "code,site,date,category,crates,kg,shelf_date,note\nX1,A,2026-11-26,dairy,{crates},30,2026-11-27,Al banco\n\
                 ,A,2026-11-26,bread,3,,,\n,H,2026-11-26,dry,2,20,,\n"
            )
        };
        let first = announced(4);
        let source = files([(File::Sites, SITES), (File::Announcements, &first)]);
        let report = import::run(&app, &source, None).await.unwrap();
        assert_eq!(report.files[&File::Announcements].added, 3);
        let again = import::run(&app, &files([(File::Announcements, &first)]), None).await.unwrap();
        assert_eq!(again.files[&File::Announcements], Counts { added: 0, changed: 0, unchanged: 3 });
        for crates in [6, 5] {
            let changed = import::run(&app, &files([(File::Announcements, &announced(crates))]), None).await.unwrap();
            assert_eq!(changed.files[&File::Announcements], Counts { added: 0, changed: 1, unchanged: 2 });
        }
        let area = report.area.unwrap();
        let lot = fresh.store.reader(area).await.unwrap().db().lot_by_code("X1").await.unwrap().unwrap();
        let held = fresh.store.reader(area).await.unwrap().db().holdings_of_lot(lot.id).await.unwrap();
        let shop: i64 =
            held.iter().filter(|held| held.holder.site() == Some(lot.site)).map(|h| h.balance.crates.0).sum();
        assert_eq!((lot.crates.0, shop), (5, 5), "the ledger follows the change on {:?}", fresh.engine);

        app.invite_coordinator(area, "Ada").await.unwrap();
        let ada = app.known(area).await.unwrap().people.into_iter().find(|person| person.name == "Ada").unwrap();
        let who = girofresco::domain::people::Actor {
            person: ada.id,
            name: ada.name,
            device: None,
            area,
            grants: ada.grants,
        };
        let act = girofresco::app::Act { op: app.machine().id(), occurred: None, device_seq: None };
        app.reduce_lot(&who, act, lot.id, girofresco::domain::quantity::Crates(1)).await.unwrap();
        let said = problems(&app, &files([(File::Announcements, &announced(7))])).await;
        assert_eq!(
            said,
            "announcements.csv, line 2, column code: \"X1\" lot 1 cannot change any more, because crates of it have moved; \
             correct it in the app"
        );
        let unchanged = import::run(&app, &files([(File::Announcements, &announced(5))]), None).await.unwrap();
        assert_eq!(unchanged.files[&File::Announcements].unchanged, 3, "the same file still comes in");
        for found in app.verify().await.unwrap() {
            assert!(found.verified.faults.is_empty(), "{:?}", found.verified.faults);
        }
    }
}

#[tokio::test]
async fn a_lot_needs_its_own_hours_on_a_day_on_which_the_site_is_closed() {
    let fresh = support::sqlite().await;
    let app = app(&fresh.store);
    let sites = |open: &str| {
        format!("code,kind,name,town,opening,open_holidays\nA,donor,Super Airone,Codogno,mon-sat 08:00-10:00,{open}\n")
    };
    // The Immaculate Conception, a Tuesday.
    let lot = "code,site,date,category,crates\nX1,A,2026-12-08,dry,2\n";
    import::run(&app, &files([(File::Sites, &sites("no"))]), None).await.unwrap();
    assert_eq!(
        problems(&app, &files([(File::Announcements, lot)])).await,
        "announcements.csv, line 2, column date: \"2026-12-08\" the site is closed on that day, so ready_from and \
         ready_until are needed"
    );
    let opened = import::run(&app, &files([(File::Sites, &sites("yes"))]), None).await.unwrap();
    assert_eq!(opened.files[&File::Sites].changed, 1);
    let taken = import::run(&app, &files([(File::Announcements, lot)]), None).await.unwrap();
    assert_eq!(taken.files[&File::Announcements].added, 1);
    import::run(&app, &files([(File::Sites, &sites("no"))]), None).await.unwrap();
    let again = import::run(&app, &files([(File::Announcements, lot)]), None).await.unwrap();
    assert_eq!(again.files[&File::Announcements].unchanged, 1, "what is in already keeps its hours");
}

#[tokio::test]
async fn a_place_that_has_become_something_else_and_days_that_are_over_clash() {
    let fresh = support::sqlite().await;
    let app = app(&fresh.store);
    let crew = [
        (File::Sites, SITES),
        (File::Vehicles, "code,name,home,crates,max_kg\nV,Van,H,90,900\n"),
        (File::People, "code,name,roles\nP,Piero,driver\n"),
        (File::Shifts, "date,person,vehicle,from,until\ntue,P,V,08:00,12:00\n"),
    ];
    let report = import::run(&app, &files(crew), None).await.unwrap();
    assert_eq!(report.files[&File::Shifts].added, 4, "four Tuesdays in 28 days");
    let source = files([
        (File::Sites, "code,kind,name,town,opening\nA,hub,Super Airone,Codogno,mon-sat 08:00-10:00\n"),
        (File::Shifts, "date,person,vehicle,from,until\n2026-11-25,P,V,08:00,12:00\n2026-11-27,P,V,08:00,12:00\n"),
    ]);
    assert_eq!(
        problems(&app, &source).await,
        "sites.csv, line 2, column kind: \"hub\" the site is a donor already; another kind of place needs a code of its own\n\
         shifts.csv, line 2, column date: \"2026-11-25\" the day is over (today is 2026-11-26); only days to come can be \
         added or changed"
    );
}

fn cell() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("A".to_owned()),
        Just("donor".to_owned()),
        Just("Codogno".to_owned()),
        Just("45.16".to_owned()),
        Just("2026-11-27".to_owned()),
        Just("mon-fri".to_owned()),
        Just("mon-sat 08:00-10:00".to_owned()),
        Just("99999999999999999999".to_owned()),
        Just("driver;point:A".to_owned()),
        "\\PC{0,12}",
    ]
}

fn table() -> impl Strategy<Value = Vec<u8>> {
    let header = prop::sample::subsequence(
        vec![
            "code",
            "kind",
            "name",
            "town",
            "opening",
            "lat",
            "lon",
            "families",
            "persons",
            "home",
            "crates",
            "max_kg",
            "roles",
            "date",
            "person",
            "vehicle",
            "from",
            "until",
            "site",
            "category",
            "kg",
            "shelf_date",
            "zone",
        ],
        0..23,
    );
    (header, prop::collection::vec(prop::collection::vec(cell(), 0..12), 0..6)).prop_map(|(header, rows)| {
        let rows = rows.into_iter().map(|row| row.join(","));
        std::iter::once(header.join(",")).chain(rows).collect::<Vec<_>>().join("\n").into_bytes()
    })
}

#[test]
fn no_bytes_of_any_file_break_it() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let app = runtime.block_on(async { app(&Store::open("sqlite::memory:").await.unwrap()) });
    let bytes = prop_oneof![prop::collection::vec(any::<u8>(), 0..300), table()];
    let some_files = prop::collection::vec((prop::sample::select(File::ALL.to_vec()), bytes), 1..4);
    proptest!(ProptestConfig::with_cases(300), |(files in some_files)| {
        // Only that it answers: what it answers is tested above.
        let _ = runtime.block_on(import::run(&app, &Source::of(files), None));
    });
}
