//! A stop at a shop that was expected to have food and has not announced it.

use axum::response::Response;
use maud::html;

use super::again::Again;
use super::offline;
use super::report;
use super::scope::{RoundScope, StopInPath};
use super::stop::{framed, onward, page};
use crate::app::Refusal;
use crate::app::driving::DriverStop;
use crate::app::found::Found;
use crate::domain::food::{Category, DateKind, Shelf};
use crate::domain::plan::Action;
use crate::domain::quantity::{Crates, MOST_CRATES_PER_LOT};
use crate::t;
use crate::web::context::Context;
use crate::web::error::WebError;
use crate::web::input::Input;
use crate::web::ui::form::FieldKind;
use crate::web::ui::{ActForm, ActionBar, Button, Disclosure, Field, Icon, NumberStepper, Page};

/// `/driver/stops/{stop}/found`
pub async fn show(context: Context, scope: RoundScope, StopInPath(id): StopInPath) -> Result<Response, WebError> {
    let stop = context.web.app.driver_stop(&context.actor, id).await?;
    if stop.record.is_some() || stop.site.kind != crate::domain::site::SiteKind::Donor {
        return context.show(page(&context, scope, &stop, &Again::default())).await;
    }
    context.show(form_page(&context, scope, &stop, &Again::default())).await
}

/// `POST /driver/stops/{stop}/found`: what is there, or nothing.
pub async fn record(
    context: Context,
    scope: RoundScope,
    StopInPath(id): StopInPath,
    mut input: Input,
) -> Result<Response, WebError> {
    let (app, who) = (&context.web.app, &context.actor);
    let before = app.driver_stop(who, id).await?;
    let act = input.act(&context.web)?;
    let note = input.text("note").to_owned();
    let done = match read(&mut input, before.round.date) {
        Ok(found) => app.record_found(who, act, id, found, note).await,
        Err(refusal) => Err(refusal),
    };
    match done {
        Ok(done) => Ok(context.acted(&done, &onward(scope, &before))),
        Err(refusal) => {
            let again = Again::after(refusal, &input)?;
            let now = app.driver_stop(who, id).await?;
            let page = if again.conflict.is_some() {
                page(&context, scope, &now, &again)
            } else {
                form_page(&context, scope, &now, &again)
            };
            Ok(again.answer(act.op, &page))
        }
    }
}

fn crates_field(category: Category) -> String {
    format!("crates-{category}")
}

fn date_field(category: Category) -> String {
    format!("date-{category}")
}

fn read(input: &mut Input, today: jiff::civil::Date) -> Result<Vec<Found>, Refusal> {
    let mut found = Vec::new();
    for category in Category::ALL.iter().copied() {
        let crates = input.number(&crates_field(category), 0, MOST_CRATES_PER_LOT.0).unwrap_or(0);
        let date = input.date(&date_field(category)).unwrap_or(today);
        if crates > 0 {
            let shelf =
                Shelf::of(category.usual_date(), Some(date).filter(|_| category.usual_date() != DateKind::None));
            found.push(Found { category, crates: Crates(crates), shelf: shelf.unwrap_or(Shelf::Undated) });
        }
    }
    input.check()?;
    Ok(found)
}

fn form_page(context: &Context, scope: RoundScope, stop: &DriverStop, again: &Again<'_>) -> Page {
    let (w, id) = (context.words, stop.stop.planned.id);
    let expected = |category: Category| {
        let of = stop.stop.forecast(Action::Load).filter(move |load| load.category == category);
        of.map(|load| load.crates.0).sum::<i64>()
    };
    let (first, others): (Vec<Category>, Vec<Category>) = Category::ALL
        .iter()
        .partition(|category| expected(**category) > 0 || again.has_fault(&crates_field(**category)));
    let line = |category: Category| {
        let (crates, date) = (crates_field(category), date_field(category));
        let dated = category.usual_date() != DateKind::None;
        let typed = again.typed(&date).map_or_else(|| context.today().to_string(), str::to_owned);
        html! {
            div.stack-close {
                (NumberStepper::new(w, &crates, w.category(category))
                    .value(again.number(&crates, expected(category))).max(MOST_CRATES_PER_LOT.0).error(again.fault(context, &crates)))
                @if dated {
                    (Field::new(FieldKind::Date, &date, t!(w, "driver-found-date")).value(typed).error(again.fault(context, &date)))
                }
            }
        }
    };
    let body = html! {
        p { (t!(w, "driver-found-lead")) }
        @for category in &first { (line(*category)) }
        (Disclosure { summary: t!(w, "driver-found-other"), icon: Some(Icon::Plus), open: first.is_empty(),
            body: html! { div.stack { @for category in &others { (line(*category)) } } } })
        (report::note(context, again))
        (ActionBar { body: html! { (Button::primary(t!(w, "driver-found-confirm")).icon(Icon::Check)) } })
    };
    let title = t!(w, "offline-stop", place = stop.site.name.as_str());
    let form = ActForm::new(scope.link(&format!("/driver/stops/{id}/found")), context.op_id(), body);
    let body = html! {
        (again.summary(context))
        (form.offline(offline::of_stop(title, stop)))
    };
    framed(context, scope, stop, body).back(scope.stop(id), t!(w, "driver-back-to-stop"))
}
