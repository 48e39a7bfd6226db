//! What leads to a notice, and what it is about. Both are stored as text and compared as such: a person is told each effect
//! once, and of several notices with one tag the newest counts, on the phone too. So none of these texts may ever change.

use super::text::text_enum;
use crate::domain::id::{
    LotId, MovementId, NoticeId, OpId, PersonId, PlanId, RoundId, ShiftId, SiteId, StopId, SwapId, VehicleId,
};
use crate::domain::plan::Fault;
use crate::domain::{UnknownWord, word_enum};
use jiff::civil::Date;
use std::fmt;
use std::str::FromStr;

/// What leads to a notice. The same effect is told to a person once, unless the notice was taken back since.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Effect {
    /// Something holds as the day stands. Its notice is taken back as soon as it no longer does.
    Watched(Watched),
    /// Something happened, and stays so.
    Event(Event),
    /// The person who was told of an effect first did not answer.
    PassedOn(Box<Effect>),
}

impl Effect {
    const WATCHED: &'static str = "watch/";
    const PASSED_ON: &'static str = "passed/";

    /// How the texts of all effects of its kind begin.
    pub fn prefix(&self) -> String {
        match self {
            Self::Watched(_) => Self::WATCHED.to_owned(),
            Self::Event(event) => format!("{}/", event.word()),
            Self::PassedOn(_) => Self::PASSED_ON.to_owned(),
        }
    }
}

impl fmt::Display for Effect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Watched(watched) => write!(f, "{}{watched}", Self::WATCHED),
            Self::Event(event) => event.fmt(f),
            Self::PassedOn(first) => write!(f, "{}{first}", Self::PASSED_ON),
        }
    }
}

impl FromStr for Effect {
    type Err = UnknownWord;

    fn from_str(text: &str) -> Result<Self, UnknownWord> {
        if let Some(first) = text.strip_prefix(Self::PASSED_ON) {
            return Ok(Self::PassedOn(Box::new(first.parse()?)));
        }
        match text.strip_prefix(Self::WATCHED) {
            Some(watched) => watched.parse().map(Self::Watched),
            None => text.parse().map(Self::Event),
        }
    }
}

text_enum!(
    /// Something that holds as a day stands.
    Watched {
        /// A shop that usually gives on the date has not said anything.
        SilentShop { site: SiteId, date: Date } = "donate",
        /// This driver has a shift with these hours (in UTC milliseconds), place and vehicle: another is told again.
        Shift { shift: ShiftId, person: PersonId, from: i64, until: i64, start: SiteId, vehicle: VehicleId } = "shift",
        /// The round of this driver is about to begin.
        RoundStarts { round: RoundId, person: PersonId } = "start",
        /// Food on board for this stop gets too warm.
        ColdForStop { stop: StopId, urgency: Urgency } = "cold",
        /// A lot on board gets too warm and has nowhere to go.
        ColdLot { round: RoundId, lot: LotId, urgency: Urgency } = "cold",
        /// A stop is overdue, and its driver has said nothing since.
        Overdue { stop: StopId } = "all-well",
        /// A vehicle is about to get to the point of this stop.
        Arriving { stop: StopId } = "arriving",
        Alarm { about: AlarmSubject } = "alarm",
    }
);

text_enum!(
    /// What an alarm that coordinators are told of is about. Alarms about the same are one notice.
    AlarmSubject {
        Cold { round: RoundId, lot: LotId } = "cold",
        NowhereToGo { round: RoundId, lot: LotId } = "nowhere-to-go",
        /// Lots of one shop that no plan has a place for.
        NoPlace { site: SiteId, date: Date } = "no-place",
        StillAboard { round: RoundId } = "still-aboard",
        NoDriver { round: RoundId } = "no-driver",
        /// Visits of a round at a site that cannot be done as planned.
        Broken { round: RoundId, site: SiteId, fault: Fault } = "broken",
        /// Shifts of somebody who drives no more.
        DriverGone { person: PersonId } = "driver-gone",
        /// Shifts of a vehicle that is out of use.
        VehicleGone { vehicle: VehicleId } = "vehicle-gone",
        /// Two shifts of one driver or vehicle at the same time.
        Overlap { one: ShiftId, other: ShiftId } = "overlap",
        /// There is food for the date and nobody to drive.
        NobodyDrives { date: Date } = "nobody-drives",
        /// There is food for the date and no point opens.
        NobodyOpens { date: Date } = "nobody-opens",
        Late { round: RoundId, stop: StopId } = "late",
        /// What a driver reported with this act.
        Problem { op: OpId } = "problem",
    }
);

