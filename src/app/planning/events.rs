//! Something happens while people go by a plan. It is recorded by the verb for it, and a new plan is proposed that the
//! coordinator publishes or drops.

use super::effects::Effects;
use super::prospect::Prospect;
use super::search::{Offer, Request};
use super::solve::Tier;
use super::{Control, Planned, author};
use crate::app::day::Day;
use crate::app::round::Trouble;
use crate::app::{Act, App, Done, Refusal, Result, Thing};
use crate::domain::id::{LotId, PersonId, RoundId, ShiftId, SiteId, VehicleId};
use crate::domain::ledger::OpKind;
use crate::domain::people::{Actor, Role};
use crate::domain::plan::DayPlan;
use crate::domain::quantity::{Crates, Seconds};
use crate::domain::round::{PlanHead, ProblemKind, RoundHead, Shift};
use crate::domain::spot::Spots;
use crate::domain::time::Millis;
use jiff::civil::Date;
use std::collections::BTreeMap;

/// Who joins during the day does so for this long, unless the day ends before.
const JOINS_FOR: Seconds = Seconds(4 * 3600);

/// What happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Event {
    /// Something that is in the books already: a late lot, fewer crates at a pickup, a lot sent back.
    Known,
    /// The driver of a shift cannot come, or cannot go on: then the vehicle stands at a place.
    DriverOut(ShiftId, Option<SiteId>),
    /// The vehicle of a shift does not go, or not on: then it stands at a place.
    VehicleOut(ShiftId, Option<SiteId>),
    /// A shift that did not go on does after all.
    GoesOn(ShiftId),
    /// A round is so many minutes late.
    Late(RoundId, i64),
    /// A shop has only so many crates of a lot left for us; none if it takes the lot back.
    Fewer(LotId, Crates),
    /// A place takes or gives nothing more today.
    Closed(SiteId),
    /// A point does not take a lot.
    Declined(LotId, SiteId),
    /// Somebody drives a vehicle from now on.
    Joins(PersonId, VehicleId),
}

impl Event {
    /// How much is tried before the plan is proposed: the more the event upsets, the more.
    pub const fn tier(self) -> Tier {
        match self {
            Self::Known | Self::Fewer(..) | Self::Declined(..) => Tier::Insert,
            Self::DriverOut(..)
            | Self::VehicleOut(..)
            | Self::GoesOn(_)
            | Self::Late(..)
            | Self::Closed(_)
            | Self::Joins(..) => Tier::Search,
        }
    }
}

/// A draft beside the plan that people go by.
#[derive(Debug, Clone)]
pub struct Proposal {
    /// The day as it stands.
    pub day: Day,
    pub head: PlanHead,
    pub after: DayPlan,
    pub before: DayPlan,
    /// The rounds of the day.
    pub rounds: BTreeMap<RoundId, RoundHead>,
    /// Whom it changes something for.
    pub effects: Effects,
    /// What the day comes to with it.
    pub accepted: Prospect,
    /// What it comes to if nobody changes anything.
    pub nothing: Prospect,
    /// What the search for something better came to.
    pub offer: Option<Offer>,
}

impl App {
    /// Something happened today: it is recorded, and a new plan is proposed as the day's draft. What was recorded stays,
    /// whatever becomes of the proposal. What a longer search finds meanwhile is offered beside it.
    ///
    /// # Errors
    /// When the person does not coordinate, or it cannot be so.
    pub async fn happened(&self, who: &Actor, act: Act, event: Event) -> Result<Planned> {
        let today = self.area(who).await?.zone.date(self.now());
        self.record_event(who, act, event, today).await?;
        let request = Request::Again { date: today, tier: event.tier(), offers: true };
        self.make_plan(who.area, author(who), request, |_| Control::Continue).await
    }

