//! The form of a person: name, phone, language, and what they may do where.

use maud::{Markup, html};

use super::site_form::save_button;
use crate::app::{Field, FieldErrorKind, Refusal};
use crate::domain::id::PersonId;
use crate::domain::people::{Grant, Person, Role};
use crate::domain::site::{Site, SiteKind};
use crate::domain::text;
use crate::t;
use crate::web::form_state::FormState;
use crate::web::input::Input;
use crate::web::say;
use crate::web::ui::form::FieldKind;
use crate::web::ui::{Disclosure, Icon, hidden};
use crate::words::{Lang, Words};

/// A new person.
pub(super) fn blank(w: Words) -> FormState {
    FormState::new(w).with(Field::Language, Lang::default().code()).with_tick(Field::Active, true)
}

/// A person as their form shows them.
pub(super) fn filled(w: Words, person: &Person) -> FormState {
    let form = FormState::new(w)
        .with(Field::Name, &person.name)
        .with(Field::Phone, &person.phone)
        .with(Field::Language, &person.language)
        .with_tick(Field::Active, person.active);
    person.grants.iter().fold(form, |form, grant| match grant.site {
        Some(site) => form.with(Field::Role.of(grant.role), site),
        None => form.with(Field::Role, grant.role),
    })
}

/// The form, filled in. `is_own` says that it is the form of who looks at it.
pub(super) fn form(form: &FormState, action: &str, sites: &[Site], is_own: bool, is_new: bool) -> Markup {
    let w = form.words;
    let languages = Lang::ALL.iter().map(|lang| (lang.code().to_owned(), w.language(*lang)));
    let error = form.error_kind(Field::Roles).map(|kind| match kind {
        FieldErrorKind::NotAChoice if is_own => t!(w, "person-own-role"),
        FieldErrorKind::NothingChosen => t!(w, "person-no-role"),
        other => say::field_error(w, other),
    });
    html! {
        form.stack method="post" action=(action) {
            (form.summary())
            (form.field(FieldKind::Text, Field::Name, t!(w, "person-name")).required().max_length(120))
            (form.field(FieldKind::Phone, Field::Phone, t!(w, "person-phone")).max_length(120))
            (form.select(Field::Language, t!(w, "language"), languages.collect()))
            fieldset.group id=(Field::Roles) tabindex="-1" aria-describedby=[error.as_ref().map(|_| "roles-error")] {
                legend { (t!(w, "person-roles")) }
                div.stack-close {
                    @if let Some(error) = &error { p.error #roles-error { (Icon::Warning) span { (error) } } }
                    @for role in [Role::Coordinator, Role::Driver] {
                        (form.checkbox_of(Field::Role, role, w.role(role)))
                    }
                    (places(form, Role::Donor, t!(w, "person-at-shops"), sites, |kind| kind == SiteKind::Donor))
                    (places(form, Role::Point, t!(w, "person-at-points"), sites, |kind| kind != SiteKind::Donor))
                }
            }
            @if !is_new {
                (form.checkbox(Field::Active, t!(w, "person-active")))
            } @else { (hidden(Field::Active, "1")) }
            (save_button(w, is_new))
        }
    }
}

fn places(form: &FormState, role: Role, summary: String, sites: &[Site], keep: fn(SiteKind) -> bool) -> Markup {
    let at: Vec<(&Site, bool)> = sites
        .iter()
        .filter(|site| keep(site.kind))
        .map(|site| (site, form.is_ticked(Field::Role.of(role), &site.id.to_string())))
        .filter(|(site, ticked)| site.active || *ticked)
        .collect();
    html! {
        @if !at.is_empty() {
            (Disclosure {
                summary,
                icon: Some(super::sites::icon(if role == Role::Donor { SiteKind::Donor } else { SiteKind::Point })),
                open: at.iter().any(|(_, ticked)| *ticked),
                body: html! {
                    div.boxes {
                        @for (site, _) in &at { (form.checkbox_of(Field::Role.of(role), site.id, say::site(site))) }
                    }
                },
            })
        }
    }
}

/// The person that a form describes.
pub(super) fn read(id: PersonId, before: Option<&Person>, input: &mut Input) -> Result<Person, Refusal> {
    let (name, phone) = (input.needed(Field::Name, text::name), input.phone(Field::Phone));
    let language: Option<Lang> = input.choice(Field::Language);
    let active = input.has(Field::Active);
    let mut grants = Vec::new();
    let mut strange = false;
    for role in input.all(Field::Role) {
        match role.parse::<Role>() {
            Ok(role) if !role.is_at_a_site() => grants.push(Grant { role, site: None }),
            _ => strange = true,
        }
    }
    for role in [Role::Donor, Role::Point] {
        for site in input.all(Field::Role.of(role)) {
            match site.parse() {
                Ok(site) => grants.push(Grant { role, site: Some(site) }),
                Err(_) => strange = true,
            }
        }
    }
    if strange {
        input.error(Field::Roles, FieldErrorKind::NotAChoice);
    }
    input.check()?;
    grants.sort_unstable();
    grants.dedup();
    Ok(Person {
        id,
        code: before.map(|person| person.code.clone()).unwrap_or_default(),
        name: name.unwrap_or_default(),
        phone: phone.unwrap_or_default(),
        language: language.unwrap_or_default().code().to_owned(),
        active,
        grants,
    })
}
