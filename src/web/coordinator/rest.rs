//! The driver's break in the forms of shifts.

use maud::{Markup, html};

use crate::app::{Field, FieldErrorKind};
use crate::domain::rest::{LONG_WITHOUT, Rest, RestError};
use crate::domain::time::Window;
use crate::t;
use crate::web::form_state::FormState;
use crate::web::input::Input;
use crate::web::ui::form::FieldKind;

/// The longest break, in minutes.
const LONGEST: i64 = 240;

/// The fields as they show what is there.
pub(super) fn filled(form: FormState, rest: Option<Rest>) -> FormState {
    let Some(rest) = rest else { return form };
    let w = form.words;
    form.with(Field::RestMinutes, rest.length.0 / 60)
        .with(Field::RestFrom, w.clock(rest.within.from))
        .with(Field::RestUntil, w.clock(rest.within.until))
        .with_tick(Field::RestEmpty, !rest.with_food)
}

pub(super) fn fields(form: &FormState) -> Markup {
    let w = form.words;
    html! {
        fieldset.group {
            legend { (t!(w, "rest-title")) }
            p.hint { (t!(w, "rest-hint")) }
            (form.field(FieldKind::Number, Field::RestMinutes, t!(w, "rest-minutes")))
            div.pair {
                (form.field(FieldKind::Time, Field::RestFrom, t!(w, "rest-from")))
                (form.field(FieldKind::Time, Field::RestUntil, t!(w, "rest-until")))
            }
            (form.checkbox(Field::RestEmpty, t!(w, "rest-empty")))
            (form.checkbox(Field::NoRest, t!(w, "rest-none")))
        }
    }
}

/// The break that a form says, of a shift between two local times. A long shift without one is asked about once.
pub(super) fn read(input: &mut Input, shift: Option<Window>) -> Option<Rest> {
    let minutes = input.number(Field::RestMinutes, 1, LONGEST);
    let (from, until) = (input.time(Field::RestFrom), input.time(Field::RestUntil));
    let (empty, none) = (input.has(Field::RestEmpty), input.has(Field::NoRest));
    let Some(minutes) = minutes else {
        let said = from.is_some() || until.is_some();
        let long = shift.is_some_and(|shift| (shift.minutes().1 - shift.minutes().0) * 60 > LONG_WITHOUT.0);
        if said {
            input.error(Field::RestMinutes, FieldErrorKind::Missing);
        } else if long && !none {
            input.error(Field::RestMinutes, FieldErrorKind::LongWithoutRest);
        }
        return None;
    };
    for (field, time) in [(Field::RestFrom, from), (Field::RestUntil, until)] {
        if time.is_none() && input.is_empty(field) {
            input.error(field, FieldErrorKind::Missing);
        }
    }
    let Some(within) = Window::of(from?, until?) else {
        input.error(Field::RestUntil, FieldErrorKind::EndsBeforeItBegins);
        return None;
    };
    match Rest::new(minutes, within, !empty) {
        Ok(rest) => Some(rest),
        Err(RestError::TooLong | RestError::NotABreak) => {
            input.error(Field::RestUntil, FieldErrorKind::RestOutsideShift);
            None
        }
    }
}
