//! The words of notices. The title names the site or the thing first, because a phone cuts it off; the body says what
//! to do.

use super::Words;
use crate::domain::notice::News;
use crate::domain::time::{Millis, Zone};
use jiff::civil::Date;

/// A notice in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoticeText {
    pub title: String,
    pub body: String,
}

impl Words {
    /// The words of a notice, with times in this zone. Days are named from `now` (today, tomorrow).
    pub fn notice(self, news: &News, zone: &Zone, now: Millis) -> NoticeText {
        let said = Said { w: self.on(zone.date(now)), zone, now };
        NoticeText { title: said.title(news), body: said.body(news) }
    }
}

/// In which words, where and when a notice is said.
struct Said<'a> {
    w: Words,
    zone: &'a Zone,
    now: Millis,
}

impl Said<'_> {
    fn clock(&self, at: Millis) -> String {
        self.w.clock(self.zone.local(at).time())
    }

    fn day(&self, date: Date) -> String {
        self.w.date_from(date, self.zone.date(self.now))
    }

    fn day_of(&self, at: Millis) -> String {
        self.day(self.zone.date(at))
    }

    fn title(&self, news: &News) -> String {
        let w = self.w;
        match news {
            News::DonateToday { .. } => t!(w, "news-donate-today"),
            News::PickupComing { place, changed: true, .. } => t!(w, "news-pickup-changed", place = &**place),
            News::PickupComing { place, .. } => t!(w, "news-pickup-coming", place = &**place),
            News::PickupOff { place } => t!(w, "news-pickup-off", place = &**place),
            News::RoundPublished { number, date, .. } => {
                t!(w, "news-round-published", day = self.day(*date), number = *number)
            }
            News::RoundChanged { number, .. } => t!(w, "news-round-changed", number = *number),
            News::RoundOff { number, date } => t!(w, "news-round-off", day = self.day(*date), number = *number),
            News::RoundStarts { depart, .. } => t!(w, "news-round-starts", time = self.clock(*depart)),
            News::ShiftTomorrow { from, .. } => {
                t!(w, "news-shift-tomorrow", day = self.day_of(*from), time = self.clock(*from))
            }
            News::ShiftOff { from, .. } => t!(w, "news-shift-off", day = self.day_of(*from), time = self.clock(*from)),
            News::Cold { place, crates, deadline, .. } if *deadline <= self.now => {
                t!(w, "news-cold-over", place = &**place, crates = w.crates(*crates))
            }
            News::Cold { place, crates, deadline, .. } => {
                let left = w.duration(deadline.since(self.now).0);
                t!(w, "news-cold", place = &**place, crates = w.crates(*crates), left = left)
            }
            News::AllWell { place, .. } => t!(w, "news-all-well", place = &**place),
            News::OpenShift { start, date, .. } => {
                t!(w, "news-open-shift", start = &**start, day = self.day(*date))
            }
            News::DirectLeg { from, to, .. } => t!(w, "news-direct-leg", from = &**from, to = &**to),
            News::SwapAsked { by, .. } => t!(w, "news-swap-asked", name = &**by),
            News::CoverFound { by, .. } => t!(w, "news-cover-found", name = &**by),
            News::Arriving { place, at, .. } => t!(w, "news-arriving", place = &**place, time = self.clock(*at)),
            News::ArrivalChanged { place, .. } => t!(w, "news-arrival-changed", place = &**place),
            News::RejectedEnd { place, .. } => t!(w, "news-rejected-end", place = &**place),
            News::Alarm { place, .. } if place.is_empty() => t!(w, "news-alarm"),
            News::Alarm { place, .. } => place.clone(),
            News::NoPlan { date } => t!(w, "news-no-plan", day = self.day(*date)),
            News::NoAnswer { name, .. } => t!(w, "news-no-answer", name = &**name),
            News::Test => t!(w, "news-test"),
        }
    }

    fn body(&self, news: &News) -> String {
        let w = self.w;
        match news {
            News::DonateToday { place, closes } => {
                t!(w, "news-donate-today-body", place = &**place, time = self.clock(*closes))
            }
            News::PickupComing { driver, date, from, until, .. } => {
                let (day, from, until) = (self.day(*date), self.clock(*from), self.clock(*until));
                t!(w, "news-pickup-coming-body", driver = &**driver, day = day, from = from, until = until)
            }
            News::PickupOff { .. } => t!(w, "news-pickup-off-body"),
            News::RoundPublished { depart, first, stops, .. } => {
                t!(w, "news-round-published-body", time = self.clock(*depart), first = &**first, stops = *stops)
            }
            News::RoundChanged { added, removed, next, .. } => self.changes(added, removed, next.as_deref()),
            News::RoundOff { .. } => t!(w, "news-round-off-body"),
            News::RoundStarts { first, vehicle, .. } => {
                t!(w, "news-round-starts-body", first = &**first, vehicle = &**vehicle)
            }
            News::ShiftTomorrow { vehicle, start, until, .. } => {
                let until = self.clock(*until);
                t!(w, "news-shift-tomorrow-body", start = &**start, vehicle = &**vehicle, until = until)
            }
            News::ShiftOff { vehicle, .. } => t!(w, "news-shift-off-body", vehicle = &**vehicle),
            News::Cold { deadline, urgent: true, .. } => t!(w, "news-cold-urgent", time = self.clock(*deadline)),
            News::Cold { deadline, .. } => t!(w, "news-cold-soon", time = self.clock(*deadline)),
            News::AllWell { expected, .. } => t!(w, "news-all-well-body", time = self.clock(*expected)),
            News::OpenShift { from, until, vehicle, .. } => {
                let (from, until) = (self.clock(*from), self.clock(*until));
                t!(w, "news-open-shift-body", from = from, until = until, vehicle = &**vehicle)
            }
            News::DirectLeg { crates, until, .. } => {
                t!(w, "news-direct-leg-body", crates = w.crates(*crates), time = self.clock(*until))
            }
            News::SwapAsked { gives, takes, .. } => {
                t!(w, "news-swap-asked-body", gives = self.hour_of_day(*gives), takes = self.hour_of_day(*takes))
            }
            News::CoverFound { from, .. } => {
                t!(w, "news-cover-found-body", day = self.day_of(*from), time = self.clock(*from))
            }
            News::Arriving { crates, cold: 0, .. } => t!(w, "news-arriving-body", crates = w.crates(*crates)),
            News::Arriving { crates, cold, .. } => {
                t!(w, "news-arriving-cold", crates = w.crates(*crates), cold = *cold)
            }
            News::ArrivalChanged { at: Some(at), crates, .. } => {
                t!(w, "news-arrival-changed-body", time = self.clock(*at), crates = w.crates(*crates))
            }
            News::ArrivalChanged { at: None, .. } => t!(w, "news-arrival-off"),
            News::RejectedEnd { category, crates, end, .. } => {
                let (crates, category, end) = (w.crates(*crates), w.category(*category), w.rejected(*end));
                t!(w, "news-rejected-end-body", crates = crates, category = category, end = end)
            }
            News::Alarm { alarm, .. } => w.alarm(*alarm),
            News::NoPlan { .. } => t!(w, "news-no-plan-body"),
            News::NoAnswer { about, .. } => t!(w, "news-no-answer-body", what = self.title(about)),
            News::Test => t!(w, "news-test-body"),
        }
    }

    /// How a round changed: what is new, what is gone, where it goes next.
    fn changes(&self, added: &[String], removed: &[String], next: Option<&str>) -> String {
        let w = self.w;
        let more = (!added.is_empty()).then(|| t!(w, "news-round-added", places = added.join(", ")));
        let less = (!removed.is_empty()).then(|| t!(w, "news-round-removed", places = removed.join(", ")));
        let next = next.map(|next| t!(w, "news-round-next", place = next));
        let changes: Vec<String> = [more, less, next].into_iter().flatten().collect();
        if changes.is_empty() { t!(w, "news-round-changed-body") } else { changes.join(" ") }
    }

    fn hour_of_day(&self, at: Millis) -> String {
        format!("{} {}", self.w.date_short(self.zone.date(at)), self.clock(at))
    }
}
