//! The words on the screens: Italian first, English complete, one message file per language.
//!
//! A screen takes a [`Words`] handle and writes `t!(w, "stops-left", n = 3)`: a misspelt key or
//! argument fails the build. What an enum's values are called has a function each, such as [`Words::category`].

use std::borrow::Cow;
use std::str::FromStr;
use std::sync::LazyLock;

use i18n_embed::fluent::FluentLanguageLoader;
use i18n_embed::{I18nAssets, LanguageLoader};
use jiff::civil::{Date, Time};
use unic_langid::LanguageIdentifier;

/// The sentence of a key in the language of a [`Words`](crate::words::Words) handle.
///
/// ```
/// use girofresco::{t, words::{Lang, Words}};
/// let w = Words::of(Lang::It);
/// assert_eq!(t!(w, "crates", n = 4), "4 casse");
/// ```
#[macro_export]
macro_rules! t {
    ($words:expr, $key:literal $(,)?) => {
        ::i18n_embed_fl::fl!($words.loader(), $key)
    };
    ($words:expr, $key:literal, $($name:ident = $value:expr),+ $(,)?) => {
        ::i18n_embed_fl::fl!($words.loader(), $key, $($name = { $value }),+)
    };
}

/// A language of the screens.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Lang {
    /// Italian, the default.
    #[default]
    It,
    En,
}

/// The text is not the code of a known language.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("unknown language; expected it or en")]
pub struct UnknownLang;

impl FromStr for Lang {
    type Err = UnknownLang;

    fn from_str(text: &str) -> Result<Self, UnknownLang> {
        match text {
            "it" => Ok(Self::It),
            "en" => Ok(Self::En),
            _ => Err(UnknownLang),
        }
    }
}

impl Lang {
    /// Every language, in the order in which a person is offered them.
    pub const ALL: [Self; 2] = [Self::It, Self::En];

    /// The language code for the `lang` attribute: `it` or `en`.
    pub fn code(self) -> &'static str {
        match self {
            Self::It => "it",
            Self::En => "en",
        }
    }

    fn identifier(self) -> LanguageIdentifier {
        // cannot fail: the two codes are tags by their form, which every test reads
        self.code().parse().expect("both codes are language identifiers, as every test shows")
    }

    /// The language a browser asks for first in `Accept-Language`, or Italian.
    ///
    /// ```
    /// use girofresco::words::Lang;
    /// assert_eq!(Lang::from_accept_language("de, en-GB;q=0.8, it;q=0.3"), Lang::En);
    /// assert_eq!(Lang::from_accept_language("fr"), Lang::It);
    /// ```
    pub fn from_accept_language(header: &str) -> Self {
        let mut wanted: Vec<(f32, Self)> = header
            .split(',')
            .filter_map(|entry| {
                let mut parts = entry.split(';').map(str::trim);
                let tag = parts.next()?.to_ascii_lowercase();
                let lang = tag.split('-').next()?.parse().ok()?;
                let weight = parts
                    .find_map(|part| part.strip_prefix("q="))
                    .map_or(Some(1.0), |weight| weight.parse::<f32>().ok())?;
                (weight > 0.0).then_some((weight, lang))
            })
            .collect();
        wanted.sort_by(|a, b| b.0.total_cmp(&a.0));
        wanted.first().map_or_else(Self::default, |(_, lang)| *lang)
    }
}

const ITALIAN: &str = include_str!("../assets/i18n/it/girofresco.ftl");
const ENGLISH: &str = include_str!("../assets/i18n/en/girofresco.ftl");

/// The message files, compiled in: a change of a message rebuilds this module.
struct MessageFiles;

impl I18nAssets for MessageFiles {
    fn get_files(&self, path: &str) -> Vec<Cow<'_, [u8]>> {
        match path {
            "it/girofresco.ftl" => vec![Cow::Borrowed(ITALIAN.as_bytes())],
            "en/girofresco.ftl" => vec![Cow::Borrowed(ENGLISH.as_bytes())],
            _ => Vec::new(),
        }
    }

    fn filenames_iter(&self) -> Box<dyn Iterator<Item = String> + '_> {
        Box::new(["it/girofresco.ftl", "en/girofresco.ftl"].into_iter().map(String::from))
    }
}

static IN_ITALIAN: LazyLock<FluentLanguageLoader> = LazyLock::new(|| loader_of(Lang::It));
static IN_ENGLISH: LazyLock<FluentLanguageLoader> = LazyLock::new(|| loader_of(Lang::En));

fn loader_of(lang: Lang) -> FluentLanguageLoader {
    let loader = FluentLanguageLoader::new("girofresco", Lang::It.identifier());
    loader
        .load_languages(&MessageFiles, &[lang.identifier()])
        // cannot fail: the files are compiled in, and a test reads them
        .expect("the compiled-in message files parse, as a test checks");
    loader.set_use_isolating(false);
    loader
}

/// The words of one language: small, copied freely, handed to every component that shows text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Words {
    lang: Lang,
    /// This year, whose dates need not say it.
    year: Option<i16>,
}

impl Words {
    /// The words of a language.
    pub fn of(lang: Lang) -> Self {
        Self { lang, year: None }
    }

    /// The words on a day: dates of its year leave the year out. Others say theirs, since a date without one is taken for
    /// the nearest; and where nobody said which day it is, every date does.
    pub fn on(self, today: Date) -> Self {
        Self { year: Some(today.year()), ..self }
    }

