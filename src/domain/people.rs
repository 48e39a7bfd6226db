//! Who works in the network, and what each may do.

use crate::domain::id::{AreaId, DeviceId, OpId, PersonId, SiteId};
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
    #[must_use]
    pub const fn is_at_a_site(self) -> bool {
        matches!(self, Self::Donor | Self::Point)
    }
}

/// A role, at a site where the role asks for one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Grant {
    /// The role.
    pub role: Role,
    /// Where, for [`Role::is_at_a_site`].
    pub site: Option<SiteId>,
}

/// Somebody who works in the network.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// Their id.
    pub id: PersonId,
    /// The code people's files call them by; unique in their area.
    pub code: String,
    /// Their name as colleagues know it.
    pub name: String,
    /// Telephone.
    pub phone: String,
    /// The language they read, as a two-letter code.
    pub language: String,
    /// Whether they take part.
    pub active: bool,
    /// What they may do.
    pub grants: Vec<Grant>,
}

/// The person and phone behind a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    /// Who.
    pub person: PersonId,
    /// Their name.
    pub name: String,
    /// From which phone; none for acts on the command line.
    pub device: Option<DeviceId>,
    /// In which area.
    pub area: AreaId,
    /// What they may do.
    pub grants: Vec<Grant>,
}

impl Actor {
    /// Whether they coordinate the area.
    #[must_use]
    pub fn coordinates(&self) -> bool {
        self.has(Role::Coordinator)
    }

    /// Whether they have a role anywhere.
    #[must_use]
    pub fn has(&self, role: Role) -> bool {
        self.grants.iter().any(|grant| grant.role == role)
    }

    /// Whether they may act in a role at a site. A coordinator may at every site.
    #[must_use]
    pub fn may_at(&self, role: Role, site: SiteId) -> bool {
        self.coordinates() || self.grants.contains(&Grant { role, site: Some(site) })
    }

    /// Whether they may act for a driver: themselves, or anybody for a coordinator.
    #[must_use]
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
    /// For whom.
    pub name: String,
    /// Until when.
    pub expires: Millis,
    /// Whether somebody used it.
    pub used: bool,
    /// Whether it may be used again and again: only in a demonstration.
    pub reusable: bool,
    /// Whether the person takes part.
    pub active: bool,
}

/// A phone or browser that logged in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Device {
    /// Its id.
    pub id: DeviceId,
    /// Whose.
    pub person: PersonId,
    /// What it is, as its browser says.
    pub label: String,
    /// When it logged in.
    pub created: Millis,
    /// When it was last used.
    pub last_seen: Millis,
    /// When it was locked out.
    pub revoked: Option<Millis>,
}

/// Acts that a phone counted and that never came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MissingActs {
    /// Whose.
    pub person: PersonId,
    /// From which phone.
    pub device: DeviceId,
    /// How many.
    pub acts: i64,
    /// When the last act before them was done.
    pub from: Millis,
    /// When the first one after them was done.
    pub until: Millis,
}

/// An act from a phone that may not send any more. It was not taken, and waits on the phone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldAct {
    /// Its id.
    pub op: OpId,
    /// Whose.
    pub person: PersonId,
    /// From which phone.
    pub device: DeviceId,
    /// Where it was sent.
    pub path: String,
    /// When it was done, by the phone.
    pub occurred: Millis,
}
