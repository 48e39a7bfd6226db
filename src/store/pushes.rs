//! The phones that take messages, and the messages on their way.

use super::notices::notice;
use super::row::Columns;
use super::{Db, Directory, Result, Tx, of_area, statements};
use crate::domain::id::{AreaId, DeviceId, PersonId, SubscriptionId};
use crate::domain::mailbox::{Claimed, Mailbox, PushKey, PushState, Subscription};
use crate::domain::time::Millis;
use sqlx::any::AnyRow;

statements! {
    SUBSCRIPTION = "SELECT id, endpoint, p256dh, auth, vapid, renewed, barred FROM subscriptions \
        WHERE device_id = $2 AND person_id IN (SELECT id FROM people WHERE area_id = $1)";
    FREE_ENDPOINT = "DELETE FROM subscriptions WHERE endpoint = $1 AND device_id <> $2";
    SUBSCRIBE = "INSERT INTO subscriptions (id, person_id, device_id, endpoint, p256dh, auth, vapid, created, renewed) \
        SELECT $2, id, $4, $5, $6, $7, $8, $9, $9 FROM people WHERE id = $3 AND area_id = $1 ON CONFLICT (device_id) DO UPDATE SET endpoint = excluded.endpoint, \
        p256dh = excluded.p256dh, auth = excluded.auth, vapid = excluded.vapid, renewed = excluded.renewed, barred = NULL";
    KEEP_NEWEST = concat!("DELETE FROM subscriptions WHERE person_id = ", of_area!("people"), " AND id NOT IN \
        (SELECT id FROM subscriptions WHERE person_id = $2 ORDER BY renewed DESC, id DESC LIMIT $3)");
    UNSUBSCRIBE_DEVICE = "DELETE FROM subscriptions WHERE device_id = $2 AND person_id IN (SELECT id FROM people WHERE area_id = $1)";
    UNSUBSCRIBE_PERSON = concat!("DELETE FROM subscriptions WHERE person_id = ", of_area!("people"));
    UNSUBSCRIBE_UNSEEN = "DELETE FROM subscriptions WHERE device_id IN (SELECT d.id FROM devices d \
        JOIN people p ON p.id = d.person_id WHERE p.area_id = $1 AND d.last_seen < $2)";
    UNSUBSCRIBE = "DELETE FROM subscriptions WHERE id = $2 AND person_id IN (SELECT id FROM people WHERE area_id = $1)";
    BLOCK = "UPDATE subscriptions SET barred = $3 WHERE id = $2 AND person_id IN (SELECT id FROM people WHERE area_id = $1)";
    BLOCKED_PHONES = "SELECT COUNT(*) AS n FROM subscriptions s JOIN people p ON p.id = s.person_id \
        WHERE p.area_id = $1 AND s.barred IS NOT NULL";
    AREAS_WITH_PUSHES = "SELECT DISTINCT n.area_id FROM pushes p JOIN notices n ON n.id = p.notice_id \
        WHERE p.state = 'waiting' AND p.due <= $1 ORDER BY n.area_id";
    EXPIRE_PUSHES = "UPDATE pushes SET state = 'expired', changed = $2 WHERE state = 'waiting' AND due <= $2 AND EXISTS \
        (SELECT 1 FROM notices n WHERE n.id = pushes.notice_id AND n.area_id = $1 AND n.expires <= $2)";
    CLAIM_PUSHES = "UPDATE pushes SET state = 'sending', tries = tries + 1, changed = $2 WHERE state = 'waiting' \
        AND (notice_id, subscription_id, takes_back) IN (SELECT p.notice_id, p.subscription_id, p.takes_back FROM pushes p \
        JOIN notices n ON n.id = p.notice_id WHERE n.area_id = $1 AND p.state = 'waiting' AND p.due <= $2 \
        ORDER BY p.due, p.notice_id, p.subscription_id, p.takes_back LIMIT $3) \
        RETURNING notice_id, subscription_id, takes_back, tries";
    CLAIMED = "SELECT n.id, n.area_id, n.person_id, n.effect, n.tag, n.news, n.target, n.created, n.expires, n.answer_by, \
        n.answered, n.retracted, s.endpoint, s.p256dh, s.auth, p.language, (SELECT COUNT(*) FROM notices c \
        WHERE c.person_id = n.person_id AND c.expires > $5 AND c.answered IS NULL AND c.retracted IS NULL) AS new_ones \
        FROM notices n JOIN subscriptions s ON s.id = $3 AND s.person_id = n.person_id \
        JOIN devices d ON d.id = s.device_id JOIN people p ON p.id = s.person_id \
        WHERE n.id = $2 AND n.area_id = $1 AND d.revoked IS NULL AND d.last_seen > $4 AND p.active = 1";
    SETTLE_PUSH = concat!("UPDATE pushes SET state = $5, due = $6, status = $7, changed = $8 \
        WHERE notice_id = ", of_area!("notices"), " AND subscription_id = $3 AND takes_back = $4 AND state = 'sending'");
    END_PUSHES_OF = "UPDATE pushes SET state = $3, changed = $4 WHERE subscription_id = $2 AND state = 'waiting' \
        AND EXISTS (SELECT 1 FROM notices n WHERE n.id = pushes.notice_id AND n.area_id = $1)";
    WITHDRAW_TAKING_BACK = concat!("UPDATE pushes SET state = 'withdrawn', changed = $4 \
        WHERE notice_id = ", of_area!("notices"), " AND subscription_id = $3 AND takes_back = 1 AND state = 'waiting'");
    PUSHES_OF = concat!("SELECT notice_id, subscription_id, takes_back, state, due, tries, status FROM pushes \
        WHERE notice_id = ", of_area!("notices"), " ORDER BY subscription_id, takes_back");
}

