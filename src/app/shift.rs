//! Shifts: a driver and a vehicle in a window of one day.

use super::notices::{take_open_back, tell_open};
use super::round::planned;
use super::{App, Field, FieldError, FieldErrorKind, Refusal, Result, Thing};
use crate::domain::calendar::days;
use crate::domain::downtime::Downtime;
use crate::domain::id::ShiftId;
use crate::domain::people::{Actor, Role};
use crate::domain::quantity::Seconds;
use crate::domain::round::Shift;
use crate::domain::time::{Millis, Window};
use crate::store::{Db, Tx};
use jiff::civil::Date;

/// A longer shift is taken for a mistake.
pub(super) const LONGEST_SHIFT: Seconds = Seconds(16 * 3600);

/// The result of copying shifts, or of making them from standing ones.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Copied {
    pub added: usize,
    /// Those left out because the driver or the vehicle has another shift at that time, or is not active any more.
    pub left: usize,
}

impl App {
    /// The shifts of the area from one local day to another, both included.
    pub async fn shifts(&self, who: &Actor, first: Date, last: Date) -> Result<Vec<Shift>> {
        Ok(self.store.reader(who.area).await?.db().shifts(first, last).await?)
    }

    /// A shift of the area.
    ///
    /// # Errors
    /// When there is none.
    pub async fn shift(&self, who: &Actor, id: ShiftId) -> Result<Shift> {
        let mut reader = self.store.reader(who.area).await?;
        reader.db().shift(id).await?.ok_or(Refusal::NotFound(Thing::Shift))
    }

    /// Whether the published plan uses a shift, so that changing it asks for a new plan.
    pub async fn shift_is_planned(&self, who: &Actor, id: ShiftId) -> Result<bool> {
        is_planned(&mut self.store.reader(who.area).await?.db(), id).await
    }

    /// Adds a shift, or changes the one with its id.
    ///
    /// # Errors
    /// When the person does not coordinate, or a field is not valid: the driver or the vehicle may have another shift
    /// at that time.
    pub async fn save_shift(&self, who: &Actor, shift: Shift) -> Result<()> {
        Self::must_coordinate(who)?;
        let machine = self.machine.clone();
        self.store
            .write(who.area, move |tx| {
                Box::pin(async move {
                    let before = tx.shift(shift.id).await?;
                    Refusal::if_any(errors(tx, &shift).await?)?;
                    if !tx.save_shift(&shift).await? {
                        return Err(Refusal::NotFound(Thing::Shift));
                    }
                    let was_open = before.as_ref().is_some_and(Shift::is_open);
                    if !shift.cancelled && before.is_some_and(|before| shift.is_same_work(&before)) {
                        hand_over(tx, &shift).await?;
                    }
                    match (was_open, shift.is_open()) {
                        (false, true) => tell_open(tx, &machine, &shift).await.map(drop),
                        (true, false) => take_open_back(tx, &machine, &shift).await,
                        _ => Ok(()),
                    }
                })
            })
            .await
    }

    /// Copies the shifts of one day to another, at the same local hours. Those that do not fit are left out, so copying
    /// twice adds nothing.
    ///
    /// # Errors
    /// When the person does not coordinate.
    pub async fn copy_shifts(&self, who: &Actor, from: Date, to: Date) -> Result<Copied> {
        Self::must_coordinate(who)?;
        let machine = self.machine.clone();
        self.store
            .write(who.area, move |tx| {
                Box::pin(async move {
                    let zone = tx.area().await?.zone;
                    let mut copied = Copied::default();
                    for before in tx.shifts(from, from).await? {
                        if before.cancelled {
                            continue;
                        }
                        let moved = |at| {
                            let local = zone.local(at);
                            let after = (local.date() - before.date).get_days();
                            zone.instant(days(to, i64::from(after)), local.time())
                        };
                        let shift = Shift {
                            id: machine.id(),
                            date: to,
                            from: moved(before.from),
                            until: moved(before.until),
                            // Cover is for one day: the copy goes to the driver who was covered.
                            person: before.covers.unwrap_or(before.person),
                            covers: None,
                            standing: None,
                            ..before
                        };
                        if from != to && errors(tx, &shift).await?.is_empty() {
                            tx.save_shift(&shift).await?;
                            copied.added += 1;
                        } else {
                            copied.left += 1;
                        }
                    }
                    Ok::<_, Refusal>(copied)
                })
            })
            .await
    }
}

