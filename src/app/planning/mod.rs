//! Making and publishing a day's plan: the day as it stands becomes a problem, its solution becomes a draft, and a draft
//! becomes what people go by. Planning again keeps what is done and under way.

mod answer;
mod assemble;
mod effects;
mod events;
mod in_force;
mod loss_scale;
mod named;
mod policy;
mod solve;
mod verify;

pub use crate::planner::{Budget, Control};
pub use assemble::{Assembly, Snapshot};
pub use effects::{Effects, RoundEffect, SiteEffect};
pub use events::{Event, Proposal};
pub use named::Source;
pub use policy::{MOST_FOR_A_KILOMETRE, MOST_FOR_A_PERSON, Setting, TradeOff};
pub use solve::{Tier, solve_again};

use super::day::Day;
use super::forecast;
use super::notices::{Audience, Published, tell};
use super::{Act, App, Conflict, Done, Refusal, Result, Thing};
use crate::clock::Machine;
use crate::domain::food::Category;
use crate::domain::id::{AreaId, LotId, PersonId, PlanId, SiteId};
use crate::domain::ledger::{Holder, OpKind};
use crate::domain::people::Actor;
use crate::domain::plan::{Action, DayPlan};
use crate::domain::quantity::{Crates, Grams, Seconds};
use crate::domain::round::{PlanHead, PlanState};
use crate::domain::time::Millis;
use crate::planner::solution::Solution;
use crate::planner::validate::ProblemError;
use crate::planner::{SearchProgress, fairest};
use crate::store::{Db, Tx};
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// Fairness looks back over this many days.
pub const FAIRNESS_DAYS: i64 = 28;

/// How a day is to be planned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PlanOrder {
    /// The local day.
    pub date: Date,
    /// The seed; the same day and seed give the same plan.
    pub seed: u64,
    pub budget: Budget,
}

impl PlanOrder {
    /// A day planned with the usual effort.
    pub fn usual(date: Date) -> Self {
        Self { date, seed: 1, budget: Budget::default() }
    }
}

/// A plan that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Planned {
    /// The draft it was kept as.
    pub id: PlanId,
    pub plan: DayPlan,
    pub iterations: u64,
}

impl App {
    /// Plans a day and keeps the plan as the day's draft. `watch` hears of the progress and may end the search early.
    ///
    /// # Errors
    /// When the person does not coordinate, or storage does not answer.
    pub async fn plan_day<W>(&self, who: &Actor, order: PlanOrder, watch: W) -> Result<Planned>
    where
        W: FnMut(SearchProgress) -> Control + Send + 'static,
    {
        Self::must_coordinate(who)?;
        let by = who.device.map(|_| who.person);
        self.plan_area(who.area, by, order, watch).await
    }

    /// Plans a day of an area for nobody in particular: the clock, or the command line.
    pub async fn plan_area<W>(
        &self,
        area: AreaId,
        by: Option<PersonId>,
        order: PlanOrder,
        mut watch: W,
    ) -> Result<Planned>
    where
        W: FnMut(SearchProgress) -> Control + Send + 'static,
    {
        let snapshot = self.snapshot(area, order.date).await?;
        let how = (order.seed, order.budget);
        let (plan, iterations) = self
            .solved(snapshot, true, move |snapshot| solve::solve(snapshot, solve::StartFrom::Nothing, how, &mut watch))
            .await?;
        self.keep(area, by, order.date, plan, iterations).await
    }

    /// What the plan in force becomes.
    async fn plan_from<W>(&self, snapshot: Snapshot, seed: u64, tier: Tier, mut watch: W) -> Result<(DayPlan, u64)>
    where
        W: FnMut(SearchProgress) -> Control + Send + 'static,
    {
        let how = (seed, tier.budget());
        // Putting in what is new must not wait for the bound.
        let with_bound = tier > Tier::Insert;
        self.solved(snapshot, with_bound, move |snapshot| {
            solve::solve(snapshot, solve::StartFrom::PlanInForce, how, &mut watch)
        })
        .await
    }

