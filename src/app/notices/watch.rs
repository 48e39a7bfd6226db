//! The notices that hold as a day stands now. They are computed anew at each check of the area, so nothing need be
//! remembered of when each began to hold.

use super::audience::Audience;
use super::shifts::own_shift;
use crate::app::alarm::{Alarm, Lack};
use crate::app::day::{Day, RoundDay, StopDay};
use crate::domain::food::StorageClass;
use crate::domain::id::{LotId, ShiftId, SiteId, StopId};
use crate::domain::notice::{AlarmSubject, Effect, NewNotice, News, Subject, Tag, Target, Urgency, Watched};
use crate::domain::people::Role;
use crate::domain::plan::Action;
use crate::domain::quantity::{Crates, Seconds};
use crate::domain::round::{ProblemKind, Shift};
use crate::domain::schedule::{Rules, minutes};
use crate::domain::shift::{Gone, Overlap};
use crate::domain::time::Millis;
use std::collections::{BTreeMap, BTreeSet};

/// How long a notice about the day is of use.
const STALE_AFTER: Seconds = Seconds(6 * 3600);
/// Coordinators get a notice of a round that is later than this; of smaller delays they read on the page of alarms.
const VERY_LATE: Seconds = Seconds(30 * 60);

/// What the notices of a day depend on.
pub(super) struct Watch {
    pub(super) day: Day,
    pub(super) alarms: Vec<Alarm>,
    pub(super) audience: Audience,
    pub(super) rules: Rules,
    /// The shifts of today and the days ahead.
    pub(super) shifts: Vec<Shift>,
    /// The shifts that somebody was told of as theirs.
    pub(super) told: BTreeSet<ShiftId>,
    /// Shops that usually give on this day and have not announced anything yet.
    pub(super) silent: BTreeSet<SiteId>,
}

impl Watch {
    /// All notices that hold now, given before or not.
    pub(super) fn holding(&self) -> Vec<NewNotice> {
        let mut notices = self.reminders();
        for round in self.day.rounds.iter().filter(|round| round.head.ended.is_none() && !round.head.cancelled) {
            notices.extend(self.starting(round));
            notices.extend(self.cold(round));
            notices.extend(self.all_well(round));
            notices.extend(self.arriving(round));
        }
        notices.extend(self.own_shifts());
        notices.extend(self.trouble());
        notices
    }

    fn name(&self, site: SiteId) -> String {
        self.day.sites.get(&site).map(|site| site.name.clone()).unwrap_or_default()
    }

    fn reminders(&self) -> Vec<NewNotice> {
        let day = &self.day;
        let mut notices = Vec::new();
        for site in self.silent.iter().filter_map(|site| day.sites.get(site)).filter(|site| site.active) {
            let Some(closes) = day.opening(site).iter().map(|(_, until)| *until).max() else { continue };
            if day.now < closes - minutes(self.rules.remind_before) || day.now >= closes {
                continue;
            }
            let Some(person) = self.audience.at(Role::Donor, site.id).first().copied() else { continue };
            notices.push(NewNotice {
                person,
                effect: Effect::Watched(Watched::SilentShop { site: site.id, date: day.date }),
                tag: Tag::About(Subject::Donation { site: site.id }),
                news: News::DonateToday { place: site.name.clone(), closes },
                target: Target::Donor { site: site.id },
                expires: closes,
                answer_by: Some(day.now + minutes(self.rules.answer_within)),
            });
        }
        notices
    }

    /// For the driver of each shift of tomorrow, from the hour at which drivers hear of them; and of each that somebody was
    /// told of already, while it has not begun.
    fn own_shifts(&self) -> Vec<NewNotice> {
        let day = &self.day;
        let tells = day.area.zone.instant(day.date, self.rules.shift_tomorrow) <= day.now;
        let is_told = |shift: &&Shift| {
            let is_tomorrow = Some(shift.date) == day.date.tomorrow().ok();
            !shift.cancelled && shift.from > day.now && ((tells && is_tomorrow) || self.told.contains(&shift.id))
        };
        let drives = |shift: &&Shift| self.audience.person(shift.person).is_some();
        self.shifts.iter().filter(is_told).filter(drives).map(|shift| own_shift(day, shift)).collect()
    }

    /// For the driver of a round that leaves soon and of which nothing is recorded yet.
    fn starting(&self, round: &RoundDay) -> Option<NewNotice> {
        let depart = round.figures.as_ref()?.depart;
        let first = round.stops.first()?;
        let soon = depart - minutes(self.rules.start_before) <= self.day.now;
        if !soon || self.day.now >= first.planned.depart || !round.stops.iter().all(StopDay::is_open) {
            return None;
        }
        Some(NewNotice {
            person: round.head.person,
            effect: Effect::Watched(Watched::RoundStarts { round: round.head.id, person: round.head.person }),
            tag: Tag::About(Subject::Round { round: round.head.id }),
            news: News::RoundStarts {
                first: self.name(first.planned.site),
                depart,
                vehicle: round.head.vehicle_name.clone(),
            },
            target: Target::CurrentRound,
            expires: first.planned.depart,
            answer_by: Some((depart - Seconds(600)).max(self.day.now + minutes(self.rules.cold_answer_within))),
        })
    }

