//! How evenly food was shared out: what everybody in the network may see.

use super::planning::received_before;
use super::{App, Result};
use crate::domain::fairness::{PerPerson, Taker, in_all, of_category};
use crate::domain::food::{Category, PerCategory};
use crate::domain::id::SiteId;
use crate::domain::people::Actor;
use crate::domain::quantity::Grams;
use crate::domain::round::{PlanHead, PlanState};
use crate::domain::site::{Site, SiteKind};
use std::collections::BTreeMap;

/// How evenly food was shared out over the days that a plan of today looks back on.
#[derive(Debug, Clone)]
pub struct Shared {
    /// All that each point takes together, the point that misses most of its share first.
    pub in_all: Vec<(Site, PerPerson)>,
    /// Each kind of food that came, in the usual order, with the points that take it, in the order of `in_all`.
    pub by_category: Vec<(Category, Vec<(Site, PerPerson)>)>,
    /// The plan that people go by today.
    pub plan: Option<PlanHead>,
}

impl App {
    /// How evenly food was shared out in the person's area. Whoever is in the network may know.
    pub async fn shared(&self, who: &Actor) -> Result<Shared> {
        let mut reader = self.store.reader(who.area).await?;
        let mut db = reader.db();
        let zone = db.area().await?.zone;
        let today = zone.date(self.now());
        let received = received_before(&mut db, zone.start_of(today)).await?;
        let (sites, takers) = takers(db.sites().await?, &received);
        let mut order: Vec<(usize, PerPerson)> =
            (0..).zip(&takers).filter_map(|(at, taker)| Some((at, in_all(taker, &takers)?))).collect();
        order.sort_by(|(one, a), (other, b)| {
            b.missing().cmp(&a.missing()).then_with(|| sites[*one].name.cmp(&sites[*other].name))
        });
        let of_food = |category: Category| -> Vec<(Site, PerPerson)> {
            let of = |at: usize| Some((sites[at].clone(), of_category(&takers[at], &takers, category)?));
            order.iter().filter_map(|(at, _)| of(*at)).collect()
        };
        let came = |points: &[(Site, PerPerson)]| points.iter().any(|(_, per)| !per.received.is_zero());
        let by_category = Category::ALL.iter().map(|category| (*category, of_food(*category)));
        let by_category = by_category.filter(|(_, points)| came(points)).collect();
        let in_all = order.iter().map(|(at, per)| (sites[*at].clone(), *per)).collect();
        let plan = db.plan_in(today, PlanState::Published).await?;
        Ok(Shared { in_all, by_category, plan })
    }
}

/// The points that share food out, and what each got of each kind.
pub(super) fn takers(
    sites: impl IntoIterator<Item = Site>,
    received: &BTreeMap<(SiteId, Category), Grams>,
) -> (Vec<Site>, Vec<Taker>) {
    let points = sites.into_iter().filter(|site| site.kind == SiteKind::Point && site.active && site.persons > 0);
    points
        .map(|site| {
            let mut of = PerCategory::<Grams>::default();
            for category in Category::ALL {
                let grams = received.get(&(site.id, *category)).copied().unwrap_or_default();
                of[*category] = grams.max(Grams::ZERO);
            }
            let taker = Taker { persons: site.persons, refused: site.refused, received: of };
            (site, taker)
        })
        .unzip()
}

/// How many points have less than half of their share.
pub(super) fn below_half(takers: &[Taker]) -> usize {
    takers.iter().filter(|taker| in_all(taker, takers).is_some_and(PerPerson::is_below_half)).count()
}
