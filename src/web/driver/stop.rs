//! One stop: where, when, what to load and set down, and one big button.

use axum::response::Response;
use maud::{Markup, html};

use super::changed::{News, Seen};
use super::closed;
use super::expected;
use super::loads::{cold_clock, most_urgent};
use super::offline;
use super::report;
use super::round::WORTH_SAYING;
use super::round_view::RoundView;
use super::scope::RoundScope;
use crate::app::driving::{DriverStop, StopForm};
use crate::app::{Field, FieldError, FieldErrorKind, Refusal};
use crate::domain::id::{PhotoId, StopId};
use crate::domain::plan::Action;
use crate::domain::quantity::Seconds;
use crate::domain::round::VisitOutcome;
use crate::domain::site::SiteKind;
use crate::t;
use crate::web::address::Id;
use crate::web::context::Context;
use crate::web::error::WebError;
use crate::web::form_state::FormState;
use crate::web::input::Input;
use crate::web::ui::{
    ActForm, ActionBar, Badge, Button, CallButton, Disclosure, Emphasis, Icon, LinkButton, NavigateButton, Notice,
    Page, Section, Tab, Tone, hidden,
};
use crate::words::Words;

/// Open for longer than this is open all day.
const ALL_DAY: Seconds = Seconds(23 * 3600);

/// `/driver/stops/{stop}`
pub async fn show(
    mut context: Context,
    scope: RoundScope,
    Id(id): Id<StopId>,
    seen: Seen,
) -> Result<Response, WebError> {
    let stop = context.web.app.driver_stop(&context.actor, id).await?;
    let mut page = page(&context, scope, &stop, &FormState::new(context.words));
    let news = match stop.day.round(stop.round.id) {
        Some(round) => News::of(&RoundView { context: &context, scope, day: &stop.day, round }, &seen).await?,
        None => News::default(),
    };
    page.body = html! { (news.hint(&context, scope)) (page.body) };
    if let Some(after) = scope.after {
        // Who takes the confirmation before this page back wants to see that stop form.
        context.path = scope.stop(after);
    }
    Ok(news.remembered(context.show(page).await?))
}

/// `/driver/stops/{stop}/missing`
pub async fn show_missing(context: Context, scope: RoundScope, Id(id): Id<StopId>) -> Result<Response, WebError> {
    let stop = context.web.app.driver_stop(&context.actor, id).await?;
    context.show(missing_page(&context, scope, &stop, &FormState::new(context.words))).await
}

/// `POST /driver/stops/{stop}/complete`
pub async fn complete(
    context: Context,
    scope: RoundScope,
    Id(id): Id<StopId>,
    mut input: Input,
) -> Result<Response, WebError> {
    let (app, who) = (&context.web.app, &context.actor);
    let asked = app.stop_form(who, id, report::plan_of(&input)).await?;
    let act = input.act(&context.web)?;
    let counted = input.has(Field::Counted);
    let done = match report::read(&asked.loads, &mut input) {
        Ok(report) => app.complete_stop(who, act, id, report).await,
        Err(refusal) => Err(refusal),
    };
    match done {
        Ok(done) => Ok(context.acted(&done, &onward(scope, &asked))),
        Err(refusal) => {
            let form = FormState::refused(context.words, refusal, input)?;
            let now = app.driver_stop(who, id).await?;
            let page = match counted && !form.has_conflict() {
                true => missing_page(&context, scope, &now, &form),
                false => page(&context, scope, &now, &form),
            };
            Ok(form.answer(&page))
        }
    }
}

/// `POST /driver/stops/{stop}/missed`
pub async fn miss(
    context: Context,
    scope: RoundScope,
    Id(id): Id<StopId>,
    mut input: Input,
) -> Result<Response, WebError> {
    let (app, who) = (&context.web.app, &context.actor);
    let asked = app.stop_form(who, id, None).await?;
    let act = input.act(&context.web)?;
    let done = match missed(&mut input) {
        Ok((outcome, note)) => app.miss_stop(who, act, id, outcome, note).await,
        Err(refusal) => Err(refusal),
    };
    match done {
        Ok(done) => Ok(context.acted(&done, &onward(scope, &asked))),
        Err(refusal) => {
            let form = FormState::refused(context.words, refusal, input)?;
            let now = app.driver_stop(who, id).await?;
            Ok(form.answer(&page(&context, scope, &now, &form)))
        }
    }
}