    /// For a driver with food on board that must be handed over soon: one notice for each stop it goes to, and one for
    /// each lot that has nowhere to go.
    fn cold(&self, round: &RoundDay) -> Vec<NewNotice> {
        // Each lot with nowhere to go needs a decision of its own.
        let mut aboard: BTreeMap<Result<(StopId, SiteId), LotId>, (Millis, Crates)> = BTreeMap::new();
        for portion in &round.on_board {
            let Some(clock) = portion.clock else { continue };
            let going = portion.going.ok_or(portion.lot);
            let (deadline, crates) = aboard.entry(going).or_insert((clock.deadline, Crates::ZERO));
            *deadline = clock.deadline.min(*deadline);
            *crates += portion.balance.crates;
        }
        let mut notices = Vec::new();
        for (going, (deadline, crates)) in aboard {
            let stop = going.ok();
            let arrival = stop.and_then(|(stop, _)| self.day.stop(stop)).map(|(_, stop)| stop.expected);
            let too_late = arrival.is_some_and(|arrival| arrival > deadline);
            let urgent = too_late || self.day.now >= deadline - minutes(self.rules.cold_urgent);
            if !urgent && self.day.now < deadline - minutes(self.rules.cold_before) {
                continue;
            }
            let urgency = if urgent { Urgency::Urgent } else { Urgency::Soon };
            let (watched, subject, target) = match going {
                Ok((stop, _)) => {
                    (Watched::ColdForStop { stop, urgency }, Subject::ColdForStop { stop }, Target::Stop { stop })
                }
                Err(lot) => {
                    let round = round.head.id;
                    (Watched::ColdLot { round, lot, urgency }, Subject::ColdLot { round, lot }, Target::Aboard)
                }
            };
            notices.push(NewNotice {
                person: round.head.person,
                effect: Effect::Watched(watched),
                tag: Tag::About(subject),
                news: News::Cold {
                    place: stop.map_or_else(|| round.head.vehicle_name.clone(), |(_, site)| self.name(site)),
                    crates: crates.0,
                    deadline,
                    urgent,
                },
                target,
                expires: deadline + STALE_AFTER,
                answer_by: urgent.then_some(self.day.now + minutes(self.rules.cold_answer_within)),
            });
        }
        notices
    }

    /// For a driver whose next stop should have been confirmed long ago, and who has recorded or reported nothing
    /// since.
    fn all_well(&self, round: &RoundDay) -> Option<NewNotice> {
        let next = round.stops.iter().find(|stop| stop.is_next)?;
        let wait = minutes(self.rules.all_well_after);
        let visits = round.stops.iter().filter_map(|stop| stop.visit.as_ref()).map(|visit| visit.occurred);
        let problems = self.day.problems.iter().filter(|problem| problem.round == round.head.id);
        let told = problems.map(|problem| problem.occurred + minutes(problem.minutes));
        let last = visits.chain(told).max().unwrap_or(next.planned.depart);
        if self.day.now < last.max(next.planned.depart) + wait {
            return None;
        }
        Some(NewNotice {
            person: round.head.person,
            effect: Effect::Watched(Watched::Overdue { stop: next.planned.id }),
            tag: Tag::About(Subject::Overdue { round: round.head.id }),
            news: News::AllWell { place: self.name(next.planned.site), expected: next.planned.arrive },
            target: Target::Stop { stop: next.planned.id },
            expires: self.day.now + STALE_AFTER,
            answer_by: Some(self.day.now + minutes(self.rules.answer_within)),
        })
    }

    /// For the people of a point that a round under way is about to reach.
    fn arriving(&self, round: &RoundDay) -> Vec<NewNotice> {
        let soon = |stop: &&StopDay| {
            stop.is_open()
                && stop.unloads()
                && stop.expected - minutes(self.rules.arriving_before) <= self.day.now
                && self.day.now < stop.expected + STALE_AFTER
        };
        let mut notices = Vec::new();
        if !round.has_started(self.day.now) {
            return notices;
        }
        for stop in round.stops.iter().filter(soon) {
            let site = stop.planned.site;
            let Some(person) = self.audience.at(Role::Point, site).first().copied() else { continue };
            let cold = stop.planned.loads.iter().filter(|load| load.action == Action::Unload).filter(|load| {
                self.day.lots.get(&load.of).is_some_and(|lot| {
                    matches!(lot.class, StorageClass::Chilled | StorageClass::Fish | StorageClass::Frozen)
                })
            });
            notices.push(NewNotice {
                person,
                effect: Effect::Watched(Watched::Arriving { stop: stop.planned.id }),
                tag: Tag::About(Subject::Arrival { stop: stop.planned.id }),
                news: News::Arriving {
                    place: self.name(site),
                    at: stop.expected,
                    crates: stop.crates(Action::Unload).0,
                    cold: cold.map(|load| load.crates.0).sum(),
                },
                target: Target::Arrivals { site },
                expires: stop.expected + STALE_AFTER,
                answer_by: Some(self.day.now + minutes(self.rules.answer_within)),
            });
        }
        notices
    }

