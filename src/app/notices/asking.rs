//! Whom to ask for a shift that nobody has: a few well-chosen people first, then more, then everybody who drives.

use crate::domain::id::PersonId;
use crate::domain::quantity::{Metres, Seconds};
use crate::domain::time::Millis;

/// By how much each wave is larger than the one before.
const WIDER: usize = 3;
/// After so many waves everybody who can was asked.
pub(super) const WAVES: usize = 3;

/// Somebody who could take it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Candidate {
    pub(super) person: PersonId,
    /// Whether nothing else of theirs is at that time.
    pub(super) is_free: bool,
    /// How often they were asked lately.
    pub(super) asked_lately: i64,
    /// How far from there they usually start; none if they never did.
    pub(super) distance: Option<Metres>,
}

/// The people to ask by `now` for what is wanted since `since`, those asked before first: each wave waits `wait` for an
/// answer. Who is busy then is never asked. Who was asked less goes first, then who starts nearer.
pub(super) fn whom(
    candidates: &[Candidate],
    asked: &[PersonId],
    first: usize,
    since: Millis,
    wait: Seconds,
    now: Millis,
) -> Vec<PersonId> {
    let wave = wave(since, wait, now);
    let many = if wave + 1 >= WAVES { usize::MAX } else { first.saturating_mul(WIDER.pow(u32::try_from(wave).unwrap_or(0))) };
    let mut others: Vec<&Candidate> =
        candidates.iter().filter(|one| one.is_free && !asked.contains(&one.person)).collect();
    others.sort_by_key(|one| (one.asked_lately, one.distance.unwrap_or(Metres(i64::MAX)), one.person));
    let mut people = asked.to_vec();
    people.extend(others.into_iter().map(|one| one.person).take(many.saturating_sub(asked.len())));
    people
}

/// Which wave it is, from 0.
pub(super) fn wave(since: Millis, wait: Seconds, now: Millis) -> usize {
    usize::try_from(now.since(since).0 / wait.0.max(1)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    const WAIT: Seconds = Seconds(900);

    fn id(number: u128) -> PersonId {
        Uuid::from_u128(number).into()
    }

    fn candidate(number: u128, asked_lately: i64, kilometres: i64) -> Candidate {
        Candidate { person: id(number), is_free: true, asked_lately, distance: Some(Metres(kilometres * 1000)) }
    }

    fn after(minutes: i64) -> Millis {
        Millis(minutes * 60_000)
    }

    #[test]
    fn those_who_were_spared_lately_and_are_near_are_asked_first() {
        let mut busy = candidate(5, 0, 0);
        busy.is_free = false;
        let people = [candidate(1, 2, 1), candidate(2, 0, 9), candidate(3, 0, 4), candidate(4, 1, 2), busy];
        assert_eq!(whom(&people, &[], 2, after(0), WAIT, after(5)), [id(3), id(2)]);
        assert_eq!(whom(&people, &[], 3, after(0), WAIT, after(5)), [id(3), id(2), id(4)]);
    }

    #[test]
    fn each_wave_is_wider_and_keeps_those_asked_before() {
        let people: Vec<Candidate> = (1..=20).map(|number| candidate(number, 0, 1)).collect();
        let first = whom(&people, &[], 2, after(0), WAIT, after(14));
        assert_eq!(first, [id(1), id(2)]);
        // Meanwhile the first two were asked, so they are no longer the first to come to mind.
        let mut later = people;
        later[0].asked_lately = 1;
        later[1].asked_lately = 1;
        let second = whom(&later, &first, 2, after(0), WAIT, after(16));
        assert_eq!(second, [1, 2, 3, 4, 5, 6].map(id));
        assert_eq!(whom(&later, &second, 2, after(0), WAIT, after(17)), second, "a wave is asked once");
        assert_eq!(whom(&later, &second, 2, after(0), WAIT, after(31)).len(), 20);
    }
}
