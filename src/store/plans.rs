//! Versions of a day's plan.

use super::row::{Columns, to_json};
use super::{Db, Result, Tx, of_area, statements};
use crate::domain::id::{LotId, PersonId, PlanId, RoundId, SiteId, StopId};
use crate::domain::lot::Lot;
use crate::domain::plan::{DayPlan, Forecast, Left, Load, Objective, Round, RoundFigures, Stop};
use crate::domain::quantity::{Crates, Grams, Metres, Seconds};
use crate::domain::round::{PlanHead, PlanState};
use crate::domain::time::Millis;
use crate::domain::trace::Intended;
use jiff::civil::Date;
use sqlx::any::AnyRow;
use std::collections::BTreeMap;

macro_rules! select_plans {
    ($($rest:tt)+) => {
        concat!(
            "SELECT id, date, version, state, seed, created, published, lost, unfair, effort, change, estimated, \
             fairest FROM plans ",
            $($rest)+
        )
    };
}

macro_rules! never_published {
    () => {
        "(SELECT id FROM plans WHERE area_id = $1 AND date < $2 AND published IS NULL)"
    };
}

statements! {
    PLAN = select_plans!("WHERE id = $2 AND area_id = $1");
    // The state stands in the text, not in a parameter: each of the first two has an index of its own, and SQLite would
    // prepare the statement anew every time to see whether the parameter is what such an index is for.
    DRAFT_OF_DAY = select_plans!("WHERE area_id = $1 AND date = $2 AND state = 'draft'");
    PUBLISHED_OF_DAY = select_plans!("WHERE area_id = $1 AND date = $2 AND state = 'published'");
    PAST_OF_DAY = select_plans!("WHERE area_id = $1 AND date = $2 AND state = 'past' ORDER BY version DESC LIMIT 1");
    PUBLISHED_DAYS = "SELECT date FROM plans WHERE area_id = $1 AND date >= $2 AND state = 'published' ORDER BY date";
    PLANS_OF_DAY = select_plans!("WHERE area_id = $1 AND date = $2 ORDER BY version");
    ADD_PLAN = "INSERT INTO plans (id, area_id, date, version, state, seed, created, person_id, lost, unfair, effort, \
        change, estimated, fairest) SELECT $2, $1, $3, CAST(COALESCE(MAX(version), 0) + 1 AS BIGINT), 'draft', $4, $5, $6, \
        $7, $8, $9, $10, $11, CAST($12 AS BIGINT) FROM plans WHERE area_id = $1 AND date = $3";
    DRAFTS_PAST = "UPDATE plans SET state = 'past' WHERE area_id = $1 AND date = $2 AND state = 'draft'";
    PUBLISHED_PAST = "UPDATE plans SET state = 'past' WHERE area_id = $1 AND date = $2 AND state = 'published'";
    EVER_PUBLISHED = "SELECT id FROM plans WHERE area_id = $1 AND published IS NOT NULL LIMIT 1";
    PUBLISH = "UPDATE plans SET state = 'published', published = $3, person_id = $4 WHERE id = $2 AND area_id = $1";
    CLAIM_BROKEN = "UPDATE plans SET broken_by = $3 WHERE id = $2 AND area_id = $1 AND broken_by <> $3";
    // Plans of days that are over that nobody ever went by.
    DROP_DRAFT_EXPECTED = concat!("DELETE FROM plan_expected WHERE plan_id IN ", never_published!());
    DROP_DRAFT_LOADS = concat!("DELETE FROM plan_loads WHERE plan_id IN ", never_published!());
    DROP_DRAFT_LEFT = concat!("DELETE FROM plan_left WHERE plan_id IN ", never_published!());
    DROP_DRAFT_STOPS = concat!("DELETE FROM plan_stops WHERE plan_id IN ", never_published!());
    DROP_DRAFT_ROUNDS = concat!("DELETE FROM plan_rounds WHERE plan_id IN ", never_published!());
    DROP_DRAFTS = "DELETE FROM plans WHERE area_id = $1 AND date < $2 AND published IS NULL";
    ADD_PLAN_ROUND = "INSERT INTO plan_rounds (plan_id, round_id, depart, finish, metres, driving) \
        VALUES ($1, $2, $3, $4, $5, $6)";
    ADD_PLAN_STOP = "INSERT INTO plan_stops (plan_id, stop_id, round_id, position, site_id, arrive, start_at, depart) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    ADD_PLAN_LOAD = "INSERT INTO plan_loads (plan_id, stop_id, line, lot_id, action, crates, grams, cold, reasons) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    ADD_PLAN_LEFT = "INSERT INTO plan_left (plan_id, line, lot_id, crates, grams, code, fix) VALUES ($1, $2, $3, $4, $5, $6, $7)";
    PLAN_ROUNDS = concat!("SELECT round_id, depart, finish, metres, driving FROM plan_rounds WHERE plan_id = ", of_area!("plans"), " \
        ORDER BY round_id");
    ROUNDS_OF_PLAN = concat!("SELECT p.round_id, r.shift_id, r.vehicle_id, p.depart, p.finish, p.metres, p.driving \
        FROM plan_rounds p JOIN rounds r ON r.id = p.round_id WHERE p.plan_id = ", of_area!("plans"), " ORDER BY r.number");
    PLAN_STOPS = concat!("SELECT stop_id, round_id, position, site_id, arrive, start_at, depart FROM plan_stops \
        WHERE plan_id = ", of_area!("plans"), " ORDER BY round_id, position");
    PLAN_LOADS = concat!("SELECT stop_id, lot_id, action, crates, grams, cold, reasons FROM plan_loads \
        WHERE plan_id = ", of_area!("plans"), " ORDER BY stop_id, line");
    PLAN_STOPS_AT = concat!("SELECT stop_id, round_id, position, site_id, arrive, start_at, depart FROM plan_stops \
        WHERE plan_id = ", of_area!("plans"), " AND site_id = $3 ORDER BY arrive");
    PLAN_LOADS_AT = concat!("SELECT stop_id, lot_id, action, crates, grams, cold, reasons FROM plan_loads \
        WHERE plan_id = ", of_area!("plans"), " AND stop_id IN (SELECT stop_id FROM plan_stops WHERE plan_id = $2 AND site_id = $3) \
        ORDER BY stop_id, line");
    NEWEST_STOP = "SELECT s.stop_id, s.round_id, s.position, s.site_id, s.arrive, s.start_at, s.depart, s.plan_id \
        FROM plan_stops s JOIN plans p ON p.id = s.plan_id \
        WHERE s.stop_id = $2 AND p.area_id = $1 AND p.state IN ('published', 'past') ORDER BY p.version DESC LIMIT 1";
    STOP_OF_PLAN = "SELECT s.stop_id, s.round_id, s.position, s.site_id, s.arrive, s.start_at, s.depart, s.plan_id \
        FROM plan_stops s JOIN plans p ON p.id = s.plan_id \
        WHERE s.stop_id = $2 AND p.area_id = $1 AND p.state IN ('published', 'past') AND p.id = $3";
    LOADS_OF_STOP = concat!("SELECT stop_id, lot_id, action, crates, grams, cold, reasons FROM plan_loads \
        WHERE plan_id = ", of_area!("plans"), " AND stop_id = $3 ORDER BY line");
    EXPECTED_OF_STOP = concat!("SELECT stop_id, site_id, category, class, action, crates, grams, reasons FROM plan_expected \
        WHERE plan_id = ", of_area!("plans"), " AND stop_id = $3 ORDER BY line");
    INTENDED = concat!("SELECT s.site_id, s.arrive, r.number, l.crates, l.reasons FROM plan_loads l \
        JOIN plan_stops s ON s.plan_id = l.plan_id AND s.stop_id = l.stop_id JOIN plans p ON p.id = l.plan_id \
        JOIN rounds r ON r.id = s.round_id WHERE l.lot_id = ", of_area!("lots"), " AND l.action = 'unload' AND p.state = 'published' \
        ORDER BY s.arrive, l.line");
    // A visit is open as long as the newest word on it, if any, is that it was opened again.
    SET_DOWN_IS_OPEN = "SELECT COUNT(*) AS open FROM plans p JOIN plan_stops s ON s.plan_id = p.id \
        WHERE p.area_id = $1 AND p.date >= $2 AND p.published IS NOT NULL AND s.site_id = $3 \
        AND COALESCE((SELECT v.outcome FROM visits v WHERE v.stop_id = s.stop_id ORDER BY v.seq DESC LIMIT 1), \
        'reopened') = 'reopened' AND (EXISTS (SELECT 1 FROM plan_loads l WHERE l.plan_id = p.id \
        AND l.stop_id = s.stop_id AND l.lot_id = $4 AND l.action = 'unload') OR EXISTS (SELECT 1 FROM plan_expected e \
        WHERE e.plan_id = p.id AND e.stop_id = s.stop_id AND e.site_id = $5 AND e.category = $6 AND e.action = 'unload'))";
    ADD_PLAN_EXPECTED = "INSERT INTO plan_expected (plan_id, stop_id, line, site_id, category, class, action, crates, grams, \
        reasons) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    PLAN_EXPECTED = concat!("SELECT stop_id, site_id, category, class, action, crates, grams, reasons FROM plan_expected \
        WHERE plan_id = ", of_area!("plans"), " ORDER BY stop_id, line");
    PLAN_LEFT = concat!("SELECT lot_id, crates, grams, code, fix FROM plan_left WHERE plan_id = ", of_area!("plans"), " ORDER BY line");
}

