//! What is done by the clock, where planning takes long, servers die and clocks are wrong.

use crate::support;
use crate::support::Fresh;
use crate::support::world::{DAY, World, world};
use girofresco::app::announce::Surplus;
use girofresco::clock::{Clock, Machine};
use girofresco::domain::food::{Category, Shelf};
use girofresco::domain::lot::LotFacts;
use girofresco::domain::quantity::{Crates, Seconds};
use girofresco::domain::schedule::{Job, JobOutcome, JobRun};
use girofresco::domain::time::Millis;
use jiff::civil::{Date, time};
use sqlx::{AnyConnection, Connection, Executor};

fn next() -> Date {
    DAY.tomorrow().unwrap()
}

fn at(world: &World, date: Date, hour: i8, minute: i8) -> Millis {
    world.zone.instant(date, time(hour, minute, 0, 0))
}

async fn tick_at(world: &World, date: Date, hour: i8, minute: i8) {
    world.app.machine().clock.set(at(world, date, hour, minute));
    world.app.tick().await.unwrap();
}

/// Tomorrow has a shift and food.
async fn prepare(world: &World) {
    world.app.copy_shifts(world.actor("coordinator"), DAY, next()).await.unwrap();
    announce(world).await;
}

async fn announce(world: &World) {
    let ready = (at(world, next(), 8, 0), at(world, next(), 12, 0));
    let lots = vec![LotFacts::usual(Category::Produce, Crates(2), Shelf::Undated, ready)];
    let surplus = Surplus { date: next(), lots, note: String::new(), photo: None };
    world.app.announce_surplus(world.actor("donor"), world.act(), world.shop, surplus).await.unwrap();
}

async fn runs(world: &World, job: Job) -> Vec<JobRun> {
    let runs = world.app.jobs(world.actor("coordinator")).await.unwrap().runs;
    runs.into_iter().filter(|run| run.job == job && run.date == next()).collect()
}

async fn change(database: &mut AnyConnection, statement: String) {
    database.execute(sqlx::AssertSqlSafe(statement)).await.unwrap();
}

async fn with_database(fresh: Fresh) -> (World, AnyConnection) {
    let address = fresh.address.clone();
    let world = world(fresh).await;
    (world, AnyConnection::connect(&address).await.unwrap())
}

#[tokio::test]
async fn what_is_published_by_the_clock_waits_until_the_morning_is_planned() {
    for fresh in support::both().await {
        let (world, mut database) = with_database(fresh).await;
        prepare(&world).await;
        tick_at(&world, DAY, 19, 1).await;
        // Another server began to plan the morning and is not done.
        let (area, began) = (world.area, at(&world, next(), 5, 59));
        change(
            &mut database,
            format!(
                "INSERT INTO job_runs (area_id, job, date, claimed, detail) \
                 VALUES ('{area}', 'plan-today', '{}', {}, '')",
                next(),
                began.0
            ),
        )
        .await;
        for (hour, minute) in [(6, 0), (6, 5), (6, 8)] {
            tick_at(&world, next(), hour, minute).await;
            assert_eq!(runs(&world, Job::Publish).await, [], "at {hour}:{minute}");
        }
        // It breaks: it is tried again, and what is there is published once the coordinators would hear of none.
        change(&mut database, "UPDATE job_runs SET outcome = 'failed' WHERE job = 'plan-today'".to_owned()).await;
        tick_at(&world, next(), 6, 8).await;
        assert_eq!(runs(&world, Job::Publish).await, []);
        change(
            &mut database,
            format!("UPDATE job_runs SET outcome = 'done', ended = {} WHERE job = 'plan-today'", began.0),
        )
        .await;
        tick_at(&world, next(), 6, 9).await;
        assert_eq!(runs(&world, Job::Publish).await[0].outcome, Some(JobOutcome::Done));
        assert!(world.app.day(world.actor("coordinator"), next()).await.unwrap().plan.is_some());
    }
}

