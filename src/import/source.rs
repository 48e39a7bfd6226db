//! What is given to be taken in: a folder, files that were sent, workbooks whose sheets are files.

use super::problem::{Problem, What};
use super::rows::{self, Row};
use super::{names, workbook};
use crate::app::import::File;
use std::collections::BTreeMap;
use std::path::Path;

/// The largest file that is read: a hundred thousand rows.
pub const LARGEST_FILE: u64 = 32 * 1024 * 1024;
/// The ends of the names of files that may be ours.
const ENDS: [&str; 6] = ["csv", "txt", "tsv", "xlsx", "ods", "geojson"];

/// The files of an import, by what they are.
#[derive(Debug, Clone, Default)]
pub struct Source {
    files: BTreeMap<File, Given>,
    pub(super) unreadable: Vec<Problem>,
    unread: Vec<String>,
}

/// A file or a sheet.
#[derive(Debug, Clone)]
pub(super) struct Given {
    /// What people call it: `sites.csv`, or `rete.xlsx (Luoghi)`.
    pub(super) name: String,
    pub(super) content: Content,
}

#[derive(Debug, Clone)]
pub(super) enum Content {
    Bytes(Vec<u8>),
    Rows(Vec<Row>),
}

impl Given {
    /// Its rows. `is_known` tells the names of its columns.
    pub(super) fn rows(&self, is_known: impl Fn(&str) -> bool) -> Result<Vec<Row>, What> {
        match &self.content {
            Content::Bytes(bytes) => Ok(rows::separated(&rows::text(bytes)?, is_known)),
            Content::Rows(rows) => Ok(rows.clone()),
        }
    }
}

impl Source {
    /// A folder with files that have names we know, or one such file.
    ///
    /// # Errors
    /// When there is nothing there.
    pub fn read(path: &Path) -> std::io::Result<Self> {
        let mut source = Self::default();
        if !path.is_dir() {
            std::fs::metadata(path)?;
            source.add_path(path);
            return Ok(source);
        }
        let mut paths = std::fs::read_dir(path)?.map(|entry| Ok(entry?.path())).collect::<std::io::Result<Vec<_>>>()?;
        paths.sort();
        for path in paths {
            let name = file_name(&path);
            let (stem, end) = name.rsplit_once('.').unwrap_or((&name, ""));
            let may_be_ours = ENDS.contains(&end.to_ascii_lowercase().as_str())
                && (names::file(stem).is_some() || matches!(end.to_ascii_lowercase().as_str(), "xlsx" | "ods"));
            // What LibreOffice and Excel leave beside a file that is open begins so.
            if may_be_ours && !name.starts_with(['.', '~']) {
                source.add_path(&path);
            }
        }
        Ok(source)
    }

    /// Files that are at hand.
    pub fn of(files: impl IntoIterator<Item = (File, Vec<u8>)>) -> Self {
        let mut source = Self::default();
        for (file, bytes) in files {
            source.add(file.name(), bytes);
        }
        source
    }

    fn add_path(&mut self, path: &Path) {
        let name = file_name(path);
        let read = std::fs::metadata(path)
            .and_then(|about| if about.len() > LARGEST_FILE { Ok(None) } else { std::fs::read(path).map(Some) });
        match read {
            Ok(Some(bytes)) => self.add(&name, bytes),
            Ok(None) => self.refuse(names::file(stem(&name)), &name, What::TooLarge),
            Err(error) => self.refuse(names::file(stem(&name)), &name, What::Unreadable(error.to_string())),
        }
    }

    /// Adds a file by its name: what it is follows from that, or from the names of its sheets.
    pub fn add(&mut self, name: &str, bytes: Vec<u8>) {
        let file = names::file(stem(name));
        if bytes.len() as u64 > LARGEST_FILE {
            return self.refuse(file, name, What::TooLarge);
        }
        if workbook::is_one(&bytes) {
            return match workbook::sheets(&bytes) {
                Ok(sheets) => self.add_sheets(file, name, sheets),
                Err(what) => self.refuse(file, name, what),
            };
        }
        match file {
            Some(file) => self.give(file, name.to_owned(), Content::Bytes(bytes)),
            None => self.refuse(None, name, What::UnknownFile),
        }
    }

    fn add_sheets(&mut self, file: Option<File>, name: &str, sheets: Vec<workbook::Sheet>) {
        let known: Vec<Option<File>> = sheets.iter().map(|sheet| names::file(&sheet.name)).collect();
        // A workbook of one file has it in its first sheet, whatever that is called.
        let alone = file.filter(|_| known.iter().all(Option::is_none));
        if alone.is_none() && known.iter().all(Option::is_none) {
            let sheets = sheets.iter().map(|sheet| sheet.name.as_str()).collect::<Vec<_>>().join(", ");
            return self.refuse(file, name, What::UnknownSheets { sheets });
        }
        for (index, (sheet, known)) in sheets.into_iter().zip(known).enumerate() {
            let label = format!("{name} ({})", sheet.name);
            match known.or(alone.filter(|_| index == 0)) {
                Some(file) => self.give(file, label, Content::Rows(sheet.rows)),
                None => self.unread.push(label),
            }
        }
    }

    fn give(&mut self, file: File, name: String, content: Content) {
        if let Some(there) = self.files.get(&file) {
            let other = there.name.clone();
            return self.refuse(Some(file), &name, What::GivenTwice { other });
        }
        self.files.insert(file, Given { name, content });
    }

    fn refuse(&mut self, file: Option<File>, name: &str, what: What) {
        self.unreadable.push(Problem { file, name: name.to_owned(), line: None, column: None, value: None, what });
    }

    /// Whether there is nothing to take in.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty() && self.unreadable.is_empty()
    }

    /// Sheets beside those that were read, of which nobody knows what they are.
    pub fn unread(&self) -> &[String] {
        &self.unread
    }

    /// What people call a file of it.
    pub fn name(&self, file: File) -> &str {
        self.files.get(&file).map_or(file.name(), |given| &given.name)
    }

    pub(super) fn get(&self, file: File) -> Option<&Given> {
        self.files.get(&file)
    }

    /// Whether a file is there and cannot be read, so that nothing can be said of what it may hold.
    pub(super) fn cannot_be_read(&self, file: File) -> bool {
        self.unreadable.iter().any(|problem| problem.file.is_none_or(|of| of == file))
    }
}

fn file_name(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

/// A name without its end.
fn stem(name: &str) -> &str {
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}
