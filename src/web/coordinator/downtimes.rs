//! Days on which a vehicle cannot drive.

use axum::response::Response;
use jiff::civil::Date;
use maud::{Markup, html};

use crate::app::{Field, FieldError, FieldErrorKind, Refusal, Thing};
use crate::domain::downtime::{Downtime, DowntimeReason};
use crate::domain::id::{DowntimeId, VehicleId};
use crate::domain::people::Role;
use crate::t;
use crate::web::address::Id;
use crate::web::context::Context;
use crate::web::error::WebError;
use crate::web::form_state::FormState;
use crate::web::input::Input;
use crate::web::routes::{Access, Routes};
use crate::web::ui::form::FieldKind;
use crate::web::ui::{Button, Card, Emphasis, Icon, Page, Section, Tab};

pub(super) fn routes(routes: Routes) -> Routes {
    let coordinator = Access::As(Role::Coordinator);
    routes
        .get("/coordinator/vehicles/{vehicle}/downtimes", coordinator, show)
        .post("/coordinator/vehicles/{vehicle}/downtimes", coordinator, add)
        .post("/coordinator/downtimes/{downtime}/drop", coordinator, drop)
}

/// The page of a vehicle's downtimes.
pub(super) fn path(vehicle: VehicleId) -> String {
    format!("/coordinator/vehicles/{vehicle}/downtimes")
}

async fn show(context: Context, Id(id): Id<VehicleId>) -> Result<Response, WebError> {
    let form = FormState::new(context.words).with(Field::First, context.today()).with(Field::Last, context.today());
    let page = page(&context, id, &form).await?;
    context.show(page).await
}

async fn add(context: Context, Id(vehicle): Id<VehicleId>, mut input: Input) -> Result<Response, WebError> {
    let added = match read(vehicle, context.web.app.machine().id(), &mut input, context.today()) {
        Ok(down) => context.web.app.add_downtime(&context.actor, down).await,
        Err(refusal) => Err(refusal),
    };
    match added {
        Ok(0) => Ok(context.saved(&path(vehicle))),
        Ok(sought) => Ok(context.saved(&format!("/coordinator/fleet?sought={sought}"))),
        Err(refusal) => {
            let form = FormState::refused(context.words, refusal, input)?;
            Ok(form.answer(&page(&context, vehicle, &form).await?))
        }
    }
}

async fn drop(context: Context, Id(downtime): Id<DowntimeId>) -> Result<Response, WebError> {
    let vehicle = context.web.app.drop_downtime(&context.actor, downtime).await?;
    Ok(context.saved(&path(vehicle)))
}

fn read(vehicle: VehicleId, id: DowntimeId, input: &mut Input, today: Date) -> Result<Downtime, Refusal> {
    let (first, last) = (input.planned_date(Field::First, today), input.planned_date(Field::Last, today));
    let reason = input.choice(Field::Why);
    input.check()?;
    let (Some(first), Some(last), Some(reason)) = (first, last, reason) else {
        return Err(FieldError::new(Field::First, FieldErrorKind::NotADate).into());
    };
    Ok(Downtime { id, vehicle, first, last, reason })
}

async fn page(context: &Context, id: VehicleId, form: &FormState) -> Result<Page, WebError> {
    let (w, app) = (context.words, &context.web.app);
    let vehicles = app.vehicles(&context.actor).await?;
    let vehicle = vehicles.into_iter().find(|known| known.id == id).ok_or(Refusal::NotFound(Thing::Vehicle))?;
    let known = app.downtimes(&context.actor, id).await?;
    let reasons = DowntimeReason::ALL.iter().map(|reason| (reason.word().to_owned(), w.downtime(*reason))).collect();
    let body = html! {
        (Section { title: t!(w, "downtimes-known"), aside: None, body: html! {
            @if known.is_empty() { p.soft { (t!(w, "downtimes-none")) } }
            @for down in &known { (card(context, down)) }
        } })
        (Section { title: t!(w, "downtime-new"), aside: None, body: html! {
            form.stack #new method="post" action=(path(id)) {
                (form.summary())
                div.pair {
                    (form.field(FieldKind::Date, Field::First, t!(w, "closure-first")).required())
                    (form.field(FieldKind::Date, Field::Last, t!(w, "closure-last")).required())
                }
                (form.select(Field::Why, t!(w, "closure-note"), reasons))
                (Button::new(t!(w, "closure-add")).icon(Icon::Plus))
            }
        } })
    };
    let title = t!(w, "downtimes-title", vehicle = vehicle.name.as_str());
    let page = context.page(Tab::CoordinatorFleet, title, body).lead(t!(w, "downtimes-lead"));
    Ok(page.back(format!("/coordinator/vehicles/{id}"), vehicle.name))
}

fn card(context: &Context, down: &Downtime) -> Markup {
    let w = context.words;
    let body = html! {
        p.soft { (w.downtime(down.reason)) }
        form method="post" action={ "/coordinator/downtimes/" (down.id) "/drop" } {
            (Button::new(t!(w, "downtime-drop")).icon(Icon::Cross).emphasis(Emphasis::Danger))
        }
    };
    html! { (Card::new(body).title(span(context, down)).icon(Icon::Calendar)) }
}

/// From which day to which.
pub(super) fn span(context: &Context, down: &Downtime) -> String {
    let (w, today) = (context.words, context.today());
    let (first, last) = (w.date_from(down.first, today), w.date_from(down.last, today));
    if down.first == down.last { first } else { t!(w, "closure-span", first = first, last = last) }
}
