//! The form of a site: what it is filled in with, how it looks, and how it is read.

use maud::{Markup, html};

use super::opening;
use crate::app::{Field, FieldError, FieldErrorKind, Refusal};
use crate::domain::food::{Category, PerClass, StorageClass};
use crate::domain::id::SiteId;
use crate::domain::opening::DAYS;
use crate::domain::quantity::{Crates, Seconds};
use crate::domain::site::{LatLon, Site, SiteKind, Town};
use crate::domain::text;
use crate::domain::written;
use crate::import::shipped;
use crate::t;
use crate::web::context::Context;
use crate::web::form_state::FormState;
use crate::web::input::Input;
use crate::web::ui::form::FieldKind;
use crate::web::ui::{ActionBar, Button, Icon, hidden};
use crate::words::Words;

/// The most minutes a visit may take.
const LONGEST_VISIT: i64 = 120;
/// The most crates a place may have room for, and the most families and persons it may serve.
const MOST: i64 = 10_000;

/// A new site of a kind.
pub(super) fn blank(w: Words, kind: SiteKind) -> FormState {
    FormState::new(w).with(Field::Kind, kind).with(Field::Service, 10).with_tick(Field::Active, true)
}

/// A site as its form shows it.
pub(super) fn filled(w: Words, site: &Site) -> FormState {
    let degrees = |degrees: f64| format!("{degrees:.6}").trim_end_matches('0').trim_end_matches('.').replace('.', ",");
    let form = FormState::new(w)
        .with(Field::Kind, site.kind)
        .with(Field::Name, &site.name)
        .with(Field::Town, &site.town)
        .with(Field::Address, &site.address)
        .with(Field::Lat, degrees(site.at.lat))
        .with(Field::Lon, degrees(site.at.lon))
        .with(Field::Phone, &site.phone)
        .with(Field::Service, site.service.0 / 60)
        .with(Field::Families, site.families)
        .with(Field::Persons, site.persons)
        .with(Field::Notes, &site.notes)
        .with_tick(Field::Holidays, site.open_holidays)
        .with_tick(Field::Active, site.active);
    let mut form = opening::filled(form, &site.opening);
    for class in StorageClass::ALL {
        form.replace(Field::Room.of(class), site.room[*class].0);
    }
    site.refused.iter().fold(form, |form, food| form.with(Field::Refused, food))
}

/// The form, filled in.
pub(super) fn form(form: &FormState, action: &str, towns: &[Town], is_new: bool) -> Markup {
    let w = form.words;
    let kind = form.parsed(Field::Kind).unwrap_or(SiteKind::Point);
    // Nothing is chosen for anybody: the first of the list would be taken unseen.
    let nothing = form.value(Field::Town).is_empty().then(|| (String::new(), t!(w, "choose")));
    let towns = nothing.into_iter().chain(towns.iter().map(|town| (town.code.clone(), town_option(town)))).collect();
    html! {
        form.stack method="post" action=(action) {
            (form.summary())
            (hidden(Field::Kind, kind))
            (form.field(FieldKind::Text, Field::Name, t!(w, "site-name")).required().max_length(120))
            (form.select(Field::Town, t!(w, "site-town"), towns))
            (form.field(FieldKind::Text, Field::Address, t!(w, "site-address")).max_length(120))
            (form.field(FieldKind::Phone, Field::Phone, t!(w, "site-phone")).max_length(120))
            fieldset.group {
                legend { (t!(w, "site-position")) }
                div.pair {
                    (form.field(FieldKind::Text, Field::Lat, t!(w, "site-latitude")))
                    (form.field(FieldKind::Text, Field::Lon, t!(w, "site-longitude")))
                }
                p.hint { (t!(w, "site-position-hint")) }
            }
            (hours(form))
            (form.checkbox(Field::Holidays, t!(w, "site-open-holidays")))
            (form.field(FieldKind::Number, Field::Service, t!(w, "site-service-minutes")))
            @if kind == SiteKind::Point {
                div.pair {
                    (form.field(FieldKind::Number, Field::Families, t!(w, "site-families")))
                    (form.field(FieldKind::Number, Field::Persons, t!(w, "site-persons")))
                }
            }
            @if kind != SiteKind::Donor { (room(form)) }
            (form.field(FieldKind::LongText, Field::Notes, t!(w, "site-notes")).hint(t!(w, "site-notes-hint")))
            @if !is_new {
                (form.checkbox(Field::Active, t!(w, "site-active")))
            } @else { (hidden(Field::Active, "1")) }
            (save_button(w, is_new))
        }
    }
}

