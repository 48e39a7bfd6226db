//! A page shown again because what was sent could not be done: with the faults at their fields, and what was typed.

use axum::http::StatusCode;
use axum::response::Response;
use maud::{Markup, html};

use crate::app::{Conflict, FieldError, Refusal};
use crate::domain::id::OpId;
use crate::web::context::{Context, acknowledge, with_status};
use crate::web::error::WebError;
use crate::web::input::Input;
use crate::web::say;
use crate::web::ui::{ErrorSummary, Notice, Page};

/// What a page knows of a form that came before it.
#[derive(Debug, Default)]
pub struct Again<'a> {
    /// What is wrong with fields.
    pub faults: Vec<FieldError>,
    pub conflict: Option<Conflict>,
    sent: Option<&'a Input>,
}

impl<'a> Again<'a> {
    /// After a form that could not be taken. Refusals that have a page of their own pass through.
    pub fn after(refusal: Refusal, sent: &'a Input) -> Result<Self, WebError> {
        let sent = Some(sent);
        match refusal {
            Refusal::Invalid(faults) => Ok(Self { faults, conflict: None, sent }),
            Refusal::Conflict(conflict) => Ok(Self { faults: Vec::new(), conflict: Some(conflict), sent }),
            other => Err(other.into()),
        }
    }

    /// What was typed into a field; `None` on a fresh page.
    pub fn typed(&self, name: &str) -> Option<&'a str> {
        self.sent.filter(|sent| sent.has(name)).map(|sent| sent.text(name))
    }

    /// The number typed into a field, or the one it starts with.
    pub fn number(&self, name: &str, start: i64) -> i64 {
        self.typed(name).and_then(|typed| typed.parse().ok()).unwrap_or(start)
    }

    /// What is wrong with a field, in words.
    pub fn fault(&self, context: &Context, name: &str) -> Option<String> {
        say::fault_of(context.words, &self.faults, name)
    }

    /// Whether a field whose name starts like this has a fault.
    pub fn has_fault(&self, prefix: &str) -> bool {
        self.faults.iter().any(|fault| fault.field.starts_with(prefix))
    }

    /// All that is wrong, on top of the page.
    pub fn summary(&self, context: &Context) -> Markup {
        let w = context.words;
        let errors = self.faults.iter().map(|fault| (fault.field.clone(), say::field_error(w, &fault.kind))).collect();
        html! {
            @if let Some(conflict) = &self.conflict { (Notice::danger(say::conflict(w, conflict))) }
            (ErrorSummary { words: w, errors })
        }
    }

    /// The page with the status that fits, and the word that the act needs no further sending.
    pub fn answer(&self, op: OpId, page: &Page) -> Response {
        let status = if self.conflict.is_some() { StatusCode::CONFLICT } else { StatusCode::UNPROCESSABLE_ENTITY };
        let mut answer = with_status(status, page);
        acknowledge(&mut answer, op);
        answer
    }
}
