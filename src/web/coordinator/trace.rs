//! Looking for a lot: by its number, its day, its shop or the point that got it.

use axum::response::{IntoResponse, Redirect, Response};
use jiff::civil::Date;
use maud::{Markup, html};

use super::form::site_options;
use super::{lot, recall};
use crate::app::Field;
use crate::app::trace::{Found, Wanted};
use crate::domain::food::Category;
use crate::domain::id::{LotId, SiteId};
use crate::domain::ledger::{HolderKind, Holding};
use crate::domain::lot::Lot;
use crate::domain::people::Role;
use crate::domain::site::{Site, SiteKind};
use crate::domain::text::{finds, folded};
use crate::t;
use crate::web::context::Context;
use crate::web::error::WebError;
use crate::web::input::Input;
use crate::web::routes::{Access, Routes};
use crate::web::say;
use crate::web::ui::form::FieldKind;
use crate::web::ui::{
    Badge, Button, Card, Disclosure, EmptyState, Icon, InputField, LinkButton, PagedRows, Row, Section, Select, Tab,
    Tone, hidden, list_address,
};
use crate::words::Words;

pub(super) fn routes(routes: Routes) -> Routes {
    let coordinator = Access::As(Role::Coordinator);
    routes.get("/coordinator/trace", coordinator, search).get("/coordinator/lots/{lot}", coordinator, lot::show).get(
        "/coordinator/recall",
        coordinator,
        recall::show,
    )
}

/// What is looked for.
#[derive(Debug)]
struct Asked {
    query: String,
    date: String,
    site: String,
    /// The page of the list, from 1.
    page: usize,
}

impl Asked {
    fn of(input: &Input) -> Self {
        let text = |field| input.text(field).to_owned();
        Self {
            query: text(Field::Query),
            date: text(Field::Date),
            site: text(Field::Site),
            page: input.text(Field::Page).parse().unwrap_or(1),
        }
    }
}

async fn search(context: Context, input: Input) -> Result<Response, WebError> {
    let asked = Asked::of(&input);
    let (w, app, who) = (context.words, &context.web.app, &context.actor);
    let sites = app.sites(who).await?;
    let date = asked.date.parse::<Date>().ok();
    let number = lot_number(&asked.query);
    if let Some(number) = number
        && let Some(lot) = app.lot_numbered(who, number).await?
    {
        return Ok(Redirect::to(&format!("/coordinator/lots/{}", lot.id)).into_response());
    }
    let named = sites_named(&sites, &asked);
    let body = html! {
        (search_form(w, &asked))
        @match (number, &named[..]) {
            (Some(number), _) => (EmptyState::new(Icon::Trace, t!(w, "trace-no-such-lot", number = number))
                .next_step(t!(w, "trace-no-such-lot-hint"))),
            (None, [site]) => (of_site(&context, &sites, site, (date, &asked)).await?),
            (None, []) if asked.query.is_empty() && asked.site.is_empty() =>
                (of_day(&context, &sites, (date.unwrap_or(context.today()), &asked)).await?),
            (None, []) => (EmptyState::new(Icon::Trace, t!(w, "trace-nothing")).next_step(t!(w, "trace-no-such-lot-hint"))),
            (None, several) => (choose_site(w, several, &asked)),
        }
        (shop_recall(&context, &sites))
    };
    let page = context.page(Tab::CoordinatorTrace, t!(w, "trace-title"), body).lead(t!(w, "trace-lead"));
    context.show(page).await
}

/// The number in what people write for a lot: `12`, `L12`, `lotto 12`, `#12`.
fn lot_number(text: &str) -> Option<i64> {
    let text = folded(text);
    let rest = ["lotto", "lot", "l", "#"].iter().find_map(|mark| text.strip_prefix(mark)).unwrap_or(&text);
    let digits = rest.trim_start_matches([' ', '.', '#', '-']).trim();
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    digits.parse().ok()
}

fn sites_named<'a>(sites: &'a [Site], asked: &Asked) -> Vec<&'a Site> {
    if let Ok(id) = asked.site.parse::<SiteId>() {
        return sites.iter().filter(|site| site.id == id).collect();
    }
    if asked.query.trim().is_empty() {
        return Vec::new();
    }
    sites.iter().filter(|site| finds(&asked.query, &format!("{} {}", site.name, site.town_name))).collect()
}

fn search_form(w: Words, asked: &Asked) -> Markup {
    html! {
        form.stack method="get" action="/coordinator/trace" role="search" {
            (InputField::new(FieldKind::Search, Field::Query, t!(w, "trace-query")).value(&asked.query).hint(t!(w, "trace-query-hint")))
            (InputField::new(FieldKind::Date, Field::Date, t!(w, "trace-date")).value(&asked.date))
            @if !asked.site.is_empty() { (hidden(Field::Site, &asked.site)) }
            (Button::primary(t!(w, "search")).icon(Icon::Trace))
        }
    }
}

async fn of_day(context: &Context, sites: &[Site], (date, asked): (Date, &Asked)) -> Result<Markup, WebError> {
    let w = context.words;
    let found = context.web.app.find_lots(&context.actor, Wanted::Day(date)).await?;
    let title = t!(w, "trace-of-day", day = w.date_from(date, context.today()));
    let empty = EmptyState::new(Icon::Trace, t!(w, "trace-nothing-that-day"));
    Ok(html! { (Section { title, aside: None, body: lots(context, sites, &found, asked, empty) }) })
}

