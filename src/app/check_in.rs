//! A distribution point checks what was set down, or is being handed over, and accepts or rejects it lot by lot.

use super::day::Day;
use super::place::site_in_area;
use super::stop::check_temperatures;
use super::{Act, ActContext, App, Conflict, Done, Field, FieldError, FieldErrorKind, Refusal, Result, Said, Thing};
use crate::domain::cold::{self, Reading};
use crate::domain::dates;
use crate::domain::food::{Freshness, PerClass};
use crate::domain::id::{LotId, RoundId, SiteId};
use crate::domain::ledger::{Flag, Holder, MovementReason, OpKind, Transfer};
use crate::domain::lot::Lot;
use crate::domain::people::{Actor, Role};
use crate::domain::plan::{Action, Stop};
use crate::domain::quantity::{Crates, Decidegrees, Seconds};
use crate::domain::round::{PlanState, RoundHead};
use crate::domain::site::SiteKind;
use crate::domain::text;
use crate::store::Tx;
use jiff::civil::Date;
use std::collections::BTreeMap;

/// How long a check waits for the word of a driver whose phone has no network.
const WAITS_FOR_OTHERS: Seconds = Seconds(24 * 3600);

/// What a point says of incoming lots.
#[derive(Debug, Clone, Default)]
pub struct CheckIn {
    pub lines: Vec<CheckLine>,
    /// The temperature read of each class, where one was.
    pub temperatures: PerClass<Option<Decidegrees>>,
    /// The dates read on the labels of lots.
    pub labels: BTreeMap<LotId, Date>,
    /// Why lots are taken that are warmer than they should be.
    pub warm: BTreeMap<LotId, MovementReason>,
}

/// For what reasons food above its range, within what a round tolerates, may be taken.
pub const WARM_REASONS: [MovementReason; 3] =
    [MovementReason::ColdInside, MovementReason::JustOut, MovementReason::EatenAtOnce];

/// What a point says of one portion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckLine {
    pub lot: LotId,
    /// The round whose driver still has it, when it was not set down yet.
    pub from: Option<RoundId>,
    pub crates: Crates,
    /// Accepted, or rejected with a reason and a note.
    pub verdict: std::result::Result<(), (MovementReason, String)>,
}

impl App {
    /// A point accepts and rejects portions. Rejected ones go back on the vehicle that brought them.
    ///
    /// # Errors
    /// When the person may not act for the point, a use-by date is past or was not read, the food is too warm to accept, or the crates
    /// are not there.
    pub async fn check_in(&self, who: &Actor, act: Act, site: SiteId, check: CheckIn) -> Result<Done> {
        if !who.may_at(Role::Point, site) {
            return Err(Refusal::NotAllowed);
        }
        self.perform(who, act, OpKind::CheckIn, move |tx, cx| Box::pin(decide(tx, cx, site, check))).await
    }
}

