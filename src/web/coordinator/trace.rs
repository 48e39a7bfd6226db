//! Where a lot came from, where it is, and everybody who held it.

use crate::web::routes::Routes;

pub(super) fn routes(routes: Routes) -> Routes {
    routes
}
