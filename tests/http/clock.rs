//! The page of what is done by the clock, and the form of its times.

use crate::support;
use crate::support::world::world;
use axum::http::StatusCode;

const TIMES: [(&str, &str); 16] = [
    ("plan_today", "05:00"),
    ("publish", "05:45"),
    ("plan_today_by", "06:00"),
    ("shift_tomorrow", "17:00"),
    ("plan_tomorrow", "18:00"),
    ("plan_tomorrow_by", "19:00"),
    ("close_out", "23:00"),
    ("remind_before", "45"),
    ("start_before", "20"),
    ("cold_before", "30"),
    ("cold_urgent", "12"),
    ("arriving_before", "15"),
    ("all_well_after", "50"),
    ("answer_within", "10"),
    ("cold_answer_within", "4"),
    ("first_asked", "2"),
];

#[tokio::test]
async fn a_coordinator_sees_the_jobs_and_changes_their_times() {
    for fresh in support::both().await {
        let world = world(fresh).await;
        world.app.tick().await.unwrap();
        let page = world.get("coordinator", "/coordinator/clock").await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(page.body.contains("Piano di domani") && page.body.contains("niente da fare"), "{}", page.body);
        assert_eq!(world.get("driver", "/coordinator/clock").await.status, StatusCode::FORBIDDEN);
        let saved = world.post("coordinator", "/coordinator/clock/rules", &TIMES).await;
        assert_eq!(
            (saved.status, saved.location.as_deref()),
            (StatusCode::SEE_OTHER, Some("/coordinator/clock?saved=1"))
        );
        let rules = world.app.jobs(world.actor("coordinator")).await.unwrap().rules;
        assert_eq!((rules.cold_before, rules.publishes), (30, false));
        assert_eq!(rules.publish, jiff::civil::time(5, 45, 0, 0));
    }
}

#[tokio::test]
async fn times_in_the_wrong_order_are_told_at_their_field_and_nothing_is_saved() {
    let world = world(support::sqlite().await).await;
    for (field, value, sentence) in [
        ("publish", "04:00", "Deve essere dopo le 05:00."),
        ("publish", "quando capita", "Scrivi un'ora"),
        ("close_out", "", "Serve."),
        ("cold_urgent", "30", "29"),
        ("first_asked", "0", "1"),
        ("remind_before", "99999", "1440"),
    ] {
        let mut fields = TIMES;
        fields.iter_mut().filter(|(name, _)| *name == field).for_each(|(_, old)| *old = value);
        let refused = world.post("coordinator", "/coordinator/clock/rules", &fields).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{field}={value}");
        let error = refused.body.split(&format!("id=\"{field}-error\"")).nth(1).unwrap_or_else(|| panic!("{field}"));
        let error: String = error.chars().take(200).collect();
        assert!(error.contains(sentence), "{field}={value}: {error}");
    }
    let rules = world.app.jobs(world.actor("coordinator")).await.unwrap().rules;
    assert_eq!(rules, girofresco::domain::schedule::Rules::default());
}
