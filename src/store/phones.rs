//! What phones sent that was not taken, and what of their count never came.

use super::row::Columns;
use super::{Db, Result, Tx, statements};
use crate::domain::id::{AreaId, DeviceId, PersonId};
use crate::domain::people::{HeldAct, MissingActs};
use crate::domain::time::Millis;

statements! {
    // The first number of a phone on a day has none before it: what is missing in front of it cannot be known.
    GAPS = "SELECT device_id, person_id, last_seq, device_seq, last_occurred, occurred FROM \
        (SELECT device_id, person_id, device_seq, occurred, received, \
        LAG(device_seq) OVER (PARTITION BY device_id ORDER BY device_seq) AS last_seq, \
        LAG(occurred) OVER (PARTITION BY device_id ORDER BY device_seq) AS last_occurred \
        FROM ops WHERE area_id = $1 AND occurred >= $2 AND device_seq IS NOT NULL AND device_id IS NOT NULL) counted \
        WHERE device_seq > last_seq + 1 AND received < $3 ORDER BY last_occurred LIMIT 50";
    // Who was let in again on the same phone sends the rest of its count as another device.
    COUNTED_ELSEWHERE = "SELECT COUNT(DISTINCT device_seq) AS n FROM ops WHERE person_id = $1 AND received >= $2 AND device_id <> $3 \
        AND device_seq > $4 AND device_seq < $5";
    WHOSE_TOKEN = "SELECT d.id, d.person_id, p.area_id FROM devices d JOIN people p ON p.id = d.person_id WHERE d.token_hash = $1";
    HOLD_ACT = "INSERT INTO held_acts (op_id, area_id, person_id, device_id, path, occurred, received) \
        SELECT $1, $2, $3, $4, $5, $6, $7 FROM areas WHERE id = $2 \
        AND (SELECT COUNT(*) FROM held_acts WHERE device_id = $4) < 200 ON CONFLICT (op_id) DO NOTHING";
    HELD_ACTS = "SELECT h.op_id, h.person_id, h.device_id, h.path, h.occurred FROM held_acts h LEFT JOIN ops o ON o.id = h.op_id \
        WHERE h.area_id = $1 AND h.received >= $2 AND o.id IS NULL ORDER BY h.person_id, h.occurred LIMIT 200";
}

impl Db<'_> {
    /// Numbers that are missing in the counts of phones since an instant, where the number after them came before
    /// `settled`.
    pub async fn missing_acts(&mut self, area: AreaId, since: Millis, settled: Millis) -> Result<Vec<MissingActs>> {
        let rows = sqlx::query(GAPS)
            .bind(area.to_string())
            .bind(since.get())
            .bind(settled.get())
            .fetch_all(&mut *self.0)
            .await?;
        let mut missing = Vec::new();
        for row in &rows {
            let (device, person): (DeviceId, PersonId) = (row.parsed("device_id")?, row.parsed("person_id")?);
            let (before, after) = (row.int("last_seq")?, row.int("device_seq")?);
            let elsewhere = sqlx::query(COUNTED_ELSEWHERE)
                .bind(person.to_string())
                .bind(since.get())
                .bind(device.to_string())
                .bind(before)
                .bind(after)
                .fetch_one(&mut *self.0)
                .await?;
            let acts = after - before - 1 - elsewhere.int("n")?;
            if acts > 0 {
                let (from, until) = (Millis(row.int("last_occurred")?), Millis(row.int("occurred")?));
                missing.push(MissingActs { person, device, acts, from, until });
            }
        }
        Ok(missing)
    }

    /// Whose a secret is or was, though it may not let anybody in any more.
    pub async fn whose_token(&mut self, token_hash: &str) -> Result<Option<(DeviceId, PersonId, AreaId)>> {
        let row = sqlx::query(WHOSE_TOKEN).bind(token_hash).fetch_optional(&mut *self.0).await?;
        row.map(|row| Ok((row.parsed("id")?, row.parsed("person_id")?, row.parsed("area_id")?))).transpose()
    }

    /// Acts that were held back since an instant and have not arrived otherwise, person by person.
    pub async fn held_acts(&mut self, area: AreaId, since: Millis) -> Result<Vec<HeldAct>> {
        let rows = sqlx::query(HELD_ACTS).bind(area.to_string()).bind(since.get()).fetch_all(&mut *self.0).await?;
        rows.iter()
            .map(|row| {
                Ok(HeldAct {
                    op: row.parsed("op_id")?,
                    person: row.parsed("person_id")?,
                    device: row.parsed("device_id")?,
                    path: row.text("path")?,
                    occurred: Millis(row.int("occurred")?),
                })
            })
            .collect()
    }
}

impl Tx<'_> {
    /// Remembers an act that was not taken, at most 200 of a phone.
    pub async fn hold_act(&mut self, act: &HeldAct, received: Millis) -> Result<()> {
        let area = self.area_id()?.to_string();
        sqlx::query(HOLD_ACT)
            .bind(act.op.to_string())
            .bind(area)
            .bind(act.person.to_string())
            .bind(act.device.to_string())
            .bind(&act.path)
            .bind(act.occurred.get())
            .bind(received.get())
            .execute(&mut *self.db.0)
            .await?;
        Ok(())
    }
}
