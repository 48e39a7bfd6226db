//! What comes back every week: closures, usual days, standing assignments, exchanges of shifts, and calendar links.

use super::fleet::{rest, rest_text, spot_text, spots};
use super::row::Columns;
use super::{Db, Directory, Result, StoreError, Tx, of_area, statements};
use crate::domain::calendar::Closure;
use crate::domain::donor_profile::{Choice, Given};
use crate::domain::id::{AreaId, ClosureId, PersonId, ShiftId, SiteId, StandingId, SwapId};
use crate::domain::opening::DayHours;
use crate::domain::quantity::{Crates, Grams};
use crate::domain::round::Shift;
use crate::domain::shift::{Standing, Swap};
use crate::domain::time::{Millis, clock_time};
use jiff::civil::{Date, Time};
use sqlx::any::AnyRow;

macro_rules! select_standing {
    ($($rest:tt)+) => {
        concat!(
            "SELECT id, weekday, person_id, vehicle_id, from_time, until_time, start_id, end_id, first, last, every_weeks, \
             rest, start_spot, end_spot FROM standing ",
            $($rest)+
        )
    };
}

statements! {
    CLOSURES = "SELECT id, site_id, first, last, hours, note FROM closures WHERE area_id = $1 AND last >= $2 \
        ORDER BY first, last, id";
    ADD_CLOSURE = "INSERT INTO closures (id, area_id, site_id, first, last, hours, note) \
        VALUES ($2, $1, $3, $4, $5, $6, $7)";
    DROP_CLOSURE = "DELETE FROM closures WHERE id = $2 AND area_id = $1";
    USUAL_CHOICES = "SELECT site_id, weekday, choice FROM usual_days WHERE area_id = $1 ORDER BY site_id, weekday";
    SET_USUAL = "INSERT INTO usual_days (site_id, area_id, weekday, choice) VALUES ($2, $1, $3, $4) \
        ON CONFLICT (site_id, weekday) DO UPDATE SET choice = excluded.choice WHERE usual_days.area_id = excluded.area_id";
    CLEAR_USUAL = "DELETE FROM usual_days WHERE site_id = $2 AND weekday = $3 AND area_id = $1";
    // The same weekday of the eight weeks before a day, for the whole area.
    GIVEN_ON = "SELECT l.site_id, l.date, l.category, l.class, CAST(SUM(l.crates) AS BIGINT) AS crates, \
        CAST(SUM(l.grams) AS BIGINT) AS grams, (SELECT MIN(m.date) FROM lots m WHERE m.site_id = l.site_id) AS since \
        FROM lots l JOIN announcements a ON a.id = l.announcement_id JOIN ops o ON o.id = a.op_id \
        WHERE l.area_id = $1 AND l.date IN ($2, $3, $4, $5, $6, $7, $8, $9) AND o.undone IS NULL \
        GROUP BY l.site_id, l.date, l.category, l.class ORDER BY l.site_id, l.date, l.category, l.class";
    GIVEN_BY = concat!("SELECT l.site_id, l.date, l.category, l.class, CAST(SUM(l.crates) AS BIGINT) AS crates, \
        CAST(SUM(l.grams) AS BIGINT) AS grams, (SELECT MIN(m.date) FROM lots m WHERE m.site_id = l.site_id) AS since \
        FROM lots l JOIN announcements a ON a.id = l.announcement_id JOIN ops o ON o.id = a.op_id \
        WHERE l.site_id = ", of_area!("sites"), " AND l.date >= $3 AND l.date < $4 AND o.undone IS NULL \
        GROUP BY l.site_id, l.date, l.category, l.class ORDER BY l.site_id, l.date, l.category, l.class");
    STANDINGS = select_standing!("WHERE area_id = $1 ORDER BY weekday, from_time, id");
    STANDING = select_standing!("WHERE id = $2 AND area_id = $1");
    SAVE_STANDING = "INSERT INTO standing (id, area_id, weekday, person_id, vehicle_id, from_time, until_time, start_id, \
        end_id, first, last, every_weeks, rest, start_spot, end_spot) \
        VALUES ($2, $1, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15) \
        ON CONFLICT (id) DO UPDATE SET weekday = excluded.weekday, person_id = excluded.person_id, \
        vehicle_id = excluded.vehicle_id, from_time = excluded.from_time, until_time = excluded.until_time, \
        start_id = excluded.start_id, end_id = excluded.end_id, first = excluded.first, last = excluded.last, \
        every_weeks = excluded.every_weeks, rest = excluded.rest, start_spot = excluded.start_spot, \
        end_spot = excluded.end_spot WHERE standing.area_id = excluded.area_id";
    // A day that is there already, cancelled or covered, stays as it is.
    ADD_STANDING_SHIFT = "INSERT INTO shifts (id, area_id, date, person_id, vehicle_id, from_at, until_at, start_id, end_id, \
        cancelled, standing_id, rest, start_spot, end_spot) \
        VALUES ($2, $1, $3, $4, $5, $6, $7, $8, $9, 0, $10, $11, $12, $13) ON CONFLICT DO NOTHING";
    // The first of two claims counts.
    CLAIM_SHIFT = "UPDATE shifts SET person_id = $3, cancelled = 0, wanted = NULL \
        WHERE id = $2 AND area_id = $1 AND cancelled = 1 AND wanted IS NOT NULL";
    DROP_SHIFT = "DELETE FROM shifts WHERE id = $2 AND area_id = $1 \
        AND NOT EXISTS (SELECT 1 FROM rounds r WHERE r.shift_id = shifts.id) \
        AND NOT EXISTS (SELECT 1 FROM swaps w WHERE w.give_id = shifts.id) \
        AND NOT EXISTS (SELECT 1 FROM swaps w WHERE w.take_id = shifts.id)";
    OPEN_SWAPS = "SELECT id, person_id, give_id, other_id, take_id FROM swaps WHERE area_id = $1 AND answer IS NULL \
        ORDER BY created, id";
    ADD_SWAP = "INSERT INTO swaps (id, area_id, person_id, give_id, other_id, take_id, created) \
        VALUES ($2, $1, $3, $4, $5, $6, $7)";
    ANSWER_SWAP = "UPDATE swaps SET answer = $3, answered = $4 WHERE id = $2 AND area_id = $1 AND answer IS NULL";
    CLOSE_PAST_SWAPS = "UPDATE swaps SET answer = 'withdrawn', answered = $2 WHERE area_id = $1 AND answer IS NULL \
        AND EXISTS (SELECT 1 FROM shifts s WHERE s.id IN (swaps.give_id, swaps.take_id) AND s.until_at <= $2)";
    SET_CALENDAR = "INSERT INTO calendars (person_id, secret_hash, created) \
        SELECT id, $3, $4 FROM people WHERE id = $2 AND area_id = $1 ON CONFLICT (person_id) DO UPDATE SET secret_hash = excluded.secret_hash, created = excluded.created";
    CALENDAR_OF = concat!("SELECT created FROM calendars WHERE person_id = ", of_area!("people"));
    CALENDAR_OWNER = "SELECT p.id, p.area_id FROM calendars c JOIN people p ON p.id = c.person_id \
        WHERE c.secret_hash = $1 AND p.active = 1";
}

