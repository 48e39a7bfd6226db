//! What a driver reads: which round is theirs, one of its stops with what was recorded there, and whom to call.

use super::day::{Day, StopDay};
use super::{App, Refusal, Result, Thing};
use crate::domain::id::{LotId, OpId, PlanId, RoundId, StopId};
use crate::domain::ledger::{Balance, Holder, HolderKind, Movement};
use crate::domain::lot::Lot;
use crate::domain::people::Actor;
use crate::domain::plan::{Action, Load, Stop};
use crate::domain::quantity::{Crates, Grams};
use crate::domain::round::{PlanState, RoundHead, Visit, VisitOutcome};
use crate::domain::site::{Site, TownShape};
use crate::domain::time::Millis;
use crate::store::Db;
use jiff::ToSpan;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// A round may have been left unfinished for this many days before nobody is asked about it any more.
const REMEMBERED_DAYS: i64 = 7;

/// The rounds a person may drive, and the one that counts now.
#[derive(Debug, Clone)]
pub struct Driving {
    /// The day of the round.
    pub day: Day,
    /// The round to show, if there is one.
    pub round: Option<RoundId>,
    /// Other rounds of the day that the person may open; for a coordinator without a round of their own, all of them.
    pub others: Vec<RoundHead>,
    /// Rounds of days before that were never ended and still have crates on board.
    pub unfinished: Vec<RoundHead>,
}

/// One visit as a driver sees it.
#[derive(Debug, Clone)]
pub struct DriverStop {
    /// The day of the round.
    pub day: Day,
    pub round: RoundHead,
    /// The visit, as the newest published plan that knew it has it.
    pub stop: StopDay,
    pub site: Site,
    /// Whether the plan that people go by still has it.
    pub in_plan: bool,
    pub record: Option<Record>,
    /// What donors wrote to the driver about what is loaded here.
    pub notes: Vec<String>,
    /// The crates of each lot that the people here have checked off the vehicle themselves.
    pub checked_off: BTreeMap<LotId, Crates>,
}

/// What the form of a visit is read by: nothing else of the day.
#[derive(Debug, Clone)]
pub struct StopForm {
    pub stop: StopId,
    /// What is to be loaded and set down, as the page showed it.
    pub loads: Vec<Load>,
    /// The first visit of the round that stays open when this one is closed.
    pub next: Option<StopId>,
}

/// What an act that closed a visit recorded.
#[derive(Debug, Clone)]
pub struct Record {
    pub visit: Visit,
    pub movements: Vec<Movement>,
    /// Whether the person asking may take it back.
    pub may_correct: bool,
}

impl DriverStop {
    /// The round's visits, as the plan has them now.
    pub fn stops(&self) -> &[StopDay] {
        self.day.round(self.round.id).map_or(&[], |round| &round.stops)
    }

    /// The place of this visit in its round, from 1, while it is in the plan.
    pub fn number(&self) -> Option<usize> {
        self.stops().iter().position(|stop| stop.planned.id == self.stop.planned.id).map(|index| index + 1)
    }

    /// The first open visit of the round other than this one.
    pub fn next(&self) -> Option<&StopDay> {
        self.stops().iter().find(|stop| stop.is_open() && stop.planned.id != self.stop.planned.id)
    }

    /// Whether nothing is to be loaded or set down here but what is only expected, if that.
    pub fn only_expects(&self) -> bool {
        self.stop.planned.loads.is_empty()
    }

    /// The crates of a lot that can be handed over here: as planned, or at an unload what is on board of it. What is still
    /// to be loaded before is as planned too: a page may be read hours before, and without a network.
    pub fn expected(&self, lot: LotId, action: Action, planned: Crates) -> Crates {
        match action {
            Action::Unload if !self.is_to_be_loaded(lot) => {
                let checked = self.checked_off.get(&lot).copied().unwrap_or_default();
                (planned - checked).min(self.day.crates_of(lot, Holder::Vehicle(self.round.id))).max(Crates::ZERO)
            }
            _ => planned,
        }
    }

