//! Movements, and what follows from them.

use super::row::Columns;
use super::{Db, Result, StoreError, Tx, of_area, statements};
use crate::domain::food::Category;
use crate::domain::id::{LotId, MovementId, OpId, SiteId};
use crate::domain::ledger::{
    Balance, Book, ChainHash, Flag, Holder, HolderKind, Holding, Movement, MovementReason, Op, PostError, Transfer,
    link,
};
use crate::domain::quantity::{Crates, Decidegrees, Grams};
use crate::domain::time::Millis;
use jiff::civil::Date;
use sqlx::any::AnyRow;
use std::collections::{BTreeMap, BTreeSet};

macro_rules! select_movements {
    ($($rest:tt)+) => {
        concat!(
            "SELECT m.area_id, m.seq, m.id, m.lot_id, m.from_kind, m.from_id, m.to_kind, m.to_id, m.crates, m.grams, \
             m.temperature, m.why, m.note, m.corrects, m.stop_id, m.flag, m.op_id, m.occurred, m.received, m.person_id, \
             m.device_id, m.device_seq, m.hash FROM movements m ",
            $($rest)+
        )
    };
}

macro_rules! select_holdings {
    ($($rest:tt)+) => {
        concat!("SELECT h.lot_id, h.holder_kind, h.holder_id, h.crates, h.grams, h.since FROM holdings h ", $($rest)+)
    };
}

statements! {
    HEAD = "SELECT chain_seq, chain_hash FROM areas WHERE id = $1";
    MOVE_HEAD = "UPDATE areas SET chain_seq = $2, chain_hash = $3 WHERE id = $1";
    // Writes nothing if the lot, who gives it or who gets it is not of the area. An empty id is the world outside.
    ADD_MOVEMENT = "INSERT INTO movements (area_id, seq, id, lot_id, from_kind, from_id, to_kind, to_id, crates, grams, \
        temperature, why, note, corrects, stop_id, flag, op_id, occurred, received, person_id, device_id, device_seq, hash) \
        SELECT $1, $2, $3, id, $5, $6, $7, $8, $9, $10, CAST($11 AS BIGINT), $12, $13, $14, $15, $16, $17, $18, $19, $20, \
        $21, CAST($22 AS BIGINT), $23 FROM lots WHERE id = $4 AND area_id = $1 \
        AND ($6 = '' OR EXISTS (SELECT 1 FROM sites WHERE id = $6 AND area_id = $1) \
        OR EXISTS (SELECT 1 FROM rounds WHERE id = $6 AND area_id = $1)) \
        AND ($8 = '' OR EXISTS (SELECT 1 FROM sites WHERE id = $8 AND area_id = $1) \
        OR EXISTS (SELECT 1 FROM rounds WHERE id = $8 AND area_id = $1))";
    MOVEMENTS_OF_LOT = select_movements!("WHERE m.lot_id = ", of_area!("lots"), " ORDER BY m.seq");
    MOVEMENTS_OF_SHOP = select_movements!("JOIN lots l ON l.id = m.lot_id WHERE l.site_id = ", of_area!("sites"), " AND l.date = $3 ORDER BY m.seq");
    MOVEMENTS_OF_OP = select_movements!("WHERE m.op_id = ", of_area!("ops"), " ORDER BY m.seq");
    MOVEMENTS_TO = select_movements!("WHERE m.area_id = $1 AND m.to_kind = $2 AND m.to_id = $3 AND m.occurred >= $4 AND m.occurred < $5 \
        ORDER BY m.occurred DESC LIMIT 500");
    MOVEMENTS_FROM = select_movements!("WHERE m.area_id = $1 AND m.from_kind = $2 AND m.from_id = $3 AND m.occurred >= $4 AND m.occurred < $5 \
        ORDER BY m.occurred DESC LIMIT 500");
    MOVEMENTS_FLAGGED = select_movements!("WHERE m.area_id = $1 AND m.flag IS NOT NULL AND m.received >= $2 \
        ORDER BY m.received DESC LIMIT 100");
    MOVEMENTS_AFTER = select_movements!("WHERE m.area_id = $1 AND m.seq > $2 ORDER BY m.seq LIMIT 5000");
    HOLDINGS_OF_LOT = select_holdings!("WHERE h.lot_id = ", of_area!("lots"));
    HOLDINGS_OF_HOLDER = select_holdings!("WHERE h.area_id = $1 AND h.holder_kind = $2 AND h.holder_id = $3 AND h.crates > 0 \
        ORDER BY h.lot_id");
    HOLDINGS_LIVE = select_holdings!("WHERE h.area_id = $1 AND h.crates > 0 \
        AND h.holder_kind IN ('donor', 'vehicle', 'handover', 'hub') ORDER BY h.lot_id, h.holder_kind, h.holder_id");
    HOLDINGS_FROM_SITE = select_holdings!("JOIN lots l ON l.id = h.lot_id WHERE l.site_id = ", of_area!("sites"), " \
        AND l.date >= $3 AND l.date <= $4 AND h.crates > 0");
    HOLDINGS_BROUGHT_TO = select_holdings!("WHERE h.crates > 0 AND h.lot_id IN (SELECT m.lot_id FROM movements m \
        WHERE m.to_kind IN ('handover', 'point', 'hub') AND m.to_id = ", of_area!("sites"), " \
        AND m.occurred >= $3 AND m.occurred < $4)");
    HOLDINGS_OF_DAY = select_holdings!("JOIN lots l ON l.id = h.lot_id WHERE l.area_id = $1 AND l.date = $2 AND h.crates > 0");
    HOLDINGS_ALL = select_holdings!("WHERE h.area_id = $1");
    SAVE_HOLDING = "INSERT INTO holdings (lot_id, holder_kind, holder_id, area_id, crates, grams, since) \
        VALUES ($2, $3, $4, $1, $5, $6, $7) ON CONFLICT (lot_id, holder_kind, holder_id) \
        DO UPDATE SET crates = excluded.crates, grams = excluded.grams, since = excluded.since \
        WHERE holdings.area_id = excluded.area_id";
    RECEIVED = "SELECT m.to_id AS site_id, l.category, CAST(COALESCE(SUM(m.grams), 0) AS BIGINT) AS grams \
        FROM movements m JOIN lots l ON l.id = m.lot_id \
        WHERE m.to_kind = 'point' AND m.from_kind IN ('vehicle', 'handover') AND m.to_id IN (SELECT id FROM sites WHERE area_id = $1 AND kind = 'point') \
        AND m.occurred >= $2 AND m.occurred < $3 GROUP BY m.to_id, l.category";
    GIVEN_BACK = "SELECT m.from_id AS site_id, l.category, CAST(COALESCE(SUM(m.grams), 0) AS BIGINT) AS grams \
        FROM movements m JOIN lots l ON l.id = m.lot_id \
        WHERE m.from_kind = 'point' AND m.from_id IN (SELECT id FROM sites WHERE area_id = $1 AND kind = 'point') \
        AND m.to_kind IN ('vehicle', 'handover') AND m.occurred >= $2 AND m.occurred < $3 GROUP BY m.from_id, l.category";
    RECALL = concat!("SELECT DISTINCT m.to_kind AS kind, m.to_id AS id FROM movements m WHERE m.lot_id = ", of_area!("lots"), " \
        UNION SELECT DISTINCT m.from_kind AS kind, m.from_id AS id FROM movements m WHERE m.lot_id = ", of_area!("lots"));
}

