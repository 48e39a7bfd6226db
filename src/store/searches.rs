//! Searches for plans: which days are searched for, by whom, how far they are, and what they offer.

use super::row::{Columns, to_json};
use super::{Db, Result, Tx, statements};
use crate::domain::id::{PlanId, SearchId};
use crate::domain::plan::DayPlan;
use crate::domain::quantity::Seconds;
use crate::domain::time::Millis;
use jiff::civil::Date;

statements! {
    SEARCH = "SELECT claim, beat, base_id, done, total, placed, offer FROM searches WHERE area_id = $1 AND date = $2";
    // A search for something better gives way to a plan of the day, and one that gave no sign of life to any. A beat that
    // lies ahead comes from a clock that was set back since.
    CLAIM_SEARCH = "INSERT INTO searches (area_id, date, claim, beat, done, total, placed) VALUES ($1, $2, $3, $4, 0, 0, 0) \
        ON CONFLICT (area_id, date) DO UPDATE SET claim = excluded.claim, beat = excluded.beat, base_id = NULL, done = 0, \
        total = 0, placed = 0, offer = NULL WHERE searches.base_id IS NOT NULL OR searches.beat NOT BETWEEN $5 AND $6";
    BEAT = "UPDATE searches SET beat = $4, done = $5, total = $6, placed = $7 \
        WHERE area_id = $1 AND date = $2 AND claim = $3";
    SEARCH_ON = "UPDATE searches SET base_id = $4, done = 0, total = 0, placed = 0 \
        WHERE area_id = $1 AND date = $2 AND claim = $3";
    OFFER = "UPDATE searches SET claim = NULL, offer = $4 WHERE area_id = $1 AND date = $2 AND claim = $3";
    END_SEARCH = "DELETE FROM searches WHERE area_id = $1 AND date = $2 AND claim = $3";
    DROP_SEARCH = "DELETE FROM searches WHERE area_id = $1 AND date = $2";
    DROP_OFFER = "DELETE FROM searches WHERE area_id = $1 AND date = $2 AND base_id IS NOT NULL";
    DROP_PAST_SEARCHES = "DELETE FROM searches WHERE area_id = $1 AND date < $2";
}

/// A search as it last told of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Search {
    /// Whether somebody searches; what died without a word still says so.
    pub running: bool,
    /// When it last said that it is alive, by the machine's own time.
    pub beat: Millis,
    /// The plan that a better one is searched for; none while the day itself is being planned.
    pub base: Option<PlanId>,
    pub progress: PlanningProgress,
    /// The better plan that was found.
    pub offer: Option<DayPlan>,
}

/// How far a search is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct PlanningProgress {
    /// Iterations done.
    pub done: i64,
    /// Iterations to do.
    pub total: i64,
    /// Crates that the best plan so far carries.
    pub placed: i64,
}

impl Db<'_> {
    /// The search for a local day, or what it left.
    pub async fn search(&mut self, date: Date) -> Result<Option<Search>> {
        let query = self.query(SEARCH).bind(date.to_string());
        let row = query.fetch_optional(&mut *self.conn).await?;
        row.map(|row| {
            Ok(Search {
                running: row.maybe_text("claim")?.is_some(),
                beat: Millis(row.int("beat")?),
                base: row.maybe_parsed("base_id")?,
                progress: PlanningProgress {
                    done: row.int("done")?,
                    total: row.int("total")?,
                    placed: row.int("placed")?,
                },
                // A plan as another version of the program wrote it may be unreadable: then there is no offer.
                offer: row.maybe_text("offer")?.and_then(|text| serde_json::from_str(&text).ok()),
            })
        })
        .transpose()
    }
}

impl Tx<'_> {
    /// Claims a local day to plan it. Whether nobody is planning it who showed to be alive at most `dead_after` ago.
    pub async fn claim_search(
        &mut self,
        date: Date,
        claim: SearchId,
        now: Millis,
        dead_after: Seconds,
    ) -> Result<bool> {
        let claimed = self
            .query(CLAIM_SEARCH)
            .bind(date.to_string())
            .bind(claim.to_string())
            .bind(now.get())
            .bind((now - dead_after).get())
            .bind((now + dead_after).get())
            .execute(&mut *self.conn)
            .await?;
        Ok(claimed.rows_affected() > 0)
    }

    /// Says that a search is alive, and how far. Whether it still has its claim.
    pub async fn beat_search(
        &mut self,
        date: Date,
        claim: SearchId,
        now: Millis,
        progress: PlanningProgress,
    ) -> Result<bool> {
        let beaten = self
            .query(BEAT)
            .bind(date.to_string())
            .bind(claim.to_string())
            .bind(now.get())
            .bind(progress.done)
            .bind(progress.total)
            .bind(progress.placed)
            .execute(&mut *self.conn)
            .await?;
        Ok(beaten.rows_affected() > 0)
    }

    /// The search that planned a day goes on for a plan that is better than `base`. Whether it still has its claim.
    pub async fn search_on(&mut self, date: Date, claim: SearchId, base: PlanId) -> Result<bool> {
        let query = self.query(SEARCH_ON).bind(date.to_string());
        let query = query.bind(claim.to_string()).bind(base.to_string());
        Ok(query.execute(&mut *self.conn).await?.rows_affected() > 0)
    }

    /// A search ends with a better plan to offer. Whether it still had its claim.
    pub async fn offer_plan(&mut self, date: Date, claim: SearchId, plan: &DayPlan) -> Result<bool> {
        let query = self.query(OFFER).bind(date.to_string());
        let query = query.bind(claim.to_string()).bind(to_json(plan)?);
        Ok(query.execute(&mut *self.conn).await?.rows_affected() > 0)
    }

    /// A search ends and leaves nothing. Whether it still had its claim.
    pub async fn end_search(&mut self, date: Date, claim: SearchId) -> Result<bool> {
        let query = self.query(END_SEARCH).bind(date.to_string());
        Ok(query.bind(claim.to_string()).execute(&mut *self.conn).await?.rows_affected() > 0)
    }

    /// Takes a local day from whoever searches for it, and what was found.
    pub async fn drop_search(&mut self, date: Date) -> Result<()> {
        let query = self.query(DROP_SEARCH).bind(date.to_string());
        query.execute(&mut *self.conn).await?;
        Ok(())
    }

    /// Ends the search for something better for a local day, and drops what it found.
    pub async fn drop_offer(&mut self, date: Date) -> Result<()> {
        let query = self.query(DROP_OFFER).bind(date.to_string());
        query.execute(&mut *self.conn).await?;
        Ok(())
    }

    /// Forgets searches for local days before `first`.
    pub async fn drop_past_searches(&mut self, first: Date) -> Result<u64> {
        let query = self.query(DROP_PAST_SEARCHES).bind(first.to_string());
        Ok(query.execute(&mut *self.conn).await?.rows_affected())
    }
}
