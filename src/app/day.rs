//! A day as it stands: what was planned, what happened, and where everything is now. Every screen of the day reads it.

use super::alarm::Alarm;
use super::forecast::Settling;
use super::{App, Refusal, Result, Thing};
use crate::domain::calendar::{self, Closure};
use crate::domain::cold::{self, ColdClock, ColdLimit};
use crate::domain::id::{LotId, PersonId, RoundId, SiteId, StopId, VehicleId};
use crate::domain::ledger::{Balance, Holder, Holding, MovementReason};
use crate::domain::lot::{Announcement, Lot};
use crate::domain::people::Actor;
use crate::domain::plan::{Action, ExpectedLoad, Left};
use crate::domain::quantity::{Crates, Grams, Seconds};
use crate::domain::round::{
    Halt, PlanHead, PlanState, PlannedRound, PlannedStop, Problem, ProblemKind, RoundHead, Shift, Visit, VisitOutcome,
};
use crate::domain::site::{Area, Site, SiteKind, Vehicle};
use crate::domain::time::Millis;
use crate::store::Db;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// A day of an area.
#[derive(Debug, Clone)]
pub struct Day {
    pub area: Area,
    /// Which local day.
    pub date: Date,
    pub now: Millis,
    /// Every site of the area.
    pub sites: BTreeMap<SiteId, Site>,
    /// Every vehicle of the area.
    pub vehicles: BTreeMap<VehicleId, Vehicle>,
    pub shifts: Vec<Shift>,
    /// The plan people go by.
    pub plan: Option<PlanHead>,
    pub draft: Option<PlanHead>,
    /// The rounds of the published plan (and others of the day that still have something on board), by number.
    pub rounds: Vec<RoundDay>,
    /// What the published plan does not carry.
    pub left: Vec<Left>,
    /// Every lot that the day speaks of.
    pub lots: BTreeMap<LotId, Lot>,
    /// Where crates are now, of the day's lots and of those on the way or in hubs.
    pub holdings: Vec<Holding>,
    /// The days on which sites, or the whole area, are closed.
    pub closures: Vec<Closure>,
    pub limits: Vec<ColdLimit>,
    pub problems: Vec<Problem>,
    /// The shifts that do not go on.
    pub halts: Vec<Halt>,
}

/// A round with what happened to it.
#[derive(Debug, Clone)]
pub struct RoundDay {
    pub head: RoundHead,
    pub figures: Option<PlannedRound>,
    pub stops: Vec<StopDay>,
    /// What its vehicle carries now.
    pub on_board: Vec<OnBoard>,
    /// By how much it is behind its plan.
    pub delay: Seconds,
}

impl RoundDay {
    /// Lots of which the round has, and will load, less than it is to set down.
    fn fewer(&self) -> Vec<Alarm> {
        let mut missing: BTreeMap<LotId, Crates> = BTreeMap::new();
        for load in self.stops.iter().filter(|stop| stop.is_open()).flat_map(|stop| &stop.planned.loads) {
            let crates = missing.entry(load.lot).or_default();
            *crates += if load.action == Action::Unload { load.crates } else { -load.crates };
        }
        for portion in &self.on_board {
            *missing.entry(portion.lot).or_default() -= portion.balance.crates;
        }
        let short = missing.into_iter().filter(|(_, crates)| *crates > Crates::ZERO);
        short.map(|(lot, crates)| Alarm::Fewer { round: self.head.id, lot, crates }).collect()
    }
}

/// A visit with what happened to it.
#[derive(Debug, Clone)]
pub struct StopDay {
    pub planned: PlannedStop,
    /// How it ended, unless it is open.
    pub visit: Option<Visit>,
    /// When the vehicle should be there, given its delay.
    pub expected: Millis,
    /// Whether it is the first open visit.
    pub is_next: bool,
}

impl StopDay {
    /// Whether it is still to be done.
    pub const fn is_open(&self) -> bool {
        self.visit.is_none()
    }

