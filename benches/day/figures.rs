//! The figures by which plans of one problem are compared.

use girofresco::planner::check;
use girofresco::planner::problem::PlanningProblem;
use girofresco::planner::solution::Solution;

pub struct Figures {
    pub announced: i64,
    pub saved: i64,
    /// Grams that reached a point today, hubs aside.
    pub handed_out: i64,
    pub per_person: Vec<f64>,
    pub kilometres: f64,
    pub minutes: i64,
    pub people: usize,
    pub violations: Vec<check::Violation>,
}

/// Kilograms a person got over 28 days and today, for each point that serves somebody, least first.
#[allow(clippy::cast_precision_loss, reason = "figures for people: rounded is enough")]
pub fn per_person(problem: &PlanningProblem, solution: &Solution) -> Vec<f64> {
    let mut grams: Vec<i64> =
        problem.sinks.iter().map(|sink| sink.received.0.iter().map(|grams| grams.0).sum()).collect();
    for action in solution.rounds.iter().flat_map(|round| &round.visits).flat_map(|visit| &visit.actions) {
        if let Some(sink) = action.sink {
            grams[sink] += action.grams.0;
        }
    }
    let mut each: Vec<f64> = problem
        .sinks
        .iter()
        .zip(grams)
        .filter(|(sink, _)| !sink.hub && sink.persons > 0 && !problem.locations[sink.location].windows.is_empty())
        .map(|(sink, grams)| grams as f64 / 1_000.0 / sink.persons as f64)
        .collect();
    each.sort_by(f64::total_cmp);
    each
}

#[allow(clippy::cast_precision_loss, reason = "figures for people: rounded is enough")]
pub fn figures(problem: &PlanningProblem, solution: &Solution) -> Figures {
    let announced: i64 = problem.supplies.iter().map(|supply| supply.grams.0).sum();
    let left: i64 = solution.left.iter().map(|left| left.grams.0).sum();
    Figures {
        announced,
        saved: announced - left,
        handed_out: solution
            .rounds
            .iter()
            .flat_map(|round| &round.visits)
            .flat_map(|visit| &visit.actions)
            .filter(|action| action.sink.is_some_and(|sink| !problem.sinks[sink].hub))
            .map(|action| action.grams.0)
            .sum(),
        per_person: per_person(problem, solution),
        kilometres: solution.rounds.iter().map(|round| round.metres.0).sum::<i64>() as f64 / 1_000.0,
        minutes: solution.rounds.iter().map(|round| round.driving.0).sum::<i64>() / 60,
        people: solution.rounds.len(),
        violations: check::violations(problem, solution),
    }
}

impl Figures {
    pub fn min(&self) -> f64 {
        self.per_person.first().copied().unwrap_or(0.0)
    }

    #[allow(clippy::cast_precision_loss, reason = "figures for people: rounded is enough")]
    pub fn gini(&self) -> f64 {
        let n = self.per_person.len() as f64;
        let sum: f64 = self.per_person.iter().sum();
        let ranked: f64 = (1..).zip(&self.per_person).map(|(rank, x)| f64::from(rank) * x).sum();
        if sum > 0.0 { 2.0 * ranked / (n * sum) - (n + 1.0) / n } else { 0.0 }
    }

    #[allow(clippy::cast_precision_loss, reason = "figures for people: rounded is enough")]
    pub fn row(&self, name: &str, seconds: f64) -> String {
        let last = self.per_person.len().saturating_sub(1);
        let at = |index: usize| self.per_person.get(index).copied().unwrap_or(0.0);
        format!(
            "{name:<28} {:>8.1} {:>6.1}% {:>8.1} {:>7.2} {:>7.2} {:>7.2} {:>6.3} {:>8.1} {:>7} {:>6} {:>10} {seconds:>8.3}",
            self.saved as f64 / 1_000.0,
            self.saved as f64 * 100.0 / self.announced.max(1) as f64,
            self.handed_out as f64 / 1_000.0,
            self.min(),
            at(last / 2),
            at(last),
            self.gini(),
            self.kilometres,
            self.minutes,
            self.people,
            self.violations.len(),
        )
    }

    pub fn heading() -> String {
        format!(
            "{:<28} {:>8} {:>7} {:>8} {:>7} {:>7} {:>7} {:>6} {:>8} {:>7} {:>6} {:>10} {:>8}",
            "plan",
            "saved kg",
            "saved",
            "points",
            "min",
            "median",
            "max",
            "gini",
            "km",
            "minutes",
            "people",
            "violations",
            "seconds"
        )
    }
}
