//! A round for people without the app: as a message for a chat, and as a sheet to be filled in by hand.

use maud::{Markup, html};

use super::context::Context;
use super::say;
use super::ui::Icon;
use crate::app::day::{Day, RoundDay, StopDay};
use crate::app::place::Contact;
use crate::domain::plan::{Action, Load};
use crate::domain::quantity::Crates;
use crate::domain::round::VisitOutcome;
use crate::domain::spot::Spot;
use crate::t;

/// The round as text, with WhatsApp's stars around what should be bold: the same whoever sends it.
pub fn message(context: &Context, day: &Day, round: &RoundDay) -> String {
    let (w, head) = (context.words, &round.head);
    let mut text = format!("*{} · {}*\n", t!(w, "driver-round-title", number = head.number), w.date(head.date));
    text.push_str(&format!("{}, {}\n", head.person_name, head.vehicle_name));
    if let Some(figures) = &round.figures {
        let (from, until) = (context.clock(figures.depart), context.clock(figures.finish + round.delay));
        text.push_str(&format!("{}\n", t!(w, "driver-message-times", from = from, until = until)));
    }
    if let Some(rest) = rest(context, day, round) {
        text.push_str(&format!("{rest}\n"));
    }
    if let Some(shift) = day.shifts.iter().find(|shift| shift.id == round.head.shift) {
        let start = shift.spots.start.as_ref().map(|spot| t!(w, "roster-starts", place = spot.label.as_str()));
        let end = shift.spots.end.as_ref().map(|spot| t!(w, "roster-ends", place = spot.label.as_str()));
        text.extend([start, end].into_iter().flatten().map(|line| format!("{line}\n")));
    }
    for (index, stop) in round.stops.iter().enumerate() {
        text.push_str(&stop_lines(context, day, index + 1, stop));
    }
    text
}

/// Where a round begins and ends that does so at an address, with the way there.
pub(super) fn spots(context: &Context, day: &Day, round: &RoundDay) -> Markup {
    let w = context.words;
    let shift = day.shifts.iter().find(|shift| shift.id == round.head.shift);
    let spots = shift.map(|shift| shift.spots.clone()).unwrap_or_default();
    let link = |spot: &Spot, text: String| {
        let at = format!("{},{}", spot.at.lat, spot.at.lon);
        html! { p { a href={ "https://www.google.com/maps/dir/?api=1&destination=" (at) } { (text) } } }
    };
    html! {
        @if let Some(spot) = &spots.start { (link(spot, t!(w, "roster-starts", place = spot.label.as_str()))) }
        @if let Some(spot) = &spots.end { (link(spot, t!(w, "roster-ends", place = spot.label.as_str()))) }
    }
}

/// The break of the round's driver: when, between which hours, and whether the vehicle must be empty.
pub fn rest(context: &Context, day: &Day, round: &RoundDay) -> Option<String> {
    let (rest, at) = day.rest(round)?;
    Some(say::rest(context.words, &rest, at.map(|at| context.clock(at))))
}

fn stop_lines(context: &Context, day: &Day, number: usize, stop: &StopDay) -> String {
    let w = context.words;
    let Some(site) = day.sites.get(&stop.planned.site) else { return String::new() };
    let mark = match &stop.visit {
        Some(visit) => format!(" ({})", w.outcome(visit.outcome)),
        None => String::new(),
    };
    let time = context.clock(stop.visit.as_ref().map_or(stop.expected, |visit| visit.occurred));
    let mut text = format!("\n{number}. {time} *{}*{mark}\n", site.name);
    let place: Vec<&str> =
        [&*site.address, &site.town_name, &site.phone].into_iter().filter(|part| !part.is_empty()).collect();
    text.push_str(&format!("{}\n", place.join(", ")));
    for line in both_in_short(context, day, stop) {
        text.push_str(&format!("{line}\n"));
    }
    text
}

/// "Carica 5 casse: Pane 3, Latte 2", or nothing.
fn in_short(context: &Context, day: &Day, stop: &StopDay, action: Action) -> Option<String> {
    let w = context.words;
    let mut sums: Vec<(_, Crates)> = Vec::new();
    for load in stop.planned.loads.iter().filter(|load| load.action == action) {
        let Some(lot) = day.lots.get(&load.of) else { continue };
        match sums.iter_mut().find(|(category, _)| *category == lot.category) {
            Some((_, crates)) => *crates += load.crates,
            None => sums.push((lot.category, load.crates)),
        }
    }
    let total: Crates = sums.iter().map(|(_, crates)| *crates).sum();
    let what: Vec<String> =
        sums.iter().map(|(category, crates)| format!("{} {}", w.category(*category), crates.0)).collect();
    let (crates, what) = (w.crates(total.0), what.join(", "));
    (total > Crates::ZERO).then(|| match action {
        Action::Load => t!(w, "driver-load-line", crates = crates, what = what),
        Action::Unload => t!(w, "driver-unload-line", crates = crates, what = what),
    })
}

