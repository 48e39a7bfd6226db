//! What comes to a point: when, from whom, with which dates, and why here. It renews itself.

use std::collections::BTreeMap;

use axum::http::header::CACHE_CONTROL;
use axum::response::{IntoResponse, Redirect, Response};
use axum_htmx::HxRequest;
use maud::{Markup, html};

use crate::app::point::{Coming, PointDay, Portion};
use crate::domain::food::{Category, Freshness};
use crate::domain::people::Role;
use crate::domain::plan::Action;
use crate::domain::quantity::{Crates, Grams};
use crate::domain::site::SiteKind;
use crate::domain::time::Millis;
use crate::t;
use crate::web::context::Context;
use crate::web::error::WebError;
use crate::web::scope::Scope;
use crate::web::ui::{
    Badge, CallButton, Card, CategoryBlob, Disclosure, Emphasis, EmptyState, Icon, LinkButton, LiveRegion, LotRow,
    PageAct, PageButton, Section, Tab, Tone,
};
use crate::web::{marks, notices, say};
use crate::words::Words;

/// Up to so many lots are listed at once; more are counted by category first.
const FEW_LOTS: usize = 6;
/// Times are told in steps of this.
const STEP: i64 = 5 * 60 * 1000;

pub(super) async fn show(context: Context) -> Result<Response, WebError> {
    let (scope, w) = (Scope::of(&context, Role::Point).await?, context.words);
    let day = context.web.app.point_day(&context.actor, scope.site()).await?;
    let url = scope.path("/point/arrivals");
    let wants_notices = if day.coming.is_empty() {
        html! {}
    } else {
        notices::ask(&context, t!(w, "push-ask-point")).await?
    };
    let body = html! {
        div.here role="status" data-here="/point/check" {}
        (LiveRegion { id: "arrivals", url: &url, event: "changed", seconds: 60, body: arrivals(&context, &scope, &day) })
        (wants_notices)
    };
    let brings = day.coming.iter().filter(|coming| !coming.portions.is_empty());
    let checks = brings.map(|coming| format!("/point/check?from={}", coming.round.id));
    let keep = checks.chain(["/point/check".to_owned()]).map(|path| scope.path(&path)).collect();
    let page = scope.page(&context, Tab::PointArrivals, t!(w, "tab-point-arrivals"), body).live("/live");
    context.show(page.keep(keep)).await
}

/// The part of the page that changes while vehicles are on their way.
pub(super) async fn fragment(context: Context, HxRequest(by_script): HxRequest) -> Result<Response, WebError> {
    let scope = Scope::of(&context, Role::Point).await?;
    if !by_script {
        return Ok(Redirect::to(&scope.path("/point")).into_response());
    }
    let day = context.web.app.point_day(&context.actor, scope.site()).await?;
    Ok(([(CACHE_CONTROL, "no-store")], arrivals(&context, &scope, &day)).into_response())
}

fn arrivals(context: &Context, scope: &Scope, day: &PointDay) -> Markup {
    let w = context.words;
    html! {
        @if !day.unchecked.is_empty() { (to_check(context, scope, day)) }
        @for coming in &day.coming { (card(context, scope, day, coming)) }
        @if day.coming.is_empty() && day.unchecked.is_empty() {
            (EmptyState::new(Icon::Truck, t!(w, "point-nothing-comes")).next_step(if day.day.plan.is_some() {
                t!(w, "point-nothing-comes-today")
            } else {
                t!(w, "point-no-plan-yet")
            }))
        }
        @if !day.taken.is_empty() { (taken(context, day)) }
        @if !day.coming.is_empty() {
            div.button-row {
                (PageButton { words: w, act: PageAct::Share(as_text(context, day)) })
                (PageButton { words: w, act: PageAct::Copy(as_text(context, day)) })
                (PageButton { words: w, act: PageAct::Print })
            }
        }
    }
}

