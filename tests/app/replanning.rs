//! The day moves: something happens while people go by a plan. What is proposed is valid, leaves what is done and under
//! way alone, is the same every time, and tells those whom it concerns.

use crate::support;
use crate::support::searches::offered;
use crate::support::world::{DAY, World, crates_of, world};
use axum::http::StatusCode;
use girofresco::app::announce::Surplus;
use girofresco::app::check_in::{CheckIn, CheckLine};
use girofresco::app::planning::{Assembly, Event, Planned, Tier, solve_again};
use girofresco::app::stop::{Rest, StopException, StopReport};
use girofresco::app::{Conflict, Refusal};
use girofresco::domain::food::{Category, Shelf};
use girofresco::domain::id::{LotId, RoundId, ShiftId, SiteId, StopId, VehicleId};
use girofresco::domain::ledger::{Holder, MovementReason};
use girofresco::domain::lot::LotFacts;
use girofresco::domain::plan::{Action, DayPlan, Round, Stop};
use girofresco::domain::quantity::Crates;
use girofresco::domain::round::Shift;
use girofresco::domain::site::Vehicle;
use girofresco::planner::check;

/// Another van, which nobody drives yet.
async fn second_van(world: &World) -> VehicleId {
    let chief = world.actor("coordinator");
    let known = world.app.vehicles(chief).await.unwrap().remove(0);
    let van =
        Vehicle { id: world.app.machine().id(), code: "V2".to_owned(), name: "Secondo furgone".to_owned(), ..known };
    let id = van.id;
    world.app.save_vehicle(chief, van).await.unwrap();
    id
}

/// The other driver has a shift with a van of their own.
async fn second_driver(world: &World) -> ShiftId {
    let vehicle = second_van(world).await;
    let chief = world.actor("coordinator");
    let known = world.app.shifts(chief, DAY, DAY).await.unwrap().remove(0);
    let person = world.actor("other_driver").person;
    let shift = Shift { id: world.app.machine().id(), person, vehicle, until: world.at(14, 0), ..known };
    let id = shift.id;
    world.app.save_shift(chief, shift).await.unwrap();
    id
}

async fn shift_of(world: &World, round: RoundId) -> ShiftId {
    world.store.reader(world.area).await.unwrap().db().round(round).await.unwrap().unwrap().shift
}

/// Something happens, and a plan is proposed: it is sound, and what is done or under way is where it was. Nothing goes on
/// in the background.
async fn happens(world: &World, event: Event) -> Planned {
    let before = world.app.today(world.actor("coordinator")).await.unwrap();
    world.app.record_event(world.actor("coordinator"), world.act(), event, DAY).await.unwrap();
    let planned = world.app.plan_again(world.actor("coordinator"), DAY, event.tier()).await.unwrap();
    for tier in [Tier::Insert, event.tier()] {
        is_sound(world, tier).await;
    }
    for round in &before.rounds {
        let kept: Vec<StopId> = planned
            .plan
            .rounds
            .iter()
            .filter(|now| now.id == round.head.id)
            .flat_map(|now| now.stops.iter().map(|stop| stop.id))
            .collect();
        let done: Vec<StopId> = round.stops.iter().filter(|stop| !stop.is_open()).map(|stop| stop.planned.id).collect();
        assert!(kept.starts_with(&done), "what is done stays: {kept:?}, {done:?}");
    }
    planned
}

/// A plan that the checker finds nothing wrong with, with all that is committed in its place; twice the same.
async fn is_sound(world: &World, tier: Tier) {
    let snapshot = world.app.snapshot(world.area, DAY).await.unwrap();
    let (assembly, solution) = solve_again(&snapshot, 1, tier).unwrap();
    assert_eq!(check::violations(&assembly.problem, &solution), Vec::new());
    for (vehicle, asked) in assembly.problem.vehicles.iter().enumerate() {
        let round = solution.rounds.iter().find(|round| round.vehicle == vehicle);
        let places: Vec<usize> =
            round.into_iter().flat_map(|round| &round.visits).map(|visit| visit.location).collect();
        let committed: Vec<usize> = asked.committed.iter().map(|visit| visit.location).collect();
        assert!(places.starts_with(&committed));
    }
    let (_, again) = solve_again(&snapshot, 1, tier).unwrap();
    assert_eq!(solution, again, "the same seed, the same plan");
}

