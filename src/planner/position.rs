//! What is to be inserted, where into a route, and carrying it out.

use crate::planner::instance::{Instance, LATEST, Slot};
use crate::planner::route::{Route, Shipment, Stop};

/// Which stop hands a portion over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum StopChoice {
    /// None: it is on board already.
    OnBoard,
    /// One there is, counted in the round as it is.
    Existing(u32),
    /// A new one before this one, counted in the round as it is.
    NewBefore(u32),
}

impl StopChoice {
    /// Stops are counted in 32 bits here: positions are kept by the hundred thousand.
    pub(super) const fn existing(at: usize) -> Self {
        Self::Existing(at as u32)
    }

    /// Before the first stop at 0, after the last at their number.
    pub(super) const fn new_before(next: usize) -> Self {
        Self::NewBefore(next as u32)
    }
}

/// A way to carry a portion to a sink.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct InsertionPosition {
    /// Added effort in thousandths of a second at the wheel. [`InsertionPosition::NONE`] has [`LATEST`].
    pub cost: i64,
    pub load: StopChoice,
    pub unload: StopChoice,
}

impl InsertionPosition {
    /// There is no way.
    pub(crate) const NONE: Self = Self { cost: LATEST, load: StopChoice::OnBoard, unload: StopChoice::OnBoard };

    /// Whether there is a way at all.
    pub(crate) const fn exists(&self) -> bool {
        self.cost < LATEST
    }
}

/// A portion to find a place for.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Request {
    pub item: usize,
    pub crates: i64,
}

/// Where a stop of the round is after an insertion.
pub(super) fn shifted(stop: usize, load: StopChoice, unload: StopChoice) -> usize {
    let shift = |at: StopChoice| usize::from(matches!(at, StopChoice::NewBefore(next) if next as usize <= stop));
    stop + shift(load) + shift(unload)
}

/// Puts the slots of an insertion into a sequence; where its load and unload then are.
pub(super) fn insert_slots(
    slots: &mut Vec<Slot>,
    (load, from): (StopChoice, Slot),
    (unload, to): (StopChoice, Slot),
) -> (Option<usize>, usize) {
    let join = |slot: &mut Slot, other: &Slot| {
        slot.ready = slot.ready.max(other.ready);
        slot.until = slot.until.min(other.until);
    };
    let mut unloads = match unload {
        StopChoice::NewBefore(next) => {
            slots.insert(next as usize, to);
            next as usize
        }
        StopChoice::Existing(stop) => {
            join(&mut slots[stop as usize], &to);
            stop as usize
        }
        StopChoice::OnBoard => 0,
    };
    let loads = match load {
        StopChoice::NewBefore(next) => {
            slots.insert(next as usize, from);
            unloads += 1;
            Some(next as usize)
        }
        StopChoice::Existing(stop) => {
            join(&mut slots[stop as usize], &from);
            Some(stop as usize)
        }
        StopChoice::OnBoard => None,
    };
    (loads, unloads)
}

/// Carries out an insertion. The round must be refreshed after it.
pub(crate) fn apply(
    instance: &Instance,
    route: &mut Route,
    request: Request,
    sink: usize,
    position: InsertionPosition,
) {
    let supply = instance.items[request.item].supply;
    for shipment in &mut route.shipments {
        shipment.unload = shifted(shipment.unload, position.load, position.unload);
        shipment.load = shipment.load.map(|load| shifted(load, position.load, position.unload));
    }
    let mut unload = match position.unload {
        StopChoice::NewBefore(next) => {
            route.stops.insert(next as usize, Stop::new(instance, instance.problem.sinks[sink].location));
            next as usize
        }
        StopChoice::Existing(stop) => stop as usize,
        StopChoice::OnBoard => 0,
    };
    let load = match position.load {
        StopChoice::NewBefore(next) => {
            route.stops.insert(next as usize, Stop::new(instance, instance.problem.supplies[supply].location));
            unload += 1;
            Some(next as usize)
        }
        StopChoice::Existing(stop) => Some(stop as usize),
        StopChoice::OnBoard => None,
    };
    let same = route.shipments.iter_mut().find(|shipment| {
        !shipment.fixed
            && (shipment.item, shipment.sink, shipment.load, shipment.unload) == (request.item, sink, load, unload)
    });
    match same {
        Some(shipment) => shipment.crates += request.crates,
        None => route.shipments.push(Shipment {
            item: request.item,
            supply,
            sink,
            crates: request.crates,
            load,
            unload,
            fixed: false,
        }),
    }
}
