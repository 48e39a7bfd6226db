//! Announced lots of a file: into the ledger once, and changed only while every crate is still where it was announced.

use super::apply::Import;
use super::changes::of_lot;
use super::{AnnouncementRow, ClashKind, File, Line, Remark, Was};
use crate::app::{Refusal, Result, Thing};
use crate::domain::calendar::{instants, windows};
use crate::domain::food::Shelf;
use crate::domain::id::{LotId, OpId, SiteId};
use crate::domain::ledger::{Holder, Movement, MovementReason, Op, OpKind, OpOutcome, Transfer, reversal};
use crate::domain::lot::{Announcement, Lot, LotFacts};
use crate::domain::people::{Person, Role};
use crate::domain::site::{Site, SiteKind};
use crate::domain::time::{Millis, Window};
use crate::store::Tx;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// The code of the person who stands for an import where nobody coordinates yet.
pub(super) const IMPORTER: &str = "import";

/// Lots of one donor, day and note are one announcement.
type Group = (String, Date, String);

/// Takes in lots, with all that is new or changed in a file as one act of the ledger, made by nobody's phone.
pub(super) async fn take_announcements(
    import: &mut Import<'_>,
    tx: &mut Tx<'_>,
    rows: Vec<Line<AnnouncementRow>>,
) -> Result<()> {
    import.report.files.entry(File::Announcements).or_default();
    let days: BTreeSet<Date> = rows.iter().map(|line| line.row.date).filter(|date| *date >= import.today).collect();
    let codes: BTreeSet<String> = rows.iter().map(|line| line.row.code.clone()).collect();
    let mut taken = Taken::default();
    for Line { line, row } in rows {
        if let Some(found) = look(import, tx, line, &row).await? {
            taken.take(import, tx, found, Line { line, row }).await?;
        }
    }
    lots_left_out(import, tx, (days, codes)).await?;
    if let Some(op) = taken.act {
        tx.append(&op, taken.transfers, || import.machine.id())
            .await?
            .map_err(|error| Refusal::internal(import.machine, "importing lots", error))?;
        tx.answer_op(op.id, OpOutcome::Done, "[]").await?;
    }
    Ok(())
}

/// A row that says something new, beside what is known of its lot.
struct Found {
    site: Site,
    /// From when to when it can be collected.
    ready: (Millis, Millis),
    /// The lot as it was announced, and the movement that brought it in.
    before: Option<(Lot, Movement)>,
}

/// What a row is about, if it changes anything and can still be taken in; why not is noted.
async fn look(import: &mut Import<'_>, tx: &mut Tx<'_>, line: u64, row: &AnnouncementRow) -> Result<Option<Found>> {
    let Some(site) = import.found(import.sites.get(&row.site).cloned(), Thing::Site)? else { return Ok(None) };
    let before = tx.lot_by_code(&row.code).await?;
    let Some(ready) = ready(import, &site, row, before.is_some()) else {
        import.clash(File::Announcements, line, "date", row.date.to_string(), ClashKind::Closed);
        return Ok(None);
    };
    if let Some(lot) = &before
        && same(tx, lot, row, &site, ready).await?
    {
        import.report.count(File::Announcements, Was::Same);
        return Ok(None);
    }
    if row.date < import.today {
        let what = ClashKind::DayOver { today: import.today };
        import.clash(File::Announcements, line, "date", row.date.to_string(), what);
        return Ok(None);
    }
    remark_if_closed(import, line, &site, row.date, ready);
    let Some(lot) = before else { return Ok(Some(Found { site, ready, before: None })) };
    let Some(first) = untouched(&tx.movements_of_lot(lot.id).await?) else {
        import.clash(File::Announcements, line, "code", row.code.clone(), ClashKind::Moved { lot: lot.number });
        return Ok(None);
    };
    Ok(Some(Found { site, ready, before: Some((lot, first)) }))
}

/// What a file brings about: one act, the announcements that its lots belong to, and the crates that come in.
#[derive(Default)]
struct Taken {
    act: Option<Op>,
    announcements: BTreeMap<Group, Announcement>,
    transfers: Vec<Transfer>,
}

