//! The marks of a lot: how it must be kept, and until when it is good.

use jiff::civil::Date;

use super::say;
use super::ui::{Badge, Icon, Tone};
use crate::domain::food::{DateKind, Freshness};
use crate::domain::lot::Lot;
use crate::words::Words;

/// The marks of a lot on a day: its storage where it needs one, and its date, red when it is past for good.
pub fn of_lot(w: Words, lot: &Lot, today: Date) -> Vec<Badge> {
    let mut marks = Vec::new();
    if lot.class.is_timed() {
        marks.push(Badge::storage(w, lot.class));
    }
    if let Some(words) = say::shelf(w, lot.shelf, today) {
        let soon = lot.shelf.last_day().is_some_and(|last| last <= today.tomorrow().unwrap_or(today));
        marks.push(match (lot.shelf.on(today), lot.shelf.kind()) {
            (Freshness::Expired, _) => Badge::new(Tone::Danger, words).icon(Icon::Warning),
            (Freshness::PastBest, _) => Badge::new(Tone::Warning, words).icon(Icon::Calendar),
            (Freshness::Good, DateKind::UseBy) if soon => Badge::new(Tone::Warning, words).icon(Icon::Calendar),
            (Freshness::Good, _) => Badge::new(Tone::Neutral, words).icon(Icon::Calendar),
        });
    }
    marks
}
