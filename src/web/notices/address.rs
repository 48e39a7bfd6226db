//! The addresses of what notices lead to.

use crate::domain::id::NoticeId;
use crate::domain::notice::Target;

/// The page of a target.
pub fn page_of(target: Target) -> String {
    match target {
        Target::CurrentRound => "/driver".to_owned(),
        Target::Round { round } => format!("/driver?round={round}"),
        Target::Stop { stop } => format!("/driver/stops/{stop}"),
        Target::Aboard => "/driver/aboard".to_owned(),
        Target::Shifts => "/driver/shifts".to_owned(),
        Target::Donor { site } => format!("/donor?site={site}"),
        Target::Arrivals { site } => format!("/point/arrivals?site={site}"),
        Target::PointHistory { site } => format!("/point/history?site={site}"),
        Target::Alarms => "/coordinator/alarms".to_owned(),
        Target::Plan => "/coordinator/plan".to_owned(),
        Target::Fleet => "/coordinator/fleet".to_owned(),
        Target::Notices => "/notices".to_owned(),
    }
}

/// The address that answers a notice and redirects to its page.
pub fn opening(notice: NoticeId) -> String {
    format!("/notices/{notice}/open")
}
