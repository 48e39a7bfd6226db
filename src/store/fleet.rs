//! Vehicles, shifts, and the rounds that fill them.

use super::row::Columns;
use super::{Db, Result, Tx, of_area, statements};
use crate::domain::id::{LotId, PersonId, RoundId, ShiftId, SiteId, VehicleId};
use crate::domain::quantity::{Crates, Grams};
use crate::domain::rest::Rest;
use crate::domain::round::{RoundHead, Shift};
use crate::domain::site::Vehicle;
use crate::domain::spot::{Spot, Spots};
use crate::domain::time::Millis;
use jiff::civil::Date;
use sqlx::any::AnyRow;

macro_rules! select_rounds {
    ($($rest:tt)+) => {
        concat!(
            "SELECT r.id, r.area_id, r.date, r.number, r.shift_id, r.vehicle_id, r.person_id, r.ended, \
             v.name AS vehicle_name, p.name AS person_name, p.phone AS person_phone, s.from_at, s.until_at, s.cancelled \
             FROM rounds r JOIN vehicles v ON v.id = r.vehicle_id JOIN people p ON p.id = r.person_id \
             JOIN shifts s ON s.id = r.shift_id ",
            $($rest)+
        )
    };
}

statements! {
    VEHICLES = "SELECT id, code, name, home_id, crates, grams, refrigerated, insulated, active FROM vehicles \
        WHERE area_id = $1 ORDER BY name, id";
    VEHICLE = "SELECT id, code, name, home_id, crates, grams, refrigerated, insulated, active FROM vehicles WHERE id = $2 AND area_id = $1";
    SAVE_VEHICLE = "INSERT INTO vehicles (id, area_id, code, name, home_id, crates, grams, refrigerated, insulated, active) \
        VALUES ($2, $1, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (id) DO UPDATE SET code = excluded.code, \
        name = excluded.name, home_id = excluded.home_id, crates = excluded.crates, grams = excluded.grams, \
        refrigerated = excluded.refrigerated, insulated = excluded.insulated, active = excluded.active WHERE vehicles.area_id = excluded.area_id";
    SHIFTS = "SELECT id, date, person_id, vehicle_id, from_at, until_at, start_id, end_id, cancelled, wanted, covers, \
        standing_id, rest, start_spot, end_spot FROM shifts WHERE area_id = $1 AND date >= $2 AND date <= $3 ORDER BY date, from_at, id";
    SHIFT = "SELECT id, date, person_id, vehicle_id, from_at, until_at, start_id, end_id, cancelled, wanted, covers, \
        standing_id, rest, start_spot, end_spot FROM shifts WHERE id = $2 AND area_id = $1";
    SAVE_SHIFT = "INSERT INTO shifts (id, area_id, date, person_id, vehicle_id, from_at, until_at, start_id, end_id, cancelled, \
        wanted, covers, standing_id, rest, start_spot, end_spot) \
        VALUES ($2, $1, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16) \
        ON CONFLICT (id) DO UPDATE SET date = excluded.date, \
        person_id = excluded.person_id, vehicle_id = excluded.vehicle_id, from_at = excluded.from_at, \
        until_at = excluded.until_at, start_id = excluded.start_id, end_id = excluded.end_id, cancelled = excluded.cancelled, \
        wanted = excluded.wanted, covers = excluded.covers, standing_id = excluded.standing_id, \
        rest = excluded.rest, start_spot = excluded.start_spot, end_spot = excluded.end_spot WHERE shifts.area_id = excluded.area_id";
    ROUND = select_rounds!("WHERE r.id = $2 AND r.area_id = $1");
    ROUND_OF_SHIFT = select_rounds!("WHERE r.shift_id = $2 AND r.area_id = $1");
    ROUNDS = select_rounds!("WHERE r.area_id = $1 AND r.date = $2 ORDER BY r.number");
    ROUNDS_OF_PERSON = select_rounds!("WHERE r.person_id = ", of_area!("people"), " AND r.date >= $3 ORDER BY r.date, s.from_at LIMIT 20");
    ROUNDS_OF_LOT = select_rounds!("WHERE r.id IN (SELECT m.to_id FROM movements m WHERE m.lot_id = ", of_area!("lots"), " AND m.to_kind = 'vehicle')");
    ROUNDS_OF_SHOP = select_rounds!("WHERE r.id IN (SELECT m.to_id FROM movements m JOIN lots l ON l.id = m.lot_id \
        WHERE l.site_id = ", of_area!("sites"), " AND l.date = $3 AND m.to_kind = 'vehicle')");
    ADD_ROUND = "INSERT INTO rounds (id, area_id, date, number, shift_id, vehicle_id, person_id) \
        SELECT $2, $1, $3, CAST(COALESCE(MAX(number), 0) + 1 AS BIGINT), $4, $5, $6 FROM rounds \
        WHERE area_id = $1 AND date = $3";
    CHANGE_CREW = "UPDATE rounds SET vehicle_id = $3, person_id = $4 WHERE id = $2 AND area_id = $1";
    END_ROUND = "UPDATE rounds SET ended = $3 WHERE id = $2 AND area_id = $1";
}

