//! What the coordinator should look at.

use crate::web::routes::Routes;

pub(super) fn routes(routes: Routes) -> Routes {
    routes
}
