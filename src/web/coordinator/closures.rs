//! Holidays and closures: on which days the area, or one of its sites, is closed.

use axum::response::Response;
use jiff::civil::Date;
use maud::{Markup, html};

use super::form::site_options;
use super::opening;
use crate::app::{Field, FieldError, FieldErrorKind, Refusal};
use crate::domain::calendar::{Closure, days, holiday};
use crate::domain::id::{ClosureId, SiteId};
use crate::domain::opening::DayHours;
use crate::domain::people::Role;
use crate::domain::site::Site;
use crate::domain::time::Window;
use crate::t;
use crate::web::address::Id;
use crate::web::context::Context;
use crate::web::error::WebError;
use crate::web::form_state::FormState;
use crate::web::input::Input;
use crate::web::routes::{Access, Routes};
use crate::web::say;
use crate::web::ui::form::FieldKind;
use crate::web::ui::{Button, Card, Emphasis, Icon, Page, Section, Tab};

/// How far ahead public holidays are listed, in days.
const HOLIDAYS_AHEAD: i64 = 120;

pub(super) fn routes(routes: Routes) -> Routes {
    let coordinator = Access::As(Role::Coordinator);
    routes.get("/coordinator/closures", coordinator, show).post("/coordinator/closures", coordinator, add).post(
        "/coordinator/closures/{closure}/drop",
        coordinator,
        drop,
    )
}

async fn show(context: Context, input: Input) -> Result<Response, WebError> {
    let form = FormState::new(context.words).with(Field::First, context.today()).with(Field::Last, context.today());
    let form = form.with(Field::Site, input.text(Field::Site));
    let page = page(&context, &form).await?;
    context.show(page).await
}

async fn add(context: Context, mut input: Input) -> Result<Response, WebError> {
    let added = match read(&mut input, context.today()) {
        Ok((site, span, hours, note)) => context.web.app.write_days(&context.actor, site, span, hours, &note).await,
        Err(refusal) => Err(refusal),
    };
    match added {
        Ok(()) => Ok(context.saved("/coordinator/closures")),
        Err(refusal) => {
            let form = FormState::refused(context.words, refusal, input)?;
            Ok(form.answer(&page(&context, &form).await?))
        }
    }
}

async fn drop(context: Context, Id(id): Id<ClosureId>) -> Result<Response, WebError> {
    context.web.app.drop_closure(&context.actor, id).await?;
    Ok(context.saved("/coordinator/closures"))
}

/// Where, from when to when, at which hours, and why.
type Typed = (Option<SiteId>, (Date, Date), Vec<Window>, String);

fn read(input: &mut Input, today: Date) -> Result<Typed, Refusal> {
    let site = input.optional_choice(Field::Site);
    let (first, last) = (input.planned_date(Field::First, today), input.planned_date(Field::Last, today));
    let hours = input.text(Field::Hours).parse::<DayHours>();
    if let Err(error) = &hours {
        input.error(Field::Hours, opening::kind(error, None));
    }
    input.check()?;
    let (Some(first), Some(last)) = (first, last) else {
        return Err(FieldError::new(Field::First, FieldErrorKind::NotADate).into());
    };
    Ok((site, (first, last), hours.unwrap_or_default().0, input.text(Field::Note).to_owned()))
}

async fn page(context: &Context, form: &FormState) -> Result<Page, WebError> {
    let (w, app) = (context.words, &context.web.app);
    let (sites, closures) = (app.sites(&context.actor).await?, app.closures(&context.actor).await?);
    let everywhere = vec![(String::new(), t!(w, "closure-everywhere"))];
    let places =
        everywhere.into_iter().chain(site_options(sites.iter().filter(|site| site.active), |_| true)).collect();
    let body = html! {
        (Section { title: t!(w, "closures-known"), aside: None, body: html! {
            @if closures.is_empty() { p.soft { (t!(w, "closures-none")) } }
            @for closure in &closures { (card(context, closure, &sites)) }
        } })
        (Section { title: t!(w, "closure-new"), aside: None, body: html! {
            form.stack #new method="post" action="/coordinator/closures" {
                (form.summary())
                (form.select(Field::Site, t!(w, "closure-where"), places))
                div.pair {
                    (form.field(FieldKind::Date, Field::First, t!(w, "closure-first")).required())
                    (form.field(FieldKind::Date, Field::Last, t!(w, "closure-last")).required())
                }
                (form.field(FieldKind::Text, Field::Hours, t!(w, "closure-hours")).hint(t!(w, "closure-hours-hint")).max_length(60))
                (form.field(FieldKind::Text, Field::Note, t!(w, "closure-note")).max_length(120))
                (Button::new(t!(w, "closure-add")).icon(Icon::Plus))
            }
        } })
        (Section { title: t!(w, "closures-holidays"), aside: None, body: holidays(context, &sites) })
    };
    let page = context.page(Tab::CoordinatorMore, t!(w, "closures-title"), body);
    Ok(page.lead(t!(w, "closures-lead")).back(Tab::CoordinatorMore.href(), t!(w, "more")))
}

fn card(context: &Context, closure: &Closure, sites: &[Site]) -> Markup {
    let (w, today) = (context.words, context.today());
    let place = closure.site.and_then(|id| sites.iter().find(|site| site.id == id));
    let place = place.map_or_else(|| t!(w, "closure-everywhere"), say::site);
    let (first, last) = (w.date_from(closure.first, today), w.date_from(closure.last, today));
    let when = if closure.first == closure.last { first } else { t!(w, "closure-span", first = first, last = last) };
    let body = html! {
        p { (when) @if !closure.hours.is_empty() { ", " (w.windows(&closure.hours)) } }
        @if !closure.note.is_empty() { p.soft { (closure.note) } }
        form method="post" action={ "/coordinator/closures/" (closure.id) "/drop" } {
            (Button::new(t!(w, "closure-drop")).icon(Icon::Cross).emphasis(Emphasis::Danger))
        }
    };
    html! { (Card::new(body).title(place).icon(Icon::Calendar)) }
}

/// The public holidays to come, and how many sites are open on them.
fn holidays(context: &Context, sites: &[Site]) -> Markup {
    let (w, today) = (context.words, context.today());
    let open = sites.iter().filter(|site| site.active && site.open_holidays).count();
    let coming = (0..HOLIDAYS_AHEAD).map(|n| days(today, n)).filter_map(|date| Some((date, holiday(date)?)));
    html! {
        dl.facts.wide {
            @for (date, holiday) in coming {
                div { dt { (w.date(date)) } dd { (w.holiday(holiday)) } }
            }
        }
        p.soft { (t!(w, "closures-holidays-open", n = open)) }
    }
}