fn vehicle(row: &AnyRow) -> Result<Vehicle> {
    Ok(Vehicle {
        id: row.parsed("id")?,
        code: row.text("code")?,
        name: row.text("name")?,
        home: row.parsed("home_id")?,
        crates: Crates(row.int("crates")?),
        grams: Grams(row.int("grams")?),
        refrigerated: row.flag("refrigerated")?,
        insulated: Crates(row.int("insulated")?),
        active: row.flag("active")?,
    })
}

/// A break, kept as text that is empty where there is none.
pub(super) fn rest(row: &AnyRow) -> Result<Option<Rest>> {
    if row.text("rest")?.is_empty() { Ok(None) } else { row.parsed("rest").map(Some) }
}

/// A break as it is kept.
pub(super) fn rest_text(rest: Option<Rest>) -> String {
    rest.map(|rest| rest.to_string()).unwrap_or_default()
}

/// Places that are no sites, kept as text that is empty where there is none.
pub(super) fn spots(row: &AnyRow) -> Result<Spots> {
    let spot = |column| if row.text(column)?.is_empty() { Ok(None) } else { row.parsed::<Spot>(column).map(Some) };
    Ok(Spots { start: spot("start_spot")?, end: spot("end_spot")? })
}

/// A place that is no site as it is kept.
pub(super) fn spot_text(spot: Option<&Spot>) -> String {
    spot.map(Spot::to_string).unwrap_or_default()
}

fn shift(row: &AnyRow) -> Result<Shift> {
    Ok(Shift {
        id: row.parsed("id")?,
        date: row.date("date")?,
        person: row.parsed("person_id")?,
        vehicle: row.parsed("vehicle_id")?,
        from: Millis(row.int("from_at")?),
        until: Millis(row.int("until_at")?),
        start: row.parsed("start_id")?,
        end: row.maybe_parsed("end_id")?,
        cancelled: row.flag("cancelled")?,
        wanted: row.maybe_int("wanted")?.map(Millis),
        covers: row.maybe_parsed("covers")?,
        standing: row.maybe_parsed("standing_id")?,
        rest: rest(row)?,
        spots: spots(row)?,
    })
}

fn round(row: &AnyRow) -> Result<RoundHead> {
    Ok(RoundHead {
        id: row.parsed("id")?,
        area: row.parsed("area_id")?,
        date: row.date("date")?,
        number: row.int("number")?,
        shift: row.parsed("shift_id")?,
        vehicle: row.parsed("vehicle_id")?,
        vehicle_name: row.text("vehicle_name")?,
        person: row.parsed("person_id")?,
        person_name: row.text("person_name")?,
        person_phone: row.text("person_phone")?,
        from: Millis(row.int("from_at")?),
        until: Millis(row.int("until_at")?),
        cancelled: row.flag("cancelled")?,
        ended: row.maybe_int("ended")?.map(Millis),
    })
}

