//! The announcement form on the screen.

use jiff::civil::Date;
use maud::{Markup, html};

use crate::app::Field;
use crate::domain::food::{Category, DateKind, StorageClass};
use crate::domain::quantity::MOST_CRATES_PER_LOT;
use crate::t;
use crate::web::context::Context;
use crate::web::form_state::FormState;
use crate::web::scope::Scope;
use crate::web::ui::form::FieldKind;
use crate::web::ui::{ActForm, ActionBar, Button, CategoryBlob, CategoryTile, Disclosure, Icon, Offline};

/// How many days are chips; any other is in the calendar.
const CHIPS: u8 = 3;

pub(super) fn form(context: &Context, scope: &Scope, form: &FormState, day: Date) -> Markup {
    let w = context.words;
    let today = context.today();
    let for_day = |day: &str| t!(w, "donor-for-day", day = day);
    let body = html! {
        (form.summary())
        div id=(Field::Lots) tabindex="-1" {
            p.hint { (t!(w, "donor-announce-how")) }
            @if let Some(error) = form.error(Field::Lots) { p.error { (Icon::Warning) span { (error) } } }
        }
        div.tiles {
            @for category in Category::ALL {
                @let crates = Field::Crates.of(category);
                (CategoryTile::new(w, *category)
                    .value(form.parsed(&crates).unwrap_or(0))
                    .max(MOST_CRATES_PER_LOT.0)
                    .error(form.error(crates)))
                (details(context, form, *category, day))
            }
        }
        (form.date(Field::Date, t!(w, "donor-for-when"), today, CHIPS))
        (Disclosure {
            summary: t!(w, "donor-more"),
            icon: Some(Icon::Camera),
            open: form.has_error([Field::Until, Field::Note, Field::Photo]),
            body: html! {
                (form.photo(Field::Photo))
                @if form.had_file(Field::Photo) && !form.has_error([Field::Photo]) { p.hint { (t!(w, "donor-photo-again")) } }
                (form.field(FieldKind::LongText, Field::Note, t!(w, "donor-note")).hint(t!(w, "donor-note-hint")))
                (form.field(FieldKind::Time, Field::Until, t!(w, "donor-until")))
            },
        })
        (ActionBar { body: html! {
            p.hint.centred data-day=(Field::Date) data-words=(for_day("#")) aria-live="polite" {
                (for_day(&w.date_from(day, today)))
            }
            (Button::primary(t!(w, "donor-announce")).icon(Icon::Check))
        } })
    };
    html! { (ActForm::new(scope.path("/donor/announce"), context.op_id(), body).with_file()
    .offline(Offline::new(t!(w, "offline-announce")).next(scope.path("/donor")))) }
}

/// Date, storage and weight of a category, under its tile: seen once there is a crate of it. No date is chosen before a
/// person says it; the last time's, or the usual one, would be sent unseen.
fn details(context: &Context, form: &FormState, category: Category, day: Date) -> Markup {
    let w = context.words;
    let [kind, class, date, kilograms] = [Field::Kind, Field::Class, Field::Date, Field::Kg].map(|of| of.of(category));
    let dates = form.parsed(&kind).unwrap_or(category.usual_date());
    let question = match dates {
        DateKind::UseBy => t!(w, "donor-date-use-by"),
        DateKind::BestBefore | DateKind::None => t!(w, "donor-date-best-before"),
    };
    let hint = match dates {
        DateKind::UseBy => t!(w, "donor-date-use-by-hint"),
        DateKind::BestBefore | DateKind::None => t!(w, "donor-date-best-before-hint"),
    };
    let chooser = html! { (form.date(date, question, context.today(), CHIPS).first(day).hint(hint).optional()) };
    let kinds = DateKind::ALL.iter().map(|kind| (kind.to_string(), w.date_kind(*kind)));
    let classes = StorageClass::ALL.iter().map(|class| (class.to_string(), w.storage(*class)));
    html! {
        section.card.dated data-with=(Field::Crates.of(category)) aria-label=(w.category(category)) {
            div.card-head { (CategoryBlob { category: category.word() }) h3 { (w.category(category)) } }
            @if dates != DateKind::None { (chooser) }
            (Disclosure {
                summary: t!(w, "donor-details"),
                icon: None,
                open: form.has_error([&kind, &class, &kilograms]),
                body: html! {
                    (form.select(kind, t!(w, "donor-date-kind"), kinds.collect()))
                    @if dates == DateKind::None { (chooser) }
                    (form.select(class, t!(w, "donor-storage"), classes.collect()))
                    (form.field(FieldKind::Decimal, kilograms, t!(w, "donor-kilograms")).hint(t!(w, "donor-kilograms-hint")))
                },
            })
        }
    }
}
