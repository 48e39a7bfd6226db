//! Whether what people go by can still be done: the open visits of a published plan, walked from what is on board now by
//! the facts as they stand now. Whoever changed them, and by whatever way, this is where it shows.

use std::collections::BTreeMap;

use crate::app::day::{Day, RoundDay, StopDay};
use crate::app::{App, Result};
use crate::domain::cold;
use crate::domain::food::{PerClass, StorageClass};
use crate::domain::id::{AreaId, LotId, RoundId, SiteId};
use crate::domain::ledger::Holder;
use crate::domain::plan::{Action, Fault, RoundFigures, Stop};
use crate::domain::quantity::{Crates, Seconds};
use crate::domain::site::{Area, SiteKind};
use crate::domain::time::Millis;
use jiff::civil::Date;

/// Plans are published for at most so many days.
const DAYS_AHEAD: usize = 14;

impl App {
    /// What is wrong with the published plans of today and the days ahead, in plain English.
    pub async fn verify_plans(&self, area: &Area) -> Result<Vec<String>> {
        let mut found = Vec::new();
        let mut date = area.zone.date(self.now());
        for _ in 0..DAYS_AHEAD {
            found.extend(self.verify_plan(area.id, date).await?.into_iter().map(|fault| format!("{date}, {fault}")));
            date = date.tomorrow().unwrap_or(date);
        }
        Ok(found)
    }

    /// What is wrong with the published plan of a day, in plain English; nothing if all is well or there is no plan.
    pub async fn verify_plan(&self, area: AreaId, date: Date) -> Result<Vec<String>> {
        let mut reader = self.store.reader(area).await?;
        let day = Day::read(&mut reader.db(), date, self.now()).await?;
        let mut found: Vec<String> = faults(&day).into_iter().map(|found| found.sentence).collect();
        found.extend(at_once(&day));
        found.extend(without_break(&day));
        Ok(found)
    }
}

/// Rounds that have not begun and leave their driver no time for the break of the shift.
fn without_break(day: &Day) -> Vec<String> {
    let ahead = |round: &&RoundDay| !round.stops.is_empty() && round.stops.iter().all(StopDay::is_open);
    let has_none = |round: &&RoundDay| day.rest(round).is_some_and(|(_, at)| at.is_none());
    let found = day.rounds.iter().filter(ahead).filter(has_none);
    found.map(|round| format!("round {}: its driver has no break", round.head.number)).collect()
}

/// Rounds of one driver or vehicle that go on at the same time.
fn at_once(day: &Day) -> Vec<String> {
    let open = |round: &&RoundDay| round.head.ended.is_none() && round.stops.iter().any(StopDay::is_open);
    let rounds: Vec<(&RoundDay, &RoundFigures)> =
        day.rounds.iter().filter(open).filter_map(|round| Some((round, round.figures.as_ref()?))).collect();
    let mut found = Vec::new();
    for (at, (one, first)) in rounds.iter().enumerate() {
        for (other, second) in &rounds[at + 1..] {
            let shared = match (one.head.person == other.head.person, one.head.vehicle == other.head.vehicle) {
                (true, true) => "driver and vehicle",
                (true, false) => "driver",
                (false, true) => "vehicle",
                (false, false) => continue,
            };
            if first.depart < second.finish && second.depart < first.finish {
                let (one, other) = (one.head.number, other.head.number);
                found.push(format!("rounds {one} and {other}: one {shared} for both at the same time"));
            }
        }
    }
    found
}

/// A visit that cannot be done as planned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::app) struct Found {
    pub(in crate::app) round: RoundId,
    pub(in crate::app) site: SiteId,
    pub(in crate::app) fault: Fault,
    /// In plain English, for the command line.
    sentence: String,
}

/// What is wrong with the open visits of a day's published plan.
pub(in crate::app) fn faults(day: &Day) -> Vec<Found> {
    let mut room = Rooms::of(day);
    let under_way = day.rounds.iter().filter(|round| round.head.ended.is_none());
    under_way.flat_map(|round| faults_of(day, round, &mut room)).collect()
}

