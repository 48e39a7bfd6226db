//! The one-way rule between the modules, and the house rules that no compiler checks, proved on the sources themselves.

use crate::sources::{self, Named, Source};
use std::path::Path;

/// Who may name whom. `A::Type` allows the types of `A` only, `A::b` only what is below it.
const MAY_NAME: &[(&str, &[&str])] = &[
    ("domain", &[]),
    ("clock", &["domain"]),
    ("words", &["domain"]),
    ("config", &["push::guard"]),
    ("roads", &["domain"]),
    ("planner", &["domain", "roads::Matrix", "roads::matrix"]),
    ("store", &["domain"]),
    ("push", &["domain"]),
    ("app", &["domain", "planner", "roads", "store", "push", "clock"]),
    ("jobs", &["domain", "app", "push", "clock", "words", "t"]),
    ("import", &["domain", "app", "words", "t"]),
    ("demo", &["domain", "app", "clock", "import", "words"]),
    ("web", &["domain", "app", "import", "words", "t", "clock::Type"]),
    ("cli", &["*"]),
    ("main", &["*"]),
    ("lib", &["*"]),
];

/// Folders of `web` that never name each other; what they share is in the rest of `web`.
const AUDIENCES: &[&str] = &["donor", "driver", "point", "coordinator"];

/// Names that only one module may speak.
const SEALED: &[(&[&str], &str)] = &[
    (&["sqlx"], "store"),
    (&["SystemTime", "now"], "clock"),
    (&["Instant", "now"], "clock"),
    (&["Timestamp", "now"], "clock"),
    (&["Zoned", "now"], "clock"),
    (&["rand", "rng"], "clock"),
    (&["rand", "random"], "clock"),
    (&["Uuid", "now_v7"], "clock"),
    (&["Uuid", "new_v4"], "clock"),
];

/// Modules below the pages: what an address is, they need not know.
const WITHOUT_ADDRESSES: &[&str] =
    &["domain", "planner", "roads", "store", "push", "app", "jobs", "words", "import", "demo"];

const UNFINISHED: &[&str] = &["todo", "unimplemented", "dbg"];

const LONGEST_FILE: usize = 600;

#[test]
fn modules_name_only_what_they_may() {
    assert_none(judge(&our_sources(), forbidden_names));
}

#[test]
fn sealed_names_stay_in_their_module() {
    assert_none(judge(&our_sources(), sealed_names));
}

#[test]
fn only_the_pages_know_their_addresses() {
    assert_none(judge(&our_sources(), addresses));
}

#[test]
fn no_file_is_too_long() {
    assert_none(our_sources().iter().flat_map(too_long).collect());
}

#[test]
fn no_files_import_each_other_in_a_loop() {
    assert_none(loops(&our_sources()));
}

#[test]
fn nothing_is_left_unfinished() {
    assert_none(our_sources().iter().flat_map(unfinished).collect());
}

#[test]
fn whatever_may_panic_says_why_it_cannot() {
    assert_none(judge(&our_sources(), unexplained_panics));
}

#[test]
fn every_top_level_module_has_a_rule() {
    let known = |source: &Source| rule_of(&top(source)).is_some();
    let strangers: Vec<String> =
        our_sources().iter().filter(|source| !known(source)).map(|source| source.file.clone()).collect();
    assert_none(strangers);
}

fn assert_none(violations: Vec<String>) {
    assert!(violations.is_empty(), "\n{}\n", violations.join("\n"));
}

pub fn our_sources() -> Vec<Source> {
    sources_below(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"))
}

/// All sources below a folder, by name.
pub fn sources_below(root: &Path) -> Vec<Source> {
    let mut found = Vec::new();
    read_folder(root, root, &mut found);
    assert!(found.len() >= 2, "no sources below {}", root.display());
    found.sort_by(|one, other| one.file.cmp(&other.file));
    found
}

fn read_folder(root: &Path, folder: &Path, found: &mut Vec<Source>) {
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            read_folder(root, &path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let file = path.strip_prefix(root).expect("below src").to_string_lossy().replace('\\', "/");
            found.push(Source { file, text: std::fs::read_to_string(&path).expect("UTF-8") });
        }
    }
}

