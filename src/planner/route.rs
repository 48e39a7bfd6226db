//! The round of one vehicle during the search: its stops, the portions it carries, and what lets an insertion be tried
//! without walking the whole round.

use crate::planner::day::{Day, Origin, UNKNOWN};
use crate::planner::problem::Time;
use crate::planner::schedule::{Clock, Sequence, Slot};

pub(crate) const EARLIEST: Time = Time::MIN / 4;
pub(crate) const LATEST: Time = Time::MAX / 4;

/// A visit. Committed ones come first and stay as they are.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Stop {
    pub place: usize,
    /// A handover may start from here, for the sake of what is loaded.
    pub ready: Time,
    /// A handover must start by here, for the sake of what is loaded and unloaded.
    pub until: Time,
}

/// A portion on its way to a sink.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Job {
    pub item: usize,
    pub supply: usize,
    pub sink: usize,
    pub crates: i64,
    /// The stop that loads it; `None` for what is on board or loaded by a committed visit.
    pub load: Option<usize>,
    pub unload: usize,
    /// Part of a committed visit.
    pub fixed: bool,
}

/// What is on board.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Cargo {
    pub crates: i64,
    pub grams: i64,
    pub class: [i64; 5],
}

impl Cargo {
    fn add(&mut self, class: usize, crates: i64, grams: i64) {
        self.crates += crates;
        self.grams += grams;
        self.class[class] += crates;
    }
}

#[derive(Debug, Clone)]
pub(crate) struct Route {
    pub vehicle: usize,
    pub committed: usize,
    pub stops: Vec<Stop>,
    pub jobs: Vec<Job>,
    /// Changes with every change of the round; the same for the same round in several plans.
    pub stamp: u64,
    /// Earliest and latest start of each stop, cold limits and the longest time out aside.
    pub earliest: Vec<Time>,
    pub latest: Vec<Time>,
    /// What is on board when leaving the start (at 0) and each stop (at its index and one).
    pub cargo: Vec<Cargo>,
    /// Driving seconds and metres.
    pub seconds: i64,
    pub metres: i64,
    /// Departures from the known round.
    pub change: i64,
    /// Whether a schedule depends on more than windows.
    pub clocked: bool,
}

impl Route {
    pub(crate) fn new(vehicle: usize) -> Self {
        Self {
            vehicle,
            committed: 0,
            stops: Vec::new(),
            jobs: Vec::new(),
            stamp: 0,
            earliest: Vec::new(),
            latest: Vec::new(),
            cargo: Vec::new(),
            seconds: 0,
            metres: 0,
            change: 0,
            clocked: false,
        }
    }

    /// Allowed seconds of a portion on this vehicle from the start of its load to the end of its unload.
    pub(crate) fn limit(&self, day: &Day, supply: usize) -> Option<i64> {
        let equipment = day.problem.vehicles[self.vehicle].equipment;
        let lot = &day.problem.supplies[supply];
        lot.cold.on(equipment).map(|limit| limit.0)
    }

    /// By when a portion must have been unloaded whatever the round: its last day, or its clock if that runs already.
    pub(crate) fn deliver_by(&self, day: &Day, supply: usize) -> Time {
        let lot = &day.problem.supplies[supply];
        let clock = match (lot.on_board, self.limit(day, supply)) {
            (Some(on_board), Some(limit)) => on_board.since + limit,
            _ => LATEST,
        };
        lot.deliver_by.unwrap_or(LATEST).min(clock)
    }

    /// Where the clock of an item starts: a stop, given the one that loads it; `None` if it runs already or never.
    pub(crate) fn clock_start(day: &Day, item: usize, load: Option<usize>) -> Option<usize> {
        match day.items[item].origin {
            Origin::Place => load,
            Origin::Aboard { visit, .. } => visit,
        }
    }

    /// Fills a sequence with the stops and clocks of this round.
    pub(crate) fn sequence(&self, day: &Day, work: &mut Sequence) {
        work.clear();
        work.slots.extend(self.stops.iter().map(|stop| Slot {
            place: stop.place,
            ready: stop.ready,
            until: stop.until,
        }));
        for job in &self.jobs {
            if let Some(limit) = self.limit(day, job.supply)
                && let Some(load) = Self::clock_start(day, job.item, job.load)
            {
                work.clocks.push(Clock { load, unload: job.unload, limit });
            }
        }
    }

