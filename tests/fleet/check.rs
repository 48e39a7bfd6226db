//! Holds the server to the ledger that was kept beside the phones: what it has, in its tables as they are on the disk,
//! is what people did, once, by whom they did it, in the order they did it.

use crate::day::{Deed, Did, Fleet, Said, Whereabouts};
use girofresco::domain::id::{LotId, OpId, StopId};
use girofresco::domain::plan::Action;
use girofresco::domain::time::Millis;
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Connection, Row};
use std::collections::{BTreeMap, BTreeSet};

/// A phone's clock may be ahead by this much, in milliseconds, before the server goes by its own.
const TOLERANCE: i64 = 300_000;
/// Who still stands before a form is told, in milliseconds; later, the coordinator is.
const STILL_THERE: i64 = 5_000;

/// A row of `ops`.
struct Recorded {
    kind: String,
    person: String,
    occurred: i64,
    received: i64,
    done: bool,
    seq: Option<i64>,
    nth: usize,
}

/// A row of `movements`.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Move {
    op: String,
    lot: String,
    from: (String, String),
    to: (String, String),
    crates: i64,
    person: String,
    corrects: bool,
}

type Balances = BTreeMap<(String, (String, String)), i64>;

/// What a point checked off a vehicle before its driver's word: by lot, vehicle and point.
type CheckedOff = BTreeMap<(String, String, String), i64>;

/// Everything that is wrong.
pub async fn faults(fleet: &Fleet) -> Vec<String> {
    let mut faults: Vec<String> = Vec::new();
    for area in fleet.server.app.verify().await.expect("storage answers") {
        faults.extend(area.verified.faults.iter().map(|fault| format!("the books: {fault:?}")));
    }
    let mut connection = AnyConnection::connect(&fleet.server.database).await.expect("the database opens");
    let ops = ops(&mut connection).await;
    let moves = moves(&mut connection).await;
    let categories: BTreeMap<String, String> = rows(&mut connection, "SELECT id, category FROM lots")
        .await
        .iter()
        .map(|row| (text(row, "id"), text(row, "category")))
        .collect();
    let stored = rows(&mut connection, "SELECT lot_id, holder_kind, holder_id, crates FROM holdings").await;
    connection.close().await.expect("the connection closes");

    let mut by_op: BTreeMap<&str, Vec<&Move>> = BTreeMap::new();
    for moved in &moves {
        by_op.entry(&moved.op).or_default().push(moved);
    }
    each_deed(fleet, &ops, &by_op, &mut faults);
    nobody_elses(fleet, &ops, &mut faults);
    in_order(fleet, &ops, &mut faults);
    as_left(fleet, &ops, &moves, &mut faults);
    replay(fleet, &ops, &by_op, &categories, &stored, &mut faults);
    faults
}

/// Changes the database behind the server's back.
pub async fn meddle(fleet: &Fleet, statement: String) {
    let mut connection = AnyConnection::connect(&fleet.server.database).await.expect("the database opens");
    sqlx::query(sqlx::AssertSqlSafe(statement)).execute(&mut connection).await.expect("a change");
    connection.close().await.expect("the connection closes");
}

async fn rows(connection: &mut AnyConnection, query: &'static str) -> Vec<AnyRow> {
    sqlx::query(query).fetch_all(connection).await.expect("rows")
}

fn text(row: &AnyRow, column: &str) -> String {
    row.try_get::<Option<String>, _>(column).expect("a text").unwrap_or_default()
}

fn number(row: &AnyRow, column: &str) -> i64 {
    row.try_get(column).expect("a number")
}

async fn ops(connection: &mut AnyConnection) -> BTreeMap<String, Recorded> {
    let query = "SELECT id, kind, person_id, device_seq, occurred, received, outcome FROM ops ORDER BY rowid";
    rows(connection, query)
        .await
        .iter()
        .enumerate()
        .map(|(nth, row)| {
            let op = Recorded {
                kind: text(row, "kind"),
                person: text(row, "person_id"),
                occurred: number(row, "occurred"),
                received: number(row, "received"),
                done: text(row, "outcome") == "done",
                seq: row.try_get("device_seq").expect("a number"),
                nth,
            };
            (text(row, "id"), op)
        })
        .collect()
}

async fn moves(connection: &mut AnyConnection) -> Vec<Move> {
    let query = "SELECT op_id, lot_id, from_kind, from_id, to_kind, to_id, crates, person_id, corrects \
        FROM movements ORDER BY seq";
    let read = |row: &AnyRow| Move {
        op: text(row, "op_id"),
        lot: text(row, "lot_id"),
        from: (text(row, "from_kind"), text(row, "from_id")),
        to: (text(row, "to_kind"), text(row, "to_id")),
        crates: number(row, "crates"),
        person: text(row, "person_id"),
        corrects: !text(row, "corrects").is_empty(),
    };
    rows(connection, query).await.iter().map(read).collect()
}

