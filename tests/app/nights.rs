//! Work that goes on past midnight, and nights on which the clocks change.

use crate::support;
use crate::support::world::{DAY, World, world};
use girofresco::app::announce::Surplus;
use girofresco::app::import::File;
use girofresco::app::planning::PlanOrder;
use girofresco::domain::calendar::days;
use girofresco::domain::food::{Category, Shelf};
use girofresco::domain::ical::{Event, calendar};
use girofresco::domain::ledger::Holder;
use girofresco::domain::lot::LotFacts;
use girofresco::domain::quantity::Crates;
use girofresco::domain::round::Shift;
use girofresco::domain::shift::Standing;
use girofresco::domain::time::Millis;
use girofresco::import::{self, Failure, Source};
use girofresco::planner::{Budget, Control};
use girofresco::words::{Lang, Words};
use jiff::civil::{Date, date, time};

async fn shifts(world: &World, first: Date, last: Date) -> Vec<Shift> {
    world.app.shifts(world.actor("coordinator"), first, last).await.unwrap()
}

#[tokio::test]
async fn a_round_is_planned_published_and_driven_past_midnight() {
    for fresh in support::both().await {
        let world = world(fresh).await;
        let (chief, driver) = (world.actor("coordinator").clone(), world.actor("driver").clone());
        let friday = days(DAY, 1);
        let at = |day: Date, hour, minute| world.zone.instant(day, time(hour, minute, 0, 0));
        for mut site in world.app.sites(&chief).await.unwrap() {
            site.opening = "mon-sun 18-02".parse().unwrap();
            world.app.save_site(&chief, site).await.unwrap();
        }
        let like = shifts(&world, DAY, DAY).await.remove(0);
        let night = Shift {
            id: world.app.machine().id(),
            date: friday,
            from: at(friday, 23, 55),
            until: at(days(friday, 1), 3, 0),
            rest: Some("30 02:00-03:00".parse().unwrap()),
            ..like
        };
        world.app.save_shift(&chief, night).await.unwrap();
        let ready = (at(friday, 22, 0), at(days(friday, 1), 1, 30));
        let bread = LotFacts::usual(Category::Bread, Crates(4), Shelf::Undated, ready);
        let surplus = Surplus { date: friday, lots: vec![bread], note: String::new(), photo: None };
        world.app.announce_surplus(world.actor("donor"), world.act(), world.shop, surplus).await.unwrap();
        let order = PlanOrder { budget: Budget::of(100), ..PlanOrder::usual(friday) };
        let planned = world.app.plan_day(&chief, order, |_| Control::Continue).await.unwrap();
        assert_eq!(planned.plan.left, []);
        let stops = planned.plan.rounds[0].stops.clone();
        let last = stops.last().unwrap();
        assert!(last.arrive > at(days(friday, 1), 0, 0) && last.depart <= at(days(friday, 1), 2, 0), "{last:?}");
        world.app.publish_plan(&chief, world.act(), planned.id).await.unwrap();
        assert_eq!(world.app.verify_plan(world.area, friday).await.unwrap(), Vec::<String>::new());

        world.app.machine().clock.set(at(days(friday, 1), 0, 20));
        let driving = world.app.driving(&driver, None).await.unwrap();
        assert_eq!((driving.day.date, driving.round.is_some()), (friday, true), "the driver still sees the round");
        for stop in &stops {
            world.app.complete_stop(&driver, world.act(), stop.id, Default::default()).await.unwrap();
        }
        let day = world.app.day(&chief, friday).await.unwrap();
        assert_eq!(day.held_by(Holder::Handover(last.site)).map(|held| held.balance.crates.0).sum::<i64>(), 4);
        let quiet = world.app.tick().await;
        assert!(quiet.is_ok(), "{quiet:?}");
    }
}

#[tokio::test]
async fn a_night_shift_meets_that_of_the_morning_after() {
    let world = world(support::sqlite().await).await;
    let chief = world.actor("coordinator").clone();
    let like = shifts(&world, DAY, DAY).await.remove(0);
    let at = |day: i64, hour| world.zone.instant(days(DAY, day), time(hour, 0, 0, 0));
    let shift = |day: i64, from: Millis, until: Millis| Shift {
        id: world.app.machine().id(),
        date: days(DAY, day),
        from,
        until,
        ..like.clone()
    };
    world.app.save_shift(&chief, shift(1, at(1, 20), at(2, 2))).await.unwrap();
    assert!(world.app.save_shift(&chief, shift(2, at(2, 1), at(2, 5))).await.is_err(), "the van is not back");
    world.app.save_shift(&chief, shift(2, at(2, 2), at(2, 5))).await.unwrap();
    assert_eq!(world.app.copy_shifts(&chief, days(DAY, 1), days(DAY, 8)).await.unwrap().added, 1);
    let copy = shifts(&world, days(DAY, 8), days(DAY, 8)).await.remove(0);
    assert_eq!((copy.from, copy.until), (at(8, 20), at(9, 2)), "it keeps its night");

    let standing = Standing {
        id: world.app.machine().id(),
        weekday: 1,
        person: like.person,
        vehicle: like.vehicle,
        from: time(20, 0, 0, 0),
        until: time(1, 0, 0, 0),
        start: like.start,
        end: like.end,
        first: DAY,
        last: None,
        every_weeks: 1,
        rest: None,
        spots: Default::default(),
    };
    world.app.save_standing(&chief, standing.clone()).await.unwrap();
    let monday = shifts(&world, date(2026, 11, 30), date(2026, 11, 30)).await.remove(0);
    assert_eq!(monday.until.since(monday.from).0, 5 * 3600);
    let slip = Standing { from: time(12, 0, 0, 0), until: time(8, 0, 0, 0), ..standing };
    assert!(world.app.save_standing(&chief, slip).await.is_err(), "two times in each other's place");
}

