//! Cover ("Non posso"): a driver gives up a shift, another one claims it, or two drivers exchange theirs. All of it
//! concerns one day's shift and never the standing one.

use super::notices::{take_open_back, take_swap_back, tell_found, tell_open, tell_swap};
use super::round::has_started;
use super::shift::{errors, hand_over};
use super::vacant::Crews;
use super::{App, Conflict, Refusal, Result, Thing};
use crate::domain::calendar::days;
use crate::domain::id::{PersonId, RoundId, ShiftId, SiteId, SwapId, VehicleId};
use crate::domain::people::{Actor, Role};
use crate::domain::round::{PlanState, Shift};
use crate::domain::shift::{Gone, Standing, Swap};
use crate::domain::time::Millis;
use crate::store::Tx;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// Drivers see the shifts of this many days ahead.
pub const SHOWN_DAYS: i64 = 28;

/// A driver's view of the coming weeks.
#[derive(Debug, Clone)]
pub struct Roster {
    /// Their own shifts, and those they gave up that nobody has taken yet, by time.
    pub own: Vec<Shift>,
    /// Shifts they gave up that somebody else took.
    pub covered: Vec<Shift>,
    /// Open shifts of others, each with what keeps this driver from claiming it.
    pub open: Vec<(Shift, Option<Conflict>)>,
    pub standing: Vec<Standing>,
    /// Proposals to exchange that wait for an answer, made by them or to them.
    pub swaps: Vec<Offer>,
    /// Shifts of other drivers that they can propose to exchange for.
    pub others: Vec<Shift>,
    /// The rounds of published plans, by shift.
    pub rounds: BTreeMap<ShiftId, RoundId>,
    pub people: BTreeMap<PersonId, String>,
    pub vehicles: BTreeMap<VehicleId, String>,
    pub sites: BTreeMap<SiteId, String>,
}

/// A proposal to exchange, with its two shifts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    pub swap: Swap,
    pub give: Shift,
    pub take: Shift,
}

impl App {
    /// What a driver sees of the coming weeks.
    pub async fn roster(&self, who: &Actor) -> Result<Roster> {
        let (mut reader, now) = (self.store.reader(who.area).await?, self.now());
        let mut db = reader.db();
        let today = db.area().await?.zone.date(now);
        let mut shifts = db.shifts(today, days(today, SHOWN_DAYS)).await?;
        shifts.retain(|shift| shift.until > now);
        shifts.sort_by_key(|shift| (shift.from, shift.id));
        let mut rounds = BTreeMap::new();
        let planned: BTreeSet<Date> = shifts.iter().map(|shift| shift.date).collect();
        for date in planned {
            if let Some(plan) = db.plan_in(date, PlanState::Published).await? {
                let in_plan: BTreeSet<_> = db.plan_rounds(plan.id).await?.into_keys().collect();
                let heads = db.rounds(date).await?.into_iter();
                rounds.extend(heads.filter(|head| in_plan.contains(&head.id)).map(|head| (head.shift, head.id)));
            }
        }
        let me = who.person;
        let mine = |shift: &&Shift| shift.person == me && (!shift.cancelled || shift.is_open());
        let vehicles = db.vehicles().await?;
        let crews = Crews::read(&mut db, self.now()).await?;
        let is_out = |shift: &Shift| matches!(crews.gone(shift), Some(Gone::Vehicle(_)));
        let hinders = |shift: &Shift| {
            if is_out(shift) { Some(Conflict::VehicleOut) } else { hindrance(shift, me, &shifts) }
        };
        let swaps = db.open_swaps().await?.into_iter().filter(|swap| swap.person == me || swap.other == me);
        Ok(Roster {
            own: shifts
                .iter()
                .filter(mine)
                .filter(|shift| shift.covers.is_some() || !shift.cancelled)
                .cloned()
                .collect(),
            covered: shifts
                .iter()
                .filter(|s| s.covers == Some(me) && s.person != me && !s.cancelled)
                .cloned()
                .collect(),
            open: shifts
                .iter()
                .filter(|shift| shift.is_open() && (shift.person != me || shift.covers.is_none()))
                .map(|shift| (shift.clone(), hinders(shift)))
                .collect(),
            standing: db.standings().await?.into_iter().filter(|standing| standing.person == me).collect(),
            swaps: swaps.filter_map(|swap| offer(swap, &shifts)).collect(),
            others: shifts.iter().filter(|shift| shift.person != me && !shift.cancelled).cloned().collect(),
            rounds,
            people: db.people().await?.into_iter().map(|person| (person.id, person.name)).collect(),
            vehicles: vehicles.iter().map(|vehicle| (vehicle.id, vehicle.name.clone())).collect(),
            sites: db.sites().await?.into_iter().map(|site| (site.id, site.name)).collect(),
        })
    }

