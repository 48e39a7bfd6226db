//! What comes back every week and what is different on one day: standing shifts, cover, exchanges, usual pickups,
//! closures, and plans made from what is expected.

use crate::support;
use crate::support::world::{DAY, World, world};
use girofresco::app::announce::Surplus;
use girofresco::app::found::Found;
use girofresco::app::planning::PlanOrder;
use girofresco::app::refusal::{Conflict, Refusal};
use girofresco::app::stop::StopReport;
use girofresco::domain::calendar::days;
use girofresco::domain::donor_profile::Choice;
use girofresco::domain::food::{Category, Shelf};
use girofresco::domain::id::{PersonId, ShiftId, StandingId};
use girofresco::domain::lot::LotFacts;
use girofresco::domain::notice::AlarmKind;
use girofresco::domain::plan::Action;
use girofresco::domain::quantity::{Crates, Seconds};
use girofresco::domain::round::Shift;
use girofresco::domain::shift::Standing;
use girofresco::planner::{Budget, Control};
use girofresco::store::NewArea;
use icalendar::{Component, EventLike};
use jiff::civil::{Date, date, time};

fn person(world: &World, who: &str) -> PersonId {
    world.actor(who).person
}

async fn shift(world: &World, id: ShiftId) -> Shift {
    world.app.shift(world.actor("coordinator"), id).await.unwrap()
}

/// The shift of the world: the driver's, with a published round.
async fn first_shift(world: &World) -> Shift {
    world.app.shifts(world.actor("coordinator"), DAY, DAY).await.unwrap().remove(0)
}

/// A shift of somebody's on a day, with the world's van.
async fn add_shift(world: &World, who: &str, date: Date, (from, until): (i8, i8)) -> Shift {
    let like = first_shift(world).await;
    let at = |hour| world.zone.instant(date, time(hour, 0, 0, 0));
    let id = world.app.machine().id();
    let free = Shift { cancelled: false, wanted: None, covers: None, ..like };
    let shift = Shift { id, date, person: person(world, who), from: at(from), until: at(until), ..free };
    world.app.save_shift(world.actor("coordinator"), shift.clone()).await.unwrap();
    shift
}

async fn told(world: &World, who: &str) -> Vec<&'static str> {
    let notices = world.app.notices(world.actor(who)).await.unwrap();
    notices.iter().filter(|notice| notice.retracted.is_none()).map(|notice| notice.news.word()).collect()
}

fn conflict<T: std::fmt::Debug>(result: Result<T, Refusal>) -> Conflict {
    match result {
        Err(Refusal::Conflict(conflict)) => conflict,
        other => panic!("a conflict, not {other:?}"),
    }
}

#[tokio::test]
async fn a_shift_that_somebody_cannot_take_is_taken_by_the_first_who_can() {
    for fresh in support::both().await {
        let world = world(fresh).await;
        let (driver, other) = (world.actor("driver"), world.actor("other_driver"));
        let id = first_shift(&world).await.id;
        world.set(7, 0);
        world.app.cannot_come(other, id).await.expect_err("somebody else's shift");
        world.app.cannot_come(driver, id).await.unwrap();
        world.app.cannot_come(driver, id).await.expect("twice is once");
        let open = shift(&world, id).await;
        assert!(open.is_open() && open.covers == Some(driver.person));
        assert_eq!(told(&world, "other_driver").await, ["open-shift"]);
        assert!(!told(&world, "driver").await.contains(&"open-shift"), "who cannot come is not asked");

        world.app.can_come(driver, id).await.unwrap();
        let back = shift(&world, id).await;
        assert!(!back.cancelled && back.covers.is_none() && back.wanted.is_none());
        assert_eq!(told(&world, "other_driver").await, [] as [&str; 0], "the question is taken back");
        assert_eq!(conflict(world.app.claim_shift(other, id).await), Conflict::ShiftTaken);

        world.set(7, 30);
        world.app.cannot_come(driver, id).await.unwrap();
        let roster = world.app.roster(other).await.unwrap();
        assert!(matches!(roster.open.as_slice(), [(shift, None)] if shift.id == id), "{:?}", roster.open);
        world.app.claim_shift(other, id).await.unwrap();
        let covered = shift(&world, id).await;
        assert_eq!((covered.person, covered.covers, covered.cancelled), (other.person, Some(driver.person), false));
        let round = world.app.day(driver, DAY).await.unwrap().round(world.round).unwrap().head.clone();
        assert_eq!((round.person, round.cancelled), (other.person, false), "the round stays as planned");
        assert_eq!(conflict(world.app.can_come(driver, id).await), Conflict::ShiftTaken);
        assert_eq!(conflict(world.app.claim_shift(driver, id).await), Conflict::ShiftTaken);
        assert!(told(&world, "driver").await.contains(&"cover-found"));
        assert!(told(&world, "coordinator").await.contains(&"cover-found"));
        assert_eq!(told(&world, "other_driver").await, [] as [&str; 0]);
        assert!(world.app.roster(driver).await.unwrap().covered.iter().any(|shift| shift.id == id));
    }
}