async fn of_site(
    context: &Context,
    sites: &[Site],
    site: &Site,
    (date, asked): (Option<Date>, &Asked),
) -> Result<Markup, WebError> {
    let w = context.words;
    let found = context.web.app.find_lots(&context.actor, Wanted::Site(site.id, date)).await?;
    let empty = EmptyState::new(Icon::Trace, t!(w, "trace-nothing-there"));
    let back = site.kind == SiteKind::Donor && !found.lots.is_empty();
    Ok(html! {
        (Section {
            title: say::site(site),
            aside: Some(match date {
                Some(date) => html! { (w.date(date)) },
                None => html! { (t!(w, "trace-last-weeks")) },
            }),
            body: html! {
                @if let (true, Some(date)) = (back, date) {
                    (LinkButton::new(format!("/coordinator/recall?site={}&date={date}", site.id), t!(w, "recall-this-day"))
                        .icon(Icon::Warning))
                }
                (lots(context, sites, &found, asked, empty))
            },
        })
    })
}

fn lots(context: &Context, sites: &[Site], found: &Found, asked: &Asked, empty: EmptyState) -> Markup {
    if found.lots.is_empty() {
        return html! { (empty) };
    }
    let (w, name) = (context.words, |id| sites.iter().find(|site| site.id == id).map(say::site).unwrap_or_default());
    let row = |lot: &Lot| {
        let about = format!("{} · {} · {}", name(lot.site), w.date_short(lot.date), w.crates(lot.crates.0));
        let marks = html! { @for badge in where_badges(w, lot.id, &found.holdings) { (badge) } };
        Row::new(format!("/coordinator/lots/{}", lot.id), Icon::Crate, say::lot(w, lot), about).marks(marks)
    };
    html! {
        (PagedRows {
            words: w,
            rows: found.lots.iter().map(row).collect(),
            page: asked.page,
            href: list_address("/coordinator/trace", &[
                (Field::Query, &asked.query), (Field::Date, &asked.date), (Field::Site, &asked.site),
            ]),
        })
    }
}

/// Where the crates of a lot are, as marks: one for each kind of holder that has some.
pub(super) fn where_badges(w: Words, lot: LotId, holdings: &[Holding]) -> Vec<Badge> {
    let mut badges = Vec::new();
    for kind in HolderKind::ALL.iter().filter(|kind| **kind != HolderKind::Supplier) {
        let held = holdings.iter().filter(|held| held.lot == lot && held.holder.kind() == *kind);
        let crates: i64 = held.map(|held| held.balance.crates.0).sum();
        if crates > 0 {
            let tone = match kind {
                HolderKind::Handover => Tone::Warning,
                HolderKind::Discarded => Tone::Danger,
                HolderKind::Families => Tone::Good,
                _ => Tone::Neutral,
            };
            badges.push(Badge::new(tone, there(w, *kind, crates)));
        }
    }
    if badges.is_empty() {
        badges.push(Badge::new(Tone::Neutral, t!(w, "where-nowhere")));
    }
    badges
}

fn there(w: Words, kind: HolderKind, crates: i64) -> String {
    match kind {
        HolderKind::Supplier => t!(w, "where-supplier", n = crates),
        HolderKind::Donor => t!(w, "where-donor", n = crates),
        HolderKind::Vehicle => t!(w, "where-vehicle", n = crates),
        HolderKind::Handover => t!(w, "where-handover", n = crates),
        HolderKind::Point => t!(w, "where-point", n = crates),
        HolderKind::Hub => t!(w, "where-hub", n = crates),
        HolderKind::Families => t!(w, "where-families", n = crates),
        HolderKind::Discarded => t!(w, "where-discarded", n = crates),
    }
}

fn choose_site(w: Words, sites: &[&Site], asked: &Asked) -> Markup {
    html! {
        (Section {
            title: t!(w, "trace-which-site"),
            aside: None,
            body: html! {
                @for site in sites.iter().take(20) {
                    @let icon = super::sites::icon(site.kind);
                    @let href = format!("/coordinator/trace?site={}&date={}", site.id, crate::web::context::percent(&asked.date));
                    (Card::new(html! { p.soft { (site.address) } }).title(say::site(site)).icon(icon).href(href))
                }
            },
        })
    }
}

/// A shop calls: everything it gave on a day.
fn shop_recall(context: &Context, sites: &[Site]) -> Markup {
    let w = context.words;
    let mut categories = vec![(String::new(), t!(w, "recall-any-category"))];
    let named = |category: &Category| (category.word().to_owned(), w.category(*category));
    categories.extend(Category::ALL.iter().map(named));
    let select =
        |name: Field, label, options| Select { name: name.into(), label, options, chosen: String::new(), error: None };
    html! {
        (Disclosure {
            summary: t!(w, "recall-shop-calls"),
            icon: Some(Icon::Phone),
            open: false,
            body: html! {
                form.stack method="get" action="/coordinator/recall" {
                    (select(Field::Site, t!(w, "recall-which-shop"), site_options(sites, |kind| kind == SiteKind::Donor)))
                    div.field {
                        label for="recall-date" { (t!(w, "recall-which-day")) }
                        input.input #recall-date name=(Field::Date) type="date" value=(context.today()) required;
                    }
                    (select(Field::Category, t!(w, "recall-which-food"), categories))
                    (Button::new(t!(w, "recall-see")).icon(Icon::Warning))
                }
            },
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lots_are_written_in_many_ways() {
        for text in ["12", "L12", "l 12", "Lotto 12", "#12", " lotto n", "LOT-12", "lotto"] {
            let expected = text.contains("12").then_some(12);
            assert_eq!(lot_number(text), expected, "{text}");
        }
        assert_eq!(lot_number("99999999999999999999"), None);
        assert_eq!(lot_number("Lidl 12"), None);
        assert_eq!(lot_number("Lodi"), None);
    }
}
