//! What a phone shows for a page it does not hold while there is no network.

use axum::Router;
use axum::routing::get;
use maud::{Markup, Render, html};

use super::assets::OFFLINE;
use super::ui::{EmptyState, Icon, LinkButton, Page};
use crate::t;
use crate::words::Words;

/// The route of the page; it needs no person, because every phone keeps it from the first visit on.
pub fn routes<S: Clone + Send + Sync + 'static>() -> Router<S> {
    Router::new().route(OFFLINE, get(page))
}

async fn page(w: Words) -> Markup {
    let body = EmptyState::new(Icon::NoNetwork, t!(w, "offline-body"))
        .next_step(t!(w, "offline-kept"))
        .link("", t!(w, "offline-retry"));
    Page::new(w, t!(w, "offline-title"), html! { (body) (LinkButton::new("/", t!(w, "go-home")).icon(Icon::Home)) })
        .render()
}

#[cfg(test)]
mod tests {
    use axum::body::Body;
    use axum::http::Request;
    use http_body_util::BodyExt;
    use tower::ServiceExt;

    use super::*;

    #[tokio::test]
    async fn the_page_says_so() {
        let request = Request::get(OFFLINE).body(Body::empty()).unwrap();
        let answer = routes::<()>().oneshot(request).await.unwrap();
        let bytes = answer.into_body().collect().await.unwrap().to_bytes();
        assert!(String::from_utf8_lossy(&bytes).contains(&t!(Words::default(), "offline-title")));
    }
}
