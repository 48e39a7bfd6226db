//! Whom publishing a plan changes something for: a driver's round is new, changed or gone, a shop's pickup or a point's
//! arrival comes at another time or not at all.

use super::audience::Audience;
use crate::app::day::{Day, RoundDay, StopDay};
use crate::app::donor::promised;
use crate::domain::id::{LotId, PlanId, SiteId};
use crate::domain::notice::{Effect, Event, NewNotice, News, RoundChange, Subject, Tag, Target, VisitChange};
use crate::domain::people::Role;
use crate::domain::plan::Action;
use crate::domain::quantity::{Crates, Seconds};
use crate::domain::schedule::{Rules, minutes};
use crate::domain::time::Millis;
use std::collections::BTreeSet;

/// Those who wait for a visit are told when it moves by more than this.
const SAME_TIME: Seconds = Seconds(15 * 60);

/// A day before and after a plan was published.
pub(in crate::app) struct Published<'a> {
    pub(in crate::app) plan: PlanId,
    pub(in crate::app) before: &'a Day,
    pub(in crate::app) after: &'a Day,
    pub(in crate::app) audience: &'a Audience,
    pub(in crate::app) rules: &'a Rules,
}

type Loads = BTreeSet<(LotId, Action, Crates)>;
type Visit<'a> = (&'a RoundDay, &'a StopDay);

