//! A map drawn by the server: shapes of towns, lines of rounds, numbered dots. No tiles, nothing from other servers.

use maud::{Markup, Render, html};

use crate::domain::site::LatLon;

/// A rectangle of the globe, in degrees.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bounds {
    /// The southern edge.
    pub south: f64,
    /// The northern edge.
    pub north: f64,
    /// The western edge.
    pub west: f64,
    /// The eastern edge.
    pub east: f64,
}

/// The least a map shows from south to north: about three kilometres.
const LEAST_DEGREES: f64 = 0.028;
/// The flattest and the steepest a drawing may be: height by width.
const SHAPE: (f64, f64) = (0.55, 1.2);

impl Bounds {
    /// The smallest rectangle around places, with a margin; `None` without places.
    pub fn around(places: impl IntoIterator<Item = LatLon>) -> Option<Self> {
        let mut places = places.into_iter();
        let first = places.next()?;
        let start = Self { south: first.lat, north: first.lat, west: first.lon, east: first.lon };
        let tight = places.fold(start, |bounds, place| Self {
            south: bounds.south.min(place.lat),
            north: bounds.north.max(place.lat),
            west: bounds.west.min(place.lon),
            east: bounds.east.max(place.lon),
        });
        Some(tight.with_margin())
    }

    fn with_margin(self) -> Self {
        let narrowing = self.narrowing();
        let (middle_lat, middle_lon) = ((self.south + self.north) / 2.0, (self.west + self.east) / 2.0);
        let mut tall = ((self.north - self.south) * 1.2).max(LEAST_DEGREES);
        let mut wide = ((self.east - self.west) * narrowing * 1.2).max(LEAST_DEGREES);
        tall = tall.max(wide * SHAPE.0);
        wide = wide.max(tall / SHAPE.1);
        let (half_lat, half_lon) = (tall / 2.0, wide / narrowing / 2.0);
        Self {
            south: middle_lat - half_lat,
            north: middle_lat + half_lat,
            west: middle_lon - half_lon,
            east: middle_lon + half_lon,
        }
    }

    /// How much narrower a degree of longitude is than one of latitude here.
    fn narrowing(self) -> f64 {
        ((self.south + self.north) / 2.0).to_radians().cos().max(0.05)
    }

    fn meets(self, other: Self) -> bool {
        self.south < other.north && other.south < self.north && self.west < other.east && other.west < self.east
    }
}

/// A town: its outline, and its name at its centre.
#[derive(Clone, Debug)]
pub struct MapShape {
    /// Its name, written at the centre; empty writes nothing.
    pub name: String,
    /// Its centre.
    pub at: LatLon,
    /// Its rings.
    pub rings: Vec<Vec<LatLon>>,
}

/// A way from place to place.
#[derive(Clone, Debug)]
pub struct MapLine {
    /// The places it joins.
    pub places: Vec<LatLon>,
    /// Which of the six colours of rounds.
    pub colour: usize,
    /// Whether it is behind.
    pub done: bool,
}

/// How a dot looks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DotState {
    /// A stop ahead.
    #[default]
    Ahead,
    /// The next stop.
    Now,
    /// A stop behind.
    Done,
    /// A stop that was skipped.
    Skipped,
    /// A place without a stop.
    Place,
}

impl DotState {
    fn class(self) -> &'static str {
        match self {
            Self::Ahead => "ahead",
            Self::Now => "now",
            Self::Done => "done",
            Self::Skipped => "skipped",
            Self::Place => "place",
        }
    }
}

/// A place on the map.
#[derive(Clone, Debug)]
pub struct MapDot {
    /// Where.
    pub at: LatLon,
    /// What stands in it: a number, or nothing.
    pub label: String,
    /// What it is, for a pointer or a screen reader.
    pub title: String,
    /// Where a tap leads. The same link must also stand beside the map, as big as a finger.
    pub href: Option<String>,
    /// How it looks.
    pub state: DotState,
    /// Which of the six colours of rounds.
    pub colour: usize,
}

/// A map.
///
/// `html! { (Map { id: "round", title, description, bounds, width: 360, shapes, lines, dots }) }`
#[derive(Clone, Debug)]
pub struct Map {
    /// The id of the drawing.
    pub id: &'static str,
    /// What it shows, in a few words.
    pub title: String,
    /// The same as sentences, for who cannot see it.
    pub description: String,
    /// What part of the globe.
    pub bounds: Bounds,
    /// The width of the drawing in its own units; a dot is 26 across. On a phone 360 makes a unit one pixel.
    pub width: u16,
    /// Towns, drawn first.
    pub shapes: Vec<MapShape>,
    /// Rounds.
    pub lines: Vec<MapLine>,
    /// Stops and places, drawn last, the last on top.
    pub dots: Vec<MapDot>,
}

