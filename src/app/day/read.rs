//! Reading a day from storage, and putting together what was planned and what happened.

use super::settling::ForecastSettlement;
use super::{Day, OnBoard, RoundDay, StopDay};
use crate::app::{App, Refusal, Result, Thing};
use crate::domain::calendar::days;
use crate::domain::cold;
use crate::domain::id::{LotId, RoundId, StopId};
use crate::domain::ledger::{Holder, Holding};
use crate::domain::lot::Announcement;
use crate::domain::people::Actor;
use crate::domain::plan::{Action, Load, RoundFigures, Stop};
use crate::domain::quantity::Seconds;
use crate::domain::round::{PlanState, ProblemKind, RoundHead, Visit, VisitOutcome};
use crate::domain::site::Area;
use crate::domain::time::Millis;
use crate::store::Db;
use jiff::civil::Date;
use std::collections::BTreeMap;

impl App {
    /// A local day as it stands now.
    pub async fn day(&self, who: &Actor, date: Date) -> Result<Day> {
        let mut reader = self.store.reader(who.area).await?;
        Day::read(&mut reader.db(), date, self.now()).await
    }

    /// Today as it stands now.
    pub async fn today(&self, who: &Actor) -> Result<Day> {
        let mut reader = self.store.reader(who.area).await?;
        let area = reader.db().area().await?;
        let now = self.now();
        Day::read(&mut reader.db(), area.zone.date(now), now).await
    }

    /// The local day of a round, as it stands now.
    ///
    /// # Errors
    /// When there is no such round in the person's area.
    pub async fn day_of_round(&self, who: &Actor, round: RoundId) -> Result<Day> {
        let mut reader = self.store.reader(who.area).await?;
        let mut db = reader.db();
        let head = db.round(round).await?.ok_or(Refusal::NotFound(Thing::Round))?;
        Day::read(&mut db, head.date, self.now()).await
    }

    /// The rounds of a local day, whatever plan they are in, by number.
    pub async fn round_heads(&self, who: &Actor, date: Date) -> Result<Vec<RoundHead>> {
        Ok(self.store.reader(who.area).await?.db().rounds(date).await?)
    }

    /// What donors announced for a local day, the newest first.
    pub async fn announcements(&self, who: &Actor, date: Date) -> Result<Vec<Announcement>> {
        Ok(self.store.reader(who.area).await?.db().announcements_of_day(date).await?)
    }

    /// Yesterday, with the rounds of it that go on past midnight; none where there are none.
    pub async fn still_on_the_road(&self, who: &Actor) -> Result<Option<Day>> {
        Day::still_on_the_road(&mut self.store.reader(who.area).await?.db(), self.now()).await
    }

    /// The area of a person.
    pub async fn area(&self, who: &Actor) -> Result<Area> {
        Ok(self.store.reader(who.area).await?.db().area().await?)
    }
}

/// A round may go on for this long after its shift is over, into the next day.
const LATE_FOR: Seconds = Seconds(6 * 3600);

/// Whether a round of the day before may still be driven.
fn is_past_midnight(round: &RoundHead, now: Millis) -> bool {
    round.ended.is_none() && !round.cancelled && now < round.until + LATE_FOR
}

impl Day {
    /// Reads a local day of an area as it stands at `now`.
    pub(in crate::app) async fn read(db: &mut Db<'_>, date: Date, now: Millis) -> Result<Self> {
        let lots = db.lots_of_day(date).await?.into_iter().chain(db.lots_held().await?);
        let holdings = db.holdings_live().await?.into_iter().chain(db.holdings_of_day(date).await?);
        let held: BTreeMap<(LotId, Holder), Holding> =
            holdings.map(|holding| ((holding.lot, holding.holder), holding)).collect();
        let mut day = Self {
            area: db.area().await?,
            date,
            now,
            sites: db.sites().await?.into_iter().map(|site| (site.id, site)).collect(),
            vehicles: db.vehicles().await?.into_iter().map(|vehicle| (vehicle.id, vehicle)).collect(),
            shifts: db.shifts(date, date).await?,
            plan: None,
            draft: None,
            rounds: Vec::new(),
            left: Vec::new(),
            lots: lots.map(|lot| (lot.id, lot)).collect(),
            holdings: held.into_values().collect(),
            closures: db.closures(date).await?,
            limits: db.cold_limits().await?,
            problems: db.problems_of_day(date).await?,
            halts: db.halts_of_day(date).await?,
        };
        day.read_plan(db).await?;
        Ok(day)
    }

