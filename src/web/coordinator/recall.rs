//! A recall: everybody who ever held some lots, how to reach them, and how much they still have.

use std::fmt::Write;

use axum::response::Response;
use jiff::civil::Date;
use maud::{Markup, html};

use super::lot::site_name;
use crate::app::trace::{Recall, Recalled};
use crate::app::{Field, Refusal, Thing};
use crate::domain::id::{RoundId, SiteId};
use crate::domain::people::Role;
use crate::domain::quantity::Crates;
use crate::domain::trace::{Keeper, Kept};
use crate::t;
use crate::web::context::Context;
use crate::web::error::WebError;
use crate::web::input::Input;
use crate::web::say;
use crate::web::ui::{
    CallButton, Card, EmptyState, Icon, Notice, PageAct, PageButton, Section, StatTile, Stats, Tab, Tone,
};

/// What is recalled, as its form or a link says it.
fn recalled(input: &Input) -> Result<Recalled, WebError> {
    if input.has(Field::Lot) {
        return input.text(Field::Lot).parse().map(Recalled::Lot).map_err(|_| no_lot());
    }
    let site: SiteId = input.text(Field::Site).parse().map_err(|_| Refusal::NotFound(Thing::Site))?;
    let date: Date = input.text(Field::Date).parse().map_err(|_| no_lot())?;
    Ok(Recalled::Shop { site, date, category: input.text(Field::Category).parse().ok() })
}

/// Somebody to call: a card of the list, and lines of the text.
struct Reached {
    name: String,
    detail: Option<String>,
    phones: Vec<(String, String)>,
    lines: Vec<String>,
    icon: Icon,
}

impl Reached {
    fn with(icon: Icon) -> Self {
        Self { name: String::new(), detail: None, phones: Vec::new(), lines: Vec::new(), icon }
    }
}

pub(super) async fn show(context: Context, input: Input) -> Result<Response, WebError> {
    let w = context.words;
    let what = recalled(&input)?;
    let recall = context.web.app.recall(&context.actor, what).await?;
    let title = title(&context, what, &recall);
    if recall.lots.is_empty() {
        let body = html! { (EmptyState::new(Icon::Trace, t!(w, "recall-nothing"))
        .link("/coordinator/trace", t!(w, "trace-title"))) };
        return context.show(context.page(Tab::CoordinatorTrace, title, body)).await;
    }
    let groups = groups(&context, &recall);
    let text = as_text(&title, &context.when(context.now()), &groups);
    let body = html! {
        (Notice::danger(t!(w, "recall-do")))
        (stats(&context, &recall))
        div.line.no-print {
            (PageButton { words: w, act: PageAct::Print })
            (PageButton { words: w, act: PageAct::Copy(text.clone()) })
            (PageButton { words: w, act: PageAct::Share(text) })
        }
        (lots(&context, &recall))
        @for (title, reached) in &groups {
            (Section { title: title.clone(), aside: None, body: html! {
                div.columns { @for one in reached { (card(&context, one)) } }
            } })
        }
    };
    let page = context
        .page(Tab::CoordinatorTrace, title, body)
        .lead(t!(w, "recall-as-of", time = context.when(context.now())))
        .back("/coordinator/trace", t!(w, "trace-title"));
    context.show(page).await
}

fn title(context: &Context, what: Recalled, recall: &Recall) -> String {
    let w = context.words;
    match what {
        Recalled::Lot(_) => {
            t!(w, "recall-title-lot", lot = recall.lots.first().map(|lot| say::lot(w, lot)).unwrap_or_default())
        }
        Recalled::Shop { site, date, category } => t!(
            w,
            "recall-title-shop",
            what = category.map_or_else(|| t!(w, "recall-any-category"), |food| w.category(food)),
            site = site_name(&recall.sites, site),
            date = w.date_short(date)
        ),
    }
}

fn stats(context: &Context, recall: &Recall) -> Markup {
    let w = context.words;
    let now = |keep: fn(Keeper) -> bool| -> Crates {
        recall.kept.iter().filter(|kept| keep(kept.keeper)).map(|kept| kept.now.crates).sum()
    };
    let to_stop = now(|keeper| matches!(keeper, Keeper::Place(_) | Keeper::Round(_) | Keeper::Donor(_)));
    let given = now(|keeper| matches!(keeper, Keeper::Families(_)));
    html! {
        (Stats(vec![
            StatTile::new(w.crates(to_stop.0), t!(w, "recall-to-stop")).tone(Tone::Warning),
            StatTile::new(w.crates(given.0), t!(w, "recall-given")).tone(if given.0 > 0 { Tone::Danger } else { Tone::Neutral }),
            StatTile::new(w.crates(now(|keeper| keeper == Keeper::Discarded).0), t!(w, "recall-discarded")),
        ]))
    }
}

fn lots(context: &Context, recall: &Recall) -> Markup {
    let w = context.words;
    html! {
        ul.stack-close {
            @for lot in &recall.lots {
                li {
                    a href={ "/coordinator/lots/" (lot.id) } { (say::lot(w, lot)) }
                    " · " (site_name(&recall.sites, lot.site)) " · " (w.date_short(lot.date))
                    @if let Some(shelf) = say::shelf(w, lot.shelf, context.today()) { " · " (shelf) }
                }
            }
        }
    }
}

/// Whether a keeper belongs to a group.
type Belongs = fn(Keeper) -> bool;

