//! Searches that run in the background: two servers on one database plan a day once, each shows what the other does, and
//! what a server that died was doing holds up nobody.

use crate::support;
use crate::support::searches::{AT_GATE, claimed_by_the_dead, eventually, gate, offered, order, plan_to_gate, server};
use crate::support::world::{DAY, World, world};
use girofresco::app::announce::Surplus;
use girofresco::app::planning::{Control, Event, Offer, PlanningProgress, Tier};
use girofresco::app::{App, Conflict, Refusal};
use girofresco::clock::Clock;
use girofresco::domain::food::{Category, Shelf};
use girofresco::domain::id::PlanId;
use girofresco::domain::lot::LotFacts;
use girofresco::domain::quantity::{Crates, Seconds};
use girofresco::domain::schedule::{Job, JobOutcome};
use girofresco::domain::time::Millis;
use girofresco::store::StoreError;
use std::time::Duration;

fn is_being_planned<T: std::fmt::Debug>(answer: &Result<T, Refusal>) -> bool {
    matches!(answer, Err(Refusal::Conflict(Conflict::BeingPlanned)))
}

async fn progress(world: &World, app: &App) -> Option<PlanningProgress> {
    app.planning_progress(world.actor("coordinator"), DAY).await.unwrap()
}

async fn draft(world: &World, app: &App) -> Option<PlanId> {
    app.today(world.actor("coordinator")).await.unwrap().draft.map(|draft| draft.id)
}

async fn versions(world: &World) -> usize {
    world.store.reader(world.area).await.unwrap().db().plans_of_day(DAY).await.unwrap().len()
}

async fn offer(world: &World, app: &App) -> Option<Offer> {
    let who = world.actor("coordinator");
    app.offer(who, &app.today(who).await.unwrap()).await.unwrap()
}

/// A shop has so many lots more.
async fn announce(world: &World, lots: i64) {
    let lot =
        |crates| LotFacts::usual(Category::Produce, Crates(crates), Shelf::Undated, (world.at(8, 0), world.at(12, 0)));
    let surplus = Surplus { date: DAY, lots: (1..=lots).map(lot).collect(), note: String::new(), photo: None };
    world.app.announce_surplus(world.actor("donor"), world.act(), world.shop, surplus).await.unwrap();
}

#[tokio::test]
async fn two_servers_asked_at_once_plan_a_day_once_and_both_show_how_far_it_is() {
    for fresh in support::both().await {
        let address = fresh.address.clone();
        let world = world(fresh).await;
        let second = server(&world, &address, None).await;
        let (who, before) = (world.actor("coordinator"), versions(&world).await);
        let ((first_gate, first_stops), (second_gate, second_stops)) = (gate(), gate());
        let mut one = Box::pin(world.app.plan_day(who, order(100), first_stops));
        let mut other = Box::pin(second.plan_day(who, order(100), second_stops));
        let both = async {
            tokio::select! {
                refused = &mut one => (refused, true),
                refused = &mut other => (refused, false),
            }
        };
        let (refused, one_is_refused) =
            tokio::time::timeout(Duration::from_secs(20), both).await.expect("one of them is refused");
        assert!(is_being_planned(&refused), "{refused:?}");
        for app in [&world.app, &second] {
            eventually("the progress", async || progress(&world, app).await.filter(|so_far| *so_far == AT_GATE)).await;
            let again = app.plan_day(who, order(100), |_| Control::Continue).await;
            assert!(is_being_planned(&again), "nor a second time in one process: {again:?}");
        }
        drop((first_gate, second_gate));
        let planned = if one_is_refused { other.await } else { one.await }.unwrap();
        for app in [&world.app, &second] {
            assert_eq!((draft(&world, app).await, progress(&world, app).await), (Some(planned.id), None));
        }
        assert_eq!(versions(&world).await, before + 1);
    }
}

