//! A stop at a shop that was expected to have food and has not announced it.

use axum::response::Response;
use maud::html;

use super::offline;
use super::report;
use super::scope::RoundScope;
use super::stop::{framed, onward, page};
use crate::app::driving::DriverStop;
use crate::app::found::Found;
use crate::app::{Field, Refusal};
use crate::domain::food::{Category, DateKind, Shelf};
use crate::domain::id::StopId;
use crate::domain::plan::Action;
use crate::domain::quantity::{Crates, MOST_CRATES_PER_LOT};
use crate::t;
use crate::web::address::Id;
use crate::web::context::Context;
use crate::web::error::WebError;
use crate::web::form_state::FormState;
use crate::web::input::Input;
use crate::web::ui::{ActForm, ActionBar, Button, Disclosure, Icon, Page};

/// `/driver/stops/{stop}/found`
pub async fn show(context: Context, scope: RoundScope, Id(id): Id<StopId>) -> Result<Response, WebError> {
    let stop = context.web.app.driver_stop(&context.actor, id).await?;
    if stop.record.is_some() || stop.site.kind != crate::domain::site::SiteKind::Donor {
        return context.show(page(&context, scope, &stop, &FormState::new(context.words))).await;
    }
    context.show(form_page(&context, scope, &stop, &FormState::new(context.words))).await
}

/// `POST /driver/stops/{stop}/found`: what is there, or nothing.
pub async fn record(
    context: Context,
    scope: RoundScope,
    Id(id): Id<StopId>,
    mut input: Input,
) -> Result<Response, WebError> {
    let (app, who) = (&context.web.app, &context.actor);
    let asked = app.stop_form(who, id, None).await?;
    let act = input.act(&context.web)?;
    let note = input.text(Field::Note).to_owned();
    let done = match read(&mut input) {
        Ok(found) => app.record_found(who, act, id, found, note).await,
        Err(refusal) => Err(refusal),
    };
    match done {
        Ok(done) => Ok(context.acted(&done, &onward(scope, &asked))),
        Err(refusal) => {
            let form = FormState::refused(context.words, refusal, input)?;
            let now = app.driver_stop(who, id).await?;
            let page = if form.has_conflict() {
                page(&context, scope, &now, &form)
            } else {
                form_page(&context, scope, &now, &form)
            };
            Ok(form.answer(&page))
        }
    }
}

fn read(input: &mut Input) -> Result<Vec<Found>, Refusal> {
    let mut found = Vec::new();
    for category in Category::ALL.iter().copied() {
        let crates = input.number(Field::Crates.of(category), 0, MOST_CRATES_PER_LOT.0).unwrap_or(0);
        let date = input.date(Field::Date.of(category));
        if crates > 0 {
            let shelf = Shelf::of(category.usual_date(), date).unwrap_or(Shelf::Undated);
            found.push(Found { category, crates: Crates(crates), shelf });
        }
    }
    input.check()?;
    Ok(found)
}

fn form_page(context: &Context, scope: RoundScope, stop: &DriverStop, form: &FormState) -> Page {
    let (w, id) = (context.words, stop.stop.planned.id);
    let expected = |category: Category| {
        let of = stop.stop.forecast(Action::Load).filter(move |load| load.of.category == category);
        of.map(|load| load.crates.0).sum::<i64>()
    };
    let (first, others): (Vec<Category>, Vec<Category>) = Category::ALL
        .iter()
        .partition(|category| expected(**category) > 0 || form.has_error([Field::Crates.of(category)]));
    let line = |category: Category| {
        let dated = category.usual_date() != DateKind::None;
        let (name, date) = (w.category(category), Field::Date.of(category));
        let asked = form.date(date, t!(w, "driver-found-date"), context.today(), 3);
        html! {
            div.stack-close {
                (form.stepper(Field::Crates.of(category), name, expected(category)).max(MOST_CRATES_PER_LOT.0))
                @if dated { (asked.optional().hint(t!(w, "driver-found-date-hint"))) }
            }
        }
    };
    let body = html! {
        p { (t!(w, "driver-found-lead")) }
        @for category in &first { (line(*category)) }
        (Disclosure { summary: t!(w, "driver-found-other"), icon: Some(Icon::Plus), open: first.is_empty(),
            body: html! { div.stack { @for category in &others { (line(*category)) } } } })
        (report::note(form))
        (ActionBar { body: html! { (Button::primary(t!(w, "driver-found-confirm")).icon(Icon::Check)) } })
    };
    let title = t!(w, "offline-stop", place = stop.site.name.as_str());
    let found = ActForm::new(scope.link(&format!("/driver/stops/{id}/found")), context.op_id(), body);
    let body = html! {
        (form.summary())
        (found.offline(offline::of_stop(title, stop)))
    };
    framed(context, scope, stop, body).back(scope.stop(id), t!(w, "driver-back-to-stop"))
}
