//! Shifts that come after the plan, breaks that were had, and what a round lacks.

use crate::support;
use crate::support::world::{DAY, World, world};
use girofresco::app::alarm::{Alarm, WhyNoPlace};
use girofresco::app::announce::Surplus;
use girofresco::app::planning::{Assembly, Snapshot};
use girofresco::domain::food::{Category, Shelf};
use girofresco::domain::lot::LotFacts;
use girofresco::domain::people::Person;
use girofresco::domain::quantity::{Crates, Seconds};
use girofresco::domain::round::{Shift, VisitOutcome};
use girofresco::domain::site::Vehicle;

async fn change_driver(world: &World, who: &str, active: bool) {
    let (chief, id) = (world.actor("coordinator"), world.actor(who).person);
    let known = world.app.people(chief).await.unwrap().0.into_iter().find(|one| one.id == id).unwrap();
    world.app.save_person(chief, Person { active, ..known }).await.unwrap();
}

/// Food of the other shop that no plan knows.
async fn late(world: &World, category: Category, crates: Crates) {
    let ready = (world.at(8, 0), world.at(12, 0));
    let lot = LotFacts::usual(category, crates, Shelf::Undated, ready);
    let surplus = Surplus { date: DAY, lots: vec![lot], note: String::new(), photo: None };
    world.app.announce_surplus(world.actor("other_donor"), world.act(), world.other_shop, surplus).await.unwrap();
}

async fn a_second_shift(world: &World) {
    let chief = world.actor("coordinator");
    let van = world.app.vehicles(chief).await.unwrap().remove(0);
    let van = Vehicle { id: world.app.machine().id(), code: String::new(), name: "Secondo".to_owned(), ..van };
    world.app.save_vehicle(chief, van.clone()).await.unwrap();
    let like = world.app.shifts(chief, DAY, DAY).await.unwrap().remove(0);
    let person = world.actor("other_driver").person;
    let shift = Shift { id: world.app.machine().id(), person, vehicle: van.id, ..like };
    world.app.save_shift(chief, shift).await.unwrap();
}

async fn draft(world: &World) -> Option<girofresco::domain::round::PlanHead> {
    world.app.day(world.actor("coordinator"), DAY).await.unwrap().draft
}

#[tokio::test]
async fn a_shift_that_is_added_while_food_waits_is_proposed_by_itself_once() {
    for fresh in support::both().await {
        let world = world(fresh).await;
        let chief = world.actor("coordinator").clone();
        world.set(7, 0);
        assert_eq!(world.app.propose_where_broken(world.area).await.unwrap(), 0, "nothing waits");
        a_second_shift(&world).await;
        assert_eq!(world.app.propose_where_broken(world.area).await.unwrap(), 0, "nothing waits for it");
        change_driver(&world, "other_driver", false).await;
        // More than fits beside what the first van has.
        late(&world, Category::Bread, Crates(55)).await;
        assert_eq!(world.app.propose_where_broken(world.area).await.unwrap(), 0, "nobody else drives");
        // Who had left is there again: the shift is given back, and what waits can go.
        change_driver(&world, "other_driver", true).await;
        assert_eq!(world.app.propose_where_broken(world.area).await.unwrap(), 1);
        let proposed = draft(&world).await.expect("a proposal").id;
        let (_, plan) = world.app.plan(&chief, proposed).await.unwrap();
        assert_eq!(plan.left, [], "it takes what waited");
        world.app.drop_draft(&chief, DAY).await.unwrap();
        assert_eq!(world.app.propose_where_broken(world.area).await.unwrap(), 0, "it was dropped knowingly");
    }
}

#[tokio::test]
async fn a_shift_that_helps_nobody_is_no_proposal() {
    let world = world(support::sqlite().await).await;
    world.set(7, 0);
    late(&world, Category::Produce, Crates(5)).await;
    for site in [world.point, world.other_point, world.hub] {
        let chief = world.actor("coordinator");
        let mut site = world.app.sites(chief).await.unwrap().into_iter().find(|known| known.id == site).unwrap();
        site.refused = std::iter::once(Category::Produce).collect();
        world.app.save_site(chief, site).await.unwrap();
    }
    a_second_shift(&world).await;
    assert_eq!(world.app.propose_where_broken(world.area).await.unwrap(), 0);
    assert_eq!(draft(&world).await, None, "no plan takes what nobody takes in");
}

#[tokio::test]
async fn a_break_that_was_had_is_not_planned_again() {
    let world = world(support::sqlite().await).await;
    world.set(9, 0);
    let mut snapshot = world.app.snapshot(world.area, DAY).await.unwrap();
    let shift = snapshot.day.rounds[0].head.shift;
    let rest = "30 08:00-12:00".parse().unwrap();
    snapshot.day.shifts.iter_mut().find(|one| one.id == shift).unwrap().rest = Some(rest);
    let figures = snapshot.day.rounds[0].figures.as_mut().unwrap();
    figures.depart = world.at(8, 35);
    snapshot.day.rounds[0].delay = Seconds::ZERO;
    let planned = |snapshot: &Snapshot| Assembly::of(snapshot).problem.vehicles[0].rest;
    assert!(planned(&snapshot).is_none(), "it was before leaving");
    snapshot.day.rounds[0].delay = Seconds(40 * 60);
    assert!(planned(&snapshot).is_some(), "there was no time for it");
    snapshot.day.rounds[0].delay = Seconds::ZERO;
    snapshot.day.now = world.at(8, 20);
    assert!(planned(&snapshot).is_some(), "it is not over");
}

#[tokio::test]
async fn what_a_round_lacks_is_said_also_where_another_one_found_the_shop_closed() {
    let world = world(support::sqlite().await).await;
    let chief = world.actor("coordinator").clone();
    world.set(8, 30);
    let mut day = world.app.day(&chief, DAY).await.unwrap();
    world.app.complete_stop(world.actor("driver"), world.act(), world.stops[0], Default::default()).await.unwrap();
    let visit = world.app.day(&chief, DAY).await.unwrap().rounds[0].stops[0].visit.clone().unwrap();
    // The other round was there, and got nothing.
    let mut other = day.rounds[0].clone();
    other.head.id = world.app.machine().id();
    other.stops[0].visit = Some(visit.clone());
    let closed = girofresco::domain::round::Visit { outcome: VisitOutcome::Closed, ..visit };
    day.rounds[0].stops[0].visit = Some(closed);
    let number = other.head.id;
    day.rounds.push(other);
    let alarms = day.own_alarms();
    let missed = |alarm: &&Alarm| matches!(alarm, Alarm::NoPlace { why: WhyNoPlace::Missed { .. }, .. });
    assert!(alarms.iter().any(|alarm| missed(&alarm)), "{alarms:?}");
    let lacks =
        |id| alarms.iter().filter(|alarm| matches!(alarm, Alarm::Shortfall { round, .. } if *round == id)).count();
    assert_eq!((lacks(world.round), lacks(number)), (0, 2), "one alarm for the closed door, and what the other lacks");
}
