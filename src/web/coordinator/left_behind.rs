//! Lots that no round takes, put together by what stopped them: one thing to solve, not fifty.

use std::collections::BTreeSet;

use maud::{Markup, html};

use super::names::{Names, lot_href};
use crate::app::alarm::{Alarm, WhyNoPlace};
use crate::domain::id::LotId;
use crate::domain::notice::AlarmKind;
use crate::domain::plan::{Fix, Left};
use crate::t;
use crate::web::say;
use crate::web::ui::{Disclosure, Icon};
use crate::words::Words;

/// The most ways out that are worth reading.
const MOST_FIXES: usize = 3;

/// Lots that the same thing stopped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct LeftBehind {
    why: WhyNoPlace,
    lots: Vec<(LotId, i64)>,
    /// What would save some of them.
    fixes: Vec<Fix>,
}

impl LeftBehind {
    /// What a plan leaves.
    pub(super) fn of_plan(left: &[Left]) -> Vec<Self> {
        Self::together(
            left.iter().map(|left| (left.lot, left.crates.0, WhyNoPlace::LeftOut(left.code), left.fix.as_ref())),
        )
    }

    /// What has no place now.
    pub(super) fn of_alarms<'a>(alarms: impl IntoIterator<Item = &'a Alarm>) -> Vec<Self> {
        Self::together(alarms.into_iter().filter_map(|alarm| match alarm {
            Alarm::NoPlace { lot, crates, why, fix } => Some((*lot, crates.0, *why, fix.as_ref())),
            _ => None,
        }))
    }

    fn together<'a>(left: impl Iterator<Item = (LotId, i64, WhyNoPlace, Option<&'a Fix>)>) -> Vec<Self> {
        let mut groups: Vec<Self> = Vec::new();
        for (lot, crates, why, fix) in left {
            let group = match groups.iter_mut().find(|group| group.why == why) {
                Some(group) => group,
                None => {
                    groups.push(Self { why, lots: Vec::new(), fixes: Vec::new() });
                    let last = groups.len() - 1;
                    &mut groups[last]
                }
            };
            group.lots.push((lot, crates));
            if let Some(fix) = fix
                && !group.fixes.contains(fix)
            {
                group.fixes.push(fix.clone());
            }
        }
        groups.sort_by_key(|group| std::cmp::Reverse(group.crates()));
        groups
    }

    pub(super) fn crates(&self) -> i64 {
        self.lots.iter().map(|(_, crates)| crates).sum()
    }

    /// The one lot, where there is only one.
    pub(super) fn only_lot(&self) -> Option<LotId> {
        if let [(lot, _)] = self.lots[..] { Some(lot) } else { None }
    }

    /// Each lot.
    pub(super) fn all_lots(&self) -> impl Iterator<Item = LotId> {
        self.lots.iter().map(|(lot, _)| *lot)
    }

    /// What stopped them, as a sentence.
    pub(super) fn why(&self, names: &Names<'_>) -> String {
        match self.why {
            WhyNoPlace::LeftOut(code) => format!("{}.", names.w.left(code)),
            WhyNoPlace::AfterPlan => t!(names.w, "alarms-came-late"),
            WhyNoPlace::Missed { site, outcome, .. } => {
                t!(names.w, "alarms-missed", site = names.site(site), outcome = names.w.outcome(outcome))
            }
        }
    }

    /// What the alarm is called.
    pub(super) fn title(&self, w: Words) -> String {
        match self.why {
            WhyNoPlace::Missed { outcome, .. } => w.outcome(outcome),
            WhyNoPlace::LeftOut(_) | WhyNoPlace::AfterPlan => w.alarm(AlarmKind::NoPlace),
        }
    }

    /// The ways out, and each lot with its shop behind a line.
    pub(super) fn details(&self, names: &Names<'_>) -> Markup {
        let w = names.w;
        let lots = html! {
            ul.rows {
                @for (lot, crates) in &self.lots {
                    li {
                        a.row-name href=(lot_href(*lot)) { (names.lot(*lot)) }
                        p.soft {
                            (w.crates(*crates))
                            @if let Some(lot) = names.day.lots.get(lot) { " · " (names.site(lot.site)) }
                        }
                    }
                }
            }
        };
        // Two shifts that could be longer by as much read the same.
        let mut ways: Vec<String> = self.fixes.iter().map(|fix| say::fix(w, fix, |site| names.site(site))).collect();
        let mut told = BTreeSet::new();
        ways.retain(|way| told.insert(way.clone()));
        html! {
            @for way in ways.iter().take(MOST_FIXES) {
                p.way-out { (Icon::Leaf) span { (way) "." } }
            }
            (Disclosure { summary: t!(w, "lots", n = self.lots.len()), icon: Some(Icon::Crate), open: false, body: lots })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::plan::LeftCode;
    use crate::domain::quantity::{Crates, Grams};
    use uuid::Uuid;

    fn left(lot: u128, crates: i64, code: LeftCode, fix: Option<Fix>) -> Left {
        Left { lot: Uuid::from_u128(lot).into(), crates: Crates(crates), grams: Grams(1), code, fix }
    }

    #[test]
    fn lots_stopped_by_the_same_thing_are_one_thing_to_solve_the_biggest_first() {
        let driver = Some(Fix::OneMoreDriver);
        let groups = LeftBehind::of_plan(&[
            left(1, 2, LeftCode::NoRoom, None),
            left(2, 3, LeftCode::VehicleFull, driver.clone()),
            left(3, 4, LeftCode::VehicleFull, driver.clone()),
        ]);
        assert_eq!(groups.len(), 2);
        assert_eq!((groups[0].why, groups[0].crates()), (WhyNoPlace::LeftOut(LeftCode::VehicleFull), 7));
        assert_eq!(groups[0].fixes, vec![Fix::OneMoreDriver]);
        assert_eq!((groups[0].only_lot(), groups[1].only_lot()), (None, Some(Uuid::from_u128(1).into())));
    }
}
