//! What the coordinator should look at on a day: what of it does not go as planned, and what phones sent that does not fit.

use super::{Day, RoundDay, StopDay};
use crate::app::alarm::{Alarm, Lack, WhyNoPlace, to_do};
use crate::app::forecast;
use crate::app::planning::verify::faults;
use crate::app::vacant::Crews;
use crate::app::{App, Result};
use crate::domain::calendar::days;
use crate::domain::id::{LotId, RoundId, SiteId};
use crate::domain::ledger::{Holder, Holding};
use crate::domain::people::Actor;
use crate::domain::plan::Action;
use crate::domain::quantity::{Crates, Seconds};
use crate::domain::round::{Shift, Visit, VisitOutcome};
use crate::domain::shift::{Gone, overlaps};
use crate::domain::site::{Site, SiteKind};
use crate::domain::time::Millis;
use crate::store::Db;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// A round is late when it is behind by more than this.
const LATE_AFTER: Seconds = Seconds(15 * 60);
/// An act that came after a missing one is this old before the missing one counts as lost: it may only wait its turn.
const LOST_AFTER: Seconds = Seconds(10 * 60);
/// What a locked phone wanted to send is told of for this long.
pub(in crate::app) const HELD_FOR: Seconds = Seconds(7 * 24 * 3600);
/// Shifts of so many days ahead are looked at.
const DAYS_AHEAD: i64 = 14;
/// Food that was set down should be checked within this.
const CHECK_WITHIN: Seconds = Seconds(20 * 60);

impl App {
    /// What the coordinator should look at on a day, the urgent first.
    ///
    /// # Errors
    /// When the person does not coordinate.
    pub async fn alarms(&self, who: &Actor, day: &Day) -> Result<Vec<Alarm>> {
        Self::must_coordinate(who)?;
        alarms(&mut self.store.reader(who.area).await?.db(), day).await
    }

    /// How many things a coordinator has to do now, those of a round of yesterday that still goes on included.
    ///
    /// # Errors
    /// When the person does not coordinate.
    pub async fn to_do(&self, who: &Actor) -> Result<usize> {
        let (today, late) = (self.today(who).await?, self.still_on_the_road(who).await?);
        let of_late = late.map(|late| to_do(&late.own_alarms())).unwrap_or_default();
        Ok(to_do(&self.alarms(who, &today).await?) + of_late)
    }
}

/// The alarms of a day, the urgent first.
pub(in crate::app) async fn alarms(db: &mut Db<'_>, day: &Day) -> Result<Vec<Alarm>> {
    let mut alarms = day.own_alarms();
    let crews = Crews::read(db, day.now).await?;
    alarms.extend(of_plan(day, &crews));
    for date in db.published_days(days(day.date, 1)).await? {
        alarms.extend(of_plan(&Day::read(db, date, day.now).await?, &crews));
    }
    let ahead = db.shifts(day.date, days(day.date, DAYS_AHEAD)).await?;
    alarms.extend(at_once(&ahead, day.now));
    alarms.extend(of_gone(&ahead, &crews, day.now));
    alarms.extend(lack(db, day, &crews).await?);
    if day.area.zone.instant(day.date, db.rules().await?.plan_tomorrow) <= day.now {
        let tomorrow = Day::read(db, days(day.date, 1), day.now).await?;
        alarms.extend(lack(db, &tomorrow, &crews).await?);
    }
    let start = day.area.zone.start_of(day.date);
    for (round, crates) in day.aboard_elsewhere() {
        if let Some(round) = db.round(round).await?.filter(|round| round.date < day.date) {
            alarms.push(Alarm::StillAboard { round, crates });
        }
    }
    alarms.extend(db.conflicts(start).await?.into_iter().map(Alarm::Conflict));
    alarms.extend(db.movements_flagged(start).await?.into_iter().map(Alarm::Flagged));
    let missing = db.missing_acts(start, day.now - LOST_AFTER).await?;
    alarms.extend(missing.into_iter().map(Alarm::Missing));
    let held = db.held_acts(day.now - HELD_FOR).await?;
    alarms.extend(held.chunk_by(|one, next| one.person == next.person).map(|acts| Alarm::Held(acts.to_vec())));
    // What was done off the plan is flagged where crates moved; a closed door moves none.
    let visits = db.visits_of_day(day.date).await?.into_iter();
    let off_plan = visits.filter(|visit| is_missed(visit) && day.plan.is_some() && day.stop(visit.stop).is_none());
    alarms.extend(off_plan.map(Alarm::OffPlan));
    let blocked = db.push_blocked_phones().await?;
    alarms.extend((blocked > 0).then_some(Alarm::PushBlocked(blocked)));
    alarms.sort_by_key(|alarm| !alarm.is_urgent());
    Ok(alarms)
}

