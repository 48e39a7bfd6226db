//! Searches that wait at a gate, other servers on the same database, and what they left there.

use super::world::{DAY, World};
use girofresco::app::planning::{Budget, Control, PlanOrder, Planned, PlanningProgress};
use girofresco::app::{App, Refusal, Settings};
use girofresco::clock::{Chance, Clock, Machine};
use girofresco::domain::id::{PlanId, SearchId};
use girofresco::domain::plan::DayPlan;
use girofresco::domain::quantity::Seconds;
use girofresco::planner::SearchProgress;
use girofresco::store::{Store, StoreError};
use std::sync::mpsc;
use std::time::Duration;

/// Where a search waits in its tenth iteration.
pub struct Gate {
    pub reached: tokio::sync::mpsc::UnboundedReceiver<()>,
    /// Opens when it is dropped.
    _open: mpsc::Sender<()>,
}

pub fn gate() -> (Gate, impl FnMut(SearchProgress) -> Control + Send + 'static) {
    let (tell, reached) = tokio::sync::mpsc::unbounded_channel();
    let (open, opened) = mpsc::channel::<()>();
    let on_progress = move |progress: SearchProgress| {
        if progress.iterations == 10 {
            let _ = tell.send(());
            let _ = opened.recv();
        }
        Control::Continue
    };
    (Gate { reached, _open: open }, on_progress)
}

/// How far a search of a hundred iterations is there, in a fresh world.
pub const AT_GATE: PlanningProgress = PlanningProgress { done: 9, total: 100, placed: 9 };

/// Another server on the same database, with a clock of its own if one is given.
pub async fn server(world: &World, address: &str, clock: Option<Clock>) -> App {
    let clock = clock.unwrap_or_else(|| world.app.machine().clock.clone());
    App::new(Store::open(address).await.unwrap(), Machine { clock, chance: Chance::System }, Settings::default())
}

/// The day, planned with so many iterations.
pub fn order(iterations: u64) -> PlanOrder {
    PlanOrder { budget: Budget::of(iterations), ..PlanOrder::usual(DAY) }
}

/// Plans the day in a task of its own, up to a gate.
pub async fn plan_to_gate(world: &World, app: &App) -> (Gate, tokio::task::JoinHandle<Result<Planned, Refusal>>) {
    let (mut gate, on_progress) = gate();
    let (app, who) = (app.clone(), world.actor("coordinator").clone());
    let planning = tokio::spawn(async move { app.plan_day(&who, order(100), on_progress).await });
    gate.reached.recv().await.expect("a search at the gate");
    (gate, planning)
}

/// Waits until something is so, at most half a minute.
pub async fn eventually<T>(what: &str, mut look: impl AsyncFnMut() -> Option<T>) -> T {
    for _ in 0..600 {
        if let Some(seen) = look().await {
            return seen;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("never: {what}");
}

/// A day claimed by a server that says no more.
pub async fn claimed_by_the_dead(world: &World) -> SearchId {
    let (id, now) = (world.app.machine().id(), world.app.machine().clock.wall_time());
    let claimed = world
        .store
        .write(world.area, move |tx| Box::pin(async move { tx.claim_search(DAY, id, now, Seconds(10)).await }));
    assert!(claimed.await.unwrap());
    id
}

/// A better plan than `base` is searched for by somebody else, and found if there is one.
pub async fn offered(world: &World, base: PlanId, better: Option<DayPlan>) {
    let id = claimed_by_the_dead(world).await;
    let searched = world.store.write(world.area, move |tx| {
        Box::pin(async move {
            assert!(tx.search_on(DAY, id, base).await?);
            if let Some(better) = better {
                assert!(tx.offer_plan(DAY, id, &better).await?);
            }
            Ok::<_, StoreError>(())
        })
    });
    searched.await.unwrap();
}