    /// Runs the planner where it holds nobody up, and the bound beside it if it is wanted. The plan, and iterations done.
    async fn solved<S>(&self, snapshot: Snapshot, with_bound: bool, solve: S) -> Result<(DayPlan, u64)>
    where
        S: FnOnce(&Snapshot) -> std::result::Result<(Assembly, Solution), Vec<ProblemError>> + Send + 'static,
    {
        let machine = self.machine.clone();
        let solving = tokio::task::spawn_blocking(move || {
            let (assembly, solution) = solve(&snapshot)?;
            let mut plan = assembly.day_plan(&snapshot, &solution, &machine);
            if with_bound {
                plan.fairest = Some(fairest(&assembly.problem)?.reached(&assembly.problem, &solution));
            }
            Ok::<_, Vec<ProblemError>>((plan, solution.iterations))
        });
        let solved = solving.await.map_err(|error| Refusal::internal(&self.machine, "planning", error))?;
        solved.map_err(|wrong| {
            let wrong: Vec<String> =
                wrong.into_iter().map(|error| format!("{}: {}", error.code, error.sentence)).collect();
            Refusal::internal(&self.machine, "making the day a planning problem", wrong.join("; "))
        })
    }

    /// Keeps a plan as the day's draft, in the place of the one before.
    async fn keep(
        &self,
        area: AreaId,
        by: Option<PersonId>,
        date: Date,
        mut plan: DayPlan,
        iterations: u64,
    ) -> Result<Planned> {
        let (id, now) = (self.machine.id::<PlanId>(), self.now());
        self.store
            .write(area, move |tx| {
                Box::pin(async move {
                    for round in &mut plan.rounds {
                        let shift = tx.shift(round.shift).await?.ok_or(Refusal::NotFound(Thing::Shift))?;
                        match tx.round_of_shift(round.shift).await? {
                            Some(known) => round.id = known.id,
                            None => tx.add_round(round.id, &shift).await?,
                        }
                    }
                    tx.add_plan(id, date, &plan, now, by).await?;
                    Ok(Planned { id, plan, iterations })
                })
            })
            .await
    }

    /// A day and what planning it needs beside.
    pub async fn snapshot(&self, area: AreaId, date: Date) -> Result<Snapshot> {
        let mut reader = self.store.reader().await?;
        let mut db = reader.db();
        let day = Day::read(&mut db, area, date, self.now()).await?;
        let until = day.area.zone.start_of(date);
        let received = received_before(&mut db, area, until).await?;
        let expected = forecast::expected(&mut db, &day).await?;
        let declined = db.declined(area, date).await?;
        let weights = db.weights(area).await?;
        Ok(Snapshot { day, received, expected, declined, weights })
    }

    /// Makes a draft what people go by.
    ///
    /// # Errors
    /// When the person does not coordinate, it is no draft, or something happened since that it does not know.
    pub async fn publish_plan(&self, who: &Actor, act: Act, plan: PlanId) -> Result<Done> {
        Self::must_coordinate(who)?;
        self.perform(who, act, OpKind::Publish, move |tx, cx| {
            Box::pin(async move {
                let area = tx.area_id()?;
                let head = tx.plan(area, plan).await?.ok_or(Refusal::NotFound(Thing::Plan))?;
                if head.state != PlanState::Draft {
                    return Err(Conflict::PlanNotDraft.into());
                }
                let day = Day::read(tx, area, head.date, cx.op.received).await?;
                if !still_fits(&day, &tx.plan_stops(plan).await?) {
                    return Err(Conflict::PlanOutdated.into());
                }
                publish(tx, &cx.machine, &day, &head, Some(cx.who.person)).await?;
                Ok(Vec::new())
            })
        })
        .await
    }

    /// Publishes a plan for nobody in particular: the clock, or the command line.
    ///
    /// # Errors
    /// When there is no such draft, or something happened since that it does not know.
    pub async fn publish_for_nobody(&self, area: AreaId, plan: PlanId) -> Result<()> {
        let machine = self.machine.clone();
        self.store
            .write(area, move |tx| {
                Box::pin(async move {
                    let head = tx.plan(area, plan).await?.ok_or(Refusal::NotFound(Thing::Plan))?;
                    let day = Day::read(tx, area, head.date, machine.now()).await?;
                    if !still_fits(&day, &tx.plan_stops(plan).await?) {
                        return Err(Conflict::PlanOutdated.into());
                    }
                    publish(tx, &machine, &day, &head, None).await
                })
            })
            .await
    }

