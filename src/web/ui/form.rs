//! Forms and their fields, each with its label, hint and error tied together.

use std::fmt::Display;

use maud::{Markup, Render, html};

use super::icon::Icon;
use crate::app::{Field, FieldName};
use crate::t;
use crate::words::Words;

/// A form that records an act: it carries an `op_id` and the time of the tap.
///
/// The id handed in is the one used without scripts; with scripts each tap makes its own.
///
/// `html! { (ActForm::new("/driver/stops/7/pickup", op_id, html! { ... })) }`
#[derive(Clone, Debug)]
pub struct ActForm {
    pub action: String,
    pub op_id: String,
    pub body: Markup,
    pub with_file: bool,
    /// Its id, for buttons elsewhere on the page.
    pub id: Option<String>,
    /// How a phone keeps the act while there is no network; acts that need the server's answer at once have none.
    pub offline: Option<Offline>,
}

/// What a phone must know of an act to keep it until the server has it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Offline {
    /// The act in a few words, for the list of what waits.
    pub title: String,
    /// The keys of what is settled once it is done, such as `stop:7`; elements with the same `data-key` show it.
    pub settles: Vec<String>,
    /// The keys of what it concerns besides: acts with a key in common are sent in the order they were done.
    pub touches: Vec<String>,
    /// Where to go on from; without it, the first stop ahead that is not settled, or else the same page.
    pub next: Option<String>,
}

impl Offline {
    /// An act by its name.
    pub fn new(title: impl Into<String>) -> Self {
        Self { title: title.into(), ..Self::default() }
    }

    /// It settles something.
    pub fn settles(mut self, key: impl Into<String>) -> Self {
        self.settles.push(key.into());
        self
    }

    /// It concerns something.
    pub fn touches(mut self, keys: impl IntoIterator<Item = String>) -> Self {
        self.touches.extend(keys);
        self
    }

    setters! {
        next: some into String,
    }
}

impl ActForm {
    /// A form that is posted and answered by a page.
    pub fn new(action: impl Into<String>, op_id: impl Into<String>, body: Markup) -> Self {
        Self { action: action.into(), op_id: op_id.into(), body, with_file: false, id: None, offline: None }
    }

    setters! {
        with_file: yes,
        id: some into String,
        offline: some Offline,
    }
}

impl Render for ActForm {
    fn render(&self) -> Markup {
        let encoding = self.with_file.then_some("multipart/form-data");
        let offline = self.offline.as_ref();
        let keys = |keys: &[String]| (!keys.is_empty()).then(|| keys.join(" "));
        html! {
            form.stack id=[self.id.as_ref()] method="post" action=(self.action) data-act enctype=[encoding]
                data-offline=[offline.map(|offline| &offline.title)]
                data-settles=[offline.and_then(|offline| keys(&offline.settles))]
                data-touches=[offline.and_then(|offline| keys(&offline.touches))]
                data-next=[offline.and_then(|offline| offline.next.as_ref())] {
                (hidden(Field::OpId, &self.op_id))
                (hidden(Field::OccurredAt, ""))
                (self.body)
            }
        }
    }
}

/// A field that nobody sees.
pub fn hidden(name: impl Into<FieldName>, value: impl Display) -> Markup {
    html! { input type="hidden" name=(name.into()) value=(value); }
}

/// The ids that describe a control: its hint and its error, where there are any.
pub(super) fn described_by(id: &str, hint: bool, error: bool) -> Option<String> {
    match (hint, error) {
        (true, true) => Some(format!("{id}-error {id}-hint")),
        (false, true) => Some(format!("{id}-error")),
        (true, false) => Some(format!("{id}-hint")),
        (false, false) => None,
    }
}

/// The hint and the error under a control.
pub(super) fn hint_and_error(id: &str, hint: Option<&String>, error: Option<&String>) -> Markup {
    html! {
        @if let Some(hint) = hint { p.hint id={ (id) "-hint" } { (hint) } }
        @if let Some(error) = error {
            p.error id={ (id) "-error" } { (Icon::Warning) span { (error) } }
        }
    }
}

/// What a person writes into a [`InputField`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldKind {
    Text,
    /// Several lines.
    LongText,
    Phone,
    Time,
    Date,
    Number,
    /// A number with a comma.
    Decimal,
    /// Text to look for.
    Search,
    /// A login code: capitals, wide letters, no correction.
    Code,
}

/// A labelled input.
///
/// `html! { (InputField::new(FieldKind::Text, "note", t!(w, "donor-note")).value(&form.note).error(form.errors.get("note").cloned())) }`
#[derive(Clone, Debug)]
pub struct InputField {
    pub kind: FieldKind,
    /// The name it is sent by; also its id.
    pub name: FieldName,
    pub label: String,
    pub value: String,
    pub hint: Option<String>,
    pub error: Option<String>,
    /// Whether it must be filled.
    pub required: bool,
    /// The longest text, in characters.
    pub max_length: Option<u32>,
}