    /// Gives up a shift: it is open from now on, and other drivers are asked.
    ///
    /// # Errors
    /// When the shift is somebody else's or over, or something was recorded of its round.
    pub async fn cannot_come(&self, who: &Actor, shift: ShiftId) -> Result<()> {
        let (who, now, machine) = (who.clone(), self.now(), self.machine.clone());
        self.store
            .write(who.area, move |tx| {
                Box::pin(async move {
                    let shift = own_shift(tx, &who, shift).await?;
                    if shift.cancelled && shift.wanted.is_some() {
                        return Ok(());
                    }
                    refuse_past(&shift, now)?;
                    let covers = shift.covers.or(Some(shift.person));
                    let open = Shift { cancelled: true, wanted: Some(now), covers, ..shift };
                    // Whoever gives a shift up says that nobody has set out, whatever the hour: the round is judged
                    // without a driver.
                    refuse_started(tx, &open, now).await?;
                    tx.save_shift(&open).await?;
                    tell_open(tx, &machine, &open).await.map(drop)
                })
            })
            .await
    }

    /// Takes a shift back that was given up, while nobody else claimed it.
    ///
    /// # Errors
    /// When somebody claimed it, or the driver or the vehicle has another shift at that time by now.
    pub async fn can_come(&self, who: &Actor, shift: ShiftId) -> Result<()> {
        let (who, machine) = (who.clone(), self.machine.clone());
        self.store
            .write(who.area, move |tx| {
                Box::pin(async move {
                    let mut shift = match own_shift(tx, &who, shift).await {
                        Err(Refusal::NotFound(_)) if was_theirs(tx, &who, shift).await? => {
                            return Err(Conflict::ShiftTaken.into());
                        }
                        found => found?,
                    };
                    if !shift.cancelled {
                        return Ok(());
                    }
                    shift.cancelled = false;
                    shift.wanted = None;
                    shift.covers = shift.covers.filter(|covered| *covered != shift.person);
                    Refusal::if_any(errors(tx, &shift).await?)?;
                    tx.save_shift(&shift).await?;
                    take_open_back(tx, &machine, &shift).await
                })
            })
            .await
    }

    /// Stops looking for a driver for an open shift, which stays cancelled.
    ///
    /// # Errors
    /// When the person does not coordinate, or the shift is not open.
    pub async fn seek_nobody(&self, who: &Actor, shift: ShiftId) -> Result<()> {
        Self::must_coordinate(who)?;
        let (who, machine) = (who.clone(), self.machine.clone());
        self.store
            .write(who.area, move |tx| {
                Box::pin(async move {
                    let shift = own_shift(tx, &who, shift).await?;
                    if !shift.is_open() {
                        return Err(Conflict::ShiftTaken.into());
                    }
                    take_open_back(tx, &machine, &shift).await?;
                    tx.save_shift(&Shift { wanted: None, ..shift }).await?;
                    Ok(())
                })
            })
            .await
    }

