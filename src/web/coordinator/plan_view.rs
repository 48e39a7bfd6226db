//! A plan as the coordinator reads it before and after it is published.

use jiff::civil::Date;
use maud::{Markup, html};
use std::collections::{BTreeMap, BTreeSet};

use super::compare::{Sums, changed_rounds, fairness, reached};
use super::day_map::{drawn, ground};
use super::left_behind::LeftBehind;
use super::names::{Names, add_lot_href, round_href, round_name};
use super::printed::{SaidStop, message};
use super::proposal::proposal_href;
use crate::app::day::StopDay;
use crate::app::planning::Snapshot;
use crate::app::{Field, Result};
use crate::domain::id::{RoundId, StopId};
use crate::domain::plan::{Action, DayPlan, Left, Round, Stop};
use crate::domain::round::{PlanHead, PlanState, RoundHead};
use crate::t;
use crate::web::context::Context;
use crate::web::error::WebError;
use crate::web::form_state::FormState;
use crate::web::ui::form::FieldKind;
use crate::web::ui::{
    ActForm, ActionBar, AreaMap, Badge, Button, Card, DefinitionList, Disclosure, Emphasis, EmptyState, Ground, Icon,
    LinkButton, ListedStop, MapRound, MapStop, Notice, PageAct, PageButton, RoundSign, Section, StatTile, Stats,
    StopList, StopState, Tone, hidden,
};
use crate::web::{paper, say};
use crate::words::Words;

/// A day with the plan to look at: the draft, or what people go by.
pub(super) struct Shown {
    date: Date,
    pub(super) snapshot: Snapshot,
    heads: BTreeMap<RoundId, RoundHead>,
    pub(super) plan: Option<(PlanHead, DayPlan)>,
    /// What people go by now, while a draft is looked at.
    before: Option<DayPlan>,
    ground: Ground,
}

impl Shown {
    pub(super) async fn load(context: &Context, date: Date) -> Result<Self> {
        let (app, who) = (&context.web.app, &context.actor);
        let snapshot = app.snapshot(who.area, date).await?;
        let heads = app.round_heads(who, date).await?.into_iter().map(|head| (head.id, head)).collect();
        let published = match &snapshot.day.plan {
            Some(head) => Some(app.plan(who, head.id).await?),
            None => None,
        };
        let (plan, before) = match &snapshot.day.draft {
            Some(head) => (Some(app.plan(who, head.id).await?), published.map(|(_, plan)| plan)),
            None => (published, None),
        };
        let ground = ground(&snapshot.day, &app.town_shapes(who).await?);
        Ok(Self { date, snapshot, heads, plan, before, ground })
    }

    /// The whole page below its heading.
    pub(super) fn page(&self, context: &Context, form: &FormState) -> Markup {
        let Some((head, plan)) = &self.plan else { return self.none_yet(context, form) };
        let w = context.words;
        let is_draft = head.state == PlanState::Draft;
        html! {
            @if form.has_conflict() {
                (form.summary())
                (self.make_form(context, "make-plan", t!(w, "plan-again-keep"), Emphasis::Primary))
            }
            (self.standing(context, head))
            (sums(context, head, plan, self.before.as_ref()))
            @if self.before.is_some() {
                (LinkButton::new(proposal_href(self.date), t!(w, "plan-who-is-affected")).icon(Icon::People))
            }
            (forecast(context, plan))
            (self.ground)
            div.columns.day {
                figure.map-sheet { (self.map(context, plan)) }
                (Section { title: t!(w, "day-rounds"), aside: None, body: html! {
                    div.stack { @for round in &plan.rounds { (self.round(context, round)) } }
                } })
            }
            @if !plan.left.is_empty() { (self.left(context, &plan.left)) }
            (Disclosure { summary: t!(w, "plan-fairness"), icon: Some(Icon::People), open: false,
                body: html! { (fairness(w, &self.snapshot, plan)) (crate::web::fairness::link(w)) } })
            (self.curious(context, head, form))
            @if is_draft { (self.publish(context, head)) } @else { (self.after_publishing(context, form)) }
        }
    }

