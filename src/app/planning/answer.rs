//! From the planner's solution to a plan with ids.

use super::assemble::{Assembly, Snapshot};
use super::loss_scale::LossScale;
use super::named::{Place, Source};
use crate::app::day::{Day, RoundDay};
use crate::clock::Machine;
use crate::domain::id::{LotId, SiteId, StopId};
use crate::domain::plan::{Action, DayPlan, Fix, Left, LeftCode, Load, Objective, Round, RoundFigures, Stop};
use crate::domain::quantity::{Metres, Seconds};
use crate::domain::site::{Site, SiteKind};
use crate::domain::time::Millis;
use crate::planner::problem::Time;
use crate::planner::solution::{self, Solution};
use std::collections::BTreeMap;

impl Assembly {
    /// The plan that a solution of this problem says, after the visits that are done. A visit at a place its round was
    /// going to anyway keeps its id.
    pub fn day_plan(&self, snapshot: &Snapshot, solution: &Solution, machine: &Machine) -> DayPlan {
        let day = &snapshot.day;
        let mut rounds = Vec::new();
        for (index, (shift, round)) in self.vehicles.iter().enumerate() {
            let before = round.and_then(|id| day.round(id));
            let mut stops = Vec::new();
            let mut known: BTreeMap<SiteId, Vec<StopId>> = BTreeMap::new();
            for stop in before.into_iter().flat_map(|round| &round.stops) {
                if stop.is_open() {
                    known.entry(stop.planned.site).or_default().push(stop.planned.id);
                } else {
                    stops.push(stop.planned.clone());
                }
            }
            let solved = solution.rounds.iter().find(|round| round.vehicle == index);
            if solved.is_none() && stops.is_empty() {
                continue;
            }
            for visit in solved.into_iter().flat_map(|round| &round.visits) {
                stops.push(self.stop(visit, &mut known, machine));
            }
            let Some(vehicle) = day.shifts.iter().find(|known| known.id == *shift).map(|shift| shift.vehicle) else {
                continue;
            };
            let figures = before.and_then(|round| round.figures.as_ref());
            let last: Millis = stops.last().map(|stop: &Stop| stop.depart).unwrap_or_default();
            rounds.push(Round {
                id: round.unwrap_or_else(|| machine.id()),
                shift: *shift,
                vehicle,
                figures: RoundFigures {
                    depart: figures
                        .filter(|_| before.is_some_and(|round| round.stops.iter().any(|stop| !stop.is_open())))
                        .map(|figures| figures.depart)
                        .or(solved.map(|round| self.instant(round.depart)))
                        .unwrap_or_default(),
                    finish: solved.map_or(last, |round| self.instant(round.finish)),
                    metres: solved.map_or(Metres::ZERO, |round| round.metres) + self.driven(day, before).0,
                    driving: solved.map_or(Seconds::ZERO, |round| round.driving) + self.driven(day, before).1,
                },
                stops,
            });
        }
        rounds.extend(day.rounds.iter().filter_map(|round| self.done_with(day, round)));
        DayPlan {
            seed: solution.seed,
            rounds,
            left: solution.left.iter().filter_map(|left| self.left(day, left)).collect(),
            objective: self.in_usual_weights(solution.objective),
            estimated_times: self.problem.matrix.estimated,
            fairest: None,
        }
    }

    /// A round that cannot be planned any more: what was done of it stays in the plan.
    fn done_with(&self, day: &Day, round: &RoundDay) -> Option<Round> {
        let figures = round.figures.as_ref()?;
        if self.vehicles.iter().any(|(_, known)| *known == Some(round.head.id)) {
            return None;
        }
        let done = round.stops.iter().filter(|stop| !stop.is_open());
        let stops: Vec<Stop> = done.map(|stop| stop.planned.clone()).collect();
        let (metres, driving) = self.driven(day, Some(round));
        Some(Round {
            id: round.head.id,
            shift: round.head.shift,
            vehicle: round.head.vehicle,
            figures: RoundFigures { depart: figures.depart, finish: stops.last()?.depart, metres, driving },
            stops,
        })
    }

    /// The objective in the weights of days without forecasts, so that plans can be compared.
    fn in_usual_weights(&self, objective: Objective) -> Objective {
        Objective { lost: LossScale::of(&self.supplies).grams(objective.lost), ..objective }
    }

    fn instant(&self, time: Time) -> Millis {
        self.origin + Seconds(time)
    }

