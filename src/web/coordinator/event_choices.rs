//! The second of two taps when something happened: the rounds, lots, places or people it can be about.

use std::collections::{BTreeMap, BTreeSet};

use maud::{Markup, html};

use super::event_kind::{Kind, event_href};
use super::names::{Names, add_lot_href, lot_href, round_name, stop_href};
use crate::app::alarm::Alarm;
use crate::app::day::{Day, RoundDay, StopDay};
use crate::app::{Field, Result};
use crate::domain::id::{PersonId, SiteId};
use crate::domain::ledger::Holder;
use crate::domain::lot::Lot;
use crate::domain::people::{Person, Role};
use crate::domain::plan::Action;
use crate::domain::quantity::Crates;
use crate::domain::round::Halt;
use crate::domain::site::{Site, SiteKind, Vehicle};
use crate::t;
use crate::web::context::Context;
use crate::web::say;
use crate::web::ui::{
    ActForm, Button, Card, Disclosure, Emphasis, EmptyState, Icon, LinkButton, NumberStepper, Section, hidden,
};
use crate::words::Words;

/// A round may be this many minutes late.
const MINUTES: [i64; 4] = [15, 30, 45, 60];

/// So many shops are named at once, those whom somebody reaches first; the others are folded away.
const NEXT_SHOPS: usize = 12;

/// What there is to choose from.
pub(super) struct Choices<'a> {
    context: &'a Context,
    kind: Kind,
    day: Day,
    alarms: Vec<Alarm>,
    people: Vec<Person>,
}

impl<'a> Choices<'a> {
    pub(super) async fn read(context: &'a Context, kind: Kind) -> Result<Self> {
        let app = &context.web.app;
        let day = app.today(&context.actor).await?;
        let alarms = app.alarms(&context.actor, &day).await?;
        let (people, _) = app.people(&context.actor).await?;
        Ok(Self { context, kind, day, alarms, people })
    }

    pub(super) fn render(&self) -> Markup {
        if self.day.plan.is_none() {
            let w = self.w();
            return html! {
                (EmptyState::new(Icon::Plan, t!(w, "day-no-plan")).next_step(t!(w, "events-need-plan"))
                    .link(super::names::plan_href(self.day.date), t!(w, "tab-coordinator-plan")))
            };
        }
        match self.kind {
            Kind::Driver | Kind::Vehicle => self.rounds_that_stop(),
            Kind::Late => self.late(),
            Kind::More => self.more(),
            Kind::Fewer => self.fewer(),
            Kind::Closed => self.closed(),
            Kind::Declined => self.declined(),
            Kind::Joins => self.joins(),
        }
    }

    fn w(&self) -> Words {
        self.context.words
    }

