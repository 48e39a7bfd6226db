//! The invented network, looked up by what an invented day asks for.

use super::usual::{Usual, usual};
use crate::app::import::Known;
use crate::domain::id::{PersonId, SiteId, VehicleId};
use crate::domain::people::{Actor, Person, Role};
use crate::domain::round::Shift;
use crate::domain::site::{Area, Site, SiteKind, Vehicle};
use crate::domain::time::{Millis, Zone};
use jiff::civil::Date;
use std::collections::BTreeMap;

/// Sites, vehicles, people and shifts.
#[derive(Debug)]
pub(super) struct Network {
    pub(super) area: Area,
    pub(super) donors: Vec<Site>,
    pub(super) points: Vec<Site>,
    pub(super) hubs: BTreeMap<SiteId, Site>,
    pub(super) vehicles: BTreeMap<VehicleId, Vehicle>,
    pub(super) people: Vec<Person>,
    shifts: Vec<Shift>,
    usual: BTreeMap<String, Vec<Usual>>,
}

impl Network {
    pub(super) fn new(area: Area, known: Known, shifts: Vec<Shift>) -> Self {
        let mut sites = known.sites;
        sites.sort_by(|a, b| a.code.cmp(&b.code));
        let of_kind = |kind| sites.iter().filter(move |site: &&Site| site.kind == kind).cloned();
        let mut people = known.people;
        people.sort_by(|a, b| a.code.cmp(&b.code));
        Self {
            donors: of_kind(SiteKind::Donor).collect(),
            points: of_kind(SiteKind::Point).collect(),
            hubs: of_kind(SiteKind::Hub).map(|hub| (hub.id, hub)).collect(),
            vehicles: known.vehicles.into_iter().map(|vehicle| (vehicle.id, vehicle)).collect(),
            people,
            shifts,
            usual: usual(),
            area,
        }
    }

    pub(super) const fn zone(&self) -> &Zone {
        &self.area.zone
    }

    /// The shifts of a day, in order.
    pub(super) fn shifts(&self, date: Date) -> impl Iterator<Item = &Shift> {
        self.shifts.iter().filter(move |shift| shift.date == date)
    }

    /// What a shop usually gives.
    pub(super) fn usual(&self, donor: &Site) -> &[Usual] {
        self.usual.get(&donor.code).map_or(&[], Vec::as_slice)
    }

    /// Who speaks for a site; a coordinator where nobody does.
    pub(super) fn staff(&self, role: Role, site: SiteId) -> Option<&Person> {
        let holds = |person: &&Person| person.grants.iter().any(|grant| grant.role == role && grant.site == Some(site));
        self.people.iter().find(holds).or_else(|| self.coordinator())
    }

    pub(super) fn coordinator(&self) -> Option<&Person> {
        self.people.iter().find(|person| person.grants.iter().any(|grant| grant.role == Role::Coordinator))
    }

    pub(super) fn person(&self, id: PersonId) -> Option<&Person> {
        self.people.iter().find(|person| person.id == id)
    }

    /// A person as they would act.
    pub(super) fn actor(&self, person: &Person) -> Actor {
        Actor {
            person: person.id,
            name: person.name.clone(),
            device: None,
            area: self.area.id,
            grants: person.grants.clone(),
        }
    }

    /// The first opening of a site on a day.
    pub(super) fn opening(&self, site: &Site, date: Date) -> Option<(Millis, Millis)> {
        site.opening.instants(date, self.zone()).into_iter().next()
    }
}
