//! What an address says: the thing that its path names, and its query.

use axum::extract::{FromRequestParts, Query as Pairs, RawPathParams};
use axum::http::Uri;
use axum::http::request::Parts;
use serde::de::DeserializeOwned;
use std::collections::BTreeSet;
use std::convert::Infallible;
use std::fmt::Display;
use std::str::FromStr;

use super::error::WebError;
use crate::app::{Refusal, Thing};
use crate::domain::id::{
    ClosureId, DeviceId, DowntimeId, LotId, NoticeId, OpId, PersonId, PhotoId, PlanId, RoundId, ShiftId, SiteId,
    StandingId, StopId, SwapId, UploadId, VehicleId,
};

/// The one id in a path. What is no id names nothing that exists.
#[derive(Debug, Clone, Copy)]
pub struct Id<T>(pub T);

/// An id that says what it is of, for the answer that there is no such thing.
pub trait Names: FromStr {
    const THING: Thing;
}

macro_rules! names {
    ($($id:ty => $thing:ident),+ $(,)?) => {$(
        impl Names for $id {
            const THING: Thing = Thing::$thing;
        }
    )+};
}

names! {
    ClosureId => Closure,
    DeviceId => Device,
    DowntimeId => Downtime,
    LotId => Lot,
    NoticeId => Notice,
    OpId => Act,
    PersonId => Person,
    PhotoId => Photo,
    PlanId => Plan,
    RoundId => Round,
    ShiftId => Shift,
    SiteId => Site,
    StandingId => Standing,
    StopId => Stop,
    SwapId => Swap,
    UploadId => Page,
    VehicleId => Vehicle,
}

impl<T: Names, S: Send + Sync> FromRequestParts<S> for Id<T> {
    type Rejection = WebError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, WebError> {
        let path = RawPathParams::from_request_parts(parts, state).await.ok();
        let named = path.iter().flatten().next().map(|(_, text)| text);
        id_of(named.unwrap_or_default()).map(Self)
    }
}

/// The id that a text says.
///
/// # Errors
/// When it is none.
pub fn id_of<T: Names>(text: &str) -> Result<T, WebError> {
    text.parse().map_err(|_| Refusal::NotFound(T::THING).into())
}

/// What the query of the request says, as [`query`] reads it.
#[derive(Debug, Clone, Copy)]
pub struct Query<T>(pub T);

impl<T: DeserializeOwned + Default, S: Send + Sync> FromRequestParts<S> for Query<T> {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self(query(&parts.uri)))
    }
}

/// What the query of an address says: of a name that is said twice the first, and nothing where it cannot be read. An
/// address that somebody cut or put together still leads to its page.
pub fn query<T: DeserializeOwned + Default>(address: &Uri) -> T {
    let mut known = BTreeSet::new();
    let pairs = form_urlencoded::parse(address.query().unwrap_or_default().as_bytes());
    let once = pairs.filter(|(name, _)| known.insert(name.to_string()));
    let once = form_urlencoded::Serializer::new("/?".to_owned()).extend_pairs(once).finish();
    once.parse().ok().and_then(|once| Pairs::try_from_uri(&once).ok()).map(|Pairs(said)| said).unwrap_or_default()
}

/// An address that says one thing more.
pub fn with_query(address: &str, name: &str, value: impl Display) -> String {
    let joint = if address.contains('?') { '&' } else { '?' };
    format!("{address}{joint}{name}={value}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::Deserialize;

    #[derive(Debug, Default, PartialEq, Deserialize)]
    #[serde(default)]
    struct Said {
        site: Option<String>,
        next: String,
        n: u8,
    }

    fn said(address: &str) -> Said {
        query(&address.parse().expect("an address"))
    }

    #[test]
    fn the_first_of_a_name_counts_and_what_cannot_be_read_says_nothing() {
        let both = Said { site: Some("a b".to_owned()), next: "/è?x=1&y".to_owned(), n: 3 };
        assert_eq!(said("/p?site=a+b&next=/%C3%A8%3Fx%3D1%26y&n=3&other=1"), both);
        assert_eq!(said("/p?site=a&site=b&n=1").site.as_deref(), Some("a"));
        assert_eq!(said("/p?n=many&site=a"), Said::default());
        assert_eq!(said("/p?site="), Said { site: Some(String::new()), ..Said::default() });
        assert_eq!(said("/p?%FF&&=&n=%"), Said::default());
        assert_eq!(said("/p"), Said::default());
    }

    #[test]
    fn one_thing_more_follows_what_was_said_before() {
        assert_eq!(with_query(&with_query("/p", "a", 1), "b", "c"), "/p?a=1&b=c");
    }
}
