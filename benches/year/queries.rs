//! The hot queries, each timed 50 times as the program runs it: statement, rows and their types.

use crate::make::{DONORS, Kind, POINTS, ROUNDS, Year, id};
use crate::support::{Failure, Times, processor};
use girofresco::app::{App, Settings};
use girofresco::clock::{Chance, Clock, Machine};
use girofresco::domain::ledger::Holder;
use girofresco::domain::people::{Actor, Grant, Role};
use girofresco::domain::quantity::Seconds;
use girofresco::domain::round::PlanState;
use girofresco::store::{Db, Engine, Store};
use jiff::ToSpan;
use std::time::{Duration, Instant};

const RUNS: i64 = 50;
/// Half of the answers must come within this, in milliseconds.
const BOUND: f64 = 50.0;
/// The same where a planner or a whole day asks, once for many screens.
const SLOW_BOUND: f64 = 500.0;

struct Stopwatch<'a> {
    store: &'a Store,
    faults: Vec<String>,
}

impl Stopwatch<'_> {
    /// Times a query that says how many rows it found.
    async fn time<F>(&mut self, name: &str, query: F) -> Result<(), Failure>
    where
        F: AsyncFn(&mut Db<'_>, i64) -> girofresco::store::Result<usize>,
    {
        let mut reader = self.store.reader(id(Kind::Area, 0)).await?;
        let (mut times, mut rows, used) = (Times::default(), 0, processor());
        for run in 0..RUNS {
            let begun = Instant::now();
            rows += query(&mut reader.db(), run).await?;
            times.add(begun.elapsed());
        }
        self.tell(name, rows, times, (used, processor()), BOUND);
        Ok(())
    }

    /// Prints a line. On a busy machine more time passes than a query takes: one that runs in this process has kept its
    /// bound when its processor time has.
    fn tell(&mut self, name: &str, rows: usize, mut times: Times, used: Used, bound: f64) {
        let runs = times.count() as f64;
        let (half, most) = (times.percentile(50), times.percentile(99));
        let used = match used {
            (Some(before), Some(after)) if self.store.engine() == Engine::Sqlite => {
                Some((after - before).as_secs_f64() * 1000.0 / runs)
            }
            _ => None,
        };
        let shown = used.map_or_else(String::new, |used| format!("{used:.1}"));
        println!("{name:<34} {:>8.1} {half:>9.2} {most:>9.2} {shown:>9} {bound:>7.0}", rows as f64 / runs);
        if half > bound && used.is_none_or(|used| used > bound) {
            self.faults.push(format!("{name}: p50 {half:.1} ms is above {bound} ms"));
        }
    }
}

/// The processor time before and after, where it is known.
type Used = (Option<Duration>, Option<Duration>);

/// Times every hot query; returns those above their bound.
pub async fn time(store: &Store, year: &Year) -> Result<Vec<String>, Failure> {
    let mut watch = Stopwatch { store, faults: Vec::new() };
    println!("{:<34} {:>8} {:>9} {:>9} {:>9} {:>7}", "query", "rows", "p50 ms", "p99 ms", "cpu ms", "bound");
    days(&mut watch, year).await?;
    lots(&mut watch, year).await?;
    ledger(&mut watch, year).await?;
    fleet(&mut watch, year).await?;
    Ok(watch.faults)
}

