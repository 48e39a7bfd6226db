//! Simulated people who do their part of the demo day as its clock runs, through the same verbs as real ones.
//!
//! What goes wrong is drawn from the seed: a late lot, a shortage, crates left behind, a rejected lot, a driver who runs
//! late. A simulated coordinator plans again when food has no place.

use std::collections::BTreeMap;
use std::time::Duration;

use crate::app::announce::Surplus;
use crate::app::check_in::{CheckIn, CheckLine};
use crate::app::day::{Day, RoundDay, StopDay};
use crate::app::planning::{Budget, Control, PlanOrder};
use crate::app::round::Trouble;
use crate::app::stop::{Rest, StopException, StopReport};
use crate::app::{Act, App, Refusal};
use crate::domain::food::{Category, Freshness, Shelf, StorageClass};
use crate::domain::id::{LotId, PersonId, SiteId};
use crate::domain::ledger::{Holder, MovementReason};
use crate::domain::lot::LotFacts;
use crate::domain::people::{Actor, Person, Role};
use crate::domain::plan::Action;
use crate::domain::quantity::{Crates, Decidegrees, Seconds};
use crate::domain::round::ProblemKind;
use crate::domain::site::SiteKind;
use crate::domain::time::Millis;
use uuid::Uuid;

/// How often the simulated people look at the clock.
const LOOK_EVERY: Duration = Duration::from_millis(200);
/// How late the late driver is.
const LATE_BY: Seconds = Seconds(18 * 60);
/// A point checks what was set down after this long.
const CHECK_AFTER: Seconds = Seconds(6 * 60);
/// A point hands out what it accepted after this long.
const HAND_OUT_AFTER: Seconds = Seconds(50 * 60);
/// When a shop finds something more.
const LATE_LOT_AT: (i8, i8) = (9, 5);

/// The simulated people and what they did so far.
#[derive(Debug)]
pub struct Players {
    app: App,
    seed: u64,
    coordinator: Actor,
    people: BTreeMap<PersonId, Person>,
    set_down: BTreeMap<SiteId, Millis>,
    accepted: BTreeMap<SiteId, Millis>,
    rejected_once: bool,
    late_lot: bool,
    told_late: bool,
    replan: bool,
}

/// A draw between 0 and 99 that belongs to an id: the same for the same seed.
fn draw(seed: u64, id: Uuid) -> u64 {
    let (high, low) = id.as_u64_pair();
    let mut mixed = seed ^ high.rotate_left(17) ^ low;
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    (mixed ^ (mixed >> 31)) % 100
}

impl Players {
    /// The people of the coordinator's area.
    pub async fn new(app: App, coordinator: Actor, seed: u64) -> Result<Self, Refusal> {
        let (people, _) = app.people(&coordinator).await?;
        Ok(Self {
            app,
            seed,
            coordinator,
            people: people.into_iter().map(|person| (person.id, person)).collect(),
            set_down: BTreeMap::new(),
            accepted: BTreeMap::new(),
            rejected_once: false,
            late_lot: false,
            told_late: false,
            replan: false,
        })
    }

    /// Plays until the future is dropped.
    pub async fn play(mut self) {
        loop {
            for refusal in self.step().await {
                // Real people may have been faster: what is due is looked at again.
                tracing::debug!(%refusal, "a simulated person was too late");
            }
            tokio::time::sleep(LOOK_EVERY).await;
        }
    }

    /// Everything that is due now, once. What is refused to one keeps nobody else from going on.
    ///
    /// Returns what was refused.
    pub async fn step(&mut self) -> Vec<Refusal> {
        let day = match self.app.today(&self.coordinator).await {
            Ok(day) => day,
            Err(refusal) => return vec![refusal],
        };
        let mut done = vec![self.find_something_more(&day).await];
        for round in &day.rounds {
            done.push(self.drive(&day, round).await);
        }
        done.extend(self.check_in(&day).await);
        done.extend(self.hand_out(&day).await);
        done.push(self.coordinate(&day).await);
        done.into_iter().filter_map(Result::err).collect()
    }

    fn act(&self) -> Act {
        Act { op: self.app.machine().id(), occurred: None, device_seq: None }
    }

    fn actor(&self, person: PersonId) -> Actor {
        let known = self.people.get(&person);
        Actor {
            person,
            name: known.map(|person| person.name.clone()).unwrap_or_default(),
            device: None,
            area: self.coordinator.area,
            grants: known.map(|person| person.grants.clone()).unwrap_or_default(),
        }
    }

    /// Somebody with a role at a site, or the coordinator in their place.
    fn staff(&self, role: Role, site: SiteId) -> Actor {
        let found = self.people.values().find(|person| {
            person.active && person.grants.iter().any(|grant| grant.role == role && grant.site == Some(site))
        });
        found.map_or_else(|| self.coordinator.clone(), |person| self.actor(person.id))
    }

