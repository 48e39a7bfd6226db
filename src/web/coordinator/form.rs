//! What the coordinator's forms share: they are shown with what was typed and what is wrong with it.

use std::str::FromStr;

use crate::app::{FieldError, FieldErrorKind, Refusal, Thing};
use crate::domain::site::{Site, SiteKind};
use crate::t;
use crate::web::context::Context;
use crate::web::error::WebError;
use crate::web::input::Input;
use crate::web::say;
use crate::web::ui::form::FieldKind;
use crate::web::ui::{ErrorSummary, Field, Page, Select, Toast};
use crate::words::Words;
use maud::html;

/// A form as it was filled in, with the faults of its fields.
#[derive(Clone, Copy)]
pub(super) struct Filled<'a> {
    pub(super) words: Words,
    pub(super) typed: &'a Input,
    pub(super) faults: &'a [FieldError],
}

impl Filled<'_> {
    /// What is wrong with a field, in words.
    pub(super) fn error(&self, name: &str) -> Option<String> {
        say::fault_of(self.words, self.faults, name)
    }

    /// Whether a field has this fault.
    pub(super) fn is(&self, name: &str, what: &FieldErrorKind) -> bool {
        self.faults.iter().any(|fault| fault.field == name && fault.kind == *what)
    }

    /// A field with what was typed into it.
    pub(super) fn field(&self, kind: FieldKind, name: &str, label: String) -> Field {
        Field::new(kind, name, label).value(self.typed.text(name)).error(self.error(name))
    }

    /// A list with what was chosen in it.
    pub(super) fn select(&self, name: &str, label: String, options: Vec<(String, String)>) -> Select {
        Select {
            name: name.to_owned(),
            label,
            options,
            chosen: self.typed.text(name).to_owned(),
            error: self.error(name),
        }
    }

    /// Whether a box with this value was ticked.
    pub(super) fn ticked(&self, name: &str, value: &str) -> bool {
        self.typed.all(name).any(|ticked| ticked == value)
    }

    /// All that is wrong, for the top of the form.
    pub(super) fn summary(&self) -> ErrorSummary {
        let errors = self.faults.iter().map(|fault| (fault.field.clone(), say::field_error(self.words, &fault.kind)));
        ErrorSummary { words: self.words, errors: errors.collect() }
    }
}

/// The id in an address, or that there is no such thing.
pub(super) fn id_of<T: FromStr>(text: &str, thing: Thing) -> Result<T, WebError> {
    text.parse().map_err(|_| Refusal::NotFound(thing).into())
}

/// The page with a word that it was saved, when the page before did so.
pub(super) fn with_saved(context: &Context, page: Page) -> Page {
    let query = context.path.split_once('?').map_or("", |(_, query)| query);
    if query.split('&').any(|pair| pair == "saved=1") {
        page.toasts(html! { (Toast { message: t!(context.words, "coordinator-saved") }) })
    } else {
        page
    }
}

/// Sites as options of a list, with their town.
pub(super) fn site_options<'a>(
    sites: impl IntoIterator<Item = &'a Site>,
    keep: impl Fn(SiteKind) -> bool,
) -> Vec<(String, String)> {
    sites.into_iter().filter(|site| keep(site.kind)).map(|site| (site.id.to_string(), say::site(site))).collect()
}