#[tokio::test]
async fn what_a_dead_server_claimed_is_taken_over_after_its_time() {
    for fresh in support::both().await {
        let address = fresh.address.clone();
        let world = world(fresh).await;
        let restarted = server(&world, &address, None).await;
        let (who, clock) = (world.actor("coordinator"), &world.app.machine().clock);
        let dead = claimed_by_the_dead(&world).await;
        clock.set(world.at(8, 0) + Seconds(9));
        assert_eq!(progress(&world, &restarted).await, Some(PlanningProgress::default()));
        let early = restarted.plan_day(who, order(100), |_| Control::Continue).await;
        assert!(is_being_planned(&early), "{early:?}");
        clock.set(world.at(8, 0) + Seconds(11));
        assert_eq!(progress(&world, &restarted).await, None, "no ghost");
        let planned = restarted.plan_day(who, order(100), |_| Control::Continue).await.unwrap();
        assert_eq!(draft(&world, &world.app).await, Some(planned.id));
        let back = world.store.write(world.area, move |tx| {
            Box::pin(async move {
                let alive = tx.beat_search(DAY, dead, Millis(0), PlanningProgress::default()).await?;
                Ok::<_, StoreError>(alive || tx.end_search(DAY, dead).await?)
            })
        });
        assert!(!back.await.unwrap(), "what comes back to life has lost its claim");

        let base = world.app.today(who).await.unwrap().draft.unwrap().id;
        offered(&world, base, None).await;
        assert_eq!(offer(&world, &restarted).await, Some(Offer::Searching));
        clock.set(world.at(8, 0) + Seconds(22));
        assert_eq!(offer(&world, &restarted).await, None, "no ghost of an offer either");
        // The machine's clock was set back by an hour: what it said before lies ahead.
        offered(&world, base, None).await;
        clock.set(world.at(7, 0));
        assert_eq!(offer(&world, &restarted).await, None);
    }
}

#[tokio::test]
async fn a_server_that_ends_takes_its_search_along_and_leaves_no_claim() {
    for fresh in support::both().await {
        let address = fresh.address.clone();
        let world = world(fresh).await;
        let ending = server(&world, &address, None).await;
        let (gate, planning) = plan_to_gate(&world, &ending).await;
        assert!(progress(&world, &world.app).await.is_some());
        let (app, before) = (ending.clone(), versions(&world).await);
        let closed = tokio::spawn(async move { app.close().await });
        let late = eventually("no new search", async || {
            let again = ending.plan_day(world.actor("coordinator"), order(100), |_| Control::Continue).await;
            matches!(again, Err(Refusal::Store(StoreError::Closing))).then_some(())
        });
        late.await;
        drop(gate);
        let planned = planning.await.unwrap();
        assert!(matches!(planned, Err(Refusal::Store(StoreError::Closing))), "{planned:?}");
        closed.await.unwrap();
        assert_eq!((progress(&world, &world.app).await, versions(&world).await), (None, before));
        let again = world.app.plan_day(world.actor("coordinator"), order(100), |_| Control::Continue).await;
        assert!(again.is_ok(), "the next one need not wait: {again:?}");
    }
}

