//! What the coordinator's pages share.

use crate::domain::site::{Site, SiteKind};
use crate::web::say;

/// Sites as options of a list, with their town.
pub(super) fn site_options<'a>(
    sites: impl IntoIterator<Item = &'a Site>,
    keep: impl Fn(SiteKind) -> bool,
) -> Vec<(String, String)> {
    sites.into_iter().filter(|site| keep(site.kind)).map(|site| (site.id.to_string(), say::site(site))).collect()
}