    /// The language of these words.
    pub fn lang(self) -> Lang {
        self.lang
    }

    /// What [`t!`](crate::t) looks keys up in.
    pub fn loader(self) -> &'static FluentLanguageLoader {
        match self.lang {
            Lang::It => &IN_ITALIAN,
            Lang::En => &IN_ENGLISH,
        }
    }

    /// The sentence of a key made at run time. Only [`names`] makes any: a key that is missing would reach a screen.
    fn get(self, key: &str) -> String {
        self.loader().get(key)
    }

    /// A language, in itself.
    pub fn language(self, lang: Lang) -> String {
        match lang {
            Lang::It => t!(self, "language-it"),
            Lang::En => t!(self, "language-en"),
        }
    }

    /// Grams as kilograms: one decimal below 100 kg, none from there on.
    pub fn kilograms(self, grams: i64) -> String {
        t!(self, "kilograms", value = self.kilograms_number(grams))
    }

    /// Grams as a number of kilograms without the unit.
    pub fn kilograms_number(self, grams: i64) -> String {
        let tenths = rounded(grams, 100);
        if tenths.abs() < 1000 { self.tenths(tenths) } else { self.grouped(rounded(grams, 1000)) }
    }

    /// Metres as kilometres (one decimal below 100 km), or as metres below 1 km.
    pub fn distance(self, metres: i64) -> String {
        if metres.abs() < 1000 {
            return t!(self, "metres", value = metres);
        }
        let tenths = rounded(metres, 100);
        let value = if tenths.abs() < 1000 { self.tenths(tenths) } else { self.grouped(rounded(metres, 1000)) };
        t!(self, "kilometres", value = value)
    }

    /// Seconds as whole minutes, or as hours and minutes from one hour on.
    pub fn duration(self, seconds: i64) -> String {
        let minutes = rounded(seconds, 60);
        match (minutes / 60, minutes % 60) {
            (0, minutes) => t!(self, "minutes", n = minutes),
            (hours, 0) => t!(self, "hours", n = hours),
            (hours, minutes) => t!(self, "hours-minutes", hours = hours, minutes = minutes),
        }
    }

    /// A clock time as `HH:MM`.
    pub fn clock(self, time: Time) -> String {
        format!("{:02}:{:02}", time.hour(), time.minute())
    }

    /// A date in words, such as `mercoledì 25 novembre`, with its year unless it is this one.
    pub fn date(self, date: Date) -> String {
        let weekday = self.weekday(date.weekday().to_monday_one_offset());
        let (day, month) = (date.day(), self.month(date));
        if self.year == Some(date.year()) {
            t!(self, "date-long", weekday = weekday, day = day, month = month)
        } else {
            t!(self, "date-long-year", weekday = weekday, day = day, month = month, year = date.year().to_string())
        }
    }

    /// A date in little room, such as `mer 25/11`, or `mer 26/5/2027` of another year than this.
    pub fn date_short(self, date: Date) -> String {
        let weekday = self.weekday_short(date.weekday().to_monday_one_offset());
        let (day, month) = (date.day(), date.month());
        if self.year == Some(date.year()) {
            t!(self, "date-short", weekday = weekday, day = day, month = month)
        } else {
            t!(self, "date-short-year", weekday = weekday, day = day, month = month, year = date.year().to_string())
        }
    }

    /// A date as seen from today: `oggi`, `domani`, `ieri`, or the date in words.
    pub fn date_from(self, date: Date, today: Date) -> String {
        if date == today {
            t!(self, "today")
        } else if today.tomorrow().ok() == Some(date) {
            t!(self, "tomorrow")
        } else if today.yesterday().ok() == Some(date) {
            t!(self, "yesterday")
        } else {
            self.date(date)
        }
    }

    /// Tenths of a degree as a temperature, such as `3,5 °C`.
    pub fn temperature(self, tenths: i32) -> String {
        t!(self, "celsius", value = self.tenths(i64::from(tenths)))
    }

    /// A number of crates, such as `1 cassa` or `4 casse`.
    pub fn crates(self, crates: i64) -> String {
        t!(self, "crates", n = crates)
    }

    /// Tenths as a decimal number in this language, with a true minus sign.
    pub fn tenths(self, tenths: i64) -> String {
        let mark = match self.lang {
            Lang::It => ',',
            Lang::En => '.',
        };
        let sign = if tenths < 0 { "\u{2212}" } else { "" };
        let size = tenths.unsigned_abs();
        format!("{sign}{}{mark}{}", size / 10, size % 10)
    }

    /// A whole number with its thousands set apart.
    pub fn grouped(self, number: i64) -> String {
        let mark = match self.lang {
            Lang::It => '.',
            Lang::En => ',',
        };
        let digits = number.unsigned_abs().to_string();
        let mut text = String::new();
        if number < 0 {
            text.push('\u{2212}');
        }
        for (index, digit) in digits.chars().enumerate() {
            if index > 0 && (digits.len() - index).is_multiple_of(3) {
                text.push(mark);
            }
            text.push(digit);
        }
        text
    }
}

/// Divides and rounds half away from zero.
fn rounded(amount: i64, unit: i64) -> i64 {
    let half = unit / 2;
    if amount < 0 { amount.saturating_sub(half) / unit } else { amount.saturating_add(half) / unit }
}

mod names;
mod notice;
mod opening;

#[cfg(test)]
mod tests;
