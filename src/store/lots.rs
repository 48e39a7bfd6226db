//! Announcements, lots and their pictures.

use super::row::Columns;
use super::{Db, Result, StoreError, Tx, of_area, statements};
use crate::domain::food::Shelf;
use crate::domain::id::{AnnouncementId, LotId, OpId, PhotoId, SiteId};
use crate::domain::lot::{Announcement, Lot};
use crate::domain::quantity::{Crates, Grams};
use crate::domain::time::Millis;
use jiff::civil::Date;
use sqlx::any::AnyRow;

macro_rules! select_lots {
    ($($rest:tt)+) => {
        concat!(
            "SELECT l.id, l.number, l.announcement_id, l.site_id, l.code, l.date, l.category, l.class, l.date_kind, \
             l.shelf_date, l.date_said, l.crates, l.grams, l.ready_from, l.ready_until, l.photo_id FROM lots l ",
            $($rest)+
        )
    };
}

statements! {
    LOT = select_lots!("WHERE l.id = $2 AND l.area_id = $1");
    LOT_BY_NUMBER = select_lots!("WHERE l.area_id = $1 AND l.number = $2");
    LOT_BY_CODE = select_lots!("WHERE l.area_id = $1 AND l.code = $2 AND l.code <> ''");
    LOTS_OF_DAY = select_lots!("WHERE l.area_id = $1 AND l.date = $2 ORDER BY l.number");
    LOTS_OF_SITE = select_lots!("WHERE l.site_id = ", of_area!("sites"), " AND l.date >= $3 AND l.date <= $4 ORDER BY l.date DESC, l.number");
    LOTS_HELD = select_lots!("WHERE l.id IN (SELECT h.lot_id FROM holdings h WHERE h.area_id = $1 AND h.crates > 0 \
        AND h.holder_kind IN ('donor', 'vehicle', 'handover', 'hub')) ORDER BY l.number");
    LOTS_HELD_AT = select_lots!("WHERE l.id IN (SELECT h.lot_id FROM holdings h WHERE h.area_id = $1 AND h.holder_kind = $2 \
        AND h.holder_id = $3 AND h.crates > 0) ORDER BY l.number");
    LOTS_BROUGHT_TO = select_lots!("WHERE l.id IN (SELECT m.lot_id FROM movements m \
        WHERE m.to_kind IN ('handover', 'point', 'hub') AND m.to_id = ", of_area!("sites"), " \
        AND m.occurred >= $3 AND m.occurred < $4) \
        ORDER BY l.date DESC, l.number LIMIT 500");
    LOTS_OF_PLAN = select_lots!("WHERE l.id IN (SELECT p.lot_id FROM plan_loads p WHERE p.plan_id = ", of_area!("plans"), ") \
        OR l.id IN (SELECT f.lot_id FROM plan_left f WHERE f.plan_id = ", of_area!("plans"), ") ORDER BY l.number");
    NEXT_NUMBER = "UPDATE areas SET last_lot = last_lot + 1 WHERE id = $1 RETURNING last_lot";
    ADD_LOT = "INSERT INTO lots (id, area_id, number, announcement_id, site_id, code, date, category, class, date_kind, \
        shelf_date, crates, grams, ready_from, ready_until, photo_id, date_said) \
        VALUES ($2, $1, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)";
    CHANGE_LOT = "UPDATE lots SET announcement_id = $3, site_id = $4, date = $5, category = $6, class = $7, date_kind = $8, \
        shelf_date = $9, crates = $10, grams = $11, ready_from = $12, ready_until = $13, date_said = $14 \
        WHERE id = $2 AND area_id = $1";
    READ_LABEL = "UPDATE lots SET shelf_date = $3, date_said = 1, label_op_id = $4 WHERE id = $2 AND area_id = $1";
    UNREAD_LABELS = "UPDATE lots SET shelf_date = date, date_said = 0, label_op_id = NULL \
        WHERE label_op_id = $2 AND area_id = $1";
    ADD_ANNOUNCEMENT = "INSERT INTO announcements (id, area_id, site_id, date, op_id, created, note, none_today) \
        VALUES ($2, $1, $3, $4, $5, $6, $7, $8)";
    ANNOUNCEMENTS_OF_SITE = concat!("SELECT a.id, a.site_id, a.date, a.created, a.note, a.none_today FROM announcements a \
        JOIN ops o ON o.id = a.op_id WHERE a.site_id = ", of_area!("sites"), " AND a.date >= $3 AND a.date <= $4 AND o.undone IS NULL \
        ORDER BY a.date DESC, a.created DESC");
    ANNOUNCEMENTS_OF_DAY = "SELECT a.id, a.site_id, a.date, a.created, a.note, a.none_today FROM announcements a \
        JOIN sites s ON s.id = a.site_id JOIN ops o ON o.id = a.op_id \
        WHERE s.area_id = $1 AND a.date = $2 AND o.undone IS NULL ORDER BY a.created DESC";
    ANNOUNCEMENT = "SELECT id, site_id, date, created, note, none_today FROM announcements WHERE id = $2 AND area_id = $1";
    ANNOUNCEMENT_OF_ACT = "SELECT id, site_id, date, created, note, none_today FROM announcements \
        WHERE op_id = $2 AND area_id = $1 LIMIT 1";
    ADD_PHOTO = "INSERT INTO photos (id, area_id, created, jpeg) VALUES ($2, $1, $3, $4)";
    SET_PHOTO = "UPDATE lots SET photo_id = $3 WHERE id = $2 AND area_id = $1";
    PHOTO = "SELECT p.jpeg, l.site_id FROM photos p JOIN lots l ON l.photo_id = p.id WHERE p.id = $2 AND p.area_id = $1 LIMIT 1";
}

