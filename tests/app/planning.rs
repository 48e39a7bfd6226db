//! Planning, publishing and planning again, with the real planner over a small area.

use crate::support;
use crate::support::log::Log;
use crate::support::world::{DAY, World, world};
use girofresco::app::planning::{Assembly, PlanOrder};
use girofresco::app::stop::{Rest, StopException, StopReport};
use girofresco::app::{Conflict, Refusal};
use girofresco::domain::notice::AlarmKind;
use girofresco::domain::plan::Action;
use girofresco::domain::quantity::Crates;
use girofresco::planner::{Budget, Control, check, solve};

async fn plan(world: &World) -> girofresco::app::planning::Planned {
    let order = PlanOrder { budget: Budget::of(100), ..PlanOrder::usual(DAY) };
    world.app.plan_day(world.actor("coordinator"), order, |_| Control::Continue).await.unwrap()
}

async fn publish(world: &World, plan: &girofresco::app::planning::Planned) -> Result<(), Refusal> {
    world.app.publish_plan(world.actor("coordinator"), world.act(), plan.id).await.map(|_| ())
}

#[tokio::test]
async fn a_fresh_plan_carries_everything_and_can_be_done() {
    for fresh in support::both().await {
        let world = world(fresh).await;
        let planned = plan(&world).await;
        assert_eq!(planned.plan.left, Vec::new());
        let unloaded: Crates = planned
            .plan
            .rounds
            .iter()
            .flat_map(|round| &round.stops)
            .flat_map(|stop| &stop.loads)
            .filter(|load| load.action == Action::Unload)
            .map(|load| load.crates)
            .sum();
        assert_eq!(unloaded, Crates(9));
        publish(&world, &planned).await.unwrap();
        assert_eq!(world.app.verify_plan(world.area, DAY).await.unwrap(), Vec::<String>::new());
        let again = publish(&world, &planned).await;
        assert!(matches!(again, Err(Refusal::Conflict(Conflict::PlanNotDraft))), "{again:?}");
        let (_, stored) = world.app.plan(world.actor("coordinator"), planned.id).await.unwrap();
        assert_eq!(stored, planned.plan, "a plan comes back from storage as it went in");
    }
}

#[tokio::test]
async fn publishing_reads_the_day_once_and_a_stop_not_at_all() {
    // Another test that starts at this moment may keep statements from being heard.
    for _ in 0..5 {
        if statements_of_a_morning().await {
            return;
        }
    }
    panic!("no statement was heard");
}

/// Publishes and confirms a stop, counting what is read; false where nothing was heard.
async fn statements_of_a_morning() -> bool {
    let world = world(support::postgres().await).await;
    let planned = plan(&world).await;
    let (log, listening) = Log::listen();
    publish(&world, &planned).await.unwrap();
    drop(listening);
    let read = ["LOTS_HELD", "HOLDINGS_LIVE", "HOLDINGS_OF_DAY"];
    if read.iter().any(|name| log.asked(name) == 0) {
        return false;
    }
    for name in read {
        assert_eq!(log.asked(name), 1, "{name}, to publish");
    }
    let driver = world.actor("driver").clone();
    let stop = planned.plan.rounds[0].stops[0].id;
    let (log, listening) = Log::listen();
    let asked = world.app.stop_form(&driver, stop, Some(planned.id)).await.unwrap();
    world.app.complete_stop(&driver, world.act(), stop, StopReport::default()).await.unwrap();
    drop(listening);
    assert_eq!(asked.next, Some(planned.plan.rounds[0].stops[1].id));
    assert_eq!(asked.loads, planned.plan.rounds[0].stops[0].loads);
    for name in ["LOTS_HELD", "HOLDINGS_LIVE", "HOLDINGS_OF_DAY", "VISITS_OF_DAY"] {
        assert_eq!(log.asked(name), 0, "{name}, to complete a stop");
    }
    log.asked("ADD_MOVEMENT") > 0
}

