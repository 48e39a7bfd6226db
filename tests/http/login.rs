//! Coming in, staying in, and being put out, as a browser sees it.

use crate::support;
use crate::support::world::{World, world};
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use girofresco::domain::quantity::Seconds;
use http_body_util::BodyExt;
use tower::ServiceExt;

async fn fresh() -> World {
    world(support::sqlite().await).await
}

async fn code_for(world: &World, who: &str) -> String {
    let chief = world.actor("coordinator").clone();
    world.app.invite(&chief, world.actor(who).person, false).await.expect("a code").0
}

/// Types a code; the cookie if it let the browser in.
async fn enter(router: &axum::Router, fields: &[(&str, &str)]) -> (StatusCode, String, Option<String>, String) {
    let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
    let request = Request::post("/login").header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    let answer = router.clone().oneshot(request.body(Body::from(body)).expect("a request")).await.expect("an answer");
    let text = |name| answer.headers().get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
    let (status, to, cookie) = (answer.status(), text(header::LOCATION).unwrap_or_default(), text(header::SET_COOKIE));
    let bytes = answer.into_body().collect().await.expect("a body").to_bytes();
    (status, to, cookie, String::from_utf8_lossy(&bytes).into_owned())
}

async fn open(world: &World, cookie: &str, path: &str) -> StatusCode {
    let pair = cookie.split(';').next().unwrap_or_default();
    let request = Request::get(path).header(header::COOKIE, pair).body(Body::empty()).expect("a request");
    world.router.clone().oneshot(request).await.expect("an answer").status()
}

#[tokio::test]
async fn a_wrong_code_is_said_at_its_field_and_stays_there() {
    let world = fresh().await;
    for typed in ["ABCD2345", "abc", "<b>ciao</b>"] {
        let (status, _, cookie, body) = enter(&world.router, &[("code", typed), ("next", "/donor/history")]).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{typed}");
        assert_eq!(cookie, None);
        assert!(body.contains("id=\"code-error\"") && body.contains("Questo codice non è giusto"), "{typed}: {body}");
        assert!(
            body.contains(&format!("value=\"{}\"", typed.replace('<', "&lt;").replace('>', "&gt;"))),
            "{typed}: {body}"
        );
        assert!(body.contains("value=\"/donor/history\""), "the way on is kept");
    }
    let (status, .., body) = enter(&world.router, &[("code", "   ")]).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(body.contains("Serve. Scrivilo qui."), "{body}");
}

#[tokio::test]
async fn a_code_works_as_people_type_it_once() {
    let world = fresh().await;
    let code = code_for(&world, "driver").await;
    let typed = format!(" {} - {} ", code[..4].to_lowercase(), code[4..].to_lowercase());
    let (status, to, cookie, _) = enter(&world.router, &[("code", &typed)]).await;
    assert_eq!((status, to.as_str()), (StatusCode::SEE_OTHER, "/driver"));
    let cookie = cookie.expect("a session");
    assert_eq!(open(&world, &cookie, "/driver").await, StatusCode::OK);
    let (status, .., again, body) = enter(&world.router, &[("code", &code)]).await;
    assert_eq!((status, again), (StatusCode::UNPROCESSABLE_ENTITY, None));
    assert!(body.contains("già stato usato"), "{body}");
}

#[tokio::test]
async fn a_code_ends_after_ten_minutes() {
    let world = fresh().await;
    let (early, late) = (code_for(&world, "point").await, code_for(&world, "point").await);
    let start = world.app.now();
    world.app.machine().clock.set(start + Seconds(599));
    assert_eq!(enter(&world.router, &[("code", &early)]).await.0, StatusCode::SEE_OTHER);
    world.app.machine().clock.set(start + Seconds(601));
    let (status, _, cookie, body) = enter(&world.router, &[("code", &late)]).await;
    assert_eq!((status, cookie), (StatusCode::UNPROCESSABLE_ENTITY, None));
    assert!(body.contains("Questo codice è scaduto"), "{body}");
}

