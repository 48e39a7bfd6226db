//! Days on which a vehicle cannot drive: written down, and taken away.

use super::vacant::seek_for_gone;
use super::{App, Field, FieldError, FieldErrorKind, Refusal, Result, Thing};
use crate::domain::downtime::{Downtime, LONGEST_DAYS};
use crate::domain::id::{DowntimeId, VehicleId};
use crate::domain::people::Actor;

impl App {
    /// The downtimes of a vehicle that are not over, by their first day.
    pub async fn downtimes(&self, who: &Actor, vehicle: VehicleId) -> Result<Vec<Downtime>> {
        let mut reader = self.store.reader(who.area).await?;
        let mut db = reader.db();
        let today = db.area().await?.zone.date(self.now());
        Ok(db.downtimes(today).await?.into_iter().filter(|down| down.vehicle == vehicle).collect())
    }

    /// Writes down that a vehicle cannot drive on some days. Its shifts of those days are sought from now on; returns how
    /// many.
    ///
    /// # Errors
    /// When the person does not coordinate, there is no such vehicle, or a day cannot be taken.
    pub async fn add_downtime(&self, who: &Actor, down: Downtime) -> Result<usize> {
        Self::must_coordinate(who)?;
        let (machine, now) = (self.machine.clone(), self.now());
        self.store
            .write(who.area, move |tx| {
                Box::pin(async move {
                    let today = tx.area().await?.zone.date(now);
                    tx.vehicle(down.vehicle).await?.ok_or(Refusal::NotFound(Thing::Vehicle))?;
                    let wrong = match () {
                        () if down.last < down.first => Some(FieldErrorKind::EndsBeforeItBegins),
                        () if down.last < today => Some(FieldErrorKind::DatePast),
                        () if (down.last - down.first).get_days() > LONGEST_DAYS => Some(FieldErrorKind::DateTooFar),
                        () => None,
                    };
                    if let Some(kind) = wrong {
                        return Err(FieldError::new(Field::Last, kind).into());
                    }
                    tx.save_downtime(&down).await?;
                    seek_for_gone(tx, &machine).await
                })
            })
            .await
    }

    /// Takes a downtime away: the shifts that were sought only for it are given back. Returns which vehicle's it
    /// was.
    ///
    /// # Errors
    /// When the person does not coordinate, or there is none.
    pub async fn drop_downtime(&self, who: &Actor, id: DowntimeId) -> Result<VehicleId> {
        Self::must_coordinate(who)?;
        let (machine, now) = (self.machine.clone(), self.now());
        self.store
            .write(who.area, move |tx| {
                Box::pin(async move {
                    let today = tx.area().await?.zone.date(now);
                    let known = tx.downtimes(today).await?.into_iter().find(|known| known.id == id);
                    let vehicle = known.ok_or(Refusal::NotFound(Thing::Downtime))?.vehicle;
                    if !tx.drop_downtime(id).await? {
                        return Err(Refusal::NotFound(Thing::Downtime));
                    }
                    seek_for_gone(tx, &machine).await?;
                    Ok(vehicle)
                })
            })
            .await
    }
}
