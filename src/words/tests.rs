use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use jiff::civil::{date, time};

use super::*;

/// Each key of a message file with its whole text.
fn messages(file: &str) -> BTreeMap<String, String> {
    let mut found: BTreeMap<String, String> = BTreeMap::new();
    let mut current = None;
    for line in file.lines() {
        if line.starts_with(char::is_alphabetic) {
            let (key, text) = line.split_once('=').expect("a key has a text");
            let key = key.trim().to_string();
            assert!(found.insert(key.clone(), text.trim().to_string()).is_none(), "{key} is there twice");
            current = Some(key);
        } else if let Some(key) = &current
            && line.starts_with(' ')
        {
            let text = found.get_mut(key).expect("its first line was read");
            text.push('\n');
            text.push_str(line);
        }
    }
    found
}

fn arguments(text: &str) -> BTreeSet<String> {
    text.split('$')
        .skip(1)
        .map(|rest| rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_' || *c == '-').collect())
        .collect()
}

/// The variants of a message that has a selector: mark of the default, name, text.
fn variants(text: &str) -> Vec<(bool, String, String)> {
    text.lines()
        .filter_map(|line| {
            let line = line.trim();
            let rest = line.trim_start_matches('*');
            let (name, text) = rest.strip_prefix('[')?.split_once(']')?;
            Some((rest.len() != line.len(), name.to_string(), text.to_string()))
        })
        .collect()
}

#[test]
fn both_languages_have_the_same_keys_with_the_same_arguments() {
    let italian = messages(ITALIAN);
    let english = messages(ENGLISH);
    assert!(italian.len() > 100);
    assert_eq!(italian.keys().collect::<Vec<_>>(), english.keys().collect::<Vec<_>>());
    for (key, text) in &italian {
        assert_eq!(arguments(text), arguments(&english[key]), "{key}");
    }
}

#[test]
fn every_selector_has_one_default_that_says_all_its_variants_say() {
    for file in [ITALIAN, ENGLISH] {
        for (key, text) in messages(file) {
            let selectors = text.matches("->").count();
            let variants = variants(&text);
            let defaults: Vec<_> = variants.iter().filter(|(default, ..)| *default).collect();
            assert_eq!(selectors, defaults.len(), "{key}");
            for (_, name, text) in &defaults {
                assert_eq!(name, "other", "{key}");
                let said = arguments(text);
                let unit_alone = key.ends_with("-unit");
                assert!(unit_alone || !said.is_empty(), "{key} does not say its number");
                for (_, other, text) in &variants {
                    assert!(arguments(text).is_subset(&said), "{key} [{other}]");
                }
            }
        }
    }
}

#[test]
fn every_message_file_parses_without_junk() {
    for file in [ITALIAN, ENGLISH] {
        assert!(fluent::FluentResource::try_new(file.to_string()).is_ok());
    }
}

#[test]
fn a_date_of_another_year_says_so() {
    let today = date(2026, 11, 26);
    for (lang, short, long) in
        [(Lang::It, "mer 26/5/2027", "mercoledì 26 maggio 2027"), (Lang::En, "Wed 26/5/2027", "Wednesday 26 May 2027")]
    {
        let w = Words::of(lang).on(today);
        assert_eq!((w.date_short(date(2027, 5, 26)).as_str(), w.date(date(2027, 5, 26)).as_str()), (short, long));
        assert!(!w.date_short(today).contains("2026") && !w.date(today).contains("2026"));
        assert_eq!(w.date_from(date(2027, 5, 26), today), long);
        assert!(Words::of(lang).date_short(today).contains("2026"), "nobody said which year it is");
    }
}

/// A date is put into words by `date`, `date_short` and `date_from` alone: all know of the year.
#[test]
fn no_other_place_writes_a_date() {
    let mut sources = Vec::new();
    sources_below(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut sources);
    let writes = |source: &&String| source.contains("\"date-short") || source.contains("\"date-long");
    assert_eq!(sources.iter().filter(writes).count(), 1, "words.rs alone");
    let short = |source: &&String| source.contains("strftime(\"%d") && !source.contains("strftime(\"%d/%m/%Y\")");
    assert_eq!(sources.iter().filter(short).count(), 0, "what is written in digits has its year");
}

#[test]
fn italian_sentences_stay_short() {
    for (key, text) in messages(ITALIAN) {
        if text.contains("->") {
            continue;
        }
        for sentence in text.split(['.', '?', '!']) {
            let words = sentence
                .split_whitespace()
                .filter(|word| !matches!(*word, "{" | "}") && word.chars().any(char::is_alphanumeric));
            assert!(words.count() <= 12, "{key}: {sentence}");
        }
    }
}

/// The keys that are made at run time.
fn made_keys() -> BTreeSet<String> {
    let numbers = |most: i32| (1..=most).map(|number| number.to_string()).collect::<Vec<_>>();
    let families = names::families().into_iter().map(|(family, words)| {
        assert!(!words.is_empty(), "{family}");
        (family, words.into_iter().map(str::to_owned).collect())
    });
    let counted = [("weekday", numbers(7)), ("weekday-short", numbers(7)), ("month", numbers(12))];
    families
        .chain(counted)
        .flat_map(|(family, words)| words.into_iter().map(move |word| format!("{family}-{word}")))
        .collect()
}

/// The keys that a source hands to `t!`: the first text after each.
fn written_keys(source: &str) -> BTreeSet<&str> {
    source.split("t!(").skip(1).filter_map(|call| call.split('"').nth(1)).collect()
}

/// The keys of a message file that neither these sources nor any family asks for.
fn unused_keys<'a>(file: &'a str, sources: &[String]) -> Vec<&'a str> {
    let written: BTreeSet<&str> = sources.iter().flat_map(|source| written_keys(source)).collect();
    let made = made_keys();
    let keys = file.lines().filter(|line| line.starts_with(char::is_alphabetic));
    keys.filter_map(|line| Some(line.split_once('=')?.0.trim()))
        .filter(|key| !written.contains(key) && !made.contains(*key))
        .collect()
}

