//! A round as the coordinator sees it: in a card of the day, and whole.

use axum::response::Response;
use axum_htmx::HxRequest;
use maud::{Markup, html};

use super::ASK_AGAIN;
use super::day_map::{map, state_of};
use super::fragment;
use super::names::{Names, day_href, progress, round_href, round_name, site_href, stop_href};
use crate::app::day::{Day, OnBoard, RoundDay, StopDay};
use crate::app::{Refusal, Thing};
use crate::domain::cold;
use crate::domain::id::RoundId;
use crate::domain::people::Role;
use crate::domain::quantity::Seconds;
use crate::domain::round::VisitOutcome;
use crate::domain::site::{LatLon, SiteKind};
use crate::t;
use crate::web::address::Id;
use crate::web::context::Context;
use crate::web::error::WebError;
use crate::web::routes::{Access, Routes};
use crate::web::ui::{
    Badge, CallButton, Cell, ColdClock, Disclosure, Emphasis, Ground, Icon, LinkButton, ListedStop, LiveRegion, LotRow,
    Notice, PageAct, PageButton, Progress, RoundSign, StopList, StopState, Tab, Table, Tone,
};
use crate::web::{paper, say};

pub(super) fn routes(routes: Routes) -> Routes {
    let coordinator = Access::As(Role::Coordinator);
    routes
        .get("/coordinator/rounds/{round}", coordinator, whole)
        .get("/coordinator/rounds/{round}/live", coordinator, live)
        .get("/coordinator/rounds/{round}/sheet", coordinator, sheet)
}

/// A round is said to be late from this on; less is in the noise of traffic.
const WORTH_SAYING: Seconds = Seconds(5 * 60);

/// The rounds of a day, a row each; a tap opens one.
pub(super) fn table(context: &Context, day: &Day) -> Markup {
    let w = context.words;
    let columns = vec![
        t!(w, "day-round-column"),
        t!(w, "role-driver"),
        t!(w, "day-next-column"),
        t!(w, "day-done-column"),
        t!(w, "day-late-column"),
        t!(w, "day-aboard-column"),
    ];
    let rows = day.rounds.iter().map(|round| row(context, day, round)).collect();
    html! { div.rounds { (Table { caption: t!(w, "day-rounds"), columns, rows, keep_shape: false }) } }
}

fn row(context: &Context, day: &Day, round: &RoundDay) -> Vec<Cell> {
    let w = context.words;
    let (done, all) = progress(round);
    let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let name = round_name(w, round.head.number);
    vec![
        Cell::new(
            html! { a.stretch href=(round_href(round.head.id)) { (RoundSign { number: round.head.number }) " " span { (name) } } },
        ),
        Cell::new(html! { strong { bdi { (round.head.person_name) } } " " span.soft { (round.head.vehicle_name) } }),
        Cell::new(html! {
            (where_it_is(context, day, round))
            @if round.head.cancelled { (Badge::new(Tone::Danger, t!(w, "day-driver-cannot")).icon(Icon::Warning)) }
            @if let Some(halt) = day.halt(&round.head) {
                @let place = day.sites.get(&halt.site).map(say::site).unwrap_or_default();
                (Badge::new(Tone::Danger, t!(w, "events-halted", site = place)).icon(Icon::Warning))
            }
        }),
        Cell::new(
            html! { (Progress { words: w, label: t!(w, "day-done", round = name), done: count(done), total: count(all) }) },
        ),
        Cell::new(html! { @if let Some(late) = late(round) { strong { (w.duration(late.0)) } } }),
        Cell::new(html! {
            @if let Some((crates, grams)) = aboard(round) { span { (w.crates(crates)) ", " (w.kilograms(grams)) } }
            @if let Some(clock) = soonest(round) { (cold_clock(context, &clock)) }
        }),
    ]
}

/// By how much a round is late, where that is worth a word.
fn late(round: &RoundDay) -> Option<Seconds> {
    let late = round.head.ended.is_none() && round.delay > WORTH_SAYING && round.stops.iter().any(StopDay::is_open);
    late.then_some(round.delay)
}