impl Taken {
    async fn take(
        &mut self,
        import: &mut Import<'_>,
        tx: &mut Tx<'_>,
        Found { site, ready, before }: Found,
        Line { line, row }: Line<AnnouncementRow>,
    ) -> Result<()> {
        let announcement = self.announcement(import, tx, site.id, &row).await?;
        let shelf = shelf(before.as_ref().map(|(lot, _)| lot), &row);
        let (id, number, photo) = match &before {
            Some((lot, _)) => (lot.id, lot.number, lot.photo),
            None => (import.machine.id::<LotId>(), tx.next_lot_number().await?, None),
        };
        let AnnouncementRow { code, category, class, crates, grams, .. } = row;
        let (ready_from, ready_until) = ready;
        let facts = LotFacts { code, category, class, shelf, crates, grams, ready_from, ready_until };
        let lot = Lot { photo, ..Lot::new(id, number, &announcement, facts) };
        self.bring_in(tx, &lot, &site, before.as_ref().map(|(_, first)| first)).await?;
        let site_name = |id| import.sites.values().find(|site| site.id == id).map_or("", |site| &*site.name);
        let was = if before.is_some() { Was::Other } else { Was::Missing };
        let before = before.as_ref().map(|(lot, _)| of_lot(lot, &import.zone, site_name(lot.site)));
        let after = of_lot(&lot, &import.zone, &site.name);
        import.report.compared(File::Announcements, line, &site.name, before, after);
        import.report.count(File::Announcements, was);
        Ok(())
    }

    /// The announcement that a row belongs to, of the one act of the file.
    async fn announcement(
        &mut self,
        import: &mut Import<'_>,
        tx: &mut Tx<'_>,
        site: SiteId,
        row: &AnnouncementRow,
    ) -> Result<Announcement> {
        let op = match &self.act {
            Some(op) => op.clone(),
            None => self.act.insert(begin(import, tx).await?).clone(),
        };
        let group = (row.site.clone(), row.date, row.note.clone());
        if let Some(known) = self.announcements.get(&group) {
            return Ok(known.clone());
        }
        let announcement = Announcement {
            id: import.machine.id(),
            site,
            date: row.date,
            created: op.received,
            note: row.note.clone(),
            nothing: false,
        };
        tx.add_announcement(&announcement, op.id).await?;
        self.announcements.insert(group, announcement.clone());
        Ok(announcement)
    }

    /// Keeps a lot, and lets its crates come in. Where others came in before, these go back.
    async fn bring_in(&mut self, tx: &mut Tx<'_>, lot: &Lot, site: &Site, first: Option<&Movement>) -> Result<()> {
        let donor = match site.kind {
            SiteKind::Hub => Holder::Hub(site.id),
            SiteKind::Donor | SiteKind::Point => Holder::Donor(site.id),
        };
        let enters = Transfer::new(lot.id, Holder::Supplier, donor, lot.crates).weighing(lot.grams);
        let Some(first) = first else {
            tx.add_lot(lot).await?;
            self.transfers.push(enters);
            return Ok(());
        };
        tx.change_lot(lot).await?;
        let Transfer { to, crates, grams, .. } = first.transfer;
        if (to, crates, grams) != (donor, lot.crates, lot.grams) {
            self.transfers.extend([reversal(first), enters.because(MovementReason::Correction)]);
        }
        Ok(())
    }
}

/// From when to when a lot can be collected. One that is in already keeps its hours, also where the day was closed since.
fn ready(import: &Import<'_>, site: &Site, row: &AnnouncementRow, is_known: bool) -> Option<(Millis, Millis)> {
    let windows = if is_known { site.opening.on(row.date) } else { windows(site, row.date, &import.closures) };
    let from = row.ready_from.or_else(|| windows.first().map(|window| window.from))?;
    let until = row.ready_until.or_else(|| windows.last().map(|window| window.until))?;
    Window::of(from, until).map(|window| window.instants(row.date, &import.zone))
}

