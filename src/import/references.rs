//! What rows may refer to, by code or by name: what is there and what the files bring.

use super::cells::Cells;
use super::near::nearest;
use super::problem::{Expected, What};
use crate::app::import::File;
use crate::domain::text::folded;
use std::collections::{BTreeMap, BTreeSet};

/// The codes of one kind of thing, each with what rows that refer to it must know.
#[derive(Debug)]
pub(super) struct Codes<T> {
    file: File,
    known: BTreeMap<String, Option<T>>,
    lines: BTreeMap<String, u64>,
    /// Codes by name, and by name and town.
    names: BTreeMap<String, BTreeSet<String>>,
    said: BTreeMap<(String, String), BTreeSet<String>>,
    /// Whether its file could not be read at all, so that nothing can be said of codes that are not known.
    pub(super) unsure: bool,
}

/// Something that is there already.
pub(super) struct There<T> {
    pub(super) code: String,
    pub(super) name: String,
    /// The code of its town; empty where it has none.
    pub(super) town: String,
    pub(super) what: T,
}

/// A row as files tell it apart from others.
pub(super) struct Row<'r> {
    pub(super) line: u64,
    pub(super) name: &'r str,
    pub(super) town: &'r str,
}

impl<T: Copy> Codes<T> {
    pub(super) fn new(file: File, there: impl Iterator<Item = There<T>>) -> Self {
        let mut codes = Self {
            file,
            known: BTreeMap::new(),
            lines: BTreeMap::new(),
            names: BTreeMap::new(),
            said: BTreeMap::new(),
            unsure: false,
        };
        for There { code, name, town, what } in there {
            codes.name(&code, &name, &town);
            codes.known.insert(code, Some(what));
        }
        codes
    }

    fn name(&mut self, code: &str, name: &str, town: &str) {
        let name = folded(name);
        self.names.entry(name.clone()).or_default().insert(code.to_owned());
        self.said.entry((name, town.to_owned())).or_default().insert(code.to_owned());
    }

    /// The code of a row: its own; without one, that of what has its name in its town; else a new one made of the name.
    pub(super) fn of_row(&mut self, cells: &mut Cells<'_>, row: &Row<'_>, what: Option<T>) -> Option<String> {
        let (column, code) = match cells.filled("code") {
            Some(_) => ("code", cells.code("code")?),
            None if row.name.is_empty() => return None,
            None => match self.said.get(&(folded(row.name), row.town.to_owned())) {
                Some(codes) if codes.len() > 1 => {
                    let codes = codes.iter().cloned().collect::<Vec<_>>().join(", ");
                    cells.wrong("name", row.name, What::SeveralSo { codes });
                    return None;
                }
                Some(codes) => ("name", codes.first().cloned()?),
                None => ("name", self.made_of(row.name)),
            },
        };
        if let Some(first) = self.lines.insert(code.clone(), row.line) {
            self.lines.insert(code.clone(), first);
            let value = if column == "code" { code.as_str() } else { row.name };
            cells.wrong(column, value, What::Duplicate { first });
        }
        self.name(&code, row.name, row.town);
        self.known.insert(code.clone(), what);
        Some(code)
    }

    /// A code nobody has, from the words of a name.
    fn made_of(&self, name: &str) -> String {
        const LONGEST: usize = 32;
        let stem: String = super::names::heading(name).replace('_', "-").chars().take(LONGEST).collect();
        let stem = stem.trim_matches('-');
        let nth = |n: u32| if n == 1 { stem.to_owned() } else { format!("{stem}-{n}") };
        (1..).map(nth).find(|code| !code.is_empty() && !self.known.contains_key(code)).unwrap_or_default()
    }

    /// What a code or a name stands for, if that is clear: its code, and what it is.
    pub(super) fn find(&self, text: &str) -> Result<(String, Option<T>), What> {
        if let Some(what) = self.known.get(text) {
            return Ok((text.to_owned(), *what));
        }
        match self.names.get(&folded(text)) {
            Some(codes) if codes.len() > 1 => {
                Err(What::SeveralSo { codes: codes.iter().cloned().collect::<Vec<_>>().join(", ") })
            }
            Some(codes) => {
                let code = codes.first().cloned().unwrap_or_default();
                let what = self.known.get(&code).copied().flatten();
                Ok((code, what))
            }
            None if self.unsure => Ok((text.to_owned(), None)),
            None => {
                let all = self.known.keys().chain(self.names.keys().filter(|_| text.contains(' ')));
                Err(What::UnknownCode { file: self.file, near: nearest(text, all.map(String::as_str)) })
            }
        }
    }

    /// What a cell refers to, which must be there.
    pub(super) fn referred(&self, cells: &mut Cells<'_>, column: &str) -> Option<(String, Option<T>)> {
        let text = cells.needed(column, Expected::Code)?;
        self.find(text).map_err(|what| cells.wrong(column, text, what)).ok()
    }
}
