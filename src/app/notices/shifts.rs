//! Notices about open shifts, cover that was found, and proposals to exchange shifts.

use super::asking::{Candidate, WAVES, is_due, whom};
use super::{Audience, tell, tell_at};
use crate::app::Result;
use crate::app::day::Day;
use crate::clock::Machine;
use crate::domain::calendar::days;
use crate::domain::id::{PersonId, SiteId};
use crate::domain::ledger::Holder;
use crate::domain::notice::{AlarmKind, Effect, Event, NewNotice, News, Notice, Subject, Tag, Target, Watched};
use crate::domain::quantity::{Crates, Seconds};
use crate::domain::round::Shift;
use crate::domain::schedule::minutes;
use crate::domain::shift::Swap;
use crate::domain::site::{Site, SiteKind};
use crate::domain::time::Millis;
use crate::store::Tx;
use std::collections::{BTreeMap, BTreeSet};

/// Shifts of this many days before and after tell where a driver usually starts.
const DAYS_AROUND: i64 = 56;
/// Drivers asked within this come after the others.
const LATELY: Seconds = Seconds(7 * 24 * 3600);

fn tag(shift: &Shift) -> Tag {
    Tag::About(Subject::OpenShift { shift: shift.id })
}

/// The effect of asking somebody to take a shift that is open since `wanted`.
fn asking(shift: &Shift, wanted: Millis) -> Effect {
    Effect::Event(Event::OpenShift { shift: shift.id, wanted: wanted.0 })
}

/// Asks the next wave of drivers whether they take an open shift, if that wave is due. After the last wave the
/// coordinators are told. Returns how many notices were given.
pub(in crate::app) async fn tell_open(tx: &mut Tx<'_>, machine: &Machine, shift: &Shift) -> Result<i64> {
    let Some(wanted) = shift.wanted.filter(|_| shift.is_open()) else { return Ok(0) };
    if tx.vehicle(shift.vehicle).await?.is_none_or(|vehicle| !vehicle.active) {
        // Nobody can take it before it has another vehicle.
        return Ok(0);
    }
    let now = machine.now();
    let told: Vec<Notice> = tx.notices_with_tag(tag(shift)).await?;
    let told: Vec<&Notice> = told.iter().filter(|notice| notice.created >= wanted).collect();
    let waves: BTreeSet<Millis> = told.iter().map(|notice| notice.created).collect();
    let (rules, zone) = (tx.rules().await?, tx.area().await?.zone);
    let hours = (shift.from, shift.until);
    if waves.len() > WAVES || !is_due(waves.last().copied(), hours, minutes(rules.answer_within), &zone, now) {
        return Ok(0);
    }
    let audience = Audience::read(tx).await?;
    let sites: BTreeMap<_, _> = tx.sites().await?.into_iter().map(|site| (site.id, site)).collect();
    let start = sites.get(&shift.start).map(|site| site.name.clone()).unwrap_or_default();
    let asked: Vec<PersonId> = told.iter().map(|notice| notice.person).collect();
    let candidates = candidates(tx, shift, &audience, &sites).await?;
    let first = usize::try_from(rules.first_asked).unwrap_or(1);
    let people = if waves.len() < WAVES { whom(&candidates, &asked, first, waves.len()) } else { Vec::new() };
    let news = news(tx, shift, &sites).await?;
    let mut notices: Vec<NewNotice> = people
        .into_iter()
        .map(|person| NewNotice {
            person,
            effect: asking(shift, wanted),
            tag: tag(shift),
            news: news.clone(),
            target: Target::Shifts,
            expires: shift.until,
            answer_by: None,
        })
        .collect();
    if notices.is_empty() {
        notices.extend(audience.coordinators().into_iter().map(|person| NewNotice {
            person,
            effect: Effect::Event(Event::UnclaimedShift { shift: shift.id, wanted: wanted.0 }),
            tag: tag(shift),
            news: News::Alarm { alarm: AlarmKind::OpenShift, place: start.clone() },
            target: Target::Fleet,
            expires: shift.until,
            answer_by: None,
        }));
    }
    let mut given = 0;
    for notice in notices {
        // The notices of one wave share their creation time: that is how waves are counted.
        given += i64::from(tell_at(tx, machine, now, &notice).await?);
    }
    Ok(given)
}

/// What the notice about an open shift says. A shift from a shop to a point is a direct leg: food waits for somebody
/// who passes by.
async fn news(tx: &mut Tx<'_>, shift: &Shift, sites: &BTreeMap<SiteId, Site>) -> Result<News> {
    let start = sites.get(&shift.start);
    let end = shift.end.and_then(|site| sites.get(&site)).filter(|site| site.kind == SiteKind::Point);
    if let (Some(from), Some(to)) = (start.filter(|site| site.kind == SiteKind::Donor), end) {
        let waiting = tx.holdings_of(Holder::Donor(from.id)).await?;
        let crates: Crates = waiting.iter().map(|held| held.balance.crates).sum();
        let (from, to) = (from.name.clone(), to.name.clone());
        return Ok(News::DirectLeg { from, to, crates: crates.0, until: shift.until });
    }
    let vehicle = tx.vehicle(shift.vehicle).await?.map(|vehicle| vehicle.name).unwrap_or_default();
    let start = start.map(|site| site.name.clone()).unwrap_or_default();
    Ok(News::OpenShift { start, date: shift.date, from: shift.from, until: shift.until, vehicle })
}