/// What happens at a stop, loading and unloading, as sentences.
pub fn both_in_short(context: &Context, day: &Day, stop: &StopDay) -> Vec<String> {
    [Action::Unload, Action::Load]
        .into_iter()
        .flat_map(|action| {
            let expected = say::expected(context.words, &stop.planned.forecast, action);
            in_short(context, day, stop, action).into_iter().chain(expected)
        })
        .collect()
}

/// The round on paper, with room for what a driver without a phone writes down: what was done, counted and measured.
pub fn sheet(context: &Context, day: &Day, round: &RoundDay, coordinators: &[Contact]) -> Markup {
    let (w, head) = (context.words, &round.head);
    html! {
        section.sheet {
            h2 { (t!(w, "driver-round-title", number = head.number)) " · " (w.date(head.date)) }
            p {
                strong { bdi { (head.person_name) } } " · " (head.vehicle_name)
                @if let Some(figures) = &round.figures {
                    " · " (t!(w, "driver-message-times", from = context.clock(figures.depart), until = context.clock(figures.finish)))
                }
            }
            @if !coordinators.is_empty() {
                p { (t!(w, "sheet-coordinators")) " "
                    @for (index, one) in coordinators.iter().enumerate() {
                        @if index > 0 { ", " }
                        bdi { (one.name) } " " (one.phone)
                    }
                }
            }
            @if let Some(rest) = rest(context, day, round) { p { (rest) } }
            (spots(context, day, round))
            ol.paper-stops {
                @for (index, stop) in round.stops.iter().enumerate() { (paper_stop(context, day, index + 1, stop)) }
            }
            p.signature { (t!(w, "sheet-signature")) }
        }
    }
}

fn paper_stop(context: &Context, day: &Day, number: usize, stop: &StopDay) -> Markup {
    let w = context.words;
    let Some(site) = day.sites.get(&stop.planned.site) else { return html! {} };
    let opening: Vec<String> = day
        .opening(site)
        .iter()
        .map(|(from, until)| format!("{}–{}", context.clock(*from), context.clock(*until)))
        .collect();
    let place: Vec<&str> = [&*site.address, &site.town_name].into_iter().filter(|part| !part.is_empty()).collect();
    let ended = stop.visit.as_ref().map(|visit| visit.outcome);
    let outcome = |outcome: VisitOutcome| {
        html! { span.tick-box { (box_of(ended == Some(outcome))) (w.outcome(outcome)) } }
    };
    html! {
        li {
            h3 { (number) ". " (context.clock(stop.planned.arrive)) " " bdi { (site.name) } }
            p {
                (place.join(", "))
                @if !site.phone.is_empty() { " · " (t!(w, "round-phone", phone = site.phone.as_str())) }
                @if !opening.is_empty() { " · " (t!(w, "driver-open-today", spans = opening.join(", "))) }
            }
            @if !site.notes.is_empty() { p.keep-lines { (site.notes) } }
            @for action in [Action::Unload, Action::Load] { (paper_lots(context, day, stop, action)) }
            @for line in [Action::Unload, Action::Load].iter().flat_map(|action| say::expected(w, &stop.planned.forecast, *action)) {
                p { (line) " " (say::forecast_badge(w)) }
            }
            p.tick-boxes {
                @for one in [VisitOutcome::Done, VisitOutcome::Closed, VisitOutcome::Unreachable] { (outcome(one)) }
                span { (t!(w, "sheet-time")) " ______" }
                span { (t!(w, "sheet-signature-there")) " ______________" }
            }
        }
    }
}

/// A box to tick, ticked where it is known already.
fn box_of(ticked: bool) -> Markup {
    html! { span.box { @if ticked { (Icon::Check) } } }
}

fn paper_lots(context: &Context, day: &Day, stop: &StopDay, action: Action) -> Markup {
    let w = context.words;
    let loads: Vec<&Load> = stop.planned.loads.iter().filter(|load| load.action == action).collect();
    let title = match action {
        Action::Load => t!(w, "driver-to-load"),
        Action::Unload => t!(w, "driver-to-unload"),
    };
    html! {
        @if !loads.is_empty() {
            table.paper-lots {
                caption { (title) }
                thead { tr {
                    th scope="col" { (t!(w, "sheet-lot")) }
                    th scope="col" { (t!(w, "sheet-food")) }
                    th.amount scope="col" { (t!(w, "sheet-crates")) }
                    th scope="col" { (t!(w, "sheet-counted")) }
                    th scope="col" { "°C" }
                } }
                tbody {
                    @for load in loads {
                        @if let Some(lot) = day.lots.get(&load.of) {
                            tr {
                                th scope="row" { (lot.number) }
                                td {
                                    (w.category(lot.category))
                                    @if lot.class.is_timed() { ", " (w.storage(lot.class)) }
                                    @if let Some(date) = say::shelf(w, lot.shelf, context.today()) { ", " (date) }
                                }
                                td.amount { (load.crates.0) }
                                td.blank {}
                                td.blank[lot.class.is_timed()] {}
                            }
                        }
                    }
                }
            }
        }
    }
}
