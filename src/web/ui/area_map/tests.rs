use super::*;
use crate::domain::site::Town;

fn at(lat: f64, lon: f64) -> LatLon {
    LatLon { lat, lon }
}

fn town(name: &str, rings: Vec<Vec<LatLon>>, centre: LatLon) -> TownShape {
    TownShape { town: Town { code: name.to_owned(), name: name.to_owned(), at: centre }, rings }
}

fn stop(lat: f64, lon: f64, state: StopState) -> MapStop {
    MapStop { at: at(lat, lon), kind: SiteKind::Donor, name: "Super".to_owned(), state }
}

fn map(ground: &Ground, stops: Vec<MapStop>) -> AreaMap<'_> {
    let round = MapRound { number: 1, start: Some(at(45.17, 9.70)), stops, end: None };
    let (title, description) = ("I giri".to_owned(), "Un giro".to_owned());
    AreaMap { id: "m", title, description, ground, rounds: vec![round], others: Vec::new() }
}

fn two_towns() -> Vec<TownShape> {
    let border = vec![at(45.16, 9.72), at(45.12, 9.73), at(45.10, 9.72)];
    let mut west = vec![at(45.10, 9.66), at(45.18, 9.66)];
    west.extend(border.clone());
    west.push(west[0]);
    let mut east: Vec<LatLon> = border.into_iter().rev().collect();
    east.extend([at(45.18, 9.78), at(45.10, 9.78)]);
    east.push(east[0]);
    vec![town("Codogno", vec![west], at(45.16, 9.70)), town("Maleo", vec![east], at(45.17, 9.76))]
}

#[test]
fn every_place_is_inside_the_drawing() {
    let places = [at(45.0, 9.3), at(45.46, 9.95), at(45.2, 9.6)];
    let frame = Frame::around(&places);
    for place in places {
        let spot = frame.spot(place);
        assert!(frame.shows(spot), "{spot:?}");
        assert!(spot.x >= MARGIN - 0.1 && spot.x <= WIDTH - MARGIN + 0.1, "{spot:?}");
    }
    assert!(frame.spot(places[0]).y > frame.spot(places[1]).y, "the north is up");
}

#[test]
fn one_place_or_none_makes_a_map_all_the_same() {
    for places in [vec![], vec![at(45.16, 9.70)]] {
        let ground = Ground::near(&[], &places);
        let stops = places.iter().map(|place| stop(place.lat, place.lon, StopState::Ahead)).collect();
        let text = map(&ground, stops).render().into_string();
        assert!(!text.contains("NaN") && !text.contains("inf"), "{text}");
    }
}

#[test]
fn stops_at_one_place_stand_apart_and_inside() {
    let ground = Ground::whole(&two_towns(), &[]);
    let map = map(&ground, vec![stop(45.161, 9.705, StopState::Ahead); 7]);
    let drawn = map.stops();
    let spots: Vec<Spot> = drawn.iter().flatten().map(|stop| stop.spot).collect();
    for (index, one) in spots.iter().enumerate() {
        assert!(ground.frame.shows(*one));
        for other in &spots[..index] {
            assert!(length((*one, *other)) > 0.75 * APART, "{one:?} {other:?}");
        }
    }
}

#[test]
fn neighbouring_towns_share_the_points_of_their_border() {
    let ground = Ground::whole(&two_towns(), &[]);
    assert_eq!(ground.outline.matches('M').count(), 2);
    let frame = &ground.frame;
    let corner = frame.spot(at(45.12, 9.73));
    assert!(frame.shows(corner));
}

#[test]
fn names_cover_neither_stops_nor_each_other() {
    let shapes: Vec<TownShape> = (0..40)
        .map(|n| {
            town(&format!("Borgo {n}"), Vec::new(), at(45.1 + f64::from(n % 8) * 0.01, 9.6 + f64::from(n / 8) * 0.02))
        })
        .collect();
    let ground = Ground::whole(&shapes, &[]);
    let marks = [Spot { x: 500.0, y: 300.0 }, Spot { x: 100.0, y: 100.0 }];
    let names = names(&ground, &marks);
    assert!(names.len() > 5, "{}", names.len());
    let area = |name: &Name<'_>| {
        let height = NAME_HEIGHTS[usize::from(name.only_on_desk)];
        let half_width = name.text.chars().count() as f64 * height * LETTER / 2.0;
        Area { middle: name.spot, half_width, half_height: height * 0.5 }
    };
    for (index, name) in names.iter().enumerate() {
        assert!(names[..index].iter().all(|other| !area(other).meets(&area(name))), "{}", name.text);
    }
}

#[test]
fn the_map_is_named_for_those_who_do_not_see_it_and_numbers_its_stops() {
    let ground = Ground::whole(&two_towns(), &[]);
    let stops = vec![
        stop(45.162, 9.704, StopState::Done),
        stop(45.167, 9.756, StopState::Skipped),
        stop(45.12, 9.68, StopState::Now),
    ];
    let text = map(&ground, stops).render().into_string();
    assert!(text.contains("role=\"img\"") && text.contains("<title id=\"m-title\">I giri</title>"), "{text}");
    assert!(text.contains("<text>1</text>") && text.contains("<text>×</text>") && text.contains("<text>3</text>"));
    assert!(!text.contains("style="), "the content security policy forbids it");
}
