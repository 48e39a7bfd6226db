//! Pages that change by themselves: the server says that something changed, and the page asks for its fragments again.

use std::convert::Infallible;
use std::time::Duration;

use axum::response::sse::{Event, KeepAlive, Sse};
use futures_util::Stream;
use tokio::sync::broadcast::error::RecvError;

use super::context::Context;
use super::routes::{Access, Routes};

/// The routes of this folder.
pub fn routes(routes: Routes) -> Routes {
    routes.get("/live", Access::Signed, live)
}

/// However much changes, pages are told at most this often.
const AT_MOST_EVERY: Duration = Duration::from_millis(700);

/// Says `changed` after each change of the person's area.
async fn live(context: Context) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let changes = context.web.app.changes();
    let area = context.actor.area;
    let stream = futures_util::stream::unfold(changes, move |mut changes| async move {
        loop {
            match changes.recv().await {
                Ok(changed) if changed == area => break,
                Ok(_) => {}
                // Changes were missed: one of them was surely ours.
                Err(RecvError::Lagged(_)) => break,
                Err(RecvError::Closed) => return None,
            }
        }
        tokio::time::sleep(AT_MOST_EVERY).await;
        changes = changes.resubscribe();
        Some((Ok(Event::default().event("changed").data("1")), changes))
    });
    Sse::new(stream).keep_alive(KeepAlive::new().interval(Duration::from_secs(20)))
}