fn head(row: &AnyRow) -> Result<PlanHead> {
    Ok(PlanHead {
        id: row.parsed("id")?,
        date: row.date("date")?,
        version: row.int("version")?,
        state: row.parsed("state")?,
        seed: row.int("seed")?.cast_unsigned(),
        created: Millis(row.int("created")?),
        published: row.maybe_int("published")?.map(Millis),
        objective: Objective {
            lost: row.int("lost")?,
            unfair: row.int("unfair")?,
            effort: row.int("effort")?,
            change: row.int("change")?,
        },
        estimated: row.flag("estimated")?,
        fairest: row.maybe_int("fairest")?,
    })
}

fn figures(row: &AnyRow) -> Result<RoundFigures> {
    Ok(RoundFigures {
        depart: Millis(row.int("depart")?),
        finish: Millis(row.int("finish")?),
        metres: Metres(row.int("metres")?),
        driving: Seconds(row.int("driving")?),
    })
}

fn stop(row: &AnyRow, loads: Vec<Load>, forecast: Vec<Load<Forecast>>) -> Result<Stop> {
    Ok(Stop {
        id: row.parsed("stop_id")?,
        site: row.parsed("site_id")?,
        arrive: Millis(row.int("arrive")?),
        start: Millis(row.int("start_at")?),
        depart: Millis(row.int("depart")?),
        loads,
        forecast,
    })
}

