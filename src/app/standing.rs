//! Standing shifts: who drives every week, and the shifts made from them.

use super::notices::take_open_back;
use super::round::has_started;
use super::shift::{Copied, hand_over};
use super::vacant::{Crews, sought};
use super::{App, Field, FieldError, FieldErrorKind, Refusal, Result, Thing};
use crate::clock::Machine;
use crate::domain::calendar::{days, rests};
use crate::domain::id::{AreaId, StandingId};
use crate::domain::people::{Actor, Role};
use crate::domain::round::Shift;
use crate::domain::shift::Standing;
use crate::domain::time::{Window, Zone};
use crate::store::Tx;
use jiff::civil::Date;

/// Shifts are made for this many days, today included.
pub const FILLED_DAYS: i64 = 14;
/// The largest interval between two shifts, in weeks.
pub const MOST_WEEKS: i64 = 4;

impl App {
    /// The standing shifts of the area, by weekday and hour.
    pub async fn standings(&self, who: &Actor) -> Result<Vec<Standing>> {
        Ok(self.store.reader(who.area).await?.db().standings().await?)
    }

    /// A standing shift of the area.
    ///
    /// # Errors
    /// When there is none.
    pub async fn standing(&self, who: &Actor, id: StandingId) -> Result<Standing> {
        let found = self.store.reader(who.area).await?.db().standing(id).await?;
        found.ok_or(Refusal::NotFound(Thing::Standing))
    }

    /// Adds a standing shift, or changes the one with its id, and makes its shifts. Shifts made before follow the
    /// change unless they were cancelled, covered or edited, or their round has begun or would need another plan.
    ///
    /// # Errors
    /// When the person does not coordinate, or a field is not valid.
    pub async fn save_standing(&self, who: &Actor, standing: Standing) -> Result<Copied> {
        Self::must_coordinate(who)?;
        let (machine, now) = (self.machine.clone(), self.now());
        self.store
            .write(who.area, move |tx| {
                Box::pin(async move {
                    Refusal::if_any(errors(tx, &standing).await?)?;
                    let zone = tx.area().await?.zone;
                    let today = zone.date(now);
                    if let Some(before) = tx.standing(standing.id).await? {
                        follow(tx, &machine, (&before, &standing), &zone).await?;
                    }
                    if !tx.save_standing(&standing).await? {
                        return Err(Refusal::NotFound(Thing::Standing));
                    }
                    fill(tx, &machine, today, FILLED_DAYS).await
                })
            })
            .await
    }

    /// Makes the missing shifts of all standing ones for the coming days. Those whose driver or vehicle has another
    /// shift at that time are left out.
    pub async fn fill_standing(&self, area: AreaId, today: Date, days: i64) -> Result<Copied> {
        let machine = self.machine.clone();
        self.store.write(area, move |tx| Box::pin(async move { fill(tx, &machine, today, days).await })).await
    }
}

async fn fill(tx: &mut Tx<'_>, machine: &Machine, today: Date, ahead: i64) -> Result<Copied> {
    let zone = tx.area().await?.zone;
    let (sites, closures) = (tx.sites().await?, tx.closures(today).await?);
    let crews = Crews::read(tx, machine.now()).await?;
    let of_days = tx.shifts(today, days(today, ahead)).await?;
    let mut filled = Copied::default();
    for standing in tx.standings().await? {
        let wanted = (0..ahead).map(|n| days(today, n));
        for date in wanted.filter(|date| standing.falls_on(*date) && !rests(*date, &sites, &closures)) {
            let shift = standing.shift(machine.id(), date, &zone);
            // Whose driver or vehicle is gone is made all the same, and sought.
            let gone = crews.gone(&shift);
            let shift = gone.map_or(shift.clone(), |gone| sought(&shift, gone, machine));
            let same = |other: &&Shift| Shift { id: shift.id, standing: shift.standing, ..(*other).clone() } == shift;
            match of_days.iter().find(|other| other.standing.is_none() && same(other)) {
                // The same shift was added by hand or from a file: it becomes the standing one's.
                Some(there) => {
                    tx.save_shift(&Shift { standing: shift.standing, ..there.clone() }).await?;
                }
                None if of_days.iter().any(|other| (other.standing, other.date) == (shift.standing, date)) => {}
                // The driver or the vehicle has another shift at that time.
                None if gone.is_none() && !super::shift::errors(tx, &shift).await?.is_empty() => filled.left += 1,
                None => {
                    let is_new = tx.add_standing_shift(&shift).await?;
                    if is_new && gone.is_some() {
                        tx.save_shift(&shift).await?;
                        tx.vacate(shift.id).await?;
                    }
                    filled.added += usize::from(is_new);
                }
            }
        }
    }
    Ok(filled)
}