impl Published<'_> {
    /// The notices to give.
    pub(in crate::app) fn notices(&self) -> Vec<NewNotice> {
        let mut notices = self.rounds();
        let sites: BTreeSet<SiteId> = [self.before, self.after]
            .into_iter()
            .flat_map(|day| &day.rounds)
            .flat_map(|round| &round.stops)
            .map(|stop| stop.planned.site)
            .collect();
        for site in sites {
            notices.extend(self.pickup(site));
            notices.extend(self.arrival(site));
        }
        notices
    }

    fn name(&self, site: SiteId) -> String {
        self.after.sites.get(&site).map(|site| site.name.clone()).unwrap_or_default()
    }

    fn rounds(&self) -> Vec<NewNotice> {
        let mut notices = Vec::new();
        for round in self.after.rounds.iter().filter(|round| planned(round) && round.head.ended.is_none()) {
            let known = self.before.round(round.head.id).filter(|known| planned(known));
            if self.after.halt(&round.head).is_some() {
                continue;
            }
            match known.filter(|known| known.head.person == round.head.person) {
                None => notices.extend(self.new_round(round)),
                Some(known) => notices.extend(self.changed_round(known, round)),
            }
        }
        for round in self.before.rounds.iter().filter(|round| planned(round) && round.head.ended.is_none()) {
            let now = self.after.round(round.head.id).filter(|now| planned(now));
            let now = now.filter(|now| self.after.halt(&now.head).is_none());
            if now.is_none_or(|now| now.head.person != round.head.person) {
                let news = News::RoundOff { number: round.head.number, date: round.head.date };
                notices.push(self.to_driver(round, RoundChange::TakenAway, news, None));
            }
        }
        notices
    }

    fn to_driver(&self, round: &RoundDay, change: RoundChange, news: News, answer_by: Option<Millis>) -> NewNotice {
        let (id, today) = (round.head.id, self.after.area.zone.date(self.after.now));
        NewNotice {
            person: round.head.person,
            effect: Effect::Event(Event::RoundPublished { plan: self.plan, round: id, change }),
            tag: Tag::About(Subject::Round { round: id }),
            news,
            target: if round.head.date == today { Target::CurrentRound } else { Target::Round { round: id } },
            expires: round.head.until,
            answer_by,
        }
    }

    fn new_round(&self, round: &RoundDay) -> Option<NewNotice> {
        let (figures, first) = (round.figures.as_ref()?, round.stops.iter().find(|stop| stop.is_open())?);
        let news = News::RoundPublished {
            number: round.head.number,
            date: round.head.date,
            depart: figures.depart,
            first: self.name(first.planned.site),
            stops: i64::try_from(round.stops.iter().filter(|stop| stop.is_open()).count()).unwrap_or(i64::MAX),
        };
        Some(self.to_driver(round, RoundChange::Given, news, None))
    }

    fn changed_round(&self, known: &RoundDay, round: &RoundDay) -> Option<NewNotice> {
        let open = |round: &RoundDay| -> Vec<(SiteId, Loads, Millis)> {
            let loads =
                |stop: &StopDay| stop.planned.loads.iter().map(|load| (load.of, load.action, load.crates)).collect();
            let open = round.stops.iter().filter(|stop| stop.is_open());
            open.map(|stop| (stop.planned.site, loads(stop), stop.planned.arrive)).collect()
        };
        let (old, new) = (open(known), open(round));
        let as_before = old.len() == new.len()
            && old.iter().zip(&new).all(|(old, new)| old.0 == new.0 && old.1 == new.1 && near(old.2, new.2));
        if as_before {
            return None;
        }
        let only_in = |these: &[(SiteId, _, _)], those: &[(SiteId, _, _)]| -> Vec<String> {
            let known: BTreeSet<SiteId> = those.iter().map(|(site, ..)| *site).collect();
            let mut named = BTreeSet::new();
            let fresh = these.iter().filter(|(site, ..)| !known.contains(site) && named.insert(*site));
            fresh.map(|(site, ..)| self.name(*site)).collect()
        };
        let news = News::RoundChanged {
            number: round.head.number,
            added: only_in(&new, &old),
            removed: only_in(&old, &new),
            next: new.first().map(|(site, ..)| self.name(*site)),
        };
        let begun = round.stops.iter().any(|stop| !stop.is_open());
        let answer_by = begun.then_some(self.after.now + minutes(self.rules.answer_within));
        Some(self.to_driver(round, RoundChange::Changed, news, answer_by))
    }

    /// For a shop: who comes and in which hour, where either changed; or that nobody comes although food waits.
    fn pickup(&self, site: SiteId) -> Option<NewNotice> {
        let first = |day| visit_of(day, site, |visit| day.hands_over(*visit));
        let (before, after) = (first(self.before), first(self.after));
        let news = match (before, after) {
            (Some((old_round, old)), Some((round, stop)))
                if near(old.expected, stop.expected) && old_round.head.person == round.head.person =>
            {
                return None;
            }
            (_, Some((round, stop))) => {
                let (from, until) = promised(stop.expected, self.after.now);
                News::PickupComing {
                    place: self.name(site),
                    driver: round.head.person_name.clone(),
                    date: self.after.date,
                    from,
                    until,
                    changed: before.is_some(),
                }
            }
            (Some(_), None) if still_waits(self.after, site) => News::PickupOff { place: self.name(site) },
            (_, None) => return None,
        };
        let person = self.audience.at(Role::Donor, site).first().copied()?;
        Some(NewNotice {
            person,
            effect: Effect::Event(Event::VisitPublished { plan: self.plan, site, change: VisitChange::Pickup }),
            tag: Tag::About(Subject::Pickup { site, date: self.after.date }),
            news,
            target: Target::Donor { site },
            expires: self.after.area.zone.end_of(self.after.date),
            answer_by: None,
        })
    }

    /// For a point, on the day itself: what it expected comes at another time, with other crates, or not at all.
    fn arrival(&self, site: SiteId) -> Option<NewNotice> {
        if self.after.date != self.after.area.zone.date(self.after.now) {
            return None;
        }
        let first = |day| visit_of(day, site, |(_, stop)| stop.unloads());
        let (_, old) = first(self.before)?;
        let after = first(self.after);
        let brings = |stop: &StopDay| stop.crates(Action::Unload);
        if after.is_some_and(|(_, stop)| near(old.expected, stop.expected) && brings(stop) == brings(old)) {
            return None;
        }
        let person = self.audience.at(Role::Point, site).first().copied()?;
        Some(NewNotice {
            person,
            effect: Effect::Event(Event::VisitPublished { plan: self.plan, site, change: VisitChange::Arrival }),
            tag: Tag::About(Subject::Arrivals { site, date: self.after.date }),
            news: News::ArrivalChanged {
                place: self.name(site),
                at: after.map(|(_, stop)| stop.expected),
                crates: after.map_or(0, |(_, stop)| brings(stop).0),
            },
            target: Target::Arrivals { site },
            expires: self.after.area.zone.end_of(self.after.date),
            answer_by: None,
        })
    }
}

fn planned(round: &RoundDay) -> bool {
    round.figures.is_some()
}

fn near(one: Millis, other: Millis) -> bool {
    (one.0 - other.0).abs() <= SAME_TIME.0 * 1000
}

fn visit_of(day: &Day, site: SiteId, wanted: impl Fn(&Visit<'_>) -> bool) -> Option<Visit<'_>> {
    day.visits_at(site).into_iter().find(|visit| visit.1.is_open() && wanted(visit))
}

/// Whether a shop still holds a lot announced for the day.
fn still_waits(day: &Day, site: SiteId) -> bool {
    day.held_by(crate::domain::ledger::Holder::Donor(site))
        .any(|held| day.lots.get(&held.lot).is_some_and(|lot| lot.date == day.date))
}
