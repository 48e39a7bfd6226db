//! Vehicles and the shifts of the next days.

use std::collections::BTreeMap;

use axum::response::Response;
use jiff::ToSpan;
use jiff::civil::Date;
use maud::{Markup, html};
use serde::Deserialize;

use super::downtimes;
use super::form::site_options;
use super::shifts;
use crate::app::{Field, FieldError, FieldErrorKind, Refusal, Thing};
use crate::domain::id::{PersonId, VehicleId};
use crate::domain::people::{Person, Role};
use crate::domain::quantity::{Crates, Grams};
use crate::domain::round::Shift;
use crate::domain::shift::{Overlap, Standing, overlaps};
use crate::domain::site::{SiteKind, Vehicle};
use crate::domain::text;
use crate::t;
use crate::web::address::{Id, Query};
use crate::web::context::Context;
use crate::web::error::WebError;
use crate::web::form_state::FormState;
use crate::web::input::Input;
use crate::web::routes::{Access, Routes};
use crate::web::say;
use crate::web::ui::form::FieldKind;
use crate::web::ui::{
    ActionBar, Badge, Button, Card, Disclosure, EmptyState, Icon, InputField, LinkButton, Notice, Page, Section, Tab,
    Tone, hidden,
};
use crate::words::Words;

/// How many days of shifts are shown.
const DAYS_AHEAD: i64 = 7;
/// The most crates a vehicle may hold, and the most kilograms it may carry.
const MOST_CRATES: i64 = 2_000;
const MOST_KILOGRAMS: i64 = 20_000;

pub(super) fn routes(routes: Routes) -> Routes {
    let coordinator = Access::As(Role::Coordinator);
    let routes = routes
        .get("/coordinator/fleet", coordinator, list)
        .get("/coordinator/vehicles/new", coordinator, fresh)
        .get("/coordinator/vehicles/{vehicle}", coordinator, show)
        .post("/coordinator/vehicles/{vehicle}", coordinator, save);
    shifts::routes(routes)
}

/// What the page before this one did.
#[derive(Debug, Default, Deserialize)]
struct Before {
    #[serde(default)]
    replan: String,
    #[serde(default)]
    started: String,
    /// How many shifts are sought now.
    sought: Option<usize>,
    added: Option<usize>,
    left: Option<usize>,
}

async fn list(context: Context, Query(before): Query<Before>) -> Result<Response, WebError> {
    let (w, app, today) = (context.words, &context.web.app, context.today());
    let last = today.checked_add((DAYS_AHEAD - 1).days()).unwrap_or(today);
    let shifts = app.shifts(&context.actor, today.yesterday().unwrap_or(today), last).await?;
    let vehicles = app.vehicles(&context.actor).await?;
    let people = app.people(&context.actor).await?.0;
    let standings = app.standings(&context.actor).await?;
    let days: Vec<Date> = (0..DAYS_AHEAD).filter_map(|ahead| today.checked_add(ahead.days()).ok()).collect();
    let body = html! {
        (told(&context, &before))
        div.columns.wide-first {
            (Section { title: t!(w, "fleet-shifts"), aside: None, body: html! {
                @for day in days { (day_of(&context, day, &shifts, &vehicles, &people)) }
                (copy_any(&context))
            } })
            (Section { title: t!(w, "fleet-standing"), aside: None, body: html! {
                div #standing.stack-close {
                    @if standings.is_empty() { p.soft { (t!(w, "fleet-no-standing")) } }
                    @for standing in &standings { (standing_card(&context, standing, &vehicles, &people)) }
                }
                (LinkButton::new("/coordinator/standing/new", t!(w, "standing-new")).icon(Icon::Plus))
            } })
            (Section { title: t!(w, "fleet-vehicles"), aside: None, body: html! {
                @if vehicles.is_empty() {
                    (EmptyState::new(Icon::Truck, t!(w, "fleet-no-vehicles")).next_step(t!(w, "fleet-no-vehicles-hint")))
                }
                @for vehicle in &vehicles { (card(w, vehicle)) }
                (LinkButton::new("/coordinator/vehicles/new", t!(w, "vehicle-new")).icon(Icon::Plus))
                p { a href="/coordinator/import" { (t!(w, "upload-title")) } }
            } })
        }
    };
    let page = context.page(Tab::CoordinatorFleet, t!(w, "fleet-title"), body).lead(t!(w, "fleet-lead"));
    context.show(page).await
}