    /// The same day by the plan that was published since it was read: whatever is not of the plan is not read again.
    pub(in crate::app) async fn replanned(&self, db: &mut Db<'_>) -> Result<Self> {
        let mut day = self.clone();
        day.read_plan(db).await?;
        Ok(day)
    }

    /// Reads what people go by, and how far it is done.
    async fn read_plan(&mut self, db: &mut Db<'_>) -> Result<()> {
        let date = self.date;
        self.plan = db.plan_in(date, PlanState::Published).await?;
        self.draft = db.plan_in(date, PlanState::Draft).await?;
        (self.rounds, self.left) = (Vec::new(), Vec::new());
        let (mut figures, mut stops) = (BTreeMap::new(), BTreeMap::new());
        if let Some(plan) = self.plan.as_ref().map(|plan| plan.id) {
            self.left = db.plan_left(plan).await?;
            self.lots.extend(db.lots_of_plan(plan).await?.into_iter().map(|lot| (lot.id, lot)));
            figures = db.plan_rounds(plan).await?;
            stops = db.plan_stops(plan).await?;
        }
        let mut visits: BTreeMap<StopId, Visit> =
            db.visits_of_day(date).await?.into_iter().map(|visit| (visit.stop, visit)).collect();
        visits.retain(|_, visit| visit.outcome != VisitOutcome::Reopened);
        if stops.values().flatten().any(|stop| !stop.forecast.is_empty()) {
            self.settle(db, &mut stops, &visits).await?;
        }
        for head in db.rounds(date).await? {
            let planned = stops.remove(&head.id).unwrap_or_default();
            let figures = figures.remove(&head.id);
            let round = self.round_day(head, figures, planned, &mut visits);
            if round.figures.is_some() || !round.on_board.is_empty() {
                self.rounds.push(round);
            }
        }
        self.fetch_what_waits_aboard();
        Ok(())
    }

    /// The day before, where one of its rounds goes on past midnight: it has not ended, and its shift is not long over.
    pub(in crate::app) async fn still_on_the_road(db: &mut Db<'_>, now: Millis) -> Result<Option<Self>> {
        let zone = db.area().await?.zone;
        let yesterday = days(zone.date(now), -1);
        let mut rounds = db.rounds(yesterday).await?;
        rounds.retain(|round| is_past_midnight(round, now));
        if rounds.is_empty() {
            return Ok(None);
        }
        let mut day = Self::read(db, yesterday, now).await?;
        day.rounds.retain(|round| {
            is_past_midnight(&round.head, now)
                && (!round.on_board.is_empty() || round.stops.iter().any(StopDay::is_open))
        });
        Ok(Some(day).filter(|day| !day.rounds.is_empty()))
    }

    /// Lets what donors announced take the place of what the plan expected of them.
    async fn settle(
        &self,
        db: &mut Db<'_>,
        stops: &mut BTreeMap<RoundId, Vec<Stop>>,
        visits: &BTreeMap<StopId, Visit>,
    ) -> Result<()> {
        let said = db.announcements_of_day(self.date).await?.into_iter().map(|one| one.site);
        let been_there = stops.values().flatten().filter(|stop| visits.contains_key(&stop.id)).map(|stop| stop.site);
        let said = said.chain(been_there).collect();
        let done = visits.keys().copied().collect();
        ForecastSettlement { day: self, said: &said, done: &done }.settle(stops);
        Ok(())
    }

    fn round_day(
        &self,
        head: RoundHead,
        figures: Option<RoundFigures>,
        planned: Vec<Stop>,
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
                    let down = |load: &Load| load.of == held.lot && load.action == Action::Unload;
                    stop.planned.loads.iter().any(down).then_some((stop.planned.id, stop.planned.site))
                });
                OnBoard { lot: held.lot, balance: held.balance, since: held.since, clock, going }
            })
            .collect();
        RoundDay { head, figures, stops, on_board, delay }
    }
}
