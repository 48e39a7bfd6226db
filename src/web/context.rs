//! What a handler knows of its request: who asks, in which language, at what time.

use axum::extract::{FromRequestParts, OptionalFromRequestParts, Request};
use axum::http::header::USER_AGENT;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::CookieJar;
use maud::{Markup, Render, html};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::Web;
use super::address::{query, with_query};
use super::error::WebError;
use super::public::{demo_banner, page_clock};
use super::say;
use super::ui::{Audience, Notice, Page, Tab, Toast, UndoToast};
use crate::app::people::Session;
use crate::app::{Done, Refusal};
use crate::domain::id::OpId;
use crate::domain::people::{Actor, Role};
use crate::domain::time::{Millis, Zone};
use crate::t;
use crate::words::Words;

/// The name of the session cookie where the connection is encrypted.
const SECURE_COOKIE: &str = "__Host-girofresco";
/// Its name on a plain local connection.
const PLAIN_COOKIE: &str = "girofresco";

/// What a handler knows of its request.
#[derive(Debug, Clone)]
pub struct Context {
    /// The application and the settings of the edge.
    pub web: Web,
    pub actor: Actor,
    pub words: Words,
    /// The time zone of their area.
    pub zone: Zone,
    /// The path and query of the request.
    pub path: String,
    /// What the page before this one did.
    before: Before,
    /// What the phone said about notices: that it gets them, or that it wants to be asked another day.
    pub push_choice: Option<PushChoice>,
}

/// What the page before this one did, as it says in the address it leads to.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
struct Before {
    /// The act that was done.
    done: String,
    /// Whether something was saved.
    saved: String,
}

/// What a phone keeps of the question whether it wants notices.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PushChoice {
    On,
    Later,
}

/// The name of the cookie that keeps it.
const PUSH_COOKIE: &str = "push";

/// The cookie that keeps what a phone said about notices, or forgets it.
pub fn push_cookie(choice: Option<PushChoice>, secure: bool) -> String {
    let day = 24 * 3600;
    let (value, age) = match choice {
        Some(PushChoice::On) => ("on", 365 * day),
        Some(PushChoice::Later) => ("later", 14 * day),
        None => ("", 0),
    };
    let rest = if secure { "; Secure" } else { "" };
    format!("{PUSH_COOKIE}={value}; Path=/; Max-Age={age}; HttpOnly; SameSite=Lax{rest}")
}

fn push_choice(headers: &HeaderMap) -> Option<PushChoice> {
    match CookieJar::from_headers(headers).get(PUSH_COOKIE)?.value() {
        "on" => Some(PushChoice::On),
        "later" => Some(PushChoice::Later),
        _ => None,
    }
}

impl FromRequestParts<Web> for Context {
    type Rejection = WebError;

    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Self, WebError> {
        let session = parts.extensions.get::<Session>().cloned().ok_or(Refusal::NotAllowed)?;
        let words = match <Words as FromRequestParts<Web>>::from_request_parts(parts, web).await {
            Ok(words) => words,
            Err(never) => match never {},
        };
        let zone = web.app.area(&session.actor).await?.zone;
        let words = words.on(zone.date(web.app.now()));
        let path = parts.uri.path_and_query().map_or_else(|| "/".to_owned(), ToString::to_string);
        let before = query(&parts.uri);
        let push_choice = push_choice(&parts.headers);
        Ok(Self { web: web.clone(), actor: session.actor, words, zone, path, before, push_choice })
    }
}

impl OptionalFromRequestParts<Web> for Context {
    type Rejection = WebError;

    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Option<Self>, WebError> {
        if parts.extensions.get::<Session>().is_none() {
            return Ok(None);
        }
        <Self as FromRequestParts<Web>>::from_request_parts(parts, web).await.map(Some)
    }
}

impl Context {
    /// The time now.
    pub fn now(&self) -> Millis {
        self.web.app.now()
    }

    /// A fresh id for a form: what the browser replaces at the tap, and what counts without JavaScript.
    pub fn op_id(&self) -> String {
        self.web.app.machine().id::<OpId>().to_string()
    }