/// The coordinator accepts: people go by it, and it can be done.
async fn accept(world: &World, planned: &Planned) {
    world.app.publish_plan(world.actor("coordinator"), world.act(), planned.id).await.unwrap();
    assert_eq!(world.app.verify_plan(world.area, DAY).await.unwrap(), Vec::<String>::new());
}

/// What somebody is told and still holds, oldest first.
async fn told(world: &World, who: &str) -> Vec<&'static str> {
    let mut notices = world.app.notices(world.actor(who)).await.unwrap();
    notices.retain(|notice| notice.retracted.is_none());
    notices.reverse();
    notices.iter().map(|notice| notice.news.word()).collect()
}

/// What the coordinator should look at.
async fn alarms(world: &World) -> Vec<&'static str> {
    let day = world.app.today(world.actor("coordinator")).await.unwrap();
    world.app.alarms(world.actor("coordinator"), &day).await.unwrap().iter().map(|alarm| alarm.kind().word()).collect()
}

async fn confirm(world: &World, who: &str, stop: StopId) {
    world.app.complete_stop(world.actor(who), world.act(), stop, StopReport::default()).await.unwrap();
}

fn round_of(plan: &DayPlan, shift: ShiftId) -> &Round {
    plan.rounds.iter().find(|round| round.shift == shift).expect("a round of that shift")
}

/// Crates of a lot that a plan still takes to a site, or anywhere.
fn brought(plan: &DayPlan, lot: LotId, to: Option<SiteId>) -> i64 {
    let stops =
        plan.rounds.iter().flat_map(|round| &round.stops).filter(|stop| to.is_none_or(|site| site == stop.site));
    let loads = stops.flat_map(|stop| &stop.loads);
    loads.filter(|load| load.of == lot && load.action == Action::Unload).map(|load| load.crates.0).sum()
}

fn at(stop: &Stop, site: SiteId, action: Action) -> bool {
    stop.site == site && stop.loads.iter().any(|load| load.action == action)
}

#[tokio::test]
async fn a_driver_who_drops_out_before_the_round_is_replaced() {
    for fresh in support::both().await {
        let world = world(fresh).await;
        let other = second_driver(&world).await;
        let shift = shift_of(&world, world.round).await;
        let planned = happens(&world, Event::DriverOut(shift, None)).await;
        assert_eq!(planned.plan.left, Vec::new());
        assert_eq!(planned.plan.rounds.len(), 1);
        for lot in &world.lots {
            assert_eq!(brought(&planned.plan, lot.id, None), lot.crates.0);
        }
        let day = world.app.today(world.actor("coordinator")).await.unwrap();
        assert!(day.shifts.iter().any(|known| known.id == shift && known.is_open()), "somebody is sought all the same");
        assert_eq!(told(&world, "donor").await, [] as [&str; 0], "a proposal tells nobody");
        accept(&world, &planned).await;
        assert_eq!(round_of(&planned.plan, other).shift, other);
        assert!(told(&world, "driver").await.contains(&"round-off"));
        assert!(told(&world, "other_driver").await.contains(&"round-published"));
        assert_eq!(told(&world, "donor").await, ["pickup-coming"], "another driver comes");
    }
}

