//! Calendars that phones subscribe to: a person's shifts behind a link that only they know.

use axum::extract::{Path, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};

use super::Web;
use super::error::WebError;
use super::routes::{Access, Routes};
use super::say;
use crate::app::feed::{Feed, FeedEntry};
use crate::app::{Refusal, Thing};
use crate::domain::ical::{Event, calendar};
use crate::t;
use crate::words::{Lang, Words};

/// The routes of this file.
pub fn routes(routes: Routes) -> Routes {
    routes.get("/calendar/{file}", Access::Public, show)
}

/// `/calendar/{secret}.ics`
async fn show(State(web): State<Web>, Path(file): Path<String>) -> Result<Response, WebError> {
    let secret = file.strip_suffix(".ics").ok_or(Refusal::NotFound(Thing::Page))?;
    let feed = web.app.feed(secret).await?;
    let w = Words::of(feed.language.parse::<Lang>().unwrap_or_default());
    let events: Vec<Event> = feed.entries.iter().map(|entry| event(w, &feed, entry)).collect();
    let text = calendar(&t!(w, "feed-name", area = feed.area.name.as_str()), &events, web.app.now());
    let headers =
        [(CONTENT_TYPE, "text/calendar; charset=utf-8"), (CONTENT_DISPOSITION, "inline; filename=\"girofresco.ics\"")];
    Ok((headers, text).into_response())
}

fn event(w: Words, feed: &Feed, entry: &FeedEntry) -> Event {
    let shift = &entry.shift;
    let start = feed.sites.get(&shift.start);
    let summary = match &entry.round {
        Some((round, _)) => t!(w, "feed-round", number = round.number, vehicle = entry.vehicle.as_str()),
        None => t!(w, "feed-shift", vehicle = entry.vehicle.as_str()),
    };
    let location = start.map(|site| match &*site.address {
        "" => say::site(site),
        address => format!("{}, {address}, {}", site.name, site.town_name),
    });
    Event {
        uid: format!("shift-{}@girofresco", shift.id),
        from: shift.from,
        until: shift.until,
        summary,
        location: shift.spots.start.as_ref().map(|spot| spot.label.clone()).or(location).unwrap_or_default(),
        description: stops(w, feed, entry),
        cancelled: entry.cancelled,
    }
}

/// The places of the round, each with its time.
fn stops(w: Words, feed: &Feed, entry: &FeedEntry) -> String {
    let Some((_, stops)) = &entry.round else { return String::new() };
    let line = |stop: &crate::domain::plan::Stop| {
        let time = w.clock(feed.area.zone.local(stop.arrive).time());
        format!("{time} {}", feed.sites.get(&stop.site).map(say::site).unwrap_or_default())
    };
    stops.iter().map(line).collect::<Vec<_>>().join("\n")
}
