//! A person's recent notices. Everything that is pushed stands here too, so nothing depends on the push arriving.

use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};

use super::address::{opening, page_of};
use crate::app::Refusal;
use crate::domain::id::NoticeId;
use crate::domain::notice::{News, Notice};
use crate::t;
use crate::web::address::Id;
use crate::web::context::{Context, audiences_of, percent};
use crate::web::error::WebError;
use crate::web::input::Input;
use crate::web::ui::{
    Audience, Badge, CallButton, Card, EmptyState, Icon, LinkButton, Notice as Warning, Page, Tab, Tone,
};

pub(super) async fn show(context: Context) -> Result<Response, WebError> {
    let w = context.words;
    let app = &context.web.app;
    // What a coordinator should look at stands on the page of alarms, put together and as it is now.
    let notices = app.notices(&context.actor).await?;
    let notices: Vec<_> = notices.into_iter().filter(|notice| !matches!(notice.news, News::Alarm { .. })).collect();
    let to_do = if context.actor.coordinates() { app.to_do(&context.actor).await? } else { 0 };
    let blocked = if context.actor.coordinates() { app.push_blocked_phones(&context.actor).await? } else { 0 };
    let body = html! {
        @if blocked > 0 {
            (Warning::danger(t!(w, "notices-push-blocked", n = blocked)).then(html! { p { (t!(w, "notices-push-blocked-next")) } }))
        }
        (LinkButton::new("/notices/settings", t!(w, "notices-settings")).icon(Icon::Settings))
        @if to_do > 0 {
            a.alarm-line href="/coordinator/alarms" {
                (Icon::Alarm) strong { (t!(w, "day-alarms", n = to_do)) } (Icon::Chevron)
            }
        } @else if notices.is_empty() {
            (EmptyState::new(Icon::Bell, t!(w, "notices-none")).next_step(t!(w, "notices-none-next")))
        }
        @for notice in &notices { (card(&context, notice)) }
    };
    context.show(page(&context, t!(w, "notices-title"), body).count(Tab::CoordinatorAlarms, to_do)).await
}

/// A page that belongs to no tab.
pub(super) fn page(context: &Context, title: String, body: Markup) -> Page {
    let audience = audiences_of(&context.actor).first().copied().unwrap_or(Audience::Driver);
    context.page_of(audience, title, body)
}

fn card(context: &Context, notice: &Notice) -> Markup {
    let w = context.words;
    let words = w.notice(&notice.news, &context.zone, context.now());
    let over = notice.retracted.is_some() || notice.expires <= context.now();
    let body = html! {
        p { @if notice.retracted.is_some() { s { (words.body) } } @else { (words.body) } }
        div.badges {
            @if notice.retracted.is_some() {
                (Badge::new(Tone::Neutral, t!(w, "news-withdrawn")).icon(Icon::Cross))
            } @else if !over && notice.answered.is_none() {
                (Badge::new(Tone::Warning, t!(w, "notices-new")).icon(Icon::Bell))
            }
            span.soft.small { (context.when(notice.created)) }
        }
        @if !over {
            div.button-row {
                @if let News::NoAnswer { name, phone, .. } = &notice.news {
                    @if !phone.is_empty() { (CallButton { words: w, name, phone }) }
                }
                (LinkButton::new(open_href(notice), t!(w, "notices-open")).icon(Icon::Arrow))
            }
        }
    };
    html! { (Card::new(body).title(words.title)) }
}

/// The address that opens a notice. `to` is for the service worker: without a network it shows that page from its
/// cache.
fn open_href(notice: &Notice) -> String {
    format!("{}?to={}", opening(notice.id), percent(&page_of(notice.target)))
}

/// Answers a notice and redirects to its page, also where nothing can be written: then it is answered another time.
pub(super) async fn open(context: Context, Id(id): Id<NoticeId>) -> Result<Response, WebError> {
    let (app, who) = (&context.web.app, &context.actor);
    let notice = match app.answer_notice(who, id).await {
        Err(Refusal::Store(_)) => app.notice(who, id).await?,
        answered => answered?,
    };
    Ok(Redirect::to(&page_of(notice.target)).into_response())
}

/// Answers a notice whose page the phone opens by itself.
pub(super) async fn answer(context: Context, Id(id): Id<NoticeId>, _: Input) -> Result<Response, WebError> {
    let notice = context.web.app.answer_notice(&context.actor, id).await?;
    Ok(Redirect::to(&page_of(notice.target)).into_response())
}