    /// For the coordinators: the alarms that should reach them wherever they are.
    fn trouble(&self) -> Vec<NewNotice> {
        let mut told = BTreeSet::new();
        let mut notices = Vec::new();
        for alarm in &self.alarms {
            let Some((about, place)) = self.alarm(alarm) else { continue };
            if !told.insert(about) {
                continue;
            }
            notices.extend(self.audience.coordinators().into_iter().map(|person| NewNotice {
                person,
                effect: Effect::Watched(Watched::Alarm { about }),
                tag: Tag::About(Subject::Alarm { about }),
                news: News::Alarm { alarm: alarm.kind(), place: place.clone() },
                target: Target::Alarms,
                expires: self.day.now + STALE_AFTER,
                answer_by: None,
            }));
        }
        notices
    }

    fn gone(&self, gone: Gone) -> (AlarmSubject, String) {
        match gone {
            Gone::Driver(person) => (AlarmSubject::DriverGone { person }, self.audience.name(person)),
            Gone::Vehicle(vehicle) => {
                let name = self.day.vehicles.get(&vehicle).map(|vehicle| vehicle.name.clone()).unwrap_or_default();
                (AlarmSubject::VehicleGone { vehicle }, name)
            }
        }
    }

    fn who_overlaps(&self, what: Overlap) -> String {
        let name = match what {
            Overlap::Person(id) => Some(self.audience.name(id)),
            Overlap::Vehicle(id) => self.day.vehicles.get(&id).map(|vehicle| vehicle.name.clone()),
        };
        name.unwrap_or_default()
    }

    /// What an alarm is about, and the name of the site or vehicle. None for alarms that only stand on the page of
    /// alarms.
    fn alarm(&self, alarm: &Alarm) -> Option<(AlarmSubject, String)> {
        let vehicle = |id| self.day.round(id).map(|round| round.head.vehicle_name.clone()).unwrap_or_default();
        match alarm {
            Alarm::Cold { round, lot, broken: true, .. } => {
                Some((AlarmSubject::Cold { round: *round, lot: *lot }, vehicle(*round)))
            }
            Alarm::NowhereToGo { round, lot, .. } => {
                Some((AlarmSubject::NowhereToGo { round: *round, lot: *lot }, vehicle(*round)))
            }
            Alarm::NoPlace { lot, .. } => {
                let site = self.day.lots.get(lot)?.site;
                Some((AlarmSubject::NoPlace { site, date: self.day.date }, self.name(site)))
            }
            Alarm::StillAboard { round, .. } => {
                Some((AlarmSubject::StillAboard { round: round.id }, round.vehicle_name.clone()))
            }
            Alarm::NoDriver { round, .. } => {
                Some((AlarmSubject::NoDriver { round: round.id }, round.vehicle_name.clone()))
            }
            Alarm::Broken { round, site, fault } => {
                Some((AlarmSubject::Broken { round: round.id, site: *site, fault: *fault }, self.name(*site)))
            }
            Alarm::Nobody { date, lack: Lack::Drivers } => {
                Some((AlarmSubject::NobodyDrives { date: *date }, String::new()))
            }
            Alarm::Nobody { date, lack: Lack::Points } => {
                Some((AlarmSubject::NobodyOpens { date: *date }, String::new()))
            }
            Alarm::Gone { gone, .. } => Some(self.gone(*gone)),
            Alarm::Overlap { what, one, other } => {
                Some((AlarmSubject::Overlap { one: one.id, other: other.id }, self.who_overlaps(*what)))
            }
            Alarm::Late { round, stop, by } if *by > VERY_LATE => {
                let site = self.day.stop(*stop).map(|(_, stop)| stop.planned.site)?;
                Some((AlarmSubject::Late { round: *round, stop: *stop }, self.name(site)))
            }
            Alarm::Problem(problem) if problem.kind != ProblemKind::Late => {
                Some((AlarmSubject::Problem { op: problem.op }, vehicle(problem.round)))
            }
            Alarm::Cold { .. }
            | Alarm::Shortfall { .. }
            | Alarm::Stopped { .. }
            | Alarm::Late { .. }
            | Alarm::Problem(_)
            | Alarm::Unchecked { .. }
            | Alarm::Conflict(_)
            | Alarm::Flagged(_)
            | Alarm::NoPlan
            | Alarm::Missing(_)
            | Alarm::Held(_)
            | Alarm::OffPlan(_)
            | Alarm::PushBlocked(_) => None,
        }
    }
}
