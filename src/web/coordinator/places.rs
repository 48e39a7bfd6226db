//! What each point gets today and what each shop gives, and for which shop a coordinator adds a lot.

use axum::response::Response;
use axum_htmx::HxRequest;
use maud::{Markup, html};

use super::ASK_AGAIN;
use super::fragment;
use super::names::{Names, OfDay, add_lot_href, day_href, round_href, round_name, site_href};
use crate::app::Field;
use crate::app::day::{Day, RoundDay, StopDay};
use crate::domain::ledger::Holder;
use crate::domain::lot::Announcement;
use crate::domain::people::Role;
use crate::domain::plan::{Action, Reason};
use crate::domain::site::{Site, SiteKind};
use crate::domain::text::folded;
use crate::t;
use crate::web::address::Query;
use crate::web::context::Context;
use crate::web::error::WebError;
use crate::web::input::Input;
use crate::web::routes::{Access, Routes};
use crate::web::say;
use crate::web::ui::form::FieldKind;
use crate::web::ui::{Badge, Button, EmptyState, Icon, InputField, LiveRegion, Tab, Tone, hidden};

pub(super) fn routes(routes: Routes) -> Routes {
    let coordinator = Access::As(Role::Coordinator);
    routes
        .get("/coordinator/day/points", coordinator, live_points)
        .get("/coordinator/day/shops", coordinator, live_shops)
        .get("/coordinator/announce", coordinator, choose_shop)
}

/// A list that renews itself.
pub(super) fn region(url: &str, id: &str, list: &Markup) -> Markup {
    html! { (LiveRegion { id, url, event: "changed", seconds: ASK_AGAIN, body: list.clone() }) }
}

async fn live_points(context: Context, asked: HxRequest, Query(of): Query<OfDay>) -> Result<Response, WebError> {
    let date = of.date(&context)?;
    let day = context.web.app.day(&context.actor, date).await?;
    Ok(fragment(asked, &day_href(date), &points(&context, &day)))
}

async fn live_shops(context: Context, asked: HxRequest, Query(of): Query<OfDay>) -> Result<Response, WebError> {
    let date = of.date(&context)?;
    let day = context.web.app.day(&context.actor, date).await?;
    let announced = context.web.app.announcements(&context.actor, date).await?;
    Ok(fragment(asked, &day_href(date), &shops(&context, &day, &announced)))
}

fn active(day: &Day, kind: SiteKind) -> Vec<&Site> {
    let mut sites: Vec<_> = day.sites.values().filter(|site| site.kind == kind && site.active).collect();
    sites.sort_by_key(|site| folded(&site.name));
    sites
}

/// Visits that set something down at a site.
fn deliveries<'d>(day: &'d Day, site: &Site) -> Vec<(&'d RoundDay, &'d StopDay)> {
    day.visits_at(site.id)
        .into_iter()
        .filter(|(_, stop)| stop.unloads() || stop.forecast(Action::Unload).next().is_some())
        .collect()
}

/// What each point gets today, from which round, when and why; last the points that get nothing.
pub(super) fn points(context: &Context, day: &Day) -> Markup {
    let w = context.words;
    let with: Vec<_> = active(day, SiteKind::Point).into_iter().map(|site| (site, deliveries(day, site))).collect();
    let (served, empty): (Vec<_>, Vec<_>) = with.into_iter().partition(|(_, visits)| !visits.is_empty());
    html! {
        ul.rows {
            @for (site, visits) in &served {
                li {
                    a.row-name href=(site_href(site)) { (say::site(site)) }
                    @for (round, stop) in visits { (delivery(context, day, round, stop)) }
                    (held_there(context, day, site))
                }
            }
        }
        @if !empty.is_empty() {
            p { strong { (t!(w, "day-points-empty", n = empty.len())) } }
            ul.rows.close {
                @for (site, _) in &empty { li { a.row-name href=(site_href(site)) { (say::site(site)) } } }
            }
        }
    }
}

fn delivery(context: &Context, day: &Day, round: &RoundDay, stop: &StopDay) -> Markup {
    let w = context.words;
    let names = Names::new(context, day);
    let reasons = reasons(&stop.planned.loads.iter().flat_map(|load| load.reasons.clone()).collect::<Vec<_>>());
    let at = stop.visit.as_ref().map_or(stop.expected, |visit| visit.occurred);
    html! {
        p {
            span.time { (context.clock(at)) } " "
            a href=(round_href(round.head.id)) { (round_name(w, round.head.number)) }
            @if !stop.is_open() { " " (Badge::new(Tone::Good, t!(w, "day-delivered")).icon(Icon::Check)) }
        }
        @if let Some(load) = names.load(&stop.planned.loads, Action::Unload) { p { (load) } }
        @if let Some(line) = say::expected(w, &stop.planned.forecast, Action::Unload).filter(|_| stop.is_open()) {
            p.line { (say::forecast_badge(w)) (line) }
        }
        @if !reasons.is_empty() {
            p.soft.small { (reasons.iter().map(|reason| say::reason(w, reason)).collect::<Vec<_>>().join(" · ")) }
        }
    }
}

