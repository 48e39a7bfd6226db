//! Which dates people can mean. What lies outside is a slip: another year, a day for a month. All limits stand here.

use crate::domain::calendar::days;
use crate::domain::food::DateKind;
use jiff::civil::Date;

/// What has a use-by date spoils within days; meat and fish packed without air keep for some weeks.
const LONGEST_USE_BY: i64 = 60;
/// Tins keep for up to five years.
const LONGEST_BEST_BEFORE: i64 = 5 * 366;
/// Food past its best may be given while it is fit; nobody gives what has been past it for longer.
const LONGEST_PAST: i64 = 2 * 366;
/// Shifts, holidays and closures are known for the coming year, and for a summer after it.
const LONGEST_PLAN: i64 = 550;
/// Since when a standing shift may run.
const LONGEST_HABIT: i64 = 10 * 366;

/// The first and the last date that can be on a label which somebody reads on a day.
pub fn on_label(kind: DateKind, day: Date) -> (Date, Date) {
    let longest = match kind {
        DateKind::UseBy => LONGEST_USE_BY,
        DateKind::BestBefore | DateKind::None => LONGEST_BEST_BEFORE,
    };
    (days(day, -LONGEST_PAST), days(day, longest))
}

/// The first and the last day that somebody can plan for.
pub fn planned(today: Date) -> (Date, Date) {
    (days(today, -LONGEST_HABIT), days(today, LONGEST_PLAN))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_slip_of_a_year_is_no_date_that_people_mean() {
        let day = date(2026, 11, 26);
        let can_be = |(first, last): (Date, Date), date: Date| (first..=last).contains(&date);
        for odd in [date(2001, 11, 26), date(2099, 11, 26), date(1926, 11, 26), date(2126, 11, 26)] {
            for kind in [DateKind::UseBy, DateKind::BestBefore] {
                assert!(!can_be(on_label(kind, day), odd), "{odd}");
            }
            assert!(!can_be(planned(day), odd), "{odd}");
        }
        assert!(can_be(on_label(DateKind::UseBy, day), date(2026, 12, 20)));
        assert!(!can_be(on_label(DateKind::UseBy, day), date(2027, 11, 27)), "next year's day");
        assert!(can_be(on_label(DateKind::BestBefore, day), date(2029, 5, 26)), "a tin");
        assert!(can_be(on_label(DateKind::BestBefore, day), date(2025, 12, 1)), "pasta past its best");
        assert!(can_be(planned(day), date(2027, 12, 31)));
    }
}
