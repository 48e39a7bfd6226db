use super::*;
use crate::domain::time::Window;
use jiff::civil::date;

fn read(text: &str) -> Opening {
    text.parse().unwrap_or_else(|error| panic!("{text}: {error}"))
}

/// The days of six weeks from Saturday, 28 November 2026 on which a place opens, as `30/11 08:30-12:00`.
fn dates(text: &str) -> Vec<String> {
    let opening = read(text);
    let open = |date: Date| {
        let windows = opening.on(date).iter().map(Window::to_string).collect::<Vec<_>>().join(" ");
        (!windows.is_empty()).then(|| format!("{} {windows}", date.strftime("%d/%m")))
    };
    (0..42).filter_map(|n| open(days(date(2026, 11, 28), n))).collect()
}

#[test]
fn the_form_of_the_first_version_is_read_and_kept() {
    for (text, kept) in [
        ("mon-fri 08:00-12:30 15:00-18:00; sat 8:00-12:00", "mon-fri 08:00-12:30 15:00-18:00; sat 08:00-12:00"),
        ("tue,thu 09:00-11:30", "tue 09:00-11:30; thu 09:00-11:30"),
        ("sat-mon 9:00-12:00", "mon 09:00-12:00; sat-sun 09:00-12:00"),
        // Each group adds its windows, as it always did.
        (
            "mon-fri 09:00-12:00; wed 15:00-18:00",
            "mon-tue 09:00-12:00; wed 09:00-12:00 15:00-18:00; thu-fri 09:00-12:00",
        ),
        ("mon-sun 00:00-24:00", "mon-sun 00:00-23:59"),
        ("", ""),
    ] {
        assert_eq!(read(text).to_string(), kept);
    }
}

#[test]
fn what_places_write_is_read() {
    for (same, stored) in [
        (
            &[
                "lun-ven 8.30-12 15-18; sab 9-12",
                "lunedì–venerdì 8:30–12:00 / 15–18; sabato 9–12",
                "Dal lunedì al venerdì dalle 8.30 alle 12 e dalle 15 alle 18; sab 9-12",
                "Mo-Fr 08:30-12:00,15:00-18:00; Sa 09:00-12:00",
                "Mo-Sa 08:30-12:00,15:00-18:00; Sa 09:00-12:00",
                "Monday to Friday 8:30-12 15-18, sat 9-12",
                "lun mar mer gio ven 0830-1200 1500-1800\nsab: 9-12",
            ][..],
            "mon-fri 08:30-12:00 15:00-18:00; sat 09:00-12:00",
        ),
        (
            &[
                "mer[1,3] 9-11",
                "We[1,3] 09:00-11:00",
                "wed[1,3] 09:00-11:00",
                "primo e terzo mercoledì 9-11",
                "1° e 3° mercoledì del mese 9-11",
                "il 1º e il 3º mercoledì del mese dalle 9 alle 11",
                "first and third Wednesday 9-11",
            ],
            "We[1,3] 09:00-11:00",
        ),
        (&["ultimo sabato 9-12", "Sa[-1] 09:00-12:00"], "Sa[-1] 09:00-12:00"),
        (&["lun-ven 8-12; festivi 10-12", "Mo-Fr 08:00-12:00; PH 10:00-12:00"], "Mo-Fr 08:00-12:00; PH 10:00-12:00"),
        (&["lun-sab 8-20 festivi esclusi", "Mo-Sa 08:00-20:00; PH off"], "Mo-Sa 08:00-20:00; PH off"),
        (
            &[
                "lun-ven 8-12; agosto chiuso",
                "lun-ven 8-12 (escluso agosto)",
                "lun-ven 8-12; chiuso ad agosto",
                "Mo-Fr 08:00-12:00; Aug off",
            ],
            "Mo-Fr 08:00-12:00; Aug off",
        ),
        (
            &["da aprile a settembre lun-ven 8-12", "apr-set lun-ven 8-12", "Apr-Sep Mo-Fr 08:00-12:00"],
            "Apr-Sep Mo-Fr 08:00-12:00",
        ),
        (&["dal 15/6 al 15/9 chiuso", "Jun 15-Sep 15 off", "15 giugno - 15 settembre chiuso"], "Jun 15-Sep 15 off"),
        (
            &[
                "24/12/2026 9-11",
                "2026-12-24 9-11",
                "24 dicembre 2026 9-11",
                "24.12.2026 9-11",
                "2026 Dec 24 09:00-11:00",
            ],
            "2026 Dec 24 09:00-11:00",
        ),
        (&["settimane dispari ven 15-17", "ven 15-17 settimane dispari"], "week 1-53/2 Fr 15:00-17:00"),
        (
            &["ogni 2 settimane dal 27/11/2026 ven 15-17", "venerdì ogni 15 giorni dal 27/11/2026 15-17"],
            "every 2 weeks from 2026-11-27 Fr 15:00-17:00",
        ),
        (
            &[
                "su appuntamento",
                "Su appuntamento.",
                "solo su appuntamento",
                "by appointment only",
                "\"su appuntamento\"",
            ],
            "\"by appointment\"",
        ),
        (&["lun-ven 9-12; su appuntamento"], "Mo-Fr 09:00-12:00 || \"by appointment\""),
        (&["sab su appuntamento", "Sa \"by appointment\""], "Sa \"by appointment\""),
        // In Italian "mar" is Tuesday, unless something makes it March.
        (&["mar, gio 16–18"], "tue 16:00-18:00; thu 16:00-18:00"),
        (&["mar-ott lun 9-12", "Mar-Oct Mo 09:00-12:00"], "March-Oct Mo 09:00-12:00"),
        (&["24/7"], "mon-sun 00:00-23:59"),
    ] {
        for text in same {
            assert_eq!(read(text).to_string(), stored, "{text}");
        }
        assert_eq!(read(stored).to_string(), stored);
    }
}

