//! Reads Rust sources well enough to judge them: code without comments and text, the paths it names, its test parts.

pub mod imports;

use std::collections::BTreeSet;

/// A source file: its module path inside `src` and its text.
pub struct Source {
    pub file: String,
    pub text: String,
}

/// A path that code names, made absolute where it starts at `crate`, `self` or `super`.
#[derive(Debug, PartialEq, Eq)]
pub struct Named {
    pub line: usize,
    /// Ours if the path was rooted in this crate; then `segments` start below the crate root.
    pub ours: bool,
    pub segments: Vec<String>,
    pub is_macro: bool,
    pub is_use: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    pub line: usize,
    pub text: String,
}

impl Source {
    pub fn new(file: &str, text: &str) -> Source {
        Source { file: file.into(), text: text.into() }
    }

    /// `web/donor/mod.rs` is `web::donor`, `lib.rs` is the root.
    pub fn module(&self) -> Vec<String> {
        let path = self.file.trim_end_matches(".rs");
        let mut parts: Vec<String> = path.split('/').map(str::to_owned).collect();
        if matches!(parts.last().map(String::as_str), Some("mod" | "lib")) {
            parts.pop();
        }
        parts
    }

    /// The code outside of `#[cfg(test)]`, as tokens.
    pub fn production_tokens(&self) -> Vec<Token> {
        without_tests(tokens(&code_only(&self.text)))
    }

    pub fn tokens(&self) -> Vec<Token> {
        tokens(&code_only(&self.text))
    }

    /// The lines that items for tests only stand on.
    pub fn test_lines(&self) -> Vec<std::ops::RangeInclusive<usize>> {
        test_lines(&self.tokens())
    }

    /// The strings outside of `#[cfg(test)]`, each with the line it begins on and without what encloses it.
    pub fn production_strings(&self) -> Vec<(usize, String)> {
        let chars: Vec<char> = self.text.chars().collect();
        let tests = self.test_lines();
        let is_string = |(at, end): &(usize, usize)| *end > at + 1 && chars[end - 1] != '\'' && chars[*at] != '/';
        let strings = no_code(&chars).into_iter().filter(is_string).filter_map(|(at, end)| {
            let line = chars[..at].iter().filter(|c| **c == '\n').count() + 1;
            let quote = at + chars[at..end].iter().position(|c| *c == '"')?;
            let text: String = chars[quote + 1..end].iter().collect();
            Some((line, text.trim_end_matches('#').trim_end_matches('"').to_owned()))
        });
        strings.filter(|(line, _)| !tests.iter().any(|lines| lines.contains(line))).collect()
    }

    /// Modules in files of their own that this file declares for tests only.
    pub fn test_modules(&self) -> Vec<Vec<String>> {
        let all = self.tokens();
        let texts: Vec<&str> = all.iter().map(|token| token.text.as_str()).collect();
        let declaration = ["#", "[", "cfg", "(", "test", ")", "]", "mod"];
        let starts = texts.windows(declaration.len()).enumerate();
        starts
            .filter(|(_, window)| *window == declaration)
            .filter_map(|(at, _)| texts.get(at + declaration.len()))
            .map(|name| [self.module(), vec![(*name).to_owned()]].concat())
            .collect()
    }

    pub fn named_paths(&self) -> Vec<Named> {
        named_paths(&self.production_tokens(), &self.module())
    }
}

/// The text with comments, strings and characters blanked out, each line where it was.
pub fn code_only(text: &str) -> String {
    let mut chars: Vec<char> = text.chars().collect();
    for (at, end) in no_code(&chars) {
        for c in &mut chars[at..end] {
            if *c != '\n' {
                *c = ' ';
            }
        }
    }
    chars.into_iter().collect()
}

/// Where comments, strings and characters begin and end.
fn no_code(chars: &[char]) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        let after_name = at > 0 && is_name(chars[at - 1]);
        let length = match chars[at] {
            '/' if chars.get(at + 1) == Some(&'/') => line_comment(&chars[at..]),
            '/' if chars.get(at + 1) == Some(&'*') => block_comment(&chars[at..]),
            '"' => quoted(&chars[at..], '"'),
            'r' | 'b' | 'c' if !after_name => prefixed_text(&chars[at..]),
            '\'' => character(&chars[at..]),
            _ => 0,
        };
        let end = (at + length).min(chars.len());
        if length > 0 {
            found.push((at, end));
        }
        at = end.max(at + 1);
    }
    found
}

