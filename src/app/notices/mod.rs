//! What people are told. A notice stands in the app; the phone gets it too where its person wants that.

mod asking;
mod audience;
mod ladder;
mod published;
mod rejected;
mod shifts;
mod watch;

use super::day::Day;
use super::{App, Refusal, Result, Thing};
use crate::clock::Machine;
use crate::domain::calendar::days;
use crate::domain::id::{AreaId, NoticeId, PersonId, RoundId, SiteId};
use crate::domain::notice::{Effect, Event, NewNotice, News, Notice, QuietHours, Subject, Tag, Target, Topic};
use crate::domain::people::Actor;
use crate::domain::quantity::Seconds;
use crate::domain::time::{Millis, Zone};
use crate::store::{Db, Tx};
pub(super) use audience::Audience;
pub(super) use published::Published;
pub(super) use rejected::tell_ends;
pub(super) use shifts::{take_open_back, take_swap_back, tell_found, tell_open, tell_swap};
use std::collections::{BTreeMap, BTreeSet};
use watch::Watch;

/// For shifts that nobody has, people are asked this many days ahead.
const ASKED_AHEAD: i64 = 14;
/// How far back notices are shown.
const SHOWN_FOR: Seconds = Seconds(7 * 24 * 3600);

/// What a person chose about notices.
#[derive(Debug, Clone)]
pub struct Choices {
    /// What they do not want on the phone.
    pub muted: Vec<Topic>,
    /// When the phone stays silent.
    pub quiet: Option<QuietHours>,
}

impl App {
    /// What the person was told in the past days, the newest first.
    pub async fn notices(&self, who: &Actor) -> Result<Vec<Notice>> {
        Ok(self.store.reader().await?.db().notices_of(who.person, self.now() - SHOWN_FOR).await?)
    }

    /// How many notices of the person still hold and were not opened.
    pub async fn new_notices(&self, who: &Actor) -> Result<i64> {
        let now = self.now();
        Ok(self.store.reader().await?.db().notices_new(who.person, now - SHOWN_FOR, now).await?)
    }

    /// The person opens a notice of theirs: which page it leads to.
    ///
    /// # Errors
    /// When they have no such notice.
    pub async fn answer_notice(&self, who: &Actor, id: NoticeId) -> Result<Notice> {
        let (now, person) = (self.now(), who.person);
        self.store
            .write(who.area, move |tx| {
                Box::pin(async move {
                    let notice = tx.notice(id).await?.filter(|notice| notice.person == person);
                    let notice = notice.ok_or(Refusal::NotFound(Thing::Notice))?;
                    tx.answer_notice(id, person, now).await?;
                    Ok(notice)
                })
            })
            .await
    }

    /// The person says to have seen, on the page of a round as it was at `seen`, what they were told about it.
    pub async fn saw_round(&self, who: &Actor, round: RoundId, seen: Millis) -> Result<()> {
        let (now, person) = (self.now(), who.person);
        self.store.write(who.area, move |tx| Box::pin(seen_round(tx, person, round, (seen, now)))).await
    }

    /// What the person chose about notices.
    pub async fn notice_choices(&self, who: &Actor) -> Result<Choices> {
        let mut reader = self.store.reader().await?;
        let mut db = reader.db();
        Ok(Choices { muted: db.muted(who.person).await?, quiet: db.quiet_hours(who.person).await? })
    }

    /// The person chooses about notices.
    pub async fn choose_notices(&self, who: &Actor, choices: Choices) -> Result<()> {
        let person = who.person;
        self.store
            .write(who.area, move |tx| {
                Box::pin(async move {
                    tx.set_muted(person, &choices.muted).await?;
                    Ok(tx.set_quiet_hours(person, choices.quiet).await?)
                })
            })
            .await
    }

    /// The person asks for a try, on every phone of theirs.
    pub async fn test_notice(&self, who: &Actor) -> Result<()> {
        let (machine, person) = (self.machine.clone(), who.person);
        self.store
            .write(who.area, move |tx| {
                Box::pin(async move {
                    let notice = NewNotice {
                        person,
                        effect: Effect::Event(Event::Test { notice: machine.id() }),
                        tag: Tag::About(Subject::Test),
                        news: News::Test,
                        target: Target::Notices,
                        expires: machine.now() + Seconds(600),
                        answer_by: None,
                    };
                    tell(tx, &machine, &notice).await.map(drop)
                })
            })
            .await
    }
}

/// A person has seen, until an instant, what they were told about a round: they said so, or went on with it.
pub(super) async fn seen_round(
    tx: &mut Tx<'_>,
    person: PersonId,
    round: RoundId,
    (seen, now): (Millis, Millis),
) -> Result<()> {
    Ok(tx.answer_about(person, Tag::About(Subject::Round { round }), seen, now).await?)
}

