//! A donor says what it has, takes some of it back, or says that it has nothing.

use super::place::site_in_area;
use super::{Act, ActContext, App, Conflict, Done, Field, FieldError, FieldErrorKind, Refusal, Result, Thing};
use crate::domain::calendar::{self, Closure};
use crate::domain::dates;
use crate::domain::food::{Category, DateKind, Freshness, Shelf, StorageClass};
use crate::domain::id::{AnnouncementId, LotId, PhotoId, SiteId};
use crate::domain::ledger::{Holder, MovementReason, OpKind, Transfer};
use crate::domain::lot::{Announcement, Lot, LotFacts};
use crate::domain::people::{Actor, Role};
use crate::domain::quantity::{Crates, LEAST_GRAMS_PER_CRATE, MOST_CRATES_PER_LOT, MOST_GRAMS_PER_CRATE, Seconds};
use crate::domain::site::{Site, SiteKind};
use crate::domain::text;
use crate::domain::time::{Millis, Window, Zone};
use crate::store::Tx;
use jiff::civil::{Date, Time};

/// What a donor has to say.
#[derive(Debug, Clone)]
pub struct Surplus {
    /// For which local day.
    pub date: Date,
    /// What there is; empty says that there is nothing.
    pub lots: Vec<LotFacts>,
    pub note: String,
    pub photo: Option<Vec<u8>>,
}

/// What a donor had of one category the last time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LastTime {
    pub category: Category,
    pub class: StorageClass,
    pub crates: Crates,
    /// The kind of date on its packages.
    pub kind: DateKind,
}

/// Until when a donor hands over whose hours are unknown.
const EVENING: Time = Time::constant(23, 59, 0, 0);
/// A closing time nearer than this is too near for anybody to come.
const SHORTEST_PICKUP: Seconds = Seconds(15 * 60);
/// For how many days ahead food can be announced.
const FARTHEST_ANNOUNCEMENT_DAYS: i64 = 14;

impl App {
    /// A donor announces surplus, or that it has none.
    ///
    /// # Errors
    /// When the person may not speak for the donor, or a field cannot be taken.
    pub async fn announce_surplus(&self, who: &Actor, act: Act, site: SiteId, surplus: Surplus) -> Result<Done> {
        if !who.may_at(Role::Donor, site) {
            return Err(Refusal::NotAllowed);
        }
        self.perform(who, act, OpKind::Announce, move |tx, cx| Box::pin(announce(tx, cx, site, surplus))).await
    }

    /// A donor says that it has nothing on a local day, or on the one on which it says so: what a phone sends the morning
    /// after is about the day before.
    ///
    /// # Errors
    /// When the person may not speak for the donor.
    pub async fn nothing_today(&self, who: &Actor, act: Act, site: SiteId, date: Option<Date>) -> Result<Done> {
        if !who.may_at(Role::Donor, site) {
            return Err(Refusal::NotAllowed);
        }
        self.perform(who, act, OpKind::Announce, move |tx, cx| {
            Box::pin(async move {
                let site = site_in_area(tx, site).await?;
                if site.kind == SiteKind::Point {
                    return Err(Refusal::NotFound(Thing::Site));
                }
                let said = tx.area().await?.zone.date(cx.op.occurred);
                let date = date.unwrap_or(said);
                let ahead = i64::from((date - said).get_days());
                if !(0..=FARTHEST_ANNOUNCEMENT_DAYS).contains(&ahead) {
                    let kind = if ahead < 0 { FieldErrorKind::DatePast } else { FieldErrorKind::DateTooFar };
                    return Err(FieldError::new(Field::Date, kind).into());
                }
                let nothing = Surplus { date, lots: Vec::new(), note: String::new(), photo: None };
                add_surplus(tx, &cx, &site, nothing).await?;
                Ok(Vec::new())
            })
        })
        .await
    }

    /// A picture of a lot, as JPEG, for whoever works with food in the area.
    ///
    /// # Errors
    /// When there is no such picture in the area.
    pub async fn photo(&self, who: &Actor, photo: PhotoId) -> Result<Vec<u8>> {
        let found = self.store.reader(who.area).await?.db().photo(photo).await?;
        found.map(|(jpeg, _)| jpeg).ok_or(Refusal::NotFound(Thing::Photo))
    }

