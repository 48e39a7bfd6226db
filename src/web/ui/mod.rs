//! The frame of the pages and the components they are made of.
//!
//! A component is a struct that implements [`maud::Render`]: `html! { (Notice::warning(...)) }`.
//! Texts are handed in already translated; what a component says by itself it takes from
//! [`Words`](crate::words::Words). Nothing here reads a clock or makes an id.

/// Functions that set one field each and hand the component on, to be chained after its `new`.
///
/// `name: T` takes a `T`, `into T` whatever becomes one, `some` wraps it, and `yes` sets a flag.
macro_rules! setters {
    (@one $name:ident ($($given:tt)*) $value:expr) => {
        #[doc = concat!("Sets `", stringify!($name), "`.")]
        pub fn $name(mut self, $($given)*) -> Self {
            self.$name = $value;
            self
        }
    };
    () => {};
    ($name:ident: yes, $($rest:tt)*) => {
        setters! { @one $name () true }
        setters! { $($rest)* }
    };
    ($name:ident: some into $kind:ty, $($rest:tt)*) => {
        setters! { @one $name ($name: impl Into<$kind>) Some($name.into()) }
        setters! { $($rest)* }
    };
    ($name:ident: some $kind:ty, $($rest:tt)*) => {
        setters! { @one $name ($name: $kind) Some($name) }
        setters! { $($rest)* }
    };
    ($name:ident: into $kind:ty, $($rest:tt)*) => {
        setters! { @one $name ($name: impl Into<$kind>) $name.into() }
        setters! { $($rest)* }
    };
    ($name:ident: $kind:ty, $($rest:tt)*) => {
        setters! { @one $name ($name: $kind) $name }
        setters! { $($rest)* }
    };
}

pub mod area_map;
pub mod badge;
pub mod button;
pub mod chart;
pub mod choose;
pub mod cold;
pub mod count;
pub mod form;
pub mod icon;
pub mod notice;
pub mod qr;
pub mod rows;
pub mod shell;
pub mod stop_list;
pub mod surface;
pub mod table;
pub mod tabs;

pub use area_map::{AreaMap, Ground, MapLegend, MapRound, MapSite, MapStop, RoundSign};
pub use badge::{Badge, CategoryBlob, Tone};
pub use button::{ActionBar, Button, CallButton, Emphasis, LinkButton, NavigateButton, PageAct, PageButton, dialling};
pub use chart::{Bar, BarChart};
pub use choose::{Choice, ChoiceTiles, DateChooser};
pub use cold::{ColdClock, Progress};
pub use count::{CategoryTile, NumberStepper, TemperatureInput};
pub use form::{ActForm, Checkbox, ErrorSummary, InputField, Offline, PhotoInput, Select, hidden};
pub use icon::Icon;
pub use notice::{LiveRegion, Notice, Toast, UndoToast};
pub use qr::QrCode;
pub use rows::{PagedRows, Row, Rows, list_address};
pub use shell::{DemoBanner, Page, PageClock, TabCount};
pub use stop_list::{ListedStop, LotRow, StopList, StopState, Timeline, TimelineEvent};
pub use surface::{Card, DefinitionList, Disclosure, EmptyState, Section, StatTile, Stats};
pub use table::{Cell, Table};
pub use tabs::{Audience, Tab};

#[cfg(test)]
mod tests;
