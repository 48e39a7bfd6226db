//! The kinds of things that happen during the day, and where each is said.

use maud::{Markup, html};

use crate::app::{Refusal, Thing};
use crate::t;
use crate::web::ui::{Icon, LinkButton, Section};
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
        w.get(&format!("event-{}", self.word()))
    }
}

pub(super) fn event_href(kind: Kind) -> String {
    format!("/coordinator/events/{}", kind.word())
}

/// The first of the two taps: what happened.
pub(super) fn kinds(w: Words) -> Markup {
    let link = |kind: Kind| LinkButton::new(event_href(kind), kind.name(w)).icon(kind.icon());
    html! {
        (Section { title: t!(w, "events-title"), aside: None, body: html! {
            div.button-row.no-print { @for kind in Kind::ALL { (link(*kind)) } }
        } })
    }
}

pub(super) fn kind_of(text: &str) -> Result<Kind, Refusal> {
    text.parse().map_err(|_| Refusal::NotFound(Thing::Page))
}
