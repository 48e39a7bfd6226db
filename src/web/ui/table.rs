//! Tables that fold into cards on a phone and print cleanly.

use maud::{Markup, Render, html};

/// A cell of a [`Table`].
#[derive(Clone, Debug)]
pub struct Cell {
    pub content: Markup,
    /// Whether it is a number, set to the right.
    pub amount: bool,
}

impl Cell {
    /// A cell of text or marks.
    pub fn new(content: Markup) -> Self {
        Self { content, amount: false }
    }

    /// A cell of plain text.
    pub fn text(text: impl AsRef<str>) -> Self {
        Self::new(html! { (text.as_ref()) })
    }

    /// A number, set to the right.
    pub fn amount(text: impl AsRef<str>) -> Self {
        Self { amount: true, ..Self::text(text) }
    }
}

/// A table; the first cell of each row is its heading.
///
/// `html! { (Table { caption, columns: vec!["Luogo".into(), "Casse".into()], rows, keep_shape: false }) }`
#[derive(Clone, Debug)]
pub struct Table {
    /// What the table is about.
    pub caption: String,
    pub columns: Vec<String>,
    /// The rows, as many cells as columns each.
    pub rows: Vec<Vec<Cell>>,
    /// Keeps its columns on a phone and scrolls, for numbers to be compared.
    pub keep_shape: bool,
}

impl Render for Table {
    fn render(&self) -> Markup {
        let amounts: Vec<bool> =
            self.rows.first().map(|row| row.iter().map(|cell| cell.amount).collect()).unwrap_or_default();
        html! {
            div.table-wrap role="region" aria-label=(self.caption) tabindex=[self.keep_shape.then_some("0")] {
                table.fold[!self.keep_shape] role="table" {
                    caption { (self.caption) }
                    thead role="rowgroup" {
                        tr role="row" {
                            @for (index, column) in self.columns.iter().enumerate() {
                                th.amount[amounts.get(index) == Some(&true)] scope="col" role="columnheader" { (column) }
                            }
                        }
                    }
                    tbody role="rowgroup" {
                        @for row in &self.rows {
                            tr role="row" {
                                @for (index, cell) in row.iter().enumerate() {
                                    @if index == 0 {
                                        th scope="row" role="rowheader" { (cell.content) }
                                    } @else {
                                        td.amount[cell.amount] role="cell" data-label=[self.columns.get(index)] {
                                            (cell.content)
                                        }
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}