fn load<Of>(row: &AnyRow, of: Of, cold: Option<Seconds>) -> Result<Load<Of>> {
    Ok(Load {
        of,
        action: row.parsed("action")?,
        crates: Crates(row.int("crates")?),
        grams: Grams(row.int("grams")?),
        cold,
        reasons: row.json("reasons")?,
    })
}

fn of_lot(row: &AnyRow) -> Result<Load> {
    load(row, row.parsed("lot_id")?, row.maybe_int("cold")?.map(Seconds))
}

fn expected(row: &AnyRow) -> Result<Load<Forecast>> {
    let of = Forecast { donor: row.parsed("site_id")?, category: row.parsed("category")?, class: row.parsed("class")? };
    load(row, of, None)
}

fn with_loads(stops: &[AnyRow], loads: &[AnyRow], forecasts: &[AnyRow]) -> Result<BTreeMap<RoundId, Vec<Stop>>> {
    let mut by_stop: BTreeMap<StopId, (Vec<Load>, Vec<Load<Forecast>>)> = BTreeMap::new();
    for row in loads {
        by_stop.entry(row.parsed("stop_id")?).or_default().0.push(of_lot(row)?);
    }
    for row in forecasts {
        by_stop.entry(row.parsed("stop_id")?).or_default().1.push(expected(row)?);
    }
    let mut rounds: BTreeMap<RoundId, Vec<Stop>> = BTreeMap::new();
    for row in stops {
        let (loads, expected) = by_stop.remove(&row.parsed("stop_id")?).unwrap_or_default();
        rounds.entry(row.parsed("round_id")?).or_default().push(stop(row, loads, expected)?);
    }
    Ok(rounds)
}

