//! What is different in a round since its driver last looked: changes of the plan, and acts of theirs that arrived
//! after the plan had dropped the stop.

use super::day::Day;
use super::{App, Refusal, Result, Said, Thing};
use crate::domain::id::{LotId, RoundId, SiteId, StopId};
use crate::domain::ledger::OpOutcome;
use crate::domain::people::Actor;
use crate::domain::plan::{Action, Stop};
use crate::domain::quantity::Crates;
use crate::domain::round::PlanState;
use crate::domain::time::Millis;
use std::collections::{BTreeMap, BTreeSet};

/// A difference between two versions of a round, at one site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    pub site: SiteId,
    pub what: Changed,
}

/// How a site's part in a round differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Changed {
    /// A new stop, with its arrival.
    New(Millis),
    /// The stop is gone. Another round may do part of its work.
    Gone(Option<RoundId>),
    /// The number of crates to load or to set down changed.
    Crates { action: Action, before: Crates, now: Crates },
    /// The same number of crates, but of other lots.
    Lots(Action),
    /// The stop moved in the order. It now follows this site; none if it is first.
    Order(Option<SiteId>),
}

/// An act that was recorded although the plan had dropped its stop.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OffPlan {
    pub site: SiteId,
    pub occurred: Millis,
    /// The remarks the act was answered with.
    pub said: Vec<Said>,
}

impl App {
    /// The differences between a round as it is now and as it was in the version `known` of the plan. Empty where that
    /// version is the published one, or never was published.
    ///
    /// # Errors
    /// When the round is not the person's to drive.
    pub async fn round_changes(&self, who: &Actor, day: &Day, round: RoundId, known: i64) -> Result<Vec<Change>> {
        if !day.round(round).is_some_and(|round| who.may_drive_for(round.head.person)) {
            return Err(Refusal::NotFound(Thing::Round));
        }
        if day.plan.as_ref().is_none_or(|plan| plan.version == known) {
            return Ok(Vec::new());
        }
        let mut reader = self.store.reader(who.area).await?;
        let mut db = reader.db();
        let plans = db.plans_of_day(day.date).await?;
        let Some(known) = plans.into_iter().find(|plan| plan.version == known && plan.state == PlanState::Past) else {
            return Ok(Vec::new());
        };
        let closed: BTreeSet<StopId> = {
            let visits = db.visits_of_day(day.date).await?;
            visits.into_iter().filter(super::driving::is_closed).map(|visit| visit.stop).collect()
        };
        let open = |stop: &&Stop| !closed.contains(&stop.id);
        let before = db.plan_stops(known.id).await?.remove(&round).unwrap_or_default();
        let before: Vec<&Stop> = before.iter().filter(open).collect();
        let now = day.round(round).map_or(&[][..], |round| &round.stops);
        let now: Vec<&Stop> = now.iter().map(|stop| &stop.planned).filter(open).collect();
        Ok(compared(&before, &now, |stop| elsewhere(day, round, stop)))
    }

    /// The person's acts on a round since an instant for which the plan had no stop any more when they arrived.
    pub async fn off_plan(&self, who: &Actor, round: RoundId, since: Millis) -> Result<Vec<OffPlan>> {
        let mut reader = self.store.reader(who.area).await?;
        let mut db = reader.db();
        let mut found = Vec::new();
        for op in db.ops_of_person(who.person, since).await? {
            if op.outcome != OpOutcome::Done || op.undone.is_some() {
                continue;
            }
            let said: Vec<Said> = serde_json::from_str(&op.answer).unwrap_or_default();
            if !said.iter().any(|said| matches!(said, Said::NotAsPlanned | Said::TakenByOther { .. })) {
                continue;
            }
            if let Some(visit) = db.visit_of_act(op.id).await?.filter(|visit| visit.round == round) {
                found.push(OffPlan { site: visit.site, occurred: op.occurred, said });
            }
        }
        Ok(found)
    }
}

/// Another round that now does some of the work of a stop that is gone: the same lot at the same site.
fn elsewhere(day: &Day, was_in: RoundId, gone: &Stop) -> Option<RoundId> {
    day.visits_at(gone.site).into_iter().filter(|(round, stop)| round.head.id != was_in && stop.is_open()).find_map(
        |(round, stop)| {
            let same = |load: &crate::domain::plan::Load| {
                gone.loads.iter().any(|was| was.of == load.of && was.action == load.action)
            };
            stop.planned.loads.iter().any(same).then_some(round.head.id)
        },
    )
}

