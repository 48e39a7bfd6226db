//! Shops, points and hubs: the list, and one of them with all that is known of it.

use axum::response::Response;
use jiff::civil::Date;
use maud::{Markup, html};
use serde::Deserialize;

use super::site_form;
use crate::app::{Field, Refusal, Thing};
use crate::domain::calendar::{self, Closed, Closure};
use crate::domain::id::SiteId;
use crate::domain::people::Role;
use crate::domain::site::{Site, SiteKind};
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
    Badge, Button, CallButton, DefinitionList, Disclosure, EmptyState, Icon, InputField, LinkButton, NavigateButton,
    Page, PagedRows, Row, Tab, Tone, hidden, list_address,
};
use crate::web::usual;
use crate::words::Words;

pub(super) fn routes(routes: Routes) -> Routes {
    let coordinator = Access::As(Role::Coordinator);
    routes
        .get("/coordinator/sites", coordinator, list)
        .get("/coordinator/sites/new", coordinator, fresh)
        .get("/coordinator/sites/{site}", coordinator, show)
        .post("/coordinator/sites/{site}", coordinator, save)
        .get("/coordinator/sites/{site}/usual", coordinator, show_usual)
        .post("/coordinator/sites/{site}/usual", coordinator, save_usual)
}

/// The page of a site.
pub(super) fn site_path(id: SiteId) -> String {
    format!("/coordinator/sites/{id}")
}

/// The picture of a kind of site.
pub(super) const fn icon(kind: SiteKind) -> Icon {
    match kind {
        SiteKind::Donor => Icon::Shop,
        SiteKind::Point => Icon::Point,
        SiteKind::Hub => Icon::Crate,
    }
}

async fn list(context: Context, input: Input) -> Result<Response, WebError> {
    let w = context.words;
    let mut sites = context.web.app.sites(&context.actor).await?;
    let query = input.text(Field::Query);
    let kind = input.text(Field::Kind).parse::<SiteKind>().ok();
    sites.retain(|site| kind.is_none_or(|kind| site.kind == kind));
    sites.retain(|site| finds(query, &format!("{} {} {}", site.name, site.town_name, site.address)));
    sites.sort_by_key(|site| (folded(&site.name), site.id));
    let href = |kind: Option<SiteKind>| {
        let kind = kind.map_or_else(String::new, |kind| kind.to_string());
        list_address("/coordinator/sites", &[(Field::Kind, &kind), (Field::Query, query)])
    };
    let rows = sites.iter().map(|site| row(w, site)).collect();
    let body = html! {
        form.stack method="get" action="/coordinator/sites" role="search" {
            (InputField::new(FieldKind::Search, Field::Query, t!(w, "sites-search")).value(query))
            @if let Some(kind) = kind { (hidden(Field::Kind, kind)) }
            (Button::new(t!(w, "search")))
        }
        nav.line aria-label=(t!(w, "sites-kinds")) {
            @for one in [None].into_iter().chain(SiteKind::ALL.iter().copied().map(Some)) {
                a.chip href=(href(one)) aria-current=[(one == kind).then_some("true")] {
                    (one.map_or_else(|| t!(w, "sites-all"), |one| w.sites_of(one)))
                }
            }
        }
        div.line {
            @for kind in SiteKind::ALL {
                (LinkButton::new(format!("/coordinator/sites/new?kind={kind}"), w.site_new(*kind)).icon(Icon::Plus))
            }
        }
        p { a href="/coordinator/import" { (t!(w, "upload-title")) } }
        @if sites.is_empty() && query.is_empty() && kind.is_none() {
            (EmptyState::new(Icon::Pin, t!(w, "sites-none-yet")).link("/coordinator/start", t!(w, "start-title")))
        } @else if sites.is_empty() {
            (EmptyState::new(Icon::Pin, t!(w, "sites-none")).next_step(t!(w, "sites-none-hint")))
        }
        (PagedRows { words: w, rows, page: input.text(Field::Page).parse().unwrap_or(1), href: href(kind) })
    };
    context.show(context.page(Tab::CoordinatorSites, t!(w, "sites-title"), body).lead(t!(w, "sites-lead"))).await
}

