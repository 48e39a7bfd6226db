//! The round: what comes next, how far it is, every stop, the map, what is on board, and the round as a message.

use axum::response::Response;
use maud::{Markup, html};

use super::changed::{News, Seen, gone};
use super::loads::{cold_clock, lot_row, most_urgent, site_name};
use super::offline;
use super::round_view::RoundView;
use super::route;
use super::scope::RoundScope;
use crate::app::day::{OnBoard, StopDay};
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
    ActionBar, Badge, CallButton, Card, Emphasis, EmptyState, Icon, LinkButton, ListedStop, Notice, PageButton,
    Progress, Section, StatTile, Stats, StopList, Tab, Tone,
};
use crate::web::{notices, paper, say};

/// A delay below this is not worth a word.
pub const WORTH_SAYING: Seconds = Seconds(5 * 60);

/// `/driver`
pub async fn show(context: Context, scope: RoundScope, seen: Seen) -> Result<Response, WebError> {
    let w = context.words;
    let driving = context.web.app.driving(&context.actor, scope.round).await?;
    let Some(view) = RoundView::of(&context, scope, &driving) else {
        let nothing = nothing(&context, scope, &driving).await?;
        let page = html! { (gone(&context, &seen, &driving.day)) (nothing) };
        return context.show(context.page(Tab::DriverRound, t!(w, "driver-no-round-title"), page)).await;
    };
    let news = News::of(&view, &seen).await?;
    let carried = context.web.app.carried(&context.actor, view.round.head.id).await?;
    let towns = context.web.app.town_shapes(&context.actor).await?;
    let wants_notices = if view.is_own() && view.round.head.ended.is_none() {
        notices::ask(&context, t!(w, "push-ask-driver")).await?
    } else {
        html! {}
    };
    let body = html! {
        (unfinished(&context, &driving.unfinished))
        (news.notice(&view))
        (above(&view))
        (homeless(&view))
        (offline::ahead(w, scope, &driving.day, &view.round.stops))
        @if let Some(next) = view.next() { div.next-card data-key=(offline::stop_key(next.planned.id)) { (next_stop(&view, next)) } }
        (wants_notices)
        (figures(&view))
        (stops(&view, &carried))
        @if let Some(map) = route::map(&view, &towns) { (Section { title: t!(w, "driver-map"), aside: None, body: map }) }
        (rest(&view))
        (on_board(&view))
        (others(&context, t!(w, "driver-other-rounds"), &driving.others))
        (hand_on(&view))
        @if let Some(next) = view.next() {
            (ActionBar { body: html! {
                (LinkButton::new(scope.stop(next.planned.id), t!(w, "driver-open-next")).emphasis(Emphasis::Primary).icon(Icon::Navigate).next_stop())
            } })
        } @else if view.round.head.ended.is_none() || !view.round.on_board.is_empty() {
            (ActionBar { body: html! {
                (LinkButton::new(scope.link("/driver/end"), t!(w, "tab-driver-end")).emphasis(Emphasis::Primary).icon(Icon::Flag))
            } })
        }
    };
    let title = t!(w, "driver-round-title", number = view.round.head.number);
    let mut page = context.page(Tab::DriverRound, title, body).lead(view.lead()).scope(scope.query());
    if view.round.head.ended.is_none() {
        page = page.keep(offline::pages(scope, &driving.day, view.round)).awake();
    }
    Ok(news.remembered(context.show(page).await?))
}

/// The break that is still ahead.
fn rest(view: &RoundView<'_>) -> Markup {
    let ahead = view.round.head.ended.is_none();
    let said = paper::rest(view.context, view.day, view.round).filter(|_| ahead);
    html! {
        @if let Some(said) = said { (Notice::info(said)) }
        @if ahead { (paper::spots(view.context, view.day, view.round)) }
    }
}

