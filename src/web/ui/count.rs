//! Numbers without a keyboard: plus and minus around a real input.

use crate::domain::food::{Category, StorageClass};
use maud::{Markup, Render, html};

use super::badge::CategoryBlob;
use super::form::{described_by, hint_and_error};
use super::icon::Icon;
use crate::app::{Field, FieldName};
use crate::t;
use crate::words::Words;

fn stepper(w: Words, name: &FieldName, what: &str, control: Markup) -> Markup {
    html! {
        div.stepper data-stepper {
            button.step type="button" data-step="-1" aria-label=(t!(w, "minus", what = what)) aria-controls=(name) { (Icon::Minus) }
            (control)
            button.step type="button" data-step="1" aria-label=(t!(w, "plus", what = what)) aria-controls=(name) { (Icon::Plus) }
        }
    }
}

/// A whole number with plus and minus.
///
/// `html! { (NumberStepper::new(w, "families", t!(w, "point-families")).value(3).max(200)) }`
#[derive(Clone, Debug)]
pub struct NumberStepper {
    pub words: Words,
    /// The name it is sent by; also its id.
    pub name: FieldName,
    pub label: String,
    pub value: i64,
    /// The least it can be.
    pub min: i64,
    /// The most it can be.
    pub max: i64,
    pub error: Option<String>,
    /// How a phone says the number in the list of what waits, with `#` for it.
    pub said: Option<String>,
    /// Whether one tap counts them all.
    pub all: bool,
}

impl NumberStepper {
    /// A number from 0 to 999, at 0.
    pub fn new(words: Words, name: impl Into<FieldName>, label: impl Into<String>) -> Self {
        Self {
            words,
            name: name.into(),
            label: label.into(),
            value: 0,
            min: 0,
            max: 999,
            error: None,
            said: None,
            all: false,
        }
    }

    setters! {
        said: some into String,
        all: yes,
        value: i64,
        min: i64,
        max: i64,
        error: Option<String>,
    }
}

impl Render for NumberStepper {
    fn render(&self) -> Markup {
        let described = described_by(self.name.as_str(), false, self.error.is_some());
        html! {
            div.field {
                label for=(self.name) { (self.label) }
                (stepper(self.words, &self.name, &self.label, html! {
                    input id=(self.name) name=(self.name) type="number" inputmode="numeric" step="1"
                        min=(self.min) max=(self.max) value=(self.value) data-say=[self.said.as_ref()]
                        aria-invalid=[self.error.as_ref().map(|_| "true")] aria-describedby=[described];
                }))
                @if self.all && self.max > 1 {
                    button.button.step-all type="button" data-step=(self.max) aria-controls=(self.name) {
                        span { (t!(self.words, "count-all", n = self.max)) }
                    }
                }
                (hint_and_error(self.name.as_str(), None, self.error.as_ref()))
            }
        }
    }
}

/// A big tile for one food category, counted in crates.
///
/// `html! { div.tiles { (CategoryTile::new(w, Category::Bread).value(3)) } }` sends `crates-bread=3`.
#[derive(Clone, Debug)]
pub struct CategoryTile {
    pub words: Words,
    pub category: Category,
    /// The name it is sent by; also its id.
    pub name: FieldName,
    pub value: i64,
    pub max: i64,
    pub error: Option<String>,
}

impl CategoryTile {
    /// An empty tile that sends `crates-{category}`.
    pub fn new(words: Words, category: Category) -> Self {
        Self { words, name: Field::Crates.of(category), category, value: 0, max: 99, error: None }
    }

    setters! {
        value: i64,
        max: i64,
        error: Option<String>,
    }
}