fn marks(w: Words, site: &Site) -> Markup {
    html! {
        @if site.approximate || !site.active || site.opening.is_never() {
            div.badges {
                @if site.approximate { (Badge::new(Tone::Warning, t!(w, "site-approximate")).icon(Icon::Pin)) }
                @if !site.active { (Badge::new(Tone::Neutral, t!(w, "site-inactive"))) }
                @if by_appointment(site) { (Badge::new(Tone::Neutral, t!(w, "site-appointment")).icon(Icon::Clock)) }
                @else if site.opening.is_never() { (Badge::new(Tone::Warning, t!(w, "site-never-open")).icon(Icon::Clock)) }
            }
        }
    }
}

/// Whether a place opens only when somebody writes an appointment. A shop without hours still misses them.
fn by_appointment(site: &Site) -> bool {
    site.opening.is_never()
        && site.opening.by_appointment()
        && (site.kind == SiteKind::Point || !site.opening.has_no_rules())
}

fn row(w: Words, site: &Site) -> Row {
    let about: Vec<&str> = [&*site.town_name, &*site.address].into_iter().filter(|part| !part.is_empty()).collect();
    Row::new(format!("/coordinator/sites/{}", site.id), icon(site.kind), &site.name, about.join(", "))
        .marks(marks(w, site))
}

#[derive(Debug, Default, Deserialize)]
struct Kind {
    #[serde(default)]
    kind: String,
}

async fn fresh(context: Context, Query(kind): Query<Kind>) -> Result<Response, WebError> {
    let kind = kind.kind.parse().unwrap_or(SiteKind::Point);
    let form = site_form::blank(context.words, kind);
    let page = form_page(&context, context.web.app.machine().id(), None, &form).await?;
    context.show(page).await
}

async fn show(context: Context, Id(id): Id<SiteId>) -> Result<Response, WebError> {
    let sites = context.web.app.sites(&context.actor).await?;
    let site = sites.iter().find(|site| site.id == id).ok_or(Refusal::NotFound(Thing::Site))?;
    let page = form_page(&context, id, Some(site), &site_form::filled(context.words, site)).await?;
    context.show(page).await
}

async fn save(context: Context, Id(id): Id<SiteId>, mut input: Input) -> Result<Response, WebError> {
    let sites = context.web.app.sites(&context.actor).await?;
    let before = sites.iter().find(|site| site.id == id);
    let read = site_form::read(&context, id, before, &mut input).await;
    let saved = match read {
        Ok(site) => context.web.app.save_site(&context.actor, site).await,
        Err(refusal) => Err(refusal),
    };
    match saved {
        Ok(()) => Ok(context.saved(&format!("/coordinator/sites/{id}"))),
        Err(refusal) => {
            let form = FormState::refused(context.words, refusal, input)?;
            Ok(form.answer(&form_page(&context, id, before, &form).await?))
        }
    }
}

/// A donor of the area, whose week is asked for.
async fn donor(context: &Context, id: SiteId) -> Result<Site, WebError> {
    let sites = context.web.app.sites(&context.actor).await?;
    let found = sites.into_iter().find(|site| site.id == id && site.kind == SiteKind::Donor);
    Ok(found.ok_or(Refusal::NotFound(Thing::Site))?)
}

async fn show_usual(context: Context, Id(site): Id<SiteId>) -> Result<Response, WebError> {
    let (w, site) = (context.words, donor(&context, site).await?);
    let week = context.web.app.usual_week(&context.actor, &site).await?;
    let body = usual::form(&context, &week, &format!("/coordinator/sites/{}/usual", site.id));
    let page = context.page(Tab::CoordinatorSites, t!(w, "usual-title-of"), body).lead(say::site(&site));
    context.show(page.back(format!("/coordinator/sites/{}", site.id), site.name.clone())).await
}

async fn save_usual(context: Context, Id(site): Id<SiteId>, mut input: Input) -> Result<Response, WebError> {
    let site = donor(&context, site).await?;
    let choices = usual::read(&mut input)?;
    context.web.app.set_usual_week(&context.actor, site.id, choices).await?;
    Ok(context.saved(&format!("/coordinator/sites/{}/usual", site.id)))
}

async fn form_page(context: &Context, id: SiteId, site: Option<&Site>, form: &FormState) -> Result<Page, WebError> {
    let w = context.words;
    let towns = context.web.app.towns(&context.actor).await?;
    let closures = context.web.app.closures(&context.actor).await?;
    let fields = site_form::form(form, &format!("/coordinator/sites/{id}"), &towns, site.is_none());
    let title =
        site.map_or_else(|| w.site_new(form.parsed(Field::Kind).unwrap_or(SiteKind::Point)), |site| site.name.clone());
    let body = match site {
        None => fields,
        Some(site) => html! {
            (facts(w, site))
            (links(context, site))
            (next_weeks(context, site, &closures))
            (Disclosure { summary: t!(w, "site-edit"), icon: Some(icon(site.kind)), open: form.is_refused(), body: fields })
        },
    };
    Ok(context.page(Tab::CoordinatorSites, title, body).back("/coordinator/sites", t!(w, "sites-title")))
}

