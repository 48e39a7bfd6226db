//! Makes a year of data by SQL that both engines accept, with every id and instant following from a running number.
//!
//! A donor announces batches of three lots; each batch is picked up at one stop, set down at another, checked in, and
//! handed out. All days are over but the last, on which half of the pickups are done; points still have what came in on
//! the day before, and a hub has food of its own.

use crate::database::Database;
use crate::support::Failure;
use girofresco::domain::ledger::ChainHash;
use girofresco::domain::time::{Millis, Zone};
use girofresco::store::Store;
use jiff::ToSpan;
use jiff::civil::{Date, date};
use sqlx::{AnyConnection, Connection, Executor};
use uuid::Uuid;

/// The kinds of ids, each with its first digit.
#[derive(Debug, Clone, Copy)]
pub enum Kind {
    /// The area.
    Area = 0x1,
    /// Donors, then points, then the hub.
    Site = 0x2,
    /// Vehicles.
    Vehicle = 0x3,
    /// Drivers, then those of the sites, then the coordinator.
    Person = 0x4,
    /// A phone for each person.
    Device = 0x5,
    /// Shifts, day by day.
    Shift = 0x6,
    /// Rounds, one for each shift.
    Round = 0x7,
    /// Stops, day by day, pickups first.
    Stop = 0x8,
    /// Plans, one for each day.
    Plan = 0x9,
    /// Lots, day by day, then those of the hub.
    Lot = 0xa,
    /// Announcements, one for each batch.
    Announcement = 0xb,
    /// Movements.
    Movement = 0xc,
    /// Acts.
    Op = 0xd,
}

const DAYS: i64 = 365;
const DAY_MILLIS: i64 = 86_400_000;
const BATCH: i64 = 3;
/// Movements of a lot that went all the way.
const STEPS: i64 = 5;
/// Donors.
pub const DONORS: i64 = 440;
/// Points.
pub const POINTS: i64 = 60;
/// Rounds a day; as many vehicles and drivers.
pub const ROUNDS: i64 = 20;
const HUB_LOTS: i64 = 300;
const CONFLICTS: i64 = 2_000;
/// Rows that one statement makes at most.
const AT_ONCE: i64 = 500_000;

/// The id of a running number.
pub fn id<T: From<Uuid>>(kind: Kind, number: i64) -> T {
    let tail = u128::from_str_radix(&(100_000_000_000 + number).to_string(), 16).unwrap_or_default();
    T::from(Uuid::from_u128(((kind as u128) << 96) | 0x4000_8000_0000_0000_0000 | tail))
}

/// The text of the id of a number that SQL works out.
fn sql(kind: Kind, number: &str) -> String {
    format!("'{:08x}-0000-4000-8000-' || CAST(100000000000 + {number} AS TEXT)", kind as u32)
}

/// What was made.
pub struct Year {
    /// Lots announced a day.
    pub lots: i64,
    /// The first day.
    pub first: Date,
    /// The instant it begins.
    pub start: Millis,
    /// Movements in all.
    pub movements: i64,
}

impl Year {
    /// The last day, which is under way.
    pub fn today(&self) -> Result<Date, Failure> {
        Ok(self.first.checked_add((DAYS - 1).days())?)
    }

    /// The instant a day begins, by its number.
    pub const fn at(&self, day: i64) -> Millis {
        Millis(self.start.0 + day * DAY_MILLIS)
    }

    /// The number of the last day.
    pub const fn last(&self) -> i64 {
        DAYS - 1
    }

    const fn batches(&self) -> i64 {
        self.lots / BATCH
    }

    /// Batches that were picked up on the last day.
    const fn on_board(&self) -> i64 {
        self.batches() / 2
    }

    /// Movements before the last day; what came in on the day before it is not handed out yet.
    const fn before_last(&self) -> i64 {
        (self.last() * STEPS - 1) * self.lots
    }
}

