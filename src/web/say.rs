//! Codes and numbers of the application, put into words.

use crate::domain::ledger::MovementReason;
use jiff::civil::Date;
use std::collections::BTreeMap;

use super::ui::{Badge, Icon, Tone};
use crate::app::alarm::Alarm;
use crate::app::deed::{Deed, StopDeed};
use crate::app::{Conflict, FieldErrorKind, Said, Thing};
use crate::domain::food::{DateKind, Freshness, Shelf, StorageClass};
use crate::domain::ledger::{Holder, OpKind};
use crate::domain::lot::Lot;
use crate::domain::plan::{Action, Fix, Forecast, Load, Reason};
use crate::domain::rest::Rest;
use crate::domain::shift::Standing;
use crate::domain::site::Site;
use crate::domain::time::Millis;
use crate::t;
use crate::words::Words;

/// What a person should know after an act; `when` puts times into words.
pub fn said(w: Words, said: &Said, when: impl Fn(Millis) -> String) -> String {
    match said {
        Said::TakenByOther { lot, round, at } => {
            t!(w, "said-taken-by-other", lot = *lot, round = *round, time = when(*at))
        }
        Said::MoreThanAnnounced { lot, crates } => t!(w, "said-more-than-announced", lot = *lot, n = *crates),
        Said::LeftBehind { lot, crates } => t!(w, "said-left-behind", lot = *lot, n = *crates),
        Said::StaysOnBoard { lot, crates } => t!(w, "said-stays-on-board", lot = *lot, n = *crates),
        Said::OutOfRange { category, read } => {
            t!(w, "said-out-of-range", category = w.category(*category), read = degrees(w, *read))
        }
        Said::ColdLimitPassed { lot } => t!(w, "said-cold-limit-passed", lot = *lot),
        Said::NotAsPlanned => t!(w, "said-not-as-planned"),
        Said::ClockOff => t!(w, "said-clock-off"),
    }
}

/// That there is no such thing.
pub fn no_such(w: Words, thing: Thing) -> String {
    match thing {
        Thing::Site => t!(w, "error-no-site"),
        Thing::Lot => t!(w, "error-no-lot"),
        Thing::Round => t!(w, "error-no-round"),
        Thing::Stop => t!(w, "error-no-stop"),
        Thing::Plan => t!(w, "error-no-plan"),
        Thing::Person => t!(w, "error-no-person"),
        Thing::Vehicle => t!(w, "error-no-vehicle"),
        Thing::Shift => t!(w, "error-no-shift"),
        Thing::Standing => t!(w, "error-no-standing"),
        Thing::Swap => t!(w, "error-no-swap"),
        Thing::Closure => t!(w, "error-no-closure"),
        Thing::Downtime => t!(w, "error-no-downtime"),
        Thing::Device => t!(w, "error-no-device"),
        Thing::Photo => t!(w, "error-no-photo"),
        Thing::Notice => t!(w, "error-no-notice"),
        Thing::Act => t!(w, "error-no-act"),
        Thing::Page => t!(w, "error-no-page"),
    }
}

