//! The words of notices. The title names the site or the thing first, because a phone cuts it off; the body says what
//! to do.

use super::Words;
use crate::domain::notice::News;
use crate::domain::time::{Millis, Zone};

/// A notice in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoticeText {
    pub title: String,
    pub body: String,
}

impl Words {
    /// The words of a notice, with times in this zone. Days are named from `now` (today, tomorrow).
    pub fn notice(self, news: &News, zone: &Zone, now: Millis) -> NoticeText {
        let w = self.on(zone.date(now));
        let clock = |at: Millis| w.clock(zone.local(at).time());
        let day = |date| w.date_from(date, zone.date(now));
        let (title, body) = match news {
            News::DonateToday { place, closes } => {
                (t!(w, "news-donate-today"), t!(w, "news-donate-today-body", place = &**place, time = clock(*closes)))
            }
            News::PickupComing { place, driver, date, from, until, changed } => (
                if *changed {
                    t!(w, "news-pickup-changed", place = &**place)
                } else {
                    t!(w, "news-pickup-coming", place = &**place)
                },
                t!(
                    w,
                    "news-pickup-coming-body",
                    driver = &**driver,
                    day = day(*date),
                    from = clock(*from),
                    until = clock(*until)
                ),
            ),
            News::PickupOff { place } => (t!(w, "news-pickup-off", place = &**place), t!(w, "news-pickup-off-body")),
            News::RoundPublished { number, date, depart, first, stops } => (
                t!(w, "news-round-published", day = day(*date), number = *number),
                t!(w, "news-round-published-body", time = clock(*depart), first = &**first, stops = *stops),
            ),
            News::RoundChanged { number, added, removed, next } => {
                let more = (!added.is_empty()).then(|| t!(w, "news-round-added", places = added.join(", ")));
                let less = (!removed.is_empty()).then(|| t!(w, "news-round-removed", places = removed.join(", ")));
                let next = next.as_ref().map(|next| t!(w, "news-round-next", place = &**next));
                let body: Vec<String> = [more, less, next].into_iter().flatten().collect();
                let body = if body.is_empty() { t!(w, "news-round-changed-body") } else { body.join(" ") };
                (t!(w, "news-round-changed", number = *number), body)
            }
            News::RoundOff { number, date } => {
                (t!(w, "news-round-off", day = day(*date), number = *number), t!(w, "news-round-off-body"))
            }
            News::RoundStarts { first, depart, vehicle } => (
                t!(w, "news-round-starts", time = clock(*depart)),
                t!(w, "news-round-starts-body", first = &**first, vehicle = &**vehicle),
            ),
            News::ShiftTomorrow { vehicle, start, from, until } => (
                t!(w, "news-shift-tomorrow", day = day(zone.date(*from)), time = clock(*from)),
                t!(w, "news-shift-tomorrow-body", start = &**start, vehicle = &**vehicle, until = clock(*until)),
            ),
            News::ShiftOff { vehicle, from } => (
                t!(w, "news-shift-off", day = day(zone.date(*from)), time = clock(*from)),
                t!(w, "news-shift-off-body", vehicle = &**vehicle),
            ),
            News::Cold { place, crates, deadline, urgent } => {
                let left = deadline.since(now).0.max(0);
                let title = if deadline <= &now {
                    t!(w, "news-cold-over", place = &**place, crates = w.crates(*crates))
                } else {
                    t!(w, "news-cold", place = &**place, crates = w.crates(*crates), left = w.duration(left))
                };
                let time = clock(*deadline);
                let body =
                    if *urgent { t!(w, "news-cold-urgent", time = time) } else { t!(w, "news-cold-soon", time = time) };
                (title, body)
            }
            News::AllWell { place, expected } => {
                (t!(w, "news-all-well", place = &**place), t!(w, "news-all-well-body", time = clock(*expected)))
            }
            News::OpenShift { start, date, from, until, vehicle } => (
                t!(w, "news-open-shift", start = &**start, day = day(*date)),
                t!(w, "news-open-shift-body", from = clock(*from), until = clock(*until), vehicle = &**vehicle),
            ),
            News::DirectLeg { from, to, crates, until } => (
                t!(w, "news-direct-leg", from = &**from, to = &**to),
                t!(w, "news-direct-leg-body", crates = w.crates(*crates), time = clock(*until)),
            ),
            News::SwapAsked { by, gives, takes } => {
                let when = |at: Millis| format!("{} {}", w.date_short(zone.date(at)), clock(at));
                (
                    t!(w, "news-swap-asked", name = &**by),
                    t!(w, "news-swap-asked-body", gives = when(*gives), takes = when(*takes)),
                )
            }
            News::CoverFound { by, from } => (
                t!(w, "news-cover-found", name = &**by),
                t!(w, "news-cover-found-body", day = day(zone.date(*from)), time = clock(*from)),
            ),
            News::Arriving { place, at, crates, cold } => (
                t!(w, "news-arriving", place = &**place, time = clock(*at)),
                if *cold > 0 {
                    t!(w, "news-arriving-cold", crates = w.crates(*crates), cold = *cold)
                } else {
                    t!(w, "news-arriving-body", crates = w.crates(*crates))
                },
            ),
            News::ArrivalChanged { place, at, crates } => (
                t!(w, "news-arrival-changed", place = &**place),
                match at {
                    Some(at) => {
                        t!(w, "news-arrival-changed-body", time = clock(*at), crates = w.crates(*crates))
                    }
                    None => t!(w, "news-arrival-off"),
                },
            ),
            News::RejectedEnd { place, category, crates, end } => (
                t!(w, "news-rejected-end", place = &**place),
                t!(
                    w,
                    "news-rejected-end-body",
                    crates = w.crates(*crates),
                    category = w.category(*category),
                    end = w.rejected(*end)
                ),
            ),
            News::Alarm { alarm, place } => {
                (if place.is_empty() { t!(w, "news-alarm") } else { place.clone() }, w.alarm(*alarm))
            }
            News::NoPlan { date } => (t!(w, "news-no-plan", day = day(*date)), t!(w, "news-no-plan-body")),
            News::NoAnswer { name, about, .. } => {
                let about = w.notice(about, zone, now);
                (t!(w, "news-no-answer", name = &**name), t!(w, "news-no-answer-body", what = about.title))
            }
            News::Test => (t!(w, "news-test"), t!(w, "news-test-body")),
        };
        NoticeText { title, body }
    }
}
