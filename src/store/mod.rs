//! Storage: the only module that speaks SQL. One text of each statement for SQLite and PostgreSQL.
//!
//! Reads take a connection from the pool with [`Store::reader`]. Writes go through [`Store::write`], which queues them
//! for one task that no client can cancel, and answers after the commit.
//!
//! Both are bound to one area: it is the first parameter of every statement, so that an id of another area finds nothing.
//! What must be looked up before it is known which area is meant is in the [`Directory`].

mod areas;
mod day;
mod downtimes;
mod fleet;
mod flows;
mod jobs;
mod ledger;
mod lots;
mod migrations;
mod notices;
mod ops;
mod people;
mod phones;
mod plans;
mod pushes;
mod recurring;
mod row;
mod searches;
mod sites;
mod uploads;
mod writer;

pub use areas::NewArea;
pub use jobs::Sweep;
pub use ledger::Verified;
pub use pushes::Push;
pub use searches::{PlanningProgress, Search};
pub use uploads::Upload;

use crate::domain::id::AreaId;
use sqlx::any::{AnyArguments, AnyConnectOptions, AnyPoolOptions};
use sqlx::pool::PoolConnection;
use sqlx::query::Query;
use sqlx::{Any, AnyConnection, AnyPool, Executor};
use std::fs::OpenOptions;
use std::os::unix::fs::OpenOptionsExt;
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::broadcast;

/// Why storage did not do what was asked.
#[derive(Debug, Clone, thiserror::Error)]
pub enum StoreError {
    /// The database cannot be reached, is full or broken. Nothing was kept; trying again later is safe.
    #[error("the database did not answer: {0}")]
    Unavailable(Arc<sqlx::Error>),
    #[error("the database cannot be brought up to date: {0}")]
    Migration(String),
    /// The address of the database is of no known kind.
    #[error("\"{0}\" is not a database address such as sqlite://girofresco.db or postgres://host/name")]
    Address(String),
    /// A row holds what it cannot hold.
    #[error("the database holds something unreadable: {0}")]
    Corrupt(String),
    /// There is no such area.
    #[error("there is no such area")]
    NoArea,
    /// A write broke and took those beside it with it. Nothing was kept; trying again later is safe.
    #[error("the write broke")]
    Broken,
    /// The task that writes is gone: the program is ending.
    #[error("storage is closing")]
    Closing,
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        Self::Unavailable(Arc::new(error))
    }
}

/// What storage answers.
pub type Result<T> = std::result::Result<T, StoreError>;

/// The database engine behind an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    Sqlite,
    /// The one for several servers side by side.
    Postgres,
}

impl Engine {
    fn of(address: &str) -> Result<Self> {
        match address.split_once(':').map(|(scheme, _)| scheme) {
            Some("sqlite") => Ok(Self::Sqlite),
            Some("postgres" | "postgresql") => Ok(Self::Postgres),
            _ => Err(StoreError::Address(address.split('@').next_back().unwrap_or_default().to_owned())),
        }
    }

    /// How a transaction that will write begins: on SQLite it must say so at once, or two of them lock each other out.
    const fn begin(self) -> &'static str {
        match self {
            Self::Sqlite => "BEGIN IMMEDIATE",
            Self::Postgres => "BEGIN",
        }
    }
}

/// An open database, up to date. Cheap to clone.
#[derive(Clone)]
pub struct Store {
    engine: Engine,
    pool: AnyPool,
    writer: writer::Writer,
    changes: broadcast::Sender<AreaId>,
}

impl std::fmt::Debug for Store {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Store").field("engine", &self.engine).finish_non_exhaustive()
    }
}

impl Store {
    /// Opens the database at `address` (`sqlite://FILE`, `sqlite::memory:` or `postgres://...`), creating the SQLite
    /// file when it is missing, and runs the migrations it lacks.
    ///
    /// # Errors
    /// When the address is of no known kind, or the database cannot be opened or brought up to date.
    pub async fn open(address: &str) -> Result<Self> {
        sqlx::any::install_default_drivers();
        let engine = Engine::of(address)?;
        let in_memory = engine == Engine::Sqlite && address.contains(":memory:");
        let address = match engine {
            Engine::Sqlite if !in_memory && !address.contains('?') => format!("{address}?mode=rwc"),
            _ => address.to_owned(),
        };
        if engine == Engine::Sqlite && !in_memory {
            make_private(&address)?;
        }
        let options = AnyConnectOptions::from_str(&address)?;
        let pool = AnyPoolOptions::new()
            // A database in memory lives in its one connection.
            .max_connections(if in_memory { 1 } else { 8 })
            .min_connections(1)
            .idle_timeout(if in_memory { None } else { Some(Duration::from_mins(10)) })
            .max_lifetime(None)
            .acquire_timeout(Duration::from_secs(10))
            .after_connect(move |connection, _| {
                Box::pin(async move {
                    if engine == Engine::Sqlite {
                        connection
                            .execute(
                                "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; \
                                 PRAGMA busy_timeout = 10000; PRAGMA cache_size = -16000; PRAGMA temp_store = MEMORY",
                            )
                            .await?;
                    }
                    Ok(())
                })
            })
            .connect_with(options)
            .await?;
        migrations::all()?.run(&pool).await.map_err(|error| StoreError::Migration(error.to_string()))?;
        let (changes, _) = broadcast::channel(64);
        let writer = writer::Writer::start(pool.clone(), engine, changes.clone());
        Ok(Self { engine, pool, writer, changes })
    }

