//! The round on a map.

use maud::{Markup, html};

use super::loads::site_name;
use super::round::Ride;
use crate::domain::round::VisitOutcome;
use crate::domain::site::{LatLon, SiteKind, TownShape};
use crate::t;
use crate::web::ui::{Bounds, DotState, Icon, Map, MapDot, MapLine, MapShape};

/// The picture of a kind of place.
pub fn icon_of(kind: SiteKind) -> Icon {
    match kind {
        SiteKind::Donor => Icon::Shop,
        SiteKind::Point => Icon::Point,
        SiteKind::Hub => Icon::Box,
    }
}

/// The map of a round: its stops by number, joined in order, over the towns around them.
pub fn map(ride: &Ride<'_>, towns: Vec<TownShape>) -> Option<Markup> {
    let w = ride.context.words;
    let place = |site| ride.day.sites.get(&site).map(|site| site.at);
    let shift = ride.day.shifts.iter().find(|shift| shift.id == ride.round.head.shift);
    let start = shift.and_then(|shift| place(shift.start));
    let end = shift.and_then(|shift| shift.end).and_then(place);
    let dots: Vec<MapDot> = dots(ride);
    if dots.is_empty() {
        return None;
    }
    let places: Vec<LatLon> = start.into_iter().chain(dots.iter().map(|dot| dot.at)).chain(end).collect();
    let bounds = Bounds::around(places.iter().copied())?;
    let names: Vec<&str> = ride.round.stops.iter().map(|stop| site_name(ride.day, stop.planned.site)).collect();
    let is_behind = |dot: &MapDot| matches!(dot.state, DotState::Done | DotState::Skipped);
    let behind = dots.iter().take_while(|dot| is_behind(dot)).count() + usize::from(start.is_some());
    let lines = vec![
        MapLine { places: places.iter().copied().take(behind).collect(), colour: 0, done: true },
        MapLine { places: places.iter().copied().skip(behind.saturating_sub(1)).collect(), colour: 0, done: false },
    ];
    let base = start.map(|at| MapDot {
        at,
        label: String::new(),
        title: t!(w, "driver-start-of", place = shift.map_or("", |shift| site_name(ride.day, shift.start))),
        href: None,
        state: DotState::Place,
        colour: 0,
    });
    let map = Map {
        id: "round-map",
        title: t!(w, "driver-map-title", number = ride.round.head.number),
        description: t!(w, "driver-map-description", places = names.join(", ")),
        bounds,
        width: 360,
        shapes: towns
            .into_iter()
            .map(|town| MapShape { name: town.town.name, at: town.town.at, rings: town.rings })
            .collect(),
        lines,
        dots: base.into_iter().chain(dots).collect(),
    };
    Some(html! { figure { (map) } })
}

/// The stops in order.
fn dots(ride: &Ride<'_>) -> Vec<MapDot> {
    let w = ride.context.words;
    let mut dots = Vec::new();
    for (index, stop) in ride.round.stops.iter().enumerate() {
        let Some(site) = ride.day.sites.get(&stop.planned.site) else { continue };
        let state = match &stop.visit {
            Some(visit) if visit.outcome == VisitOutcome::Done => DotState::Done,
            Some(_) => DotState::Skipped,
            None if stop.is_next => DotState::Now,
            None => DotState::Ahead,
        };
        dots.push(MapDot {
            at: site.at,
            label: (index + 1).to_string(),
            title: t!(w, "driver-stop-named", number = index + 1, place = site.name.as_str()),
            href: Some(ride.scope.stop(stop.planned.id)),
            state,
            colour: 0,
        });
    }
    dots
}
