//! Who is told what, when, and what is taken back: the real clockwork over a small area in the middle of its day.

use crate::support;
use crate::support::world::{DAY, World, world};
use girofresco::app::announce::Surplus;
use girofresco::app::check_in::{CheckIn, CheckLine};
use girofresco::app::planning::PlanOrder;
use girofresco::app::refusal::Refusal;
use girofresco::app::round::Trouble;
use girofresco::app::stop::StopReport;
use girofresco::app::{App, Settings};
use girofresco::clock::{Chance, Clock, Machine};
use girofresco::domain::food::{Category, Shelf};
use girofresco::domain::id::PersonId;
use girofresco::domain::ledger::MovementReason;
use girofresco::domain::lot::LotFacts;
use girofresco::domain::notice::{AlarmKind, News, Notice, RejectedTo, Subject, Tag};
use girofresco::domain::people::{Grant, Person, Role};
use girofresco::domain::quantity::{Crates, Seconds};
use girofresco::domain::round::{ProblemKind, VisitOutcome};
use girofresco::domain::schedule::{Job, JobOutcome};
use girofresco::planner::{Budget, Control};
use girofresco::store::Store;
use jiff::ToSpan;

/// What somebody is told and still holds, oldest first.
async fn told(world: &World, who: &str) -> Vec<Notice> {
    let mut notices = world.app.notices(world.actor(who)).await.unwrap();
    notices.retain(|notice| notice.retracted.is_none());
    notices.reverse();
    notices
}

async fn about(world: &World, subject: Subject) -> Vec<Notice> {
    world.store.reader(world.area).await.unwrap().db().notices_with_tag(Tag::About(subject)).await.unwrap()
}

async fn words(world: &World, who: &str) -> Vec<&'static str> {
    told(world, who).await.iter().map(|notice| notice.news.word()).collect()
}

async fn at(world: &World, hour: i8, minute: i8) {
    world.set(hour, minute);
    world.app.look_over(world.area).await.unwrap();
}

async fn confirm(world: &World, stop: usize) {
    world
        .app
        .complete_stop(world.actor("driver"), world.act(), world.stops[stop], StopReport::default())
        .await
        .unwrap();
}

#[tokio::test]
async fn a_driver_who_does_not_answer_is_passed_on_to_the_coordinator() {
    for fresh in support::both().await {
        let world = world(fresh).await;
        at(&world, 7, 40).await;
        assert_eq!(words(&world, "driver").await, [] as [&str; 0]);
        at(&world, 7, 55).await;
        at(&world, 8, 0).await;
        assert_eq!(words(&world, "driver").await, ["round-starts"], "told once");
        at(&world, 8, 9).await;
        assert_eq!(words(&world, "coordinator").await, [] as [&str; 0], "there is still time");
        at(&world, 8, 11).await;
        at(&world, 8, 12).await;
        let passed = told(&world, "coordinator").await;
        let [Notice { news: News::NoAnswer { name, phone, about }, .. }] = passed.as_slice() else {
            panic!("{passed:?}")
        };
        assert_eq!((name.as_str(), phone.as_str(), about.word()), ("Prova driver", "000 0000", "round-starts"));
        let mine = told(&world, "driver").await;
        world.app.answer_notice(world.actor("driver"), mine[0].id).await.unwrap();
        at(&world, 8, 13).await;
        assert_eq!(words(&world, "coordinator").await, [] as [&str; 0], "taken back once the driver answers");
        let stolen = world.app.answer_notice(world.actor("point"), mine[0].id).await;
        assert!(matches!(stolen, Err(Refusal::NotFound(_))), "{stolen:?}");
    }
}

