//! Measures of the sources, and the limits that some of them keep. `docs/measures.md` says what they came to and when.
//!
//! `cargo test --test rules -- --ignored --nocapture measures` prints them; with `GIROFRESCO_MEASURE=/path/to/src` those of another
//! checkout, so that before and after are counted alike.

use crate::architecture::{our_sources, production, sources_below, top};
use crate::sources::{Source, Token, imports};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// The longest function, and the longest handler of a route, in lines: a table of words is as long as its words are many.
const LONGEST_FUNCTION: usize = 140;
const LONGEST_HANDLER: usize = 60;

/// Nine of ten functions, and handlers, are at most so long.
const NINE_OF_TEN: usize = 30;

/// Functions of at least so many tokens that differ in nothing but names and numbers are as good as copied.
const COPIED: usize = 60;

#[derive(Debug, Default, PartialEq, Eq, Clone, Copy)]
struct Lines {
    all: usize,
    code: usize,
    docs: usize,
    whys: usize,
    blank: usize,
    tests: usize,
}

impl Lines {
    /// The lines of a file, those for tests counted apart from the rest.
    fn of(source: &Source, for_tests: bool) -> Self {
        let mut found = Self { all: source.text.lines().count(), ..Self::default() };
        if for_tests {
            return Self { tests: found.all, ..found };
        }
        let tests = source.test_lines();
        for (number, line) in (1..).zip(source.text.lines()) {
            let line = line.trim_start();
            let count = if tests.iter().any(|lines| lines.contains(&number)) {
                &mut found.tests
            } else if line.is_empty() {
                &mut found.blank
            } else if line.starts_with("///") || line.starts_with("//!") {
                &mut found.docs
            } else if line.starts_with("//") {
                &mut found.whys
            } else {
                &mut found.code
            };
            *count += 1;
        }
        found
    }

    fn add(&mut self, other: Self) {
        self.all += other.all;
        self.code += other.code;
        self.docs += other.docs;
        self.whys += other.whys;
        self.blank += other.blank;
        self.tests += other.tests;
    }
}

/// A function of production code.
#[derive(Debug)]
struct Function {
    module: Vec<String>,
    name: String,
    line: usize,
    lines: usize,
    is_public: bool,
    /// Its tokens, names and numbers blanked.
    shape: Vec<String>,
}

impl Function {
    fn place(&self) -> String {
        format!("{}:{} {}", self.module.join("::"), self.line, self.name)
    }
}

fn functions(source: &Source) -> Vec<Function> {
    let tokens = source.production_tokens();
    let text = |at: usize| tokens.get(at).map_or("", |token: &Token| token.text.as_str());
    let mut found = Vec::new();
    for at in (0..tokens.len()).filter(|&at| text(at) == "fn" && is_name(text(at + 1))) {
        let Some(end) = body_end(&tokens[at..]) else { continue };
        let body = &tokens[at..at + end];
        let before = at.saturating_sub(6)..at;
        let begins = before.clone().rev().find(|&at| ["}", ";", "{", "]"].contains(&text(at))).unwrap_or(before.start);
        found.push(Function {
            module: source.module(),
            name: text(at + 1).to_owned(),
            line: tokens[at].line,
            lines: body[body.len() - 1].line - tokens[at].line + 1,
            is_public: (begins..at).any(|at| text(at) == "pub"),
            shape: body.iter().map(|token| if is_plain(&token.text) { "_" } else { &token.text }.to_owned()).collect(),
        });
    }
    found
}

/// A name or a number, but no word of the language that shapes a function.
fn is_plain(text: &str) -> bool {
    const WORDS: [&str; 14] =
        ["fn", "let", "mut", "if", "else", "match", "for", "in", "while", "loop", "return", "async", "await", "move"];
    text.starts_with(|c: char| c.is_alphanumeric() || c == '_') && !WORDS.contains(&text)
}

fn is_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_alphabetic() || c == '_')
}

/// How many tokens a function has up to the end of its body; none if it is only declared.
fn body_end(tokens: &[Token]) -> Option<usize> {
    let (mut braces, mut brackets) = (0_usize, 0_usize);
    for (at, token) in tokens.iter().enumerate() {
        match token.text.as_str() {
            "(" | "[" => brackets += 1,
            ")" | "]" => brackets = brackets.saturating_sub(1),
            ";" if braces == 0 && brackets == 0 => return None,
            "{" => braces += 1,
            "}" => {
                braces = braces.saturating_sub(1);
                if braces == 0 {
                    return Some(at + 1);
                }
            }
            _ => {}
        }
    }
    None
}

