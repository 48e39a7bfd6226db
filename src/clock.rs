#![expect(clippy::disallowed_methods, reason = "this is the one place that may ask")]
//! Time, ids and chance: the only place that asks the machine for them. Everything else is handed a [`Machine`].

use crate::domain::time::Millis;
use rand::rngs::SysRng;
use rand::{Rng, SeedableRng, TryRng};
use rand_pcg::Pcg64;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Instant, SystemTime, UNIX_EPOCH};
use uuid::Uuid;

/// What tells the time.
#[derive(Debug, Clone)]
pub enum Clock {
    /// The machine's clock.
    Machine,
    /// A clock of its own that starts somewhere and runs faster or slower, for demonstrations.
    Demo {
        /// When the demonstration began, on the machine.
        began: Instant,
        /// What the clock showed then.
        from: Millis,
        /// How many of its seconds pass in one real second.
        speed: u32,
    },
    /// A clock that stands still until it is moved, for tests.
    Still(Arc<AtomicI64>),
}

impl Clock {
    /// A clock that shows `from` now and runs at `speed`.
    pub fn demo(from: Millis, speed: u32) -> Self {
        Self::Demo { began: Instant::now(), from, speed }
    }

    /// A clock that stands still at `at`.
    pub fn still(at: Millis) -> Self {
        Self::Still(Arc::new(AtomicI64::new(at.0)))
    }

    /// What it shows.
    pub fn now(&self) -> Millis {
        match self {
            Self::Machine => wall_time(),
            Self::Demo { began, from, speed } => {
                let passed = i64::try_from(began.elapsed().as_millis()).unwrap_or(i64::MAX);
                Millis(from.0.saturating_add(passed.saturating_mul(i64::from(*speed))))
            }
            Self::Still(at) => Millis(at.load(Ordering::Relaxed)),
        }
    }

    /// The time that passes around the machine, whatever speed a demonstration runs at: for what programs wait for. A clock
    /// that stands still shows its own.
    pub fn wall_time(&self) -> Millis {
        match self {
            Self::Machine | Self::Demo { .. } => wall_time(),
            Self::Still(at) => Millis(at.load(Ordering::Relaxed)),
        }
    }

    /// Moves a still clock; the others run by themselves.
    pub fn set(&self, at: Millis) {
        if let Self::Still(now) = self {
            now.store(at.0, Ordering::Relaxed);
        }
    }

    /// How many of its seconds pass in one real second; zero when it stands still.
    pub const fn speed(&self) -> u32 {
        match self {
            Self::Machine => 1,
            Self::Demo { speed, .. } => *speed,
            Self::Still(_) => 0,
        }
    }

    /// Whether phones show the same time, but for their faults, so that what they say of it counts.
    pub const fn is_real(&self) -> bool {
        !matches!(self, Self::Demo { .. })
    }
}

fn wall_time() -> Millis {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Millis(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
}

/// Where chance comes from.
#[derive(Debug, Clone)]
pub enum Chance {
    /// The operating system: for secrets.
    System,
    /// A seed: the same every time.
    Seeded(Arc<Mutex<Pcg64>>),
}

impl Chance {
    /// Chance that repeats itself.
    pub fn seeded(seed: u64) -> Self {
        Self::Seeded(Arc::new(Mutex::new(Pcg64::seed_from_u64(seed))))
    }

    /// Fills `bytes`.
    ///
    /// # Panics
    /// When the operating system has no randomness to give, which no program can live with.
    pub fn fill(&self, bytes: &mut [u8]) {
        match self {
            // cannot fail: a system without randomness cannot run anything that keeps secrets
            Self::System => SysRng.try_fill_bytes(bytes).expect("the operating system gives randomness"),
            Self::Seeded(generator) => generator.lock().unwrap_or_else(PoisonError::into_inner).fill_bytes(bytes),
        }
    }
}

/// Time, ids and chance.
#[derive(Debug, Clone)]
pub struct Machine {
    pub clock: Clock,
    pub chance: Chance,
}

/// The characters of codes that people type: no letter that is mistaken for a digit.
const CODE_ALPHABET: &[u8; 32] = b"ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
/// How long such a code is.
pub const CODE_LENGTH: usize = 8;

impl Machine {
    /// The real ones.
    pub const fn real() -> Self {
        Self { clock: Clock::Machine, chance: Chance::System }
    }

    /// The time.
    pub fn now(&self) -> Millis {
        self.clock.now()
    }

    /// A fresh id (UUID version 7, RFC 9562), ordered by the time it was made.
    pub fn id<T: From<Uuid>>(&self) -> T {
        let mut bytes = [0; 10];
        self.chance.fill(&mut bytes);
        let millis = u64::try_from(self.now().0).unwrap_or(0);
        uuid::Builder::from_unix_timestamp_millis(millis, &bytes).into_uuid().into()
    }

    /// A code that a person can read out and type.
    pub fn code(&self) -> String {
        let mut bytes = [0; CODE_LENGTH];
        self.chance.fill(&mut bytes);
        bytes.iter().map(|byte| char::from(CODE_ALPHABET[usize::from(byte % 32)])).collect()
    }

    /// A secret that nobody types: 64 hexadecimal digits.
    pub fn secret(&self) -> String {
        let mut bytes = [0; 32];
        self.chance.fill(&mut bytes);
        crate::domain::ledger::ChainHash(bytes).to_hex()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::quantity::Seconds;
    use std::collections::HashSet;

    #[test]
    fn ids_are_ordered_by_time_and_differ() {
        let machine = Machine { clock: Clock::still(Millis(1_000)), chance: Chance::seeded(1) };
        let first: Uuid = machine.id();
        machine.clock.set(Millis(2_000));
        let ids: HashSet<Uuid> = (0..1_000).map(|_| machine.id()).collect();
        assert_eq!(ids.len(), 1_000);
        assert!(ids.iter().all(|id| *id > first && id.get_version_num() == 7));
    }

    #[test]
    fn codes_have_no_letters_that_look_like_digits() {
        let machine = Machine { clock: Clock::Machine, chance: Chance::System };
        for _ in 0..200 {
            let code = machine.code();
            assert_eq!(code.len(), CODE_LENGTH);
            assert!(!code.contains(['0', 'O', '1', 'I']), "{code}");
        }
        assert_ne!(machine.secret(), machine.secret());
    }

    #[test]
    fn a_demo_clock_starts_where_it_is_told() {
        let clock = Clock::demo(Millis(5_000), 300);
        assert!(clock.now() >= Millis(5_000));
        assert!(!clock.is_real());
        let (before, shown) = (clock.wall_time(), clock.now());
        while clock.now() < shown + Seconds(60) {
            std::thread::yield_now();
        }
        assert!(clock.wall_time() < before + Seconds(30), "a minute of its own is a fifth of a second around it");
    }
}
