//! What happened on rounds and at points beside the crates: how visits ended, problems, handouts.

use super::row::Columns;
use super::{Db, Result, Tx, of_area, statements};
use crate::domain::id::{LotId, OpId, RoundId, ShiftId, SiteId, StopId};
use crate::domain::round::{Halt, Handout, Problem, Visit, VisitOutcome};
use crate::domain::time::Millis;
use jiff::civil::Date;
use sqlx::any::AnyRow;
use std::collections::BTreeSet;

statements! {
    VISITS_OF_ROUND = concat!("SELECT stop_id, round_id, site_id, op_id, outcome, occurred, note FROM visits v \
        WHERE round_id = ", of_area!("rounds"), " AND seq = (SELECT MAX(seq) FROM visits n WHERE n.stop_id = v.stop_id) ORDER BY occurred");
    VISITS_OF_DAY = "SELECT v.stop_id, v.round_id, v.site_id, v.op_id, v.outcome, v.occurred, v.note FROM visits v \
        JOIN rounds r ON r.id = v.round_id WHERE r.area_id = $1 AND r.date = $2 \
        AND v.seq = (SELECT MAX(seq) FROM visits n WHERE n.stop_id = v.stop_id) ORDER BY v.occurred";
    VISIT = "SELECT stop_id, round_id, site_id, op_id, outcome, occurred, note FROM visits WHERE stop_id = $2 AND area_id = $1 \
        ORDER BY seq DESC LIMIT 1";
    VISIT_OF_ACT = "SELECT stop_id, round_id, site_id, op_id, outcome, occurred, note FROM visits \
        WHERE op_id = $2 AND area_id = $1 AND outcome <> 'reopened' LIMIT 1";
    ADD_VISIT = "INSERT INTO visits (stop_id, seq, area_id, round_id, site_id, op_id, outcome, occurred, note) \
        SELECT $2, CAST(COALESCE(MAX(seq), 0) + 1 AS BIGINT), $1, $3, $4, $5, $6, $7, $8 FROM visits WHERE stop_id = $2";
    ADD_PROBLEM = "INSERT INTO problems (op_id, area_id, round_id, kind, minutes, note, occurred) \
        VALUES ($2, $1, $3, $4, $5, $6, $7)";
    PROBLEMS_OF_DAY = "SELECT q.op_id, q.round_id, q.kind, q.minutes, q.note, q.occurred, q.settled FROM problems q \
        JOIN rounds r ON r.id = q.round_id WHERE r.area_id = $1 AND r.date = $2 \
        AND NOT EXISTS (SELECT 1 FROM ops o WHERE o.id = q.op_id AND o.undone IS NOT NULL) ORDER BY q.occurred DESC";
    SETTLE_PROBLEM = "UPDATE problems SET settled = $3 WHERE op_id = $2 AND area_id = $1 AND settled IS NULL";
    HALTS_OF_DAY = "SELECT h.shift_id, h.site_id, h.since FROM halts h JOIN shifts s ON s.id = h.shift_id \
        WHERE s.area_id = $1 AND s.date = $2 ORDER BY h.since, h.shift_id";
    ADD_HALT = "INSERT INTO halts (shift_id, site_id, since) SELECT id, $3, $4 FROM shifts \
        WHERE id = $2 AND area_id = $1 ON CONFLICT (shift_id) DO UPDATE SET site_id = excluded.site_id";
    DROP_HALT = concat!("DELETE FROM halts WHERE shift_id = ", of_area!("shifts"));
    ADD_DECLINED = "INSERT INTO declined (lot_id, site_id, area_id, date) VALUES ($2, $3, $1, $4) \
        ON CONFLICT (lot_id, site_id) DO NOTHING";
    DECLINED = "SELECT lot_id, site_id FROM declined WHERE area_id = $1 AND date = $2";
    // What a point sent back with the vehicle that brought it.
    SENT_BACK = "SELECT DISTINCT m.lot_id, m.from_id AS site_id FROM movements m JOIN holdings h ON h.lot_id = m.lot_id \
        WHERE h.area_id = $1 AND h.crates > 0 AND h.holder_kind = 'vehicle' AND m.from_kind = 'handover' \
        AND m.to_kind = 'vehicle' AND m.corrects IS NULL AND NOT EXISTS (SELECT 1 FROM movements c WHERE c.corrects = m.id)";
    ADD_HANDOUT = "INSERT INTO handouts (op_id, area_id, site_id, date, families, persons, occurred) \
        VALUES ($2, $1, $3, $4, $5, $6, $7)";
    HANDOUTS_OF_SITE = concat!("SELECT op_id, site_id, date, families, persons, occurred FROM handouts h \
        WHERE site_id = ", of_area!("sites"), " AND occurred >= $3 AND NOT EXISTS (SELECT 1 FROM ops o WHERE o.id = h.op_id AND o.undone IS NOT NULL) \
        ORDER BY occurred DESC LIMIT 200");
}