/// The functions that routes name: `.get("/donor", shop, today::show)`, by module and name.
fn handlers(source: &Source) -> Vec<(Vec<String>, String)> {
    let tokens = source.production_tokens();
    let mut found = Vec::new();
    for at in 0..tokens.len() {
        let adds = tokens[at].text == "." && tokens.get(at + 1).is_some_and(|t| t.text == "get" || t.text == "post");
        if !adds || tokens.get(at + 2).is_none_or(|token| token.text != "(") {
            continue;
        }
        // The address is text and gone: what is left is `(, access, handler)`.
        let mut depth = 0_usize;
        let mut arguments = vec![Vec::new()];
        for token in &tokens[at + 2..] {
            match token.text.as_str() {
                "(" => depth += 1,
                ")" => depth -= 1,
                "," if depth == 1 => arguments.push(Vec::new()),
                _ => arguments.last_mut().expect("one").push(token.text.clone()),
            }
            if depth == 0 {
                break;
            }
        }
        if let [address, _, handler] = &arguments[..]
            && address.is_empty()
        {
            let path: Vec<String> = handler.iter().filter(|text| *text != "::").cloned().collect();
            if let Some((name, below)) = path.split_last() {
                found.push(([source.module(), below.to_vec()].concat(), name.clone()));
            }
        }
    }
    found
}

/// Groups of functions that are as good as copied.
fn copies(functions: &[Function]) -> Vec<Vec<&Function>> {
    let mut by_shape: BTreeMap<&[String], Vec<&Function>> = BTreeMap::new();
    for function in functions.iter().filter(|function| function.shape.len() >= COPIED) {
        by_shape.entry(&function.shape).or_default().push(function);
    }
    by_shape.into_values().filter(|alike| alike.len() > 1).collect()
}

/// Public functions whose name stands nowhere else in production code.
fn without_callers(sources: &[&Source], functions: &[Function]) -> Vec<String> {
    let mut named: BTreeMap<String, usize> = BTreeMap::new();
    for token in sources.iter().flat_map(|source| source.production_tokens()) {
        *named.entry(token.text).or_default() += 1;
    }
    let alone = functions.iter().filter(|function| function.is_public && named[&function.name] == 1);
    alone.map(Function::place).collect()
}

/// The median, nine of ten, and the longest.
fn spread(mut lengths: Vec<usize>) -> (usize, usize, usize) {
    lengths.sort_unstable();
    let at = |share: usize| lengths.get(lengths.len().saturating_sub(1) * share / 100).copied().unwrap_or(0);
    (at(50), at(90), at(100))
}

fn of_handlers<'a>(sources: &[&Source], functions: &'a [Function]) -> Vec<&'a Function> {
    let handlers: BTreeSet<(Vec<String>, String)> = sources.iter().flat_map(|source| handlers(source)).collect();
    functions.iter().filter(|one| handlers.contains(&(one.module.clone(), one.name.clone()))).collect()
}

fn lengths<'a>(functions: impl IntoIterator<Item = &'a Function>) -> Vec<usize> {
    functions.into_iter().map(|function| function.lines).collect()
}

fn per_hundred(part: usize, whole: usize) -> String {
    format!("{:.1}", part as f64 * 100.0 / whole.max(1) as f64)
}

/// What sources come to: the rows of `docs/measures.md`, each with its value as it stands there.
fn rows(all: &[Source]) -> Vec<(String, String)> {
    let ours = production(all);
    let total = lines_by_folder(all)["ALL"].1;
    let functions: Vec<Function> = ours.iter().flat_map(|source| functions(source)).collect();
    let of_lengths = |(median, nine_of_ten, longest)| format!("{median}, {nine_of_ten}, {longest}");
    // A query is a function of the store: what they share is the shape, and naming it once made them no shorter.
    let (store, others) = copied_pairs(&copies(&functions));
    let rows = [
        ("files", all.len().to_string()),
        ("lines of code", total.code.to_string()),
        ("lines of tests in `src`", total.tests.to_string()),
        ("lines of docs", total.docs.to_string()),
        ("docs per 100 lines of code", per_hundred(total.docs, total.code)),
        ("whys per 100 lines of code", per_hundred(total.whys, total.code)),
        ("lines of a function: median, nine of ten, longest", of_lengths(spread(lengths(&functions)))),
        (
            "lines of a handler: median, nine of ten, longest",
            of_lengths(spread(lengths(of_handlers(&ours, &functions)))),
        ),
        ("loops of imports", imports::loops(&ours).len().to_string()),
        (
            "public functions named nowhere else in production code",
            without_callers(&ours, &functions).len().to_string(),
        ),
        (PAIRS, format!("{store} in `store`, {others} elsewhere")),
    ];
    rows.map(|(what, value)| (what.to_owned(), value)).into()
}

