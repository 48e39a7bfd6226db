//! What an address says: which round to keep through links and forms, and which stop or round a path names.

use std::str::FromStr;

use axum::extract::{FromRequestParts, RawPathParams};
use axum::http::request::Parts;

use crate::app::{Refusal, Thing};
use crate::domain::id::{RoundId, StopId};
use crate::web::Web;
use crate::web::error::WebError;

/// The round that an address names with `?round=`, kept by every link of the page.
#[derive(Debug, Clone, Copy, Default)]
pub struct RoundScope {
    /// The round, unless it is the driver's own of today.
    pub round: Option<RoundId>,
    /// The stop that was confirmed on the page before.
    pub after: Option<StopId>,
}

impl RoundScope {
    /// What tabs add to their addresses.
    pub fn query(self) -> String {
        self.round.map_or_else(String::new, |round| format!("?round={round}"))
    }

    /// An address within the same round.
    pub fn link(self, path: &str) -> String {
        match self.round {
            Some(round) => format!("{path}{}round={round}", if path.contains('?') { '&' } else { '?' }),
            None => path.to_owned(),
        }
    }

    /// The address of a stop.
    pub fn stop(self, stop: StopId) -> String {
        self.link(&format!("/driver/stops/{stop}"))
    }
}

impl FromRequestParts<Web> for RoundScope {
    type Rejection = WebError;

    async fn from_request_parts(parts: &mut Parts, _: &Web) -> Result<Self, WebError> {
        let mut scope = Self::default();
        for (name, value) in form_urlencoded::parse(parts.uri.query().unwrap_or_default().as_bytes()) {
            match name.as_ref() {
                "round" if !value.is_empty() => {
                    scope.round = Some(value.parse().map_err(|_| Refusal::NotFound(Thing::Round))?);
                }
                "after" => scope.after = value.parse().ok(),
                _ => {}
            }
        }
        Ok(scope)
    }
}

/// The stop that a path names.
#[derive(Debug, Clone, Copy)]
pub struct StopInPath(pub StopId);

impl FromRequestParts<Web> for StopInPath {
    type Rejection = WebError;

    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Self, WebError> {
        in_path(parts, web, "stop", Thing::Stop).await.map(Self)
    }
}

/// The round that a path names.
#[derive(Debug, Clone, Copy)]
pub struct RoundInPath(pub RoundId);

impl FromRequestParts<Web> for RoundInPath {
    type Rejection = WebError;

    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Self, WebError> {
        in_path(parts, web, "round", Thing::Round).await.map(Self)
    }
}

/// An id in the path. What is no id names nothing that exists.
async fn in_path<T: FromStr>(parts: &mut Parts, web: &Web, name: &str, thing: Thing) -> Result<T, WebError> {
    let not_found = || WebError::from(Refusal::NotFound(thing));
    let path = RawPathParams::from_request_parts(parts, web).await.map_err(|_| not_found())?;
    let text = path.iter().find(|(known, _)| *known == name).map(|(_, text)| text.to_owned());
    text.and_then(|text| text.parse().ok()).ok_or_else(not_found)
}
