//! What happens by the clock. The scheduler only ticks; what is due is decided by the application, by its own clock.

pub mod deliver;

use crate::app::App;
use tokio_cron_scheduler::{Job, JobScheduler, JobSchedulerError};

/// How often the clock is looked at: every 30 seconds (second, minute, hour, day, month, weekday).
const TICK: &str = "*/30 * * * * *";
/// The same for a demonstration whose clock runs much faster: every second.
const FAST_TICK: &str = "* * * * * *";
/// From how many of its seconds in one a clock is fast.
const FAST: u32 = 30;

/// Starts the ticking. It ends when what is returned is shut down or dropped.
///
/// # Errors
/// When the scheduler cannot be started.
pub async fn start(app: App) -> Result<JobScheduler, JobSchedulerError> {
    let scheduler = JobScheduler::new().await?;
    let often = if app.machine().clock.speed() >= FAST { FAST_TICK } else { TICK };
    let tick = Job::new_async(often, move |_, _| {
        let app = app.clone();
        Box::pin(async move {
            if let Err(error) = app.tick().await {
                tracing::warn!(%error, "a tick failed; the next one tries again");
            }
        })
    })?;
    scheduler.add(tick).await?;
    scheduler.start().await?;
    Ok(scheduler)
}
