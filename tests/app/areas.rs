//! What the ledger and the verbs refuse of another area, and what a point may take in its own.

use crate::support;
use crate::support::world::{World, crates_of, neighbour, world};
use girofresco::app::alarm::Alarm;
use girofresco::app::check_in::{CheckIn, CheckLine};
use girofresco::app::stop::{Rest, StopException, StopReport};
use girofresco::app::{Refusal, Said};
use girofresco::domain::id::{LotId, MovementId, RoundId, SiteId};
use girofresco::domain::ledger::{Flag, Holder, Movement, Op, OpKind, OpOutcome, PostError, Transfer};
use girofresco::domain::people::Actor;
use girofresco::domain::quantity::{Crates, Grams};
use girofresco::store::{Store, StoreError};
use std::collections::BTreeMap;

/// Statements that are asked before it is known which area is meant, or that add to a row of an area in the same write.
const WITHOUT_AREA: [&str; 13] = [
    "AREAS",
    "GRANTS_OF",
    "INVITATION",
    "SESSION",
    "WHOSE_TOKEN",
    "CALENDAR_OWNER",
    "FREE_ENDPOINT",
    "AREAS_WITH_PUSHES",
    "ADD_PLAN_ROUND",
    "ADD_PLAN_STOP",
    "ADD_PLAN_LOAD",
    "ADD_PLAN_LEFT",
    "ADD_PLAN_EXPECTED",
];

/// Whether every part of a statement is bound to the area that is its first parameter.
fn names_area(statement: &str) -> bool {
    let words = statement.split_whitespace().collect::<Vec<_>>().join(" ");
    words.split(" UNION ").all(|part| {
        let adds = part.strip_prefix("INSERT INTO ").and_then(|rest| rest.split_once(" (")?.1.split_once(')'));
        part.contains("area_id = $1")
            || part.contains("areas ") && part.contains("WHERE id = $1")
            || part.starts_with("INSERT INTO areas ")
            || adds.is_some_and(|(columns, rest)| {
                let place = columns.split(", ").position(|column| column == "area_id");
                let values = rest.split_once('(').map_or("", |(_, values)| values);
                place.is_some_and(|place| {
                    values.split(", ").nth(place).is_some_and(|value| value == "$1" || value.starts_with("$1)"))
                })
            })
    })
}

#[test]
fn every_statement_names_the_area() {
    let statements = Store::statements();
    let without: Vec<&str> =
        statements.iter().filter(|(_, statement)| !names_area(statement)).map(|(name, _)| *name).collect();
    let strange: Vec<&&str> = without.iter().filter(|name| !WITHOUT_AREA.contains(name)).collect();
    assert_eq!(strange, Vec::<&&str>::new(), "statements that can reach another area");
    for name in WITHOUT_AREA {
        assert!(without.contains(&name), "{name} names the area and needs no leave");
    }
    // Each that names it once is caught without.
    let mut planted = 0;
    for (name, statement) in statements.iter().filter(|(name, _)| !WITHOUT_AREA.contains(name)) {
        let bug = statement.replace("area_id = $1", "1 = 1");
        if bug != *statement {
            let adds = statement.starts_with("INSERT") && names_area(&bug);
            assert!(adds || !names_area(&bug), "{name} without the area is not noticed");
            planted += usize::from(!adds);
        }
    }
    assert!(planted > 100, "{planted} bugs were planted");
}

/// Why the ledger did not take a transfer.
#[derive(Debug)]
struct Refused(PostError);

impl From<StoreError> for Refused {
    fn from(error: StoreError) -> Self {
        panic!("{error}")
    }
}

/// Asks the ledger itself for one transfer.
async fn ask(world: &World, transfer: Transfer) -> Result<Vec<Movement>, Refused> {
    let machine = world.app.machine().clone();
    let op = Op {
        id: machine.id(),
        area: world.area,
        kind: OpKind::CheckIn,
        person: world.actor("coordinator").person,
        device: None,
        device_seq: None,
        occurred: machine.now(),
        received: machine.now(),
        outcome: OpOutcome::Done,
        answer: String::new(),
        undone: None,
    };
    let posted = world.store.write(world.area, move |tx| {
        Box::pin(async move {
            assert!(tx.add_op(&op).await?);
            tx.append(&op, vec![transfer], || machine.id::<MovementId>()).await?.map_err(Refused)
        })
    });
    posted.await
}

#[tokio::test]
async fn the_ledger_takes_no_lot_giver_or_taker_of_another_area() {
    for fresh in support::both().await {
        let here = world(fresh).await;
        let there = neighbour(&here, "Altrove").await;
        for world in [&here, &there] {
            let driver = world.actor("driver").clone();
            world.app.complete_stop(&driver, world.act(), world.stops[0], StopReport::default()).await.unwrap();
        }
        let (own, foreign) = (here.lots[0].id, there.lots[0].id);
        let (vehicle, their_vehicle) = (Holder::Vehicle(here.round), Holder::Vehicle(there.round));
        let (point, their_point) = (Holder::Point(here.point), Holder::Point(there.point));
        for (lot, from, to) in [
            (foreign, their_vehicle, point),
            (foreign, their_vehicle, their_point),
            (own, vehicle, their_point),
            (own, vehicle, their_vehicle),
            (own, vehicle, Holder::Handover(there.point)),
            (own, vehicle, Holder::Hub(there.hub)),
        ] {
            let refused = ask(&here, Transfer::new(lot, from, to, Crates(1))).await;
            let known =
                matches!(refused, Err(Refused(PostError::OtherArea { .. } | PostError::NotEnough { there: 0, .. })));
            assert!(known, "{from:?} to {to:?}: {refused:?}");
        }
        let given = Transfer::new(foreign, Holder::Supplier, Holder::Donor(here.shop), Crates(1)).weighing(Grams(1000));
        assert!(matches!(ask(&here, given).await, Err(Refused(PostError::OtherArea { .. }))));
        ask(&here, Transfer::new(own, vehicle, point, Crates(1))).await.unwrap();
        for world in [&here, &there] {
            let verified = here.store.reader(world.area).await.unwrap().db().verify().await.unwrap();
            assert_eq!(verified.faults, Vec::new());
        }
        assert_eq!(crates_of(&there, foreign).await, BTreeMap::from([("vehicle", 3)]));
    }
}