impl Db<'_> {
    /// Where published plans send the crates of a lot, and why there.
    pub async fn intended(&mut self, lot: LotId) -> Result<Vec<Intended>> {
        let rows = self.query(INTENDED).bind(lot.to_string()).fetch_all(&mut *self.conn).await?;
        rows.iter()
            .map(|row| {
                Ok(Intended {
                    site: row.parsed("site_id")?,
                    round: row.int("number")?,
                    arrive: Millis(row.int("arrive")?),
                    crates: Crates(row.int("crates")?),
                    reasons: row.json("reasons")?,
                })
            })
            .collect()
    }

    /// Whether the area ever published a plan.
    pub async fn ever_published(&mut self) -> Result<bool> {
        Ok(self.query(EVER_PUBLISHED).fetch_optional(&mut *self.conn).await?.is_some())
    }

    /// A version of a plan.
    pub async fn plan(&mut self, id: PlanId) -> Result<Option<PlanHead>> {
        let row = self.query(PLAN).bind(id.to_string()).fetch_optional(&mut *self.conn).await?;
        row.as_ref().map(head).transpose()
    }

    /// The local days from one on that have a published plan.
    pub async fn published_days(&mut self, from: Date) -> Result<Vec<Date>> {
        let rows = self.query(PUBLISHED_DAYS).bind(from.to_string()).fetch_all(&mut *self.conn).await?;
        rows.iter().map(|row| row.date("date")).collect()
    }

    /// The draft, the published or the newest past plan of a day.
    pub async fn plan_in(&mut self, date: Date, state: PlanState) -> Result<Option<PlanHead>> {
        let statement = match state {
            PlanState::Draft => DRAFT_OF_DAY,
            PlanState::Published => PUBLISHED_OF_DAY,
            PlanState::Past => PAST_OF_DAY,
        };
        let row = self.query(statement).bind(date.to_string()).fetch_optional(&mut *self.conn).await?;
        row.as_ref().map(head).transpose()
    }

    /// Every version of a day's plan.
    pub async fn plans_of_day(&mut self, date: Date) -> Result<Vec<PlanHead>> {
        let rows = self.query(PLANS_OF_DAY).bind(date.to_string()).fetch_all(&mut *self.conn).await?;
        rows.iter().map(head).collect()
    }

    /// The figures of a plan's rounds.
    pub async fn plan_rounds(&mut self, plan: PlanId) -> Result<BTreeMap<RoundId, RoundFigures>> {
        let rows = self.query(PLAN_ROUNDS).bind(plan.to_string()).fetch_all(&mut *self.conn).await?;
        rows.iter().map(|row| Ok((row.parsed("round_id")?, figures(row)?))).collect()
    }

    /// A version of a plan, whole; its rounds by number.
    pub async fn day_plan(&mut self, head: &PlanHead) -> Result<DayPlan> {
        let rows = self.query(ROUNDS_OF_PLAN).bind(head.id.to_string()).fetch_all(&mut *self.conn).await?;
        let mut stops = self.plan_stops(head.id).await?;
        let rounds = rows.iter().map(|row| {
            let id = row.parsed("round_id")?;
            let (shift, vehicle) = (row.parsed("shift_id")?, row.parsed("vehicle_id")?);
            Ok(Round { id, shift, vehicle, stops: stops.remove(&id).unwrap_or_default(), figures: figures(row)? })
        });
        let rounds = rounds.collect::<Result<_>>()?;
        Ok(DayPlan {
            seed: head.seed,
            rounds,
            left: self.plan_left(head.id).await?,
            objective: head.objective,
            estimated_times: head.estimated,
            fairest: head.fairest,
        })
    }

    /// The visits of a plan with their loads, round by round in order.
    pub async fn plan_stops(&mut self, plan: PlanId) -> Result<BTreeMap<RoundId, Vec<Stop>>> {
        let stops = self.query(PLAN_STOPS).bind(plan.to_string()).fetch_all(&mut *self.conn).await?;
        let loads = self.query(PLAN_LOADS).bind(plan.to_string()).fetch_all(&mut *self.conn).await?;
        let expected = self.query(PLAN_EXPECTED).bind(plan.to_string()).fetch_all(&mut *self.conn).await?;
        with_loads(&stops, &loads, &expected)
    }

    /// The visits of a plan at one site, round by round in order of arrival.
    pub async fn plan_stops_at(&mut self, plan: PlanId, site: SiteId) -> Result<BTreeMap<RoundId, Vec<Stop>>> {
        let (plan, site) = (plan.to_string(), site.to_string());
        let stops = self.query(PLAN_STOPS_AT).bind(&plan).bind(&site).fetch_all(&mut *self.conn).await?;
        let loads = self.query(PLAN_LOADS_AT).bind(&plan).bind(&site).fetch_all(&mut *self.conn).await?;
        let expected = self.query(PLAN_EXPECTED).bind(&plan).fetch_all(&mut *self.conn).await?;
        with_loads(&stops, &loads, &expected)
    }

    /// A visit as a plan has it, or else as the newest plan that knew it, with its round.
    pub async fn planned_stop(&mut self, id: StopId, plan: Option<PlanId>) -> Result<Option<(RoundId, Stop)>> {
        let query = self.query(if plan.is_some() { STOP_OF_PLAN } else { NEWEST_STOP });
        let query = query.bind(id.to_string());
        let query = match plan {
            Some(plan) => query.bind(plan.to_string()),
            None => query,
        };
        let row = query.fetch_optional(&mut *self.conn).await?;
        let Some(row) = row else { return Ok(None) };
        let plan = row.text("plan_id")?;
        let loads = self.query(LOADS_OF_STOP).bind(&plan).bind(id.to_string()).fetch_all(&mut *self.conn).await?;
        let forecasts =
            self.query(EXPECTED_OF_STOP).bind(&plan).bind(id.to_string()).fetch_all(&mut *self.conn).await?;
        let (loads, expected) = (loads.iter().map(of_lot).collect::<Result<_>>()?, forecasts.iter().map(expected));
        Ok(Some((row.parsed("round_id")?, stop(&row, loads, expected.collect::<Result<_>>()?)?)))
    }

    /// Whether a driver was ever told, from a local day on, to set a lot down at a site, by name or as what its donor was
    /// expected to have, and has not said yet how that visit ended.
    pub async fn set_down_is_open(&mut self, lot: &Lot, site: SiteId, from: Date) -> Result<bool> {
        let row = self
            .query(SET_DOWN_IS_OPEN)
            .bind(from.to_string())
            .bind(site.to_string())
            .bind(lot.id.to_string())
            .bind(lot.site.to_string())
            .bind(lot.category.to_string())
            .fetch_one(&mut *self.conn)
            .await?;
        Ok(row.int("open")? > 0)
    }

    /// What a plan does not carry.
    pub async fn plan_left(&mut self, plan: PlanId) -> Result<Vec<Left>> {
        let rows = self.query(PLAN_LEFT).bind(plan.to_string()).fetch_all(&mut *self.conn).await?;
        rows.iter()
            .map(|row| {
                Ok(Left {
                    lot: row.parsed("lot_id")?,
                    crates: Crates(row.int("crates")?),
                    grams: Grams(row.int("grams")?),
                    code: row.parsed("code")?,
                    fix: if row.maybe_text("fix")?.is_some() { Some(row.json("fix")?) } else { None },
                })
            })
            .collect()
    }
}