    /// Records what happened, by the verb for it.
    ///
    /// # Errors
    /// When the person does not coordinate, or it cannot be so.
    pub async fn record_event(&self, who: &Actor, act: Act, event: Event, today: Date) -> Result<()> {
        Self::must_coordinate(who)?;
        match event {
            Event::Known => Ok(()),
            Event::DriverOut(shift, None) => self.cannot_come(who, shift).await,
            Event::DriverOut(shift, Some(site)) => self.halt(who, act, vec![(shift, site)]).await.map(drop),
            Event::VehicleOut(shift, site) => {
                let shifts = self.shifts(who, today, today).await?;
                let own = shifts.iter().find(|known| known.id == shift).ok_or(Refusal::NotFound(Thing::Shift))?;
                let now = self.now();
                let same = |other: &&Shift| other.vehicle == own.vehicle && other.until > now && !other.cancelled;
                let halted_at = |other: &Shift| site.filter(|_| other.id == shift).unwrap_or(other.start);
                let halts = shifts.iter().filter(same).map(|other| (other.id, halted_at(other))).collect();
                self.halt(who, act, halts).await.map(drop)
            }
            Event::GoesOn(shift) => self.go_on(who, act, shift).await.map(drop),
            Event::Late(round, minutes) => {
                let trouble = Trouble { kind: ProblemKind::Late, minutes, note: String::new() };
                let told = self.report_problem(who, act, round, trouble).await?;
                // Who tells it deals with it.
                if told.repeated { Ok(()) } else { self.settle_problem(who, told.op).await }
            }
            Event::Fewer(lot, crates) => self.reduce_lot(who, act, lot, crates).await.map(drop),
            Event::Closed(site) => {
                let known = self.closures(who).await?;
                if known.iter().any(|closure| closure.closes(site, today)) {
                    return Ok(());
                }
                self.add_closure(who, Some(site), (today, today), "").await
            }
            Event::Declined(lot, site) => self.decline_lot(who, act, lot, site).await.map(drop),
            Event::Joins(person, vehicle) => {
                let shift = self.joining(who, act, today, person, vehicle).await?;
                self.save_shift(who, shift).await
            }
        }
    }

    /// The shift of somebody who joins now. The same act makes the same shift.
    async fn joining(&self, who: &Actor, act: Act, date: Date, person: PersonId, vehicle: VehicleId) -> Result<Shift> {
        let (from, zone) = (self.now(), self.area(who).await?.zone);
        let known = self.vehicles(who).await?.into_iter().find(|known| known.id == vehicle && known.active);
        let home = known.ok_or(Refusal::NotFound(Thing::Vehicle))?.home;
        let until: Millis = (from + JOINS_FOR).min(zone.end_of(date));
        Ok(Shift {
            id: ShiftId(act.op.0),
            date,
            person,
            vehicle,
            from,
            until,
            start: home,
            end: Some(home),
            cancelled: false,
            wanted: None,
            covers: None,
            standing: None,
            rest: None,
            spots: Spots::default(),
        })
    }

    /// Plans a day again from the plan in force, and keeps the plan as the day's draft. Without a plan in force the day
    /// is planned from nothing.
    ///
    /// # Errors
    /// When the person does not coordinate, the day is planned again meanwhile, or storage does not answer.
    pub async fn plan_again(&self, who: &Actor, date: Date, tier: Tier) -> Result<Planned> {
        Self::must_coordinate(who)?;
        let request = Request::Again { date, tier, offers: false };
        self.make_plan(who.area, author(who), request, |_| Control::Continue).await
    }

    /// The draft of a day beside the plan that people go by, if there are both.
    ///
    /// # Errors
    /// When the person does not coordinate, or storage does not answer.
    pub async fn proposal(&self, who: &Actor, date: Date) -> Result<Option<Proposal>> {
        Self::must_coordinate(who)?;
        let snapshot = self.snapshot(who.area, date).await?;
        let day = &snapshot.day;
        let (Some(draft), Some(published)) = (day.draft.clone(), day.plan.clone()) else { return Ok(None) };
        let (head, after) = self.plan(who, draft.id).await?;
        let (_, before) = self.plan(who, published.id).await?;
        let rounds = self.round_heads(who, date).await?.into_iter().map(|head| (head.id, head)).collect();
        let (effects, offer) = (Effects::between(day, &before, &after), self.offer(who, day).await?);
        let (nothing, accepted) =
            (Prospect::of_doing_nothing(&snapshot), Prospect::of_plan(&snapshot, &after, &before));
        Ok(Some(Proposal { day: snapshot.day, accepted, nothing, head, after, before, rounds, effects, offer }))
    }
}

impl App {
    /// A point says that it does not take a lot, before it comes.
    ///
    /// # Errors
    /// When the person may not speak for the point, or there is no such lot.
    pub async fn decline_lot(&self, who: &Actor, act: Act, lot: LotId, site: SiteId) -> Result<Done> {
        if !who.may_at(Role::Point, site) {
            return Err(Refusal::NotAllowed);
        }
        self.perform(who, act, OpKind::Decline, move |tx, cx| {
            Box::pin(async move {
                let lot = tx.lot(lot).await?.ok_or(Refusal::NotFound(Thing::Lot))?;
                let sites = tx.sites().await?;
                if sites.iter().all(|known| known.id != lot.site) {
                    return Err(Refusal::NotFound(Thing::Lot));
                }
                if sites.iter().all(|known| known.id != site) {
                    return Err(Refusal::NotFound(Thing::Site));
                }
                let today = tx.area().await?.zone.date(cx.op.occurred);
                Ok(tx.add_declined(lot.id, site, today).await.map(|()| Vec::new())?)
            })
        })
        .await
    }
}