fn told(context: &Context, before: &Before) -> Markup {
    let w = context.words;
    html! {
        @if let Ok(date) = before.replan.parse::<Date>() {
            (Notice::warning(t!(w, "fleet-replan", day = w.date_from(date, context.today())))
                .then(html! { a href={ "/coordinator/plan?date=" (date) } { (t!(w, "fleet-replan-go")) } }))
        }
        @if let Some(sought) = before.sought.filter(|sought| *sought > 0) { (Notice::warning(t!(w, "fleet-sought", n = sought))) }
        @if !before.started.is_empty() { (Notice::warning(t!(w, "shift-started"))) }
        @if let Some(added) = before.added {
            (Notice::success(t!(w, "fleet-copied", n = added)))
        }
        @if let Some(left) = before.left.filter(|left| *left > 0) { (Notice::warning(t!(w, "fleet-copied-left", n = left))) }
    }
}

fn day_of(context: &Context, day: Date, shifts: &[Shift], vehicles: &[Vehicle], people: &[Person]) -> Markup {
    let w = context.words;
    let of_day: Vec<&Shift> = shifts.iter().filter(|shift| shift.date == day).collect();
    let eve = day.yesterday().unwrap_or(day);
    html! {
        section.stack-close.day id={ "day-" (day) } {
            h3 { (w.date_from(day, context.today())) }
            @if of_day.is_empty() { p.soft { (t!(w, "fleet-no-shifts")) } }
            @for shift in &of_day { (shift_row(context, shift, (shifts, vehicles, people))) }
            div.line {
                (LinkButton::new(format!("/coordinator/shifts/new?date={day}"), t!(w, "shift-new")).icon(Icon::Plus))
                @if of_day.is_empty() && shifts.iter().any(|shift| shift.date == eve && !shift.cancelled) {
                    form method="post" action="/coordinator/shifts/copy" {
                        (hidden(Field::From, eve))
                        (hidden(Field::To, day))
                        (Button::new(t!(w, "shift-copy", day = near(context, eve))).icon(Icon::Copy))
                    }
                }
            }
        }
    }
}

/// A day in few words.
fn near(context: &Context, day: Date) -> String {
    let (w, today) = (context.words, context.today());
    let is_near = today.since(day).is_ok_and(|span| span.get_days().abs() <= 1);
    if is_near { w.date_from(day, today) } else { w.date_short(day) }
}

/// The shifts of any day, copied to any other.
fn copy_any(context: &Context) -> Markup {
    let (w, today) = (context.words, context.today());
    let date = |field: Field, label, day: Date| {
        InputField::new(FieldKind::Date, field, label).value(day.to_string()).required()
    };
    html! {
        (Disclosure { summary: t!(w, "shift-copy-any"), icon: Some(Icon::Copy), open: false, body: html! {
            form.stack method="post" action="/coordinator/shifts/copy" {
                div.pair {
                    (date(Field::From, t!(w, "shift-copy-from"), today))
                    (date(Field::To, t!(w, "shift-copy-to"), today.checked_add(7.days()).unwrap_or(today)))
                }
                (Button::new(t!(w, "copy")).icon(Icon::Copy))
            }
        } })
    }
}

type Known<'a> = (&'a [Shift], &'a [Vehicle], &'a [Person]);

fn shift_row(context: &Context, shift: &Shift, (shifts, vehicles, people): Known<'_>) -> Markup {
    let w = context.words;
    let name = |id| people.iter().find(|person| person.id == id).map_or("", |person| person.name.as_str());
    let vehicle = vehicles.iter().find(|vehicle| vehicle.id == shift.vehicle).map(|vehicle| vehicle.name.clone());
    let nobody = shift.is_open() && shift.covers.is_none();
    let driver = if nobody { t!(w, "shift-nobody") } else { name(shift.person).to_owned() };
    html! {
        article.card.shift.off[shift.cancelled] id={ "shift-" (shift.id) } {
            div.spread {
                h4 { a href={ "/coordinator/shifts/" (shift.id) } { (driver) } }
                span.time { (context.clock(shift.from)) "–" (context.clock_until(shift.from, shift.until)) }
            }
            span.soft { (vehicle.unwrap_or_default()) }
            div.spread {
                div.badges { (shift_marks(context, shift, (shifts, name))) }
                div.line { (shift_buttons(context, shift, nobody)) }
            }
        }
    }
}

