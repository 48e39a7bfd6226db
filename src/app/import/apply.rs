//! Sets rows beside what is there and saves what differs.

use super::changes::{of_person, of_site, of_vehicle};
use super::{Clash, ClashKind, File, Line, Mode, Report, Was};
use super::{PersonRow, SiteRow, VehicleRow};
use crate::app::{Refusal, Result, Thing};
use crate::clock::Machine;
use crate::domain::calendar::Closure;
use crate::domain::downtime::Downtime;
use crate::domain::id::{PersonId, SiteId};
use crate::domain::people::{Grant, Person};
use crate::domain::quantity::Seconds;
use crate::domain::site::{Site, TownShape, Vehicle};
use crate::domain::time::Zone;
use crate::store::Tx;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// How long a visit takes when nobody says.
const USUAL_SERVICE: Seconds = Seconds(8 * 60);

/// What an import has at hand while it goes.
pub(super) struct Import<'m> {
    pub(super) machine: &'m Machine,
    pub(super) zone: Zone,
    pub(super) today: Date,
    pub(super) mode: Mode,
    /// Who takes the files in; nobody at the command line.
    pub(super) by: Option<PersonId>,
    pub(super) report: Report,
    pub(super) clashes: Vec<Clash>,
    pub(super) sites: BTreeMap<String, Site>,
    pub(super) people: BTreeMap<String, Person>,
    pub(super) closures: Vec<Closure>,
    pub(super) vehicles: BTreeMap<String, Vehicle>,
    /// Those that are not over.
    pub(super) downtimes: Vec<Downtime>,
}

impl Import<'_> {
    /// Notes a row that contradicts what is there already; it is left out, and the others are taken.
    pub(super) fn clash(&mut self, file: File, line: u64, column: &'static str, value: String, what: ClashKind) {
        self.clashes.push(Clash { file, line, column, value, what });
    }

    /// What a code stands for. A row that was left out because something is wrong with it is no second mistake.
    pub(super) fn found<T>(&self, found: Option<T>, thing: Thing) -> Result<Option<T>> {
        match (found, &self.mode) {
            (None, Mode::Keep | Mode::KeepSeen { .. }) => Err(Refusal::NotFound(thing)),
            (found, _) => Ok(found),
        }
    }

    pub(super) fn site(&self, code: &str) -> Result<Option<SiteId>> {
        self.found(self.sites.get(code).map(|site| site.id), Thing::Site)
    }

    /// The code of a site; empty while its row is only tried.
    pub(super) fn code_of(&self, id: SiteId) -> String {
        self.sites.values().find(|site| site.id == id).map(|site| site.code.clone()).unwrap_or_default()
    }

    /// Boundaries and towns come in files of their own, so each keeps what the other brought.
    pub(super) async fn take_towns(
        &mut self,
        tx: &mut Tx<'_>,
        towns: Option<Vec<TownShape>>,
        boundaries: Option<Vec<TownShape>>,
    ) -> Result<()> {
        let mut there: BTreeMap<String, TownShape> =
            tx.town_shapes().await?.into_iter().map(|shape| (shape.town.code.clone(), shape)).collect();
        for (file, shapes) in [(File::Towns, towns), (File::Boundaries, boundaries)] {
            let Some(shapes) = shapes else { continue };
            self.report.files.entry(file).or_default();
            for mut shape in shapes {
                let before = there.get(&shape.town.code);
                if file == File::Towns {
                    shape.rings = before.map(|before| before.rings.clone()).unwrap_or_default();
                } else if let Some(before) = before {
                    shape.town = before.town.clone();
                }
                let mut was = Was::compare(before, &shape);
                if file == File::Boundaries && before.is_some_and(|before| before.rings.is_empty()) {
                    was = Was::Missing;
                }
                if was != Was::Same {
                    tx.save_town(&shape).await?;
                    there.insert(shape.town.code.clone(), shape);
                }
                self.report.count(file, was);
            }
        }
        Ok(())
    }

    /// A site keeps its kind for ever: what was handed over there would mean something else.
    pub(super) async fn take_sites(&mut self, tx: &mut Tx<'_>, rows: Option<Vec<Line<SiteRow>>>) -> Result<()> {
        let Some(rows) = rows else { return Ok(()) };
        self.report.files.entry(File::Sites).or_default();
        let named: BTreeSet<&str> = rows.iter().map(|line| &*line.row.code).collect();
        let there = self.sites.values().filter(|site| site.active && !named.contains(&*site.code));
        self.report.left_out(File::Sites, there.map(|site| site.name.clone()).collect());
        for Line { line, row } in rows {
            let before = self.sites.get(&row.code);
            if let Some(was) = before.map(|site| site.kind).filter(|kind| *kind != row.kind) {
                self.clash(File::Sites, line, "kind", row.kind.to_string(), ClashKind::OtherKind { was });
                continue;
            }
            let site = merged_site(row, before, self.machine);
            let was = Was::compare(before, &site);
            if was != Was::Same {
                self.report.compared(File::Sites, line, &site.name, before.map(of_site), of_site(&site));
                tx.save_site(&site).await?;
                self.sites.insert(site.code.clone(), site);
            }
            self.report.count(File::Sites, was);
        }
        Ok(())
    }

    /// What a file does not say of a vehicle stays as it is.
    pub(super) async fn take_vehicles(&mut self, tx: &mut Tx<'_>, rows: Option<Vec<Line<VehicleRow>>>) -> Result<()> {
        let Some(rows) = rows else { return Ok(()) };
        self.report.files.entry(File::Vehicles).or_default();
        let named: BTreeSet<&str> = rows.iter().map(|line| &*line.row.code).collect();
        let there = self.vehicles.values().filter(|vehicle| vehicle.active && !named.contains(&*vehicle.code));
        self.report.left_out(File::Vehicles, there.map(|vehicle| vehicle.name.clone()).collect());
        for Line { line, row } in rows {
            let Some(home) = self.site(&row.home)? else { continue };
            let before = self.vehicles.get(&row.code);
            let vehicle = Vehicle {
                id: before.map_or_else(|| self.machine.id(), |before| before.id),
                code: row.code,
                name: row.name,
                home,
                crates: row.crates,
                grams: row.grams,
                refrigerated: row.refrigerated.unwrap_or_else(|| before.is_some_and(|before| before.refrigerated)),
                insulated: row.insulated.unwrap_or_else(|| before.map(|before| before.insulated).unwrap_or_default()),
                active: before.is_none_or(|before| before.active),
            };
            let was = Was::compare(before, &vehicle);
            if was != Was::Same {
                let facts = |vehicle: &Vehicle| of_vehicle(vehicle, &self.code_of(vehicle.home));
                let (before, after) = (before.map(facts), facts(&vehicle));
                self.report.compared(File::Vehicles, line, &vehicle.name, before, after);
                tx.save_vehicle(&vehicle).await?;
                self.vehicles.insert(vehicle.code.clone(), vehicle);
            }
            self.report.count(File::Vehicles, was);
        }
        Ok(())
    }

    /// Their roles become those of the file; one at a site that was left out is left out with it.
    pub(super) async fn take_people(&mut self, tx: &mut Tx<'_>, rows: Option<Vec<Line<PersonRow>>>) -> Result<()> {
        let Some(rows) = rows else { return Ok(()) };
        self.report.files.entry(File::People).or_default();
        let named: BTreeSet<&str> = rows.iter().map(|line| &*line.row.code).collect();
        let there = self.people.values().filter(|person| person.active && !named.contains(&*person.code));
        self.report.left_out(File::People, there.map(|person| person.name.clone()).collect());
        for Line { line, row } in rows {
            let mut grants = Vec::new();
            for (role, site) in row.roles {
                match site {
                    None => grants.push(Grant { role, site: None }),
                    Some(code) => {
                        if let Some(site) = self.site(&code)? {
                            grants.push(Grant { role, site: Some(site) });
                        }
                    }
                }
            }
            grants.sort_unstable();
            grants.dedup();
            let mut before = self.people.get(&row.code).cloned();
            if let Some(before) = &mut before {
                before.grants.sort_unstable();
            }
            let person = Person {
                id: before.as_ref().map_or_else(|| self.machine.id(), |before| before.id),
                code: row.code,
                name: row.name,
                phone: row.phone.or_else(|| before.as_ref().map(|before| before.phone.clone())).unwrap_or_default(),
                language: row
                    .language
                    .or_else(|| before.as_ref().map(|before| before.language.clone()))
                    .unwrap_or_else(|| "it".to_owned()),
                active: before.as_ref().is_none_or(|before| before.active),
                grants,
            };
            let was = Was::compare(before.as_ref(), &person);
            if was != Was::Same {
                let at = |grant: &Grant| grant.site.map(|site| self.code_of(site));
                let (before, after) = (before.as_ref().map(|before| of_person(before, at)), of_person(&person, at));
                self.report.compared(File::People, line, &person.name, before, after);
                tx.save_person(&person).await?;
                self.people.insert(person.code.clone(), person);
            }
            self.report.count(File::People, was);
        }
        Ok(())
    }
}