fn is_name(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

fn line_comment(chars: &[char]) -> usize {
    chars.iter().position(|c| *c == '\n').unwrap_or(chars.len())
}

fn block_comment(chars: &[char]) -> usize {
    let mut depth = 0_usize;
    let mut at = 0;
    while at + 1 < chars.len() {
        match (chars[at], chars[at + 1]) {
            ('/', '*') => (depth, at) = (depth + 1, at + 2),
            ('*', '/') => (depth, at) = (depth - 1, at + 2),
            _ => at += 1,
        }
        if depth == 0 {
            return at;
        }
    }
    chars.len()
}

fn quoted(chars: &[char], quote: char) -> usize {
    let mut at = 1;
    while at < chars.len() {
        match chars[at] {
            '\\' => at += 2,
            c if c == quote => return at + 1,
            _ => at += 1,
        }
    }
    chars.len()
}

/// `r"…"`, `r#"…"#`, `b"…"`, `br#"…"#`, `c"…"`, `b'x'`; nothing for a plain name or a raw identifier.
fn prefixed_text(chars: &[char]) -> usize {
    let prefix = chars.iter().take(2).take_while(|c| matches!(c, 'r' | 'b' | 'c')).count();
    let hashes = chars[prefix..].iter().take_while(|c| **c == '#').count();
    let opening = prefix + hashes;
    match chars.get(opening) {
        Some('\'') if chars[0] == 'b' && opening == 1 => 1 + quoted(&chars[1..], '\''),
        Some('"') if chars[..prefix].contains(&'r') => {
            let closing: Vec<char> = std::iter::once('"').chain(std::iter::repeat_n('#', hashes)).collect();
            let body = &chars[opening + 1..];
            let end = body.windows(closing.len()).position(|window| window == closing);
            end.map_or(chars.len(), |end| opening + 1 + end + closing.len())
        }
        Some('"') if hashes == 0 => prefix + quoted(&chars[prefix..], '"'),
        _ => 0,
    }
}

/// A character such as `'x'` or `'\n'`; a lifetime is left alone.
fn character(chars: &[char]) -> usize {
    match (chars.get(1), chars.get(2)) {
        (Some('\\'), _) => quoted(chars, '\''),
        (Some(_), Some('\'')) => 3,
        _ => 0,
    }
}

fn tokens(code: &str) -> Vec<Token> {
    let mut found = Vec::new();
    for (number, line) in code.lines().enumerate() {
        let chars: Vec<char> = line.chars().collect();
        let mut at = 0;
        while at < chars.len() {
            let length = if is_name(chars[at]) {
                chars[at..].iter().take_while(|c| is_name(**c)).count()
            } else if chars[at..].starts_with(&[':', ':']) {
                2
            } else {
                1
            };
            if !chars[at].is_whitespace() {
                found.push(Token { line: number + 1, text: chars[at..at + length].iter().collect() });
            }
            at += length;
        }
    }
    found
}

fn without_tests(all: Vec<Token>) -> Vec<Token> {
    let mut kept = Vec::new();
    let mut at = 0;
    while at < all.len() {
        if is_test_attribute(&all[at..]) {
            at += item_length(&all[at..]);
        } else {
            kept.push(all[at].clone());
            at += 1;
        }
    }
    kept
}

fn test_lines(all: &[Token]) -> Vec<std::ops::RangeInclusive<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < all.len() {
        let length = if is_test_attribute(&all[at..]) { item_length(&all[at..]) } else { 0 };
        if length > 0 {
            found.push(all[at].line..=all[at + length - 1].line);
        }
        at += length.max(1);
    }
    found
}

fn starts_with(tokens: &[Token], expected: &[&str]) -> bool {
    tokens.len() >= expected.len() && expected.iter().zip(tokens).all(|(text, token)| token.text == *text)
}

