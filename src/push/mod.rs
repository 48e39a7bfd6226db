//! Messages to phones (Web Push: RFC 8030, 8188, 8291, 8292): the server's key, where it may send, what it sends, and how.

pub mod courier;
pub mod guard;
pub mod keys;
pub mod message;

use crate::domain::mailbox::Mailbox;
use crate::domain::quantity::Seconds;
use futures_util::future::BoxFuture;

/// One message on its way to one browser.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outgoing {
    pub to: Mailbox,
    /// What it says, as it is read on the phone.
    pub text: String,
    /// How long it is of use: the push service forgets it afterwards.
    pub life: Seconds,
    /// Whether the phone is woken for it.
    pub urgent: bool,
    /// A newer one with the same topic takes its place at the push service.
    pub topic: String,
}

/// What became of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// The push service has it.
    Taken(u16),
    /// The browser no longer takes messages there.
    Gone(u16),
    /// It was not taken; trying again later is safe.
    Later {
        status: Option<u16>,
        /// How long the push service asked us to wait.
        after: Option<Seconds>,
    },
    /// The push service refuses this server: a wrong key or contact.
    Blocked(u16),
    /// It will never be taken as it is.
    Refused(Option<u16>),
    /// It was sent, and no answer came: whether it arrived is not known.
    Unknown,
}

impl Verdict {
    /// The status of the answer, if there was one.
    pub const fn status(self) -> Option<u16> {
        match self {
            Self::Taken(status) | Self::Gone(status) | Self::Blocked(status) => Some(status),
            Self::Later { status, .. } | Self::Refused(status) => status,
            Self::Unknown => None,
        }
    }
}

/// Whoever carries messages to push services.
pub trait Courier: Send + Sync {
    /// Sends one message, once.
    fn send<'a>(&'a self, message: &'a Outgoing) -> BoxFuture<'a, Verdict>;
}

/// What the rest of the program knows of push: where it may send, and who it is for browsers.
#[derive(Debug, Clone, Default)]
pub struct Identity {
    pub guard: guard::Guard,
    /// The public key that browsers bind their subscription to, base64url.
    pub public_key: String,
    /// The address people reach the server at, without a slash at its end: notices lead to its pages.
    pub public_url: String,
}