    /// Whether another visit of the round that is still open is to load a lot.
    pub fn is_to_be_loaded(&self, lot: LotId) -> bool {
        let loads =
            |stop: &StopDay| stop.planned.loads.iter().any(|load| load.of == lot && load.action == Action::Load);
        self.stops().iter().any(|stop| stop.is_open() && stop.planned.id != self.stop.planned.id && loads(stop))
    }
}

/// What a round moved so far, corrections taken off.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct RoundSums {
    /// Taken on board at donors and hubs.
    pub collected: Balance,
    /// Set down at points and hubs, and not sent back.
    pub delivered: Balance,
    pub returned: Balance,
    pub discarded: Balance,
}

/// Everything that went onto a round's vehicle and off it.
#[derive(Debug, Clone)]
pub struct Carried {
    round: RoundId,
    movements: Vec<Movement>,
}

impl Carried {
    /// What the whole round moved so far.
    pub fn sums(&self) -> RoundSums {
        self.sums_of(|_| true)
    }

    /// What it moved at one stop.
    pub fn at(&self, stop: StopId) -> RoundSums {
        self.sums_of(|movement| movement.transfer.stop == Some(stop))
    }

    fn sums_of(&self, wanted: impl Fn(&Movement) -> bool) -> RoundSums {
        let mut sums = RoundSums::default();
        for movement in self.movements.iter().filter(|movement| wanted(movement)) {
            sums.add(self.round, movement);
        }
        sums
    }
}

impl RoundSums {
    fn add(&mut self, round: RoundId, movement: &Movement) {
        let (transfer, vehicle) = (&movement.transfer, Holder::Vehicle(round));
        // A correction runs the other way: it takes off what the movement it corrects had put on.
        let sign = if transfer.corrects.is_some() { -1 } else { 1 };
        let (from, to) = if sign < 0 { (transfer.to, transfer.from) } else { (transfer.from, transfer.to) };
        let (sum, sign) = match (from.kind(), to.kind()) {
            (HolderKind::Donor | HolderKind::Hub, HolderKind::Vehicle) => (&mut self.collected, sign),
            (HolderKind::Handover | HolderKind::Point, HolderKind::Vehicle) => (&mut self.delivered, -sign),
            (HolderKind::Vehicle, HolderKind::Handover | HolderKind::Point | HolderKind::Hub) => {
                (&mut self.delivered, sign)
            }
            (HolderKind::Vehicle, HolderKind::Donor) => (&mut self.returned, sign),
            (HolderKind::Vehicle, HolderKind::Discarded) => (&mut self.discarded, sign),
            _ => return,
        };
        if from == vehicle || to == vehicle {
            sum.crates += Crates(sign * transfer.crates.0);
            sum.grams += Grams(sign * transfer.grams.0);
        }
    }
}

impl App {
    /// The round that a driver is asked about: the one named, or today's that is under way or comes next.
    ///
    /// # Errors
    /// When the round named is not the person's to drive.
    pub async fn driving(&self, who: &Actor, wanted: Option<RoundId>) -> Result<Driving> {
        let (mut reader, now) = (self.store.reader(who.area).await?, self.now());
        let mut db = reader.db();
        let today = db.area().await?.zone.date(now);
        let (date, driver) = match wanted {
            Some(id) => {
                let head = own(who, db.round(id).await?).ok_or(Refusal::NotFound(Thing::Round))?;
                (head.date, head.person)
            }
            None => match Day::still_on_the_road(&mut db, now).await? {
                Some(day) if !day.rounds_of(who.person).is_empty() => (day.date, who.person),
                _ => (today, who.person),
            },
        };
        let day = Day::read(&mut db, date, now).await?;
        let mut heads: Vec<RoundHead> = day.rounds_of(driver).into_iter().map(|round| round.head.clone()).collect();
        let round = match wanted {
            Some(id) => day.round(id).map(|round| round.head.id),
            None => current(&day, &heads),
        };
        if heads.is_empty() && wanted.is_none() && who.coordinates() {
            heads = day.rounds.iter().map(|round| round.head.clone()).collect();
        }
        heads.retain(|head| Some(head.id) != round);
        let unfinished = match wanted {
            Some(_) => Vec::new(),
            None => unfinished(&mut db, who, today).await?,
        };
        Ok(Driving { day, round, others: heads, unfinished })
    }

