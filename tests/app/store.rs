//! Storage on both engines.

use crate::support;
use crate::support::world::{crates_of, world};
use girofresco::app::refusal::Refusal;
use girofresco::app::stop::StopReport;
use girofresco::domain::id::{MovementId, NoticeId};
use girofresco::domain::notice::{Effect, Event, Target};
use girofresco::domain::time::Millis;
use girofresco::store::{Store, StoreError};
use sqlx::{Connection, Executor};
use std::time::Duration;

#[tokio::test]
async fn every_statement_is_accepted_by_both_engines() {
    assert!(Store::statements().len() > 80);
    for fresh in support::both().await {
        for (name, statement) in Store::statements() {
            if let Err(error) = fresh.store.prepare(statement).await {
                panic!("{:?} does not accept {name}: {error}", fresh.engine);
            }
        }
    }
}

/// Statements that read a whole table on purpose: small tables, or the walk of `check` over everything.
const WHOLE_TABLE: &[&str] = &["AREAS", "HOLDINGS_ALL"];

#[tokio::test]
async fn no_hot_statement_reads_a_whole_table() {
    let fresh = support::sqlite().await;
    let mut scans = Vec::new();
    for (name, statement) in Store::statements() {
        if statement.starts_with("INSERT") && !statement.contains("SELECT") {
            continue;
        }
        let steps = fresh.store.explain(statement).await.unwrap();
        let scan = steps.iter().find(|step| step.starts_with("SCAN ") && !step.contains("CONSTANT ROW"));
        if let Some(step) = scan.filter(|_| !WHOLE_TABLE.contains(&name)) {
            scans.push(format!("{name}: {step}"));
        }
    }
    assert_eq!(scans, Vec::<String>::new());
}

#[tokio::test]
async fn a_changed_row_is_found_by_the_check() {
    for fresh in support::both().await {
        let address = fresh.address.clone();
        let world = world(fresh).await;
        let driver = world.actor("driver").clone();
        for stop in &world.stops {
            world.app.complete_stop(&driver, world.act(), *stop, StopReport::default()).await.unwrap();
        }
        let verify = async || world.store.reader(world.area).await.unwrap().db().verify().await.unwrap().faults;
        assert_eq!(verify().await, Vec::new());
        let mut other = sqlx::AnyConnection::connect(&address).await.unwrap();
        for (change, back) in [
            (
                "UPDATE movements SET crates = crates + 1 WHERE seq = 4",
                "UPDATE movements SET crates = crates - 1 WHERE seq = 4",
            ),
            (
                "UPDATE movements SET occurred = occurred + 1 WHERE seq = 2",
                "UPDATE movements SET occurred = occurred - 1 WHERE seq = 2",
            ),
            ("UPDATE movements SET note = 'x' WHERE seq = 3", "UPDATE movements SET note = '' WHERE seq = 3"),
            (
                "UPDATE holdings SET grams = grams + 1 WHERE holder_kind = 'handover'",
                "UPDATE holdings SET grams = grams - 1 WHERE holder_kind = 'handover'",
            ),
            ("UPDATE areas SET chain_seq = chain_seq - 1", "UPDATE areas SET chain_seq = chain_seq + 1"),
        ] {
            other.execute(change).await.unwrap();
            assert!(!verify().await.is_empty(), "not found: {change}");
            other.execute(back).await.unwrap();
            assert_eq!(verify().await, Vec::new(), "{back}");
        }
        other.execute("DELETE FROM movements WHERE seq = 5").await.unwrap();
        assert!(!verify().await.is_empty(), "a row that is gone was not found");
    }
}

