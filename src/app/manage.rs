//! What a coordinator sets up: sites, vehicles, shifts, people, limits.

use super::{App, Fault, Refusal, Result, Thing, Wrong};
use crate::domain::cold::ColdLimit;
use crate::domain::id::ShiftId;
use crate::domain::people::{Actor, Person};
use crate::domain::round::Shift;
use crate::domain::site::{FARTHEST_FROM_TOWN, Site, SiteKind, Town, TownShape, Vehicle};
use jiff::civil::Date;

impl App {
    fn must_coordinate(who: &Actor) -> Result<()> {
        if who.coordinates() { Ok(()) } else { Err(Refusal::NotAllowed) }
    }

    /// The sites of the area.
    ///
    /// # Errors
    /// When storage does not answer.
    pub async fn sites(&self, who: &Actor) -> Result<Vec<Site>> {
        Ok(self.store.reader().await?.db().sites(who.area).await?)
    }

    /// The towns of the area, by name.
    ///
    /// # Errors
    /// When storage does not answer.
    pub async fn towns(&self, who: &Actor) -> Result<Vec<Town>> {
        Ok(self.store.reader().await?.db().towns(who.area).await?)
    }

    /// The towns of the area with their boundaries.
    ///
    /// # Errors
    /// When storage does not answer.
    pub async fn town_shapes(&self, who: &Actor) -> Result<Vec<TownShape>> {
        Ok(self.store.reader().await?.db().town_shapes(who.area).await?)
    }

    /// Adds a site, or changes the one with its id. Its town must be known and near.
    ///
    /// # Errors
    /// When the person does not coordinate, or a field cannot be taken.
    pub async fn save_site(&self, who: &Actor, site: Site) -> Result<()> {
        Self::must_coordinate(who)?;
        self.store
            .write(who.area, move |tx| {
                Box::pin(async move {
                    let area = tx.area_id()?;
                    let mut faults = Vec::new();
                    let towns = tx.towns(area).await?;
                    match towns.iter().find(|town| town.code == site.town) {
                        None => faults.push(Fault::new("town", Wrong::NoSuchTown)),
                        Some(town) if town.at.distance(site.at) > FARTHEST_FROM_TOWN => {
                            let kilometres = town.at.distance(site.at).0 / 1000;
                            faults.push(Fault::new("lat", Wrong::FarFromTown { kilometres }));
                        }
                        Some(_) => {}
                    }
                    if site.kind == SiteKind::Point && site.persons < site.families {
                        faults.push(Fault::new("persons", Wrong::TooSmall { least: site.families }));
                    }
                    let others = tx.sites(area).await?;
                    if others.iter().any(|other| other.id != site.id && other.code == site.code) {
                        faults.push(Fault::new("code", Wrong::Taken));
                    }
                    if let Some(before) = others.iter().find(|other| other.id == site.id)
                        && before.kind != site.kind
                    {
                        faults.push(Fault::new("kind", Wrong::NotAChoice));
                    }
                    if !faults.is_empty() {
                        return Err(Refusal::Invalid(faults));
                    }
                    Ok(tx.save_site(&site).await?)
                })
            })
            .await
    }

    /// The vehicles of the area.
    ///
    /// # Errors
    /// When storage does not answer.
    pub async fn vehicles(&self, who: &Actor) -> Result<Vec<Vehicle>> {
        Ok(self.store.reader().await?.db().vehicles(who.area).await?)
    }

    /// Adds a vehicle, or changes the one with its id.
    ///
    /// # Errors
    /// When the person does not coordinate, or a field cannot be taken.
    pub async fn save_vehicle(&self, who: &Actor, vehicle: Vehicle) -> Result<()> {
        Self::must_coordinate(who)?;
        self.store
            .write(who.area, move |tx| {
                Box::pin(async move {
                    let area = tx.area_id()?;
                    super::stop::site_in_area(tx, vehicle.home)
                        .await
                        .map_err(|_| Refusal::from(Fault::new("home", Wrong::NotAChoice)))?;
                    let others = tx.vehicles(area).await?;
                    if others.iter().any(|other| other.id != vehicle.id && other.code == vehicle.code) {
                        return Err(Fault::new("code", Wrong::Taken).into());
                    }
                    Ok(tx.save_vehicle(&vehicle).await?)
                })
            })
            .await
    }

    /// The shifts of the area from one local day to another, both included.
    ///
    /// # Errors
    /// When storage does not answer.
    pub async fn shifts(&self, who: &Actor, first: Date, last: Date) -> Result<Vec<Shift>> {
        Ok(self.store.reader().await?.db().shifts(who.area, first, last).await?)
    }

