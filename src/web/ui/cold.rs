//! How far something is: a round, the minutes left to cold food.

use maud::{Markup, Render, html};

use super::icon::Icon;
use crate::t;
use crate::words::Words;

/// How much of a whole is done.
///
/// `html! { (Progress { words: w, label: t!(w, "tab-driver-round"), done: 3, total: 8 }) }`
#[derive(Clone, Debug)]
pub struct Progress {
    pub words: Words,
    pub label: String,
    pub done: u32,
    pub total: u32,
}

impl Render for Progress {
    fn render(&self) -> Markup {
        html! {
            div.progress {
                div.spread {
                    span.label { (self.label) }
                    span.number { (t!(self.words, "done-of-total", done = self.done, total = self.total)) }
                }
                progress value=(self.done) max=(self.total.max(1)) aria-label=(self.label) {}
            }
        }
    }
}

/// The minutes left to deliver cold food, as a bar that runs down by itself.
///
/// Needs [`Page::clock`](super::Page::clock) to run down.
///
/// ```ignore
/// html! { (ColdClock { words: w, started_ms, warn_ms, deadline_ms, now_ms, deadline: "14:20".into() }) }
/// ```
#[derive(Clone, Debug)]
pub struct ColdClock {
    pub words: Words,
    /// When the food left the fridge, in UTC milliseconds.
    pub started_ms: i64,
    /// From when to warn, in UTC milliseconds.
    pub warn_ms: i64,
    /// When it must be delivered, in UTC milliseconds.
    pub deadline_ms: i64,
    /// Now, in UTC milliseconds.
    pub now_ms: i64,
    /// The local clock time of the deadline, as `HH:MM`.
    pub deadline: String,
}

impl ColdClock {
    fn state(&self) -> &'static str {
        if self.now_ms >= self.deadline_ms {
            "late"
        } else if self.now_ms >= self.warn_ms {
            "warn"
        } else {
            "fine"
        }
    }

    fn sentence(&self, minutes: i64) -> String {
        t!(self.words, "cold-deadline", time = self.deadline.as_str(), n = minutes)
    }
}

impl Render for ColdClock {
    fn render(&self) -> Markup {
        let left_ms = (self.deadline_ms - self.now_ms).max(0);
        let minutes = left_ms.div_euclid(60_000);
        let late = t!(self.words, "cold-late", time = self.deadline.as_str());
        let text = if left_ms == 0 { late.clone() } else { self.sentence(minutes) };
        // The script puts the number into these: the plural stays the message file's affair.
        let one = self.sentence(1);
        let many = self.sentence(MANY).replace(&MANY.to_string(), "#");
        html! {
            div.cold data-cold data-state=(self.state()) data-deadline=(self.deadline_ms) data-warn=(self.warn_ms)
                data-one=(one) data-many=(many) data-late=(late) {
                span { (Icon::Snowflake) span data-text { (text) } }
                progress aria-hidden="true" max=((self.deadline_ms - self.started_ms).max(1)) value=(left_ms) {}
            }
        }
    }
}

/// A number of minutes that no clock time can be mistaken for.
const MANY: i64 = 987_654;
