//! Invents everything a demonstration shows: the network, four weeks behind it, and what shops announce for the day.

use super::dice::Dice;
use super::history::History;
use super::network::Network;
use super::usual::{draw, shelf};
use crate::app::announce::Surplus;
use crate::app::{Act, App, Refusal};
use crate::clock::{Chance, Clock, Machine};
use crate::domain::calendar::holiday;
use crate::domain::food::Category;
use crate::domain::lot::LotFacts;
use crate::domain::people::{Actor, Person, Role};
use crate::domain::quantity::Seconds;
use crate::domain::shift::Standing;
use crate::domain::site::{Area, Site};
use crate::domain::time::Millis;
use crate::import::{self, Failure, shipped};
use jiff::ToSpan;
use jiff::civil::{Date, Weekday, time};

/// How many days lie behind the day that is shown.
const DAYS_BEHIND: i64 = 28;
/// South of this latitude a point is of the south, which the demonstration is about.
const SOUTH: f64 = 45.19;

/// One person for each role, with something to do on the day that is shown.
#[derive(Debug, Clone)]
pub struct DemoPeople {
    pub area: Area,
    pub coordinator: Actor,
    /// Works in a large shop that announced.
    pub donor: Actor,
    pub driver: Actor,
    /// Takes food in at a point in the south that is open.
    pub point: Actor,
}

impl DemoPeople {
    /// Each of them with their role, in the order of a day.
    pub fn all(&self) -> [(Role, &Actor); 4] {
        [
            (Role::Coordinator, &self.coordinator),
            (Role::Donor, &self.donor),
            (Role::Driver, &self.driver),
            (Role::Point, &self.point),
        ]
    }
}

