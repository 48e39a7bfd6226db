//! The frame of every page: the only place that writes `<html>`.

use maud::{DOCTYPE, Markup, Render, html};

use super::form::hidden;
use super::icon::{Icon, NameMark};
use super::tabs::{Audience, Tab};
use crate::app::Field;
use crate::t;
use crate::web::assets::asset_url;
use crate::words::{Lang, Words};

/// The policy that every page is written for: own files only, nothing inline.
pub const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self'; \
    style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; manifest-src 'self'; \
    worker-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

const HTMX_CONFIG: &str = r#"{"includeIndicatorStyles":false,"allowEval":false,"historyCacheSize":0,"refreshOnHistoryMiss":true,"responseHandling":[{"code":"204","swap":false},{"code":"[23]..","swap":true},{"code":"409|422","swap":true,"error":false},{"code":"...","swap":false,"error":true}]}"#;

/// The clock that countdowns on a page run by.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PageClock {
    /// The server's time when the page was written, in UTC milliseconds.
    pub now_ms: i64,
    /// When the day that the page shows as today is over; none for a page that shows no day.
    pub midnight_ms: Option<i64>,
    /// Seconds that pass on this clock in one second: 1, or more in a demo.
    pub speed: f64,
    /// Whether an act happens at the server's time, as in a demo, not at the phone's.
    pub server_decides: bool,
}

/// How many things wait behind a tab. Beside a fragment, it takes the place of the one on the page.
#[derive(Clone, Copy, Debug)]
pub struct TabCount {
    pub tab: Tab,
    pub count: usize,
    /// Whether it comes with a fragment.
    pub on_its_own: bool,
}

impl Render for TabCount {
    fn render(&self) -> Markup {
        let id = format!("count{}", self.tab.href().replace('/', "-"));
        html! {
            span.count id=(id) hidden[self.count == 0] hx-swap-oob=[self.on_its_own.then_some("true")] { (self.count) }
        }
    }
}

/// The banner of a demo.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DemoBanner {
    /// The IANA name of the zone that the clock shows.
    pub zone: String,
    /// The demo's clock time, as `HH:MM`.
    pub time: String,
}

/// A whole page.
///
/// ```ignore
/// Page::new(w, t!(w, "tab-donor-today"), html! { ... })
///     .tab(Tab::DonorToday)
///     .person(&person.name)
///     .path("/donor")
///     .clock(PageClock { now_ms, midnight_ms: None, speed: 1.0, server_decides: false })
/// ```
#[derive(Clone, Debug)]
pub struct Page {
    /// The language of the page.
    pub words: Words,
    /// The heading, and the title of the window.
    pub title: String,
    /// What stands in `main` below the heading.
    pub body: Markup,
    /// One sentence under the heading.
    pub lead: Option<String>,
    /// Whose page it is; none before the login.
    pub audience: Option<Audience>,
    pub tab: Option<Tab>,
    /// A number on a tab, such as open alarms.
    pub counts: Vec<(Tab, usize)>,
    /// Other roles of the same person, offered in the foot.
    pub other_audiences: Vec<Audience>,
    /// The name of who is signed in.
    pub person: Option<String>,
    /// Their id: what is done on this page is done by them.
    pub person_id: String,
    pub new_notices: i64,
    /// Pages that a phone should have at hand while this one is open.
    pub keep: Vec<String>,
    /// Whether the screen should stay on.
    pub awake: bool,
    /// The page above this one: address and words.
    pub back: Option<(String, String)>,
    pub demo: Option<DemoBanner>,
    pub clock: Option<PageClock>,
    /// The address of the page's server-sent events.
    pub live_url: Option<String>,
    /// Messages over the page: an undo, or what just happened.
    pub toasts: Markup,
    /// The page's own path, to come back to after changing the language.
    pub path: String,
    /// What every tab keeps in its address, such as `?round=7`; empty keeps nothing.
    pub scope: String,
}

