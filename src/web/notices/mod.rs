//! The pages of notices: the list, the settings, and the subscription of the phone.

mod address;
mod ask;
mod list;
mod settings;
mod subscribe;

pub use address::{opening, page_of};
pub use ask::ask;

use super::routes::{Access, Routes};
use crate::domain::notice::Topic;
use crate::domain::people::{Actor, Role};

/// The routes of this folder.
pub fn routes(routes: Routes) -> Routes {
    let all = Access::Signed;
    routes
        .get("/notices", all, list::show)
        .get("/notices/{notice}/open", all, list::open)
        .post("/notices/{notice}/answer", all, list::answer)
        .get("/notices/settings", all, settings::show)
        .post("/notices/settings", all, settings::save)
        .post("/notices/test", all, settings::test)
        .post("/notices/subscribe", all, subscribe::subscribe)
        .post("/notices/unsubscribe", all, subscribe::unsubscribe)
        .post("/notices/later", all, ask::later)
}

/// The topics that concern the roles of a person.
fn topics_of(actor: &Actor) -> Vec<Topic> {
    [
        (Role::Donor, Topic::Reminders),
        (Role::Donor, Topic::Pickups),
        (Role::Driver, Topic::Rounds),
        (Role::Driver, Topic::Cold),
        (Role::Driver, Topic::Shifts),
        (Role::Point, Topic::Arrivals),
        (Role::Coordinator, Topic::Alarms),
    ]
    .into_iter()
    .filter(|(role, _)| actor.has(*role))
    .map(|(_, topic)| topic)
    .collect()
}
