//! What the commands do. Where things go wrong the operator gets one plain sentence.

use crate::app::verify::Purpose;
use crate::app::{App, Refusal, Settings};
use crate::clock::Machine;
use crate::config::{Command, CommandLine, ConfigError, Database, Import, Invite, OnDatabase};
use crate::domain::site::Area;
use crate::domain::text::folded;
use crate::domain::time::Zone;
use crate::import::{self, Source, say};
use crate::push::Identity;
use crate::push::courier::NoCourier;
use crate::push::keys::KeyError;
use crate::store::{Store, StoreError};
use crate::t;
use crate::words::Words;
use clap::Parser;
use std::io::Write;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;
use tracing::level_filters::LevelFilter;

use self::plan::words;

pub mod log;
mod plan;
mod serve;
mod table;

/// The zone of an area that is made by its name alone; `area.csv` says another one.
const USUAL_ZONE: &str = "Europe/Rome";

/// Why a command did not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// A setting cannot be taken.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// Storage did not answer.
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The directory cannot be read.
    #[error("{0} cannot be read: {1}")]
    Directory(PathBuf, std::io::Error),
    /// The directory has none of the files.
    #[error("{0} has none of the files that can be taken in, such as sites.csv or luoghi.xlsx")]
    NothingToImport(PathBuf),
    /// The files are wrong: every mistake, one a line, in the language that was asked for.
    #[error("{0}")]
    Files(String),
    /// Something changed while files were taken in.
    #[error("something changed meanwhile; try again")]
    Changed,
    /// Real work cannot be done on a demonstration.
    #[error("{0} holds a demo; real work needs a database of its own")]
    HoldsDemo(String),
    /// A demonstration cannot go where real work is.
    #[error("{0} holds real data; the demo needs a database of its own")]
    HoldsReal(String),
    #[error("there is no database at {0}; `girofresco import DIR` makes one")]
    NoDatabase(String),
    #[error("there is no area yet; `girofresco invite --name NAME` makes that of Lodi, with `--area AREA` any other")]
    NoArea,
    /// There are several areas, and none or an unknown one was named.
    #[error("name one of the areas with --area: {0}")]
    WhichArea(String),
    /// The terminal or file that is printed to is gone.
    #[error("the output cannot be written: {0}")]
    Output(#[from] std::io::Error),
    /// The address cannot be listened on.
    #[error("{0} cannot be listened on: {1}; choose another with --listen")]
    Listen(SocketAddr, std::io::Error),
    /// The ticking could not be started.
    #[error("the clock cannot be started: {0}")]
    Clock(String),
    /// There is no key to send messages to phones with.
    #[error(transparent)]
    PushKey(#[from] KeyError),
    /// Messages to phones cannot be sent.
    #[error(transparent)]
    Courier(#[from] NoCourier),
    /// The demonstration could not be made up.
    #[error(transparent)]
    Demo(#[from] crate::demo::Unable),
}

/// The whole program: runs the command that it was started with, and says why that could not be done.
///
/// It waits here and not in `main.rs` because asynchronous code is compiled where it is waited for: all of the application was
/// compiled once more for the binary.
#[tokio::main]
pub async fn main() -> ExitCode {
    match run(CommandLine::parse()).await {
        Ok(code) => code,
        Err(failure) => {
            eprintln!("girofresco: {failure}");
            ExitCode::FAILURE
        }
    }
}

async fn run(line: CommandLine) -> Result<ExitCode, Failure> {
    let mut out = std::io::stdout();
    let usual = match line.command {
        Command::Serve(_) | Command::Demo(_) => LevelFilter::INFO,
        _ => LevelFilter::WARN,
    };
    log::start(line.log.unwrap_or(usual));
    match line.command {
        Command::Import(args) => import_files(&args, &mut out).await,
        Command::Check(args) => check(&args, &mut out).await,
        Command::Invite(args) => invite(&args, &mut out).await,
        Command::Serve(args) => serve::run(&args, &mut out).await,
        Command::Demo(args) => serve::demo(&args, &mut out).await,
        Command::Plan(args) => plan::run(&args, &mut out).await,
    }
}

/// Opens a database for real work.
///
/// # Errors
/// When it holds a demonstration, or cannot be opened.
pub async fn open_real(database: &Database, push: Option<Identity>) -> Result<App, Failure> {
    let settings = Settings { push, ..Settings::default() };
    let app = App::new(Store::open(database.secret()).await?, Machine::real(), settings);
    match app.purpose().await? {
        Purpose::Empty | Purpose::Real => Ok(app),
        Purpose::Demo | Purpose::Mixed => Err(Failure::HoldsDemo(database.to_string())),
    }
}

/// Opens a database for a demonstration, with the demonstration's clock.
///
/// # Errors
/// When it holds anything real, or cannot be opened.
pub async fn open_demo(database: &Database, machine: Machine, push: Option<Identity>) -> Result<App, Failure> {
    let settings = Settings { demo: true, push, ..Settings::default() };
    let app = App::new(Store::open(database.secret()).await?, machine, settings);
    match app.purpose().await? {
        Purpose::Empty | Purpose::Demo => Ok(app),
        Purpose::Real | Purpose::Mixed => Err(Failure::HoldsReal(database.to_string())),
    }
}

/// The database of a demonstration that names none: a file of its own among the temporary files.
pub fn temporary_database(machine: &Machine) -> Database {
    let name = format!("girofresco-demo-{}.db", machine.code().to_lowercase());
    Database::of_file(&std::env::temp_dir().join(name))
}

/// Removes the files of a temporary database. What is not there is no mistake.
pub fn remove_database(database: &Database) {
    let Some(file) = database.file() else { return };
    for end in ["", "-wal", "-shm"] {
        let mut path = file.clone().into_os_string();
        path.push(end);
        let _ = std::fs::remove_file(path);
    }
}

/// The area that is meant.
///
/// # Errors
/// When there is none, or several and none of them is named.
pub async fn area(app: &App, name: Option<&str>) -> Result<Area, Failure> {
    let areas = app.every_area().await?;
    let named = |area: &&Area| name.is_none_or(|name| folded(name) == folded(&area.name));
    match areas.iter().filter(named).collect::<Vec<_>>().as_slice() {
        [area] => Ok((*area).clone()),
        _ if areas.is_empty() => Err(Failure::NoArea),
        _ => {
            let names: Vec<&str> = areas.iter().map(|area| area.name.as_str()).collect();
            Err(Failure::WhichArea(names.join(", ")))
        }
    }
}

impl Failure {
    fn files(w: Words, problems: &import::Problems) -> Self {
        Self::Files(format!("{}\n{}", problems.said(w), say::refused(w, problems)))
    }
}

impl From<import::Failure> for Failure {
    fn from(failure: import::Failure) -> Self {
        match failure {
            import::Failure::Problems(problems) => Self::files(words(), &problems),
            import::Failure::Differs => Self::Changed,
            import::Failure::Refused(refusal) => refusal.into(),
        }
    }
}

/// Refuses to make a database by looking at it.
fn must_be_there(database: &Database) -> Result<(), Failure> {
    match database.file() {
        Some(file) if !file.exists() => Err(Failure::NoDatabase(database.to_string())),
        _ => Ok(()),
    }
}

async fn import_files(args: &Import, out: &mut impl Write) -> Result<ExitCode, Failure> {
    let w = Words::of(args.lang.parse().unwrap_or_default());
    let source = Source::read(&args.path).map_err(|error| Failure::Directory(args.path.clone(), error))?;
    if source.is_empty() {
        return Err(Failure::NothingToImport(args.path.clone()));
    }
    let app = open_real(&args.data.database, None).await?;
    let report = import::run(&app, &source, None).await;
    app.close().await;
    let report = report.map_err(|failure| match failure {
        import::Failure::Problems(problems) => Failure::files(w, &problems),
        other => other.into(),
    })?;
    for (file, counts) in report.files {
        writeln!(out, "{}", say::counts(w, source.name(file), counts))?;
    }
    for remark in &report.remarks {
        writeln!(out, "{}", say::remark(w, &source, remark))?;
    }
    for sheet in source.unread() {
        writeln!(out, "{}", say::unread(w, sheet))?;
    }
    Ok(ExitCode::SUCCESS)
}

async fn check(args: &OnDatabase, out: &mut impl Write) -> Result<ExitCode, Failure> {
    must_be_there(&args.database)?;
    let app = App::new(Store::open(args.database.secret()).await?, Machine::real(), Settings::default());
    let mut faults = 0;
    for area in app.verify().await? {
        let name = &area.area.name;
        for fault in &area.verified.faults {
            writeln!(out, "{name}, row {}: {}", fault.seq, fault.what)?;
        }
        let plan = app.verify_plans(&area.area).await?;
        for fault in &plan {
            writeln!(out, "{name}, published plan, {fault}")?;
        }
        let count = area.verified.faults.len() + plan.len();
        let verdict = if count == 0 { "all right".to_owned() } else { format!("{count} faults") };
        writeln!(out, "{name}: {} movements of {} lots, {verdict}", area.verified.movements, area.verified.lots)?;
        faults += count;
    }
    app.close().await;
    Ok(if faults == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Lets a coordinator in. On a new database it makes the area as well: nobody can come in by screens before there is one.
async fn invite(args: &Invite, out: &mut impl Write) -> Result<ExitCode, Failure> {
    let app = open_real(&args.data.database, None).await?;
    if app.every_area().await?.is_empty() {
        let asked = args.area.as_deref().filter(|name| folded(name) != folded(import::shipped::LODI));
        match asked {
            // Only Lodi's towns are part of the program: others come by file, on a screen.
            Some(name) => app.new_area(name, Zone::named(USUAL_ZONE).unwrap_or_else(|_| Zone::utc())).await?,
            None => _ = import::run(&app, &Source::default(), None).await?,
        }
    }
    let area = area(&app, args.area.as_deref()).await?;
    let made = app.invite_coordinator(area.id, &args.name).await;
    app.close().await;
    let (code, expires) = made?;
    let until = area.zone.local(expires).strftime("%H:%M");
    writeln!(out, "{code}\nfor {} in {}, once, until {until}", args.name, area.name)?;
    writeln!(out, "{}", t!(words(), "cli-invite-next"))?;
    Ok(ExitCode::SUCCESS)
}
