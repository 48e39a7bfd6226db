//! What to expect of donors that have not announced yet, learned from the weeks before; and what becomes of it once they
//! have.

use super::day::Day;
use super::{App, Refusal, Result};
use crate::domain::calendar::{Closure, days, windows};
use crate::domain::food::{Category, StorageClass};
use crate::domain::id::{LotId, RoundId, SiteId};
use crate::domain::ledger::Holder;
use crate::domain::people::{Actor, Role};
use crate::domain::plan::{Action, ExpectedLoad, Load};
use crate::domain::quantity::{Crates, Grams, share_of_weight};
use crate::domain::round::PlannedStop;
use crate::domain::site::{Site, SiteKind};
use crate::domain::time::Millis;
use crate::domain::usual::{Choice, Given, Usual, WEEKS};
use crate::store::Db;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// Food that a donor usually has on a day and has not announced.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expected {
    pub donor: SiteId,
    pub category: Category,
    /// How it must be kept.
    pub class: StorageClass,
    pub crates: Crates,
    pub grams: Grams,
    /// On how many of a hundred such days there is some.
    pub percent: i64,
    /// From when it can be collected.
    pub ready: Millis,
    /// Until when it can be collected.
    pub until: Millis,
}

/// A weekday of a donor.
#[derive(Debug, Clone)]
pub struct UsualDay {
    /// The day of the week, from Monday 1 to Sunday 7.
    pub weekday: i8,
    pub choice: Choice,
    pub usual: Usual,
    /// Whether it opens on that day of the week at all.
    pub opens: bool,
}

impl App {
    /// What a donor usually does on each day of the week.
    ///
    /// # Errors
    /// When the person may not speak for the donor.
    pub async fn usual_week(&self, who: &Actor, site: &Site) -> Result<Vec<UsualDay>> {
        if !who.may_at(Role::Donor, site.id) {
            return Err(Refusal::NotAllowed);
        }
        let mut reader = self.store.reader().await?;
        let mut db = reader.db();
        let today = db.area(who.area).await?.zone.date(self.now());
        let first = days(today, -7 * WEEKS);
        let closures = db.closures(who.area, first).await?;
        let choices = db.usual_choices(who.area).await?;
        let given = db.given_by(site.id, first, today).await?;
        let week = (1..=7).map(|weekday| {
            let dates = (0..7 * WEEKS).map(|n| days(first, n));
            let dates = dates.filter(|date| date.weekday().to_monday_one_offset() == weekday);
            UsualDay {
                weekday,
                choice: chosen(&choices, site.id, weekday),
                usual: learned(site, dates, &given, &closures),
                opens: jiff::civil::Weekday::from_monday_one_offset(weekday)
                    .is_ok_and(|day| !site.opening.on(day).is_empty()),
            }
        });
        Ok(week.collect())
    }

    /// Keeps on which days of the week a donor is expected.
    ///
    /// # Errors
    /// When the person may not speak for the donor.
    pub async fn set_usual_week(&self, who: &Actor, site: SiteId, choices: Vec<(i8, Choice)>) -> Result<()> {
        if !who.may_at(Role::Donor, site) {
            return Err(Refusal::NotAllowed);
        }
        self.store
            .write(who.area, move |tx| {
                Box::pin(async move {
                    super::stop::site_in_area(tx, site).await?;
                    for (weekday, choice) in choices {
                        tx.set_usual(site, weekday, choice).await?;
                    }
                    Ok::<_, Refusal>(())
                })
            })
            .await
    }
}

fn chosen(choices: &[(SiteId, i8, Choice)], site: SiteId, weekday: i8) -> Choice {
    let found = choices.iter().find(|(of, day, _)| *of == site && *day == weekday);
    found.map_or(Choice::Learned, |(_, _, choice)| *choice)
}

/// What a donor does on some days: those on which it was open, since it first announced anything.
fn learned(
    site: &Site,
    dates: impl Iterator<Item = Date>,
    given: &[(SiteId, Date, Given)],
    closures: &[Closure],
) -> Usual {
    let own: Vec<&(SiteId, Date, Given)> = given.iter().filter(|(of, _, _)| *of == site.id).collect();
    let Some(since) = own.first().map(|(_, since, _)| *since) else { return Usual::default() };
    let open = dates.filter(|date| *date >= since && !windows(site, *date, closures).is_empty());
    let given: Vec<Given> = own.into_iter().map(|(_, _, given)| given.clone()).collect();
    Usual::learn(&given, &open.collect())
}

/// What to expect on a day of the donors that have not said anything about it.
pub(super) async fn expected(db: &mut Db<'_>, day: &Day) -> Result<Vec<Expected>> {
    let weekday = day.date.weekday().to_monday_one_offset();
    let past: [Date; 8] = std::array::from_fn(|week| days(day.date, -7 * (week as i64 + 1)));
    let first = past.iter().copied().min().unwrap_or(day.date);
    let closures = db.closures(day.area.id, first).await?;
    let choices = db.usual_choices(day.area.id).await?;
    let given = db.given_on(day.area.id, past).await?;
    let said: BTreeSet<SiteId> =
        db.announcements_of_day(day.area.id, day.date).await?.into_iter().map(|one| one.site).collect();
    let mut expected = Vec::new();
    for site in day.sites.values().filter(|site| site.kind == SiteKind::Donor && site.active) {
        let visited = day.visits_at(site.id).iter().any(|(_, stop)| !stop.is_open());
        let opening = day.opening(site);
        let (Some((ready, _)), Some((_, until))) = (opening.first().copied(), opening.last().copied()) else {
            continue;
        };
        let choice = chosen(&choices, site.id, weekday);
        if said.contains(&site.id) || visited || until <= day.now || choice == Choice::Never {
            continue;
        }
        let mut usual = learned(site, past.iter().copied(), &given, &closures);
        if choice == Choice::Always && usual.announced == 0 {
            // Always expected, but never on this day of the week yet: what it gives on others.
            let any_day = db.given_by(site.id, first, day.date).await?;
            usual = learned(site, (0..7 * WEEKS).map(|n| days(first, n)), &any_day, &closures);
        }
        if !usual.is_expected(choice) {
            continue;
        }
        expected.extend(usual.expected().iter().map(|food| Expected {
            donor: site.id,
            category: food.category,
            class: food.class,
            crates: food.crates,
            grams: food.grams,
            percent: food.percent.clamp(1, 100),
            ready,
            until,
        }));
    }
    Ok(expected)
}

