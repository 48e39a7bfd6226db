//! What an address says: which round to keep through links and forms, and which stop or round a path names.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use serde::Deserialize;

use crate::domain::id::{RoundId, StopId};
use crate::web::Web;
use crate::web::address::{id_of, query, with_query};
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
        self.link("")
    }

    /// An address within the same round.
    pub fn link(self, path: &str) -> String {
        match self.round {
            Some(round) => with_query(path, "round", round),
            None => path.to_owned(),
        }
    }

    /// The address of a stop.
    pub fn stop(self, stop: StopId) -> String {
        self.link(&format!("/driver/stops/{stop}"))
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Asked {
    round: Option<String>,
    after: String,
}

impl FromRequestParts<Web> for RoundScope {
    type Rejection = WebError;

    async fn from_request_parts(parts: &mut Parts, _: &Web) -> Result<Self, WebError> {
        let asked: Asked = query(&parts.uri);
        let round = asked.round.filter(|round| !round.is_empty());
        Ok(Self { round: round.as_deref().map(id_of).transpose()?, after: asked.after.parse().ok() })
    }
}
