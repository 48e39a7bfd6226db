//! A form as its page shows it: what stands in its fields, what is wrong with them, and what contradicts it.
//!
//! A page asks the state for its controls and does not know whether it is fresh, filled in from what is stored, or was
//! sent and could not be taken.

use std::collections::{BTreeMap, BTreeSet};
use std::str::FromStr;

use axum::http::StatusCode;
use axum::response::Response;
use jiff::civil::Date;
use maud::{Markup, html};

use super::context::{acknowledge, with_status};
use super::error::WebError;
use super::input::Input;
use super::say;
use super::ui::form::FieldKind;
use super::ui::{
    Checkbox, Choice, ChoiceTiles, DateChooser, ErrorSummary, InputField, Notice, NumberStepper, Page, PhotoInput,
    Select, TemperatureInput,
};
use crate::app::{Conflict, FieldError, FieldErrorKind, FieldName, Refusal};
use crate::domain::id::OpId;
use crate::words::Words;

/// So many characters of a field are shown again: more than any field takes, less than somebody may send.
const MOST_SHOWN_AGAIN: usize = 5_000;

/// What a ticked box of a yes or no sends.
const YES: &str = "1";

/// What stands in the fields of a form, and what came of sending it.
#[derive(Debug)]
pub struct FormState {
    pub words: Words,
    values: BTreeMap<String, Vec<String>>,
    /// Fields whose file was sent: a page cannot hold it, so it must be chosen again.
    files: BTreeSet<String>,
    errors: Vec<FieldError>,
    conflict: Option<Conflict>,
    /// The act that the form carried.
    act: Option<OpId>,
}

impl FormState {
    /// An empty form.
    pub fn new(words: Words) -> Self {
        Self { words, values: BTreeMap::new(), files: BTreeSet::new(), errors: Vec::new(), conflict: None, act: None }
    }

    /// A form that was sent and could not be taken.
    ///
    /// # Errors
    /// The refusal itself, where showing the form again is no answer: somebody else's thing, or a server that failed.
    pub fn refused(words: Words, refusal: Refusal, sent: Input) -> Result<Self, WebError> {
        let (errors, conflict) = match refusal {
            Refusal::Invalid(errors) => (errors, None),
            // What may still become possible is sent again by the phone.
            Refusal::Conflict(conflict) if !matches!(conflict, Conflict::NotYet { .. }) => (Vec::new(), Some(conflict)),
            other => return Err(other.into()),
        };
        let mut sent = sent.into_parts();
        for value in sent.fields.values_mut().flatten() {
            if let Some((end, _)) = value.char_indices().nth(MOST_SHOWN_AGAIN) {
                value.truncate(end);
            }
        }
        Ok(Self { words, values: sent.fields, files: sent.files, errors, conflict, act: sent.act })
    }

    /// With a value in a field, beside those it has.
    pub fn with(mut self, name: impl Into<FieldName>, value: impl ToString) -> Self {
        self.values.entry(name.into().to_string()).or_default().push(value.to_string());
        self
    }

    /// With a box ticked or not.
    pub fn with_tick(self, name: impl Into<FieldName>, ticked: bool) -> Self {
        if ticked { self.with(name, YES) } else { self }
    }

    /// With what is wrong with its fields.
    pub fn with_errors(self, errors: Vec<FieldError>) -> Self {
        Self { errors, ..self }
    }

    /// Puts a value in place of what a field has.
    pub fn replace(&mut self, name: impl Into<FieldName>, value: impl ToString) {
        self.values.insert(name.into().to_string(), vec![value.to_string()]);
    }

    /// What stands in a field, if it is one of the form's.
    pub fn get(&self, name: impl Into<FieldName>) -> Option<&str> {
        self.values.get(name.into().as_str())?.first().map(|value| value.trim())
    }

    /// What stands in a field; empty if nothing does.
    pub fn value(&self, name: impl Into<FieldName>) -> &str {
        self.get(name).unwrap_or_default()
    }

    /// What stands in a field, read; nothing if it is not of that kind.
    pub fn parsed<T: FromStr>(&self, name: impl Into<FieldName>) -> Option<T> {
        self.get(name)?.parse().ok()
    }

    /// Whether a box with this value is ticked.
    pub fn is_ticked(&self, name: impl Into<FieldName>, value: &str) -> bool {
        self.values.get(name.into().as_str()).is_some_and(|values| values.iter().any(|ticked| ticked == value))
    }

    /// Whether a file was sent.
    pub fn had_file(&self, name: impl Into<FieldName>) -> bool {
        self.files.contains(name.into().as_str())
    }

    /// What is wrong with a field.
    pub fn error_kind(&self, name: impl Into<FieldName>) -> Option<&FieldErrorKind> {
        let name = name.into();
        self.errors.iter().find(|error| error.field == name).map(|error| &error.kind)
    }