#[tokio::test]
async fn a_claim_waits_for_free_hours_a_free_van_and_a_round_that_has_not_begun() {
    for fresh in support::both().await {
        let world = world(fresh).await;
        let (driver, other, chief) = (world.actor("driver"), world.actor("other_driver"), world.actor("coordinator"));
        let id = first_shift(&world).await.id;
        world.app.cannot_come(driver, id).await.unwrap();
        let stand_in = add_shift(&world, "other_driver", DAY, (9, 11)).await;
        assert_eq!(conflict(world.app.claim_shift(other, id).await), Conflict::ShiftOverlaps);
        assert_eq!(world.app.roster(other).await.unwrap().open[0].1, Some(Conflict::ShiftOverlaps));
        assert_eq!(conflict(world.app.claim_shift(driver, id).await), Conflict::VehicleBusy);
        world.app.cannot_come(chief, stand_in.id).await.expect("a coordinator for a driver");
        world.app.seek_nobody(chief, stand_in.id).await.unwrap();
        assert!(!shift(&world, stand_in.id).await.is_open());

        world.app.can_come(driver, id).await.unwrap();
        let done = world.app.complete_stop(driver, world.act(), world.stops[0], StopReport::default()).await;
        done.expect("the round has begun");
        assert_eq!(conflict(world.app.cannot_come(driver, id).await), Conflict::RoundStarted);
        world.set(20, 0);
        assert_eq!(conflict(world.app.cannot_come(driver, id).await), Conflict::ShiftOver);
    }
}

#[tokio::test]
async fn a_driver_past_departure_counts_as_on_the_road_until_somebody_says_that_they_cannot_come() {
    for fresh in support::both().await {
        let world = world(fresh).await;
        let (driver, other) = (world.actor("driver"), world.actor("other_driver"));
        let mine = first_shift(&world).await;
        let theirs = add_shift(&world, "other_driver", days(DAY, 1), (8, 12)).await;
        world.app.propose_swap(driver, mine.id, theirs.id).await.unwrap();
        let offer = world.app.roster(other).await.unwrap().swaps.remove(0);
        // The round leaves at 8:20, and nobody has tapped anything.
        world.set(8, 21);
        assert_eq!(conflict(world.app.accept_swap(other, offer.swap.id).await), Conflict::RoundStarted);
        world.app.cannot_come(driver, mine.id).await.expect("who cannot come has not set out");
        world.app.claim_shift(other, mine.id).await.expect("nobody drives it");
        assert_eq!(shift(&world, mine.id).await.person, other.person);
    }
}

#[tokio::test]
async fn a_coordinator_opens_a_shift_that_nobody_has() {
    for fresh in support::both().await {
        let world = world(fresh).await;
        let (chief, other) = (world.actor("coordinator"), world.actor("other_driver"));
        let like = first_shift(&world).await;
        let tomorrow = days(DAY, 1);
        let open = Shift {
            id: world.app.machine().id(),
            date: tomorrow,
            person: chief.person,
            from: like.from + Seconds(86_400),
            until: like.until + Seconds(86_400),
            cancelled: true,
            wanted: Some(world.app.now()),
            ..like
        };
        world.app.save_shift(chief, open.clone()).await.unwrap();
        assert_eq!(told(&world, "other_driver").await, ["open-shift"]);
        assert!(world.app.roster(chief).await.unwrap().own.is_empty(), "it is not the coordinator's own");
        assert!(matches!(world.app.claim_shift(chief, open.id).await, Err(Refusal::NotAllowed)));
        world.app.claim_shift(other, open.id).await.unwrap();
        let taken = shift(&world, open.id).await;
        assert_eq!((taken.person, taken.covers, taken.cancelled), (other.person, None, false));
    }
}