    /// Claims an open shift. The first driver to do so gets it, with its round as planned.
    ///
    /// # Errors
    /// When somebody else claimed it, the driver or the vehicle has another shift at that time, or something was
    /// recorded of its round.
    pub async fn claim_shift(&self, who: &Actor, shift: ShiftId) -> Result<()> {
        let (who, now, machine) = (who.clone(), self.now(), self.machine.clone());
        self.store
            .write(who.area, move |tx| {
                Box::pin(async move {
                    let mut shift = known_shift(tx, shift).await?;
                    if !who.has(Role::Driver) {
                        return Err(Refusal::NotAllowed);
                    }
                    if !shift.cancelled && shift.person == who.person {
                        return Ok(());
                    }
                    refuse_past(&shift, now)?;
                    let of_day = tx.shifts(days(shift.date, -1), days(shift.date, 1)).await?;
                    if let Some(conflict) = hindrance(&shift, who.person, &of_day) {
                        return Err(conflict.into());
                    }
                    if matches!(Crews::read(tx, now).await?.gone(&shift), Some(Gone::Vehicle(_))) {
                        return Err(Conflict::VehicleOut.into());
                    }
                    refuse_started(tx, &shift, now).await?;
                    if !tx.claim_shift(shift.id, who.person).await? {
                        return Err(Conflict::ShiftTaken.into());
                    }
                    // A driver who claims the shift they gave up themselves covers for nobody.
                    shift = known_shift(tx, shift.id).await?;
                    if shift.covers == Some(who.person) {
                        shift.covers = None;
                        tx.save_shift(&shift).await?;
                    }
                    hand_over(tx, &shift).await?;
                    tell_found(tx, &machine, &shift, &who.name).await
                })
            })
            .await
    }

    /// Proposes to exchange a shift (`give`) for another driver's (`take`).
    ///
    /// # Errors
    /// When `give` is not theirs, or one of the two cannot be exchanged.
    pub async fn propose_swap(&self, who: &Actor, give: ShiftId, take: ShiftId) -> Result<()> {
        let (who, now, machine) = (who.clone(), self.now(), self.machine.clone());
        self.store
            .write(who.area, move |tx| {
                Box::pin(async move {
                    let give = own_shift(tx, &who, give).await?;
                    let take = known_shift(tx, take).await?;
                    let waits = tx.open_swaps().await?;
                    if waits.iter().any(|swap| swap.give == give.id && swap.take == take.id) {
                        return Ok(());
                    }
                    let id: SwapId = machine.id();
                    let swap = Swap { id, person: give.person, give: give.id, other: take.person, take: take.id };
                    exchanged(tx, &swap, now).await?;
                    tx.add_swap(&swap, now).await?;
                    tell_swap(tx, &machine, &swap, (&give, &take)).await
                })
            })
            .await
    }

    /// Accepts a proposal: the two shifts, with their rounds, change drivers.
    ///
    /// # Errors
    /// When the proposal was not made to them, or the shifts cannot be exchanged any more.
    pub async fn accept_swap(&self, who: &Actor, swap: SwapId) -> Result<()> {
        let (who, now, machine) = (who.clone(), self.now(), self.machine.clone());
        self.store
            .write(who.area, move |tx| {
                Box::pin(async move {
                    let swap = waiting(tx, swap).await?;
                    if !who.may_drive_for(swap.other) {
                        return Err(Refusal::NotFound(Thing::Swap));
                    }
                    let (give, take) = exchanged(tx, &swap, now).await?;
                    if !tx.answer_swap(swap.id, "accepted", now).await? {
                        return Err(Conflict::SwapOver.into());
                    }
                    for shift in [give, take] {
                        tx.save_shift(&shift).await?;
                        hand_over(tx, &shift).await?;
                    }
                    take_swap_back(tx, &machine, &swap).await
                })
            })
            .await
    }

    /// Declines a proposal, or withdraws it if it is the person's own.
    ///
    /// # Errors
    /// When the person is neither of the two drivers, or it was answered already.
    pub async fn decline_swap(&self, who: &Actor, swap: SwapId) -> Result<()> {
        let (who, now, machine) = (who.clone(), self.now(), self.machine.clone());
        self.store
            .write(who.area, move |tx| {
                Box::pin(async move {
                    let swap = waiting(tx, swap).await?;
                    let answer = match (who.may_drive_for(swap.other), who.may_drive_for(swap.person)) {
                        (_, true) if who.person == swap.person => "withdrawn",
                        (true, _) => "declined",
                        (false, true) => "withdrawn",
                        (false, false) => return Err(Refusal::NotFound(Thing::Swap)),
                    };
                    if !tx.answer_swap(swap.id, answer, now).await? {
                        return Err(Conflict::SwapOver.into());
                    }
                    take_swap_back(tx, &machine, &swap).await
                })
            })
            .await
    }
}

