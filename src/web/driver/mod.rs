//! Screens of drivers: the round, each stop, trouble, the end.

use super::routes::Routes;

/// The routes of this folder.
#[must_use]
pub fn routes(routes: Routes) -> Routes {
    routes
}