async fn standing(world: &World, who: &str, weekday: i8) -> Standing {
    let like = first_shift(world).await;
    let standing = Standing {
        id: world.app.machine().id::<StandingId>(),
        weekday,
        person: person(world, who),
        vehicle: like.vehicle,
        from: time(14, 0, 0, 0),
        until: time(18, 0, 0, 0),
        start: like.start,
        end: like.end,
        first: DAY,
        last: None,
        every_weeks: 1,
        rest: None,
        spots: Default::default(),
    };
    world.app.save_standing(world.actor("coordinator"), standing.clone()).await.unwrap();
    standing
}

async fn of_standing(world: &World, standing: StandingId) -> Vec<Shift> {
    let mut shifts = world.app.shifts(world.actor("coordinator"), DAY, days(DAY, 60)).await.unwrap();
    shifts.retain(|shift| shift.standing == Some(standing));
    shifts
}

#[tokio::test]
async fn a_day_that_was_covered_or_cancelled_never_changes_the_standing_shift() {
    for fresh in support::both().await {
        let world = world(fresh).await;
        let (driver, other, chief) = (world.actor("driver"), world.actor("other_driver"), world.actor("coordinator"));
        let friday = standing(&world, "driver", 5).await;
        let made = of_standing(&world, friday.id).await;
        assert_eq!(made.iter().map(|shift| shift.date).collect::<Vec<_>>(), [date(2026, 11, 27), date(2026, 12, 4)]);
        world.app.cannot_come(driver, made[0].id).await.unwrap();
        world.app.claim_shift(other, made[0].id).await.unwrap();
        world.app.cannot_come(driver, made[1].id).await.unwrap();
        assert_eq!(world.app.fill_standing(world.area, DAY, 14).await.unwrap().added, 0, "nothing is made again");
        assert_eq!(world.app.fill_standing(world.area, DAY, 28).await.unwrap().added, 2);
        let all = of_standing(&world, friday.id).await;
        let drivers: Vec<_> = all.iter().map(|shift| (shift.person, shift.cancelled)).collect();
        let me = driver.person;
        assert_eq!(drivers, [(other.person, false), (me, true), (me, false), (me, false)]);
        assert_eq!(world.app.standing(chief, friday.id).await.unwrap(), friday);
        let copied = world.app.copy_shifts(chief, made[0].date, days(made[0].date, 1)).await.unwrap();
        assert_eq!(copied.added, 1);
        let copy = world.app.shifts(chief, days(made[0].date, 1), days(made[0].date, 1)).await.unwrap();
        assert_eq!((copy[0].person, copy[0].covers, copy[0].standing), (me, None, None), "a cover is for one day");

        let later = Standing { from: time(15, 0, 0, 0), last: Some(all[2].date), ..friday };
        world.app.save_standing(chief, later.clone()).await.unwrap();
        let after = of_standing(&world, later.id).await;
        let hours: Vec<_> = after.iter().map(|shift| world.zone.local(shift.from).time().hour()).collect();
        assert_eq!(hours, [14, 14, 15], "touched days stay, the others follow, and what lies after the end goes");
    }
}

#[tokio::test]
async fn a_planned_round_follows_its_standing_shift_to_another_driver_only() {
    for fresh in support::both().await {
        let world = world(fresh).await;
        let (driver, other, chief) = (world.actor("driver"), world.actor("other_driver"), world.actor("coordinator"));
        let planned = first_shift(&world).await;
        let local = |at| world.zone.local(at).time();
        let thursday =
            Standing { from: local(planned.from), until: local(planned.until), ..standing(&world, "driver", 4).await };
        // The afternoon's shift goes, and the morning's with its round is the standing one.
        world
            .app
            .save_standing(chief, Standing { last: Some(days(DAY, -1)), first: days(DAY, -7), ..thursday.clone() })
            .await
            .unwrap();
        world.app.save_standing(chief, thursday.clone()).await.unwrap();
        assert_eq!(shift(&world, planned.id).await.standing, Some(thursday.id));
        let head = async || world.app.day(driver, DAY).await.unwrap().round(world.round).unwrap().head.clone();

        let handed = Standing { person: other.person, ..thursday.clone() };
        world.app.save_standing(chief, handed.clone()).await.unwrap();
        assert_eq!(shift(&world, planned.id).await.person, other.person);
        assert_eq!(head().await.person, other.person, "the round goes with its shift");

        let later = Standing { until: time(17, 0, 0, 0), ..handed.clone() };
        world.app.save_standing(chief, later.clone()).await.unwrap();
        assert_eq!(shift(&world, planned.id).await.until, planned.until, "people go by its hours");
        assert_eq!(local(of_standing(&world, later.id).await[1].until), time(17, 0, 0, 0), "next week's follows");

        world.app.save_standing(chief, handed.clone()).await.unwrap();
        world.set(8, 21);
        world.app.save_standing(chief, thursday.clone()).await.unwrap();
        assert_eq!(shift(&world, planned.id).await.person, other.person, "it left a minute ago");
        world.app.complete_stop(other, world.act(), world.stops[0], StopReport::default()).await.unwrap();
        world.app.save_standing(chief, thursday).await.unwrap();
        assert_eq!(shift(&world, planned.id).await.person, other.person, "under way");
        assert_eq!(head().await.person, other.person);
    }
}

