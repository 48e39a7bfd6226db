//! What holds content: sections, cards, numbers, facts, and the word for when there is nothing.

use maud::{Markup, Render, html};

use super::badge::Tone;
use super::icon::Icon;

/// A part of a page under its own heading.
///
/// `html! { (Section { title: t!(w, "x"), aside: None, body: html! { ... } }) }`
#[derive(Clone, Debug)]
pub struct Section {
    pub title: String,
    /// Something small beside the heading.
    pub aside: Option<Markup>,
    pub body: Markup,
}

impl Render for Section {
    fn render(&self) -> Markup {
        html! {
            section.section {
                div.section-head {
                    h2 { (self.title) }
                    @if let Some(aside) = &self.aside { div { (aside) } }
                }
                (self.body)
            }
        }
    }
}

/// A sheet of paper with one thing on it.
///
/// `html! { (Card::new(html! { ... }).title("Conad Lodi").icon(Icon::Shop)) }`
#[derive(Clone, Debug)]
pub struct Card {
    pub body: Markup,
    pub title: Option<String>,
    /// A picture before the heading.
    pub icon: Option<Icon>,
    /// Something small after the heading.
    pub aside: Option<Markup>,
    /// Where a tap anywhere on the card leads, by its heading.
    pub href: Option<String>,
    /// Whether it is the one to look at now.
    pub now: bool,
    /// Its id, for fragments that replace it.
    pub id: Option<String>,
}

impl Card {
    /// A card without heading.
    pub fn new(body: Markup) -> Self {
        Self { body, title: None, icon: None, aside: None, href: None, now: false, id: None }
    }

    setters! {
        title: some into String,
        icon: some Icon,
        aside: some Markup,
        href: some into String,
        now: bool,
        id: some into String,
    }
}

impl Render for Card {
    fn render(&self) -> Markup {
        html! {
            article.card.now[self.now] id=[self.id.as_ref()] {
                @if let Some(title) = &self.title {
                    div.card-head {
                        @if let Some(icon) = self.icon { span.blob { (icon) } }
                        h2 {
                            @if let Some(href) = &self.href {
                                a.stretch href=(href) { (title) }
                            } @else {
                                (title)
                            }
                        }
                        @if let Some(aside) = &self.aside { div { (aside) } }
                    }
                }
                (self.body)
            }
        }
    }
}

/// A big number with what it counts; stands in [`Stats`].
#[derive(Clone, Debug)]
pub struct StatTile {
    /// The number, with its unit.
    pub value: String,
    pub label: String,
    pub tone: Tone,
}

impl StatTile {
    /// A tile of neutral tone.
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self { value: value.into(), label: label.into(), tone: Tone::Neutral }
    }

    setters! {
        tone: Tone,
    }
}

/// A row of big numbers.
///
/// `html! { (Stats(vec![StatTile::new("12", t!(w, "x"))])) }`
#[derive(Clone, Debug)]
pub struct Stats(pub Vec<StatTile>);

impl Render for Stats {
    fn render(&self) -> Markup {
        html! {
            dl.stats {
                @for tile in &self.0 {
                    div.stat.warning[tile.tone == Tone::Warning].danger[tile.tone == Tone::Danger] {
                        dt { (tile.label) }
                        dd { (tile.value) }
                    }
                }
            }
        }
    }
}

/// Facts as pairs of name and content.
///
/// `html! { (DefinitionList(vec![(t!(w, "x"), html! { (address) })])) }`
#[derive(Clone, Debug)]
pub struct DefinitionList(pub Vec<(String, Markup)>);

impl Render for DefinitionList {
    fn render(&self) -> Markup {
        html! {
            dl.facts {
                @for (name, content) in &self.0 {
                    div { dt { (name) } dd { (content) } }
                }
            }
        }
    }
}

/// Something folded away behind one line, opened by a tap, without scripts.
///
/// `html! { (Disclosure { summary: t!(w, "driver-something-missing"), icon: None, open: false, body }) }`
#[derive(Clone, Debug)]
pub struct Disclosure {
    /// The line that is always seen.
    pub summary: String,
    pub icon: Option<Icon>,
    /// Whether it starts open, as after an error in it.
    pub open: bool,
    pub body: Markup,
}

impl Render for Disclosure {
    fn render(&self) -> Markup {
        html! {
            details.more open[self.open] {
                summary {
                    span { @if let Some(icon) = self.icon { (icon) } span { (self.summary) } }
                    (Icon::Chevron)
                }
                div.inside { (self.body) }
            }
        }
    }
}

/// What to say, and what to do next, where there is nothing to show.
///
/// `html! { (EmptyState::new(Icon::Truck, t!(w, "x")).link("/donor/announce", t!(w, "donor-announce"))) }`
#[derive(Clone, Debug)]
pub struct EmptyState {
    pub icon: Icon,
    pub message: String,
    /// What to do next, in words.
    pub next_step: Option<String>,
    /// What to do next, as a link.
    pub link: Option<(String, String)>,
}

impl EmptyState {
    /// A message alone.
    pub fn new(icon: Icon, message: impl Into<String>) -> Self {
        Self { icon, message: message.into(), next_step: None, link: None }
    }

    /// What to do next, as a link.
    pub fn link(mut self, href: impl Into<String>, label: impl Into<String>) -> Self {
        self.link = Some((href.into(), label.into()));
        self
    }

    setters! {
        next_step: some into String,
    }
}

impl Render for EmptyState {
    fn render(&self) -> Markup {
        html! {
            div.empty {
                (self.icon)
                p { strong { (self.message) } }
                @if let Some(words) = &self.next_step { p.soft { (words) } }
                @if let Some((href, label)) = &self.link { a.button href=(href) { (label) } }
            }
        }
    }
}
