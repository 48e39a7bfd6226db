//! Notices, the push messages that are queued for them, and what people want on the phone.

use super::row::{Columns, parse, to_json};
use super::{Db, Result, Tx, of_area, statements};
use crate::domain::id::{NoticeId, PersonId};
use crate::domain::notice::{Effect, NewNotice, Notice, QuietHours, Tag, Topic};
use crate::domain::time::{Millis, clock_time};
use sqlx::any::AnyRow;
use std::collections::BTreeMap;

macro_rules! select_notices {
    ($($rest:tt)+) => {
        concat!(
            "SELECT id, area_id, person_id, effect, tag, news, target, created, expires, answer_by, answered, retracted \
             FROM notices ",
            $($rest)+
        )
    };
}

statements! {
    ADD_NOTICE = "INSERT INTO notices (id, area_id, person_id, effect, tag, news, target, created, expires, answer_by) \
        VALUES ($2, $1, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (person_id, effect) DO NOTHING";
    // Frees the unique effect of a retracted notice, so that it can be given again: the row keeps it with its own id
    // behind it. Not where another kind of notice with the same tag stands in its place.
    LET_GO = "UPDATE notices SET effect = effect || '/' || id WHERE area_id = $1 AND person_id = $2 AND effect = $3 \
        AND retracted IS NOT NULL AND NOT EXISTS (SELECT 1 FROM notices n WHERE n.area_id = $1 AND n.person_id = $2 \
        AND n.tag = $4 AND n.retracted IS NULL AND n.effect NOT LIKE $5)";
    REPLACE_NOTICES = "UPDATE notices SET retracted = $5 WHERE area_id = $1 AND person_id = $2 AND tag = $3 AND id <> $4 \
        AND retracted IS NULL";
    WITHDRAW_PUSHES = concat!("UPDATE pushes SET state = 'withdrawn', changed = $3 WHERE notice_id = ", of_area!("notices"), " \
        AND state = 'waiting'");
    WITHDRAW_REPLACED = "UPDATE pushes SET state = 'withdrawn', changed = $5 WHERE state = 'waiting' AND notice_id IN \
        (SELECT id FROM notices WHERE area_id = $1 AND person_id = $2 AND tag = $3 AND id <> $4)";
    ADD_PUSHES = "INSERT INTO pushes (notice_id, subscription_id, takes_back, state, due, tries, changed) \
        SELECT $2, s.id, 0, 'waiting', $4, 0, $5 FROM subscriptions s \
        WHERE s.person_id = (SELECT id FROM people WHERE id = $3 AND area_id = $1) AND s.barred IS NULL ON CONFLICT DO NOTHING";
    TAKE_BACK = concat!("INSERT INTO pushes (notice_id, subscription_id, takes_back, state, due, tries, changed) \
        SELECT p.notice_id, p.subscription_id, 1, 'waiting', $3, 0, $3 FROM pushes p \
        WHERE p.notice_id = ", of_area!("notices"), " AND p.takes_back = 0 AND p.state IN ('sending', 'taken') ON CONFLICT DO NOTHING");
    RETRACT = "UPDATE notices SET retracted = $3 WHERE id = $2 AND area_id = $1 AND retracted IS NULL";
    ANSWER = "UPDATE notices SET answered = $4 WHERE id = $2 AND area_id = $1 AND person_id = $3 AND answered IS NULL";
    ANSWER_ABOUT = "UPDATE notices SET answered = $5 WHERE area_id = $1 AND person_id = $2 AND tag = $3 AND created <= $4 \
        AND answered IS NULL";
    PASS_ON = "UPDATE notices SET passed_on = $3 WHERE id = $2 AND area_id = $1 AND passed_on IS NULL";
    NOTICE = select_notices!("WHERE id = $2 AND area_id = $1");
    NOTICES_OF = select_notices!("WHERE person_id = ", of_area!("people"), " AND created > $3 ORDER BY created DESC, id DESC LIMIT 100");
    NOTICES_NEW = concat!("SELECT COUNT(*) AS n FROM notices WHERE person_id = ", of_area!("people"), " AND created > $3 AND expires > $4 \
        AND answered IS NULL AND retracted IS NULL AND effect NOT LIKE 'watch/alarm/%'");
    NOTICES_WITH_TAG = select_notices!("WHERE area_id = $1 AND tag = $2 ORDER BY created, id");
    NOTICES_OPEN = select_notices!("WHERE area_id = $1 AND created > $2 AND expires > $3 AND retracted IS NULL ORDER BY created, id");
    NOTICES_AWAITED = select_notices!("WHERE area_id = $1 AND answer_by <= $2 AND answer_by IS NOT NULL \
        AND answered IS NULL AND passed_on IS NULL AND retracted IS NULL AND expires > $3 ORDER BY answer_by, id");
    TOLD_SINCE = "SELECT person_id, COUNT(*) AS n FROM notices WHERE area_id = $1 AND created > $2 \
        AND effect LIKE $3 GROUP BY person_id ORDER BY person_id";
    DROP_OLD_PUSHES = "DELETE FROM pushes WHERE notice_id IN (SELECT id FROM notices \
        WHERE area_id = $1 AND created < $2)";
    DROP_OLD_NOTICES = "DELETE FROM notices WHERE area_id = $1 AND created < $2";
    MUTED = concat!("SELECT topic FROM muted WHERE person_id = ", of_area!("people"), " ORDER BY topic");
    MUTE = "INSERT INTO muted (person_id, topic) SELECT id, $3 FROM people WHERE id = $2 AND area_id = $1 ON CONFLICT DO NOTHING";
    UNMUTE_ALL = concat!("DELETE FROM muted WHERE person_id = ", of_area!("people"));
    QUIET_HOURS = concat!("SELECT from_time, until_time FROM quiet_hours WHERE person_id = ", of_area!("people"));
    SET_QUIET = "INSERT INTO quiet_hours (person_id, from_time, until_time) SELECT id, $3, $4 FROM people \
        WHERE id = $2 AND area_id = $1 ON CONFLICT (person_id) DO UPDATE SET from_time = excluded.from_time, until_time = excluded.until_time";
    UNSET_QUIET = concat!("DELETE FROM quiet_hours WHERE person_id = ", of_area!("people"));
}