#[tokio::test]
async fn a_standing_shift_never_books_a_driver_or_a_van_twice() {
    for fresh in support::both().await {
        let world = world(fresh).await;
        let friday = days(DAY, 1);
        // Somebody put the van to another use that afternoon.
        add_shift(&world, "other_driver", friday, (16, 20)).await;
        let standing = standing(&world, "driver", 5).await;
        let made: Vec<_> = of_standing(&world, standing.id).await.iter().map(|shift| shift.date).collect();
        assert_eq!(made, [days(DAY, 8)], "the week after is free");
        let filled = world.app.fill_standing(world.area, DAY, 14).await.unwrap();
        assert_eq!((filled.added, filled.left), (0, 1));
        world.app.machine().clock.set(world.at(12, 0));
        world.app.tick().await.unwrap();
        let page = world.get("coordinator", "/coordinator/clock").await.body;
        assert!(page.contains("1 turno lasciato fuori"), "{page}");
    }
}

#[tokio::test]
async fn a_standing_shift_of_another_area_is_nobody_elses_to_change() {
    for fresh in support::both().await {
        let world = world(fresh).await;
        let mine = standing(&world, "driver", 5).await;
        let theirs = Standing { id: world.app.machine().id(), weekday: 6, ..mine.clone() };
        let (area, zone, saved) = (world.app.machine().id(), world.zone.clone(), theirs.clone());
        let new = NewArea { id: area, name: "Altra zona".to_owned(), zone, demo: false };
        let there = world
            .store
            .write_new(new, move |tx| Box::pin(async move { Ok::<_, Refusal>(tx.save_standing(&saved).await?) }));
        assert!(there.await.unwrap());
        let stolen = world.app.save_standing(world.actor("coordinator"), Standing { id: theirs.id, ..mine }).await;
        assert!(matches!(stolen, Err(Refusal::NotFound(_))), "{stolen:?}");
        let known = world.store.reader(area).await.unwrap().db().standing(theirs.id).await.unwrap();
        assert_eq!(known, Some(theirs));
    }
}

#[tokio::test]
async fn standing_shifts_rest_when_the_area_does() {
    for fresh in support::both().await {
        let world = world(fresh).await;
        let chief = world.actor("coordinator");
        let closed = (date(2026, 12, 1), date(2026, 12, 1));
        world.app.add_closure(chief, None, closed, "Corso di formazione").await.unwrap();
        let refused = world.app.add_closure(world.actor("donor"), None, closed, "").await;
        assert!(matches!(refused, Err(Refusal::NotAllowed)), "{refused:?}");
        let tuesday = standing(&world, "driver", 2).await;
        world.app.fill_standing(world.area, DAY, 28).await.unwrap();
        let made: Vec<_> = of_standing(&world, tuesday.id).await.iter().map(|shift| shift.date).collect();
        assert_eq!(made, [date(2026, 12, 15), date(2026, 12, 22)], "closed on the 1st, and the 8th is a holiday");
    }
}

