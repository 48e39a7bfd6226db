//! How unevenly food is shared out: the second layer of the objective.
//!
//! For each point and category there is a *target*: the point's share, by persons served, of what all points that take
//! the category received over 28 days plus what today's supplies hold of it. Every gram still missing from the target
//! after today counts [`WEIGHTS`] times, by how much of the target the point would have without it: more for a point
//! that is starved. Beyond [`DAILY_SHARES`] times its share of today's food a gram counts once at most, so a new or
//! long-starved point catches up over days and does not take everything. The weight never rises with the grams, so the
//! shortage is convex, and piecewise linear: the change of an insertion is read off at most six pieces.

use crate::domain::fairness;
use crate::domain::food::{Category, PerCategory};
use crate::planner::problem::PlanningProblem;
use crate::planner::solution::Solution;

/// How often a missing gram counts in each quarter of the target, the emptiest quarter first.
pub(crate) const WEIGHTS: [i64; 4] = [8, 4, 2, 1];

/// How many times its share of today's food a point may get at the full weight.
pub(crate) const DAILY_SHARES: i64 = 4;

/// Up to this many grams today, each gram relieves the shortage this many times.
#[derive(Debug, Clone, Copy, Default)]
struct Piece {
    upto: i64,
    weight: i64,
}

/// The shortage of one point and category as a function of the grams it gets today.
#[derive(Debug, Clone, Copy, Default)]
struct ShortageCurve {
    pieces: [Piece; WEIGHTS.len() + 1],
    /// The weighted shortage if it gets nothing.
    whole: i64,
}

impl ShortageCurve {
    fn new(target: i64, received: i64, today: i64) -> Self {
        let gap = (target - received).max(0);
        let full = today.saturating_mul(DAILY_SHARES).min(gap);
        let (mut pieces, mut used, mut from, mut whole) = (Self::default().pieces, 0, 0, 0);
        for (quarter, &weight) in (1..=4).zip(&WEIGHTS) {
            let level = i64::try_from(i128::from(target) * quarter / 4).unwrap_or(target);
            let upto = (level - received).min(full);
            if upto > from {
                pieces[used] = Piece { upto, weight };
                whole += (upto - from) * weight;
                (used, from) = (used + 1, upto);
            }
        }
        if gap > from {
            pieces[used] = Piece { upto: gap, weight: 1 };
            whole += gap - from;
        }
        Self { pieces, whole }
    }

    /// Grams that relieve the shortage so many times each, the most first.
    fn pieces(&self) -> impl Iterator<Item = (i64, i64)> + '_ {
        let begins = std::iter::once(0).chain(self.pieces.iter().map(|piece| piece.upto));
        begins
            .zip(&self.pieces)
            .filter(|(_, piece)| piece.weight > 0)
            .map(|(from, piece)| (piece.upto - from, piece.weight))
    }

    fn relief(&self, grams: i64) -> i64 {
        let (mut relief, mut from) = (0, 0);
        for piece in &self.pieces {
            if grams <= from || piece.weight == 0 {
                break;
            }
            relief += (grams.min(piece.upto) - from) * piece.weight;
            from = piece.upto;
        }
        relief
    }
}

/// The shortages of all points.
#[derive(Debug, Clone)]
pub(crate) struct Fairness {
    curves: Vec<PerCategory<ShortageCurve>>,
    /// The weighted shortage if nobody gets anything.
    whole: i64,
}

impl Fairness {
    pub(crate) fn new(problem: &PlanningProblem) -> Self {
        let mut curves = vec![PerCategory::default(); problem.sinks.len()];
        for &category in Category::ALL {
            let eligible_sinks = || {
                problem.sinks.iter().enumerate().filter(move |(_, sink)| !sink.hub && !sink.refused.contains(category))
            };
            let persons: i128 = eligible_sinks().map(|(_, sink)| i128::from(sink.persons)).sum();
            let history: i128 = eligible_sinks().map(|(_, sink)| i128::from(sink.received[category].0)).sum();
            let today: i128 = problem
                .supplies
                .iter()
                .filter(|supply| supply.category == category)
                .map(|supply| i128::from(supply.grams.0))
                .sum();
            for (at, sink) in eligible_sinks().filter(|(_, sink)| sink.persons > 0) {
                let share = |grams| fairness::share(grams, sink.persons, persons);
                curves[at][category] =
                    ShortageCurve::new(share(history + today), sink.received[category].0, share(today));
            }
        }
        let whole = curves.iter().flat_map(|of_sink| &of_sink.0).map(|cell| cell.whole).sum();
        Self { curves, whole }
    }

    /// The weighted shortage if no point gets anything today.
    pub(crate) const fn whole(&self) -> i64 {
        self.whole
    }

    /// By how much a plan shrinks the weighted shortage.
    pub(crate) fn relief_of(&self, problem: &PlanningProblem, plan: &Solution) -> i64 {
        let mut given = vec![PerCategory::<i64>::default(); problem.sinks.len()];
        for action in plan.rounds.iter().flat_map(|round| &round.visits).flat_map(|visit| &visit.actions) {
            if let Some(sink) = action.sink {
                given[sink][problem.supplies[action.supply].category] += action.grams.0;
            }
        }
        let of_sink = |(sink, given): (usize, &PerCategory<i64>)| {
            Category::ALL.iter().map(|&category| self.relief(sink, category, given[category])).sum::<i64>()
        };
        given.iter().enumerate().map(of_sink).sum()
    }

    /// Grams that relieve the shortage of a point and category so many times each, the most first.
    pub(crate) fn pieces(&self, sink: usize, category: Category) -> impl Iterator<Item = (i64, i64)> + '_ {
        self.curves[sink][category].pieces()
    }

    /// By how much the weighted shortage shrinks when a point gets these grams today.
    pub(crate) fn relief(&self, sink: usize, category: Category, grams: i64) -> i64 {
        self.curves[sink][category].relief(grams)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn relief_is_concave_and_ends_at_the_gap() {
        let cell = ShortageCurve::new(1_000, 100, 500);
        let steps: Vec<_> = (0..1_000).map(|grams| cell.relief(grams + 1) - cell.relief(grams)).collect();
        assert!(steps.windows(2).all(|pair| pair[0] >= pair[1]));
        assert_eq!((steps[0], steps[149], steps[150], steps[899], steps[900]), (8, 8, 4, 1, 0));
        assert_eq!(cell.relief(5_000), cell.whole);
    }

    #[test]
    fn a_starved_point_has_the_full_weight_only_for_its_daily_shares() {
        let cell = ShortageCurve::new(10_000, 0, 100);
        assert_eq!(cell.relief(400), 3_200);
        assert_eq!(cell.relief(500), 3_300);
    }

    #[test]
    fn a_point_above_its_target_gains_nothing() {
        assert_eq!(ShortageCurve::new(1_000, 1_200, 300).relief(500), 0);
    }
}