#[tokio::test]
async fn a_driver_who_drops_out_on_the_way_is_met_where_the_vehicle_stands() {
    for fresh in support::both().await {
        let world = world(fresh).await;
        let other = second_driver(&world).await;
        let shift = shift_of(&world, world.round).await;
        world.set(8, 32);
        confirm(&world, "driver", world.stops[0]).await;
        world.set(8, 40);
        let refused = world.app.happened(world.actor("coordinator"), world.act(), Event::DriverOut(shift, None)).await;
        assert!(matches!(refused, Err(Refusal::Conflict(Conflict::RoundStarted))), "{refused:?}");
        let planned = happens(&world, Event::DriverOut(shift, Some(world.shop))).await;
        assert_eq!(planned.plan.left, Vec::new());
        let round = round_of(&planned.plan, other);
        let dairy = world.lots[1].id;
        let meeting = round.stops.iter().find(|stop| at(stop, world.shop, Action::Load)).expect("a meeting");
        assert!(meeting.loads.iter().any(|load| load.of == dairy));
        let delivered = round
            .stops
            .iter()
            .find(|stop| stop.loads.iter().any(|load| load.of == dairy && load.action == Action::Unload));
        assert!(delivered.unwrap().depart <= world.at(10, 2), "90 minutes after it left the fridge");
        accept(&world, &planned).await;
        assert!(told(&world, "driver").await.contains(&"round-off"));
        assert!(told(&world, "other_driver").await.contains(&"round-published"));
        assert_eq!(told(&world, "donor").await, [] as [&str; 0], "the shop has nothing to do with the meeting");
        let alarms = alarms(&world).await;
        assert!(!alarms.contains(&"nowhere-to-go"), "{alarms:?}");
        let page = world.get("other_driver", &format!("/driver/stops/{}", meeting.id)).await.body;
        assert!(page.contains("Prendi le casse dal mezzo di Prova driver, fermo qui."), "{page}");
        world.set(8, 55);
        confirm(&world, "other_driver", meeting.id).await;
        assert_eq!(crates_of(&world, dairy).await["vehicle"], 2);
        let held = world.store.reader(world.area).await.unwrap().db().holdings_of_lot(dairy).await.unwrap();
        let aboard = held.iter().find(|held| held.holder == Holder::Vehicle(round.id)).unwrap();
        assert_eq!(aboard.since, world.at(8, 32), "its clock runs on");
        assert_eq!(world.app.verify_plan(world.area, DAY).await.unwrap(), Vec::<String>::new());
        let verified = world.store.reader(world.area).await.unwrap().db().verify().await.unwrap();
        assert_eq!(verified.faults, Vec::new());
    }
}

#[tokio::test]
async fn food_that_waited_too_long_goes_with_a_fridge_or_not_at_all() {
    let world = world(support::sqlite().await).await;
    second_driver(&world).await;
    let shift = shift_of(&world, world.round).await;
    world.set(8, 32);
    confirm(&world, "driver", world.stops[0]).await;
    world.set(10, 10);
    let planned = happens(&world, Event::DriverOut(shift, Some(world.shop))).await;
    let (bread, dairy) = (world.lots[0].id, world.lots[1].id);
    assert_eq!(brought(&planned.plan, bread, None), 3);
    let left: Vec<(LotId, &str)> = planned.plan.left.iter().map(|left| (left.lot, left.code.word())).collect();
    assert_eq!(left, [(dairy, "cold_limit")]);
    let chief = world.actor("coordinator");
    let mut vans = world.app.vehicles(chief).await.unwrap();
    let second = vans.iter_mut().find(|van| van.code == "V2").unwrap();
    second.refrigerated = true;
    world.app.save_vehicle(chief, second.clone()).await.unwrap();
    let planned = happens(&world, Event::Known).await;
    assert_eq!(brought(&planned.plan, dairy, None), 2, "a fridge stops its clock");
}

#[tokio::test]
async fn what_is_on_board_is_promised_and_the_plan_in_force_is_where_the_search_starts() {
    let world = world(support::sqlite().await).await;
    second_driver(&world).await;
    world.set(8, 32);
    confirm(&world, "driver", world.stops[0]).await;
    let snapshot = world.app.snapshot(world.area, DAY).await.unwrap();
    let assembly = Assembly::of(&snapshot);
    let point = assembly.sinks.iter().position(|site| *site == world.point);
    for supply in assembly.problem.supplies.iter().filter(|supply| supply.on_board.is_some()) {
        assert_eq!(supply.promised, point);
    }
    let vehicle = assembly.vehicles.iter().position(|(_, round)| *round == Some(world.round)).unwrap();
    let site = |visit: &girofresco::planner::problem::Commitment| assembly.locations[visit.location].site();
    let committed: Vec<SiteId> = assembly.problem.vehicles[vehicle].committed.iter().map(site).collect();
    let current: Vec<SiteId> = assembly.current[vehicle].iter().map(site).collect();
    assert_eq!((committed, current), (vec![world.other_shop], vec![world.point]));
    let (_, same) = solve_again(&snapshot, 1, Tier::Insert).unwrap();
    let visited: Vec<usize> = same.rounds[0].visits.iter().map(|visit| visit.location).collect();
    assert_eq!(
        visited.iter().map(|place| assembly.locations[*place].site()).collect::<Vec<_>>(),
        [world.other_shop, world.point]
    );
}

