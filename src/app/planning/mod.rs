//! Making and publishing a day's plan: the day as it stands becomes a problem, its solution becomes a draft, and a draft
//! becomes what people go by. Planning again keeps what is done and under way.

mod answer;
mod assemble;
mod crews;
mod effects;
mod events;
mod facts;
mod in_force;
mod loss_scale;
mod named;
mod policy;
mod prospect;
mod search;
mod solve;
pub(super) mod verify;

pub use crate::planner::{Budget, Control};
pub use crate::store::PlanningProgress;
pub use assemble::{Assembly, Snapshot};
pub use effects::{RoundEffect, SiteEffect};
pub use events::{Event, Proposal};
pub use policy::{MOST_FOR_A_KILOMETRE, MOST_FOR_A_PERSON, TradeOff};
pub use prospect::Prospect;
pub use search::Offer;
pub use solve::{Tier, solve_again};

use super::day::Day;
use super::forecast;
use super::notices::{Audience, Published, tell};
use super::vacant::Crews;
use super::{Act, App, Conflict, Done, Refusal, Result, Thing};
use crate::clock::Machine;
use crate::domain::food::Category;
use crate::domain::id::{AreaId, LotId, PersonId, PlanId, RoundId, SiteId};
use crate::domain::ledger::{Holder, OpKind};
use crate::domain::people::Actor;
use crate::domain::plan::{Action, DayPlan, Stop};
use crate::domain::quantity::{Crates, Grams, Seconds};
use crate::domain::round::{PlanHead, PlanState};
use crate::domain::time::Millis;
use crate::planner::SearchProgress;
use crate::store::{Db, Tx};
use jiff::civil::Date;
use search::Request;
use std::collections::{BTreeMap, BTreeSet};
use verify::is_at_a_closed_door;

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
    /// Plans a day and keeps the plan as the day's draft. `on_progress` may end the search early. A page that goes away does
    /// not stop it.
    ///
    /// # Errors
    /// When the person does not coordinate, somebody is planning the day already, or storage does not answer.
    pub async fn plan_day<W>(&self, who: &Actor, order: PlanOrder, on_progress: W) -> Result<Planned>
    where
        W: FnMut(SearchProgress) -> Control + Send + 'static,
    {
        Self::must_coordinate(who)?;
        self.make_plan(who.area, author(who), Request::Anew(order), on_progress).await
    }

    /// As [`App::plan_day`], where no person asks for it: the clock, or the command line.
    ///
    /// # Errors
    /// When somebody is planning the day already, or storage does not answer.
    pub async fn plan_unattended<W>(&self, area: AreaId, order: PlanOrder, on_progress: W) -> Result<Planned>
    where
        W: FnMut(SearchProgress) -> Control + Send + 'static,
    {
        self.make_plan(area, None, Request::Anew(order), on_progress).await
    }

    /// A day and what planning it needs beside.
    pub async fn snapshot(&self, area: AreaId, date: Date) -> Result<Snapshot> {
        let mut reader = self.store.reader(area).await?;
        let mut db = reader.db();
        let day = Day::read(&mut db, date, self.now()).await?;
        let until = day.area.zone.start_of(date);
        let received = received_before(&mut db, until).await?;
        let expected = forecast::expected(&mut db, &day).await?;
        let declined = db.declined(date).await?;
        let (weights, crews) = (db.weights().await?, Crews::read(&mut db, self.now()).await?);
        Ok(Snapshot { day, received, expected, declined, weights, crews })
    }

    /// Makes a draft what people go by.
    ///
    /// # Errors
    /// When the person does not coordinate, it is no draft, or something happened since that it does not know.
    pub async fn publish_plan(&self, who: &Actor, act: Act, plan: PlanId) -> Result<Done> {
        Self::must_coordinate(who)?;
        self.perform(who, act, OpKind::Publish, move |tx, cx| {
            Box::pin(async move {
                publish(tx, &cx.machine, plan, cx.op.received, Some(cx.who.person)).await?;
                Ok(Vec::new())
            })
        })
        .await
    }

    /// As [`App::publish_plan`], where no person does it: the clock, or the command line.
    ///
    /// # Errors
    /// When it is no draft, or something happened since that it does not know.
    pub async fn publish_unattended(&self, area: AreaId, plan: PlanId) -> Result<()> {
        let machine = self.machine.clone();
        self.store
            .write(area, move |tx| Box::pin(async move { publish(tx, &machine, plan, machine.now(), None).await }))
            .await
    }

    /// Drops the day's draft, and what was searched or found for it.
    ///
    /// # Errors
    /// When the person does not coordinate.
    pub async fn drop_draft(&self, who: &Actor, date: Date) -> Result<()> {
        Self::must_coordinate(who)?;
        self.store
            .write(who.area, move |tx| {
                Box::pin(async move {
                    tx.drop_offer(date).await?;
                    Ok::<_, Refusal>(tx.drop_draft(date).await?)
                })
            })
            .await
    }

    /// A version of a plan, whole.
    ///
    /// # Errors
    /// When there is no such plan in the person's area, or they do not coordinate.
    pub async fn plan(&self, who: &Actor, plan: PlanId) -> Result<(PlanHead, DayPlan)> {
        Self::must_coordinate(who)?;
        let mut reader = self.store.reader(who.area).await?;
        let mut db = reader.db();
        let head = db.plan(plan).await?.ok_or(Refusal::NotFound(Thing::Plan))?;
        let whole = db.day_plan(&head).await?;
        Ok((head, whole))
    }
}

