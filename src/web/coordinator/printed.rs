//! Rounds of a plan that is not yet in force, as a message for a group of people.

use std::fmt::Write;

use super::names::{Names, round_name};
use crate::app::day::Day;
use crate::domain::id::SiteId;
use crate::domain::plan::{Forecast, Load};
use crate::domain::time::Millis;
use crate::t;
use crate::web::context::Context;

/// A stop as a message says it.
pub(super) struct SaidStop<'a> {
    pub(super) site: SiteId,
    pub(super) at: Millis,
    pub(super) loads: &'a [Load],
    pub(super) expected: &'a [Load<Forecast>],
}

/// A round as people read it in a chat: who, then each stop with time, place and what to load or set down.
pub(super) fn message<'a>(
    context: &Context,
    day: &Day,
    number: i64,
    (person, vehicle): (&str, &str),
    stops: impl Iterator<Item = SaidStop<'a>>,
) -> String {
    let w = context.words;
    let names = Names::new(context, day);
    let mut text = format!("*{}, {}*\n{person}, {vehicle}\n", round_name(w, number), w.date(day.date));
    for (index, stop) in stops.enumerate() {
        // Writing into a string cannot fail.
        let _ = write!(text, "\n{}. {} {}", index + 1, context.clock(stop.at), names.site(stop.site));
        if let Some(site) = day.sites.get(&stop.site) {
            if !site.address.is_empty() {
                let _ = write!(text, "\n   {}", site.address);
            }
            if !site.phone.is_empty() {
                let _ = write!(text, "\n   {}", t!(w, "round-phone", phone = site.phone.as_str()));
            }
        }
        let loads = names.loads(stop.loads, stop.expected);
        if !loads.is_empty() {
            let _ = write!(text, "\n   {loads}");
        }
    }
    text.push('\n');
    text
}
