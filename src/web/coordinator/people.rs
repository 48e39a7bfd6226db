//! People, what they may do, and their phones.

use axum::http::header::CACHE_CONTROL;
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};
use serde::Deserialize;

use super::person_form;
use crate::app::{Field, Refusal, Thing};
use crate::domain::id::{DeviceId, PersonId};
use crate::domain::people::{Device, Person, Role};
use crate::domain::site::Site;
use crate::domain::text::{finds, folded};
use crate::t;
use crate::web::address::{Id, Query};
use crate::web::context::Context;
use crate::web::error::WebError;
use crate::web::form_state::FormState;
use crate::web::input::Input;
use crate::web::routes::{Access, Routes};
use crate::web::say;
use crate::web::ui::form::FieldKind;
use crate::web::ui::{
    Badge, Button, CallButton, Disclosure, Emphasis, EmptyState, Icon, InputField, LinkButton, Notice, Page, PageAct,
    PageButton, PagedRows, QrCode, Row, Section, Tab, Tone, list_address,
};
use crate::words::Words;

pub(super) fn routes(routes: Routes) -> Routes {
    let coordinator = Access::As(Role::Coordinator);
    routes
        .get("/coordinator/people", coordinator, list)
        .get("/coordinator/people/new", coordinator, fresh)
        .get("/coordinator/people/{person}", coordinator, show)
        .post("/coordinator/people/{person}", coordinator, save)
        .post("/coordinator/people/{person}/invite", coordinator, invite)
        .post("/coordinator/phones/{device}/revoke", coordinator, revoke)
}

async fn list(context: Context, input: Input) -> Result<Response, WebError> {
    let w = context.words;
    let (mut people, devices) = context.web.app.people(&context.actor).await?;
    let sites = context.web.app.sites(&context.actor).await?;
    let query = input.text(Field::Query);
    people.retain(|person| finds(query, &format!("{} {}", person.name, roles(w, person, &sites).join(" "))));
    people.sort_by_key(|person| (!person.active, folded(&person.name)));
    let body = html! {
        (LinkButton::new("/coordinator/people/new", t!(w, "person-new")).icon(Icon::Plus).emphasis(Emphasis::Primary))
        form.stack method="get" action="/coordinator/people" role="search" {
            (InputField::new(FieldKind::Search, Field::Query, t!(w, "people-search")).value(query))
            (Button::new(t!(w, "search")))
        }
        (LinkButton::new("/coordinator/codes", t!(w, "codes-title")).icon(Icon::Phone))
        p { a href="/coordinator/import" { (t!(w, "upload-title")) } }
        @if people.is_empty() { (EmptyState::new(Icon::People, t!(w, "people-none"))) }
        (PagedRows {
            words: w,
            rows: people.iter().map(|person| row(w, person, &sites, &devices)).collect(),
            page: input.text(Field::Page).parse().unwrap_or(1),
            href: list_address("/coordinator/people", &[(Field::Query, query)]),
        })
    };
    context.show(context.page(Tab::CoordinatorPeople, t!(w, "people-title"), body).lead(t!(w, "people-lead"))).await
}

/// What a person does and where, in words.
pub(super) fn roles(w: Words, person: &Person, sites: &[Site]) -> Vec<String> {
    let name = |id| sites.iter().find(|site| Some(site.id) == id).map(say::site);
    let role = |grant: &crate::domain::people::Grant| {
        let role = w.role(grant.role);
        name(grant.site).map_or_else(|| role.clone(), |site| t!(w, "role-at", role = &*role, site = site))
    };
    person.grants.iter().map(role).collect()
}