    /// Planned crates of one action.
    pub fn crates(&self, action: Action) -> Crates {
        self.planned.loads.iter().filter(|load| load.action == action).map(|load| load.crates).sum()
    }

    /// What is expected here of donors that have not announced yet.
    pub fn forecast(&self, action: Action) -> impl Iterator<Item = &ExpectedLoad> {
        self.planned.forecast.iter().filter(move |load| load.action == action)
    }

    /// Whether anything is loaded here.
    pub fn loads(&self) -> bool {
        self.planned.loads.iter().any(|load| load.action == Action::Load)
    }

    /// Whether anything is set down here.
    pub fn unloads(&self) -> bool {
        self.planned.loads.iter().any(|load| load.action == Action::Unload)
    }
}

/// A portion on board of a vehicle.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OnBoard {
    pub lot: LotId,
    pub balance: Balance,
    /// When it left a fridge.
    pub since: Millis,
    /// Its cold clock, if it has one on this vehicle.
    pub clock: Option<ColdClock>,
    /// The open visit that sets it down, if there is one.
    pub going: Option<(StopId, SiteId)>,
}

/// A round is late when it is behind by more than this.
const LATE_AFTER: Seconds = Seconds(15 * 60);
/// An act that came after a missing one is this old before the missing one counts as lost: it may only wait its turn.
const LOST_AFTER: Seconds = Seconds(10 * 60);
/// What a locked phone wanted to send is told of for this long.
pub(super) const HELD_FOR: Seconds = Seconds(7 * 24 * 3600);
/// Food that was set down should be checked within this.
const CHECK_WITHIN: Seconds = Seconds(20 * 60);

impl App {
    /// A local day as it stands now.
    pub async fn day(&self, who: &Actor, date: Date) -> Result<Day> {
        let mut reader = self.store.reader().await?;
        Day::load(&mut reader.db(), who.area, date, self.now()).await
    }

    /// Today as it stands now.
    pub async fn today(&self, who: &Actor) -> Result<Day> {
        let mut reader = self.store.reader().await?;
        let area = reader.db().area(who.area).await?;
        let now = self.now();
        Day::load(&mut reader.db(), who.area, area.zone.date(now), now).await
    }

    /// The local day of a round, as it stands now.
    ///
    /// # Errors
    /// When there is no such round in the person's area.
    pub async fn day_of_round(&self, who: &Actor, round: RoundId) -> Result<Day> {
        let mut reader = self.store.reader().await?;
        let mut db = reader.db();
        let head = db.round(round).await?.filter(|head| head.area == who.area);
        let head = head.ok_or(Refusal::NotFound(Thing::Round))?;
        Day::load(&mut db, who.area, head.date, self.now()).await
    }

    /// The rounds of a local day, whatever plan they are in, by number.
    pub async fn round_heads(&self, who: &Actor, date: Date) -> Result<Vec<RoundHead>> {
        Ok(self.store.reader().await?.db().rounds(who.area, date).await?)
    }

    /// What donors announced for a local day, the newest first.
    pub async fn announcements(&self, who: &Actor, date: Date) -> Result<Vec<Announcement>> {
        Ok(self.store.reader().await?.db().announcements_of_day(who.area, date).await?)
    }

    /// The area of a person.
    pub async fn area(&self, who: &Actor) -> Result<Area> {
        Ok(self.store.reader().await?.db().area(who.area).await?)
    }

    /// What the coordinator should look at on a day, the urgent first.
    pub async fn alarms(&self, day: &Day) -> Result<Vec<Alarm>> {
        alarms(&mut self.store.reader().await?.db(), day).await
    }
}

