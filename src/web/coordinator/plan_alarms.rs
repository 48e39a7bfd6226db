//! Alarms about what a plan was decided on and holds no more: drivers, vehicles, hours, places, shifts.

use jiff::civil::Date;
use maud::Markup;

use super::alarms::{AlarmText, Alarms, link};
use super::names::{plan_href, round_href, round_name};
use crate::app::alarm::Lack;
use crate::domain::id::SiteId;
use crate::domain::plan::Fault;
use crate::domain::round::{RoundHead, Shift};
use crate::domain::shift::{Gone, Overlap};
use crate::t;
use crate::web::ui::Icon;

impl Alarms<'_> {
    pub(super) fn no_driver(&self, round: &RoundHead, gone: Option<Gone>) -> AlarmText {
        let w = self.context.words;
        AlarmText {
            place: self.head(round),
            sentences: vec![match gone {
                Some(Gone::Vehicle(_)) => t!(w, "alarms-no-vehicle"),
                Some(Gone::Driver(_)) => t!(w, "alarms-drives-no-more"),
                None => t!(w, "alarms-no-driver"),
            }],
            since: None,
            acts: vec![
                self.plan_again_on(round.date),
                link(format!("/coordinator/fleet#day-{}", round.date), t!(w, "alarms-other-driver"), Icon::Truck),
                link(round_href(round.id), t!(w, "alarms-open", what = round_name(w, round.number)), Icon::List),
            ],
        }
    }

    pub(super) fn broken(&self, round: &RoundHead, site: SiteId, fault: Fault) -> AlarmText {
        let w = self.context.words;
        AlarmText {
            place: format!("{} \u{b7} {}", self.names.site(site), self.head(round)),
            sentences: vec![w.fault(fault), t!(w, "alarms-broken-next")],
            since: None,
            acts: [self.plan_again_on(round.date)]
                .into_iter()
                .chain(self.call_site(site))
                .chain(self.call(&round.person_name, &round.person_phone))
                .chain([link(
                    round_href(round.id),
                    t!(w, "alarms-open", what = round_name(w, round.number)),
                    Icon::List,
                )])
                .collect(),
        }
    }

    pub(super) fn gone(&self, gone: Gone, shifts: usize, first: Date) -> AlarmText {
        let w = self.context.words;
        AlarmText {
            place: match gone {
                Gone::Driver(person) => self.person(person),
                Gone::Vehicle(id) => self.day.vehicles.get(&id).map(|one| one.name.clone()).unwrap_or_default(),
            },
            sentences: vec![
                t!(w, "alarms-gone", n = shifts, day = w.date_from(first, self.context.today())),
                t!(w, "alarms-gone-next"),
            ],
            since: None,
            acts: vec![link(format!("/coordinator/fleet#day-{first}"), t!(w, "alarms-other-driver"), Icon::Truck)],
        }
    }

    pub(super) fn nobody(&self, date: Date, lack: Lack) -> AlarmText {
        let w = self.context.words;
        AlarmText {
            sentences: vec![
                t!(w, "alarms-nobody-food", day = w.date_from(date, self.context.today())),
                match lack {
                    Lack::Drivers => t!(w, "alarms-nobody-drives"),
                    Lack::Points => t!(w, "alarms-nobody-opens"),
                },
            ],
            acts: vec![match lack {
                Lack::Drivers => {
                    link(format!("/coordinator/shifts/new?date={date}"), t!(w, "plan-add-shift"), Icon::Truck)
                }
                Lack::Points => link("/coordinator/sites", t!(w, "sites-title"), Icon::Point),
            }],
            ..AlarmText::default()
        }
    }

    pub(super) fn overlap(&self, what: Overlap, one: &Shift, other: &Shift) -> AlarmText {
        let (w, context) = (self.context.words, self.context);
        let hours = |shift: &Shift| {
            format!("{}\u{2013}{}", context.clock(shift.from), context.clock_until(shift.from, shift.until))
        };
        let (place, twice) = match what {
            Overlap::Person(id) => (self.person(id), t!(w, "shift-overlaps-person")),
            Overlap::Vehicle(id) => {
                let vehicle = self.day.vehicles.get(&id).map(|vehicle| vehicle.name.clone());
                (vehicle.unwrap_or_default(), t!(w, "shift-overlaps-vehicle"))
            }
        };
        let day = w.date_from(one.date, context.today());
        AlarmText {
            place,
            sentences: vec![
                t!(w, "alarms-overlap", what = twice, day = day, one = hours(one), other = hours(other)),
                t!(w, "alarms-overlap-next"),
            ],
            since: None,
            acts: [one, other]
                .map(|shift| {
                    let label = t!(w, "alarms-overlap-open", hours = hours(shift));
                    link(format!("/coordinator/shifts/{}", shift.id), label, Icon::Clock)
                })
                .into(),
        }
    }

    /// A round of any day, by its number, with its day where that is not today.
    fn head(&self, round: &RoundHead) -> String {
        let name = round_name(self.context.words, round.number);
        if round.date == self.day.date {
            name
        } else {
            format!("{name}, {}", self.context.words.date_from(round.date, self.context.today()))
        }
    }

    fn plan_again_on(&self, date: Date) -> Markup {
        if date == self.day.date {
            return self.plan_again();
        }
        link(plan_href(date), t!(self.context.words, "alarms-plan-again"), Icon::Plan)
    }
}