/// Why nothing was exchanged, with a note.
fn missed(input: &mut Input) -> Result<(VisitOutcome, String), Refusal> {
    let outcome = input.choice::<VisitOutcome>(Field::Outcome);
    input.check()?;
    let missed = outcome.filter(|outcome| !matches!(outcome, VisitOutcome::Done | VisitOutcome::Reopened));
    let outcome = missed.ok_or_else(|| FieldError::new(Field::Outcome, FieldErrorKind::NotAChoice))?;
    Ok((outcome, input.text(Field::Note).to_owned()))
}

/// Where a confirmation leads: the next open stop, already open; after the last one, the end.
pub fn onward(scope: RoundScope, closed: &StopForm) -> String {
    match closed.next {
        Some(next) => scope.link(&format!("/driver/stops/{next}?after={}", closed.stop)),
        None => scope.link(&format!("/driver/end?after={}", closed.stop)),
    }
}

pub fn page(context: &Context, scope: RoundScope, stop: &DriverStop, form: &FormState) -> Page {
    let w = context.words;
    let body = html! {
        (form.summary())
        (head(context, scope, stop))
        @match &stop.record {
            Some(record) => (closed::body(context, scope, stop, record)),
            None => (open(context, scope, stop, form)),
        }
    };
    framed(context, scope, stop, body).back(scope.link("/driver"), t!(w, "driver-back-to-round"))
}

pub fn framed(context: &Context, scope: RoundScope, stop: &DriverStop, body: Markup) -> Page {
    let place = match &stop.site {
        site if site.address.is_empty() => site.town_name.clone(),
        site => format!("{}, {}", site.address, site.town_name),
    };
    context.page(Tab::DriverRound, &stop.site.name, body).lead(place).scope(scope.query())
}

/// What is the same whether the stop is open or closed: its number, call, directions, hours.
fn head(context: &Context, scope: RoundScope, stop: &DriverStop) -> Markup {
    let (w, site) = (context.words, &stop.site);
    let is_open = stop.record.is_none();
    html! {
        @if !stop.in_plan {
            (Notice::warning(t!(w, "driver-stop-gone")).then(html! {
                p { (t!(w, "driver-stop-gone-next")) }
                a href=(scope.link("/driver")) { (t!(w, "driver-back-to-round")) }
            }))
        }
        @if is_open {
            @if let Some(clock) = urgent(context, stop) { (clock) }
            div.button-row.way-buttons {
                (NavigateButton { words: w, latitude: site.at.lat, longitude: site.at.lon })
                @if !site.phone.is_empty() { (CallButton { words: w, name: &site.name, phone: &site.phone }) }
            }
            (when(context, stop))
        }
    }
}

/// What to know at the door; below what to load, which must be in view.
fn notes(w: Words, stop: &DriverStop) -> Markup {
    html! {
        @if stop.site.approximate { (Notice::warning(t!(w, "driver-place-approximate"))) }
        @if !stop.site.notes.is_empty() { (Notice::info(&stop.site.notes)) }
        @for note in &stop.notes { (Notice::info(t!(w, "driver-note-of-shop", note = note.as_str()))) }
    }
}

fn urgent(context: &Context, stop: &DriverStop) -> Option<Markup> {
    let round = stop.day.round(stop.round.id)?;
    most_urgent(&round.on_board).and_then(|portion| cold_clock(context, portion))
}

/// The stop's number, when the vehicle gets there, and when the place is open.
fn when(context: &Context, stop: &DriverStop) -> Markup {
    let w = context.words;
    let (expected, planned) = (stop.stop.expected, stop.stop.planned.arrive);
    let opening = stop.day.opening(&stop.site);
    let handover = expected.max(stop.stop.planned.start);
    let closed_then = !opening.iter().any(|(from, until)| (*from..*until).contains(&handover));
    let spans: Vec<String> =
        opening.iter().map(|(from, until)| format!("{}–{}", context.clock(*from), context.clock(*until))).collect();
    let number = stop.number().map(|number| t!(w, "driver-stop-of", number = number, total = stop.stops().len()));
    let open = if spans.is_empty() {
        t!(w, "driver-closed-today")
    } else if opening.iter().any(|(from, until)| until.0 - from.0 >= ALL_DAY.0 * 1000) {
        t!(w, "driver-always-open")
    } else {
        t!(w, "driver-open-today", spans = spans.join(", "))
    };
    let parts: Vec<String> =
        number.into_iter().chain([t!(w, "driver-arrives", time = context.clock(expected)), open]).collect();
    html! {
        p.number { (parts.join(" · ")) }
        @if expected.since(planned) >= WORTH_SAYING || closed_then {
            div.badges {
                @if expected.since(planned) >= WORTH_SAYING {
                    (Badge::new(Tone::Warning, t!(w, "driver-was-planned", time = context.clock(planned))).icon(Icon::Clock))
                }
                @if closed_then { (Badge::new(Tone::Warning, t!(w, "driver-closed-then")).icon(Icon::Warning)) }
            }
        }
    }
}

