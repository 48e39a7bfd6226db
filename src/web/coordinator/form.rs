//! What the coordinator's pages share.

use std::str::FromStr;

use crate::app::{Refusal, Thing};
use crate::domain::site::{Site, SiteKind};
use crate::t;
use crate::web::context::Context;
use crate::web::error::WebError;
use crate::web::say;
use crate::web::ui::{Page, Toast};
use maud::html;

/// The id in an address, or that there is no such thing.
pub(super) fn id_of<T: FromStr>(text: &str, thing: Thing) -> Result<T, WebError> {
    text.parse().map_err(|_| Refusal::NotFound(thing).into())
}

/// The page with a word that it was saved, when the page before did so.
pub(super) fn with_saved(context: &Context, page: Page) -> Page {
    let query = context.path.split_once('?').map_or("", |(_, query)| query);
    if query.split('&').any(|pair| pair == "saved=1") {
        page.toasts(html! { (Toast { message: t!(context.words, "coordinator-saved") }) })
    } else {
        page
    }
}

/// Sites as options of a list, with their town.
pub(super) fn site_options<'a>(
    sites: impl IntoIterator<Item = &'a Site>,
    keep: impl Fn(SiteKind) -> bool,
) -> Vec<(String, String)> {
    sites.into_iter().filter(|site| keep(site.kind)).map(|site| (site.id.to_string(), say::site(site))).collect()
}
