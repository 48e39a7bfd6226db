//! What is done by the clock: each job has a local time, and is done once for each local day.

use crate::domain::quantity::Seconds;
use crate::domain::time::{Millis, Zone};
use crate::domain::word_enum;
use jiff::ToSpan;
use jiff::civil::{Date, Time, time};
use serde::{Deserialize, Serialize};

word_enum!(
    /// A job of a local day.
    Job {
        /// Forgets what is old: drafts that nobody went by, notices, runs of jobs, browsers of phones that nobody opens any more, acts that were held
        /// back, proposals about shifts that are over.
        CleanUp = "clean-up",
        /// Makes the shifts of standing assignments for the days ahead.
        FillShifts = "fill-shifts",
        /// Plans this morning, if there is no plan or food came since.
        PlanToday = "plan-today",
        /// Makes this morning's draft what people go by, if nobody did.
        Publish = "publish",
        /// Tells the coordinators when today has no plan.
        NoPlanToday = "no-plan-today",
        /// Tells drivers of their shift tomorrow.
        ShiftTomorrow = "shift-tomorrow",
        PlanTomorrow = "plan-tomorrow",
        /// Tells the coordinators when tomorrow has no plan.
        NoPlanTomorrow = "no-plan-tomorrow",
        /// Ends rounds that are over and empty.
        CloseOut = "close-out",
    }
);

word_enum!(
    /// How a job of a day went.
    JobOutcome {
        /// It did something.
        Done = "done",
        /// There was nothing to do.
        Idle = "idle",
        /// The server was down until it was of no use any more.
        Late = "late",
        /// It failed; it is tried again.
        Failed = "failed",
    }
);

/// A job of a day as it was run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JobRun {
    pub job: Job,
    /// For which local day.
    pub date: Date,
    /// By the machine's own time, at whatever speed a demonstration's clock runs.
    pub claimed: Millis,
    pub ended: Option<Millis>,
    pub outcome: Option<JobOutcome>,
    /// What it did, as a count; after a space, what it had to leave out.
    pub detail: String,
}

/// An area's own times and minutes. What stored rules lack is as shipped.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Rules {
    /// When this morning is planned.
    pub plan_today: Time,
    /// When this morning's plan becomes what people go by, if nobody published it.
    pub publish: Time,
    pub publishes: bool,
    pub plan_today_by: Time,
    /// When drivers hear of their shift tomorrow.
    pub shift_tomorrow: Time,
    pub plan_tomorrow: Time,
    pub plan_tomorrow_by: Time,
    /// When the day is closed.
    pub close_out: Time,
    /// How long before it closes a shop is reminded, in minutes.
    pub remind_before: i64,
    /// How long before its start a driver is told that a round begins, in minutes.
    pub start_before: i64,
    /// How long before its deadline a driver is warned about food on board, in minutes.
    pub cold_before: i64,
    /// How long before its deadline the warning becomes urgent, in minutes.
    pub cold_urgent: i64,
    /// How long before a vehicle gets there a point is told, in minutes.
    pub arriving_before: i64,
    /// How long after a stop should have been done its driver is asked, in minutes.
    pub all_well_after: i64,
    /// How long somebody has to answer before the next person is told, in minutes.
    pub answer_within: i64,
    /// How long somebody has to answer about food that gets warm, in minutes.
    pub cold_answer_within: i64,
    /// How many people are asked first for a shift that nobody has.
    pub first_asked: i64,
}

impl Default for Rules {
    fn default() -> Self {
        Self {
            plan_today: time(5, 30, 0, 0),
            publish: time(6, 0, 0, 0),
            publishes: true,
            plan_today_by: time(6, 10, 0, 0),
            shift_tomorrow: time(18, 0, 0, 0),
            plan_tomorrow: time(19, 0, 0, 0),
            plan_tomorrow_by: time(20, 0, 0, 0),
            close_out: time(23, 30, 0, 0),
            remind_before: 60,
            start_before: 30,
            cold_before: 25,
            cold_urgent: 10,
            arriving_before: 20,
            all_well_after: 60,
            answer_within: 15,
            cold_answer_within: 5,
            first_asked: 3,
        }
    }
}

/// When the old is forgotten: at night, and never at the whole hour.
const CLEAN_UP: Time = time(2, 40, 0, 0);
/// When the shifts of standing assignments are made.
const FILL_SHIFTS: Time = time(3, 40, 0, 0);
/// Days that were missed longer ago than this are not made up for.
pub const LOOKS_BACK: i64 = 14;

impl Job {
    /// When it is due, local time.
    pub const fn time(self, rules: &Rules) -> Time {
        match self {
            Self::CleanUp => CLEAN_UP,
            Self::FillShifts => FILL_SHIFTS,
            Self::PlanToday => rules.plan_today,
            Self::Publish => rules.publish,
            Self::NoPlanToday => rules.plan_today_by,
            Self::ShiftTomorrow => rules.shift_tomorrow,
            Self::PlanTomorrow => rules.plan_tomorrow,
            Self::NoPlanTomorrow => rules.plan_tomorrow_by,
            Self::CloseOut => rules.close_out,
        }
    }

    /// When it is due for a local day.
    pub fn due(self, rules: &Rules, date: Date, zone: &Zone) -> Millis {
        zone.instant(date, self.time(rules))
    }

    /// The job of the same day that must be over before this one begins, however long it takes: who publishes while the
    /// morning is being planned publishes the evening's draft, and the morning's stays one.
    pub const fn follows(self) -> Option<Self> {
        match self {
            Self::Publish => Some(Self::PlanToday),
            _ => None,
        }
    }

    /// Whether doing it for a day is still of use on a later day.
    pub const fn keeps(self) -> bool {
        matches!(self, Self::CleanUp | Self::CloseOut)
    }

