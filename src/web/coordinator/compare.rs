//! A plan beside the one people know: what would change for them, and what it brings.

use std::collections::{BTreeMap, BTreeSet};

use maud::{Markup, html};

use crate::app::planning::{FAIRNESS_DAYS, Snapshot};
use crate::domain::id::{RoundId, SiteId};
use crate::domain::plan::{Action, DayPlan};
use crate::domain::site::SiteKind;
use crate::t;
use crate::web::say;
use crate::web::ui::{Bar, BarChart};
use crate::words::Words;

/// What a plan comes to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Sums {
    pub(super) metres: i64,
    /// Its time at the wheel.
    pub(super) driving: i64,
    /// What it takes to points and hubs.
    pub(super) grams: i64,
    /// What it does not carry.
    pub(super) left: i64,
    pub(super) stops: usize,
    /// The lots that it takes, or some of each, to points and hubs.
    pub(super) lots: usize,
}

impl Sums {
    pub(super) fn of(plan: &DayPlan) -> Self {
        let loads = plan.rounds.iter().flat_map(|round| &round.stops).flat_map(|stop| &stop.loads);
        let lots: BTreeSet<_> =
            loads.clone().filter(|load| load.action == Action::Unload).map(|load| load.of).collect();
        Self {
            lots: lots.len(),
            metres: plan.rounds.iter().map(|round| round.figures.metres.0).sum(),
            driving: plan.rounds.iter().map(|round| round.figures.driving.0).sum(),
            grams: loads.filter(|load| load.action == Action::Unload).map(|load| load.grams.0).sum(),
            left: plan.left.iter().map(|left| left.grams.0).sum(),
            stops: plan.rounds.iter().map(|round| round.stops.len()).sum(),
        }
    }
}

/// How much of the fairest use a plan reaches, where that is known.
pub(super) fn reached(w: Words, percent: Option<i64>) -> Markup {
    html! { @if let Some(percent) = percent { p { (t!(w, "plan-fairest", percent = t!(w, "percent", value = percent))) } } }
}

/// How many rounds go elsewhere, or in another order, or are there in only one of the two plans.
pub(super) fn changed_rounds(before: &DayPlan, after: &DayPlan) -> usize {
    let ways = |plan: &DayPlan| -> BTreeMap<RoundId, Vec<SiteId>> {
        plan.rounds.iter().map(|round| (round.id, round.stops.iter().map(|stop| stop.site).collect())).collect()
    };
    let (before, after) = (ways(before), ways(after));
    let all: BTreeSet<_> = before.keys().chain(after.keys()).collect();
    all.into_iter().filter(|id| before.get(id) != after.get(id)).count()
}

/// Kilograms for each person a point serves, over four weeks and with this plan.
pub(super) fn fairness(w: Words, snapshot: &Snapshot, plan: &DayPlan) -> BarChart {
    let mut brought: BTreeMap<SiteId, i64> = BTreeMap::new();
    for stop in plan.rounds.iter().flat_map(|round| &round.stops) {
        let grams = stop.loads.iter().filter(|load| load.action == Action::Unload).map(|load| load.grams.0);
        *brought.entry(stop.site).or_default() += grams.sum::<i64>();
    }
    let mut received: BTreeMap<SiteId, i64> = BTreeMap::new();
    for ((site, _), grams) in &snapshot.received {
        *received.entry(*site).or_default() += grams.0;
    }
    let points = snapshot.day.sites.values();
    let points: Vec<_> =
        points.filter(|site| site.kind == SiteKind::Point && site.active && site.persons > 0).collect();
    let of = |map: &BTreeMap<SiteId, i64>, site| map.get(&site).copied().unwrap_or_default();
    let all: i64 = points.iter().map(|site| of(&received, site.id) + of(&brought, site.id)).sum();
    let persons: i64 = points.iter().map(|site| site.persons).sum();
    let mean = all / persons.max(1);
    let mut bars: Vec<Bar> = points
        .into_iter()
        .map(|site| {
            let today = of(&brought, site.id) / site.persons;
            let size = (of(&received, site.id) + of(&brought, site.id)) / site.persons;
            let value = if today > 0 {
                t!(w, "plan-fairness-with-today", value = w.kilograms(size), today = w.kilograms(today))
            } else {
                w.kilograms(size)
            };
            Bar { label: say::site(site), size, value, target: Some((mean, w.kilograms(mean))) }
        })
        .collect();
    bars.sort_by_key(|bar| bar.size);
    BarChart { words: w, title: t!(w, "plan-fairness-title", n = FAIRNESS_DAYS), bars }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::plan::{Objective, Round, RoundFigures, Stop};
    use crate::domain::quantity::{Metres, Seconds};
    use crate::domain::time::Millis;
    use crate::words::Lang;
    use uuid::Uuid;

    fn plan(rounds: &[(u128, &[u128])]) -> DayPlan {
        let stop = |site: &u128| Stop {
            id: Uuid::from_u128(*site).into(),
            site: Uuid::from_u128(*site).into(),
            arrive: Millis(0),
            start: Millis(0),
            depart: Millis(0),
            loads: Vec::new(),
            forecast: Vec::new(),
        };
        let round = |(id, sites): &(u128, &[u128])| Round {
            id: Uuid::from_u128(*id).into(),
            shift: Uuid::nil().into(),
            vehicle: Uuid::nil().into(),
            stops: sites.iter().map(stop).collect(),
            figures: RoundFigures { depart: Millis(0), finish: Millis(0), metres: Metres(1000), driving: Seconds(60) },
        };
        DayPlan {
            seed: 1,
            rounds: rounds.iter().map(round).collect(),
            left: Vec::new(),
            objective: Objective::default(),
            estimated_times: true,
            fairest: None,
        }
    }

    #[test]
    fn italian_has_another_article_before_a_vowel() {
        let w = Words::of(Lang::It);
        for (percent, words) in [(8, "l'8 %"), (11, "l'11 %"), (81, "l'81 %"), (18, "il 18 %"), (100, "il 100 %")] {
            assert_eq!(t!(w, "the-percent", value = percent), words);
        }
        assert!(reached(w, Some(78)).into_string().contains("Equità: 78\u{a0}% (100\u{a0}% ="));
        assert_eq!(reached(Words::of(Lang::It), None).into_string(), "");
    }

    #[test]
    fn a_round_is_changed_by_another_order_and_by_being_new_or_gone() {
        let before = plan(&[(1, &[10, 11]), (2, &[12]), (3, &[13])]);
        let after = plan(&[(1, &[11, 10]), (2, &[12]), (4, &[13])]);
        assert_eq!(changed_rounds(&before, &after), 3);
        assert_eq!(changed_rounds(&before, &before), 0);
    }
}
