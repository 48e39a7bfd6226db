//! Who works in the network, and what each may do.

use crate::domain::id::{AreaId, DeviceId, OpId, PersonId, SiteId, StopId};
use crate::domain::time::Millis;
use crate::domain::word_enum;

word_enum!(
    /// What a person does in the network.
    Role {
        /// Announces food for a shop.
        Donor = "donor",
        /// Drives rounds.
        Driver = "driver",
        /// Takes food in at a distribution point or hub.
        Point = "point",
        /// Watches over the day and may do any step for anybody.
        Coordinator = "coordinator",
    }
);

impl Role {
    /// Whether the role is held at one site rather than in the whole area.
    pub const fn is_at_a_site(self) -> bool {
        matches!(self, Self::Donor | Self::Point)
    }
}

/// A role, at a site where the role asks for one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Grant {
    pub role: Role,
    pub site: Option<SiteId>,
}

/// Somebody who works in the network.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    pub id: PersonId,
    /// The code people's files call them by; unique in their area.
    pub code: String,
    /// Their name as colleagues know it.
    pub name: String,
    pub phone: String,
    /// The language they read, as a two-letter code.
    pub language: String,
    pub active: bool,
    pub grants: Vec<Grant>,
}

/// The person and phone behind a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    pub person: PersonId,
    pub name: String,
    /// From which phone; none for acts on the command line.
    pub device: Option<DeviceId>,
    pub area: AreaId,
    pub grants: Vec<Grant>,
}

impl Actor {
    /// Whether they coordinate the area.
    pub fn coordinates(&self) -> bool {
        self.has(Role::Coordinator)
    }

    /// Whether they have a role anywhere.
    pub fn has(&self, role: Role) -> bool {
        self.grants.iter().any(|grant| grant.role == role)
    }

    /// Whether they may act in a role at a site. A coordinator may at every site.
    pub fn may_at(&self, role: Role, site: SiteId) -> bool {
        self.coordinates() || self.grants.contains(&Grant { role, site: Some(site) })
    }

    /// Whether they may act for a driver: themselves, or anybody for a coordinator.
    pub fn may_drive_for(&self, driver: PersonId) -> bool {
        self.coordinates() || (self.has(Role::Driver) && self.person == driver)
    }

    /// The sites at which they hold a role.
    pub fn sites(&self, role: Role) -> impl Iterator<Item = SiteId> {
        self.grants.iter().filter(move |grant| grant.role == role).filter_map(|grant| grant.site)
    }
}

/// A code that lets somebody in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invitation {
    /// The area of the person it lets in.
    pub area: AreaId,
    pub name: String,
    pub expires: Millis,
    pub used: bool,
    /// Whether it may be used again and again: only in a demonstration.
    pub reusable: bool,
    /// Whether the person takes part.
    pub active: bool,
}

/// A phone or browser that logged in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Device {
    pub id: DeviceId,
    pub person: PersonId,
    /// What it is, as its browser says.
    pub label: String,
    pub created: Millis,
    /// When it was last used.
    pub last_seen: Millis,
    /// When it was locked out.
    pub revoked: Option<Millis>,
}

/// Acts that a phone counted and that never came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MissingActs {
    pub person: PersonId,
    pub device: DeviceId,
    pub acts: i64,
    /// When the last act before them was done.
    pub from: Millis,
    /// When the first one after them was done.
    pub until: Millis,
}

/// An act from a phone that may not send any more. It was not taken, and waits on the phone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldAct {
    pub op: OpId,
    pub person: PersonId,
    pub device: DeviceId,
    /// The stop it is about, as the phone says.
    pub stop: Option<StopId>,
    /// When it was done, by the phone.
    pub occurred: Millis,
}