/// Whether the published plan uses a shift.
pub(super) async fn is_planned(db: &mut Db<'_>, shift: ShiftId) -> Result<bool> {
    let Some(round) = db.round_of_shift(shift).await? else {
        return Ok(false);
    };
    Ok(planned(db, &round).await?.is_some())
}

/// Gives the round of a shift, as planned, to the shift's driver and vehicle.
pub(super) async fn hand_over(tx: &mut Tx<'_>, shift: &Shift) -> Result<()> {
    if let Some(round) = tx.round_of_shift(shift.id).await? {
        tx.change_crew(round.id, shift.vehicle, shift.person).await?;
    }
    Ok(())
}

/// The fields of a shift that are not valid.
pub(super) async fn errors(tx: &mut Tx<'_>, shift: &Shift) -> Result<Vec<FieldError>> {
    let mut errors = Vec::new();
    if shift.until <= shift.from {
        errors.push(FieldError::new(Field::Until, FieldErrorKind::EndsBeforeItBegins));
    } else if shift.until.since(shift.from) > LONGEST_SHIFT {
        errors.push(FieldError::new(Field::Until, FieldErrorKind::NotATime));
    }
    if let Some(rest) = shift.rest {
        let zone = tx.area().await?.zone;
        let local = |at: Millis| zone.local(at).time();
        if !rest.fits(Window { from: local(shift.from), until: local(shift.until) }) {
            errors.push(FieldError::new(Field::RestFrom, FieldErrorKind::RestOutsideShift));
        }
    }
    // One that goes on past midnight can meet one of the day after.
    let others = tx.shifts(days(shift.date, -1), days(shift.date, 1)).await?;
    let overlaps = |other: &&Shift| {
        other.id != shift.id && !other.cancelled && other.from < shift.until && shift.from < other.until
    };
    if !shift.cancelled {
        if others.iter().filter(overlaps).any(|other| other.person == shift.person) {
            errors.push(FieldError::new(Field::Person, FieldErrorKind::Taken));
        }
        if others.iter().filter(overlaps).any(|other| other.vehicle == shift.vehicle) {
            errors.push(FieldError::new(Field::Vehicle, FieldErrorKind::Taken));
        }
    }
    let drives = |person: &crate::domain::people::Person| {
        person.active && person.grants.iter().any(|grant| grant.role == Role::Driver)
    };
    if !shift.is_open() && !tx.people().await?.iter().any(|person| person.id == shift.person && drives(person)) {
        errors.push(FieldError::new(Field::Person, FieldErrorKind::NotAChoice));
    }
    if !tx.vehicles().await?.iter().any(|vehicle| vehicle.id == shift.vehicle && vehicle.active) {
        errors.push(FieldError::new(Field::Vehicle, FieldErrorKind::NotAChoice));
    }
    let zone = tx.area().await?.zone;
    if !shift.cancelled {
        let downtimes = tx.downtimes(shift.date).await?;
        let meets = |down: &&Downtime| down.vehicle == shift.vehicle && down.meets((shift.from, shift.until), &zone);
        if let Some(Downtime { first, last, .. }) = downtimes.iter().find(meets).copied() {
            errors.push(FieldError::new(Field::Vehicle, FieldErrorKind::Down { first, last }));
        }
    }
    let sites = tx.sites().await?;
    let known = |id| sites.iter().any(|site| site.id == id && site.active);
    if !known(shift.start) {
        errors.push(FieldError::new(Field::Start, FieldErrorKind::NotAChoice));
    }
    if shift.end.is_some_and(|end| !known(end)) {
        errors.push(FieldError::new(Field::End, FieldErrorKind::NotAChoice));
    }
    Ok(errors)
}
