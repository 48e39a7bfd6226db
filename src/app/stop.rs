//! A driver confirms what happened at a stop: collected, set down, or could not.

use super::day::Day;
use super::place::site_in_area;
use super::{
    Act, ActContext, App, Conflict, Done, Field, FieldError, FieldErrorKind, Refusal, Result, Said, Thing, notices,
};
use crate::domain::cold::{self, Reading};
use crate::domain::food::{PerClass, StorageClass};
use crate::domain::id::{LotId, PlanId, RoundId, SiteId, StopId};
use crate::domain::ledger::{Balance, Flag, Holder, HolderKind, Movement, MovementReason, OpKind, PostError, Transfer};
use crate::domain::lot::Lot;
use crate::domain::people::Actor;
use crate::domain::plan::{Action, Stop};
use crate::domain::quantity::{Crates, Decidegrees, THERMOMETER_RANGE, weight_at_rate};
use crate::domain::round::{PlanState, RoundHead, Visit, VisitOutcome};
use crate::domain::site::{Site, SiteKind};
use crate::domain::text;
use crate::store::{Db, Tx};
use std::collections::{BTreeMap, BTreeSet};

/// What happened at a stop, where it was not simply as planned.
#[derive(Debug, Clone, Default)]
pub struct StopReport {
    /// The version of the plan that the person went by; the newest one if they do not say.
    pub plan: Option<PlanId>,
    /// Lots of which other than the planned crates were loaded or set down. Lots not named went as planned.
    pub exceptions: Vec<StopException>,
    /// The temperature read of each class, where one was.
    pub temperatures: PerClass<Option<Decidegrees>>,
    pub note: String,
    /// Whether the person said that it is done before its day.
    pub ahead: bool,
}

/// One lot that did not go as planned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StopException {
    pub lot: LotId,
    /// How many crates were loaded (or set down).
    pub crates: Crates,
    /// At a pickup: what became of the rest.
    pub rest: Rest,
}

/// What became of planned crates that were not loaded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rest {
    NotThere,
    /// They stay and wait for another round.
    LeftBehind,
    /// The driver did not take them, for this reason; they stay with the donor for good.
    Refused(MovementReason),
}

/// Who hands a lot over to a round at a site: the site, or a vehicle that stands there and does not go on.
async fn source_of(tx: &mut Tx<'_>, round: &RoundHead, site: &Site, lot: LotId) -> Result<Holder> {
    let own = site.source();
    if held(tx, lot, own).await?.crates > Crates::ZERO {
        return Ok(own);
    }
    for halt in tx.halts_of_day(round.date).await?.into_iter().filter(|halt| halt.site == site.id) {
        if let Some(other) = tx.round_of_shift(halt.shift).await?.filter(|other| other.id != round.id)
            && held(tx, lot, Holder::Vehicle(other.id)).await?.crates > Crates::ZERO
        {
            return Ok(Holder::Vehicle(other.id));
        }
    }
    Ok(own)
}

/// What a holder has of a lot.
pub(super) async fn held(db: &mut Db<'_>, lot: LotId, holder: Holder) -> Result<Balance> {
    let held = db.holdings_of_lot(lot).await?;
    Ok(held.into_iter().find(|held| held.holder == holder).map(|held| held.balance).unwrap_or_default())
}

/// The crates of a lot that people of a site checked off a round's vehicle themselves, before its driver said anything of
/// the visit. What they sent back stays on board: it is not set down once more.
pub(super) async fn checked_off(db: &mut Db<'_>, lot: LotId, round: RoundId, site: SiteId) -> Result<Crates> {
    let movements = db.movements_of_lot(lot).await?;
    let taken_back: BTreeSet<_> = movements.iter().filter_map(|movement| movement.transfer.corrects).collect();
    let there = [Holder::Handover(site), Holder::Point(site)];
    let stands = |movement: &&Movement| movement.transfer.corrects.is_none() && !taken_back.contains(&movement.id);
    let checked = movements.iter().filter(stands).map(|movement| &movement.transfer).filter(|transfer| {
        transfer.stop.is_none() && transfer.from == Holder::Vehicle(round) && there.contains(&transfer.to)
    });
    Ok(checked.map(|transfer| transfer.crates).sum())
}

impl ActContext {
    /// Appends transfers that the verb found sound, with the flag that a wrong phone clock asks for.
    pub(super) async fn append(&self, tx: &mut Tx<'_>, transfers: Vec<Transfer>) -> Result<Vec<Movement>> {
        // The verb looked in this same transaction, so what the ledger refuses is a fault of the verb.
        self.post(tx, transfers)
            .await?
            .map_err(|error| Refusal::internal(&self.machine, "posting what a verb found sound", error))
    }

