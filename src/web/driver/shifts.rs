//! A driver's shifts: theirs, those for which somebody is sought, exchanges, and the calendar.

use crate::web::address::{Id, Query};
use crate::words::Words;
use axum::http::StatusCode;
use axum::http::header::CACHE_CONTROL;
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, Render, html};
use serde::Deserialize;

use crate::app::cover::{Offer, Roster};
use crate::app::{Field, Refusal, Thing};
use crate::domain::id::{ShiftId, SwapId};
use crate::domain::people::Role;
use crate::domain::round::Shift;
use crate::domain::shift::{Standing, overlaps};
use crate::t;
use crate::web::context::{Context, with_status};
use crate::web::error::WebError;
use crate::web::fairness;
use crate::web::input::Input;
use crate::web::say;
use crate::web::ui::{
    Badge, Button, Card, Disclosure, Emphasis, EmptyState, Icon, LinkButton, Notice, Page, PageAct, PageButton,
    Section, Tab, Toast, Tone, hidden,
};

/// So many shifts are shown at once; the later ones are folded away.
const SHOWN_AT_ONCE: usize = 6;

/// What the tap before did.
#[derive(Debug, Default, Deserialize)]
pub struct Did {
    #[serde(default)]
    did: String,
}

crate::domain::word_enum!(
    /// What a tap on the page did, as the address of the next page says it.
    Done {
        Cannot = "cannot",
        Can = "can",
        Claimed = "claimed",
        Proposed = "proposed",
        Accepted = "accepted",
        Declined = "declined",
        Withdrawn = "withdrawn",
    }
);

impl Done {
    fn message(self, w: Words) -> String {
        match self {
            Self::Cannot => t!(w, "roster-did-cannot"),
            Self::Can => t!(w, "roster-did-can"),
            Self::Claimed => t!(w, "roster-did-claimed"),
            Self::Proposed => t!(w, "roster-did-proposed"),
            Self::Accepted => t!(w, "roster-did-accepted"),
            Self::Declined => t!(w, "roster-did-declined"),
            Self::Withdrawn => t!(w, "roster-did-withdrawn"),
        }
    }
}

/// `/driver/shifts`
pub async fn show(context: Context, Query(did): Query<Did>) -> Result<Response, WebError> {
    let mut page = page(&context, None, None).await?;
    if let Ok(done) = did.did.parse::<Done>() {
        page = page.toasts(html! { (Toast { message: done.message(context.words) }) });
    }
    context.show(page).await
}

/// `POST /driver/shifts/{shift}/cannot`
pub async fn cannot(context: Context, Id(shift): Id<ShiftId>) -> Result<Response, WebError> {
    let done = context.web.app.cannot_come(&context.actor, shift).await;
    after(&context, done, Done::Cannot).await
}

/// `POST /driver/shifts/{shift}/can`
pub async fn can(context: Context, Id(shift): Id<ShiftId>) -> Result<Response, WebError> {
    let done = context.web.app.can_come(&context.actor, shift).await;
    after(&context, done, Done::Can).await
}

/// `POST /driver/shifts/{shift}/claim`
pub async fn claim(context: Context, Id(shift): Id<ShiftId>) -> Result<Response, WebError> {
    let done = context.web.app.claim_shift(&context.actor, shift).await;
    after(&context, done, Done::Claimed).await
}

/// `/driver/shifts/{shift}/swap`
pub async fn choose_swap(context: Context, Id(id): Id<ShiftId>) -> Result<Response, WebError> {
    let roster = context.web.app.roster(&context.actor).await?;
    let own = |shift: &&Shift| shift.id == id && !shift.cancelled;
    let give = roster.own.iter().find(own).ok_or(Refusal::NotFound(Thing::Shift))?;
    context.show(swap_page(&context, &roster, give)).await
}

/// `POST /driver/shifts/{shift}/swap`
pub async fn propose(context: Context, Id(give): Id<ShiftId>, mut input: Input) -> Result<Response, WebError> {
    let take = input.choice::<ShiftId>(Field::Take);
    input.check()?;
    let take = take.ok_or(Refusal::NotFound(Thing::Shift))?;
    let done = context.web.app.propose_swap(&context.actor, give, take).await;
    after(&context, done, Done::Proposed).await
}

/// `POST /driver/swaps/{swap}/accept`
pub async fn accept(context: Context, Id(swap): Id<SwapId>) -> Result<Response, WebError> {
    let done = context.web.app.accept_swap(&context.actor, swap).await;
    after(&context, done, Done::Accepted).await
}