#[tokio::test]
async fn food_on_board_warns_in_time_then_urgently_and_no_longer_when_it_is_delivered() {
    for fresh in support::both().await {
        let world = world(fresh).await;
        world.set(8, 30);
        confirm(&world, 0).await;
        // Dairy for an hour and a half outside of a fridge, on a bare van that is expected on time.
        at(&world, 9, 9).await;
        assert!(!words(&world, "driver").await.contains(&"cold"));
        world.set(9, 20);
        confirm(&world, 1).await;
        at(&world, 9, 36).await;
        let warned = told(&world, "driver").await;
        let cold = warned.iter().find(|notice| notice.news.word() == "cold").expect("a warning");
        let News::Cold { place, crates, deadline, urgent } = &cold.news else { unreachable!() };
        assert_eq!((place.as_str(), *crates, *deadline, *urgent), ("Punto Prova", 6, world.at(10, 0), false));
        at(&world, 9, 51).await;
        let urgent = told(&world, "driver").await;
        let cold: Vec<_> = urgent.iter().filter(|notice| notice.news.word() == "cold").collect();
        assert!(matches!(cold.as_slice(), [Notice { news: News::Cold { urgent: true, .. }, .. }]), "{cold:?}");
        at(&world, 9, 57).await;
        assert!(words(&world, "coordinator").await.contains(&"no-answer"));
        confirm(&world, 2).await;
        at(&world, 9, 58).await;
        assert!(!words(&world, "driver").await.contains(&"cold"));
        assert!(!words(&world, "coordinator").await.contains(&"no-answer"));
    }
}

#[tokio::test]
async fn what_nobody_answered_before_a_long_outage_rings_no_more() {
    for fresh in support::both().await {
        let world = world(fresh).await;
        world.set(8, 31);
        confirm(&world, 0).await;
        changed_on_the_way(&world).await;
        assert!(words(&world, "driver").await.contains(&"round-changed"));
        // The shift ends at one.
        at(&world, 15, 0).await;
        assert!(!words(&world, "coordinator").await.contains(&"no-answer"));
    }
}

#[tokio::test]
async fn a_driver_who_says_to_have_seen_it_or_goes_on_with_the_round_has_answered() {
    for fresh in support::both().await {
        let world = world(fresh).await;
        let unanswered = async |hour: i8, minute: i8| {
            at(&world, hour, minute).await;
            let about = |news: &News| match news {
                News::NoAnswer { about, .. } => about.word(),
                _ => "",
            };
            let told: Vec<_> = told(&world, "coordinator").await.iter().map(|notice| about(&notice.news)).collect();
            told.contains(&"round-changed")
        };
        world.set(8, 31);
        confirm(&world, 0).await;
        changed_on_the_way(&world).await;
        world.get("driver", &format!("/driver?seen=1.{}", world.at(8, 20).0)).await;
        assert!(unanswered(8, 47).await, "a page of before did not show it");
        world.get("driver", &format!("/driver?seen=2.{}", world.at(8, 47).0)).await;
        assert!(!unanswered(8, 48).await, "seen on the page");

        changed_on_the_way(&world).await;
        world.set(8, 55);
        let road = Trouble { kind: ProblemKind::Road, minutes: 0, note: String::new() };
        world.app.report_problem(world.actor("driver"), world.act(), world.round, road).await.unwrap();
        assert!(!unanswered(9, 5).await, "the round went on");
    }
}

/// Adds somebody who has a phone.
async fn enter(world: &World, code: &str, grant: Grant) -> PersonId {
    let person = Person {
        id: world.app.machine().id(),
        code: code.to_owned(),
        name: format!("Prova {code}"),
        phone: String::new(),
        language: "it".to_owned(),
        active: true,
        grants: vec![grant],
    };
    let id = person.id;
    let saved = world
        .store
        .write(world.area, move |tx| Box::pin(async move { Ok::<_, Refusal>(tx.save_person(&person).await?) }));
    saved.await.unwrap();
    let (code, _) = world.app.invite(world.actor("coordinator"), id, false).await.unwrap();
    world.app.enter(&code, "test").await.unwrap();
    id
}

/// Adds somebody else at the point who has a phone.
async fn second_at_point(world: &World) -> PersonId {
    enter(world, "second", Grant { role: Role::Point, site: Some(world.point) }).await
}