fn mailbox(row: &AnyRow) -> Result<Mailbox> {
    Ok(Mailbox { endpoint: row.text("endpoint")?, p256dh: row.text("p256dh")?, auth: row.text("auth")? })
}

fn key(row: &AnyRow) -> Result<PushKey> {
    Ok(PushKey {
        notice: row.parsed("notice_id")?,
        subscription: row.parsed("subscription_id")?,
        takes_back: row.flag("takes_back")?,
    })
}

/// A message as it stands in storage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Push {
    pub key: PushKey,
    pub state: PushState,
    pub due: Millis,
    /// How often sending was begun.
    pub tries: i64,
    /// The last answer of the push service.
    pub status: Option<i64>,
}

impl Directory {
    /// The areas with messages that are due.
    pub async fn areas_with_pushes(&mut self, now: Millis) -> Result<Vec<AreaId>> {
        let rows = sqlx::query(AREAS_WITH_PUSHES).bind(now.get()).fetch_all(&mut *self.conn).await?;
        rows.iter().map(|row| row.parsed("area_id")).collect()
    }
}

impl Db<'_> {
    /// Where a phone takes messages, if it does.
    pub async fn subscription(&mut self, device: DeviceId) -> Result<Option<Subscription>> {
        let row = self.query(SUBSCRIPTION).bind(device.to_string()).fetch_optional(&mut *self.conn).await?;
        row.map(|row| {
            Ok(Subscription {
                id: row.parsed("id")?,
                mailbox: mailbox(&row)?,
                vapid: row.text("vapid")?,
                renewed: Millis(row.int("renewed")?),
                blocked: row.maybe_int("barred")?.map(Millis),
            })
        })
        .transpose()
    }

    /// How many phones of an area a push service refuses to serve for this server.
    pub async fn push_blocked_phones(&mut self) -> Result<i64> {
        self.query(BLOCKED_PHONES).fetch_one(&mut *self.conn).await?.int("n")
    }

    /// The messages about a notice.
    pub async fn pushes_of(&mut self, notice: crate::domain::id::NoticeId) -> Result<Vec<Push>> {
        let rows = self.query(PUSHES_OF).bind(notice.to_string()).fetch_all(&mut *self.conn).await?;
        rows.iter()
            .map(|row| {
                Ok(Push {
                    key: key(row)?,
                    state: row.parsed("state")?,
                    due: Millis(row.int("due")?),
                    tries: row.int("tries")?,
                    status: row.maybe_int("status")?,
                })
            })
            .collect()
    }
}

