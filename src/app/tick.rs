//! What is done because time passed.

use super::{App, Refusal, Result};
use crate::domain::quantity::Seconds;

/// A code that ended this long ago is forgotten.
const FORGET_CODES_AFTER: Seconds = Seconds(24 * 3600);

impl App {
    /// Forgets codes that ended, and lets open pages look again: a round becomes late with no write at all.
    ///
    /// # Errors
    /// When storage does not answer.
    pub async fn tick(&self) -> Result<()> {
        let before = self.now() - FORGET_CODES_AFTER;
        self.store
            .write(None, move |tx| Box::pin(async move { Ok::<_, Refusal>(tx.drop_invitations(before).await?) }))
            .await?;
        for area in self.store.reader().await?.db().areas().await? {
            self.store.touch(area.id);
        }
        Ok(())
    }
}