/// Applies a rule to all code that is not for tests only.
fn judge(all: &[Source], rule: fn(&Source) -> Vec<String>) -> Vec<String> {
    production(all).into_iter().flat_map(rule).collect()
}

/// The sources that are not for tests only.
pub fn production(all: &[Source]) -> Vec<&Source> {
    let tests = sources::test_only(all);
    let for_tests = |source: &&Source| {
        let module = source.module();
        (1..=module.len()).any(|depth| tests.contains(&module[..depth]))
    };
    all.iter().filter(|source| !for_tests(source)).collect()
}

fn loops(all: &[Source]) -> Vec<String> {
    sources::imports::loops(&production(all))
}

/// The top level module that a source belongs to.
pub fn top(source: &Source) -> String {
    source.module().first().cloned().unwrap_or_else(|| "lib".into())
}

fn rule_of(module: &str) -> Option<&'static [&'static str]> {
    MAY_NAME.iter().find(|(name, _)| *name == module).map(|(_, allowed)| *allowed)
}

fn forbidden_names(source: &Source) -> Vec<String> {
    let module = source.module();
    let from = top(source);
    let allowed = rule_of(&from).unwrap_or_default();
    if allowed.contains(&"*") {
        return Vec::new();
    }
    let at =
        |named: &Named, why: &str| format!("src/{}:{}: {} {why}", source.file, named.line, named.segments.join("::"));
    let mut found = Vec::new();
    for named in source.named_paths().iter().filter(|named| named.ours) {
        match named.segments.split_first() {
            None => found.push(at(named, "names the crate itself, which hides what is named")),
            Some((_, [])) if named.is_macro => {}
            Some((to, _)) if *to == from => {
                if names_another_audience(&module, &named.segments) {
                    found.push(at(named, "is another audience's: share it through web"));
                }
            }
            Some((_, rest)) => {
                if !allowed.iter().any(|entry| admits(entry, &named.segments, rest)) {
                    found.push(at(named, &format!("is not for {from}")));
                }
            }
        }
    }
    found
}

fn admits(entry: &str, segments: &[String], rest: &[String]) -> bool {
    match entry.split_once("::") {
        None => segments[0] == entry,
        Some((module, "Type")) => {
            let is_type = |name: &String| name.chars().next().is_some_and(char::is_uppercase);
            segments[0] == module && rest.first().is_some_and(is_type)
        }
        Some((module, below)) => segments[0] == module && rest.first().is_some_and(|name| name == below),
    }
}

fn names_another_audience(module: &[String], segments: &[String]) -> bool {
    let audience = |path: &[String]| match path {
        [web, name, ..] if web == "web" && AUDIENCES.contains(&name.as_str()) => Some(name.clone()),
        _ => None,
    };
    match (audience(module), audience(segments)) {
        (Some(own), Some(other)) => own != other,
        _ => false,
    }
}

fn sealed_names(source: &Source) -> Vec<String> {
    let from = top(source);
    let mut found = Vec::new();
    for named in source.named_paths().iter().filter(|named| !named.ours) {
        for (name, owner) in SEALED.iter().filter(|(_, owner)| *owner != from) {
            let speaks = match name {
                [krate] => named.segments.first().is_some_and(|first| first == krate),
                _ => named.segments.windows(name.len()).any(|window| window == *name),
            };
            if speaks {
                let name = named.segments.join("::");
                found.push(format!("src/{}:{}: {name} is for {owner} only", source.file, named.line));
            }
        }
    }
    found
}