    /// A shop that was collected early finds more bread.
    async fn find_something_more(&mut self, day: &Day) -> Result<(), Refusal> {
        let at = day.area.zone.instant(day.date, jiff::civil::time(LATE_LOT_AT.0, LATE_LOT_AT.1, 0, 0));
        if self.late_lot || day.now < at || day.plan.is_none() {
            return Ok(());
        }
        self.late_lot = true;
        let open_long = |site: &&crate::domain::site::Site| {
            site.kind == SiteKind::Donor
                && site.active
                && day.opening(site).iter().any(|(from, until)| *from <= day.now && *until > day.now + Seconds(30 * 60))
        };
        let Some(shop) = day.sites.values().filter(open_long).max_by_key(|site| draw(self.seed, site.id.0)) else {
            return Ok(());
        };
        let until = day.area.zone.instant(day.date, jiff::civil::time(12, 0, 0, 0)).max(day.now + Seconds(7200));
        let lot = LotFacts::usual(Category::Bread, Crates(3), Shelf::Undated, (day.now, until));
        let surplus = Surplus { date: day.date, lots: vec![lot], note: String::new(), photo: None };
        self.app.announce_surplus(&self.staff(Role::Donor, shop.id), self.act(), shop.id, surplus).await?;
        self.replan = true;
        Ok(())
    }

    async fn drive(&mut self, day: &Day, round: &RoundDay) -> Result<(), Refusal> {
        let driver = self.actor(round.head.person);
        if round.head.ended.is_some() {
            return self.bring_to_a_hub(day, round, &driver).await.map(drop);
        }
        if round.head.cancelled {
            return Ok(());
        }
        let is_late = self.is_late(day, round);
        let Some((position, next)) = round.stops.iter().enumerate().find(|(_, stop)| stop.is_next) else {
            return self.finish(day, round, &driver).await;
        };
        let delay = if is_late && position >= 2 { LATE_BY } else { Seconds::ZERO };
        if is_late && position == 2 && !self.told_late && day.now >= next.planned.arrive {
            self.told_late = true;
            let trouble = Trouble { kind: ProblemKind::Late, minutes: LATE_BY.0 / 60, note: String::new() };
            self.app.report_problem(&driver, self.act(), round.head.id, trouble).await?;
        }
        if day.now < next.planned.depart + delay {
            return Ok(());
        }
        let report = self.report(day, next);
        self.app.complete_stop(&driver, self.act(), next.planned.id, report).await?;
        if next.unloads() {
            self.set_down.insert(next.planned.site, day.now);
        }
        Ok(())
    }

    /// One round of the day runs late: the one that draws highest.
    fn is_late(&self, day: &Day, round: &RoundDay) -> bool {
        let long = day.rounds.iter().filter(|round| round.stops.len() > 4);
        long.max_by_key(|round| draw(self.seed, round.head.vehicle.0)).is_some_and(|late| late.head.id == round.head.id)
    }

    fn report(&self, day: &Day, stop: &StopDay) -> StopReport {
        let mut report = StopReport::default();
        for class in [StorageClass::Chilled, StorageClass::Fish, StorageClass::Frozen] {
            let here = |load: &crate::domain::plan::Load| day.lots.get(&load.of).is_some_and(|lot| lot.class == class);
            if stop.planned.loads.iter().any(|load| load.action == Action::Load && here(load)) {
                report.temperatures[class] = Some(self.reading(class, stop.planned.id.0));
            }
        }
        let pickups: Vec<_> = stop.planned.loads.iter().filter(|load| load.action == Action::Load).collect();
        let trouble = draw(self.seed, stop.planned.id.0);
        if let (Some(load), 0..12) = (pickups.iter().find(|load| load.crates > Crates(1)), trouble) {
            let rest = if trouble < 5 { Rest::LeftBehind } else { Rest::NotThere };
            report.exceptions.push(StopException { lot: load.of, crates: load.crates - Crates(1), rest });
        }
        report
    }

    /// A thermometer reading that is in order.
    fn reading(&self, class: StorageClass, id: Uuid) -> Decidegrees {
        let tenths = i64::try_from(draw(self.seed, id) % 20).unwrap_or(0);
        match class {
            StorageClass::Frozen => Decidegrees(-200 + tenths),
            StorageClass::Hot => Decidegrees(640 + tenths),
            StorageClass::Fish => Decidegrees(2 + tenths / 2),
            _ => Decidegrees(18 + tenths),
        }
    }