fn faults_of(day: &Day, round: &RoundDay, room: &mut Rooms) -> Vec<Found> {
    let number = round.head.number;
    let mut found = Vec::new();
    let mut on_board: BTreeMap<LotId, (Crates, Option<Millis>)> =
        round.on_board.iter().map(|portion| (portion.lot, (portion.balance.crates, Some(portion.since)))).collect();
    let mut before = None;
    let hours_fault = other_hours(day, round);
    for stop in round.stops.iter().filter(|stop| stop.is_open()) {
        let site = day.sites.get(&stop.planned.site);
        let name = site.map_or("?", |site| site.name.as_str());
        let mut fault = |fault: Fault, what: String| {
            let sentence = format!("round {number}, {name}: {what}");
            found.push(Found { round: round.head.id, site: stop.planned.site, fault, sentence });
        };
        if before.is_some_and(|left| stop.planned.arrive < left) || stop.planned.start < stop.planned.arrive {
            fault(Fault::Order, "it is planned before the visit ahead of it ends".to_owned());
        }
        if before.is_none()
            && let Some(what) = &hours_fault
        {
            fault(Fault::OtherShift, what.clone());
        }
        before = Some(stop.planned.depart);
        if site.is_some_and(|site| !site.active) {
            fault(Fault::OutOfUse, "the place is not in use".to_owned());
        } else if !is_open_then(day, round.head.id, &stop.planned) {
            fault(Fault::Closed, "it is closed at the planned time".to_owned());
        }
        for (kind, what) in handover_faults(day, round, stop, &mut on_board) {
            fault(kind, what);
        }
        for (kind, what) in room.unload(day, stop) {
            fault(kind, what);
        }
        let capacity = day.vehicles.get(&round.head.vehicle).map_or(Crates::ZERO, |vehicle| vehicle.crates);
        let carried: Crates = on_board.values().map(|(crates, _)| *crates).sum();
        if carried > capacity {
            fault(Fault::TooMuch, format!("{} crates on board, and the vehicle holds {}", carried.0, capacity.0));
        }
    }
    found
}

/// Where the shift of a round that has not begun is no longer what the plan went by.
fn other_hours(day: &Day, round: &RoundDay) -> Option<String> {
    let (figures, shift) = (round.figures.as_ref()?, day.shifts.iter().find(|shift| shift.id == round.head.shift)?);
    if shift.cancelled || round.has_started(day.now) {
        return None;
    }
    if shift.vehicle != round.head.vehicle {
        return Some("the shift has another vehicle".to_owned());
    }
    let outside = figures.depart < shift.from || shift.until < figures.finish;
    outside.then(|| "the round is outside the hours of its shift".to_owned())
}

/// What places still have room for.
pub(super) struct Rooms(BTreeMap<SiteId, PerClass<Crates>>);

impl Rooms {
    pub(super) fn of(day: &Day) -> Self {
        let mut rooms: BTreeMap<SiteId, PerClass<Crates>> =
            day.sites.values().map(|site| (site.id, site.room)).collect();
        for held in &day.holdings {
            let (Holder::Hub(site) | Holder::Handover(site) | Holder::Point(site)) = held.holder else { continue };
            if let (Some(room), Some(lot)) = (rooms.get_mut(&site), day.lots.get(&held.lot)) {
                room[lot.class] -= held.balance.crates;
            }
        }
        Self(rooms)
    }

    /// Crates of a storage class that a place still takes.
    pub(super) fn left(&self, site: SiteId, class: StorageClass) -> Crates {
        self.0.get(&site).map_or(Crates::ZERO, |room| room[class])
    }

    /// Takes room for crates.
    pub(super) fn take(&mut self, site: SiteId, class: StorageClass, crates: Crates) {
        if let Some(room) = self.0.get_mut(&site) {
            room[class] -= crates;
        }
    }

    /// Takes what a stop sets down.
    fn unload(&mut self, day: &Day, stop: &StopDay) -> Vec<(Fault, String)> {
        let mut found = Vec::new();
        let Some(site) = day.sites.get(&stop.planned.site).filter(|site| site.kind != SiteKind::Donor) else {
            return found;
        };
        for load in stop.planned.loads.iter().filter(|load| load.action == Action::Unload) {
            let Some(lot) = day.lots.get(&load.of) else { continue };
            if site.refused.contains(lot.category) {
                found.push((Fault::Refused, format!("it does not take lot {}", lot.number)));
            }
            let Some(room) = self.0.get_mut(&site.id) else { continue };
            room[lot.class] -= load.crates;
            if room[lot.class] < Crates::ZERO {
                found.push((Fault::NoRoom, format!("it has no room for all crates of lot {}", lot.number)));
            }
        }
        found
    }
}