#[tokio::test]
async fn a_vehicle_that_breaks_down_is_left_out_until_it_goes_on() {
    for fresh in support::both().await {
        let world = world(fresh).await;
        let other = second_driver(&world).await;
        let shift = shift_of(&world, world.round).await;
        world.set(8, 32);
        confirm(&world, "driver", world.stops[0]).await;
        let planned = happens(&world, Event::VehicleOut(shift, Some(world.other_shop))).await;
        assert!(alarms(&world).await.contains(&"stopped"), "until the plan no longer counts on it");
        let round = round_of(&planned.plan, other);
        let bread = world.lots[0].id;
        let fetches = |stop: &&Stop| {
            stop.site == world.other_shop
                && stop.loads.iter().any(|load| (load.of, load.action) == (bread, Action::Load))
        };
        assert!(round.stops.iter().any(|stop| fetches(&stop)), "fetched where it stands, not where it was loaded");
        let first = round_of(&planned.plan, shift);
        assert_eq!(first.stops.iter().map(|stop| stop.id).collect::<Vec<_>>(), [world.stops[0]]);
        accept(&world, &planned).await;
        assert!(told(&world, "driver").await.contains(&"round-off"));
        assert!(!alarms(&world).await.contains(&"stopped"));
        let again = happens(&world, Event::GoesOn(shift)).await;
        let carried: i64 = world.lots.iter().map(|lot| brought(&again.plan, lot.id, None)).sum();
        assert_eq!(carried, 9);
        accept(&world, &again).await;
    }
}

#[tokio::test]
async fn a_delay_moves_what_comes_after_and_tells_who_waits() {
    for fresh in support::both().await {
        let world = world(fresh).await;
        world.set(8, 25);
        let planned = happens(&world, Event::Late(world.round, 30)).await;
        let round = &planned.plan.rounds[0];
        assert_eq!(round.stops[0].id, world.stops[0], "the stop the driver is heading for stays");
        assert!(round.stops[0].arrive >= world.at(9, 0), "{:?}", round.stops[0]);
        accept(&world, &planned).await;
        assert_eq!(told(&world, "driver").await, ["round-changed"]);
        let day = world.app.today(world.actor("coordinator")).await.unwrap();
        assert!(day.problems.iter().all(|problem| problem.settled.is_some()), "who told it dealt with it");
    }
}

#[tokio::test]
async fn a_late_lot_is_put_into_the_plan() {
    for fresh in support::both().await {
        let world = world(fresh).await;
        world.set(8, 10);
        let lot = LotFacts::usual(Category::Produce, Crates(2), Shelf::Undated, (world.at(8, 10), world.at(12, 0)));
        let surplus = Surplus { date: DAY, lots: vec![lot], note: String::new(), photo: None };
        let donor = world.actor("other_donor").clone();
        world.app.announce_surplus(&donor, world.act(), world.other_shop, surplus).await.unwrap();
        let planned = happens(&world, Event::Known).await;
        let lots = world.store.reader(world.area).await.unwrap().db().lots_of_day(DAY).await.unwrap();
        let late = lots.iter().find(|lot| lot.category == Category::Produce).unwrap();
        assert_eq!(brought(&planned.plan, late.id, None), 2);
        assert_eq!(planned.plan.left, Vec::new());
        let kept: Vec<StopId> = planned.plan.rounds[0].stops.iter().map(|stop| stop.id).collect();
        let order: Vec<StopId> = kept.into_iter().filter(|id| world.stops.contains(id)).collect();
        assert_eq!(order, world.stops, "inserted now: what was planned stays as it was");
        for lot in &world.lots {
            assert_eq!(brought(&planned.plan, lot.id, Some(world.point)), lot.crates.0);
        }
        let proposal = world.app.proposal(world.actor("coordinator"), DAY).await.unwrap().unwrap();
        assert!(!proposal.effects.is_empty());
        assert!(proposal.effects.shops.iter().any(|shop| shop.site == world.other_shop));
        accept(&world, &planned).await;
        assert_eq!(told(&world, "driver").await, ["round-changed"]);
        assert!(world.app.proposal(world.actor("coordinator"), DAY).await.unwrap().is_none());
    }
}