    /// After the last stop: what is still on board goes to a hub, and the round ends.
    async fn finish(&self, day: &Day, round: &RoundDay, driver: &Actor) -> Result<(), Refusal> {
        let is_over = round.figures.as_ref().is_some_and(|figures| figures.finish <= day.now);
        if round.stops.is_empty() || !is_over || self.bring_to_a_hub(day, round, driver).await? {
            return Ok(());
        }
        self.app.end_round(driver, self.act(), round.head.id).await.map(drop)
    }

    /// Whether there was something on board to bring. A point may still reject a lot when the round has ended.
    async fn bring_to_a_hub(&self, day: &Day, round: &RoundDay, driver: &Actor) -> Result<bool, Refusal> {
        let hubs = day.sites.values().filter(|site| site.kind == SiteKind::Hub && site.active);
        let Some(hub) = hubs.min_by_key(|site| draw(self.seed, site.id.0)) else { return Ok(false) };
        if round.on_board.is_empty() {
            return Ok(false);
        }
        let lots = round.on_board.iter().map(|portion| (portion.lot, portion.balance.crates)).collect();
        self.app.set_down(driver, self.act(), round.head.id, hub.id, lots).await?;
        Ok(true)
    }

    async fn check_in(&mut self, day: &Day) -> Vec<Result<(), Refusal>> {
        let mut waiting: BTreeMap<SiteId, Vec<(LotId, Crates)>> = BTreeMap::new();
        for held in day.holdings.iter().filter(|held| held.balance.crates > Crates::ZERO) {
            if let Holder::Handover(site) = held.holder {
                waiting.entry(site).or_default().push((held.lot, held.balance.crates));
            }
        }
        let mut done = Vec::new();
        for (site, portions) in waiting {
            let since = *self.set_down.entry(site).or_insert(day.now);
            if day.now >= since + CHECK_AFTER {
                done.push(self.check_in_at(day, site, portions).await);
            }
        }
        done
    }

    async fn check_in_at(&mut self, day: &Day, site: SiteId, portions: Vec<(LotId, Crates)>) -> Result<(), Refusal> {
        let mut check = CheckIn::default();
        let mut breaks = false;
        for (lot, crates) in portions {
            let Some(known) = day.lots.get(&lot) else { continue };
            if known.class.is_timed() {
                check.temperatures[known.class] = Some(self.reading(known.class, site.0));
            }
            if known.shelf.is_unread() {
                check.labels.insert(lot, day.date.tomorrow().unwrap_or(day.date));
            }
            let broken = !self.rejected_once && !breaks && known.class.is_cold();
            let verdict = if known.shelf.on(day.date) == Freshness::Expired {
                Err((MovementReason::Expired, String::new()))
            } else if broken {
                breaks = true;
                Err((MovementReason::Broken, String::new()))
            } else {
                Ok(())
            };
            check.lines.push(CheckLine { lot, from: None, crates, verdict });
        }
        self.app.check_in(&self.staff(Role::Point, site), self.act(), site, check).await?;
        self.rejected_once |= breaks;
        self.set_down.remove(&site);
        self.accepted.insert(site, day.now);
        Ok(())
    }

    async fn hand_out(&mut self, day: &Day) -> Vec<Result<(), Refusal>> {
        let is_due = |since: &Millis| day.now >= *since + HAND_OUT_AFTER;
        let due: Vec<SiteId> = self.accepted.iter().filter(|(_, since)| is_due(since)).map(|(site, _)| *site).collect();
        let mut done = Vec::new();
        for site in due {
            self.accepted.remove(&site);
            done.push(self.hand_out_at(day, site).await);
        }
        done
    }

    async fn hand_out_at(&self, day: &Day, site: SiteId) -> Result<(), Refusal> {
        let is_good = |lot: LotId| day.lots.get(&lot).is_some_and(|lot| lot.shelf.on(day.date) != Freshness::Expired);
        let held = day.held_by(Holder::Point(site)).filter(|held| is_good(held.lot));
        let lots: Vec<_> = held.map(|held| (held.lot, held.balance.crates)).collect();
        let Some(point) = day.sites.get(&site).filter(|_| !lots.is_empty()) else { return Ok(()) };
        let families = (point.families / 4).max(1);
        let persons = (point.persons / 4).max(families);
        self.app.hand_out(&self.staff(Role::Point, site), self.act(), site, lots, (families, persons)).await.map(drop)
    }

    /// The coordinator plans again when food has come up, and settles what drivers told.
    async fn coordinate(&mut self, day: &Day) -> Result<(), Refusal> {
        if !self.replan {
            return Ok(());
        }
        let order = PlanOrder { budget: Budget::of(300), ..PlanOrder::usual(day.date) };
        // While somebody else plans the day the food still waits for a plan that knows it.
        let planned = self.app.plan_day(&self.coordinator, order, |_| Control::Continue).await?;
        self.replan = false;
        self.app.publish_plan(&self.coordinator, self.act(), planned.id).await.map(|_| ())
    }
}