/// A place where the chain of an area does not hold together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChainFault {
    pub seq: i64,
    pub what: String,
}

/// What verifying an area's ledger found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Verified {
    pub movements: i64,
    pub lots: usize,
    pub faults: Vec<ChainFault>,
}

fn movement(row: &AnyRow) -> Result<Movement> {
    Ok(Movement {
        id: row.parsed("id")?,
        seq: row.int("seq")?,
        transfer: Transfer {
            lot: row.parsed("lot_id")?,
            from: holder(row, "from_kind", "from_id")?,
            to: holder(row, "to_kind", "to_id")?,
            crates: Crates(row.int("crates")?),
            grams: Grams(row.int("grams")?),
            temperature: row.maybe_int("temperature")?.map(Decidegrees),
            why: row.maybe_parsed("why")?,
            note: row.text("note")?,
            corrects: row.maybe_parsed("corrects")?,
            stop: row.maybe_parsed("stop_id")?,
            flag: row.maybe_parsed("flag")?,
        },
        op: row.parsed("op_id")?,
        occurred: Millis(row.int("occurred")?),
        received: Millis(row.int("received")?),
        person: row.parsed("person_id")?,
        device: row.maybe_parsed("device_id")?,
        device_seq: row.maybe_int("device_seq")?,
    })
}

pub(super) fn holder(row: &AnyRow, kind: &'static str, id: &'static str) -> Result<Holder> {
    let (kind, id) = (row.parsed::<HolderKind>(kind)?, row.text(id)?);
    Holder::of(kind, &id).ok_or_else(|| StoreError::Corrupt(format!("holder {kind} \"{id}\"")))
}

