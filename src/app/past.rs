//! An invented past for a demonstration: acts with the times at which they are said to have been done.

use super::{App, Refusal, Result};
use crate::clock::Machine;
use crate::domain::id::{AreaId, LotId, PersonId, RoundId, SiteId};
use crate::domain::ledger::{Holder, Op, OpKind, OpOutcome, Transfer};
use crate::domain::lot::{Announcement, Lot, LotFacts};
use crate::domain::quantity::Seconds;
use crate::domain::round::{Handout, Shift};
use crate::domain::time::Millis;
use crate::store::Tx;
use jiff::civil::Date;

/// The server heard of an act this long after it was done.
const HEARD_AFTER: Seconds = Seconds(2);

/// A round that was driven.
#[derive(Debug, Clone)]
pub struct PastRound {
    pub id: RoundId,
    pub shift: Shift,
    pub ended: Millis,
}

/// An act that was done.
#[derive(Debug, Clone)]
pub struct PastAct {
    pub at: Millis,
    pub person: PersonId,
    pub kind: OpKind,
    pub deed: Deed,
}

/// What was done.
#[derive(Debug, Clone)]
pub enum Deed {
    /// A donor announced lots.
    Announce {
        site: SiteId,
        /// For which local day.
        date: Date,
        lots: Vec<(LotId, LotFacts)>,
    },
    Move(Vec<Transfer>),
    /// A point handed crates to families.
    HandOut {
        site: SiteId,
        /// On which local day.
        date: Date,
        transfers: Vec<Transfer>,
        families: i64,
        persons: i64,
    },
}

impl App {
    /// The same application with another machine's time, ids and chance.
    pub fn on(&self, machine: Machine) -> Self {
        Self { machine, ..self.clone() }
    }

    /// Writes an invented past into the ledger of a demonstration, in the order given, in one write.
    ///
    /// # Errors
    /// When the area is no demonstration, crates move that are not there, or storage does not answer.
    pub async fn recount(&self, area: AreaId, rounds: Vec<PastRound>, acts: Vec<PastAct>) -> Result<()> {
        let machine = self.machine.clone();
        self.store
            .write(area, move |tx| {
                Box::pin(async move {
                    if !tx.area().await?.demo {
                        return Err(Refusal::NotAllowed);
                    }
                    for round in rounds {
                        tx.add_round(round.id, &round.shift).await?;
                        tx.end_round(round.id, Some(round.ended)).await?;
                    }
                    for act in acts {
                        recount(tx, &machine, area, act).await?;
                    }
                    Ok(())
                })
            })
            .await
    }
}

async fn recount(tx: &mut Tx<'_>, machine: &Machine, area: AreaId, act: PastAct) -> Result<()> {
    let op = Op {
        id: machine.id(),
        area,
        kind: act.kind,
        person: act.person,
        device: None,
        device_seq: None,
        occurred: act.at,
        received: act.at + HEARD_AFTER,
        outcome: OpOutcome::Done,
        answer: String::new(),
        undone: None,
    };
    tx.add_op(&op).await?;
    let transfers = match act.deed {
        Deed::Move(transfers) => transfers,
        Deed::Announce { site, date, lots } => announce(tx, machine, &op, (site, date), lots).await?,
        Deed::HandOut { site, date, transfers, families, persons } => {
            let handout = Handout { op: op.id, site, date, families, persons, occurred: op.occurred };
            tx.add_handout(&handout).await?;
            transfers
        }
    };
    tx.append(&op, transfers, || machine.id())
        .await?
        .map_err(|error| Refusal::internal(machine, "recounting an invented past", error))?;
    Ok(())
}

async fn announce(
    tx: &mut Tx<'_>,
    machine: &Machine,
    op: &Op,
    (site, date): (SiteId, Date),
    lots: Vec<(LotId, LotFacts)>,
) -> Result<Vec<Transfer>> {
    let announcement = Announcement {
        id: machine.id(),
        site,
        date,
        created: op.received,
        note: String::new(),
        nothing: lots.is_empty(),
    };
    tx.add_announcement(&announcement, op.id).await?;
    let mut transfers = Vec::with_capacity(lots.len());
    for (id, facts) in lots {
        let lot = Lot::new(id, tx.next_lot_number().await?, &announcement, facts);
        tx.add_lot(&lot).await?;
        transfers.push(Transfer::new(id, Holder::Supplier, Holder::Donor(site), lot.crates).weighing(lot.grams));
    }
    Ok(transfers)
}
