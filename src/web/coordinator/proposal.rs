//! A new plan beside the one people go by: what it brings, whom it concerns and how. It is accepted or dropped; what a
//! longer search finds meanwhile is offered.

use axum::response::{IntoResponse, Redirect, Response};
use axum_htmx::HxRequest;
use jiff::civil::Date;
use maud::{Markup, html};

use super::compare::{Sums, reached};
use super::fragment;
use super::left_behind::LeftBehind;
use super::names::{Names, OfDay, day_href, day_of, plan_href, round_name};
use crate::app::Field;
use crate::app::changes::{Change, Changed};
use crate::app::day::Day;
use crate::app::planning::{Offer, Proposal, RoundEffect, SiteEffect};
use crate::domain::id::RoundId;
use crate::domain::people::Role;
use crate::domain::plan::{Action, DayPlan};
use crate::t;
use crate::web::address::Query;
use crate::web::context::{Context, acknowledge};
use crate::web::error::WebError;
use crate::web::input::Input;
use crate::web::routes::{Access, Routes};
use crate::web::ui::{
    ActForm, ActionBar, Button, Card, Cell, Disclosure, Emphasis, Icon, LinkButton, Notice, Section, Tab, Table, hidden,
};

pub(super) fn routes(routes: Routes) -> Routes {
    let coordinator = Access::As(Role::Coordinator);
    routes
        .get("/coordinator/proposal", coordinator, page)
        .get("/coordinator/proposal/better", coordinator, better)
        .post("/coordinator/proposal/better", coordinator, take_better)
}

pub(super) fn proposal_href(date: Date) -> String {
    format!("/coordinator/proposal?date={date}")
}

fn better_href(date: Date) -> String {
    format!("/coordinator/proposal/better?date={date}")
}

async fn page(context: Context, Query(of): Query<OfDay>) -> Result<Response, WebError> {
    let date = of.date(&context)?;
    let Some(proposal) = context.web.app.proposal(&context.actor, date).await? else {
        // Published, dropped, or the first plan of the day.
        return Ok(Redirect::to(&plan_href(date)).into_response());
    };
    let w = context.words;
    let body = Shown { context: &context, proposal: &proposal }.render();
    let page = context.page(Tab::CoordinatorPlan, t!(w, "proposal-title"), body);
    context.show(page.lead(t!(w, "proposal-lead")).back(day_href(date), w.date_from(date, context.today()))).await
}

async fn better(context: Context, asked: HxRequest, Query(of): Query<OfDay>) -> Result<Response, WebError> {
    let date = of.date(&context)?;
    let part = match context.web.app.proposal(&context.actor, date).await? {
        Some(proposal) => offered(&context, &proposal),
        None => html! {},
    };
    Ok(fragment(asked, &proposal_href(date), &part))
}

async fn take_better(context: Context, mut input: Input) -> Result<Response, WebError> {
    let date = day_of(input.text(Field::Date))?;
    let act = input.act(&context.web)?;
    context.web.app.take_better(&context.actor, date).await?;
    let mut answer = Redirect::to(&proposal_href(date)).into_response();
    acknowledge(&mut answer, act.op);
    Ok(answer)
}

/// What the search in the background came to: nothing yet, nothing better, or something to look at.
fn offered(context: &Context, proposal: &Proposal) -> Markup {
    let (w, date) = (context.words, proposal.head.date);
    let url = better_href(date);
    match &proposal.offer {
        None => html! {},
        Some(Offer::Searching) => html! {
            div.progress.planning role="status" hx-get=(url) hx-trigger="load delay:2s" hx-swap="outerHTML" {
                span.label { (t!(w, "proposal-searching")) }
                progress aria-label=(t!(w, "proposal-searching")) {}
            }
        },
        Some(Offer::Found(plan)) => better_one(context, date, &proposal.after, plan),
    }
}

/// What was found only after the plan it began with was published.
pub(super) async fn offered_of_day(context: &Context, day: &Day) -> Result<Markup, WebError> {
    let Some(plan) = day.plan.as_ref().filter(|_| day.draft.is_none()) else { return Ok(html! {}) };
    let Some(Offer::Found(better)) = context.web.app.offer(&context.actor, day).await? else {
        return Ok(html! {});
    };
    let (_, now) = context.web.app.plan(&context.actor, plan.id).await?;
    Ok(better_one(context, day.date, &now, &better))
}

