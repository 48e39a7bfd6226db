//! Why something that a person asked for was not done. Codes and numbers only: screens put them into words.

use super::field::FieldName;
use crate::clock::Machine;
use crate::domain::food::{Category, StorageClass};
use crate::domain::ledger::Op;
use crate::domain::phone::PhoneError;
use crate::domain::quantity::Decidegrees;
use crate::domain::text::TextError;
use crate::domain::written::{DateError, NumberError};
use crate::store::StoreError;
use jiff::civil::{Date, Time};
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::fmt::{self, Display};
use uuid::Uuid;

/// Why something was not done.
#[derive(Debug, Clone, thiserror::Error)]
pub enum Refusal {
    /// There is no such thing, or it is not this person's to see.
    #[error("there is no such {0}")]
    NotFound(Thing),
    /// The person may not do it.
    #[error("not allowed")]
    NotAllowed,
    /// What was sent cannot be.
    #[error("{} fields cannot be taken", .0.len())]
    Invalid(Vec<FieldError>),
    /// It contradicts what others did meanwhile.
    #[error("{0}")]
    Conflict(Conflict),
    /// Storage did not answer. Nothing was kept; trying again is safe.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Something broke that no person can mend. Nothing was kept; what it was stands in the log under this number.
    #[error("something broke inside: {0}")]
    Internal(Reference),
}

impl Refusal {
    /// What broke inside, logged under a new number with what was being done.
    pub fn internal(machine: &Machine, doing: &str, error: impl Display) -> Self {
        let reference = Reference::new(machine);
        tracing::error!(%reference, doing, %error, "something broke inside");
        Self::Internal(reference)
    }
}

/// What a person can tell whoever runs the server, who finds it in the log: eight hexadecimal digits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference(String);

impl Reference {
    /// A new number.
    pub fn new(machine: &Machine) -> Self {
        // The last digits of an id are chance; the first are the time, much the same for all that breaks at once.
        let digits = machine.id::<Uuid>().simple().to_string();
        Self(digits.chars().skip(24).collect())
    }
}

impl Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Refusal {
    /// Refuses what has something wrong with it.
    ///
    /// # Errors
    /// When there is any.
    pub fn if_any(errors: Vec<FieldError>) -> Result<(), Self> {
        if errors.is_empty() { Ok(()) } else { Err(Self::Invalid(errors)) }
    }
}

/// What there is none of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Thing {
    Site,
    Lot,
    Round,
    /// A stop of a round.
    Stop,
    Plan,
    Person,
    Vehicle,
    Shift,
    Standing,
    /// A proposal to exchange shifts.
    Swap,
    Closure,
    Downtime,
    Device,
    Photo,
    /// Something somebody was told.
    Notice,
    Act,
    Page,
}

impl Display for Thing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Site => "site",
            Self::Lot => "lot",
            Self::Round => "round",
            Self::Stop => "stop",
            Self::Plan => "plan",
            Self::Person => "person",
            Self::Vehicle => "vehicle",
            Self::Shift => "shift",
            Self::Standing => "standing",
            Self::Swap => "swap",
            Self::Closure => "closure",
            Self::Downtime => "downtime",
            Self::Device => "device",
            Self::Photo => "photo",
            Self::Notice => "notice",
            Self::Act => "act",
            Self::Page => "page",
        })
    }
}

/// A field that cannot be taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldError {
    pub field: FieldName,
    pub kind: FieldErrorKind,
}

impl FieldError {
    /// What is wrong with a field.
    pub fn new(field: impl Into<FieldName>, kind: FieldErrorKind) -> Self {
        Self { field: field.into(), kind }
    }
}

/// What is wrong with a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FieldErrorKind {
    Missing,
    /// It is not what a known push service hands out.
    NoPushService,
    /// It is not a whole number.
    NotANumber,
    /// Its only separator could be that of thousands or of decimals.
    Doubtful {
        thousands: String,
        decimals: String,
    },
    /// It is not a date.
    NotADate,
    /// Its year could stand at either end.
    DoubtfulDate {
        one: Date,
        other: Date,
    },
    NotAPhone,
    /// It may have lost the 0 that landlines begin with.
    PhoneLostZero,
    /// It is not a time of day.
    NotATime,
    /// It is below what can be.
    TooSmall {
        least: i64,
    },
    /// It is above what can be.
    TooLarge {
        most: i64,
    },
    TooLong {
        most: i64,
    },
    /// It has characters that are not text.
    NotText,
    /// It is not one of the choices.
    NotAChoice,
    DatePast,
    /// The date is too far ahead.
    DateTooFar,
    /// The date is not one that people can mean: another year, as a rule.
    DateNotBetween {
        first: Date,
        last: Date,
    },
    TimePast,
    EndsBeforeItBegins,
    /// The clocks skip that hour on that day.
    SkippedHour,
    /// It must come after something else of the day.
    NotAfter {
        /// After which local time.
        after: Time,
    },
    NothingChosen,
    /// The thermometer shows too much for this food.
    TooWarm {
        category: Category,
        read: Decidegrees,
    },
    /// The thermometer shows more than is right, within what can be taken for a reason.
    Warm {
        category: Category,
        read: Decidegrees,
        warmest: Decidegrees,
    },
    /// Nobody read the temperature of this class.
    NoTemperature {
        class: StorageClass,
    },
    /// The food's use-by date is past.
    Expired {
        lot: i64,
    },
    /// Nobody has read the food's use-by date on its label.
    Unread {
        lot: i64,
    },
    /// No code like that, or no longer valid.
    BadCode,
    /// The code was used already.
    UsedCode,
    /// The code's time is over.
    OldCode,
    /// It is not a picture in a format that can be read.
    NotAPicture,
    /// Another one has it already.
    Taken,
    /// It is not of the form that opening hours have.
    NotOpeningHours,
    /// The hours of a day of the week, Monday 1, cannot be read.
    NotDayHours {
        weekday: i8,
    },
    /// Opening every so many weeks needs the date of one of them.
    FromWhichWeek,
    /// The vehicle cannot drive on these days.
    Down {
        first: Date,
        last: Date,
    },
    /// The shift has no time for that break.
    RestOutsideShift,
    /// A shift of many hours without a break: it is asked whether that is meant.
    LongWithoutRest,
    /// Everybody of the group that was chosen has a phone already, or there is nobody.
    NobodyToLetIn,
    /// No two degrees and no link of a map.
    NotOnTheMap,
    /// It is no known town.
    NoSuchTown,
    FarFromTown {
        kilometres: i64,
    },
}