/// A town, with those that went into it: people still look for their names.
fn town_option(town: &Town) -> String {
    let before = shipped::merged_into(&town.code).collect::<Vec<_>>().join(", ");
    if before.is_empty() { town.name.clone() } else { format!("{} ({before})", town.name) }
}

/// The button that saves: at the bottom of the screen where the form is all there is.
pub(super) fn save_button(w: Words, alone: bool) -> Markup {
    let button = Button::primary(t!(w, "save")).icon(Icon::Check);
    if alone {
        html! { (ActionBar { body: html! { (button) } }) }
    } else {
        html! { (button) }
    }
}

fn hours(form: &FormState) -> Markup {
    let w = form.words;
    html! {
        fieldset.group.hours {
            legend { (t!(w, "site-hours")) }
            p.hint { (t!(w, "site-hours-hint")) }
            @for (word, weekday) in DAYS {
                @let name = Field::Hours.of(word);
                (form.field(FieldKind::Text, name, w.weekday(weekday.to_monday_one_offset())).max_length(60))
            }
            (form.field(FieldKind::LongText, Field::Rules, t!(w, "site-rules")).hint(t!(w, "site-rules-hint")).max_length(900))
        }
    }
}

fn room(form: &FormState) -> Markup {
    let w = form.words;
    html! {
        fieldset.group {
            legend { (t!(w, "site-room")) }
            p.hint { (t!(w, "site-room-hint")) }
            div.pair {
                @for class in StorageClass::ALL {
                    (form.field(FieldKind::Number, Field::Room.of(class), w.storage(*class)))
                }
            }
        }
        fieldset.group {
            legend { (t!(w, "site-refuses")) }
            div.boxes {
                @for food in Category::ALL {
                    (form.checkbox_of(Field::Refused, food, w.category(*food)))
                }
            }
        }
    }
}

/// The site that a form describes.
pub(super) async fn read(
    context: &Context,
    id: SiteId,
    before: Option<&Site>,
    input: &mut Input,
) -> Result<Site, Refusal> {
    let towns = context.web.app.towns(&context.actor).await?;
    // A site never becomes one of another kind.
    let asked = input.optional_choice(Field::Kind);
    let kind = before.map(|site| site.kind).or(asked);
    let town = towns.iter().find(|town| town.code == input.text(Field::Town));
    if town.is_none() {
        let unsaid = input.is_empty(Field::Town);
        input.error(Field::Town, if unsaid { FieldErrorKind::Missing } else { FieldErrorKind::NoSuchTown });
    }
    let place = place(input, town, before);
    let opening = opening::read(input);
    let mut room = PerClass::default();
    if kind.is_some_and(|kind| kind != SiteKind::Donor)
        && StorageClass::ALL.iter().all(|class| input.is_empty(Field::Room.of(class)))
    {
        // Room for nothing means no food at all: that is said, not left out.
        input.error(Field::Room.of(StorageClass::Ambient), FieldErrorKind::Missing);
    }
    for class in StorageClass::ALL {
        room[*class] = Crates(input.number(Field::Room.of(class), 0, MOST).unwrap_or(0));
    }
    let service = Seconds(input.needed_number(Field::Service, 1, LONGEST_VISIT) * 60);
    let (families, persons) = (input.number(Field::Families, 0, MOST), input.number(Field::Persons, 0, MOST));
    let (name, notes) = (input.needed(Field::Name, text::name), input.needed(Field::Notes, text::note));
    let (address, phone) = (input.needed(Field::Address, line), input.phone(Field::Phone));
    let (open_holidays, active) = (input.has(Field::Holidays), input.has(Field::Active));
    let refused = input.all(Field::Refused).filter_map(|word| word.parse::<Category>().ok()).collect();
    input.check()?;
    let (Some(kind), Some((at, approximate))) = (kind, place) else {
        return Err(FieldError::new(Field::Kind, FieldErrorKind::Missing).into());
    };
    Ok(Site {
        id,
        code: before.map(|site| site.code.clone()).unwrap_or_default(),
        kind,
        name: name.unwrap_or_default(),
        town: town.map(|town| town.code.clone()).unwrap_or_default(),
        town_name: String::new(),
        at,
        approximate,
        address: address.unwrap_or_default(),
        phone: phone.unwrap_or_default(),
        notes: notes.unwrap_or_default(),
        opening,
        open_holidays,
        service,
        families: families.unwrap_or(0),
        persons: persons.unwrap_or(0),
        room,
        refused,
        active,
    })
}

