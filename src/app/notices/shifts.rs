//! Shifts that nobody has, that somebody took, and that people want to exchange: who hears of it.

use super::{Audience, tell};
use crate::app::Result;
use crate::clock::Machine;
use crate::domain::calendar::days;
use crate::domain::id::PersonId;
use crate::domain::notice::{NewNotice, News};
use crate::domain::round::Shift;
use crate::domain::shift::Swap;
use crate::domain::site::LatLon;
use crate::store::Tx;
use std::collections::{BTreeMap, BTreeSet};

/// Where somebody starts is known from their shifts of so many days around.
const DAYS_AROUND: i64 = 56;

fn tag(shift: &Shift) -> String {
    format!("open-shift/{}", shift.id)
}

/// Asks the drivers who are free then, those first who usually start nearest, whether they take a shift.
pub(in crate::app) async fn tell_open(tx: &mut Tx<'_>, machine: &Machine, shift: &Shift) -> Result<()> {
    let Some(wanted) = shift.wanted.filter(|_| shift.is_open()) else { return Ok(()) };
    let area = tx.area_id()?;
    let (audience, rules) = (Audience::load(tx, area).await?, tx.rules(area).await?);
    let sites: BTreeMap<_, _> = tx.sites(area).await?.into_iter().map(|site| (site.id, site)).collect();
    let around = tx.shifts(area, days(shift.date, -DAYS_AROUND), days(shift.date, DAYS_AROUND)).await?;
    let busy: BTreeSet<PersonId> =
        around.iter().filter(|other| !other.cancelled && other.meets(shift)).map(|other| other.person).collect();
    let start: Option<LatLon> = sites.get(&shift.start).map(|site| site.at);
    let away = |person: PersonId| {
        let starts = around.iter().filter(|other| other.person == person && other.id != shift.id);
        let starts = starts.filter_map(|other| sites.get(&other.start));
        starts.filter_map(|site| Some(site.at.distance(start?).0)).min().unwrap_or(i64::MAX)
    };
    let mut free = audience.drivers();
    free.retain(|person| !busy.contains(person) && shift.covers != Some(*person));
    free.sort_by_key(|person| away(*person));
    let vehicle = tx.vehicle(shift.vehicle).await?.map(|vehicle| vehicle.name).unwrap_or_default();
    let news = News::OpenShift {
        start: sites.get(&shift.start).map(|site| site.name.clone()).unwrap_or_default(),
        date: shift.date,
        from: shift.from,
        until: shift.until,
        vehicle,
    };
    for person in free.into_iter().take(usize::try_from(rules.first_asked).unwrap_or(0)) {
        let notice = NewNotice {
            person,
            effect: format!("open-shift/{}/{}", shift.id, wanted.0),
            tag: tag(shift),
            news: news.clone(),
            href: "/driver/shifts".to_owned(),
            expires: shift.from,
            answer_by: None,
        };
        tell(tx, machine, &notice).await?;
    }
    Ok(())
}

/// Nobody is sought for a shift any more: who was asked need not answer.
pub(in crate::app) async fn take_open_back(tx: &mut Tx<'_>, machine: &Machine, shift: &Shift) -> Result<()> {
    let area = tx.area_id()?;
    for notice in tx.notices_with_tag(area, &tag(shift)).await? {
        tx.retract_notice(notice.id, machine.now()).await?;
    }
    Ok(())
}

/// Somebody took a shift: the coordinators hear of it, and who could not come.
pub(in crate::app) async fn tell_found(tx: &mut Tx<'_>, machine: &Machine, shift: &Shift, by: &str) -> Result<()> {
    take_open_back(tx, machine, shift).await?;
    let area = tx.area_id()?;
    let coordinators = Audience::load(tx, area).await?.coordinators();
    let mut told: BTreeSet<PersonId> = coordinators.iter().copied().chain(shift.covers).collect();
    told.remove(&shift.person);
    for person in told {
        let page = if shift.covers == Some(person) { "/driver/shifts" } else { "/coordinator/fleet" };
        let notice = NewNotice {
            person,
            effect: format!("cover/{}/{}/{}", shift.id, shift.person, machine.now().0),
            tag: format!("cover/{}", shift.id),
            news: News::CoverFound { by: by.to_owned(), from: shift.from },
            href: page.to_owned(),
            expires: shift.until,
            answer_by: None,
        };
        tell(tx, machine, &notice).await?;
    }
    Ok(())
}

/// Asks somebody whether they exchange a shift.
pub(in crate::app) async fn tell_swap(
    tx: &mut Tx<'_>,
    machine: &Machine,
    swap: &Swap,
    (give, take): (&Shift, &Shift),
) -> Result<()> {
    let area = tx.area_id()?;
    let audience = Audience::load(tx, area).await?;
    let by = audience.person(swap.person).map(|person| person.name.clone()).unwrap_or_default();
    let notice = NewNotice {
        person: swap.other,
        effect: format!("swap/{}", swap.id),
        tag: format!("swap/{}", swap.id),
        news: News::SwapAsked { by, gives: give.from, takes: take.from },
        href: "/driver/shifts".to_owned(),
        expires: give.from.min(take.from),
        answer_by: None,
    };
    tell(tx, machine, &notice).await.map(drop)
}

/// A proposal was answered: nobody need answer it any more.
pub(in crate::app) async fn take_swap_back(tx: &mut Tx<'_>, machine: &Machine, swap: &Swap) -> Result<()> {
    let area = tx.area_id()?;
    for notice in tx.notices_with_tag(area, &format!("swap/{}", swap.id)).await? {
        tx.retract_notice(notice.id, machine.now()).await?;
    }
    Ok(())
}