/// What is wrong with a field.
pub fn field_error(w: Words, kind: &FieldErrorKind) -> String {
    match kind {
        FieldErrorKind::Missing => t!(w, "wrong-missing"),
        FieldErrorKind::NoPushService => t!(w, "wrong-no-push-service"),
        FieldErrorKind::NotANumber => t!(w, "wrong-not-a-number"),
        FieldErrorKind::Doubtful { thousands, decimals } => {
            t!(w, "wrong-doubtful", thousands = thousands.as_str(), decimals = decimals.as_str())
        }
        FieldErrorKind::NotADate => t!(w, "wrong-not-a-date"),
        FieldErrorKind::DoubtfulDate { one, other } => {
            t!(w, "wrong-doubtful-date", one = numeric(*one), other = numeric(*other))
        }
        FieldErrorKind::NotAPhone => t!(w, "wrong-not-a-phone"),
        FieldErrorKind::PhoneLostZero => t!(w, "wrong-phone-lost-zero"),
        FieldErrorKind::NotATime => t!(w, "wrong-not-a-time"),
        FieldErrorKind::TooSmall { least } => t!(w, "wrong-too-small", least = *least),
        FieldErrorKind::TooLarge { most } => t!(w, "wrong-too-large", most = *most),
        FieldErrorKind::TooLong { most } => t!(w, "wrong-too-long", most = *most),
        FieldErrorKind::NotText => t!(w, "wrong-not-text"),
        FieldErrorKind::NotAChoice => t!(w, "wrong-not-a-choice"),
        FieldErrorKind::DatePast => t!(w, "wrong-date-past"),
        FieldErrorKind::DateTooFar => t!(w, "wrong-date-too-far"),
        FieldErrorKind::DateNotBetween { first, last } => {
            t!(w, "wrong-date-not-between", first = w.date_short(*first), last = w.date_short(*last))
        }
        FieldErrorKind::TimePast => t!(w, "wrong-time-past"),
        FieldErrorKind::EndsBeforeItBegins => t!(w, "wrong-ends-before-it-begins"),
        FieldErrorKind::SkippedHour => t!(w, "wrong-skipped-hour"),
        FieldErrorKind::NotAfter { after } => t!(w, "wrong-not-after", time = w.clock(*after)),
        FieldErrorKind::NothingChosen => t!(w, "wrong-nothing-chosen"),
        FieldErrorKind::TooWarm { category, read } => {
            t!(w, "wrong-too-warm", category = w.category(*category), read = degrees(w, read.0))
        }
        FieldErrorKind::Warm { category, read, warmest } => t!(
            w,
            "wrong-warm",
            category = w.category(*category),
            read = degrees(w, read.0),
            warmest = degrees(w, warmest.0)
        ),
        FieldErrorKind::NoTemperature { class } => match class {
            StorageClass::Frozen => t!(w, "wrong-no-temperature-frozen"),
            StorageClass::Fish => t!(w, "wrong-no-temperature-fish"),
            StorageClass::Hot => t!(w, "wrong-no-temperature-hot"),
            StorageClass::Chilled | StorageClass::Ambient => t!(w, "wrong-no-temperature-chilled"),
        },
        FieldErrorKind::Expired { lot } => t!(w, "wrong-expired", lot = *lot),
        FieldErrorKind::Unread { lot } => t!(w, "wrong-unread", lot = *lot),
        FieldErrorKind::BadCode => t!(w, "login-code-wrong"),
        FieldErrorKind::UsedCode => t!(w, "login-code-used"),
        FieldErrorKind::OldCode => t!(w, "login-code-expired"),
        FieldErrorKind::NotAPicture => t!(w, "wrong-not-a-picture"),
        FieldErrorKind::Taken => t!(w, "wrong-taken"),
        FieldErrorKind::NotOpeningHours => t!(w, "wrong-not-opening-hours"),
        FieldErrorKind::NotDayHours { weekday } => t!(w, "wrong-not-day-hours", day = w.weekday(*weekday)),
        FieldErrorKind::FromWhichWeek => t!(w, "wrong-from-which-week"),
        FieldErrorKind::Down { first, last } if first == last => t!(w, "wrong-down-day", day = w.date_short(*first)),
        FieldErrorKind::Down { first, last } => {
            t!(w, "wrong-down", first = w.date_short(*first), last = w.date_short(*last))
        }
        FieldErrorKind::RestOutsideShift => t!(w, "wrong-rest-outside"),
        FieldErrorKind::LongWithoutRest => t!(w, "wrong-long-without-rest"),
        FieldErrorKind::NobodyToLetIn => t!(w, "wrong-nobody-to-let-in"),
        FieldErrorKind::NotOnTheMap => t!(w, "wrong-not-on-the-map"),
        FieldErrorKind::NoSuchTown => t!(w, "wrong-no-such-town"),
        FieldErrorKind::FarFromTown { kilometres } => t!(w, "wrong-far-from-town", km = *kilometres),
    }
}

