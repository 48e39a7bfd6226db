//! What the script of a phone sends: its push subscription, or that it has none.

use axum::Json;
use axum::http::header::SET_COOKIE;
use axum::response::{IntoResponse, Response};
use serde::Serialize;

use crate::app::{Field, FieldError, FieldErrorKind};
use crate::domain::mailbox::Mailbox;
use crate::web::context::{Context, PushChoice, push_cookie};
use crate::web::error::WebError;
use crate::web::input::Input;

/// The answer to the script.
#[derive(Debug, Serialize)]
struct Told {
    /// The public key of the server; none if it sends no messages.
    key: Option<String>,
    /// Whether the phone should subscribe again: its subscription is lost, or bound to another key.
    again: bool,
}

/// Stores the subscription of a phone. Without an endpoint, the phone only asks whether it should subscribe again.
pub(super) async fn subscribe(context: Context, input: Input) -> Result<Response, WebError> {
    let Some(push) = context.web.app.push() else {
        return Ok(Json(Told { key: None, again: false }).into_response());
    };
    let key = Some(push.public_key.clone());
    let field = |name: Field| input.text(name).to_owned();
    let mailbox = Mailbox { endpoint: field(Field::Endpoint), p256dh: field(Field::P256dh), auth: field(Field::Auth) };
    if mailbox.endpoint.is_empty() {
        let again = context.push_choice == Some(PushChoice::On);
        return Ok(Json(Told { key, again }).into_response());
    }
    if mailbox.p256dh.is_empty() || mailbox.auth.is_empty() {
        return Err(FieldError::new(Field::P256dh, FieldErrorKind::Missing).into());
    }
    let vapid = field(Field::Vapid);
    if vapid != push.public_key {
        return Ok(Json(Told { key, again: true }).into_response());
    }
    context.web.app.subscribe(&context.actor, mailbox, &vapid).await?;
    let cookie = push_cookie(Some(PushChoice::On), context.web.secure);
    Ok(([(SET_COOKIE, cookie)], Json(Told { key, again: false })).into_response())
}

/// Ends the subscription of a phone.
pub(super) async fn unsubscribe(context: Context, _: Input) -> Result<Response, WebError> {
    context.web.app.unsubscribe(&context.actor).await?;
    let cookie = push_cookie(Some(PushChoice::Later), context.web.secure);
    Ok(([(SET_COOKIE, cookie)], Json(Told { key: None, again: false })).into_response())
}