fn is_test_attribute(tokens: &[Token]) -> bool {
    starts_with(tokens, &["#", "[", "cfg", "(", "test", ")", "]"]) || starts_with(tokens, &["#", "[", "test", "]"])
}

/// From an attribute to the end of what it stands on: the closing brace, or the semicolon before any brace.
fn item_length(tokens: &[Token]) -> usize {
    let mut braces = 0_usize;
    let mut brackets = 0_usize;
    for (at, token) in tokens.iter().enumerate() {
        match token.text.as_str() {
            "(" | "[" => brackets += 1,
            ")" | "]" => brackets = brackets.saturating_sub(1),
            "{" => braces += 1,
            "}" => {
                braces = braces.saturating_sub(1);
                if braces == 0 {
                    return at + 1;
                }
            }
            ";" if braces == 0 && brackets == 0 => return at + 1,
            _ => {}
        }
    }
    tokens.len()
}

fn named_paths(tokens: &[Token], file_module: &[String]) -> Vec<Named> {
    let mut found = Vec::new();
    let mut inline: Vec<(String, usize)> = Vec::new();
    let mut depth = 0_usize;
    let mut at = 0;
    while at < tokens.len() {
        let text = tokens[at].text.as_str();
        match text {
            "{" => depth += 1,
            "}" => {
                inline.retain(|(_, opened)| *opened < depth);
                depth = depth.saturating_sub(1);
            }
            "mod" if tokens.get(at + 2).is_some_and(|next| next.text == "{") => {
                inline.push((tokens[at + 1].text.clone(), depth + 1));
            }
            _ => {}
        }
        let module: Vec<String> =
            file_module.iter().cloned().chain(inline.iter().map(|(name, _)| name.clone())).collect();
        if text == "use" {
            let mut tree = UseTree { tokens, at: at + 1, leaves: Vec::new() };
            tree.read(&[]);
            at = tree.at.max(at + 1);
            found.extend(
                tree.leaves.into_iter().map(|(line, path)| Named { is_use: true, ..resolve(line, path, &module) }),
            );
            continue;
        }
        if starts_a_path(tokens, at) {
            let (path, end) = plain_path(tokens, at);
            let is_macro = tokens.get(end).is_some_and(|next| next.text == "!");
            if path.len() > 1 || is_macro {
                found.push(Named { is_macro, ..resolve(tokens[at].line, path, &module) });
            }
            at = end;
            continue;
        }
        at += 1;
    }
    found
}

fn starts_a_path(tokens: &[Token], at: usize) -> bool {
    let starts_name = tokens[at].text.chars().next().is_some_and(|c| c.is_alphabetic() || c == '_');
    starts_name && tokens[at].text != "mod"
}

fn plain_path(tokens: &[Token], start: usize) -> (Vec<String>, usize) {
    let mut path = vec![tokens[start].text.clone()];
    let mut at = start + 1;
    while at + 1 < tokens.len() && tokens[at].text == "::" && tokens[at + 1].text.chars().next().is_some_and(is_name) {
        path.push(tokens[at + 1].text.clone());
        at += 2;
    }
    (path, at)
}

struct UseTree<'a> {
    tokens: &'a [Token],
    at: usize,
    leaves: Vec<(usize, Vec<String>)>,
}

impl UseTree<'_> {
    fn text(&self) -> &str {
        self.tokens.get(self.at).map_or(";", |token| token.text.as_str())
    }

    fn read(&mut self, before: &[String]) {
        let mut path = before.to_vec();
        let line = self.tokens.get(self.at).map_or(0, |token| token.line);
        loop {
            match self.text() {
                "::" => self.at += 1,
                "{" => return self.read_group(&path),
                "as" => self.at += 2,
                ";" | "," | "}" => break,
                name => {
                    path.push(name.to_owned());
                    self.at += 1;
                }
            }
        }
        self.leaves.push((line, path));
    }

    fn read_group(&mut self, before: &[String]) {
        self.at += 1;
        while !matches!(self.text(), "}" | ";") {
            if self.text() == "," {
                self.at += 1;
            } else {
                self.read(before);
            }
        }
        self.at += 1;
    }
}