    /// A local clock time, such as `14:20`.
    pub fn clock(&self, at: Millis) -> String {
        self.words.clock(self.zone.local(at).time())
    }

    /// The clock time at which something ends that began at `from`, with the day where that is another one. Midnight is the
    /// end of the day before it.
    pub fn clock_until(&self, from: Millis, until: Millis) -> String {
        let (first, last, w) = (self.zone.date(from), self.zone.date(Millis(until.0 - 1)), self.words);
        match self.clock(until) {
            time if first == last => time,
            time if last == self.today().tomorrow().unwrap_or(first) => t!(w, "clock-tomorrow", time = time),
            time => t!(w, "clock-next-day", time = time),
        }
    }

    /// A local clock time, with the day in front when it is not today.
    pub fn when(&self, at: Millis) -> String {
        let (local, today) = (self.zone.local(at), self.today());
        if local.date() == today {
            self.words.clock(local.time())
        } else {
            format!("{} {}", self.words.date_short(local.date()), self.words.clock(local.time()))
        }
    }

    /// The local day today.
    pub fn today(&self) -> jiff::civil::Date {
        self.zone.date(self.now())
    }

    /// A page of a tab, with everything that all pages of a person have.
    pub fn page(&self, tab: Tab, title: impl Into<String>, body: Markup) -> Page {
        self.furnish(Page::new(self.words, title, body).tab(tab))
    }

    /// A page of an audience without a lit tab.
    pub fn page_of(&self, audience: Audience, title: impl Into<String>, body: Markup) -> Page {
        self.furnish(Page::new(self.words, title, body).audience(audience))
    }

    fn furnish(&self, page: Page) -> Page {
        let audience = page.audience;
        let audiences = audiences_of(&self.actor).into_iter().filter(|other| Some(*other) != audience).collect();
        page.person(&self.actor.name)
            .person_id(self.actor.person)
            .path(&self.path)
            .other_audiences(audiences)
            .demo(demo_banner(&self.web, self.words, &self.zone))
            .clock(page_clock(&self.web, Some(&self.zone)))
    }

    /// Renders a page with the message of the act that led to it: done, what to know, and the way back.
    pub async fn show(&self, page: Page) -> Result<Response, WebError> {
        let page = page.new_notices(self.web.app.new_notices(&self.actor).await?);
        let page = match &*self.before.saved {
            "" => page,
            _ => page.toasts(html! { (Toast { message: t!(self.words, "coordinator-saved") }) }),
        };
        let Ok(op) = self.before.done.parse::<OpId>() else { return Ok(page.render().into_response()) };
        let Some(done) = self.web.app.done(&self.actor, op).await? else { return Ok(page.render().into_response()) };
        let (w, undo) = (self.words, done.undo_until);
        let deed = self.web.app.deed(&self.actor, op).await?;
        let message = deed.map_or_else(|| t!(w, "undo-done"), |deed| say::deed(w, &deed, self.today()));
        let toasts = html! {
            @match undo {
                Some(until) => (UndoToast {
                    words: w,
                    message,
                    action: format!("/acts/{op}/undo?back={}", percent(&without_done(&self.path))),
                    of: op.to_string(),
                    op_id: self.op_id(),
                    seconds: u32::try_from(until.since(self.now()).0.clamp(1, 60)).unwrap_or(10),
                }),
                None => (Toast { message }),
            }
        };
        let mut page = page.toasts(toasts);
        if !done.said.is_empty() {
            let body = std::mem::replace(&mut page.body, html! {});
            page.body = html! {
                @for said in &done.said { (Notice::warning(say::said(self.words, said, |at| self.when(at)))) }
                (body)
            };
        }
        Ok(page.render().into_response())
    }

    /// The answer to an act: on to `next`, which shows what was done. `Op-Ack` tells a phone that the act is kept.
    pub fn acted(&self, done: &Done, next: &str) -> Response {
        let mut answer = Redirect::to(&with_query(next, "done", done.op)).into_response();
        acknowledge(&mut answer, done.op);
        answer
    }

