//! Checking what came: one temperature for each cold class, accept all, or all but these.

use axum::response::Response;
use serde::Deserialize;

use super::check_form;
use crate::app::point::ToCheck;
use crate::domain::id::RoundId;
use crate::domain::people::Role;
use crate::t;
use crate::web::address::id_of;
use crate::web::context::Context;
use crate::web::error::WebError;
use crate::web::form_state::FormState;
use crate::web::input::Input;
use crate::web::scope::Scope;
use crate::web::ui::{Page, Tab};

pub(super) async fn show(context: Context) -> Result<Response, WebError> {
    let scope = Scope::of(&context, Role::Point).await?;
    let to_check = context.web.app.point_to_check(&context.actor, scope.site(), from(&context)?).await?;
    let form = check_form::filled(context.words, &to_check);
    context.show(page(&context, &scope, &to_check, &form)).await
}

pub(super) async fn check(context: Context, mut input: Input) -> Result<Response, WebError> {
    let scope = Scope::of(&context, Role::Point).await?;
    let act = input.act(&context.web)?;
    let from = from(&context)?;
    let read = check_form::read(&mut input, from);
    let checked = match read {
        Ok(check) => context.web.app.check_in(&context.actor, act, scope.site().id, check).await,
        Err(refusal) => Err(refusal),
    };
    match checked {
        Ok(done) => Ok(context.acted(&done, &scope.path("/point"))),
        Err(refusal) => {
            let mut form = FormState::refused(context.words, refusal, input)?;
            let to_check = context.web.app.point_to_check(&context.actor, scope.site(), from).await?;
            check_form::set_aside(&mut form, &to_check);
            Ok(form.answer(&page(&context, &scope, &to_check, &form)))
        }
    }
}

fn page(context: &Context, scope: &Scope, to_check: &ToCheck, form: &FormState) -> Page {
    let w = context.words;
    let body = check_form::page(context, scope, to_check, form);
    scope
        .page(context, Tab::PointArrivals, t!(w, "point-check-title"), body)
        .back(scope.path("/point"), t!(w, "tab-point-arrivals"))
}

/// The round whose vehicle still has the lots: `?from=`.
#[derive(Debug, Default, Deserialize)]
struct Asked {
    from: Option<String>,
}

fn from(context: &Context) -> Result<Option<RoundId>, WebError> {
    context.query::<Asked>().from.as_deref().map(id_of).transpose()
}
