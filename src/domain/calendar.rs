//! Days that are not like their weekday: public holidays of Italy, and closures of a site or of the whole area.

pub use crate::domain::holiday::{Holiday, days, easter, holiday};
use crate::domain::id::{ClosureId, SiteId};
use crate::domain::site::Site;
use crate::domain::time::{Millis, Window, Zone};
use jiff::civil::Date;

/// Days on which a site, or the whole area, is closed, or on which a site has other hours: also its appointments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Closure {
    pub id: ClosureId,
    /// Which site; the whole area when there is none.
    pub site: Option<SiteId>,
    /// The first local day.
    pub first: Date,
    /// The last local day.
    pub last: Date,
    /// When it opens all the same on those days; closed when there are none.
    pub hours: Vec<Window>,
    /// Why, in a few words.
    pub note: String,
}

impl Closure {
    /// Whether it closes a site on a day.
    pub fn closes(&self, site: SiteId, date: Date) -> bool {
        self.site.is_none_or(|own| own == site) && self.covers(date) && self.hours.is_empty()
    }

    /// Whether it is about a day.
    pub fn covers(&self, date: Date) -> bool {
        self.first <= date && date <= self.last
    }
}

/// Why a site does not open on a day on which its weekly hours say that it does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Closed<'a> {
    Holiday(Holiday),
    /// A closure that people wrote down.
    Closure(&'a Closure),
}

/// Why a site is closed on a day, if it is. What is written about the site itself counts before what is written about
/// the area, and a holiday that its hours name is a day like others.
pub fn closed<'a>(site: &Site, date: Date, closures: &'a [Closure]) -> Option<Closed<'a>> {
    let closing = |closure: &&Closure| closure.closes(site.id, date);
    let own = closures.iter().filter(|closure| closure.site.is_some()).find(closing);
    if own.is_none() && special(site, date, closures).is_some() {
        return None;
    }
    let written = own.or_else(|| closures.iter().find(closing)).map(Closed::Closure);
    let rests = !site.open_holidays && !site.opening.names(date);
    written.or_else(|| holiday(date).filter(|_| rests).map(Closed::Holiday))
}

/// The hours that somebody wrote for a site on that very day.
fn special<'a>(site: &Site, date: Date, closures: &'a [Closure]) -> Option<&'a [Window]> {
    let written =
        |closure: &&Closure| closure.site == Some(site.id) && closure.covers(date) && !closure.hours.is_empty();
    closures.iter().find(written).map(|closure| &*closure.hours)
}

/// The windows in which a site is open on a day: what is written for the day, else its rules; none on a day on which it is
/// closed.
pub fn windows(site: &Site, date: Date, closures: &[Closure]) -> Vec<Window> {
    if closed(site, date, closures).is_some() {
        return Vec::new();
    }
    special(site, date, closures).map_or_else(|| site.opening.on(date), <[Window]>::to_vec)
}

/// Whether work that comes back every week rests on a day: the area is closed, or it is a public holiday on which no site
/// opens.
pub fn rests<'s>(date: Date, sites: impl IntoIterator<Item = &'s Site>, closures: &[Closure]) -> bool {
    let opens = |site: &Site| site.active && !windows(site, date, closures).is_empty();
    closures.iter().any(|closure| closure.site.is_none() && closure.covers(date) && closure.hours.is_empty())
        || (holiday(date).is_some() && !sites.into_iter().any(opens))
}

/// The windows in which a site is open on a day, as instants.
pub fn instants(site: &Site, date: Date, zone: &Zone, closures: &[Closure]) -> Vec<(Millis, Millis)> {
    let windows = windows(site, date, closures).into_iter();
    windows.map(|window| window.instants(date, zone)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn closures_close_their_site_or_everybody() {
        let closure = |site: Option<u128>| Closure {
            id: uuid::Uuid::from_u128(9).into(),
            site: site.map(|id| uuid::Uuid::from_u128(id).into()),
            first: date(2026, 8, 10),
            last: date(2026, 8, 20),
            hours: Vec::new(),
            note: String::new(),
        };
        let (one, other) = (uuid::Uuid::from_u128(1).into(), uuid::Uuid::from_u128(2).into());
        assert!(closure(Some(1)).closes(one, date(2026, 8, 10)) && closure(Some(1)).closes(one, date(2026, 8, 20)));
        assert!(!closure(Some(1)).closes(other, date(2026, 8, 12)));
        assert!(!closure(Some(1)).closes(one, date(2026, 8, 21)));
        assert!(closure(None).closes(other, date(2026, 8, 12)));
    }
}
