//! Telephone numbers as people write them: with remarks, extensions, hours, and several in one cell.

/// Why a text cannot stand where a telephone number should.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PhoneError {
    /// Nothing in it can be one.
    NoNumber,
    /// Nine digits that begin with 3: a landline whose leading 0 a spreadsheet has eaten, or an old mobile.
    LostZero,
}

/// What a phone should dial: the first number in the text that can be one. Digits of a second number, an extension or an
/// hour are never put behind it.
pub fn dialled(text: &str) -> Option<String> {
    let apart = |c: char| !(c.is_ascii_digit() || c.is_whitespace() || matches!(c, '.' | '-' | '–' | '/' | '(' | ')'));
    let mut rest = text;
    let mut abroad = false;
    loop {
        let end = rest.find(apart).unwrap_or(rest.len());
        if let Some(number) = in_part(&rest[..end], abroad) {
            return Some(number);
        }
        let sign = rest[end..].chars().next()?;
        abroad = sign == '+';
        rest = &rest[end + sign.len_utf8()..];
    }
}

/// Whether a text that is typed or taken in can stand as somebody's number. An empty one can.
///
/// # Errors
/// When it has no number that can be dialled, or one that has probably lost its 0.
pub fn check(text: &str) -> Result<(), PhoneError> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(());
    }
    let lost = text.len() == 9 && text.starts_with('3') && text.bytes().all(|byte| byte.is_ascii_digit());
    match dialled(text) {
        None => Err(PhoneError::NoNumber),
        Some(_) if lost => Err(PhoneError::LostZero),
        Some(_) => Ok(()),
    }
}

/// Digits that stand together, and whether what stands before them may end a number.
struct Group<'t> {
    digits: &'t str,
    apart: bool,
}

fn in_part(text: &str, abroad: bool) -> Option<String> {
    let mut groups = Vec::new();
    let mut from = 0;
    for digits in text.split(|c: char| !c.is_ascii_digit()).filter(|digits| !digits.is_empty()) {
        let start = from + text[from..].find(digits)?;
        let between = &text[from..start];
        let spaced = between.contains(['-', '–']) && between.contains(char::is_whitespace);
        groups.push(Group { digits, apart: spaced || between.contains(['/', '(']) });
        from = start + digits.len();
    }
    if abroad {
        return international(&groups);
    }
    (0..groups.len()).find_map(|first| {
        let groups = &groups[first..];
        let digits = groups.first()?.digits;
        match digits.strip_prefix("0039").or_else(|| digits.strip_prefix("39").filter(|_| digits.len() >= 11)) {
            Some(own) => national(own, &groups[1..]).map(|number| format!("+39{number}")),
            None => national(digits, &groups[1..]),
        }
    })
}

/// A number after a plus: Italy's by its own rules, others as long as they go on.
fn international(groups: &[Group<'_>]) -> Option<String> {
    const DIGITS: std::ops::RangeInclusive<usize> = 6..=15;
    let (first, rest) = groups.split_first()?;
    if let Some(own) = first.digits.strip_prefix("39")
        && let Some(number) = national(own, rest)
    {
        return Some(format!("+39{number}"));
    }
    let mut number = first.digits.to_owned();
    for group in rest {
        if group.apart && number.len() >= 8 || number.len() + group.digits.len() > *DIGITS.end() {
            break;
        }
        number.push_str(group.digits);
    }
    DIGITS.contains(&number.len()).then(|| format!("+{number}"))
}

/// An Italian number that begins with `first`: as many groups as one number has.
fn national(first: &str, rest: &[Group<'_>]) -> Option<String> {
    let mut number = first.to_owned();
    let mut last = first;
    let mut rest = rest.iter();
    loop {
        let can_be = match number.as_bytes() {
            [b'3', ..] => (9..=10).contains(&number.len()),
            [b'0', ..] => (6..=11).contains(&number.len()),
            [b'8', b'0' | b'4', ..] => (8..=9).contains(&number.len()),
            _ => false,
        };
        // A long group ends a number, and so do enough short ones.
        let complete = can_be && (number.len() >= 9 || last.len() >= 5 && number.len() >= 8);
        let next = rest.next();
        match next {
            Some(next) if !(complete || can_be && next.apart) && number.len() < 12 => {
                last = next.digits;
                let joined = format!("{number}{last}");
                if can_be && joined.len() > 11 {
                    return Some(number);
                }
                number = joined;
            }
            // "333 123 456 7", but no hour behind an old number of nine digits.
            Some(next) if number.starts_with('3') && number.len() == 9 && next.digits.len() == 1 && rest.len() == 0 => {
                return Some(format!("{number}{}", next.digits));
            }
            _ => return can_be.then_some(number),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_number_is_dialled_and_nothing_is_glued_to_it() {
        for (text, number) in [
            ("0371 000006 / 333 0000003 (ore pasti)", "0371000006"),
            ("0371 000007 int. 12", "0371000007"),
            ("0371 000006/333 0000003", "0371000006"),
            ("0371 000006 - 333 0000003", "0371000006"),
            ("0371000006 3330000003", "0371000006"),
            ("0371 000006 333 0000003", "0371000006"),
            ("0371 000006; 333 0000003", "0371000006"),
            ("333 0000003, 0371 000006", "3330000003"),
            ("333-000-0003", "3330000003"),
            ("333.00.00.003", "3330000003"),
            ("333 000 00 03", "3330000003"),
            ("333/0000003 o 0371/000006", "3330000003"),
            ("0371/420000", "0371420000"),
            ("(0371) 42.00.00", "0371420000"),
            ("0371 42 00 00 9-12", "0371420000"),
            ("02 12 34 56 78", "0212345678"),
            ("02 1234567", "021234567"),
            ("+39 0371 000006 / 333 0000003", "+390371000006"),
            ("+39 (0371) 420000", "+390371420000"),
            ("0039 333 0000003", "+393330000003"),
            ("393330000003", "+393330000003"),
            ("+393330000003", "+393330000003"),
            ("+41 91 000 00 03", "+41910000003"),
            ("+39 000 000 0184", "+390000000184"),
            ("tel. 0371 000006 (int. 3)", "0371000006"),
            ("ore 9-12: 0371 000006", "0371000006"),
            ("dalle 9 alle 12 0371 000006", "0371000006"),
            ("800 123456", "800123456"),
        ] {
            assert_eq!(dialled(text).as_deref(), Some(number), "{text}");
        }
        for text in
            ["3,93331E+11", "3.93331E+11", "chiedere a Ada", "12", "9-12", "int. 12", "", "+", "2026-11-27", "#N/D"]
        {
            assert_eq!(dialled(text), None, "{text}");
        }
    }

    #[test]
    fn a_number_that_lost_its_zero_is_asked_back() {
        assert_eq!(check("371420000"), Err(PhoneError::LostZero));
        assert_eq!(check("3,93331E+11"), Err(PhoneError::NoNumber));
        assert_eq!(check(" "), Ok(()));
        assert_eq!(check("0371 420000"), Ok(()));
    }
}
