//! The kinds of things that happen during the day, and where each is said.

use maud::{Markup, html};

use crate::app::{Refusal, Thing};
use crate::t;
use crate::web::ui::Icon;
use crate::words::Words;

crate::domain::word_enum!(
    /// What can happen during the day.
    Kind {
        /// A driver cannot come, or go on.
        Driver = "driver",
        /// A vehicle does not go, or not on.
        Vehicle = "vehicle",
        Late = "late",
        /// A shop announced something after the plan.
        More = "more",
        /// A shop has less than it announced.
        Fewer = "fewer",
        /// A place takes nothing more today.
        Closed = "closed",
        /// A point does not take a lot.
        Declined = "declined",
        /// Somebody drives from now on.
        Joins = "joins",
    }
);

impl Kind {
    pub(super) const fn icon(self) -> Icon {
        match self {
            Self::Driver => Icon::Person,
            Self::Vehicle => Icon::Truck,
            Self::Late => Icon::Clock,
            Self::More => Icon::Plus,
            Self::Fewer => Icon::Minus,
            Self::Closed => Icon::Point,
            Self::Declined => Icon::Cross,
            Self::Joins => Icon::People,
        }
    }

    pub(super) fn name(self, w: Words) -> String {
        match self {
            Self::Driver => t!(w, "event-driver"),
            Self::Vehicle => t!(w, "event-vehicle"),
            Self::Late => t!(w, "event-late"),
            Self::More => t!(w, "event-more"),
            Self::Fewer => t!(w, "event-fewer"),
            Self::Closed => t!(w, "event-closed"),
            Self::Declined => t!(w, "event-declined"),
            Self::Joins => t!(w, "event-joins"),
        }
    }

    /// What is asked next.
    pub(super) fn lead(self, w: Words) -> String {
        match self {
            Self::Driver => t!(w, "event-driver-lead"),
            Self::Vehicle => t!(w, "event-vehicle-lead"),
            Self::Late => t!(w, "event-late-lead"),
            Self::More => t!(w, "event-more-lead"),
            Self::Fewer => t!(w, "event-fewer-lead"),
            Self::Closed => t!(w, "event-closed-lead"),
            Self::Declined => t!(w, "event-declined-lead"),
            Self::Joins => t!(w, "event-joins-lead"),
        }
    }
}

pub(super) fn event_href(kind: Kind) -> String {
    format!("/coordinator/events/{}", kind.word())
}

/// The first of the two taps: what happened. All kinds are in view beside what the day looks like.
pub(super) fn kinds(w: Words) -> Markup {
    html! {
        nav.events.no-print aria-label=(t!(w, "events-title")) {
            p.label aria-hidden="true" { (t!(w, "events-title")) }
            ul { @for kind in Kind::ALL { li { a href=(event_href(*kind)) { (kind.icon()) span { (kind.name(w)) } } } } }
        }
    }
}

pub(super) fn kind_of(text: &str) -> Result<Kind, Refusal> {
    text.parse().map_err(|_| Refusal::NotFound(Thing::Page))
}