/// How far apart dots are kept, in units.
const APART: f64 = 27.0;
/// How often dots that overlap are pushed apart.
const PUSHES: usize = 24;
/// Points of an outline closer than this, in units, are drawn as one.
const FINEST: f64 = 1.6;

/// The width of a letter of a town's name, in units.
const LETTER: f64 = 6.4;

type Spot = (f64, f64);

impl Map {
    fn scale(&self) -> f64 {
        f64::from(self.width) / ((self.bounds.east - self.bounds.west) * self.bounds.narrowing())
    }

    fn height(&self) -> f64 {
        (self.bounds.north - self.bounds.south) * self.scale()
    }

    fn spot(&self, place: LatLon) -> Spot {
        let scale = self.scale();
        ((place.lon - self.bounds.west) * self.bounds.narrowing() * scale, (self.bounds.north - place.lat) * scale)
    }

    /// Where the dots are drawn: at their places, but never one over another.
    fn spread(&self) -> Vec<Spot> {
        let mut spots: Vec<Spot> = self.dots.iter().map(|dot| self.spot(dot.at)).collect();
        for _ in 0..PUSHES {
            let mut moved = false;
            for one in 0..spots.len() {
                for other in one + 1..spots.len() {
                    moved |= push(&mut spots, one, other);
                }
            }
            if !moved {
                break;
            }
        }
        let (right, bottom) = (f64::from(self.width) - APART / 2.0, self.height() - APART / 2.0);
        spots.into_iter().map(|(x, y)| (x.clamp(APART / 2.0, right), y.clamp(APART / 2.0, bottom))).collect()
    }

    fn outline(&self, shape: &MapShape) -> String {
        let mut path = String::new();
        for ring in shape.rings.iter().filter(|ring| bounds_of(ring).is_some_and(|ring| ring.meets(self.bounds))) {
            let mut last: Option<Spot> = None;
            for place in ring {
                let (x, y) = self.spot(*place);
                if last.is_some_and(|(before_x, before_y)| (x - before_x).hypot(y - before_y) < FINEST) {
                    continue;
                }
                path.push_str(&format!("{}{x:.0} {y:.0}", if last.is_none() { 'M' } else { 'L' }));
                last = Some((x, y));
            }
            path.push('Z');
        }
        path
    }

    /// The towns whose names fit into the drawing, with the places of their names.
    fn named(&self) -> impl Iterator<Item = (&MapShape, Spot)> {
        let fits = |shape: &MapShape, (x, y): Spot| {
            let half = shape.name.chars().map(|_| LETTER).sum::<f64>() / 2.0;
            x >= half && x + half <= f64::from(self.width) && y >= 16.0 && y <= self.height()
        };
        let placed = self.shapes.iter().map(|shape| (shape, self.spot(shape.at)));
        placed.filter(move |(shape, spot)| !shape.name.is_empty() && fits(shape, *spot))
    }

    fn dot(&self, dot: &MapDot, (x, y): Spot) -> Markup {
        let body = html! {
            title { (dot.title) }
            @if dot.state == DotState::Place {
                rect x=(format!("{:.1}", x - 8.0)) y=(format!("{:.1}", y - 8.0)) width="16" height="16" rx="4" {}
            } @else {
                circle cx=(format!("{x:.1}")) cy=(format!("{y:.1}")) r="13" {}
                text x=(format!("{x:.1}")) y=(format!("{:.1}", y + 5.0)) { (dot.label) }
            }
        };
        let class = format!("dot {} round-{}", dot.state.class(), dot.colour % 6);
        html! {
            @if let Some(href) = &dot.href {
                a class=(class) href=(href) { (body) }
            } @else {
                g class=(class) { (body) }
            }
        }
    }
}

/// The rectangle around a ring, without margin.
fn bounds_of(ring: &[LatLon]) -> Option<Bounds> {
    let first = ring.first()?;
    let start = Bounds { south: first.lat, north: first.lat, west: first.lon, east: first.lon };
    Some(ring.iter().fold(start, |bounds, place| Bounds {
        south: bounds.south.min(place.lat),
        north: bounds.north.max(place.lat),
        west: bounds.west.min(place.lon),
        east: bounds.east.max(place.lon),
    }))
}

/// Pushes two spots apart if they are too close; the same spot twice goes left and right.
fn push(spots: &mut [Spot], one: usize, other: usize) -> bool {
    let (dx, dy) = (spots[other].0 - spots[one].0, spots[other].1 - spots[one].1);
    let distance = dx.hypot(dy);
    if distance >= APART - 0.1 {
        return false;
    }
    let (ux, uy) = if distance < 0.01 { (1.0, 0.0) } else { (dx / distance, dy / distance) };
    let half = (APART - distance) / 2.0;
    spots[one] = (spots[one].0 - ux * half, spots[one].1 - uy * half);
    spots[other] = (spots[other].0 + ux * half, spots[other].1 + uy * half);
    true
}

