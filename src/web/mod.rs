//! Everything that speaks HTTP. Handlers read a request, call one verb of the application, and render.

pub mod acts;
pub mod address;
pub mod assets;
pub mod calendar;
pub mod context;
pub mod coordinator;
pub mod donor;
pub mod driver;
pub mod error;
pub mod fairness;
pub mod form_state;
pub mod input;
pub mod language;
pub mod live;
pub mod login;
pub mod marks;
pub mod notices;
pub mod offline;
pub mod outbox;
pub mod paper;
pub mod point;
pub mod public;
pub mod requests;
pub mod routes;
pub mod say;
pub mod scope;
pub mod sent;
pub mod serve;
pub mod ui;
pub mod usual;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, HOST, HeaderName, ORIGIN, REFERRER_POLICY, STRICT_TRANSPORT_SECURITY,
    X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderValue, Method};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use tower_http::compression::CompressionLayer;

use crate::app::App;
use error::WebError;
use routes::{Declared, Routes};

/// What handlers share. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Web {
    pub app: App,
    /// Whether people reach the server over an encrypted connection, so that cookies may say so.
    pub secure: bool,
    /// The address people reach the server at, without a slash at its end.
    pub public_url: std::sync::Arc<str>,
}

impl Web {
    /// The web side of an application reached at `public_url`.
    pub fn new(app: App, public_url: &str) -> Self {
        let public_url = public_url.trim_end_matches('/');
        Self { app, secure: public_url.starts_with("https://"), public_url: public_url.into() }
    }
}

fn all_routes(web: &Web) -> Routes {
    let routes = Routes::new(web.clone());
    let routes = fairness::routes(notices::routes(routes));
    let routes = calendar::routes(outbox::routes(acts::routes(live::routes(login::routes(routes)))));
    coordinator::routes(point::routes(driver::routes(donor::routes(routes))))
}

/// The table of routes with who may call each, without the files that anybody may have.
pub fn declared(web: &Web) -> Vec<Declared> {
    all_routes(web).finish().1
}

/// The whole server.
pub fn router(web: Web) -> Router {
    let (router, _) = all_routes(&web).finish();
    router
        .merge(assets::routes())
        .merge(language::routes())
        .merge(offline::routes())
        .fallback(async || WebError::no_page())
        .method_not_allowed_fallback(async || WebError::no_page())
        .layer(DefaultBodyLimit::max(input::MOST_PUBLIC_BYTES))
        .layer(from_fn_with_state(web.clone(), same_site))
        .layer(from_fn_with_state(web.clone(), error::explain))
        .layer(from_fn_with_state(web.clone(), outbox::for_phones))
        .layer(from_fn_with_state(web.clone(), headers))
        .layer(from_fn_with_state(web.clone(), requests::told))
        .layer(CompressionLayer::new())
        .with_state(web)
}

/// Refuses changes that another site's page started. Browsers say so in `Sec-Fetch-Site`; older ones send `Origin`.
async fn same_site(State(web): State<Web>, request: Request, next: Next) -> Response {
    if is_same_site(&web, &request) { next.run(request).await } else { WebError::cross_site().into_response() }
}

fn is_same_site(web: &Web, request: &Request) -> bool {
    if request.method() == Method::GET || request.method() == Method::HEAD {
        return true;
    }
    let header = |name: HeaderName| request.headers().get(name).and_then(|value| value.to_str().ok());
    match (header(HeaderName::from_static("sec-fetch-site")), header(ORIGIN)) {
        (Some(site), _) => matches!(site, "same-origin" | "none"),
        (None, Some(origin)) => {
            let host = origin.split_once("://").map_or("", |(_, host)| host);
            Some(host) == header(HOST) || *origin == *web.public_url
        }
        (None, None) => true,
    }
}

async fn headers(State(web): State<Web>, request: Request, next: Next) -> Response {
    let mut answer = next.run(request).await;
    let headers = answer.headers_mut();
    let mut set = |name, value: &'static str| {
        headers.insert(name, HeaderValue::from_static(value));
    };
    set(CONTENT_SECURITY_POLICY, ui::shell::CONTENT_SECURITY_POLICY);
    set(X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(REFERRER_POLICY, "same-origin");
    set(HeaderName::from_static("permissions-policy"), "camera=(self), geolocation=(), microphone=()");
    if web.secure {
        set(STRICT_TRANSPORT_SECURITY, "max-age=63072000; includeSubDomains");
    }
    headers.entry(CACHE_CONTROL).or_insert(HeaderValue::from_static("no-cache, private"));
    answer
}
