//! Days on which vehicles stand still, and shifts that are sought because their driver or vehicle is gone.

use super::row::Columns;
use super::{Db, Result, Tx, statements};
use crate::domain::downtime::Downtime;
use crate::domain::id::{DowntimeId, ShiftId};
use jiff::civil::Date;
use sqlx::any::AnyRow;

statements! {
    DOWNTIMES = "SELECT id, vehicle_id, first, last, reason FROM downtimes WHERE area_id = $1 AND last >= $2 \
        ORDER BY first, last, id";
    SAVE_DOWNTIME = "INSERT INTO downtimes (id, area_id, vehicle_id, first, last, reason) VALUES ($2, $1, $3, $4, $5, $6) \
        ON CONFLICT (id) DO UPDATE SET first = excluded.first, last = excluded.last, reason = excluded.reason \
        WHERE downtimes.area_id = excluded.area_id";
    DROP_DOWNTIME = "DELETE FROM downtimes WHERE id = $2 AND area_id = $1";
    VACATED = "SELECT shift_id FROM vacated WHERE area_id = $1 ORDER BY shift_id";
    VACATE = "INSERT INTO vacated (area_id, shift_id) VALUES ($1, $2) ON CONFLICT DO NOTHING";
    SETTLE_VACATED = "DELETE FROM vacated WHERE shift_id = $2 AND area_id = $1";
}

fn downtime(row: &AnyRow) -> Result<Downtime> {
    Ok(Downtime {
        id: row.parsed("id")?,
        vehicle: row.parsed("vehicle_id")?,
        first: row.date("first")?,
        last: row.date("last")?,
        reason: row.parsed("reason")?,
    })
}

impl Db<'_> {
    /// The downtimes of an area's vehicles that have not ended before a day.
    pub async fn downtimes(&mut self, from: Date) -> Result<Vec<Downtime>> {
        let rows = self.query(DOWNTIMES).bind(from.to_string()).fetch_all(&mut *self.conn).await?;
        rows.iter().map(downtime).collect()
    }

    /// The shifts that were sought because their driver or vehicle was gone, and were not settled since.
    pub async fn vacated(&mut self) -> Result<Vec<ShiftId>> {
        self.query(VACATED).fetch_all(&mut *self.conn).await?.iter().map(|row| row.parsed("shift_id")).collect()
    }
}

impl Tx<'_> {
    /// Adds a downtime, or changes the one with its id.
    pub async fn save_downtime(&mut self, downtime: &Downtime) -> Result<()> {
        self.query(SAVE_DOWNTIME)
            .bind(downtime.id.to_string())
            .bind(downtime.vehicle.to_string())
            .bind(downtime.first.to_string())
            .bind(downtime.last.to_string())
            .bind(downtime.reason.word())
            .execute(&mut *self.conn)
            .await?;
        Ok(())
    }

    /// Takes a downtime away. Whether there was one.
    pub async fn drop_downtime(&mut self, id: DowntimeId) -> Result<bool> {
        let done = self.query(DROP_DOWNTIME).bind(id.to_string()).execute(&mut *self.conn).await?;
        Ok(done.rows_affected() > 0)
    }

    /// Notes that a shift is sought because its driver or vehicle is gone.
    pub async fn vacate(&mut self, shift: ShiftId) -> Result<()> {
        self.query(VACATE).bind(shift.to_string()).execute(&mut *self.conn).await?;
        Ok(())
    }

    /// Forgets that a shift was sought for that: it has a driver again, or is nobody's any more.
    pub async fn settle_vacated(&mut self, shift: ShiftId) -> Result<()> {
        self.query(SETTLE_VACATED).bind(shift.to_string()).execute(&mut *self.conn).await?;
        Ok(())
    }
}