word_enum!(
    /// How much time is left for food that gets too warm.
    Urgency {
        Soon = "soon",
        /// None to lose.
        Urgent = "urgent",
    }
);

text_enum!(
    /// Something that happened.
    Event {
        /// A person asked for a try.
        Test { notice: NoticeId } = "test",
        /// Publishing a plan changed a round.
        RoundPublished { plan: PlanId, round: RoundId, change: RoundChange } = "plan",
        /// Publishing a plan changed what a shop or point waits for.
        VisitPublished { plan: PlanId, site: SiteId, change: VisitChange } = "plan",
        /// A lot that a point rejected came to its end with this movement.
        RejectedEnd { movement: MovementId } = "rejected",
        /// People are asked to take a shift. `wanted`, in UTC milliseconds, tells one search from a later one.
        OpenShift { shift: ShiftId, wanted: i64 } = "open-shift",
        /// Everybody was asked, and nobody took the shift.
        UnclaimedShift { shift: ShiftId, wanted: i64 } = "unclaimed",
        /// A shift found this driver, at this instant in UTC milliseconds.
        CoverFound { shift: ShiftId, person: PersonId, at: i64 } = "cover",
        SwapAsked { swap: SwapId } = "swap",
        NoPlan { date: Date } = "no-plan",
        /// The shift of this driver is tomorrow: as versions told it that did not tell it again when it changed.
        ShiftTomorrow { shift: ShiftId, person: PersonId } = "shift",
        /// A shift that this driver was told of, which began at this instant in UTC milliseconds, is theirs no more.
        ShiftOff { shift: ShiftId, person: PersonId, from: i64 } = "shift-off",
    }
);

word_enum!(
    /// What publishing a plan means to the driver of a round.
    RoundChange {
        Given = "round-published",
        Changed = "round-changed",
        TakenAway = "round-off",
    }
);

word_enum!(
    /// What publishing a plan changes for the people of a site.
    VisitChange {
        Pickup = "pickup",
        Arrival = "arrival",
    }
);

/// What a notice is about: the newest one with a tag takes the place of those before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tag {
    About(Subject),
    /// Somebody did not answer a notice about the subject.
    NoAnswer(Subject),
}

impl Tag {
    const NO_ANSWER: &'static str = "no-answer/";

    /// What it is about in the end.
    pub const fn subject(self) -> Subject {
        match self {
            Self::About(subject) | Self::NoAnswer(subject) => subject,
        }
    }
}

impl fmt::Display for Tag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::About(subject) => subject.fmt(f),
            Self::NoAnswer(subject) => write!(f, "{}{subject}", Self::NO_ANSWER),
        }
    }
}

impl FromStr for Tag {
    type Err = UnknownWord;

    fn from_str(text: &str) -> Result<Self, UnknownWord> {
        match text.strip_prefix(Self::NO_ANSWER) {
            Some(subject) => subject.parse().map(Self::NoAnswer),
            None => text.parse().map(Self::About),
        }
    }
}

text_enum!(
    /// What notices are about.
    Subject {
        Test = "test",
        /// A round as a whole.
        Round { round: RoundId } = "round",
        /// Whether a shop has anything to give.
        Donation { site: SiteId } = "donate",
        ColdForStop { stop: StopId } = "cold",
        ColdLot { round: RoundId, lot: LotId } = "cold",
        /// Whether the driver of a round is well.
        Overdue { round: RoundId } = "all-well",
        /// What this stop brings to its point.
        Arrival { stop: StopId } = "arrival",
        Alarm { about: AlarmSubject } = "alarm",
        /// Who collects at a shop.
        Pickup { site: SiteId, date: Date } = "pickup",
        /// All that comes to a point.
        Arrivals { site: SiteId, date: Date } = "arrivals",
        RejectedLot { lot: LotId } = "rejected",
        OpenShift { shift: ShiftId } = "open-shift",
        Cover { shift: ShiftId } = "cover",
        Swap { swap: SwapId } = "swap",
        NoPlan { date: Date } = "no-plan",
        Shift { shift: ShiftId } = "shift",
    }
);