async fn take(world: &World, rows: &str) -> Result<(), String> {
    let text = format!("data;autista;mezzo;dalle;alle\n{rows}");
    match import::run(&world.app, &Source::of([(File::Shifts, text.into_bytes())]), None).await {
        Ok(_) => Ok(()),
        Err(Failure::Problems(problems)) => Err(problems.said(Words::of(Lang::It))),
        Err(other) => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn files_bring_nights_and_those_of_the_change_of_the_clocks() {
    for fresh in support::both().await {
        let world = world(fresh).await;
        world.app.machine().clock.set(world.zone.instant(date(2026, 10, 20), time(8, 0, 0, 0)));
        let rows = "24/10/2026;driver;V1;22:00;04:00\n25/10/2026;driver;V1;20.00;1.00\n27/03/2027;driver;V1;22:00;04:00\n\
            29/03/2027;driver;V1;8:00;12:00\n";
        take(&world, rows).await.unwrap();
        let found = [
            shifts(&world, date(2026, 10, 24), date(2026, 10, 25)).await,
            shifts(&world, date(2027, 3, 27), date(2027, 3, 29)).await,
        ]
        .concat();
        let hours: Vec<i64> = found.iter().map(|shift| shift.until.since(shift.from).0 / 3600).collect();
        assert_eq!(hours, [7, 5, 5, 4], "seven hours in autumn, five in spring");
        let event = |shift: &Shift| Event {
            uid: shift.id.to_string(),
            from: shift.from,
            until: shift.until,
            summary: String::new(),
            location: String::new(),
            description: String::new(),
            cancelled: false,
        };
        let text = calendar("Turni", &found.iter().map(event).collect::<Vec<_>>(), world.app.now());
        for line in [
            "DTSTART:20261024T200000Z",
            "DTEND:20261025T030000Z",
            "DTSTART:20261025T190000Z",
            "DTEND:20261026T000000Z",
            "DTSTART:20270327T210000Z",
            "DTEND:20270328T020000Z",
        ] {
            assert!(text.contains(line), "{line}: {text}");
        }
        take(&world, rows).await.expect("a second time nothing differs");
        let refused = |rows: &'static str| async { take(&world, rows).await.unwrap_err() };
        let said = refused("26/10/2026;driver;V1;0.30;4.00\n").await;
        assert!(said.contains("26/10/2026") || said.contains("25/10/2026"), "it meets the night before: {said}");
        let said = refused("28/03/2027;driver;V1;02:30;07:00\n").await;
        assert!(said.ends_with("\"02:30\" è un'ora che quella notte non c'è: le lancette vanno avanti"), "{said}");
        let said = refused("30/11/2026;driver;V1;12:00;08:00\n").await;
        assert!(said.ends_with("\"08:00\" non viene dopo le 12:00, quando comincia"), "{said}");
        let said = refused("30/11/2026;driver;V1;20:00;02:00\n01/12/2026;driver;V1;01:00;05:00\n").await;
        assert!(said.contains("riga 3") && said.contains("alla riga 2"), "{said}");
    }
}

#[tokio::test]
async fn notices_and_elapsed_time_are_true_in_the_night_of_the_change() {
    let world = world(support::sqlite().await).await;
    let at = |day, hour| world.zone.instant(date(2026, 10, day), time(hour, 0, 0, 0));
    world.app.machine().clock.set(at(20, 8));
    take(&world, "25/10/2026;driver;V1;01:00;05:00\n").await.unwrap();
    world.app.machine().clock.set(at(24, 18) + girofresco::domain::quantity::Seconds(60));
    world.app.tick().await.unwrap();
    world.app.look_over(world.area).await.unwrap();
    let notices = world.app.notices(world.actor("driver")).await.unwrap();
    let title = |news| Words::of(Lang::It).notice(news, &world.zone, world.app.now()).title;
    let titles: Vec<String> = notices.iter().map(|notice| title(&notice.news)).collect();
    assert!(titles.contains(&"Tocca a te domani alle 01:00".to_owned()), "{titles:?}");
    // Food outside a fridge from 01:30: the hour that comes twice counts twice.
    let since = at(25, 1) + girofresco::domain::quantity::Seconds(1800);
    assert_eq!(at(25, 4).since(since).0, 3 * 3600 + 1800);
}
