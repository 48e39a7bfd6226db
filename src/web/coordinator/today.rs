//! The day on a map and as a list.

use axum::response::Response;
use axum_htmx::HxRequest;
use jiff::ToSpan;
use jiff::civil::Date;
use maud::{Markup, Render, html};
use std::collections::BTreeSet;

use super::alarms::{self, Alarms};
use super::day_map::{ground, map};
use super::figures::{Figures, Flow};
use super::names::{OfDay, add_lot_href, day_href, plan_href};
use super::proposal::offered_of_day;
use super::{ASK_AGAIN, event_kind, fragment, places, rounds, start};
use crate::app::Field;
use crate::app::alarm::Alarm;
use crate::app::day::Day;
use crate::domain::people::{Person, Role};
use crate::t;
use crate::web::address::Query;
use crate::web::context::Context;
use crate::web::error::WebError;
use crate::web::input::Input;
use crate::web::routes::{Access, Routes};
use crate::web::ui::{
    Button, Card, Disclosure, Emphasis, EmptyState, Ground, Icon, LinkButton, LiveRegion, MapLegend, Notice, Tab,
};

pub(super) fn routes(routes: Routes) -> Routes {
    let coordinator = Access::As(Role::Coordinator);
    routes.get("/coordinator", coordinator, today).get("/coordinator/day/live", coordinator, live)
}

async fn today(context: Context, input: Input) -> Result<Response, WebError> {
    let (w, app) = (context.words, &context.web.app);
    let date = OfDay::asked(&input).date(&context)?;
    let day = app.day(&context.actor, date).await?;
    let alarms = app.alarms(&context.actor, &day).await?;
    let announced = app.announcements(&context.actor, date).await?;
    let ground = ground(&day, &app.town_shapes(&context.actor).await?);
    let live = format!("/coordinator/day/live?date={date}");
    let offered = offered_of_day(&context, &day).await?;
    let late = match date == context.today() {
        true => app.still_on_the_road(&context.actor).await?,
        false => None,
    };
    let to_do = app.to_do(&context.actor).await?;
    let people = people_of(&context, &alarms).await?;
    let lead = if date == context.today() {
        start::lead(&context).await?
    } else {
        html! {}
    };
    let body = html! {
        (lead)
        @if let Some(late) = late {
            (Notice::warning(t!(w, "day-still-on-the-road"))
                .then(html! { a href=(day_href(late.date)) { (w.date_from(late.date, context.today())) } }))
        }
        (ground)
        (day_chooser(&context, date))
        (LiveRegion { id: "day", url: &live, event: "changed", seconds: ASK_AGAIN, body: html! {
            (offered)
            (Now { context: &context, day: &day, alarms: &alarms, to_do, people: &people, ground: &ground })
        } })
        (LinkButton::new(add_lot_href(date), t!(w, "day-add-lot")).icon(Icon::Plus))
        div.columns {
            (Disclosure {
                summary: t!(w, "day-points"), icon: Some(Icon::Point), open: false,
                body: places::region(&format!("/coordinator/day/points?date={date}"), "points", &places::points(&context, &day)),
            })
            (Disclosure {
                summary: t!(w, "day-shops"), icon: Some(Icon::Shop), open: false,
                body: places::region(
                    &format!("/coordinator/day/shops?date={date}"), "shops", &places::shops(&context, &day, &announced)),
            })
        }
    };
    let title =
        if date == context.today() { t!(w, "tab-coordinator-today") } else { w.date_from(date, context.today()) };
    let page = context.page(Tab::CoordinatorToday, title, body).lead(w.date(date)).live("/live");
    context.show(page.count(Tab::CoordinatorAlarms, to_do)).await
}

async fn live(context: Context, asked: HxRequest, Query(of): Query<OfDay>) -> Result<Response, WebError> {
    let app = &context.web.app;
    let date = of.date(&context)?;
    let day = app.day(&context.actor, date).await?;
    let alarms = app.alarms(&context.actor, &day).await?;
    let ground = ground(&day, &app.town_shapes(&context.actor).await?);
    let offered = offered_of_day(&context, &day).await?;
    let to_do = app.to_do(&context.actor).await?;
    let people = people_of(&context, &alarms).await?;
    Ok(fragment(
        asked,
        &day_href(date),
        &html! {
            (offered)
            (Now { context: &context, day: &day, alarms: &alarms, to_do, people: &people, ground: &ground })
            (alarms::tab_count(to_do))
        },
    ))
}

/// Who may be named beside an alarm; nobody where there is none.
async fn people_of(context: &Context, alarms: &[Alarm]) -> Result<Vec<Person>, WebError> {
    if alarms.is_empty() {
        return Ok(Vec::new());
    }
    Ok(context.web.app.people(&context.actor).await?.0)
}

