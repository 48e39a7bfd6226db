//! What forms ask people for. A page that asks, the handler that reads the answer and an error that points at it all
//! take the name of a field from here.

use std::borrow::Cow;
use std::fmt::{self, Display};

use crate::domain::word_enum;

word_enum!(
    /// A question of a form. Forms with the same question share it.
    Field {
        // An act.
        OpId = "op_id",
        OccurredAt = "occurred_at",
        DeviceSeq = "device_seq",
        // Lots, and what becomes of their crates.
        Lot = "lot",
        Lots = "lots",
        Crates = "crates",
        Category = "category",
        Kind = "kind",
        Class = "class",
        Date = "date",
        Until = "until",
        Kg = "kg",
        Photo = "photo",
        Note = "note",
        Rest = "rest",
        Why = "why",
        Discarded = "discarded",
        Rejected = "rejected",
        Verdict = "verdict",
        Temperature = "temperature",
        Unmeasured = "unmeasured",
        Warm = "warm",
        // Rounds and stops.
        Round = "round",
        Plan = "plan",
        Counted = "counted",
        Ahead = "ahead",
        Outcome = "outcome",
        Site = "site",
        Minutes = "minutes",
        Seed = "seed",
        // What happens during the day.
        Shift = "shift",
        At = "at",
        Again = "again",
        Known = "known",
        // A point's day.
        Families = "families",
        Persons = "persons",
        // Sites.
        Name = "name",
        Code = "code",
        Town = "town",
        Address = "address",
        Phone = "phone",
        Lat = "lat",
        Lon = "lon",
        Hours = "hours",
        Rules = "rules",
        Holidays = "holidays",
        Service = "service",
        Room = "room",
        Refused = "refused",
        Notes = "notes",
        Active = "active",
        // People and their phones.
        Person = "person",
        Language = "language",
        Role = "role",
        Roles = "roles",
        Topic = "topic",
        Endpoint = "endpoint",
        P256dh = "p256dh",
        Auth = "auth",
        Vapid = "vapid",
        // Vehicles.
        Vehicle = "vehicle",
        Home = "home",
        Kilograms = "kilograms",
        Refrigerated = "refrigerated",
        Insulated = "insulated",
        // Shifts and closures.
        From = "from",
        To = "to",
        Start = "start",
        End = "end",
        StartAddress = "start_address",
        StartAt = "start_at",
        EndAddress = "end_address",
        EndAt = "end_at",
        Take = "take",
        RestMinutes = "rest_minutes",
        RestFrom = "rest_from",
        RestUntil = "rest_until",
        RestEmpty = "rest_empty",
        NoRest = "no_rest",
        Weekday = "weekday",
        Weeks = "weeks",
        First = "first",
        Last = "last",
        Day = "day",
        // Limits of temperature and time.
        Coldest = "coldest",
        Warmest = "warmest",
        Tolerated = "tolerated",
        Warn = "warn",
        Limit = "limit",
        Source = "source",
        // What counts in a plan.
        Evenness = "evenness",
        Kilometre = "kilometre",
        // What is done when.
        PlanToday = "plan_today",
        Publish = "publish",
        PlanTodayBy = "plan_today_by",
        Publishes = "publishes",
        ShiftTomorrow = "shift_tomorrow",
        PlanTomorrow = "plan_tomorrow",
        PlanTomorrowBy = "plan_tomorrow_by",
        CloseOut = "close_out",
        RemindBefore = "remind_before",
        StartBefore = "start_before",
        ColdBefore = "cold_before",
        ColdUrgent = "cold_urgent",
        ArrivingBefore = "arriving_before",
        AllWellAfter = "all_well_after",
        AnswerWithin = "answer_within",
        ColdAnswerWithin = "cold_answer_within",
        FirstAsked = "first_asked",
        // Pages alone.
        Query = "q",
        // Files to be taken in, and what was seen of what they change.
        Files = "files",
        Seen = "seen",
        Page = "page",
        Lang = "lang",
        Back = "back",
        Next = "next",
    }
);

impl Field {
    /// The question asked of one of several things, such as the crates of a lot: `crates-bread`.
    pub fn of(self, whose: impl Display) -> FieldName {
        FieldName(Cow::Owned(format!("{self}-{whose}")))
    }
}

/// The name of a field: a question, and of what it is asked where a form asks it of several things.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct FieldName(Cow<'static, str>);

impl FieldName {
    /// The name as a form sends it, which is also the id of the control on its page.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The field beside this one for what is not among its choices.
    pub fn other(&self) -> Self {
        Self(Cow::Owned(format!("{self}-other")))
    }
}

impl From<Field> for FieldName {
    fn from(field: Field) -> Self {
        Self(Cow::Borrowed(field.word()))
    }
}

impl PartialEq<Field> for FieldName {
    fn eq(&self, field: &Field) -> bool {
        self.as_str() == field.word()
    }
}

impl From<&FieldName> for FieldName {
    fn from(name: &FieldName) -> Self {
        name.clone()
    }
}

impl Display for FieldName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
