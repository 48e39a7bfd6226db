//! A map drawn by the server: towns, the way of each round, its stops in order, and the other places around them.
//!
//! The towns are the heavy part and do not change, so they are written once in a page ([`Ground`] renders them hidden)
//! and every [`AreaMap`] of the page, also one that arrives later as a fragment, shows them by reference.

use maud::{Markup, Render, html};
use std::fmt::Write;

use super::stop_list::StopState;
use crate::domain::site::{LatLon, SiteKind, TownShape};
use crate::t;
use crate::words::Words;

/// The drawing's width in its own units; it stretches to the page.
const WIDTH: f64 = 1000.0;
/// Room around what must be seen, in units.
const MARGIN: f64 = 44.0;
/// How far the middles of two stops keep apart, in units.
const APART: f64 = 50.0;
/// Half the side of a mark.
const HALF_MARK: f64 = 26.0;
/// How far a round's number keeps from every stop.
const TAG_ROOM: f64 = 52.0;
/// How high the names of towns are on a phone, and on a desk, in units.
const NAME_HEIGHTS: [f64; 2] = [34.0, 19.0];
/// A stop this near to a town's middle, in units, is taken to be in it.
const NEAR: f64 = 70.0;
/// How wide a letter is, compared with the height of its line.
const LETTER: f64 = 0.6;
/// How many colours and dashes there are for rounds.
const LOOKS: usize = 6;

/// What a map stands on: which part of the world it shows, and the outlines of the towns.
#[derive(Clone, Debug)]
pub struct Ground {
    frame: Frame,
    outline: String,
    towns: Vec<(String, Spot)>,
}

/// From degrees to units of the drawing.
#[derive(Clone, Copy, Debug)]
struct Frame {
    west: f64,
    north: f64,
    across: f64,
    down: f64,
    height: f64,
}

/// A place on the drawing.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Spot {
    x: f64,
    y: f64,
}

impl Frame {
    /// A frame that shows all of these places.
    fn around(places: &[LatLon]) -> Self {
        let ends = |of: fn(&LatLon) -> f64| {
            let all = places.iter().map(of);
            all.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| (low.min(value), high.max(value)))
        };
        let ((south, north), (west, east)) = (ends(|at| at.lat), ends(|at| at.lon));
        if !south.is_finite() {
            return Self { west: 0.0, north: 0.0, across: 1.0, down: 1.0, height: WIDTH };
        }
        let shrink = f64::midpoint(south, north).to_radians().cos().max(0.01);
        // A single place gets some land around it.
        let (wide, high) = (((east - west) * shrink).max(0.02), (north - south).max(0.02));
        let inner = WIDTH - 2.0 * MARGIN;
        // No map is more than a third higher than wide: a phone shows it whole.
        let down = (inner / wide).min(inner * 1.3 / high);
        let spare = (inner - wide * down) / 2.0;
        Self {
            west: west - (MARGIN + spare) / (down * shrink),
            north: north + MARGIN / down,
            across: down * shrink,
            down,
            height: (high * down + 2.0 * MARGIN).round().max(WIDTH * 0.6),
        }
    }

    fn spot(&self, at: LatLon) -> Spot {
        Spot { x: (at.lon - self.west) * self.across, y: (self.north - at.lat) * self.down }
    }

    fn shows(&self, spot: Spot) -> bool {
        (0.0..=WIDTH).contains(&spot.x) && (0.0..=self.height).contains(&spot.y)
    }
}

impl Ground {
    /// The ground under all towns and all of these places.
    pub fn whole(shapes: &[TownShape], places: &[LatLon]) -> Self {
        let mut seen: Vec<LatLon> = shapes.iter().flat_map(|shape| shape.rings.iter().flatten().copied()).collect();
        if seen.is_empty() {
            seen.extend(shapes.iter().map(|shape| shape.town.at));
        }
        seen.extend(places);
        Self::framed(shapes, Frame::around(&seen))
    }

