//! The announcement form: what it is filled with, and what it says.

use jiff::civil::{Date, Time};

use crate::app::announce::{LastTime, Surplus};
use crate::app::{Field, FieldErrorKind, Refusal};
use crate::domain::food::{Category, DateKind, Shelf};
use crate::domain::lot::LotFacts;
use crate::domain::quantity::{Crates, Grams, MOST_CRATES_PER_LOT};
use crate::domain::time::Millis;
use crate::web::context::Context;
use crate::web::form_state::FormState;
use crate::web::input::Input;
use crate::words::Words;

/// The most kilograms a form takes for one lot, in grams; the rules are narrower.
const MOST_GRAMS: i64 = 100_000_000;

/// A form for a day and the time of the pickup, with kinds as the last time. Its dates are empty: they are of this food.
pub(super) fn filled(words: Words, (date, until): (Date, Time), last: &[LastTime]) -> FormState {
    let mut form = FormState::new(words)
        .with(Field::Date, date)
        .with(Field::Until, format!("{:02}:{:02}", until.hour(), until.minute()));
    for category in Category::ALL {
        form.replace(Field::Kind.of(category), category.usual_date());
        form.replace(Field::Class.of(category), category.usual_class());
    }
    for line in last {
        form.replace(Field::Class.of(line.category), line.class);
        form.replace(Field::Kind.of(line.category), line.kind);
    }
    form
}

/// The same crates as the last time.
pub(super) fn repeat(form: &mut FormState, last: &[LastTime]) {
    for line in last {
        form.replace(Field::Crates.of(line.category), line.crates.0);
    }
}

/// The surplus that a form says. `usual` is the day and time that count where it leaves them out; `ready_until` tells which
/// instant a time of a day is.
pub(super) async fn read(
    input: &mut Input,
    context: &Context,
    usual: (Date, Time),
    ready_until: impl Fn((Date, Time)) -> Millis,
) -> Result<Surplus, Refusal> {
    let zone = &context.zone;
    let date = input.date(Field::Date).unwrap_or(usual.0);
    let until = input.time(Field::Until).unwrap_or(usual.1);
    let ready_from = if date > context.today() { zone.start_of(date) } else { context.now() };
    let ready = (ready_from, ready_until((date, until)));
    let lots: Vec<LotFacts> = Category::ALL.iter().filter_map(|category| lot(input, *category, ready)).collect();
    let photo = match input.take_file(Field::Photo) {
        Some(bytes) => context.web.app.clean_photo(bytes).await.map_err(|error| input.note(error)).ok(),
        None => None,
    };
    let note = input.text(Field::Note).to_owned();
    if let Err(error) = crate::domain::text::note(&note) {
        input.error(Field::Note, error.into());
    }
    if Category::ALL.iter().all(|category| is_none(input, *category)) {
        input.error(Field::Lots, FieldErrorKind::NothingChosen);
    }
    input.check()?;
    Ok(Surplus { date, lots, note, photo })
}

fn is_none(input: &Input, category: Category) -> bool {
    let crates = input.text(Field::Crates.of(category));
    crates.is_empty() || crates.parse() == Ok(0)
}

/// The lot of a category, if there is any of it.
fn lot(input: &mut Input, category: Category, ready: (Millis, Millis)) -> Option<LotFacts> {
    if is_none(input, category) {
        return None;
    }
    let crates = input.number(Field::Crates.of(category), 1, MOST_CRATES_PER_LOT.0);
    let kind = input.optional_choice(Field::Kind.of(category)).unwrap_or(category.usual_date());
    let class = input.optional_choice(Field::Class.of(category)).unwrap_or(category.usual_class());
    let date = if kind == DateKind::None { None } else { input.date(Field::Date.of(category)) };
    let grams = input.kilograms(Field::Kg.of(category), MOST_GRAMS).map(Grams);
    let shelf = Shelf::of(kind, date)?;
    let usual = LotFacts::usual(category, Crates(crates?), shelf, ready);
    Some(LotFacts { class, grams: grams.unwrap_or(usual.grams), ..usual })
}
