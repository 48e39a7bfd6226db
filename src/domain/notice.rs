//! Notices: what a person is told, why, and what it leads to.

mod effect;
mod target;
mod text;

pub use effect::{AlarmSubject, Effect, Event, RoundChange, Subject, Tag, Urgency, VisitChange, Watched};
pub use target::Target;

use crate::domain::food::Category;
use crate::domain::id::{AreaId, NoticeId, PersonId};
use crate::domain::time::Millis;
use crate::domain::word_enum;
use jiff::civil::{Date, Time};
use serde::{Deserialize, Serialize};

word_enum!(
    /// A group of notices that a person can have pushed to the phone or not.
    Topic {
        /// A shop is asked whether it has food.
        Reminders = "reminders",
        /// A shop hears who comes and when.
        Pickups = "pickups",
        /// A driver hears of rounds.
        Rounds = "rounds",
        /// A driver hears of food that gets too warm.
        Cold = "cold",
        /// A volunteer hears of shifts: their own, and those that nobody has.
        Shifts = "shifts",
        /// A point hears what comes.
        Arrivals = "arrivals",
        /// A coordinator hears of trouble.
        Alarms = "alarms",
    }
);

/// The content of a notice: facts as they were when it was created. Words are made of them when it is shown or sent, in
/// the language that its person reads then.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "news", rename_all = "kebab-case")]
pub enum News {
    /// A shop that usually gives on this day has not said anything yet.
    DonateToday { place: String, closes: Millis },
    /// Somebody comes to a shop to collect.
    PickupComing {
        place: String,
        driver: String,
        /// The local day.
        date: Date,
        /// The hour they come in.
        from: Millis,
        until: Millis,
        /// Whether another time was told before.
        changed: bool,
    },
    /// Nobody comes to a shop after all.
    PickupOff { place: String },
    /// A driver has a round.
    RoundPublished {
        number: i64,
        /// Its local day.
        date: Date,
        depart: Millis,
        first: String,
        stops: i64,
    },
    /// A driver's round changed.
    RoundChanged { number: i64, added: Vec<String>, removed: Vec<String>, next: Option<String> },
    /// A driver has no round after all.
    RoundOff {
        number: i64,
        /// Its local day.
        date: Date,
    },
    /// A driver's round is about to begin.
    RoundStarts { first: String, depart: Millis, vehicle: String },
    /// A driver has a shift tomorrow.
    ShiftTomorrow { vehicle: String, start: String, from: Millis, until: Millis },
    /// A shift that a driver was told of is theirs no more.
    ShiftOff { vehicle: String, from: Millis },
    /// Food on board must be handed over soon.
    Cold {
        place: String,
        crates: i64,
        deadline: Millis,
        /// Whether there is no time left to lose.
        urgent: bool,
    },
    /// A stop should have been confirmed long ago.
    AllWell { place: String, expected: Millis },
    /// A shift has no driver.
    OpenShift {
        start: String,
        /// Its local day.
        date: Date,
        from: Millis,
        until: Millis,
        vehicle: String,
    },
    /// Food waits at a shop for somebody who passes by.
    DirectLeg { from: String, to: String, crates: i64, until: Millis },
    /// Somebody asks to exchange shifts.
    SwapAsked {
        by: String,
        gives: Millis,
        /// The shift they would take.
        takes: Millis,
    },
    /// A shift that somebody could not take has found another driver.
    CoverFound { by: String, from: Millis },
    /// A vehicle is about to get to a point.
    Arriving {
        place: String,
        at: Millis,
        crates: i64,
        /// How many of them go into a fridge or freezer.
        cold: i64,
    },
    /// What a point was told to expect has changed.
    ArrivalChanged {
        place: String,
        /// When; none if nothing comes any more.
        at: Option<Millis>,
        crates: i64,
    },
    /// A lot that a point rejected has come to its end.
    RejectedEnd { place: String, category: Category, crates: i64, end: RejectedTo },
    /// Something that a coordinator should look at.
    Alarm { alarm: AlarmKind, place: String },
    /// A day has no plan and should have one.
    NoPlan {
        /// The local day.
        date: Date,
    },
    /// Somebody did not answer.
    NoAnswer { name: String, phone: String, about: Box<News> },
    /// A test that the person asked for.
    Test,
}