/// Fills an empty database.
pub async fn make(database: &Database, movements: i64) -> Result<Year, Failure> {
    Store::open(&database.address).await?.close().await;
    let mut connection = database.connect().await?;
    let relaxed = if database.is_sqlite() {
        "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA foreign_keys = OFF; PRAGMA cache_size = -2000000; \
         PRAGMA temp_store = MEMORY; PRAGMA locking_mode = EXCLUSIVE"
    } else {
        "SET synchronous_commit = off; SET session_replication_role = replica; SET maintenance_work_mem = '256MB'"
    };
    connection.execute(relaxed).await?;
    let lots = (movements / (DAYS * STEPS * BATCH) + 1) * BATCH;
    let first = date(2026, 1, 1);
    let start = Zone::named("Europe/Rome")?.start_of(first);
    let mut year = Year { lots, first, start, movements: 0 };
    year.movements = year.before_last() + lots + year.on_board() * BATCH + HUB_LOTS;
    let mut filler = Filler { connection, year: &year };
    filler.days().await?;
    filler.place().await?;
    filler.food().await?;
    filler.ledger().await?;
    filler.plans().await?;
    filler.connection.execute("DROP TABLE year_days").await?;
    filler.connection.execute("ANALYZE").await?;
    filler.connection.close().await?;
    Ok(year)
}

struct Filler<'a> {
    connection: AnyConnection,
    year: &'a Year,
}