fn open(context: &Context, scope: RoundScope, stop: &DriverStop, form: &FormState) -> Markup {
    let (w, id) = (context.words, stop.stop.planned.id);
    let label = match (stop.stop.loads(), stop.stop.unloads()) {
        (true, false) => t!(w, "driver-picked-up-all"),
        (false, true) => t!(w, "driver-delivered"),
        _ => t!(w, "driver-done"),
    };
    let complete = scope.link(&format!("/driver/stops/{id}/complete"));
    let missing = scope.link(&format!("/driver/stops/{id}/missing"));
    let done = t!(w, "offline-stop", place = stop.site.name.as_str());
    if stop.only_expects() {
        return forecast_only(context, scope, stop, form);
    }
    html! {
        (kept_here(w))
        @for action in [Action::Unload, Action::Load] { (what_to_do(context, stop, action)) }
        (expected::expected_down(context, stop))
        (notes(w, stop))
        (take_over(context, stop))
        div.stack data-while-open { (LinkButton::new(missing, missing_label(context, stop)).icon(Icon::Minus)) }
        (photos(context, stop))
        (ActForm::new(complete, context.op_id(), html! {
            (report::plan_shown(stop)) (report::ahead(context, stop, form)) (report::thermometers(context, stop, form))
        })
            .id("stop").offline(offline::of_stop(done, stop)))
        div data-while-open { (cannot(context, scope, stop, form)) }
        (ActionBar { body: html! {
            (Button::primary(label).icon(Icon::Check).form("stop"))
        } })
        (once_kept(context, scope, stop))
    }
}

/// A stop at which nothing was announced: what is expected there, and the ways to close it.
fn forecast_only(context: &Context, scope: RoundScope, stop: &DriverStop, form: &FormState) -> Markup {
    let w = context.words;
    html! {
        (kept_here(w))
        (expected::expected(context, scope, stop))
        (expected::expected_down(context, stop))
        (notes(w, stop))
        @if stop.site.kind == SiteKind::Donor {
            div data-while-open { (expected::nothing(context, scope, stop)) }
        } @else {
            (ActForm::new(scope.link(&format!("/driver/stops/{}/complete", stop.stop.planned.id)), context.op_id(), html! {
                p { (t!(w, "driver-nothing-for-here")) }
                (report::ahead(context, stop, form))
                (Button::new(t!(w, "driver-nothing-to-do")).icon(Icon::Check))
            }).offline(offline::of_stop(t!(w, "offline-stop", place = stop.site.name.as_str()), stop)))
        }
        div data-while-open { (cannot(context, scope, stop, form)) }
        (once_kept(context, scope, stop))
    }
}

/// Where crates come from another vehicle that stands here.
fn take_over(context: &Context, stop: &DriverStop) -> Markup {
    let loads = stop.stop.planned.loads.iter().filter(|load| load.action == Action::Load);
    let from = loads.filter_map(|load| stop.day.waits_aboard(stop.site.id, load.of, stop.round.id));
    let names: std::collections::BTreeSet<&str> =
        from.filter_map(|round| stop.day.round(round)).map(|round| round.head.person_name.as_str()).collect();
    html! { @for name in names { (Notice::info(t!(context.words, "driver-take-over", name = name))) } }
}

/// Says that the stop was confirmed on this phone.
fn kept_here(w: Words) -> Markup {
    html! { div data-once-kept hidden { (Notice::success(t!(w, "offline-kept-here"))) } }
}

/// The way on once the stop was confirmed without a network.
fn once_kept(context: &Context, scope: RoundScope, stop: &DriverStop) -> Markup {
    let w = context.words;
    html! {
        (offline::ahead(w, scope, &stop.day, stop.stops()))
        div data-once-kept hidden {
            (ActionBar { body: html! {
                (LinkButton::new(scope.link("/driver"), t!(w, "driver-open-next"))
                    .emphasis(Emphasis::Primary).icon(Icon::Navigate).next_stop())
            } })
        }
    }
}