impl App {
    /// Looks the area over: tells what is new, takes back what no longer holds, and tells others where nobody
    /// answered. How many notices were given.
    pub async fn look_over(&self, area: AreaId) -> Result<i64> {
        let (day, alarms, audience, rules, silent, open, awaited, sought) = {
            let mut reader = self.store.reader().await?;
            let mut db = reader.db();
            let now = self.now();
            let date = db.area(area).await?.zone.date(now);
            let day = Day::read(&mut db, area, date, now).await?;
            let alarms = super::day::alarms::alarms(&mut db, &day).await?;
            let (audience, rules) = (Audience::read(&mut db, area).await?, db.rules(area).await?);
            let silent = silent_donors(&mut db, &day).await?;
            let open = db.notices_open(area, now - SHOWN_FOR, now).await?;
            let awaited = db.notices_awaited(area, now, now - ladder::USEFUL).await?;
            let mut sought = db.shifts(area, date, days(date, ASKED_AHEAD)).await?;
            sought.retain(|shift| shift.is_open() && shift.until > now);
            (day, alarms, audience, rules, silent, open, awaited, sought)
        };
        let watch = Watch { day: &day, alarms: &alarms, audience: &audience, rules: &rules, silent: &silent };
        let holding = watch.holding();
        let told: BTreeSet<_> = open.iter().map(|notice| (notice.person, &notice.effect)).collect();
        let told_to_any: BTreeSet<_> = open.iter().map(|notice| &notice.effect).collect();
        let is_told = |notice: &NewNotice| match ladder::place(notice.target) {
            // One person of a place is enough: who else is there is the ladder's to ask.
            Some(_) => told_to_any.contains(&notice.effect),
            None => told.contains(&(notice.person, &notice.effect)),
        };
        let fresh: Vec<NewNotice> = holding.iter().filter(|notice| !is_told(notice)).cloned().collect();
        let over = no_longer(&open, &holding);
        let awaited: Vec<Notice> = awaited.into_iter().filter(|notice| !over.contains(&notice.id)).collect();
        if fresh.is_empty() && over.is_empty() && awaited.is_empty() && sought.is_empty() {
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
                        // One that was replaced just now is gone already, and its successor keeps its place.
                        if tx.notice(id).await?.is_some_and(|notice| notice.retracted.is_none()) {
                            tx.retract_notice(id, now).await?;
                        }
                    }
                    for shift in &sought {
                        given += tell_open(tx, &machine, shift).await?;
                    }
                    for notice in awaited {
                        if !tx.pass_on(notice.id, now).await? {
                            continue;
                        }
                        let told = tx.notices_with_tag(area, notice.tag).await?;
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

/// The open notices to take back: watched ones that no longer hold, and those passed on from a notice that was answered
/// meanwhile, was taken back, or no longer holds.
fn no_longer(open: &[Notice], holding: &[NewNotice]) -> BTreeSet<NoticeId> {
    let holds: BTreeSet<&Effect> = holding.iter().map(|notice| &notice.effect).collect();
    let is_past = |effect: &Effect| matches!(effect, Effect::Watched(_)) && !holds.contains(effect);
    let unanswered: BTreeSet<&Effect> =
        open.iter().filter(|notice| notice.answered.is_none()).map(|notice| &notice.effect).collect();
    let is_over = |notice: &&Notice| match &notice.effect {
        Effect::PassedOn(first) => !unanswered.contains(&**first) || is_past(first),
        effect => is_past(effect),
    };
    open.iter().filter(is_over).map(|notice| notice.id).collect()
}

/// Shops of which something is expected on the day, and that have said nothing.
async fn silent_donors(db: &mut Db<'_>, day: &Day) -> Result<BTreeSet<SiteId>> {
    Ok(super::forecast::expected(db, day).await?.into_iter().map(|expected| expected.donor).collect())
}

/// Gives a notice to its person, unless its effect was told before: in the app, and on the phone where they want that.
/// Whether it is new.
pub(super) async fn tell(tx: &mut Tx<'_>, machine: &Machine, notice: &NewNotice) -> Result<bool> {
    tell_at(tx, machine, machine.now(), notice).await
}

/// Gives a notice as one of several of one moment.
async fn tell_at(tx: &mut Tx<'_>, machine: &Machine, now: Millis, notice: &NewNotice) -> Result<bool> {
    let muted = match notice.news.topic() {
        Some(topic) => tx.muted(notice.person).await?.contains(&topic),
        None => false,
    };
    let due = if muted {
        None
    } else {
        let area = tx.area_id()?;
        let zone = tx.area(area).await?.zone;
        let quiet = tx.quiet_hours(notice.person).await?.filter(|_| !notice.news.is_urgent());
        Some(quiet.map_or(now, |quiet| end_of_silence(quiet, now, &zone))).filter(|due| *due < notice.expires)
    };
    Ok(tx.add_notice(machine.id(), notice, now, due).await?)
}

/// When a phone that stays silent at `now` may make itself heard again: at once outside of its hours.
fn end_of_silence(quiet: QuietHours, now: Millis, zone: &Zone) -> Millis {
    let local = zone.local(now);
    if !quiet.covers(local.time()) {
        return now;
    }
    let today = zone.instant(local.date(), quiet.until);
    if today > now { today } else { zone.instant(local.date().tomorrow().unwrap_or(local.date()), quiet.until) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::{date, time};

    #[test]
    fn silence_ends_the_next_time_its_end_comes() {
        let zone = Zone::named("Europe/Rome").unwrap();
        let night = QuietHours { from: time(22, 0, 0, 0), until: time(7, 0, 0, 0) };
        let at = |day, hour| zone.instant(date(2026, 11, day), time(hour, 30, 0, 0));
        let seven = |day| zone.instant(date(2026, 11, day), time(7, 0, 0, 0));
        assert_eq!(end_of_silence(night, at(26, 12), &zone), at(26, 12));
        assert_eq!(end_of_silence(night, at(26, 23), &zone), seven(27));
        assert_eq!(end_of_silence(night, at(27, 5), &zone), seven(27));
    }
}
