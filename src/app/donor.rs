//! What a donor sees: what it announced and what became of it, who comes when, and where its food went.

use super::announce::{LastTime, as_last_time, usual_pickup};
use super::day::{Day, REASONS, StopDay};
use super::{App, Refusal, Result};
use crate::domain::calendar::days;
use crate::domain::flow::Flow;
use crate::domain::id::{AnnouncementId, LotId, RoundId, SiteId};
use crate::domain::ledger::{Holder, MovementReason};
use crate::domain::lot::{Announcement, Lot};
use crate::domain::people::{Actor, Role};
use crate::domain::plan::{Action, LeftCode};
use crate::domain::quantity::{Crates, Grams, Seconds};
use crate::domain::round::RoundHead;
use crate::domain::site::{Site, SiteKind};
use crate::domain::time::Millis;
use crate::store::Db;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// How far back a donor's lots that nobody collected are still shown, in days.
const DAYS_BACK: i64 = 14;
/// How far ahead announcements are shown, in days.
const DAYS_AHEAD: i64 = 14;
/// How far back "as yesterday" looks for the last announcement, in days.
const LAST_TIME_WITHIN: i64 = 28;
/// How many weeks the history shows.
pub const HISTORY_WEEKS: i64 = 4;

/// All that a shop's page of today shows, read in one go.
#[derive(Debug, Clone)]
pub struct DonorDay {
    /// The day of the area.
    pub day: Day,
    pub site: Site,
    /// Its lots: of today, of before where something still waits, and of days ahead.
    pub lots: Vec<DonorLot>,
    /// The day that a shop is asked about: the next on which it is collected.
    pub about: Date,
    /// Whether the last word on that day is that there is nothing.
    pub nothing: bool,
    /// Whether there is a last announcement to repeat.
    pub can_repeat: bool,
}

/// One lot of a donor, with what became of it.
#[derive(Debug, Clone)]
pub struct DonorLot {
    pub lot: Lot,
    /// Crates still at the donor's.
    pub waiting: Crates,
    /// What became of the others, oldest first.
    pub fates: Vec<Fate>,
    /// Whether an open visit is going to collect it.
    pub planned: bool,
    /// What stopped the plan from carrying it.
    pub left: Option<LeftCode>,
}

/// What became of crates of a lot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fate {
    pub what: FateKind,
    pub crates: Crates,
    pub at: Millis,
}

/// What can become of crates at a donor's door.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FateKind {
    Collected(RoundId),
    /// They came back.
    Returned,
    /// The donor withdrew them.
    Withdrawn,
    NotThere,
    /// The driver did not take them.
    Refused(MovementReason),
    /// They were thrown away.
    Discarded,
}

/// A pickup that was done.
#[derive(Debug, Clone)]
pub struct Pickup {
    pub at: Millis,
    pub round: RoundHead,
    pub taken: Vec<Flow>,
}

/// What a donor gave over some weeks.
#[derive(Debug, Clone)]
pub struct DonorHistory {
    /// Each day on which something was said or happened, newest first.
    pub days: Vec<DonorDayFigures>,
    /// Grams collected by week, by its Monday, oldest first.
    pub weeks: Vec<(Date, Grams)>,
    /// Where the food is or went, by place, the most first.
    pub went_to: Vec<(Site, Grams)>,
    pub collected: Grams,
}

/// What a donor announced on a local day, and what became of it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct DonorDayFigures {
    /// The local day.
    pub date: Date,
    pub announced: Crates,
    pub collected: Crates,
    pub grams: Grams,
    /// Crates that a driver did not take.
    pub refused: Crates,
    /// Whether the donor said that it had nothing.
    pub nothing: bool,
}

/// Half of the hour in which a donor is told to expect a vehicle.
const HALF_PROMISE: Seconds = Seconds(30 * 60);
/// Promised times are told in steps of this.
const PROMISE_STEP: i64 = 10 * 60 * 1000;

/// The hour in which a donor is told to expect a vehicle: around the time it should be there, and not before now.
pub fn promised(expected: Millis, now: Millis) -> (Millis, Millis) {
    let step = |at: Millis| Millis(at.0.div_euclid(PROMISE_STEP) * PROMISE_STEP);
    let from = step(expected - HALF_PROMISE).max(step(now));
    (from, step(expected + HALF_PROMISE).max(from + HALF_PROMISE))
}

impl DonorDay {
    /// The visits of today that load something here, in the order they are expected, each with its round.
    pub fn visits(&self) -> Vec<(&super::day::RoundDay, &StopDay)> {
        let comes = |visit: &(&super::day::RoundDay, &StopDay)| {
            self.day.hands_over(*visit) || visit.1.forecast(Action::Load).next().is_some()
        };
        self.day.visits_at(self.site.id).into_iter().filter(comes).collect()
    }

    /// The lots of today, or of before, of which something waits.
    pub fn waiting(&self) -> impl Iterator<Item = &DonorLot> {
        self.lots.iter().filter(|lot| lot.lot.date <= self.day.date && lot.waiting > Crates::ZERO)
    }
}

