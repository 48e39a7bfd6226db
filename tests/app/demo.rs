//! The invented demonstration: whole, believable, and the same for the same seed.

use crate::support;
use girofresco::app::planning::PlanOrder;
use girofresco::app::{Act, App, Settings};
use girofresco::clock::{Chance, Clock, Machine};
use girofresco::demo::play::Players;
use girofresco::demo::{self, DemoPeople};
use girofresco::domain::ledger::{Holder, HolderKind, MovementReason};
use girofresco::domain::people::Role;
use girofresco::domain::quantity::{Crates, Seconds};
use girofresco::domain::site::SiteKind;
use girofresco::domain::time::Zone;
use girofresco::planner::{Budget, Control};
use girofresco::store::Store;
use jiff::civil::{Date, date, time};
use std::collections::BTreeSet;

/// A Thursday.
const DAY: Date = date(2026, 11, 26);

async fn invented(store: &Store, seed: u64) -> (App, DemoPeople) {
    let morning = Zone::named("Europe/Rome").unwrap().instant(DAY, time(8, 0, 0, 0));
    let machine = Machine { clock: Clock::still(morning), chance: Chance::System };
    let app = App::new(store.clone(), machine, Settings { demo: true, ..Settings::default() });
    let people = demo::invent(&app, seed, DAY).await.unwrap();
    (app, people)
}

#[tokio::test]
async fn a_day_and_the_weeks_behind_it_hold_together() {
    let fresh = support::sqlite().await;
    let (app, people) = invented(&fresh.store, 1).await;

    let found = app.verify().await.unwrap();
    assert!(found[0].verified.faults.is_empty(), "{:?}", found[0].verified.faults);
    println!("{} movements of {} lots", found[0].verified.movements, found[0].verified.lots);
    assert!(found[0].verified.lots > 1_000);

    let mut reader = fresh.store.reader(people.area.id).await.unwrap();
    let mut db = reader.db();
    let today = db.lots_of_day(DAY).await.unwrap();
    let donors: BTreeSet<_> = today.iter().map(|lot| lot.site).collect();
    assert!((36..=44).contains(&donors.len()), "{} shops announced", donors.len());
    let kilograms = today.iter().map(|lot| lot.grams.0).sum::<i64>() / 1000;
    println!("{} lots, {kilograms} kg today", today.len());
    assert!((1_000..2_400).contains(&kilograms), "{kilograms} kg");
    assert!(donors.iter().all(|donor| today.iter().filter(|lot| lot.site == *donor).count() <= 5));

    let todays: BTreeSet<_> = today.iter().map(|lot| lot.id).collect();
    let mut at_hubs = Crates::ZERO;
    for held in db.holdings_live().await.unwrap() {
        match held.holder.kind() {
            HolderKind::Donor => assert!(todays.contains(&held.lot), "an old lot still waits at a shop"),
            HolderKind::Hub => at_hubs += held.balance.crates,
            other => panic!("something is still at a {other}"),
        }
    }
    println!("{} crates wait at hubs", at_hubs.0);
    assert!((Crates(40)..Crates(300)).contains(&at_hubs), "{at_hubs:?}");
}

#[tokio::test]
async fn the_south_was_starved_and_some_food_was_rejected() {
    let fresh = support::sqlite().await;
    let (app, people) = invented(&fresh.store, 1).await;
    let sites = app.known(people.area.id).await.unwrap().sites;
    let mut reader = fresh.store.reader(people.area.id).await.unwrap();
    let mut db = reader.db();
    let until = app.now();
    let received = db.received(until - Seconds(29 * 86_400), until).await.unwrap();
    let per_person = |south: bool| {
        let points = || sites.iter().filter(|s| s.kind == SiteKind::Point && (s.at.lat < 45.19) == south);
        let grams: i64 = points()
            .map(|point| {
                received.iter().filter(|((site, _), _)| *site == point.id).map(|(_, grams)| grams.0).sum::<i64>()
            })
            .sum();
        grams / points().map(|point| point.persons).sum::<i64>()
    };
    let (south, north) = (per_person(true), per_person(false));
    println!("grams per person in four weeks: south {south}, north {north}");
    assert!(2 * north > 3 * south && north < 6 * south, "the south got less, not nothing");

    let mut rejected = 0;
    for round in db.rounds(date(2026, 11, 25)).await.unwrap() {
        assert!(round.ended.is_some());
        assert!(!db.movements_to(Holder::Vehicle(round.id), until - Seconds(200_000), until).await.unwrap().is_empty());
    }
    for days in 1..=28 {
        let day = DAY.checked_sub(jiff::Span::new().days(days)).unwrap();
        for round in db.rounds(day).await.unwrap() {
            let loaded = db.movements_to(Holder::Vehicle(round.id), until - Seconds(3_000_000), until).await.unwrap();
            rejected += loaded
                .iter()
                .filter(|m| matches!(m.transfer.why, Some(MovementReason::TooWarm | MovementReason::Broken)))
                .count();
        }
    }
    println!("{rejected} portions were rejected");
    assert!((3..80).contains(&rejected), "{rejected}");
    let handouts =
        db.handouts_of(people.point.sites(Role::Point).next().unwrap(), until - Seconds(3_000_000)).await.unwrap();
    assert!(handouts.len() > 10, "{}", handouts.len());
}

