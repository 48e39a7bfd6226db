//! Where a browser takes messages, and the messages that wait for it.

use crate::domain::id::{NoticeId, SubscriptionId};
use crate::domain::notice::Notice;
use crate::domain::time::Millis;
use crate::domain::word_enum;
use std::fmt;

/// Where a browser takes messages, and the keys to encrypt them with. Whoever knows it could send: it is never printed.
#[derive(Clone, PartialEq, Eq)]
pub struct Mailbox {
    pub endpoint: String,
    /// The browser's public key, base64url.
    pub p256dh: String,
    /// The secret it shares with us, base64url.
    pub auth: String,
}

impl fmt::Debug for Mailbox {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Mailbox").finish_non_exhaustive()
    }
}

/// A phone that takes messages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subscription {
    pub id: SubscriptionId,
    pub mailbox: Mailbox,
    /// The server's public key that the browser bound it to.
    pub vapid: String,
    /// When the phone last said that it holds.
    pub renewed: Millis,
    /// When the push service refused the server itself.
    pub blocked: Option<Millis>,
}

/// Names one message to one browser.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct PushKey {
    pub notice: NoticeId,
    pub subscription: SubscriptionId,
    pub takes_back: bool,
}

/// A message that was claimed for sending.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claimed {
    pub key: PushKey,
    pub notice: Notice,
    pub mailbox: Mailbox,
    /// The language of its person, as a two-letter code.
    pub language: String,
    /// How often sending was begun, this time included.
    pub tries: i64,
    /// How many notices of the person are new.
    pub new: i64,
}

word_enum!(
    /// Where a message is on its way.
    PushState {
        /// It is not due, or will be tried again.
        Waiting = "waiting",
        /// Sending has begun. Without an answer it stays so.
        Sending = "sending",
        /// The push service has it.
        Taken = "taken",
        /// It will never be taken.
        Refused = "refused",
        /// Its browser takes no messages any more.
        Gone = "gone",
        /// It came too late to be of use.
        Expired = "expired",
        /// What it tells of was taken back before it was sent.
        Withdrawn = "withdrawn",
    }
);