    /// How far the done part of a round went: from the shift's start over its closed visits.
    fn driven(&self, day: &Day, before: Option<&RoundDay>) -> (Metres, Seconds) {
        let Some(round) = before else { return (Metres::ZERO, Seconds::ZERO) };
        let done = round.stops.iter().filter(|stop| !stop.is_open()).map(|stop| stop.planned.site);
        let start = day.shifts.iter().find(|shift| shift.id == round.head.shift).map(|shift| shift.start);
        let way = start.into_iter().chain(done);
        let locations: Vec<usize> =
            way.filter_map(|site| self.locations.iter().position(|place| place.site() == site)).collect();
        let matrix = &self.problem.matrix;
        locations.windows(2).fold((Metres::ZERO, Seconds::ZERO), |(metres, seconds), pair| {
            (metres + matrix.metres(pair[0], pair[1]), seconds + matrix.seconds(pair[0], pair[1]))
        })
    }

    fn stop(
        &self,
        visit: &solution::PlannedVisit,
        known: &mut BTreeMap<SiteId, Vec<StopId>>,
        machine: &Machine,
    ) -> Stop {
        let site = self.locations[visit.location].site();
        let id = match known.get_mut(&site) {
            Some(ids) if !ids.is_empty() => ids.remove(0),
            _ => machine.id(),
        };
        let (mut loads, mut forecast) = (Vec::new(), Vec::new());
        for handled in &visit.actions {
            match &self.supplies[handled.supply] {
                Source::Lot(lot) => loads.push(load(*lot, handled)),
                Source::Expected(expected) => forecast.push(load(expected.of, handled)),
            }
        }
        Stop {
            id,
            site,
            arrive: self.instant(visit.arrive),
            start: self.instant(visit.start),
            depart: self.instant(visit.depart),
            loads,
            forecast,
        }
    }

    /// What is left of a lot. Nobody misses food that was only expected.
    fn left(&self, day: &Day, left: &solution::Left) -> Option<Left> {
        let Source::Lot(lot) = &self.supplies[left.supply] else { return None };
        let code = self.code(day, *lot, left);
        // Nobody who drives longer or comes on top gets into a closed shop.
        let fix = left.fix.as_ref().filter(|_| code != LeftCode::ShopClosed);
        Some(Left {
            lot: *lot,
            crates: left.crates,
            grams: left.grams,
            code,
            fix: fix.map(|fix| self.fix(left.supply, fix)),
        })
    }

    /// What stopped a lot. What waits on a halted vehicle has its cold limit as its last time.
    /// Places that do not open on the day are no part of the problem, so whether the shop or the points are closed is seen
    /// here.
    fn code(&self, day: &Day, lot: LotId, left: &solution::Left) -> LeftCode {
        let supply = &self.problem.supplies[left.supply];
        let place = self.locations[supply.location];
        if matches!(place, Place::Halted(_)) {
            return if left.code == LeftCode::UseBy { LeftCode::ColdLimit } else { left.code };
        }
        let Some(lot) = day.lots.get(&lot) else { return left.code };
        let shop = day.sites.get(&lot.site).filter(|site| place.site() == site.id);
        let is_ready = |(from, until): &(Millis, Millis)| *from <= lot.ready_until && lot.ready_from <= *until;
        if supply.on_board.is_none()
            && shop.is_some_and(|site| site.kind == SiteKind::Donor && !day.opening(site).iter().any(is_ready))
        {
            return LeftCode::ShopClosed;
        }
        let takes = |site: &&Site| site.active && site.kind != SiteKind::Donor && !site.refused.contains(lot.category);
        let is_open = |site: &Site| self.sinks.contains(&site.id);
        if left.code == LeftCode::Refused && day.sites.values().filter(takes).any(|site| !is_open(site)) {
            return LeftCode::NoPointOpen;
        }
        left.code
    }

    fn fix(&self, supply: usize, fix: &solution::Fix) -> Fix {
        match fix {
            solution::Fix::OpenLonger { location, by } => {
                Fix::OpenLonger { site: self.locations[*location].site(), by: *by }
            }
            solution::Fix::LongerShift { vehicle, by } => {
                Fix::LongerShift { shift: self.vehicles[*vehicle].0, by: *by }
            }
            solution::Fix::MoreRoom { sink, crates } => {
                Fix::MoreRoom { site: self.sinks[*sink], class: self.problem.supplies[supply].class, crates: *crates }
            }
            solution::Fix::InsulatedBoxes { vehicle } => Fix::InsulatedBoxes { shift: self.vehicles[*vehicle].0 },
            solution::Fix::OneMoreDriver => Fix::OneMoreDriver,
        }
    }
}

fn load<Of>(of: Of, handled: &solution::Action) -> Load<Of> {
    Load {
        of,
        action: if handled.sink.is_some() { Action::Unload } else { Action::Load },
        crates: handled.crates,
        grams: handled.grams,
        cold: handled.cold,
        reasons: handled.reasons.clone(),
    }
}