    /// Works out everything that follows from stops and jobs. False if the round cannot be driven so.
    pub(crate) fn refresh(&mut self, day: &Day, stamp: u64, work: &mut Sequence) -> bool {
        self.stamp = stamp;
        self.limits(day);
        self.length(day);
        if !self.times(day) || !self.load(day) {
            return false;
        }
        let longest = day.problem.vehicles[self.vehicle].longest.is_some();
        self.sequence(day, work);
        self.clocked = longest || !work.clocks.is_empty();
        !self.clocked || self.stops.is_empty() || work.fits(day, self.vehicle)
    }

    fn limits(&mut self, day: &Day) {
        for stop in &mut self.stops {
            (stop.ready, stop.until) = (EARLIEST, LATEST);
        }
        for at in 0..self.jobs.len() {
            let job = self.jobs[at];
            let lot = &day.problem.supplies[job.supply];
            if let Some(load) = job.load {
                let stop = &mut self.stops[load];
                stop.ready = stop.ready.max(lot.ready);
                stop.until = stop.until.min(lot.until);
            }
            let by = self.deliver_by(day, job.supply);
            let stop = &mut self.stops[job.unload];
            stop.until = stop.until.min(by - day.service(stop.place));
        }
        for item in self.aboard(day) {
            if let Origin::Aboard { visit: Some(visit), .. } = item.origin {
                let lot = &day.problem.supplies[item.supply];
                let stop = &mut self.stops[visit];
                stop.ready = stop.ready.max(lot.ready);
                stop.until = stop.until.min(lot.until);
            }
        }
    }

