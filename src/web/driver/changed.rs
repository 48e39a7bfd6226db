//! What is different since the driver last looked at the round. The phone remembers in a cookie which version of the
//! plan its driver has seen.

use std::collections::BTreeMap;

use axum::extract::FromRequestParts;
use axum::http::header::SET_COOKIE;
use axum::http::request::Parts;
use axum::response::Response;
use axum_extra::extract::CookieJar;
use maud::{Markup, html};
use serde::Deserialize;

use super::round_view::RoundView;
use super::scope::RoundScope;
use crate::app::Refusal;
use crate::app::changes::{Change, Changed, OffPlan};
use crate::app::day::Day;
use crate::domain::id::{RoundId, SiteId};
use crate::domain::plan::Action;
use crate::domain::time::Millis;
use crate::t;
use crate::web::Web;
use crate::web::address::{query, with_query};
use crate::web::context::Context;
use crate::web::error::WebError;
use crate::web::say;
use crate::web::ui::{Disclosure, Emphasis, Icon, LinkButton, Notice};

/// What a cookie's name starts with; the round follows.
const COOKIE: &str = "seen-";
/// So many changes are shown at once.
const AT_ONCE: usize = 4;
/// A round is looked at on its day and on the one after.
const REMEMBERED: i64 = 3 * 24 * 3600;

/// A version of the plan that a driver knows, and when they looked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Look {
    version: i64,
    at: Millis,
}

impl Look {
    fn parse(text: &str) -> Option<Self> {
        let (version, at) = text.split_once('.')?;
        Some(Self { version: version.parse().ok()?, at: Millis(at.parse().ok()?) })
    }
}

/// What this phone has seen of each round, and what its driver says to have seen now: `?seen=`.
#[derive(Debug, Clone, Default)]
pub struct Seen {
    known: BTreeMap<RoundId, Look>,
    now: Option<Look>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Asked {
    seen: String,
}

impl FromRequestParts<Web> for Seen {
    type Rejection = WebError;

    async fn from_request_parts(parts: &mut Parts, _: &Web) -> Result<Self, WebError> {
        let cookies = CookieJar::from_headers(&parts.headers);
        let known = cookies
            .iter()
            .filter_map(|cookie| {
                Some((cookie.name().strip_prefix(COOKIE)?.parse().ok()?, Look::parse(cookie.value())?))
            })
            .collect();
        let asked: Asked = query(&parts.uri);
        Ok(Self { known, now: Look::parse(&asked.seen) })
    }
}

/// What to tell a driver before the round itself.
#[derive(Debug, Default)]
pub struct News {
    changes: Vec<Change>,
    off_plan: Vec<OffPlan>,
    /// The cookie to send, if the phone should remember something else.
    cookie: Option<String>,
}

impl News {
    /// What is new on a round for the phone of its own driver.
    pub async fn of(view: &RoundView<'_>, seen: &Seen) -> Result<Self, WebError> {
        let Some(plan) = view.day.plan.as_ref().filter(|_| view.is_own()) else { return Ok(Self::default()) };
        let (id, app) = (view.round.head.id, &view.context.web.app);
        let now = match seen.now {
            Some(now) => match app.saw_round(&view.context.actor, id, now.at).await {
                Ok(()) => Some(now),
                // What could not be written down was not seen: the page says it again.
                Err(Refusal::Store(_)) => None,
                Err(refusal) => return Err(refusal.into()),
            },
            None => None,
        };
        let before = now.or_else(|| seen.known.get(&id).copied());
        let look = before.unwrap_or(Look { version: plan.version, at: view.day.area.zone.start_of(view.day.date) });
        let is_new = seen.known.get(&id) != Some(&look);
        Ok(Self {
            changes: app.round_changes(&view.context.actor, view.day, id, look.version).await?,
            off_plan: app.off_plan(&view.context.actor, id, look.at).await?,
            cookie: is_new.then(|| cookie(id, look, view.context.web.secure)),
        })
    }

    /// The cookie, on an answer.
    pub fn remembered(&self, mut answer: Response) -> Response {
        if let Some(cookie) = self.cookie.as_ref().and_then(|cookie| cookie.parse().ok()) {
            answer.headers_mut().append(SET_COOKIE, cookie);
        }
        answer
    }

