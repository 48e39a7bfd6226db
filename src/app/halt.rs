//! A vehicle that does not go on: it stands at a place, and what it has on board waits there for others to fetch.

use super::cover::own_shift;
use super::day::{Day, RoundDay, StopDay};
use super::{Act, App, Conflict, Done, Refusal, Result, Thing};
use crate::domain::id::{LotId, RoundId, ShiftId, SiteId};
use crate::domain::ledger::{Holder, OpKind};
use crate::domain::people::Actor;
use crate::domain::plan::Action;
use crate::domain::quantity::Crates;
use crate::domain::round::{Halt, ProblemKind, RoundHead};
use crate::domain::site::Site;
use std::collections::BTreeMap;

impl Day {
    /// What is on board of a vehicle that does not go on is going where another vehicle fetches it.
    pub(super) fn fetch_what_waits_aboard(&mut self) {
        let mut fetched = BTreeMap::new();
        for (round, stop) in self.rounds.iter().flat_map(|round| round.stops.iter().map(move |stop| (round, stop))) {
            for load in stop.planned.loads.iter().filter(|load| stop.is_open() && load.action == Action::Load) {
                if let Some(from) = self.waits_aboard(stop.planned.site, load.of, round.head.id) {
                    fetched.entry((from, load.of)).or_insert((stop.planned.id, stop.planned.site));
                }
            }
        }
        for round in &mut self.rounds {
            for portion in round.on_board.iter_mut().filter(|portion| portion.going.is_none()) {
                portion.going = fetched.get(&(round.head.id, portion.lot)).copied();
            }
        }
    }

    /// Where a round's vehicle stands, if it does not go on.
    pub fn halt(&self, round: &RoundHead) -> Option<&Halt> {
        self.halts.iter().find(|halt| halt.shift == round.shift)
    }

    /// The round, other than `by`, whose vehicle stands at a place with a lot on board for others to fetch.
    pub fn waits_aboard(&self, site: SiteId, lot: LotId, by: RoundId) -> Option<RoundId> {
        let stands_here = |round: &&RoundDay| self.halt(&round.head).is_some_and(|halt| halt.site == site);
        let others = self.rounds.iter().filter(|round| round.head.id != by).filter(stands_here);
        others.map(|round| round.head.id).find(|round| self.crates_of(lot, Holder::Vehicle(*round)) > Crates::ZERO)
    }

    /// Whether a site itself hands something over at a visit, rather than a vehicle that stands there.
    pub fn hands_over(&self, (round, stop): (&RoundDay, &StopDay)) -> bool {
        let Some(site) = self.sites.get(&stop.planned.site) else { return false };
        let mut loads = stop.planned.loads.iter().filter(|load| load.action == Action::Load);
        loads.any(|load| self.holder_at(site, load.of, round.head.id) == site.source())
    }

    /// Who has a lot that a round is to load at a site: the site itself, or a vehicle that stands there.
    pub fn holder_at(&self, site: &Site, lot: LotId, by: RoundId) -> Holder {
        let own = site.source();
        if self.crates_of(lot, own) > Crates::ZERO {
            return own;
        }
        self.waits_aboard(site.id, lot, by).map_or(own, Holder::Vehicle)
    }
}

impl App {
    /// Vehicles do not go on: what they have on board waits where they stand, for others to fetch.
    ///
    /// # Errors
    /// When the person may not drive them, or there is no such shift or site.
    pub async fn halt(&self, who: &Actor, act: Act, halts: Vec<(ShiftId, SiteId)>) -> Result<Done> {
        self.perform(who, act, OpKind::Halt, move |tx, cx| {
            Box::pin(async move {
                for (shift, site) in halts {
                    let shift = own_shift(tx, &cx.who, shift).await?;
                    let known = tx.sites().await?.iter().any(|known| known.id == site);
                    if !known {
                        return Err(Refusal::NotFound(Thing::Site));
                    }
                    if shift.cancelled {
                        return Err(Conflict::ShiftOver.into());
                    }
                    tx.add_halt(&Halt { shift: shift.id, site, since: cx.op.received }).await?;
                    let Some(round) = tx.round_of_shift(shift.id).await? else { continue };
                    for problem in tx.problems_of_day(shift.date).await? {
                        let told = matches!(problem.kind, ProblemKind::Person | ProblemKind::Vehicle);
                        if problem.round == round.id && told {
                            tx.settle_problem(problem.op, cx.op.received).await?;
                        }
                    }
                }
                Ok(Vec::new())
            })
        })
        .await
    }

    /// A vehicle that did not go on does after all, in all its shifts of the day.
    ///
    /// # Errors
    /// When the person may not drive it, or it was going on anyway.
    pub async fn go_on(&self, who: &Actor, act: Act, shift: ShiftId) -> Result<Done> {
        self.perform(who, act, OpKind::GoOn, move |tx, cx| {
            Box::pin(async move {
                let shift = own_shift(tx, &cx.who, shift).await?;
                let mut stood = false;
                for other in tx.shifts(shift.date, shift.date).await? {
                    if other.vehicle == shift.vehicle {
                        stood |= tx.drop_halt(other.id).await?;
                    }
                }
                if stood { Ok(Vec::new()) } else { Err(Refusal::NotFound(Thing::Shift)) }
            })
        })
        .await
    }
}