    /// The ground under these places only; towns reach as far as it shows.
    pub fn near(shapes: &[TownShape], places: &[LatLon]) -> Self {
        Self::framed(shapes, Frame::around(places))
    }

    fn framed(shapes: &[TownShape], frame: Frame) -> Self {
        let mut outline = String::new();
        for ring in shapes.iter().flat_map(|shape| &shape.rings) {
            trace(&mut outline, &frame, ring);
        }
        // A name without an outline under it would float in nowhere, unless no town has one.
        let bare = shapes.iter().all(|shape| shape.rings.is_empty());
        let named = shapes.iter().filter(|shape| bare || !shape.rings.is_empty());
        let towns = named.map(|shape| (shape.town.name.clone(), frame.spot(shape.town.at)));
        Self { frame, outline, towns: towns.filter(|(_, spot)| frame.shows(*spot)).collect() }
    }
}

/// Adds a ring to a path, on whole units, in steps from point to point. Neighbours snap to the same units, so that no
/// gap opens between two towns.
fn trace(path: &mut String, frame: &Frame, ring: &[LatLon]) {
    let whole = |at: &LatLon| {
        let spot = frame.spot(*at);
        (spot.x.round() as i64, spot.y.round() as i64)
    };
    let mut points: Vec<(i64, i64)> = ring.iter().map(whole).collect();
    points.dedup();
    let far = |(x, y): &(i64, i64)| !(-500..=1500).contains(x) || !(-500..=2000).contains(y);
    if points.len() < 4 || points.iter().all(far) {
        return;
    }
    points.pop();
    let mut from = points[0];
    // Writing into a string cannot fail.
    let _ = write!(path, "M{} {}l", from.0, from.1);
    for (index, to) in points.iter().enumerate().skip(1) {
        let (x, y) = (to.0 - from.0, to.1 - from.1);
        let space = if index > 1 && x >= 0 { " " } else { "" };
        let between = if y >= 0 { " " } else { "" };
        let _ = write!(path, "{space}{x}{between}{y}");
        from = *to;
    }
    path.push('z');
}

impl Render for Ground {
    fn render(&self) -> Markup {
        html! {
            svg.map-ground aria-hidden="true" focusable="false" width="0" height="0" {
                defs { path id="ground" d=(self.outline) {} }
            }
        }
    }
}

/// One stop on the way of a round.
#[derive(Clone, Debug)]
pub struct MapStop {
    pub at: LatLon,
    /// Shop, point or hub: each has a shape of its own.
    pub kind: SiteKind,
    /// What hovering over it says.
    pub name: String,
    pub state: StopState,
}

/// The way of a round.
#[derive(Clone, Debug)]
pub struct MapRound {
    /// Its number: what the map writes on its way. Colour and dash follow from it.
    pub number: i64,
    /// Where it starts, if not at its first stop.
    pub start: Option<LatLon>,
    pub stops: Vec<MapStop>,
    /// Where it ends, if not at its last stop.
    pub end: Option<LatLon>,
}

/// A place that no round goes to.
#[derive(Clone, Debug)]
pub struct MapSite {
    pub at: LatLon,
    pub kind: SiteKind,
    /// What hovering over it says.
    pub name: String,
}

/// Rounds on the map. The same content must stand beside it as text.
///
/// `html! { (ground) (AreaMap { id: "day-map", title, description, ground: &ground, rounds, others }) }`
#[derive(Clone, Debug)]
pub struct AreaMap<'a> {
    /// Its id; the ids of title and description are made from it.
    pub id: &'a str,
    pub title: String,
    /// What can be seen on it, in a sentence or two.
    pub description: String,
    pub ground: &'a Ground,
    pub rounds: Vec<MapRound>,
    /// Places that no round goes to.
    pub others: Vec<MapSite>,
}

struct Drawn<'a> {
    look: usize,
    number: usize,
    stop: &'a MapStop,
    spot: Spot,
}

