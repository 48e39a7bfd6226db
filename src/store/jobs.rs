//! What is done by the clock, and an area's own times and weights.

use super::row::{Columns, to_json};
use super::{Db, Result, Tx, statements};
use crate::domain::policy::Weights;
use crate::domain::quantity::Seconds;
use crate::domain::schedule::{Job, JobOutcome, JobRun, Rules};
use crate::domain::time::Millis;
use jiff::civil::Date;

statements! {
    RULES = "SELECT rules FROM area_rules WHERE area_id = $1";
    SET_RULES = "INSERT INTO area_rules (area_id, rules) VALUES ($1, $2) ON CONFLICT (area_id) DO UPDATE SET rules = excluded.rules";
    WEIGHTS = "SELECT weights FROM area_weights WHERE area_id = $1";
    SET_WEIGHTS = "INSERT INTO area_weights (area_id, weights) VALUES ($1, $2) \
        ON CONFLICT (area_id) DO UPDATE SET weights = excluded.weights";
    JOB_RUNS = "SELECT job, date, claimed, ended, outcome, detail FROM job_runs WHERE area_id = $1 AND date >= $2 \
        ORDER BY date DESC, job";
    /// A run that never ended, because its program died or it failed, can be claimed again after a while. What was claimed
    /// or ended in the time to come was so by a clock that ran ahead and was set back since.
    CLAIM_JOB = "INSERT INTO job_runs (area_id, job, date, claimed, detail) VALUES ($1, $2, $3, $4, '') \
        ON CONFLICT (area_id, job, date) DO UPDATE SET claimed = excluded.claimed, ended = NULL, outcome = NULL \
        WHERE (job_runs.ended IS NULL AND job_runs.claimed NOT BETWEEN $5 AND $6) OR job_runs.ended > $7";
    END_JOB = "UPDATE job_runs SET ended = $4, outcome = $5, detail = $6 WHERE area_id = $1 AND job = $2 AND date = $3";
    DROP_JOB_RUNS = "DELETE FROM job_runs WHERE area_id = $1 AND date < $2";
    CLAIM_SWEEP = "INSERT INTO sweeps (area_id, swept, told, failed) VALUES ($1, $2, 0, '') \
        ON CONFLICT (area_id) DO UPDATE SET swept = excluded.swept, failed = '' WHERE sweeps.swept NOT BETWEEN $3 AND $4";
    END_SWEEP = "UPDATE sweeps SET told = told + $2, failed = $3 WHERE area_id = $1";
    SWEEP = "SELECT swept, told, failed FROM sweeps WHERE area_id = $1";
}

/// When an area was last looked over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sweep {
    pub swept: Millis,
    pub told: i64,
    /// What failed the last time; empty if nothing did.
    pub failed: String,
}

impl Db<'_> {
    /// An area's times and minutes.
    pub async fn rules(&mut self) -> Result<Rules> {
        let row = self.query(RULES).fetch_optional(&mut *self.conn).await?;
        row.map_or_else(|| Ok(Rules::default()), |row| row.json("rules"))
    }

    /// What counts for how much in an area's plans.
    pub async fn weights(&mut self) -> Result<Weights> {
        let row = self.query(WEIGHTS).fetch_optional(&mut *self.conn).await?;
        row.map_or_else(|| Ok(Weights::default()), |row| row.json("weights"))
    }

    /// The jobs that were run for local days from `first`, the newest day first.
    pub async fn job_runs(&mut self, first: Date) -> Result<Vec<JobRun>> {
        let query = self.query(JOB_RUNS).bind(first.to_string());
        let rows = query.fetch_all(&mut *self.conn).await?;
        rows.iter()
            .map(|row| {
                Ok(JobRun {
                    job: row.parsed("job")?,
                    date: row.date("date")?,
                    claimed: Millis(row.int("claimed")?),
                    ended: row.maybe_int("ended")?.map(Millis),
                    outcome: row.maybe_parsed("outcome")?,
                    detail: row.text("detail")?,
                })
            })
            .collect()
    }

    /// When an area was last looked over.
    pub async fn sweep(&mut self) -> Result<Option<Sweep>> {
        let row = self.query(SWEEP).fetch_optional(&mut *self.conn).await?;
        row.map(|row| {
            Ok(Sweep { swept: Millis(row.int("swept")?), told: row.int("told")?, failed: row.text("failed")? })
        })
        .transpose()
    }
}

impl Tx<'_> {
    /// Sets what counts for how much in the area's plans.
    pub async fn set_weights(&mut self, weights: &Weights) -> Result<()> {
        self.query(SET_WEIGHTS).bind(to_json(weights)?).execute(&mut *self.conn).await?;
        Ok(())
    }

    /// Sets an area's times and minutes.
    pub async fn set_rules(&mut self, rules: &Rules) -> Result<()> {
        self.query(SET_RULES).bind(to_json(rules)?).execute(&mut *self.conn).await?;
        Ok(())
    }

    /// Takes a job of a day at `wall`, the machine's own time. Whether nobody else has it: it was not begun, or was begun
    /// longer than `stale` ago and never ended. What ended after `latest` has not ended yet.
    pub async fn claim_job(
        &mut self,
        job: Job,
        date: Date,
        wall: Millis,
        stale: Seconds,
        latest: Millis,
    ) -> Result<bool> {
        let claimed = self
            .query(CLAIM_JOB)
            .bind(job.word())
            .bind(date.to_string())
            .bind(wall.get())
            .bind((wall - stale).get() + 1)
            .bind((wall + stale).get())
            .bind(latest.get())
            .execute(&mut *self.conn)
            .await?;
        Ok(claimed.rows_affected() > 0)
    }

    /// Notes how a job of a day went. One that failed has not ended.
    pub async fn end_job(
        &mut self,
        job: Job,
        date: Date,
        now: Millis,
        outcome: JobOutcome,
        detail: &str,
    ) -> Result<()> {
        self.query(END_JOB)
            .bind(job.word())
            .bind(date.to_string())
            .bind((outcome != JobOutcome::Failed).then_some(now.get()))
            .bind(outcome.word())
            .bind(detail)
            .execute(&mut *self.conn)
            .await?;
        Ok(())
    }

    /// Forgets runs for local days before `first`.
    pub async fn drop_job_runs(&mut self, first: Date) -> Result<u64> {
        let query = self.query(DROP_JOB_RUNS).bind(first.to_string());
        Ok(query.execute(&mut *self.conn).await?.rows_affected())
    }

    /// Takes the turn to look an area over. Whether nobody did since `last`; whoever did after `latest` did so by a clock
    /// that ran ahead.
    pub async fn claim_sweep(&mut self, now: Millis, last: Millis, latest: Millis) -> Result<bool> {
        let query = self.query(CLAIM_SWEEP).bind(now.get()).bind(last.get() + 1).bind(latest.get());
        Ok(query.execute(&mut *self.conn).await?.rows_affected() > 0)
    }

    /// Notes how looking an area over went.
    pub async fn end_sweep(&mut self, told: i64, failed: &str) -> Result<()> {
        let query = self.query(END_SWEEP).bind(told).bind(failed);
        query.execute(&mut *self.conn).await?;
        Ok(())
    }
}