fn sources_below(folder: &Path, found: &mut Vec<String>) {
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            sources_below(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") && !path.ends_with("tests.rs") {
            found.push(std::fs::read_to_string(path).expect("UTF-8"));
        }
    }
}

#[test]
fn every_key_that_is_made_at_run_time_has_a_message_in_each_language() {
    let keys = made_keys();
    assert!(keys.len() > 150, "{keys:?}");
    for lang in Lang::ALL {
        let loader = Words::of(lang).loader();
        let missing: Vec<&String> = keys.iter().filter(|key| !loader.has(key)).collect();
        assert!(missing.is_empty(), "{}: {missing:?}", lang.code());
    }
}

#[test]
fn every_message_is_asked_for_somewhere() {
    let mut sources = Vec::new();
    sources_below(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut sources);
    assert_eq!(unused_keys(ITALIAN, &sources), Vec::<&str>::new());
}

#[test]
fn a_message_that_nobody_asks_for_is_caught() {
    let sources = ["html! { p { (t!(\n    w, \"here\", n = 1)) } \"gone\" }".to_owned()];
    let file = "here = Ecco\n    un testo\ngone = Via\nrole-donor = Donatore\nrole-nobody = Nessuno\n";
    assert_eq!(unused_keys(file, &sources), ["gone", "role-nobody"]);
}

#[test]
fn days_of_the_week_go_on_around_it() {
    let it = Words::of(Lang::It);
    assert_eq!(
        [it.weekday(1), it.weekday(7), it.weekday(8), it.weekday(0)],
        ["lunedì", "domenica", "lunedì", "domenica"]
    );
    assert_eq!(it.weekday_short(i8::MAX), "lun");
}

