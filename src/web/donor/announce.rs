//! Announcing: category tiles with plus and minus, and all the rest preset.

use axum::response::Response;
use serde::Deserialize;

use jiff::civil::{Date, Time};

use super::{form, tiles, today};
use crate::app::Field;
use crate::app::announce::{pickup_on, pickup_until, usual_pickup};
use crate::domain::people::Role;
use crate::t;
use crate::web::address::Query;
use crate::web::context::Context;
use crate::web::error::WebError;
use crate::web::form_state::FormState;
use crate::web::input::Input;
use crate::web::scope::Scope;
use crate::web::ui::{Page, Tab};

/// What a new announcement is filled with.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Like {
    #[serde(default)]
    like: String,
    /// The local day it is for; the next pickup where it is not said, or nonsense.
    #[serde(default)]
    date: String,
}

pub(super) async fn show(context: Context, Query(like): Query<Like>) -> Result<Response, WebError> {
    let scope = Scope::of(&context, Role::Donor).await?;
    let usual = match like.date.parse::<Date>() {
        Ok(day) if day >= context.today() => {
            pickup_on(scope.site(), &context.web.app.closures(&context.actor).await?, day)
        }
        _ => usual(&context, &scope).await?,
    };
    let last = context.web.app.last_surplus(&context.actor, scope.site().id, usual.0).await?;
    let mut form = form::filled(context.words, usual, &last);
    if like.like == "yesterday" {
        form::repeat(&mut form, &last);
    }
    context.show(page(&context, &scope, &form)).await
}

pub(super) async fn announce(context: Context, mut input: Input) -> Result<Response, WebError> {
    let scope = Scope::of(&context, Role::Donor).await?;
    let act = input.act(&context.web)?;
    let site = scope.site();
    let usual = usual(&context, &scope).await?;
    let closures = context.web.app.closures(&context.actor).await?;
    let ready_until = |at| pickup_until(site, &closures, &context.zone, at);
    let done = match form::read(&mut input, &context, usual, ready_until).await {
        Ok(surplus) => context.web.app.announce_surplus(&context.actor, act, site.id, surplus).await,
        Err(refusal) => Err(refusal),
    };
    match done {
        Ok(done) => Ok(context.acted(&done, &scope.path("/donor"))),
        Err(refusal) => {
            let form = FormState::refused(context.words, refusal, input)?;
            Ok(form.answer(&page(&context, &scope, &form)))
        }
    }
}

pub(super) async fn nothing(context: Context, mut input: Input) -> Result<Response, WebError> {
    let scope = Scope::of(&context, Role::Donor).await?;
    let act = input.act(&context.web)?;
    let date = input.date(Field::Date);
    let done = match input.check() {
        Ok(()) => context.web.app.nothing_today(&context.actor, act, scope.site().id, date).await,
        Err(refusal) => Err(refusal),
    };
    match done {
        Ok(done) => Ok(context.acted(&done, &scope.path("/donor"))),
        Err(refusal) => {
            let form = FormState::refused(context.words, refusal, input)?;
            Ok(form.answer(&today::page(&context, &scope, &form).await?))
        }
    }
}

fn page(context: &Context, scope: &Scope, form: &FormState) -> Page {
    let w = context.words;
    let day = form.parsed(Field::Date).unwrap_or_else(|| context.today());
    let title = t!(w, "donor-push", day = w.date_from(day, context.today()));
    scope.page(context, Tab::DonorAnnounce, title, tiles::form(context, scope, form, day))
}

/// The day and the time of the next pickup.
async fn usual(context: &Context, scope: &Scope) -> Result<(Date, Time), WebError> {
    let closures = context.web.app.closures(&context.actor).await?;
    Ok(usual_pickup(scope.site(), &context.zone, &closures, context.now()))
}