impl Tx<'_> {
    /// Forgets where phones of the area take messages that nobody opened since an instant.
    pub async fn drop_unseen_subscriptions(&mut self, since: Millis) -> Result<u64> {
        let query = self.query(UNSUBSCRIBE_UNSEEN).bind(since.get());
        Ok(query.execute(&mut *self.conn).await?.rows_affected())
    }

    /// A phone of a person takes messages from now on, there and nowhere else; of their phones at most `most` do.
    pub async fn subscribe(
        &mut self,
        id: SubscriptionId,
        (person, device): (PersonId, DeviceId),
        mailbox: &Mailbox,
        vapid: &str,
        now: Millis,
        most: i64,
    ) -> Result<()> {
        sqlx::query(FREE_ENDPOINT).bind(&mailbox.endpoint).bind(device.to_string()).execute(&mut *self.conn).await?;
        self.query(SUBSCRIBE)
            .bind(id.to_string())
            .bind(person.to_string())
            .bind(device.to_string())
            .bind(&mailbox.endpoint)
            .bind(&mailbox.p256dh)
            .bind(&mailbox.auth)
            .bind(vapid)
            .bind(now.get())
            .execute(&mut *self.conn)
            .await?;
        self.query(KEEP_NEWEST).bind(person.to_string()).bind(most).execute(&mut *self.conn).await?;
        Ok(())
    }

    /// A phone takes no messages any more.
    pub async fn unsubscribe(&mut self, device: DeviceId) -> Result<()> {
        self.query(UNSUBSCRIBE_DEVICE).bind(device.to_string()).execute(&mut *self.conn).await?;
        Ok(())
    }

    /// No phone of a person takes messages any more.
    pub async fn unsubscribe_person(&mut self, person: PersonId) -> Result<()> {
        self.query(UNSUBSCRIBE_PERSON).bind(person.to_string()).execute(&mut *self.conn).await?;
        Ok(())
    }

    /// Claims messages of the area that are due: whoever claimed one sends it, nobody else ever. Phones not seen since
    /// `idle_since` take none. What came too late is let go.
    pub async fn claim_pushes(&mut self, now: Millis, idle_since: Millis, most: i64) -> Result<Vec<Claimed>> {
        self.query(EXPIRE_PUSHES).bind(now.get()).execute(&mut *self.conn).await?;
        let query = self.query(CLAIM_PUSHES).bind(now.get()).bind(most);
        let rows = query.fetch_all(&mut *self.conn).await?;
        let mut claimed = Vec::new();
        for row in &rows {
            let (key, tries) = (key(row)?, row.int("tries")?);
            let found = self
                .query(CLAIMED)
                .bind(key.notice.to_string())
                .bind(key.subscription.to_string())
                .bind(idle_since.get())
                .bind(now.get())
                .fetch_optional(&mut *self.conn)
                .await?;
            match found {
                Some(row) => claimed.push(Claimed {
                    key,
                    notice: notice(&row)?,
                    mailbox: mailbox(&row)?,
                    language: row.text("language")?,
                    tries,
                    new: row.int("new_ones")?,
                }),
                None => self.settle_push(key, PushState::Gone, now, None, now).await?,
            }
        }
        claimed.sort_by_key(|claimed| claimed.key);
        Ok(claimed)
    }

    /// Notes what became of a message that was claimed.
    pub async fn settle_push(
        &mut self,
        key: PushKey,
        state: PushState,
        due: Millis,
        status: Option<u16>,
        now: Millis,
    ) -> Result<()> {
        self.query(SETTLE_PUSH)
            .bind(key.notice.to_string())
            .bind(key.subscription.to_string())
            .bind(i64::from(key.takes_back))
            .bind(state.word())
            .bind(due.get())
            .bind(status.map(i64::from))
            .bind(now.get())
            .execute(&mut *self.conn)
            .await?;
        Ok(())
    }

    /// What was never shown need not be taken back.
    pub async fn withdraw_taking_back(&mut self, key: PushKey, now: Millis) -> Result<()> {
        self.query(WITHDRAW_TAKING_BACK)
            .bind(key.notice.to_string())
            .bind(key.subscription.to_string())
            .bind(now.get())
            .execute(&mut *self.conn)
            .await?;
        Ok(())
    }

    /// A browser takes no messages any more: what waits for it ends.
    pub async fn subscription_gone(&mut self, id: SubscriptionId, now: Millis) -> Result<()> {
        self.query(UNSUBSCRIBE).bind(id.to_string()).execute(&mut *self.conn).await?;
        self.end_pushes_of(id, PushState::Gone, now).await
    }

    /// A push service refuses this server: nothing is sent to the browser until it is renewed.
    pub async fn subscription_blocked(&mut self, id: SubscriptionId, now: Millis) -> Result<()> {
        self.query(BLOCK).bind(id.to_string()).bind(now.get()).execute(&mut *self.conn).await?;
        self.end_pushes_of(id, PushState::Refused, now).await
    }

    async fn end_pushes_of(&mut self, id: SubscriptionId, state: PushState, now: Millis) -> Result<()> {
        let query = self.query(END_PUSHES_OF).bind(id.to_string()).bind(state.word()).bind(now.get());
        query.execute(&mut *self.conn).await?;
        Ok(())
    }
}
