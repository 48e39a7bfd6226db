//! Bars drawn by the server, readable as text.

use maud::{Markup, Render, html};

use crate::t;
use crate::words::Words;

/// One bar of a [`BarChart`].
#[derive(Clone, Debug)]
pub struct Bar {
    pub label: String,
    /// Its length, in any unit that all bars share.
    pub size: i64,
    /// The words for its length, with the unit.
    pub value: String,
    /// Where it should reach, in the same unit, and the words for it.
    pub target: Option<(i64, String)>,
}

/// Bars one under the other, such as kilograms per person by point.
///
/// `html! { (BarChart { words: w, title: t!(w, "x"), bars }) }`
#[derive(Clone, Debug)]
pub struct BarChart {
    pub words: Words,
    pub title: String,
    /// The bars, in the order shown.
    pub bars: Vec<Bar>,
}

/// The drawing's width in its own units; it stretches to the page.
const WIDTH: i64 = 1000;

impl Render for BarChart {
    fn render(&self) -> Markup {
        let w = self.words;
        let longest = self
            .bars
            .iter()
            .flat_map(|bar| [bar.size, bar.target.as_ref().map_or(0, |target| target.0)])
            .max()
            .unwrap_or(0)
            .max(1);
        let scaled = |size: i64| {
            let exact = i128::from(size.max(0)) * i128::from(WIDTH) / i128::from(longest);
            i64::try_from(exact).unwrap_or(WIDTH)
        };
        html! {
            figure.chart {
                figcaption.label { (self.title) }
                ul.chart {
                    @for bar in &self.bars {
                        @let low = bar.target.as_ref().is_some_and(|target| bar.size < target.0);
                        li.chart-row.low[low] {
                            span { (bar.label) }
                            span.number {
                                strong { (bar.value) }
                                @if let Some((_, words)) = &bar.target {
                                    " " span.soft.small { (t!(w, "target-value", value = words.as_str())) }
                                }
                            }
                            svg viewBox={ "0 0 " (WIDTH) " 16" } preserveAspectRatio="none" aria-hidden="true" focusable="false" {
                                rect.rail width=(WIDTH) height="12" y="2" rx="4" {}
                                rect.bar width=(scaled(bar.size)) height="12" y="2" rx="4" {}
                                @if let Some((size, _)) = &bar.target {
                                    @let x = scaled(*size).clamp(1, WIDTH - 1);
                                    line.target x1=(x) x2=(x) y1="0" y2="16" {}
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}