impl Deed {
    /// Whether the server could know at a time that the deed was not just done: a clock that is ahead by just as long as
    /// the deed waited leaves no trace of that.
    fn looks_old(&self, at: Millis) -> bool {
        let waited = at.0 - self.told.0;
        at.0 - self.made.0 > STILL_THERE && !(0..=STILL_THERE).contains(&waited)
    }
}

fn named(deed: &Deed) -> String {
    format!("{} {} of phone {} ({})", deed.did.kind(), deed.op, deed.phone, deed.seq)
}

/// What each deed came to is what its phone was told, and what was told is so.
fn each_deed(
    fleet: &Fleet,
    ops: &BTreeMap<String, Recorded>,
    by_op: &BTreeMap<&str, Vec<&Move>>,
    faults: &mut Vec<String>,
) {
    for deed in &fleet.deeds {
        let id = deed.op.to_string();
        let row = ops.get(&id);
        let mut fault = |what: &str| faults.push(format!("{}: {what}", named(deed)));
        let is_done = row.is_some_and(|row| row.done);
        match (deed.whereabouts, deed.heard) {
            (Whereabouts::Withdrawn, _) if row.is_some() => fault("taken back unsent, but the server has it"),
            (Whereabouts::Phone, None) => fault("neither sent nor refused: it is lost, or waits for ever"),
            (_, Some((true, _))) if !is_done => fault("acknowledged, but not done"),
            (_, Some((false, _))) if is_done => fault("refused, but done"),
            (_, Some((false, at))) if row.is_none() && deed.looks_old(at) => {
                fault("refused when nobody was there any more, and no coordinator knows");
            }
            _ => {}
        }
        let moved = by_op.get(id.as_str());
        if !is_done && moved.is_some() {
            fault("crates moved for what was not done");
        }
        let Some(row) = row else { continue };
        if row.person != deed.person.to_string()
            || moved.into_iter().flatten().any(|moved| moved.person != deed.person.to_string())
        {
            fault("done by somebody else, says the server");
        }
        if row.done && (row.kind != deed.did.kind() || row.seq != Some(deed.seq)) {
            fault("the server knows another act by this id");
        }
        let believed = if deed.told.0 > row.received + TOLERANCE { row.received } else { deed.told.0 };
        if row.done && row.occurred != believed {
            fault("done at another time, says the server");
        }
    }
}

/// The server knows of no act that nobody did.
fn nobody_elses(fleet: &Fleet, ops: &BTreeMap<String, Recorded>, faults: &mut Vec<String>) {
    let known: BTreeSet<String> = fleet.deeds.iter().map(|deed| deed.op.to_string()).collect();
    let morning = fleet.town.at(6, 30);
    for (id, row) in ops {
        if !known.contains(id) && Millis(row.received) >= morning && row.kind != "publish" {
            faults.push(format!("{} {id}: nobody did it", row.kind));
        }
    }
}

/// What one phone did to the same things was done in that order.
fn in_order(fleet: &Fleet, ops: &BTreeMap<String, Recorded>, faults: &mut Vec<String>) {
    let mut last: BTreeMap<(usize, &str), (i64, usize, &Deed)> = BTreeMap::new();
    let wiped: BTreeSet<usize> =
        fleet.deeds.iter().filter(|deed| deed.whereabouts == Whereabouts::Wiped).map(|deed| deed.phone).collect();
    for deed in fleet.deeds.iter().filter(|deed| !wiped.contains(&deed.phone)) {
        let Some(row) = ops.get(&deed.op.to_string()).filter(|row| row.done) else { continue };
        for key in &deed.keys {
            if let Some((seq, nth, before)) = last.get(&(deed.phone, key.as_str()))
                && *seq < deed.seq
                && *nth > row.nth
            {
                faults.push(format!("{}: done before {}", named(deed), named(before)));
            }
            last.insert((deed.phone, key), (deed.seq, row.nth, deed));
        }
    }
}