/// What is different between the open stops of a round as they were and as they are, each in its order.
pub(super) fn compared(before: &[&Stop], now: &[&Stop], elsewhere: impl Fn(&Stop) -> Option<RoundId>) -> Vec<Change> {
    let mut left: Vec<(usize, &Stop)> = now.iter().copied().enumerate().collect();
    let mut pairs: Vec<(usize, usize)> = Vec::new();
    let mut gone = Vec::new();
    // A stop that was planned anew has another id, so what is left is matched by site.
    let same: [fn(&Stop, &Stop) -> bool; 2] = [|a, b| a.id == b.id, |a, b| a.site == b.site];
    let mut unmatched: Vec<(usize, &Stop)> = before.iter().copied().enumerate().collect();
    for is_same in same {
        unmatched.retain(|(at, was)| match left.iter().position(|(_, is)| is_same(was, is)) {
            Some(index) => {
                pairs.push((*at, left.remove(index).0));
                false
            }
            None => true,
        });
    }
    for (_, was) in unmatched {
        gone.push(Change { site: was.site, what: Changed::Gone(elsewhere(was)) });
    }
    let mut changes = gone;
    changes.extend(left.iter().map(|(_, is)| Change { site: is.site, what: Changed::New(is.arrive) }));
    pairs.sort_unstable();
    for (was, is) in &pairs {
        let (was, is) = (before[*was], now[*is]);
        for action in [Action::Unload, Action::Load] {
            let (old, new) = (loads(was, action), loads(is, action));
            let (before, now): (Crates, Crates) = (old.values().copied().sum(), new.values().copied().sum());
            if before != now {
                changes.push(Change { site: is.site, what: Changed::Crates { action, before, now } });
            } else if old != new {
                changes.push(Change { site: is.site, what: Changed::Lots(action) });
            }
        }
    }
    let order: Vec<usize> = pairs.iter().map(|(_, is)| *is).collect();
    let kept = longest_rising(&order);
    for position in order.into_iter().filter(|position| !kept.contains(position)) {
        let after = position.checked_sub(1).map(|after| now[after].site);
        changes.push(Change { site: now[position].site, what: Changed::Order(after) });
    }
    changes
}

fn loads(stop: &Stop, action: Action) -> BTreeMap<LotId, Crates> {
    stop.loads.iter().filter(|load| load.action == action).map(|load| (load.of, load.crates)).collect()
}

/// A longest increasing subsequence: the stops that kept their order, so that as few as possible count as moved.
fn longest_rising(numbers: &[usize]) -> Vec<usize> {
    let mut best: Vec<Vec<usize>> = Vec::new();
    for number in numbers {
        let mut longest: Vec<usize> = best
            .iter()
            .filter(|rising| rising.last() < Some(number))
            .max_by_key(|rising| rising.len())
            .cloned()
            .unwrap_or_default();
        longest.push(*number);
        best.push(longest);
    }
    best.into_iter().rev().max_by_key(Vec::len).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::plan::Load;
    use crate::domain::quantity::Grams;
    use uuid::Uuid;

    fn stop(id: u128, site: u128, minute: i64, crates: i64) -> Stop {
        Stop {
            id: Uuid::from_u128(id).into(),
            site: Uuid::from_u128(site).into(),
            arrive: Millis(minute * 60_000),
            start: Millis(0),
            depart: Millis(0),
            loads: vec![Load {
                of: Uuid::from_u128(site).into(),
                action: Action::Load,
                crates: Crates(crates),
                grams: Grams(1),
                cold: None,
                reasons: Vec::new(),
            }],
            forecast: Vec::new(),
        }
    }

    fn site(id: u128) -> SiteId {
        Uuid::from_u128(id).into()
    }

    #[test]
    fn tells_what_is_new_gone_more_and_moved() {
        let before = [stop(1, 1, 0, 3), stop(2, 2, 1, 3), stop(3, 3, 2, 3), stop(4, 4, 3, 3)];
        let after = [stop(4, 4, 0, 3), stop(12, 2, 1, 5), stop(3, 3, 2, 3), stop(5, 5, 3, 1)];
        let other: RoundId = Uuid::from_u128(9).into();
        let changes = compared(&before.each_ref(), &after.each_ref(), |_| Some(other));
        let change = |id, what| Change { site: site(id), what };
        assert_eq!(
            changes,
            vec![
                change(1, Changed::Gone(Some(other))),
                change(5, Changed::New(Millis(3 * 60_000))),
                change(2, Changed::Crates { action: Action::Load, before: Crates(3), now: Crates(5) }),
                change(4, Changed::Order(None)),
            ]
        );
    }

    #[test]
    fn says_nothing_of_a_round_that_stayed() {
        let stops = [stop(1, 1, 0, 3), stop(2, 2, 1, 3)];
        assert_eq!(compared(&stops.each_ref(), &stops.each_ref(), |_| None), Vec::new());
    }
}
