//! The table of routes: each says who may call it, and nothing is reachable that is not in the table.

use axum::Router;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::handler::Handler;
use axum::http::Method;
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, get, post};

use super::Web;
use super::context::{session_token, to_login};
use super::error::WebError;
use super::input::{MOST_PUBLIC_BYTES, MOST_UPLOAD_BYTES};
use super::requests;
use super::sent::{Sent, sent};
use crate::app::Refusal;
use crate::domain::people::Role;

/// Who may call a route.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    Public,
    /// Whoever is logged in.
    Signed,
    /// Who has this role somewhere, and every coordinator. Which site or round is the verb's business.
    As(Role),
}

/// A route as declared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Declared {
    pub method: Method,
    pub path: &'static str,
    pub access: Access,
}

/// Routes, with who may call each.
pub struct Routes {
    web: Web,
    router: Router<Web>,
    declared: Vec<Declared>,
}

impl Routes {
    /// No routes.
    pub fn new(web: Web) -> Self {
        Self { web, router: Router::new(), declared: Vec::new() }
    }

    /// Adds a page.
    pub fn get<H, T>(self, path: &'static str, access: Access, handler: H) -> Self
    where
        H: Handler<T, Web>,
        T: 'static,
    {
        self.add(Method::GET, path, access, get(handler))
    }

    /// Adds a change.
    pub fn post<H, T>(self, path: &'static str, access: Access, handler: H) -> Self
    where
        H: Handler<T, Web>,
        T: 'static,
    {
        self.add(Method::POST, path, access, post(handler))
    }

    fn add(mut self, method: Method, path: &'static str, access: Access, route: MethodRouter<Web>) -> Self {
        let most = if access == Access::Public { MOST_PUBLIC_BYTES } else { MOST_UPLOAD_BYTES };
        let route = route.layer(DefaultBodyLimit::max(most));
        let guarded = route.layer(from_fn_with_state((self.web.clone(), access), guard));
        self.router = self.router.route(path, guarded);
        self.declared.push(Declared { method, path, access });
        self
    }

    /// The router and its table.
    pub fn finish(self) -> (Router<Web>, Vec<Declared>) {
        (self.router, self.declared)
    }
}

/// Lets a request pass if its session may call the route, and leaves the session for the handler.
async fn guard(State((web, access)): State<(Web, Access)>, mut request: Request, next: Next) -> Response {
    let session = match session_token(request.headers(), web.secure) {
        Some(token) => match web.app.session(&token).await {
            Ok(session) => session,
            Err(refusal) => return WebError::from(refusal).into_response(),
        },
        None => None,
    };
    if let Some(session) = &session {
        requests::is_of(&session.actor);
    }
    let allowed = match (access, &session) {
        (Access::Public, _) | (Access::Signed, Some(_)) => true,
        (Access::As(role), Some(session)) => session.actor.has(role) || session.actor.coordinates(),
        (_, None) => return to_login(&request),
    };
    let by_another = |sent: Sent| session.as_ref().is_some_and(|session| session.actor.person != sent.person);
    if sent(request.headers()).is_some_and(by_another) {
        // Somebody else is signed in on that phone now: the act waits there for its author.
        return WebError::by_another().into_response();
    }
    if !allowed {
        return WebError::from(Refusal::NotAllowed).into_response();
    }
    let area = session.as_ref().map(|session| session.actor.area);
    let decides = access == Access::As(Role::Coordinator) && request.method() == Method::POST;
    if let Some(session) = session {
        request.extensions_mut().insert(session);
    }
    let answer = next.run(request).await;
    if let Some(area) = area.filter(|_| decides && answer.status().is_redirection()) {
        // What a coordinator changes may be what plans and notices were decided on.
        web.app.look_again(area);
    }
    answer
}