    /// Drops the day's draft.
    ///
    /// # Errors
    /// When the person does not coordinate.
    pub async fn drop_draft(&self, who: &Actor, date: Date) -> Result<()> {
        Self::must_coordinate(who)?;
        self.store
            .write(who.area, move |tx| Box::pin(async move { Ok::<_, Refusal>(tx.drop_draft(date).await?) }))
            .await
    }

    /// A version of a plan, whole.
    ///
    /// # Errors
    /// When there is no such plan in the person's area, or they do not coordinate.
    pub async fn plan(&self, who: &Actor, plan: PlanId) -> Result<(PlanHead, DayPlan)> {
        Self::must_coordinate(who)?;
        let mut reader = self.store.reader().await?;
        let mut db = reader.db();
        let head = db.plan(who.area, plan).await?.ok_or(Refusal::NotFound(Thing::Plan))?;
        let whole = answer::read_back(&mut db, &head).await?;
        Ok((head, whole))
    }
}

/// Grams that points accepted over the days that fairness looks back on, up to the start of a day.
pub(super) async fn received_before(
    db: &mut Db<'_>,
    area: AreaId,
    until: Millis,
) -> Result<BTreeMap<(SiteId, Category), Grams>> {
    Ok(db.received(area, until - Seconds(FAIRNESS_DAYS * 24 * 3600), until).await?)
}

/// Makes a plan what people go by, and tells those for whom it changes something.
async fn publish(
    tx: &mut Tx<'_>,
    machine: &Machine,
    before: &Day,
    head: &PlanHead,
    by: Option<PersonId>,
) -> Result<()> {
    let area = tx.area_id()?;
    for round in tx.plan_rounds(head.id).await? {
        if let Some(known) = tx.round(round.id).await?
            && let Some(shift) = tx.shift(known.shift).await?
        {
            tx.change_crew(round.id, shift.vehicle, shift.person).await?;
        }
    }
    tx.publish_plan(head, before.now, by).await?;
    let after = Day::read(tx, area, head.date, before.now).await?;
    let (audience, rules) = (Audience::read(tx, area).await?, tx.rules(area).await?);
    let published = Published { plan: head.id, before, after: &after, audience: &audience, rules: &rules };
    for notice in published.notices() {
        tell(tx, machine, &notice).await?;
    }
    Ok(())
}

/// Whether everything a draft still wants to load is there, and every visit done since is in it.
fn still_fits(day: &Day, stops: &[crate::domain::round::PlannedStop]) -> bool {
    let closed: BTreeSet<_> = day
        .rounds
        .iter()
        .flat_map(|round| &round.stops)
        .filter(|stop| !stop.is_open())
        .map(|stop| stop.planned.id)
        .collect();
    let mut wanted: BTreeMap<LotId, Crates> = BTreeMap::new();
    for load in stops.iter().filter(|stop| !closed.contains(&stop.id)).flat_map(|stop| &stop.loads) {
        if load.action == Action::Load {
            *wanted.entry(load.lot).or_default() += load.crates;
        }
    }
    let known: BTreeSet<_> = stops.iter().map(|stop| stop.id).collect();
    closed.is_subset(&known)
        && wanted.into_iter().all(|(lot, crates)| {
            let there: Crates = day
                .holdings
                .iter()
                .filter(|held| held.lot == lot && can_be_loaded(day, held.holder))
                .map(|held| held.balance.crates)
                .sum();
            crates <= there
        })
}

/// Whether others can load what a holder has: donors, hubs, and vehicles that do not go on.
fn can_be_loaded(day: &Day, holder: Holder) -> bool {
    match holder {
        Holder::Donor(_) | Holder::Hub(_) => true,
        Holder::Vehicle(round) => day.round(round).is_some_and(|round| day.halt(&round.head).is_some()),
        _ => false,
    }
}
