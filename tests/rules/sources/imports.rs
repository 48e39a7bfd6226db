//! Which file names which, and the loops among them.

use super::{Named, Source};
use std::collections::{BTreeMap, BTreeSet};

/// Files by the names of the files they import, each with the line of the first such import.
type Imports = BTreeMap<String, BTreeMap<String, usize>>;

/// Groups of files that import each other in a loop, one line for each group: all of its imports.
///
/// A file that holds a folder together (`mod.rs`) names what is in the folder: that is no import.
pub fn loops(all: &[&Source]) -> Vec<String> {
    let imports = imports(all);
    let reach: BTreeMap<&str, BTreeSet<&str>> =
        imports.keys().map(|file| (file.as_str(), reach(&imports, file))).collect();
    let mut told = BTreeSet::new();
    let mut found = Vec::new();
    for (file, reached) in &reach {
        if !reached.contains(file) || told.contains(file) {
            continue;
        }
        let group: BTreeSet<&str> = reached.iter().filter(|other| reach[*other].contains(file)).copied().collect();
        let edges = group.iter().flat_map(|from| {
            let to = imports[*from].iter().filter(|(to, _)| group.contains(to.as_str()));
            to.map(move |(to, line)| format!("src/{from}:{line} imports {to}"))
        });
        found.push(edges.collect::<Vec<_>>().join("; "));
        told.extend(group);
    }
    found
}

fn reach<'a>(imports: &'a Imports, from: &'a str) -> BTreeSet<&'a str> {
    let mut found = BTreeSet::new();
    let mut open: Vec<&str> = vec![from];
    while let Some(file) = open.pop() {
        let next = imports.get(file).into_iter().flatten().map(|(to, _)| to.as_str());
        open.extend(next.filter(|to| found.insert(*to)));
    }
    found
}

fn imports(all: &[&Source]) -> Imports {
    let files = Files::of(all);
    let of = |source: &Source| {
        let module = source.module();
        let mut named = BTreeMap::new();
        for path in source.named_paths().iter().filter(|path| path.ours) {
            if let Some(to) = files.home(&path.segments).filter(|to| !to.module().starts_with(&module)) {
                named.entry(to.file.clone()).or_insert(path.line);
            }
        }
        named
    };
    all.iter().map(|source| (source.file.clone(), of(source))).collect()
}

struct Files<'a> {
    by_module: BTreeMap<Vec<String>, &'a Source>,
    /// What each module has from elsewhere under its own name, so that what it hands on is found where it is made.
    handed_on: BTreeMap<Vec<String>, BTreeMap<String, Vec<String>>>,
}

impl<'a> Files<'a> {
    fn of(all: &[&'a Source]) -> Self {
        let by_module: BTreeMap<_, _> = all.iter().map(|source| (source.module(), *source)).collect();
        let handed_on = all.iter().map(|source| (source.module(), uses(source, &by_module))).collect();
        Self { by_module, handed_on }
    }

    /// The file in which something is made.
    fn home(&self, path: &[String]) -> Option<&'a Source> {
        let depth = (0..=path.len()).rev().find(|depth| self.by_module.contains_key(&path[..*depth]))?;
        let elsewhere = path.get(depth).and_then(|name| self.handed_on[&path[..depth]].get(name));
        match elsewhere {
            Some(made) if made != path => self.home(made),
            _ => self.by_module.get(&path[..depth]).copied(),
        }
    }
}

/// What a file imports, by the name it has there. A path that starts at a file of its folder is below its own module.
fn uses(source: &Source, by_module: &BTreeMap<Vec<String>, &Source>) -> BTreeMap<String, Vec<String>> {
    let module = source.module();
    let absolute = |path: Named| {
        let below = [&module[..], &path.segments].concat();
        let starts_below = by_module.contains_key(below.get(..=module.len())?);
        if path.ours { Some(path.segments) } else { starts_below.then_some(below) }
    };
    let paths = source.named_paths().into_iter().filter(|path| path.is_use).filter_map(absolute);
    paths.filter_map(|path| Some((path.last()?.clone(), path))).collect()
}
