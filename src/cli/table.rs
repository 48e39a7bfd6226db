//! A plan for a terminal, as a table and as JSON.

use std::fmt::Write;

use crate::app::day::Day;
use crate::domain::id::SiteId;
use crate::domain::plan::{Action, DayPlan, Load, Round, Stop};
use crate::domain::quantity::{Crates, Grams, Metres, Seconds};
use crate::domain::time::Millis;
use crate::t;
use crate::web::say;
use crate::words::Words;
use serde_json::{Value, json};

/// The plan of a day as people read it: each round with its stops, loads and cold minutes, and what is left and why.
pub(super) fn plan(w: Words, day: &Day, plan: &DayPlan) -> String {
    let mut out = String::new();
    let _ = writeln!(out, "{}", t!(w, "cli-plan-title", date = w.date(day.date)));
    for round in &plan.rounds {
        round_table(&mut out, w, day, round);
    }
    let total = Totals::of(plan);
    let (crates, weight, way) = (w.crates(total.crates.0), w.kilograms(total.grams.0), w.distance(total.metres.0));
    let time = w.duration(total.driving.0);
    let _ = writeln!(
        out,
        "\n{}",
        t!(w, "cli-plan-total", rounds = plan.rounds.len(), crates = crates, weight = weight, way = way, time = time)
    );
    if plan.estimated_times {
        let _ = writeln!(out, "{}", t!(w, "cli-plan-estimated"));
    }
    if !plan.left.is_empty() {
        let _ = writeln!(out, "\n{}", t!(w, "cli-plan-left"));
        for left in &plan.left {
            let Some(lot) = day.lots.get(&left.lot) else { continue };
            let fix = left.fix.as_ref().map(|fix| say::fix(w, fix, |site| name(day, site))).unwrap_or_default();
            let _ = writeln!(
                out,
                "  {:<34} {:<28} {:>9} {:>9}  {}{}{fix}",
                cut(&name(day, lot.site), 34),
                cut(&say::lot(w, lot), 28),
                w.crates(left.crates.0),
                w.kilograms(left.grams.0),
                w.left(left.code),
                if fix.is_empty() { "" } else { ". " },
            );
        }
    }
    out
}

fn round_table(out: &mut String, w: Words, day: &Day, round: &Round) {
    let head = day.rounds.iter().find(|known| known.head.id == round.id).map(|known| &known.head);
    let vehicle = day.vehicles.get(&round.vehicle).map_or("", |vehicle| vehicle.name.as_str());
    let driver = head.map_or("", |head| head.person_name.as_str());
    let number = head.map_or(0, |head| head.number);
    let (from, until) = (clock(w, day, round.figures.depart), clock(w, day, round.figures.finish));
    let (way, time) = (w.distance(round.figures.metres.0), w.duration(round.figures.driving.0));
    let _ = writeln!(
        out,
        "\n{}",
        t!(
            w,
            "cli-plan-round",
            number = number,
            vehicle = vehicle,
            driver = driver,
            from = from,
            until = until,
            way = way,
            time = time
        )
    );
    let mut on_board = Crates::ZERO;
    for stop in &round.stops {
        on_board += of(stop, Action::Load) - of(stop, Action::Unload);
        let cold = stop.loads.iter().filter_map(|load| load.cold).max();
        let cold = cold.map(|cold| t!(w, "cli-plan-cold", n = cold.0 / 60)).unwrap_or_default();
        let over = day
            .closes_during(stop)
            .map(|closes| format!("  ! {}", t!(w, "plan-stop-over", time = clock(w, day, closes))));
        let over = over.unwrap_or_default();
        let _ = writeln!(
            out,
            "  {}  {:<40} {:>5} {:>5}  [{:>3}]  {}  {}{}",
            clock(w, day, stop.start),
            cut(&name(day, stop.site), 40),
            signed('+', of(stop, Action::Load)),
            signed('-', of(stop, Action::Unload)),
            on_board.0,
            loads(w, day, stop),
            cold,
            over,
        );
    }
}

