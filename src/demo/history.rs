//! Four invented weeks as they were before Girofresco planned: rounds from the hubs, the north served first.

use super::dice::Dice;
use super::network::Network;
use super::usual::{draw, shelf};
use crate::app::past::{Deed, PastAct, PastRound};
use crate::clock::Machine;
use crate::domain::cold::Equipment;
use crate::domain::food::{Category, Freshness, Shelf, StorageClass};
use crate::domain::id::{LotId, PersonId, RoundId, SiteId};
use crate::domain::ledger::{Holder, MovementReason, OpKind, Transfer};
use crate::domain::lot::LotFacts;
use crate::domain::people::Role;
use crate::domain::quantity::{Crates, Decidegrees, Metres, Seconds};
use crate::domain::round::Shift;
use crate::domain::site::{Site, Vehicle};
use crate::domain::time::Millis;
use jiff::civil::{Date, time};
use std::collections::BTreeMap;

const MINUTE: Seconds = Seconds(60);
/// Between two stops.
const DRIVE: Seconds = Seconds(9 * 60);
/// A driver goes to at most so many shops.
const MOST_PICKUPS: usize = 8;
/// And to at most so many points.
const MOST_DROPS: usize = 9;
/// South of the first latitude points got half of their share, south of the second one two thirds.
const SOUTH: f64 = 45.19;
const MIDDLE: f64 = 45.25;

/// Crates of a lot that somebody has.
#[derive(Debug, Clone, Copy)]
struct Stock {
    lot: LotId,
    category: Category,
    class: StorageClass,
    shelf: Shelf,
    crates: Crates,
    since: Millis,
}

/// What points can still take on a day, where they took anything.
type Room = BTreeMap<(SiteId, StorageClass), Crates>;

/// A round on its way.
struct Trip<'n> {
    shift: &'n Shift,
    vehicle: &'n Vehicle,
    round: RoundId,
    at: Millis,
    board: Vec<Stock>,
    pickups: usize,
}

impl Trip<'_> {
    fn holder(&self) -> Holder {
        Holder::Vehicle(self.round)
    }

    fn carries(&self, class: StorageClass) -> bool {
        !class.is_timed() || self.vehicle.equipment() != Equipment::Bare
    }

    fn has_room(&self, crates: Crates) -> bool {
        self.board.iter().map(|stock| stock.crates).sum::<Crates>() + crates <= self.vehicle.crates
    }
}

/// The invented past, as it grows day by day.
pub(super) struct History<'n> {
    network: &'n Network,
    machine: &'n Machine,
    dice: Dice,
    rounds: Vec<PastRound>,
    acts: Vec<PastAct>,
    hubs: BTreeMap<SiteId, Vec<Stock>>,
    points: BTreeMap<SiteId, Vec<Stock>>,
}

impl<'n> History<'n> {
    pub(super) fn new(network: &'n Network, machine: &'n Machine, dice: Dice) -> Self {
        Self {
            network,
            machine,
            dice,
            rounds: Vec::new(),
            acts: Vec::new(),
            hubs: BTreeMap::new(),
            points: BTreeMap::new(),
        }
    }

    /// The rounds, and the acts in the order in which they were done.
    pub(super) fn told(mut self) -> (Vec<PastRound>, Vec<PastAct>) {
        self.acts.sort_by_key(|act| act.at);
        (self.rounds, self.acts)
    }

    /// Adds a day. On the eve of the day that is shown shops that give in the evening give more.
    pub(super) fn day(&mut self, date: Date, eve: bool) {
        self.throw_away_at_hubs(date);
        let mut offers = self.announcements(date, eve);
        let mut room = Room::new();
        let noon = self.network.zone().instant(date, time(13, 0, 0, 0));
        let evening = self.network.zone().instant(date, time(18, 15, 0, 0));
        for (from, until) in [(Millis(0), noon), (noon, evening), (evening, Millis(i64::MAX))] {
            let mut trips = self.trips(date, (from, until));
            for trip in &mut trips {
                if from != evening {
                    self.load_at_hub(trip);
                }
            }
            self.collect(&mut trips, &mut offers, date);
            for trip in trips {
                self.finish(trip, date, &mut room);
            }
        }
        self.throw_away_at_shops(offers, date);
        self.hand_out(date);
    }

    fn act(&mut self, at: Millis, person: PersonId, kind: OpKind, deed: Deed) {
        self.acts.push(PastAct { at, person, kind, deed });
    }