/// `POST /driver/swaps/{swap}/decline`
pub async fn decline(context: Context, Id(swap): Id<SwapId>) -> Result<Response, WebError> {
    let done = context.web.app.decline_swap(&context.actor, swap).await;
    after(&context, done, Done::Declined).await
}

/// `POST /driver/calendar`: the link is shown on the answer, and never again.
pub async fn calendar(context: Context) -> Result<Response, WebError> {
    let secret = context.web.app.renew_calendar(&context.actor).await?;
    let link = format!("{}/calendar/{secret}.ics", context.web.public_url);
    let page = page(&context, None, Some(&link)).await?;
    Ok(([(CACHE_CONTROL, "no-store")], page.render()).into_response())
}

/// Back to the shifts with a word on what was done, or the shifts as they are with the reason why not.
async fn after(context: &Context, done: Result<(), Refusal>, did: Done) -> Result<Response, WebError> {
    let (status, why) = match done {
        Ok(()) => return Ok(Redirect::to(&format!("/driver/shifts?did={did}")).into_response()),
        Err(Refusal::Conflict(conflict)) => (StatusCode::CONFLICT, say::conflict(context.words, &conflict)),
        Err(Refusal::Invalid(errors)) if errors.iter().any(|error| error.field == Field::Vehicle) => {
            (StatusCode::CONFLICT, t!(context.words, "conflict-vehicle-busy"))
        }
        Err(Refusal::Invalid(_)) => (StatusCode::CONFLICT, t!(context.words, "conflict-shift-overlaps")),
        Err(other) => return Err(other.into()),
    };
    let page = page(context, Some(why), None).await?;
    Ok(with_status(status, &page))
}

async fn page(context: &Context, refused: Option<String>, link: Option<&str>) -> Result<Page, WebError> {
    let w = context.words;
    let roster = context.web.app.roster(&context.actor).await?;
    let since = context.web.app.calendar_link(&context.actor).await?;
    let (asked, proposed): (Vec<&Offer>, Vec<&Offer>) =
        roster.swaps.iter().partition(|offer| offer.swap.other == context.actor.person);
    let drives = context.actor.has(Role::Driver);
    let body = html! {
        @if let Some(why) = refused { (Notice::danger(why)) }
        @if let Some(link) = link { (new_link(context, link)) }
        @for offer in asked { (asked_card(context, &roster, offer)) }
        @for offer in proposed { (proposed_card(context, &roster, offer)) }
        @if !roster.open.is_empty() {
            (Section { title: t!(w, "roster-open"), aside: None, body: html! {
                @for (shift, hindrance) in &roster.open {
                    (open_card(context, &roster, shift, hindrance.as_ref().map(|why| say::conflict(w, why)), drives))
                }
            } })
        }
        (Section { title: t!(w, "roster-own"), aside: None, body: html! {
            @if roster.own.is_empty() && roster.covered.is_empty() {
                (EmptyState::new(Icon::Calendar, t!(w, "roster-none")).next_step(t!(w, "roster-none-next")))
            }
            @for shift in &roster.covered { (covered_card(context, &roster, shift)) }
            @for shift in roster.own.iter().take(SHOWN_AT_ONCE) { (own_card(context, &roster, shift)) }
            @if roster.own.len() > SHOWN_AT_ONCE {
                @let later = &roster.own[SHOWN_AT_ONCE..];
                (Disclosure { summary: t!(w, "roster-later", n = later.len()), icon: Some(Icon::Calendar), open: false, body: html! {
                    @for shift in later { (own_card(context, &roster, shift)) }
                } })
            }
        } })
        @if !roster.standing.is_empty() {
            (Section { title: t!(w, "roster-standing"), aside: None, body: html! {
                (Card::new(html! {
                    ul.stack-close { @for standing in &roster.standing { li { (standing_line(context, &roster, standing)) } } }
                    p.soft.small { (t!(w, "roster-standing-hint")) }
                }))
            } })
        }
        @if link.is_none() {
            (Section { title: t!(w, "roster-calendar"), aside: None, body: html! {
                @match since {
                    Some(since) => {
                        p { (t!(w, "roster-calendar-there", day = w.date_from(context.zone.date(since), context.today()))) }
                        (Disclosure { summary: t!(w, "roster-calendar-renew"), icon: Some(Icon::Undo), open: false, body: html! {
                            p { (t!(w, "roster-calendar-renew-hint")) }
                            form method="post" action="/driver/calendar" {
                                (Button::new(t!(w, "roster-calendar-renew")).icon(Icon::Undo).emphasis(Emphasis::Danger))
                            }
                        } })
                    }
                    None => {
                        p { (t!(w, "roster-calendar-hint")) }
                        form method="post" action="/driver/calendar" {
                            (Button::new(t!(w, "roster-calendar-make")).icon(Icon::Calendar))
                        }
                    }
                }
            } })
        }
        (fairness::link(w))
    };
    Ok(context.page(Tab::DriverShifts, t!(w, "tab-driver-shifts"), body).lead(t!(w, "roster-lead")))
}

