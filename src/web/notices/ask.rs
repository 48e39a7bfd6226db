//! The card that asks whether somebody wants notices on this phone.

use axum::http::header::SET_COOKIE;
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};

use crate::app::Field;
use crate::t;
use crate::web::context::{Context, PushChoice, own_path, push_cookie};
use crate::web::error::WebError;
use crate::web::input::Input;
use crate::web::ui::{Button, Card, Emphasis, Icon, LinkButton, hidden};

/// The card, unless this phone is subscribed already or was asked in the past days. `question` is its title.
pub async fn ask(context: &Context, question: String) -> Result<Markup, WebError> {
    let app = &context.web.app;
    if app.push().is_none() || context.push_choice.is_some() || app.subscription(&context.actor).await?.is_some() {
        return Ok(html! {});
    }
    let w = context.words;
    let body = html! {
        p { (t!(w, "push-why")) }
        div.button-row {
            (LinkButton::new("/notices/settings", t!(w, "push-enable")).icon(Icon::Bell))
            form method="post" action="/notices/later" {
                (hidden(Field::Back, &context.path))
                (Button::new(t!(w, "push-not-now")).emphasis(Emphasis::Quiet))
            }
        }
    };
    Ok(html! { (Card::new(body).title(question).icon(Icon::Bell)) })
}

pub(super) async fn later(context: Context, input: Input) -> Result<Response, WebError> {
    let cookie = push_cookie(Some(PushChoice::Later), context.web.secure);
    Ok(([(SET_COOKIE, cookie)], Redirect::to(own_path(input.text(Field::Back)))).into_response())
}
