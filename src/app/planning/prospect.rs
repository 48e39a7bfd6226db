//! What a day comes to if people go by a plan from here on. The plan may be one that can no longer be done in full: what
//! cannot is left out, by the facts as they stand, so that a proposal is compared with doing nothing.

use super::Snapshot;
use super::verify::{Rooms, is_open_then};
use crate::app::day::{Day, RoundDay};
use crate::app::fairness::{below_half, takers};
use crate::domain::cold;
use crate::domain::id::{LotId, RoundId, SiteId, StopId, VehicleId};
use crate::domain::ledger::Holder;
use crate::domain::plan::{Action, DayPlan, Load, Stop};
use crate::domain::quantity::{Crates, Grams, Seconds, share_of_weight};
use crate::domain::site::SiteKind;
use crate::domain::time::Millis;
use std::collections::BTreeMap;

/// Who waits longer than this beyond what they were told has waited in vain for a while.
const LATE_AFTER: Seconds = Seconds(15 * 60);

/// What a day comes to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Prospect {
    /// What of the day's lots is with points, families and hubs in the end.
    pub saved: Grams,
    /// What of them stays with shops, or on a vehicle.
    pub left: Grams,
    /// Points that then have less than half of their share.
    pub below: usize,
    /// Visits a quarter of an hour or more after the time that people were told.
    pub late: usize,
}

/// A visit still to be made.
struct Ahead<'a> {
    round: RoundId,
    vehicle: VehicleId,
    stop: &'a Stop,
    at: Millis,
}

impl Prospect {
    /// What comes of the plan in force if nobody changes it: rounds without a driver or vehicle do not go, and the others
    /// are as late as they are now.
    pub(super) fn of_doing_nothing(snapshot: &Snapshot) -> Self {
        let day = &snapshot.day;
        let goes = |round: &&RoundDay| {
            let shift = day.shifts.iter().find(|shift| shift.id == round.head.shift);
            let gone = shift.is_none_or(|shift| shift.cancelled || snapshot.crews.gone(shift).is_some());
            !round.head.cancelled && round.head.ended.is_none() && !gone && day.halt(&round.head).is_none()
        };
        let mut ahead = Vec::new();
        for round in day.rounds.iter().filter(goes) {
            for stop in round.stops.iter().filter(|stop| stop.is_open()) {
                let (round, vehicle) = (round.head.id, round.head.vehicle);
                ahead.push(Ahead { round, vehicle, stop: &stop.planned, at: stop.expected });
            }
        }
        let late = ahead.iter().filter(|visit| visit.at.since(visit.stop.arrive) > LATE_AFTER).count();
        Walk::over(snapshot, ahead).prospect(snapshot, late)
    }

    /// What comes of a plan that people would go by from now on, beside what they were told `before`.
    pub(super) fn of_plan(snapshot: &Snapshot, plan: &DayPlan, before: &DayPlan) -> Self {
        let day = &snapshot.day;
        let told: BTreeMap<StopId, Millis> =
            before.rounds.iter().flat_map(|round| &round.stops).map(|stop| (stop.id, stop.arrive)).collect();
        let mut ahead = Vec::new();
        for round in &plan.rounds {
            for stop in round.stops.iter().filter(|stop| day.stop(stop.id).is_none_or(|(_, stop)| stop.is_open())) {
                ahead.push(Ahead { round: round.id, vehicle: round.vehicle, stop, at: stop.arrive });
            }
        }
        let later = |visit: &&Ahead| told.get(&visit.stop.id).is_some_and(|at| visit.at.since(*at) > LATE_AFTER);
        let late = ahead.iter().filter(later).count();
        Walk::over(snapshot, ahead).prospect(snapshot, late)
    }
}

/// Where crates are, visit by visit.
struct Walk<'a> {
    day: &'a Day,
    held: BTreeMap<(LotId, Holder), Crates>,
    /// When what a vehicle carries left a fridge.
    since: BTreeMap<(LotId, RoundId), Millis>,
    rooms: Rooms,
}

