//! The settings of notices: topics, quiet hours, and whether this phone is subscribed.

use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};
use serde::Deserialize;

use super::list::page;
use super::topics_of;
use crate::app::notices::Choices;
use crate::app::{Field, FieldErrorKind};
use crate::domain::notice::{QuietHours, Topic};
use crate::t;
use crate::web::assets::asset_url;
use crate::web::context::Context;
use crate::web::error::WebError;
use crate::web::form_state::FormState;
use crate::web::input::Input;
use crate::web::ui::form::FieldKind;
use crate::web::ui::{Button, Emphasis, Icon, Notice, Page, Section};

/// What the page before this one did.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Before {
    did: String,
}

pub(super) async fn show(context: Context) -> Result<Response, WebError> {
    let choices = context.web.app.notice_choices(&context.actor).await?;
    let topics = topics_of(&context.actor);
    let mut form = FormState::new(context.words);
    for topic in topics.iter().filter(|topic| !choices.muted.contains(topic)) {
        form = form.with(Field::Topic, topic);
    }
    if let Some(quiet) = choices.quiet {
        form = form.with(Field::From, quiet.from.strftime("%H:%M")).with(Field::Until, quiet.until.strftime("%H:%M"));
    }
    context.show(settings(&context, &form)).await
}

fn settings(context: &Context, form: &FormState) -> Page {
    let w = context.words;
    let did = context.query::<Before>().did;
    let body = html! {
        @if did == "saved" { (Notice::success(t!(w, "notices-saved"))) }
        @if did == "tested" { (Notice::success(t!(w, "push-tested"))) }
        (Section { title: t!(w, "push-title"), aside: None, body: this_phone(context) })
        form.stack method="post" action="/notices/settings" {
            (Section { title: t!(w, "notices-choose"), aside: None, body: html! {
                p.hint { (t!(w, "notices-choose-hint")) }
                @for topic in topics_of(&context.actor) {
                    (form.checkbox_of(Field::Topic, topic, w.topic(topic)))
                }
            } })
            (Section { title: t!(w, "notices-quiet"), aside: None, body: html! {
                p.hint { (t!(w, "notices-quiet-hint")) }
                div.columns {
                    (form.field(FieldKind::Time, Field::From, t!(w, "notices-quiet-from")))
                    (form.field(FieldKind::Time, Field::Until, t!(w, "notices-quiet-until")))
                }
            } })
            (Button::new(t!(w, "notices-save")).icon(Icon::Check))
        }
    };
    page(context, t!(w, "notices-settings"), body).back("/notices", t!(w, "notices-title"))
}

/// Whether this phone is subscribed. The browser knows, so a script shows the state that applies.
fn this_phone(context: &Context) -> Markup {
    let w = context.words;
    let Some(push) = context.web.app.push() else {
        return html! { (Notice::info(t!(w, "push-no-server"))) };
    };
    html! {
        noscript { (Notice::warning(t!(w, "push-needs-scripts"))) }
        div.stack #push data-key=(push.public_key) {
            div.stack data-state="ask" hidden {
                p { (t!(w, "push-why")) }
                (Button::primary(t!(w, "push-enable")).icon(Icon::Bell).plain())
            }
            div.stack data-state="on" hidden {
                (Notice::success(t!(w, "push-on")))
                (Button::new(t!(w, "push-disable")).emphasis(Emphasis::Quiet).plain())
                form method="post" action="/notices/test" { (Button::new(t!(w, "push-test")).icon(Icon::Bell)) }
            }
            div data-state="blocked" hidden {
                (Notice::warning(t!(w, "push-blocked")).then(html! { p { (t!(w, "push-blocked-next")) } }))
            }
            div data-state="install" hidden {
                (Notice::info(t!(w, "push-install")).then(html! {
                    ol.stack-close {
                        li.way-out { (Icon::Share) span { (t!(w, "push-install-share")) } }
                        li.way-out { (Icon::Plus) span { (t!(w, "push-install-add")) } }
                        li.way-out { (Icon::Home) span { (t!(w, "push-install-open")) } }
                    }
                }))
            }
            div data-state="unsupported" hidden { (Notice::warning(t!(w, "push-off-unsupported"))) }
            div data-state="failed" role="alert" hidden { (Notice::danger(t!(w, "push-failed"))) }
        }
        script type="module" src=(asset_url("js/push.js")) {}
    }
}

pub(super) async fn save(context: Context, mut input: Input) -> Result<Response, WebError> {
    let (from, until) = (input.time(Field::From), input.time(Field::Until));
    match (from, until, input.is_empty(Field::From), input.is_empty(Field::Until)) {
        (_, _, true, false) => input.error(Field::From, FieldErrorKind::Missing),
        (_, _, false, true) => input.error(Field::Until, FieldErrorKind::Missing),
        (Some(from), Some(until), ..) if from == until => input.error(Field::Until, FieldErrorKind::EndsBeforeItBegins),
        _ => {}
    }
    if let Err(refusal) = input.check() {
        let form = FormState::refused(context.words, refusal, input)?;
        return Ok(form.answer(&settings(&context, &form)));
    }
    let mut topics: Vec<Topic> = Vec::new();
    let concerned = topics_of(&context.actor);
    let before = context.web.app.notice_choices(&context.actor).await?;
    // What is not on the page stays as it was.
    topics.extend(before.muted.into_iter().filter(|topic| !concerned.contains(topic)));
    topics.extend(concerned.into_iter().filter(|topic| !input.all(Field::Topic).any(|word| word == topic.word())));
    let quiet = from.zip(until).map(|(from, until)| QuietHours { from, until });
    context.web.app.choose_notices(&context.actor, Choices { muted: topics, quiet }).await?;
    Ok(Redirect::to("/notices/settings?did=saved").into_response())
}

pub(super) async fn test(context: Context, _: Input) -> Result<Response, WebError> {
    context.web.app.test_notice(&context.actor).await?;
    Ok(Redirect::to("/notices/settings?did=tested").into_response())
}