async fn decide(tx: &mut Tx<'_>, cx: ActContext, site: SiteId, check: CheckIn) -> Result<Vec<Said>> {
    let site = site_in_area(tx, site).await?;
    if site.kind != SiteKind::Point {
        return Err(Refusal::NotFound(Thing::Site));
    }
    if check.lines.is_empty() {
        return Err(FieldError::new(Field::Lots, FieldErrorKind::NothingChosen).into());
    }
    check_temperatures(&check.temperatures)?;
    let zone = tx.area().await?.zone;
    let today = zone.date(cx.op.occurred);
    let limits = tx.cold_limits().await?;
    let (point, handover) = (Holder::Point(site.id), Holder::Handover(site.id));
    let (mut said, mut errors, mut transfers) = (Vec::new(), Vec::new(), Vec::new());
    for line in check.lines {
        let mut lot = tx.lot(line.lot).await?.ok_or(Refusal::NotFound(Thing::Lot))?;
        if let Some(label) = check.labels.get(&lot.id) {
            let (first, last) = dates::on_label(lot.shelf.kind(), today);
            if !(first..=last).contains(label) {
                let field = Field::Date.of(lot.id);
                errors.push(FieldError::new(field, FieldErrorKind::DateNotBetween { first, last }));
                continue;
            }
            let read = lot.shelf.read(*label);
            if read != lot.shelf {
                tx.read_label(lot.id, *label, cx.op.id).await?;
                lot.shelf = read;
            }
        }
        let held_lot = tx.holdings_of_lot(lot.id).await?;
        let held = |holder| held_lot.iter().find(|held| held.holder == holder);
        let has_all = |holder| held(holder).is_some_and(|held| held.balance.crates >= line.crates);
        // The driver may have set it down while the point looked at the page of the vehicle.
        let from = line.from.filter(|round| has_all(Holder::Vehicle(*round)) || !has_all(handover));
        let source = from.map_or(handover, Holder::Vehicle);
        let there = held(source);
        let crates_there = there.map_or(Crates::ZERO, |held| held.balance.crates);
        if line.crates < Crates(1) || line.crates > crates_there {
            let is_young = cx.op.received.since(cx.op.occurred) < WAITS_FOR_OTHERS;
            let day_before = zone.date(cx.op.occurred - WAITS_FOR_OTHERS);
            let may_wait = is_young && line.crates >= Crates(1);
            return Err(if may_wait && tx.set_down_is_open(&lot, site.id, day_before).await? {
                Conflict::NotYet { lot: lot.number }.into()
            } else {
                Conflict::NotEnough { lot: lot.number, there: crates_there.0 }.into()
            });
        }
        let brought_by = match from {
            Some(round) => tx.round(round).await?,
            None => bringer(tx, lot.id, site.id).await?,
        };
        let read = check.temperatures[lot.class];
        let field = Field::Verdict.of(lot.id);
        let limit = cold::limit_for(&limits, lot.category);
        match line.verdict {
            Ok(()) => {
                let not_to_be_given = match lot.shelf.on(today) {
                    Freshness::Expired => Some((field.clone(), FieldErrorKind::Expired { lot: lot.number })),
                    Freshness::Unread => Some((Field::Date.of(lot.id), FieldErrorKind::Unread { lot: lot.number })),
                    Freshness::Good | Freshness::PastBest => None,
                };
                if let Some((field, kind)) = not_to_be_given {
                    errors.push(FieldError::new(field, kind));
                    continue;
                }
                let reading = read.and_then(|read| limit.map(|limit| limit.judge(lot.class, read)));
                if let (Some(Reading::TooWarm), Some(read)) = (reading, read) {
                    errors.push(FieldError::new(field, FieldErrorKind::TooWarm { category: lot.category, read }));
                    continue;
                }
                let (mut flag, mut why) = (None, None);
                if let (Some(Reading::Tolerated), Some(read), Some(warmest)) =
                    (reading, read, limit.and_then(|limit| limit.warmest))
                {
                    why = check.warm.get(&lot.id).copied().filter(|why| WARM_REASONS.contains(why));
                    if why.is_none() {
                        let kind = FieldErrorKind::Warm { category: lot.category, read, warmest };
                        errors.push(FieldError::new(field, kind));
                        continue;
                    }
                }
                if let (Some(Reading::Tolerated | Reading::TooCold), Some(read)) = (reading, read) {
                    said.push(Said::OutOfRange { category: lot.category, read: read.0 });
                    flag = Some(Flag::Temperature);
                }
                if let (Some(limit), Some(held), Some(round)) = (limit, there, &brought_by) {
                    let equipment = tx.vehicle(round.vehicle).await?.map(|vehicle| vehicle.equipment());
                    let clock = equipment.and_then(|how| cold::clock(limit, lot.class, how, held.since));
                    if clock.is_some_and(|clock| cx.op.occurred > clock.deadline) {
                        said.push(Said::ColdLimitPassed { lot: lot.number });
                        flag = flag.or(Some(Flag::ColdLimit));
                    }
                }
                // What its driver set down here is flagged there, where it was not meant for here.
                if let (Some(_), Some(round)) = (from, &brought_by)
                    && let Some(off_plan) = off_plan(tx, &cx, &lot, round, (site.id, line.crates)).await?
                {
                    if !said.contains(&Said::NotAsPlanned) {
                        said.push(Said::NotAsPlanned);
                    }
                    // What may make people ill goes first. A reading that is too cold could be made up.
                    flag = flag.filter(|flag| *flag == Flag::ColdLimit || why.is_some()).or(Some(off_plan));
                }
                let taken = Transfer::new(lot.id, source, point, line.crates).at_temperature(read).flagged(flag);
                transfers.push(Transfer { why, ..taken });
            }
            Err((why, note)) => {
                let note = text::note(&note).map_err(|error| FieldError::new(Field::Note.of(lot.id), error.into()))?;
                let Some(round) = brought_by else { return Err(Refusal::NotFound(Thing::Round)) };
                if from.is_some() {
                    transfers.push(Transfer::new(lot.id, source, handover, line.crates));
                }
                let mut back = Transfer::new(lot.id, handover, Holder::Vehicle(round.id), line.crates);
                back.note = note;
                transfers.push(back.because(why).at_temperature(read));
                said.push(Said::StaysOnBoard { lot: lot.number, crates: line.crates.0 });
            }
        }
    }
    Refusal::if_any(errors)?;
    cx.append(tx, transfers).await?;
    Ok(said)
}