#[test]
fn quantities_read_as_people_write_them() {
    let it = Words::of(Lang::It);
    let en = Words::of(Lang::En);
    assert_eq!(it.kilograms(12_340), "12,3\u{a0}kg");
    assert_eq!(it.kilograms(99_949), "99,9\u{a0}kg");
    assert_eq!(it.kilograms(99_950), "100\u{a0}kg");
    assert_eq!(it.kilograms(1_234_567), "1.235\u{a0}kg");
    assert_eq!(en.kilograms(1_234_567), "1,235\u{a0}kg");
    assert_eq!(en.kilograms(12_340), "12.3\u{a0}kg");
    assert_eq!(it.distance(950), "950\u{a0}m");
    assert_eq!(it.distance(38_260), "38,3\u{a0}km");
    assert_eq!(it.duration(60), "1 minuto");
    assert_eq!(it.duration(25 * 60), "25 minuti");
    assert_eq!(it.duration(3600), "1 ora");
    assert_eq!(it.duration(2 * 3600 + 300), "2\u{a0}h\u{a0}5\u{a0}min");
    assert_eq!(it.temperature(35), "3,5 °C");
    assert_eq!(it.temperature(-182), "\u{2212}18,2 °C");
    assert_eq!(it.temperature(-5), "\u{2212}0,5 °C");
    assert_eq!(it.crates(1), "1 cassa");
    assert_eq!(it.crates(4), "4 casse");
    assert_eq!(en.crates(0), "0 crates");
}

#[test]
fn days_and_times_read_as_people_say_them() {
    let it = Words::of(Lang::It);
    let day = date(2026, 11, 25);
    assert_eq!(it.on(day).date(day), "mercoledì 25 novembre");
    assert_eq!(Words::of(Lang::En).on(day).date(day), "Wednesday 25 November");
    assert_eq!(it.on(day).date_short(day), "mer 25/11");
    assert_eq!(it.clock(time(9, 5, 59, 0)), "09:05");
    assert_eq!(it.date_from(day, day), "oggi");
    assert_eq!(it.date_from(day, date(2026, 11, 24)), "domani");
    assert_eq!(it.date_from(day, date(2026, 11, 26)), "ieri");
    assert_eq!(it.on(day).date_from(day, date(2026, 11, 20)), "mercoledì 25 novembre");
}

#[test]
fn a_sentence_agrees_with_its_number() {
    let it = Words::of(Lang::It);
    assert_eq!(t!(it, "stops-left", n = 0), "Giro finito");
    assert_eq!(t!(it, "stops-left", n = 3), "Mancano 3 tappe");
    assert_eq!(t!(it, "cold-deadline", time = "14:20", n = 25), "Consegna entro le 14:20 (25 minuti).");
}

#[test]
fn the_browser_s_first_known_language_wins() {
    assert_eq!(Lang::from_accept_language("it-IT,it;q=0.9,en;q=0.8"), Lang::It);
    assert_eq!(Lang::from_accept_language("en;q=0.2, it;q=0.9"), Lang::It);
    assert_eq!(Lang::from_accept_language("en;q=0"), Lang::It);
    assert_eq!(Lang::from_accept_language(""), Lang::It);
    assert_eq!(Lang::from_accept_language("EN-us"), Lang::En);
    assert_eq!("de".parse::<Lang>(), Err(UnknownLang));
}

#[test]
fn guides_name_buttons_as_the_screens_do() {
    let messages = std::fs::read_to_string("assets/i18n/it/girofresco.ftl").unwrap();
    let said: Vec<&str> = messages.lines().filter_map(|line| line.split_once(" = ")).map(|(_, words)| words).collect();
    for guide in ["coordinatore", "negozio", "autista", "punto"] {
        let text = std::fs::read_to_string(format!("docs/guide/{guide}.md")).unwrap();
        for bold in text.split("**").skip(1).step_by(2) {
            assert!(said.iter().any(|words| words.contains(bold)), "{guide}: {bold}");
        }
        assert!(text.lines().count() <= 60, "{guide}: one printed page");
    }
}