/// A day as it can be typed again.
fn numeric(date: jiff::civil::Date) -> String {
    date.strftime("%d/%m/%Y").to_string()
}

/// A break of a driver: how long, at what time by the plan or between which hours, and whether food may stay on board.
pub fn rest(w: Words, rest: &Rest, at: Option<String>) -> String {
    let length = w.duration(rest.length.0);
    let (from, until) = (w.clock(rest.within.from), w.clock(rest.within.until));
    let when = match at {
        Some(at) => t!(w, "rest-said-at", length = length, time = at, from = from, until = until),
        None => t!(w, "rest-said", length = length, from = from, until = until),
    };
    if rest.with_food { when } else { format!("{when} {}", t!(w, "rest-said-empty")) }
}

/// What an act came to, for the message that offers to take it back.
pub fn deed(w: Words, deed: &Deed, today: Date) -> String {
    let place = deed.place.as_deref().unwrap_or_default();
    let day = deed.day.map(|day| w.date_from(day, today)).unwrap_or_default();
    match (deed.kind, deed.stop) {
        (OpKind::Stop, Some(StopDeed::Collected)) => t!(w, "deed-collected", place = place),
        (OpKind::Stop, Some(StopDeed::Delivered)) => t!(w, "deed-delivered", place = place),
        (OpKind::Stop, _) => t!(w, "deed-stop", place = place),
        (OpKind::Miss, _) => t!(w, "deed-miss", place = place),
        (OpKind::Found, _) => t!(w, "deed-found", place = place),
        (OpKind::Announce, _) if deed.crates > 0 => t!(w, "deed-announce", n = deed.crates, day = day),
        (OpKind::Announce, _) => t!(w, "deed-nothing", day = day),
        (OpKind::Reduce, _) => t!(w, "deed-reduce", n = deed.crates),
        (OpKind::SetDown, _) => t!(w, "deed-set-down", place = place, n = deed.crates),
        (OpKind::CheckIn, _) => t!(w, "deed-check-in", n = deed.crates),
        (OpKind::HandOut, _) => t!(w, "deed-hand-out", n = deed.crates),
        (OpKind::Discard | OpKind::DiscardOnBoard, _) => t!(w, "deed-discard", n = deed.crates),
        (OpKind::Photo, _) => t!(w, "deed-photo"),
        (OpKind::Problem, _) => t!(w, "deed-problem"),
        (OpKind::EndRound, _) => t!(w, "deed-end-round"),
        (OpKind::ReopenRound, _) => t!(w, "deed-reopen-round"),
        (OpKind::Halt, _) => t!(w, "deed-halt"),
        (OpKind::GoOn, _) => t!(w, "deed-go-on"),
        (OpKind::Decline, _) => t!(w, "deed-decline"),
        (OpKind::Publish, _) => t!(w, "deed-publish"),
        (OpKind::Undo, _) => t!(w, "deed-undo"),
        (OpKind::Import | OpKind::Refused | OpKind::Other, _) => t!(w, "undo-done"),
    }
}

