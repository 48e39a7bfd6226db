//! The people who can be told: those of a site, the drivers, the coordinators.

use super::super::Result;
use crate::domain::id::{PersonId, SiteId};
use crate::domain::people::{Person, Role};
use crate::domain::time::Millis;
use crate::store::Db;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// The active people of an area, and when a phone of each was last seen.
#[derive(Debug, Clone)]
pub(in crate::app) struct Audience {
    people: BTreeMap<PersonId, Person>,
    seen: BTreeMap<PersonId, Millis>,
    /// The names of all, those who take no part any more included.
    names: BTreeMap<PersonId, String>,
}

impl Audience {
    pub(in crate::app) async fn read(db: &mut Db<'_>) -> Result<Self> {
        let everybody = db.people().await?;
        let names = everybody.iter().map(|person| (person.id, person.name.clone())).collect();
        let people = everybody.into_iter().filter(|person| person.active);
        let mut seen = BTreeMap::new();
        for device in db.devices().await?.into_iter().filter(|device| device.revoked.is_none()) {
            let last: &mut Millis = seen.entry(device.person).or_insert(device.last_seen);
            *last = device.last_seen.max(*last);
        }
        Ok(Self { people: people.map(|person| (person.id, person)).collect(), seen, names })
    }

    /// The name of a person, active or not.
    pub(super) fn name(&self, id: PersonId) -> String {
        self.names.get(&id).cloned().unwrap_or_default()
    }

    /// An active person.
    pub(super) fn person(&self, id: PersonId) -> Option<&Person> {
        self.people.get(&id)
    }

    fn holding(&self, role: Role, site: Option<SiteId>) -> Vec<PersonId> {
        let holds = |person: &&Person| person.grants.iter().any(|grant| grant.role == role && grant.site == site);
        let mut people: Vec<PersonId> = self.people.values().filter(holds).map(|person| person.id).collect();
        people.sort_by_key(|id| (Reverse(self.seen.get(id).copied()), *id));
        people
    }

    /// The people of a shop or point who are logged in on a phone, the most recently seen first.
    pub(super) fn at(&self, role: Role, site: SiteId) -> Vec<PersonId> {
        let mut people = self.holding(role, Some(site));
        people.retain(|id| self.seen.contains_key(id));
        people
    }

    /// The drivers who are logged in on a phone, the most recently seen first.
    pub(super) fn drivers(&self) -> Vec<PersonId> {
        let mut people = self.holding(Role::Driver, None);
        people.retain(|id| self.seen.contains_key(id));
        people
    }

    /// The coordinators, logged in or not: what they are told must stand somewhere even if nobody is there.
    pub(super) fn coordinators(&self) -> Vec<PersonId> {
        self.holding(Role::Coordinator, None)
    }
}