#[tokio::test]
async fn a_point_hears_of_what_arrives_and_of_the_end_of_what_it_rejects() {
    for fresh in support::both().await {
        let world = world(fresh).await;
        world.set(8, 31);
        let second = second_at_point(&world).await;
        at(&world, 8, 40).await;
        assert_eq!(words(&world, "point").await, [] as [&str; 0]);
        world.set(8, 50);
        confirm(&world, 0).await;
        confirm(&world, 1).await;
        at(&world, 8, 56).await;
        let first = told(&world, "point").await;
        let mine = world.store.reader(world.area).await.unwrap().db().notices_of(second, world.at(0, 0)).await.unwrap();
        assert_eq!(first.len() + mine.len(), 1, "one person of the place is asked first");
        world.get(if first.is_empty() { "point" } else { "coordinator" }, "/point").await;
        at(&world, 8, 57).await;
        let mine = world.store.reader(world.area).await.unwrap().db().notices_of(second, world.at(0, 0)).await.unwrap();
        assert_eq!(told(&world, "point").await.len() + mine.len(), 1, "and nobody else for opening the app");
        at(&world, 9, 12).await;
        let mine = world.store.reader(world.area).await.unwrap().db().notices_of(second, world.at(0, 0)).await.unwrap();
        assert_eq!(told(&world, "point").await.len() + mine.len(), 2, "then the other one");
        let News::Arriving { crates, cold, .. } = &mine[0].news else { panic!("{mine:?}") };
        assert_eq!((*crates, *cold), (9, 6));
        confirm(&world, 2).await;
        let cheese = world.lots[2].id;
        let line = |lot: usize, verdict| CheckLine {
            lot: world.lots[lot].id,
            from: None,
            crates: world.lots[lot].crates,
            verdict,
        };
        let check = CheckIn {
            lines: vec![line(0, Ok(())), line(1, Ok(())), line(2, Err((MovementReason::Broken, String::new())))],
            ..CheckIn::default()
        };
        world.app.check_in(world.actor("point"), world.act(), world.point, check).await.unwrap();
        at(&world, 9, 20).await;
        assert!(!words(&world, "point").await.contains(&"arriving"));
        let set_down = world.act();
        let to_hub = (world.round, world.hub, vec![(cheese, Crates(4))]);
        world.app.set_down(world.actor("driver"), set_down, to_hub.0, to_hub.1, to_hub.2).await.unwrap();
        let ends = about(&world, Subject::RejectedLot { lot: cheese }).await;
        let [Notice { news: News::RejectedEnd { crates, end, .. }, .. }] = ends.as_slice() else { panic!("{ends:?}") };
        assert_eq!((*crates, *end), (4, RejectedTo::Hub));
        world.app.undo(world.actor("driver"), world.act(), set_down.op).await.unwrap();
        let ends = about(&world, Subject::RejectedLot { lot: cheese }).await;
        assert!(ends[0].retracted.is_some(), "an end that was taken back is no news");
    }
}

async fn is_late(world: &World) {
    let late = Trouble { kind: ProblemKind::Late, minutes: 60, note: String::new() };
    world.app.report_problem(world.actor("driver"), world.act(), world.round, late).await.unwrap();
}

#[tokio::test]
async fn what_was_taken_back_and_holds_again_is_told_again_and_passed_on_again() {
    for fresh in support::both().await {
        let world = world(fresh).await;
        let urgent = async |who: &str| {
            let told = told(&world, who).await;
            let is_cold = |news: &News| matches!(news, News::Cold { urgent: true, .. });
            let about = |news: &News| matches!(news, News::NoAnswer { about, .. } if is_cold(about));
            told.iter().filter(|notice| is_cold(&notice.news) || about(&notice.news)).count()
        };
        world.set(8, 30);
        confirm(&world, 0).await;
        for (hour, minute) in [(9, 0), (9, 10)] {
            world.set(hour, minute);
            is_late(&world).await;
            at(&world, hour, minute).await;
            at(&world, hour, minute + 1).await;
            assert_eq!(urgent("driver").await, 1, "the point is further away than the food can bear");
            assert_eq!(urgent("coordinator").await, 0);
            at(&world, hour, minute + 6).await;
            assert_eq!(urgent("coordinator").await, 1, "nobody answered");
            if minute == 0 {
                world.set(9, 7);
                confirm(&world, 1).await;
                at(&world, 9, 8).await;
                assert_eq!((urgent("driver").await, urgent("coordinator").await), (0, 0), "there is time again");
            }
        }
        let all = world.app.notices(world.actor("driver")).await.unwrap();
        assert_eq!(all.iter().filter(|notice| notice.news.word() == "cold").count(), 2, "each time once");
    }
}