    /// As [`Self::append`], where the ledger may refuse a transfer. The act must then fail too.
    pub(super) async fn post(
        &self,
        tx: &mut Tx<'_>,
        transfers: Vec<Transfer>,
    ) -> Result<std::result::Result<Vec<Movement>, PostError>> {
        if transfers.is_empty() {
            return Ok(Ok(Vec::new()));
        }
        let flag = self.clock_off.then_some(Flag::ClockOff);
        let transfers = transfers.into_iter().map(|transfer| {
            let own = transfer.flag;
            transfer.flagged(own.or(flag))
        });
        let posted = tx.append(&self.op, transfers.collect(), || self.machine.id()).await?;
        if let Ok(movements) = &posted {
            notices::tell_ends(tx, &self.machine, movements).await?;
        }
        Ok(posted)
    }
}

impl App {
    /// A driver confirms a stop: everything as planned, but for the exceptions.
    ///
    /// # Errors
    /// When the round is somebody else's, the stop is closed already, or nothing of it can be done any more.
    pub async fn complete_stop(&self, who: &Actor, act: Act, stop: StopId, report: StopReport) -> Result<Done> {
        self.perform(who, act, OpKind::Stop, move |tx, cx| Box::pin(complete(tx, cx, stop, report))).await
    }

    /// A driver could not do a stop: closed, or not to be reached.
    ///
    /// # Errors
    /// When the round is somebody else's or the stop is closed already.
    pub async fn miss_stop(
        &self,
        who: &Actor,
        act: Act,
        stop: StopId,
        outcome: VisitOutcome,
        note: String,
    ) -> Result<Done> {
        self.perform(who, act, OpKind::Miss, move |tx, cx| {
            Box::pin(async move {
                let open = open_stop(tx, &cx, stop, None).await?;
                let mut said = open.said();
                let note = text::note(&note).map_err(|error| FieldError::new(Field::Note, error.into()))?;
                open.close(tx, &cx, outcome, note).await?;
                for load in open.planned.loads.iter().filter(|load| load.action == Action::Load) {
                    if let Some(lot) = tx.lot(load.of).await? {
                        said.push(Said::LeftBehind { lot: lot.number, crates: load.crates.0 });
                    }
                }
                Ok(said)
            })
        })
        .await
    }

    /// A driver sets crates that are on board down somewhere else than planned: at a point, a hub, or back at the
    /// donor they came from.
    ///
    /// # Errors
    /// When the round is somebody else's or the crates are not on board.
    pub async fn set_down(
        &self,
        who: &Actor,
        act: Act,
        round: RoundId,
        site: SiteId,
        lots: Vec<(LotId, Crates)>,
    ) -> Result<Done> {
        self.perform(who, act, OpKind::SetDown, move |tx, cx| {
            Box::pin(async move {
                let round = own_round(tx, &cx, round).await?;
                let site = site_in_area(tx, site).await?;
                let mut transfers = Vec::new();
                for (lot, crates) in lots {
                    let lot = tx.lot(lot).await?.ok_or(Refusal::NotFound(Thing::Lot))?;
                    let to = match site.kind {
                        SiteKind::Hub => Holder::Hub(site.id),
                        SiteKind::Point => Holder::Handover(site.id),
                        SiteKind::Donor if lot.site == site.id => Holder::Donor(site.id),
                        SiteKind::Donor => return Err(FieldError::new(Field::Site, FieldErrorKind::NotAChoice).into()),
                    };
                    let crates = on_board(tx, &lot, round.id, crates).await?;
                    let why = matches!(to, Holder::Donor(_)).then_some(MovementReason::Returned);
                    let mut transfer = Transfer::new(lot.id, Holder::Vehicle(round.id), to, crates);
                    transfer.why = why;
                    transfers.push(transfer.flagged(Some(Flag::OtherPlace)));
                }
                if transfers.is_empty() {
                    return Err(FieldError::new(Field::Lots, FieldErrorKind::NothingChosen).into());
                }
                cx.append(tx, transfers).await?;
                Ok(vec![Said::NotAsPlanned])
            })
        })
        .await
    }