#[cfg(test)]
mod tests {
    use super::*;

    const ONE: &str = "0190a7c0-0000-7000-8000-000000000001";
    const TWO: &str = "0190a7c0-0000-7000-8000-000000000002";

    /// What stands in databases, with two ids in place of `1` and `2`.
    fn stored(form: &str) -> String {
        let of = |part: &str| match part {
            "1" => ONE.to_owned(),
            "2" => TWO.to_owned(),
            other => other.to_owned(),
        };
        form.split('/').map(of).collect::<Vec<_>>().join("/")
    }

    #[test]
    fn effects_keep_the_text_that_databases_know_them_by() {
        for form in [
            "watch/donate/1/2026-11-26",
            "watch/start/1/2",
            "watch/shift/1/2/1764144000000/1764158400000/1/2",
            "watch/cold/1/soon",
            "watch/cold/1/2/urgent",
            "watch/all-well/1",
            "watch/arriving/1",
            "watch/alarm/cold/1/2",
            "watch/alarm/nowhere-to-go/1/2",
            "watch/alarm/no-place/1/2026-11-26",
            "watch/alarm/still-aboard/1",
            "watch/alarm/no-driver/1",
            "watch/alarm/overlap/1/2",
            "watch/alarm/broken/1/2/closed",
            "watch/alarm/driver-gone/1",
            "watch/alarm/vehicle-gone/1",
            "watch/alarm/nobody-drives/2026-11-26",
            "watch/alarm/late/1/2",
            "watch/alarm/problem/1",
            "passed/watch/arriving/1",
            "passed/plan/1/2/round-changed",
            "test/1",
            "plan/1/2/round-published",
            "plan/1/2/round-off",
            "plan/1/2/pickup",
            "plan/1/2/arrival",
            "rejected/1",
            "open-shift/1/1764144000000",
            "unclaimed/1/1764144000000",
            "cover/1/2/1764144000000",
            "swap/1",
            "no-plan/2026-11-26",
            "shift/1/2",
            "shift-off/1/2/1764144000000",
        ] {
            let text = stored(form);
            let effect: Effect = text.parse().unwrap_or_else(|error| panic!("{form}: {error}"));
            assert_eq!(effect.to_string(), text);
            assert!(text.starts_with(&effect.prefix()), "{form}");
        }
        assert!("watch/cold/1/late".parse::<Effect>().is_err());
        assert!(stored("shift/1/2/1").parse::<Effect>().is_err(), "a field too many");
    }

    #[test]
    fn the_kind_of_an_effect_is_read_back() {
        let stop = ONE.parse().unwrap();
        let late = AlarmSubject::Late { round: ONE.parse().unwrap(), stop: TWO.parse().unwrap() };
        for (effect, form) in [
            (Effect::Watched(Watched::ColdForStop { stop, urgency: Urgency::Urgent }), "watch/cold/1/urgent"),
            (Effect::Watched(Watched::Alarm { about: late }), "watch/alarm/late/1/2"),
            (Effect::PassedOn(Box::new(Effect::Watched(Watched::Overdue { stop }))), "passed/watch/all-well/1"),
        ] {
            assert_eq!(effect, stored(form).parse().unwrap());
            assert_eq!(effect.to_string(), stored(form));
        }
    }

    #[test]
    fn tags_keep_the_text_that_phones_know_them_by() {
        for form in [
            "test",
            "round/1",
            "donate/1",
            "cold/1",
            "cold/1/2",
            "all-well/1",
            "arrival/1",
            "alarm/cold/1/2",
            "alarm/no-place/1/2026-11-26",
            "pickup/1/2026-11-26",
            "arrivals/1/2026-11-26",
            "rejected/1",
            "open-shift/1",
            "cover/1",
            "swap/1",
            "no-plan/2026-11-26",
            "shift/1",
            "no-answer/round/1",
            "no-answer/cold/1/2",
        ] {
            let text = stored(form);
            let tag: Tag = text.parse().unwrap_or_else(|error| panic!("{form}: {error}"));
            assert_eq!(tag.to_string(), text);
        }
    }
}