fn holding(row: &AnyRow) -> Result<Holding> {
    Ok(Holding {
        lot: row.parsed("lot_id")?,
        holder: holder(row, "holder_kind", "holder_id")?,
        balance: Balance { crates: Crates(row.int("crates")?), grams: Grams(row.int("grams")?) },
        since: Millis(row.int("since")?),
    })
}

impl Db<'_> {
    /// Everything that happened to a lot, in order.
    pub async fn movements_of_lot(&mut self, lot: LotId) -> Result<Vec<Movement>> {
        let rows = self.query(MOVEMENTS_OF_LOT).bind(lot.to_string()).fetch_all(&mut *self.conn).await?;
        rows.iter().map(movement).collect()
    }

    /// Everything that happened to the lots that a donor announced for a local day, in order.
    pub async fn movements_of_shop(&mut self, site: SiteId, date: Date) -> Result<Vec<Movement>> {
        let rows = self
            .query(MOVEMENTS_OF_SHOP)
            .bind(site.to_string())
            .bind(date.to_string())
            .fetch_all(&mut *self.conn)
            .await?;
        rows.iter().map(movement).collect()
    }

    /// What an act moved.
    pub async fn movements_of_op(&mut self, op: OpId) -> Result<Vec<Movement>> {
        let rows = self.query(MOVEMENTS_OF_OP).bind(op.to_string()).fetch_all(&mut *self.conn).await?;
        rows.iter().map(movement).collect()
    }

    /// What a holder got in a span of time, newest first, at most 500.
    pub async fn movements_to(&mut self, holder: Holder, from: Millis, until: Millis) -> Result<Vec<Movement>> {
        self.movements_at(MOVEMENTS_TO, holder, from, until).await
    }

    /// What a holder gave in a span of time, newest first, at most 500.
    pub async fn movements_from(&mut self, holder: Holder, from: Millis, until: Millis) -> Result<Vec<Movement>> {
        self.movements_at(MOVEMENTS_FROM, holder, from, until).await
    }

    async fn movements_at(
        &mut self,
        statement: &'static str,
        holder: Holder,
        from: Millis,
        until: Millis,
    ) -> Result<Vec<Movement>> {
        let rows = self
            .query(statement)
            .bind(holder.kind().word())
            .bind(holder.id_text())
            .bind(from.get())
            .bind(until.get())
            .fetch_all(&mut *self.conn)
            .await?;
        rows.iter().map(movement).collect()
    }

    /// Movements that contradicted the plan, newest first, at most 100.
    pub async fn movements_flagged(&mut self, since: Millis) -> Result<Vec<Movement>> {
        let rows = self.query(MOVEMENTS_FLAGGED).bind(since.get()).fetch_all(&mut *self.conn).await?;
        rows.iter().map(movement).collect()
    }

    /// Everybody who ever held a lot: the recall.
    pub async fn recall(&mut self, lot: LotId) -> Result<Vec<Holder>> {
        let rows = self.query(RECALL).bind(lot.to_string()).fetch_all(&mut *self.conn).await?;
        let mut holders: Vec<Holder> = rows.iter().map(|row| holder(row, "kind", "id")).collect::<Result<_>>()?;
        holders.sort_unstable();
        Ok(holders)
    }

    /// Who has crates of a lot.
    pub async fn holdings_of_lot(&mut self, lot: LotId) -> Result<Vec<Holding>> {
        let rows = self.query(HOLDINGS_OF_LOT).bind(lot.to_string()).fetch_all(&mut *self.conn).await?;
        rows.iter().map(holding).collect()
    }

    /// What a holder has.
    pub async fn holdings_of(&mut self, holder: Holder) -> Result<Vec<Holding>> {
        let rows = self
            .query(HOLDINGS_OF_HOLDER)
            .bind(holder.kind().word())
            .bind(holder.id_text())
            .fetch_all(&mut *self.conn)
            .await?;
        rows.iter().map(holding).collect()
    }

    /// What donors, vehicles, hubs, and points that have not checked it yet, hold.
    pub async fn holdings_live(&mut self) -> Result<Vec<Holding>> {
        self.query(HOLDINGS_LIVE).fetch_all(&mut *self.conn).await?.iter().map(holding).collect()
    }

    /// Where the lots of a donor are now, from one local day to another, both included.
    pub async fn holdings_from(&mut self, site: SiteId, first: Date, last: Date) -> Result<Vec<Holding>> {
        let rows = self
            .query(HOLDINGS_FROM_SITE)
            .bind(site.to_string())
            .bind(first.to_string())
            .bind(last.to_string())
            .fetch_all(&mut *self.conn)
            .await?;
        rows.iter().map(holding).collect()
    }

    /// Where the lots that were brought to a place in a span of time are now.
    pub async fn holdings_brought_to(&mut self, site: SiteId, from: Millis, until: Millis) -> Result<Vec<Holding>> {
        let rows = self
            .query(HOLDINGS_BROUGHT_TO)
            .bind(site.to_string())
            .bind(from.get())
            .bind(until.get())
            .fetch_all(&mut *self.conn)
            .await?;
        rows.iter().map(holding).collect()
    }

    /// Where the lots of a local day are now.
    pub async fn holdings_of_day(&mut self, date: Date) -> Result<Vec<Holding>> {
        let rows = self.query(HOLDINGS_OF_DAY).bind(date.to_string()).fetch_all(&mut *self.conn).await?;
        rows.iter().map(holding).collect()
    }

    /// Grams that points accepted in a span of time, by point and category, less what they gave back.
    pub async fn received(&mut self, from: Millis, until: Millis) -> Result<BTreeMap<(SiteId, Category), Grams>> {
        let mut grams = BTreeMap::new();
        for (statement, sign) in [(RECEIVED, 1), (GIVEN_BACK, -1)] {
            let rows = self.query(statement).bind(from.get()).bind(until.get()).fetch_all(&mut *self.conn).await?;
            for row in rows {
                let entry = grams.entry((row.parsed("site_id")?, row.parsed("category")?)).or_insert(Grams::ZERO);
                *entry += Grams(sign * row.int("grams")?);
            }
        }
        Ok(grams)
    }

    /// Walks an area's ledger from its first row: the chain of hashes, that no holder ever gave what it had not, and
    /// that what holders are said to have now is what follows from the movements.
    pub async fn verify(&mut self) -> Result<Verified> {
        let mut found = Verified::default();
        let (mut hash, mut book, mut last) = (ChainHash::START, Book::default(), 0);
        let mut lots = BTreeSet::new();
        loop {
            let rows = self.query(MOVEMENTS_AFTER).bind(last).fetch_all(&mut *self.conn).await?;
            if rows.is_empty() {
                break;
            }
            for row in &rows {
                let seq = row.int("seq")?;
                let mut fault = |what: String| found.faults.push(ChainFault { seq, what });
                if seq != last + 1 {
                    fault(format!("row {} is missing", last + 1));
                }
                last = seq;
                let movement = match movement(row) {
                    Ok(movement) => movement,
                    Err(error) => {
                        fault(error.to_string());
                        continue;
                    }
                };
                let stored = row.text("hash")?;
                hash = link(hash, &movement);
                if hash.to_hex() != stored {
                    fault("its hash does not follow from the row before and its contents".to_owned());
                    hash = ChainHash::from_hex(&stored).unwrap_or(hash);
                }
                let grams = movement.transfer.grams;
                lots.insert(movement.transfer.lot);
                let mut transfer = movement.transfer;
                match book.post(&mut transfer) {
                    Err(error) => fault(error.to_string()),
                    Ok(()) if transfer.grams != grams => {
                        fault(format!("{} g should be {} g", grams.0, transfer.grams.0));
                    }
                    Ok(()) => {}
                }
                found.movements += 1;
            }
        }
        let head = self.query(HEAD).fetch_one(&mut *self.conn).await?;
        if head.int("chain_seq")? != last || head.text("chain_hash")? != hash.to_hex() {
            found.faults.push(ChainFault { seq: last, what: "the chain ends elsewhere than its head says".to_owned() });
        }
        let mut stored = BTreeMap::new();
        for row in self.query(HOLDINGS_ALL).fetch_all(&mut *self.conn).await? {
            match holding(&row) {
                Ok(holding) => {
                    stored.insert((holding.lot, holding.holder), holding.balance);
                }
                Err(error) => found.faults.push(ChainFault { seq: last, what: error.to_string() }),
            }
        }
        stored.retain(|_, balance| *balance != Balance::default());
        let derived: BTreeMap<_, _> = book.balances().map(|(lot, holder, balance)| ((lot, holder), balance)).collect();
        for key in stored.keys().chain(derived.keys()).collect::<BTreeSet<_>>() {
            if stored.get(key) != derived.get(key) {
                let what = format!("lot {} at {}: holdings and movements disagree", key.0, key.1.kind());
                found.faults.push(ChainFault { seq: last, what });
            }
        }
        found.lots = lots.len();
        Ok(found)
    }
}