    /// A driver throws away crates that are on board.
    ///
    /// # Errors
    /// When the round is somebody else's or the crates are not on board.
    pub async fn discard_on_board(
        &self,
        who: &Actor,
        act: Act,
        round: RoundId,
        (lot, crates): (LotId, Crates),
        why: MovementReason,
    ) -> Result<Done> {
        self.perform(who, act, OpKind::DiscardOnBoard, move |tx, cx| {
            Box::pin(async move {
                let round = own_round(tx, &cx, round).await?;
                let lot = tx.lot(lot).await?.ok_or(Refusal::NotFound(Thing::Lot))?;
                let crates = on_board(tx, &lot, round.id, crates).await?;
                let gone = Transfer::new(lot.id, Holder::Vehicle(round.id), Holder::Discarded, crates).because(why);
                cx.append(tx, vec![gone]).await?;
                Ok(Vec::new())
            })
        })
        .await
    }
}

async fn on_board(tx: &mut Tx<'_>, lot: &Lot, round: RoundId, crates: Crates) -> Result<Crates> {
    let there = held(tx, lot.id, Holder::Vehicle(round)).await?.crates;
    if crates < Crates(1) || crates > there {
        return Err(Conflict::NotEnough { lot: lot.number, there: there.0 }.into());
    }
    Ok(crates)
}

/// A round of the area that the person may drive. Who does something on it has seen what they were told about it.
pub(super) async fn own_round(tx: &mut Tx<'_>, cx: &ActContext, round: RoundId) -> Result<RoundHead> {
    let round = tx.round(round).await?.ok_or(Refusal::NotFound(Thing::Round))?;
    if !cx.who.may_drive_for(round.person) {
        return Err(Refusal::NotFound(Thing::Round));
    }
    notices::seen_round(tx, cx.who.person, round.id, (cx.op.occurred, cx.op.received)).await?;
    Ok(round)
}

/// A visit that is still open, and theirs who act on it.
pub(super) struct OpenStop {
    pub(super) round: RoundHead,
    /// The visit as the person saw it, or else as it was last published.
    pub(super) planned: Stop,
    /// Whether the plan people go by still has it so.
    pub(super) in_plan: bool,
}

impl OpenStop {
    /// What to tell whoever acts on it.
    pub(super) fn said(&self) -> Vec<Said> {
        if self.in_plan { Vec::new() } else { vec![Said::NotAsPlanned] }
    }

    /// How what is moved there is marked.
    pub(super) fn flag(&self) -> Option<Flag> {
        (!self.in_plan).then_some(Flag::Unplanned)
    }

    /// Writes down how the visit ended.
    pub(super) async fn close(
        &self,
        tx: &mut Tx<'_>,
        cx: &ActContext,
        outcome: VisitOutcome,
        note: String,
    ) -> Result<()> {
        let (stop, round, site) = (self.planned.id, self.round.id, self.planned.site);
        let visit = Visit { stop, round, site, op: cx.op.id, outcome, occurred: cx.op.occurred, note };
        Ok(tx.add_visit(&visit).await?)
    }
}

/// The stop as the person saw it, or else as it was last published, if it is open and theirs to close. What people
/// loaded by the page they had is what is recorded, whatever was published meanwhile.
pub(super) async fn open_stop(
    tx: &mut Tx<'_>,
    cx: &ActContext,
    stop: StopId,
    plan: Option<PlanId>,
) -> Result<OpenStop> {
    let (round, planned) = tx.planned_stop(stop, plan).await?.ok_or(Refusal::NotFound(Thing::Stop))?;
    let round = tx.round(round).await?.ok_or(Refusal::NotFound(Thing::Round))?;
    if !cx.who.may_drive_for(round.person) {
        return Err(Refusal::NotFound(Thing::Stop));
    }
    if let Some(visit) = tx.visit(stop).await?
        && visit.outcome != VisitOutcome::Reopened
    {
        return Err(Conflict::StopClosed.into());
    }
    notices::seen_round(tx, cx.who.person, round.id, (cx.op.occurred, cx.op.received)).await?;
    let in_plan = match tx.plan_in(round.date, PlanState::Published).await? {
        Some(plan) => tx
            .plan_stops_at(plan.id, planned.site)
            .await?
            .values()
            .flatten()
            .any(|now| now.id == stop && is_the_same(now, &planned)),
        None => false,
    };
    let planned = if planned.forecast.is_empty() {
        planned
    } else {
        // What the shop announced since stands in the place of what was expected of it.
        let day = Day::read(tx, round.date, cx.op.received).await?;
        day.stop(stop).map_or(planned, |(_, known)| known.planned.clone())
    };
    Ok(OpenStop { round, planned, in_plan })
}

