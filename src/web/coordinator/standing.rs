//! Standing assignments: who drives on the same day of every week.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use jiff::civil::{Date, Time};
use maud::html;

use super::form::{Filled, id_of, site_options};
use super::shifts::time_of_day;
use crate::app::standing::MOST_WEEKS;
use crate::app::{FieldError, FieldErrorKind, Refusal, Thing};
use crate::domain::id::{SiteId, StandingId};
use crate::domain::people::Role;
use crate::domain::shift::Standing;
use crate::domain::site::SiteKind;
use crate::t;
use crate::web::context::{Context, with_status};
use crate::web::error::WebError;
use crate::web::input::Input;
use crate::web::routes::{Access, Routes};
use crate::web::ui::form::FieldKind;
use crate::web::ui::{ActionBar, Button, Icon, Notice, Page, Tab};

pub(super) fn routes(routes: Routes) -> Routes {
    let coordinator = Access::As(Role::Coordinator);
    routes
        .get("/coordinator/standing/new", coordinator, fresh)
        .get("/coordinator/standing/{standing}", coordinator, show)
        .post("/coordinator/standing/{standing}", coordinator, save)
}

async fn fresh(context: Context) -> Result<Response, WebError> {
    let fields = [
        ("weekday", context.today().weekday().to_monday_one_offset().to_string()),
        ("from", "08:00".to_owned()),
        ("until", "12:00".to_owned()),
        ("first", context.today().to_string()),
        ("weeks", "1".to_owned()),
    ];
    let typed = fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    let page = form_page(&context, context.web.app.machine().id(), false, &typed, &[]).await?;
    context.show(page).await
}

async fn show(context: Context, Path(standing): Path<String>) -> Result<Response, WebError> {
    let id: StandingId = id_of(&standing, Thing::Standing)?;
    let standing = context.web.app.standing(&context.actor, id).await?;
    let page = form_page(&context, id, true, &typed(&context, &standing), &[]).await?;
    context.show(page).await
}

async fn save(context: Context, Path(standing): Path<String>, mut input: Input) -> Result<Response, WebError> {
    let id: StandingId = id_of(&standing, Thing::Standing)?;
    let typed = input.clone();
    let saved = match read(id, &mut input) {
        Ok(standing) => context.web.app.save_standing(&context.actor, standing).await,
        Err(refusal) => Err(refusal),
    };
    match saved {
        Ok(made) => {
            let left = if made.left > 0 { format!("&left={}", made.left) } else { String::new() };
            Ok(Redirect::to(&format!("/coordinator/fleet?saved=1{left}#standing")).into_response())
        }
        Err(Refusal::Invalid(faults)) => {
            let known = context.web.app.standing(&context.actor, id).await.is_ok();
            let page = form_page(&context, id, known, &typed, &faults).await?;
            Ok(with_status(StatusCode::UNPROCESSABLE_ENTITY, &page))
        }
        Err(other) => Err(other.into()),
    }
}

fn typed(context: &Context, standing: &Standing) -> Input {
    let clock = |time: Time| context.words.clock(time);
    [
        ("weekday", standing.weekday.to_string()),
        ("person", standing.person.to_string()),
        ("vehicle", standing.vehicle.to_string()),
        ("from", clock(standing.from)),
        ("until", clock(standing.until)),
        ("start", standing.start.to_string()),
        ("end", standing.end.map(|site| site.to_string()).unwrap_or_default()),
        ("first", standing.first.to_string()),
        ("last", standing.last.map(|date| date.to_string()).unwrap_or_default()),
        ("weeks", standing.every_weeks.to_string()),
    ]
    .into_iter()
    .map(|(name, value)| (name.to_owned(), value))
    .collect()
}