/// Who is reached, by what they are, the most pressing first.
fn groups(context: &Context, recall: &Recall) -> Vec<(String, Vec<Reached>)> {
    let w = context.words;
    let kinds: [(String, Belongs); 5] = [
        (t!(w, "recall-places"), |keeper| matches!(keeper, Keeper::Place(_))),
        (t!(w, "recall-families"), |keeper| matches!(keeper, Keeper::Families(_))),
        (t!(w, "recall-rounds"), |keeper| matches!(keeper, Keeper::Round(_))),
        (t!(w, "recall-donors"), |keeper| matches!(keeper, Keeper::Donor(_))),
        (t!(w, "recall-thrown-away"), |keeper| keeper == Keeper::Discarded),
    ];
    kinds
        .into_iter()
        .filter_map(|(title, keep)| {
            let mut reached: Vec<(Keeper, Vec<&Kept>)> = Vec::new();
            for kept in recall.kept.iter().filter(|kept| keep(kept.keeper)) {
                match reached.last_mut().filter(|(keeper, _)| *keeper == kept.keeper) {
                    Some((_, all)) => all.push(kept),
                    None => reached.push((kept.keeper, vec![kept])),
                }
            }
            let all: Vec<Reached> =
                reached.iter().map(|(keeper, kept)| reach(context, recall, *keeper, kept)).collect();
            (!all.is_empty()).then_some((title, all))
        })
        .collect()
}

fn reach(context: &Context, recall: &Recall, keeper: Keeper, kept: &[&Kept]) -> Reached {
    let w = context.words;
    let mut reached = match keeper {
        Keeper::Place(site) => at_site(recall, site, Role::Point, Icon::Point),
        Keeper::Donor(site) => at_site(recall, site, Role::Donor, Icon::Shop),
        Keeper::Families(site) => Reached {
            name: t!(w, "holder-families", site = site_name(&recall.sites, site)),
            ..at_site(recall, site, Role::Point, Icon::People)
        },
        Keeper::Round(id) => on_round(context, recall, id),
        Keeper::Discarded => Reached { name: t!(w, "holder-discarded"), ..Reached::with(Icon::Cross) },
    };
    reached.lines = kept.iter().map(|kept| line(context, recall, kept)).collect();
    reached
}

fn at_site(recall: &Recall, site: SiteId, role: Role, icon: Icon) -> Reached {
    Reached {
        name: site_name(&recall.sites, site),
        detail: recall.sites.get(&site).map(|site| site.address.clone()).filter(|address| !address.is_empty()),
        phones: phones(recall, site, role),
        ..Reached::with(icon)
    }
}

fn on_round(context: &Context, recall: &Recall, id: RoundId) -> Reached {
    let w = context.words;
    recall.rounds.get(&id).map_or_else(
        || Reached::with(Icon::Truck),
        |round| Reached {
            name: t!(w, "recall-round", number = round.number, date = w.date_short(round.date)),
            detail: Some(round.vehicle_name.clone()),
            phones: vec![(round.person_name.clone(), round.person_phone.clone())],
            ..Reached::with(Icon::Truck)
        },
    )
}

/// The telephone of a site, and those of the people who act there.
fn phones(recall: &Recall, site: SiteId, role: Role) -> Vec<(String, String)> {
    let own = recall.sites.get(&site).map(|site| (site.name.clone(), site.phone.clone()));
    let there = recall
        .people
        .iter()
        .filter(|person| person.active)
        .filter(|person| person.grants.iter().any(|grant| grant.role == role && grant.site == Some(site)))
        .map(|person| (person.name.clone(), person.phone.clone()));
    own.into_iter().chain(there).filter(|(_, phone)| !phone.is_empty()).collect()
}

fn line(context: &Context, recall: &Recall, kept: &Kept) -> String {
    let w = context.words;
    let lot = recall.lots.iter().find(|lot| lot.id == kept.lot).map(|lot| say::lot(w, lot)).unwrap_or_default();
    if kept.came.0 <= 0 && kept.now.crates.0 <= 0 {
        return t!(w, "recall-line-mistake", lot = lot, time = context.when(kept.first));
    }
    let came = t!(
        w,
        "recall-line",
        lot = lot,
        crates = w.crates(kept.came.0),
        weight = w.kilograms(kept.grams.0),
        time = context.when(kept.first)
    );
    let still = match kept.keeper {
        Keeper::Families(_) | Keeper::Discarded => return came,
        _ if kept.now.crates.0 > 0 => t!(w, "recall-still-there", crates = w.crates(kept.now.crates.0)),
        _ => t!(w, "recall-nothing-left"),
    };
    format!("{came}. {still}")
}

fn card(context: &Context, reached: &Reached) -> Markup {
    let w = context.words;
    html! {
        (Card::new(html! {
            @if let Some(detail) = &reached.detail { p.soft { (detail) } }
            ul.stack-close { @for line in &reached.lines { li { (line) } } }
            @for (name, phone) in &reached.phones {
                div.spread {
                    span { (name) br; span.number { (phone) } }
                    (CallButton { words: w, name, phone })
                }
            }
        })
        .title(&reached.name)
        .icon(reached.icon))
    }
}

/// The recall as a message: what, and whom to call.
fn as_text(title: &str, time: &str, groups: &[(String, Vec<Reached>)]) -> String {
    let mut text = format!("{title} ({time})\n");
    for (group, reached) in groups {
        let _ = write!(text, "\n{group}\n");
        for one in reached {
            let phones: Vec<String> = one.phones.iter().map(|(name, phone)| format!("{name} {phone}")).collect();
            let _ = writeln!(text, "- {}", one.name);
            for line in &one.lines {
                let _ = writeln!(text, "  {line}");
            }
            if !phones.is_empty() {
                let _ = writeln!(text, "  Tel. {}", phones.join(", "));
            }
        }
    }
    text
}

/// What the address of a recall names, or that there is no such lot.
fn no_lot() -> WebError {
    Refusal::NotFound(Thing::Lot).into()
}
