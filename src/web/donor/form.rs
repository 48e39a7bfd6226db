//! What the announcement form holds: presets, the last time, or what was typed.

use jiff::civil::{Date, Time};

use crate::app::announce::{Surplus, SurplusLot};
use crate::app::{FieldError, FieldErrorKind, Refusal};
use crate::domain::food::{Category, DateKind, PerCategory, Shelf, StorageClass};
use crate::domain::quantity::{Crates, Grams, MOST_CRATES_PER_LOT};
use crate::domain::time::Millis;
use crate::web::context::Context;
use crate::web::input::Input;

/// The most kilograms a form takes for one lot, in grams; the rules are narrower.
const MOST_GRAMS: i64 = 100_000_000;

/// The announcement form as it stands.
#[derive(Debug, Clone)]
pub(super) struct Form {
    pub(super) lines: PerCategory<Line>,
    pub(super) date: Date,
    pub(super) until: String,
    pub(super) note: String,
    /// Whether somebody sent a photo, which a page cannot hold.
    pub(super) had_photo: bool,
}

/// One category of the form.
#[derive(Debug, Clone, Default)]
pub(super) struct Line {
    pub(super) crates: i64,
    pub(super) kind: Option<DateKind>,
    pub(super) class: Option<StorageClass>,
    pub(super) shelf: Option<Date>,
    pub(super) kilograms: String,
}

impl Form {
    /// Nothing in it; food is good at least until the day it is announced for.
    pub(super) fn empty(date: Date, until: Time) -> Self {
        let lines = PerCategory(std::array::from_fn(|_| Line { shelf: Some(date), ..Line::default() }));
        Self { lines, date, until: clock(until), note: String::new(), had_photo: false }
    }

    /// The same as the last time.
    pub(super) fn fill(&mut self, last: &[(Category, StorageClass, Crates, Shelf)]) {
        self.learn(last);
        for (category, _, crates, _) in last {
            self.lines[*category].crates = crates.0;
        }
    }

    /// Kinds and dates as the last time, without crates.
    pub(super) fn learn(&mut self, last: &[(Category, StorageClass, Crates, Shelf)]) {
        for (category, class, _, shelf) in last {
            let line = &mut self.lines[*category];
            (line.class, line.kind) = (Some(*class), Some(shelf.kind()));
            line.shelf = shelf.date().or(line.shelf);
        }
    }

    /// What was typed, as far as a page can show it again.
    pub(super) fn typed(input: &Input, (date, until): (Date, Time)) -> Self {
        let mut form = Self::empty(date, until);
        let mut read = input.clone();
        for category in Category::ALL {
            let named = |field: &str| format!("{field}-{category}");
            let line = &mut form.lines[*category];
            line.crates = input.text(&named("crates")).parse().unwrap_or(0);
            line.kind = input.text(&named("kind")).parse().ok();
            line.class = input.text(&named("class")).parse().ok();
            line.shelf = read.date(&named("date")).or(line.shelf);
            line.kilograms = input.text(&named("kg")).chars().take(20).collect();
        }
        form.date = read.date("date").unwrap_or(date);
        if !input.text("until").is_empty() {
            form.until = input.text("until").chars().take(8).collect();
        }
        form.note = input.text("note").chars().take(5_000).collect();
        form.had_photo = input.file("photo").is_some();
        form
    }

    /// The surplus that the form says.
    pub(super) async fn surplus(&self, input: &mut Input, context: &Context) -> Result<Surplus, Refusal> {
        let zone = &context.zone;
        let date = input.date("date").unwrap_or(self.date);
        let usual: Option<Time> = crate::domain::time::clock_time(&self.until);
        let until = input.time("until").or(usual).unwrap_or(Time::constant(23, 59, 0, 0));
        let ready_from = if date > context.today() { zone.start_of(date) } else { context.now() };
        let ready = (ready_from, zone.instant(date, until));
        let lots: Vec<SurplusLot> = Category::ALL.iter().filter_map(|category| lot(input, *category, ready)).collect();
        let photo = match input.file("photo").map(<[u8]>::to_vec) {
            Some(bytes) => match context.web.app.clean_photo(bytes).await {
                Ok(jpeg) => Some(jpeg),
                Err(FieldError { field, kind }) => {
                    input.fault(field, kind);
                    None
                }
            },
            None => None,
        };
        let note = input.text("note").to_owned();
        if let Err(error) = crate::domain::text::note(&note) {
            input.fault("note", error.into());
        }
        let counted = Category::ALL.iter().any(|category| !is_none(input.text(&format!("crates-{category}"))));
        if !counted {
            input.fault("lots", FieldErrorKind::NothingChosen);
        }
        input.check()?;
        Ok(Surplus { date, lots, note, photo })
    }
}

fn is_none(crates: &str) -> bool {
    crates.is_empty() || crates.parse() == Ok(0)
}

fn clock(time: Time) -> String {
    format!("{:02}:{:02}", time.hour(), time.minute())
}

/// The lot of a category, if there is any of it.
fn lot(input: &mut Input, category: Category, (ready_from, ready_until): (Millis, Millis)) -> Option<SurplusLot> {
    let named = |field: &str| format!("{field}-{category}");
    if is_none(input.text(&named("crates"))) {
        return None;
    }
    let crates = input.number(&named("crates"), 1, MOST_CRATES_PER_LOT.0);
    let kind = choice(input, &named("kind"), category.usual_date());
    let class = choice(input, &named("class"), category.usual_class());
    let date = if kind == DateKind::None { None } else { dated(input, &named("date")) };
    let grams = input.thousandths(&named("kg"), MOST_GRAMS).map(Grams);
    let shelf = Shelf::of(kind, date)?;
    Some(SurplusLot {
        code: String::new(),
        category,
        class,
        crates: Crates(crates?),
        grams,
        shelf,
        ready_from,
        ready_until,
    })
}

/// A choice that has a usual answer.
fn choice<T: std::str::FromStr>(input: &mut Input, name: &str, usual: T) -> T {
    if input.text(name).is_empty() { usual } else { input.choice(name).unwrap_or(usual) }
}

fn dated(input: &mut Input, name: &str) -> Option<Date> {
    if input.text(name).is_empty() {
        input.fault(name, FieldErrorKind::Missing);
    }
    input.date(name)
}
