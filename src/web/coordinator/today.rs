//! The day on a map and as a list.

use crate::web::routes::Routes;

pub(super) fn routes(routes: Routes) -> Routes {
    routes
}
