//! What the plan in force still asks of each vehicle, in the indices of a planning problem: the visits that are under
//! way and stay as they are, those after them that a new plan starts from, and what is promised to a point.

use super::named::{NamedVehicle, Place, Source};
use crate::app::day::{Day, RoundDay, StopDay};
use crate::domain::food::{PerClass, StorageClass};
use crate::domain::id::{LotId, SiteId};
use crate::domain::plan::{Action, Forecast};
use crate::domain::quantity::Crates;
use crate::planner::problem::{Commitment, CommittedAction, Sink, Supply};
use std::collections::{BTreeMap, BTreeSet};

/// The visits of the vehicles, in their order, each list by vehicle.
#[derive(Debug, Default)]
pub(super) struct InForce {
    pub(super) committed: Vec<Vec<Commitment>>,
    /// After them, free to change.
    pub(super) current: Vec<Vec<Commitment>>,
}

/// Reads the plan in force into indices.
pub(super) struct Reading<'a> {
    day: &'a Day,
    locations: &'a BTreeMap<Place, usize>,
    supplies: &'a [(Source, Supply)],
    sinks: &'a [(SiteId, Sink)],
    /// Crates of each supply that no visit has taken yet.
    free: Vec<Crates>,
    /// Crates that each sink still takes.
    room: Vec<PerClass<Crates>>,
}

/// Crates of each supply on board of a vehicle.
type Carried = BTreeMap<usize, Crates>;

impl<'a> Reading<'a> {
    pub(super) fn new(
        day: &'a Day,
        locations: &'a BTreeMap<Place, usize>,
        supplies: &'a [(Source, Supply)],
        sinks: &'a [(SiteId, Sink)],
    ) -> Self {
        let free = supplies.iter().map(|(_, supply)| supply.crates).collect();
        let room = sinks.iter().map(|(_, sink)| sink.room).collect();
        Self { day, locations, supplies, sinks, free, room }
    }

    /// The visits of every vehicle. What can no longer be done of them is left out.
    pub(super) fn visits(mut self, vehicles: &[NamedVehicle]) -> InForce {
        let rounds: Vec<Option<&RoundDay>> =
            vehicles.iter().map(|(_, round, _)| round.and_then(|id| self.day.round(id))).collect();
        let mut carried: Vec<Carried> = (0..vehicles.len()).map(|vehicle| self.aboard(vehicle)).collect();
        let mut found = InForce::default();
        // What is under way comes before what others may still do.
        for (round, carried) in rounds.iter().zip(&mut carried) {
            let under_way = round.filter(|round| round.has_started(self.day.now));
            let next = under_way.and_then(|round| round.stops.iter().find(|stop| stop.is_next));
            found.committed.push(next.map_or_else(Vec::new, |stop| self.at(stop, carried)));
        }
        for ((round, carried), committed) in rounds.iter().zip(&mut carried).zip(&found.committed) {
            let fixed = carried.clone();
            let mut visits = Vec::new();
            for stop in round.iter().flat_map(|round| &round.stops) {
                if stop.is_open() && (committed.is_empty() || !stop.is_next) {
                    visits.extend(self.at(stop, carried));
                }
            }
            let without_end: Carried = carried
                .iter()
                .map(|(supply, crates)| (*supply, *crates - fixed.get(supply).copied().unwrap_or_default()))
                .collect();
            found.current.push(trimmed(visits, without_end));
        }
        found
    }

    fn aboard(&self, vehicle: usize) -> Carried {
        let on_board = |supply: &Supply| supply.on_board.is_some_and(|on_board| on_board.vehicle == vehicle);
        let aboard = self.supplies.iter().enumerate().filter(|(_, (_, supply))| on_board(supply));
        aboard.map(|(index, (_, supply))| (index, supply.crates)).collect()
    }

    /// What a stop is for, as far as it can still be done: at the site, and at a vehicle halted there.
    fn at(&mut self, stop: &StopDay, carried: &mut Carried) -> Vec<Commitment> {
        let mut visits = Vec::new();
        let site = stop.planned.site;
        for place in [Place::Site(site), Place::Halted(site)] {
            let Some(location) = self.locations.get(&place).copied() else { continue };
            let mut actions = Vec::new();
            if place == Place::Site(site) {
                actions.extend(self.unloads(stop, carried));
            }
            actions.extend(self.loads(stop, location, carried));
            if !actions.is_empty() {
                visits.push(Commitment { location, actions });
            }
        }
        visits
    }