    fn announcements(&mut self, date: Date, eve: bool) -> BTreeMap<SiteId, Vec<Stock>> {
        let network = self.network;
        let evening = network.zone().instant(date, time(18, 0, 0, 0));
        let mut offers = BTreeMap::new();
        for donor in &network.donors {
            let Some((from, until)) = network.opening(donor, date) else { continue };
            let Some(person) = network.staff(Role::Donor, donor.id) else { continue };
            if !self.dice.percent(72) {
                continue;
            }
            let most = match network.usual(donor).len() {
                _ if eve && from >= evening => 5,
                9.. => 3,
                _ => 2,
            };
            let mut drawn = draw(network.usual(donor), &mut self.dice, 5);
            while drawn.len() > most {
                let leave = self.dice.between(0, drawn.len() as i64 - 1);
                drawn.swap_remove(usize::try_from(leave).unwrap_or(0));
            }
            let mut lots = Vec::new();
            let mut stock = Vec::new();
            for portion in drawn {
                let (category, class) = (portion.category, portion.category.usual_class());
                let shelf = shelf(category, date, &mut self.dice);
                let lot: LotId = self.machine.id();
                let crates = portion.crates;
                let usual = LotFacts::usual(category, crates, shelf, (from, until));
                lots.push((lot, LotFacts { grams: portion.grams, ..usual }));
                stock.push(Stock { lot, category, class, shelf, crates, since: from });
            }
            if lots.is_empty() {
                continue;
            }
            let at = from - Seconds(self.dice.between(35, 110) * 60);
            self.act(at, person.id, OpKind::Announce, Deed::Announce { site: donor.id, date, lots });
            offers.insert(donor.id, stock);
        }
        offers
    }