    /// A visit of a round that the person may drive, with what was recorded there.
    ///
    /// # Errors
    /// When there is no such visit, or it is somebody else's.
    pub async fn driver_stop(&self, who: &Actor, stop: StopId) -> Result<DriverStop> {
        let mut reader = self.store.reader(who.area).await?;
        let mut db = reader.db();
        let not_found = Refusal::NotFound(Thing::Stop);
        let (round, planned) = db.planned_stop(stop, None).await?.ok_or_else(|| not_found.clone())?;
        let round = own(who, db.round(round).await?).ok_or_else(|| not_found.clone())?;
        let site = db.site(planned.site).await?.ok_or(not_found)?;
        let mut day = Day::read(&mut db, round.date, self.now()).await?;
        for load in &planned.loads {
            if !day.lots.contains_key(&load.of)
                && let Some(lot) = db.lot(load.of).await?
            {
                day.lots.insert(lot.id, lot);
            }
        }
        let (in_plan, stop) = match day.stop(stop) {
            Some((_, known)) => (true, known.clone()),
            None => (false, unplanned(&mut db, planned).await?),
        };
        let record = match &stop.visit {
            Some(visit) => Some(record(&mut db, who, visit.clone()).await?),
            None => None,
        };
        let loaded = |load: &&Load| load.action == Action::Load;
        let lots: Vec<Lot> =
            stop.planned.loads.iter().filter(loaded).filter_map(|l| day.lots.get(&l.of)).cloned().collect();
        let notes = notes(&mut db, &lots).await?;
        let mut checked_off = BTreeMap::new();
        for load in stop.planned.loads.iter().filter(|load| load.action == Action::Unload) {
            checked_off.insert(load.of, super::stop::checked_off(&mut db, load.of, round.id, site.id).await?);
        }
        Ok(DriverStop { day, round, stop, site, in_plan, record, notes, checked_off })
    }

    /// What the form of a visit is read by, sent from a page that showed a version of the plan.
    ///
    /// # Errors
    /// When there is no such visit, that version was never published or does not have it, or it is somebody else's.
    pub async fn stop_form(&self, who: &Actor, stop: StopId, shown: Option<PlanId>) -> Result<StopForm> {
        let mut reader = self.store.reader(who.area).await?;
        let mut db = reader.db();
        let not_found = Refusal::NotFound(Thing::Stop);
        let (round, mut planned) = db.planned_stop(stop, None).await?.ok_or_else(|| not_found.clone())?;
        let round = own(who, db.round(round).await?).ok_or_else(|| not_found.clone())?;
        let in_force = db.plan_in(round.date, PlanState::Published).await?.map(|plan| plan.id);
        if let Some(older) = shown.filter(|shown| Some(*shown) != in_force) {
            planned = db.planned_stop(stop, Some(older)).await?.ok_or(not_found)?.1;
        } else if !planned.forecast.is_empty() {
            // What the donor announced since stands in the place of what was expected of it.
            let day = Day::read(&mut db, round.date, self.now()).await?;
            planned = day.stop(stop).map_or(planned, |(_, known)| known.planned.clone());
        }
        let next = match in_force {
            Some(plan) => next_open(&mut db, plan, round.id, stop).await?,
            None => None,
        };
        Ok(StopForm { stop, loads: planned.loads, next })
    }

