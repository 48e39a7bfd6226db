//! Answering requests until told to end.

use std::future::{Future, IntoFuture};
use std::io;
use std::time::Duration;

use tokio::net::TcpListener;

use super::{Web, router};

/// How long pages that listen for changes may keep the server from ending.
const LAST_ANSWERS: Duration = Duration::from_secs(3);

/// Serves on `listener` until `end`, then lets answers under way finish for a moment.
///
/// # Errors
/// When the listener breaks.
pub async fn serve(listener: TcpListener, web: Web, end: impl Future<Output = ()> + Send + 'static) -> io::Result<()> {
    let (ending, ended) = tokio::sync::oneshot::channel::<()>();
    let serving = axum::serve(listener, router(web)).with_graceful_shutdown(async move {
        end.await;
        let _ = ending.send(());
    });
    tokio::select! {
        served = serving.into_future() => served,
        () = async {
            let _ = ended.await;
            tokio::time::sleep(LAST_ANSWERS).await;
        } => Ok(()),
    }
}
