//! Announcing: category tiles with plus and minus, and all the rest preset.

use axum::extract::Query;
use axum::response::Response;
use maud::Markup;
use serde::Deserialize;

use super::form::Form;
use super::tiles;
use crate::app::announce::{Surplus, usual_pickup};
use crate::app::{FieldError, Refusal};
use crate::domain::people::Role;
use crate::t;
use crate::web::context::Context;
use crate::web::error::WebError;
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
    let (date, until) = usual_pickup(scope.site(), &context.zone, &closures, context.now());
    let mut form = Form::empty(date, until);
    let last = context.web.app.last_surplus(&context.actor, scope.site().id, date).await?;
    if like.like == "yesterday" {
        form.fill(&last);
    } else {
        form.learn(&last);
    }
    context.show(page(&context, &scope, tiles::form(&context, &scope, &form, &[]))).await
}

pub(super) async fn announce(context: Context, mut input: Input) -> Result<Response, WebError> {
    let scope = Scope::of(&context, Role::Donor).await?;
    let act = input.act(&context.web)?;
    let site = scope.site();
    let closures = context.web.app.closures(&context.actor).await?;
    let usual = usual_pickup(site, &context.zone, &closures, context.now());
    let form = Form::typed(&input, usual);
    let surplus = match form.surplus(&mut input, &context).await {
        Ok(surplus) => context.web.app.announce_surplus(&context.actor, act, site.id, surplus).await,
        Err(refusal) => Err(refusal),
    };
    match surplus {
        Ok(done) => Ok(context.acted(&done, &scope.path("/donor"))),
        Err(Refusal::Invalid(faults)) => {
            let body = tiles::form(&context, &scope, &form, &at_controls(faults));
            Ok(context.mistaken(act, &page(&context, &scope, body)))
        }
        Err(refusal) => Ok(context.refused(act, refusal)),
    }
}

pub(super) async fn nothing(context: Context, input: Input) -> Result<Response, WebError> {
    let scope = Scope::of(&context, Role::Donor).await?;
    let act = input.act(&context.web)?;
    let surplus = Surplus { date: context.today(), lots: Vec::new(), note: String::new(), photo: None };
    match context.web.app.announce_surplus(&context.actor, act, scope.site().id, surplus).await {
        Ok(done) => Ok(context.acted(&done, &scope.path("/donor"))),
        Err(refusal) => Ok(context.refused(act, refusal)),
    }
}

fn page(context: &Context, scope: &Scope, body: Markup) -> Page {
    scope.page(context, Tab::DonorAnnounce, t!(context.words, "donor-push"), body)
}

/// Faults of a lot's time belong to the one time of the form; each is said once.
fn at_controls(faults: Vec<FieldError>) -> Vec<FieldError> {
    let mut placed: Vec<FieldError> = Vec::new();
    for fault in faults {
        let field = if fault.field.starts_with("until-") { "until".to_owned() } else { fault.field };
        let fault = FieldError::new(field, fault.kind);
        if !placed.contains(&fault) {
            placed.push(fault);
        }
    }
    placed
}