    /// The local days for which it is due and was not run, oldest first. An area that never ran it begins today;
    /// `first` is the earliest day it was run for, `ran` says whether it was run for a day.
    pub fn missed(
        self,
        rules: &Rules,
        zone: &Zone,
        now: Millis,
        first: Option<Date>,
        ran: impl Fn(Date) -> bool,
    ) -> Vec<Date> {
        let today = zone.date(now);
        let earliest = today.checked_sub(LOOKS_BACK.days()).unwrap_or(today);
        let mut date = first.map_or(today, |first| first.max(earliest));
        let mut missed = Vec::new();
        while date <= today && self.due(rules, date, zone) <= now {
            if !ran(date) {
                missed.push(date);
            }
            let Ok(next) = date.tomorrow() else { break };
            date = next;
        }
        missed
    }

    /// When it runs next.
    pub fn next(self, rules: &Rules, zone: &Zone, now: Millis) -> Millis {
        let today = zone.date(now);
        let due = self.due(rules, today, zone);
        if due > now { due } else { self.due(rules, today.tomorrow().unwrap_or(today), zone) }
    }
}

/// Minutes of the rules as seconds.
pub const fn minutes(minutes: i64) -> Seconds {
    Seconds(minutes * 60)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use std::collections::BTreeMap;

    /// Runs a job as a server would that looks every 30 seconds, except while it is down. Returns how often each day
    /// was run for and the longest time between when a day was due (or the server was back) and its run.
    fn run(
        job: Job,
        zone: &Zone,
        from: Date,
        until: Date,
        outage: Option<(Millis, Seconds)>,
    ) -> (BTreeMap<Date, u32>, i64) {
        let rules = Rules::default();
        let mut ran = BTreeMap::<Date, u32>::new();
        let (mut now, end) = (zone.start_of(from), zone.start_of(until));
        let back = outage.map(|(down, length)| down + length);
        let mut worst = 0;
        while now < end {
            if let (Some((down, length)), Some(back)) = (outage, back)
                && down <= now
                && now < down + length
            {
                now = back;
            }
            let first = ran.keys().next().copied();
            for day in job.missed(&rules, zone, now, first, |day| ran.contains_key(&day)) {
                *ran.entry(day).or_default() += 1;
                let due = job.due(&rules, day, zone);
                worst = worst.max(now.since(back.filter(|back| *back > due && *back <= now).unwrap_or(due)).0);
            }
            // Looks twice a minute around the time it is due, and twice an hour where nothing can happen.
            let near = job.next(&rules, zone, now).since(now) <= Seconds(3_600);
            now = now + if near { Seconds(30) } else { Seconds(1_800) };
        }
        (ran, worst)
    }

    fn every_day(from: Date, until: Date) -> BTreeMap<Date, u32> {
        let mut days = BTreeMap::new();
        let mut date = from;
        while date < until {
            days.insert(date, 1);
            date = date.tomorrow().unwrap();
        }
        days
    }

    /// The last Sundays of March and October, when the clocks of the European Union change (Directive 2000/84/EC).
    fn changes_of_the_clocks() -> impl Iterator<Item = Date> {
        (2026..=2030).flat_map(|year| {
            [3, 10].map(|month| {
                let end = date(year, month, 31);
                end.checked_sub(i64::from(end.weekday().to_sunday_zero_offset()).days()).unwrap()
            })
        })
    }

    #[test]
    fn each_job_runs_once_a_day_when_the_clocks_change() {
        let zone = Zone::named("Europe/Rome").unwrap();
        for change in changes_of_the_clocks() {
            let (from, until) = (change.checked_sub(2.days()).unwrap(), change.checked_add(3.days()).unwrap());
            for job in Job::ALL {
                let (ran, worst) = run(*job, &zone, from, until, None);
                assert_eq!(ran, every_day(from, until), "{job} around {change}");
                assert!(worst <= 60, "{job} around {change}: {worst} s late");
            }
        }
    }

    #[test]
    fn each_job_runs_once_a_day_whatever_the_outage() {
        let zone = Zone::named("Europe/Rome").unwrap();
        for change in changes_of_the_clocks() {
            let (from, until) = (change.checked_sub(2.days()).unwrap(), change.checked_add(4.days()).unwrap());
            for length in [60, 600, 3_600, 5 * 3_600, 24 * 3_600, 25 * 3_600, 3 * 24 * 3_600] {
                for hour in [0, 1, 5, 17, 23] {
                    let before = zone.start_of(change.yesterday().unwrap()) + Seconds(hour * 3_600);
                    for job in Job::ALL {
                        let down = job.due(&Rules::default(), change.yesterday().unwrap(), &zone) - Seconds(30);
                        for down in [before, down] {
                            let (ran, worst) = run(*job, &zone, from, until, Some((down, Seconds(length))));
                            assert_eq!(ran, every_day(from, until), "{job} around {change}, down {length} s at {hour}");
                            assert!(worst <= 60, "{job} around {change}: {worst} s late");
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn a_new_area_does_not_make_up_for_the_time_before_it() {
        let zone = Zone::named("Europe/Rome").unwrap();
        let noon = zone.instant(date(2026, 11, 26), time(12, 0, 0, 0));
        let missed = |job: Job| job.missed(&Rules::default(), &zone, noon, None, |_| false);
        assert_eq!(missed(Job::PlanToday), [date(2026, 11, 26)]);
        assert_eq!(missed(Job::PlanTomorrow), []);
    }

    #[test]
    fn rules_that_lack_something_are_as_shipped() {
        let rules: Rules = serde_json::from_str(r#"{"cold_before": 30}"#).unwrap();
        assert_eq!(rules, Rules { cold_before: 30, ..Rules::default() });
    }
}
