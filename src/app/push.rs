//! Push messages: subscriptions of phones, messages that are due, and the outcome of each.

use super::people::SESSION_IDLE;
use super::{App, Field, FieldError, FieldErrorKind, Result};
use crate::domain::id::AreaId;
use crate::domain::mailbox::{Claimed, Mailbox, PushState, Subscription};
use crate::domain::people::Actor;
use crate::domain::quantity::Seconds;
use crate::domain::time::{Millis, Zone};
use crate::push::courier::can_encrypt_for;
use crate::push::{Identity, Verdict};

/// At most this many phones of a person are subscribed; the least recently renewed go.
const MOST_PHONES: i64 = 5;
/// A subscription that did not change is renewed in storage this often, not at each opening of the app.
const RENEW_EVERY: Seconds = Seconds(24 * 3600);
/// The longest pause between two tries, in seconds.
const LONGEST_PAUSE: i64 = 64 * 60;

impl App {
    /// The server's push identity; none where it sends no messages.
    pub fn push(&self) -> Option<&Identity> {
        self.settings.push.as_ref()
    }

    /// The subscription of the phone that asks.
    pub async fn subscription(&self, who: &Actor) -> Result<Option<Subscription>> {
        let Some(device) = who.device else { return Ok(None) };
        Ok(self.store.reader(who.area).await?.db().subscription(device).await?)
    }

    /// Subscribes the phone that asks, or renews its subscription. `vapid` is the server's public key that the browser
    /// bound it to.
    ///
    /// # Errors
    /// When the endpoint is not of a known push service, or its keys cannot encrypt.
    pub async fn subscribe(&self, who: &Actor, mut mailbox: Mailbox, vapid: &str) -> Result<()> {
        let (Some(push), Some(device)) = (self.push(), who.device) else {
            return Err(FieldError::new(Field::Endpoint, FieldErrorKind::NoPushService).into());
        };
        mailbox.endpoint = push
            .guard
            .check(&mailbox.endpoint)
            .map_err(|_| FieldError::new(Field::Endpoint, FieldErrorKind::NoPushService))?
            .to_string();
        if !can_encrypt_for(&mailbox) {
            return Err(FieldError::new(Field::P256dh, FieldErrorKind::NoPushService).into());
        }
        let now = self.now();
        let known = self.subscription(who).await?;
        let is_news = known.is_none_or(|known| {
            known.mailbox != mailbox
                || known.vapid != vapid
                || known.blocked.is_some()
                || known.renewed + RENEW_EVERY <= now
        });
        if !is_news {
            return Ok(());
        }
        let (id, person, vapid) = (self.machine.id(), who.person, vapid.to_owned());
        self.store
            .write_unseen(who.area, move |tx| {
                Box::pin(
                    async move { Ok(tx.subscribe(id, (person, device), &mailbox, &vapid, now, MOST_PHONES).await?) },
                )
            })
            .await
    }

    /// Ends the subscription of the phone that asks.
    pub async fn unsubscribe(&self, who: &Actor) -> Result<()> {
        let Some(device) = who.device else { return Ok(()) };
        self.store.write_unseen(who.area, move |tx| Box::pin(async move { Ok(tx.unsubscribe(device).await?) })).await
    }

    /// The number of phones in the area whose push service refuses this server.
    pub async fn push_blocked_phones(&self, who: &Actor) -> Result<i64> {
        Ok(self.store.reader(who.area).await?.db().push_blocked_phones().await?)
    }

    /// Areas with messages that are due.
    pub async fn areas_with_pushes(&self) -> Result<Vec<AreaId>> {
        let now = self.now();
        Ok(self.store.directory().await?.areas_with_pushes(now).await?)
    }

    /// Claims up to `most` messages of an area that are due. The caller must send what it gets: a claimed message is
    /// never claimed again, so that none is sent twice.
    ///
    /// # Errors
    /// When storage does not answer; then none was claimed.
    pub async fn claim_pushes(&self, area: AreaId, most: i64) -> Result<Vec<Claimed>> {
        let now = self.now();
        self.store
            .write_unseen(area, move |tx| {
                Box::pin(async move { Ok(tx.claim_pushes(now, now - SESSION_IDLE, most).await?) })
            })
            .await
    }

    /// Records the outcome of a claimed message: settled, or to be tried again later.
    ///
    /// # Errors
    /// When storage does not answer; the message stays claimed and is not sent again.
    pub async fn settle_push(&self, push: &Claimed, verdict: Verdict) -> Result<()> {
        let (now, key, tries) = (self.now(), push.key, push.tries);
        let expires = push.notice.expires;
        self.store
            .write_unseen(push.notice.area, move |tx| {
                Box::pin(async move {
                    let (state, due) = match verdict {
                        // It may have arrived, and sending it again might show it twice: it stays claimed.
                        Verdict::Unknown => return Ok(()),
                        Verdict::Taken(_) => (PushState::Taken, now),
                        Verdict::Gone(_) => (PushState::Gone, now),
                        Verdict::Blocked(_) | Verdict::Refused(_) => (PushState::Refused, now),
                        Verdict::Later { after, .. } => {
                            let due = now + pause(tries, after);
                            let retracted = tx.notice(key.notice).await?.is_none_or(|held| held.retracted.is_some());
                            if retracted && !key.takes_back {
                                tx.withdraw_taking_back(key, now).await?;
                                (PushState::Withdrawn, now)
                            } else if due >= expires {
                                (PushState::Expired, now)
                            } else {
                                (PushState::Waiting, due)
                            }
                        }
                    };
                    tx.settle_push(key, state, due, verdict.status(), now).await?;
                    match verdict {
                        Verdict::Gone(_) => tx.subscription_gone(key.subscription, now).await?,
                        Verdict::Blocked(_) => tx.subscription_blocked(key.subscription, now).await?,
                        _ => {}
                    }
                    Ok(())
                })
            })
            .await
    }

    /// The time zone of an area.
    pub async fn zone_of(&self, area: AreaId) -> Result<Zone> {
        Ok(self.store.reader(area).await?.db().area().await?.zone)
    }

    /// The time to live at the push service of a message that expires then. Real time: a demo's clock may run faster.
    pub fn life_of_push(&self, expires: Millis) -> Seconds {
        let speed = i64::from(self.machine.clock.speed().max(1));
        Seconds(expires.since(self.now()).0 / speed)
    }
}

/// The pause before the next try: 1, 2, 4, 8 … minutes, and at least what the push service asks for.
fn pause(tries: i64, asked: Option<Seconds>) -> Seconds {
    let doubled = 60_i64 << (tries - 1).clamp(0, 10);
    Seconds(doubled.min(LONGEST_PAUSE).max(asked.map_or(0, |asked| asked.0)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_and_heed_the_push_service() {
        let pauses: Vec<i64> = (1..=9).map(|tries| pause(tries, None).0 / 60).collect();
        assert_eq!(pauses, [1, 2, 4, 8, 16, 32, 64, 64, 64]);
        assert_eq!(pause(1, Some(Seconds(600))), Seconds(600));
        assert_eq!(pause(5, Some(Seconds(1))), Seconds(16 * 60));
    }
}
