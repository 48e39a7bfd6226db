//! Days on which a site, or the whole area, is closed or has other hours.

use super::{App, Field, FieldError, FieldErrorKind, Refusal, Result, Thing};
use crate::domain::calendar::Closure;
use crate::domain::id::{ClosureId, SiteId};
use crate::domain::people::{Actor, Role};
use crate::domain::text;
use crate::domain::time::Window;
use crate::store::Tx;
use jiff::civil::Date;

/// The longest closure, in days.
const LONGEST_DAYS: i32 = 366;

impl App {
    /// The closures of the area that have not ended.
    pub async fn closures(&self, who: &Actor) -> Result<Vec<Closure>> {
        let mut reader = self.store.reader(who.area).await?;
        let mut db = reader.db();
        let today = db.area().await?.zone.date(self.now());
        Ok(db.closures(today).await?)
    }

    /// Closes a site, or the whole area, for some days.
    ///
    /// # Errors
    /// When the person may not speak for the site (for the area: does not coordinate), or a field cannot be taken.
    pub async fn add_closure(&self, who: &Actor, site: Option<SiteId>, span: (Date, Date), note: &str) -> Result<()> {
        self.write_days(who, site, span, Vec::new(), note).await
    }

    /// Writes what is different about some days: a site, or the whole area, is closed, or a site opens at these hours, as
    /// it does by appointment.
    ///
    /// # Errors
    /// When the person may not speak for the site (for the area: does not coordinate), or a field cannot be taken.
    pub async fn write_days(
        &self,
        who: &Actor,
        site: Option<SiteId>,
        (first, last): (Date, Date),
        hours: Vec<Window>,
        note: &str,
    ) -> Result<()> {
        let allowed = match site {
            Some(site) => who.may_at(Role::Donor, site) || who.may_at(Role::Point, site),
            None => who.coordinates(),
        };
        if !allowed {
            return Err(Refusal::NotAllowed);
        }
        if site.is_none() && !hours.is_empty() {
            return Err(FieldError::new(Field::Site, FieldErrorKind::NothingChosen).into());
        }
        let note = text::note(note).map_err(|error| FieldError::new(Field::Note, error.into()))?;
        let (id, now) = (self.machine.id::<ClosureId>(), self.now());
        self.store
            .write(who.area, move |tx| {
                Box::pin(async move {
                    let today = tx.area().await?.zone.date(now);
                    if last < first {
                        return Err(FieldError::new(Field::Last, FieldErrorKind::EndsBeforeItBegins).into());
                    }
                    if last < today {
                        return Err(FieldError::new(Field::Last, FieldErrorKind::DatePast).into());
                    }
                    if (last - first).get_days() > LONGEST_DAYS {
                        return Err(FieldError::new(Field::Last, FieldErrorKind::DateTooFar).into());
                    }
                    must_be_of_area(tx, site).await?;
                    Ok(tx.add_closure(&Closure { id, site, first, last, hours, note }).await?)
                })
            })
            .await
    }

    /// Takes a closure away.
    ///
    /// # Errors
    /// When there is none, or it is not the person's to take away.
    pub async fn drop_closure(&self, who: &Actor, id: ClosureId) -> Result<()> {
        let known = self.closures(who).await?;
        let closure = known.into_iter().find(|known| known.id == id).ok_or(Refusal::NotFound(Thing::Closure))?;
        let theirs = closure.site.is_some_and(|site| who.may_at(Role::Donor, site) || who.may_at(Role::Point, site));
        if !theirs && !who.coordinates() {
            return Err(Refusal::NotFound(Thing::Closure));
        }
        self.store
            .write(who.area, move |tx| {
                Box::pin(async move {
                    if tx.drop_closure(id).await? { Ok(()) } else { Err(Refusal::NotFound(Thing::Closure)) }
                })
            })
            .await
    }
}

async fn must_be_of_area(tx: &mut Tx<'_>, site: Option<SiteId>) -> Result<()> {
    let Some(site) = site else { return Ok(()) };
    let known = tx.sites().await?.iter().any(|known| known.id == site);
    if known { Ok(()) } else { Err(Refusal::NotFound(Thing::Site)) }
}
