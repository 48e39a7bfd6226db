//! Whether what people go by can still be done: the open visits of a published plan, walked from what is on board now.

use std::collections::BTreeMap;

use crate::app::day::{Day, RoundDay, StopDay};
use crate::app::{App, Result};
use crate::domain::cold;
use crate::domain::id::{AreaId, LotId};
use crate::domain::ledger::Holder;
use crate::domain::plan::Action;
use crate::domain::quantity::{Crates, Seconds};
use crate::domain::site::Area;
use jiff::civil::Date;

/// Plans are published for at most so many days.
const DAYS_AHEAD: usize = 14;

impl App {
    /// What is wrong with the published plans of today and the days ahead, in plain English.
    pub async fn verify_plans(&self, area: &Area) -> Result<Vec<String>> {
        let mut found = Vec::new();
        let mut date = area.zone.date(self.now());
        for _ in 0..DAYS_AHEAD {
            found.extend(self.verify_plan(area.id, date).await?.into_iter().map(|fault| format!("{date}, {fault}")));
            date = date.tomorrow().unwrap_or(date);
        }
        Ok(found)
    }

    /// What is wrong with the published plan of a day, in plain English; nothing if all is well or there is no plan.
    pub async fn verify_plan(&self, area: AreaId, date: Date) -> Result<Vec<String>> {
        let mut reader = self.store.reader(area).await?;
        let day = Day::read(&mut reader.db(), date, self.now()).await?;
        Ok(day.rounds.iter().flat_map(|round| faults(&day, round)).collect())
    }
}

fn faults(day: &Day, round: &RoundDay) -> Vec<String> {
    let number = round.head.number;
    let mut found = Vec::new();
    let mut on_board: BTreeMap<LotId, (Crates, Option<crate::domain::time::Millis>)> =
        round.on_board.iter().map(|portion| (portion.lot, (portion.balance.crates, Some(portion.since)))).collect();
    let mut before = None;
    let going = round.stops.iter().all(StopDay::is_open) && !round.stops.is_empty();
    if going && day.rest(round).is_some_and(|(_, at)| at.is_none()) {
        found.push(format!("round {number}: its driver has no break"));
    }
    for stop in round.stops.iter().filter(|stop| stop.is_open()) {
        let site = day.sites.get(&stop.planned.site).map_or("?", |site| site.name.as_str());
        let mut fault = |what: String| found.push(format!("round {number}, {site}: {what}"));
        if before.is_some_and(|left| stop.planned.arrive < left) || stop.planned.start < stop.planned.arrive {
            fault("it is planned before the visit ahead of it ends".to_owned());
        }
        before = Some(stop.planned.depart);
        if !is_open_then(day, round, stop) {
            fault("it is closed at the planned time".to_owned());
        }
        for what in handover_faults(day, round, stop, &mut on_board) {
            fault(what);
        }
        let capacity = day.vehicles.get(&round.head.vehicle).map_or(Crates::ZERO, |vehicle| vehicle.crates);
        let carried: Crates = on_board.values().map(|(crates, _)| *crates).sum();
        if carried > capacity {
            fault(format!("{} crates on board, and the vehicle holds {}", carried.0, capacity.0));
        }
    }
    found
}

fn is_open_then(day: &Day, round: &RoundDay, stop: &StopDay) -> bool {
    // A vehicle that stands still can be met at any time.
    let fetched = |lot| day.waits_aboard(stop.planned.site, lot, round.head.id).is_some();
    if !stop.planned.loads.is_empty() && stop.planned.loads.iter().all(|load| fetched(load.of)) {
        return true;
    }
    day.sites.get(&stop.planned.site).is_some_and(|site| {
        let windows = day.opening(site);
        windows.iter().any(|(from, until)| *from <= stop.planned.start && stop.planned.start <= *until)
    })
}

fn handover_faults(
    day: &Day,
    round: &RoundDay,
    stop: &StopDay,
    on_board: &mut BTreeMap<LotId, (Crates, Option<crate::domain::time::Millis>)>,
) -> Vec<String> {
    let mut found = Vec::new();
    for load in &stop.planned.loads {
        let Some(lot) = day.lots.get(&load.of) else {
            found.push("it names a lot that is not there".to_owned());
            continue;
        };
        let entry = on_board.entry(load.of).or_insert((Crates::ZERO, None));
        match load.action {
            Action::Load => {
                let site = day.sites.get(&stop.planned.site);
                let source = site.map(|site| day.holder_at(site, load.of, round.head.id));
                let there = source.map_or(Crates::ZERO, |source| day.crates_of(load.of, source));
                if there < load.crates {
                    found.push(format!("lot {}: {} crates to load and {} there", lot.number, load.crates.0, there.0));
                }
                // What comes from another vehicle is outside a fridge since it left its donor's.
                let aboard = source.filter(|source| matches!(source, Holder::Vehicle(_)));
                let held = day.holdings.iter().find(|held| held.lot == load.of && Some(held.holder) == aboard);
                let since = held.map_or(stop.planned.start, |held| held.since);
                *entry = (entry.0 + load.crates, entry.1.or(Some(since)));
            }
            Action::Unload => {
                if entry.0 < load.crates {
                    found.push(format!(
                        "lot {}: {} crates to set down and {} on board",
                        lot.number, load.crates.0, entry.0.0
                    ));
                }
                entry.0 -= load.crates;
                if lot.shelf.last_day(day.date).is_some_and(|last| day.area.zone.date(stop.planned.depart) > last) {
                    found.push(format!("lot {} would arrive after its use-by date", lot.number));
                }
                let clock =
                    cold::limit_for(&day.limits, lot.category).zip(day.vehicles.get(&round.head.vehicle)).zip(entry.1);
                let clock = clock
                    .and_then(|((limit, vehicle), since)| cold::clock(limit, lot.class, vehicle.equipment(), since));
                if clock.is_some_and(|clock| stop.planned.depart > clock.deadline + Seconds(1)) {
                    found.push(format!("lot {} would be outside a fridge too long", lot.number));
                }
            }
        }
    }
    found
}