fn missing_label(context: &Context, stop: &DriverStop) -> String {
    let w = context.words;
    if stop.stop.loads() { t!(w, "driver-something-missing") } else { t!(w, "driver-not-everything") }
}

fn what_to_do(context: &Context, stop: &DriverStop, action: Action) -> Markup {
    let w = context.words;
    let planned = stop.stop.planned.loads.iter().filter(|load| load.action == action);
    let crates: i64 = planned.map(|load| stop.expected(load.of, action, load.crates).0).sum();
    let any = stop.stop.planned.loads.iter().any(|load| load.action == action);
    let title = match action {
        Action::Load => t!(w, "driver-to-load"),
        Action::Unload => t!(w, "driver-to-unload"),
    };
    let aside = Some(html! { strong.number { (w.crates(crates)) } });
    html! { @if any { (Section { title, aside, body: report::rows(context, stop, action) }) } }
}

fn photos(context: &Context, stop: &DriverStop) -> Markup {
    let loaded = stop.stop.planned.loads.iter().filter(|load| load.action == Action::Load);
    let mut photos: Vec<PhotoId> = loaded.filter_map(|load| stop.day.lots.get(&load.of)?.photo).collect();
    photos.sort_unstable();
    photos.dedup();
    html! {
        @for photo in photos {
            img.lot-photo src={ "/photos/" (photo) } alt=(t!(context.words, "driver-photo")) loading="lazy";
        }
    }
}

/// One tap each for a closed door and a place out of reach.
fn cannot(context: &Context, scope: RoundScope, stop: &DriverStop, form: &FormState) -> Markup {
    let w = context.words;
    let action = scope.link(&format!("/driver/stops/{}/missed", stop.stop.planned.id));
    let button = |outcome: VisitOutcome, label: String, icon| {
        Button::new(label).icon(icon).emphasis(Emphasis::Danger).sends(Field::Outcome, outcome.word())
    };
    let buttons = html! {
        div.button-row.one-column id=(Field::Outcome) {
            (button(VisitOutcome::Closed, t!(w, "outcome-closed"), Icon::Cross))
            (button(VisitOutcome::Unreachable, t!(w, "driver-cannot-get-there"), Icon::Warning))
        }
        (Disclosure {
            summary: t!(w, "driver-add-note"),
            icon: Some(Icon::Note),
            open: form.has_error([Field::Note]) || !form.value(Field::Note).is_empty(),
            body: report::note(form),
        })
    };
    let missed = t!(w, "offline-missed", place = stop.site.name.as_str());
    let body = html! { (ActForm::new(action, context.op_id(), buttons).offline(offline::of_stop(missed, stop))) };
    html! { (Section { title: t!(w, "driver-cannot"), aside: None, body }) }
}

/// Counting what is not as planned.
fn missing_page(context: &Context, scope: RoundScope, stop: &DriverStop, form: &FormState) -> Page {
    let (w, id) = (context.words, stop.stop.planned.id);
    let fields = html! {
        (hidden(Field::Counted, 1))
        (report::plan_shown(stop))
        @for action in [Action::Unload, Action::Load] {
            @if stop.stop.planned.loads.iter().any(|load| load.action == action) {
                (Section {
                    title: match action {
                        Action::Load => t!(w, "driver-how-many-taken"),
                        Action::Unload => t!(w, "driver-how-many-set-down"),
                    },
                    aside: None,
                    body: report::counters(context, stop, action, form),
                })
            }
        }
        (report::ahead(context, stop, form))
        (report::thermometers(context, stop, form))
        (report::note(form))
        (ActionBar { body: html! { (Button::primary(t!(w, "driver-confirm-counted")).icon(Icon::Check)) } })
    };
    let body = html! {
        (form.summary())
        @match &stop.record {
            Some(record) => (closed::body(context, scope, stop, record)),
            None => {
                (kept_here(w))
                (ActForm::new(scope.link(&format!("/driver/stops/{id}/complete")), context.op_id(), fields)
                    .offline(offline::of_stop(t!(w, "offline-stop", place = stop.site.name.as_str()), stop)))
                (once_kept(context, scope, stop))
            },
        }
    };
    framed(context, scope, stop, body).back(scope.stop(id), t!(w, "driver-back-to-stop"))
}
