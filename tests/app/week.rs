//! A fact changes after something was decided on it: shifts, plans and notices hear of it.

use crate::support;
use crate::support::world::{DAY, World, world};
use girofresco::app::alarm::Alarm;
use girofresco::app::planning::{Assembly, PlanOrder};
use girofresco::app::refusal::{Conflict, Refusal};
use girofresco::domain::calendar::days;
use girofresco::domain::food::{Category, Shelf};
use girofresco::domain::id::PersonId;
use girofresco::domain::lot::LotFacts;
use girofresco::domain::notice::AlarmKind;
use girofresco::domain::plan::Fault;
use girofresco::domain::quantity::Crates;
use girofresco::domain::round::Shift;
use girofresco::domain::shift::{Gone, Standing};
use girofresco::planner::{Budget, Control, check};
use jiff::civil::{Date, time};

fn person(world: &World, who: &str) -> PersonId {
    world.actor(who).person
}

async fn shifts(world: &World, first: Date, last: Date) -> Vec<Shift> {
    world.app.shifts(world.actor("coordinator"), first, last).await.unwrap()
}

/// Stores a shift as an earlier version or another server would: no form has looked at it.
async fn store(world: &World, shift: Shift) -> Shift {
    let stored = shift.clone();
    let save = world
        .store
        .write(world.area, move |tx| Box::pin(async move { Ok::<_, Refusal>(tx.save_shift(&stored).await?) }));
    save.await.unwrap();
    shift
}

/// A shift of the driver with the world's van.
async fn a_shift(world: &World, date: Date, (from, until): ((i8, i8), (i8, i8))) -> Shift {
    let like = shifts(world, DAY, DAY).await.remove(0);
    let at = |(hour, minute)| world.zone.instant(date, time(hour, minute, 0, 0));
    let id = world.app.machine().id();
    store(world, Shift { id, date, from: at(from), until: at(until), ..like }).await
}

async fn alarms(world: &World) -> Vec<Alarm> {
    let day = world.app.today(world.actor("coordinator")).await.unwrap();
    world.app.alarms(world.actor("coordinator"), &day).await.unwrap()
}

async fn kinds(world: &World) -> Vec<AlarmKind> {
    alarms(world).await.iter().map(Alarm::kind).collect()
}

async fn change_person(world: &World, who: &str, change: impl Fn(&mut girofresco::domain::people::Person)) -> usize {
    let chief = world.actor("coordinator");
    let id = person(world, who);
    let mut known = world.app.people(chief).await.unwrap().0.into_iter().find(|one| one.id == id).unwrap();
    change(&mut known);
    world.app.save_person(chief, known).await.unwrap()
}

#[tokio::test]
async fn a_van_and_a_driver_are_in_one_place_at_a_time_whatever_shifts_are_stored() {
    for fresh in support::both().await {
        let world = world(fresh).await;
        world.set(7, 0);
        a_shift(&world, DAY, ((8, 30), (14, 0))).await;
        let assembly = Assembly::of(&world.app.snapshot(world.area, DAY).await.unwrap());
        let [first, second] = &assembly.problem.vehicles[..] else { panic!("two shifts") };
        let (first, second) = if first.from < second.from { (first, second) } else { (second, first) };
        assert_eq!(second.from, first.until, "the second waits until the first is over");
        assert_eq!(assembly.problem.exclusive, [(0, 1)]);
        let order = PlanOrder { budget: Budget::of(100), ..PlanOrder::usual(DAY) };
        let solution = girofresco::planner::solve(&assembly.problem, 1, order.budget, &mut |_| Control::Continue);
        assert_eq!(check::violations(&assembly.problem, &solution.unwrap()), Vec::new());
        let overlaps: Vec<AlarmKind> =
            kinds(&world).await.into_iter().filter(|kind| *kind == AlarmKind::Overlap).collect();
        assert_eq!(overlaps.len(), 2, "one for the driver, one for the van");
    }
}