fn row(w: Words, person: &Person, sites: &[Site], devices: &[Device]) -> Row {
    let phones = devices.iter().filter(|device| device.person == person.id && device.revoked.is_none()).count();
    let marks = html! {
        @if !person.active { (Badge::new(Tone::Neutral, t!(w, "person-inactive"))) }
        @if phones > 0 {
            (Badge::new(Tone::Good, t!(w, "person-phones", n = phones)).icon(Icon::Phone))
        } @else if person.active {
            (Badge::new(Tone::Warning, t!(w, "person-no-phone")).icon(Icon::Phone))
        }
    };
    Row::new(
        format!("/coordinator/people/{}", person.id),
        Icon::Person,
        &person.name,
        roles(w, person, sites).join(", "),
    )
    .marks(marks)
}

async fn fresh(context: Context) -> Result<Response, WebError> {
    let page = form_page(&context, context.web.app.machine().id(), None, &person_form::blank(context.words)).await?;
    context.show(page).await
}

#[derive(Debug, Default, Deserialize)]
struct Told {
    #[serde(default)]
    told: String,
    /// How many shifts are sought now.
    #[serde(default)]
    sought: usize,
}

async fn show(context: Context, Id(id): Id<PersonId>, Query(told): Query<Told>) -> Result<Response, WebError> {
    let w = context.words;
    let people = context.web.app.people(&context.actor).await?.0;
    let person = people.iter().find(|known| known.id == id).ok_or(Refusal::NotFound(Thing::Person))?;
    let mut page = form_page(&context, id, Some(person), &person_form::filled(context.words, person)).await?;
    let notice = match &*told.told {
        "locked" => Some(Notice::success(t!(w, "phone-locked-now"))),
        "own-phone" => Some(Notice::warning(t!(w, "phone-own"))),
        _ => None,
    };
    if told.sought > 0 {
        let notice = Notice::warning(t!(w, "fleet-sought", n = told.sought))
            .then(html! { a href="/coordinator/fleet" { (t!(w, "fleet-title")) } });
        page.body = html! { (notice) (page.body) };
    }
    if let Some(notice) = notice {
        page.body = html! { (notice) (page.body) };
    }
    context.show(page).await
}

async fn save(context: Context, Id(id): Id<PersonId>, mut input: Input) -> Result<Response, WebError> {
    let people = context.web.app.people(&context.actor).await?.0;
    let before = people.iter().find(|known| known.id == id);
    let saved = match person_form::read(id, before, &mut input) {
        Ok(person) => context.web.app.save_person(&context.actor, person).await,
        Err(refusal) => Err(refusal),
    };
    match saved {
        Ok(sought) => Ok(context.saved(&format!("/coordinator/people/{id}?sought={sought}"))),
        Err(refusal) => {
            let form = FormState::refused(context.words, refusal, input)?;
            Ok(form.answer(&form_page(&context, id, before, &form).await?))
        }
    }
}

async fn form_page(
    context: &Context,
    id: PersonId,
    person: Option<&Person>,
    form: &FormState,
) -> Result<Page, WebError> {
    let w = context.words;
    let sites = context.web.app.sites(&context.actor).await?;
    let devices = context.web.app.people(&context.actor).await?.1;
    let fields = person_form::form(
        form,
        &format!("/coordinator/people/{id}"),
        &sites,
        id == context.actor.person,
        person.is_none(),
    );
    let title = person.map_or_else(|| t!(w, "person-new"), |person| person.name.clone());
    let body = match person {
        None => fields,
        Some(person) => html! {
            p.soft { (roles(w, person, &sites).join(", ")) }
            @if !person.phone.is_empty() {
                div.line { span.number { (person.phone) } (CallButton { words: w, name: &person.name, phone: &person.phone }) }
            }
            @if person.active {
                form method="post" action={ "/coordinator/people/" (id) "/invite" } {
                    (Button::primary(t!(w, "invite")).icon(Icon::Phone))
                }
                p.hint { (t!(w, "invite-hint")) }
            }
            (Section { title: t!(w, "person-devices"), aside: None, body: phones(context, person, &devices) })
            (Disclosure { summary: t!(w, "person-edit"), icon: Some(Icon::Person), open: form.is_refused(), body: fields })
        },
    };
    Ok(context.page(Tab::CoordinatorPeople, title, body).back("/coordinator/people", t!(w, "people-title")))
}