/// The date of a lot as it is stored: the day it was announced for stands for one that nobody has said, so that nothing
/// that reads it can take the food for better than it may be.
fn stored_date(lot: &Lot) -> Option<String> {
    let date = lot.shelf.is_unread().then_some(lot.date).or(lot.shelf.date());
    date.map(|date| date.to_string())
}

fn lot(row: &AnyRow) -> Result<Lot> {
    let (said, is_said) = (row.maybe_parsed("shelf_date")?, row.flag("date_said")?);
    Ok(Lot {
        id: row.parsed("id")?,
        number: row.int("number")?,
        announcement: row.parsed("announcement_id")?,
        site: row.parsed("site_id")?,
        code: row.text("code")?,
        date: row.date("date")?,
        category: row.parsed("category")?,
        class: row.parsed("class")?,
        shelf: Shelf::of(row.parsed("date_kind")?, said.filter(|_| is_said))
            .ok_or_else(|| StoreError::Corrupt("a lot with a date and no kind of date".to_owned()))?,
        crates: Crates(row.int("crates")?),
        grams: Grams(row.int("grams")?),
        ready_from: Millis(row.int("ready_from")?),
        ready_until: Millis(row.int("ready_until")?),
        photo: row.maybe_parsed("photo_id")?,
    })
}

fn announcement(row: &AnyRow) -> Result<Announcement> {
    Ok(Announcement {
        id: row.parsed("id")?,
        site: row.parsed("site_id")?,
        date: row.date("date")?,
        created: Millis(row.int("created")?),
        note: row.text("note")?,
        nothing: row.flag("none_today")?,
    })
}

