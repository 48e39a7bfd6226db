//! Something happened: the coordinator says what and where, in two taps, and is led to the plan that is proposed.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use maud::html;

use super::event_choices::Choices;
use super::event_kind::{Kind, kind_of};
use super::names::day_href;
use super::proposal::{proposal_href, search_on};
use crate::app::planning::Event;
use crate::app::{FieldError, FieldErrorKind, Refusal};
use crate::domain::id::LotId;
use crate::domain::people::Role;
use crate::domain::quantity::Crates;
use crate::web::context::{Context, acknowledge};
use crate::web::error::WebError;
use crate::web::input::Input;
use crate::web::routes::{Access, Routes};
use crate::web::say;
use crate::web::ui::{Notice, Page, Tab};

pub(super) fn routes(routes: Routes) -> Routes {
    let coordinator = Access::As(Role::Coordinator);
    routes.get("/coordinator/events/{kind}", coordinator, show).post(
        "/coordinator/events/{kind}",
        coordinator,
        happened,
    )
}

async fn show(context: Context, Path(kind): Path<String>) -> Result<Response, WebError> {
    let kind = kind_of(&kind)?;
    let page = page(&context, kind, None).await?;
    context.show(page).await
}

async fn page(context: &Context, kind: Kind, refused: Option<Notice>) -> Result<Page, WebError> {
    let w = context.words;
    let choices = Choices::read(context, kind).await?;
    let body = html! {
        @if let Some(refused) = refused { (refused) }
        (choices.render())
    };
    let today = context.today();
    let page = context.page(Tab::CoordinatorToday, kind.name(w), body);
    Ok(page.lead(kind.lead(w)).back(day_href(today), w.date_from(today, today)))
}

/// The second tap: where, or whom. It is recorded, and a plan is proposed.
async fn happened(context: Context, Path(kind): Path<String>, mut input: Input) -> Result<Response, WebError> {
    let kind = kind_of(&kind)?;
    let act = input.act(&context.web)?;
    let done = match event(kind, &mut input) {
        Ok(event) => context.web.app.happened(&context.actor, act, event).await,
        Err(refusal) => Err(refusal),
    };
    let (status, sentence) = match done {
        Ok(planned) => {
            search_on(&context, context.today(), planned.id);
            let mut answer = Redirect::to(&proposal_href(context.today())).into_response();
            acknowledge(&mut answer, act.op);
            return Ok(answer);
        }
        Err(Refusal::Conflict(conflict)) => (StatusCode::CONFLICT, say::conflict(context.words, &conflict)),
        Err(Refusal::Invalid(faults)) => {
            let first = faults.first().map(|fault| say::field_error(context.words, &fault.kind)).unwrap_or_default();
            (StatusCode::UNPROCESSABLE_ENTITY, first)
        }
        Err(other) => return Err(other.into()),
    };
    let page = page(&context, kind, Some(Notice::danger(sentence))).await?;
    let mut answer = context.show(page).await?;
    *answer.status_mut() = status;
    acknowledge(&mut answer, act.op);
    Ok(answer)
}

fn event(kind: Kind, input: &mut Input) -> Result<Event, Refusal> {
    let missing = |name: &str| Refusal::from(FieldError::new(name, FieldErrorKind::Missing));
    if input.has("known") {
        return Ok(Event::Known);
    }
    let at = if input.text("at").is_empty() { None } else { input.choice("at") };
    let event = match kind {
        Kind::More => Some(Event::Known),
        Kind::Driver | Kind::Vehicle if input.has("again") => input.choice("shift").map(Event::GoesOn),
        Kind::Driver => input.choice("shift").map(|shift| Event::DriverOut(shift, at)),
        Kind::Vehicle => input.choice("shift").map(|shift| Event::VehicleOut(shift, at)),
        Kind::Late => {
            let minutes = input.needed_number("minutes", 1, 600);
            input.choice("round").map(|round| Event::Late(round, minutes))
        }
        Kind::Fewer => {
            let lot = input.choice::<LotId>("lot");
            // A button says how many; a stepper has the name of its lot.
            let of_lot = lot.map(|lot| format!("crates-{lot}")).filter(|_| !input.has("crates"));
            let crates = Crates(input.needed_number(of_lot.as_deref().unwrap_or("crates"), 0, 9_999));
            lot.map(|lot| Event::Fewer(lot, crates))
        }
        Kind::Closed => input.choice("site").map(Event::Closed),
        Kind::Declined => {
            let lot = input.choice("lot");
            lot.zip(input.choice("site")).map(|(lot, site)| Event::Declined(lot, site))
        }
        Kind::Joins => {
            let person = input.choice("person");
            person.zip(input.choice("vehicle")).map(|(person, vehicle)| Event::Joins(person, vehicle))
        }
    };
    input.check()?;
    event.ok_or_else(|| missing("kind"))
}