fn phones(context: &Context, person: &Person, devices: &[Device]) -> Markup {
    let w = context.words;
    let own: Vec<&Device> = devices.iter().filter(|device| device.person == person.id).collect();
    html! {
        @if own.is_empty() { (EmptyState::new(Icon::Phone, t!(w, "person-no-phone")).next_step(t!(w, "person-no-phone-hint"))) }
        @for device in own {
            article.card.off[device.revoked.is_some()] {
                div.spread {
                    h3 { @if device.label.is_empty() { (t!(w, "phone-unknown")) } @else { (device.label) } }
                    @if context.actor.device == Some(device.id) { (Badge::new(Tone::Good, t!(w, "phone-this"))) }
                }
                p.soft.small {
                    (t!(w, "phone-since", time = context.when(device.created))) " · "
                    (t!(w, "phone-seen", time = context.when(device.last_seen)))
                }
                @match device.revoked {
                    Some(at) => div.badges { (Badge::new(Tone::Danger, t!(w, "phone-locked", time = context.when(at))).icon(Icon::Cross)) },
                    None if context.actor.device == Some(device.id) => {}
                    None => form method="post" action={ "/coordinator/phones/" (device.id) "/revoke" } {
                        (Button::new(t!(w, "phone-lock")).emphasis(Emphasis::Danger).icon(Icon::Cross))
                    },
                }
            }
        }
    }
}

/// Makes a code and shows it at once: only its hash is kept, so no address could show it again.
async fn invite(context: Context, Id(id): Id<PersonId>) -> Result<Response, WebError> {
    let w = context.words;
    let people = context.web.app.people(&context.actor).await?.0;
    let person = people.iter().find(|known| known.id == id && known.active).ok_or(Refusal::NotFound(Thing::Person))?;
    let (code, until) = context.web.app.invite(&context.actor, id, false).await?;
    let link = format!("{}/enter/{code}", context.web.public_url);
    let until = context.clock(until);
    let message = t!(w, "invite-message", name = &*person.name, link = &*link, code = &*code, time = &*until);
    let (left, right) = code.split_at_checked(4).unwrap_or((&code, ""));
    let body = html! {
        p.centred.code-big aria-label=(t!(w, "invite-code")) { span { (left) } " " span { (right) } }
        p.centred { strong { (t!(w, "invite-until", time = until)) } }
        (QrCode { text: &link, label: &t!(w, "invite-qr", name = &*person.name) })
        p.centred.small { (link) }
        div.line.centre {
            (PageButton { words: w, act: PageAct::Share(message) })
            (PageButton { words: w, act: PageAct::Copy(link.clone()) })
        }
        (Notice::info(t!(w, "invite-how")))
    };
    let page = context
        .page(Tab::CoordinatorPeople, t!(w, "invite-title", name = &*person.name), body)
        .back(format!("/coordinator/people/{id}"), person.name.clone())
        .path(format!("/coordinator/people/{id}"));
    let mut answer = context.show(page).await?;
    answer.headers_mut().insert(CACHE_CONTROL, axum::http::HeaderValue::from_static("no-store"));
    Ok(answer)
}

async fn revoke(context: Context, Id(id): Id<DeviceId>) -> Result<Response, WebError> {
    let devices = context.web.app.people(&context.actor).await?.1;
    let device = devices.iter().find(|known| known.id == id).ok_or(Refusal::NotFound(Thing::Device))?;
    // Nobody locks themselves out by a slip: "log out" is for that.
    let told = if context.actor.device == Some(id) {
        "own-phone"
    } else {
        if device.revoked.is_none() {
            context.web.app.revoke(&context.actor, id).await?;
        }
        "locked"
    };
    Ok(Redirect::to(&format!("/coordinator/people/{}?told={told}", device.person)).into_response())
}
