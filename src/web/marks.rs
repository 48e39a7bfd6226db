//! The marks of a lot: how it must be kept, and until when it is good.

use jiff::civil::Date;

use super::say;
use super::ui::{Badge, Icon, Tone};
use crate::domain::food::{Freshness, Shelf};
use crate::domain::lot::Lot;
use crate::words::Words;

/// The marks of a lot on a day: its storage where it needs one, and its date.
pub fn of_lot(w: Words, lot: &Lot, today: Date) -> Vec<Badge> {
    let storage = lot.class.is_timed().then(|| Badge::storage(w, lot.class));
    storage.into_iter().chain(of_date(w, lot.shelf, today)).collect()
}

/// The mark of a date, in one rule of colours for everybody: red when it blocks, apricot when it asks for attention (today,
/// tomorrow, past its best, still to be read), neutral after.
pub fn of_date(w: Words, shelf: Shelf, today: Date) -> Option<Badge> {
    let words = say::shelf(w, shelf, today)?;
    let soon = shelf.date().is_none_or(|date| date <= today.tomorrow().unwrap_or(today));
    Some(match shelf.on(today) {
        Freshness::Expired => Badge::new(Tone::Danger, words).icon(Icon::Warning),
        _ if soon => Badge::new(Tone::Warning, words).icon(Icon::Calendar),
        _ => Badge::new(Tone::Neutral, words).icon(Icon::Calendar),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::food::{BestBefore, UseBy};
    use jiff::civil::date;
    use maud::Render;

    #[test]
    fn one_rule_of_colours_holds_for_every_kind_of_date() {
        let (w, today) = (Words::default(), date(2026, 11, 26));
        let is_of = |shelf, class: &str| {
            let mark = of_date(w, shelf, today).unwrap().render().into_string();
            assert!(mark.contains(&format!("class=\"{class}\"")), "{mark}");
        };
        for (day, use_by, best_before) in [
            (25, "badge strict", "badge warning"),
            (26, "badge warning", "badge warning"),
            (27, "badge warning", "badge warning"),
            (28, "badge", "badge"),
        ] {
            let day = date(2026, 11, day);
            is_of(Shelf::UseBy(UseBy(day)), use_by);
            is_of(Shelf::BestBefore(BestBefore(day)), best_before);
        }
        is_of(Shelf::UnreadUseBy, "badge warning");
        assert!(of_date(w, Shelf::Undated, today).is_none());
    }
}
