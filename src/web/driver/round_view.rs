//! A round as the screens of its driver see it.

use super::scope::RoundScope;
use crate::app::day::{Day, OnBoard, RoundDay, StopDay};
use crate::app::driving::Driving;
use crate::t;
use crate::web::context::Context;

/// A round with what its screens need.
pub struct RoundView<'a> {
    pub context: &'a Context,
    pub scope: RoundScope,
    pub day: &'a Day,
    pub round: &'a RoundDay,
}

impl<'a> RoundView<'a> {
    /// The round that a driver is on, if there is one.
    pub fn of(context: &'a Context, scope: RoundScope, driving: &'a Driving) -> Option<Self> {
        let round = driving.round.and_then(|id| driving.day.round(id))?;
        Some(Self { context, scope, day: &driving.day, round })
    }

    /// The first open stop.
    pub fn next(&self) -> Option<&'a StopDay> {
        self.round.stops.iter().find(|stop| stop.is_next)
    }

    /// What is on board and no open stop sets down.
    pub fn homeless(&self) -> Vec<&'a OnBoard> {
        self.round.on_board.iter().filter(|portion| portion.going.is_none()).collect()
    }

    /// Whether the person drives it, rather than looks at it for somebody.
    pub fn is_own(&self) -> bool {
        self.round.head.person == self.context.actor.person
    }

    /// The number of the round and, for a coordinator, whose it is.
    pub fn lead(&self) -> String {
        let (w, head) = (self.context.words, &self.round.head);
        let date = w.date_from(head.date, self.context.today());
        if self.is_own() {
            t!(w, "driver-round-lead", date = date, vehicle = head.vehicle_name.as_str())
        } else {
            let (vehicle, name) = (head.vehicle_name.as_str(), head.person_name.as_str());
            t!(w, "driver-round-lead-of", date = date, vehicle = vehicle, name = name)
        }
    }
}