#[tokio::test]
async fn each_lot_that_has_nowhere_to_go_is_warned_about() {
    for fresh in support::both().await {
        let world = world(fresh).await;
        world.set(8, 30);
        confirm(&world, 0).await;
        world.set(9, 20);
        confirm(&world, 1).await;
        let driver = world.actor("driver");
        let closed = world.app.miss_stop(driver, world.act(), world.stops[2], VisitOutcome::Closed, String::new());
        closed.await.unwrap();
        let warnings = async || {
            let told = told(&world, "driver").await;
            let cold = told.iter().filter_map(|notice| match &notice.news {
                News::Cold { crates, urgent, .. } => Some((*crates, *urgent)),
                _ => None,
            });
            cold.collect::<Vec<_>>()
        };
        at(&world, 9, 36).await;
        assert_eq!(warnings().await, [(2, false)], "the dairy");
        at(&world, 9, 51).await;
        at(&world, 10, 26).await;
        assert_eq!(warnings().await, [(2, true), (4, false)], "then the cheese");
    }
}

#[tokio::test]
async fn a_driver_who_is_silent_for_an_hour_is_asked_and_a_telling_one_is_not() {
    for fresh in support::both().await {
        let world = world(fresh).await;
        at(&world, 9, 30).await;
        assert!(!words(&world, "driver").await.contains(&"all-well"));
        at(&world, 9, 36).await;
        assert!(words(&world, "driver").await.contains(&"all-well"));
        confirm(&world, 0).await;
        at(&world, 9, 37).await;
        assert!(!words(&world, "driver").await.contains(&"all-well"), "confirming is an answer");
    }
}

async fn planned_again(world: &World) {
    let order = PlanOrder { budget: Budget::of(100), ..PlanOrder::usual(DAY) };
    let coordinator = world.actor("coordinator");
    let planned = world.app.plan_day(coordinator, order, |_| Control::Continue).await.unwrap();
    world.app.publish_plan(coordinator, world.act(), planned.id).await.unwrap();
}

/// A third shop's worth of food turns up at the second shop, and the day is planned again.
async fn changed_on_the_way(world: &World) {
    let lot = LotFacts::usual(Category::Produce, Crates(5), Shelf::Undated, (world.at(8, 0), world.at(12, 0)));
    let surplus = Surplus { date: DAY, lots: vec![lot], note: String::new(), photo: None };
    world.app.announce_surplus(world.actor("other_donor"), world.act(), world.other_shop, surplus).await.unwrap();
    planned_again(world).await;
}

#[tokio::test]
async fn a_new_plan_tells_those_for_whom_it_changes_something() {
    for fresh in support::both().await {
        let world = world(fresh).await;
        world.set(8, 5);
        changed_on_the_way(&world).await;
        assert_eq!(words(&world, "driver").await, ["round-changed"]);
        planned_again(&world).await;
        assert_eq!(words(&world, "driver").await, ["round-changed"], "nothing new, nothing told");
        assert_eq!(words(&world, "other_driver").await, [] as [&str; 0]);
    }
}