    fn unloads(&mut self, stop: &StopDay, carried: &mut Carried) -> Vec<CommittedAction> {
        let mut actions = Vec::new();
        let Some(sink) = self.sinks.iter().position(|(site, _)| *site == stop.planned.site) else { return actions };
        let lots = stop.planned.loads.iter().filter(|load| load.action == Action::Unload);
        let mut wanted: Vec<(Wanted, Crates)> = lots.map(|load| (Wanted::Lot(load.of), load.crates)).collect();
        wanted.extend(stop.forecast(Action::Unload).map(|load| (Wanted::Expected(load.of), load.crates)));
        for (what, mut crates) in wanted {
            let mine: Vec<usize> = carried.keys().copied().filter(|&at| what.is(&self.supplies[at])).collect();
            for supply in mine {
                let class = self.supplies[supply].1.class;
                let there = carried.get(&supply).copied().unwrap_or_default();
                let down = crates.min(there).min(self.room_for(supply, sink, class));
                if down > Crates::ZERO {
                    crates -= down;
                    carried.insert(supply, there - down);
                    self.room[sink][class] -= down;
                    actions.push(CommittedAction { supply, crates: down, sink: Some(sink) });
                }
            }
        }
        actions
    }

    fn room_for(&self, supply: usize, sink: usize, class: StorageClass) -> Crates {
        let (lot, target) = (&self.supplies[supply].1, &self.sinks[sink].1);
        let takes = !target.refused.contains(lot.category) && !lot.declined.contains(&sink);
        let from_hub = lot.on_board.is_none() && self.sinks.iter().any(|(_, at)| at.hub && at.location == lot.location);
        if takes && !(target.hub && from_hub) { self.room[sink][class] } else { Crates::ZERO }
    }

    fn loads(&mut self, stop: &StopDay, location: usize, carried: &mut Carried) -> Vec<CommittedAction> {
        let mut actions: Vec<CommittedAction> = Vec::new();
        let lots = stop.planned.loads.iter().filter(|load| load.action == Action::Load);
        let mut wanted: Vec<(Wanted, Crates)> = lots.map(|load| (Wanted::Lot(load.of), load.crates)).collect();
        wanted.extend(stop.forecast(Action::Load).map(|load| (Wanted::Expected(load.of), load.crates)));
        for (what, crates) in wanted {
            let found = self
                .supplies
                .iter()
                .position(|known| known.1.on_board.is_none() && known.1.location == location && what.is(known));
            let Some(supply) = found else { continue };
            let crates = crates.min(self.free[supply]);
            if crates > Crates::ZERO {
                self.free[supply] -= crates;
                *carried.entry(supply).or_default() += crates;
                actions.push(CommittedAction { supply, crates, sink: None });
            }
        }
        actions
    }
}

/// What a planned handover is about.
#[derive(Clone, Copy)]
enum Wanted {
    Lot(LotId),
    Expected(Forecast),
}

impl Wanted {
    fn is(self, (source, _): &(Source, Supply)) -> bool {
        match (self, source) {
            (Self::Lot(lot), Source::Lot(known)) => lot == *known,
            (Self::Expected(food), Source::Expected(known)) => food == known.of,
            _ => false,
        }
    }
}

/// Visits without loading what they would set down nowhere, and without visits for nothing.
fn trimmed(mut visits: Vec<Commitment>, mut too_many: Carried) -> Vec<Commitment> {
    for visit in visits.iter_mut().rev() {
        for action in visit.actions.iter_mut().rev().filter(|action| action.sink.is_none()) {
            let Some(rest) = too_many.get_mut(&action.supply).filter(|rest| **rest > Crates::ZERO) else { continue };
            let less = action.crates.min(*rest);
            action.crates -= less;
            *rest -= less;
        }
        visit.actions.retain(|action| action.crates > Crates::ZERO);
    }
    visits.retain(|visit| !visit.actions.is_empty());
    visits
}

/// For each supply on board, the one sink that the plan takes all of it to: people there were told that it comes.
pub(super) fn promises(supplies: &[(Source, Supply)], visits: &InForce) -> Vec<Option<usize>> {
    let unloads = || visits.committed.iter().chain(&visits.current).flatten().flat_map(|visit| &visit.actions);
    let promised = |(at, (_, supply)): (usize, &(Source, Supply))| {
        supply.on_board?;
        let mine = || unloads().filter(|action| action.supply == at && action.sink.is_some());
        let crates: Crates = mine().map(|action| action.crates).sum();
        let sinks: BTreeSet<usize> = mine().filter_map(|action| action.sink).collect();
        sinks.first().copied().filter(|_| sinks.len() == 1 && crates == supply.crates)
    };
    supplies.iter().enumerate().map(promised).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_loaded_that_is_set_down_nowhere() {
        let load = |supply, crates| CommittedAction { supply, crates: Crates(crates), sink: None };
        let visits = vec![
            Commitment { location: 0, actions: vec![load(0, 3), load(1, 2)] },
            Commitment { location: 1, actions: vec![load(0, 2)] },
        ];
        let kept = trimmed(visits, Carried::from([(0, Crates(4)), (1, Crates(0))]));
        assert_eq!(kept.len(), 1);
        assert_eq!(kept[0].actions, vec![load(0, 1), load(1, 2)]);
    }
}