/// Whether two versions of a visit load and set down the same lots.
fn is_the_same(now: &Stop, then: &Stop) -> bool {
    let lots = |stop: &Stop| stop.loads.iter().map(|load| (load.of, load.action)).collect::<BTreeSet<_>>();
    lots(now) == lots(then)
}

async fn complete(tx: &mut Tx<'_>, cx: ActContext, stop: StopId, report: StopReport) -> Result<Vec<Said>> {
    let open = open_stop(tx, &cx, stop, report.plan).await?;
    let (mut said, flag) = (open.said(), open.flag());
    let OpenStop { round, planned, .. } = &open;
    let site = tx.site(planned.site).await?.ok_or(Refusal::NotFound(Thing::Site))?;
    if round.date > tx.area().await?.zone.date(cx.op.occurred.max(cx.op.received)) && !report.ahead {
        // A stop of tomorrow that is opened today is more likely a slip than a pickup. What comes on its day is none: a
        // phone's clock may be hours behind.
        return Err(FieldError::new(Field::Ahead, FieldErrorKind::Missing).into());
    }
    let note = text::note(&report.note).map_err(|error| FieldError::new(Field::Note, error.into()))?;
    check_temperatures(&report.temperatures)?;
    let limits = tx.cold_limits().await?;
    let mut exceptions: BTreeMap<LotId, StopException> = BTreeMap::new();
    for exception in report.exceptions {
        if !planned.loads.iter().any(|load| load.of == exception.lot) {
            return Err(Refusal::NotFound(Thing::Lot));
        }
        exceptions.insert(exception.lot, exception);
    }
    let mut transfers = Vec::new();
    let mut taken_elsewhere = None;
    let mut could_do_something = planned.loads.is_empty();
    for load in &planned.loads {
        let lot = tx.lot(load.of).await?.ok_or(Refusal::NotFound(Thing::Lot))?;
        let read = report.temperatures[lot.class];
        let out_of_range = read.filter(|read| {
            let limit = cold::limit_for(&limits, lot.category);
            limit.is_some_and(|limit| matches!(limit.judge(lot.class, *read), Reading::TooWarm | Reading::TooCold))
        });
        if let Some(read) = out_of_range {
            said.push(Said::OutOfRange { category: lot.category, read: read.0 });
        }
        let flag = out_of_range.map(|_| Flag::Temperature).or(flag);
        let exception = exceptions.get(&lot.id);
        let crates = exception.map_or(load.crates, |exception| exception.crates);
        if crates < Crates::ZERO {
            return Err(FieldError::new(Field::Crates.of(lot.id), FieldErrorKind::TooSmall { least: 0 }).into());
        }
        if crates > crate::domain::quantity::MOST_CRATES_PER_LOT {
            let most = crate::domain::quantity::MOST_CRATES_PER_LOT.0;
            return Err(FieldError::new(Field::Crates.of(lot.id), FieldErrorKind::TooLarge { most }).into());
        }
        let moved = match load.action {
            Action::Load => {
                let rest = exception.map_or(Rest::NotThere, |exception| exception.rest);
                let source = source_of(tx, round, &site, lot.id).await?;
                let pickup = Pickup { lot: &lot, source, round: round.id, planned: load.crates, crates, rest };
                match pickup.transfers(tx, &mut said).await? {
                    Ok(moved) => moved,
                    Err(conflict) => {
                        taken_elsewhere = taken_elsewhere.or(Some(conflict));
                        continue;
                    }
                }
            }
            Action::Unload => {
                let there = held(tx, lot.id, Holder::Vehicle(round.id)).await?.crates;
                let checked = checked_off(tx, lot.id, round.id, site.id).await?;
                let crates = if checked.is_zero() { crates } else { crates.min(load.crates - checked) };
                let to = if site.kind == SiteKind::Hub { Holder::Hub(site.id) } else { Holder::Handover(site.id) };
                let down = crates.min(there);
                if down <= Crates::ZERO {
                    Vec::new()
                } else {
                    vec![Transfer::new(lot.id, Holder::Vehicle(round.id), to, down)]
                }
            }
        };
        could_do_something = true;
        transfers.extend(moved.into_iter().map(|transfer| {
            let own = transfer.flag;
            transfer.at_stop(stop).at_temperature(read).flagged(own.or(flag))
        }));
    }
    if let (false, Some(conflict)) = (could_do_something, taken_elsewhere) {
        return Err(conflict.into());
    }
    cx.append(tx, transfers).await?;
    open.close(tx, &cx, VisitOutcome::Done, note).await?;
    Ok(said)
}

