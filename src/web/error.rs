//! Errors as people meet them: a status, a plain sentence, what to do, and a number to tell the coordinator.

use std::sync::Arc;

use axum::extract::{FromRequestParts, Request, State};
use axum::http::StatusCode;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use maud::{Markup, Render, html};

use super::Web;
use super::public::public_page;
use super::say;
use super::ui::{Emphasis, LinkButton, Notice};
use crate::app::{Conflict, Reference, Refusal, Thing};
use crate::t;
use crate::words::Words;

/// Something that stopped a handler. Handlers return it with `?`; [`explain`] turns it into a page.
#[derive(Debug, Clone)]
pub struct WebError(Cause);

#[derive(Debug, Clone)]
enum Cause {
    Refused(Arc<Refusal>),
    Unauthorised,
    TooLarge,
    TooSlow,
    Unreadable,
    CrossSite,
    ByAnother,
}

impl WebError {
    /// A change without a session.
    pub const fn unauthorised() -> Self {
        Self(Cause::Unauthorised)
    }

    /// A body beyond the limit.
    pub const fn too_large() -> Self {
        Self(Cause::TooLarge)
    }

    /// A body that did not arrive in time.
    pub const fn too_slow() -> Self {
        Self(Cause::TooSlow)
    }

    /// A body that is no form.
    pub const fn unreadable() -> Self {
        Self(Cause::Unreadable)
    }

    /// A change that another site started.
    pub const fn cross_site() -> Self {
        Self(Cause::CrossSite)
    }

    /// An act that a phone sends for somebody who is not the one signed in on it.
    pub const fn by_another() -> Self {
        Self(Cause::ByAnother)
    }

    /// No such page.
    pub fn no_page() -> Self {
        Refusal::NotFound(Thing::Page).into()
    }

    fn refusal(&self) -> Option<&Refusal> {
        match &self.0 {
            Cause::Refused(refusal) => Some(refusal),
            _ => None,
        }
    }

    fn status(&self) -> StatusCode {
        match &self.0 {
            Cause::Refused(refusal) => match refusal.as_ref() {
                Refusal::NotFound(_) => StatusCode::NOT_FOUND,
                Refusal::NotAllowed => StatusCode::FORBIDDEN,
                Refusal::Invalid(_) => StatusCode::UNPROCESSABLE_ENTITY,
                Refusal::Conflict(Conflict::NotYet { .. }) => StatusCode::TOO_EARLY,
                Refusal::Conflict(_) => StatusCode::CONFLICT,
                Refusal::Store(_) => StatusCode::SERVICE_UNAVAILABLE,
                Refusal::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
            },
            Cause::Unauthorised => StatusCode::UNAUTHORIZED,
            Cause::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Cause::TooSlow => StatusCode::REQUEST_TIMEOUT,
            Cause::Unreadable => StatusCode::UNPROCESSABLE_ENTITY,
            Cause::CrossSite => StatusCode::FORBIDDEN,
            Cause::ByAnother => StatusCode::PRECONDITION_FAILED,
        }
    }

