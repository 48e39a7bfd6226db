//! The codes that rows may refer to: those that are there and those of the files.

use super::near::nearest;
use super::problem::What;
use crate::app::import::File;
use std::collections::BTreeMap;

/// The codes of one kind of thing, each with what rows that refer to it must know.
#[derive(Debug)]
pub(super) struct Codes<T> {
    thing: &'static str,
    file: File,
    known: BTreeMap<String, Option<T>>,
    lines: BTreeMap<String, u64>,
    /// Whether its file could not be read at all, so that nothing can be said of codes that are not known.
    pub(super) unsure: bool,
}

impl<T: Copy> Codes<T> {
    pub(super) fn new(thing: &'static str, file: File, there: impl Iterator<Item = (String, T)>) -> Self {
        let known = there.map(|(code, what)| (code, Some(what))).collect();
        Self { thing, file, known, lines: BTreeMap::new(), unsure: false }
    }

    /// Adds the code of a row; gives the line in which it stood before. What it is may be unclear.
    pub(super) fn add(&mut self, code: &str, line: u64, what: Option<T>) -> Option<u64> {
        if let Some(first) = self.lines.get(code) {
            return Some(*first);
        }
        self.lines.insert(code.to_owned(), line);
        self.known.insert(code.to_owned(), what);
        None
    }

    /// What a code stands for, if that is clear.
    pub(super) fn find(&self, code: &str) -> Result<Option<T>, What> {
        match self.known.get(code) {
            Some(what) => Ok(*what),
            None if self.unsure => Ok(None),
            None => {
                let near = nearest(code, self.known.keys().map(String::as_str));
                Err(What::UnknownCode { thing: self.thing, file: self.file, near })
            }
        }
    }
}