fn shift_buttons(context: &Context, shift: &Shift, nobody: bool) -> Markup {
    let w = context.words;
    let form = |what: &str, button: Button| {
        html! { form method="post" action={ "/coordinator/shifts/" (shift.id) "/" (what) } { (button) } }
    };
    html! {
        @if !shift.cancelled {
            (form("cancel", Button::new(t!(w, "shift-cancel")).icon(Icon::Cross)))
        } @else {
            @if shift.is_open() { (form("seek-nobody", Button::new(t!(w, "shift-seek-nobody")).icon(Icon::Cross))) }
            @if !nobody { (form("restore", Button::new(t!(w, "shift-restore")).icon(Icon::Undo))) }
        }
    }
}

/// What is special about a shift: sought, covered, standing, overlapping.
fn shift_marks<'a>(
    context: &Context,
    shift: &Shift,
    (shifts, name): (&[Shift], impl Fn(PersonId) -> &'a str),
) -> Markup {
    let w = context.words;
    let mut twice: Vec<Overlap> = overlaps(shift, shifts).into_iter().map(|(overlap, _)| overlap).collect();
    twice.sort_unstable();
    twice.dedup();
    html! {
        @if shift.cancelled && shift.covers.is_some() {
            (Badge::new(Tone::Warning, t!(w, "shift-cancelled")).icon(Icon::Cross))
        }
        @if shift.is_open() { (Badge::new(Tone::Warning, t!(w, "shift-sought")).icon(Icon::Alarm)) }
        @if shift.cancelled && !shift.is_open() && shift.covers.is_none() {
            (Badge::new(Tone::Neutral, t!(w, "shift-off")).icon(Icon::Cross))
        }
        @if let Some(covered) = shift.covers.filter(|_| !shift.cancelled) {
            (Badge::new(Tone::Good, t!(w, "roster-covers", name = name(covered))).icon(Icon::People))
        }
        @if shift.standing.is_some() { (Badge::new(Tone::Neutral, t!(w, "roster-is-standing")).icon(Icon::Calendar)) }
        @for overlap in &twice {
            (Badge::new(Tone::Warning, match overlap {
                Overlap::Person(_) => t!(w, "shift-overlaps-person"),
                Overlap::Vehicle(_) => t!(w, "shift-overlaps-vehicle"),
            }).icon(Icon::Warning))
        }
    }
}

fn standing_card(context: &Context, standing: &Standing, vehicles: &[Vehicle], people: &[Person]) -> Markup {
    let w = context.words;
    let vehicle =
        vehicles.iter().find(|vehicle| vehicle.id == standing.vehicle).map_or("", |known| known.name.as_str());
    let driver = people.iter().find(|person| person.id == standing.person).map_or("", |person| person.name.as_str());
    let ended = standing.last.is_some_and(|last| last < context.today());
    let body = html! {
        p { (say::standing(w, standing, vehicle)) }
        @if let Some(last) = standing.last {
            div.badges {
                (Badge::new(if ended { Tone::Neutral } else { Tone::Warning }, t!(w, "standing-until", day = w.date_short(last)))
                    .icon(Icon::Flag))
            }
        }
    };
    html! { (Card::new(body).title(driver).icon(Icon::Calendar).href(format!("/coordinator/standing/{}", standing.id))) }
}

fn card(w: Words, vehicle: &Vehicle) -> Markup {
    html! {
        (Card::new(html! {
            p.soft { (w.crates(vehicle.crates.0)) ", " (w.kilograms(vehicle.grams.0)) }
            div.badges {
                @if vehicle.refrigerated { (Badge::new(Tone::Good, t!(w, "vehicle-refrigerated")).icon(Icon::Snowflake)) }
                @if vehicle.insulated.0 > 0 {
                    (Badge::new(Tone::Neutral, t!(w, "vehicle-boxes", n = vehicle.insulated.0)).icon(Icon::Crate))
                }
                @if !vehicle.active { (Badge::new(Tone::Warning, t!(w, "vehicle-inactive"))) }
            }
        })
        .title(&vehicle.name)
        .icon(Icon::Truck)
        .href(format!("/coordinator/vehicles/{}", vehicle.id)))
    }
}

async fn fresh(context: Context) -> Result<Response, WebError> {
    let form = FormState::new(context.words).with_tick(Field::Active, true);
    let page = form_page(&context, context.web.app.machine().id(), None, &form).await?;
    context.show(page).await
}

async fn show(context: Context, Id(id): Id<VehicleId>) -> Result<Response, WebError> {
    let vehicles = context.web.app.vehicles(&context.actor).await?;
    let vehicle = vehicles.iter().find(|known| known.id == id).ok_or(Refusal::NotFound(Thing::Vehicle))?;
    let page = form_page(&context, id, Some(vehicle), &filled(context.words, vehicle)).await?;
    context.show(page).await
}