fn read(id: StandingId, input: &mut Input) -> Result<Standing, Refusal> {
    let weekday = input.needed_number("weekday", 1, 7);
    let (person, vehicle, start) = (input.choice("person"), input.choice("vehicle"), input.choice::<SiteId>("start"));
    let (from, until) = (time_of_day(input, "from"), time_of_day(input, "until"));
    let end = if input.text("end").is_empty() { None } else { input.choice("end") };
    if input.text("first").is_empty() {
        input.fault("first", FieldErrorKind::Missing);
    }
    let (first, last): (Option<Date>, Option<Date>) = (input.date("first"), input.date("last"));
    let every_weeks = input.needed_number("weeks", 1, MOST_WEEKS);
    input.check()?;
    let (Some(from), Some(until), Some(first)) = (from, until, first) else {
        return Err(FieldError::new("first", FieldErrorKind::NotADate).into());
    };
    let (Some(person), Some(vehicle), Some(start)) = (person, vehicle, start) else {
        return Err(FieldError::new("person", FieldErrorKind::Missing).into());
    };
    let weekday = i8::try_from(weekday).unwrap_or(1);
    Ok(Standing { id, weekday, person, vehicle, from, until, start, end, first, last, every_weeks })
}

async fn form_page(
    context: &Context,
    id: StandingId,
    known: bool,
    typed: &Input,
    faults: &[FieldError],
) -> Result<Page, WebError> {
    let (w, app) = (context.words, &context.web.app);
    let (vehicles, sites) = (app.vehicles(&context.actor).await?, app.sites(&context.actor).await?);
    let people = app.people(&context.actor).await?.0;
    let filled = Filled { words: w, typed, faults };
    let drives = |person: &&crate::domain::people::Person| {
        person.active && person.grants.iter().any(|grant| grant.role == Role::Driver)
    };
    let drivers = people.iter().filter(drives).map(|person| (person.id.to_string(), person.name.clone())).collect();
    let vehicles = vehicles.iter().filter(|vehicle| vehicle.active);
    let vehicles = vehicles.map(|vehicle| (vehicle.id.to_string(), vehicle.name.clone())).collect();
    let ends: Vec<_> = [SiteKind::Hub, SiteKind::Point, SiteKind::Donor]
        .into_iter()
        .flat_map(|kind| site_options(sites.iter().filter(|site| site.active), move |known| known == kind))
        .collect();
    let nowhere = vec![(String::new(), t!(w, "shift-end-anywhere"))];
    let weekdays = (1..=7).map(|day| (day.to_string(), w.weekday(day))).collect();
    let weeks = (1..=MOST_WEEKS).map(|n| (n.to_string(), t!(w, "standing-weeks", n = n))).collect();
    let body = html! {
        (Notice::info(t!(w, "standing-how")))
        form.stack method="post" action={ "/coordinator/standing/" (id) } {
            (filled.summary())
            (filled.select("weekday", t!(w, "standing-weekday"), weekdays))
            (filled.select("weeks", t!(w, "standing-every"), weeks))
            (filled.select("person", t!(w, "shift-driver"), drivers))
            (filled.select("vehicle", t!(w, "shift-vehicle"), vehicles))
            div.pair {
                (filled.field(FieldKind::Time, "from", t!(w, "shift-from")).required())
                (filled.field(FieldKind::Time, "until", t!(w, "shift-until")).required())
            }
            (filled.select("start", t!(w, "shift-start"), ends.clone()))
            (filled.select("end", t!(w, "shift-end"), nowhere.into_iter().chain(ends).collect()))
            div.pair {
                (filled.field(FieldKind::Date, "first", t!(w, "standing-first")).required())
                (filled.field(FieldKind::Date, "last", t!(w, "standing-last")).hint(t!(w, "standing-last-hint")))
            }
            (ActionBar { body: html! { (Button::primary(t!(w, "save")).icon(Icon::Check)) } })
        }
    };
    let title = if known { t!(w, "standing-edit") } else { t!(w, "standing-new") };
    Ok(context.page(Tab::CoordinatorFleet, title, body).back("/coordinator/fleet", t!(w, "fleet-title")))
}