/// One line that may be empty.
fn line(typed: &str) -> Result<String, text::TextError> {
    match text::name(typed) {
        Err(text::TextError::Empty) => Ok(String::new()),
        read => read,
    }
}

/// Where the site is, and whether that is only its town: so when no coordinates are given.
fn place(input: &mut Input, town: Option<&Town>, before: Option<&Site>) -> Option<(LatLon, bool)> {
    if let Some(at) = LatLon::pasted(input.text(Field::Lat)) {
        return Some((at, false));
    }
    let (lat, lon) = (input.text(Field::Lat).to_owned(), input.text(Field::Lon).to_owned());
    if lat.is_empty() && lon.is_empty() {
        return town.map(|town| (town.at, true));
    }
    let mut degrees = |field: Field, text: &str, most: i64| {
        let read = written::reading(text, 7).map(|units| units as f64 / 1e7);
        match read {
            None => {
                input.error(field, if text.is_empty() { FieldErrorKind::Missing } else { FieldErrorKind::NotANumber });
            }
            Some(degrees) if degrees > most as f64 => input.error(field, FieldErrorKind::TooLarge { most }),
            Some(degrees) if degrees < -(most as f64) => input.error(field, FieldErrorKind::TooSmall { least: -most }),
            Some(_) => {}
        }
        read
    };
    let (lat, lon) = (degrees(Field::Lat, &lat, 90), degrees(Field::Lon, &lon, 180));
    let at = LatLon::new(lat?, lon?)?;
    let unmoved = |site: &&Site| (site.at.lat - at.lat).abs() < 1e-6 && (site.at.lon - at.lon).abs() < 1e-6;
    Some((at, before.filter(unmoved).is_some_and(|site| site.approximate)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_of_a_map_is_a_place() {
        for link in [
            "45.1612, 9.7031",
            "geo:45.1612,9.7031?z=17",
            "https://www.google.com/maps/@45.1612,9.7031,17z",
            "https://www.google.com/maps/place/Emporio/@45.2,9.8,15z/data=!3m1!4b1!4m6!3m5!8m2!3d45.1612!4d9.7031",
            "https://www.openstreetmap.org/#map=17/45.1612/9.7031",
            "https://www.openstreetmap.org/?mlat=45.1612&mlon=9.7031",
        ] {
            assert_eq!(LatLon::pasted(link), LatLon::new(45.1612, 9.7031), "{link}");
        }
        for other in ["", "45,1612", "45.1612", "95.123, 9.123", "https://maps.app.goo.gl/x", "via Verdi 3"] {
            assert_eq!(LatLon::pasted(other), None, "{other}");
        }
    }
}