fn to_check(context: &Context, scope: &Scope, day: &PointDay) -> Markup {
    let w = context.words;
    let crates: Crates = day.unchecked.iter().map(|portion| portion.crates).sum();
    let n = day.unchecked.len();
    html! {
        (Card::new(html! {
            p { (t!(w, "point-set-down", lots = t!(w, "lots", n = n), crates = w.crates(crates.0))) }
            (LinkButton::new(scope.path("/point/check"), t!(w, "point-check", n = n))
                .icon(Icon::Check).emphasis(Emphasis::Primary))
            (Disclosure {
                summary: t!(w, "point-see-lots"),
                icon: Some(Icon::List),
                open: false,
                body: html! { div { @for portion in &day.unchecked { (row(context, day, portion)) } } },
            })
        }).title(t!(w, "point-to-check")).icon(Icon::Point).now(true))
    }
}

fn card(context: &Context, scope: &Scope, day: &PointDay, coming: &Coming) -> Markup {
    let w = context.words;
    let round = &coming.round;
    let minutes = coming.delay.0 / 60;
    let crates: Crates = coming.portions.iter().map(|portion| portion.crates).sum();
    let who = t!(w, "donor-who-came", driver = round.person_name.as_str(), vehicle = round.vehicle_name.as_str());
    let body = html! {
        p { (who) @if crates > Crates::ZERO { ". " strong { (w.crates(crates.0)) } } }
        div.badges {
            @if minutes >= 10 { (Badge::new(Tone::Warning, t!(w, "donor-late", n = minutes)).icon(Icon::Clock)) }
            @if day.day.plan.as_ref().is_some_and(|plan| plan.estimated) { (Badge::estimate(w)) }
        }
        @if coming.portions.len() > FEW_LOTS {
            (totals(w, &coming.portions))
            @for mark in marked(context, day, &coming.portions) { (mark) }
            (Disclosure {
                summary: t!(w, "point-see-all-lots", n = coming.portions.len()),
                icon: Some(Icon::List),
                open: false,
                body: html! { div { @for portion in &coming.portions { (row(context, day, portion)) } } },
            })
        } @else {
            div { @for portion in &coming.portions { (row(context, day, portion)) } }
        }
        @if let Some(line) = say::expected(w, &coming.forecast, Action::Unload) {
            p.line { (say::forecast_badge(w)) (line) }
            p.soft.small { (t!(w, "point-forecast-hint")) }
        }
        (reasons(context, coming))
        div.button-row {
            @if !round.person_phone.is_empty() {
                (CallButton { words: w, name: &round.person_name, phone: &round.person_phone })
            }
            @if day.site.kind == SiteKind::Point && !coming.portions.is_empty() {
                (LinkButton::new(scope.path(&format!("/point/check?from={}", round.id)), t!(w, "point-is-here"))
                    .icon(Icon::Check))
            }
        }
    };
    let title = t!(w, "point-towards", time = about(context, coming.expected));
    html! { (Card::new(body).title(title).icon(Icon::Truck).now(coming.is_next)) }
}

/// A clock time to the next five minutes.
fn about(context: &Context, at: Millis) -> String {
    context.clock(Millis((at.0 + STEP / 2).div_euclid(STEP) * STEP))
}

/// Crates by category, the most first.
fn totals(w: Words, portions: &[Portion]) -> Markup {
    let mut totals: BTreeMap<Category, i64> = BTreeMap::new();
    for portion in portions {
        *totals.entry(portion.lot.category).or_default() += portion.crates.0;
    }
    let mut totals: Vec<_> = totals.into_iter().collect();
    totals.sort_by_key(|(_, crates)| -crates);
    html! {
        ul.totals {
            @for (category, crates) in &totals {
                li {
                    (CategoryBlob { category: category.word() })
                    span { (w.category(*category)) }
                    strong.number { (crates) span.only-heard { " " (t!(w, "crates-unit", n = *crates)) } }
                }
            }
        }
    }
}

