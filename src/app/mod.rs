//! What people do, one function for each verb: it loads, checks who may, decides by the rules of the domain, and saves.
//!
//! Verbs that move crates are acts: each has an id made by the phone, counts once however often it arrives, and gives
//! the same answer every time.

pub mod alarm;
pub mod announce;
pub mod changes;
pub mod check_in;
pub mod closures;
pub mod cover;
pub mod day;
pub mod deed;
pub mod donor;
pub mod downtimes;
pub mod driving;
pub mod fairness;
pub mod feed;
pub mod field;
pub mod forecast;
pub mod found;
pub mod halt;
pub mod import;
pub mod manage;
pub mod notices;
pub mod past;
pub mod people;
pub mod photo;
pub mod place;
pub mod planning;
pub mod point;
pub mod push;
pub mod refusal;
pub mod round;
pub mod shift;
pub mod standing;
pub mod start;
pub mod stock;
pub mod stop;
pub mod tick;
pub mod trace;
pub mod undo;
pub mod vacant;
pub mod verify;

use crate::clock::Machine;
use crate::domain::food::Category;
use crate::domain::id::{AreaId, OpId};
use crate::domain::ledger::{Op, OpKind, OpOutcome};
use crate::domain::people::Actor;
use crate::domain::quantity::Seconds;
use crate::domain::time::Millis;
use crate::push::Identity;
use crate::store::{Store, Tx};
pub use field::{Field, FieldName};
use futures_util::future::BoxFuture;
pub use refusal::{Conflict, FieldError, FieldErrorKind, Reference, Refusal, Thing};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use tokio::sync::{broadcast, watch};

/// What the verbs answer.
pub type Result<T> = std::result::Result<T, Refusal>;

/// The application: storage and the machine. Cheap to clone.
#[derive(Debug, Clone)]
pub struct App {
    store: Store,
    machine: Machine,
    settings: Arc<Settings>,
    /// Whether the program is ending; each search listens until it is over.
    ending: Arc<watch::Sender<bool>>,
}

/// What an operator sets.
#[derive(Debug, Clone)]
pub struct Settings {
    pub demo: bool,
    /// How long people are offered to take an act back.
    pub undo: Seconds,
    /// What is needed to send messages to phones; none where none are sent.
    pub push: Option<Identity>,
}

impl Default for Settings {
    fn default() -> Self {
        Self { demo: false, undo: Seconds(10), push: None }
    }
}

/// An act as the phone tells it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Act {
    /// Its id, made by the phone at the tap.
    pub op: OpId,
    /// When it was done, by the phone; the server's time when the phone does not say.
    pub occurred: Option<Millis>,
    /// The phone's own count of its acts.
    pub device_seq: Option<i64>,
}

/// An act that was done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Done {
    pub op: OpId,
    pub occurred: Millis,
    /// What the person should know.
    pub said: Vec<Said>,
    /// Whether it had arrived before.
    pub repeated: bool,
    /// Until when the person is offered to take it back.
    pub undo_until: Option<Millis>,
}

/// What a person should know after an act. Stored with it, so that it is said again if the act arrives again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "said", rename_all = "kebab-case")]
pub enum Said {
    /// A lot had already been collected by another round; the rest of the act was recorded.
    TakenByOther {
        lot: i64,
        /// The number of the round that has it.
        round: i64,
        at: Millis,
    },
    /// There was more than announced; it was recorded, and the coordinator sees it.
    MoreThanAnnounced { lot: i64, crates: i64 },
    /// Crates stay at the donor and wait for another round.
    LeftBehind { lot: i64, crates: i64 },
    /// A rejected lot is back on the vehicle.
    StaysOnBoard { lot: i64, crates: i64 },
    /// The temperature read is outside the range for this food.
    OutOfRange {
        category: Category,
        /// Tenths of a degree.
        read: i64,
    },
    /// The food was outside a fridge longer than its limit.
    ColdLimitPassed { lot: i64 },
    /// It was not in the plan; it was recorded, and the coordinator sees it.
    NotAsPlanned,
    /// The phone's clock is wrong; the server's time was taken.
    ClockOff,
}

/// A phone's clock may be ahead of the server's by this much before its time is not believed.
const CLOCK_TOLERANCE: Seconds = Seconds(300);
/// An act may have waited on a phone for this long before its time is not believed.
const LONGEST_WAIT: Seconds = Seconds(14 * 24 * 3600);

impl App {
    /// The application over a store, with the machine's time, ids and chance.
    pub fn new(store: Store, machine: Machine, settings: Settings) -> Self {
        Self { store, machine, settings: Arc::new(settings), ending: Arc::new(watch::Sender::new(false)) }
    }

    /// The time.
    pub fn now(&self) -> Millis {
        self.machine.now()
    }

    /// Time, ids and chance.
    pub const fn machine(&self) -> &Machine {
        &self.machine
    }

    /// What the operator set.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Tells of each area that changed.
    pub fn changes(&self) -> broadcast::Receiver<AreaId> {
        self.store.changes()
    }

    /// Ends the searches, waits for what is being written and closes the database.
    pub async fn close(&self) {
        self.ending.send_replace(true);
        self.ending.closed().await;
        self.store.close().await;
    }

    /// Refuses whoever does not coordinate.
    fn must_coordinate(who: &Actor) -> Result<()> {
        if who.coordinates() { Ok(()) } else { Err(Refusal::NotAllowed) }
    }