/// How a point contradicts the plan that people go by when it takes crates of a lot off a round's vehicle.
async fn off_plan(
    tx: &mut Tx<'_>,
    cx: &ActContext,
    lot: &Lot,
    round: &RoundHead,
    (site, crates): (SiteId, Crates),
) -> Result<Option<Flag>> {
    let Some(plan) = tx.plan_in(round.date, PlanState::Published).await? else { return Ok(Some(Flag::Unplanned)) };
    let stops = tx.plan_stops_at(plan.id, site).await?.remove(&round.id).unwrap_or_default();
    let to_set_down = |stop: &Stop| -> Crates {
        let of_lot = stop.loads.iter().filter(|load| load.of == lot.id && load.action == Action::Unload);
        of_lot.map(|load| load.crates).sum()
    };
    let planned: Crates = stops.iter().map(to_set_down).sum();
    let mut settled = planned;
    if stops.iter().any(|stop| !stop.forecast.is_empty()) {
        // What the donor announced since stands in the place of what was expected of it.
        let day = Day::read(tx, round.date, cx.op.received).await?;
        settled = stops.iter().filter_map(|stop| day.stop(stop.id)).map(|(_, stop)| to_set_down(&stop.planned)).sum();
    }
    let left = (planned - brought(tx, lot.id, round.id, site).await?).max(Crates::ZERO) + (settled - planned);
    Ok(match crates > left {
        false => None,
        true if settled.is_zero() => Some(Flag::OtherPlace),
        true => Some(Flag::MoreThanPlanned),
    })
}

/// The crates of a lot that came to a point off a round's vehicle, without what went back on it.
async fn brought(tx: &mut Tx<'_>, lot: LotId, round: RoundId, site: SiteId) -> Result<Crates> {
    let movements = tx.movements_of_lot(lot).await?;
    let vehicle = Holder::Vehicle(round);
    let is_here = |holder: Holder| [Holder::Handover(site), Holder::Point(site)].contains(&holder);
    let crates = movements.iter().map(|movement| &movement.transfer).map(|transfer| match transfer {
        came if came.from == vehicle && is_here(came.to) => came.crates,
        went if went.to == vehicle && is_here(went.from) => -went.crates,
        _ => Crates::ZERO,
    });
    Ok(crates.sum())
}

/// The round that set a lot down at a point last.
async fn bringer(tx: &mut Tx<'_>, lot: LotId, site: SiteId) -> Result<Option<RoundHead>> {
    let movements = tx.movements_of_lot(lot).await?;
    let brought = movements.iter().rev().find_map(|movement| match movement.transfer.from {
        Holder::Vehicle(round) if movement.transfer.to == Holder::Handover(site) => Some(round),
        _ => None,
    });
    match brought {
        Some(round) => Ok(tx.round(round).await?),
        None => Ok(None),
    }
}
