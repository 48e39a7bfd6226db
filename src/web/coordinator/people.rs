//! People, what they may do, and their phones.

use crate::web::routes::Routes;

pub(super) fn routes(routes: Routes) -> Routes {
    routes
}