const PAIRS: &str = "pairs of functions that differ in names only, 60 tokens or more";

/// Files and lines of each top level module, and of all.
fn lines_by_folder(all: &[Source]) -> BTreeMap<String, (usize, Lines)> {
    let kept: BTreeSet<&str> = production(all).iter().map(|source| source.file.as_str()).collect();
    let mut folders: BTreeMap<String, (usize, Lines)> = BTreeMap::new();
    for source in all {
        let lines = Lines::of(source, !kept.contains(source.file.as_str()));
        for folder in [top(source), "ALL".into()] {
            let (files, sum) = folders.entry(folder).or_default();
            *files += 1;
            sum.add(lines);
        }
    }
    folders
}

/// How many pairs there are in the store, and elsewhere.
fn copied_pairs(copies: &[Vec<&Function>]) -> (usize, usize) {
    let (store, others): (Vec<_>, Vec<_>) = copies.iter().partition(|alike| alike[0].module[0] == "store");
    let pairs = |groups: Vec<&Vec<&Function>>| groups.iter().map(|alike| alike.len() * (alike.len() - 1) / 2).sum();
    (pairs(store), pairs(others))
}

#[test]
#[ignore = "prints; nothing to hold it to"]
fn measures() {
    let all =
        std::env::var("GIROFRESCO_MEASURE").map_or_else(|_| our_sources(), |root| sources_below(Path::new(&root)));
    for (what, value) in rows(&all) {
        println!("| {what} | {value} |");
    }
    println!(
        "\n{:12} {:>5} {:>6} {:>6} {:>6} {:>6} {:>6} {:>6}",
        "", "files", "all", "code", "docs", "whys", "blank", "tests"
    );
    for (folder, (files, lines)) in &lines_by_folder(&all) {
        let Lines { all, code, docs, whys, blank, tests } = lines;
        println!("{folder:12} {files:5} {all:6} {code:6} {docs:6} {whys:6} {blank:6} {tests:6}");
    }
    let ours = production(&all);
    let functions: Vec<Function> = ours.iter().flat_map(|source| functions(source)).collect();
    for alone in without_callers(&ours, &functions) {
        println!("named nowhere else: {alone}");
    }
    for alike in copies(&functions).iter().filter(|alike| alike[0].module[0] != "store") {
        println!("differ in names only: {}", alike.iter().map(|one| one.place()).collect::<Vec<_>>().join(", "));
    }
}

/// The page would be wrong a day later if every line counted: it has to be counted again when something moved by a tenth.
#[test]
fn the_page_of_measures_is_about_these_sources() {
    let page = include_str!("../../docs/measures.md");
    let stale: Vec<String> = rows(&our_sources())
        .into_iter()
        .filter(|(what, value)| {
            let row = page.lines().find(|line| line.starts_with(&format!("| {what} |")));
            let stated = row.and_then(|row| row.trim_end_matches('|').rsplit('|').next()).unwrap_or_default();
            !is_about(&numbers(stated), &numbers(value))
        })
        .map(|(what, value)| format!("| {what} | {value} |"))
        .collect();
    assert_eq!(stale, Vec::<String>::new(), "count docs/measures.md again");
}

/// Numbers of a cell, with or without commas between thousands.
fn numbers(cell: &str) -> Vec<f64> {
    cell.split_whitespace().filter_map(|word| word.trim_end_matches(',').replace(',', "").parse().ok()).collect()
}

/// Whether as many numbers differ by a tenth at most; small ones by two.
fn is_about(stated: &[f64], counted: &[f64]) -> bool {
    let near = |(stated, counted): (&f64, &f64)| (stated - counted).abs() <= (counted / 10.0).max(2.0);
    stated.len() == counted.len() && stated.iter().zip(counted).all(near)
}