#[tokio::test]
async fn a_shop_is_reminded_on_its_usual_days_only_and_until_it_speaks() {
    for fresh in support::both().await {
        let world = world(fresh).await;
        let bread = |day: jiff::civil::Date, hour: i8| {
            LotFacts::usual(
                Category::Bread,
                Crates(1),
                Shelf::Undated,
                (
                    world.zone.instant(day, jiff::civil::time(hour, 0, 0, 0)),
                    world.zone.instant(day, jiff::civil::time(hour + 1, 0, 0, 0)),
                ),
            )
        };
        let next = DAY.checked_add(7.days()).unwrap();
        for weeks in [0, 1, 2] {
            let day = next.checked_sub((7 * weeks).days()).unwrap();
            if weeks > 0 {
                world.app.machine().clock.set(world.zone.instant(day, jiff::civil::time(8, 0, 0, 0)));
                let surplus = Surplus { date: day, lots: vec![bread(day, 9)], note: String::new(), photo: None };
                world.app.announce_surplus(world.actor("donor"), world.act(), world.shop, surplus).await.unwrap();
            }
        }
        let on = |hour: i8, minute: i8| {
            world.app.machine().clock.set(world.zone.instant(next, jiff::civil::time(hour, minute, 0, 0)));
            world.app.look_over(world.area)
        };
        on(17, 50).await.unwrap();
        assert!(!words(&world, "donor").await.contains(&"donate-today"));
        on(18, 5).await.unwrap();
        assert!(words(&world, "donor").await.contains(&"donate-today"), "an hour before it closes");
        assert!(!words(&world, "other_donor").await.contains(&"donate-today"), "one week is no habit");
        let nothing = Surplus { date: next, lots: Vec::new(), note: String::new(), photo: None };
        world.app.announce_surplus(world.actor("donor"), world.act(), world.shop, nothing).await.unwrap();
        on(18, 7).await.unwrap();
        assert!(!words(&world, "donor").await.contains(&"donate-today"), "it has spoken");
    }
}

#[tokio::test]
async fn each_job_is_done_once_a_day_by_several_servers_and_made_up_for_after_an_outage() {
    for fresh in support::both().await {
        let address = fresh.address.clone();
        let world = world(fresh).await;
        let coordinator = world.actor("coordinator");
        let machine = world.app.machine().clone();
        let second = App::new(Store::open(&address).await.unwrap(), machine, Settings::default());
        for _ in 0..2 {
            let (one, other) = tokio::join!(world.app.tick(), second.tick());
            one.unwrap();
            other.unwrap();
        }
        let jobs = world.app.jobs(coordinator).await.unwrap();
        let ran = |job, outcome| {
            jobs.runs
                .iter()
                .filter(|run| run.job == job && run.outcome == Some(outcome))
                .map(|run| run.date)
                .collect::<Vec<_>>()
        };
        assert_eq!(ran(Job::Publish, JobOutcome::Idle), [DAY]);
        assert!(jobs.runs.iter().all(|run| run.job != Job::CloseOut), "it is not yet due");
        assert!(jobs.sweep.is_some_and(|sweep| sweep.swept == world.at(8, 0) && sweep.told == 1));
        // Down for three days.
        let back = DAY.checked_add(3.days()).unwrap();
        world.app.machine().clock.set(world.zone.instant(back, jiff::civil::time(12, 0, 0, 0)));
        world.app.tick().await.unwrap();
        world.app.tick().await.unwrap();
        let jobs = world.app.jobs(coordinator).await.unwrap();
        for job in Job::ALL {
            let mut dates: Vec<_> = jobs.runs.iter().filter(|run| run.job == *job).map(|run| run.date).collect();
            dates.sort();
            let evening = matches!(job, Job::ShiftTomorrow | Job::PlanTomorrow | Job::NoPlanTomorrow | Job::CloseOut);
            // What was never run before the outage begins on the day the server is back.
            let expected: Vec<_> =
                if evening { Vec::new() } else { (0..=3).map(|day| DAY.checked_add(day.days()).unwrap()).collect() };
            assert_eq!(dates, expected, "{job}");
            assert!(jobs.runs.iter().all(|run| run.ended.is_some()));
        }
        let late = jobs.runs.iter().filter(|run| run.outcome == Some(JobOutcome::Late)).count();
        assert_eq!(late, 8, "filling, planning, publishing and the alarm of two past days are of no use any more");
    }
}

