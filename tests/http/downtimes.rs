//! The page of the days on which a vehicle cannot drive.

use crate::support;
use crate::support::world::world;
use axum::http::StatusCode;

#[tokio::test]
async fn days_off_the_road_are_written_down_said_and_taken_away() {
    let world = world(support::sqlite().await).await;
    let boss = "coordinator";
    let van = world.app.vehicles(world.actor(boss)).await.unwrap()[0].id;
    let path = format!("/coordinator/vehicles/{van}/downtimes");
    assert!(world.get(boss, &format!("/coordinator/vehicles/{van}")).await.body.contains(&path), "the van leads there");
    assert!(world.get(boss, &path).await.body.contains("Nessun giorno di fermo in vista."));
    let wrong = world.post(boss, &path, &[("first", "2026-12-03"), ("last", "2026-12-01"), ("why", "repair")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.body.contains("id=\"last-error\"") && wrong.body.contains("2026-12-01"), "{}", wrong.body);
    let wrong = world.post(boss, &path, &[("first", "2026-12-03"), ("last", "2026-12-04"), ("why", "rain")]).await;
    assert!(wrong.status == StatusCode::UNPROCESSABLE_ENTITY && wrong.body.contains("id=\"why-error\""));
    let saved = world.post(boss, &path, &[("first", "2026-12-03"), ("last", "2026-12-04"), ("why", "repair")]).await;
    assert_eq!(saved.location.as_deref(), Some(&*format!("{path}?saved=1")));
    let page = world.get(boss, &path).await.body;
    assert!(page.contains("dal giovedì 3 dicembre al venerdì 4 dicembre") && page.contains("In officina"), "{page}");

    let shift = format!("/coordinator/shifts/{}", world.app.machine().id::<girofresco::domain::id::ShiftId>());
    let (driver, hub, van) = (world.actor("driver").person.to_string(), world.hub.to_string(), van.to_string());
    let fields = [
        ("date", "2026-12-04"),
        ("person", &*driver),
        ("vehicle", &*van),
        ("from", "08:00"),
        ("until", "12:00"),
        ("start", &*hub),
    ];
    let refused = world.post(boss, &shift, &fields).await;
    assert!(refused.body.contains("il mezzo è fermo: scegline un altro"), "{}", refused.body);

    let drop = page.split("action=\"").find(|rest| rest.contains("/drop\"")).unwrap().split('"').next().unwrap();
    assert_eq!(world.post(boss, drop, &[]).await.status, StatusCode::SEE_OTHER);
    assert_eq!(world.post(boss, &shift, &fields).await.status, StatusCode::SEE_OTHER);
    assert_eq!(world.post(boss, drop, &[]).await.status, StatusCode::NOT_FOUND);
}