pub(super) fn notice(row: &AnyRow) -> Result<Notice> {
    let id: NoticeId = row.parsed("id")?;
    let effect = row.text("effect")?;
    Ok(Notice {
        id,
        area: row.parsed("area_id")?,
        person: row.parsed("person_id")?,
        // `LET_GO` puts the row's own id behind the effect.
        effect: parse("effect", effect.strip_suffix(&format!("/{id}")).unwrap_or(&effect))?,
        tag: row.parsed("tag")?,
        news: row.json("news")?,
        target: row.parsed("target")?,
        created: Millis(row.int("created")?),
        expires: Millis(row.int("expires")?),
        answer_by: row.maybe_int("answer_by")?.map(Millis),
        answered: row.maybe_int("answered")?.map(Millis),
        retracted: row.maybe_int("retracted")?.map(Millis),
    })
}

impl Db<'_> {
    pub async fn notice(&mut self, id: NoticeId) -> Result<Option<Notice>> {
        let row = self.query(NOTICE).bind(id.to_string()).fetch_optional(&mut *self.conn).await?;
        row.as_ref().map(notice).transpose()
    }

    /// The notices of a person created since an instant, the newest first; at most 100.
    pub async fn notices_of(&mut self, person: PersonId, since: Millis) -> Result<Vec<Notice>> {
        let rows = self.query(NOTICES_OF).bind(person.to_string()).bind(since.get()).fetch_all(&mut *self.conn).await?;
        rows.iter().map(notice).collect()
    }

    /// The number of notices of a person created since an instant that still hold and were not answered. Alarms are not
    /// among them: the page of alarms counts those.
    pub async fn notices_new(&mut self, person: PersonId, since: Millis, now: Millis) -> Result<i64> {
        let query = self.query(NOTICES_NEW).bind(person.to_string()).bind(since.get()).bind(now.get());
        query.fetch_one(&mut *self.conn).await?.int("n")
    }

    /// All notices of the area with a tag, the oldest first, retracted ones included.
    pub async fn notices_with_tag(&mut self, tag: Tag) -> Result<Vec<Notice>> {
        let rows = self.query(NOTICES_WITH_TAG).bind(tag.to_string()).fetch_all(&mut *self.conn).await?;
        rows.iter().map(notice).collect()
    }

    /// The notices of the area created since an instant that were neither retracted nor have expired.
    pub async fn notices_open(&mut self, since: Millis, now: Millis) -> Result<Vec<Notice>> {
        let query = self.query(NOTICES_OPEN).bind(since.get()).bind(now.get());
        query.fetch_all(&mut *self.conn).await?.iter().map(notice).collect()
    }

    /// The notices of the area that should have been answered by `now`, without those that had expired at `useful`.
    pub async fn notices_awaited(&mut self, now: Millis, useful: Millis) -> Result<Vec<Notice>> {
        let query = self.query(NOTICES_AWAITED).bind(now.get()).bind(useful.get());
        query.fetch_all(&mut *self.conn).await?.iter().map(notice).collect()
    }

    /// The number of notices each person was given since an instant, for effects of the same kind as `like`.
    pub async fn told_since(&mut self, since: Millis, like: &Effect) -> Result<BTreeMap<PersonId, i64>> {
        let query = self.query(TOLD_SINCE).bind(since.get());
        let rows = query.bind(format!("{}%", like.prefix())).fetch_all(&mut *self.conn).await?;
        rows.iter().map(|row| Ok((row.parsed("person_id")?, row.int("n")?))).collect()
    }

    /// Topics that a person does not want on the phone.
    pub async fn muted(&mut self, person: PersonId) -> Result<Vec<Topic>> {
        let rows = self.query(MUTED).bind(person.to_string()).fetch_all(&mut *self.conn).await?;
        rows.iter().map(|row| row.parsed("topic")).collect()
    }

    /// A person's quiet hours, if they have any.
    pub async fn quiet_hours(&mut self, person: PersonId) -> Result<Option<QuietHours>> {
        let row = self.query(QUIET_HOURS).bind(person.to_string()).fetch_optional(&mut *self.conn).await?;
        let Some(row) = row else { return Ok(None) };
        let (from, until) = (clock_time(&row.text("from_time")?), clock_time(&row.text("until_time")?));
        Ok(from.zip(until).map(|(from, until)| QuietHours { from, until }))
    }
}