impl Db<'_> {
    /// A lot.
    pub async fn lot(&mut self, id: LotId) -> Result<Option<Lot>> {
        let row = self.query(LOT).bind(id.to_string()).fetch_optional(&mut *self.conn).await?;
        row.as_ref().map(lot).transpose()
    }

    /// The lot with a number.
    pub async fn lot_by_number(&mut self, number: i64) -> Result<Option<Lot>> {
        let row = self.query(LOT_BY_NUMBER).bind(number).fetch_optional(&mut *self.conn).await?;
        row.as_ref().map(lot).transpose()
    }

    /// The lot with a code of an imported file.
    pub async fn lot_by_code(&mut self, code: &str) -> Result<Option<Lot>> {
        let row = self.query(LOT_BY_CODE).bind(code).fetch_optional(&mut *self.conn).await?;
        row.as_ref().map(lot).transpose()
    }

    /// The lots announced for a local day.
    pub async fn lots_of_day(&mut self, date: Date) -> Result<Vec<Lot>> {
        let rows = self.query(LOTS_OF_DAY).bind(date.to_string()).fetch_all(&mut *self.conn).await?;
        rows.iter().map(lot).collect()
    }

    /// The lots of a donor from one local day to another, both included, newest day first.
    pub async fn lots_of_site(&mut self, site: SiteId, first: Date, last: Date) -> Result<Vec<Lot>> {
        let rows = self
            .query(LOTS_OF_SITE)
            .bind(site.to_string())
            .bind(first.to_string())
            .bind(last.to_string())
            .fetch_all(&mut *self.conn)
            .await?;
        rows.iter().map(lot).collect()
    }

    /// The lots of which a donor, a vehicle, a hub, or a point that has not checked them yet, holds crates.
    pub async fn lots_held(&mut self) -> Result<Vec<Lot>> {
        self.query(LOTS_HELD).fetch_all(&mut *self.conn).await?.iter().map(lot).collect()
    }

    /// The lots of which one holder has crates.
    pub async fn lots_held_by(&mut self, holder: crate::domain::ledger::Holder) -> Result<Vec<Lot>> {
        let rows = self
            .query(LOTS_HELD_AT)
            .bind(holder.kind().word())
            .bind(holder.id_text())
            .fetch_all(&mut *self.conn)
            .await?;
        rows.iter().map(lot).collect()
    }

    /// The lots that were brought to a place in a span of time, the newest day first, at most 500.
    pub async fn lots_brought_to(&mut self, site: SiteId, from: Millis, until: Millis) -> Result<Vec<Lot>> {
        let rows = self
            .query(LOTS_BROUGHT_TO)
            .bind(site.to_string())
            .bind(from.get())
            .bind(until.get())
            .fetch_all(&mut *self.conn)
            .await?;
        rows.iter().map(lot).collect()
    }

    /// The lots that a plan speaks of.
    pub async fn lots_of_plan(&mut self, plan: crate::domain::id::PlanId) -> Result<Vec<Lot>> {
        self.query(LOTS_OF_PLAN).bind(plan.to_string()).fetch_all(&mut *self.conn).await?.iter().map(lot).collect()
    }

    /// The announcements of a donor from one local day to another, both included, newest first; those taken back are
    /// left out.
    pub async fn announcements_of(&mut self, site: SiteId, first: Date, last: Date) -> Result<Vec<Announcement>> {
        let rows = self
            .query(ANNOUNCEMENTS_OF_SITE)
            .bind(site.to_string())
            .bind(first.to_string())
            .bind(last.to_string())
            .fetch_all(&mut *self.conn)
            .await?;
        rows.iter().map(announcement).collect()
    }

    /// The announcements of a local day, newest first.
    pub async fn announcements_of_day(&mut self, date: Date) -> Result<Vec<Announcement>> {
        let rows = self.query(ANNOUNCEMENTS_OF_DAY).bind(date.to_string()).fetch_all(&mut *self.conn).await?;
        rows.iter().map(announcement).collect()
    }

    /// An announcement.
    pub async fn announcement(&mut self, id: AnnouncementId) -> Result<Option<Announcement>> {
        let row = self.query(ANNOUNCEMENT).bind(id.to_string()).fetch_optional(&mut *self.conn).await?;
        row.as_ref().map(announcement).transpose()
    }

    /// The announcement that an act made, or one of them.
    pub async fn announcement_of_act(&mut self, op: OpId) -> Result<Option<Announcement>> {
        let row = self.query(ANNOUNCEMENT_OF_ACT).bind(op.to_string()).fetch_optional(&mut *self.conn).await?;
        row.as_ref().map(announcement).transpose()
    }

    /// A picture of a lot, as JPEG, with the site of the lot.
    pub async fn photo(&mut self, id: PhotoId) -> Result<Option<(Vec<u8>, SiteId)>> {
        let row = self.query(PHOTO).bind(id.to_string()).fetch_optional(&mut *self.conn).await?;
        row.map(|row| Ok((row.bytes("jpeg")?, row.parsed("site_id")?))).transpose()
    }
}

