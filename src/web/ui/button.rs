//! What a person taps: buttons, links that look like them, calls and directions.

use maud::{Markup, Render, html};

use super::icon::Icon;
use crate::app::FieldName;
use crate::domain::phone;
use crate::t;
use crate::words::Words;

/// How much a button asks for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Emphasis {
    /// The one main act of the screen: full width, 64 px.
    Primary,
    /// Another act.
    #[default]
    Plain,
    /// An act few need.
    Quiet,
    /// An act with a loss in it.
    Danger,
}

impl Emphasis {
    fn classes(self) -> &'static str {
        match self {
            Self::Primary => "button primary",
            Self::Plain => "button",
            Self::Quiet => "button quiet",
            Self::Danger => "button danger",
        }
    }
}

/// A button that sends its form.
///
/// `html! { (Button::primary(t!(w, "donor-announce")).icon(Icon::Check)) }`
#[derive(Clone, Debug)]
pub struct Button {
    pub label: String,
    /// Its weight on the screen.
    pub emphasis: Emphasis,
    /// A picture before the words.
    pub icon: Option<Icon>,
    /// The field it sends when it is the one tapped.
    pub sends: Option<(FieldName, String)>,
    /// The id of a form elsewhere on the page.
    pub form: Option<String>,
    /// Whether scripts alone give it its work.
    pub plain: bool,
}

impl Button {
    /// A button of plain weight.
    pub fn new(label: impl Into<String>) -> Self {
        Self { label: label.into(), emphasis: Emphasis::Plain, icon: None, sends: None, form: None, plain: false }
    }

    /// The main button of the screen.
    pub fn primary(label: impl Into<String>) -> Self {
        Self::new(label).emphasis(Emphasis::Primary)
    }

    /// The field it sends when it is the one tapped.
    pub fn sends(mut self, name: impl Into<FieldName>, value: impl Into<String>) -> Self {
        self.sends = Some((name.into(), value.into()));
        self
    }

    setters! {
        emphasis: Emphasis,
        icon: some Icon,
        plain: yes,
        form: some into String,
    }
}

impl Render for Button {
    fn render(&self) -> Markup {
        let (name, value) = self.sends.clone().unzip();
        html! {
            button class=(self.emphasis.classes()) type=(if self.plain { "button" } else { "submit" }) name=[name] value=[value]
                form=[self.form.as_ref()] {
                @if let Some(icon) = self.icon { (icon) }
                span { (self.label) }
            }
        }
    }
}

/// A link with the weight of a button.
///
/// `html! { (LinkButton::new("/driver/problem", t!(w, "driver-something-missing"))) }`
#[derive(Clone, Debug)]
pub struct LinkButton {
    pub href: String,
    pub label: String,
    /// Its weight on the screen.
    pub emphasis: Emphasis,
    /// A picture before the words.
    pub icon: Option<Icon>,
    /// Whether a phone without a network leads it to the first stop that is not done.
    pub next_stop: bool,
}

impl LinkButton {
    /// A link of plain weight.
    pub fn new(href: impl Into<String>, label: impl Into<String>) -> Self {
        Self { href: href.into(), label: label.into(), emphasis: Emphasis::Plain, icon: None, next_stop: false }
    }

    setters! {
        next_stop: yes,
        emphasis: Emphasis,
        icon: some Icon,
    }
}

impl Render for LinkButton {
    fn render(&self) -> Markup {
        html! {
            a class=(self.emphasis.classes()) href=(self.href) data-next-stop[self.next_stop] {
                @if let Some(icon) = self.icon { (icon) }
                span { (self.label) }
            }
        }
    }
}

/// A button that dials.
///
/// `html! { (CallButton { words: w, name: "Conad Lodi", phone: "+39 0371 123456" }) }`
#[derive(Clone, Copy, Debug)]
pub struct CallButton<'a> {
    pub words: Words,
    pub name: &'a str,
    /// As people write it: without a number that can be dialled there is no button.
    pub phone: &'a str,
}

impl Render for CallButton<'_> {
    fn render(&self) -> Markup {
        html! {
            @if let Some(href) = dialling(self.phone) {
                a.button href=(href) aria-label=(t!(self.words, "call-person", name = self.name)) {
                    (Icon::Phone)
                    span { (t!(self.words, "call")) }
                }
            }
        }
    }
}

/// The address that dials the first number of a text; none when nothing in it can be one.
pub fn dialling(phone: &str) -> Option<String> {
    phone::dialled(phone).map(|number| format!("tel:{number}"))
}

/// A button that opens the phone's own navigator at a place.
///
/// `html! { (NavigateButton { words: w, latitude: 45.31, longitude: 9.50 }) }`
#[derive(Clone, Copy, Debug)]
pub struct NavigateButton {
    pub words: Words,
    /// Degrees north.
    pub latitude: f64,
    /// Degrees east.
    pub longitude: f64,
}

impl Render for NavigateButton {
    fn render(&self) -> Markup {
        let place = format!("{:.6},{:.6}", self.latitude, self.longitude);
        html! {
            a.button href={ "https://www.google.com/maps/dir/?api=1&destination=" (place) }
                target="_blank" rel="noopener noreferrer" data-geo=(place) {
                (Icon::Navigate)
                span { (t!(self.words, "navigate")) }
            }
        }
    }
}

/// What a [`PageButton`] does on the phone itself, without the server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PageAct {
    Copy(String),
    /// Hands a text to another app, or copies it where that is not possible.
    Share(String),
    Print,
}

/// A button for copying, sharing or printing; it shows only where scripts run.
///
/// `html! { (PageButton { words: w, act: PageAct::Print }) }`
#[derive(Clone, Debug)]
pub struct PageButton {
    pub words: Words,
    pub act: PageAct,
}

impl Render for PageButton {
    fn render(&self) -> Markup {
        let w = self.words;
        let (icon, label, press, text) = match &self.act {
            PageAct::Copy(text) => (Icon::Copy, t!(w, "copy"), "copy", Some(text)),
            PageAct::Share(text) => (Icon::Share, t!(w, "share"), "share", Some(text)),
            PageAct::Print => (Icon::Print, t!(w, "print"), "print", None),
        };
        html! {
            button.button.no-print type="button" hidden data-press=(press) data-text=[text] {
                (icon)
                span { (label) }
            }
        }
    }
}

/// The bar at the bottom of a screen that holds its main button.
///
/// `html! { (ActionBar { body: html! { (Button::primary(...)) } }) }`
#[derive(Clone, Debug)]
pub struct ActionBar {
    /// The main button, and at most one more.
    pub body: Markup,
}

impl Render for ActionBar {
    fn render(&self) -> Markup {
        html! { div.action-bar { (self.body) } }
    }
}
