//! The weights of an area's plans, and what other weights would have made of its last week.

use super::solve::{SearchOrder, solve};
use super::{Assembly, PlanOrder, Snapshot, received_before};
use crate::app::day::Day;
use crate::app::vacant::Crews;
use crate::app::{App, Field, FieldError, FieldErrorKind, Refusal, Result};
use crate::domain::id::{AreaId, LotId};
use crate::domain::ledger::{Balance, Holder, Holding};
use crate::domain::people::Actor;
use crate::domain::policy::{Evenness, Weights};
use crate::domain::quantity::{Grams, Metres, Seconds};
use crate::planner::solution::Solution;
use crate::planner::{Budget, Control, fairest};
use jiff::ToSpan;
use jiff::civil::Date;
use std::collections::BTreeMap;

/// The most that calling somebody out may cost.
pub const MOST_FOR_A_PERSON: Seconds = Seconds(8 * 3600);
/// The most that a kilometre may cost.
pub const MOST_FOR_A_KILOMETRE: Seconds = Seconds(600);
/// So many days are planned again.
const LOOKS_BACK: i64 = 7;
/// Iterations for each day and setting. Few, as somebody waits: enough to show which way the figures go.
const ITERATIONS: u64 = 700;

/// What one setting would have made of the week.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Setting {
    pub evenness: Evenness,
    /// How much of the fairest use the plans reach together, in percent.
    pub reached: i64,
    /// The way of all rounds.
    pub metres: Metres,
    /// What reaches points and hubs.
    pub saved: Grams,
}

/// Fairness against kilometres over the last week.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TradeOff {
    /// The days that had food, in order.
    pub days: Vec<Date>,
    /// What each setting would have made of them; empty without such days.
    pub settings: Vec<Setting>,
}

impl App {
    /// What counts for how much in the plans of the person's area.
    ///
    /// # Errors
    /// When the person does not coordinate, or storage does not answer.
    pub async fn weights(&self, who: &Actor) -> Result<Weights> {
        Self::must_coordinate(who)?;
        Ok(self.store.reader(who.area).await?.db().weights().await?)
    }

    /// Sets what counts for how much, from the next plan on.
    ///
    /// # Errors
    /// When the person does not coordinate, or a weight cannot be taken.
    pub async fn set_weights(&self, who: &Actor, weights: Weights) -> Result<()> {
        Self::must_coordinate(who)?;
        let limits = [
            (Field::Person, weights.person, MOST_FOR_A_PERSON),
            (Field::Kilometre, weights.kilometre, MOST_FOR_A_KILOMETRE),
        ];
        for (name, value, most) in limits {
            if value < Seconds::ZERO || value > most {
                return Err(FieldError::new(name, FieldErrorKind::TooLarge { most: most.0 }).into());
            }
        }
        self.store
            .write(who.area, move |tx| Box::pin(async move { Ok::<_, Refusal>(tx.set_weights(&weights).await?) }))
            .await
    }

    /// Plans the last seven days again from what they had in the end, with these weights and each evenness.
    ///
    /// # Errors
    /// When the person does not coordinate, or storage does not answer.
    pub async fn trade_off(&self, who: &Actor, weights: Weights) -> Result<TradeOff> {
        Self::must_coordinate(who)?;
        let today = self.area(who).await?.zone.date(self.now());
        let mut week = Vec::new();
        for back in (1..=LOOKS_BACK).rev() {
            let morning = self.morning(who.area, today.saturating_sub(back.days()), weights).await?;
            week.extend(Some(morning).filter(|morning| !morning.day.holdings.is_empty()));
        }
        let days = week.iter().map(|morning| morning.day.date).collect();
        let settings = tokio::task::spawn_blocking(move || settings(&mut week)).await.unwrap_or_else(|error| {
            tracing::error!(%error, "the last week could not be planned again");
            Vec::new()
        });
        Ok(TradeOff { days, settings })
    }

    /// A past day as if all its food were announced and nothing had been done yet.
    async fn morning(&self, area: AreaId, date: Date, weights: Weights) -> Result<Snapshot> {
        let mut reader = self.store.reader(area).await?;
        let mut db = reader.db();
        let start = db.area().await?.zone.start_of(date);
        let mut day = Day::read(&mut db, date, start).await?;
        let mut given: BTreeMap<LotId, Balance> = BTreeMap::new();
        for held in day.holdings.iter().filter(|held| held.holder != Holder::Supplier) {
            let sum = given.entry(held.lot).or_default();
            sum.crates += held.balance.crates;
            sum.grams += held.balance.grams;
        }
        let of_day = day.lots.values().filter(|lot| lot.date == date);
        day.holdings = of_day
            .filter_map(|lot| Some((lot, *given.get(&lot.id)?)))
            .filter(|(_, balance)| !balance.crates.is_zero())
            .map(|(lot, balance)| Holding { lot: lot.id, holder: Holder::Donor(lot.site), balance, since: start })
            .collect();
        (day.rounds, day.halts, day.plan, day.draft) = (Vec::new(), Vec::new(), None, None);
        let received = received_before(&mut db, start).await?;
        let declined = db.declined(date).await?;
        // Who drove then is what counts, whoever does now.
        let crews = Crews::of(&day.shifts);
        Ok(Snapshot { day, received, expected: Vec::new(), declined, weights, crews })
    }
}

fn settings(week: &mut [Snapshot]) -> Vec<Setting> {
    if week.is_empty() {
        return Vec::new();
    }
    let of = |evenness: &Evenness| {
        for morning in &mut *week {
            morning.weights.evenness = *evenness;
        }
        setting(*evenness, week)
    };
    Evenness::ALL.iter().map(of).collect()
}

/// What a setting makes of a week. A day that is no planning problem is left out.
fn setting(evenness: Evenness, week: &[Snapshot]) -> Setting {
    let mut setting = Setting { evenness, reached: 100, metres: Metres::ZERO, saved: Grams::ZERO };
    let (mut relief, mut reached) = (0, 0);
    for morning in week {
        let order = PlanOrder { budget: Budget::of(ITERATIONS), ..PlanOrder::usual(morning.day.date) };
        let order = SearchOrder::anew(order);
        let Ok((Assembly { problem, .. }, plan)) = solve(morning, order, &mut |_| Control::Continue) else {
            continue;
        };
        let Ok(bound) = fairest(&problem) else { continue };
        relief += i128::from(bound.relief);
        reached += i128::from(bound.relief) * i128::from(bound.reached(&problem, &plan));
        setting.metres += plan.rounds.iter().map(|round| round.metres).sum::<Metres>();
        setting.saved += saved(&plan);
    }
    if relief > 0 {
        setting.reached = i64::try_from(reached / relief).unwrap_or_default();
    }
    setting
}

fn saved(plan: &Solution) -> Grams {
    let actions = plan.rounds.iter().flat_map(|round| &round.visits).flat_map(|visit| &visit.actions);
    actions.filter(|action| action.sink.is_some()).map(|action| action.grams).sum()
}
