//! A day is planned by one server at a time. Whoever plans it has claimed it, says beside the claim that it is alive and
//! how far it is, and keeps what it found only while the claim is its own. A search belongs to no page: it ends when it is
//! done, when somebody else has its day, or with the server.

use super::solve::{SearchOrder, Tier, solve};
use super::{Control, PlanOrder, Planned, Snapshot, author};
use crate::app::day::Day;
use crate::app::{App, Conflict, Refusal, Result, Thing};
use crate::domain::id::{AreaId, PersonId, PlanId, SearchId};
use crate::domain::people::Actor;
use crate::domain::plan::DayPlan;
use crate::domain::quantity::Seconds;
use crate::domain::round::PlanState;
use crate::domain::time::Millis;
use crate::planner::validate::ProblemError;
use crate::planner::{SearchProgress, fairest};
use crate::store::{PlanningProgress, Search, StoreError, Tx};
use jiff::civil::Date;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::watch;
use tokio::time::sleep;

/// How often a search says that it is alive and how far it is.
const BEAT_EVERY: Duration = Duration::from_millis(500);
/// A search that has not said so for this long is dead: long enough for a database that is busy, short enough for a
/// coordinator who waits. Real seconds: by a demonstration's clock the living would look dead.
const DEAD_AFTER: Seconds = Seconds(10);

/// What is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Request {
    /// A plan from nothing. Whoever is planning the day goes first: this search would know no more.
    Anew(PlanOrder),
    /// A plan from the plan in force. It goes before whoever is planning the day: they do not know what happened.
    Again {
        date: Date,
        tier: Tier,
        /// Whether a longer search then offers what is better.
        offers: bool,
    },
}

/// What a search in the background came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Offer {
    Searching,
    /// It found a better plan.
    Found(Box<DayPlan>),
}

/// A day that this process searches for. The search stops when it is dropped.
#[derive(Debug)]
struct Claim {
    id: SearchId,
    area: AreaId,
    date: Date,
    pulse: Arc<Pulse>,
    ending: watch::Receiver<bool>,
}

impl Drop for Claim {
    fn drop(&mut self) {
        self.pulse.stop();
    }
}

/// What the planner and the task that waits for it tell each other.
#[derive(Debug, Default)]
struct Pulse {
    progress: Mutex<PlanningProgress>,
    stopped: AtomicBool,
}

impl Pulse {
    fn progress(&self) -> PlanningProgress {
        *self.progress.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes down how far the planner is. Whether it is to go on.
    fn hear(&self, progress: SearchProgress, total: u64) -> bool {
        let count = |n: u64| i64::try_from(n).unwrap_or(i64::MAX);
        let progress =
            PlanningProgress { done: count(progress.iterations), total: count(total), placed: progress.placed };
        *self.progress.lock().unwrap_or_else(PoisonError::into_inner) = progress;
        !self.stopped.load(Ordering::Relaxed)
    }

    fn stop(&self) {
        self.stopped.store(true, Ordering::Relaxed);
    }
}

impl App {
    /// How far the planning of a day is, on whichever server; nothing where nobody is planning it.
    ///
    /// # Errors
    /// When the person does not coordinate, or storage does not answer.
    pub async fn planning_progress(&self, who: &Actor, date: Date) -> Result<Option<PlanningProgress>> {
        Self::must_coordinate(who)?;
        let search = self.store.reader(who.area).await?.db().search(date).await?;
        Ok(search.filter(|search| search.base.is_none() && self.is_alive(search)).map(|search| search.progress))
    }

    /// What the search for a better plan than a day's draft came to; than the plan in force where there is no draft.
    ///
    /// # Errors
    /// When the person does not coordinate, or storage does not answer.
    pub async fn offer(&self, who: &Actor, day: &Day) -> Result<Option<Offer>> {
        Self::must_coordinate(who)?;
        let base = day.draft.as_ref().or(day.plan.as_ref()).map(|base| base.id);
        let search = self.store.reader(who.area).await?.db().search(day.date).await?;
        let Some(search) = search.filter(|search| search.base.is_some() && search.base == base) else {
            return Ok(None);
        };
        let is_alive = self.is_alive(&search);
        Ok(search.offer.map(|plan| Offer::Found(Box::new(plan))).or(is_alive.then_some(Offer::Searching)))
    }