/// What to say first: when to leave, that the round has ended, that nobody drives it.
fn above(view: &RoundView<'_>) -> Markup {
    let (w, head) = (view.context.words, &view.round.head);
    let untouched = view.round.stops.iter().all(StopDay::is_open);
    let start = view.day.shifts.iter().find(|shift| shift.id == head.shift).map(|shift| {
        let spot = shift.spots.start.as_ref().map(|spot| spot.label.as_str());
        spot.unwrap_or_else(|| site_name(view.day, shift.start))
    });
    let leaving =
        view.round.figures.as_ref().map(|figures| figures.depart).filter(|depart| *depart > view.context.now());
    html! {
        @if let Some(ended) = head.ended {
            (Notice::success(t!(w, "driver-ended-at", time = view.context.when(ended))).then(html! {
                a href=(view.scope.link("/driver/end")) { (t!(w, "driver-see-summary")) }
            }))
        } @else if head.cancelled {
            (Notice::warning(t!(w, "driver-shift-cancelled")))
        } @else if let (true, Some(depart)) = (untouched, leaving) {
            (Notice::info(match start {
                Some(place) if !place.is_empty() => t!(w, "driver-leave-at-from", time = view.context.when(depart), place = place),
                _ => t!(w, "driver-leave-at", time = view.context.when(depart)),
            }))
        }
    }
}

fn next_stop(view: &RoundView<'_>, next: &StopDay) -> Markup {
    let (w, context) = (view.context.words, view.context);
    let Some(site) = view.day.sites.get(&next.planned.site) else { return html! {} };
    let card = Card::new(html! {
        p.line {
            strong.number { (t!(w, "driver-arrive-at", time = context.clock(next.expected))) }
            @if let Some(late) = delay(view, next) { (late) }
        }
        p.soft { (site.town_name) @if !site.address.is_empty() { ", " (site.address) } }
        @for line in paper::both_in_short(context, view.day, next) { p { strong { (line) } } }
        @if !next.planned.forecast.is_empty() { div.badges { (say::forecast_badge(w)) } }
        @if let Some(clock) = most_urgent(&view.round.on_board).and_then(|portion| cold_clock(context, portion)) { (clock) }
    })
    .title(&site.name)
    .icon(route::icon_of(site.kind))
    .href(view.scope.stop(next.planned.id))
    .now(true);
    html! { (card) }
}

fn delay(view: &RoundView<'_>, stop: &StopDay) -> Option<Badge> {
    let late = stop.expected.since(stop.planned.arrive);
    let w = view.context.words;
    (stop.is_open() && late >= WORTH_SAYING)
        .then(|| Badge::new(Tone::Warning, t!(w, "driver-late-by", time = w.duration(late.0))))
}

fn homeless(view: &RoundView<'_>) -> Markup {
    let (w, homeless) = (view.context.words, view.homeless());
    let crates: Crates = homeless.iter().map(|portion| portion.balance.crates).sum();
    html! {
        @if !homeless.is_empty() {
            (Notice::danger(t!(w, "driver-homeless", crates = w.crates(crates.0))).then(html! {
                (LinkButton::new(view.scope.link("/driver/aboard"), t!(w, "driver-decide-where")).icon(Icon::Box))
            }))
        }
    }
}

