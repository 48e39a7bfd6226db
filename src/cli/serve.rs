//! `serve` and `demo`: the running server.

use std::io::Write;
use std::process::ExitCode;
use std::sync::Arc;

use tokio::net::TcpListener;

use super::plan::{make, words};
use super::{Failure, open_demo, open_real, remove_database, table, temporary_database};
use crate::app::App;
use crate::app::planning::PlanOrder;
use crate::clock::{Chance, Clock, Machine};
use crate::config::{Demo, Listening, Push, Serve};
use crate::demo::play::Players;
use crate::demo::{DemoPeople, invent, usual_day};
use crate::domain::time::Zone;
use crate::jobs::deliver::Addresses;
use crate::push::courier::{HttpCourier, system_lookup};
use crate::push::guard::Guard;
use crate::push::keys::Keys;
use crate::push::{Courier, Identity};
use crate::web::{Web, notices, serve};
use crate::{jobs, t};

/// Serves real work until the program is told to end.
///
/// # Errors
/// When the database or the address cannot be had.
pub(super) async fn run(args: &Serve, out: &mut impl Write) -> Result<ExitCode, Failure> {
    args.listening.check()?;
    args.push.check(&args.listening)?;
    let listener = listen(&args.listening).await?;
    let keys = Keys::in_file(&args.push.key_file(&args.data.database))?;
    let (identity, courier) = push(&args.push, &args.listening, keys, &args.listening.url())?;
    let app = open_real(&args.data.database, Some(identity)).await?;
    writeln!(out, "{}", t!(words(), "cli-ready", address = args.listening.url()))?;
    if app.every_area().await?.is_empty() {
        writeln!(out, "{}", t!(words(), "cli-first-step", database = args.data.database.to_string()))?;
    }
    answer(app, listener, &args.listening.url(), courier).await?;
    Ok(ExitCode::SUCCESS)
}

/// Shows an invented day until the program is told to end.
///
/// # Errors
/// When the database or the address cannot be had.
pub(super) async fn demo(args: &Demo, out: &mut impl Write) -> Result<ExitCode, Failure> {
    args.listening.check()?;
    args.push.check(&args.listening)?;
    let listener = listen(&args.listening).await?;
    let given = args.database.clone();
    let database = given.clone().unwrap_or_else(|| temporary_database(&Machine::real()));
    let shown = show(args, &database, listener, out).await;
    if given.is_none() {
        remove_database(&database);
    }
    shown
}

async fn show(
    args: &Demo,
    database: &crate::config::Database,
    listener: TcpListener,
    out: &mut impl Write,
) -> Result<ExitCode, Failure> {
    let w = words();
    let zone = Zone::named("Europe/Rome").unwrap_or_else(|_| Zone::utc());
    let date = args.date.unwrap_or_else(|| usual_day(zone.date(Machine::real().now())));
    let start = zone.instant(date, args.at);
    // While the past is being invented the clock stands still at the hour the day begins.
    let still = Machine { clock: Clock::still(start), chance: Chance::System };
    let url = listener.local_addr().map_or_else(|_| args.listening.url(), |at| local_url(&args.listening, at));
    let (identity, courier) = push(&args.push, &args.listening, demo_keys(args)?, &url)?;
    let app = open_demo(database, still, Some(identity)).await?;
    eprintln!("{}", t!(w, "cli-inventing"));
    let people = invent(&app, args.seed, date).await?;
    let area = people.area.id;
    if app.snapshot(area, date).await?.day.plan.is_none() {
        let order = PlanOrder { seed: args.seed, ..PlanOrder::usual(date) };
        let planned = make(&app, area, order, None).await?;
        app.publish_unattended(area, planned.id).await?;
    }
    let day = app.snapshot(area, date).await?.day;
    if let Some(plan) = &day.plan {
        let (_, whole) = app.plan(&people.coordinator, plan.id).await?;
        writeln!(out, "{}", table::plan(w, &day, &whole))?;
    }
    let (time, day_words) = (w.clock(args.at), w.date(date));
    writeln!(out, "{}", t!(w, "cli-demo-clock", time = time, date = day_words, speed = args.speed))?;
    writeln!(out, "{}", t!(w, "cli-link-intro"))?;
    for (role, link) in links(&app, &people, &url).await? {
        writeln!(out, "{role:<12} {link}")?;
    }
    writeln!(out, "{}", t!(w, "cli-stop-hint"))?;
    out.flush()?;
    let running = app.on(Machine { clock: Clock::demo(start, args.speed), chance: Chance::System });
    let playing = if args.play {
        let players = Players::new(running.clone(), people.coordinator.clone(), args.seed).await?;
        Some(tokio::spawn(players.play()))
    } else {
        None
    };
    let served = answer(running, listener, &url, courier).await;
    if let Some(playing) = playing {
        playing.abort();
    }
    served.map(|()| ExitCode::SUCCESS)
}

fn local_url(listening: &Listening, at: std::net::SocketAddr) -> String {
    if listening.public_url.is_some() { listening.url() } else { format!("http://{at}") }
}

async fn links(app: &App, people: &DemoPeople, url: &str) -> Result<Vec<(String, String)>, Failure> {
    let mut links = Vec::new();
    for (role, actor) in people.all() {
        let (code, _) = app.invite(&people.coordinator, actor.person, true).await?;
        links.push((role.word().to_owned(), format!("{url}/enter/{code}")));
    }
    Ok(links)
}

async fn listen(listening: &Listening) -> Result<TcpListener, Failure> {
    TcpListener::bind(listening.listen).await.map_err(|error| Failure::Listen(listening.listen, error))
}

/// The key of a demonstration lasts as long as its database.
fn demo_keys(args: &Demo) -> Result<Keys, Failure> {
    Ok(match (&args.database, &args.push.push_key) {
        (None, None) => Keys::fresh()?,
        (Some(database), _) => Keys::in_file(&args.push.key_file(database))?,
        (None, Some(file)) => Keys::in_file(file)?,
    })
}

/// Who this server is for browsers and push services, and what carries messages there.
fn push(args: &Push, listening: &Listening, keys: Keys, url: &str) -> Result<(Identity, Arc<dyn Courier>), Failure> {
    if args.push_test_origin.is_some() {
        tracing::error!("messages to phones may also go to a push service on this machine: for tests only");
    }
    let guard = Guard::with_test_origin(args.push_test_origin.clone());
    let identity = Identity { guard: guard.clone(), public_key: keys.public(), public_url: url.to_owned() };
    let courier = HttpCourier::new(keys, args.contact(listening), guard, system_lookup())?;
    Ok((identity, Arc::new(courier)))
}

async fn answer(app: App, listener: TcpListener, url: &str, courier: Arc<dyn Courier>) -> Result<(), Failure> {
    let addresses = Addresses { page_of: notices::page_of, opening: notices::opening };
    let delivering = jobs::deliver::start(app.clone(), courier, addresses);
    let mut ticking = jobs::start(app.clone()).await.map_err(|error| Failure::Clock(error.to_string()))?;
    serve::serve(listener, Web::new(app.clone(), url), serve::Limits::default(), told_to_end()).await;
    if let Err(error) = ticking.shutdown().await {
        tracing::warn!(%error, "the clock did not stop");
    }
    delivering.stop().await;
    app.close().await;
    Ok(())
}

/// Ends when somebody presses Ctrl-C or the system asks the program to end.
async fn told_to_end() {
    let asked = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => {
                signal.recv().await;
            }
            Err(_) => std::future::pending().await,
        }
    };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        () = asked => {}
    }
}
