//! The one place that writes: a task that takes queued writes together, commits once, and then answers each.

use super::areas::{self, NewArea};
use super::{Db, Engine, Result, Store, StoreError, Tx, statements};
use crate::domain::id::AreaId;
use futures_util::future::BoxFuture;
use sqlx::{Acquire, AnyConnection, AnyPool};
use tokio::sync::{broadcast, mpsc, oneshot};

statements! {
    /// Takes the area's row, so that no other process writes to the area before this write ends.
    TAKE_AREA = "UPDATE areas SET revision = revision + 1 WHERE id = $1";
}

/// How many writes share one commit at most.
const BATCH: usize = 64;

/// What a write leaves behind: whether it is to be kept, and how to answer once that is certain.
struct Ran {
    keep: bool,
    answer: Box<dyn FnOnce(Option<StoreError>) + Send>,
}

/// A write, given its transaction, or why it has none.
type Work = Box<dyn for<'t, 'c> FnOnce(Result<&'t mut Tx<'c>>) -> BoxFuture<'t, Ran> + Send>;

/// The area that a write is about.
enum Place {
    Known(AreaId),
    /// It is made by the write itself.
    New(NewArea),
}

impl Place {
    const fn id(&self) -> AreaId {
        match self {
            Self::Known(id) => *id,
            Self::New(area) => area.id,
        }
    }

    /// Holds the area's row until the write ends.
    async fn take(&self, conn: &mut AnyConnection) -> Result<()> {
        match self {
            Self::Known(id) => {
                let taken = sqlx::query(TAKE_AREA).bind(id.to_string()).execute(conn).await?;
                if taken.rows_affected() == 0 { Err(StoreError::NoArea) } else { Ok(()) }
            }
            Self::New(area) => areas::add(conn, area).await,
        }
    }
}

struct Job {
    place: Place,
    /// Whether listeners hear of it.
    told: bool,
    work: Work,
}

enum Message {
    Write(Job),
    Drain(oneshot::Sender<()>),
}

#[derive(Clone)]
pub(super) struct Writer(mpsc::Sender<Message>);

impl Writer {
    pub(super) fn start(pool: AnyPool, engine: Engine, changes: broadcast::Sender<AreaId>) -> Self {
        let (sender, mut queue) = mpsc::channel(1024);
        tokio::spawn(async move {
            while let Some(message) = queue.recv().await {
                let mut batch = Vec::new();
                let mut waiting = Vec::new();
                let mut next = Some(message);
                while let Some(message) = next {
                    match message {
                        Message::Write(job) => batch.push(job),
                        Message::Drain(done) => waiting.push(done),
                    }
                    next = if batch.len() < BATCH { queue.try_recv().ok() } else { None };
                }
                // In a task of its own: a write that panics takes its batch with it, not the queue.
                let (pool, changes) = (pool.clone(), changes.clone());
                if let Err(error) = tokio::spawn(run(pool, engine, changes, batch)).await {
                    tracing::error!(%error, "a write broke; its batch was rolled back");
                }
                for done in waiting {
                    let _ = done.send(());
                }
            }
        });
        Self(sender)
    }

    pub(super) async fn drain(&self) {
        let (done, wait) = oneshot::channel();
        if self.0.send(Message::Drain(done)).await.is_ok() {
            let _ = wait.await;
        }
    }
}

async fn run(pool: AnyPool, engine: Engine, changes: broadcast::Sender<AreaId>, batch: Vec<Job>) {
    if batch.is_empty() {
        return;
    }
    let areas: Vec<AreaId> = batch.iter().filter(|job| job.told).map(|job| job.place.id()).collect();
    let mut answers = Vec::new();
    let committed = commit_together(&pool, engine, batch, &mut answers).await;
    if committed.is_ok() {
        for area in areas {
            // Nobody listening is fine.
            let _ = changes.send(area);
        }
    }
    let error = committed.err();
    for answer in answers {
        answer(error.clone());
    }
}

async fn commit_together(
    pool: &AnyPool,
    engine: Engine,
    batch: Vec<Job>,
    answers: &mut Vec<Box<dyn FnOnce(Option<StoreError>) + Send>>,
) -> Result<()> {
    let mut outer = pool.begin_with(engine.begin()).await?;
    for Job { place, work, .. } in batch {
        let mut inner = outer.begin().await?;
        if let Err(error) = place.take(&mut inner).await {
            inner.rollback().await?;
            answers.push(work(Err(error)).await.answer);
            continue;
        }
        let ran = work(Ok(&mut Tx(Db { conn: &mut inner, area: place.id() }))).await;
        if ran.keep {
            inner.commit().await?;
        } else {
            inner.rollback().await?;
        }
        answers.push(ran.answer);
    }
    outer.commit().await?;
    Ok(())
}

impl Store {
    /// Runs `work` as one transaction on `area` and answers after its commit. An error of `work` undoes what it did. Once
    /// queued it runs to its end even if the caller goes away.
    ///
    /// # Errors
    /// The error of `work`, or of storage; nothing is kept in either case.
    pub async fn write<T, E, F>(&self, area: AreaId, work: F) -> std::result::Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
        F: for<'t, 'c> FnOnce(&'t mut Tx<'c>) -> BoxFuture<'t, std::result::Result<T, E>> + Send + 'static,
    {
        self.queue(Place::Known(area), true, work).await
    }

    /// Makes an area, with an empty ledger, and runs `work` on it in the same transaction.
    ///
    /// # Errors
    /// The error of `work`, or of storage; nothing is kept in either case.
    pub async fn write_new<T, E, F>(&self, area: NewArea, work: F) -> std::result::Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
        F: for<'t, 'c> FnOnce(&'t mut Tx<'c>) -> BoxFuture<'t, std::result::Result<T, E>> + Send + 'static,
    {
        self.queue(Place::New(area), true, work).await
    }

    /// As [`Store::write`], where nothing that anybody looks at changes: listeners hear nothing of it.
    ///
    /// # Errors
    /// The error of `work`, or of storage; nothing is kept in either case.
    pub async fn write_unseen<T, E, F>(&self, area: AreaId, work: F) -> std::result::Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
        F: for<'t, 'c> FnOnce(&'t mut Tx<'c>) -> BoxFuture<'t, std::result::Result<T, E>> + Send + 'static,
    {
        self.queue(Place::Known(area), false, work).await
    }

    async fn queue<T, E, F>(&self, place: Place, told: bool, work: F) -> std::result::Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
        F: for<'t, 'c> FnOnce(&'t mut Tx<'c>) -> BoxFuture<'t, std::result::Result<T, E>> + Send + 'static,
    {
        let (sender, receiver) = oneshot::channel::<std::result::Result<T, E>>();
        let work: Work = Box::new(move |tx| {
            let running = tx.map(work);
            Box::pin(async move {
                let result = match running {
                    Ok(running) => running.await,
                    Err(error) => Err(error.into()),
                };
                Ran {
                    keep: result.is_ok(),
                    answer: Box::new(move |failed| {
                        // A caller that went away needs no answer.
                        let _ = sender.send(match failed {
                            Some(error) => Err(error.into()),
                            None => result,
                        });
                    }),
                }
            })
        });
        let job = Message::Write(Job { place, told, work });
        self.writer.0.send(job).await.map_err(|_| StoreError::Closing)?;
        receiver.await.map_err(|_| StoreError::Broken)?
    }
}
