//! Making, looking at and publishing the day's plan.

use crate::web::routes::Routes;

pub(super) fn routes(routes: Routes) -> Routes {
    routes
}
