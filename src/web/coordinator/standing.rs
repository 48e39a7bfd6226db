//! Standing assignments: who drives on the same day of every week.

use axum::response::{IntoResponse, Redirect, Response};
use jiff::civil::Date;
use maud::html;

use super::form::site_options;
use super::{rest, spots};
use crate::app::standing::MOST_WEEKS;
use crate::app::{Field, FieldError, FieldErrorKind, Refusal};
use crate::domain::id::{SiteId, StandingId};
use crate::domain::people::Role;
use crate::domain::shift::Standing;
use crate::domain::site::SiteKind;
use crate::domain::time::Window;
use crate::t;
use crate::web::address::Id;
use crate::web::context::Context;
use crate::web::error::WebError;
use crate::web::form_state::FormState;
use crate::web::input::Input;
use crate::web::routes::{Access, Routes};
use crate::web::ui::form::FieldKind;
use crate::web::ui::{ActionBar, Button, Icon, Notice, Page, Tab};
use crate::words::Words;

pub(super) fn routes(routes: Routes) -> Routes {
    let coordinator = Access::As(Role::Coordinator);
    routes
        .get("/coordinator/standing/new", coordinator, fresh)
        .get("/coordinator/standing/{standing}", coordinator, show)
        .post("/coordinator/standing/{standing}", coordinator, save)
}

async fn fresh(context: Context) -> Result<Response, WebError> {
    let form = FormState::new(context.words)
        .with(Field::Weekday, context.today().weekday().to_monday_one_offset())
        .with(Field::From, "08:00")
        .with(Field::Until, "12:00")
        .with(Field::First, context.today())
        .with(Field::Weeks, 1);
    context.show(form_page(&context, context.web.app.machine().id(), false, &form).await?).await
}

async fn show(context: Context, Id(id): Id<StandingId>) -> Result<Response, WebError> {
    let standing = context.web.app.standing(&context.actor, id).await?;
    let page = form_page(&context, id, true, &filled(context.words, &standing)).await?;
    context.show(page).await
}

async fn save(context: Context, Id(id): Id<StandingId>, mut input: Input) -> Result<Response, WebError> {
    let saved = match read(id, &mut input, context.today()) {
        Ok(standing) => context.web.app.save_standing(&context.actor, standing).await,
        Err(refusal) => Err(refusal),
    };
    match saved {
        Ok(made) => {
            let left = if made.left > 0 { format!("&left={}", made.left) } else { String::new() };
            Ok(Redirect::to(&format!("/coordinator/fleet?saved=1{left}#standing")).into_response())
        }
        Err(refusal) => {
            let form = FormState::refused(context.words, refusal, input)?;
            let known = context.web.app.standing(&context.actor, id).await.is_ok();
            Ok(form.answer(&form_page(&context, id, known, &form).await?))
        }
    }
}

fn filled(w: Words, standing: &Standing) -> FormState {
    let form = FormState::new(w)
        .with(Field::Weekday, standing.weekday)
        .with(Field::Person, standing.person)
        .with(Field::Vehicle, standing.vehicle)
        .with(Field::From, w.clock(standing.from))
        .with(Field::Until, w.clock(standing.until))
        .with(Field::Start, standing.start)
        .with(Field::End, standing.end.map(|site| site.to_string()).unwrap_or_default())
        .with(Field::First, standing.first)
        .with(Field::Last, standing.last.map(|date| date.to_string()).unwrap_or_default())
        .with(Field::Weeks, standing.every_weeks);
    spots::filled(rest::filled(form, standing.rest), &standing.spots)
}

fn read(id: StandingId, input: &mut Input, today: Date) -> Result<Standing, Refusal> {
    let weekday = input.needed_number(Field::Weekday, 1, 7);
    let (person, vehicle, start) =
        (input.choice(Field::Person), input.choice(Field::Vehicle), input.choice::<SiteId>(Field::Start));
    let (from, until) = (input.needed_time(Field::From), input.needed_time(Field::Until));
    let end = input.optional_choice(Field::End);
    let (first, last) = (input.planned_date(Field::First, today), input.date(Field::Last));
    let every_weeks = input.needed_number(Field::Weeks, 1, MOST_WEEKS);
    let rest = rest::read(input, from.zip(until).map(|(from, until)| Window { from, until }));
    let spots = spots::read(input);
    input.check()?;
    let (Some(from), Some(until), Some(first)) = (from, until, first) else {
        return Err(FieldError::new(Field::First, FieldErrorKind::NotADate).into());
    };
    let (Some(person), Some(vehicle), Some(start)) = (person, vehicle, start) else {
        return Err(FieldError::new(Field::Person, FieldErrorKind::Missing).into());
    };
    let weekday = i8::try_from(weekday).unwrap_or(1);
    Ok(Standing { id, weekday, person, vehicle, from, until, start, end, first, last, every_weeks, rest, spots })
}

async fn form_page(context: &Context, id: StandingId, known: bool, form: &FormState) -> Result<Page, WebError> {
    let (w, app) = (context.words, &context.web.app);
    let (vehicles, sites) = (app.vehicles(&context.actor).await?, app.sites(&context.actor).await?);
    let people = app.people(&context.actor).await?.0;
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
            (form.summary())
            (form.select(Field::Weekday, t!(w, "standing-weekday"), weekdays))
            (form.select(Field::Weeks, t!(w, "standing-every"), weeks))
            (form.select(Field::Person, t!(w, "shift-driver"), drivers))
            (form.select(Field::Vehicle, t!(w, "shift-vehicle"), vehicles))
            div.pair {
                (form.field(FieldKind::Time, Field::From, t!(w, "shift-from")).required())
                (form.field(FieldKind::Time, Field::Until, t!(w, "shift-until")).hint(t!(w, "until-hint")).required())
            }
            (form.select(Field::Start, t!(w, "shift-start"), ends.clone()))
            (form.select(Field::End, t!(w, "shift-end"), nowhere.into_iter().chain(ends).collect()))
            (spots::fields(form))
            (rest::fields(form))
            div.pair {
                (form.field(FieldKind::Date, Field::First, t!(w, "standing-first")).required())
                (form.field(FieldKind::Date, Field::Last, t!(w, "standing-last")).hint(t!(w, "standing-last-hint")))
            }
            (ActionBar { body: html! { (Button::primary(t!(w, "save")).icon(Icon::Check)) } })
        }
    };
    let title = if known { t!(w, "standing-edit") } else { t!(w, "standing-new") };
    Ok(context.page(Tab::CoordinatorFleet, title, body).back("/coordinator/fleet", t!(w, "fleet-title")))
}
