//! Rows of cells under the columns that a kind of file has.

use super::names;
use super::problem::{Problem, What};
use super::rows::{self, Row};
use super::source::Given;
use crate::app::import::File;

/// The columns of a kind of file.
#[derive(Debug, Clone, Copy)]
pub(super) struct Columns {
    pub(super) file: File,
    pub(super) needed: &'static [&'static str],
    pub(super) more: &'static [&'static str],
}

impl Columns {
    pub(super) fn all(&self) -> impl Iterator<Item = &'static str> {
        self.needed.iter().chain(self.more).copied()
    }

    fn all_names(&self) -> impl Iterator<Item = &'static str> {
        self.all().flat_map(|column| std::iter::once(column).chain(names::of_column(column).iter().copied()))
    }

    /// The column that a file calls so.
    fn named(&self, heading: &str) -> Option<&'static str> {
        self.all().find(|column| names::is_column(heading, column))
    }
}

/// Rows of cells under named columns.
#[derive(Debug)]
pub(super) struct Table {
    pub(super) file: File,
    /// What people call the file.
    pub(super) name: String,
    pub(super) columns: Vec<Column>,
    pub(super) rows: Vec<Row>,
}

/// A known column that is there.
#[derive(Debug)]
pub(super) struct Column {
    pub(super) name: &'static str,
    /// What the file calls it.
    pub(super) heading: String,
    /// Its place in the rows.
    pub(super) index: usize,
}

/// What a formula that went wrong leaves in a cell, in English and Italian.
const FORMULA_ERRORS: [&str; 14] = [
    "#N/A", "#N/D", "#NA", "#REF!", "#RIF!", "#VALUE!", "#VALORE!", "#NAME?", "#NOME?", "#DIV/0!", "#NUM!", "#NULL!",
    "#NULLO!", "#SPILL!",
];
/// Above the names of the columns may stand a title.
const MOST_LINES_ABOVE: usize = 10;

/// What a file calls a column, if it has it.
pub(super) fn heading(given: &Given, column: &str) -> Option<String> {
    let rows = given.rows(|cell| names::is_column(cell, column)).ok()?;
    rows.into_iter().take(MOST_LINES_ABOVE).flat_map(|row| row.cells).find(|cell| names::is_column(cell, column))
}

