//! Screens of drivers: the round, each stop, what is on board, trouble, the end.

mod aboard;
mod changed;
mod closed;
mod end;
mod expected;
mod found;
mod loads;
mod offline;
mod problem;
mod report;
mod round;
mod round_view;
mod route;
mod scope;
mod shifts;
mod stop;

use super::routes::{Access, Routes};
use crate::domain::people::Role;

const DRIVER: Access = Access::As(Role::Driver);

/// The routes of this folder.
pub fn routes(routes: Routes) -> Routes {
    routes
        .get("/driver", DRIVER, round::show)
        .get("/driver/sheet", DRIVER, round::sheet)
        .get("/driver/stops/{stop}", DRIVER, stop::show)
        .get("/driver/stops/{stop}/missing", DRIVER, stop::show_missing)
        .post("/driver/stops/{stop}/complete", DRIVER, stop::complete)
        .post("/driver/stops/{stop}/missed", DRIVER, stop::miss)
        .get("/driver/stops/{stop}/found", DRIVER, found::show)
        .post("/driver/stops/{stop}/found", DRIVER, found::record)
        .get("/driver/aboard", DRIVER, aboard::show)
        .post("/driver/rounds/{round}/set-down", DRIVER, aboard::set_down)
        .post("/driver/rounds/{round}/discard", DRIVER, aboard::discard)
        .get("/driver/problem", DRIVER, problem::show)
        .post("/driver/rounds/{round}/problem", DRIVER, problem::report)
        .get("/driver/end", DRIVER, end::show)
        .post("/driver/rounds/{round}/end", DRIVER, end::end)
        .post("/driver/rounds/{round}/reopen", DRIVER, end::reopen)
        .get("/driver/shifts", DRIVER, shifts::show)
        .post("/driver/shifts/{shift}/cannot", DRIVER, shifts::cannot)
        .post("/driver/shifts/{shift}/can", DRIVER, shifts::can)
        .post("/driver/shifts/{shift}/claim", DRIVER, shifts::claim)
        .get("/driver/shifts/{shift}/swap", DRIVER, shifts::choose_swap)
        .post("/driver/shifts/{shift}/swap", DRIVER, shifts::propose)
        .post("/driver/swaps/{swap}/accept", DRIVER, shifts::accept)
        .post("/driver/swaps/{swap}/decline", DRIVER, shifts::decline)
        .post("/driver/calendar", DRIVER, shifts::calendar)
}