/// What of the plan of a day cannot be done as things stand: nobody drives a round, or a visit is not as it was when it
/// was planned. Each kind is told once for a round and a site.
pub(in crate::app) fn of_plan(day: &Day, crews: &Crews) -> Vec<Alarm> {
    let mut alarms = Vec::new();
    let open = |round: &&RoundDay| round.head.ended.is_none() && round.stops.iter().any(StopDay::is_open);
    let mut without = BTreeSet::new();
    for round in day.rounds.iter().filter(open) {
        let shift = day.shifts.iter().find(|shift| shift.id == round.head.shift);
        let gone = shift.and_then(|shift| crews.gone(shift));
        if round.head.cancelled || (gone.is_some() && day.halt(&round.head).is_none()) {
            without.insert(round.head.id);
            alarms.push(Alarm::NoDriver { round: round.head.clone(), gone });
        }
    }
    let mut told = BTreeSet::new();
    for found in faults(day).into_iter().filter(|found| found.fault.is_of_facts() && !without.contains(&found.round)) {
        if told.insert((found.round, found.site, found.fault))
            && let Some(round) = day.round(found.round).filter(|round| day.halt(&round.head).is_none())
        {
            alarms.push(Alarm::Broken { round: round.head.clone(), site: found.site, fault: found.fault });
        }
    }
    alarms
}

/// Of what a day with food and without a plan has none at all, so that nothing can be planned.
async fn lack(db: &mut Db<'_>, day: &Day, crews: &Crews) -> Result<Option<Alarm>> {
    let waits = |held: &Holding| {
        let lot = day.lots.get(&held.lot).filter(|lot| lot.date == day.date && lot.ready_until > day.now);
        matches!(held.holder, Holder::Donor(_)) && held.balance.crates > Crates::ZERO && lot.is_some()
    };
    if day.plan.is_some() || (!day.holdings.iter().any(waits) && forecast::expected(db, day).await?.is_empty()) {
        return Ok(None);
    }
    let drives = |shift: &Shift| !shift.cancelled && shift.until > day.now && crews.gone(shift).is_none();
    let opens = |site: &Site| {
        let takes = site.active && site.kind != SiteKind::Donor;
        takes && day.opening(site).iter().any(|(_, until)| *until > day.now)
    };
    let lack = if !day.shifts.iter().any(drives) {
        Some(Lack::Drivers)
    } else if !day.sites.values().any(opens) {
        Some(Lack::Points)
    } else {
        None
    };
    Ok(lack.map(|lack| Alarm::Nobody { date: day.date, lack }))
}

/// Coming shifts of whoever drives no more, and of vehicles out of use.
fn of_gone(shifts: &[Shift], crews: &Crews, now: Millis) -> Vec<Alarm> {
    let mut found: BTreeMap<Gone, (usize, Date)> = BTreeMap::new();
    for shift in shifts.iter().filter(|shift| shift.until > now && (!shift.cancelled || shift.is_open())) {
        if let Some(gone) = crews.gone(shift) {
            found.entry(gone).or_insert((0, shift.date)).0 += 1;
        }
    }
    found.into_iter().map(|(gone, (shifts, first))| Alarm::Gone { gone, shifts, first }).collect()
}

