//! The day's rounds on the map of the area.

use std::collections::BTreeSet;

use super::names::{Names, round_name};
use crate::app::day::{Day, RoundDay, StopDay};
use crate::domain::id::SiteId;
use crate::domain::round::VisitOutcome;
use crate::domain::site::{LatLon, TownShape};
use crate::t;
use crate::web::context::Context;
use crate::web::ui::{AreaMap, Ground, MapRound, MapSite, MapStop, StopState};

/// The ground that a day's map stands on: the same for every fragment of the page.
pub(super) fn ground(day: &Day, shapes: &[TownShape]) -> Ground {
    let places: Vec<LatLon> = day.sites.values().filter(|site| site.active).map(|site| site.at).collect();
    Ground::whole(shapes, &places)
}

/// How far a stop is, as lists and maps show it.
pub(super) fn state_of(stop: &StopDay) -> StopState {
    match stop.visit.as_ref().map(|visit| visit.outcome) {
        Some(VisitOutcome::Closed | VisitOutcome::Unreachable) => StopState::Skipped,
        Some(VisitOutcome::Done | VisitOutcome::Reopened) => StopState::Done,
        None if stop.is_next => StopState::Now,
        None => StopState::Ahead,
    }
}

fn round_on_map(context: &Context, day: &Day, round: &RoundDay) -> MapRound {
    let names = Names::new(context, day);
    let stops = round.stops.iter().filter_map(|stop| {
        let site = day.sites.get(&stop.planned.site)?;
        let name = format!("{} · {}", names.site(site.id), context.clock(stop.expected));
        Some(MapStop { at: site.at, kind: site.kind, name, state: state_of(stop) })
    });
    let shift = day.shifts.iter().find(|shift| shift.id == round.head.shift);
    let place = |id| day.sites.get(&id).map(|site| site.at);
    MapRound {
        number: round.head.number,
        start: shift.and_then(|shift| place(shift.start)),
        stops: stops.collect(),
        end: shift.and_then(|shift| shift.end).and_then(place),
    }
}

/// The map of some rounds of a day. `alone` leaves out the places that none of them goes to.
pub(super) fn map<'a>(
    context: &Context,
    day: &Day,
    rounds: &[&RoundDay],
    ground: &'a Ground,
    alone: bool,
) -> AreaMap<'a> {
    let visited: BTreeSet<SiteId> =
        rounds.iter().flat_map(|round| &round.stops).map(|stop| stop.planned.site).collect();
    let others = day.sites.values().filter(|site| !alone && site.active && !visited.contains(&site.id));
    let others = others.map(|site| MapSite { at: site.at, kind: site.kind, name: site.name.clone() }).collect();
    let rounds = rounds.iter().map(|round| round_on_map(context, day, round)).collect();
    drawn(context, day, rounds, others, ground)
}

/// A map of ways, which says in words what it shows.
pub(super) fn drawn<'a>(
    context: &Context,
    day: &Day,
    rounds: Vec<MapRound>,
    others: Vec<MapSite>,
    ground: &'a Ground,
) -> AreaMap<'a> {
    let w = context.words;
    let is_done = |stop: &&MapStop| matches!(stop.state, StopState::Done | StopState::Skipped);
    let sentences = rounds.iter().map(|round| {
        let done = round.stops.iter().filter(is_done).count();
        t!(w, "map-round-says", round = round_name(w, round.number), done = done, all = round.stops.len())
    });
    AreaMap {
        id: "day-map",
        title: t!(w, "map-title", area = day.area.name.as_str(), date = w.date(day.date)),
        description: if rounds.is_empty() { t!(w, "map-no-rounds") } else { sentences.collect::<Vec<_>>().join(" ") },
        ground,
        rounds,
        others,
    }
}