/// What is planned of donors that have announced since: real lots take the place of what was expected of them.
pub(super) struct Settling<'a> {
    /// The donors of which nothing is expected any more: they said something about the day, or somebody was there.
    pub said: &'a BTreeSet<SiteId>,
    /// The lots of the day.
    pub day: &'a Day,
    pub done: &'a BTreeSet<crate::domain::id::StopId>,
}

impl Settling<'_> {
    /// Lets real lots take the place of forecasts in the open stops of a plan.
    pub(super) fn settle(&self, stops: &mut BTreeMap<RoundId, Vec<PlannedStop>>) {
        let mut promised = self.promised(stops);
        for (round, stops) in stops.iter_mut() {
            let mut coming = self.loads(stops, &mut promised);
            self.unloads(*round, stops, &mut coming);
        }
    }

    fn is_open(&self, stop: &PlannedStop) -> bool {
        !self.done.contains(&stop.id)
    }

    /// Crates of lots that open stops are going to load.
    fn promised(&self, stops: &BTreeMap<RoundId, Vec<PlannedStop>>) -> BTreeMap<LotId, Crates> {
        let mut promised = BTreeMap::new();
        for load in stops.values().flatten().filter(|stop| self.is_open(stop)).flat_map(|stop| &stop.loads) {
            if load.action == Action::Load {
                *promised.entry(load.lot).or_insert(Crates::ZERO) += load.crates;
            }
        }
        promised
    }

    /// At the stops of a round that were to load forecasts: what the donor has now. Gives what will be on board of it.
    fn loads(&self, stops: &mut [PlannedStop], promised: &mut BTreeMap<LotId, Crates>) -> BTreeMap<LotId, Crates> {
        let mut coming = BTreeMap::new();
        for stop in stops.iter_mut().filter(|stop| !self.done.contains(&stop.id)) {
            let was_expected = |load: &ExpectedLoad| load.action == Action::Load && self.said.contains(&load.donor);
            if !stop.forecast.iter().any(was_expected) {
                continue;
            }
            stop.forecast.retain(|load| !was_expected(load));
            for lot in self.day.lots_of(stop.site) {
                let Some(held) = self.day.held_by(Holder::Donor(stop.site)).find(|held| held.lot == lot.id) else {
                    continue;
                };
                let taken = promised.entry(lot.id).or_insert(Crates::ZERO);
                let free = held.balance.crates - *taken;
                if free > Crates::ZERO {
                    *taken += free;
                    coming.insert(lot.id, free);
                    stop.loads.push(Load {
                        lot: lot.id,
                        action: Action::Load,
                        crates: free,
                        grams: share_of_weight(held.balance.grams, held.balance.crates, free),
                        cold: None,
                        reasons: Vec::new(),
                    });
                }
            }
        }
        coming
    }

    /// At the stops that were to set forecasts down: the lots that came instead, category by category.
    fn unloads(&self, round: RoundId, stops: &mut [PlannedStop], coming: &mut BTreeMap<LotId, Crates>) {
        for held in self.day.held_by(Holder::Vehicle(round)) {
            let going = stops.iter().filter(|stop| self.is_open(stop)).flat_map(|stop| &stop.loads);
            let going: Crates = going
                .filter(|load| load.lot == held.lot && load.action == Action::Unload)
                .map(|load| load.crates)
                .sum();
            if held.balance.crates > going {
                *coming.entry(held.lot).or_default() += held.balance.crates - going;
            }
        }
        let asks = |stop: &PlannedStop, donor: SiteId, category: Category| {
            let matches =
                |load: &ExpectedLoad| load.donor == donor && load.category == category && load.action == Action::Unload;
            stop.forecast.iter().any(matches)
        };
        let order: Vec<usize> = (0..stops.len()).filter(|index| self.is_open(&stops[*index])).collect();
        for (lot, crates) in coming.iter_mut() {
            let Some(lot) = self.day.lots.get(lot) else { continue };
            let wanting: Vec<usize> =
                order.iter().copied().filter(|index| asks(&stops[*index], lot.site, lot.category)).collect();
            for index in &wanting {
                let is_last = Some(index) == wanting.last();
                let stop = &mut stops[*index];
                let ours = |load: &&mut ExpectedLoad| {
                    load.donor == lot.site && load.category == lot.category && load.action == Action::Unload
                };
                let Some(line) = stop.forecast.iter_mut().find(ours) else { continue };
                // The last one takes what is more than expected.
                let down = if is_last { *crates } else { (*crates).min(line.crates) };
                line.crates -= down;
                *crates -= down;
                if down > Crates::ZERO {
                    let grams = Grams(lot.grams.0 * down.0 / lot.crates.0.max(1));
                    let reasons = line.reasons.clone();
                    let load = Load { lot: lot.id, action: Action::Unload, crates: down, grams, cold: None, reasons };
                    stop.loads.push(load);
                }
            }
        }
        for stop in stops.iter_mut() {
            stop.forecast.retain(|load| load.action == Action::Load || !self.said.contains(&load.donor));
        }
    }
}