/// Shifts of one driver or vehicle that have time in common and are not over, each pair once.
fn at_once(shifts: &[Shift], now: Millis) -> Vec<Alarm> {
    let mut found = Vec::new();
    for (at, one) in shifts.iter().enumerate().filter(|(_, one)| one.until > now) {
        for (what, other) in overlaps(one, &shifts[at + 1..]) {
            found.push(Alarm::Overlap { what, one: Box::new(one.clone()), other: Box::new(other.clone()) });
        }
    }
    found
}

impl RoundDay {
    /// Lots of which the round has, and will load, less than it is to set down.
    fn shortfalls(&self) -> Vec<Alarm> {
        let mut missing: BTreeMap<LotId, Crates> = BTreeMap::new();
        for load in self.stops.iter().filter(|stop| stop.is_open()).flat_map(|stop| &stop.planned.loads) {
            let crates = missing.entry(load.of).or_default();
            *crates += if load.action == Action::Unload { load.crates } else { -load.crates };
        }
        for portion in &self.on_board {
            *missing.entry(portion.lot).or_default() -= portion.balance.crates;
        }
        let short = missing.into_iter().filter(|(_, crates)| *crates > Crates::ZERO);
        short.map(|(lot, crates)| Alarm::Shortfall { round: self.head.id, lot, crates }).collect()
    }
}

impl RoundDay {
    /// Crates of a lot that the round was to load where the door was closed, or the place out of reach.
    fn missed(&self, lot: LotId) -> Crates {
        let missed = self.stops.iter().filter(|stop| stop.visit.as_ref().is_some_and(is_missed));
        let loads = missed.flat_map(|stop| &stop.planned.loads);
        loads.filter(|load| load.action == Action::Load && load.of == lot).map(|load| load.crates).sum()
    }
}

/// Whether nothing could be handed over at a visit.
const fn is_missed(visit: &Visit) -> bool {
    matches!(visit.outcome, VisitOutcome::Closed | VisitOutcome::Unreachable)
}

impl Day {
    /// What of the day itself does not go as planned.
    pub fn own_alarms(&self) -> Vec<Alarm> {
        let mut alarms = Vec::new();
        for round in &self.rounds {
            let id = round.head.id;
            let is_halted = self.halt(&round.head).is_some() && !round.head.cancelled;
            if is_halted && round.stops.iter().any(StopDay::is_open) {
                alarms.push(Alarm::Stopped { round: id });
            }
            for portion in &round.on_board {
                let Some(target) = portion.going else {
                    alarms.push(Alarm::NowhereToGo { round: id, lot: portion.lot, crates: portion.balance.crates });
                    continue;
                };
                let arrival = round.stops.iter().find(|stop| stop.planned.id == target.0).map(|stop| stop.expected);
                if let Some(clock) = portion.clock {
                    let broken = clock.deadline < arrival.unwrap_or(self.now).max(self.now);
                    if broken || clock.warn_at <= self.now {
                        alarms.push(Alarm::Cold { round: id, lot: portion.lot, deadline: clock.deadline, broken });
                    }
                }
            }
            if let Some(next) = round.stops.iter().find(|stop| stop.is_next)
                && round.delay > LATE_AFTER
                && round.head.ended.is_none()
            {
                alarms.push(Alarm::Late { round: id, stop: next.planned.id, by: round.delay });
            }
        }
        alarms.extend(self.problems.iter().filter(|problem| problem.settled.is_none()).cloned().map(Alarm::Problem));
        let without_place = self.without_place();
        // A closed door is one thing to look at, not one more for each lot that is not on board because of it.
        let is_missed = |lot: LotId| {
            let missed = |told: &Alarm| matches!(told, Alarm::NoPlace { lot: of, why: WhyNoPlace::Missed { .. }, .. } if *of == lot);
            without_place.iter().any(missed)
        };
        for round in &self.rounds {
            let is_told = |short: &Alarm| matches!(short, Alarm::Shortfall { lot, crates, .. } if is_missed(*lot) && *crates <= round.missed(*lot));
            alarms.extend(round.shortfalls().into_iter().filter(|short| !is_told(short)));
        }
        alarms.extend(without_place);
        let mut unchecked: BTreeMap<SiteId, (Millis, Crates)> = BTreeMap::new();
        for held in self.holdings.iter().filter(|held| held.balance.crates > Crates::ZERO) {
            if let Holder::Handover(site) = held.holder {
                let entry =
                    unchecked.entry(site).or_insert((self.set_down_at(site).unwrap_or(held.since), Crates::ZERO));
                entry.1 += held.balance.crates;
            }
        }
        for (site, (since, crates)) in unchecked {
            if since + CHECK_WITHIN < self.now {
                alarms.push(Alarm::Unchecked { site, since, crates });
            }
        }
        if self.plan.is_none() && !self.shifts.is_empty() && self.lots.values().any(|lot| lot.date == self.date) {
            alarms.push(Alarm::NoPlan);
        }
        alarms
    }