impl Tx<'_> {
    /// Notes what is wrong with a published plan. Returns whether that is news, for the one who then plans again.
    pub async fn claim_broken_plan(&mut self, id: PlanId, faults: &str) -> Result<bool> {
        let query = self.query(CLAIM_BROKEN).bind(id.to_string()).bind(faults);
        Ok(query.execute(&mut *self.conn).await?.rows_affected() > 0)
    }

    /// Keeps a plan as the day's draft, in place of the draft before it.
    pub async fn add_plan(
        &mut self,
        id: PlanId,
        date: Date,
        plan: &DayPlan,
        created: Millis,
        by: Option<PersonId>,
    ) -> Result<()> {
        let plan_id = id.to_string();
        self.query(DRAFTS_PAST).bind(date.to_string()).execute(&mut *self.conn).await?;
        self.query(ADD_PLAN)
            .bind(&plan_id)
            .bind(date.to_string())
            .bind(plan.seed.cast_signed())
            .bind(created.get())
            .bind(by.map(|person| person.to_string()))
            .bind(plan.objective.lost)
            .bind(plan.objective.unfair)
            .bind(plan.objective.effort)
            .bind(plan.objective.change)
            .bind(i64::from(plan.estimated_times))
            .bind(plan.fairest)
            .execute(&mut *self.conn)
            .await?;
        for round in &plan.rounds {
            sqlx::query(ADD_PLAN_ROUND)
                .bind(&plan_id)
                .bind(round.id.to_string())
                .bind(round.figures.depart.get())
                .bind(round.figures.finish.get())
                .bind(round.figures.metres.get())
                .bind(round.figures.driving.get())
                .execute(&mut *self.conn)
                .await?;
            for (position, stop) in (0i64..).zip(&round.stops) {
                self.add_plan_stop(&plan_id, round.id, position, stop).await?;
            }
        }
        for (line, left) in (0i64..).zip(&plan.left) {
            sqlx::query(ADD_PLAN_LEFT)
                .bind(&plan_id)
                .bind(line)
                .bind(left.lot.to_string())
                .bind(left.crates.get())
                .bind(left.grams.get())
                .bind(left.code.word())
                .bind(left.fix.as_ref().map(to_json).transpose()?)
                .execute(&mut *self.conn)
                .await?;
        }
        Ok(())
    }

    /// Forgets the drafts of days before `first` that were never published; what people went by stays. Searches of these
    /// days must be gone.
    pub async fn drop_drafts(&mut self, first: Date) -> Result<u64> {
        for statement in [DROP_DRAFT_EXPECTED, DROP_DRAFT_LOADS, DROP_DRAFT_LEFT, DROP_DRAFT_STOPS, DROP_DRAFT_ROUNDS] {
            self.query(statement).bind(first.to_string()).execute(&mut *self.conn).await?;
        }
        let dropped = self.query(DROP_DRAFTS).bind(first.to_string()).execute(&mut *self.conn).await?;
        Ok(dropped.rows_affected())
    }

    async fn add_plan_stop(&mut self, plan: &str, round: RoundId, position: i64, stop: &Stop) -> Result<()> {
        sqlx::query(ADD_PLAN_STOP)
            .bind(plan)
            .bind(stop.id.to_string())
            .bind(round.to_string())
            .bind(position)
            .bind(stop.site.to_string())
            .bind(stop.arrive.get())
            .bind(stop.start.get())
            .bind(stop.depart.get())
            .execute(&mut *self.conn)
            .await?;
        for (line, load) in (0i64..).zip(&stop.loads) {
            sqlx::query(ADD_PLAN_LOAD)
                .bind(plan)
                .bind(stop.id.to_string())
                .bind(line)
                .bind(load.of.to_string())
                .bind(load.action.word())
                .bind(load.crates.get())
                .bind(load.grams.get())
                .bind(load.cold.map(Seconds::get))
                .bind(to_json(&load.reasons)?)
                .execute(&mut *self.conn)
                .await?;
        }
        for (line, load) in (0i64..).zip(&stop.forecast) {
            sqlx::query(ADD_PLAN_EXPECTED)
                .bind(plan)
                .bind(stop.id.to_string())
                .bind(line)
                .bind(load.of.donor.to_string())
                .bind(load.of.category.word())
                .bind(load.of.class.word())
                .bind(load.action.word())
                .bind(load.crates.get())
                .bind(load.grams.get())
                .bind(to_json(&load.reasons)?)
                .execute(&mut *self.conn)
                .await?;
        }
        Ok(())
    }

    /// Publishes a draft in place of the plan people went by.
    pub async fn publish_plan(&mut self, plan: &PlanHead, now: Millis, by: Option<PersonId>) -> Result<()> {
        self.query(PUBLISHED_PAST).bind(plan.date.to_string()).execute(&mut *self.conn).await?;
        self.query(PUBLISH)
            .bind(plan.id.to_string())
            .bind(now.get())
            .bind(by.map(|person| person.to_string()))
            .execute(&mut *self.conn)
            .await?;
        Ok(())
    }

    /// Drops the day's draft.
    pub async fn drop_draft(&mut self, date: Date) -> Result<()> {
        self.query(DRAFTS_PAST).bind(date.to_string()).execute(&mut *self.conn).await?;
        Ok(())
    }
}
