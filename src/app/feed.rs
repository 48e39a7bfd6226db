//! A person's shifts as a calendar that their phone subscribes to, behind a link that nobody else knows.

use super::people::digest;
use super::{App, Refusal, Result, Thing};
use crate::domain::calendar::days;
use crate::domain::id::{PersonId, RoundId, SiteId};
use crate::domain::people::Actor;
use crate::domain::plan::Stop;
use crate::domain::round::{PlanState, RoundHead, Shift};
use crate::domain::site::{Area, Site};
use crate::domain::time::Millis;
use jiff::civil::Date;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

/// How far back and ahead a calendar goes, in days.
const DAYS_BACK: i64 = 14;
const DAYS_AHEAD: i64 = 60;

/// A person's shifts with the rounds that fill them.
#[derive(Debug, Clone)]
pub struct Feed {
    /// The language they read, as a two-letter code.
    pub language: String,
    pub area: Area,
    pub entries: Vec<FeedEntry>,
    pub sites: BTreeMap<SiteId, Site>,
}

/// A shift as a calendar shows it.
#[derive(Debug, Clone)]
pub struct FeedEntry {
    pub shift: Shift,
    pub vehicle: String,
    /// Whether the person does not drive it: it is cancelled, or somebody stands in.
    pub cancelled: bool,
    /// The round of the published plan that fills it, with its stops.
    pub round: Option<(RoundHead, Vec<Stop>)>,
}

impl App {
    /// When the person's calendar link was made, if they have one.
    pub async fn calendar_link(&self, who: &Actor) -> Result<Option<Millis>> {
        Ok(self.store.reader(who.area).await?.db().calendar_of(who.person).await?)
    }

    /// Makes the secret of the person's calendar link, in place of the one before. It is told this once.
    pub async fn renew_calendar(&self, who: &Actor) -> Result<String> {
        let (secret, now, person) = (self.machine.secret(), self.now(), who.person);
        let hash = digest(&secret);
        self.store
            .write(who.area, move |tx| {
                Box::pin(async move { Ok::<_, Refusal>(tx.set_calendar(person, &hash, now).await?) })
            })
            .await?;
        tracing::info!(%person, "a calendar link was made, in place of the one before");
        Ok(secret)
    }

    /// The shifts behind a calendar link.
    ///
    /// # Errors
    /// When nobody has such a link.
    pub async fn feed(&self, secret: &str) -> Result<Feed> {
        let not_found = Refusal::NotFound(Thing::Page);
        let owner = self.store.directory().await?.calendar_owner(&digest(secret)).await?;
        let (person, area) = owner.ok_or_else(|| not_found.clone())?;
        let mut reader = self.store.reader(area).await?;
        let mut db = reader.db();
        let area = db.area().await?;
        let person = db.people().await?.into_iter().find(|known| known.id == person).ok_or(not_found)?;
        let today = area.zone.date(self.now());
        let mut shifts = db.shifts(days(today, -DAYS_BACK), days(today, DAYS_AHEAD)).await?;
        shifts.retain(|shift| is_for(shift, person.id));
        let vehicles: BTreeMap<_, _> =
            db.vehicles().await?.into_iter().map(|vehicle| (vehicle.id, vehicle.name)).collect();
        let mut planned: BTreeMap<Date, BTreeMap<RoundId, Vec<Stop>>> = BTreeMap::new();
        let mut entries = Vec::new();
        for shift in shifts {
            if let Entry::Vacant(entry) = planned.entry(shift.date) {
                let stops = match db.plan_in(shift.date, PlanState::Published).await? {
                    Some(plan) => db.plan_stops(plan.id).await?,
                    None => BTreeMap::new(),
                };
                entry.insert(stops);
            }
            let cancelled = shift.cancelled || shift.person != person.id;
            let mut round = None;
            if let Some(head) = db.round_of_shift(shift.id).await?.filter(|_| !cancelled) {
                let stops = planned.get_mut(&shift.date).and_then(|rounds| rounds.remove(&head.id));
                round = stops.map(|stops| (head, stops));
            }
            let vehicle = vehicles.get(&shift.vehicle).cloned().unwrap_or_default();
            entries.push(FeedEntry { shift, vehicle, cancelled, round });
        }
        let sites = db.sites().await?.into_iter().map(|site| (site.id, site)).collect();
        Ok(Feed { language: person.language, area, entries, sites })
    }
}

/// Whether a shift is a person's, or was until somebody stood in.
fn is_for(shift: &Shift, person: PersonId) -> bool {
    let asks_for_nobody_in_particular = shift.is_open() && shift.covers.is_none();
    (shift.person == person && !asks_for_nobody_in_particular) || shift.covers == Some(person)
}