impl Db<'_> {
    /// The vehicles of an area, by name.
    pub async fn vehicles(&mut self) -> Result<Vec<Vehicle>> {
        self.query(VEHICLES).fetch_all(&mut *self.conn).await?.iter().map(vehicle).collect()
    }

    /// A vehicle.
    pub async fn vehicle(&mut self, id: VehicleId) -> Result<Option<Vehicle>> {
        let row = self.query(VEHICLE).bind(id.to_string()).fetch_optional(&mut *self.conn).await?;
        row.as_ref().map(vehicle).transpose()
    }

    /// The shifts of an area from one local day to another, both included.
    pub async fn shifts(&mut self, first: Date, last: Date) -> Result<Vec<Shift>> {
        let rows = self.query(SHIFTS).bind(first.to_string()).bind(last.to_string()).fetch_all(&mut *self.conn).await?;
        rows.iter().map(shift).collect()
    }

    /// A shift.
    pub async fn shift(&mut self, id: ShiftId) -> Result<Option<Shift>> {
        let row = self.query(SHIFT).bind(id.to_string()).fetch_optional(&mut *self.conn).await?;
        row.as_ref().map(shift).transpose()
    }

    /// A round.
    pub async fn round(&mut self, id: RoundId) -> Result<Option<RoundHead>> {
        let row = self.query(ROUND).bind(id.to_string()).fetch_optional(&mut *self.conn).await?;
        row.as_ref().map(round).transpose()
    }

    /// The round that fills a shift, if one was made.
    pub async fn round_of_shift(&mut self, shift: ShiftId) -> Result<Option<RoundHead>> {
        let row = self.query(ROUND_OF_SHIFT).bind(shift.to_string()).fetch_optional(&mut *self.conn).await?;
        row.as_ref().map(round).transpose()
    }

    /// The rounds of a local day, by number.
    pub async fn rounds(&mut self, date: Date) -> Result<Vec<RoundHead>> {
        let rows = self.query(ROUNDS).bind(date.to_string()).fetch_all(&mut *self.conn).await?;
        rows.iter().map(round).collect()
    }

    /// The rounds whose vehicle ever had crates of a lot.
    pub async fn rounds_of_lot(&mut self, lot: LotId) -> Result<Vec<RoundHead>> {
        self.query(ROUNDS_OF_LOT).bind(lot.to_string()).fetch_all(&mut *self.conn).await?.iter().map(round).collect()
    }

    /// The rounds whose vehicle ever had crates of what a donor announced for a local day.
    pub async fn rounds_of_shop(&mut self, site: SiteId, date: Date) -> Result<Vec<RoundHead>> {
        let rows =
            self.query(ROUNDS_OF_SHOP).bind(site.to_string()).bind(date.to_string()).fetch_all(&mut *self.conn).await?;
        rows.iter().map(round).collect()
    }

    /// The rounds of a person from a local day on, at most 20.
    pub async fn rounds_of(&mut self, person: PersonId, from: Date) -> Result<Vec<RoundHead>> {
        let rows = self
            .query(ROUNDS_OF_PERSON)
            .bind(person.to_string())
            .bind(from.to_string())
            .fetch_all(&mut *self.conn)
            .await?;
        rows.iter().map(round).collect()
    }
}

impl Tx<'_> {
    /// Adds a vehicle, or changes the one with its id. Whether that is of this area.
    pub async fn save_vehicle(&mut self, vehicle: &Vehicle) -> Result<bool> {
        let saved = self
            .query(SAVE_VEHICLE)
            .bind(vehicle.id.to_string())
            .bind(&vehicle.code)
            .bind(&vehicle.name)
            .bind(vehicle.home.to_string())
            .bind(vehicle.crates.get())
            .bind(vehicle.grams.get())
            .bind(i64::from(vehicle.refrigerated))
            .bind(vehicle.insulated.get())
            .bind(i64::from(vehicle.active))
            .execute(&mut *self.conn)
            .await?;
        Ok(saved.rows_affected() > 0)
    }

    /// Adds a shift, or changes the one with its id. Whether that is of this area.
    pub async fn save_shift(&mut self, shift: &Shift) -> Result<bool> {
        let saved = self
            .query(SAVE_SHIFT)
            .bind(shift.id.to_string())
            .bind(shift.date.to_string())
            .bind(shift.person.to_string())
            .bind(shift.vehicle.to_string())
            .bind(shift.from.get())
            .bind(shift.until.get())
            .bind(shift.start.to_string())
            .bind(shift.end.map(|site| site.to_string()))
            .bind(i64::from(shift.cancelled))
            .bind(shift.wanted.map(Millis::get))
            .bind(shift.covers.map(|person| person.to_string()))
            .bind(shift.standing.map(|standing| standing.to_string()))
            .bind(rest_text(shift.rest))
            .bind(spot_text(shift.spots.start.as_ref()))
            .bind(spot_text(shift.spots.end.as_ref()))
            .execute(&mut *self.conn)
            .await?;
        Ok(saved.rows_affected() > 0)
    }

    /// Makes the round that fills a shift, with the day's next number.
    pub async fn add_round(&mut self, id: RoundId, shift: &Shift) -> Result<()> {
        self.query(ADD_ROUND)
            .bind(id.to_string())
            .bind(shift.date.to_string())
            .bind(shift.id.to_string())
            .bind(shift.vehicle.to_string())
            .bind(shift.person.to_string())
            .execute(&mut *self.conn)
            .await?;
        Ok(())
    }

    /// Gives a round another vehicle and driver.
    pub async fn change_crew(&mut self, id: RoundId, vehicle: VehicleId, person: PersonId) -> Result<()> {
        self.query(CHANGE_CREW)
            .bind(id.to_string())
            .bind(vehicle.to_string())
            .bind(person.to_string())
            .execute(&mut *self.conn)
            .await?;
        Ok(())
    }

    /// Ends a round, or takes its end back.
    pub async fn end_round(&mut self, id: RoundId, ended: Option<Millis>) -> Result<()> {
        self.query(END_ROUND).bind(id.to_string()).bind(ended.map(Millis::get)).execute(&mut *self.conn).await?;
        Ok(())
    }
}
