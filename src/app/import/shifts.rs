//! Shifts of a file: known by day and driver, and by the hour where somebody drives twice.

use super::apply::Import;
use super::changes::{Facts, ShiftNames, of_shift};
use super::{ClashKind, File, Line, Remark, ShiftRow, Was};
use crate::app::shift::LONGEST_SHIFT;
use crate::app::{Result, Thing};
use crate::domain::calendar::{days, rests};
use crate::domain::downtime::Downtime;
use crate::domain::id::{PersonId, ShiftId};
use crate::domain::people::{Person, Role};
use crate::domain::round::Shift;
use crate::domain::shift::{Overlap, overlaps};
use crate::domain::spot::Spot;
use crate::store::Tx;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// A shift as a row says it, with what was there before.
struct Wanted {
    line: u64,
    row: ShiftRow,
    shift: Shift,
    before: Option<Shift>,
    was: Was,
}

impl Import<'_> {
    pub(super) async fn take_shifts(&mut self, tx: &mut Tx<'_>, rows: Option<Vec<Line<ShiftRow>>>) -> Result<()> {
        let Some(rows) = rows else { return Ok(()) };
        self.report.files.entry(File::Shifts).or_default();
        let days_of = || rows.iter().map(|line| line.row.date);
        let (Some(first), Some(last)) = (days_of().min(), days_of().max()) else { return Ok(()) };
        let around = tx.shifts(days(first, -1), days(last, 1)).await?;
        let mut all: BTreeMap<ShiftId, Shift> = around.into_iter().map(|shift| (shift.id, shift)).collect();
        let sites: Vec<_> = self.sites.values().cloned().collect();
        let mut resting = BTreeSet::new();
        let mut shifts = Vec::new();
        for Line { line, row } in rows {
            if row.weekly && rests(row.date, &sites, &self.closures) {
                resting.insert(row.date);
                continue;
            }
            if let Some(shift) = self.shift(&row)? {
                shifts.push((line, row, shift));
            }
        }
        if !resting.is_empty() {
            self.report.remarks.push(Remark::Rests { days: resting.into_iter().collect() });
        }
        let wanted = recognised(shifts, &all);
        self.shifts_left_out(&wanted, &all);
        for Wanted { shift, .. } in &wanted {
            all.insert(shift.id, shift.clone());
        }
        let all: Vec<Shift> = all.into_values().collect();
        for Wanted { line, row, shift, before, was } in wanted {
            if was != Was::Same {
                if let Some((column, value, what)) = self.wrong_shift(&row, &shift, &all) {
                    self.clash(File::Shifts, line, column, value, what);
                    continue;
                }
                if was == Was::Other && !self.change_crew(tx, &shift, line, &row.vehicle).await? {
                    continue;
                }
                tx.save_shift(&shift).await?;
                let (before, after) = (before.as_ref().map(|before| self.facts(before)), self.facts(&shift));
                let name = format!("{} {}", self.person_name(shift.person), shift.date);
                self.report.compared(File::Shifts, line, &name, before, after);
            }
            self.report.count(File::Shifts, was);
        }
        Ok(())
    }

    /// The shift that a row describes, as if it were new.
    fn shift(&self, row: &ShiftRow) -> Result<Option<Shift>> {
        let person = self.found(self.people.get(&row.person).map(|person| person.id), Thing::Person)?;
        let vehicle = self.found(self.vehicles.get(&row.vehicle).map(|v| (v.id, v.home)), Thing::Vehicle)?;
        let (Some(person), Some((vehicle, home))) = (person, vehicle) else { return Ok(None) };
        let start = match &row.start {
            Some(code) => self.site(code)?,
            None => Some(home),
        };
        let end = match &row.end {
            Some(code) => self.site(code)?,
            None => None,
        };
        let (from, until) = row.hours.instants(row.date, &self.zone);
        Ok(start.map(|start| Shift {
            id: self.machine.id(),
            date: row.date,
            person,
            vehicle,
            from,
            until,
            start,
            end,
            cancelled: false,
            wanted: None,
            covers: None,
            standing: None,
            rest: row.rest.flatten(),
            spots: row.spots.clone(),
        }))
    }

    /// Says which shifts to come, of drivers and days that the file speaks of, it has no more.
    fn shifts_left_out(&mut self, wanted: &[Wanted], all: &BTreeMap<ShiftId, Shift>) {
        let kept: BTreeSet<ShiftId> = wanted.iter().map(|wanted| wanted.shift.id).collect();
        let spoken_of: BTreeSet<Date> = wanted.iter().map(|wanted| wanted.shift.date).collect();
        let gone = all.values().filter(|shift| {
            let counts = !shift.cancelled && shift.standing.is_none() && shift.date >= self.today;
            counts && spoken_of.contains(&shift.date) && !kept.contains(&shift.id)
        });
        let named = gone.map(|shift| format!("{} {}", self.person_name(shift.person), shift.date));
        let named = named.collect();
        self.report.left_out(File::Shifts, named);
    }

    /// What a form would refuse in a shift: the column, what stands in it, and why.
    fn wrong_shift(&self, row: &ShiftRow, shift: &Shift, all: &[Shift]) -> Option<(&'static str, String, ClashKind)> {
        if row.date < self.today {
            return Some(("date", row.date.to_string(), ClashKind::DayOver { today: self.today }));
        }
        let ends = [("from", shift.from, row.hours.from), ("until", shift.until, row.hours.until)];
        if let Some((column, _, time)) = ends.into_iter().find(|(_, at, time)| self.zone.local(*at).time() != *time) {
            return Some((column, time.strftime("%H:%M").to_string(), ClashKind::SkippedHour));
        }
        if shift.until.since(shift.from) > LONGEST_SHIFT {
            return Some(("until", row.hours.until.strftime("%H:%M").to_string(), ClashKind::TooLong));
        }
        let drives = |person: &Person| person.grants.iter().any(|grant| grant.role == Role::Driver);
        let driver = self.people.values().find(|person| person.id == shift.person);
        if driver.is_some_and(|person| !person.active || !drives(person)) && !shift.is_open() {
            return Some(("person", row.person.clone(), ClashKind::DoesNotDrive));
        }
        if self.vehicles.get(&row.vehicle).is_some_and(|vehicle| !vehicle.active) {
            return Some(("vehicle", row.vehicle.clone(), ClashKind::OutOfUse));
        }
        let down =
            |down: &&Downtime| down.vehicle == shift.vehicle && down.meets((shift.from, shift.until), &self.zone);
        if let Some(Downtime { first, last, .. }) = self.downtimes.iter().find(down).filter(|_| !shift.cancelled) {
            return Some(("vehicle", row.vehicle.clone(), ClashKind::Down { first: *first, last: *last }));
        }
        for (column, code) in [("start", &row.start), ("end", &row.end)] {
            if let Some(code) = code
                && self.sites.get(code).is_some_and(|site| !site.active)
            {
                return Some((column, code.clone(), ClashKind::OutOfUse));
            }
        }
        let (overlap, other) = overlaps(shift, all).into_iter().next()?;
        let vehicle = self.vehicles.values().find(|vehicle| vehicle.id == other.vehicle);
        let clock = |at| self.zone.local(at).strftime("%H:%M").to_string();
        let what = ClashKind::Overlap {
            date: other.date,
            from: clock(other.from),
            until: clock(other.until),
            person: self.person_name(other.person),
            vehicle: vehicle.map(|vehicle| vehicle.name.clone()).unwrap_or_default(),
        };
        Some(match overlap {
            Overlap::Person(_) => ("person", row.person.clone(), what),
            Overlap::Vehicle(_) => ("vehicle", row.vehicle.clone(), what),
        })
    }

    fn facts(&self, shift: &Shift) -> Facts {
        let vehicle = self.vehicles.values().find(|vehicle| vehicle.id == shift.vehicle);
        let names = ShiftNames {
            person: self.person_name(shift.person),
            vehicle: vehicle.map(|vehicle| vehicle.name.clone()).unwrap_or_default(),
            start: shift.spots.start.as_ref().map_or_else(|| self.code_of(shift.start), Spot::to_string),
            end: match &shift.spots.end {
                Some(spot) => spot.to_string(),
                None => shift.end.map(|end| self.code_of(end)).unwrap_or_default(),
            },
        };
        of_shift(shift, &self.zone, names)
    }

    fn person_name(&self, id: PersonId) -> String {
        let person = self.people.values().find(|person| person.id == id);
        person.map(|person| person.name.clone()).unwrap_or_default()
    }

    /// Gives the round of a shift its new vehicle. Whether the shift may change at all.
    async fn change_crew(&mut self, tx: &mut Tx<'_>, shift: &Shift, line: u64, vehicle: &str) -> Result<bool> {
        let Some(round) = tx.round_of_shift(shift.id).await? else { return Ok(true) };
        if round.ended.is_some() {
            self.clash(File::Shifts, line, "vehicle", vehicle.to_owned(), ClashKind::RoundEnded);
            return Ok(false);
        }
        tx.change_crew(round.id, shift.vehicle, shift.person).await?;
        Ok(true)
    }
}