#[tokio::test]
async fn a_lot_reduced_or_withdrawn_at_the_shop_leaves_the_plan() {
    for fresh in support::both().await {
        let world = world(fresh).await;
        let (bread, cheese) = (world.lots[0].id, world.lots[2].id);
        let planned = happens(&world, Event::Fewer(bread, Crates(1))).await;
        assert_eq!(brought(&planned.plan, bread, None), 1);
        let planned = happens(&world, Event::Fewer(cheese, Crates::ZERO)).await;
        assert_eq!(brought(&planned.plan, cheese, None), 0);
        let stops = planned.plan.rounds.iter().flat_map(|round| &round.stops);
        assert!(stops.clone().all(|stop| stop.site != world.other_shop), "nobody drives there for nothing");
        accept(&world, &planned).await;
        assert_eq!(told(&world, "driver").await, ["round-changed"]);
        let arrivals = told(&world, "point").await;
        assert_eq!(arrivals, ["arrival-changed"], "fewer crates");
        let more = world.app.happened(world.actor("coordinator"), world.act(), Event::Fewer(bread, Crates(7))).await;
        assert!(matches!(more, Err(Refusal::Invalid(_))), "{more:?}");
    }
}

#[tokio::test]
async fn fewer_crates_at_the_pickup_are_not_promised_any_more() {
    for fresh in support::both().await {
        let world = world(fresh).await;
        world.set(8, 35);
        let bread = world.lots[0].id;
        let missing = StopException { lot: bread, crates: Crates(1), rest: Rest::NotThere };
        let report = StopReport { exceptions: vec![missing], ..StopReport::default() };
        world.app.complete_stop(world.actor("driver"), world.act(), world.stops[0], report).await.unwrap();
        assert!(alarms(&world).await.contains(&"shortfall"));
        let planned = happens(&world, Event::Known).await;
        let ids: Vec<StopId> = planned.plan.rounds[0].stops.iter().map(|stop| stop.id).collect();
        assert_eq!(ids[..2], world.stops[..2], "done, and under way");
        assert_eq!(brought(&planned.plan, bread, None), 1);
        accept(&world, &planned).await;
        assert_eq!(told(&world, "point").await, ["arrival-changed"]);
        assert!(!alarms(&world).await.contains(&"shortfall"));
    }
}

#[tokio::test]
async fn a_point_that_closes_gets_nothing_more_and_hears_of_it() {
    for fresh in support::both().await {
        let world = world(fresh).await;
        world.set(8, 35);
        confirm(&world, "driver", world.stops[0]).await;
        let planned = happens(&world, Event::Closed(world.point)).await;
        for lot in &world.lots {
            assert_eq!(brought(&planned.plan, lot.id, Some(world.point)), 0);
            assert_eq!(brought(&planned.plan, lot.id, None), lot.crates.0, "another place takes it");
        }
        assert_eq!(planned.plan.rounds[0].stops[1].id, world.stops[1], "under way");
        accept(&world, &planned).await;
        assert_eq!(told(&world, "point").await, ["arrival-changed"]);
        assert_eq!(told(&world, "driver").await, ["round-changed"]);
        happens(&world, Event::Closed(world.point)).await;
        assert_eq!(world.app.closures(world.actor("coordinator")).await.unwrap().len(), 1, "closed once");
    }
}