    /// Which engine it is.
    pub const fn engine(&self) -> Engine {
        self.engine
    }

    /// A connection to read an area with.
    ///
    /// # Errors
    /// When none is free in time or the database is gone.
    pub async fn reader(&self, area: AreaId) -> Result<Reader> {
        Ok(Reader { conn: self.pool.acquire().await?, area })
    }

    /// A connection to look up which areas there are, and to which of them somebody belongs.
    ///
    /// # Errors
    /// When none is free in time or the database is gone.
    pub async fn directory(&self) -> Result<Directory> {
        Ok(Directory { conn: self.pool.acquire().await? })
    }

    /// Tells of each area that a commit of this process changed.
    pub fn changes(&self) -> broadcast::Receiver<AreaId> {
        self.changes.subscribe()
    }

    /// Tells listeners that an area may look different, because time passed.
    pub fn touch(&self, area: AreaId) {
        // Nobody listening is fine.
        let _ = self.changes.send(area);
    }

    /// Waits for what is queued and closes.
    pub async fn close(&self) {
        self.writer.drain().await;
        self.pool.close().await;
    }

    /// Every statement, with its name, for tests that prepare them all.
    pub fn statements() -> Vec<(&'static str, &'static str)> {
        [
            areas::ALL,
            day::ALL,
            downtimes::ALL,
            fleet::ALL,
            flows::ALL,
            jobs::ALL,
            ledger::ALL,
            lots::ALL,
            notices::ALL,
            ops::ALL,
            people::ALL,
            phones::ALL,
            plans::ALL,
            pushes::ALL,
            recurring::ALL,
            searches::ALL,
            uploads::ALL,
            sites::ALL,
            writer::ALL,
        ]
        .concat()
    }

    /// Prepares a statement without running it.
    ///
    /// # Errors
    /// When the engine does not accept it.
    pub async fn prepare(&self, statement: &'static str) -> Result<()> {
        let mut connection = self.pool.acquire().await?;
        connection.prepare(sqlx::SqlStr::from_static(statement)).await?;
        Ok(())
    }

    /// How the engine would run a statement, one step a line.
    ///
    /// # Errors
    /// When the engine does not accept it.
    pub async fn explain(&self, statement: &'static str) -> Result<Vec<String>> {
        use sqlx::Row;
        let mut connection = self.pool.acquire().await?;
        let (text, column) = match self.engine {
            Engine::Sqlite => (format!("EXPLAIN QUERY PLAN {statement}"), 3),
            Engine::Postgres => (format!("EXPLAIN (GENERIC_PLAN) {statement}"), 0),
        };
        let rows = sqlx::raw_sql(sqlx::AssertSqlSafe(text)).fetch_all(&mut *connection).await?;
        rows.iter().map(|row| row.try_get::<String, _>(column).map_err(StoreError::from)).collect()
    }
}

/// Makes the file of a SQLite database that is to be made, so that nobody but its owner reads it: it holds names, telephones
/// and what lets people in. SQLite gives the files beside it the same mode. One that is there keeps the mode it has.
fn make_private(address: &str) -> Result<()> {
    if address.contains("mode=rwc") {
        let options = sqlx::sqlite::SqliteConnectOptions::from_str(address)?;
        let file = options.get_filename();
        // What is wrong with the place SQLite says itself.
        let _ = OpenOptions::new().write(true).create_new(true).mode(0o600).open(file);
    }
    Ok(())
}

/// A connection to read an area with.
pub struct Reader {
    conn: PoolConnection<Any>,
    area: AreaId,
}

impl Reader {
    /// The queries.
    pub fn db(&mut self) -> Db<'_> {
        Db { conn: &mut self.conn, area: self.area }
    }
}

/// What can be asked without naming an area: which there are, and where the holder of a secret belongs.
pub struct Directory {
    conn: PoolConnection<Any>,
}

/// The queries that read one area.
pub struct Db<'c> {
    conn: &'c mut AnyConnection,
    area: AreaId,
}

impl Db<'_> {
    /// The area that is read.
    pub const fn area_id(&self) -> AreaId {
        self.area
    }

    /// A statement whose first parameter is the area.
    fn query<'q>(&self, statement: &'static str) -> Query<'q, Any, AnyArguments> {
        sqlx::query(statement).bind(self.area.to_string())
    }
}

/// A write in progress: the queries that read one area and those that write it. Nothing of it is kept unless all of it
/// is.
pub struct Tx<'c>(Db<'c>);

impl<'c> std::ops::Deref for Tx<'c> {
    type Target = Db<'c>;
    fn deref(&self) -> &Db<'c> {
        &self.0
    }
}

impl<'c> std::ops::DerefMut for Tx<'c> {
    fn deref_mut(&mut self) -> &mut Db<'c> {
        &mut self.0
    }
}

/// The id that is a statement's second parameter, if the area has a row of that id.
macro_rules! of_area {
    ($table:literal) => {
        concat!("(SELECT id FROM ", $table, " WHERE id = $2 AND area_id = $1)")
    };
}
use of_area;

/// Names the statements of a file and lists them all.
macro_rules! statements {
    ($($(#[$meta:meta])* $name:ident = $sql:expr;)+) => {
        $($(#[$meta])* const $name: &str = $sql;)+
        pub(super) const ALL: &[(&str, &str)] = &[$((stringify!($name), $name)),+];
    };
}
use statements;