/// The reasons of a delivery, each kind once, and no more than two.
fn reasons(all: &[Reason]) -> Vec<Reason> {
    let mut told: Vec<Reason> = Vec::new();
    for reason in all {
        let known = |other: &Reason| std::mem::discriminant(other) == std::mem::discriminant(reason);
        if told.len() < 2 && !told.iter().any(known) {
            told.push(reason.clone());
        }
    }
    told
}

fn held_there(context: &Context, day: &Day, site: &Site) -> Markup {
    let w = context.words;
    let crates = |holder| day.held_by(holder).map(|held| held.balance.crates.0).sum::<i64>();
    let unchecked = crates(Holder::Handover(site.id));
    html! {
        @if unchecked > 0 {
            p { (Badge::new(Tone::Warning, t!(w, "day-to-check", crates = w.crates(unchecked))).icon(Icon::Question)) }
        }
    }
}

/// What each shop announced, and which shops have not been heard of.
pub(super) fn shops(context: &Context, day: &Day, announced: &[Announcement]) -> Markup {
    let w = context.words;
    let names = Names::new(context, day);
    let shops = active(day, SiteKind::Donor);
    let (giving, others): (Vec<_>, Vec<_>) = shops.into_iter().partition(|site| !day.lots_of(site.id).is_empty());
    let (nothing, silent): (Vec<&Site>, Vec<&Site>) =
        others.into_iter().partition(|site| announced.iter().any(|said| said.site == site.id && said.nothing));
    html! {
        ul.rows {
            @for site in &giving {
                @let lots = day.lots_of(site.id);
                @let crates: i64 = lots.iter().map(|lot| lot.crates.0).sum();
                @let waiting: i64 = lots.iter().map(|lot| day.crates_of(lot.id, Holder::Donor(site.id)).0).sum();
                li {
                    a.row-name href=(site_href(site)) { (say::site(site)) }
                    p { (w.crates(crates)) ": " (names.food(lots.iter().map(|lot| (*lot, lot.crates.0)))) }
                    @if waiting == 0 {
                        p { (Badge::new(Tone::Good, t!(w, "day-all-collected")).icon(Icon::Check)) }
                    } @else if waiting < crates {
                        p { (Badge::new(Tone::Warning, t!(w, "day-still-there", crates = w.crates(waiting))).icon(Icon::Crate)) }
                    }
                }
            }
        }
        (named(&t!(w, "day-shops-nothing", n = nothing.len()), &nothing))
        (named(&t!(w, "day-shops-silent", n = silent.len()), &silent))
    }
}

fn named(title: &str, sites: &[&Site]) -> Markup {
    html! {
        @if !sites.is_empty() {
            p { strong { (title) } }
            ul.rows.close { @for site in sites { li { a.row-name href=(site_href(site)) { (say::site(site)) } } } }
        }
    }
}

/// The shops to choose from, all of them or those that were looked for.
async fn choose_shop(context: Context, input: Input) -> Result<Response, WebError> {
    let w = context.words;
    let sites = context.web.app.sites(&context.actor).await?;
    let name: String = input.text(Field::Name).chars().take(80).collect();
    let date = OfDay::asked(&input).date(&context)?;
    let words = folded(&name);
    let mut found: Vec<_> = sites
        .iter()
        .filter(|site| site.kind == SiteKind::Donor && site.active)
        .filter(|site| words.split_whitespace().all(|word| folded(&say::site(site)).contains(word)))
        .collect();
    found.sort_by_key(|site| folded(&site.name));
    let body = html! {
        form.stack method="get" action="/coordinator/announce" role="search" {
            (hidden(Field::Date, date))
            (InputField::new(FieldKind::Search, Field::Name, t!(w, "announce-for-search")).value(name.as_str()).max_length(80))
            (Button::new(t!(w, "search")).icon(Icon::Search))
        }
        @if sites.iter().all(|site| site.kind != SiteKind::Donor) {
            (EmptyState::new(Icon::Shop, t!(w, "announce-for-none-yet"))
                .link("/coordinator/sites/new?kind=donor", w.site_new(SiteKind::Donor)))
        } @else if found.is_empty() {
            (EmptyState::new(Icon::Search, t!(w, "announce-for-none")).next_step(t!(w, "announce-for-none-next"))
                .link(add_lot_href(date), t!(w, "announce-for-all")))
        } @else {
            ul.rows {
                @for site in found {
                    li { a.row-name href={ "/donor/announce?site=" (site.id) "&date=" (date) } { (say::site(site)) } }
                }
            }
        }
    };
    let page = context.page(Tab::CoordinatorToday, t!(w, "announce-for-title"), body);
    context.show(page.back(day_href(date), w.date_from(date, context.today()))).await
}