impl Page {
    /// A page with a heading and a body, before any login.
    pub fn new(words: Words, title: impl Into<String>, body: Markup) -> Self {
        Self {
            words,
            title: title.into(),
            body,
            lead: None,
            audience: None,
            tab: None,
            counts: Vec::new(),
            other_audiences: Vec::new(),
            person: None,
            person_id: String::new(),
            new_notices: 0,
            keep: Vec::new(),
            awake: false,
            back: None,
            demo: None,
            clock: None,
            live_url: None,
            toasts: html! {},
            path: "/".to_owned(),
            scope: String::new(),
        }
    }

    /// The lit tab; it tells whose page it is.
    pub fn tab(mut self, tab: Tab) -> Self {
        self.audience = Some(tab.audience());
        self.tab = Some(tab);
        self
    }

    /// A number on a tab; zero shows nothing.
    pub fn count(mut self, tab: Tab, count: usize) -> Self {
        self.counts.push((tab, count));
        self
    }

    /// The id of who is signed in.
    pub fn person_id(mut self, id: impl std::fmt::Display) -> Self {
        self.person_id = id.to_string();
        self
    }

    /// The page above this one.
    pub fn back(mut self, href: impl Into<String>, label: impl Into<String>) -> Self {
        self.back = Some((href.into(), label.into()));
        self
    }

    /// The address of server-sent events; see [`LiveRegion`](super::LiveRegion).
    pub fn live(mut self, url: impl Into<String>) -> Self {
        self.live_url = Some(url.into());
        self
    }