impl From<NumberError> for FieldErrorKind {
    fn from(error: NumberError) -> Self {
        match error {
            NumberError::NotANumber | NumberError::NotWhole => Self::NotANumber,
            NumberError::Doubtful { thousands, decimals } => Self::Doubtful { thousands, decimals },
        }
    }
}

impl From<DateError> for FieldErrorKind {
    fn from(error: DateError) -> Self {
        match error {
            DateError::NotADate => Self::NotADate,
            DateError::Doubtful { one, other } => Self::DoubtfulDate { one, other },
        }
    }
}

impl From<PhoneError> for FieldErrorKind {
    fn from(error: PhoneError) -> Self {
        match error {
            PhoneError::NoNumber => Self::NotAPhone,
            PhoneError::LostZero => Self::PhoneLostZero,
        }
    }
}

impl From<TextError> for FieldErrorKind {
    fn from(error: TextError) -> Self {
        match error {
            TextError::Empty => Self::Missing,
            TextError::TooLong(most) => Self::TooLong { most: i64::try_from(most).unwrap_or(i64::MAX) },
            TextError::NotText => Self::NotText,
        }
    }
}

/// What contradicts an act. Stored with it, so that it is said again, word for word, if the act arrives again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(tag = "conflict", rename_all = "kebab-case")]
pub enum Conflict {
    /// The visit was confirmed already.
    #[error("the stop is closed")]
    StopClosed,
    /// Every crate was collected by somebody else meanwhile.
    #[error("already collected")]
    AlreadyTaken {
        lot: i64,
        /// The number of the round that has it.
        round: i64,
    },
    /// There are fewer crates than that.
    #[error("not enough crates")]
    NotEnough { lot: i64, there: i64 },
    /// What must come before it is not known yet: the driver's phone may still be without a network.
    #[error("not yet")]
    NotYet { lot: i64 },
    /// The lot has left the shop.
    #[error("already on board")]
    OnBoard { lot: i64 },
    /// The act was taken back already.
    #[error("already taken back")]
    Undone,
    /// The crates moved on since, so the act cannot be taken back.
    #[error("the crates moved on")]
    MovedOn { lot: i64 },
    /// This act cannot be taken back.
    #[error("cannot be taken back")]
    NotUndoable,
    /// The plan was made before something that changes it.
    #[error("the plan is out of date")]
    PlanOutdated,
    #[error("the plan is published already")]
    PlanNotDraft,
    /// Somebody is planning the day just now.
    #[error("the day is being planned already")]
    BeingPlanned,
    #[error("the round has ended")]
    RoundEnded,
    /// There are still crates on board.
    #[error("crates are still on board")]
    StillOnBoard { crates: i64 },
    /// The id of the act was used for another one.
    #[error("the id of the act was used before")]
    OpUsed,
    /// Somebody else has the shift by now.
    #[error("the shift is taken")]
    ShiftTaken,
    /// The person drives another shift in those hours.
    #[error("another shift in those hours")]
    ShiftOverlaps,
    /// The vehicle is in another shift in those hours.
    #[error("the vehicle is in another shift")]
    VehicleBusy,
    /// The vehicle of the shift is out of use.
    #[error("the vehicle is out of use")]
    VehicleOut,
    #[error("the shift is over")]
    ShiftOver,
    /// The round of the shift is under way.
    #[error("the round is under way")]
    RoundStarted,
    /// The proposal was answered, or its shifts changed.
    #[error("the proposal no longer holds")]
    SwapOver,
    /// Something changed meanwhile, and what it was cannot be told: another version of this program kept it.
    #[error("something changed")]
    #[serde(other)]
    Changed,
}

impl Conflict {
    /// What an act was answered that met a conflict, from where it is kept: [`Op::answer`].
    pub fn of(op: &Op) -> Self {
        // Earlier versions kept only its name. That is the whole of a conflict that has no numbers.
        let name = || serde_json::from_value(json!({ "conflict": op.answer }));
        serde_json::from_str(&op.answer).or_else(|_| name()).unwrap_or(Self::Changed)
    }
}

impl From<Conflict> for Refusal {
    fn from(conflict: Conflict) -> Self {
        Self::Conflict(conflict)
    }
}

impl From<FieldError> for Refusal {
    fn from(error: FieldError) -> Self {
        Self::Invalid(vec![error])
    }
}