#[tokio::test]
async fn two_drivers_exchange_shifts_if_both_agree_and_both_can() {
    for fresh in support::both().await {
        let world = world(fresh).await;
        let (driver, other) = (world.actor("driver"), world.actor("other_driver"));
        let mine = first_shift(&world).await;
        let theirs = add_shift(&world, "other_driver", days(DAY, 1), (8, 12)).await;
        let third = add_shift(&world, "driver", days(DAY, 1), (13, 15)).await;
        world.app.propose_swap(driver, mine.id, theirs.id).await.unwrap();
        world.app.propose_swap(driver, mine.id, theirs.id).await.expect("asked twice is asked once");
        assert_eq!(told(&world, "other_driver").await, ["swap-asked"]);
        let offer = world.app.roster(other).await.unwrap().swaps.remove(0);
        let refused = world.app.accept_swap(driver, offer.swap.id).await;
        assert!(matches!(refused, Err(Refusal::NotFound(_))), "who proposes does not accept: {refused:?}");
        world.app.accept_swap(other, offer.swap.id).await.unwrap();
        let now = (shift(&world, mine.id).await, shift(&world, theirs.id).await);
        assert_eq!((now.0.person, now.1.person), (other.person, driver.person));
        assert_eq!((now.0.covers, now.1.covers), (Some(driver.person), Some(other.person)));
        let round = world.app.day(driver, DAY).await.unwrap().round(world.round).unwrap().head.clone();
        assert_eq!(round.person, other.person);
        assert_eq!(told(&world, "other_driver").await, [] as [&str; 0]);
        let again = world.app.accept_swap(other, offer.swap.id).await;
        assert!(matches!(again, Err(Refusal::NotFound(_))), "{again:?}");

        let evening = add_shift(&world, "other_driver", DAY, (14, 18)).await;
        let overlap = add_shift(&world, "driver", DAY, (13, 14)).await;
        world.app.propose_swap(driver, third.id, evening.id).await.unwrap();
        let offer = world.app.roster(other).await.unwrap().swaps.remove(0);
        let moved = Shift { until: overlap.until + Seconds(3600), vehicle: overlap.vehicle, ..overlap };
        world.app.cannot_come(other, evening.id).await.unwrap();
        assert!(world.app.roster(other).await.unwrap().swaps.is_empty(), "its shift is no longer there to give");
        assert_eq!(conflict(world.app.accept_swap(other, offer.swap.id).await), Conflict::SwapOver);
        world.app.save_shift(world.actor("coordinator"), moved).await.unwrap();
        world.app.decline_swap(driver, offer.swap.id).await.expect("who proposed takes it back");
    }
}

#[tokio::test]
async fn a_calendar_is_read_by_other_programs_and_its_old_link_ends() {
    for fresh in support::both().await {
        let world = world(fresh).await;
        let (driver, other) = (world.actor("driver"), world.actor("other_driver"));
        let friday = standing(&world, "driver", 5).await;
        let made = of_standing(&world, friday.id).await;
        world.app.cannot_come(driver, made[0].id).await.unwrap();
        world.app.claim_shift(other, made[0].id).await.unwrap();
        let old = world.app.renew_calendar(driver).await.unwrap();
        let secret = world.app.renew_calendar(driver).await.unwrap();
        assert_eq!(world.get("", &format!("/calendar/{old}.ics")).await.status, 404);
        assert_eq!(world.get("", "/calendar/guess.ics").await.status, 404);
        assert_eq!(world.get("", &format!("/calendar/{secret}")).await.status, 404);
        let answer = world.get("", &format!("/calendar/{secret}.ics")).await;
        assert_eq!(answer.status, 200);
        let read: icalendar::Calendar = answer.body.parse().expect("a calendar");
        let events: Vec<_> = read.components.iter().filter_map(|component| component.as_event()).collect();
        assert_eq!(events.len(), 3, "{}", answer.body);
        let round =
            events.iter().find(|event| event.get_summary().is_some_and(|name| name.starts_with("Giro"))).unwrap();
        let stops = round.get_description().unwrap();
        assert!(stops.contains("Super Prova") && stops.contains("Punto Prova"), "{stops}");
        assert_eq!(round.get_location(), Some("Magazzino Prova, Via Roma 1, Codogno"));
        let (start, from) = (round.get_start(), first_shift(&world).await.from);
        let utc = matches!(
            start,
            Some(icalendar::DatePerhapsTime::DateTime(icalendar::CalendarDateTime::Utc(at)))
                if at.timestamp_millis() == from.0
        );
        assert!(utc, "{start:?}");
        let covered = events.iter().find(|event| event.get_uid() == Some(&*format!("shift-{}@girofresco", made[0].id)));
        assert_eq!(covered.unwrap().get_status(), Some(icalendar::EventStatus::Cancelled));
        assert!(answer.body.lines().all(|line| line.len() <= 75));
    }
}

