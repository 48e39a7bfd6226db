//! The round: what comes next, how far it is, every stop, the map, what is on board, and the round as a message.

use axum::response::Response;
use maud::{Markup, html};

use super::changed::{News, Seen, gone};
use super::loads::{both_in_short, cold_clock, lot_row, most_urgent, site_name};
use super::message;
use super::offline;
use super::route;
use super::scope::RoundScope;
use crate::app::day::{Day, OnBoard, RoundDay, StopDay};
use crate::app::driving::{Carried, Driving};
use crate::app::place::Contact;
use crate::domain::plan::Action;
use crate::domain::quantity::{Crates, Seconds};
use crate::domain::round::{RoundHead, VisitOutcome};
use crate::t;
use crate::web::context::Context;
use crate::web::error::WebError;
use crate::web::ui::button::PageAct;
use crate::web::ui::{
    ActionBar, Badge, CallButton, Card, Emphasis, EmptyState, Icon, LinkButton, Notice, PageButton, Progress, Road,
    RoadStop, Section, StatTile, Stats, Tab, Tone,
};
use crate::web::{notices, say};

/// A delay below this is not worth a word.
pub const WORTH_SAYING: Seconds = Seconds(5 * 60);

/// A round with what its screens need.
pub struct Ride<'a> {
    pub context: &'a Context,
    pub scope: RoundScope,
    pub day: &'a Day,
    pub round: &'a RoundDay,
}

impl<'a> Ride<'a> {
    /// The round that a driver is on, if there is one.
    pub fn of(context: &'a Context, scope: RoundScope, driving: &'a Driving) -> Option<Self> {
        let round = driving.round.and_then(|id| driving.day.round(id))?;
        Some(Self { context, scope, day: &driving.day, round })
    }

    /// The first open stop.
    pub fn next(&self) -> Option<&'a StopDay> {
        self.round.stops.iter().find(|stop| stop.is_next)
    }

    /// What is on board and no open stop sets down.
    pub fn homeless(&self) -> Vec<&'a OnBoard> {
        self.round.on_board.iter().filter(|portion| portion.going.is_none()).collect()
    }

    /// Whether the person drives it, rather than looks at it for somebody.
    pub fn is_own(&self) -> bool {
        self.round.head.person == self.context.actor.person
    }

    /// The number of the round and, for a coordinator, whose it is.
    pub fn lead(&self) -> String {
        let (w, head) = (self.context.words, &self.round.head);
        let date = w.date_from(head.date, self.context.today());
        if self.is_own() {
            t!(w, "driver-round-lead", date = date, vehicle = head.vehicle_name.as_str())
        } else {
            let (vehicle, name) = (head.vehicle_name.as_str(), head.person_name.as_str());
            t!(w, "driver-round-lead-of", date = date, vehicle = vehicle, name = name)
        }
    }
}

/// `/driver`
pub async fn show(context: Context, scope: RoundScope, seen: Seen) -> Result<Response, WebError> {
    let w = context.words;
    let driving = context.web.app.driving(&context.actor, scope.round).await?;
    let Some(ride) = Ride::of(&context, scope, &driving) else {
        let nothing = nothing(&context, scope, &driving).await?;
        let page = html! { (gone(&context, &seen, &driving.day)) (nothing) };
        return context.show(context.page(Tab::DriverRound, t!(w, "driver-no-round-title"), page)).await;
    };
    let news = News::of(&ride, &seen).await?;
    let carried = context.web.app.carried(ride.round.head.id).await?;
    let towns = context.web.app.town_shapes(&context.actor).await?;
    let wants_notices = if ride.is_own() && ride.round.head.ended.is_none() {
        notices::ask(&context, t!(w, "push-ask-driver")).await?
    } else {
        html! {}
    };
    let body = html! {
        (unfinished(&context, &driving.unfinished))
        (news.notice(&ride))
        (above(&ride))
        (homeless(&ride))
        (offline::ahead(w, scope, &driving.day, &ride.round.stops))
        @if let Some(next) = ride.next() { div.next-card data-key=(offline::stop_key(next.planned.id)) { (next_stop(&ride, next)) } }
        (wants_notices)
        (figures(&ride))
        (stops(&ride, &carried))
        @if let Some(map) = route::map(&ride, &towns) { (Section { title: t!(w, "driver-map"), aside: None, body: map }) }
        (on_board(&ride))
        (others(&context, t!(w, "driver-other-rounds"), &driving.others))
        (hand_on(&ride))
        @if let Some(next) = ride.next() {
            (ActionBar { body: html! {
                (LinkButton::new(scope.stop(next.planned.id), t!(w, "driver-open-next")).emphasis(Emphasis::Primary).icon(Icon::Navigate).next_stop())
            } })
        } @else if ride.round.head.ended.is_none() || !ride.round.on_board.is_empty() {
            (ActionBar { body: html! {
                (LinkButton::new(scope.link("/driver/end"), t!(w, "tab-driver-end")).emphasis(Emphasis::Primary).icon(Icon::Flag))
            } })
        }
    };
    let title = t!(w, "driver-round-title", number = ride.round.head.number);
    let mut page = context.page(Tab::DriverRound, title, body).lead(ride.lead()).scope(scope.query());
    if ride.round.head.ended.is_none() {
        page = page.keep(offline::pages(scope, &driving.day, ride.round)).awake();
    }
    Ok(news.remembered(context.show(page).await?))
}

