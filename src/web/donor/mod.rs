//! Screens of shops: what is collected when, announcing, and what was given.

use super::routes::Routes;

/// The routes of this folder.
#[must_use]
pub fn routes(routes: Routes) -> Routes {
    routes
}