/// Strings that begin like the address of a page.
fn addresses(source: &Source) -> Vec<String> {
    if !WITHOUT_ADDRESSES.contains(&top(source).as_str()) {
        return Vec::new();
    }
    let is_address = |text: &str| {
        let mut chars = text.chars();
        chars.next() == Some('/') && chars.next().is_some_and(|c| c.is_ascii_lowercase())
    };
    let strings = source.production_strings().into_iter().filter(|(_, text)| is_address(text));
    strings.map(|(line, text)| format!("src/{}:{line}: \"{text}\" is an address, for web only", source.file)).collect()
}

fn too_long(source: &Source) -> Option<String> {
    let lines = source.text.lines().count();
    (lines > LONGEST_FILE).then(|| format!("src/{}: {lines} lines, at most {LONGEST_FILE}", source.file))
}

fn unfinished(source: &Source) -> Vec<String> {
    let tokens = source.tokens();
    let calls = tokens.windows(2).filter(|pair| pair[1].text == "!" && UNFINISHED.contains(&pair[0].text.as_str()));
    calls.map(|pair| format!("src/{}:{}: {}!", source.file, pair[0].line, pair[0].text)).collect()
}

fn unexplained_panics(source: &Source) -> Vec<String> {
    let code = sources::code_only(&source.text);
    let code: Vec<&str> = code.lines().collect();
    let text: Vec<&str> = source.text.lines().collect();
    let tokens = source.production_tokens();
    let calls = tokens.windows(3).filter(|window| {
        window[0].text == "." && ["unwrap", "expect"].contains(&window[1].text.as_str()) && window[2].text == "("
    });
    calls
        .map(|window| window[1].line)
        .filter(|line| !is_explained(&text, &code, line - 1))
        .map(|line| format!("src/{}:{line}: may panic; say \"// cannot fail: why\" or handle it", source.file))
        .collect()
}

/// Whether the statement that ends on this line, or the comment right above it, says why it cannot fail.
fn is_explained(text: &[&str], code: &[&str], line: usize) -> bool {
    let starts_statement = |at: usize| at == 0 || code[at - 1].trim_end().ends_with([';', '{', '}', ',']);
    let is_comment = |at: usize| text[at].trim_start().starts_with("//");
    let mut first = line;
    while first > 0 && (is_comment(first - 1) || !starts_statement(first)) {
        first -= 1;
    }
    text[first..=line].iter().any(|line| line.split_once("// cannot fail: ").is_some_and(|(_, why)| why.len() > 5))
}

mod planted {
    use super::*;

    fn names(file: &str, text: &str) -> Vec<String> {
        judge(&[Source::new(file, text)], forbidden_names)
    }

    #[track_caller]
    fn caught(file: &str, text: &str) {
        assert_eq!(names(file, text).len(), 1, "{file}: {text}");
    }

    #[track_caller]
    fn passes(file: &str, text: &str) {
        assert_eq!(names(file, text), Vec::<String>::new(), "{file}: {text}");
    }

    #[test]
    fn an_upward_import_is_caught() {
        caught("domain/lot.rs", "use crate::app::plan_day;");
        caught("domain/lot.rs", "use crate::clock::Clock;");
        caught("clock.rs", "use crate::store::Store;");
        caught("store/lots.rs", "use crate::planner::Plan;");
        caught("planner/search.rs", "use crate::store::Store;");
        caught("app/plan.rs", "use crate::web::ui::Page;");
        caught("web/driver/stop.rs", "use crate::planner::Plan;");
        caught("jobs/alarm.rs", "use crate::store::Store;");
        caught("demo/mod.rs", "use crate::web::ui::Page;");
        caught("import/sites.rs", "use crate::store::Store;");
    }

    #[test]
    fn a_downward_import_passes() {
        passes("app/plan.rs", "use crate::{clock::Clock, domain::Lot, planner, roads::Matrix, store::Store};");
        passes("web/donor/today.rs", "use crate::{app, domain::Lot, words::Words, web::ui, clock::Clock};");
        passes("planner/search.rs", "use crate::roads::Matrix; use super::schedule::Slack;");
        passes("cli.rs", "use crate::{store::Store, web};");
    }

