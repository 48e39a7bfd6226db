//! Answering requests until told to end.

use std::future::Future;
use std::io;

use tokio::net::TcpListener;

use super::{Web, router};

/// Serves on `listener` until `end`, then lets answers under way finish.
///
/// # Errors
/// When the listener breaks.
pub async fn serve(listener: TcpListener, web: Web, end: impl Future<Output = ()> + Send + 'static) -> io::Result<()> {
    axum::serve(listener, router(web)).with_graceful_shutdown(end).await
}
