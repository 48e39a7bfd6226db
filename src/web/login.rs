//! Coming in with a code, and going out.

use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::http::header::SET_COOKIE;
use axum::response::{AppendHeaders, IntoResponse, Redirect, Response};
use maud::{Markup, html};
use serde::Deserialize;

use super::Web;
use super::context::{Context, audiences_of, device_label, own_path, push_cookie, session_cookie};
use super::error::WebError;
use super::input::Input;
use super::public::public_page;
use super::routes::{Access, Routes};
use super::ui::form::FieldKind;
use super::ui::{Button, Notice};
use crate::app::Field;
use crate::domain::people::Actor;
use crate::t;
use crate::web::address::Query;
use crate::web::form_state::FormState;
use crate::web::ui::hidden;
use crate::words::Words;

/// The routes of this folder.
pub fn routes(routes: Routes) -> Routes {
    routes
        .get("/", Access::Public, home)
        .get("/login", Access::Public, ask)
        .post("/login", Access::Public, enter)
        .get("/enter/{code}", Access::Public, open_link)
        .post("/logout", Access::Signed, leave)
}

/// Where somebody goes after the login.
#[derive(Debug, Default, Deserialize)]
struct Next {
    #[serde(default)]
    next: String,
}

fn start_page(actor: &Actor) -> &'static str {
    audiences_of(actor).first().map_or("/login", |audience| audience.home())
}

async fn home(context: Option<Context>) -> Redirect {
    Redirect::to(context.map_or("/login", |context| start_page(&context.actor)))
}

async fn ask(State(web): State<Web>, words: Words, Query(next): Query<Next>) -> Markup {
    use maud::Render;
    let body = code_form(&FormState::new(words).with(Field::Next, next.next));
    public_page(&web, words, t!(words, "login-title"), body).lead(t!(words, "app-description")).render()
}

fn code_form(form: &FormState) -> Markup {
    let w = form.words;
    html! {
        div #waits hidden { (Notice::warning(t!(w, "offline-login"))) }
        form.stack method="post" action="/login" {
            (hidden(Field::Next, form.value(Field::Next)))
            (form.field(FieldKind::Code, Field::Code, t!(w, "login-code-label")).hint(t!(w, "login-code-hint")).required())
            (Button::primary(t!(w, "login-submit")))
        }
        p.soft { (t!(w, "login-no-code")) }
    }
}

async fn enter(State(web): State<Web>, words: Words, headers: HeaderMap, input: Input) -> Result<Response, WebError> {
    let next = input.text(Field::Next).to_owned();
    match web.app.enter(input.text(Field::Code), &device_label(&headers)).await {
        Ok(admitted) => {
            let to = match own_path(&next) {
                "/" => start_page(&admitted.actor),
                path => path,
            };
            Ok(([(SET_COOKIE, session_cookie(Some(&admitted.token), web.secure))], Redirect::to(to)).into_response())
        }
        Err(refusal) => {
            let form = FormState::refused(words, refusal, input)?;
            Ok(form.answer(&public_page(&web, words, t!(words, "login-title"), code_form(&form))))
        }
    }
}

/// A link opened by QR or from a message. It asks for one more tap, so that a program that only looks at the link does
/// not use the code up; in a demonstration, where codes can be used again, it lets in at once.
async fn open_link(
    State(web): State<Web>,
    words: Words,
    headers: HeaderMap,
    Path(code): Path<String>,
) -> Result<Response, WebError> {
    let code: String = code.chars().take(64).collect();
    match web.app.look_at_code(&code).await {
        Ok(invitation) if invitation.reusable => {
            let admitted = web.app.enter(&code, &device_label(&headers)).await?;
            let cookie = session_cookie(Some(&admitted.token), web.secure);
            Ok(([(SET_COOKIE, cookie)], Redirect::to(start_page(&admitted.actor))).into_response())
        }
        Ok(invitation) => {
            let body = html! {
                form.stack method="post" action="/login" {
                    (hidden(Field::Code, &code))
                    p { (t!(words, "login-welcome", name = invitation.name)) }
                    (Button::primary(t!(words, "login-submit")))
                }
            };
            use maud::Render;
            Ok(public_page(&web, words, t!(words, "login-title"), body).render().into_response())
        }
        Err(refusal) => {
            let form = FormState::refused(words, refusal, Input::default())?;
            Ok(form.answer(&public_page(&web, words, t!(words, "login-title"), code_form(&form))))
        }
    }
}

async fn leave(context: Context) -> Result<Response, WebError> {
    if let Some(device) = context.actor.device {
        context.web.app.revoke(&context.actor, device).await?;
    }
    // Who signs in next on this phone is asked anew.
    let secure = context.web.secure;
    let cookies = AppendHeaders([session_cookie(None, secure), push_cookie(None, secure)].map(|set| (SET_COOKIE, set)));
    Ok((cookies, Redirect::to("/login")).into_response())
}