    /// What is different, place by place, until the driver says to have seen it.
    pub fn notice(&self, view: &RoundView<'_>) -> Markup {
        if self.changes.is_empty() && self.off_plan.is_empty() {
            return html! {};
        }
        let w = view.context.words;
        let version = view.day.plan.as_ref().map_or(0, |plan| plan.version);
        let path = view.scope.link("/driver");
        let (first, rest) = self.changes.split_at(self.changes.len().min(AT_ONCE));
        let title = if self.changes.is_empty() { t!(w, "round-off-plan-title") } else { t!(w, "round-changed") };
        html! {
            (Notice::warning(title).then(html! {
                @if !self.changes.is_empty() {
                    (list(view, first))
                    @if !rest.is_empty() {
                        (Disclosure {
                            summary: t!(w, "round-changed-more", n = rest.len()),
                            icon: None,
                            open: false,
                            body: list(view, rest),
                        })
                    }
                    p { (t!(w, "round-changed-done-stays")) }
                }
                @for act in &self.off_plan { (off_plan(view, act)) }
                (LinkButton::new(with_query(&path, "seen", format!("{version}.{}", view.context.now().0)), t!(w, "outbox-seen"))
                    .emphasis(Emphasis::Plain))
            }))
        }
    }

    /// That there is something to see on the round's own page.
    pub fn hint(&self, context: &Context, scope: RoundScope) -> Markup {
        let w = context.words;
        html! {
            @if !self.changes.is_empty() || !self.off_plan.is_empty() {
                (Notice::warning(t!(w, "round-changed")).then(html! {
                    a href=(scope.link("/driver")) { (t!(w, "round-changed-look")) }
                }))
            }
        }
    }
}

/// A round that the phone knows and the plan no longer has.
pub fn gone(context: &Context, seen: &Seen, day: &Day) -> Markup {
    let today = seen.known.values().any(|look| look.at >= day.area.zone.start_of(day.date));
    html! {
        @if today && day.plan.is_some() {
            (Notice::warning(t!(context.words, "round-gone")).then(html! { p { (t!(context.words, "round-gone-next")) } }))
        }
    }
}

fn cookie(round: RoundId, look: Look, secure: bool) -> String {
    let rest = if secure { "; Secure" } else { "" };
    let Look { version, at } = look;
    format!("{COOKIE}{round}={version}.{}; Path=/driver; Max-Age={REMEMBERED}; HttpOnly; SameSite=Lax{rest}", at.0)
}

fn place(day: &Day, site: SiteId) -> String {
    day.sites.get(&site).map(say::site).unwrap_or_default()
}

fn list(view: &RoundView<'_>, changes: &[Change]) -> Markup {
    let icon = |change: &Change| match change.what {
        Changed::New(_) => Icon::Plus,
        Changed::Gone(_) => Icon::Cross,
        Changed::Crates { .. } | Changed::Lots(_) => Icon::Crate,
        Changed::Order(_) => Icon::List,
    };
    html! {
        ul.stack-close { @for change in changes { li.fate { (icon(change)) span { (told(view, change)) } } } }
    }
}

fn told(view: &RoundView<'_>, change: &Change) -> String {
    let (w, day) = (view.context.words, view.day);
    let site = place(day, change.site);
    match change.what {
        Changed::New(at) => t!(w, "round-new-stop", place = site, time = view.context.clock(at)),
        Changed::Gone(Some(round)) => match day.round(round) {
            Some(other) => t!(w, "round-stop-moved-to", place = site, name = other.head.person_name.as_str()),
            None => t!(w, "round-stop-gone", place = site),
        },
        Changed::Gone(None) => t!(w, "round-stop-gone", place = site),
        Changed::Crates { action: Action::Load, before, now } => {
            t!(w, "round-load-changed", place = site, crates = w.crates(now.0), before = before.0)
        }
        Changed::Crates { action: Action::Unload, before, now } => {
            t!(w, "round-unload-changed", place = site, crates = w.crates(now.0), before = before.0)
        }
        Changed::Lots(Action::Load) => t!(w, "round-load-others", place = site),
        Changed::Lots(Action::Unload) => t!(w, "round-unload-others", place = site),
        Changed::Order(Some(after)) => t!(w, "round-stop-after", place = site, before = place(day, after)),
        Changed::Order(None) => t!(w, "round-stop-first", place = site),
    }
}

/// What was done though the plan did not have it: it counts, and what to do now.
fn off_plan(view: &RoundView<'_>, act: &OffPlan) -> Markup {
    let w = view.context.words;
    let (site, time) = (place(view.day, act.site), view.context.clock(act.occurred));
    html! {
        p { strong { (t!(w, "round-off-plan", place = site, time = time)) } }
        @for said in &act.said { p { (say::said(w, said, |at| view.context.when(at))) } }
        p { (t!(w, "round-off-plan-next")) }
    }
}
