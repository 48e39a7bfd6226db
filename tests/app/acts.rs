//! What people do, from the verbs down to the ledger.

use crate::support;
use crate::support::world::{World, crates_of, world};
use girofresco::app::check_in::{CheckIn, CheckLine};
use girofresco::app::stop::{Rest, StopException, StopReport};
use girofresco::app::{Conflict, FieldError, FieldErrorKind, Refusal, Said};
use girofresco::domain::food::StorageClass;
use girofresco::domain::id::LotId;
use girofresco::domain::ledger::MovementReason;
use girofresco::domain::notice::AlarmKind;
use girofresco::domain::quantity::{Crates, Decidegrees};
use std::collections::BTreeMap;

async fn two_worlds() -> [World; 2] {
    let [first, second] = support::both().await;
    [world(first).await, world(second).await]
}

fn at(pairs: &[(&'static str, i64)]) -> BTreeMap<&'static str, i64> {
    pairs.iter().copied().collect()
}

fn line(lot: LotId, crates: i64, verdict: Result<(), (MovementReason, String)>) -> CheckLine {
    CheckLine { lot, from: None, crates: Crates(crates), verdict }
}

async fn all_is_well(world: &World) {
    let verified = world.store.reader(world.area).await.unwrap().db().verify().await.unwrap();
    assert_eq!(verified.faults, Vec::new());
    assert!(verified.movements > 0);
}

#[tokio::test]
async fn a_day_goes_from_the_shop_to_the_families_on_both_engines() {
    for world in two_worlds().await {
        let [bread, dairy, cheese] = [world.lots[0].id, world.lots[1].id, world.lots[2].id];
        let driver = world.actor("driver").clone();
        for (index, stop) in world.stops.iter().enumerate() {
            world.set(8, 30 + 10 * i8::try_from(index).unwrap());
            let done = world.app.complete_stop(&driver, world.act(), *stop, StopReport::default()).await.unwrap();
            assert_eq!(done.said, Vec::new());
        }
        assert_eq!(crates_of(&world, bread).await, at(&[("handover", 3)]));
        let mut check = CheckIn::default();
        check.temperatures[StorageClass::Chilled] = Some(Decidegrees(38));
        check.lines = vec![
            line(bread, 3, Ok(())),
            line(dairy, 2, Ok(())),
            line(cheese, 4, Err((MovementReason::Broken, "schiacciate".to_owned()))),
        ];
        let point = world.actor("point").clone();
        let done = world.app.check_in(&point, world.act(), world.point, check).await.unwrap();
        assert_eq!(done.said, vec![Said::StaysOnBoard { lot: world.lots[2].number, crates: 4 }]);
        assert_eq!(crates_of(&world, cheese).await, at(&[("vehicle", 4)]));
        let given = vec![(bread, Crates(2)), (dairy, Crates(2))];
        world.app.hand_out(&point, world.act(), world.point, given, (5, 14)).await.unwrap();
        assert_eq!(crates_of(&world, bread).await, at(&[("point", 1), ("families", 2)]));
        let refused = world.app.hand_out(&point, world.act(), world.point, vec![(cheese, Crates(1))], (1, 1)).await;
        assert!(matches!(refused, Err(Refusal::Conflict(Conflict::NotEnough { there: 0, .. }))), "{refused:?}");
        all_is_well(&world).await;
    }
}

#[tokio::test]
async fn an_act_counts_once_and_answers_the_same() {
    for world in two_worlds().await {
        let (driver, act) = (world.actor("driver").clone(), world.act());
        let first = world.app.complete_stop(&driver, act, world.stops[0], StopReport::default()).await.unwrap();
        world.set(9, 0);
        let again = world.app.complete_stop(&driver, act, world.stops[0], StopReport::default()).await.unwrap();
        assert!(!first.repeated && again.repeated);
        assert_eq!((first.op, &first.said, first.occurred), (again.op, &again.said, again.occurred));
        assert_eq!(crates_of(&world, world.lots[0].id).await, at(&[("vehicle", 3)]));
        let other = world.app.complete_stop(&driver, world.act(), world.stops[0], StopReport::default()).await;
        assert!(matches!(other, Err(Refusal::Conflict(Conflict::StopClosed))), "{other:?}");
        let coordinator = world.actor("coordinator").clone();
        let closed = girofresco::domain::round::VisitOutcome::Closed;
        let stolen = world.app.miss_stop(&coordinator, act, world.stops[1], closed, String::new()).await;
        assert!(matches!(stolen, Err(Refusal::Conflict(Conflict::OpUsed))));
    }
}

#[tokio::test]
async fn a_shortage_says_what_became_of_the_rest() {
    for world in two_worlds().await {
        let (bread, dairy) = (world.lots[0].id, world.lots[1].id);
        let report = StopReport {
            exceptions: vec![
                StopException { lot: bread, crates: Crates(1), rest: Rest::LeftBehind },
                StopException { lot: dairy, crates: Crates(1), rest: Rest::Refused(MovementReason::TooWarm) },
            ],
            ..StopReport::default()
        };
        let driver = world.actor("driver").clone();
        let done = world.app.complete_stop(&driver, world.act(), world.stops[0], report).await.unwrap();
        assert_eq!(done.said, vec![Said::LeftBehind { lot: world.lots[0].number, crates: 2 }]);
        assert_eq!(crates_of(&world, bread).await, at(&[("donor", 2), ("vehicle", 1)]));
        assert_eq!(crates_of(&world, dairy).await, at(&[("vehicle", 1)]));
        let day = world.app.today(world.actor("coordinator")).await.unwrap();
        let alarms = world.app.alarms(world.actor("coordinator"), &day).await.unwrap();
        assert!(alarms.iter().any(|alarm| alarm.kind() == AlarmKind::NoPlace), "{alarms:?}");
        all_is_well(&world).await;
    }
}

#[tokio::test]
async fn a_check_waits_for_the_driver_only_as_long_as_the_driver_has_not_said_what_came() {
    for world in two_worlds().await {
        let bread = &world.lots[0];
        let [shop, _, delivery] = world.stops;
        let (driver, point) = (world.actor("driver").clone(), world.actor("point").clone());
        let check = |crates| CheckIn { lines: vec![line(bread.id, crates, Ok(()))], ..CheckIn::default() };
        let early = async |said: &str| {
            let refused = world.app.check_in(&point, world.act(), world.point, check(3)).await;
            assert!(matches!(refused, Err(Refusal::Conflict(Conflict::NotYet { .. }))), "{said}: {refused:?}");
        };
        early("the driver has said nothing").await;
        let left = StopException { lot: bread.id, crates: Crates(1), rest: Rest::LeftBehind };
        let report = StopReport { exceptions: vec![left], ..StopReport::default() };
        world.app.complete_stop(&driver, world.act(), shop, report).await.unwrap();
        early("the crate is on the vehicle").await;
        let set_down = world.act();
        world.app.complete_stop(&driver, set_down, delivery, StopReport::default()).await.unwrap();
        let refused = world.app.check_in(&point, world.act(), world.point, check(3)).await;
        let too_few = matches!(refused, Err(Refusal::Conflict(Conflict::NotEnough { there: 1, .. })));
        assert!(too_few, "two crates are still with the shop, but nobody is bringing them: {refused:?}");
        world.app.undo(&driver, world.act(), set_down.op).await.unwrap();
        early("the driver took the word back").await;
        world.app.complete_stop(&driver, world.act(), delivery, StopReport::default()).await.unwrap();
        world.app.check_in(&point, world.act(), world.point, check(1)).await.unwrap();
        assert_eq!(crates_of(&world, bread.id).await, at(&[("donor", 2), ("point", 1)]));
        all_is_well(&world).await;
    }
}

#[tokio::test]
async fn what_a_point_sends_back_before_the_driver_confirms_stays_on_board() {
    for world in two_worlds().await {
        let [bread, dairy, cheese] = [world.lots[0].id, world.lots[1].id, world.lots[2].id];
        let [shop, other_shop, delivery] = world.stops;
        let (driver, point) = (world.actor("driver").clone(), world.actor("point").clone());
        for stop in [shop, other_shop] {
            world.app.complete_stop(&driver, world.act(), stop, StopReport::default()).await.unwrap();
        }
        let round = world.app.driver_stop(&driver, delivery).await.unwrap().round.id;
        let from_the_vehicle = |line| CheckLine { from: Some(round), ..line };
        let lines = vec![
            from_the_vehicle(line(bread, 2, Ok(()))),
            from_the_vehicle(line(cheese, 4, Err((MovementReason::Broken, String::new())))),
        ];
        world.app.check_in(&point, world.act(), world.point, CheckIn { lines, ..CheckIn::default() }).await.unwrap();
        let stop = world.app.driver_stop(&driver, delivery).await.unwrap();
        let expected = [bread, dairy, cheese].map(|lot| {
            let load = stop.stop.planned.loads.iter().find(|load| load.of == lot).unwrap();
            stop.expected(lot, load.action, load.crates)
        });
        assert_eq!(expected, [Crates(1), Crates(2), Crates(0)]);
        world.app.complete_stop(&driver, world.act(), delivery, StopReport::default()).await.unwrap();
        assert_eq!(crates_of(&world, bread).await, at(&[("handover", 1), ("point", 2)]));
        assert_eq!(crates_of(&world, dairy).await, at(&[("handover", 2)]));
        assert_eq!(crates_of(&world, cheese).await, at(&[("vehicle", 4)]), "it was sent back, and not set down again");
        let day = world.app.today(world.actor("coordinator")).await.unwrap();
        let alarms = world.app.alarms(world.actor("coordinator"), &day).await.unwrap();
        assert!(alarms.iter().any(|alarm| alarm.kind() == AlarmKind::NowhereToGo), "{alarms:?}");
        all_is_well(&world).await;
    }
}

#[tokio::test]
async fn more_than_announced_is_recorded_and_flagged() {
    let world = world(support::sqlite().await).await;
    let bread = world.lots[0].id;
    let report = StopReport {
        exceptions: vec![StopException { lot: bread, crates: Crates(5), rest: Rest::NotThere }],
        ..StopReport::default()
    };
    let driver = world.actor("driver").clone();
    let done = world.app.complete_stop(&driver, world.act(), world.stops[0], report).await.unwrap();
    assert_eq!(done.said, vec![Said::MoreThanAnnounced { lot: world.lots[0].number, crates: 2 }]);
    assert_eq!(crates_of(&world, bread).await, at(&[("vehicle", 5)]));
    all_is_well(&world).await;
}

#[tokio::test]
async fn undo_puts_everything_back_and_opens_the_stop() {
    for world in two_worlds().await {
        let (driver, act) = (world.actor("driver").clone(), world.act());
        world.app.complete_stop(&driver, act, world.stops[0], StopReport::default()).await.unwrap();
        world.app.undo(&driver, world.act(), act.op).await.unwrap();
        assert_eq!(crates_of(&world, world.lots[0].id).await, at(&[("donor", 3)]));
        let twice = world.app.undo(&driver, world.act(), act.op).await;
        assert!(matches!(twice, Err(Refusal::Conflict(Conflict::Undone))), "{twice:?}");
        let other = world.app.undo(&world.actor("other_driver").clone(), world.act(), act.op).await;
        assert!(matches!(other, Err(Refusal::NotFound(_))), "{other:?}");
        world.app.complete_stop(&driver, world.act(), world.stops[0], StopReport::default()).await.unwrap();
        assert_eq!(crates_of(&world, world.lots[0].id).await, at(&[("vehicle", 3)]));
        all_is_well(&world).await;
    }
}

#[tokio::test]
async fn an_act_that_others_built_on_cannot_be_taken_back() {
    let world = world(support::sqlite().await).await;
    let (driver, first) = (world.actor("driver").clone(), world.act());
    world.app.complete_stop(&driver, first, world.stops[0], StopReport::default()).await.unwrap();
    for stop in &world.stops[1..] {
        world.app.complete_stop(&driver, world.act(), *stop, StopReport::default()).await.unwrap();
    }
    let late = world.app.undo(&driver, world.act(), first.op).await;
    assert!(matches!(late, Err(Refusal::Conflict(Conflict::MovedOn { .. }))), "{late:?}");
    all_is_well(&world).await;
}

#[tokio::test]
async fn an_act_that_moved_a_lot_twice_cannot_be_taken_back_when_others_built_on_it() {
    let world = world(support::sqlite().await).await;
    let (driver, first, bread) = (world.actor("driver").clone(), world.act(), &world.lots[0]);
    let more = StopException { lot: bread.id, crates: Crates(5), rest: Rest::NotThere };
    let report = StopReport { exceptions: vec![more], ..StopReport::default() };
    world.app.complete_stop(&driver, first, world.stops[0], report).await.unwrap();
    world.app.set_down(&driver, world.act(), world.round, world.point, vec![(bread.id, Crates(5))]).await.unwrap();
    let late = world.app.undo(&driver, world.act(), first.op).await;
    assert!(matches!(late, Err(Refusal::Conflict(Conflict::MovedOn { lot })) if lot == bread.number), "{late:?}");
    all_is_well(&world).await;
}

#[tokio::test]
async fn expired_and_warm_food_is_not_accepted() {
    for world in two_worlds().await {
        let (driver, point) = (world.actor("driver").clone(), world.actor("point").clone());
        for stop in &world.stops {
            world.app.complete_stop(&driver, world.act(), *stop, StopReport::default()).await.unwrap();
        }
        let (dairy, cheese) = (world.lots[1].id, world.lots[2].id);
        let mut warm = CheckIn { lines: vec![line(dairy, 2, Ok(()))], ..CheckIn::default() };
        warm.temperatures[StorageClass::Chilled] = Some(Decidegrees(121));
        let Err(Refusal::Invalid(faults)) = world.app.check_in(&point, world.act(), world.point, warm).await else {
            panic!("milk at 12 degrees must not be accepted")
        };
        assert!(matches!(&faults[..], [FieldError { kind: FieldErrorKind::TooWarm { .. }, .. }]), "{faults:?}");
        let two_days_later =
            world.zone.start_of(jiff::civil::date(2026, 11, 28)) + girofresco::domain::quantity::Seconds(36_000);
        world.app.machine().clock.set(two_days_later);
        let late = CheckIn { lines: vec![line(dairy, 2, Ok(())), line(cheese, 4, Ok(()))], ..CheckIn::default() };
        let Err(Refusal::Invalid(faults)) = world.app.check_in(&point, world.act(), world.point, late).await else {
            panic!("milk past its use-by date must not be accepted")
        };
        assert_eq!(faults.len(), 1, "cheese past its best-before date may be: {faults:?}");
        assert!(matches!(faults[0].kind, FieldErrorKind::Expired { .. }));
        let cheese_only = CheckIn { lines: vec![line(cheese, 4, Ok(()))], ..CheckIn::default() };
        let done = world.app.check_in(&point, world.act(), world.point, cheese_only).await.unwrap();
        assert!(done.said.iter().any(|said| matches!(said, Said::ColdLimitPassed { .. })), "{:?}", done.said);
        assert_eq!(crates_of(&world, cheese).await, at(&[("point", 4)]));
    }
}

#[tokio::test]
async fn a_shop_takes_back_only_what_has_not_left() {
    let world = world(support::sqlite().await).await;
    let (donor, bread, dairy) = (world.actor("donor").clone(), world.lots[0].id, world.lots[1].id);
    world.app.reduce_lot(&donor, world.act(), bread, Crates(1)).await.unwrap();
    assert_eq!(crates_of(&world, bread).await, at(&[("donor", 1)]));
    let other = world.actor("other_donor").clone();
    assert!(matches!(world.app.reduce_lot(&other, world.act(), bread, Crates::ZERO).await, Err(Refusal::NotFound(_))));
    let driver = world.actor("driver").clone();
    world.app.complete_stop(&driver, world.act(), world.stops[0], StopReport::default()).await.unwrap();
    let gone = world.app.reduce_lot(&donor, world.act(), dairy, Crates::ZERO).await;
    assert!(matches!(gone, Err(Refusal::Conflict(Conflict::OnBoard { .. }))), "{gone:?}");
    let day = world.app.today(world.actor("coordinator")).await.unwrap();
    let alarms = world.app.alarms(world.actor("coordinator"), &day).await.unwrap();
    assert!(
        alarms.iter().any(|alarm| alarm.kind() == AlarmKind::Conflict),
        "what contradicts is kept for the coordinator"
    );
}
