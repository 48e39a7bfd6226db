//! What a point (or hub) sees: what comes and when, what waits for its check, what it holds, and what it gave.

use super::day::Day;
use super::donor::{add_to_week, empty_weeks, first_day};
use super::{App, Refusal, Result, Thing};
use crate::domain::cold::ColdClock;
use crate::domain::flow::Flow;
use crate::domain::food::Freshness;
use crate::domain::id::{LotId, OpId, RoundId, SiteId};
use crate::domain::ledger::{Balance, Holder};
use crate::domain::lot::Lot;
use crate::domain::people::{Actor, Role};
use crate::domain::plan::{Action, Forecast, Load, Reason};
use crate::domain::quantity::{Crates, Grams, Seconds};
use crate::domain::round::{Handout, RoundHead};
use crate::domain::site::{Site, SiteKind};
use crate::domain::time::Millis;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// All that a point's page of today shows, read in one go.
#[derive(Debug, Clone)]
pub struct PointDay {
    /// The day of the area.
    pub day: Day,
    pub site: Site,
    /// What is still to come, in the order it is expected.
    pub coming: Vec<Coming>,
    /// What was set down and waits for its check.
    pub unchecked: Vec<Portion>,
    /// What was taken in today, oldest first.
    pub taken: Vec<Flow>,
}

/// A vehicle that is going to set something down.
#[derive(Debug, Clone)]
pub struct Coming {
    pub round: RoundHead,
    /// When it should be here.
    pub expected: Millis,
    /// By how much it is behind its plan.
    pub delay: Seconds,
    /// Whether it is the vehicle's next visit.
    pub is_next: bool,
    pub portions: Vec<Portion>,
    /// What it brings if donors have what is expected of them.
    pub forecast: Vec<Load<Forecast>>,
}

/// A portion of a lot that comes, or that waits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Portion {
    pub lot: Lot,
    pub crates: Crates,
    pub planned: Option<Crates>,
    /// Whether they are on the vehicle already (or here).
    pub is_here: bool,
    /// Its cold clock while it is on the way.
    pub clock: Option<ColdClock>,
    /// Why it comes to this point.
    pub reasons: Vec<Reason>,
}

/// What can be checked at once.
#[derive(Debug, Clone)]
pub struct ToCheck {
    /// The local day.
    pub date: Date,
    /// The round whose vehicle still has the portions; none when they were set down.
    pub from: Option<RoundHead>,
    pub portions: Vec<Portion>,
    /// Rounds that have something for this point on board and are not shown here.
    pub others: Vec<RoundHead>,
    pub limits: Vec<crate::domain::cold::ColdLimit>,
    pub donors: BTreeMap<SiteId, Site>,
}

/// What a point or hub holds.
#[derive(Debug, Clone)]
pub struct Stock {
    /// The local day.
    pub date: Date,
    /// Lots with what is left of them, by category and then by date.
    pub lots: Vec<(Lot, Balance)>,
}

/// A handout with the crates that went out.
#[derive(Debug, Clone)]
pub struct HandoutDone {
    pub handout: Handout,
    pub given: Vec<Flow>,
    /// Whether the person asking may take it back.
    pub can_undo: bool,
}

/// What a point got over some weeks.
#[derive(Debug, Clone)]
pub struct PointHistory {
    /// Each day on which something came, newest first.
    pub days: Vec<PointDayFigures>,
    /// Grams taken in by week, by its Monday, oldest first.
    pub weeks: Vec<(Date, Grams)>,
    /// Grams per person over the past 28 days, here and in the network; none where nobody is counted.
    pub per_person: Option<(Grams, Grams)>,
}

/// What a point took in and gave out on a local day.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct PointDayFigures {
    /// The local day.
    pub date: Date,
    pub taken: Crates,
    pub grams: Grams,
    pub rejected: Crates,
    pub given: Crates,
}

/// Over how long points are compared with the network.
const FAIR_DAYS: Seconds = Seconds(28 * 24 * 3600);
const DAY: Seconds = Seconds(24 * 3600);

/// Who holds what a site took in.
pub fn keeper(site: &Site) -> Holder {
    if site.kind == SiteKind::Hub { Holder::Hub(site.id) } else { Holder::Point(site.id) }
}

fn may(who: &Actor, site: &Site) -> Result<()> {
    if who.may_at(Role::Point, site.id) { Ok(()) } else { Err(Refusal::NotAllowed) }
}

