//! What happens by the clock: the jobs of each local day, each run once, and the check of each area every minute.

use super::day::alarms::HELD_FOR;
use super::notices::{own_shift, tell};
use super::people::SESSION_IDLE;
use super::planning::{PlanOrder, Snapshot};
use super::shift::Copied;
use super::standing::FILLED_DAYS;
use super::{App, Field, FieldError, FieldErrorKind, Refusal, Result};
use crate::domain::calendar::days;
use crate::domain::id::{AreaId, RoundId};
use crate::domain::ledger::Holder;
use crate::domain::notice::{Effect, Event, NewNotice, News, Subject, Tag, Target};
use crate::domain::people::{Actor, Role};
use crate::domain::quantity::Seconds;
use crate::domain::round::PlanState;
use crate::domain::schedule::{Job, JobOutcome, JobRun, LOOKS_BACK, Rules};
use crate::domain::site::Area;
use crate::domain::time::Millis;
use crate::store::Sweep;
use jiff::civil::Date;

/// Invitations that expired this long ago are deleted.
const FORGET_CODES_AFTER: Seconds = Seconds(24 * 3600);
/// Notices older than this are deleted.
const FORGET_NOTICES_AFTER: Seconds = Seconds(60 * 24 * 3600);
/// Job runs are kept for this many days.
const KEEP_RUNS: i64 = 400;
/// A job that began this long ago and never ended is claimed again: its server died.
const TRY_AGAIN_AFTER: Seconds = Seconds(600);
/// Servers side by side differ by less than this. What lies further ahead is of a clock that was set back since.
const AHEAD_AT_MOST: Seconds = Seconds(300);
/// The least time between two checks of an area. The clock ticks every 30 seconds, so an area is checked every 60.
const LOOK_EVERY: Seconds = Seconds(45);

/// The jobs of an area: when each runs next, and how it went lately.
#[derive(Debug, Clone)]
pub struct Jobs {
    pub rules: Rules,
    /// Each job with the time of its next run.
    pub next: Vec<(Job, Millis)>,
    /// The runs of the past two weeks, the newest day first.
    pub runs: Vec<JobRun>,
    /// The last check of the area.
    pub sweep: Option<Sweep>,
}

impl App {
    /// Runs the jobs that are due and checks every area. A failure in one area is logged, tried again at the next tick,
    /// and holds up no other.
    pub async fn tick(&self) -> Result<()> {
        for area in self.every_area().await? {
            if let Err(error) = self.run_due(&area).await {
                tracing::warn!(%error, area = %area.id, "a job could not be run; the next tick tries again");
            }
            if let Err(error) = self.sweep(&area).await {
                tracing::warn!(%error, area = %area.id, "an area could not be looked over; the next tick tries again");
            }
            // A round becomes late without any write, so open pages are told to look again.
            self.store.touch(area.id);
        }
        Ok(())
    }

    /// The jobs of the person's area.
    ///
    /// # Errors
    /// When the person does not coordinate.
    pub async fn jobs(&self, who: &Actor) -> Result<Jobs> {
        Self::must_coordinate(who)?;
        let mut reader = self.store.reader(who.area).await?;
        let mut db = reader.db();
        let (now, zone) = (self.now(), db.area().await?.zone);
        let rules = db.rules().await?;
        let mut next: Vec<_> = Job::ALL.iter().map(|job| (*job, job.next(&rules, &zone, now))).collect();
        next.sort_by_key(|(_, at)| *at);
        let runs = db.job_runs(days(zone.date(now), -LOOKS_BACK)).await?;
        Ok(Jobs { rules, next, runs, sweep: db.sweep().await? })
    }

