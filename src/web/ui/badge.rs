//! Small marks: storage class, kind of date, estimates, and the picture of a food.

use maud::{Markup, Render, html};

use super::icon::Icon;
use crate::domain::food::StorageClass;
use crate::t;
use crate::words::Words;

/// What a colour says; the words and the picture say it too.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    /// Nothing to worry about, nothing to be glad of.
    #[default]
    Neutral,
    Good,
    /// Look at it soon.
    Warning,
    /// Act now.
    Danger,
}

/// A small mark with words.
///
/// `html! { (Badge::storage(w, StorageClass::Chilled)) (Badge::estimate(w)) }`
#[derive(Clone, Debug)]
pub struct Badge {
    pub label: String,
    pub icon: Option<Icon>,
    classes: String,
}

impl Badge {
    /// A mark of a tone.
    pub fn new(tone: Tone, label: impl Into<String>) -> Self {
        let classes = match tone {
            Tone::Neutral => "badge",
            Tone::Good => "badge good",
            Tone::Warning => "badge warning",
            Tone::Danger => "badge strict",
        };
        Self { label: label.into(), icon: None, classes: classes.to_owned() }
    }

    /// How food must be kept.
    pub fn storage(w: Words, class: StorageClass) -> Self {
        Self { label: w.storage(class), icon: Some(Icon::of_storage(class)), classes: format!("badge tint-{class}") }
    }

    /// Times that were not measured on roads.
    pub fn estimate(w: Words) -> Self {
        Self { classes: "badge outline".to_owned(), ..Self::new(Tone::Neutral, t!(w, "estimate")) }.icon(Icon::Clock)
    }

    setters! {
        icon: some Icon,
    }
}

impl Render for Badge {
    fn render(&self) -> Markup {
        html! {
            span class=(self.classes) {
                @if let Some(icon) = self.icon { (icon) }
                span { (self.label) }
            }
        }
    }
}

/// The picture of a food category on its colour.
#[derive(Clone, Copy, Debug)]
pub struct CategoryBlob<'a> {
    /// The category's code, such as `bread`.
    pub category: &'a str,
}

impl Render for CategoryBlob<'_> {
    fn render(&self) -> Markup {
        html! { span class={ "blob tint-" (self.category) } { (Icon::of_category(self.category)) } }
    }
}
