//! What just happened, what to look at, and the way back.

use maud::{Markup, Render, html};

use super::form::hidden;
use super::icon::Icon;
use crate::app::Field;
use crate::t;
use crate::words::Words;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mood {
    Info,
    Success,
    Warning,
    Danger,
}

/// A message in the page: what is so, and what to do.
///
/// `html! { (Notice::warning(t!(w, "driver-plan-changed")).then(html! { a href="/driver" { "..." } })) }`
#[derive(Clone, Debug)]
pub struct Notice {
    mood: Mood,
    pub message: String,
    /// What to do about it.
    pub then: Option<Markup>,
}

impl Notice {
    fn new(mood: Mood, message: impl Into<String>) -> Self {
        Self { mood, message: message.into(), then: None }
    }

    /// Good to know.
    pub fn info(message: impl Into<String>) -> Self {
        Self::new(Mood::Info, message)
    }

    /// It worked.
    pub fn success(message: impl Into<String>) -> Self {
        Self::new(Mood::Success, message)
    }

    /// Look at it soon.
    pub fn warning(message: impl Into<String>) -> Self {
        Self::new(Mood::Warning, message)
    }

    /// It went wrong, or needs an act now; screen readers hear it at once.
    pub fn danger(message: impl Into<String>) -> Self {
        Self::new(Mood::Danger, message)
    }

    setters! {
        then: some Markup,
    }
}

impl Render for Notice {
    fn render(&self) -> Markup {
        let (class, icon, role) = match self.mood {
            Mood::Info => ("notice info", Icon::Info, None),
            Mood::Success => ("notice success", Icon::Check, Some("status")),
            Mood::Warning => ("notice warning", Icon::Warning, None),
            Mood::Danger => ("notice danger", Icon::Warning, Some("alert")),
        };
        html! {
            div class=(class) role=[role] {
                (icon)
                div {
                    p { strong { (self.message) } }
                    @if let Some(then) = &self.then { (then) }
                }
            }
        }
    }
}

/// A short message over the page that goes by itself.
#[derive(Clone, Debug)]
pub struct Toast {
    pub message: String,
}

impl Render for Toast {
    fn render(&self) -> Markup {
        html! { div.toast data-toast="6" { span { (self.message) } } }
    }
}

/// "Done. Undo (10)": ten seconds to take an act back.
///
/// `html! { (UndoToast { words: w, message: t!(w, "undo-done"), action: "/acts/1/undo".into(), op_id, seconds: 10 }) }`
#[derive(Clone, Debug)]
pub struct UndoToast {
    pub words: Words,
    pub message: String,
    /// Where the undo is posted.
    pub action: String,
    /// The id of what was done.
    pub of: String,
    /// The id of the undo itself, a new act.
    pub op_id: String,
    /// How long it is offered.
    pub seconds: u32,
}

impl Render for UndoToast {
    fn render(&self) -> Markup {
        let w = self.words;
        html! {
            form.toast method="post" action=(self.action) data-act data-toast=(self.seconds)
                data-offline=(t!(w, "offline-undone")) data-touches={ "op:" (self.of) } {
                (hidden(Field::OpId, &self.op_id))
                (hidden(Field::OccurredAt, ""))
                span { (self.message) }
                button.button type="submit" {
                    (Icon::Undo)
                    span { (t!(w, "undo")) }
                    span.number aria-hidden="true" { "(" span data-left { (self.seconds) } ")" }
                }
            }
        }
    }
}

/// A part of the page that renews itself when the server says so, and by asking where it cannot.
///
/// The page needs [`Page::live`](super::Page::live).
///
/// `html! { (LiveRegion { id: "day", url: "/coordinator/day", event: "day", seconds: 60, body }) }`
#[derive(Clone, Debug)]
pub struct LiveRegion<'a> {
    pub id: &'a str,
    /// The address of the fragment that replaces what is inside.
    pub url: &'a str,
    /// The name of the server-sent event.
    pub event: &'a str,
    /// How often to ask without events, in seconds.
    pub seconds: u32,
    /// What is inside at first.
    pub body: Markup,
}

impl Render for LiveRegion<'_> {
    fn render(&self) -> Markup {
        let trigger = format!("sse:{}, every {}s", self.event, self.seconds);
        html! {
            div.stack id=(self.id) hx-get=(self.url) hx-trigger=(trigger) hx-swap="innerHTML" {
                (self.body)
            }
        }
    }
}