    /// Runs `decide` as one act of `who`: once for its id, with one answer.
    ///
    /// A conflict is kept as such, with the act, for the coordinator to settle.
    async fn perform<F>(&self, who: &Actor, act: Act, kind: OpKind, decide: F) -> Result<Done>
    where
        F: for<'t, 'c> FnOnce(&'t mut Tx<'c>, ActContext) -> BoxFuture<'t, Result<Vec<Said>>> + Send + 'static,
    {
        let received = self.now();
        let told = act.occurred.unwrap_or(received);
        let clock_off = told > received + CLOCK_TOLERANCE || told < received - LONGEST_WAIT;
        let op = Op {
            id: act.op,
            area: who.area,
            kind,
            person: who.person,
            device: who.device,
            device_seq: act.device_seq,
            occurred: if clock_off { received } else { told },
            received,
            outcome: OpOutcome::Done,
            answer: String::new(),
            undone: None,
        };
        let undo = self.settings.undo;
        let cx = ActContext { op: op.clone(), who: who.clone(), machine: self.machine.clone(), clock_off };
        let result = self
            .store
            .write(who.area, move |tx| {
                Box::pin(async move {
                    let (op, machine) = (cx.op.clone(), cx.machine.clone());
                    if let Some(before) = arrive(tx, &op).await? {
                        return same_answer(&before, &op, received, undo);
                    }
                    let mut said = decide(tx, cx).await?;
                    if clock_off {
                        said.push(Said::ClockOff);
                    }
                    let answer = serde_json::to_string(&said)
                        .map_err(|error| Refusal::internal(&machine, "writing the answer of an act", error))?;
                    tx.answer_op(op.id, OpOutcome::Done, &answer).await?;
                    Ok(Done {
                        op: op.id,
                        occurred: op.occurred,
                        said,
                        repeated: false,
                        undo_until: op.kind.undoable().then_some(received + undo),
                    })
                })
            })
            .await;
        if let Err(Refusal::Conflict(conflict)) = &result
            && !matches!(conflict, Conflict::OpUsed | Conflict::NotYet { .. })
        {
            let answer = serde_json::to_string(conflict)
                .map_err(|error| Refusal::internal(&self.machine, "writing down a conflict", error))?;
            self.keep_conflict(who, op, answer).await?;
        }
        result
    }

    /// An act of the person (or of anybody, for a coordinator) that was done, as it was answered.
    pub async fn done(&self, who: &Actor, op: OpId) -> Result<Option<Done>> {
        let before = self.store.reader(who.area).await?.db().op(op).await?;
        let own = |op: &Op| who.coordinates() || op.person == who.person;
        let Some(before) = before.filter(|op| own(op) && op.outcome == OpOutcome::Done) else { return Ok(None) };
        same_answer(&before, &before.clone(), self.now(), self.settings.undo).map(Some)
    }

    /// Keeps that a phone sent an act later which could not be taken, so that the coordinator can ask what happened.
    pub async fn keep_refused(&self, who: &Actor, act: Act) -> Result<()> {
        let received = self.now();
        let op = Op {
            id: act.op,
            area: who.area,
            kind: OpKind::Refused,
            person: who.person,
            device: who.device,
            device_seq: act.device_seq,
            occurred: act.occurred.unwrap_or(received).min(received),
            received,
            outcome: OpOutcome::Done,
            answer: String::new(),
            undone: None,
        };
        self.keep_conflict(who, op, String::new()).await
    }

    /// Keeps an act that contradicts what others recorded, so that the coordinator sees it.
    async fn keep_conflict(&self, who: &Actor, op: Op, answer: String) -> Result<()> {
        self.store
            .write(who.area, move |tx| {
                Box::pin(async move {
                    match arrive(tx, &op).await {
                        Ok(None) => Ok(tx.answer_op(op.id, OpOutcome::Conflict, &answer).await?),
                        // It is kept already, or its id is another's.
                        Ok(Some(_)) | Err(Refusal::Conflict(Conflict::OpUsed)) => Ok(()),
                        Err(refusal) => Err(refusal),
                    }
                })
            })
            .await
    }
}

/// What an act's decision has at hand.
struct ActContext {
    op: Op,
    who: Actor,
    machine: Machine,
    clock_off: bool,
}

/// Keeps an act that arrives for the first time; otherwise gives it as it arrived before. Of one that could not even be
/// read then only that is known, so whether it can be taken is seen anew.
async fn arrive(tx: &mut Tx<'_>, op: &Op) -> Result<Option<Op>> {
    let unread = |before: &Op| before.kind == OpKind::Refused && before.person == op.person;
    match tx.op(op.id).await? {
        None if tx.add_op(op).await? => {}
        // Another area has an act of this id.
        None => return Err(Conflict::OpUsed.into()),
        Some(before) if unread(&before) => tx.replace_refused(op).await?,
        before => return Ok(before),
    }
    Ok(None)
}

/// What an act is answered that arrives again.
fn same_answer(before: &Op, op: &Op, now: Millis, undo: Seconds) -> Result<Done> {
    if before.person != op.person || before.kind != op.kind {
        return Err(Conflict::OpUsed.into());
    }
    if before.outcome == OpOutcome::Conflict {
        return Err(Conflict::of(before).into());
    }
    let until = before.received + undo;
    Ok(Done {
        op: before.id,
        occurred: before.occurred,
        // It was done, which is what counts: what was said beside may be of another version of this program.
        said: serde_json::from_str(&before.answer).unwrap_or_default(),
        repeated: true,
        undo_until: (before.kind.undoable() && before.undone.is_none() && until > now).then_some(until),
    })
}