/// The drivers who could take a shift, without the one it is to be taken from.
async fn candidates(
    tx: &mut Tx<'_>,
    shift: &Shift,
    audience: &Audience,
    sites: &BTreeMap<SiteId, Site>,
) -> Result<Vec<Candidate>> {
    let around = tx.shifts(days(shift.date, -DAYS_AROUND), days(shift.date, DAYS_AROUND)).await?;
    let busy: BTreeSet<PersonId> =
        around.iter().filter(|other| !other.cancelled && other.meets(shift)).map(|other| other.person).collect();
    let wanted = shift.wanted.unwrap_or_default();
    let lately = tx.told_since(wanted - LATELY, &asking(shift, wanted)).await?;
    let start = sites.get(&shift.start).map(|site| site.at);
    let distance = |person: PersonId| {
        let starts = around.iter().filter(|other| other.person == person && other.id != shift.id);
        let starts = starts.filter_map(|other| sites.get(&other.start));
        starts.filter_map(|site| Some(site.at.distance(start?))).min()
    };
    let others = audience.drivers().into_iter().filter(|person| shift.covers != Some(*person));
    Ok(others
        .map(|person| Candidate {
            person,
            is_free: !busy.contains(&person),
            asked_lately: lately.get(&person).copied().unwrap_or_default(),
            distance: distance(person),
        })
        .collect())
}

/// What a driver is told of a shift of theirs. Its effect says all that they go by, so that they hear of a change.
pub(in crate::app) fn own_shift(day: &Day, shift: &Shift) -> NewNotice {
    let vehicle = day.vehicles.get(&shift.vehicle).map(|one| one.name.clone()).unwrap_or_default();
    NewNotice {
        person: shift.person,
        effect: Effect::Watched(Watched::Shift {
            shift: shift.id,
            person: shift.person,
            from: shift.from.0,
            until: shift.until.0,
            start: shift.start,
            vehicle: shift.vehicle,
        }),
        tag: Tag::About(Subject::Shift { shift: shift.id }),
        news: News::ShiftTomorrow {
            vehicle,
            start: day.sites.get(&shift.start).map(|site| site.name.clone()).unwrap_or_default(),
            from: shift.from,
            until: shift.until,
        },
        target: Target::CurrentRound,
        expires: shift.from,
        answer_by: None,
    }
}

/// What a driver is told whose notice of a shift is taken back, unless they gave it up themselves or hear of it with other
/// hours.
pub(super) fn shift_off(notice: &Notice, shifts: &[Shift], now: Millis) -> Option<NewNotice> {
    let (Tag::About(Subject::Shift { shift: id }), News::ShiftTomorrow { vehicle, from, .. }) =
        (notice.tag, &notice.news)
    else {
        return None;
    };
    let now_of = shifts.iter().find(|shift| shift.id == id);
    let is_known = now_of.is_some_and(|shift| {
        shift.covers == Some(notice.person) || (shift.person == notice.person && !shift.cancelled)
    });
    (!is_known && *from > now).then(|| NewNotice {
        person: notice.person,
        effect: Effect::Event(Event::ShiftOff { shift: id, person: notice.person, from: from.0 }),
        tag: notice.tag,
        news: News::ShiftOff { vehicle: vehicle.clone(), from: *from },
        target: Target::Shifts,
        expires: *from,
        answer_by: None,
    })
}

/// Takes back every notice about an open shift: it has a driver, or needs none any more.
pub(in crate::app) async fn take_open_back(tx: &mut Tx<'_>, machine: &Machine, shift: &Shift) -> Result<()> {
    for notice in tx.notices_with_tag(tag(shift)).await? {
        tx.retract_notice(notice.id, machine.now()).await?;
    }
    Ok(())
}

/// Tells the coordinators, and the driver who could not come, that somebody (`by`) took a shift.
pub(in crate::app) async fn tell_found(tx: &mut Tx<'_>, machine: &Machine, shift: &Shift, by: &str) -> Result<()> {
    take_open_back(tx, machine, shift).await?;
    let coordinators = Audience::read(tx).await?.coordinators();
    let mut told: BTreeSet<PersonId> = coordinators.iter().copied().chain(shift.covers).collect();
    told.remove(&shift.person);
    for person in told {
        let notice = NewNotice {
            person,
            effect: Effect::Event(Event::CoverFound { shift: shift.id, person: shift.person, at: machine.now().0 }),
            tag: Tag::About(Subject::Cover { shift: shift.id }),
            news: News::CoverFound { by: by.to_owned(), from: shift.from },
            target: if shift.covers == Some(person) { Target::Shifts } else { Target::Fleet },
            expires: shift.until,
            answer_by: None,
        };
        tell(tx, machine, &notice).await?;
    }
    Ok(())
}

/// Asks the other driver of a proposal to exchange shifts.
pub(in crate::app) async fn tell_swap(
    tx: &mut Tx<'_>,
    machine: &Machine,
    swap: &Swap,
    (give, take): (&Shift, &Shift),
) -> Result<()> {
    let audience = Audience::read(tx).await?;
    let by = audience.person(swap.person).map(|person| person.name.clone()).unwrap_or_default();
    let notice = NewNotice {
        person: swap.other,
        effect: Effect::Event(Event::SwapAsked { swap: swap.id }),
        tag: Tag::About(Subject::Swap { swap: swap.id }),
        news: News::SwapAsked { by, gives: give.from, takes: take.from },
        target: Target::Shifts,
        expires: give.from.min(take.from),
        answer_by: None,
    };
    tell(tx, machine, &notice).await.map(drop)
}

/// Takes back the notices about a proposal to exchange shifts: it was answered or withdrawn.
pub(in crate::app) async fn take_swap_back(tx: &mut Tx<'_>, machine: &Machine, swap: &Swap) -> Result<()> {
    for notice in tx.notices_with_tag(Tag::About(Subject::Swap { swap: swap.id })).await? {
        tx.retract_notice(notice.id, machine.now()).await?;
    }
    Ok(())
}