fn taken(lot: LotId, from: Option<RoundId>, crates: i64) -> CheckIn {
    let line = CheckLine { lot, from, crates: Crates(crates), verdict: Ok(()) };
    CheckIn { lines: vec![line], ..CheckIn::default() }
}

#[tokio::test]
async fn a_point_takes_nothing_of_another_area() {
    for fresh in support::both().await {
        let here = world(fresh).await;
        let there = neighbour(&here, "Altrove").await;
        for world in [&here, &there] {
            let driver = world.actor("driver").clone();
            world.app.complete_stop(&driver, world.act(), world.stops[0], StopReport::default()).await.unwrap();
        }
        let (own, foreign) = (here.lots[0].id, there.lots[0].id);
        for who in ["point", "coordinator"] {
            let who = here.actor(who).clone();
            for check in [
                taken(foreign, Some(there.round), 1),
                taken(foreign, Some(here.round), 1),
                taken(foreign, None, 1),
                taken(own, Some(there.round), 1),
            ] {
                let refused = here.app.check_in(&who, here.act(), here.point, check.clone()).await;
                assert!(matches!(refused, Err(Refusal::NotFound(_) | Refusal::Conflict(_))), "{check:?}: {refused:?}");
                let refused = here.app.check_in(&who, here.act(), there.point, check).await;
                assert!(matches!(refused, Err(Refusal::NotFound(_) | Refusal::NotAllowed)), "{refused:?}");
            }
        }
        assert_eq!(crates_of(&there, foreign).await, BTreeMap::from([("vehicle", 3)]));
        assert_eq!(crates_of(&here, own).await, BTreeMap::from([("vehicle", 3)]));
    }
}

/// The flags of what a lot's crates did, in order.
async fn flags(world: &World, lot: LotId) -> Vec<Option<Flag>> {
    let movements = world.store.reader(world.area).await.unwrap().db().movements_of_lot(lot).await.unwrap();
    movements.iter().map(|movement| movement.transfer.flag).collect()
}

#[tokio::test]
async fn what_a_point_takes_of_another_s_share_is_recorded_and_told_with_who_took_it() {
    for fresh in support::both().await {
        let world = world(fresh).await;
        let bread = world.lots[0].id;
        let driver = world.actor("driver").clone();
        world.app.complete_stop(&driver, world.act(), world.stops[0], StopReport::default()).await.unwrap();
        let (point, other) = (world.actor("point").clone(), world.actor("other_point").clone());
        let take = async |who: &Actor, site: SiteId, crates: i64| {
            world.app.check_in(who, world.act(), site, taken(bread, Some(world.round), crates)).await.unwrap()
        };
        let own = take(&point, world.point, 2).await;
        assert_eq!(own.said, Vec::new(), "its own share");
        let foreign = take(&other, world.other_point, 1).await;
        assert_eq!(foreign.said, vec![Said::NotAsPlanned]);
        assert_eq!(flags(&world, bread).await, [None, None, None, Some(Flag::OtherPlace)]);
        let chief = world.actor("coordinator");
        let day = world.app.today(chief).await.unwrap();
        let alarms = world.app.alarms(chief, &day).await.unwrap();
        let flagged = alarms.iter().find_map(|alarm| match alarm {
            Alarm::Flagged(movement) => Some((movement.person, movement.transfer.to, movement.transfer.crates)),
            _ => None,
        });
        assert_eq!(flagged, Some((other.person, Holder::Point(world.other_point), Crates(1))));
    }
}

#[tokio::test]
async fn more_than_a_point_s_share_is_flagged_and_no_crate_twice() {
    let world = world(support::sqlite().await).await;
    let bread = world.lots[0].id;
    let driver = world.actor("driver").clone();
    // The donor had 5 where the plan knows of 3.
    let more = StopException { lot: bread, crates: Crates(5), rest: Rest::LeftBehind };
    let report = StopReport { exceptions: vec![more], ..StopReport::default() };
    world.app.complete_stop(&driver, world.act(), world.stops[0], report).await.unwrap();
    let point = world.actor("point").clone();
    let take = async |crates: i64| {
        let check = taken(bread, Some(world.round), crates);
        world.app.check_in(&point, world.act(), world.point, check).await.unwrap().said
    };
    assert_eq!(take(2).await, Vec::new());
    assert_eq!(take(1).await, Vec::new(), "the rest of its share");
    assert_eq!(take(1).await, vec![Said::NotAsPlanned]);
    assert_eq!(flags(&world, bread).await.last(), Some(&Some(Flag::MoreThanPlanned)));
}
