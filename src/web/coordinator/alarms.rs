//! What the coordinator should look at: what happened, where, since when, and what to do about it with one tap.

use std::collections::BTreeSet;

use axum::response::{IntoResponse, Redirect, Response};
use axum_htmx::HxRequest;
use maud::{Markup, html};

use super::ASK_AGAIN;
use super::event_kind::{Kind, event_href};
use super::fragment;
use super::left_behind::LeftBehind;
use super::names::{Names, lot_href, plan_href, round_href, round_name, site_href};
use super::shifts::direct_leg_href;
use crate::app::alarm::{Alarm, to_do};
use crate::app::day::Day;
use crate::app::{Conflict, Field};
use crate::domain::id::{LotId, OpId, PersonId, RoundId, SiteId, StopId};
use crate::domain::ledger::{Movement, Op, OpKind};
use crate::domain::people::{HeldAct, MissingActs, Person, Role};
use crate::domain::quantity::Crates;
use crate::domain::round::Visit;
use crate::domain::time::Millis;
use crate::t;
use crate::web::address::Id;
use crate::web::context::Context;
use crate::web::error::WebError;
use crate::web::input::Input;
use crate::web::routes::{Access, Routes};
use crate::web::ui::{
    ActForm, Button, CallButton, Card, EmptyState, Icon, LinkButton, LiveRegion, Section, Tab, TabCount, dialling,
};
use crate::web::{notices, say};

pub(super) fn routes(routes: Routes) -> Routes {
    let coordinator = Access::As(Role::Coordinator);
    routes.get("/coordinator/alarms", coordinator, page).get("/coordinator/alarms/live", coordinator, live).post(
        "/coordinator/problems/{op}/settle",
        coordinator,
        settle,
    )
}

async fn page(context: Context) -> Result<Response, WebError> {
    let w = context.words;
    let (list, count) = current(&context).await?;
    let body = html! {
        (notices::ask(&context, t!(w, "push-ask-coordinator")).await?)
        (LiveRegion { id: "alarms", url: "/coordinator/alarms/live", event: "changed", seconds: ASK_AGAIN, body: list })
    };
    let page = context.page(Tab::CoordinatorAlarms, t!(w, "tab-coordinator-alarms"), body).live("/live");
    context.show(page.count(Tab::CoordinatorAlarms, count)).await
}

async fn live(context: Context, asked: HxRequest) -> Result<Response, WebError> {
    let (list, count) = current(&context).await?;
    Ok(fragment(asked, "/coordinator/alarms", &html! { (list) (tab_count(count)) }))
}

async fn settle(context: Context, Id(op): Id<OpId>, _: Input) -> Result<Response, WebError> {
    context.web.app.settle_problem(&context.actor, op).await?;
    Ok(Redirect::to("/coordinator/alarms").into_response())
}

async fn current(context: &Context) -> Result<(Markup, usize), WebError> {
    let app = &context.web.app;
    let day = app.today(&context.actor).await?;
    let alarms = app.alarms(&context.actor, &day).await?;
    let (people, _) = app.people(&context.actor).await?;
    let list = Alarms::new(context, &day, &people);
    // A round of yesterday that goes on past midnight is still to be looked at.
    let Some(late) = app.still_on_the_road(&context.actor).await? else {
        return Ok((list.all(&alarms), to_do(&alarms)));
    };
    let of_late: Vec<Alarm> = late.own_alarms();
    let list_of_late = Alarms::new(context, &late, &people);
    let body = html! {
        @if !of_late.is_empty() { (list_of_late.all(&of_late)) }
        @if of_late.is_empty() || !alarms.is_empty() { (list.all(&alarms)) }
    };
    Ok((body, to_do(&alarms) + to_do(&of_late)))
}

/// How many things there are to do, for a page that is open.
pub(super) const fn tab_count(count: usize) -> TabCount {
    TabCount { tab: Tab::CoordinatorAlarms, count, on_its_own: true }
}

pub(super) struct Alarms<'a> {
    pub(super) context: &'a Context,
    pub(super) day: &'a Day,
    pub(super) names: Names<'a>,
    people: &'a [Person],
}

/// An alarm in words: where it is, what happened, since when, and what can be done.
#[derive(Default)]
pub(super) struct AlarmText {
    pub(super) place: String,
    pub(super) sentences: Vec<String>,
    pub(super) since: Option<Millis>,
    pub(super) acts: Vec<Markup>,
}

impl<'a> Alarms<'a> {
    pub(super) fn new(context: &'a Context, day: &'a Day, people: &'a [Person]) -> Self {
        Self { context, day, names: Names::new(context, day), people }
    }

