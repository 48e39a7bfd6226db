//! Announcing: category tiles with plus and minus, and all the rest preset.

use axum::extract::Query;
use axum::response::Response;
use serde::Deserialize;

use super::{form, tiles, today};
use crate::app::announce::{Surplus, usual_pickup};
use crate::domain::people::Role;
use crate::t;
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
}

pub(super) async fn show(context: Context, Query(like): Query<Like>) -> Result<Response, WebError> {
    let scope = Scope::of(&context, Role::Donor).await?;
    let closures = context.web.app.closures(&context.actor).await?;
    let usual = usual_pickup(scope.site(), &context.zone, &closures, context.now());
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
    let closures = context.web.app.closures(&context.actor).await?;
    let usual = usual_pickup(site, &context.zone, &closures, context.now());
    let done = match form::read(&mut input, &context, usual).await {
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
    let surplus = Surplus { date: context.today(), lots: Vec::new(), note: String::new(), photo: None };
    match context.web.app.announce_surplus(&context.actor, act, scope.site().id, surplus).await {
        Ok(done) => Ok(context.acted(&done, &scope.path("/donor"))),
        Err(refusal) => {
            let form = FormState::refused(context.words, refusal, input)?;
            Ok(form.answer(&today::page(&context, &scope, &form).await?))
        }
    }
}

fn page(context: &Context, scope: &Scope, form: &FormState) -> Page {
    scope.page(context, Tab::DonorAnnounce, t!(context.words, "donor-push"), tiles::form(context, scope, form))
}
