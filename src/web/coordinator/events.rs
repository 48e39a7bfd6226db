//! Something happened: the coordinator says what and where, in two taps, and is led to the plan that is proposed.

use axum::extract::Path;
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};

use super::event_choices::Choices;
use super::event_kind::{Kind, kind_of};
use super::names::day_href;
use super::proposal::proposal_href;
use crate::app::planning::Event;
use crate::app::{Conflict, Field, FieldError, FieldErrorKind, Refusal};
use crate::domain::id::LotId;
use crate::domain::people::Role;
use crate::domain::quantity::Crates;
use crate::web::context::{Context, acknowledge};
use crate::web::error::WebError;
use crate::web::form_state::FormState;
use crate::web::input::Input;
use crate::web::routes::{Access, Routes};
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
    let page = page(&context, kind, html! {}).await?;
    context.show(page).await
}

async fn page(context: &Context, kind: Kind, refused: Markup) -> Result<Page, WebError> {
    let w = context.words;
    let choices = Choices::read(context, kind).await?;
    let body = html! { (refused) (choices.render()) };
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
    match done {
        // Where something else happened meanwhile, the plan for that knows of this too.
        Ok(_) | Err(Refusal::Conflict(Conflict::BeingPlanned)) => {
            let mut answer = Redirect::to(&proposal_href(context.today())).into_response();
            acknowledge(&mut answer, act.op);
            Ok(answer)
        }
        Err(refusal) => {
            let form = FormState::refused(context.words, refusal, input)?;
            let refused = html! { @if let Some(sentence) = form.sentence() { (Notice::danger(sentence)) } };
            Ok(form.answer(&page(&context, kind, refused).await?))
        }
    }
}

fn event(kind: Kind, input: &mut Input) -> Result<Event, Refusal> {
    if input.has(Field::Known) {
        return Ok(Event::Known);
    }
    let at = input.optional_choice(Field::At);
    let event = match kind {
        Kind::More => Some(Event::Known),
        Kind::Driver | Kind::Vehicle if input.has(Field::Again) => input.choice(Field::Shift).map(Event::GoesOn),
        Kind::Driver => input.choice(Field::Shift).map(|shift| Event::DriverOut(shift, at)),
        Kind::Vehicle => input.choice(Field::Shift).map(|shift| Event::VehicleOut(shift, at)),
        Kind::Late => {
            let minutes = input.needed_number(Field::Minutes, 1, 600);
            input.choice(Field::Round).map(|round| Event::Late(round, minutes))
        }
        Kind::Fewer => {
            let lot = input.choice::<LotId>(Field::Lot);
            // A button says how many; a stepper has the name of its lot.
            let of_lot = lot.map(|lot| Field::Crates.of(lot)).filter(|_| !input.has(Field::Crates));
            let crates = Crates(input.needed_number(of_lot.unwrap_or(Field::Crates.into()), 0, 9_999));
            lot.map(|lot| Event::Fewer(lot, crates))
        }
        Kind::Closed => input.choice(Field::Site).map(Event::Closed),
        Kind::Declined => {
            let lot = input.choice(Field::Lot);
            lot.zip(input.choice(Field::Site)).map(|(lot, site)| Event::Declined(lot, site))
        }
        Kind::Joins => {
            let person = input.choice(Field::Person);
            person.zip(input.choice(Field::Vehicle)).map(|(person, vehicle)| Event::Joins(person, vehicle))
        }
    };
    input.check()?;
    event.ok_or_else(|| FieldError::new(Field::Kind, FieldErrorKind::Missing).into())
}