    fn none_yet(&self, context: &Context, form: &FormState) -> Markup {
        let w = context.words;
        let day = &self.snapshot.day;
        let lots: Vec<_> = day.lots.values().filter(|lot| lot.date == self.date).collect();
        let drivers = day.shifts.iter().filter(|shift| !shift.cancelled).count();
        let grams = lots.iter().map(|lot| lot.grams.0).sum();
        html! {
            @if self.date < context.today() {
                (EmptyState::new(Icon::Plan, t!(w, "plan-past")))
            } @else {
                (Stats(vec![
                    StatTile::new(w.kilograms(grams), t!(w, "day-announced")),
                    StatTile::new(drivers.to_string(), t!(w, "plan-drivers"))
                        .tone(if drivers == 0 { Tone::Warning } else { Tone::Neutral }),
                ]))
                @if !self.snapshot.expected.is_empty() {
                    @let shops: BTreeSet<_> = self.snapshot.expected.iter().map(|one| one.of.donor).collect();
                    @let grams = self.snapshot.expected.iter().map(|one| one.grams.0).sum();
                    (Notice::info(t!(w, "plan-expected", n = shops.len(), kilograms = w.kilograms(grams)))
                        .then(html! { p { (t!(w, "plan-forecast-hint")) } }))
                }
                @if lots.is_empty() && self.snapshot.expected.is_empty() {
                    (EmptyState::new(Icon::Basket, t!(w, "day-nothing-announced"))
                        .next_step(t!(w, "day-nothing-announced-next")).link(add_lot_href(self.snapshot.day.date), t!(w, "day-add-lot")))
                }
                @if drivers == 0 {
                    (Notice::warning(t!(w, "plan-no-drivers")).then(html! {
                        a href="/coordinator/fleet" { (t!(w, "plan-add-shift")) }
                    }))
                }
                (Disclosure { summary: t!(w, "plan-curious"), icon: Some(Icon::Settings), open: form.has_error([Field::Seed]),
                    body: self.seed_form(context, form) })
                (ActionBar { body: self.make_form(context, "make-plan", t!(w, "plan-make"), Emphasis::Primary) })
            }
        }
    }

    /// Draft or published, which version, since when.
    fn standing(&self, context: &Context, head: &PlanHead) -> Markup {
        let w = context.words;
        html! {
            div.badges {
                @match head.state {
                    PlanState::Draft => {
                        (Badge::new(Tone::Warning, t!(w, "plan-is-draft", time = context.when(head.created))).icon(Icon::Plan))
                    }
                    _ => {
                        (Badge::new(Tone::Good, t!(w, "plan-is-published",
                            version = head.version, time = context.when(head.published.unwrap_or(head.created)))).icon(Icon::Check))
                    }
                }
                @if head.estimated { (Badge::estimate(w)) }
            }
        }
    }

    fn left(&self, context: &Context, left: &[Left]) -> Markup {
        let w = context.words;
        let names = Names::new(context, &self.snapshot.day);
        html! {
            (Section { title: t!(w, "plan-left"), aside: None, body: html! {
                div.stack {
                    @for group in LeftBehind::of_plan(left) {
                        (Card::new(html! {
                            p { strong { (w.crates(group.crates())) ". " } (group.why(&names)) }
                            (group.details(&names))
                        }))
                    }
                }
            } })
        }
    }

    fn head(&self, round: &Round) -> (i64, &str, &str) {
        let head = self.heads.get(&round.id);
        head.map_or((0, "", ""), |head| (head.number, head.person_name.as_str(), head.vehicle_name.as_str()))
    }

