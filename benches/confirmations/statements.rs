//! Listens to the statements that run, and how long each takes in the engine.

use crate::support::Failure;
use std::collections::BTreeMap;
use std::fmt::{Debug, Write};
use std::sync::{Arc, Mutex, PoisonError};
use tracing::field::{Field, Visit};
use tracing::{Event, Subscriber};
use tracing_subscriber::layer::{Context, Layer, SubscriberExt};

/// How long each statement took, each time it ran, in seconds.
#[derive(Clone, Default)]
pub struct Statements(Arc<Mutex<BTreeMap<String, Vec<f64>>>>);

/// Starts to listen.
pub fn listen() -> Result<Statements, Failure> {
    let heard = Statements::default();
    tracing::subscriber::set_global_default(tracing_subscriber::registry().with(heard.clone()))?;
    Ok(heard)
}

impl Statements {
    /// A line for each statement, the longest first: how often in each of `acts`, and the median of its microseconds.
    pub fn table(&self, acts: usize) -> String {
        let heard = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut lines: Vec<_> = heard
            .iter()
            .map(|(statement, runs)| {
                let mut runs = runs.clone();
                runs.sort_unstable_by(f64::total_cmp);
                let median = runs.get(runs.len() / 2).copied().unwrap_or_default() * 1e6;
                (runs.len() as f64 / acts as f64, median, statement)
            })
            .collect();
        lines.sort_by(|one, other| (other.0 * other.1).total_cmp(&(one.0 * one.1)));
        let mut text = String::from("  per act   us each   statement\n");
        for (often, median, statement) in &lines {
            let _ = writeln!(text, "{often:9.2} {median:9.1}   {statement}");
        }
        let often: f64 = lines.iter().map(|line| line.0).sum();
        let micros: f64 = lines.iter().map(|line| line.0 * line.1).sum();
        let _ = write!(text, "{often:9.2} statements and {micros:.0} us in the engine for each act");
        text
    }
}

impl<S: Subscriber> Layer<S> for Statements {
    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        if event.metadata().target() != "sqlx::query" {
            return;
        }
        let mut ran = Ran::default();
        event.record(&mut ran);
        let mut heard = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        heard.entry(ran.statement()).or_default().push(ran.seconds);
    }
}

#[derive(Default)]
struct Ran {
    summary: String,
    text: String,
    seconds: f64,
}

impl Ran {
    fn statement(&self) -> String {
        let text = if self.text.is_empty() { &self.summary } else { &self.text };
        text.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(110).collect()
    }
}

impl Visit for Ran {
    fn record_debug(&mut self, _: &Field, _: &dyn Debug) {}

    fn record_f64(&mut self, field: &Field, value: f64) {
        if field.name() == "elapsed_secs" {
            self.seconds = value;
        }
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        match field.name() {
            "summary" => value.clone_into(&mut self.summary),
            "db.statement" => value.clone_into(&mut self.text),
            _ => {}
        }
    }
}
