//! Areas and their towns.

use super::row::Columns;
use super::{Db, Directory, Result, StoreError, Tx, statements};
use crate::domain::cold::{self, ColdLimit};
use crate::domain::food::Category;
use crate::domain::id::AreaId;
use crate::domain::ledger::ChainHash;
use crate::domain::quantity::{Decidegrees, Seconds};
use crate::domain::site::{Area, LatLon, Town, TownShape};
use crate::domain::text::folded;
use crate::domain::time::{Millis, Zone};
use sqlx::AnyConnection;
use sqlx::any::AnyRow;
use std::collections::BTreeMap;

statements! {
    AREAS = "SELECT id, name, zone, demo FROM areas ORDER BY id";
    AREA = "SELECT id, name, zone, demo FROM areas WHERE id = $1";
    ADD_AREA = "INSERT INTO areas (id, name, zone, chain_hash, demo) VALUES ($1, $2, $3, $4, $5)";
    RENAME_AREA = "UPDATE areas SET name = $2, zone = $3 WHERE id = $1";
    DROP_UNUSED_TOWNS = "DELETE FROM towns WHERE area_id = $1 AND NOT EXISTS (SELECT 1 FROM sites s \
        WHERE s.area_id = $1 AND s.town_code = towns.code)";
    TOWNS = "SELECT code, name, lat, lon FROM towns WHERE area_id = $1 ORDER BY folded";
    BOUNDARIES = "SELECT code, name, boundary, lat, lon FROM towns WHERE area_id = $1 ORDER BY code";
    SAVE_TOWN = "INSERT INTO towns (area_id, code, name, folded, lat, lon, boundary) VALUES ($1, $2, $3, $4, $5, $6, $7) \
        ON CONFLICT (area_id, code) DO UPDATE SET name = excluded.name, folded = excluded.folded, lat = excluded.lat, \
        lon = excluded.lon, boundary = COALESCE(excluded.boundary, towns.boundary)";
    COLD_LIMITS = "SELECT category, coldest, warmest, tolerated, warn, last FROM cold_limits l WHERE area_id = $1 \
        AND version = (SELECT MAX(version) FROM cold_limits n WHERE n.area_id = l.area_id AND n.category = l.category)";
    COLD_SOURCES = "SELECT category, source, since FROM cold_limits l WHERE area_id = $1 \
        AND version = (SELECT MAX(version) FROM cold_limits n WHERE n.area_id = l.area_id AND n.category = l.category)";
    SAVE_COLD_LIMIT = "INSERT INTO cold_limits (area_id, category, version, coldest, warmest, tolerated, warn, last, source, since) \
        SELECT $1, $2, CAST(COALESCE(MAX(version), 0) + 1 AS BIGINT), $3, $4, $5, $6, $7, $8, $9 FROM cold_limits \
        WHERE area_id = $1 AND category = $2";
}

fn area(row: &AnyRow) -> Result<Area> {
    let zone = row.text("zone")?;
    Ok(Area {
        id: row.parsed("id")?,
        name: row.text("name")?,
        zone: Zone::named(&zone).map_err(|error| StoreError::Corrupt(error.to_string()))?,
        demo: row.flag("demo")?,
    })
}

fn town(row: &AnyRow) -> Result<Town> {
    Ok(Town {
        code: row.text("code")?,
        name: row.text("name")?,
        at: LatLon { lat: row.real("lat")?, lon: row.real("lon")? },
    })
}

/// An area to be made.
#[derive(Debug, Clone)]
pub struct NewArea {
    pub id: AreaId,
    pub name: String,
    pub zone: Zone,
    /// Whether it is a demonstration, with a clock of its own.
    pub demo: bool,
}

pub(super) async fn add(conn: &mut AnyConnection, area: &NewArea) -> Result<()> {
    sqlx::query(ADD_AREA)
        .bind(area.id.to_string())
        .bind(&area.name)
        .bind(area.zone.name())
        .bind(ChainHash::START.to_hex())
        .bind(i64::from(area.demo))
        .execute(conn)
        .await?;
    Ok(())
}