impl AreaMap<'_> {
    /// Every stop at its place, moved aside where several would cover each other.
    fn stops(&self) -> Vec<Vec<Drawn<'_>>> {
        let mut spots: Vec<Spot> =
            self.rounds.iter().flat_map(|round| &round.stops).map(|stop| self.ground.frame.spot(stop.at)).collect();
        let wanted = spots.clone();
        for _ in 0..60 {
            spread(&mut spots, &wanted, self.ground.frame.height);
        }
        let mut spots = spots.into_iter();
        let drawn = |(look, round)| {
            let round: &MapRound = round;
            let stops = round.stops.iter().zip(spots.by_ref()).enumerate();
            stops.map(|(index, (stop, spot))| Drawn { look, number: index + 1, stop, spot }).collect()
        };
        self.rounds.iter().map(|round| (look_of(round.number), round)).map(drawn).collect()
    }

    fn way(&self, round: &MapRound, stops: &[Drawn<'_>]) -> Vec<(Spot, bool)> {
        let frame = &self.ground.frame;
        let done = |stop: &Drawn<'_>| matches!(stop.stop.state, StopState::Done | StopState::Skipped);
        let mut way: Vec<(Spot, bool)> = stops.iter().map(|stop| (stop.spot, done(stop))).collect();
        if let Some(start) = round.start {
            way.insert(0, (frame.spot(start), true));
        }
        if let Some(end) = round.end {
            way.push((frame.spot(end), false));
        }
        way
    }
}

/// One step of moving stops apart: neighbours push each other away, and each is drawn back to where it belongs.
fn spread(spots: &mut [Spot], wanted: &[Spot], height: f64) {
    for one in 0..spots.len() {
        for other in (one + 1)..spots.len() {
            let (a, b) = (spots[one], spots[other]);
            let (mut dx, mut dy) = (b.x - a.x, b.y - a.y);
            let mut far = dx.hypot(dy);
            if far >= APART {
                continue;
            }
            if far < 0.5 {
                // Two stops at one place go different ways, always the same ones.
                let turn = (one * 7 + other) as f64;
                (dx, dy, far) = (turn.cos(), turn.sin(), 1.0);
            }
            let push = (APART - far) / 2.0 / far;
            spots[one] = Spot { x: a.x - dx * push, y: a.y - dy * push };
            spots[other] = Spot { x: b.x + dx * push, y: b.y + dy * push };
        }
    }
    for (spot, home) in spots.iter_mut().zip(wanted) {
        spot.x = (spot.x + (home.x - spot.x) * 0.04).clamp(HALF_MARK, WIDTH - HALF_MARK);
        spot.y = (spot.y + (home.y - spot.y) * 0.04).clamp(HALF_MARK, height - HALF_MARK);
    }
}

fn look_of(number: i64) -> usize {
    usize::try_from(number.max(1) - 1).unwrap_or_default() % LOOKS + 1
}

fn path(way: &[Spot]) -> String {
    let mut d = String::new();
    for (index, spot) in way.iter().enumerate() {
        // Writing into a string cannot fail.
        let _ = write!(d, "{}{:.0} {:.0}", if index == 0 { "M" } else { "L" }, spot.x, spot.y);
    }
    d
}

/// The middle of a long leg where the round's number covers no stop; of the longest one first.
fn tag_spot(way: &[(Spot, bool)], stops: &[Spot]) -> Option<Spot> {
    let mut legs: Vec<(Spot, Spot)> = way.windows(2).map(|leg| (leg[0].0, leg[1].0)).collect();
    legs.sort_by(|a, b| length(*b).total_cmp(&length(*a)));
    let middle = |(a, b): (Spot, Spot)| Spot { x: f64::midpoint(a.x, b.x), y: f64::midpoint(a.y, b.y) };
    let free = |spot: &Spot| stops.iter().all(|stop| length((*stop, *spot)) > TAG_ROOM);
    legs.into_iter().map(middle).find(free)
}

fn length((a, b): (Spot, Spot)) -> f64 {
    (b.x - a.x).hypot(b.y - a.y)
}

/// A box on the drawing that a name must not cover.
#[derive(Clone, Copy)]
struct Area {
    middle: Spot,
    half_width: f64,
    half_height: f64,
}

