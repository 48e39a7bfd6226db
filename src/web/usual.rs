//! A donor's week: on which days something is expected of it, and what. The shop and the coordinator see the same.

use maud::{Markup, html};

use super::context::Context;
use super::input::Input;
use crate::app::forecast::UsualDay;
use crate::app::{Field, Refusal};
use crate::domain::donor_profile::Choice;
use crate::t;
use crate::web::ui::{Badge, Button, Card, Icon, Notice, Select, Tone};

/// The week with its choices, as a form.
pub fn form(context: &Context, week: &[UsualDay], action: &str) -> Markup {
    let w = context.words;
    let learned = week.iter().any(|day| day.profile.announced > 0);
    html! {
        (Notice::info(t!(w, "usual-how")))
        @if !learned { (Notice::warning(t!(w, "usual-nothing-known"))) }
        form.stack method="post" action=(action) {
            @for day in week.iter().filter(|day| day.opens || day.choice != Choice::Learned || day.profile.announced > 0) {
                (card(context, day))
            }
            (Button::primary(t!(w, "save")).icon(Icon::Check))
        }
    }
}

fn card(context: &Context, day: &UsualDay) -> Markup {
    let w = context.words;
    let expected = day.profile.is_expected(day.choice);
    let (tone, mark) =
        if expected { (Tone::Good, t!(w, "usual-expected")) } else { (Tone::Neutral, t!(w, "usual-not-expected")) };
    let options = Choice::ALL.iter().map(|choice| (choice.word().to_owned(), w.usual(*choice)));
    let body = html! {
        div.badges { (Badge::new(tone, mark).icon(if expected { Icon::Check } else { Icon::Minus })) }
        @if day.profile.observed > 0 {
            p.soft { (t!(w, "usual-seen", n = day.profile.announced, of = day.profile.observed)) }
        }
        @if expected && !day.profile.expected().is_empty() {
            ul {
                @for food in day.profile.expected() {
                    li {
                        (w.category(food.category)) ": "
                        (t!(w, "usual-food", crates = w.crates(food.crates.0), kilograms = w.kilograms(food.grams.0), percent = food.percent))
                    }
                }
            }
        }
        (Select {
            name: Field::Day.of(day.weekday),
            label: t!(w, "usual-choose"),
            options: options.collect(),
            chosen: day.choice.word().to_owned(),
            error: None,
        })
    };
    let title = w.weekday(day.weekday);
    html! { (Card::new(body).title(title).icon(Icon::Calendar)) }
}

/// The choices of a week as its form sends them.
///
/// # Errors
/// When one of them is no choice.
pub fn read(input: &mut Input) -> Result<Vec<(i8, Choice)>, Refusal> {
    let mut choices = Vec::new();
    for weekday in 1..=7 {
        if let Some(choice) = input.optional_choice(Field::Day.of(weekday)) {
            choices.push((weekday, choice));
        }
    }
    input.check()?;
    Ok(choices)
}