    /// What went onto a round's vehicle and off it so far.
    ///
    /// # Errors
    /// When the round is not the person's to drive.
    pub async fn carried(&self, who: &Actor, round: RoundId) -> Result<Carried> {
        let mut reader = self.store.reader(who.area).await?;
        let (mut db, vehicle) = (reader.db(), Holder::Vehicle(round));
        own(who, db.round(round).await?).ok_or(Refusal::NotFound(Thing::Round))?;
        let mut movements = db.movements_to(vehicle, Millis(0), Millis(i64::MAX)).await?;
        movements.extend(db.movements_from(vehicle, Millis(0), Millis(i64::MAX)).await?);
        Ok(Carried { round, movements })
    }

    /// The towns of the area with their boundaries, for maps.
    pub async fn town_shapes(&self, who: &Actor) -> Result<Vec<TownShape>> {
        Ok(self.store.reader(who.area).await?.db().town_shapes().await?)
    }
}

fn own(who: &Actor, round: Option<RoundHead>) -> Option<RoundHead> {
    round.filter(|round| who.may_drive_for(round.person))
}

/// The first round that is not ended and has something left to do; else the first not ended; else the last.
fn current(day: &Day, heads: &[RoundHead]) -> Option<RoundId> {
    let has_work = |head: &RoundHead| {
        day.round(head.id).is_some_and(|round| !round.on_board.is_empty() || round.stops.iter().any(StopDay::is_open))
    };
    let open = || heads.iter().filter(|head| head.ended.is_none());
    let chosen = open().find(|head| has_work(head)).or_else(|| open().next()).or(heads.last());
    chosen.map(|head| head.id)
}

async fn unfinished(db: &mut Db<'_>, who: &Actor, today: Date) -> Result<Vec<RoundHead>> {
    let Ok(first) = today.checked_sub(REMEMBERED_DAYS.days()) else { return Ok(Vec::new()) };
    let mut unfinished = Vec::new();
    for round in db.rounds_of(who.person, first).await? {
        if round.date < today && round.ended.is_none() {
            let held = db.holdings_of(Holder::Vehicle(round.id)).await?;
            if held.iter().any(|holding| holding.balance.crates > Crates::ZERO) {
                unfinished.push(round);
            }
        }
    }
    Ok(unfinished)
}

/// The first visit of a round that a plan has and nobody closed yet, other than one.
async fn next_open(db: &mut Db<'_>, plan: PlanId, round: RoundId, other: StopId) -> Result<Option<StopId>> {
    let visits = db.visits_of_round(round).await?;
    let closed: BTreeSet<StopId> = visits.iter().filter(|visit| is_closed(visit)).map(|visit| visit.stop).collect();
    let stops = db.plan_stops(plan).await?.remove(&round).unwrap_or_default();
    Ok(stops.iter().map(|stop| stop.id).find(|id| *id != other && !closed.contains(id)))
}

/// Whether a visit has ended.
pub(super) fn is_closed(visit: &Visit) -> bool {
    visit.outcome != VisitOutcome::Reopened
}

/// A visit that the plan no longer has.
async fn unplanned(db: &mut Db<'_>, planned: Stop) -> Result<StopDay> {
    let visit = db.visit(planned.id).await?.filter(is_closed);
    Ok(StopDay { expected: planned.arrive, visit, planned, is_next: false })
}

async fn record(db: &mut Db<'_>, who: &Actor, visit: Visit) -> Result<Record> {
    let op: Option<OpId> = db.op(visit.op).await?.filter(|op| op.person == who.person).map(|op| op.id);
    let movements = db.movements_of_op(visit.op).await?;
    Ok(Record { may_correct: op.is_some() || who.coordinates(), visit, movements })
}

async fn notes(db: &mut Db<'_>, lots: &[Lot]) -> Result<Vec<String>> {
    let mut asked: Vec<_> = lots.iter().map(|lot| lot.announcement).collect();
    asked.sort_unstable();
    asked.dedup();
    let mut notes = Vec::new();
    for id in asked {
        if let Some(announcement) = db.announcement(id).await?
            && !announcement.note.is_empty()
        {
            notes.push(announcement.note);
        }
    }
    Ok(notes)
}
