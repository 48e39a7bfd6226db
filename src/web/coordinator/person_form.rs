//! The form of a person: name, phone, language, and what they may do where.

use maud::{Markup, html};

use super::form::Filled;
use super::site_form::{line, save_button};
use crate::app::{FieldErrorKind, Refusal};
use crate::domain::id::PersonId;
use crate::domain::people::{Grant, Person, Role};
use crate::domain::site::{Site, SiteKind};
use crate::domain::text;
use crate::t;
use crate::web::input::Input;
use crate::web::say;
use crate::web::ui::form::FieldKind;
use crate::web::ui::{Checkbox, Disclosure, Icon};
use crate::words::Lang;

/// A new person.
pub(super) fn blank() -> Input {
    [("active", "1"), ("language", "it")].into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
}

/// A person as their form shows them.
pub(super) fn typed(person: &Person) -> Input {
    let mut fields = vec![
        ("name".to_owned(), person.name.clone()),
        ("phone".to_owned(), person.phone.clone()),
        ("language".to_owned(), person.language.clone()),
    ];
    if person.active {
        fields.push(("active".to_owned(), "1".to_owned()));
    }
    fields.extend(person.grants.iter().map(|grant| match grant.site {
        Some(site) => (grant.role.word().to_owned(), site.to_string()),
        None => ("role".to_owned(), grant.role.word().to_owned()),
    }));
    fields.into_iter().collect()
}

/// The form, filled in. `is_own` says that it is the form of who looks at it.
pub(super) fn form(filled: Filled<'_>, action: &str, sites: &[Site], is_own: bool, is_new: bool) -> Markup {
    let w = filled.words;
    let languages = Lang::ALL.iter().map(|lang| (lang.code().to_owned(), w.language(*lang)));
    let error = filled.error("roles").map(|error| {
        if is_own && filled.is("roles", &FieldErrorKind::NotAChoice) {
            t!(w, "person-own-role")
        } else if filled.is("roles", &FieldErrorKind::NothingChosen) {
            t!(w, "person-no-role")
        } else {
            error
        }
    });
    html! {
        form.stack method="post" action=(action) {
            (filled.summary())
            (filled.field(FieldKind::Text, "name", t!(w, "person-name")).required().max_length(120))
            (filled.field(FieldKind::Phone, "phone", t!(w, "person-phone")).max_length(120))
            (filled.select("language", t!(w, "language"), languages.collect()))
            fieldset.group id="roles" tabindex="-1" aria-describedby=[error.as_ref().map(|_| "roles-error")] {
                legend { (t!(w, "person-roles")) }
                div.stack-close {
                    @if let Some(error) = &error { p.error #roles-error { (Icon::Warning) span { (error) } } }
                    @for role in [Role::Coordinator, Role::Driver] {
                        (Checkbox {
                            name: "role".to_owned(),
                            value: role.word().to_owned(),
                            label: w.role(role),
                            ticked: filled.ticked("role", role.word()),
                        })
                    }
                    (places(filled, Role::Donor, t!(w, "person-at-shops"), sites, |kind| kind == SiteKind::Donor))
                    (places(filled, Role::Point, t!(w, "person-at-points"), sites, |kind| kind != SiteKind::Donor))
                }
            }
            @if !is_new {
                (Checkbox { name: "active".to_owned(), value: "1".to_owned(), label: t!(w, "person-active"), ticked: filled.ticked("active", "1") })
            } @else { input type="hidden" name="active" value="1"; }
            (save_button(w, is_new))
        }
    }
}

fn places(filled: Filled<'_>, role: Role, summary: String, sites: &[Site], keep: fn(SiteKind) -> bool) -> Markup {
    let at: Vec<(&Site, bool)> = sites
        .iter()
        .filter(|site| keep(site.kind))
        .map(|site| (site, filled.ticked(role.word(), &site.id.to_string())))
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
                        @for (site, ticked) in &at {
                            (Checkbox { name: role.word().to_owned(), value: site.id.to_string(), label: say::site(site), ticked: *ticked })
                        }
                    }
                },
            })
        }
    }
}

/// The person that a form describes.
pub(super) fn read(id: PersonId, before: Option<&Person>, input: &mut Input) -> Result<Person, Refusal> {
    let (name, phone) = (input.needed("name", text::name), input.needed("phone", line));
    let language: Option<Lang> = input.choice("language");
    let mut grants = Vec::new();
    let mut strange = false;
    for role in input.all("role") {
        match role.parse::<Role>() {
            Ok(role) if !role.is_at_a_site() => grants.push(Grant { role, site: None }),
            _ => strange = true,
        }
    }
    for role in [Role::Donor, Role::Point] {
        for site in input.all(role.word()) {
            match site.parse() {
                Ok(site) => grants.push(Grant { role, site: Some(site) }),
                Err(_) => strange = true,
            }
        }
    }
    if strange {
        input.fault("roles", FieldErrorKind::NotAChoice);
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
        active: input.has("active"),
        grants,
    })
}
