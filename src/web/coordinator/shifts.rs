//! One shift: who drives what, when; a driver who cannot come; and the shifts of a day copied to another.

use axum::response::{IntoResponse, Redirect, Response};

use super::form::site_options;
use super::{rest, spots};
use crate::app::{Conflict, Field, FieldError, FieldErrorKind, Refusal};
use crate::domain::id::{PersonId, ShiftId, SiteId};
use crate::domain::people::Role;
use crate::domain::round::Shift;
use crate::domain::site::SiteKind;
use crate::domain::time::{Millis, Window};
use crate::t;
use crate::web::address::Id;
use crate::web::context::Context;
use crate::web::error::WebError;
use crate::web::form_state::FormState;
use crate::web::input::Input;
use crate::web::routes::{Access, Routes};
use crate::web::ui::form::FieldKind;
use crate::web::ui::{ActionBar, Button, Icon, Notice, Page, Select, Tab};
use maud::html;

/// What the form sends instead of a driver when one is sought.
const NOBODY: &str = "nobody";

pub(super) fn routes(routes: Routes) -> Routes {
    let coordinator = Access::As(Role::Coordinator);
    routes
        .get("/coordinator/shifts/new", coordinator, fresh)
        .post("/coordinator/shifts/copy", coordinator, copy)
        .get("/coordinator/shifts/{shift}", coordinator, show)
        .post("/coordinator/shifts/{shift}", coordinator, save)
        .post("/coordinator/shifts/{shift}/cancel", coordinator, cancel)
        .post("/coordinator/shifts/{shift}/restore", coordinator, restore)
        .post("/coordinator/shifts/{shift}/seek-nobody", coordinator, seek_nobody)
}

/// The address of a form for a shift that takes food from a shop straight to a point, and that nobody has yet.
pub(super) fn direct_leg_href(context: &Context, from: SiteId, to: SiteId, until: Millis) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    let mut add = |field: Field, value: &str| _ = query.append_pair(field.word(), value);
    add(Field::Date, &context.today().to_string());
    add(Field::Person, NOBODY);
    add(Field::From, &context.clock(context.now()));
    add(Field::Until, &context.clock(until));
    add(Field::Start, &from.to_string());
    add(Field::End, &to.to_string());
    format!("/coordinator/shifts/new?{}", query.finish())
}

/// A form for a new shift, filled in with what its address says.
async fn fresh(context: Context, said: Input) -> Result<Response, WebError> {
    let date = said.text(Field::Date).parse().unwrap_or(context.today());
    let mut form =
        FormState::new(context.words).with(Field::Date, date).with(Field::From, "08:00").with(Field::Until, "13:00");
    for field in [Field::Person, Field::Vehicle, Field::From, Field::Until, Field::Start, Field::End] {
        if said.has(field) {
            form.replace(field, said.text(field));
        }
    }
    context.show(form_page(&context, context.web.app.machine().id(), None, &form).await?).await
}

async fn show(context: Context, Id(id): Id<ShiftId>) -> Result<Response, WebError> {
    let shift = context.web.app.shift(&context.actor, id).await?;
    let page = form_page(&context, id, Some(&shift), &filled(&context, &shift)).await?;
    context.show(page).await
}

async fn save(context: Context, Id(id): Id<ShiftId>, mut input: Input) -> Result<Response, WebError> {
    let before = match context.web.app.shift(&context.actor, id).await {
        Ok(shift) => Some(shift),
        Err(Refusal::NotFound(_)) => None,
        Err(other) => return Err(other.into()),
    };
    let saved = match read(&context, id, before.as_ref(), &mut input) {
        Ok(shift) => context.web.app.save_shift(&context.actor, shift.clone()).await.map(|()| shift),
        Err(refusal) => Err(refusal),
    };
    match saved {
        Ok(shift) => saved_shift(&context, &shift, before.as_ref()).await,
        Err(refusal) => {
            let form = FormState::refused(context.words, refusal, input)?;
            Ok(form.answer(&form_page(&context, id, before.as_ref(), &form).await?))
        }
    }
}

/// Back to the shifts, with the hint to plan again when people already go by a plan with this one.
async fn saved_shift(context: &Context, shift: &Shift, before: Option<&Shift>) -> Result<Response, WebError> {
    let planned = context.web.app.shift_is_planned(&context.actor, shift.id).await?;
    let date = before.map_or(shift.date, |before| before.date);
    let holds = before.is_some_and(|before| shift.is_same_work(before) && !shift.cancelled);
    let replan = if planned && !holds { format!("&replan={date}") } else { String::new() };
    Ok(Redirect::to(&format!("/coordinator/fleet?saved=1{replan}#day-{}", shift.date)).into_response())
}

async fn cancel(context: Context, Id(shift): Id<ShiftId>) -> Result<Response, WebError> {
    set_cancelled(&context, shift, true).await
}