    /// Why somebody may not have what they asked for; none where they only asked for what is not there or not right.
    fn refused_because(&self) -> Option<&'static str> {
        match &self.0 {
            Cause::Refused(refusal) => matches!(refusal.as_ref(), Refusal::NotAllowed).then_some("not theirs to do"),
            Cause::Unauthorised => Some("no session"),
            Cause::TooLarge => Some("too large"),
            Cause::TooSlow => Some("too slow"),
            Cause::Unreadable => Some("no form"),
            Cause::CrossSite => Some("another site sent it"),
            Cause::ByAnother => Some("somebody else is signed in"),
        }
    }

    /// Title, sentence and what to do.
    fn words(&self, w: Words) -> (String, Vec<String>) {
        match &self.0 {
            Cause::Refused(refusal) => match refusal.as_ref() {
                Refusal::NotFound(Thing::Page) => (t!(w, "error-no-page"), vec![t!(w, "error-not-found")]),
                Refusal::NotFound(thing) => (say::no_such(w, *thing), vec![t!(w, "error-no-thing")]),
                Refusal::NotAllowed => (t!(w, "error-forbidden-title"), vec![t!(w, "error-forbidden")]),
                Refusal::Invalid(errors) => (
                    t!(w, "error-invalid-title"),
                    errors.iter().map(|error| say::field_error(w, &error.kind)).collect(),
                ),
                Refusal::Conflict(conflict) => {
                    (t!(w, "error-conflict-title"), vec![say::conflict(w, conflict), t!(w, "error-conflict")])
                }
                Refusal::Store(_) => (t!(w, "error-store-title"), vec![t!(w, "error-store")]),
                Refusal::Internal(_) => (t!(w, "error-internal-title"), vec![t!(w, "error-internal")]),
            },
            Cause::Unauthorised => (t!(w, "error-unauthorised-title"), vec![t!(w, "error-unauthorised")]),
            Cause::TooLarge => (t!(w, "error-invalid-title"), vec![t!(w, "error-too-large")]),
            Cause::TooSlow => (t!(w, "error-too-slow-title"), vec![t!(w, "error-too-slow")]),
            Cause::Unreadable => (t!(w, "error-invalid-title"), vec![t!(w, "error-unreadable")]),
            Cause::CrossSite => (t!(w, "error-forbidden-title"), vec![t!(w, "error-cross-site")]),
            Cause::ByAnother => (t!(w, "error-forbidden-title"), vec![t!(w, "outbox-other-person")]),
        }
    }
}

impl From<Refusal> for WebError {
    fn from(refusal: Refusal) -> Self {
        Self(Cause::Refused(Arc::new(refusal)))
    }
}

impl From<crate::app::FieldError> for WebError {
    fn from(error: crate::app::FieldError) -> Self {
        Refusal::from(error).into()
    }
}

impl IntoResponse for WebError {
    fn into_response(self) -> Response {
        let mut answer = self.status().into_response();
        answer.extensions_mut().insert(self);
        answer
    }
}

/// Turns what stopped a handler into a page in the language of the request. Details go to the log, under a number.
pub async fn explain(State(web): State<Web>, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    let words = match <Words as FromRequestParts<Web>>::from_request_parts(&mut parts, &web).await {
        Ok(words) => words,
        Err(never) => match never {},
    };
    let is_fragment = parts.headers.contains_key("hx-request");
    let mut answer = next.run(Request::from_parts(parts, body)).await;
    let Some(error) = answer.extensions_mut().remove::<WebError>() else { return answer };
    let reference = match error.refusal() {
        Some(refusal @ Refusal::Store(_)) => {
            let reference = Reference::new(web.app.machine());
            tracing::error!(%reference, error = %refusal, "storage did not answer");
            Some(reference)
        }
        Some(Refusal::Internal(reference)) => {
            tracing::error!(%reference, "answered that something broke inside");
            Some(reference.clone())
        }
        _ => {
            if let Some(why) = error.refused_because() {
                tracing::info!(why, "a request was refused");
            }
            None
        }
    };
    let markup = page(&web, words, &error, reference.as_ref(), is_fragment);
    let headers = answer.headers().clone();
    let mut page = (error.status(), markup).into_response();
    for (name, value) in &headers {
        if name.as_str() == "op-ack" {
            page.headers_mut().insert(name, value.clone());
        }
    }
    page
}

fn page(web: &Web, w: Words, error: &WebError, reference: Option<&Reference>, is_fragment: bool) -> Markup {
    let (title, sentences) = error.words(w);
    let first = sentences.first().cloned().unwrap_or_default();
    let notice = Notice::danger(first).then(html! {
        @for sentence in sentences.iter().skip(1) { p { (sentence) } }
        @if let Some(id) = reference { p.small { (t!(w, "error-reference", id = id.to_string())) } }
    });
    if is_fragment {
        return html! { (notice) };
    }
    let body = html! {
        div.stack {
            (notice)
            @if matches!(error.0, Cause::Unauthorised) {
                (LinkButton::new("/login", t!(w, "login-title")).emphasis(Emphasis::Primary))
            } @else {
                (LinkButton::new("/", t!(w, "go-home")).emphasis(Emphasis::Primary))
            }
        }
    };
    public_page(web, w, title, body).render()
}
