//! Alarms about rounds under way: the cold, what is still on board, what holds a vehicle up.

use maud::html;

use super::alarms::{AlarmText, Alarms, link};
use super::event_kind::{Kind, event_href};
use super::names::stop_href;
use crate::domain::id::{LotId, RoundId, StopId};
use crate::domain::quantity::{Crates, Seconds};
use crate::domain::round::{Problem, ProblemKind, RoundHead};
use crate::domain::time::Millis;
use crate::t;
use crate::web::ui::{ActForm, Button, Icon};

impl Alarms<'_> {
    pub(super) fn lot_on(&self, round: RoundId, lot: LotId) -> String {
        format!("{} · {}", self.names.lot(lot), self.names.round(round))
    }

    pub(super) fn still_aboard(&self, round: &RoundHead, crates: Crates) -> AlarmText {
        let w = self.context.words;
        let (vehicle, driver) = (&*round.vehicle_name, &*round.person_name);
        AlarmText {
            place: t!(w, "round-named", number = round.number, vehicle = vehicle, driver = driver),
            sentences: vec![t!(w, "alarms-still-aboard", crates = w.crates(crates.0), date = w.date(round.date))],
            acts: [link(format!("/driver/aboard?round={}", round.id), t!(w, "driver-decide-where"), Icon::Box)]
                .into_iter()
                .chain(self.call(&round.person_name, &round.person_phone))
                .collect(),
            ..AlarmText::default()
        }
    }

    pub(super) fn stopped(&self, round: RoundId) -> AlarmText {
        let w = self.context.words;
        let halt = self.day.round(round).and_then(|round| self.day.halt(&round.head));
        let site = halt.map(|halt| self.names.site(halt.site)).unwrap_or_default();
        AlarmText {
            place: self.names.round(round),
            sentences: vec![t!(w, "events-halted", site = site)],
            since: halt.map(|halt| halt.since),
            acts: vec![
                self.plan_again(),
                link(event_href(Kind::Vehicle), t!(w, "events-goes-on"), Icon::Undo),
                self.open_round(round),
            ],
        }
    }

    pub(super) fn late(&self, round: RoundId, stop: StopId, by: Seconds) -> AlarmText {
        let w = self.context.words;
        let site = self.day.stop(stop).map(|(_, stop)| stop.planned.site);
        let calls = self.call_driver(round).into_iter().chain(site.and_then(|site| self.call_site(site)));
        let open = link(stop_href(round, stop), t!(w, "alarms-open-stop"), Icon::Pin);
        AlarmText {
            place: self.names.round(round),
            sentences: vec![
                t!(w, "alarms-late", time = w.duration(by.0)),
                t!(w, "alarms-late-for", site = site.map(|site| self.names.site(site)).unwrap_or_default()),
            ],
            acts: calls.chain([open, self.plan_again()]).collect(),
            ..AlarmText::default()
        }
    }

    pub(super) fn cold(&self, round: RoundId, lot: LotId, deadline: Millis, broken: bool) -> AlarmText {
        let w = self.context.words;
        let time = self.context.clock(deadline);
        AlarmText {
            place: self.lot_on(round, lot),
            sentences: vec![
                if deadline < self.day.now {
                    t!(w, "alarms-cold-over", time = time)
                } else if broken {
                    t!(w, "alarms-cold-will-break", time = time)
                } else {
                    t!(w, "alarms-cold-soon", time = time)
                },
                if broken { t!(w, "alarms-cold-broken-next") } else { t!(w, "alarms-cold-soon-next") },
            ],
            since: None,
            acts: self.call_driver(round).into_iter().chain([self.open_round(round), self.open_lot(lot)]).collect(),
        }
    }

    pub(super) fn problem(&self, problem: &Problem) -> AlarmText {
        let w = self.context.words;
        let driver = self.day.round(problem.round).map(|round| round.head.person_name.clone()).unwrap_or_default();
        let kind = w.problem(problem.kind);
        let minutes = (problem.minutes > 0).then(|| t!(w, "alarms-late", time = w.duration(problem.minutes * 60)));
        let note = (!problem.note.is_empty()).then(|| format!("«{}»", problem.note));
        let settle = ActForm::new(
            format!("/coordinator/problems/{}/settle", problem.op),
            self.context.op_id(),
            html! { (Button::new(t!(w, "alarms-settle")).icon(Icon::Check)) },
        );
        let stops = match problem.kind {
            ProblemKind::Person => Some(Kind::Driver),
            ProblemKind::Vehicle => Some(Kind::Vehicle),
            ProblemKind::Late | ProblemKind::Road | ProblemKind::Other => None,
        };
        let stops = stops.map(|kind| link(event_href(kind), kind.name(w), kind.icon()));
        AlarmText {
            place: format!("{} · {driver}", self.names.round(problem.round)),
            sentences: std::iter::once(format!("{kind}.")).chain(minutes).chain(note).collect(),
            since: Some(problem.occurred),
            acts: self
                .call_driver(problem.round)
                .into_iter()
                .chain(stops)
                .chain([html! { (settle) }, self.open_round(problem.round), self.plan_again()])
                .collect(),
        }
    }
}
