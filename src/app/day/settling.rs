//! Where donors have announced since a plan was made, what they announced takes the place of what was expected of them.

use super::Day;
use crate::domain::food::Category;
use crate::domain::id::{LotId, RoundId, SiteId, StopId};
use crate::domain::ledger::Holder;
use crate::domain::plan::{Action, Forecast, Load, Stop};
use crate::domain::quantity::{Crates, share_of_weight, weight_at_rate};
use std::collections::{BTreeMap, BTreeSet};

/// What is planned of donors that have announced since: real lots take the place of what was expected of them.
pub(super) struct ForecastSettlement<'a> {
    /// The donors of which nothing is expected any more: they said something about the day, or somebody was there.
    pub said: &'a BTreeSet<SiteId>,
    /// The lots of the day.
    pub day: &'a Day,
    pub done: &'a BTreeSet<StopId>,
}

impl ForecastSettlement<'_> {
    /// Lets real lots take the place of forecasts in the open stops of a plan.
    pub(super) fn settle(&self, stops: &mut BTreeMap<RoundId, Vec<Stop>>) {
        let mut promised = self.promised(stops);
        for (round, stops) in stops.iter_mut() {
            let mut coming = self.loads(stops, &mut promised);
            self.unloads(*round, stops, &mut coming);
        }
    }

    fn is_open(&self, stop: &Stop) -> bool {
        !self.done.contains(&stop.id)
    }

    /// Crates of lots that open stops are going to load.
    fn promised(&self, stops: &BTreeMap<RoundId, Vec<Stop>>) -> BTreeMap<LotId, Crates> {
        let mut promised = BTreeMap::new();
        for load in stops.values().flatten().filter(|stop| self.is_open(stop)).flat_map(|stop| &stop.loads) {
            if load.action == Action::Load {
                *promised.entry(load.of).or_insert(Crates::ZERO) += load.crates;
            }
        }
        promised
    }

    /// At the stops of a round that were to load forecasts: what the donor has now. Gives what will be on board of it.
    fn loads(&self, stops: &mut [Stop], promised: &mut BTreeMap<LotId, Crates>) -> BTreeMap<LotId, Crates> {
        let mut coming = BTreeMap::new();
        for stop in stops.iter_mut().filter(|stop| !self.done.contains(&stop.id)) {
            let was_expected =
                |load: &Load<Forecast>| load.action == Action::Load && self.said.contains(&load.of.donor);
            if !stop.forecast.iter().any(was_expected) {
                continue;
            }
            stop.forecast.retain(|load| !was_expected(load));
            for lot in self.day.lots_of(stop.site) {
                let Some(held) = self.day.held_by(Holder::Donor(stop.site)).find(|held| held.lot == lot.id) else {
                    continue;
                };
                let taken = promised.entry(lot.id).or_insert(Crates::ZERO);
                let free = held.balance.crates - *taken;
                if free > Crates::ZERO {
                    *taken += free;
                    coming.insert(lot.id, free);
                    stop.loads.push(Load {
                        of: lot.id,
                        action: Action::Load,
                        crates: free,
                        grams: share_of_weight(held.balance.grams, held.balance.crates, free),
                        cold: None,
                        reasons: Vec::new(),
                    });
                }
            }
        }
        coming
    }

    /// At the stops that were to set forecasts down: the lots that came instead, category by category.
    fn unloads(&self, round: RoundId, stops: &mut [Stop], coming: &mut BTreeMap<LotId, Crates>) {
        for held in self.day.held_by(Holder::Vehicle(round)) {
            let going = stops.iter().filter(|stop| self.is_open(stop)).flat_map(|stop| &stop.loads);
            let going: Crates =
                going.filter(|load| load.of == held.lot && load.action == Action::Unload).map(|load| load.crates).sum();
            if held.balance.crates > going {
                *coming.entry(held.lot).or_default() += held.balance.crates - going;
            }
        }
        let asks = |stop: &Stop, donor: SiteId, category: Category| {
            let matches = |load: &Load<Forecast>| {
                load.of.donor == donor && load.of.category == category && load.action == Action::Unload
            };
            stop.forecast.iter().any(matches)
        };
        let order: Vec<usize> = (0..stops.len()).filter(|index| self.is_open(&stops[*index])).collect();
        for (lot, crates) in coming.iter_mut() {
            let Some(lot) = self.day.lots.get(lot) else { continue };
            let wanting: Vec<usize> =
                order.iter().copied().filter(|index| asks(&stops[*index], lot.site, lot.category)).collect();
            for index in &wanting {
                let is_last = Some(index) == wanting.last();
                let stop = &mut stops[*index];
                let ours = |load: &&mut Load<Forecast>| {
                    load.of.donor == lot.site && load.of.category == lot.category && load.action == Action::Unload
                };
                let Some(line) = stop.forecast.iter_mut().find(ours) else { continue };
                // The last one takes what is more than expected.
                let down = if is_last { *crates } else { (*crates).min(line.crates) };
                line.crates -= down;
                *crates -= down;
                if down > Crates::ZERO {
                    let grams = weight_at_rate(lot.grams, lot.crates, down);
                    let reasons = line.reasons.clone();
                    let load = Load { of: lot.id, action: Action::Unload, crates: down, grams, cold: None, reasons };
                    stop.loads.push(load);
                }
            }
        }
        for stop in stops.iter_mut() {
            stop.forecast.retain(|load| load.action == Action::Load || !self.said.contains(&load.of.donor));
        }
    }
}