pub(super) async fn alarms(db: &mut Db<'_>, day: &Day) -> Result<Vec<Alarm>> {
    let mut alarms = day.alarms();
    let start = day.area.zone.start_of(day.date);
    for (round, crates) in day.aboard_elsewhere() {
        if let Some(round) = db.round(round).await?.filter(|round| round.date < day.date) {
            alarms.push(Alarm::StillAboard { round, crates });
        }
    }
    alarms.extend(db.conflicts(day.area.id, start).await?.into_iter().map(Alarm::Conflict));
    alarms.extend(db.movements_flagged(day.area.id, start).await?.into_iter().map(Alarm::Flagged));
    let missing = db.missing_acts(day.area.id, start, day.now - LOST_AFTER).await?;
    alarms.extend(missing.into_iter().map(Alarm::Missing));
    let held = db.held_acts(day.area.id, day.now - HELD_FOR).await?;
    alarms.extend(held.chunk_by(|one, next| one.person == next.person).map(|acts| Alarm::Held(acts.to_vec())));
    // What was done beside the plan is flagged where crates moved; a closed door moves none.
    let missed = |visit: &Visit| matches!(visit.outcome, VisitOutcome::Closed | VisitOutcome::Unreachable);
    let visits = db.visits_of_day(day.area.id, day.date).await?.into_iter();
    let beside = visits.filter(|visit| missed(visit) && day.plan.is_some() && day.stop(visit.stop).is_none());
    alarms.extend(beside.map(Alarm::Beside));
    let barred = db.barred(day.area.id).await?;
    alarms.extend((barred > 0).then_some(Alarm::Barred(barred)));
    alarms.sort_by_key(|alarm| !alarm.is_urgent());
    Ok(alarms)
}

impl Day {
    pub(super) async fn load(
        db: &mut Db<'_>,
        area: crate::domain::id::AreaId,
        date: Date,
        now: Millis,
    ) -> Result<Self> {
        let mut day = Self {
            area: db.area(area).await?,
            date,
            now,
            sites: db.sites(area).await?.into_iter().map(|site| (site.id, site)).collect(),
            vehicles: db.vehicles(area).await?.into_iter().map(|vehicle| (vehicle.id, vehicle)).collect(),
            shifts: db.shifts(area, date, date).await?,
            plan: db.plan_in(area, date, PlanState::Published).await?,
            draft: db.plan_in(area, date, PlanState::Draft).await?,
            rounds: Vec::new(),
            left: Vec::new(),
            lots: BTreeMap::new(),
            holdings: Vec::new(),
            closures: db.closures(area, date).await?,
            limits: db.cold_limits(area).await?,
            problems: db.problems_of_day(area, date).await?,
            halts: db.halts_of_day(area, date).await?,
        };
        let mut lots = db.lots_of_day(area, date).await?;
        lots.extend(db.lots_held(area).await?);
        let (mut figures, mut stops) = (BTreeMap::new(), BTreeMap::<RoundId, Vec<PlannedStop>>::new());
        if let Some(plan) = &day.plan {
            day.left = db.plan_left(plan.id).await?;
            lots.extend(db.lots_of_plan(plan.id).await?);
            figures = db.plan_rounds(plan.id).await?.into_iter().map(|round| (round.id, round)).collect();
            for stop in db.plan_stops(plan.id).await? {
                stops.entry(stop.round).or_default().push(stop);
            }
        }
        day.lots = lots.into_iter().map(|lot| (lot.id, lot)).collect();
        let mut held: BTreeMap<(LotId, Holder), Holding> = BTreeMap::new();
        for holding in db.holdings_live(area).await?.into_iter().chain(db.holdings_of_day(area, date).await?) {
            held.insert((holding.lot, holding.holder), holding);
        }
        day.holdings = held.into_values().collect();
        let mut visits: BTreeMap<StopId, Visit> =
            db.visits_of_day(area, date).await?.into_iter().map(|visit| (visit.stop, visit)).collect();
        visits.retain(|_, visit| visit.outcome != VisitOutcome::Reopened);
        if stops.values().flatten().any(|stop| !stop.forecast.is_empty()) {
            day.settle(db, &mut stops, &visits).await?;
        }
        for head in db.rounds(area, date).await? {
            let planned = stops.remove(&head.id).unwrap_or_default();
            let figures = figures.remove(&head.id);
            let round = day.round_day(head, figures, planned, &mut visits);
            if round.figures.is_some() || !round.on_board.is_empty() {
                day.rounds.push(round);
            }
        }
        day.fetch_what_waits_aboard();
        Ok(day)
    }