impl Tx<'_> {
    /// Lets a notice be given again whose effect its person was told before, where that one was retracted since. Does
    /// nothing while a notice with the same tag, but an effect of another kind, stands.
    pub async fn let_tell_again(&mut self, notice: &NewNotice) -> Result<()> {
        self.query(LET_GO)
            .bind(notice.person.to_string())
            .bind(notice.effect.to_string())
            .bind(notice.tag.to_string())
            .bind(format!("{}%", notice.effect.prefix()))
            .execute(&mut *self.conn)
            .await?;
        Ok(())
    }

    /// Adds a notice, unless its person was told its effect before; then returns false. Older notices of the person
    /// with its tag are retracted. `push` is when it is pushed to their phones; none if it is not.
    pub async fn add_notice(
        &mut self,
        id: NoticeId,
        notice: &NewNotice,
        now: Millis,
        push: Option<Millis>,
    ) -> Result<bool> {
        let tag = notice.tag.to_string();
        let added = self
            .query(ADD_NOTICE)
            .bind(id.to_string())
            .bind(notice.person.to_string())
            .bind(notice.effect.to_string())
            .bind(&tag)
            .bind(to_json(&notice.news)?)
            .bind(notice.target.to_string())
            .bind(now.get())
            .bind(notice.expires.get())
            .bind(notice.answer_by.map(Millis::get))
            .execute(&mut *self.conn)
            .await?;
        if added.rows_affected() == 0 {
            return Ok(false);
        }
        for replace in [WITHDRAW_REPLACED, REPLACE_NOTICES] {
            self.query(replace)
                .bind(notice.person.to_string())
                .bind(&tag)
                .bind(id.to_string())
                .bind(now.get())
                .execute(&mut *self.conn)
                .await?;
        }
        if let Some(due) = push {
            self.query(ADD_PUSHES)
                .bind(id.to_string())
                .bind(notice.person.to_string())
                .bind(due.get())
                .bind(now.get())
                .execute(&mut *self.conn)
                .await?;
        }
        Ok(true)
    }

    /// Retracts a notice: messages not sent yet are withdrawn, and for those sent a message is queued that takes them
    /// off the phone.
    pub async fn retract_notice(&mut self, id: NoticeId, now: Millis) -> Result<()> {
        let retracted = self.query(RETRACT).bind(id.to_string()).bind(now.get()).execute(&mut *self.conn).await?;
        if retracted.rows_affected() > 0 {
            for statement in [WITHDRAW_PUSHES, TAKE_BACK] {
                self.query(statement).bind(id.to_string()).bind(now.get()).execute(&mut *self.conn).await?;
            }
        }
        Ok(())
    }

    /// Marks a notice as answered. Returns whether it is the person's and was not answered before.
    pub async fn answer_notice(&mut self, id: NoticeId, person: PersonId, now: Millis) -> Result<bool> {
        let query = self.query(ANSWER).bind(id.to_string()).bind(person.to_string()).bind(now.get());
        Ok(query.execute(&mut *self.conn).await?.rows_affected() > 0)
    }

    /// Marks a person's notices with a tag, created until `seen`, as answered.
    pub async fn answer_about(&mut self, person: PersonId, tag: Tag, seen: Millis, now: Millis) -> Result<()> {
        let query = self.query(ANSWER_ABOUT).bind(person.to_string()).bind(tag.to_string()).bind(seen.get());
        query.bind(now.get()).execute(&mut *self.conn).await?;
        Ok(())
    }

    /// Marks a notice as passed on. Returns whether it was not passed on before.
    pub async fn pass_on(&mut self, id: NoticeId, now: Millis) -> Result<bool> {
        let query = self.query(PASS_ON).bind(id.to_string()).bind(now.get());
        Ok(query.execute(&mut *self.conn).await?.rows_affected() > 0)
    }

    /// Deletes the notices of the area created before an instant, with their messages. Returns how many.
    pub async fn drop_notices(&mut self, before: Millis) -> Result<u64> {
        self.query(DROP_OLD_PUSHES).bind(before.get()).execute(&mut *self.conn).await?;
        Ok(self.query(DROP_OLD_NOTICES).bind(before.get()).execute(&mut *self.conn).await?.rows_affected())
    }

    /// Replaces the topics that a person does not want on the phone.
    pub async fn set_muted(&mut self, person: PersonId, topics: &[Topic]) -> Result<()> {
        self.query(UNMUTE_ALL).bind(person.to_string()).execute(&mut *self.conn).await?;
        for topic in topics {
            self.query(MUTE).bind(person.to_string()).bind(topic.word()).execute(&mut *self.conn).await?;
        }
        Ok(())
    }

    /// Sets or removes a person's quiet hours.
    pub async fn set_quiet_hours(&mut self, person: PersonId, hours: Option<QuietHours>) -> Result<()> {
        match hours {
            Some(hours) => {
                let time = |time: jiff::civil::Time| format!("{:02}:{:02}", time.hour(), time.minute());
                self.query(SET_QUIET)
                    .bind(person.to_string())
                    .bind(time(hours.from))
                    .bind(time(hours.until))
                    .execute(&mut *self.conn)
                    .await?;
            }
            None => {
                self.query(UNSET_QUIET).bind(person.to_string()).execute(&mut *self.conn).await?;
            }
        }
        Ok(())
    }
}