word_enum!(
    /// Where a rejected lot ended.
    RejectedTo {
        /// Back at the shop.
        Returned = "returned",
        /// Another point took it.
        OtherPoint = "other-point",
        Hub = "hub",
        /// It was thrown away.
        Discarded = "discarded",
    }
);

word_enum!(
    /// The kinds of alarms.
    AlarmKind {
        Cold = "cold",
        NoPlace = "no-place",
        Shortfall = "shortfall",
        NowhereToGo = "nowhere-to-go",
        StillAboard = "still-aboard",
        NoDriver = "no-driver",
        /// A visit that people go by cannot be done any more.
        Broken = "broken",
        /// Shifts of somebody who drives no more.
        DriverGone = "driver-gone",
        /// Shifts of a vehicle that is out of use.
        VehicleGone = "vehicle-gone",
        Overlap = "overlap",
        Stopped = "stopped",
        Late = "late",
        Problem = "problem",
        Unchecked = "unchecked",
        Conflict = "conflict",
        Flagged = "flagged",
        /// There is food, and nobody to drive.
        NobodyDrives = "nobody-drives",
        /// There is food, and no point opens.
        NobodyOpens = "nobody-opens",
        NoPlan = "no-plan",
        Missing = "missing",
        Held = "held",
        OffPlan = "off-plan",
        PushBlocked = "push-blocked",
        /// Nobody takes an open shift. This one is only told, and stands on no page of alarms.
        OpenShift = "open-shift",
    }
);

impl News {
    /// The fixed word of this content.
    pub const fn word(&self) -> &'static str {
        match self {
            Self::DonateToday { .. } => "donate-today",
            Self::PickupComing { .. } => "pickup-coming",
            Self::PickupOff { .. } => "pickup-off",
            Self::RoundPublished { .. } => "round-published",
            Self::RoundChanged { .. } => "round-changed",
            Self::RoundOff { .. } => "round-off",
            Self::RoundStarts { .. } => "round-starts",
            Self::ShiftTomorrow { .. } => "shift-tomorrow",
            Self::ShiftOff { .. } => "shift-off",
            Self::Cold { .. } => "cold",
            Self::AllWell { .. } => "all-well",
            Self::OpenShift { .. } => "open-shift",
            Self::DirectLeg { .. } => "direct-leg",
            Self::SwapAsked { .. } => "swap-asked",
            Self::CoverFound { .. } => "cover-found",
            Self::Arriving { .. } => "arriving",
            Self::ArrivalChanged { .. } => "arrival-changed",
            Self::RejectedEnd { .. } => "rejected-end",
            Self::Alarm { .. } => "alarm",
            Self::NoPlan { .. } => "no-plan",
            Self::NoAnswer { .. } => "no-answer",
            Self::Test => "test",
        }
    }

    /// The group it belongs to; none for what cannot be muted.
    pub const fn topic(&self) -> Option<Topic> {
        match self {
            Self::DonateToday { .. } => Some(Topic::Reminders),
            Self::PickupComing { .. } | Self::PickupOff { .. } => Some(Topic::Pickups),
            Self::RoundPublished { .. }
            | Self::RoundChanged { .. }
            | Self::RoundOff { .. }
            | Self::RoundStarts { .. }
            | Self::AllWell { .. } => Some(Topic::Rounds),
            Self::Cold { .. } => Some(Topic::Cold),
            Self::ShiftTomorrow { .. }
            | Self::ShiftOff { .. }
            | Self::OpenShift { .. }
            | Self::DirectLeg { .. }
            | Self::SwapAsked { .. }
            | Self::CoverFound { .. } => Some(Topic::Shifts),
            Self::Arriving { .. } | Self::ArrivalChanged { .. } | Self::RejectedEnd { .. } => Some(Topic::Arrivals),
            Self::Alarm { .. } | Self::NoPlan { .. } | Self::NoAnswer { .. } => Some(Topic::Alarms),
            Self::Test => None,
        }
    }

    /// Whether it is pushed during quiet hours: later, food would be lost or somebody would have waited.
    pub const fn is_urgent(&self) -> bool {
        match self {
            Self::Cold { urgent, .. } => *urgent,
            Self::RoundStarts { .. }
            | Self::RoundChanged { .. }
            | Self::RoundOff { .. }
            | Self::ShiftOff { .. }
            | Self::Alarm { .. }
            | Self::NoPlan { .. }
            | Self::NoAnswer { .. }
            | Self::Test => true,
            Self::DonateToday { .. }
            | Self::PickupComing { .. }
            | Self::PickupOff { .. }
            | Self::RoundPublished { .. }
            | Self::ShiftTomorrow { .. }
            | Self::AllWell { .. }
            | Self::OpenShift { .. }
            | Self::DirectLeg { .. }
            | Self::SwapAsked { .. }
            | Self::CoverFound { .. }
            | Self::Arriving { .. }
            | Self::ArrivalChanged { .. }
            | Self::RejectedEnd { .. } => false,
        }
    }
}