    /// Makes the better plan that was offered for a day its draft. Nothing happens where there is no such offer any more.
    ///
    /// # Errors
    /// When the person does not coordinate, or storage does not answer.
    pub async fn take_better(&self, who: &Actor, date: Date) -> Result<()> {
        Self::must_coordinate(who)?;
        let (by, id, now) = (author(who), self.machine.id::<PlanId>(), self.now());
        self.store
            .write(who.area, move |tx| {
                Box::pin(async move {
                    let mut base = tx.plan_in(date, PlanState::Draft).await?;
                    if base.is_none() {
                        base = tx.plan_in(date, PlanState::Published).await?;
                    }
                    let search = tx.search(date).await?;
                    let of_base = |search: &Search| base.is_some_and(|base| search.base == Some(base.id));
                    if let Some(mut plan) = search.filter(of_base).and_then(|search| search.offer) {
                        tx.drop_offer(date).await?;
                        keep_draft(tx, id, date, &mut plan, now, by).await?;
                    }
                    Ok(())
                })
            })
            .await
    }

    /// Plans a day and keeps the plan as its draft. The search is a task of its own, which no page that goes away can stop.
    ///
    /// # Errors
    /// When somebody is planning the day who goes first, or comes to do so meanwhile; when the planner breaks, or storage
    /// does not answer.
    pub(super) async fn make_plan<W>(
        &self,
        area: AreaId,
        by: Option<PersonId>,
        request: Request,
        on_progress: W,
    ) -> Result<Planned>
    where
        W: FnMut(SearchProgress) -> Control + Send + 'static,
    {
        let app = self.clone();
        let planning = tokio::spawn(async move {
            let claim = app.claim(area, request).await?;
            let planned = app.plan_claimed(&claim, by, request, on_progress).await;
            match &planned {
                Ok((_, false)) => {}
                Ok((base, true)) => app.search_on(claim, base.clone()),
                Err(_) => app.release(&claim).await,
            }
            Ok(planned?.0)
        });
        planning.await.map_err(|error| Refusal::internal(&self.machine, "planning", error))?
    }

    /// Claims a day for a search.
    async fn claim(&self, area: AreaId, request: Request) -> Result<Claim> {
        let ending = self.ending.subscribe();
        if *ending.borrow() {
            return Err(StoreError::Closing.into());
        }
        let (date, goes_first) = match request {
            Request::Anew(order) => (order.date, false),
            Request::Again { date, .. } => (date, true),
        };
        let (id, now) = (self.machine.id::<SearchId>(), self.machine.clock.wall_time());
        let claimed = self.store.write_unseen(area, move |tx| {
            Box::pin(async move {
                if goes_first {
                    tx.drop_search(date).await?;
                }
                tx.claim_search(date, id, now, DEAD_AFTER).await
            })
        });
        if claimed.await? {
            Ok(Claim { id, area, date, pulse: Arc::default(), ending })
        } else {
            Err(Conflict::BeingPlanned.into())
        }
    }

    /// Plans a claimed day, and keeps the plan. Whether the claim is still held, to search on.
    async fn plan_claimed<W>(
        &self,
        claim: &Claim,
        by: Option<PersonId>,
        request: Request,
        on_progress: W,
    ) -> Result<(Planned, bool)>
    where
        W: FnMut(SearchProgress) -> Control + Send + 'static,
    {
        let snapshot = self.snapshot(claim.area, claim.date).await?;
        let (order, goes_on) = match request {
            Request::Anew(order) => (SearchOrder::anew(order), false),
            Request::Again { tier, offers, .. } if snapshot.day.plan.is_some() => {
                (SearchOrder::again(PlanOrder::usual(claim.date).seed, tier), offers)
            }
            Request::Again { date, .. } => (SearchOrder::anew(PlanOrder::usual(date)), false),
        };
        let (plan, iterations) = self.search(claim, snapshot, order, on_progress).await?;
        Ok((self.keep(claim, by, plan, iterations, goes_on).await?, goes_on))
    }

    /// Runs the planner where it holds nobody up, and the bound beside it if it is wanted. The plan, and iterations done.
    async fn search<W>(
        &self,
        claim: &Claim,
        snapshot: Snapshot,
        order: SearchOrder,
        mut on_progress: W,
    ) -> Result<(DayPlan, u64)>
    where
        W: FnMut(SearchProgress) -> Control + Send + 'static,
    {
        let (machine, pulse) = (self.machine.clone(), claim.pulse.clone());
        let mut searching = tokio::task::spawn_blocking(move || {
            let (assembly, solution) = solve(&snapshot, order, &mut |progress| {
                let wanted = on_progress(progress);
                if pulse.hear(progress, order.budget.iterations) { wanted } else { Control::Stop }
            })?;
            let mut plan = assembly.day_plan(&snapshot, &solution, &machine);
            if order.with_bound {
                plan.fairest = Some(fairest(&assembly.problem)?.reached(&assembly.problem, &solution));
            }
            Ok::<_, Vec<ProblemError>>((plan, solution.iterations))
        });
        let mut ending = claim.ending.clone();
        let searched = loop {
            tokio::select! {
                searched = &mut searching => break searched,
                _ = ending.changed() => claim.pulse.stop(),
                () = sleep(BEAT_EVERY) => self.beat(claim).await,
            }
        };
        if *ending.borrow() {
            return Err(StoreError::Closing.into());
        }
        searched.map_err(|error| Refusal::internal(&self.machine, "planning", error))?.map_err(|wrong| {
            let wrong: Vec<_> = wrong.iter().map(|error| format!("{}: {}", error.code, error.sentence)).collect();
            Refusal::internal(&self.machine, "making the day a planning problem", wrong.join("; "))
        })
    }