#[tokio::test]
async fn a_lot_that_a_point_refuses_goes_elsewhere() {
    for fresh in support::both().await {
        let world = world(fresh).await;
        let dairy = world.lots[1].id;
        let planned = happens(&world, Event::Declined(dairy, world.point)).await;
        assert_eq!(brought(&planned.plan, dairy, Some(world.point)), 0);
        assert_eq!(brought(&planned.plan, dairy, None), 2);
        accept(&world, &planned).await;
        assert_eq!(told(&world, "driver").await, ["round-changed"]);
        assert_eq!(told(&world, "point").await, ["arrival-changed"]);
    }
}

#[tokio::test]
async fn a_lot_sent_back_is_not_brought_there_again() {
    for fresh in support::both().await {
        let world = world(fresh).await;
        for (minute, stop) in [(32, 0), (52, 1)] {
            world.set(8, minute);
            confirm(&world, "driver", world.stops[stop]).await;
        }
        world.set(9, 12);
        confirm(&world, "driver", world.stops[2]).await;
        let bread = world.lots[0].id;
        let line = CheckLine {
            lot: bread,
            from: None,
            crates: Crates(3),
            verdict: Err((MovementReason::Broken, String::new())),
        };
        let check = CheckIn { lines: vec![line], ..CheckIn::default() };
        world.app.check_in(world.actor("point"), world.act(), world.point, check).await.unwrap();
        assert_eq!(crates_of(&world, bread).await["vehicle"], 3);
        let planned = happens(&world, Event::Known).await;
        let open = &planned.plan.rounds[0].stops[3..];
        assert!(open.iter().all(|stop| stop.site != world.point), "{open:?}");
        let down: Vec<i64> = open.iter().flat_map(|stop| &stop.loads).map(|load| load.crates.0).collect();
        assert_eq!(down.iter().sum::<i64>(), 3);
        accept(&world, &planned).await;
        assert_eq!(told(&world, "driver").await, ["round-changed"]);
    }
}

#[tokio::test]
async fn a_volunteer_who_joins_gets_a_round() {
    for fresh in support::both().await {
        let world = world(fresh).await;
        let shift = shift_of(&world, world.round).await;
        let left = happens(&world, Event::DriverOut(shift, None)).await;
        assert_eq!(left.plan.left.len(), 3, "nobody else drives");
        let van = second_van(&world).await;
        let person = world.actor("other_driver").person;
        world.set(8, 15);
        let chief = world.actor("coordinator");
        let act = world.act();
        let planned = world.app.happened(chief, act, Event::Joins(person, van)).await.unwrap();
        is_sound(&world, Tier::Search).await;
        assert_eq!(planned.plan.left, Vec::new());
        world.app.happened(chief, act, Event::Joins(person, van)).await.unwrap();
        let shifts = world.app.shifts(chief, DAY, DAY).await.unwrap();
        let joined: Vec<&Shift> = shifts.iter().filter(|shift| shift.person == person && !shift.cancelled).collect();
        assert_eq!(joined.len(), 1, "the same act joins once");
        assert_eq!((joined[0].from, joined[0].until), (world.at(8, 15), world.at(12, 15)));
        let draft = world.app.today(chief).await.unwrap().draft.unwrap();
        world.app.publish_plan(chief, world.act(), draft.id).await.unwrap();
        assert!(told(&world, "other_driver").await.contains(&"round-published"));
    }
}

#[tokio::test]
async fn what_was_done_of_a_round_that_ended_stays_in_the_plan() {
    let world = world(support::sqlite().await).await;
    second_driver(&world).await;
    for (minute, stop) in [(32, 0), (52, 1)] {
        world.set(8, minute);
        confirm(&world, "driver", world.stops[stop]).await;
    }
    world.set(9, 12);
    confirm(&world, "driver", world.stops[2]).await;
    world.app.end_round(world.actor("driver"), world.act(), world.round).await.unwrap();
    let planned = happens(&world, Event::Known).await;
    accept(&world, &planned).await;
    let day = world.app.today(world.actor("coordinator")).await.unwrap();
    assert_eq!(day.round(world.round).unwrap().stops.len(), 3);
}

