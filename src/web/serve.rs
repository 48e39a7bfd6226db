//! Answering requests until told to end, within limits: connections that say nothing, too slowly or too often end, so that
//! nobody keeps others out.

use std::collections::HashMap;
use std::future::Future;
use std::io;
use std::net::IpAddr;
use std::pin::pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::Router;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, watch};
use tower_http::timeout::RequestBodyTimeoutLayer;

use super::{Web, router};

/// How long pages that listen for changes may keep the server from ending.
const LAST_ANSWERS: Duration = Duration::from_secs(3);
/// How long to wait where the system has no descriptor left for another connection.
const NEXT_TRY: Duration = Duration::from_millis(200);

/// What one connection may take, and how many there are.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// How long the head of a request may take, from the moment the connection is open or the answer before was sent: what
    /// is idle for longer ends too.
    pub head: Duration,
    /// How long a body may send nothing.
    pub body: Duration,
    /// Connections at a time. A process may usually have 1,024 files open, and the database needs some.
    pub connections: usize,
    /// Connections at a time of one address of another machine. On this machine the proxy has everybody's.
    pub of_one_address: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { head: Duration::from_secs(10), body: Duration::from_secs(10), connections: 900, of_one_address: 300 }
    }
}

/// Serves on `listener` until `end`, then lets answers under way finish for a moment.
pub async fn serve(listener: TcpListener, web: Web, limits: Limits, end: impl Future<Output = ()> + Send + 'static) {
    let router = router(web).layer(RequestBodyTimeoutLayer::new(limits.body));
    let (ending, ended) = watch::channel(());
    let (room, guests) = (Arc::new(Semaphore::new(limits.connections)), Guests::default());
    let mut end = pin!(end);
    loop {
        let accepted = tokio::select! {
            () = &mut end => break,
            accepted = accept(&listener, &room) => accepted,
        };
        let Some((stream, address, place)) = accepted else { continue };
        let Some(guest) = guests.let_in(address, limits.of_one_address) else {
            tracing::debug!("a connection was refused: its address has too many");
            continue;
        };
        let (router, ended) = (router.clone(), ended.clone());
        tokio::spawn(async move {
            answer(stream, router, limits.head, ended).await;
            drop((guest, place));
        });
    }
    drop((listener, ending));
    let all = u32::try_from(limits.connections).unwrap_or(u32::MAX);
    let _ = tokio::time::timeout(LAST_ANSWERS, room.acquire_many(all)).await;
}

/// Waits until there is room for a connection, and for the connection.
async fn accept(
    listener: &TcpListener,
    room: &Arc<Semaphore>,
) -> Option<(TcpStream, IpAddr, tokio::sync::OwnedSemaphorePermit)> {
    let place = room.clone().acquire_owned().await.ok()?;
    match listener.accept().await {
        Ok((stream, address)) => Some((stream, address.ip(), place)),
        Err(error) if is_of_one_connection(&error) => None,
        Err(error) => {
            tracing::warn!(%error, "no connection can be taken");
            tokio::time::sleep(NEXT_TRY).await;
            None
        }
    }
}

fn is_of_one_connection(error: &io::Error) -> bool {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    matches!(error.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset)
}

/// Answers the requests of a connection, one after the other, until it ends; at the end of the server after the one that is
/// under way.
async fn answer(stream: TcpStream, router: Router, head: Duration, mut ended: watch::Receiver<()>) {
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(head)
        .serve_connection(TokioIo::new(stream), TowerToHyperService::new(router));
    let mut connection = pin!(connection);
    tokio::select! {
        // Whoever goes away or is too slow needs no line in the log.
        _ = connection.as_mut() => return,
        // An error says that the server ends: nothing is ever sent.
        _ = ended.changed() => connection.as_mut().graceful_shutdown(),
    }
    let _ = connection.await;
}

/// How many connections each address has.
#[derive(Clone, Default)]
struct Guests(Arc<Mutex<HashMap<IpAddr, usize>>>);

/// A connection of an address, for as long as it is kept.
struct Guest {
    guests: Guests,
    address: IpAddr,
}

impl Guests {
    fn let_in(&self, address: IpAddr, most: usize) -> Option<Guest> {
        let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let count = counts.entry(address).or_default();
        if *count >= most && !address.to_canonical().is_loopback() {
            return None;
        }
        *count += 1;
        Some(Guest { guests: self.clone(), address })
    }
}

impl Drop for Guest {
    fn drop(&mut self) {
        let mut counts = self.guests.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = counts.get_mut(&self.address) {
            *count -= 1;
            if *count == 0 {
                counts.remove(&self.address);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_of_another_machine_has_so_many_connections_and_the_proxy_has_all() {
        let guests = Guests::default();
        let (other, own) = (IpAddr::from([192, 0, 2, 1]), IpAddr::from([127, 0, 0, 1]));
        let kept: Vec<_> = (0..3).map(|_| guests.let_in(other, 3)).collect();
        assert!(kept.iter().all(Option::is_some) && guests.let_in(other, 3).is_none());
        assert!(guests.let_in(IpAddr::from([192, 0, 2, 2]), 3).is_some(), "another has its own");
        let local: Vec<_> = (0..9).map(|_| guests.let_in(own, 3)).collect();
        assert!(local.iter().all(Option::is_some));
        drop(kept);
        assert!(guests.let_in(other, 3).is_some());
        drop(local);
        assert!(guests.0.lock().unwrap().is_empty(), "nothing is kept of who has gone");
    }
}