/// What to say first: when to leave, that the round has ended, that nobody drives it.
fn above(ride: &Ride<'_>) -> Markup {
    let (w, head) = (ride.context.words, &ride.round.head);
    let untouched = ride.round.stops.iter().all(StopDay::is_open);
    let start =
        ride.day.shifts.iter().find(|shift| shift.id == head.shift).map(|shift| site_name(ride.day, shift.start));
    let leaving =
        ride.round.figures.as_ref().map(|figures| figures.depart).filter(|depart| *depart > ride.context.now());
    html! {
        @if let Some(ended) = head.ended {
            (Notice::success(t!(w, "driver-ended-at", time = ride.context.when(ended))).then(html! {
                a href=(ride.scope.link("/driver/end")) { (t!(w, "driver-see-summary")) }
            }))
        } @else if head.cancelled {
            (Notice::warning(t!(w, "driver-shift-cancelled")))
        } @else if let (true, Some(depart)) = (untouched, leaving) {
            (Notice::info(match start {
                Some(place) if !place.is_empty() => t!(w, "driver-leave-at-from", time = ride.context.when(depart), place = place),
                _ => t!(w, "driver-leave-at", time = ride.context.when(depart)),
            }))
        }
    }
}

fn next_stop(ride: &Ride<'_>, next: &StopDay) -> Markup {
    let (w, context) = (ride.context.words, ride.context);
    let Some(site) = ride.day.sites.get(&next.planned.site) else { return html! {} };
    let card = Card::new(html! {
        p.line {
            strong.number { (t!(w, "driver-arrive-at", time = context.clock(next.expected))) }
            @if let Some(late) = delay(ride, next) { (late) }
        }
        p.soft { (site.town_name) @if !site.address.is_empty() { ", " (site.address) } }
        @for line in both_in_short(context, ride.day, next) { p { strong { (line) } } }
        @if !next.planned.forecast.is_empty() { div.badges { (say::forecast_badge(w)) } }
        @if let Some(clock) = most_urgent(&ride.round.on_board).and_then(|portion| cold_clock(context, portion)) { (clock) }
    })
    .title(&site.name)
    .icon(route::icon_of(site.kind))
    .href(ride.scope.stop(next.planned.id))
    .now(true);
    html! { (card) }
}

fn delay(ride: &Ride<'_>, stop: &StopDay) -> Option<Badge> {
    let late = stop.expected.since(stop.planned.arrive);
    let w = ride.context.words;
    (stop.is_open() && late >= WORTH_SAYING)
        .then(|| Badge::new(Tone::Warning, t!(w, "driver-late-by", time = w.duration(late.0))))
}

fn homeless(ride: &Ride<'_>) -> Markup {
    let (w, homeless) = (ride.context.words, ride.homeless());
    let crates: Crates = homeless.iter().map(|portion| portion.balance.crates).sum();
    html! {
        @if !homeless.is_empty() {
            (Notice::danger(t!(w, "driver-homeless", crates = w.crates(crates.0))).then(html! {
                (LinkButton::new(ride.scope.link("/driver/aboard"), t!(w, "driver-decide-where")).icon(Icon::Box))
            }))
        }
    }
}

