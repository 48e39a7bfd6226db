//! Chance that follows from the seed, and what it does to a request.

use rand::{Rng, SeedableRng};
use rand_pcg::Pcg64;
use uuid::Uuid;

/// What becomes of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// It arrives, and so does its answer.
    Clean,
    /// It never arrives.
    Lost,
    /// It arrives; the answer does not.
    AnswerLost,
    /// It arrives twice at once.
    Twice,
    /// It arrives, and again after so many seconds.
    Again(i64),
    /// The phone gives up; it arrives after so many seconds.
    Late(i64),
    /// Something between answers 502, whether the server has it or not.
    Gateway { delivered: bool },
}

/// Dice that fall the same way for the same seed.
#[derive(Debug)]
pub struct Dice(Pcg64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self(Pcg64::seed_from_u64(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15)))
    }

    /// A whole number from `least` to `most`, both included.
    pub fn between(&mut self, least: i64, most: i64) -> i64 {
        let span = most.abs_diff(least) + 1;
        least + (self.0.next_u64() % span).cast_signed()
    }

    /// True so many times in a hundred.
    pub fn percent(&mut self, chance: i64) -> bool {
        self.between(0, 99) < chance
    }

    /// One of a list.
    pub fn one<'a, T>(&mut self, list: &'a [T]) -> Option<&'a T> {
        let last = i64::try_from(list.len()).ok()?.checked_sub(1).filter(|last| *last >= 0)?;
        list.get(usize::try_from(self.between(0, last)).ok()?)
    }

    /// An id as a phone makes it.
    pub fn id<T: From<Uuid>>(&mut self) -> T {
        let mut bytes = [0; 16];
        self.0.fill_bytes(&mut bytes);
        uuid::Builder::from_random_bytes(bytes).into_uuid().into()
    }

    /// What becomes of the next request.
    pub fn fate(&mut self) -> Fate {
        match self.between(0, 99) {
            0..=9 => Fate::Lost,
            10..=19 => Fate::AnswerLost,
            20..=27 => Fate::Twice,
            28..=33 => Fate::Again(self.between(20, 5_400)),
            34..=38 => Fate::Late(self.between(40, 5_400)),
            39..=43 => Fate::Gateway { delivered: self.percent(50) },
            _ => Fate::Clean,
        }
    }
}