    /// Lets what donors announced take the place of what the plan expected of them.
    async fn settle(
        &self,
        db: &mut Db<'_>,
        stops: &mut BTreeMap<RoundId, Vec<PlannedStop>>,
        visits: &BTreeMap<StopId, Visit>,
    ) -> Result<()> {
        let said = db.announcements_of_day(self.area.id, self.date).await?.into_iter().map(|one| one.site);
        let been_there = stops.values().flatten().filter(|stop| visits.contains_key(&stop.id)).map(|stop| stop.site);
        let said = said.chain(been_there).collect();
        let done = visits.keys().copied().collect();
        Settling { day: self, said: &said, done: &done }.settle(stops);
        Ok(())
    }

    fn round_day(
        &self,
        head: RoundHead,
        figures: Option<PlannedRound>,
        planned: Vec<PlannedStop>,
        visits: &mut BTreeMap<StopId, Visit>,
    ) -> RoundDay {
        let mut stops: Vec<StopDay> = planned
            .into_iter()
            .map(|planned| StopDay {
                visit: visits.remove(&planned.id),
                expected: planned.arrive,
                planned,
                is_next: false,
            })
            .collect();
        let mut delay = Seconds::ZERO;
        let newest = stops.iter().filter_map(|stop| Some((stop.visit.as_ref()?.occurred, stop.planned.depart))).max();
        if let Some((occurred, depart)) = newest {
            delay = occurred.since(depart).max(Seconds::ZERO);
        }
        let told = self.problems.iter().filter(|problem| problem.round == head.id && problem.kind == ProblemKind::Late);
        for problem in told.filter(|problem| newest.is_none_or(|(occurred, _)| problem.occurred > occurred)) {
            delay = delay.max(Seconds(problem.minutes * 60));
        }
        if let Some(next) = stops.iter_mut().find(|stop| stop.is_open()) {
            next.is_next = true;
            if head.ended.is_none() {
                delay = delay.max(self.now.since(next.planned.arrive));
            }
        }
        for stop in stops.iter_mut().filter(|stop| stop.is_open()) {
            stop.expected = stop.planned.arrive + delay;
        }
        let vehicle = self.vehicles.get(&head.vehicle);
        let on_board = self
            .held_by(Holder::Vehicle(head.id))
            .map(|held| {
                let clock = self.lots.get(&held.lot).zip(vehicle).and_then(|(lot, vehicle)| {
                    let limit = cold::limit_for(&self.limits, lot.category)?;
                    cold::clock(limit, lot.class, vehicle.equipment(), held.since)
                });
                let going = stops.iter().filter(|stop| stop.is_open()).find_map(|stop| {
                    let down = |load: &crate::domain::plan::Load| load.lot == held.lot && load.action == Action::Unload;
                    stop.planned.loads.iter().any(down).then_some((stop.planned.id, stop.planned.site))
                });
                OnBoard { lot: held.lot, balance: held.balance, since: held.since, clock, going }
            })
            .collect();
        RoundDay { head, figures, stops, on_board, delay }
    }

    /// What a holder has now.
    pub fn held_by(&self, holder: Holder) -> impl Iterator<Item = &Holding> {
        self.holdings.iter().filter(move |held| held.holder == holder && held.balance.crates > Crates::ZERO)
    }

    /// Crates of a lot that a holder has now.
    pub fn crates_of(&self, lot: LotId, holder: Holder) -> Crates {
        self.held_by(holder).find(|held| held.lot == lot).map_or(Crates::ZERO, |held| held.balance.crates)
    }

    /// When a site is open on the day.
    pub fn opening(&self, site: &Site) -> Vec<(Millis, Millis)> {
        calendar::instants(site, self.date, &self.area.zone, &self.closures)
    }

