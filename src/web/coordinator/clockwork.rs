//! What is done by the clock: when each job runs next, how the last days went, and the area's own times and minutes.

use crate::words::Words;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use jiff::civil::Time;
use maud::{Markup, html};

use super::form::{Filled, with_saved};
use crate::app::tick::Jobs;
use crate::app::{FieldError, Refusal};
use crate::domain::people::Role;
use crate::domain::schedule::{JobOutcome, JobRun, Rules};
use crate::t;
use crate::web::context::{Context, with_status};
use crate::web::error::WebError;
use crate::web::input::Input;
use crate::web::routes::{Access, Routes};
use crate::web::ui::form::FieldKind;
use crate::web::ui::{
    ActionBar, Badge, Button, Cell, Checkbox, Disclosure, EmptyState, Icon, LinkButton, Page, Section, Tab, Table, Tone,
};

/// Minutes of a rule: a day at most.
const MOST_MINUTES: i64 = 24 * 60;
/// A field of the form, what it is called, and where it stands among the rules.
type RuleField<T> = (&'static str, fn(Words) -> String, fn(&mut Rules) -> &mut T);
/// The times of day among the rules.
const TIMES: [RuleField<Time>; 7] = [
    ("plan_today", |w| t!(w, "rule-plan-today"), |rules| &mut rules.plan_today),
    ("publish", |w| t!(w, "rule-publish"), |rules| &mut rules.publish),
    ("plan_today_by", |w| t!(w, "rule-plan-today-by"), |rules| &mut rules.plan_today_by),
    ("shift_tomorrow", |w| t!(w, "rule-shift-tomorrow"), |rules| &mut rules.shift_tomorrow),
    ("plan_tomorrow", |w| t!(w, "rule-plan-tomorrow"), |rules| &mut rules.plan_tomorrow),
    ("plan_tomorrow_by", |w| t!(w, "rule-plan-tomorrow-by"), |rules| &mut rules.plan_tomorrow_by),
    ("close_out", |w| t!(w, "rule-close-out"), |rules| &mut rules.close_out),
];
/// The minutes among the rules.
const MINUTES: [RuleField<i64>; 8] = [
    ("remind_before", |w| t!(w, "rule-remind-before"), |rules| &mut rules.remind_before),
    ("start_before", |w| t!(w, "rule-start-before"), |rules| &mut rules.start_before),
    ("cold_before", |w| t!(w, "rule-cold-before"), |rules| &mut rules.cold_before),
    ("cold_urgent", |w| t!(w, "rule-cold-urgent"), |rules| &mut rules.cold_urgent),
    ("arriving_before", |w| t!(w, "rule-arriving-before"), |rules| &mut rules.arriving_before),
    ("all_well_after", |w| t!(w, "rule-all-well-after"), |rules| &mut rules.all_well_after),
    ("answer_within", |w| t!(w, "rule-answer-within"), |rules| &mut rules.answer_within),
    ("cold_answer_within", |w| t!(w, "rule-cold-answer-within"), |rules| &mut rules.cold_answer_within),
];

pub(super) fn routes(routes: Routes) -> Routes {
    let coordinator = Access::As(Role::Coordinator);
    routes.get("/coordinator/clock", coordinator, show).get("/coordinator/clock/rules", coordinator, edit).post(
        "/coordinator/clock/rules",
        coordinator,
        save,
    )
}

async fn show(context: Context) -> Result<Response, WebError> {
    let w = context.words;
    let jobs = context.web.app.jobs(&context.actor).await?;
    let swept = jobs.sweep.as_ref().map(|sweep| (context.when(sweep.swept), sweep.failed.is_empty(), sweep.told));
    let body = html! {
        p { (t!(w, "clock-intro")) }
        @match swept {
            Some((time, true, told)) => p { (t!(w, "clock-swept", time = time, n = told)) },
            Some((time, false, _)) => p { strong { (t!(w, "clock-sweep-failed", time = time)) } },
            None => p.soft { (t!(w, "clock-never")) },
        }
        (Table {
            caption: t!(w, "clock-jobs"),
            columns: vec![t!(w, "clock-job"), t!(w, "clock-next"), t!(w, "clock-last")],
            rows: rows(&context, &jobs),
            keep_shape: false,
        })
        (LinkButton::new("/coordinator/clock/rules", t!(w, "clock-rules")).icon(Icon::Clock))
        (Section { title: t!(w, "clock-history"), aside: None, body: history(&context, &jobs) })
    };
    let page = context
        .page(Tab::CoordinatorSites, t!(w, "clock-title"), body)
        .back("/coordinator/sites", t!(w, "sites-title"));
    context.show(with_saved(&context, page)).await
}

fn rows(context: &Context, jobs: &Jobs) -> Vec<Vec<Cell>> {
    let w = context.words;
    let last = |job| jobs.runs.iter().find(|run| run.job == job);
    let row = |(job, next): &(_, _)| {
        let last = last(*job).map_or_else(|| html! { (t!(w, "clock-never")) }, |run| outcome(context, run));
        vec![Cell::text(w.job(*job)), Cell::text(context.when(*next)), Cell::new(last)]
    };
    jobs.next.iter().map(row).collect()
}

fn outcome(context: &Context, run: &JobRun) -> Markup {
    let w = context.words;
    let (tone, word) = match run.outcome {
        Some(outcome @ JobOutcome::Done) => (Tone::Good, w.ran(outcome)),
        Some(outcome @ JobOutcome::Idle) => (Tone::Neutral, w.ran(outcome)),
        Some(outcome @ JobOutcome::Late) => (Tone::Warning, w.ran(outcome)),
        Some(outcome @ JobOutcome::Failed) => (Tone::Danger, w.ran(outcome)),
        None => (Tone::Warning, t!(w, "clock-running")),
    };
    html! {
        span {
            (context.when(run.ended.unwrap_or(run.claimed))) " "
            (Badge::new(tone, word))
            @match run.detail.split_once(' ') {
                Some((did, left)) => {
                    " " (did)
                    @if let Ok(left) = left.parse::<usize>() { ". " (t!(w, "fleet-copied-left", n = left)) }
                }
                None => @if !run.detail.is_empty() { " " (run.detail) }
            }
        }
    }
}

fn history(context: &Context, jobs: &Jobs) -> Markup {
    let w = context.words;
    if jobs.runs.is_empty() {
        return html! { (EmptyState::new(Icon::Clock, t!(w, "clock-never"))) };
    }
    let mut days: Vec<_> = jobs.runs.iter().map(|run| run.date).collect();
    days.dedup();
    html! {
        @for (index, day) in days.iter().enumerate() {
            (Disclosure {
                summary: w.date(*day),
                icon: Some(Icon::Clock),
                open: index == 0,
                body: html! {
                    ul.rows {
                        @for run in jobs.runs.iter().filter(|run| run.date == *day) {
                            li { span.row-name { (w.job(run.job)) } p { (outcome(context, run)) } }
                        }
                    }
                },
            })
        }
    }
}

async fn edit(context: Context) -> Result<Response, WebError> {
    let rules = context.web.app.jobs(&context.actor).await?.rules;
    context.show(form_page(&context, &typed(rules), &[])).await
}

fn typed(mut rules: Rules) -> Input {
    let time = |time: &Time| format!("{:02}:{:02}", time.hour(), time.minute());
    let mut fields: Vec<(String, String)> = Vec::new();
    fields.extend(TIMES.iter().map(|(name, _, of)| ((*name).to_owned(), time(of(&mut rules)))));
    fields.extend(MINUTES.iter().map(|(name, _, of)| ((*name).to_owned(), of(&mut rules).to_string())));
    fields.push(("first_asked".to_owned(), rules.first_asked.to_string()));
    if rules.publishes {
        fields.push(("publishes".to_owned(), "yes".to_owned()));
    }
    fields.into_iter().collect()
}

fn form_page(context: &Context, typed: &Input, faults: &[FieldError]) -> Page {
    let w = context.words;
    let filled = Filled { words: w, typed, faults };
    let body = html! {
        form.stack method="post" action="/coordinator/clock/rules" {
            (filled.summary())
            (Section { title: t!(w, "rules-times"), aside: None, body: html! {
                @for (name, label, _) in &TIMES { (filled.field(FieldKind::Time, name, label(w)).required()) }
                (Checkbox {
                    name: "publishes".to_owned(),
                    value: "yes".to_owned(),
                    label: t!(w, "rule-publishes"),
                    ticked: filled.ticked("publishes", "yes"),
                })
            } })
            (Section { title: t!(w, "rules-minutes"), aside: None, body: html! {
                @for (name, label, _) in &MINUTES { (filled.field(FieldKind::Number, name, label(w)).required()) }
                (filled.field(FieldKind::Number, "first_asked", t!(w, "rule-first-asked")).required())
            } })
            (ActionBar { body: html! { (Button::primary(t!(w, "save")).icon(Icon::Check)) } })
        }
    };
    context.page(Tab::CoordinatorSites, t!(w, "clock-rules"), body).back("/coordinator/clock", t!(w, "clock-title"))
}

async fn save(context: Context, mut input: Input) -> Result<Response, WebError> {
    let typed = input.clone();
    let saved = match read(&mut input) {
        Ok(rules) => context.web.app.set_rules(&context.actor, rules).await,
        Err(refusal) => Err(refusal),
    };
    match saved {
        Ok(()) => Ok(Redirect::to("/coordinator/clock?saved=1").into_response()),
        Err(Refusal::Invalid(faults)) => {
            Ok(with_status(StatusCode::UNPROCESSABLE_ENTITY, &form_page(&context, &typed, &faults)))
        }
        Err(other) => Err(other.into()),
    }
}

fn read(input: &mut Input) -> Result<Rules, Refusal> {
    let mut rules = Rules { publishes: input.has("publishes"), ..Rules::default() };
    for (name, _, of) in TIMES {
        match input.time(name) {
            Some(time) => *of(&mut rules) = time,
            None if input.text(name).is_empty() => input.fault(name, crate::app::FieldErrorKind::Missing),
            None => {}
        }
    }
    for (name, _, of) in MINUTES {
        *of(&mut rules) = input.needed_number(name, 1, MOST_MINUTES);
    }
    rules.first_asked = input.needed_number("first_asked", 1, 50);
    input.check()?;
    Ok(rules)
}