    /// A donor lowers a lot to `crates`; zero withdraws it. Only what is still at the donor's can be lowered.
    ///
    /// # Errors
    /// When the lot has left, or there are fewer crates than that.
    pub async fn reduce_lot(&self, who: &Actor, act: Act, lot: LotId, crates: Crates) -> Result<Done> {
        let who_asks = who.clone();
        self.perform(who, act, OpKind::Reduce, move |tx, cx| {
            Box::pin(async move {
                let lot = tx.lot(lot).await?.ok_or(Refusal::NotFound(Thing::Lot))?;
                let site = site_in_area(tx, lot.site).await.map_err(|_| Refusal::NotFound(Thing::Lot))?;
                if !who_asks.may_at(Role::Donor, lot.site) || site.kind != SiteKind::Donor {
                    return Err(Refusal::NotFound(Thing::Lot));
                }
                let donor = Holder::Donor(lot.site);
                let there = super::stop::held(tx, lot.id, donor).await?.crates;
                if there.is_zero() {
                    return Err(Conflict::OnBoard { lot: lot.number }.into());
                }
                if crates < Crates::ZERO || crates >= there {
                    let error =
                        FieldError::new(Field::Crates.of(lot.id), FieldErrorKind::TooLarge { most: there.0 - 1 });
                    return Err(error.into());
                }
                let back =
                    Transfer::new(lot.id, donor, Holder::Supplier, there - crates).because(MovementReason::Withdrawn);
                cx.append(tx, vec![back]).await?;
                Ok(Vec::new())
            })
        })
        .await
    }
}

async fn announce(tx: &mut Tx<'_>, cx: ActContext, site: SiteId, surplus: Surplus) -> Result<Vec<super::Said>> {
    let site = site_in_area(tx, site).await?;
    if site.kind == SiteKind::Point {
        return Err(Refusal::NotFound(Thing::Site));
    }
    let zone = tx.area().await?.zone;
    // A phone without a network may send it the next day.
    let today = zone.date(cx.op.occurred);
    check(&surplus, today, cx.op.occurred, &zone)?;
    add_surplus(tx, &cx, &site, surplus).await?;
    Ok(Vec::new())
}

/// Adds an announcement with its lots. Gives each lot with its crates.
pub(super) async fn add_surplus(
    tx: &mut Tx<'_>,
    cx: &ActContext,
    site: &Site,
    surplus: Surplus,
) -> Result<Vec<(LotId, Crates)>> {
    let note = text::note(&surplus.note).map_err(|error| FieldError::new(Field::Note, error.into()))?;
    let announcement = Announcement {
        id: cx.machine.id::<AnnouncementId>(),
        site: site.id,
        date: surplus.date,
        created: cx.op.received,
        note,
        nothing: surplus.lots.is_empty(),
    };
    tx.add_announcement(&announcement, cx.op.id).await?;
    let photo = match surplus.photo {
        Some(jpeg) => {
            let id = cx.machine.id::<PhotoId>();
            tx.add_photo(id, &jpeg, cx.op.received).await?;
            Some(id)
        }
        None => None,
    };
    let (mut transfers, mut added) = (Vec::new(), Vec::new());
    for lot in surplus.lots {
        let id = cx.machine.id::<LotId>();
        let mut lot = Lot::new(id, tx.next_lot_number().await?, &announcement, lot);
        lot.photo = photo;
        tx.add_lot(&lot).await?;
        added.push((id, lot.crates));
        transfers.push(Transfer::new(id, Holder::Supplier, site.source(), lot.crates).weighing(lot.grams));
    }
    cx.append(tx, transfers).await?;
    Ok(added)
}