impl Render for CategoryTile {
    fn render(&self) -> Markup {
        let w = self.words;
        let label = w.category(self.category);
        let described = described_by(self.name.as_str(), false, self.error.is_some());
        html! {
            div.category.chosen[self.value > 0] {
                label for=(self.name) {
                    (CategoryBlob { category: self.category.word() })
                    span { (label) span.only-heard { ", " (t!(w, "crates-unit", n = 2)) } }
                }
                (stepper(w, &self.name, &label, html! {
                    input id=(self.name) name=(self.name) type="number" inputmode="numeric" step="1"
                        min="0" max=(self.max) value=(self.value) data-say={ (label) " #" }
                        aria-invalid=[self.error.as_ref().map(|_| "true")] aria-describedby=[described];
                }))
                div.many {
                    @for more in MANY_AT_ONCE {
                        button.step type="button" data-step=(more) aria-controls=(self.name)
                            aria-label=(t!(w, "plus-many", n = more, what = label.as_str())) { "+" (more) }
                    }
                }
                (hint_and_error(self.name.as_str(), None, self.error.as_ref()))
            }
        }
    }
}

/// So many crates are added with one tap, beside one: what shops give of a food is mostly a few.
const MANY_AT_ONCE: [i64; 3] = [2, 3, 5];

/// The degrees of a fridge that is right.
const START_OF_FRIDGE: i64 = 4;

/// A temperature as the thermometer shows it, sent as typed (`3,5` or `-18`).
///
/// `html! { (TemperatureInput::new(w, "temperature-chilled", t!(w, "temperature-question")).typed("3,5")) }`
#[derive(Clone, Debug)]
pub struct TemperatureInput {
    pub words: Words,
    /// The name it is sent by; also its id.
    pub name: FieldName,
    pub label: String,
    pub value: String,
    /// Help under it, such as the range wanted.
    pub hint: Option<String>,
    pub error: Option<String>,
    /// Whether the food is below zero, so that a minus sign is offered.
    pub below_zero: bool,
    /// Where plus and minus begin, in degrees.
    pub start: i64,
    /// Whether it must be filled.
    pub required: bool,
}

impl TemperatureInput {
    /// An empty input that must be filled.
    pub fn new(words: Words, name: impl Into<FieldName>, label: impl Into<String>) -> Self {
        Self {
            words,
            name: name.into(),
            label: label.into(),
            value: String::new(),
            hint: None,
            error: None,
            below_zero: false,
            start: START_OF_FRIDGE,
            required: true,
        }
    }

    /// Of food of a class.
    pub fn of(mut self, class: StorageClass) -> Self {
        self.below_zero = class == StorageClass::Frozen;
        self.start = match class {
            StorageClass::Frozen => -18,
            StorageClass::Hot => 65,
            StorageClass::Fish => 2,
            StorageClass::Chilled | StorageClass::Ambient => START_OF_FRIDGE,
        };
        self
    }

    /// What a person typed before.
    pub fn typed(mut self, text: impl Into<String>) -> Self {
        self.value = text.into();
        self
    }

    /// It may stay empty.
    pub fn optional(mut self) -> Self {
        self.required = false;
        self
    }

    setters! {
        hint: some into String,
        error: Option<String>,
        below_zero: yes,
    }
}

impl Render for TemperatureInput {
    fn render(&self) -> Markup {
        let w = self.words;
        let described = described_by(self.name.as_str(), self.hint.is_some(), self.error.is_some());
        html! {
            div.field {
                label for=(self.name) { (self.label) }
                div.degrees data-degrees {
                    button.step type="button" data-step="-0.5" aria-label=(t!(w, "half-degree-less")) aria-controls=(self.name) { (Icon::Minus) }
                    div.reading {
                        // iOS's decimal keyboard has no minus sign: the switch below gives it.
                        input.input id=(self.name) name=(self.name) type="text" inputmode="decimal" autocomplete="off"
                            pattern="[\\-\u{2212}]?[0-9]{1,3}([.,][0-9])?" maxlength="6" value=(self.value) data-start=(self.start) required[self.required]
                            aria-invalid=[self.error.as_ref().map(|_| "true")] aria-describedby=[described];
                        span.unit aria-hidden="true" { "°C" }
                    }
                    button.step type="button" data-step="0.5" aria-label=(t!(w, "half-degree-more")) aria-controls=(self.name) { (Icon::Plus) }
                    @if self.below_zero {
                        button.button.quiet.sign type="button" data-sign aria-controls=(self.name) {
                            (Icon::Snowflake) span { (t!(w, "minus-sign")) }
                        }
                    }
                }
                (hint_and_error(self.name.as_str(), self.hint.as_ref(), self.error.as_ref()))
            }
        }
    }
}
