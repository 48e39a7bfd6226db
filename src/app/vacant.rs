//! Shifts whose driver drives no more, or whose vehicle is out of use or cannot drive that day: they are sought, whoever
//! made the change and by whatever way, and nothing is planned on them. When that is over they are given back.

use super::notices::{take_open_back, tell_open};
use super::round::has_started;
use super::shift::errors;
use super::{App, Result};
use crate::clock::Machine;
use crate::domain::calendar::days;
use crate::domain::downtime::Downtime;
use crate::domain::id::{AreaId, PersonId, VehicleId};
use crate::domain::people::Role;
use crate::domain::round::Shift;
use crate::domain::shift::Gone;
use crate::domain::time::Millis;
use crate::store::{Db, Tx};
use std::collections::BTreeSet;

/// Shifts are looked at up to so many days ahead.
const DAYS_AHEAD: i64 = 366;

/// Who drives, and which vehicles are in use.
#[derive(Debug, Clone)]
pub struct Crews {
    drivers: BTreeSet<PersonId>,
    vehicles: BTreeSet<VehicleId>,
    /// From when until when vehicles in use cannot drive.
    down: Vec<(VehicleId, Millis, Millis)>,
}

impl Crews {
    /// The active drivers and vehicles of an area, and the downtimes from yesterday on.
    pub(super) async fn read(db: &mut Db<'_>, now: Millis) -> Result<Self> {
        let drives = |grant: &crate::domain::people::Grant| grant.role == Role::Driver;
        let drivers = db.people().await?.into_iter();
        let drivers = drivers.filter(|person| person.active && person.grants.iter().any(drives));
        let vehicles = db.vehicles().await?.into_iter().filter(|vehicle| vehicle.active);
        let (drivers, vehicles) = (drivers.map(|person| person.id).collect(), vehicles.map(|one| one.id).collect());
        let zone = db.area().await?.zone;
        let span = |down: &Downtime| (down.vehicle, zone.start_of(down.first), zone.end_of(down.last));
        let down = db.downtimes(days(zone.date(now), -1)).await?.iter().map(span).collect();
        Ok(Self { drivers, vehicles, down })
    }

    /// All who have a shift.
    pub(super) fn of(shifts: &[Shift]) -> Self {
        Self {
            drivers: shifts.iter().map(|shift| shift.person).collect(),
            vehicles: shifts.iter().map(|shift| shift.vehicle).collect(),
            down: Vec::new(),
        }
    }

    /// What keeps a shift from being driven as it stands: of a sought one, who could not come counts, whom nobody replaces
    /// yet.
    pub(super) fn gone(&self, shift: &Shift) -> Option<Gone> {
        if !self.vehicles.contains(&shift.vehicle) || self.is_down(shift) {
            return Some(Gone::Vehicle(shift.vehicle));
        }
        let driver = if shift.cancelled { shift.covers? } else { shift.person };
        (!self.drivers.contains(&driver)).then_some(Gone::Driver(driver))
    }

    fn is_down(&self, shift: &Shift) -> bool {
        let meets = |(vehicle, from, until): &(VehicleId, Millis, Millis)| {
            *vehicle == shift.vehicle && *from < shift.until && shift.from < *until
        };
        self.down.iter().any(meets)
    }
}

/// A shift as one that is sought since now.
pub(super) fn sought(shift: &Shift, gone: Gone, machine: &Machine) -> Shift {
    let covers = match gone {
        Gone::Driver(_) => shift.covers.or(Some(shift.person)),
        Gone::Vehicle(_) => shift.covers,
    };
    Shift { cancelled: true, wanted: Some(machine.now()), covers, ..shift.clone() }
}

/// Lets every coming shift be sought that nobody can drive as it stands. One that has begun is for the coordinator to
/// settle by telephone. Returns how many.
pub(super) async fn seek_for_gone(tx: &mut Tx<'_>, machine: &Machine) -> Result<usize> {
    let now = machine.now();
    let crews = Crews::read(tx, now).await?;
    give_back(tx, machine, &crews).await?;
    let today = tx.area().await?.zone.date(now);
    let mut opened = 0;
    for shift in tx.shifts(days(today, -1), days(today, DAYS_AHEAD)).await? {
        let Some(gone) = crews.gone(&shift).filter(|_| !shift.cancelled && shift.until > now) else { continue };
        let open = sought(&shift, gone, machine);
        if has_started(tx, &open, now).await? {
            continue;
        }
        tx.save_shift(&open).await?;
        tx.vacate(open.id).await?;
        tell_open(tx, machine, &open).await?;
        opened += 1;
    }
    Ok(opened)
}

/// Gives shifts back that were sought only because their driver or vehicle was gone, now that neither is.
async fn give_back(tx: &mut Tx<'_>, machine: &Machine, crews: &Crews) -> Result<()> {
    for id in tx.vacated().await? {
        let Some(shift) = tx.shift(id).await? else { continue };
        if !shift.is_open() || shift.until <= machine.now() {
            tx.settle_vacated(id).await?;
            continue;
        }
        let back = given_back(&shift);
        if crews.gone(&back).is_none() && errors(tx, &back).await?.is_empty() {
            tx.save_shift(&back).await?;
            tx.settle_vacated(id).await?;
            take_open_back(tx, machine, &back).await?;
        }
    }
    Ok(())
}

/// A sought shift as it was before.
fn given_back(shift: &Shift) -> Shift {
    let covers = shift.covers.filter(|covered| *covered != shift.person);
    Shift { cancelled: false, wanted: None, covers, ..shift.clone() }
}

impl App {
    /// As the form of a person or a vehicle does: lets the coming shifts be sought of whoever drives no more, and of
    /// vehicles that are out of use. Returns how many.
    pub async fn seek_for_gone(&self, area: AreaId) -> Result<usize> {
        let is_needed = {
            let (mut reader, now) = (self.store.reader(area).await?, self.now());
            let mut db = reader.db();
            let (crews, today) = (Crews::read(&mut db, now).await?, db.area().await?.zone.date(now));
            let shifts = db.shifts(days(today, -1), days(today, DAYS_AHEAD)).await?;
            let vacated = db.vacated().await?;
            let is_back = |shift: &Shift| vacated.contains(&shift.id) && crews.gone(&given_back(shift)).is_none();
            shifts
                .iter()
                .any(|shift| is_back(shift) || !shift.cancelled && shift.until > now && crews.gone(shift).is_some())
        };
        if !is_needed {
            return Ok(0);
        }
        let machine = self.machine.clone();
        self.store.write(area, move |tx| Box::pin(async move { seek_for_gone(tx, &machine).await })).await
    }
}
