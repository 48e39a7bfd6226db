//! The address of a shift, in its form and on the driver's pages.

use crate::support;
use crate::support::world::{DAY, world};
use axum::http::StatusCode;

#[tokio::test]
async fn a_shift_begins_at_an_address_and_the_driver_reads_it() {
    let world = world(support::sqlite().await).await;
    let boss = "coordinator";
    let shift = world.app.shifts(world.actor(boss), DAY, DAY).await.unwrap().remove(0);
    let path = format!("/coordinator/shifts/{}", shift.id);
    let (person, van, hub) = (shift.person.to_string(), shift.vehicle.to_string(), world.hub.to_string());
    let fields = |more: &[(&'static str, &'static str)]| {
        let own = [
            ("date", "2026-11-26"),
            ("person", person.as_str()),
            ("vehicle", van.as_str()),
            ("from", "08:00"),
            ("until", "13:00"),
            ("start", hub.as_str()),
            ("end", ""),
        ];
        own.into_iter().chain(more.iter().copied()).map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
    };
    let post = async |more: &[(&'static str, &'static str)]| {
        let fields: Vec<(String, String)> = fields(more);
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (&**name, &**value)).collect();
        world.post(boss, &path, &fields).await
    };
    let wrong = post(&[("start_at", "da qualche parte")]).await;
    assert!(wrong.status == StatusCode::UNPROCESSABLE_ENTITY && wrong.body.contains("id=\"start_at-error\""));
    let wrong = post(&[("end_address", "Via Verdi 2")]).await;
    assert!(wrong.body.contains("id=\"end_at-error\"") && wrong.body.contains("Via Verdi 2"), "{}", wrong.body);
    let pin = "https://www.google.com/maps/place/X/@45.2,9.8,15z/data=!3d45.1712!4d9.7031";
    let saved = post(&[("start_address", "Via Verdi 2"), ("start_at", pin), ("end_at", "geo:45.18,9.71")]).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);
    let form = world.get(boss, &path).await.body;
    assert!(form.contains("Via Verdi 2") && form.contains("45.171200, 9.703100"), "{form}");
    for page in ["/driver", "/driver/shifts", "/driver/sheet"] {
        let body = world.get("driver", page).await.body;
        assert!(body.contains("Via Verdi 2") && body.contains("45.1800, 9.7100"), "{page}: {body}");
    }
}