impl Area {
    fn meets(&self, other: &Self) -> bool {
        (self.middle.x - other.middle.x).abs() < self.half_width + other.half_width
            && (self.middle.y - other.middle.y).abs() < self.half_height + other.half_height
    }
}

/// A town's name, where it covers nothing.
struct Name<'a> {
    text: &'a str,
    spot: Spot,
    only_on_desk: bool,
}

/// Places the names of towns: those near a stop first, then from the south up, each beside its town where there is room,
/// and none where there is not.
fn names<'a>(ground: &'a Ground, marks: &[Spot]) -> Vec<Name<'a>> {
    let square = |spot: &Spot| Area { middle: *spot, half_width: HALF_MARK, half_height: HALF_MARK };
    let mut taken: Vec<Area> = marks.iter().map(square).collect();
    let mut towns: Vec<&(String, Spot)> = ground.towns.iter().collect();
    let near = |spot: Spot| marks.iter().filter(|mark| length((**mark, spot)) < NEAR).count();
    towns.sort_by(|a, b| near(b.1).cmp(&near(a.1)).then(b.1.y.total_cmp(&a.1.y)));
    let mut names: Vec<Name<'a>> = Vec::new();
    for (only_on_desk, height) in [(false, NAME_HEIGHTS[0]), (true, NAME_HEIGHTS[1])] {
        for (text, at) in &towns {
            if names.iter().any(|name| name.text == text) || (!only_on_desk && near(*at) == 0) {
                continue;
            }
            let half_width = text.chars().count() as f64 * height * LETTER / 2.0;
            let free = |spot: &Spot| {
                let area = Area { middle: *spot, half_width: half_width + 4.0, half_height: height * 0.55 };
                let inside = half_width + 6.0..=WIDTH - half_width - 6.0;
                inside.contains(&spot.x)
                    && (height..=ground.frame.height - height).contains(&spot.y)
                    && !taken.iter().any(|other| other.meets(&area))
            };
            let spots = beside(near(*at) > 0, height, half_width).into_iter();
            let mut spots = spots.map(|(x, y)| Spot { x: at.x + x, y: at.y + y });
            if let Some(spot) = spots.find(free) {
                taken.push(Area { middle: spot, half_width, half_height: height * 0.5 });
                names.push(Name { text, spot, only_on_desk });
            }
        }
    }
    names
}

/// Where a town's name may stand, from its middle outwards: around the stops in a busy town, close by in a quiet one.
fn beside(busy: bool, height: f64, half_width: f64) -> Vec<(f64, f64)> {
    if !busy {
        return vec![(0.0, 0.0), (0.0, height * 0.8), (0.0, -height * 0.8)];
    }
    let step = height * 0.55 + HALF_MARK + 3.0;
    let aside = half_width + HALF_MARK + 6.0;
    let rings = (1..=4).flat_map(|ring| {
        let (down, across) = (f64::from(ring) * step * 0.7, half_width * 0.6);
        [(0.0, down), (0.0, -down), (across, down), (-across, down), (across, -down), (-across, -down)]
    });
    let sides = [(0.0, 0.0), (aside, 0.0), (-aside, 0.0)];
    sides.into_iter().chain(rings).chain([(aside + APART, 0.0), (-aside - APART, 0.0)]).collect()
}

fn shape(kind: SiteKind) -> Markup {
    html! {
        @match kind {
            SiteKind::Donor => circle.shape r="22" {},
            SiteKind::Point => path.shape d="M-21-5L0-26 21-5V21H-21z" {},
            SiteKind::Hub => path.shape d="M0-28L28 0 0 28-28 0z" {},
        }
    }
}

fn translate(spot: Spot) -> String {
    format!("translate({:.0} {:.0})", spot.x, spot.y)
}