impl Tx<'_> {
    /// Adds an announcement made by an act.
    pub async fn add_announcement(&mut self, announcement: &Announcement, op: OpId) -> Result<()> {
        self.query(ADD_ANNOUNCEMENT)
            .bind(announcement.id.to_string())
            .bind(announcement.site.to_string())
            .bind(announcement.date.to_string())
            .bind(op.to_string())
            .bind(announcement.created.get())
            .bind(&announcement.note)
            .bind(i64::from(announcement.nothing))
            .execute(&mut *self.conn)
            .await?;
        Ok(())
    }

    /// The number of the next lot of the area; nobody else gets it.
    pub async fn next_lot_number(&mut self) -> Result<i64> {
        self.query(NEXT_NUMBER).fetch_one(&mut *self.conn).await?.int("last_lot")
    }

    /// Adds a lot.
    pub async fn add_lot(&mut self, lot: &Lot) -> Result<()> {
        self.query(ADD_LOT)
            .bind(lot.id.to_string())
            .bind(lot.number)
            .bind(lot.announcement.to_string())
            .bind(lot.site.to_string())
            .bind(&lot.code)
            .bind(lot.date.to_string())
            .bind(lot.category.word())
            .bind(lot.class.word())
            .bind(lot.shelf.kind().word())
            .bind(stored_date(lot))
            .bind(lot.crates.get())
            .bind(lot.grams.get())
            .bind(lot.ready_from.get())
            .bind(lot.ready_until.get())
            .bind(lot.photo.map(|photo| photo.to_string()))
            .bind(i64::from(!lot.shelf.is_unread()))
            .execute(&mut *self.conn)
            .await?;
        Ok(())
    }

    /// A picture of a lot that came after its announcement.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn set_photo(&mut self, lot: LotId, photo: PhotoId) -> Result<()> {
        self.query(SET_PHOTO).bind(lot.to_string()).bind(photo.to_string()).execute(&mut *self.conn).await?;
        Ok(())
    }

    /// Changes what was announced of a lot. Its crates are in the ledger, which the caller keeps in step.
    pub async fn change_lot(&mut self, lot: &Lot) -> Result<()> {
        self.query(CHANGE_LOT)
            .bind(lot.id.to_string())
            .bind(lot.announcement.to_string())
            .bind(lot.site.to_string())
            .bind(lot.date.to_string())
            .bind(lot.category.word())
            .bind(lot.class.word())
            .bind(lot.shelf.kind().word())
            .bind(stored_date(lot))
            .bind(lot.crates.get())
            .bind(lot.grams.get())
            .bind(lot.ready_from.get())
            .bind(lot.ready_until.get())
            .bind(i64::from(!lot.shelf.is_unread()))
            .execute(&mut *self.conn)
            .await?;
        Ok(())
    }

    /// The date of a lot as an act read it on the label.
    pub async fn read_label(&mut self, lot: LotId, date: Date, op: OpId) -> Result<()> {
        self.query(READ_LABEL)
            .bind(lot.to_string())
            .bind(date.to_string())
            .bind(op.to_string())
            .execute(&mut *self.conn)
            .await?;
        Ok(())
    }

    /// The dates that an act read have yet to be read again.
    pub async fn unread_labels(&mut self, op: OpId) -> Result<()> {
        self.query(UNREAD_LABELS).bind(op.to_string()).execute(&mut *self.conn).await?;
        Ok(())
    }

    /// Keeps a picture.
    pub async fn add_photo(&mut self, id: PhotoId, jpeg: &[u8], created: Millis) -> Result<()> {
        self.query(ADD_PHOTO).bind(id.to_string()).bind(created.get()).bind(jpeg).execute(&mut *self.conn).await?;
        Ok(())
    }
}
