//! Escalation: a notice that is not answered in time goes to the next person of its site, then to the coordinators,
//! with the telephone number of who was silent.

use super::audience::Audience;
use crate::domain::id::SiteId;
use crate::domain::notice::{Effect, NewNotice, News, Notice, Tag, Target};
use crate::domain::people::Role;
use crate::domain::quantity::Seconds;
use crate::domain::schedule::{Rules, minutes};
use crate::domain::time::Millis;
use std::collections::BTreeSet;

/// An overdue notice that expired longer ago than this is not passed on: a coordinator can do nothing about it any
/// more. The server may have been down in between.
pub(super) const USEFUL: Seconds = Seconds(3600);

/// The notices to give because `notice` was not answered. `told` are all notices with its tag: who has one was asked
/// already.
pub(super) fn next_rung(
    notice: &Notice,
    told: &[Notice],
    audience: &Audience,
    rules: &Rules,
    now: Millis,
) -> Vec<NewNotice> {
    let effect = match &notice.effect {
        Effect::PassedOn(_) => notice.effect.clone(),
        first => Effect::PassedOn(Box::new(first.clone())),
    };
    let asked: BTreeSet<_> =
        told.iter().filter(|notice| notice.retracted.is_none()).map(|notice| notice.person).collect();
    if let Some(next) = place(notice.target)
        .map(|(role, site)| audience.at(role, site))
        .unwrap_or_default()
        .into_iter()
        .find(|person| !asked.contains(person))
    {
        return vec![NewNotice {
            person: next,
            effect,
            tag: notice.tag,
            news: notice.news.clone(),
            target: notice.target,
            expires: notice.expires,
            answer_by: Some(now + minutes(rules.answer_within)),
        }];
    }
    // A shop that does not answer has nothing to give, which is no alarm.
    if matches!(notice.news, News::DonateToday { .. }) {
        return Vec::new();
    }
    let Some(silent) = audience.person(notice.person) else { return Vec::new() };
    let to = audience.coordinators().into_iter().filter(|person| *person != notice.person);
    to.map(|person| NewNotice {
        person,
        effect: effect.clone(),
        tag: Tag::NoAnswer(notice.tag.subject()),
        news: News::NoAnswer {
            name: silent.name.clone(),
            phone: silent.phone.clone(),
            about: Box::new(notice.news.clone()),
        },
        target: Target::Alarms,
        expires: notice.expires.max(now + USEFUL),
        answer_by: None,
    })
    .collect()
}

/// The role and site whose people share a notice with this target: an answer of one of them is enough.
pub(super) const fn place(target: Target) -> Option<(Role, SiteId)> {
    match target {
        Target::Donor { site } => Some((Role::Donor, site)),
        Target::Arrivals { site } | Target::PointHistory { site } => Some((Role::Point, site)),
        Target::CurrentRound
        | Target::Round { .. }
        | Target::Stop { .. }
        | Target::Aboard
        | Target::Shifts
        | Target::Alarms
        | Target::Plan
        | Target::Fleet
        | Target::Notices => None,
    }
}
