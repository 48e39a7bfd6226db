//! The form of a site: what it is filled in with, how it looks, and how it is read.

use maud::{Markup, html};

use super::form::Filled;
use super::opening;
use crate::app::{FieldError, FieldErrorKind, Refusal};
use crate::domain::food::{Category, PerClass, StorageClass};
use crate::domain::id::SiteId;
use crate::domain::quantity::{Crates, Seconds};
use crate::domain::site::{LatLon, Site, SiteKind, Town};
use crate::domain::text;
use crate::domain::time::DAYS;
use crate::t;
use crate::web::context::Context;
use crate::web::input::Input;
use crate::web::ui::form::FieldKind;
use crate::web::ui::{ActionBar, Button, Checkbox, Icon};
use crate::words::Words;

/// The most minutes a visit may take.
const LONGEST_VISIT: i64 = 120;
/// The most crates a place may have room for, and the most families and persons it may serve.
const MOST: i64 = 10_000;

/// A new site of a kind.
pub(super) fn blank(kind: SiteKind) -> Input {
    [("kind", kind.word()), ("service", "10"), ("active", "1")]
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect()
}

/// A site as its form shows it.
pub(super) fn typed(site: &Site) -> Input {
    let degrees = |degrees: f64| format!("{degrees:.6}").trim_end_matches('0').trim_end_matches('.').replace('.', ",");
    let mut fields = vec![
        ("kind".to_owned(), site.kind.word().to_owned()),
        ("name".to_owned(), site.name.clone()),
        ("town".to_owned(), site.town.clone()),
        ("address".to_owned(), site.address.clone()),
        ("lat".to_owned(), degrees(site.at.lat)),
        ("lon".to_owned(), degrees(site.at.lon)),
        ("phone".to_owned(), site.phone.clone()),
        ("service".to_owned(), (site.service.0 / 60).to_string()),
        ("families".to_owned(), site.families.to_string()),
        ("persons".to_owned(), site.persons.to_string()),
        ("notes".to_owned(), site.notes.clone()),
    ];
    if site.open_holidays {
        fields.push(("holidays".to_owned(), "1".to_owned()));
    }
    if site.active {
        fields.push(("active".to_owned(), "1".to_owned()));
    }
    fields.extend(
        DAYS.iter().enumerate().map(|(day, (word, _))| (opening::field(word), opening::typed(&site.opening, day))),
    );
    fields.extend(StorageClass::ALL.iter().map(|class| (format!("room-{class}"), site.room[*class].0.to_string())));
    fields.extend(site.refused.iter().map(|food| ("refused".to_owned(), food.word().to_owned())));
    fields.into_iter().collect()
}