fn fate(flow: &Flow, home: Holder) -> Option<Fate> {
    let what = match (flow.from, flow.to) {
        (from, Holder::Vehicle(round)) if from == home => FateKind::Collected(round),
        (Holder::Vehicle(_), to) if to == home => FateKind::Returned,
        (from, Holder::Discarded) if from == home => FateKind::Discarded,
        (from, Holder::Supplier) if from == home => match flow.why {
            Some(MovementReason::NotThere) => FateKind::NotThere,
            Some(why) if why == MovementReason::Unfit || REASONS.contains(&why) => FateKind::Refused(why),
            _ => FateKind::Withdrawn,
        },
        _ => return None,
    };
    Some(Fate { what, crates: flow.crates, at: flow.occurred })
}

impl App {
    fn check_donor(who: &Actor, site: SiteId) -> Result<()> {
        if who.may_at(Role::Donor, site) { Ok(()) } else { Err(Refusal::NotAllowed) }
    }

    /// A donor's day as it stands.
    ///
    /// # Errors
    /// When the person may not speak for the donor.
    pub async fn donor_day(&self, who: &Actor, site: &Site) -> Result<DonorDay> {
        Self::check_donor(who, site.id)?;
        let day = self.today(who).await?;
        let mut reader = self.store.reader(who.area).await?;
        let mut db = reader.db();
        let (first, last) = (days(day.date, -LAST_TIME_WITHIN), days(day.date, DAYS_AHEAD));
        let said = db.announcements_of(site.id, first, last).await?;
        let announced: BTreeSet<AnnouncementId> = said.iter().map(|one| one.id).collect();
        let home = site.source();
        let since = day.area.zone.start_of(days(day.date, -DAYS_BACK));
        let flows = db.flows_at(home, since, day.now + Seconds(86_400)).await?;
        let mut fates: BTreeMap<LotId, Vec<Fate>> = BTreeMap::new();
        for flow in &flows {
            fates.entry(flow.lot).or_default().extend(fate(flow, home));
        }
        let held: BTreeMap<LotId, Crates> =
            db.holdings_of(home).await?.into_iter().map(|held| (held.lot, held.balance.crates)).collect();
        let all = db.lots_of_site(site.id, first, last).await?;
        let can_repeat = all.iter().any(|lot| lot.date < day.date && announced.contains(&lot.announcement));
        let mut lots = Vec::new();
        for lot in all.into_iter().filter(|lot| announced.contains(&lot.announcement)) {
            let waiting = held.get(&lot.id).copied().unwrap_or_default();
            if lot.date >= day.date || (waiting > Crates::ZERO && site.kind == SiteKind::Donor) {
                lots.push(DonorLot {
                    waiting,
                    fates: fates.remove(&lot.id).unwrap_or_default(),
                    planned: is_planned(&day, site.id, lot.id),
                    left: day.left.iter().find(|left| left.lot == lot.id).map(|left| left.code),
                    lot,
                });
            }
        }
        lots.sort_by_key(|lot| (lot.lot.date, lot.lot.number));
        let about = usual_pickup(site, &day.area.zone, &day.closures, day.now).0;
        let nothing = said.iter().find(|one| one.date == about).is_some_and(|one| one.nothing)
            && !lots.iter().any(|lot| lot.lot.date == about);
        Ok(DonorDay { site: site.clone(), lots, about, nothing, can_repeat, day })
    }

    /// What "as yesterday" would announce for a donor, one line for each category.
    ///
    /// # Errors
    /// When the person may not speak for the donor.
    pub async fn last_surplus(&self, who: &Actor, site: SiteId, date: Date) -> Result<Vec<LastTime>> {
        Self::check_donor(who, site)?;
        let mut reader = self.store.reader(who.area).await?;
        let mut db = reader.db();
        let first = days(date, -LAST_TIME_WITHIN);
        let said = db.announcements_of(site, first, date).await?;
        let mut lots = db.lots_of_site(site, first, date).await?;
        lots.retain(|lot| said.iter().any(|one| one.id == lot.announcement));
        Ok(as_last_time(&lots, date))
    }

    /// The pickups done at a donor's over the past days, newest first.
    ///
    /// # Errors
    /// When the person may not speak for the donor.
    pub async fn donor_pickups(&self, who: &Actor, site: &Site) -> Result<Vec<Pickup>> {
        Self::check_donor(who, site.id)?;
        let (mut reader, now) = (self.store.reader(who.area).await?, self.now());
        let mut db = reader.db();
        let zone = db.area().await?.zone;
        let since = zone.start_of(days(zone.date(now), -DAYS_BACK));
        let home = site.source();
        let mut pickups: Vec<Pickup> = Vec::new();
        for flow in db.flows_at(home, since, now + Seconds(86_400)).await? {
            let Holder::Vehicle(round) = flow.to else { continue };
            match pickups.iter_mut().find(|pickup| pickup.taken.iter().any(|other| other.op == flow.op)) {
                Some(pickup) => pickup.taken.push(flow),
                None => {
                    if let Some(round) = db.round(round).await? {
                        pickups.push(Pickup { at: flow.occurred, round, taken: vec![flow] });
                    }
                }
            }
        }
        pickups.reverse();
        Ok(pickups)
    }

