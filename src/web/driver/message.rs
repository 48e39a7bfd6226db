//! A round as a message that people paste into WhatsApp: the plan for who has no app.

use super::loads::both_in_short;
use super::round_view::RoundView;
use crate::app::day::StopDay;
use crate::t;

/// The round as text, with WhatsApp's stars around what should be bold.
pub fn of(view: &RoundView<'_>) -> String {
    let (w, context, head) = (view.context.words, view.context, &view.round.head);
    let mut text = format!("*{} · {}*\n", t!(w, "driver-round-title", number = head.number), w.date(head.date));
    text.push_str(&format!("{}, {}\n", head.person_name, head.vehicle_name));
    if let Some(figures) = &view.round.figures {
        let (from, until) = (context.clock(figures.depart), context.clock(figures.finish + view.round.delay));
        text.push_str(&format!("{}\n", t!(w, "driver-message-times", from = from, until = until)));
    }
    for (index, stop) in view.round.stops.iter().enumerate() {
        text.push_str(&stop_lines(view, index + 1, stop));
    }
    text
}

fn stop_lines(view: &RoundView<'_>, number: usize, stop: &StopDay) -> String {
    let (w, context) = (view.context.words, view.context);
    let Some(site) = view.day.sites.get(&stop.planned.site) else { return String::new() };
    let mark = match &stop.visit {
        Some(visit) => format!(" ({})", w.outcome(visit.outcome)),
        None => String::new(),
    };
    let time = context.clock(stop.visit.as_ref().map_or(stop.expected, |visit| visit.occurred));
    let mut text = format!("\n{number}. {time} *{}*{mark}\n", site.name);
    let place: Vec<&str> =
        [&*site.address, &site.town_name, &site.phone].into_iter().filter(|part| !part.is_empty()).collect();
    text.push_str(&format!("{}\n", place.join(", ")));
    for line in both_in_short(context, view.day, stop) {
        text.push_str(&format!("{line}\n"));
    }
    text
}