fn closure(row: &AnyRow) -> Result<Closure> {
    Ok(Closure {
        id: row.parsed("id")?,
        site: row.maybe_parsed("site_id")?,
        first: row.date("first")?,
        last: row.date("last")?,
        hours: row.parsed::<DayHours>("hours")?.0,
        note: row.text("note")?,
    })
}

fn time(row: &AnyRow, column: &'static str) -> Result<Time> {
    let text = row.text(column)?;
    clock_time(&text).ok_or_else(|| StoreError::Corrupt(format!("{column} \"{text}\"")))
}

fn standing(row: &AnyRow) -> Result<Standing> {
    Ok(Standing {
        id: row.parsed("id")?,
        weekday: i8::try_from(row.int("weekday")?).unwrap_or(1),
        person: row.parsed("person_id")?,
        vehicle: row.parsed("vehicle_id")?,
        from: time(row, "from_time")?,
        until: time(row, "until_time")?,
        start: row.parsed("start_id")?,
        end: row.maybe_parsed("end_id")?,
        first: row.date("first")?,
        last: row.maybe_parsed("last")?,
        every_weeks: row.int("every_weeks")?,
        rest: rest(row)?,
        spots: spots(row)?,
    })
}

/// What a donor announced for a day, of one category, and since when it announces at all.
fn given(row: &AnyRow) -> Result<(SiteId, Date, Given)> {
    let given = Given {
        date: row.date("date")?,
        category: row.parsed("category")?,
        class: row.parsed("class")?,
        crates: Crates(row.int("crates")?),
        grams: Grams(row.int("grams")?),
    };
    Ok((row.parsed("site_id")?, row.date("since")?, given))
}

fn clock(time: Time) -> String {
    format!("{:02}:{:02}", time.hour(), time.minute())
}