impl Filler<'_> {
    async fn run(&mut self, text: String) -> Result<(), Failure> {
        self.connection.execute(sqlx::AssertSqlSafe(text)).await?;
        Ok(())
    }

    /// Fills a table with a row for each `i` from `first` to before `end`. Each column is named with how it is worked
    /// out; `d` and `q` stand for the day and the rest when `i` is divided by `each`.
    async fn fill(
        &mut self,
        table: &str,
        (first, end): (i64, i64),
        each: i64,
        columns: &[(&str, &str)],
    ) -> Result<(), Failure> {
        let names = columns.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ");
        let values = columns.iter().map(|(_, value)| *value).collect::<Vec<_>>().join(", ");
        let mut from = first;
        while from < end {
            let until = end.min(from + AT_ONCE);
            self.run(format!(
                "INSERT INTO {table} ({names}) WITH RECURSIVE n(i) AS (SELECT CAST({from} AS BIGINT) UNION ALL \
                 SELECT i + 1 FROM n WHERE i + 1 < {until}) SELECT {values} FROM (SELECT i, i / {each} AS d, i % {each} AS q FROM n) r"
            ))
            .await?;
            from = until;
        }
        Ok(())
    }

    /// The days with their dates, for the statements that follow.
    async fn days(&mut self) -> Result<(), Failure> {
        self.run("CREATE TEMPORARY TABLE year_days (day BIGINT PRIMARY KEY, date TEXT NOT NULL)".to_owned()).await?;
        let days = (0..DAYS)
            .map(|day| Ok(format!("({day}, '{}')", self.year.first.checked_add(day.days())?)))
            .collect::<Result<Vec<_>, Failure>>()?;
        self.run(format!("INSERT INTO year_days (day, date) VALUES {}", days.join(", "))).await
    }

    /// The area with its sites, vehicles, people and phones.
    async fn place(&mut self) -> Result<(), Failure> {
        let (area, sites) = (sql(Kind::Area, "0"), DONORS + POINTS + 1);
        let (people, hash) = (ROUNDS + sites, ChainHash::START.to_hex());
        let (chain, lots) = (self.year.movements, DAYS * self.year.lots + HUB_LOTS);
        self.run(format!(
            "INSERT INTO areas (id, name, zone, chain_seq, chain_hash, last_lot) \
             VALUES ({area}, 'Zona', 'Europe/Rome', {chain}, '{hash}', {lots})"
        ))
        .await?;
        let town = "CAST(98001 + i AS TEXT)";
        let all = [("area_id", area.as_str()), ("code", town), ("name", town), ("folded", town)];
        self.fill("towns", (0, 60), 60, &[&all[..], &[("lat", "45.2"), ("lon", "9.6")]].concat()).await?;
        let kind =
            format!("CASE WHEN i < {DONORS} THEN 'donor' WHEN i < {DONORS} + {POINTS} THEN 'point' ELSE 'hub' END");
        let persons = format!("CASE WHEN i >= {DONORS} AND i < {DONORS} + {POINTS} THEN 60 ELSE 0 END");
        let site = [
            ("id", &*sql(Kind::Site, "i")),
            ("area_id", &area),
            ("code", "'S' || CAST(i AS TEXT)"),
            ("kind", &kind),
            ("name", "'Luogo ' || CAST(i AS TEXT)"),
            ("town_code", "CAST(98001 + i % 60 AS TEXT)"),
            ("lat", "45.1 + i * 0.0004"),
            ("lon", "9.4 + (i % 50) * 0.006"),
            ("approximate", "0"),
            ("address", "'Via Roma 1'"),
            ("phone", "'0377 000000'"),
            ("notes", "''"),
            ("opening", "'mon-sat 08:00-19:00'"),
            ("service_seconds", "300"),
            ("families", &*format!("({persons}) / 3")),
            ("persons", &persons),
            ("room_ambient", "60"),
            ("room_chilled", "30"),
            ("room_fish", "10"),
            ("room_frozen", "10"),
            ("room_hot", "10"),
            ("refused", "''"),
            ("active", "1"),
        ];
        self.fill("sites", (0, sites), sites, &site).await?;
        let hub = sql(Kind::Site, &(sites - 1).to_string());
        let vehicle = [
            ("id", &*sql(Kind::Vehicle, "i")),
            ("area_id", &area),
            ("code", "'V' || CAST(i AS TEXT)"),
            ("name", "'Furgone ' || CAST(i AS TEXT)"),
            ("home_id", &hub),
            ("crates", "80"),
            ("grams", "900000"),
            ("refrigerated", "i % 2"),
            ("insulated", "10"),
            ("active", "1"),
        ];
        self.fill("vehicles", (0, ROUNDS), ROUNDS, &vehicle).await?;
        let person = [
            ("id", &*sql(Kind::Person, "i")),
            ("area_id", &area),
            ("code", "'P' || CAST(i AS TEXT)"),
            ("name", "'Prova ' || CAST(i AS TEXT)"),
            ("phone", "'000 0000'"),
            ("language", "'it'"),
            ("active", "1"),
        ];
        self.fill("people", (0, people), people, &person).await?;
        let site = sql(Kind::Site, &format!("i - {ROUNDS}"));
        let role = format!(
            "CASE WHEN i < {ROUNDS} THEN 'driver' WHEN i < {ROUNDS} + {DONORS} THEN 'donor' \
             WHEN i < {people} - 1 THEN 'point' ELSE 'coordinator' END"
        );
        let place = format!("CASE WHEN i < {ROUNDS} OR i = {people} - 1 THEN '' ELSE {site} END");
        let grant = [("person_id", &*sql(Kind::Person, "i")), ("role", &role), ("site_id", &place)];
        self.fill("grants", (0, people), people, &grant).await?;
        let (created, now) = (self.year.start.0.to_string(), self.year.at(DAYS - 1).0.to_string());
        let device = [
            ("id", &*sql(Kind::Device, "i")),
            ("person_id", &*sql(Kind::Person, "i")),
            ("token_hash", "'token ' || CAST(i AS TEXT)"),
            ("label", "'Telefono'"),
            ("created", &created),
            ("last_seen", &now),
        ];
        self.fill("devices", (0, people), people, &device).await
    }

    /// Acts, announcements and lots.
    async fn food(&mut self) -> Result<(), Failure> {
        let (area, lots, batches) = (sql(Kind::Area, "0"), self.year.lots, self.year.batches());
        let start = self.year.start.0;
        // Acts: for each day its announcements, pickups, deliveries, checks and handouts.
        let step = format!("(i / {batches}) % {STEPS}");
        let batch = format!("i % {batches}");
        let kind = format!(
            "CASE {step} WHEN 0 THEN 'announce' WHEN 1 THEN 'stop' WHEN 2 THEN 'stop' WHEN 3 THEN 'check-in' ELSE 'hand-out' END"
        );
        let doer = who(&step, &batch, "d");
        let (person, device) = (sql(Kind::Person, &doer), sql(Kind::Device, &doer));
        let at = when(start, "d", &step, &batch, batches);
        let op = [
            ("id", &*sql(Kind::Op, "i")),
            ("area_id", &area),
            ("kind", &kind),
            ("person_id", &person),
            ("device_id", &device),
            ("device_seq", "i"),
            ("occurred", &at),
            ("received", &at),
            ("outcome", "'done'"),
            ("answer", "'[]'"),
        ];
        let last = self.year.last() * STEPS;
        let (full, today) = ((last - 1) * batches, last * batches);
        self.fill("ops", (0, full), batches * STEPS, &op).await?;
        self.fill("ops", (today, today + batches + self.year.on_board()), batches * STEPS, &op).await?;
        let more = self.more_ops();
        let far = format!("{start} + (i - {more}) * {} ", DAYS * DAY_MILLIS / CONFLICTS);
        let (person, outcome) = (
            sql(Kind::Person, "i % 20"),
            format!("CASE WHEN i < {more} + {CONFLICTS} THEN 'conflict' ELSE 'done' END"),
        );
        let op = [
            ("id", &*sql(Kind::Op, "i")),
            ("area_id", &area),
            ("kind", "'stop'"),
            ("person_id", &person),
            ("occurred", &far),
            ("received", &far),
            ("outcome", &outcome),
            ("answer", "'already-taken'"),
        ];
        let hub_batches = HUB_LOTS / BATCH;
        self.fill("ops", (more, more + CONFLICTS + DAYS + hub_batches), 1_000_000_000, &op).await?;

        let day = "(SELECT date FROM year_days y WHERE y.day = d)";
        let donor = sql(Kind::Site, &format!("q % {DONORS}"));
        let op_of = sql(Kind::Op, &format!("d * {} + q", STEPS * batches));
        let announced = when(start, "d", "0", "q", batches);
        let announcement = [
            ("id", &*sql(Kind::Announcement, "i")),
            ("area_id", &area),
            ("site_id", &donor),
            ("date", day),
            ("op_id", &op_of),
            ("created", &announced),
            ("note", "''"),
            ("none_today", "0"),
        ];
        self.fill("announcements", (0, DAYS * batches), batches, &announcement).await?;
        let total = DAYS * batches;
        let hub = sql(Kind::Site, &(DONORS + POINTS).to_string());
        let hub_op = sql(Kind::Op, &format!("{} + i - {total}", more + CONFLICTS + DAYS));
        let hub_day = format!("'{}'", self.year.first);
        let mut of_hub = announcement;
        (of_hub[2].1, of_hub[3].1, of_hub[4].1) = (&hub, &hub_day, &hub_op);
        self.fill("announcements", (total, total + hub_batches), total, &of_hub).await?;

        let category = format!("CASE i % {} {} END", CATEGORIES.len(), cases(|(category, _)| category));
        let class = format!("CASE i % {} {} END", CATEGORIES.len(), cases(|(_, class)| class));
        let donor = sql(Kind::Site, &format!("(q / {BATCH}) % {DONORS}"));
        let (from, until) =
            (format!("{start} + d * {DAY_MILLIS} + 25200000"), format!("{start} + d * {DAY_MILLIS} + 68400000"));
        let grams = format!("({CRATES}) * 6000");
        let lot = [
            ("id", &*sql(Kind::Lot, "i")),
            ("area_id", &area),
            ("number", "i + 1"),
            ("announcement_id", &*sql(Kind::Announcement, &format!("i / {BATCH}"))),
            ("site_id", &donor),
            ("code", "''"),
            ("date", day),
            ("category", &category),
            ("class", &class),
            ("date_kind", "'use-by'"),
            ("shelf_date", "'2027-01-31'"),
            ("crates", CRATES),
            ("grams", &grams),
            ("ready_from", &from),
            ("ready_until", &until),
        ];
        self.fill("lots", (0, DAYS * lots), lots, &lot).await?;
        let mut of_hub = lot;
        (of_hub[4].1, of_hub[6].1) = (&hub, &hub_day);
        self.fill("lots", (DAYS * lots, DAYS * lots + HUB_LOTS), DAYS * lots, &of_hub).await
    }

    /// The number of the first act that is none of a batch.
    const fn more_ops(&self) -> i64 {
        DAYS * STEPS * self.year.batches()
    }

    /// Movements and holdings.
    async fn ledger(&mut self) -> Result<(), Failure> {
        let (area, lots, batches) = (sql(Kind::Area, "0"), self.year.lots, self.year.batches());
        let (start, hash) = (self.year.start.0, format!("'{}'", ChainHash::START.to_hex()));
        // Number `i` is lot `i % lots` of a step of a day; the step that the last day but one has not seen is left out.
        let step = format!("((i / {lots}) % {STEPS})");
        let batch = format!("((i % {lots}) / {BATCH})");
        let lot = format!("(d * {lots} + i % {lots})");
        let crates = CRATES.replace('i', &lot);
        let (donor, round) = (
            sql(Kind::Site, &format!("{batch} % {DONORS}")),
            sql(Kind::Round, &format!("(d * {ROUNDS} + {batch} % {ROUNDS})")),
        );
        let point = sql(Kind::Site, &point_of(&batch, "d"));
        let holder =
            |step: &str| format!("CASE {step} WHEN 0 THEN '' WHEN 1 THEN {donor} WHEN 2 THEN {round} ELSE {point} END");
        let doer = who(&step, &batch, "d");
        let at = when(start, "d", &step, &batch, batches);
        let stop = format!(
            "CASE {step} WHEN 1 THEN {} WHEN 2 THEN {} END",
            sql(Kind::Stop, &format!("(d * 2 * {batches} + {batch})")),
            sql(Kind::Stop, &format!("((d * 2 + 1) * {batches} + {batch})"))
        );
        let (from_kind, to_kind) = (kind_of(&step), kind_of(&format!("{step} + 1")));
        let (from_id, to_id) = (holder(&step), holder(&format!("({step} + 1)")));
        let grams = format!("({crates}) * 6000");
        let op = sql(Kind::Op, &format!("((d * {STEPS} + {step}) * {batches} + {batch})"));
        let (person, device) = (sql(Kind::Person, &doer), sql(Kind::Device, &doer));
        let id = sql(Kind::Movement, "i");
        let lot_id = sql(Kind::Lot, &lot);
        let movement = |seq: &'static str| {
            [
                ("area_id", area.clone()),
                ("seq", seq.replace('L', &lots.to_string())),
                ("id", id.clone()),
                ("lot_id", lot_id.clone()),
                ("from_kind", from_kind.clone()),
                ("from_id", from_id.clone()),
                ("to_kind", to_kind.clone()),
                ("to_id", to_id.clone()),
                ("crates", crates.clone()),
                ("grams", grams.clone()),
                ("temperature", "CASE WHEN i % 4 = 0 THEN 40 END".to_owned()),
                ("note", "''".to_owned()),
                ("stop_id", stop.clone()),
                ("flag", "CASE WHEN i % 97 = 0 THEN 'unplanned' END".to_owned()),
                ("op_id", op.clone()),
                ("occurred", at.clone()),
                ("received", at.clone()),
                ("person_id", person.clone()),
                ("device_id", device.clone()),
                ("device_seq", "i".to_owned()),
                ("hash", hash.clone()),
            ]
        };
        let (full, today) = (self.year.before_last(), self.year.last() * STEPS * lots);
        for (range, seq) in [((0, full), "i + 1"), ((today, today + lots + self.year.on_board() * BATCH), "i + 1 - L")]
        {
            let columns = movement(seq);
            let columns = columns.each_ref().map(|(name, value)| (*name, value.as_str()));
            self.fill("movements", range, lots * STEPS, &columns).await?;
        }
        self.hub_stock().await?;
        self.holdings().await
    }

    /// What the hub has: bought on the first day.
    async fn hub_stock(&mut self) -> Result<(), Failure> {
        let (area, lots) = (sql(Kind::Area, "0"), DAYS * self.year.lots);
        let (start, hash) = (self.year.start.0.to_string(), format!("'{}'", ChainHash::START.to_hex()));
        let (hub, total) = (sql(Kind::Site, &(DONORS + POINTS).to_string()), self.year.movements - HUB_LOTS);
        let person = sql(Kind::Person, "0");
        let seq = format!("{total} + i - {lots} + 1");
        let crates = format!("({CRATES})");
        let grams = format!("{crates} * 6000");
        let id = sql(Kind::Movement, &format!("(i + {})", DAYS * STEPS * self.year.lots));
        let op = sql(Kind::Op, &format!("({} + (i - {lots}) / {BATCH})", self.more_ops() + CONFLICTS + DAYS));
        let movement = [
            ("area_id", area.as_str()),
            ("seq", &seq),
            ("id", &id),
            ("lot_id", &sql(Kind::Lot, "i")),
            ("from_kind", "'supplier'"),
            ("from_id", "''"),
            ("to_kind", "'hub'"),
            ("to_id", &hub),
            ("crates", &crates),
            ("grams", &grams),
            ("why", "'bought'"),
            ("note", "''"),
            ("op_id", &op),
            ("occurred", &start),
            ("received", &start),
            ("person_id", &person),
            ("hash", &hash),
        ];
        self.fill("movements", (lots, lots + HUB_LOTS), lots, &movement).await?;
        for (kind, id, sign) in [("'supplier'", "''", "-"), ("'hub'", hub.as_str(), "")] {
            let (crates, grams) = (format!("{sign}{crates}"), format!("{sign}{crates} * 6000"));
            let holding = [
                ("lot_id", &*sql(Kind::Lot, "i")),
                ("holder_kind", kind),
                ("holder_id", id),
                ("area_id", &area),
                ("crates", &crates),
                ("grams", &grams),
                ("since", &start),
            ];
            self.fill("holdings", (lots, lots + HUB_LOTS), lots, &holding).await?;
        }
        Ok(())
    }

    /// What follows from the movements.
    async fn holdings(&mut self) -> Result<(), Failure> {
        let (area, lots, batches) = (sql(Kind::Area, "0"), self.year.lots, self.year.batches());
        let (start, last, on_board) = (self.year.start.0, self.year.last(), self.year.on_board() * BATCH);
        // Number `i` is holder `i % 6` of lot `i / 6`: the supplier, then each that the lot came to.
        let lot = "(i / 6)";
        let rest = format!("({lot} % {lots})");
        let (day, batch, step) = (format!("({lot} / {lots})"), format!("({rest} / {BATCH})"), "(i % 6)");
        let (donor, round) = (
            sql(Kind::Site, &format!("{batch} % {DONORS}")),
            sql(Kind::Round, &format!("({day} * {ROUNDS} + {batch} % {ROUNDS})")),
        );
        let point = sql(Kind::Site, &point_of(&batch, &day));
        let id = format!("CASE {step} WHEN 0 THEN '' WHEN 1 THEN {donor} WHEN 2 THEN {round} ELSE {point} END");
        // How far the lot came.
        let reached = format!(
            "(CASE WHEN {day} < {last} - 1 THEN 5 WHEN {day} < {last} THEN 4 WHEN {rest} < {on_board} THEN 2 ELSE 1 END)"
        );
        let crates = format!(
            "(CASE WHEN {step} = 0 THEN -1 WHEN {step} = {reached} THEN 1 ELSE 0 END * ({}))",
            CRATES.replace('i', lot)
        );
        let since = when(start, &day, &format!("(CASE WHEN {step} = 0 THEN 0 ELSE {step} - 1 END)"), &batch, batches);
        let holding = [
            ("lot_id", &*sql(Kind::Lot, lot)),
            ("holder_kind", &*kind_of(step)),
            ("holder_id", &id),
            ("area_id", &area),
            ("crates", &crates),
            ("grams", &format!("{crates} * 6000")),
            ("since", &since),
        ];
        let of_today = last * lots * 6;
        self.fill("holdings", (0, of_today), 1, &holding).await?;
        self.fill("holdings", (of_today, DAYS * lots * 6), 1, &holding).await?;
        // Where today's lots have not been yet they hold nothing.
        let gone = format!(
            "DELETE FROM holdings WHERE lot_id >= {} AND crates = 0 AND holder_kind NOT IN ('supplier', 'donor')",
            sql(Kind::Lot, &(last * lots).to_string())
        );
        self.run(gone).await
    }

    /// Shifts, rounds, plans, visits, handouts and problems.
    async fn plans(&mut self) -> Result<(), Failure> {
        let (area, lots, batches) = (sql(Kind::Area, "0"), self.year.lots, self.year.batches());
        let start = self.year.start.0;
        let day = "(SELECT date FROM year_days y WHERE y.day = d)";
        let at = |hours: i64| format!("{start} + d * {DAY_MILLIS} + {}", hours * 3_600_000);
        let (eight, ten, one, two) = (at(8), at(10), at(13), at(14));
        let hub = sql(Kind::Site, &(DONORS + POINTS).to_string());
        let (person, vehicle) = (sql(Kind::Person, "q"), sql(Kind::Vehicle, "q"));
        let shift = [
            ("id", &*sql(Kind::Shift, "i")),
            ("area_id", &area),
            ("date", day),
            ("person_id", &person),
            ("vehicle_id", &vehicle),
            ("from_at", &eight),
            ("until_at", &two),
            ("start_id", &hub),
        ];
        self.fill("shifts", (0, DAYS * ROUNDS), ROUNDS, &shift).await?;
        let round = [
            ("id", &*sql(Kind::Round, "i")),
            ("area_id", &area),
            ("date", day),
            ("number", "q + 1"),
            ("shift_id", &*sql(Kind::Shift, "i")),
            ("vehicle_id", &vehicle),
            ("person_id", &person),
            ("ended", &*format!("CASE WHEN d < {} THEN {two} END", self.year.last())),
        ];
        self.fill("rounds", (0, DAYS * ROUNDS), ROUNDS, &round).await?;
        let plan = [
            ("id", &*sql(Kind::Plan, "i")),
            ("area_id", &area),
            ("date", "(SELECT date FROM year_days y WHERE y.day = i)"),
            ("version", "1"),
            ("state", "'published'"),
            ("seed", "1"),
            ("created", &*start.to_string()),
            ("published", &*start.to_string()),
            ("lost", "0"),
            ("unfair", "0"),
            ("effort", "0"),
            ("change", "0"),
            ("estimated", "1"),
        ];
        self.fill("plans", (0, DAYS), 1, &plan).await?;
        let plan_of = sql(Kind::Plan, "d");
        let planned = [
            ("plan_id", &*plan_of),
            ("round_id", &*sql(Kind::Round, "i")),
            ("depart", &eight),
            ("finish", &one),
            ("metres", "60000"),
            ("driving", "9000"),
        ];
        self.fill("plan_rounds", (0, DAYS * ROUNDS), ROUNDS, &planned).await?;
        let batch = format!("(q % {batches})");
        let round = sql(Kind::Round, &format!("(d * {ROUNDS} + {batch} % {ROUNDS})"));
        let site = format!(
            "CASE WHEN q < {batches} THEN {} ELSE {} END",
            sql(Kind::Site, &format!("{batch} % {DONORS}")),
            sql(Kind::Site, &point_of(&batch, "d"))
        );
        let position = format!("{batch} / {ROUNDS} * 2 + q / {batches}");
        let arrive = when(start, "d", &format!("(1 + q / {batches})"), &batch, batches);
        let stop = [
            ("plan_id", &*plan_of),
            ("stop_id", &*sql(Kind::Stop, "i")),
            ("round_id", &round),
            ("position", &position),
            ("site_id", &site),
            ("arrive", &arrive),
            ("start_at", &arrive),
            ("depart", &*format!("{arrive} + 300000")),
        ];
        let each = 2 * batches;
        self.fill("plan_stops", (0, DAYS * each), each, &stop).await?;
        let load = [
            ("plan_id", &*plan_of),
            ("stop_id", &*sql(Kind::Stop, &format!("i / {BATCH}"))),
            ("line", &*format!("i % {BATCH}")),
            ("lot_id", &*sql(Kind::Lot, &format!("(d * {lots} + q % {lots})"))),
            ("action", &*format!("CASE WHEN q < {lots} THEN 'load' ELSE 'unload' END")),
            ("crates", &*CRATES.replace('i', &format!("(d * {lots} + q % {lots})"))),
            ("grams", "6000"),
            ("cold", &*format!("CASE WHEN q >= {lots} THEN 1800 END")),
            (
                "reasons",
                &*format!("CASE WHEN q < {lots} THEN '[]' ELSE '[{{\"code\":\"on_the_way\",\"extra\":240}}]' END"),
            ),
        ];
        self.fill("plan_loads", (0, DAYS * 2 * lots), 2 * lots, &load).await?;
        let left = [
            ("plan_id", &*plan_of),
            ("line", "q"),
            ("lot_id", &*sql(Kind::Lot, &format!("(d * {lots} + q)"))),
            ("crates", "1"),
            ("grams", "6000"),
            ("code", "'no_room'"),
        ];
        self.fill("plan_left", (0, DAYS * 5), 5, &left).await?;
        let op = sql(Kind::Op, &format!("((d * {STEPS} + 1 + q / {batches}) * {batches} + {batch})"));
        let visit = [
            ("stop_id", &*sql(Kind::Stop, "i")),
            ("seq", "1"),
            ("area_id", &area),
            ("round_id", &round),
            ("site_id", &site),
            ("op_id", &op),
            ("outcome", "'done'"),
            ("occurred", &arrive),
            ("note", "''"),
        ];
        let visits = self.year.last() * each + self.year.on_board();
        self.fill("visits", (0, visits), each, &visit).await?;
        let handout = [
            ("op_id", &*sql(Kind::Op, &format!("((d * {STEPS} + 4) * {batches} + q)"))),
            ("area_id", &area),
            ("site_id", &*sql(Kind::Site, &point_of("q", "d"))),
            ("date", day),
            ("families", "5"),
            ("persons", "14"),
            ("occurred", &*when(start, "d", "4", "q", batches)),
        ];
        self.fill("handouts", (0, (self.year.last() - 1) * batches), batches, &handout).await?;
        let problem = [
            ("op_id", &*sql(Kind::Op, &format!("({} + i)", self.more_ops() + CONFLICTS))),
            ("area_id", &area),
            ("round_id", &*sql(Kind::Round, &format!("(i * {ROUNDS})"))),
            ("kind", "'late'"),
            ("minutes", "20"),
            ("note", "''"),
            ("occurred", &*ten.replace('d', "i")),
        ];
        self.fill("problems", (0, DAYS), 1, &problem).await
    }
}

