//! What a coordinator sets up: sites, vehicles, shifts, people, limits.

use super::vacant::seek_for_gone;
use super::{App, Field, FieldError, FieldErrorKind, Refusal, Result, Thing};
use crate::domain::cold::ColdLimit;
use crate::domain::food::Category;
use crate::domain::people::{Actor, Grant, Person};
use crate::domain::quantity::{Decidegrees, LEAST_LOAD_PER_CRATE, Seconds, THERMOMETER_RANGE};
use crate::domain::site::{FARTHEST_FROM_TOWN, Site, SiteKind, Town, Vehicle};
use crate::domain::time::Millis;
use std::collections::BTreeMap;

impl App {
    /// The sites of the area.
    pub async fn sites(&self, who: &Actor) -> Result<Vec<Site>> {
        Ok(self.store.reader(who.area).await?.db().sites().await?)
    }

    /// The towns of the area, by name.
    pub async fn towns(&self, who: &Actor) -> Result<Vec<Town>> {
        Ok(self.store.reader(who.area).await?.db().towns().await?)
    }

    /// Adds a site, or changes the one with its id. Its town must be known and near. Without a code it is given one.
    ///
    /// # Errors
    /// When the person does not coordinate, or a field cannot be taken.
    pub async fn save_site(&self, who: &Actor, mut site: Site) -> Result<()> {
        Self::must_coordinate(who)?;
        self.store
            .write(who.area, move |tx| {
                Box::pin(async move {
                    let mut errors = Vec::new();
                    let towns = tx.towns().await?;
                    match towns.iter().find(|town| town.code == site.town) {
                        None => errors.push(FieldError::new(Field::Town, FieldErrorKind::NoSuchTown)),
                        Some(town) if town.at.distance(site.at) > FARTHEST_FROM_TOWN => {
                            let kilometres = town.at.distance(site.at).0 / 1000;
                            errors.push(FieldError::new(Field::Lat, FieldErrorKind::FarFromTown { kilometres }));
                        }
                        Some(_) => {}
                    }
                    if site.kind == SiteKind::Point && site.persons < site.families {
                        errors.push(FieldError::new(Field::Persons, FieldErrorKind::TooSmall { least: site.families }));
                    }
                    let others = tx.sites().await?;
                    site.code = code_or_next(site.code, site.kind.word(), others.iter().map(|other| &*other.code));
                    if others.iter().any(|other| other.id != site.id && other.code == site.code) {
                        errors.push(FieldError::new(Field::Code, FieldErrorKind::Taken));
                    }
                    if let Some(before) = others.iter().find(|other| other.id == site.id)
                        && before.kind != site.kind
                    {
                        errors.push(FieldError::new(Field::Kind, FieldErrorKind::NotAChoice));
                    }
                    Refusal::if_any(errors)?;
                    let saved = tx.save_site(&site).await?;
                    if saved { Ok(()) } else { Err(Refusal::NotFound(Thing::Site)) }
                })
            })
            .await
    }

    /// The vehicles of the area.
    pub async fn vehicles(&self, who: &Actor) -> Result<Vec<Vehicle>> {
        Ok(self.store.reader(who.area).await?.db().vehicles().await?)
    }

    /// Adds a vehicle, or changes the one with its id. Without a code it is given one. The coming shifts of one that is out
    /// of use are sought from now on; returns how many.
    ///
    /// # Errors
    /// When the person does not coordinate, or a field cannot be taken.
    pub async fn save_vehicle(&self, who: &Actor, mut vehicle: Vehicle) -> Result<usize> {
        Self::must_coordinate(who)?;
        let machine = self.machine.clone();
        let least = LEAST_LOAD_PER_CRATE.0 * vehicle.crates.0;
        if vehicle.grams.0 < least {
            let kind = FieldErrorKind::TooSmall { least: least / 1000 };
            return Err(FieldError::new(Field::Kilograms, kind).into());
        }
        self.store
            .write(who.area, move |tx| {
                Box::pin(async move {
                    super::place::site_in_area(tx, vehicle.home)
                        .await
                        .map_err(|_| Refusal::from(FieldError::new(Field::Home, FieldErrorKind::NotAChoice)))?;
                    let others = tx.vehicles().await?;
                    vehicle.code = code_or_next(vehicle.code, "vehicle", others.iter().map(|other| &*other.code));
                    if others.iter().any(|other| other.id != vehicle.id && other.code == vehicle.code) {
                        return Err(FieldError::new(Field::Code, FieldErrorKind::Taken).into());
                    }
                    if !tx.save_vehicle(&vehicle).await? {
                        return Err(Refusal::NotFound(Thing::Vehicle));
                    }
                    seek_for_gone(tx, &machine).await
                })
            })
            .await
    }