    /// Adds a shift, or changes the one with its id. Neither its driver nor its vehicle may be busy then.
    ///
    /// # Errors
    /// When the person does not coordinate, or a field cannot be taken.
    pub async fn save_shift(&self, who: &Actor, shift: Shift) -> Result<()> {
        Self::must_coordinate(who)?;
        self.store
            .write(who.area, move |tx| {
                Box::pin(async move {
                    let area = tx.area_id()?;
                    let mut faults = Vec::new();
                    if shift.until <= shift.from {
                        faults.push(Fault::new("until", Wrong::EndsBeforeItBegins));
                    }
                    let others = tx.shifts(area, shift.date, shift.date).await?;
                    let overlaps = |other: &&Shift| {
                        other.id != shift.id && !other.cancelled && other.from < shift.until && shift.from < other.until
                    };
                    if others.iter().filter(overlaps).any(|other| other.person == shift.person) {
                        faults.push(Fault::new("person", Wrong::Taken));
                    }
                    if others.iter().filter(overlaps).any(|other| other.vehicle == shift.vehicle) {
                        faults.push(Fault::new("vehicle", Wrong::Taken));
                    }
                    if !tx.people(area).await?.iter().any(|person| person.id == shift.person && person.active) {
                        faults.push(Fault::new("person", Wrong::NotAChoice));
                    }
                    if !tx.vehicles(area).await?.iter().any(|vehicle| vehicle.id == shift.vehicle && vehicle.active) {
                        faults.push(Fault::new("vehicle", Wrong::NotAChoice));
                    }
                    let sites = tx.sites(area).await?;
                    let known = |id| sites.iter().any(|site| site.id == id && site.active);
                    if !known(shift.start) {
                        faults.push(Fault::new("start", Wrong::NotAChoice));
                    }
                    if shift.end.is_some_and(|end| !known(end)) {
                        faults.push(Fault::new("end", Wrong::NotAChoice));
                    }
                    if !faults.is_empty() {
                        return Err(Refusal::Invalid(faults));
                    }
                    Ok(tx.save_shift(&shift).await?)
                })
            })
            .await
    }

    /// A driver cannot come, or can after all.
    ///
    /// # Errors
    /// When the person does not coordinate and it is not their shift, or there is no such shift.
    pub async fn cancel_shift(&self, who: &Actor, shift: ShiftId, cancelled: bool) -> Result<()> {
        let who = who.clone();
        self.store
            .write(who.area, move |tx| {
                Box::pin(async move {
                    let area = tx.area_id()?;
                    let mut shift = tx.shift(shift).await?.ok_or(Refusal::NotFound(Thing::Shift))?;
                    let of_area =
                        tx.shifts(area, shift.date, shift.date).await?.iter().any(|known| known.id == shift.id);
                    if !of_area || !who.may_drive_for(shift.person) {
                        return Err(Refusal::NotFound(Thing::Shift));
                    }
                    shift.cancelled = cancelled;
                    Ok(tx.save_shift(&shift).await?)
                })
            })
            .await
    }

    /// Adds a person with what they may do, or changes the one with their id.
    ///
    /// # Errors
    /// When the person does not coordinate, would take the role from themselves, or a field cannot be taken.
    pub async fn save_person(&self, who: &Actor, person: Person) -> Result<()> {
        Self::must_coordinate(who)?;
        let who = who.clone();
        self.store
            .write(who.area, move |tx| {
                Box::pin(async move {
                    let area = tx.area_id()?;
                    let sites = tx.sites(area).await?;
                    let mut faults = Vec::new();
                    for grant in &person.grants {
                        let site = grant.site.map(|id| sites.iter().any(|site| site.id == id));
                        if site == Some(false) || grant.role.is_at_a_site() != grant.site.is_some() {
                            faults.push(Fault::new("roles", Wrong::NotAChoice));
                        }
                    }
                    if person.grants.is_empty() {
                        faults.push(Fault::new("roles", Wrong::NothingChosen));
                    }
                    let coordinates = person
                        .grants
                        .iter()
                        .any(|grant| !grant.role.is_at_a_site() && grant.role.word() == "coordinator");
                    if person.id == who.person && !(coordinates && person.active) {
                        // Nobody locks themselves out.
                        faults.push(Fault::new("roles", Wrong::NotAChoice));
                    }
                    let others = tx.people(area).await?;
                    if others.iter().any(|other| other.id != person.id && other.code == person.code) {
                        faults.push(Fault::new("code", Wrong::Taken));
                    }
                    if !faults.is_empty() {
                        return Err(Refusal::Invalid(faults));
                    }
                    Ok(tx.save_person(&person).await?)
                })
            })
            .await
    }

    /// The cold limits of the area.
    ///
    /// # Errors
    /// When storage does not answer.
    pub async fn cold_limits(&self, who: &Actor) -> Result<Vec<ColdLimit>> {
        Ok(self.store.reader().await?.db().cold_limits(who.area).await?)
    }

    /// Sets a category's cold limits, with where they come from. What was set before is kept.
    ///
    /// # Errors
    /// When the person does not coordinate, or a field cannot be taken.
    pub async fn save_cold_limit(&self, who: &Actor, limit: ColdLimit, source: String) -> Result<()> {
        Self::must_coordinate(who)?;
        let source = crate::domain::text::name(&source).map_err(|error| Fault::new("source", error.into()))?;
        if limit.limit < limit.warn {
            return Err(Fault::new("limit", Wrong::TooSmall { least: limit.warn.0 / 60 }).into());
        }
        let now = self.now();
        self.store
            .write(who.area, move |tx| {
                Box::pin(async move { Ok::<_, Refusal>(tx.save_cold_limit(&limit, &source, now).await?) })
            })
            .await
    }
}
