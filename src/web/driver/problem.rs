//! Trouble on the way: one tap for what it is, and the coordinator knows.

use axum::response::Response;
use maud::{Markup, html};

use super::report;
use super::round::{call_coordinators, nothing};
use super::round_view::RoundView;
use super::scope::RoundScope;
use crate::app::driving::Driving;
use crate::app::round::Trouble;
use crate::app::{Field, FieldError, FieldErrorKind, Refusal};
use crate::domain::id::RoundId;
use crate::domain::round::ProblemKind;
use crate::t;
use crate::web::address::Id;
use crate::web::context::Context;
use crate::web::error::WebError;
use crate::web::form_state::FormState;
use crate::web::input::Input;
use crate::web::ui::{
    ActForm, ActionBar, Button, Choice, Icon, Offline, Page, Section, Tab, Timeline, TimelineEvent, Tone,
};

/// Delays that a tile offers, in minutes.
const DELAYS: [i64; 6] = [10, 20, 30, 45, 60, 90];
/// Nobody is late by more than a day.
const LONGEST_DELAY: i64 = 24 * 60;

/// `/driver/problem`
pub async fn show(context: Context, scope: RoundScope) -> Result<Response, WebError> {
    let driving = context.web.app.driving(&context.actor, scope.round).await?;
    let page = page(&context, scope, &driving, &FormState::new(context.words)).await?;
    context.show(page).await
}

/// `POST /driver/rounds/{round}/problem`
pub async fn report(
    context: Context,
    scope: RoundScope,
    Id(round): Id<RoundId>,
    mut input: Input,
) -> Result<Response, WebError> {
    let (app, who) = (&context.web.app, &context.actor);
    let act = input.act(&context.web)?;
    let done = match read(&mut input) {
        Ok(trouble) => app.report_problem(who, act, round, trouble).await,
        Err(refusal) => Err(refusal),
    };
    match done {
        Ok(done) => Ok(context.acted(&done, &scope.link("/driver/problem"))),
        Err(refusal) => {
            let form = FormState::refused(context.words, refusal, input)?;
            let driving = app.driving(who, Some(round)).await?;
            Ok(form.answer(&page(&context, scope, &driving, &form).await?))
        }
    }
}

fn read(input: &mut Input) -> Result<Trouble, Refusal> {
    let kind = input.choice::<ProblemKind>(Field::Kind);
    let late = kind == Some(ProblemKind::Late);
    let minutes = if late { input.needed_number(Field::Minutes, 1, LONGEST_DELAY) } else { 0 };
    input.check()?;
    let kind = kind.ok_or_else(|| FieldError::new(Field::Kind, FieldErrorKind::Missing))?;
    Ok(Trouble { kind, minutes, note: input.text(Field::Note).to_owned() })
}

async fn page(context: &Context, scope: RoundScope, driving: &Driving, form: &FormState) -> Result<Page, WebError> {
    let w = context.words;
    let people = context.web.app.coordinators(&context.actor).await?;
    let body = match RoundView::of(context, scope, driving) {
        None => nothing(context, scope, driving).await?,
        Some(view) => html! {
            (form.summary())
            (told(&view))
            (report_form(&view, form))
            (call_coordinators(context, &people))
        },
    };
    Ok(context.page(Tab::DriverProblem, t!(w, "driver-problem-title"), body).scope(scope.query()))
}

fn report_form(view: &RoundView<'_>, form: &FormState) -> Markup {
    let (w, context) = (view.context.words, view.context);
    let kinds =
        ProblemKind::ALL.iter().map(|kind| Choice::new(kind.word(), w.problem(*kind)).icon(icon_of(*kind))).collect();
    let delays =
        DELAYS.iter().map(|minutes| Choice::new(minutes.to_string(), t!(w, "minutes", n = *minutes))).collect();
    let action = view.scope.link(&format!("/driver/rounds/{}/problem", view.round.head.id));
    let body = html! {
        div.one-column { (form.tiles(Field::Kind, t!(w, "driver-problem-which"), kinds)) }
        div.if-late { (form.tiles(Field::Minutes, t!(w, "driver-late-how-much"), delays).optional()) }
        (report::note(form))
        (ActionBar { body: html! { (Button::primary(t!(w, "driver-tell-coordinator")).icon(Icon::Alarm)) } })
    };
    let told = Offline::new(t!(w, "offline-problem")).next(view.scope.link("/driver"));
    html! { (ActForm::new(action, context.op_id(), body).offline(told)) }
}

fn icon_of(kind: ProblemKind) -> Icon {
    match kind {
        ProblemKind::Late => Icon::Clock,
        ProblemKind::Vehicle => Icon::Truck,
        ProblemKind::Road => Icon::Warning,
        ProblemKind::Person => Icon::Cross,
        ProblemKind::Other => Icon::Note,
    }
}

/// What was told on this round, and whether the coordinator has dealt with it.
fn told(view: &RoundView<'_>) -> Markup {
    let (w, context) = (view.context.words, view.context);
    let told = view.day.problems.iter().filter(|problem| problem.round == view.round.head.id);
    let events: Vec<TimelineEvent> = told
        .map(|problem| {
            let state = match problem.settled {
                Some(at) => t!(w, "driver-problem-settled", time = context.when(at)),
                None => t!(w, "driver-problem-told"),
            };
            let mut what = w.problem(problem.kind);
            if problem.minutes > 0 {
                what = format!("{what}: {}", t!(w, "minutes", n = problem.minutes));
            }
            let detail = if problem.note.is_empty() { state } else { format!("{} {state}", problem.note) };
            let tone = if problem.settled.is_some() { Tone::Good } else { Tone::Warning };
            let when = context.when(problem.occurred);
            TimelineEvent { when, what, detail: Some(detail), icon: icon_of(problem.kind), tone }
        })
        .collect();
    html! {
        @if !events.is_empty() {
            (Section { title: t!(w, "driver-problems-told"), aside: None, body: html! { (Timeline(events)) } })
        }
    }
}
