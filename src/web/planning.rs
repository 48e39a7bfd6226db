//! How far the plans that are being made have come, for whoever waits for them.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use jiff::civil::Date;

use crate::domain::id::{AreaId, PlanId};
use crate::domain::plan::DayPlan;

/// The plans that are being made, by area and local day, and better ones that are searched for. Cheap to clone.
#[derive(Debug, Clone, Default)]
pub struct Board {
    made: Arc<Mutex<BTreeMap<(AreaId, Date), Share>>>,
    offers: Arc<Mutex<Offers>>,
}

/// What was searched for on each day of an area: for which draft, and what it came to.
type Offers = BTreeMap<(AreaId, Date), (PlanId, Offer)>;

/// What a search in the background came to for the draft that it began with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Offer {
    Searching,
    /// It found a better plan.
    Found(Box<DayPlan>),
}

/// How much of a search is done.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Share {
    pub done: u64,
    pub total: u64,
    /// Crates that the best plan so far carries.
    pub placed: i64,
}

impl Board {
    fn all(&self) -> MutexGuard<'_, BTreeMap<(AreaId, Date), Share>> {
        self.made.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn offers(&self) -> MutexGuard<'_, Offers> {
        self.offers.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A better plan than a draft is searched for from now on; a search for an earlier draft of the day ends.
    pub fn search(&self, area: AreaId, date: Date, draft: PlanId) {
        self.offers().insert((area, date), (draft, Offer::Searching));
    }

    /// Nobody wants a better plan for a day any more: the search for it ends.
    pub fn forget(&self, area: AreaId, date: Date) {
        self.offers().remove(&(area, date));
    }

    /// Whether a search for this draft is still wanted.
    pub fn searches(&self, area: AreaId, date: Date, draft: PlanId) -> bool {
        self.offer(area, date, draft) == Some(Offer::Searching)
    }

    /// A search has ended, with a better plan or without.
    pub fn found(&self, area: AreaId, date: Date, draft: PlanId, plan: Option<DayPlan>) {
        let mut offers = self.offers();
        if offers.get(&(area, date)).is_none_or(|(known, _)| *known != draft) {
            return;
        }
        match plan {
            Some(plan) => offers.insert((area, date), (draft, Offer::Found(Box::new(plan)))),
            None => offers.remove(&(area, date)),
        };
    }

    /// What the search for a draft came to, if there is one and it is not over with nothing.
    pub fn offer(&self, area: AreaId, date: Date, draft: PlanId) -> Option<Offer> {
        self.offers().get(&(area, date)).filter(|(known, _)| *known == draft).map(|(_, offer)| offer.clone())
    }

    /// Takes the plan that was found for a draft.
    pub fn take(&self, area: AreaId, date: Date, draft: PlanId) -> Option<DayPlan> {
        let mut offers = self.offers();
        match offers.get(&(area, date)) {
            Some((known, Offer::Found(_))) if *known == draft => match offers.remove(&(area, date)) {
                Some((_, Offer::Found(plan))) => Some(*plan),
                _ => None,
            },
            _ => None,
        }
    }

    /// How far the plan of a day is, if one is being made.
    pub fn of(&self, area: AreaId, date: Date) -> Option<Share> {
        self.all().get(&(area, date)).copied()
    }

    /// Puts a plan on the board until what is returned is dropped; nothing if that day's plan is being made already.
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
