//! What a plan would change for people, beside the one they go by.

use crate::app::changes::{Change, compared};
use crate::app::day::Day;
use crate::domain::id::{RoundId, SiteId, StopId};
use crate::domain::plan::{Action, DayPlan, Round, Stop};
use crate::domain::quantity::{Crates, Seconds};
use crate::domain::time::Millis;
use std::collections::{BTreeMap, BTreeSet};

/// A visit that moves by less than this is the same visit to those who wait for it.
const SAME_TIME: Seconds = Seconds(15 * 60);

/// Whom a plan changes something for, and what.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Effects {
    /// Rounds that change, in the order of the plan.
    pub rounds: Vec<(RoundId, RoundEffect)>,
    /// Points and hubs where something else comes, or at another time.
    pub points: Vec<SiteEffect>,
    /// Shops from which something else is collected, or at another time.
    pub shops: Vec<SiteEffect>,
}

/// What changes for a driver.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RoundEffect {
    /// The round is new, with so many stops.
    New(usize),
    /// Nothing of it is left to do.
    Off,
    /// Some of its stops are others.
    Changed(Vec<Change>),
    /// The same stops, later or earlier; the next one by so much.
    Moved(Seconds),
}

/// What changes for the people of a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SiteEffect {
    pub site: SiteId,
    /// When the first vehicle was to come, and the crates of the day.
    pub before: Option<(Millis, Crates)>,
    pub after: Option<(Millis, Crates)>,
}

impl Effects {
    /// What changes from one plan of a day to another.
    pub fn between(day: &Day, before: &DayPlan, after: &DayPlan) -> Self {
        Self {
            rounds: rounds(day, before, after),
            points: sites(day, before, after, Action::Unload),
            shops: sites(day, before, after, Action::Load),
        }
    }

    /// Whether nobody is concerned.
    pub fn is_empty(&self) -> bool {
        self.rounds.is_empty() && self.points.is_empty() && self.shops.is_empty()
    }
}

fn is_open(day: &Day, stop: StopId) -> bool {
    day.stop(stop).is_none_or(|(_, stop)| stop.is_open())
}

fn open_stops<'a>(day: &Day, plan: &'a DayPlan) -> BTreeMap<RoundId, Vec<&'a Stop>> {
    let open = |round: &'a Round| round.stops.iter().filter(|stop| is_open(day, stop.id)).collect();
    plan.rounds.iter().map(|round| (round.id, open(round))).collect()
}

fn rounds(day: &Day, before: &DayPlan, after: &DayPlan) -> Vec<(RoundId, RoundEffect)> {
    let (old, new) = (open_stops(day, before), open_stops(day, after));
    let mut order: Vec<RoundId> = before.rounds.iter().chain(&after.rounds).map(|round| round.id).collect();
    let mut known = BTreeSet::new();
    order.retain(|round| known.insert(*round));
    let none = Vec::new();
    let effect = |id: RoundId| {
        let (old, now) = (old.get(&id).unwrap_or(&none), new.get(&id).unwrap_or(&none));
        match (old.first(), now.first()) {
            (None, None) => None,
            (None, Some(_)) => Some(RoundEffect::New(now.len())),
            (Some(_), None) => Some(RoundEffect::Off),
            (Some(was), Some(is)) => {
                let changes = compared(old, now, |gone| taken_over(&new, id, gone));
                if !changes.is_empty() {
                    return Some(RoundEffect::Changed(changes));
                }
                let by = is.arrive.since(was.arrive);
                (by.0.abs() > SAME_TIME.0).then_some(RoundEffect::Moved(by))
            }
        }
    };
    order.into_iter().filter_map(|id| Some((id, effect(id)?))).collect()
}

/// The round that now loads, or sets down, any of what a stop was for.
fn taken_over(rounds: &BTreeMap<RoundId, Vec<&Stop>>, was_in: RoundId, gone: &Stop) -> Option<RoundId> {
    let same = |stop: &&Stop| {
        stop.site == gone.site
            && stop.loads.iter().any(|load| gone.loads.iter().any(|was| (was.of, was.action) == (load.of, load.action)))
    };
    rounds.iter().find(|(id, stops)| **id != was_in && stops.iter().any(same)).map(|(id, _)| *id)
}

fn sites(day: &Day, before: &DayPlan, after: &DayPlan, action: Action) -> Vec<SiteEffect> {
    let (old, new) = (coming(day, before, action), coming(day, after, action));
    let all: BTreeSet<SiteId> = old.keys().chain(new.keys()).copied().collect();
    let effect = |site: SiteId| {
        let (before, after) = (old.get(&site).copied(), new.get(&site).copied());
        let same = match (before, after) {
            (Some((was, had)), Some((is, has))) => had == has && is.since(was).0.abs() <= SAME_TIME.0,
            _ => false,
        };
        (!same).then_some(SiteEffect { site, before, after })
    };
    let mut found: Vec<SiteEffect> = all.into_iter().filter_map(effect).collect();
    found.sort_by_key(|effect| day.sites.get(&effect.site).map(|site| site.name.clone()));
    found
}

/// When each place is visited first, and the crates that its own people hand over or get in all.
fn coming(day: &Day, plan: &DayPlan, action: Action) -> BTreeMap<SiteId, (Millis, Crates)> {
    let mut coming: BTreeMap<SiteId, (Millis, Crates)> = BTreeMap::new();
    let visits = plan.rounds.iter().flat_map(|round| round.stops.iter().map(|stop| (round.id, stop)));
    for (round, stop) in visits.filter(|(_, stop)| is_open(day, stop.id)) {
        let Some(site) = day.sites.get(&stop.site) else { continue };
        let theirs = |lot| action == Action::Unload || day.holder_at(site, lot, round) == site.source();
        let loads = stop.loads.iter().filter(|load| load.action == action && theirs(load.of));
        let crates: Crates = loads.map(|load| load.crates).sum();
        if crates > Crates::ZERO {
            let entry = coming.entry(site.id).or_insert((stop.arrive, Crates::ZERO));
            *entry = (entry.0.min(stop.arrive), entry.1 + crates);
        }
    }
    coming
}