impl InputField {
    /// An empty field that may stay empty.
    pub fn new(kind: FieldKind, name: impl Into<FieldName>, label: impl Into<String>) -> Self {
        Self {
            kind,
            name: name.into(),
            label: label.into(),
            value: String::new(),
            hint: None,
            error: None,
            required: false,
            max_length: None,
        }
    }

    setters! {
        value: into String,
        hint: some into String,
        error: Option<String>,
        required: yes,
        max_length: some u32,
    }
}

impl Render for InputField {
    fn render(&self) -> Markup {
        let (input_type, input_mode) = match self.kind {
            FieldKind::Text | FieldKind::LongText => ("text", None),
            FieldKind::Code => ("text", Some("text")),
            FieldKind::Decimal => ("text", Some("decimal")),
            FieldKind::Phone => ("tel", Some("tel")),
            FieldKind::Time => ("time", None),
            FieldKind::Date => ("date", None),
            FieldKind::Number => ("number", Some("numeric")),
            FieldKind::Search => ("search", Some("search")),
        };
        let described = described_by(self.name.as_str(), self.hint.is_some(), self.error.is_some());
        let invalid = self.error.as_ref().map(|_| "true");
        let code = self.kind == FieldKind::Code;
        html! {
            div.field {
                label for=(self.name) { (self.label) }
                @if self.kind == FieldKind::LongText {
                    textarea.input id=(self.name) name=(self.name) rows="3" required[self.required]
                        maxlength=[self.max_length] aria-invalid=[invalid] aria-describedby=[described] {
                        (self.value)
                    }
                } @else {
                    input.input.code[code] id=(self.name) name=(self.name) type=(input_type)
                        inputmode=[input_mode] value=(self.value) required[self.required]
                        maxlength=[self.max_length] autocomplete=[code.then_some("one-time-code")]
                        autocapitalize=[code.then_some("characters")]
                        spellcheck=[code.then_some("false")]
                        aria-invalid=[invalid] aria-describedby=[described];
                }
                (hint_and_error(self.name.as_str(), self.hint.as_ref(), self.error.as_ref()))
            }
        }
    }
}

/// A list to choose one from, for more options than fit on tiles.
#[derive(Clone, Debug)]
pub struct Select {
    /// The name it is sent by; also its id.
    pub name: FieldName,
    pub label: String,
    /// Value and words of each option.
    pub options: Vec<(String, String)>,
    pub chosen: String,
    pub error: Option<String>,
}

impl Render for Select {
    fn render(&self) -> Markup {
        let described = described_by(self.name.as_str(), false, self.error.is_some());
        html! {
            div.field {
                label for=(self.name) { (self.label) }
                select.input id=(self.name) name=(self.name) aria-describedby=[described]
                    aria-invalid=[self.error.as_ref().map(|_| "true")] {
                    @for (value, words) in &self.options {
                        option value=(value) selected[*value == self.chosen] { (words) }
                    }
                }
                (hint_and_error(self.name.as_str(), None, self.error.as_ref()))
            }
        }
    }
}

/// A yes or no; sent as `name=value` when ticked.
#[derive(Clone, Debug)]
pub struct Checkbox {
    pub name: FieldName,
    pub value: String,
    pub label: String,
    pub ticked: bool,
}

impl Render for Checkbox {
    fn render(&self) -> Markup {
        html! {
            label.check {
                input type="checkbox" name=(self.name) value=(self.value) checked[self.ticked];
                span { (self.label) }
            }
        }
    }
}

/// A photo from the camera; never needed to go on.
#[derive(Clone, Debug)]
pub struct PhotoInput {
    pub words: Words,
    /// The name it is sent by; also its id.
    pub name: FieldName,
    pub error: Option<String>,
}

impl Render for PhotoInput {
    fn render(&self) -> Markup {
        let w = self.words;
        let described = described_by(self.name.as_str(), false, self.error.is_some());
        html! {
            div.field {
                div.photo {
                    input id=(self.name) name=(self.name) type="file" accept="image/*" capture="environment"
                        aria-label=(t!(w, "photo-add")) aria-describedby=[described]
                        data-chosen=(t!(w, "photo-chosen"));
                    span.button.wide aria-hidden="true" {
                        (Icon::Camera)
                        span { (t!(w, "photo-add")) " (" (t!(w, "optional")) ")" }
                    }
                }
                (hint_and_error(self.name.as_str(), None, self.error.as_ref()))
            }
        }
    }
}

/// All that is wrong with a form, on top of it, each line leading to its field.
#[derive(Clone, Debug)]
pub struct ErrorSummary {
    pub words: Words,
    /// Id of the control and what is wrong with it.
    pub errors: Vec<(FieldName, String)>,
}

impl Render for ErrorSummary {
    fn render(&self) -> Markup {
        html! {
            @if !self.errors.is_empty() {
                div.notice.danger role="alert" tabindex="-1" data-focus {
                    (Icon::Warning)
                    div {
                        strong { (t!(self.words, "errors-summary", n = self.errors.len())) }
                        ul {
                            @for (id, error) in &self.errors {
                                li { a href={ "#" (id) } { (error) } }
                            }
                        }
                    }
                }
            }
        }
    }
}