/// The form, filled in.
pub(super) fn form(filled: Filled<'_>, action: &str, towns: &[Town], is_new: bool) -> Markup {
    let w = filled.words;
    let kind = filled.typed.text("kind").parse().unwrap_or(SiteKind::Point);
    let towns = towns.iter().map(|town| (town.code.clone(), town.name.clone())).collect();
    html! {
        form.stack method="post" action=(action) {
            (filled.summary())
            input type="hidden" name="kind" value=(kind);
            (filled.field(FieldKind::Text, "name", t!(w, "site-name")).required().max_length(120))
            (filled.select("town", t!(w, "site-town"), towns))
            (filled.field(FieldKind::Text, "address", t!(w, "site-address")).max_length(120))
            (filled.field(FieldKind::Phone, "phone", t!(w, "site-phone")).max_length(120))
            fieldset.group {
                legend { (t!(w, "site-position")) }
                div.pair {
                    (filled.field(FieldKind::Text, "lat", t!(w, "site-latitude")))
                    (filled.field(FieldKind::Text, "lon", t!(w, "site-longitude")))
                }
                p.hint { (t!(w, "site-position-hint")) }
            }
            (hours(filled))
            (Checkbox { name: "holidays".to_owned(), value: "1".to_owned(), label: t!(w, "site-open-holidays"), ticked: filled.ticked("holidays", "1") })
            (filled.field(FieldKind::Number, "service", t!(w, "site-service-minutes")))
            @if kind == SiteKind::Point {
                div.pair {
                    (filled.field(FieldKind::Number, "families", t!(w, "site-families")))
                    (filled.field(FieldKind::Number, "persons", t!(w, "site-persons")))
                }
            }
            @if kind != SiteKind::Donor { (room(filled)) }
            (filled.field(FieldKind::LongText, "notes", t!(w, "site-notes")).hint(t!(w, "site-notes-hint")))
            @if !is_new {
                (Checkbox { name: "active".to_owned(), value: "1".to_owned(), label: t!(w, "site-active"), ticked: filled.ticked("active", "1") })
            } @else { input type="hidden" name="active" value="1"; }
            (save_button(w, is_new))
        }
    }
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

fn hours(filled: Filled<'_>) -> Markup {
    let w = filled.words;
    html! {
        fieldset.group.hours {
            legend { (t!(w, "site-hours")) }
            p.hint { (t!(w, "site-hours-hint")) }
            @for (word, weekday) in DAYS {
                @let name = opening::field(word);
                @let error = filled.error(&name).map(|error| {
                    if filled.is(&name, &FieldErrorKind::NotOpeningHours) { t!(w, "site-hours-wrong") } else { error }
                });
                (filled.field(FieldKind::Text, &name, w.weekday(weekday.to_monday_one_offset())).error(error).max_length(60))
            }
        }
    }
}

fn room(filled: Filled<'_>) -> Markup {
    let w = filled.words;
    html! {
        fieldset.group {
            legend { (t!(w, "site-room")) }
            div.pair {
                @for class in StorageClass::ALL {
                    (filled.field(FieldKind::Number, &format!("room-{class}"), w.storage(*class)))
                }
            }
        }
        fieldset.group {
            legend { (t!(w, "site-refuses")) }
            div.boxes {
                @for food in Category::ALL {
                    (Checkbox {
                        name: "refused".to_owned(),
                        value: food.word().to_owned(),
                        label: w.category(*food),
                        ticked: filled.ticked("refused", food.word()),
                    })
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
    let kind = before.map(|site| site.kind).or_else(|| input.choice("kind"));
    let town = towns.iter().find(|town| town.code == input.text("town"));
    if town.is_none() {
        input.fault("town", FieldErrorKind::NoSuchTown);
    }
    let place = place(input, town, before);
    let opening = opening::read(|name| input.text(name)).unwrap_or_else(|faults| {
        note(input, faults);
        Default::default()
    });
    let mut room = PerClass::default();
    for class in StorageClass::ALL {
        room[*class] = Crates(input.number(&format!("room-{class}"), 0, MOST).unwrap_or(0));
    }
    let service = Seconds(input.needed_number("service", 1, LONGEST_VISIT) * 60);
    let (families, persons) = (input.number("families", 0, MOST), input.number("persons", 0, MOST));
    let (name, notes) = (input.needed("name", text::name), input.needed("notes", text::note));
    let (address, phone) = (input.needed("address", line), input.needed("phone", line));
    input.check()?;
    let (Some(kind), Some((at, approximate))) = (kind, place) else {
        return Err(FieldError::new("kind", FieldErrorKind::Missing).into());
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
        open_holidays: input.has("holidays"),
        service,
        families: families.unwrap_or(0),
        persons: persons.unwrap_or(0),
        room,
        refused: input.all("refused").filter_map(|word| word.parse::<Category>().ok()).collect(),
        active: input.has("active"),
    })
}

/// One line that may be empty.
pub(super) fn line(typed: &str) -> Result<String, text::TextError> {
    match text::name(typed) {
        Err(text::TextError::Empty) => Ok(String::new()),
        read => read,
    }
}

fn note(input: &mut Input, faults: Vec<FieldError>) {
    for fault in faults {
        input.fault(fault.field, fault.kind);
    }
}

/// Where the site is, and whether that is only its town: so when no coordinates are given.
fn place(input: &mut Input, town: Option<&Town>, before: Option<&Site>) -> Option<(LatLon, bool)> {
    let (lat, lon) = (input.text("lat").replace(',', "."), input.text("lon").replace(',', "."));
    if lat.is_empty() && lon.is_empty() {
        return town.map(|town| (town.at, true));
    }
    let mut degrees = |name: &str, text: &str, most: i64| {
        let read = text.parse::<f64>().ok().filter(|degrees| degrees.is_finite());
        match read {
            None => {
                input.fault(name, if text.is_empty() { FieldErrorKind::Missing } else { FieldErrorKind::NotANumber });
            }
            Some(degrees) if degrees > most as f64 => input.fault(name, FieldErrorKind::TooLarge { most }),
            Some(degrees) if degrees < -(most as f64) => input.fault(name, FieldErrorKind::TooSmall { least: -most }),
            Some(_) => {}
        }
        read
    };
    let (lat, lon) = (degrees("lat", &lat, 90), degrees("lon", &lon, 180));
    let at = LatLon::new(lat?, lon?)?;
    let unmoved = |site: &&Site| (site.at.lat - at.lat).abs() < 1e-6 && (site.at.lon - at.lon).abs() < 1e-6;
    Some((at, before.filter(unmoved).is_some_and(|site| site.approximate)))
}
