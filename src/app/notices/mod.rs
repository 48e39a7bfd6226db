//! What people are told. A notice stands in the app; the phone gets it too where its person wants that.

use super::{App, Refusal, Result, Thing};
use crate::clock::Machine;
use crate::domain::id::NoticeId;
use crate::domain::notice::{NewNotice, News, Notice, QuietHours, Topic};
use crate::domain::people::Actor;
use crate::domain::quantity::Seconds;
use crate::domain::time::{Millis, Zone};
use crate::store::Tx;

/// How far back notices are shown.
const SHOWN_FOR: Seconds = Seconds(7 * 24 * 3600);

/// A person's notices and what they chose.
#[derive(Debug, Clone)]
pub struct Choices {
    /// What they do not want on the phone.
    pub muted: Vec<Topic>,
    /// When the phone stays silent.
    pub quiet: Option<QuietHours>,
}

impl App {
    /// What the person was told in the past days, the newest first.
    ///
    /// # Errors
    /// When storage does not answer.
    pub async fn notices(&self, who: &Actor) -> Result<Vec<Notice>> {
        Ok(self.store.reader().await?.db().notices_of(who.person, self.now() - SHOWN_FOR).await?)
    }

    /// How many notices of the person still hold and were not opened.
    ///
    /// # Errors
    /// When storage does not answer.
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

    /// What the person chose about notices.
    ///
    /// # Errors
    /// When storage does not answer.
    pub async fn notice_choices(&self, who: &Actor) -> Result<Choices> {
        let mut reader = self.store.reader().await?;
        let mut db = reader.db();
        Ok(Choices { muted: db.muted(who.person).await?, quiet: db.quiet_hours(who.person).await? })
    }

    /// The person chooses about notices.
    ///
    /// # Errors
    /// When storage does not answer.
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
    ///
    /// # Errors
    /// When storage does not answer.
    pub async fn test_notice(&self, who: &Actor) -> Result<()> {
        let (machine, person) = (self.machine.clone(), who.person);
        self.store
            .write(who.area, move |tx| {
                Box::pin(async move {
                    let id: NoticeId = machine.id();
                    let notice = NewNotice {
                        person,
                        effect: format!("test/{id}"),
                        tag: "test".to_owned(),
                        news: News::Test,
                        href: "/notices".to_owned(),
                        expires: machine.now() + Seconds(600),
                        answer_by: None,
                    };
                    tell(tx, &machine, &notice).await.map(drop)
                })
            })
            .await
    }
}

/// Gives a notice to its person, unless its effect was told before: in the app, and on the phone where they want that.
/// Whether it is new.
pub(super) async fn tell(tx: &mut Tx<'_>, machine: &Machine, notice: &NewNotice) -> Result<bool> {
    let now = machine.now();
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
