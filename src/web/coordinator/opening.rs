//! Opening hours as people write and read them: a line for each day, such as `08:00-12:30 15:00-18:00`.

use crate::app::{Field, FieldErrorKind};
use crate::domain::time::{DAYS, Opening, Window, WindowError};
use crate::t;
use crate::web::input::Input;
use crate::words::Words;

/// What stands in the field of a day.
pub(super) fn typed(opening: &Opening, day: usize) -> String {
    let windows = opening.on(DAYS[day].1).iter().map(Window::to_string);
    windows.collect::<Vec<_>>().join(" ")
}

/// The hours of a week from the lines of its days. What is wrong is noted at their fields.
pub(super) fn read(input: &mut Input) -> Opening {
    let mut week = String::new();
    for (day, _) in DAYS {
        let name = Field::Hours.of(day);
        let text = tidy(input.text(&name));
        if text.is_empty() {
            continue;
        }
        let group = format!("{day} {text};");
        match group.parse::<Opening>() {
            Ok(_) => week.push_str(&group),
            Err(WindowError::ClosesBeforeItOpens(_)) => input.error(name, FieldErrorKind::EndsBeforeItBegins),
            Err(_) => input.error(name, FieldErrorKind::NotOpeningHours),
        }
    }
    week.parse().unwrap_or_else(|_| {
        input.error(Field::Hours.of(DAYS[0].0), FieldErrorKind::NotOpeningHours);
        Opening::default()
    })
}

/// Hours as they are written on doors, in one form: `8.30 – 12, 15-18` is `8:30-12:00 15:00-18:00`.
fn tidy(line: &str) -> String {
    let plain = line.replace(['–', '—', '\u{2212}'], "-").replace('.', ":").replace([',', '/', ';'], " ");
    let mut joined = plain.split_whitespace().collect::<Vec<_>>().join(" ");
    for gap in [" - ", " -", "- "] {
        joined = joined.replace(gap, "-");
    }
    let full = |time: &str| {
        if time.bytes().all(|byte| byte.is_ascii_digit()) { format!("{time}:00") } else { time.to_owned() }
    };
    let windows = joined.split(' ').filter(|window| !window.is_empty());
    windows
        .map(|window| {
            window.split_once('-').map_or_else(|| window.to_owned(), |(a, b)| format!("{}-{}", full(a), full(b)))
        })
        .collect::<Vec<_>>()
        .join(" ")
}

/// The hours in words: days that are alike together, each with its hours.
pub(super) fn lines(w: Words, opening: &Opening) -> Vec<(String, String)> {
    let name = |day: usize| w.weekday_short(DAYS[day].1.to_monday_one_offset());
    let mut lines = Vec::new();
    let mut day = 0;
    while day < DAYS.len() {
        let windows = opening.on(DAYS[day].1);
        let mut last = day;
        while last + 1 < DAYS.len() && opening.on(DAYS[last + 1].1) == windows {
            last += 1;
        }
        if !windows.is_empty() {
            let days = if last > day { format!("{}–{}", name(day), name(last)) } else { name(day) };
            let hours = windows
                .iter()
                .map(|window| t!(w, "hours-window", from = w.clock(window.from), until = w.clock(window.until)));
            lines.push((days, hours.collect::<Vec<_>>().join(", ")));
        }
        day = last + 1;
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::{FieldError, Refusal};

    #[test]
    fn hours_are_read_as_doors_show_them() {
        let monday = |text: &str| {
            let mut input = Input::of(&[(Field::Hours.of("mon"), text)]);
            let opening = read(&mut input);
            input.check().map(|()| opening)
        };
        for text in ["8.30 – 12, 15-18", "08:30-12:00 15:00-18:00", "8:30 - 12 / 15 - 18:00"] {
            assert_eq!(monday(text).unwrap().to_string(), "mon 08:30-12:00 15:00-18:00", "{text}");
        }
        assert!(monday("").unwrap().is_never());
        let wrong = |text: &str| match monday(text) {
            Err(Refusal::Invalid(errors)) => errors,
            other => panic!("{text}: {other:?}"),
        };
        let error = |kind| [FieldError::new(Field::Hours.of("mon"), kind)];
        assert_eq!(wrong("12-8"), error(FieldErrorKind::EndsBeforeItBegins));
        for text in ["mattina", "8", "8-12 11-13", "25-26"] {
            assert_eq!(wrong(text), error(FieldErrorKind::NotOpeningHours), "{text}");
        }
    }
}