/// Crates and grams on the vehicle; none where it is empty.
fn aboard(round: &RoundDay) -> Option<(i64, i64)> {
    let crates: i64 = round.on_board.iter().map(|portion| portion.balance.crates.0).sum();
    let grams = round.on_board.iter().map(|portion| portion.balance.grams.0).sum();
    (crates > 0).then_some((crates, grams))
}

/// Delay, load and cold clock, where there are any.
fn burden(context: &Context, round: &RoundDay) -> Markup {
    let w = context.words;
    html! {
        div.badges {
            @if let Some(late) = late(round) {
                (Badge::new(Tone::Warning, t!(w, "day-late", time = w.duration(late.0))).icon(Icon::Clock))
            }
            @if let Some((crates, grams)) = aboard(round) {
                (Badge::new(Tone::Neutral, t!(w, "day-on-board", crates = w.crates(crates), weight = w.kilograms(grams)))
                    .icon(Icon::Crate))
            }
        }
        @if let Some(clock) = soonest(round) { (cold_clock(context, &clock)) }
    }
}

/// The next stop with its time, or that the round has not left, or has ended.
fn where_it_is(context: &Context, day: &Day, round: &RoundDay) -> String {
    let w = context.words;
    if let Some(ended) = round.head.ended {
        return t!(w, "day-round-ended", time = context.when(ended));
    }
    let Some(next) = round.stops.iter().find(|stop| stop.is_next) else { return t!(w, "day-round-all-done") };
    let site = day.sites.get(&next.planned.site).map(|site| site.name.clone()).unwrap_or_default();
    t!(w, "day-next-stop", site = site, time = context.clock(next.expected))
}

/// The cold clock on board that runs out first.
fn soonest(round: &RoundDay) -> Option<cold::ColdClock> {
    round.on_board.iter().filter_map(|portion| portion.clock).min_by_key(|clock| clock.deadline)
}

fn cold_clock(context: &Context, clock: &cold::ColdClock) -> ColdClock {
    ColdClock {
        words: context.words,
        started_ms: clock.since.0,
        warn_ms: clock.warn_at.0,
        deadline_ms: clock.deadline.0,
        now_ms: context.now().0,
        deadline: context.clock(clock.deadline),
    }
}

fn of_day(day: &Day, id: RoundId) -> Result<&RoundDay, Refusal> {
    day.round(id).ok_or(Refusal::NotFound(Thing::Round))
}

async fn whole(context: Context, Id(id): Id<RoundId>) -> Result<Response, WebError> {
    let (w, app) = (context.words, &context.web.app);
    let day = app.day_of_round(&context.actor, id).await?;
    let round = of_day(&day, id)?;
    let places: Vec<LatLon> = places_of(&day, round);
    let ground = Ground::near(&app.town_shapes(&context.actor).await?, &places);
    let live = format!("{}/live", round_href(id));
    let text = paper::message(&context, &day, round);
    let body = html! {
        (ground)
        (LiveRegion { id: "round", url: &live, event: "changed", seconds: ASK_AGAIN, body: now(&context, &day, round, &ground) })
        div.button-row.no-print {
            (PageButton { words: w, act: PageAct::Share(text.clone()) })
            (PageButton { words: w, act: PageAct::Copy(text.clone()) })
            (LinkButton::new(format!("{}/sheet", round_href(id)), t!(w, "sheet-open")).icon(Icon::Print))
        }
        (Disclosure { summary: t!(w, "round-as-text"), icon: Some(Icon::Note), open: false, body: html! { pre.message { (text) } } })
    };
    let page = context
        .page(Tab::CoordinatorToday, round_name(w, round.head.number), body)
        .lead(format!("{} · {}", round.head.person_name, round.head.vehicle_name))
        .back(day_href(day.date), w.date_from(day.date, context.today()))
        .live("/live");
    context.show(page).await
}

