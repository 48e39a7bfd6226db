//! The server's side of a phone's outbox: what a phone sends by itself, later, and the page of what waits there.
//!
//! A phone names the person, the act, when it was done and the phone's count of acts in the header
//! `Outbox: <person> <act> <UTC milliseconds> <count>`. The answer is for a program: 200 with the address to go on to, or
//! a refusal with its page. `Op-Ack` says that the act needs no further sending.

use axum::extract::rejection::RawPathParamsRejection;
use axum::extract::{RawPathParams, Request, State};
use axum::http::{Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};

use super::Web;
use super::assets::asset_url;
use super::context::{Context, acknowledge, audiences_of, session_token};
use super::error::WebError;
use super::routes::{Access, Routes};
use super::sent::{Sent, sent};
use super::ui::{ActionBar, Audience, Button, Card, Emphasis, EmptyState, Icon, Notice};
use crate::app::{Act, Refusal};
use crate::domain::quantity::Seconds;
use crate::t;

/// Somebody who did something this recently still sees what became of it: the page waits for the answer two seconds more.
const STILL_THERE: Seconds = Seconds(2);

/// The routes of this page.
pub fn routes(routes: Routes) -> Routes {
    routes.get("/outbox", Access::Signed, page)
}

/// Answers a phone's program: where a page would lead on, the address; what cannot change any more, as final.
pub async fn for_phones(
    State(web): State<Web>,
    path: Result<RawPathParams, RawPathParamsRejection>,
    request: Request,
    next: Next,
) -> Response {
    let phone = sent(request.headers()).filter(|_| request.method() == Method::POST);
    let token = session_token(request.headers(), web.secure);
    let mut answer = next.run(request).await;
    let Some(phone) = phone else { return answer };
    let status = answer.status();
    if status.is_redirection() && answer.headers().contains_key("op-ack") {
        let next = answer.headers().get(header::LOCATION).and_then(|to| to.to_str().ok()).unwrap_or("/").to_owned();
        answer = next.into_response();
        acknowledge(&mut answer, phone.op);
    } else if is_final(status) {
        // A conflict is kept by the verb itself, which knows more of it; whoever is still in front of the form mends it.
        // A time that is yet to come is a clock that is wrong, and says nothing of how long ago it was.
        let now = web.app.now();
        let is_late = phone.at > now || now.since(phone.at) > STILL_THERE;
        if status != StatusCode::CONFLICT && is_late && keep_refused(&web, token, phone).await.is_err() {
            return answer;
        }
        acknowledge(&mut answer, phone.op);
    } else if let (StatusCode::UNAUTHORIZED, Some(token)) = (status, token) {
        // The act waits on the phone until its person is let in again; the coordinator hears of it meanwhile.
        let stop = path.ok().and_then(|path| path.iter().find(|(name, _)| *name == "stop")?.1.parse().ok());
        if let Err(refusal) = web.app.hold_back(&token, phone.person, (phone.op, stop), phone.at).await {
            tracing::warn!(error = %refusal, "an act that was held back could not be noted");
        }
    }
    answer
}

async fn keep_refused(web: &Web, token: Option<String>, sent: Sent) -> Result<(), Refusal> {
    let Some(token) = token else { return Ok(()) };
    match web.app.session(&token).await? {
        Some(session) => {
            let act = Act { op: sent.op, occurred: Some(sent.at), device_seq: sent.count };
            web.app.keep_refused(&session.actor, act).await
        }
        None => Ok(()),
    }
}

/// Whether sending the same again can only bring the same answer.
const fn is_final(status: StatusCode) -> bool {
    matches!(
        status,
        StatusCode::FORBIDDEN
            | StatusCode::NOT_FOUND
            | StatusCode::CONFLICT
            | StatusCode::PAYLOAD_TOO_LARGE
            | StatusCode::UNPROCESSABLE_ENTITY
    )
}

async fn page(context: Context) -> Result<Response, WebError> {
    let w = context.words;
    let body = html! {
        noscript { (Notice::warning(t!(w, "outbox-needs-scripts"))) }
        p.hint { (t!(w, "outbox-how")) }
        div #outbox-empty hidden {
            (EmptyState::new(Icon::Check, t!(w, "outbox-empty")).next_step(t!(w, "outbox-empty-hint")).link("/", t!(w, "outbox-home")))
        }
        div.stack #outbox data-waiting=(t!(w, "outbox-waiting")) data-early=(t!(w, "outbox-early")) data-refused=(t!(w, "outbox-refused"))
            data-other-person=(t!(w, "outbox-other-person")) data-seen=(t!(w, "outbox-seen")) {}
        template #outbox-entry { (entry(&context)) }
        script type="module" src=(asset_url("js/waiting.js")) {}
        div #outbox-again hidden {
            (ActionBar { body: html! { (Button::primary(t!(w, "outbox-again")).icon(Icon::Undo).plain()) } })
        }
    };
    let audience = audiences_of(&context.actor).first().copied().unwrap_or(Audience::Driver);
    context.show(context.page_of(audience, t!(w, "outbox-title"), body)).await
}

fn entry(context: &Context) -> Markup {
    let w = context.words;
    let body = html! {
        p { strong data-part="title" {} }
        p.soft { (t!(w, "outbox-since")) " " span.number data-part="since" {} }
        p data-part="state" {}
        p data-part="why" {}
        (Button::new(t!(w, "undo")).emphasis(Emphasis::Quiet).plain())
    };
    html! { (Card::new(body)) }
}
