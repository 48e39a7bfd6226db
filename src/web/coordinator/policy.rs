//! What counts for how much in a plan: the weights, and what others would have made of the last week before they count.

use axum::response::Response;
use maud::{Markup, html};

use crate::app::planning::{MOST_FOR_A_KILOMETRE, MOST_FOR_A_PERSON, TradeOff};
use crate::app::{Field, Refusal};
use crate::domain::people::Role;
use crate::domain::policy::{Evenness, Weights};
use crate::domain::quantity::Seconds;
use crate::t;
use crate::web::context::Context;
use crate::web::error::WebError;
use crate::web::form_state::FormState;
use crate::web::input::Input;
use crate::web::routes::{Access, Routes};
use crate::web::ui::form::FieldKind;
use crate::web::ui::{ActionBar, Badge, Button, Cell, EmptyState, Icon, Page, Tab, Table, Tone, hidden};
use crate::words::Words;

pub(super) fn routes(routes: Routes) -> Routes {
    let coordinator = Access::As(Role::Coordinator);
    routes.get("/coordinator/policy", coordinator, edit).post("/coordinator/policy", coordinator, save).get(
        "/coordinator/policy/try",
        coordinator,
        compare,
    )
}

async fn edit(context: Context) -> Result<Response, WebError> {
    let weights = context.web.app.weights(&context.actor).await?;
    let form =
        fields(weights).into_iter().fold(FormState::new(context.words), |form, (field, value)| form.with(field, value));
    context.show(form_page(&context, &form)).await
}

/// The weights as fields of the form: minutes for a person, seconds for a kilometre.
fn fields(weights: Weights) -> [(Field, String); 3] {
    [
        (Field::Evenness, weights.evenness.word().to_owned()),
        (Field::Person, (weights.person.0 / 60).to_string()),
        (Field::Kilometre, weights.kilometre.0.to_string()),
    ]
}

fn read(input: &mut Input) -> Result<Weights, Refusal> {
    let evenness = input.choice::<Evenness>(Field::Evenness);
    let person = Seconds(input.needed_number(Field::Person, 0, MOST_FOR_A_PERSON.0 / 60) * 60);
    let kilometre = Seconds(input.needed_number(Field::Kilometre, 0, MOST_FOR_A_KILOMETRE.0));
    input.check()?;
    Ok(Weights { person, kilometre, evenness: evenness.unwrap_or(Evenness::Usual) })
}

fn evenness_name(w: Words, evenness: Evenness) -> String {
    w.evenness(evenness)
}

fn form_page(context: &Context, form: &FormState) -> Page {
    let w = context.words;
    let levels = Evenness::ALL.iter().map(|level| (level.word().to_owned(), evenness_name(w, *level))).collect();
    let body = html! {
        form.stack method="get" action="/coordinator/policy/try" {
            (form.summary())
            (form.select(Field::Evenness, t!(w, "policy-evenness"), levels))
            (form.field(FieldKind::Number, Field::Person, t!(w, "policy-person")).required().hint(t!(w, "policy-person-hint")))
            (form.field(FieldKind::Number, Field::Kilometre, t!(w, "policy-kilometre")).required().hint(t!(w, "policy-kilometre-hint")))
            (ActionBar { body: html! { (Button::primary(t!(w, "policy-try")).icon(Icon::Plan)) } })
        }
    };
    context
        .page(Tab::CoordinatorMore, t!(w, "policy-title"), body)
        .lead(t!(w, "policy-lead"))
        .back(Tab::CoordinatorMore.href(), t!(w, "more"))
}

async fn compare(context: Context, mut input: Input) -> Result<Response, WebError> {
    let weights = match read(&mut input) {
        Ok(weights) => weights,
        Err(refusal) => return refused(&context, refusal, input),
    };
    let now = context.web.app.weights(&context.actor).await?;
    let trade_off = context.web.app.trade_off(&context.actor, weights).await?;
    let w = context.words;
    let body = html! {
        (curve(w, &trade_off, weights.evenness, now.evenness))
        form method="post" action="/coordinator/policy" {
            @for (name, value) in fields(weights) { (hidden(name, value)) }
            (ActionBar { body: html! { (Button::primary(t!(w, "save")).icon(Icon::Check)) } })
        }
    };
    let page = context.page(Tab::CoordinatorMore, t!(w, "policy-curve"), body);
    context.show(page.back("/coordinator/policy", t!(w, "policy-title"))).await
}

/// Fairness against kilometres, one line for each evenness.
fn curve(w: Words, trade_off: &TradeOff, chosen: Evenness, now: Evenness) -> Markup {
    let (Some(first), Some(last)) = (trade_off.days.first(), trade_off.days.last()) else {
        return html! { (EmptyState::new(Icon::Calendar, t!(w, "policy-no-week")).next_step(t!(w, "policy-no-week-next"))) };
    };
    let rows = trade_off.settings.iter().map(|setting| {
        let name = html! {
            (evenness_name(w, setting.evenness))
            @if setting.evenness == chosen { " " (Badge::new(Tone::Good, t!(w, "policy-chosen")).icon(Icon::Check)) }
            @if setting.evenness == now { " " (Badge::new(Tone::Neutral, t!(w, "policy-now"))) }
        };
        vec![
            Cell::new(name),
            Cell::amount(t!(w, "percent", value = setting.reached)),
            Cell::amount(w.distance(setting.metres.0)),
            Cell::amount(w.kilograms(setting.saved.0)),
        ]
    });
    let columns =
        vec![t!(w, "policy-evenness"), t!(w, "policy-reached"), t!(w, "plan-round-way"), t!(w, "policy-saved")];
    html! {
        p { (t!(w, "policy-week", first = w.date_short(*first), last = w.date_short(*last))) }
        (Table { caption: t!(w, "policy-caption"), columns, rows: rows.collect(), keep_shape: false })
        p.hint { (t!(w, "policy-reached-hint")) }
    }
}

fn refused(context: &Context, refusal: Refusal, input: Input) -> Result<Response, WebError> {
    let form = FormState::refused(context.words, refusal, input)?;
    Ok(form.answer(&form_page(context, &form)))
}

async fn save(context: Context, mut input: Input) -> Result<Response, WebError> {
    let saved = match read(&mut input) {
        Ok(weights) => context.web.app.set_weights(&context.actor, weights).await,
        Err(refusal) => Err(refusal),
    };
    match saved {
        Ok(()) => Ok(context.saved("/coordinator/policy")),
        Err(refusal) => refused(&context, refusal, input),
    }
}