async fn restore(context: Context, Id(shift): Id<ShiftId>) -> Result<Response, WebError> {
    set_cancelled(&context, shift, false).await
}

async fn seek_nobody(context: Context, Id(id): Id<ShiftId>) -> Result<Response, WebError> {
    let shift = context.web.app.shift(&context.actor, id).await?;
    context.web.app.seek_nobody(&context.actor, id).await?;
    Ok(Redirect::to(&format!("/coordinator/fleet?saved=1#day-{}", shift.date)).into_response())
}

async fn set_cancelled(context: &Context, id: ShiftId, cancelled: bool) -> Result<Response, WebError> {
    let before = context.web.app.shift(&context.actor, id).await?;
    let app = &context.web.app;
    let done =
        if cancelled { app.cannot_come(&context.actor, id).await } else { app.can_come(&context.actor, id).await };
    match done {
        Ok(()) => saved_shift(context, &Shift { cancelled, ..before.clone() }, Some(&before)).await,
        // Busy with another shift by now: the form shows with what.
        Err(Refusal::Invalid(errors)) => {
            let form = filled(context, &before).with_errors(errors);
            Ok(form.answer(&form_page(context, id, Some(&before), &form).await?))
        }
        Err(Refusal::Conflict(Conflict::RoundStarted)) => {
            Ok(Redirect::to(&format!("/coordinator/fleet?started=1#day-{}", before.date)).into_response())
        }
        Err(other) => Err(other.into()),
    }
}

async fn copy(context: Context, mut input: Input) -> Result<Response, WebError> {
    let (from, to) = (input.needed_date(Field::From), input.planned_date(Field::To, context.today()));
    input.check()?;
    let (Some(from), Some(to)) = (from, to) else {
        return Err(FieldError::new(Field::To, FieldErrorKind::NotADate).into());
    };
    let copied = context.web.app.copy_shifts(&context.actor, from, to).await?;
    let (added, left) = (copied.added, copied.left);
    Ok(Redirect::to(&format!("/coordinator/fleet?added={added}&left={left}#day-{to}")).into_response())
}

fn filled(context: &Context, shift: &Shift) -> FormState {
    let form = FormState::new(context.words)
        .with(Field::Date, shift.date)
        .with(Field::Person, if shift.is_open() { NOBODY.to_owned() } else { shift.person.to_string() })
        .with(Field::Vehicle, shift.vehicle)
        .with(Field::From, context.clock(shift.from))
        .with(Field::Until, context.clock(shift.until))
        .with(Field::Start, shift.start)
        .with(Field::End, shift.end.map(|site| site.to_string()).unwrap_or_default());
    spots::filled(rest::filled(form, shift.rest), &shift.spots)
}

fn read(context: &Context, id: ShiftId, before: Option<&Shift>, input: &mut Input) -> Result<Shift, Refusal> {
    let date = input.planned_date(Field::Date, context.today());
    if date.is_some_and(|date| before.is_none() && date < context.today()) {
        input.error(Field::Date, FieldErrorKind::DatePast);
    }
    let sought = input.text(Field::Person) == NOBODY;
    let person = if sought { None } else { input.choice::<PersonId>(Field::Person) };
    let (vehicle, start) = (input.choice(Field::Vehicle), input.choice::<SiteId>(Field::Start));
    let (from, until) = (input.needed_time(Field::From), input.needed_time(Field::Until));
    let end = input.optional_choice(Field::End);
    let hours = from.zip(until).map(|(from, until)| Window { from, until });
    if hours.is_some_and(|hours| Window::of(hours.from, hours.until).is_none()) {
        input.error(Field::Until, FieldErrorKind::EndsBeforeItBegins);
    }
    if let (Some(date), Some(hours)) = (date, hours) {
        let next_day = date.tomorrow().unwrap_or(date);
        let last = if hours.passes_midnight() { next_day } else { date };
        for (field, day, time) in [(Field::From, date, hours.from), (Field::Until, last, hours.until)] {
            if !context.zone.shows(day, time) {
                input.error(field, FieldErrorKind::SkippedHour);
            }
        }
    }
    let rest = rest::read(input, hours);
    let spots = spots::read(input);
    input.check()?;
    let (Some(date), Some(hours)) = (date, hours) else {
        return Err(FieldError::new(Field::Date, FieldErrorKind::NotADate).into());
    };
    let (Some(vehicle), Some(start)) = (vehicle, start) else {
        return Err(FieldError::new(Field::Vehicle, FieldErrorKind::Missing).into());
    };
    let driver = Driver::of(context, before, person);
    let (from, until) = hours.instants(date, &context.zone);
    Ok(Shift {
        id,
        date,
        person: driver.person,
        vehicle,
        from,
        until,
        start,
        end,
        cancelled: driver.cancelled,
        wanted: driver.wanted,
        covers: driver.covers,
        standing: before.and_then(|shift| shift.standing),
        rest,
        spots,
    })
}

