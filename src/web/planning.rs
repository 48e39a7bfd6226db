//! How far the plans that are being made have come, for whoever waits for them.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use jiff::civil::Date;

use crate::domain::id::AreaId;

/// The plans that are being made, by area and local day. Cheap to clone.
#[derive(Debug, Clone, Default)]
pub struct Board(Arc<Mutex<BTreeMap<(AreaId, Date), Share>>>);

/// How much of a search is done.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Share {
    /// Iterations done.
    pub done: u64,
    /// Iterations in all.
    pub total: u64,
    /// Crates that the best plan so far carries.
    pub placed: i64,
}

impl Board {
    fn all(&self) -> MutexGuard<'_, BTreeMap<(AreaId, Date), Share>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How far the plan of a day is, if one is being made.
    #[must_use]
    pub fn of(&self, area: AreaId, date: Date) -> Option<Share> {
        self.all().get(&(area, date)).copied()
    }

    /// Puts a plan on the board until what is returned is dropped; nothing if that day's plan is being made already.
    #[must_use]
    pub fn begin(&self, area: AreaId, date: Date, total: u64) -> Option<Entry> {
        let mut all = self.all();
        if all.contains_key(&(area, date)) {
            return None;
        }
        all.insert((area, date), Share { total, ..Share::default() });
        drop(all);
        Some(Entry { board: self.clone(), key: (area, date) })
    }
}

/// A plan that is being made. It leaves the board when it is dropped.
#[derive(Debug)]
pub struct Entry {
    board: Board,
    key: (AreaId, Date),
}

impl Entry {
    /// Says how far it is.
    pub fn tell(&self, done: u64, placed: i64) {
        if let Some(share) = self.board.all().get_mut(&self.key) {
            share.done = done;
            share.placed = placed;
        }
    }
}

impl Drop for Entry {
    fn drop(&mut self) {
        self.board.all().remove(&self.key);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn one_plan_of_a_day_at_a_time_and_none_once_it_is_made() {
        let (board, area, day) = (Board::default(), AreaId::from(uuid::Uuid::nil()), date(2026, 11, 26));
        let entry = board.begin(area, day, 100).expect("nobody plans this day yet");
        assert!(board.begin(area, day, 100).is_none());
        entry.tell(40, 7);
        assert_eq!(board.of(area, day), Some(Share { done: 40, total: 100, placed: 7 }));
        drop(entry);
        assert_eq!(board.of(area, day), None);
    }
}
