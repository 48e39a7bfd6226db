//! The icon set and the name mark, drawn for Girofresco.

use crate::domain::food::StorageClass;
use maud::{Markup, Render, html};

use crate::t;
use crate::web::assets::asset_url;
use crate::words::Words;

macro_rules! icons {
    ($($variant:ident => $symbol:literal),+ $(,)?) => {
        /// A picture of the icon set; decoration beside words, hidden from screen readers.
        ///
        /// `html! { (Icon::Truck) }`
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Icon {
            $($variant),+
        }

        impl Icon {
            /// Every icon.
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            /// The name of its symbol in the sprite.
            pub fn symbol(self) -> &'static str {
                match self {
                    $(Self::$variant => $symbol),+
                }
            }
        }
    };
}

icons! {
    Home => "home",
    Truck => "truck",
    Crate => "crate",
    Thermometer => "thermometer",
    Snowflake => "snowflake",
    Leaf => "leaf",
    Sun => "sun",
    Flame => "flame",
    Bread => "bread",
    Apple => "apple",
    Milk => "milk",
    Cheese => "cheese",
    Meat => "meat",
    Chicken => "chicken",
    Fish => "fish",
    Deli => "deli",
    Pot => "pot",
    Can => "can",
    Clock => "clock",
    Phone => "phone",
    Navigate => "navigate",
    Check => "check",
    Undo => "undo",
    Camera => "camera",
    Alarm => "alarm",
    Map => "map",
    List => "list",
    People => "people",
    Person => "person",
    Pin => "pin",
    Shop => "shop",
    Point => "point",
    History => "history",
    Plus => "plus",
    Minus => "minus",
    Cross => "cross",
    Arrow => "arrow",
    Back => "back",
    Chevron => "chevron",
    Print => "print",
    Copy => "copy",
    Share => "share",
    Settings => "settings",
    Logout => "logout",
    Warning => "warning",
    Info => "info",
    Question => "question",
    Calendar => "calendar",
    Note => "note",
    Flag => "flag",
    NoNetwork => "no-network",
    Trace => "trace",
    Basket => "basket",
    Box => "box",
    More => "more",
    Search => "search",
    Plan => "plan",
    Bell => "bell",
}

impl Icon {
    /// The picture of a food category by its code, such as `bread`; a box for an unknown one.
    pub fn of_category(code: &str) -> Self {
        match code {
            "bread" => Self::Bread,
            "produce" => Self::Apple,
            "dairy" => Self::Milk,
            "cheese" => Self::Cheese,
            "meat" => Self::Meat,
            "poultry" => Self::Chicken,
            "fish" => Self::Fish,
            "deli" => Self::Deli,
            "frozen" => Self::Snowflake,
            "meal" => Self::Pot,
            "dry" => Self::Can,
            _ => Self::Box,
        }
    }

    /// The picture of a storage class.
    pub const fn of_storage(class: StorageClass) -> Self {
        match class {
            StorageClass::Chilled => Self::Thermometer,
            StorageClass::Fish => Self::Fish,
            StorageClass::Frozen => Self::Snowflake,
            StorageClass::Hot => Self::Flame,
            StorageClass::Ambient => Self::Sun,
        }
    }
}

impl Render for Icon {
    fn render(&self) -> Markup {
        html! {
            svg.icon aria-hidden="true" focusable="false" viewBox="0 0 24 24" {
                use href={ (asset_url("icons.svg")) "#" (self.symbol()) } {}
            }
        }
    }
}

/// The name mark: a round that ends in a leaf, and the name, linking home.
///
/// `html! { (NameMark { words: w, href: "/" }) }`
#[derive(Clone, Copy, Debug)]
pub struct NameMark<'a> {
    /// The language of the name's label.
    pub words: Words,
    pub href: &'a str,
}

impl Render for NameMark<'_> {
    fn render(&self) -> Markup {
        html! {
            a.name-mark href=(self.href) aria-label=(t!(self.words, "app-name")) {
                svg.mark viewBox="0 0 64 64" aria-hidden="true" focusable="false" {
                    path.mark-round d=(MARK_ROUND) {}
                    path.mark-leaf d=(MARK_LEAF) {}
                    path.mark-vein d=(MARK_VEIN) {}
                }
                span { (t!(self.words, "app-name")) }
            }
        }
    }
}

const MARK_ROUND: &str = "M30 10.5A22.5 22.5 0 1 0 54.5 35";
const MARK_LEAF: &str = "M33 38C28.5 20 38 8 59 5.5 61.5 27 51.5 40 33 38Z";
const MARK_VEIN: &str = "M31.5 41C35 31 42 22.5 51 15.5";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_icon_is_in_the_sprite_and_nothing_else_is() {
        let sprite = include_str!("../../../assets/icons.svg");
        for icon in Icon::ALL {
            let symbol = format!("<symbol id=\"{}\"", icon.symbol());
            assert!(sprite.contains(&symbol), "{icon:?}");
        }
        assert_eq!(sprite.matches("<symbol").count(), Icon::ALL.len());
    }

    #[test]
    fn an_icon_is_silent_to_screen_readers() {
        assert!(Icon::Truck.render().into_string().contains("aria-hidden=\"true\""));
    }
}
