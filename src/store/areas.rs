//! Areas and their towns.

use super::row::Columns;
use super::{Db, Result, StoreError, Tx, statements};
use crate::domain::cold::{self, ColdLimit};
use crate::domain::food::Category;
use crate::domain::id::AreaId;
use crate::domain::ledger::ChainHash;
use crate::domain::quantity::{Decidegrees, Seconds};
use crate::domain::site::{Area, LatLon, Town, TownShape};
use crate::domain::text::folded;
use crate::domain::time::{Millis, Zone};
use sqlx::any::AnyRow;
use std::collections::BTreeMap;

statements! {
    AREAS = "SELECT id, name, zone, revision, demo FROM areas ORDER BY id";
    AREA = "SELECT id, name, zone, revision, demo FROM areas WHERE id = $1";
    ADD_AREA = "INSERT INTO areas (id, name, zone, chain_hash, demo) VALUES ($1, $2, $3, $4, $5)";
    RENAME_AREA = "UPDATE areas SET name = $2, zone = $3 WHERE id = $1";
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
        revision: row.int("revision")?,
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

impl Db<'_> {
    /// Every area.
    pub async fn areas(&mut self) -> Result<Vec<Area>> {
        sqlx::query(AREAS).fetch_all(&mut *self.0).await?.iter().map(area).collect()
    }

    /// An area.
    pub async fn area(&mut self, id: AreaId) -> Result<Area> {
        let row = sqlx::query(AREA).bind(id.to_string()).fetch_optional(&mut *self.0).await?;
        area(&row.ok_or(StoreError::NoArea)?)
    }

    /// The towns of an area, by name.
    pub async fn towns(&mut self, id: AreaId) -> Result<Vec<Town>> {
        sqlx::query(TOWNS).bind(id.to_string()).fetch_all(&mut *self.0).await?.iter().map(town).collect()
    }

    /// The towns of an area with their boundaries.
    pub async fn town_shapes(&mut self, id: AreaId) -> Result<Vec<TownShape>> {
        let rows = sqlx::query(BOUNDARIES).bind(id.to_string()).fetch_all(&mut *self.0).await?;
        rows.iter()
            .map(|row| {
                let rings = if row.maybe_text("boundary")?.is_some() { row.json("boundary")? } else { Vec::new() };
                Ok(TownShape { town: town(row)?, rings })
            })
            .collect()
    }

    /// The cold limits of an area: the newest version of each category, or the shipped ones where it set none.
    pub async fn cold_limits(&mut self, id: AreaId) -> Result<Vec<ColdLimit>> {
        let mut limits = cold::defaults();
        for row in sqlx::query(COLD_LIMITS).bind(id.to_string()).fetch_all(&mut *self.0).await? {
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
}

impl Db<'_> {
    /// Where the cold limits that an area set itself come from, and since when they count.
    pub async fn cold_sources(&mut self, id: AreaId) -> Result<BTreeMap<Category, (String, Millis)>> {
        let rows = sqlx::query(COLD_SOURCES).bind(id.to_string()).fetch_all(&mut *self.0).await?;
        rows.iter().map(|row| Ok((row.parsed("category")?, (row.text("source")?, Millis(row.int("since")?))))).collect()
    }
}

impl Tx<'_> {
    /// Adds an area, with an empty ledger. A write that was started outside any area goes on in it.
    pub async fn add_area(&mut self, id: AreaId, name: &str, zone: &Zone, demo: bool) -> Result<()> {
        sqlx::query(ADD_AREA)
            .bind(id.to_string())
            .bind(name)
            .bind(zone.name())
            .bind(ChainHash::START.to_hex())
            .bind(i64::from(demo))
            .execute(&mut *self.db.0)
            .await?;
        self.area.get_or_insert(id);
        Ok(())
    }

    /// Changes an area's name and zone.
    pub async fn rename_area(&mut self, id: AreaId, name: &str, zone: &Zone) -> Result<()> {
        sqlx::query(RENAME_AREA).bind(id.to_string()).bind(name).bind(zone.name()).execute(&mut *self.db.0).await?;
        Ok(())
    }

    /// Adds or changes a town. Without rings, the boundary it has stays.
    pub async fn save_town(&mut self, shape: &TownShape) -> Result<()> {
        let boundary = if shape.rings.is_empty() { None } else { Some(super::row::to_json(&shape.rings)?) };
        sqlx::query(SAVE_TOWN)
            .bind(self.area_id()?.to_string())
            .bind(&shape.town.code)
            .bind(&shape.town.name)
            .bind(folded(&shape.town.name))
            .bind(shape.town.at.lat)
            .bind(shape.town.at.lon)
            .bind(boundary)
            .execute(&mut *self.db.0)
            .await?;
        Ok(())
    }

    /// Adds a version of a category's cold limits, with where it comes from.
    pub async fn save_cold_limit(&mut self, limit: &ColdLimit, source: &str, since: Millis) -> Result<()> {
        sqlx::query(SAVE_COLD_LIMIT)
            .bind(self.area_id()?.to_string())
            .bind(limit.category.word())
            .bind(limit.coldest.map(Decidegrees::get))
            .bind(limit.warmest.map(Decidegrees::get))
            .bind(limit.tolerated.map(Decidegrees::get))
            .bind(limit.warn.get())
            .bind(limit.limit.get())
            .bind(source)
            .bind(since.get())
            .execute(&mut *self.db.0)
            .await?;
        Ok(())
    }
}
