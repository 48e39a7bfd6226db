//! The program as an operator runs it.

use std::path::Path;
use std::process::{Command, Output};

fn girofresco(database: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_girofresco"))
        .args(args)
        .env("DATABASE_URL", format!("sqlite://{}", database.display()))
        .output()
        .expect("the program starts")
}

fn said(output: &Output) -> (i32, String, String) {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("UTF-8");
    (output.status.code().expect("an exit code"), text(&output.stdout), text(&output.stderr))
}

#[test]
fn import_check_and_invite() {
    let dir = tempfile::tempdir().expect("a directory");
    let database = dir.path().join("giro.db");
    let demo = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/demo");

    let (code, _, error) = said(&girofresco(&database, &["check"]));
    assert_eq!(code, 1);
    assert!(error.starts_with("girofresco: there is no database at sqlite://"), "{error}");
    assert!(!database.exists(), "looking makes no database");

    let (code, out, error) = said(&girofresco(&database, &["import", demo.to_str().expect("UTF-8")]));
    assert_eq!((code, error.as_str()), (0, ""));
    assert!(out.contains("sites.csv: 83 added, 0 changed, 0 unchanged"), "{out}");
    let (_, again, _) = said(&girofresco(&database, &["import", demo.to_str().expect("UTF-8")]));
    assert!(again.contains("sites.csv: 0 added, 0 changed, 83 unchanged"), "{again}");

    let (code, out, _) = said(&girofresco(&database, &["check"]));
    assert_eq!((code, out.as_str()), (0, "Lodi: 0 movements of 0 lots, all right\n"));
    let (code, out, _) = said(&girofresco(&database, &["invite", "--name", "Ada"]));
    let (typed, rest) = out.split_once('\n').expect("two lines");
    assert_eq!((code, typed.len()), (0, 8));
    assert!(rest.starts_with("for Ada in Lodi, once, until "), "{rest}");
}

#[test]
fn the_first_coordinator_of_a_new_database_is_let_in_at_once() {
    let dir = tempfile::tempdir().expect("a directory");
    let database = dir.path().join("giro.db");
    let other = dir.path().join("other.db");
    let (code, out, _) = said(&girofresco(&other, &["invite", "--name", "Ada", "--area", "Bergamo"]));
    assert!(code == 0 && out.contains("for Ada in Bergamo"), "another province: {out}");
    let (code, out, error) = said(&girofresco(&database, &["invite", "--name", "Ada"]));
    assert_eq!((code, error.as_str()), (0, ""));
    assert!(out.contains("for Ada in Lodi") && out.contains("girofresco serve"), "and the next step: {out}");
    let (_, again, _) = said(&girofresco(&database, &["invite", "--name", "Ada", "--area", "lodi"]));
    assert!(again.contains("for Ada in Lodi"), "{again}");
    let (code, out, _) = said(&girofresco(&database, &["check"]));
    assert_eq!((code, out.as_str()), (0, "Lodi: 0 movements of 0 lots, all right\n"));
}

#[test]
fn mistakes_go_to_stderr_one_a_line_and_the_exit_code_tells() {
    let dir = tempfile::tempdir().expect("a directory");
    let database = dir.path().join("giro.db");
    std::fs::write(dir.path().join("sites.csv"), "code,kind,name,town,opening\nA,donor,Shop,Codongo,forse\n").unwrap();
    let (code, out, error) = said(&girofresco(&database, &["import", dir.path().to_str().expect("UTF-8")]));
    assert_eq!((code, out.as_str()), (1, ""));
    assert_eq!(error.lines().count(), 3, "{error}");
    assert!(error.contains("did you mean Codogno?"), "{error}");
    assert!(error.ends_with("nothing was taken in: 2 mistakes\n"), "{error}");
    assert_eq!(said(&girofresco(&database, &["check", "--nonsense"])).0, 2);
    let (code, _, error) = said(&girofresco(&database, &["import", "/nowhere/at/all"]));
    assert_eq!(code, 1);
    assert!(error.starts_with("girofresco: /nowhere/at/all cannot be read"), "{error}");
}

#[tokio::test]
async fn a_demo_and_real_work_never_share_a_database() {
    use girofresco::cli::{Failure, open_demo, open_real};
    use girofresco::clock::Machine;
    use girofresco::config::Database;
    use girofresco::import::{self, shipped};

    let dir = tempfile::tempdir().expect("a directory");
    let database = |name: &str| Database::of_file(&dir.path().join(name));

    let place = database("real.db");
    let real = open_real(&place, None).await.expect("an empty database is for anything");
    drop(open_demo(&place, Machine::real(), None).await.expect("it is still empty"));
    import::run(&real, &shipped::demo(), None).await.expect("it comes in");
    assert!(matches!(open_demo(&place, Machine::real(), None).await, Err(Failure::HoldsReal(_))));
    assert!(open_real(&place, None).await.is_ok());

    let place = database("demo.db");
    let demo = open_demo(&place, Machine::real(), None).await.expect("an empty database");
    import::run(&demo, &shipped::demo(), None).await.expect("it comes in");
    assert!(matches!(open_real(&place, None).await, Err(Failure::HoldsDemo(_))));
    assert!(open_demo(&place, Machine::real(), None).await.is_ok(), "a demo goes on where it was");
    let address = format!("{place}");
    let (code, _, error) = said(&girofresco(&dir.path().join("demo.db"), &["invite"]));
    assert_eq!(
        (code, error),
        (1, format!("girofresco: {address} holds a demo; real work needs a database of its own\n"))
    );
}

#[tokio::test]
async fn the_number_of_an_error_stands_in_the_log() {
    use sqlx::{AnyConnection, Connection, Executor};
    use std::io::{Read, Write};
    use std::net::{TcpListener, TcpStream};
    use std::process::Stdio;

    let dir = tempfile::tempdir().expect("a directory");
    let database = dir.path().join("giro.db");
    girofresco(&database, &["invite", "--name", "Ada"]);
    let free = TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr()).expect("a free port");
    let mut server = Command::new(env!("CARGO_BIN_EXE_girofresco"))
        .args(["serve", "--listen", &free.to_string()])
        .env("DATABASE_URL", format!("sqlite://{}", database.display()))
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the server starts");
    let get = |path: &str| {
        let mut stream = TcpStream::connect(free).ok()?;
        write!(stream, "GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").ok()?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer).ok()?;
        Some(answer)
    };
    let ready = (0..600).any(|_| {
        let answered = get("/login").is_some();
        if !answered {
            std::thread::sleep(std::time::Duration::from_millis(50));
        }
        answered
    });
    assert!(ready, "the server answers");
    sqlx::any::install_default_drivers();
    let mut other = AnyConnection::connect(&format!("sqlite://{}", database.display())).await.expect("the database");
    other.execute("ALTER TABLE invitations RENAME TO elsewhere").await.expect("codes are gone");
    let page = get("/enter/ABCD2345").expect("an answer");
    server.kill().expect("it ends");
    let mut log = String::new();
    server.stderr.take().expect("a pipe").read_to_string(&mut log).expect("UTF-8");
    let _ = server.wait();
    let (_, number) = page.split_once("Numero dell'errore: ").unwrap_or_else(|| panic!("a number: {page}"));
    let line = log.lines().find(|line| line.contains(&number[..8])).unwrap_or_else(|| panic!("{number} in {log}"));
    assert!(line.contains("ERROR") && line.contains("request{") && !log.contains("ABCD2345"), "{log}");
}