async fn save(context: Context, Id(id): Id<VehicleId>, mut input: Input) -> Result<Response, WebError> {
    let vehicles = context.web.app.vehicles(&context.actor).await?;
    let before = vehicles.iter().find(|known| known.id == id);
    let saved = match read(id, before, &mut input) {
        Ok(vehicle) => context.web.app.save_vehicle(&context.actor, vehicle).await,
        Err(refusal) => Err(refusal),
    };
    match saved {
        Ok(sought) => Ok(context.saved(&format!("/coordinator/fleet?sought={sought}"))),
        Err(refusal) => {
            let form = FormState::refused(context.words, refusal, input)?;
            Ok(form.answer(&form_page(&context, id, before, &form).await?))
        }
    }
}

fn filled(w: Words, vehicle: &Vehicle) -> FormState {
    FormState::new(w)
        .with(Field::Name, &vehicle.name)
        .with(Field::Home, vehicle.home)
        .with(Field::Crates, vehicle.crates.0)
        .with(Field::Kilograms, vehicle.grams.0 / 1000)
        .with(Field::Insulated, vehicle.insulated.0)
        .with_tick(Field::Refrigerated, vehicle.refrigerated)
        .with_tick(Field::Active, vehicle.active)
}

fn read(id: VehicleId, before: Option<&Vehicle>, input: &mut Input) -> Result<Vehicle, Refusal> {
    let name = input.needed(Field::Name, text::name);
    let home = input.choice(Field::Home);
    let crates = Crates(input.needed_number(Field::Crates, 1, MOST_CRATES));
    let grams = Grams(input.needed_number(Field::Kilograms, 1, MOST_KILOGRAMS) * 1000);
    let insulated = Crates(input.number(Field::Insulated, 0, crates.0.max(0)).unwrap_or(0));
    let (refrigerated, active) = (input.has(Field::Refrigerated), input.has(Field::Active));
    input.check()?;
    let Some(home) = home else { return Err(FieldError::new(Field::Home, FieldErrorKind::Missing).into()) };
    Ok(Vehicle {
        id,
        code: before.map(|vehicle| vehicle.code.clone()).unwrap_or_default(),
        name: name.unwrap_or_default(),
        home,
        crates,
        grams,
        refrigerated,
        insulated,
        active,
    })
}

async fn form_page(
    context: &Context,
    id: VehicleId,
    vehicle: Option<&Vehicle>,
    form: &FormState,
) -> Result<Page, WebError> {
    let w = context.words;
    let sites: BTreeMap<_, _> =
        context.web.app.sites(&context.actor).await?.into_iter().map(|site| (site.id, site)).collect();
    let no_place = sites.is_empty();
    let homes = [SiteKind::Hub, SiteKind::Point, SiteKind::Donor]
        .into_iter()
        .flat_map(|kind| site_options(sites.values(), move |known| known == kind))
        .collect();
    let body = html! {
        form.stack method="post" action={ "/coordinator/vehicles/" (id) } {
            (form.summary())
            (form.field(FieldKind::Text, Field::Name, t!(w, "vehicle-name")).required().max_length(120))
            div.pair {
                (form.field(FieldKind::Number, Field::Crates, t!(w, "vehicle-crates")).required())
                (form.field(FieldKind::Number, Field::Kilograms, t!(w, "vehicle-kilograms")).required())
            }
            (form.checkbox(Field::Refrigerated, t!(w, "vehicle-is-refrigerated")))
            (form.field(FieldKind::Number, Field::Insulated, t!(w, "vehicle-insulated")).hint(t!(w, "vehicle-insulated-hint")))
            @if no_place {
                (Notice::warning(t!(w, "vehicle-no-place"))
                    .then(html! { a href="/coordinator/sites/new?kind=hub" { (w.site_new(SiteKind::Hub)) } }))
            }
            (form.select(Field::Home, t!(w, "vehicle-home"), homes))
            @if vehicle.is_some() {
                (LinkButton::new(downtimes::path(id), t!(w, "downtimes-known")).icon(Icon::Calendar))
            }
            @if vehicle.is_some() { (form.checkbox(Field::Active, t!(w, "vehicle-active"))) } @else { (hidden(Field::Active, "1")) }
            (ActionBar { body: html! { (Button::primary(t!(w, "save")).icon(Icon::Check)) } })
        }
    };
    let title = vehicle.map_or_else(|| t!(w, "vehicle-new"), |vehicle| vehicle.name.clone());
    Ok(context.page(Tab::CoordinatorFleet, title, body).back("/coordinator/fleet", t!(w, "fleet-title")))
}
