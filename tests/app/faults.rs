//! Storage that is full, read only or broken, and comes back.

use crate::support;
use crate::support::Fresh;
use crate::support::world::{DAY, World, world};
use axum::http::StatusCode;
use girofresco::app::announce::Surplus;
use girofresco::app::{Done, Refusal};
use girofresco::domain::food::{Category, Shelf};
use girofresco::domain::lot::LotFacts;
use girofresco::domain::quantity::{Crates, Seconds};
use girofresco::store::Engine;
use sqlx::{AnyConnection, Connection, Executor};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Makes the engine end the transaction by itself at each change of a table: SQLite as when the disk is full,
/// PostgreSQL as when the server breaks.
async fn break_changes_of(database: &mut AnyConnection, engine: Engine, table: &str) {
    let fault = match engine {
        Engine::Sqlite => {
            format!("CREATE TRIGGER breaks BEFORE UPDATE ON {table} BEGIN SELECT RAISE(ROLLBACK, 'full'); END")
        }
        Engine::Postgres => format!(
            "CREATE FUNCTION breaks() RETURNS trigger LANGUAGE plpgsql AS \
             $$ BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NEW; END $$; \
             CREATE TRIGGER breaks BEFORE UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION breaks()"
        ),
    };
    database.execute(sqlx::AssertSqlSafe(fault)).await.expect("the fault");
}

async fn mend(database: &mut AnyConnection, engine: Engine, table: &str) {
    let mended = match engine {
        Engine::Sqlite => "DROP TRIGGER breaks".to_owned(),
        Engine::Postgres => format!("DROP TRIGGER breaks ON {table}"),
    };
    database.execute(sqlx::AssertSqlSafe(mended)).await.expect("it is mended");
}

async fn on(fresh: Fresh) -> (World, AnyConnection, Engine) {
    let (address, engine) = (fresh.address.clone(), fresh.engine);
    (world(fresh).await, AnyConnection::connect(&address).await.expect("another connection"), engine)
}

#[tokio::test]
async fn writing_goes_on_after_the_engine_ended_a_transaction_by_itself() {
    for fresh in support::both().await {
        let (world, mut database, engine) = on(fresh).await;
        let coordinator = world.actor("coordinator").clone();
        let sites = world.app.sites(&coordinator).await.unwrap();
        break_changes_of(&mut database, engine, "people").await;
        for _ in 0..20 {
            let broken = world.app.choose_language(&coordinator, "en").await;
            assert!(matches!(broken, Err(Refusal::Store(_))), "{engine:?}: {broken:?}");
            // What does not meet the fault is written all the same.
            world.app.save_site(&coordinator, sites[0].clone()).await.unwrap();
        }
        mend(&mut database, engine, "people").await;
        for _ in 0..20 {
            world.app.choose_language(&coordinator, "en").await.unwrap();
        }
    }
}

#[tokio::test]
async fn pages_are_shown_where_nothing_can_be_written() {
    for fresh in support::both().await {
        let (world, mut database, engine) = on(fresh).await;
        break_changes_of(&mut database, engine, "devices").await;
        // Long enough that the phones are noted as seen again.
        world.set(19, 30);
        for (who, path) in [
            ("coordinator", "/coordinator"),
            ("coordinator", "/coordinator/alarms"),
            ("driver", "/driver"),
            ("donor", "/donor"),
            ("point", "/point"),
            ("point", "/notices"),
        ] {
            let page = world.get(who, path).await;
            assert_eq!(page.status, StatusCode::OK, "{engine:?} {path}: {}", page.body);
        }
        let seen = async || {
            let phones = world.app.people(world.actor("coordinator")).await.unwrap().1;
            phones.iter().filter(|phone| phone.last_seen >= world.at(19, 30)).count()
        };
        // What was queued before it has been tried.
        let _ = world.app.choose_language(&world.actor("driver").clone(), "it").await;
        assert_eq!(seen().await, 0);
        mend(&mut database, engine, "devices").await;
        world.get("driver", "/driver").await;
        // What is written behind it was queued behind it.
        world.app.choose_language(&world.actor("driver").clone(), "it").await.unwrap();
        assert_eq!(seen().await, 1);
    }
}

/// A file system of a few megabytes, for as long as it is kept.
struct SmallDisk(PathBuf);

impl SmallDisk {
    /// None where the user may not mount one.
    fn mount(at: &Path) -> Option<Self> {
        let mounted = Command::new("mount").args(["-t", "tmpfs", "-o", "size=12m", "tmpfs"]).arg(at).output().ok()?;
        mounted.status.success().then(|| Self(at.to_owned()))
    }

    fn fill(&self) {
        use std::io::Write;
        let mut filler = fs::File::create(self.0.join("filler")).expect("a file");
        for size in [65_536, 1] {
            while filler.write_all(&vec![0; size]).is_ok() {}
        }
    }

    fn make_room(&self) {
        fs::remove_file(self.0.join("filler")).expect("the filler goes");
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(&self.0).output();
    }
}

async fn announce(world: &World) -> Result<Done, Refusal> {
    let ready = (world.at(8, 0), world.at(23, 0));
    let lots = vec![LotFacts::usual(Category::Bread, Crates(1), Shelf::Undated, ready)];
    let surplus = Surplus { date: DAY, lots, note: "bread ".repeat(50), photo: None };
    world.app.announce_surplus(world.actor("donor"), world.act(), world.shop, surplus).await
}

#[tokio::test]
async fn a_full_disk_refuses_what_is_written_and_nothing_else_until_there_is_room() {
    let folder = tempfile::tempdir().unwrap();
    let Some(disk) = SmallDisk::mount(folder.path()) else {
        eprintln!("not tried: this user may mount no file system");
        return;
    };
    let world = world(support::sqlite_in(folder.path()).await).await;
    let coordinator = world.actor("coordinator").clone();
    for _ in 0..3 {
        // Long enough that phones are noted as seen again.
        world.app.machine().clock.set(world.app.now() + Seconds(7_200));
        let (code, _) = world.app.invite(&coordinator, coordinator.person, false).await.unwrap();
        disk.fill();
        // Until also what the log of the database had left is used up.
        let mut refused = 0;
        for _ in 0..2_000 {
            refused = if announce(&world).await.is_err() { refused + 1 } else { 0 };
            if refused > 9 {
                break;
            }
        }
        assert!(refused > 9, "the disk did not get full");
        for (who, path) in [("coordinator", "/coordinator"), ("donor", "/donor"), ("", "/login")] {
            let page = world.get(who, path).await;
            assert_eq!(page.status, StatusCode::OK, "{path}: {}", page.body);
        }
        assert_eq!(world.get("", &format!("/enter/{code}")).await.status, StatusCode::OK);
        disk.make_room();
        for _ in 0..20 {
            announce(&world).await.unwrap();
        }
        world.app.enter(&code, "phone").await.unwrap();
    }
    let verified = world.store.reader(world.area).await.unwrap().db().verify().await.unwrap();
    assert_eq!(verified.faults, Vec::new());
}

#[tokio::test]
async fn only_its_owner_reads_what_a_database_holds() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let world = world(support::sqlite_in(folder.path()).await).await;
    announce(&world).await.unwrap();
    let files: Vec<_> = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap()).collect();
    assert!(files.len() > 1, "what was written lately stands beside it");
    for file in files {
        assert_eq!(file.metadata().unwrap().permissions().mode() & 0o777, 0o600, "{:?}", file.file_name());
    }
}
