//! Sends the messages that are due: claimed first, so that none is ever sent twice; then carried; then settled.

use crate::app::App;
use crate::domain::id::NoticeId;
use crate::domain::mailbox::Claimed;
use crate::domain::notice::{News, Target, Topic};
use crate::push::message::{Shown, text, topic};
use crate::push::{Courier, Outgoing};
use crate::t;
use crate::words::{Lang, Words};
use futures_util::{StreamExt, stream};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio::time::{sleep, timeout};

/// How often due messages are looked for when nothing seems to change.
const LOOK_EVERY: Duration = Duration::from_secs(30);
/// After a change this much may gather before it is looked at.
const GATHER: Duration = Duration::from_millis(100);
/// How many are claimed at a time: so many are lost at most when the program is killed.
const BATCH: i64 = 16;
/// How many are on their way at the same time.
const AT_ONCE: usize = 4;

/// Makes the addresses in messages. Only the pages know them, so whoever starts the sending passes them in.
#[derive(Debug, Clone, Copy)]
pub struct Addresses {
    /// The page of a target.
    pub page_of: fn(Target) -> String,
    /// What opens a notice and goes on to its page.
    pub opening: fn(NoticeId) -> String,
}

/// The sending, until it is stopped.
#[derive(Debug)]
pub struct Delivering {
    stop: watch::Sender<bool>,
    task: JoinHandle<()>,
}

impl Delivering {
    /// Sends nothing new, and waits for what is on its way.
    pub async fn stop(self) {
        // A task that is gone needs no telling.
        let _ = self.stop.send(true);
        let _ = self.task.await;
    }
}

/// Starts sending.
pub fn start(app: App, courier: Arc<dyn Courier>, addresses: Addresses) -> Delivering {
    let (stop, mut stopped) = watch::channel(false);
    let task = tokio::spawn(async move {
        let mut changes = app.changes();
        while !*stopped.borrow() {
            if let Err(error) = deliver_due(&app, &*courier, addresses, &stopped).await {
                tracing::warn!(%error, "messages to phones wait; the next round tries again");
            }
            tokio::select! {
                changed = timeout(LOOK_EVERY, changes.recv()) => match changed {
                    Ok(Err(RecvError::Closed)) => break,
                    Ok(_) => {
                        sleep(GATHER).await;
                        changes = changes.resubscribe();
                    }
                    Err(_) => {}
                },
                _ = stopped.changed() => {}
            }
        }
    });
    Delivering { stop, task }
}

/// Sends everything that is due now, batch by batch.
pub async fn deliver_due(
    app: &App,
    courier: &dyn Courier,
    addresses: Addresses,
    stopped: &watch::Receiver<bool>,
) -> Result<usize, crate::app::Refusal> {
    let mut sent = 0;
    for area in app.areas_with_pushes().await? {
        while !*stopped.borrow() {
            let claimed = app.claim_pushes(area, BATCH).await?;
            if claimed.is_empty() {
                break;
            }
            sent += claimed.len();
            stream::iter(&claimed).for_each_concurrent(AT_ONCE, |push| carry(app, courier, addresses, push)).await;
        }
    }
    Ok(sent)
}

async fn carry(app: &App, courier: &dyn Courier, addresses: Addresses, push: &Claimed) {
    let verdict = match outgoing(app, addresses, push).await {
        Ok(message) => courier.send(&message).await,
        Err(error) => {
            tracing::warn!(%error, "a message could not be put into words");
            return;
        }
    };
    if let Err(error) = app.settle_push(push, verdict).await {
        tracing::warn!(%error, "what became of a message could not be kept; it is not sent again");
    }
}

async fn outgoing(app: &App, addresses: Addresses, push: &Claimed) -> Result<Outgoing, crate::app::Refusal> {
    let notice = &push.notice;
    let zone = app.zone_of(notice.area).await?;
    let lang: Lang = push.language.parse().unwrap_or_default();
    let w = Words::of(lang);
    let mut words = w.notice(&notice.news, &zone, app.now());
    if push.key.takes_back {
        words.body = t!(w, "news-withdrawn");
    }
    let urgent = notice.news.is_urgent() && !push.key.takes_back;
    let (tag, href) = (notice.tag.to_string(), (addresses.page_of)(notice.target));
    let server = app.push().map_or("", |push| push.public_url.as_str());
    let shown = Shown {
        id: notice.id.to_string(),
        title: &words.title,
        body: &words.body,
        tag: &tag,
        lang: lang.code(),
        href: &href,
        navigate: &format!("{server}{}", (addresses.opening)(notice.id)),
        urgent,
        silent: push.key.takes_back,
        ahead: brings_a_round(&notice.news) && !push.key.takes_back,
        new: push.new,
    };
    Ok(Outgoing {
        to: push.mailbox.clone(),
        text: text(&shown),
        life: app.life_of_push(notice.expires),
        urgent,
        topic: topic(&tag),
    })
}

/// Whether the phone should have the pages of a round at hand after it.
fn brings_a_round(news: &News) -> bool {
    news.topic() == Some(Topic::Rounds) && !matches!(news, News::RoundOff { .. })
}