#[tokio::test]
async fn whoever_drives_no_more_leaves_shifts_that_are_sought() {
    for fresh in support::both().await {
        let world = world(fresh).await;
        world.set(7, 0);
        let tomorrow = days(DAY, 1);
        let late = a_shift(&world, tomorrow, ((9, 0), (13, 0))).await;
        assert_eq!(change_person(&world, "driver", |person| person.active = false).await, 2);
        for shift in shifts(&world, DAY, tomorrow).await {
            assert!(shift.is_open() && shift.covers == Some(person(&world, "driver")), "{shift:?}");
        }
        let told = alarms(&world).await;
        let gone = Gone::Driver(person(&world, "driver"));
        assert!(told.contains(&Alarm::Gone { gone, shifts: 2, first: DAY }), "{told:?}");
        assert!(told.iter().any(|alarm| matches!(alarm, Alarm::NoDriver { round, .. } if round.id == world.round)));
        let assembly = Assembly::of(&world.app.snapshot(world.area, tomorrow).await.unwrap());
        assert!(assembly.vehicles.is_empty(), "nothing is planned on {late:?}");
        world.app.look_over(world.area).await.unwrap();
        let notices = world.app.notices(world.actor("coordinator")).await.unwrap();
        assert!(notices.iter().any(|notice| notice.effect.to_string().starts_with("watch/alarm/driver-gone/")));

        world.app.claim_shift(world.actor("other_driver"), late.id).await.unwrap();
        let told = alarms(&world).await;
        assert!(told.contains(&Alarm::Gone { gone, shifts: 1, first: DAY }), "{told:?}");
    }
}

#[tokio::test]
async fn who_lost_the_role_or_the_van_leaves_shifts_too_by_whatever_way() {
    let world = world(support::sqlite().await).await;
    world.set(7, 0);
    let (chief, id) = (world.actor("coordinator"), person(&world, "driver"));
    let mut known = world.app.people(chief).await.unwrap().0.into_iter().find(|one| one.id == id).unwrap();
    known.grants = world.actor("coordinator").grants.clone();
    // Another server, or a file: no form of this one.
    let save = world
        .store
        .write(world.area, move |tx| Box::pin(async move { Ok::<_, Refusal>(tx.save_person(&known).await?) }));
    save.await.unwrap();
    assert!(Assembly::of(&world.app.snapshot(world.area, DAY).await.unwrap()).vehicles.is_empty(), "at once");
    world.app.tick().await.unwrap();
    assert!(shifts(&world, DAY, DAY).await[0].is_open(), "a minute later at the most");

    let taken = shifts(&world, DAY, DAY).await[0].id;
    world.app.claim_shift(world.actor("other_driver"), taken).await.unwrap();
    let mut van = world.app.vehicles(chief).await.unwrap().remove(0);
    van.active = false;
    assert_eq!(world.app.save_vehicle(chief, van.clone()).await.unwrap(), 1);
    let told = alarms(&world).await;
    assert!(told.contains(&Alarm::Gone { gone: Gone::Vehicle(van.id), shifts: 1, first: DAY }), "{told:?}");
    let claim = world.app.claim_shift(world.actor("other_driver"), taken).await;
    assert!(matches!(claim, Err(Refusal::Conflict(Conflict::VehicleOut))), "{claim:?}");
}