/// What the screens of the day read.
async fn days(watch: &mut Stopwatch<'_>, year: &Year) -> Result<(), Failure> {
    let now = year.at(year.last()) + Seconds(10 * 3600);
    let machine = Machine { clock: Clock::still(now), chance: Chance::seeded(1) };
    let app = App::new(watch.store.clone(), machine, Settings::default());
    let who = Actor {
        person: id(Kind::Person, ROUNDS + DONORS + POINTS),
        name: String::new(),
        device: None,
        area: id(Kind::Area, 0),
        grants: vec![Grant { role: Role::Coordinator, site: None }],
    };
    let (mut times, mut rows, used, today) = (Times::default(), 0, processor(), year.today()?);
    for _ in 0..RUNS {
        let begun = Instant::now();
        rows += app.day(&who, today).await?.lots.len();
        times.add(begun.elapsed());
    }
    watch.tell("day (rows: lots)", rows, times, (used, processor()), SLOW_BOUND);
    let day = app.day(&who, today).await?;
    let (mut times, mut rows, used) = (Times::default(), 0, processor());
    for _ in 0..RUNS {
        let begun = Instant::now();
        rows += app.alarms(&who, &day).await?.len();
        times.add(begun.elapsed());
    }
    watch.tell("alarms of the day", rows, times, (used, processor()), BOUND);
    let (area, first) = (who.area, year.at(year.last() - 28));
    let (mut times, mut rows, used) = (Times::default(), 0, processor());
    let mut reader = watch.store.reader(area).await?;
    for _ in 0..RUNS {
        let begun = Instant::now();
        rows += reader.db().received(first, now).await?.len();
        times.add(begun.elapsed());
    }
    watch.tell("received, 28 days", rows, times, (used, processor()), SLOW_BOUND);
    Ok(())
}

/// Lots and announcements.
async fn lots(watch: &mut Stopwatch<'_>, year: &Year) -> Result<(), Failure> {
    let today = year.today()?;
    let past = today.checked_sub(28.days())?;
    let any = |run: i64| run * 7 * year.lots + run * 13 % year.lots;
    let donor = |run: i64| id(Kind::Site, run * 31 % DONORS);
    let hub = Holder::Hub(id(Kind::Site, DONORS + POINTS));
    let plan = id(Kind::Plan, year.last());
    watch.time("lots_of_day", async |db, _| Ok(db.lots_of_day(today).await?.len())).await?;
    watch
        .time("lots_of_site, 28 days", async |db, run| Ok(db.lots_of_site(donor(run), past, today).await?.len()))
        .await?;
    watch.time("lots_held", async |db, _| Ok(db.lots_held().await?.len())).await?;
    watch.time("lots_held_by hub", async |db, _| Ok(db.lots_held_by(hub).await?.len())).await?;
    watch.time("lots_of_plan", async |db, _| Ok(db.lots_of_plan(plan).await?.len())).await?;
    watch.time("lot", async |db, run| Ok(db.lot(id(Kind::Lot, any(run))).await?.iter().len())).await?;
    watch.time("lot_by_number", async |db, run| Ok(db.lot_by_number(any(run) + 1).await?.iter().len())).await?;
    watch.time("lot_by_code", async |db, _| Ok(db.lot_by_code("A-1").await?.iter().len())).await?;
    watch
        .time("announcements_of, 28 days", async |db, run| {
            Ok(db.announcements_of(donor(run), past, today).await?.len())
        })
        .await
}

/// Movements and holdings.
async fn ledger(watch: &mut Stopwatch<'_>, year: &Year) -> Result<(), Failure> {
    let (today, last) = (year.today()?, year.last());
    let past = today.checked_sub(28.days())?;
    let any = |run: i64| id(Kind::Lot, run * 7 * year.lots + run * 13 % year.lots);
    let donor = |run: i64| id(Kind::Site, run * 31 % DONORS);
    let point = |run: i64| id(Kind::Site, DONORS + run * 7 % POINTS);
    let round = |run: i64| id(Kind::Round, last * ROUNDS + run % ROUNDS);
    let hub = Holder::Hub(id(Kind::Site, DONORS + POINTS));
    let (from, until) = (year.at(last - 30), year.at(last + 1));
    let morning = year.at(last);
    watch.time("holdings_of point", async |db, run| Ok(db.holdings_of(Holder::Point(point(run))).await?.len())).await?;
    watch
        .time("holdings_of vehicle", async |db, run| Ok(db.holdings_of(Holder::Vehicle(round(run))).await?.len()))
        .await?;
    watch.time("holdings_of hub", async |db, _| Ok(db.holdings_of(hub).await?.len())).await?;
    watch.time("holdings_live", async |db, _| Ok(db.holdings_live().await?.len())).await?;
    watch.time("holdings_of_day", async |db, _| Ok(db.holdings_of_day(today).await?.len())).await?;
    watch
        .time("holdings_from donor, 28 days", async |db, run| {
            Ok(db.holdings_from(donor(run), past, today).await?.len())
        })
        .await?;
    watch.time("holdings_of_lot", async |db, run| Ok(db.holdings_of_lot(any(run)).await?.len())).await?;
    watch.time("movements_of_lot", async |db, run| Ok(db.movements_of_lot(any(run)).await?.len())).await?;
    watch.time("recall", async |db, run| Ok(db.recall(any(run)).await?.len())).await?;
    watch
        .time("movements_to point, a month", async |db, run| {
            Ok(db.movements_to(Holder::Point(point(run)), from, until).await?.len())
        })
        .await?;
    watch
        .time("movements_from donor, a month", async |db, run| {
            Ok(db.movements_from(Holder::Donor(donor(run)), from, until).await?.len())
        })
        .await?;
    watch.time("movements_flagged", async |db, _| Ok(db.movements_flagged(morning).await?.len())).await?;
    watch.time("conflicts, 28 days", async |db, _| Ok(db.conflicts(from).await?.len())).await?;
    let batches = year.lots / 3;
    let op = |run: i64| id(Kind::Op, run * 7 * 5 * batches + run % batches);
    watch.time("op", async |db, run| Ok(db.op(op(run)).await?.iter().len())).await?;
    watch.time("movements_of_op", async |db, run| Ok(db.movements_of_op(op(run)).await?.len())).await?;
    watch.time("handouts_of, 28 days", async |db, run| Ok(db.handouts_of(point(run), from).await?.len())).await
}