fn resolve(line: usize, path: Vec<String>, module: &[String]) -> Named {
    let mut base = module.to_vec();
    let mut ours = false;
    let mut rest = path.as_slice();
    while let Some((first, after)) = rest.split_first() {
        match first.as_str() {
            "crate" | "girofresco" if !ours => base.clear(),
            "super" => _ = base.pop(),
            "self" => {}
            _ => break,
        }
        ours = true;
        rest = after;
    }
    let rest = rest.iter().filter(|name| *name != "self").cloned();
    let segments = if ours { base.into_iter().chain(rest).collect() } else { rest.collect() };
    Named { line, ours, segments, is_macro: false, is_use: false }
}

/// All modules that only tests can see.
pub fn test_only(sources: &[Source]) -> BTreeSet<Vec<String>> {
    sources.iter().flat_map(Source::test_modules).collect()
}

mod tests {
    use super::*;

    fn paths(file: &str, text: &str) -> Vec<String> {
        let found = Source::new(file, text).named_paths();
        found.into_iter().filter(|named| named.ours).map(|named| named.segments.join("::")).collect()
    }

    #[test]
    fn comments_and_texts_are_no_code() {
        let text = r##"a /* b /* c */ d */ "e \" f" 'g' '\'' r#"h " i"# b"j" b'k' 'life r#type // l"##;
        assert_eq!(code_only(text).split_whitespace().collect::<Vec<_>>(), ["a", "'life", "r#type"]);
    }

    #[test]
    fn strings_are_read_outside_of_comments_and_tests() {
        let text =
            "// \"a\"\nlet b = (\"/c \\\" d\", 'e', r#\"f\"#, b\"g\");\n#[cfg(test)]\nmod tests {\n \"h\" }\n\"\"";
        let found = Source::new("x.rs", text).production_strings();
        let found: Vec<(usize, &str)> = found.iter().map(|(line, text)| (*line, text.as_str())).collect();
        assert_eq!(found, [(2, "/c \\\" d"), (2, "f"), (2, "g"), (6, "")]);
    }

    #[test]
    fn a_group_is_every_path_in_it() {
        let text = "use crate::{app::{self, plan::{A, B as C}}, domain::*};";
        assert_eq!(paths("web/mod.rs", text), ["app", "app::plan::A", "app::plan::B", "domain::*"]);
    }

    #[test]
    fn super_climbs_from_where_it_stands() {
        assert_eq!(paths("web/donor/today.rs", "use super::super::ui;"), ["web::ui"]);
        assert_eq!(paths("web/donor/mod.rs", "use super::super::store::X;"), ["store::X"]);
        assert_eq!(paths("web/donor/today.rs", "use self::parts::P;"), ["web::donor::today::parts::P"]);
        assert_eq!(paths("lib.rs", "use self::store::X;"), ["store::X"]);
    }

    #[test]
    fn super_climbs_out_of_inline_modules() {
        let text = "mod inner { use super::super::store; } use super::clock;";
        assert_eq!(paths("web/mod.rs", text), ["store", "clock"]);
    }

    #[test]
    fn a_path_in_the_middle_of_code_is_named() {
        let text = "fn f(x: &crate::domain::Lot) { $crate::app::go::<u8>(super::store::open()) }";
        assert_eq!(paths("jobs.rs", text), ["domain::Lot", "app::go", "store::open"]);
    }

    #[test]
    fn tests_are_no_production_code() {
        let text = "#[cfg(test)] #[path(x)] mod tests { fn f() { crate::store::a() } } use crate::app;";
        assert_eq!(paths("web/mod.rs", text), ["app"]);
        let text = "#[test] fn f() { crate::store::a() } fn g() { crate::app::b() }";
        assert_eq!(paths("web/mod.rs", text), ["app::b"]);
        let text = "#[cfg(test)] use crate::store::a; use crate::app;";
        assert_eq!(paths("web/mod.rs", text), ["app"]);
    }

    #[test]
    fn a_test_module_in_its_own_file_is_known() {
        let source = Source::new("app/mod.rs", "pub mod plan;\n#[cfg(test)]\nmod ledger_tests;");
        assert_eq!(source.test_modules(), [["app", "ledger_tests"]]);
    }
}
