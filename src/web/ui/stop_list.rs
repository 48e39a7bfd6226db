//! The stops of a round on their road, the lots at a stop, and the life of a lot.

use maud::{Markup, Render, html};

use super::badge::{Badge, CategoryBlob, Tone};
use super::icon::Icon;
use crate::t;
use crate::words::Words;

/// How far a stop is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum StopState {
    /// Still to come.
    #[default]
    Ahead,
    Now,
    Done,
    /// Closed without an exchange.
    Skipped,
}

/// One stop of a [`StopList`].
#[derive(Clone, Debug)]
pub struct ListedStop {
    pub title: String,
    pub time: String,
    pub detail: Option<String>,
    pub state: StopState,
    pub href: Option<String>,
    /// The key by which an act kept on the phone names it.
    pub key: Option<String>,
    pub badges: Vec<Badge>,
}

impl ListedStop {
    /// A stop ahead.
    pub fn new(title: impl Into<String>, time: impl Into<String>) -> Self {
        Self {
            title: title.into(),
            time: time.into(),
            detail: None,
            state: StopState::Ahead,
            href: None,
            key: None,
            badges: Vec::new(),
        }
    }

    /// A mark under it.
    pub fn badge(mut self, badge: Badge) -> Self {
        self.badges.push(badge);
        self
    }

    setters! {
        key: some into String,
        detail: some into String,
        state: StopState,
        href: some into String,
    }
}

/// The stops of a round in order, on a dotted road.
///
/// `html! { (StopList { words: w, stops }) }`
#[derive(Clone, Debug)]
pub struct StopList {
    pub words: Words,
    pub stops: Vec<ListedStop>,
}

impl Render for StopList {
    fn render(&self) -> Markup {
        let w = self.words;
        html! {
            ol.road {
                @for (index, stop) in self.stops.iter().enumerate() {
                    @let (class, heard) = match stop.state {
                        StopState::Ahead => ("ahead", None),
                        StopState::Now => ("now", Some(t!(w, "stop-now"))),
                        StopState::Done => ("done", Some(t!(w, "stop-done"))),
                        StopState::Skipped => ("skipped", Some(t!(w, "stop-skipped"))),
                    };
                    li class=(class) data-key=[stop.key.as_ref()] aria-current=[(stop.state == StopState::Now).then_some("step")] {
                        span.stop-mark aria-hidden="true" {
                            @match stop.state {
                                StopState::Done => (Icon::Check),
                                StopState::Skipped => (Icon::Cross),
                                StopState::Ahead | StopState::Now => { (index + 1) }
                            }
                        }
                        div.stop-body {
                            div.spread {
                                @if let Some(href) = &stop.href {
                                    a href=(href) { (stop.title) }
                                } @else {
                                    strong { (stop.title) }
                                }
                                span.time { (stop.time) }
                            }
                            @if let Some(heard) = heard { span.only-heard { (heard) } }
                            @if let Some(detail) = &stop.detail { p { (detail) } }
                            @if !stop.badges.is_empty() {
                                div.badges { @for badge in &stop.badges { (badge) } }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// One lot: picture, name, how many crates, marks, and what can be done with it.
///
/// `html! { div { (LotRow::new(w, "dairy", "Yogurt bianco", 6).badge(Badge::storage(w, StorageClass::Chilled))) } }`
#[derive(Clone, Debug)]
pub struct LotRow {
    pub words: Words,
    /// The category's code, such as `dairy`.
    pub category: String,
    pub name: String,
    pub crates: i64,
    /// A line under the name, such as where it comes from.
    pub detail: Option<String>,
    pub badges: Vec<Badge>,
    /// What can be done with it, under the row.
    pub under: Option<Markup>,
    /// Where a tap on the row leads.
    pub href: Option<String>,
    /// Its key, to show that a phone has settled it without a network.
    pub key: Option<String>,
}

impl LotRow {
    /// A lot without marks.
    pub fn new(words: Words, category: impl Into<String>, name: impl Into<String>, crates: i64) -> Self {
        Self {
            words,
            category: category.into(),
            name: name.into(),
            crates,
            detail: None,
            badges: Vec::new(),
            under: None,
            href: None,
            key: None,
        }
    }

    /// A mark under the name.
    pub fn badge(mut self, badge: Badge) -> Self {
        self.badges.push(badge);
        self
    }

    setters! {
        key: some into String,
        href: some into String,
        detail: some into String,
        under: some Markup,
    }
}

impl Render for LotRow {
    fn render(&self) -> Markup {
        html! {
            div.lot data-key=[self.key.as_ref()] {
                (CategoryBlob { category: &self.category })
                div.lot-name {
                    @if let Some(href) = &self.href {
                        a.stretch href=(href) { (self.name) }
                    } @else {
                        span { (self.name) }
                    }
                    @if let Some(detail) = &self.detail { span.soft.small { (detail) } }
                    @if !self.badges.is_empty() {
                        div.badges { @for badge in &self.badges { (badge) } }
                    }
                }
                div.quantity {
                    (self.crates) " "
                    small { (t!(self.words, "crates-unit", n = self.crates)) }
                }
                @if let Some(under) = &self.under { div.under { (under) } }
            }
        }
    }
}

/// One thing that happened to a lot.
#[derive(Clone, Debug)]
pub struct TimelineEvent {
    pub when: String,
    pub what: String,
    pub detail: Option<String>,
    pub icon: Icon,
    pub tone: Tone,
}

/// What happened to a lot, the oldest first.
///
/// `html! { (Timeline(events)) }`
#[derive(Clone, Debug)]
pub struct Timeline(pub Vec<TimelineEvent>);

impl Render for Timeline {
    fn render(&self) -> Markup {
        html! {
            ol.timeline {
                @for event in &self.0 {
                    li.warning[event.tone == Tone::Warning].danger[event.tone == Tone::Danger] {
                        (event.icon)
                        span.soft.small.number { (event.when) }
                        strong { (event.what) }
                        @if let Some(detail) = &event.detail { p { (detail) } }
                    }
                }
            }
        }
    }
}
