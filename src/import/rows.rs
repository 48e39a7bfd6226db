//! From the bytes of a file to rows of cells, forgiving what spreadsheets do to files.

use super::problem::What;
use encoding_rs::{UTF_16BE, UTF_16LE, WINDOWS_1252};

/// The cells of one line.
#[derive(Debug, Clone)]
pub(super) struct Row {
    /// From 1, as people count.
    pub(super) line: u64,
    pub(super) cells: Vec<String>,
    quoted: Vec<Quoted>,
}

/// A cell between quotation marks that goes on in another line.
#[derive(Debug, Clone)]
struct Quoted {
    cell: usize,
    /// The lines of its first and last quotation mark.
    opened: u64,
    closed: u64,
    /// Whether it has a last one.
    ends: bool,
}

impl Row {
    /// A row whose cells were cells already.
    pub(super) fn of(line: u64, cells: Vec<String>) -> Self {
        Self { line, cells, quoted: Vec::new() }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.cells.iter().all(String::is_empty)
    }
}

/// The text of a file, whichever way a spreadsheet wrote it.
pub(super) fn text(bytes: &[u8]) -> Result<String, What> {
    let text = match bytes {
        [0xef, 0xbb, 0xbf, rest @ ..] => utf8(rest)?,
        [0xff, 0xfe, rest @ ..] => UTF_16LE.decode_without_bom_handling(rest).0.into_owned(),
        [0xfe, 0xff, rest @ ..] => UTF_16BE.decode_without_bom_handling(rest).0.into_owned(),
        // Plain letters in two bytes each, without a mark in front.
        [first, 0, second, 0, ..] if *first != 0 && *second != 0 => {
            UTF_16LE.decode_without_bom_handling(bytes).0.into_owned()
        }
        _ => utf8(bytes)?,
    };
    let is_text = |c: char| !c.is_control() || matches!(c, '\n' | '\r' | '\t');
    if !text.chars().all(is_text) {
        return Err(What::NotText);
    }
    Ok(text.replace("\r\n", "\n").replace('\r', "\n"))
}

fn utf8(bytes: &[u8]) -> Result<String, What> {
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Ok(text.to_owned());
    }
    if bytes.iter().any(|byte| byte.is_ascii_control() && !byte.is_ascii_whitespace()) {
        return Err(What::NotText);
    }
    let lossy = String::from_utf8_lossy(bytes);
    if lossy.chars().any(|c| !c.is_ascii() && c != char::REPLACEMENT_CHARACTER) {
        return Err(What::TwoEncodings);
    }
    Ok(WINDOWS_1252.decode_without_bom_handling(bytes).0.into_owned())
}

/// The first line of Excel that names the separator, if it is there.
fn named_separator(text: &str) -> Option<(char, &str)> {
    let (first, rest) = text.split_once('\n')?;
    let first = first.trim().trim_matches('"');
    let sign = first.get(..4).filter(|start| start.eq_ignore_ascii_case("sep=")).and(first.get(4..))?;
    let mut signs = sign.chars();
    match (signs.next(), signs.next()) {
        (None, _) if sign.is_empty() => Some(('\t', rest)),
        (Some(sign), None) => Some((sign, rest)),
        _ => None,
    }
}

/// The rows of a text: separated by what it says itself, else by whichever of `;`, `,` and tab makes most names that
/// `is_known` knows, else most cells.
pub(super) fn separated(text: &str, is_known: impl Fn(&str) -> bool) -> Vec<Row> {
    if let Some((sign, rest)) = named_separator(text) {
        let mut rows = rows(rest, sign);
        for row in &mut rows {
            row.line += 1;
            for quoted in &mut row.quoted {
                quoted.opened += 1;
                quoted.closed += 1;
            }
        }
        return rows;
    }
    const ROWS_WITH_NAMES: usize = 10;
    let head: String = text.split_inclusive('\n').take(ROWS_WITH_NAMES).collect();
    let fit = |sign: char| {
        let rows = rows(&head, sign);
        let known = |row: &Row| row.cells.iter().filter(|cell| is_known(cell)).count();
        let widest = rows.iter().map(|row| row.cells.len()).max();
        (rows.iter().map(known).max(), widest)
    };
    let sign = [',', ';', '\t'].into_iter().rev().max_by_key(|sign| fit(*sign)).unwrap_or(',');
    rows(text, sign)
}