async fn announce(world: &World, who: &str, date: Date, lots: &[(Category, i64)]) {
    let site = if who == "donor" { world.shop } else { world.other_shop };
    let lots = lots.iter().map(|(category, crates)| {
        LotFacts::usual(
            *category,
            Crates(*crates),
            Shelf::Undated,
            (world.zone.instant(date, time(8, 0, 0, 0)), world.zone.instant(date, time(12, 0, 0, 0))),
        )
    });
    let surplus = Surplus { date, lots: lots.collect(), note: String::new(), photo: None };
    world.app.announce_surplus(world.actor(who), world.act(), site, surplus).await.unwrap();
}

/// A Thursday on which the shop in Codogno usually gives four crates of bread, and the one in Maleo nothing.
const NEXT: Date = date(2026, 12, 3);

async fn with_a_habit(fresh: support::Fresh) -> World {
    let world = world(fresh).await;
    for week in [1, 2, 3] {
        let day = days(DAY, -7 * week);
        world.app.machine().clock.set(world.zone.instant(day, time(7, 0, 0, 0)));
        announce(&world, "donor", day, &[(Category::Bread, 4)]).await;
    }
    world.app.machine().clock.set(world.zone.instant(NEXT, time(7, 0, 0, 0)));
    add_shift(&world, "driver", NEXT, (8, 13)).await;
    world
}

async fn plan(world: &World) {
    let chief = world.actor("coordinator");
    let order = PlanOrder { date: NEXT, seed: 1, budget: Budget::of(300) };
    let planned = world.app.plan_day(chief, order, |_| Control::Continue).await.unwrap();
    world.app.publish_plan(chief, world.act(), planned.id).await.unwrap();
}

#[tokio::test]
async fn tomorrow_is_planned_from_what_shops_usually_have_until_they_say() {
    for fresh in support::both().await {
        let world = with_a_habit(fresh).await;
        let chief = world.actor("coordinator");
        let snapshot = world.app.snapshot(world.area, NEXT).await.unwrap();
        let [expected] = snapshot.expected.as_slice() else { panic!("{:?}", snapshot.expected) };
        // Bread on four Thursdays of four, 4 crates three times and 3 once; milk once, which is not what it usually has.
        assert_eq!(
            (expected.of.donor, expected.of.category, expected.crates),
            (world.shop, Category::Bread, Crates(4))
        );
        assert_eq!(expected.percent, 100);
        plan(&world).await;
        let day = world.app.day(chief, NEXT).await.unwrap();
        let stops = &day.rounds[0].stops;
        let shop = stops.iter().find(|stop| stop.planned.site == world.shop).expect("the shop is visited");
        assert!(shop.planned.loads.is_empty() && shop.forecast(Action::Load).count() == 1);
        let down: Crates = stops.iter().flat_map(|stop| stop.forecast(Action::Unload)).map(|load| load.crates).sum();
        assert_eq!(down, Crates(4), "what is expected is also brought somewhere");
        assert!(day.left.is_empty() && day.lots_of(world.shop).is_empty(), "nothing expected is in the ledger");
        assert_eq!(world.app.verify_plan(world.area, NEXT).await.unwrap(), [] as [String; 0]);

        announce(&world, "donor", NEXT, &[(Category::Bread, 3)]).await;
        let day = world.app.day(chief, NEXT).await.unwrap();
        let stops = &day.rounds[0].stops;
        assert!(stops.iter().all(|stop| stop.planned.forecast.is_empty()), "an announcement takes its place");
        let moved = |action| stops.iter().map(|stop| stop.crates(action)).sum::<Crates>();
        assert_eq!((moved(Action::Load), moved(Action::Unload)), (Crates(3), Crates(3)));
        let alarms = world.app.alarms(world.actor("coordinator"), &day).await.unwrap();
        assert!(!alarms.iter().any(|alarm| alarm.kind() == AlarmKind::NoPlace), "{alarms:?}");
        let shop = stops.iter().find(|stop| stop.planned.site == world.shop).unwrap().planned.id;
        world.app.complete_stop(world.actor("driver"), world.act(), shop, StopReport::default()).await.unwrap();
        plan(&world).await;
        assert!(world.app.snapshot(world.area, NEXT).await.unwrap().expected.is_empty());
    }
}