/// Why nothing was invented.
#[derive(Debug, Clone, thiserror::Error)]
pub enum Unable {
    /// The shipped files are wrong.
    #[error("the shipped data cannot be taken in: {0}")]
    Shipped(#[from] Failure),
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The database holds a demonstration without the people it needs.
    #[error("nobody in this demo can play the {0}; start one with a database of its own")]
    Nobody(Role),
}

/// The day that a demonstration shows unless told otherwise: the next Thursday that is no holiday, or today if it is one.
pub fn usual_day(today: Date) -> Date {
    (0..14)
        .filter_map(|days| today.checked_add(days.days()).ok())
        .find(|day| day.weekday() == Weekday::Thursday && holiday(*day).is_none())
        .unwrap_or(today)
}

/// Invents a demonstration of `date`. The same seed and date give the same network, past and announcements, down to
/// every id. Where a demonstration is already, it is left as it is.
///
/// # Errors
/// When storage does not answer, or the database holds something else than such a demonstration.
pub async fn invent(app: &App, seed: u64, date: Date) -> Result<DemoPeople, Unable> {
    let first = date.checked_sub(DAYS_BEHIND.days()).unwrap_or(date);
    let machine = Machine { clock: Clock::still(Millis(0)), chance: Chance::seeded(seed) };
    let past = app.on(machine.clone());
    let existing = app.every_area().await?.into_iter().find(|area| area.demo);
    if let Some(area) = existing {
        let network = network(app, area, (first, date)).await?;
        return people(&network, date);
    }
    machine.clock.set(crate::domain::time::Zone::utc().instant(first, time(3, 0, 0, 0)));
    let taken_in = import::run(&past, &shipped::demo(), Some(first)).await?;
    import::run(&past, &shipped::demo(), Some(date)).await?;
    let area = past.every_area().await?.into_iter().find(|area| Some(area.id) == taken_in.area);
    let area = area.ok_or(Unable::Nobody(Role::Coordinator))?;
    let network = network(&past, area, (first, date)).await?;
    let (rounds, acts) = {
        let mut history = History::new(&network, &machine, Dice::new(seed, 1));
        for day in (0..DAYS_BEHIND).filter_map(|days| first.checked_add(days.days()).ok()) {
            history.day(day, day.tomorrow().ok() == Some(date));
        }
        history.told()
    };
    past.recount(network.area.id, rounds, acts).await?;
    announce_the_day(&past, &network, date, Dice::new(seed, 2)).await?;
    let people = people(&network, date)?;
    repeat_every_week(&past, &network, &people, date).await?;
    Ok(people)
}

/// The shifts of the day stand every week, and somebody cannot come the day after.
async fn repeat_every_week(app: &App, network: &Network, people: &DemoPeople, date: Date) -> Result<(), Unable> {
    let clock = |at: Millis| network.zone().local(at).time();
    for shift in network.shifts(date) {
        let standing = Standing {
            id: app.machine().id(),
            weekday: date.weekday().to_monday_one_offset(),
            person: shift.person,
            vehicle: shift.vehicle,
            from: clock(shift.from),
            until: clock(shift.until),
            start: shift.start,
            end: shift.end,
            first: date,
            last: None,
            every_weeks: 1,
            spots: shift.spots.clone(),
            rest: shift.rest,
        };
        app.save_standing(&people.coordinator, standing).await?;
    }
    let tomorrow = date.tomorrow().unwrap_or(date);
    let shifts = app.shifts(&people.coordinator, tomorrow, tomorrow).await?;
    // One that the driver of the demonstration could take.
    let own: Vec<_> = shifts.iter().filter(|shift| shift.person == people.driver.person).collect();
    let open =
        shifts.iter().find(|shift| shift.person != people.driver.person && own.iter().all(|own| !own.meets(shift)));
    if let Some(open) = open {
        app.cannot_come(&people.coordinator, open.id).await?;
    }
    Ok(())
}

async fn network(app: &App, area: Area, (first, last): (Date, Date)) -> Result<Network, Unable> {
    let known = app.known(area.id).await?;
    let coordinates = |person: &&Person| person.grants.iter().any(|grant| grant.role == Role::Coordinator);
    let person = known.people.iter().find(coordinates).ok_or(Unable::Nobody(Role::Coordinator))?;
    let who = Actor {
        person: person.id,
        name: person.name.clone(),
        device: None,
        area: area.id,
        grants: person.grants.clone(),
    };
    let shifts = app.shifts(&who, first, last).await?;
    Ok(Network::new(area, known, shifts))
}

/// Every shop that gives on this weekday announces before the day begins, through the verb that shops use.
async fn announce_the_day(app: &App, network: &Network, date: Date, mut dice: Dice) -> Result<(), Unable> {
    let eve = date.yesterday().unwrap_or(date);
    let zone = network.zone();
    let mut announced: Vec<(Millis, &Site, Surplus)> = Vec::new();
    for donor in &network.donors {
        let Some((from, until)) = network.opening(donor, date) else { continue };
        let most = usize::try_from(dice.between(3, 5)).unwrap_or(3);
        let lots: Vec<LotFacts> = draw(network.usual(donor), &mut dice, most)
            .into_iter()
            .map(|portion| LotFacts {
                grams: portion.grams,
                ..LotFacts::usual(
                    portion.category,
                    portion.crates,
                    shelf(portion.category, date, &mut dice),
                    (from, until),
                )
            })
            .collect();
        let in_the_evening = from < zone.instant(date, time(12, 0, 0, 0)) && dice.percent(60);
        let at = if in_the_evening {
            zone.instant(eve, time(19, 0, 0, 0)) + Seconds(dice.between(0, 100) * 60)
        } else {
            zone.instant(date, time(6, 40, 0, 0)) + Seconds(dice.between(0, 75) * 60)
        };
        if lots.is_empty() {
            continue;
        }
        let note = match dice.between(0, 9) {
            0 => "Tutto sul bancale vicino alla cella.",
            1 => "Chiedere del caporeparto.",
            _ => "",
        };
        announced.push((at, donor, Surplus { date, lots, note: note.to_owned(), photo: None }));
    }
    announced.sort_by_key(|(at, donor, _)| (*at, donor.code.clone()));
    for (at, donor, surplus) in announced {
        let Some(person) = network.staff(Role::Donor, donor.id) else { continue };
        app.machine().clock.set(at);
        let act = Act { op: app.machine().id(), occurred: None, device_seq: None };
        app.announce_surplus(&network.actor(person), act, donor.id, surplus).await?;
    }
    Ok(())
}

fn people(network: &Network, date: Date) -> Result<DemoPeople, Unable> {
    let weighs = |donor: &&Site| {
        let usual = network.usual(donor).iter();
        usual.filter(|usual| usual.category != Category::Dry).map(|usual| (usual.kilograms * 10.0) as i64).sum::<i64>()
    };
    let south = |site: &&Site| site.at.lat < SOUTH;
    let open = |site: &&Site| network.opening(site, date).is_some();
    let early = |site: &&Site| {
        network.opening(site, date).is_some_and(|(from, _)| from < network.zone().instant(date, time(12, 0, 0, 0)))
    };
    let shop = network.donors.iter().filter(south).filter(early).max_by_key(weighs);
    let shop = shop.or_else(|| network.donors.iter().max_by_key(weighs)).ok_or(Unable::Nobody(Role::Donor))?;
    let served = |point: &&Site| point.persons;
    let point = network.points.iter().filter(south).filter(open).max_by_key(served);
    let point = point.or_else(|| network.points.iter().max_by_key(served)).ok_or(Unable::Nobody(Role::Point))?;
    let nearest_start = |shift: &&crate::domain::round::Shift| {
        let refrigerated = network.vehicles.get(&shift.vehicle).is_some_and(|vehicle| vehicle.refrigerated);
        let start = network.hubs.get(&shift.start).map(|hub| hub.at.distance(point.at).0);
        (shift.from.0 / 3_600_000, !refrigerated, start)
    };
    let driver = network.shifts(date).min_by_key(nearest_start).and_then(|shift| network.person(shift.person));
    let drives = |person: &&Person| person.grants.iter().any(|grant| grant.role == Role::Driver);
    let driver = driver.or_else(|| network.people.iter().find(drives)).ok_or(Unable::Nobody(Role::Driver))?;
    let staff = |role, site: &Site| network.staff(role, site.id).ok_or(Unable::Nobody(role));
    Ok(DemoPeople {
        coordinator: network.actor(network.coordinator().ok_or(Unable::Nobody(Role::Coordinator))?),
        donor: network.actor(staff(Role::Donor, shop)?),
        driver: network.actor(driver),
        point: network.actor(staff(Role::Point, point)?),
        area: network.area.clone(),
    })
}