    /// Sets the area's own times of jobs and limits of notices.
    ///
    /// # Errors
    /// When the person does not coordinate, or a job would come before one it depends on.
    pub async fn set_rules(&self, who: &Actor, rules: Rules) -> Result<()> {
        Self::must_coordinate(who)?;
        let order = [
            (Field::Publish, rules.publish, rules.plan_today),
            (Field::PlanTodayBy, rules.plan_today_by, rules.publish),
            (Field::PlanTomorrowBy, rules.plan_tomorrow_by, rules.plan_tomorrow),
        ];
        let mut errors: Vec<FieldError> = order
            .into_iter()
            .filter(|(_, time, earlier)| time <= earlier)
            .map(|(name, _, after)| FieldError::new(name, FieldErrorKind::NotAfter { after }))
            .collect();
        if rules.cold_urgent >= rules.cold_before {
            errors.push(FieldError::new(Field::ColdUrgent, FieldErrorKind::TooLarge { most: rules.cold_before - 1 }));
        }
        Refusal::if_any(errors)?;
        self.store
            .write(who.area, move |tx| Box::pin(async move { Ok::<_, Refusal>(tx.set_rules(&rules).await?) }))
            .await
    }

    async fn run_due(&self, area: &Area) -> Result<()> {
        let now = self.now();
        let (rules, runs) = {
            let mut reader = self.store.reader(area.id).await?;
            let mut db = reader.db();
            (db.rules().await?, db.job_runs(days(area.zone.date(now), -LOOKS_BACK)).await?)
        };
        let mut due = Vec::new();
        for job in Job::ALL {
            let of_job = || runs.iter().filter(|run| run.job == *job);
            let is_over = |run: &JobRun| run.ended.is_some_and(|ended| ended <= now + AHEAD_AT_MOST);
            let ended = |date| of_job().any(|run| run.date == date && is_over(run));
            let first = of_job().map(|run| run.date).filter(|date| *date <= area.zone.date(now)).min();
            let dates = job.missed(&rules, &area.zone, now, first, ended);
            due.extend(dates.into_iter().map(|date| (job.due(&rules, date, &area.zone), *job, date)));
        }
        due.sort();
        for (_, job, date) in due {
            self.run_job(area, &rules, job, date).await?;
        }
        Ok(())
    }

    /// Runs a job of a day, unless another server claimed it, or has not done what must come before it.
    async fn run_job(&self, area: &Area, rules: &Rules, job: Job, date: Date) -> Result<()> {
        let (now, wall) = (self.now(), self.machine.clock.wall_time());
        // A plan that cannot be made is waited for until the coordinators would hear that there is none.
        let waits_for = job.follows().map(|before| (before, now < Job::NoPlanToday.due(rules, date, &area.zone)));
        let claimed = self.store.write(area.id, move |tx| {
            Box::pin(async move {
                if let Some((before, waits)) = waits_for {
                    let runs = tx.job_runs(date).await?;
                    let mut before = runs.iter().filter(|run| run.job == before && run.date == date);
                    let is_over = |run: &JobRun| match run.outcome {
                        Some(JobOutcome::Failed) => !waits,
                        outcome => outcome.is_some(),
                    };
                    if before.any(|run| !is_over(run)) {
                        return Ok(false);
                    }
                }
                Ok::<_, Refusal>(tx.claim_job(job, date, wall, TRY_AGAIN_AFTER, now + AHEAD_AT_MOST).await?)
            })
        });
        if !claimed.await? {
            return Ok(());
        }
        let is_late = date < area.zone.date(now) && !job.keeps();
        let went =
            if is_late { Ok((JobOutcome::Late, String::new())) } else { self.do_job(area, rules, job, date).await };
        let (outcome, detail) = match went {
            Ok(went) => went,
            Err(error) => {
                tracing::warn!(%error, %job, %date, "a job failed; it is tried again");
                (JobOutcome::Failed, String::new())
            }
        };
        tracing::info!(area = %area.id, %job, %date, outcome = outcome.word(), "a job ended");
        let now = self.now();
        self.store
            .write(area.id, move |tx| {
                Box::pin(async move { Ok::<_, Refusal>(tx.end_job(job, date, now, outcome, &detail).await?) })
            })
            .await
    }

