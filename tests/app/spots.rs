//! Shifts that begin or end at an address.

use crate::support;
use crate::support::world::{DAY, World, world};
use girofresco::app::import::{Counts, File};
use girofresco::app::planning::{Assembly, PlanOrder};
use girofresco::domain::calendar::days;
use girofresco::domain::round::Shift;
use girofresco::domain::shift::Standing;
use girofresco::domain::site::LatLon;
use girofresco::domain::spot::{Spot, Spots};
use girofresco::import::{self, Failure, Source};
use girofresco::planner::{Budget, Control};
use girofresco::words::{Lang, Words};
use jiff::civil::{Date, date, time};

/// Crema, half an hour away from the world.
fn far() -> Spot {
    Spot::new("Via Roma 1, Crema", LatLon::new(45.3625, 9.6858).unwrap())
}

async fn shifts(world: &World, date: Date) -> Vec<Shift> {
    world.app.shifts(world.actor("coordinator"), date, date).await.unwrap()
}

#[tokio::test]
async fn the_plan_drives_from_the_address_and_to_it() {
    for fresh in support::both().await {
        let world = world(fresh).await;
        let chief = world.actor("coordinator").clone();
        world.set(7, 0);
        let shift = shifts(&world, DAY).await.remove(0);
        let plan = |spots: Spots| {
            let (world, chief, shift) = (&world, &chief, shift.clone());
            async move {
                world.app.save_shift(chief, Shift { spots, ..shift }).await.unwrap();
                let order = PlanOrder { budget: Budget::of(50), ..PlanOrder::usual(DAY) };
                world.app.plan_day(chief, order, |_| Control::Continue).await.unwrap()
            }
        };
        let near = plan(Spots::default()).await;
        let metres = |plan: &girofresco::app::planning::Planned| plan.plan.rounds[0].figures.metres.0;
        let from_far = plan(Spots { start: Some(far()), end: None }).await;
        assert!(metres(&from_far) > metres(&near) + 15_000, "{} {}", metres(&from_far), metres(&near));
        let both = plan(Spots { start: Some(far()), end: Some(far()) }).await;
        assert!(metres(&both) > metres(&from_far) + 15_000);
        assert_eq!(both.plan.left, []);
        let figures = &both.plan.rounds[0].figures;
        assert!(figures.depart >= shift.from && figures.finish <= shift.until);
        world.app.publish_plan(&chief, world.act(), both.id).await.unwrap();
        assert_eq!(world.app.verify_plan(world.area, DAY).await.unwrap(), Vec::<String>::new());
        let kept = shifts(&world, DAY).await.remove(0);
        assert_eq!(kept.spots, Spots { start: Some(far()), end: Some(far()) });
        // Under way it is where its last visit was.
        let assembly = Assembly::of(&world.app.snapshot(world.area, DAY).await.unwrap());
        let vehicle = &assembly.problem.vehicles[0];
        assert_ne!(Some(vehicle.start), vehicle.end, "two places of the problem, though on one spot");
        assert_eq!(assembly.problem.matrix.seconds(vehicle.start, vehicle.end.unwrap()).0, 0);
    }
}

#[tokio::test]
async fn standing_shifts_and_files_say_an_address() {
    for fresh in support::both().await {
        let world = world(fresh).await;
        let chief = world.actor("coordinator").clone();
        let like = shifts(&world, DAY).await.remove(0);
        let standing = Standing {
            id: world.app.machine().id(),
            weekday: 5,
            person: like.person,
            vehicle: like.vehicle,
            from: time(8, 0, 0, 0),
            until: time(12, 0, 0, 0),
            start: like.start,
            end: None,
            first: DAY,
            last: None,
            every_weeks: 1,
            rest: None,
            spots: Spots { start: Some(far()), end: None },
        };
        world.app.save_standing(&chief, standing.clone()).await.unwrap();
        assert_eq!(world.app.standing(&chief, standing.id).await.unwrap(), standing);
        assert_eq!(shifts(&world, days(DAY, 1)).await[0].spots, standing.spots);

        let rows = "data;autista;mezzo;dalle;alle;partenza;arrivo\n\
            30/11/2026;driver;V1;8:00;12:00;Via Roma 1, Crema 45.3625, 9.6858;https://www.openstreetmap.org/#map=17/45.1612/9.7031\n\
            01/12/2026;driver;V1;8:00;12:00;Magazzino Prova;\n";
        let source = |rows: &str| Source::of([(File::Shifts, rows.as_bytes().to_vec())]);
        let report = import::run(&world.app, &source(rows), None).await.unwrap();
        assert_eq!(report.files[&File::Shifts], Counts { added: 2, ..Counts::default() });
        let shift = shifts(&world, date(2026, 11, 30)).await.remove(0);
        assert_eq!(shift.spots.start, Some(far()));
        assert_eq!(shift.spots.end.unwrap().label, "45.1612, 9.7031");
        assert_eq!(shifts(&world, date(2026, 12, 1)).await[0].spots, Spots::default());
        let again = import::run(&world.app, &source(rows), None).await.unwrap();
        assert_eq!(again.files[&File::Shifts], Counts { unchanged: 2, ..Counts::default() });
        let wrong = "data;autista;mezzo;dalle;alle;partenza\n02/12/2026;driver;V1;8:00;12:00;Via Roma 1\n";
        match import::run(&world.app, &source(wrong), None).await {
            Err(Failure::Problems(problems)) => {
                assert!(problems.said(Words::of(Lang::It)).contains("colonna partenza"));
            }
            other => panic!("{other:?}"),
        }
    }
}