#[tokio::test]
async fn a_stop_under_way_that_has_closed_is_let_go() {
    let world = world(support::sqlite().await).await;
    for (minute, stop) in [(32, 0), (52, 1)] {
        world.set(8, minute);
        confirm(&world, "driver", world.stops[stop]).await;
    }
    let planned = happens(&world, Event::Closed(world.point)).await;
    let open = &planned.plan.rounds[0].stops[2..];
    assert!(open.iter().all(|stop| stop.site != world.point));
    let crates: i64 = open.iter().flat_map(|stop| &stop.loads).map(|load| load.crates.0).sum();
    assert_eq!(crates, 9, "all that is on board goes elsewhere");
    accept(&world, &planned).await;
}

#[tokio::test]
async fn two_taps_lead_to_a_proposal_that_is_accepted_or_dropped() {
    let world = world(support::sqlite().await).await;
    second_driver(&world).await;
    let today = world.get("coordinator", "/coordinator").await.body;
    for (kind, name) in [("driver", "Autista non può"), ("closed", "Punto chiuso"), ("joins", "Nuovo autista")] {
        assert!(today.contains(&format!("/coordinator/events/{kind}")) && today.contains(name), "{name}: {today}");
    }
    let shift = shift_of(&world, world.round).await.to_string();
    let choices = world.get("coordinator", "/coordinator/events/driver").await.body;
    assert!(choices.contains(&shift) && choices.contains("Non viene"), "{choices}");
    let fields = [("shift", shift.as_str()), ("at", "")];
    let sent = world.post("coordinator", "/coordinator/events/driver", &fields).await;
    assert_eq!((sent.status, sent.op_ack.is_some()), (StatusCode::SEE_OTHER, true), "{}", sent.body);
    let href = sent.location.unwrap();
    assert_eq!(href, format!("/coordinator/proposal?date={DAY}"));
    let page = world.get("coordinator", &href).await.body;
    for words in [
        "Se non fai niente",
        "Con questa proposta",
        "Cibo salvato",
        "in più che senza fare niente",
        "Niente più tappe",
        "Nuovo giro con",
        "Prova other_driver",
        "Accetta e avvisa tutti",
        "Scarta la proposta",
    ] {
        assert!(page.contains(words), "{words}: {page}");
    }
    let dropped =
        world.post("coordinator", "/coordinator/plan/drop", &[("date", &DAY.to_string()), ("to", "day")]).await;
    assert_eq!(dropped.location.as_deref(), Some(format!("/coordinator?date={DAY}").as_str()));
    let gone = world.get("coordinator", &href).await;
    assert_eq!(gone.status, StatusCode::SEE_OTHER, "no dead end");
    let again = world.post("coordinator", "/coordinator/events/more", &[("known", "1")]).await;
    assert_eq!(again.status, StatusCode::SEE_OTHER);
    let page = world.get("coordinator", &href).await.body;
    let action = page.split("/coordinator/plans/").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let accepted = world.post("coordinator", &format!("/coordinator/plans/{action}"), &[]).await;
    assert_eq!(accepted.status, StatusCode::SEE_OTHER, "{}", accepted.body);
    assert!(told(&world, "other_driver").await.contains(&"round-published"));
}

#[tokio::test]
async fn a_proposal_is_compared_with_doing_nothing_not_with_what_can_be_no_more() {
    for fresh in support::both().await {
        let world = world(fresh).await;
        second_driver(&world).await;
        let boss = world.actor("coordinator").clone();
        let all: i64 = world.lots.iter().filter(|lot| lot.date == DAY).map(|lot| lot.grams.0).sum();
        happens(&world, Event::DriverOut(shift_of(&world, world.round).await, None)).await;
        let proposal = world.app.proposal(&boss, DAY).await.unwrap().unwrap();
        assert_eq!((proposal.nothing.saved.0, proposal.nothing.left.0), (0, all), "nobody drives the round");
        assert!(proposal.accepted.saved.0 > 0, "somebody else does");
        assert_eq!(proposal.accepted.saved.0 + proposal.accepted.left.0, all);
        assert!(proposal.accepted.below <= proposal.nothing.below);
    }
    // A closed place, a late round: what goes on goes on.
    let world = world(support::sqlite().await).await;
    let boss = world.actor("coordinator").clone();
    happens(&world, Event::Late(world.round, 40)).await;
    let proposal = world.app.proposal(&boss, DAY).await.unwrap().unwrap();
    assert_eq!(proposal.nothing.late, 3, "every stop is later than people were told");
    let saved = proposal.nothing.saved.0;
    assert!(saved > 0, "late, and yet it comes");
    happens(&world, Event::Closed(world.point)).await;
    let proposal = world.app.proposal(&boss, DAY).await.unwrap().unwrap();
    assert!(proposal.nothing.saved.0 < saved, "nobody opens where it was to be brought");
}

