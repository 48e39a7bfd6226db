//! Proves that the books are right, and what a database is for.

use super::{App, Result};
use crate::domain::site::Area;
use crate::store::Verified;

/// What verifying one area found.
#[derive(Debug, Clone)]
pub struct AreaVerified {
    pub area: Area,
    pub verified: Verified,
}

/// What a database holds: a demonstration never shares one with real work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// No area yet.
    Empty,
    /// Only a demonstration.
    Demo,
    /// Real work, and nothing of a demonstration.
    Real,
    /// Both, which must not be.
    Mixed,
}

impl App {
    /// Walks the ledger of every area: the chain of hashes, that nobody ever gave what they had not, and that what
    /// holders are said to have is what follows from the movements.
    pub async fn verify(&self) -> Result<Vec<AreaVerified>> {
        let mut found = Vec::new();
        for area in self.every_area().await? {
            let verified = self.store.reader(area.id).await?.db().verify().await?;
            found.push(AreaVerified { area, verified });
        }
        Ok(found)
    }

    /// What the database is for.
    pub async fn purpose(&self) -> Result<Purpose> {
        let areas = self.every_area().await?;
        let demos = areas.iter().filter(|area| area.demo).count();
        Ok(match (demos, areas.len() - demos) {
            (0, 0) => Purpose::Empty,
            (_, 0) => Purpose::Demo,
            (0, _) => Purpose::Real,
            _ => Purpose::Mixed,
        })
    }
}