async fn live(context: Context, asked: HxRequest, Id(id): Id<RoundId>) -> Result<Response, WebError> {
    let app = &context.web.app;
    let day = app.day_of_round(&context.actor, id).await?;
    let round = of_day(&day, id)?;
    let ground = Ground::near(&app.town_shapes(&context.actor).await?, &places_of(&day, round));
    Ok(fragment(asked, &round_href(id), &now(&context, &day, round, &ground)))
}

/// The round on paper.
async fn sheet(context: Context, Id(id): Id<RoundId>) -> Result<Response, WebError> {
    let (w, app) = (context.words, &context.web.app);
    let day = app.day_of_round(&context.actor, id).await?;
    let people = app.coordinators(&context.actor).await?;
    let body = html! {
        div.button-row.no-print { (PageButton { words: w, act: PageAct::Print }) }
        (paper::sheet(&context, &day, of_day(&day, id)?, &people))
    };
    let page = context.page(Tab::CoordinatorToday, t!(w, "sheet-open"), body);
    context.show(page.back(round_href(id), t!(w, "sheet-back"))).await
}

fn places_of(day: &Day, round: &RoundDay) -> Vec<LatLon> {
    let shift = day.shifts.iter().find(|shift| shift.id == round.head.shift);
    let ends = shift.into_iter().flat_map(|shift| [Some(shift.start), shift.end]).flatten();
    let visited = round.stops.iter().map(|stop| stop.planned.site);
    let spots =
        shift.into_iter().flat_map(|shift| [&shift.spots.start, &shift.spots.end]).flatten().map(|spot| spot.at);
    visited.chain(ends).filter_map(|site| day.sites.get(&site).map(|site| site.at)).chain(spots).collect()
}

fn now(context: &Context, day: &Day, round: &RoundDay, ground: &Ground) -> Markup {
    let w = context.words;
    let head = &round.head;
    html! {
        @for problem in day.problems.iter().filter(|problem| problem.round == head.id && problem.settled.is_none()) {
            (Notice::warning(w.problem(problem.kind)).then(html! {
                @if !problem.note.is_empty() { p { (problem.note) } }
                a href="/coordinator/alarms" { (t!(w, "round-to-alarms")) }
            }))
        }
        div.columns.wide-first.day {
            div.stack {
                (burden(context, round))
                (facts(context, day, round))
                (stops(context, day, round))
            }
            div.stack {
                figure.map-sheet { (map(context, day, &[round], ground, true)) }
                (on_board(context, day, round))
                (who_to_call(context, day, round))
            }
        }
    }
}

fn facts(context: &Context, day: &Day, round: &RoundDay) -> Markup {
    let w = context.words;
    html! {
        div.button-row.no-print {
            (CallButton { words: w, name: &round.head.person_name, phone: &round.head.person_phone })
            (LinkButton::new(format!("/driver?round={}", round.head.id), t!(w, "round-as-driver"))
                .icon(Icon::Truck).emphasis(Emphasis::Plain))
        }
        @if let Some(figures) = &round.figures {
            p.soft {
                (t!(w, "round-figures", from = context.clock(figures.depart), until = context.clock(figures.finish),
                    way = w.distance(figures.metres.0)))
            }
        }
        @if let Some(rest) = paper::rest(context, day, round) { p { (rest) } }
    }
}

fn stops(context: &Context, day: &Day, round: &RoundDay) -> Markup {
    let names = Names::new(context, day);
    let stops = round.stops.iter().map(|stop| {
        let row = ListedStop::new(names.site(stop.planned.site), time_of(context, stop))
            .detail(if stop.is_open() {
                names.loads(&stop.planned.loads, &stop.planned.forecast)
            } else {
                names.crates(&stop.planned.loads)
            })
            .state(state_of(stop))
            .href(stop_href(round.head.id, stop.planned.id));
        let forecast = stop.is_open() && !stop.planned.forecast.is_empty();
        let row = if forecast { row.badge(say::forecast_badge(context.words)) } else { row };
        what_happened(context, stop).into_iter().fold(row, ListedStop::badge)
    });
    html! { (StopList { words: context.words, stops: stops.collect() }) }
}

