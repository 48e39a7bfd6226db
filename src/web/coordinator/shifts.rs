//! One shift: who drives what, when; a driver who cannot come; and the shifts of a day copied to another.

use axum::extract::{Path, Query};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use jiff::civil::{Date, Time};
use std::collections::BTreeMap;

use super::form::{Filled, id_of, site_options};
use crate::app::{Conflict, FieldError, FieldErrorKind, Refusal, Thing};
use crate::domain::id::{PersonId, ShiftId, SiteId};
use crate::domain::people::Role;
use crate::domain::round::Shift;
use crate::domain::site::SiteKind;
use crate::domain::time::{Millis, clock_time};
use crate::t;
use crate::web::context::{Context, with_status};
use crate::web::error::WebError;
use crate::web::input::Input;
use crate::web::routes::{Access, Routes};
use crate::web::ui::form::FieldKind;
use crate::web::ui::{ActionBar, Button, Icon, Notice, Page, Tab};
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
    query.append_pair("date", &context.today().to_string()).append_pair("person", NOBODY);
    query.append_pair("from", &context.clock(context.now())).append_pair("until", &context.clock(until));
    query.append_pair("start", &from.to_string()).append_pair("end", &to.to_string());
    format!("/coordinator/shifts/new?{}", query.finish())
}

/// A form for a new shift, filled in with what its address says.
async fn fresh(context: Context, Query(said): Query<BTreeMap<String, String>>) -> Result<Response, WebError> {
    let date: Date = said.get("date").and_then(|date| date.parse().ok()).unwrap_or(context.today());
    let mut fields = BTreeMap::from([
        ("date".to_owned(), date.to_string()),
        ("from".to_owned(), "08:00".to_owned()),
        ("until".to_owned(), "13:00".to_owned()),
    ]);
    let known = ["person", "vehicle", "from", "until", "start", "end"];
    fields.extend(said.into_iter().filter(|(name, _)| known.contains(&name.as_str())));
    let typed = fields.into_iter().collect();
    let page = form_page(&context, context.web.app.machine().id(), None, &typed, &[]).await?;
    context.show(page).await
}

async fn show(context: Context, Path(shift): Path<String>) -> Result<Response, WebError> {
    let id: ShiftId = id_of(&shift, Thing::Shift)?;
    let shift = context.web.app.shift(&context.actor, id).await?;
    let page = form_page(&context, id, Some(&shift), &typed(&context, &shift), &[]).await?;
    context.show(page).await
}