impl App {
    /// A point's day as it stands.
    ///
    /// # Errors
    /// When the person may not act for the point.
    pub async fn point_day(&self, who: &Actor, site: &Site) -> Result<PointDay> {
        may(who, site)?;
        let day = self.today(who).await?;
        let start = day.area.zone.start_of(day.date);
        let flows = {
            let mut reader = self.store.reader(who.area).await?;
            reader.db().flows_at(keeper(site), start, day.now + DAY).await?
        };
        let arrived = |flow: &Flow| flow.to == keeper(site) && flow.from != Holder::Supplier;
        let taken = flows.into_iter().filter(arrived).collect();
        Ok(PointDay { coming: coming(&day, site), unchecked: unchecked(&day, site), taken, site: site.clone(), day })
    }

    /// What a point can check at once: what a round brings it, or else what was set down. Without a round
    /// named and with nothing set down, the first round that has something for it on board.
    ///
    /// # Errors
    /// When the person may not act for the point, it is a hub, or the round has nothing for it on board.
    pub async fn point_to_check(&self, who: &Actor, site: &Site, from: Option<RoundId>) -> Result<ToCheck> {
        may(who, site)?;
        if site.kind != SiteKind::Point {
            return Err(Refusal::NotFound(Thing::Site));
        }
        let day = self.today(who).await?;
        let mut unchecked = unchecked(&day, site);
        let coming = coming(&day, site);
        // A round that is named is here, whatever its driver's phone has told so far.
        let named = coming.iter().find(|coming| Some(coming.round.id) == from && !coming.portions.is_empty());
        let named = named.map(|coming| (coming.round.clone(), coming.portions.clone()));
        let on_board: Vec<(RoundHead, Vec<Portion>)> = coming
            .into_iter()
            .map(|coming| (coming.round, coming.portions.into_iter().filter(|portion| portion.is_here).collect()))
            .filter(|(_, portions): &(_, Vec<Portion>)| !portions.is_empty())
            .collect();
        let chosen = match from {
            Some(_) => named,
            None if unchecked.is_empty() => on_board.first().cloned(),
            None => None,
        };
        if from.is_some_and(|round| day.round(round).is_none()) {
            return Err(Refusal::NotFound(Thing::Round));
        }
        let (from, portions) = match chosen {
            Some((head, portions)) => (Some(head), portions),
            None => (None, std::mem::take(&mut unchecked)),
        };
        let shown = from.as_ref().map(|head| head.id);
        let others = on_board.into_iter().map(|(head, _)| head).filter(|head| Some(head.id) != shown).collect();
        Ok(ToCheck { date: day.date, from, portions, others, limits: day.limits, donors: day.sites })
    }

    /// What a point or hub holds.
    ///
    /// # Errors
    /// When the person may not act for it.
    pub async fn stock_of(&self, who: &Actor, site: &Site) -> Result<Stock> {
        may(who, site)?;
        let mut reader = self.store.reader(who.area).await?;
        let mut db = reader.db();
        let date = db.area().await?.zone.date(self.now());
        let holder = keeper(site);
        let held: BTreeMap<LotId, Balance> =
            db.holdings_of(holder).await?.into_iter().map(|held| (held.lot, held.balance)).collect();
        let lots = db.lots_held_by(holder).await?;
        let mut lots: Vec<(Lot, Balance)> =
            lots.into_iter().filter_map(|lot| held.get(&lot.id).map(|balance| (lot.clone(), *balance))).collect();
        lots.sort_by_key(|(lot, _)| (lot.category, lot.shelf.date().unwrap_or(Date::MAX), lot.number));
        Ok(Stock { date, lots })
    }

    /// Today's handouts of a point, newest first.
    ///
    /// # Errors
    /// When the person may not act for the point.
    pub async fn handouts_today(&self, who: &Actor, site: &Site) -> Result<Vec<HandoutDone>> {
        may(who, site)?;
        let (mut reader, now) = (self.store.reader(who.area).await?, self.now());
        let mut db = reader.db();
        let zone = db.area().await?.zone;
        let start = zone.start_of(zone.date(now));
        let flows = db.flows_at(Holder::Families(site.id), start, now + DAY).await?;
        let mut by_op: BTreeMap<OpId, Vec<Flow>> = BTreeMap::new();
        for flow in flows {
            by_op.entry(flow.op).or_default().push(flow);
        }
        let handouts = db.handouts_of(site.id, start).await?.into_iter();
        Ok(handouts
            .map(|handout| {
                let given = by_op.remove(&handout.op).unwrap_or_default();
                let own = given.iter().any(|flow| flow.person == who.person);
                HandoutDone { can_undo: own || who.coordinates(), handout, given }
            })
            .collect())
    }