    /// What must be done, in two short texts each: what happened, and where.
    pub(super) fn named(&self, alarms: &[Alarm]) -> Vec<(String, String)> {
        let w = self.context.words;
        let alone =
            alarms.iter().filter(|alarm| alarm.is_urgent() && !matches!(alarm, Alarm::NoPlace { .. })).map(|alarm| {
                let told = self.tell(alarm);
                let about = if told.place.is_empty() { told.sentences.join(" ") } else { told.place };
                (say::alarm(w, alarm), about)
            });
        let left = LeftBehind::of_alarms(alarms).into_iter();
        alone.chain(left.map(|group| (group.title(w), w.crates(group.crates())))).collect()
    }

    fn all(&self, alarms: &[Alarm]) -> Markup {
        let w = self.context.words;
        let left = LeftBehind::of_alarms(alarms);
        let alone = |alarm: &&Alarm| !matches!(alarm, Alarm::NoPlace { .. });
        let (urgent, later): (Vec<_>, Vec<_>) = alarms.iter().filter(alone).partition(|alarm| alarm.is_urgent());
        html! {
            @if alarms.is_empty() {
                (EmptyState::new(Icon::Leaf, t!(w, "alarms-none")).next_step(t!(w, "alarms-none-next")))
            }
            @if !urgent.is_empty() || !left.is_empty() {
                (Section { title: t!(w, "alarms-urgent"), aside: None, body: html! {
                    div.alarms {
                        @for alarm in urgent { (self.card(alarm)) }
                        @for group in &left { (self.left_behind(group)) }
                    }
                } })
            }
            @if !later.is_empty() {
                (Section { title: t!(w, "alarms-later"), aside: None, body: html! {
                    div.alarms { @for alarm in later { (self.card(alarm)) } }
                } })
            }
        }
    }

    fn card(&self, alarm: &Alarm) -> Markup {
        let told = self.tell(alarm);
        let body = html! {
            @if !told.place.is_empty() { p { strong { (told.place) } } }
            @for sentence in &told.sentences { p { (sentence) } }
            @if let Some(since) = told.since {
                p.soft.small { (t!(self.context.words, "alarms-since", time = self.context.when(since))) }
            }
            @if !told.acts.is_empty() {
                div.button-row { @for act in &told.acts { (act) } }
            }
        };
        let title = say::alarm(self.context.words, alarm);
        html! { div.alarm.urgent[alarm.is_urgent()] { (Card::new(body).title(title).icon(icon(alarm))) } }
    }

    /// Lots without a place: what stopped them, what would save them, and whom to call.
    fn left_behind(&self, group: &LeftBehind) -> Markup {
        let w = self.context.words;
        let shop = group.only_lot().and_then(|lot| self.call_site(self.day.lots.get(&lot)?.site));
        let passing = group.all_lots().find_map(|lot| self.ask_who_passes(lot));
        let body = html! {
            p { strong { (t!(w, "alarms-no-place", crates = w.crates(group.crates()))) } }
            p { (group.why(&self.names)) }
            (group.details(&self.names))
            div.button-row {
                (self.plan_again())
                @if let Some(ask) = passing { (ask) }
                @if let Some(call) = shop { (call) }
            }
        };
        html! { div.alarm.urgent { (Card::new(body).title(group.title(w)).icon(Icon::Crate)) } }
    }

    /// Asks volunteers to bring a lot to the nearest point that takes it and is open.
    fn ask_who_passes(&self, lot: LotId) -> Option<Markup> {
        let day = self.day;
        let lot = day.lots.get(&lot)?;
        let (to, until) = day.nearest_taker(lot)?;
        if lot.ready_until <= day.now {
            return None;
        }
        let href = direct_leg_href(self.context, lot.site, to.id, until);
        Some(link(href, t!(self.context.words, "alarms-ask-who-passes"), Icon::Truck))
    }