/// The dates that need a look, before the list is opened.
fn marked(context: &Context, day: &PointDay, portions: &[Portion]) -> Vec<Markup> {
    let w = context.words;
    let past = |freshness| portions.iter().filter(|one| one.lot.shelf.on(day.day.date) == freshness).count();
    let mut lines = Vec::new();
    let (expired, best) = (past(Freshness::Expired), past(Freshness::PastBest));
    if expired > 0 {
        lines.push(html! { (Badge::new(Tone::Danger, t!(w, "point-expired-lots", n = expired)).icon(Icon::Warning)) });
    }
    if best > 0 {
        lines.push(html! { (Badge::new(Tone::Warning, t!(w, "point-past-best-lots", n = best)).icon(Icon::Calendar)) });
    }
    lines
}

/// One portion with its donor, its marks, and what is missing of it.
fn row(context: &Context, day: &PointDay, portion: &Portion) -> Markup {
    let w = context.words;
    let lot = &portion.lot;
    let mut row = LotRow::new(w, lot.category.word(), say::lot(w, lot), portion.crates.0)
        .key(format!("lot:{}", lot.id))
        .under(html! { p.error hidden data-if-key={ "rejected:" (lot.id) } { (Icon::Cross) span { (t!(w, "offline-rejected")) } } });
    if let Some(donor) = day.day.sites.get(&lot.site) {
        row = row.detail(t!(w, "point-from", donor = say::site(donor)));
    }
    for mark in marks::of_lot(w, lot, day.day.date) {
        row = row.badge(mark);
    }
    if let Some(planned) = portion.planned {
        row = row.badge(Badge::new(Tone::Warning, t!(w, "point-planned-were", n = planned.0)));
    }
    html! { (row) }
}

/// Why the lots come here, each reason once.
fn reasons(context: &Context, coming: &Coming) -> Markup {
    let w = context.words;
    let lines: Vec<(String, Vec<String>)> = coming
        .portions
        .iter()
        .filter(|portion| !portion.reasons.is_empty())
        .map(|portion| (say::lot(w, &portion.lot), portion.reasons.iter().map(|why| say::reason(w, why)).collect()))
        .collect();
    let body = html! {
        dl.facts.wide { @for (lot, why) in &lines { div { dt { (lot) } dd { (why.join(". ")) "." } } } }
    };
    html! {
        @if !lines.is_empty() {
            (Disclosure { summary: t!(w, "point-why-us"), icon: Some(Icon::Info), open: false, body })
        }
    }
}

fn taken(context: &Context, day: &PointDay) -> Markup {
    let w = context.words;
    let grams: Grams = day.taken.iter().map(|flow| flow.grams).sum();
    let crates: Crates = day.taken.iter().map(|flow| flow.crates).sum();
    let total = t!(w, "crates-and-kilograms", crates = w.crates(crates.0), kilograms = w.kilograms(grams.0));
    let lots = html! {
        div {
            @for flow in &day.taken {
                @let name = t!(w, "lot-named", number = flow.number, category = w.category(flow.category));
                (LotRow::new(w, flow.category.word(), name, flow.crates.0).detail(context.clock(flow.occurred)))
            }
        }
    };
    html! {
        (Section {
            title: t!(w, "point-taken-today"),
            aside: Some(html! { span.soft { (total) } }),
            body: html! { (Card::new(lots)) },
        })
    }
}

/// The list as a message to send on.
fn as_text(context: &Context, day: &PointDay) -> String {
    let w = context.words;
    let mut lines = vec![format!("{}: {}", say::site(&day.site), w.date(day.day.date))];
    for coming in &day.coming {
        lines.push(String::new());
        let time = t!(w, "point-towards", time = about(context, coming.expected));
        lines.push(format!("{time} ({})", coming.round.person_name));
        for portion in &coming.portions {
            let category = w.category(portion.lot.category);
            let date = say::shelf(w, portion.lot.shelf, day.day.date).map(|date| format!(" ({date})"));
            lines.push(format!("- {category}: {}{}", w.crates(portion.crates.0), date.unwrap_or_default()));
        }
        lines.extend(say::expected(w, &coming.forecast, Action::Unload));
    }
    lines.join("\n")
}
