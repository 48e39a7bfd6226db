//! Shops, points and hubs.

use super::row::Columns;
use super::{Db, Result, Tx, statements};
use crate::domain::food::{Category, PerClass};
use crate::domain::id::SiteId;
use crate::domain::quantity::{Crates, Seconds};
use crate::domain::site::{LatLon, Site};
use crate::store::StoreError;
use sqlx::any::AnyRow;

macro_rules! select_sites {
    ($($rest:tt)+) => {
        concat!(
            "SELECT s.id, s.code, s.kind, s.name, s.town_code, t.name AS town_name, s.lat, s.lon, s.approximate, \
             s.address, s.phone, s.notes, s.opening, s.open_holidays, s.service_seconds, s.families, s.persons, s.room_ambient, \
             s.room_chilled, s.room_fish, s.room_frozen, s.room_hot, s.refused, s.active \
             FROM sites s JOIN towns t ON t.area_id = s.area_id AND t.code = s.town_code ",
            $($rest)+
        )
    };
}

statements! {
    SITE = select_sites!("WHERE s.id = $2 AND s.area_id = $1");
    SITES = select_sites!("WHERE s.area_id = $1 ORDER BY s.kind, t.folded, s.name, s.id");
    SAVE_SITE = "INSERT INTO sites (id, area_id, code, kind, name, town_code, lat, lon, approximate, address, phone, notes, \
        opening, service_seconds, families, persons, room_ambient, room_chilled, room_fish, room_frozen, room_hot, refused, \
        active, open_holidays) VALUES ($2, $1, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, \
        $20, $21, $22, $23, $24) ON CONFLICT (id) DO UPDATE SET code = excluded.code, kind = excluded.kind, name = excluded.name, \
        town_code = excluded.town_code, lat = excluded.lat, lon = excluded.lon, approximate = excluded.approximate, \
        address = excluded.address, phone = excluded.phone, notes = excluded.notes, opening = excluded.opening, \
        service_seconds = excluded.service_seconds, families = excluded.families, persons = excluded.persons, \
        room_ambient = excluded.room_ambient, room_chilled = excluded.room_chilled, room_fish = excluded.room_fish, \
        room_frozen = excluded.room_frozen, room_hot = excluded.room_hot, refused = excluded.refused, \
        active = excluded.active, open_holidays = excluded.open_holidays WHERE sites.area_id = excluded.area_id";
}

fn site(row: &AnyRow) -> Result<Site> {
    let refused = row.text("refused")?;
    Ok(Site {
        id: row.parsed("id")?,
        code: row.text("code")?,
        kind: row.parsed("kind")?,
        name: row.text("name")?,
        town: row.text("town_code")?,
        town_name: row.text("town_name")?,
        at: LatLon { lat: row.real("lat")?, lon: row.real("lon")? },
        approximate: row.flag("approximate")?,
        address: row.text("address")?,
        phone: row.text("phone")?,
        notes: row.text("notes")?,
        opening: row.parsed("opening")?,
        open_holidays: row.flag("open_holidays")?,
        service: Seconds(row.int("service_seconds")?),
        families: row.int("families")?,
        persons: row.int("persons")?,
        room: PerClass([
            Crates(row.int("room_ambient")?),
            Crates(row.int("room_chilled")?),
            Crates(row.int("room_fish")?),
            Crates(row.int("room_frozen")?),
            Crates(row.int("room_hot")?),
        ]),
        refused: refused
            .split_whitespace()
            .map(|word| word.parse().map_err(|_| StoreError::Corrupt(format!("refused \"{word}\""))))
            .collect::<Result<_>>()?,
        active: row.flag("active")?,
    })
}

impl Db<'_> {
    /// A site.
    pub async fn site(&mut self, id: SiteId) -> Result<Option<Site>> {
        let row = self.query(SITE).bind(id.to_string()).fetch_optional(&mut *self.conn).await?;
        row.as_ref().map(site).transpose()
    }

    /// The sites of an area, by kind, town and name.
    pub async fn sites(&mut self) -> Result<Vec<Site>> {
        self.query(SITES).fetch_all(&mut *self.conn).await?.iter().map(site).collect()
    }
}

impl Tx<'_> {
    /// Adds a site, or changes the one with its id. Whether that is of this area.
    pub async fn save_site(&mut self, site: &Site) -> Result<bool> {
        let [ambient, chilled, fish, frozen, hot] = site.room.0.map(Crates::get);
        let refused = site.refused.iter().map(Category::word).collect::<Vec<_>>().join(" ");
        let saved = self
            .query(SAVE_SITE)
            .bind(site.id.to_string())
            .bind(&site.code)
            .bind(site.kind.word())
            .bind(&site.name)
            .bind(&site.town)
            .bind(site.at.lat)
            .bind(site.at.lon)
            .bind(i64::from(site.approximate))
            .bind(&site.address)
            .bind(&site.phone)
            .bind(&site.notes)
            .bind(site.opening.to_string())
            .bind(site.service.get())
            .bind(site.families)
            .bind(site.persons)
            .bind(ambient)
            .bind(chilled)
            .bind(fish)
            .bind(frozen)
            .bind(hot)
            .bind(refused)
            .bind(i64::from(site.active))
            .bind(i64::from(site.open_holidays))
            .execute(&mut *self.conn)
            .await?;
        Ok(saved.rows_affected() > 0)
    }
}