#[tokio::test]
async fn what_cannot_be_is_said_on_the_page() {
    let world = world(support::sqlite().await).await;
    let shift = shift_of(&world, world.round).await.to_string();
    world.set(8, 32);
    confirm(&world, "driver", world.stops[0]).await;
    let sent = world.post("coordinator", "/coordinator/events/driver", &[("shift", &shift), ("at", "")]).await;
    assert_eq!(sent.status, StatusCode::CONFLICT);
    assert!(sent.body.contains("È fermo da"), "the page offers what can be: {}", sent.body);
    for kind in ["driver", "vehicle", "late", "more", "fewer", "closed", "declined", "joins"] {
        let page = world.get("coordinator", &format!("/coordinator/events/{kind}")).await;
        assert_eq!(page.status, StatusCode::OK, "{kind}");
        let empty = world.post("coordinator", &format!("/coordinator/events/{kind}"), &[("shift", "x")]).await;
        let fine = if kind == "more" { StatusCode::SEE_OTHER } else { StatusCode::UNPROCESSABLE_ENTITY };
        assert_eq!(empty.status, fine, "{kind}");
    }
    let nothing = world.get("coordinator", "/coordinator/events/castle").await;
    assert_eq!(nothing.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_better_plan_is_offered_and_never_imposed() {
    let world = world(support::sqlite().await).await;
    second_driver(&world).await;
    let chief = world.actor("coordinator");
    let shift = shift_of(&world, world.round).await;
    let planned = happens(&world, Event::DriverOut(shift, None)).await;
    offered(&world, planned.id, None).await;
    let href = format!("/coordinator/proposal?date={DAY}");
    assert!(world.get("coordinator", &href).await.body.contains("Cerco ancora di meglio"));
    let mut better = planned.plan.clone();
    better.rounds[0].figures.metres.0 -= 1_000;
    offered(&world, planned.id, Some(better.clone())).await;
    let page = world.get("coordinator", &href).await.body;
    assert!(page.contains("una proposta migliore") && page.contains("Guarda quella"), "{page}");
    assert_eq!(world.app.today(chief).await.unwrap().draft.unwrap().id, planned.id, "the draft is the same");
    let taken = world.post("coordinator", "/coordinator/proposal/better", &[("date", &DAY.to_string())]).await;
    assert_eq!(taken.location.as_deref(), Some(href.as_str()));
    let draft = world.app.today(chief).await.unwrap().draft.unwrap();
    assert_ne!(draft.id, planned.id);
    let (_, plan) = world.app.plan(chief, draft.id).await.unwrap();
    assert_eq!(plan.rounds[0].figures.metres, better.rounds[0].figures.metres);
    world.app.publish_plan(chief, world.act(), draft.id).await.unwrap();
    offered(&world, draft.id, Some(better)).await;
    assert!(
        world.get("coordinator", "/coordinator").await.body.contains("Guarda quella"),
        "found after it was accepted"
    );
    let taken = world.post("coordinator", "/coordinator/proposal/better", &[("date", &DAY.to_string())]).await;
    assert_eq!(world.get("coordinator", &taken.location.unwrap()).await.status, StatusCode::OK);
    let draft = world.app.today(chief).await.unwrap().draft.unwrap();
    offered(&world, draft.id, None).await;
    world.post("coordinator", "/coordinator/plan/drop", &[("date", &DAY.to_string())]).await;
    let left = world.store.reader(world.area).await.unwrap().db().search(DAY).await.unwrap();
    assert_eq!(left, None, "who drops it wants no better one");
}
