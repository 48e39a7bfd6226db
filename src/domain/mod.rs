//! The rules of moving food, with no machine underneath: no clock, no chance, no database, no network.

pub mod calendar;
pub mod cold;
pub mod dates;
pub mod donor_profile;
pub mod downtime;
pub mod fairness;
pub mod flow;
pub mod food;
pub mod holiday;
pub mod ical;
pub mod id;
pub mod ledger;
pub mod lot;
pub mod mailbox;
pub mod notice;
pub mod opening;
pub mod people;
pub mod phone;
pub mod plan;
pub mod policy;
pub mod quantity;
pub mod rest;
pub mod round;
pub mod schedule;
pub mod shift;
pub mod site;
pub mod spot;
pub mod start;
pub mod text;
pub mod time;
pub mod trace;
pub mod written;

/// Makes a plain enum that is written as a fixed word in the database, in forms and in message keys.
macro_rules! word_enum {
    ($(#[$meta:meta])* $name:ident { $($(#[$vmeta:meta])* $variant:ident = $word:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
        pub enum $name { $($(#[$vmeta])* #[serde(rename = $word)] $variant),+ }

        impl $name {
            /// Every value, in the order people see them.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The fixed word that stands for this value.
            pub const fn word(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::domain::UnknownWord;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                let known = Self::ALL.iter().copied().find(|value| value.word() == text);
                known.ok_or_else(|| $crate::domain::UnknownWord::among(text, &[$($word),+]))
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.word())
            }
        }
    };
}
pub(crate) use word_enum;

/// A word that stands for none of the values allowed in its place.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("\"{given}\" is not one of: {expected}")]
pub struct UnknownWord {
    /// What was given, cut to 40 characters.
    pub given: String,
    /// What is allowed, separated by commas.
    pub expected: String,
}

impl UnknownWord {
    /// What was given, cut to 40 characters: it may be a whole file.
    pub(crate) fn among(given: &str, expected: &[&str]) -> Self {
        Self { given: given.chars().take(40).collect(), expected: expected.join(", ") }
    }
}
