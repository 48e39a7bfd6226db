//! The first hour of an area: what it still needs before its first day can be published.

use super::{App, Field, FieldError, FieldErrorKind, Refusal, Result};
use crate::domain::calendar::days;
use crate::domain::people::{Actor, Person, Role};
use crate::domain::site::{Site, SiteKind};
use crate::domain::start::Step;
use crate::domain::text;
use crate::domain::time::Zone;
use crate::store::NewArea;
use std::collections::BTreeSet;

/// How far an area is.
#[derive(Debug, Clone, PartialEq)]
pub struct Start {
    pub done: BTreeSet<Step>,
    /// Points and hubs with room for nothing: no plan brings them food.
    pub no_room: Vec<Site>,
    /// Shops without hours: no van can be sent there.
    pub no_hours: Vec<Site>,
    /// People who take part and have no phone yet.
    pub without_phone: usize,
}

/// Shifts are looked for on this many days, today included.
const AHEAD: i64 = 7;

impl App {
    /// Makes an area without anything in it: its towns come by file, on a screen.
    ///
    /// # Errors
    /// When the name cannot be one, or storage does not answer.
    pub async fn new_area(&self, name: &str, zone: Zone) -> Result<()> {
        let name = text::name(name).map_err(|error| FieldError::new(Field::Name, error.into()))?;
        let area = NewArea { id: self.machine.id(), name, zone, demo: self.settings.demo };
        self.store.write_new(area, move |_| Box::pin(async { Ok::<_, Refusal>(()) })).await
    }

    /// Gives the area another name.
    ///
    /// # Errors
    /// When the person does not coordinate, or another area has the name, or it cannot be one.
    pub async fn rename_area(&self, who: &Actor, name: &str) -> Result<()> {
        Self::must_coordinate(who)?;
        let name = text::name(name).map_err(|error| FieldError::new(Field::Name, error.into()))?;
        let others = self.every_area().await?;
        if others.iter().any(|other| other.id != who.area && text::folded(&other.name) == text::folded(&name)) {
            return Err(FieldError::new(Field::Name, FieldErrorKind::Taken).into());
        }
        self.store
            .write(who.area, move |tx| {
                Box::pin(async move {
                    let zone = tx.area().await?.zone;
                    Ok::<_, Refusal>(tx.rename_area(&name, &zone).await?)
                })
            })
            .await
    }

    /// Takes the towns away in which no site is, such as those of another province.
    ///
    /// # Errors
    /// When the person does not coordinate.
    pub async fn drop_unused_towns(&self, who: &Actor) -> Result<u64> {
        Self::must_coordinate(who)?;
        self.store
            .write(who.area, move |tx| Box::pin(async move { Ok::<_, Refusal>(tx.drop_unused_towns().await?) }))
            .await
    }

    /// Whether a day was ever published: then there is nothing to lead through any more.
    pub async fn has_started(&self, who: &Actor) -> Result<bool> {
        Ok(self.store.reader(who.area).await?.db().ever_published().await?)
    }

    /// What an area has of what its first day needs, and what is not filled in.
    ///
    /// # Errors
    /// When the person does not coordinate.
    pub async fn start(&self, who: &Actor) -> Result<Start> {
        Self::must_coordinate(who)?;
        let mut reader = self.store.reader(who.area).await?;
        let mut db = reader.db();
        let today = db.area().await?.zone.date(self.now());
        let sites: Vec<Site> = db.sites().await?.into_iter().filter(|site| site.active).collect();
        let (people, devices) = (db.people().await?, db.devices().await?);
        let vehicles = db.vehicles().await?;
        let shifts = db.shifts(today, days(today, AHEAD - 1)).await?;
        let has_room = |site: &Site| site.room.0.iter().any(|crates| crates.0 > 0);
        let came_in = |person| devices.iter().any(|device| device.person == person && device.revoked.is_none());
        let takes_part = people.iter().filter(|person| person.active && !person.grants.is_empty());
        let without_phone = takes_part.filter(|person| !came_in(person.id)).count();
        let drives = |one: &Person| one.active && one.grants.iter().any(|grant| grant.role == Role::Driver);
        let announced = [db.lots_of_day(today).await?, db.lots_of_day(days(today, 1)).await?];
        let found = [
            (Step::Area, !db.towns().await?.is_empty()),
            (Step::Shop, sites.iter().any(|site| site.kind == SiteKind::Donor)),
            (Step::Point, sites.iter().any(|site| site.kind == SiteKind::Point && has_room(site))),
            (Step::Vehicle, vehicles.iter().any(|vehicle| vehicle.active)),
            (Step::Driver, people.iter().any(drives)),
            (Step::Shift, shifts.iter().any(|shift| !shift.cancelled)),
            (Step::Phones, people.len() > 1 && without_phone == 0),
            (Step::Food, announced.iter().any(|lots| !lots.is_empty())),
            (Step::Plan, db.ever_published().await?),
        ];
        let (no_room, shops): (Vec<Site>, Vec<Site>) = sites.into_iter().partition(|site| site.kind != SiteKind::Donor);
        Ok(Start {
            done: found.into_iter().filter(|(_, done)| *done).map(|(step, _)| step).collect(),
            no_room: no_room.into_iter().filter(|site| !has_room(site)).collect(),
            no_hours: shops.into_iter().filter(|site| site.opening.is_never()).collect(),
            without_phone,
        })
    }
}