#[tokio::test]
async fn a_standing_shift_without_its_driver_goes_on_being_sought() {
    let world = world(support::sqlite().await).await;
    let chief = world.actor("coordinator");
    let like = shifts(&world, DAY, DAY).await.remove(0);
    let standing = Standing {
        id: world.app.machine().id(),
        weekday: 2,
        person: like.person,
        vehicle: like.vehicle,
        from: time(8, 0, 0, 0),
        until: time(12, 0, 0, 0),
        start: like.start,
        end: like.end,
        first: DAY,
        last: None,
        every_weeks: 1,
        rest: None,
        spots: Default::default(),
    };
    world.app.save_standing(chief, standing.clone()).await.unwrap();
    change_person(&world, "driver", |person| person.active = false).await;
    let (first, last) = (days(DAY, 14), days(DAY, 28));
    world.app.fill_standing(world.area, first, 14).await.unwrap();
    let later = shifts(&world, first, last).await;
    assert!(!later.is_empty() && later.iter().all(Shift::is_open), "{later:?}");
    // Its shifts follow when it is given to somebody else.
    let other = person(&world, "other_driver");
    world.app.save_standing(chief, Standing { person: other, ..standing }).await.unwrap();
    let all = shifts(&world, days(DAY, 1), last).await;
    assert!(all.iter().all(|shift| shift.person == other && !shift.cancelled && shift.covers.is_none()), "{all:?}");
}

#[tokio::test]
async fn a_plan_that_a_fact_has_broken_is_an_alarm_whatever_the_fact() {
    let world = world(support::sqlite().await).await;
    let chief = world.actor("coordinator").clone();
    world.set(7, 0);
    let found = |alarms: &[Alarm]| -> Vec<Fault> {
        let broken = |alarm: &Alarm| if let Alarm::Broken { fault, .. } = alarm { Some(*fault) } else { None };
        alarms.iter().filter_map(broken).collect()
    };
    assert_eq!(found(&alarms(&world).await), []);
    let site = |id| {
        let (app, chief) = (world.app.clone(), chief.clone());
        async move { app.sites(&chief).await.unwrap().into_iter().find(|site| site.id == id).unwrap() }
    };
    let (shop, point) = (site(world.shop).await, site(world.point).await);

    world.app.add_closure(&chief, Some(world.shop), (DAY, DAY), "").await.unwrap();
    assert_eq!(found(&alarms(&world).await), [Fault::Closed]);
    let closure = world.app.closures(&chief).await.unwrap().remove(0).id;
    world.app.drop_closure(&chief, closure).await.unwrap();
    assert_eq!(found(&alarms(&world).await), []);

    let mut changed = shop.clone();
    changed.opening = "mon-sat 10:00-19:00".parse().unwrap();
    world.app.save_site(&chief, changed).await.unwrap();
    assert_eq!(found(&alarms(&world).await), [Fault::Closed]);
    world.app.save_site(&chief, shop).await.unwrap();

    let mut changed = point.clone();
    changed.active = false;
    world.app.save_site(&chief, changed).await.unwrap();
    assert_eq!(found(&alarms(&world).await), [Fault::OutOfUse]);
    let mut changed = point.clone();
    changed.room = girofresco::domain::food::PerClass::all(girofresco::domain::quantity::Crates(2));
    world.app.save_site(&chief, changed).await.unwrap();
    assert_eq!(found(&alarms(&world).await), [Fault::NoRoom]);
    let mut changed = point.clone();
    changed.refused = std::iter::once(girofresco::domain::food::Category::Bread).collect();
    world.app.save_site(&chief, changed).await.unwrap();
    assert_eq!(found(&alarms(&world).await), [Fault::Refused]);
    world.app.save_site(&chief, point).await.unwrap();

    let shift = shifts(&world, DAY, DAY).await.remove(0);
    let moved = Shift { from: world.at(10, 0), until: world.at(14, 0), ..shift.clone() };
    world.app.save_shift(&chief, moved).await.unwrap();
    assert_eq!(found(&alarms(&world).await), [Fault::OtherShift]);
    world.app.save_shift(&chief, shift).await.unwrap();
    assert_eq!(found(&alarms(&world).await), []);
}

async fn told(world: &World, who: &str) -> Vec<(String, bool)> {
    let notices = world.app.notices(world.actor(who)).await.unwrap();
    let text =
        |news| girofresco::words::Words::of(girofresco::words::Lang::It).notice(news, &world.zone, world.app.now());
    notices.iter().map(|notice| (text(&notice.news).title, notice.retracted.is_none())).collect()
}