impl Directory {
    /// Every area.
    pub async fn areas(&mut self) -> Result<Vec<Area>> {
        sqlx::query(AREAS).fetch_all(&mut *self.conn).await?.iter().map(area).collect()
    }
}

impl Db<'_> {
    /// The area.
    pub async fn area(&mut self) -> Result<Area> {
        let row = self.query(AREA).fetch_optional(&mut *self.conn).await?;
        area(&row.ok_or(StoreError::NoArea)?)
    }

    /// The towns of the area, by name.
    pub async fn towns(&mut self) -> Result<Vec<Town>> {
        self.query(TOWNS).fetch_all(&mut *self.conn).await?.iter().map(town).collect()
    }

    /// The towns of the area with their boundaries.
    pub async fn town_shapes(&mut self) -> Result<Vec<TownShape>> {
        let rows = self.query(BOUNDARIES).fetch_all(&mut *self.conn).await?;
        rows.iter()
            .map(|row| {
                let rings = if row.maybe_text("boundary")?.is_some() { row.json("boundary")? } else { Vec::new() };
                Ok(TownShape { town: town(row)?, rings })
            })
            .collect()
    }

    /// The cold limits of the area: the newest version of each category, or the shipped ones where it set none.
    pub async fn cold_limits(&mut self) -> Result<Vec<ColdLimit>> {
        let mut limits = cold::defaults();
        for row in self.query(COLD_LIMITS).fetch_all(&mut *self.conn).await? {
            let own = ColdLimit {
                category: row.parsed("category")?,
                coldest: row.maybe_int("coldest")?.map(Decidegrees),
                warmest: row.maybe_int("warmest")?.map(Decidegrees),
                tolerated: row.maybe_int("tolerated")?.map(Decidegrees),
                warn: Seconds(row.int("warn")?),
                limit: Seconds(row.int("last")?),
            };
            if let Some(shipped) = limits.iter_mut().find(|limit| limit.category == own.category) {
                *shipped = own;
            }
        }
        Ok(limits)
    }

    /// Where the cold limits that the area set itself come from, and since when they count.
    pub async fn cold_sources(&mut self) -> Result<BTreeMap<Category, (String, Millis)>> {
        let rows = self.query(COLD_SOURCES).fetch_all(&mut *self.conn).await?;
        rows.iter().map(|row| Ok((row.parsed("category")?, (row.text("source")?, Millis(row.int("since")?))))).collect()
    }
}

impl Tx<'_> {
    /// Changes an area's name and zone.
    pub async fn rename_area(&mut self, name: &str, zone: &Zone) -> Result<()> {
        self.query(RENAME_AREA).bind(name).bind(zone.name()).execute(&mut *self.conn).await?;
        Ok(())
    }

    /// Takes the towns away in which no site is. Returns how many.
    pub async fn drop_unused_towns(&mut self) -> Result<u64> {
        Ok(self.query(DROP_UNUSED_TOWNS).execute(&mut *self.conn).await?.rows_affected())
    }

    /// Adds or changes a town. Without rings, the boundary it has stays.
    pub async fn save_town(&mut self, shape: &TownShape) -> Result<()> {
        let boundary = if shape.rings.is_empty() { None } else { Some(super::row::to_json(&shape.rings)?) };
        self.query(SAVE_TOWN)
            .bind(&shape.town.code)
            .bind(&shape.town.name)
            .bind(folded(&shape.town.name))
            .bind(shape.town.at.lat)
            .bind(shape.town.at.lon)
            .bind(boundary)
            .execute(&mut *self.conn)
            .await?;
        Ok(())
    }

    /// Adds a version of a category's cold limits, with where it comes from.
    pub async fn save_cold_limit(&mut self, limit: &ColdLimit, source: &str, since: Millis) -> Result<()> {
        self.query(SAVE_COLD_LIMIT)
            .bind(limit.category.word())
            .bind(limit.coldest.map(Decidegrees::get))
            .bind(limit.warmest.map(Decidegrees::get))
            .bind(limit.tolerated.map(Decidegrees::get))
            .bind(limit.warn.get())
            .bind(limit.limit.get())
            .bind(source)
            .bind(since.get())
            .execute(&mut *self.conn)
            .await?;
        Ok(())
    }
}