fn figures(view: &RoundView<'_>) -> Markup {
    let (w, round) = (view.context.words, view.round);
    let left = round.stops.iter().filter(|stop| stop.is_open()).count();
    let total = round.stops.len();
    let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let crates: Crates = round.stops.iter().map(|stop| stop.crates(Action::Load)).sum();
    let mut tiles = vec![StatTile::new(crates.0.to_string(), t!(w, "driver-crates-to-carry"))];
    if let Some(figures) = &round.figures {
        tiles.push(StatTile::new(w.distance(figures.metres.0), t!(w, "driver-way")));
        tiles.push(StatTile::new(w.duration(figures.driving.0), t!(w, "driver-at-the-wheel")));
        if round.head.ended.is_none() {
            tiles.push(StatTile::new(view.context.clock(figures.finish + round.delay), t!(w, "driver-expected-end")));
        }
    }
    let estimated = view.day.plan.as_ref().is_some_and(|plan| plan.estimated);
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

fn stops(view: &RoundView<'_>, carried: &Carried) -> Markup {
    let w = view.context.words;
    let stops = view.round.stops.iter().map(|stop| listed(view, stop, carried)).collect();
    html! { (Section { title: t!(w, "driver-all-stops"), aside: None, body: html! { (StopList { words: w, stops }) } }) }
}

fn listed(view: &RoundView<'_>, stop: &StopDay, carried: &Carried) -> ListedStop {
    let (w, context) = (view.context.words, view.context);
    let site = view.day.sites.get(&stop.planned.site);
    let time = stop.visit.as_ref().map_or(stop.expected, |visit| visit.occurred);
    let row = ListedStop::new(site.map(say::site).unwrap_or_default(), context.clock(time))
        .detail(what_happens(view, stop, carried))
        .state(route::state_of(stop))
        .key(offline::stop_key(stop.planned.id))
        .href(view.scope.stop(stop.planned.id));
    let row = match &stop.visit {
        Some(visit) if visit.outcome != VisitOutcome::Done => {
            row.badge(Badge::new(Tone::Danger, w.outcome(visit.outcome)))
        }
        _ => row,
    };
    let forecast = stop.is_open() && !stop.planned.forecast.is_empty();
    let row = if forecast { row.badge(say::forecast_badge(w)) } else { row };
    match delay(view, stop) {
        Some(late) => row.badge(late),
        None => row,
    }
}

/// What is planned at an open stop; what was done at a closed one.
fn what_happens(view: &RoundView<'_>, stop: &StopDay, carried: &Carried) -> String {
    let w = view.context.words;
    if stop.is_open() {
        return paper::both_in_short(view.context, view.day, stop).join(". ");
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

fn on_board(view: &RoundView<'_>) -> Markup {
    let (w, context) = (view.context.words, view.context);
    let mut portions: Vec<&OnBoard> = view.round.on_board.iter().collect();
    portions.sort_by_key(|portion| portion.clock.map_or(i64::MAX, |clock| clock.deadline.0));
    let total: Crates = portions.iter().map(|portion| portion.balance.crates).sum();
    let body = html! {
        @if portions.is_empty() {
            p.soft { (t!(w, "driver-nothing-on-board")) }
        } @else {
            (Card::new(html! {
                div {
                    @for portion in &portions {
                        @if let Some(lot) = view.day.lots.get(&portion.lot) {
                            @let row = lot_row(context, lot, portion.balance.crates).detail(match portion.going {
                                Some((_, site)) => t!(w, "driver-goes-to", place = site_name(view.day, site)),
                                None => t!(w, "alarm-nowhere-to-go"),
                            });
                            @match cold_clock(context, portion) {
                                Some(clock) => (row.under(clock)),
                                None => (row),
                            }
                        }
                    }
                }
                (LinkButton::new(view.scope.link("/driver/aboard"), t!(w, "driver-set-down-elsewhere")).icon(Icon::Box))
            }))
        }
    };
    let aside = (total > Crates::ZERO).then(|| html! { span.number { (w.crates(total.0)) } });
    html! { (Section { title: t!(w, "driver-on-board"), aside, body }) }
}

/// `/driver/sheet`: the round on paper, for a day without a phone.
pub async fn sheet(context: Context, scope: RoundScope) -> Result<Response, WebError> {
    let w = context.words;
    let driving = context.web.app.driving(&context.actor, scope.round).await?;
    let body = match RoundView::of(&context, scope, &driving) {
        None => nothing(&context, scope, &driving).await?,
        Some(view) => {
            let people = context.web.app.coordinators(&context.actor).await?;
            html! {
                div.button-row.no-print { (PageButton { words: w, act: PageAct::Print }) }
                (paper::sheet(&context, view.day, view.round, &people))
            }
        }
    };
    let page = context.page(Tab::DriverRound, t!(w, "sheet-open"), body).scope(scope.query());
    context.show(page.back(scope.link("/driver"), t!(w, "driver-back-to-round"))).await
}

/// The round for people without the app: as a message, or on paper.
fn hand_on(view: &RoundView<'_>) -> Markup {
    let w = view.context.words;
    let text = paper::message(view.context, view.day, view.round);
    let plan = view.day.plan.as_ref();
    html! {
        (Section { title: t!(w, "driver-hand-on"), aside: None, body: html! {
            div.button-row {
                (PageButton { words: w, act: PageAct::Copy(text.clone()) })
                (PageButton { words: w, act: PageAct::Share(text) })
                (LinkButton::new(view.scope.link("/driver/sheet"), t!(w, "sheet-open")).icon(Icon::Print))
            }
            p.soft.small { (t!(w, "driver-hand-on-hint")) }
        } })
        @if let Some(plan) = plan {
            p.soft.small { (t!(w, "driver-plan-version", version = plan.version,
                time = view.context.when(plan.published.unwrap_or(plan.created)))) }
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
                        p.soft { (round.vehicle_name) ", " (t!(w, "from-until", from = context.clock(round.from), until = context.clock_until(round.from, round.until))) }
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
