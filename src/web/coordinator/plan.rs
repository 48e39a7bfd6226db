//! The day's plan: making it, looking at it, publishing it.

use axum::response::{IntoResponse, Redirect, Response};
use axum_htmx::HxRequest;
use jiff::civil::Date;
use maud::{Markup, html};
use serde::Deserialize;

use super::fragment;
use super::names::{OfDay, day_href, day_of, plan_href};
use super::plan_view::Shown;
use crate::app::planning::{Control, PlanOrder, PlanningProgress};
use crate::app::{Conflict, Field, FieldError, FieldErrorKind, Refusal};
use crate::domain::id::PlanId;
use crate::domain::people::Role;
use crate::domain::round::PlanState;
use crate::t;
use crate::web::address::{Id, Query};
use crate::web::context::Context;
use crate::web::error::WebError;
use crate::web::form_state::FormState;
use crate::web::input::Input;
use crate::web::routes::{Access, Routes};
use crate::web::ui::{Page, Tab};
use crate::words::Words;

pub(super) fn routes(routes: Routes) -> Routes {
    let coordinator = Access::As(Role::Coordinator);
    routes
        .get("/coordinator/plan", coordinator, page)
        .get("/coordinator/plan/progress", coordinator, progress)
        .get("/coordinator/plan/print", coordinator, print)
        .post("/coordinator/plan", coordinator, make)
        .post("/coordinator/plan/drop", coordinator, drop_draft)
        .post("/coordinator/plans/{plan}/publish", coordinator, publish)
}

async fn page(context: Context, Query(of): Query<OfDay>) -> Result<Response, WebError> {
    let page = plan_page(&context, of.date(&context)?, &FormState::new(context.words)).await?;
    context.show(page).await
}

async fn plan_page(context: &Context, date: Date, form: &FormState) -> Result<Page, WebError> {
    let w = context.words;
    let shown = Shown::load(context, date).await?;
    let to_do = context.web.app.to_do(&context.actor).await?;
    let running = context.web.app.planning_progress(&context.actor, date).await?;
    let body = html! {
        (progress_region(w, date, running))
        (shown.page(context, form))
    };
    let page = context
        .page(Tab::CoordinatorPlan, t!(w, "tab-coordinator-plan"), body)
        .lead(w.date(date))
        .back(day_href(date), w.date_from(date, context.today()));
    Ok(page.count(Tab::CoordinatorAlarms, to_do))
}

/// Where a plan that is being made says how far it is. It wakes up when a form that plans is sent.
fn progress_region(w: Words, date: Date, running: Option<PlanningProgress>) -> Markup {
    let url = format!("/coordinator/plan/progress?date={date}");
    html! {
        @match running {
            Some(progress) => (bar(w, &format!("{url}&watch=1"), progress)),
            None => div hx-get=(url) hx-trigger="act-sent from:#make-plan, act-sent from:#make-again" hx-swap="outerHTML" {},
        }
    }
}

fn bar(w: Words, url: &str, progress: PlanningProgress) -> Markup {
    html! {
        div.progress.planning role="status" hx-get=(url) hx-trigger="load delay:300ms" hx-swap="outerHTML" {
            span.label { (t!(w, "plan-making")) }
            progress value=(progress.done) max=(progress.total.max(1)) aria-label=(t!(w, "plan-making")) {}
            @if progress.placed > 0 { span.soft { (t!(w, "plan-placed", crates = w.crates(progress.placed))) } }
        }
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Asked {
    date: String,
    /// How often the page asked before the plan was begun.
    before: u8,
    /// Whether the page only watches, and so must be told when the plan is there.
    watch: u8,
}

/// How often a page asks for a plan that has not been begun.
const PATIENCE: u8 = 10;

async fn progress(context: Context, asked: HxRequest, Query(of): Query<Asked>) -> Result<Response, WebError> {
    let (w, date) = (context.words, day_of(&of.date)?);
    let url = format!("/coordinator/plan/progress?date={date}");
    let whole = plan_href(date);
    let Some(running) = context.web.app.planning_progress(&context.actor, date).await? else {
        if of.watch == 1 {
            let mut answer = fragment(asked, &whole, &html! {});
            answer.headers_mut().insert("hx-refresh", axum::http::HeaderValue::from_static("true"));
            return Ok(answer);
        }
        let again = format!("{url}&before={}", of.before.saturating_add(1));
        let part = if of.before < PATIENCE {
            bar(w, &again, PlanningProgress::default())
        } else {
            progress_region(w, date, None)
        };
        return Ok(fragment(asked, &whole, &part));
    };
    let watch = if of.watch == 1 { "&watch=1" } else { "" };
    let url = format!("{url}&before={PATIENCE}{watch}");
    Ok(fragment(asked, &whole, &bar(w, &url, running)))
}

async fn make(context: Context, mut input: Input) -> Result<Response, WebError> {
    let date = day_of(input.text(Field::Date))?;
    let seed = input.number(Field::Seed, 0, i64::from(u32::MAX)).unwrap_or(1);
    let refusal = match input.check() {
        Err(refusal) => refusal,
        Ok(()) if date < context.today() => {
            return Err(Refusal::from(FieldError::new(Field::Date, FieldErrorKind::DatePast)).into());
        }
        Ok(()) => {
            let order = PlanOrder { seed: u64::try_from(seed).unwrap_or(1), ..PlanOrder::usual(date) };
            return match context.web.app.plan_day(&context.actor, order, |_| Control::Continue).await {
                // Where somebody is planning the day, the page shows how far they are.
                Ok(_) | Err(Refusal::Conflict(Conflict::BeingPlanned)) => {
                    Ok(Redirect::to(&plan_href(date)).into_response())
                }
                Err(other) => Err(other.into()),
            };
        }
    };
    let form = FormState::refused(context.words, refusal, input)?;
    Ok(form.answer(&plan_page(&context, date, &form).await?))
}

async fn publish(context: Context, Id(id): Id<PlanId>, mut input: Input) -> Result<Response, WebError> {
    let act = input.act(&context.web)?;
    let (head, _) = context.web.app.plan(&context.actor, id).await?;
    match context.web.app.publish_plan(&context.actor, act, id).await {
        Ok(done) => Ok(context.acted(&done, &day_href(head.date))),
        Err(refusal) => {
            let form = FormState::refused(context.words, refusal, input)?;
            Ok(form.answer(&plan_page(&context, head.date, &form).await?))
        }
    }
}

async fn drop_draft(context: Context, input: Input) -> Result<Response, WebError> {
    let date = day_of(input.text(Field::Date))?;
    context.web.app.drop_draft(&context.actor, date).await?;
    let next = if input.text(Field::To) == "day" { day_href(date) } else { plan_href(date) };
    Ok(Redirect::to(&next).into_response())
}

/// Every round on a sheet of its own.
async fn print(context: Context, Query(of): Query<OfDay>) -> Result<Response, WebError> {
    let (w, date) = (context.words, of.date(&context)?);
    let shown = Shown::load(&context, date).await?;
    let title = match shown.plan.as_ref().map(|(head, _)| head.state) {
        Some(PlanState::Draft) => t!(w, "plan-print-draft"),
        _ => t!(w, "plan-print-title"),
    };
    let page = context.page(Tab::CoordinatorPlan, title, shown.sheets(&context).await?).lead(w.date(date));
    context.show(page.back(plan_href(date), t!(w, "tab-coordinator-plan"))).await
}
