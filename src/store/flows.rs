//! What came to a holder and went from it, with what lists show of the lots.

use super::ledger::holder;
use super::row::Columns;
use super::{Db, Result, statements};
use crate::domain::flow::Flow;
use crate::domain::ledger::Holder;
use crate::domain::quantity::{Crates, Grams};
use crate::domain::time::Millis;
use sqlx::any::AnyRow;

macro_rules! select_flows {
    ($($rest:tt)+) => {
        concat!(
            "SELECT m.id, m.op_id, m.person_id, m.occurred, m.from_kind, m.from_id, m.to_kind, m.to_id, m.crates, \
             m.grams, m.why, m.corrects, m.lot_id, l.number, l.category, l.site_id AS donor_id \
             FROM movements m JOIN lots l ON l.id = m.lot_id ",
            $($rest)+
        )
    };
}

statements! {
    FLOWS_TO = select_flows!("WHERE m.area_id = $1 AND m.to_kind = $2 AND m.to_id = $3 AND m.occurred >= $4 AND m.occurred < $5 \
        ORDER BY m.occurred DESC LIMIT 5000");
    FLOWS_FROM = select_flows!("WHERE m.area_id = $1 AND m.from_kind = $2 AND m.from_id = $3 AND m.occurred >= $4 AND m.occurred < $5 \
        ORDER BY m.occurred DESC LIMIT 5000");
}

fn flow(row: &AnyRow) -> Result<Flow> {
    Ok(Flow {
        id: row.parsed("id")?,
        op: row.parsed("op_id")?,
        person: row.parsed("person_id")?,
        occurred: Millis(row.int("occurred")?),
        from: holder(row, "from_kind", "from_id")?,
        to: holder(row, "to_kind", "to_id")?,
        crates: Crates(row.int("crates")?),
        grams: Grams(row.int("grams")?),
        why: row.maybe_parsed("why")?,
        corrects: row.maybe_parsed("corrects")?,
        lot: row.parsed("lot_id")?,
        number: row.int("number")?,
        category: row.parsed("category")?,
        donor: row.parsed("donor_id")?,
    })
}

impl Db<'_> {
    /// What came to and went from a holder in a span of time and was not taken back since, oldest first; of each way
    /// at most the newest 5000.
    pub async fn flows_at(&mut self, at: Holder, from: Millis, until: Millis) -> Result<Vec<Flow>> {
        let mut flows = Vec::new();
        for statement in [FLOWS_TO, FLOWS_FROM] {
            let rows = self
                .query(statement)
                .bind(at.kind().word())
                .bind(at.id_text())
                .bind(from.get())
                .bind(until.get())
                .fetch_all(&mut *self.conn)
                .await?;
            for row in &rows {
                flows.push(flow(row)?);
            }
        }
        Ok(crate::domain::flow::standing(flows))
    }
}