    fn map(&self, context: &Context, plan: &DayPlan) -> AreaMap<'_> {
        let day = &self.snapshot.day;
        let place = |id| day.sites.get(&id).map(|site| site.at);
        let way = |round: &Round| {
            let shift = day.shifts.iter().find(|shift| shift.id == round.shift);
            let stops = round.stops.iter().filter_map(|stop| {
                let site = day.sites.get(&stop.site)?;
                let name = format!("{} · {}", say::site(site), context.clock(stop.arrive));
                Some(MapStop { at: site.at, kind: site.kind, name, state: self.state(stop.id) })
            });
            MapRound {
                number: self.head(round).0,
                start: shift.and_then(|shift| place(shift.start)),
                stops: stops.collect(),
                end: shift.and_then(|shift| shift.end).and_then(place),
            }
        };
        drawn(context, day, plan.rounds.iter().map(way).collect(), Vec::new(), &self.ground)
    }

    fn round(&self, context: &Context, round: &Round) -> Markup {
        let w = context.words;
        let (number, person, _) = self.head(round);
        let summary = format!("{} · {person} · {}", round_name(w, number), t!(w, "stops", n = round.stops.len()));
        let open = self.snapshot.day.round(round.id).is_some();
        html! {
            details.more.plan-round {
                summary {
                    span { (RoundSign { number }) (summary) }
                    (Icon::Chevron)
                }
                div.inside {
                    (self.round_facts(context, round))
                    (self.road(context, round))
                    @if open {
                        (LinkButton::new(round_href(round.id), t!(w, "alarms-open", what = round_name(w, number))))
                    }
                }
            }
        }
    }

    fn round_facts(&self, context: &Context, round: &Round) -> Markup {
        let w = context.words;
        let (_, person, vehicle) = self.head(round);
        let mut classes: BTreeMap<_, i64> = BTreeMap::new();
        for load in round.stops.iter().flat_map(|stop| &stop.loads).filter(|load| load.action == Action::Load) {
            if let Some(lot) = self.snapshot.day.lots.get(&load.of) {
                *classes.entry(lot.class).or_default() += load.crates.0;
            }
        }
        let loads = classes.iter().map(|(class, crates)| format!("{} {crates}", w.storage(*class)));
        let coldest = round.stops.iter().flat_map(|stop| &stop.loads).filter_map(|load| load.cold).max();
        let mut facts = vec![
            (t!(w, "role-driver"), html! { (person) ", " (vehicle) }),
            (
                t!(w, "plan-round-when"),
                html! {
                    (t!(w, "from-until", from = context.clock(round.figures.depart), until = context.clock(round.figures.finish)))
                },
            ),
            (
                t!(w, "plan-round-way"),
                html! { (w.distance(round.figures.metres.0)) ", " (w.duration(round.figures.driving.0)) },
            ),
            (t!(w, "plan-round-loads"), html! { (loads.collect::<Vec<_>>().join(", ")) }),
        ];
        if let Some(cold) = coldest {
            facts.push((t!(w, "plan-round-cold"), html! { (w.duration(cold.0)) }));
        }
        html! { (DefinitionList(facts)) }
    }

    fn road(&self, context: &Context, round: &Round) -> Markup {
        let names = Names::new(context, &self.snapshot.day);
        let row = |stop: &Stop| {
            let row = ListedStop::new(names.site(stop.site), context.clock(stop.arrive))
                .detail(self.detail(context, stop))
                .state(self.state(stop.id));
            if stop.forecast.is_empty() { row } else { row.badge(say::forecast_badge(context.words)) }
        };
        html! { (StopList { words: context.words, stops: round.stops.iter().map(row).collect() }) }
    }

    /// What happens at a stop, and why here.
    fn detail(&self, context: &Context, stop: &Stop) -> String {
        let names = Names::new(context, &self.snapshot.day);
        let mut why: Vec<String> = stop
            .loads
            .iter()
            .flat_map(|load| &load.reasons)
            .chain(stop.forecast.iter().flat_map(|load| &load.reasons))
            .map(|reason| say::reason(context.words, reason))
            .collect();
        why.dedup();
        why.truncate(2);
        let over = self.snapshot.day.closes_during(stop);
        why.extend(over.map(|closes| t!(context.words, "plan-stop-over", time = context.clock(closes))));
        if why.is_empty() {
            names.loads(&stop.loads, &stop.forecast)
        } else {
            format!("{} {}.", names.loads(&stop.loads, &stop.forecast), why.join(". "))
        }
    }

    fn state(&self, stop: StopId) -> StopState {
        let done = self.snapshot.day.stop(stop).is_some_and(|(_, stop): (_, &StopDay)| !stop.is_open());
        if done { StopState::Done } else { StopState::Ahead }
    }

    /// How the plan was made, for the curious, and another try.
    fn curious(&self, context: &Context, head: &PlanHead, form: &FormState) -> Markup {
        let w = context.words;
        let layer = |n: i64| html! { span.number { (w.grouped(n)) } };
        html! {
            (Disclosure { summary: t!(w, "plan-curious"), icon: Some(Icon::Settings), open: form.has_error([Field::Seed]), body: html! {
                p.soft { (t!(w, "plan-layers")) }
                (DefinitionList(vec![
                    (t!(w, "plan-layer-lost"), layer(head.objective.lost)),
                    (t!(w, "plan-layer-unfair"), layer(head.objective.unfair)),
                    (t!(w, "plan-layer-effort"), layer(head.objective.effort)),
                    (t!(w, "plan-layer-change"), layer(head.objective.change)),
                    (t!(w, "plan-seed"), html! { span.number { (head.seed) } }),
                ]))
                @if self.date >= context.today() { (self.seed_form(context, form)) }
            } })
        }
    }

    fn seed_form(&self, context: &Context, form: &FormState) -> Markup {
        let w = context.words;
        html! {
            (ActForm::new("/coordinator/plan", context.op_id(), html! {
                (hidden(Field::Date, self.date))
                (form.field(FieldKind::Number, Field::Seed, t!(w, "plan-seed")).hint(t!(w, "plan-seed-hint")))
                (Button::new(t!(w, "plan-again")).icon(Icon::Undo))
            }).id("make-again"))
        }
    }

    fn make_form(&self, context: &Context, id: &str, label: String, emphasis: Emphasis) -> Markup {
        html! {
            (ActForm::new("/coordinator/plan", context.op_id(), html! {
                (hidden(Field::Date, self.date))
                (Button::new(label).emphasis(emphasis).icon(Icon::Plan))
            }).id(id))
        }
    }

    fn publish(&self, context: &Context, head: &PlanHead) -> Markup {
        let w = context.words;
        html! {
            form.no-print method="post" action="/coordinator/plan/drop" {
                (hidden(Field::Date, self.date))
                (Button::new(t!(w, "plan-drop")).emphasis(Emphasis::Quiet).icon(Icon::Cross))
            }
            (self.to_print(context))
            (ActionBar { body: html! {
                (ActForm::new(format!("/coordinator/plans/{}/publish", head.id), context.op_id(), html! {
                    (Button::primary(t!(w, "coordinator-publish-plan")).icon(Icon::Check))
                }))
            } })
        }
    }

    fn after_publishing(&self, context: &Context, form: &FormState) -> Markup {
        let w = context.words;
        html! {
            (self.to_print(context))
            @if self.date >= context.today() && !form.has_conflict() {
                (ActionBar { body: self.make_form(context, "make-plan", t!(w, "plan-again-keep"), Emphasis::Plain) })
            }
        }
    }

    fn to_print(&self, context: &Context) -> Markup {
        let href = format!("/coordinator/plan/print?date={}", self.date);
        html! { (LinkButton::new(href, t!(context.words, "plan-print")).icon(Icon::Print)) }
    }

    /// Every round on a sheet of its own, and as a message.
    pub(super) async fn sheets(&self, context: &Context) -> std::result::Result<Markup, WebError> {
        let (w, day) = (context.words, &self.snapshot.day);
        let Some((head, plan)) = &self.plan else {
            return Ok(html! { (EmptyState::new(Icon::Plan, t!(w, "day-no-plan"))) });
        };
        if head.state != PlanState::Draft {
            let people = context.web.app.coordinators(&context.actor).await?;
            return Ok(html! {
                (PageButton { words: w, act: PageAct::Print })
                @for round in &day.rounds {
                    (paper::sheet(context, day, round, &people))
                    (PageButton { words: w, act: PageAct::Share(paper::message(context, day, round)) })
                }
            });
        }
        Ok(html! {
            (PageButton { words: w, act: PageAct::Print })
            @for round in &plan.rounds {
                @let (number, person, vehicle) = self.head(round);
                @let stops = round.stops.iter().map(|stop| SaidStop { site: stop.site, at: stop.arrive, loads: &stop.loads, expected: &stop.forecast });
                section.sheet {
                    h2 { (RoundSign { number }) " " (round_name(w, number)) " · " (person) }
                    (self.round_facts(context, round))
                    (self.road(context, round))
                    (PageButton { words: w, act: PageAct::Share(message(context, &self.snapshot.day, number, (person, vehicle), stops)) })
                }
            }
        })
    }
}

