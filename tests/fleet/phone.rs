//! A phone: what `service-worker/outbox.js` keeps and how it sends, and the faults that are planted to prove the check.

use girofresco::domain::id::{OpId, PersonId};
use girofresco::domain::time::Millis;
use std::collections::BTreeSet;

/// What is wrong with the phones of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Quirk {
    /// Nothing.
    None,
    /// An act leaves the outbox when it is sent, whatever comes back.
    ForgetsBeforeTheAnswer,
    /// An act gets a fresh id at each try.
    FreshIdAtEachTry,
    /// Any answer counts as a yes.
    AnyAnswerIsYes,
    /// What concerns the same lot is not kept in order.
    IgnoresTheOrder,
    /// What one person did is sent for whoever is signed in.
    SendsForWhoeverIsSignedIn,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    Waiting,
    Refused,
    Kept,
}

/// An act in the outbox.
#[derive(Debug, Clone)]
pub struct Entry {
    pub seq: i64,
    /// Its place in the ledger of the run, which no phone sees.
    pub deed: usize,
    pub op: OpId,
    pub url: String,
    pub fields: Vec<(String, String)>,
    pub person: PersonId,
    pub keys: Vec<String>,
    /// When it was done, by the phone.
    pub at: Millis,
    pub tries: u32,
    pub state: State,
}

/// What is posted.
#[derive(Debug, Clone)]
pub struct Form {
    pub op: OpId,
    pub url: String,
    pub fields: Vec<(String, String)>,
}

/// What a phone hears after sending.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Heard {
    Offline,
    Answer { status: u16, acknowledged: bool },
}

/// A run over the outbox.
#[derive(Debug)]
struct Drain {
    left: Vec<i64>,
    held: BTreeSet<String>,
}

/// A phone.
#[derive(Debug)]
pub struct Phone {
    pub online: bool,
    /// By how much its clock is wrong, in milliseconds.
    pub skew: i64,
    /// Who is signed in: the person and the secret of the session.
    pub signed_in: (PersonId, String),
    /// Counts the times it was wiped or killed: what was under way before is void.
    pub life: u32,
    pub outbox: Vec<Entry>,
    next_seq: i64,
    drain: Option<Drain>,
    /// Something was kept while a run was under way.
    again: bool,
    quirk: Quirk,
}

impl Phone {
    pub fn new(person: PersonId, token: String, skew: i64, quirk: Quirk) -> Self {
        Self {
            online: true,
            skew,
            signed_in: (person, token),
            life: 0,
            outbox: Vec::new(),
            next_seq: 1,
            drain: None,
            again: false,
            quirk,
        }
    }

    /// Keeps an act before anything is sent.
    pub fn keep(&mut self, deed: usize, form: Form, keys: Vec<String>, at: Millis) -> i64 {
        let seq = self.next_seq;
        self.next_seq += 1;
        let (person, Form { op, url, fields }) = (self.signed_in.0, form);
        self.outbox.push(Entry { seq, deed, op, url, fields, person, keys, at, tries: 0, state: State::Waiting });
        seq
    }

    /// Takes an act out that was never sent, or was refused.
    pub fn withdraw(&mut self, op: OpId) -> bool {
        let before = self.outbox.len();
        self.outbox.retain(|entry| entry.op != op || !(entry.tries == 0 || entry.state == State::Refused));
        self.outbox.len() < before
    }

    /// Whether anything waits.
    pub fn waits(&self) -> bool {
        self.outbox.iter().any(|entry| entry.state == State::Waiting)
    }

    /// Starts a run over the outbox; one at a time. Whether it started.
    pub fn start(&mut self) -> bool {
        if self.drain.is_some() {
            self.again = true;
            return false;
        }
        let left = self.outbox.iter().filter(|entry| entry.state == State::Waiting).map(|entry| entry.seq);
        let mut left: Vec<i64> = left.collect();
        left.reverse();
        if self.quirk == Quirk::IgnoresTheOrder {
            left.reverse();
        }
        self.drain = Some(Drain { left, held: BTreeSet::new() });
        true
    }

    /// The next act to send, or `None` at the end of the run.
    pub fn next(&mut self, fresh: OpId) -> Option<Entry> {
        let (online, quirk) = (self.online, self.quirk);
        let drain = self.drain.as_mut()?;
        while let Some(seq) = drain.left.pop() {
            let keys = concerns(&self.outbox, seq);
            let Some(entry) = self.outbox.iter_mut().find(|entry| entry.seq == seq) else { continue };
            if keys.iter().any(|key| drain.held.contains(key)) && quirk != Quirk::IgnoresTheOrder {
                drain.held.extend(keys);
                continue;
            }
            if !online {
                break;
            }
            entry.tries += 1;
            if quirk == Quirk::FreshIdAtEachTry && entry.tries > 1 {
                entry.op = fresh;
            }
            let mut sent = entry.clone();
            if quirk == Quirk::SendsForWhoeverIsSignedIn {
                sent.person = self.signed_in.0;
            }
            if quirk == Quirk::ForgetsBeforeTheAnswer {
                self.outbox.retain(|entry| entry.seq != seq);
            }
            return Some(sent);
        }
        self.drain = None;
        None
    }

    /// What became of a sending. Says whether the server's last word on the act is in, and whether it was yes.
    pub fn hear(&mut self, seq: i64, heard: Heard) -> Option<bool> {
        let quirk = self.quirk;
        let keys = concerns(&self.outbox, seq);
        let entry = self.outbox.iter_mut().find(|entry| entry.seq == seq)?;
        match heard {
            Heard::Offline => self.drain = None,
            Heard::Answer { .. } if quirk == Quirk::AnyAnswerIsYes => {
                entry.state = State::Kept;
                return Some(true);
            }
            Heard::Answer { status, acknowledged: true } => {
                let yes = (200..300).contains(&status);
                entry.state = if yes { State::Kept } else { State::Refused };
                return Some(yes);
            }
            Heard::Answer { status: 401, .. } => self.drain = None,
            Heard::Answer { .. } => {
                if let Some(drain) = &mut self.drain {
                    drain.held.extend(keys);
                }
            }
        }
        None
    }

    /// Whether something was kept since the last run began.
    pub fn take_again(&mut self) -> bool {
        std::mem::take(&mut self.again)
    }

    /// The app is killed: the outbox is on the phone, the run is gone.
    pub fn kill(&mut self) {
        self.life += 1;
        self.drain = None;
    }

    /// The phone loses everything. Says which deeds it had no last word on.
    pub fn wipe(&mut self) -> Vec<usize> {
        self.kill();
        let waiting = self.outbox.iter().filter(|entry| entry.state == State::Waiting);
        let lost = waiting.map(|entry| entry.deed).collect();
        // The count stands in a cookie, which stays.
        self.outbox.clear();
        lost
    }
}

/// What an act concerns: its own keys, and those of an act that it names to take it back.
fn concerns(outbox: &[Entry], seq: i64) -> Vec<String> {
    let own = outbox.iter().find(|entry| entry.seq == seq).map_or(&[][..], |entry| &entry.keys);
    let named = |key: &String| outbox.iter().find(|entry| *key == format!("op:{}", entry.op));
    own.iter()
        .flat_map(|key| std::iter::once(key).chain(named(key).into_iter().flat_map(|entry| &entry.keys)))
        .cloned()
        .collect()
}