fn new_link(context: &Context, link: &str) -> Markup {
    let w = context.words;
    let subscribe = link.split_once("://").map_or_else(String::new, |(_, rest)| format!("webcal://{rest}"));
    html! {
        (Notice::success(t!(w, "roster-calendar-made")).then(html! {
            p { (t!(w, "roster-calendar-once")) }
            p.keep-lines { code.link { (link) } }
        }))
        div.button-row.one-column {
            (PageButton { words: w, act: PageAct::Copy(link.to_owned()) })
            (LinkButton::new(subscribe, t!(w, "roster-calendar-subscribe")).icon(Icon::Calendar))
        }
    }
}

/// Day, hours and vehicle: what every card of a shift says.
fn what(context: &Context, roster: &Roster, shift: &Shift) -> Markup {
    let w = context.words;
    let site = || roster.sites.get(&shift.start).map_or("", String::as_str);
    let start = shift.spots.start.as_ref().map_or_else(site, |spot| spot.label.as_str());
    html! {
        p.line {
            strong.number { (t!(w, "from-until", from = context.clock(shift.from), until = context.clock_until(shift.from, shift.until))) }
            span.soft { (roster.vehicles.get(&shift.vehicle).map_or("", String::as_str)) }
        }
        @if !start.is_empty() { p.soft { (t!(w, "roster-starts", place = start)) } }
        @if let Some(spot) = &shift.spots.end { p.soft { (t!(w, "roster-ends", place = spot.label.as_str())) } }
    }
}

fn day(context: &Context, shift: &Shift) -> String {
    context.words.date_from(shift.date, context.today())
}

fn name(roster: &Roster, person: crate::domain::id::PersonId) -> &str {
    roster.people.get(&person).map_or("", String::as_str)
}

fn post(action: String, button: Button) -> Markup {
    html! { form method="post" action=(action) { (button) } }
}

fn own_card(context: &Context, roster: &Roster, shift: &Shift) -> Markup {
    let w = context.words;
    let twice = overlaps(shift, &roster.own);
    let body = html! {
        (what(context, roster, shift))
        div.badges {
            @if shift.is_open() { (Badge::new(Tone::Warning, t!(w, "roster-sought")).icon(Icon::Alarm)) }
            @if let Some(covered) = shift.covers.filter(|_| !shift.cancelled) {
                (Badge::new(Tone::Good, t!(w, "roster-covers", name = name(roster, covered))).icon(Icon::People))
            }
            @if shift.standing.is_some() && shift.covers.is_none() {
                (Badge::new(Tone::Neutral, t!(w, "roster-is-standing")).icon(Icon::Calendar))
            }
            @if !twice.is_empty() { (Badge::new(Tone::Warning, t!(w, "roster-overlaps")).icon(Icon::Warning)) }
        }
        @if let Some(round) = roster.rounds.get(&shift.id).filter(|_| !shift.cancelled) {
            a.row-link href={ "/driver?round=" (round) } { (Icon::List) (t!(w, "roster-round")) }
        }
        div.button-row {
            @if shift.is_open() {
                (post(format!("/driver/shifts/{}/can", shift.id), Button::new(t!(w, "roster-can")).icon(Icon::Undo)))
            } @else {
                (post(format!("/driver/shifts/{}/cannot", shift.id), Button::new(t!(w, "roster-cannot")).icon(Icon::Cross)))
                @if !roster.others.is_empty() {
                    (LinkButton::new(format!("/driver/shifts/{}/swap", shift.id), t!(w, "roster-swap")).icon(Icon::People))
                }
            }
        }
    };
    html! { (Card::new(body).title(day(context, shift)).icon(Icon::Calendar).id(format!("shift-{}", shift.id))) }
}