fn merged_site(row: SiteRow, before: Option<&Site>, machine: &Machine) -> Site {
    let in_town = before.filter(|before| before.town == row.town);
    let (at, approximate) = match (row.at, in_town) {
        (Some(at), _) => (at, false),
        (None, Some(before)) => (before.at, before.approximate),
        (None, None) => (row.town_at, true),
    };
    let text = |given: Option<String>, known: fn(&Site) -> &String| {
        given.or_else(|| before.map(|before| known(before).clone())).unwrap_or_default()
    };
    let mut room = before.map(|before| before.room).unwrap_or_default();
    for (index, given) in row.room.0.iter().enumerate() {
        if let Some(crates) = given {
            room.0[index] = *crates;
        }
    }
    Site {
        id: before.map_or_else(|| machine.id(), |before| before.id),
        kind: row.kind,
        name: row.name,
        town_name: in_town.map(|before| before.town_name.clone()).unwrap_or_default(),
        town: row.town,
        at,
        approximate,
        address: text(row.address, |site| &site.address),
        phone: text(row.phone, |site| &site.phone),
        notes: text(row.notes, |site| &site.notes),
        opening: row.opening.unwrap_or_else(|| before.map(|before| before.opening.clone()).unwrap_or_default()),
        open_holidays: row.open_holidays.unwrap_or_else(|| before.is_some_and(|before| before.open_holidays)),
        service: row.service.unwrap_or_else(|| before.map_or(USUAL_SERVICE, |before| before.service)),
        families: row.families.unwrap_or_else(|| before.map_or(0, |before| before.families)),
        persons: row.persons.unwrap_or_else(|| before.map_or(0, |before| before.persons)),
        room,
        refused: row.refused.unwrap_or_else(|| before.map(|before| before.refused).unwrap_or_default()),
        active: before.is_none_or(|before| before.active),
        code: row.code,
    }
}