#[tokio::test]
async fn a_driver_who_was_told_of_a_shift_hears_when_it_changes() {
    for fresh in support::both().await {
        let world = world(fresh).await;
        let chief = world.actor("coordinator").clone();
        let tomorrow = days(DAY, 1);
        let shift = a_shift(&world, tomorrow, ((9, 0), (13, 0))).await;
        world.set(18, 1);
        world.app.tick().await.unwrap();
        world.app.look_over(world.area).await.unwrap();
        let notices = told(&world, "driver").await;
        assert!(notices.contains(&("Tocca a te domani alle 09:00".to_owned(), true)), "{notices:?}");
        let at = |hour, minute| world.zone.instant(tomorrow, time(hour, minute, 0, 0));
        let earlier = Shift { from: at(6, 30), until: at(10, 30), ..shift.clone() };
        world.app.save_shift(&chief, earlier.clone()).await.unwrap();
        world.app.look_over(world.area).await.unwrap();
        let notices = told(&world, "driver").await;
        assert!(notices.contains(&("Tocca a te domani alle 06:30".to_owned(), true)), "{notices:?}");
        assert!(notices.contains(&("Tocca a te domani alle 09:00".to_owned(), false)), "{notices:?}");
        // To somebody else: the one hears that it is off, the other that it is theirs.
        let other = Shift { person: person(&world, "other_driver"), ..earlier };
        world.app.save_shift(&chief, other.clone()).await.unwrap();
        world.app.look_over(world.area).await.unwrap();
        let notices = told(&world, "driver").await;
        assert!(notices.contains(&("Il tuo turno di domani, ore 06:30, non c'è più".to_owned(), true)), "{notices:?}");
        let notices = told(&world, "other_driver").await;
        assert!(notices.contains(&("Tocca a te domani alle 06:30".to_owned(), true)), "{notices:?}");
        // Called off altogether.
        world.app.save_shift(&chief, Shift { cancelled: true, ..other }).await.unwrap();
        world.app.look_over(world.area).await.unwrap();
        let notices = told(&world, "other_driver").await;
        assert!(!notices.contains(&("Tocca a te domani alle 06:30".to_owned(), true)), "{notices:?}");
    }
}

#[tokio::test]
async fn food_for_tomorrow_and_nobody_to_drive_is_an_alarm_in_the_evening() {
    let world = world(support::sqlite().await).await;
    let tomorrow = days(DAY, 1);
    let at = |hour| world.zone.instant(tomorrow, time(hour, 0, 0, 0));
    let lot = LotFacts::usual(Category::Bread, Crates(3), Shelf::Undated, (at(8), at(12)));
    let surplus =
        girofresco::app::announce::Surplus { date: tomorrow, lots: vec![lot], note: String::new(), photo: None };
    world.app.announce_surplus(world.actor("donor"), world.act(), world.shop, surplus).await.unwrap();
    world.set(18, 59);
    assert!(!kinds(&world).await.contains(&AlarmKind::NobodyDrives));
    world.set(19, 0);
    assert!(kinds(&world).await.contains(&AlarmKind::NobodyDrives));
    world.app.look_over(world.area).await.unwrap();
    let effect = format!("watch/alarm/nobody-drives/{tomorrow}");
    let notices = world.app.notices(world.actor("coordinator")).await.unwrap();
    assert!(notices.iter().any(|notice| notice.effect.to_string() == effect));
    // Somebody does, and no point opens.
    a_shift(&world, tomorrow, ((8, 0), (12, 0))).await;
    assert!(!kinds(&world).await.contains(&AlarmKind::NobodyDrives));
    for site in [world.point, world.other_point, world.hub] {
        world.app.add_closure(world.actor("coordinator"), Some(site), (tomorrow, tomorrow), "").await.unwrap();
    }
    assert!(kinds(&world).await.contains(&AlarmKind::NobodyOpens));
}