#[tokio::test]
async fn a_driver_records_what_a_silent_shop_really_has() {
    for fresh in support::both().await {
        let world = with_a_habit(fresh).await;
        let driver = world.actor("driver");
        plan(&world).await;
        let day = world.app.day(driver, NEXT).await.unwrap();
        let stop = day.rounds[0].stops.iter().find(|stop| stop.planned.site == world.shop).unwrap().planned.id;
        let found = |crates| vec![Found { category: Category::Bread, crates: Crates(crates), shelf: Shelf::Undated }];
        let refused =
            world.app.record_found(world.actor("other_driver"), world.act(), stop, found(2), String::new()).await;
        assert!(matches!(refused, Err(Refusal::NotFound(_))), "{refused:?}");
        let done = world.app.record_found(driver, world.act(), stop, found(2), String::new()).await.unwrap();
        let day = world.app.day(driver, NEXT).await.unwrap();
        let round = &day.rounds[0];
        let [aboard] = round.on_board.as_slice() else { panic!("{:?}", round.on_board) };
        assert_eq!(aboard.balance.crates, Crates(2));
        assert!(aboard.going.is_some(), "it goes where it was expected to go");
        assert!(world.app.announcements(driver, NEXT).await.unwrap().iter().any(|one| one.site == world.shop));
        world.app.undo(driver, world.act(), done.op).await.unwrap();
        let day = world.app.day(driver, NEXT).await.unwrap();
        assert!(day.rounds[0].on_board.is_empty() && day.stop(stop).unwrap().1.is_open());
        assert_eq!(day.stop(stop).unwrap().1.forecast(Action::Load).count(), 1, "it is expected again");

        world.app.record_found(driver, world.act(), stop, Vec::new(), String::new()).await.unwrap();
        let day = world.app.day(driver, NEXT).await.unwrap();
        assert!(!day.stop(stop).unwrap().1.is_open());
        assert!(
            day.rounds[0].stops.iter().all(|stop| stop.planned.forecast.iter().all(|load| load.action == Action::Load))
        );
        assert!(world.app.snapshot(world.area, NEXT).await.unwrap().expected.is_empty(), "somebody was there");
        assert!(world.app.verify().await.unwrap().iter().all(|area| area.verified.faults.is_empty()));
    }
}

#[tokio::test]
async fn people_and_closures_decide_what_is_expected() {
    for fresh in support::both().await {
        let world = with_a_habit(fresh).await;
        let (donor, chief) = (world.actor("donor"), world.actor("coordinator"));
        let expected = async || world.app.snapshot(world.area, NEXT).await.unwrap().expected.len();
        assert_eq!(expected().await, 1);
        let site = world.app.sites(chief).await.unwrap().into_iter().find(|site| site.id == world.shop).unwrap();
        let week = world.app.usual_week(donor, &site).await.unwrap();
        assert!(week[3].profile.is_learned() && !week[4].profile.is_learned());
        world.app.set_usual_week(donor, world.shop, vec![(4, Choice::Never)]).await.unwrap();
        assert_eq!(expected().await, 0);
        world.app.set_usual_week(donor, world.shop, vec![(4, Choice::Learned)]).await.unwrap();
        assert_eq!(expected().await, 1);
        let refused = world.app.set_usual_week(world.actor("other_donor"), world.shop, vec![(4, Choice::Never)]).await;
        assert!(matches!(refused, Err(Refusal::NotAllowed)), "{refused:?}");
        // The other shop announced once, on the day of the world: no habit, but its people know better.
        world.app.set_usual_week(chief, world.other_shop, vec![(4, Choice::Always)]).await.unwrap();
        assert_eq!(expected().await, 2);
        world.app.add_closure(donor, Some(world.shop), (NEXT, NEXT), "Ferie").await.unwrap();
        assert_eq!(expected().await, 1);
        let day = world.app.day(chief, NEXT).await.unwrap();
        assert!(day.opening(&day.sites[&world.shop]).is_empty() && !day.opening(&day.sites[&world.point]).is_empty());
        let nothing = Surplus { date: NEXT, lots: Vec::new(), note: String::new(), photo: None };
        world.app.announce_surplus(world.actor("other_donor"), world.act(), world.other_shop, nothing).await.unwrap();
        assert_eq!(expected().await, 0, "who says that there is nothing is not expected");
    }
}