    /// What a donor gave over the past weeks, and where it went.
    ///
    /// # Errors
    /// When the person may not speak for the donor.
    pub async fn donor_history(&self, who: &Actor, site: &Site) -> Result<DonorHistory> {
        Self::check_donor(who, site.id)?;
        let (mut reader, now) = (self.store.reader(who.area).await?, self.now());
        let mut db = reader.db();
        let zone = db.area().await?.zone;
        let today = zone.date(now);
        let first = first_day(today);
        let said = db.announcements_of(site.id, first, today).await?;
        let mut figures: BTreeMap<Date, DonorDayFigures> = BTreeMap::new();
        announced_by_day(&mut db, site, &said, (first, today), &mut figures).await?;
        let home = site.source();
        let mut weeks = empty_weeks(first);
        for flow in db.flows_at(home, zone.start_of(first), now + Seconds(86_400)).await? {
            let (date, Some(fate)) = (zone.date(flow.occurred), fate(&flow, home)) else { continue };
            let day = figures.entry(date).or_insert(DonorDayFigures { date, ..DonorDayFigures::default() });
            match fate.what {
                FateKind::Collected(_) => {
                    day.collected += flow.crates;
                    day.grams += flow.grams;
                    add_to_week(&mut weeks, date, flow.grams);
                }
                FateKind::Returned => {
                    day.collected -= flow.crates;
                    day.grams -= flow.grams;
                    add_to_week(&mut weeks, date, -flow.grams);
                }
                FateKind::Refused(_) => day.refused += flow.crates,
                FateKind::Withdrawn | FateKind::NotThere | FateKind::Discarded => {}
            }
        }
        let mut places: BTreeMap<SiteId, Grams> = BTreeMap::new();
        for held in db.holdings_from(site.id, first, today).await? {
            if let Holder::Point(place) | Holder::Families(place) | Holder::Hub(place) = held.holder
                && place != site.id
            {
                *places.entry(place).or_default() += held.balance.grams;
            }
        }
        let sites = db.sites().await?;
        let mut went_to: Vec<(Site, Grams)> =
            sites.into_iter().filter_map(|site| places.get(&site.id).map(|grams| (site.clone(), *grams))).collect();
        went_to.sort_by_key(|(_, grams)| -grams.0);
        let collected = weeks.iter().map(|(_, grams)| *grams).sum();
        Ok(DonorHistory { days: figures.into_values().rev().collect(), weeks, went_to, collected })
    }
}

async fn announced_by_day(
    db: &mut Db<'_>,
    site: &Site,
    said: &[Announcement],
    (first, last): (Date, Date),
    figures: &mut BTreeMap<Date, DonorDayFigures>,
) -> Result<()> {
    for one in said {
        let date = one.date;
        let day = figures.entry(date).or_insert(DonorDayFigures { date, ..DonorDayFigures::default() });
        day.nothing |= one.nothing;
    }
    for lot in db.lots_of_site(site.id, first, last).await? {
        if let Some(day) = figures.get_mut(&lot.date)
            && said.iter().any(|one| one.id == lot.announcement)
        {
            day.announced += lot.crates;
            day.nothing = false;
        }
    }
    Ok(())
}

/// The Monday from which a history of whole weeks starts.
pub(super) fn first_day(today: Date) -> Date {
    days(today, -7 * (HISTORY_WEEKS - 1) - i64::from(today.weekday().to_monday_zero_offset()))
}

/// The weeks of a history, empty.
pub(super) fn empty_weeks(first: Date) -> Vec<(Date, Grams)> {
    (0..HISTORY_WEEKS).map(|week| (days(first, 7 * week), Grams::ZERO)).collect()
}

/// Adds grams to the week of a day.
pub(super) fn add_to_week(weeks: &mut [(Date, Grams)], date: Date, grams: Grams) {
    if let Some(week) = weeks.iter_mut().rev().find(|(monday, _)| *monday <= date) {
        week.1 += grams;
    }
}

fn is_planned(day: &Day, site: SiteId, lot: LotId) -> bool {
    let loads = |stop: &StopDay| {
        let load = |load: &crate::domain::plan::Load| load.of == lot && load.action == Action::Load;
        stop.is_open() && stop.planned.loads.iter().any(load)
    };
    day.visits_at(site).iter().any(|(_, stop)| loads(stop))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_promise_is_about_an_hour_and_never_past() {
        let minute = 60_000;
        let expected = Millis(600 * minute + 4 * minute);
        assert_eq!(promised(expected, Millis(0)), (Millis(570 * minute), Millis(630 * minute)));
        let late = promised(expected, Millis(615 * minute));
        assert_eq!(late, (Millis(610 * minute), Millis(640 * minute)));
    }

    #[test]
    fn a_history_begins_on_a_monday() {
        assert_eq!(first_day(date(2026, 11, 26)), date(2026, 11, 2));
        let mut weeks = empty_weeks(date(2026, 11, 2));
        add_to_week(&mut weeks, date(2026, 11, 15), Grams(5));
        assert_eq!(weeks[1], (date(2026, 11, 9), Grams(5)));
    }
}
