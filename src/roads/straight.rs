//! Travel without a map: the great circle, lengthened by a detour factor, at a speed that grows with the distance.
//!
//! The detour factor and the speeds are Girofresco's own estimates for the plain of the Po (small towns, provincial
//! roads, few bridges), to be replaced by a road network or corrected by drivers' own times. Screens must say so.

use crate::domain::quantity::{Metres, Seconds};
use crate::roads::Matrix;
use geo::{Distance, Haversine, Point};

/// Road metres for each metre of great circle, in hundredths. Own estimate: a schematic graph of the province of Lodi
/// gives 1.24 to 1.33 over its pairs of towns.
pub const DETOUR_PERCENT: i64 = 130;

/// Speeds by how far one has come: up to these road metres, at these metres an hour. Own estimate: streets of a town,
/// the way out of it, provincial roads, main roads.
const SPEEDS: [(i64, i64); 4] = [(2_000, 24_000), (6_000, 40_000), (20_000, 55_000), (i64::MAX, 70_000)];

/// What starting, parking and the first junction cost, whatever the distance. Own estimate.
const START_SECONDS: i64 = 45;

/// Estimated road distance between two points given in degrees.
pub fn metres(from: Point<f64>, to: Point<f64>) -> Metres {
    let circle = Haversine.distance(from, to);
    let centimetres = if circle.is_finite() {
        circle * 100.0
    } else {
        // Out of every range: no such place on the globe.
        4e9
    };

    let centimetres = centimetres.round() as i64;
    Metres(centimetres * DETOUR_PERCENT / 10_000)
}

/// Estimated driving time for a road distance; grows with it, zero for zero.
pub fn seconds(distance: Metres) -> Seconds {
    if distance.0 <= 0 {
        return Seconds::ZERO;
    }
    let (mut time, mut done) = (START_SECONDS * 1_000, 0);
    for (upto, speed) in SPEEDS {
        let stretch = distance.0.min(upto) - done;
        time += stretch * 3_600_000 / speed;
        done += stretch;
        if done >= distance.0 {
            break;
        }
    }
    Seconds(time / 1_000)
}

/// Estimated travel between all pairs of points given in degrees (x is longitude). Symmetric.
pub fn matrix(points: &[Point<f64>]) -> Matrix {
    let size = points.len();
    let (mut times, mut distances) = (vec![0; size * size], vec![0; size * size]);
    for from in 0..size {
        for to in 0..from {
            let distance = metres(points[from], points[to]);
            let time = seconds(distance);
            for at in [from * size + to, to * size + from] {
                times[at] = time.0;
                distances[at] = distance.0;
            }
        }
    }
    Matrix { size, seconds: times.into(), metres: distances.into(), estimated: true }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn lodi_to_codogno_takes_about_half_an_hour() {
        let (lodi, codogno) = (Point::new(9.50, 45.314), Point::new(9.705, 45.16));
        let way = matrix(&[lodi, codogno]);
        assert!((28_000..34_000).contains(&way.metres(0, 1).0), "{:?}", way.metres(0, 1));
        assert!((25 * 60..40 * 60).contains(&way.seconds(0, 1).0), "{:?}", way.seconds(0, 1));
        assert!(way.estimated);
    }

    #[test]
    fn a_hop_in_town_is_slower_than_a_long_leg() {
        let pace = |metres: i64| seconds(Metres(metres)).0 * 1_000 / metres;
        assert!(pace(1_000) > pace(5_000) && pace(5_000) > pace(30_000));
    }

    #[test]
    fn nonsense_coordinates_are_far_away() {
        let way = matrix(&[Point::new(9.5, 45.3), Point::new(f64::NAN, 0.0)]);
        assert!(way.seconds(0, 1).0 > 86_400);
    }

    proptest! {
        #[test]
        fn farther_takes_longer(a in 0i64..200_000, b in 0i64..200_000) {
            let (near, far) = (a.min(b), a.max(b));
            prop_assert!(seconds(Metres(near)) <= seconds(Metres(far)));
        }

        #[test]
        fn both_ways_are_the_same(points in prop::collection::vec((9.0f64..10.0, 45.0f64..46.0), 1..6)) {
            let points: Vec<_> = points.into_iter().map(|(x, y)| Point::new(x, y)).collect();
            let way = matrix(&points);
            for a in 0..points.len() {
                prop_assert_eq!(way.seconds(a, a), Seconds::ZERO);
                for b in 0..points.len() {
                    prop_assert_eq!(way.seconds(a, b), way.seconds(b, a));
                    prop_assert_eq!(way.metres(a, b), way.metres(b, a));
                }
            }
            let remade = Matrix::new(
                points.len(), way.seconds.to_vec(), way.metres.to_vec(), true,
            );
            prop_assert_eq!(remade, Ok(way));
        }
    }
}