fn visit(row: &AnyRow) -> Result<Visit> {
    Ok(Visit {
        stop: row.parsed("stop_id")?,
        round: row.parsed("round_id")?,
        site: row.parsed("site_id")?,
        op: row.parsed("op_id")?,
        outcome: row.parsed("outcome")?,
        occurred: Millis(row.int("occurred")?),
        note: row.text("note")?,
    })
}

impl Db<'_> {
    /// How the visits of a round ended, the newest word on each.
    pub async fn visits_of_round(&mut self, round: RoundId) -> Result<Vec<Visit>> {
        self.query(VISITS_OF_ROUND)
            .bind(round.to_string())
            .fetch_all(&mut *self.conn)
            .await?
            .iter()
            .map(visit)
            .collect()
    }

    /// How the visits of a local day ended, the newest word on each.
    pub async fn visits_of_day(&mut self, date: Date) -> Result<Vec<Visit>> {
        let rows = self.query(VISITS_OF_DAY).bind(date.to_string()).fetch_all(&mut *self.conn).await?;
        rows.iter().map(visit).collect()
    }

    /// The newest word on a visit.
    pub async fn visit(&mut self, stop: StopId) -> Result<Option<Visit>> {
        let row = self.query(VISIT).bind(stop.to_string()).fetch_optional(&mut *self.conn).await?;
        row.as_ref().map(visit).transpose()
    }

    /// What an act said of a visit, if of one.
    pub async fn visit_of_act(&mut self, op: OpId) -> Result<Option<Visit>> {
        let row = self.query(VISIT_OF_ACT).bind(op.to_string()).fetch_optional(&mut *self.conn).await?;
        row.as_ref().map(visit).transpose()
    }

    /// What drivers told on a local day, newest first.
    pub async fn problems_of_day(&mut self, date: Date) -> Result<Vec<Problem>> {
        let rows = self.query(PROBLEMS_OF_DAY).bind(date.to_string()).fetch_all(&mut *self.conn).await?;
        rows.iter()
            .map(|row| {
                Ok(Problem {
                    op: row.parsed("op_id")?,
                    round: row.parsed("round_id")?,
                    kind: row.parsed("kind")?,
                    minutes: row.int("minutes")?,
                    note: row.text("note")?,
                    occurred: Millis(row.int("occurred")?),
                    settled: row.maybe_int("settled")?.map(Millis),
                })
            })
            .collect()
    }

    /// The shifts of a local day that do not go on.
    pub async fn halts_of_day(&mut self, date: Date) -> Result<Vec<Halt>> {
        let rows = self.query(HALTS_OF_DAY).bind(date.to_string()).fetch_all(&mut *self.conn).await?;
        rows.iter()
            .map(|row| {
                let (shift, site) = (row.parsed("shift_id")?, row.parsed("site_id")?);
                Ok(Halt { shift, site, since: Millis(row.int("since")?) })
            })
            .collect()
    }

    /// Which points do not take which lots: what they said on a local day, and what they sent back with its vehicle.
    pub async fn declined(&mut self, date: Date) -> Result<BTreeSet<(LotId, SiteId)>> {
        let mut rows = self.query(DECLINED).bind(date.to_string()).fetch_all(&mut *self.conn).await?;
        rows.extend(self.query(SENT_BACK).fetch_all(&mut *self.conn).await?);
        rows.iter().map(|row| Ok((row.parsed("lot_id")?, row.parsed("site_id")?))).collect()
    }

    /// The handouts of a point since an instant, newest first, at most 200; those taken back are left out.
    pub async fn handouts_of(&mut self, site: SiteId, since: Millis) -> Result<Vec<Handout>> {
        let rows =
            self.query(HANDOUTS_OF_SITE).bind(site.to_string()).bind(since.get()).fetch_all(&mut *self.conn).await?;
        rows.iter()
            .map(|row| {
                Ok(Handout {
                    op: row.parsed("op_id")?,
                    site: row.parsed("site_id")?,
                    date: row.date("date")?,
                    families: row.int("families")?,
                    persons: row.int("persons")?,
                    occurred: Millis(row.int("occurred")?),
                })
            })
            .collect()
    }
}