#[test]
fn rules_say_on_which_dates_a_place_opens() {
    assert_eq!(dates("mer[1,3] 9-11"), ["02/12 09:00-11:00", "16/12 09:00-11:00", "06/01 09:00-11:00"]);
    assert_eq!(dates("Fr[2] 15:00-17:00"), ["11/12 15:00-17:00", "08/01 15:00-17:00"]);
    assert_eq!(dates("ultima domenica 9-11"), ["29/11 09:00-11:00", "27/12 09:00-11:00"]);
    let fortnight = dates("ogni 2 settimane dal 27/11/2026 ven 15-17");
    assert_eq!(fortnight, ["11/12 15:00-17:00", "25/12 15:00-17:00", "08/01 15:00-17:00"], "2026 has 53 weeks");
    assert_eq!(dates("week 50 Mo 09:00-10:00"), ["07/12 09:00-10:00"]);
    assert_eq!(
        dates("lun 9-12; 7/12/2026 chiuso; dal 21/12 al 6/1 10-11; 2026 Dec 24 off")[..4],
        ["30/11 09:00-12:00", "14/12 09:00-12:00", "21/12 10:00-11:00", "22/12 10:00-11:00"]
    );
    assert_eq!(dates("festivi 10-12").len(), 5, "8, 25 and 26 December, 1 and 6 January");
    assert_eq!(dates("Th 16:00-18:00, Th[1] 09:00-12:00")[0], "03/12 09:00-12:00 16:00-18:00");
    assert_eq!(dates("lun-ven 9-12 || 15-16")[..2], ["28/11 15:00-16:00", "29/11 15:00-16:00"]);
    assert!(dates("su appuntamento").is_empty() && read("su appuntamento").by_appointment());
    assert!(read("").by_appointment() && read("").is_never());
    assert!(!read("chiuso").by_appointment() && !read("lun 9-12").by_appointment());
    let easter = read("lun 9-12; pasquetta 15-16");
    assert_eq!(easter.on(date(2027, 3, 29))[0].to_string(), "15:00-16:00");
    assert!(easter.names(date(2027, 3, 29)) && !easter.names(date(2027, 4, 5)));
}

