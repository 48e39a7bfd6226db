//! The check of an area, once a minute: notices that hold now are given, those that no longer hold are taken back, and
//! those not answered in time are passed on.

use super::audience::Audience;
use super::shifts::shift_off;
use super::watch::Watch;
use super::{SHOWN_FOR, ladder, tell, tell_open};
use crate::app::day::Day;
use crate::app::day::alarms::alarms;
use crate::app::{App, Result, forecast};
use crate::domain::calendar::days;
use crate::domain::id::{AreaId, NoticeId, PersonId};
use crate::domain::notice::{Effect, NewNotice, News, Notice, Subject, Tag};
use crate::domain::round::Shift;
use crate::domain::time::Millis;
use crate::store::Db;
use std::collections::BTreeSet;

/// Drivers are asked about open shifts of this many days ahead.
const ASKED_AHEAD: i64 = 14;

/// What the check of an area goes by.
struct Survey {
    watch: Watch,
    /// The rounds of yesterday that go on past midnight.
    late: Option<Watch>,
    /// Notices that were neither taken back nor have expired.
    open: Vec<Notice>,
    /// Notices that should have been answered by now.
    overdue: Vec<Notice>,
    /// Open shifts that are not over.
    sought: Vec<Shift>,
}

impl Survey {
    async fn read(db: &mut Db<'_>, now: Millis) -> Result<Self> {
        let date = db.area().await?.zone.date(now);
        let day = Day::read(db, date, now).await?;
        let silent = forecast::expected(db, &day).await?.into_iter().map(|expected| expected.of.donor).collect();
        let shifts = db.shifts(date, days(date, ASKED_AHEAD)).await?;
        let sought = shifts.iter().filter(|shift| shift.is_open() && shift.until > now).cloned().collect();
        let open = db.notices_open(now - SHOWN_FOR, now).await?;
        let own = |notice: &Notice| match (notice.tag, &notice.news) {
            (Tag::About(Subject::Shift { shift }), News::ShiftTomorrow { .. }) => Some(shift),
            _ => None,
        };
        let (audience, rules) = (Audience::read(db).await?, db.rules().await?);
        let late = Day::still_on_the_road(db, now).await?.map(|day| Watch {
            alarms: day.own_alarms(),
            audience: audience.clone(),
            rules: rules.clone(),
            silent: BTreeSet::new(),
            told: BTreeSet::new(),
            shifts: Vec::new(),
            day,
        });
        Ok(Self {
            late,
            watch: Watch {
                alarms: alarms(db, &day).await?,
                audience,
                rules,
                silent,
                told: open.iter().filter_map(own).collect(),
                shifts,
                day,
            },
            open,
            overdue: db.notices_awaited(now, now - ladder::USEFUL).await?,
            sought,
        })
    }

    /// The notices of `holding` that are not among the open ones.
    fn fresh(&self, holding: &[NewNotice]) -> Vec<NewNotice> {
        let told: BTreeSet<(PersonId, &Effect)> =
            self.open.iter().map(|notice| (notice.person, &notice.effect)).collect();
        let told_to_any: BTreeSet<&Effect> = self.open.iter().map(|notice| &notice.effect).collect();
        let is_told = |notice: &&NewNotice| match ladder::place(notice.target) {
            // One person of a site is enough: the others are asked when that one does not answer.
            Some(_) => told_to_any.contains(&notice.effect),
            None => told.contains(&(notice.person, &notice.effect)),
        };
        holding.iter().filter(|notice| !is_told(notice)).cloned().collect()
    }

    /// The open notices to take back: watched ones that no longer hold, and those passed on because of a notice that
    /// was answered since, was taken back itself, or no longer holds.
    fn over(&self, holding: &[NewNotice]) -> BTreeSet<NoticeId> {
        let holds: BTreeSet<&Effect> = holding.iter().map(|notice| &notice.effect).collect();
        let is_past = |effect: &Effect| matches!(effect, Effect::Watched(_)) && !holds.contains(effect);
        let unanswered: BTreeSet<&Effect> =
            self.open.iter().filter(|notice| notice.answered.is_none()).map(|notice| &notice.effect).collect();
        let is_over = |notice: &&Notice| match &notice.effect {
            Effect::PassedOn(first) => !unanswered.contains(&**first) || is_past(first),
            effect => is_past(effect),
        };
        self.open.iter().filter(is_over).map(|notice| notice.id).collect()
    }
}

impl App {
    /// Gives, takes back and passes on the notices of an area as it stands now. Returns how many were given.
    pub async fn look_over(&self, area: AreaId) -> Result<i64> {
        let survey = Survey::read(&mut self.store.reader(area).await?.db(), self.now()).await?;
        let mut holding = survey.watch.holding();
        holding.extend(survey.late.iter().flat_map(Watch::holding));
        let (fresh, over) = (survey.fresh(&holding), survey.over(&holding));
        let is_over = |notice: &&Notice| over.contains(&notice.id);
        let off: Vec<NewNotice> = (survey.open.iter().filter(is_over))
            .filter_map(|notice| shift_off(notice, &survey.watch.shifts, survey.watch.day.now))
            .collect();
        let Survey { watch: Watch { day, audience, rules, .. }, mut overdue, sought, .. } = survey;
        overdue.retain(|notice| !over.contains(&notice.id));
        if fresh.is_empty() && over.is_empty() && overdue.is_empty() && sought.is_empty() {
            return Ok(0);
        }
        let (machine, now) = (self.machine.clone(), day.now);
        self.store
            .write(area, move |tx| {
                Box::pin(async move {
                    let mut given = 0;
                    for notice in &fresh {
                        tx.let_tell_again(notice).await?;
                        given += i64::from(tell(tx, &machine, notice).await?);
                    }
                    for id in over {
                        // A notice just given with the same tag has retracted it already, and takes its place on the
                        // phone.
                        if tx.notice(id).await?.is_some_and(|notice| notice.retracted.is_none()) {
                            tx.retract_notice(id, now).await?;
                        }
                    }
                    for notice in &off {
                        tx.let_tell_again(notice).await?;
                        given += i64::from(tell(tx, &machine, notice).await?);
                    }
                    for shift in &sought {
                        given += tell_open(tx, &machine, shift).await?;
                    }
                    for notice in overdue {
                        if !tx.pass_on(notice.id, now).await? {
                            continue;
                        }
                        let told = tx.notices_with_tag(notice.tag).await?;
                        for next in ladder::next_rung(&notice, &told, &audience, &rules, now) {
                            tx.let_tell_again(&next).await?;
                            given += i64::from(tell(tx, &machine, &next).await?);
                        }
                    }
                    Ok(given)
                })
            })
            .await
    }
}