/// What contradicts an act, and what to do.
pub fn conflict(w: Words, conflict: &Conflict) -> String {
    match conflict {
        Conflict::StopClosed => t!(w, "conflict-stop-closed"),
        Conflict::AlreadyTaken { lot, round } => t!(w, "conflict-already-taken", lot = *lot, round = *round),
        Conflict::NotEnough { lot, there } => t!(w, "conflict-not-enough", lot = *lot, n = *there),
        Conflict::NotYet { lot } => t!(w, "conflict-not-yet", lot = *lot),
        Conflict::OnBoard { lot } => t!(w, "conflict-on-board", lot = *lot),
        Conflict::Undone => t!(w, "conflict-undone"),
        Conflict::MovedOn { lot } => t!(w, "conflict-moved-on", lot = *lot),
        Conflict::NotUndoable => t!(w, "conflict-not-undoable"),
        Conflict::PlanOutdated => t!(w, "conflict-plan-outdated"),
        Conflict::PlanNotDraft => t!(w, "conflict-plan-not-draft"),
        Conflict::BeingPlanned => t!(w, "conflict-being-planned"),
        Conflict::RoundEnded => t!(w, "conflict-round-ended"),
        Conflict::StillOnBoard { crates } => t!(w, "conflict-still-on-board", n = *crates),
        Conflict::OpUsed => t!(w, "conflict-op-used"),
        Conflict::ShiftTaken => t!(w, "conflict-shift-taken"),
        Conflict::ShiftOverlaps => t!(w, "conflict-shift-overlaps"),
        Conflict::VehicleOut => t!(w, "conflict-vehicle-out"),
        Conflict::VehicleBusy => t!(w, "conflict-vehicle-busy"),
        Conflict::ShiftOver => t!(w, "conflict-shift-over"),
        Conflict::RoundStarted => t!(w, "conflict-round-started"),
        Conflict::SwapOver => t!(w, "conflict-swap-over"),
        Conflict::Changed => t!(w, "conflict-changed"),
    }
}

/// Why a portion goes where it goes.
pub fn reason(w: Words, reason: &Reason) -> String {
    match reason {
        Reason::OnTheWay { extra } => {
            // Less than half a minute would read as no minutes more.
            let seconds = if extra.0 < 30 { 0 } else { extra.0 };
            t!(w, "reason-on-the-way", seconds = seconds, time = w.duration(seconds))
        }
        Reason::FairShare { point, network } => {
            t!(w, "reason-fair-share", point = w.kilograms(point.0), network = w.kilograms(network.0))
        }
        Reason::OnlyBeforeColdLimit => t!(w, "reason-only-before-cold-limit"),
        Reason::OnlyOpen => t!(w, "reason-only-open"),
        Reason::OnlyRoom => t!(w, "reason-only-room"),
        Reason::LastResort => t!(w, "reason-last-resort"),
        Reason::Promised => t!(w, "reason-promised"),
    }
}

/// What would save a portion that is left; `site` names a site.
pub fn fix(w: Words, fix: &Fix, site: impl Fn(crate::domain::id::SiteId) -> String) -> String {
    match fix {
        Fix::OpenLonger { site: at, by } => t!(w, "fix-open-longer", site = site(*at), time = w.duration(by.0)),
        Fix::LongerShift { by, .. } => t!(w, "fix-longer-shift", time = w.duration(by.0)),
        Fix::MoreRoom { site: at, crates, .. } => t!(w, "fix-more-room", site = site(*at), n = crates.0),
        Fix::InsulatedBoxes { .. } => t!(w, "fix-insulated-boxes"),
        Fix::OneMoreDriver => t!(w, "fix-one-more-driver"),
    }
}

/// What is expected at a stop, of one action: "Previsto il ritiro di 4 casse: Pane 3, Latte 1."
pub fn expected(w: Words, expected: &[Load<Forecast>], action: Action) -> Option<String> {
    let mut sums: BTreeMap<_, i64> = BTreeMap::new();
    for load in expected.iter().filter(|load| load.action == action) {
        *sums.entry(load.of.category).or_default() += load.crates.0;
    }
    let crates = w.crates(sums.values().sum());
    let what: Vec<String> =
        sums.iter().map(|(category, crates)| format!("{} {crates}", w.category(*category))).collect();
    (!what.is_empty()).then(|| match action {
        Action::Load => t!(w, "forecast-load", crates = crates, what = what.join(", ")),
        Action::Unload => t!(w, "forecast-unload", crates = crates, what = what.join(", ")),
    })
}

