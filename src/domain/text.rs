//! Text that people write, within limits.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Why a text cannot be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TextError {
    /// Nothing but spaces.
    #[error("it is empty")]
    Empty,
    /// Longer than allowed.
    #[error("it is longer than {0} characters")]
    TooLong(usize),
    /// Has characters that are not text.
    #[error("it has control characters")]
    NotText,
}

/// The most characters in a name of a person, place or vehicle.
pub const NAME_LENGTH: usize = 120;
/// The most characters in a note.
pub const NOTE_LENGTH: usize = 1_000;

/// A single line that must not be empty.
///
/// # Errors
/// When it is empty, too long, or has control characters.
pub fn name(text: &str) -> Result<String, TextError> {
    let text = text.trim();
    match text {
        "" => Err(TextError::Empty),
        _ if text.chars().count() > NAME_LENGTH => Err(TextError::TooLong(NAME_LENGTH)),
        _ if text.chars().any(char::is_control) => Err(TextError::NotText),
        _ => Ok(text.to_owned()),
    }
}

/// Free text that may be empty and have several lines.
///
/// # Errors
/// When it is too long or has control characters other than line ends and tabs.
pub fn note(text: &str) -> Result<String, TextError> {
    let text = text.trim().replace("\r\n", "\n");
    if text.chars().count() > NOTE_LENGTH {
        return Err(TextError::TooLong(NOTE_LENGTH));
    }
    if text.chars().any(|c| c.is_control() && c != '\n' && c != '\t') {
        return Err(TextError::NotText);
    }
    Ok(text)
}

/// The text as it is searched and compared: lower case, no marks on letters, single spaces.
///
/// Letters are taken apart as Unicode does (NFKD) and the marks dropped; letters with a stroke and joined letters are one
/// character there too, and are folded by hand.
pub fn folded(text: &str) -> String {
    let letters = text.chars().map(straight).nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase);
    let mut plain = String::with_capacity(text.len());
    // Lower case can bring a mark of its own: İ becomes i and a dot.
    for letter in letters.filter(|c| !is_combining_mark(*c)) {
        match letter {
            'ł' => plain.push('l'),
            'ø' => plain.push('o'),
            'đ' | 'ð' => plain.push('d'),
            'ħ' => plain.push('h'),
            'ŧ' => plain.push('t'),
            'ı' => plain.push('i'),
            'ß' => plain.push_str("ss"),
            'æ' => plain.push_str("ae"),
            'œ' => plain.push_str("oe"),
            'þ' => plain.push_str("th"),
            other => plain.push(other),
        }
    }
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// An apostrophe or a dash as keyboards have it.
const fn straight(c: char) -> char {
    match c {
        '’' | '‘' | 'ʼ' | '`' | '´' => '\'',
        '‐' | '‑' | '–' | '—' => '-',
        other => other,
    }
}

/// Whether a search finds a text: each of its words stands somewhere in it.
pub fn finds(search: &str, text: &str) -> bool {
    let text = folded(text);
    folded(search).split(' ').all(|word| text.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_are_kept() {
        assert_eq!(name("  Codogno "), Ok("Codogno".to_owned()));
        assert_eq!(name(" "), Err(TextError::Empty));
        assert_eq!(name("a\u{0}b"), Err(TextError::NotText));
        assert_eq!(note(&"x".repeat(10_000_000)), Err(TextError::TooLong(NOTE_LENGTH)));
        assert_eq!(note("one\r\ntwo"), Ok("one\ntwo".to_owned()));
        assert_eq!(folded("  Sant’Angelo  LODIGIANO è "), "sant'angelo lodigiano e");
    }

    #[test]
    fn every_letter_with_a_mark_is_found_by_the_letter_without_it() {
        for (name, typed) in [
            ("Núñez Rosa", "nunez rosa"),
            ("Ştefan Ion", "stefan ion"),
            ("Ștefan", "stefan"),
            ("Łukasz Maj", "lukasz maj"),
            ("Çelik Ada", "celik ada"),
            ("Bjørn Đorđe Åse", "bjorn dorde ase"),
            ("Strauß STRAẞE", "strauss strasse"),
            ("Æble Œuvre", "aeble oeuvre"),
            ("Işıl İnci", "isil inci"),
            ("Nguyễn Thị Hương", "nguyen thi huong"),
            ("Dvořák Žďár", "dvorak zdar"),
            ("Cafe\u{301} ﬁne", "cafe fine"),
            ("D´Angelo N’Diaye", "d'angelo n'diaye"),
        ] {
            assert_eq!(folded(name), typed);
            assert_eq!(folded(typed), typed, "folded once and for all");
        }
        assert!(finds("rosa nun", "Núñez Rosa") && finds("", "Núñez") && !finds("rosa ivo", "Núñez Rosa"));
    }
}