/// Sets shifts of a file beside those that are there: the same day, driver and beginning, else the same day and driver
/// at a time that overlaps. That one's hours were corrected.
fn recognised(shifts: Vec<(u64, ShiftRow, Shift)>, all: &BTreeMap<ShiftId, Shift>) -> Vec<Wanted> {
    // A file knows who usually drives, not who stands in.
    let is_of =
        |there: &Shift, shift: &Shift| (there.date, there.covers.unwrap_or(there.person)) == (shift.date, shift.person);
    let exact = |shift: &Shift| all.values().find(|there| is_of(there, shift) && there.from == shift.from);
    let mut taken: BTreeSet<ShiftId> =
        shifts.iter().filter_map(|(.., shift)| exact(shift)).map(|there| there.id).collect();
    let mut wanted = Vec::new();
    for (line, row, mut shift) in shifts {
        let before = exact(&shift).or_else(|| {
            let near = all.values().filter(|there| is_of(there, &shift) && there.meets(&shift) && !there.cancelled);
            near.filter(|there| !taken.contains(&there.id)).max_by_key(|there| there.vehicle == shift.vehicle)
        });
        if let Some(before) = before {
            taken.insert(before.id);
            shift = Shift {
                id: before.id,
                person: before.person,
                cancelled: before.cancelled,
                wanted: before.wanted,
                covers: before.covers,
                standing: before.standing,
                rest: row.rest.unwrap_or(before.rest),
                ..shift
            };
        }
        let was = Was::compare(before, &shift);
        let before = before.cloned();
        wanted.push(Wanted { line, row, shift, before, was });
    }
    wanted
}