fn facts(w: Words, site: &Site) -> Markup {
    let refused: Vec<String> = site.refused.iter().map(|food| w.category(food)).collect();
    let mut facts = vec![
        (t!(w, "site-what"), html! { (w.site_kind(site.kind)) }),
        (t!(w, "site-where"), html! { @if !site.address.is_empty() { (site.address) ", " } (site.town_name) }),
        (
            t!(w, "site-hours"),
            html! {
                @for (days, hours) in w.opening(&site.opening) { span.block { (days) " " (hours) } }
            },
        ),
        (
            t!(w, "site-holidays"),
            html! { (if site.open_holidays { t!(w, "site-open-on-holidays") } else { t!(w, "site-closed-on-holidays") }) },
        ),
        (t!(w, "site-service"), html! { (w.duration(site.service.0)) }),
    ];
    if !site.phone.is_empty() {
        facts.push((t!(w, "site-phone"), html! { (site.phone) }));
    }
    if site.kind == SiteKind::Point {
        facts.push((
            t!(w, "site-serves"),
            html! { (t!(w, "families", n = site.families)) ", " (t!(w, "persons", n = site.persons)) },
        ));
    }
    if !refused.is_empty() {
        facts.push((t!(w, "site-refuses"), html! { (refused.join(", ")) }));
    }
    if !site.notes.is_empty() {
        facts.push((t!(w, "site-notes"), html! { span.keep-lines { (site.notes) } }));
    }
    html! { (marks(w, site)) (DefinitionList(facts)) }
}

/// When it opens in the next four weeks, day by day, and why not where it otherwise would.
fn next_weeks(context: &Context, site: &Site, closures: &[Closure]) -> Markup {
    let (w, today) = (context.words, context.today());
    let why = |closed: Closed<'_>| match closed {
        Closed::Holiday(holiday) => w.holiday(holiday),
        Closed::Closure(closure) => closure.note.clone(),
    };
    let day = |date: Date| {
        let windows = calendar::windows(site, date, closures);
        let said = match calendar::closed(site, date, closures) {
            Some(closed) if !site.opening.on(date).is_empty() => [t!(w, "opening-closed"), why(closed)]
                .into_iter()
                .filter(|part| !part.is_empty())
                .collect::<Vec<_>>()
                .join(": "),
            _ if windows.is_empty() => return None,
            _ => w.windows(&windows),
        };
        Some((w.date(date), said))
    };
    let days: Vec<_> = (0..28).filter_map(|ahead| day(calendar::days(today, ahead))).collect();
    let body = html! {
        @if days.is_empty() { p.soft { (t!(w, "site-next-weeks-none")) } }
        dl.facts.wide { @for (date, hours) in days { div { dt { (date) } dd { (hours) } } } }
        p { a href={ "/coordinator/closures?site=" (site.id) "#new" } { (t!(w, "site-other-hours")) } }
    };
    html! { (Disclosure { summary: t!(w, "site-next-weeks"), icon: Some(Icon::Calendar), open: by_appointment(site), body }) }
}

fn links(context: &Context, site: &Site) -> Markup {
    let w = context.words;
    let own = match site.kind {
        SiteKind::Donor => "donor",
        SiteKind::Point | SiteKind::Hub => "point",
    };
    html! {
        div.line {
            @if !site.phone.is_empty() { (CallButton { words: w, name: &say::site(site), phone: &site.phone }) }
            (NavigateButton { words: w, latitude: site.at.lat, longitude: site.at.lon })
            (LinkButton::new(format!("/{own}?site={}", site.id), t!(w, "site-its-pages")).icon(Icon::Arrow))
            (LinkButton::new(format!("/coordinator/trace?site={}", site.id), t!(w, "site-its-lots")).icon(Icon::Trace))
            @if site.kind == SiteKind::Donor {
                (LinkButton::new(format!("/coordinator/sites/{}/usual", site.id), t!(w, "usual-title-of")).icon(Icon::Calendar))
            }
        }
    }
}
