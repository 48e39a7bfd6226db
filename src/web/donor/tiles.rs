//! The announcement form on the screen.

use maud::{Markup, html};

use super::form::{Form, Line};
use crate::app::FieldError;
use crate::domain::food::{Category, DateKind, StorageClass};
use crate::domain::quantity::MOST_CRATES_PER_LOT;
use crate::t;
use crate::web::context::Context;
use crate::web::say;
use crate::web::scope::Scope;
use crate::web::ui::form::FieldKind;
use crate::web::ui::{
    ActForm, ActionBar, Button, CategoryBlob, CategoryTile, DateChooser, Disclosure, ErrorSummary, Field, Icon,
    Offline, PhotoInput, Select,
};
use crate::words::Words;

/// How many days are chips; any other is in the calendar.
const CHIPS: u8 = 3;

/// The form, with its faults.
pub(super) fn form(context: &Context, scope: &Scope, form: &Form, faults: &[FieldError]) -> Markup {
    let w = context.words;
    let fault = |field: &str| say::fault_of(w, faults, field);
    let errors = faults.iter().map(|fault| (fault.field.clone(), say::field_error(w, &fault.kind))).collect();
    let body = html! {
        (ErrorSummary { words: w, errors })
        div #lots tabindex="-1" {
            p.hint { (t!(w, "donor-announce-how")) }
            @if let Some(error) = fault("lots") { p.error { (Icon::Warning) span { (error) } } }
        }
        div.tiles {
            @for category in Category::ALL {
                (CategoryTile::new(w, *category)
                    .value(form.lines[*category].crates)
                    .max(MOST_CRATES_PER_LOT.0)
                    .error(fault(&format!("crates-{category}"))))
            }
        }
        div.dated.stack {
            h2 { (t!(w, "donor-dates")) }
            @for category in Category::ALL { (details(w, context, form, *category, faults)) }
        }
        (Disclosure {
            summary: t!(w, "donor-more"),
            icon: Some(Icon::Camera),
            open: ["until", "date", "note", "photo"].iter().any(|field| fault(field).is_some()),
            body: html! {
                (PhotoInput { words: w, name: "photo".into(), error: fault("photo") })
                @if form.had_photo && fault("photo").is_none() { p.hint { (t!(w, "donor-photo-again")) } }
                (Field::new(FieldKind::LongText, "note", t!(w, "donor-note")).value(&form.note)
                    .hint(t!(w, "donor-note-hint")).error(fault("note")))
                (DateChooser {
                    words: w,
                    name: "date".into(),
                    question: t!(w, "donor-for-when"),
                    today: context.today(),
                    days: CHIPS,
                    chosen: Some(form.date),
                    error: fault("date"),
                })
                (Field::new(FieldKind::Time, "until", t!(w, "donor-until")).value(&form.until).error(fault("until")))
            },
        })
        (ActionBar { body: html! { (Button::primary(t!(w, "donor-announce")).icon(Icon::Check)) } })
    };
    html! { (ActForm::new(scope.path("/donor/announce"), context.op_id(), body).with_file()
    .offline(Offline::new(t!(w, "offline-announce")).next(scope.path("/donor")))) }
}

/// Date, storage and weight of a category: seen once there is a crate of it.
fn details(w: Words, context: &Context, form: &Form, category: Category, faults: &[FieldError]) -> Markup {
    let named = |field: &str| format!("{field}-{category}");
    let fault = |field: &str| say::fault_of(w, faults, &named(field));
    let Line { kind, class, shelf, kilograms, .. } = &form.lines[category];
    let kind = kind.unwrap_or_else(|| category.usual_date());
    let dates = html! {
        (DateChooser {
            words: w,
            name: named("date"),
            question: match kind {
                DateKind::UseBy => t!(w, "donor-date-use-by"),
                DateKind::BestBefore | DateKind::None => t!(w, "donor-date-best-before"),
            },
            today: context.today(),
            days: CHIPS,
            chosen: *shelf,
            error: fault("date"),
        })
    };
    let rest = html! {
        (Select {
            name: named("kind"),
            label: t!(w, "donor-date-kind"),
            options: DateKind::ALL.iter().map(|kind| (kind.to_string(), w.date_kind(*kind))).collect(),
            chosen: kind.to_string(),
            error: fault("kind"),
        })
        @if kind == DateKind::None { (dates) }
        (Select {
            name: named("class"),
            label: t!(w, "donor-storage"),
            options: StorageClass::ALL.iter().map(|class| (class.to_string(), w.storage(*class))).collect(),
            chosen: class.unwrap_or_else(|| category.usual_class()).to_string(),
            error: fault("class"),
        })
        (Field::new(FieldKind::Decimal, named("kg"), t!(w, "donor-kilograms")).value(kilograms)
            .hint(t!(w, "donor-kilograms-hint")).error(fault("kg")))
    };
    html! {
        section.card data-with=(named("crates")) aria-label=(w.category(category)) {
            div.card-head { (CategoryBlob { category: category.word() }) h3 { (w.category(category)) } }
            @if kind != DateKind::None { (dates) }
            (Disclosure {
                summary: t!(w, "donor-details"),
                icon: None,
                open: ["kind", "class", "kg"].iter().any(|field| fault(field).is_some()),
                body: rest,
            })
        }
    }
}