    /// The answer to a form that was saved: on to `next`, which says so.
    pub fn saved(&self, next: &str) -> Response {
        Redirect::to(&with_query(next, "saved", 1)).into_response()
    }

    /// What the query of the page's address says.
    pub fn query<T: DeserializeOwned + Default>(&self) -> T {
        query(&self.path.parse().unwrap_or_default())
    }
}

/// Marks an answer as final for an act: the phone need not send it again.
pub fn acknowledge(answer: &mut Response, op: OpId) {
    if let Ok(value) = HeaderValue::from_str(&op.to_string()) {
        answer.headers_mut().insert("op-ack", value);
    }
}

/// The audiences whose pages a person may see. A coordinator may act for anybody, but is offered only their own.
pub fn audiences_of(actor: &Actor) -> Vec<Audience> {
    [
        (Role::Coordinator, Audience::Coordinator),
        (Role::Driver, Audience::Driver),
        (Role::Donor, Audience::Donor),
        (Role::Point, Audience::Point),
    ]
    .into_iter()
    .filter(|(role, _)| actor.has(*role))
    .map(|(_, audience)| audience)
    .collect()
}

/// The secret of a session, from its cookie.
pub fn session_token(headers: &HeaderMap, secure: bool) -> Option<String> {
    let wanted = if secure { SECURE_COOKIE } else { PLAIN_COOKIE };
    let jar = CookieJar::from_headers(headers);
    jar.get(wanted).map(|cookie| cookie.value().to_owned()).filter(|value| value.len() == 64)
}

/// The cookie that keeps a session, or that ends it.
pub fn session_cookie(token: Option<&str>, secure: bool) -> String {
    let (name, rest) = if secure { (SECURE_COOKIE, "; Secure") } else { (PLAIN_COOKIE, "") };
    let (value, age) = token.map_or(("", 0), |token| (token, crate::app::people::SESSION_IDLE.0));
    format!("{name}={value}; Path=/; Max-Age={age}; HttpOnly; SameSite=Lax{rest}")
}

/// What a browser says it is, for the list of phones.
pub fn device_label(headers: &HeaderMap) -> String {
    let agent = headers.get(USER_AGENT).and_then(|agent| agent.to_str().ok()).unwrap_or_default();
    let systems = [
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Android", "Android"),
        ("Windows", "Windows"),
        ("Mac", "Mac"),
        ("Linux", "Linux"),
    ];
    let browsers = [("Firefox", "Firefox"), ("Edg", "Edge"), ("Chrome", "Chrome"), ("Safari", "Safari")];
    let find = |known: &[(&str, &'static str)]| {
        known.iter().find(|(mark, _)| agent.contains(mark)).map_or("", |(_, name)| name)
    };
    format!("{} {}", find(&systems), find(&browsers)).trim().to_owned()
}

/// Sends somebody without a session to the login, and back after it; a change is refused.
pub fn to_login(request: &Request) -> Response {
    if request.method() == Method::GET {
        let next = request.uri().path_and_query().map_or("/", |path| path.as_str());
        return Redirect::to(&format!("/login?next={}", percent(next))).into_response();
    }
    WebError::unauthorised().into_response()
}

/// The address without the mark of an act, so that coming back to it says nothing again.
fn without_done(path: &str) -> String {
    let Some((path, query)) = path.split_once('?') else { return path.to_owned() };
    let kept: Vec<&str> = query.split('&').filter(|pair| !pair.starts_with("done=")).collect();
    if kept.is_empty() { path.to_owned() } else { format!("{path}?{}", kept.join("&")) }
}

/// A text as it stands in a query.
pub fn percent(text: &str) -> String {
    form_urlencoded::byte_serialize(text.as_bytes()).collect()
}

/// The path if it stays on this site, else the start page.
pub fn own_path(path: &str) -> &str {
    super::language::own_path(path)
}

/// A page with a status of its own.
pub fn with_status(status: StatusCode, page: &Page) -> Response {
    (status, page.render()).into_response()
}