    /// What a point got over the past weeks, compared with the network.
    ///
    /// # Errors
    /// When the person may not act for the point.
    pub async fn point_history(&self, who: &Actor, site: &Site) -> Result<PointHistory> {
        may(who, site)?;
        let (mut reader, now) = (self.store.reader(who.area).await?, self.now());
        let mut db = reader.db();
        let zone = db.area().await?.zone;
        let first = first_day(zone.date(now));
        let (since, until) = (zone.start_of(first), now + DAY);
        let mut weeks = empty_weeks(first);
        let mut figures: BTreeMap<Date, PointDayFigures> = BTreeMap::new();
        let handover = db.flows_at(Holder::Handover(site.id), since, until).await?;
        let kept = db.flows_at(keeper(site), since, until).await?;
        let mut seen = BTreeSet::new();
        for flow in handover.iter().chain(&kept).filter(|flow| seen.insert(flow.id)) {
            let date = zone.date(flow.occurred);
            let day = figures.entry(date).or_insert(PointDayFigures { date, ..PointDayFigures::default() });
            match (flow.from, flow.to) {
                (Holder::Handover(_), Holder::Vehicle(_)) => day.rejected += flow.crates,
                (Holder::Supplier, _) => {}
                (_, to) if to == keeper(site) => {
                    day.taken += flow.crates;
                    day.grams += flow.grams;
                    add_to_week(&mut weeks, date, flow.grams);
                }
                (_, Holder::Families(_)) => day.given += flow.crates,
                _ => {}
            }
        }
        figures.retain(|_, day| *day != PointDayFigures { date: day.date, ..PointDayFigures::default() });
        let received = db.received(now - FAIR_DAYS, until).await?;
        let points: Vec<Site> = db
            .sites()
            .await?
            .into_iter()
            .filter(|site| site.kind == SiteKind::Point && site.active && site.persons > 0)
            .collect();
        let grams_of =
            |id: SiteId| received.iter().filter(|((at, _), _)| *at == id).map(|(_, grams)| grams.0).sum::<i64>();
        let persons: i64 = points.iter().map(|point| point.persons).sum();
        let network: i64 = points.iter().map(|point| grams_of(point.id)).sum();
        let per_person = (site.kind == SiteKind::Point && site.persons > 0 && persons > 0)
            .then(|| (Grams(grams_of(site.id) / site.persons), Grams(network / persons)));
        Ok(PointHistory { days: figures.into_values().rev().collect(), weeks, per_person })
    }
}

/// Whether a lot may still be accepted and given.
pub fn is_expired(lot: &Lot, date: Date) -> bool {
    lot.shelf.on(date) == Freshness::Expired
}

fn unchecked(day: &Day, site: &Site) -> Vec<Portion> {
    let mut portions: Vec<Portion> = day
        .held_by(Holder::Handover(site.id))
        .filter_map(|held| {
            let lot = day.lots.get(&held.lot)?.clone();
            let reasons = Vec::new();
            Some(Portion { lot, crates: held.balance.crates, planned: None, is_here: true, clock: None, reasons })
        })
        .collect();
    portions.sort_by_key(|portion| portion.lot.number);
    portions
}

fn coming(day: &Day, site: &Site) -> Vec<Coming> {
    let mut coming = Vec::new();
    for (round, stop) in day.visits_at(site.id).into_iter().filter(|(_, stop)| stop.is_open()) {
        let vehicle = Holder::Vehicle(round.head.id);
        let mut portions = Vec::new();
        for load in stop.planned.loads.iter().filter(|load| load.action == Action::Unload) {
            let Some(lot) = day.lots.get(&load.of) else { continue };
            let still_to_load = round.stops.iter().any(|stop| {
                let loads = |other: &Load| other.of == load.of && other.action == Action::Load;
                stop.is_open() && stop.planned.loads.iter().any(loads)
            });
            let on_board = day.crates_of(load.of, vehicle);
            let crates = if still_to_load { load.crates } else { load.crates.min(on_board) };
            if crates.is_zero() {
                continue;
            }
            let clock = round.on_board.iter().find(|portion| portion.lot == load.of).and_then(|portion| portion.clock);
            portions.push(Portion {
                lot: lot.clone(),
                crates,
                planned: (crates != load.crates).then_some(load.crates),
                is_here: !still_to_load,
                clock,
                reasons: load.reasons.clone(),
            });
        }
        let forecast: Vec<Load<Forecast>> = stop.forecast(Action::Unload).cloned().collect();
        if !portions.is_empty() || !forecast.is_empty() {
            coming.push(Coming {
                round: round.head.clone(),
                expected: stop.expected,
                delay: round.delay,
                is_next: stop.is_next,
                portions,
                forecast,
            });
        }
    }
    coming
}