#[tokio::test]
async fn a_link_asks_for_one_tap_and_does_not_use_its_code_up() {
    let world = fresh().await;
    let code = code_for(&world, "donor").await;
    for _ in 0..2 {
        let page = world.get("", &format!("/enter/{code}")).await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(page.body.contains("Ciao Prova donor!") && page.body.contains(&code));
    }
    assert_eq!(enter(&world.router, &[("code", &code)]).await.1, "/donor");
    let used = world.get("", &format!("/enter/{code}")).await;
    assert_eq!(used.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(used.body.contains("già stato usato") && used.body.contains("id=\"code\""));
}

#[tokio::test]
async fn everybody_lands_on_their_own_page_or_where_they_wanted() {
    let world = fresh().await;
    for (who, home) in
        [("donor", "/donor"), ("driver", "/driver"), ("point", "/point"), ("coordinator", "/coordinator")]
    {
        let code = code_for(&world, who).await;
        assert_eq!(enter(&world.router, &[("code", &code)]).await.1, home);
        assert_eq!(world.get(who, "/").await.location.as_deref(), Some(home));
    }
    let code = code_for(&world, "coordinator").await;
    assert_eq!(
        enter(&world.router, &[("code", &code), ("next", "/coordinator/people?q=a")]).await.1,
        "/coordinator/people?q=a"
    );
    for elsewhere in ["https://evil.example/", "//evil.example", "/\\evil.example"] {
        let code = code_for(&world, "donor").await;
        assert_eq!(enter(&world.router, &[("code", &code), ("next", elsewhere)]).await.1, "/donor", "{elsewhere}");
    }
    assert_eq!(world.get("", "/").await.location.as_deref(), Some("/login"));
}

#[tokio::test]
async fn the_cookie_is_out_of_reach_of_scripts_and_other_sites() {
    let world = fresh().await;
    let code = code_for(&world, "donor").await;
    let cookie = enter(&world.router, &[("code", &code)]).await.2.expect("a session");
    assert!(cookie.starts_with("girofresco=") && !cookie.contains("Secure"), "{cookie}");
    let secure = girofresco::web::router(girofresco::web::Web::new(world.app.clone(), "https://giro.example"));
    let code = code_for(&world, "donor").await;
    let guarded = enter(&secure, &[("code", &code)]).await.2.expect("a session");
    assert!(guarded.starts_with("__Host-girofresco=") && guarded.contains("; Secure"), "{guarded}");
    for cookie in [cookie, guarded] {
        for flag in ["; HttpOnly", "; SameSite=Lax", "; Path=/", "; Max-Age=7776000"] {
            assert!(cookie.contains(flag), "{cookie} lacks {flag}");
        }
        assert!(!cookie.contains("Domain"), "{cookie}");
    }
}

#[tokio::test]
async fn leaving_ends_the_session_and_not_only_the_cookie() {
    let world = fresh().await;
    assert_eq!(world.get("donor", "/donor").await.status, StatusCode::OK);
    let left = world.post("donor", "/logout", &[]).await;
    assert_eq!((left.status, left.location.as_deref()), (StatusCode::SEE_OTHER, Some("/login")));
    let after = world.get("donor", "/donor").await;
    assert_eq!((after.status, after.location.as_deref()), (StatusCode::SEE_OTHER, Some("/login?next=%2Fdonor")));
    assert_eq!(world.post("donor", "/logout", &[]).await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn a_phone_is_out_when_locked_forgotten_or_its_person_leaves() {
    let world = fresh().await;
    let chief = world.actor("coordinator").clone();
    let phone = world.actor("driver").device.expect("a phone");
    world.app.revoke(&chief, phone).await.expect("locked");
    assert_eq!(world.get("driver", "/driver").await.status, StatusCode::SEE_OTHER);
    let people = world.app.people(&chief).await.expect("people").0;
    let point = people.into_iter().find(|person| person.id == world.actor("point").person).expect("a person");
    let gone = girofresco::domain::people::Person { active: false, ..point };
    world.app.save_person(&chief, gone).await.expect("saved");
    assert_eq!(world.get("point", "/point").await.status, StatusCode::SEE_OTHER);
    world.app.machine().clock.set(world.app.now() + Seconds(91 * 24 * 3600));
    assert_eq!(world.get("donor", "/donor").await.status, StatusCode::SEE_OTHER);
}
