//! What one connection, and one request, may take of the server.

use crate::support;
use crate::support::world::{World, world};
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use girofresco::web::serve::{Limits, serve};
use std::net::SocketAddr;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use tokio::time::timeout;

const SHORT: Duration = Duration::from_millis(400);
/// More than anything takes that ends by itself, on a busy machine too.
const LONG: Duration = Duration::from_secs(20);

struct Served {
    at: SocketAddr,
    end: oneshot::Sender<()>,
    serving: JoinHandle<()>,
}

async fn served(world: &World) -> Served {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let (at, (end, ended)) = (listener.local_addr().unwrap(), oneshot::channel());
    let limits = Limits { head: SHORT, body: SHORT, connections: 8, of_one_address: 4 };
    let serving = tokio::spawn(serve(listener, world.web.clone(), limits, async move {
        let _ = ended.await;
    }));
    Served { at, end, serving }
}

async fn open(served: &Served, said: &str) -> TcpStream {
    let mut stream = TcpStream::connect(served.at).await.unwrap();
    stream.write_all(said.as_bytes()).await.unwrap();
    stream
}

/// Everything that comes until the connection ends.
async fn rest(stream: &mut TcpStream) -> String {
    let mut bytes = Vec::new();
    // A connection that is reset has ended too.
    let _ = timeout(LONG, stream.read_to_end(&mut bytes)).await.expect("the connection ends");
    String::from_utf8_lossy(&bytes).into_owned()
}

fn page(world: &World, who: &str, path: &str, more: &str) -> String {
    let cookie = world.phones.get(who).map(|phone| format!("Cookie: girofresco={}\r\n", phone.token));
    format!("GET {path} HTTP/1.1\r\nHost: localhost\r\n{}{more}\r\n", cookie.unwrap_or_default())
}

#[tokio::test]
async fn connections_that_say_nothing_or_too_slowly_end_and_others_get_in() {
    let world = world(support::sqlite().await).await;
    let served = served(&world).await;
    let token = &world.phones["donor"].token;
    let body = format!(
        "POST /donor/announce HTTP/1.1\r\nHost: localhost\r\nCookie: girofresco={token}\r\nContent-Length: 100\r\n\
         Content-Type: application/x-www-form-urlencoded\r\n\r\nop_id="
    );
    for said in ["", "GET /login HTT", "GET /login HTTP/1.1\r\nHost: localhost\r\nX: "] {
        let answer = rest(&mut open(&served, said).await).await;
        assert!(!answer.contains("200 OK"), "{said}: {answer}");
    }
    let slow = rest(&mut open(&served, &body).await).await;
    assert!(slow.starts_with("HTTP/1.1 408") && slow.contains("troppo lenta") && !slow.contains("op-ack"), "{slow}");
    // What was answered and stays open without a word ends too.
    let idle = rest(&mut open(&served, &page(&world, "", "/login", "")).await).await;
    assert!(idle.starts_with("HTTP/1.1 200"), "{idle}");

    // As many as there may be, and more.
    let mut silent = Vec::new();
    for _ in 0..20 {
        silent.push(open(&served, "GET /").await);
    }
    let healthy = rest(&mut open(&served, &page(&world, "", "/login", "Connection: close\r\n")).await).await;
    assert!(healthy.starts_with("HTTP/1.1 200"), "{healthy}");
}

#[tokio::test]
async fn a_page_that_listens_stays_and_the_end_of_the_server_waits_for_nobody() {
    let world = world(support::sqlite().await).await;
    let served = served(&world).await;
    let mut live = open(&served, &page(&world, "coordinator", "/live", "")).await;
    let mut bytes = vec![0; 64 * 1024];
    let read = timeout(LONG, live.read(&mut bytes)).await.unwrap().unwrap();
    assert!(String::from_utf8_lossy(&bytes[..read]).contains("text/event-stream"));
    // Much longer than a head or a body may take.
    tokio::time::sleep(SHORT * 4).await;
    world.app.choose_language(&world.actor("coordinator").clone(), "it").await.unwrap();
    let mut heard = String::new();
    while !heard.contains("changed") {
        let read = timeout(LONG, live.read(&mut bytes)).await.expect("the stream is alive").unwrap();
        assert!(read > 0, "the stream ended: {heard}");
        heard.push_str(&String::from_utf8_lossy(&bytes[..read]));
    }
    served.end.send(()).unwrap();
    timeout(Duration::from_secs(10), served.serving).await.expect("it ends").unwrap();
    assert!(TcpStream::connect(served.at).await.is_err(), "nobody is let in any more");
}

#[tokio::test]
async fn what_anybody_may_send_is_small_and_no_form_has_endless_fields() {
    let world = world(support::sqlite().await).await;
    let form = async |who: &str, path: &str, body: String| {
        let request = Request::post(path).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        world.send(who, request.body(Body::from(body)).unwrap()).await.status
    };
    let parts = async |who: &str, path: &str, part: &str, count: usize| {
        let part = format!("--x\r\nContent-Disposition: form-data; name=\"code\"\r\n\r\n{part}\r\n");
        let request = Request::post(path).header(header::CONTENT_TYPE, "multipart/form-data; boundary=x");
        let body = Body::from(part.repeat(count) + "--x--\r\n");
        world.send(who, request.body(body).unwrap()).await.status
    };
    let large = StatusCode::PAYLOAD_TOO_LARGE;
    for path in ["/login", "/language"] {
        assert_eq!(form("", path, format!("code={}", "A".repeat(5_000))).await, large, "{path}");
        assert_eq!(parts("", path, &"A".repeat(5_000), 1).await, large, "{path}");
        assert_eq!(parts("", path, "A", 100).await, large, "{path}");
    }
    assert_eq!(form("", "/login", format!("code={}", "A".repeat(3_000))).await, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(form("donor", "/donor/announce", "a=1&".repeat(4_001)).await, large);
    assert_eq!(parts("donor", "/donor/announce", "A", 4_001).await, large);
    assert_ne!(form("donor", "/donor/announce", "a=1&".repeat(3_900)).await, large);
}