#[tokio::test]
async fn the_day_is_planned_and_published_by_the_clock_and_closed_in_the_evening() {
    for fresh in support::both().await {
        let world = world(fresh).await;
        let next = DAY.tomorrow().unwrap();
        let on = |day, hour: i8, minute: i8| {
            world.app.machine().clock.set(world.zone.instant(day, jiff::civil::time(hour, minute, 0, 0)));
        };
        world.app.copy_shifts(world.actor("coordinator"), DAY, next).await.unwrap();
        on(DAY, 18, 30);
        let lot = LotFacts::usual(
            Category::Produce,
            Crates(5),
            Shelf::Undated,
            (
                world.zone.instant(next, jiff::civil::time(8, 0, 0, 0)),
                world.zone.instant(next, jiff::civil::time(12, 0, 0, 0)),
            ),
        );
        let surplus = Surplus { date: next, lots: vec![lot], note: String::new(), photo: None };
        world.app.announce_surplus(world.actor("donor"), world.act(), world.shop, surplus).await.unwrap();
        world.app.tick().await.unwrap();
        assert!(words(&world, "driver").await.contains(&"shift-tomorrow"));
        on(DAY, 19, 1);
        world.app.tick().await.unwrap();
        let day = world.app.day(world.actor("coordinator"), next).await.unwrap();
        assert!(day.draft.is_some() && day.plan.is_none(), "tomorrow has a draft");
        on(DAY, 20, 1);
        world.app.tick().await.unwrap();
        assert!(!words(&world, "coordinator").await.contains(&"no-plan"));
        on(DAY, 23, 31);
        world.app.tick().await.unwrap();
        let round = world.store.reader(world.area).await.unwrap().db().round(world.round).await.unwrap().unwrap();
        assert_eq!(round.ended, Some(world.zone.instant(DAY, jiff::civil::time(23, 31, 0, 0))));
        on(next, 6, 0);
        world.app.tick().await.unwrap();
        let day = world.app.day(world.actor("coordinator"), next).await.unwrap();
        assert!(day.plan.is_some(), "and in the morning it is what people go by");
        assert!(words(&world, "driver").await.contains(&"round-published"));
        assert!(words(&world, "donor").await.contains(&"pickup-coming"));
    }
}

#[tokio::test]
async fn a_day_with_food_and_shifts_and_no_plan_is_told() {
    let world = world(support::sqlite().await).await;
    let next = DAY.tomorrow().unwrap();
    world.app.copy_shifts(world.actor("coordinator"), DAY, next).await.unwrap();
    // Nothing is published by itself, so a draft is no plan.
    let rules = girofresco::domain::schedule::Rules { publishes: false, ..Default::default() };
    let stranger = world.app.set_rules(world.actor("driver"), rules.clone()).await;
    assert!(matches!(stranger, Err(Refusal::NotAllowed)));
    world.app.set_rules(world.actor("coordinator"), rules).await.unwrap();
    world.set(18, 30);
    let lot = LotFacts::usual(
        Category::Bread,
        Crates(1),
        Shelf::Undated,
        (world.at(8, 0) + Seconds(86_400), world.at(12, 0) + Seconds(86_400)),
    );
    let surplus = Surplus { date: next, lots: vec![lot], note: String::new(), photo: None };
    world.app.announce_surplus(world.actor("donor"), world.act(), world.shop, surplus).await.unwrap();
    world.set(20, 1);
    world.app.tick().await.unwrap();
    assert!(words(&world, "coordinator").await.contains(&"no-plan"));
}

#[tokio::test]
async fn a_shift_that_nobody_has_is_offered_to_few_and_then_told_to_the_coordinator() {
    for fresh in support::both().await {
        let world = world(fresh).await;
        let next = DAY.tomorrow().unwrap();
        world.app.copy_shifts(world.actor("coordinator"), DAY, next).await.unwrap();
        let shift = world.app.shifts(world.actor("driver"), next, next).await.unwrap().remove(0);
        at(&world, 9, 0).await;
        world.app.cannot_come(world.actor("driver"), shift.id).await.unwrap();
        assert_eq!(words(&world, "other_driver").await, ["open-shift"], "asked at once");
        assert!(!words(&world, "driver").await.contains(&"open-shift"));
        at(&world, 9, 30).await;
        let unclaimed = |notice: &&Notice| matches!(&notice.news, News::Alarm { alarm: AlarmKind::OpenShift, .. });
        assert_eq!(told(&world, "coordinator").await.iter().filter(unclaimed).count(), 0, "there is an hour to answer");
        at(&world, 10, 1).await;
        at(&world, 10, 2).await;
        let alarms = told(&world, "coordinator").await;
        assert_eq!(alarms.iter().filter(unclaimed).count(), 1, "{alarms:?}");
        world.app.claim_shift(world.actor("other_driver"), shift.id).await.unwrap();
        at(&world, 10, 3).await;
        assert!(!words(&world, "other_driver").await.contains(&"open-shift"));
        assert!(!told(&world, "coordinator").await.iter().any(|notice| unclaimed(&notice)));
        assert!(words(&world, "driver").await.contains(&"cover-found"));
    }
}

