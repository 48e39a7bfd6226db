//! Notices to people. Each stands in the app; a push message carries it to the phone too, unless its person muted the
//! topic.

mod asking;
mod audience;
mod ladder;
mod look_over;
mod published;
mod rejected;
mod shifts;
mod watch;

use super::{App, Refusal, Result, Thing};
use crate::clock::Machine;
use crate::domain::id::{NoticeId, PersonId, RoundId};
use crate::domain::notice::{Effect, Event, NewNotice, News, Notice, QuietHours, Subject, Tag, Target, Topic};
use crate::domain::people::Actor;
use crate::domain::quantity::Seconds;
use crate::domain::time::{Millis, Zone};
use crate::store::Tx;
pub(super) use audience::Audience;
pub(super) use published::Published;
pub(super) use rejected::tell_ends;
pub(super) use shifts::{own_shift, take_open_back, take_swap_back, tell_found, tell_open, tell_swap};

/// Older notices are not shown.
const SHOWN_FOR: Seconds = Seconds(7 * 24 * 3600);

/// What a person wants on the phone.
#[derive(Debug, Clone)]
pub struct Choices {
    /// Topics that are not pushed.
    pub muted: Vec<Topic>,
    /// When nothing but urgent notices is pushed.
    pub quiet: Option<QuietHours>,
}

impl App {
    /// The person's recent notices, the newest first, retracted ones included.
    pub async fn notices(&self, who: &Actor) -> Result<Vec<Notice>> {
        Ok(self.store.reader(who.area).await?.db().notices_of(who.person, self.now() - SHOWN_FOR).await?)
    }

    /// The number of the person's recent notices that still hold and were not answered. Alarms are counted on their own page
    /// alone ([`App::to_do`]), so that nothing is to do twice.
    pub async fn new_notices(&self, who: &Actor) -> Result<i64> {
        let now = self.now();
        Ok(self.store.reader(who.area).await?.db().notices_new(who.person, now - SHOWN_FOR, now).await?)
    }

    /// A notice of the person.
    ///
    /// # Errors
    /// When they have no such notice.
    pub async fn notice(&self, who: &Actor, id: NoticeId) -> Result<Notice> {
        let notice = self.store.reader(who.area).await?.db().notice(id).await?;
        notice.filter(|notice| notice.person == who.person).ok_or(Refusal::NotFound(Thing::Notice))
    }

    /// Records that the person opened a notice of theirs, which answers it. Returns the notice.
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

    /// Records that the person saw the page of a round as it was at `seen`: that answers the notices about the round
    /// given until then.
    pub async fn saw_round(&self, who: &Actor, round: RoundId, seen: Millis) -> Result<()> {
        let (now, person) = (self.now(), who.person);
        self.store.write(who.area, move |tx| Box::pin(seen_round(tx, person, round, (seen, now)))).await
    }

    /// What the person chose about notices.
    pub async fn notice_choices(&self, who: &Actor) -> Result<Choices> {
        let mut reader = self.store.reader(who.area).await?;
        let mut db = reader.db();
        Ok(Choices { muted: db.muted(who.person).await?, quiet: db.quiet_hours(who.person).await? })
    }

    /// Sets what the person wants on the phone.
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

    /// Gives the person a test notice, which is pushed to all their phones.
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

/// Answers a person's notices about a round given until `seen`. Going on with the round counts as much as saying so.
pub(super) async fn seen_round(
    tx: &mut Tx<'_>,
    person: PersonId,
    round: RoundId,
    (seen, now): (Millis, Millis),
) -> Result<()> {
    Ok(tx.answer_about(person, Tag::About(Subject::Round { round }), seen, now).await?)
}

/// Gives a notice to its person, in the app and, unless they muted its topic, as a push message. Returns false where
/// they were told its effect before; then nothing happens.
pub(super) async fn tell(tx: &mut Tx<'_>, machine: &Machine, notice: &NewNotice) -> Result<bool> {
    tell_at(tx, machine, machine.now(), notice).await
}

/// Like [`tell`], with the creation time passed in, so that several notices can share it. A running clock would give
/// each its own.
async fn tell_at(tx: &mut Tx<'_>, machine: &Machine, now: Millis, notice: &NewNotice) -> Result<bool> {
    let muted = match notice.news.topic() {
        Some(topic) => tx.muted(notice.person).await?.contains(&topic),
        None => false,
    };
    let due = if muted {
        None
    } else {
        let zone = tx.area().await?.zone;
        let quiet = tx.quiet_hours(notice.person).await?.filter(|_| !notice.news.is_urgent());
        Some(quiet.map_or(now, |quiet| end_of_silence(quiet, now, &zone))).filter(|due| *due < notice.expires)
    };
    Ok(tx.add_notice(machine.id(), notice, now, due).await?)
}

/// The end of the quiet hours that cover `now`; `now` itself outside of them.
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