impl Tx<'_> {
    /// Appends the transfers of an act to the ledger. `ids` gives each row its id.
    ///
    /// The inner error says which transfer cannot be: the caller's rules should have caught it, and nothing may be kept.
    pub async fn append(
        &mut self,
        op: &Op,
        transfers: Vec<Transfer>,
        mut ids: impl FnMut() -> MovementId + Send,
    ) -> Result<std::result::Result<Vec<Movement>, PostError>> {
        let head = self.query(HEAD).fetch_one(&mut *self.conn).await?;
        let mut seq = head.int("chain_seq")?;
        let mut hash = ChainHash::from_hex(&head.text("chain_hash")?)
            .ok_or_else(|| StoreError::Corrupt("the head of the chain".to_owned()))?;
        let mut book = Book::default();
        let mut since = BTreeMap::new();
        let mut opened = BTreeSet::new();
        let mut written = Vec::with_capacity(transfers.len());
        for mut transfer in transfers {
            if opened.insert(transfer.lot) {
                for held in self.holdings_of_lot(transfer.lot).await? {
                    book.open(held.lot, held.holder, held.balance);
                    since.insert((held.lot, held.holder), held.since);
                }
            }
            if let Err(error) = book.post(&mut transfer) {
                return Ok(Err(error));
            }
            // On the way the clock runs on; leaving a place that has a fridge starts it anew.
            let carries =
                matches!(transfer.from, Holder::Vehicle(_) | Holder::Handover(_)) || transfer.corrects.is_some();
            let left = since.get(&(transfer.lot, transfer.from)).copied().filter(|_| carries).unwrap_or(op.occurred);
            let there = book.balance(transfer.lot, transfer.to).crates > transfer.crates;
            let earlier = since.get(&(transfer.lot, transfer.to)).copied().filter(|_| there);
            since.insert((transfer.lot, transfer.to), earlier.map_or(left, |earlier| earlier.min(left)));
            seq += 1;
            let movement = Movement {
                id: ids(),
                seq,
                transfer,
                op: op.id,
                occurred: op.occurred,
                received: op.received,
                person: op.person,
                device: op.device,
                device_seq: op.device_seq,
            };
            hash = link(hash, &movement);
            if !self.insert_movement(&movement, hash).await? {
                return Ok(Err(PostError::OtherArea { lot: movement.transfer.lot }));
            }
            for holder in [movement.transfer.from, movement.transfer.to] {
                let lot = movement.transfer.lot;
                let balance = book.balance(lot, holder);
                let since = since.get(&(lot, holder)).copied().unwrap_or(op.occurred);
                self.save_holding(&Holding { lot, holder, balance, since }).await?;
            }
            written.push(movement);
        }
        self.query(MOVE_HEAD).bind(seq).bind(hash.to_hex()).execute(&mut *self.conn).await?;
        Ok(Ok(written))
    }

    /// Whether the lot, who gives it and who gets it are of the area. Otherwise nothing is written.
    async fn insert_movement(&mut self, movement: &Movement, hash: ChainHash) -> Result<bool> {
        let transfer = &movement.transfer;
        let added = self
            .query(ADD_MOVEMENT)
            .bind(movement.seq)
            .bind(movement.id.to_string())
            .bind(transfer.lot.to_string())
            .bind(transfer.from.kind().word())
            .bind(transfer.from.id_text())
            .bind(transfer.to.kind().word())
            .bind(transfer.to.id_text())
            .bind(transfer.crates.get())
            .bind(transfer.grams.get())
            .bind(transfer.temperature.map(Decidegrees::get))
            .bind(transfer.why.map(MovementReason::word))
            .bind(&transfer.note)
            .bind(transfer.corrects.map(|id| id.to_string()))
            .bind(transfer.stop.map(|id| id.to_string()))
            .bind(transfer.flag.map(Flag::word))
            .bind(movement.op.to_string())
            .bind(movement.occurred.get())
            .bind(movement.received.get())
            .bind(movement.person.to_string())
            .bind(movement.device.map(|id| id.to_string()))
            .bind(movement.device_seq)
            .bind(hash.to_hex())
            .execute(&mut *self.conn)
            .await?;
        Ok(added.rows_affected() > 0)
    }

    async fn save_holding(&mut self, holding: &Holding) -> Result<()> {
        self.query(SAVE_HOLDING)
            .bind(holding.lot.to_string())
            .bind(holding.holder.kind().word())
            .bind(holding.holder.id_text())
            .bind(holding.balance.crates.get())
            .bind(holding.balance.grams.get())
            .bind(holding.since.get())
            .execute(&mut *self.conn)
            .await?;
        Ok(())
    }
}
