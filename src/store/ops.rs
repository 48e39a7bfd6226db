//! Acts of people, and what they were told.

use super::row::Columns;
use super::{Db, Result, Tx, of_area, statements};
use crate::domain::id::{OpId, PersonId};
use crate::domain::ledger::{Op, OpKind, OpOutcome};
use crate::domain::time::Millis;
use sqlx::any::AnyRow;

macro_rules! select_ops {
    ($($rest:tt)+) => {
        concat!(
            "SELECT o.id, o.area_id, o.kind, o.person_id, o.device_id, o.device_seq, o.occurred, o.received, o.outcome, o.answer, \
             o.undone FROM ops o ",
            $($rest)+
        )
    };
}

statements! {
    OP = select_ops!("WHERE o.id = $2 AND o.area_id = $1");
    CONFLICTS = select_ops!("WHERE o.area_id = $1 AND o.outcome = 'conflict' AND o.received >= $2 ORDER BY o.received DESC LIMIT 100");
    OPS_OF_PERSON = select_ops!("WHERE o.person_id = ", of_area!("people"), " AND o.received > $3 ORDER BY o.received LIMIT 500");
    ADD_OP = "INSERT INTO ops (id, area_id, kind, person_id, device_id, device_seq, occurred, received, outcome, answer) \
        VALUES ($2, $1, $3, $4, $5, $6, $7, $8, 'done', '') ON CONFLICT (id) DO NOTHING";
    ANSWER_OP = "UPDATE ops SET outcome = $3, answer = $4 WHERE id = $2 AND area_id = $1";
    REPLACE_REFUSED = "UPDATE ops SET kind = $3, device_id = $4, device_seq = $5, occurred = $6, received = $7, outcome = 'done', \
        answer = '' WHERE id = $2 AND area_id = $1 AND kind = 'refused'";
    UNDO_OP = "UPDATE ops SET undone = $3 WHERE id = $2 AND area_id = $1";
}

fn op(row: &AnyRow) -> Result<Op> {
    Ok(Op {
        id: row.parsed("id")?,
        area: row.parsed("area_id")?,
        // No page may fail because a newer server on the same database knows one more kind.
        kind: row.text("kind")?.parse().unwrap_or(OpKind::Other),
        person: row.parsed("person_id")?,
        device: row.maybe_parsed("device_id")?,
        device_seq: row.maybe_int("device_seq")?,
        occurred: Millis(row.int("occurred")?),
        received: Millis(row.int("received")?),
        outcome: row.parsed("outcome")?,
        answer: row.text("answer")?,
        undone: row.maybe_parsed("undone")?,
    })
}

impl Db<'_> {
    /// An act, if it ever arrived.
    pub async fn op(&mut self, id: OpId) -> Result<Option<Op>> {
        let row = self.query(OP).bind(id.to_string()).fetch_optional(&mut *self.conn).await?;
        row.as_ref().map(op).transpose()
    }

    /// What a person did that arrived after an instant, in the order it arrived, at most 500.
    pub async fn ops_of_person(&mut self, person: PersonId, since: Millis) -> Result<Vec<Op>> {
        let rows =
            self.query(OPS_OF_PERSON).bind(person.to_string()).bind(since.get()).fetch_all(&mut *self.conn).await?;
        rows.iter().map(op).collect()
    }

    /// Acts that contradict what others recorded, newest first.
    pub async fn conflicts(&mut self, since: Millis) -> Result<Vec<Op>> {
        let rows = self.query(CONFLICTS).bind(since.get()).fetch_all(&mut *self.conn).await?;
        rows.iter().map(op).collect()
    }
}

impl Tx<'_> {
    /// Records an act. Whether its id is new, in this area and in any other.
    pub async fn add_op(&mut self, op: &Op) -> Result<bool> {
        let added = self
            .query(ADD_OP)
            .bind(op.id.to_string())
            .bind(op.kind.word())
            .bind(op.person.to_string())
            .bind(op.device.map(|device| device.to_string()))
            .bind(op.device_seq)
            .bind(op.occurred.get())
            .bind(op.received.get())
            .execute(&mut *self.conn)
            .await?;
        Ok(added.rows_affected() > 0)
    }

    /// Sets how an act ended and what its person was told.
    pub async fn answer_op(&mut self, op: OpId, outcome: OpOutcome, answer: &str) -> Result<()> {
        self.query(ANSWER_OP).bind(op.to_string()).bind(outcome.word()).bind(answer).execute(&mut *self.conn).await?;
        Ok(())
    }

    /// Puts an act in the place of what is kept of one that could not be read when it arrived before.
    pub async fn replace_refused(&mut self, op: &Op) -> Result<()> {
        self.query(REPLACE_REFUSED)
            .bind(op.id.to_string())
            .bind(op.kind.word())
            .bind(op.device.map(|device| device.to_string()))
            .bind(op.device_seq)
            .bind(op.occurred.get())
            .bind(op.received.get())
            .execute(&mut *self.conn)
            .await?;
        Ok(())
    }

    /// Notes that an act was taken back by another.
    pub async fn undo_op(&mut self, op: OpId, by: OpId) -> Result<()> {
        self.query(UNDO_OP).bind(op.to_string()).bind(by.to_string()).execute(&mut *self.conn).await?;
        Ok(())
    }
}