impl Directory {
    /// Whose calendar a secret opens, and in which area.
    pub async fn calendar_owner(&mut self, hash: &str) -> Result<Option<(PersonId, AreaId)>> {
        let row = sqlx::query(CALENDAR_OWNER).bind(hash).fetch_optional(&mut *self.conn).await?;
        row.map(|row| Ok((row.parsed("id")?, row.parsed("area_id")?))).transpose()
    }
}

impl Db<'_> {
    /// The closures of an area that have not ended before a day.
    pub async fn closures(&mut self, from: Date) -> Result<Vec<Closure>> {
        let rows = self.query(CLOSURES).bind(from.to_string()).fetch_all(&mut *self.conn).await?;
        rows.iter().map(closure).collect()
    }

    /// The weekdays on which people know better than the past whether a donor is expected.
    pub async fn usual_choices(&mut self) -> Result<Vec<(SiteId, i8, Choice)>> {
        let rows = self.query(USUAL_CHOICES).fetch_all(&mut *self.conn).await?;
        rows.iter()
            .map(|row| {
                let weekday = i8::try_from(row.int("weekday")?).unwrap_or(1);
                Ok((row.parsed("site_id")?, weekday, row.parsed("choice")?))
            })
            .collect()
    }

    /// What every donor of an area announced on some days, each with the first day it ever announced for.
    pub async fn given_on(&mut self, dates: [Date; 8]) -> Result<Vec<(SiteId, Date, Given)>> {
        let query = dates.iter().fold(self.query(GIVEN_ON), |query, date| query.bind(date.to_string()));
        query.fetch_all(&mut *self.conn).await?.iter().map(given).collect()
    }

    /// What one donor announced from one local day until before another.
    pub async fn given_by(&mut self, site: SiteId, first: Date, until: Date) -> Result<Vec<(SiteId, Date, Given)>> {
        let query = self.query(GIVEN_BY).bind(site.to_string()).bind(first.to_string()).bind(until.to_string());
        query.fetch_all(&mut *self.conn).await?.iter().map(given).collect()
    }

    /// The standing assignments of an area, by weekday and hour.
    pub async fn standings(&mut self) -> Result<Vec<Standing>> {
        self.query(STANDINGS).fetch_all(&mut *self.conn).await?.iter().map(standing).collect()
    }

    /// A standing assignment.
    pub async fn standing(&mut self, id: StandingId) -> Result<Option<Standing>> {
        let row = self.query(STANDING).bind(id.to_string()).fetch_optional(&mut *self.conn).await?;
        row.as_ref().map(standing).transpose()
    }

    /// The exchanges of an area that wait for an answer, oldest first.
    pub async fn open_swaps(&mut self) -> Result<Vec<Swap>> {
        let rows = self.query(OPEN_SWAPS).fetch_all(&mut *self.conn).await?;
        rows.iter()
            .map(|row| {
                Ok(Swap {
                    id: row.parsed("id")?,
                    person: row.parsed("person_id")?,
                    give: row.parsed("give_id")?,
                    other: row.parsed("other_id")?,
                    take: row.parsed("take_id")?,
                })
            })
            .collect()
    }

    /// When a person's calendar link was made, if there is one.
    pub async fn calendar_of(&mut self, person: PersonId) -> Result<Option<Millis>> {
        let row = self.query(CALENDAR_OF).bind(person.to_string()).fetch_optional(&mut *self.conn).await?;
        row.map(|row| Ok(Millis(row.int("created")?))).transpose()
    }
}

