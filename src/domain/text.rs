//! Text that people write, within limits.

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

/// The text as it is searched and compared: lower case, without accents, single spaces.
pub fn folded(text: &str) -> String {
    let plain = text.chars().flat_map(char::to_lowercase).map(|c| match c {
        'à' | 'á' | 'â' | 'ä' => 'a',
        'è' | 'é' | 'ê' | 'ë' => 'e',
        'ì' | 'í' | 'î' | 'ï' => 'i',
        'ò' | 'ó' | 'ô' | 'ö' => 'o',
        'ù' | 'ú' | 'û' | 'ü' => 'u',
        '’' => '\'',
        other => other,
    });
    plain.collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
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
}
