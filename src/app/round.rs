//! What concerns a round as a whole: trouble on the way, and its end.

use super::stop::own_round;
use super::{Act, App, Conflict, Done, FieldError, FieldErrorKind, Refusal, Result, Thing};
use crate::domain::id::{OpId, RoundId};
use crate::domain::ledger::{Holder, OpKind};
use crate::domain::people::Actor;
use crate::domain::quantity::Crates;
use crate::domain::round::{Problem, ProblemKind};
use crate::domain::text;

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
        self.perform(who, act, OpKind::Problem, move |tx, at| {
            Box::pin(async move {
                let round = own_round(tx, &at, round).await?;
                let note = text::note(&trouble.note).map_err(|error| FieldError::new("note", error.into()))?;
                let Trouble { kind, minutes, .. } = trouble;
                if minutes < 0 {
                    return Err(FieldError::new("minutes", FieldErrorKind::TooSmall { least: 0 }).into());
                }
                if minutes > LONGEST_DELAY_MINUTES {
                    return Err(
                        FieldError::new("minutes", FieldErrorKind::TooLarge { most: LONGEST_DELAY_MINUTES }).into()
                    );
                }
                tx.add_problem(&Problem {
                    op: at.op.id,
                    round: round.id,
                    kind,
                    minutes,
                    note,
                    occurred: at.op.occurred,
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
        if !who.coordinates() {
            return Err(Refusal::NotAllowed);
        }
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
        self.perform(who, act, OpKind::EndRound, move |tx, at| {
            Box::pin(async move {
                let round = own_round(tx, &at, round).await?;
                if round.ended.is_some() {
                    return Err(Conflict::RoundEnded.into());
                }
                let on_board = tx.holdings_of(Holder::Vehicle(round.id)).await?;
                let crates: Crates = on_board.iter().map(|held| held.balance.crates).sum();
                if crates > Crates::ZERO {
                    return Err(Conflict::StillOnBoard { crates: crates.0 }.into());
                }
                tx.end_round(round.id, Some(at.op.occurred)).await?;
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
        self.perform(who, act, OpKind::ReopenRound, move |tx, at| {
            Box::pin(async move {
                let round = own_round(tx, &at, round).await?;
                tx.end_round(round.id, None).await?;
                Ok(Vec::new())
            })
        })
        .await
    }
}
