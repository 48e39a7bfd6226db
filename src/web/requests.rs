//! What the log says of each request: its number, which route it met, who sent it and how it was answered. Never its
//! address, which may hold a code or another secret.

use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderName, HeaderValue, Method};
use axum::middleware::Next;
use axum::response::Response;
use tracing::field::{Empty, display};
use tracing::{Instrument, Span};

use super::Web;
use crate::app::Reference;
use crate::domain::people::Actor;

/// The header that says the number of a request.
const REQUEST_ID: HeaderName = HeaderName::from_static("request-id");

/// Answers a request within a span of the log. The answer says the number that its lines have.
pub async fn told(State(web): State<Web>, request: Request, next: Next) -> Response {
    let id = Reference::new(web.app.machine());
    let route = request.extensions().get::<MatchedPath>().cloned();
    let route = route.as_ref().map_or("none", MatchedPath::as_str);
    let known = [Method::GET, Method::HEAD, Method::POST].into_iter().find(|known| known == request.method());
    let method = known.as_ref().map_or("other", Method::as_str);
    // At the level of errors, so that also these say which request they met.
    let span = tracing::error_span!("request", %id, method, route, person = Empty, device = Empty);
    let mut answer = next.run(request).instrument(span.clone()).await;
    span.in_scope(|| tracing::debug!(status = answer.status().as_u16(), "answered"));
    if let Ok(id) = HeaderValue::try_from(id.to_string()) {
        answer.headers_mut().insert(REQUEST_ID, id);
    }
    answer
}

/// Says in the span of a request whose it is.
pub fn is_of(actor: &Actor) {
    Span::current().record("person", display(actor.person));
    if let Some(device) = actor.device {
        Span::current().record("device", display(device));
    }
}