fn check(surplus: &Surplus, today: Date, now: Millis, zone: &Zone) -> Result<()> {
    let mut errors = Vec::new();
    let days_ahead = |date: Date| i64::from((date - today).get_days());
    if days_ahead(surplus.date) < 0 {
        errors.push(FieldError::new(Field::Date, FieldErrorKind::DatePast));
    }
    if days_ahead(surplus.date) > FARTHEST_ANNOUNCEMENT_DAYS {
        errors.push(FieldError::new(Field::Date, FieldErrorKind::DateTooFar));
    }
    for lot in &surplus.lots {
        let mut error = |field: Field, what| errors.push(FieldError::new(field.of(lot.category), what));
        if lot.crates < Crates(1) {
            error(Field::Crates, FieldErrorKind::TooSmall { least: 1 });
        } else if lot.crates > MOST_CRATES_PER_LOT {
            error(Field::Crates, FieldErrorKind::TooLarge { most: MOST_CRATES_PER_LOT.0 });
        }
        if lot.grams != lot.category.usual_weight(lot.crates) {
            let most = MOST_GRAMS_PER_CRATE.0.saturating_mul(lot.crates.0.clamp(1, MOST_CRATES_PER_LOT.0));
            let least = LEAST_GRAMS_PER_CRATE.0.saturating_mul(lot.crates.0.clamp(1, MOST_CRATES_PER_LOT.0));
            if lot.grams.0 < least {
                error(Field::Kg, FieldErrorKind::TooSmall { least: (least + 999) / 1000 });
            } else if lot.grams.0 > most {
                error(Field::Kg, FieldErrorKind::TooLarge { most: most / 1000 });
            }
        }
        if let Some(fault) = date_fault(lot.shelf, surplus.date) {
            error(Field::Date, fault);
        }
        let until = if lot.ready_until <= lot.ready_from {
            Some(FieldErrorKind::EndsBeforeItBegins)
        } else {
            let too_late = lot.ready_until > zone.end_of(surplus.date) + Seconds(24 * 3600);
            (too_late || lot.ready_until <= now - Seconds(3600)).then_some(FieldErrorKind::TimePast)
        };
        // All lots of an announcement have one time: what is wrong with it is said once.
        let until = until.map(|kind| FieldError::new(Field::Until, kind));
        errors.extend(until.filter(|error| !errors.contains(error)));
    }
    Refusal::if_any(errors)
}

/// What is wrong with the date of food that is given on a day.
pub(super) fn date_fault(shelf: Shelf, day: Date) -> Option<FieldErrorKind> {
    let (first, last) = dates::on_label(shelf.kind(), day);
    match shelf.date() {
        Some(_) if shelf.on(day) == Freshness::Expired => Some(FieldErrorKind::DatePast),
        Some(date) if !(first..=last).contains(&date) => Some(FieldErrorKind::DateNotBetween {
            first: if shelf.last_day(day).is_some() { day } else { first },
            last,
        }),
        _ => None,
    }
}

/// When a donor usually hands over next, as a day and the time it closes: today while it is open, else the next day it
/// opens. A donor whose hours are unknown has until this evening.
pub fn usual_pickup(site: &Site, zone: &Zone, closures: &[Closure], now: Millis) -> (Date, Time) {
    let today = zone.date(now);
    let days = std::iter::successors(Some(today), |day| day.tomorrow().ok());
    for day in days.take(usize::try_from(FARTHEST_ANNOUNCEMENT_DAYS).unwrap_or(7)) {
        if let Some(last) = closes(site, closures, day)
            && last.instants(day, zone).1 > now + SHORTEST_PICKUP
        {
            return (day, last.until);
        }
    }
    (today, EVENING)
}

/// Until when a donor hands over on a day that somebody chose: until it closes, or until the evening where it is not open.
pub fn pickup_on(site: &Site, closures: &[Closure], day: Date) -> (Date, Time) {
    (day, closes(site, closures, day).map_or(EVENING, |last| last.until))
}

/// The instant of a time until which a donor hands over: in the night after where the donor is open past midnight until then.
pub fn pickup_until(site: &Site, closures: &[Closure], zone: &Zone, (day, until): (Date, Time)) -> Millis {
    let night = closes(site, closures, day).filter(|last| last.passes_midnight() && until <= last.until);
    night.map_or_else(|| zone.instant(day, until), |last| Window { until, ..last }.instants(day, zone).1)
}

/// The window of a day that ends last.
fn closes(site: &Site, closures: &[Closure], day: Date) -> Option<Window> {
    calendar::windows(site, day, closures).into_iter().max_by_key(|window| window.minutes().1)
}

/// What "as yesterday" would announce: the lots of a donor's last announcement. Their dates are not moved along: only who
/// has this food before them knows its date.
pub fn as_last_time(lots: &[Lot], today: Date) -> Vec<LastTime> {
    let Some(last) = lots.iter().map(|lot| lot.date).filter(|date| *date < today).max() else { return Vec::new() };
    let mut lines: Vec<LastTime> = Vec::new();
    for lot in lots.iter().filter(|lot| lot.date == last) {
        match lines.iter_mut().find(|line| line.category == lot.category) {
            Some(line) => line.crates += lot.crates,
            None => lines.push(LastTime {
                category: lot.category,
                class: lot.class,
                crates: lot.crates,
                kind: lot.shelf.kind(),
            }),
        }
    }
    lines
}