impl Render for AreaMap<'_> {
    fn render(&self) -> Markup {
        let stops = self.stops();
        let ways: Vec<_> = self.rounds.iter().zip(&stops).map(|(round, stops)| self.way(round, stops)).collect();
        let mut marks: Vec<Spot> = stops.iter().flatten().map(|stop| stop.spot).collect();
        let tags: Vec<_> = ways.iter().map(|way| tag_spot(way, &marks)).collect();
        marks.extend(tags.iter().flatten());
        let frame = &self.ground.frame;
        let (title, description) = (format!("{}-title", self.id), format!("{}-desc", self.id));
        html! {
            svg.area-map id=(self.id) viewBox=(format!("0 0 {WIDTH:.0} {:.0}", frame.height)) role="img"
                aria-labelledby=(title) aria-describedby=(description) {
                title id=(title) { (self.title) }
                desc id=(description) { (self.description) }
                use.land href="#ground" {}
                @for site in &self.others {
                    g.other transform=(translate(frame.spot(site.at))) { g.glyph { (shape(site.kind)) title { (site.name) } } }
                }
                @for (round, way) in self.rounds.iter().zip(&ways) {
                    @let all: Vec<Spot> = way.iter().map(|(spot, _)| *spot).collect();
                    @let driven = way.iter().rposition(|(_, done)| *done).map_or(0, |last| last + 1);
                    g class={ "way look-" (look_of(round.number)) } {
                        path.casing d=(path(&all)) {}
                        path.ahead d=(path(&all[driven.saturating_sub(1)..])) {}
                        @if driven > 1 { path.driven d=(path(&all[..driven])) {} }
                    }
                }
                @for name in names(self.ground, &marks) {
                    text.town.only-desk[name.only_on_desk] x=(format!("{:.0}", name.spot.x))
                        y=(format!("{:.0}", name.spot.y)) { (name.text) }
                }
                @for drawn in stops.iter().flatten() {
                    @let state = match drawn.stop.state {
                        StopState::Ahead => "ahead",
                        StopState::Now => "now",
                        StopState::Done => "done",
                        StopState::Skipped => "skipped",
                    };
                    g class={ "stop " (state) " look-" (drawn.look) } transform=(translate(drawn.spot)) {
                        g.glyph {
                            (shape(drawn.stop.kind))
                            text { @if drawn.stop.state == StopState::Skipped { "×" } @else { (drawn.number) } }
                            title { (drawn.stop.name) }
                        }
                    }
                }
                @for (round, spot) in self.rounds.iter().zip(&tags) {
                    @if let Some(spot) = spot {
                        g class={ "tag look-" (look_of(round.number)) } transform=(translate(*spot)) {
                            g.glyph { rect x="-34" y="-19" width="68" height="38" rx="19" {} text { "G" (round.number) } }
                        }
                    }
                }
            }
        }
    }
}

/// The sign that a round has on the map, for beside its name.
#[derive(Clone, Copy, Debug)]
pub struct RoundSign {
    pub number: i64,
}

impl Render for RoundSign {
    fn render(&self) -> Markup {
        html! { span class={ "round-sign look-" (look_of(self.number)) } aria-hidden="true" { "G" (self.number) } }
    }
}

/// What the shapes on a map mean.
#[derive(Clone, Copy, Debug)]
pub struct MapLegend {
    pub words: Words,
}

impl Render for MapLegend {
    fn render(&self) -> Markup {
        let w = self.words;
        let key = |class: &str, kind| {
            html! {
                svg.map-key viewBox="-32 -32 64 64" aria-hidden="true" focusable="false" {
                    g class=(class) { (shape(kind)) }
                }
            }
        };
        html! {
            ul.map-legend {
                li { (key("stop ahead", SiteKind::Donor)) (t!(w, "map-shop")) }
                li { (key("stop ahead", SiteKind::Point)) (t!(w, "map-point")) }
                li { (key("stop ahead", SiteKind::Hub)) (t!(w, "map-hub")) }
                li { (key("stop done", SiteKind::Donor)) (t!(w, "map-done")) }
                li { (key("stop now", SiteKind::Donor)) (t!(w, "map-now")) }
            }
        }
    }
}

#[cfg(test)]
mod tests;