#[tokio::test]
async fn the_same_day_and_seed_give_the_same_plan() {
    let [first, second] = [world(support::sqlite().await).await, world(support::sqlite().await).await];
    let snapshots =
        [first.app.snapshot(first.area, DAY).await.unwrap(), second.app.snapshot(second.area, DAY).await.unwrap()];
    let solutions = snapshots.map(|snapshot| {
        let problem = Assembly::of(&snapshot).problem;
        solve(&problem, 3, Budget::of(200), &mut |_| Control::Continue).unwrap()
    });
    assert_eq!(solutions[0], solutions[1]);
}

#[tokio::test]
async fn planning_again_keeps_what_is_done_and_under_way() {
    let world = world(support::sqlite().await).await;
    let driver = world.actor("driver").clone();
    world.set(8, 35);
    let left_behind = StopException { lot: world.lots[0].id, crates: Crates(1), rest: Rest::LeftBehind };
    let report = StopReport { exceptions: vec![left_behind], ..StopReport::default() };
    world.app.complete_stop(&driver, world.act(), world.stops[0], report).await.unwrap();
    let snapshot = world.app.snapshot(world.area, DAY).await.unwrap();
    let assembly = Assembly::of(&snapshot);
    let solution = solve(&assembly.problem, 1, Budget::of(100), &mut |_| Control::Continue).unwrap();
    assert_eq!(check::violations(&assembly.problem, &solution), Vec::new());
    let planned = plan(&world).await;
    let round = &planned.plan.rounds[0];
    assert_eq!(round.id, world.round);
    assert_eq!(round.stops[0].id, world.stops[0], "the done stop is still the first");
    assert_eq!(round.stops[1].id, world.stops[1], "the stop the driver is heading for is still the second");
    let collected: Crates = round.stops[1..]
        .iter()
        .flat_map(|stop| &stop.loads)
        .filter(|load| load.action == Action::Load && load.of == world.lots[0].id)
        .map(|load| load.crates)
        .sum();
    assert_eq!(collected, Crates(2), "what was left behind is collected");
    publish(&world, &planned).await.unwrap();
    assert_eq!(world.app.verify_plan(world.area, DAY).await.unwrap(), Vec::<String>::new());
    let day = world.app.today(&driver).await.unwrap();
    let round = day.round(world.round).unwrap();
    assert!(!round.stops[0].is_open() && round.stops[1].is_next);
}

#[tokio::test]
async fn a_draft_that_the_day_overtook_is_not_published() {
    let world = world(support::sqlite().await).await;
    let planned = plan(&world).await;
    let donor = world.actor("donor").clone();
    world.app.reduce_lot(&donor, world.act(), world.lots[0].id, Crates::ZERO).await.unwrap();
    let late = publish(&world, &planned).await;
    assert!(matches!(late, Err(Refusal::Conflict(Conflict::PlanOutdated))), "{late:?}");
    let fresh = plan(&world).await;
    publish(&world, &fresh).await.unwrap();
}

#[tokio::test]
async fn without_a_driver_everything_is_left_with_its_reason() {
    let world = world(support::sqlite().await).await;
    let shift = world.app.shifts(world.actor("coordinator"), DAY, DAY).await.unwrap()[0].id;
    world.app.cannot_come(world.actor("coordinator"), shift).await.unwrap();
    let planned = plan(&world).await;
    assert!(planned.plan.rounds.is_empty());
    let codes: Vec<&str> = planned.plan.left.iter().map(|left| left.code.word()).collect();
    assert_eq!(codes, ["no_driver", "no_driver", "no_driver"]);
    let day = world.app.today(world.actor("coordinator")).await.unwrap();
    assert!(
        world
            .app
            .alarms(world.actor("coordinator"), &day)
            .await
            .unwrap()
            .iter()
            .any(|alarm| alarm.kind() == AlarmKind::NoDriver)
    );
}
