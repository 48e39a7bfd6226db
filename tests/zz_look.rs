mod support;
use std::future::IntoFuture;
use support::world::world;
#[tokio::test]
async fn look() {
    let world = world(support::sqlite().await).await;
    for (who, phone) in &world.phones {
        println!("COOKIE {who} {}", phone.token);
    }
    println!("ROUND {}", world.round);
    for s in world.stops {
        println!("STOP {s}");
    }
    world.set(8, 5);
    let listener = tokio::net::TcpListener::bind("127.0.0.1:8377").await.unwrap();
    let clock = world.app.machine().clone();
    let zone = world.zone.clone();
    let router = world.router.clone().route(
        "/settime/{h}/{m}",
        axum::routing::get(move |axum::extract::Path((h, m)): axum::extract::Path<(i8, i8)>| async move {
            clock.clock.set(zone.instant(support::world::DAY, jiff::civil::time(h, m, 0, 0)));
            "ok"
        }),
    );
    let served = axum::serve(listener, router).into_future();
    tokio::select! { _ = served => {}, () = tokio::time::sleep(std::time::Duration::from_secs(1500)) => {} }
}
