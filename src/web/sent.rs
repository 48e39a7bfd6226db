//! What a phone says of an act that it sends by itself, later: the header `Outbox`.

use axum::http::{HeaderMap, HeaderName};
use std::time::Duration;

use crate::domain::id::{OpId, PersonId};
use crate::domain::time::Millis;

/// The header of what a phone sends by itself.
const OUTBOX: HeaderName = HeaderName::from_static("outbox");

/// What a phone's count of its acts can be.
const COUNTS: std::ops::RangeInclusive<i64> = 1..=1_000_000_000;

/// A phone's count of its acts, if it is one.
pub fn count(text: &str) -> Option<i64> {
    text.parse().ok().filter(|count| COUNTS.contains(count))
}

/// Who did it, and the act.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sent {
    /// Who was signed in on the phone when it was done.
    pub person: PersonId,
    pub op: OpId,
    /// When it was done, by the phone.
    pub at: Millis,
    /// The phone's own count of this person's acts.
    pub count: Option<i64>,
    /// How long it waited on the phone, by the phone's clock at both ends; older versions do not say.
    pub waited: Option<Duration>,
}

/// What the header says, if it is there.
pub fn sent(headers: &HeaderMap) -> Option<Sent> {
    let mut words = headers.get(OUTBOX)?.to_str().ok()?.split(' ');
    Some(Sent {
        person: words.next()?.parse().ok()?,
        op: words.next()?.parse().ok()?,
        at: Millis(words.next()?.parse().ok()?),
        count: words.next().and_then(count),
        waited: words.next().and_then(|waited| waited.parse().ok()).map(Duration::from_millis),
    })
}