/// Who drives a shift once its form is saved, and instead of whom.
struct Driver {
    person: PersonId,
    cancelled: bool,
    wanted: Option<Millis>,
    covers: Option<PersonId>,
}

impl Driver {
    fn of(context: &Context, before: Option<&Shift>, chosen: Option<PersonId>) -> Self {
        let was_open = before.is_some_and(Shift::is_open);
        match (chosen, before) {
            // Somebody is sought: as before, or instead of who drove it.
            (None, Some(before)) => Self {
                person: before.person,
                cancelled: true,
                wanted: before.wanted.or(Some(context.now())),
                covers: if was_open { before.covers } else { before.covers.or(Some(before.person)) },
            },
            (None, None) => {
                Self { person: context.actor.person, cancelled: true, wanted: Some(context.now()), covers: None }
            }
            (Some(person), Some(before)) => {
                let replaced = before.standing.filter(|_| person != before.person).map(|_| before.person);
                let covers = before.covers.or(if was_open { None } else { replaced });
                let cancelled = before.cancelled && !was_open;
                Self {
                    person,
                    cancelled,
                    wanted: None,
                    covers: covers.filter(|covered| *covered != person || cancelled),
                }
            }
            (Some(person), None) => Self { person, cancelled: false, wanted: None, covers: None },
        }
    }
}

async fn form_page(context: &Context, id: ShiftId, shift: Option<&Shift>, form: &FormState) -> Result<Page, WebError> {
    let (w, app) = (context.words, &context.web.app);
    let (vehicles, sites) = (app.vehicles(&context.actor).await?, app.sites(&context.actor).await?);
    let people = app.people(&context.actor).await?.0;
    let drivers =
        people.iter().filter(|person| person.active && person.grants.iter().any(|grant| grant.role == Role::Driver));
    let drivers: Vec<_> = drivers.map(|person| (person.id.to_string(), person.name.clone())).collect();
    let no_drivers = drivers.is_empty();
    let drivers = drivers.into_iter().chain([(NOBODY.to_owned(), t!(w, "shift-seek"))]).collect();
    let vehicles: Vec<_> = vehicles.iter().filter(|vehicle| vehicle.active).collect();
    let ends: Vec<_> = [SiteKind::Hub, SiteKind::Point, SiteKind::Donor]
        .into_iter()
        .flat_map(|kind| site_options(sites.iter().filter(|site| site.active), move |known| known == kind))
        .collect();
    let nowhere = vec![(String::new(), t!(w, "shift-end-anywhere"))];
    let body = html! {
        @if no_drivers {
            (Notice::warning(t!(w, "shift-no-drivers")).then(html! { a href="/coordinator/people/new" { (t!(w, "person-new")) } }))
        }
        @if vehicles.is_empty() {
            (Notice::warning(t!(w, "fleet-no-vehicles")).then(html! { a href="/coordinator/vehicles/new" { (t!(w, "vehicle-new")) } }))
        }
        @if shift.is_some_and(|shift| shift.cancelled && shift.covers.is_some()) { (Notice::info(t!(w, "shift-cancelled"))) }
        @if shift.is_some_and(Shift::is_open) { (Notice::info(t!(w, "shift-sought"))) }
        form.stack method="post" action={ "/coordinator/shifts/" (id) } {
            (form.summary())
            (form.field(FieldKind::Date, Field::Date, t!(w, "shift-date")).required())
            (busy(form, Field::Person, t!(w, "shift-driver"), drivers, t!(w, "shift-driver-busy")))
            (busy(form, Field::Vehicle, t!(w, "shift-vehicle"),
                vehicles.iter().map(|vehicle| (vehicle.id.to_string(), vehicle.name.clone())).collect(), t!(w, "shift-vehicle-busy")))
            div.pair {
                (form.field(FieldKind::Time, Field::From, t!(w, "shift-from")).required())
                (form.field(FieldKind::Time, Field::Until, t!(w, "shift-until")).hint(t!(w, "until-hint")).required())
            }
            (form.select(Field::Start, t!(w, "shift-start"), ends.clone()))
            (form.select(Field::End, t!(w, "shift-end"), nowhere.into_iter().chain(ends).collect()))
            (spots::fields(form))
            (rest::fields(form))
            (ActionBar { body: html! { (Button::primary(t!(w, "save")).icon(Icon::Check)) } })
        }
    };
    let title = if shift.is_some() { t!(w, "shift-edit") } else { t!(w, "shift-new") };
    Ok(context.page(Tab::CoordinatorFleet, title, body).back("/coordinator/fleet", t!(w, "fleet-title")))
}

/// A list whose choice may be busy at that time, said in its own words.
fn busy(form: &FormState, field: Field, label: String, options: Vec<(String, String)>, is_busy: String) -> Select {
    let mut select = form.select(field, label, options);
    if form.error_kind(field) == Some(&FieldErrorKind::Taken) {
        select.error = Some(is_busy);
    }
    select
}