/// How much of the plan is only expected, and of how many shops.
fn forecast(context: &Context, plan: &DayPlan) -> Markup {
    let w = context.words;
    let expected = plan.rounds.iter().flat_map(|round| &round.stops).flat_map(|stop| &stop.forecast);
    let loads: Vec<_> = expected.filter(|load| load.action == Action::Load).collect();
    let shops: BTreeSet<_> = loads.iter().map(|load| load.of.donor).collect();
    let grams = loads.iter().map(|load| load.grams.0).sum();
    html! {
        @if !loads.is_empty() {
            (Notice::info(t!(w, "plan-forecast", n = shops.len(), kilograms = w.kilograms(grams)))
                .then(html! { p { (t!(w, "plan-forecast-hint")) } }))
        }
    }
}

/// The plan in four numbers, each beside that of the plan people go by.
fn sums(context: &Context, head: &PlanHead, plan: &DayPlan, before: Option<&DayPlan>) -> Markup {
    let w = context.words;
    let now = Sums::of(plan);
    let was = before.map(Sums::of);
    let beside = |label: String, difference: Option<i64>, say: fn(Words, i64) -> String| match difference {
        Some(0) => format!("{label}, {}", t!(w, "plan-same")),
        Some(n) if n > 0 => format!("{label}, {}", t!(w, "plan-more", value = say(w, n))),
        Some(n) => format!("{label}, {}", t!(w, "plan-less", value = say(w, -n))),
        None => label,
    };
    let difference = |of: fn(&Sums) -> i64| was.as_ref().map(|was| of(&now) - of(was));
    let kilograms: fn(Words, i64) -> String = |w, n| w.kilograms(n);
    let left = if now.left > 0 { Tone::Warning } else { Tone::Neutral };
    html! {
        @if let Some(before) = before {
            (Notice::info(t!(w, "plan-changed-rounds", n = changed_rounds(before, plan))))
        }
        (Stats(vec![
            StatTile::new(w.kilograms(now.grams), beside(t!(w, "plan-saved"), difference(|sums| sums.grams), kilograms)),
            StatTile::new(w.kilograms(now.left), beside(t!(w, "plan-not-carried"), difference(|sums| sums.left), kilograms)).tone(left),
            StatTile::new(w.distance(now.metres), beside(t!(w, "plan-way"), difference(|sums| sums.metres), crate::words::Words::distance)),
            StatTile::new(w.duration(now.driving), beside(t!(w, "plan-driving"), difference(|sums| sums.driving), crate::words::Words::duration)),
        ]))
        p.soft { (t!(w, "plan-size", rounds = plan.rounds.len(), stops = now.stops)) @if head.estimated { " " (t!(w, "plan-estimated")) } }
        (reached(w, head.fairest))
    }
}