#[tokio::test]
async fn each_role_has_somebody_with_something_to_see() {
    let fresh = support::sqlite().await;
    let (app, people) = invented(&fresh.store, 1).await;
    let sites = app.known(people.area.id).await.unwrap().sites;
    let site = |id| sites.iter().find(|site| site.id == id).unwrap();
    let shop = site(people.donor.sites(Role::Donor).next().unwrap());
    let point = site(people.point.sites(Role::Point).next().unwrap());
    assert_eq!((shop.town_name.as_str(), point.town_name.as_str()), ("Codogno", "Casalpusterlengo"));
    assert!(!point.opening.on(DAY).is_empty());
    assert!(
        app.shifts(&people.driver, DAY, DAY).await.unwrap().iter().any(|shift| shift.person == people.driver.person)
    );
    assert!(people.coordinator.coordinates());
    let mut reader = fresh.store.reader(people.area.id).await.unwrap();
    assert!(!reader.db().lots_of_site(shop.id, DAY, DAY).await.unwrap().is_empty());
}

#[tokio::test]
async fn the_same_seed_invents_the_same_and_another_one_something_else() {
    let mut told = Vec::new();
    for seed in [7, 7, 8] {
        let fresh = support::sqlite().await;
        let (app, people) = invented(&fresh.store, seed).await;
        let mut reader = fresh.store.reader(people.area.id).await.unwrap();
        let mut db = reader.db();
        let lots = db.lots_of_day(DAY).await.unwrap();
        let old = db.lots_of_day(date(2026, 11, 10)).await.unwrap();
        let held = db.holdings_live().await.unwrap();
        told.push((people.donor.clone(), lots, old, held));
        let again = demo::invent(&app, seed, DAY).await.unwrap();
        assert_eq!(again.driver, people.driver, "a demo that is there goes on");
        assert_eq!(app.verify().await.unwrap().len(), 1);
    }
    assert!(told[0] == told[1], "the same seed");
    assert!(told[0].1 != told[2].1 && told[0].2 != told[2].2, "another seed");
}

#[tokio::test]
async fn a_day_after_a_holiday_can_be_shown_too() {
    let fresh = support::sqlite().await;
    let monday = date(2026, 11, 30);
    let morning = Zone::named("Europe/Rome").unwrap().instant(monday, time(8, 0, 0, 0));
    let machine = Machine { clock: Clock::still(morning), chance: Chance::System };
    let app = App::new(fresh.store.clone(), machine, Settings { demo: true, ..Settings::default() });
    let people = demo::invent(&app, 3, monday).await.unwrap();
    assert!(app.verify().await.unwrap()[0].verified.faults.is_empty());
    assert!(fresh.store.reader(people.area.id).await.unwrap().db().lots_of_day(monday).await.unwrap().len() > 80);
}

#[tokio::test]
async fn the_people_play_the_whole_day_to_its_end() {
    let fresh = support::sqlite().await;
    let (app, people) = invented(&fresh.store, 1).await;
    let order = PlanOrder { budget: Budget::of(60), ..PlanOrder::usual(DAY) };
    let plan = app.plan_day(&people.coordinator, order, |_| Control::Continue).await.unwrap();
    let act = Act { op: app.machine().id(), occurred: None, device_seq: None };
    app.publish_plan(&people.coordinator, act, plan.id).await.unwrap();

    let mut players = Players::new(app.clone(), people.coordinator.clone(), 1).await.unwrap();
    let zone = Zone::named("Europe/Rome").unwrap();
    let night = zone.instant(DAY, time(23, 30, 0, 0));
    let mut refused = Vec::new();
    while app.now() < night {
        refused
            .extend(players.step().await.into_iter().map(|refusal| format!("{}: {refusal:?}", zone.local(app.now()))));
        app.machine().clock.set(app.now() + Seconds(5 * 60));
    }

    assert_eq!(refused, Vec::<String>::new());
    let day = app.day(&people.coordinator, DAY).await.unwrap();
    assert!(day.rounds.iter().all(|round| round.head.ended.is_some()));
    let on_the_way = |holder: Holder| matches!(holder.kind(), HolderKind::Vehicle | HolderKind::Handover);
    let left: Vec<_> = day.holdings.iter().filter(|held| on_the_way(held.holder)).collect();
    assert!(left.iter().all(|held| held.balance.crates == Crates::ZERO), "still on the way: {left:?}");
    let given: i64 = day
        .holdings
        .iter()
        .filter(|held| held.holder.kind() == HolderKind::Families)
        .map(|held| held.balance.grams.0)
        .sum();
    println!("{} kg reached families", given / 1000);
    assert!(given > 600_000);
    assert!(app.verify().await.unwrap()[0].verified.faults.is_empty());
}

#[test]
fn the_day_shown_is_a_thursday() {
    assert_eq!(demo::usual_day(date(2026, 11, 26)), date(2026, 11, 26));
    assert_eq!(demo::usual_day(date(2026, 11, 27)), date(2026, 12, 3));
    assert_eq!(demo::usual_day(date(2026, 12, 31)), date(2026, 12, 31));
}