    fn tell(&self, alarm: &Alarm) -> AlarmText {
        let w = self.context.words;
        match alarm {
            Alarm::Cold { round, lot, deadline, broken } => self.cold(*round, *lot, *deadline, *broken),
            Alarm::NoPlace { .. } => AlarmText::default(),
            Alarm::Shortfall { round, lot, crates } => AlarmText {
                place: self.lot_on(*round, *lot),
                sentences: vec![t!(w, "alarms-shortfall", crates = w.crates(crates.0))],
                acts: vec![self.plan_again(), self.open_round(*round)],
                ..AlarmText::default()
            },
            Alarm::NowhereToGo { round, lot, crates } => AlarmText {
                place: self.lot_on(*round, *lot),
                sentences: vec![t!(w, "alarms-nowhere", crates = w.crates(crates.0))],
                acts: [self.plan_again(), self.open_round(*round)]
                    .into_iter()
                    .chain(self.call_driver(*round))
                    .collect(),
                ..AlarmText::default()
            },
            Alarm::StillAboard { round, crates } => self.still_aboard(round, *crates),
            Alarm::NoDriver { round, gone } => self.no_driver(round, *gone),
            Alarm::Broken { round, site, fault } => self.broken(round, *site, *fault),
            Alarm::Gone { gone, shifts, first } => self.gone(*gone, *shifts, *first),
            Alarm::Nobody { date, lack } => self.nobody(*date, *lack),
            Alarm::Overlap { what, one, other } => self.overlap(*what, one, other),
            Alarm::Stopped { round } => self.stopped(*round),
            Alarm::Late { round, stop, by } => self.late(*round, *stop, *by),
            Alarm::Problem(problem) => self.problem(problem),
            Alarm::Unchecked { site, since, crates } => self.unchecked(*site, *since, *crates),
            Alarm::Conflict(op) => self.conflict(op),
            Alarm::Flagged(movement) => self.flagged(movement),
            Alarm::Missing(missing) => self.missing(missing),
            Alarm::Held(acts) => self.held(acts),
            Alarm::OffPlan(visit) => self.off_plan(visit),
            Alarm::PushBlocked(phones) => AlarmText {
                place: t!(w, "notices-push-blocked", n = *phones),
                sentences: vec![t!(w, "notices-push-blocked-next")],
                ..AlarmText::default()
            },
            Alarm::NoPlan => AlarmText {
                sentences: vec![t!(w, "alarms-no-plan")],
                acts: vec![self.plan_again()],
                ..AlarmText::default()
            },
        }
    }

    fn unchecked(&self, site: SiteId, since: Millis, crates: Crates) -> AlarmText {
        let w = self.context.words;
        let check = |site| link(site_href(site), t!(w, "alarms-check-for-them"), Icon::Check);
        AlarmText {
            place: self.names.site(site),
            sentences: vec![t!(w, "alarms-unchecked", crates = w.crates(crates.0))],
            since: Some(since),
            acts: self.call_site(site).into_iter().chain(self.day.sites.get(&site).map(check)).collect(),
        }
    }

    fn missing(&self, missing: &MissingActs) -> AlarmText {
        let w = self.context.words;
        let (from, until) = (self.context.clock(missing.from), self.context.clock(missing.until));
        AlarmText {
            place: self.person(missing.person),
            sentences: vec![
                t!(w, "alarms-missing", n = missing.acts, from = from, until = until),
                t!(w, "alarms-missing-next"),
            ],
            acts: self.call_person(missing.person).into_iter().collect(),
            ..AlarmText::default()
        }
    }

    fn off_plan(&self, visit: &Visit) -> AlarmText {
        let w = self.context.words;
        let mut sentences = vec![w.outcome(visit.outcome)];
        if !visit.note.is_empty() {
            sentences.push(visit.note.clone());
        }
        sentences.push(t!(w, "alarms-off-plan"));
        AlarmText {
            place: self.names.site(visit.site),
            sentences,
            since: Some(visit.occurred),
            acts: self.call_driver(visit.round).into_iter().chain(self.call_site(visit.site)).collect(),
        }
    }

    fn conflict(&self, op: &Op) -> AlarmText {
        let w = self.context.words;
        let kind = w.act(op.kind);
        let answered = match op.kind {
            OpKind::Refused => t!(w, "alarms-not-taken"),
            _ => t!(w, "alarms-conflict-answered", answer = say::conflict(w, &Conflict::of(op))),
        };
        AlarmText {
            place: format!("{} · {kind}", self.person(op.person)),
            sentences: vec![answered, t!(w, "alarms-conflict-next")],
            since: Some(op.occurred),
            acts: self.call_person(op.person).into_iter().collect(),
        }
    }

    /// What a locked phone has: whose, how many, and where, so that the coordinator can write down what is true of it.
    fn held(&self, acts: &[HeldAct]) -> AlarmText {
        let w = self.context.words;
        let person = acts.first().map(|act| act.person);
        let stops: BTreeSet<StopId> = acts.iter().filter_map(|act| act.stop).collect();
        let open = stops.iter().map(|stop| link(format!("/driver/stops/{stop}"), t!(w, "alarms-open-stop"), Icon::Pin));
        AlarmText {
            place: person.map(|person| self.person(person)).unwrap_or_default(),
            sentences: vec![t!(w, "alarms-held", n = acts.len()), t!(w, "alarms-held-next")],
            since: acts.first().map(|act| act.occurred),
            acts: person
                .and_then(|person| self.call_person(person))
                .into_iter()
                .chain(person.map(|id| link(format!("/coordinator/people/{id}"), t!(w, "alarms-let-in"), Icon::Person)))
                .chain(open)
                .collect(),
        }
    }

