//! Who is asked to take an open shift: a few people first, then more, then every driver. Asking everybody at once would
//! wear people out, so each wave waits for the answers to the one before.

use crate::domain::id::PersonId;
use crate::domain::quantity::{Metres, Seconds};
use crate::domain::time::{Millis, Zone};

/// A shift that begins within this is urgent: people are asked at any hour, and have less time to answer.
const SOON: Seconds = Seconds(3 * 3600);
/// Local hours in which people are asked about shifts that are not urgent.
const AWAKE: std::ops::Range<i8> = 7..21;
/// Each wave is this many times as large as the one before.
const WIDER: usize = 3;
/// The number of waves. The last one goes to every driver not asked before.
pub(super) const WAVES: usize = 3;

/// A driver who could take the shift.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Candidate {
    pub(super) person: PersonId,
    /// Whether they have no other shift at that time.
    pub(super) is_free: bool,
    pub(super) asked_lately: i64,
    /// From the start of the shift to the nearest start of their own shifts; none if they have none.
    pub(super) distance: Option<Metres>,
}

/// The people to ask in `wave` (from 0), leaving out those in `asked` and whoever is busy. People asked less often
/// lately come first, then those who usually start nearer. The first wave has `first` people.
pub(super) fn whom(candidates: &[Candidate], asked: &[PersonId], first: usize, wave: usize) -> Vec<PersonId> {
    let many = if wave + 1 >= WAVES { usize::MAX } else { (0..wave).fold(first, |many, _| many.saturating_mul(WIDER)) };
    let mut others: Vec<&Candidate> =
        candidates.iter().filter(|one| one.is_free && !asked.contains(&one.person)).collect();
    others.sort_by_key(|one| (one.asked_lately, one.distance.unwrap_or(Metres(i64::MAX)), one.person));
    others.into_iter().map(|one| one.person).take(many).collect()
}

/// Whether the next wave is due: the time to answer the `last` one is over, which is four times `wait` for a shift that
/// is not urgent. Without a `last` wave the first one is due.
pub(super) fn is_due(
    last: Option<Millis>,
    (starts, ends): (Millis, Millis),
    wait: Seconds,
    zone: &Zone,
    now: Millis,
) -> bool {
    let Some(last) = last else { return now < ends };
    let is_soon = starts.since(now) <= SOON;
    let wait = if is_soon { wait } else { Seconds(wait.0 * 4) };
    let hour = zone.local(now).hour();
    now < ends && now >= last + wait && (is_soon || AWAKE.contains(&hour))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::{date, time};
    use uuid::Uuid;

    fn id(number: u128) -> PersonId {
        Uuid::from_u128(number).into()
    }

    fn candidate(number: u128, asked_lately: i64, kilometres: i64) -> Candidate {
        Candidate { person: id(number), is_free: true, asked_lately, distance: Some(Metres(kilometres * 1000)) }
    }

    #[test]
    fn those_who_were_spared_lately_and_are_near_are_asked_first() {
        let mut busy = candidate(5, 0, 0);
        busy.is_free = false;
        let people = [candidate(1, 2, 1), candidate(2, 0, 9), candidate(3, 0, 4), candidate(4, 1, 2), busy];
        assert_eq!(whom(&people, &[], 2, 0), [id(3), id(2)]);
        assert_eq!(whom(&people, &[], 3, 0), [id(3), id(2), id(4)]);
    }

    #[test]
    fn each_wave_is_wider_and_the_last_is_everybody() {
        let people: Vec<Candidate> = (1..=20).map(|number| candidate(number, 0, 1)).collect();
        let first = whom(&people, &[], 2, 0);
        assert_eq!(first, [1, 2].map(id));
        let second = whom(&people, &first, 2, 1);
        assert_eq!(second, [3, 4, 5, 6, 7, 8].map(id));
        let asked = [first, second].concat();
        assert_eq!(whom(&people, &asked, 2, 2).len(), 12);
    }

    #[test]
    fn nobody_is_woken_for_what_begins_tomorrow() {
        let zone = Zone::named("Europe/Rome").unwrap();
        let at = |day, hour, minute| zone.instant(date(2026, 11, day), time(hour, minute, 0, 0));
        let due =
            |last, starts: Millis, now| is_due(Some(last), (starts, starts + Seconds(3_600)), Seconds(900), &zone, now);
        assert!(!due(at(26, 20, 30), at(27, 14, 0), at(26, 21, 45)), "an hour later it is night");
        assert!(due(at(26, 20, 30), at(27, 14, 0), at(27, 7, 0)));
        assert!(due(at(26, 22, 0), at(27, 0, 30), at(26, 22, 16)), "it begins soon");
        assert!(!due(at(26, 22, 0), at(27, 0, 30), at(26, 22, 14)));
        assert!(!due(at(26, 10, 0), at(26, 11, 0), at(26, 12, 0)), "it is over");
        assert!(due(at(26, 10, 0), at(26, 11, 0), at(26, 11, 10)), "better late than never");
        assert!(!due(at(26, 8, 0), at(26, 18, 0), at(26, 8, 59)));
        assert!(due(at(26, 8, 0), at(26, 18, 0), at(26, 9, 0)));
    }
}
