//! Who a page is for, and the tabs each of them has.

use super::icon::Icon;
use crate::t;
use crate::words::Words;

/// Who a page is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Audience {
    /// Shop staff who give food.
    Donor,
    /// Who drives a round.
    Driver,
    /// Who hands food to families.
    Point,
    /// Who plans the day.
    Coordinator,
}

/// A tab of the navigation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Tab {
    DonorToday,
    DonorAnnounce,
    DonorPickups,
    DonorHistory,
    DriverRound,
    DriverProblem,
    DriverEnd,
    DriverShifts,
    PointArrivals,
    PointStock,
    PointHandouts,
    PointHistory,
    CoordinatorToday,
    CoordinatorAlarms,
    CoordinatorPlan,
    CoordinatorTrace,
    CoordinatorSites,
    CoordinatorFleet,
    CoordinatorPeople,
    CoordinatorMore,
}

impl Audience {
    /// The start page of this audience.
    pub fn home(self) -> &'static str {
        match self {
            Self::Donor => "/donor",
            Self::Driver => "/driver",
            Self::Point => "/point",
            Self::Coordinator => "/coordinator",
        }
    }

    /// Its name on the screen.
    pub fn label(self, w: Words) -> String {
        match self {
            Self::Donor => t!(w, "role-donor"),
            Self::Driver => t!(w, "role-driver"),
            Self::Point => t!(w, "role-point"),
            Self::Coordinator => t!(w, "role-coordinator"),
        }
    }

    /// Its picture.
    pub fn icon(self) -> Icon {
        match self {
            Self::Donor => Icon::Shop,
            Self::Driver => Icon::Truck,
            Self::Point => Icon::Point,
            Self::Coordinator => Icon::Map,
        }
    }

    /// Its tabs, the most used first.
    pub fn tabs(self) -> &'static [Tab] {
        match self {
            Self::Donor => &[Tab::DonorToday, Tab::DonorAnnounce, Tab::DonorPickups, Tab::DonorHistory],
            Self::Driver => &[Tab::DriverRound, Tab::DriverProblem, Tab::DriverEnd, Tab::DriverShifts],
            Self::Point => &[Tab::PointArrivals, Tab::PointStock, Tab::PointHandouts, Tab::PointHistory],
            Self::Coordinator => &[
                Tab::CoordinatorToday,
                Tab::CoordinatorAlarms,
                Tab::CoordinatorPlan,
                Tab::CoordinatorTrace,
                Tab::CoordinatorSites,
                Tab::CoordinatorFleet,
                Tab::CoordinatorPeople,
                Tab::CoordinatorMore,
            ],
        }
    }
}

impl Tab {
    /// Whose tab it is.
    pub fn audience(self) -> Audience {
        match self {
            Self::DonorToday | Self::DonorAnnounce | Self::DonorPickups | Self::DonorHistory => Audience::Donor,
            Self::DriverRound | Self::DriverProblem | Self::DriverEnd | Self::DriverShifts => Audience::Driver,
            Self::PointArrivals | Self::PointStock | Self::PointHandouts | Self::PointHistory => Audience::Point,
            Self::CoordinatorToday
            | Self::CoordinatorAlarms
            | Self::CoordinatorPlan
            | Self::CoordinatorTrace
            | Self::CoordinatorSites
            | Self::CoordinatorFleet
            | Self::CoordinatorPeople
            | Self::CoordinatorMore => Audience::Coordinator,
        }
    }

    /// Its address.
    pub fn href(self) -> &'static str {
        match self {
            Self::DonorToday => "/donor",
            Self::DonorAnnounce => "/donor/announce",
            Self::DonorPickups => "/donor/pickups",
            Self::DonorHistory => "/donor/history",
            Self::DriverRound => "/driver",
            Self::DriverProblem => "/driver/problem",
            Self::DriverEnd => "/driver/end",
            Self::DriverShifts => "/driver/shifts",
            Self::PointArrivals => "/point",
            Self::PointStock => "/point/stock",
            Self::PointHandouts => "/point/handouts",
            Self::PointHistory => "/point/history",
            Self::CoordinatorToday => "/coordinator",
            Self::CoordinatorAlarms => "/coordinator/alarms",
            Self::CoordinatorPlan => "/coordinator/plan",
            Self::CoordinatorTrace => "/coordinator/trace",
            Self::CoordinatorSites => "/coordinator/sites",
            Self::CoordinatorFleet => "/coordinator/fleet",
            Self::CoordinatorPeople => "/coordinator/people",
            Self::CoordinatorMore => "/coordinator/more",
        }
    }

    /// Its word.
    pub fn label(self, w: Words) -> String {
        match self {
            Self::DonorToday => t!(w, "tab-donor-today"),
            Self::DonorAnnounce => t!(w, "tab-donor-announce"),
            Self::DonorPickups => t!(w, "tab-donor-pickups"),
            Self::DonorHistory => t!(w, "tab-donor-history"),
            Self::DriverRound => t!(w, "tab-driver-round"),
            Self::DriverProblem => t!(w, "tab-driver-problem"),
            Self::DriverEnd => t!(w, "tab-driver-end"),
            Self::DriverShifts => t!(w, "tab-driver-shifts"),
            Self::PointArrivals => t!(w, "tab-point-arrivals"),
            Self::PointStock => t!(w, "tab-point-stock"),
            Self::PointHandouts => t!(w, "tab-point-handouts"),
            Self::PointHistory => t!(w, "tab-point-history"),
            Self::CoordinatorToday => t!(w, "tab-coordinator-today"),
            Self::CoordinatorAlarms => t!(w, "tab-coordinator-alarms"),
            Self::CoordinatorPlan => t!(w, "tab-coordinator-plan"),
            Self::CoordinatorTrace => t!(w, "tab-coordinator-trace"),
            Self::CoordinatorSites => t!(w, "tab-coordinator-sites"),
            Self::CoordinatorFleet => t!(w, "tab-coordinator-fleet"),
            Self::CoordinatorPeople => t!(w, "tab-coordinator-people"),
            Self::CoordinatorMore => t!(w, "more"),
        }
    }

    /// Its picture.
    pub fn icon(self) -> Icon {
        match self {
            Self::DonorToday => Icon::Home,
            Self::DonorAnnounce => Icon::Basket,
            Self::DonorPickups | Self::PointArrivals | Self::CoordinatorFleet => Icon::Truck,
            Self::DonorHistory | Self::PointHistory => Icon::History,
            Self::DriverRound => Icon::List,
            Self::DriverProblem => Icon::Warning,
            Self::DriverEnd => Icon::Flag,
            Self::DriverShifts => Icon::Calendar,
            Self::PointStock => Icon::Crate,
            Self::PointHandouts => Icon::Point,
            Self::CoordinatorToday => Icon::Map,
            Self::CoordinatorAlarms => Icon::Alarm,
            Self::CoordinatorPlan => Icon::Plan,
            Self::CoordinatorTrace => Icon::Trace,
            Self::CoordinatorSites => Icon::Pin,
            Self::CoordinatorPeople => Icon::People,
            Self::CoordinatorMore => Icon::More,
        }
    }
}
