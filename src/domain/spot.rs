//! Places on the map that are no sites: where a shift begins or ends at somebody's door.

use crate::domain::site::LatLon;
use crate::domain::text;
use std::fmt::{self, Display, Formatter};
use std::str::FromStr;

/// A place with what people call it, as a rule its address.
#[derive(Debug, Clone, PartialEq)]
pub struct Spot {
    pub label: String,
    pub at: LatLon,
}

/// Degrees are numbers: [`LatLon::new`] lets no other in.
impl Eq for Spot {}

/// Where a shift begins and ends, where that is no site.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Spots {
    pub start: Option<Spot>,
    pub end: Option<Spot>,
}

/// A text that names no place on the map.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("\"{0}\" has no two degrees and is no link of a map")]
pub struct NotASpot(String);

impl Spot {
    /// The place, to a tenth of a metre; without a label it is called by its degrees.
    pub fn new(label: &str, at: LatLon) -> Self {
        let rounded = |degrees: f64| (degrees * 1e6).round() / 1e6;
        let at = LatLon { lat: rounded(at.lat), lon: rounded(at.lon) };
        let label = text::name(label).unwrap_or_else(|_| format!("{:.4}, {:.4}", at.lat, at.lon));
        Self { label, at }
    }
}

impl Display for Spot {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{:.6},{:.6} {}", self.at.lat, self.at.lon, self.label)
    }
}

impl FromStr for Spot {
    type Err = NotASpot;

    /// Two degrees or a link of a map, and an address beside it.
    fn from_str(text: &str) -> Result<Self, NotASpot> {
        let at = LatLon::pasted(text).ok_or_else(|| NotASpot(text.chars().take(60).collect()))?;
        let is_degrees = |word: &str| {
            word.contains('.') && word.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | '-' | ';'))
        };
        let is_link = |word: &str| word.starts_with("http") || word.starts_with("geo:");
        let words = text.split_whitespace().filter(|word| !is_degrees(word) && !is_link(word));
        let label = words.collect::<Vec<_>>().join(" ");
        Ok(Self::new(label.trim_matches([',', ';', '-', ' ']), at))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_stands_beside_degrees_or_a_link() {
        for text in [
            "45.1612, 9.7031 Via Roma 1",
            "Via Roma 1, 45.1612 9.7031",
            "geo:45.1612,9.7031 Via Roma 1",
            "Via Roma 1 https://www.openstreetmap.org/#map=17/45.1612/9.7031",
        ] {
            let spot: Spot = text.parse().unwrap();
            assert_eq!(spot.to_string(), "45.161200,9.703100 Via Roma 1", "{text}");
            assert_eq!(spot.to_string().parse::<Spot>().unwrap(), spot);
        }
        assert_eq!("45.1612,9.7031".parse::<Spot>().unwrap().label, "45.1612, 9.7031");
        for text in ["", "Via Roma 1", "HB1", "45,16 9,70"] {
            assert!(text.parse::<Spot>().is_err(), "{text}");
        }
    }
}
