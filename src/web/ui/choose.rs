//! Choosing by tapping a tile: one of few, and a day.

use jiff::ToSpan;
use jiff::civil::Date;
use maud::{Markup, Render, html};

use super::form::{described_by, hint_and_error};
use super::icon::Icon;
use crate::app::FieldName;
use crate::t;
use crate::words::Words;

/// One tile of [`ChoiceTiles`].
#[derive(Clone, Debug)]
pub struct Choice {
    pub value: String,
    pub label: String,
    pub detail: Option<String>,
    /// A picture before the words.
    pub icon: Option<Icon>,
    /// The key of what is settled by an act that chooses it.
    pub settles: Option<String>,
}

impl Choice {
    /// A tile with words only.
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self { value: value.into(), label: label.into(), detail: None, icon: None, settles: None }
    }

    setters! {
        detail: some into String,
        settles: some into String,
        icon: some Icon,
    }
}

/// One of few, as tiles over real radio buttons.
///
/// `html! { (ChoiceTiles::new("reason", t!(w, "point-reject-why"), reasons)) }`
#[derive(Clone, Debug)]
pub struct ChoiceTiles {
    /// The name it is sent by; also its id.
    pub name: FieldName,
    /// The question over the tiles.
    pub question: String,
    pub choices: Vec<Choice>,
    pub chosen: Option<String>,
    /// Whether one must be chosen.
    pub required: bool,
    pub error: Option<String>,
}

impl ChoiceTiles {
    /// Tiles of which one must be chosen.
    pub fn new(name: impl Into<FieldName>, question: impl Into<String>, choices: Vec<Choice>) -> Self {
        Self { name: name.into(), question: question.into(), choices, chosen: None, required: true, error: None }
    }

    /// None may be chosen.
    pub fn optional(mut self) -> Self {
        self.required = false;
        self
    }

    setters! {
        error: Option<String>,
    }
}

impl Render for ChoiceTiles {
    fn render(&self) -> Markup {
        let described = described_by(self.name.as_str(), false, self.error.is_some());
        html! {
            fieldset.group id=(self.name) tabindex="-1" aria-describedby=[described] {
                legend { (self.question) }
                div.choices {
                    @for choice in &self.choices {
                        label.choice {
                            input type="radio" name=(self.name) value=(choice.value) required[self.required]
                                checked[self.chosen.as_ref() == Some(&choice.value)] data-settles=[choice.settles.as_ref()];
                            @if let Some(icon) = choice.icon { (icon) }
                            span {
                                (choice.label)
                                @if let Some(detail) = &choice.detail { span.small { (detail) } }
                            }
                        }
                    }
                }
                (hint_and_error(self.name.as_str(), None, self.error.as_ref()))
            }
        }
    }
}

/// A day: chips for the next ones, and a date input for any other.
///
/// It sends `name` (a date, or `other`) and `name-other` (a date).
#[derive(Clone, Debug)]
pub struct DateChooser {
    pub words: Words,
    /// The name it is sent by; also its id.
    pub name: FieldName,
    /// The question over the chips.
    pub question: String,
    pub today: Date,
    /// The day of the first chip.
    pub first: Date,
    pub days: u8,
    pub chosen: Option<Date>,
    /// Whether one must be chosen.
    pub required: bool,
    pub hint: Option<String>,
    pub error: Option<String>,
}

impl DateChooser {
    /// None may be chosen.
    pub fn optional(mut self) -> Self {
        self.required = false;
        self
    }

    setters! {
        first: Date,
        hint: some into String,
    }
}

impl Render for DateChooser {
    fn render(&self) -> Markup {
        let w = self.words;
        let other_id = self.name.other();
        let described = described_by(self.name.as_str(), self.hint.is_some(), self.error.is_some());
        let days: Vec<Date> =
            (0..i64::from(self.days)).filter_map(|ahead| self.first.checked_add(ahead.days()).ok()).collect();
        let after_tomorrow = self.today.checked_add(2.days()).unwrap_or(self.today);
        let other = self.chosen.filter(|date| !days.contains(date));
        html! {
            fieldset.group id=(self.name) tabindex="-1" aria-describedby=[described] {
                legend { (self.question) }
                div.chips {
                    @for day in &days {
                        label.choice {
                            input type="radio" name=(self.name) value=(day) required[self.required]
                                checked[self.chosen == Some(*day)];
                            span { (if *day < after_tomorrow { w.date_from(*day, self.today) } else { w.date_short(*day) }) }
                        }
                    }
                    label.choice {
                        input type="radio" name=(self.name) value="other" checked[other.is_some()]
                            data-reveals=(other_id);
                        span { (t!(w, "other-date")) }
                    }
                    input.input id=(other_id) name=(other_id) type="date"
                        aria-label=(t!(w, "other-date")) value=[other];
                }
                (hint_and_error(self.name.as_str(), self.hint.as_ref(), self.error.as_ref()))
            }
        }
    }
}
