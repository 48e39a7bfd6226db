//! Screens of shops: what is collected when, announcing, and what was given.

mod announce;
mod form;
mod history;
mod pickups;
mod tiles;
mod today;
mod usual;

use super::routes::{Access, Routes};
use crate::domain::people::Role;

/// The routes of this folder.
pub fn routes(routes: Routes) -> Routes {
    let shop = Access::As(Role::Donor);
    routes
        .get("/donor", shop, today::show)
        .get("/donor/visit", shop, today::visit)
        .post("/donor/nothing", shop, announce::nothing)
        .post("/donor/lots/{lot}/reduce", shop, today::reduce)
        .get("/donor/announce", shop, announce::show)
        .post("/donor/announce", shop, announce::announce)
        .get("/donor/pickups", shop, pickups::show)
        .get("/donor/history", shop, history::show)
        .get("/donor/usual", shop, usual::show)
        .post("/donor/usual", shop, usual::save)
}