    fn head(&self) -> Markup {
        let w = self.words;
        html! {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover";
                title { (self.title) " · " (t!(w, "app-name")) }
                meta name="description" content=(t!(w, "app-description"));
                meta name="theme-color" content="#faf5ea" media="(prefers-color-scheme: light)";
                meta name="theme-color" content="#10201a" media="(prefers-color-scheme: dark)";
                meta name="format-detection" content="telephone=no";
                meta name="htmx-config" content=(HTMX_CONFIG);
                @if !self.person_id.is_empty() { meta name="person" content=(self.person_id); }
                @if !self.keep.is_empty() { meta name="keep" content=(self.keep.join(" ")); }
                @if self.awake { meta name="wake" content="1"; }
                @if let Some(clock) = self.clock {
                    meta name="now" content=(clock.now_ms);
                    meta name="clock-speed" content=(clock.speed);
                    @if let Some(midnight) = clock.midnight_ms { meta name="midnight" content=(midnight); }
                    @if clock.server_decides { meta name="clock" content="server"; }
                }
                link rel="stylesheet" href=(asset_url("app.css"));
                link rel="icon" type="image/svg+xml" href=(asset_url("favicon.svg"));
                link rel="apple-touch-icon" href=(asset_url("icons/apple-touch-180.png"));
                link rel="manifest" href="/manifest.webmanifest";
                script type="module" src=(asset_url("js/app.js")) {}
                script defer src=(asset_url("vendor/htmx.min.js")) {}
                @if self.live_url.is_some() {
                    script defer src=(asset_url("vendor/sse.min.js")) {}
                }
            }
        }
    }

    fn header(&self) -> Markup {
        let w = self.words;
        html! {
            header.top {
                @if let Some(demo) = &self.demo {
                    p.demo {
                        span { (t!(w, "demo-banner")) }
                        span.number data-clock=(demo.zone) { (t!(w, "demo-clock", time = demo.time.as_str())) }
                    }
                }
                div.head {
                    @if let Some((href, label)) = &self.back {
                        a.back href=(href) { (Icon::Back) span { (label) } }
                    } @else {
                        (NameMark { words: w, href: self.audience.map_or("/", Audience::home) })
                    }
                    @if let Some(person) = &self.person {
                        span.who {
                            @if let Some(audience) = self.audience { (audience.label(w)) br; }
                            strong { bdi { (person) } }
                        }
                        a.bell href="/notices" aria-label=(t!(w, "notices-bell", n = self.new_notices)) {
                            (Icon::Bell)
                            @if self.new_notices > 0 { span.count { (self.new_notices) } }
                        }
                    }
                }
            }
        }
    }

    fn navigation(&self, audience: Audience) -> Markup {
        let w = self.words;
        let tabs = audience.tabs();
        let stays = |index: usize| index < PHONE_TABS - 1 || index == tabs.len() - 1;
        let lit = tabs.iter().position(|tab| Some(*tab) == self.tab);
        html! {
            nav.tabs aria-label=(t!(w, "main-navigation")) {
                ul {
                    @for (index, tab) in tabs.iter().enumerate() {
                        @let holds_lit = index == tabs.len() - 1 && lit.is_some_and(|lit| !stays(lit));
                        li.only-desk[!stays(index)] {
                            a href={ (tab.href()) (self.scope) } aria-current=[(lit == Some(index)).then_some("page")]
                                data-holds-lit[holds_lit] {
                                (tab.icon())
                                span { (tab.label(w)) }
                                @for (_, count) in self.counts.iter().filter(|(of, _)| of == tab) {
                                    (TabCount { tab: *tab, count: *count, on_its_own: false })
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    fn foot(&self) -> Markup {
        let w = self.words;
        html! {
            footer.foot {
                @if !self.other_audiences.is_empty() {
                    div.foot-links {
                        @for audience in &self.other_audiences {
                            a href=(audience.home()) {
                                (audience.icon())
                                (t!(w, "other-role", role = audience.label(w)))
                            }
                        }
                    }
                }
                div.spread {
                    form.foot-links method="post" action="/language" aria-label=(t!(w, "language")) {
                        (hidden(Field::Back, &self.path))
                        @for lang in Lang::ALL {
                            button name=(Field::Lang) value=(lang.code()) lang=(lang.code()) aria-pressed=(lang == w.lang()) {
                                (w.language(lang))
                            }
                        }
                    }
                    @if self.person.is_some() {
                        form.foot-links method="post" action="/logout" {
                            button { (Icon::Logout) (t!(w, "logout")) }
                        }
                    }
                }
            }
        }
    }

    setters! {
        lead: some into String,
        audience: some Audience,
        other_audiences: Vec<Audience>,
        person: some into String,
        new_notices: i64,
        keep: Vec<String>,
        awake: yes,
        demo: Option<DemoBanner>,
        clock: some PageClock,
        toasts: Markup,
        path: into String,
        scope: into String,
    }
}

/// How many tabs fit beside each other on a phone 320 px wide; of more, the last leads to those that do not fit.
const PHONE_TABS: usize = 4;

impl Render for Page {
    fn render(&self) -> Markup {
        let w = self.words;
        html! {
            (DOCTYPE)
            html lang=(w.lang().code()) {
                (self.head())
                body.with-tabs[self.audience.is_some()].no-tabs[self.audience.is_none()].signed-in[self.person.is_some()]
                    data-offline=(t!(w, "error-offline"))
                    data-failed=(t!(w, "error-server"))
                    data-copied=(t!(w, "copied"))
                    data-undo=(t!(w, "undo"))
                    data-kept=(t!(w, "offline-page-of-before"))
                    data-slow=(t!(w, "offline-slow"))
                    data-kept-here=(t!(w, "offline-kept-here"))
                    data-saved=(t!(w, "offline-saved"))
                    data-received=(t!(w, "offline-received"))
                    data-waiting=(t!(w, "outbox-title"))
                    data-attention=(t!(w, "outbox-attention"))
                    data-login=(t!(w, "offline-login"))
                    data-full=(t!(w, "offline-full"))
                    data-photo=(t!(w, "offline-photo"))
                    data-no-photo=(t!(w, "offline-no-photo"))
                    data-undone=(t!(w, "offline-undone"))
                    hx-ext=[self.live_url.as_ref().map(|_| "sse")]
                    sse-connect=[self.live_url.as_ref()] {
                    a.skip href="#content" { (t!(w, "skip-to-content")) }
                    (self.header())
                    main #content tabindex="-1" {
                        div.title {
                            h1 { (self.title) }
                            @if let Some(lead) = &self.lead { p.lead { (lead) } }
                        }
                        p #queued hidden { span {} a href="/outbox" {} }
                        (self.body)
                    }
                    div.toasts #toasts role="status" aria-live="polite" { (self.toasts) }
                    (self.foot())
                    @if let Some(audience) = self.audience { (self.navigation(audience)) }
                }
            }
        }
    }
}
