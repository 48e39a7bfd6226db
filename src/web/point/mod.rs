//! Screens of distribution points and hubs: what comes, its check, what is held, and what families got.

mod arrivals;
mod check;
mod check_form;
mod handouts;
mod history;
mod stock;

use super::routes::{Access, Routes};
use crate::domain::people::Role;

/// The routes of this folder.
pub fn routes(routes: Routes) -> Routes {
    let point = Access::As(Role::Point);
    routes
        .get("/point", point, arrivals::show)
        .get("/point/arrivals", point, arrivals::fragment)
        .get("/point/check", point, check::show)
        .post("/point/check", point, check::check)
        .get("/point/stock", point, stock::show)
        .post("/point/stock/{lot}/discard", point, stock::discard)
        .get("/point/handouts", point, handouts::show)
        .post("/point/handouts", point, handouts::hand_out)
        .get("/point/history", point, history::show)
}