#[tokio::test]
async fn writes_go_on_after_clients_hang_up() {
    for fresh in support::both().await {
        let world = world(fresh).await;
        let coordinator = world.actor("coordinator").clone();
        for round in 0..300u64 {
            let person = coordinator.person;
            let write = world.app.choose_language(&coordinator, if round % 2 == 0 { "en" } else { "it" });
            // Dropped after no time, or after a little: before, while and after the write runs.
            let _ = tokio::time::timeout(Duration::from_micros(round * 7 % 900), write).await;
            assert_eq!(coordinator.person, person);
        }
        let driver = world.actor("driver").clone();
        let act = world.act();
        {
            let verb = world.app.complete_stop(&driver, act, world.stops[0], StopReport::default());
            let _ = tokio::time::timeout(Duration::from_micros(1), verb).await;
        }
        let again = world.app.complete_stop(&driver, act, world.stops[0], StopReport::default()).await.unwrap();
        assert_eq!(again.op, act.op);
        assert_eq!(crates_of(&world, world.lots[0].id).await.get("vehicle"), Some(&3));
    }
}

#[tokio::test]
async fn a_failed_write_leaves_nothing_and_does_not_spoil_its_neighbours() {
    for fresh in support::both().await {
        let world = world(fresh).await;
        let mut site = world.app.sites(world.actor("coordinator")).await.unwrap().remove(0);
        let before = site.name.clone();
        site.name = "Half written".to_owned();
        let changed = site.clone();
        let failing = world.store.write(world.area, move |tx| {
            Box::pin(async move {
                tx.save_site(&changed).await?;
                Err::<(), _>(Refusal::NotAllowed)
            })
        });
        let coordinator = world.actor("coordinator").clone();
        let fine = world.app.choose_language(&coordinator, "en");
        let (failed, fine) = tokio::join!(failing, fine);
        assert!(matches!(failed, Err(Refusal::NotAllowed)));
        fine.unwrap();
        let now = world.app.sites(world.actor("coordinator")).await.unwrap();
        assert_eq!(now.iter().find(|other| other.id == site.id).unwrap().name, before);
        let nowhere: Result<(), Refusal> =
            world.store.write(girofresco::domain::id::AreaId(uuid::Uuid::nil()), |_| Box::pin(async { Ok(()) })).await;
        assert!(matches!(nowhere, Err(Refusal::Store(StoreError::NoArea))));
    }
}

#[tokio::test]
async fn a_write_that_panics_does_not_stop_the_next() {
    let world = world(support::sqlite().await).await;
    let broken: Result<(), Refusal> = world.store.write(world.area, |_| Box::pin(async { panic!("on purpose") })).await;
    assert!(broken.is_err());
    world.app.choose_language(&world.actor("coordinator").clone(), "en").await.unwrap();
}

#[tokio::test]
async fn many_writes_at_once_are_all_kept_in_one_chain() {
    for fresh in support::both().await {
        let world = world(fresh).await;
        let donor = world.actor("donor").clone();
        let announcing = (0..60).map(|index| {
            let (app, donor, act, site) = (world.app.clone(), donor.clone(), world.act(), world.shop);
            let surplus = girofresco::app::announce::Surplus {
                date: support::world::DAY,
                lots: vec![girofresco::domain::lot::LotFacts::usual(
                    girofresco::domain::food::Category::Bread,
                    girofresco::domain::quantity::Crates(1 + index % 5),
                    girofresco::domain::food::Shelf::Undated,
                    (world.at(8, 0), world.at(12, 0)),
                )],
                note: String::new(),
                photo: None,
            };
            tokio::spawn(async move { app.announce_surplus(&donor, act, site, surplus).await })
        });
        for announced in futures_util::future::join_all(announcing).await {
            announced.unwrap().unwrap();
        }
        let verified = world.store.reader(world.area).await.unwrap().db().verify().await.unwrap();
        assert_eq!((verified.faults, verified.movements), (Vec::new(), 63));
        let lots = world.store.reader(world.area).await.unwrap().db().lots_of_day(support::world::DAY).await.unwrap();
        let numbers: std::collections::BTreeSet<i64> = lots.iter().map(|lot| lot.number).collect();
        assert_eq!(numbers.len(), 63, "each lot has a number of its own");
    }
}