/// A notice to be given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewNotice {
    pub person: PersonId,
    pub effect: Effect,
    pub tag: Tag,
    pub news: News,
    pub target: Target,
    /// From then on it is of no use.
    pub expires: Millis,
    /// If it is not answered by then, it is passed on; none if it needs no answer.
    pub answer_by: Option<Millis>,
}

/// A notice that was given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    pub id: NoticeId,
    pub area: AreaId,
    pub person: PersonId,
    pub effect: Effect,
    pub tag: Tag,
    pub news: News,
    pub target: Target,
    pub created: Millis,
    /// From then on it is of no use.
    pub expires: Millis,
    pub answer_by: Option<Millis>,
    /// When the person opened it, or did what it asks for.
    pub answered: Option<Millis>,
    /// When it was taken back, or a newer one with its tag took its place.
    pub retracted: Option<Millis>,
}

/// Local times between which only urgent notices are pushed. They may span midnight.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct QuietHours {
    pub from: Time,
    pub until: Time,
}

impl QuietHours {
    /// Whether a local time is within.
    pub fn covers(self, time: Time) -> bool {
        if self.from <= self.until {
            self.from <= time && time < self.until
        } else {
            self.from <= time || time < self.until
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::time;

    #[test]
    fn quiet_hours_reach_over_midnight() {
        let night = QuietHours { from: time(22, 0, 0, 0), until: time(7, 0, 0, 0) };
        assert!(night.covers(time(23, 30, 0, 0)) && night.covers(time(6, 59, 0, 0)));
        assert!(!night.covers(time(7, 0, 0, 0)) && !night.covers(time(21, 59, 0, 0)));
        let noon = QuietHours { from: time(12, 0, 0, 0), until: time(14, 0, 0, 0) };
        assert!(noon.covers(time(12, 0, 0, 0)) && !noon.covers(time(14, 0, 0, 0)));
    }

    #[test]
    fn what_a_notice_says_survives_storage() {
        let news = News::NoAnswer {
            name: "Anna".to_owned(),
            phone: "333".to_owned(),
            about: Box::new(News::Cold { place: "Codogno".to_owned(), crates: 3, deadline: Millis(5), urgent: true }),
        };
        let text = serde_json::to_string(&news).unwrap();
        assert_eq!(serde_json::from_str::<News>(&text).unwrap(), news);
        assert!(text.contains(&format!("\"news\":\"{}\"", news.word())));
    }
}
