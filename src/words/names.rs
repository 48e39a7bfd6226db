//! The names of things: a message for each word of an enum, `category-bread` for [`Category::Bread`].
//!
//! A key is made at run time nowhere else: [`t!`](crate::t) checks the others as it is compiled, and the tests look up
//! every word of every family here.

use super::Words;
use crate::domain::calendar::Holiday;
use crate::domain::donor_profile::Choice;
use crate::domain::downtime::DowntimeReason;
use crate::domain::food::{Category, DateKind, StorageClass};
use crate::domain::ledger::{Flag, HolderKind, MovementReason, OpKind};
use crate::domain::notice::{AlarmKind, RejectedTo, Topic};
use crate::domain::people::Role;
use crate::domain::plan::{Fault, LeftCode};
use crate::domain::policy::Evenness;
use crate::domain::round::{ProblemKind, VisitOutcome};
use crate::domain::schedule::{Job, JobOutcome};
use crate::domain::site::SiteKind;
use crate::domain::start::Step;

macro_rules! families {
    ($($(#[$doc:meta])* $name:ident($kind:ty) = $family:literal;)+) => {
        impl Words {
            $($(#[$doc])*
            pub fn $name(self, of: $kind) -> String {
                self.get(&format!(concat!($family, "-{}"), of.word()))
            })+
        }

        /// Each family, with the words that it must have a message for.
        #[cfg(test)]
        pub(super) fn families() -> Vec<(&'static str, Vec<&'static str>)> {
            vec![$(($family, <$kind>::ALL.iter().map(|of| of.word()).collect())),+]
        }
    };
}

families! {
    alarm(AlarmKind) = "alarm";
    /// What an act is, as a noun: "conferma di una tappa".
    act(OpKind) = "act";
    category(Category) = "category";
    date_kind(DateKind) = "date";
    /// Why a vehicle cannot drive.
    downtime(DowntimeReason) = "downtime";
    /// How evenly food is shared out.
    evenness(Evenness) = "evenness";
    /// In what an act contradicts the plan.
    flag(Flag) = "flag";
    /// Why a visit that people go by cannot be done any more.
    fault(Fault) = "fault";
    holiday(Holiday) = "holiday";
    job(Job) = "job";
    /// The kind of place where crates are.
    kind(HolderKind) = "kind";
    /// What stopped a lot that the plan leaves.
    left(LeftCode) = "left";
    /// How a visit ended.
    outcome(VisitOutcome) = "outcome";
    problem(ProblemKind) = "problem";
    /// How a job ended.
    ran(JobOutcome) = "ran";
    /// Where a rejected lot ended.
    rejected(RejectedTo) = "rejected";
    role(Role) = "role";
    site_kind(SiteKind) = "site-kind";
    /// The title of a form for a new site.
    site_new(SiteKind) = "site-new";
    /// The title of a list of sites.
    sites_of(SiteKind) = "sites-of";
    /// Something that a first day needs, as what to do.
    step(Step) = "step";
    /// What it is for.
    step_hint(Step) = "step-hint";
    storage(StorageClass) = "storage";
    /// A kind of notice that can be chosen.
    topic(Topic) = "topic";
    /// Whether a donor is expected on a weekday.
    usual(Choice) = "usual";
    /// Why crates moved otherwise than planned.
    why(MovementReason) = "why";
}

impl Words {
    /// A day of the week, counted from Monday, 1; counting goes on around the week.
    pub fn weekday(self, weekday: i8) -> String {
        self.get(&format!("weekday-{}", in_week(weekday)))
    }

    /// A day of the week in three letters, counted as [`Self::weekday`].
    pub fn weekday_short(self, weekday: i8) -> String {
        self.get(&format!("weekday-short-{}", in_week(weekday)))
    }

    /// A month of a date.
    pub(super) fn month(self, date: jiff::civil::Date) -> String {
        self.get(&format!("month-{}", date.month()))
    }
}

fn in_week(weekday: i8) -> i8 {
    (weekday - 1).rem_euclid(7) + 1
}