/// Brings the database at an address back to before notices had targets and held acts had stops.
async fn before_targets(address: &str) -> sqlx::AnyConnection {
    let mut other = sqlx::AnyConnection::connect(address).await.unwrap();
    for change in [
        "DELETE FROM _sqlx_migrations WHERE version = 7",
        "ALTER TABLE notices RENAME COLUMN target TO href",
        "ALTER TABLE held_acts ADD COLUMN path TEXT NOT NULL DEFAULT ''",
        "ALTER TABLE held_acts DROP COLUMN stop_id",
    ] {
        other.execute(change).await.unwrap();
    }
    other
}

#[tokio::test]
async fn notices_and_held_acts_of_before_lead_where_they_led() {
    for fresh in support::both().await {
        let address = fresh.address.clone();
        let world = world(fresh).await;
        let (site, stop, round, actor) = (world.shop, world.stops[0], world.round, world.actor("driver"));
        let known = [
            ("/driver".to_owned(), Target::CurrentRound),
            (format!("/driver?round={round}"), Target::Round { round }),
            (format!("/driver/stops/{stop}"), Target::Stop { stop }),
            ("/driver/aboard".to_owned(), Target::Aboard),
            ("/driver/shifts".to_owned(), Target::Shifts),
            (format!("/donor?site={site}"), Target::Donor { site }),
            (format!("/point/arrivals?site={site}"), Target::Arrivals { site }),
            (format!("/point/history?site={site}"), Target::PointHistory { site }),
            ("/coordinator/alarms".to_owned(), Target::Alarms),
            ("/coordinator/plan".to_owned(), Target::Plan),
            ("/coordinator/fleet".to_owned(), Target::Fleet),
            ("/notices".to_owned(), Target::Notices),
        ];
        let mut old = before_targets(&address).await;
        for (at, (href, _)) in known.iter().enumerate() {
            // The first was let go of, to be told again.
            let (id, other): (NoticeId, MovementId) = (world.app.machine().id(), world.app.machine().id());
            let effect = if at == 0 { format!("swap/{}/{id}", uuid::Uuid::nil()) } else { format!("rejected/{other}") };
            let insert = format!(
                "INSERT INTO notices (id, area_id, person_id, effect, tag, news, href, created, expires) VALUES \
                 ('{id}', '{}', '{}', '{effect}', 'test', '{{\"news\":\"test\"}}', '{href}', {at}, 100)",
                world.area, actor.person
            );
            old.execute(sqlx::AssertSqlSafe(insert)).await.unwrap();
        }
        let other = uuid::Uuid::nil();
        for path in
            [format!("/driver/stops/{stop}/complete"), format!("/driver/stops/{other}/complete"), "/x".to_owned()]
        {
            let op = world.act().op;
            let insert = format!(
                "INSERT INTO held_acts (op_id, area_id, person_id, device_id, path, occurred, received) \
                 VALUES ('{op}', '{}', '{}', '{}', '{path}', {}, 1)",
                world.area,
                actor.person,
                actor.device.unwrap(),
                path.len()
            );
            old.execute(sqlx::AssertSqlSafe(insert)).await.unwrap();
        }
        let store = Store::open(&address).await.unwrap();
        let mut reader = store.reader(world.area).await.unwrap();
        let mut db = reader.db();
        let mut notices = db.notices_of(actor.person, Millis(-1)).await.unwrap();
        notices.reverse();
        let targets: Vec<Target> = notices.iter().map(|notice| notice.target).collect();
        assert_eq!(targets, known.map(|(_, target)| target));
        assert_eq!(notices[0].effect, Effect::Event(Event::SwapAsked { swap: uuid::Uuid::nil().into() }));
        let mut held = db.held_acts(Millis(0)).await.unwrap();
        held.sort_by_key(|act| act.stop);
        let stops: Vec<_> = held.iter().map(|act| act.stop).collect();
        assert_eq!(stops, [None, None, Some(stop)], "no plan has the other");
    }
}