    fn trips(&mut self, date: Date, (from, until): (Millis, Millis)) -> Vec<Trip<'n>> {
        let network = self.network;
        let starts = network.shifts(date).filter(|shift| !shift.cancelled && shift.from >= from && shift.from < until);
        starts
            .filter_map(|shift| {
                let vehicle = network.vehicles.get(&shift.vehicle)?;
                let (at, round) = (shift.from + Seconds(600), self.machine.id());
                Some(Trip { shift, vehicle, round, at, board: Vec::new(), pickups: 0 })
            })
            .collect()
    }

    fn load_at_hub(&mut self, trip: &mut Trip<'_>) {
        let hub = trip.shift.start;
        let Some(stock) = self.hubs.get_mut(&hub) else { return };
        let mut loaded = Vec::new();
        stock.retain(|held| {
            let takes = trip.carries(held.class) && trip.has_room(held.crates + Crates(20));
            if takes {
                loaded.push(Transfer::new(held.lot, Holder::Hub(hub), trip.holder(), held.crates));
                trip.board.push(*held);
            }
            !takes
        });
        if !loaded.is_empty() {
            self.act(trip.shift.from + MINUTE + MINUTE, trip.shift.person, OpKind::Stop, Deed::Move(loaded));
        }
    }

    fn collect(&mut self, trips: &mut [Trip<'_>], offers: &mut BTreeMap<SiteId, Vec<Stock>>, date: Date) {
        let network = self.network;
        let mut waiting: Vec<(&Site, (Millis, Millis))> = network
            .donors
            .iter()
            .filter(|donor| offers.contains_key(&donor.id))
            .filter_map(|donor| Some((donor, network.opening(donor, date)?)))
            .collect();
        waiting.sort_by_key(|(donor, (from, _))| (*from, donor.code.clone()));
        for (donor, (from, until)) in waiting {
            let Some(offer) = offers.get(&donor.id) else { continue };
            let crates: Crates = offer.iter().map(|stock| stock.crates).sum();
            let best = trips
                .iter_mut()
                .filter(|trip| {
                    let at = trip.at.max(from + MINUTE);
                    trip.pickups < MOST_PICKUPS
                        && at + donor.service <= until.min(trip.shift.until - Seconds(2_000))
                        && trip.has_room(crates)
                        && offer.iter().all(|stock| trip.carries(stock.class))
                })
                .min_by_key(|trip| {
                    let home = network.hubs.get(&trip.shift.start).map_or(Metres(0), |hub| hub.at.distance(donor.at));
                    home.0 + 3_000 * trip.pickups as i64
                });
            let Some(trip) = best else { continue };
            let offer = offers.remove(&donor.id).unwrap_or_default();
            self.pick_up(trip, donor, offer, from);
        }
    }

    fn pick_up(&mut self, trip: &mut Trip<'_>, donor: &Site, offer: Vec<Stock>, from: Millis) {
        let at = trip.at.max(from + MINUTE);
        let shop = Holder::Donor(donor.id);
        let mut transfers = Vec::new();
        for mut stock in offer {
            if stock.crates > Crates(1) && self.dice.percent(4) {
                transfers.push(
                    Transfer::new(stock.lot, shop, Holder::Supplier, Crates(1)).because(MovementReason::NotThere),
                );
                stock.crates -= Crates(1);
            }
            let read = self.read(stock.class);
            transfers.push(Transfer::new(stock.lot, shop, trip.holder(), stock.crates).at_temperature(read));
            trip.board.push(Stock { since: at, ..stock });
        }
        trip.pickups += 1;
        trip.at = at + donor.service + DRIVE;
        self.act(at, trip.shift.person, OpKind::Stop, Deed::Move(transfers));
    }

    fn read(&mut self, class: StorageClass) -> Option<Decidegrees> {
        let (least, most) = match class {
            StorageClass::Ambient => return None,
            StorageClass::Chilled => (12, 40),
            StorageClass::Fish => (4, 30),
            StorageClass::Frozen => (-215, -180),
            StorageClass::Hot => (610, 700),
        };
        Some(Decidegrees(self.dice.between(least, most)))
    }

    fn finish(&mut self, mut trip: Trip<'_>, date: Date, room: &mut Room) {
        if trip.board.is_empty() {
            return;
        }
        let mut drops: BTreeMap<SiteId, Vec<Stock>> = BTreeMap::new();
        let mut back = Vec::new();
        for stock in std::mem::take(&mut trip.board) {
            match self.choose(&trip, stock, date, (&drops, room)) {
                Some(point) => {
                    let left = room.entry((point.id, stock.class)).or_insert(point.room[stock.class]);
                    let fits = stock.crates.min(*left);
                    *left -= fits;
                    drops.entry(point.id).or_default().push(Stock { crates: fits, ..stock });
                    if stock.crates > fits {
                        back.push(Stock { crates: stock.crates - fits, ..stock });
                    }
                }
                None => back.push(stock),
            }
        }
        let network = self.network;
        let mut stops: Vec<(&Site, (Millis, Millis))> = network
            .points
            .iter()
            .filter(|point| drops.contains_key(&point.id))
            .filter_map(|point| Some((point, network.opening(point, date)?)))
            .collect();
        stops.sort_by_key(|(point, (from, until))| (*from, *until, point.code.clone()));
        for (point, (from, until)) in stops {
            let portions = drops.remove(&point.id).unwrap_or_default();
            let at = trip.at.max(from + MINUTE);
            if at + point.service > until.min(trip.shift.until - Seconds(600)) {
                back.extend(portions);
                continue;
            }
            trip.at = at + point.service + DRIVE;
            back.extend(self.drop_off(&trip, point, portions, at));
        }
        self.bring_back(&trip, back);
        let ended = trip.at + MINUTE + MINUTE;
        self.rounds.push(PastRound { id: trip.round, shift: trip.shift.clone(), ended });
    }

    /// The point that gets a portion: those in the north were nearer to whoever decided.
    fn choose(
        &mut self,
        trip: &Trip<'_>,
        stock: Stock,
        date: Date,
        (drops, room): (&BTreeMap<SiteId, Vec<Stock>>, &Room),
    ) -> Option<&'n Site> {
        let network = self.network;
        let weights: Vec<i64> = network
            .points
            .iter()
            .map(|point| {
                let open = network
                    .opening(point, date)
                    .is_some_and(|(from, until)| until > trip.at + Seconds(1200) && from < trip.shift.until);
                let left = room.get(&(point.id, stock.class)).copied().unwrap_or(point.room[stock.class]);
                let known = drops.contains_key(&point.id);
                if !open || left < Crates(1) || point.refused.contains(stock.category) {
                    return 0;
                }
                if !known && drops.len() >= MOST_DROPS {
                    return 0;
                }
                let zone = match point.at.lat {
                    lat if lat < SOUTH => 3,
                    lat if lat < MIDDLE => 4,
                    _ => 6,
                };
                let metres = network.hubs.get(&trip.shift.start).map_or(0, |hub| hub.at.distance(point.at).0);
                let near = 1_000_000 / (10_000 + metres);
                point.persons.max(1) * zone * near * if known { 2 } else { 1 }
            })
            .collect();
        self.dice.weighted(&weights).and_then(|index| network.points.get(index))
    }

    /// Hands portions over at a point; what it rejects stays on board.
    fn drop_off(&mut self, trip: &Trip<'_>, point: &Site, portions: Vec<Stock>, at: Millis) -> Vec<Stock> {
        let Some(person) = self.network.staff(Role::Point, point.id) else { return portions };
        let (accepted, handover) = (Holder::Point(point.id), Holder::Handover(point.id));
        let set_down = self.dice.percent(25);
        let (mut down, mut checked, mut back) = (Vec::new(), Vec::new(), Vec::new());
        for stock in portions {
            let read = self.read(stock.class);
            let rejected = self.dice.percent(1);
            let source = if set_down || rejected { handover } else { trip.holder() };
            if source == handover {
                down.push(Transfer::new(stock.lot, trip.holder(), handover, stock.crates));
            }
            if rejected {
                let why = if stock.class.is_timed() { MovementReason::TooWarm } else { MovementReason::Broken };
                checked.push(Transfer::new(stock.lot, handover, trip.holder(), stock.crates).because(why));
                back.push(stock);
            } else {
                checked.push(Transfer::new(stock.lot, source, accepted, stock.crates).at_temperature(read));
                self.points.entry(point.id).or_default().push(Stock { since: at, ..stock });
            }
        }
        if !down.is_empty() {
            self.act(at, trip.shift.person, OpKind::Stop, Deed::Move(down));
        }
        self.act(at + MINUTE + MINUTE, person.id, OpKind::CheckIn, Deed::Move(checked));
        back
    }

    fn bring_back(&mut self, trip: &Trip<'_>, back: Vec<Stock>) {
        if back.is_empty() {
            return;
        }
        let end = trip.shift.end.unwrap_or(trip.shift.start);
        let at = trip.at;
        let (mut stored, mut gone) = (Vec::new(), Vec::new());
        for stock in back {
            let room = self.network.hubs.get(&end).map_or(Crates(0), |hub| hub.room[stock.class]);
            if room > Crates(0) {
                stored.push(Transfer::new(stock.lot, trip.holder(), Holder::Hub(end), stock.crates));
                self.hubs.entry(end).or_default().push(Stock { since: at, ..stock });
            } else {
                let thrown = Transfer::new(stock.lot, trip.holder(), Holder::Discarded, stock.crates);
                gone.push(thrown.because(MovementReason::Other));
            }
        }
        for (kind, transfers) in [(OpKind::Stop, stored), (OpKind::DiscardOnBoard, gone)] {
            if !transfers.is_empty() {
                self.act(at, trip.shift.person, kind, Deed::Move(transfers));
            }
        }
    }

    fn throw_away_at_hubs(&mut self, date: Date) {
        let network = self.network;
        let at = network.zone().instant(date, time(6, 30, 0, 0));
        let mut spoilt = Vec::new();
        for (hub, stock) in &mut self.hubs {
            let mut thrown = Vec::new();
            stock.retain(|held| {
                let good = held.shelf.on(date) != Freshness::Expired;
                if !good {
                    let gone = Transfer::new(held.lot, Holder::Hub(*hub), Holder::Discarded, held.crates);
                    thrown.push(gone.because(MovementReason::Expired));
                }
                good
            });
            spoilt.push((*hub, thrown));
        }
        for (hub, thrown) in spoilt {
            if let (false, Some(person)) = (thrown.is_empty(), network.staff(Role::Point, hub)) {
                self.act(at, person.id, OpKind::Discard, Deed::Move(thrown));
            }
        }
    }

    /// What nobody collected is lost.
    fn throw_away_at_shops(&mut self, offers: BTreeMap<SiteId, Vec<Stock>>, date: Date) {
        let network = self.network;
        let at = network.zone().instant(date, time(22, 0, 0, 0));
        for (donor, stock) in offers {
            let Some(person) = network.staff(Role::Donor, donor) else { continue };
            let thrown = stock.iter().map(|held| {
                Transfer::new(held.lot, Holder::Donor(donor), Holder::Discarded, held.crates)
                    .because(MovementReason::Other)
            });
            self.act(at, person.id, OpKind::Discard, Deed::Move(thrown.collect()));
        }
    }

    fn hand_out(&mut self, date: Date) {
        let network = self.network;
        for point in &network.points {
            let Some((_, until)) = network.opening(point, date) else { continue };
            let Some(person) = network.staff(Role::Point, point.id) else { continue };
            let at = until - Seconds(300);
            let Some(stock) = self.points.get_mut(&point.id) else { continue };
            let (due, kept) = std::mem::take(stock).into_iter().partition(|held| held.since + Seconds(600) < at);
            *stock = kept;
            let (mut given, mut thrown) = (Vec::new(), Vec::new());
            for held in due {
                let held: Stock = held;
                let holder = Holder::Point(point.id);
                if held.shelf.on(date) == Freshness::Expired {
                    let gone = Transfer::new(held.lot, holder, Holder::Discarded, held.crates);
                    thrown.push(gone.because(MovementReason::Expired));
                } else if !held.class.is_timed() && self.dice.percent(6) {
                    stock.push(held);
                } else {
                    given.push(Transfer::new(held.lot, holder, Holder::Families(point.id), held.crates));
                }
            }
            if !thrown.is_empty() {
                self.act(at, person.id, OpKind::Discard, Deed::Move(thrown));
            }
            if !given.is_empty() {
                let families = (point.families * self.dice.between(20, 45) / 100).max(1);
                let persons = (families * point.persons / point.families.max(1)).max(families);
                let handout = Deed::HandOut { site: point.id, date, transfers: given, families, persons };
                self.act(at + MINUTE, person.id, OpKind::HandOut, handout);
            }
        }
    }
}