    #[test]
    fn a_way_around_is_caught() {
        caught("web/donor/x.rs", "use super::super::super::store::Store;");
        caught("web/donor/x.rs", "fn f() { crate::store::open() }");
        caught("web/donor/x.rs", "use crate::{self as everything};");
        caught("web/donor/x.rs", "use crate::*;");
        caught("web/donor/x.rs", "use girofresco::store::Store;");
        caught("web/mod.rs", "mod inner { use super::super::store::Store; }");
        caught("domain/mod.rs", "pub use super::store::Row;");
        caught("app/x.rs", "use crate::unheard_of::Thing;");
    }

    #[test]
    fn a_narrow_allowance_stays_narrow() {
        caught("planner/search.rs", "use crate::roads::straight_line;");
        caught("web/mod.rs", "use crate::clock::system;");
    }

    #[test]
    fn audiences_do_not_know_each_other() {
        caught("web/donor/today.rs", "use crate::web::driver::Stop;");
        caught("web/donor/today.rs", "use super::super::point::Arrivals;");
        caught("web/point/mod.rs", "fn f() { super::coordinator::map() }");
        passes("web/donor/today.rs", "use super::announce::Form; use crate::web::ui::Page;");
        passes("web/mod.rs", "use self::{donor, driver};");
    }

    #[test]
    fn a_loop_of_imports_is_caught() {
        let looped = |files: &[(&str, &str)]| {
            let sources: Vec<Source> = files.iter().map(|(file, text)| Source::new(file, text)).collect();
            loops(&sources)
        };
        let pair = [("app/a.rs", "use super::b::B;"), ("app/b.rs", "\nfn f() { crate::app::a::g() }")];
        assert_eq!(looped(&pair), ["src/app/a.rs:1 imports app/b.rs; src/app/b.rs:2 imports app/a.rs"]);
        let by_way_of_a_folder = [
            ("web/assets.rs", "use super::ui::Page;"),
            ("web/ui/mod.rs", "pub mod page;\npub use page::{Frame, Page};"),
            ("web/ui/page.rs", "use crate::web::assets::url;"),
        ];
        assert_eq!(looped(&by_way_of_a_folder).len(), 1);
        let three = [
            ("app/a.rs", "use super::b::B;"),
            ("app/b.rs", "use super::c::C;"),
            ("app/c.rs", "use super::a::A;"),
            ("app/d.rs", "use super::a::A;"),
        ];
        assert_eq!(looped(&three).len(), 1);
        assert_eq!(looped(&three[1..]), [""; 0]);
    }

    #[test]
    fn a_folder_and_what_is_in_it_are_no_loop() {
        let folder = [
            Source::new("app/mod.rs", "pub mod stop;\npub use self::stop::Stop;\npub struct App;"),
            Source::new("app/stop.rs", "use super::App;\n#[cfg(test)]\nmod tests { use crate::app::plan::Plan; }"),
            Source::new("app/plan.rs", "use super::Stop;"),
        ];
        assert_eq!(loops(&folder), [""; 0]);
    }

    #[test]
    fn comments_texts_and_tests_may_say_anything() {
        passes("domain/lot.rs", "// use crate::app;\n/// [`crate::store`]\nconst A: &str = \"crate::web::x\";");
        passes("domain/lot.rs", "#[cfg(test)]\nmod tests { use crate::store::Store; }");
        let pair = [
            Source::new("app/mod.rs", "#[cfg(test)] mod ledger_tests;"),
            Source::new("app/ledger_tests.rs", "use crate::web::router;"),
        ];
        assert_eq!(judge(&pair, forbidden_names), Vec::<String>::new());
    }

