//! Taking an act back: movements the other way that name the ones they correct. Nothing is deleted.

use super::{Act, App, Conflict, Done, Refusal, Result, Thing};
use crate::domain::id::OpId;
use crate::domain::ledger::{OpKind, OpOutcome, PostError, reversal};
use crate::domain::notice::{Subject, Tag};
use crate::domain::people::Actor;
use crate::domain::round::{Visit, VisitOutcome};

impl App {
    /// Takes an act of the same person (or, for a coordinator, of anybody) back. A stop it closed is open again.
    ///
    /// # Errors
    /// When it was taken back already, or the crates moved on since.
    pub async fn undo(&self, who: &Actor, act: Act, of: OpId) -> Result<Done> {
        self.perform(who, act, OpKind::Undo, move |tx, cx| {
            Box::pin(async move {
                let before = tx.op(of).await?.ok_or(Refusal::NotFound(Thing::Act))?;
                if !(cx.who.coordinates() || before.person == cx.who.person) {
                    return Err(Refusal::NotFound(Thing::Act));
                }
                if before.undone.is_some() {
                    return Err(Conflict::Undone.into());
                }
                if before.outcome != OpOutcome::Done {
                    return Err(Conflict::NotUndoable.into());
                }
                let movements = tx.movements_of_op(of).await?;
                let visit = tx.visit_of_act(of).await?;
                // A problem told, or "nothing today", moves no crates and can be taken back all the same.
                let told = matches!(before.kind, OpKind::Problem | OpKind::Announce);
                if movements.is_empty() && visit.is_none() && !told {
                    return Err(Conflict::NotUndoable.into());
                }
                let mut transfers = Vec::new();
                for movement in movements.iter().rev() {
                    let back = reversal(movement);
                    let lot = tx.lot(back.lot).await?.ok_or(Refusal::NotFound(Thing::Lot))?;
                    let there = super::stop::held(tx, lot.id, back.from).await?;
                    let chained = movements.iter().any(|other| other.id != movement.id && other.transfer.lot == lot.id);
                    if !chained && there.crates < back.crates {
                        return Err(Conflict::MovedOn { lot: lot.number }.into());
                    }
                    transfers.push(back);
                }
                match cx.post(tx, transfers).await? {
                    Ok(_) => {}
                    // Where an act moved a lot several times, only the ledger can tell that crates of it are gone.
                    Err(PostError::NotEnough { lot, .. }) => {
                        let lot = tx.lot(lot).await?.map_or(0, |lot| lot.number);
                        return Err(Conflict::MovedOn { lot }.into());
                    }
                    Err(error) => return Err(Refusal::internal(&cx.machine, "taking an act back", error)),
                }
                if let Some(visit) = visit {
                    let reopened = Visit {
                        op: cx.op.id,
                        outcome: VisitOutcome::Reopened,
                        occurred: cx.op.occurred,
                        note: String::new(),
                        ..visit
                    };
                    tx.add_visit(&reopened).await?;
                }
                for movement in &movements {
                    for notice in
                        tx.notices_with_tag(Tag::About(Subject::RejectedLot { lot: movement.transfer.lot })).await?
                    {
                        tx.retract_notice(notice.id, cx.op.received).await?;
                    }
                }
                // A date that was misread is mended by taking the check back.
                tx.unread_labels(of).await?;
                tx.undo_op(of, cx.op.id).await?;
                Ok(Vec::new())
            })
        })
        .await
    }
}
