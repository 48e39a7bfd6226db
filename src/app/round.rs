//! What concerns a round as a whole: trouble on the way, and its end.

use super::day::RoundDay;
use super::stop::own_round;
use super::{Act, App, Conflict, Done, Field, FieldError, FieldErrorKind, Refusal, Result, Thing};
use crate::domain::id::{OpId, RoundId};
use crate::domain::ledger::{Holder, OpKind};
use crate::domain::people::Actor;
use crate::domain::plan::RoundFigures;
use crate::domain::quantity::Crates;
use crate::domain::round::{PlanState, Problem, ProblemKind, RoundHead, Shift, VisitOutcome};
use crate::domain::text;
use crate::domain::time::Millis;
use crate::store::{Db, Tx};

/// The longest delay a driver can report: a day.
const LONGEST_DELAY_MINUTES: i64 = 24 * 60;

/// What a driver tells the coordinator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trouble {
    pub kind: ProblemKind,
    pub minutes: i64,
    /// In the driver's words.
    pub note: String,
}

impl App {
    /// A driver tells the coordinator of trouble on the way.
    ///
    /// # Errors
    /// When the round is somebody else's, or a field cannot be taken.
    pub async fn report_problem(&self, who: &Actor, act: Act, round: RoundId, trouble: Trouble) -> Result<Done> {
        self.perform(who, act, OpKind::Problem, move |tx, cx| {
            Box::pin(async move {
                let round = own_round(tx, &cx, round).await?;
                let note = text::note(&trouble.note).map_err(|error| FieldError::new(Field::Note, error.into()))?;
                let Trouble { kind, minutes, .. } = trouble;
                if minutes < 0 {
                    return Err(FieldError::new(Field::Minutes, FieldErrorKind::TooSmall { least: 0 }).into());
                }
                if minutes > LONGEST_DELAY_MINUTES {
                    return Err(FieldError::new(
                        Field::Minutes,
                        FieldErrorKind::TooLarge { most: LONGEST_DELAY_MINUTES },
                    )
                    .into());
                }
                tx.add_problem(&Problem {
                    op: cx.op.id,
                    round: round.id,
                    kind,
                    minutes,
                    note,
                    occurred: cx.op.occurred,
                    settled: None,
                })
                .await?;
                Ok(Vec::new())
            })
        })
        .await
    }

    /// The coordinator has dealt with what a driver told.
    ///
    /// # Errors
    /// When the person does not coordinate, or there is no such thing to settle.
    pub async fn settle_problem(&self, who: &Actor, problem: OpId) -> Result<()> {
        Self::must_coordinate(who)?;
        let now = self.now();
        self.store
            .write(who.area, move |tx| {
                Box::pin(async move {
                    if tx.settle_problem(problem, now).await? { Ok(()) } else { Err(Refusal::NotFound(Thing::Act)) }
                })
            })
            .await
    }

    /// A driver ends a round. The vehicle must be empty.
    ///
    /// # Errors
    /// When the round is somebody else's, has ended, or crates are still on board.
    pub async fn end_round(&self, who: &Actor, act: Act, round: RoundId) -> Result<Done> {
        self.perform(who, act, OpKind::EndRound, move |tx, cx| {
            Box::pin(async move {
                let round = own_round(tx, &cx, round).await?;
                if round.ended.is_some() {
                    return Err(Conflict::RoundEnded.into());
                }
                let on_board = tx.holdings_of(Holder::Vehicle(round.id)).await?;
                let crates: Crates = on_board.iter().map(|held| held.balance.crates).sum();
                if crates > Crates::ZERO {
                    return Err(Conflict::StillOnBoard { crates: crates.0 }.into());
                }
                tx.end_round(round.id, Some(cx.op.occurred)).await?;
                Ok(Vec::new())
            })
        })
        .await
    }

    /// A driver opens a round again that was ended too early.
    ///
    /// # Errors
    /// When the round is somebody else's.
    pub async fn reopen_round(&self, who: &Actor, act: Act, round: RoundId) -> Result<Done> {
        self.perform(who, act, OpKind::ReopenRound, move |tx, cx| {
            Box::pin(async move {
                let round = own_round(tx, &cx, round).await?;
                tx.end_round(round.id, None).await?;
                Ok(Vec::new())
            })
        })
        .await
    }
}

/// What tells whether a round has begun.
#[derive(Debug, Clone, Copy)]
struct Progress {
    /// Whether anything was recorded of it: a visit, crates on board, its end.
    recorded: bool,
    /// Whether its shift has a driver.
    driven: bool,
    /// When it is to leave by the published plan; none where that plan does not have it.
    depart: Option<Millis>,
}

impl Progress {
    /// Whether the round has begun, or is over.
    ///
    /// Drivers tap late, and without a network nothing arrives at all. So from its hour of departure on, a driver counts as
    /// on the road even if nothing was recorded: a new plan keeps the stop they are heading for, and their round goes to
    /// nobody else by an exchange. A shift that nobody drives has not set out: it can be claimed after that hour too.
    fn has_started(self, now: Millis) -> bool {
        self.recorded || (self.driven && self.depart.is_some_and(|depart| depart <= now))
    }
}

impl RoundDay {
    /// Whether the round has begun, or is over.
    pub(super) fn has_started(&self, now: Millis) -> bool {
        let visited = self.stops.iter().any(|stop| !stop.is_open());
        let progress = Progress {
            recorded: visited || self.head.ended.is_some() || !self.on_board.is_empty(),
            driven: !self.head.cancelled,
            depart: self.figures.as_ref().map(|figures| figures.depart),
        };
        progress.has_started(now)
    }
}

/// Whether the round of a shift has begun, or is over. Whether it has a driver is taken from `shift`, stored or not.
pub(super) async fn has_started(tx: &mut Tx<'_>, shift: &Shift, now: Millis) -> Result<bool> {
    let Some(round) = tx.round_of_shift(shift.id).await? else { return Ok(false) };
    let visited = tx.visits_of_round(round.id).await?.iter().any(|visit| visit.outcome != VisitOutcome::Reopened);
    let on_board = tx.holdings_of(Holder::Vehicle(round.id)).await?;
    let progress = Progress {
        recorded: visited || round.ended.is_some() || on_board.iter().any(|held| held.balance.crates > Crates::ZERO),
        driven: !shift.cancelled,
        depart: planned(tx, &round).await?.map(|planned| planned.depart),
    };
    Ok(progress.has_started(now))
}

/// The figures of a round in the published plan of its day, if that plan has it.
pub(super) async fn planned(db: &mut Db<'_>, round: &RoundHead) -> Result<Option<RoundFigures>> {
    let Some(plan) = db.plan_in(round.date, PlanState::Published).await? else { return Ok(None) };
    Ok(db.plan_rounds(plan.id).await?.remove(&round.id))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_driver_past_departure_is_on_the_road_and_a_shift_without_one_is_not() {
        let started = |recorded, driven, depart: Option<i64>, now| {
            Progress { recorded, driven, depart: depart.map(Millis) }.has_started(Millis(now))
        };
        assert!(!started(false, true, Some(10), 9));
        assert!(started(false, true, Some(10), 10), "nothing tapped, but it is time");
        assert!(!started(false, false, Some(10), 10), "nobody drives it");
        assert!(started(true, false, Some(10), 9), "somebody did");
        assert!(started(true, true, None, 9));
        assert!(!started(false, true, None, 99), "no plan lets it leave");
    }
}