async fn save(context: Context, Path(shift): Path<String>, mut input: Input) -> Result<Response, WebError> {
    let id: ShiftId = id_of(&shift, Thing::Shift)?;
    let before = match context.web.app.shift(&context.actor, id).await {
        Ok(shift) => Some(shift),
        Err(Refusal::NotFound(_)) => None,
        Err(other) => return Err(other.into()),
    };
    let typed = input.clone();
    let saved = match read(&context, id, before.as_ref(), &mut input) {
        Ok(shift) => context.web.app.save_shift(&context.actor, shift.clone()).await.map(|()| shift),
        Err(refusal) => Err(refusal),
    };
    match saved {
        Ok(shift) => saved_shift(&context, &shift, before.as_ref()).await,
        Err(Refusal::Invalid(faults)) => {
            let page = form_page(&context, id, before.as_ref(), &typed, &faults).await?;
            Ok(with_status(StatusCode::UNPROCESSABLE_ENTITY, &page))
        }
        Err(other) => Err(other.into()),
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

async fn cancel(context: Context, Path(shift): Path<String>) -> Result<Response, WebError> {
    set_cancelled(&context, &shift, true).await
}

async fn restore(context: Context, Path(shift): Path<String>) -> Result<Response, WebError> {
    set_cancelled(&context, &shift, false).await
}

async fn seek_nobody(context: Context, Path(shift): Path<String>) -> Result<Response, WebError> {
    let id: ShiftId = id_of(&shift, Thing::Shift)?;
    let shift = context.web.app.shift(&context.actor, id).await?;
    context.web.app.seek_nobody(&context.actor, id).await?;
    Ok(Redirect::to(&format!("/coordinator/fleet?saved=1#day-{}", shift.date)).into_response())
}

async fn set_cancelled(context: &Context, shift: &str, cancelled: bool) -> Result<Response, WebError> {
    let id: ShiftId = id_of(shift, Thing::Shift)?;
    let before = context.web.app.shift(&context.actor, id).await?;
    let app = &context.web.app;
    let done =
        if cancelled { app.cannot_come(&context.actor, id).await } else { app.can_come(&context.actor, id).await };
    match done {
        Ok(()) => saved_shift(context, &Shift { cancelled, ..before.clone() }, Some(&before)).await,
        // Busy with another shift by now: the form shows with what.
        Err(Refusal::Invalid(faults)) => {
            let page = form_page(context, id, Some(&before), &typed(context, &before), &faults).await?;
            Ok(with_status(StatusCode::UNPROCESSABLE_ENTITY, &page))
        }
        Err(Refusal::Conflict(Conflict::RoundStarted)) => {
            Ok(Redirect::to(&format!("/coordinator/fleet?started=1#day-{}", before.date)).into_response())
        }
        Err(other) => Err(other.into()),
    }
}

async fn copy(context: Context, mut input: Input) -> Result<Response, WebError> {
    let (from, to) = (input.date("from"), input.date("to"));
    input.check()?;
    let (Some(from), Some(to)) = (from, to) else { return Err(FieldError::new("to", FieldErrorKind::NotADate).into()) };
    let copied = context.web.app.copy_shifts(&context.actor, from, to).await?;
    let (added, left) = (copied.added, copied.left);
    Ok(Redirect::to(&format!("/coordinator/fleet?added={added}&left={left}#day-{to}")).into_response())
}

fn typed(context: &Context, shift: &Shift) -> Input {
    [
        ("date", shift.date.to_string()),
        ("person", if shift.is_open() { NOBODY.to_owned() } else { shift.person.to_string() }),
        ("vehicle", shift.vehicle.to_string()),
        ("from", context.clock(shift.from)),
        ("until", context.clock(shift.until)),
        ("start", shift.start.to_string()),
        ("end", shift.end.map(|site| site.to_string()).unwrap_or_default()),
    ]
    .into_iter()
    .map(|(name, value)| (name.to_owned(), value))
    .collect()
}

pub(super) fn time_of_day(input: &mut Input, name: &str) -> Option<Time> {
    let time = clock_time(input.text(name));
    if time.is_none() {
        let wrong = if input.text(name).is_empty() { FieldErrorKind::Missing } else { FieldErrorKind::NotATime };
        input.fault(name, wrong);
    }
    time
}

fn read(context: &Context, id: ShiftId, before: Option<&Shift>, input: &mut Input) -> Result<Shift, Refusal> {
    if input.text("date").is_empty() {
        input.fault("date", FieldErrorKind::Missing);
    }
    let date = input.date("date");
    if date.is_some_and(|date| before.is_none() && date < context.today()) {
        input.fault("date", FieldErrorKind::DatePast);
    }
    let sought = input.text("person") == NOBODY;
    let person = if sought { None } else { input.choice::<PersonId>("person") };
    let (vehicle, start) = (input.choice("vehicle"), input.choice::<SiteId>("start"));
    let (from, until) = (time_of_day(input, "from"), time_of_day(input, "until"));
    let end = if input.text("end").is_empty() { None } else { input.choice("end") };
    input.check()?;
    let (Some(date), Some(from), Some(until)) = (date, from, until) else {
        return Err(FieldError::new("date", FieldErrorKind::NotADate).into());
    };
    let (Some(vehicle), Some(start)) = (vehicle, start) else {
        return Err(FieldError::new("vehicle", FieldErrorKind::Missing).into());
    };
    let driver = Driver::of(context, before, person);
    Ok(Shift {
        id,
        date,
        person: driver.person,
        vehicle,
        from: context.zone.instant(date, from),
        until: context.zone.instant(date, until),
        start,
        end,
        cancelled: driver.cancelled,
        wanted: driver.wanted,
        covers: driver.covers,
        standing: before.and_then(|shift| shift.standing),
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

async fn form_page(
    context: &Context,
    id: ShiftId,
    shift: Option<&Shift>,
    typed: &Input,
    faults: &[FieldError],
) -> Result<Page, WebError> {
    let (w, app) = (context.words, &context.web.app);
    let (vehicles, sites) = (app.vehicles(&context.actor).await?, app.sites(&context.actor).await?);
    let people = app.people(&context.actor).await?.0;
    let filled = Filled { words: w, typed, faults };
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
            (filled.summary())
            (filled.field(FieldKind::Date, "date", t!(w, "shift-date")).required())
            (busy(&filled, "person", t!(w, "shift-driver"), drivers, t!(w, "shift-driver-busy")))
            (busy(&filled, "vehicle", t!(w, "shift-vehicle"),
                vehicles.iter().map(|vehicle| (vehicle.id.to_string(), vehicle.name.clone())).collect(), t!(w, "shift-vehicle-busy")))
            div.pair {
                (filled.field(FieldKind::Time, "from", t!(w, "shift-from")).required())
                (filled.field(FieldKind::Time, "until", t!(w, "shift-until")).required())
            }
            (filled.select("start", t!(w, "shift-start"), ends.clone()))
            (filled.select("end", t!(w, "shift-end"), nowhere.into_iter().chain(ends).collect()))
            (ActionBar { body: html! { (Button::primary(t!(w, "save")).icon(Icon::Check)) } })
        }
    };
    let title = if shift.is_some() { t!(w, "shift-edit") } else { t!(w, "shift-new") };
    Ok(context.page(Tab::CoordinatorFleet, title, body).back("/coordinator/fleet", t!(w, "fleet-title")))
}

/// A list whose choice may be busy at that time, said in its own words.
fn busy(
    filled: &Filled<'_>,
    name: &str,
    label: String,
    options: Vec<(String, String)>,
    is_busy: String,
) -> crate::web::ui::Select {
    let mut select = filled.select(name, label, options);
    if filled.is(name, &FieldErrorKind::Taken) {
        select.error = Some(is_busy);
    }
    select
}