/// The mark of what is only expected.
pub fn forecast_badge(w: Words) -> Badge {
    Badge::new(Tone::Warning, t!(w, "forecast")).icon(Icon::Clock)
}

/// A standing assignment: the day, its hours and the vehicle.
pub fn standing(w: Words, standing: &Standing, vehicle: &str) -> String {
    let day = w.weekday(standing.weekday);
    let (from, mut until) = (w.clock(standing.from), w.clock(standing.until));
    if standing.until <= standing.from {
        until = t!(w, "clock-next-day", time = until);
    }
    let hours = t!(w, "from-until", from = from, until = until);
    let weeks = standing.every_weeks;
    t!(w, "standing-line", day = day, weeks = weeks, hours = hours, vehicle = vehicle)
}

/// Why a point rejects a lot, as it chooses from.
pub fn rejection(w: Words, why: MovementReason) -> String {
    match why {
        MovementReason::TooWarm => t!(w, "reject-too-warm"),
        MovementReason::Broken => t!(w, "reject-broken"),
        MovementReason::Expired => t!(w, "reject-expired"),
        _ => t!(w, "reject-other"),
    }
}

/// Why a point takes food that is warmer than it should be, as it chooses from.
pub fn taken_warm(w: Words, why: MovementReason) -> String {
    match why {
        MovementReason::ColdInside => t!(w, "warm-cold-inside"),
        MovementReason::JustOut => t!(w, "warm-just-out"),
        _ => t!(w, "warm-eaten-at-once"),
    }
}

/// The name of an alarm.
pub fn alarm(w: Words, alarm: &Alarm) -> String {
    w.alarm(alarm.kind())
}

/// A lot as people name it: "lotto 12, Pane".
pub fn lot(w: Words, lot: &Lot) -> String {
    t!(w, "lot-named", number = lot.number, category = w.category(lot.category))
}

/// A shelf date with its kind, and a mark when it is past or has yet to be read.
pub fn shelf(w: Words, shelf: Shelf, today: Date) -> Option<String> {
    match shelf {
        Shelf::UnreadUseBy => return Some(t!(w, "date-use-by-unread")),
        Shelf::UnreadBestBefore => return Some(t!(w, "date-best-before-unread")),
        Shelf::UseBy(_) | Shelf::BestBefore(_) | Shelf::Undated => {}
    }
    let words = w.date_short(shelf.date()?);
    Some(match (shelf.kind(), shelf.on(today)) {
        (DateKind::UseBy, Freshness::Expired) => t!(w, "date-use-by-past", date = words),
        (DateKind::UseBy, _) => t!(w, "date-use-by-on", date = words),
        (_, Freshness::PastBest) => t!(w, "date-best-before-past", date = words),
        _ => t!(w, "date-best-before-on", date = words),
    })
}

/// A holder by name; `site` and `round` name sites and rounds.
pub fn holder(
    w: Words,
    holder: Holder,
    site: impl Fn(crate::domain::id::SiteId) -> String,
    round: impl Fn(crate::domain::id::RoundId) -> String,
) -> String {
    match holder {
        Holder::Supplier => t!(w, "holder-supplier"),
        Holder::Discarded => t!(w, "holder-discarded"),
        Holder::Vehicle(id) => round(id),
        Holder::Donor(at) | Holder::Point(at) | Holder::Hub(at) => site(at),
        Holder::Handover(at) => t!(w, "holder-handover", site = site(at)),
        Holder::Families(at) => t!(w, "holder-families", site = site(at)),
    }
}

/// A site's name with its town, unless the name says it.
pub fn site(site: &Site) -> String {
    if site.name.contains(&site.town_name) { site.name.clone() } else { format!("{}, {}", site.name, site.town_name) }
}

fn degrees(w: Words, tenths: i64) -> String {
    w.temperature(i32::try_from(tenths).unwrap_or(i32::MAX))
}