fn rows(text: &str, separator: char) -> Vec<Row> {
    let mut rows = Vec::new();
    let mut row = Row::of(1, Vec::new());
    let mut line = 1;
    let mut cell = String::new();
    // The line of the quotation mark that a cell begins with, while it is open.
    let mut open: Option<u64> = None;
    let mut was_quoted = false;
    let mut signs = text.chars().peekable();
    while let Some(sign) = signs.next() {
        match (sign, open) {
            ('"', Some(opened)) => {
                let next = signs.peek().copied();
                if next == Some('"') {
                    signs.next();
                    cell.push('"');
                } else if signs.clone().find(|c| *c != ' ').is_none_or(|next| next == separator || next == '\n') {
                    if opened != line {
                        row.quoted.push(Quoted { cell: row.cells.len(), opened, closed: line, ends: true });
                    }
                    open = None;
                } else {
                    // A mark within the text that nobody doubled.
                    cell.push('"');
                }
            }
            ('"', None) if !was_quoted && cell.trim().is_empty() => {
                cell.clear();
                (open, was_quoted) = (Some(line), true);
            }
            ('\n', Some(_)) => {
                cell.push('\n');
                line += 1;
            }
            (sign, None) if sign == separator => {
                row.cells.push(cell.trim().to_owned());
                cell.clear();
                was_quoted = false;
            }
            ('\n', None) => {
                row.cells.push(cell.trim().to_owned());
                cell.clear();
                was_quoted = false;
                line += 1;
                rows.push(std::mem::replace(&mut row, Row::of(line, Vec::new())));
            }
            (sign, _) => cell.push(sign),
        }
    }
    if let Some(opened) = open {
        row.quoted.push(Quoted { cell: row.cells.len(), opened, closed: line, ends: false });
    }
    if open.is_some() || !cell.trim().is_empty() || !row.cells.is_empty() {
        row.cells.push(cell.trim().to_owned());
        rows.push(row);
    }
    rows.retain(|row| !row.is_empty());
    rows
}

/// Quotations that have swallowed rows, or never end: the line where each was opened, and what is wrong.
pub(super) fn swallowed(rows: &[Row], width: usize) -> Vec<(u64, What)> {
    let known: Vec<String> = rows.iter().skip(1).filter_map(|row| row.cells.first()).map(|cell| shape(cell)).collect();
    let looks_like_a_row = |text: &str| {
        [',', ';', '\t'].into_iter().any(|sign| {
            let cells = text.matches(sign).count() + 1;
            let begins_like_one = || {
                let first = shape(text.split(sign).next().unwrap_or_default().trim_matches('"'));
                first.contains('9') && known.contains(&first)
            };
            cells > 2 && cells == width || cells > 1 && begins_like_one()
        })
    };
    let mut found = Vec::new();
    for row in rows {
        for quoted in &row.quoted {
            let text = row.cells.get(quoted.cell).map_or("", String::as_str);
            if !quoted.ends {
                found.push((quoted.opened, What::OpenQuote));
            } else if text.lines().skip(1).any(looks_like_a_row) {
                found.push((quoted.opened, What::SwallowedRows { last: quoted.closed }));
            }
        }
    }
    found
}

/// How a code is built: letters and digits, not which.
fn shape(text: &str) -> String {
    let kind = |c: char| match c {
        c if c.is_ascii_digit() => '9',
        c if c.is_alphabetic() => 'a',
        other => other,
    };
    text.trim().chars().take(40).map(kind).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(text: &str) -> Vec<(u64, Vec<String>)> {
        let known = |cell: &str| matches!(cell, "code" | "name" | "kg");
        separated(text, known).into_iter().map(|row| (row.line, row.cells)).collect()
    }

    fn row(line: u64, cells: &[&str]) -> (u64, Vec<String>) {
        (line, cells.iter().map(|cell| (*cell).to_owned()).collect())
    }

    #[test]
    fn the_separator_is_the_one_that_makes_columns() {
        for text in [
            "code;name;kg\nA;Rossi, Ada;1,5\n",
            "code\tname\tkg\nA\tRossi, Ada\t1,5",
            "code,name,kg\nA,\"Rossi, Ada\",\"1,5\"",
        ] {
            assert_eq!(cells(text), [row(1, &["code", "name", "kg"]), row(2, &["A", "Rossi, Ada", "1,5"])], "{text}");
        }
        assert_eq!(cells("sep=;\ncode;name\nA;x,y\n")[1], row(3, &["A", "x,y"]));
        assert_eq!(cells("\"sep=|\"\ncode|name\n")[0], row(2, &["code", "name"]));
    }

    #[test]
    fn marks_within_a_text_are_its_own() {
        assert_eq!(
            cells("code,name\nA,ruota 12\" \"B\"\nB, \"x \"y\" z\"\n")[1..],
            [row(2, &["A", "ruota 12\" \"B\""]), row(3, &["B", "x \"y\" z"])]
        );
        assert_eq!(
            cells("code,name\n\nA,\"one\ntwo\"\nB,\"\"\n")[1..],
            [row(3, &["A", "one\ntwo"]), row(5, &["B", ""])]
        );
    }

    #[test]
    fn letters_of_every_export_are_read() {
        let utf16 = |big: bool| -> Vec<u8> {
            let units =
                "caffè\r\n".encode_utf16().flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() });
            units.collect()
        };
        let mut marked = vec![0xff, 0xfe];
        marked.extend(utf16(false));
        let mut big = vec![0xfe, 0xff];
        big.extend(utf16(true));
        for bytes in [b"caff\xe8\r".to_vec(), "caffè\n".into(), "\u{feff}caffè\r\n".into(), marked, big, utf16(false)]
        {
            assert_eq!(text(&bytes).unwrap(), "caffè\n", "{bytes:?}");
        }
        assert_eq!(text(b"\x80 \x92 caff\xe8").unwrap(), "€ ’ caffè");
        assert_eq!(text("è caff".bytes().chain([0xe8]).collect::<Vec<_>>().as_slice()), Err(What::TwoEncodings));
        assert_eq!(text(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0"), Err(What::NotText));
    }
}
