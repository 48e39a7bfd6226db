//! What is done by the clock: when each job runs next, how the last days went, and the area's own times and minutes.

use axum::response::Response;
use jiff::civil::Time;
use maud::{Markup, html};

use crate::app::tick::Jobs;
use crate::app::{Field, Refusal};
use crate::domain::people::Role;
use crate::domain::schedule::{JobOutcome, JobRun, Rules};
use crate::t;
use crate::web::context::Context;
use crate::web::error::WebError;
use crate::web::form_state::FormState;
use crate::web::input::Input;
use crate::web::routes::{Access, Routes};
use crate::web::ui::form::FieldKind;
use crate::web::ui::{
    ActionBar, Badge, Button, Cell, Disclosure, EmptyState, Icon, LinkButton, Page, Section, Tab, Table, Tone,
};
use crate::words::Words;

/// Minutes of a rule: a day at most.
const MOST_MINUTES: i64 = 24 * 60;
/// A field of the form, what it is called, and where it stands among the rules.
type RuleField<T> = (Field, fn(Words) -> String, fn(&mut Rules) -> &mut T);
/// The times of day among the rules.
const TIMES: [RuleField<Time>; 7] = [
    (Field::PlanToday, |w| t!(w, "rule-plan-today"), |rules| &mut rules.plan_today),
    (Field::Publish, |w| t!(w, "rule-publish"), |rules| &mut rules.publish),
    (Field::PlanTodayBy, |w| t!(w, "rule-plan-today-by"), |rules| &mut rules.plan_today_by),
    (Field::ShiftTomorrow, |w| t!(w, "rule-shift-tomorrow"), |rules| &mut rules.shift_tomorrow),
    (Field::PlanTomorrow, |w| t!(w, "rule-plan-tomorrow"), |rules| &mut rules.plan_tomorrow),
    (Field::PlanTomorrowBy, |w| t!(w, "rule-plan-tomorrow-by"), |rules| &mut rules.plan_tomorrow_by),
    (Field::CloseOut, |w| t!(w, "rule-close-out"), |rules| &mut rules.close_out),
];
/// The minutes among the rules.
const MINUTES: [RuleField<i64>; 8] = [
    (Field::RemindBefore, |w| t!(w, "rule-remind-before"), |rules| &mut rules.remind_before),
    (Field::StartBefore, |w| t!(w, "rule-start-before"), |rules| &mut rules.start_before),
    (Field::ColdBefore, |w| t!(w, "rule-cold-before"), |rules| &mut rules.cold_before),
    (Field::ColdUrgent, |w| t!(w, "rule-cold-urgent"), |rules| &mut rules.cold_urgent),
    (Field::ArrivingBefore, |w| t!(w, "rule-arriving-before"), |rules| &mut rules.arriving_before),
    (Field::AllWellAfter, |w| t!(w, "rule-all-well-after"), |rules| &mut rules.all_well_after),
    (Field::AnswerWithin, |w| t!(w, "rule-answer-within"), |rules| &mut rules.answer_within),
    (Field::ColdAnswerWithin, |w| t!(w, "rule-cold-answer-within"), |rules| &mut rules.cold_answer_within),
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
    let page =
        context.page(Tab::CoordinatorMore, t!(w, "clock-title"), body).back(Tab::CoordinatorMore.href(), t!(w, "more"));
    context.show(page).await
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
            @if let Some(ended) = run.ended { (context.when(ended)) " " }
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
    context.show(form_page(&context, &filled(context.words, rules))).await
}

fn filled(w: Words, mut rules: Rules) -> FormState {
    let mut form = FormState::new(w).with(Field::FirstAsked, rules.first_asked);
    form = form.with_tick(Field::Publishes, rules.publishes);
    for (field, _, of) in TIMES {
        form.replace(field, of(&mut rules).strftime("%H:%M"));
    }
    for (field, _, of) in MINUTES {
        form.replace(field, *of(&mut rules));
    }
    form
}

fn form_page(context: &Context, form: &FormState) -> Page {
    let w = context.words;
    let number = |field: Field, label: String| form.field(FieldKind::Number, field, label).required();
    let body = html! {
        form.stack method="post" action="/coordinator/clock/rules" {
            (form.summary())
            (Section { title: t!(w, "rules-times"), aside: None, body: html! {
                @for (field, label, _) in TIMES { (form.field(FieldKind::Time, field, label(w)).required()) }
                (form.checkbox(Field::Publishes, t!(w, "rule-publishes")))
            } })
            (Section { title: t!(w, "rules-minutes"), aside: None, body: html! {
                @for (field, label, _) in MINUTES { (number(field, label(w))) }
                (number(Field::FirstAsked, t!(w, "rule-first-asked")))
            } })
            (ActionBar { body: html! { (Button::primary(t!(w, "save")).icon(Icon::Check)) } })
        }
    };
    context.page(Tab::CoordinatorMore, t!(w, "clock-rules"), body).back("/coordinator/clock", t!(w, "clock-title"))
}

async fn save(context: Context, mut input: Input) -> Result<Response, WebError> {
    let saved = match read(&mut input) {
        Ok(rules) => context.web.app.set_rules(&context.actor, rules).await,
        Err(refusal) => Err(refusal),
    };
    match saved {
        Ok(()) => Ok(context.saved("/coordinator/clock")),
        Err(refusal) => {
            let form = FormState::refused(context.words, refusal, input)?;
            Ok(form.answer(&form_page(&context, &form)))
        }
    }
}

fn read(input: &mut Input) -> Result<Rules, Refusal> {
    let mut rules = Rules { publishes: input.has(Field::Publishes), ..Rules::default() };
    for (field, _, of) in TIMES {
        if let Some(time) = input.needed_time(field) {
            *of(&mut rules) = time;
        }
    }
    for (field, _, of) in MINUTES {
        *of(&mut rules) = input.needed_number(field, 1, MOST_MINUTES);
    }
    rules.first_asked = input.needed_number(Field::FirstAsked, 1, 50);
    input.check()?;
    Ok(rules)
}