fn figures(ride: &Ride<'_>) -> Markup {
    let (w, round) = (ride.context.words, ride.round);
    let left = round.stops.iter().filter(|stop| stop.is_open()).count();
    let total = round.stops.len();
    let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let crates: Crates = round.stops.iter().map(|stop| stop.crates(Action::Load)).sum();
    let mut tiles = vec![StatTile::new(crates.0.to_string(), t!(w, "driver-crates-to-carry"))];
    if let Some(figures) = &round.figures {
        tiles.push(StatTile::new(w.distance(figures.metres.0), t!(w, "driver-way")));
        tiles.push(StatTile::new(w.duration(figures.driving.0), t!(w, "driver-at-the-wheel")));
        if round.head.ended.is_none() {
            tiles.push(StatTile::new(ride.context.clock(figures.finish + round.delay), t!(w, "driver-expected-end")));
        }
    }
    let estimated = ride.day.plan.as_ref().is_some_and(|plan| plan.estimated);
    html! {
        @if total > 0 {
            @let label = if left == 0 { t!(w, "driver-stops-over") } else { t!(w, "stops-left", n = left) };
            div data-progress data-one=(t!(w, "stops-left", n = 1)) data-none=(t!(w, "driver-stops-over")) {
                (Progress { words: w, label, done: count(total - left), total: count(total) })
            }
        }
        div.stack-close {
            (Stats(tiles))
            @if estimated { div.badges { (Badge::estimate(w)) } }
        }
    }
}

fn stops(ride: &Ride<'_>, carried: &Carried) -> Markup {
    let w = ride.context.words;
    let stops = ride.round.stops.iter().map(|stop| road_stop(ride, stop, carried)).collect();
    html! { (Section { title: t!(w, "driver-all-stops"), aside: None, body: html! { (Road { words: w, stops }) } }) }
}

fn road_stop(ride: &Ride<'_>, stop: &StopDay, carried: &Carried) -> RoadStop {
    let (w, context) = (ride.context.words, ride.context);
    let site = ride.day.sites.get(&stop.planned.site);
    let time = stop.visit.as_ref().map_or(stop.expected, |visit| visit.occurred);
    let road = RoadStop::new(site.map(say::site).unwrap_or_default(), context.clock(time))
        .detail(what_happens(ride, stop, carried))
        .state(route::state_of(stop))
        .key(offline::stop_key(stop.planned.id))
        .href(ride.scope.stop(stop.planned.id));
    let road = match &stop.visit {
        Some(visit) if visit.outcome != VisitOutcome::Done => {
            road.badge(Badge::new(Tone::Danger, w.get(&format!("outcome-{}", visit.outcome))))
        }
        _ => road,
    };
    let forecast = stop.is_open() && !stop.planned.forecast.is_empty();
    let road = if forecast { road.badge(say::forecast_badge(w)) } else { road };
    match delay(ride, stop) {
        Some(late) => road.badge(late),
        None => road,
    }
}

/// What is planned at an open stop; what was done at a closed one.
fn what_happens(ride: &Ride<'_>, stop: &StopDay, carried: &Carried) -> String {
    let w = ride.context.words;
    if stop.is_open() {
        return both_in_short(ride.context, ride.day, stop).join(". ");
    }
    let sums = carried.at(stop.planned.id);
    let (loaded, unloaded) = (sums.collected.crates, sums.delivered.crates);
    let mut lines = Vec::new();
    if unloaded > Crates::ZERO {
        lines.push(t!(w, "driver-unloaded", crates = w.crates(unloaded.0)));
    }
    if loaded > Crates::ZERO {
        lines.push(t!(w, "driver-loaded", crates = w.crates(loaded.0)));
    }
    lines.join(". ")
}