impl Tx<'_> {
    /// Adds a closure.
    pub async fn add_closure(&mut self, closure: &Closure) -> Result<()> {
        self.query(ADD_CLOSURE)
            .bind(closure.id.to_string())
            .bind(closure.site.map(|site| site.to_string()))
            .bind(closure.first.to_string())
            .bind(closure.last.to_string())
            .bind(DayHours(closure.hours.clone()).to_string())
            .bind(&closure.note)
            .execute(&mut *self.conn)
            .await?;
        Ok(())
    }

    /// Takes a closure away. Whether there was one.
    pub async fn drop_closure(&mut self, id: ClosureId) -> Result<bool> {
        let done = self.query(DROP_CLOSURE).bind(id.to_string()).execute(&mut *self.conn).await?;
        Ok(done.rows_affected() > 0)
    }

    /// Keeps whether a donor is expected on a weekday.
    pub async fn set_usual(&mut self, site: SiteId, weekday: i8, choice: Choice) -> Result<()> {
        let (site, weekday) = (site.to_string(), i64::from(weekday));
        if choice == Choice::Learned {
            self.query(CLEAR_USUAL).bind(site).bind(weekday).execute(&mut *self.conn).await?;
        } else {
            let query = self.query(SET_USUAL).bind(site).bind(weekday).bind(choice.word());
            query.execute(&mut *self.conn).await?;
        }
        Ok(())
    }

    /// Adds a standing assignment, or changes the one with its id. Whether that is of this area.
    pub async fn save_standing(&mut self, standing: &Standing) -> Result<bool> {
        let saved = self
            .query(SAVE_STANDING)
            .bind(standing.id.to_string())
            .bind(i64::from(standing.weekday))
            .bind(standing.person.to_string())
            .bind(standing.vehicle.to_string())
            .bind(clock(standing.from))
            .bind(clock(standing.until))
            .bind(standing.start.to_string())
            .bind(standing.end.map(|site| site.to_string()))
            .bind(standing.first.to_string())
            .bind(standing.last.map(|date| date.to_string()))
            .bind(standing.every_weeks)
            .bind(rest_text(standing.rest))
            .bind(spot_text(standing.spots.start.as_ref()))
            .bind(spot_text(standing.spots.end.as_ref()))
            .execute(&mut *self.conn)
            .await?;
        Ok(saved.rows_affected() > 0)
    }

    /// Adds the shift of a standing assignment on a day, unless that day has one. Whether it was added.
    pub async fn add_standing_shift(&mut self, shift: &Shift) -> Result<bool> {
        let done = self
            .query(ADD_STANDING_SHIFT)
            .bind(shift.id.to_string())
            .bind(shift.date.to_string())
            .bind(shift.person.to_string())
            .bind(shift.vehicle.to_string())
            .bind(shift.from.get())
            .bind(shift.until.get())
            .bind(shift.start.to_string())
            .bind(shift.end.map(|site| site.to_string()))
            .bind(shift.standing.map(|standing| standing.to_string()))
            .bind(rest_text(shift.rest))
            .bind(spot_text(shift.spots.start.as_ref()))
            .bind(spot_text(shift.spots.end.as_ref()))
            .execute(&mut *self.conn)
            .await?;
        Ok(done.rows_affected() > 0)
    }

    /// Gives an open shift to a person. Whether nobody had taken it before.
    pub async fn claim_shift(&mut self, shift: ShiftId, person: PersonId) -> Result<bool> {
        let query = self.query(CLAIM_SHIFT).bind(shift.to_string()).bind(person.to_string());
        Ok(query.execute(&mut *self.conn).await?.rows_affected() > 0)
    }

    /// Takes a shift away that no round and no exchange ever named. Whether it is gone.
    pub async fn drop_shift(&mut self, shift: ShiftId) -> Result<bool> {
        let done = self.query(DROP_SHIFT).bind(shift.to_string()).execute(&mut *self.conn).await?;
        Ok(done.rows_affected() > 0)
    }

    /// Adds a proposal to exchange two shifts.
    pub async fn add_swap(&mut self, swap: &Swap, now: Millis) -> Result<()> {
        self.query(ADD_SWAP)
            .bind(swap.id.to_string())
            .bind(swap.person.to_string())
            .bind(swap.give.to_string())
            .bind(swap.other.to_string())
            .bind(swap.take.to_string())
            .bind(now.get())
            .execute(&mut *self.conn)
            .await?;
        Ok(())
    }

    /// Answers a proposal: `accepted`, `declined` or `withdrawn`. Whether it still waited.
    pub async fn answer_swap(&mut self, id: SwapId, answer: &'static str, now: Millis) -> Result<bool> {
        let query = self.query(ANSWER_SWAP).bind(id.to_string()).bind(answer).bind(now.get());
        Ok(query.execute(&mut *self.conn).await?.rows_affected() > 0)
    }

    /// Ends proposals of the area about shifts that are over.
    pub async fn close_past_swaps(&mut self, now: Millis) -> Result<u64> {
        let query = self.query(CLOSE_PAST_SWAPS).bind(now.get());
        Ok(query.execute(&mut *self.conn).await?.rows_affected())
    }

    /// Makes a person's calendar link, in place of the one before.
    pub async fn set_calendar(&mut self, person: PersonId, hash: &str, now: Millis) -> Result<()> {
        let query = self.query(SET_CALENDAR).bind(person.to_string()).bind(hash).bind(now.get());
        query.execute(&mut *self.conn).await?;
        Ok(())
    }
}