/// Whether what a stop is for can be done at the hour that it is planned to begin.
pub(super) fn is_open_then(day: &Day, round: RoundId, stop: &Stop) -> bool {
    // A vehicle that stands still can be met at any time.
    let fetched = |lot| day.waits_aboard(stop.site, lot, round).is_some();
    if !stop.loads.is_empty() && stop.loads.iter().all(|load| fetched(load.of)) {
        return true;
    }
    day.sites.get(&stop.site).is_some_and(|site| {
        let windows = day.opening(site);
        windows.iter().any(|(from, until)| *from <= stop.start && stop.start <= *until)
    })
}

/// Whether a plan that nobody goes by yet sends somebody where nobody opens.
pub(in crate::app) fn is_at_a_closed_door(day: &Day, stops: &BTreeMap<RoundId, Vec<Stop>>) -> bool {
    let is_done = |stop: &Stop| day.stop(stop.id).is_some_and(|(_, known)| !known.is_open());
    let is_in_use = |stop: &Stop| day.sites.get(&stop.site).is_some_and(|site| site.active);
    let mut all = stops.iter().flat_map(|(round, stops)| stops.iter().map(move |stop| (*round, stop)));
    all.any(|(round, stop)| !(is_done(stop) || is_in_use(stop) && is_open_then(day, round, stop)))
}

fn handover_faults(
    day: &Day,
    round: &RoundDay,
    stop: &StopDay,
    on_board: &mut BTreeMap<LotId, (Crates, Option<Millis>)>,
) -> Vec<(Fault, String)> {
    let mut found = Vec::new();
    for load in &stop.planned.loads {
        let Some(lot) = day.lots.get(&load.of) else {
            found.push((Fault::Missing, "it names a lot that is not there".to_owned()));
            continue;
        };
        let entry = on_board.entry(load.of).or_insert((Crates::ZERO, None));
        match load.action {
            Action::Load => {
                let site = day.sites.get(&stop.planned.site);
                let source = site.map(|site| day.holder_at(site, load.of, round.head.id));
                let there = source.map_or(Crates::ZERO, |source| day.crates_of(load.of, source));
                if there < load.crates {
                    let what = format!("lot {}: {} crates to load and {} there", lot.number, load.crates.0, there.0);
                    found.push((Fault::Missing, what));
                }
                // What comes from another vehicle is outside a fridge since it left its donor's.
                let aboard = source.filter(|source| matches!(source, Holder::Vehicle(_)));
                let held = day.holdings.iter().find(|held| held.lot == load.of && Some(held.holder) == aboard);
                let since = held.map_or(stop.planned.start, |held| held.since);
                *entry = (entry.0 + load.crates, entry.1.or(Some(since)));
            }
            Action::Unload => {
                if entry.0 < load.crates {
                    let (planned, there) = (load.crates.0, entry.0.0);
                    let what = format!("lot {}: {planned} crates to set down and {there} on board", lot.number);
                    found.push((Fault::Missing, what));
                }
                entry.0 -= load.crates;
                if lot.shelf.last_day(day.date).is_some_and(|last| day.area.zone.date(stop.planned.depart) > last) {
                    found.push((Fault::UseBy, format!("lot {} would arrive after its use-by date", lot.number)));
                }
                let clock =
                    cold::limit_for(&day.limits, lot.category).zip(day.vehicles.get(&round.head.vehicle)).zip(entry.1);
                let clock = clock
                    .and_then(|((limit, vehicle), since)| cold::clock(limit, lot.class, vehicle.equipment(), since));
                // What is on board already has an alarm of its own.
                let is_aboard = round.on_board.iter().any(|portion| portion.lot == load.of);
                if clock.is_some_and(|clock| stop.planned.depart > clock.deadline + Seconds(1)) {
                    let fault = if is_aboard { Fault::Missing } else { Fault::Cold };
                    found.push((fault, format!("lot {} would be outside a fridge too long", lot.number)));
                }
            }
        }
    }
    found
}