fn better_one(context: &Context, date: Date, now: &DayPlan, better: &DayPlan) -> Markup {
    let w = context.words;
    let (now, better) = (Sums::of(now), Sums::of(better));
    let body = html! {
        p { (t!(w, "proposal-better-figures",
            saved = w.kilograms(better.grams), before = w.kilograms(now.grams),
            way = w.distance(better.metres), longer = w.distance(now.metres))) }
        (ActForm::new("/coordinator/proposal/better", context.op_id(), html! {
            (hidden(Field::Date, date))
            (Button::new(t!(w, "proposal-better-look")).icon(Icon::Plan))
        }))
    };
    html! { (Card::new(body).title(t!(w, "proposal-better")).icon(Icon::Leaf).now(true)) }
}

struct Shown<'a> {
    context: &'a Context,
    proposal: &'a Proposal,
}

impl Shown<'_> {
    fn render(&self) -> Markup {
        let (w, proposal) = (self.context.words, self.proposal);
        let date = proposal.head.date;
        html! {
            (self.figures())
            (offered(self.context, proposal))
            (self.left())
            (self.affected())
            (LinkButton::new(plan_href(date), t!(w, "proposal-whole")).icon(Icon::Map))
            form.no-print method="post" action="/coordinator/plan/drop" {
                (hidden(Field::Date, date))
                (hidden(Field::To, "day"))
                (Button::new(t!(w, "proposal-drop")).emphasis(Emphasis::Quiet).icon(Icon::Cross))
            }
            p.soft.small { (t!(w, "proposal-recorded")) }
            (ActionBar { body: html! {
                (ActForm::new(format!("/coordinator/plans/{}/publish", proposal.head.id), self.context.op_id(), html! {
                    (Button::primary(t!(w, "proposal-accept")).icon(Icon::Check))
                }))
            } })
        }
    }

    /// What the day comes to without the proposal and with it, and the way it takes.
    fn figures(&self) -> Markup {
        let w = self.context.words;
        let (nothing, accepted) = (self.proposal.nothing, self.proposal.accepted);
        let row = |label: String, was: String, is: String| vec![Cell::text(label), Cell::amount(was), Cell::amount(is)];
        let rows = vec![
            row(t!(w, "proposal-saved"), w.kilograms(nothing.saved.0), w.kilograms(accepted.saved.0)),
            row(t!(w, "proposal-left"), w.kilograms(nothing.left.0), w.kilograms(accepted.left.0)),
            row(t!(w, "proposal-below"), nothing.below.to_string(), accepted.below.to_string()),
            row(t!(w, "proposal-late"), nothing.late.to_string(), accepted.late.to_string()),
        ];
        let columns = vec![t!(w, "proposal-figure"), t!(w, "proposal-nothing"), t!(w, "proposal-with")];
        let after = Sums::of(&self.proposal.after);
        html! {
            p.big { (self.gain()) }
            (Table { caption: t!(w, "proposal-figures"), columns, rows, keep_shape: true })
            p.soft { (t!(w, "proposal-way", way = w.distance(after.metres), driving = w.duration(after.driving))) }
            (reached(w, self.proposal.head.fairest))
        }
    }

    /// Whether the proposal saves more than doing nothing, in one sentence.
    fn gain(&self) -> String {
        let w = self.context.words;
        match self.proposal.accepted.saved.0 - self.proposal.nothing.saved.0 {
            0 => t!(w, "proposal-gains-nothing"),
            more if more > 0 => t!(w, "proposal-gains", weight = w.kilograms(more)),
            less => t!(w, "proposal-loses", weight = w.kilograms(-less)),
        }
    }

    /// What the plan does not carry, and did before.
    fn left(&self) -> Markup {
        let w = self.context.words;
        let names = Names::new(self.context, &self.proposal.day);
        let known = |lot| self.proposal.before.left.iter().any(|left| left.lot == lot);
        let fresh: Vec<_> = self.proposal.after.left.iter().filter(|left| !known(left.lot)).cloned().collect();
        html! {
            @for group in LeftBehind::of_plan(&fresh) {
                (Notice::warning(t!(w, "proposal-stays", crates = w.crates(group.crates()))).then(html! {
                    p { (group.why(&names)) }
                    (group.details(&names))
                }))
            }
        }
    }

    fn affected(&self) -> Markup {
        let w = self.context.words;
        let effects = &self.proposal.effects;
        html! {
            @if effects.is_empty() {
                (Notice::info(t!(w, "proposal-nobody")))
            }
            @if !effects.rounds.is_empty() {
                (Section { title: t!(w, "proposal-drivers"), aside: None, body: html! {
                    div.stack { @for (round, effect) in &effects.rounds { (self.round(*round, effect)) } }
                } })
            }
            @if !effects.points.is_empty() { (self.sites(t!(w, "proposal-points"), &effects.points, Icon::Point)) }
            @if !effects.shops.is_empty() { (self.sites(t!(w, "proposal-shops"), &effects.shops, Icon::Shop)) }
        }
    }

    fn round_title(&self, id: RoundId) -> String {
        let name = |plan: &DayPlan| plan.rounds.iter().find(|round| round.id == id).map(|round| round.shift);
        let shift = name(&self.proposal.after).or_else(|| name(&self.proposal.before));
        let w = self.context.words;
        match self.proposal.rounds.get(&id) {
            Some(head) if shift.is_some() => format!("{} · {}", round_name(w, head.number), head.person_name),
            _ => t!(w, "proposal-new-round"),
        }
    }

    fn round(&self, id: RoundId, effect: &RoundEffect) -> Markup {
        let w = self.context.words;
        let (summary, changes): (String, &[Change]) = match effect {
            RoundEffect::New(stops) => (t!(w, "proposal-round-new", n = *stops), &[]),
            RoundEffect::Off => (t!(w, "proposal-round-off"), &[]),
            RoundEffect::Moved(by) if by.0 > 0 => (t!(w, "proposal-round-later", time = w.duration(by.0)), &[]),
            RoundEffect::Moved(by) => (t!(w, "proposal-round-earlier", time = w.duration(-by.0)), &[]),
            RoundEffect::Changed(changes) => (t!(w, "proposal-round-changes", n = changes.len()), changes),
        };
        let body = html! {
            @if changes.is_empty() {
                p { (summary) }
            } @else {
                (Disclosure { summary, icon: Some(Icon::List), open: changes.len() < 4, body: html! {
                    ul.stack-close { @for change in changes { li.fate { (Icon::Chevron) span { (self.told(change)) } } } }
                } })
            }
        };
        html! { (Card::new(body).title(self.round_title(id)).icon(Icon::Truck)) }
    }

    fn told(&self, change: &Change) -> String {
        let w = self.context.words;
        let names = Names::new(self.context, &self.proposal.day);
        let site = names.site(change.site);
        let driver = |round: &RoundId| self.proposal.rounds.get(round).map(|head| head.person_name.clone());
        match &change.what {
            Changed::New(at) => t!(w, "proposal-stop-new", place = site, time = self.context.clock(*at)),
            Changed::Gone(to) => match to.as_ref().and_then(driver) {
                Some(name) => t!(w, "proposal-stop-to", place = site, name = name),
                None => t!(w, "proposal-stop-gone", place = site),
            },
            Changed::Crates { action: Action::Load, before, now } => {
                t!(w, "proposal-loads", place = site, before = before.0, now = now.0)
            }
            Changed::Crates { action: Action::Unload, before, now } => {
                t!(w, "proposal-unloads", place = site, before = before.0, now = now.0)
            }
            Changed::Lots(_) => t!(w, "proposal-other-lots", place = site),
            Changed::Order(Some(after)) => t!(w, "round-stop-after", place = site, before = names.site(*after)),
            Changed::Order(None) => t!(w, "round-stop-first", place = site),
        }
    }

    fn sites(&self, title: String, effects: &[SiteEffect], icon: Icon) -> Markup {
        let names = Names::new(self.context, &self.proposal.day);
        html! {
            (Section { title, aside: None, body: html! {
                ul.rows {
                    @for effect in effects {
                        li {
                            p.line { (icon) strong { (names.site(effect.site)) } }
                            p { (self.site(effect)) }
                        }
                    }
                }
            } })
        }
    }

    fn site(&self, effect: &SiteEffect) -> String {
        let (w, context) = (self.context.words, self.context);
        match (effect.before, effect.after) {
            (Some((was, had)), Some((is, has))) => t!(
                w,
                "proposal-site-changes",
                before = had.0,
                was = context.clock(was),
                after = w.crates(has.0),
                is = context.clock(is)
            ),
            (None, Some((is, has))) => {
                t!(w, "proposal-site-new", crates = w.crates(has.0), time = context.clock(is))
            }
            (Some((was, had)), None) => {
                t!(w, "proposal-site-gone", crates = w.crates(had.0), time = context.clock(was))
            }
            (None, None) => String::new(),
        }
    }
}
