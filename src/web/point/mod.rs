//! Screens of distribution points: what comes, checking it in, stock, handouts.

use super::routes::Routes;

/// The routes of this folder.
#[must_use]
pub fn routes(routes: Routes) -> Routes {
    routes
}