    /// What is on board of rounds that are not the day's.
    fn aboard_elsewhere(&self) -> BTreeMap<RoundId, Crates> {
        let mut aboard = BTreeMap::new();
        for held in self.holdings.iter().filter(|held| held.balance.crates > Crates::ZERO) {
            if let Holder::Vehicle(round) = held.holder
                && self.round(round).is_none()
            {
                *aboard.entry(round).or_insert(Crates::ZERO) += held.balance.crates;
            }
        }
        aboard
    }

    /// When a round last set something down at a point.
    fn set_down_at(&self, site: SiteId) -> Option<Millis> {
        self.visits_at(site).iter().filter_map(|(_, stop)| Some(stop.visit.as_ref()?.occurred)).max()
    }

    /// Whether food waits at donors that the published plan does not collect, and did not leave behind knowingly.
    pub fn leaves_food_out(&self) -> bool {
        let unknown = |alarm: &Alarm| {
            matches!(alarm, Alarm::NoPlace { why: WhyNoPlace::AfterPlan | WhyNoPlace::Missed { .. }, .. })
        };
        self.without_place().iter().any(unknown)
    }

    /// The stop at which a driver was to load a lot and could not: the door was closed, or the place out of reach.
    fn missed_pickup(&self, lot: LotId) -> Option<WhyNoPlace> {
        let stops = self.rounds.iter().flat_map(|round| &round.stops);
        let loads =
            |stop: &&StopDay| stop.planned.loads.iter().any(|load| load.action == Action::Load && load.of == lot);
        stops.filter(loads).find_map(|stop| {
            let visit = stop.visit.as_ref().filter(|visit| is_missed(visit))?;
            Some(WhyNoPlace::Missed { stop: stop.planned.id, site: stop.planned.site, outcome: visit.outcome })
        })
    }

    /// Crates still at donors that no open visit is going to collect.
    pub(in crate::app) fn without_place(&self) -> Vec<Alarm> {
        if self.plan.is_none() {
            return Vec::new();
        }
        let mut promised: BTreeMap<LotId, Crates> = BTreeMap::new();
        for stop in self.rounds.iter().flat_map(|round| &round.stops).filter(|stop| stop.is_open()) {
            for load in stop.planned.loads.iter().filter(|load| load.action == Action::Load) {
                *promised.entry(load.of).or_default() += load.crates;
            }
        }
        let mut alarms = Vec::new();
        let mut told = BTreeSet::new();
        for held in self.holdings.iter().filter(|held| matches!(held.holder, Holder::Donor(_))) {
            let Some(lot) = self.lots.get(&held.lot).filter(|lot| lot.date == self.date) else { continue };
            let waiting = held.balance.crates - promised.get(&lot.id).copied().unwrap_or_default();
            if waiting > Crates::ZERO && told.insert(lot.id) {
                let left = self.left.iter().find(|left| left.lot == lot.id);
                alarms.push(Alarm::NoPlace {
                    lot: lot.id,
                    crates: waiting,
                    why: left.map_or_else(
                        || self.missed_pickup(lot.id).unwrap_or(WhyNoPlace::AfterPlan),
                        |left| WhyNoPlace::LeftOut(left.code),
                    ),
                    fix: left.and_then(|left| left.fix.clone()),
                });
            }
        }
        alarms
    }
}