fn covered_card(context: &Context, roster: &Roster, shift: &Shift) -> Markup {
    let w = context.words;
    let body = html! {
        (what(context, roster, shift))
        div.badges { (Badge::new(Tone::Good, t!(w, "roster-covered-by", name = name(roster, shift.person))).icon(Icon::Check)) }
    };
    html! { (Card::new(body).title(day(context, shift)).icon(Icon::Calendar)) }
}

fn open_card(context: &Context, roster: &Roster, shift: &Shift, hindrance: Option<String>, drives: bool) -> Markup {
    let w = context.words;
    let body = html! {
        (what(context, roster, shift))
        div.badges {
            (Badge::new(Tone::Warning, match shift.covers {
                Some(covered) => t!(w, "roster-open-of", name = name(roster, covered)),
                None => t!(w, "roster-open-nobody"),
            }).icon(Icon::Alarm))
        }
        @match hindrance {
            Some(why) => p.soft { (why) },
            None if drives => (post(format!("/driver/shifts/{}/claim", shift.id),
                Button::new(t!(w, "roster-claim")).icon(Icon::Check))),
            None => {}
        }
    };
    html! { (Card::new(body).title(day(context, shift)).icon(Icon::Truck).now(true)) }
}

fn two_shifts(context: &Context, roster: &Roster, (gets, gives): (&Shift, &Shift)) -> Markup {
    let w = context.words;
    html! {
        dl.facts.wide {
            div { dt { (t!(w, "roster-you-get")) } dd { p.lead { (day(context, gets)) } (what(context, roster, gets)) } }
            div { dt { (t!(w, "roster-you-give")) } dd { p.lead { (day(context, gives)) } (what(context, roster, gives)) } }
        }
    }
}

fn asked_card(context: &Context, roster: &Roster, offer: &Offer) -> Markup {
    let w = context.words;
    let body = html! {
        (two_shifts(context, roster, (&offer.give, &offer.take)))
        div.button-row {
            (post(format!("/driver/swaps/{}/accept", offer.swap.id), Button::new(t!(w, "roster-accept")).icon(Icon::Check)))
            (post(format!("/driver/swaps/{}/decline", offer.swap.id), Button::new(t!(w, "roster-decline")).icon(Icon::Cross)))
        }
    };
    let title = t!(w, "roster-asked", name = name(roster, offer.swap.person));
    html! { (Card::new(body).title(title).icon(Icon::People).now(true)) }
}

fn proposed_card(context: &Context, roster: &Roster, offer: &Offer) -> Markup {
    let w = context.words;
    let body = html! {
        (two_shifts(context, roster, (&offer.take, &offer.give)))
        (post(format!("/driver/swaps/{}/decline", offer.swap.id), Button::new(t!(w, "roster-withdraw")).icon(Icon::Undo)))
    };
    let title = t!(w, "roster-proposed", name = name(roster, offer.swap.other));
    html! { (Card::new(body).title(title).icon(Icon::Clock)) }
}

fn swap_page(context: &Context, roster: &Roster, give: &Shift) -> Page {
    let w = context.words;
    let body = html! {
        (Card::new(what(context, roster, give)).title(day(context, give)).icon(Icon::Calendar))
        (Section { title: t!(w, "roster-swap-for"), aside: None, body: html! {
            @for shifts in roster.others.chunk_by(|one, next| one.date == next.date) {
                (Disclosure {
                    summary: day(context, &shifts[0]), icon: Some(Icon::Calendar), open: false,
                    body: html! {
                        @for shift in shifts {
                            (Card::new(html! { (what(context, roster, shift)) (ask_for(context, roster, give, shift)) }))
                        }
                    },
                })
            }
        } })
    };
    context
        .page(Tab::DriverShifts, t!(w, "roster-swap-title"), body)
        .lead(t!(w, "roster-swap-lead"))
        .back("/driver/shifts", t!(w, "tab-driver-shifts"))
}

fn ask_for(context: &Context, roster: &Roster, give: &Shift, take: &Shift) -> Markup {
    let ask = t!(context.words, "roster-ask", name = name(roster, take.person));
    html! {
        form method="post" action={ "/driver/shifts/" (give.id) "/swap" } {
            (hidden(Field::Take, take.id))
            (Button::new(ask).icon(Icon::People))
        }
    }
}

fn standing_line(context: &Context, roster: &Roster, standing: &Standing) -> String {
    let vehicle = roster.vehicles.get(&standing.vehicle).map_or("", String::as_str);
    say::standing(context.words, standing, vehicle)
}
