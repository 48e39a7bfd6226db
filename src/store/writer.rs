//! The one place that writes: a task that takes queued writes together, commits once, and then answers each.

use super::areas::{self, NewArea};
use super::{Db, Engine, Result, Store, StoreError, Tx, statements};
use crate::domain::id::AreaId;
use futures_util::future::BoxFuture;
use sqlx::pool::PoolConnection;
use sqlx::{Any, AnyConnection, AnyPool, Connection};
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

/// How the writes of a batch are answered.
type Answers = Vec<Box<dyn FnOnce(Option<StoreError>) + Send>>;

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
    let (writes, mut answers) = (batch.len(), Vec::new());
    let committed = on_a_lent_connection(&pool, engine, batch, &mut answers).await;
    match &committed {
        Ok(()) => {
            for area in areas {
                // Nobody listening is fine.
                let _ = changes.send(area);
            }
        }
        Err(error) => tracing::error!(%error, writes, "writes failed together; nothing of them is kept"),
    }
    let error = committed.err();
    for answer in answers {
        answer(error.clone());
    }
}

/// A connection that is closed unless it is given back. SQLite ends a transaction by itself when the disk is full or
/// breaks; a connection that does not know of it begins none ever again, so one that failed must not be lent again.
struct Lent(Option<PoolConnection<Any>>);

impl Lent {
    fn give_back(mut self) {
        drop(self.0.take());
    }
}

impl Drop for Lent {
    fn drop(&mut self) {
        drop(self.0.take().map(PoolConnection::detach));
    }
}

async fn on_a_lent_connection(pool: &AnyPool, engine: Engine, batch: Vec<Job>, answers: &mut Answers) -> Result<()> {
    let mut lent = Lent(Some(pool.acquire().await?));
    let Some(conn) = &mut lent.0 else { return Ok(()) };
    let committed = commit_together(conn, engine, batch, answers).await;
    // A database in memory is gone with its one connection.
    if committed.is_ok() || pool.options().get_max_connections() == 1 {
        lent.give_back();
    } else {
        // When its last connection closes SQLite deletes what a full disk has no room to make again.
        let _next = pool.acquire().await;
        drop(lent);
    }
    committed
}

async fn commit_together(
    conn: &mut AnyConnection,
    engine: Engine,
    batch: Vec<Job>,
    answers: &mut Answers,
) -> Result<()> {
    let mut outer = conn.begin_with(engine.begin()).await?;
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

    /// As [`Store::write_unseen`], for what nobody waits for: where storage fails or too much is queued nothing is kept,
    /// and only the log says so. So nothing that is only looked at depends on it.
    pub fn write_beside<F>(&self, area: AreaId, work: F)
    where
        F: for<'t, 'c> FnOnce(&'t mut Tx<'c>) -> BoxFuture<'t, Result<()>> + Send + 'static,
    {
        let (job, _) = job(Place::Known(area), false, work);
        if self.writer.0.try_send(job).is_err() {
            tracing::warn!("too much is queued; something that nobody waits for was not kept");
        }
    }

    async fn queue<T, E, F>(&self, place: Place, told: bool, work: F) -> std::result::Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
        F: for<'t, 'c> FnOnce(&'t mut Tx<'c>) -> BoxFuture<'t, std::result::Result<T, E>> + Send + 'static,
    {
        let (job, answer) = job(place, told, work);
        self.writer.0.send(job).await.map_err(|_| StoreError::Closing)?;
        answer.await.map_err(|_| StoreError::Broken)?
    }
}

/// A write for the queue, and where its answer will be.
fn job<T, E, F>(place: Place, told: bool, work: F) -> (Message, oneshot::Receiver<std::result::Result<T, E>>)
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
    (Message::Write(Job { place, told, work }), receiver)
}