    #[test]
    fn sealed_names_are_caught() {
        let sealed = |file, text| judge(&[Source::new(file, text)], sealed_names).len();
        assert_eq!(sealed("app/plan.rs", "use sqlx::Row;"), 1);
        assert_eq!(sealed("app/plan.rs", "fn f() { sqlx::query!() }"), 1);
        assert_eq!(sealed("app/plan.rs", "use sqlx;"), 1);
        assert_eq!(sealed("store/mod.rs", "use sqlx::Row;"), 0);
        assert_eq!(sealed("app/plan.rs", "let t = jiff::Timestamp::now();"), 1);
        assert_eq!(sealed("planner/search.rs", "let t = Instant::now();"), 1);
        assert_eq!(sealed("planner/search.rs", "use rand::{rng, Rng};"), 1);
        assert_eq!(sealed("store/mod.rs", "let id = Uuid::now_v7();"), 1);
        assert_eq!(sealed("clock.rs", "Timestamp::now(); rand::rng(); Uuid::now_v7();"), 0);
        assert_eq!(sealed("app/plan.rs", "clock.now(); // Instant::now()"), 0);
    }

    #[test]
    fn addresses_are_caught_below_the_pages() {
        let found = |file, text| judge(&[Source::new(file, text)], addresses).len();
        assert_eq!(found("app/notices/watch.rs", "let href = \"/driver\".to_owned();"), 1);
        assert_eq!(found("app/x.rs", "format!(\"/driver/stops/{stop}\"); path.starts_with(r\"/donor\")"), 2);
        assert_eq!(found("jobs/deliver.rs", "format!(\"/notices/{id}/open\")"), 1);
        assert_eq!(found("web/notices/address.rs", "let href = \"/driver\";"), 0);
        assert_eq!(found("app/x.rs", "// \"/driver\"\nlet path = \"/\"; \"cold/{stop}\"; '/'"), 0);
        assert_eq!(found("app/x.rs", "#[cfg(test)]\nmod tests {\n    const A: &str = \"/driver\";\n}"), 0);
    }

    #[test]
    fn panics_are_caught_unless_explained() {
        let panics = |text| judge(&[Source::new("app/x.rs", text)], unexplained_panics).len();
        assert_eq!(panics("fn f() {\n    a.unwrap();\n}"), 1);
        assert_eq!(panics("fn f() {\n    a\n        .b()\n        .expect(\"c\");\n}"), 1);
        assert_eq!(panics("fn f() {\n    // cannot fail:\n    a.unwrap();\n}"), 1);
        assert_eq!(panics("fn f() {\n    // cannot fail: the length is fixed\n    b();\n    a.unwrap();\n}"), 1);
        assert_eq!(panics("fn f() {\n    // cannot fail: the length is fixed\n    a.unwrap();\n}"), 0);
        assert_eq!(panics("fn f() {\n    a.unwrap(); // cannot fail: the length is fixed\n}"), 0);
        assert_eq!(
            panics("fn f() {\n    // cannot fail: fixed length\n    a\n        .b()\n        .expect(\"c\");\n}"),
            0
        );
        assert_eq!(panics("fn f() {\n    a.unwrap_or(1);\n}"), 0);
        assert_eq!(panics("#[cfg(test)]\nmod tests {\n    fn f() { a.unwrap() }\n}"), 0);
    }

    #[test]
    fn unfinished_code_is_caught() {
        let left = |text| unfinished(&Source::new("app/x.rs", text)).len();
        assert_eq!(left("fn f() { todo!() }"), 1);
        assert_eq!(left("fn f() { dbg!(x); unimplemented!() }"), 2);
        assert_eq!(left("#[cfg(test)] mod tests { fn f() { todo!() } }"), 1);
        assert_eq!(left("fn f() { let todo = 1; } // todo!"), 0);
    }

    #[test]
    fn a_long_file_is_caught() {
        assert_eq!(too_long(&Source::new("app/x.rs", &"\n".repeat(LONGEST_FILE))), None);
        assert!(too_long(&Source::new("app/x.rs", &"\n".repeat(LONGEST_FILE + 1))).is_some());
    }

    #[test]
    fn a_module_without_a_rule_is_known_as_such() {
        assert!(rule_of("utils").is_none());
        assert!(rule_of(&top(&Source::new("lib.rs", ""))).is_some());
    }
}