    /// Adds a person with what they may do, or changes the one with their id. Without a code they are given one. The coming
    /// shifts of one who drives no more are sought from now on; returns how many.
    ///
    /// # Errors
    /// When the person does not coordinate, would take the role from themselves, or a field cannot be taken.
    pub async fn save_person(&self, who: &Actor, mut person: Person) -> Result<usize> {
        Self::must_coordinate(who)?;
        let (who, machine) = (who.clone(), self.machine.clone());
        let (by, id, now_may) = (who.person, person.id, may(&person));
        let (sought, could) = self
            .store
            .write(who.area, move |tx| {
                Box::pin(async move {
                    let sites = tx.sites().await?;
                    let mut errors = Vec::new();
                    for grant in &person.grants {
                        let site = grant.site.map(|id| sites.iter().any(|site| site.id == id));
                        if site == Some(false) || grant.role.is_at_a_site() != grant.site.is_some() {
                            errors.push(FieldError::new(Field::Roles, FieldErrorKind::NotAChoice));
                        }
                    }
                    if person.grants.is_empty() {
                        errors.push(FieldError::new(Field::Roles, FieldErrorKind::NothingChosen));
                    }
                    let coordinates = person
                        .grants
                        .iter()
                        .any(|grant| !grant.role.is_at_a_site() && grant.role.word() == "coordinator");
                    if person.id == who.person && !(coordinates && person.active) {
                        // Nobody locks themselves out.
                        errors.push(FieldError::new(Field::Roles, FieldErrorKind::NotAChoice));
                    }
                    let others = tx.people().await?;
                    person.code = code_or_next(person.code, "person", others.iter().map(|other| &*other.code));
                    if others.iter().any(|other| other.id != person.id && other.code == person.code) {
                        errors.push(FieldError::new(Field::Code, FieldErrorKind::Taken));
                    }
                    Refusal::if_any(errors)?;
                    if !tx.save_person(&person).await? {
                        return Err(Refusal::NotFound(Thing::Person));
                    }
                    let could = others.iter().find(|other| other.id == person.id).map(may).unwrap_or_default();
                    Ok((seek_for_gone(tx, &machine).await?, could))
                })
            })
            .await?;
        if could != now_may {
            tracing::info!(%by, person = %id, %could, may = %now_may, "what a person may do was changed");
        }
        Ok(sought)
    }

    /// The cold limits of the area.
    pub async fn cold_limits(&self, who: &Actor) -> Result<Vec<ColdLimit>> {
        Ok(self.store.reader(who.area).await?.db().cold_limits().await?)
    }

    /// Where the cold limits that the area set itself come from, and since when they count.
    pub async fn cold_sources(&self, who: &Actor) -> Result<BTreeMap<Category, (String, Millis)>> {
        Ok(self.store.reader(who.area).await?.db().cold_sources().await?)
    }

    /// Sets a category's cold limits, with where they come from. What was set before is kept.
    ///
    /// # Errors
    /// When the person does not coordinate, or a field cannot be taken.
    pub async fn save_cold_limit(&self, who: &Actor, limit: ColdLimit, source: String) -> Result<()> {
        Self::must_coordinate(who)?;
        let source =
            crate::domain::text::name(&source).map_err(|error| FieldError::new(Field::Source, error.into()))?;
        let errors = limit_errors(&limit);
        Refusal::if_any(errors)?;
        let now = self.now();
        self.store
            .write(who.area, move |tx| {
                Box::pin(async move { Ok::<_, Refusal>(tx.save_cold_limit(&limit, &source, now).await?) })
            })
            .await
    }
}

/// The longest that limits may allow food to be outside a fridge.
const LONGEST_LIMIT: Seconds = Seconds(24 * 3600);

/// What cannot be in the limits of a category.
fn limit_errors(limit: &ColdLimit) -> Vec<FieldError> {
    let mut errors = Vec::new();
    let degrees =
        [(Field::Coldest, limit.coldest), (Field::Warmest, limit.warmest), (Field::Tolerated, limit.tolerated)];
    for (field, read) in degrees {
        match read {
            Some(read) if read < *THERMOMETER_RANGE.start() => {
                errors
                    .push(FieldError::new(field, FieldErrorKind::TooSmall { least: THERMOMETER_RANGE.start().0 / 10 }));
            }
            Some(read) if read > *THERMOMETER_RANGE.end() => {
                errors.push(FieldError::new(field, FieldErrorKind::TooLarge { most: THERMOMETER_RANGE.end().0 / 10 }));
            }
            _ => {}
        }
    }
    let mut rises = |field: Field, low: Option<Decidegrees>, high: Option<Decidegrees>| {
        if let (Some(low), Some(high)) = (low, high)
            && high < low
        {
            errors.push(FieldError::new(field, FieldErrorKind::TooSmall { least: low.0.div_euclid(10) }));
        }
    };
    rises(Field::Warmest, limit.coldest, limit.warmest);
    rises(Field::Tolerated, limit.warmest.or(limit.coldest), limit.tolerated);
    if limit.tolerated.is_some() && limit.warmest.is_none() {
        errors.push(FieldError::new(Field::Warmest, FieldErrorKind::Missing));
    }
    if limit.category.usual_class().is_timed() && limit.coldest.is_none() && limit.warmest.is_none() {
        errors.push(FieldError::new(Field::Warmest, FieldErrorKind::Missing));
    }
    if limit.warn <= Seconds::ZERO {
        errors.push(FieldError::new(Field::Warn, FieldErrorKind::TooSmall { least: 1 }));
    }
    if limit.limit < limit.warn {
        errors.push(FieldError::new(Field::Limit, FieldErrorKind::TooSmall { least: limit.warn.0 / 60 }));
    }
    if limit.limit > LONGEST_LIMIT {
        errors.push(FieldError::new(Field::Limit, FieldErrorKind::TooLarge { most: LONGEST_LIMIT.0 / 60 }));
    }
    errors
}

/// The code if there is one, else the first free one of the form `word-12`.
fn code_or_next<'a>(code: String, word: &str, taken: impl Iterator<Item = &'a str>) -> String {
    if !code.trim().is_empty() {
        return code;
    }
    let taken: Vec<&str> = taken.collect();
    let free = (1..).map(|n| format!("{word}-{n}")).find(|code| !taken.contains(&code.as_str()));
    free.unwrap_or(code)
}

/// What a person may do, for the log: roles, each with the id of its site.
fn may(person: &Person) -> String {
    let role = |grant: &Grant| match grant.site {
        Some(site) => format!("{} of {site}", grant.role.word()),
        None => grant.role.word().to_owned(),
    };
    let roles: Vec<String> = person.grants.iter().filter(|_| person.active).map(role).collect();
    roles.join(", ")
}
