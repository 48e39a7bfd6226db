//! The round on a map.

use maud::{Markup, html};

use super::loads::site_name;
use super::round_view::RoundView;
use crate::app::day::StopDay;
use crate::domain::round::VisitOutcome;
use crate::domain::site::{LatLon, SiteKind, TownShape};
use crate::t;
use crate::web::ui::{AreaMap, Ground, Icon, MapRound, MapStop, StopState};

/// The picture of a kind of place.
pub fn icon_of(kind: SiteKind) -> Icon {
    match kind {
        SiteKind::Donor => Icon::Shop,
        SiteKind::Point => Icon::Point,
        SiteKind::Hub => Icon::Box,
    }
}

/// How far a stop is.
pub fn state_of(stop: &StopDay) -> StopState {
    match &stop.visit {
        Some(visit) if visit.outcome == VisitOutcome::Done => StopState::Done,
        Some(_) => StopState::Skipped,
        None if stop.is_next => StopState::Now,
        None => StopState::Ahead,
    }
}

/// The map of a round: its stops by number, joined in order, over the towns around them.
pub fn map(view: &RoundView<'_>, towns: &[TownShape]) -> Option<Markup> {
    let w = view.context.words;
    let place = |site| view.day.sites.get(&site).map(|site| site.at);
    let shift = view.day.shifts.iter().find(|shift| shift.id == view.round.head.shift);
    let spots = shift.map(|shift| shift.spots.clone()).unwrap_or_default();
    let start = spots.start.map(|spot| spot.at).or_else(|| shift.and_then(|shift| place(shift.start)));
    let end = spots.end.map(|spot| spot.at).or_else(|| shift.and_then(|shift| shift.end).and_then(place));
    let stops: Vec<MapStop> = view.round.stops.iter().filter_map(|stop| on_map(view, stop)).collect();
    let places: Vec<LatLon> = start.into_iter().chain(stops.iter().map(|stop| stop.at)).chain(end).collect();
    let names: Vec<&str> = view.round.stops.iter().map(|stop| site_name(view.day, stop.planned.site)).collect();
    if stops.is_empty() {
        return None;
    }
    let number = view.round.head.number;
    let ground = Ground::near(towns, &places);
    let map = AreaMap {
        id: "round-map",
        title: t!(w, "driver-map-title", number = number),
        description: t!(w, "driver-map-description", places = names.join(", ")),
        ground: &ground,
        rounds: vec![MapRound { number, start, stops, end }],
        others: Vec::new(),
    };
    Some(html! { (ground) figure.map-sheet { (map) } })
}

fn on_map(view: &RoundView<'_>, stop: &StopDay) -> Option<MapStop> {
    let site = view.day.sites.get(&stop.planned.site)?;
    Some(MapStop { at: site.at, kind: site.kind, name: site.name.clone(), state: state_of(stop) })
}
