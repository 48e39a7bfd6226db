//! Pages that nobody needs to be logged in for, and what those have in common with all others.

use maud::Markup;

use super::Web;
use super::ui::{DemoBanner, Page, PageClock};
use crate::domain::time::Zone;
use crate::words::Words;

/// A page nobody needs to be logged in for.
pub fn public_page(web: &Web, words: Words, title: impl Into<String>, body: Markup) -> Page {
    Page::new(words, title, body)
        .demo(demo_banner(web, words, &Zone::named("Europe/Rome").unwrap_or_else(|_| Zone::utc())))
        .clock(page_clock(web, None))
}

/// The clock that a page's countdowns run by.
pub fn page_clock(web: &Web, zone: Option<&Zone>) -> PageClock {
    let clock = &web.app.machine().clock;
    let now = clock.now();
    let midnight_ms = zone.map(|zone| zone.end_of(zone.date(now)).0);
    PageClock { now_ms: now.0, midnight_ms, speed: f64::from(clock.speed()), server_decides: !clock.is_real() }
}

/// The banner that says that nothing here is real, in a demonstration.
pub fn demo_banner(web: &Web, words: Words, zone: &Zone) -> Option<DemoBanner> {
    web.app
        .settings()
        .demo
        .then(|| DemoBanner { zone: zone.name().to_owned(), time: words.clock(zone.local(web.app.now()).time()) })
}
