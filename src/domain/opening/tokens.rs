//! The words and signs of opening hours.

use crate::domain::text::folded;

/// Words that only join others.
pub(super) const FILLERS: &[&str] = &[
    "il", "i", "la", "le", "lo", "gli", "l", "del", "della", "di", "dei", "mese", "ore", "h", "dal", "dalle", "dalla",
    "da", "ogni", "tutti", "tutte", "the", "of", "month", "every", "each", "all", "on", "from", "in", "nel", "nei",
    "at", "aperto", "aperti", "aperta", "open", "solo", "only", "giorni", "giorno", "day", "days", "daily", "sempre",
    "orario", "alle", "a", "ad",
];
/// What a place opens by when it has no hours.
pub(super) const APPOINTMENT: &[&str] =
    &["appuntamento", "appuntamenti", "appointment", "appointments", "prenotazione", "request", "richiesta"];
/// Words between the two ends of something.
pub(super) const TO: &[&str] = &["al", "alla", "alle", "a", "to", "till", "until", "fino", "all", "ad"];
pub(super) const AND: &[&str] = &["e", "ed", "and", "oppure", "or"];
pub(super) const ITALIAN_DAYS: [&str; 7] =
    ["lunedi", "martedi", "mercoledi", "giovedi", "venerdi", "sabato", "domenica"];
pub(super) const ENGLISH_DAYS: [&str; 7] =
    ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
pub(super) const ITALIAN_MONTHS: [&str; 12] = [
    "gennaio",
    "febbraio",
    "marzo",
    "aprile",
    "maggio",
    "giugno",
    "luglio",
    "agosto",
    "settembre",
    "ottobre",
    "novembre",
    "dicembre",
];
pub(super) const ENGLISH_MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Token {
    /// Its value and how many digits it has.
    Number(u32, usize),
    /// In small letters, without marks.
    Word(String),
    Sign(char),
    /// What stands between quotation marks.
    Quoted(String),
}

/// A token and where it begins.
pub(super) type Placed = (Token, usize);

pub(super) fn tokens(text: &str) -> Vec<Placed> {
    let letters: Vec<char> = text.chars().collect();
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(&letter) = letters.get(at) {
        let begin = at;
        let mut take = |belongs: fn(char) -> bool| {
            let run: String = letters[at..].iter().take_while(|c| belongs(**c)).collect();
            at += run.chars().count();
            run
        };
        match letter {
            'º' | 'ª' | '°' => {
                at += 1;
                tokens.push((Token::Sign('°'), begin));
            }
            _ if letter.is_ascii_digit() => {
                let digits = take(|c| c.is_ascii_digit());
                tokens.push((Token::Number(digits.parse().unwrap_or(u32::MAX), digits.len()), begin));
            }
            _ if letter.is_alphabetic() => {
                let word = take(|c| c.is_alphabetic() && !matches!(c, 'º' | 'ª'));
                tokens.push((Token::Word(folded(&word)), begin));
            }
            '"' | '“' | '”' | '«' | '»' => {
                at += 1;
                let quoted: String =
                    letters[at..].iter().take_while(|c| !matches!(c, '"' | '“' | '”' | '«' | '»')).collect();
                at += quoted.chars().count() + 1;
                tokens.push((Token::Quoted(folded(&quoted)), begin));
            }
            '\n' | ';' => {
                at += 1;
                tokens.push((Token::Sign(';'), begin));
            }
            '–' | '—' | '\u{2212}' | '‑' | '‐' => {
                at += 1;
                tokens.push((Token::Sign('-'), begin));
            }
            '’' | '`' | '´' => {
                at += 1;
                tokens.push((Token::Sign('\''), begin));
            }
            _ if letter.is_whitespace() || matches!(letter, '(' | ')') => at += 1,
            other => {
                at += 1;
                tokens.push((Token::Sign(other), begin));
            }
        }
    }
    tokens
}