    /// Says that a search is alive, and how far it is; stops it when somebody else has its day.
    async fn beat(&self, claim: &Claim) {
        let (id, date, now) = (claim.id, claim.date, self.machine.clock.wall_time());
        let progress = claim.pulse.progress();
        let beaten = self
            .store
            .write_unseen(claim.area, move |tx| Box::pin(async move { tx.beat_search(date, id, now, progress).await }));
        match beaten.await {
            Ok(true) => {}
            Ok(false) => claim.pulse.stop(),
            // Whether the claim was lost is asked again before anything is kept.
            Err(error) => tracing::warn!(%error, %date, "a search could not say that it is alive"),
        }
    }

    /// Keeps a plan as the day's draft, in the place of the one before, and ends the claim unless the search goes on.
    async fn keep(
        &self,
        claim: &Claim,
        by: Option<PersonId>,
        mut plan: DayPlan,
        iterations: u64,
        goes_on: bool,
    ) -> Result<Planned> {
        let (search, date) = (claim.id, claim.date);
        let (id, now) = (self.machine.id::<PlanId>(), self.now());
        self.store
            .write(claim.area, move |tx| {
                Box::pin(async move {
                    keep_draft(tx, id, date, &mut plan, now, by).await?;
                    let is_own = if goes_on {
                        tx.search_on(date, search, id).await?
                    } else {
                        tx.end_search(date, search).await?
                    };
                    if is_own { Ok(Planned { id, plan, iterations }) } else { Err(Conflict::BeingPlanned.into()) }
                })
            })
            .await
    }

    /// Goes on for a plan that is better than a draft: it is offered, never imposed.
    fn search_on(&self, claim: Claim, base: Planned) {
        let app = self.clone();
        tokio::spawn(async move {
            if let Err(error) = app.search_better(&claim, &base).await {
                tracing::warn!(%error, date = %claim.date, "the search for a better plan came to nothing");
                app.release(&claim).await;
            }
        });
    }

    async fn search_better(&self, claim: &Claim, base: &Planned) -> Result<()> {
        let snapshot = self.snapshot(claim.area, claim.date).await?;
        let order = SearchOrder::again(base.plan.seed, Tier::Background);
        let (plan, _) = self.search(claim, snapshot, order, |_| Control::Continue).await?;
        let (search, date, is_better) = (claim.id, claim.date, plan.objective < base.plan.objective);
        self.store
            .write(claim.area, move |tx| {
                Box::pin(async move {
                    // Whoever has the day by now wants no offer.
                    if is_better {
                        tx.offer_plan(date, search, &plan).await?;
                    } else {
                        tx.end_search(date, search).await?;
                    }
                    Ok(())
                })
            })
            .await
    }

    /// Gives a day back that nothing was found for.
    async fn release(&self, claim: &Claim) {
        let (search, date) = (claim.id, claim.date);
        let released =
            self.store.write_unseen(claim.area, move |tx| Box::pin(async move { tx.end_search(date, search).await }));
        if let Err(error) = released.await {
            tracing::warn!(%error, %date, "a day that is not planned any more stays claimed for a moment");
        }
    }

    fn is_alive(&self, search: &Search) -> bool {
        let silent = self.machine.clock.wall_time().since(search.beat);
        search.running && silent.0.abs() <= DEAD_AFTER.0
    }
}

/// Keeps a plan as a day's draft, in the place of the one before. A shift has one round, whatever the plan.
async fn keep_draft(
    tx: &mut Tx<'_>,
    id: PlanId,
    date: Date,
    plan: &mut DayPlan,
    now: Millis,
    by: Option<PersonId>,
) -> Result<()> {
    for round in &mut plan.rounds {
        let shift = tx.shift(round.shift).await?.ok_or(Refusal::NotFound(Thing::Shift))?;
        match tx.round_of_shift(round.shift).await? {
            Some(known) => round.id = known.id,
            None => tx.add_round(round.id, &shift).await?,
        }
    }
    Ok(tx.add_plan(id, date, plan, now, by).await?)
}
