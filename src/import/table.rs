//! From the bytes of a file to cells with their lines, forgiving what spreadsheets do to files.

use super::problem::{Problem, What};
use crate::app::import::File;

/// The columns of a kind of file.
#[derive(Debug, Clone, Copy)]
pub(super) struct Columns {
    pub(super) file: File,
    pub(super) needed: &'static [&'static str],
    pub(super) more: &'static [&'static str],
}

impl Columns {
    fn all(&self) -> impl Iterator<Item = &'static str> {
        self.needed.iter().chain(self.more).copied()
    }
}

/// Rows of cells under named columns.
#[derive(Debug)]
pub(super) struct Table {
    pub(super) file: File,
    /// For each known column that is there, its place in the rows.
    pub(super) columns: Vec<(&'static str, usize)>,
    pub(super) rows: Vec<Row>,
}

/// The cells of one line.
#[derive(Debug)]
pub(super) struct Row {
    pub(super) line: u64,
    pub(super) cells: Vec<String>,
}

/// Reads a file. `None` when so much is wrong that no row can be read.
pub(super) fn read(bytes: &[u8], columns: &Columns, problems: &mut Vec<Problem>) -> Option<Table> {
    let file = columns.file;
    let mut problem = |line: Option<u64>, column: Option<&str>, value: Option<&str>, what: What| {
        problems.push(Problem { file, line, column: column.map(cut), value: value.map(cut), what });
    };
    let needed = || columns.needed.join(", ");
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text.replace("\r\n", "\n").replace('\r', "\n"),
        Err(error) => {
            let byte = error.valid_up_to();
            problem(Some(1 + line_ends(&bytes[..byte])), None, None, What::NotUtf8 { byte });
            return None;
        }
    };
    let mut records = records(&text).into_iter().filter(|row| row.cells.iter().any(|cell| !cell.is_empty()));
    let Some(mut header) = records.next() else {
        problem(None, None, None, What::Empty { columns: needed() });
        return None;
    };
    let line = Some(header.line);
    drop_trailing(&mut header.cells);
    if let [only] = header.cells.as_slice() {
        let separated = [(';', "semicolons"), ('\t', "tabs")].into_iter().find(|(sign, _)| only.contains(*sign));
        if let Some((_, separator)) = separated {
            problem(line, None, None, What::Separator(separator));
            return None;
        }
    }
    if text.bytes().filter(|byte| *byte == b'"').count() % 2 == 1 {
        problem(None, None, None, What::OpenQuote);
        return None;
    }
    let mut found: Vec<(&'static str, usize)> = Vec::new();
    for (index, name) in header.cells.iter().enumerate() {
        match columns.all().find(|known| name.eq_ignore_ascii_case(known)) {
            Some(known) if found.iter().any(|(there, _)| *there == known) => {
                problem(line, Some(name), None, What::RepeatedColumn);
            }
            Some(known) => found.push((known, index)),
            None => {
                let known = columns.all().collect::<Vec<_>>().join(", ");
                let near = super::near::nearest(name, columns.all());
                problem(line, None, Some(name), What::UnknownColumn { known, near });
            }
        }
    }
    for column in columns.needed.iter().filter(|column| !found.iter().any(|(there, _)| there == *column)) {
        problem(line, Some(column), None, What::MissingColumn { needed: needed() });
    }
    let width = header.cells.len();
    let mut rows = Vec::new();
    for mut row in records {
        drop_trailing(&mut row.cells);
        if row.cells.len() > width {
            problem(Some(row.line), None, None, What::TooManyCells { cells: row.cells.len(), columns: width });
        } else {
            rows.push(row);
        }
    }
    let complete = columns.needed.iter().all(|column| found.iter().any(|(there, _)| there == column));
    complete.then_some(Table { file, columns: found, rows })
}

/// The records of a text, each with the line it begins in.
fn records(text: &str) -> Vec<Row> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
    let mut record = csv::ByteRecord::new();
    let (mut rows, mut line, mut counted) = (Vec::new(), 1, 0);
    while let Ok(true) = reader.read_byte_record(&mut record) {
        let bytes = text.as_bytes();
        let mut start = record.position().map_or(0, |at| usize::try_from(at.byte()).unwrap_or(0)).min(bytes.len());
        while bytes.get(start) == Some(&b'\n') {
            start += 1;
        }
        if start > counted {
            line += line_ends(&bytes[counted..start]);
            counted = start;
        }
        let cells = record.iter().map(|cell| String::from_utf8_lossy(cell).trim().to_owned()).collect();
        rows.push(Row { line, cells });
    }
    rows
}

fn line_ends(bytes: &[u8]) -> u64 {
    bytes.iter().filter(|byte| **byte == b'\n').count() as u64
}

fn drop_trailing(cells: &mut Vec<String>) {
    while cells.last().is_some_and(String::is_empty) {
        cells.pop();
    }
}

/// Text as problems show it.
pub(super) fn cut(text: &str) -> String {
    const LONGEST: usize = 60;
    let shown: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).take(LONGEST).collect();
    if text.chars().nth(LONGEST).is_some() { format!("{shown}…") } else { shown }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SITES: Columns = Columns { file: File::Sites, needed: &["code", "name"], more: &["notes"] };

    fn table(bytes: &[u8]) -> (Option<Table>, Vec<String>) {
        let mut problems = Vec::new();
        let table = read(bytes, &SITES, &mut problems);
        (table, problems.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn what_spreadsheets_do_to_a_file_is_forgiven() {
        let (found, problems) =
            table(b"\xef\xbb\xbfCode,NAME,,\r\n\r\nA, Airone ,,,\r\n,,,\r\nB,\"Gelso,\r\nSud\",,\r\n,,\r\n");
        assert_eq!(problems, Vec::<String>::new());
        let rows: Vec<_> = found.unwrap().rows.into_iter().map(|row| (row.line, row.cells)).collect();
        assert_eq!(rows[0], (3, vec!["A".to_owned(), "Airone".to_owned()]));
        assert_eq!(rows[1].0, 5);
        assert_eq!(rows[1].1[1], "Gelso,\nSud");
    }

    #[test]
    fn the_line_of_a_broken_letter_is_named() {
        let (found, problems) = table(b"code,name\nA,Caff\xe8\n");
        assert!(found.is_none());
        assert_eq!(problems, ["sites.csv, line 2: is not UTF-8 text from byte 16 on; save it as \"CSV UTF-8\""]);
    }
}
