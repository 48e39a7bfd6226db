//! What to expect of donors that have not announced yet, learned from the weeks before.

use super::day::Day;
use super::place::site_in_area;
use super::{App, Refusal, Result};
use crate::domain::calendar::{Closure, days, windows};
use crate::domain::donor_profile::{Choice, DonorProfile, Given, WEEKS};
use crate::domain::id::SiteId;
use crate::domain::people::{Actor, Role};
use crate::domain::plan::Forecast;
use crate::domain::quantity::{Crates, Grams};
use crate::domain::site::{Site, SiteKind};
use crate::domain::time::Millis;
use crate::store::Db;
use jiff::civil::Date;
use std::collections::BTreeSet;

/// Food that a donor usually has on a day and has not announced.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expected {
    pub of: Forecast,
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
    pub profile: DonorProfile,
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
        let mut reader = self.store.reader(who.area).await?;
        let mut db = reader.db();
        let today = db.area().await?.zone.date(self.now());
        let first = days(today, -7 * WEEKS);
        let closures = db.closures(first).await?;
        let choices = db.usual_choices().await?;
        let given = db.given_by(site.id, first, today).await?;
        let week = (1..=7).map(|weekday| {
            let dates = (0..7 * WEEKS).map(|n| days(first, n));
            let dates = dates.filter(|date| date.weekday().to_monday_one_offset() == weekday);
            UsualDay {
                weekday,
                choice: chosen(&choices, site.id, weekday),
                profile: learned(site, dates, &given, &closures),
                opens: (0..7 * WEEKS)
                    .map(|n| days(today, n))
                    .any(|date| date.weekday().to_monday_one_offset() == weekday && !site.opening.on(date).is_empty()),
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
                    site_in_area(tx, site).await?;
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
) -> DonorProfile {
    let own: Vec<&(SiteId, Date, Given)> = given.iter().filter(|(of, _, _)| *of == site.id).collect();
    let Some(since) = own.first().map(|(_, since, _)| *since) else { return DonorProfile::default() };
    let open = dates.filter(|date| *date >= since && !windows(site, *date, closures).is_empty());
    let given: Vec<Given> = own.into_iter().map(|(_, _, given)| given.clone()).collect();
    DonorProfile::learn(&given, &open.collect())
}

/// What to expect on a day of the donors that have not said anything about it.
pub(super) async fn expected(db: &mut Db<'_>, day: &Day) -> Result<Vec<Expected>> {
    let weekday = day.date.weekday().to_monday_one_offset();
    let past: [Date; 8] = std::array::from_fn(|week| days(day.date, -7 * (week as i64 + 1)));
    let first = past.iter().copied().min().unwrap_or(day.date);
    let closures = db.closures(first).await?;
    let choices = db.usual_choices().await?;
    let given = db.given_on(past).await?;
    let said: BTreeSet<SiteId> = db.announcements_of_day(day.date).await?.into_iter().map(|one| one.site).collect();
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
        let mut profile = learned(site, past.iter().copied(), &given, &closures);
        if choice == Choice::Always && profile.announced == 0 {
            // Always expected, but never on this day of the week yet: what it gives on others.
            let any_day = db.given_by(site.id, first, day.date).await?;
            profile = learned(site, (0..7 * WEEKS).map(|n| days(first, n)), &any_day, &closures);
        }
        if !profile.is_expected(choice) {
            continue;
        }
        expected.extend(profile.expected().iter().map(|food| Expected {
            of: Forecast { donor: site.id, category: food.category, class: food.class },
            crates: food.crates,
            grams: food.grams,
            percent: food.percent.clamp(1, 100),
            ready,
            until,
        }));
    }
    Ok(expected)
}