impl<'a> Walk<'a> {
    fn over(snapshot: &'a Snapshot, mut ahead: Vec<Ahead<'_>>) -> Self {
        let day = &snapshot.day;
        let held = day.holdings.iter().map(|held| ((held.lot, held.holder), held.balance.crates)).collect();
        let mut walk = Self { day, held, since: BTreeMap::new(), rooms: Rooms::of(day) };
        for round in &day.rounds {
            walk.since.extend(round.on_board.iter().map(|portion| ((portion.lot, round.head.id), portion.since)));
        }
        // What one round brings to a hub, another fetches there later.
        ahead.sort_by_key(|visit| visit.at);
        for visit in &ahead {
            let start = visit.stop.start.max(visit.at);
            let then = Stop { start, ..visit.stop.clone() };
            let is_in_use = day.sites.get(&then.site).is_some_and(|site| site.active);
            if is_in_use && is_open_then(day, visit.round, &then) {
                for load in &then.loads {
                    match load.action {
                        Action::Load => walk.load(visit, load, start),
                        Action::Unload => walk.unload(snapshot, visit, load, start),
                    }
                }
            }
        }
        walk
    }

    fn crates(&self, lot: LotId, holder: Holder) -> Crates {
        self.held.get(&(lot, holder)).copied().unwrap_or_default()
    }

    fn shift(&mut self, lot: LotId, crates: Crates, from: Holder, to: Holder) {
        *self.held.entry((lot, from)).or_default() -= crates;
        *self.held.entry((lot, to)).or_default() += crates;
    }

    fn load(&mut self, visit: &Ahead<'_>, load: &Load, at: Millis) {
        let Some(site) = self.day.sites.get(&visit.stop.site) else { return };
        // What a round sets down in a hub ahead of this visit is there now, whatever the ledger says by then.
        let own = site.source();
        let from =
            if self.crates(load.of, own) > Crates::ZERO { own } else { self.day.holder_at(site, load.of, visit.round) };
        let crates = load.crates.min(self.crates(load.of, from));
        if crates > Crates::ZERO {
            self.shift(load.of, crates, from, Holder::Vehicle(visit.round));
            self.since.entry((load.of, visit.round)).or_insert(at);
        }
    }

    fn unload(&mut self, snapshot: &Snapshot, visit: &Ahead<'_>, load: &Load, at: Millis) {
        let (Some(site), Some(lot)) = (self.day.sites.get(&visit.stop.site), self.day.lots.get(&load.of)) else {
            return;
        };
        let refused = site.refused.contains(lot.category) || snapshot.declined.contains(&(lot.id, site.id));
        if refused || self.is_too_warm(visit, load.of, at) {
            return;
        }
        let room = self.rooms.left(site.id, lot.class);
        let crates = load.crates.min(self.crates(load.of, Holder::Vehicle(visit.round))).min(room);
        if crates > Crates::ZERO {
            let to = if site.kind == SiteKind::Hub { Holder::Hub(site.id) } else { Holder::Handover(site.id) };
            self.shift(load.of, crates, Holder::Vehicle(visit.round), to);
            self.rooms.take(site.id, lot.class, crates);
        }
    }

    fn is_too_warm(&self, visit: &Ahead<'_>, lot: LotId, at: Millis) -> bool {
        let clock = || {
            let lot = self.day.lots.get(&lot)?;
            let limit = cold::limit_for(&self.day.limits, lot.category)?;
            let vehicle = self.day.vehicles.get(&visit.vehicle)?;
            cold::clock(limit, lot.class, vehicle.equipment(), *self.since.get(&(lot.id, visit.round))?)
        };
        clock().is_some_and(|clock| at > clock.deadline)
    }

    fn prospect(self, snapshot: &Snapshot, late: usize) -> Prospect {
        let mut prospect = Prospect { late, ..Prospect::default() };
        let mut received = snapshot.received.clone();
        for ((lot, holder), crates) in &self.held {
            let Some(lot) = self.day.lots.get(lot).filter(|lot| lot.date == self.day.date) else { continue };
            let grams = share_of_weight(lot.grams, lot.crates, *crates);
            let mut at_point = |site: &SiteId| *received.entry((*site, lot.category)).or_default() += grams;
            match holder {
                Holder::Handover(site) | Holder::Point(site) | Holder::Families(site) => {
                    at_point(site);
                    prospect.saved += grams;
                }
                Holder::Hub(_) => prospect.saved += grams,
                Holder::Donor(_) | Holder::Vehicle(_) => prospect.left += grams,
                Holder::Supplier | Holder::Discarded => {}
            }
        }
        let (_, takers) = takers(self.day.sites.values().cloned(), &received);
        prospect.below = below_half(&takers);
        prospect
    }
}
