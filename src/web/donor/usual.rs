//! A shop's week: on which days something is expected of it.

use axum::response::Response;

use crate::domain::people::Role;
use crate::t;
use crate::web::context::Context;
use crate::web::error::WebError;
use crate::web::input::Input;
use crate::web::scope::Scope;
use crate::web::ui::Tab;
use crate::web::usual;

/// `/donor/usual`
pub(super) async fn show(context: Context) -> Result<Response, WebError> {
    let (scope, w) = (Scope::of(&context, Role::Donor).await?, context.words);
    let week = context.web.app.usual_week(&context.actor, scope.site()).await?;
    let body = usual::form(&context, &week, &scope.path("/donor/usual"));
    let page = scope.page(&context, Tab::DonorHistory, t!(w, "usual-title"), body);
    context.show(page.back(scope.path("/donor/history"), t!(w, "tab-donor-history"))).await
}

/// `POST /donor/usual`
pub(super) async fn save(context: Context, mut input: Input) -> Result<Response, WebError> {
    let scope = Scope::of(&context, Role::Donor).await?;
    let choices = usual::read(&mut input)?;
    context.web.app.set_usual_week(&context.actor, scope.site().id, choices).await?;
    Ok(context.saved(&scope.path("/donor/usual")))
}
