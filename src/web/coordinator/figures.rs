//! The day in numbers: what was announced, and how far it has come.

use maud::{Markup, Render, html};

use super::names::progress;
use crate::app::alarm::Alarm;
use crate::app::day::Day;
use crate::domain::ledger::Holder;
use crate::domain::quantity::share_of_weight;
use crate::domain::site::SiteKind;
use crate::t;
use crate::words::Words;

/// Grams of a day's food by how far they have come; together they are what was announced and not taken back.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Flow {
    /// Accepted by points, or set down there; on to families.
    pub(super) arrived: i64,
    pub(super) moving: i64,
    /// In a hub for another day.
    pub(super) stored: i64,
    /// Still with the donor, and a round will come.
    pub(super) waiting: i64,
    /// Still with the donor, and no round will come.
    pub(super) left: i64,
    pub(super) lost: i64,
}

impl Flow {
    /// How far the food of the day has come. `alarms` tell what has no place.
    pub(super) fn of(day: &Day, alarms: &[Alarm]) -> Self {
        let mut flow = Self::default();
        let of_donor = |lot: &&crate::domain::lot::Lot| {
            lot.date == day.date && day.sites.get(&lot.site).is_some_and(|site| site.kind == SiteKind::Donor)
        };
        for held in &day.holdings {
            if day.lots.get(&held.lot).filter(of_donor).is_none() {
                continue;
            }
            let grams = held.balance.grams.0;
            match held.holder {
                Holder::Handover(_) | Holder::Point(_) | Holder::Families(_) => flow.arrived += grams,
                Holder::Vehicle(_) => flow.moving += grams,
                Holder::Hub(_) => flow.stored += grams,
                Holder::Donor(_) => flow.waiting += grams,
                Holder::Discarded => flow.lost += grams,
                Holder::Supplier => {}
            }
        }
        for alarm in alarms {
            if let Alarm::NoPlace { lot, crates, .. } = alarm
                && let Some(lot) = day.lots.get(lot).filter(of_donor)
            {
                let grams = share_of_weight(lot.grams, lot.crates, *crates).0.min(flow.waiting);
                flow.left += grams;
                flow.waiting -= grams;
            }
        }
        flow
    }

    const fn announced(self) -> i64 {
        self.arrived + self.moving + self.stored + self.waiting + self.left + self.lost
    }
}

/// The numbers over the map, and the bar that shows them.
pub(super) struct Figures<'a> {
    pub(super) w: Words,
    pub(super) day: &'a Day,
    pub(super) flow: Flow,
}

/// The bar's width in its own units.
const WIDTH: i64 = 1000;

impl Figures<'_> {
    fn bar(&self, parts: &[(&'static str, i64, String)]) -> Markup {
        let total = self.flow.announced().max(1);
        let mut from = 0;
        html! {
            svg.flow viewBox={ "0 0 " (WIDTH) " 24" } preserveAspectRatio="none" aria-hidden="true" focusable="false" {
                rect.rail width=(WIDTH) height="24" {}
                @for (class, grams, _) in parts {
                    @let width = grams * WIDTH / total;
                    @if width > 0 { rect class=(class) x=(from) width=(width) height="24" {} }
                    @let () = from += width;
                }
            }
        }
    }
}

impl Render for Figures<'_> {
    fn render(&self) -> Markup {
        let (w, flow) = (self.w, self.flow);
        let parts: Vec<_> = [
            ("arrived", flow.arrived, t!(w, "day-arrived")),
            ("moving", flow.moving, t!(w, "day-moving")),
            ("stored", flow.stored, t!(w, "day-stored")),
            ("waiting", flow.waiting, t!(w, "day-waiting")),
            ("left", flow.left, t!(w, "day-left")),
            ("lost", flow.lost, t!(w, "day-lost")),
        ]
        .into_iter()
        .filter(|(class, grams, _)| *grams > 0 || *class == "arrived")
        .collect();
        let metres: i64 =
            self.day.rounds.iter().filter_map(|round| round.figures.as_ref()).map(|figures| figures.metres.0).sum();
        let on_the_road = self.day.rounds.iter().filter(|round| {
            let (done, all) = progress(round);
            done > 0 && done < all && round.head.ended.is_none()
        });
        html! {
            section.figures aria-label=(t!(w, "day-figures")) {
                p.announced { strong { (w.kilograms(flow.announced())) } " " (t!(w, "day-announced")) }
                (self.bar(&parts))
                ul.flow-parts {
                    @for (class, grams, label) in &parts {
                        li class=(class) { strong { (w.kilograms(*grams)) } " " span { (label) } }
                    }
                }
                @if !self.day.rounds.is_empty() {
                    p.soft.small {
                        (t!(w, "day-rounds-out", n = on_the_road.count(), all = self.day.rounds.len()))
                        @if metres > 0 { " · " (w.distance(metres)) }
                        @if self.day.plan.as_ref().is_some_and(|plan| plan.estimated) { " · " (t!(w, "estimate")) }
                    }
                }
            }
        }
    }
}