fn signed(sign: char, crates: Crates) -> String {
    if crates.is_zero() { String::new() } else { format!("{sign}{}", crates.0) }
}

fn of(stop: &Stop, action: Action) -> Crates {
    stop.loads.iter().filter(|load| load.action == action).map(|load| load.crates).sum()
}

fn loads(w: Words, day: &Day, stop: &Stop) -> String {
    let one = |load: &Load| {
        let category = day.lots.get(&load.of).map(|lot| w.category(lot.category))?;
        Some(format!("{} {category}", load.crates.0))
    };
    stop.loads.iter().filter_map(one).collect::<Vec<_>>().join(", ")
}

fn name(day: &Day, site: SiteId) -> String {
    day.sites.get(&site).map(say::site).unwrap_or_default()
}

fn clock(w: Words, day: &Day, at: Millis) -> String {
    w.clock(day.area.zone.local(at).time())
}

fn cut(text: &str, width: usize) -> String {
    if text.chars().count() <= width {
        return text.to_owned();
    }
    text.chars().take(width.saturating_sub(1)).chain(std::iter::once('…')).collect()
}

struct Totals {
    crates: Crates,
    grams: Grams,
    metres: Metres,
    driving: Seconds,
}

impl Totals {
    fn of(plan: &DayPlan) -> Self {
        let unloads = || {
            let stops = plan.rounds.iter().flat_map(|round| &round.stops);
            stops.flat_map(|stop| &stop.loads).filter(|load| load.action == Action::Unload)
        };
        Self {
            crates: unloads().map(|load| load.crates).sum(),
            grams: unloads().map(|load| load.grams).sum(),
            metres: plan.rounds.iter().map(|round| round.figures.metres).sum(),
            driving: plan.rounds.iter().map(|round| round.figures.driving).sum(),
        }
    }
}

/// The plan of a day for programs. Instants are local date-times; lengths are metres and seconds, weights grams.
pub(super) fn json(day: &Day, plan: &DayPlan) -> Value {
    let at = |at: Millis| day.area.zone.local(at).to_string();
    let lot = |id| day.lots.get(&id).map_or(Value::Null, |lot| json!(lot.number));
    let stop = |stop: &Stop| {
        let loads: Vec<Value> = stop
            .loads
            .iter()
            .map(|load| {
                json!({
                    "lot": lot(load.of),
                    "category": day.lots.get(&load.of).map(|lot| lot.category),
                    "class": day.lots.get(&load.of).map(|lot| lot.class),
                    "action": load.action,
                    "crates": load.crates,
                    "grams": load.grams,
                    "cold_minutes": load.cold.map(|cold| cold.0 / 60),
                    "reasons": load.reasons,
                })
            })
            .collect();
        json!({
            "site": day.sites.get(&stop.site).map(|site| &site.code),
            "name": name(day, stop.site),
            "arrive": at(stop.arrive),
            "start": at(stop.start),
            "depart": at(stop.depart),
            "loads": loads,
        })
    };
    let rounds: Vec<Value> = plan
        .rounds
        .iter()
        .map(|round| {
            json!({
                "vehicle": day.vehicles.get(&round.vehicle).map(|vehicle| &vehicle.code),
                "depart": at(round.figures.depart),
                "finish": at(round.figures.finish),
                "metres": round.figures.metres,
                "driving_seconds": round.figures.driving,
                "stops": round.stops.iter().map(stop).collect::<Vec<_>>(),
            })
        })
        .collect();
    let unserved: Vec<Value> = plan
        .left
        .iter()
        .map(|left| json!({ "lot": lot(left.lot), "crates": left.crates, "grams": left.grams, "code": left.code, "fix": left.fix }))
        .collect();
    json!({
        "date": day.date.to_string(),
        "seed": plan.seed,
        "estimated_times": plan.estimated_times,
        "objective": plan.objective,
        "fairest_percent": plan.fairest,
        "rounds": rounds,
        "unserved": unserved,
    })
}
