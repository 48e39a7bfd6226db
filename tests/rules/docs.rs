//! What a reader of `domain`, `planner` and `app` is told: a line at every public function and type, and more than its name.

use crate::architecture::{our_sources, production, top};
use crate::sources::{Source, code_only};
use std::collections::BTreeSet;

const TOLD: [&str; 3] = ["domain", "planner", "app"];

/// Words that say nothing by themselves.
const EMPTY: [&str; 38] = [
    "a", "an", "the", "of", "its", "it", "is", "are", "was", "be", "to", "in", "on", "at", "by", "for", "from", "with",
    "and", "or", "that", "which", "what", "who", "where", "how", "this", "these", "as", "has", "have", "there", "all",
    "one", "new", "returns", "s", "gets",
];

#[test]
fn public_functions_and_types_are_told_of() {
    let all = our_sources();
    let told = production(&all).into_iter().filter(|source| TOLD.contains(&top(source).as_str()));
    let found: Vec<String> = told.flat_map(faults).collect();
    assert!(found.is_empty(), "\n{}\n", found.join("\n"));
}

/// Public functions and types without a doc line, or with one that says no more than the name; `# Errors` that say nothing.
fn faults(source: &Source) -> Vec<String> {
    let lines: Vec<&str> = source.text.lines().collect();
    let code = code_only(&source.text);
    let tests = source.test_lines();
    let mut found = Vec::new();
    for (at, line) in code.lines().enumerate() {
        let Some(name) = public_name(line) else { continue };
        if tests.iter().any(|lines| lines.contains(&(at + 1))) {
            continue;
        }
        let docs = docs_above(&lines, at);
        let why = if docs.is_empty() {
            "has no doc line"
        } else if says_nothing(&docs, name) {
            "has a doc line that says no more than the name"
        } else if has_empty_errors(&docs) {
            "has an `# Errors` that says nothing"
        } else {
            continue;
        };
        found.push(format!("src/{}:{}: {name} {why}", source.file, at + 1));
    }
    found
}

/// The name of what a line declares, if it is a public function or type. What `new` makes, its type says;
/// what a macro makes is told of where it is used.
fn public_name(line: &str) -> Option<&str> {
    let mut words = line.split(|c: char| !(c.is_alphanumeric() || c == '_')).filter(|word| !word.is_empty());
    (words.next()? == "pub" && line.trim_start().starts_with("pub ")).then_some(())?;
    let kind = words.find(|word| !["const", "async"].contains(word))?;
    let name = if ["fn", "struct", "enum", "trait", "type"].contains(&kind) { words.next()? } else { return None };
    let of_a_macro = line.contains('$');
    (name != "new" && !of_a_macro).then_some(name)
}

/// The doc lines above a line, attributes passed over, first line first.
fn docs_above<'a>(lines: &[&'a str], at: usize) -> Vec<&'a str> {
    let mut docs = Vec::new();
    let mut in_attribute = false;
    for line in lines[..at].iter().rev().map(|line| line.trim()) {
        if let Some(doc) = line.strip_prefix("///").filter(|_| !in_attribute) {
            docs.push(doc.trim());
        } else if line.starts_with("#[") {
            in_attribute = false;
        } else if in_attribute || line.ends_with(")]") {
            in_attribute = true;
        } else {
            break;
        }
    }
    docs.reverse();
    docs
}

fn says_nothing(docs: &[&str], name: &str) -> bool {
    let summary: Vec<&str> = docs.iter().take_while(|line| !line.starts_with('#')).copied().collect();
    let name = stems(name);
    stems(&summary.join(" ")).is_subset(&name)
}

fn has_empty_errors(docs: &[&str]) -> bool {
    let Some(at) = docs.iter().position(|line| *line == "# Errors") else { return false };
    let says = docs[at + 1..].join(" ");
    ["", "When storage does not answer.", "When it fails.", "If it fails.", "When storage fails."]
        .contains(&says.trim())
}

/// The words of a text or a name, without their endings and without those that say nothing by themselves.
fn stems(text: &str) -> BTreeSet<String> {
    let mut words = vec![String::new()];
    for c in text.chars() {
        if !c.is_alphanumeric() || c.is_uppercase() {
            words.push(String::new());
        }
        if c.is_alphanumeric() {
            words.last_mut().expect("one").extend(c.to_lowercase());
        }
    }
    words.retain(|word| !word.is_empty() && !EMPTY.contains(&word.as_str()));
    let ending = |word: &String| {
        let endings = ["ies", "ing", "ed", "es", "s", "y", "e"];
        let bare = endings.iter().find_map(|ending| word.strip_suffix(ending).filter(|bare| bare.len() > 2));
        bare.unwrap_or(word).to_owned()
    };
    words.iter().map(ending).collect()
}

mod tests {
    use super::*;

    fn faults_of(text: &str) -> Vec<String> {
        faults(&Source::new("app/x.rs", text))
    }

    #[test]
    fn what_is_not_told_of_is_found() {
        assert_eq!(faults_of("pub fn f() {}"), ["src/app/x.rs:1: f has no doc line"]);
        assert_eq!(faults_of("// A comment.\npub const fn f() {}").len(), 1);
        assert_eq!(faults_of("/// Doc.\n\npub struct S;").len(), 1, "a doc line of something else");
        assert_eq!(faults_of("/// The day's plans.\npub struct DayPlan;").len(), 1);
        assert_eq!(
            faults_of("/// Gets the lots of a day.\n#[derive(\n    A\n)]\npub async fn lots_of_day() {}").len(),
            1
        );
        assert_eq!(
            faults_of("/// Crates left.\n///\n/// # Errors\n/// When storage does not answer.\npub fn f() {}").len(),
            1
        );
    }

    #[test]
    fn what_is_told_of_or_nobody_elses_passes() {
        let fine = [
            "/// Crates left at noon.\n#[derive(Debug)]\npub struct Left;",
            "fn f() {}\nimpl A { pub fn new() {} }\n    pub(crate) const fn new() {}\npub use a::B;\npub mod c;\npub const D: u8 = 1;\nstruct E { pub f: u8 }",
            "/// Grams lost.\n///\n/// # Errors\n/// When the lot is gone.\npub fn lost() {}",
            "#[cfg(test)]\nmod tests {\n    pub fn f() {}\n}",
            "/* pub fn f() */ const S: &str = \"pub fn f() {}\";",
        ];
        for text in fine {
            assert_eq!(faults_of(text), Vec::<String>::new(), "{text}");
        }
    }
}
