//! The cold limits: what is right for each food, how long it may be outside a fridge, and who says so.

use std::collections::BTreeMap;

use axum::extract::Path;
use axum::response::Response;
use maud::{Markup, html};

use crate::app::{Field, Refusal, Thing};
use crate::domain::cold::ColdLimit;
use crate::domain::food::Category;
use crate::domain::people::Role;
use crate::domain::quantity::{Decidegrees, Seconds};
use crate::domain::time::Millis;
use crate::t;
use crate::web::context::Context;
use crate::web::error::WebError;
use crate::web::form_state::FormState;
use crate::web::input::Input;
use crate::web::routes::{Access, Routes};
use crate::web::ui::form::FieldKind;
use crate::web::ui::{ActionBar, Button, Cell, Icon, Notice, Page, Tab, Table};
use crate::words::Words;

/// The longest limit, in minutes.
const MOST_MINUTES: i64 = 24 * 60;

pub(super) fn routes(routes: Routes) -> Routes {
    let coordinator = Access::As(Role::Coordinator);
    routes.get("/coordinator/limits", coordinator, list).get("/coordinator/limits/{category}", coordinator, show).post(
        "/coordinator/limits/{category}",
        coordinator,
        save,
    )
}

async fn list(context: Context) -> Result<Response, WebError> {
    let w = context.words;
    let limits = context.web.app.cold_limits(&context.actor).await?;
    let sources = context.web.app.cold_sources(&context.actor).await?;
    let timed = |limit: &&ColdLimit| limit.category.usual_class().is_timed();
    let rows = limits.iter().filter(timed).map(|limit| row(&context, limit, &sources)).collect();
    let columns = vec![
        t!(w, "limits-food"),
        t!(w, "limits-range"),
        t!(w, "limits-tolerated"),
        t!(w, "limits-warn"),
        t!(w, "limits-limit"),
        t!(w, "limits-source"),
    ];
    let body = html! {
        (proposal(w))
        (Table { caption: t!(w, "limits-caption"), columns, rows, keep_shape: false })
        p.soft { (t!(w, "limits-others")) }
    };
    let page = context
        .page(Tab::CoordinatorMore, t!(w, "limits-title"), body)
        .back(Tab::CoordinatorMore.href(), t!(w, "more"));
    context.show(page).await
}

fn proposal(w: Words) -> Notice {
    Notice::warning(t!(w, "limits-proposal")).then(html! { p { (t!(w, "limits-proposal-more")) } })
}

fn row(context: &Context, limit: &ColdLimit, sources: &BTreeMap<Category, (String, Millis)>) -> Vec<Cell> {
    let w = context.words;
    let minutes = |length: Seconds| Cell::text(t!(w, "minutes", n = length.0 / 60));
    let source = match sources.get(&limit.category) {
        Some((source, since)) => {
            html! { (source) " " span.soft { (t!(w, "limits-since", date = w.date(context.zone.date(*since)))) } }
        }
        None => html! { span.soft { (t!(w, "limits-shipped")) } },
    };
    vec![
        Cell::new(html! { a href={ "/coordinator/limits/" (limit.category) } { (w.category(limit.category)) } }),
        Cell::text(range(w, limit)),
        Cell::text(
            limit
                .tolerated
                .map_or_else(|| t!(w, "limits-nothing"), |read| t!(w, "limits-up-to", high = degrees(w, read))),
        ),
        minutes(limit.warn),
        minutes(limit.limit),
        Cell::new(source),
    ]
}

fn range(w: Words, limit: &ColdLimit) -> String {
    match (limit.coldest, limit.warmest) {
        (Some(low), Some(high)) => t!(w, "limits-between", low = degrees(w, low), high = degrees(w, high)),
        (Some(low), None) => t!(w, "limits-at-least", low = degrees(w, low)),
        (None, Some(high)) => t!(w, "limits-at-most", high = degrees(w, high)),
        (None, None) => t!(w, "limits-nothing"),
    }
}