#[test]
fn functions_and_handlers_stay_short() {
    let all = our_sources();
    let ours = production(&all);
    let functions: Vec<Function> = ours.iter().flat_map(|source| functions(source)).collect();
    let handlers = of_handlers(&ours, &functions);
    assert!(handlers.len() > 100, "{} handlers found", handlers.len());
    let too_long = |most: usize| move |one: &&Function| one.lines > most;
    let long: Vec<String> = functions.iter().filter(too_long(LONGEST_FUNCTION)).map(Function::place).collect();
    assert_eq!(long, Vec::<String>::new(), "functions of more than {LONGEST_FUNCTION} lines");
    let (_, nine_of_ten, _) = spread(lengths(&functions));
    assert!(nine_of_ten <= NINE_OF_TEN, "one in ten functions has more than {nine_of_ten} lines");
    let (_, nine_of_ten, _) = spread(lengths(handlers.iter().copied()));
    assert!(nine_of_ten <= NINE_OF_TEN, "one in ten handlers has more than {nine_of_ten} lines");
    let long: Vec<String> = handlers.into_iter().filter(too_long(LONGEST_HANDLER)).map(Function::place).collect();
    assert_eq!(long, Vec::<String>::new(), "handlers of more than {LONGEST_HANDLER} lines");
}

mod tests {
    use super::*;

    #[test]
    fn each_line_is_counted_as_what_it_is() {
        let text = "//! Doc.\n\n/// Doc.\nfn f() {\n    // Why.\n    g(); // not a line of its own\n}\n\n#[cfg(test)]\nmod tests {\n    fn h() {}\n}\n";
        let lines = Lines::of(&Source::new("a.rs", text), false);
        assert_eq!(lines, Lines { all: 12, code: 3, docs: 2, whys: 1, blank: 2, tests: 4 });
        assert_eq!(Lines::of(&Source::new("a.rs", text), true).tests, 12);
    }

    #[test]
    fn functions_are_found_with_their_length_and_whether_others_see_them() {
        let text = "pub(crate) const fn one(a: [u8; 2]) -> u8 {\n    match a { _ => 1 }\n}\ntrait T {\n    fn declared();\n}\nimpl T for U {\n    fn declared() {}\n}\n";
        let found = functions(&Source::new("a.rs", text));
        let found: Vec<_> = found.iter().map(|one| (one.name.as_str(), one.lines, one.is_public)).collect();
        assert_eq!(found, [("one", 3, true), ("declared", 1, false)]);
    }

    #[test]
    fn handlers_are_what_routes_name() {
        let text = "fn routes(r: R) -> R { r.get(\"/a\", Access::As(Role::Donor), today::show).post(\"/b\", shop, save) }\nfn f() { map.get(&key); }";
        let found = handlers(&Source::new("web/donor/mod.rs", text));
        let found: Vec<String> =
            found.into_iter().map(|(module, name)| format!("{}::{name}", module.join("::"))).collect();
        assert_eq!(found, ["web::donor::today::show", "web::donor::save"]);
    }

    #[test]
    fn what_differs_in_names_only_is_a_copy() {
        let body =
            "{ let a = b(c, d); if a > 1 { return e(f); } for g in h { i(g); j(g); k(g); l(g); m(g); n(g); o(g); } p }";
        let text = format!("fn x() {body} fn y() {} fn z() {{}}", body.replace("b(", "q(").replace('1', "2"));
        assert_eq!(copies(&functions(&Source::new("a.rs", &text))).len(), 1);
        let other = format!("fn x() {body} fn y() {}", body.replace("if a > 1", "if a < 1"));
        assert_eq!(copies(&functions(&Source::new("a.rs", &other))).len(), 0);
    }

    #[test]
    fn a_public_function_that_nobody_names_is_found() {
        let sources = [Source::new("a.rs", "pub fn used() {} pub fn alone() {} fn f() { used(); }")];
        let sources: Vec<&Source> = sources.iter().collect();
        assert_eq!(without_callers(&sources, &functions(sources[0])), ["a:1 alone"]);
    }

    #[test]
    fn a_page_may_be_a_tenth_off_and_no_more() {
        assert_eq!(numbers(" 42,031 "), [42_031.0]);
        assert_eq!(numbers("9, 28, 138"), [9.0, 28.0, 138.0]);
        assert_eq!(numbers("364 in `store`, 23 elsewhere"), [364.0, 23.0]);
        assert!(is_about(&[100.0, 3.0], &[110.0, 1.0]));
        assert!(!is_about(&[100.0], &[112.0]) && !is_about(&[0.0], &[3.0]) && !is_about(&[], &[1.0]));
    }

    #[test]
    fn nine_of_ten_are_at_most_that() {
        assert_eq!(spread((1..=11).collect()), (6, 10, 11));
        assert_eq!(spread(Vec::new()), (0, 0, 0));
    }
}
