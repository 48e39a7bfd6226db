//! Opening hours in a form: a line for each day of the week, such as `8:30-12 15-18`, and rules beside them.

use jiff::civil::Weekday;

use crate::app::{Field, FieldErrorKind};
use crate::domain::opening::{DAYS, DayHours, Opening, OpeningError};
use crate::web::form_state::FormState;
use crate::web::input::Input;

/// The fields as they show what is there.
pub(super) fn filled(mut form: FormState, opening: &Opening) -> FormState {
    let (week, rest) = opening.week();
    let lines = week.map(|windows| DayHours(windows).to_string());
    let said = rest.iter().map(|rule| form.words.rule(rule)).collect::<Vec<_>>().join("\n");
    // Plain words where they mean the same; the rest as it is stored.
    let rules = if whole(&lines, &said).parse().as_ref() == Ok(opening) {
        said
    } else {
        rest.iter().map(|rule| format!("{}{rule}", rule.joined.separator())).collect()
    };
    for ((day, _), line) in DAYS.iter().zip(lines) {
        form.replace(Field::Hours.of(day), line);
    }
    form.with(Field::Rules, rules)
}

/// Lines of days and rules as one text.
fn whole(lines: &[String; 7], rules: &str) -> String {
    let days = DAYS.iter().zip(lines).filter(|(_, line)| !line.is_empty());
    days.map(|((day, _), line)| format!("{day} {line};")).collect::<String>() + rules
}

/// The hours that a form says. What is wrong is noted at its fields.
pub(super) fn read(input: &mut Input) -> Opening {
    let mut right = true;
    let lines = DAYS.map(|(day, weekday)| {
        let name = Field::Hours.of(day);
        let line = input.text(&name).to_owned();
        match format!("{day} {line}").parse::<Opening>() {
            _ if line.is_empty() => line,
            // "Closed" is what an empty line says.
            Ok(read) if read.is_never() && !read.by_appointment() => String::new(),
            Ok(read) if !is_of_one_day(&read, weekday) => {
                right = false;
                input.error(name, kind(&OpeningError::NotUnderstood(line), Some(weekday.to_monday_one_offset())));
                String::new()
            }
            Ok(_) => line,
            Err(error) => {
                right = false;
                input.error(name, kind(&error, Some(weekday.to_monday_one_offset())));
                String::new()
            }
        }
    });
    let rules = input.text(Field::Rules).to_owned();
    match whole(&lines, &rules).parse() {
        Ok(opening) => opening,
        Err(error) => {
            if right {
                input.error(Field::Rules, kind(&error, None));
            }
            Opening::default()
        }
    }
}

/// Whether hours speak of this day of the week alone: the line of a Monday must not open the Tuesday.
fn is_of_one_day(opening: &Opening, weekday: Weekday) -> bool {
    let (week, rest) = opening.week();
    let day = usize::try_from(weekday.to_monday_zero_offset()).unwrap_or_default();
    rest.is_empty() && week.iter().enumerate().all(|(index, windows)| index == day || windows.is_empty())
}

/// What is wrong with hours, said of a day of the week or of hours in general.
pub(super) fn kind(error: &OpeningError, weekday: Option<i8>) -> FieldErrorKind {
    match (error, weekday) {
        (OpeningError::ClosesBeforeItOpens(_), _) => FieldErrorKind::EndsBeforeItBegins,
        (OpeningError::FromWhichWeek, _) => FieldErrorKind::FromWhichWeek,
        (_, Some(weekday)) => FieldErrorKind::NotDayHours { weekday },
        (_, None) => FieldErrorKind::NotOpeningHours,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::{FieldError, Refusal};
    use crate::words::{Lang, Words};

    fn monday(text: &str) -> Result<Opening, Refusal> {
        let mut input = Input::of(&[(Field::Hours.of("mon"), text)]);
        let opening = read(&mut input);
        input.check().map(|()| opening)
    }

    #[test]
    fn hours_are_read_as_doors_show_them() {
        for text in [
            "lun 8:30-12, 15-18",
            "8.30 – 12, 15-18",
            "08:30-12:00 15:00-18:00",
            "8:30 - 12 / 15 - 18:00",
            "dalle 8.30 alle 12 e 15-18",
        ] {
            assert_eq!(monday(text).unwrap().to_string(), "mon 08:30-12:00 15:00-18:00", "{text}");
        }
        assert!(monday("").unwrap().is_never() && monday("chiuso").unwrap().is_never());
        let wrong = |text: &str| match monday(text) {
            Err(Refusal::Invalid(errors)) => errors,
            other => panic!("{text}: {other:?}"),
        };
        let error = |kind| [FieldError::new(Field::Hours.of("mon"), kind)];
        assert_eq!(wrong("12-8"), error(FieldErrorKind::EndsBeforeItBegins));
        for text in ["mattina", "8", "8-12 11-13", "25-26", "mar 9-12", "lun-mer 9-12"] {
            assert_eq!(wrong(text), error(FieldErrorKind::NotDayHours { weekday: 1 }), "{text}");
        }
    }

    #[test]
    fn what_a_form_shows_is_what_it_reads() {
        for language in [Lang::It, Lang::En] {
            for text in [
                "mon-fri 08:00-12:30 15:00-18:00; sat 08:00-12:00",
                "wed[1,3] 09:00-11:00; fri[2] 15:00-17:00",
                "lun-ven 9-12; festivi 10-12; 24/12/2026 9-11; agosto chiuso; dal 24/12/2026 al 6/1/2027 chiuso",
                "Mo-Fr 09:00-12:00; Sa \"by appointment\"",
                "lun-ven 9-12; su appuntamento",
                "su appuntamento",
                "ogni 2 settimane dal 27/11/2026 ven 15-17",
                "settimane pari ven 15-17; week 3-20/4 Mo 08:00-09:00",
                "apr-set lun-ven 8-12; Nov 15-Feb 28 Mo-Fr 09:00-12:00; easter -2 days off; pasquetta chiuso",
                "Th 16:00-18:00, Sa[-1] 09:00-12:00 || 10:00-11:00",
                "Aug off; Mo-Fr 08:00-12:00",
                "prima e terza domenica 9-11",
            ] {
                let opening: Opening = text.parse().unwrap();
                let form = filled(FormState::new(Words::of(language)), &opening);
                let names = DAYS.map(|(day, _)| Field::Hours.of(day)).into_iter().chain([Field::Rules.into()]);
                let typed: Vec<_> = names.map(|name| (form.value(&name).to_owned(), name)).collect();
                let fields: Vec<_> = typed.iter().map(|(value, name)| (name.clone(), value.as_str())).collect();
                let mut input = Input::of(&fields);
                assert_eq!(read(&mut input), opening, "{text} as {typed:?}");
                input.check().unwrap();
            }
        }
    }
}
