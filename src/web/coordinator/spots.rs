//! Where a shift begins or ends that does so at an address, in the forms of shifts.

use maud::{Markup, html};

use crate::app::{Field, FieldErrorKind};
use crate::domain::site::LatLon;
use crate::domain::spot::{Spot, Spots};
use crate::t;
use crate::web::form_state::FormState;
use crate::web::input::Input;
use crate::web::ui::form::FieldKind;

/// The address and the place of each end.
const START: (Field, Field) = (Field::StartAddress, Field::StartAt);
const END: (Field, Field) = (Field::EndAddress, Field::EndAt);

/// The fields as they show what is there.
pub(super) fn filled(form: FormState, spots: &Spots) -> FormState {
    [(START, &spots.start), (END, &spots.end)].into_iter().fold(form, |form, ((address, at), spot)| match spot {
        Some(spot) => form.with(address, &spot.label).with(at, format!("{:.6}, {:.6}", spot.at.lat, spot.at.lon)),
        None => form,
    })
}

pub(super) fn fields(form: &FormState) -> Markup {
    let w = form.words;
    let pair = |(address, at): (Field, Field), title: String| {
        html! {
            p { strong { (title) } }
            (form.field(FieldKind::Text, address, t!(w, "spot-address")).max_length(120))
            (form.field(FieldKind::Text, at, t!(w, "spot-at")).hint(t!(w, "spot-at-hint")))
        }
    };
    html! {
        fieldset.group {
            legend { (t!(w, "spot-title")) }
            p.hint { (t!(w, "spot-hint")) }
            (pair(START, t!(w, "spot-start")))
            (pair(END, t!(w, "spot-end")))
        }
    }
}

/// What a form says: an address needs its place on the map.
pub(super) fn read(input: &mut Input) -> Spots {
    let mut spot = |(address, at): (Field, Field)| {
        let (label, text) = (input.text(address).to_owned(), input.text(at).to_owned());
        match LatLon::pasted(&text) {
            Some(place) => return Some(Spot::new(&label, place)),
            None if !text.is_empty() => input.error(at, FieldErrorKind::NotOnTheMap),
            None if !label.is_empty() => input.error(at, FieldErrorKind::Missing),
            None => {}
        }
        None
    };
    Spots { start: spot(START), end: spot(END) }
}
