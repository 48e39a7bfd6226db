//! Fresh databases for tests, one of each engine.

#![allow(dead_code, reason = "each test binary uses its own part of the support")]

pub mod log;
pub mod searches;
pub mod world;

use girofresco::store::{Engine, Store};
use sqlx::{Connection, Executor};
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};

static COUNT: AtomicU64 = AtomicU64::new(0);

/// A fresh database that goes when the test ends.
pub struct Fresh {
    pub store: Store,
    pub address: String,
    pub engine: Engine,
    _dir: Option<tempfile::TempDir>,
}

/// A fresh SQLite file.
pub async fn sqlite() -> Fresh {
    let dir = tempfile::tempdir().expect("a temporary directory");
    let fresh = sqlite_in(dir.path()).await;
    Fresh { _dir: Some(dir), ..fresh }
}

/// A fresh SQLite file in a folder that stays.
pub async fn sqlite_in(folder: &Path) -> Fresh {
    let address = format!("sqlite://{}", folder.join("test.db").display());
    let store = Store::open(&address).await.expect("a fresh SQLite database opens");
    Fresh { store, address, engine: Engine::Sqlite, _dir: None }
}

/// A fresh database on the PostgreSQL server that `GIROFRESCO_TEST_POSTGRES` names.
pub async fn postgres() -> Fresh {
    let server = std::env::var("GIROFRESCO_TEST_POSTGRES").expect(
        "GIROFRESCO_TEST_POSTGRES must name a PostgreSQL server, such as postgres://postgres@127.0.0.1:5432/postgres; \
         `bash tests/run` starts one of its own",
    );
    sqlx::any::install_default_drivers();
    let name = format!("girofresco_{}_{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
    let mut admin = sqlx::AnyConnection::connect(&server).await.expect("the PostgreSQL server answers");
    admin.execute(sqlx::AssertSqlSafe(format!("DROP DATABASE IF EXISTS {name}"))).await.expect("drop");
    admin.execute(sqlx::AssertSqlSafe(format!("CREATE DATABASE {name}"))).await.expect("create");
    let base = server.rsplit_once('/').map_or(server.as_str(), |(base, _)| base);
    let address = format!("{base}/{name}");
    let store = Store::open(&address).await.expect("a fresh PostgreSQL database opens");
    Fresh { store, address, engine: Engine::Postgres, _dir: None }
}

/// One of each.
pub async fn both() -> [Fresh; 2] {
    [sqlite().await, postgres().await]
}