#[tokio::test]
async fn a_demonstration_that_runs_fast_takes_no_day_from_the_living() {
    for fresh in support::both().await {
        let address = fresh.address.clone();
        let world = world(fresh).await;
        let fast = || Some(Clock::demo(world.at(8, 0), 300));
        let [first, second] = [server(&world, &address, fast()).await, server(&world, &address, fast()).await];
        let (gate, planning) = plan_to_gate(&world, &first).await;
        while second.now() < world.at(8, 10) {
            let taken = second.plan_day(world.actor("coordinator"), order(100), |_| Control::Continue).await;
            assert!(is_being_planned(&taken), "two seconds are no ten minutes: {taken:?}");
            assert!(progress(&world, &second).await.is_some());
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        drop(gate);
        planning.await.unwrap().unwrap();
    }
}

#[tokio::test]
async fn a_page_that_goes_away_does_not_stop_a_plan() {
    for fresh in support::both().await {
        let world = world(fresh).await;
        let (mut gate, on_progress) = gate();
        {
            let page = world.app.plan_day(world.actor("coordinator"), order(100), on_progress);
            tokio::select! {
                made = page => panic!("{made:?}"),
                reached = gate.reached.recv() => reached.expect("a search at the gate"),
            }
        }
        drop(gate);
        eventually("the draft", async || draft(&world, &world.app).await).await;
        assert_eq!(progress(&world, &world.app).await, None);
    }
}

#[tokio::test]
async fn what_happened_goes_before_a_plan_that_does_not_know_it() {
    for fresh in support::both().await {
        let address = fresh.address.clone();
        let world = world(fresh).await;
        let second = server(&world, &address, None).await;
        let who = world.actor("coordinator");
        let (begun, mut begins) = tokio::sync::mpsc::unbounded_channel();
        let endless = world.app.plan_day(who, order(u64::MAX), move |_| {
            let _ = begun.send(());
            Control::Continue
        });
        let event = async {
            begins.recv().await.unwrap();
            second.plan_again(who, DAY, Tier::Insert).await
        };
        let both = async { tokio::join!(endless, event) };
        let (overtaken, again) =
            tokio::time::timeout(Duration::from_secs(20), both).await.expect("the other search stops by itself");
        assert!(is_being_planned(&overtaken), "{overtaken:?}");
        assert_eq!(draft(&world, &world.app).await, Some(again.unwrap().id));
        assert_eq!(progress(&world, &world.app).await, None);
    }
}

#[tokio::test]
async fn after_an_event_a_longer_search_runs_until_it_is_done_or_the_day_is_planned_anew() {
    for fresh in support::both().await {
        let address = fresh.address.clone();
        let world = world(fresh).await;
        let second = server(&world, &address, None).await;
        let who = world.actor("coordinator");
        let planned = world.app.happened(who, world.act(), Event::Known).await.unwrap();
        let done = async || Some(offer(&world, &second).await).filter(|offer| *offer != Some(Offer::Searching));
        if let Some(Offer::Found(better)) = eventually("the end of the search", done).await {
            assert!(better.objective < planned.plan.objective);
        }
        assert_eq!(draft(&world, &second).await, Some(planned.id), "nothing is imposed");

        // Enough for a search that is not over before anybody looks.
        announce(&world, 8).await;
        world.app.happened(who, world.act(), Event::Known).await.unwrap();
        assert_eq!(offer(&world, &second).await, Some(Offer::Searching));
        assert_eq!(progress(&world, &second).await, None, "the day itself is planned");
        let again = second.plan_day(who, order(100), |_| Control::Continue).await.unwrap();
        assert_eq!((draft(&world, &world.app).await, offer(&world, &world.app).await), (Some(again.id), None));
    }
}

#[tokio::test]
async fn an_offer_is_seen_and_taken_on_any_server_and_goes_with_its_draft() {
    for fresh in support::both().await {
        let address = fresh.address.clone();
        let world = world(fresh).await;
        let second = server(&world, &address, None).await;
        let who = world.actor("coordinator");
        let planned = world.app.plan_again(who, DAY, Tier::Insert).await.unwrap();
        let mut better = planned.plan.clone();
        better.rounds[0].figures.metres.0 -= 1_000;
        offered(&world, planned.id, Some(better.clone())).await;
        assert_eq!(offer(&world, &second).await, Some(Offer::Found(Box::new(better.clone()))));
        assert_eq!(draft(&world, &second).await, Some(planned.id), "the draft is the same");
        second.take_better(who, DAY).await.unwrap();
        let taken = draft(&world, &world.app).await.unwrap();
        assert_ne!(taken, planned.id);
        assert_eq!(
            world.app.plan(who, taken).await.unwrap().1.rounds[0].figures.metres,
            better.rounds[0].figures.metres
        );
        assert_eq!(offer(&world, &world.app).await, None, "it is taken once");
        second.take_better(who, DAY).await.unwrap();
        assert_eq!(draft(&world, &world.app).await, Some(taken));

        offered(&world, planned.id, Some(better.clone())).await;
        assert_eq!(offer(&world, &second).await, None, "that draft is not the day's any more");
        world.app.take_better(who, DAY).await.unwrap();
        assert_eq!(draft(&world, &second).await, Some(taken));

        offered(&world, taken, Some(better.clone())).await;
        second.publish_plan(who, world.act(), taken).await.unwrap();
        assert!(offer(&world, &world.app).await.is_some(), "found before it was accepted");
        world.app.take_better(who, DAY).await.unwrap();
        assert!(draft(&world, &second).await.is_some());

        offered(&world, draft(&world, &second).await.unwrap(), Some(better)).await;
        second.drop_draft(who, DAY).await.unwrap();
        assert_eq!(offer(&world, &world.app).await, None, "who drops it wants no better one");
        let left = world.store.reader(world.area).await.unwrap().db().search(DAY).await.unwrap();
        assert_eq!(left, None);
    }
}

#[tokio::test]
async fn the_clock_leaves_a_day_to_who_plans_it_and_comes_back() {
    for fresh in support::both().await {
        let address = fresh.address.clone();
        let world = world(fresh).await;
        let second = server(&world, &address, None).await;
        let who = world.actor("coordinator");
        announce(&world, 1).await;
        let of_clock = async || {
            let runs = second.jobs(who).await.unwrap().runs;
            runs.iter().find(|run| run.job == Job::PlanToday && run.date == DAY).and_then(|run| run.outcome)
        };
        let (gate, planning) = plan_to_gate(&world, &world.app).await;
        second.tick().await.unwrap();
        assert_eq!(of_clock().await, Some(JobOutcome::Failed), "it is tried again");
        drop(gate);
        let planned = planning.await.unwrap().unwrap();
        assert_eq!(draft(&world, &second).await, Some(planned.id));
        world.set(8, 11);
        second.tick().await.unwrap();
        assert_eq!(of_clock().await, Some(JobOutcome::Done));
        let unattended = second.plan_unattended(world.area, order(100), |_| Control::Continue).await.unwrap();
        assert_eq!(draft(&world, &world.app).await, Some(unattended.id));
    }
}
