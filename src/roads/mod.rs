//! Travel times and distances between places. Every source of them gives one [`Matrix`].

/// Seconds and metres between all pairs of places; asymmetric in general.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Matrix {
    size: usize,
    seconds: Vec<i64>,
    metres: Vec<i64>,
    /// Whether these are estimates rather than measured on a road network.
    pub estimated: bool,
}