    async fn do_job(&self, area: &Area, rules: &Rules, job: Job, date: Date) -> Result<(JobOutcome, String)> {
        let tomorrow = date.tomorrow().unwrap_or(date);
        let count = match job {
            Job::CleanUp => self.clean_up(area, date).await?,
            Job::FillShifts => return Ok(filled(self.fill_standing(area.id, date, FILLED_DAYS).await?)),
            Job::PlanToday => self.plan_by_clock(area.id, date).await?,
            Job::PlanTomorrow => self.plan_by_clock(area.id, tomorrow).await?,
            Job::Publish if rules.publishes => self.publish_by_clock(area.id, date).await?,
            Job::Publish => 0,
            Job::NoPlanToday => self.tell_no_plan(area.id, date, true).await?,
            Job::NoPlanTomorrow => self.tell_no_plan(area.id, tomorrow, !rules.publishes).await?,
            Job::ShiftTomorrow => self.tell_shifts(area.id, tomorrow).await?,
            Job::CloseOut => self.close_out(area.id, date).await?,
        };
        Ok(counted(count))
    }

    async fn clean_up(&self, area: &Area, date: Date) -> Result<i64> {
        let (now, first) = (self.now(), days(date, -KEEP_RUNS));
        self.store
            .write(area.id, move |tx| {
                Box::pin(async move {
                    let gone = tx.drop_notices(now - FORGET_NOTICES_AFTER).await?
                        + tx.drop_job_runs(first).await?
                        + tx.drop_past_searches(date).await?
                        + tx.drop_drafts(date).await?
                        + tx.drop_unseen_subscriptions(now - SESSION_IDLE).await?
                        + tx.drop_held_acts(now - HELD_FOR).await?
                        + tx.close_past_swaps(now).await?;
                    Ok(i64::try_from(gone).unwrap_or(i64::MAX))
                })
            })
            .await
    }

    /// Plans a day that has no plan, or whose plan leaves out food announced since. Returns the number of rounds of the
    /// draft, 0 where nothing was planned.
    async fn plan_by_clock(&self, area: AreaId, date: Date) -> Result<i64> {
        let Snapshot { day, expected, .. } = self.snapshot(area, date).await?;
        let has_food = !expected.is_empty() || day.lots.values().any(|lot| lot.date == date);
        let is_whole = day.plan.is_some() && !day.leaves_food_out();
        if !has_food || is_whole || day.shifts.iter().all(|shift| shift.cancelled) {
            return Ok(0);
        }
        let planned =
            self.plan_unattended(area, PlanOrder::usual(date), |_| super::planning::Control::Continue).await?;
        Ok(i64::try_from(planned.plan.rounds.len()).unwrap_or(i64::MAX))
    }

    /// Publishes the draft of a day that has no published plan; an outdated draft is planned again first. Returns how
    /// many were published.
    async fn publish_by_clock(&self, area: AreaId, date: Date) -> Result<i64> {
        let draft = {
            let mut reader = self.store.reader(area).await?;
            let mut db = reader.db();
            if db.plan_in(date, PlanState::Published).await?.is_some() {
                return Ok(0);
            }
            db.plan_in(date, PlanState::Draft).await?
        };
        let Some(draft) = draft else { return Ok(0) };
        match self.publish_unattended(area, draft.id).await {
            Err(Refusal::Conflict(super::Conflict::PlanOutdated)) => {
                let order = PlanOrder::usual(date);
                let again = self.plan_unattended(area, order, |_| super::planning::Control::Continue).await?;
                self.publish_unattended(area, again.id).await?;
            }
            other => other?,
        }
        Ok(1)
    }

    /// Tells the coordinators of a day that has shifts and food but no plan; a draft counts as one unless the plan must
    /// be published. Returns how many notices were given.
    async fn tell_no_plan(&self, area: AreaId, date: Date, must_be_published: bool) -> Result<i64> {
        let Snapshot { day, expected, .. } = self.snapshot(area, date).await?;
        let has_plan = day.plan.is_some() || (day.draft.is_some() && !must_be_published);
        let has_food = !expected.is_empty() || day.lots.values().any(|lot| lot.date == date);
        if has_plan || !has_food || day.shifts.iter().all(|shift| shift.cancelled) {
            return Ok(0);
        }
        let expires = day.area.zone.end_of(date);
        self.tell_all(area, move |people| {
            let coordinates = |person: &&crate::domain::people::Person| {
                person.active && person.grants.iter().any(|grant| grant.role == Role::Coordinator)
            };
            let told = people.iter().filter(coordinates).map(|person| NewNotice {
                person: person.id,
                effect: Effect::Event(Event::NoPlan { date }),
                tag: Tag::About(Subject::NoPlan { date }),
                news: News::NoPlan { date },
                target: Target::Plan,
                expires,
                answer_by: None,
            });
            told.collect()
        })
        .await
    }

