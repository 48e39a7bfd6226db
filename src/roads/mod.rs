//! Travel times and distances between places. Every source of them gives one [`Matrix`].

pub mod straight;

use crate::domain::quantity::{Metres, Seconds};
use std::sync::Arc;

/// Seconds and metres between all pairs of places; asymmetric in general.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Matrix {
    size: usize,
    seconds: Arc<[i64]>,
    metres: Arc<[i64]>,
    /// Whether these are estimates rather than measured on a road network.
    pub estimated: bool,
}

/// What is wrong with travel times or distances.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MatrixError {
    /// Another number of entries than pairs of places.
    #[error(
        "E1001: travel between {size} places needs {size} x {size} entries; there are {seconds} times and {metres} distances"
    )]
    Entries { size: usize, seconds: usize, metres: usize },
    /// A time or distance below zero.
    #[error("E1002: the way from place {from} to place {to} has a time or distance below zero")]
    Negative { from: usize, to: usize },
    /// A way from a place to itself that takes time.
    #[error("E1003: the way from place {place} to itself must take no time and no distance")]
    Diagonal { place: usize },
}

impl MatrixError {
    /// The code that people can search for.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Entries { .. } => "E1001",
            Self::Negative { .. } => "E1002",
            Self::Diagonal { .. } => "E1003",
        }
    }
}

impl Matrix {
    /// What stands for "no way there": longer than any shift can be. Longer times are stored as this.
    pub const UNREACHABLE: Seconds = Seconds(10_000_000);
    /// The longest distance kept; longer ones are stored as this.
    pub const FARTHEST: Metres = Metres(1_000_000_000);

    /// Travel from row tables: the entry at `from * size + to` is the way from `from` to `to`, in seconds and metres.
    ///
    /// # Errors
    /// When a table has not `size * size` entries, an entry is negative, or a place is away from itself.
    pub fn new(size: usize, mut seconds: Vec<i64>, mut metres: Vec<i64>, estimated: bool) -> Result<Self, MatrixError> {
        let entries = size.checked_mul(size);
        if entries != Some(seconds.len()) || entries != Some(metres.len()) {
            return Err(MatrixError::Entries { size, seconds: seconds.len(), metres: metres.len() });
        }
        for (at, (time, distance)) in seconds.iter_mut().zip(&mut metres).enumerate() {
            let (from, to) = (at / size, at % size);
            if *time < 0 || *distance < 0 {
                return Err(MatrixError::Negative { from, to });
            }
            if from == to && (*time, *distance) != (0, 0) {
                return Err(MatrixError::Diagonal { place: from });
            }
            *time = (*time).min(Self::UNREACHABLE.0);
            *distance = (*distance).min(Self::FARTHEST.0);
        }
        Ok(Self { size, seconds: seconds.into(), metres: metres.into(), estimated })
    }

    /// How many places there are.
    pub const fn size(&self) -> usize {
        self.size
    }

    /// Driving time. [`Self::UNREACHABLE`] for places that are not in the matrix.
    pub fn seconds(&self, from: usize, to: usize) -> Seconds {
        if to >= self.size {
            return Self::UNREACHABLE;
        }
        self.seconds.get(from * self.size + to).map_or(Self::UNREACHABLE, |&time| Seconds(time))
    }

    /// Road distance. [`Self::FARTHEST`] for places that are not in the matrix.
    pub fn metres(&self, from: usize, to: usize) -> Metres {
        if to >= self.size {
            return Self::FARTHEST;
        }
        self.metres.get(from * self.size + to).map_or(Self::FARTHEST, |&distance| Metres(distance))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_matrix_reads_back_by_row_and_column() {
        let matrix = Matrix::new(2, vec![0, 60, 90, 0], vec![0, 500, 700, 0], false).unwrap();
        assert_eq!((matrix.seconds(0, 1), matrix.seconds(1, 0)), (Seconds(60), Seconds(90)));
        assert_eq!((matrix.metres(0, 1), matrix.metres(1, 0)), (Metres(500), Metres(700)));
        assert_eq!(matrix.seconds(0, 2), Matrix::UNREACHABLE);
        assert_eq!(matrix.metres(5, 0), Matrix::FARTHEST);
    }

    #[test]
    fn bad_tables_are_named() {
        let code =
            |size, seconds: Vec<i64>, metres: Vec<i64>| Matrix::new(size, seconds, metres, false).unwrap_err().code();
        assert_eq!(code(2, vec![0, 1, 1], vec![0; 4]), "E1001");
        assert_eq!(code(usize::MAX, vec![], vec![]), "E1001");
        assert_eq!(code(2, vec![0, -1, 1, 0], vec![0; 4]), "E1002");
        assert_eq!(code(1, vec![7], vec![0]), "E1003");
    }

    #[test]
    fn huge_times_become_unreachable() {
        let matrix = Matrix::new(2, vec![0, i64::MAX, 1, 0], vec![0, i64::MAX, 1, 0], true);
        let matrix = matrix.unwrap();
        assert_eq!(matrix.seconds(0, 1), Matrix::UNREACHABLE);
        assert_eq!(matrix.metres(0, 1), Matrix::FARTHEST);
    }
}