/// Reads a file. `None` when so much is wrong that no row can be read.
pub(super) fn read(given: &Given, columns: &Columns, problems: &mut Vec<Problem>) -> Option<Table> {
    let (file, name) = (columns.file, &given.name);
    let mut problem = |line: Option<u64>, column: Option<&str>, value: Option<&str>, what: What| {
        let (column, value) = (column.map(cut), value.map(cut));
        problems.push(Problem { file: Some(file), name: name.clone(), line, column, value, what });
    };
    let mut rows = match given.rows(|cell| columns.named(cell).is_some()) {
        Ok(rows) => rows,
        Err(what) => {
            problem(None, None, None, what);
            return None;
        }
    };
    let needed = || columns.needed.to_vec();
    let known = |row: &Row| row.cells.iter().filter(|cell| columns.named(cell).is_some()).count();
    // The first of those with most names: a title above has none.
    let head =
        rows.iter().take(MOST_LINES_ABOVE).enumerate().max_by_key(|(index, row)| (known(row), usize::MAX - index));
    let Some(head) = head.map(|(index, _)| index) else {
        problem(None, None, None, What::Empty { columns: needed() });
        return None;
    };
    let mut rows = rows.split_off(head);
    let width = rows.first().map_or(0, |header| header.cells.len());
    let swallowed = rows::swallowed(&rows, width);
    let mut rows_of = rows.drain(..);
    let mut header = rows_of.next()?;
    let line = Some(header.line);
    drop_trailing(&mut header.cells);
    let mut found: Vec<Column> = Vec::new();
    let mut unnamed = Vec::new();
    for (index, heading) in header.cells.iter().enumerate() {
        match columns.named(heading) {
            Some(name) if found.iter().any(|there| there.name == name) => {
                problem(line, Some(heading), None, What::RepeatedColumn);
            }
            Some(name) => found.push(Column { name, heading: heading.clone(), index }),
            None if heading.is_empty() => unnamed.push(index),
            None => {
                let known = columns.all().collect();
                let near = super::near::nearest(heading, columns.all_names());
                problem(line, None, Some(heading), What::UnknownColumn { known, near });
            }
        }
    }
    let is_there = |column: &&'static str| found.iter().any(|there| there.name == *column);
    for column in columns.needed.iter().filter(|column| !is_there(column)) {
        problem(line, Some(column), None, What::MissingColumn { needed: needed() });
    }
    let is_broken = !swallowed.is_empty();
    for (line, what) in swallowed {
        problem(Some(line), None, None, what);
    }
    if is_broken || !columns.needed.iter().all(is_there) {
        return None;
    }
    let width = header.cells.len();
    let mut rows = Vec::new();
    for mut row in rows_of {
        drop_trailing(&mut row.cells);
        let stray = unnamed.iter().filter_map(|index| row.cells.get(*index)).find(|cell| !cell.is_empty());
        let formula = row.cells.iter().enumerate().find(|(_, cell)| FORMULA_ERRORS.contains(&cell.as_str()));
        if row.cells.len() > width {
            problem(Some(row.line), None, None, What::TooManyCells { cells: row.cells.len(), columns: width });
        } else if let Some(cell) = stray {
            problem(Some(row.line), None, Some(cell), What::UnnamedColumn);
        } else if let Some((index, cell)) = formula {
            problem(Some(row.line), header.cells.get(index).map(String::as_str), Some(cell), What::FormulaError);
        } else if !row.is_empty() {
            rows.push(row);
        }
    }
    Some(Table { file, name: name.clone(), columns: found, rows })
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
    use crate::import::source::Content;
    use crate::words::{Lang, Words};

    const SITES: Columns = Columns { file: File::Sites, needed: &["code", "name", "town"], more: &["notes"] };

    fn table(bytes: &[u8]) -> (Option<Table>, Vec<String>) {
        let mut problems = Vec::new();
        let given = Given { name: "sites.csv".into(), content: Content::Bytes(bytes.to_vec()) };
        let table = read(&given, &SITES, &mut problems);
        (table, problems.iter().map(|problem| problem.said(Words::of(Lang::En))).collect())
    }

    #[test]
    fn what_spreadsheets_do_to_a_file_is_forgiven() {
        let (found, problems) = table(
            b"\xef\xbb\xbfCode,NAME,,Town,\r\n\r\nA, Airone ,,Maleo,\r\n,,,\r\nB,\"Gelso,\r\nSud\",,Lodi\r\n,,\r\n",
        );
        assert_eq!(problems, Vec::<String>::new());
        let rows: Vec<_> = found.unwrap().rows.into_iter().map(|row| (row.line, row.cells)).collect();
        assert_eq!(rows[0].0, 3);
        assert_eq!(rows[0].1[..2], ["A", "Airone"]);
        assert_eq!((rows[1].0, rows[1].1[1].as_str()), (5, "Gelso,\nSud"));
    }

    #[test]
    fn a_title_above_and_italian_names_are_understood() {
        let (found, problems) = table(b"Elenco dei luoghi;;\n\nCodice;Denominazione;Comune (LO)\nA;Caff\xe8;Lodi\n");
        assert_eq!(
            problems,
            [
                "sites.csv, line 3: \"Comune (LO)\" is no column of this file; known are: code, name, town, notes",
                "sites.csv, line 3, column town: the column is missing; needed are: code, name, town"
            ]
        );
        assert!(found.is_none());
        let (found, problems) = table(b"Elenco dei luoghi;;\n\nCodice;Denominazione;Comune\nA;Caff\xe8;Lodi\n");
        assert_eq!(problems, Vec::<String>::new());
        assert_eq!(found.unwrap().rows[0].cells[1], "Caffè");
    }

    #[test]
    fn what_swallows_rows_is_named_where_it_begins() {
        let swallowed = "code,name,town,notes\nA1,x,Lodi,\"Cancello \"\"B\"\" a destra\nA2,y,Lodi,\nA3,z,Lodi,Porta\"\nA4,v,Lodi,\n";
        let said = "sites.csv, line 2: has a quotation mark that is opened here and closed in line 4, so that the rows \
                    between are its text; write it twice where the text itself has one";
        assert_eq!(table(swallowed.as_bytes()).1, [said]);
        let short = "code;name;town;notes\nA1;x;Lodi;\"Cancello\nA2;y\nA3;z;Lodi;Porta\"\nA4;v;Lodi;\n";
        assert_eq!(table(short.as_bytes()).1, [said], "rows with fewer cells, too");
        let open = "code,name,town,notes\nA1,x,Lodi,\"Cancello\nA2,y,Lodi,\n";
        assert_eq!(
            table(open.as_bytes()).1,
            ["sites.csv, line 2: has a quotation mark that is opened here and never closed"]
        );
        let note = "code,name,town,notes\nA1,x,Lodi,\"Suonare, poi\nin fondo, a destra\"\nA2,12\",Lodi,\n";
        let (found, problems) = table(note.as_bytes());
        assert_eq!((found.unwrap().rows.len(), problems.len()), (2, 0), "a note of two lines is one");
    }

    #[test]
    fn what_is_no_cell_is_named() {
        let (_, problems) = table(b"code,name,,town\nA,x,what,Lodi\nB,#N/D,,Lodi\n");
        assert_eq!(
            problems,
            [
                "sites.csv, line 2: \"what\" stands in a column that has no name; name it, or empty it",
                "sites.csv, line 3, column name: \"#N/D\" is the error of a formula; correct it in the spreadsheet",
            ]
        );
    }
}
