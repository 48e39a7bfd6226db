//! Shops, points and hubs.

use crate::web::routes::Routes;

pub(super) fn routes(routes: Routes) -> Routes {
    routes
}