/// People, rounds and plans.
async fn fleet(watch: &mut Stopwatch<'_>, year: &Year) -> Result<(), Failure> {
    let (today, last) = (year.today()?, year.last());
    let (plan, batches) = (id(Kind::Plan, last), year.lots / 3);
    let round = |run: i64| id(Kind::Round, last * ROUNDS + run % ROUNDS);
    let stop = |run: i64| id(Kind::Stop, last * 2 * batches + run % batches);
    let idle = year.at(last - 90);
    let mut directory = watch.store.directory().await?;
    let (mut times, mut rows, used) = (Times::default(), 0, processor());
    for run in 0..RUNS {
        let begun = Instant::now();
        rows += directory.session(&format!("token {run}"), idle).await?.iter().len();
        times.add(begun.elapsed());
    }
    watch.tell("session", rows, times, (used, processor()), BOUND);
    watch.time("people", async |db, _| Ok(db.people().await?.len())).await?;
    watch.time("sites", async |db, _| Ok(db.sites().await?.len())).await?;
    watch.time("shifts", async |db, _| Ok(db.shifts(today, today).await?.len())).await?;
    watch.time("rounds", async |db, _| Ok(db.rounds(today).await?.len())).await?;
    watch
        .time("rounds_of driver", async |db, run| Ok(db.rounds_of(id(Kind::Person, run % ROUNDS), today).await?.len()))
        .await?;
    watch.time("plan_in", async |db, _| Ok(db.plan_in(today, PlanState::Published).await?.iter().len())).await?;
    watch.time("plan_rounds", async |db, _| Ok(db.plan_rounds(plan).await?.len())).await?;
    watch.time("plan_stops", async |db, _| Ok(db.plan_stops(plan).await?.len())).await?;
    watch
        .time("plan_stops_at", async |db, run| {
            Ok(db.plan_stops_at(plan, id(Kind::Site, run * 31 % DONORS)).await?.len())
        })
        .await?;
    watch.time("plan_left", async |db, _| Ok(db.plan_left(plan).await?.len())).await?;
    watch.time("planned_stop", async |db, run| Ok(db.planned_stop(stop(run), None).await?.iter().len())).await?;
    watch
        .time("planned_stop by plan", async |db, run| Ok(db.planned_stop(stop(run), Some(plan)).await?.iter().len()))
        .await?;
    watch.time("visit", async |db, run| Ok(db.visit(stop(run)).await?.iter().len())).await?;
    watch.time("visits_of_round", async |db, run| Ok(db.visits_of_round(round(run)).await?.len())).await?;
    watch.time("visits_of_day", async |db, _| Ok(db.visits_of_day(today).await?.len())).await?;
    watch.time("problems_of_day", async |db, _| Ok(db.problems_of_day(today).await?.len())).await
}
