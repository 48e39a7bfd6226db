//! The first hour of an area.

use crate::domain::word_enum;

word_enum!(
    /// Something that a first day needs, in the order in which it is done.
    Step {
        /// Its name, and the towns in it.
        Area = "area",
        Shop = "shop",
        Point = "point",
        Vehicle = "vehicle",
        Driver = "driver",
        Shift = "shift",
        /// Everybody who takes part has a phone that was let in.
        Phones = "phones",
        Food = "food",
        Plan = "plan",
    }
);