#[tokio::test]
async fn a_morning_that_cannot_be_planned_gets_the_plan_of_the_evening() {
    let (world, mut database) = with_database(support::sqlite().await).await;
    prepare(&world).await;
    tick_at(&world, DAY, 19, 1).await;
    change(
        &mut database,
        format!(
            "INSERT INTO job_runs (area_id, job, date, claimed, outcome, detail) \
             VALUES ('{}', 'plan-today', '{}', {}, 'failed', '')",
            world.area,
            next(),
            at(&world, next(), 6, 9).0
        ),
    )
    .await;
    tick_at(&world, next(), 6, 9).await;
    assert_eq!(runs(&world, Job::Publish).await, []);
    tick_at(&world, next(), 6, 10).await;
    assert_eq!(runs(&world, Job::Publish).await[0].outcome, Some(JobOutcome::Done));
}

#[tokio::test]
async fn a_clock_that_ran_ahead_and_came_back_silences_nothing() {
    for fresh in support::both().await {
        let (world, _) = with_database(fresh).await;
        prepare(&world).await;
        tick_at(&world, DAY, 21, 39).await;
        // Ten hours ahead, and back.
        tick_at(&world, next(), 7, 39).await;
        assert_eq!(runs(&world, Job::PlanToday).await.len(), 1);
        tick_at(&world, DAY, 21, 42).await;
        let swept = world.app.jobs(world.actor("coordinator")).await.unwrap().sweep.unwrap().swept;
        assert_eq!(swept, at(&world, DAY, 21, 42), "the area is looked over at once");
        announce(&world).await;
        tick_at(&world, next(), 5, 31).await;
        let planned = runs(&world, Job::PlanToday).await;
        assert_eq!(planned[0].ended, Some(at(&world, next(), 5, 31)), "the morning is planned when it comes");
        tick_at(&world, next(), 6, 1).await;
        assert_eq!(runs(&world, Job::Publish).await[0].ended, Some(at(&world, next(), 6, 1)));
    }
}

#[tokio::test]
async fn a_job_under_way_is_not_begun_again_because_a_demonstration_s_clock_runs_fast() {
    let (world, mut database) = with_database(support::sqlite().await).await;
    // Its clock shows a day that is far from the machine's own.
    let wall = Clock::Machine.now();
    let soon = world.zone.date(wall + Seconds(40 * 86_400));
    let from = world.zone.instant(soon, time(5, 31, 0, 0));
    let running = world.app.on(Machine { clock: Clock::demo(from, 300), ..world.app.machine().clone() });
    let claimed = (wall - Seconds(20)).0;
    for job in Job::ALL {
        change(
            &mut database,
            format!(
                "INSERT INTO job_runs (area_id, job, date, claimed, detail) \
                 VALUES ('{}', '{job}', '{soon}', {claimed}, '')",
                world.area
            ),
        )
        .await;
    }
    running.tick().await.unwrap();
    let left = running.jobs(world.actor("coordinator")).await.unwrap().runs;
    assert!(left.iter().filter(|run| run.date == soon).all(|run| run.claimed.0 == claimed && run.ended.is_none()));
}

#[tokio::test]
async fn drafts_that_nobody_went_by_are_forgotten_when_their_day_is_over() {
    for fresh in support::both().await {
        let (world, _) = with_database(fresh).await;
        prepare(&world).await;
        for _ in 0..3 {
            let order = girofresco::app::planning::PlanOrder::usual(next());
            world.app.plan_unattended(world.area, order, |_| girofresco::planner::Control::Continue).await.unwrap();
        }
        let plans = async |date| {
            let mut reader = world.store.reader(world.area).await.unwrap();
            let plans = reader.db().plans_of_day(date).await.unwrap();
            plans.len()
        };
        assert_eq!((plans(DAY).await, plans(next()).await), (1, 3));
        tick_at(&world, next(), 2, 41).await;
        assert_eq!((plans(DAY).await, plans(next()).await), (1, 3), "its day is not over");
        tick_at(&world, next().tomorrow().unwrap(), 2, 41).await;
        assert_eq!((plans(DAY).await, plans(next()).await), (1, 0), "what was published stays");
    }
}