#[test]
fn what_cannot_be_read_is_named() {
    let wrong = |text: &str| text.parse::<Opening>().expect_err(text);
    let unread = |part: &str| OpeningError::NotUnderstood(part.to_owned());
    assert_eq!(wrong("lun-ven 12-8"), OpeningError::ClosesBeforeItOpens("12-8".to_owned()));
    for text in ["lun 25:00-26:00", "lun 0:30-26:00", "lun 18-02 22-23"] {
        assert!(text.parse::<Opening>().is_err(), "{text}");
    }
    assert_eq!(wrong("lun 8-12 11-13"), OpeningError::Overlap("08:00-12:00 11:00-13:00".to_owned()));
    assert_eq!(wrong("ogni due settimane ven 15-17"), OpeningError::FromWhichWeek);
    assert_eq!(wrong(&"lun 9-12;".repeat(200)), OpeningError::TooLong);
    for (text, part) in [
        ("mattina", "mattina"),
        ("lun", "lun"),
        ("8", "8"),
        ("lun 25-26", "25-26"),
        ("lun 9-12; forse mar", "forse mar"),
        ("31/2 chiuso", "31/2 chiuso"),
        ("lun[6] 9-12", "6] 9-12"),
        ("SH off", "SH off"),
        ("Mo 08:00+", "08:00+"),
        ("Mo 08:00-12:00 \"suonare\"", "\"suonare\""),
        ("lun 9-12; chiuso", "chiuso"),
        ("feriali escluso sabato 9-12", "sabato 9-12"),
        ("lun[", "["),
    ] {
        assert_eq!(wrong(text), unread(part), "{text}");
    }
}

#[test]
fn the_hours_of_a_day_are_windows_and_nothing_else() {
    assert_eq!("8.30-12 15–18".parse::<DayHours>().unwrap().to_string(), "08:30-12:00 15:00-18:00");
    assert_eq!(" ".parse::<DayHours>().unwrap(), DayHours::default());
    for text in ["su appuntamento", "lun 9-12", "chiuso", "9-12; 10-13 lun"] {
        assert!(text.parse::<DayHours>().is_err(), "{text}");
    }
}

proptest::proptest! {
    #[test]
    fn whatever_is_read_is_read_again_as_it_is_stored(
        words in proptest::collection::vec(proptest::sample::select(vec![
            "lun", "mar", "Mo", "We[1,3]", "-", ",", ";", " ", "e", "9-12", "15:00-17:00", "8.30", "agosto", "Dec 24", "1",
            "24/12/2026", "chiuso", "off", "su appuntamento", "festivi", "PH", "settimane pari", "week 3", "ultimo", "||",
            "ogni 2 settimane dal 27/11/2026", "easter", "[", "\"", "dal", "al", "2026", "+1 day", "é", "°", "24/7",
        ]), 0..9),
    ) {
        let text = words.join(" ");
        if let Ok(opening) = text.parse::<Opening>() {
            proptest::prop_assert_eq!(opening.to_string().parse::<Opening>(), Ok(opening), "{}", text);
        }
    }
}

#[test]
fn hours_of_the_night_end_on_the_day_after() {
    for text in [
        "ven-sab 18-02",
        "ven-sab 18:00-02:00",
        "Fr-Sa 18:00-26:00",
        "ven-sab dalle 18 alle 2",
        "ven-sab 18:00–02:00 del giorno dopo",
        "fri-sat 18:00–02:00 the next day",
    ] {
        let opening: Opening = text.parse().unwrap_or_else(|error| panic!("{text}: {error}"));
        assert_eq!(opening.to_string(), "fri-sat 18:00-02:00", "{text}");
    }
    let zone = Zone::named("Europe/Rome").unwrap();
    let both: Opening = "lun-dom 12-14 22-02".parse().unwrap();
    let at = |day, hour| zone.instant(date(2026, 11, day), jiff::civil::time(hour, 0, 0, 0));
    assert_eq!(both.instants(date(2026, 11, 26), &zone), [(at(26, 12), at(26, 14)), (at(26, 22), at(27, 2))]);
    let added: Opening = "lun 18-23, lun 22-02".parse().unwrap();
    assert_eq!(added.on(date(2026, 11, 30)), "18-02".parse::<DayHours>().unwrap().0, "windows that meet are one");
    let midnight: Opening = "lun 18-24".parse().unwrap();
    assert_eq!(midnight.to_string(), "mon 18:00-23:59");
}