    fn aboard<'d>(&self, day: &'d Day) -> impl Iterator<Item = &'d crate::planner::day::Item> + use<'d> {
        let mine = self.vehicle;
        day.items.iter().filter(move |item| matches!(item.origin, Origin::Aboard { vehicle, .. } if vehicle == mine))
    }

    fn length(&mut self, day: &Day) {
        let vehicle = &day.problem.vehicles[self.vehicle];
        (self.seconds, self.metres, self.change) = (0, 0, 0);
        let mut at = vehicle.start;
        let mut last_known = None;
        let end = vehicle.end.filter(|_| !self.stops.is_empty());
        for place in self.stops.iter().map(|stop| stop.place).chain(end) {
            self.seconds += day.seconds(at, place);
            self.metres += day.problem.matrix.metres(at, place).0;
            at = place;
        }
        for stop in self.stops.iter().skip(self.committed) {
            match day.known(self.vehicle, stop.place) {
                None => {}
                Some(UNKNOWN) => self.change += 1,
                Some(position) => {
                    self.change += i64::from(last_known.is_some_and(|last| position < last));
                    last_known = Some(position);
                }
            }
        }
    }

    fn times(&mut self, day: &Day) -> bool {
        let vehicle = &day.problem.vehicles[self.vehicle];
        self.earliest.clear();
        let (mut time, mut at) = (vehicle.from, vehicle.start);
        for stop in &self.stops {
            let arrive = time + day.seconds(at, stop.place);
            let Some(start) = day.next_start(stop.place, stop.ready, stop.until, arrive) else {
                return false;
            };
            self.earliest.push(start);
            time = start + day.service(stop.place);
            at = stop.place;
        }
        if self.stops.is_empty() {
            self.latest.clear();
            return true;
        }
        if time + vehicle.end.map_or(0, |end| day.seconds(at, end)) > vehicle.until {
            return false;
        }
        self.latest.clear();
        self.latest.resize(self.stops.len(), 0);
        let (mut by, mut next) = (vehicle.until, vehicle.end);
        for (stop, latest) in self.stops.iter().zip(&mut self.latest).rev() {
            let leave = by - next.map_or(0, |next| day.seconds(stop.place, next));
            let start = leave - day.service(stop.place);
            let Some(start) = day.last_start(stop.place, stop.ready, stop.until, start) else {
                return false;
            };
            (*latest, by, next) = (start, start, Some(stop.place));
        }
        true
    }

    fn load(&mut self, day: &Day) -> bool {
        self.cargo.clear();
        self.cargo.resize(self.stops.len() + 1, Cargo::default());
        for item in self.aboard(day) {
            if let Origin::Aboard { visit, .. } = item.origin {
                let at = visit.map_or(0, |visit| visit + 1);
                let grams = day.grams_at_most(item.supply, item.crates);
                let class = day.class(item.supply) as usize;
                for cargo in &mut self.cargo[at..] {
                    cargo.add(class, item.crates, grams);
                }
            }
        }
        for job in &self.jobs {
            let class = day.class(job.supply) as usize;
            match job.load {
                Some(load) => {
                    let grams = day.grams_at_most(job.supply, job.crates);
                    for cargo in &mut self.cargo[load + 1..=job.unload] {
                        cargo.add(class, job.crates, grams);
                    }
                }
                None => {
                    let grams = day.grams(job.supply, job.crates);
                    for cargo in &mut self.cargo[job.unload + 1..] {
                        cargo.add(class, -job.crates, -grams);
                    }
                }
            }
        }
        self.cargo.iter().all(|cargo| self.holds(day, cargo, None))
    }

    /// Whether the vehicle holds a cargo, and the given class, crates and grams besides.
    pub(crate) fn holds(&self, day: &Day, cargo: &Cargo, more: Option<(usize, i64, i64)>) -> bool {
        let vehicle = &day.problem.vehicles[self.vehicle];
        let (class, crates, grams) = more.unwrap_or((0, 0, 0));
        let total = cargo.crates + crates <= vehicle.crates.0 && cargo.grams + grams <= vehicle.grams.0;
        total
            && if more.is_some() {
                cargo.class[class] + crates <= vehicle.room.0[class].0
            } else {
                (cargo.class.iter().zip(&vehicle.room.0)).all(|(held, room)| *held <= room.0)
            }
    }

    /// Takes jobs out, and the stops that nothing is handed over at any more. False if what is left cannot be driven,
    /// which may happen where a detour is faster than the direct way.
    pub(crate) fn take_out(&mut self, day: &Day, stamp: u64, work: &mut Sequence, out: impl Fn(&Job) -> bool) -> bool {
        self.jobs.retain(|job| job.fixed || !out(job));
        let mut used = vec![false; self.stops.len()];
        used[..self.committed].fill(true);
        for job in &self.jobs {
            used[job.unload] = true;
            if let Some(load) = job.load {
                used[load] = true;
            }
        }
        let mut moved = Vec::with_capacity(used.len());
        let mut kept: Vec<Stop> = Vec::with_capacity(used.len());
        for (at, &used) in used.iter().enumerate() {
            if used {
                let stop = self.stops[at];
                let joins = kept.len() > self.committed
                    && kept.last().is_some_and(|last| {
                        last.place == stop.place && last.ready.max(stop.ready) <= last.until.min(stop.until)
                    });
                match kept.last_mut() {
                    Some(last) if joins => {
                        last.ready = last.ready.max(stop.ready);
                        last.until = last.until.min(stop.until);
                    }
                    _ => kept.push(stop),
                }
            }
            moved.push(kept.len().saturating_sub(1));
        }
        let before = (kept.len() < used.iter().filter(|used| **used).count())
            .then(|| (self.stops.clone(), self.jobs.clone(), used));
        self.stops = kept;
        self.renumber(&moved);
        if self.refresh(day, stamp, work) {
            return true;
        }
        // Joining two visits of a place may have been too much: keep them apart.
        let Some((stops, jobs, used)) = before else {
            return false;
        };
        (self.stops, self.jobs) = (stops, jobs);
        let mut moved = Vec::with_capacity(used.len());
        let mut count = 0;
        for &used in &used {
            count += usize::from(used);
            moved.push(count.saturating_sub(1));
        }
        let mut used = used.into_iter();
        self.stops.retain(|_| used.next().unwrap_or(false));
        self.renumber(&moved);
        self.refresh(day, stamp, work)
    }

    fn renumber(&mut self, moved: &[usize]) {
        for job in &mut self.jobs {
            job.unload = moved[job.unload];
            job.load = job.load.map(|load| moved[load]);
        }
    }
}