    /// What is wrong with a field, in words.
    pub fn error(&self, name: impl Into<FieldName>) -> Option<String> {
        self.error_kind(name).map(|kind| say::field_error(self.words, kind))
    }

    /// Whether anything is wrong with any of these fields.
    pub fn has_error<T: Into<FieldName>>(&self, names: impl IntoIterator<Item = T>) -> bool {
        names.into_iter().any(|name| self.error_kind(name).is_some())
    }

    /// Whether it was sent and could not be taken.
    pub fn is_refused(&self) -> bool {
        self.conflict.is_some() || !self.errors.is_empty()
    }

    /// Whether something else contradicts it.
    pub fn has_conflict(&self) -> bool {
        self.conflict.is_some()
    }

    /// Why it could not be taken, in one sentence.
    pub fn sentence(&self) -> Option<String> {
        let conflict = self.conflict.as_ref().map(|conflict| say::conflict(self.words, conflict));
        conflict.or_else(|| self.errors.first().map(|error| say::field_error(self.words, &error.kind)))
    }

    /// All that is wrong, for the top of the form.
    pub fn summary(&self) -> Markup {
        let w = self.words;
        let errors = self.errors.iter().map(|error| (error.field.clone(), say::field_error(w, &error.kind))).collect();
        html! {
            @if let Some(conflict) = &self.conflict { (Notice::danger(say::conflict(w, conflict))) }
            (ErrorSummary { words: w, errors })
        }
    }

    /// The page of a form that could not be taken: it needs no further sending.
    pub fn answer(&self, page: &Page) -> Response {
        let status = if self.conflict.is_some() { StatusCode::CONFLICT } else { StatusCode::UNPROCESSABLE_ENTITY };
        let mut answer = with_status(status, page);
        if let Some(act) = self.act {
            acknowledge(&mut answer, act);
        }
        answer
    }
}

/// The controls of a form, each with what stands in it and what is wrong with it.
impl FormState {
    /// A field to write in.
    pub fn field(&self, kind: FieldKind, name: impl Into<FieldName>, label: String) -> InputField {
        let name = name.into();
        InputField::new(kind, &name, label).value(self.value(&name)).error(self.error(&name))
    }

    /// A list to choose from.
    pub fn select(&self, name: impl Into<FieldName>, label: String, options: Vec<(String, String)>) -> Select {
        let name = name.into();
        Select { chosen: self.value(&name).to_owned(), error: self.error(&name), name, label, options }
    }

    /// A yes or no.
    pub fn checkbox(&self, name: impl Into<FieldName>, label: String) -> Checkbox {
        self.checkbox_of(name, YES, label)
    }

    /// One of several boxes of a field.
    pub fn checkbox_of(&self, name: impl Into<FieldName>, value: impl ToString, label: String) -> Checkbox {
        let (name, value) = (name.into(), value.to_string());
        Checkbox { ticked: self.is_ticked(&name, &value), name, value, label }
    }

    /// A number with plus and minus, which starts at `start`.
    pub fn stepper(&self, name: impl Into<FieldName>, label: String, start: i64) -> NumberStepper {
        let name = name.into();
        let value = self.parsed(&name).unwrap_or(start);
        NumberStepper::new(self.words, &name, label).value(value).error(self.error(&name))
    }

    /// Tiles of which one must be chosen.
    pub fn tiles(&self, name: impl Into<FieldName>, question: String, choices: Vec<Choice>) -> ChoiceTiles {
        let name = name.into();
        let mut tiles = ChoiceTiles::new(&name, question, choices).error(self.error(&name));
        tiles.chosen = self.get(&name).map(str::to_owned);
        tiles
    }

    /// A temperature that may stay empty.
    pub fn temperature(&self, name: impl Into<FieldName>, label: String) -> TemperatureInput {
        let name = name.into();
        TemperatureInput::new(self.words, &name, label).typed(self.value(&name)).error(self.error(&name)).optional()
    }

    /// A day among the next `days`, or any other.
    pub fn date(&self, name: impl Into<FieldName>, question: String, today: Date, days: u8) -> DateChooser {
        let name = name.into();
        let chosen = match self.value(&name) {
            "other" => self.parsed(name.other()),
            date => date.parse().ok(),
        };
        DateChooser {
            words: self.words,
            error: self.error(&name),
            name,
            question,
            today,
            first: today,
            days,
            chosen,
            required: true,
            hint: None,
        }
    }

    /// A photo.
    pub fn photo(&self, name: impl Into<FieldName>) -> PhotoInput {
        let name = name.into();
        PhotoInput { words: self.words, error: self.error(&name), name }
    }
}