#[tokio::test]
async fn niente_oggi_is_about_the_day_of_the_tap() {
    for fresh in support::both().await {
        let world = world(fresh).await;
        let tomorrow = days(DAY, 1);
        let tapped = world.at(21, 0);
        world.app.machine().clock.set(world.zone.instant(tomorrow, time(7, 20, 0, 0)));
        let act = girofresco::app::Act { occurred: Some(tapped), ..world.act() };
        world.app.nothing_today(world.actor("donor"), act, world.shop, None).await.unwrap();
        let said = |date| {
            let (app, chief) = (world.app.clone(), world.actor("coordinator").clone());
            async move { app.announcements(&chief, date).await.unwrap() }
        };
        assert!(said(DAY).await.iter().any(|one| one.nothing && one.site == world.shop));
        assert_eq!(said(tomorrow).await, [], "today is not answered");
    }
}

#[tokio::test]
async fn a_plan_that_cannot_be_done_is_planned_again_by_itself_once() {
    for fresh in support::both().await {
        let world = world(fresh).await;
        let chief = world.actor("coordinator").clone();
        world.set(7, 0);
        let draft = || async { world.app.day(&chief, DAY).await.unwrap().draft };
        assert_eq!(world.app.propose_where_broken(world.area).await.unwrap(), 0, "all is well");
        world.app.add_closure(&chief, Some(world.shop), (DAY, DAY), "").await.unwrap();
        world.app.tick().await.unwrap();
        let proposed = draft().await.expect("a proposal").id;
        let (_, plan) = world.app.plan(&chief, proposed).await.unwrap();
        let sites: Vec<_> = plan.rounds.iter().flat_map(|round| &round.stops).map(|stop| stop.site).collect();
        assert!(!sites.contains(&world.shop) && sites.contains(&world.other_shop), "{sites:?}");
        world.app.drop_draft(&chief, DAY).await.unwrap();
        assert_eq!(world.app.propose_where_broken(world.area).await.unwrap(), 0, "it was dropped knowingly");
        // Something else is wrong too: that is news.
        world.app.add_closure(&chief, Some(world.other_shop), (DAY, DAY), "").await.unwrap();
        assert_eq!(world.app.propose_where_broken(world.area).await.unwrap(), 1);
    }
}

#[tokio::test]
async fn a_draft_that_leads_to_a_closed_door_is_not_published() {
    let world = world(support::sqlite().await).await;
    let chief = world.actor("coordinator").clone();
    world.set(7, 0);
    let order = PlanOrder { budget: Budget::of(50), ..PlanOrder::usual(DAY) };
    let planned = world.app.plan_day(&chief, order, |_| Control::Continue).await.unwrap();
    world.app.add_closure(&chief, Some(world.shop), (DAY, DAY), "").await.unwrap();
    let late = world.app.publish_plan(&chief, world.act(), planned.id).await;
    assert!(matches!(late, Err(Refusal::Conflict(Conflict::PlanOutdated))), "{late:?}");
}

#[tokio::test]
async fn the_reason_is_the_true_one_on_a_day_on_which_the_shop_is_closed() {
    let world = world(support::sqlite().await).await;
    let chief = world.actor("coordinator").clone();
    world.set(7, 0);
    let plan = || async {
        let order = PlanOrder { budget: Budget::of(50), ..PlanOrder::usual(DAY) };
        world.app.plan_day(&chief, order, |_| Control::Continue).await.unwrap().plan
    };
    world.app.add_closure(&chief, Some(world.shop), (DAY, DAY), "").await.unwrap();
    let left = plan().await.left;
    assert!(!left.is_empty());
    let closed = girofresco::domain::plan::LeftCode::ShopClosed;
    assert!(left.iter().all(|left| left.code == closed && left.fix.is_none()), "{left:?}");
    let closure = world.app.closures(&chief).await.unwrap().remove(0).id;
    world.app.drop_closure(&chief, closure).await.unwrap();
    for site in [world.point, world.other_point, world.hub] {
        world.app.add_closure(&chief, Some(site), (DAY, DAY), "").await.unwrap();
    }
    let left = plan().await.left;
    let closed = girofresco::domain::plan::LeftCode::NoPointOpen;
    assert!(!left.is_empty() && left.iter().all(|left| left.code == closed), "{left:?}");
}

