//! What a driver's phone must have at hand without a network, and the keys by which it knows what is done.

use maud::{Markup, html};

use super::loads::site_name;
use super::scope::RoundScope;
use crate::app::day::{Day, RoundDay, StopDay};
use crate::app::driving::DriverStop;
use crate::domain::id::{LotId, OpId, StopId};
use crate::t;
use crate::web::ui::Offline;
use crate::words::Words;

pub fn stop_key(stop: StopId) -> String {
    format!("stop:{stop}")
}

fn lot_key(lot: LotId) -> String {
    format!("lot:{lot}")
}

/// An act that closes a stop.
pub fn of_stop(title: String, stop: &DriverStop) -> Offline {
    let lots = stop.stop.planned.loads.iter().map(|load| lot_key(load.of));
    Offline::new(title).settles(stop_key(stop.stop.planned.id)).touches(lots)
}

/// An act that opens a closed stop again.
pub fn of_stop_again(title: String, stop: &DriverStop, closed_by: OpId) -> Offline {
    let lots = stop.stop.planned.loads.iter().map(|load| lot_key(load.of));
    Offline::new(title).touches([format!("op:{closed_by}"), stop_key(stop.stop.planned.id)]).touches(lots)
}

/// An act on a whole round, or on what is on board: it comes after all that was done at stops.
pub fn of_round(title: String, round: &RoundDay) -> Offline {
    let stops = round.stops.iter().map(|stop| stop_key(stop.planned.id));
    let loads = round.stops.iter().flat_map(|stop| &stop.planned.loads).map(|load| lot_key(load.of));
    let aboard = round.on_board.iter().map(|portion| lot_key(portion.lot));
    let mut keys: Vec<_> = stops.chain(loads).chain(aboard).collect();
    keys.sort_unstable();
    keys.dedup();
    Offline::new(title).touches(keys)
}

/// Where a phone goes on by itself: the open stops in their order, then the end.
pub fn ahead(w: Words, scope: RoundScope, day: &Day, stops: &[StopDay]) -> Markup {
    html! {
        nav data-ahead hidden {
            @for stop in stops.iter().filter(|stop| stop.is_open()) {
                a href=(scope.stop(stop.planned.id)) data-key=(stop_key(stop.planned.id)) {
                    (site_name(day, stop.planned.site))
                }
            }
            a href=(scope.link("/driver/end")) { (t!(w, "tab-driver-end")) }
        }
    }
}

/// The pages that a round may need, and the pictures on them.
pub fn pages(scope: RoundScope, day: &Day, round: &RoundDay) -> Vec<String> {
    let mut pages = Vec::new();
    let mut photos = Vec::new();
    for stop in round.stops.iter().filter(|stop| stop.is_open()) {
        let address = scope.stop(stop.planned.id);
        let counts = if stop.planned.loads.is_empty() { "found" } else { "missing" };
        pages.push(scope.link(&format!("/driver/stops/{}/{counts}", stop.planned.id)));
        pages.push(address);
        let lots = stop.planned.loads.iter().filter_map(|load| day.lots.get(&load.of));
        photos.extend(lots.filter_map(|lot| lot.photo).map(|photo| format!("/photos/{photo}")));
    }
    photos.sort_unstable();
    photos.dedup();
    pages.push(scope.link("/driver/aboard"));
    pages.extend(photos);
    pages
}