/// Applies a change of a standing shift to the shifts made from it that were not edited since.
async fn follow(
    tx: &mut Tx<'_>,
    machine: &Machine,
    (before, after): (&Standing, &Standing),
    zone: &Zone,
) -> Result<()> {
    let now = machine.now();
    let today = zone.date(now);
    let crews = Crews::read(tx, now).await?;
    for shift in tx.shifts(today, days(today, 366)).await? {
        // One that is sought because its driver or vehicle is gone was not edited by anybody.
        let is_gone = shift.is_open() && crews.gone(&shift).is_some();
        let as_made = if is_gone {
            Shift { cancelled: false, wanted: None, covers: None, ..shift.clone() }
        } else {
            shift.clone()
        };
        if shift.standing != Some(before.id) || before.shift(shift.id, shift.date, zone) != as_made {
            continue;
        }
        let changed = after.shift(shift.id, shift.date, zone);
        let is_planned = super::shift::is_planned(tx, shift.id).await?;
        if after.falls_on(shift.date) {
            // A round that has begun, or that is planned for other hours, is for the coordinator to change.
            if is_planned && (!changed.is_same_work(&shift) || has_started(tx, &shift, now).await?) {
                continue;
            }
            if changed != shift {
                tx.save_shift(&changed).await?;
                hand_over(tx, &changed).await?;
                if is_gone {
                    take_open_back(tx, machine, &changed).await?;
                }
            }
        } else if !tx.drop_shift(shift.id).await? {
            tx.save_shift(&Shift { cancelled: true, wanted: None, ..shift }).await?;
        }
    }
    Ok(())
}

async fn errors(tx: &mut Tx<'_>, standing: &Standing) -> Result<Vec<FieldError>> {
    let mut errors = Vec::new();
    let shift = Window::of(standing.from, standing.until);
    if shift.is_none() {
        errors.push(FieldError::new(Field::Until, FieldErrorKind::EndsBeforeItBegins));
    }
    if standing.rest.zip(shift).is_some_and(|(rest, shift)| !rest.fits(shift)) {
        errors.push(FieldError::new(Field::RestFrom, FieldErrorKind::RestOutsideShift));
    }
    if standing.last.is_some_and(|last| last < standing.first) {
        errors.push(FieldError::new(Field::Last, FieldErrorKind::EndsBeforeItBegins));
    }
    if !(1..=MOST_WEEKS).contains(&standing.every_weeks) {
        errors.push(FieldError::new(Field::Weeks, FieldErrorKind::NotAChoice));
    }
    if !(1..=7).contains(&standing.weekday) {
        errors.push(FieldError::new(Field::Weekday, FieldErrorKind::NotAChoice));
    }
    let drives = |person: &crate::domain::people::Person| {
        person.active && person.grants.iter().any(|grant| grant.role == Role::Driver)
    };
    if !tx.people().await?.iter().any(|person| person.id == standing.person && drives(person)) {
        errors.push(FieldError::new(Field::Person, FieldErrorKind::NotAChoice));
    }
    if !tx.vehicles().await?.iter().any(|vehicle| vehicle.id == standing.vehicle && vehicle.active) {
        errors.push(FieldError::new(Field::Vehicle, FieldErrorKind::NotAChoice));
    }
    let sites = tx.sites().await?;
    let known = |id| sites.iter().any(|site| site.id == id && site.active);
    if !known(standing.start) {
        errors.push(FieldError::new(Field::Start, FieldErrorKind::NotAChoice));
    }
    if standing.end.is_some_and(|end| !known(end)) {
        errors.push(FieldError::new(Field::End, FieldErrorKind::NotAChoice));
    }
    Ok(errors)
}