/// Degrees as a number, without a decimal where there is none.
fn degrees(w: Words, degrees: Decidegrees) -> String {
    if degrees.0 % 10 == 0 { w.grouped(degrees.0 / 10) } else { w.tenths(degrees.0) }
}

async fn limit_of(context: &Context, category: &str) -> Result<ColdLimit, WebError> {
    let category: Category = category.parse().map_err(|_| Refusal::NotFound(Thing::Page))?;
    let limits = context.web.app.cold_limits(&context.actor).await?;
    Ok(limits.into_iter().find(|limit| limit.category == category).ok_or(Refusal::NotFound(Thing::Page))?)
}

async fn show(context: Context, Path(category): Path<String>) -> Result<Response, WebError> {
    let limit = limit_of(&context, &category).await?;
    let source = context.web.app.cold_sources(&context.actor).await?.remove(&limit.category);
    let form = filled(context.words, &limit, source.map(|(source, _)| source).unwrap_or_default());
    context.show(form_page(&context, limit.category, &form)).await
}

fn filled(w: Words, limit: &ColdLimit, source: String) -> FormState {
    let read = |read: Option<Decidegrees>| read.map(|read| degrees(w, read)).unwrap_or_default();
    FormState::new(w)
        .with(Field::Coldest, read(limit.coldest))
        .with(Field::Warmest, read(limit.warmest))
        .with(Field::Tolerated, read(limit.tolerated))
        .with(Field::Warn, limit.warn.0 / 60)
        .with(Field::Limit, limit.limit.0 / 60)
        .with(Field::Source, source)
}

fn form_page(context: &Context, category: Category, form: &FormState) -> Page {
    let w = context.words;
    let body: Markup = html! {
        (proposal(w))
        form.stack method="post" action={ "/coordinator/limits/" (category) } {
            (form.summary())
            div.pair {
                (form.field(FieldKind::Text, Field::Coldest, t!(w, "limits-coldest")))
                (form.field(FieldKind::Text, Field::Warmest, t!(w, "limits-warmest")))
            }
            (form.field(FieldKind::Text, Field::Tolerated, t!(w, "limits-tolerated-field")).hint(t!(w, "limits-tolerated-hint")))
            div.pair {
                (form.field(FieldKind::Number, Field::Warn, t!(w, "limits-warn-field")).required())
                (form.field(FieldKind::Number, Field::Limit, t!(w, "limits-limit-field")).required())
            }
            (form.field(FieldKind::Text, Field::Source, t!(w, "limits-source-field")).required().max_length(120).hint(t!(w, "limits-source-hint")))
            (ActionBar { body: html! { (Button::primary(t!(w, "save")).icon(Icon::Check)) } })
        }
    };
    context.page(Tab::CoordinatorMore, w.category(category), body).back("/coordinator/limits", t!(w, "limits-title"))
}

async fn save(context: Context, Path(category): Path<String>, mut input: Input) -> Result<Response, WebError> {
    let category = limit_of(&context, &category).await?.category;
    let saved = match read(category, &mut input) {
        Ok(limit) => context.web.app.save_cold_limit(&context.actor, limit, input.text(Field::Source).to_owned()).await,
        Err(refusal) => Err(refusal),
    };
    match saved {
        Ok(()) => Ok(context.saved("/coordinator/limits")),
        Err(refusal) => {
            let form = FormState::refused(context.words, refusal, input)?;
            Ok(form.answer(&form_page(&context, category, &form)))
        }
    }
}

fn read(category: Category, input: &mut Input) -> Result<ColdLimit, Refusal> {
    let limit = ColdLimit {
        category,
        coldest: input.temperature(Field::Coldest),
        warmest: input.temperature(Field::Warmest),
        tolerated: input.temperature(Field::Tolerated),
        warn: Seconds(input.needed_number(Field::Warn, 1, MOST_MINUTES) * 60),
        limit: Seconds(input.needed_number(Field::Limit, 1, MOST_MINUTES) * 60),
    };
    input.needed(Field::Source, crate::domain::text::name);
    input.check()?;
    Ok(limit)
}