    fn names(&self) -> Names<'_> {
        Names::new(self.context, &self.day)
    }

    /// A form with one button for each choice.
    fn form(&self, body: Markup) -> ActForm {
        ActForm::new(event_href(self.kind), self.context.op_id(), body)
    }

    fn nothing(&self, sentence: String) -> Markup {
        html! { (EmptyState::new(self.kind.icon(), sentence)) }
    }

    /// The rounds that go on.
    fn running(&self) -> Vec<&RoundDay> {
        let goes_on = |round: &&RoundDay| {
            round.figures.is_some()
                && round.head.ended.is_none()
                && !round.head.cancelled
                && self.day.halt(&round.head).is_none()
                && (round.stops.iter().any(StopDay::is_open) || !round.on_board.is_empty())
        };
        self.day.rounds.iter().filter(goes_on).collect()
    }

    fn title(&self, round: &RoundDay) -> String {
        format!("{} · {}", round_name(self.w(), round.head.number), round.head.person_name)
    }

    fn rounds_that_stop(&self) -> Markup {
        let w = self.w();
        let running = self.running();
        html! {
            @if running.is_empty() && self.day.halts.is_empty() { (self.nothing(t!(w, "events-no-rounds"))) }
            ul.who-stops {
                @for round in running { (self.stops_here(round)) }
                @for halt in &self.day.halts { (self.goes_on(halt)) }
            }
        }
    }

    /// Where the vehicle may stand: where it was last, or where it was heading.
    fn stops_here(&self, round: &RoundDay) -> Markup {
        let (w, names) = (self.w(), self.names());
        let under_way = round.stops.iter().any(|stop| !stop.is_open()) || !round.on_board.is_empty();
        let last = round.stops.iter().rev().find(|stop| !stop.is_open());
        let next = round.stops.iter().find(|stop| stop.is_next);
        let mut places: Vec<SiteId> = [last, next].into_iter().flatten().map(|stop| stop.planned.site).collect();
        places.dedup();
        let crates: i64 = round.on_board.iter().map(|portion| portion.balance.crates.0).sum();
        html! {
            li {
                div {
                    strong { bdi { (round.head.person_name) } }
                    span.about {
                        (round_name(w, round.head.number)) ", " (round.head.vehicle_name)
                        @if crates > 0 { ". " (t!(w, "events-on-board", crates = w.crates(crates))) }
                    }
                }
                (self.form(html! {
                    (hidden(Field::Shift, round.head.shift))
                    @if under_way {
                        @for site in &places {
                            (Button::new(t!(w, "events-stands-at", site = names.site(*site))).icon(Icon::Pin)
                                .emphasis(Emphasis::Danger).sends(Field::At, site.to_string()))
                        }
                    } @else {
                        @let not_coming = if self.kind == Kind::Vehicle { t!(w, "events-vehicle-not-coming") } else { t!(w, "events-driver-not-coming") };
                        (Button::new(not_coming)
                            .emphasis(Emphasis::Danger).sends(Field::At, self.stands_before(round)))
                    }
                }))
            }
        }
    }

    /// A vehicle that never left stands where its shift starts; a driver who never came stands nowhere.
    fn stands_before(&self, round: &RoundDay) -> String {
        let shift = self.day.shifts.iter().find(|shift| shift.id == round.head.shift);
        shift.filter(|_| self.kind == Kind::Vehicle).map(|shift| shift.start.to_string()).unwrap_or_default()
    }

    fn goes_on(&self, halt: &Halt) -> Markup {
        let w = self.w();
        let shift = self.day.shifts.iter().find(|shift| shift.id == halt.shift);
        let vehicle = shift.and_then(|shift| self.day.vehicles.get(&shift.vehicle));
        let driver = shift.and_then(|shift| self.people.iter().find(|person| person.id == shift.person));
        let names = [vehicle.map(|vehicle| vehicle.name.as_str()), driver.map(|person| person.name.as_str())];
        let title = names.into_iter().flatten().collect::<Vec<_>>().join(" · ");
        html! {
            li {
                div {
                    strong { (title) }
                    span.about { (t!(w, "events-halted", site = self.names().site(halt.site))) }
                }
                (self.form(html! {
                    (hidden(Field::Shift, halt.shift))
                    (Button::new(t!(w, "events-goes-on")).icon(Icon::Undo).sends(Field::Again, "1"))
                }))
            }
        }
    }

    fn late(&self) -> Markup {
        let w = self.w();
        let running = self.running();
        html! {
            @if running.is_empty() { (self.nothing(t!(w, "events-no-rounds"))) }
            div.stack {
                @for round in running {
                    (Card::new(html! {
                        (self.form(html! {
                            (hidden(Field::Round, round.head.id))
                            div.button-row {
                                @for minutes in MINUTES {
                                    (Button::new(w.duration(minutes * 60)).sends(Field::Minutes, minutes.to_string()))
                                }
                            }
                        }))
                    }).title(self.title(round)).icon(Icon::Clock))
                }
            }
        }
    }

    /// What came after the plan, or has no place in it.
    fn more(&self) -> Markup {
        let (w, names) = (self.w(), self.names());
        let waiting: Vec<_> = self
            .alarms
            .iter()
            .filter_map(|alarm| match alarm {
                Alarm::NoPlace { lot, crates, .. } => Some((*lot, *crates)),
                _ => None,
            })
            .collect();
        html! {
            @if waiting.is_empty() {
                (self.nothing(t!(w, "events-nothing-new")))
            } @else {
                ul.rows {
                    @for (lot, crates) in &waiting {
                        li {
                            a.row-name href=(lot_href(*lot)) { (names.lot(*lot)) }
                            p.soft {
                                (w.crates(crates.0))
                                @if let Some(lot) = self.day.lots.get(lot) { " · " (names.site(lot.site)) }
                            }
                        }
                    }
                }
                (self.form(html! { (Button::primary(t!(w, "events-find-place")).icon(Icon::Plan)) }))
            }
            (LinkButton::new(add_lot_href(self.day.date), t!(w, "day-add-lot")).icon(Icon::Plus))
        }
    }

    /// What shops still have, and what a driver is about to collect.
    fn fewer(&self) -> Markup {
        let w = self.w();
        let mut shops: Vec<(&RoundDay, &StopDay)> = self
            .day
            .rounds
            .iter()
            .flat_map(|round| round.stops.iter().map(move |stop| (round, stop)))
            .filter(|visit| visit.1.is_open() && self.day.hands_over(*visit))
            .collect();
        shops.sort_by_key(|(_, stop)| stop.expected);
        let recorded = self.alarms.iter().any(|alarm| matches!(alarm, Alarm::Shortfall { .. }));
        html! {
            @if recorded {
                (self.form(html! {
                    p { (t!(w, "events-fewer-recorded")) }
                    (Button::primary(t!(w, "events-propose")).icon(Icon::Plan).sends(Field::Known, "1"))
                }))
            }
            @if shops.is_empty() { (self.nothing(t!(w, "events-nothing-waits"))) }
            @let (next, later) = shops.split_at(shops.len().min(NEXT_SHOPS));
            div.stack {
                @for visit in next { (self.fewer_at(*visit, shops.len() == 1)) }
                @if !later.is_empty() {
                    (Disclosure { summary: t!(w, "events-other-shops", n = later.len()), icon: Some(Icon::Shop), open: false, body: html! {
                        div.stack { @for visit in later { (self.fewer_at(*visit, false)) } }
                    } })
                }
            }
        }
    }

    /// The lots that wait at one stop, folded under the name of the shop.
    fn fewer_at(&self, (round, stop): (&RoundDay, &StopDay), open: bool) -> Markup {
        let (w, names) = (self.w(), self.names());
        let lots = self.waiting_at(stop.planned.site);
        let crates: i64 = lots.iter().map(|(_, crates)| crates.0).sum();
        html! {
            (Disclosure {
                summary: format!("{} · {}", names.site(stop.planned.site), w.crates(crates)),
                icon: Some(Icon::Shop),
                open,
                body: html! {
                    @for (lot, crates) in lots { (self.fewer_of(lot, crates)) }
                    (LinkButton::new(stop_href(round.head.id, stop.planned.id), t!(w, "events-at-pickup")).icon(Icon::Truck))
                },
            })
        }
    }

    /// What the plan still collects at a shop, with what the shop has of it.
    fn waiting_at(&self, site: SiteId) -> Vec<(&Lot, Crates)> {
        let planned: BTreeSet<_> = self
            .day
            .visits_at(site)
            .into_iter()
            .filter(|(_, stop)| stop.is_open())
            .flat_map(|(_, stop)| &stop.planned.loads)
            .filter(|load| load.action == Action::Load)
            .map(|load| load.of)
            .collect();
        let there = |lot| self.day.crates_of(lot, Holder::Donor(site));
        let lots = planned.into_iter().map(|lot| (lot, there(lot))).filter(|(_, crates)| *crates > Crates::ZERO);
        lots.filter_map(|(lot, crates)| Some((self.day.lots.get(&lot)?, crates))).collect()
    }

    fn fewer_of(&self, lot: &Lot, crates: Crates) -> Markup {
        let w = self.w();
        let field = hidden(Field::Lot, lot.id);
        html! {
            p { strong { (say::lot(w, lot)) } " · " (w.crates(crates.0)) }
            (self.form(html! {
                (field)
                (Button::new(t!(w, "events-none-left")).icon(Icon::Cross).emphasis(Emphasis::Danger).sends(Field::Crates, "0"))
            }))
            @if crates > Crates(1) {
                (Disclosure { summary: t!(w, "events-some-left"), icon: Some(Icon::Minus), open: false, body: html! {
                    (self.form(html! {
                        (field)
                        (NumberStepper::new(w, Field::Crates.of(lot.id), t!(w, "donor-how-many-left")).value(crates.0 - 1).max(crates.0 - 1))
                        (Button::new(t!(w, "events-propose")).icon(Icon::Check))
                    }))
                } })
            }
        }
    }

    /// Places that somebody still brings food to first, then the others.
    fn closed(&self) -> Markup {
        let w = self.w();
        let open = |site: &&Site| site.active && site.kind != SiteKind::Donor && !self.day.opening(site).is_empty();
        let served = |site: &&Site| self.brings(site.id).next().is_some();
        let (first, others): (Vec<&Site>, Vec<&Site>) =
            self.day.sites.values().filter(open).partition(|site| served(site));
        let buttons = |sites: &[&Site]| {
            self.form(html! {
                div.button-row.one-column {
                    @for site in sites { (Button::new(say::site(site)).icon(Icon::Point).sends(Field::Site, site.id.to_string())) }
                }
            })
        };
        html! {
            @if first.is_empty() && others.is_empty() { (self.nothing(t!(w, "events-no-points"))) }
            @if !first.is_empty() { (Section { title: t!(w, "events-expecting"), aside: None, body: html! { (buttons(&first)) } }) }
            @if !others.is_empty() {
                (Disclosure { summary: t!(w, "events-other-points"), icon: Some(Icon::Point), open: first.is_empty(),
                    body: html! { (buttons(&others)) } })
            }
        }
    }

    fn brings(&self, site: SiteId) -> impl Iterator<Item = &StopDay> {
        self.day.visits_at(site).into_iter().map(|(_, stop)| stop).filter(|stop| stop.is_open() && stop.unloads())
    }

    fn declined(&self) -> Markup {
        let (w, names) = (self.w(), self.names());
        let mut points: BTreeMap<SiteId, BTreeMap<_, Crates>> = BTreeMap::new();
        for site in self.day.sites.keys() {
            for load in self.brings(*site).flat_map(|stop| &stop.planned.loads) {
                if load.action == Action::Unload {
                    *points.entry(*site).or_default().entry(load.of).or_default() += load.crates;
                }
            }
        }
        html! {
            @if points.is_empty() { (self.nothing(t!(w, "events-no-points"))) }
            div.stack {
                @for (site, lots) in &points {
                    @let crates: Crates = lots.values().copied().sum();
                    (Disclosure {
                        summary: format!("{} · {}", names.site(*site), w.crates(crates.0)),
                        icon: Some(Icon::Point),
                        open: points.len() == 1,
                        body: html! { (self.form(html! {
                            (hidden(Field::Site, site))
                            div.button-row.one-column {
                                @for (lot, crates) in lots {
                                    (Button::new(format!("{} · {}", names.lot(*lot), w.crates(crates.0)))
                                        .icon(Icon::Cross).sends(Field::Lot, lot.to_string()))
                                }
                            }
                        })) },
                    })
                }
            }
        }
    }

    /// Vehicles that nobody drives now, each with the drivers who are free.
    fn joins(&self) -> Markup {
        let w = self.w();
        let now = self.day.now;
        let busy = || self.day.shifts.iter().filter(|shift| !shift.cancelled && shift.until > now);
        let driving: BTreeSet<PersonId> = busy().map(|shift| shift.person).collect();
        // A vehicle that does not go on is as taken as one on the road.
        let taken: BTreeSet<_> = busy().map(|shift| shift.vehicle).collect();
        let drives = |person: &&Person| person.active && person.grants.iter().any(|grant| grant.role == Role::Driver);
        let drivers: Vec<&Person> =
            self.people.iter().filter(drives).filter(|person| !driving.contains(&person.id)).collect();
        let free = |vehicle: &&Vehicle| vehicle.active && !taken.contains(&vehicle.id);
        let vehicles: Vec<&Vehicle> = self.day.vehicles.values().filter(free).collect();
        html! {
            @if drivers.is_empty() || vehicles.is_empty() {
                (EmptyState::new(Icon::Truck, t!(w, "events-nobody-free")).next_step(t!(w, "events-nobody-free-next"))
                    .link("/coordinator/fleet", t!(w, "plan-add-shift")))
            } @else {
                div.stack {
                    @for vehicle in vehicles {
                        (Card::new(html! {
                            (self.form(html! {
                                (hidden(Field::Vehicle, vehicle.id))
                                div.button-row.one-column {
                                    @for person in &drivers {
                                        (Button::new(person.name.as_str()).icon(Icon::Person).sends(Field::Person, person.id.to_string()))
                                    }
                                }
                            }))
                        }).title(vehicle.name.as_str()).icon(Icon::Truck))
                    }
                }
            }
        }
    }
}