/// Refuses what no thermometer shows, at its field: most likely a comma was forgotten.
pub(super) fn check_temperatures(temperatures: &PerClass<Option<Decidegrees>>) -> Result<()> {
    for class in StorageClass::ALL {
        if let Some(read) = temperatures[*class]
            && !THERMOMETER_RANGE.contains(&read)
        {
            let (least, most) = (THERMOMETER_RANGE.start().0 / 10, THERMOMETER_RANGE.end().0 / 10);
            let wrong = if read < *THERMOMETER_RANGE.start() {
                FieldErrorKind::TooSmall { least }
            } else {
                FieldErrorKind::TooLarge { most }
            };
            return Err(FieldError::new(Field::Temperature.of(class), wrong).into());
        }
    }
    Ok(())
}

struct Pickup<'a> {
    lot: &'a Lot,
    source: Holder,
    round: RoundId,
    planned: Crates,
    crates: Crates,
    rest: Rest,
}

impl Pickup<'_> {
    /// What a pickup moves. The inner error says that every crate had gone with another round.
    async fn transfers(
        &self,
        tx: &mut Tx<'_>,
        said: &mut Vec<Said>,
    ) -> Result<std::result::Result<Vec<Transfer>, Conflict>> {
        let lot = self.lot;
        let there = held(tx, lot.id, self.source).await?;
        if there.crates.is_zero()
            && self.crates > Crates::ZERO
            && let Some((round, at)) = self.taken_by(tx).await?
        {
            said.push(Said::TakenByOther { lot: lot.number, round, at });
            return Ok(Err(Conflict::AlreadyTaken { lot: lot.number, round }));
        }
        let vehicle = Holder::Vehicle(self.round);
        let mut transfers = Vec::new();
        if self.source.kind() == HolderKind::Vehicle {
            // From another vehicle: what is not taken over stays on it.
            let taken = self.crates.min(there.crates);
            if taken > Crates::ZERO {
                transfers.push(Transfer::new(lot.id, self.source, vehicle, taken));
            }
            if there.crates > taken {
                said.push(Said::LeftBehind { lot: lot.number, crates: (there.crates - taken).0 });
            }
            return Ok(Ok(transfers));
        }
        let more = self.crates - there.crates;
        if more > Crates::ZERO {
            // A donor's guess was low: the crates are real, so they enter the books here.
            let (grams, crates) =
                if there.crates.is_zero() { (lot.grams, lot.crates) } else { (there.grams, there.crates) };
            let grams = weight_at_rate(grams, crates, more);
            let extra = Transfer::new(lot.id, Holder::Supplier, self.source, more).weighing(grams);
            transfers.push(extra.because(MovementReason::MoreThere).flagged(Some(Flag::MoreThanAnnounced)));
            said.push(Said::MoreThanAnnounced { lot: lot.number, crates: more.0 });
        }
        if self.crates > Crates::ZERO {
            transfers.push(Transfer::new(lot.id, self.source, vehicle, self.crates));
        }
        let missing = (self.planned - self.crates).min(there.crates - self.crates);
        if missing > Crates::ZERO {
            let gone = if self.source.kind() == HolderKind::Hub { Holder::Discarded } else { Holder::Supplier };
            match self.rest {
                Rest::LeftBehind => said.push(Said::LeftBehind { lot: lot.number, crates: missing.0 }),
                Rest::NotThere => {
                    transfers.push(Transfer::new(lot.id, self.source, gone, missing).because(MovementReason::NotThere));
                }
                Rest::Refused(why) => transfers.push(Transfer::new(lot.id, self.source, gone, missing).because(why)),
            }
        }
        Ok(Ok(transfers))
    }

    /// The number of the other round that collected the lot last, and when.
    async fn taken_by(&self, tx: &mut Tx<'_>) -> Result<Option<(i64, crate::domain::time::Millis)>> {
        let movements = tx.movements_of_lot(self.lot.id).await?;
        let taken = movements.iter().rev().find_map(|movement| match movement.transfer.to {
            Holder::Vehicle(round) if movement.transfer.from == self.source => Some((round, movement.occurred)),
            _ => None,
        });
        let Some((round, at)) = taken else { return Ok(None) };
        Ok(tx.round(round).await?.map(|round| (round.number, at)))
    }
}
