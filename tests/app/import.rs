//! Taking in files: what is right comes in once, what is wrong is named, all of it, and nothing is kept then.

use crate::support;
use girofresco::app::import::{Counts, File, Remark};
use girofresco::app::{App, Refusal, Settings};
use girofresco::clock::{Chance, Clock, Machine};
use girofresco::domain::food::Shelf;
use girofresco::domain::people::{Actor, Person, Role};
use girofresco::domain::round::Shift;
use girofresco::domain::time::{Millis, Zone};
use girofresco::import::{self, Failure, Source, shipped};
use girofresco::store::Store;
use girofresco::words::{Lang, Words};
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
    Source::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/app/import").join(name)).unwrap()
}

async fn problems(app: &App, source: &Source) -> String {
    match import::run(app, source, None).await {
        Err(Failure::Problems(problems)) => problems.said(Words::of(Lang::En)),
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
async fn days_of_the_week_rest_on_holidays_and_closures_unless_a_date_says_otherwise() {
    for fresh in support::both().await {
        let app = app(&fresh.store);
        let people = "code,name,roles\nU1,Ivo,driver\nU2,Tea,driver\nC,Nora,coordinator\n";
        let vehicles = "code,name,home,crates,max_kg\nV1,Furgone,H,40,400\nV2,Furgone due,H,40,400\n";
        let network = [(File::Sites, SITES), (File::People, people), (File::Vehicles, vehicles)];
        let area = import::run(&app, &files(network), None).await.unwrap().area.unwrap();
        let coordinator = app.known(area).await.unwrap().people.into_iter().find(|person| person.code == "C").unwrap();
        let Person { id: person, name, grants, .. } = coordinator;
        let chief = Actor { person, name, device: None, area, grants };
        let closed = date(2026, 12, 1);
        app.add_closure(&chief, None, (closed, closed), "Corso").await.unwrap();

        let weekly = "date,person,vehicle,from,until\nmon-sat,U1,V1,08:00,12:00\n";
        import::run(&app, &files([(File::Shifts, weekly)]), None).await.unwrap();
        let days = |shifts: &[Shift]| shifts.iter().map(|shift| shift.date).collect::<Vec<_>>();
        let made = app.shifts(&chief, DAY, date(2026, 12, 9)).await.unwrap();
        let working = [26, 27, 28, 30].map(|day| date(2026, 11, day)).into_iter();
        let after = [2, 3, 4, 5, 7, 9].map(|day| date(2026, 12, day));
        assert_eq!(
            days(&made),
            working.chain(after).collect::<Vec<_>>(),
            "closed on the 1st, and the 8th is a holiday"
        );

        let otherwise = format!("{weekly}2026-12-08,U1,V2,09:00,11:00\n");
        import::run(&app, &files([(File::Shifts, &otherwise)]), None).await.unwrap();
        let holiday = app.shifts(&chief, date(2026, 12, 8), date(2026, 12, 8)).await.unwrap();
        assert_eq!(holiday.len(), 1, "the one with the date, though the weekday's overlaps: {holiday:?}");

        let open = SITES
            .replace("opening,", "opening,open_holidays,")
            .replace("17:00,", "17:00,no,")
            .replace("mon-sun 00:00-24:00,", "mon-sun 00:00-24:00,yes,");
        let open = open.replace("10:00,+39", "10:00,no,+39");
        let second = "date,person,vehicle,from,until\ntue,U2,V2,13:00,15:00\n";
        import::run(&app, &files([(File::Sites, &open), (File::Shifts, second)]), None).await.unwrap();
        let tuesdays = app.shifts(&chief, date(2026, 12, 8), date(2026, 12, 8)).await.unwrap();
        assert_eq!(tuesdays.len(), 2, "a place is open on that holiday: {tuesdays:?}");
    }
}

#[tokio::test]
async fn shifts_bring_their_breaks() {
    let fresh = support::sqlite().await;
    let app = app(&fresh.store);
    let people = "code,name,roles\nU1,Ivo,driver\n";
    let vehicles = "code,name,home,crates,max_kg\nV1,Furgone,H,40,400\n";
    let shifts = |rest: &str| format!("date,person,vehicle,from,until,break\n2026-11-27,U1,V1,08:00,20:00,{rest}\n");
    let network = [(File::Sites, SITES), (File::People, people), (File::Vehicles, vehicles)];
    let area = import::run(&app, &files(network), None).await.unwrap().area.unwrap();
    for (written, kept) in
        [("30 min 12-14", Some("30 12:00-14:00")), ("45 12:00-14:00 empty", Some("45 12:00-14:00 empty"))]
    {
        import::run(&app, &files([(File::Shifts, &shifts(written))]), None).await.unwrap();
        let day = date(2026, 11, 27);
        let there = fresh.store.reader(area).await.unwrap().db().shifts(day, day).await.unwrap();
        assert_eq!(there[0].rest.map(|rest| rest.to_string()).as_deref(), kept, "{written}");
    }
    for (written, said) in
        [("mezz'ora", "is no break"), ("90 12-13", "longer than the hours"), ("30 21-22", "has no time")]
    {
        let refused = problems(&app, &files([(File::Shifts, &shifts(written))])).await;
        assert!(refused.contains("column break") && refused.contains(said), "{refused}");
    }
}

#[tokio::test]
async fn points_open_on_the_days_that_they_write_or_by_appointment() {
    let fresh = support::sqlite().await;
    let app = app(&fresh.store);
    let sites = "code,kind,name,town,opening\n\
        P1,point,Casa Prova,Lodi,\"wed[1,3] 09:00-11:00; fri[2] 15:00-17:00\"\n\
        P2,point,Casa Seconda,Lodi,su appuntamento\nP3,point,Casa Terza,Lodi,\n\
        D1,donor,Negozio,Lodi,\"Mo-Fr 08:30-12:00,15:00-18:00; PH off\"\nD2,donor,Bottega,Lodi,lun–ven 8.30–12\n";
    let area = import::run(&app, &files([(File::Sites, sites)]), None).await.unwrap().area.unwrap();
    let known = app.known(area).await.unwrap().sites;
    let opening = |code: &str| &known.iter().find(|site| site.code == code).unwrap().opening;
    assert!(opening("P2").is_never() && opening("P2").by_appointment());
    assert!(opening("P3").is_never() && opening("P3").by_appointment());
    assert_eq!(opening("D2").to_string(), "mon-fri 08:30-12:00");
    let days = |code: &str| {
        let december = (1..=31).map(|day| date(2026, 12, day));
        december.filter(|date| !opening(code).on(*date).is_empty()).map(jiff::civil::Date::day).collect::<Vec<_>>()
    };
    assert_eq!(days("P1"), [2, 11, 16]);
    let again = import::run(&app, &files([(File::Sites, sites)]), None).await.unwrap();
    assert_eq!(again.files[&File::Sites], Counts { unchanged: 5, ..Counts::default() });
    let silent = sites.replace("su appuntamento", "").replace("Lodi,lun–ven 8.30–12", "Lodi,");
    let refused = problems(&app, &files([(File::Sites, &silent)])).await;
    assert!(refused.contains("line 6, column opening: is empty"), "a shop says when it gives: {refused}");
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
        files([(File::Sites, "\u{0}\u{1}\u{2}PK")]),
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
async fn an_empty_date_is_one_that_nobody_said_and_takes_back_no_reading() {
    for fresh in support::both().await {
        let app = app(&fresh.store);
        let rows = "code,site,date,category,crates,kg,shelf_date,date_kind\nX1,A,2026-11-26,dairy,2,16,,\n\
                    X2,A,2026-11-26,dry,2,20,,\nX3,A,2026-11-26,dry,1,10,,none\n";
        let source = files([(File::Sites, SITES), (File::Announcements, rows)]);
        let area = import::run(&app, &source, None).await.unwrap().area.unwrap();
        let shelf = async |code: &str| {
            fresh.store.reader(area).await.unwrap().db().lot_by_code(code).await.unwrap().unwrap().shelf
        };
        assert_eq!(shelf("X1").await, Shelf::UnreadUseBy);
        assert_eq!(shelf("X2").await, Shelf::UnreadBestBefore);
        assert_eq!(shelf("X3").await, Shelf::Undated, "a file may say that there is none");
        let lot = fresh.store.reader(area).await.unwrap().db().lot_by_code("X1").await.unwrap().unwrap();
        let ops = fresh.store.reader(area).await.unwrap().db().movements_of_lot(lot.id).await.unwrap();
        let op = ops[0].op;
        let read = fresh.store.write(area, move |tx| {
            Box::pin(async move { tx.read_label(lot.id, date(2026, 11, 27), op).await.map_err(Refusal::from) })
        });
        read.await.unwrap();
        let known = shelf("X1").await;
        assert_eq!(known.date(), Some(date(2026, 11, 27)));
        let again = import::run(&app, &files([(File::Announcements, rows)]), None).await.unwrap();
        assert_eq!(again.files[&File::Announcements].unchanged, 3);
        assert_eq!(shelf("X1").await, known, "on {:?}", fresh.engine);
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
    assert_eq!(report.files[&File::Shifts].added, 3, "four Tuesdays in 28 days, and one of them is a public holiday");
    let source = files([
        (File::Sites, "code,kind,name,town,opening\nA,hub,Super Airone,Codogno,mon-sat 08:00-10:00\n"),
        (File::Shifts, "date,person,vehicle,from,until\n2026-11-25,P,V,08:00,12:00\n2026-11-27,P,V,08:00,12:00\n"),
    ]);
    assert_eq!(
        problems(&app, &source).await,
        "sites.csv, line 2, column kind: \"hub\" the site is a donor already; another kind of place needs a code of its own\n\
         shifts.csv, line 2, column date: \"2026-11-25\" the day is over (today is 26/11/2026); only days to come can be \
         added or changed"
    );
}

/// The same network as Italian spreadsheets write it.
#[tokio::test]
async fn files_of_an_italian_spreadsheet_come_in_as_they_are() {
    let fresh = support::sqlite().await;
    let app = app(&fresh.store);
    let sites = b"sep=;\r\nCodice;Tipo;Denominazione;Citt\xe0;Orari;Telefono;Persone;;Casse ambiente\r\n\
        A;Negozio;Caff\xe8 Airone;Codogno;mon-sat 8.00-10.00;0371 000006 / 333 0000003;;;\r\n\
        B;Emporio;Emporio;Maleo;mon-sat 08:00-17:00;;1.200,0;;80\r\n\
        H;Magazzino;Deposito;Lodi;mon-sun 00:00-24:00;;;;400\r\n;;;;;;;;\r\n";
    let vehicles = "Codice;Nome;Sede;Casse;Portata (kg);Refrigerato\nV;Furgone;H;60;1.200,50;S\u{ec}\n";
    let people = "codice\tnominativo\truoli\ttelefono\nP\tPiero B.\tautista\t+39 333 0000003\nN\tAda\tnegozio:A\t\n";
    let shifts = "Data;Autista;Mezzo;Dalle;Alle\n27/11/2026;P;V;8.30;12:30:00\nsab, dom;P;V;8:30;12:30\n";
    let food = "Luogo;Data;Categoria;Casse;Kg;Scadenza\nA;27/11/26;Latticini;4;30,5;28/11/2026\n";
    let utf16: Vec<u8> = [0xff, 0xfe].into_iter().chain(people.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    let source = Source::of([
        (File::Sites, sites.to_vec()),
        (File::Vehicles, vehicles.as_bytes().to_vec()),
        (File::People, utf16),
        (File::Shifts, shifts.replace('\n', "\r").into_bytes()),
        (File::Announcements, food.as_bytes().to_vec()),
    ]);
    let report = import::run(&app, &source, None).await.unwrap();
    let known = app.known(report.area.unwrap()).await.unwrap();
    let site = |code: &str| known.sites.iter().find(|site| site.code == code).unwrap();
    assert_eq!(site("A").name, "Caff\u{e8} Airone");
    assert_eq!(site("B").persons, 1200);
    assert_eq!(known.vehicles[0].grams.0, 1_200_500);
    assert!(known.vehicles[0].refrigerated);
    assert_eq!(report.files[&File::Shifts].added, 9, "one Friday, four Saturdays and four Sundays");
    let mut reader = fresh.store.reader(report.area.unwrap()).await.unwrap();
    let lot = reader.db().lots_of_day(date(2026, 11, 27)).await.unwrap().remove(0);
    assert_eq!((lot.crates.0, lot.grams.0, lot.shelf.date()), (4, 30_500, Some(date(2026, 11, 28))));
}

#[tokio::test]
async fn what_could_be_two_numbers_or_none_is_asked_back() {
    let fresh = support::sqlite().await;
    let app = app(&fresh.store);
    let source = files([
        (
            File::Sites,
            "code,kind,name,town,opening,persons,crates_ambient,phone\n\
            A,donor,Super Airone,Codogno,mon-sat 08:00-10:00,,,\"3,93331E+11\"\n\
            B,point,Emporio,Maleo,mon-sat 08:00-17:00,1.000,1.200,371420000\n\
            H,hub,Magazzino,Lodi,mon-sun 00:00-24:00,,,\n",
        ),
        (File::Vehicles, "code;name;home;crates;max_kg\nV;Van;H;60;1.200\nW;Van;H;60;1,2\n"),
        (
            File::Announcements,
            "code;site;date;category;crates;kg\nL1;A;27-11-26;produce;20;1,250\nL2;A;2026-11-27;produce;20;1,2\n",
        ),
    ]);
    assert_eq!(
        problems(&app, &source).await,
        "sites.csv, line 2, column phone: \"3,93331E+11\" has no telephone number; expected one such as 0371 420000\n\
         sites.csv, line 3, column crates_ambient: \"1.200\" could be either: write 1200 or 1,2\n\
         sites.csv, line 3, column persons: \"1.000\" could be either: write 1000 or 1\n\
         sites.csv, line 3, column phone: \"371420000\" may have lost the 0 it began with; write 0371 420000, or put a space in if it is a mobile\n\
         vehicles.csv, line 2, column max_kg: \"1.200\" could be either: write 1200 or 1,2\n\
         vehicles.csv, line 3, column max_kg: \"1,2\" is too little for 60 crates; expected at least 60 kg\n\
         announcements.csv, line 2, column date: \"27-11-26\" could be 27/11/2026 or 26/11/2027: write the year with four digits\n\
         announcements.csv, line 2, column kg: \"1,250\" could be either: write 1250 or 1,25\n\
         announcements.csv, line 3, column kg: \"1,2\" is too little for 20 crates; expected at least 4 kg"
    );
}

const CREW: [(File, &str); 3] = [
    (File::Sites, SITES),
    (File::Vehicles, "code,name,home,crates,max_kg\nV,Furgone,H,90,900\nW,Panda,H,20,200\n"),
    (File::People, "code,name,roles\nP,Piero B.,driver\nQ,Tea D.,driver\nC,Ada,coordinator\n"),
];

#[tokio::test]
async fn a_corrected_hour_changes_the_shift_and_an_overlapping_one_is_refused() {
    for fresh in support::both().await {
        let app = app(&fresh.store);
        let area = import::run(&app, &files(CREW), None).await.unwrap().area.unwrap();
        let shifts = |rows: &str| files([(File::Shifts, &*format!("date,person,vehicle,from,until\n{rows}"))]);
        let there = async || {
            let mut reader = fresh.store.reader(area).await.unwrap();
            reader.db().shifts(date(2026, 11, 27), date(2026, 11, 27)).await.unwrap()
        };
        import::run(&app, &shifts("2026-11-27,P,V,08:00,12:30\n"), None).await.unwrap();
        let first = there().await;
        let corrected = import::run(&app, &shifts("2026-11-27,P,V,08:30,12:30\n"), None).await.unwrap();
        assert_eq!(corrected.files[&File::Shifts], Counts { added: 0, changed: 1, unchanged: 0 });
        let second = there().await;
        assert_eq!((second.len(), second[0].id), (1, first[0].id), "the same shift, later");
        assert_eq!(second[0].from.since(first[0].from).0, 1800);

        let said = problems(&app, &shifts("2026-11-27,Q,V,09:00,11:00\n")).await;
        assert_eq!(
            said,
            "shifts.csv, line 2, column vehicle: \"V\" is on another shift at that time: Piero B. with Furgone on \
             27/11/2026, 08:30-12:30"
        );
        let both =
            import::run(&app, &shifts("2026-11-27,P,V,08:30,10:30\n2026-11-27,P,W,11:00,12:30\n"), None).await.unwrap();
        assert_eq!(both.files[&File::Shifts], Counts { added: 1, changed: 1, unchanged: 0 }, "a shift made two");
        let said = problems(&app, &shifts("2026-11-27,P,W,08:00,12:30\n")).await;
        assert!(
            said.contains("column person: \"P\" is on another shift at that time: Piero B. with Furgone"),
            "{said}"
        );
        let said = problems(&app, &shifts("2026-11-27,C,W,14:00,16:00\n")).await;
        assert!(said.ends_with("does not drive: the person is not active, or not a driver"), "{said}");
        let later = import::run(&app, &shifts("2026-11-27,Q,W,14:00,16:00\n"), None).await.unwrap();
        assert_eq!(
            later.remarks,
            [Remark::LeftOut {
                file: File::Shifts,
                names: vec!["Piero B. 2026-11-27".into(), "Piero B. 2026-11-27".into()]
            }]
        );
    }
}

#[tokio::test]
async fn what_a_file_has_no_more_and_food_for_a_closed_day_are_said() {
    let fresh = support::sqlite().await;
    let app = app(&fresh.store);
    import::run(&app, &files(CREW), None).await.unwrap();
    let source = files([
        (File::People, "code,name,roles\nP,Piero B.,driver\n"),
        (
            File::Announcements,
            "site,date,category,crates,ready_from,ready_until\n\
            A,2026-12-08,bread,5,09:00,12:00\nA,2026-11-27,bread,5,05:00,06:00\nA,2026-11-27,dry,5,09:00,12:00\n",
        ),
        (File::Shifts, "date,person,vehicle,from,until\ntue,P,V,08:00,12:00\n"),
    ]);
    let report = import::run(&app, &source, None).await.unwrap();
    let site = || "Super Airone".to_owned();
    assert_eq!(
        report.remarks,
        [
            Remark::LeftOut { file: File::People, names: vec!["Ada".into(), "Tea D.".into()] },
            Remark::Rests { days: vec![date(2026, 12, 8)] },
            Remark::ClosedThen { line: 2, site: site(), date: date(2026, 12, 8) },
            Remark::ClosedAtThatHour { line: 3, site: site(), date: date(2026, 11, 27), open: "08:00-10:00".into() },
        ]
    );
}

#[tokio::test]
async fn rows_without_a_code_are_known_by_what_they_say_and_old_towns_by_what_they_became() {
    let fresh = support::sqlite().await;
    let app = app(&fresh.store);
    let sites = "tipo;nome;comune;orari;persone\nnegozio;Super Airone;Camairago;mon-sat 08:00-10:00;\n\
        emporio;Emporio;Zorlesco;mon-sat 08:00-17:00;100\nemporio;Emporio;098007;mon-sat 08:00-17:00;100\n\
        magazzino;Deposito;Lodi;mon-sun 00:00-24:00;\n";
    let network = |persons: &str| {
        Source::of([
            (File::Sites, sites.replace("100", persons).into_bytes()),
            (File::Vehicles, b"nome;sede;casse;kg\nFurgone;deposito;60;800\n".to_vec()),
            (File::People, b"nome;ruoli\nPiero B.;autista\nAda;negozio:Super Airone\n".to_vec()),
            (File::Shifts, b"data;autista;mezzo;dalle;alle\n27/11/2026;piero b.;Furgone;8.30;12.30\n".to_vec()),
            (File::Announcements, b"luogo;data;categoria;casse\nSuper Airone;27/11/2026;pane;3\n".to_vec()),
        ])
    };
    let area = import::run(&app, &network("100"), None).await.unwrap().area.unwrap();
    let known = app.known(area).await.unwrap();
    let codes: Vec<(&str, &str)> =
        known.sites.iter().map(|site| (site.code.as_str(), site.town_name.as_str())).collect();
    assert!(codes.contains(&("super-airone", "Castelgerundo")), "{codes:?}");
    assert!(
        codes.contains(&("emporio", "Casalpusterlengo")) && codes.contains(&("emporio-2", "Castelgerundo")),
        "{codes:?}"
    );
    let again = import::run(&app, &network("120"), None).await.unwrap();
    assert_eq!(again.files[&File::Sites], Counts { added: 0, changed: 2, unchanged: 2 });
    for file in [File::Vehicles, File::People, File::Shifts, File::Announcements] {
        assert_eq!((again.files[&file].added, again.files[&file].changed), (0, 0), "{file}");
    }
    let said = problems(&app, &files([(File::Vehicles, "nome;sede;casse;kg\nPanda;Emporio;10;200\n")])).await;
    assert_eq!(
        said,
        "vehicles.csv, line 2, column sede: \"Emporio\" is the name of several: write the code (emporio, emporio-2)"
    );
}

#[tokio::test]
async fn what_is_wrong_is_said_in_the_language_that_is_asked_for() {
    let fresh = support::sqlite().await;
    let app = app(&fresh.store);
    let source = files([(File::Vehicles, "Codice;Nome;Sede;Casse;Portata (kg)\nV;Furgone;H;sessanta;1.200\n")]);
    let Err(Failure::Problems(problems)) = import::run(&app, &source, None).await else { panic!("mistakes") };
    assert_eq!(
        problems.said(Words::of(Lang::It)),
        "vehicles.csv, riga 2, colonna Casse: \"sessanta\" non è un numero; qui va un numero intero\n\
         vehicles.csv, riga 2, colonna Portata (kg): \"1.200\" può voler dire due cose: scrivi 1200 oppure 1,2\n\
         vehicles.csv, riga 2, colonna Sede: \"H\" non è codice né nome di un luogo che conosco"
    );
}

#[tokio::test]
async fn a_lot_that_a_file_has_no_more_stays_announced_and_is_said() {
    let fresh = support::sqlite().await;
    let app = app(&fresh.store);
    let lots = |rows: &str| format!("code,site,date,category,crates\n{rows}");
    let both = lots("X1,A,2026-11-27,bread,3\nX2,A,2026-11-27,bread,4\n");
    import::run(&app, &files([(File::Sites, SITES), (File::Announcements, &both)]), None).await.unwrap();
    let one = lots("X2,A,2026-11-27,bread,4\n");
    let report = import::run(&app, &files([(File::Announcements, &one)]), None).await.unwrap();
    assert_eq!(report.remarks, [Remark::LeftOut { file: File::Announcements, names: vec!["Super Airone 1".into()] }]);
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