    /// A round of the day.
    pub fn round(&self, id: RoundId) -> Option<&RoundDay> {
        self.rounds.iter().find(|round| round.head.id == id)
    }

    /// A visit of the day, with its round.
    pub fn stop(&self, id: StopId) -> Option<(&RoundDay, &StopDay)> {
        self.rounds.iter().find_map(|round| Some((round, round.stops.iter().find(|stop| stop.planned.id == id)?)))
    }

    /// The rounds of a driver, by the start of their shift.
    pub fn rounds_of(&self, person: PersonId) -> Vec<&RoundDay> {
        let mut rounds: Vec<_> = self.rounds.iter().filter(|round| round.head.person == person).collect();
        rounds.sort_by_key(|round| round.head.from);
        rounds
    }

    /// The visits at a site, in the order they are expected, each with its round.
    pub fn visits_at(&self, site: SiteId) -> Vec<(&RoundDay, &StopDay)> {
        let stops = |round| {
            let round: &RoundDay = round;
            round.stops.iter().filter(move |stop| stop.planned.site == site).map(move |stop| (round, stop))
        };
        let mut visits: Vec<_> = self.rounds.iter().flat_map(stops).collect();
        visits.sort_by_key(|(_, stop)| stop.expected);
        visits
    }

    /// The point nearest to a lot's donor that takes such food and is still to close today, and when it does.
    pub fn nearest_taker(&self, lot: &Lot) -> Option<(&Site, Millis)> {
        let from = self.sites.get(&lot.site)?;
        let takes = |site: &&Site| site.active && site.kind == SiteKind::Point && !site.refused.contains(lot.category);
        let open = |site| Some((site, self.opening(site).last()?.1)).filter(|(_, closes)| *closes > self.now);
        let takers = self.sites.values().filter(takes).filter_map(open);
        takers.min_by_key(|(site, _)| from.at.distance(site.at))
    }

    /// The lots that a donor announced for the day, by number.
    pub fn lots_of(&self, site: SiteId) -> Vec<&Lot> {
        let mut lots: Vec<_> = self.lots.values().filter(|lot| lot.site == site && lot.date == self.date).collect();
        lots.sort_by_key(|lot| lot.number);
        lots
    }

    /// Grams of the day's lots that points accepted, and that are still on the way or waiting.
    pub fn grams_held(&self, wanted: impl Fn(Holder) -> bool) -> Grams {
        self.holdings.iter().filter(|held| wanted(held.holder)).map(|held| held.balance.grams).sum()
    }

    fn alarms(&self) -> Vec<Alarm> {
        let mut alarms = Vec::new();
        for round in &self.rounds {
            let id = round.head.id;
            if round.head.cancelled && round.stops.iter().any(StopDay::is_open) {
                alarms.push(Alarm::NoDriver { round: id });
            } else if self.halt(&round.head).is_some() && round.stops.iter().any(StopDay::is_open) {
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
        alarms.extend(self.without_place());
        alarms.extend(self.rounds.iter().flat_map(RoundDay::fewer));
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
        self.without_place().iter().any(|alarm| matches!(alarm, Alarm::NoPlace { code: None, .. }))
    }

    /// Crates still at donors that no open visit is going to collect.
    fn without_place(&self) -> Vec<Alarm> {
        if self.plan.is_none() {
            return Vec::new();
        }
        let mut promised: BTreeMap<LotId, Crates> = BTreeMap::new();
        for stop in self.rounds.iter().flat_map(|round| &round.stops).filter(|stop| stop.is_open()) {
            for load in stop.planned.loads.iter().filter(|load| load.action == Action::Load) {
                *promised.entry(load.lot).or_default() += load.crates;
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
                    code: left.map(|left| left.code),
                    fix: left.and_then(|left| left.fix.clone()),
                });
            }
        }
        alarms
    }
}

/// The reasons a driver or point can give for not taking a lot.
pub const REASONS: [MovementReason; 4] =
    [MovementReason::TooWarm, MovementReason::Broken, MovementReason::Expired, MovementReason::Other];
