//! Identifiers: UUIDs that cannot be mistaken for one another.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;
use uuid::Uuid;

/// A text that is not an identifier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an identifier")]
pub struct NotAnId;

macro_rules! ids {
    ($($(#[$meta:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = NotAnId;
            fn from_str(text: &str) -> Result<Self, NotAnId> {
                Uuid::from_str(text).map(Self).map_err(|_| NotAnId)
            }
        }

        impl From<Uuid> for $name {
            fn from(id: Uuid) -> Self {
                Self(id)
            }
        }
    )+};
}

ids!(
    /// A governed territory.
    AreaId,
    /// A shop, a distribution point or a hub.
    SiteId,
    /// A van or a car.
    VehicleId,
    /// Somebody who works in the network.
    PersonId,
    /// A phone or browser that logged in.
    DeviceId,
    /// A driver and a vehicle available in a window of one day.
    ShiftId,
    /// One vehicle and driver on one day.
    RoundId,
    /// One visit of a round. It keeps its id when the plan changes around it.
    StopId,
    /// A version of a day's plan.
    PlanId,
    /// One search for a plan of a day: who holds its claim may keep what it found.
    SearchId,
    /// One batch of one product from one donor.
    LotId,
    /// What a donor said it has, in one go.
    AnnouncementId,
    /// One row of the ledger.
    MovementId,
    /// One act of one person, named by the phone that made it. Unique for ever.
    OpId,
    /// A picture of a lot.
    PhotoId,
    /// Something a person was told.
    NoticeId,
    /// Where a browser takes messages.
    SubscriptionId,
    /// Days on which a site or the whole area is closed.
    ClosureId,
    /// Days on which a vehicle cannot drive.
    DowntimeId,
    /// A shift that somebody drives every week.
    StandingId,
    /// A proposal to exchange two shifts.
    SwapId,
    /// Files that were sent to be taken in.
    UploadId,
);