fn time_of(context: &Context, stop: &StopDay) -> String {
    context.clock(stop.visit.as_ref().map_or(stop.expected, |visit| visit.occurred))
}

/// How a visit ended, where that is worth a word: not as planned, late, or with a note.
fn what_happened(context: &Context, stop: &StopDay) -> Vec<Badge> {
    let w = context.words;
    let mut badges = Vec::new();
    match (&stop.visit, state_of(stop)) {
        (Some(visit), StopState::Skipped) => {
            let outcome = w.outcome(visit.outcome);
            badges.push(Badge::new(Tone::Danger, outcome).icon(Icon::Cross));
        }
        (Some(visit), _) => {
            let late = visit.occurred.since(stop.planned.depart);
            let (tone, label) = if late > WORTH_SAYING {
                (Tone::Warning, t!(w, "round-done-late", time = w.duration(late.0)))
            } else {
                (Tone::Good, w.outcome(VisitOutcome::Done))
            };
            badges.push(Badge::new(tone, label).icon(Icon::Check));
        }
        (None, _) => {
            let late = stop.expected.since(stop.planned.arrive);
            if late > WORTH_SAYING {
                let label = t!(w, "round-planned-at", time = context.clock(stop.planned.arrive));
                badges.push(Badge::new(Tone::Warning, label).icon(Icon::Clock));
            }
        }
    }
    if let Some(note) = stop.visit.as_ref().map(|visit| &visit.note).filter(|note| !note.is_empty()) {
        badges.push(Badge::new(Tone::Neutral, note.clone()).icon(Icon::Note));
    }
    badges
}

fn on_board(context: &Context, day: &Day, round: &RoundDay) -> Markup {
    let w = context.words;
    let names = Names::new(context, day);
    let row = |portion: &OnBoard| {
        let lot = day.lots.get(&portion.lot)?;
        let to = portion
            .going
            .map_or_else(|| t!(w, "round-no-place"), |(_, site)| t!(w, "round-goes-to", site = names.site(site)));
        let row = LotRow::new(w, lot.category.word(), names.lot(lot.id), portion.balance.crates.0).detail(to);
        Some(row.badge(Badge::storage(w, lot.class)))
    };
    html! {
        @if !round.on_board.is_empty() {
            (Disclosure { summary: t!(w, "round-on-board"), icon: Some(Icon::Crate), open: false, body: html! {
                div { @for row in round.on_board.iter().filter_map(row) { (row) } }
            } })
        }
    }
}

/// The sites of a round: to call, and to do their step for them.
fn who_to_call(context: &Context, day: &Day, round: &RoundDay) -> Markup {
    let w = context.words;
    let mut sites: Vec<_> = Vec::new();
    for stop in &round.stops {
        if let Some(site) = day.sites.get(&stop.planned.site)
            && !sites.iter().any(|(known, _): &(&crate::domain::site::Site, bool)| known.id == site.id)
        {
            sites.push((site, stop.is_open()));
        }
    }
    html! {
        (Disclosure { summary: t!(w, "round-who-to-call"), icon: Some(Icon::Phone), open: false, body: html! {
            ul.people-rows {
                @for (site, _) in &sites {
                    li {
                        strong { (site.name) }
                        div.button-row {
                            @if !site.phone.is_empty() {
                                (CallButton { words: w, name: &site.name, phone: &site.phone })
                            }
                            @if site.kind != SiteKind::Hub {
                                (LinkButton::new(site_href(site), match site.kind {
                                    SiteKind::Donor => t!(w, "round-as-shop"),
                                    SiteKind::Point | SiteKind::Hub => t!(w, "round-as-point"),
                                }))
                            }
                        }
                    }
                }
            }
        } })
    }
}