#[tokio::test]
async fn the_second_wave_asks_everybody_else_also_while_the_clock_runs() {
    for fresh in support::both().await {
        let world = world(fresh).await;
        let next = DAY.tomorrow().unwrap();
        world.app.copy_shifts(world.actor("coordinator"), DAY, next).await.unwrap();
        let shift = world.app.shifts(world.actor("driver"), next, next).await.unwrap().remove(0);
        for code in ["one", "two", "three", "four", "five"] {
            enter(&world, code, Grant { role: Role::Driver, site: None }).await;
        }
        let on = |hour, minute| {
            let machine = Machine { clock: Clock::demo(world.at(hour, minute), 100), chance: Chance::System };
            App::new(world.store.clone(), machine, Settings::default())
        };
        let asked = async || about(&world, Subject::OpenShift { shift: shift.id }).await;
        on(9, 0).cannot_come(world.actor("driver"), shift.id).await.unwrap();
        assert_eq!(asked().await.len(), 3, "a few first");
        on(9, 30).look_over(world.area).await.unwrap();
        assert_eq!(asked().await.len(), 3, "they have time to answer");
        on(10, 2).look_over(world.area).await.unwrap();
        let second = asked().await;
        assert_eq!(second.iter().filter(|notice| notice.news.word() == "open-shift").count(), 6, "{second:?}");
        assert_eq!(second.len(), 6, "the coordinator is not told before everybody was asked");
        on(11, 4).look_over(world.area).await.unwrap();
        assert_eq!(asked().await.len(), 7, "now the coordinator is");
    }
}

#[tokio::test]
async fn food_without_a_place_is_offered_to_those_who_pass_by() {
    for fresh in support::both().await {
        let world = world(fresh).await;
        let lot = LotFacts::usual(Category::Produce, Crates(5), Shelf::Undated, (world.at(8, 0), world.at(12, 0)));
        let surplus = Surplus { date: DAY, lots: vec![lot], note: String::new(), photo: None };
        world.app.announce_surplus(world.actor("donor"), world.act(), world.shop, surplus).await.unwrap();
        let alarms = world.get("coordinator", "/coordinator/alarms").await.body;
        let href = alarms.split("href=\"").find(|rest| rest.starts_with("/coordinator/shifts/new?")).expect("a link");
        let href = href.split('"').next().unwrap().replace("&amp;", "&");
        let ends_near = format!("start={}&end={}", world.shop, world.point);
        assert!(href.ends_with(&ends_near), "{href}: the point of the same town");
        let form = world.get("coordinator", &href).await.body;
        assert!(form.contains(&format!("value=\"{}\" selected", world.point)), "{form}");
        // A second van stands free.
        let mut van = world.app.vehicles(world.actor("coordinator")).await.unwrap().remove(0);
        van.id = world.app.machine().id();
        van.code = "V2".to_owned();
        let vehicle = van.id.to_string();
        world.app.save_vehicle(world.actor("coordinator"), van).await.unwrap();
        let action = form.split("action=\"").find(|rest| rest.starts_with("/coordinator/shifts/")).unwrap();
        let action = action.split('"').next().unwrap().to_owned();
        let (shop, point) = (world.shop.to_string(), world.point.to_string());
        let fields = [
            ("date", "2026-11-26"),
            ("person", "nobody"),
            ("vehicle", &vehicle),
            ("from", "08:00"),
            ("until", "12:00"),
            ("start", &shop),
            ("end", &point),
        ];
        let saved = world.post("coordinator", &action, &fields).await;
        assert_eq!(saved.status, axum::http::StatusCode::SEE_OTHER, "{}", saved.body);
        let asked = told(&world, "other_driver").await;
        let [Notice { news: News::DirectLeg { from, to, crates, .. }, .. }] = asked.as_slice() else {
            panic!("{asked:?}")
        };
        assert_eq!((from.as_str(), to.as_str(), *crates), ("Super Prova", "Punto Prova", 10));
    }
}