/// So many alarms are named on a desk beside the day; their page has all.
const ALARMS_NAMED: usize = 3;

/// The day as it is now: what waits for the coordinator, what can have happened, the figures, the map and the rounds.
struct Now<'a> {
    context: &'a Context,
    day: &'a Day,
    alarms: &'a [Alarm],
    /// How many things there are to do, whatever the day that is shown.
    to_do: usize,
    people: &'a [Person],
    ground: &'a Ground,
}

impl Render for Now<'_> {
    fn render(&self) -> Markup {
        let (context, day) = (self.context, self.day);
        let all: Vec<_> = day.rounds.iter().collect();
        let is_today = day.date == context.today();
        html! {
            (self.draft_waits())
            div.day-head {
                @if is_today && self.to_do > 0 { (self.alarms_wait()) }
                @if is_today && day.plan.is_some() { (event_kind::kinds(context.words)) }
            }
            div.day-panes {
                (Figures { w: context.words, day, flow: Flow::of(day, self.alarms) })
                figure.map-sheet {
                    (map(context, day, &all, self.ground, false))
                    figcaption { (MapLegend { words: context.words }) }
                }
                @if day.rounds.is_empty() { (no_rounds(context, day)) } @else { (rounds::table(context, day)) }
            }
        }
    }
}

impl Now<'_> {
    /// The first of two taps that publish a plan.
    fn draft_waits(&self) -> Markup {
        let (context, w) = (self.context, self.context.words);
        html! {
            @if let Some(draft) = &self.day.draft {
                (Card::new(html! {
                    p.soft { (t!(w, "day-draft-made", time = context.when(draft.created))) }
                    (LinkButton::new(plan_href(self.day.date), t!(w, "day-draft-open"))
                        .emphasis(Emphasis::Primary).icon(Icon::Plan))
                })
                .title(t!(w, "day-draft-waits"))
                .icon(Icon::Plan)
                .now(true))
            }
        }
    }

    /// How many things wait: on a phone by their kinds, on a desk each with its place.
    fn alarms_wait(&self) -> Markup {
        let w = self.context.words;
        let list = Alarms::new(self.context, self.day, self.people);
        let named = list.named(self.alarms);
        let kinds: BTreeSet<&str> = named.iter().map(|(title, _)| title.as_str()).collect();
        html! {
            a.alarm-line href="/coordinator/alarms" {
                (Icon::Alarm)
                span {
                    strong { (t!(w, "day-alarms", n = self.to_do)) }
                    span.small.only-phone { (kinds.into_iter().collect::<Vec<_>>().join(" · ")) }
                    @for (title, place) in named.iter().take(ALARMS_NAMED) {
                        span.small.only-desk { (title) ": " (place) }
                    }
                }
                (Icon::Chevron)
            }
        }
    }
}

fn no_rounds(context: &Context, day: &Day) -> Markup {
    let w = context.words;
    let announced = day.lots.values().any(|lot| lot.date == day.date);
    let empty = if day.draft.is_some() {
        EmptyState::new(Icon::Truck, t!(w, "day-no-rounds-yet"))
    } else if announced {
        EmptyState::new(Icon::Plan, t!(w, "day-no-plan"))
            .next_step(t!(w, "day-no-plan-next"))
            .link(plan_href(day.date), t!(w, "plan-make"))
    } else {
        EmptyState::new(Icon::Basket, t!(w, "day-nothing-announced"))
            .next_step(t!(w, "day-nothing-announced-next"))
            .link(add_lot_href(day.date), t!(w, "day-add-lot"))
    };
    empty.render()
}

/// The day before, the day after, and any other.
fn day_chooser(context: &Context, date: Date) -> Markup {
    let (w, today) = (context.words, context.today());
    let beside = |days: i64| date.checked_add(days.days()).ok();
    html! {
        form.day-chooser.no-print method="get" action="/coordinator" {
            @if let Some(before) = beside(-1) {
                a.button.quiet href=(day_href(before)) aria-label=(w.date_from(before, today)) { (Icon::Back) }
            }
            label.only-heard for="day-date" { (t!(w, "other-date")) }
            input.input id="day-date" type="date" name=(Field::Date) value=(date);
            (Button::new(t!(w, "day-go")))
            @if let Some(after) = beside(1) {
                a.button.quiet href=(day_href(after)) aria-label=(w.date_from(after, today)) { (Icon::Arrow) }
            }
            @if date != today {
                a.button.quiet href="/coordinator" { (t!(w, "day-back-to-today")) }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::names::day_of;

    #[test]
    fn a_day_nobody_plans_for_is_no_day() {
        for wrong in ["", "ieri", "2026-02-30", "9999-12-31", "-9999-01-01", "1850-01-01"] {
            assert!(day_of(wrong).is_err(), "{wrong}");
        }
        assert!(day_of("2026-11-26").is_ok());
    }
}