fn on_board(ride: &Ride<'_>) -> Markup {
    let (w, context) = (ride.context.words, ride.context);
    let mut portions: Vec<&OnBoard> = ride.round.on_board.iter().collect();
    portions.sort_by_key(|portion| portion.clock.map_or(i64::MAX, |clock| clock.deadline.0));
    let total: Crates = portions.iter().map(|portion| portion.balance.crates).sum();
    let body = html! {
        @if portions.is_empty() {
            p.soft { (t!(w, "driver-nothing-on-board")) }
        } @else {
            (Card::new(html! {
                div {
                    @for portion in &portions {
                        @if let Some(lot) = ride.day.lots.get(&portion.lot) {
                            @let row = lot_row(context, lot, portion.balance.crates).detail(match portion.going {
                                Some((_, site)) => t!(w, "driver-goes-to", place = site_name(ride.day, site)),
                                None => t!(w, "alarm-nowhere-to-go"),
                            });
                            @match cold_clock(context, portion) {
                                Some(clock) => (row.under(clock)),
                                None => (row),
                            }
                        }
                    }
                }
                (LinkButton::new(ride.scope.link("/driver/aboard"), t!(w, "driver-set-down-elsewhere")).icon(Icon::Box))
            }))
        }
    };
    let aside = (total > Crates::ZERO).then(|| html! { span.number { (w.crates(total.0)) } });
    html! { (Section { title: t!(w, "driver-on-board"), aside, body }) }
}

/// The round for people without the app: as a message, or on paper.
fn hand_on(ride: &Ride<'_>) -> Markup {
    let w = ride.context.words;
    let text = message::of(ride);
    let plan = ride.day.plan.as_ref();
    html! {
        (Section { title: t!(w, "driver-hand-on"), aside: None, body: html! {
            div.button-row {
                (PageButton { words: w, act: PageAct::Copy(text.clone()) })
                (PageButton { words: w, act: PageAct::Share(text) })
                (PageButton { words: w, act: PageAct::Print })
            }
            p.soft.small { (t!(w, "driver-hand-on-hint")) }
        } })
        @if let Some(plan) = plan {
            p.soft.small { (t!(w, "driver-plan-version", version = plan.version,
                time = ride.context.when(plan.published.unwrap_or(plan.created)))) }
        }
    }
}

fn unfinished(context: &Context, rounds: &[RoundHead]) -> Markup {
    let w = context.words;
    html! {
        @for round in rounds {
            (Notice::warning(t!(w, "driver-unfinished", date = w.date_from(round.date, context.today()))).then(html! {
                (LinkButton::new(format!("/driver?round={}", round.id), t!(w, "driver-open-round")).icon(Icon::List))
            }))
        }
    }
}

fn others(context: &Context, title: String, rounds: &[RoundHead]) -> Markup {
    let w = context.words;
    html! {
        @if !rounds.is_empty() {
            (Section { title, aside: None, body: html! {
                @for round in rounds {
                    (Card::new(html! {
                        p.soft { (round.vehicle_name) ", " (t!(w, "from-until", from = context.clock(round.from), until = context.clock(round.until))) }
                        @if let Some(ended) = round.ended { p { (t!(w, "driver-ended-at", time = context.when(ended))) } }
                    })
                    .title(t!(w, "driver-round-of", number = round.number, name = round.person_name.as_str()))
                    .icon(Icon::Truck)
                    .href(format!("/driver?round={}", round.id)))
                }
            } })
        }
    }
}

/// Where there is no round: why, what to do, and whom to call.
pub async fn nothing(context: &Context, scope: RoundScope, driving: &Driving) -> Result<Markup, WebError> {
    let w = context.words;
    let people = context.web.app.coordinators(&context.actor).await?;
    let (message, next_step) = if driving.day.plan.is_none() {
        (t!(w, "driver-no-plan"), t!(w, "driver-no-plan-next"))
    } else {
        (t!(w, "driver-no-round"), t!(w, "driver-no-round-next"))
    };
    let chooses = scope.round.is_none() && !driving.others.is_empty();
    Ok(html! {
        (unfinished(context, &driving.unfinished))
        @if chooses {
            (others(context, t!(w, "driver-choose-round"), &driving.others))
        } @else {
            (EmptyState::new(Icon::Truck, message).next_step(next_step))
            (call_coordinators(context, &people))
        }
    })
}

/// One button for each coordinator who has a telephone, but for the person asking.
pub fn call_coordinators(context: &Context, people: &[Contact]) -> Markup {
    let w = context.words;
    let others: Vec<&Contact> = people.iter().filter(|person| person.name != context.actor.name).collect();
    html! {
        @if !others.is_empty() {
            (Section { title: t!(w, "driver-call-coordinator"), aside: None, body: html! {
                @for person in others {
                    div.spread.call {
                        span { strong { (person.name) } br; span.soft.number { (person.phone) } }
                        (CallButton { words: w, name: &person.name, phone: &person.phone })
                    }
                }
            } })
        }
    }
}