const CRATES: &str = "1 + i % 5";

const CATEGORIES: [(&str, &str); 10] = [
    ("bread", "ambient"),
    ("produce", "ambient"),
    ("dairy", "chilled"),
    ("cheese", "chilled"),
    ("meat", "chilled"),
    ("poultry", "chilled"),
    ("fish", "fish"),
    ("deli", "chilled"),
    ("frozen", "frozen"),
    ("dry", "ambient"),
];

fn cases(word: impl Fn((&'static str, &'static str)) -> &'static str) -> String {
    let words = CATEGORIES.iter().enumerate().map(|(number, pair)| format!("WHEN {number} THEN '{}'", word(*pair)));
    words.collect::<Vec<_>>().join(" ")
}

/// The kind of holder that a lot comes to with each step.
fn kind_of(step: &str) -> String {
    format!(
        "CASE {step} WHEN 0 THEN 'supplier' WHEN 1 THEN 'donor' WHEN 2 THEN 'vehicle' WHEN 3 THEN 'handover' \
         WHEN 4 THEN 'point' ELSE 'families' END"
    )
}

/// The point that a batch of a day goes to.
fn point_of(batch: &str, day: &str) -> String {
    format!("({DONORS} + ({batch} * 7 + {day}) % {POINTS})")
}

/// The person who does a step of a batch of a day.
fn who(step: &str, batch: &str, day: &str) -> String {
    format!(
        "(CASE {step} WHEN 0 THEN {ROUNDS} + {batch} % {DONORS} WHEN 1 THEN {batch} % {ROUNDS} WHEN 2 THEN {batch} % {ROUNDS} \
         ELSE {ROUNDS} + {} END)",
        point_of(batch, day)
    )
}

/// The instant of a step of a batch of a day: steps begin at 7, 9, 10, 11 and 16 o'clock and take two hours.
fn when(start: i64, day: &str, step: &str, batch: &str, batches: i64) -> String {
    format!(
        "({start} + {day} * {DAY_MILLIS} + CASE {step} WHEN 0 THEN 7 WHEN 1 THEN 9 WHEN 2 THEN 10 WHEN 3 THEN 11 ELSE 16 END \
         * 3600000 + {batch} * {})",
        7_200_000 / batches
    )
}