/// Says which lots of files, of days that this one speaks of, it has no more: they stay announced.
async fn lots_left_out(
    import: &mut Import<'_>,
    tx: &mut Tx<'_>,
    (days, codes): (BTreeSet<Date>, BTreeSet<String>),
) -> Result<()> {
    let mut names = Vec::new();
    for day in days {
        for lot in tx.lots_of_day(day).await? {
            let of_a_file = !lot.code.is_empty() && !codes.contains(&lot.code);
            if of_a_file && untouched(&tx.movements_of_lot(lot.id).await?).is_some() {
                let site = import.sites.values().find(|site| site.id == lot.site);
                names.push(format!("{} {}", site.map_or("", |site| &*site.name), lot.number));
            }
        }
    }
    import.report.left_out(File::Announcements, names);
    Ok(())
}

/// Says that nobody can collect a lot, because its site is closed all that day or at those hours.
fn remark_if_closed(import: &mut Import<'_>, line: u64, site: &Site, date: Date, ready: (Millis, Millis)) {
    let open = instants(site, date, &import.zone, &import.closures);
    let name = site.name.clone();
    if open.is_empty() {
        import.report.remarks.push(Remark::ClosedThen { line, site: name, date });
    } else if open.iter().all(|(from, until)| *until <= ready.0 || ready.1 <= *from) {
        let windows: Vec<String> = windows(site, date, &import.closures).iter().map(ToString::to_string).collect();
        let open = windows.join(" ");
        import.report.remarks.push(Remark::ClosedAtThatHour { line, site: name, date, open });
    }
}

async fn same(tx: &mut Tx<'_>, lot: &Lot, row: &AnnouncementRow, site: &Site, ready: (Millis, Millis)) -> Result<bool> {
    let note = tx.announcement(lot.announcement).await?.map(|announcement| announcement.note);
    Ok(lot.site == site.id
        && lot.date == row.date
        && (lot.category, lot.class) == (row.category, row.class)
        && lot.shelf == shelf(Some(lot), row)
        && (lot.crates, lot.grams) == (row.crates, row.grams)
        && (lot.ready_from, lot.ready_until) == ready
        && note.as_deref() == Some(row.note.as_str()))
}

/// The date of a row. An empty cell takes nothing back that somebody read on the label since.
fn shelf(before: Option<&Lot>, row: &AnnouncementRow) -> Shelf {
    let known = before.map(|lot| lot.shelf).filter(|known| known.kind() == row.shelf.kind());
    known.filter(|_| row.shelf.is_unread()).unwrap_or(row.shelf)
}

/// The movement that brought a lot in, if nothing else ever happened to it.
fn untouched(movements: &[Movement]) -> Option<Movement> {
    let taken_back: BTreeSet<_> = movements.iter().filter_map(|movement| movement.transfer.corrects).collect();
    let mut standing =
        movements.iter().filter(|movement| movement.transfer.corrects.is_none() && !taken_back.contains(&movement.id));
    let first = standing.next().filter(|movement| movement.transfer.from == Holder::Supplier)?;
    standing.next().is_none().then(|| first.clone())
}

/// The act of an import: of a coordinator, or of a person made for it who can never log in.
async fn begin(import: &mut Import<'_>, tx: &mut Tx<'_>) -> Result<Op> {
    let coordinates = |person: &&Person| person.active && person.grants.iter().any(|g| g.role == Role::Coordinator);
    let known = import.people.values().find(|person| import.by == Some(person.id));
    let known = known.or_else(|| import.people.values().find(coordinates)).or_else(|| import.people.get(IMPORTER));
    let person = match known {
        Some(person) => person.id,
        None => {
            let person = Person {
                id: import.machine.id(),
                code: IMPORTER.to_owned(),
                name: "Import".to_owned(),
                phone: String::new(),
                language: "it".to_owned(),
                active: false,
                grants: Vec::new(),
            };
            tx.save_person(&person).await?;
            let id = person.id;
            import.people.insert(person.code.clone(), person);
            id
        }
    };
    let now = import.machine.now();
    let op = Op {
        id: import.machine.id::<OpId>(),
        area: tx.area_id(),
        kind: OpKind::Import,
        person,
        device: None,
        device_seq: None,
        occurred: now,
        received: now,
        outcome: OpOutcome::Done,
        answer: String::new(),
        undone: None,
    };
    tx.add_op(&op).await.map_err(Refusal::from)?;
    Ok(op)
}
