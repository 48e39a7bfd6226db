//! What the program tells whoever runs it: a line for each event on the standard error, each with its fields.

use tracing::Subscriber;
use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::fmt::{MakeWriter, layer};
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::registry;

/// Logs to the standard error from now on. Only the first call counts.
pub(super) fn start(level: LevelFilter) {
    let _ = tracing::subscriber::set_global_default(subscriber(level, std::io::stderr));
}

/// Logs what this program says at a level and above. What the libraries below say is left out at every level: they know
/// nothing of what is personal or secret in an address, a header or a value.
pub fn subscriber<W>(level: LevelFilter, writer: W) -> impl Subscriber + Send + Sync
where
    W: for<'w> MakeWriter<'w> + Send + Sync + 'static,
{
    let ours = Targets::new().with_target(env!("CARGO_CRATE_NAME"), level);
    registry().with(ours).with(layer().with_ansi(false).with_writer(writer))
}