impl Tx<'_> {
    /// Adds a word on a visit.
    pub async fn add_visit(&mut self, visit: &Visit) -> Result<()> {
        self.query(ADD_VISIT)
            .bind(visit.stop.to_string())
            .bind(visit.round.to_string())
            .bind(visit.site.to_string())
            .bind(visit.op.to_string())
            .bind(VisitOutcome::word(visit.outcome))
            .bind(visit.occurred.get())
            .bind(&visit.note)
            .execute(&mut *self.conn)
            .await?;
        Ok(())
    }

    /// Keeps what a driver told.
    pub async fn add_problem(&mut self, problem: &Problem) -> Result<()> {
        self.query(ADD_PROBLEM)
            .bind(problem.op.to_string())
            .bind(problem.round.to_string())
            .bind(problem.kind.word())
            .bind(problem.minutes)
            .bind(&problem.note)
            .bind(problem.occurred.get())
            .execute(&mut *self.conn)
            .await?;
        Ok(())
    }

    /// Settles what a driver told. Whether there was such a thing to settle.
    pub async fn settle_problem(&mut self, op: OpId, now: Millis) -> Result<bool> {
        let done = self.query(SETTLE_PROBLEM).bind(op.to_string()).bind(now.get()).execute(&mut *self.conn);
        Ok(done.await?.rows_affected() > 0)
    }

    /// Keeps that a shift does not go on.
    pub async fn add_halt(&mut self, halt: &Halt) -> Result<()> {
        self.query(ADD_HALT)
            .bind(halt.shift.to_string())
            .bind(halt.site.to_string())
            .bind(halt.since.get())
            .execute(&mut *self.conn)
            .await?;
        Ok(())
    }

    /// A shift goes on after all. Whether it was known not to.
    pub async fn drop_halt(&mut self, shift: ShiftId) -> Result<bool> {
        let done = self.query(DROP_HALT).bind(shift.to_string()).execute(&mut *self.conn);
        Ok(done.await?.rows_affected() > 0)
    }

    /// Keeps that a point does not take a lot.
    pub async fn add_declined(&mut self, lot: LotId, site: SiteId, date: Date) -> Result<()> {
        self.query(ADD_DECLINED)
            .bind(lot.to_string())
            .bind(site.to_string())
            .bind(date.to_string())
            .execute(&mut *self.conn)
            .await?;
        Ok(())
    }

    /// Keeps how many families and persons a handout served.
    pub async fn add_handout(&mut self, handout: &Handout) -> Result<()> {
        self.query(ADD_HANDOUT)
            .bind(handout.op.to_string())
            .bind(handout.site.to_string())
            .bind(handout.date.to_string())
            .bind(handout.families)
            .bind(handout.persons)
            .bind(handout.occurred.get())
            .execute(&mut *self.conn)
            .await?;
        Ok(())
    }
}