impl Render for Map {
    fn render(&self) -> Markup {
        let (title_id, description_id) = (format!("{}-title", self.id), format!("{}-description", self.id));
        let labelled = format!("{title_id} {description_id}");
        let spots = self.spread();
        let linked = self.dots.iter().any(|dot| dot.href.is_some());
        html! {
            svg.map id=(self.id) viewBox=(format!("0 0 {} {:.0}", self.width, self.height()))
                role=(if linked { "group" } else { "img" }) aria-labelledby=(labelled) {
                title id=(title_id) { (self.title) }
                desc id=(description_id) { (self.description) }
                g aria-hidden="true" {
                    @for shape in &self.shapes {
                        @let path = self.outline(shape);
                        @if !path.is_empty() { path.town d=(path) {} }
                    }
                    @for line in &self.lines {
                        polyline class={ "way round-" (line.colour % 6) } data-done[line.done]
                            points=(line.places.iter().map(|place| {
                                let (x, y) = self.spot(*place);
                                format!("{x:.1},{y:.1}")
                            }).collect::<Vec<_>>().join(" ")) {}
                    }
                    @for (shape, (x, y)) in self.named() {
                        text.town-name x=(format!("{x:.0}")) y=(format!("{:.0}", y - 4.0)) { (shape.name) }
                    }
                }
                @for (dot, spot) in self.dots.iter().zip(spots) { (self.dot(dot, spot)) }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CODOGNO: LatLon = LatLon { lat: 45.160, lon: 9.704 };
    const MALEO: LatLon = LatLon { lat: 45.167, lon: 9.756 };

    fn dot(at: LatLon, label: &str) -> MapDot {
        let (title, label) = (format!("Tappa {label}"), label.to_owned());
        MapDot { at, label, title, href: None, state: DotState::Ahead, colour: 0 }
    }

    fn map(dots: Vec<MapDot>) -> Map {
        Map {
            id: "round",
            title: "Il giro".into(),
            description: "Codogno, poi Maleo".into(),
            bounds: Bounds::around([CODOGNO, MALEO]).expect("two places"),
            width: 360,
            shapes: Vec::new(),
            lines: vec![MapLine { places: vec![CODOGNO, MALEO], colour: 0, done: false }],
            dots,
        }
    }

    #[test]
    fn every_place_is_on_the_map_and_north_is_up() {
        let map = map(vec![]);
        let ((west, lower), (east, upper)) = (map.spot(CODOGNO), map.spot(MALEO));
        assert!(west < east && upper < lower);
        assert!(west > 0.0 && east < 360.0 && upper > 0.0 && lower < map.height());
    }

    #[test]
    fn a_degree_east_is_drawn_shorter_than_a_degree_north() {
        let map = map(vec![]);
        let (x, y) = map.spot(CODOGNO);
        let (east, _) = map.spot(LatLon { lon: CODOGNO.lon + 0.01, ..CODOGNO });
        let (_, north) = map.spot(LatLon { lat: CODOGNO.lat + 0.01, ..CODOGNO });
        let share = (east - x) / (y - north);
        assert!((0.69..0.72).contains(&share), "{share}");
    }

    #[test]
    fn stops_at_one_door_are_drawn_side_by_side() {
        let spots = map(vec![dot(CODOGNO, "1"), dot(CODOGNO, "2"), dot(CODOGNO, "3")]).spread();
        for (one, other) in [(0, 1), (0, 2), (1, 2)] {
            let (a, b): (Spot, Spot) = (spots[one], spots[other]);
            assert!((a.0 - b.0).hypot(a.1 - b.1) > 20.0, "{spots:?}");
        }
    }

    #[test]
    fn it_says_in_words_what_it_shows() {
        let drawn = map(vec![dot(CODOGNO, "1")]).render().into_string();
        assert!(drawn.contains("aria-labelledby=\"round-title round-description\""));
        assert!(drawn.contains("<desc id=\"round-description\">Codogno, poi Maleo</desc>"));
        assert!(drawn.contains("<title>Tappa 1</title>"));
        assert!(!drawn.contains("style="));
    }

    #[test]
    fn one_place_alone_still_makes_a_map() {
        let bounds = Bounds::around([CODOGNO]).expect("a place");
        assert!(bounds.north - bounds.south >= LEAST_DEGREES - 1e-9);
        assert_eq!(Bounds::around([]), None);
    }
}