/// A stop that one phone alone had to do with ends as that phone left it.
fn as_left(fleet: &Fleet, ops: &BTreeMap<String, Recorded>, moves: &[Move], faults: &mut Vec<String>) {
    let is_done = |deed: &Deed| ops.get(&deed.op.to_string()).is_some_and(|row| row.done);
    let mut undone: BTreeMap<OpId, Vec<&Deed>> = BTreeMap::new();
    for deed in &fleet.deeds {
        if let Did::Undid(of) = &deed.did {
            undone.entry(*of).or_default().push(deed);
        }
    }
    let undone_by = |of: &Deed| undone.get(&of.op).cloned().unwrap_or_default();
    let mut stops: BTreeMap<StopId, Vec<&Deed>> = BTreeMap::new();
    for deed in fleet.deeds.iter().filter(|deed| deed.whereabouts != Whereabouts::Withdrawn) {
        if let Did::Stop { stop, .. } | Did::Missed { stop } = &deed.did {
            stops.entry(*stop).or_default().push(deed);
        }
    }
    for deeds in stops.into_values() {
        let Some(last) = deeds.last() else { continue };
        let others = deeds
            .iter()
            .any(|deed| deed.phone != last.phone || undone_by(deed).iter().any(|undo| undo.phone != last.phone));
        let is_wiped =
            fleet.deeds.iter().any(|deed| deed.phone == last.phone && deed.whereabouts == Whereabouts::Wiped);
        let stands = |deed: &&Deed| is_done(deed) && !undone_by(deed).into_iter().any(is_done);
        if others || is_wiped || deeds.iter().any(stands) || !undone_by(last).is_empty() {
            continue;
        }
        let elsewhere = |lot: &LotId| {
            let lot = lot.to_string();
            moves.iter().any(|one| one.lot == lot && one.from.0 == "donor" && one.to.0 == "vehicle")
        };
        let taken = match &last.did {
            Did::Stop { said, .. } => said.iter().any(|one| one.action == Action::Load && elsewhere(&one.lot)),
            _ => false,
        };
        if !taken {
            faults.push(format!("{}: refused, though nobody else was there", named(last)));
        }
    }
}

/// Walks through the acts in the order the server took them: each moves what was said, nothing else, and no more than
/// is there. What is where in the end is what the server says.
fn replay(
    fleet: &Fleet,
    ops: &BTreeMap<String, Recorded>,
    by_op: &BTreeMap<&str, Vec<&Move>>,
    categories: &BTreeMap<String, String>,
    stored: &[AnyRow],
    faults: &mut Vec<String>,
) {
    let deeds: BTreeMap<String, &Deed> = fleet.deeds.iter().map(|deed| (deed.op.to_string(), deed)).collect();
    let mut in_order: Vec<(&String, &Recorded)> = ops.iter().collect();
    in_order.sort_by_key(|(_, row)| row.nth);
    let mut held = Balances::new();
    let mut checked_off = CheckedOff::new();
    for (id, row) in in_order {
        let moved = by_op.get(id.as_str()).cloned().unwrap_or_default();
        if let Some(deed) = deeds.get(id).filter(|_| row.done)
            && let Err(what) = judge(fleet, deed, &moved, (&held, &checked_off), by_op, categories)
        {
            faults.push(format!("{}: {what}", named(deed)));
        }
        let checks = |op: &str| deeds.get(op).is_some_and(|deed| matches!(deed.did, Did::Checked { .. }));
        let takes_a_check_back = deeds.get(id).is_some_and(|deed| match &deed.did {
            Did::Undid(of) => checks(&of.to_string()),
            _ => false,
        });
        for one in moved {
            let ends = if takes_a_check_back { (&one.to, &one.from, -1) } else { (&one.from, &one.to, 1) };
            if (checks(id) || takes_a_check_back) && ends.0.0 == "vehicle" {
                let key = (one.lot.clone(), ends.0.1.clone(), ends.1.1.clone());
                *checked_off.entry(key).or_default() += ends.2 * one.crates;
            }
            let from = held.entry((one.lot.clone(), one.from.clone())).or_default();
            *from -= one.crates;
            if *from < 0 && one.from.0 != "supplier" {
                faults.push(format!("lot {}: {} gave {} crates more than it had", one.lot, one.from.0, -*from));
            }
            *held.entry((one.lot.clone(), one.to.clone())).or_default() += one.crates;
        }
    }
    held.retain(|_, crates| *crates != 0);
    let stored: Balances = stored
        .iter()
        .map(|row| {
            let holder = (text(row, "holder_kind"), text(row, "holder_id"));
            ((text(row, "lot_id"), holder), number(row, "crates"))
        })
        .filter(|(_, crates)| *crates != 0)
        .collect();
    if stored != held {
        faults.push("what is where is not what follows from the movements".to_owned());
    }
    let mut sums: BTreeMap<&str, i64> = BTreeMap::new();
    for ((lot, _), crates) in &stored {
        *sums.entry(lot).or_default() += crates;
    }
    faults.extend(
        sums.iter()
            .filter(|(_, sum)| **sum != 0)
            .map(|(lot, sum)| format!("lot {lot}: {sum} crates too many, or in two places")),
    );
}