#[tokio::test]
async fn a_visit_ends_before_the_place_closes_or_begins_when_it_opens() {
    let world = world(support::sqlite().await).await;
    let chief = world.actor("coordinator").clone();
    world.set(7, 0);
    let mut shop = world.app.sites(&chief).await.unwrap().into_iter().find(|site| site.id == world.shop).unwrap();
    let start = |shop: girofresco::domain::site::Site| {
        let (app, chief, id) = (world.app.clone(), chief.clone(), world.shop);
        async move {
            app.save_site(&chief, shop).await.unwrap();
            let order = PlanOrder { budget: Budget::of(50), ..PlanOrder::usual(DAY) };
            let plan = app.plan_day(&chief, order, |_| Control::Continue).await.unwrap().plan;
            let stops = plan.rounds.into_iter().flat_map(|round| round.stops);
            stops.into_iter().find(|stop| stop.site == id).expect("a visit")
        }
    };
    shop.service = girofresco::domain::quantity::Seconds(20 * 60);
    shop.opening = "mon-sat 11:00-11:30".parse().unwrap();
    let stop = start(shop.clone()).await;
    assert!(stop.start >= world.at(11, 0) && stop.depart <= world.at(11, 30), "{stop:?}");
    shop.opening = "mon-sat 11:00-11:15".parse().unwrap();
    let stop = start(shop).await;
    assert_eq!(stop.start, world.at(11, 0), "it lasts longer than the shop is open");
    let day = world.app.day(&chief, DAY).await.unwrap();
    assert_eq!(day.closes_during(&stop), Some(world.at(11, 15)), "and that is said");
}

#[tokio::test]
async fn a_round_goes_on_past_midnight() {
    let world = world(support::sqlite().await).await;
    let chief = world.actor("coordinator").clone();
    let shift = shifts(&world, DAY, DAY).await.remove(0);
    store(&world, Shift { until: world.at(23, 45), ..shift }).await;
    world.set(22, 0);
    world.app.complete_stop(world.actor("driver"), world.act(), world.stops[0], Default::default()).await.unwrap();
    world.app.machine().clock.set(world.zone.instant(days(DAY, 1), time(0, 20, 0, 0)));
    let driving = world.app.driving(world.actor("driver"), None).await.unwrap();
    assert_eq!(driving.round, Some(world.round), "the driver still sees the round");
    let late = world.app.still_on_the_road(&chief).await.unwrap().expect("it is still driven");
    assert!(late.own_alarms().iter().any(|alarm| alarm.kind() == AlarmKind::Late));
    world.app.look_over(world.area).await.unwrap();
    let notices = world.app.notices(world.actor("driver")).await.unwrap();
    assert!(notices.iter().any(|notice| notice.news.word() == "all-well"), "and is asked whether all is well");
    world.app.machine().clock.set(world.zone.instant(days(DAY, 1), time(8, 0, 0, 0)));
    assert!(world.app.still_on_the_road(&chief).await.unwrap().is_none());
}

#[tokio::test]
async fn a_stop_of_tomorrow_is_not_confirmed_today_without_saying_so() {
    let world = world(support::sqlite().await).await;
    let driver = world.actor("driver").clone();
    world.app.machine().clock.set(world.at(8, 0) - girofresco::domain::quantity::Seconds(12 * 3600));
    let slip = world.app.complete_stop(&driver, world.act(), world.stops[0], Default::default()).await;
    assert!(matches!(slip, Err(Refusal::Invalid(_))), "{slip:?}");
    let said = girofresco::app::stop::StopReport { ahead: true, ..Default::default() };
    world.app.complete_stop(&driver, world.act(), world.stops[0], said).await.unwrap();
}