/// Grams that points accepted over the days that fairness looks back on, up to the start of a day.
pub(super) async fn received_before(db: &mut Db<'_>, until: Millis) -> Result<BTreeMap<(SiteId, Category), Grams>> {
    Ok(db.received(until - Seconds(FAIRNESS_DAYS * 24 * 3600), until).await?)
}

/// Whom a plan names as its maker: nobody, where the command line acts for a person.
fn author(who: &Actor) -> Option<PersonId> {
    who.device.map(|_| who.person)
}

/// Makes a draft what people go by, and tells those for whom it changes something.
async fn publish(tx: &mut Tx<'_>, machine: &Machine, plan: PlanId, now: Millis, by: Option<PersonId>) -> Result<()> {
    let head = tx.plan(plan).await?.ok_or(Refusal::NotFound(Thing::Plan))?;
    if head.state != PlanState::Draft {
        return Err(Conflict::PlanNotDraft.into());
    }
    let before = Day::read(tx, head.date, now).await?;
    let stops = tx.plan_stops(plan).await?;
    if !still_fits(&before, &stops) || is_at_a_closed_door(&before, &stops) {
        return Err(Conflict::PlanOutdated.into());
    }
    for round in tx.plan_rounds(plan).await?.into_keys() {
        if let Some(known) = tx.round(round).await?
            && let Some(shift) = tx.shift(known.shift).await?
        {
            tx.change_crew(round, shift.vehicle, shift.person).await?;
        }
    }
    tx.publish_plan(&head, now, by).await?;
    let after = before.replanned(tx).await?;
    let (audience, rules) = (Audience::read(tx).await?, tx.rules().await?);
    let published = Published { plan, before: &before, after: &after, audience: &audience, rules: &rules };
    for notice in published.notices() {
        tell(tx, machine, &notice).await?;
    }
    Ok(())
}

/// Whether everything a draft still wants to load is there, and every visit done since is in it.
fn still_fits(day: &Day, rounds: &BTreeMap<RoundId, Vec<Stop>>) -> bool {
    let stops = || rounds.values().flatten();
    let closed: BTreeSet<_> = day
        .rounds
        .iter()
        .flat_map(|round| &round.stops)
        .filter(|stop| !stop.is_open())
        .map(|stop| stop.planned.id)
        .collect();
    let mut wanted: BTreeMap<LotId, Crates> = BTreeMap::new();
    for load in stops().filter(|stop| !closed.contains(&stop.id)).flat_map(|stop| &stop.loads) {
        if load.action == Action::Load {
            *wanted.entry(load.of).or_default() += load.crates;
        }
    }
    let known: BTreeSet<_> = stops().map(|stop| stop.id).collect();
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