/// Whether an act moved what its person said.
fn judge(
    fleet: &Fleet,
    deed: &Deed,
    moved: &[&Move],
    (held, checked_off): (&Balances, &CheckedOff),
    by_op: &BTreeMap<&str, Vec<&Move>>,
    categories: &BTreeMap<String, String>,
) -> Result<(), String> {
    let sum = |lot: &LotId, from: &str, to: &str| -> i64 {
        let lot = lot.to_string();
        moved.iter().filter(|one| one.lot == lot && one.from.0 == from && one.to.0 == to).map(|one| one.crates).sum()
    };
    let has = |lot: &LotId, kind: &str, id: String| {
        held.get(&(lot.to_string(), (kind.to_owned(), id))).copied().unwrap_or_default()
    };
    let mut lots: Vec<LotId> = Vec::new();
    let mut expect = |lot: &LotId, said: i64, found: i64| {
        lots.push(*lot);
        if said == found { Ok(()) } else { Err(format!("{said} crates of lot {lot} were said, {found} moved")) }
    };
    match &deed.did {
        Did::Announced(said) => {
            let mut said: Vec<(String, i64)> = said.iter().map(|(what, crates)| (what.to_string(), *crates)).collect();
            let category = |one: &&Move| categories.get(&one.lot).cloned().unwrap_or_default();
            let mut found: Vec<(String, i64)> = moved.iter().map(|one| (category(one), one.crates)).collect();
            said.sort();
            found.sort();
            return if said == found { Ok(()) } else { Err(format!("{said:?} was announced, not {found:?}")) };
        }
        Did::Reduced { lot } => expect(lot, 1, i64::try_from(moved.len()).unwrap_or_default())?,
        Did::Stop { round, site, said, .. } => {
            let vehicle = fleet.town.rounds[*round].to_string();
            for Said { lot, action, planned, crates } in said {
                if *action == Action::Load {
                    let taken: i64 = sum(lot, "donor", "vehicle");
                    let site = moved.iter().find(|one| one.from.0 == "donor").map(|one| one.from.1.clone());
                    let gone = taken == 0 && site.is_none_or(|site| has(lot, "donor", site) == 0);
                    expect(lot, if gone { 0 } else { *crates }, taken)?;
                } else {
                    let aboard = has(lot, "vehicle", vehicle.clone());
                    let key = (lot.to_string(), vehicle.clone(), site.to_string());
                    let open = planned - checked_off.get(&key).copied().unwrap_or_default();
                    expect(lot, open.min(*crates).min(aboard).max(0), sum(lot, "vehicle", "handover"))?;
                }
            }
        }
        Did::Checked { lines, .. } => {
            for (lot, crates, fine) in lines {
                let to = if *fine { "point" } else { "vehicle" };
                expect(lot, *crates, sum(lot, "handover", to) + if *fine { sum(lot, "vehicle", to) } else { 0 })?;
            }
        }
        Did::Gave { lots, .. } => {
            for (lot, crates) in lots {
                expect(lot, *crates, sum(lot, "point", "families"))?;
            }
        }
        Did::Discarded { lot, crates, .. } => expect(lot, *crates, sum(lot, "point", "discarded"))?,
        Did::SetDown { lots, .. } => {
            for (lot, crates) in lots {
                expect(lot, *crates, sum(lot, "vehicle", "hub"))?;
            }
        }
        Did::Undid(of) => return is_reversed(*of, moved, by_op),
        Did::SaidNothing | Did::Missed { .. } | Did::Told | Did::Ended => {}
    }
    let place = match &deed.did {
        Did::Stop { round, .. } | Did::SetDown { round, .. } => {
            Some(("vehicle", fleet.town.rounds[*round].to_string()))
        }
        Did::Checked { point, .. } | Did::Gave { point, .. } | Did::Discarded { point, .. } => {
            Some(("point", fleet.town.points[*point].to_string()))
        }
        _ => None,
    };
    if let Some((kind, id)) = place
        && moved.iter().flat_map(|one| [&one.from, &one.to]).any(|holder| holder.0 == kind && holder.1 != id)
    {
        return Err(format!("crates moved at another {kind}"));
    }
    match moved.iter().find(|one| !lots.iter().any(|lot| lot.to_string() == one.lot)) {
        Some(one) => Err(format!("{} crates of lot {} moved, which nobody said", one.crates, one.lot)),
        None => Ok(()),
    }
}

fn is_reversed(of: OpId, moved: &[&Move], by_op: &BTreeMap<&str, Vec<&Move>>) -> Result<(), String> {
    let id = of.to_string();
    let before = by_op.get(id.as_str()).cloned().unwrap_or_default();
    let way = |lot: &str, from: &(String, String), to: &(String, String), crates: i64| {
        (lot.to_owned(), from.clone(), to.clone(), crates)
    };
    let mut there: Vec<_> = before.iter().map(|one| way(&one.lot, &one.to, &one.from, one.crates)).collect();
    let mut back: Vec<_> = moved.iter().map(|one| way(&one.lot, &one.from, &one.to, one.crates)).collect();
    there.sort();
    back.sort();
    if there == back && moved.iter().all(|one| one.corrects) {
        Ok(())
    } else {
        Err("what it took back is not what was done".to_owned())
    }
}
