//! Long lists: one line for each thing, as low as a finger allows, a page at a time.

use maud::{Markup, Render, html};

use super::icon::Icon;
use crate::app::Field;
use crate::t;
use crate::words::Words;

/// Rows on one page of a list: with head and search they stay below four screens of a phone.
const ROWS_A_PAGE: usize = 20;

/// One line of a list that leads to its page.
#[derive(Clone, Debug)]
pub struct Row {
    pub href: String,
    pub icon: Icon,
    pub title: String,
    /// What tells it from its neighbours, in one short line.
    pub about: String,
    /// Badges at its end.
    pub marks: Markup,
}

impl Row {
    /// A row without marks.
    pub fn new(href: impl Into<String>, icon: Icon, title: impl Into<String>, about: impl Into<String>) -> Self {
        Self { href: href.into(), icon, title: title.into(), about: about.into(), marks: html! {} }
    }

    setters! {
        marks: Markup,
    }
}

/// A list of rows.
///
/// `html! { (Rows(vec![Row::new("/x", Icon::Pin, "Caritas Lodi", "Lodi, via Roma 3")])) }`
#[derive(Clone, Debug)]
pub struct Rows(pub Vec<Row>);

impl Render for Rows {
    fn render(&self) -> Markup {
        html! {
            ul.index {
                @for row in &self.0 {
                    li {
                        a href=(row.href) {
                            (row.icon)
                            span { strong { bdi { (row.title) } } @if !row.about.is_empty() { span.about { (row.about) } } }
                        }
                        (row.marks)
                    }
                }
            }
        }
    }
}

/// One page of a list too long for a phone, with links to the others.
#[derive(Clone, Debug)]
pub struct PagedRows {
    pub words: Words,
    /// All rows of the list.
    pub rows: Vec<Row>,
    /// The page asked for, from 1; beyond the last it is the last.
    pub page: usize,
    /// The list's own address with its search, to which the page is added.
    pub href: String,
}

impl Render for PagedRows {
    fn render(&self) -> Markup {
        let pages = self.rows.len().div_ceil(ROWS_A_PAGE).max(1);
        let page = self.page.clamp(1, pages);
        let shown = self.rows.iter().skip((page - 1) * ROWS_A_PAGE).take(ROWS_A_PAGE).cloned().collect();
        let mark = if self.href.contains('?') { '&' } else { '?' };
        let link = |to: usize, label: String| {
            html! { a.row-link href={ (self.href) (mark) (Field::Page) "=" (to) } { (label) } }
        };
        html! {
            (Rows(shown))
            @if pages > 1 {
                nav.spread aria-label=(t!(self.words, "list-pages")) {
                    @if page > 1 { (link(page - 1, t!(self.words, "list-before"))) }
                    span.soft.number { (t!(self.words, "list-page", page = page, pages = pages)) }
                    @if page < pages { (link(page + 1, t!(self.words, "list-after"))) }
                }
            }
        }
    }
}

/// The address of a list with what is searched for; what is empty is left out.
pub fn list_address(path: &str, search: &[(Field, &str)]) -> String {
    let mut pairs = form_urlencoded::Serializer::new(String::new());
    for (field, value) in search.iter().filter(|(_, value)| !value.is_empty()) {
        pairs.append_pair(field.word(), value);
    }
    match pairs.finish() {
        query if query.is_empty() => path.to_owned(),
        query => format!("{path}?{query}"),
    }
}