/// A proposal with its shifts, unless they changed since it was made.
fn offer(swap: Swap, shifts: &[Shift]) -> Option<Offer> {
    let find = |id, person| shifts.iter().find(|s| s.id == id && s.person == person && !s.cancelled).cloned();
    Some(Offer { give: find(swap.give, swap.person)?, take: find(swap.take, swap.other)?, swap })
}

/// What keeps a driver from claiming an open shift.
fn hindrance(shift: &Shift, person: PersonId, all: &[Shift]) -> Option<Conflict> {
    let busy = |with: &dyn Fn(&Shift) -> bool| {
        all.iter().any(|other| other.id != shift.id && !other.cancelled && other.meets(shift) && with(other))
    };
    if busy(&|other| other.person == person) {
        Some(Conflict::ShiftOverlaps)
    } else if busy(&|other| other.vehicle == shift.vehicle) {
        Some(Conflict::VehicleBusy)
    } else {
        None
    }
}

async fn waiting(tx: &mut Tx<'_>, swap: SwapId) -> Result<Swap> {
    let open = tx.open_swaps().await?;
    open.into_iter().find(|known| known.id == swap).ok_or(Refusal::NotFound(Thing::Swap))
}

async fn known_shift(tx: &mut Tx<'_>, shift: ShiftId) -> Result<Shift> {
    tx.shift(shift).await?.ok_or(Refusal::NotFound(Thing::Shift))
}

/// A shift of the area that the person drives; any, for a coordinator.
pub(super) async fn own_shift(tx: &mut Tx<'_>, who: &Actor, shift: ShiftId) -> Result<Shift> {
    let shift = known_shift(tx, shift).await?;
    if who.may_drive_for(shift.person) { Ok(shift) } else { Err(Refusal::NotFound(Thing::Shift)) }
}

/// Whether the person gave the shift up and somebody else has it.
async fn was_theirs(tx: &mut Tx<'_>, who: &Actor, shift: ShiftId) -> Result<bool> {
    Ok(known_shift(tx, shift).await.is_ok_and(|shift| shift.covers == Some(who.person)))
}

fn refuse_past(shift: &Shift, now: Millis) -> Result<()> {
    if shift.until <= now { Err(Conflict::ShiftOver.into()) } else { Ok(()) }
}

/// Refuses to change the driver of a round that has begun: that is settled by telephone.
async fn refuse_started(tx: &mut Tx<'_>, shift: &Shift, now: Millis) -> Result<()> {
    if has_started(tx, shift, now).await? { Err(Conflict::RoundStarted.into()) } else { Ok(()) }
}

/// The two shifts of a proposal with their drivers exchanged. Fails where one changed since, has begun or is over, or a
/// driver has another shift at that time.
async fn exchanged(tx: &mut Tx<'_>, swap: &Swap, now: Millis) -> Result<(Shift, Shift)> {
    let (give, take) = (known_shift(tx, swap.give).await?, known_shift(tx, swap.take).await?);
    let as_then = give.person == swap.person && take.person == swap.other && swap.person != swap.other;
    if !as_then || give.cancelled || take.cancelled {
        return Err(Conflict::SwapOver.into());
    }
    let mut around = tx.shifts(give.date, give.date).await?;
    if take.date != give.date {
        around.extend(tx.shifts(take.date, take.date).await?);
    }
    for (shift, person) in [(&give, take.person), (&take, give.person)] {
        refuse_past(shift, now)?;
        refuse_started(tx, shift, now).await?;
        let busy = |other: &&Shift| {
            other.person == person
                && !other.cancelled
                && other.id != give.id
                && other.id != take.id
                && other.meets(shift)
        };
        if around.iter().any(|other| busy(&other)) {
            return Err(Conflict::ShiftOverlaps.into());
        }
    }
    let driven_by = |shift: &Shift, person: PersonId| Shift {
        person,
        covers: shift.covers.or(Some(shift.person)).filter(|covered| *covered != person),
        ..shift.clone()
    };
    Ok((driven_by(&give, take.person), driven_by(&take, give.person)))
}