    /// Reminds drivers of their shifts on a day. Returns how many notices were given.
    async fn tell_shifts(&self, area: AreaId, date: Date) -> Result<i64> {
        let day = self.snapshot(area, date).await?.day;
        let driven = day.shifts.iter().filter(|shift| !shift.cancelled);
        let notices: Vec<NewNotice> = driven.map(|shift| own_shift(&day, shift)).collect();
        self.tell_all(area, move |_| notices).await
    }

    async fn tell_all<F>(&self, area: AreaId, whom: F) -> Result<i64>
    where
        F: FnOnce(&[crate::domain::people::Person]) -> Vec<NewNotice> + Send + 'static,
    {
        let machine = self.machine.clone();
        self.store
            .write(area, move |tx| {
                Box::pin(async move {
                    let people = tx.people().await?;
                    let mut given = 0;
                    for notice in whom(&people) {
                        given += i64::from(tell(tx, &machine, &notice).await?);
                    }
                    Ok(given)
                })
            })
            .await
    }

    /// Ends the rounds of a day whose shift is over and that have nothing on board. Returns how many.
    async fn close_out(&self, area: AreaId, date: Date) -> Result<i64> {
        let now = self.now();
        self.store
            .write(area, move |tx| {
                Box::pin(async move {
                    let rounds = tx.rounds(date).await?;
                    let over: Vec<RoundId> = rounds
                        .iter()
                        .filter(|round| round.ended.is_none() && round.until <= now)
                        .map(|round| round.id)
                        .collect();
                    let mut ended = 0;
                    for round in over {
                        let on_board = tx.holdings_of(Holder::Vehicle(round)).await?;
                        if on_board.iter().all(|held| held.balance.crates.0 == 0) {
                            tx.end_round(round, Some(now)).await?;
                            ended += 1;
                        }
                    }
                    Ok(ended)
                })
            })
            .await
    }

    async fn sweep(&self, area: &Area) -> Result<()> {
        let (now, id) = (self.now(), area.id);
        let claimed = self.store.write(id, move |tx| {
            Box::pin(async move {
                let claimed = tx.claim_sweep(now, now - LOOK_EVERY, now + AHEAD_AT_MOST).await?;
                if claimed {
                    tx.drop_invitations(now - FORGET_CODES_AFTER).await?;
                }
                Ok::<_, Refusal>(claimed)
            })
        });
        if !claimed.await? {
            return Ok(());
        }
        self.seek_for_gone(id).await?;
        let went = self.look_over(id).await;
        self.propose_where_broken(id).await?;
        let (told, failed) = match &went {
            Ok(0) => return Ok(()),
            Ok(told) => (*told, String::new()),
            Err(error) => (0, error.to_string()),
        };
        self.store
            .write(id, move |tx| Box::pin(async move { Ok::<_, Refusal>(tx.end_sweep(told, &failed).await?) }))
            .await?;
        went.map(drop)
    }
}

/// The outcome of a job that did something `count` times.
fn counted(count: i64) -> (JobOutcome, String) {
    if count > 0 { (JobOutcome::Done, count.to_string()) } else { (JobOutcome::Idle, String::new()) }
}

/// The outcome of filling standing shifts. Where shifts were left out, the detail is `added left`.
fn filled(Copied { added, left }: Copied) -> (JobOutcome, String) {
    if left > 0 {
        (JobOutcome::Done, format!("{added} {left}"))
    } else {
        counted(i64::try_from(added).unwrap_or(i64::MAX))
    }
}
