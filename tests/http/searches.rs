//! Plans that are made in the background, on the coordinator's pages of one server while another one searches.

use crate::support;
use crate::support::searches::{AT_GATE, claimed_by_the_dead, eventually, offered, plan_to_gate, server};
use crate::support::world::{DAY, World, world};
use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use girofresco::app::planning::Tier;
use girofresco::domain::quantity::Seconds;
use girofresco::web::{Web, router};
use http_body_util::BodyExt;
use tower::ServiceExt;

/// What the coordinator's browser gets of a server: status, whether it is told to load the page anew, and the body.
async fn browse(world: &World, server: &Router, request: axum::http::request::Builder) -> (StatusCode, bool, String) {
    let cookie = format!("girofresco={}", world.phones["coordinator"].token);
    let request = request.header(header::COOKIE, cookie);
    let form = format!("date={DAY}&op_id={}", world.act().op);
    let request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded").body(Body::from(form));
    let answer = server.clone().oneshot(request.unwrap()).await.unwrap();
    let (status, anew) = (answer.status(), answer.headers().contains_key("hx-refresh"));
    let body = answer.into_body().collect().await.unwrap().to_bytes();
    (status, anew, String::from_utf8_lossy(&body).replace('\u{a0}', " "))
}

#[tokio::test]
async fn the_page_shows_what_another_server_plans_and_then_its_draft() {
    for fresh in support::both().await {
        let address = fresh.address.clone();
        let world = world(fresh).await;
        let second = router(Web::new(server(&world, &address, None).await, "http://127.0.0.1:8080"));
        let page = format!("/coordinator/plan?date={DAY}");
        let part = format!("/coordinator/plan/progress?date={DAY}&watch=1");
        let (gate, planning) = plan_to_gate(&world, &world.app).await;
        let who = world.actor("coordinator");
        let at_gate = async || world.app.planning_progress(who, DAY).await.unwrap().filter(|so_far| *so_far == AT_GATE);
        eventually("the progress", at_gate).await;
        let (status, _, body) = browse(&world, &second, Request::post("/coordinator/plan")).await;
        assert_eq!(status, StatusCode::SEE_OTHER, "{body}");
        let (_, _, body) = browse(&world, &second, Request::get(&page)).await;
        for text in ["Calcolo i giri", "max=\"100\"", "value=\"9\"", "watch=1", "9 casse"] {
            assert!(body.contains(text), "{text}: {body}");
        }
        let watches = || Request::get(&part).header("hx-request", "true");
        let (_, anew, body) = browse(&world, &second, watches()).await;
        assert!(!anew && body.contains("Calcolo i giri"), "{body}");
        drop(gate);
        planning.await.unwrap().unwrap();
        let (_, anew, _) = browse(&world, &second, watches()).await;
        assert!(anew, "the plan is there");
        let (_, _, body) = browse(&world, &second, Request::get(&page)).await;
        assert!(body.contains("Pubblica il piano") && !body.contains("Calcolo i giri"), "{body}");
    }
}

#[tokio::test]
async fn after_a_restart_the_page_says_that_nothing_runs_and_offers_to_plan() {
    for fresh in support::both().await {
        let address = fresh.address.clone();
        let world = world(fresh).await;
        let who = world.actor("coordinator");
        let base = world.app.plan_again(who, DAY, Tier::Insert).await.unwrap().id;
        offered(&world, base, None).await;
        let restarted = server(&world, &address, None).await;
        restarted.machine().clock.set(world.at(8, 0) + Seconds(11));
        let restarted = router(Web::new(restarted, "http://127.0.0.1:8080"));
        let (_, _, proposal) =
            browse(&world, &restarted, Request::get(format!("/coordinator/proposal?date={DAY}"))).await;
        assert!(proposal.contains("Se non fai niente") && !proposal.contains("Cerco ancora di meglio"), "{proposal}");
        claimed_by_the_dead(&world).await;
        world.app.machine().clock.set(world.at(8, 1));
        let (_, _, plan) = browse(&world, &restarted, Request::get(format!("/coordinator/plan?date={DAY}"))).await;
        assert!(!plan.contains("Calcolo i giri"), "{plan}");
        assert!(plan.contains("make-again"), "{plan}");
        let (status, _, _) = browse(&world, &restarted, Request::post("/coordinator/plan")).await;
        assert_eq!(status, StatusCode::SEE_OTHER);
        assert_ne!(world.app.today(who).await.unwrap().draft.map(|draft| draft.id), Some(base));
    }
}
