//! What phones sent that was not taken, and what of their count never came.

use super::row::Columns;
use super::{Db, Directory, Result, Tx, statements};
use crate::domain::id::{AreaId, DeviceId, PersonId};
use crate::domain::people::{HeldAct, MissingActs};
use crate::domain::time::Millis;

statements! {
    NOT_NEXT = "SELECT o.device_id, o.person_id, o.device_seq, o.occurred FROM ops o WHERE o.area_id = $1 AND o.occurred >= $2 \
        AND o.device_seq IS NOT NULL AND o.device_id IS NOT NULL AND o.received < $3 AND NOT EXISTS (SELECT 1 FROM ops b \
        WHERE b.device_id = o.device_id AND b.device_seq = o.device_seq - 1 AND b.occurred >= $2) ORDER BY o.occurred LIMIT 500";
    // The first number of a phone on a day has none before it: what is missing in front of it cannot be known.
    COUNTED_BEFORE = "SELECT device_seq, occurred FROM ops WHERE area_id = $1 AND device_id = $2 AND device_seq < $3 AND occurred >= $4 \
        ORDER BY device_seq DESC LIMIT 1";
    // Who was let in again on the same phone sends the rest of its count as another device.
    COUNTED_ELSEWHERE = "SELECT COUNT(DISTINCT device_seq) AS n FROM ops WHERE area_id = $1 AND person_id = $2 AND received >= $3 AND device_id <> $4 \
        AND device_seq > $5 AND device_seq < $6";
    WHOSE_TOKEN = "SELECT d.id, d.person_id, p.area_id FROM devices d JOIN people p ON p.id = d.person_id WHERE d.token_hash = $1";
    HOLD_ACT = "INSERT INTO held_acts (op_id, area_id, person_id, device_id, stop_id, occurred, received) \
        SELECT $2, $1, $3, $4, $5, $6, $7 FROM areas WHERE id = $1 \
        AND (SELECT COUNT(*) FROM held_acts WHERE device_id = $4) < 200 ON CONFLICT (op_id) DO NOTHING";
    DROP_HELD_ACTS = "DELETE FROM held_acts WHERE area_id = $1 AND received < $2";
    HELD_ACTS = "SELECT h.op_id, h.person_id, h.device_id, h.stop_id, h.occurred FROM held_acts h LEFT JOIN ops o ON o.id = h.op_id \
        WHERE h.area_id = $1 AND h.received >= $2 AND o.id IS NULL ORDER BY h.person_id, h.occurred LIMIT 200";
}

impl Directory {
    /// Whose a secret is or was, though it may not let anybody in any more.
    pub async fn whose_token(&mut self, token_hash: &str) -> Result<Option<(DeviceId, PersonId, AreaId)>> {
        let row = sqlx::query(WHOSE_TOKEN).bind(token_hash).fetch_optional(&mut *self.conn).await?;
        row.map(|row| Ok((row.parsed("id")?, row.parsed("person_id")?, row.parsed("area_id")?))).transpose()
    }
}

impl Db<'_> {
    /// Numbers that are missing in the counts of phones since an instant, where the number after them came before
    /// `settled`.
    pub async fn missing_acts(&mut self, since: Millis, settled: Millis) -> Result<Vec<MissingActs>> {
        let rows = self.query(NOT_NEXT).bind(since.get()).bind(settled.get()).fetch_all(&mut *self.conn).await?;
        let mut missing = Vec::new();
        for row in &rows {
            let (device, person): (DeviceId, PersonId) = (row.parsed("device_id")?, row.parsed("person_id")?);
            let after = row.int("device_seq")?;
            let last = self
                .query(COUNTED_BEFORE)
                .bind(device.to_string())
                .bind(after)
                .bind(since.get())
                .fetch_optional(&mut *self.conn)
                .await?;
            let Some(last) = last else { continue };
            let before = last.int("device_seq")?;
            let elsewhere = self
                .query(COUNTED_ELSEWHERE)
                .bind(person.to_string())
                .bind(since.get())
                .bind(device.to_string())
                .bind(before)
                .bind(after)
                .fetch_one(&mut *self.conn)
                .await?;
            let acts = after - before - 1 - elsewhere.int("n")?;
            if acts > 0 {
                let (from, until) = (Millis(last.int("occurred")?), Millis(row.int("occurred")?));
                missing.push(MissingActs { person, device, acts, from, until });
            }
        }
        Ok(missing)
    }

    /// Acts that were held back since an instant and have not arrived otherwise, person by person.
    pub async fn held_acts(&mut self, since: Millis) -> Result<Vec<HeldAct>> {
        let rows = self.query(HELD_ACTS).bind(since.get()).fetch_all(&mut *self.conn).await?;
        rows.iter()
            .map(|row| {
                Ok(HeldAct {
                    op: row.parsed("op_id")?,
                    person: row.parsed("person_id")?,
                    device: row.parsed("device_id")?,
                    stop: row.maybe_parsed("stop_id")?,
                    occurred: Millis(row.int("occurred")?),
                })
            })
            .collect()
    }
}

impl Tx<'_> {
    /// Forgets acts of the area that were held back before an instant.
    pub async fn drop_held_acts(&mut self, before: Millis) -> Result<u64> {
        let query = self.query(DROP_HELD_ACTS).bind(before.get());
        Ok(query.execute(&mut *self.conn).await?.rows_affected())
    }

    /// Remembers an act that was not taken, at most 200 of a phone.
    pub async fn hold_act(&mut self, act: &HeldAct, received: Millis) -> Result<()> {
        self.query(HOLD_ACT)
            .bind(act.op.to_string())
            .bind(act.person.to_string())
            .bind(act.device.to_string())
            .bind(act.stop.map(|stop| stop.to_string()))
            .bind(act.occurred.get())
            .bind(received.get())
            .execute(&mut *self.conn)
            .await?;
        Ok(())
    }
}
