//! Downtimes of a file: known by their vehicle and first day.

use super::apply::Import;
use super::changes::of_downtime;
use super::{DowntimeRow, File, Line, Was};
use crate::app::{Result, Thing};
use crate::domain::downtime::Downtime;
use crate::store::Tx;
use std::collections::BTreeSet;

impl Import<'_> {
    pub(super) async fn take_downtimes(&mut self, tx: &mut Tx<'_>, rows: Option<Vec<Line<DowntimeRow>>>) -> Result<()> {
        let Some(rows) = rows else { return Ok(()) };
        self.report.files.entry(File::Downtimes).or_default();
        let mut named = BTreeSet::new();
        let there = self.downtimes.clone();
        for Line { line, row } in rows {
            let vehicle = self.vehicles.get(&row.vehicle).map(|vehicle| (vehicle.id, vehicle.name.clone()));
            let Some((vehicle, name)) = self.found(vehicle, Thing::Vehicle)? else { continue };
            // One that is over changes nothing any more.
            if row.last < self.today {
                self.report.count(File::Downtimes, Was::Same);
                continue;
            }
            let before = there.iter().find(|known| (known.vehicle, known.first) == (vehicle, row.first)).copied();
            let down = Downtime {
                id: before.map_or_else(|| self.machine.id(), |before| before.id),
                vehicle,
                first: row.first,
                last: row.last,
                reason: row.reason,
            };
            named.insert(down.id);
            let was = Was::compare(before.as_ref(), &down);
            if was != Was::Same {
                let facts = |down: &Downtime| of_downtime(down, &name);
                self.report.compared(File::Downtimes, line, &name, before.as_ref().map(facts), facts(&down));
                tx.save_downtime(&down).await?;
                self.downtimes.retain(|known| known.id != down.id);
                self.downtimes.push(down);
            }
            self.report.count(File::Downtimes, was);
        }
        let left = there.iter().filter(|known| !named.contains(&known.id));
        let name = |down: &Downtime| {
            let vehicle = self.vehicles.values().find(|vehicle| vehicle.id == down.vehicle);
            format!("{} {}", vehicle.map_or("", |vehicle| vehicle.name.as_str()), down.first)
        };
        let left = left.map(name).collect();
        self.report.left_out(File::Downtimes, left);
        Ok(())
    }
}