    fn flagged(&self, movement: &Movement) -> AlarmText {
        let w = self.context.words;
        let transfer = &movement.transfer;
        let holder = |holder| say::holder(w, holder, |site| self.names.site(site), |round| self.names.round(round));
        let flag = transfer.flag.map(|flag| w.flag(flag)).unwrap_or_default();
        let degrees = transfer.temperature.map(|read| w.temperature(i32::try_from(read.0).unwrap_or(i32::MAX)));
        AlarmText {
            place: self.lot_at(transfer.lot, None),
            sentences: [
                Some(degrees.map_or_else(|| format!("{flag}."), |degrees| format!("{flag}: {degrees}."))),
                Some(t!(
                    w,
                    "alarms-moved",
                    crates = w.crates(transfer.crates.0),
                    from = holder(transfer.from),
                    to = holder(transfer.to)
                )),
                transfer.why.map(|why| t!(w, "alarms-flagged-why", why = w.why(why))),
                Some(t!(w, "alarms-by", name = self.person(movement.person))),
            ]
            .into_iter()
            .flatten()
            .collect(),
            since: Some(movement.occurred),
            acts: vec![self.open_lot(transfer.lot)],
        }
    }

    fn lot_at(&self, lot: LotId, site: Option<SiteId>) -> String {
        let place = site.map(|site| self.names.site(site)).unwrap_or_default();
        [self.names.lot(lot), place].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
    }

    pub(super) fn person(&self, id: PersonId) -> String {
        self.people.iter().find(|person| person.id == id).map(|person| person.name.clone()).unwrap_or_default()
    }

    fn call_person(&self, id: PersonId) -> Option<Markup> {
        let person = self.people.iter().find(|person| person.id == id).filter(|person| !person.phone.is_empty())?;
        Some(html! { (CallButton { words: self.context.words, name: &person.name, phone: &person.phone }) })
    }

    pub(super) fn call_driver(&self, round: RoundId) -> Option<Markup> {
        let head = &self.day.round(round)?.head;
        self.call(&head.person_name, &head.person_phone)
    }

    pub(super) fn call_site(&self, site: SiteId) -> Option<Markup> {
        let site = self.day.sites.get(&site)?;
        self.call(&site.name, &site.phone)
    }

    /// Several people can be called about one alarm: each button says whom.
    pub(super) fn call(&self, name: &str, phone: &str) -> Option<Markup> {
        Some(link(dialling(phone)?, t!(self.context.words, "call-person", name = name), Icon::Phone))
    }

    pub(super) fn open_round(&self, round: RoundId) -> Markup {
        let w = self.context.words;
        let number = self.day.round(round).map_or(0, |round| round.head.number);
        link(round_href(round), t!(w, "alarms-open", what = round_name(w, number)), Icon::List)
    }

    pub(super) fn open_lot(&self, lot: LotId) -> Markup {
        link(lot_href(lot), t!(self.context.words, "alarms-open-lot"), Icon::Trace)
    }

    pub(super) fn plan_again(&self) -> Markup {
        let w = self.context.words;
        if self.day.plan.is_none() {
            return link(plan_href(self.day.date), t!(w, "alarms-plan-again"), Icon::Plan);
        }
        let button = Button::new(t!(w, "alarms-plan-again")).icon(Icon::Plan).sends(Field::Known, "1");
        html! { (ActForm::new(event_href(Kind::More), self.context.op_id(), html! { (button) })) }
    }
}

pub(super) fn link(href: impl Into<String>, label: String, icon: Icon) -> Markup {
    html! { (LinkButton::new(href, label).icon(icon)) }
}

const fn icon(alarm: &Alarm) -> Icon {
    match alarm {
        Alarm::Cold { .. } => Icon::Snowflake,
        Alarm::NoPlace { .. } | Alarm::Shortfall { .. } | Alarm::NowhereToGo { .. } | Alarm::StillAboard { .. } => {
            Icon::Crate
        }
        Alarm::NoDriver { .. } | Alarm::Overlap { .. } | Alarm::Gone { .. } => Icon::Person,
        Alarm::Broken { .. } => Icon::Warning,
        Alarm::Stopped { .. } => Icon::Truck,
        Alarm::Late { .. } => Icon::Clock,
        Alarm::Problem(_) => Icon::Warning,
        Alarm::Unchecked { .. } => Icon::Question,
        Alarm::Conflict(_) => Icon::Cross,
        Alarm::Missing(_) | Alarm::Held(_) => Icon::Phone,
        Alarm::PushBlocked(_) => Icon::Bell,
        Alarm::Flagged(_) | Alarm::OffPlan(_) => Icon::Flag,
        Alarm::Nobody { .. } => Icon::Truck,
        Alarm::NoPlan => Icon::Plan,
    }
}
