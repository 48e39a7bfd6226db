//! What the benchmarks share: their options, and how times are told.

#![allow(dead_code, reason = "each benchmark uses its own part of it")]

use girofresco::planner::{Budget, Control};
use std::error::Error;
use std::time::Duration;

/// Why a benchmark stopped.
pub type Failure = Box<dyn Error + Send + Sync>;

/// The words of the command line.
pub struct Options(Vec<String>);

impl Options {
    /// Those of this program.
    pub fn read() -> Self {
        Self(std::env::args().skip(1).filter(|word| word != "--bench").collect())
    }

    /// Whether a word was given.
    pub fn given(&mut self, name: &str) -> bool {
        let before = self.0.len();
        self.0.retain(|word| word != name);
        self.0.len() < before
    }

    /// The text after a word.
    pub fn text(&mut self, name: &str) -> Result<Option<String>, Failure> {
        let Some(at) = self.0.iter().position(|word| word == name) else { return Ok(None) };
        if at + 1 >= self.0.len() {
            return Err(format!("{name} needs a value").into());
        }
        self.0.remove(at);
        Ok(Some(self.0.remove(at)))
    }

    /// The number after a word, or `usual`.
    pub fn number(&mut self, name: &str, usual: i64) -> Result<i64, Failure> {
        let Some(text) = self.text(name)? else { return Ok(usual) };
        match text.parse() {
            Ok(number) if number >= 0 => Ok(number),
            _ => Err(format!("{name}: \"{text}\" is not a whole number").into()),
        }
    }

    /// The seconds after a word, or `usual`.
    pub fn seconds(&mut self, name: &str, usual: f64) -> Result<f64, Failure> {
        let Some(text) = self.text(name)? else { return Ok(usual) };
        match text.parse::<f64>() {
            Ok(seconds) if seconds > 0.0 && seconds.is_finite() => Ok(seconds),
            _ => Err(format!("{name}: \"{text}\" is not a number of seconds").into()),
        }
    }

    /// When each search is to end: after `--iterations`, or else after `--seconds`, or else after `usual` seconds.
    pub fn end_of_search(&mut self, usual: f64) -> Result<EndOfSearch, Failure> {
        let seconds = self.seconds("--seconds", usual)?;
        match self.number("--iterations", 0)? {
            0 => Ok(EndOfSearch::Seconds(seconds)),
            iterations => Ok(EndOfSearch::Iterations(iterations.unsigned_abs())),
        }
    }

    /// The words that are left.
    pub fn rest(self) -> Vec<String> {
        self.0
    }

    /// Refuses what nobody asked about.
    pub fn end(self) -> Result<(), Failure> {
        match self.0.first() {
            Some(word) => Err(format!("what is \"{word}\"?").into()),
            None => Ok(()),
        }
    }
}

/// How long something took, time after time.
#[derive(Debug, Default)]
pub struct Times(Vec<Duration>);

impl Times {
    /// Adds one.
    pub fn add(&mut self, took: Duration) {
        self.0.push(took);
    }

    /// Adds those of another.
    pub fn join(&mut self, other: Self) {
        self.0.extend(other.0);
    }

    /// How many.
    pub const fn count(&self) -> usize {
        self.0.len()
    }

    /// The time that `percent` of them kept within, in milliseconds.
    pub fn percentile(&mut self, percent: usize) -> f64 {
        self.0.sort_unstable();
        let at = (self.0.len() * percent).div_ceil(100).saturating_sub(1);
        self.0.get(at).map_or(0.0, |took| took.as_secs_f64() * 1000.0)
    }
}

/// The processor time that this process has used, where the system tells (Linux): it says more than the time that
/// passed when others use the machine too.
pub fn processor() -> Option<Duration> {
    let text = std::fs::read_to_string("/proc/self/stat").ok()?;
    // After the name in brackets, fields 14 and 15 of all: user and system time in hundredths of a second.
    let mut fields = text.rsplit_once(") ")?.1.split(' ').skip(11);
    let mut ticks = || fields.next()?.parse::<u64>().ok();
    Some(Duration::from_millis((ticks()? + ticks()?) * 10))
}

/// When a search is to end.
#[derive(Debug, Clone, Copy)]
pub enum EndOfSearch {
    /// The plan depends on the machine.
    Seconds(f64),
    /// The plan is the same everywhere: what to compare two versions of the planner by.
    Iterations(u64),
}

impl EndOfSearch {
    pub const fn budget(self) -> Budget {
        match self {
            Self::Seconds(_) => Budget::of(u64::MAX / 2),
            Self::Iterations(iterations) => Budget::of(iterations),
        }
    }

    /// What the search is told once it took so long.
    pub fn control(self, took: f64) -> Control {
        match self {
            Self::Seconds(seconds) => pace(took / seconds),
            Self::Iterations(_) => Control::Continue,
        }
    }
}

/// What a search whose budget is time wants next, once this share of the time is gone.
pub fn pace(gone: f64) -> Control {
    if gone >= 1.0 {
        return Control::Stop;
    }
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share is from none to all")]
    let gone = (gone * 65_536.0) as u16;
    Control::Elapsed(gone)
}
